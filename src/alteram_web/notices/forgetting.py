"""Mails that lie as files, where no mail server is set: they go with the letters that they repeat.

What a mail server took is out of our hands, and so is every copy its reader keeps.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

from alteram_web.casework import record
from alteram_web.casework.bodies import Body
from alteram_web.notices.sending import OTHERS, effect

BETWEEN = b"-" * 79 + b"\n"  # what the file backend writes after a mail


def forget_mails(body: Body) -> int:
    """Remove from the folder of mails those of letters that were erased; how many went. Again, it does nothing."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log")) if folder.is_dir() else []
    if not files:
        return 0
    with record.transaction(body.id):
        gone = {effect(post) for post in record.letters_erased()}
    return sum(_without(file, gone) for file in files) if gone else 0


def _without(file: Path, gone: set[str]) -> int:
    """Write a file anew without the mails of these letters, and let it go if nothing is left."""
    mails = [mail for mail in file.read_bytes().split(BETWEEN) if mail.strip()]
    kept = [mail for mail in mails if not _effects(mail) & gone]
    if not kept:
        file.unlink()
    elif len(kept) < len(mails):
        file.write_bytes(b"".join(mail + BETWEEN for mail in kept))
    return len(mails) - len(kept)


def _effects(mail: bytes) -> set[str]:
    """The letters that a mail holds, as they are told apart outside."""
    headers = message_from_bytes(mail.lstrip(), policy=policy.default)
    first = str(headers["Message-ID"] or "").strip().removeprefix("<").partition("@")[0]
    return {first, *str(headers[OTHERS] or "").split()}
