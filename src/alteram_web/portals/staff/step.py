"""One step: the form, the refusal, the receipt. The view translates; it does not judge."""

from dataclasses import replace
from uuid import UUID

from django.forms import MultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alteram.acts.invitations import INVITATIONS
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.procedure import Refusal, Refused
from alteram_web.casework import asking, bodies, commands, forms, pages, papers, record, selectors, slips
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.documents import accepting, receiving
from alteram_web.register import roll
from alteram_web.ui.environment import day


@for_people
def step(request: HttpRequest, chain: UUID, name: str) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)  # so that the form has seen what follows by itself
    asked = asking.asked(opened, viewer, name)
    if name == "respondent_named":
        asked = replace(asked, names={**asked.names, **_member(request, viewer)})
    kind = forms.for_deed(asked)
    posted = request.method == "POST"
    form = (
        kind(request.POST, request.FILES)
        if posted
        else kind(initial={**_offered(request, kind), **forms.fresh(opened.case)})
    )
    refusals: list[dict[str, object]] = []
    uploads, wrong = _uploads(request) if posted and asked.takes_papers else ([], [])
    if posted and form.is_valid() and not wrong and not uploads and form.says_nothing():
        wrong.append(_("Nothing is said yet. Write what you want to say, or add a file: it can be entered once."))
    if posted and form.is_valid() and not wrong:
        try:
            receipt = commands.act(
                papers.with_papers(form.wish(), uploads, body=here.id, answers=form.papers_left_out()), body=here.id
            )
        except Refused as refused:
            refusals = [
                pages.refusal(one) | _instead(request, asked, one, here, chain) for one in refused.verdict.refusals
            ]
        except AlteramError as problem:
            if isinstance(problem, record.Stale):  # said once: the form has now seen the case as it is
                form.data = _seen_now(request, pages.open_case(viewer, chain))
            refusals = [
                {
                    "lead": _("Nothing was entered."), "sentence": problem.sentence() or problem.code,
                    "code": problem.code, "remedy": problem.remedy,
                }
            ]  # fmt: skip
        else:
            return redirect("staff:done", here.slug, chain, receipt.index)
    title = asked.step.title if asked.step else INVITATIONS.get(name, asked.acts[0].title)
    context = {
        "slug": here.slug, "chain": chain, "reference": opened.page.case.reference, "form": form, "refusals": refusals,
        "title": title[:1].upper() + title[1:], "clause": asked.step.clause if asked.step else asked.acts[0].floors[:1],
        "finds_member": name == "respondent_named", "member": request.GET.get("member", ""),
        "takes_papers": asked.takes_papers, "taken": accepting.TAKEN, "wrong": wrong,
        "filled_in": not posted and "hearing_on" in request.GET,
        "has_errors": bool(refusals or wrong) or bool(form.errors),
        "text": opened.case.edition.clauses.get(_clause(asked), ""),
    }  # fmt: skip
    return render(request, "staff/step.html", context, status=422 if context["has_errors"] else 200, using="jinja2")


def _member(request: HttpRequest, viewer: Viewer) -> dict[str, str]:
    """The member whose number was asked for, by id, so that it can be chosen; nobody if no member has it."""
    found = roll.member(viewer, request.GET.get("member", "").strip().upper())
    return {found.person: f"{found.name}, {found.number}"} if found is not None else {}


def _uploads(request: HttpRequest) -> tuple[list[papers.Upload], list[str]]:
    """The files that came with it; and a sentence for each that is not taken, so that nothing is entered by halves."""
    taken, wrong = [], []
    if receiving.dropped(request):
        wrong.append(_sentence(accepting.TooLarge()))
    for file in request.FILES.getlist("files"):
        try:
            taken.append(accepting.accept(file.name or "", file.read()))
        except AlteramError as refused:
            wrong.append(f"{file.name}: {_sentence(refused)}")
    return taken, wrong


def _sentence(refused: AlteramError) -> str:
    return f"{refused.sentence()} {refused.remedy}".strip()


def _seen_now(request: HttpRequest, opened: pages.Open) -> QueryDict:
    """The answers as they were sent, with the number of the last entry that there is now."""
    answers = request.POST.copy()
    answers["seen"] = str(opened.case.tip)
    return answers


def _instead(
    request: HttpRequest, asked: forms.Asked, one: Refusal, here: bodies.Body, chain: UUID
) -> dict[str, object]:
    """The way to do the lawful thing: the same form, its answers kept, with the first lawful day filled in.

    Free text is left out: it does not belong into an address.
    """
    if one.code == "E-DECLARATION":
        return {"instead": pages.declaring(reverse("staff:step", args=[here.slug, chain, "declaration_filed"]))}
    if one.lawful_from is None or asked.step is None or not asked.step.announces:
        return {}
    answers = request.POST.copy()
    texts = [field.name for act in asked.acts for field in act.fields if field.forgettable]
    for gone in ("csrfmiddlewaretoken", "request", "seen", "late", "reasons", *texts):
        answers.pop(gone, None)
    answers["hearing_on"] = one.lawful_from.strftime("%d/%m/%Y")
    return {
        "instead": {"text": _("List it for %(day)s") % {"day": day(one.lawful_from)}, "href": f"?{answers.urlencode()}"}
    }


def _offered(request: HttpRequest, kind: type[forms.DeedForm]) -> dict[str, object]:
    """Answers that the address brings along, for the fields that this form has."""
    several = (MultipleChoiceField,)
    return {
        name: request.GET.getlist(name) if isinstance(field, several) else request.GET[name]
        for name, field in kind.base_fields.items()
        if name in request.GET
    }


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
