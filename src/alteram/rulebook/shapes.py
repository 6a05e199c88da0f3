"""What may stand in a place of a rule book: a small algebra of shapes, each of which checks and draws its own schema.

``grammar`` says with these what the whole file looks like; the loader checks by it and the schema for editors is drawn
from it, so that the two cannot differ.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from alteram.rulebook.document import Located
from alteram.rulebook.phrases import CHARGE_WORDS, Phrases, closed
from alteram.rulebook.reader import Reader

Schema = dict[str, object]
NAMED = {"ROLE": "role or capacity", "BODY": "body", "STEP": "step"}
MANY_WORDS, MANY_KEYS = 5, 6
SPAN = closed("LENGTH")
DAY = closed("DAY")


class Shape(ABC):
    """What may stand in one place."""

    @abstractmethod
    def check(self, reader: Reader, at: Located) -> None:
        """Tell the reader of everything that may not stand here."""

    @abstractmethod
    def schema(self) -> Schema:
        """The same as JSON Schema. Editors read numbers and truth values; the loader reads text; both fit."""

    @abstractmethod
    def shown(self) -> str:
        """The same in words, for the reference."""


class Word(Shape):
    """Something in the body's own words."""

    def check(self, reader: Reader, at: Located) -> None:
        reader.words(at)

    def schema(self) -> Schema:
        return {"type": ["string", "number"], "minLength": 1}

    def shown(self) -> str:
        return "own words"


class Flag(Shape):
    """``true`` or ``false``."""

    def check(self, reader: Reader, at: Located) -> None:
        reader.flag(at)

    def schema(self) -> Schema:
        return {"enum": [True, False, "true", "false"]}

    def shown(self) -> str:
        return "`true` or `false`"


class Day(Shape):
    """A day, as 2026-03-14."""

    def check(self, reader: Reader, at: Located) -> None:
        reader.day(at)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": DAY.pattern}

    def shown(self) -> str:
        return "a day, as `2026-03-14`"


class Span(Shape):
    """A length of time."""

    def check(self, reader: Reader, at: Located) -> None:
        reader.length(at)

    def schema(self) -> Schema:
        return {"type": "string", "pattern": SPAN.pattern}

    def shown(self) -> str:
        return "a length of time"


@dataclass(frozen=True)
class Number(Shape):
    """A whole number, not below ``least``."""

    least: int = 1

    def check(self, reader: Reader, at: Located) -> None:
        reader.number(at, self.least, least=self.least)

    def schema(self) -> Schema:
        digits = "^[0-9]+$" if self.least == 0 else "^0*[1-9][0-9]*$"
        return {"anyOf": [{"type": "integer", "minimum": self.least}, {"type": "string", "pattern": digits}]}

    def shown(self) -> str:
        return f"a whole number, {self.least} or more"


class Closure(Shape):
    """Days on which the body is closed."""

    def check(self, reader: Reader, at: Located) -> None:
        reader.closure(at)

    def schema(self) -> Schema:
        one = "(?:[0-9]{4}-)?[0-9]{2}-[0-9]{2}"
        return {"type": "string", "pattern": rf"^{one}(?:\.\.{one})?$"}

    def shown(self) -> str:
        return "`12-24`, `12-24..01-02`, or the same with a year"


@dataclass(frozen=True)
class Closed(Shape):
    """One phrase of a closed list, or several if they may be joined."""

    phrases: Phrases

    def check(self, reader: Reader, at: Located) -> None:
        text = reader.words(at)
        for part in self.phrases.parts(text) if text else ():
            found = self.phrases.find(part)
            if found is None:
                reader.problem(at, f"“{part}” cannot stand here.", f"What may stand here: {self.phrases.listed}.")
                return
            for kind, name in zip(found[0].varies, found[1], strict=True):
                if kind in NAMED:
                    reader.known(NAMED[kind], name, at)

    def schema(self) -> Schema:
        if self.phrases.all == DAY.all or any(phrase.varies for phrase in self.phrases.all) or self.phrases.joined:
            return {"type": "string", "pattern": self.phrases.pattern}
        shown = [phrase.shown for phrase in self.phrases.all]
        return {"enum": [*shown, *(int(one) for one in shown if one.isdigit())]}

    def shown(self) -> str:
        several = f", several joined by “{self.phrases.joined.strip()}”" if self.phrases.joined else ""
        return self.phrases.listed + several


