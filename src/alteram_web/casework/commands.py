"""The one door: ``act``. Whatever changes a case goes through it, and nothing can be left out on the way.

    clock first · read · decide · write · receipt

There is no parameter that skips the check, the record or the notice.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from alteram import access
from alteram.case import Case, replay
from alteram.errors import AlteramError
from alteram.people import People
from alteram.procedure import Refused, Verdict, Wish, decide
from alteram.rulebook.model import Rulebook
from alteram_web.casework import bodies, clock, editions, papers, record, signing, watch
from alteram_web.casework.entering import enter
from alteram_web.casework.receipts import Receipt, receipt

TRIES = 8  # for an act that may come at any time, when others keep acting on the same case


class RequestTaken(AlteramError):
    """The random number of this wish was used before, by somebody else or for another wish."""

    code = "E-REQUEST"


def act(wish: Wish, *, body: UUID) -> Receipt:
    """Enter what somebody wants to do, if it is lawful now; the receipt of the entry.

    The same ``wish.request`` twice returns the first receipt. Raises :class:`~alteram.procedure.Refused` with every
    failed condition (the attempt then stands on the watch chain), :class:`~alteram_web.casework.record.Stale` if
    somebody acted since the form was made, and :class:`~alteram_web.casework.record.ClockBehind`.
    """
    name = UUID(wish.case)
    where = bodies.by_id(body)
    known = _earlier(wish, where)
    if known is not None:
        return known
    try:
        clock.catch_up(body, name, until=wish.recorded)
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


def _again_if_incidental(wish: Wish, where: bodies.Body) -> Receipt:
    """A step that lost the race is refused; an act that may come at any time is decided again on the case as it is."""
    for _ in range(TRIES):
        try:
            return _once(wish, where)
        except record.Repeated:
            known = _earlier(wish, where)
            if known is not None:
                return known
        except record.Stale:
            if wish.step is not None:
                raise
    raise record.Stale


def _once(wish: Wish, where: bodies.Body) -> Receipt:
    with record.transaction(where.id):
        rulebook, people = editions.rulebook(where.slug), record.people()
        chain = record.load(where.id, UUID(wish.case))
        begun = bool(chain.entries)
        written = [_enter(wish, chain, rulebook, people)] if begun else _begin(wish, where.id, rulebook, people)
    return _receipt(where, written)


def _stale(wish: Wish, chain: record.Chain) -> bool:
    """Whether the form of a step had not seen the last step of the case."""
    if wish.step is None or wish.seen is None:
        return False
    return any(entry.step is not None for entry in chain.entries[wish.seen + 1 :])


def _enter(wish: Wish, chain: record.Chain, rulebook: Rulebook, people: People, *, ordinal: int = 0) -> record.Written:
    case: Case | None = replay(rulebook, wish.case, chain.entries) if chain.entries else None
    verdict = decide(rulebook, people, case, wish)
    unknown = access.stranger(case, people, wish) if case is not None and not verdict.shown else None
    if unknown is not None:
        raise Refused(unknown)
    if verdict.shown:  # not even that somebody acted is told to whoever may not know of the case
        raise Refused(verdict)
    if _stale(wish, chain):
        raise record.Stale
    if verdict.draft is None:
        raise Refused(verdict)
    papers.refuse_unknown(verdict.draft, chain.entries)
    return enter(
        chain, case, verdict.draft, rulebook=rulebook, people=people, now=wish.recorded, ordinal=ordinal, who=_who(wish)
    )


def _begin(wish: Wish, body: UUID, rulebook: Rulebook, people: People) -> list[record.Written]:
    """The first entry of a case; of several, where a complaint names several people: all of them or none."""
    written = []
    for ordinal, one in enumerate(_apart(wish)):
        _refuse_before_opening(one, rulebook, people)
        name = UUID(one.case)
        record.open_case(body, name)
        chain = record.load(body, name)
        if chain.entries:  # another process began this very case while we waited for its name
            raise record.Repeated
        written.append(_enter(one, chain, rulebook, people, ordinal=ordinal))
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
    complaint = {"incident": wish.fields.get("incident") or wish.case}
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
