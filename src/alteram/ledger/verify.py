"""Checks an export, with neither site nor database: quickly (the manifest) or in full.

Nothing here trusts the export. Every problem found is one sentence that names the file and the entry; the check goes on
after a problem, as far as it can, so that one altered byte does not hide another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import cast

from alteram.errors import AlteramError
from alteram.ledger import canonical, chain, checkpoint, export, tree
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.signing import PublicKey, from_base64, read_key

Reader = Callable[[bytes], tuple[str, int]]  # the chain and number that the bytes of an entry speak of


class Malformed(AlteramError):
    """A file of the export that is not what its name says."""

    code = "E-EXPORT-FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong. ``chain`` and ``index`` name the entry, where it is about one."""

    file: str
    what: str
    chain: str = ""
    index: int | None = None

    @property
    def sentence(self) -> str:
        """File, entry, and what is wrong."""
        entry = "" if self.index is None else f", entry {self.index} of chain {self.chain}"
        return f"{self.file}{entry}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a check found, and how much it looked at. No problems means: as it was written."""

    origin: str
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]  # what a reader has to know to judge the answer; no problems
    files: int
    entries: int = 0
    withheld: int = 0
    placed: int = 0
    checkpoints: int = 0


@dataclass(slots=True, kw_only=True)
class _Check:
    """The state of one check."""

    source: export.Source
    names: frozenset[str] = frozenset()
    origin: str = ""
    keys: tuple[PublicKey, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def wrong(self, file: str, what: str, chain: str = "", index: int | None = None) -> None:
        self.problems.append(Problem(file=file, what=what, chain=chain, index=index))

    def attempt(self, file: str, work: Callable[[], None]) -> None:
        """Do one part of the check; a file that cannot be read is a problem like any other."""
        try:
            work()
        except AlteramError as problem:
            self.wrong(file, problem.sentence())

    def read(self, name: str) -> bytes:
        if name not in self.names:
            raise Malformed("The file is missing.")
        return self.source.read(name)

    def under(self, folder: str) -> list[str]:
        return sorted(name for name in self.names if name.startswith(folder))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """One chain of the export. ``places`` has None where a link is not placed yet."""

    name: str
    bodies: Sequence[bytes | None]
    links: Sequence[bytes]
    places: Sequence[int | None]


def quick(path: Path, *, trusted: Sequence[PublicKey] = ()) -> Report:
    """Each file against the signed manifest. Raises :class:`~alteram.ledger.export.Unreadable`.

    ``trusted`` are the keys the reader has from elsewhere. Without them the export's own are used: then the check shows
    that nothing was altered after signing, and not who signed; the report says so.
    """
    check, files = _manifest(path, trusted)
    return _report(check, files)


def full(path: Path, *, trusted: Sequence[PublicKey] = (), reader: Reader | None = None) -> Report:
    """The manifest, every link, the tree, every signature, and each text and paper against its digest.

    ``reader`` reads an entry's bytes, so that an entry that speaks of another chain or number is found as well; it
    raises an AlteramError for bytes it cannot read. Raises :class:`~alteram.ledger.export.Unreadable`.
    """
    check, files = _manifest(path, trusted)
    sections: list[_Section] = []
    checkpoints: list[Checkpoint] = []
    check.attempt(export.CHAINS, partial(_chains, check, sections))
    for section in sections:
        _links(check, section, reader)
    check.attempt(export.CHECKPOINTS, partial(_checkpoints, check, checkpoints))
    _places(check, sections, checkpoints)
    for name in check.under("timestamps/"):
        check.attempt(name, partial(_timestamp, check, name, checkpoints))
    _forgettable(check, sections)
    return _report(check, files, sections, checkpoints)


def _forgettable(check: _Check, sections: Sequence[_Section]) -> None:
    """Texts and papers; the entries are searched for digests only if there are any."""
    texts, papers = check.under("texts/"), check.under("papers/")
    if not (texts or papers):
        return
    bodies = (body for section in sections for body in section.bodies if body is not None)
    named = {digest.decode() for body in bodies for digest in export.DIGESTS.findall(body)}
    for name in texts:
        check.attempt(name, partial(_check_text, check, name, named))
    for name in papers:
        check.attempt(name, partial(_check_paper, check, name, named))


def _report(
    check: _Check, files: int, sections: Sequence[_Section] = (), checkpoints: Sequence[Checkpoint] = ()
) -> Report:
    bodies = [body for section in sections for body in section.bodies]
    placed = sum(place is not None for section in sections for place in section.places)
    if len(bodies) > placed:
        check.notes.append(f"{len(bodies) - placed} of {len(bodies)} entries are not in the tree yet.")
    return Report(
        origin=check.origin,
        problems=tuple(check.problems),
        notes=tuple(check.notes),
        files=files,
        entries=len(bodies),
        withheld=bodies.count(None),
        placed=placed,
        checkpoints=len(checkpoints),
    )


def _manifest(path: Path, trusted: Sequence[PublicKey]) -> tuple[_Check, int]:
    source = export.open_source(path)
    present = source.names()
    if export.MANIFEST not in present:
        raise export.Unreadable(f"{path} holds no {export.MANIFEST}.")
    check = _Check(source=source, names=frozenset(present), keys=tuple(trusted))
    for name, times in Counter(present).items():
        if times > 1:
            check.wrong(name, f"The zip file holds this name {times} times, so different readers see different files.")
    files: dict[str, tuple[int, str]] = {}
    check.attempt(export.MANIFEST, partial(_read_manifest, check, files, bool(trusted)))
    for name in sorted(check.names - files.keys() - {export.MANIFEST}):
        check.wrong(name, "The manifest does not know this file.")
    for name, (size, digest) in files.items():
        check.attempt(name, partial(_file, check, name, size, digest))
    return check, len(files)


def _file(check: _Check, name: str, size: int, digest: str) -> None:
    content = check.read(name)
    if len(content) != size:
        check.wrong(name, f"The file has {len(content)} bytes; the manifest says {size}.")
    elif sha256(content).hexdigest() != digest:
        check.wrong(name, "The file was altered: its SHA-256 is not the one in the manifest.")


def _read_manifest(check: _Check, files: dict[str, tuple[int, str]], trusted: bool) -> None:
    manifest = canonical.decode(check.read(export.MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("v") != export.VERSION:
        raise Malformed("This manifest is of a version that this program does not read.")
    check.origin = _text_of(manifest, "origin")
    for line in _list_of(manifest, "files"):
        files[_text_of(line, "path")] = (_number_of(line, "size"), _text_of(line, "sha256"))
    listed = tuple(read_key(_text(key)) for key in _list_of(manifest, "keys"))
    if not trusted:
        check.keys = listed
        names = ", ".join(str(key) for key in listed)
        check.notes.append(
            f"The keys were taken from the export itself. Compare them with those the body gives: {names}"
        )
    named = _text_of(manifest, "key")
    signer = next((key for key in check.keys if key.id == named), None)
    if signer is None:
        check.wrong(export.MANIFEST, f"The manifest is signed with the key {named}, which is not among the keys given.")
    elif not signer.signed(export.signed_part(manifest), from_base64(_text_of(manifest, "signature")) or b""):
        check.wrong(export.MANIFEST, "The signature does not fit the manifest.")


def _chains(check: _Check, sections: list[_Section]) -> None:
    about = [(line, _number_of(line, "length")) for line in _jsonl(check.read(export.CHAINS))]
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
        name = _text_of(line, "chain")
        chain.name(name)
        withheld = (
            {_number(index) for index in _list_of(line, "withheld")}
            if isinstance(line, dict) and "withheld" in line
            else set()
        )
        if not withheld <= set(range(length)):
            raise Malformed(f"The chain {name} withholds entries that it does not have.")
        shown = iter(bodies[taken : taken + length - len(withheld)])
        taken += length - len(withheld)
        sections.append(
            _Section(
                name=name,
                bodies=[None if index in withheld else next(shown, b"") for index in range(length)],
                links=links[start : start + length],
                places=[None if at == export.UNPLACED else at for at in places[start : start + length]],
            )
        )
        start += length
    if taken != len(bodies):
        check.wrong(export.ENTRIES, f"The file has {len(bodies)} entries; chains.jsonl says {taken}.")
    for name, times in Counter(section.name for section in sections).items():
        if times > 1:
            check.wrong(export.CHAINS, f"The chain {name} is listed {times} times.")


def _records(check: _Check, file: str, width: int, count: int) -> list[bytes]:
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


def _links(check: _Check, section: _Section, reader: Reader | None) -> None:
    for index in chain.broken(chain.name(section.name), section.bodies, section.links):
        what = "The bytes of the entry and the link before it do not give the link in the file links."
        check.wrong(export.ENTRIES, what, section.name, index)
    if reader is None:
        return
    for index, body in enumerate(section.bodies):
        if body is not None:
            _readable(check, section.name, index, body, reader)


def _readable(check: _Check, name: str, index: int, body: bytes, reader: Reader) -> None:
    try:
        says = reader(body)
    except AlteramError as problem:
        check.wrong(export.ENTRIES, f"The entry cannot be read. {problem.sentence()}", name, index)
        return
    if says != (name, index):
        check.wrong(export.ENTRIES, f"The entry says it is number {says[1]} of chain {says[0]}.", name, index)


def _checkpoints(check: _Check, checkpoints: list[Checkpoint]) -> None:
    try:
        notes = check.read(export.CHECKPOINTS).decode()
    except UnicodeDecodeError as problem:
        raise Malformed("The file is not text in UTF-8.") from problem
    checkpoints.extend(checkpoint.read_all(notes))
    for one in checkpoints:
        if one.origin != check.origin:
            check.wrong(export.CHECKPOINTS, f"The checkpoint of size {one.size} is of another log, {one.origin}.")
        if not any(key.name == one.origin for key in one.signed_by(check.keys)):
            what = f"The checkpoint of size {one.size} has no good signature of the log."
            check.wrong(export.CHECKPOINTS, what)
    for before, after in pairwise(checkpoints):
        if after.size < before.size:
            what = f"The log shrank: a checkpoint of size {after.size} follows one of {before.size}."
            check.wrong(export.CHECKPOINTS, what)


def _places(check: _Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint]) -> None:
    taken = Counter(place for section in sections for place in section.places if place is not None)
    for section in sections:
        for index, place in enumerate(section.places):
            if place is not None and taken[place] > 1:
                what = f"Another entry has the same place {place} in the tree."
                check.wrong(export.PLACES, what, section.name, index)
    if export.PROOFS in check.names:
        check.attempt(export.PROOFS, partial(_proofs, check, sections, checkpoints))
        check.attempt(export.GROWTH, partial(_growth, check, checkpoints))
    else:
        check.attempt("tiles/", partial(_tiles, check, sections, checkpoints))


def _tiles(check: _Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint]) -> None:
    size = max((one.size for one in checkpoints), default=0)
    grown = _grow(check, size)
    for one in checkpoints:
        if grown.root(one.size) != one.root:
            what = f"The root of the checkpoint of size {one.size} is not that of the tree in tiles/."
            check.wrong(export.CHECKPOINTS, what)
    leaves = grown.leaves
    for section in sections:
        hashes = [tree.leaf(link) for link in section.links]
        for index, (hashed, place) in enumerate(zip(hashes, section.places, strict=True)):
            if place is None:
                continue
            if place >= size or leaves[place * tree.HASH : (place + 1) * tree.HASH] != hashed:
                what = f"The tree does not hold the entry's link at place {place}."
                check.wrong(export.PLACES, what, section.name, index)


def _grow(check: _Check, size: int) -> tree.Tree:
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


def _names_within(check: _Check, size: int) -> Iterable[tree.TileName]:
    """The tiles of the tree, unless a checkpoint claims a size for which the export has nowhere near enough of them."""
    if size > tree.WIDTH * (len(check.names) + 1):
        raise Malformed(f"There are too few tiles for a tree of {size}.")
    return tree.tile_names(size)


def _proofs(check: _Check, sections: Sequence[_Section], checkpoints: Sequence[Checkpoint]) -> None:
    if not checkpoints:
        raise Malformed("There is no checkpoint for the proofs.")
    last = checkpoints[-1]
    proofs = {
        (_text_of(line, "chain"), _number_of(line, "index")): (_number_of(line, "place"), _hashes_of(line, "proof"))
        for line in _jsonl(check.read(export.PROOFS))
    }
    for section in sections:
        for index, (link, place) in enumerate(zip(section.links, section.places, strict=True)):
            if place is None:
                continue
            stated, proof = proofs.get((section.name, index), (-1, []))
            if stated != place or tree.root_of_inclusion(tree.leaf(link), place, last.size, proof) != last.root:
                what = f"No proof shows the entry's link at place {place} under the checkpoint of size {last.size}."
                check.wrong(export.PROOFS, what, section.name, index)


def _growth(check: _Check, checkpoints: Sequence[Checkpoint]) -> None:
    proofs = {
        (_number_of(line, "old"), _number_of(line, "new")): _hashes_of(line, "proof")
        for line in _jsonl(check.read(export.GROWTH))
    }
    for old, new in pairwise(checkpoints):
        if not tree.consistent(old.size, old.root, new.size, new.root, proofs.get((old.size, new.size), [])):
            what = f"No proof shows that the log of size {new.size} begins with the log of size {old.size}."
            check.wrong(export.GROWTH, what)


def _timestamp(check: _Check, name: str, checkpoints: Sequence[Checkpoint]) -> None:
    size = name.removeprefix("timestamps/").removesuffix(".tsr")
    imprints = [b"\x04\x20" + sha256(str(one).encode()).digest() for one in checkpoints if str(one.size) == size]
    token = check.read(name)
    if not any(imprint in token for imprint in imprints):
        check.wrong(name, "The timestamp is not over the checkpoint that its name says.")
    note = "The signatures of outside timestamps are not checked here; use openssl ts -verify."
    if note not in check.notes:
        check.notes.append(note)


def _check_text(check: _Check, name: str, named: set[str]) -> None:
    lines = _jsonl(check.read(name))
    if len(lines) != 1:
        raise Malformed("The file does not hold one text.")
    made = chain.text_digest(_bytes_of(lines[0], "salt"), _text_of(lines[0], "text"))
    _digest(check, name, made, named)


def _check_paper(check: _Check, name: str, named: set[str]) -> None:
    stem, _, ending = name.rpartition(".")
    if ending == "salt":
        if sum(other.startswith(f"{stem}.") for other in check.under(stem)) < 2:
            check.wrong(name, "This is the salt of a paper that is not here.")
        return
    try:
        salt = bytes.fromhex(check.read(f"{stem}.salt").decode().strip())
    except ValueError as problem:
        raise Malformed("The salt of the paper is not written in hex.") from problem
    _digest(check, name, chain.paper_digest(salt, check.read(name)), named)


def _digest(check: _Check, name: str, made: str, named: set[str]) -> None:
    stated = name.partition("/")[2].partition(".")[0]
    if made != stated:
        check.wrong(name, "Salt and contents do not give the digest in the file's name.")
    elif made not in named:
        check.wrong(name, "No entry shown in this export names this digest.")


def _jsonl(raw: bytes) -> list[object]:
    lines = raw.split(b"\n")
    if lines.pop():
        raise Malformed("The last line is not ended, so something after it may be cut off.")
    return [canonical.decode(line) for line in lines]


def _value(line: object, key: str) -> object:
    if not isinstance(line, dict) or key not in line:
        raise Malformed(f"The key {key!r} is missing.")
    return cast("dict[str, object]", line)[key]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed(f"Text was expected, not {value!r}.")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed(f"A number was expected, not {value!r}.")
    return value


def _text_of(line: object, key: str) -> str:
    return _text(_value(line, key))


def _number_of(line: object, key: str) -> int:
    return _number(_value(line, key))


def _list_of(line: object, key: str) -> list[object]:
    value = _value(line, key)
    if not isinstance(value, list):
        raise Malformed(f"A list was expected at {key!r}.")
    return value


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as problem:
        raise Malformed(f"{text!r} is not written in hex.") from problem


def _bytes_of(line: object, key: str) -> bytes:
    return _bytes(_text_of(line, key))


def _hashes_of(line: object, key: str) -> list[bytes]:
    return [_bytes(_text(item)) for item in _list_of(line, key)]
