"""How often something was tried from one address: counted for a while, and the address itself never kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """At most so many from one address until they are forgotten."""

    name: str
    most: int
    forgotten: int  # seconds

    def too_many(self, request: HttpRequest) -> bool:
        return int(cache.get(self._key(request), 0)) >= self.most

    def count(self, request: HttpRequest) -> None:
        cache.add(self._key(request), 0, self.forgotten)
        cache.incr(self._key(request))

    def _key(self, request: HttpRequest) -> str:
        address = request.META.get("REMOTE_ADDR", "")
        return f"{self.name}-{hashlib.sha256(address.encode()).hexdigest()[:32]}"
