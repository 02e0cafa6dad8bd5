"""Every kind of number, changed in every way: the old one stands on no paper any more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page

from samverkan_docs.plan import phones
from tests.browser.conftest import House
from tests.browser.filling import EXAMPLES
from tests.conftest import pages_of

MOBILE = "k-bitradande-rektor"
PAPERS = ("plan", "anslag", "internt", "kort", "lovlista")


@dataclass(frozen=True)
class Kind:
    """A number or address by the row and the field in which it stands."""

    section: str
    row: str
    field: str

    def at(self, time: int) -> str:
        """Return it as it is written the *time*th time, unlike any other."""
        number = 10 * time + KINDS.index(self)
        if self.field == "epost":
            return f"nummer{number}@example.se"
        if self.field == "webb":
            return f"nummer{number}.example.se"
        if self.row == MOBILE:
            return f"070-174 06 {number + 10}"
        return f"031-390 06 {number:02}"


KINDS = [
    Kind("socialtjanst", "k-socialjour", "telefon"),
    Kind("resurspersoner", "k-kurator", "ersattare_telefon"),
    Kind("resurspersoner", MOBILE, "telefon"),
    Kind("polis", "k-polis-heder", "epost"),
    Kind("jourer", "k-kvinnojour", "webb"),
    Kind("ovriga", "k-resurscentrum", "telefon"),
    Kind("stodlinjer", "s-tjejjouren", "telefon"),
    Kind("stodlinjer", "s-tjejjouren", "webb"),
    Kind("stodlinjer", "bris", "telefon"),
]
SECTIONS = list(dict.fromkeys(kind.section for kind in KINDS))


def with_numbers(document: Any, time: int) -> bytes:  # noqa: ANN401 -- JSON
    """Return a plan file with every kind as it is written the *time*th time."""

    def rows(value: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 -- JSON
        if isinstance(value, dict):
            yield value
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, dict | list):
                yield from rows(inner)

    for kind in KINDS:
        (row,) = [row for row in rows(document["svar"]) if row.get("id") == kind.row]
        written = kind.at(time)
        if kind.row == MOBILE:
            row["tjanstenummer"] = "ja"
        row[kind.field] = phones.found(written)[0].stored if "telefon" in kind.field else written
    return json.dumps(document).encode()


def read_in(page: Page, content: bytes) -> str:
    page.goto("/las-in")
    file = FilePayload(name="plan.json", mimeType="application/json", buffer=content)
    page.get_by_label("Fil", exact=True).set_input_files(file)
    page.get_by_role("button", name="Läs in").click()
    page.wait_for_url("**/plan/*/")
    return page.url


def write(page: Page, kinds: list[Kind], time: int) -> None:
    """Write the numbers on the section's page that is open."""
    unfold(page)
    for kind in kinds:
        name = page.locator(f"input[value='{kind.row}']").get_attribute("name") or ""
        box = page.locator(f"[name='{name.removesuffix('-id')}-{kind.field}']")
        assert box.input_value() == kind.at(time - 1)
        box.fill(kind.at(time))


def unfold(page: Page) -> None:
    """Show all fields, and say of mobiles that have changed that they are the work's."""
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for work in page.locator("[name$='-tjanstenummer'][value='ja']:visible").all():
        group = page.locator(f"[name='{work.get_attribute('name')}']:checked")
        if group.count() == 0:
            work.check()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Spara och fortsätt").click()
    assert page.locator(".errors").count() == 0, page.inner_text("main")


def of(section: str) -> list[Kind]:
    return [kind for kind in KINDS if kind.section == section]


# --- The ways -----------------------------------------------------------------------------------


def from_the_review(page: Page, plan: str, time: int) -> None:
    """Change each where it stands in the review, and put a function where a text repeats it."""
    for kind in KINDS:
        page.goto(f"{plan}granska")
        itself = page.locator(f"a[id$='/{kind.row}']")
        whole = page.locator(f"section[id='{kind.section}'] .edit a").first
        (itself if itself.count() else whole).click()
        page.wait_for_url(f"**/del/{kind.section}?**")
        write(page, [kind], time)
        save(page)
    page.goto(f"{plan}granska")
    press = page.get_by_role("button", name=re.compile("^Skriv .* i stället"))
    with page.expect_navigation():
        press.first.click()


