"""The steps of a procedure: each key of a step, as docs/reference/procedure.md lists them."""

from __future__ import annotations

from collections.abc import Mapping

from alteram import acts as vocabulary
from alteram.calendar.lengths import Length
from alteram.errors import AlteramError
from alteram.rulebook.document import Located
from alteram.rulebook.model import Before, DutyRule, Result, Role, Step, Wait, Window
from alteram.rulebook.reader import STAND_IN, Reader

KEYS = frozenset(
    [
        "act",
        "means",
        "clause",
        "title",
        "by",
        "while",
        "needs",
        "unless",
        "wait",
        "window",
        "before",
        "results",
        "only_by_clock",
        "limit",
        "at_most",
        "each",
        "then",
        "lengthens",
        "pauses",
        "tells",
        "gives",
        "announces",
        "grounds",
        "reasons",
        "form",
        "right",
        "appoints",
        "creates",
        "starts_case",
        "ends_case",
        "after_end",
        "sanction_if",
        "never",
    ]
)
DUTY_KEYS = frozenset({"if", "must", "may", "within", "else", "reopens", "clause"})


def result_names(at: Located) -> tuple[str, ...]:
    """The results a step lists, read before anything else so that others may refer to them."""
    results = at.map.get("results") if at.map is not None else None
    if results is None:
        return ()
    if results.map is not None:
        return tuple(results.map)
    return tuple(item.text or "" for item in results.each())


def read_step(reader: Reader, name: str, at: Located, roles: Mapping[str, Role]) -> Step:
    keys = reader.keys(at, KEYS, f"Step {name}")
    for needed in ("act", "clause"):
        if needed not in keys:
            reader.problem(at, f"Step “{name}” has no “{needed}”.", f"Every step names its {needed}.")
    acts = reader.texts(keys.get("act"))
    _check_acts(reader, name, keys.get("act", at), acts)
    by = reader.texts(keys.get("by"))
    for role in by:
        if role not in roles and role != "clock":
            reader.problem(keys["by"], f"There is no role “{role}”.", "Known: " + ", ".join(sorted(roles)) + ".")
    for stage in reader.texts(keys.get("while")):
        if stage not in reader.stages:
            reader.problem(keys["while"], f"There is no stage “{stage}”.", "Known: " + ", ".join(sorted(reader.stages)))
    means = keys.get("means")
    return Step(
        name=name,
        title=reader.text(keys.get("title")) or name.replace("_", " "),
        acts=acts,
        clause=reader.text(keys.get("clause")),
        by=by,
        only_while=reader.texts(keys.get("while")),
        needs=reader.needs(keys.get("needs")),
        unless=reader.atoms(keys.get("unless")),
        waits=tuple(_wait(reader, item) for item in keys["wait"].each()) if "wait" in keys else (),
        window=_window(reader, keys.get("window")),
        before=_before(reader, keys.get("before")),
        results=_results(reader, keys),
        means=means.text or "" if means is not None else "",
        cap=_cap(reader, keys),
        each=reader.text(keys.get("each")),  # type: ignore[arg-type]  # checked in _cap
        then=tuple(_duty(reader, name, number, item) for number, item in enumerate(keys["then"].each()))
        if "then" in keys
        else (),
        lengthens=_lengthens(reader, keys.get("lengthens")),
        pauses=_pauses(reader, keys.get("pauses")),
        tells=reader.texts(keys.get("tells")),
        gives=reader.texts(keys.get("gives")),
        announces=reader.step(keys["announces"]) if "announces" in keys else "",
        grounds=reader.texts(keys.get("grounds")),
        written_reasons=reader.text(keys.get("reasons")) == "written",
        form=reader.text(keys.get("form")),
        right=reader.flag(keys.get("right")),
        appoints=reader.text(keys.get("appoints")),
        creates_charges=reader.text(keys.get("creates")) == "charge",
        starts_case=reader.flag(keys.get("starts_case")),
        ends_case=reader.flag(keys.get("ends_case")),
        after_end=reader.flag(keys.get("after_end")),
        sanction_if={key: reader.texts(value) for key, value in _map(keys.get("sanction_if")).items()},
        never=reader.text(keys.get("never")),
        line=at.line,
    )


def _map(at: Located | None) -> Mapping[str, Located]:
    return (at.map or {}) if at is not None else {}


def _check_acts(reader: Reader, name: str, at: Located, acts: tuple[str, ...]) -> None:
    for act in acts:
        try:
            vocabulary.act(act)
        except AlteramError as error:
            reader.problem(at, error.sentence(), error.remedy)
    if len(acts) > 1 and not any(set(acts) <= set(together) for together in vocabulary.TOGETHER):
        reader.problem(at, f"The acts of step “{name}” cannot be one step.", "Make a step of each.")


