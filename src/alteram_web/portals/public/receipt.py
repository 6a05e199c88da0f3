"""The answer to a short code, for anybody: whether and since when it is in the record, and nothing of what it is."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from alteram.ledger import receipt as promises
from alteram_web.casework import bodies, slips
from alteram_web.casework.selectors import Viewer


class Code(forms.Form):
    """A code as somebody reads it off a receipt."""

    code = forms.CharField(
        label=_("What is the code?"),
        help_text=_("It looks like ABCD-EFGH-IJKL-MNOP-QRST-U. Spaces, dashes and small letters do not matter."),
        max_length=60,
        error_messages={
            "required": _("Type the code of the receipt."),
            "max_length": _("That is too long for a code."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        try:
            return promises.read_code(self.cleaned_data["code"])
        except promises.Mistyped as problem:
            said = f"{problem.sentence()} {problem.remedy} ({problem.code})"
            raise forms.ValidationError(said, code=problem.code) from problem


@never_cache
def check(request: HttpRequest) -> HttpResponse:
    """A form to type a code in."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    form = Code(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("public:receipt", here.slug, form.cleaned_data["code"])
    return _form(request, here, form)


@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """In the record since …, promised and not yet placed, or not in this record."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = Code({"code": code})
    if not form.is_valid():
        return _form(request, here, form)
    written = form.cleaned_data["code"]
    found = slips.answer(viewer, written)
    context = {"slug": here.slug, "body": here, "answer": found, "receipt": {**slips.drawn(found), "code": written}}
    return render(request, "public/receipt.html", context, using="jinja2")


def _form(request: HttpRequest, here: bodies.Body, form: Code) -> HttpResponse:
    context = {"slug": here.slug, "body": here, "form": form, "has_errors": bool(form.errors)}
    return render(request, "public/receipts.html", context, status=422 if form.errors else 200, using="jinja2")
