"""What the demonstration has sent: the mails that lie as files, newest first. Nothing leaves this machine."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

MOST = 50
BETWEEN = b"-" * 79  # what the file backend writes between two mails


def mail(request: HttpRequest) -> HttpResponse:
    """A page of the mails. The demonstration alone has it."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demonstration/mail.html", {"mails": sent()}, using="jinja2")


def sent() -> list[dict[str, Any]]:
    """The newest mails: to whom, when, what about, what they say, and what is attached."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True) if folder.is_dir() else []
    found: list[dict[str, Any]] = []
    for file in files[:MOST]:
        for raw in reversed(file.read_bytes().split(BETWEEN)):
            if raw.strip():
                found.append(_shown(message_from_bytes(raw.lstrip(), policy=policy.default)))
    return found[:MOST]


def _shown(message: Any) -> dict[str, Any]:
    assert isinstance(message, EmailMessage)  # noqa: S101  # what this policy makes
    body = message.get_body(("plain",))
    said = str(body.get_content()) if isinstance(body, EmailMessage) else ""
    return {
        "to": str(message["To"]),
        "subject": str(message["Subject"]),
        "date": str(message["Date"]),
        "title": said.partition("\n")[0],
        "text": said,
        "attached": [part.get_filename() or "" for part in message.iter_attachments()],
    }
