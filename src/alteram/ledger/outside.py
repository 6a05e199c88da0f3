"""An export against what others hold: kept checkpoints, witnesses, timestamp authorities, and the days entries claim.

Whoever holds all keys of a body can make a record that is sound in itself and is not the one that was shown before.
Only something in other hands tells the two apart. Here it is asked for, and where there is none the answer says so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from cryptography import x509

from alteram.errors import AlteramError
from alteram.ledger import export, findings, timestamp
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.findings import Check, Malformed
from alteram.ledger.signing import COSIGNATURE

PROMISE = timedelta(hours=2)  # a receipt promises a place under the checkpoint of the fixed time after next
TOLERANCE = timedelta(minutes=5)  # between the clocks of the body, of witnesses and of authorities


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the reader has from elsewhere: checkpoints somebody kept, and the roots of timestamp authorities."""

    since: tuple[Checkpoint, ...] = ()
    roots: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """When an entry says it was recorded, and its place in the tree (None: not placed)."""

    chain: str
    index: int
    recorded: datetime
    place: int | None


def kept(check: Check, held: Held, checkpoints: Sequence[Checkpoint], root_at: Callable[[int], bytes | None]) -> None:
    """Each kept checkpoint must be the beginning of the log shown here."""
    for one in held.since:
        named = f"the checkpoint of size {one.size} that you kept"
        if one.origin != check.origin or not any(key.name == one.origin for key in one.signed_by(check.keys)):
            check.wrong("--since", f"The note is no checkpoint of {check.origin} signed with a key of the log.")
            continue
        last = checkpoints[-1].size if checkpoints else 0
        if one.size > last:
            what = "The log was longer before: it was cut, or this export was made earlier than your checkpoint."
            check.wrong(export.CHECKPOINTS, what, expected=f"at least {one.size} leaves", found=f"{last} leaves")
            continue
        root = root_at(one.size)
        if root is None:
            what = f"this export holds no proof for {named}. Ask for one that has it, or for the whole record."
            check.not_shown.append(f"Whether the log grew from it: {what}")
        elif root != one.root:
            what = (
                f"Split view: this log does not begin with {named}. Something before it was changed, or you were shown"
            )
            check.wrong(export.CHECKPOINTS, f"{what} another log.", expected=one.root, found=root)
        else:
            check.shown.append(f"It begins with {named}: nothing before that was changed, dropped or moved since.")


def cosignatures(check: Check, checkpoints: Sequence[Checkpoint]) -> dict[int, datetime]:
    """Each line of a witness must be good; when each size was first cosigned. The answer says by whom."""
    witnesses = {(key.name, key.hint): key for key in check.keys if key.kind == COSIGNATURE}
    first: dict[int, datetime] = {}
    latest: dict[str, tuple[int, datetime]] = {}
    strangers = set()
    for one in checkpoints:
        good = {(found.key.name, found.key.hint): found.at for found in one.cosigned_by(witnesses.values())}
        if good:
            first[one.size] = min(good.values())
        latest |= {name: (one.size, at) for (name, _), at in good.items()}
        beside = {(line.name, line.hint) for line in one.signatures if line.name != one.origin} - good.keys()
        strangers |= {name for name, _ in beside - witnesses.keys()}
        for name, _ in sorted(beside & witnesses.keys()):
            check.wrong(export.CHECKPOINTS, f"The cosignature of {name} on size {one.size} is not good.")
    _say_cosigned(check, latest, strangers, {key.name for key in witnesses.values()})
    return first


def _say_cosigned(
    check: Check, latest: Mapping[str, tuple[int, datetime]], strangers: set[str], witnesses: set[str]
) -> None:
    for name, (size, at) in sorted(latest.items()):
        check.shown.append(
            f"{name} cosigned the checkpoint of size {size} on {_moment(at)}: whoever relies on the same witness was"
            " shown the same log up to there."
        )
    for name in sorted(strangers):
        check.not_shown.append(f"What {name} signed: its key was not given. Name it with --key.")
    if silent := sorted(witnesses - latest.keys()):
        check.not_shown.append(f"Anything that {', '.join(silent)} saw: there is no cosignature of theirs.")
    if not witnesses and not strangers:
        check.not_shown.append("That everybody was shown the same log: no witness cosigned it. Compare checkpoints.")


def timestamps(check: Check, held: Held, checkpoints: Sequence[Checkpoint]) -> dict[int, datetime]:
    """Each timestamp must be over its checkpoint and well signed; when each size was stamped."""
    stamped: dict[int, datetime] = {}
    untrusted = set()
    for name in check.under("timestamps/"):
        try:
            size, stamp = _timestamp(check, name, checkpoints)
        except AlteramError as problem:
            check.wrong(name, problem.sentence())
            continue
        signer = stamp.signer()
        if signer is None:
            check.wrong(name, "The timestamp has no good signature of a certificate that is for timestamps.")
            continue
        if held.roots and not stamp.trusted(held.roots):
            check.wrong(name, "The certificate of the timestamp does not lead to a root that you gave.",
                        found=signer.subject.rfc4514_string())  # fmt: skip
            continue
        if not held.roots:
            untrusted.add(signer.subject.rfc4514_string())
        stamped[size] = stamp.at
    _say_stamped(check, stamped, untrusted, sorted({one.size for one in checkpoints}))
    return stamped


