"""Fill in the form as a person does: by keyboard alone, or by pointing where no script runs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Section, reference
from samverkan_docs.forms import form_data
from samverkan_docs.plan import plan_file

EXAMPLES = Path(__file__).parents[2] / "examples"
ORDER = sorted(catalogue.SECTIONS, key=lambda section: not section.starred)

_FOCUSED = """() => {
    const at = document.activeElement;
    return {
        tag: at.tagName.toLowerCase(), type: at.type || "", name: at.name || "",
        value: at.value || "", words: at.textContent.trim().replace(/\\s+/g, " "),
        checked: Boolean(at.checked), open: Boolean(at.parentElement && at.parentElement.open),
        group: at.name && at.type === "radio"
            ? [...at.form.elements].filter((e) => e.name === at.name).map((e) => e.value) : [],
    };
}"""


@dataclass(frozen=True)
class Focus:
    """What has the focus."""

    tag: str
    type: str
    name: str
    value: str
    words: str
    checked: bool
    open: bool
    group: tuple[str, ...]


def focus(page: Page) -> Focus:
    """Return what has the focus."""
    found: dict[str, Any] = page.evaluate(_FOCUSED)
    return Focus(**(found | {"group": tuple(found["group"])}))


def tab_to(
    page: Page, *, name: str = "", words: str = "", value: str = "", back: bool = False
) -> Focus:
    """Press Tab until the wanted thing has the focus; a page has no more than 400 stops."""
    for _ in range(400):
        at = focus(page)
        if _is_it(at, name, words, value):
            return at
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab never comes to {name or words or value}")


def _is_it(at: Focus, name: str, words: str, value: str) -> bool:
    if name:
        return at.name == name and at.tag in {"input", "textarea"}
    if value:
        return at.tag == "button" and at.value == value
    return at.tag in {"a", "button"} and at.words == words


def press(page: Page, *, words: str = "", value: str = "") -> None:
    """Go to a link or button by Tab and press Enter; the next page is there afterwards."""
    tab_to(page, words=words, value=value)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def example(name: str) -> dict[str, dict[str, list[str]]]:
    """Give, section by section, what a page posts for the plan in a file of `examples`."""
    plan = plan_file.read((EXAMPLES / name).read_bytes())
    return {
        section.key: {
            field: texts
            for field, texts in form_data.flatten(section, plan.of(section.key)).items()
            if any(texts) and not field.endswith("-id")
        }
        for section in catalogue.SECTIONS
    }


def rows_wanted(wanted: dict[str, list[str]], name: str) -> int:
    """Return how many rows of the list *name* are wanted."""
    found = (re.match(rf"{re.escape(name)}-([0-9]+)-", key) for key in wanted)
    return len({match[1] for match in found if match})


def without_ids(document: str | bytes) -> Any:  # noqa: ANN401 -- JSON
    """Return a plan file's answers without the ids of plan and rows, but for our own help lines."""
    ours = {line.key for line in reference.HELP_LINES}

    def bare(value: Any) -> Any:  # noqa: ANN401 -- JSON
        if isinstance(value, list):
            return [bare(item) for item in value]
        if isinstance(value, dict):
            told = value.items()
            return {key: bare(item) for key, item in told if key != "id" or item in ours}
        return value

    return bare(json.loads(document)["svar"])


# --- By keyboard ---------------------------------------------------------------------------------


