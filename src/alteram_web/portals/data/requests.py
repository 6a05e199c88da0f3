"""For whoever answers requests for personal data: which wait, what belongs into an answer, and the answer."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alteram.data_requests import DataRequest
from alteram.errors import AlteramError
from alteram.procedure import Refused, Wish
from alteram.subject_access import CHOSEN, REASONS, Decided, Item, decided, left_out
from alteram_web.casework import (
    bodies,
    commands,
    data_rights,
    directory,
    disclosing,
    entitled,
    pages,
    river,
    selectors,
    watch,
)
from alteram_web.casework.disclosing import Found
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.portals.data.asked import line

View = Callable[..., HttpResponse]
OPENED = "complaint_text"  # a class that whoever answers sees in an opened file alone
EXTENDED, REFUSED = "extended", "refused"


def for_handlers(view: View) -> View:
    """Anybody else who is signed in finds nothing, and the knock stands on record."""

    @for_people
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
        if not entitled.answers_requests(viewer):
            watch.knock(
                viewer.body, None, act="access_refused", person=viewer.person, tried="data requests",
                codes=["E-NOT-FOUND"], now=viewer.now,
            )  # fmt: skip
            raise Http404
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "private, no-store"
        return answer

    return guarded


@for_handlers
def waiting(request: HttpRequest) -> HttpResponse:
    """Every request that waits, the first due first; and what was answered last."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    every = data_rights.requests(here, viewer.day)
    names = directory.names(viewer, [one.person for one in every])
    open_ = sorted((one for one in every if one.answered is None), key=lambda one: (one.due.day, one.number))
    done = [one for one in reversed(every) if one.answered is not None][:20]
    context = {
        "slug": here.slug, "today": viewer.day,
        "waiting": [line(one, names) for one in open_],
        "done": [line(one, names) for one in done],
    }  # fmt: skip
    return render(request, "data/requests.html", context, using="jinja2")


