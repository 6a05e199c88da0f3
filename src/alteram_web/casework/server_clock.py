"""The clock of the machine, as far as it can be trusted: days are counted by it, and consequences follow from it.

Pages, worker and placer read the time here. It must not have been set while they ran (:mod:`steady`), and when they
began it must not have been behind the newest checkpoint, which was published at a time that has been.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse

from alteram_web.casework import bodies, record, steady, tiles


def now() -> datetime:
    """The moment. Raises :class:`~steady.ClockJumped`, and :class:`~record.ClockBehind` right after a start."""
    steady.check()
    moment = datetime.now(UTC)  # noqa: TID251  # the edge
    _begin(moment)
    return moment


class _Begun:
    """Whether this process has compared its first moment with the record."""

    yet = False


def _begin(moment: datetime) -> None:
    """Once a process, and again until it is well: later jumps are seen by themselves."""
    if _Begun.yet:
        return
    newest = max(filter(None, map(_published, bodies.every())), default=moment)
    if newest > moment + steady.JUMP:
        behind = round((newest - moment).total_seconds() / 60)
        raise record.ClockBehind(
            f"The server's clock is {behind} minutes behind the last checkpoint of the record, so nothing can be done.",
            remedy="The administrator must set the server's clock right.",
            evidence={"minutes": behind},
        )
    _Begun.yet = True


def _published(body: bodies.Body) -> datetime | None:
    with record.transaction(body.id):
        found = tiles.published(record.run)
    return None if found is None else found.at


class Trusted:
    """Middleware: no page by a wrong clock, and no sign-in that has run out by it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        steady.check()
        return self.get_response(request)
