"""A lock for the time that one process works on something. The kernel drops it when that process ends, in any way."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from bootstrap.stop import Stop


@contextlib.contextmanager
def only_one(file: Path, *, otherwise: str | None = None) -> Iterator[None]:
    """Hold `file` locked. If another process holds it: stop with the sentence `otherwise`, or wait if there is none."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (fcntl.LOCK_NB if otherwise else 0))
        except BlockingIOError:
            raise Stop(otherwise or "") from None
        yield
    finally:
        os.close(handle)
