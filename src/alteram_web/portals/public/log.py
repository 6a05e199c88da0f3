"""The public log as C2SP tlog-tiles lays it out: checkpoints and tiles of hashes, for programs.

Nothing beyond the last checkpoint is served: it would show when how much was entered. The bundles of entries that the
layout knows are not served either: whoever knew all links could ask for the receipt of each, and tell entries from the
random leaves that hide how many there are. A leaf is the hash of a link, and gives it away to nobody.
"""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from alteram_web.casework import bodies, record, signing, tiles
from alteram_web.casework.selectors import Viewer, reading

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
NUMBER = re.compile(r"((?:x[0-9]{3}/){0,5})([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


def checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The latest checkpoint, or the one of a size."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    with reading(viewer):
        found = tiles.published(record.run, size)
    if found is None:
        raise Http404
    answer = HttpResponse(str(found.checkpoint), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = FOR_EVER if size is not None else A_MINUTE
    return answer


def tile(request: HttpRequest, level: int, number: str) -> HttpResponse:
    """The hashes of a tile: ``0/x001/067``, or the first of one that is not full: ``1/000.p/3``."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = NUMBER.fullmatch(number)
    if asked is None or level > 7:
        raise Http404
    index = int(asked[1].replace("x", "").replace("/", "") + asked[2])
    with reading(viewer):
        last = tiles.published(record.run)
        size = last.size if last else 0
        found = tiles.within(record.run, size, level, index, int(asked[3]) if asked[3] else None)
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of log, receipts and exports, old ones too: a page, and plain lines for programs."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    with reading(viewer):
        listed = signing.listed(here, record.run)
        last = tiles.published(record.run)
    if request.GET.get("format") == "text":
        lines = "".join(f"{key}\n" for key in listed)
        return HttpResponse(lines, content_type="text/plain; charset=utf-8", headers={"Cache-Control": A_MINUTE})
    context = {"slug": here.slug, "body": here, "keys": listed, "last": last}
    return render(request, "public/keys.html", context, using="jinja2")
