"""The roll of the League for the demonstration: 12,480 members, every one invented and the same each time.

Names are put together from syllables. Among them stand those whom the worked and the live cases are about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from alteram import worked
from alteram.people import fictional_id
from alteram_web.casework import bodies, record
from alteram_web.demonstration.cast import BODY, LIVE
from alteram_web.register import roll
from alteram_web.register.standing_of import Change, set_standing

MEMBERS = 12_480
AS_OF = date(2024, 1, 1)
LOADED = datetime(2024, 1, 2, 9, tzinfo=UTC)
OLDEST = date(1986, 1, 1)
CLERK = "Dev Ashgrove"
RESIGNED = {"Dacre Holm": datetime(2026, 7, 20, 21, 30, tzinfo=UTC)}  # as his case says, and the case goes on

BRANCHES = ("Aldermoor", "Brackwater", "Caldmouth", "Dunfell", "Easthithe", "Fennbridge", "Gorsely", "Harrowmere")
GIVEN = (
    ("Al", "Be", "Cor", "Da", "El", "Fen", "Gwe", "Hal", "Is", "Jor", "Kes", "Lo", "Mar", "Ne", "Os", "Per", "Ro",
     "Syl", "Tam", "Va", "Wil", "Ye"),
    ("bin", "ric", "lia", "na", "dith", "mon", "la", "ran", "bel", "vin", "sa", "th", "wen", "dric", "ley", "mis"),
)  # fmt: skip
FAMILY = (
    ("Ash", "Birch", "Cold", "Dray", "Elm", "Fair", "Grey", "Hazel", "Iron", "Kettle", "Lark", "Mill", "North", "Oat",
     "Pell", "Quarry", "Reed", "Stone", "Thorn", "Under", "Vale", "Wether"),
    ("brook", "combe", "den", "field", "garth", "hurst", "ing", "ley", "mere", "rigg", "ston", "thwaite",
     "wick", "worth"),
)  # fmt: skip
REASONS = ("subscription lapsed", "resigned", "died")


def fill(body: bodies.Body) -> None:
    """Load the roll, and whoever has resigned since. Where it is loaded already, nothing happens."""
    with record.transaction(body.id):
        entered = record.load(body.id, body.house, "house").last_recorded
    clerk = fictional_id(CLERK)
    given = list(rows(respondents()))
    loaded = roll.load(body.id, given, as_of=AS_OF, by=clerk, now=max(LOADED, entered or LOADED))
    if not loaded.entered:
        return
    numbers = {row["name"]: row["number"] for row in given if row["person"]}
    for name, when in RESIGNED.items():
        change = Change(number=numbers[name], reason="resigned", on=when.date())
        set_standing(body.id, change, by=clerk, now=when)


def respondents() -> list[str]:
    """Whom the worked cases and the live ones are about: they must be on the roll."""
    folder = Path(settings.RULEBOOKS) / BODY / "2025"
    _people, names = worked.read_people(folder / "people.yaml")
    stories = [worked.read_story(file, names) for file in sorted((folder / "worked").glob("G*.yaml"))]
    found = [name for story in stories for name in story.names_in("respondent")]
    return list(dict.fromkeys([*found, *(live.respondent for live in LIVE)]))


def rows(named: Sequence[str], *, members: int = MEMBERS) -> Iterator[Mapping[str, str]]:
    """The members as a file of the membership system would have them. Those named stand among the others."""
    step = members // (len(named) + 1) if named else members
    places = {step * (place + 1): name for place, name in enumerate(named)}
    for number in range(1, members + 1):
        drawn = hashlib.sha256(f"alteram fictional member {number}".encode()).digest()
        name = places.get(number)
        joined = OLDEST + timedelta(days=int.from_bytes(drawn[:3], "big") % (AS_OF - OLDEST).days)
        left, reason = ("", "") if name else _left(drawn, joined)
        yield {
            "number": f"LL-{number:05}",
            "name": name or _name(drawn),
            "branch": BRANCHES[drawn[3] % len(BRANCHES)],
            "joined": joined.isoformat(),
            "left": left,
            "reason": reason,
            "person": fictional_id(name) if name else "",
        }


def _name(drawn: bytes) -> str:
    given, family = ("".join(part[byte % len(part)] for part, byte in zip(parts, pair, strict=True))
                     for parts, pair in ((GIVEN, drawn[4:6]), (FAMILY, drawn[6:8])))  # fmt: skip
    return f"{given} {family}"


def _left(drawn: bytes, joined: date) -> tuple[str, str]:
    """About one in thirty has left for a reason that is nobody's case."""
    if drawn[8] % 30 or joined >= AS_OF:
        return "", ""
    day = joined + timedelta(days=int.from_bytes(drawn[9:11], "big") % (AS_OF - joined).days)
    return day.isoformat(), REASONS[drawn[11] % len(REASONS)]
