"""Failures of the API as JSON. What they mean is said once for the whole site, in ``alteram_web.failures``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from alteram.procedure import Refused
from alteram_web import failures
from alteram_web.api import answers
from alteram_web.casework import pages
from alteram_web.failures import Problem


class Unsaid(Exception):
    """Fields that cannot be taken as they were sent."""

    def __init__(self, fields: Sequence[answers.FieldProblem]) -> None:
        self.fields = list(fields)
        super().__init__()


class Nobody(Exception):
    """Nobody is signed in, or the token does not hold."""


class Forged(Exception):
    """A session without the word that shows the request came from our own page."""


def refused(one: dict[str, Any]) -> answers.Refused:
    """A refusal as the page says it: its lead and its sentence."""
    return answers.Refused(
        code=one["code"], clause=one["clause"], sentence=f"{one['lead']} {one['sentence']}",
        counted=one["counted"], day=one["day"], lawful_from=one["first_lawful_day"], remedy=one["remedy"],
    )  # fmt: skip


def listen(api: NinjaAPI) -> None:
    """Everything that a view raises comes to :func:`told`; none of it leaves as a trace."""
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, told)  # type: ignore[arg-type]  # it is given the failure itself


def told(request: HttpRequest, failure: Exception) -> HttpResponse:
    problem, more = _meaning(failure)
    made = failures.answer(request, problem)
    if more:
        whole = answers.Problem.model_validate({**problem.json(), **more})
        made.content = whole.model_dump_json().encode()
    if problem.status == 401:
        made["WWW-Authenticate"] = "Bearer"
    return made


def _meaning(failure: Exception) -> tuple[Problem, dict[str, object]]:
    if isinstance(failure, Refused):
        return _refusal(failure)
    if isinstance(failure, Unsaid):
        return _fields(), {"fields": failure.fields}
    if isinstance(failure, ValidationError):
        return _fields(), {"fields": [_named(one) for one in failure.errors]}
    if isinstance(failure, HttpError):
        return _unread(failure), {}
    if isinstance(failure, Nobody):
        return _nobody(), {}
    if isinstance(failure, Forged):
        return failures.forged(), {}
    return failures.problem(failure), {}


def _refusal(failure: Refused) -> tuple[Problem, dict[str, object]]:
    if failure.verdict.shown:  # whoever may not know of the case reads the same as of a case that is not there
        return failures.not_found(), {}
    refusals = [refused(pages.refusal(one)) for one in failure.verdict.refusals]
    problem = Problem(
        status=422, code=failure.code, sentence=" ".join(one.sentence for one in refusals),
        remedy=next((one.remedy for one in refusals if one.remedy), _("Read the rule that is named.")),
    )  # fmt: skip
    return problem, {"refusals": refusals}


def _fields() -> Problem:
    return Problem(
        status=422, code="E-FORM", sentence=_("Some answers are missing or cannot be read, so nothing was entered."),
        remedy=_("Mend the fields that are named, and send it again."),
    )  # fmt: skip


def _named(error: dict[str, object]) -> answers.FieldProblem:
    place = error["loc"]
    path = [str(part) for part in place] if isinstance(place, (list, tuple)) else []
    name = ".".join(part for part in path if part not in ("body", "query", "deed")) or "body"
    return answers.FieldProblem(
        field=name.encode(errors="replace").decode(), sentence=_sentence(str(error.get("type")))
    )


def _sentence(kind: str) -> str:
    """What is wrong with a field, in our words: the kinds are those of the library that reads the body."""
    said = {
        "missing": _("This is missing."),
        "extra_forbidden": _("This is not asked for. Leave it out."),
        "string_too_long": _("This is too long."),
        "string_type": _("Send a text."),
        "literal_error": _("Send one of the words that the description of the API names."),
        "string_pattern_mismatch": _("Send a name in small letters, digits and underscores."),
        "list_type": _("Send a list."),
        "dict_type": _("Send an object."),
    }
    if kind.startswith("int_"):
        return _("Send a whole number that the description of the API allows.")
    return said.get(kind, _("This has not the form that the description of the API names."))


def _unread(failure: HttpError) -> Problem:
    if isinstance(failure.__cause__, RequestDataTooBig):
        return failures.too_large()
    if failure.status_code == 401:
        return _nobody()
    return Problem(
        status=failure.status_code, code="E-JSON", sentence=_("The body is no JSON, so nothing was entered."),
        remedy=_("Send one JSON object, in UTF-8, with the content type application/json."),
    )  # fmt: skip


def _nobody() -> Problem:
    return Problem(
        status=401, code="E-SIGN-IN", sentence=_("Nobody is signed in, or the token does not hold any more."),
        remedy=_("Sign in, or make a new token on the page “Tokens”, and send it as Authorization: Bearer."),
    )  # fmt: skip
