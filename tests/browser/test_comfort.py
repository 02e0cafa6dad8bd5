"""What scripts add to pages that work without them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import House
from tests.browser.filling import focus, press, tab_to

_SELECTED = """() => {
    const box = document.activeElement;
    return box.value.slice(box.selectionStart, box.selectionEnd);
}"""


@pytest.fixture
def plan(page: Page) -> str:
    """Return the address of a new plan."""
    page.get_by_role("button", name="Ny plan").click()
    return page.url


def _dialogs(page: Page, *, stay: bool) -> list[str]:
    found: list[str] = []

    def answer(dialog: Dialog) -> None:
        found.append(dialog.type)
        if stay:
            dialog.dismiss()
        else:
            dialog.accept()

    page.on("dialog", answer)
    return found


def _type(page: Page, name: str, text: str) -> None:
    tab_to(page, name=name)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_leaving_with_unsaved_text_warns(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/akut")
    asked = _dialogs(page, stay=True)
    _type(page, "myndig", "Halvskrivet")
    page.get_by_role("link", name="Tillbaka till planen").click(no_wait_after=True)
    expect(page.locator("h1")).to_have_text("Akut läge, lov och resor")
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert page.input_value("#myndig") == "Halvskrivet"


def test_leaving_an_untouched_or_a_saved_page_warns_of_nothing(page: Page, plan: str) -> None:
    asked = _dialogs(page, stay=False)
    page.goto(f"{plan}del/akut")
    page.get_by_role("link", name="Tillbaka till planen").click()
    page.goto(f"{plan}del/akut")
    _type(page, "myndig", "Färdigt")
    page.keyboard.press("Tab")
    press(page, value="spara")
    expect(page.locator(".saved")).to_have_text("Akut läge, lov och resor: sparat.")
    page.get_by_role("link", name="Tillbaka till planen").click()
    expect(page.locator("h1")).to_have_text("Planen för 2026/27")
    assert asked == []


def test_leaving_a_page_that_came_back_with_errors_warns(page: Page, plan: str) -> None:
    asked = _dialogs(page, stay=False)
    page.goto(f"{plan}del/polis")
    _type(page, "kontakter-0-telefon", "1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert asked == []
    page.locator("#annat").click()
    page.get_by_role("link", name="Tillbaka till planen").click()
    expect(page.locator("h1")).to_have_text("Planen för 2026/27")
    assert asked == ["beforeunload"]


def test_the_error_summary_has_the_focus_and_leads_to_the_field(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/polis")
    _type(page, "kontakter-0-telefon", "1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "fel"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focus(page).name == "kontakter-0-telefon"


def test_the_error_summary_opens_what_hides_the_field(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/polis")
    page.locator("summary").click()
    page.locator("#kontakter-0-epost").fill("x")
    page.locator("summary").click()
    page.locator("button[value=spara]:visible").last.click()
    page.locator(".errors a").click()
    assert focus(page).name == "kontakter-0-epost"
    expect(page.locator("#kontakter-0-epost")).to_be_visible()


def test_after_a_suggestion_its_first_bracket_is_selected(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/uppfoljning")
    tab_to(page, value="forslag:oversyn")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.name === 'oversyn'")
    assert page.evaluate(_SELECTED) == "[Funktion]"
    page.keyboard.insert_text("Kuratorn")
    assert page.input_value("#oversyn").startswith("Kuratorn ringer alla nummer")
    expect(page.locator("[data-raknar=oversyn]")).to_contain_text("tecken kvar")


def test_a_suggestion_after_own_words_selects_its_own_bracket(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/uppfoljning")
    _type(page, "oversyn", "Eget.")
    tab_to(page, value="forslag:oversyn")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.name === 'oversyn'")
    assert page.input_value("#oversyn").startswith("Eget.\n\n[Funktion]")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "4\u00a0000 tecken kvar"),
        ("abc", "3\u00a0997 tecken kvar"),
        ("\U0001d11e\U0001d11e", "3\u00a0998 tecken kvar"),
        ("a\u030a", "3\u00a0999 tecken kvar"),
        ("två\nrader", "3\u00a0991 tecken kvar"),
        ("x" * 4000, "0 tecken kvar"),
        ("x" * 4001, "1 tecken för mycket"),
    ],
)
def test_the_counter_counts_characters_as_the_server_does(
    page: Page, plan: str, typed: str, says: str
) -> None:
    page.goto(f"{plan}del/uppfoljning")
    tab_to(page, name="oversyn")
    page.keyboard.insert_text(typed)
    assert page.inner_text("[data-raknar=oversyn]") == says


def _functions(page: Page) -> list[str]:
    boxes = page.locator("main input[name$='-funktion']:not([name^=avstamt])")
    found: list[str] = boxes.evaluate_all("all => all.map((e) => e.value)")
    return found


def test_rows_are_added_moved_and_removed_in_place_with_the_focus_near(
    page: Page, plan: str
) -> None:
    page.goto(f"{plan}del/polis")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    _type(page, "kontakter-0-funktion", "kommunpolis")
    tab_to(page, value="lagg-till:kontakter")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.name === 'kontakter-1-funktion'")
    page.keyboard.insert_text("vakthavande befäl")
    tab_to(page, value="upp:kontakter-1")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'kontakter-0'")
    assert _functions(page) == ["vakthavande befäl", "kommunpolis"]
    tab_to(page, value="ned:kontakter-0")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.id === 'kontakter-1'")
    assert _functions(page) == ["kommunpolis", "vakthavande befäl"]
    tab_to(page, value="ta-bort:kontakter-1")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelectorAll('fieldset.card').length === 1")
    assert _functions(page) == ["kommunpolis"]
    assert focus(page).tag == "button"
    assert loads == []


def test_an_opened_row_stays_open_when_another_is_added(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/polis")
    page.locator("summary").first.click()
    page.locator("#kontakter-0-namn").fill("Invented Namn")
    page.locator("button[value='lagg-till:kontakter']").click()
    page.locator("#kontakter-1").wait_for()
    expect(page.locator("#kontakter-0-namn")).to_be_visible()
    assert page.input_value("#kontakter-0-namn") == "Invented Namn"


def test_enter_in_a_field_saves_and_removes_no_contact(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/socialtjanst")
    before = _functions(page)
    _type(page, "kontakter-1-telefon", "08-465 004 12")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_have_text("Socialtjänsten: sparat.")
    assert _functions(page) == before
    assert page.input_value("#kontakter-1-telefon") == "08-465 004 12"


def test_ten_digits_become_a_phone_in_place(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/uppfoljning")
    _type(page, "oversyn", "Ring 0701740607 först.")
    press(page, value="spara-fortsatt")
    button = page.get_by_role("button", name="Ja, 0701740607 är ett telefonnummer")
    loads: list[str] = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    button.click()
    expect(page.locator("#oversyn")).to_have_value("Ring 070-174 06 07 först.")
    expect(button).to_have_count(0)
    assert loads == []
    press(page, value="spara-fortsatt")
    expect(page.locator("h1")).to_have_text("Stödlinjer")


def test_ten_digits_on_a_line_become_a_phone_in_place(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/skolan")
    _type(page, "plats", "Pärmen, ring 0701740607")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Ja, 0701740607 är ett telefonnummer").click()
    expect(page.locator("#plats")).to_have_value("Pärmen, ring 070-174 06 07")
    expect(page.get_by_role("button", name="Ja, 0701740607")).to_have_count(0)
    page.locator("button[value=spara-fortsatt]").click()
    expect(page.locator(".errors")).to_have_count(0)


def test_only_a_mobile_number_asks_whether_it_is_a_work_number(page: Page, plan: str) -> None:
    page.goto(f"{plan}del/polis")
    question = page.locator("[data-om-mobil]")
    page.locator("summary").click()
    expect(question).to_be_hidden()
    _type(page, "kontakter-0-telefon", "031-390 06 20")
    page.keyboard.press("Tab")
    expect(question).to_be_hidden()
    page.locator("summary").click()
    tab_to(page, name="kontakter-0-telefon", back=True)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("070-174 06 20")
    page.keyboard.press("Tab")
    expect(question).to_be_visible()
    page.locator("#kontakter-0-telefon").fill("031-390 06 20")
    page.keyboard.press("Tab")
    expect(question).to_be_hidden()


def test_a_button_works_by_the_page_when_the_script_cannot_reach_the_program(
    page: Page, plan: str
) -> None:
    page.goto(f"{plan}del/polis")
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('away')) }")
    page.locator("button[value='lagg-till:kontakter']").click()
    page.locator("#kontakter-1").wait_for()
    assert page.locator("fieldset.card").count() == 2


def test_going_back_after_a_save_shows_no_old_text_as_new(page: Page, plan: str) -> None:
    """The page that the back button brings is the stored one or is told to be old: no overwrite."""
    page.goto(f"{plan}del/uppfoljning")
    _type(page, "oversyn", "Första.")
    press(page, value="spara-fortsatt")
    page.go_back()
    _dialogs(page, stay=False)
    page.locator("#oversyn").fill("Andra.")
    page.locator("button[value=spara-fortsatt]").click()
    page.wait_for_load_state()
    page.goto(f"{plan}del/uppfoljning")
    assert page.input_value("#oversyn") in {"Första.", "Andra."}


def test_the_pages_work_in_a_narrow_window(house: House) -> None:
    with house.person(width=390, height=844) as page:
        page.get_by_role("button", name="Ny plan").click()
        page.get_by_role("link", name="Polisen").click()
        page.get_by_label("Funktion").first.fill("kommunpolis")
        page.get_by_role("button", name="Spara", exact=True).last.click()
        expect(page.locator(".saved")).to_have_text("Polisen: sparat.")
