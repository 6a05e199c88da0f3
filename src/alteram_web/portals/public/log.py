"""The public log as C2SP tlog-tiles lays it out: checkpoints and tiles of hashes, for programs.

Nothing beyond the last checkpoint is served: it would show when how much was entered. The bundles of entries that the
layout knows are not served either: whoever knew all links could ask for the receipt of each, and tell entries from the
random leaves that hide how many there are. A leaf is the hash of a link, and gives it away to nobody.
"""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from alteram.ledger import tree, witness
from alteram.ledger.checkpoint import BadCheckpoint
from alteram.ledger.signing import COSIGNATURE
from alteram_web.casework import bodies, record, signing, tiles
from alteram_web.casework.selectors import Viewer, reading

FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
PLAIN = "text/plain; charset=utf-8"
LONGEST = 1 << 14  # bytes of a checkpoint with its cosignatures
NUMBER = re.compile(r"((?:x[0-9]{3}/){0,5})([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)


def checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The latest checkpoint, or the one of a size."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by casework.viewers.Here
    with reading(viewer):
        found = tiles.published(record.run, size)
    if found is None:
        raise Http404
    answer = HttpResponse(str(found.checkpoint), content_type=PLAIN)
    answer["Cache-Control"] = A_MINUTE  # also of an old one: a witness may still cosign it
    return answer


def growth(request: HttpRequest, old: int) -> HttpResponse:
    """What a witness asks for: the proof that the log grew from size ``old``, and the latest checkpoint.

    In the form in which C2SP tlog-witness hands both over.
    """
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    with reading(viewer):
        last = tiles.published(record.run)
        if last is None or old > last.size:
            raise Http404
        proof = tree.consistency(tiles.nodes(record.run), old, last.size)
    asked = witness.Request(old=old, proof=tuple(proof), checkpoint=last.checkpoint)
    return HttpResponse(str(asked), content_type=PLAIN, headers={"Cache-Control": A_MINUTE})


@csrf_exempt  # for programs; what is written is checked by a signature, and nobody is signed in
@require_POST
def cosignatures(request: HttpRequest) -> HttpResponse:
    """A checkpoint of ours as a witness cosigned it. Lines of witnesses that the body did not name are left out."""
    here: bodies.Body = request.here  # type: ignore[attr-defined]
    try:
        note = request.body.decode() if int(request.headers.get("Content-Length") or 0) <= LONGEST else ""
        taken = signing.cosigned(here, note)
    except ValueError:  # no text, or a length that is no number
        return HttpResponse("E-CHECKPOINT: this is no text.\n", status=422, content_type=PLAIN)
    except BadCheckpoint as problem:
        answer = f"{problem.code}: {problem.sentence()} {problem.remedy}".rstrip()
        return HttpResponse(f"{answer}\n", status=422, content_type=PLAIN)
    if not taken:
        answer = "E-WITNESS: it has no good cosignature of a witness that this body named.\n"
        return HttpResponse(answer, status=403, content_type=PLAIN)
    return HttpResponse("".join(f"{name}\n" for name in taken), content_type=PLAIN)


def tile(request: HttpRequest, level: int, number: str) -> HttpResponse:
    """The hashes of a tile: ``0/x001/067``, or the first of one that is not full: ``1/000.p/3``."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    asked = NUMBER.fullmatch(number)
    if asked is None or level > 7:
        raise Http404
    index = int(asked[1].replace("x", "").replace("/", "") + asked[2])
    width = int(asked[3]) if asked[3] else tree.WIDTH
    if tree.TileName(level=level, index=index, width=width).path != f"{level}/{number}":
        raise Http404  # one tile, one address
    with reading(viewer):
        last = tiles.published(record.run)
        size = last.size if last else 0
        found = tiles.within(record.run, size, level, index, width)
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
        return HttpResponse(lines, content_type=PLAIN, headers={"Cache-Control": A_MINUTE})
    context = {"slug": here.slug, "body": here, "last": last}
    context |= {
        "keys": [key for key in listed if key.kind != COSIGNATURE],
        "witnesses": [key for key in listed if key.kind == COSIGNATURE],
    }
    return render(request, "public/keys.html", context, using="jinja2")
