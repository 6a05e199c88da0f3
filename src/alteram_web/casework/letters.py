"""Letters that entries owe: written from the case, refused while a heading is empty, kept sealed, and moved along.

    complete(…)   before an entry is written: no letter that it sends leaves a heading empty
    owed(…)       what is owed and not yet written
    compose(…)    one such letter, in words

What becomes of a letter (written, taken, sent, failed, held) stands in a row of its own; only these functions move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.correspondence import Incomplete, Letter, Said, write
from alteram.dispatch import sendings
from alteram.procedure import Refusal, Refused, Verdict
from alteram_web.casework import bodies, directory, editions, projections, record
from alteram_web.casework.record import Post

NOT_ENTERED = "It went out, but that it was sent could not be entered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A letter in words, with what its page and its envelope need."""

    letter: Letter
    body: bodies.Body
    reference: str
    entry: Entry


def address(slug: str) -> str:
    """The address of a body's pages, with a slash at the end."""
    return f"{settings.SITE}/{slug}/"


def complete(case: Case, entry: Entry, texts: Mapping[tuple[int, str], str]) -> None:
    """Refuse an entry whose letters would leave something out. ``case`` stands right after it.

    Raises :class:`~alteram.procedure.Refused` with one refusal for each letter.
    """
    wording = editions.wording(case.rulebook.body, case.edition.version)
    said = Said(
        reference=projections.reference(case.name, case.entries[0].at), address=address(case.rulebook.body), texts=texts
    )
    refusals: dict[str, Refusal] = {}
    for sending in sendings(case, entry):
        try:
            write(wording, sending.letter, case, entry, sending.to, said)
        except Incomplete as incomplete:
            refusals[sending.letter] = Refusal(
                code=incomplete.code, clause=entry.clauses[0] if entry.clauses else "AUD-02",
                sentence=f"Not yet: {incomplete.sentence()}", remedy=incomplete.remedy,
            )  # fmt: skip
    if refusals:
        raise Refused(Verdict(refusals=tuple(refusals.values())))


def sends(case: Case, entry: Entry) -> bool:
    """Whether an entry sends a letter for which the rule book has words."""
    wording = editions.wording(case.rulebook.body, case.edition.version)
    return any(wording.page(sending.letter, entry) for sending in sendings(case, entry))


def owed(body: bodies.Body, chain: UUID | None = None) -> list[Post]:
    """Every letter that is owed and not yet written, of one case or of all."""
    with record.transaction(body.id):
        return record.letters_owed(chain)


def compose(body: bodies.Body, post: Post) -> Composed | None:
    """The letter in words; None where the rule book has none. Raises :class:`~alteram.correspondence.Incomplete`."""
    with record.transaction(body.id):
        chain = record.load(body.id, post.chain)
        texts = record.texts(chain)
    entries = chain.entries[: post.index + 1]
    case = replay(editions.rulebook(body.slug), str(post.chain), entries)
    entry = entries[-1]
    reference = projections.reference(case.name, case.entries[0].at)
    said = Said(
        reference=reference,
        address=address(body.slug),
        names=directory.all_names(body.id, people_in(entries)),
        texts=texts,
    )
    wording = editions.wording(body.slug, case.edition.version)
    letter = write(wording, post.letter, case, entry, post.recipient, said)
    if letter is None:
        return None
    return Composed(letter=letter, body=body, reference=reference, entry=entry)


def way_chosen(body: bodies.Body, post: Post) -> bool:
    """Whether somebody chose how this letter goes: the clock does not, nor does a step that asks for no way."""
    with record.transaction(body.id):
        entry = record.load(body.id, post.chain).entries[post.index]
    return bool(entry.data.get("channel")) and not entry.deemed


def people_in(entries: Iterable[Entry]) -> set[str]:
    """Everybody whom the entries name anywhere."""
    found: set[str] = set()
    for entry in entries:
        found |= {actor.who for actor in entry.by}
        for value in entry.data.values():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                if isinstance(one, str) and one.startswith("p-"):
                    found.add(one)
    return found


def keep(body: bodies.Body, post: Post, composed: Composed, page: bytes, *, now: datetime) -> bool:
    """Keep a letter as it was written, sealed under the case's key. False: another process was quicker."""
    with record.transaction(body.id):
        chain = record.load(body.id, post.chain)
        sealed = record.sealed_letter(chain, post, page, composed.letter.plain)
        return record.letter_written(post, state="written", why="", now=now, sealed=sealed[0], plain=sealed[1])


def hold(body: bodies.Body, post: Post, why: str, *, now: datetime) -> bool:
    """Hold a letter back that cannot be written, with the reason in words that name nobody."""
    with record.transaction(body.id):
        return record.letter_written(post, state="held", why=why, now=now)


def once_more(body: bodies.Body, post: Post, state: str, *, now: datetime) -> bool:
    """After somebody has looked at it: write a letter anew that was held back unwritten, or send one again."""
    if state == "held":
        with record.transaction(body.id):
            return record.letter_anew(post)
    return move(body, post, come_from=state, to="written", now=now)


def went_out(why: str) -> bool:
    """Whether a letter waits only because nobody has entered that it was sent: it must not go a second time."""
    return why.startswith(NOT_ENTERED)


def settle(body: bodies.Body, *, now: datetime) -> int:
    """Take the letters off the list of which somebody has entered by hand that they were sent; how many."""
    waiting = [(state, post) for state in ("held", "failed", "taken") for post in standing_in(body, state)]
    told = {chain: _sent_by_hand(body, chain) for chain in {post.chain for _state, post in waiting}}
    return sum(
        _sent(body, post, state, now)
        for state, post in waiting
        if any(index > post.index for index in told[post.chain].get((post.letter, post.recipient), ()))
    )


def _sent_by_hand(body: bodies.Body, chain: UUID) -> dict[tuple[str, str], list[int]]:
    """The numbers of the entries that say so, for each letter and recipient."""
    with record.transaction(body.id):
        entries = record.load(body.id, chain).entries
    found: dict[tuple[str, str], list[int]] = {}
    for entry in entries:
        if "service_recorded" in entry.acts:
            found.setdefault((str(entry.data.get("letter")), str(entry.data.get("to"))), []).append(entry.index)
    return found


def _sent(body: bodies.Body, post: Post, state: str, now: datetime) -> bool:
    if state == "failed" and not move(body, post, come_from="failed", to="written", now=now):
        return False
    return move(body, post, come_from="written" if state == "failed" else state, to="sent", now=now)


def move(body: bodies.Body, post: Post, *, come_from: str, to: str, now: datetime, why: str = "") -> bool:
    """Move a letter on; False if it was not there any more, and somebody else has it."""
    with record.transaction(body.id):
        return record.letter_moved(post, come_from=come_from, to=to, why=why, now=now)


def gone_since(body: bodies.Body, moment: datetime) -> dict[str, int]:
    """How many letters went to each recipient since then, by mail or on the site."""
    with record.transaction(body.id):
        rows = record.run("SELECT recipient, number FROM casework.letters_gone(%s)", moment)
    return {str(recipient): int(str(number)) for recipient, number in rows}


def standing_in(body: bodies.Body, state: str) -> list[Post]:
    """The letters in a state, the longest there first, with what was written."""
    with record.transaction(body.id):
        return record.letters_in(body.id, state)
