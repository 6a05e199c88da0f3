"""The bodies of this house. A body is set for a transaction; it is found by its address before that."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from alteram.errors import AlteramError
from alteram_web.casework import keys, record


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One organisation whose members are judged under its own rules."""

    id: UUID
    slug: str  # its part of an address, and the name of its folder of rule books
    name: str
    house: UUID  # its house chain


class NoSuchBody(AlteramError):
    """There is no body under this address or name."""

    code = "E-BODY"


def found(slug: str, name: str) -> Body:
    """Begin a body: its row, its two house chains and its keys. Made once, by the administrator."""
    made, house, watch = (UUID(bytes=secrets.token_bytes(16), version=4) for _ in range(3))
    with record.transaction(made):
        record.found_body(made, slug, name, house, watch)
        keys.begin(made)
    return Body(id=made, slug=slug, name=name, house=house)


def by_slug(slug: str) -> Body:
    """Raises :class:`NoSuchBody`."""
    for body in every():
        if body.slug == slug:
            return body
    raise NoSuchBody(f"There is no body “{slug}” here.", remedy="Check the address.")


@lru_cache(maxsize=256)
def by_id(identity: UUID) -> Body:
    """What is known of a body never changes, so it is asked for once. Raises :class:`NoSuchBody`."""
    for body in every():
        if body.id == identity:
            return body
    raise NoSuchBody("There is no such body here.", remedy="Check the address.")


def every() -> tuple[Body, ...]:
    """All bodies of this house, by name."""
    return tuple(Body(id=i, slug=s, name=n, house=h) for i, s, n, h in record.bodies())
