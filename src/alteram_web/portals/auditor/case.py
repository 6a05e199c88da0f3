"""One case: what an auditor sees before it is opened, the door, and the file behind it."""

import uuid
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alteram.access import INSPECTION
from alteram.errors import AlteramError
from alteram.procedure import Refused, Wish
from alteram_web.casework import commands, counting, held, matters, oversight, pages, river
from alteram_web.casework.selectors import Viewer
from alteram_web.portals.auditor.guard import for_auditors
from alteram_web.portals.auditor.lists import shown
from alteram_web.ui.environment import day as in_full

ATTEMPTS = 10  # of this case, on its page


class Opening(forms.Form):
    """Why a file is opened. A file of the sample needs no reason."""

    reason = forms.CharField(
        label=_("Why do you open this file?"),
        help_text=_("Your reason stands in the record of the case for good. Do not name anybody."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    request = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


def _case(request: HttpRequest, chain: UUID) -> HttpResponse:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    existing = oversight.case(viewer, chain)
    drawn = oversight.sample(viewer)
    sampled = drawn.name_of(chain) if drawn else None
    posted = request.method == "POST"
    held_back = None if posted else held.back(request, viewer.person)
    form = Opening(request.POST) if posted else _fresh(held_back)
    refusals: list[dict[str, Any]] = []
    if posted and form.is_valid():
        try:
            commands.act(_wish(viewer, chain, form, sampled if "sample" in request.POST else None), body=viewer.body)
        except Refused as refused:
            refusals = [pages.refusal(one) for one in refused.verdict.refusals]
        except AlteramError as problem:
            refusals = [{"sentence": problem.sentence() or problem.code, "code": problem.code}]
        else:
            return redirect("auditor:case", request.here.slug, chain)  # type: ignore[attr-defined]
    context = {**_before(viewer, existing), **_file(viewer, chain)}
    context |= {
        "form": form, "refusals": refusals, "sampled": sampled, "has_errors": bool(refusals or form.errors),
        "held_back": held_back is not None, "mark": held.mark(request, viewer.person),
    }  # fmt: skip
    answer = shown(request, "case", context)
    answer.status_code = 422 if context["has_errors"] else 200
    return answer


case = for_auditors(_case, posts=True)


def _fresh(held_back: QueryDict | None) -> Opening:
    """The form with a name of its own, and with the reason that its writer had typed before."""
    reason = held_back.get("reason", "") if held_back is not None else ""
    return Opening(initial={"reason": reason, "request": str(uuid.uuid4())})


def _wish(viewer: Viewer, chain: UUID, form: Opening, sampled: str | None) -> Wish:
    """The one act an auditor has here. Which sample it is, the site says: nobody can claim one that was not drawn."""
    reason = form.cleaned_data["reason"].strip()
    fields: dict[str, object] = {"sample": sampled} if sampled else {"reason": reason} if reason else {}
    return Wish(
        case=str(chain), step=None, act="file_inspected", at=viewer.day, recorded=viewer.now, by=(viewer.person,),
        fields=fields, request=form.cleaned_data["request"] or None,
    )  # fmt: skip


def _before(viewer: Viewer, existing: oversight.Existing) -> dict[str, Any]:
    """What needs no opening."""
    (fair,) = oversight.fairness(viewer, [existing])
    states = {"met": "met", "not yet": "not_yet", "breached": "breached"}
    return {
        "existing": existing,
        "fair": [
            {"title": one.sentence, "state": states[one.state], "sentence": one.note, "clause": one.floor}
            for one in fair.guarantees
            if one.state in states
        ],
        "held": fair.held,
        "overdue": counting.of_late(viewer, oversight.overdue(viewer, existing.chain)),
        "attempts": oversight.attempts(viewer, chain=existing.chain, size=ATTEMPTS),
        "late": oversight.late_entries(viewer, existing.chain),
    }


def _counted(opened: date) -> str:
    """How the day came about to which a file stays open."""
    return _("%(number)s days after %(day)s, the day on which you opened it last, which is not counted.") % {
        "number": INSPECTION.days, "day": in_full(opened),
    }  # fmt: skip


def _file(viewer: Viewer, chain: UUID) -> dict[str, Any]:
    """The river, and until when the whole file is open; without an inspection it holds nothing but who looked."""
    opened = pages.open_case(viewer, chain)
    looked = [
        entry.at + INSPECTION
        for entry in opened.case.entries
        if "file_inspected" in entry.acts and any(actor.who == viewer.person for actor in entry.by)
    ]
    last = max(looked, default=None)
    reads = last is not None and last >= viewer.day
    return {
        "entries": river.river(opened) if reads else [],
        "kept": matters.kept(opened, viewer),
        "reads_until": last if reads else None,
        "reads_counted": _counted(last - INSPECTION) if reads and last is not None else "",
    }
