"""The names of people: sealed under the key of their body, apart from the record, and forgotten without it."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from alteram_web.casework import keys, record
from alteram_web.casework.selectors import Viewer, reading


def put(body: UUID, person: str, name: str) -> None:
    """Keep or change somebody's name."""
    with record.transaction(body):
        record.put_person(person, sealed(body, person, name, key=keys.body_key(body)))


def sealed(body: UUID, person: str, name: str, *, key: bytes) -> bytes:
    """A name as it is kept, under the key of the body. Many at once draw the key once."""
    return keys.seal(key, name.encode(), of=_place(body, person))


def names(viewer: Viewer, people: Iterable[str]) -> dict[str, str]:
    """The names of these people, by id; whoever was forgotten is missing."""
    wanted = sorted(set(people))
    with reading(viewer) as cursor:
        cursor.execute("SELECT person, sealed FROM casework.person WHERE person = ANY (%s)", (wanted,))
        found = cursor.fetchall()
    key = keys.body_key(viewer.body)
    return {str(p): keys.unseal(key, bytes(s), of=_place(viewer.body, str(p))).decode() for p, s in found}


def _place(body: UUID, person: str) -> str:
    return f"person {body} {person}"
