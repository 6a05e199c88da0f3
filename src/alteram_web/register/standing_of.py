"""The standing of a member over the whole body, as of any day, as known now or as known then.

    standing_of(asking, person, on=day, known="then")   what limits a member for conduct
    set_standing(body, number, reason=…)                what an outside system may change, and what it is refused

What was *known then* is what the record said at the end of that local day. A later appeal, correction or late entry
changes what is known now, and never what was known then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from alteram.errors import AlteramError
from alteram.procedure import Refused, Verdict
from alteram.standing import (
    ROLL_CHANGES,
    Known,
    Membership,
    Spell,
    Standing,
    known_on,
    membership,
    refuse_roll_change,
)
from alteram_web.casework import record, watch
from alteram_web.casework.selectors import Viewer, reading
from alteram_web.register.roll import Member

Knowledge = Literal["now", "then"]
FOREVER = datetime.max.replace(tzinfo=ZoneInfo("UTC"))


class NoSuchMember(AlteramError):
    """No member has this number."""

    code = "E-MEMBER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of a member on a day."""

    standing: Standing  # for conduct, from the record alone
    membership: Membership  # from the roll


def standing_of(asking: Viewer | UUID, person: str, *, on: date, known: Knowledge = "now") -> Standing:
    """The narrowest of what all cases of the body say, for a viewer who may ask or for the product itself (a body)."""
    return known_on(_known(asking, person), on=on, at=_moment(on, known))


def answers(viewer: Viewer, member: Member, *, on: date) -> dict[Knowledge, Answer]:
    """Both answers for a page: as known now, and as known at the end of that day."""
    found = _known(viewer, member.person)
    made: dict[Knowledge, Answer] = {}
    known: Knowledge
    for known in ("now", "then"):
        at = _moment(on, known)
        made[known] = Answer(
            standing=known_on(found, on=on, at=at),
            membership=membership([event for event in member.events if event.recorded <= at], on=on),
        )
    return made


def _moment(on: date, known: Knowledge) -> datetime:
    """Up to when the record is believed: as far as it goes, or to the last millisecond of the local day."""
    if known == "now":
        return FOREVER
    midnight = datetime.combine(on + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))
    return midnight - timedelta(milliseconds=1)


def _known(asking: Viewer | UUID, person: str) -> tuple[Known, ...]:
    if isinstance(asking, UUID):
        with record.transaction(asking):
            return _spells(record.standing_rows(person))
    with reading(asking) as cursor:
        cursor.execute(
            "SELECT standing, since, until, scope, known_from, known_until, rejoin_from, matches, missed_on"
            " FROM casework.standing_of(%s)",
            (person,),
        )
        return _spells(cursor.fetchall())


def _spells(rows: Sequence[tuple[Any, ...]]) -> tuple[Known, ...]:
    return tuple(
        Known(
            spell=Spell(
                name=str(name),
                first=since,
                last=until,
                entry=-1,
                scope=tuple(scope),
                rejoin_from=rejoin_from,
                matches=matches,
                missed_on=tuple(missed_on),
            ),
            since=known_from,
            until=known_until,
        )
        for name, since, until, scope, known_from, known_until, rejoin_from, matches, missed_on in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What an outside system says of a member."""

    number: str
    reason: str  # subscription lapsed, resigned, died, joined, rejoined, moved branch; anything else is conduct
    on: date
    branch: str = ""


def set_standing(body: UUID, change: Change, *, by: str, now: datetime) -> None:
    """Change the roll for a reason that is not conduct. The cases of whoever leaves go on.

    Raises :class:`~alteram.procedure.Refused` (``E-STATUS-DISCIPLINE``) where the reason is conduct, and the knock
    stands on the watch chain of the house; :class:`NoSuchMember` for a number nobody has.
    """
    refused = refuse_roll_change(reason=change.reason)
    if refused is not None:
        watch.knock(body, None, act="act_refused", person=by, tried="set_standing", codes=[refused.code], now=now)
        raise Refused(Verdict(refusals=(refused,)))
    reason = change.reason.strip().lower()
    with record.transaction(body):
        known = record.change_roll(
            change.number, what=ROLL_CHANGES[reason], on=change.on, branch=change.branch, reason=reason, by=by, now=now
        )
    if not known:
        raise NoSuchMember("No member has this number.", remedy="Check the number against the roll.")
