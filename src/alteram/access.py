"""Who may see what: from a case and its people to rows. The one access rule.

``SEES`` is the table of roles and a ceiling: a rule book may narrow it, never widen it. Rows come from four places:
being a party, an appointment or a pool, a deed that discloses, a standing duty. **Exclusion subtracts here, while the
rows are made**, so that no query has to remember to subtract.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from alteram.acts import act as act_of
from alteram.case import PARTIES, Case
from alteram.case.approaches import STATEMENTS as APPROACHES
from alteram.case.approaches import concerned_by, made_by, told_with
from alteram.codec import Entry
from alteram.dispatch import TELLING
from alteram.people import People
from alteram.procedure import Refusal, Verdict, Wish
from alteram.procedure.persons import APPOINTED
from alteram.procedure.separation import clash
from alteram.rulebook.model import Role

STATEMENTS = frozenset(APPROACHES)
RULES_INSTEAD = ("adjudicator", "appointer")  # where the chair is part of an approach
AFTER_END = timedelta(days=30)
INSPECTION = timedelta(days=14)
OWN = " of "
ABOUT = " entry "  # and a number: a statement about an approach, which is disclosed for itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A viewer (a person's id, or ``pool:NAME`` for a team) may see a class of record of this case."""

    viewer: str
    record_class: str
    since: date
    until: date | None = None  # last day
    because: int  # number of the entry that gives it


LETTERS = "letters"  # those of the entries seen, as whoever handles the case reads them
LETTERS_TO = "letters to "  # and a person's id: those sent to this person
STAFF_FILE = (
    "existence", "complaint_text", "identity", "letters", "triage", "interim", "report", "charges", "bundle",
    "progress",
)  # fmt: skip
SEES: Mapping[str, tuple[str, ...]] = {
    "complainant": ("existence", "complaint_text", "identity", "triage", "progress", "contact_log", "publication"),
    "respondent": (
        "existence",
        "complaint_text",
        "identity",
        "interim",
        "unused",
        "report",
        "charges",
        "bundle",
        "panel",
        "challenge",
        "contact_log",
        "findings",
        "recording",
        "appeal",
        "publication",
        "standing",
        "progress",
    ),
    "intake": ("existence", "complaint_text", "identity", "letters", "triage", "progress"),
    "triage": ("existence", "complaint_text", "identity", "letters", "triage", "progress"),
    "adjudicator": (
        "existence",
        "complaint_text",
        "identity",
        "letters",
        "triage",
        "interim",
        "challenge",
        "panel",
        "progress",
    ),
    "investigator": (*STAFF_FILE, "evidence", "unused", "contact_log"),
    "case_examiner": ("existence", "complaint_text", "identity", "letters", "triage", "report", "progress"),
    "presenter": (
        *STAFF_FILE,
        "evidence",
        "unused",
        "panel",
        "challenge",
        "contact_log",
        "earlier_sanctions",
        "findings",
        "recording",
        "appeal",
    ),
    "clerk": (
        *STAFF_FILE,
        "unused",
        "panel",
        "challenge",
        "contact_log",
        "earlier_sanctions",
        "findings",
        "recording",
        "appeal",
        "publication",
        "standing",
        "welfare",
    ),
    "legal_adviser": (
        "existence",
        "complaint_text",
        "identity",
        "letters",
        "interim",
        "report",
        "charges",
        "bundle",
        "panel",
        "challenge",
        "contact_log",
        "findings",
        "recording",
        "advice",
        "progress",
    ),
    "interim_panel": ("existence", "complaint_text", "identity", "letters", "interim", "progress"),
    "hearing_panel": (
        "existence",
        "identity",
        "panel",
        "challenge",
        "contact_log",
        "charges",
        "bundle",
        "findings",
        "recording",
        "progress",
    ),
    "appeal_panel": (
        "existence",
        "identity",
        "panel",
        "challenge",
        "contact_log",
        "charges",
        "bundle",
        "report",
        "findings",
        "recording",
        "appeal",
        "progress",
    ),
    "reviewer": ("existence", "identity", "panel", "charges", "bundle", "findings", "appeal", "standing", "progress"),
    "appointer": ("existence", "panel", "challenge"),
    "publications": ("existence", "findings", "publication"),
    "support": ("existence", "welfare"),
    "auditor": ("existence", "access_log", "concern"),
    "data_protection": ("existence", "access_log", "data_rights"),
}
INSPECTED = (
    *STAFF_FILE,
    "evidence",
    "unused",
    "panel",
    "challenge",
    "contact_log",
    "earlier_sanctions",
    "findings",
    "recording",
    "appeal",
    "publication",
    "standing",
    "welfare",
)
NOT_FOR_DATA_PROTECTION = ("panel", "challenge", "standing")
"""What an inspection does not open to whoever answers requests for data: the table of roles gives it to others."""

