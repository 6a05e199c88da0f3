"""The keys under which a body signs its log, its receipts and its exports. They rotate; old ones stay listed."""

from __future__ import annotations

from datetime import datetime

from alteram.codec import Actor, Value
from alteram.ledger import checkpoint
from alteram.ledger.checkpoint import BadCheckpoint
from alteram.ledger.signing import COSIGNATURE, BadKey, PublicKey, SigningKey, read_key
from alteram_web.casework import house, keys, record, tiles
from alteram_web.casework.bodies import Body
from alteram_web.casework.tiles import Run

PURPOSES = ("log", "receipts", "exports")
WITNESS = "witness"
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
    """The public keys of log, receipts and exports, of each oldest first, and those of the witnesses.

    The first key of the exports counts as listed before its first use: who is given it may be given an export later.
    """
    exports = _listed(run, "exports") or [_drawn(body, "exports", 1).public]
    signs = (key for purpose in PURPOSES[:-1] for key in _listed(run, purpose))
    return (*signs, *exports, *witnesses(run))


def witnesses(run: Run) -> tuple[PublicKey, ...]:
    """The witnesses whose cosignatures the body publishes, in the order in which it named them."""
    return tuple(_listed(run, WITNESS))


def name_witness(body: Body, key: PublicKey, *, why: str, now: datetime) -> None:
    """Name a witness: it stands in the house chain and in the list for good. Naming it again does nothing."""
    if key.kind != COSIGNATURE:
        raise BadKey(f"{key.id} is no key of a witness.", remedy="Ask the witness for what alteram witness key prints.")
    with record.transaction(body.id):
        known = witnesses(record.run)
    if key in known:
        return
    data: dict[str, Value] = {"key": key.id, "why": f"Witness: {why}"}
    house.enter(body.id, house.Deed(act="key_changed", at=now.date(), by=CLOCK, data=data), now=now)
    with record.transaction(body.id):
        record.run("SELECT casework.list_key(%s, %s, %s)", WITNESS, len(known) + 1, str(key))


def cosigned(body: Body, note: str) -> tuple[str, ...]:
    """Take what witnesses signed under a checkpoint of ours; the names of those whose lines are good.

    Raises :class:`~alteram.ledger.checkpoint.BadCheckpoint` for what is no checkpoint of this log.
    """
    shown = checkpoint.read(note)
    with record.transaction(body.id):
        ours = tiles.published(record.run, shown.size)
        if ours is None or ours.checkpoint.body != shown.body:
            raise BadCheckpoint(
                f"This log has published no such checkpoint of size {shown.size}.",
                remedy="If it carries a good signature of the log, you hold two that contradict each other: keep both.",
            )
        good = shown.cosigned_by(witnesses(record.run))
        for one in good:
            line = next(line for line in shown.signatures if (line.name, line.hint) == (one.key.name, one.key.hint))
            record.run("SELECT casework.add_cosignature(%s, %s, %s)", shown.size, one.key.id, str(line))
    return tuple(one.key.name for one in good)


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
