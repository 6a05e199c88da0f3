"""Whether the parts of a rule book fit together: first and last step, clauses and text, stages, days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from alteram.rulebook.document import Located
from alteram.rulebook.model import Edition, StepResult
from alteram.rulebook.reader import Reader


def check_whole(reader: Reader, root: Located, edition: Edition) -> None:
    """Tell the reader what does not fit."""
    top = reader.keys(root)
    _first_and_last(reader, root, edition)
    _days(reader, top, edition)
    _stages(reader, top, edition)
    _steps_in_stages(reader, edition)
    _transitions(reader, edition)
    if edition.clauses:
        _clauses_cited(reader, root, edition)
        _clauses_without_rule(reader, root, edition)


def _first_and_last(reader: Reader, root: Located, edition: Edition) -> None:
    for what, flagged, act, key in (
        ("start", [step for step in edition.steps.values() if step.starts_case], "complaint_received", "starts_case"),
        ("end", [step for step in edition.steps.values() if step.ends_case], "case_closed", "ends_case"),
    ):
        if len(flagged) != 1 or not flagged[0].is_act(act):
            at = Located("", flagged[-1].line) if flagged else root
            found = ", ".join(step.name for step in flagged) or "none"
            wrong = f"Exactly one step must {what} a case; here: {found}."
            reader.problem(at, wrong, f"One {act} with `{key}: true`.")


def _days(reader: Reader, top: Mapping[str, Located], edition: Edition) -> None:
    calendar, day = edition.calendar, edition.in_force_from
    if not calendar.first <= day <= calendar.last:
        wrong = f"{day} lies outside the days that the calendar covers, {calendar.first} to {calendar.last}."
        reader.problem(top["in_force_from"], wrong, "Name a day that it covers, or freeze a calendar that covers it.")
    if edition.adopted is not None and edition.adopted.day > day:
        wrong = "The edition is in force before it was adopted."
        reader.problem(top["adopted"], wrong, "Let `in_force_from` be the day of adoption or a later one.")
    if edition.replaces and edition.replaces == edition.version:
        reader.problem(top["replaces"], "The edition replaces itself.", "Name the edition before it.")


def _stages(reader: Reader, top: Mapping[str, Located], edition: Edition) -> None:
    places = reader.keys(top.get("stages"))
    for name, stage in edition.stages.items():
        both = [str(one) for one in stage.begins if any(_same(one, other) for other in stage.ends)]
        if both:
            wrong = f"Stage {name} begins and ends with the same deed: {', '.join(both)}."
            reader.problem(places[name], wrong, "Let another step, or another result, end it.")


def _same(one: StepResult, other: StepResult) -> bool:
    return one.step == other.step and one.result == other.result


def _steps_in_stages(reader: Reader, edition: Edition) -> None:
    """A step that waits for itself can never be taken."""
    for step in edition.steps.values():
        needed = {atom.name for need in step.needs if len(need) == 1 for atom in need}
        if step.name in needed or step.name in {wait.after for wait in step.waits}:
            wrong = f"Step “{step.name}” waits for itself."
            reader.problem(Located("", step.line), wrong, "Name the step that must come before.")


def _transitions(reader: Reader, edition: Edition) -> None:
    for rule in edition.transitional:
        if rule.keep and rule.keep == edition.version:
            wrong = f"Edition {rule.keep} is this one: there is nothing to keep."
            reader.problem(Located("", rule.line), wrong, "Name the edition before it.")


def _clauses_cited(reader: Reader, root: Located, edition: Edition) -> None:
    for what, clause, at in _cited(root, "The rule book"):
        if clause not in edition.clauses:
            wrong = f"{what} rests on clause {clause}, which the text does not have."
            reader.problem(at, wrong, f"Cite a clause of text.md{_nearest(clause, edition.clauses)}.")


def _nearest(clause: str, clauses: Iterable[str]) -> str:
    chapter = clause.partition(".")[0] + "."
    near = [one for one in clauses if one.startswith(chapter)]
    return f"; it has {', '.join(near[:12])}" if near else ""


def _cited(at: Located, what: str, inside: str = "") -> Iterator[tuple[str, str, Located]]:
    """Whoever rests on a clause, the clause, and where it says so."""
    if at.map is not None:
        for key, value in at.map.items():
            if key == "clause" and value.text:
                yield what, value.text, value
            if inside == "explained_by_text" or (inside == "offences" and "never_an_offence" not in (value.map or {})):
                yield f"“{key}”", key, value
            yield from _cited(value, _named(key, inside, what), key)
    elif at.list is not None:
        for item in at.list:
            yield from _cited(item, what, inside)


def _named(key: str, inside: str, what: str) -> str:
    """A step by its name, everything else by the table it stands in."""
    if inside == "steps":
        return f"Step “{key}”"
    return f"“{key}”" if what == "The rule book" else what


def _clauses_without_rule(reader: Reader, root: Located, edition: Edition) -> None:
    cited = {clause for _, clause, _ in _cited(root, "")}
    at = reader.keys(root).get("explained_by_text", root)
    for clause in edition.clauses:
        if clause not in cited and not any(other.startswith(clause + ".") for other in edition.clauses):
            wrong = f"Clause {clause} of the text has neither a rule nor a stated reason for having none."
            reader.problem(at, wrong, "Cite it in a rule, or add it to `explained_by_text`.")
