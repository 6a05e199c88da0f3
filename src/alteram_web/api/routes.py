"""The addresses of the API. Each does what a page does: the same selectors, the same forms, the same one door."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict
from ninja import NinjaAPI, Query, Schema, Status
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from alteram.ledger import receipt as receipts
from alteram_web.api import answering, answers, errors, front
from alteram_web.casework import (
    asking,
    bodies,
    commands,
    counting,
    directory,
    fairness,
    forms,
    hearings,
    pages,
    papers,
    river,
    selectors,
    viewers,
)
from alteram_web.casework import receipts as placing
from alteram_web.casework.selectors import NotFound, Viewer
from alteram_web.documents import accepting
from alteram_web.register import roll

SAFE = ("GET", "HEAD", "OPTIONS")
PROBLEMS: dict[int, Any] = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 500, 503), answers.Problem)


class SignedIn(AuthBase):
    """Somebody known in this body, by a token, or by the session with the word against forgery."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Viewer:
        if not request.user.is_authenticated:
            raise errors.Nobody
        unsafe = request.method not in SAFE and not viewers.carries_token(request)
        if unsafe and check_csrf(request) is not None:
            raise errors.Forged
        viewer = _viewer(request)
        if not viewer.person:
            raise NotFound
        return viewer


api = NinjaAPI(
    title="Alteram", version="1", urls_namespace="api", docs_url=None, openapi_url=None, auth=SignedIn(),
    description="The cases of one body, and what may be done in them, cut to whoever asks.",
)  # fmt: skip
errors.listen(api)


def _viewer(request: HttpRequest) -> Viewer:
    found: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    return found


def _here(request: HttpRequest) -> bodies.Body:
    found: bodies.Body = request.here  # type: ignore[attr-defined]
    return found


@api.get("me", response={200: answers.Me, **PROBLEMS}, summary="Who am I here?")
def me(request: HttpRequest) -> answers.Me:
    viewer, here = _viewer(request), _here(request)
    name = directory.names(viewer, [viewer.person]).get(viewer.person, "")
    return answers.Me(
        person=viewer.person, name=name, body=answers.Body(slug=here.slug, name=here.name), day=viewer.day,
        csrf=None if viewers.carries_token(request) else get_token(request),
    )  # fmt: skip


@api.get("cases", response={200: answers.Cases, **PROBLEMS}, summary="My cases, the most urgent first")
def cases(
    request: HttpRequest,
    status: Literal["open", "closed"] = "open",
    stage: Annotated[str, Query(pattern="^[a-z0-9_]*$", max_length=100)] = "",
    after: Annotated[str | None, Query(max_length=100)] = None,
) -> answers.Cases:
    viewer = _viewer(request)
    page = selectors.my_cases(viewer, status=status, stage=stage, after=after)
    days = counting.next_days(viewer, [one.chain for one in page.cases])
    listed = [_listed(one, days.get(one.chain)) for one in page.cases]
    return answers.Cases(cases=listed, next=page.next)


def _listed(one: selectors.Listed, day: counting.NextDay | None) -> answers.Listed:
    shown = answers.Listed.from_orm(one)
    shown.next = answers.NextDay.from_orm(day) if day is not None else None
    return shown


@api.get("cases/{uuid:chain}", response={200: answers.CaseSeen, **PROBLEMS}, summary="One case")
def case(request: HttpRequest, chain: UUID) -> answers.CaseSeen:
    opened = _opened(request, chain)
    viewer, page = _viewer(request), opened.page
    steps = pages.may_happen(opened, viewer, str)
    return answers.CaseSeen(
        chain=chain,
        reference=page.case.reference,
        status=page.case.status,
        stages=list(page.stages),
        opened=page.case.opened,
        tip=page.tip,
        river=[
            answers.Entry(**_known(answers.Entry, shown), link=one.link.hex())
            for shown, one in zip(river.river(opened), page.entries, strict=True)
        ],
        steps=answers.Steps(**{group: [_step(one) for one in some] for group, some in steps.items()}),
        any_time=[answers.AnyTime(name=one["href"], title=one["text"]) for one in pages.any_time(opened, viewer, str)],
        owed=[answers.Owed(**_known(answers.Owed, one)) for one in pages.owed(opened, viewer, str)],
        fairness=[answers.Guarantee(**_known(answers.Guarantee, one)) for one in pages.fairness(opened)],
        hearings=[_hearing(one) for one in hearings.hearings(opened)],
    )


