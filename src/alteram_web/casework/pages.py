"""The case page: what one viewer sees of a case, ready for the templates. Every portal uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram import due_process, duties
from alteram.access import PANELS
from alteram.acts import ACTS
from alteram.acts.invitations import AFTER, INVITATIONS
from alteram.case import Case, replay
from alteram.case.approaches import concerned_by
from alteram.codec import Entry
from alteram.people import People
from alteram.procedure import ALONE, Beyond, Possible, Refusal, held, possible, wording
from alteram.procedure.persons import APPOINTED, DECLARES, Holding, holdings
from alteram.rulebook.model import Rulebook, Step
from alteram_web.casework import bodies, clock, directory, editions, projections, record, selectors, threads
from alteram_web.casework.selectors import CasePage, Viewer

NOT_BY_YOU = frozenset({"E-ROLE", "E-ROLE-EXEC", "E-TERM-EXPIRED", "E-WAIVER-NOT-RESPONDENT", "E-SOD-CHALLENGE"})
ELSEWHERE = frozenset({"E-STAGE", "E-ENDED", "E-DONE", "E-NOT-STARTED", "E-BARRED"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A case as the law sees it, and who the viewer is in it."""

    page: CasePage
    case: Case
    rulebook: Rulebook
    people: People
    held: tuple[Holding, ...]
    names: Mapping[str, str]
    viewer: str  # who looks at it
    beyond: Beyond = ALONE  # what a guard may know of the linked cases

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(holding.role for holding in self.held)

    @property
    def types(self) -> bool:
        """Whether the viewer may type for a deciding body."""
        return any(holding.capacity == "clerk" for holding in self.held)


def open_as_of_now(viewer: Viewer, chain: UUID) -> Open:
    """The case after the clock has entered what follows by itself. Raises :class:`~.selectors.NotFound`.

    Whoever is a stranger to the case and to the teams of the book moves nothing by asking, and waits no longer for the
    answer than where there is no case. Whether the viewer may know of it is asked once the clock has gone.
    """
    if selectors.may_move_clock(viewer, chain):
        clock.catch_up(viewer.body, chain, until=viewer.now)
    return open_case(viewer, chain)


def open_case(viewer: Viewer, chain: UUID) -> Open:
    """The case for a viewer who may know of it. Raises :class:`~alteram_web.casework.selectors.NotFound`."""
    page = selectors.case_page(viewer, chain)
    slug = bodies.by_id(viewer.body).slug
    rulebook = editions.rulebook(slug)
    with record.transaction(viewer.body):
        people = record.people()
        entries = record.load(viewer.body, chain).entries
        case = replay(rulebook, str(chain), entries)
        beyond = threads.beyond(case, rulebook, viewer.body)
    names = directory.names(viewer, _may_be_named(viewer, page, case, people))
    holds = holdings(case.edition, people, case, viewer.person, viewer.day)
    return Open(
        page=page, case=case, rulebook=rulebook, people=people, held=holds, names=names, viewer=viewer.person,
        beyond=beyond,
    )  # fmt: skip


def _may_be_named(viewer: Viewer, page: CasePage, case: Case, people: People) -> set[str]:
    """Whose names this viewer may read here: the pools', the respondent's, and of those who act in an entry they see.

    A complainant's only with the class that holds identities, or being on that side.
    """
    complaining = set(case.parties.get("complainant", ()))
    complaining |= {person for person, party in case.representatives.items() if party in complaining}
    found = {member.person for member in people.memberships} | set(case.parties.get("respondent", ()))
    found |= {actor.who for one in page.entries for actor in one.entry.by} | complaining
    found |= {person for one in page.entries for person in concerned_by(one.entry)}
    if "identity" not in page.classes and viewer.person not in complaining:
        found -= complaining
    return found


def entry_of(opened: Open, viewer: Viewer, index: int) -> tuple[Entry, bytes] | None:
    """An entry and its link, for whoever sees it, and for whoever did or typed it."""
    for one in opened.page.entries:
        if one.entry.index == index:
            return one.entry, one.link
    return own_entry(viewer, UUID(opened.case.name), index)


def own_entry(viewer: Viewer, chain: UUID, index: int) -> tuple[Entry, bytes] | None:
    """An entry and its link for whoever did or typed it, though the case may be closed to them since."""
    with record.transaction(viewer.body):
        entries = record.load(viewer.body, chain).entries
        found = next((entry for entry in entries if entry.index == index), None)
        if found is None or viewer.person not in _hands(found):
            return None
        return found, record.stored(chain)[index][0]


