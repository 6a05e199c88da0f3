"""What a letter says: from a case, an entry and a recipient to the words that stand in its places."""

from __future__ import annotations

from collections.abc import Mapping

from alteram.correspondence import completion, correction, decision, editions, hearing, measures, opening
from alteram.correspondence.telling import Contents, Telling, Value, common
from alteram.dispatch import CORRECTION

OWN: Mapping[str, Contents] = {
    **opening.LETTERS,
    **hearing.LETTERS,
    **decision.LETTERS,
    **measures.LETTERS,
    **completion.LETTERS,
    **editions.LETTERS,
    CORRECTION: correction.corrected,
}


def contents(kind: str, telling: Telling) -> dict[str, Value]:
    """The words for every place of a letter of this kind."""
    return {**common(telling), **(OWN[kind](telling) if kind in OWN else {})}
