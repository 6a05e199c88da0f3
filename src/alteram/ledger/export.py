"""An export: everything that is needed to check a record without the site, as a folder or a zip file.

===================  =====================================================================================
``manifest.json``    canonical: version, origin, when it was made, keys, size and SHA-256 of each file; signed
``chains.jsonl``     one line a chain: its name, how many entries it has, which of them are withheld
``entries.jsonl``    the canonical bytes of the entries shown, one a line, chain by chain in that order
``links``            every link, 32 bytes each, in the same order, withheld entries included
``places``           the place of each link in the tree, 8 bytes each, big-endian; all ones: not placed yet
``tiles/``           the whole tree (C2SP tlog-tiles); absent from a party's export, which has instead
``proofs.jsonl``     one line a placed link: chain, index, place, inclusion proof under the last checkpoint
``growth.jsonl``     one line for each two neighbouring checkpoints: the proof that the log only grew
``checkpoints``      signed notes, oldest first, an empty line between two; cosignatures of witnesses stand in them
``published.jsonl``  one line a checkpoint: its size, and when the body published it
``tips.jsonl``       what the last checkpoint vouches for: how long each chain is and how it ends
``timestamps/``      ``SIZE.tsr``: an outside timestamp (RFC 3161) over the checkpoint of that size as the log signed it
``texts/``           ``DIGEST.json``: salt and text; what was erased is not there
``papers/``          ``DIGEST`` and its ending: a paper; ``DIGEST.salt``: its salt in hex
===================  =====================================================================================

The ledger knows no contents: which entries a reader may see is decided by the caller.
"""

from __future__ import annotations

import os
import re
import struct
import unicodedata
import zipfile
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from alteram.errors import AlteramError
from alteram.ledger import canonical, chain, checkpoint, tree
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
    whole: bool = True  # with all tiles; otherwise with one proof a link

    @property
    def size(self) -> int:
        """How many leaves the last checkpoint speaks for."""
        return self.checkpoints[-1].size if self.checkpoints else 0


def party(contents: Contents, sees: Callable[[str, int], bool]) -> Contents:
    """The export of someone who may see only some entries: ``sees(chain, index)``.

    Bytes of the others are withheld, their links stay. Texts and papers that no shown entry names are left out, and a
    proof for each link takes the place of the tiles.
    """
    chains = tuple(
        replace(one, bodies=tuple(body if sees(one.name, index) else None for index, body in enumerate(one.bodies)))
        for one in contents.chains
    )
    named = {digest.decode() for one in chains for body in one.bodies if body for digest in DIGESTS.findall(body)}
    return replace(
        contents,
        chains=chains,
        texts=tuple(text for text in contents.texts if text.digest in named),
        papers=tuple(paper for paper in contents.papers if paper.digest in named),
        whole=False,
    )


def write(contents: Contents, path: Path, key: SigningKey) -> None:
    """Write the export to a new folder, or to a zip file if the path ends in ``.zip``, and sign its manifest.

    Raises :class:`CannotExport` if something is already there, or a chain is not whole. The same contents give the
    same bytes. It holds every text in clear, so nobody but whoever writes it can open it where it lies.
    """
    if path.exists():
        raise CannotExport(f"There is already something at {path}.", remedy="Choose a new name.")
    for one in contents.chains:
        _refuse_crooked(one)
    sink: Callable[[str, bytes], None]
    if path.suffix == ".zip":
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as opened, zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
            sink = _into_zip(archive)
            _write(contents, sink, key)
    else:
        path.mkdir(mode=0o700, parents=True)
        sink = _into_folder(path)
        _write(contents, sink, key)


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
    yield CHAINS, _lines(_about(one) for one in contents.chains)
    yield ENTRIES, b"".join(body + b"\n" for one in contents.chains for body in one.bodies if body is not None)
    yield LINKS, b"".join(link for one in contents.chains for link in one.links)
    yield PLACES, b"".join(_place(contents, place).to_bytes(8) for one in contents.chains for place in one.places)
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


def _about(one: Chain) -> dict[str, object]:
    withheld = [index for index, body in enumerate(one.bodies) if body is None]
    return {"chain": one.name, "length": len(one.bodies)} | ({"withheld": withheld} if withheld else {})


def _place(contents: Contents, place: int | None) -> int:
    """A place beyond the last checkpoint cannot be proved yet, so it is not claimed."""
    return place if place is not None and place < contents.size else UNPLACED


def _proofs(contents: Contents) -> Iterator[dict[str, object]]:
    for one in contents.chains:
        for index, place in enumerate(one.places):
            if place is not None and place < contents.size:
                proof = tree.inclusion(contents.nodes, place, contents.size)
                hashes = [beside.hex() for beside in proof]
                yield {"chain": one.name, "index": index, "place": place, "proof": hashes}


def _tips(contents: Contents, vouched: Tips) -> Iterator[dict[str, object]]:
    """The whole record's in full; a party's its own chains, each with its proof."""
    rows = [{"chain": tip.chain, "length": tip.length, "link": tip.link.hex()} for tip in vouched.rows]
    if contents.whole:
        yield {"size": contents.size, "salt": vouched.salt.hex()}
        yield from rows
        return
    inclusion = tree.inclusion(contents.nodes, contents.size - 1, contents.size)
    yield {"size": contents.size, "root": vouched.root.hex(), "inclusion": [beside.hex() for beside in inclusion]}
    names = {one.name for one in contents.chains}
    for at, row in enumerate(rows):
        if row["chain"] in names:
            yield row | {"at": at, "of": vouched.of, "proof": [beside.hex() for beside in vouched.proof(at)]}


def _growth(contents: Contents) -> Iterator[dict[str, object]]:
    for old, new in pairwise(contents.checkpoints):
        proof = tree.consistency(contents.nodes, old.size, new.size)
        yield {"old": old.size, "new": new.size, "proof": [beside.hex() for beside in proof]}


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _lines(values: Iterable[object]) -> bytes:
    return b"".join(canonical.encode(value) + b"\n" for value in values)
