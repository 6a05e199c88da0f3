"""What a witness does: it keeps the last checkpoint it saw of a log, and cosigns a newer one only if that grew from it.

So two people whom the same witness served cannot have been shown different logs: one of the two would have been
refused. What is handed over has the form of C2SP tlog-witness: the size last cosigned, the proof, the new checkpoint.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from alteram.errors import AlteramError
from alteram.ledger import checkpoint, tree
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.signing import PublicKey, from_base64

MOST = 63  # hashes in a proof of consistency
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)


class NotGrown(AlteramError):
    """A checkpoint that a witness does not cosign. The evidence holds both notes where they contradict each other."""

    code = "E-WITNESS"


class SplitView(NotGrown):
    """Two checkpoints, both signed by the log, that cannot belong to one log that only grows."""

    code = "E-SPLIT-VIEW"
    remedy = (
        "Keep both notes and show them to the auditor and to the other witnesses: the log's own signature is on each."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a log asks of a witness: a checkpoint, and the proof that it grew from the one of size ``old``."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint

    def __str__(self) -> str:
        """The body of ``add-checkpoint``."""
        hashes = "".join(f"{b64encode(one).decode()}\n" for one in self.proof)
        return f"old {self.old}\n{hashes}\n{self.checkpoint}"


def read(text: str) -> Request:
    """A request from its text. Raises :class:`NotGrown` or :class:`~alteram.ledger.checkpoint.BadCheckpoint`."""
    head, separator, note = text.partition("\n\n")
    first, *rest = head.split("\n")
    old = _OLD.fullmatch(first)
    hashes = [from_base64(line) for line in rest]
    proof = tuple(one for one in hashes if one is not None and len(one) == tree.HASH)
    if not separator or old is None or len(proof) != len(rest) or len(proof) > MOST:
        raise NotGrown(
            "This is not what a log hands to a witness.",
            remedy="It begins with the line “old SIZE”, then the proof, an empty line and the checkpoint.",
        )
    return Request(old=int(old[1]), proof=proof, checkpoint=checkpoint.read(note))


def judge(kept: Checkpoint | None, asked: Request, log: Sequence[PublicKey]) -> None:
    """Return if the checkpoint may be cosigned after the one that was kept. Raises :class:`NotGrown`.

    ``log`` are the keys of the log, from elsewhere: a checkpoint under another name or another key is not of this log.
    """
    new = asked.checkpoint
    if not any(key.name == new.origin for key in new.signed_by(log)):
        raise NotGrown(
            f"The checkpoint of {new.origin} is not signed with a key of the log that this witness knows.",
            remedy="If the log has begun a new key, take it from the body's printed rules and add it.",
        )
    if kept is None:
        if asked.old or asked.proof:
            raise NotGrown("This witness has kept no checkpoint yet.", remedy="Ask for a proof from size 0.")
        return
    if kept.size == new.size and kept.root != new.root:
        raise _split(kept, new, f"Two checkpoints of size {new.size} have different roots.")
    if asked.old != kept.size:
        raise NotGrown(
            f"The proof is from size {asked.old}; the last checkpoint kept here has size {kept.size}.",
            remedy=f"Ask for a proof from size {kept.size}.",
        )
    if new.size < kept.size:
        raise _split(kept, new, f"The log shrank from {kept.size} leaves to {new.size}.")
    if not tree.consistent(kept.size, kept.root, new.size, new.root, asked.proof):
        raise _split(kept, new, f"No proof shows that the log of {new.size} leaves begins with that of {kept.size}.")


def _split(kept: Checkpoint, new: Checkpoint, what: str) -> SplitView:
    return SplitView(what, evidence={"kept": str(kept), "shown": str(new)})