def in_a_conflict(page: Page, plan: str, time: int) -> None:
    """Somebody else saves between, and one's own answer is chosen."""
    for section in SECTIONS:
        page.goto(f"{plan}del/{section}")
        other = page.context.new_page()
        other.goto(page.url)
        unfold(other)
        other.locator("[name$='-uppdrag'], [name$='-beskrivning']").last.fill(f"Råd, rond {time}")
        save(other)
        other.close()
        write(page, of(section), time)
        save(page)
        assert "Någon annan har sparat" in page.inner_text("h1")
        for mine in page.get_by_label("Ditt svar").all():
            mine.check()
        with page.expect_navigation():
            page.get_by_role("button", name="Spara mitt val").click()


def gone_through(page: Page, plan: str, time: int) -> None:
    """Change each where it is asked whether it still holds."""
    for kind in KINDS:
        page.goto(f"{plan}ga-igenom")
        item = page.locator("form", has=page.locator(f"input[value$='/{kind.row}']"))
        item.get_by_role("link", name="Ändra").click()
        page.wait_for_url(f"**/del/{kind.section}?till=ga-igenom**")
        write(page, [kind], time)
        save(page)
        page.wait_for_url("**/ga-igenom**")


def adopt(page: Page, plan: str, number: int) -> str:
    page.goto(f"{plan}del/resurspersoner")
    unfold(page)
    save(page)
    page.goto(f"{plan}faststall")
    page.get_by_label("Fastställd av").fill("Rektorn")
    page.get_by_role("button", name="Fastställ planen").click()
    page.wait_for_url(f"**/version/{number}/")
    return page.url


# --- What is said then --------------------------------------------------------------------------


def said(page: Page, plan: str) -> str:
    """Return every word of the plan's papers, letters and calendar file."""
    found = []
    for name in PAPERS:
        answer = page.request.get(f"{plan}{name}.pdf")
        assert answer.headers["content-type"] == "application/pdf", name
        found += pages_of(answer.body())
    for path in ("fraga-parterna", "kalender.ics"):
        answer = page.request.get(f"{plan}{path}")
        assert answer.ok
        found.append(answer.text())
    return plain(" ".join(found))


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text.replace("\u2011", "-").replace("\u00ad", ""))


def assert_only_newest(words: str, time: int) -> None:
    old = [kind.at(then) for kind in KINDS for then in range(time)]
    assert [number for number in old if plain(number) in words] == []
    assert [kind for kind in KINDS if plain(kind.at(time)) not in words] == []


@pytest.mark.slow
def test_a_changed_number_stands_on_no_paper_any_more(house: House) -> None:
    document = json.loads((EXAMPLES / "ekbackaskolan.json").read_text(encoding="utf-8"))
    document["svar"]["skolan"]["skola"] = "Nummerskolan"
    document["svar"]["akut"]["svarar_ingen"] = f"Ring socialjouren, {KINDS[0].at(0)}."
    with house.person() as page:
        plan = read_in(page, with_numbers(document, 0))
        assert_only_newest(said(page, plan), 0)

        from_the_review(page, plan, 1)
        assert_only_newest(said(page, plan), 1)

        in_a_conflict(page, plan, 2)
        assert_only_newest(said(page, plan), 2)

        adopt(page, plan, 1)
        page.get_by_role("button", name="Ring och kontrollera").click()
        page.wait_for_url("**/ga-igenom")
        gone_through(page, plan, 3)
        assert_only_newest(said(page, plan), 3)
        version = adopt(page, plan, 2)
        sealed = [page.request.get(f"{version}{name}.pdf").body() for name in ("plan", "anslag")]
        words = plain(" ".join(text for pdf in sealed for text in pages_of(pdf)))
        assert [k for k in KINDS for then in range(3) if plain(k.at(then)) in words] == []

        page.get_by_role("button", name="Ny plan för 2027/28").click()
        page.wait_for_url("**/ga-igenom")
        following = page.url.removesuffix("ga-igenom")
        gone_through(page, following, 4)
        assert_only_newest(said(page, following), 4)

        file = page.request.get(f"{following}plan.json").json()
        assert_only_newest(said(page, read_in(page, with_numbers(file, 5))), 5)
