"""One step: the form, the refusal, the receipt. The view translates; it does not judge."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.forms import MultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alteram import draw
from alteram.acts.invitations import INVITATIONS
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.procedure import Refusal, Refused
from alteram_web.casework import (
    asking,
    bodies,
    commands,
    drafts,
    forms,
    held,
    listing,
    pages,
    papers,
    record,
    selectors,
    slips,
    twice,
)
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.documents import accepting, receiving
from alteram_web.portals.staff import files
from alteram_web.register import roll
from alteram_web.ui.environment import day


@for_people
def step(request: HttpRequest, chain: UUID, name: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    opened = pages.open_as_of_now(viewer, chain)  # so that the form has seen what follows by itself
    asked = asking.asked(opened, viewer, name)
    may_do = asking.may_do(opened, name)
    if may_do:
        asked = replace(asked, member=roll.by_number(viewer))
    if name == "respondent_named" and may_do:
        asked = replace(asked, names={**asked.names, **_member(request, viewer)})
    if request.method == "POST" and not request.POST.get("another_day"):
        return _sent(request, opened, asked)
    kind = forms.for_deed(asked)
    held_back = held.back(request, viewer.person) if request.method != "POST" else None
    form = _offered(request, kind, opened, held_back)
    kept = files.ticked(viewer, files.place(viewer, chain, name), held_back or request.POST)
    return _page(request, opened, form, kept=kept, held_back=held_back is not None)


def _sent(request: HttpRequest, opened: pages.Open, asked: forms.Asked) -> HttpResponse:
    """A form that was sent: to the receipt, if it is entered; else the form again, with what was typed and chosen."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    where = files.place(viewer, UUID(opened.case.name), asked.name)
    brought = files.brought(request, viewer, where) if asked.takes_papers else files.Files(place=where)
    given = request.FILES.copy()
    if brought.earlier:
        given.setlistdefault("files", [])  # for the form: files come along
    form = forms.for_deed(asked)(request.POST, given)
    refusals: list[dict[str, object]] = []
    valid = form.is_valid() and not brought.wrong
    if valid and not brought.uploads and form.says_nothing():
        brought.wrong.append(
            _("Nothing is said yet. Write what you want to say, or add a file: it can be entered once.")
        )
    elif valid:
        entered = _enter(request, opened, form, brought.uploads)
        if isinstance(entered, HttpResponse):
            files.let_go(viewer, where)
            return entered
        refusals = entered
    may_take = bool(asked.near)  # nothing is kept for whoever could not enter it anyway
    kept = files.keep(viewer, brought) if asked.takes_papers and may_take else []
    return _page(request, opened, form, refusals=refusals, wrong=brought.wrong, kept=kept)


def _enter(
    request: HttpRequest, opened: pages.Open, form: forms.DeedForm, uploads: list[papers.Upload]
) -> HttpResponse | list[dict[str, object]]:
    """To the receipt, if it stands now; else what stands in the way."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = form.asked
    chain = UUID(opened.case.name)
    before = twice.earlier(request, uploads) if asked.takes_papers else None
    if before is not None:
        messages.info(request, _("You had sent this already, so it was not entered a second time."))
        return redirect("staff:done", here.slug, chain, before)
    try:
        receipt = commands.act(
            papers.with_papers(form.wish(), uploads, body=here.id, answers=form.papers_left_out()), body=here.id
        )
    except Refused as refused:
        declare = reverse("staff:step", args=[here.slug, chain, "declaration_filed"])
        return _with_a_way(asked, refused.verdict.refusals, declare=declare)
    except AlteramError as problem:
        if isinstance(problem, record.Stale):  # said once: the form has now seen the case as it is
            form.data = _seen_now(request, pages.open_case(viewer, chain))
        return [
            {
                "lead": _("Nothing was entered."), "sentence": problem.sentence() or problem.code,
                "code": problem.code, "remedy": problem.remedy,
            }
        ]  # fmt: skip
    if asked.takes_papers:
        twice.remember(request, uploads, receipt.index)
    return redirect("staff:done", here.slug, chain, receipt.index)


def _page(
    request: HttpRequest, opened: pages.Open, form: forms.DeedForm, *,
    refusals: Sequence[dict[str, object]] = (), wrong: Sequence[str] = (), kept: Sequence[drafts.File] = (),
    held_back: bool = False,
) -> HttpResponse:  # fmt: skip
    """The form, with whatever stands in the way."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = form.asked
    title = asked.step.title if asked.step else INVITATIONS.get(asked.name, asked.acts[0].title)
    context = {
        "slug": here.slug, "chain": opened.case.name, "reference": opened.page.case.reference, "form": form,
        "laid_out": form.laid_out([str(one["code"]) for one in refusals]),
        "title": title[:1].upper() + title[1:], "clause": asked.step.clause if asked.step else asked.acts[0].floors[:1],
        "name": asked.name, "draws": asked.step is not None and any(asked.step.is_act(act) for act in draw.ACTS),
        "finds_member": asked.name == "respondent_named", "member": request.GET.get("member", ""),
        "not_asked": _not_asked(opened, viewer, asked),
        "takes_papers": asked.takes_papers, "taken": accepting.TAKEN, "most": receiving.limits(),
        "wrong": wrong, "refusals": refusals, "kept": kept,
        "choose_again": receiving.over(request) is not None or receiving.dropped(request),
        "another_day": bool(request.POST.get("another_day")), "held_back": held_back,
        "mark": held.mark(request, viewer.person),
        "has_errors": bool(refusals or wrong) or bool(form.errors),
        "text": opened.case.edition.clauses.get(_clause(asked), ""),
    }  # fmt: skip
    return render(request, "staff/step.html", context, status=422 if context["has_errors"] else 200, using="jinja2")