def reference(viewer: Viewer, chain: UUID) -> str:
    """What people call a case that has begun."""
    with record.transaction(viewer.body):
        return projections.reference(str(chain), record.load(viewer.body, chain).entries[0].at)


def _hands(entry: Entry) -> set[str]:
    return {actor.who for actor in (*entry.by, *((entry.typed_by,) if entry.typed_by else ()))}


def refusal(one: Refusal) -> dict[str, Any]:
    """A refusal for the component that draws it. Its first words go into the lead."""
    opening, _colon, rest = one.sentence.partition(": ")
    known = opening in wording.OPENINGS and bool(rest)
    return {
        "lead": _lead(one.code, opening if known else "Not yet"),
        "sentence": (rest[:1].upper() + rest[1:]) if known else one.sentence,
        "clause": one.clause,
        "code": one.code,
        "counted": one.counted.sentence if one.counted else "",
        "day": one.counted.as_data(one.clause) if one.counted else None,  # the same for programs
        "first_lawful_day": one.lawful_from,  # for programs: the sentence says it to people
        "remedy": one.remedy,
    }


def _lead(code: str, opening: str) -> str:
    """Whoever lacks the role reads that it is not theirs; "Refused" becomes a plain no."""
    if opening == "Refused":
        return _("Not by you.") if code in NOT_BY_YOU else _("No.")
    return f"{opening}."


def may_happen(opened: Open, viewer: Viewer, address: Any) -> dict[str, list[dict[str, Any]]]:
    """Steps this viewer may take now; those that are close and why not yet; and those that belong elsewhere.

    ``address`` gives the address of a step's form.
    """
    found: dict[str, list[dict[str, Any]]] = {"now": [], "not_yet": [], "elsewhere": []}
    for one in possible(opened.rulebook, opened.people, opened.case, viewer.day, beyond=opened.beyond):
        if not _mine(opened, one):
            continue
        shown = {
            "name": one.step.name,
            "title": one.step.title[:1].upper() + one.step.title[1:],
            "clause": one.step.clause,
            "href": address(one.step.name) if one.open else None,
            "refusals": [refusal(r) for r in one.refusals],
        }
        if one.open and must_declare(opened) and _only_declared(opened, one.step):
            shown |= {"href": None, "refusals": [_undeclared(address)]}
        elif one.open and decided_together(opened, one.step):
            shown |= {"href": None, "hint": TOGETHER, "together": True}
        codes = {r.code for r in one.refusals}
        group = "elsewhere" if codes & ELSEWHERE else "not_yet" if shown["refusals"] else "now"
        found[group].append(shown)
    return found


TOGETHER = gettext_lazy("Decided together by those who sit. The clerk enters it: tell the clerk what was decided.")


def must_declare(opened: Open) -> bool:
    """Whether the viewer decides, investigates or advises here, and has not yet said whether anything links them."""
    return any(h.capacity in DECLARES for h in opened.held) and opened.viewer not in opened.case.declared


def _only_declared(opened: Open, step: Step) -> bool:
    """Whether the viewer takes this step in no other capacity than those that declare first."""
    held = [holding for holding in opened.held if holding.role in step.by]
    return bool(held) and all(holding.capacity in DECLARES for holding in held)


def _undeclared(address: Any) -> dict[str, Any]:
    return refusal(
        Refusal(
            code="E-DECLARATION",
            clause="IND-05",
            sentence=_("Not yet: your declaration of interests has not been filed."),
            remedy=_("Everybody who decides declares first, before reading and before acting."),
        )
    ) | {"instead": declaring(address("declaration_filed"))}


def declaring(href: str) -> dict[str, str]:
    """The way out of a refusal for want of a declaration."""
    return {"text": _("File your declaration"), "href": href}


def decided_together(opened: Open, step: Step) -> bool:
    """Whether the viewer could take this step with others alone, so that the clerk enters it.

    See docs/adr/0028-the-clerk-enters-what-several-decide.md.
    """
    roles = [opened.case.edition.roles[name] for name in step.by if name in opened.roles]
    several = [role for role in roles if role.body is not None and role.body.quorum > 1]
    return bool(roles) and len(several) == len(roles) and not opened.types


