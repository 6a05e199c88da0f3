"""The draw of a panel in a case of the record: see :mod:`alteram.draw`, which says how.

    drawn(...)     who would be drawn today
    as_drawn(...)  the wish with the draw in it, if it names just those who are drawn

Nobody can claim a draw: what a wish says of one is left out, and the house puts in its own where it is true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from alteram import draw
from alteram.case import Case
from alteram.draw import Draw
from alteram.errors import AlteramError
from alteram.people import People
from alteram.procedure import Beyond, Wish
from alteram.rulebook.model import Step
from alteram_web.casework import diaries, editions, receipts, record, threads, tiles
from alteram_web.casework.bodies import Body
from alteram_web.casework.pages import Open

CLAIM = "checkpoint"  # what a draw from the log says and a draw by hand does not


class NotYet(AlteramError):
    """The checkpoint of which the seed is made is not published yet."""

    code = "E-DRAW"


def drawn(
    chain: record.Chain, case: Case, step: Step, people: People, *, out: Sequence[str], on: date, beyond: Beyond,
    sits_on: date | None = None,
) -> Draw | None:  # fmt: skip
    """Who is drawn for a step on a day, with all that is needed to draw again; None for a step that names no panel.

    ``sits_on`` is the day of the hearing, where one is chosen: then only who can come on it. Inside a transaction.
    Raises :class:`NotYet` and :class:`~alteram.draw.TooFew`.
    """
    wanted = draw.seats(case, people, step, out, on=on)
    if wanted is None:
        return None
    after = [one for one in chain.entries if one.step is not None and one.index not in case.overtaken][-1]
    link = record.stored(chain.name)[after.index][0]
    position = record.place_of(link)
    over = None if position is None else tiles.first_over(record.run, position)
    if over is None:
        raise NotYet(
            "The seed of the draw is made of the next checkpoint, which is not published yet.",
            remedy=f"Come back at {receipts.hour(receipts.place_by(after.recorded))}.",
        )
    number = 1 + sum(_is_drawn(entry.data.get("draw")) for entry in chain.entries)
    seed = draw.seed(over.checkpoint.root, link, number)
    names = [one.person for one in people.pool(case.edition.roles[step.appoints].pool, on=on)]
    loads, away = record.loads(names, chain.name), diaries.away(chain.body, case, sits_on)
    free, not_free = draw.fit(case, people, step, on=on, loads=loads, beyond=beyond, sits_on=sits_on, away=away)
    free = tuple(one for one in free if one.person not in out)
    return Draw(
        seed=seed, size=over.size, after=after.index, number=number, seats=wanted, free=free, out=not_free,
        panel=draw.draw(seed, wanted, free),
    )  # fmt: skip


def today(
    opened: Open, step: Step, out: Sequence[str], *, body: Body, on: date, sits_on: date | None = None
) -> Draw | None:
    """Who would be drawn for a case that is open on a page, for a hearing on a day where one is chosen."""
    with record.transaction(body.id):
        people, chain = record.people(), record.load(body.id, UUID(opened.case.name))
        beyond = threads.beyond(opened.case, editions.rulebook(body.slug), body.id)
        told = sits_on or hearing_of(opened.case, step)
        return drawn(chain, opened.case, step, people, out=out, on=on, beyond=beyond, sits_on=told)


def hearing_of(case: Case, step: Step) -> date | None:
    """The day that was told for the hearing in which those whom the step names sit."""
    days = (day for name, day in case.announced.items() if step.appoints in case.edition.steps[name].by)
    return next(days, None)


def _is_drawn(claim: object) -> bool:
    return isinstance(claim, Mapping) and CLAIM in claim


def as_drawn(wish: Wish, chain: record.Chain, case: Case | None, people: People, *, beyond: Beyond) -> Wish:
    """The wish as it is entered: with the draw, if those it names are those who are drawn; without any claim of one."""
    step = case.edition.steps.get(wish.step or "") if case is not None else None
    fields = {name: value for name, value in wish.fields.items() if name != "draw" or not _is_drawn(value)}
    if case is None or step is None or not any(step.is_act(act) for act in draw.ACTS):
        return wish if len(fields) == len(wish.fields) else replace(wish, fields=fields)
    sits_on = day_of(fields.get("sits_on") or fields.get("hearing_on")) or hearing_of(case, step)
    try:
        found = drawn(
            chain, case, step, people, out=_words(fields.get("out")), on=wish.at, beyond=beyond, sits_on=sits_on
        )
    except (NotYet, draw.TooFew):
        found = None
    named = _words(fields.get("in") if step.is_act("panel_replaced") else fields.get("panel"))
    if found is not None and set(named) == set(found.panel):
        fields["draw"] = found.data()
    return replace(wish, fields=fields)


def day_of(value: object) -> date | None:
    """A day as it is written in an address or in a wish."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else ()
