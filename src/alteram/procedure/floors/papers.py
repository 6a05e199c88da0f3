"""Floors about papers and the record itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from alteram import duties, retention
from alteram.procedure import wording
from alteram.procedure.floors.floor import against, day_in, entries_of, numbers_in, refuse
from alteram.procedure.situation import Situation
from alteram.procedure.wishes import Refusal

PROVENANCE = ("source", "captor", "captured_on", "context")
NEVER_CORRECTED = (
    "act", "acts", "step", "result", "by", "person", "people", "entry", "at",
    "sanctions", "lasts", "match_count", "relief",
)  # fmt: skip
"""What was done, how it ended, and how heavily: a correction moves none of it, and must not seem to."""
NOT_FOR_PROFIT = ("not-for-profit", "not for profit", "9(2)(d)", "paragraph 31", "para 31")
RELATED = "limitation of a related complaint"
EMERGENCY = timedelta(days=14)  # how long two key holders may let somebody in at one time
READ_WHAT_IS_RELEASED = ("interim_panel", "hearing_panel", "appeal_panel", "reviewer", "legal_adviser")
"""Capacities that read what is laid before them, and nothing else of the file."""
ORDERS_THAT_HOLD = ("stay", "injunction")


def inspected_for_a_reason(s: Situation) -> Iterator[Refusal]:
    """AUD-05: the auditor reads a file's contents by sample or with a reason."""
    if not s.probing and not (s.given("sample") or s.given("reason")):
        yield refuse(
            "E-FIELD",
            "AUD-05",
            "Not yet: say under which sample the file is read, or why.",
            "Name the sample or the reason.",
        )


def glass_broken_by_holders(s: Situation) -> Iterator[Refusal]:
    """AUD-05: two key holders let somebody in who may know of the case, who is none of them, and not for long."""
    if s.probing:
        return
    if unfit := _may_not_be_let_in(s):
        yield refuse("E-GLASS", "AUD-05", f"Refused: {unfit}.", "Let in somebody who stands outside the case.")
    last = day_in(s, "until")
    if last is not None and not s.day <= last <= s.day + EMERGENCY:
        yield refuse(
            "E-GLASS",
            "AUD-05",
            f"Refused: {wording.day(last)} is {'past' if last < s.day else f'more than {EMERGENCY.days} days away'}.",
            f"Name a day up to {wording.day(s.day + EMERGENCY)}; it can be done again.",
        )


def _may_not_be_let_in(s: Situation) -> str:
    person = s.word("person")
    parties = {who for group in s.case.parties.values() for who in group} | set(s.case.representatives)
    if person in s.by:
        return "nobody lets themselves in"
    if person in parties or parties & set(s.by):
        return "a party and whoever speaks for one neither breaks the glass nor is let in by it"
    if any(person in s.case.appointed.get(capacity, {}) for capacity in READ_WHAT_IS_RELEASED):
        return "whoever sits on the panel, or advises it, reads what is laid before all of it and nothing else"
    if person in s.case.excluded or s.case.barred_by(person) or s.people.office_of(person, on=s.day) is not None:
        return "this person is kept out of the case, by an office, an interest or a ruling"
    return ""


def exhibit_whole(s: Situation) -> Iterator[Refusal]:
    """INV-05: an exhibit carries its source, captor, time and context; its digest is the name of the stored paper."""
    if s.probing:
        return
    blank = [name for name in ("exhibit", *PROVENANCE) if not s.given(name)]
    if blank:
        yield refuse(
            "E-EXHIBIT",
            "INV-05",
            f"Not yet: the exhibit says nothing about {wording.listed(blank, 'and')}.",
            "Say where it comes from, who captured it and when, and what surrounds it.",
        )


def redactions_checked(s: Situation) -> Iterator[Refusal]:
    """DIS-04: every redaction has a code, and a second person has checked them."""
    redactions = s.fields.get("redactions")
    if s.probing or not isinstance(redactions, Mapping) or not redactions:
        return
    uncoded = [str(what) for what, code in redactions.items() if not str(code or "").strip()]
    if uncoded:
        yield refuse(
            "E-REDACTION",
            "DIS-04",
            f"Not yet: {len(uncoded)} of the redactions {'has' if len(uncoded) == 1 else 'have'} no code.",
            "Give each redaction the code of its reason.",
        )
    if not set(s.words("checked_by")) - set(s.by):
        yield refuse(
            "E-REDACTION",
            "DIS-04",
            "Not yet: nobody but the one who made the redactions has checked them.",
            "Have a second person check that nothing hidden shows.",
        )


def basis_outside(s: Situation) -> Iterator[Refusal]:
    """DPR-02: what leaves the body rests on more than the condition for not-for-profit bodies."""
    basis = s.word("basis").lower()
    if not s.probing and any(words in basis for words in NOT_FOR_PROFIT):
        yield refuse(
            "E-BASIS",
            "DPR-02",
            "Refused: the condition for not-for-profit bodies covers nothing that leaves the body.",
            "Name another legal basis, or do not disclose it.",
        )


def nothing_under_hold(s: Situation) -> Iterator[Refusal]:
    """DPR-05: nothing is erased under a hold, or while an appeal or an order of a court runs."""
    held = _held(s)
    if held is not None:
        yield refuse(
            "E-HOLD",
            "DPR-05",
            f"Refused: the hold in entry {held} forbids erasing this.",
            "The data protection officer lifts the hold first.",
        )
    if s.case.appeal_open or _order_runs(s):
        what = "an appeal is open" if s.case.appeal_open else "an order of a court runs"
        yield refuse("E-HOLD", "DPR-05", f"Refused: {what}, and what it turns on is kept.", "Wait until it has ended.")
    if retention.KEY in s.words("digests"):
        yield from _whole_file_kept(s)


