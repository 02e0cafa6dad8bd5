from __future__ import annotations

from datetime import date

import jinja2
import pytest

from samverkan_docs import catalogue
from samverkan_docs.papers import templating
from samverkan_docs.papers.templating import environment
from samverkan_docs.resources import TEMPLATES


def test_every_template_of_a_paper_parses() -> None:
    printed = list((TEMPLATES / "documents").glob("*.html"))
    assert len(printed) > 4
    for path in printed:
        environment().get_template(f"documents/{path.name}")


def test_markup_in_a_value_is_escaped() -> None:
    template = environment().from_string("{{ text }}")
    assert template.render(text="<b>") == "&lt;b&gt;"


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        environment().from_string("{{ typo }}").render()


def test_configure_makes_another_environment_as_strict() -> None:
    env = jinja2.Environment(autoescape=False)  # noqa: S701 - configure is what turns it on
    templating.configure(env)
    assert env.from_string("{{ text }}").render(text="<") == "&lt;"
    assert env.from_string("{{ day | prose_date }}").render(day=date(2026, 8, 1))
    with pytest.raises(jinja2.UndefinedError):
        env.from_string("{{ typo }}").render()


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+4684055005", "08-405\u00a050\u00a005"),
        ("+46701234567", "070-123\u00a045\u00a067"),
        ("11414", "114\u00a014"),
        ("112", "112"),
        ("+4684055005;ext=1234", "08-405\u00a050\u00a005, ankn.\u00a01234"),
        ("", ""),
    ],
)
def test_a_phone_number_breaks_before_its_extension_alone(stored: str, shown: str) -> None:
    assert templating.phone(stored) == shown


def test_opening_hours_break_in_no_range() -> None:
    assert templating.ranges("vardagar 8–16.30, lov 9–12 och mån–fre") == (
        ("vardagar ", "8–16.30"),
        (", lov ", "9–12"),
        (" och mån–fre", ""),
    )


def test_a_date_in_a_table_is_digits() -> None:
    assert templating.iso_date(date(2026, 8, 17)) == "2026-08-17"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (" \n\n ", ()),
        ("ett", (("ett",),)),
        ("ett\ntvå", (("ett", "två"),)),
        ("ett\n \n\ntvå\n", (("ett",), ("två",))),
        ("ring 08-1 2", (("ring 08-1\u00a02",),)),
    ],
)
def test_paragraphs(text: str, expected: tuple[tuple[str, ...], ...]) -> None:
    assert templating.paragraphs(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Åsa", "ltr"), ("محمد", "rtl"), ("12 محمد", "rtl"), ("12", "ltr"), ("", "ltr")],
)
def test_direction_follows_the_first_letter(text: str, expected: str) -> None:
    assert templating.direction(text) == expected


@pytest.mark.parametrize(
    ("section", "key", "expected"),
    [
        ("akut", "svarar_ingen", "anslag"),
        ("akut", "vagar_inte_hem", "plan"),
        ("akut", "hemmet", "internt"),
    ],
)
def test_the_reminder_names_the_paper_with_most_readers(
    section: str, key: str, expected: str
) -> None:
    assert templating.stands_on(catalogue.section(section).question(key)) == expected
