"""Published decisions: what can be read today, for anybody. What has come down is gone, here and in every count."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from alteram.calendar.stretches import stretch
from alteram.published import ends
from alteram.rulebook.model import Edition
from alteram.standing import left_in_words
from alteram_web.casework import bodies, editions
from alteram_web.casework.selectors import Viewer
from alteram_web.publication import decisions
from alteram_web.publication.decisions import Decision

SAFE = {"application/pdf": "pdf", "text/plain": "txt"}  # what a browser may be handed; anything else is a download


def every(request: HttpRequest) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    wanted = request.GET.get("find", "").strip()
    found = [one for one in decisions.current(viewer) if _matches(one, wanted)]
    context = {"slug": here.slug, "body": here, "wanted": wanted, "found": [_shown(here, one) for one in found]}
    return render(request, "public/decisions.html", context, using="jinja2")


def one(request: HttpRequest, number: str) -> HttpResponse:
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = decisions.one(viewer, number)
    if found is None:
        raise Http404
    return render(request, "public/decision.html", {"slug": here.slug, "body": here, "one": _shown(here, found)},
                  using="jinja2")  # fmt: skip


def text(request: HttpRequest, number: str) -> HttpResponse:
    """The paper that was published, as it was put in."""
    found = decisions.paper(request.viewer, number)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    known = found.media_type in SAFE
    answer = HttpResponse(found.content, content_type=found.media_type if known else "application/octet-stream")
    ending = SAFE.get(found.media_type, "bin")
    answer["Content-Disposition"] = f'{"inline" if known else "attachment"}; filename="{number}.{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _matches(one: Decision, wanted: str) -> bool:
    """By a word of the name, by clause or by the notice's number."""
    if not wanted:
        return True
    plain = wanted.casefold()
    names = (one.name or "").casefold().split()
    return wanted.upper() == one.number or wanted in one.clauses or all(
        any(name.startswith(word) for name in names) for word in plain.split()
    )  # fmt: skip


def _shown(here: bodies.Body, one: Decision) -> dict[str, Any]:
    edition = editions.rulebook(here.slug).by_digest(one.edition)
    offences = edition.offences if edition is not None else {}
    return {
        "number": one.number,
        "who": _("A member, not named") if one.name is None else one.name or _("Name erased"),
        "named": one.name is not None,
        "decision": _decided(one),
        "clauses": [{"number": c, "title": offences[c].title if c in offences else ""} for c in one.clauses],
        "version": edition.version if edition is not None else "",
        "first": one.first,
        "last": one.last,
        "lasts": one.counted or (stretch(one.first, one.last).sentence if one.first and one.last else ""),
        "decided_under": one.decided_under if one.counted else "",
        "left": left_in_words(one.left, one.matches),
        "published": one.published,
        "until": one.until,
        "readable": _readable(one, edition),
        "rule": edition.publication.clause if edition is not None and edition.publication is not None else "",
        "changes": one.changes,
        "has_paper": one.has_paper,
    }


def _readable(one: Decision, edition: Edition | None) -> str:
    """How the last day of a notice came about; by the rule, unless somebody gave another."""
    counted = ends(edition, one.sanctions, one.published, one.last) if edition is not None else None
    if counted is not None and counted.day == one.until:
        return counted.sentence
    told = _("It was decided that it comes down after this day.")
    return f"{told} {_('By the rule alone:')} {counted.sentence}" if counted is not None else told


def _decided(one: Decision) -> str:
    """The outcome in words: "Expulsion", "Warning and training"."""
    if not one.sanctions:
        return _("No breach of the rules was found")
    words = " and ".join(_(name.replace("_", " ")) for name in one.sanctions)
    return words[:1].upper() + words[1:]
