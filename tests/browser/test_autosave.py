"""What is typed and not saved survives a closed browser, and a program that was away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

SOON = 4000  # ms: longer than the script waits after the last key


@pytest.fixture
def page_of_police(page: Page) -> Page:
    """Return the page of a new plan's part about the police, with a clock of its own."""
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Ny plan").click()
    plan = page.url
    page.clock.install()
    page.goto(f"{plan}del/polis")
    return page


def _said(page: Page) -> str:
    note = page.locator("#utkast-sparat")
    expect(note).to_be_visible()
    return note.inner_text()


def _offered(page: Page) -> None:
    """Take the text that the page offers, and hold that it is what was typed."""
    page.get_by_role("link", name="Visa").first.click()
    expect(page.locator("#medverka")).to_have_value("Halvskrivet")


def test_what_was_typed_is_offered_when_the_browser_has_been_closed(page_of_police: Page) -> None:
    address = page_of_police.url
    page_of_police.fill("#medverka", "Halvskrivet")
    page_of_police.clock.fast_forward(SOON)
    assert _said(page_of_police).startswith("Det du skrev är i säkerhet sedan")
    other = page_of_police.context.new_page()
    page_of_police.close()
    other.goto(address)
    expect(other.locator("#medverka")).to_have_value("")
    _offered(other)


def test_what_was_typed_while_the_program_was_away_comes_back(page_of_police: Page) -> None:
    address = page_of_police.url

    def away(route: Route) -> None:
        route.fulfill(status=503)

    page_of_police.route("**/utkast", away)
    page_of_police.fill("#medverka", "Halvskrivet")
    page_of_police.clock.fast_forward(SOON)
    assert _said(page_of_police).startswith("Programmet svarar inte.")
    assert page_of_police.evaluate("Object.keys(localStorage).length") == 1
    page_of_police.unroute("**/utkast")
    page_of_police.goto("about:blank")
    page_of_police.goto(address)
    expect(page_of_police.get_by_role("link", name="Visa").first).to_be_visible()
    assert page_of_police.evaluate("Object.keys(localStorage).length") == 0
    _offered(page_of_police)
