"""What an entry names is there, or a later entry says under which rule it was erased; and then it is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from alteram import codec
from alteram.codec import Entry, Paper, Value
from alteram.commands.verifying import told
from alteram.ledger import chain, export, verify
from alteram.ledger.export import Chain, Contents, PaperFile, Text
from alteram.ledger.findings import Report
from tests.alteram.ledger import exports
from tests.alteram.ledger.exports import ACCOUNT, FIRST, PHOTO
from tests.alteram.ledger.test_export import KEYS

BARE = replace(exports.contents(), checkpoints=(), published=(), tips=None, timestamps=None)


def record(*erasures: dict[str, Value], texts: tuple[Text, ...] = (), papers: tuple[PaperFile, ...] = ()) -> Contents:
    """A case with a text and a paper, and what was erased afterwards."""
    first = Entry(
        case=FIRST, index=0, at=date(2026, 1, 12), recorded=datetime(2026, 1, 12, 9, tzinfo=UTC),
        acts=("complaint_received",), texts={"account": ACCOUNT.digest},
        papers=(Paper(kind="exhibit", digest=PHOTO.digest),),
    )  # fmt: skip
    further = [
        Entry(
            case=FIRST, index=number, at=date(2028, 1, 12), recorded=datetime(2028, 1, 12, 9, tzinfo=UTC),
            acts=("text_erased",), data=data,
        )
        for number, data in enumerate(erasures, start=1)
    ]  # fmt: skip
    bodies = tuple(codec.encode(entry) for entry in (first, *further))
    links = tuple(chain.links(chain.name(FIRST), bodies))
    one = Chain(name=FIRST, bodies=bodies, links=links, places=(None,) * len(bodies))
    return replace(BARE, chains=(one,), texts=texts, papers=papers)


def report(path: Path, contents: Contents) -> Report:
    export.write(contents, path / "record", exports.EXPORTS)
    return verify.full(path / "record", trusted=KEYS, reader=told)


@pytest.mark.parametrize("digests", [[ACCOUNT.digest, PHOTO.digest], ["key"]])
def test_what_was_erased_under_a_rule_is_gone_and_the_answer_says_how_much(
    tmp_path: Path, digests: list[Value]
) -> None:
    found = report(tmp_path, record({"digests": digests, "rule": "12.3"}))

    assert found.problems == ()
    assert "Texts and papers that are gone: 2, each under a rule that stands in the record." in found.shown


@pytest.mark.parametrize(
    ("erasures", "texts", "says"),
    [
        ((), (ACCOUNT,), "papers/, entry 0 of chain {}: Something that the entry names is not here"),
        ((), (), "texts/, entry 0 of chain {}: Something that the entry names is not here"),
        (
            ({"digests": [ACCOUNT.digest], "rule": "12.3"},),
            (ACCOUNT,),
            "texts/, entry 0 of chain {}: What was erased is",
        ),
        (({"digests": ["key"]},), (), "entries.jsonl, entry 1 of chain {}: Texts were erased and no rule is named."),
        (
            ({"digests": ["ab" * 32], "rule": "12.3"},),
            (),
            "texts/, entry 0 of chain {}: Something that the entry names",
        ),
    ],
)
def test_what_is_gone_without_a_rule_and_what_is_still_there_is_found(
    tmp_path: Path, erasures: tuple[dict[str, Value], ...], texts: tuple[Text, ...], says: str
) -> None:
    found = report(tmp_path, record(*erasures, texts=texts)).problems

    assert any(problem.sentence.startswith(says.format(FIRST)) for problem in found)


def test_what_is_there_needs_no_rule(tmp_path: Path) -> None:
    assert report(tmp_path, record(texts=(ACCOUNT,), papers=(PHOTO,))).problems == ()
