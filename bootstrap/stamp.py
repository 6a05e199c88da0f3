"""Work that need not be done twice: a file that holds the SHA-256 of what the work was done from."""

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path]) -> str:
    """SHA-256 in hex over names and contents of `files`, and over this Python's version."""
    told = hashlib.sha256(f"{sys.version_info[:2]}\n".encode())
    for file in sorted(files):
        told.update(f"{file.name}\n".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def holds(stamp: Path, expected: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == expected


def put(stamp: Path, value: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n", encoding="ascii")
