"""What a person takes home from a deed: a signed promise, later its proof, and a short code that can be typed.

The promise is ``place_by``: whoever holds a receipt whose link is not under the checkpoint of that time holds proof of
the breach. The short code says nothing of the contents; it finds the link again.
"""

from __future__ import annotations

from base64 import b32decode, b32encode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from alteram.errors import AlteramError
from alteram.ledger import canonical, chain, checkpoint, tree
from alteram.ledger.signing import PublicKey, SigningKey, from_base64

VERSION = 1
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"  # base32 of RFC 4648; 0, 1, 8 and 9 do not occur
CODE = 20  # letters of a short code without its check: the first 100 bits of the link


class BadReceipt(AlteramError):
    """Not a receipt, or not a code."""

    code = "E-RECEIPT"


class Mistyped(BadReceipt):
    """A short code with a letter too few, too many, wrong or swapped."""

    code = "E-CODE"
    remedy = "Compare the code with the receipt, group by group, and type it again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where the link stands in the tree, the hashes that prove it, and the checkpoint they lead to."""

    place: int
    proof: tuple[bytes, ...]
    checkpoint: checkpoint.Checkpoint


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A receipt. ``recorded`` and ``place_by`` are moments in UTC as the record writes them; ``key`` is a key's id."""

    origin: str  # the log in which the link will be placed
    chain: str
    index: int
    link: bytes
    recorded: str
    place_by: str
    key: str = ""
    signature: bytes = b""
    placement: Placement | None = None

    @property
    def code(self) -> str:
        """The short code."""
        return short_code(self.link)


def sign(receipt: Receipt, key: SigningKey) -> Receipt:
    """The receipt with the signature of the receipt key over everything but signature and placement."""
    named = replace(receipt, key=key.public.id)
    return replace(named, signature=key.sign(_promise(named)))


def encode(receipt: Receipt) -> bytes:
    """The receipt as canonical bytes."""
    wire = _wire(receipt) | {"signature": b64encode(receipt.signature).decode()}
    if receipt.placement is not None:
        wire["place"] = receipt.placement.place
        wire["inclusion"] = [beside.hex() for beside in receipt.placement.proof]
        wire["checkpoint"] = str(receipt.placement.checkpoint)
    return canonical.encode(wire)


def decode(raw: bytes) -> Receipt:
    """A receipt from its bytes. Raises :class:`BadReceipt` or :class:`~alteram.ledger.canonical.NotCanonical`."""
    wire = canonical.decode(raw)
    if not isinstance(wire, dict) or wire.get("v") != VERSION:
        raise BadReceipt("This is not a receipt that this program can read.", remedy="Use a newer release.")
    try:
        receipt = _read(wire)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadReceipt(f"The receipt is not whole: {problem}.") from problem
    if encode(receipt) != raw:
        raise BadReceipt("The receipt holds something that does not belong in it.")
    return receipt


def problems(receipt: Receipt, keys: Iterable[PublicKey]) -> tuple[str, ...]:
    """What is wrong with a receipt, one sentence each. ``keys`` are those of the receipts and the log."""
    known = tuple(keys)
    found = []
    signer = next((key for key in known if key.id == receipt.key), None)
    if signer is None:
        found.append(f"The receipt names the key {receipt.key}, which is not among the keys given.")
    elif not signer.signed(_promise(receipt), receipt.signature):
        found.append("The signature of the receipt does not fit what it says.")
    if receipt.placement is not None:
        found.extend(_misplaced(receipt, receipt.placement, known))
    return tuple(found)


