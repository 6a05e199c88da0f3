"""The bank holidays of the three divisions of the United Kingdom, frozen as data.

Each file beside this module says where its days come from, when they were taken, and up to which day they had been
officially announced; later years follow the standing rule. The files change only by a commit, never by an upgrade.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from alteram.errors import AlteramError

DIVISIONS: Final = ("GB-ENG", "GB-SCT", "GB-NIR")


class DivisionUnknown(AlteramError):
    """A holiday division that the product does not carry."""

    code = "E-CALENDAR-DIVISION"
    remedy = f"Write one of {', '.join(DIVISIONS)}, or let the edition carry its own calendar.json."


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Where a division's holidays come from. ``taken`` is the day of the copy; all days are inclusive."""

    division: str
    name: str
    source: str
    taken: date
    announced_to: date
    first: date
    last: date


def division(code: str) -> Mapping[date, str]:
    """The holidays of a division: day → name, Monday to Friday only. Raises :class:`DivisionUnknown`."""
    return _read(code)[1]


def snapshot(code: str) -> Snapshot:
    """Source, day of the copy and years covered. Raises :class:`DivisionUnknown`."""
    return _read(code)[0]


@cache
def _read(code: str) -> tuple[Snapshot, Mapping[date, str]]:
    if code not in DIVISIONS:
        raise DivisionUnknown(f"No bank holidays are known for “{code}”.")
    data = json.loads(files(__name__).joinpath(f"{code}.json").read_text(encoding="utf-8"))
    taken_from = Snapshot(
        division=code,
        name=data["name"],
        source=data["source"],
        taken=date.fromisoformat(data["snapshot"]),
        announced_to=date.fromisoformat(data["announced_to"]),
        first=date.fromisoformat(data["first"]),
        last=date.fromisoformat(data["last"]),
    )
    days = {date.fromisoformat(day): name for day, name in data["holidays"].items()}
    return taken_from, MappingProxyType(days)
