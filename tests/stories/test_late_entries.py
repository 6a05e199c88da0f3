"""What happened in time and was typed afterwards counts on its own day, and overtakes what the clock had made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from alteram import worked
from alteram.calendar.sentences import in_full
from alteram.case import replay
from alteram.codec import Entry
from alteram.correspondence import Said, read_wording, write
from alteram.correspondence.wording import PLAIN, Page, Part
from alteram.dispatch import sendings
from alteram.people import fictional_id
from alteram.procedure import Verdict, Wish, consequence, decide
from alteram.worked import Told
from tests.builders import LEAGUE, case_before, codes

FAYE = "Faye Lindqvist"


def silent(told: Told, until: str) -> Told:
    """The clock goes on, and nobody does anything."""
    while True:
        assert told.case is not None
        draft = consequence(told.rulebook, told.people, told.case, until=date.fromisoformat(until))
        if draft is None:
            return told
        worked.enter(told, draft, datetime.combine(draft.at, time(0), UTC))


def late(told: Told, step: str, *, by: str, at: str, typed: str, hand: str = "Dev Ashgrove", **more: object) -> Verdict:
    wish = Wish(
        case=told.name, step=step, at=date.fromisoformat(at), by=(fictional_id(by),), typed_by=fictional_id(hand),
        recorded=datetime.combine(date.fromisoformat(typed), time(12), UTC), late="It came by post.", **more,  # type: ignore[arg-type]  # fields of a wish
    )  # fmt: skip
    return decide(told.rulebook, told.people, told.case, wish)


def test_an_answer_that_came_on_the_last_day_counts_though_it_was_typed_two_days_later() -> None:
    told = silent(case_before("G01", "respond"), "2026-02-06")
    assert told.entries[-1].result == "none", "the clock took silence for no answer"

    verdict = late(told, "respond", by="Corwin Bale", at="2026-02-04", typed="2026-02-06", result="given",
                   fields={"answers": {"1": "denies"}, "account": "It was a joke."})  # fmt: skip

    assert verdict.draft is not None, verdict.refusals
    assert verdict.draft.overtakes == (told.entries[-1].index,)
    entry = worked.enter(told, verdict.draft, datetime(2026, 2, 6, 12, tzinfo=UTC))
    case = replay(told.rulebook, told.name, told.entries)
    assert case.last["respond"] is entry or case.last["respond"].index == entry.index
    assert case.last["respond"].result == "given"
    assert entry.overtakes[0] in case.overtaken
    assert [one.rule.step for one in case.live].count("respond") == 0


def test_an_answer_that_came_too_late_is_read_and_overtakes_nothing() -> None:
    told = silent(case_before("G01", "respond"), "2026-02-06")

    verdict = late(told, "respond", by="Corwin Bale", at="2026-02-05", typed="2026-02-06", result="given",
                   fields={"answers": {"1": "denies"}, "account": "x"})  # fmt: skip

    assert verdict.draft is not None
    assert verdict.draft.overtakes == ()


def test_the_body_undoes_a_consequence_only_by_the_next_working_day() -> None:
    told = silent(case_before("G01", "examine"), "2026-06-01")
    deemed = next(e for e in told.entries if e.step == "examine" and e.deemed)
    assert deemed.result == "no_case"
    day_before = date.fromordinal(deemed.at.toordinal() - 1).isoformat()
    asked: dict[str, Any] = {"result": "case_to_answer", "fields": {"test": "realistic prospect", "reasons": "Yes."}}

    soon = late(told, "examine", by=FAYE, at=day_before, typed=deemed.at.isoformat(), hand=FAYE, **asked)
    later = late(told, "examine", by=FAYE, at=day_before, typed="2026-06-01", hand=FAYE, **asked)

    assert soon.draft is not None, soon.refusals
    assert deemed.index in soon.draft.overtakes
    assert later.draft is None


def test_a_late_deed_does_not_pull_the_ground_from_under_what_was_done_since() -> None:
    told = silent(case_before("G01", "release_bundle"), "2026-04-22")
    assert told.entries[-1].step == "release_bundle" or any(e.step == "release_bundle" for e in told.entries)
    opened = case_before("G01", "hear_respondent")

    verdict = late(opened, "challenge", by="Corwin Bale", at="2026-04-20", typed="2026-05-14",
                   fields={"member": fictional_id("Callum Drey"), "connection": "Same branch."})  # fmt: skip

    assert verdict.draft is None
    assert codes(verdict) & {"E-LATE-ENTRY", "E-TOO-LATE", "E-STAGE", "E-BARRED"}


def test_nothing_of_the_clock_is_overtaken_by_a_deed_of_today() -> None:
    told = silent(case_before("G01", "respond"), "2026-02-06")
    wish = Wish(
        case=told.name, step="respond", result="given", at=date(2026, 2, 6), by=(fictional_id("Corwin Bale"),),
        recorded=datetime(2026, 2, 6, 12, tzinfo=UTC), fields={"answers": {"1": "denies"}, "account": "x"},
    )  # fmt: skip

    draft = decide(told.rulebook, told.people, told.case, wish).draft

    assert draft is not None
    assert draft.overtakes == ()


def overtaken_examination() -> tuple[Told, Entry, Entry]:
    """The clock dropped the case and told people so; the examiner had decided in time."""
    told = silent(case_before("G01", "examine"), "2026-06-01")
    deemed = next(e for e in told.entries if e.step == "examine" and e.deemed)
    day_before = date.fromordinal(deemed.at.toordinal() - 1).isoformat()
    verdict = late(told, "examine", by=FAYE, at=day_before, typed=deemed.at.isoformat(), hand=FAYE,
                   result="case_to_answer", fields={"test": "realistic prospect", "reasons": "Yes."})  # fmt: skip
    assert verdict.draft is not None, verdict.refusals
    entry = worked.enter(told, verdict.draft, datetime.combine(deemed.at, time(12), UTC))
    return told, deemed, entry


def test_letters_that_had_gone_out_are_followed_by_one_that_puts_them_right() -> None:
    told, deemed, entry = overtaken_examination()
    assert told.case is not None
    before = {one.to for one in sendings(told.case, deemed)}
    after = {one.to for one in sendings(told.case, entry) if one.letter == "D42"}

    assert before
    assert after == before
    said = Said(reference="2026-AAAA-BBBB", address="https://example.invalid/", names=told.story.names)
    letter = write(PLAIN, "D42", told.case, entry, min(after), said)
    assert letter is not None
    assert in_full(deemed.at) in letter.plain
    assert "no longer hold" in letter.plain
    assert "realistic prospect" not in letter.plain, "what came in is told by a letter of its own"


def test_a_body_may_put_it_in_its_own_words() -> None:
    told, _deemed, entry = overtaken_examination()
    parts = [Part(kind="title", text="Put aside"), Part(kind="paragraph", text="Dear {{ recipient }},")]
    parts += [Part(kind="paragraph", text=f"{{{{ {name} }}}}", says=(name,)) for name in ("what", "effect", "remedy")]
    league_words = read_wording(LEAGUE / "2025" / "letters")
    page = Page(parts=tuple(parts), box={"summary": "Put it aside.", "to_do": "Nothing.", "counted": "no day"})
    wording = replace(league_words, pages={**league_words.pages, "D42-correction": page})
    assert told.case is not None
    said = Said(reference="2026-AAAA-BBBB", address="https://example.invalid/", names=told.story.names)

    letter = write(wording, "D42", told.case, entry, fictional_id("Corwin Bale"), said)

    assert letter is not None
    assert letter.title == "Put aside"


def test_where_nothing_had_gone_out_nothing_is_put_right() -> None:
    told = silent(case_before("G01", "respond"), "2026-02-06")
    verdict = late(told, "respond", by="Corwin Bale", at="2026-02-04", typed="2026-02-06", result="given",
                   fields={"answers": {"1": "denies"}, "account": "It was a joke."})  # fmt: skip
    assert verdict.draft is not None

    entry = worked.enter(told, verdict.draft, datetime(2026, 2, 6, 12, tzinfo=UTC))

    assert told.case is not None
    assert [one.letter for one in sendings(told.case, entry)] == []
