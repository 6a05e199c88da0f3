"""The answer to somebody who asks for the data kept about them: what is searched, what is given, and what is left out.

What is given is shown as the person's own page of the case shows it, never as bytes. Two rules must agree before an
entry that the person did not make is given as theirs: the pure one of :mod:`alteram.subject_access`, and the database
when it is asked for the person. Nothing is kept of an answer: it is put together anew from the record as it stood.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alteram import subject_access
from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.data_requests import DataRequest
from alteram.letters import LETTERS
from alteram.subject_access import REASONS, Decided, Item
from alteram_web.casework import data_rights, directory, editions, pages, projections, record, river, selectors
from alteram_web.casework.bodies import Body
from alteram_web.casework.selectors import NotFound, Viewer

GIVEN = ("given", "given_in_part")
TAKEN = "own data"
"""How the view log names that an answer was taken."""
REGULATOR = (
    "You may complain to the Information Commissioner's Office, at no cost: ico.org.uk/make-a-complaint. You may also"
    " go to a court. Tell us first if you can: somebody else than whoever answered looks at it again."
)
UNSAID = (
    "Where it would tell something about others, or harm a process, to say that something is held, it is neither given"
    " nor listed. This sentence stands in every answer, whether there is anything of that kind or not."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A case in which something about a person stands. ``items`` is empty where the person may not know of the case."""

    chain: UUID
    reference: str
    case: Case
    items: tuple[Item, ...]

    @property
    def about(self) -> int:
        """How many entries are about the person."""
        return sum(item.kind != "third" for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an answer comes to: how many items are given, and how many are left out under which code."""

    given: int
    left_out: Mapping[str, int]

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
    return tuple(found)


def outcome(found: Sequence[Found], said: Mapping[tuple[str, int], Decided]) -> Outcome:
    """What would be answered now."""
    codes = [
        subject_access.left_out(item, said.get((str(one.chain), item.index)))
        for one in found
        for item in one.items
        if item.kind != "third"  # it is not theirs, so neither is how much of it there is
    ]
    return Outcome(given=codes.count(""), left_out=dict(sorted(Counter(code for code in codes if code).items())))


def reasons(came_to: Outcome) -> str:
    """Why something is left out, in the sentences of its codes."""
    return " ".join(REASONS[code] for code in came_to.left_out)


def pack(body: Body, viewer: Viewer, request: DataRequest) -> bytes:
    """The answer as a zip file, for the person who asked and nobody else, once it stands.

    Raises :class:`~.selectors.NotFound` for whoever did not ask, and for a request that was not answered by giving.
    """
    done = request.answered
    mine = request.person == viewer.person and request.asks_for == "access"
    if not mine or done is None or done.data.get("answer") not in GIVEN:
        raise NotFound
    then = replace(viewer, day=done.at)
    found = [one for one in search(body, request.person, done.recorded, then) if one.items]
    before = [one for one in data_rights.entries(body) if one.index < done.index]
    said = subject_access.decided(before, request.number)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("answer.txt", _letter(request, done, found, outcome(found, said)))
        archive.writestr("about-you.txt", _about(body, viewer))
        for one in found:
            if not selectors.may_know(viewer, one.chain):
                continue  # it was closed to the person since
            selectors.note(viewer, one.chain, TAKEN)
            for name, content in _of_case(viewer, one, said):
                archive.writestr(f"{one.reference}/{name}", content)
    return into.getvalue()


def _letter(request: DataRequest, done: Entry, found: Sequence[Found], came_to: Outcome) -> str:
    """Letter D35: each heading that the letter must have, with its words."""
    exemptions, grounds = done.data.get("exemptions"), str(done.data.get("grounds") or "")
    said = {
        "search_log": [
            _("Every case of the record, for entries that name you or that you made; the directory of names; who sits"
              " in which pool and holds which office; the requests for personal data."),
            *(_("Case %(case)s: %(count)s entries about you.") % {"case": one.reference, "count": one.about}
              for one in found),
            _(UNSAID),
        ],
        "disclosed": [_("%(count)s entries, in the folders beside this letter.") % {"count": came_to.given}],
        "redactions": [
            *(f"{count} × {code}: {_(REASONS[code])}" for code, count in came_to.left_out.items()),
            *([] if came_to.left_out else [_("Nothing of what is listed above.")]),
        ],
        "exemptions": [
            *([str(one) for one in exemptions] if isinstance(exemptions, (list, tuple)) else [_("None.")]),
            *([grounds] if grounds and grounds != reasons(came_to) else []),
        ],
        "regulator_route": [_(REGULATOR)],
    }  # fmt: skip
    letter = LETTERS["D35"]
    lines = [
        letter.title,
        _("Request %(number)s of %(day)s, answered on %(done)s.")
        % {"number": request.number, "day": _day(request.received), "done": _day(done.at)},
        request.due.sentence,
    ]
    for content in letter.contents:
        if content.name in said:
            lines += ["", content.question, *said[content.name]]
    return "\n".join(lines) + "\n"


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def _about(body: Body, viewer: Viewer) -> str:
    """What the directory and the lists of pools and offices say of the person."""
    name = directory.names(viewer, [viewer.person]).get(viewer.person, "")
    with record.transaction(body.id):
        people = record.people()
    lines = [_("Name: %(name)s") % {"name": name or "-"}]
    lines.append(_("Address for letters: %(email)s") % {"email": directory.email(body.id, viewer.person) or "-"})
    held = [(one.pool, one.since, one.until) for one in people.memberships if one.person == viewer.person]
    held += [(one.title, one.since, one.until) for one in people.offices if one.person == viewer.person]
    lines += [f"{title}: {_day(since)} – {_day(until) if until else ''}" for title, since, until in held]
    return "\n".join(lines) + "\n"


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
