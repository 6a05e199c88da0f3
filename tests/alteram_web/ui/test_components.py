"""Every component, drawn from sample values, without a database."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError

import alteram_web.ui
from alteram_web.ui import environment
from tests.alteram_web.ui import samples

UI = Path(alteram_web.ui.__file__).parent
REFERENCE = UI.parents[2] / "docs" / "reference" / "components.md"


class Seen(HTMLParser):
    """What a page holds: ids, headings, labels, inputs, references and links within the page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[int] = []
        self.labelled: set[str] = set()
        self.inputs: list[str] = []
        self.described: list[str] = []
        self.targets: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "label":
            self.labelled.add(given["for"])
        if tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            self.inputs.append(given["id"])
        self.described += given.get("aria-describedby", "").split()
        if tag == "a" and given.get("href", "").startswith("#") and len(given["href"]) > 1:
            self.targets.append(given["href"][1:])


def draw(call: str, **values: object) -> str:
    """The markup of one macro call."""
    names = ", ".join(sorted(set(re.findall(r"\b([a-z_]+)\(", call))))
    source = f'{{% from "ui/kit.html" import {names} %}}{{{{ {call} }}}}'
    return str(samples.engine().from_string(source).render(values))


def words(markup: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", markup).split())


@pytest.mark.parametrize("name", samples.PAGES)
def test_a_page_has_one_heading_and_ties_everything_by_id(name: str) -> None:
    seen = Seen(samples.page(name))
    assert seen.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(seen.headings, seen.headings[1:], strict=False))
    assert len(seen.ids) == len(set(seen.ids))
    assert set(seen.inputs) <= seen.labelled
    assert set(seen.described) <= set(seen.ids)
    assert set(seen.targets) <= set(seen.ids)


def test_an_error_stands_in_the_summary_and_beside_its_field() -> None:
    markup = samples.page("complain")
    assert markup.count("Say what happened, even if only in a sentence.") == 2
    assert 'href="#id_account"' in markup
    assert 'href="#id_where_0"' in markup, "a question with choices is reached at its first choice"
    assert 'aria-describedby="id_account_helptext id_account_error"' in markup
    assert markup.index("govuk-error-summary") < markup.index("<h1")


def test_a_question_may_be_the_heading_of_its_page() -> None:
    form = samples.Complaint()
    for name in ("account", "where"):
        assert Seen(draw("field(bound, heading=True)", bound=form[name])).headings == [1]


def test_a_refusal_says_not_yet_why_how_it_was_counted_and_what_to_do_instead() -> None:
    said = words(draw("refusal(r)", r=samples.REFUSAL))
    assert said.startswith("Not yet. The hearing cannot open on Thursday 6 August")
    for part in ("rule 7.1", "E-NOTICE-SHORT", "How this was counted", "Monday 10 August", "List the hearing for"):
        assert part in said


def test_the_lawful_thing_may_be_a_post_with_hidden_values() -> None:
    instead = {"text": "List it", "action": "/list", "fields": {"day": "2026-08-11"}}
    markup = draw("refusal(r, csrf_input=token)", r={"sentence": "No.", "instead": instead}, token="TOKEN")
    assert '<form method="post" action="/list">TOKEN<input type="hidden" name="day" value="2026-08-11">' in markup


def test_a_step_that_is_not_lawful_says_the_same_sentence_and_is_no_link() -> None:
    markup = draw("may_happen_now(steps)", steps=samples.STEPS)
    assert str(samples.REFUSAL["sentence"]) in words(markup)
    assert ">Send the bundle to the panel</a>" in markup
    assert ">Open the hearing</a>" not in markup


def test_the_river_strikes_through_what_was_overtaken_and_tells_the_two_times_apart() -> None:
    markup = draw("river(entries)", entries=samples.RIVER)
    assert "<s>No answer within fourteen days</s>" in markup
    said = words(markup)
    assert "Recorded on Friday 6 February 2026 at 16:12 : it was posted" in said.replace("12:", "12 :")
    assert said.count("Recorded on") == 2, "an entry recorded on its own day says the day once"
    assert [f"{name} 2026" in said for name in ("January", "February", "June", "July")] == [True] * 4


def test_duties_stand_by_day_with_what_happens_otherwise() -> None:
    said = words(draw("owed(duties, today)", duties=samples.DUTIES, today=samples.TODAY))
    assert "Tuesday 14 July 2026 , overdue by 2 days" in said
    assert said.count("Tuesday 21 July 2026") == 1
    assert "Otherwise: the hearing cannot open on that day." in said


def test_an_overdue_duty_does_not_hide_a_held_one_of_the_same_day() -> None:
    duties = [{"what": "A", "by": samples.TODAY, "state": "due"}, {"what": "B", "by": samples.TODAY, "state": "held"}]
    assert words(draw("owed(duties, today)", duties=duties, today=samples.TODAY)).count("16 July") == 2


