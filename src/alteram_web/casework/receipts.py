"""What a person takes home after acting: proof that the entry stands, and a promise of when it will be in the tree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alteram.ledger import receipt as promises
from alteram.ledger.signing import SigningKey
from alteram_web.casework import record

CHECKPOINTS = timedelta(hours=1)  # between two checkpoints of the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """The unsigned part of a receipt. It is signed when it is shown, never inside the write."""

    origin: str  # of the body's log
    chain: str
    index: int
    link: bytes  # 32 bytes
    recorded: datetime
    place_by: datetime  # in the checkpoint of that time at the latest
    others: tuple[Receipt, ...] = ()  # of the further cases that the same wish opened


def receipt(origin: str, written: record.Written) -> Receipt:
    """The receipt of an entry that stands."""
    entry = written.entry
    return Receipt(
        origin=origin, chain=entry.case, index=entry.index, link=written.link, recorded=entry.recorded,
        place_by=place_by(entry.recorded),
    )  # fmt: skip


def fixed_time(moment: datetime) -> datetime:
    """The last fixed time at or before a moment: the full hour, in UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def place_by(recorded: datetime) -> datetime:
    """The fixed time after next."""
    return fixed_time(recorded) + 2 * CHECKPOINTS


def counted(recorded: datetime) -> str:
    """How the time came about by which an entry stands in the log, in the local time of the pages."""
    until = place_by(recorded)
    return _(
        "It was recorded at %(recorded)s. The public log is published at each full hour, and whatever is recorded "
        "stands in it at the second one after: by %(until)s. No day is passed over."
    ) % {"recorded": hour(recorded), "until": hour(until)}


def hour(moment: datetime) -> str:
    """A moment by the clock of the pages, to the minute."""
    return date_format(timezone.localtime(moment), "H:i, j F Y")


def shown(receipt: Receipt, key: SigningKey, placement: promises.Placement | None = None) -> promises.Receipt:
    """The receipt as a person takes it home: signed now, by the body's receipt key, and with its place once it has one.

    The signature is over the promise alone, so the receipt asked for again is the first one and more.
    """
    unsigned = promises.Receipt(
        origin=receipt.origin, chain=receipt.chain, index=receipt.index, link=receipt.link,
        recorded=_moment(receipt.recorded), place_by=_moment(receipt.place_by),
    )  # fmt: skip
    return replace(promises.sign(unsigned, key), placement=placement)


def _moment(moment: datetime) -> str:
    """UTC with milliseconds, as the record writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
