"""What a letter says: from a case, an entry and a recipient to the words that stand in its places."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.correspondence import decision, hearing, opening
from alteram.correspondence.telling import Contents, Telling, Value, common

OWN: Mapping[str, Contents] = {**opening.LETTERS, **hearing.LETTERS, **decision.LETTERS}


def contents(kind: str, telling: Telling) -> dict[str, Value]:
    """The words for every place of a letter of this kind."""
    return {**common(telling), **(OWN[kind](telling) if kind in OWN else {})}
