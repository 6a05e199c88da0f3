"""The watch chains: refused attempts and knocks on a closed door, beside the case and out of the parties' sight.

The first knock is entered at once, so that nothing hangs on a process that may die. The same knock within the next
minute is counted, and when the minute is over one entry says how often. So a flood cannot fill the record, and nothing
is lost. What makes it the same is whose door it is, and not which address was tried: whoever guesses at names of cases
that are not there knocks on one door, the body's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from alteram import codec
from alteram.codec import Actor, Entry, Value
from alteram_web.casework import record

KINDS = ("watch", "house_watch")
SYSTEM = Actor(who="clock", role="clock", capacity="clock")


def knock(
    body: UUID, case: UUID | None, *, act: str, person: str, tried: str, codes: Sequence[str], now: datetime
) -> None:
    """Enter that somebody was refused (``act_refused``, ``access_refused``), in a transaction of its own."""
    asked = "asked" if act == "access_refused" else "tried"
    data: dict[str, Value] = {"person": person, asked: tried, "codes": list(codes)}
    told = {"act": act, "data": data}
    with record.transaction(body):
        watch = record.watch_of(case)
        fingerprint = hashlib.sha256(json.dumps([str(watch), told], sort_keys=True).encode()).digest()
        answer = record.knocked(watch, fingerprint, codec.milliseconds(now), told)
        if answer is None:
            return
        chain = record.load_tip(body, watch, *KINDS)
        if answer.repeats:
            chain = _enter(chain, answer.told, now, repeated=answer)
        _enter(chain, told, now)


def settle(body: UUID, now: datetime) -> int:
    """Enter the repeats of every minute that is over; how many entries that made."""
    made = 0
    with record.transaction(body):
        for knocks in record.knocks_over(now):
            if knocks.repeats:
                _enter(record.load_tip(body, knocks.watch, *KINDS), knocks.told, now, repeated=knocks)
                made += 1
    return made


def _enter(
    chain: record.Chain, told: Mapping[str, Value], now: datetime, *, repeated: record.Knocks | None = None
) -> record.Chain:
    data: dict[str, Value] = dict(told["data"])  # type: ignore[call-overload]  # what knock() put there
    if repeated is not None:
        data |= {"repeats": repeated.repeats, "since": _stamp(repeated.since), "until": _stamp(repeated.until)}
    # An attempt is written down even by a clock that has jumped back: the time of the last entry is taken again.
    recorded = max(codec.milliseconds(now), chain.last_recorded or codec.milliseconds(now))
    entry = Entry(
        case=str(chain.name), index=chain.tip + 1, at=recorded.date(), recorded=recorded, acts=(str(told["act"]),),
        by=(SYSTEM,), clauses=("IND-02",), data=data, salt=record.new_salt(),
    )  # fmt: skip
    _, grown = record.write(chain, record.Sealed(entry=entry, texts={}))
    return grown


def _stamp(moment: datetime) -> str:
    return codec.milliseconds(moment).isoformat(timespec="milliseconds")
