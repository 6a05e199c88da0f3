"""Checks an export, with neither site nor database: quickly (the manifest) or in full.

Nothing here trusts the export. Every problem found is one sentence that names the file and the entry; the check goes on
after a problem, as far as it can, so that one altered byte does not hide another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from alteram.errors import AlteramError
from alteram.ledger import canonical, chain, checkpoint, export, findings, forgettable, outside, tips, tree, withheld
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.findings import Check, Malformed, Report, Told
from alteram.ledger.outside import Dated, Held
from alteram.ledger.signing import PublicKey, from_base64, read_key
from alteram.ledger.tips import Tip, Tips

NOTHING_HELD = Held()


Reader = Callable[[bytes], Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """One chain of the export. ``places`` has None where a link is not placed yet, or may not be known.

    Of an entry that is withheld ``links`` has the digest, and ``states`` what stands for its link before the next one.
    """

    name: str
    bodies: Sequence[bytes | None]
    links: Sequence[bytes]
    places: Sequence[int | None]
    states: dict[int, bytes]
    closed: frozenset[str]  # papers that its entries name and that are withheld

    @property
    def loose(self) -> int:
        """How many of the entries shown are not in the tree yet."""
        return sum(place is None for body, place in zip(self.bodies, self.places, strict=True) if body is not None)


def quick(path: Path, *, trusted: Sequence[PublicKey] = ()) -> Report:
    """Each file against the signed manifest. Raises :class:`~alteram.ledger.export.Unreadable`.

    ``trusted`` are the keys the reader has from elsewhere. Without them the export's own are used: then the check shows
    that nothing was altered after signing, and not who signed; the report says so.
    """
    check, files = _manifest(path, trusted)
    return _report(check, files)


def full(
    path: Path,
    *,
    trusted: Sequence[PublicKey] = (),
    reader: Reader | None = None,
    held: Held = NOTHING_HELD,
) -> Report:
    """The manifest, every link, the tree, every signature and timestamp, and each text and paper against its digest.

    ``reader`` reads an entry's bytes, so that an entry that speaks of another chain, another number or another day is
    found as well, and a text that is gone without a rule; it raises an AlteramError for bytes it cannot read. ``held``
    is what the reader of the report kept. Raises :class:`~alteram.ledger.export.Unreadable`.
    """
    check, files = _manifest(path, trusted)
    sections: list[_Section] = []
    checkpoints: list[Checkpoint] = []
    told: list[tuple[Told, int | None]] = []
    check.attempt(export.CHAINS, partial(_chains, check, sections))
    if export.STATES in check.names:
        check.attempt(export.STATES, partial(_states, check, sections))
    for section in sections:
        _links(check, section)
        if reader is not None:
            told.extend(_entries(check, section, reader))
    check.attempt(export.CHECKPOINTS, partial(_checkpoints, check, checkpoints))
    grown = _places(check, sections, checkpoints)
    check.attempt(export.TIPS, partial(_tips, check, sections, checkpoints, grown))
    _outside(check, held, checkpoints, grown, told)
    shown = (body for section in sections for body in section.bodies if body is not None)
    closed = frozenset[str]().union(*(section.closed for section in sections))
    forgettable.forgettable(check, shown, [one for one, _ in told], closed)
    _claims(check, sections, checkpoints)
    return _report(check, files, sections, checkpoints)


def _outside(
    check: Check,
    held: Held,
    checkpoints: Sequence[Checkpoint],
    grown: tree.Tree | None,
    told: Sequence[tuple[Told, int | None]],
) -> None:
    """What others hold, and the moments that entries and checkpoints claim."""
    roots = {one.size: one.root for one in checkpoints}

    def root_at(size: int) -> bytes | None:
        return grown.root(size) if grown is not None and size <= grown.size else roots.get(size)

    outside.kept(check, held, checkpoints, root_at)
    seen = outside.timestamps(check, held, checkpoints)
    for size, at in outside.cosignatures(check, checkpoints).items():
        seen[size] = min(at, seen.get(size, at))

    def dates() -> None:
        moments = outside.published(check, checkpoints)
        entries = (Dated(chain=one.chain, index=one.index, recorded=one.recorded, place=at) for one, at in told)
        outside.dates(check, entries, checkpoints, moments, seen)

    check.attempt(export.PUBLISHED, dates)


def _report(
    check: Check, files: int, sections: Sequence[_Section] = (), checkpoints: Sequence[Checkpoint] = ()
) -> Report:
    bodies = [body for section in sections for body in section.bodies]
    placed = sum(place is not None for section in sections for place in section.places)
    if loose := sum(section.loose for section in sections):
        check.notes.append(f"{loose} of {len(bodies)} entries are not in the tree yet.")
    return Report(
        origin=check.origin,
        problems=tuple(check.problems),
        notes=tuple(check.notes),
        files=files,
        entries=len(bodies),
        withheld=bodies.count(None),
        placed=placed,
        checkpoints=len(checkpoints),
        shown=() if check.problems else tuple(check.shown),
        not_shown=tuple(check.not_shown),
    )


def _claims(check: Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint]) -> None:
    """What a sound export proves of itself, and what no export can."""
    bodies = [body for section in sections for body in section.bodies]
    loose = sum(section.loose for section in sections)
    placed = sum(place is not None for section in sections for place in section.places)
    claims = [
        f"In each of the {len(sections)} chains every entry builds on the one before: none was altered, inserted,"
        " swapped or left out between its first and its last."
    ]
    if checkpoints:
        sizes = f"{checkpoints[0].size} to {checkpoints[-1].size}"
        claims.append(
            f"{placed} entries stand in the tree. Its log grew over {len(checkpoints)} signed checkpoints,"
            f" from {sizes} leaves, and lost nothing on the way."
        )
    check.shown[:0] = claims
    if hidden := bodies.count(None):
        check.not_shown.append(
            f"What the withheld entries say ({hidden}), who made them and when. That they are there, and between which"
            " others, is shown."
        )
    if loose:
        check.not_shown.append(
            f"Of what came after the last checkpoint ({loose} here): that these are the entries first written, and that"
            " no further one followed. Their chain alone binds them. Ask again after the next checkpoint, or show a"
            " receipt."
        )
    check.not_shown.append("That what was entered is true, and that all that happened was entered.")


def _manifest(path: Path, trusted: Sequence[PublicKey]) -> tuple[Check, int]:
    source = export.open_source(path)
    present = source.names()
    if export.MANIFEST not in present:
        raise export.Unreadable(f"{path} holds no {export.MANIFEST}.")
    check = Check(source=source, names=frozenset(present), keys=tuple(trusted), own_keys=not trusted)
    for name, times in Counter(present).items():
        if times > 1:
            check.wrong(name, f"The zip file holds this name {times} times, so different readers see different files.")
    files: dict[str, tuple[int, str]] = {}
    check.attempt(export.MANIFEST, partial(_read_manifest, check, files))
    for name in sorted(check.names - files.keys() - {export.MANIFEST}):
        check.wrong(name, "The manifest does not know this file.")
    for name, (size, digest) in files.items():
        check.attempt(name, partial(_file, check, name, size, digest))
    return check, len(files)


def _file(check: Check, name: str, size: int, digest: str) -> None:
    content = check.read(name)
    if len(content) != size:
        check.wrong(name, f"The file has {len(content)} bytes; the manifest says {size}.")
    elif (found := sha256(content).hexdigest()) != digest:
        what = "The file was altered: its SHA-256 is not the one in the manifest."
        check.wrong(name, what, expected=digest, found=found)


def _read_manifest(check: Check, files: dict[str, tuple[int, str]]) -> None:
    manifest = canonical.decode(check.read(export.MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("v") != export.VERSION:
        raise Malformed("This manifest is of a version that this program does not read.")
    check.origin = findings.text_of(manifest, "origin")
    for line in findings.list_of(manifest, "files"):
        files[findings.text_of(line, "path")] = (findings.number_of(line, "size"), findings.text_of(line, "sha256"))
    listed = tuple(read_key(findings.text(key)) for key in findings.list_of(manifest, "keys"))
    if check.own_keys:
        check.keys = listed
        names = ", ".join(str(key) for key in listed)
        check.notes.append(
            f"The keys were taken from the export itself. Compare them with those the body gives: {names}"
        )
    named = findings.text_of(manifest, "key")
    signer = next((key for key in check.keys if key.id == named), None)
    if signer is None:
        check.wrong(export.MANIFEST, f"The manifest is signed with the key {named}, which is not among the keys given.")
    elif not signer.signed(export.signed_part(manifest), from_base64(findings.text_of(manifest, "signature")) or b""):
        check.wrong(export.MANIFEST, "The signature does not fit the manifest.")


def _chains(check: Check, sections: list[_Section]) -> None:
    about = [(line, findings.number_of(line, "length")) for line in findings.jsonl(check.read(export.CHAINS))]
    total = sum(length for _, length in about)
    bodies = check.read(export.ENTRIES).split(b"\n")
    if bodies.pop():
        check.wrong(export.ENTRIES, "The last line is not ended, so something after it may be cut off.")
    if total > len(bodies) + len(check.read(export.LINKS)) // 32 + 1:  # a made-up number must not fill the memory
        raise Malformed(f"The file speaks of {total} entries; neither their bytes nor their links are here.")
    links = _records(check, export.LINKS, 32, total)
    places = [int.from_bytes(raw) for raw in _records(check, export.PLACES, 8, total)]
    taken = start = 0
    for line, length in about:
        name = findings.text_of(line, "chain")
        chain.name(name)
        hidden = {findings.number(index) for index in _listed(line, "withheld")}
        if not hidden <= set(range(length)):
            raise Malformed(f"The chain {name} withholds entries that it does not have.")
        shown = iter(bodies[taken : taken + length - len(hidden)])
        taken += length - len(hidden)
        sections.append(
            _Section(
                name=name,
                bodies=[None if index in hidden else next(shown, b"") for index in range(length)],
                links=links[start : start + length],
                places=[None if at == export.UNPLACED else at for at in places[start : start + length]],
                states={},
                closed=frozenset(map(findings.text, _listed(line, "closed"))),
            )
        )
        start += length
    if taken != len(bodies):
        check.wrong(export.ENTRIES, f"The file has {len(bodies)} entries; chains.jsonl says {taken}.")
    for name, times in Counter(section.name for section in sections).items():
        if times > 1:
            check.wrong(export.CHAINS, f"The chain {name} is listed {times} times.")


def _listed(line: object, key: str) -> list[object]:
    """The list under a key that is left out where there is nothing to list."""
    return findings.list_of(line, key) if isinstance(line, dict) and key in line else []


def _states(check: Check, sections: Sequence[_Section]) -> None:
    known = {section.name: section.states for section in sections}
    for line in findings.jsonl(check.read(export.STATES)):
        name = findings.text_of(line, "chain")
        if name not in known:
            raise Malformed(f"The file speaks of the chain {name}, which is not here.")
        known[name][findings.number_of(line, "index")] = findings.bytes_of(line, "state")


def _records(check: Check, file: str, width: int, count: int) -> list[bytes]:
    """The records of a file of records of one width; as many as there should be, filled up with ones if need be."""
    try:
        raw = check.read(file)
    except AlteramError as problem:
        check.wrong(file, problem.sentence())
        raw = b""
    if len(raw) != width * count:
        check.wrong(file, f"The file has {len(raw)} bytes where {count} entries need {width * count}.")
    raw = raw[: width * count].ljust(width * count, b"\xff")
    return [raw[at : at + width] for at in range(0, len(raw), width)]


def _links(check: Check, section: _Section) -> None:
    name = chain.name(section.name)
    for index in withheld.broken(name, section.bodies, section.links, section.states):
        what = "The bytes of the entry and the link before it do not give the link in the file links."
        check.wrong(export.ENTRIES, what, section.name, index)


def _entries(check: Check, section: _Section, reader: Reader) -> Iterator[tuple[Told, int | None]]:
    """What each entry says, with its place; one that speaks of another chain, number or order of days is found."""
    before: Told | None = None
    for index, body in enumerate(section.bodies):
        if body is None:
            continue
        try:
            says = reader(body)
        except AlteramError as problem:
            check.wrong(export.ENTRIES, f"The entry cannot be read. {problem.sentence()}", section.name, index)
            continue
        if (says.chain, says.index) != (section.name, index):
            what = f"The entry says it is number {says.index} of chain {says.chain}."
            check.wrong(export.ENTRIES, what, section.name, index)
            continue
        if before is not None and says.recorded < before.recorded:
            what = "The entry says it was recorded before the one before it."
            said = f"not before {before.recorded.isoformat()}"
            check.wrong(export.ENTRIES, what, section.name, index, expected=said, found=says.recorded.isoformat())
        before = says
        yield says, section.places[index]


def _checkpoints(check: Check, checkpoints: list[Checkpoint]) -> None:
    try:
        notes = check.read(export.CHECKPOINTS).decode()
    except UnicodeDecodeError as problem:
        raise Malformed("The file is not text in UTF-8.") from problem
    checkpoints.extend(checkpoint.read_all(notes))
    for one in checkpoints:
        if one.origin != check.origin:
            check.wrong(export.CHECKPOINTS, f"The checkpoint of size {one.size} is of another log, {one.origin}.")
    _signers(check, checkpoints)
    for before, after in pairwise(checkpoints):
        if after.size < before.size:
            what = f"The log shrank: a checkpoint of size {after.size} follows one of {before.size}."
            check.wrong(export.CHECKPOINTS, what)


def _signers(check: Check, checkpoints: Sequence[Checkpoint]) -> None:
    """Each checkpoint is signed by the log, with one key after the other: none comes back once it was replaced."""
    in_turn: list[PublicKey] = []
    for one in checkpoints:
        signer = next((key for key in one.signed_by(check.keys) if key.name == one.origin), None)
        if signer is None:
            what = f"The checkpoint of size {one.size} has no good signature of the log."
            check.wrong(export.CHECKPOINTS, what)
        elif signer not in in_turn:
            in_turn.append(signer)
        elif signer != in_turn[-1]:
            what = f"The checkpoint of size {one.size} is signed with a key that another had already replaced."
            check.wrong(export.CHECKPOINTS, what, expected=in_turn[-1].id, found=signer.id)


def _places(check: Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint]) -> tree.Tree | None:
    """Each link at its place; the tree itself, where the export holds it whole."""
    taken = Counter(place for section in sections for place in section.places if place is not None)
    for section in sections:
        last: int | None = -1
        for index, place in enumerate(section.places):
            if section.bodies[index] is None:
                if place is not None:
                    check.wrong(export.PLACES, "The place of a withheld entry is told.", section.name, index)
                continue
            if place is not None and taken[place] > 1:
                what = f"Another entry has the same place {place} in the tree."
                check.wrong(export.PLACES, what, section.name, index)
            elif place is not None and (last is None or place <= last):
                what = "The entry stands in the tree before one that its chain has before it."
                expected = "no place" if last is None else f"a place after {last}"
                check.wrong(export.PLACES, what, section.name, index, expected=expected, found=place)
            last = place
    grown: list[tree.Tree] = []
    if export.PROOFS in check.names:
        check.attempt(export.PROOFS, partial(_proofs, check, sections, checkpoints))
        check.attempt(export.GROWTH, partial(_growth, check, checkpoints))
    else:
        check.attempt("tiles/", partial(_tiles, check, sections, checkpoints, grown))
    return grown[0] if grown else None


def _tips(
    check: Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint], grown: tree.Tree | None
) -> None:
    """What the last leaf under the last checkpoint says of each chain, against the chains as they are here."""
    if not checkpoints:
        return
    last = checkpoints[-1]
    lines = findings.jsonl(check.read(export.TIPS))
    if not lines or findings.number_of(lines[0], "size") != last.size or not last.size:
        raise Malformed(f"The file does not speak of the checkpoint of size {last.size}.")
    vouched = _vouched_for_some(lines, last) if grown is None else _vouched_for_all(lines, last, grown)
    found = {section.name: _tip_of(section, last.size) for section in sections}
    if grown is None:
        check.not_shown.append("Whether the record has other chains beside these: this is the export of a party.")
        for open_ended in _open_ended(sections, vouched):
            found.pop(open_ended)
            check.not_shown.append(
                f"That nothing is left out at the end of chain {open_ended}: its last entries are withheld, and with"
                " them the link for which the checkpoint vouches."
            )
    _compare(check, found, vouched)
    if vouched:
        check.shown.append(
            f"The checkpoint of size {last.size} vouches for the length and the last link of "
            + ("every chain" if grown is not None else "the chains shown to their end")
            + ": of what was in the tree under it, nothing is left out."
        )


def _open_ended(sections: Sequence[_Section], vouched: Sequence[Tip]) -> list[str]:
    """The chains of a party's export of which the end is withheld, so that no row can speak of it."""
    spoken = {tip.chain for tip in vouched}
    ends = ((section, max((n for n, at in enumerate(section.places) if at is not None), default=0))
            for section in sections)  # fmt: skip
    return [section.name for section, end in ends if section.name not in spoken and None in section.bodies[end:]]


