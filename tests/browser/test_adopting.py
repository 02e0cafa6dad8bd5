"""From a plan that was read in to its second version, by keyboard alone, counting every step."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import House
from tests.browser.filling import EXAMPLES, focus, press, tab_to

PDF = "application/pdf"


@dataclass
class Counted:
    """A person at the keyboard whose every press and every field filled in is one interaction."""

    page: Page
    count: int = 0

    def press(self, words: str = "", value: str = "") -> None:
        """Go to a link or a button and press it."""
        self.count += 1
        press(self.page, words=words, value=value)

    def write(self, name: str, text: str) -> None:
        """Go to a field and write in it, instead of what stands there."""
        self.count += 1
        tab_to(self.page, name=name)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)

    def adopt(self) -> None:
        """Make the decision on the page that adopts."""
        self.write("beslutad_av", "Rektor Ingela Markovic")
        self.press(value="faststall")
        assert self.page.locator(".errors").count() == 0, self.page.inner_text(".errors")


def _send(page: Page, path: str, name: str, content: bytes, button: str) -> None:
    page.goto(path)
    kind = PDF if name.endswith(".pdf") else "application/json"
    page.locator("#fil").set_input_files(FilePayload(name=name, mimeType=kind, buffer=content))
    press(page, words=button)


def _paper(page: Page, link: str) -> bytes:
    address = page.get_by_role("link", name=link).get_attribute("href")
    return page.request.get(str(address)).body()


def test_a_corrected_number_becomes_version_two_in_eight_steps(
    page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    _send(page, "/las-in", "plan.json", (EXAMPLES / "ekbackaskolan.json").read_bytes(), "Läs in")
    person = Counted(page)
    person.press("Granska och fastställ")
    person.press("Fastställ planen")
    person.adopt()
    assert page.inner_text("h1") == "Version 1 av planen för 2026/27"
    assert "Byt ut här" not in page.inner_text("main")
    old = _paper(page, "Öppna anslaget, A4")
    first = person.count

    person = Counted(page)
    person.press("Ändra planen")
    person.press("Polisen")
    person.write("kontakter-0-telefon", "031-390 06 99")
    person.press(value="spara-fortsatt")
    changed = page.locator("section", has=page.locator("#andrat"))
    expect(changed.locator("li")).to_have_count(1)
    expect(changed.locator("li")).to_have_text(
        "Polisen: Polisens kontaktperson för hedersrelaterade brott: numret har ändrats"
    )
    person.press("Fastställ version 2")
    person.adopt()
    assert page.inner_text("h1") == "Version 2 av planen för 2026/27"
    places = page.locator("section", has=page.locator("#byt-ut"))
    expect(places.locator("li")).to_have_count(3)
    assert "Gäller till och med" in page.inner_text(".lead")

    _send(page, "/kontrollera", "anslag.pdf", old, "Kontrollera")
    assert page.inner_text("#besked-rubrik") == "Äkta, men ersatt av version 2"
    assert page.evaluate("document.activeElement.id") == "besked"
    with capsys.disabled():
        print(f"\nGranska → version 1: {first} interactions; ", end="")  # noqa: T201
        print(f"Ändra planen → version 2: {person.count}")  # noqa: T201
    assert person.count <= 8


def test_what_hinders_comes_first_and_leads_to_its_field(page: Page) -> None:
    _send(page, "/las-in", "plan.json", (EXAMPLES / "snabbvagen.json").read_bytes(), "Läs in")
    page.goto(f"{page.url}faststall")
    tab_to(page, value="faststall")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "fel"
    page.keyboard.press("Tab")
    assert focus(page).words.startswith("Fastställd av: Skriv vem")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "beslutad_av"


def test_one_reason_fills_the_empty_boxes_of_its_part(page: Page) -> None:
    _send(page, "/las-in", "plan.json", (EXAMPLES / "snabbvagen.json").read_bytes(), "Läs in")
    page.goto(f"{page.url}faststall")
    boxes = page.locator("#del-jourer textarea")
    boxes.nth(0).fill("Vi har inte frågat än.")
    boxes.nth(2).fill("Ett eget skäl.")
    tab_to(page, value="samma:jourer")
    page.keyboard.press("Enter")
    expect(page.locator("#del-jourer textarea").nth(1)).to_have_value("Vi har inte frågat än.")
    expect(page.locator("#del-jourer textarea").nth(2)).to_have_value("Ett eget skäl.")
    expect(page.locator("#del-halsa textarea, #del-ideella textarea").first).to_have_value("")
    assert focus(page).name.startswith("skal_jourer")


def test_the_page_works_without_scripts_and_in_a_narrow_window(house: House) -> None:
    with house.person(width=390, height=844, scripts=False) as page:
        page.goto("/las-in")
        page.locator("#fil").set_input_files(EXAMPLES / "snabbvagen.json")
        page.get_by_role("button", name="Läs in").click()
        page.get_by_role("link", name="Granska och fastställ").click()
        page.get_by_role("link", name="Fastställ planen").click()
        page.locator("#del-jourer textarea").first.fill("Vi har inte frågat än.")
        page.locator("button[value='samma:jourer']").click()
        expect(page.locator("#del-jourer textarea").nth(1)).to_have_value("Vi har inte frågat än.")
        page.locator("button.btn[value=faststall]").click()
        expect(page.locator("#fel")).to_contain_text("Skriv vem som fastställer planen")
        expect(page.locator("#del-jourer textarea").nth(1)).to_have_value("Vi har inte frågat än.")
