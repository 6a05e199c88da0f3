"""The letters that wait for a person: held back, not arrived, or cut off so that nobody knows."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alteram.letters import LETTERS
from alteram_web.casework import bodies, directory, letters, pages, selectors
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people

WAITING = ("held", "failed", "taken")
PATIENCE = timedelta(minutes=10)  # a letter taken so long ago was cut off


@for_people
def waiting(request: HttpRequest) -> HttpResponse:
    """Every letter that waits, of the cases this viewer handles."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    letters.settle(here, now=viewer.now)
    rows = [
        row for row in selectors.letters_waiting(viewer) if row.state != "taken" or viewer.now - row.moved > PATIENCE
    ]
    names = directory.names(viewer, [row.recipient for row in rows])
    context = {"slug": here.slug, "waiting": [_shown(row, names) for row in rows]}
    return render(request, "staff/letters.html", context, using="jinja2")


def _may_go_again(row: selectors.LetterRow) -> bool:
    return row.state in WAITING and not letters.went_out(row.why)


def _shown(row: selectors.LetterRow, names: dict[str, str]) -> dict[str, Any]:
    unknown = _("It was cut off while it was being sent. Ask the recipient before you send it again.")
    return {
        "row": row,
        "title": LETTERS[row.letter].title,
        "to": names.get(row.recipient, row.recipient if not row.recipient.startswith("p-") else _("somebody")),
        "why": row.why or (unknown if row.state == "taken" else ""),
        "again": row.state in ("failed", "taken") and not letters.went_out(row.why),
        "went_out": letters.went_out(row.why),
        "anew": row.state == "held" and not row.readable,
        "by_hand": row.readable and row.recipient.startswith("p-"),
    }


@for_people
@require_POST
def again(request: HttpRequest, chain: UUID, index: int, kind: str, recipient: str) -> HttpResponse:
    """Let a letter be sent, or written, once more: somebody who handles the case has looked at it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    opened = pages.open_case(viewer, chain)
    if not any(holding.capacity == "clerk" for holding in opened.held):
        raise Http404
    for row in selectors.letters(viewer, chain):
        if (row.index, row.letter, row.recipient) == (index, kind, recipient) and _may_go_again(row):
            letters.once_more(here, row.post(chain), row.state, now=viewer.now)
    return redirect("staff:letters", here.slug)
