"""One's own tokens for programs: make one, see it once, end it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from alteram_web.casework import bodies, held, viewers
from alteram_web.casework.selectors import Viewer
from alteram_web.casework.signed_in import for_people
from alteram_web.identity import tokens
from alteram_web.identity.models import Holder, Token
from alteram_web.ui.environment import day as in_full


class NewToken(forms.Form):
    """What a new token is called and how long it holds."""

    name = forms.CharField(label=gettext_lazy("What is it for?"), max_length=100)
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long should it hold?"), coerce=int, initial=tokens.DAYS[1],
        choices=[(number, gettext_lazy("%(number)s days") % {"number": number}) for number in tokens.DAYS],
        widget=forms.RadioSelect,
    )  # fmt: skip


def holder_here(request: HttpRequest) -> Holder:
    """The account's side of whoever asks; nobody who came with a return key has one."""
    holder = viewers.holder_of(request.viewer)  # type: ignore[attr-defined]  # set by casework.viewers.Here
    if holder is None:
        raise Http404
    return holder


@for_people
def mine(request: HttpRequest) -> HttpResponse:
    """All of one's tokens, and the form for one more. A secret is shown in the answer to that form and never again."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    holder, secret = holder_here(request), ""
    held_back = held.back(request, viewer.person) if request.method != "POST" else None
    form = NewToken(initial=held_back.dict() if held_back is not None else None)
    if request.method == "POST":
        form = NewToken(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            secret, _made = tokens.issue(holder, name=said["name"], now=viewer.now, days=said["days"])
            form = NewToken()
    context = {
        "slug": here.slug, "form": form, "has_errors": bool(form.errors), "secret": secret,
        "held_back": held_back is not None, "mark": held.mark(request, viewer.person),
        "tokens": [{"token": one, "state": _state(one, viewer), "how": _how(one)} for one in tokens.of(holder)],
        "example": request.build_absolute_uri(f"/{here.slug}/api/me"),
    }  # fmt: skip
    answer = render(request, "staff/tokens.html", context, status=422 if form.errors else 200, using="jinja2")
    answer["Cache-Control"] = "no-store"
    return answer


def _how(one: Token) -> str:
    """How the day came about up to which a token holds."""
    return _("%(days)s days after %(day)s, the day on which it was made.") % {
        "days": (one.expires - one.made).days, "day": in_full(one.made),
    }  # fmt: skip


def _state(one: Token, viewer: Viewer) -> str:
    if one.revoked is not None:
        return _("ended")
    return _("expired") if one.expires <= viewer.now else ""


@require_POST
@for_people
def revoke(request: HttpRequest, token: int) -> HttpResponse:
    """End a token at once. Somebody else's is not found."""
    holder = holder_here(request)
    back = "staff:calendar" if tokens.of(holder, opens=tokens.CALENDAR).filter(pk=token).exists() else "staff:tokens"
    if not tokens.revoke(holder, token, now=request.viewer.now):  # type: ignore[attr-defined]
        raise Http404
    return redirect(back, request.here.slug)  # type: ignore[attr-defined]
