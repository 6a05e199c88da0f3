"""What others got in this body, for whoever sits: closed by the house until a first view of one's own is on record.

view_of(opened)            the entry with which the viewer recorded a view in this hearing; None: not yet
outcomes(viewer, opened)   the table, without any case of the respondent of this one
"""

from __future__ import annotations

from collections.abc import Iterator

from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.procedure.room import room
from alteram.statistics.comparable import Row, comparable
from alteram_web.casework import bodies, editions, record
from alteram_web.casework.pages import Open
from alteram_web.casework.selectors import Viewer


def view_of(opened: Open) -> Entry | None:
    here = room(opened.case)
    found = [
        entry
        for entry in opened.case.entries
        if "view_recorded" in entry.acts
        and entry.index not in opened.case.overtaken
        and here is not None
        and entry.index > here.opened.index
        and entry.by[0].who == opened.viewer
    ]
    return found[-1] if found else None


def outcomes(viewer: Viewer, opened: Open) -> tuple[Row, ...]:
    return comparable(_cases(bodies.by_id(viewer.body)), opened.case.parties.get("respondent", ()))


def _cases(body: bodies.Body) -> Iterator[Case]:
    rulebook = editions.rulebook(body.slug)
    with record.transaction(body.id):
        names = record.cases()
    for name in names:
        with record.transaction(body.id):
            entries = record.load(body.id, name).entries
        if entries and any("case_closed" in entry.acts for entry in entries):
            yield replay(rulebook, str(name), entries)