def _compare(check: Check, found: dict[str, Tip | None], vouched: Sequence[Tip]) -> None:
    for tip in vouched:
        here = found.pop(tip.chain, None)
        if here != tip:
            what = "The checkpoint vouches for another end of this chain: something of it was left out or changed."
            check.wrong(export.CHAINS, what, tip.chain, tip.length - 1, expected=_ending(tip), found=_ending(here))
    for name, here in found.items():
        if here is not None:
            what = "The checkpoint does not vouch for this chain, though its entries claim places under it."
            check.wrong(export.CHAINS, what, name, 0, found=_ending(here))


def _vouched_for_all(lines: Sequence[object], last: Checkpoint, grown: tree.Tree) -> list[Tip]:
    """The rows of a whole export, proved together. Raises :class:`Malformed` if they are not."""
    vouched = [_tip(line) for line in lines[1:]]
    made = Tips(vouched, findings.bytes_of(lines[0], "salt"))
    if last.size > grown.size or grown.node(0, last.size - 1) != tree.leaf(made.link):
        raise Malformed(f"The chains it names are not those that the checkpoint of size {last.size} vouches for.")
    return vouched


def _vouched_for_some(lines: Sequence[object], last: Checkpoint) -> list[Tip]:
    """The rows of a party's export, each proved by itself. Raises :class:`Malformed` if one is not."""
    root = findings.bytes_of(lines[0], "root")
    inclusion = findings.hashes_of(lines[0], "inclusion")
    if tree.root_of_inclusion(tree.leaf(tips.link(root)), last.size - 1, last.size, inclusion) != last.root:
        raise Malformed(f"What it names is not what the last leaf under the checkpoint of size {last.size} says.")
    vouched = []
    for line in lines[1:]:
        tip, at, of = _tip(line), findings.number_of(line, "at"), findings.number_of(line, "of")
        if tips.root_of(tip, at, of, findings.hashes_of(line, "proof")) != root:
            raise Malformed(f"No proof shows that the checkpoint vouches for the chain {tip.chain}.")
        vouched.append(tip)
    return vouched


