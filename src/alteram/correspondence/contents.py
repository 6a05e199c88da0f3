"""What a letter says: from a case, an entry and a recipient to the words that stand in its places."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.case import Case
from alteram.codec import Entry
from alteram.correspondence import decision, hearing, opening
from alteram.correspondence.telling import Contents, Said, Telling, Value, common

OWN: Mapping[str, Contents] = {**opening.LETTERS, **hearing.LETTERS, **decision.LETTERS}


def contents(kind: str, case: Case, entry: Entry, to: str, said: Said, phrases: Mapping[str, str]) -> dict[str, Value]:
    """The words for every place of a letter of this kind. ``case`` stands right after ``entry``."""
    telling = Telling(case=case, entry=entry, to=to, said=said, phrases=phrases)
    return {**common(telling), **(OWN[kind](telling) if kind in OWN else {})}
