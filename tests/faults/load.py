"""Clerks at work: each sends deeds through the API, keeps the receipt of what was acknowledged, and sends again what
was not, under the same name, as its program should."""

from __future__ import annotations

import base64
import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import uuid4

PATIENCE = 15.0  # seconds for an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What the site said stands."""

    request: str
    chain: str
    index: int
    link: str
    words: str


@dataclass(slots=True)
class Clerk(threading.Thread):
    """One person's program, one case. Ends after the deed it is at, when told; that deed is then acknowledged too."""

    port: int
    body: str
    case: str
    token: str
    captor: str  # of the exhibits
    random: Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    strange: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def end(self) -> None:
        self._over.set()

    def run(self) -> None:
        while not self._over.is_set():
            self._deed()
            time.sleep(self.random.random() * 0.05)

    def _deed(self) -> None:
        request, words = str(uuid4()), f"kept {uuid4()} word for word"
        name, deed = self.random.choice((self._note, self._exhibit))(words)
        while True:
            status, answer = self._send(name, {**deed, "request": request})
            self.answers[f"{status} {answer.get('code', '')[:20] if status != 201 else ''}".strip()] += 1
            if status == 201:
                self.acknowledged.append(Acknowledged(
                    request=request, chain=answer["chain"], index=answer["index"], link=answer["link"], words=words,
                ))  # fmt: skip
                if self.random.random() < 0.1:
                    self._twice(name, {**deed, "request": request}, answer)
                return
            if status in (400, 401, 403, 404, 409, 422):  # the site understood, and will say the same again
                self.strange.append(f"{name}: {status} {json.dumps(answer)[:400]}")
                return
            time.sleep(0.2)

    def _twice(self, name: str, deed: Mapping[str, Any], first: Mapping[str, Any]) -> None:
        """Somebody pressed again: the same receipt, or no answer at all."""
        status, answer = self._send(name, deed)
        if status == 201 and answer != first:
            self.strange.append(f"the second time of {deed['request']} got another receipt")

    def _note(self, words: str) -> tuple[str, dict[str, Any]]:
        fields = {"stage": "The file is being put in order.", "done_since": words, "next_step": "The file is closed."}
        return "progress_noted", {"fields": fields}

    def _exhibit(self, words: str) -> tuple[str, dict[str, Any]]:
        content = base64.b64encode(words.encode() * self.random.randint(1, 400)).decode()
        return "evidence_added", {
            "fields": {
                "source": words,
                "captor": self.captor,
                "captured_on": "2025-02-03T10:00",
                "context": "None.",
                "speaks": "neither",
            },
            "files": [{"name": "note.txt", "content": content}],
        }

    def _send(self, name: str, deed: Mapping[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and answer; 0 where there was none, and a page or half an answer counts as none."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(
                "POST", f"/{self.body}/api/cases/{self.case}/do/{name}", json.dumps(deed),
                {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
            )  # fmt: skip
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as problem:
            return 0, {"code": type(problem).__name__}
        finally:
            connection.close()
