"""Making a complaint: the gate, one question a page, saved as one goes; check it; send it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alteram.errors import AlteramError
from alteram_web.casework import bodies, drafts, held
from alteram_web.casework.drafts import Draft
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import come_in
from alteram_web.documents import accepting, receiving
from alteram_web.portals.public import sending
from alteram_web.portals.public.questions import BY_NAME, QUESTIONS, Question
from alteram_web.ui.environment import day as in_full

SESSION = "draft"


def begin(request: HttpRequest) -> HttpResponse:
    """What this is for, who reads it, and where to begin."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if request.method == "POST":
        draft = drafts.begin(here.id, now=viewer.now)
        request.session[SESSION] = str(draft.id)
        return redirect("public:question", here.slug, QUESTIONS[0].name)
    context = {"slug": here.slug, "body": here, "draft": _draft(request, here)}
    return render(request, "public/complain.html", context, using="jinja2")


def _draft(request: HttpRequest, here: bodies.Body) -> Draft | None:
    """The complaint that this session has begun; nothing, for a form that belongs to another one."""
    known = request.session.get(SESSION)
    writer = held.writer(request) if request.method == "POST" else ""
    if not known or (writer and writer != held.of_draft(known)):
        return None
    return drafts.read(here.id, UUID(known))


def _no_draft(request: HttpRequest, here: bodies.Body) -> HttpResponse:
    """A form of a complaint that this session does not hold: it was sent already, or the session has gone."""
    sent = request.session.get("sent") or {}
    if request.method == "POST" and sent.get("draft") and held.writer(request) == held.of_draft(sent["draft"]):
        messages.info(request, _("This complaint was sent already. It stands once; nothing was entered a second time."))
        return redirect("public:sent", here.slug, sent["code"])
    return come_in(request) if held.writer(request) else redirect("public:complain", here.slug)


def question(request: HttpRequest, name: str) -> HttpResponse:
    """One question. What is said is kept at once, whatever comes after."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kind = BY_NAME.get(name)
    if kind is None:
        raise Http404
    draft = _draft(request, here)
    if draft is None:
        return _no_draft(request, here)
    if request.method != "POST":
        typed = held.back(request, held.of_draft(draft.id))
        return _page(
            request, here, draft, kind(initial={**draft.answers, **(typed.dict() if typed else {})}, today=viewer.day)
        )
    form = kind(request.POST, today=viewer.day)
    problems = _take_files(request, here, draft) if kind.takes_files else []
    if not form.is_valid() or problems:
        return _page(request, here, draft, form, problems=problems)
    drafts.keep(
        here.id, replace(draft, answers={**draft.answers, **form.answers(), f"seen_{name}": "yes"}), now=viewer.now
    )
    if kind.takes_files and ("add" in request.POST or request.FILES):
        return redirect("public:question", here.slug, name)
    if name == "about" and form.cleaned_data["about"] != "member":
        return redirect("public:elsewhere", here.slug)
    return redirect(_next(here, draft, name, asked_again="check" in request.GET))


def _next(here: bodies.Body, draft: Draft, name: str, *, asked_again: bool) -> str:
    """The question after this one; the summary after the last, or where somebody only came back to change one."""
    names = [one.name for one in QUESTIONS]
    place = names.index(name) + 1
    if asked_again or place == len(names):
        return reverse("public:summary", args=[here.slug])
    return reverse("public:question", args=[here.slug, names[place]])


def _take_files(request: HttpRequest, here: bodies.Body, draft: Draft) -> list[str]:
    """Keep what may be kept; a sentence for each file that was not taken. The others stay."""
    over = receiving.over(request)
    if over is not None:
        return [_sentence(over)]
    problems = []
    if receiving.dropped(request):
        problems.append(_sentence(accepting.TooLarge()))
    for file in request.FILES.getlist("files"):
        try:
            taken = accepting.accept(file.name or "", file.read())
            drafts.add_file(here.id, draft.id, name=taken.name, media_type=taken.media_type, content=taken.content)
            other = accepting.renamed(file.name or "", taken)
            if other:
                messages.info(request, other)
        except AlteramError as refused:
            problems.append(f"{file.name}: {_sentence(refused)}")
    return problems


def _sentence(refused: AlteramError) -> str:
    return f"{refused.sentence()} {refused.remedy}".strip()


def _mark(request: HttpRequest, draft: Draft) -> str:
    return held.mark(request, held.of_draft(draft.id), by_key=True)


def _page(
    request: HttpRequest, here: bodies.Body, draft: Draft, form: Question, *, problems: list[str] | None = None
) -> HttpResponse:
    number = QUESTIONS.index(type(form))
    wrong = bool(problems) or bool(form.is_bound and form.errors)
    back = reverse("public:question", args=[here.slug, QUESTIONS[number - 1].name]) if number else reverse(
        "public:complain", args=[here.slug]
    )  # fmt: skip
    context = {
        "slug": here.slug, "form": form, "draft": draft, "back": back, "problems": problems or [], "has_errors": wrong,
        "number": number + 1, "of": len(QUESTIONS),
        "files": drafts.files(here.id, draft.id) if form.takes_files else [], "taken": accepting.TAKEN,
        "most": receiving.limits(), "mark": _mark(request, draft),
    }  # fmt: skip
    return render(request, "public/question.html", context, status=422 if wrong else 200, using="jinja2")


@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file out of the draft again."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    draft = _draft(request, here)
    if draft is not None:
        drafts.remove_file(here.id, draft.id, number)
    return redirect("public:question", here.slug, "papers")


def elsewhere(request: HttpRequest) -> HttpResponse:
    """Where to go with what is not for this form."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    return render(request, "public/elsewhere.html", {"slug": here.slug, "body": here}, using="jinja2")


