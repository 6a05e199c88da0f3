"""A ban counted in matches: how many, which of them count, and when it is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from alteram import worked
from alteram.calendar.lengths import Length
from alteram.case import SanctionDecided, replay
from alteram.correspondence import Said, read_wording, write
from alteram.people import fictional_id
from alteram.procedure import Verdict, possible
from alteram.published import notices
from alteram.rulebook.drafts import missed
from alteram.rulebook.editions import load_rulebook
from alteram.rulebook.loading import load
from alteram.standing import explained, history, known_on, spells, standing
from alteram.worked import Told
from tests.builders import RULEBOOKS, codes, did, refused, rewrite, told_before, try_
from tests.stories.test_standing_in_every_body import COMMISSION, passed

SECRETARY = "Callum Rennick"
BOARD = ["Gavin Urquhart-Shah", "Ewan Mossie", "Greer Tannahill"]
EDITION = RULEBOOKS / "northmoor-handball" / "2026"


def proved() -> Told:
    """Keir Wallace is found to have struck Nessa Boyd, on 14 April 2026."""
    told = told_before("northmoor-handball/2026", "N02", "decide_charge")
    did(told, "decide_charge", by=COMMISSION, on="2026-04-14", result="proved", charge=1, reasons="x")
    did(told, "hear_on_penalty", by="Keir Wallace", on="2026-04-14", result="declined")
    return told


def penalty(told: Told, **fields: Any) -> Verdict:
    said = {"sanctions": ["match_ban"], "proportionality": "x", "time_served": "none", "reasons": "x", **fields}
    return try_(told, "decide_penalty", by=COMMISSION, on="2026-04-14", result="match_ban", **said)


def decided(matches: int = 4, **fields: Any) -> Told:
    """The commission bans him for so many matches, and the reasons go out on 20 April."""
    told = proved()
    did(
        told, "decide_penalty", by=COMMISSION, on="2026-04-14", result="match_ban", sanctions=["match_ban"],
        proportionality="x", no_lesser="x", time_served="none", reasons="x", match_count=matches, **fields,
    )  # fmt: skip
    did(told, "close_hearing", by="Morag Sinclair-Ode", on="2026-04-14", last_day="2026-04-14")
    did(told, "give_reasons", by=SECRETARY, on="2026-04-20", result="sanctioned", via="email", reasons={"1": "x"})
    return told


def banned(matches: int = 4) -> Told:
    """The same, final on 6 May 2026."""
    told = decided(matches)
    passed(told, "2026-05-06")
    return told


def missed_one(told: Told, played_on: str, match: str, *, on: str = "") -> Any:
    return did(told, "enter_match", by=SECRETARY, on=on or played_on, played_on=played_on, match=match)


def tried(told: Told, played_on: str, match: str = "Dunlin v Wick", *, on: str = "2026-06-15") -> Verdict:
    return try_(told, "enter_match", by=SECRETARY, on=on, played_on=played_on, match=match)


def says(told: Told, on: str) -> str:
    assert told.case is not None
    return str(standing(told.case, on=date.fromisoformat(on)))


def ban(told: Told) -> SanctionDecided:
    assert told.case is not None
    assert told.case.sanction is not None
    return told.case.sanction


# How many -------------------------------------------------------------------------------------------------------------


def test_the_commission_says_how_many_and_no_more_than_the_list_allows() -> None:
    told = proved()

    assert "say how many" in refused(penalty(told), "E-TERM-DATES", "SAN-04").sentence
    assert "6 matches at most" in refused(penalty(told, match_count=7), "E-POWER", "SAN-01").sentence
    assert "E-TERM-DATES" in codes(penalty(told, match_count="four"))
    assert "E-TERM-DATES" in codes(penalty(told, match_count=0))
    assert penalty(told, match_count=6).refusals == ()
    assert "has no length" in refused(penalty(told, match_count=4, lasts="2 months"), "E-TERM-DATES", "SAN-04").sentence


def test_a_sanction_counted_in_days_takes_no_number_of_matches() -> None:
    told = proved()
    said = {"sanctions": ["ban"], "lasts": "2 months", "proportionality": "x", "time_served": "none", "reasons": "x"}

    verdict = try_(told, "decide_penalty", by=COMMISSION, on="2026-04-14", result="ban", match_count=4, **said)

    assert "is not counted in matches" in refused(verdict, "E-TERM-DATES", "SAN-04").sentence


def test_a_fixed_number_needs_no_answer_and_takes_no_other() -> None:
    told = proved()
    listed = told.edition.sanctions
    rewrite(told, sanctions={**listed, "match_ban": replace(listed["match_ban"], matches=3, matches_up_to=False)})

    assert penalty(told).refusals == ()
    assert "3 matches" in refused(penalty(told, match_count=2), "E-POWER", "SAN-01").sentence


# Which matches count --------------------------------------------------------------------------------------------------


def test_the_number_left_counts_down_and_the_last_match_ends_the_ban() -> None:
    told = banned(2)
    assert says(told, "2026-05-06") == "match_ban from 2026-05-06, 2 of 2 matches left"

    missed_one(told, "2026-05-09", "Northmoor v Wick")
    assert says(told, "2026-05-10") == "match_ban from 2026-05-06, 1 of 2 matches left"
    assert says(told, "2026-05-08") == "match_ban from 2026-05-06, 2 of 2 matches left", "as of a day before it"

    missed_one(told, "2026-05-16", "Ardle v Northmoor", on="2026-05-18")
    assert says(told, "2026-05-16") == "match_ban from 2026-05-06 to 2026-05-16"
    assert says(told, "2026-05-17") == "full"
    refusal = refused(tried(told, "2026-05-23"), "E-MATCH-OVER", "SAN-04")
    assert "all 2 matches" in refusal.sentence
    assert codes(tried(told, "2026-05-23")) == {"E-MATCH-OVER"}


def test_it_opens_to_which_matches_were_counted_and_to_its_longest_day() -> None:
    told = banned(2)
    entry = missed_one(told, "2026-05-09", "Northmoor v Wick")
    assert told.case is not None

    (sentence,) = explained(told.case)

    assert f"Northmoor v Wick on Saturday 9 May 2026 (entry {entry.index})" in sentence
    assert "1 of 2 matches left" in sentence
    assert "12 months from Wednesday 6 May 2026, that day counted, end on Wednesday 5 May 2027" in sentence


def test_a_match_before_the_ban_begins_does_not_count() -> None:
    told = banned()

    refusal = refused(tried(told, "2026-05-02"), "E-MATCH-DAY", "SAN-04")

    assert "the ban began on Wednesday 6 May 2026" in refusal.sentence
    assert "rule 9.8" in refusal.sentence
    assert refusal.lawful_from == date(2026, 5, 6)


def test_a_match_that_is_not_played_yet_does_not_count() -> None:
    refusal = refused(tried(banned(), "2026-06-20"), "E-MATCH-DAY", "SAN-04")

    assert "has not come yet" in refusal.sentence
    assert refusal.lawful_from == date(2026, 6, 20)


def test_while_the_time_to_appeal_runs_or_an_appeal_is_open_nobody_serves_any_of_it() -> None:
    told = decided()
    waits = refused(tried(told, "2026-04-25", on="2026-04-27"), "E-MATCH-DAY", "SAN-04")
    assert "the ban has not begun" in waits.sentence

    did(told, "appeal", by="Keir Wallace", on="2026-04-28", grounds=["penalty excessive"], text="x")

    stayed = refused(tried(told, "2026-05-09", on="2026-05-11"), "E-MATCH-DAY", "SAN-04")
    assert "an appeal is open, and the ban waits for it" in stayed.sentence
    assert told.case is not None
    now = {one.step.name: one for one in possible(told.rulebook, told.people, told.case, date(2026, 5, 11))}
    assert "E-MATCH-DAY" in {one.code for one in now["enter_match"].refusals}, "nobody is offered the form"


def test_under_an_immediate_order_the_ban_runs_although_an_appeal_is_open() -> None:
    told = decided(immediate="true", immediate_why="x")
    did(told, "appeal", by="Keir Wallace", on="2026-04-28", grounds=["penalty excessive"], text="x")

    missed_one(told, "2026-05-09", "Northmoor v Wick")

    assert says(told, "2026-05-10") == "match_ban from 2026-04-14, 3 of 4 matches left"


def test_a_match_while_a_courts_order_holds_the_ban_does_not_count() -> None:
    told = banned()
    order = did(
        told, "court_order_entered", by=SECRETARY, on="2026-05-12", result="stay", paper="P1", forbids="x",
        checked_by=fictional_id("Mhairi Tulloch"),
    )  # fmt: skip

    refusal = refused(tried(told, "2026-05-16", on="2026-05-18"), "E-MATCH-DAY", "SAN-04")

    assert f"(entry {order.index}) kept the ban from having effect" in refusal.sentence
    assert tried(told, "2026-05-09", on="2026-05-18").lawful


def test_the_same_match_is_entered_once_and_two_on_one_day_are_two() -> None:
    told = banned()
    missed_one(told, "2026-05-09", "Northmoor v Wick")

    assert "E-MATCH-TWICE" in codes(tried(told, "2026-05-09", "northmoor  v Wick", on="2026-05-11"))
    assert tried(told, "2026-05-09", "Northmoor v Ardle", on="2026-05-11").lawful
    assert tried(told, "2026-05-10", "Northmoor v Wick", on="2026-05-11").lawful


def test_only_whom_the_rules_name_enters_a_match() -> None:
    told = banned()

    verdict = try_(
        told, "enter_match", by="Keir Wallace", on="2026-05-11", played_on="2026-05-09", match="Northmoor v Wick"
    )

    assert "E-ROLE" in codes(verdict)
    assert "E-NO-POWER" in codes(try_(told, "match_served", by=SECRETARY, on="2026-05-11"))


def test_where_no_ban_in_matches_stands_no_match_is_entered() -> None:
    assert "E-MATCH-BAN" in codes(tried(proved(), "2026-04-12", on="2026-04-14"))


# The end of it --------------------------------------------------------------------------------------------------------


def test_if_few_matches_are_played_it_ends_on_the_longest_day_of_the_list() -> None:
    told = banned()
    assert says(told, "2027-05-05") == "match_ban from 2026-05-06, 4 of 4 matches left"
    assert says(told, "2027-05-06") == "full"

    refusal = refused(tried(told, "2027-05-08", on="2027-05-10"), "E-MATCH-DAY", "SAN-04")

    assert "the ban ended with Wednesday 5 May 2027" in refusal.sentence


def test_a_match_struck_out_is_left_again_and_the_record_keeps_both() -> None:
    told = banned(2)
    entry = missed_one(told, "2026-05-09", "Northmoor v Wick")
    wrong = try_(told, "strike_match", by=SECRETARY, on="2026-05-11", match_entry=[1], why="x")
    assert f"{entry.index}" in refused(wrong, "E-MATCH-UNKNOWN", "SAN-04").remedy
    silent = try_(told, "strike_match", by=SECRETARY, on="2026-05-11", match_entry=[entry.index])
    assert "E-FIELD" in codes(silent)

    did(told, "strike_match", by=SECRETARY, on="2026-05-11", match_entry=[entry.index], why="It was abandoned.")

    assert says(told, "2026-05-11") == "match_ban from 2026-05-06, 2 of 2 matches left"
    again = try_(told, "strike_match", by=SECRETARY, on="2026-05-12", match_entry=[entry.index], why="x")
    assert "E-MATCH-UNKNOWN" in codes(again)
    assert tried(told, "2026-05-09", "Northmoor v Wick", on="2026-05-12").lawful, "entered again if it counts after all"
    recorded = sorted(told.entries, key=lambda one: one.index)
    found = history(told.rulebook, told.name, recorded)
    then = known_on(found, on=date(2026, 5, 10), at=recorded[-2].recorded)
    assert str(then) == "match_ban from 2026-05-06, 1 of 2 matches left", "as it was known then"


@pytest.mark.parametrize("field", ["match_count", "sanctions", "lasts"])
def test_no_correction_moves_the_number_that_was_decided(field: str) -> None:
    told = banned(2)
    entry = next(one for one in told.entries if "sanction_decided" in one.acts)

    verdict = try_(
        told, "corrected", by=SECRETARY, on="2026-05-09", entry=[entry.index], field=field, right="4", why="A slip."
    )

    assert "decided anew" in refused(verdict, "E-APPEND-ONLY", "AUD-01").remedy
    assert says(told, "2026-05-09") == "match_ban from 2026-05-06, 2 of 2 matches left"


def test_who_played_while_the_ban_seemed_to_be_over_was_free_to() -> None:
    told = banned(1)
    entry = missed_one(told, "2026-05-09", "Northmoor v Wick")
    assert says(told, "2026-05-20") == "full"

    did(told, "strike_match", by=SECRETARY, on="2026-05-25", match_entry=[entry.index], why="It was abandoned.")

    assert says(told, "2026-05-09").startswith("match_ban")
    assert says(told, "2026-05-20") == "full"
    assert says(told, "2026-05-25") == "match_ban from 2026-05-25, 1 of 1 match left"
    refusal = refused(tried(told, "2026-05-16", "Ardle v Northmoor"), "E-MATCH-DAY", "SAN-04")
    assert "free to play" in refusal.sentence


# Time before, and the appeal ------------------------------------------------------------------------------------------


def under_order(scope: list[str], **listed: Any) -> Told:
    """Desmond Hale is kept from a scope by an order from 2 March 2026 on, and banned for 3 matches from 7 May."""
    people, names = worked.read_people(EDITION / "people.yaml")
    story = worked.read_story(EDITION / "worked" / "N03.yaml", names)
    lines = tuple(
        replace(one, fields={**one.fields, "scope": scope}) if one.name == "order_at_once" else one
        for one in story.lines
    )
    rulebook = load_rulebook(EDITION.parent)
    if listed:
        (edition,) = rulebook.editions
        book = {**edition.sanctions, "match_ban": replace(edition.sanctions["match_ban"], **listed)}
        rulebook = replace(rulebook, editions=(replace(edition, sanctions=book),))
    told = worked.run(replace(story, lines=lines, end={}), rulebook, people)
    did(told, "review_order", by=["Lorne Gillies", "Una Petrie"], on="2026-04-03", result="continued", change="x",
        reasons="x", delay="none")  # fmt: skip
    panel = ["Hamish Dorward", "Ailsa Wick", "Zain Loudon"]
    for person in panel:
        did(told, "declaration_filed", by=person, on="2026-04-03", interests=["none"])
    passed(told, "2026-04-13")
    on = "2026-04-14"
    did(told, "open_hearing", by=panel, on=on, present={"Desmond Hale": "respondent"}, openness="private",
        recording="R-5")  # fmt: skip
    did(told, "hear_person", by=panel, on=on, result="heard")
    did(told, "decide_charge", by=panel, on=on, result="admitted", charge=1, reasons="x")
    did(told, "hear_on_penalty", by="Desmond Hale", on=on, result="declined")
    did(told, "decide_penalty", by=panel, on=on, result="match_ban", sanctions=["match_ban"], proportionality="x",
        time_served="Matches missed count.", reasons="x", match_count=3, no_lesser="x")  # fmt: skip
    did(told, "close_hearing", by="Hamish Dorward", on=on, last_day=on)
    did(told, "give_reasons", by="Mhairi Tulloch", on="2026-04-20", result="sanctioned", via="email",
        reasons={"1": "x"})  # fmt: skip
    passed(told, "2026-05-06")
    return told


def of_the_coach(told: Told, played_on: str, *, on: str = "2026-05-11") -> Verdict:
    return try_(told, "enter_match", by="Mhairi Tulloch", on=on, played_on=played_on, match="Under 16, round 9")


def test_a_match_missed_under_an_order_counts_where_the_list_credits_it() -> None:
    told = under_order(["events"])

    did(told, "enter_match", by="Mhairi Tulloch", on="2026-05-07", played_on="2026-03-07", match="Under 16, round 7")

    assert says(told, "2026-05-07") == "match_ban from 2026-05-06, 2 of 3 matches left"
    refusal = refused(of_the_coach(told, "2026-02-28"), "E-MATCH-DAY", "SAN-04")
    assert "no interim measure that reached events ran on that day" in refusal.sentence


def test_an_order_that_did_not_keep_from_matches_counts_for_nothing() -> None:
    assert "E-MATCH-DAY" in codes(of_the_coach(under_order(["contact"]), "2026-03-07"))


def test_where_the_list_credits_nothing_no_match_before_the_ban_counts() -> None:
    told = under_order(["events"], credit_interim=False)

    refusal = refused(of_the_coach(told, "2026-03-07"), "E-MATCH-DAY", "SAN-04")

    assert "counts nothing from before" in refusal.sentence


def appealed(**ban_fields: Any) -> Told:
    told = decided(4, **ban_fields)
    did(told, "appeal", by="Keir Wallace", on="2026-04-28", grounds=["penalty excessive"], text="x")
    return told


def vary(told: Told, **fields: Any) -> Verdict:
    said = {"grounds": {"penalty excessive": "upheld"}, "sanctions": ["match_ban"], "reasons": "x", **fields}
    return try_(told, "decide_appeal", by=BOARD, on="2026-05-18", result="varied", **said)


def test_an_appeal_lowers_the_number_and_never_raises_it() -> None:
    told = appealed()

    assert "E-TERM-DATES" in codes(vary(told))
    assert "E-APPEAL-WORSE" in codes(vary(told, match_count=5))
    assert not {"E-TERM-DATES", "E-APPEAL-WORSE"} & codes(vary(told, match_count=2))


def immediate_and_appealed(result: str, **fields: Any) -> Told:
    """Three matches are missed under an immediate order; then the appeal is decided."""
    told = appealed(immediate="true", immediate_why="x")
    did(told, "call_appeal", by=SECRETARY, on="2026-05-01", via="hand", hearing_on="2026-05-18", hearing_time="18:00",
        place="the hall", bundle="B2", panel=[fictional_id(one) for one in BOARD], openness="private")  # fmt: skip
    for number, day in enumerate(("2026-04-25", "2026-05-02", "2026-05-09")):
        missed_one(told, day, f"Round {number}", on="2026-05-11")
    for person in BOARD:
        did(told, "declaration_filed", by=person, on="2026-05-04", interests=["none"])
    did(told, "decide_appeal", by=BOARD, on="2026-05-18", result=result, reasons="x",
        grounds={"penalty excessive": "upheld"}, **fields)  # fmt: skip
    return told


def test_what_was_missed_counts_towards_the_lower_number() -> None:
    told = immediate_and_appealed("varied", sanctions=["match_ban"], match_count=2)

    assert says(told, "2026-05-02") == "match_ban from 2026-04-14 to 2026-05-02"
    assert says(told, "2026-05-03") == "full"


def test_a_quashed_ban_bars_nobody_and_takes_no_match_any_more() -> None:
    told = immediate_and_appealed("allowed")

    assert says(told, "2026-05-09") == "full"
    assert "E-MATCH-BAN" in codes(tried(told, "2026-05-16", on="2026-05-19"))


# What is told ---------------------------------------------------------------------------------------------------------


def letter(told: Told, kind: str, entry: Any) -> str:
    assert told.case is not None
    said = Said(reference="2026-AAAA-BBBB", address="", names=told.story.names, texts=told.texts)
    found = write(read_wording(EDITION / "letters"), kind, told.case, entry, "the club", said)
    assert found is not None
    return found.plain


def test_the_decision_says_how_many_matches_and_what_ends_it() -> None:
    told = decided()
    entry = next(one for one in told.entries if "reasons_served" in one.acts)

    text = letter(told, "D26", entry)

    assert "Match ban of 4 matches. It begins when the decision is final, and not before." in text
    assert "It ends with the day of the last of these matches, and at the longest 12 months after it began." in text


def test_the_club_is_told_how_many_are_left_in_place_of_a_last_day() -> None:
    told = banned(2)
    missed_one(told, "2026-05-09", "Northmoor v Wick")
    entry = did(told, "restriction_notified", by=SECRETARY, on="2026-05-11", via="email", to="the club")

    text = letter(told, "D12", entry)

    assert "the day of the last match: 1 of 2 matches left, and at the longest to Wednesday 5 May 2027" in text


def test_the_notice_moves_with_each_match_and_comes_down_with_the_ban() -> None:
    told = banned(2)
    did(told, "publish", by=SECRETARY, on="2026-05-08", basis="rule 9.4",
        checked_by=fictional_id("Mhairi Tulloch"), shows=["none"], where="the site",
        told_first=[fictional_id("Keir Wallace")])  # fmt: skip
    assert told.case is not None
    (first,) = notices(told.case)
    assert (first.matches, first.missed_on, first.last) == (2, (), date(2027, 5, 5))
    assert first.until == date(2027, 5, 5)

    missed_one(told, "2026-05-09", "Northmoor v Wick", on="2026-05-11")
    entry = missed_one(told, "2026-05-16", "Ardle v Northmoor", on="2026-05-20")

    (last,) = notices(told.case)
    assert last.missed_on == (date(2026, 5, 9), date(2026, 5, 16))
    assert last.last == date(2026, 5, 16)
    assert last.until == date(2026, 5, 19), "it was read until the day before the last match was entered"

    did(told, "strike_match", by=SECRETARY, on="2026-05-25", match_entry=[entry.index], why="It was abandoned.")

    again = notices(told.case)[-1]
    assert (again.since, again.until) == (date(2026, 5, 25), date(2027, 5, 5))


def test_the_record_read_anew_says_the_same() -> None:
    told = banned(2)
    entry = missed_one(told, "2026-05-09", "Northmoor v Wick")
    missed_one(told, "2026-05-16", "Ardle v Northmoor", on="2026-05-18")
    did(told, "strike_match", by=SECRETARY, on="2026-05-25", match_entry=[entry.index], why="It was abandoned.")
    assert told.case is not None

    anew = replay(told.rulebook, told.name, told.entries)

    assert spells(anew) == spells(told.case)
    assert anew.sanctions == told.case.sanctions


# The book -------------------------------------------------------------------------------------------------------------


def book(tmp_path: Path, old: str, new: str) -> Path:
    """The handball book with another line."""
    for name in ("text.md", "calendar.json"):
        (tmp_path / name).write_bytes((EDITION / name).read_bytes())
    written = (EDITION / "procedure.yaml").read_text(encoding="utf-8")
    assert old in written
    (tmp_path / "procedure.yaml").write_text(written.replace(old, new), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "says_"),
    [
        (", no_later_than: 12 months", "", "names no longest time"),
        ("{act: match_served,", "{act: undertaking_checked, means: met,", "nobody enters those that are missed"),
        ("{act: match_struck,", "{act: undertaking_checked, means: met,", "nobody strikes out a mistake"),
    ],
)
def test_a_book_whose_ban_might_have_no_end_is_a_draft(tmp_path: Path, old: str, new: str, says_: str) -> None:
    found = [one for one in missed(load(book(tmp_path, old, new))) if "SAN-04" in one.floors]

    assert any(says_ in one.wrong for one in found)
    assert all(one.right for one in found)


def test_the_handball_book_misses_no_floor() -> None:
    assert missed(load(EDITION)) == ()


# The milder of two editions ------------------------------------------------------------------------------------------


def later_edition(told: Told, **changes: dict[str, Any]) -> None:
    """From 1 April 2026 on, after the deed and before the decision, the list says something else."""
    listed = {name: replace(told.edition.sanctions[name], **said) for name, said in changes.items()}
    newer = replace(
        told.edition, version="2026b", digest="0" * 64, in_force_from=date(2026, 4, 1),
        sanctions={**told.edition.sanctions, **listed},
    )  # fmt: skip
    told.rulebook = replace(told.rulebook, editions=(*told.rulebook.editions, newer))
    assert told.case is not None
    told.case.rulebook = told.rulebook


def banned_for(told: Told, lasts: str) -> Verdict:
    said = {"sanctions": ["ban"], "proportionality": "x", "time_served": "none", "reasons": "x", "lasts": lasts}
    return try_(told, "decide_penalty", by=COMMISSION, on="2026-04-14", result="ban", **said)


def test_a_shorter_length_of_the_same_sanction_in_a_later_edition_binds() -> None:
    told = proved()
    assert banned_for(told, "12 months").lawful
    later_edition(told, ban={"lasts": Length(number=6, unit="months")})

    refusal = refused(banned_for(told, "7 months"), "E-POWER", "SAN-01")

    assert "6 months at most, since edition 2026b counts too" in refusal.sentence
    assert "(rule 1.2)" in refusal.sentence
    assert banned_for(told, "6 months").lawful


def test_a_longer_length_in_a_later_edition_is_never_used_against_anybody() -> None:
    told = proved()
    later_edition(told, ban={"lasts": Length(number=24, unit="months")}, match_ban={"matches": 10})

    assert "E-POWER" in codes(banned_for(told, "13 months"))
    assert "E-POWER" in codes(penalty(told, match_count=7))


def test_fewer_matches_in_a_later_edition_bind() -> None:
    told = proved()
    later_edition(told, match_ban={"matches": 3})

    assert (
        "3 matches at most, since edition 2026b" in refused(penalty(told, match_count=4), "E-POWER", "SAN-01").sentence
    )
    assert penalty(told, match_count=3).lawful


def test_a_sanction_that_two_editions_count_in_different_ways_is_refused_since_neither_is_milder() -> None:
    told = proved()
    later_edition(
        told, match_ban={"matches": None, "lasts": Length(number=2, unit="months")},
        ban={"matches": 9, "matches_up_to": True, "lasts": None},
    )  # fmt: skip

    in_matches = refused(penalty(told, match_count=4), "E-POWER", "SAN-01")
    in_months = refused(banned_for(told, "6 months"), "E-POWER", "SAN-01")

    assert "edition 2026 counts “match ban” in matches, and edition 2026b, which counts as well" in in_matches.sentence
    assert "edition 2026b counts “ban” in matches, and edition 2026, which counts as well" in in_months.sentence
    assert in_months.remedy == "Choose a sanction that both editions count alike."
