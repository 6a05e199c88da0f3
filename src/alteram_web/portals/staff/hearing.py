"""The hearing room: one page for whoever sits, their clerk and their adviser. Nothing is judged here."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.errors import AlteramError
from alteram.procedure import Refusal, Refused
from alteram.procedure.room import room
from alteram_web.casework import (
    asking,
    bodies,
    commands,
    comparing,
    forms,
    hearing_room,
    held,
    pages,
    private_notes,
    river,
    selectors,
)
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people

NOTE = "hearing_noted"
WRITTEN = ("exhibit", "question_refused", "ruling", "private_part")
"""The notes with words: each has a form of its own, which stays on the screen until what it says is entered."""
TITLES = {
    "exhibit": gettext_lazy("An exhibit is referred to"),
    "question_refused": gettext_lazy("A question is refused"),
    "ruling": gettext_lazy("The chair rules"),
    "private_part": gettext_lazy("The hearing goes on in private"),
}
QUESTIONS = {
    "exhibit": gettext_lazy("What is said about it? (or its name, if it is not among the papers)"),
    "question_refused": gettext_lazy("Which question, and why is it refused?"),
    "ruling": gettext_lazy("What is ruled, and why?"),
    "private_part": gettext_lazy("Why is the public kept out?"),
}
TAPS = ("in", "out", "public_part", "break", "resumed")


@for_people
def page(request: HttpRequest, chain: UUID) -> HttpResponse:
    opened = _opened(request, chain)
    if isinstance(opened, HttpResponse):
        return opened
    if request.method == "POST":
        return _noted(request, opened)
    typed = held.back(request, opened.viewer)
    context = {**_around(request, opened), **_state(request, opened), "notes": _forms(request, opened, typed)}
    return render(request, "staff/hearing.html", context, using="jinja2")


@for_people
def state(request: HttpRequest, chain: UUID) -> HttpResponse:
    """The part of the page that is read again while others act."""
    opened = _opened(request, chain)
    if isinstance(opened, HttpResponse):
        return opened
    if request.GET.get("tip") == str(opened.case.tip):
        return HttpResponse(status=204)  # nobody acted: the screen stays as it is, opened parts and focus too
    context = {**_around(request, opened), **_state(request, opened)}
    return render(request, "staff/hearing_now.html", context, using="jinja2")


def _opened(request: HttpRequest, chain: UUID) -> pages.Open | HttpResponse:
    """The case, for whoever may be in the room; whoever must declare first is led there."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)
    if pages.must_declare(opened) and pages.portal_of(opened) == "panel":
        return redirect("panel:case", here.slug, chain)
    if not hearing_room.may_enter(opened):
        raise Http404
    return opened


def _around(request: HttpRequest, opened: pages.Open) -> dict[str, Any]:
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    chain = opened.case.name
    return {
        "slug": here.slug, "chain": chain, "reference": opened.page.case.reference,
        "today": request.viewer.day,  # type: ignore[attr-defined]
        "address": reverse("staff:hearing", args=[here.slug, chain]),
        "address_now": reverse("staff:hearing_now", args=[here.slug, chain]),
        "mark": held.mark(request, opened.viewer), "tip": opened.case.tip, "fresh": lambda: str(uuid.uuid4()),
        "address_own": reverse("staff:hearing_own", args=[here.slug, chain]),
        "address_outcomes": reverse("staff:hearing_outcomes", args=[here.slug, chain]),
        "own": _own(request, opened), "quorum": hearing_room.quorum(opened), "sits": hearing_room.sits(opened),
    }  # fmt: skip


def _state(request: HttpRequest, opened: pages.Open) -> dict[str, Any]:
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]

    def step(name: str) -> str:
        return _step(here, opened, name)

    may_note = asking.may_do(opened, "deliberation_noted")
    return {
        "room": hearing_room.now(opened, viewer, step),
        "vote": step("vote_recorded"),
        "deliberation": step("deliberation_noted") if may_note else "",
    }


def _forms(request: HttpRequest, opened: pages.Open, typed: QueryDict | None) -> list[dict[str, Any]]:
    """The forms of the notes with words, one with what its writer had typed before the session was lost."""
    sits = room(opened.case)
    if sits is None or not sits.open or not asking.may_do(opened, NOTE):
        return []
    found = []
    for kind in WRITTEN:
        mine = typed if typed is not None and typed.get("result") == kind else None
        found.append(_form(request, opened, kind, mine, again=mine is not None))
    return found


