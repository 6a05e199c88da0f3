"""A place in a pool counts within its term and with the training that the book asks for; the sentence names the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from alteram import draw
from alteram.calendar.lengths import parse_length
from alteram.people import Office, fictional_id
from alteram.procedure import Beyond, Verdict
from alteram.procedure.separation import unfit
from alteram.procedure.substitutes import Ready, left, next_named
from alteram.worked import Told, enter
from tests.builders import case_before, codes, did, refused, rewrite, try_

PANEL = ["Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey"]
THREE_YEARS, TWO_YEARS = parse_length("3 years"), parse_length("2 years")


def under(told: Told, **said: Any) -> Told:
    """The same case under a book whose hearing pool says something besides."""
    pools = dict(told.edition.pools)
    pools["hearing_pool"] = replace(pools["hearing_pool"], **said)
    rewrite(told, pools=pools)
    return told


def at_notice(**said: Any) -> Told:
    return under(case_before("G01", "give_notice"), **said)


def changed(told: Told, name: str, **said: Any) -> None:
    """One person's places in the pools, with something changed."""
    person = fictional_id(name)
    places = tuple(replace(m, **said) if m.person == person else m for m in told.people.memberships)
    told.people = replace(told.people, memberships=places)


def notice(told: Told, **said: Any) -> Verdict:
    fields: dict[str, Any] = {
        "hearing_on": "2026-05-14", "hearing_time": "10:00", "place": "Lantern House", "bundle": "B1",
        "openness": "private", "panel": [fictional_id(name) for name in PANEL],
    }  # fmt: skip
    return try_(told, "give_notice", by="Dev Ashgrove", on="2026-04-10", via="email", **{**fields, **said})


def test_a_panel_within_the_term_that_the_book_gives_is_lawful() -> None:
    assert notice(at_notice(term=THREE_YEARS)).lawful


def test_a_place_lasts_no_longer_than_the_term_of_the_pool_whatever_was_entered() -> None:
    found = refused(notice(at_notice(term=TWO_YEARS)), "E-TERM-EXPIRED", "RUL-11")

    assert "is not in the pool for hearing panel on Friday 10 April 2026" in found.sentence
    assert "the term ended on Wednesday 31 December 2025" in found.sentence


def test_whoever_sits_when_the_term_ends_acts_no_more_and_the_sentence_names_the_day() -> None:
    told = case_before("G01", "open_hearing")
    changed(told, "Callum Drey", until=date(2026, 4, 30))

    verdict = try_(told, "open_hearing", by=PANEL, on="2026-05-14", openness="private", recording="R-1", present={})

    found = refused(verdict, "E-TERM-EXPIRED", "RUL-11")
    assert "does not run on Thursday 14 May 2026: it ended on Thursday 30 April 2026" in found.sentence


@pytest.mark.parametrize(
    ("trained", "word"), [(None, "no training in “fair hearings”"), (date(2027, 1, 1), "no training")]
)
def test_a_training_that_the_book_asks_for_is_on_record_before_the_appointment(trained: date | None, word: str) -> None:
    told = at_notice(training={"fair hearings": THREE_YEARS})
    changed(told, "Callum Drey", trained=trained)

    assert word in refused(notice(told), "E-TRAINING", "INV-10").sentence


def test_a_training_counts_for_as_long_as_the_book_says() -> None:
    told = at_notice(training={"fair hearings": TWO_YEARS})  # everybody was trained on 1 February 2024
    assert "and so did until Saturday 31 January 2026" in refused(notice(told), "E-TRAINING", "INV-10").sentence

    for name in PANEL:
        changed(told, name, trained=date(2024, 4, 11))
    assert notice(told).lawful


def test_each_topic_counts_apart() -> None:
    told = at_notice(training={"fair hearings": THREE_YEARS, "bias": THREE_YEARS})
    assert notice(told).lawful  # trained, with no word in what: it counts for each

    changed(told, "Callum Drey", trained=None, topics={"fair hearings": date(2025, 1, 6)})
    assert "no training in “bias”" in refused(notice(told), "E-TRAINING", "INV-10").sentence


