"""The answer to somebody who asks for the data kept about them: what is searched, what is given, and what is left out.

What is given is shown as the person's own page of the case shows it, never as bytes. Two rules must agree before an
entry that the person did not make is given as theirs: the pure one of :mod:`alteram.subject_access`, and the database
when it is asked for the person. Nothing is kept of an answer: it is put together anew from the record as it stood.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alteram import subject_access
from alteram.case import Case, replay
from alteram.correspondence import Letter, data_answer
from alteram.data_requests import DataRequest
from alteram.procedure.wording import plain
from alteram.standing import spells
from alteram.subject_access import REASONS, Decided, Item, LetterItem, Look, Sent, View
from alteram_web.casework import data_rights, directory, editions, pages, projections, record, river, selectors
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import NotFound, Viewer

GIVEN = ("given", "given_in_part")
TAKEN = "own data"
"""How the view log names that an answer was taken."""
Page = Callable[[Letter], bytes]
"""What sets a letter as a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case in which something about a person stands. ``items`` is empty where the person may not know of the case."""

    chain: UUID
    reference: str
    case: Case
    items: tuple[Item, ...]
    letters: tuple[LetterItem, ...] = ()

    @property
    def about(self) -> int:
        """How many entries are about the person."""
        return sum(item.kind != "third" for item in self.items)

    @property
    def letters_about(self) -> int:
        """How many letters are."""
        return sum(one.kind != "third" for one in self.letters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer comes to: how much is given, and how much is left out under which code."""

    given: int  # entries
    left_out: Mapping[str, int]
    letters: int = 0  # given
    looks: int = 0  # lines of the log of views, given without the reader's name

    @property
    def answer(self) -> str:
        return GIVEN[1] if self.left_out else GIVEN[0]


def search(body: Body, person: str, now: datetime, viewer: Viewer) -> tuple[Found, ...]:
    """Every case of the body that names somebody, as the record stood at a moment."""
    rulebook = editions.rulebook(body.slug)
    found = []
    with record.transaction(body.id):
        people = record.people()
        for (name,) in record.run("SELECT chain FROM casework.cases_naming(%s)", person):
            entries = [one for one in record.load(body.id, UUID(str(name))).entries if one.recorded <= now]
            if not entries:
                continue
            case = replay(rulebook, str(name), entries)
            items = subject_access.items(case, people, person, on=viewer.day)
            reference = projections.reference(str(name), entries[0].at)
            found.append(Found(chain=UUID(str(name)), reference=reference, case=case, items=items))
        sent = _sent([one.chain for one in found if one.items], now)
    return tuple(
        replace(one, letters=subject_access.letters(
            one.case, people, person, sent.get(one.chain, ()), on=viewer.day, about=one.items
        ))
        for one in found
    )  # fmt: skip


def _sent(chains: list[UUID], now: datetime) -> dict[UUID, list[Sent]]:
    """The letters of these cases that had gone out, inside a transaction of the body's."""
    sent: dict[UUID, list[Sent]] = {}
    for chain, index, kind, to in record.run("SELECT * FROM casework.letters_of(%s, %s)", chains, now):
        one = Sent(index=int(str(index)), letter=str(kind), recipient=str(to))
        sent.setdefault(UUID(str(chain)), []).append(one)
    return sent


def looked(body: Body, person: str, now: datetime, found: Sequence[Found]) -> tuple[Look, ...]:
    """Who had looked, up to a moment, at the cases found that the person may know of, and at the person on the roll."""
    told = {str(one.chain): one.case for one in found if one.items}
    with record.transaction(body.id):
        ((number,),) = record.run("SELECT max(number) FROM casework.roll_about(%s)", person)
        rows = record.run("SELECT * FROM casework.views_about(%s, %s, %s)", person, [UUID(one) for one in told], now)
    views = [
        View(day=timezone.localtime(seen).date(), viewer=str(viewer), case=str(chain) if chain else "", what=str(what))
        for seen, viewer, chain, what in rows
    ]
    return subject_access.log(told, person, views, number=str(number or ""))