class Typist:
    """Fills in one section by keyboard, from the first field to the last, as a person would."""

    def __init__(self, page: Page, wanted: dict[str, list[str]]) -> None:
        self.page = page
        self.wanted = wanted
        self.done: set[str] = set()

    def fill(self) -> None:
        """Go through the section, and back for what came into view behind."""
        self._walk("Tab", lambda at: at.value == "spara-fortsatt")
        for name in sorted(set(self.wanted) - self.done):
            tab_to(self.page, name=name, back=True)
            self._answer(focus(self.page))
        assert self.done >= set(self.wanted)

    def _walk(self, key: str, is_end: Any) -> None:  # noqa: ANN401 -- a function of Focus
        for _ in range(600):
            at = focus(self.page)
            if at.tag == "button" and is_end(at):
                return
            if not self._answer(at):
                self.page.keyboard.press(key)
        raise AssertionError("Tab never comes to the end")

    def _answer(self, at: Focus) -> bool:
        """Do what is wanted at *at*; whether the focus has moved by it."""
        if at.tag == "button" and at.value.startswith("lagg-till:"):
            return self._add_row(at.value.partition(":")[2])
        if at.tag == "summary" and not at.open:
            self.page.keyboard.press("Enter")
        elif at.type == "radio":
            self._choose(at)
        elif at.type == "checkbox":
            if at.checked != (at.value in self.wanted.get(at.name, [])):
                self.page.keyboard.press("Space")
            self.done.add(at.name)
        elif at.tag in {"input", "textarea"}:
            self._type(at)
        return False

    def _type(self, at: Focus) -> None:
        text = self.wanted.get(at.name, [""])[0]
        if at.value != text:
            self.page.keyboard.press("Control+a")
            if text:
                self.page.keyboard.insert_text(text)
            else:
                self.page.keyboard.press("Delete")
        self.done.add(at.name)

    def _choose(self, at: Focus) -> None:
        wanted = self.wanted.get(at.name, [""])[0]
        if wanted:
            for _ in at.group:
                here = focus(self.page)
                if here.value == wanted:
                    break
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Space")
            assert focus(self.page).value == wanted
        self.done.add(at.name)

    def _add_row(self, name: str) -> bool:
        have = self.page.evaluate(
            "name => document.querySelectorAll(`[id='lista-${name}'] > fieldset.card`).length", name
        )
        if have >= rows_wanted(self.wanted, name):
            return False
        self.page.keyboard.press("Enter")
        new = f"{name}-{have}-"
        self.page.wait_for_function(
            "new_ => document.activeElement.name?.startsWith(new_)", arg=new
        )
        return True


def sections_by_keyboard(page: Page, wanted: dict[str, dict[str, list[str]]]) -> Iterator[Section]:
    """Fill in section after section, from the first one's page on; yield each when saved."""
    for section in ORDER:
        assert page.inner_text("h1") == section.title
        Typist(page, wanted[section.key]).fill()
        press(page, value="spara-fortsatt")
        assert page.locator(".errors").count() == 0, page.inner_text(".errors")
        yield section


# --- By pointing, without scripts ----------------------------------------------------------------


_BOXES = (
    "all => all.map(({ id, name, type, value, checked }) => ({ id, name, type, value, checked }))"
)


def point_and_fill(page: Page, wanted: dict[str, list[str]]) -> None:
    """Fill in a section by what can be seen on it."""
    for name in _lists(wanted):
        while _count(page, name) < rows_wanted(wanted, name):
            page.locator(f"button[value='lagg-till:{name}']").click()
    for summary in page.locator("summary").all():
        summary.click()
    for box in page.locator("main input:not([type=hidden]), main textarea").evaluate_all(_BOXES):
        texts = wanted.get(box["name"], [])
        seen = page.locator(f"[id='{box['id']}']:visible")
        if box["type"] in {"radio", "checkbox"}:
            wants = box["value"] in texts
            if wants != box["checked"] and (wants or box["type"] == "checkbox"):
                seen.click()
        elif box["value"] != (texts or [""])[0]:
            seen.fill((texts or [""])[0])


def _lists(wanted: dict[str, list[str]]) -> list[str]:
    found = {match[1]: None for key in wanted for match in re.finditer(r"^(.*?)-[0-9]+-", key)}
    deeper = {match[1]: None for key in wanted for match in re.finditer(r"^(.*)-[0-9]+-", key)}
    return sorted(found | deeper, key=len)


def _count(page: Page, name: str) -> int:
    return page.locator(f"[id='lista-{name}'] > fieldset.card").count()
