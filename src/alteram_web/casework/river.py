"""The river of a case: every entry that one viewer sees, in words: who did it, what was said, what came along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alteram import duties
from alteram.acts import ACTS, Field
from alteram.codec import Actor, Entry
from alteram.procedure.wording import plain
from alteram_web.casework import selectors
from alteram_web.casework.pages import Open


def river(
    opened: Open, papers: Mapping[str, selectors.PaperRow] | None = None, address: Any = None
) -> list[dict[str, Any]]:
    """Every entry this viewer sees, oldest first. ``address`` gives the address of a paper by its digest."""
    known = papers or {}
    return [_entry(opened, one) | {"papers": _papers(one.entry, known, address)} for one in opened.page.entries]


MANY_DAYS = 12  # more are told by their number, the first and the last
KINDS = {
    "application/pdf": "PDF",
    "text/plain": _("text"),
    "image": _("picture"),
    "audio": _("recording"),
    "video": _("film"),
}


def _papers(entry: Entry, known: Mapping[str, selectors.PaperRow], address: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number, one in enumerate(entry.papers, 1):
        row = known.get(one.digest)
        if row is None:
            found.append({"text": _("A paper that is not shown to you now, or has been erased")})
            continue
        text = _("Paper %(number)s") % {"number": number}
        href = address(one.digest) if address is not None else None
        found.append({"text": text, "href": href, "note": _kind_and_size(row)})
    return found


def _kind_and_size(row: selectors.PaperRow) -> str:
    kind = KINDS.get(row.media_type) or KINDS.get(row.media_type.partition("/")[0]) or _("document")
    return f"{kind}, {filesizeformat(row.size)}"


def papers_to_name(opened: Open, known: Mapping[str, selectors.PaperRow]) -> tuple[tuple[str, str], ...]:
    """The papers of the case that this viewer sees, by digest, each called after the entry it came with."""
    found: dict[str, str] = {}
    for one in opened.page.entries:
        for number, paper in enumerate(one.entry.papers, 1):
            row = known.get(paper.digest)
            if row is not None:
                about = {"what": _what(opened, one.entry), "day": date_format(one.entry.at, "j F Y"), "number": number}
                name = _("%(what)s, %(day)s: paper %(number)s") % about
                found.setdefault(paper.digest, f"{name} ({_kind_and_size(row)})")
    return tuple(found.items())


def _what(opened: Open, entry: Entry) -> str:
    """What happened, in the words of the book; of an act without a step, in those of the vocabulary."""
    step = opened.case.edition.steps.get(entry.step) if entry.step else None
    title = step.title if step is not None else ACTS[entry.acts[0]].title
    return title[:1].upper() + title[1:]


def _entry(opened: Open, one: selectors.River) -> dict[str, Any]:
    entry = one.entry
    by = " and ".join(called(opened, actor) for actor in entry.by)
    return {
        "index": entry.index,
        "what": _what(opened, entry),
        "result": (entry.result or "").replace("_", " "),
        "at": entry.at,
        "recorded": entry.recorded,
        "who": by,
        "role": entry.by[0].role.replace("_", " ") if entry.by and entry.by[0].who != "clock" else "",
        "clause": entry.clauses[0] if entry.clauses else "",
        "text": _text(entry, one.texts),
        "said": _said(entry, one.texts),
        "facts": [*facts(opened, entry), *kept_elsewhere(entry)],
        "typed_by": _typist(opened, entry),
        "overtaken": one.overtaken,
        "kind": "clock" if entry.by and entry.by[0].who == "clock" else "deed",
    }


UNNAMED = {
    "clock": gettext_lazy("the clock"),
    "complainant": gettext_lazy("whoever complained"),
    "respondent": gettext_lazy("whoever is complained about"),
    "representative": gettext_lazy("somebody who speaks for a party"),
    "witness": gettext_lazy("a witness"),
}


def called(opened: Open, actor: Actor) -> str:
    """Whoever did something, by name; where there is none to show, by the part played, and oneself as "you"."""
    if actor.who in opened.names:
        return opened.names[actor.who]
    if actor.who == opened.viewer:
        return _("you")
    return str(UNNAMED.get(actor.capacity, _("somebody whose name is not shown")))


def _typist(opened: Open, entry: Entry) -> str:
    """Whoever held the pen, if it was none of those whose deed it is."""
    typed = entry.typed_by
    return called(opened, typed) if typed is not None and typed.who not in {a.who for a in entry.by} else ""


NOT_SHOWN = frozenset({"draw", "digest", "channel", "charges", "bundle", "exhibit", "paper", "papers", "why", "chair"})
"""Shown elsewhere on the page, or of use to programs alone."""
FOR_THOSE_WHO_HANDLE_IT = frozenset({"risk", "standing"})
"""Said in confidence to those who handle the case: the other side reads the complaint, and not these."""


def _questions(entry: Entry) -> dict[str, Field]:
    found: dict[str, Field] = {}
    for act in entry.acts:
        for field in ACTS[act].fields:
            found.setdefault(field.name, field)
    return found


def answered(opened: Open, entry: Entry, name: str) -> str:
    """What was answered to one question, in words; empty if nothing was."""
    field, value = _questions(entry).get(name), entry.data.get(name)
    return _answer(opened, field, value) if field is not None and value not in (None, "", [], ()) else ""


def facts(opened: Open, entry: Entry) -> Iterator[dict[str, Any]]:
    """What was answered, question by question, as far as it is not free text. A day to come opens: ``day``, ``how``."""
    closed = NOT_SHOWN | (FOR_THOSE_WHO_HANDLE_IT if "respondent" in {h.capacity for h in opened.held} else set())
    for name, field in _questions(entry).items():
        value = entry.data.get(name)
        if name in closed or value in (None, "", [], (), {}, False):
            continue
        told: dict[str, Any] = {"key": _(field.question), "value": _answer(opened, field, value)}
        if field.kind == "day" and (day := date.fromisoformat(str(value))) > entry.at:
            told |= {"day": day, **_how(opened, entry, day)}
        yield told
    lot = entry.data.get("draw")
    if isinstance(lot, Mapping) and "checkpoint" in lot:
        free = lot.get("free")
        yield {
            "key": _("Drawn by lot"),
            "value": _("from %(free)s who could sit; the seed is made of the checkpoint of size %(size)s")
            % {"free": len(free) if isinstance(free, Mapping) else 0, "size": lot["checkpoint"]},
        }


def _how(opened: Open, entry: Entry, day: date) -> dict[str, str]:
    """How a day that an entry names came about: as a duty that followed from it, or by the word of whoever named it."""
    case = opened.case
    owed = [(one.due, one.clause) for one in duties.owed(case)] + [(one.due, one.clause) for one in duties.past(case)]
    for due, clause in owed:
        if due is not None and due.day == day:
            return {"rule": clause, "how": due.sentence}
    step = case.edition.steps.get(entry.step or "")
    named = _("This day was named when it was entered; no rule counted it.")
    return {"rule": step.clause if step is not None else "", "how": named}


def kept_elsewhere(entry: Entry) -> Iterator[dict[str, str]]:
    """Of an entry that was read in as history: where it was found, and what is known to be missing."""
    if "source" not in entry.imported:
        return
    yield {"key": _("Read in from"), "value": str(entry.imported["source"])}
    gaps = entry.imported.get("gaps")
    if isinstance(gaps, list) and gaps:
        yield {"key": _("Known to be missing"), "value": "; ".join(map(str, gaps))}


def _answer(opened: Open, field: Field, value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{_named(opened, str(key))}: {_answer(opened, field, one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        if field.kind == "days" and len(value) > MANY_DAYS:
            first, last = (_answer(opened, field, one) for one in (min(map(str, value)), max(map(str, value))))
            return _("%(number)s days from %(first)s to %(last)s") % {
                "number": len(value), "first": first, "last": last,
            }  # fmt: skip
        return ", ".join(_answer(opened, field, one) for one in value)
    if value is True:
        return _("yes")
    word = str(value)
    if field.kind in ("person", "people"):
        return _person(opened, word)
    if field.kind in ("day", "days"):
        return date_format(date.fromisoformat(word), "j F Y")
    return plain(word)


def _named(opened: Open, word: str) -> str:
    """A key of an answer: a person by name, anything else as it stands."""
    return _person(opened, word) if word.startswith("p-") else word


def _person(opened: Open, who: str) -> str:
    if who in opened.names:
        return opened.names[who]
    party = next((capacity for capacity, people in opened.case.parties.items() if who in people), "")
    return called(opened, Actor(who=who, role=party, capacity=party))


def _said(entry: Entry, texts: Mapping[str, str | None]) -> list[dict[str, str]]:
    """Free text under its question, where there are several; a single one speaks for itself."""
    if len(texts) < 2:
        return []
    asked = _questions(entry)
    return [{"key": _question(asked, name), "value": text or _("[erased]")} for name, text in texts.items()]


def _question(asked: Mapping[str, Field], name: str) -> str:
    """The question that a text answers; of one text for each charge, with its number."""
    field, dot, number = name.partition(".")
    if field not in asked:
        return plain(name).capitalize()
    question = _(asked[field].question)
    return _("%(question)s Charge %(number)s") % {"question": question, "number": number} if dot else question


def _text(entry: Entry, texts: Mapping[str, str | None]) -> str:
    if not texts and "why" in entry.data:
        return str(entry.data["why"])
    return "\n\n".join(text if text is not None else "[erased]" for text in texts.values())
