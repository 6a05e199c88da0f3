"""Finding a member by name without the table knowing any name.

Of each word of a name, each beginning is turned into a mark: 8 bytes of an HMAC under the key of the body. A search is
turned into marks the same way. Whoever has the table and not the key can see that two members share a beginning, and
not which.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Iterable
from uuid import UUID

from alteram_web.casework import keys

SHORTEST, LONGEST = 2, 12  # letters of a beginning
MARK = 8  # bytes


def words(text: str) -> list[str]:
    """The words of a name, without accents, case or punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return "".join(c if c.isalnum() else " " for c in plain).split()


class Marks:
    """The marks of one body. Keep it while many names are marked: beginnings come again and again."""

    def __init__(self, body: UUID) -> None:
        self._key = hmac.digest(keys.body_key(body), b"alteram name mark 1\n", "sha256")
        self._known: dict[str, bytes] = {}

    def of_name(self, name: str) -> list[bytes]:
        """Every mark under which a name can be found."""
        return self._marks(
            {word[:end] for word in words(name) for end in range(min(SHORTEST, len(word)), min(LONGEST, len(word)) + 1)}
        )

    def of_search(self, text: str) -> list[bytes]:
        """The marks that a name must have, all of them, to be what somebody typed."""
        return self._marks({word[:LONGEST] for word in words(text) if len(word) >= SHORTEST})

    def _marks(self, beginnings: Iterable[str]) -> list[bytes]:
        for one in beginnings:
            if one not in self._known:
                self._known[one] = hmac.digest(self._key, one.encode(), "sha256")[:MARK]
        return sorted(self._known[one] for one in beginnings)
