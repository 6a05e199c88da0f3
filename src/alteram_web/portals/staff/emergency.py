"""Breaking the glass: two key holders, at one screen, let somebody into a case; everybody concerned reads of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from alteram.errors import AlteramError
from alteram.people import People
from alteram.procedure import Refused, Wish
from alteram.procedure.floors.papers import EMERGENCY
from alteram_web.casework import bodies, commands, directory, pages, record, shares, watch
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class Breaking(forms.Form):
    """Which case, who is let in, why and until when; and the two shares."""

    case = forms.CharField(
        label=_("Number of the case"),
        help_text=_("As it stands on a letter, such as 2026-K7QF-3M2P."),
        max_length=40,
        error_messages={"required": _("Enter the number of the case.")},
    )
    person = forms.ChoiceField(
        label=_("Who is let in?"),
        help_text=_("Somebody who stands outside the case and holds no office."),
        error_messages={"required": _("Choose who is let in.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("Both sides, the panel and the auditor read it. Say nothing about what the case is about."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say why.")},
    )
    until = forms.DateField(
        label=_("Until which day?"),
        help_text=_("Fourteen days at most. It can be done again."),
        input_formats=DAYS,
        error_messages={"required": _("Enter a day."), "invalid": _("Enter a day, such as 24/03/2026.")},
    )
    share_1 = forms.CharField(
        label=_("The words of your share"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        max_length=1000,
        error_messages={"required": _("Type the words of your share.")},
    )
    share_2 = forms.CharField(
        label=_("The words of the second holder's share"),
        help_text=_("Let the other holder type them. They are used now and kept nowhere."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        max_length=1000,
        error_messages={"required": _("The second holder types the words of the other share.")},
    )
    request = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, *args: Any, viewer: Viewer, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.names = _offered(viewer, people)
        self.fields["person"].choices = [("", ""), *self.names.items()]  # type: ignore[attr-defined]

    def clean_case(self) -> UUID:
        """The case of that number. Only a key holder sees this form, so that there is none may be said."""
        with record.transaction(self.viewer.body):
            name = record.case_of_reference(str(self.cleaned_data["case"]).strip())
        if name is None:
            raise forms.ValidationError(_("There is no case of that number. Check it on a letter."))
        self.reference = str(self.cleaned_data["case"]).strip()
        return name


@for_people
def emergency(request: HttpRequest) -> HttpResponse:
    """The form, for whoever keeps a share today. Anybody else finds nothing, and the knock stands on record."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    people = _people_if_holder(viewer)
    form = Breaking(
        request.POST if request.method == "POST" else None, viewer=viewer, people=people, initial=_initial(viewer)
    )
    context: dict[str, Any] = {"slug": here.slug, "form": form, "refusals": [], "done": None}
    if request.method == "POST" and form.is_valid():
        context |= _broken(viewer, form)
    has_errors = bool(form.errors or context["refusals"])
    answer = render(
        request, "staff/emergency.html", {**context, "has_errors": has_errors}, status=422 if has_errors else 200,
        using="jinja2",
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _people_if_holder(viewer: Viewer) -> People:
    with record.transaction(viewer.body):
        people = record.people()
    if not people.holds_keys(viewer.person, on=viewer.day):
        watch.knock(
            viewer.body, None, act="access_refused", person=viewer.person, tried="emergency", codes=["E-NOT-FOUND"],
            now=viewer.now,
        )  # fmt: skip
        raise Http404
    return people


def _initial(viewer: Viewer) -> dict[str, Any]:
    return {"request": str(uuid.uuid4()), "until": viewer.day + timedelta(days=EMERGENCY.days // 2)}


def _offered(viewer: Viewer, people: People) -> dict[str, str]:
    """Whoever holds a place in a pool of the body today and no office; whether the case bars them, the deed says."""
    held = {one.person for one in people.memberships if one.holds_on(viewer.day)}
    free = [one for one in held if people.office_of(one, on=viewer.day) is None and one != viewer.person]
    return dict(sorted(directory.names(viewer, free).items(), key=lambda pair: pair[1]))


def _broken(viewer: Viewer, form: Breaking) -> dict[str, Any]:
    """What the page says of it: who was let in until when, or why not."""
    said = form.cleaned_data
    try:
        commands.act(_wish(viewer, said), body=viewer.body)
    except Refused as refused:
        return {"refusals": [pages.refusal(one) for one in refused.verdict.refusals]}
    except AlteramError as problem:
        if isinstance(problem, shares.SharesProblem):  # it never came to the door, which would have entered it
            watch.knock(
                viewer.body, None, act="act_refused", person=viewer.person, tried="glass_broken", codes=[problem.code],
                now=viewer.now,
            )  # fmt: skip
        return {
            "refusals": [
                {"sentence": problem.sentence() or problem.code, "code": problem.code, "remedy": problem.remedy}
            ]
        }
    return {"done": {"case": form.reference, "name": form.names[said["person"]], "until": said["until"]}}


def _wish(viewer: Viewer, said: dict[str, Any]) -> Wish:
    """Who acts is whoever's shares these are, and one of the two is the person at the screen."""
    joined = shares.join(viewer.body, [said["share_1"], said["share_2"]])
    if viewer.person not in joined.holders:
        raise shares.SharesProblem("Neither share is yours.", remedy="Type the words of your own share first.")
    wish = Wish(
        case=str(said["case"]), step=None, act="glass_broken", at=viewer.day, recorded=viewer.now,
        by=tuple(sorted(joined.holders)), request=said["request"] or None,
        fields={"person": said["person"], "why": said["why"], "until": said["until"].isoformat()},
    )  # fmt: skip
    return shares.proved(wish, joined)
