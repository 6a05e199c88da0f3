"""A historical record read in: each case whole or not at all, chained, and marked with its source and its gaps.

Needs the owner's role: the site has no way to add history. The same file again adds nothing; nothing is ever added to a
case that is there.
"""

from __future__ import annotations

import hmac
import re
import secrets
import uuid
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import psycopg

from alteram import codec
from alteram.codec import Entry
from alteram.errors import AlteramError
from alteram.history import CannotTakeIn, Deed, HistoricalCase, Line, RefusedLine, read, taken_in
from alteram.ledger import chain as links
from alteram.people import People
from alteram.rulebook.model import Rulebook
from alteram_web.casework import directory, editions, keys, projections, record
from alteram_web.casework.bodies import Body
from alteram_web.casework.papers import Upload

Accept = Callable[[str, bytes], Upload]
KNOWN = re.compile(r"p-[a-z2-9]{8}")  # a pseudonymous id, as this installation draws them


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What one import did. ``known`` are cases that stood in the record already, word for word."""

    cases: int
    entries: int
    known: int
    refused: tuple[RefusedLine, ...]


def import_record(path: Path, body: Body, *, source: str, accept: Accept, now: datetime) -> Imported:
    """Read a file (``.jsonl`` or ``.csv``) and take in every case that is sound, all in one transaction.

    ``source`` stands where a line names none; ``accept`` judges a paper by its content, as it judges what is sent in.
    Raises :class:`~alteram.history.CannotTakeIn` for a file that cannot be read at all, or where the role is not the
    owner's.
    """
    lines, refused = read(_text(path), table=path.suffix == ".csv", source=source)
    papers = _Papers(path.parent, accept)
    refused += papers.refused(lines)
    broken = {one.case for one in refused}
    sound = [line for line in lines if line.case not in broken]
    people = _People(body=body)
    rulebook = editions.rulebook(body.slug)
    told, wrong = taken_in(
        sound, rulebook, now=codec.milliseconds(now), chain=lambda kept: str(chain_of(body, kept)), person=people.known
    )
    with record.transaction(body.id):
        new, known, clashing = _apart(body, told, papers)
        made, unreadable = _enter(body, new, rulebook, record.people(), papers)
    people.keep(new)
    refused += [*wrong, *clashing, *unreadable]
    return Imported(
        cases=len(new) - len(unreadable), entries=made, known=known,
        refused=tuple(sorted(refused, key=lambda one: one.number)),
    )  # fmt: skip


def _text(path: Path) -> str:
    if path.suffix not in (".jsonl", ".csv"):
        raise CannotTakeIn("A historical record is a file ending in .jsonl or .csv.", remedy="See the guide.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotTakeIn(f"{path.name} cannot be read as text in UTF-8.", remedy="Save it as UTF-8.") from problem


def chain_of(body: Body, kept: str) -> UUID:
    """The chain of a case that was kept elsewhere under a number: the same number, the same chain."""
    return uuid.uuid5(body.id, f"kept elsewhere {kept}")


class _People:
    """Names in a file become ids that only the key of the body leads to; the names go to the sealed directory."""

    def __init__(self, body: Body) -> None:
        self._body, self._key = body.id, keys.body_key(body.id)
        self._names: dict[str, str] = {}

    def known(self, who: str) -> str:
        if KNOWN.fullmatch(who):
            return who
        drawn = hmac.digest(self._key, b"alteram imported person 1\n" + " ".join(who.split()).encode(), sha256)
        person = "p-" + b32encode(drawn[:5]).decode().lower()
        self._names[person] = who
        return person

    def keep(self, cases: Iterable[HistoricalCase]) -> None:
        """Keep the names of whoever stands in these cases and is not known yet."""
        there = str([deed.entry for case in cases for deed in case.deeds])
        named = {person: name for person, name in self._names.items() if person in there}
        known = directory.all_names(self._body, named)
        for person, name in named.items():
            if person not in known:
                directory.put(self._body, person, name)


class _Papers:
    """The files beside a record. Each is read to be judged, and again to be sealed: all at once may be too much."""

    def __init__(self, folder: Path, accept: Accept) -> None:
        self._folder, self._accept = folder.resolve(), accept
        self._salts: dict[tuple[str, str], bytes] = {}

    def refused(self, lines: Iterable[Line]) -> list[RefusedLine]:
        """The lines with a file that is not there, lies elsewhere, or is not taken."""
        found = []
        for line in lines:
            for name in line.papers:
                try:
                    self.upload(name)
                except AlteramError as problem:
                    why = f"{name}: {problem.sentence()}"
                    found.append(RefusedLine(number=line.number, case=line.case, why=why))
        return found

    def upload(self, name: str) -> Upload:
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder):
            raise CannotTakeIn("Papers lie in the folder of the record, or in one below it.")
        try:
            content = path.read_bytes()
        except OSError:
            raise CannotTakeIn("There is no such file beside the record.") from None
        return self._accept(path.name, content)

    def digests(self, case: str, deed: Deed) -> dict[str, str]:
        """The digest of each paper of a deed, under a salt of this case."""
        return {
            name: links.paper_digest(self._salts.setdefault((case, name), secrets.token_bytes(links.SALT)), content)
            for name in deed.papers
            for content in (self.upload(name).content,)
        }

    def store(self, case: HistoricalCase, chain: record.Chain) -> None:
        """Keep every paper of a case that stands in the record."""
        for name in dict.fromkeys(name for deed in case.deeds for name in deed.papers):
            taken = self.upload(name)
            kept = record.keep_paper(
                chain, salt=self._salts[case.name, name], kind="evidence", media_type=taken.media_type,
                content=taken.content,
            )  # fmt: skip
            if kept not in (paper for entry in chain.entries for paper in entry.papers):
                raise CannotTakeIn(f"{name} was changed while it was read in, so nothing was.", remedy="Run it again.")


def _apart(
    body: Body, told: Sequence[HistoricalCase], papers: _Papers
) -> tuple[list[HistoricalCase], int, list[RefusedLine]]:
    """The new cases; how many are there already, word for word; and those that are there with other words."""
    new, known, clashing = [], 0, []
    for case in told:
        there = record.load(body.id, UUID(case.name))
        if not there.entries:
            new.append(case)
        elif _same(there, case, papers):
            known += 1
        else:
            why = "This case is in the record already, and nothing is added to it. Its lines are not those of then."
            clashing.append(RefusedLine(number=case.lines[0], case=case.reference, why=why))
    return new, known, clashing


def _same(there: record.Chain, case: HistoricalCase, papers: _Papers) -> bool:
    """Whether the record holds just this. When it was recorded differs, and salts differ: texts are compared opened."""
    if len(there.entries) != len(case.deeds):
        return False
    opened = record.texts(there)
    for entry, deed in zip(there.entries, case.deeds, strict=True):
        if len(entry.papers) != len(deed.papers):
            return False
        digests = {name: paper.digest for name, paper in zip(deed.papers, entry.papers, strict=True)}
        if not all(_holds(there, digest, papers.upload(name).content) for name, digest in digests.items()):
            return False
        texts = {field: opened.get((entry.index, field)) for field in entry.texts}
        bare = replace(entry, recorded=deed.entry.recorded, texts={}, edition=deed.entry.edition, salt=None)
        if codec.encode(bare) != codec.encode(deed.with_papers(digests)) or _forgotten(texts, deed.texts):
            return False
    return True


def _holds(there: record.Chain, digest: str, content: bytes) -> bool:
    """Whether a paper is these bytes, as far as it was not erased since."""
    found = record.opened_paper(there, digest)
    return found is None or found[2][links.SALT :] == content


def _forgotten(there: dict[str, str | None], told: object) -> bool:
    return None not in there.values() and there != told  # a text that was erased since is no difference


def _enter(
    body: Body, cases: Sequence[HistoricalCase], rulebook: Rulebook, people: People, papers: _Papers
) -> tuple[int, list[RefusedLine]]:
    staged: list[_Staged] = []
    sound: list[HistoricalCase] = []
    unreadable: list[RefusedLine] = []
    for case in cases:
        one = _stage(body, case, papers)
        try:
            rows = projections.all_rows(rulebook, people, case.name, one.entries)
        except (KeyError, ValueError, TypeError, AttributeError, IndexError) as problem:
            why = f"The rules cannot follow this case as it is told ({type(problem).__name__})."
            unreadable.append(RefusedLine(number=case.lines[0], case=case.reference, why=why))
        else:
            staged.append(replace(one, rows=record.rows_as_json(rows)))
            sound.append(case)
    made = _copy(staged) if staged else 0
    for case in sound:
        if any(deed.papers for deed in case.deeds):
            papers.store(case, record.load(body.id, UUID(case.name)))
    return made, unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Staged:
    chain: UUID
    wrapped: bytes
    entries: tuple[Entry, ...]
    texts: tuple[tuple[int, str, bytes], ...]
    rows: str = "{}"


def _stage(body: Body, case: HistoricalCase, papers: _Papers) -> _Staged:
    """The entries with the digests of their texts, and the texts sealed under a fresh key of the case."""
    chain = UUID(case.name)
    wrapped = keys.new_case_key(body.id, chain)
    key = keys.case_key(body.id, chain, wrapped)
    entries, texts = [], []
    for deed in case.deeds:
        digests = {}
        for field, text in deed.texts.items():
            salt = secrets.token_bytes(links.SALT)
            digests[field] = links.text_digest(salt, text)
            of = record.place(chain, deed.entry.index, field)
            texts.append((deed.entry.index, field, keys.seal(key, salt + text.encode(), of=of)))
        placed = deed.with_papers(papers.digests(case.name, deed))
        entries.append(replace(placed, texts=digests, salt=record.new_salt()))
    return _Staged(chain=chain, wrapped=wrapped, entries=tuple(entries), texts=tuple(texts))


def _copy(staged: Sequence[_Staged]) -> int:
    try:
        record.run("SELECT casework.stage_import()")
        for table, rows in (("staged_case", _cases), ("staged_entry", _entries), ("staged_text", _texts)):
            record.copy(f"pg_temp.{table}", rows(staged))
        ((made,),) = record.run("SELECT casework.import_staged()")
    except psycopg.errors.InsufficientPrivilege as problem:
        raise CannotTakeIn(
            "Only the owner's role may read in a historical record.", remedy="Run it with ALTERAM_DB_ROLE=owner."
        ) from problem
    return int(made)


Rows = Iterator[tuple[object, ...]]


def _cases(staged: Sequence[_Staged]) -> Rows:
    for one in staged:
        yield one.chain, UUID(bytes=secrets.token_bytes(16), version=4), one.wrapped, one.rows


def _entries(staged: Sequence[_Staged]) -> Rows:
    for one in staged:
        link = links.start(one.chain.bytes)
        for entry in one.entries:
            raw = codec.encode(entry)
            link = links.link(link, raw)
            yield one.chain, entry.index, link, raw


def _texts(staged: Sequence[_Staged]) -> Rows:
    for one in staged:
        for index, field, sealed in one.texts:
            yield one.chain, index, field, sealed