@api.get(
    "cases/{uuid:chain}/fairness", response={200: answers.FairnessLedger, **PROBLEMS},
    summary="The fairness ledger of a case, cut to who asks",
)  # fmt: skip
def fairness_of(request: HttpRequest, chain: UUID) -> answers.FairnessLedger:
    return answers.FairnessLedger.model_validate(fairness.as_data(_opened(request, chain), _viewer(request)))


def _hearing(one: hearings.Hearing) -> answers.Hearing:
    return answers.Hearing(
        title=one.title, day=one.day, time=one.time, place=one.place, panel=list(one.panel),
        challenge_by=one.challenge_by, evidence_by=one.evidence_by,
        challenge=_counted(one.challenge), evidence=_counted(one.evidence),
    )  # fmt: skip


def _counted(one: hearings.LastDay | None) -> answers.Counted | None:
    return answers.Counted.model_validate(one.how) if one is not None else None


def _known(kind: type[Schema], shown: dict[str, Any]) -> dict[str, Any]:
    """Of what the page shows, what the answer has a place for."""
    return {name: value for name, value in shown.items() if name in kind.model_fields}


def _step(shown: dict[str, Any]) -> answers.StepThere:
    refusals = [errors.refused(one) for one in shown["refusals"]]
    return answers.StepThere(name=shown["name"], title=shown["title"], clause=shown["clause"], refusals=refusals)


def _opened(request: HttpRequest, chain: UUID) -> pages.Open:
    """The case as it is now; the clock first, as on the page."""
    return pages.open_as_of_now(_viewer(request), chain)


@api.get("cases/{uuid:chain}/do/{slug:name}", response={200: answers.Questions, **PROBLEMS}, summary="What a step asks")
def ask(request: HttpRequest, chain: UUID, name: str) -> answers.Questions:
    opened = _opened(request, chain)
    asked = asking.asked(opened, _viewer(request), name)
    fresh = forms.fresh(opened.case)
    title = asked.step.title if asked.step else asked.acts[0].title
    return answers.Questions(
        name=name, title=title[:1].upper() + title[1:], clause=asked.step.clause if asked.step else "",
        seen=opened.case.tip, request=str(fresh["request"]), fields=answering.questions(forms.for_deed(asked)()),
    )  # fmt: skip


@api.post("cases/{uuid:chain}/do/{slug:name}", response={201: answers.Receipt, **PROBLEMS}, summary="Take a step")
def do(request: HttpRequest, chain: UUID, name: str, deed: answers.Deed) -> Status[answers.Receipt]:
    opened = _opened(request, chain)
    asked = asking.asked(opened, _viewer(request), name)
    if asking.may_do(opened, name):
        asked = replace(asked, member=roll.by_number(_viewer(request)))
    kind = forms.for_deed(asked)
    sent, wrong = answering.filled(deed, kind)
    files, unread = answering.files(deed, taken=asked.takes_papers)
    form = kind(sent, MultiValueDict({"files": files} if files else {}))
    if wrong or unread or not form.is_valid():
        raise errors.Unsaid([*wrong, *unread, *answering.field_problems(form)])
    uploads = [accepting.accept(one.name or "", one.read()) for one in files]
    here = _here(request).id
    wish = papers.with_papers(form.wish(), uploads, body=here, answers=form.papers_left_out())
    receipt = commands.act(wish, body=here)
    stands = answers.Receipt(
        code=receipts.short_code(receipt.link), link=receipt.link.hex(), chain=UUID(receipt.chain),
        index=receipt.index, recorded=receipt.recorded, place_by=receipt.place_by,
        place_by_counted=placing.counted(receipt.recorded),
    )  # fmt: skip
    return Status(201, stands)


def _described(request: HttpRequest) -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix=f"/{_here(request).slug}/api/"))


@api.get("openapi.json", auth=None, include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description of the API, for programs. It names no case and no person, so anybody may read it."""
    return api.create_response(request, _described(request), status=200)


@api.get("", auth=None, include_in_schema=False)
def index(request: HttpRequest) -> HttpResponse:
    """Where it begins: the addresses there are, and where they are described."""
    return front.index(_here(request).slug, _described(request))


@api.get("docs", auth=None, include_in_schema=False)
@api.get("docs/", auth=None, include_in_schema=False)
def docs(request: HttpRequest) -> HttpResponse:
    """Where people look for it first."""
    return redirect(f"/{_here(request).slug}/api/")
