"""The one door: ``act``. Whatever changes a case goes through it, and nothing can be left out on the way.

    clock first · read · decide · write · receipt

A deed in cases that are heard together is one entry in each, all or none; the cases are taken in a fixed order.

There is no parameter that skips the check, the record or the notice.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from alteram import access
from alteram.case import Case, replay
from alteram.errors import AlteramError
from alteram.history import KeptElsewhere
from alteram.people import People
from alteram.procedure import ALONE, Refused, Verdict, Wish, decide
from alteram.rulebook.model import Rulebook
from alteram_web.casework import (
    barring,
    bodies,
    clock,
    data_rights,
    drawing,
    editions,
    papers,
    record,
    shares,
    signing,
    threads,
    watch,
)
from alteram_web.casework.entering import enter
from alteram_web.casework.receipts import Receipt, receipt

REQUEST = re.compile(r"[A-Za-z0-9._-]{1,100}")  # what a person may call a wish; our own names have a blank in them
NAMING = frozenset({"appointed", "panel_appointed", "panel_replaced"})
TRIES = 8  # for an act that may come at any time, when others keep acting on the same case


class RequestTaken(AlteramError):
    """The random number of this wish was used before, by somebody else or for another wish."""

    code = "E-REQUEST"


class RequestReserved(AlteramError):
    """A name for a wish that the house or a follower may need: it would keep theirs from being entered."""

    code = "E-REQUEST"


def act(wish: Wish, *, body: UUID) -> Receipt:
    """Enter what somebody wants to do, if it is lawful now; the receipt of the entry.

    The same ``wish.request`` twice returns the first receipt. Raises :class:`~alteram.procedure.Refused` with every
    failed condition (the attempt then stands on the watch chain), :class:`~alteram_web.casework.record.Stale` if
    somebody acted since the form was made, and :class:`~alteram_web.casework.record.ClockBehind`.
    """
    name = UUID(wish.case)
    where = bodies.by_id(body)
    _named_by_a_person(wish)
    known = _earlier(wish, where)
    if known is not None:
        return known
    try:
        clock.catch_up(body, name, until=wish.recorded)
        for other in threads.joined(wish, editions.rulebook(where.slug), body):
            clock.catch_up(body, other, until=wish.recorded)
        return _again_if_incidental(wish, where)
    except (Refused, record.ClockBehind, record.Stale) as refusal:
        known = _earlier(wish, where)  # sent twice at once: the other of the two stands
        if known is not None:
            return known
        watch.knock(
            body, name, act="act_refused", person=wish.typed_by or _who(wish), tried=wish.step or wish.act or "",
            codes=_codes(refusal), now=wish.recorded,
        )  # fmt: skip
        raise


def _named_by_a_person(wish: Wish) -> None:
    """Followers and the house name what they enter after what it is about, so that anybody could guess the name."""
    by_itself = wish.by == ("clock",) and not wish.typed_by
    if wish.request is not None and not by_itself and not REQUEST.fullmatch(wish.request):
        raise RequestReserved(
            "The name of this request has other signs in it than letters, digits, dots and dashes.",
            remedy="Open the form again and send it; a program draws a random name, such as a UUID.",
        )


def _again_if_incidental(wish: Wish, where: bodies.Body) -> Receipt:
    """A step that lost the race is refused; an act that may come at any time is decided again on the case as it is."""
    for tried in range(TRIES):
        try:
            return _once(wish, where, alone=tried > 0)
        except record.Repeated:
            known = _earlier(wish, where)
            if known is not None:
                return known
        except record.Stale:
            if wish.step is not None:
                raise
    raise record.Stale


def _once(wish: Wish, where: bodies.Body, *, alone: bool = False) -> Receipt:
    """Try it; ``alone``: with nobody else trying in the same case, for whoever lost to others before."""
    with record.transaction(where.id):
        record.take_turn(UUID(wish.case), alone=alone)
        rulebook, people = editions.rulebook(where.slug), record.people()
        chain = record.load(where.id, UUID(wish.case))
        written = _threads(wish, chain, rulebook, people) if chain.entries else _begin(wish, where.id, rulebook, people)
    return _receipt(where, written)


def _threads(wish: Wish, chain: record.Chain, rulebook: Rulebook, people: People) -> list[record.Written]:
    """The next entry of a case, or, for what is done in several cases at once, of each of them: all or none."""
    case = replay(rulebook, wish.case, chain.entries)
    stranger = access.stranger(case, people, wish) is not None
    wish = wish if stranger else threads.named(wish, rulebook, people, chain.body)
    others = {} if stranger else threads.beside(wish, case, chain, rulebook)
    if not others:
        return [_enter(wish, chain, rulebook, people)]
    joint = threads.joint_name(wish, chain.tip + 1)
    written: dict[UUID, record.Written] = {}
    for place, name in enumerate(sorted({chain.name, *others}), 1):
        if name == chain.name:
            written[name] = _enter(wish, chain, rulebook, people, joint=joint)
        else:
            written[name] = _enter_beside(wish, chain, others[name], rulebook, people, ordinal=place, joint=joint)
    return [written.pop(chain.name), *written.values()]


def _enter_beside(
    wish: Wish,
    chain: record.Chain,
    other: record.Chain,
    rulebook: Rulebook,
    people: People,
    *,
    ordinal: int,
    joint: str,
) -> record.Written:
    try:
        beside = threads.in_thread(wish, chain, other)
        return _enter(beside, other, rulebook, people, ordinal=ordinal, joint=joint)
    except Refused as refused:
        raise threads.elsewhere(refused) from refused


def _stale(wish: Wish, chain: record.Chain) -> bool:
    """Whether the form of a step had not seen the last step of the case."""
    if wish.step is None or wish.seen is None:
        return False
    return any(entry.step is not None for entry in chain.entries[wish.seen + 1 :])


def _enter(
    wish: Wish, chain: record.Chain, rulebook: Rulebook, people: People, *, ordinal: int = 0, joint: str | None = None
) -> record.Written:
    case: Case | None = replay(rulebook, wish.case, chain.entries) if chain.entries else None
    around = threads.beyond(case, rulebook, chain.body) if case is not None else ALONE
    beyond = replace(around, bars=barring.bars(rulebook, wish), loads=_loads(wish, case, chain))
    wish = drawing.as_drawn(wish, chain, case, people, beyond=beyond)
    verdict = decide(rulebook, people, case, wish, beyond=beyond)
    unknown = access.stranger(case, people, wish) if case is not None and not verdict.shown else None
    if unknown is not None:
        raise Refused(unknown)
    if verdict.shown:  # not even that somebody acted is told to whoever may not know of the case
        raise Refused(verdict)
    if _stale(wish, chain):
        raise record.Stale
    if verdict.draft is None:
        raise Refused(verdict)
    if case is not None and case.kept_elsewhere and wish.step is not None:
        raise KeptElsewhere
    papers.refuse_unknown(verdict.draft, chain.entries)
    data_rights.refuse_unasked(verdict.draft, chain.body)
    shares.refuse_unproved(wish, chain.body)
    draft = replace(verdict.draft, joint=joint)
    return enter(
        chain, case, draft, rulebook=rulebook, people=people, now=wish.recorded, ordinal=ordinal, who=_who(wish)
    )


def _loads(wish: Wish, case: Case | None, chain: record.Chain) -> Mapping[str, int]:
    """In how many other open cases those have a part who are named for one in this; nothing where nobody is."""
    if case is None or not NAMING & set(threads.acts_of(wish, case)):
        return {}
    asked = [
        person for name in ("person", "panel", "substitutes", "in") for person in threads.words(wish.fields.get(name))
    ]
    return record.loads(sorted(set(asked)), chain.name) if asked else {}


def _begin(wish: Wish, body: UUID, rulebook: Rulebook, people: People) -> list[record.Written]:
    """The first entry of a case; of several, where a complaint names several people: all of them or none."""
    written = []
    _refuse_before_opening(wish, rulebook, people)
    wish = threads.named(wish, rulebook, people, body)
    first: record.Chain | None = None
    for ordinal, one in enumerate(_apart(wish)):
        name = UUID(one.case)
        record.open_case(body, name)
        chain = record.load(body, name)
        if chain.entries:  # another process began this very case while we waited for its name
            raise record.Repeated
        first = first or chain
        beside = one if chain is first else threads.in_thread(one, first, chain)
        written.append(_enter(beside, chain, rulebook, people, ordinal=ordinal))
    return written


def _refuse_before_opening(wish: Wish, rulebook: Rulebook, people: People) -> None:
    """No room is made for a case that will not begin."""
    verdict: Verdict = decide(rulebook, people, None, wish)
    if verdict.draft is None:
        raise Refused(verdict)


def _apart(wish: Wish) -> Sequence[Wish]:
    """One wish for each respondent. Further chains are named after the first: a repeated wish meets itself."""
    named = wish.fields.get("respondents")
    respondents = list(named) if isinstance(named, (list, tuple)) else []
    if len(respondents) < 2:
        return [wish]
    first = UUID(wish.case)
    names = [first, *(uuid.uuid5(first, str(number)) for number in range(1, len(respondents)))]
    one_matter = str(uuid.uuid5(first, "complaint"))  # which names none of the cases
    complaint = {"complaint": one_matter, "incident": wish.fields.get("incident") or one_matter}
    return [
        replace(wish, case=str(name), fields={**wish.fields, **complaint, "respondents": [person]})
        for name, person in zip(names, respondents, strict=True)
    ]


def _earlier(wish: Wish, where: bodies.Body) -> Receipt | None:
    """The receipt of the first time, if this request was entered before."""
    if wish.request is None:
        return None
    with record.transaction(where.id):
        found = record.earlier(wish.request)
    if not found:
        return None
    if found[0].who != _who(wish) or found[0].written.entry.case != wish.case:
        raise RequestTaken(
            "This form was sent before, by somebody else or for another case.",
            remedy="Open the form again and send it.",
        )
    return _receipt(where, [one.written for one in found])


def _receipt(where: bodies.Body, written: Sequence[record.Written]) -> Receipt:
    first, *others = (receipt(signing.origin(where.slug), one) for one in written)
    return replace(first, others=tuple(others))


def _who(wish: Wish) -> str:
    return " ".join(sorted(wish.by))


def _codes(refusal: AlteramError) -> list[str]:
    if isinstance(refusal, Refused):
        return sorted({one.code for one in refusal.verdict.refusals})
    return [refusal.code]