# What opens a class to the respondent: nothing is seen before the deed that discloses it.
OPENED_TO_RESPONDENT: Mapping[str, tuple[str, ...]] = {
    "interim": ("interim_applied", "interim_decided", "interim_served"),
    "report": ("allegations_put",),
    "charges": ("charges_issued",),
    "bundle": ("bundle_served",),
    "unused": ("bundle_served",),
    "panel": ("panel_appointed",),
    "challenge": ("panel_appointed",),
    "findings": ("hearing_opened",),
    "recording": ("hearing_opened",),
    "appeal": ("reasons_served",),
    "publication": ("published",),
    "contact_log": ("contact_disclosed", "contact_ruled"),
}
OPENED_TO_COMPLAINANT: Mapping[str, tuple[str, ...]] = {
    "contact_log": ("contact_disclosed", "contact_ruled"),
    "publication": ("published",),
    "triage": ("triage_decided",),
}
# A panel knows names until each has declared, and has the papers only once they are released to all.
BEFORE_DECLARATION = ("existence", "panel", "identity")
WITH_RELEASE = ("charges", "bundle", "findings", "recording")
PANELS = ("hearing_panel", "appeal_panel", "reviewer")
CALLS: Mapping[str, tuple[str, ...]] = {
    "adjudicator": ("application_made", "court_order_entered", "breach_noted", "overlap_found", "sanction_started")
}
"""What calls a team in: whoever may decide at any time learns of a case once there is something to decide."""
STAYS = ("clerk", "adjudicator")
# Who is told who complained, unless it is ruled that the name is withheld (INT-08).
TOLD_WHO_COMPLAINED = (*PANELS, "interim_panel")
# What the complainant adds while the complaint is weighed: it belongs to the complaint until triage is decided.
WHILE_WEIGHED: Mapping[str, tuple[str, ...]] = {
    "intake": ("evidence of complainant", "interim of complainant", "welfare of complainant"),
    "triage": ("evidence of complainant", "interim of complainant", "welfare of complainant"),
}
ALWAYS_TEAMS = ("intake", "triage", "auditor", "data_protection")


def rows(case: Case, people: People) -> frozenset[Row]:
    """Every row of a case. Pure: the same case and people give the same rows.

    Who is a side of the case, or speaks for one, has a side's rows and no others, whatever else that person does.
    """
    if not case.entries:
        return frozenset()
    handling = {*_appointments(case, people), *_teams(case, people), *_inspections(case, people), *_let_in(case)}
    found = {*_parties(case), *(row for row in handling if _sides(case).isdisjoint(people.records_of(row.viewer)))}
    own = {class_of(entry) for entry in case.entries if OWN in class_of(entry)}
    found |= {
        replace(row, record_class=name) for row in found for name in own if name.startswith(row.record_class + OWN)
    }
    found |= set(_own(case, own))
    found |= {
        row for entry in case.entries if STATEMENTS & set(entry.acts) for row in _statement(case, people, entry, found)
    }
    found |= set(_put(case))
    return _longest(row for row in found if not _shut_out(case, people, row))


def _longest(found: Iterable[Row]) -> frozenset[Row]:
    """Of several reasons to see the same from the same day, the one that lasts longest, and of those the first."""
    kept: dict[tuple[str, str, date], Row] = {}
    for row in sorted(found, key=lambda row: (row.until is not None, date.max - (row.until or date.min), row.because)):
        kept.setdefault((row.viewer, row.record_class, row.since), row)
    return frozenset(kept.values())


