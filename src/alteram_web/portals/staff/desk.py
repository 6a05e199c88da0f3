"""My cases, the most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from alteram.acts import ACTS
from alteram.case import Case, replay
from alteram.people import People
from alteram.procedure.persons import APPOINTED, holdings, place_in
from alteram.procedure.separation import unfit
from alteram_web.casework import bodies, counting, diaries, editions, record, selectors
from alteram_web.casework.signed_in import for_people


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the viewer is in a case, and what the viewer could be appointed to in it."""

    case: Case
    held: frozenset[str]  # roles
    open_to: frozenset[str]  # roles of the viewer's pools that nobody holds yet and that are not closed to the viewer


@for_people
def desk(request: HttpRequest) -> HttpResponse:
    viewer: selectors.Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    status = "closed" if request.GET.get("status") == "closed" else "open"
    wanted = request.GET.get("find", "")
    page = selectors.my_cases(viewer, status=status, after=request.GET.get("after"))
    found: tuple[selectors.Listed, ...] = selectors.search(viewer, wanted) if wanted else ()
    shown = found if wanted else page.cases
    context: dict[str, Any] = {
        "today": viewer.day,
        "slug": here.slug,
        "status": status,
        "wanted": wanted,
        "cases": shown,
        "next_days": counting.next_days(viewer, [one.chain for one in shown]),
        "next": None if wanted else page.next,
        "duties": [] if wanted or status == "closed" else _duties(viewer, here),
        "keeps_share": _keeps_share(viewer),
        "has_account": request.user.is_authenticated,  # whoever came with a return key has no tokens
        "sits": bool(diaries.sits(viewer)),
        "letters_wait": len(selectors.letters_waiting(viewer)),
        "counts": selectors.count(viewer, status=status),
    }
    return render(request, "staff/desk.html", context, using="jinja2")


def _keeps_share(viewer: selectors.Viewer) -> bool:
    """Whether the viewer keeps a share of the body's key, and so finds the page for emergencies."""
    with record.transaction(viewer.body):
        return record.people().holds_keys(viewer.person, on=viewer.day)


def _duties(viewer: selectors.Viewer, here: bodies.Body) -> list[dict[str, Any]]:
    """What is due in the viewer's cases, by day. What is owed twice, soon and at the latest, is one line."""
    due = selectors.due(viewer)
    parts = _parts(viewer, here, {one.chain for one in due})
    found: dict[tuple[UUID, str, tuple[str, ...]], dict[str, Any]] = {}
    for one in due:
        first = found.get((one.chain, one.step, one.who))
        if first is not None:
            first["later"] = one.due
            continue
        found[one.chain, one.step, one.who] = _line(viewer, here, one, parts[one.chain])
    return list(found.values())


def _line(viewer: selectors.Viewer, here: bodies.Body, one: selectors.DueRow, part: Part) -> dict[str, Any]:
    step = part.case.edition.steps.get(one.step)
    title = step.title if step is not None else ACTS[one.step].title
    return {
        "what": f"{title[:1].upper()}{title[1:]}, {one.reference}",
        "by": one.due,
        "who": " or ".join(role.replace("_", " ") for role in one.who),
        "mine": bool(part.held & set(one.who)),
        "open_to_me": bool(part.open_to & set(one.who)) and not part.held & set(one.who),
        "counted": one.counted,
        "clause": one.clause,
        "href": reverse("staff:case", args=[here.slug, one.chain]),
        "state": "overdue" if one.due < viewer.day else "due",
    }


def _parts(viewer: selectors.Viewer, here: bodies.Body, chains: set[UUID]) -> dict[UUID, Part]:
    rulebook = editions.rulebook(here.slug)
    with record.transaction(here.id):
        people = record.people()
        entries = {chain: record.load(here.id, chain).entries for chain in chains}
    found = {}
    for chain, written in entries.items():
        case = replay(rulebook, str(chain), written)
        held = holdings(case.edition, people, case, viewer.person, viewer.day)
        found[chain] = Part(
            case=case,
            held=frozenset(one.role for one in held),
            open_to=frozenset(_open_to(case, people, viewer.person, viewer.day)),
        )
    return found


def _open_to(case: Case, people: People, person: str, day: date) -> Iterator[str]:
    """The roles that somebody could take in this case: nobody is appointed, and nothing closes them to this person."""
    for role in case.edition.roles.values():
        fits = set(role.capacities) & set(APPOINTED)
        vacant = fits and role.pool and not case.people_in(role.name)
        if (
            vacant
            and place_in(case.edition, people, person, role.pool, on=day)
            and not unfit(case, people, fits, (person,))
        ):
            yield role.name
