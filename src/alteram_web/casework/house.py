"""The house chain of a body: what concerns no single case, such as pools and terms, offices, editions.

    rows(entries)   the rows that follow from it, pure
    enter(deed)     one more entry, with the rows that move

A house deed is checked against the vocabulary (its fields, and how many people must have signed). Who holds the power
to appoint stands in no procedure yet, so whoever calls this must know: the administration and the demo do, no portal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from alteram import data_requests
from alteram.acts import HOUSE_ACTS
from alteram.codec import Actor, Entry, Value
from alteram.people import KEY_HOLDERS, ONE_PERSON, same_topic
from alteram.procedure import Draft, Refusal, Refused, Verdict
from alteram.rulebook.drafts import missed
from alteram_web.casework import bodies, editions, entitled, overlapping, projections, record, regrouping
from alteram_web.casework.projections import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What is to be entered in the house chain of a body."""

    act: str
    at: date
    by: tuple[Actor, ...]
    data: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    request: str | None = None


def enter(body: UUID, deed: Deed, *, now: datetime) -> record.Written:
    """Append a deed to the house chain. Raises :class:`~alteram.procedure.Refused` if it says too little."""
    with record.transaction(body):
        return enter_within(body, deed, now=now)


def enter_within(body: UUID, deed: Deed, *, now: datetime) -> record.Written:
    """The same inside a transaction of the body's that does more, so that both stand or neither."""
    if deed.act in regrouping.ACTS:
        record.wait_for_cases()
    refusals = (*_missing(deed), *_draft(body, deed), *_holders(deed), *_merging(body, deed))
    if refusals:
        raise Refused(Verdict(refusals=refusals))
    chain = record.load(body, bodies.by_id(body).house, "house")
    if wrong := _answer(body, deed, chain.entries):
        raise Refused(Verdict(refusals=wrong))
    draft = Draft(
        step=None, acts=(deed.act,), result=None, at=deed.at, time=None, by=deed.by, typed_by=None,
        clauses=HOUSE_ACTS[deed.act].floors[:1], data=deed.data, texts=deed.texts, request=deed.request,
    )  # fmt: skip
    sealed = record.entry_of(chain, draft, recorded=record.not_before(chain, now), edition="")
    gone, come = projections.difference(rows(chain.entries), rows((*chain.entries, sealed.entry)))
    written, _ = record.write(chain, sealed, gone=gone, come=come, who=" ".join(actor.who for actor in deed.by))
    if deed.act in regrouping.ACTS:
        regrouping.regroup(body, written.entry.index)
    if deed.act == "people_merged":
        overlapping.look_again(body, written.entry.index, on=deed.at, now=now)
    return written


def _missing(deed: Deed) -> list[Refusal]:
    act = HOUSE_ACTS.get(deed.act)
    if act is None:
        return [Refusal(code="E-NO-POWER", clause="RUL-01", sentence="Refused: that is no deed of the house.")]
    found = [
        Refusal(
            code="E-FIELD", clause="AUD-02", sentence=f"Not yet: “{one.question}” has no answer.", remedy="Answer it."
        )
        for one in act.required()
        if not (deed.data.get(one.name) or deed.texts.get(one.name))
    ]
    signed = len({record.people().kept(actor.who) for actor in deed.by}) if act.hands > 1 else len(deed.by)
    if signed < act.hands:
        sentence = f"Not yet: {act.hands} people must have signed this, and {signed} did."
        found.append(Refusal(code="E-HANDS", clause="AUD-01", sentence=sentence, remedy="Have a second person sign."))
    return found