def class_of(entry: Entry) -> str:
    """The class of record of an entry. What a party put in itself, in a class it does not see, has a class of its own,
    such as ``evidence of respondent``: that party sees it, and so does whoever sees the class. A statement about an
    approach has a class of its own as well, such as ``contact_log entry 14``; what was put to somebody, one of theirs.
    """
    base = act_of(entry.acts[0]).record_class
    if STATEMENTS & set(entry.acts):
        return f"{base}{ABOUT}{entry.index}"
    if "contact_put" in entry.acts:
        return f"{base}{OWN}{entry.data.get('person')}"
    party = entry.by[0].capacity if entry.by else ""
    return f"{base}{OWN}{party}" if party in PARTIES and base not in SEES[party] else base


def class_of_papers(entry: Entry) -> str:
    """The class of record of the papers of an entry: of that of its acts which speaks of papers.

    A notice of hearing belongs to the naming of the panel; the bundle that comes with it is the bundle's, which no
    member of the panel sees before it is released.
    """
    for act in map(act_of, entry.acts):
        if any(field.kind in ("paper", "papers") for field in act.fields):
            other = act.record_class != act_of(entry.acts[0]).record_class
            return act.record_class if other else class_of(entry)
    return class_of(entry)


def _own(case: Case, classes: set[str]) -> Iterator[Row]:
    for name in classes:
        party = name.partition(OWN)[2]
        first = next(entry for entry in case.entries if class_of(entry) == name)
        for person in case.parties.get(party, ()):
            yield Row(viewer=person, record_class=name, since=first.at, because=first.index)


def _statement(case: Case, people: People, entry: Entry, found: Iterable[Row]) -> Iterator[Row]:
    """Who sees a statement about an approach: whoever keeps the log; the parties, and whoever is said to have made the
    approach, once it was disclosed; and, where the chair is part of it, who rules on it instead."""
    name, told = class_of(entry), told_with(case, entry)
    made = _records(people, made_by(entry))
    kept_from = made | _records(people, _sides(case))
    opened = max(entry.at, told.at) if told is not None else None
    for row in (row for row in found if row.record_class == "contact_log"):
        for viewer, since, until in _apart(people, row, made):
            first = max(since, opened) if viewer in kept_from and opened is not None else since
            if viewer not in kept_from or (opened is not None and (until is None or first <= until)):
                yield replace(row, viewer=viewer, record_class=name, since=first, until=until)
    if _records(people, concerned_by(entry)) & set(case.chairs):
        yield from _ruling_instead(case, people, entry, name)


def _records(people: People, known: Iterable[str]) -> frozenset[str]:
    """These people under every record of theirs."""
    return frozenset(record for person in known for record in people.records_of(person))


def _apart(people: People, row: Row, kept_from: frozenset[str]) -> Iterator[tuple[str, date, date | None]]:
    """A row as it is; the row of a team, with somebody in it from whom this is kept, apart for each of the team."""
    terms = [m for m in people.memberships if row.viewer == f"pool:{m.pool}"]
    if not kept_from & {m.person for m in terms}:
        yield row.viewer, row.since, row.until
        return
    for term in terms:
        first = max(row.since, term.since)
        last = min((day for day in (row.until, term.until) if day is not None), default=None)
        if last is None or first <= last:
            yield term.person, first, last


def _ruling_instead(case: Case, people: People, entry: Entry, name: str) -> Iterator[Row]:
    concerned = _records(people, concerned_by(entry))
    for role in case.edition.roles.values():
        for capacity in role.capacities:
            if capacity not in RULES_INSTEAD or not role.pool:
                continue
            for viewer, since, until in _viewers(case, people, role.pool, entry.at, _end(case, capacity)):
                for member, first, last in _apart(
                    people, Row(viewer=viewer, record_class=name, since=since, until=until, because=entry.index),
                    concerned,
                ):  # fmt: skip
                    if member not in concerned:
                        for seen in ("existence", name):
                            yield Row(viewer=member, record_class=seen, since=first, until=last, because=entry.index)


