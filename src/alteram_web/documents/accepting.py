"""Which files are taken in: by what they are, never by what they are called.

Evidence stays byte for byte as it came, since it must still be what somebody photographed or wrote. It is sealed,
and only ever handed out as a download that no browser opens by itself.
"""

from __future__ import annotations

import io
import re
import zipfile

import pikepdf
import puremagic
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from alteram.errors import AlteramError
from alteram_web.casework.papers import Upload
from alteram_web.documents import scanning

MOST = 25 * 1024 * 1024  # bytes of one file
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
SOUND = {"audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav", "audio/wave", "video/mp4"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
PDF = "application/pdf"
TEXT = "text/plain"
ENDINGS = {
    PDF: ("pdf",),
    "image/jpeg": ("jpg", "jpeg", "jpe", "jfif"),
    "image/png": ("png",),
    "image/webp": ("webp",),
    TEXT: ("txt", "text", "csv", "tsv", "md", "log", "eml", "ics", "vcf", "srt", "vtt"),
    WORD: ("docx",),
    OPEN_TEXT: ("odt",),
    "audio/mpeg": ("mp3", "mpga"),
    "audio/mp4": ("m4a", "mp4", "aac"),
    "audio/x-m4a": ("m4a", "mp4"),
    "audio/wav": ("wav",),
    "audio/x-wav": ("wav",),
    "audio/wave": ("wav",),
    "video/mp4": ("mp4", "m4v", "m4a"),
}
"""How a file of each kind may be called at its end; the first is given to one that is called something else."""
TAKEN = "PDF, JPEG, PNG, WEBP, plain text, DOCX, ODT, MP3, M4A, WAV and MP4"
ZIP_END = b"PK\x05\x06"
MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|body|iframe|\?xml)", re.IGNORECASE)


class NotTaken(AlteramError):
    """A file that is not taken in. The sentence says why; what else was typed is kept."""

    code = "E-UPLOAD-TYPE"
    remedy = f"Send it as one of {TAKEN}; or describe it, and send it by post."


class TooLarge(AlteramError):
    """A file larger than one may be."""

    code = "E-UPLOAD-LARGE"

    def __init__(self) -> None:
        super().__init__(
            "That file is larger than 25 MB, so it was not taken in.",
            remedy="Cut it into parts, make it smaller, or send it by post. Everything else you typed is kept.",
        )


def accept(name: str, content: bytes) -> Upload:
    """The file, with its type by content. Raises :class:`NotTaken`, :class:`TooLarge` or a refusal of the scanner."""
    if not content:
        raise NotTaken("That file is empty.")
    if len(content) > MOST:
        raise TooLarge
    kind = _kind(content)
    scanning.refuse_infected(content)
    return Upload(name=_fitting(_tame(name), kind), media_type=kind, content=content)


def renamed(name: str, taken: Upload) -> str:
    """What to tell somebody whose file is kept under another name; empty if it keeps its own."""
    if _tame(name) == taken.name:
        return ""
    return _("“%(name)s” is kept as “%(kept)s”, because that is what it is.") % {
        "name": _tame(name),
        "kept": taken.name,
    }


def _fitting(name: str, kind: str) -> str:
    """A name whose ending says what the file is, so that nothing opens it as something else."""
    _stem, dot, ending = name.rpartition(".")
    return f"{name}.{ENDINGS[kind][0]}" if dot and ending.lower() not in ENDINGS[kind] else name


def _kind(content: bytes) -> str:
    """What the file is, or why it is not taken."""
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _package(content)
    try:
        guessed = puremagic.from_string(content[:65536], mime=True)
    except (puremagic.PureError, ValueError):
        guessed = ""
    if guessed in PICTURES:
        return _picture(content, guessed)
    _not_a_second_thing(content)
    if guessed in SOUND:
        return guessed
    return _text(content)


def _not_a_second_thing(content: bytes) -> None:
    if ZIP_END in content:
        raise NotTaken("That file is two things at once: an archive is hidden in it.")


def _pdf(content: bytes) -> str:
    _not_a_second_thing(content)
    if b"%%EOF" not in content:
        raise NotTaken("That PDF has no end, so a part of it may be missing.")
    if content[content.rfind(b"%%EOF") + 5 :].strip(b"\r\n\t \0"):
        raise NotTaken("That PDF goes on after its end, so something else may be hidden in it.")
    try:
        with pikepdf.open(io.BytesIO(content)):
            return PDF
    except pikepdf.PasswordError as locked:
        raise NotTaken("That PDF is locked by a password.") from locked
    except pikepdf.PdfError as broken:
        raise NotTaken("That PDF is broken and cannot be opened.") from broken


def _picture(content: bytes, kind: str) -> str:
    _not_a_second_thing(content)
    try:
        with Image.open(io.BytesIO(content), formats=[PICTURES[kind]]) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as broken:
        raise NotTaken("That picture is broken and cannot be opened.") from broken
    return kind


def _package(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = set(package.namelist())
            first = _beginning(package, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError) as broken:
        raise NotTaken("That file is an archive, or a broken document.") from broken
    if "word/document.xml" in names and not any(name.endswith("vbaProject.bin") for name in names):
        return WORD
    if first.strip() == OPEN_TEXT.encode():
        return OPEN_TEXT
    raise NotTaken("That file is an archive or a document with programs in it, which are not taken.")


def _beginning(package: zipfile.ZipFile, name: str) -> bytes:
    """The first bytes of a member. Never the whole: a small package can unpack to more than there is memory for."""
    with package.open(name) as member:
        return member.read(100)


def _text(content: bytes) -> str:
    if MARKUP.search(content[:4096]):
        raise NotTaken("That file is a web page or a drawing with code in it.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as unknown:
        raise NotTaken("That kind of file is not taken.") from unknown
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
        raise NotTaken("That kind of file is not taken.")
    return TEXT


def _tame(name: str) -> str:
    """A name without a path and without what a header could trip over."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(letter for letter in last if letter.isprintable() and letter not in '"<>|:*?')[:120] or "file"
