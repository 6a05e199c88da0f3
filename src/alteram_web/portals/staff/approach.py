"""Somebody approached me about a case: from any page, in two taps, by anybody who is in one.

Tap one: which of my cases, or the one whose page this is. Tap two: what kind. Then one question a page, and at the end
everything to look over before it is entered. What is said meanwhile is kept, sealed, like a complaint on its way.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django import forms as fields
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram.acts import ACTS
from alteram.errors import AlteramError
from alteram.procedure import Refused
from alteram_web.casework import asking, commands, drafts, forms, influence, pages, selectors
from alteram_web.casework.forms import Asked
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.ui.environment import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One thing that can be told, and its questions in their order."""

    name: str
    act: str
    title: Any
    hint: Any
    asks: tuple[str, ...]
    said: Mapping[str, str] = field(default_factory=dict)  # what choosing the kind has answered


HEARD = ("named", "on_behalf_of", "leaning", "dated", "at", "source", "chain", "checked")
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            name="to-me",
            act="contact_reported",
            title=gettext_lazy("Somebody approached me"),
            hint=gettext_lazy("A call, a message, a word in passing: whoever it came from."),
            asks=("approached", "approached_by", "on_behalf_of", "leaning", "dated", "at", "channel", "gist", "reply"),
        ),
        Kind(
            name="heard",
            act="contact_alleged",
            title=gettext_lazy("Somebody else was approached"),
            hint=gettext_lazy("You saw it, or others told you."),
            asks=("statement", "approached", "made_to", *HEARD),
        ),
        Kind(
            name="leak",
            act="contact_alleged",
            title=gettext_lazy("Something secret got out"),
            hint=gettext_lazy("A paper, a name or a decision was known to people who should not know it."),
            asks=("statement", *HEARD),
            said={"leak": "on"},
        ),
        Kind(
            name="pressure",
            act="pressure_logged",
            title=gettext_lazy("There was pressure from outside"),
            hint=gettext_lazy("A crowd, a post, or what somebody in office said about the case in public."),
            asks=("what", "where", "person", "office", "text"),
        ),
        Kind(
            name="denial",
            act="contact_denied",
            title=gettext_lazy("An approach that is alleged did not happen"),
            hint=gettext_lazy("Your answer stands beside what was said. Nobody edits either."),
            asks=("alleged", "statement", "answers_for", "checked"),
        ),
    )
}
NEEDED = ("gist", "what", "statement")  # without which nothing is told; the acts leave some of it open
ONLY_IF: Mapping[str, tuple[str, str]] = {"at": ("dated", "dated"), "chain": ("source", "second-hand")}


@for_people
def which(request: HttpRequest) -> HttpResponse:
    """Tap one: which case; and what is put to whoever reads this, wherever they stand."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    slug = request.here.slug  # type: ignore[attr-defined]
    known = [*selectors.my_cases(viewer).cases, *selectors.my_cases(viewer, status="closed").cases]
    context = {
        "cases": [(one.reference, reverse("staff:approach_kind", args=[slug, one.chain])) for one in known],
        "put": [
            {"href": reverse("staff:approach_put", args=[slug, one.chain, one.entry.index]), "until": one.until}
            for one in influence.put_to_me(viewer)
            if one.answered is None
        ],
    }
    return _shown(request, "which", context)


@for_people
def kind(request: HttpRequest, chain: UUID) -> HttpResponse:
    """Tap two: what kind."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    opened = pages.open_case(viewer, chain)
    denied = bool(influence.statements(opened))
    slug = request.here.slug  # type: ignore[attr-defined]
    ways = [
        {"text": one.title, "hint": one.hint, "href": reverse("staff:approach_ask", args=[slug, chain, one.name, 1])}
        for one in KINDS.values()
        if one.name != "denial" or denied
    ]
    return _shown(request, "kind", {"reference": opened.page.case.reference, "ways": ways})


