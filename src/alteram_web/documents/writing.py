"""A follower: writes what is owed. Each letter is composed from the record, set as a page, and kept sealed.

What cannot be written (a heading that stays empty, no words in the rule book) is held back with the reason, and shows
on the list of letters until somebody has dealt with it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alteram.correspondence import Incomplete
from alteram.letters import LETTERS
from alteram_web.casework import letters
from alteram_web.casework.bodies import Body
from alteram_web.casework.record import Erased, Post
from alteram_web.documents.rendering import pdf


def write_owed(body: Body, *, now: datetime, chain: UUID | None = None) -> int:
    """Write every letter that is owed, of one case or of all; how many were written or held back."""
    done = 0
    for post in letters.owed(body, chain):
        done += _write(body, post, now)
    return done


def _write(body: Body, post: Post, now: datetime) -> bool:
    try:
        composed = letters.compose(body, post)
    except Incomplete as incomplete:
        return letters.hold(body, post, incomplete.sentence(), now=now)
    if composed is None:
        title = LETTERS[post.letter].title
        return letters.hold(body, post, f"The rule book has no words for “{title}” yet. Write it by hand.", now=now)
    page = pdf(composed.letter, sender=body.name, reference=composed.reference, on=composed.entry.at)
    try:
        return letters.keep(body, post, composed, page, now=now)
    except Erased as gone:
        return letters.hold(body, post, gone.sentence(), now=now)