def _say_stamped(check: Check, stamped: Mapping[int, datetime], untrusted: set[str], sizes: Sequence[int]) -> None:
    """For which checkpoints the timestamps vouch: each for its own and for those before it, up to the one before."""
    last = max(stamped, default=0)
    covered, after = [one for one in sizes if one <= last], [one for one in sizes if one > last]
    if stamped:
        check.shown.append(
            f"An outside authority stamped the checkpoint of size {last} on {_moment(stamped[last])}: what it vouches"
            f" for was there by then. Timestamps in all: {len(stamped)}, over {len(sizes)} checkpoints."
        )
    lent = [one for one in covered if one not in stamped]
    if lent:
        by = min(one for one in stamped if one > lent[0])
        check.shown.append(
            f"{len(lent)} of them have no timestamp of their own. The next one that has vouches for them: for size"
            f" {lent[0]} that of size {by}, of {_moment(stamped[by])}. It does not say how much earlier."
        )
    if stamped and after:
        check.not_shown.append(
            f"When the checkpoints after size {last} were there ({len(after)}), in the word of an outsider: no"
            " timestamp vouches for them."
        )
    if not stamped:
        check.not_shown.append("When anything was there, in the word of an outsider: there is no timestamp.")
    for name in sorted(untrusted):
        check.not_shown.append(f"That {name} is an authority: give its root with --tsa-root.")


def _timestamp(check: Check, name: str, checkpoints: Sequence[Checkpoint]) -> tuple[int, timestamp.Timestamp]:
    size = name.removeprefix("timestamps/").removesuffix(".tsr")
    stamp = timestamp.read(check.read(name))
    for one in checkpoints:
        if str(one.size) == size and stamp.over(str(one.own).encode()):
            return one.size, stamp
    raise Malformed("The timestamp is not over the checkpoint that its name says.")


def published(check: Check, checkpoints: Sequence[Checkpoint]) -> list[datetime]:
    """When the body says it published each checkpoint; they follow each other."""
    lines = findings.jsonl(check.read(export.PUBLISHED))
    moments = [_read_moment(findings.text_of(line, "at")) for line in lines]
    sizes = [findings.number_of(line, "size") for line in lines]
    if sizes != [one.size for one in checkpoints]:
        raise Malformed("The file does not speak of the checkpoints of this export, one after the other.")
    for before, after in pairwise(moments):
        if after < before:
            check.wrong(export.PUBLISHED, "A checkpoint is said to be published before the one before it.",
                        expected=f"after {_moment(before)}", found=_moment(after))  # fmt: skip
    return moments


def dates(
    check: Check,
    entries: Iterable[Dated],
    checkpoints: Sequence[Checkpoint],
    moments: Sequence[datetime],
    outside: Mapping[int, datetime],
) -> None:
    """No entry may claim a day on which it would already have been under an earlier checkpoint.

    ``moments`` are the body's own words; ``outside`` is when somebody else saw a checkpoint of a size. So the claim of
    an entry is bounded by a claim of the body, and that one by what an outsider saw.
    """
    for one, moment in zip(checkpoints, moments, strict=True):
        seen = outside.get(one.size)
        if seen is not None and seen < moment - TOLERANCE:
            what = f"The checkpoint of size {one.size} was seen outside before it was published."
            check.wrong(export.PUBLISHED, what,
                        expected=f"not after {_moment(seen)}", found=_moment(moment))  # fmt: skip
    for entry in entries:
        _date(check, entry, checkpoints, moments)
    _say_dated(check, checkpoints, moments, outside)


def _date(check: Check, entry: Dated, checkpoints: Sequence[Checkpoint], moments: Sequence[datetime]) -> None:
    """One entry between the checkpoint that was too early for it and the first that vouches for it."""
    place = entry.place
    number = len(checkpoints) if place is None else bisect_right(checkpoints, place, key=lambda one: one.size)
    if number and entry.recorded + PROMISE < moments[number - 1]:
        check.wrong(
            export.ENTRIES,
            f"The entry is back-dated, or the promise of its receipt was broken: the checkpoint of size"
            f" {checkpoints[number - 1].size} does not have it.",
            entry.chain,
            entry.index,
            expected=f"recorded after {_moment(moments[number - 1] - PROMISE)}",
            found=_moment(entry.recorded),
        )
    if number < len(checkpoints) and entry.recorded > moments[number] + TOLERANCE:
        check.wrong(
            export.ENTRIES,
            f"The entry is dated forward: the checkpoint of size {checkpoints[number].size} has it already.",
            entry.chain,
            entry.index,
            expected=f"recorded before {_moment(moments[number])}",
            found=_moment(entry.recorded),
        )


def _say_dated(
    check: Check, checkpoints: Sequence[Checkpoint], moments: Sequence[datetime], outside: Mapping[int, datetime]
) -> None:
    seen = [(outside[one.size] - moment, one.size) for one, moment in zip(checkpoints, moments, strict=True)
            if one.size in outside]  # fmt: skip
    if not checkpoints:
        return
    if seen:
        behind = max(max(lag for lag, _ in seen), timedelta(0))
        check.shown.append(
            f"No entry is dated back by more than two hours against the moments of the checkpoints; {len(seen)} of"
            f" {len(checkpoints)} of these moments were seen outside, the slowest {behind} later."
        )
    else:
        check.not_shown.append(
            "The moments themselves: that no entry is dated back rests on when the body says it published each"
            " checkpoint. A timestamp or a witness would bear it out."
        )


def _read_moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as problem:
        raise Malformed(f"{text!r} is not a moment.") from problem
    if found.tzinfo is None:
        raise Malformed(f"{text!r} is a moment without an offset.")
    return found


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