def _put(case: Case) -> Iterator[Row]:
    """What was put to somebody is theirs to read, wherever they stand; the case is not."""
    for entry in case.entries:
        if "contact_put" in entry.acts and entry.index not in case.overtaken:
            person = str(entry.data.get("person"))
            yield Row(viewer=person, record_class=class_of(entry), since=entry.at, because=entry.index)


def may_see(case: Case, people: People, person: str, record_class: str, *, on: date) -> bool:
    """Whether a person sees a class of record of a case on a day, by the rows alone."""
    pools = {f"pool:{m.pool}" for m in people.memberships if m.person == person and m.holds_on(on)}
    return any(
        row.record_class == record_class
        and row.viewer in {person, *pools}
        and row.since <= on
        and (row.until is None or on <= row.until)
        for row in rows(case, people)
    )


def stranger(case: Case, people: People, wish: Wish) -> Verdict | None:
    """The answer to somebody who acts in a case that is not theirs to know of; None if they may know of it.

    Whoever types for another answers for it. A denial may come from outside: it names what was alleged.
    """
    acting = (wish.typed_by,) if wish.typed_by else wish.by
    if acting == ("clock",) or wish.act == "contact_denied" or _breaks_glass(people, wish):
        return None
    days = (wish.at, wish.recorded.date())  # whoever knows of it today reads what is wrong with a day long before it
    if all(any(may_see(case, people, person, "existence", on=day) for day in days) for person in acting):
        return None
    refusal = Refusal(
        code="E-NOT-FOUND",
        clause="IND-02",
        sentence="There is no such case.",
        remedy="Check the address, or go to your cases.",
    )
    return Verdict(refusals=(refusal,), shown="E-NOT-FOUND")


def _breaks_glass(people: People, wish: Wish) -> bool:
    """Key holders let somebody into a case that none of them need know; the door asks for the key itself."""
    return wish.act == "glass_broken" and all(people.holds_keys(who, on=wish.recorded.date()) for who in wish.by)


def outsiders(case: Case) -> frozenset[str]:
    """People who may not learn that the case exists, whatever team they are in."""
    interested = {person for person in case.declared if case.barred_by(person)}
    return frozenset(set(case.excluded) | interested)


def _sides(case: Case) -> frozenset[str]:
    """Both sides and who speaks for them."""
    return frozenset(person for group in case.parties.values() for person in group) | frozenset(case.representatives)


def _shut_out(case: Case, people: People, row: Row) -> bool:
    if row.viewer.startswith("pool:"):
        return False  # a team with somebody shut out was taken apart when the row was made
    if row.record_class.endswith(f"{OWN}{row.viewer}"):
        return False
    return row.viewer in outsiders(case) or _office(case, people, row.viewer)


def _office(case: Case, people: People, person: str) -> bool:
    """An office-holder who is a party has a party's rows and no others; anybody else in office has none."""
    party = any(person in members for members in case.parties.values())
    return not party and people.ever_held_office(person)


def _first(case: Case, *acts: str) -> Entry | None:
    return next((entry for entry in case.entries if set(acts) & set(entry.acts)), None)


def _parties(case: Case) -> Iterator[Row]:
    first = case.entries[0]
    for person in case.parties.get("complainant", ()):
        yield from _opened(case, person, "complainant", first, OPENED_TO_COMPLAINANT)
    told = _first(case, *TELLING)
    if told is not None:
        for person in case.parties.get("respondent", ()):
            yield from _opened(case, person, "respondent", told, OPENED_TO_RESPONDENT)
    for person, party in case.representatives.items():
        last = _speaks_until(case, person)
        for row in _represents(case, person, party, first, told):
            if last is None or row.since <= last:
                yield replace(row, until=last)


def _speaks_until(case: Case, person: str) -> date | None:
    """The last day on which somebody speaks for a side, as the side said last; None: it gave none."""
    named = [
        entry for entry in case.entries if "representative_named" in entry.acts and entry.data.get("person") == person
    ]
    last = named[-1].data.get("until") if named else None
    return date.fromisoformat(str(last)) if last else None


