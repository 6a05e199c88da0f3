"""Entries of every shape, for properties."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

from hypothesis import strategies as st

from alteram import codec
from alteram.codec import Actor, Entry, Paper, Value
from alteram.ledger import canonical

LIMIT = canonical.LARGEST
text = st.text(st.characters(exclude_categories=["Cs"])).map(lambda words: unicodedata.normalize("NFC", words))
word = text.filter(bool)
key = st.text(st.characters(max_codepoint=127), min_size=1, max_size=8)
digest = st.binary(min_size=32, max_size=32).map(bytes.hex)
values: st.SearchStrategy[Value] = st.recursive(
    st.booleans() | st.integers(-LIMIT, LIMIT) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(key, inner, max_size=3),
    max_leaves=5,
)
actors = st.builds(Actor, who=text, role=text, capacity=text)
times = st.builds("{:02d}:{:02d}{}{:02d}:{}".format, st.integers(0, 23), st.integers(0, 59), st.sampled_from("+-"),
                  st.integers(0, 14), st.sampled_from(["00", "30", "45"]))  # fmt: skip


def tuples(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=3).map(tuple)


def entries() -> st.SearchStrategy[Entry]:
    return st.builds(
        Entry,
        case=st.uuids().map(str),
        index=st.integers(0, LIMIT),
        at=st.dates(),
        time=st.none() | times,
        recorded=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
            codec.milliseconds
        ),
        step=st.none() | word,
        acts=tuples(word),
        result=st.none() | word,
        by=tuples(actors),
        typed_by=st.none() | actors,
        clauses=tuples(word),
        edition=st.just("") | digest,
        data=st.dictionaries(key, values, max_size=3),
        texts=st.dictionaries(key, digest, max_size=3),
        papers=tuples(st.builds(Paper, kind=text, digest=digest)),
        late=st.dictionaries(key, values, max_size=2),
        overtakes=tuples(st.integers(0, LIMIT)),
        deemed=st.none() | word,
        joint=st.none() | word,
        imported=st.dictionaries(key, values, max_size=2),
        request=st.none() | word,
    )
