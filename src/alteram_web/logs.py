"""What the running site writes down: that something happened and where, never what somebody typed.

One JSON object a line on standard error. Only the keys listed in `KEPT` leave; an exception is written as its class and
the places it went through, without its message, since messages of databases and forms quote what was entered.
"""

import logging
import logging.config
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

KEPT = frozenset(
    (
        "event",
        "level",
        "logger",
        "timestamp",
        "failure",
        "frames",
        "method",
        "route",
        "status",
        "milliseconds",
        "code",
        "reference",
    )
)
log = structlog.stdlib.get_logger("alteram_web.requests")


def configure(*, level: str) -> dict[str, Any]:
    """Direct everything that logs through one formatter; returns what was configured."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    directed: dict[str, Any] = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(sort_keys=True),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"level": "CRITICAL"},  # RequestLog says the same without the address's query
            "pikepdf": {"level": "WARNING"},  # it greets on being loaded
            "django.db.backends": {"level": "INFO"},  # at DEBUG it would write statements with what was entered
        },
    }
    logging.config.dictConfig(directed)
    return directed


def without_words(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep the keys that cannot carry anybody's words; turn an exception into its class and its places."""
    failure = _failure(event)
    kept = {key: value for key, value in event.items() if key in KEPT or key.startswith("_")}
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and not event.get("_from_structlog"):
        kept["event"] = str(record.msg)  # another package's sentence with its gaps: what filled them may be anybody's
    if failure is not None:
        kept["failure"] = f"{type(failure).__module__}.{type(failure).__qualname__}"
        kept["frames"] = _frames(failure.__traceback__)
    return kept


def _failure(event: structlog.typing.EventDict) -> BaseException | None:
    found = event.get("exc_info")
    record = event.get("_record")
    if not found and isinstance(record, logging.LogRecord):
        found, record.exc_info, record.exc_text = record.exc_info, None, None
    if isinstance(found, tuple):
        found = found[1]
    return found if isinstance(found, BaseException) else None


def _frames(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class RequestLog:
    """One line per request: method, the route's pattern (not the address, which may name a case), status and time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        spent = round((time.perf_counter() - began) * 1000, 1)
        match = request.resolver_match
        route = match.route if match else "(none)"
        log.info("request", method=request.method, route=route, status=response.status_code, milliseconds=spent)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        route = request.resolver_match.route if request.resolver_match else "(none)"
        log.error("failure", method=request.method, route=route, exc_info=exception)