def test_substitutes_are_named_with_the_panel_as_many_as_the_pool_can_spare() -> None:
    ready = [fictional_id("Lena Fairweather")]

    assert notice(at_notice(spare=1), substitutes=ready).lawful
    assert codes(notice(at_notice(spare=0), substitutes=ready)) == {"E-QUORUM"}
    assert codes(notice(at_notice(spare=1), substitutes=[fictional_id("Callum Drey")])) == {"E-QUORUM"}


def test_a_substitute_must_be_fit_to_sit_like_a_member() -> None:
    told = at_notice(spare=1)

    assert "E-SOD-INTERIM" in codes(notice(told, substitutes=[fictional_id("Helen Strake")]))


def test_people_who_would_be_refused_are_known_beforehand() -> None:
    told = case_before("G01", "give_notice")
    assert told.case is not None
    asked = [fictional_id(name) for name in (*PANEL, "Helen Strake", "Corwin Bale", "Ines Calloway", "Rufus Dane")]

    shut = unfit(told.case, told.people, ("hearing_panel",), asked)

    assert shut == {fictional_id(name) for name in ("Helen Strake", "Corwin Bale", "Ines Calloway", "Rufus Dane")}


def test_training_is_asked_for_in_each_topic_and_the_missing_one_is_named() -> None:
    told = at_notice(training={"fair_hearings": THREE_YEARS, "bias": TWO_YEARS})
    for name in PANEL:
        changed(told, name, trained=None, topics={"Fair hearings": date(2024, 6, 1), "bias": date(2025, 1, 10)})
    assert notice(told).lawful
    changed(told, PANEL[1], topics={"fair hearings": date(2024, 6, 1)})

    found = refused(notice(told), "E-TRAINING", "INV-10")

    assert "no training in “bias” is on record" in found.sentence


def test_a_training_in_a_topic_that_has_lapsed_is_named_with_its_day() -> None:
    told = at_notice(training={"fair_hearings": TWO_YEARS})
    for name in PANEL:
        changed(told, name, trained=None, topics={"fair_hearings": date(2024, 3, 1)})

    found = refused(notice(told), "E-TRAINING", "INV-10")

    assert "“fair hearings” of Friday 1 March 2024 counts for 2 years" in found.sentence
    assert "until Saturday 28 February 2026" in found.sentence


def test_where_no_topic_is_asked_for_a_training_in_any_counts() -> None:
    told = at_notice()
    for name in PANEL:
        changed(told, name, trained=None, topics={"anything": date(2025, 3, 1)})

    assert notice(told).lawful
    changed(told, PANEL[0], topics={"anything": date(2026, 4, 11)})
    assert codes(notice(told)) == {"E-TRAINING"}


def test_a_book_may_ask_for_years_without_an_office() -> None:
    told = at_notice(free_of_office=TWO_YEARS)
    held = Office(person=fictional_id("Callum Drey"), title="branch treasurer", since=date(2020, 1, 1))
    told.people = replace(told.people, offices=(replace(held, until=date(2024, 5, 1)),))

    found = refused(notice(told), "E-INDEPENDENT", "IND-11")

    assert "branch treasurer until Wednesday 1 May 2024" in found.sentence
    assert found.lawful_from == date(2026, 5, 2)
    told.people = replace(told.people, offices=(replace(held, until=date(2024, 4, 1)),))
    assert notice(told).lawful
    told.people = replace(told.people, offices=(held,))
    assert "and still does" in refused(notice(told), "E-INDEPENDENT", "IND-11").sentence


def test_a_book_may_say_in_how_many_cases_one_person_sits() -> None:
    told = at_notice(at_most=3)
    callum = fictional_id("Callum Drey")

    assert notice(told, beyond=Beyond(loads={callum: 2})).lawful
    found = refused(notice(told, beyond=Beyond(loads={callum: 3})), "E-CASELOAD", "IND-13")
    assert "3 other open cases" in found.sentence
    told.people = replace(told.people, same={"p-other222": callum})
    refused(notice(told, beyond=Beyond(loads={callum: 2, "p-other222": 1})), "E-CASELOAD", "IND-13")


