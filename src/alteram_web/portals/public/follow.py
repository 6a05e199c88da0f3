"""Coming back with a return key: to a draft, or to the case as the person who complained.

A wrong key is answered with one sentence. Tries are counted for each address from which they come, and too many are
told to wait; whoever holds the right key is never locked out by others.
"""

from __future__ import annotations

import re

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from alteram_web.casework import bodies, drafts, held, return_keys, viewers
from alteram_web.casework.selectors import Viewer
from alteram_web.portals.public.tries import Tries

REFERENCE = re.compile(r"\d{4}\W?[A-Z2-7]{4}\W?[A-Z2-7]{4}")
RECEIPT = re.compile(r"([A-Z2-7]{4}\W?){5}[A-Z2-7]")
WRONG_KEYS = Tries(name="wrong-keys", most=10, forgotten=15 * 60)


class Key(forms.Form):
    """The one question."""

    key = forms.CharField(
        label=_("What is your return key?"),
        help_text=_("Five groups of four letters, as you were given it: K7QF-3M2P-…"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter your return key.")},
    )


def follow(request: HttpRequest) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = Key(request.POST if request.method == "POST" else None)
    problem, status = "", 200
    if form.is_bound and form.is_valid() and (other := _something_else(form.cleaned_data["key"])):
        problem, status = other, 422
    elif form.is_bound and form.is_valid():
        answer = _opened(request, here, viewer, form)
        if answer is not None:
            return answer
        problem, status = _wrong(request)
    elif form.is_bound:
        status = 422
    return _page(request, here, form, problem=problem, status=status)


def _page(request: HttpRequest, here: bodies.Body, form: Key, *, problem: str, status: int) -> HttpResponse:
    context = {"slug": here.slug, "body": here, "form": form, "problem": problem, "has_errors": status != 200}
    return render(request, "public/follow.html", context, status=status, using="jinja2")


def _something_else(typed: str) -> str:
    """What was typed instead of a key, in a sentence; empty if it may be a key."""
    word = typed.strip().upper()
    if REFERENCE.fullmatch(word):
        return _(
            "That is the reference of a complaint. Anybody may quote it, so it opens nothing. Your return key is the "
            "longer one: five groups of four letters, shown to you once when you had sent the complaint."
        )
    if RECEIPT.fullmatch(word):
        return _(
            "That is the code of a receipt: it shows that an entry stands in the record, and opens nothing. Your "
            "return key has five groups of four letters, and no letter after them."
        )
    return ""


def _wrong(request: HttpRequest) -> tuple[str, int]:
    """What is said of a key that opens nothing. It is counted; a right key opens however many others were tried."""
    if WRONG_KEYS.too_many(request):
        return _("Too many keys were tried from here. Wait a quarter of an hour; a right key still opens."), 429
    WRONG_KEYS.count(request)
    return _("This key opens nothing here. Compare it letter by letter with the one you were given."), 422


def _somebody_else() -> str:
    return _(
        "The key is right, but you are signed in with an account, and a key opens a complaint for whoever made it. "
        "Sign out first, at the top of this page; then give the key again."
    )


def _opened(request: HttpRequest, here: bodies.Body, viewer: Viewer, form: Key) -> HttpResponse | None:
    key = form.cleaned_data["key"]
    found = return_keys.opened(here.id, key)
    if found is not None and viewer.person not in (viewers.NOBODY, found.person) and request.user.is_authenticated:
        return _page(request, here, form, problem=_somebody_else(), status=409)
    if found is not None:
        request.session.cycle_key()  # so that nobody who knew the session before is in it now
        viewers.come_back(request, here, found.person, now=viewer.now)
        kept = held.waiting(request, found.person)
        return redirect(kept) if kept else redirect("complainant:case", here.slug, found.chain)
    draft = drafts.found(here.id, key)
    if draft is not None:
        request.session.cycle_key()
        request.session["draft"] = str(draft)
        kept = held.waiting(request, held.of_draft(draft))
        return redirect(kept) if kept else redirect("public:summary", here.slug)
    return None
