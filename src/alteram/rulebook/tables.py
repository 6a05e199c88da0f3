"""Offences, sanctions, proof, contact, directions, keeping and the choice of edition: from the file to frozen values.

The grammar has checked keys and phrases already; what is checked here is how the values fit together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from alteram.calendar.lengths import Length, parse_length
from alteram.rulebook import phrases
from alteram.rulebook.document import Located
from alteram.rulebook.grammar import RETENTION
from alteram.rulebook.provisions import (
    Adoption,
    ContactRule,
    Directions,
    EditionChoice,
    Kept,
    Limitation,
    Matter,
    Offence,
    Proof,
    Protected,
    PublicationRule,
    Retention,
    Sanction,
    Several,
    SeveralCharges,
    SeveralRespondents,
    Transition,
)
from alteram.rulebook.reader import STAND_IN, Reader

MATTERS: tuple[Matter, ...] = get_args(Matter)


def read_adoption(reader: Reader, at: Located | None) -> Adoption | None:
    keys = reader.keys(at)
    if "date" not in keys:
        return None
    return Adoption(
        by=reader.text(keys.get("by")), day=reader.day(keys["date"]), minute=reader.text(keys.get("minute"))
    )


# --- which edition governs


def read_choices(reader: Reader, at: Located | None) -> dict[Matter, EditionChoice]:
    keys = reader.keys(at)
    return {matter: _choice(reader, matter, keys[matter]) for matter in MATTERS if matter in keys}


def _choice(reader: Reader, matter: Matter, at: Located) -> EditionChoice:
    keys = reader.keys(at)
    shown, found = reader.phrase(keys.get("use") if at.map is not None else at, phrases.MILDER)
    if shown == "milder of the two":
        found = ("date of conduct", "date of decision")
    if len(found) == 2 and found[0] == found[1]:
        reader.problem(at, f"The milder of “{found[0]}” and itself is no choice.", "Name two different days.")
    return EditionChoice(
        matter=matter,
        moments=found or (shown,),  # type: ignore[arg-type]  # the closed list holds these words alone
        clause=reader.text(keys.get("clause")),
    )


def read_transitions(reader: Reader, at: Located | None) -> tuple[Transition, ...]:
    listed = reader.keys(at).get("transitional")
    return tuple(_transition(reader, item) for item in listed.each()) if listed is not None else ()


def _transition(reader: Reader, at: Located) -> Transition:
    keys = reader.keys(at)
    if ("keep" in keys) == ("then" in keys):
        reader.problem(at, "A transitional rule says either “keep” or “then”.", "Write one of the two.")
    if "until" in keys and "keep" not in keys:
        reader.problem(at, "“until” belongs to “keep”.", "Say which edition is kept until then.")
    which, case = reader.phrase(keys.get("if"), phrases.TRANSITIONAL_IF)
    what, owed = reader.phrase(keys.get("then"), phrases.TRANSITIONAL_THEN)
    return Transition(
        clause=reader.text(keys.get("clause")),
        step=case[0] if case else "",
        before=reader.day(Located(case[1], keys["if"].line)) if case else None,
        window_open=which == "appeal window already open",
        keep=reader.text(keys.get("keep")),
        until=reader.text(keys.get("until")),
        due=(owed[0], reader.day(Located(owed[1], keys["then"].line))) if owed else None,
        longer_window=what == "the longer of the two windows",
        line=at.line,
    )


# --- offences and sanctions

TAKEN_BY_NAME = {"expulsion": "membership", "suspension": "rights of a member", "removal_from_office": "an office"}


def read_sanctions(reader: Reader, at: Located | None) -> dict[str, Sanction]:
    return {name: _sanction(reader, name, rank, value) for rank, (name, value) in enumerate(reader.keys(at).items())}


def _sanction(reader: Reader, name: str, rank: int, at: Located) -> Sanction:
    keys = reader.keys(at)
    lasts, length = reader.phrase(keys.get("lasts"), phrases.LASTS)
    rejoin, after = reader.phrase(keys.get("rejoin"), phrases.REJOIN)
    _, by = reader.phrase(keys.get("by"), phrases.SANCTION_BY)
    if length and not _term(length[0]):
        reader.problem(keys["lasts"], f"A sanction cannot last “{length[0]}”.", "Write days, weeks, months or years.")
    matches, number = reader.phrase(keys.get("matches"), phrases.MATCHES)
    _matches(reader, keys)
    return Sanction(
        name=name,
        rank=rank,
        hearing_required=reader.text(keys.get("hearing")) == "required",
        lasts=_length(length),
        up_to=lasts == "up to LENGTH",
        for_life=lasts == "for life",
        rejoin=reader.text(keys.get("rejoin")),
        rejoin_after=_length(after),
        never_rejoin=rejoin == "never",
        vote=reader.text(keys.get("vote")),
        by=by[0] if by else "",
        credit_interim="credit" in keys,
        matches=int(number[0]) if number else None,
        matches_up_to=matches == "up to N",
        no_later_than=_longest(reader, keys),
        takes=reader.text(keys.get("takes")) or _takes(name, lasts, rejoin, matches),
        line=at.line,
    )


def _takes(name: str, lasts: str, rejoin: str, matches: str) -> str:
    """What a sanction takes where the book does not say: whoever may have to come back, or never can, is no member; a
    ban counted in matches keeps from these."""
    if rejoin or lasts == "for life":
        return "membership"
    return "events" if matches else TAKEN_BY_NAME.get(name, "nothing")


def _matches(reader: Reader, keys: Mapping[str, Located]) -> None:
    """How a ban counted in matches fits with the other keys."""
    if "matches" in keys and "lasts" in keys:
        reader.problem(
            keys["matches"],
            "A sanction is counted in days or in matches, not in both.",
            "Keep `lasts` or `matches`; the longest that a ban in matches runs is `no_later_than`.",
        )
    if "matches" in keys and reader.text(keys.get("takes")) == "nothing":
        reader.problem(
            keys["takes"],
            "A ban counted in matches would take nothing, so nobody would miss a match.",
            "Write what it takes: `takes: events`.",
        )
    if "no_later_than" in keys and "matches" not in keys:
        reader.problem(
            keys["no_later_than"],
            "“no_later_than” belongs to a sanction counted in matches.",
            "Add `matches`, or say how long it is with `lasts`.",
        )


def _longest(reader: Reader, keys: Mapping[str, Located]) -> Length | None:
    _, written = reader.phrase(keys.get("no_later_than"), phrases.LONGEST)
    if written and not _term(written[0]):
        reader.problem(
            keys["no_later_than"], f"A ban cannot run for “{written[0]}”.", "Write days, weeks, months or years."
        )
    return _length(written)


def _length(found: tuple[str, ...]) -> Length | None:
    return parse_length(found[0]) if found else None


def _term(written: str) -> bool:
    return parse_length(written).unit in ("days", "weeks", "months", "years")


def read_offences(reader: Reader, at: Located | None, ladder: tuple[str, ...]) -> dict[str, Offence]:
    found = {}
    for clause, value in reader.keys(at).items():
        keys = reader.keys(value)
        if "never_an_offence" not in keys:
            found[clause] = Offence(
                clause=clause,
                title=reader.text(keys.get("title")),
                sanctions=tuple(_range(reader, keys.get("sanctions"), ladder)),
                excepted=reader.texts(keys.get("not")),
                opinion_of=reader.text(keys.get("opinion_of")),
                relies_on_bar="relies_on" in keys,
            )
    return found


def _range(reader: Reader, at: Located | None, ladder: tuple[str, ...]) -> Iterator[str]:
    for item in at.each() if at is not None else ():
        ends = reader.text(item).split(" .. ")
        for name in ends:
            if name not in ladder:
                reader.problem(item, f"There is no sanction “{name}”.", "Known: " + ", ".join(ladder) + ".")
                return
        first, last = ladder.index(ends[0]), ladder.index(ends[-1])
        if last < first or len(ends) > 2:
            reader.problem(
                item,
                f"“{item.text}” does not run from the lighter to the heavier.",
                f"In the list, {ends[-1]} comes before {ends[0]}: write `{ends[-1]} .. {ends[0]}`.",
            )
        yield from ladder[first : last + 1]


def read_protected(reader: Reader, at: Located | None) -> tuple[Protected, ...]:
    return tuple(
        Protected(
            name=name,
            clause=reader.text(keys.get("clause")),
            reasons=reader.texts(keys["never_an_offence"]),
            asked="asked" in keys,
        )
        for name, value in reader.keys(at).items()
        if "never_an_offence" in (keys := reader.keys(value))
    )


def read_limitation(reader: Reader, at: Located | None) -> Limitation | None:
    keys = reader.keys(at)
    shown, found = reader.phrase(keys.get("complaint_within"), phrases.WITHIN)
    if not found:
        return None
    return Limitation(
        clause=reader.text(keys.get("clause")),
        within=_length(found) or STAND_IN,
        or_knowledge=shown.endswith("knowledge"),
        late_only_by=reader.text(keys.get("late_only_by")),
        unless=reader.texts(keys.get("unless")),
    )


def read_proof(reader: Reader, at: Located | None) -> Proof | None:
    if at is None:
        return None
    keys = reader.keys(at)
    return Proof(
        clause=reader.text(keys.get("clause")),
        standard=reader.text(keys.get("standard"), "balance of probabilities"),
        burden=reader.text(keys.get("burden")),
        each_charge_apart="each_charge" in keys,
        line=keys["burden"].line if "burden" in keys else at.line,
    )


# --- contact, several people, directions


def read_contact(reader: Reader, at: Located | None) -> tuple[ContactRule, ...]:
    return tuple(_contact(reader, item) for item in at.each()) if at is not None else ()


def _contact(reader: Reader, at: Located) -> ContactRule:
    keys = reader.keys(at)
    if not {"only", "always", "may_not"} & set(keys):
        reader.problem(at, "This contact rule rules nothing.", "Add “only”, “always” or “may_not”.")
    if "only" in keys and "always" in keys:
        reader.problem(at, "“only” and “always” cannot stand together.", "Keep one of the two.")
    ways = phrases.ONLY.parts(reader.text(keys.get("only"))) if "only" in keys else ()
    read = [phrases.ONLY.read(way) for way in ways]
    return ContactRule(
        clause=reader.text(keys.get("clause")),
        who=reader.texts(keys.get("who")),
        others=reader.texts(keys.get("with")),
        while_stage=reader.text(keys.get("while")),
        only=ways,
        through=tuple(role for _, roles in read for role in roles),
        copied="copied to both sides" in keys or any("copied" in shown for shown, _ in read),
        log="log" in keys,
        always="always" in keys,
        may_not=reader.text(keys.get("may_not")),
        breach=reader.text(keys.get("breach")),
        line=at.line,
    )


def read_several(reader: Reader, at: Located | None) -> Several | None:
    if at is None:
        return None
    keys = reader.keys(at)
    return Several(
        respondents=_respondents(reader, keys["respondents"]) if "respondents" in keys else None,
        charges=_charges(reader, keys["charges"]) if "charges" in keys else None,
    )


def _respondents(reader: Reader, at: Located) -> SeveralRespondents:
    keys = reader.keys(at)
    return SeveralRespondents(
        clause=reader.text(keys.get("clause")),
        own_thread="each" in keys,
        shared=reader.texts(keys.get("shared")),
        joined_by=reader.text(keys.get("joined_by")),
        severed_if=reader.text(keys.get("severed_if")),
    )


def _charges(reader: Reader, at: Located) -> SeveralCharges:
    keys = reader.keys(at)
    return SeveralCharges(
        clause=reader.text(keys.get("clause")), own_finding="each" in keys, one_sanction="one_sanction_for" in keys
    )


def read_directions(reader: Reader, at: Located | None) -> tuple[Directions, ...]:
    found = []
    for item in at.each() if at is not None else ():
        keys = reader.keys(item)
        _, body = reader.phrase(keys.get("by"), phrases.DIRECTED_BY)
        found.append(
            Directions(
                clause=reader.text(keys.get("clause")),
                body=body[0] if body else "",
                may=reader.texts(keys.get("may")),
                may_not=reader.texts(keys.get("may_not")),
            )
        )
    return tuple(found)


# --- what is shown, what is kept


def read_publication(reader: Reader, at: Located | None) -> PublicationRule | None:
    if at is None:
        return None
    keys = reader.keys(at)
    return PublicationRule(
        clause=reader.text(keys.get("clause")),
        what={name: reader.text(value) for name, value in reader.keys(keys.get("what")).items()},
        never=reader.texts(keys.get("never")),
        remove_after={name: _kept(reader, value) for name, value in reader.keys(keys.get("remove_after")).items()},
    )


def read_retention(reader: Reader, at: Located | None) -> Retention | None:
    if at is None:
        return None
    keys = reader.keys(at)
    plain = {key for key in RETENTION.keys if key not in ("clause", "hold_while", "then")}
    return Retention(
        clause=reader.text(keys.get("clause")),
        kept={
            name: _kept(reader, value) for name, value in keys.items() if name in plain or name not in RETENTION.keys
        },
        hold_while=reader.texts(keys.get("hold_while")),
        erase="then" in keys,
    )


def _kept(reader: Reader, at: Located) -> Kept:
    shown, found = reader.phrase(at, phrases.KEPT)
    if shown == "end of sanction":
        return Kept(after="sanction")
    return Kept(length=_length(found), after="ban" if shown.startswith("life of ban") else "")