def test_nobody_is_drawn_who_sits_in_too_many_cases_already() -> None:
    told = at_notice(at_most=3)
    assert told.case is not None
    callum, step = fictional_id("Callum Drey"), told.edition.steps["give_notice"]

    def out(load: int) -> dict[str, str]:
        assert told.case is not None
        return draw.fit(told.case, told.people, step, on=date(2026, 4, 10), loads={callum: load})[1]

    assert callum not in out(2)
    assert out(3)[callum] == "E-CASELOAD"


def seated(*ready: str) -> Told:
    """The panel of G01 is named, with so many ready to move up."""
    told = at_notice(spare=2)
    verdict = notice(told, substitutes=[fictional_id(name) for name in ready])
    assert verdict.draft is not None, verdict.refusals
    enter(told, verdict.draft, datetime(2026, 4, 10, 12, tzinfo=UTC))
    return told


def ready(told: Told, out: str, on: str = "2026-04-20") -> Ready:
    assert told.case is not None
    step = told.edition.steps["replace_member"]
    return next_named(told.case, told.people, step, out=fictional_id(out), on=date.fromisoformat(on))


def gone(told: Told, on: str = "2026-04-20") -> dict[str, str]:
    assert told.case is not None
    return left(told.case, told.people, told.edition.roles["hearing_panel"], on=date.fromisoformat(on))


def stands_down(told: Told, name: str, result: str | None = "ill") -> None:
    did(told, "stood_down", by=name, on="2026-04-20", result=result, person=fictional_id(name))


@pytest.mark.parametrize("why", ["ill", "removed", "recused", "term"])
def test_the_next_substitute_who_keeps_the_mix_is_proposed_when_a_member_stands_down(why: str) -> None:
    told = seated("Lena Fairweather", "Yusuf Tarn")
    assert gone(told) == {}

    stands_down(told, "Callum Drey", why)

    assert gone(told) == {fictional_id("Callum Drey"): why}
    found = ready(told, "Callum Drey")
    assert found.person == fictional_id("Yusuf Tarn"), "the independent cannot sit as a lay member"
    assert found.passed == {fictional_id("Lena Fairweather"): "E-QUORUM"}
    assert told.case is not None
    assert fictional_id("Yusuf Tarn") not in told.case.people_in("hearing_panel"), "nobody moves up by themselves"


def test_who_must_stand_aside_after_declaring_is_replaced_by_the_next_one_too() -> None:
    told = seated("Yusuf Tarn")
    did(told, "declaration_filed", by="Callum Drey", on="2026-04-20", interests=["relationship"])

    assert gone(told) == {fictional_id("Callum Drey"): "declared"}
    assert ready(told, "Callum Drey").person == fictional_id("Yusuf Tarn")


def test_whose_term_ends_before_the_hearing_is_replaced_from_the_day_after() -> None:
    told = seated("Yusuf Tarn")
    changed(told, "Callum Drey", until=date(2026, 4, 19))

    assert gone(told, "2026-04-19") == {}
    assert gone(told, "2026-04-20") == {fictional_id("Callum Drey"): "term"}
    assert ready(told, "Callum Drey").person == fictional_id("Yusuf Tarn")


def test_a_successful_challenge_leaves_a_seat() -> None:
    told = case_before("G03", "replace_member")
    assert gone(told, "2026-05-29") == {fictional_id("Bettany Moss"): "challenged"}
    assert ready(told, "Bettany Moss", "2026-05-29") == Ready()


def test_a_substitute_who_is_no_longer_fit_is_passed_over_and_it_is_said_why() -> None:
    told = seated("Yusuf Tarn", "Bettany Moss")
    stands_down(told, "Callum Drey")
    changed(told, "Yusuf Tarn", trained=None)
    changed(told, "Bettany Moss", until=date(2026, 4, 19))

    found = ready(told, "Callum Drey")

    assert found.person is None
    assert found.passed == {fictional_id("Yusuf Tarn"): "E-TRAINING", fictional_id("Bettany Moss"): "E-TERM-EXPIRED"}