def _tip(line: object) -> Tip:
    return Tip(
        chain=findings.text_of(line, "chain"),
        length=findings.number_of(line, "length"),
        link=findings.bytes_of(line, "link"),
    )


def _tip_of(section: _Section, size: int) -> Tip | None:
    """The chain as far as it stands under a checkpoint; None if nothing of it does."""
    length = max((n + 1 for n, place in enumerate(section.places) if place is not None and place < size), default=0)
    return Tip(chain=section.name, length=length, link=section.links[length - 1]) if length else None


def _ending(tip: Tip | None) -> str:
    return "no entry" if tip is None else f"{tip.length} entries, the last with link {tip.link.hex()}"


def _tiles(
    check: Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint], keep: list[tree.Tree]
) -> None:
    size = max((one.size for one in checkpoints), default=0)
    grown = _grow(check, size)
    keep.append(grown)
    for one in checkpoints:
        if (root := grown.root(one.size)) != one.root:
            what = f"The root of the checkpoint of size {one.size} is not that of the tree in tiles/."
            check.wrong(export.CHECKPOINTS, what, expected=one.root, found=root)
    leaves = grown.leaves
    for section in sections:
        hashes = [tree.leaf(link) for link in section.links]
        for index, (hashed, place) in enumerate(zip(hashes, section.places, strict=True)):
            if place is None:
                continue
            if place >= size or leaves[place * tree.HASH : (place + 1) * tree.HASH] != hashed:
                what = f"The tree does not hold the entry's link at place {place}."
                check.wrong(export.PLACES, what, section.name, index)


