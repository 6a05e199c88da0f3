"""Making a complaint: the gate, the questions, the exact copy of what was sent."""

import hmac
import secrets
import unicodedata
import uuid
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from alteram.errors import AlteramError
from alteram.ledger import receipt as receipts
from alteram.procedure import Wish
from alteram_web.casework import bodies, commands, directory, editions, keys, projections, record, slips
from alteram_web.casework.receipts import Receipt
from alteram_web.casework.selectors import Viewer

DAYS = ["%d/%m/%Y", "%Y-%m-%d"]


class Complaint(forms.Form):
    """What we need to begin. Everything else can be added later."""

    account = forms.CharField(
        label=_("What happened?"),
        help_text=_("In your own words: what, where, who was there. You can add papers later."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        error_messages={"required": _("Say what happened.")},
    )
    conduct = forms.DateField(
        label=_("On what day did it happen?"),
        help_text=_("For example 24/03/2026. If on several days, the last."),
        input_formats=DAYS,
        error_messages={"required": _("Enter the day it happened."), "invalid": _("Enter a day, such as 24/03/2026.")},
    )
    respondent = forms.CharField(
        label=_("Who did it?"), max_length=200, error_messages={"required": _("Name the member you complain about.")}
    )
    standing = forms.ChoiceField(
        label=_("Did it happen to you?"),
        choices=[("victim", _("Yes, to me")), ("reporter", _("No, I saw it or heard of it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it happened to you.")},
    )
    name = forms.CharField(label=_("What is your name?"), max_length=200,
                           error_messages={"required": _("Give your name.")})  # fmt: skip
    safe = forms.BooleanField(
        label=_("I am not in danger now. If I am, I call the police first."),
        error_messages={"required": _("Please confirm that you are safe; if not, call the police now.")},
    )
    request = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_conduct(self) -> date:
        day: date = self.cleaned_data["conduct"]
        if day > self.today:
            raise forms.ValidationError(_("That day has not come yet."))
        return day


def complain(request: HttpRequest) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    posted = request.method == "POST"
    form = Complaint(request.POST if posted else None, today=viewer.day, initial={"request": str(uuid.uuid4())})
    problem = ""
    if posted and form.is_valid():
        try:
            receipt = _send(here, viewer, form.cleaned_data)
        except AlteramError as refused:
            problem = f"{refused.sentence()} {refused.remedy}".strip()
        else:
            request.session["sent"] = _copy(here, receipt, form.cleaned_data["account"])
            return redirect("public:sent", here.slug, receipts.short_code(receipt.link))
    context = {"slug": here.slug, "body": here, "form": form, "problem": problem,
               "has_errors": bool(problem) or bool(form.errors)}  # fmt: skip
    return render(request, "public/complain.html", context, status=422 if context["has_errors"] else 200,
                  using="jinja2")  # fmt: skip


def _copy(here: bodies.Body, receipt: Receipt, account: str) -> dict[str, object]:
    """What the record holds, read from the record. A form sent again with other words changes nothing, and says so."""
    with record.transaction(here.id):
        chain = record.load(here.id, uuid.UUID(receipt.chain))
        recorded = record.texts(chain).get((receipt.index, "account"), "")
    return {
        "code": receipts.short_code(receipt.link),
        "chain": receipt.chain,
        "index": receipt.index,
        "link": receipt.link.hex(),
        "reference": projections.reference(receipt.chain, chain.entries[0].at),
        "account": recorded,
        "other_words": unicodedata.normalize("NFC", account) != recorded,
    }


def _send(here: bodies.Body, viewer: Viewer, said: dict[str, Any]) -> Receipt:
    """Through the one door. People are drawn an id; their names are kept apart, sealed."""
    asked = said.get("request") or str(uuid.uuid4())
    chain = uuid.uuid5(here.id, f"complaint {asked}")  # the same form sent twice means the same case
    complainant = viewer.person or _person(here, chain, "complainant")
    respondent = _person(here, chain, "respondent")
    known = directory.names(viewer, [complainant, respondent])  # a form sent again changes nobody's name
    for person, name in ((complainant, said["name"]), (respondent, said["respondent"])):
        if person not in known:
            directory.put(here.id, person, name)
    first = editions.rulebook(here.slug).on(viewer.day).first_step
    return commands.act(
        Wish(
            case=str(chain), step=first.name, at=viewer.day, recorded=viewer.now, by=(complainant,), channel="portal",
            fields={
                "standing": said["standing"], "conduct": [said["conduct"].isoformat()], "account": said["account"],
                "complainant": [complainant], "respondents": [respondent],
            },
            request=asked,
        ),
        body=here.id,
    )  # fmt: skip


def _person(here: bodies.Body, chain: uuid.UUID, party: str) -> str:
    """An id that nobody can work out without the body's key; the same for the same form."""
    letters = "abcdefghijkmnpqrstuvwxyz23456789"
    drawn = hmac.digest(keys.body_key(here.id), f"alteram person 1\n{chain} {party}".encode(), "sha256")
    return "p-" + "".join(letters[byte % len(letters)] for byte in drawn[:8])


def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The exact copy of what was sent, for whoever sent it in this session."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    kept = _kept(request, code)
    download = reverse("public:sent-receipt", args=[here.slug, code])
    slip = slips.slip(viewer, here, bytes.fromhex(kept["link"]), download=download)
    return render(
        request, "public/sent.html", {"slug": here.slug, "body": here, "sent": kept, "slip": slip}, using="jinja2"
    )


def sent_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The signed receipt as a file, for whoever sent it in this session."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    kept = _kept(request, code)
    with record.transaction(here.id):
        entry = record.load(here.id, uuid.UUID(kept["chain"])).entries[kept["index"]]
    return slips.download(here, entry, bytes.fromhex(kept["link"]))


def _kept(request: HttpRequest, code: str) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get("sent") or {}
    if not secrets.compare_digest(str(kept.get("code", "")).encode(), code.encode()):
        raise Http404
    if "link" not in kept:  # a session of before the receipt could be saved
        raise Http404
    return kept
