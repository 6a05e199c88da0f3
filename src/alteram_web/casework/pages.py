"""The case page: what one viewer sees of a case, ready for the templates. Every portal uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram import due_process, duties
from alteram.access import PANELS
from alteram.acts import ACTS
from alteram.acts.invitations import AFTER, INVITATIONS
from alteram.case import Case, replay
from alteram.codec import Actor, Entry
from alteram.people import People
from alteram.procedure import Possible, Refusal, held, possible, wording
from alteram.procedure.persons import DECLARES, Holding, holdings
from alteram.rulebook.model import Rulebook
from alteram_web.casework import bodies, clock, directory, editions, record, selectors
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
    names = directory.names(viewer, _may_be_named(viewer, page, case, people))
    holds = holdings(case.edition, people, case, viewer.person, viewer.day)
    return Open(page=page, case=case, rulebook=rulebook, people=people, held=holds, names=names, viewer=viewer.person)


def _may_be_named(viewer: Viewer, page: CasePage, case: Case, people: People) -> set[str]:
    """Whose names this viewer may read here: the pools', the respondent's, and of those who act in an entry they see.

    A complainant's only with the class that holds identities, or being on that side.
    """
    complaining = set(case.parties.get("complainant", ()))
    complaining |= {person for person, party in case.representatives.items() if party in complaining}
    found = {member.person for member in people.memberships} | set(case.parties.get("respondent", ()))
    found |= {actor.who for one in page.entries for actor in one.entry.by} | complaining
    if "identity" not in page.classes and viewer.person not in complaining:
        found -= complaining
    return found


def entry_of(opened: Open, viewer: Viewer, index: int) -> tuple[Entry, bytes] | None:
    """An entry and its link, for whoever sees it, and for whoever did or typed it."""
    for one in opened.page.entries:
        if one.entry.index == index:
            return one.entry, one.link
    for entry in opened.case.entries:
        hands = {actor.who for actor in (*entry.by, *((entry.typed_by,) if entry.typed_by else ()))}
        if entry.index == index and viewer.person in hands:
            with record.transaction(viewer.body):
                return entry, record.stored(UUID(entry.case))[index][0]
    return None


def refusal(one: Refusal) -> dict[str, Any]:
    """A refusal for the component that draws it. Its first words go into the lead."""
    opening, _colon, rest = one.sentence.partition(": ")
    known = opening in wording.OPENINGS and bool(rest)
    return {
        "lead": _lead(one.code, opening if known else "Not yet"),
        "sentence": (rest[:1].upper() + rest[1:]) if known else one.sentence,
        "clause": one.clause,
        "code": one.code,
        "counted": one.counted,
        "first_lawful_day": one.lawful_from,  # for programs: the sentence says it to people
        "remedy": one.remedy,
    }


def _lead(code: str, opening: str) -> str:
    """Whoever lacks the role reads that it is not theirs; "Refused" becomes a plain no."""
    if opening == "Refused":
        return _("Not by you.") if code in NOT_BY_YOU else _("No.")
    return f"{opening}."


def river(
    opened: Open, papers: Mapping[str, selectors.PaperRow] | None = None, address: Any = None
) -> list[dict[str, Any]]:
    """Every entry this viewer sees, oldest first. ``address`` gives the address of a paper by its digest."""
    known = papers or {}
    return [_entry(opened, one) | {"papers": _papers(one.entry, known, address)} for one in opened.page.entries]


KINDS = {
    "application/pdf": "PDF",
    "text/plain": _("text"),
    "image": _("picture"),
    "audio": _("recording"),
    "video": _("film"),
}


def _papers(entry: Entry, known: Mapping[str, selectors.PaperRow], address: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, one in enumerate(entry.papers, 1):
        row = known.get(one.digest)
        if row is None:
            found.append({"text": _("A paper that is not shown to you now, or has been erased")})
            continue
        text = _("Paper %(number)s") % {"number": number}
        href = address(one.digest) if address is not None else None
        found.append({"text": text, "href": href, "note": _kind_and_size(row)})
    return found


def _kind_and_size(row: selectors.PaperRow) -> str:
    kind = KINDS.get(row.media_type) or KINDS.get(row.media_type.partition("/")[0]) or _("document")
    return f"{kind}, {filesizeformat(row.size)}"


def papers_to_name(opened: Open, known: Mapping[str, selectors.PaperRow]) -> tuple[tuple[str, str], ...]:
    """The papers of the case that this viewer sees, by digest, each called after the entry it came with."""
    found: dict[str, str] = {}
    for one in opened.page.entries:
        for number, paper in enumerate(one.entry.papers, 1):
            row = known.get(paper.digest)
            if row is not None:
                about = {"what": _what(opened, one.entry), "day": date_format(one.entry.at, "j F Y"), "number": number}
                name = _("%(what)s, %(day)s: paper %(number)s") % about
                found.setdefault(paper.digest, f"{name} ({_kind_and_size(row)})")
    return tuple(found.items())


def _what(opened: Open, entry: Entry) -> str:
    """What happened, in the words of the book; of an act without a step, in those of the vocabulary."""
    step = opened.case.edition.steps.get(entry.step) if entry.step else None
    title = step.title if step is not None else ACTS[entry.acts[0]].title
    return title[:1].upper() + title[1:]


def _entry(opened: Open, one: selectors.River) -> dict[str, Any]:
    entry = one.entry
    by = " and ".join(called(opened, actor) for actor in entry.by)
    return {
        "index": entry.index,
        "what": _what(opened, entry),
        "result": (entry.result or "").replace("_", " "),
        "at": entry.at,
        "recorded": entry.recorded,
        "who": by,
        "role": entry.by[0].role.replace("_", " ") if entry.by and entry.by[0].who != "clock" else "",
        "clause": entry.clauses[0] if entry.clauses else "",
        "text": _text(entry, one.texts),
        "overtaken": one.overtaken,
        "kind": "clock" if entry.by and entry.by[0].who == "clock" else "deed",
    }


UNNAMED = {
    "clock": gettext_lazy("the clock"),
    "complainant": gettext_lazy("whoever complained"),
    "respondent": gettext_lazy("whoever is complained about"),
    "representative": gettext_lazy("somebody who speaks for a party"),
    "witness": gettext_lazy("a witness"),
}


def called(opened: Open, actor: Actor) -> str:
    """Whoever did something, by name; where there is none to show, by the part played, and oneself as "you"."""
    if actor.who in opened.names:
        return opened.names[actor.who]
    if actor.who == opened.viewer:
        return _("you")
    return str(UNNAMED.get(actor.capacity, _("somebody whose name is not shown")))


def _text(entry: Entry, texts: Mapping[str, str | None]) -> str:
    if not texts and "why" in entry.data:
        return str(entry.data["why"])
    return "\n\n".join(text if text is not None else "[erased]" for text in texts.values())


def may_happen(opened: Open, viewer: Viewer, address: Any) -> dict[str, list[dict[str, Any]]]:
    """Steps this viewer may take now; those that are close and why not yet; and those that belong elsewhere.

    ``address`` gives the address of a step's form.
    """
    found: dict[str, list[dict[str, Any]]] = {"now": [], "not_yet": [], "elsewhere": []}
    for one in possible(opened.rulebook, opened.people, opened.case, viewer.day):
        if not _mine(opened, one):
            continue
        shown = {
            "name": one.step.name,
            "title": one.step.title[:1].upper() + one.step.title[1:],
            "clause": one.step.clause,
            "href": address(one.step.name) if one.open else None,
            "refusals": [refusal(r) for r in one.refusals],
        }
        codes = {r.code for r in one.refusals}
        found["now" if one.open else "elsewhere" if codes & ELSEWHERE else "not_yet"].append(shown)
    return found


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
    if held & set(DECLARES) and viewer.person not in opened.case.declared:
        found.insert(0, {"text": "File your declaration of interests first", "href": address("declaration_filed")})
    return found


def _approached(opened: Open) -> set[str]:
    """An approach that was only reported is disclosed and ruled on like one that is alleged."""
    acts = {act for entry in opened.case.entries for act in entry.acts}
    return {"contact_alleged"} if acts & {"contact_alleged", "contact_reported", "pressure_logged"} else set()


def _mine(opened: Open, one: Possible) -> bool:
    body = any(opened.case.edition.roles[role].body for role in one.roles if role in opened.case.edition.roles)
    return bool(opened.roles & set(one.roles)) or (opened.types and body)


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
        found.append(
            {
                "what": title[:1].upper() + title[1:] + (" (a right, no duty)" if duty.right else ""),
                "by": duty.due.day,
                "due": duty.due.as_data(duty.clause),
                "who": " or ".join(role.replace("_", " ") for role in duty.roles),
                "mine": mine,
                "counted": duty.due.sentence,
                "otherwise": forbidden.get(duty.rule.id) or f"If the day passes, {duty.otherwise}.",
                "clause": duty.clause,
                "href": address(duty.step) if mine and duty.step in opened.case.edition.steps else None,
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