@pytest.mark.parametrize("state", ["met", "not_yet", "breached"])
def test_a_guarantee_says_its_state_in_words(state: str) -> None:
    said = words(draw("guarantees(items)", items=[{"title": "Heard", "state": state}]))
    assert {"met": "Met", "not_yet": "Not yet", "breached": "Breached"}[state] in said


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("promised", "its place in the public log follows by Thursday 16 July 2026 at 13:00"),
        ("placed", "In the record since Thursday 16 July 2026 at 10:31"),
        ("absent", "This code is not in this record."),
        ("breach", "Promised for Thursday 16 July 2026 at 13:00 and not placed."),
    ],
)
def test_a_receipt_says_what_can_be_said(state: str, sentence: str) -> None:
    assert sentence in words(draw("receipt(r)", r={**samples.RECEIPT, "state": state}))


def test_a_contact_and_its_denial_are_of_equal_weight() -> None:
    markup = draw("statements(c.alleged, c.answer)", c=samples.CONTACT)
    assert markup.count('class="al-statements__side"') == 2
    assert "Denied" in markup
    assert "No answer yet" in draw("statements(c.alleged)", c=samples.CONTACT)


def test_a_hidden_figure_says_so_and_only_marks_in_use_are_explained() -> None:
    rows = [["Elections", {"suppressed": True}, 30]]
    said = words(draw("numbers_table('Outcome', ['Subject', 'Proved', 'All'], rows)", rows=rows))
    assert "[x] hidden, because so small a number" in said
    assert "[r]" not in said
    assert "[z]" not in said


def test_a_zero_is_a_number_and_is_printed() -> None:
    assert ">0</td>" in draw("numbers_table('A', ['B', 'C'], rows)", rows=[["x", 0]])
    assert ">0</td>" in draw("numbers_table('A', ['B', 'C'], rows)", rows=[["x", {"value": 0}]])


def test_pages_of_a_list_leave_a_gap_where_numbers_are_left_out() -> None:
    said = words(draw("pagination(5, 9)"))
    assert re.search(r"1 .* 4 5 6 .* 9", said)
    assert words(draw("pagination(1, 1)")) == ""


def test_whatever_people_typed_is_escaped() -> None:
    evil = "<script>alert(1)</script>"
    river = [{"what": evil, "at": date(2026, 1, 1), "who": evil, "text": evil, "papers": [{"text": evil}]}]
    for markup in (
        draw("river(e)", e=river),
        draw("refusal(r)", r={"sentence": evil, "counted": evil}),
        draw("tag(t)", t=evil),
        draw("summary_list(r)", r=[{"key": evil, "value": evil}]),
        draw("details(t, t)", t=evil),
        draw("notification(t, title=t)", t=evil),
        draw("table(t, [t], [[t]])", t=evil),
        draw("button(t, name=t)", t=evil),
        draw("back_link('/', t)", t=evil),
        draw("breadcrumbs(i)", i=[{"text": evil, "href": "#"}]),
        draw("error_summary(errors=i)", i=[{"text": evil}]),
        draw("task_list(i)", i=[{"title": evil, "status": evil}]),
    ):
        assert "<script" not in markup


@pytest.mark.parametrize(
    ("away", "said"), [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (5, "in 5 days"), (-3, "3 days ago")]
)
def test_days_are_told_from_the_day_given(away: int, said: str) -> None:
    assert environment.relative(date(2026, 7, 16 + away), samples.TODAY) == said


def test_an_instant_is_told_in_the_time_of_the_body() -> None:
    late = datetime(2026, 8, 5, 23, 30, tzinfo=UTC)
    assert environment.day(late) == "Thursday 6 August 2026"
    assert environment.moment(late) == "Thursday 6 August 2026 at 00:30"
    assert environment.moment(date(2026, 8, 6)) == "Thursday 6 August 2026"


def test_every_macro_is_in_the_kit_and_in_the_reference() -> None:
    made = set()
    for path in (UI / "templates" / "ui" / "components").glob("*.html"):
        made |= set(re.findall(r"{%-? macro ([a-z]\w*)\(", path.read_text(encoding="utf-8")))
    kit = set(re.findall(r"{% set (\w+) =", (UI / "templates" / "ui" / "kit.html").read_text(encoding="utf-8")))
    assert kit == made
    told = REFERENCE.read_text(encoding="utf-8")
    assert [name for name in sorted(made) if f"`{name}(" not in told and f"`{name}`" not in told] == []


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_can_be_read_in_both_modes(mode: str) -> None:
    source = (UI / "styles" / "_tokens.scss").read_text(encoding="utf-8")
    block = re.search(rf"@mixin {mode} {{(.*?)}}", source, re.DOTALL)
    assert block
    token = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block[1]))
    grounds = [token["paper"], token["paper-raised"], token["may-wash"], token["due-wash"]]
    for text in ("ink", "may", "due"):
        assert all(_contrast(token[text], ground) >= 4.5 for ground in grounds), text
    assert _contrast(token["ink-soft"], token["paper"]) >= 4.5
    assert _contrast(token["on-may"], token["may"]) >= 4.5
    assert _contrast(token["rule-strong"], token["paper"]) >= 3, "the border of a field"


def test_a_name_the_page_does_not_know_is_an_error_and_a_key_that_is_left_out_is_not() -> None:
    made = samples.engine()
    assert made.from_string("[{{ case.note }}]").render({"case": {}}) == "[]"
    with pytest.raises(UndefinedError, match="'caes' is undefined"):
        made.from_string("{{ caes }}").render({"case": {}})
