"""The threads of one matter: which cases are linked with one, and the deeds that are entered in several at once.

    beyond(…)     what a guard may know of the linked cases, as a value
    together(…)   the cases in which a deed is one deed, this one among them, always in the same order
    beside(…)     the chains of the others, of those that still go along
    named(…)      a wish whose references to other cases are their names

Everything here but :func:`joined` must be called inside a transaction of the record.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from alteram import access
from alteram.acts import ACTS
from alteram.case import Case, replay, threads
from alteram.codec import Paper, Value
from alteram.people import People
from alteram.procedure import Beyond, Linked, Refusal, Refused, Verdict, Wish
from alteram.rulebook.model import Rulebook
from alteram_web.casework import record

REFERENCE = re.compile(r"\d{4}-[A-Z2-7]{4}-[A-Z2-7]{4}")
DIGEST = re.compile(r"[0-9a-f]{64}")


def linked(case: Case, rulebook: Rulebook, body: UUID) -> tuple[Case, ...]:
    """Every case that is linked with this one, through others as well."""
    found: dict[UUID, Case] = {}
    asked: set[str] = set()
    keys = threads.keys(case)
    while keys - asked:
        asked |= keys
        for name in record.cases_of_incidents(sorted(keys)):
            if str(name) != case.name and name not in found:
                found[name] = replay(rulebook, str(name), record.load(body, name).entries)
        keys = frozenset().union(*(threads.keys(one) for one in found.values())) if found else frozenset()
    return tuple(found[name] for name in sorted(found))


def beyond(case: Case, rulebook: Rulebook, body: UUID) -> Beyond:
    """What a guard of this case may know of the others."""
    return Beyond(linked=tuple(Linked.of(one) for one in linked(case, rulebook, body)))


def together(wish: Wish, case: Case) -> tuple[UUID, ...]:
    """The cases in which this is one deed, in the order in which each writer takes them: no two wait for each other."""
    others: Iterable[str] = ()
    if _directs_threads(wish, case):
        others = {*case.joined, *words(wish.fields.get("cases"))}
    else:
        if threads.is_joint(acts_of(wish, case), case.edition, from_a_party=_by_a_party(wish, case)):
            others = case.joined
        if set(acts_of(wish, case)) <= threads.shared(case.edition):
            others = {*others, *words(wish.fields.get("cases"))}
    return tuple(sorted({UUID(case.name), *(UUID(name) for name in others)}))


def _directs_threads(wish: Wish, case: Case) -> bool:
    step = case.edition.steps.get(wish.step) if wish.step else None
    granted = (step.meaning(wish.result) if step is not None else wish.result) == "granted"
    return granted and "direction_given" in acts_of(wish, case) and wish.fields.get("on") in threads.JOINING


def _by_a_party(wish: Wish, case: Case) -> bool:
    sides = {person for group in case.parties.values() for person in group} | set(case.representatives)
    return bool(set(wish.by) & sides)


def acts_of(wish: Wish, case: Case) -> tuple[str, ...]:
    step = case.edition.steps.get(wish.step) if wish.step else None
    return step.acts if step is not None else (wish.act or "",)


def joined(wish: Wish, rulebook: Rulebook, body: UUID) -> tuple[UUID, ...]:
    """The other cases in which this will be one deed: their clocks go first as well. In a transaction of its own."""
    with record.transaction(body):
        chain, people = record.load(body, UUID(wish.case)), record.people()
        case = replay(rulebook, wish.case, chain.entries) if chain.entries else None
        if case is None or access.stranger(case, people, wish) is not None:
            return ()
        try:
            names = together(named(wish, rulebook, people, body), case)
        except Refused:
            return ()  # said when it is decided
        return tuple(name for name in names if name != chain.name)


def beside(wish: Wish, case: Case, chain: record.Chain, rulebook: Rulebook) -> dict[UUID, record.Chain]:
    """The other chains in which this deed is entered as well; a case that goes its own way by now is passed over."""
    others = {name: record.load(chain.body, name) for name in together(wish, case) if name != chain.name}
    named = set() if _directs_threads(wish, case) else set(words(wish.fields.get("cases"))) - {case.name}
    if others and named - {one.name for one in linked(case, rulebook, chain.body)}:
        raise _other_facts()
    return {
        name: other
        for name, other in others.items()
        if wish.fields.get("on") == "joinder"
        or str(name) in named
        or _goes_along(replay(rulebook, str(name), other.entries), case)
    }


def _goes_along(other: Case, case: Case) -> bool:
    return not other.ended and case.name in other.joined


def _other_facts() -> Refused:
    """What several cases share is about the same facts; a case about others is none of them."""
    return Refused(
        Verdict(
            refusals=(
                Refusal(
                    code="E-NOT-SHARED", clause="INT-03",
                    sentence="Refused: a case that is named is about other facts, and shares nothing with this one.",
                    remedy="Link the complaints first, or enter it in each case by itself.",
                ),
            )
        )
    )  # fmt: skip


def joint_name(wish: Wish, index: int) -> str:
    """What the entries of one joint deed have in common. It names no case."""
    return str(uuid.uuid5(UUID(wish.case), f"joint {index}"))


# Other cases by their numbers ---------------------------------------------------------------------------------------


def named(wish: Wish, rulebook: Rulebook, people: People, body: UUID) -> Wish:
    """The wish with names in the place of the numbers under which people know cases.

    Raises :class:`~alteram.procedure.Refused` in the same words whether there is no such case or the person may not
    know of it.
    """
    fields = dict(wish.fields)
    if wish.act == "direction_given" or "cases" in fields:
        fields["cases"] = _severed(
            wish, [_name(one, wish, rulebook, people, body) for one in words(fields.get("cases"))]
        )
    if wish.act == "complaint_linked":
        other = _case(_first(fields.get("complaint")), wish, rulebook, people, body)
        fields["incident"] = sorted(other.incidents) or [other.name]
    incident = _first(fields.get("incident"))
    if wish.act != "complaint_linked" and REFERENCE.fullmatch(incident):
        fields["incident"] = _name(incident, wish, rulebook, people, body)
    kept = {name: value for name, value in fields.items() if name != "cases" or value}
    return replace(wish, fields=kept) if kept != dict(wish.fields) else wish


def _severed(wish: Wish, names: list[str]) -> list[str]:
    """Who leaves: the cases named, or this one. Who comes together: the cases named, and this one."""
    if wish.fields.get("on") == "joinder" or (wish.fields.get("on") == "severance" and not names):
        return sorted({*names, wish.case})
    return names


def _name(given: str, wish: Wish, rulebook: Rulebook, people: People, body: UUID) -> str:
    return _case(given, wish, rulebook, people, body).name


def _case(given: str, wish: Wish, rulebook: Rulebook, people: People, body: UUID) -> Case:
    name = record.case_of_reference(given.strip()) if REFERENCE.fullmatch(given.strip()) else _uuid(given)
    chain = record.load(body, name) if name is not None else None
    if name is not None and chain is not None and chain.entries:
        case = replay(rulebook, str(name), chain.entries)
        if access.stranger(case, people, wish) is None:
            return case
    raise Refused(
        Verdict(
            refusals=(
                Refusal(
                    code="E-FIELD", clause="INT-03", sentence="Not yet: there is no such case, or not for you.",
                    remedy="Give the number as it stands on the case's page.",
                ),
            )
        )
    )  # fmt: skip


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None


def words(value: Value) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else ()


def _first(value: Value) -> str:
    return next(iter(words(value)), "")


# What travels with a joint deed -------------------------------------------------------------------------------------


def in_thread(wish: Wish, own: record.Chain, other: record.Chain) -> Wish:
    """The same deed in another case: what it names of this one's papers is sealed again for that one."""
    papers = {one.digest for one in wish.papers} | {
        word for name in _paper_fields(wish) for word in words(wish.fields.get(name)) if DIGEST.fullmatch(word)
    }
    copies = {digest: copy for digest in sorted(papers) if (copy := record.copy_paper(own, other, digest)) is not None}
    fields = {name: _renamed(value, copies) for name, value in wish.fields.items()}
    kept = tuple(copies.pop(one.digest, one) for one in wish.papers)
    return replace(wish, case=str(other.name), fields=fields, papers=(*kept, *copies.values()), seen=None)


def _paper_fields(wish: Wish) -> Iterable[str]:
    return {field.name for act in ACTS.values() for field in act.fields if field.kind in ("paper", "papers")} & set(
        wish.fields
    ) | {"bundle"}


def _renamed(value: Value, copies: Mapping[str, Paper]) -> Value:
    if isinstance(value, str):
        return copies[value].digest if value in copies else value
    if isinstance(value, (list, tuple)):
        return [_renamed(one, copies) for one in value]
    return value


def elsewhere(refused: Refused) -> Refused:
    """What stands against a joint deed in another of its cases, without a word that only that case's people know."""
    found: Sequence[Refusal] = refused.verdict.refusals
    if refused.verdict.shown:
        found = (Refusal(code="E-ROLE", clause="IND-02", sentence="It is not open to you there."),)
    told = tuple(
        replace(
            one,
            sentence=f"In a case heard together with this one: {one.sentence}",
            remedy=f"{one.remedy} Or sever the cases.".strip(),
        )
        for one in found
    )
    return Refused(Verdict(refusals=told))
