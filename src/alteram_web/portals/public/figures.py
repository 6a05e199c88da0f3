"""The figures of a body: live from the record, and as they were released."""

from collections.abc import Collection
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from alteram_web.casework import bodies
from alteram_web.casework.selectors import Viewer
from alteram_web.publication import figures, releases
from alteram_web.publication.figures import HIDDEN, Json, Period
from alteram_web.publication.releases import Release


def statistics(request: HttpRequest) -> HttpResponse:
    """Every case in exactly one cell, drawn from the record today; and the editions that were released."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    drawn = figures.draw(viewer)
    released = releases.every(viewer)
    context = {
        "slug": here.slug,
        "body": here,
        "day": viewer.day,
        "tables": [_table(one) for one in drawn["tables"]],
        "share": drawn["share"],
        "share_definition": figures.SHARE,
        "medians": drawn["medians"],
        "releases": released,
        "spell": spell,
        "revised": [one for one in released if one.revisions],
        "titles": {one["id"]: one["title"] for one in drawn["tables"]},
    }
    return render(request, "public/statistics.html", context, using="jinja2")


def edition(request: HttpRequest, release: str) -> HttpResponse:
    """One released edition: the chart, and beside it the tables that it was drawn from."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]  # set by casework.viewers.Here
    one = _released(request, release)
    revised = {(each["table"], each["row"], each["column"]) for each in one.revisions}
    context = {
        "slug": here.slug,
        "body": here,
        "release": one,
        "spell": spell,
        "share": one.drawn["share"],
        "medians": one.drawn["medians"],
        "tables": [_table(each, revised) for each in one.drawn["tables"]],
        "titles": {each["id"]: each["title"] for each in one.drawn["tables"]},
        "back": reverse("public:statistics", args=[here.slug]),
    }
    return render(request, "public/release.html", context, using="jinja2")


def chart(request: HttpRequest, release: str) -> HttpResponse:
    """The picture, as it was drawn on release. It holds no script and no style of its own."""
    return _file(_released(request, release).chart, "image/svg+xml")


def data(request: HttpRequest, release: str) -> HttpResponse:
    return _file(_released(request, release).csv, "text/csv; charset=utf-8; header=present", name=f"{release}.csv")


def metadata(request: HttpRequest, release: str) -> HttpResponse:
    return _file(_released(request, release).metadata, "application/csvm+json")


def spell(period: Period) -> str:
    """A stretch of time without the days of the week."""
    first, last = (date_format(day, "j F Y") for day in (period.first, period.last))
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def _released(request: HttpRequest, name: str) -> Release:
    found = releases.named(request.viewer, name)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def _file(content: str, media_type: str, *, name: str = "") -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Cache-Control"] = "public, max-age=3600"  # a release never changes
    if name:
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(table: Json, revised: Collection[tuple[str, str, str]] = ()) -> dict[str, Any]:
    """A table for the macro: hidden figures and corrected ones carry their marks."""

    def row(told: list[Any]) -> list[Any]:
        name, *shown = told
        return [
            name[:1].upper() + name[1:],
            *(
                _cell(figure, corrected=(table["id"], name, column) in revised)
                for column, figure in zip(table["columns"], shown, strict=True)
            ),
        ]

    return {
        **table,
        "head": [_("Days") if table["id"] == "ages" else _("Outcome"), *map(_column, table["columns"])],
        "rows": [row(one) for one in table["rows"]],
        "foot": [_column(figures.TOTAL), *row(table["foot"])[1:]],
    }


def _column(name: str) -> str:
    return _("Total, to the nearest five") if name == figures.TOTAL else name


def _cell(figure: int | str, *, corrected: bool) -> Any:
    marks = {"revised": True} if corrected else {}
    if figure == HIDDEN:
        return {"suppressed": True, **marks}
    return {"value": f"{figure:,}", **marks}
