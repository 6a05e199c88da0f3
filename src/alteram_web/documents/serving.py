"""A paper on its way out: always as a download, and never drawn by the browser."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from alteram_web.casework import selectors
from alteram_web.casework.selectors import Viewer
from alteram_web.documents.accepting import ENDINGS


def paper(viewer: Viewer, chain: UUID, digest: str) -> HttpResponse:
    """A paper for whoever sees the entry that names it. Raises :class:`~alteram_web.casework.selectors.NotFound`."""
    found = selectors.download(viewer, chain, digest)
    name = f"paper-{digest[:8]}.{_ending(found.media_type)}"
    return HttpResponse(
        found.content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "private, no-store",
        },
    )


def _ending(media_type: str) -> str:
    return ENDINGS.get(media_type, ("bin",))[0]
