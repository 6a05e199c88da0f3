"""The texts and papers of an export against the entries that name them: what may have to be forgotten.

An entry keeps a salted digest. So what is here must give its digest, and what is not here must have been erased by a
later entry of the same chain, which names the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from alteram.ledger import chain, export, findings
from alteram.ledger.findings import Check, Malformed, Told


def forgettable(check: Check, bodies: Iterable[bytes], told: Sequence[Told], closed: frozenset[str]) -> None:
    """Texts and papers against the entries, whose ``bodies`` are searched for digests only if there are any.

    ``closed`` are the papers that the export says it withholds.
    """
    texts, papers = check.under("texts/"), check.under("papers/")
    _erased(check, told, {name.partition("/")[2].partition(".")[0] for name in (*texts, *papers)}, closed)
    if not (texts or papers):
        return
    named = {digest.decode() for body in bodies for digest in export.DIGESTS.findall(body)}
    for name in texts:
        check.attempt(name, partial(_check_text, check, name, named))
    for name in papers:
        check.attempt(name, partial(_check_paper, check, name, named))


def _erased(check: Check, told: Sequence[Told], present: set[str], closed: frozenset[str]) -> None:
    """What an entry names is there, or a later entry of its chain says under which rule it was erased."""
    orders = {(one.chain, digest): one for one in told for digest in one.erased}
    for one in orders.values():
        if not one.rule:
            check.wrong(export.ENTRIES, "Texts were erased and no rule is named.", one.chain, one.index)
    erased, hidden = 0, set()
    named = [(one, digest) for one in told for digest in (*one.texts, *one.papers)]
    for one, digest in named:
        order = orders.get((one.chain, digest)) or orders.get((one.chain, "key"))
        covered, here = order is not None and order.index > one.index, digest in present
        erased += covered and not here
        if covered == here:
            kept_back = not here and digest in closed and digest in one.papers
            hidden |= {digest} if kept_back else set()
            _wrong(check, one, digest, here=here, closed=kept_back)
    if hidden:
        check.not_shown.append(f"What the withheld papers hold ({len(hidden)}). Their digests stand in the entries.")
    if erased:
        check.shown.append(f"Texts and papers that are gone: {erased}, each under a rule that stands in the record.")


def _wrong(check: Check, one: Told, digest: str, *, here: bool, closed: bool) -> None:
    """What was erased and is here, or is not here without a word of why."""
    folder = "texts/" if digest in one.texts else "papers/"
    if here:
        check.wrong(folder, "What was erased is still here.", one.chain, one.index, found=digest)
    elif not closed:
        what = "Something that the entry names is not here, and no entry says that it was erased."
        check.wrong(folder, what, one.chain, one.index, expected=digest)


def _check_text(check: Check, name: str, named: set[str]) -> None:
    lines = findings.jsonl(check.read(name))
    if len(lines) != 1:
        raise Malformed("The file does not hold one text.")
    made = chain.text_digest(findings.bytes_of(lines[0], "salt"), findings.text_of(lines[0], "text"))
    _digest(check, name, made, named)


def _check_paper(check: Check, name: str, named: set[str]) -> None:
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


def _digest(check: Check, name: str, made: str, named: set[str]) -> None:
    stated = name.partition("/")[2].partition(".")[0]
    if made != stated:
        what = "Salt and contents do not give the digest in the file's name."
        check.wrong(name, what, expected=stated, found=made)
    elif made not in named:
        check.wrong(name, "No entry shown in this export names this digest.")
