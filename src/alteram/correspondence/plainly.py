"""A letter of a kind for which a body has written no words: what was entered, question by question, inside the frame.

It says what the step's own form asked and nothing that the recipient may not see. What a kind must say besides is not
checked here: that is what a page of the body's own is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from alteram import duties
from alteram.access import class_of, may_see
from alteram.acts import Act, Field
from alteram.acts import act as act_of
from alteram.correspondence.decision import dates, way_back
from alteram.correspondence.telling import Telling, charges, words
from alteram.correspondence.wording import Page, Part
from alteram.letters import LETTERS
from alteram.people import People
from alteram.procedure.wording import plain

UNSAID = frozenset({"votes", "dissent", "draw", "digest", "channel", "seed"})
NOBODY = People()
COUNTED: Mapping[str, tuple[str, Callable[[Telling], str]]] = {
    "D25": ("From when to when does it last?", dates),
    "D33": ("From which day could it be asked?", way_back),
}
"""What follows from the record and the list of sanctions, and is told to the respondent with what was typed."""


def page(kind: str, telling: Telling) -> Page | None:
    """The page as it would have been written by hand; None if the recipient may not see what was entered."""
    case, entry = telling.case, telling.entry
    known = LETTERS[kind]
    party = telling.to in {person for people in case.parties.values() for person in people}
    if not party or known.nothing_else or not known.common:
        return None
    sees = may_see(case, NOBODY, telling.to, class_of(entry), on=entry.at)
    if not sees and not any(telling.to in case.parties.get(side, ()) for side in known.to):
        return None
    parts = [Part(kind="title", text=known.title), Part(kind="paragraph", text="Dear {{ recipient }},")]
    parts += _decided(telling)
    if kind in COUNTED and telling.to in case.parties.get("respondent", ()):
        question, answer = COUNTED[kind]
        parts += [Part(kind="heading", text=question), Part(kind="paragraph", text=_safe(answer(telling)))]
    if not sees:  # it concerns this side too, which is told what came of it and no more
        parts.append(Part(kind="paragraph", text="{{ why_not_more }}"))
    for act in (act_of(name) for name in entry.acts):
        if kind in act.letters and sees:
            parts += _answers(telling, act, frozenset(known.hides))
    rule = f"This was done under rule {entry.clauses[0]}." if entry.clauses else ""
    parts.append(Part(kind="paragraph", text=rule))
    step = case.edition.steps.get(entry.step or "")
    about = step.title if step is not None else act_of(entry.acts[0]).title
    return Page(parts=tuple(parts), box={"summary": f"{about[:1].upper()}{about[1:]}.", "to_do": _to_do(telling)})


def _decided(telling: Telling) -> list[Part]:
    result = telling.entry.result
    if not result:
        return []
    return [Part(kind="heading", text="What was decided"), Part(kind="paragraph", text=_sentence(plain(result)))]


def _answers(telling: Telling, act: Act, hidden: frozenset[str]) -> Iterator[Part]:
    for field in act.fields:
        if field.name in UNSAID | hidden:
            continue
        said = _said(telling, field)
        if said:
            yield Part(kind="heading", text=_safe(field.question))
            for one in said:
                yield Part(kind="item" if len(said) > 1 else "paragraph", text=_safe(one))


def _said(telling: Telling, field: Field) -> tuple[str, ...]:
    value = telling.entry.data.get(field.name)
    if field.kind == "charges":
        return charges(telling)
    if field.kind in ("person", "people"):
        people = [value] if isinstance(value, str) else value
        return tuple(telling.name(str(one)) for one in people) if isinstance(people, (list, tuple)) else ()
    if isinstance(value, Mapping):
        return tuple(f"{plain(str(key))}: {words(one)}" for key, one in value.items())
    text = telling.own(field.name)
    return (text,) if text else ()


def _to_do(telling: Telling) -> str:
    """What the recipient can do next, and by when: the first right or duty of theirs that this very entry gives."""
    theirs = [
        duty
        for duty in duties.owed(telling.case)
        if duty.live.source.index == telling.entry.index
        and any(telling.to in telling.case.people_in(role) for role in duty.roles)
    ]
    due = next((duty for duty in theirs if duty.due is not None), None)
    if due is None or due.due is None:
        return "Nothing, unless you wish to say something to it."
    step = telling.case.edition.steps.get(due.step)
    title = step.title if step is not None else due.step
    return _safe(f"{_sentence(title)} By {words(due.due.day.isoformat())}. {due.due.sentence}")


def _open_to(telling: Telling) -> Iterator[str]:
    """The steps that the recipient takes as a party; what others owe is nothing to do for whoever gets the letter."""
    edition, case = telling.case.edition, telling.case
    sides = [role for role in edition.roles.values() if role.party and telling.to in case.people_in(role.name)]
    for step in edition.steps.values():
        if any(role.name in step.by for role in sides):
            yield step.name


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _safe(text: str) -> str:
    """Typed words stand in a page here, so what would be read as a place or as strong is taken apart."""
    return text.replace("{{", "{ {").replace("**", "* *").replace("{#", "{ #")
