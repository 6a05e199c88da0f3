"""The root key of a body, shared out among three people so that two of them must act together.

A share is a line of words (SLIP-0039) that a person keeps on paper. Two shares bring the key back if the master key of
the installation is lost, and two holders together let somebody into a case in an emergency. One share says nothing.
The record holds who keeps a share and the fingerprint of the key, never a share.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import ProgrammingError
from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

from alteram.codec import Actor, Value
from alteram.errors import AlteramError
from alteram.procedure import Refusal, Refused, Verdict, Wish
from alteram_web.casework import bodies, house, keys, record
from alteram_web.casework.master import KeyProblem, master

HOLDERS, NEEDED = 3, 2


class SharesProblem(AlteramError):
    """The shares typed do not join into the key of this body."""

    code = "E-SHARES"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What two shares gave: the key, and whose they were, in the order of the holders' names in the record."""

    root: bytes = field(repr=False)
    holders: tuple[str, ...]


def fingerprint(root: bytes) -> str:
    """A name of a root key that tells nothing of it: 16 hexadecimal digits."""
    return hashlib.sha256(b"alteram root 1\n" + root).hexdigest()[:16]


def share_out(body: UUID, holders: Sequence[str], *, by: str, why: str, now: datetime) -> tuple[str, ...]:
    """Draw three shares of the body's root key; the words for each holder, in their order. Older ones open nothing.

    A root key that was shared out before is drawn anew first, for which the owner's role is needed: two shares of it
    may lie with people who are no holders any more. Raises :class:`~alteram.procedure.Refused` (``E-KEY-HOLDER``): an
    office-holder neither keeps a share nor hands shares out; :class:`~alteram_web.casework.master.KeyProblem`.
    """
    with record.transaction(body):
        root = _in_no_hands(body)
        drawn = generate_mnemonics(1, [(NEEDED, HOLDERS)], root)[0]
        data: dict[str, Value] = {"holders": list(holders), "key": fingerprint(root), "why": why}
        actor = Actor(who=by, role="appointer", capacity="appointer")
        house.enter_within(body, house.Deed(act="keys_shared", at=now.date(), by=(actor,), data=data), now=now)
    return tuple(drawn)


def _in_no_hands(body: UUID) -> bytes:
    """The root key, drawn anew if anybody was given a share of it."""
    root = keys.of_body(body).root
    entries = record.load(body, bodies.by_id(body).house, "house").entries
    if not any("keys_shared" in entry.acts and entry.data["key"] == fingerprint(root) for entry in entries):
        return root
    try:
        return keys.wrap_anew(body, by=master()).root
    except ProgrammingError as problem:
        raise KeyProblem(
            "This key was shared out before, and only the owner's role may draw it anew.",
            remedy="Stop the site and run it with ALTERAM_DB_ROLE=owner.",
        ) from problem


def join(body: UUID, words: Sequence[str]) -> Joined:
    """The root key from two shares. Inside no transaction. Raises :class:`SharesProblem`."""
    try:
        read = [Share.from_mnemonic(" ".join(one.lower().split())) for one in words]
        root = combine_mnemonics([one.mnemonic() for one in read])
    except MnemonicError as problem:
        raise SharesProblem(
            "The two shares do not join into a key.",
            remedy="Type each share word for word, as it was printed; they must be two of the same three.",
        ) from problem
    holders, key = _handed_out(body)
    if not hmac.compare_digest(fingerprint(root), key):
        raise SharesProblem(
            "The two shares join into another key than the one this body shared out last.",
            remedy="Take the shares that were printed last; after the key was drawn anew, the older ones open nothing.",
        )
    if any(one.index >= len(holders) for one in read):  # made up from the key, for somebody who keeps no share
        raise SharesProblem("These are no shares that were handed out.", remedy="Take the shares printed last.")
    return Joined(root=root, holders=tuple(holders[one.index] for one in read))


def _handed_out(body: UUID) -> tuple[Sequence[str], str]:
    """The holders, in the order in which shares were drawn, and the fingerprint of the key, as the record says."""
    with record.transaction(body):
        entries = record.load(body, bodies.by_id(body).house, "house").entries
    for entry in reversed(entries):
        if "keys_shared" in entry.acts:
            holders = entry.data["holders"]
            assert isinstance(holders, (list, tuple))  # noqa: S101  # the act asks for people
            return [str(one) for one in holders], str(entry.data["key"])
    raise SharesProblem(
        "The key of this body was never shared out.", remedy="The administrator shares it out: manage.py share_key."
    )


def proof(root: bytes, wish: Wish) -> str:
    """What stands in the entry instead of a share: made of the key and of what it lets happen, good for that alone."""
    said = [wish.case, *sorted(wish.by), str(wish.fields.get("person")), str(wish.fields.get("until"))]
    return hmac.digest(root, b"alteram glass 1\n" + json.dumps(said).encode(), "sha256").hex()


def proved(wish: Wish, joined: Joined) -> Wish:
    """The wish with the proof that both shares were at hand."""
    return replace(wish, fields={**wish.fields, "proof": proof(joined.root, wish)})


def refuse_unproved(wish: Wish, body: UUID) -> None:
    """The door asks: was the key there when the glass was broken? Raises :class:`~alteram.procedure.Refused`."""
    if wish.act != "glass_broken":
        return
    keys.forget(body)  # the key may have been drawn anew since this process read it
    if not hmac.compare_digest(proof(keys.of_body(body).root, wish), str(wish.fields.get("proof") or "")):
        refusal = Refusal(
            code="E-SHARES",
            clause="AUD-05",
            sentence="Refused: two key holders must join their shares for this case, this person and this day.",
            remedy="Use the page for emergencies, with both shares at hand.",
        )
        raise Refused(Verdict(refusals=(refusal,)))