def short_code(link: bytes) -> str:
    """The first 100 bits of the link in base32 and a check letter, in groups of four: ``OAK4-NAGU-…``."""
    letters = _letters(link)
    letters += LETTERS[_check(letters)]
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def read_code(text: str) -> str:
    """A typed code as :func:`short_code` writes it; spaces, dashes and small letters do not matter, nor 0 for O.

    Any one wrong letter and any two letters swapped are found. Raises :class:`Mistyped`.
    """
    letters = "".join(text.upper().split()).translate(str.maketrans("018", "OIB", "-–—"))
    if len(letters) != CODE + 1:
        raise Mistyped(f"A code has {CODE + 1} letters and digits; this has {len(letters)}.")
    strange = sorted(set(letters) - set(LETTERS))
    if strange:
        raise Mistyped(f"A code holds the letters A to Z and the digits 2 to 7 only, not {' '.join(strange)}.")
    if LETTERS[_check(letters[:CODE])] != letters[CODE]:
        raise Mistyped("The last letter of the code does not fit the others, so one of them is mistyped.")
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


def bounds(code: str) -> tuple[bytes, bytes]:
    """The lowest and the highest link that have this code: what a search by index asks for."""
    letters = read_code(code).replace("-", "")[:CODE]
    low = b32decode(letters + "A" * 4)[:13]  # 100 bits and 4 of the next byte
    high = low[:12] + bytes([low[12] | 0x0F])
    return low + bytes(19), high + b"\xff" * 19


def _letters(link: bytes) -> str:
    return b32encode(link[:15]).decode()[:CODE]


def _check(letters: str) -> int:
    """A weighted sum in the field of 32 elements; the weights differ, so one wrong letter or two swapped ones show."""
    total, weight = 0, 2  # the check letter itself has weight 1
    for letter in letters:
        total ^= _times(weight, LETTERS.index(letter))
        weight = _times(weight, 2)
    return total


def _times(left: int, right: int) -> int:
    """Product in GF(32) with x^5 + x^2 + 1, in which 2 has order 31."""
    product = 0
    for bit in range(5):
        if right >> bit & 1:
            product ^= left << bit
    for bit in (8, 7, 6, 5):
        if product >> bit & 1:
            product ^= 0b100101 << (bit - 5)
    return product


def _wire(receipt: Receipt) -> dict[str, object]:
    return {
        "v": VERSION,
        "origin": receipt.origin,
        "chain": receipt.chain,
        "index": receipt.index,
        "link": receipt.link.hex(),
        "recorded": receipt.recorded,
        "place_by": receipt.place_by,
        "key": receipt.key,
    }


def _promise(receipt: Receipt) -> bytes:
    return canonical.encode(_wire(receipt))


def _read(wire: dict[str, object]) -> Receipt:
    def text(key: str) -> str:
        value = wire[key]
        if not isinstance(value, str):
            raise TypeError(f"{key} is not text")
        return value

    chain.name(text("chain"))
    link = bytes.fromhex(text("link"))
    signature = from_base64(text("signature"))
    if len(link) != tree.HASH or signature is None:
        raise ValueError("the link or the signature has the wrong length")
    receipt = Receipt(
        origin=text("origin"),
        chain=text("chain"),
        index=_whole(wire["index"]),
        link=link,
        recorded=text("recorded"),
        place_by=text("place_by"),
        key=text("key"),
        signature=signature,
    )
    if "place" not in wire:
        return receipt
    proof = tuple(bytes.fromhex(beside) for beside in cast("Sequence[str]", wire["inclusion"]))
    placement = Placement(
        place=_whole(wire["place"]),
        proof=proof,
        checkpoint=checkpoint.read(text("checkpoint")),
    )
    return replace(receipt, placement=placement)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a number")
    return value


def _misplaced(receipt: Receipt, placement: Placement, keys: tuple[PublicKey, ...]) -> list[str]:
    found = []
    shown = placement.checkpoint
    if shown.origin != receipt.origin:
        found.append(f"The checkpoint is of the log {shown.origin}, not of {receipt.origin}.")
    if not any(key.name == shown.origin for key in shown.signed_by(keys)):
        found.append("The checkpoint is not signed by the log.")
    if tree.root_of_inclusion(tree.leaf(receipt.link), placement.place, shown.size, placement.proof) != shown.root:
        found.append(f"The proof does not show the link at place {placement.place} of the checkpoint.")
    return found
