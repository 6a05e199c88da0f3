"""Papers that come with a wish: sealed under the case's key, before the wish that names them is decided.

Until an entry names its digest nobody sees a paper; one whose wish was refused stays unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from alteram.acts import ACTS, Field
from alteram.codec import Entry, Paper
from alteram.procedure import Draft, Refusal, Refused, Verdict, Wish
from alteram_web.casework import record

CODES = {"bundle": ("E-DISCLOSURE", "DIS-01"), "exhibit": ("E-EXHIBIT", "INV-05")}
OTHER = ("E-FIELD", "AUD-02")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was accepted: its type by content, and its bytes as they came."""

    name: str
    media_type: str
    content: bytes


def with_papers(wish: Wish, uploads: Sequence[Upload], *, body: UUID, answers: Sequence[str] = ()) -> Wish:
    """The wish with its papers put in. A wish that was entered before is left as it is: it does nothing again.

    ``answers`` names the questions about a paper that were left empty: the first file is the answer to them.
    """
    if not uploads:
        return wish
    chain = UUID(wish.case)
    with record.transaction(body):
        if wish.request is not None and record.earlier(wish.request):
            return wish
        record.open_case(body, chain)
        loaded = record.load(body, chain)
        stored: tuple[Paper, ...] = tuple(
            record.store_paper(loaded, kind="evidence", media_type=one.media_type, content=one.content)
            for one in uploads
        )
    fields = {**wish.fields, **dict.fromkeys(answers, stored[0].digest)}
    return replace(wish, papers=(*wish.papers, *stored), fields=fields)


def refuse_unknown(draft: Draft, entries: Sequence[Entry]) -> None:
    """Let a deed name no paper but those of the case: stored with an earlier entry, or with this one.

    Raises :class:`~alteram.procedure.Refused`. Judged where papers are known; the rules alone know only their names.
    """
    known = {paper.digest for entry in entries for paper in entry.papers} | {paper.digest for paper in draft.papers}
    refusals = tuple(_unknown(draft, known))
    if refusals:
        raise Refused(Verdict(refusals=refusals))


def _unknown(draft: Draft, known: set[str]) -> Iterator[Refusal]:
    asked: dict[str, Field] = {}  # as the form asks it: in the words of the first act that does
    for act in draft.acts:
        for field in ACTS[act].fields:
            if field.kind == "paper":
                asked.setdefault(field.name, field)
    for field in asked.values():
        named = draft.data.get(field.name)
        if named and str(named) not in known:
            code, floor = CODES.get(field.name, OTHER)
            yield Refusal(
                code=code, clause=floor,
                sentence=f"Not yet: the answer to “{field.question}” is no paper that is stored in this case.",
                remedy="Choose a paper of the case, or add the file.",
            )  # fmt: skip
