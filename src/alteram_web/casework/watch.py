"""The watch chains: refused attempts and knocks on a closed door, beside the case and out of the parties' sight.

The first knock is entered at once, so that nothing hangs on a process that may die. The same knock within the next minute
is counted, and when the minute is over one entry says how often. So a flood cannot fill the record, and nothing is lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from alteram import codec
from alteram.codec import Actor, Entry, Value
from alteram_web.casework import record

SYSTEM = Actor(who="clock", role="clock", capacity="clock")


def knock(
    body: UUID, case: UUID | None, *, act: str, person: str, tried: str, codes: Sequence[str], now: datetime
) -> None:
    """Enter that somebody was refused, in a transaction of its own. ``act`` is ``act_refused`` or ``access_refused``."""
    asked = "asked" if act == "access_refused" else "tried"
    data: dict[str, Value] = {"person": person, asked: tried, "codes": list(codes)}
    told = {"act": act, "data": data}
    fingerprint = hashlib.sha256(json.dumps([str(case), told], sort_keys=True).encode()).digest()
    with record.transaction(body):
        watch = record.watch_of(case)
        answer = record.knocked(watch, fingerprint, codec.milliseconds(now), told)
        if answer is None:
            return
        repeats, since, until, before = answer
        chain = record.load(body, watch)
        if repeats:
            chain = _enter(chain, before, now, repeats=(repeats, since, until))
        _enter(chain, told, now)


def settle(body: UUID, now: datetime) -> int:
    """Enter the repeats of every minute that is over; how many entries that made."""
    made = 0
    with record.transaction(body):
        for watch, repeats, since, until, told in record.knocks_over(now):
            if repeats:
                _enter(record.load(body, watch), told, now, repeats=(repeats, since, until))
                made += 1
    return made


def _enter(
    chain: record.Chain, told: Mapping[str, Value], now: datetime, *, repeats: tuple[int, datetime, datetime] | None = None
) -> record.Chain:
    data = dict(told["data"])  # type: ignore[call-overload]  # what knock() put there
    if repeats is not None:
        count, since, until = repeats
        data |= {"repeats": count, "since": _stamp(since), "until": _stamp(until)}
    # An attempt is written down even by a clock that has jumped back: the time of the last entry is taken again.
    recorded = max(codec.milliseconds(now), chain.last_recorded or codec.milliseconds(now))
    entry = Entry(
        case=str(chain.name), index=chain.tip + 1, at=recorded.date(), recorded=recorded, acts=(str(told["act"]),),
        by=(SYSTEM,), clauses=("IND-02",), data=data,
    )  # fmt: skip
    _, grown = record.write(chain, record.Sealed(entry=entry, texts={}))
    return replace(grown)


def _stamp(moment: datetime) -> str:
    return codec.milliseconds(moment).isoformat(timespec="milliseconds")
