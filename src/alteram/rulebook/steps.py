"""The steps of a procedure: each key of a step, as docs/reference/procedure.md lists them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from alteram import acts as vocabulary
from alteram.calendar.lengths import Length
from alteram.rulebook.document import Located
from alteram.rulebook.model import Before, DutyRule, Result, Step, Wait, Window
from alteram.rulebook.reader import Reader

CLOCKWORK = ("bundle_released",)  # done by the clock alone, but a book says when


def result_names(at: Located) -> tuple[str, ...]:
    """The results a step lists, read before anything else so that others may refer to them."""
    results = at.map.get("results") if at.map is not None else None
    if results is None:
        return ()
    if results.map is not None:
        return tuple(results.map)
    return tuple(item.text or "" for item in results.each())


def read_step(reader: Reader, name: str, at: Located, sanctions: Collection[str]) -> Step:
    """A step as the grammar has checked it, with what its acts and results can be."""
    keys = reader.keys(at)
    acts = reader.texts(keys.get("act"))
    _check_acts(reader, name, keys.get("act", at), acts)
    own = result_names(at)
    means = keys.get("means")
    step = Step(
        name=name,
        title=reader.text(keys.get("title")) or name.replace("_", " "),
        acts=acts,
        clause=reader.text(keys.get("clause")),
        by=reader.texts(keys.get("by")),
        only_while=reader.texts(keys.get("while")),
        needs=reader.needs(keys.get("needs")),
        unless=reader.atoms(keys.get("unless")),
        waits=_waits(reader, keys.get("wait")),
        window=_window(reader, keys.get("window")),
        before=_before(reader, keys.get("before")),
        results=_results(reader, keys),
        means=means.text or "" if means is not None else "",
        cap=_cap(reader, keys),
        each=reader.text(keys.get("each")),  # type: ignore[arg-type]  # the closed list holds these words alone
        then=_duties(reader, name, keys.get("then"), own),
        lengthens=_lengthens(reader, keys.get("lengthens")),
        pauses=_pauses(reader, keys.get("pauses")),
        tells=reader.texts(keys.get("tells")),
        gives=reader.texts(keys.get("gives")),
        announces=reader.text(keys.get("announces")),
        grounds=reader.texts(keys.get("grounds")),
        written_reasons="reasons" in keys,
        form=reader.text(keys.get("form")),
        right=_true(reader, keys.get("right")),
        appoints=reader.text(keys.get("appoints")),
        creates_charges="creates" in keys,
        starts_case=_true(reader, keys.get("starts_case")),
        ends_case=_true(reader, keys.get("ends_case")),
        after_end=_true(reader, keys.get("after_end")),
        sanction_if={key: reader.texts(value) for key, value in reader.keys(keys.get("sanction_if")).items()},
        never=reader.text(keys.get("never")),
        line=at.line,
    )
    _check_results(reader, at, step, sanctions)
    for key in ("only_by_clock", "limit", "sanction_if", "means"):
        _check_own(reader, name, keys.get(key), own)
    return step


def _true(reader: Reader, at: Located | None) -> bool:
    return at is not None and reader.flag(at)


def _check_acts(reader: Reader, name: str, at: Located, acts: tuple[str, ...]) -> None:
    for act in acts:
        if act in vocabulary.ACTS:
            if not vocabulary.act(act).step_allowed and act not in CLOCKWORK:
                reader.problem(at, f"“{act}” is what the product does itself.", "No step can be this act.")
        else:
            close = get_close_matches(act, vocabulary.ACTS, n=1)
            ask = f"Did you mean `{close[0]}`? " if close else ""
            reader.problem(at, f"There is no act “{act}”.", f"{ask}All acts stand in docs/reference/acts.md.")
    if len(acts) > 1 and not vocabulary.may_travel(acts):
        reader.problem(at, f"The acts of step “{name}” cannot be one step.", "Make a step of each.")


def _check_results(reader: Reader, at: Located, step: Step, sanctions: Collection[str]) -> None:
    """Every result is one that the act knows; an act with results is not left without."""
    acts = [vocabulary.ACTS[name] for name in step.acts if name in vocabulary.ACTS]
    outcomes = [word for act in acts for word in (sanctions if act.outcomes_from == "sanctions" else act.outcomes)]
    known = ", ".join(outcomes) or "none: it has no results"
    means = [(one.name, one.means) for one in step.results] or [(step.means, step.means)]
    for name, meaning in means:
        if not step.results and not meaning and outcomes:
            wrong = f"Step “{step.name}” does not say what comes out of it."
            reader.problem(at, wrong, f"Add `results`, or `means` if it is always the same. Known: {known}.")
        elif meaning and meaning not in outcomes:
            wrong = f"Result “{name}” of step “{step.name}” means nothing that the act knows."
            reader.problem(at, wrong, f"Say what it means, `means: {{{name}: …}}`. Known: {known}.")


def _check_own(reader: Reader, name: str, at: Located | None, own: Collection[str]) -> None:
    """What is said of results is said of results that the step has."""
    if at is None or (at.map is None and at.list is None and not own):
        return
    for word in at.map if at.map is not None else reader.texts(at):
        if word not in own:
            reader.problem(at, f"Step “{name}” has no result “{word}”.", f"Its results: {', '.join(own) or 'none'}.")


def _cap(reader: Reader, keys: Mapping[str, Located]) -> int | None:
    """How often; of a step that each party may take: how often each of them may."""
    if reader.text(keys.get("each")) == "charge" or reader.text(keys.get("at_most")) == "many":
        return None
    return reader.number(keys.get("at_most"), 1)


def _waits(reader: Reader, at: Located | None) -> tuple[Wait, ...]:
    found = []
    for item in at.each() if at is not None else ():
        keys = reader.keys(item)
        waiver = reader.keys(keys.get("waiver"))
        if {"after", "at_least"} <= set(keys):
            found.append(
                Wait(
                    after=reader.text(keys["after"]),
                    at_least=reader.length(keys["at_least"]),
                    clause=reader.text(keys.get("clause")),
                    unless=reader.atoms(keys.get("unless")),
                    waiver_by=reader.text(waiver.get("by")),
                    not_below=reader.length(waiver["not_below"]) if "not_below" in waiver else None,
                    line=item.line,
                )
            )
    return tuple(found)


def _window(reader: Reader, at: Located | None) -> Window | None:
    keys = reader.keys(at)
    if at is None or not {"of", "at_most"} <= set(keys):
        return None
    return Window(of=reader.texts(keys["of"]), at_most=reader.length(keys["at_most"]), line=at.line)


def _before(reader: Reader, at: Located | None) -> Before | None:
    keys = reader.keys(at)
    if at is None or "at_least" not in keys:
        return None
    named = reader.text(keys.get("step"))
    if bool(named) == ("end of sanction" in keys):
        reader.problem(at, "`before` says before what: one thing.", "Add `step: open_hearing` or `end of sanction`.")
    return Before(step=named or "end of sanction", at_least=reader.length(keys["at_least"]))


def _results(reader: Reader, keys: Mapping[str, Located]) -> tuple[Result, ...]:
    at = keys.get("results")
    if at is None:
        return ()
    means = {key: reader.text(value) for key, value in reader.keys(keys.get("means")).items()}
    by_clock = reader.texts(keys.get("only_by_clock"))
    limits = {key: reader.number(value, 1) for key, value in reader.keys(keys.get("limit")).items()}
    own = reader.keys(at) or {reader.text(item): Located({}, item.line) for item in at.each()}
    return tuple(
        Result(
            name=name,
            means=means.get(name, name),
            needs=reader.needs(reader.keys(value).get("needs")),
            limit=limits.get(name),
            only_by_clock=name in by_clock,
        )
        for name, value in own.items()
    )


def _duties(reader: Reader, source: str, at: Located | None, results: Collection[str]) -> tuple[DutyRule, ...]:
    items = at.each() if at is not None else ()
    read = (_duty(reader, source, number, item, results) for number, item in enumerate(items))
    return tuple(duty for duty in read if duty is not None)


def _duty(reader: Reader, source: str, number: int, at: Located, results: Collection[str]) -> DutyRule | None:
    keys = reader.keys(at)
    what = keys.get("must") or keys.get("may")
    if what is None or ("must" in keys and "may" in keys):
        reader.problem(at, f"A duty of “{source}” says either “must” or “may”.", "Write one of the two.")
        return None
    _check_own(reader, source, keys.get("if"), results)
    otherwise = reader.keys(keys.get("else"))
    if ("deem" in otherwise) == ("tell" in otherwise):
        wrong = f"The duty to “{what.text}” has no consequence, or two."
        reader.problem(at, wrong, "Write `else: {deem: …}` or `else: {tell: …}`.")
    if "within" not in keys:
        return None
    deem = reader.step_result(otherwise["deem"]) if "deem" in otherwise else None
    if deem is not None and not deem.result and reader.steps.get(deem.step):
        known = ", ".join(f"{deem.step}={one}" for one in reader.steps[deem.step])
        reader.problem(
            otherwise["deem"], f"“{deem.step}” is deemed done, but not with which result.", f"One of: {known}."
        )
    return DutyRule(
        number=number,
        source=source,
        results=reader.texts(keys.get("if")),
        step=reader.text(what),
        within=reader.length(keys["within"]),
        right="may" in keys,
        deem=deem,
        tell=reader.texts(otherwise.get("tell")),
        reopens=reader.texts(keys.get("reopens")),
        clause=reader.text(keys.get("clause")),
        line=at.line,
    )


def _lengthens(reader: Reader, at: Located | None) -> tuple[str, Length] | None:
    keys = reader.keys(at)
    return (reader.text(keys["duty"]), reader.length(keys["by"])) if {"duty", "by"} <= set(keys) else None


def _pauses(reader: Reader, at: Located | None) -> tuple[tuple[str, ...], Length | None] | None:
    keys = reader.keys(at)
    if at is None:
        return None
    return reader.texts(keys.get("duties")), reader.length(keys["at_most"]) if "at_most" in keys else None
