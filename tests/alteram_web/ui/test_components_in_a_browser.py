"""The sample pages in a real browser: accessibility rules, narrow phones, dark mode, focus, print."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.alteram_web.ui import samples

ROOT = Path(samples.HERE).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=quiet)
        yield opened
        opened.close()


def open_page(browser: Browser, name: str, width: int, dark: bool) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", java_script_enabled=True
    )
    page = context.new_page()
    page.set_content(samples.alone(name))
    return page


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", samples.PAGES)
def test_axe_finds_nothing_and_a_narrow_phone_does_not_scroll_sideways(browser: Browser, name: str, dark: bool) -> None:
    page = open_page(browser, name, 320, dark)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    told = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert told == []
    assert wide <= 320


def test_the_error_summary_takes_the_focus_and_the_way_to_the_field_works(browser: Browser) -> None:
    page = open_page(browser, "complain", 1280, dark=False)
    page.wait_for_function("document.activeElement.classList.contains('govuk-error-summary')")
    page.click("text=Write the day as in 24/03/2026. >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_on"
    page.context.close()


def test_the_first_key_reaches_the_skip_link_and_the_focus_can_be_seen(browser: Browser) -> None:
    page = open_page(browser, "case", 1280, dark=False)
    page.keyboard.press("Tab")
    shown = page.evaluate(
        "(() => { const e = document.activeElement, s = getComputedStyle(e);"
        " return [e.textContent, s.outlineStyle, e.getBoundingClientRect().height > 20] })()"
    )
    page.context.close()
    assert shown == ["Skip to main content", "solid", True]


def test_how_it_was_counted_opens_without_a_script_and_is_printed_open(browser: Browser) -> None:
    page = open_page(browser, "refused", 375, dark=False)
    line = page.get_by_text("Notice sent by email on Monday 13 July")
    assert not line.is_visible()
    page.get_by_text("How this was counted").click()
    assert line.is_visible()
    page.get_by_text("How this was counted").click()
    page.emulate_media(media="print")
    assert line.is_visible()
    page.context.close()
