"""The hearing room in a browser: the line drops while the clerk types, and what was typed stands once in the record."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from alteram.people import fictional_id
from alteram_web.casework import bodies
from alteram_web.identity.models import Holder
from tests.alteram_web.portals.test_hearing_room import seeded, where
from tests.alteram_web.portals.test_staff import tip

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = os.environ.get("ALTERAM_SHOTS")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=quiet)
        yield opened
        opened.close()


def at_the_screen(browser: Browser, server: LiveServer, body: bodies.Body, name: str, width: int = 1280) -> Page:
    client = Client()
    client.force_login(Holder.objects.get(body=body.id, person=fictional_id(name)).user)
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": server.url}])
    return context.new_page()


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def accessible(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []


def test_nothing_typed_is_lost_when_the_line_drops_and_it_stands_once(
    browser: Browser, live_server: LiveServer, league: bodies.Body
) -> None:
    chain: UUID = seeded(league, "decide_charge")
    before = tip(league, chain)
    clerk = at_the_screen(browser, live_server, league, "Dev Ashgrove")
    chair = at_the_screen(browser, live_server, league, "Rosalind Achebe", width=375)
    for page in (clerk, chair):
        page.goto(live_server.url + where(chain))
        accessible(page)
    shot(clerk, "clerk-1280")
    shot(chair, "chair-375")

    clerk.locator("#note-question_refused summary").click()
    words = "Whether she had been drinking. It bears on nothing that is charged."
    clerk.context.set_offline(True)
    form = clerk.locator("#note-question_refused")
    form.locator("textarea").fill(words)
    form.get_by_role("button", name="Enter this in the record").click()
    expect(form.locator(".al-unsent")).to_be_visible()
    expect(form.locator("textarea")).to_have_value(words)
    expect(clerk.locator("#no-line")).to_be_visible(timeout=12_000)  # what is on the screen is known to be old
    shot(clerk, "clerk-offline-1280")
    assert tip(league, chain) == before

    clerk.context.set_offline(False)
    form.get_by_role("button", name="Enter this in the record").click()
    expect(form.locator(".al-entered")).to_be_visible()
    expect(form.locator("textarea")).to_have_value("")
    assert tip(league, chain) == before + 1
    expect(clerk.locator("#noted-question_refused")).to_contain_text(words)
    expect(chair.locator("#noted-question_refused")).to_contain_text(words, timeout=12_000)  # by itself
    expect(clerk.locator("#no-line")).to_be_hidden(timeout=12_000)

    clerk.locator(f"#tap-out{fictional_id('Callum Drey')}").click()
    expect(clerk.locator("#who")).to_contain_text("Out since")
    expect(chair.locator("#who")).to_contain_text("Out since", timeout=12_000)
    assert tip(league, chain) == before + 2
    shot(clerk, "clerk-out-1280")
    kept = clerk.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "drinking" not in kept, "nothing typed is kept in the browser"
    assert clerk.evaluate("Object.keys(localStorage).length") == 0
    assert set(clerk.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}, "but the address"


def test_a_note_whose_answer_was_lost_on_the_way_is_entered_once(
    browser: Browser, live_server: LiveServer, league: bodies.Body
) -> None:
    chain = seeded(league, "decide_charge")
    before = tip(league, chain)
    clerk = at_the_screen(browser, live_server, league, "Dev Ashgrove")
    broken: list[str] = []  # in this test alone: the checker and the screenshots bring styles of their own along
    clerk.on("console", lambda said: broken.append(said.text) if "Content Security" in said.text else None)
    clerk.goto(live_server.url + where(chain))
    clerk.locator("#note-ruling summary").click()
    form = clerk.locator("#note-ruling")
    form.locator("textarea").fill("The second exhibit is admitted.")

    def swallow(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]  # it arrives
        route.abort()  # type: ignore[attr-defined]  # and its answer does not

    clerk.route("**/hearing/", swallow, times=1)
    form.get_by_role("button", name="Enter this in the record").click()
    expect(form.locator(".al-unsent")).to_be_visible()
    assert tip(league, chain) == before + 1

    form.get_by_role("button", name="Enter this in the record").click()

    expect(form.locator(".al-entered")).to_be_visible()
    assert tip(league, chain) == before + 1
    expect(clerk.locator("#noted-ruling")).to_contain_text("The second exhibit is admitted.")
    assert broken == [], "the policy on scripts and styles holds, with what was read and sent since"
