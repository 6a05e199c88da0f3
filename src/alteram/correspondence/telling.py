"""One letter being written: the case, the entry that owes it, to whom, and the words that lie outside the record.

Pure. Names and texts come in as arguments, since they lie outside the record; a text that was erased is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from alteram import duties
from alteram.calendar.sentences import in_full, listed
from alteram.case import Case
from alteram.codec import Entry
from alteram.procedure.contact import told_to
from alteram.procedure.wording import plain

Value = str | tuple[str, ...]


DIGEST = 64  # letters of the digest that a stored paper is named by


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the record holds only by digest or by id."""

    reference: str  # the number people quote
    address: str  # of the body's pages, with a slash at the end
    names: Mapping[str, str] = field(default_factory=dict)  # person's id → name
    texts: Mapping[tuple[int, str], str] = field(default_factory=dict)  # (entry, field) → text


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One letter being written."""

    case: Case  # right after the entry
    entry: Entry
    to: str
    said: Said
    phrases: Mapping[str, str]

    def name(self, person: str) -> str:
        return self.said.names.get(person, "a person whose name is withheld")

    def names(self, people: tuple[str, ...] | list[str]) -> str:
        return listed([self.name(person) for person in people])

    def text(self, entry: Entry, name: str) -> str:
        """A text of an entry; one that was given for each charge is joined."""
        whole = self.said.texts.get((entry.index, name), "")
        keyed = [
            text
            for (index, key), text in self.said.texts.items()
            if index == entry.index and key.startswith(name + ".")
        ]
        return whole or " ".join(keyed)

    def own(self, name: str) -> str:
        """What the entry itself says under a field: its text, or its words."""
        return self.text(self.entry, name) or words(self.entry.data.get(name))

    def last(self, act: str) -> Entry | None:
        return next((e for e in reversed(self.case.entries) if act in e.acts and e.index <= self.entry.index), None)

    def every(self, act: str) -> list[Entry]:
        return [e for e in self.case.entries if act in e.acts and e.index not in self.case.overtaken]

    def phrase(self, name: str) -> str:
        """A standing phrase of the body, with its name and the address of its pages filled in; empty if it has none."""
        body = self.case.edition.body
        the_body = self.phrases.get("the_body", body)
        fixed = {"the_body": the_body, "body": body, "address": self.said.address}
        text = self.phrases.get(name, "")
        for place, value in fixed.items():
            text = text.replace(f"{{{{ {place} }}}}", value)
        return text

    def due(self, steps: tuple[str, ...] | list[str] = ()) -> duties.Duty | None:
        """The first thing owed, or the first of these steps: those that this very entry makes come first."""
        found = [one for one in duties.owed(self.case) if one.due is not None and (not steps or one.step in steps)]
        own = [one for one in found if one.live.source.index == self.entry.index]
        return next(iter(own or found), None)

    def steps(self, act: str) -> list[str]:
        return [step.name for step in self.case.edition.steps_of(act)]


def words(value: object) -> str:
    """A value of an entry in words: a list joined, a day in full, a closed word without its underscores."""
    if value is None or value is False:
        return ""
    if isinstance(value, (list, tuple)):
        return listed([words(one) for one in value])
    if isinstance(value, Mapping):
        return "; ".join(f"{plain(str(key))}: {words(one)}" for key, one in value.items())
    text = str(value)
    try:
        return in_full(date.fromisoformat(text))
    except ValueError:
        return plain(text)


def charges(telling: Telling) -> tuple[str, ...]:
    """Every charge with its clause, days, place, deed and state of mind, one a line."""
    said = {}
    for entry in telling.every("charges_issued"):
        laid = entry.data.get("charges")
        known = [charge for charge in telling.case.charges if charge.entry == entry.index]
        in_order = laid if isinstance(laid, (list, tuple)) else []
        for number, (charge, data) in enumerate(zip(known, in_order, strict=False), 1):
            said[charge.number] = {**data, "deed": telling.text(entry, f"charge.{number}")}
    found = []
    for charge in telling.case.charges:
        data = said.get(charge.number, {})
        offence = telling.case.edition.offences.get(charge.clause)
        title = f" ({offence.title[:1].lower()}{offence.title[1:]})" if offence else ""
        days = listed([in_full(day) for day in charge.days]) or "a day not stated"
        deed = str(data.get("deed") or "").rstrip(".")
        place = str(data.get("place") or "").rstrip(".")
        mind = str(data.get("mind") or "")
        parts = [
            f"Charge {charge.number}, rule {charge.clause}{title}: {deed}"
            if deed
            else f"Charge {charge.number}{title}",
            f"On {days}{', at or through ' + place if place else ''}",
            f"State of mind: {mind}" if mind and mind != "none needed" else "",
        ]
        found.append(". ".join(filter(None, parts)) + ".")
    return tuple(found)


def common(telling: Telling) -> dict[str, Value]:
    """What every letter carries."""
    entry, case = telling.entry, telling.case
    by = entry.by[0] if entry.by else None
    role = plain(by.role) if by is not None and by.who != "clock" else "clerk"
    found: dict[str, Value] = {
        "case": telling.said.reference,
        "date": in_full(entry.at),
        "sender_role": role,
        "recipient": telling.said.names.get(telling.to, telling.to if not telling.to.startswith("p-") else ""),
        "edition": case.edition.version,
        "body": case.edition.body,
    }
    for name in telling.phrases:
        found[name] = telling.phrase(name)
    found["may_talk_to"] = " ".join((telling.phrase("may_talk_to"), *told_to(case, telling.to))).strip()
    return found


Contents = Callable[[Telling], Mapping[str, Value]]
"""What gives the words for one kind of letter."""


def called(paper: str) -> str:
    """A paper as a letter calls it: by its name, or by the beginning of its digest, which its file is named after."""
    return paper[:8] if len(paper) == DIGEST else paper
