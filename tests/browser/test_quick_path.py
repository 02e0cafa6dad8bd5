"""From "Ny plan" to an opened wall sheet, counting every click and every field."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import House
from tests.browser.filling import example

# What a school knows by heart: of a contact the first screen, and that the socialjour is reached
# by 112; of the texts those that the wall sheet and the one who is alone with a pupil need.
FIRST_SCREEN = ("funktion", "telefon", "telefontid", "nas_via_112")
MOST = 60


@dataclass
class Counted:
    """A person whose every click and every field filled in is one interaction."""

    page: Page
    count: int = 0

    def click(self, what: Locator) -> None:
        """Click on something that can be seen."""
        self.count += 1
        what.click()

    def fill(self, name: str, text: str) -> None:
        """Write in a field, or choose in it, unless it holds that already."""
        field = self.page.locator(f"main [name='{name}']")
        if field.first.get_attribute("type") in {"radio", "checkbox"}:
            choice = self.page.locator(f"main [name='{name}'][value='{text}']")
            if not choice.is_visible():
                inside = self.page.locator(f"[name='{name}'][value='{text}']")
                self.click(self.page.locator("fieldset.card", has=inside).locator("summary"))
            self.click(choice)
        elif field.input_value().lower() != text.lower():
            self.count += 1
            field.fill(text)


def _needed(wanted: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        name: texts
        for name, texts in wanted.items()
        if not name.startswith("kontakter") or name.rpartition("-")[2] in FIRST_SCREEN
    }


def test_the_wall_sheet_is_opened_after_fewer_than_sixty_interactions(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = example("snabbvagen.json")
    with house.person() as page:
        person = Counted(page)
        person.click(page.get_by_role("button", name="Ny plan"))
        person.click(page.get_by_role("link", name="Skolan och planen"))
        for section in ("skolan", "resurspersoner", "socialtjanst", "polis", "akut"):
            for name, texts in _needed(wanted[section]).items():
                if page.locator(f"main [name='{name}']").count() == 0:
                    person.click(page.get_by_role("button", name="Lägg till kontakt"))
                    page.locator(f"main [name='{name}']").wait_for()
                for text in texts:
                    person.fill(name, text)
            person.click(page.get_by_role("button", name="Spara och fortsätt"))
            assert page.locator(".errors").count() == 0, page.inner_text(".errors")
        person.click(page.get_by_role("link", name="Tillbaka till planen"))
        assert "Nu är de klara" in page.inner_text("main")
        person.click(page.get_by_role("link", name="skriv ut anslaget"))
        wall = page.get_by_role("link", name="Öppna anslaget, A4")
        address = wall.get_attribute("href")
        with page.context.expect_event("response", lambda got: got.url.endswith("anslag.pdf")):
            person.click(wall)
        sheet = page.request.get(str(address))
        assert sheet.body().startswith(b"%PDF")
    with capsys.disabled():
        print(f"\nNy plan → anslag: {person.count} interactions (clicks and fields)")  # noqa: T201
    assert person.count < MOST