def test_a_substitute_with_a_link_or_an_office_is_passed_over() -> None:
    told = seated("Yusuf Tarn", "Bettany Moss")
    stands_down(told, "Callum Drey")
    assert told.case is not None
    told.case.acted.setdefault("investigator", set()).add(fictional_id("Yusuf Tarn"))
    office = Office(person=fictional_id("Bettany Moss"), title="The treasurer", since=date(2026, 4, 1))
    told.people = replace(told.people, offices=(*told.people.offices, office))

    found = ready(told, "Callum Drey")

    assert found.passed == {fictional_id("Yusuf Tarn"): "E-INTEREST", fictional_id("Bettany Moss"): "E-ROLE-EXEC"}


def test_whoever_moves_up_declares_first_and_opens_the_time_to_challenge_again() -> None:
    told = seated("Yusuf Tarn", "Bettany Moss")
    stands_down(told, "Callum Drey")
    moved = {"out": fictional_id("Callum Drey"), "in": fictional_id("Yusuf Tarn")}

    did(told, "replace_member", by="Dev Ashgrove", on="2026-04-21", via="email", **moved)

    assert gone(told) == {}
    assert ready(told, "Samuel Okoro-Hart").passed == {fictional_id("Bettany Moss"): "E-QUORUM"}
    asked = ["Rosalind Achebe", "Samuel Okoro-Hart", "Yusuf Tarn"]
    opening = try_(told, "open_hearing", by=asked, on="2026-05-14", recording="R", openness="private")
    assert "E-DECLARATION" in codes(opening)
    again = try_(
        told, "challenge", by="Corwin Bale", on="2026-04-28", member=fictional_id("Yusuf Tarn"), connection="A friend."
    )
    assert "E-TOO-LATE" not in codes(again)


def test_two_who_fall_out_are_replaced_one_after_the_other() -> None:
    """Neither fills both the seats that the mix asks for; the second deed is held to what is then lacking."""
    told = seated("Lena Fairweather", "Yusuf Tarn")
    stands_down(told, "Samuel Okoro-Hart")
    stands_down(told, "Callum Drey")
    first = {"out": fictional_id("Samuel Okoro-Hart"), "in": fictional_id("Lena Fairweather")}
    did(told, "replace_member", by="Dev Ashgrove", on="2026-04-21", via="email", **first)

    second = {"out": fictional_id("Callum Drey"), "via": "email"}
    chair = try_(
        told, "replace_member", by="Dev Ashgrove", on="2026-04-21", in_=fictional_id("Gethin Vaughan"), **second
    )
    assert codes(chair) == {"E-QUORUM"}
    did(told, "replace_member", by="Dev Ashgrove", on="2026-04-21", **second, **{"in": fictional_id("Yusuf Tarn")})


def test_the_lot_fills_the_seat_of_whoever_left_with_one_of_the_same_kind() -> None:
    told = seated()
    for name in ("Samuel Okoro-Hart", "Callum Drey"):
        stands_down(told, name)
    assert told.case is not None
    step, out = told.edition.steps["replace_member"], [fictional_id("Callum Drey")]

    seats = draw.seats(told.case, told.people, step, out, on=date(2026, 4, 21))

    assert seats == draw.Seats(many=1, including={"lay_member": 1})


def test_where_the_chair_leaves_the_newcomer_with_the_same_training_chairs() -> None:
    told = seated("Gethin Vaughan")
    assert told.case is not None
    assert told.case.chairs == {fictional_id("Rosalind Achebe")}
    stands_down(told, "Rosalind Achebe")
    assert told.case.chairs == set()

    out = {"out": fictional_id("Rosalind Achebe"), "in": fictional_id("Gethin Vaughan")}
    did(told, "replace_member", by="Dev Ashgrove", on="2026-04-21", via="email", **out)

    assert told.case.chairs == {fictional_id("Gethin Vaughan")}
    kept = {"out": fictional_id("Callum Drey"), "in": fictional_id("Yusuf Tarn")}
    did(told, "replace_member", by="Dev Ashgrove", on="2026-04-22", via="email", **kept)
    assert told.case.chairs == {fictional_id("Gethin Vaughan")}, "as before"