def _represents(case: Case, person: str, party: str, first: Entry, told: Entry | None) -> Iterator[Row]:
    if party in case.parties.get("complainant", ()):
        yield from _opened(case, person, "complainant", first, OPENED_TO_COMPLAINANT)
    elif told is not None:
        yield from _opened(case, person, "respondent", told, OPENED_TO_RESPONDENT)


def _opened(
    case: Case, person: str, capacity: str, since: Entry, opened: Mapping[str, tuple[str, ...]]
) -> Iterator[Row]:
    withheld = {"identity"} if capacity == "respondent" and name_withheld(case) else set()
    for record_class in SEES[capacity]:
        if record_class in withheld:
            continue
        deed = _first(case, *opened[record_class]) if record_class in opened else since
        if deed is not None:
            day = max(deed.at, since.at)
            yield Row(viewer=person, record_class=record_class, since=day, because=deed.index)
    for reader in (person, case.representatives.get(person)):
        if reader is not None:
            yield Row(viewer=person, record_class=LETTERS_TO + reader, since=since.at, because=since.index)


def _end(case: Case, capacity: str, record_class: str = "") -> date | None:
    """The last day for those appointed: 30 days after the end, or after a sanction that runs on beyond it.

    While a sanction without an end runs, those stay who must enter what a court orders, or decide on readmission. A
    court may quash years after everything has ended: the clerk knows that there was a case as long as there is a record
    of it, to enter the order, and reads nothing more.
    """
    if case.ended_on is None or (capacity == "clerk" and record_class == "existence"):
        return None
    sanction = case.sanction
    if sanction is None or sanction.first is None:
        return case.ended_on + AFTER_END
    if sanction.last is None and capacity in STAYS:
        return None
    return max(case.ended_on, sanction.last or case.ended_on) + AFTER_END


def _appointments(case: Case, people: People) -> Iterator[Row]:
    by_number = {entry.index: entry for entry in case.entries}
    for capacity, members in case.appointed.items():
        for person, number in members.items():
            if _another_part(case, people, person, capacity):
                continue
            entry = by_number[number]
            for record_class in _seen_by(case, capacity, person):
                since = _since(case, capacity, person, record_class, entry.at)
                if since is not None:
                    yield Row(
                        viewer=person,
                        record_class=record_class,
                        since=since,
                        until=_end(case, capacity, record_class),
                        because=number,
                    )


def _another_part(case: Case, people: People, person: str, capacity: str) -> bool:
    """Whether another record of the same person has, or had, a part that never meets this one in one person."""
    others = people.records_of(person) - {person}
    return any(True for record in others for _ in clash(case, record, capacity))


def _seen_by(case: Case, capacity: str, person: str) -> tuple[str, ...]:
    seen = SEES.get(capacity, ("existence",))
    if capacity in PANELS and case.unsealed:
        seen = (*seen, "earlier_sanctions")
    if person in case.chairs:
        seen = (*seen, "welfare")
    hidden = {name for role in case.edition.roles_with(capacity) for name in role.hidden}
    if capacity in TOLD_WHO_COMPLAINED and name_withheld(case):
        hidden.add("identity")
    return tuple(name for name in seen if name not in hidden)


def name_withheld(case: Case) -> bool:
    """Whether it is ruled that the complainant's name stays withheld; of several rulings the last counts."""
    ruled = [e for e in case.entries if "identity_ruled" in e.acts and e.index not in case.overtaken]
    return bool(ruled) and ruled[-1].result == "withheld"


def _since(case: Case, capacity: str, person: str, record_class: str, appointed: date) -> date | None:
    """From when: for a panel, names at once, the rest once this member has declared, papers once they are released."""
    if capacity not in PANELS or record_class in BEFORE_DECLARATION:
        return appointed
    declared = next(
        (e for e in case.entries if "declaration_filed" in e.acts and any(a.who == person for a in e.by)), None
    )
    if declared is None:
        return None
    if record_class in WITH_RELEASE and capacity == "hearing_panel":
        released = _released(case)
        return max(declared.at, released) if released is not None else None
    return max(declared.at, appointed)