@dataclass(frozen=True)
class Name(Shape):
    """The name of something that the book itself defines, or one of a few words besides."""

    kind: str
    also: tuple[str, ...] = ()

    def check(self, reader: Reader, at: Located) -> None:
        text = reader.words(at)
        if text and text not in self.also:
            reader.known(self.kind, text, at, self.also)

    def schema(self) -> Schema:
        return {"type": ["string", "number"]}

    def shown(self) -> str:
        also = "".join(f", `{word}`" for word in self.also) if len(self.also) < MANY_WORDS else " or a capacity"
        return f"a {self.kind}{also}"


class Atom(Shape):
    """A condition: a stage, a step, a step with a result, or one of three words about charges."""

    def check(self, reader: Reader, at: Located) -> None:
        if reader.words(at):
            reader.atom(at)

    def schema(self) -> Schema:
        return {"type": "string"}

    def shown(self) -> str:
        return f"a stage, a step, `step=result`, {CHARGE_WORDS.listed}"


class StepWithResult(Shape):
    """A step, or a step with one of its results: ``triage=investigate``."""

    def check(self, reader: Reader, at: Located) -> None:
        if reader.words(at):
            reader.step_result(at)

    def schema(self) -> Schema:
        return {"type": "string"}

    def shown(self) -> str:
        return "a step, or `step=result`"


@dataclass(frozen=True)
class Many(Shape):
    """One, or a list of several."""

    item: Shape

    def check(self, reader: Reader, at: Located) -> None:
        if at.list == ():
            reader.problem(at, "The list is empty.", "Write at least one, or leave the key out.")
        for one in at.each():
            self.item.check(reader, one)

    def schema(self) -> Schema:
        item = self.item.schema()
        return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}

    def shown(self) -> str:
        return f"{self.item.shown()}; or a list"


@dataclass(frozen=True)
class Either(Shape):
    """One thing if a word stands here, another if a map does."""

    word: Shape
    keyed: Shape

    def check(self, reader: Reader, at: Located) -> None:
        (self.keyed if at.map is not None else self.word).check(reader, at)

    def schema(self) -> Schema:
        return {"anyOf": [self.word.schema(), self.keyed.schema()]}

    def shown(self) -> str:
        return f"{self.word.shown()}; or {self.keyed.shown()}"


