"""*Check a case*: told by anybody in a few steps, judged within a second, and kept nowhere."""

from __future__ import annotations

import re
import time

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alteram_web.casework import bodies
from alteram_web.portals.public import told
from alteram_web.portals.public.tries import Tries

CHECK = "/lantern-league/check/"
SHORT_NOTICE = (
    ("receive", "2026-04-13"),
    ("acknowledge", "2026-04-14"),
    ("triage=investigate", "2026-04-22"),
    ("put_allegations", "2026-04-24"),
    ("respond=given", "2026-05-08"),
    ("report=filed", "2026-06-15"),
    ("examine=case_to_answer", "2026-06-26"),
    ("charge", "2026-07-08"),
    ("give_notice", "2026-07-10", "2026-08-06", "email"),
    ("open_hearing", "2026-08-06"),
)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    cache.clear()


def filled(*rows: tuple[str, ...], **more: str) -> dict[str, str]:
    """The form as a browser sends it."""
    data = {"book": "lantern-league", "rows": str(max(len(rows), 5))}
    for number, row in enumerate(rows, 1):
        names = (f"step-{number}", f"day-{number}", f"announced-{number}", f"channel-{number}")
        data |= dict(zip(names, row, strict=False))
    return data | more


def text(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_newcomer_finds_it_on_the_first_page_and_in_the_ways(league: bodies.Body) -> None:
    page = Client().get("/lantern-league/").content.decode()

    assert page.count(f'href="{CHECK}"') >= 2


def test_a_notice_too_short_is_named_with_clause_and_days_and_what_follows(league: bodies.Body) -> None:
    answer = Client().post(CHECK, filled(*SHORT_NOTICE))

    page = text(answer.content.decode())
    assert answer.status_code == 200
    assert "2 breaches of the rules" in page
    assert "the notice gives 23 clear days and rule 7.1 asks for 28" in page
    assert "5 days short" in page
    assert "follows from 1" in page
    assert "28 clear days after Monday 13 July 2026" in page
    assert "23 clear days; the rule asks for 28 clear days" in page, "the fairness ledger says so as well"
    assert "Who acted, and what was written, was not asked" in page


def test_a_lawful_case_is_told_as_one(league: bodies.Body) -> None:
    lawful = [(*row[:2], "2026-08-11", "email") if row[0] == "give_notice" else row for row in SHORT_NOTICE[:-1]]

    page = text(Client().post(CHECK, filled(*lawful, ("open_hearing", "2026-08-11"))).content.decode())

    assert "Nothing here was against the rules" in page


def test_the_example_is_a_membership_ended_by_letter(league: bodies.Body) -> None:
    page = Client().get(CHECK, {"example": "letter"}).content.decode()
    sent = dict(re.findall(r'name="(day-\d)" value="([\d-]+)"', page))
    chosen = re.findall(r'<option value="([^"]+)" selected', page)

    answer = Client().post(CHECK, filled((chosen[0], sent["day-1"]), (chosen[1], sent["day-2"])))

    assert chosen == ["receive", "sanction=expulsion"]
    assert "E-SANCTION-NO-FINDING" in answer.content.decode()


def test_another_kind_of_body_has_its_own_steps(league: bodies.Body) -> None:
    own = Client().get(CHECK).content.decode()
    other = Client().get(CHECK, {"book": "pennywater-rowing"}).content.decode()

    assert 'value="give_notice"' in own
    assert set(re.findall(r'<option value="([^"]+)"', own)) != set(re.findall(r'<option value="([^"]+)"', other))
    assert Client().get(CHECK, {"book": "../../etc"}).content.decode().count("lantern-league") > 0


def test_what_is_missing_or_odd_is_said_beside_its_field(league: bodies.Body) -> None:
    answer = Client().post(
        CHECK,
        filled(
            ("receive", ""), ("", "2026-04-14"), ("conjure", "2026-04-14"), ("give_notice", "2026-05-01"),
            ("acknowledge", "1066-10-14"),
        ),
    )  # fmt: skip

    page = text(answer.content.decode())
    assert answer.status_code == 422
    assert "Enter the day of step 1." in page
    assert "Choose what was done as step 2." in page
    assert "Choose a step of these rules." in page
    assert "Enter the day that step 4 announced." in page
    assert "Enter a day from 2000 to" in page
    assert Client().post(CHECK, filled()).status_code == 422


def test_no_more_than_fifteen_steps_are_read(league: bodies.Body) -> None:
    many = [("note_progress", "2026-05-01")] * 40

    page = Client().post(CHECK, filled(*many, more="1")).content.decode()
    assert len(re.findall(r'<select name="step-', page)) == 15
    answer = Client().post(CHECK, filled(("receive", "2026-04-13"), *many, rows="9999999"))
    assert answer.status_code in (200, 422)
    assert 'name="step-16"' not in answer.content.decode()


def test_more_room_keeps_what_was_typed(league: bodies.Body) -> None:
    page = Client().post(CHECK, filled(*SHORT_NOTICE[:3], more="1")).content.decode()

    assert re.findall(r'<option value="([^"]+)" selected', page)[:3] == ["receive", "acknowledge", "triage=investigate"]
    assert 'name="day-3" value="2026-04-22"' in page
    assert 'name="step-10"' in page


def test_the_worst_fifteen_steps_take_less_than_a_second(league: bodies.Body) -> None:
    worst = [
        ("receive", "2024-01-01"),
        *[(row[0], f"2025-{n:02}-10", *row[2:]) for n, row in enumerate(SHORT_NOTICE, 1)],
    ]
    worst += [("close_hearing", "2025-12-01"), ("give_reasons=sanctioned", "2025-12-02"), ("publish", "2025-12-03")]
    client = Client()
    client.post(CHECK, filled(*worst))
    begun = time.process_time()  # of this machine others use the rest
    answer = client.post(CHECK, filled(*worst))

    assert answer.status_code == 200
    assert time.process_time() - begun < 1


def test_nothing_is_stored_and_nothing_is_cached(league: bodies.Body) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post(CHECK, filled(*SHORT_NOTICE))

    written = [one["sql"] for one in asked.captured_queries if re.match(r"\s*(INSERT|UPDATE|DELETE)", one["sql"])]
    assert [sql for sql in written if "site_cache" not in sql] == [], "but for how often this address asked"
    assert "no-store" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies


def test_too_many_checks_from_one_address_wait(league: bodies.Body, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "CHECKS", Tries(name="checks", most=2, forgotten=60))
    client = Client()

    assert [client.post(CHECK, filled(*SHORT_NOTICE)).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get(CHECK).status_code == 200


def test_a_year_before_the_calendar_of_the_rules_is_refused_with_a_sentence(league: bodies.Body) -> None:
    answer = Client().post(CHECK, filled(("receive", "2001-04-13"), ("triage=investigate", "2001-05-02")))

    assert answer.status_code == 422
    assert "calendar of these rules covers" in text(answer.content.decode())
