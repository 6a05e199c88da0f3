"""An export: everything that is needed to check a record without the site, as a folder or a zip file.

===================  =====================================================================================
``manifest.json``    canonical: version, origin, when it was made, keys, size and SHA-256 of each file; signed
``chains.jsonl``     one line a chain: its name, how many entries it has, which of them are withheld
``entries.jsonl``    the canonical bytes of the entries shown, one a line, chain by chain in that order
``links``            every link, 32 bytes each, in the same order; for a withheld entry the digest of its link
``places``           the place of each link in the tree, 8 bytes each, big-endian; all ones: not placed yet
``tiles/``           the whole tree (C2SP tlog-tiles); absent from a party's export, which has instead
``proofs.jsonl``     one line a shown and placed link: chain, index, place, inclusion proof under the last checkpoint
``states.jsonl``     one line an entry that follows a withheld one: what stands for the link before it
``growth.jsonl``     one line for each two neighbouring checkpoints: the proof that the log only grew
``checkpoints``      signed notes, oldest first, an empty line between two; cosignatures of witnesses stand in them
``published.jsonl``  one line a checkpoint: its size, and when the body published it
``tips.jsonl``       what the last checkpoint vouches for: how long each chain is and how it ends
``timestamps/``      ``SIZE.tsr``: an outside timestamp (RFC 3161) over the checkpoint of that size as the log signed it
``texts/``           ``DIGEST.json``: salt and text; what was erased is not there
``papers/``          ``DIGEST`` and its ending: a paper; ``DIGEST.salt``: its salt in hex
===================  =====================================================================================

The ledger knows no contents: which entries a reader may see is decided by the caller. What stands in for those that a
reader may not see says that they are there and in which order, and nothing else (:mod:`alteram.ledger.withheld`).
"""

from __future__ import annotations

import io
import os
import re
import struct
import unicodedata
import zipfile
import zlib
from base64 import b64encode
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from alteram.errors import AlteramError
from alteram.ledger import canonical, chain, checkpoint, tree, withheld
from alteram.ledger.checkpoint import Checkpoint
from alteram.ledger.signing import PublicKey, SigningKey
from alteram.ledger.tips import Tips

VERSION = 1
MANIFEST = "manifest.json"
CHAINS = "chains.jsonl"
ENTRIES = "entries.jsonl"
LINKS = "links"
PLACES = "places"
PROOFS = "proofs.jsonl"
STATES = "states.jsonl"
GROWTH = "growth.jsonl"
CHECKPOINTS = "checkpoints"
PUBLISHED = "published.jsonl"
TIPS = "tips.jsonl"
UNPLACED = 2**64 - 1
DIGESTS = re.compile(rb'"([0-9a-f]{64})"')  # how an entry names a text or a paper
_ENDING = re.compile(r"\.[a-z0-9]{1,8}", re.ASCII)


class CannotExport(AlteramError):
    """The export cannot be written as asked."""

    code = "E-EXPORT"