def _draft(body: UUID, deed: Deed) -> list[Refusal]:
    """Nobody adopts an edition that misses a floor, or one that is not there to be read."""
    if deed.act != "edition_adopted" or not deed.data.get("edition"):
        return []
    edition = editions.rulebook(bodies.by_id(body).slug).by_digest(str(deed.data["edition"]))
    if edition is None:
        sentence = "Refused: no edition of this body has that digest."
        return [Refusal(code="E-DRAFT", clause="RUL-04", sentence=sentence, remedy="Compare it with alteram check.")]
    return [
        Refusal(code="E-DRAFT", clause=one.floors[0], sentence=f"Refused: it is a draft. {one.wrong}", remedy=one.right)
        for one in missed(edition)
    ]


def _answer(body: UUID, deed: Deed, entries: Sequence[Entry]) -> tuple[Refusal, ...]:
    """An answer to a data request answers one that waits, in time or saying why not, and with reasons for less; what is
    decided on the way to it concerns such a request too."""
    if deed.act not in ("data_request_answered", "data_item_decided"):
        return ()
    calendar = editions.rulebook(bodies.by_id(body).slug).on(deed.at).calendar
    by = tuple(actor.who for actor in deed.by)
    found = (
        data_requests.refusals(entries, deed.data, on=deed.at, calendar=calendar, by=by)
        if deed.act == "data_request_answered"
        else data_requests.undecidable(
            entries, deed.data, calendar=calendar, by=by, can=entitled.who_answers(bodies.by_id(body), deed.at)
        )
    )
    return tuple(
        Refusal(
            code="E-FIELD", clause="DPR-03", sentence=f"Refused: {why}.",
            remedy="See which requests wait: manage.py data_request BODY.",
        )
        for why in found
    )  # fmt: skip


def _holders(deed: Deed) -> list[Refusal]:
    """A share of the key is kept by three different people outside the executive, and handed out by one outside it."""
    if deed.act != "keys_shared" or not deed.data.get("holders"):
        return []
    holders, people = [str(one) for one in _listed(deed.data["holders"])], record.people()
    wrong = []
    if len(holders) != 3 or len({people.kept(person) for person in holders}) != 3:
        wrong.append("the key is shared out among three different people")
    if any(people.office_of(person, on=deed.at) for person in holders):
        wrong.append("nobody who holds an office keeps a share")
    if any(people.office_of(actor.who, on=deed.at) for actor in deed.by):
        wrong.append("nobody who holds an office chooses who keeps a share")
    remedy = "Choose three people outside the executive; somebody outside it hands the shares out."
    return [Refusal(code="E-KEY-HOLDER", clause="AUD-05", sentence=f"Refused: {why}.", remedy=remedy) for why in wrong]


def _merging(body: UUID, deed: Deed) -> list[Refusal]:
    """Two records of this body that are not one person's yet; and two different people sign."""
    if deed.act != "people_merged" or not (deed.data.get("kept") and deed.data.get("merged")):
        return []
    kept, merged = str(deed.data["kept"]), str(deed.data["merged"])
    people, wrong = record.people(), []
    if people.kept(kept) == people.kept(merged):
        wrong.append("these two are one person's already")
    elif {kept, merged} & set(people.same):  # or the first merge would be forgotten
        wrong.append("one of the two was merged with another record before; name that other")
    if {people.kept(kept), people.kept(merged)} & {people.kept(actor.who) for actor in deed.by}:
        wrong.append("nobody signs for a record of their own")
    known = {person for person, _sealed in record.people_sealed([kept, merged])}
    if known != {kept, merged}:
        wrong.append("no such record is kept by this body")
    remedy = "Look up both records; two people who are neither of the two sign."
    return [Refusal(code="E-ONE-PERSON", clause="IND-01", sentence=f"Refused: {why}.", remedy=remedy) for why in wrong]


def _listed(value: Value) -> Sequence[Value]:
    return value if isinstance(value, (list, tuple)) else (value,)


def rows(entries: Sequence[Entry]) -> frozenset[Row]:
    """Pools, offices and editions as the house chain says."""
    found: dict[tuple[object, ...], Row] = {}
    for entry in entries:
        for row in _of(entry, list(found.values())):
            found[row.key] = row
    return frozenset(found.values())