def _released(case: Case) -> date | None:
    step = next(iter(case.edition.steps_of("bundle_released")), None)
    if step is None:
        entry = _first(case, "bundle_served")
        return entry.at if entry is not None else None
    return case.last[step.name].at if step.name in case.last else None


def _teams(case: Case, people: People) -> Iterator[Row]:
    for role in case.edition.roles.values():
        if role.party or role.body is not None or not role.pool or role.chair_of:
            continue
        for capacity in role.capacities:
            if capacity in APPOINTED:
                continue
            since = _team_since(case, role, capacity)
            if since is not None:
                yield from _team(case, people, role, capacity, since)


def _team_since(case: Case, role: Role, capacity: str) -> Entry | None:
    if capacity in ALWAYS_TEAMS:
        return case.entries[0]
    if capacity == "publications":
        return _first(case, "became_final")
    steps = [step for step in case.edition.steps.values() if role.name in step.by]
    live = any(stage in case.stages for step in steps for stage in step.only_while)
    acted = any(actor.role == role.name for entry in case.entries for actor in entry.by)
    if acted:
        return case.entries[0]
    return case.entries[-1] if live else _first(case, *CALLS.get(capacity, ()))


def _team(case: Case, people: People, role: Role, capacity: str, because: Entry) -> Iterator[Row]:
    end = None if capacity in ("auditor", "data_protection") else _end(case, capacity)
    for viewer, since, until in _viewers(case, people, role.pool, because.at, end):
        for record_class in SEES.get(capacity, ("existence",)):
            yield Row(viewer=viewer, record_class=record_class, since=since, until=until, because=because.index)
        last = min((day for day in (until, _weighed_until(case)) if day is not None), default=None)
        for record_class in WHILE_WEIGHED.get(capacity, ()):
            if last is None or since <= last:
                yield Row(viewer=viewer, record_class=record_class, since=since, until=last, because=because.index)


def _weighed_until(case: Case) -> date | None:
    """The day of the decision what becomes of the complaint; None while that is open."""
    decided = [e.at for e in case.entries if "triage_decided" in e.acts and e.index not in case.overtaken]
    return max(decided, default=None)


def _viewers(
    case: Case, people: People, pool: str, since: date, until: date | None
) -> Iterator[tuple[str, date, date | None]]:
    """The team as one, whose terms are asked for when somebody reads; or, if somebody of it is shut out of this case,
    everybody else of it by name, each for a term and no longer."""
    terms = [m for m in people.memberships if m.pool == pool]
    shut = outsiders(case) | _sides(case)
    kept_out = {
        m.person for m in terms if people.ever_held_office(m.person) or not shut.isdisjoint(people.records_of(m.person))
    }
    if not kept_out:
        yield f"pool:{pool}", since, until
        return
    for term in terms:
        first = max(since, term.since)
        last = min((day for day in (until, term.until) if day is not None), default=None)
        if term.person not in kept_out and (last is None or first <= last):
            yield term.person, first, last


def _let_in(case: Case) -> Iterator[Row]:
    """Whom two key holders let in, in an emergency: what an inspection opens, and no longer than they said."""
    for entry in case.entries:
        if "glass_broken" in entry.acts and entry.index not in case.overtaken:
            last = date.fromisoformat(str(entry.data["until"])[:10])
            for record_class in INSPECTED:
                yield Row(
                    viewer=str(entry.data["person"]), record_class=record_class, since=entry.at, until=last,
                    because=entry.index,
                )  # fmt: skip


def _inspections(case: Case, people: People) -> Iterator[Row]:
    """Who oversees reads a file's contents by sample or with a reason, an entry, and no longer than the term."""
    for entry in case.entries:
        if "file_inspected" in entry.acts:
            for actor in entry.by:
                role = case.edition.roles.get(actor.role)
                term = people.in_pool(actor.who, role.pool, on=entry.at) if role is not None else None
                if term is None:
                    continue
                until = min(entry.at + INSPECTION, term.until or date.max)
                closed = NOT_FOR_DATA_PROTECTION if actor.capacity == "data_protection" else ()
                for record_class in (name for name in INSPECTED if name not in closed):
                    yield Row(
                        viewer=actor.who, record_class=record_class, since=entry.at, until=until, because=entry.index
                    )