class Unreadable(AlteramError):
    """There is no export at this path, or it cannot be opened."""

    code = "E-UNREADABLE"
    remedy = "Name the folder or the zip file that holds manifest.json."


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One chain: its name, the bytes of each entry (None: withheld), every link, every place (None: not yet placed)."""

    name: str
    bodies: tuple[bytes | None, ...]
    links: tuple[bytes, ...]
    places: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that left its entry, with its salt of 32 bytes."""

    salt: bytes
    text: str

    @property
    def digest(self) -> str:
        return chain.text_digest(self.salt, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """A paper with its salt of 32 bytes; ``ending`` such as ``.pdf``, so that people can open it."""

    salt: bytes
    content: bytes
    ending: str = ".bin"

    @property
    def digest(self) -> str:
        return chain.paper_digest(self.salt, self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes into an export. ``made`` is a moment in UTC as the record writes them; the caller read the clock."""

    origin: str
    made: str
    chains: tuple[Chain, ...]
    checkpoints: tuple[Checkpoint, ...]  # oldest first
    published: tuple[str, ...]  # when each was, as the record writes moments
    nodes: tree.Nodes  # of the log, at least up to the last checkpoint
    keys: tuple[PublicKey, ...]  # of log, witnesses and receipts, old ones too
    texts: tuple[Text, ...] = ()
    papers: Iterable[PaperFile] = ()  # gone through once, so that they need not be in memory together
    tips: Tips | None = None  # of every chain of the record, under the last checkpoint; None: there is none
    timestamps: Mapping[int, bytes] | None = None  # size of the checkpoint -> DER
    whole: bool = True  # with all tiles; otherwise with one proof a link shown
    closed: frozenset[str] = frozenset()  # papers that entries name and that the reader may not open

    @property
    def size(self) -> int:
        """How many leaves the last checkpoint speaks for."""
        return self.checkpoints[-1].size if self.checkpoints else 0


def party(contents: Contents, sees: Callable[[str, int], bool], *, closed: frozenset[str] = frozenset()) -> Contents:
    """The export of someone who may see only some entries: ``sees(chain, index)``. ``closed`` are the papers that are
    kept from this reader though an entry shown names them; they are not among the papers of ``contents``.

    Of the others nothing stays but their number and the digest of their link. Texts and papers that no shown entry
    names are left out; a proof for each link shown takes the place of the tiles; and of the checkpoints only those stay
    that speak of what is shown, since the others would tell nothing but how old the log is.

    Raises :class:`~alteram.ledger.withheld.Unsalted` if something withheld could be guessed.
    """
    chains = tuple(
        replace(one, bodies=tuple(body if sees(one.name, index) else None for index, body in enumerate(one.bodies)))
        for one in contents.chains
    )
    for one, cut in zip(contents.chains, chains, strict=True):
        _refuse_guessable(one, cut)
    named = {digest.decode() for one in chains for body in one.bodies if body for digest in DIGESTS.findall(body)}
    speaking = sorted(_speaking(contents, chains))
    checkpoints = tuple(contents.checkpoints[number] for number in speaking)
    sizes = {one.size for one in checkpoints}
    return replace(
        contents,
        chains=chains,
        texts=tuple(text for text in contents.texts if text.digest in named),
        papers=tuple(paper for paper in contents.papers if paper.digest in named),
        closed=closed & named,
        checkpoints=checkpoints,
        published=tuple(contents.published[number] for number in speaking),
        timestamps={size: token for size, token in (contents.timestamps or {}).items() if size in sizes},
        whole=False,
    )


def _refuse_guessable(one: Chain, cut: Chain) -> None:
    """Whoever knows the link before an entry could try one content after the other, if nothing in it is random."""
    after = [None, *cut.bodies][:-1]
    for index, (body, shown) in enumerate(zip(one.bodies, cut.bodies, strict=True)):
        hidden = shown is None or (index and after[index] is None)
        if hidden and body is not None and not withheld.salted(body):
            raise withheld.Unsalted(f"Entry {index} of the chain {one.name} is older than the salt of entries.")


def _speaking(contents: Contents, chains: Iterable[Chain]) -> set[int]:
    """The numbers of the checkpoints that bound what is shown: the first over each entry, the one before, the last."""
    count = len(contents.checkpoints)
    found = {count - 1} if count else set()
    for one in chains:
        for body, place in zip(one.bodies, one.places, strict=True):
            if body is not None and place is not None and place < contents.size:
                first = bisect_right(contents.checkpoints, place, key=lambda made: made.size)
                found |= {first, max(first - 1, 0)}
    return found


def write(contents: Contents, path: Path, key: SigningKey) -> None:
    """Write the export to a new folder, or to a zip file if the path ends in ``.zip``, and sign its manifest.

    Raises :class:`CannotExport` if something is already there, or a chain is not whole. The same contents give the
    same bytes. It holds every text in clear, so nobody but whoever writes it can open it where it lies.
    """
    if path.exists():
        raise CannotExport(f"There is already something at {path}.", remedy="Choose a new name.")
    for one in contents.chains:
        _refuse_crooked(one)
    if path.suffix == ".zip":
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            _write(contents, _into_zip(archive), key)
    else:
        path.mkdir(mode=0o700, parents=True)
        _write(contents, _into_folder(path), key)


def packed(contents: Contents, key: SigningKey) -> bytes:
    """The zip file in memory: what somebody downloads lies on no disk of ours. Raises as :func:`write` does."""
    for one in contents.chains:
        _refuse_crooked(one)
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(contents, _into_zip(archive), key)
    return into.getvalue()


def signed_part(manifest: Mapping[str, object]) -> bytes:
    """The bytes of a manifest that its signature speaks for: all keys but the signature."""
    return canonical.encode({name: value for name, value in manifest.items() if name != "signature"})


class Source(Protocol):
    """Where the files of an export are read from."""

    def names(self) -> list[str]:
        """The path of each file, with ``/``, sorted."""

    def read(self, name: str) -> bytes:
        """The bytes of one file."""


def open_source(path: Path) -> Source:
    """The folder or zip file at the path. Raises :class:`Unreadable`. Nothing is ever unpacked to disk."""
    if path.is_dir():
        return _Folder(path)
    try:
        return _Zip(zipfile.ZipFile(path))
    except _BAD_ZIP as problem:
        raise Unreadable(f"{path} is neither a folder nor a zip file that can be read.") from problem


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> list[str]:
        return sorted(found.relative_to(self._path).as_posix() for found in self._path.rglob("*") if not found.is_dir())

    def read(self, name: str) -> bytes:
        try:
            return (self._path / name).read_bytes()
        except OSError as problem:
            raise Unreadable(f"{name} cannot be read: {problem.strerror}.") from problem


_BAD_ZIP = (
    OSError,
    KeyError,
    ValueError,  # names that are no text, sizes that cannot be
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    RuntimeError,  # encrypted, or packed in a way this program does not know
    EOFError,
)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def names(self) -> list[str]:
        return sorted(name for name in self._archive.namelist() if not name.endswith("/"))

    def read(self, name: str) -> bytes:
        try:
            return self._archive.read(name)
        except _BAD_ZIP as problem:
            raise Unreadable(f"{name} cannot be read out of the zip file: {problem}.") from problem


def chains_in(path: Path) -> Iterator[tuple[str, tuple[bytes | None, ...]]]:
    """The name of each chain of an export with the bytes of its entries (None: withheld). Nothing is checked here.

    Raises :class:`Unreadable` for a path that holds no export.
    """
    source = open_source(path)
    bodies = iter(source.read(ENTRIES).splitlines())
    for line in source.read(CHAINS).splitlines():
        about = canonical.decode(line)
        if not isinstance(about, dict) or not isinstance(about.get("length"), int):
            raise Unreadable(f"{CHAINS} holds a line that speaks of no chain.")
        withheld = set(about.get("withheld", ()))
        entries = (None if index in withheld else next(bodies, None) for index in range(about["length"]))
        yield str(about.get("chain", "")), tuple(entries)


def _into_folder(path: Path) -> Callable[[str, bytes], None]:
    def put(name: str, content: bytes) -> None:
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    return put


def _into_zip(archive: zipfile.ZipFile) -> Callable[[str, bytes], None]:
    def put(name: str, content: bytes) -> None:
        about = zipfile.ZipInfo(name)  # without a date of its own: it would be the clock's
        about.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(about, content)

    return put


def _write(contents: Contents, put: Callable[[str, bytes], None], key: SigningKey) -> None:
    listed: list[object] = []
    for name, content in _files(contents):
        put(name, content)
        listed.append({"path": name, "size": len(content), "sha256": sha256(content).hexdigest()})
    keys = {str(known): known for known in (*contents.keys, key.public)}
    manifest: dict[str, object] = {
        "v": VERSION,
        "origin": contents.origin,
        "made": contents.made,
        "files": listed,
        "keys": sorted(keys),
        "key": key.public.id,
    }
    signature = b64encode(key.sign(signed_part(manifest))).decode()
    put(MANIFEST, canonical.encode(manifest | {"signature": signature}))


def _refuse_crooked(one: Chain) -> None:
    name = chain.name(one.name)
    if not len(one.bodies) == len(one.links) == len(one.places):
        raise CannotExport(f"The chain {one.name} has not as many links and places as entries.")
    wrong = next(chain.broken(name, one.bodies, one.links), None)
    if wrong is not None:
        raise CannotExport(
            f"Entry {wrong} of the chain {one.name} does not give its link.",
            remedy="Tell the auditor: the record was altered.",
        )


def _files(contents: Contents) -> Iterator[tuple[str, bytes]]:
    yield CHAINS, _lines(_about(contents, one) for one in contents.chains)
    yield ENTRIES, b"".join(body + b"\n" for one in contents.chains for body in one.bodies if body is not None)
    yield LINKS, b"".join(link for one in contents.chains for link in _links(one))
    yield PLACES, b"".join(_place(contents, place).to_bytes(8) for one in contents.chains for place in _places(one))
    yield CHECKPOINTS, checkpoint.write_all(contents.checkpoints).encode()
    moments = zip(contents.checkpoints, contents.published, strict=True)
    yield PUBLISHED, _lines({"size": one.size, "at": at} for one, at in moments)
    if contents.tips is not None:
        yield TIPS, _lines(_tips(contents, contents.tips))
    if contents.whole:
        for name in tree.tile_names(contents.size):
            yield f"tiles/{name.path}", tree.tile(contents.nodes, name)
    else:
        yield PROOFS, _lines(_proofs(contents))
        yield GROWTH, _lines(_growth(contents))
        yield STATES, _lines(_states(contents))
    for size, token in sorted((contents.timestamps or {}).items()):
        yield f"timestamps/{size}.tsr", token
    for digest, text in sorted({text.digest: text for text in contents.texts}.items()):
        yield f"texts/{digest}.json", _lines([{"salt": text.salt.hex(), "text": _nfc(text.text)}])
    yield from _papers(contents.papers)


def _papers(papers: Iterable[PaperFile]) -> Iterator[tuple[str, bytes]]:
    written = set()
    for paper in papers:
        digest = paper.digest
        if digest in written:
            continue
        written.add(digest)
        if not _ENDING.fullmatch(paper.ending) or paper.ending == ".salt":
            raise CannotExport(f"{paper.ending!r} is not an ending for the name of a file.")
        yield f"papers/{digest}{paper.ending}", paper.content
        yield f"papers/{digest}.salt", paper.salt.hex().encode() + b"\n"


def _about(contents: Contents, one: Chain) -> dict[str, object]:
    numbers = [index for index, body in enumerate(one.bodies) if body is None]
    named = {digest.decode() for body in one.bodies if body for digest in DIGESTS.findall(body)}
    closed = sorted(contents.closed & named)
    about: dict[str, object] = {"chain": one.name, "length": len(one.bodies)}
    return about | ({"withheld": numbers} if numbers else {}) | ({"closed": closed} if closed else {})


def _links(one: Chain) -> Iterator[bytes]:
    for link, body in zip(one.links, one.bodies, strict=True):
        yield withheld.digest(link) if body is None else link


def _places(one: Chain) -> Iterator[int | None]:
    """Where a withheld entry stands in the tree would tell when it was entered."""
    for place, body in zip(one.places, one.bodies, strict=True):
        yield None if body is None else place


def _states(contents: Contents) -> Iterator[dict[str, object]]:
    for one in contents.chains:
        for index, (before, body) in enumerate(pairwise(one.bodies), 1):
            if before is None and body is not None:
                state = withheld.state(one.links[index - 1], body)
                yield {"chain": one.name, "index": index, "state": state.hex()}


def _place(contents: Contents, place: int | None) -> int:
    """A place beyond the last checkpoint cannot be proved yet, so it is not claimed."""
    return place if place is not None and place < contents.size else UNPLACED


def _proofs(contents: Contents) -> Iterator[dict[str, object]]:
    for one in contents.chains:
        for index, place in enumerate(_places(one)):
            if place is not None and place < contents.size:
                proof = tree.inclusion(contents.nodes, place, contents.size)
                hashes = [beside.hex() for beside in proof]
                yield {"chain": one.name, "index": index, "place": place, "proof": hashes}


def _tips(contents: Contents, vouched: Tips) -> Iterator[dict[str, object]]:
    """The whole record's in full; a party's its own chains, each with its proof.

    The row holds the last link. Of a chain whose last entries are withheld it is left out.
    """
    rows = [{"chain": tip.chain, "length": tip.length, "link": tip.link.hex()} for tip in vouched.rows]
    if contents.whole:
        yield {"size": contents.size, "salt": vouched.salt.hex()}
        yield from rows
        return
    inclusion = tree.inclusion(contents.nodes, contents.size - 1, contents.size)
    yield {"size": contents.size, "root": vouched.root.hex(), "inclusion": [beside.hex() for beside in inclusion]}
    names = {one.name for one in contents.chains if _tells_its_end(contents, one)}
    for at, row in enumerate(rows):
        if row["chain"] in names:
            yield row | {"at": at, "of": vouched.of, "proof": [beside.hex() for beside in vouched.proof(at)]}


def _tells_its_end(contents: Contents, one: Chain) -> bool:
    placed = sum(place is not None and place < contents.size for place in one.places)
    return None not in one.bodies[max(placed - 1, 0) :]


def _growth(contents: Contents) -> Iterator[dict[str, object]]:
    for old, new in pairwise(contents.checkpoints):
        proof = tree.consistency(contents.nodes, old.size, new.size)
        yield {"old": old.size, "new": new.size, "proof": [beside.hex() for beside in proof]}


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _lines(values: Iterable[object]) -> bytes:
    return b"".join(canonical.encode(value) + b"\n" for value in values)
