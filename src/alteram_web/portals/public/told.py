"""*Check a case*: anybody tells a case in a few dated steps and reads what was against the rules. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from alteram.breaches import Breach, Judged, typed
from alteram.codes import FLOORS
from alteram.errors import AlteramError
from alteram.rulebook.model import Edition
from alteram_web.casework import bodies, editions
from alteram_web.casework.selectors import Viewer
from alteram_web.portals.public.steps_told import FEWEST, MORE, MOST, Steps
from alteram_web.portals.public.tries import Tries

CHECKS = Tries(name="checks", most=60, forgotten=15 * 60)
STATES = {"met": "met", "not yet": "not_told", "breached": "breached"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The form, and beneath its heading what was found. What was typed is in the answer and nowhere else."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    book = asked.get("book", "") if asked.get("book") in editions.shipped() else here.slug
    edition = editions.rulebook(book).on(viewer.day)
    context = {"slug": here.slug, "body": here, "edition": edition, "book": book, "books": _books(book), "most": MOST}
    if request.method != "POST":
        example = _example(edition, viewer) if "example" in asked else None
        form = Steps(edition=edition, rows=FEWEST, initial=example)
        return _page(request, context | {"form": form, "example": example is not None})
    if "more" in request.POST:
        rows = min(MOST, _rows(request) + MORE)
        return _page(request, context | {"form": Steps(edition=edition, rows=rows, initial=request.POST.dict())})
    return _checked(request, context, Steps(request.POST, edition=edition, rows=_rows(request)), book)


def _checked(request: HttpRequest, context: dict[str, Any], form: Steps, book: str) -> HttpResponse:
    if CHECKS.too_many(request):
        problem = _("Many cases were checked from here. Wait a quarter of an hour, then go on.")
        return _page(request, context | {"form": form, "problem": problem}, status=429)
    CHECKS.count(request)
    if form.is_valid():
        try:
            found = typed.check(editions.rulebook(book), form.told())
        except AlteramError as beyond:
            form.add_error(None, f"{beyond.sentence()} {beyond.remedy}")
        except ValueError:
            form.add_error(
                None, _("The first step is so early that other rules were in force: they know no such step.")
            )
        else:
            return _page(request, context | {"form": form, "found": _found(found)})
    return _page(request, context | {"form": form}, status=422)


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    given = {"has_errors": bool(context["form"].errors), "found": None, "problem": "", "example": False} | context
    return render(request, "public/check.html", given, status=status, using="jinja2")


def _rows(request: HttpRequest) -> int:
    asked = request.POST.get("rows", "")
    return max(FEWEST, min(MOST, int(asked))) if asked.isascii() and asked.isdecimal() and len(asked) < 4 else FEWEST


def _books(chosen: str) -> list[dict[str, Any]]:
    """The kinds of body whose rules are here."""
    kinds = {
        "lantern-league": _("A civic society"),
        "pennywater-rowing": _("A club with nine people on its committee"),
        "commonweal-party": _("A political party"),
        "dockside-branch": _("A branch of a union"),
        "federated-signal-workers": _("A trade union"),
        "land-measurers-council": _("A professional regulator"),
        "northmoor-handball": _("A sports body"),
        "quillbrook-board-games": _("A student society of five people"),
        "thornmere-university": _("A university"),
    }
    return [
        {"slug": slug, "kind": kinds.get(slug, slug.replace("-", " ").capitalize()), "chosen": slug == chosen}
        for slug in editions.shipped()
    ]


def _example(edition: Edition, viewer: Viewer) -> dict[str, Any]:
    """A membership that was ended by letter: a complaint, and a month later the heaviest sanction."""
    sanction = edition.steps_of("sanction_decided")[0]
    heaviest = max(edition.sanctions.values(), key=lambda one: one.rank).name
    result = (
        heaviest if heaviest in typed.results_to_tell(sanction) else next(iter(typed.results_to_tell(sanction)), "")
    )
    return {
        "step-1": edition.first_step.name,
        "day-1": viewer.day - timedelta(days=60),
        "step-2": f"{sanction.name}={result}" if result else sanction.name,
        "day-2": viewer.day - timedelta(days=30),
    }


def _found(judged: Judged) -> dict[str, Any]:
    edition = judged.case.edition
    own = sum(one.follows is None for one in judged.breaches)
    return {
        "number": len(judged.breaches),
        "own": own,
        "edition": edition,
        "groups": [_group(edition, list(held)) for _key, held in groupby(judged.breaches, key=_of_what)],
        "fairness": [
            {"title": one.sentence, "state": STATES[one.state], "sentence": one.note, "clause": ""}
            for one in typed.fairness(judged)
            if one.state in STATES
        ],
        "fired": [{"day": one.day, "title": _titled(one.title, one.result), "why": one.why} for one in judged.fired],
    }


def _of_what(breach: Breach) -> tuple[object, ...]:
    return (breach.day, breach.entry, breach.title)


def _titled(title: str, result: str | None = None) -> str:
    return title[:1].upper() + title[1:] + (f": {result.replace('_', ' ')}" if result else "")


def _group(edition: Edition, breaches: Iterable[Breach]) -> dict[str, Any]:
    """What was wrong with one step, or with one silence."""
    held = list(breaches)
    return {
        "day": held[0].day,
        "title": _titled(held[0].title),
        "breaches": [{"breach": one, "words": _words(edition, one.clause)} for one in held],
    }


def _words(edition: Edition, clause: str) -> str:
    """What the clause says, or the floor that no rule book can go below."""
    if clause in edition.clauses:
        return edition.clauses[clause]
    return FLOORS[clause].sentence if clause in FLOORS else ""
