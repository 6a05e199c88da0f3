"""A YAML 1.2 document as located text: every scalar is text, every value knows its line, duplicate keys are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from alteram.errors import AlteramError

ORDINARY = "tag:yaml.org,2002:"
KINDS = ("str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge")
NOTHING = ("~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong in a file, and what would be right."""

    file: str
    line: int
    wrong: str
    right: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.wrong} {self.right}".rstrip()


class CannotBeRead(AlteramError):
    """A file of the rule book that cannot be read; lists every problem found."""

    code = "E-UNREADABLE"
    remedy = "Mend the lines named and load the file again."

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems), evidence={"problems": len(problems)})


@dataclass(frozen=True, slots=True)
class Located:
    """A value of the document and the line on which it stands (1 is the first)."""

    value: str | tuple[Located, ...] | Mapping[str, Located]
    line: int

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) else None

    @property
    def map(self) -> Mapping[str, Located] | None:
        return self.value if isinstance(self.value, Mapping) else None

    @property
    def list(self) -> tuple[Located, ...] | None:
        return self.value if isinstance(self.value, tuple) else None

    def each(self) -> tuple[Located, ...]:
        """The members of a list; a single value stands for a list of one."""
        return self.value if isinstance(self.value, tuple) else (self,)

    def plain(self) -> object:
        """Without lines: text, lists and maps."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, tuple):
            return [item.plain() for item in self.value]
        return {key: item.plain() for key, item in self.value.items()}


def read(path: Path) -> Located:
    """The document in a file."""
    try:
        return parse(path.read_text(encoding="utf-8"), file=path.name)
    except UnicodeDecodeError as error:
        problem = Problem(file=path.name, line=1, wrong="The file is not UTF-8 text.", right="Save it as UTF-8.")
        raise CannotBeRead((problem,)) from error
    except FileNotFoundError as error:
        problem = Problem(file=path.name, line=1, wrong="There is no such file.", right=f"Expected it at {path}.")
        raise CannotBeRead((problem,)) from error


def parse(text: str, *, file: str) -> Located:
    """The document in a text."""
    _no_tabs(text, file)
    node = _composed(text, file)
    if node is None:
        raise CannotBeRead((Problem(file=file, line=1, wrong="The file is empty.", right="Write the document."),))
    problems: list[Problem] = []
    located = _located(node, file, problems)
    if problems:
        raise CannotBeRead(tuple(problems))
    return located


def _composed(text: str, file: str) -> Node | None:
    try:
        return YAML(pure=True).compose(text)  # type: ignore[no-any-return]  # the library says nothing of it
    except MarkedYAMLError as error:
        line = (error.problem_mark.line + 1) if error.problem_mark else 1
        wrong = f"This is not valid YAML: {error.problem}."
        right = "Check the indentation, brackets and colons around this line."
        raise CannotBeRead((Problem(file=file, line=line, wrong=wrong, right=right),)) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        wrong = f"A character stands here that no text has (U+{ord(text[error.position]):04X})."
        raise CannotBeRead((Problem(file=file, line=line, wrong=wrong, right="Delete it."),)) from error
    except RecursionError as error:
        wrong = "Brackets stand within brackets too many times to be read."
        raise CannotBeRead((Problem(file=file, line=1, wrong=wrong, right="Close the brackets."),)) from error


def _no_tabs(text: str, file: str) -> None:
    tabbed = [number for number, line in enumerate(text.splitlines(), 1) if "\t" in line[: _indent(line)]]
    if tabbed:
        wrong = "A tab stands before the first word."
        raise CannotBeRead(
            tuple(Problem(file=file, line=at, wrong=wrong, right="Indent with spaces.") for at in tabbed)
        )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _located(node: Node, file: str, problems: list[Problem]) -> Located:
    line = node.start_mark.line + 1
    for wrong, right in _oddities(node):
        problems.append(Problem(file=file, line=line, wrong=wrong, right=right))
    if isinstance(node, SequenceNode):
        return Located(tuple(_located(item, file, problems) for item in node.value), line)
    if isinstance(node, MappingNode):
        return Located(dict(_pairs(node, file, problems)), line)
    return Located(str(node.value), line)


def _oddities(node: Node) -> Iterator[tuple[str, str]]:
    """What YAML knows and a rule book does not: names for values, types, a sign for nothing."""
    if node.anchor is not None:
        yield (
            f"A value cannot be given a name (“&{node.anchor}”) and used again.",
            "Write the value out where it stands.",
        )
    if str(node.tag).removeprefix(ORDINARY) not in KINDS:
        yield f"“{node.tag}” says a type; every value here is text.", "Leave it out."
    if isinstance(node, ScalarNode) and node.style is None and node.value in NOTHING:
        yield f"“{node.value}” stands for nothing.", "Write the value, or leave the key out."


def _pairs(node: MappingNode, file: str, problems: list[Problem]) -> Iterator[tuple[str, Located]]:
    seen: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            problems.append(Problem(file=file, line=line, wrong="A key must be one word.", right="Write `key: value`."))
            continue
        key = str(key_node.value)
        if key in seen:
            wrong = f"The key “{key}” stands here for the second time (first on line {seen[key]})."
            problems.append(Problem(file=file, line=line, wrong=wrong, right="Keep one of the two."))
        seen[key] = line
        value = _located(value_node, file, problems)
        yield key, Located(value.value, line)
