"""The influence log as a page needs it: statements to answer, and what was put to somebody outside the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from alteram.access import OWN
from alteram.case import replay
from alteram.case.approaches import put_to
from alteram.case.reading import concerned
from alteram.codec import Entry
from alteram.procedure import Wish
from alteram_web.casework import bodies, directory, editions, record, river, selectors, watch
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import River, Viewer

ALLEGED = ("contact_reported", "contact_alleged", "pressure_logged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What was put to somebody, in the words of whoever put it."""

    chain: UUID
    entry: Entry
    text: str
    until: date
    answered: str | None  # what they said; None while they may still answer


def statements(opened: Open) -> tuple[River, ...]:
    """Every approach that this viewer reads, whoever told it."""
    return tuple(one for one in opened.page.entries if set(ALLEGED) & set(one.entry.acts) and not one.overtaken)


def to_answer(opened: Open) -> list[tuple[str, str]]:
    """The same as choices, by number: when it was said, and by whom."""
    return [
        (str(one.entry.index), _("Entry %(n)s, %(day)s: %(who)s") % {
            "n": one.entry.index, "day": one.entry.at.strftime("%d/%m/%Y"),
            "who": " and ".join(river.called(opened, actor) for actor in one.entry.by),
        })
        for one in statements(opened)
    ]  # fmt: skip


def office_holders(opened: Open, viewer: Viewer) -> Mapping[str, str]:
    """Whoever holds an office, by name and office: they have no part in a case, and may be said to have sought one."""
    holding = {office.person: office.title for office in opened.people.offices}
    names = directory.names(viewer, holding)
    return {person: f"{name}, {holding[person]}" for person, name in names.items()}


def put_to_me(viewer: Viewer) -> tuple[Put, ...]:
    """What was put to this viewer, in whatever case; the case itself stays closed."""
    with selectors.reading(viewer) as cursor:
        cursor.execute(
            "SELECT DISTINCT chain FROM casework.access_row WHERE viewer = %s AND class = %s",
            (viewer.person, f"contact_log{OWN}{viewer.person}"),
        )
        chains = [UUID(str(chain)) for (chain,) in cursor.fetchall()]
    return tuple(one for chain in chains for one in _put(viewer, chain))


def _put(viewer: Viewer, chain: UUID) -> tuple[Put, ...]:
    rulebook = editions.rulebook(bodies.by_id(viewer.body).slug)
    with record.transaction(viewer.body):
        loaded = record.load(viewer.body, chain)
        texts = record.texts(loaded)
    case = replay(rulebook, str(chain), loaded.entries)
    return tuple(
        Put(
            chain=chain, entry=entry, text=texts.get((entry.index, "put"), _("[erased]")),
            until=date.fromisoformat(str(entry.data["until"])),
            answered=_answered(viewer, entry, loaded.entries, texts),
        )
        for entry in put_to(case, viewer.person)
    )  # fmt: skip


def _answered(viewer: Viewer, put: Entry, entries: Any, texts: Mapping[tuple[int, str], str]) -> str | None:
    for entry in entries:
        by = {actor.who for actor in entry.by}
        about = set(concerned(put)) & set(entry.data.get("alleged") or ())
        if "contact_denied" in entry.acts and viewer.person in by and about:
            return texts.get((entry.index, "statement"), _("[erased]"))
    return None


def answer(viewer: Viewer, put: Put, said: Mapping[str, Any]) -> Wish:
    """The denial, or whatever else they say to it, as a wish of their own hand."""
    told = {name: said[name] for name in ("statement", "answers_for", "checked") if said.get(name)}
    return Wish(
        case=str(put.chain), step=None, act="contact_denied", at=viewer.day, recorded=viewer.now, by=(viewer.person,),
        fields={"alleged": list(concerned(put.entry)), "source": "named", **told}, request=said.get("request") or None,
    )  # fmt: skip


def refused(viewer: Viewer, chain: UUID) -> selectors.NotFound:
    """Enter the knock of whoever asks for what was not put to them; the answer to give."""
    watch.knock(
        viewer.body, chain, act="access_refused", person=viewer.person, tried="approach", codes=["E-NOT-FOUND"],
        now=viewer.now,
    )  # fmt: skip
    return selectors.NotFound()