@for_people
def ask(request: HttpRequest, chain: UUID, kind: str, question: int) -> HttpResponse:
    """One question; after the last, everything to look over."""
    telling = _telling(request, chain, kind)
    asks, number = telling.asks(), question
    if number > len(asks):
        missing = next(
            (place for place, one in enumerate(asks, 1) if one in NEEDED and not telling.answers.get(one)), 0
        )
        if missing:
            return redirect("staff:approach_ask", telling.slug, chain, kind, missing)
        return _check(request, telling)
    if number < 1:
        raise Http404
    one = asks[number - 1]
    offered = telling.form(one)
    form = offered(request.POST or None, initial=telling.answers)
    if request.method == "POST" and form.is_valid():
        telling.keep({name: request.POST.get(name, "") for name in offered.base_fields})
        return redirect("staff:approach_ask", request.here.slug, chain, kind, number + 1)  # type: ignore[attr-defined]
    context = {
        "form": form,
        "number": number,
        "of": len(asks),
        "has_errors": bool(form.errors),
        **telling.around(number),
    }
    return _shown(request, "ask", context, status=422 if form.errors else 200)


@dataclass(kw_only=True)
class Telling:
    """What somebody has said so far of one approach, and where it is kept."""

    viewer: Viewer
    slug: str
    opened: pages.Open
    kind: Kind
    asked: Asked
    place: UUID
    answers: dict[str, str]

    def asks(self) -> list[str]:
        """The questions that are asked, given what was answered so far."""
        return [
            one for one in self.kind.asks if one not in ONLY_IF or self.answers.get(ONLY_IF[one][0]) == ONLY_IF[one][1]
        ]

    def form(self, name: str) -> type[fields.Form]:
        """The form of one question."""
        if name == "alleged":
            offered = influence.to_answer(self.opened)
            label = _("Which statement do you answer?")
            made: dict[str, fields.Field] = {
                name: fields.ChoiceField(label=label, choices=offered, widget=fields.RadioSelect)
            }
        else:
            made = {name: forms.for_deed(self.asked).base_fields[name]}
        if name in ONLY_IF or name in NEEDED:
            made[name].required = True
        return type("Question", (fields.Form,), made)

    def keep(self, said: Mapping[str, str]) -> None:
        """Keep an answer where its writer finds it again."""
        self.answers |= said
        drafts.open_at(self.viewer.body, self.place, now=self.viewer.now)
        draft = drafts.read(self.viewer.body, self.place)
        if draft is not None:
            drafts.keep(self.viewer.body, replace(draft, answers=self.answers), now=self.viewer.now)

    def deed(self) -> forms.DeedForm:
        """All of it as the one form of the act."""
        said = {name: self.answers.get(name, "") for name in self.asks()} | dict(self.kind.said)
        return forms.for_deed(self.asked)({**said, "request": self.answers.get("request", "")})

    def around(self, number: int) -> dict[str, Any]:
        chain = self.opened.case.name
        back = (
            reverse("staff:approach_ask", args=[self.slug, chain, self.kind.name, number - 1])
            if number > 1
            else reverse("staff:approach_kind", args=[self.slug, chain])
        )
        return {"back": back, "title": self.kind.title, "reference": self.opened.page.case.reference}


def _telling(request: HttpRequest, chain: UUID, kind: str) -> Telling:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if kind not in KINDS:
        raise Http404
    opened = pages.open_as_of_now(viewer, chain)
    known = KINDS[kind]
    place = uuid.uuid5(viewer.body, f"approach {viewer.person} {chain} {kind}")
    kept = drafts.read(viewer.body, place)
    answers = dict(kept.answers) if kept is not None else {}
    answers.setdefault("request", str(uuid.uuid4()))
    asked = asking.asked(opened, viewer, known.act)
    return Telling(
        viewer=viewer, slug=request.here.slug, opened=opened, kind=known, place=place, answers=answers,  # type: ignore[attr-defined]
        asked=replace(asked, names={**asked.names, **influence.office_holders(opened, viewer)}),
    )  # fmt: skip


