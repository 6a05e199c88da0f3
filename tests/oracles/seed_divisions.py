"""Write the frozen bank holidays of one division anew, from the development-only package ``holidays``.

Run by hand when a year is announced, and read the difference before it is committed:

    python tests/oracles/seed_divisions.py GB-SCT 2026-11-24 2028-12-31 > src/alteram/calendar/divisions/GB-SCT.json

The arguments are the division, the day on which the data was taken, and the last day officially announced on it. Only
days from Monday to Friday are kept: the official list has no others, and a holiday that falls on a weekend has its
substitute day. Nothing in the product runs this: an upgrade of the package moves no date.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from importlib.metadata import version

import holidays

FIRST_YEAR, LAST_YEAR = 2012, 2036
NAMES = {"GB-ENG": "England and Wales", "GB-SCT": "Scotland", "GB-NIR": "Northern Ireland"}
OUR_WORDS = {
    "New Year Holiday": "2 January",
    "May Day": "Early May bank holiday",
    "Spring Bank Holiday": "Spring bank holiday",
    "Late Summer Bank Holiday": "Summer bank holiday",
    "Summer Bank Holiday": "Summer bank holiday",
    "Saint Patrick's Day": "St Patrick's Day",
    "Saint Andrew's Day": "St Andrew's Day",
    "Diamond Jubilee of Elizabeth II": "Bank holiday for the Diamond Jubilee",
    "Platinum Jubilee of Elizabeth II": "Bank holiday for the Platinum Jubilee",
    "State Funeral of Queen Elizabeth II": "Bank holiday for the State Funeral of Queen Elizabeth II",
    "Coronation of Charles III": "Bank holiday for the Coronation of King Charles III",
    "Scotland's participation in the FIFA World Cup final": "Bank holiday for the World Cup",
}


def holidays_of(division: str) -> dict[date, str]:
    """Monday to Friday holidays of a division, in our words."""
    found = holidays.country_holidays(
        "GB", subdiv=division.removeprefix("GB-"), years=range(FIRST_YEAR, LAST_YEAR + 1), language="en_GB"
    )
    return {day: _in_our_words(name) for day, name in sorted(found.items()) if day.weekday() < 5}


def _in_our_words(name: str) -> str:
    """Where two holidays meet on one day (2 January 2012 in Scotland), the one that belongs there gives its name."""
    plain = name.split("; ")[0]
    bare = plain.removesuffix(" (observed)")
    return ("substitute day for " if bare != plain else "") + OUR_WORDS.get(bare, bare)


def main(division: str, taken: str, announced_to: str) -> None:
    """Print the file."""
    data = {
        "division": division,
        "name": NAMES[division],
        "source": f"The Python package holidays {version('holidays')} (MIT), checked against the list on gov.uk as "
        "govuk-bank-holidays carries it",
        "snapshot": taken,
        "announced_to": announced_to,
        "later_years": "by the standing rule: the usual days and their substitutes, no special ones",
        "first": f"{FIRST_YEAR}-01-01",
        "last": f"{LAST_YEAR}-12-31",
        "holidays": {day.isoformat(): name for day, name in holidays_of(division).items()},
    }
    sys.stdout.write(json.dumps(data, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
