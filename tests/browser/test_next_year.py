"""From last year's adopted plan to this year's, counting every click, key and field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page

from tests.browser.conftest import House
from tests.conftest import pages_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "ekbackaskolan.json"
MOST = 120
# Three contacts with another number than last year.
CHANGED = {
    "k-kurator": "08-465 004 81",
    "k-socialjour": "08-465 004 82",
    "k-kvinnojour": "08-465 004 83",
}
SECTIONS = {"k-kurator": "resurspersoner", "k-socialjour": "socialtjanst", "k-kvinnojour": "jourer"}


class Counted:
    """A person whose every click, key and field is one interaction."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, name: str, role: str = "button") -> None:
        self.count += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def enter(self) -> None:
        self.count += 1
        self.page.wait_for_function("document.activeElement.matches('button')")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, selector: str, text: str) -> None:
        self.count += 1
        self.page.locator(selector).fill(text)


def adopted(page: Page) -> None:
    """Read last year's plan in and adopt it."""
    page.goto("/las-in")
    content = EXAMPLE.read_bytes().replace(b"Ekbackaskolan", b"Rullande skolan")
    file = FilePayload(name="plan.json", mimeType="application/json", buffer=content)
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Läs in").click()
    page.goto(f"{page.url}faststall")
    page.get_by_label("Fastställd av").fill("Rektorn")
    page.get_by_role("button", name="Fastställ planen").click()
    page.wait_for_url("**/version/1/")


def change_the_number(person: Counted, contact: str) -> None:
    page, section = person.page, SECTIONS[contact]
    form = page.locator("form", has=page.locator(f"input[value$='/{contact}']"))
    person.count += 1
    form.get_by_role("link", name="Ändra").click()
    page.wait_for_url(f"**/del/{section}?till=ga-igenom**")
    name = page.locator(f"input[value='{contact}']").get_attribute("name") or ""
    person.fill(f"[name='{name.removesuffix('-id')}-telefon']", CHANGED[contact])
    person.press("Spara och fortsätt")
    page.wait_for_url("**/ga-igenom**")


# A page's clock stands still until the person has read it, so that no machine is too slow.
STANDS_STILL = "performance.now = () => window.isRead ? 1e6 : 0"


def press_twice(person: Counted) -> None:
    """Press twice, and meet the next item's button: the second press is nobody's answer."""
    page = person.page
    buttons = page.get_by_role("button", name=re.compile("fortfarande"))
    before = buttons.count()
    page.evaluate("window.isRead = true")
    person.count += 1
    with page.expect_navigation():
        buttons.first.click()
    buttons.first.click()
    page.wait_for_load_state("networkidle")
    assert buttons.count() == before - 1


def test_a_plan_is_rolled_over_in_fewer_than_120_interactions(
    house: House, capsys: pytest.CaptureFixture[str]
) -> None:
    with house.person() as page:
        page.add_init_script(STANDS_STILL)
        adopted(page)
        person = Counted(page)
        person.press("Ny plan för 2027/28")
        page.wait_for_url("**/ga-igenom")
        press_twice(person)
        for contact in CHANGED:
            change_the_number(person, contact)
        while page.get_by_role("button", name=re.compile("fortfarande")).count():
            person.enter()
        assert "Allt är genomgånget" in page.inner_text("main")
        person.press("Granska och fastställ", "link")
        person.press("Fastställ planen", "link")
        person.fill("[name=beslutad_av]", "Rektorn")
        person.press("Fastställ planen")
        page.wait_for_url("**/version/1/")
        told = page.locator("td", has_text="Första versionen").inner_text().split("\n")
        pdf = page.request.get(f"{page.url}plan.pdf").body()

    with capsys.disabled():
        print(f"\nNext year's plan: {person.count} interactions")  # noqa: T201
    assert person.count < MOST
    assert told[1:] == [
        "Skolans resurspersoner – Kurator: numret har ändrats",
        "Socialtjänsten – Socialjour: numret har ändrats",
        "Tjej- och kvinnojourer – Tjej- och kvinnojour: numret har ändrats",
    ]
    first, *_, last = pages_of(pdf)
    assert "Nytt i år" in first
    for line in told[1:]:
        assert line in first
        assert line in last
