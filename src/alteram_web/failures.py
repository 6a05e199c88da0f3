"""Whatever goes wrong gets one plain sentence and what to do, on a page and in the API alike. No trace leaves.

``problem(failure)`` says what a failure means; :func:`answer` says it as JSON under the API's addresses, as a page
elsewhere. What the API means by a code is in docs/reference/api.md.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import django.db
import psycopg
import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from alteram.errors import AlteramError
from alteram_web.ui.environment import shell

# The database is away, in Django's words or in those of its driver.
AWAY = (django.db.OperationalError, django.db.InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
STATUS = {"E-NOT-FOUND": 404, "E-BODY": 404, "E-STALE": 409, "E-REQUEST": 409, "E-CLOCK": 503}
log = structlog.stdlib.get_logger("alteram_web.failures")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A failure as people and programs are told it."""

    status: int  # of HTTP
    code: str
    sentence: str
    remedy: str
    evidence: Mapping[str, object] = field(default_factory=dict)
    on_page: str = ""  # the remedy for somebody at a page, where a program is told another
    way: str = ""  # where somebody at a page goes on, and what that link says
    way_text: str = ""

    def json(self) -> dict[str, object]:
        return {
            "code": self.code, "sentence": self.sentence, "remedy": self.remedy, "evidence": dict(self.evidence),
        }  # fmt: skip


def problem(failure: BaseException | None) -> Problem:
    """What a failure means. Of one that nobody expected a number is all that is told; the log has the same number."""
    if isinstance(failure, AlteramError):
        return _expected(failure)
    if isinstance(failure, Http404):
        return not_found()
    if isinstance(failure, AWAY):
        log.warning("database", exc_info=failure)
        return Problem(
            status=503, code="E-DATABASE",
            sentence=_("The site cannot reach its database at the moment. Nothing was left half done."),
            remedy=_("Send the same again in a minute. What carries the same “request” is entered once, never twice."),
            on_page=_("Go back and send the page again in a minute. The same form is entered once, never twice."),
        )  # fmt: skip
    if isinstance(failure, (RequestDataTooBig, TooManyFilesSent)):
        return too_large()
    if isinstance(failure, (SuspiciousOperation, PermissionDenied)):
        return unreadable()
    return _unexpected(failure)


def _expected(failure: AlteramError) -> Problem:
    if failure.code in ("E-NOT-FOUND", "E-BODY"):  # one answer, whether it exists or not
        return not_found()
    return Problem(
        status=STATUS.get(failure.code, 422), code=failure.code, sentence=failure.sentence() or failure.code,
        remedy=failure.remedy, evidence=failure.evidence,
    )  # fmt: skip


def _unexpected(failure: BaseException | None) -> Problem:
    reference = secrets.token_hex(4)
    log.error("failure", reference=reference, exc_info=failure)
    return Problem(
        status=500, code="E-FAILED", sentence=_("Something went wrong on our side. Nothing was left half done."),
        remedy=_("Try again. If it goes wrong again, tell the administrator the number %(number)s.")
        % {"number": reference},
        evidence={"reference": reference},
    )  # fmt: skip


def not_found() -> Problem:
    return Problem(
        status=404, code="E-NOT-FOUND", sentence=_("There is nothing at this address for you."),
        remedy=_("Check the address, or go to your cases."),
    )  # fmt: skip


def too_large() -> Problem:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // (1024 * 1024)
    return Problem(
        status=413, code="E-TOO-LARGE", sentence=_("What was sent is too large, so nothing of it was entered."),
        remedy=_("Send at most %(most)s megabytes of text, or %(whole)s megabytes with %(files)s files at once.")
        % {"most": most, "whole": settings.REQUEST_MAX // (1024 * 1024), "files": settings.UPLOAD_MAX_FILES},
    )  # fmt: skip


def unreadable() -> Problem:
    return Problem(
        status=400, code="E-UNREADABLE", sentence=_("What was sent could not be read, so nothing was entered."),
        remedy=_("Open the page again and send it once more."),
    )  # fmt: skip


def forged() -> Problem:
    return Problem(
        status=403, code="E-CSRF",
        sentence=_("We could not tell that this came from you, so nothing was entered."),
        remedy=_("Send the header X-CSRFToken as “me” tells it, or use a token."),
        on_page=_(
            "This happens when you signed in or out in another window, or when the browser keeps no cookies. "
            "Open the page again and send it once more."
        ),
    )  # fmt: skip


def is_api(request: HttpRequest) -> bool:
    """Whether the address lies under a body's API."""
    return request.path_info.split("/")[2:3] == ["api"]


def answer(request: HttpRequest, told: Problem) -> HttpResponse:
    """The problem, as JSON or as a page. Asks nothing of the database: it may be what has gone."""
    if is_api(request):
        made: HttpResponse = JsonResponse(told.json(), status=told.status)
    else:
        page = render_to_string("ui/failure.html", {**shell(request), "problem": told}, using="jinja2")
        made = HttpResponse(page, status=told.status)
    made["Cache-Control"] = "no-store"
    return made


def _readable(request: HttpRequest) -> int:
    """How many bytes are read at all. Of a form that is too large, the files are thrown away and the text is kept."""
    form = request.content_type == "multipart/form-data" and not is_api(request)
    return int(settings.REQUEST_READ if form else settings.REQUEST_MAX)


def _no_such_method(request: HttpRequest, made: HttpResponse) -> HttpResponse:
    """A method that an address of the API does not have, told as everything else there is."""
    if made.status_code != 405 or not is_api(request):
        return made
    told = Problem(
        status=405, code="E-METHOD", sentence=_("This address does not take %(method)s.") % {"method": request.method},
        remedy=_("Read at the beginning of the API which methods each address takes."),
        evidence={"allow": made.headers.get("Allow", "")},
    )  # fmt: skip
    instead = answer(request, told)
    if "Allow" in made:
        instead["Allow"] = made["Allow"]
    return instead


class Failures:
    """Middleware: refuses what is too large before it is read, and answers for failures that a view expects."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length[:20]) > _readable(request):
            return answer(request, replace(too_large(), way=request.path, way_text=_("Open the page again")))
        return _no_such_method(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """Only what is expected; the rest goes on, is logged, and comes to :func:`failed`."""
        known = (AlteramError, RequestDataTooBig, *AWAY)
        if not isinstance(failure, known):
            return None
        return bad(request, failure) if isinstance(failure, RequestDataTooBig) else answer(request, problem(failure))


def bad(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, and 413 for what was too large."""
    return answer(request, replace(problem(exception), way=request.path, way_text=_("Open the page again")))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing here is forbidden; it is not found."""
    return answer(request, not_found())


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return answer(request, not_found()) if is_api(request) else page_not_found(request, exception)


def failed(request: HttpRequest) -> HttpResponse:
    """Everything that nobody expected, and a database that went away before a view was reached."""
    return answer(request, problem(sys.exc_info()[1]))
