"""How a draft that was found lawful becomes an entry and its rows. Called by the door and the clock alone."""

from __future__ import annotations

from datetime import datetime

from alteram.case import Case
from alteram.people import People
from alteram.procedure import Draft
from alteram.rulebook.model import Rulebook
from alteram_web.casework import letters, projections, record


def enter(
    chain: record.Chain,
    case: Case | None,
    draft: Draft,
    *,
    rulebook: Rulebook,
    people: People,
    now: datetime,
    ordinal: int = 0,
    who: str = "",
) -> record.Written:
    """Append what was decided and move the rows of the case, in one statement of the transaction that is open.

    ``case`` stands where ``chain`` does (None before the first entry) and must not be used again: it moves on.
    Raises :class:`~alteram.procedure.Refused` if a letter that it sends would leave a heading empty.
    """
    edition = case.edition if case is not None else rulebook.on(draft.at)  # the draft says if it was another
    before = projections.rows(case, people) if case is not None else frozenset()
    sealed = record.entry_of(chain, draft, recorded=record.not_before(chain, now), edition=edition.digest)
    then = projections.after(rulebook, str(chain.name), case, chain.entries, sealed.entry)
    if not _by_clock(draft) and letters.sends(then, sealed.entry):
        letters.complete(then, sealed.entry, _texts(chain, sealed.entry.index, draft))
    gone, come = projections.difference(before, projections.rows(then, people))
    come |= projections.posted(then, sealed.entry)
    written, _ = record.write(chain, sealed, gone=gone, come=come, ordinal=ordinal, who=who)
    return written


def _by_clock(draft: Draft) -> bool:
    """What the clock enters cannot be filled in by anybody: an incomplete letter of its is held back and shown."""
    return all(actor.who == "clock" for actor in draft.by)


def _texts(chain: record.Chain, index: int, draft: Draft) -> dict[tuple[int, str], str]:
    known = record.texts(chain) if chain.entries else {}
    return known | {(index, name): text for name, text in draft.texts.items()}
