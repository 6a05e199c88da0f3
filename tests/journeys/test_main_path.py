"""One complaint from the public form to the published decision and the figures, through the screens of many people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from alteram.people import fictional_id
from alteram_web.casework import bodies, viewers
from alteram_web.identity.models import Holder, User

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PANEL = ("Rosalind Achebe", "Samuel Okoro-Hart", "Callum Drey")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=quiet)
        yield opened
        opened.close()


class Journey:
    """People at their screens, on days of our choosing."""

    def __init__(self, browser: Browser, server: str, body: bodies.Body, patch: pytest.MonkeyPatch) -> None:
        self.server, self.body, self.patch = server, body, patch
        self.context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()
        self.case = ""
        self.now = datetime(2026, 9, 7, 9, tzinfo=UTC)
        self.checked: set[str] = set()
        patch.setattr(viewers, "moment", lambda: self.now)

    def on(self, day: str, hour: int = 10) -> Journey:
        self.now = datetime.combine(date.fromisoformat(day), time(hour), UTC)
        return self

    def become(self, name: str) -> Journey:
        client = Client()
        client.force_login(Holder.objects.get(body=self.body.id, person=fictional_id(name)).user)
        self.context.clear_cookies()
        self.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": self.server}])
        return self

    def nobody(self) -> Journey:
        self.context.clear_cookies()
        return self

    def open(self, path: str) -> Journey:
        self.page.goto(self.server + path)
        self.accessible(re.sub(r"[0-9a-f-]{36}", "", path))
        return self

    def accessible(self, kind: str) -> None:
        """Axe finds nothing serious; each kind of page once."""
        if kind in self.checked:
            return
        self.checked.add(kind)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document)")
        serious = [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")]
        assert (kind, serious) == (kind, [])

    def fill(self, **answers: object) -> Journey:
        for name, value in answers.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                self.answer(name, str(one))
        return self

    def answer(self, name: str, value: str) -> None:
        chosen = self.page.locator(f'[name="{name}"][value="{value}"]')
        if chosen.count():
            chosen.first.check(force=True)
            return
        field = self.page.locator(f'[name="{name}"]').first
        if field.get_attribute("type") == "file":
            field.set_input_files({"name": value, "mimeType": "text/plain", "buffer": b"The bundle of the hearing."})
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.check(force=True)
        else:
            field.fill(value)

    def send(self) -> Journey:
        self.page.locator("main form button[type=submit], main form button:not([type])").last.click()
        return self

    def does(self, step: str, **answers: object) -> Journey:
        self.open(f"/lantern-league/cases/case/{self.case}/do/{step}/").fill(**answers).send()
        assert "It stands in the record" in self.page.inner_text("h1"), self.page.inner_text("main")[:900]
        return self

    def refused(self, step: str, **answers: object) -> str:
        self.open(f"/lantern-league/cases/case/{self.case}/do/{step}/").fill(**answers).send()
        text = self.page.inner_text("main")
        assert "It stands in the record" not in text
        self.accessible("refusal")
        return text


def test_a_complaint_becomes_a_published_decision(
    browser: Browser, live_server: LiveServer, league: bodies.Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = Journey(browser, live_server.url, league, monkeypatch)

    go.nobody().open("/lantern-league/").open("/lantern-league/complain/").send()
    for answers in ({"about": "member"}, {"safe": "none known"}, {"account": "He blocked the door and shouted."},
                    {"conduct": "01/09/2026"}, {"respondent": "Bo Larch"}, {"standing": "victim"}, {}, {},
                    {"called": "Ash Quill", "email": "ash@example.invalid"}):  # fmt: skip
        go.accessible(go.page.url.rpartition("complain/")[2])
        go.fill(**answers).send()
    assert "Check your answers" in go.page.inner_text("h1")
    go.accessible("summary")
    go.send()
    assert "Your complaint is in the record" in go.page.inner_text("h1")
    key = go.page.locator(".al-key").inner_text()
    go.accessible("sent")

    go.become("Wren Oduya").on("2026-09-08").open("/lantern-league/cases/")
    go.page.locator("table a").first.click()
    go.accessible("case")
    go.case = re.search(r"case/([0-9a-f-]{36})/", go.page.url)[1]  # type: ignore[index]  # it is there, or fail
    go.does("acknowledge", rights_told="on", adjustments_asked="on")
    assert "is for triage" in go.refused("triage", result="no_action", reasons="I would rather not.")

    go.become("Hollis Brandt").on("2026-09-14").does("triage", result="investigate", clauses="3.4", reasons="Grave.")
    for name, capacity in (("Ines Calloway", "investigator"), ("Faye Lindqvist", "case_examiner"),
                           ("Marguerite Sol", "presenter"), ("Dev Ashgrove", "clerk")):  # fmt: skip
        go.does("appointed", person=fictional_id(name), capacity=capacity)
    go.become("Ines Calloway").on("2026-09-16").does("declaration_filed", interests="none")
    go.does("put_allegations", channel="email")
    go.on("2026-10-20").does("report", result="filed", analysis="Two witnesses saw it.", speaks_for="1: E1",
                          speaks_against="1: E2", gaps="1: none", recommendation="1: case_to_answer")  # fmt: skip
    go.become("Faye Lindqvist").on("2026-10-26").does("declaration_filed", interests="none")
    go.does("examine", result="case_to_answer", reasons="Two witnesses.", test="realistic prospect")
    go.become("Marguerite Sol").on("2026-10-28")
    go.does("charge", channel="email", charge_1_clause="3.4", charge_1_day="01/09/2026", charge_1_place="a hall",
            charge_1_deed="Blocked the door and shouted.", charge_1_exhibits="E1, E2")  # fmt: skip
    _hearing(go, league)

    _sign_up(league, "Ivo Marsh")
    go.become("Ivo Marsh").on("2027-01-04").open("/lantern-league/cases/")
    go.open(f"/lantern-league/cases/case/{go.case}/")
    go.open(f"/lantern-league/cases/case/{go.case}/do/publish/")
    go.fill(what="anonymised summary", where="the website", from_day="04/01/2027",
            basis="legitimate interest of members", checked_by=fictional_id("Dev Ashgrove"))  # fmt: skip
    go.page.get_by_label("Bo Larch").first.check(force=True)  # who was told first
    go.send()
    assert "It stands in the record" in go.page.inner_text("h1"), go.page.inner_text("main")[:900]

    go.nobody().open("/lantern-league/decisions/")
    assert "Warning" in go.page.inner_text("main")
    go.open("/lantern-league/statistics/")
    row = go.page.locator("tr", has_text="Warning").first.inner_text()
    assert "x" in row

    go.open("/lantern-league/follow/").fill(key=key).send()
    assert "Where it stands" in go.page.inner_text("h1")
    assert "The outcome of your complaint" not in go.page.inner_text("main"), "it goes out by the worker, not by itself"
    go.accessible("complainant")
    go.become("Anselm Reyne").open("/lantern-league/audit/").open("/lantern-league/audit/attempts/")
    assert "The notice of the hearing is too short" in go.page.inner_text("main")
    go.context.close()


def _hearing(go: Journey, league: bodies.Body) -> None:
    """From the notice to the reasons, with two refusals on the way."""
    go.become("Dev Ashgrove").on("2026-11-02")
    panel = [fictional_id(name) for name in PANEL]
    too_soon = go.refused("give_notice", channel="email", panel=panel, hearing_on="20/11/2026", files="bundle.txt",
                          hearing_time="10:00", place="Lantern House")  # fmt: skip
    assert "rule 7.1 asks for 28. The earliest lawful day is Wednesday 2 December 2026." in too_soon
    go.page.get_by_text("List it for Wednesday 2 December 2026").click()
    go.fill(files="bundle.txt").send()
    assert "It stands in the record" in go.page.inner_text("h1"), go.page.inner_text("main")

    for name in PANEL:
        _sign_up(league, name)
        go.become(name).on("2026-11-04").open(f"/lantern-league/panel/{go.case}/")
        assert "Declare first" in go.page.inner_text("h1")
        go.does("declaration_filed", interests="none")
        go.open(f"/lantern-league/panel/{go.case}/")
    go.become("Dev Ashgrove").on("2026-12-02")  # the clerk enters what the three decide together
    go.does("open_hearing", openness="private", recording="R-1")
    assert "E-ORDER" in go.refused("sanction", result="warning", sanctions="warning", reasons="At once.")
    go.does("hear_respondent", result="declined")
    go.does("decide_charge", result="proved", charge="1", reasons="Two witnesses, and he was asked.")
    go.does("mitigate", result="declined")
    go.does("sanction", result="warning", sanctions="warning", lasts="12 months", reasons="It was once.",
            no_lesser="Advice was given before.", time_served="none")  # fmt: skip
    go.does("close_hearing", last_day="02/12/2026")
    go.become("Dev Ashgrove").on("2026-12-10").does(
        "give_reasons", result="sanctioned", channel="email", reasons="Proved."
    )


def _sign_up(body: bodies.Body, name: str) -> None:
    person = fictional_id(name)
    if not Holder.objects.filter(body=body.id, person=person).exists():
        user = User.objects.create_user(f"{person}@demo.invalid", name=name)
        Holder.objects.create(user=user, body=body.id, person=person)