def _grow(check: Check, size: int) -> tree.Tree:
    """The tree over the leaves in the tiles of level 0; the tiles above must follow from them."""
    leaves = []
    above = []
    for name in _names_within(check, size):
        held = check.read(f"tiles/{name.path}")
        if len(held) != name.width * tree.HASH:
            raise Malformed(f"The tile {name.path} has {len(held)} bytes, not {name.width * tree.HASH}.")
        if name.level:
            above.append((name, held))
        else:
            leaves.append(held)
    grown = tree.Tree.of_leaves(b"".join(leaves))
    for name, held in above:
        if tree.tile(grown.node, name) != held:
            check.wrong(f"tiles/{name.path}", "The tile does not follow from the tiles below it.")
    return grown


def _names_within(check: Check, size: int) -> Iterable[tree.TileName]:
    """The tiles of the tree, unless a checkpoint claims a size for which the export has nowhere near enough of them."""
    if size > tree.WIDTH * (len(check.names) + 1):
        raise Malformed(f"There are too few tiles for a tree of {size}.")
    return tree.tile_names(size)


def _proofs(check: Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint]) -> None:
    if not checkpoints:
        raise Malformed("There is no checkpoint for the proofs.")
    last = checkpoints[-1]
    proofs = {
        (findings.text_of(line, "chain"), findings.number_of(line, "index")): (
            findings.number_of(line, "place"),
            findings.hashes_of(line, "proof"),
        )
        for line in findings.jsonl(check.read(export.PROOFS))
    }
    for section in sections:
        for index, (link, place) in enumerate(zip(section.links, section.places, strict=True)):
            if place is None:
                continue
            stated, proof = proofs.get((section.name, index), (-1, []))
            if stated != place or tree.root_of_inclusion(tree.leaf(link), place, last.size, proof) != last.root:
                what = f"No proof shows the entry's link at place {place} under the checkpoint of size {last.size}."
                check.wrong(export.PROOFS, what, section.name, index)


def _growth(check: Check, checkpoints: Sequence[Checkpoint]) -> None:
    proofs = {
        (findings.number_of(line, "old"), findings.number_of(line, "new")): findings.hashes_of(line, "proof")
        for line in findings.jsonl(check.read(export.GROWTH))
    }
    for old, new in pairwise(checkpoints):
        if not tree.consistent(old.size, old.root, new.size, new.root, proofs.get((old.size, new.size), [])):
            what = f"No proof shows that the log of size {new.size} begins with the log of size {old.size}."
            check.wrong(export.GROWTH, what)
