"""A place in a pool counts within its term and with the training that the book asks for; the sentence names the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alteram import draw
from alteram.calendar.lengths import parse_length
from alteram.people import Office, fictional_id
from alteram.procedure import Beyond, Verdict
from alteram.procedure.separation import unfit
from alteram.worked import Told
from tests.builders import case_before, codes, refused, rewrite, try_

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
