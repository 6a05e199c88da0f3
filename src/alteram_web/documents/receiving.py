"""How an upload is received: streamed to a file, and dropped as soon as it is larger than one may be.

What comes after that is read and thrown away, so that the person gets a page with a sentence, not a broken connection;
neither memory nor disk ever holds more than one file's limit.
"""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest

from alteram_web.documents.accepting import MOST

DROPPED = "uploads_dropped"


class Limited(TemporaryFileUploadHandler):
    """One file at most so large. A larger one is missing from the request, which then says so."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received <= MOST:
            super().receive_data_chunk(raw_data, start)
        elif self.file is not None and not self.file.closed:
            self.file.truncate(0)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if self.received > MOST:
            self.file.close()
            if self.request is not None:
                setattr(self.request, DROPPED, getattr(self.request, DROPPED, 0) + 1)
            return None
        found: UploadedFile[Any] | None = super().file_complete(file_size)
        return found


def dropped(request: HttpRequest) -> bool:
    """Whether a file of this request was too large to be kept."""
    return bool(getattr(request, DROPPED, 0))
