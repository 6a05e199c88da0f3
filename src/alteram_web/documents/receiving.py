"""How an upload is received: into memory, up to the limits, and dropped as soon as there is more.

What comes after that is read and thrown away, so that the person gets the form back with a sentence and with what was
typed, and not a broken connection. Nothing touches a disk before it is sealed.
"""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from alteram.errors import AlteramError
from alteram_web.documents import accepting

LARGE, MANY, WHOLE = "uploads_large", "uploads_many", "uploads_whole"  # what a request says of itself
MEGABYTE = 1024 * 1024


class TooMany(AlteramError):
    """More files at once than are taken."""

    code = "E-UPLOAD-MANY"

    def __init__(self) -> None:
        super().__init__(
            f"More than {settings.UPLOAD_MAX_FILES} files came at once, so none of them was taken in.",
            remedy=f"Choose up to {settings.UPLOAD_MAX_FILES} and send them, then the others.",
        )


class TooMuch(AlteramError):
    """Files that are together larger than what may be sent at once."""

    code = "E-UPLOAD-LARGE"

    def __init__(self) -> None:
        most = settings.REQUEST_MAX // MEGABYTE
        super().__init__(
            f"The files are together larger than {most} MB, so none of them was taken in.",
            remedy=f"Send them in parts: up to {most} MB at once, and 25 MB each. What you typed is still here.",
        )


class Limited(FileUploadHandler):
    """So many files, each and together at most so large. What is more is missing from the request, which says so."""

    taken = 0

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *more: Any, **named: Any) -> None:
        if content_length > settings.REQUEST_MAX:
            self._says(WHOLE)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.parts = io.BytesIO()
        self.taken += 1
        if getattr(self.request, WHOLE, False):
            raise SkipFile
        if self.taken > settings.UPLOAD_MAX_FILES:
            self._says(MANY)
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.parts.tell() + len(raw_data) > accepting.MOST:
            self.parts = io.BytesIO()
            self._says(LARGE)
            raise SkipFile
        self.parts.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        self.parts.seek(0)
        return InMemoryUploadedFile(
            file=self.parts, field_name=self.field_name, name=self.file_name or "file",
            content_type=self.content_type, size=file_size, charset=self.charset,
        )  # fmt: skip

    def _says(self, what: str) -> None:
        if self.request is not None:
            setattr(self.request, what, True)


def over(request: HttpRequest) -> AlteramError | None:
    """Why nothing of the files may be taken: there were too many, or too much of them."""
    if getattr(request, WHOLE, False):
        return TooMuch()
    return TooMany() if getattr(request, MANY, False) else None


def dropped(request: HttpRequest) -> bool:
    """Whether a file of this request was too large to be kept."""
    return bool(getattr(request, LARGE, False))


def limits() -> dict[str, int]:
    """How much is taken at once, for the sentence beside the field: files, megabytes of each, megabytes of all."""
    return {
        "files": settings.UPLOAD_MAX_FILES, "each": accepting.MOST // MEGABYTE, "all": settings.REQUEST_MAX // MEGABYTE,
    }  # fmt: skip
