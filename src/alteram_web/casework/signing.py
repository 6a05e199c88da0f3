"""The keys under which a body signs its log and its receipts. They rotate; public halves of old ones stay listed."""

from __future__ import annotations

from datetime import datetime

from alteram.codec import Actor, Value
from alteram.ledger.signing import PublicKey, SigningKey, read_key
from alteram_web.casework import house, keys, record
from alteram_web.casework.bodies import Body
from alteram_web.casework.tiles import Run

PURPOSES = ("log", "receipts")
CLOCK = (Actor(who="clock", role="clock", capacity="clock"),)


def origin(slug: str) -> str:
    """The name of a body's log, and of the key that signs it. It does not change with the address of the site."""
    return f"{slug}/log"


def key_of(body: Body, purpose: str, run: Run) -> SigningKey:
    """The key in use, which is listed with its first use. Inside a transaction that may write.

    Raises :class:`~alteram_web.casework.keys.KeyProblem` if the master key is not the one the listed key came from.
    """
    found = _listed(run, purpose)
    drawn = _drawn(body, purpose, len(found) or 1)
    if not found:
        run("SELECT casework.list_key(%s, 1, %s)", purpose, str(drawn.public))
    elif found[-1] != drawn.public:
        raise keys.KeyProblem(
            f"The key {found[-1].id} that signs for {body.slug} does not come from this master key.",
            remedy="Check that the site runs with the master key of this installation.",
        )
    return drawn


def listed(body: Body, run: Run) -> tuple[PublicKey, ...]:
    """The public keys of log and receipts, oldest first, and the one of the exports."""
    exports = SigningKey(name=f"{body.slug}/exports", seed=keys.export_seed(body.id))
    return (*(key for purpose in PURPOSES for key in _listed(run, purpose)), exports.public)


def rotate(body: Body, purpose: str, *, why: str, now: datetime) -> PublicKey:
    """Begin a new key: it stands in the house chain and in the list, and signs from now on."""
    with record.transaction(body.id):
        old = key_of(body, purpose, record.run)
        generation = len(_listed(record.run, purpose)) + 1
        keys.begin_signing(body.id, purpose, generation)
        new = _drawn(body, purpose, generation).public
        data: dict[str, Value] = {"key": new.id, "old_key": old.public.id, "why": why}
        house.enter_within(body.id, house.Deed(act="key_changed", at=now.date(), by=CLOCK, data=data), now=now)
        record.run("SELECT casework.list_key(%s, %s, %s)", purpose, generation, str(new))
    return new


def _drawn(body: Body, purpose: str, generation: int) -> SigningKey:
    return SigningKey(name=f"{body.slug}/{purpose}", seed=keys.signing_seed(body.id, purpose, generation))


def _listed(run: Run, purpose: str) -> list[PublicKey]:
    rows = run(
        "SELECT key FROM casework.signing_key WHERE body = casework.current_body() AND purpose = %s"
        " ORDER BY generation",
        purpose,
    )
    return [read_key(key) for (key,) in rows]
