"""One tree over all links of a body: order across chains, and proofs that nothing was taken away (RFC 6962).

A leaf is ``SHA-256(0x00 ‖ link)``, a node ``SHA-256(0x01 ‖ left ‖ right)``. So the public log carries links and nothing
else, and one leaf vouches for its whole chain so far. Node ``(level, index)`` is the root of the full subtree over the
leaves ``index * 2^level`` up to ``(index + 1) * 2^level``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from alteram.errors import AlteramError

HASH = 32  # bytes of a hash
WIDTH = 256  # hashes in a full tile
HEIGHT = 8  # levels of the tree in one level of tiles
EMPTY = sha256(b"").digest()  # root of a tree without leaves

Nodes = Callable[[int, int], bytes]  # (level, index) -> hash of a full subtree


class NotInTree(AlteramError):
    """A place or a size that the tree does not have."""

    code = "E-TREE"


def leaf(link: bytes) -> bytes:
    """The hash with which a link stands in the tree."""
    return sha256(b"\x00" + link).digest()


def node(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbours."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A tree in memory that grows by links. Every level is one run of bytes, so a proof is a handful of slices."""

    def __init__(self, links: Iterable[bytes] = ()) -> None:
        self._levels: list[bytearray] = [bytearray()]
        for link in links:
            self.append(link)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0]) // HASH

    def append(self, link: bytes) -> int:
        """Add a link; gives its place, counted from 0."""
        return self.append_leaf(leaf(link))

    def append_leaf(self, hashed: bytes) -> int:
        """Add a leaf whose hash is known, as a tile holds it; gives its place."""
        place = index = self.size
        self._levels[0] += hashed
        level = 0
        while index & 1:
            row = self._levels[level]
            hashed = node(bytes(row[-2 * HASH : -HASH]), hashed)
            level, index = level + 1, index >> 1
            if level == len(self._levels):
                self._levels.append(bytearray())
            self._levels[level] += hashed
        return place

    def node(self, level: int, index: int) -> bytes:
        """The hash of a full subtree. Raises :class:`NotInTree` if it is not there or not yet full."""
        row = self._levels[level] if level < len(self._levels) else b""
        found = bytes(row[index * HASH : (index + 1) * HASH])
        if not found:
            raise NotInTree(f"The tree has no full subtree {index} at level {level}.")
        return found

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` leaves, or over all."""
        return root(self.node, self.size if size is None else size)

    def inclusion(self, place: int, size: int | None = None) -> list[bytes]:
        """The proof that the leaf at ``place`` is in the tree of the first ``size`` leaves."""
        return inclusion(self.node, place, self.size if size is None else size)

    def consistency(self, old: int, new: int | None = None) -> list[bytes]:
        """The proof that the tree of ``new`` leaves begins with the tree of ``old`` leaves."""
        return consistency(self.node, old, self.size if new is None else new)


def root(nodes: Nodes, size: int) -> bytes:
    """The root over the first ``size`` leaves."""
    return _over(nodes, 0, size) if size else EMPTY


def inclusion(nodes: Nodes, place: int, size: int) -> list[bytes]:
    """The inclusion proof of RFC 6962, 2.1.1: the hashes beside the way from the leaf to the root, lowest first."""
    if not 0 <= place < size:
        raise NotInTree(f"There is no place {place} in a tree of {size}.")
    proof, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if place < middle:
            proof.append(_over(nodes, middle, high))
            high = middle
        else:
            proof.append(_over(nodes, low, middle))
            low = middle
    return proof[::-1]


def consistency(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """The consistency proof of RFC 6962, 2.1.2; empty if ``old`` is 0 or equal to ``new``."""
    if not 0 <= old <= new:
        raise NotInTree(f"A tree of {new} cannot begin with a tree of {old}.")
    proof, low, high, whole = [], 0, new, True
    while 0 < old < high:
        middle = low + _split(high - low)
        if old <= middle:
            proof.append(_over(nodes, middle, high))
            high = middle
        else:
            proof.append(_over(nodes, low, middle))
            low, whole = middle, False
    if not whole:
        proof.append(_over(nodes, low, high))
    return proof[::-1]


def root_of_inclusion(hashed: bytes, place: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to from the leaf hash, or None if the proof has the wrong length."""
    if not 0 <= place < size or any(len(beside) != HASH for beside in proof):
        return None
    last = size - 1
    for beside in proof:
        if not last:
            return None
        if place & 1 or place == last:
            hashed = node(beside, hashed)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            hashed = node(hashed, beside)
        place, last = place >> 1, last >> 1
    return None if last else hashed


def consistent(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """True if the proof shows that the new tree begins with the old one (RFC 9162, 2.1.4.2)."""
    if old == 0:
        return not proof and old_root == EMPTY and new >= 0
    if old == new:
        return not proof and old_root == new_root
    if not 0 < old < new or any(len(beside) != HASH for beside in proof):
        return False
    return _ends(old, new, [old_root, *proof] if old & (old - 1) == 0 else list(proof)) == (old_root, new_root)


def _ends(old: int, new: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots a consistency proof leads to, or None if it is too short or too long."""
    if not path:
        return None
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first = second = path[0]
    for beside in path[1:]:
        if not last:
            return None
        if place & 1 or place == last:
            first, second = node(beside, first), node(beside, second)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            second = node(second, beside)
        place, last = place >> 1, last >> 1
    return None if last else (first, second)


def _split(count: int) -> int:
    """The largest power of two below ``count``: where RFC 6962 divides a tree."""
    return 1 << ((count - 1).bit_length() - 1)


def _over(nodes: Nodes, low: int, high: int) -> bytes:
    """The hash over the leaves from ``low`` up to ``high``; ``low`` stands where RFC 6962 divides."""
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return nodes(level, low >> level)
    middle = low + _split(count)
    return node(_over(nodes, low, middle), _over(nodes, middle, high))


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TileName:
    """A tile of C2SP tlog-tiles: level counted in steps of eight, number, and how many hashes if it is not full."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """``level/number``, the number in groups of three digits: ``0/x001/x234/067``; ``.p/width`` if not full."""
        digits = str(self.index)
        digits = digits.zfill(-(-len(digits) // 3) * 3)
        groups = [digits[start : start + 3] for start in range(0, len(digits), 3)]
        number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
        return f"{self.level}/{number}" + (f".p/{self.width}" if self.width < WIDTH else "")


def tile_names(size: int) -> Iterator[TileName]:
    """Every tile of a tree of ``size`` leaves; the last of a level may be partial."""
    level, count = 0, size
    while count:
        full, rest = divmod(count, WIDTH)
        for index in range(full):
            yield TileName(level=level, index=index)
        if rest:
            yield TileName(level=level, index=full, width=rest)
        level, count = level + 1, full


def tile(nodes: Nodes, name: TileName) -> bytes:
    """The hashes of a tile, one after the other."""
    first = name.index * WIDTH
    return b"".join(nodes(name.level * HEIGHT, first + offset) for offset in range(name.width))


def tiled(read: Callable[[int, int], bytes]) -> Nodes:
    """Nodes out of stored tiles: ``read(level, index)`` gives a tile, full or as far as it has grown.

    The levels between two levels of tiles are not stored; they are made from the tile below.
    """

    def nodes(level: int, index: int) -> bytes:
        row, above = divmod(level, HEIGHT)
        first = index << above
        held = read(row, first // WIDTH)
        start = first % WIDTH * HASH
        hashes = held[start : start + (HASH << above)]
        if len(hashes) != HASH << above:
            raise NotInTree(f"The tiles hold no full subtree {index} at level {level}.")
        run = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
        while len(run) > 1:
            run = [node(run[at], run[at + 1]) for at in range(0, len(run), 2)]
        return run[0]

    return nodes
