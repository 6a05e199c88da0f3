"""How an upload is received: into memory, up to the limit of one file, and dropped as soon as it is larger.

What comes after that is read and thrown away, so that the person gets a page with a sentence and not a broken
connection. Nothing touches a disk before it is sealed.
"""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from alteram_web.documents.accepting import MOST

DROPPED = "uploads_dropped"


class Limited(FileUploadHandler):
    """One file at most so large. A larger one is missing from the request, which then says so."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.parts = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.parts.tell() + len(raw_data) > MOST:
            self.parts = io.BytesIO()
            if self.request is not None:
                setattr(self.request, DROPPED, getattr(self.request, DROPPED, 0) + 1)
            raise SkipFile
        self.parts.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        self.parts.seek(0)
        return InMemoryUploadedFile(
            file=self.parts, field_name=self.field_name, name=self.file_name or "file",
            content_type=self.content_type, size=file_size, charset=self.charset,
        )  # fmt: skip


def dropped(request: HttpRequest) -> bool:
    """Whether a file of this request was too large to be kept."""
    return bool(getattr(request, DROPPED, 0))
