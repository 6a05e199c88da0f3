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


def with_papers(wish: Wish, uploads: Sequence[Upload], *, body: UUID) -> Wish:
    """The wish with its papers put in. A wish that was entered before is left as it is: it does nothing again."""
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
    return replace(wish, papers=(*wish.papers, *stored))