@dataclass(frozen=True)
class Key:
    """One key of a map: what stands there, what it says, an example."""

    shape: Shape
    says: str
    example: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Keys(Shape):
    """A map with a closed list of keys; ``other`` is the shape of keys that the book names itself."""

    what: str
    keys: Mapping[str, Key]
    other: Shape | None = None
    other_kind: str = ""  # what the names of the other keys are, if they must be known
    other_also: tuple[str, ...] = ()
    instead: Mapping[str, str] = field(default_factory=dict)  # a habit, and the key that is meant
    bare: tuple[str, ...] = ()  # phrases that a comma in a map on one line turns into keys of their own

    def check(self, reader: Reader, at: Located) -> None:
        self.check_as(reader, at, self.what)

    def check_as(self, reader: Reader, at: Located, what: str) -> None:
        if at.map is None:
            reader.problem(at, f"{what} must be a map of keys.", "Write `key: value` pairs.")
            return
        for key, value in at.map.items():
            self._check_key(reader, key, value, what)
        self.check_needed(reader, at, what)

    def check_needed(self, reader: Reader, at: Located, what: str) -> None:
        """Tell of what must stand here and does not."""
        for key, known in self.keys.items():
            if known.needed and key not in (at.map or {}):
                plain = known.example and known.example[0] not in "{["
                example = f"For example `{key}: {known.example}`." if plain else f"Add `{key}:`."
                reader.problem(at, f"{what} has no “{key}”.", example)

    def _check_key(self, reader: Reader, key: str, value: Located, what: str) -> None:
        if key in self.keys:
            self.keys[key].shape.check(reader, value)
        elif key in self.bare:
            if value.text != "":
                reader.problem(value, f"Nothing may stand after “{key}”.", f"Write it as a phrase: `{key}`.")
        elif self.other is not None:
            if self.other_kind and key not in self.other_also:
                reader.known(self.other_kind, key, value, (*self.keys, *self.other_also))
            self.other.check(reader, value)
        else:
            reader.no_such_key(value, what, key, tuple(self.keys), self.instead.get(key, ""))

    def schema(self) -> Schema:
        properties: Schema = {
            key: {**known.shape.schema(), "description": known.says} for key, known in self.keys.items()
        }
        properties |= {key: {"enum": ["", None]} for key in self.bare}
        found: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": self.other.schema() if self.other is not None else False,
        }
        needed = [key for key, known in self.keys.items() if known.needed]
        return found | ({"required": needed} if needed else {})

    def shown(self) -> str:
        if len(self.keys) > MANY_KEYS:
            return "a map, see below"
        named = f" and each {self.other_kind or 'name'}" if self.other is not None else ""
        return "keys " + ", ".join(f"`{key}`" for key in (*self.keys, *self.bare)) + named


@dataclass(frozen=True)
class Marked(Shape):
    """A map of one kind if it has the marking key, else of another."""

    mark: str
    marked: Keys
    plain: Keys

    def check(self, reader: Reader, at: Located) -> None:
        self.check_as(reader, at, self.plain.what)

    def check_as(self, reader: Reader, at: Located, what: str) -> None:
        if at.map is not None and self.mark in at.map:
            self.marked.check(reader, at)
        else:
            self.plain.check_as(reader, at, what)

    def schema(self) -> Schema:
        return {"anyOf": [self.marked.schema(), self.plain.schema()]}

    def shown(self) -> str:
        return f"{self.plain.shown()}; or {self.marked.shown()}"


@dataclass(frozen=True)
class Table(Shape):
    """A map whose keys the book names itself."""

    value: Shape
    what: str = ""  # with {name} for the key
    of: str = ""  # the kind of name that the keys must be, if they must be known
    also: tuple[str, ...] = ()

    def check(self, reader: Reader, at: Located) -> None:
        if at.map is None:
            reader.problem(at, "A map of names must stand here.", "Write `name: value` pairs.")
            return
        for name, value in at.map.items():
            if self.of and name not in self.also:
                reader.known(self.of, name, value, self.also)
            if isinstance(self.value, Keys | Marked):
                self.value.check_as(reader, value, self.what.format(name=name))
            else:
                self.value.check(reader, value)

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": self.value.schema()}

    def shown(self) -> str:
        also = "".join(f" or `{word}`" for word in self.also)
        return f"for each {self.of or 'name'}{also}: {self.value.shown()}"


class Count(Shape):
    """How often: a number from 1 on, or ``many``."""

    def check(self, reader: Reader, at: Located) -> None:
        if reader.words(at) not in ("", "many"):
            reader.number(at, 1, least=1)

    def schema(self) -> Schema:
        return {"anyOf": [{"enum": ["many"]}, Number(1).schema()]}

    def shown(self) -> str:
        return "a whole number, 1 or more, or `many`"


CLAUSE = Key(Word(), "Where the rules say so.", '"7.1"')


def phrase_key(list_of: Phrases, says: str, example: str, *, needed: bool = False) -> Key:
    return Key(Closed(list_of), says, example, needed)


def any_of(item: Shape) -> Keys:
    return Keys("A choice", {"any": Key(Many(item), "Any of these will do.", "[inquiry, charged]", needed=True)})
