"""Which form is whose: what a viewer is asked for one step of a case. Portals and the API ask alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from alteram import access
from alteram.acts import ACTS, Act
from alteram.codec import Entry
from alteram.people import People
from alteram.rulebook.model import Step
from alteram_web.casework import forms, letters, pages, river, selectors
from alteram_web.casework.selectors import NotFound, Viewer


def asked(opened: pages.Open, viewer: Viewer, name: str) -> forms.Asked:
    """The form for a step of the book, or for an act that may come at any time.

    Raises :class:`~alteram_web.casework.selectors.NotFound` for any other name.
    """
    step = opened.case.edition.steps.get(name)
    if step is None and (name not in ACTS or "A" not in ACTS[name].when):
        raise NotFound
    if not _may_take(opened, step):  # the form still says on sending whose it is; it names nobody
        return forms.Asked(case=opened.case, people=People(), viewer=viewer, name=name, names={})
    acts = step.vocabulary if step is not None else (ACTS[name],)
    return forms.Asked(
        case=opened.case, people=opened.people, viewer=viewer, name=name, names=opened.names,
        near=_near(opened, viewer), papers=(papers := _papers(opened, viewer, acts)),
        evidence=_evidence(opened, acts, dict(papers)), seats=_seats(opened, step),
        typing=opened.types,
    )  # fmt: skip


def _near(opened: pages.Open, viewer: Viewer) -> frozenset[str]:
    """Both sides, and whoever did something or is named in an entry that this viewer sees."""
    sides = {person for people in opened.case.parties.values() for person in people}
    return frozenset(sides | letters.people_in(one.entry for one in opened.page.entries) | {viewer.person})


def _papers(opened: pages.Open, viewer: Viewer, acts: Sequence[Act]) -> tuple[tuple[str, str], ...]:
    """The papers that a question for one can be answered with."""
    asked_for = any(field.kind == "paper" for act in acts for field in act.fields)
    if not asked_for or not any(one.entry.papers for one in opened.page.entries):
        return ()
    return river.papers_to_name(opened, selectors.papers(viewer, UUID(opened.case.name)))


def _evidence(opened: pages.Open, acts: Sequence[Act], readable: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The papers of the evidence, for whoever puts a bundle together.

    A clerk assembles the bundle and does not read the evidence (requirements 3): whoever may not read a paper is
    offered it by the number of its entry, its kind and its digest, and by no word of what it is or whose.
    """
    if not any(act.field("bundle") is not None for act in acts):
        return ()
    found: dict[str, str] = {}
    for entry in opened.case.entries:
        if entry.index in opened.case.overtaken or not _is_evidence(entry):
            continue
        for number, paper in enumerate(entry.papers, 1):
            told = {"entry": entry.index, "number": number, "digest": paper.digest[:12]}
            unread = _("Evidence, entry %(entry)s: paper %(number)s, digest %(digest)s…") % told
            found.setdefault(paper.digest, readable.get(paper.digest, unread))
    return tuple(found.items())


def _is_evidence(entry: Entry) -> bool:
    """Of the class of evidence, or what a party added of its own."""
    return access.class_of_papers(entry).partition(access.OWN)[0] == "evidence"


def _may_take(opened: pages.Open, step: Step | None) -> bool:
    """Whether the viewer holds a role that takes the step, or types for the body that does."""
    if step is None:
        return bool(opened.held)
    roles = [opened.case.edition.roles[name] for name in step.by if name in opened.case.edition.roles]
    bodies_of = any(role.body is not None or role.chair_of for role in roles)
    return bool(opened.roles & set(step.by)) or (opened.types and bodies_of)


def may_do(opened: pages.Open, name: str) -> bool:
    """Whether the viewer holds a role in which this is done. Nobody else asks the roll of members by its form."""
    step = opened.case.edition.steps.get(name)
    if step is not None:
        return _may_take(opened, step)
    return name in ACTS and any(one.capacity in ACTS[name].who for one in opened.held)


def _seats(opened: pages.Open, step: Step | None) -> tuple[str, ...]:
    """Who may have taken part, where a body or its chair decides."""
    for name in step.by if step is not None else ():
        known = opened.case.edition.roles.get(name)
        if known is not None and known.body is not None:
            return opened.case.people_in(name)
        if known is not None and known.chair_of and opened.types and name not in opened.roles:
            return tuple(opened.case.chairs)
    return ()
