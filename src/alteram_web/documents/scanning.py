"""The virus scanner: clamd, asked over its socket with INSTREAM. Without one configured, files are taken unscanned."""

from __future__ import annotations

import socket
import struct

from django.conf import settings

from alteram.errors import AlteramError

PIECE = 64 * 1024  # bytes sent at a time
PATIENCE = 30.0  # seconds


class Infected(AlteramError):
    """The scanner knows this file as harmful."""

    code = "E-UPLOAD-HARMFUL"


class NotScanned(AlteramError):
    """There is a scanner and it does not answer: nothing is taken in unseen."""

    code = "E-UPLOAD-SCANNER"


def refuse_infected(content: bytes) -> None:
    """Raises :class:`Infected`, or :class:`NotScanned` if the scanner that is configured does not answer."""
    if not settings.CLAMD:
        return
    try:
        answer = _asked(settings.CLAMD, content)
    except OSError as problem:
        raise _silent() from problem
    if answer.endswith("OK"):
        return
    if answer.endswith("FOUND"):
        raise Infected(
            "The virus scanner knows that file as harmful, so it was not taken in.",
            remedy="Send it in another form, such as a picture of it; tell us if it came from somebody in the case.",
        )
    raise _silent()


def _silent() -> NotScanned:
    return NotScanned(
        "The file could not be checked for viruses just now, so it was not taken in.",
        remedy="Try again in a few minutes; everything else you typed is kept.",
    )


def _asked(where: str, content: bytes) -> str:
    with _connected(where) as connection:
        connection.sendall(b"zINSTREAM\0")
        for place in range(0, len(content), PIECE):
            piece = content[place : place + PIECE]
            connection.sendall(struct.pack("!I", len(piece)) + piece)
        connection.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            more = connection.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connected(where: str) -> socket.socket:
    """``unix:/run/clamav/clamd.ctl`` or ``host:port``."""
    if where.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(where.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
