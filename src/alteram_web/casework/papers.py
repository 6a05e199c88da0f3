"""Papers that come with a wish: sealed under the case's key, before the wish that names them is decided.

Until an entry names its digest nobody sees a paper; one whose wish was refused stays unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from alteram.codec import Paper
from alteram.procedure import Wish
from alteram_web.casework import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that was accepted: its type by content, and its bytes as they came."""

    name: str
    media_type: str
    content: bytes


def with_papers(wish: Wish, uploads: Sequence[Upload], *, body: UUID, answers: str = "") -> Wish:
    """The wish with its papers put in. A wish that was entered before is left as it is: it does nothing again.

    ``answers`` names a question for a paper that was left empty: the first file is the answer to it.
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
    fields = {**wish.fields, answers: stored[0].digest} if answers else wish.fields
    return replace(wish, papers=(*wish.papers, *stored), fields=fields)
