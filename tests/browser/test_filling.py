from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from samverkan_docs.plan import plan_file
from tests.browser.conftest import House
from tests.browser.filling import (
    EXAMPLES,
    ORDER,
    example,
    point_and_fill,
    press,
    sections_by_keyboard,
    tab_to,
    without_ids,
)

WHOLE = "ekbackaskolan.json"


def _exported(page: Page) -> bytes:
    address = page.locator("a", has_text="Spara planen som fil").get_attribute("href")
    return page.request.get(str(address)).body()


def test_the_whole_form_is_filled_in_by_keyboard_alone(page: Page) -> None:
    press(page, words="Ny plan")
    press(page, words=ORDER[0].title)
    saved = list(sections_by_keyboard(page, example(WHOLE)))
    assert saved == ORDER
    expect(page.locator("h1")).to_have_text("Granska planen")
    assert "Inget. Alla svar som krävs är ifyllda." in page.inner_text("main")
    press(page, words="Till planens delar")
    assert without_ids(_exported(page)) == without_ids((EXAMPLES / WHOLE).read_bytes())
    press(page, words="Skriv ut")
    tab_to(page, words="Öppna planen")


def test_the_whole_form_is_filled_in_without_javascript(house: House) -> None:
    wanted = example(WHOLE)
    with house.person(scripts=False) as page:
        page.get_by_role("button", name="Ny plan").click()
        page.get_by_role("link", name=ORDER[0].title).click()
        for section in ORDER:
            assert page.locator("h1").text_content() == section.title
            point_and_fill(page, wanted[section.key])
            page.get_by_role("button", name="Spara och fortsätt").click()
            assert page.locator(".errors").count() == 0, page.locator(".errors").text_content()
        assert page.locator("h1").text_content() == "Granska planen"
        page.get_by_role("link", name="Till planens delar").click()
        assert without_ids(_exported(page)) == without_ids((EXAMPLES / WHOLE).read_bytes())
        assert json.loads(_exported(page))["format"] == plan_file.FORMAT
