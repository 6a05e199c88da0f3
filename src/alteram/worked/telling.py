"""Telling a worked case: every line goes through the real ``decide``, the clock runs before it, and expectations are
compared after it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from alteram.case import Case, replay
from alteram.codec import Entry
from alteram.correspondence import Incomplete, Letter, Said, Wording, write
from alteram.dispatch import Sending
from alteram.people import People, fictional_id
from alteram.procedure import Draft, Refusal, Verdict, Wish, consequence, decide
from alteram.procedure.floors.papers import refuse_deletion
from alteram.rulebook.model import Edition, Rulebook
from alteram.standing import refuse_roll_change
from alteram.worked import expectations
from alteram.worked.story import Line, Story

NAMED_ENTRIES = ("entries", "concerning", "alleged", "order", "quashes", "undoes", "undertaking")


@dataclass(slots=True, kw_only=True)
class Told:
    """What came of a story: the case, its entries, and everything that did not come out as written."""

    story: Story
    rulebook: Rulebook
    people: People
    name: str
    case: Case | None = None
    entries: list[Entry] = field(default_factory=list)
    verdicts: list[tuple[Line, Verdict]] = field(default_factory=list)
    watch: int = 0
    failures: list[str] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)  # letter, name of the recipient
    texts: dict[tuple[int, str], str] = field(default_factory=dict)  # by number of the entry and field
    wordings: Mapping[str, Wording] = field(default_factory=dict)  # by version; with them every letter is written
    supposed: bool = False  # a world for one try: what the clock makes in it need not be written out

    @property
    def edition(self) -> Edition:
        """The edition under which the case goes on; before the first line, the one that the story names."""
        if self.case is not None:
            return self.case.edition
        named = (one for one in self.rulebook.editions if one.version == self.story.edition)
        return next(named, self.rulebook.editions[0])

    def fail(self, line: Line | None, what: str) -> None:
        where = f"{self.story.id}, line {line.at_line} ({line.day} {line.name})" if line else f"{self.story.id}, end"
        self.failures.append(f"{where}: {what}")

    def person(self, name: str) -> str:
        return "clock" if name == "clock" else fictional_id(name)

    def named(self, person: str) -> str:
        return self.story.names.get(person, person)

    def written(self, kind: str) -> str:
        """Every letter of a kind that the last entry owes, as it goes out; empty where there are no words for it."""
        if self.case is None:
            return ""
        letters = [letter_of(self, s) for s in expectations.letters_of(self.case, self.entries[-1]) if s.letter == kind]
        return "\n".join(letter.plain for letter in letters if letter is not None)


def name_of(body: str, story: str) -> str:
    """The chain of a worked case: the same in every telling."""
    digest = hashlib.sha256(f"alteram worked case\n{body} {story}".encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-4{digest[13:16]}-8{digest[17:20]}-{digest[20:32]}"


def run(
    story: Story, rulebook: Rulebook, people: People, wordings: Mapping[str, Wording] = MappingProxyType({})
) -> Told:
    """Tell the story from the first line to the last. With the wording of the editions, write its letters as well."""
    name = name_of(story.body, story.id)
    told = Told(story=story, rulebook=rulebook, people=people, name=name, wordings=wordings)
    for line in story.lines:
        _tell(told, line)
    expectations.check_end(told)
    return told


def _tell(told: Told, line: Line) -> None:
    if line.by == ("clock",) and not line.attempt and _is_consequence(told, line):
        return
    if not line.supposed:
        _catch_up(told, until=line.day, line=line)
    if line.attempt:
        _attempt(told, line)
        return
    before = len(told.entries)
    verdict = decide(told.rulebook, told.people, told.case, wish_of(told, line))
    told.verdicts.append((line, verdict))
    if verdict.draft is None:
        told.fail(line, "was refused: " + " ".join(f"[{r.code}] {r.sentence}" for r in verdict.refusals))
        return
    enter(told, verdict.draft, line.recorded(told.edition.calendar.zone))
    if before == 0:
        _appoint_cast(told, line)
    expectations.check(told, line, verdict, entry=told.entries[before])


def wish_of(told: Told, line: Line) -> Wish:
    """The wish that a line of the file is."""
    step = line.name if line.name in told.edition.steps else None
    fields = {key: _numbers(told, value) if key in NAMED_ENTRIES else value for key, value in line.fields.items()}
    if "cases" in fields:  # other worked cases of the same body, by their short names
        given = fields["cases"]
        fields["cases"] = [
            name_of(told.story.body, str(one)) for one in (given if isinstance(given, list) else [given])
        ]
    if step is not None and told.edition.steps[step].starts_case:
        for capacity, key in (("complainant", "complainant"), ("respondent", "respondents")):
            fields.setdefault(key, [fictional_id(name) for name in told.story.names_in(capacity)])
    return Wish(
        case=told.name,
        step=step,
        act=None if step else line.name,
        result=line.result,
        at=line.day,
        time=line.time,
        recorded=line.recorded(told.edition.calendar.zone),
        by=tuple(told.person(name) for name in line.by),
        role=line.role,
        channel=line.channel,
        fields=fields,
    )


def _numbers(told: Told, value: object) -> object:
    """Entries may be named by their act or step: the last of it is meant."""
    return [_number(told, word) for word in _listed(value)]


def _listed(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _number(told: Told, word: str) -> int:
    if word.isdigit():
        return int(word)
    found = [entry.index for entry in told.entries if word in (entry.step, *entry.acts)]
    return found[-1] if found else -1


def enter(told: Told, draft: Draft, recorded: datetime) -> Entry:
    """Write a draft down as the record would, and fold it."""
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in draft.texts.items()}
    entry = draft.entry(
        case=told.name, index=len(told.entries), recorded=recorded, edition=told.edition.digest, digests=digests
    )
    told.entries.append(entry)
    told.texts |= {(entry.index, name): text for name, text in draft.texts.items()}
    told.case = replay(told.rulebook, told.name, told.entries)
    told.letters += [(s.letter, told.named(s.to)) for s in expectations.letters_of(told.case, entry)]
    for sending in expectations.letters_of(told.case, entry):
        try:
            letter_of(told, sending)
        except Incomplete as incomplete:
            told.fail(
                None, f"{entry.step or entry.acts[0]} on {entry.at}: {incomplete.sentence()} {incomplete.evidence}"
            )
    return entry


def letter_of(told: Told, sending: Sending) -> Letter | None:
    """A letter that is owed now, as it goes out; None where the edition has no words for its kind."""
    wording = told.wordings.get(told.edition.version)
    if wording is None or told.case is None:
        return None
    said = Said(reference=told.story.id, address="https://example.invalid/", names=told.story.names, texts=told.texts)
    entry = next(one for one in told.entries if one.index == sending.entry)
    return write(wording, sending.letter, told.case, entry, sending.to, said)


def cast_wishes(told: Told, line: Line) -> Iterator[Wish]:
    """Appointment and clean declaration of everybody in the cast, on the day of the first deed."""
    recorded = line.recorded(told.edition.calendar.zone)
    for capacity, names in told.story.cast.items():
        for name in names:
            person = fictional_id(name)
            placed: dict[str, object] = {"person": person, "capacity": capacity}
            clean: dict[str, object] = {"interests": ["none"]}
            for act, by, fields in (("appointed", "clock", placed), ("declaration_filed", person, clean)):
                yield Wish(case=told.name, act=act, at=line.day, recorded=recorded, by=(by,), fields=fields)


def _appoint_cast(told: Told, line: Line) -> None:
    for wish in cast_wishes(told, line):
        verdict = decide(told.rulebook, told.people, told.case, wish)
        if verdict.draft is None:
            told.fail(line, f"{wish.act}: " + " ".join(refusal.sentence for refusal in verdict.refusals))
        else:
            enter(told, verdict.draft, wish.recorded)


def _next(told: Told, until: date) -> Draft | None:
    return consequence(told.rulebook, told.people, told.case, until=until) if told.case is not None else None


def _catch_up(told: Told, *, until: date, line: Line) -> None:
    """What falls due before this line must be quiet, or the file has forgotten it."""
    while (draft := _next(told, until)) is not None:
        name = draft.step or draft.acts[0]
        if name not in told.story.quiet and not told.supposed:
            told.fail(line, f"before it the clock makes “{name}={draft.result or ''}” on {draft.at}, not in the file")
        enter(told, draft, _midnight(draft.at))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _is_consequence(told: Told, line: Line) -> bool:
    """A line of the clock stands where the clock makes that entry."""
    while (draft := _next(told, line.day)) is not None:
        entry = enter(told, draft, _midnight(draft.at))
        if line.name in (draft.step, *draft.acts) and draft.result == line.result and draft.at == line.day:
            expectations.check(told, line, Verdict(draft=draft), entry=entry)
            return True
        name = draft.step or draft.acts[0]
        if name not in told.story.quiet:
            told.fail(line, f"the clock makes “{name}={draft.result or ''}” on {draft.at} instead")
    if line.name in told.edition.steps:
        told.fail(line, "the clock makes no such entry")
        return True
    return False


def _attempt(told: Told, line: Line) -> None:
    world = told
    if line.supposed:
        world = replace(told, entries=list(told.entries), verdicts=[], failures=[], letters=[], supposed=True)
        for supposed in line.supposed:
            _tell(world, supposed)
        _catch_up(world, until=line.day, line=line)
        told.failures += [f"{failure} (supposed)" for failure in world.failures]
        world.failures = told.failures
    outside = OUTSIDE.get(line.name)
    verdict = outside(line) if outside is not None else _judged(world, line)
    if not verdict.lawful:
        told.watch += 1
        world.watch = told.watch
    told.verdicts.append((line, verdict))
    expectations.check(world, line, verdict, entry=None)


def _judged(world: Told, line: Line) -> Verdict:
    return decide(world.rulebook, world.people, world.case, wish_of(world, line))


def roll_change(line: Line) -> Verdict:
    """What a membership system hears that wants to set a standing."""
    refusal: Refusal | None = refuse_roll_change(reason=str(line.fields.get("reason", "")))
    return Verdict(refusals=(refusal,) if refusal else ())


def deletion(line: Line) -> Verdict:
    """What whoever wants an entry gone hears."""
    return Verdict(refusals=(refuse_deletion(),))


OUTSIDE: Mapping[str, Callable[[Line], Verdict]] = {"set_standing": roll_change, "delete_entry": deletion}
"""What is tried past the record and is no act: the way of the membership system, and that of an eraser."""


def sentences(told: Told) -> Iterator[str]:
    """The story for people, line by line."""
    for line, verdict in told.verdicts:
        what = (
            f"{line.day}  {'tried' if line.attempt else '     '}  {line.name}{'=' + line.result if line.result else ''}"
        )
        yield f"{what}  by {', '.join(line.by)}"
        for refusal in verdict.refusals:
            yield f"              [{refusal.code}] {refusal.sentence}"