def outcome(found: Sequence[Found], said: Mapping[tuple[str, int], Decided], looks: Sequence[Look] = ()) -> Outcome:
    """What would be answered now. What is others' alone is not counted: it is not theirs, so neither is how much."""
    entries = [
        subject_access.left_out(item, said.get((str(one.chain), item.index)))
        for one in found
        for item in one.items
        if item.kind != "third"
    ]
    sent = [item.reason for one in found for item in one.letters if item.kind != "third"]
    codes = Counter(code for code in (*entries, *sent, *(look.reason for look in looks)) if code)
    return Outcome(
        given=entries.count(""), letters=sent.count(""), looks=len(looks), left_out=dict(sorted(codes.items()))
    )


def reasons(came_to: Outcome) -> str:
    """Why something is left out, in the sentences of its codes."""
    return " ".join(REASONS[code] for code in came_to.left_out)


def pack(body: Body, viewer: Viewer, request: DataRequest, page: Page) -> bytes:
    """The answer as a zip file, for the person who asked and nobody else, once it stands. ``page`` sets its letter.

    Raises :class:`~.selectors.NotFound` for whoever did not ask, and for a request that was not answered by giving.
    """
    done = request.answered
    mine = request.person == viewer.person and request.asks_for == "access"
    if not mine or done is None or done.data.get("answer") not in GIVEN:
        raise NotFound
    then = replace(viewer, day=done.at)
    found = [one for one in search(body, request.person, done.recorded, then) if one.items]
    looks = looked(body, request.person, done.recorded, found)
    before = [one for one in data_rights.entries(body) if one.index < done.index]
    said = subject_access.decided(before, request.number)
    letter = _letter(body, viewer, request, found, outcome(found, said, looks))
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answer.pdf", page(letter))
        archive.writestr("answer.txt", letter.plain)
        archive.writestr("about-you.txt", _about(body, viewer, done.recorded, found))
        archive.writestr("who-looked.txt", _looks(looks, {str(one.chain): one.reference for one in found}))
        for one in found:
            if not selectors.may_know(viewer, one.chain):
                continue  # it was closed to the person since
            selectors.note(viewer, one.chain, TAKEN)
            for name, content in (*_of_case(viewer, one, said), *_letters(viewer, one)):
                archive.writestr(f"{one.reference}/{name}", content)
    return into.getvalue()


def _letter(body: Body, viewer: Viewer, request: DataRequest, found: Sequence[Found], came_to: Outcome) -> Letter:
    done = request.answered
    assert done is not None  # noqa: S101  # the caller looked
    exemptions, grounds = done.data.get("exemptions"), str(done.data.get("grounds") or "")
    told = data_answer.Told(
        body=body.name, recipient=directory.names(viewer, [viewer.person]).get(viewer.person, ""),
        request=request.number, received=request.received, answered=done.at, counted=request.due.sentence,
        cases=tuple(
            data_answer.Searched(reference=one.reference, entries=one.about, letters=one.letters_about)
            for one in found
        ),
        entries=came_to.given, letters=came_to.letters, looks=came_to.looks, left_out=came_to.left_out,
        exemptions=tuple(str(one) for one in exemptions) if isinstance(exemptions, (list, tuple)) else (),
        grounds=grounds if grounds != reasons(came_to) else "",
    )  # fmt: skip
    edition = editions.rulebook(body.slug).on(done.at)
    return data_answer.answer(editions.wording(body.slug, edition.version), told)


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def _about(body: Body, viewer: Viewer, then: datetime, found: Sequence[Found]) -> str:
    """What is kept of the person outside any case, and what the cases they may know of do to their membership."""
    name = directory.names(viewer, [viewer.person]).get(viewer.person, "")
    with record.transaction(body.id):
        people = record.people()
        roll = record.run("SELECT * FROM casework.roll_about(%s)", viewer.person)
    lines = [_("Name: %(name)s") % {"name": name or "-"}]
    lines.append(_("Address for letters: %(email)s") % {"email": directory.email(body.id, viewer.person) or "-"})
    held = [(one.pool, one.since, one.until) for one in people.memberships if one.person == viewer.person]
    held += [(one.title, one.since, one.until) for one in people.offices if one.person == viewer.person]
    lines += [f"{title}: {_span(since, until)}" for title, since, until in held]
    lines += ["", _("The roll of members"), *(_on_the_roll(row) for row in roll if row[5] <= then)]
    mine = [one for one in found if viewer.person in one.case.parties.get("respondent", ())]
    limits = [(one.reference, spell) for one in mine for spell in spells(one.case)]
    lines += ["", _("What limits your membership, or did")]
    lines += [f"{ref}: {plain(spell.name)}, {_span(spell.first, spell.last)}" for ref, spell in limits]
    return "\n".join([*lines, *([] if limits else [_("Nothing.")])]) + "\n"