def erased_with_its_test(s: Situation) -> Iterator[Refusal]:
    """DPR-05: what somebody asks to have erased goes text by text, with the test on record."""
    if s.by_clock or s.probing:
        return
    if not (s.given("on_request") and s.given("ground") and s.given("no_exemption")):
        yield refuse(
            "E-FIELD", "DPR-05", "Not yet: the request, the ground and the test of the exemptions go on record.",
            "Say who asked when, why it must go, and why no exemption stands in the way.",
        )  # fmt: skip
    named = {digest for entry in s.case.entries for digest in entry.texts.values()}
    named |= {paper.digest for entry in s.case.entries for paper in entry.papers}
    unknown = set(s.words("digests")) - named
    if unknown:
        yield refuse(
            "E-FIELD", "DPR-05", f"Refused: no entry of this case names {wording.listed(sorted(unknown), 'or')}.",
            "Name texts and papers by their digests; a whole file goes by itself, on the day that the rules give.",
        )  # fmt: skip


def _whole_file_kept(s: Situation) -> Iterator[Refusal]:
    """A whole file goes on the day that the rules give, and not while its sanction still binds somebody."""
    sanction = retention.in_force(s.case, on=s.day)
    if sanction is not None:
        names = wording.listed(sanction.names, "and")
        yield refuse(
            "E-HOLD", "DPR-05", f"Refused: the sanction ({names}) still runs, and its file is kept.",
            "Wait until it has ended.",
        )  # fmt: skip
    yield from _related(s)
    kept = retention.keeping(s.case)
    if kept is None or kept.erase_on > s.day:
        why = kept.until.sentence if kept is not None else "The rules name no day on which this file goes."
        yield refuse(
            "E-HOLD", "DPR-05", f"Refused: the whole file is not due to go. {why}",
            "Name single texts instead, or wait for the day.",
            lawful=kept.erase_on if kept is not None else None, counted=kept.until if kept is not None else None,
        )  # fmt: skip


def _related(s: Situation) -> Iterator[Refusal]:
    """Where the book says so, a file is kept while anybody may still complain about the same facts, or has."""
    book = s.edition.retention
    if book is None or RELATED not in book.hold_while:
        return
    if any(not one.decided for one in s.beyond.linked):
        yield against(
            "E-HOLD", book.clause or "DPR-05",
            f"Refused: a complaint about the same facts is not decided yet, so this file is kept (rule "
            f"{book.clause}).",
            "Wait until it is decided.",
        )  # fmt: skip
    own = duties.last_day_to_complain(s.case)
    days = [own.day if own is not None else None, *(one.complaint_until for one in s.beyond.linked)]
    last = max((day for day in days if day is not None), default=None)
    if last is not None and s.day <= last:
        yield against(
            "E-HOLD", book.clause or "DPR-05",
            f"Refused: up to {wording.day(last)} somebody may still complain about the same facts, so its file is "
            f"kept (rule {book.clause}).",
            "Wait until that day has passed.", lawful=last + timedelta(days=1),
        )  # fmt: skip


def _held(s: Situation) -> int | None:
    wanted = set(s.words("digests"))
    lifted = [entry for entry in entries_of(s.case, "hold_lifted")]
    for hold in entries_of(s.case, "hold_placed"):
        after = [entry for entry in lifted if entry.index > hold.index]
        if any(_names(entry.data.get("hold"), hold.index) for entry in after):
            continue
        covered = hold.data.get("digests")
        named = {str(one) for one in covered} if isinstance(covered, (list, tuple)) else set()
        if not named or not wanted or wanted & named:
            return hold.index
    return None


def _names(value: object, number: int) -> bool:
    """Whether an entry is meant: by its number, or because none is named."""
    items = value if isinstance(value, (list, tuple)) else (value,)
    named = [int(str(item)) for item in items if str(item).isdigit()]
    return not named or number in named


def _order_runs(s: Situation) -> bool:
    ended = entries_of(s.case, "court_order_ended")
    return any(
        order.result in ORDERS_THAT_HOLD
        and str(order.data.get("until") or "9999") >= s.day.isoformat()
        and not any(_names(one.data.get("order"), order.index) for one in ended)
        for order in entries_of(s.case, "court_order_entered")
    )


def refuse_deletion() -> Refusal:
    """The answer to whoever asks that an entry be deleted."""
    return refuse(
        "E-APPEND-ONLY",
        "AUD-01",
        "Refused: no entry is ever deleted, by anybody.",
        "Enter a correction (`corrected`): it stands beside what it corrects.",
    )


def deed_never_corrected(s: Situation) -> Iterator[Refusal]:
    """AUD-01: a correction says what is right about an entry; what was done, how it ended and by whom stays."""
    if s.word("field").lower() in NEVER_CORRECTED:
        yield refuse(
            "E-APPEND-ONLY",
            "AUD-01",
            "Refused: what was done, with which result, how heavily and by whom, is never changed or deleted.",
            "Correct another field beside it; or have an unlawful deed undone, or decided anew, by whoever may.",
        )
    unknown = set(numbers_in(s, "entry")) - {entry.index for entry in s.case.entries}
    if unknown:
        yield refuse("E-FIELD", "AUD-01", f"Refused: there is no entry {min(unknown)}.", "Name the entry.")