def _form(
    request: HttpRequest, opened: pages.Open, kind: str, typed: QueryDict | None = None, **more: Any
) -> dict[str, Any]:
    """One of them. ``typed`` is what it says already, with the name under which it was sent."""
    asked = asking.asked(opened, request.viewer, NOTE)  # type: ignore[attr-defined]
    blank = forms.for_deed(asked)()
    said = typed or QueryDict()
    return {
        "kind": kind, "title": TITLES[kind], "question": QUESTIONS[kind],
        "people": blank.fields["person"].choices if kind == "question_refused" else (),  # type: ignore[attr-defined]
        "papers": asked.papers if kind == "exhibit" else (),
        "text": said.get("text", ""), "person": said.get("person", ""), "exhibit": said.get("exhibit", ""),
        "at_time": said.get("at_time", ""), "request": said.get("request") or str(uuid.uuid4()),
        "refusals": (), "entered": None, "again": False, **more,
    }  # fmt: skip


def _noted(request: HttpRequest, opened: pages.Open) -> HttpResponse:
    """One note. To the page again; or, where only its form was sent, the form as it stands then."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    kind = str(request.POST.get("result", ""))
    if kind not in (*WRITTEN, *TAPS):
        raise Http404
    form = forms.for_deed(asking.asked(opened, viewer, NOTE))(request.POST)
    if not form.is_valid():
        wrong = [{"lead": _("Nothing was entered."), "sentence": str(e)} for es in form.errors.values() for e in es]
        return _answer(request, opened, kind, refusals=wrong)
    try:
        receipt = commands.act(form.wish(), body=here.id)
    except Refused as refused:
        return _answer(request, opened, kind, refusals=[pages.refusal(one) for one in refused.verdict.refusals])
    except AlteramError as problem:
        told = {"lead": _("Nothing was entered."), "sentence": problem.sentence() or problem.code,
                "code": problem.code, "remedy": problem.remedy}  # fmt: skip
        return _answer(request, opened, kind, refusals=[told])
    return _entered(request, opened, kind, receipt.index)


def _entered(request: HttpRequest, opened: pages.Open, kind: str, index: int) -> HttpResponse:
    """A fresh form. If it was sent before and has been changed since, the change is not in the record: it stays."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    opened = pages.open_case(viewer, UUID(opened.case.name))
    stands = next((one for one in opened.page.entries if one.entry.index == index), None)
    words = str(request.POST.get("text", "")).strip()
    before = (stands.texts.get("text") or "") if stands is not None and stands.entry.texts else ""
    if words and stands is not None and before.split() != words.split():
        sent = request.POST.copy()
        sent["request"] = str(uuid.uuid4())
        stood = _(
            "What you sent first stands as entry %(entry)s. What you changed since is not in it: it is still here, and "
            "can be entered as a further note."
        )
        told = {"lead": _("Sent before."), "sentence": stood % {"entry": index}}
        return _answer(request, opened, kind, refusals=[told], typed=sent)
    return _answer(request, opened, kind, entered=index, typed=QueryDict())


def _answer(
    request: HttpRequest, opened: pages.Open, kind: str, *, typed: QueryDict | None = None,
    refusals: list[dict[str, Any]] | None = None, entered: int | None = None,
) -> HttpResponse:  # fmt: skip
    """The form alone for whoever sent the form alone; else the whole page, with it in its place."""
    said = request.POST if typed is None else typed
    more = {"refusals": refusals or (), "entered": entered}
    alone = bool(request.htmx)  # type: ignore[attr-defined]  # set by django_htmx
    if not alone and entered is not None:
        return redirect("staff:hearing", request.here.slug, opened.case.name)  # type: ignore[attr-defined]
    context = {**_around(request, opened), **_state(request, opened)}
    if alone and kind in WRITTEN:
        one = _form(request, opened, kind, said, **more)
        answer = render(request, "staff/hearing_note.html", {**context, "note": one}, using="jinja2")
        answer["HX-Trigger"] = "room-changed"
        return answer
    if alone:
        return render(request, "staff/hearing_now.html", {**context, **more}, using="jinja2")
    shown = [_form(request, opened, one, said if one == kind else None, **(more if one == kind else {}))
             for one in WRITTEN]  # fmt: skip
    context |= {"notes": shown, "has_errors": True, **({} if kind in WRITTEN else more)}
    return render(request, "staff/hearing.html", context, status=422, using="jinja2")