def _of(entry: Entry, so_far: Iterable[Row]) -> list[Row]:
    data = entry.data
    if entry.acts[0] == "pool_member_appointed":
        return [
            Row.of(
                "membership_row", person=data["person"], pool=data["pool"], category=data.get("category", ""),
                since=data["since"], until=data.get("until"), trained=data.get("trained"), topics=(),
            )
        ]  # fmt: skip
    if entry.acts[0] == "office_held":
        return [
            Row.of(
                "office_row", person=data["person"], title=data["office"], since=data["since"], until=data.get("until")
            )
        ]
    if entry.acts[0] == "edition_adopted":
        return [Row.of("edition_row", edition=data["edition"], book="", since=data["in_force_from"])]
    if entry.acts[0] == "training_recorded":
        return _trained(entry, so_far)
    if entry.acts[0] == "keys_shared":
        return _shared(entry, so_far)
    if entry.acts[0] == "people_merged":
        return [
            Row.of(
                "membership_row", person=data["merged"], pool=ONE_PERSON, category=data["kept"],
                since=entry.at.isoformat(), until=None, trained=None, topics=(),
            )
        ]  # fmt: skip
    return _ended(entry, so_far)


def _trained(entry: Entry, so_far: Iterable[Row]) -> list[Row]:
    """The places of the person for which the training counts, each with its day; an older one changes nothing."""
    person, pool, day = entry.data["person"], entry.data.get("pool"), str(entry.data["trained_on"])
    topic = " ".join(str(entry.data.get("about") or "").split())
    found = []
    for row in so_far:
        cells = row.values()
        theirs = row.table == "membership_row" and cells["person"] == person and pool in (None, "", cells["pool"])
        if theirs and topic:
            found.append(Row.of(row.table, **{**cells, "topics": _with_topic(cells["topics"], topic, day)}))
        elif theirs and str(cells["trained"] or "") < day:
            found.append(Row.of(row.table, **{**cells, "trained": day}))
    return found


def _with_topic(lines: object, topic: str, day: str) -> list[str]:
    """The last day in each topic, as lines of a row."""
    known = [tuple(str(line).rsplit(" ", 1)) for line in (lines if isinstance(lines, list) else ())]
    others = [f"{name} {on}" for name, on in known if not same_topic(name, topic)]
    latest = max([day, *(on for name, on in known if same_topic(name, topic))])
    return sorted([*others, f"{topic} {latest}"])


def _shared(entry: Entry, so_far: Iterable[Row]) -> list[Row]:
    """Three places among the key holders from now on; those of before end."""
    day = entry.at.isoformat()
    before = [row.values() for row in so_far if row.values().get("pool") == KEY_HOLDERS]
    ended = [
        Row.of("membership_row", **{**cells, "until": (entry.at - timedelta(days=1)).isoformat()})
        for cells in before
        if cells["until"] is None  # of the same day as well: then the place was held on no day
    ]
    begun = [
        Row.of(
            "membership_row",
            person=person,
            pool=KEY_HOLDERS,
            category="",
            since=day,
            until=None,
            trained=None,
            topics=(),
        )
        for person in _listed(entry.data["holders"])
    ]
    return [*ended, *begun]


def _ended(entry: Entry, so_far: Iterable[Row]) -> list[Row]:
    """The terms that end when somebody leaves: on the day named, or on the day of the entry."""
    if entry.acts[0] not in ("pool_member_left", "office_left"):
        return []
    last = str(entry.data.get("left_on") or entry.at.isoformat())
    wanted = (entry.data["person"], entry.data.get("pool") or entry.data.get("office"))
    ended = []
    for row in so_far:
        cells = row.values()
        if (cells.get("person"), cells.get("pool") or cells.get("title")) == wanted and str(
            cells["until"] or "9999"
        ) > last:
            ended.append(Row.of(row.table, **{**cells, "until": last}))
    return ended