def summary(request: HttpRequest) -> HttpResponse:
    """Check it, change it, send it. Sent twice, it stands once."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    draft = _draft(request, here)
    if draft is None:
        return _no_draft(request, here)
    open_questions = _open(draft, viewer)
    problem = ""
    if request.method == "POST" and not open_questions:
        try:
            sent = sending.send(here, viewer, draft)
        except AlteramError as refused:
            problem = _sentence(refused)
        else:
            request.session["sent"] = {**sent, "draft": str(draft.id)}
            del request.session[SESSION]
            return redirect("public:sent", here.slug, sent["code"])
    context = {
        "slug": here.slug, "draft": draft, "rows": _rows(here, draft), "open": open_questions, "problem": problem,
        "has_errors": bool(problem), "files": drafts.files(here.id, draft.id), "mark": _mark(request, draft),
    }  # fmt: skip
    return render(request, "public/summary.html", context, status=422 if problem else 200, using="jinja2")


def _open(draft: Draft, viewer: Viewer) -> list[type[Question]]:
    """The questions that still want an answer."""
    return [one for one in QUESTIONS if not one.optional and not one(draft.answers, today=viewer.day).is_valid()]


def _rows(here: bodies.Body, draft: Draft) -> list[dict[str, Any]]:
    rows = []
    for one in QUESTIONS:
        values = [
            _shown(key, str(dict(getattr(field, "choices", ())).get(value, value)))
            for key, field in one.base_fields.items()
            if (value := draft.answers.get(key))
        ]
        if one.takes_files:
            values = [file.name for file in drafts.files(here.id, draft.id)]
        rows.append(
            {
                "key": one.title,
                "value": ", ".join(values) or _("nothing"),
                "href": reverse("public:question", args=[here.slug, one.name]) + "?check",
                "action": _("Change"),
            }
        )
    return rows


def _shown(key: str, value: str) -> str:
    """An answer as it is read back: days in full, names one after another."""
    if key == "conduct":
        return "; ".join(in_full(date.fromisoformat(one)) for one in value.splitlines())
    return "; ".join(value.splitlines()) if key == "respondent" else value