def _not_asked(opened: pages.Open, viewer: Viewer, asked: forms.Asked) -> list[str]:
    """On a form that tells the day of a hearing: whose days nobody asked for (NOT-03). It warns and keeps nobody."""
    tells = asked.step is not None and asked.step.announces and asking.may_do(opened, asked.name)
    return listing.not_asked(opened, listing.names_of(opened, viewer)) if tells else []


def _member(request: HttpRequest, viewer: Viewer) -> dict[str, str]:
    """The member whose number was asked for, by id, so that it can be chosen; nobody if no member has it."""
    found = roll.member(viewer, request.GET.get("member", "").strip().upper())
    return {found.person: f"{found.name}, {found.number}"} if found is not None else {}


def _seen_now(request: HttpRequest, opened: pages.Open) -> QueryDict:
    """The answers as they were sent, with the number of the last entry that there is now."""
    answers = request.POST.copy()
    answers["seen"] = str(opened.case.tip)
    return answers


def _with_a_way(asked: forms.Asked, refused: Sequence[Refusal], *, declare: str) -> list[dict[str, object]]:
    """The refusals, each with the lawful thing to do instead, where there is one.

    The last brings a button that fills in the first day that none of them stands against.
    """
    shown: list[dict[str, object]] = [
        pages.refusal(one) | ({"instead": pages.declaring(declare)} if one.code == "E-DECLARATION" else {})
        for one in refused
    ]
    days = [one.lawful_from for one in refused if one.lawful_from is not None]
    if days and len(days) == len(refused) and asked.step is not None and asked.step.announces:
        shown[-1]["instead"] = {
            "text": _("List it for %(day)s") % {"day": day(max(days))}, "form": "deed", "name": "another_day",
            "value": max(days).strftime("%d/%m/%Y"),
        }  # fmt: skip
    return shown


def _offered(
    request: HttpRequest, kind: type[forms.DeedForm], opened: pages.Open, held_back: QueryDict | None
) -> forms.DeedForm:
    """The form as it is opened: with what its writer had typed before, or with what the address brings along."""
    answers = held_back or (request.POST if request.method == "POST" else request.GET)
    said = {
        name: answers.getlist(name) if isinstance(field, MultipleChoiceField) else answers[name]
        for name, field in kind.base_fields.items()
        if name in answers
    }
    if "hearing_on" in kind.base_fields and request.POST.get("another_day"):
        said["hearing_on"] = request.POST["another_day"]
    return kind(initial={**forms.fresh(opened.case), **said})


def _clause(asked: forms.Asked) -> str:
    return asked.step.clause if asked.step else ""


@for_people
def done(request: HttpRequest, chain: UUID, index: int) -> HttpResponse:
    """What stands now: the receipt of an entry that the viewer may see, or made."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    entry, link = _entry_for(viewer, chain, index)
    download = reverse("staff:receipt", args=[here.slug, chain, index])
    context = {
        "slug": here.slug, "chain": chain, "index": index,
        "reference": pages.reference(viewer, chain),
        "left": not selectors.may_know(viewer, chain), "declared": "declaration_filed" in entry.acts,
        "slip": slips.slip(viewer, here, link, download=download),
    }  # fmt: skip
    return render(request, "staff/done.html", context, using="jinja2")


@for_people
def receipt(request: HttpRequest, chain: UUID, index: int) -> HttpResponse:
    """The same receipt as a file: signed now, and with its place once it has one."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    entry, link = _entry_for(viewer, chain, index)
    return slips.download(here, entry, link)


def _entry_for(viewer: Viewer, chain: UUID, index: int) -> tuple[Entry, bytes]:
    """One's own deed even when it has closed the case to oneself, as standing down does; any other by what one sees."""
    found = pages.own_entry(viewer, chain, index) or pages.entry_of(pages.open_case(viewer, chain), viewer, index)
    if found is None:
        raise Http404
    return found
