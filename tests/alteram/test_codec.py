"""An entry and its bytes: the published vector, every key there and back, and everything that is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alteram import codec
from alteram.codec import Actor, BadEntry, Entry, Paper
from alteram.errors import AlteramError
from tests.alteram.ledger import strategies, vector

FULL = Entry(
    case=vector.CHAIN,
    index=7,
    at=date(2026, 3, 4),
    time="14:30+01:00",
    recorded=datetime(2026, 3, 4, 13, 31, 2, 5000, tzinfo=UTC),
    step="open_hearing",
    acts=("hearing_opened", "adjourned"),
    result="part_heard",
    by=(Actor(who="p-1", role="chair", capacity="hearing_panel"),),
    typed_by=Actor(who="p-2", role="clerk", capacity="clerk"),
    clauses=("8.1", "8.2"),
    edition=vector.DIGEST,
    data={"present": True, "answers": {"1": "denied"}, "days": ["2026-03-04"], "number": -3},
    texts={"note": vector.LINK},
    papers=(Paper(kind="D07", digest=vector.LEAF),),
    late={"reason": "the post was late", "digest": vector.START},
    overtakes=(5, 6),
    deemed="respond",
    joint="hearing-1",
    imported={"source": "register", "gaps": ["times"]},
    request="r-1",
    salt="0123456789abcdef" * 2,
)


def wire(**changes: object) -> bytes:
    """The vector's entry with some keys set, or taken away by None."""
    value = json.loads(vector.BYTES) | changes
    kept = {key: item for key, item in value.items() if item is not None}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def test_the_published_vector_is_reproduced_byte_for_byte() -> None:
    entry = Entry(
        case=vector.CHAIN,
        index=0,
        at=date(2026, 1, 12),
        recorded=datetime(2026, 1, 12, 9, 31, 7, 482000, tzinfo=UTC),
        step="receive",
        acts=("complaint_received",),
        by=(Actor(who="p-7h2k9q4m", role="complainant", capacity="complainant"),),
        clauses=("4.1",),
        edition="6a3be761036549131b35f41209a76f395f0e49370ca37e2f27b32770c6c30d8e",
        data={"channel": "portal", "conduct": ("2025-12-06",)},
        texts={"account": vector.DIGEST},
    )

    assert codec.encode(entry) == vector.BYTES


def test_every_field_has_its_key_and_comes_back() -> None:
    raw = codec.encode(FULL)

    assert codec.decode(raw) == FULL
    assert set(json.loads(raw)) == {
        *("v", "case", "index", "at", "recorded", "step", "acts", "result", "by", "typed_by", "clauses", "edition"),
        *("data", "texts", "papers", "late", "overtakes", "deemed", "joint", "imported", "request", "_salt"),
    }
    assert json.loads(raw)["at"] == "2026-03-04T14:30+01:00"


@given(strategies.entries())
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    assert codec.decode(codec.encode(entry)) == entry


@given(strategies.entries(), st.data())
def test_bytes_are_read_only_if_they_would_be_written_so(entry: Entry, data: st.DataObject) -> None:
    raw = bytearray(codec.encode(entry))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))

    try:
        read = codec.decode(bytes(raw))
    except AlteramError:
        return
    assert codec.encode(read) == bytes(raw)


def test_a_moment_is_kept_in_utc_and_whole_milliseconds() -> None:
    summer = datetime(2026, 7, 1, 12, 0, 0, 1999, tzinfo=timezone(timedelta(hours=1)))

    assert codec.milliseconds(summer) == datetime(2026, 7, 1, 11, 0, 0, 1000, tzinfo=UTC)
    with pytest.raises(BadEntry, match="finer"):
        codec.encode(replace(FULL, recorded=summer))
    with pytest.raises(BadEntry, match="offset"):
        codec.encode(replace(FULL, recorded=summer.replace(tzinfo=None)))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (replace(FULL, case="7"), "UUID"),
        (replace(FULL, case=vector.CHAIN.replace("-", "")), "usual spelling"),
        (replace(FULL, index=-1), "begin at 0"),
        (replace(FULL, time="14:30"), "local time"),
        (replace(FULL, time="25:30+01:00"), "local time"),
        (replace(FULL, edition="2025"), "digest"),
        (replace(FULL, texts={"note": "a name"}), "digest"),
        (replace(FULL, papers=(Paper(kind="D07", digest=vector.LEAF.upper()),)), "digest"),
        (replace(FULL, data={"share": 0.5}), "float"),
        (replace(FULL, data={"nobody": None}), "NoneType"),
        (replace(FULL, data={"name": "Zoe\u0308"}), "NFC"),
    ],
)
def test_what_cannot_be_written_is_refused(changed: Entry, why: str) -> None:
    with pytest.raises(AlteramError, match=why):
        codec.encode(changed)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"[]", "object with keys"),
        (wire(v=2), "version 2"),
        (wire(v=None), "version None"),
        (wire(v=True), "version True"),
        (wire(mood="bad"), "mood"),
        (wire(result=""), "empty"),
        (wire(papers=[]), "empty"),
        (wire(case=None), "Text was expected"),
        (wire(index="0"), "number"),
        (wire(index=True), "number"),
        (wire(at="2026-02-30"), "not a day"),
        (wire(at="2026-01-12T09:31"), "local time"),
        (wire(at="2026-01-12T"), "local time"),
        (wire(recorded="2026-01-12T09:31:07Z"), "moment"),
        (wire(recorded="2026-01-12T25:31:07.482Z"), "moment"),
        (wire(acts="complaint_received"), "list"),
        (wire(data=["portal"]), "object"),
        (wire(by=[{"who": "p-1", "as": "chair"}]), "keys who, as, is"),
        (wire(texts={"account": 7}), "Text was expected"),
        (vector.BYTES + b" ", "canonical"),
        (vector.BYTES[:-1], "JSON"),
    ],
)
def test_bytes_that_are_no_entry_are_refused(raw: bytes, why: str) -> None:
    with pytest.raises(AlteramError, match=why):
        codec.decode(raw)
