"""Floors of what a sanction says: what is decided, what is ticked and how long it lasts are one decision.

What the list of sanctions lays down besides binds as well: who alone may impose one, for which finding one is open, how
time served counts, from when somebody who was expelled may ask to come back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from alteram.calendar.days import Counted
from alteram.calendar.lengths import Length
from alteram.case import matches, terms
from alteram.codec import Actor, Entry
from alteram.procedure import wording
from alteram.procedure.floors import limits
from alteram.procedure.floors.floor import day_in, entries_of, length_in, refuse
from alteram.procedure.floors.limits import Limit, open_sanctions
from alteram.procedure.persons import actors
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal
from alteram.rulebook.editions import Open
from alteram.rulebook.model import Sanction

NO_TIME = Length(number=1, unit="days")
TAKEN_AWAY = ("suspen", "expul", "exclu", "ban", "terminat", "erasure", "strik", "struck")  # as their names begin


def imposed(s: Situation) -> tuple[str, ...]:
    """The sanctions that this deed would impose, by the names of the list."""
    if s.is_act("sanction_decided"):
        return s.words("sanctions") or ((s.result,) if s.result else ())
    if s.is_act("appeal_determined") and s.meaning == "varied":
        return s.words("sanctions")
    if s.is_act("caution_answered") and s.meaning == "accepted":
        return s.words("sanction") or (s.step.sanction_if.get(s.result or "", ()) if s.step is not None else ())
    if s.is_act("extension_decided") and s.meaning == "extended" and "extension" in s.edition.sanctions:
        return ("extension",)
    return ()


def imposed_by_whom_the_list_names(s: Situation) -> Iterator[Refusal]:
    """SAN-01: a sanction that the list keeps to one body is imposed by that body, and by nobody else."""
    if s.probing or s.by_clock:
        return
    acting = actors(s)
    here = wording.listed(sorted({one.role for one in acting if one.role}) or ["nobody of a role"], "and")
    for name in imposed(s):
        sanction = s.edition.sanctions.get(name)
        if sanction is not None and sanction.by and not all(_of_body(s, one, sanction.by) for one in acting):
            alone = wording.plain(sanction.by)
            yield refuse(
                "E-POWER",
                "SAN-01",
                f"Refused: the list of sanctions has “{wording.plain(name)}” imposed by the {alone} only, and here "
                f"acts {here}{_rule(s)}.",
                f"Choose another of the list, or leave it to the {alone}.",
            )


def _of_body(s: Situation, actor: Actor, body: str) -> bool:
    """Whether somebody acts as this role or capacity, or chairs it."""
    role = s.edition.roles.get(actor.role)
    return body in (actor.role, actor.capacity) or (role is not None and role.chair_of == body)


def _rule(s: Situation) -> str:
    return f" (rule {s.clause})" if s.clause else ""


def within_power(s: Situation) -> Iterator[Refusal]:
    """SAN-01: in the closed list, and open for a charge found proved, in the milder of the editions that count."""
    if s.probing or not s.case.charges:
        return
    open_for = {charge.number: open_sanctions(s, charge) for charge in s.case.charges if charge.proved}
    for name in imposed(s):
        if name not in s.edition.sanctions:
            yield refuse(
                "E-POWER",
                "SAN-01",
                f"Refused: “{wording.plain(name)}” is not in the list of sanctions.",
                "Choose one of the list.",
            )
        elif not s.is_act("extension_decided") and not any(name in one.sanctions for one in open_for.values()):
            yield _not_open(s, name, open_for)


def _not_open(s: Situation, name: str, open_for: dict[int, Open]) -> Refusal:
    clauses = {charge.number: charge.clause for charge in s.case.charges}
    found = [
        f"charge {number} (rule {clauses[number]}) carries {wording.listed(one.sanctions, 'and') or 'none'}"
        for number, one in open_for.items()
    ]
    why = "; ".join(found) or "no charge was found proved"
    governed = " ".join(dict.fromkeys(one.sentence for one in open_for.values()))
    known = [one for one in s.edition.sanctions if any(one in each.sanctions for each in open_for.values())]
    return refuse(
        "E-POWER",
        "SAN-01",
        f"Refused: no charge found proved can carry “{wording.plain(name)}”: {why}. {governed}".strip(),
        f"Choose {wording.listed(known)}." if known else "Nothing can be imposed here.",
    )


def one_for_all_charges(s: Situation) -> Iterator[Refusal]:
    """SAN-01: where the rules let one sanction answer all charges proved together, a second has no power behind it."""
    several = s.edition.several.charges if s.edition.several is not None else None
    if several is None or not several.one_sanction or s.case.sanction is None or s.probing:
        return
    yield refuse(
        "E-ORDER",
        "SAN-01",
        f"Refused: one sanction answers all charges proved together (rule {several.clause}), and "
        f"{wording.listed(s.case.sanction.names, 'and')} stands already.",
        "Nothing is open here; an appeal can change it.",
    )


def one_decision(s: Situation) -> Iterator[Refusal]:
    """SAN-01: the result is among what is ticked, and nothing else that is ticked takes membership away."""
    names = s.words("sanctions")
    if s.probing or not names:
        return
    result = s.result or ""
    if s.is_act("sanction_decided") and result in s.edition.sanctions and result not in names:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: the decision is “{wording.plain(result)}”, and what is ticked is "
            f"{wording.listed(names, 'and')}.",
            "Tick what is decided; or tick nothing.",
        )
    heavy = {name for name in names if takes_away(s.edition.sanctions.get(name), name)}
    if len(heavy) > 1 or (s.is_act("sanction_decided") and heavy - {result}):
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: {wording.listed(tuple(dict.fromkeys((*names, *([result] if result else [])))), 'and')} cannot "
            "stand together.",
            "Choose one of them.",
        )


def takes_away(sanction: Sanction | None, name: str) -> bool:
    """Whether it takes membership away, for a time or for good, under whichever name a body gives it."""
    listed = sanction is not None and sanction.takes in ("membership", "rights of a member", "events")
    return listed or any(word.startswith(TAKEN_AWAY) for word in name.split("_"))


def lasts_as_the_list_says(s: Situation) -> Iterator[Refusal]:
    """SAN-04, SAN-01: only a sanction with a term has a length, only a ban in matches a number of these, and neither is
    more than the list allows."""
    if s.probing:
        return
    named = imposed(s) or s.words("sanctions") or ((s.result,) if s.result else ())
    yield from _counted_alike(s, named)
    yield from _length_as_listed(s, named)
    yield from _matches_as_listed(s, named)


def _counted_alike(s: Situation, named: tuple[str, ...]) -> Iterator[Refusal]:
    """SAN-01: of a sanction in matches and one in months nobody can take the milder."""
    for name in named:
        other = limits.counted_otherwise(s, name)
        if other is not None:
            in_matches, in_time = s.edition.version, other.version
            if s.edition.sanctions[name].matches is None:
                in_matches, in_time = in_time, in_matches
            yield refuse(
                "E-POWER",
                "SAN-01",
                f"Refused: edition {in_matches} counts “{wording.plain(name)}” in matches, and edition {in_time}, "
                "which counts as well, does not: nobody can say which of the two is milder.",
                "Choose a sanction that both editions count alike.",
            )


def _length_as_listed(s: Situation, named: tuple[str, ...]) -> Iterator[Refusal]:
    asked = s.word("lasts")
    with_term = [name for name in named if (one := s.edition.sanctions.get(name)) is not None and one.lasts]
    if asked and not with_term:
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Refused: {wording.listed(named, 'and')} has no length, and {asked} is asked.",
            "Leave the length empty, or choose a sanction that has one.",
        )
    elif asked:
        yield from too_long(s, with_term)


def too_long(s: Situation, names: list[str]) -> Iterator[Refusal]:
    """SAN-01: no longer is asked than the lists of the editions that count allow."""
    length, term = length_in(s, "lasts"), s.edition.calendar.term
    allowed = [limit for name in names if (limit := limits.length(s, name)).length is not None]
    most = max(allowed, key=lambda one: term(s.day, one.length or NO_TIME).day, default=None)
    if length is None or most is None or most.length is None:
        return
    if term(s.day, length).day > term(s.day, most.length).day:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: {wording.listed(names, 'and')} can last {most.length} at most{_why(most)}; {length} is asked.",
            f"Choose {most.length} or less.",
        )


def _why(limit: Limit) -> str:
    return f", since {limit.because}" if limit.because else ""


def _matches_as_listed(s: Situation, named: tuple[str, ...]) -> Iterator[Refusal]:
    listed = [one for name in named if (one := s.edition.sanctions.get(name)) is not None]
    in_matches = [one for one in listed if one.matches is not None]
    for sanction in in_matches or listed[:1]:
        yield from number_of_matches(s, sanction)


def number_of_matches(s: Situation, sanction: Sanction) -> Iterator[Refusal]:
    """SAN-04, SAN-01: a ban counted in matches says how many: one or more, and no more than the lists that count."""
    written, limit = str(s.fields.get("match_count") or ""), limits.matches(s, sanction.name)
    if sanction.matches is None:
        if written:
            yield refuse(
                "E-TERM-DATES",
                "SAN-04",
                f"Refused: “{wording.plain(sanction.name)}” is not counted in matches, and {written} are asked.",
                "Leave the number of matches empty, or choose a sanction that is counted in them.",
            )
        return
    if (sanction.matches_up_to and not written) or (written and not (written.isdigit() and int(written) > 0)):
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Not yet: “{wording.plain(sanction.name)}” is counted in matches; say how many, in figures.",
            f"A number from 1 to {limit.matches}.",
        )
    elif written and not sanction.matches_up_to and int(written) != sanction.matches:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: “{wording.plain(sanction.name)}” is {matches.so_many(sanction.matches or 0)}, and {written} are "
            "asked.",
            "Leave the number empty: the list has it.",
        )
    elif written and limit.matches is not None and int(written) > limit.matches:
        yield refuse(
            "E-POWER",
            "SAN-01",
            f"Refused: “{wording.plain(sanction.name)}” can be {matches.so_many(limit.matches)} at most{_why(limit)}; "
            f"{written} are asked.",
            f"Choose {limit.matches} or fewer.",
        )


def days_as_counted(s: Situation) -> Iterator[Refusal]:
    """SAN-04: a sanction begins when it is final, or at once by an order that says so; its last day is counted."""
    if s.probing:
        return
    at_once = s.is_act("sanction_started") or s.fields.get("immediate") in (True, "true", "yes")
    first, last = day_in(s, "first_day"), day_in(s, "last_day")
    if first is not None and (not at_once or first != s.day):
        begins = f"on {wording.day(s.day)}" if at_once else "when the decision is final"
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Refused: it begins {begins}, and not on {wording.day(first)}.",
            "Leave the first day empty: it is counted.",
        )
    counted = _last(s) if at_once else None
    if last is not None and (counted is None or last != counted.day):
        ends = f"on {wording.day(counted.day)}" if counted else "on a day that is counted once it begins"
        yield refuse(
            "E-TERM-DATES",
            "SAN-04",
            f"Refused: it ends {ends}, and not on {wording.day(last)}.",
            "Leave the last day empty: it is counted.",
            counted=counted,
        )


def _last(s: Situation) -> Counted | None:
    """The last day of what begins today, less what counts towards it."""
    decided = s.case.sanction if s.is_act("sanction_started") else None
    length = (decided.lasts if decided is not None else None) or length_in(s, "lasts")
    names = decided.names if decided is not None else imposed(s)
    return terms.counted(s.case, names, length, s.day)[0] if length is not None else None


# Coming back ----------------------------------------------------------------------------------------------------------


def rejoin_as_counted(s: Situation) -> Iterator[Refusal]:
    """SAN-07: the day on which one may ask to come back follows from the list, and no decision promises another."""
    asked, names = day_in(s, "rejoin_from"), imposed(s)
    if s.probing or asked is None:
        return
    soonest = terms.rejoin_from(s.case, names, s.day)
    if soonest is not None and asked >= soonest and not terms.never_rejoin(s.case, names):
        return
    what = wording.listed(names, "and")
    if terms.never_rejoin(s.case, names):
        why = f"the list of sanctions knows no way back from {what}"
    elif soonest is None:
        why = f"the list of sanctions names no time after which one may come back from {what}"
    else:
        why = f"the list of sanctions lets nobody ask to come back from {what} before {wording.day(soonest)}"
    yield refuse(
        "E-REJOIN",
        "SAN-07",
        f"Refused: {why}.",
        "Leave the day empty: it is counted once the sanction begins.",
    )


def asked_in_time(s: Situation) -> Iterator[Refusal]:
    """SAN-07: nobody asks to come back before the day that the list sets, nor before the day a refusal named."""
    sanction = s.case.sanction
    asked = (day_in(s, "applied_on") or s.day) if not s.probing else s.day
    if sanction is None or not takes_away_for_good(s, sanction.names):
        return
    what = wording.listed(sanction.names, "and")
    if terms.never_rejoin(s.case, sanction.names):
        yield refuse(
            "E-REJOIN",
            "SAN-07",
            f"Refused: the list of sanctions knows no way back from {what}.",
            "Only an appeal, a court or whoever may reopen the case can change it.",
        )
    elif sanction.first is None:
        yield refuse("E-REJOIN", "SAN-07", f"Not yet: {what} has not begun.", "Wait until it has.")
    else:
        yield from _too_early(s, what, asked, sanction.rejoin_from)


def _too_early(s: Situation, what: str, asked: date, counted: date | None) -> Iterator[Refusal]:
    named = [date.fromisoformat(str(day)) for one in _refusals(s) if (day := one.data.get("again_from"))]
    soonest = max((*named, *([counted] if counted is not None else [])), default=None)
    if soonest is not None and asked < soonest:
        after = f"the day that the last refusal named for {what}" if named and soonest == max(named) else what
        yield refuse(
            "E-REJOIN",
            "SAN-07",
            f"Not yet: an application to come back from {after} can be made from {wording.day(soonest)}, and this one "
            f"is of {wording.day(asked)}{_rule(s)}.",
            f"Ask again on {wording.day(soonest)} or later.",
            lawful=soonest,
        )


def _refusals(s: Situation) -> list[Entry]:
    return [one for one in entries_of(s.case, "readmission_decided") if _meant(s, one) == "refused"]


def _meant(s: Situation, entry: Entry) -> str:
    step = s.edition.steps.get(entry.step or "")
    return (step.meaning(entry.result) if step is not None else entry.result) or ""


def takes_away_for_good(s: Situation, names: tuple[str, ...]) -> bool:
    """Whether one of them ends the membership: the list then says when one may come back, or that one never may."""
    return any(bool(one.rejoin) for name in names if (one := s.edition.sanctions.get(name)) is not None)