@for_handlers
def one(request: HttpRequest, asked: int) -> HttpResponse:
    """One request: where was looked, what was found, and the answer."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    found = next((one for one in data_rights.requests(here, viewer.day) if one.number == asked), None)
    if found is None:
        raise Http404
    problem: AlteramError | None = None
    if request.method == "POST":
        try:
            _do(here, viewer, found, request.POST)
            return redirect("data:request", here.slug, asked)
        except AlteramError as refused:
            problem = refused
    names = directory.names(viewer, [found.person])
    context = {
        "slug": here.slug, "today": viewer.day, "one": line(found, names), "mine": found.person == viewer.person,
        "alone": not data_rights.others_who_answer(here, viewer, found),
        "refusals": _refusals(problem), "has_errors": problem is not None, "typed": request.POST,
        **(_searched(here, viewer, found) if found.asks_for == "access" and found.answered is None else {}),
    }  # fmt: skip
    return render(request, "data/request.html", context, status=422 if problem else 200, using="jinja2")


def _refusals(problem: AlteramError | None) -> list[dict[str, Any]]:
    if isinstance(problem, Refused):
        return [pages.refusal(one) for one in problem.verdict.refusals]
    return [{"sentence": problem.sentence(), "code": problem.code, "remedy": problem.remedy}] if problem else []


def _do(here: bodies.Body, viewer: Viewer, found: DataRequest, said: Any) -> None:
    """What the form asks for: to read a file, to decide on an item, or to answer."""
    what = said.get("do", "")
    if what == "open":
        _open(viewer, found, _case(said))
    elif what in ("disclose", "withhold"):
        _decide(here, viewer, found, said)
    elif what in (EXTENDED, REFUSED):
        exemptions = [said["exemption"]] if said.get("exemption") else []
        answer = {"answer": what, "grounds": said.get("grounds", "")[:2000].strip(), "exemptions": exemptions}
        data_rights.answer(here, viewer, found.number, answer)
    elif what == "answer":
        data_rights.answer(here, viewer, found.number, _given(here, viewer, found, said))


def _case(said: Any) -> UUID:
    try:
        return UUID(said.get("case", ""))
    except ValueError as unknown:
        raise Http404 from unknown


def _open(viewer: Viewer, found: DataRequest, chain: UUID) -> None:
    wish = Wish(
        case=str(chain), step=None, act="file_inspected", at=viewer.day, recorded=viewer.now, by=(viewer.person,),
        fields={"reason": f"To answer request {found.number} for personal data."},
    )  # fmt: skip
    commands.act(wish, body=viewer.body)


def _decide(here: bodies.Body, viewer: Viewer, found: DataRequest, said: Any) -> None:
    """Only on what is there to be decided, and only whoever has it before them."""
    chain, index = _case(said), said.get("entry", "")
    known = {
        (one.chain, str(item.index)): item
        for one in disclosing.search(here, found.person, viewer.now, viewer)
        for item in one.items
    }
    item = known.get((chain, index))
    if item is None or item.fixed or item.kind != "mixed" or item.index not in _read(viewer, chain):
        raise Http404
    data_rights.decide(
        here, viewer, found.number, case=chain, entry=item.index, decision=said["do"], reason=said.get("reason", ""),
        test=said.get("test", "")[:2000].strip(),
    )  # fmt: skip


def _given(here: bodies.Body, viewer: Viewer, found: DataRequest, said: Any) -> dict[str, Any]:
    """The answer that follows from what was decided; of a request for something else, what the form says."""
    grounds = said.get("grounds", "")[:2000].strip()
    if found.asks_for != "access":
        exemptions = [said["exemption"]] if said.get("exemption") else []
        kind = said.get("answer", "") if said.get("answer") in disclosing.GIVEN else ""
        done = said.get("done", "")[:2000].strip()
        return {"answer": kind, "grounds": grounds, "exemptions": exemptions, "done": done}
    searched = [one for one in disclosing.search(here, found.person, viewer.now, viewer) if one.items]
    looks = disclosing.looked(here, found.person, viewer.now, searched)
    came_to = disclosing.outcome(searched, decided(data_rights.entries(here), found.number), looks)
    return {
        "answer": came_to.answer,
        "redactions": dict(came_to.left_out),
        "exemptions": sorted(came_to.left_out),
        "grounds": grounds or disclosing.reasons(came_to),
    }


def _searched(here: bodies.Body, viewer: Viewer, found: DataRequest) -> dict[str, Any]:
    every = [
        one  # whoever answers may be a side of a case that they may not know of, or stand aside from one
        for one in disclosing.search(here, found.person, viewer.now, viewer)
        if selectors.may_know(viewer, one.chain)
    ]
    said = decided(data_rights.entries(here), found.number)
    told = [one for one in every if one.items]
    looks = disclosing.looked(here, found.person, viewer.now, told)
    came_to = disclosing.outcome(told, said, looks)
    names = directory.names(viewer, [who for one in said.values() for who in one.given_by])
    return {
        "cases": [_case_shown(viewer, one, said, names) for one in told],
        "hidden": len(every) - len(told),
        "outcome": came_to,
        "left_out": [(code, count, _(REASONS[code])) for code, count in came_to.left_out.items()],
        "reasons": [(code, _(REASONS[code])) for code in CHOSEN],
    }


def _case_shown(
    viewer: Viewer, one: Found, said: Mapping[tuple[str, int], Decided], names: Mapping[str, str]
) -> dict[str, Any]:
    rows = _read(viewer, one.chain)
    kinds = [item.kind for item in one.items]
    mixed = [
        _item_shown(viewer, one, item, said.get((str(one.chain), item.index)), rows.get(item.index), names)
        for item in one.items
        if item.kind == "mixed"
    ]
    return {
        "chain": one.chain, "reference": one.reference,
        "own": kinds.count("own"), "mixed": mixed, "third": kinds.count("third"),
        "letters": Counter(letter.kind for letter in one.letters),
        "closed": bool(mixed) and not _is_open(viewer, one.chain),
        "never": sum(not item["row"] for item in mixed),
    }  # fmt: skip


def _item_shown(
    viewer: Viewer, one: Found, item: Item, said: Decided | None, row: dict[str, Any] | None, names: Mapping[str, str]
) -> dict[str, Any]:
    code = left_out(item, said)
    return {
        "index": item.index, "fixed": item.fixed, "row": row, "code": code,
        "why": _(REASONS[code]) if code else "",
        "said_yes": [names.get(who, who) for who in said.given_by] if said is not None else [],
        "by_me": said is not None and viewer.person in said.given_by,
        "id": f"{one.reference}-{item.index}",
    }  # fmt: skip


def _read(viewer: Viewer, chain: UUID) -> dict[int, dict[str, Any]]:
    """What this viewer may read of a case now, entry by entry; whoever opened no file reads next to nothing."""
    if not selectors.may_know(viewer, chain):
        return {}
    return {row["index"]: row for row in river.river(pages.open_case(viewer, chain))}


def _is_open(viewer: Viewer, chain: UUID) -> bool:
    """Whether the file is open to this viewer: by an entry that says why, and for a time."""
    return selectors.may_know(viewer, chain) and OPENED in selectors.case_page(viewer, chain).classes
