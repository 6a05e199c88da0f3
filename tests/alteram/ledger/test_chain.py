"""Links: the published vector, and that nothing before the last entry can be altered unseen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram.ledger import chain
from alteram.ledger.chain import BadChain
from tests.alteram.ledger import vector

NAME = chain.name(vector.CHAIN)


def test_the_published_vector() -> None:
    assert chain.start(NAME).hex() == vector.START
    assert chain.link(chain.start(NAME), vector.BYTES).hex() == vector.LINK
    assert chain.text_digest(vector.SALT, vector.TEXT) == vector.DIGEST


def test_one_text_has_one_digest_however_it_was_typed() -> None:
    assert chain.text_digest(vector.SALT, "Zoe\u0308") == chain.text_digest(vector.SALT, "Zoë")
    assert chain.text_digest(vector.SALT, "Zoë") != chain.text_digest(bytes(32), "Zoë")
    assert chain.paper_digest(vector.SALT, vector.TEXT.encode()) == vector.DIGEST


bodies = st.lists(st.binary(max_size=20), min_size=1, max_size=8)


@given(bodies, st.data())
def test_an_altered_entry_is_named(written: list[bytes], data: st.DataObject) -> None:
    links = list(chain.links(NAME, written))
    which = data.draw(st.integers(0, len(written) - 1))
    altered: list[bytes | None] = [*written]
    altered[which] = data.draw(st.binary(max_size=20).filter(lambda other: other != written[which]))

    assert list(chain.broken(NAME, written, links)) == []
    assert list(chain.broken(NAME, altered, links)) == [which]


@given(bodies, st.data())
def test_an_altered_link_is_named(written: list[bytes], data: st.DataObject) -> None:
    links = list(chain.links(NAME, written))
    which = data.draw(st.integers(0, len(written) - 1))
    links[which] = bytes([links[which][0] ^ 1]) + links[which][1:]

    assert which in chain.broken(NAME, written, links)


def test_withheld_bytes_do_not_break_their_neighbours() -> None:
    links = list(chain.links(NAME, [b"a", b"b", b"c"]))

    assert list(chain.broken(NAME, [b"a", None, b"c"], links)) == []
    assert list(chain.broken(NAME, [b"a", None, b"x"], links)) == [2]


def test_a_chain_under_another_name_is_another_chain() -> None:
    links = list(chain.links(NAME, [b"a", b"b"]))

    assert list(chain.broken(bytes(16), [b"a", b"b"], links)) == [0]


def test_what_is_no_chain_is_refused() -> None:
    for wrong in ("", "7", vector.CHAIN.upper().replace("0", "A"), "{" + vector.CHAIN + "}"):
        with pytest.raises(BadChain):
            chain.name(wrong)
    with pytest.raises(BadChain, match="16 bytes"):
        chain.start(b"")
    with pytest.raises(BadChain, match="32 bytes"):
        chain.text_digest(b"", "x")
    with pytest.raises(BadChain, match="1 entries but 0 links"):
        list(chain.broken(NAME, [b""], []))