def _span(since: Any, until: Any) -> str:
    return f"{_day(since)} – {_day(until) if until else ''}".strip()


def _on_the_roll(row: Sequence[Any]) -> str:
    number, what, happened, branch, reason, entered = row
    said = {"number": number, "what": what, "day": _day(happened), "branch": branch or "-", "reason": reason or "-"}
    return _("Member %(number)s: %(what)s on %(day)s, branch %(branch)s, reason: %(reason)s") % said + (
        f" ({_day(timezone.localtime(entered))})"
    )


def _looks(looks: Sequence[Look], references: Mapping[str, str]) -> str:
    """The log of views, by day. Whoever looked for work is left out under the code that stands beside it."""
    lines = []
    for one in looks:
        where = references.get(one.case) or ("" if one.what == "member" else _("a case that is not about you"))
        who = f"[{one.reason}]" if one.reason else _("you")
        lines.append(", ".join(part for part in (_day(one.day), where, one.what, who, f"{one.times} ×") if part))
    code = subject_access.REASONS["reader"]
    return "\n".join([*(lines or [_("Nothing.")]), "", f"[reader] {_(code)}"]) + "\n"


def _letters(viewer: Viewer, one: Found) -> Iterator[tuple[str, bytes]]:
    """The letters that are the person's, as they went out."""
    theirs = {item.sent for item in one.letters if item.kind == "own"}
    for row in selectors.letters(viewer, one.chain):
        sent = Sent(index=row.index, letter=row.letter, recipient=row.recipient)
        if row.readable and sent in theirs:
            content = selectors.letter_page(viewer, one.chain, row.index, row.letter, row.recipient).content
            yield f"letter-{row.index}-{row.letter}.pdf", content


def _of_case(viewer: Viewer, one: Found, said: Mapping[tuple[str, int], Decided]) -> Sequence[tuple[str, bytes | str]]:
    """The entries of a case that are given, in the words of the person's own page, and the papers open to them."""
    opened = pages.open_case(viewer, one.chain)
    seen = {entry.entry.index: entry for entry in opened.page.entries}
    given = [item for item in one.items if not subject_access.left_out(item, said.get((str(one.chain), item.index)))]
    beyond = [item.index for item in given if item.index not in seen and _stands(one.case, item, viewer.person)]
    rivers = {**seen, **_rivers(viewer, one, beyond)}
    wanted = sorted({item.index for item in given} & rivers.keys())
    papers = selectors.papers(viewer, one.chain)
    told = replace(opened, page=replace(opened.page, entries=tuple(rivers[index] for index in wanted)))
    found: list[tuple[str, bytes | str]] = [("entries.txt", "\n\n".join(_words(row) for row in river.river(told)))]
    for index in wanted:
        for paper in rivers[index].entry.papers:
            if paper.digest in papers:
                content = selectors.download(viewer, one.chain, paper.digest).content
                found.append((f"paper-{paper.digest[:12]}", content))
    return list(dict(found).items())


def _stands(case: Case, item: Item, person: str) -> bool:
    """Whether something that the person's page does not show is given: two people decided so, or the person made it."""
    entry = next(entry for entry in case.entries if entry.index == item.index)
    return item.kind == "mixed" or subject_access.made_by(entry, person)


def _rivers(viewer: Viewer, one: Found, wanted: Sequence[int]) -> dict[int, selectors.River]:
    if not wanted:
        return {}
    with record.transaction(viewer.body):
        words = record.texts(record.load(viewer.body, one.chain))
    return {
        entry.index: selectors.River(
            entry=entry, link=b"", overtaken=False,
            texts={name: words.get((entry.index, name)) for name in entry.texts},
        )
        for entry in one.case.entries
        if entry.index in wanted
    }  # fmt: skip


def _words(row: Mapping[str, Any]) -> str:
    """One entry of the river as lines of text."""
    lines = [f"{row['index']}. {row['what']} ({_day(row['at'])})"]
    lines.append(", ".join(str(part) for part in (row["who"], row["role"], row["result"]) if part))
    said = [f"{one['key']} {one['value']}" for one in (*row["facts"], *row["said"])]
    return "\n".join(part for part in (*lines, *said, "" if row["said"] else row["text"]) if part)
