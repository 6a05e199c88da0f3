"""Keys: one per case, wrapped by the root key of its body, which the master key of the installation wraps.

    master key ─ wraps ─ root key of a body ─ wraps ─ a key per case ─ seals ─ texts, papers and letters of the case
                                            └ wraps ─ the body's own secrets: one for names, drafts and lookups, and
                                                      the seeds of the keys that sign its log, receipts and exports

Nothing but wrapped keys is stored. The master key changes by wrapping the root keys anew; a root key changes by
wrapping case keys and secrets anew; no text and no paper is touched by either. Older root keys stay, wrapped, so that a
case opened while one was changed is not lost. Losing the master key loses every text: docs/howto/keep-the-keys.md.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection

from alteram_web.casework.master import KeyProblem, MasterKey, accepted, master
from alteram_web.casework.sealing import KEY, open_sealed, seal

__all__ = ["KEY", "KeyProblem", "body_key", "case_key", "new_case_key", "seal", "signing_seed", "unseal"]

OWN = "own"  # what names, drafts and lookups are sealed under and drawn from
LOST = "lost"  # in the place of the master key's id, where a root key went with it
SIGNING = ("log", "receipts", "exports")


@dataclass(frozen=True, slots=True)
class BodyKeys:
    """The keys of one body, unwrapped. Roots by generation, secrets by purpose and generation."""

    roots: Mapping[int, bytes] = field(repr=False)
    secrets: Mapping[tuple[str, int], bytes] = field(repr=False)

    @property
    def generation(self) -> int:
        return max(self.roots)

    @property
    def root(self) -> bytes:
        return self.roots[self.generation]

    def unwrapped(self, wrapped: bytes, *, of: str) -> bytes | None:
        """What the newest root opens, or an older one; None if none does."""
        for generation in sorted(self.roots, reverse=True):
            plain = open_sealed(self.roots[generation], wrapped, of=of)
            if plain is not None:
                return plain
        return None


_held: dict[UUID, BodyKeys] = {}  # unwrapped once for each process


def unseal(key: bytes, sealed: bytes, *, of: str) -> bytes:
    """What :func:`seal` was given. Raises :class:`KeyProblem` if the key or the place is another."""
    plain = open_sealed(key, sealed, of=of)
    if plain is None:
        raise KeyProblem(
            "This cannot be opened: it was sealed under another key, or for another place in the record.",
            remedy="Check that the site runs with the master key of this installation.",
        )
    return plain


def new_case_key(body: UUID, chain: UUID) -> bytes:
    """A fresh key for a case, wrapped by the newest root key. The key itself is never stored."""
    ((newest,),) = _ask("SELECT max(generation) FROM casework.read_body_keys(%s) WHERE purpose = 'root'", body)
    if newest != of_body(body).generation:  # it was drawn anew since this process began
        with contextlib.suppress(KeyProblem):  # without the new master key, the old root key still does
            _held[body] = unwrap(body, *stored(body), by=accepted())
    return seal(of_body(body).root, secrets.token_bytes(KEY), of=case_place(chain))


def case_key(body: UUID, chain: UUID, wrapped: bytes) -> bytes:
    """The key of a case from its wrapped form. Raises :class:`KeyProblem`."""
    plain = of_body(body).unwrapped(wrapped, of=case_place(chain))
    if plain is None:  # a root key may have been drawn anew since this process began
        _held.pop(body, None)
        plain = of_body(body).unwrapped(wrapped, of=case_place(chain))
    if plain is None:
        raise KeyProblem(
            "No key of this body opens the key of this case.",
            remedy="Bring back the keys as they were backed up with this database.",
        )
    return plain


def body_key(body: UUID) -> bytes:
    """The body's own secret, under which names and drafts are sealed and from which lookups are drawn."""
    return of_body(body).secrets[(OWN, 1)]


def signing_seed(body: UUID, purpose: str, generation: int) -> bytes:
    """The 32 secret bytes of a signing key: each purpose and each generation has its own."""
    found = of_body(body).secrets.get((purpose, generation))
    if found is None:  # begun by another process
        _held.pop(body, None)
        found = of_body(body).secrets.get((purpose, generation))
    if found is None:
        raise KeyProblem(f"There is no key {generation} for {purpose}.", remedy="Begin one with manage.py rotate_key.")
    return found


def of_body(body: UUID) -> BodyKeys:
    """The keys of a body, unwrapped. Raises :class:`KeyProblem`: no master key, or another one."""
    if body not in _held:
        _held[body] = unwrap(body, *stored(body), by=accepted())
    return _held[body]


def forget(body: UUID) -> None:
    """Let go of what this process holds of a body's keys; they are read again when they are needed."""
    _held.pop(body, None)


