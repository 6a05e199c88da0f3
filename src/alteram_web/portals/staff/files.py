"""The files that come with the form of a step: those chosen now, and those of a submission that was refused.

A browser forgets which files were chosen once a form comes back. So what was taken in stays with the form: sealed, as
the files of a complaint on its way are, for the same person, case and step, up to twenty files and a hundred megabytes.
It goes when the step is entered, when the form is opened anew and sent with other files, and after two weeks at most.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from uuid import UUID

from django.http import HttpRequest, QueryDict

from alteram.errors import AlteramError
from alteram_web.casework import drafts, papers
from alteram_web.casework.selectors import Viewer
from alteram_web.documents import accepting, receiving

KEPT = "kept"  # the field that names which of the files kept go along


@dataclass(kw_only=True)
class Files:
    """What a submission brings."""

    place: UUID  # of what is kept: one for each person, case and step
    earlier: list[tuple[drafts.File, bytes]] = field(default_factory=list)  # kept before, and still ticked
    chosen: list[papers.Upload] = field(default_factory=list)  # now
    wrong: list[str] = field(default_factory=list)  # a sentence for each that is not taken

    @property
    def uploads(self) -> list[papers.Upload]:
        """All that go along, in the order in which they came."""
        before = [
            papers.Upload(name=one.name, media_type=one.media_type, content=content) for one, content in self.earlier
        ]
        return [*before, *self.chosen]


def place(viewer: Viewer, chain: UUID, name: str) -> UUID:
    return uuid.uuid5(chain, f"files {viewer.person} {name}")


def brought(request: HttpRequest, viewer: Viewer, where: UUID) -> Files:
    """The files that go along with what was sent; nothing is entered by halves, so ``wrong`` stops it."""
    found = Files(place=where, earlier=_kept(viewer, where, request.POST))
    over = receiving.over(request)
    if over is not None:
        found.wrong.append(_sentence(over))
        return found
    if receiving.dropped(request):
        found.wrong.append(_sentence(accepting.TooLarge()))
    for file in request.FILES.getlist("files"):
        try:
            found.chosen.append(accepting.accept(file.name or "", file.read()))
        except AlteramError as refused:
            found.wrong.append(f"{file.name}: {_sentence(refused)}")
    return found


def keep(viewer: Viewer, found: Files) -> list[drafts.File]:
    """Keep what came for the next time; the files that are there then. What finds no room is said in ``wrong``."""
    if not found.earlier:
        drafts.discard(viewer.body, found.place)
    else:
        _let_go_but(viewer, found)
    if found.chosen:
        drafts.open_at(viewer.body, found.place, now=viewer.now)
    for one in found.chosen:
        try:
            drafts.add_file(viewer.body, found.place, name=one.name, media_type=one.media_type, content=one.content)
        except drafts.NoRoom as full:
            found.wrong.append(f"{one.name}: {_sentence(full)}")
    return drafts.files(viewer.body, found.place)


def ticked(viewer: Viewer, where: UUID, said: QueryDict) -> list[drafts.File]:
    """The files kept that a form sent earlier named: shown again when it is opened with what its writer had typed."""
    return [one for one, _content in _kept(viewer, where, said)]


def let_go(viewer: Viewer, where: UUID) -> None:
    drafts.discard(viewer.body, where)


def _let_go_but(viewer: Viewer, found: Files) -> None:
    """Whatever is ticked no longer is not kept either."""
    wanted = {one.number for one, _content in found.earlier}
    for one in drafts.files(viewer.body, found.place):
        if one.number not in wanted:
            drafts.remove_file(viewer.body, found.place, one.number)


def _kept(viewer: Viewer, where: UUID, said: QueryDict) -> list[tuple[drafts.File, bytes]]:
    wanted = set(said.getlist(KEPT))
    if not wanted:
        return []
    return [(one, content) for one, content in drafts.contents(viewer.body, where) if str(one.number) in wanted]


def _sentence(refused: AlteramError) -> str:
    return f"{refused.sentence()} {refused.remedy}".strip()