def any_time(opened: Open, viewer: Viewer, address: Any) -> list[dict[str, str]]:
    """What this viewer may enter at any time, in the capacities held here; a declaration that is owed comes first."""
    held = {holding.capacity for holding in opened.held}
    done = {act for entry in opened.case.entries for act in entry.acts} | _approached(opened)
    found = [
        {"text": invitation, "href": address(name)}
        for name, invitation in INVITATIONS.items()
        if AFTER.get(name, "complaint_received") in done
        and (held & set(ACTS[name].who) or ("anyone" in ACTS[name].who and held))
    ]
    if must_declare(opened):
        found.insert(0, {"text": "File your declaration of interests first", "href": address("declaration_filed")})
    return found


def _approached(opened: Open) -> set[str]:
    """An approach that was only reported is disclosed and ruled on like one that is alleged."""
    acts = {act for entry in opened.case.entries for act in entry.acts}
    approached = acts & {"contact_alleged", "contact_reported", "pressure_logged"} or opened.case.contacts
    return {"contact_alleged"} if approached else set()


def _mine(opened: Open, one: Possible) -> bool:
    body = any(opened.case.edition.roles[role].body for role in one.roles if role in opened.case.edition.roles)
    return bool(opened.roles & set(one.roles)) or (opened.types and body)


def _owed_at(opened: Open, step: Step, address: Any) -> str:
    """Where to do what is owed: the form of the step, or the declaration that must come before it."""
    first = must_declare(opened) and _only_declared(opened, step)
    return str(address("declaration_filed" if first else step.name))


def _owing(opened: Open, roles: tuple[str, ...]) -> str:
    """Who owes it; and that nobody does yet, where it waits for an appointment."""
    who = " or ".join(role.replace("_", " ") for role in roles)
    known = [opened.case.edition.roles[name] for name in roles if name in opened.case.edition.roles]
    waits = known and "clock" not in roles and all(set(role.capacities) & set(APPOINTED) for role in known)
    empty = waits and not any(opened.case.people_in(role.name) for role in known)
    return _("%(role)s (nobody is appointed yet)") % {"role": who} if empty else who


def owed(opened: Open, viewer: Viewer, address: Any) -> list[dict[str, Any]]:
    """What is owed in the case, of that which this viewer may know."""
    seen = {(row.step, row.due) for row in opened.page.owed}
    forbidden = _held(opened, viewer)
    found = []
    for duty in duties.owed(opened.case):
        if duty.due is None or (duty.step, duty.due.day) not in seen:
            continue
        title = duties.title(opened.case, duty)
        mine = bool(opened.roles & set(duty.roles))
        step = opened.case.edition.steps.get(duty.step)
        together = mine and step is not None and decided_together(opened, step)
        found.append(
            {
                "what": title[:1].upper() + title[1:] + (" (a right, no duty)" if duty.right else ""),
                "by": duty.due.day,
                "due": duty.due.as_data(duty.clause),
                "who": _owing(opened, duty.roles),
                "mine": mine,
                "counted": duty.due.sentence,
                "otherwise": forbidden.get(duty.rule.id) or f"If the day passes, {duty.otherwise}.",
                "clause": duty.clause,
                "together": TOGETHER if together else "",
                "href": _owed_at(opened, step, address) if mine and step is not None and not together else None,
                "state": "overdue" if duty.overdue(viewer.day) else "due",
            }
        )
    return found


def _held(opened: Open, viewer: Viewer) -> dict[str, str]:
    """What the clock would do and a floor forbids, by duty: the clerk is told why, with the code."""
    if not opened.types:
        return {}
    return {
        duty.rule.id: f"held: {refusals[0].sentence} ({refusals[0].code}) The clock tries again each day."
        for duty, refusals in held(opened.rulebook, opened.people, opened.case, until=viewer.day)
    }


def fairness(opened: Open) -> list[dict[str, Any]]:
    """Each guarantee with the entry that proves it, where this viewer sees that entry."""
    seen = {one.entry.index for one in opened.page.entries}
    states = {"met": "met", "not yet": "not_yet", "breached": "breached"}
    return [
        {
            "title": g.sentence,
            "state": states[g.state],
            "sentence": g.note,
            "href": f"#entry-{g.entry}" if g.entry in seen else None,
            "entry": f"entry {g.entry}" if g.entry in seen else None,
            "clause": g.floor,
        }
        for g in due_process.ledger(opened.case)
        if g.state in states
    ]


PORTALS = (
    ("respondent", "respondent"),
    ("complainant", "complainant"),
    *((capacity, "panel") for capacity in PANELS),
    ("auditor", "auditor"),
)


def portal_of(opened: Open) -> str:
    """Which portal's case page is the viewer's own: a party's and a panel's before everybody else's."""
    held = {holding.capacity for holding in opened.held}
    return next((portal for capacity, portal in PORTALS if capacity in held), "staff")