# --- as they are stored -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """A root key as it is stored."""

    generation: int
    master: str  # id of the master key that wraps it
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret of a body as it is stored, wrapped by a root key."""

    purpose: str
    generation: int
    wrapped: bytes


def begin(body: UUID) -> None:
    """Draw the keys of a new body. Inside the transaction that begins it."""
    keeper, root = master(), secrets.token_bytes(KEY)
    drawn = [seal(root, secrets.token_bytes(KEY), of=secret_place(body, purpose, 1)) for purpose in (OWN, *SIGNING)]
    wrapped = keeper.wrap(root, of=root_place(body, 1))
    _ask("SELECT casework.begin_keys(%s, %s, %s, %s)", keeper.id, wrapped, [OWN, *SIGNING], drawn)


def begin_signing(body: UUID, purpose: str, generation: int) -> None:
    """Draw the next signing key of a purpose. Inside a transaction that may write; the same again is refused."""
    wrapped = seal(of_body(body).root, secrets.token_bytes(KEY), of=secret_place(body, purpose, generation))
    _ask("SELECT casework.begin_signing_key(%s, %s, %s)", purpose, generation, wrapped)
    forget(body)


def wrap_anew(body: UUID, *, by: MasterKey) -> BodyKeys:
    """Draw a new root key, wrap by it whatever the old ones wrapped, and wrap all of them by this master key.

    Inside a transaction of the owner's. Texts and papers are not touched: the keys of the cases stay what they are.
    Raises :class:`KeyProblem` if anything does not open, and then nothing is changed.
    """
    roots, found = stored(body)
    old = unwrap(body, roots, found, by=accepted())
    number, root = old.generation + 1, secrets.token_bytes(KEY)
    for generation, plain in old.roots.items():
        wrapped = by.wrap(plain, of=root_place(body, generation))
        _ask(
            "UPDATE casework.root_key SET master = %s, wrapped = %s WHERE body = %s AND generation = %s",
            by.id, wrapped, body, generation,
        )  # fmt: skip
    _ask("INSERT INTO casework.root_key VALUES (%s, %s, %s, %s)",
         body, number, by.id, by.wrap(root, of=root_place(body, number)))  # fmt: skip
    for (purpose, generation), plain in old.secrets.items():
        wrapped = seal(root, plain, of=secret_place(body, purpose, generation))
        _ask(
            "UPDATE casework.body_secret SET wrapped = %s WHERE body = %s AND purpose = %s AND generation = %s",
            wrapped, body, purpose, generation,
        )  # fmt: skip
    _wrap_cases_anew(body, old, root)
    forget(body)
    return BodyKeys(roots={**old.roots, number: root}, secrets=old.secrets)


def _wrap_cases_anew(body: UUID, old: BodyKeys, root: bytes) -> None:
    for chain, wrapped in _ask("SELECT chain, wrapped FROM casework.case_key WHERE body = %s", body):
        plain = old.unwrapped(bytes(wrapped), of=case_place(UUID(str(chain))))
        if plain is None:
            raise KeyProblem(f"The key of the case {chain} does not open, so nothing was changed.")
        again = seal(root, plain, of=case_place(UUID(str(chain))))
        _ask("UPDATE casework.case_key SET wrapped = %s WHERE chain = %s", again, chain)


def bring_back(body: UUID, root: bytes, *, by: MasterKey) -> None:
    """Wrap a root key that two holders joined by a new master key, after the old one was lost.

    Inside a transaction of the owner's. Raises :class:`KeyProblem` if it is not the newest root key of this body.
    """
    roots, found = stored(body)
    newest = max(one.generation for one in roots)
    if any(open_sealed(root, one.wrapped, of=secret_place(body, one.purpose, one.generation)) is None for one in found):
        raise KeyProblem("This is not the newest root key of this body.", remedy="Take the shares printed last.")
    _ask("UPDATE casework.root_key SET master = %s WHERE body = %s", LOST, body)
    _ask(
        "UPDATE casework.root_key SET master = %s, wrapped = %s WHERE body = %s AND generation = %s",
        by.id, by.wrap(root, of=root_place(body, newest)), body, newest,
    )  # fmt: skip
    forget(body)


def stored(body: UUID) -> tuple[list[Root], list[Secret]]:
    """What the database holds of a body's keys: all of it wrapped. Raises :class:`KeyProblem` if there is nothing."""
    rows: list[tuple[Any, ...]] = _ask(
        "SELECT purpose, generation, master, wrapped FROM casework.read_body_keys(%s)", body
    )
    if not rows:
        raise KeyProblem(
            "This body has no keys.", remedy="Run manage.py migrate as the owner, with the master key set."
        )
    roots = [Root(generation=g, master=str(m), wrapped=bytes(w)) for p, g, m, w in rows if p == "root" and m != LOST]
    return roots, [Secret(purpose=str(p), generation=g, wrapped=bytes(w)) for p, g, _, w in rows if p != "root"]


def unwrap(body: UUID, roots: list[Root], found: list[Secret], *, by: Sequence[MasterKey]) -> BodyKeys:
    """Raises :class:`KeyProblem` if none of these master keys wraps them, and says which one does."""
    given = {one.id: one for one in by}
    for root in roots:
        if root.master not in given:
            these = " and ".join(given)
            raise KeyProblem(
                f"The keys of this body are wrapped by the master key {root.master}, and this is {these}.",
                remedy=f"Run the site with the master key {root.master}, from its backup or from two of its shares.",
                evidence={"wrapped_by": root.master, "given": these},
            )
    opened = {
        root.generation: given[root.master].unwrap(root.wrapped, of=root_place(body, root.generation)) for root in roots
    }
    held = BodyKeys(roots=opened, secrets={})
    unwrapped: dict[tuple[str, int], bytes] = {}
    for one in found:
        plain = held.unwrapped(one.wrapped, of=secret_place(body, one.purpose, one.generation))
        if plain is None:
            raise KeyProblem(f"The secret {one.purpose} {one.generation} of this body does not open.")
        unwrapped[(one.purpose, one.generation)] = plain
    return BodyKeys(roots=opened, secrets=unwrapped)


def case_place(chain: UUID) -> str:
    return f"case {chain}"


def root_place(body: UUID, generation: int) -> str:
    return f"root key {generation} of {body}"


def secret_place(body: UUID, purpose: str, generation: int) -> str:
    return f"{purpose} key {generation} of {body}"


def _ask(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []
