"""The names of people, and how to reach them: sealed under the key of their body, apart from the record.

Whoever is forgotten is gone from here without a change to the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from alteram_web.casework import keys, record
from alteram_web.casework.selectors import Viewer, reading


def put(body: UUID, person: str, name: str, *, email: str = "") -> None:
    """Keep or change somebody's name and e-mail address."""
    sealed = _sealed(keys.body_key(body), body, person, (name, email))
    with record.transaction(body):
        record.put_person(person, sealed)


def sealed_again(body: UUID, named: Mapping[str, str]) -> dict[str, bytes]:
    """New names for many people at once, sealed, each with the address that is known. Inside a transaction."""
    key = keys.body_key(body)
    known = {p: _opened(body, p, bytes(sealed))[1] for p, sealed in record.people_sealed(list(named))}
    return {person: _sealed(key, body, person, (name, known.get(person, ""))) for person, name in named.items()}


def _sealed(key: bytes, body: UUID, person: str, said: tuple[str, str]) -> bytes:
    return keys.seal(key, "\n".join(said).strip().encode(), of=_place(body, person))


def names(viewer: Viewer, people: Iterable[str]) -> dict[str, str]:
    """The names of these people, by id; whoever was forgotten is missing."""
    wanted = sorted(set(people))
    with reading(viewer) as cursor:
        cursor.execute("SELECT person, sealed FROM casework.person WHERE person = ANY (%s)", (wanted,))
        found = cursor.fetchall()
    return {str(person): _opened(viewer.body, str(person), bytes(sealed))[0] for person, sealed in found}


def all_names(body: UUID, people: Iterable[str]) -> dict[str, str]:
    """The same for followers, who write to people and read for nobody."""
    return {person: name for person, (name, _email) in _entries(body, people).items()}


def email(body: UUID, person: str) -> str:
    """Where to write to somebody; empty if that is not known."""
    return _entries(body, [person]).get(person, ("", ""))[1]


def _entries(body: UUID, people: Iterable[str]) -> dict[str, tuple[str, str]]:
    with record.transaction(body):
        found = record.people_sealed(sorted(set(people)))
    return {person: _opened(body, person, sealed) for person, sealed in found}


def _opened(body: UUID, person: str, sealed: bytes) -> tuple[str, str]:
    plain = keys.unseal(keys.body_key(body), sealed, of=_place(body, person)).decode()
    name, _line, address = plain.partition("\n")
    return name, address


def _place(body: UUID, person: str) -> str:
    return f"person {body} {person}"