def _cap(reader: Reader, keys: Mapping[str, Located]) -> int | None:
    each = reader.text(keys.get("each"))
    if each not in ("", "charge", "party"):
        reader.problem(keys["each"], f"A step cannot be taken once for each “{each}”.", "Write charge or party.")
    if each:
        return None
    if reader.text(keys.get("at_most")) == "many":
        return None
    return reader.number(keys.get("at_most"), 1)


def _wait(reader: Reader, at: Located) -> Wait:
    keys = reader.keys(at, {"after", "at_least", "clause", "unless", "waiver"}, "A wait")
    for needed in ("after", "at_least"):
        if needed not in keys:
            reader.problem(
                at, f"A wait has no “{needed}”.", "For example: {after: give_notice, at_least: 28 clear days}."
            )
            return Wait(after="", at_least=STAND_IN)
    waiver = _map(keys.get("waiver"))
    return Wait(
        after=reader.step(keys["after"]),
        at_least=reader.length(keys["at_least"]),
        clause=reader.text(keys.get("clause")),
        unless=reader.atoms(keys.get("unless")),
        waiver_by=reader.text(waiver.get("by")),
        not_below=reader.length(waiver["not_below"]) if "not_below" in waiver else None,
    )


def _window(reader: Reader, at: Located | None) -> Window | None:
    if at is None:
        return None
    keys = reader.keys(at, {"of", "at_most"}, "A window")
    if set(keys) != {"of", "at_most"}:
        reader.problem(at, "A window needs “of” and “at_most”.", "For example: {of: triage, at_most: 14 days}.")
        return None
    return Window(of=tuple(reader.step(item) for item in keys["of"].each()), at_most=reader.length(keys["at_most"]))


def _before(reader: Reader, at: Located | None) -> Before | None:
    if at is None:
        return None
    keys = reader.keys(at, {"step", "at_least"}, "before")
    plain = dict(keys)
    target = plain.get("step")
    if target is None and "end of sanction" in keys:
        target = Located("end of sanction", at.line)
    if target is None or "at_least" not in keys:
        reader.problem(
            at, "`before` needs “step” and “at_least”.", "For example: {step: open_hearing, at_least: 10 days}."
        )
        return None
    name = reader.text(target)
    if name != "end of sanction":
        reader.step(target)
    return Before(step=name, at_least=reader.length(keys["at_least"]))


def _results(reader: Reader, keys: Mapping[str, Located]) -> tuple[Result, ...]:
    at = keys.get("results")
    if at is None:
        return ()
    means = {key: reader.text(value) for key, value in _map(keys.get("means")).items()}
    by_clock = reader.texts(keys.get("only_by_clock"))
    limits = {key: reader.number(value, 1) for key, value in _map(keys.get("limit")).items()}
    own = _map(at) or {reader.text(item): Located({}, item.line) for item in at.each()}
    return tuple(
        Result(
            name=name,
            means=means.get(name, name),
            needs=reader.needs(_map(value).get("needs")),
            limit=limits.get(name),
            only_by_clock=name in by_clock,
        )
        for name, value in own.items()
    )


def _duty(reader: Reader, source: str, number: int, at: Located) -> DutyRule:
    keys = reader.keys(at, DUTY_KEYS, f"A duty of {source}")
    what = keys.get("must") or keys.get("may")
    if what is None or "within" not in keys:
        reader.problem(at, f"A duty of “{source}” needs “must” (or “may”) and “within”.", "Say what, and by when.")
        return DutyRule(number=number, source=source, step=source, within=STAND_IN)
    otherwise = _map(keys.get("else"))
    if "deem" not in otherwise and "tell" not in otherwise:
        reader.problem(
            at, f"The duty to “{what.text}” has no consequence.", "Add `else: {deem: …}` or `else: {tell: …}`."
        )
    return DutyRule(
        number=number,
        source=source,
        results=reader.texts(keys.get("if")),
        step=reader.step_result(what).step,
        within=reader.length(keys["within"]),
        right="may" in keys,
        deem=reader.step_result(otherwise["deem"]) if "deem" in otherwise else None,
        tell=reader.texts(otherwise.get("tell")),
        reopens=tuple(reader.step(item) for item in keys["reopens"].each()) if "reopens" in keys else (),
        clause=reader.text(keys.get("clause")),
    )


def _lengthens(reader: Reader, at: Located | None) -> tuple[str, Length] | None:
    if at is None:
        return None
    keys = reader.keys(at, {"duty", "by"}, "lengthens")
    return reader.step(keys["duty"]), reader.length(keys["by"])


def _pauses(reader: Reader, at: Located | None) -> tuple[tuple[str, ...], Length | None] | None:
    if at is None:
        return None
    keys = reader.keys(at, {"duties", "at_most"}, "pauses")
    duties = tuple(reader.step(item) for item in keys["duties"].each()) if "duties" in keys else ()
    return duties, reader.length(keys["at_most"]) if "at_most" in keys else None