def _check(request: HttpRequest, telling: Telling) -> HttpResponse:
    form = telling.deed()
    refusals: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        answer = _entered(telling, form)
        if isinstance(answer, HttpResponse):
            return answer
        refusals = answer
    wrong = [{"text": text, "href": "#answers"} for several in form.errors.values() for text in several]
    rows = [_row(telling, number, name) for number, name in enumerate(telling.asks(), 1)]
    context = {
        "rows": rows, "refusals": refusals, "wrong": wrong if request.method == "POST" else [],
        "has_errors": bool(refusals), **telling.around(len(rows) + 1),
    }  # fmt: skip
    return _shown(request, "check", context, status=422 if request.method == "POST" else 200)


def _entered(telling: Telling, form: forms.DeedForm) -> HttpResponse | list[dict[str, Any]]:
    """To the receipt, or what stands in the way."""
    chain = UUID(telling.opened.case.name)
    try:
        receipt = commands.act(form.wish(), body=telling.viewer.body)
    except Refused as refused:
        return [pages.refusal(one) for one in refused.verdict.refusals]
    except AlteramError as problem:
        return [{"sentence": problem.sentence() or problem.code, "code": problem.code, "remedy": problem.remedy}]
    drafts.discard(telling.viewer.body, telling.place)
    return redirect("staff:done", telling.slug, chain, receipt.index)


def _row(telling: Telling, number: int, name: str) -> dict[str, str]:
    """An answer to look over, in the words in which it was given."""
    asked = next(one for one in ACTS[telling.kind.act].fields if one.name == name)
    value = telling.answers.get(name, "")
    shown = telling.asked.names.get(value, value.replace("_", " ")) if asked.kind in ("person", "choice") else value
    if name == "alleged":
        shown = dict(influence.to_answer(telling.opened)).get(value, value)
    href = reverse("staff:approach_ask", args=[telling.slug, telling.opened.case.name, telling.kind.name, number])
    return {"key": _(asked.question), "value": shown or "–", "href": href}


@for_people
def put(request: HttpRequest, chain: UUID, index: int) -> HttpResponse:
    """What was put to somebody, and their answer: all that they read of the case. Anybody else finds nothing."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = next((one for one in influence.put_to_me(viewer) if one.chain == chain and one.entry.index == index), None)
    if found is None:
        raise influence.refused(viewer, chain)
    form = Answer(request.POST or None)
    refusals: list[dict[str, Any]] = []
    if request.method == "POST" and found.answered is None and form.is_valid():
        try:
            commands.act(influence.answer(viewer, found, form.cleaned_data), body=viewer.body)
            return redirect("staff:approach_put", request.here.slug, chain, index)  # type: ignore[attr-defined]
        except Refused as refused:
            refusals = [pages.refusal(one) for one in refused.verdict.refusals]
    wrong = bool(form.errors or refusals)
    context = {"put": found, "form": form, "refusals": refusals, "has_errors": wrong, "until": day(found.until)}
    return _shown(request, "put", context, status=422 if wrong else 200)


class Answer(fields.Form):
    """What whoever is named says to what was put to them."""

    statement = fields.CharField(
        label=gettext_lazy("What do you say to it?"), widget=fields.Textarea(attrs={"rows": 5}), max_length=20_000,
        help_text=gettext_lazy("Both sides read it in your words, beside what was said. Nobody can change it."),
        error_messages={"required": gettext_lazy("Write what you say to it.")},
    )  # fmt: skip
    answers_for = fields.CharField(
        label=gettext_lazy("For which office do you answer?"), required=False, max_length=200,
        help_text=gettext_lazy("Left empty: for yourself alone."),
    )  # fmt: skip
    checked = fields.CharField(
        label=gettext_lazy("What was checked?"), required=False, max_length=2_000,
        help_text=gettext_lazy("For example the call list of the office, and by whom."),
    )  # fmt: skip
    request = fields.CharField(widget=fields.HiddenInput, required=False, max_length=64, initial=uuid.uuid4)


def _shown(request: HttpRequest, page: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    slug = request.here.slug  # type: ignore[attr-defined]
    answer = render(request, f"staff/approach/{page}.html", {"slug": slug, **context}, status=status, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer
