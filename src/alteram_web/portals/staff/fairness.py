"""The fairness ledger of a case: on the screen, and as a document to hand to a court or a regulator."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alteram_web.casework import fairness, pages, selectors
from alteram_web.casework.signed_in import for_people
from alteram_web.documents import rendering


@for_people
def page(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer, here = request.viewer, request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    opened = pages.open_as_of_now(viewer, chain)
    found = fairness.told(opened, viewer)
    context = {
        "slug": here.slug, "chain": chain, "reference": opened.page.case.reference, "ledger": found,
        "stages": fairness.shown(opened, found), "today": viewer.day,
    }  # fmt: skip
    answer = render(request, "staff/fairness.html", context, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


@for_people
def file(request: HttpRequest, chain: UUID) -> HttpResponse:
    """The same as a tagged PDF. The same record on the same day gives the same bytes."""
    viewer, here = request.viewer, request.here  # type: ignore[attr-defined]
    opened = pages.open_as_of_now(viewer, chain)
    reference = opened.page.case.reference
    made = rendering.pdf(fairness.letter(opened, viewer), sender=here.name, reference=reference, on=viewer.day)
    selectors.note(viewer, chain, "fairness ledger")
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="fairness-{reference}.pdf"',
            "Cache-Control": "private, no-store",
        },
    )
