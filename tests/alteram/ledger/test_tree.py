"""The tree: every proof of every small tree holds, and no proof of anything else does."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram.ledger import tree
from alteram.ledger.tree import NotInTree, TileName, Tree
from tests.alteram.ledger import vector

LARGE = 40


def link(number: int) -> bytes:
    return number.to_bytes(32)


def test_the_published_leaf() -> None:
    assert tree.leaf(bytes.fromhex(vector.LINK)).hex() == vector.LEAF
    assert Tree([bytes.fromhex(vector.LINK)]).root().hex() == vector.LEAF
    assert Tree().root() == tree.EMPTY


def test_every_leaf_of_every_small_tree_is_proved() -> None:
    grown = Tree(map(link, range(LARGE)))
    for size in range(1, LARGE + 1):
        for place in range(size):
            proof = grown.inclusion(place, size)
            assert tree.root_of_inclusion(tree.leaf(link(place)), place, size, proof) == grown.root(size)


def test_every_small_tree_is_proved_to_begin_every_larger_one() -> None:
    grown = Tree(map(link, range(LARGE)))
    for new in range(LARGE + 1):
        for old in range(new + 1):
            proof = grown.consistency(old, new)
            assert tree.consistent(old, grown.root(old), new, grown.root(new), proof)


@given(st.integers(2, 600), st.data())
def test_a_proof_shows_nothing_else(size: int, data: st.DataObject) -> None:
    grown = Tree(map(link, range(size)))
    place = data.draw(st.integers(0, size - 1))
    proof = grown.inclusion(place)
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != place))

    assert tree.root_of_inclusion(tree.leaf(link(other)), place, size, proof) != grown.root()
    assert tree.root_of_inclusion(tree.leaf(link(place)), other, size, proof) != grown.root()
    for crooked in (proof[1:], [*proof, bytes(32)], [proof[0][:31], *proof[1:]]):
        assert tree.root_of_inclusion(tree.leaf(link(place)), place, size, crooked) != grown.root()


@given(st.integers(2, 600), st.data())
def test_a_log_that_dropped_a_leaf_is_not_consistent(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size - 1))
    gone = data.draw(st.integers(0, old - 1))
    honest = Tree(map(link, range(size)))
    forged = Tree(link(number) for number in range(size + 1) if number != gone)

    for proof in (honest.consistency(old, size), forged.consistency(old, size), []):
        assert not tree.consistent(old, honest.root(old), size, forged.root(), proof)
    good = honest.consistency(old, size)
    for crooked in (good[1:], [*good, bytes(32)], [*good[:-1], b""]):
        assert not tree.consistent(old, honest.root(old), size, honest.root(), crooked)


def test_proofs_of_nothing() -> None:
    assert tree.consistent(0, tree.EMPTY, 3, bytes(32), [])
    assert not tree.consistent(0, bytes(32), 3, bytes(32), [])
    assert not tree.consistent(3, bytes(32), 2, bytes(32), [])
    assert tree.root_of_inclusion(bytes(32), 1, 1, []) is None
    for wrong in (lambda: Tree().inclusion(0), lambda: Tree().consistency(1), lambda: Tree().node(0, 0)):
        with pytest.raises(NotInTree):
            wrong()


def test_tiles_are_named_as_c2sp_names_them() -> None:
    assert TileName(level=0, index=0).path == "0/000"
    assert TileName(level=1, index=1234067).path == "1/x001/x234/067"
    assert TileName(level=0, index=273, width=112).path == "0/273.p/112"
    assert [name.path for name in tree.tile_names(70000)][-4:] == ["0/273.p/112", "1/000", "1/001.p/17", "2/000.p/1"]
    assert list(tree.tile_names(0)) == []


@pytest.mark.parametrize("size", [1, 255, 256, 257, 700])
def test_tiles_give_the_same_proofs_as_the_tree(size: int) -> None:
    grown = Tree(map(link, range(size)))
    tiles = {(name.level, name.index): tree.tile(grown.node, name) for name in tree.tile_names(size)}
    nodes = tree.tiled(lambda level, index: tiles.get((level, index), b""))

    assert tree.root(nodes, size) == grown.root()
    assert Tree.of_leaves(b"".join(tree.leaf(link(number)) for number in range(size))).root() == grown.root()
    for place in {0, size // 2, size - 1}:
        assert tree.inclusion(nodes, place, size) == grown.inclusion(place)
        assert tree.consistency(nodes, place, size) == grown.consistency(place)
    with pytest.raises(NotInTree):
        nodes(0, size)


def test_a_proof_grows_with_the_logarithm() -> None:
    asked: list[tuple[int, int]] = []

    def nodes(level: int, index: int) -> bytes:
        asked.append((level, index))
        return bytes(32)

    counts = []
    for power in range(4, 31):
        asked.clear()
        tree.inclusion(nodes, 1, 2**power - 1)
        counts.append(len(asked))

    assert all(later - earlier <= 2 for earlier, later in pairwise(counts))