@for_people
def outcomes(request: HttpRequest, chain: UUID) -> HttpResponse:
    """What others got, once the viewer's own view is on record (SAN-09)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = _opened(request, chain)
    if isinstance(opened, HttpResponse):
        return opened
    if not hearing_room.sits(opened):
        raise Http404
    context = {**_around(request, opened), "not_yet": None, "rows": ()}
    if comparing.view_of(opened) is not None:
        context["rows"] = comparing.outcomes(viewer, opened)
        return render(request, "staff/hearing_outcomes.html", context, using="jinja2")
    context["not_yet"] = pages.refusal(
        Refusal(
            code="E-ORDER",
            clause="SAN-09",
            sentence=_("Not yet: what others got is shown once your own view on the sanction is on record."),
            remedy=_("Record your view first. It binds nobody, and nobody else reads it."),
        )
    ) | {"instead": {"text": _("Record your view"), "href": _step(here, opened, "view_recorded")}}
    return render(request, "staff/hearing_outcomes.html", context, status=422, using="jinja2")


def _step(here: bodies.Body, opened: pages.Open, name: str) -> str:
    return reverse("staff:step", args=[here.slug, opened.case.name, name])


# Notes of one's own ---------------------------------------------------------------------------------------------------


@for_people
def own(request: HttpRequest, chain: UUID) -> HttpResponse:
    """A private note is kept; and where the session was lost while it was typed, this is where it comes back."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    opened = _opened(request, chain)
    if isinstance(opened, HttpResponse):
        return opened
    if not hearing_room.sits(opened):
        raise Http404
    if request.method != "POST":
        return _own_again(request, opened, held.back(request, opened.viewer))
    about, text = str(request.POST.get("about", "")), str(request.POST.get("text", ""))
    if about not in {one["about"] for one in _own(request, opened)}:
        raise Http404
    said: dict[str, Any] = {"kept": True}
    try:
        private_notes.keep(viewer, chain, about, text)
    except private_notes.TooLong as problem:
        said = {"wrong": problem.sentence(), "text": text}
    if not request.htmx and "kept" in said:  # type: ignore[attr-defined]
        return redirect("staff:hearing", request.here.slug, chain)  # type: ignore[attr-defined]
    one = next(one for one in _own(request, opened) if one["about"] == about) | said | {"open": True}
    context = {**_around(request, opened), "one": one}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "staff/hearing_own_note.html", context, using="jinja2")
    return _whole(request, opened, one)


def _own_again(request: HttpRequest, opened: pages.Open, typed: QueryDict | None) -> HttpResponse:
    if typed is None:
        return redirect("staff:hearing", request.here.slug, opened.case.name)  # type: ignore[attr-defined]
    about = typed.get("about", "")
    known = next((one for one in _own(request, opened) if one["about"] == about), _own(request, opened)[0])
    return _whole(request, opened, known | {"text": typed.get("text", ""), "again": True, "open": True})


def _whole(request: HttpRequest, opened: pages.Open, one: dict[str, Any]) -> HttpResponse:
    """The page with one note of one's own as it stands in the form."""
    context = {**_around(request, opened), **_state(request, opened), "notes": _forms(request, opened, None)}
    context["own"] = [one if known["about"] == one["about"] else known for known in context["own"]]
    return render(request, "staff/hearing.html", context, status=422 if one["wrong"] else 200, using="jinja2")


def _own(request: HttpRequest, opened: pages.Open) -> list[dict[str, Any]]:
    """The notes of whoever sits: one on the case, and one on each paper that they may read."""
    if not hearing_room.sits(opened):
        return []
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    chain = UUID(opened.case.name)
    written = private_notes.notes(viewer, chain)
    papers = river.papers_to_name(opened, selectors.papers(viewer, chain))
    about = [("", _("On the case")), *papers]
    return [
        {"number": number, "about": digest, "title": title, "text": written[digest].text if digest in written else "",
         "open": digest in written, "wrong": "", "kept": False, "again": False}
        for number, (digest, title) in enumerate(about)
    ]  # fmt: skip
