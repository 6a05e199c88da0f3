"""How long each chain is and how it ends, as one leaf of the tree: the last one under every checkpoint.

A chain cannot defend its own last entry, and a leaf that nobody claims may be a random one. So the placer lets the last
leaf of each checkpoint vouch for every chain: whoever leaves out the last entries of one, or a whole chain, contradicts
a signed number. The chains stand in a small tree of their own, filled up to a power of two with leaves that say
nothing. So a party can be shown that its own chain is whole, and learns neither of the others nor how many there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from alteram.ledger import canonical, tree

TIPS = b"alteram tips 1\n"
FEWEST = 256  # leaves, so that the first 256 chains do not show


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Tip:
    """A chain as far as it is in the tree: its name, how many entries, the link of the last (32 bytes)."""

    chain: str
    length: int
    link: bytes

    @property
    def hashed(self) -> bytes:
        return tree.leaf(canonical.encode({"chain": self.chain, "length": self.length, "link": self.link.hex()}))


class Tips:
    """The chains under one checkpoint. ``salt`` is 32 random bytes from the caller, from which the filling is drawn."""

    def __init__(self, tips: Iterable[Tip], salt: bytes) -> None:
        self.salt = salt
        self.rows = tuple(sorted(tips))
        self.of = max(FEWEST, 1 << (len(self.rows) - 1).bit_length()) if self.rows else FEWEST
        filling = (sha256(TIPS + salt + number.to_bytes(8)).digest() for number in range(len(self.rows), self.of))
        self._tree = tree.Tree.of_leaves(b"".join([*(row.hashed for row in self.rows), *filling]))

    @property
    def root(self) -> bytes:
        return self._tree.root()

    @property
    def link(self) -> bytes:
        """What stands in the tree of the body, like the link of an entry."""
        return link(self.root)

    def proof(self, at: int) -> list[bytes]:
        """The proof that row ``at`` is among them."""
        return self._tree.inclusion(at)


def link(root: bytes) -> bytes:
    """The link over the root of the small tree."""
    return sha256(TIPS + root).digest()


def root_of(tip: Tip, at: int, of: int, proof: list[bytes]) -> bytes | None:
    """The root to which a proof leads, or None if it has the wrong length."""
    return tree.root_of_inclusion(tip.hashed, at, of, proof)
