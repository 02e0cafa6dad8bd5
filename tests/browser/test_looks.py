"""No page breaks a rule of accessibility, runs out of the window or asks another machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, FilePayload, Page, StorageState

from samverkan_docs import catalogue
from tests.browser.conftest import House, Server, Watch

EXAMPLES = Path(__file__).parents[2] / "examples"
WIDE, ZOOMED, NARROW = (1280, 900), (640, 450), (390, 844)  # 640 is 1280 at 200 % zoom

# Colours are the same in every window, and looking at them takes most of the time.
_AXE = """async (colours) => {
    const rules = { "color-contrast": { enabled: colours } };
    const found = await axe.run(document, { resultTypes: ["violations"], preload: false, rules });
    const where = (v) => v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ");
    return found.violations.map((v) => `${v.id}: ${where(v)}`);
}"""
_TOO_WIDE = """() => {
    const page = document.documentElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [...document.querySelectorAll("main *")]
        .filter((e) => e.getBoundingClientRect().right > page.clientWidth + 1)
        .map((e) => `${e.tagName} ${e.id} ${e.className}`).slice(0, 5).concat(["page"]);
}"""


def assert_looks_right(page: Page, *, colours: bool = True) -> None:
    """Hold what axe says of the page, wide and narrow, and that nothing runs out of it."""
    found: dict[str, object] = {}
    page.evaluate(AXE_SCRIPT)
    for size in (WIDE, NARROW, ZOOMED):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if size != ZOOMED:
            found[f"axe {size}"] = page.evaluate(_AXE, colours and size == NARROW)
        found[f"too wide {size}"] = page.evaluate(_TOO_WIDE)
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    assert {what: told for what, told in found.items() if told} == {}, page.url


@pytest.fixture(scope="module")
def plans(browser: Browser, server: Server, cookies: StorageState) -> tuple[str, str]:
    """Return the addresses of a filled and of an empty plan."""
    with House(browser, server, Watch(), cookies).person() as page:
        return _read_in(page, "ekbackaskolan.json"), _new(page)


def _send_file(page: Page, content: bytes) -> None:
    page.goto("/las-in")
    file = FilePayload(name="plan.json", mimeType="application/json", buffer=content)
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Läs in").click()


def _read_in(page: Page, name: str) -> str:
    _send_file(page, (EXAMPLES / name).read_bytes())
    return page.url


def _new(page: Page) -> str:
    page.goto("/")
    page.get_by_role("button", name="Ny plan").click()
    return page.url


@pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda found: found.key)
def test_a_section_filled_and_empty_and_with_errors_looks_right(
    page: Page, plans: tuple[str, str], section: object
) -> None:
    filled, empty = plans
    key = getattr(section, "key", "")
    page.goto(f"{empty}del/{key}")
    assert_looks_right(page)
    page.goto(f"{filled}del/{key}")
    page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
    assert_looks_right(page, colours=False)  # they come again with the errors
    boxes = page.locator("main input[name]:not([type]):visible, main textarea:visible")
    boxes.evaluate_all("all => all.forEach((e) => { e.value = '\\u0007' + e.value })")
    page.locator("button[value=spara-fortsatt]").click()
    assert page.locator(".errors").count() == 1
    assert_looks_right(page)


PATHS = ["", "granska", "skriv-ut", "ta-bort", "faststall", "finns-inte"]
PATHS += ["ga-igenom", "fraga-parterna", "fraga-parterna?senast=snart", "del/polis/hamta"]


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_of_a_plan_look_right(page: Page, plans: tuple[str, str], path: str) -> None:
    for plan in plans:
        page.goto(plan + path)
        assert_looks_right(page)


@pytest.mark.usefixtures("plans")
@pytest.mark.parametrize("path", ["/", "/las-in", "/kontrollera", "/ny", "/plan/finns-inte/"])
def test_the_other_pages_look_right(page: Page, path: str) -> None:
    page.goto(path)
    assert_looks_right(page)


@pytest.fixture(scope="module")
def adopted(browser: Browser, server: Server, cookies: StorageState) -> str:
    """Return the address of an adopted plan: version 1 is replaced, 2 holds, the next is begun."""
    with House(browser, server, Watch(), cookies).person() as page:
        plan = _read_in(page, "snabbvagen.json")
        for _ in range(2):
            page.goto(f"{plan}faststall")
            page.locator("#beslutad_av").fill("Rektorn")
            for box in page.locator(".gaps textarea").all():
                box.fill("Vi har inte frågat än.")
            page.locator("button.btn[value=faststall]").click()
            page.get_by_role("button", name="Ändra planen").click()
            page.locator("h1", has_text="Planen för").wait_for()
        return plan


@pytest.mark.parametrize(
    "path",
    ["", "granska", "faststall", "ta-bort"]
    + [f"version/{n}/{name}" for n in (1, 2) for name in ("", "underskrifter", "dra-tillbaka")],
)
def test_the_pages_of_an_adopted_plan_look_right(page: Page, adopted: str, path: str) -> None:
    page.goto(adopted + path)
    assert page.locator("h1").inner_text() != "Sidan finns inte"
    assert_looks_right(page)


@pytest.mark.parametrize(
    ("path", "button"),
    [
        ("faststall", "faststall"),
        ("version/2/underskrifter", "spara"),
        ("version/2/dra-tillbaka", "dra-tillbaka"),
    ],
)
def test_an_adopted_plans_pages_with_errors_look_right(
    page: Page, adopted: str, path: str, button: str
) -> None:
    page.goto(adopted + path)
    boxes = page.locator("main input[name]:not([type]):visible, main textarea:visible")
    boxes.evaluate_all("all => all.forEach((e) => { e.value = '\\u0007' + e.value })")
    page.locator(f"button.btn[value={button}]").click()
    assert page.locator(".errors").count() == 1
    assert_looks_right(page)


@pytest.mark.parametrize(
    ("version", "name", "verdict"),
    [(1, "anslag", "Äkta, men ersatt av version 2"), (2, "plan", "Äkta och gällande"), (0, "", "")],
)
def test_the_verdict_on_a_file_looks_right(
    page: Page, adopted: str, version: int, name: str, verdict: str
) -> None:
    paper = page.request.get(f"{adopted}version/{version}/{name}.pdf").body() if name else b"hej"
    page.goto("/kontrollera")
    file = FilePayload(name="papper.pdf", mimeType="application/pdf", buffer=paper)
    page.locator("#fil").set_input_files(file)
    page.get_by_role("button", name="Kontrollera").click()
    if verdict:
        assert page.inner_text("#besked-rubrik") == verdict
    else:
        assert page.locator(".errors").count() == 1
    assert_looks_right(page)


def test_a_withdrawn_version_and_its_missing_files_look_right(page: Page, adopted: str) -> None:
    page.goto(f"{adopted}version/1/dra-tillbaka")
    page.locator("#skal").fill("Ett namn som inte får stå där")
    page.locator("#funktion").fill("rektor")
    page.locator("button.btn[value=dra-tillbaka]").click()
    page.locator(".saved").wait_for()
    assert_looks_right(page)
    page.goto(f"{adopted}version/1/plan.json")
    assert page.inner_text("h1") == "Version 1 är tillbakadragen"
    assert_looks_right(page)


def test_the_locked_page_looks_right(page: Page) -> None:
    page.wait_for_load_state("networkidle")  # an answer that is on its way would let in again
    page.context.clear_cookies()
    page.goto("/")
    assert page.inner_text("h1") == "Programmet är låst"
    assert_looks_right(page)


def test_a_file_that_is_refused_looks_right(page: Page) -> None:
    _send_file(page, b"{}")
    assert page.locator(".errors").count() == 1
    assert_looks_right(page)


@contextmanager
def _conflict(house: House, page: Page) -> Iterator[None]:
    """Let somebody else save the same section while *page* lies open."""
    plan = _read_in(page, "ekbackaskolan.json")
    page.goto(f"{plan}del/polis")
    with house.person() as other:
        other.goto(f"{plan}del/polis")
        other.get_by_role("button", name=re.compile("^Ta bort ?: Kontakt 2")).click()
        other.locator("#kontakter-1").wait_for(state="detached")
        other.locator("#medverka").fill("Vi ringer 112.\n\nSedan kontaktpersonen.")
        other.locator("button[value=spara-fortsatt]").click()
    page.locator("#medverka").fill("Vi ringer kontaktpersonen.")
    page.locator("#kontakter-1-telefontid").fill("onsdagar 9–11")
    page.locator("button[value=spara-fortsatt]").click()
    yield


def test_the_conflict_page_looks_right_and_saves_what_is_chosen(house: House, page: Page) -> None:
    with _conflict(house, page):
        assert page.inner_text("h1") == "Någon annan har sparat Polisen"
        assert_looks_right(page)
        for choice in page.get_by_label("Det sparade svaret").all():
            choice.check()
        page.get_by_role("button", name="Spara mitt val").click()
        page.wait_for_selector(".saved")
        assert page.url.endswith("/del/polis")
        assert page.input_value("#medverka").startswith("Vi ringer 112.")


def test_a_wall_sheet_that_is_too_long_looks_right(page: Page) -> None:
    plan = json.loads((EXAMPLES / "ekbackaskolan.json").read_bytes())
    plan["svar"]["ungdomsmottagning"]["kontakter"] = [
        {"funktion": f"samordnare {n}", "telefon": f"+463139006{n}", "visas": "anslag"}
        for n in range(10, 40)
    ]
    _send_file(page, json.dumps(plan).encode())
    page.goto(f"{page.url}skriv-ut")
    assert page.locator(".errors").count() == 1
    assert_looks_right(page)


def test_the_program_itself_asks_no_other_machine(
    page: Page, plans: tuple[str, str], server: Server
) -> None:
    """Papers, the review and a saved e-mail address: nothing of it looks a name up."""
    filled, _empty = plans
    for path in ("granska", "plan.json", "plan.pdf", "anslag.pdf", "internt.pdf"):
        assert page.request.get(filled + path).ok
    page.goto(f"{filled}del/polis")
    page.locator("button[value=spara-fortsatt]").click()
    assert page.inner_text("h1") == "Akut läge, lov och resor"
    again = server.start_again()
    assert again.startswith(f"{server.address}/?nyckel=")
    told = server.outside.read_text(encoding="utf-8").splitlines()
    assert told  # a second start asks the first one: the watcher is awake
    assert [line for line in told if "'127.0.0.1'" not in line] == []
