"""A plan holds from its first day to its last, and until then the plan before it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from samverkan_docs.actions import shelves
from samverkan_docs.plan import Plan, roll_over
from samverkan_docs.store import Store, Version
from tests.web.checking import Client, words
from tests.web.conftest import issue_in_words

JANUARY = date(2027, 1, 20)


def _on(app: Flask, day: date) -> None:
    app.config["NOW"] = lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def _rows(client: Client) -> list[str]:
    (rows,) = client.get("/").root.findall(".//ul[@class='rows']")
    return [words(row) for row in rows]


@pytest.fixture
def next_years(app: Flask, store: Store, issued: Version) -> Version:
    """Return next year's plan, adopted in January while this year's holds."""
    _on(app, JANUARY)
    return issue_in_words(store, roll_over.next_year(issued.plan, date(2027, 6, 1)))


def _address(version: Version) -> str:
    return f"/plan/{version.plan.id}/version/{version.number}/"


def test_the_start_page_says_from_when_next_years_plan_holds(
    client: Client, issued: Version, next_years: Version
) -> None:
    assert issued.number == next_years.number == 1
    later, now = sorted(_rows(client), reverse=True)
    assert later.startswith(
        "Läsåret 2027/28, Lindängens skola Gäller från och med den 1 augusti 2027 Version 1"
    )
    assert now.startswith("Läsåret 2026/27, Lindängens skola Gäller Version 1")


def test_the_page_of_next_years_plan_says_which_papers_hang_until_when(
    client: Client, issued: Version, next_years: Version
) -> None:
    page = client.get(_address(next_years))
    told = words(page.one(".//section[@aria-labelledby='hanger']"))
    until = "Till och med den 31 juli 2027 ska papperen från planen för 2026/27, version 1 hänga"
    assert until in told
    assert "Häng upp den här planens papper den 1 augusti 2027, inte förr." in told
    assert page.links["planen för 2026/27, version 1"] == _address(issued)
    assert "ska papperen från" not in client.get(_address(issued)).text


def test_adopting_next_years_plan_says_so_before(
    app: Flask, client: Client, store: Store, issued: Version
) -> None:
    _on(app, JANUARY)
    draft = roll_over.next_year(issued.plan, date(2027, 6, 1))
    store.add(draft)
    page = client.get(f"/plan/{draft.id}/faststall")
    assert "Planen gäller från och med den 1 augusti 2027." in page.text
    assert "Till och med den 31 juli 2027 gäller planen för 2026/27, version 1." in page.text


def test_once_its_first_day_has_come_it_replaces_the_plan_of_the_year_before(
    app: Flask, client: Client, issued: Version, next_years: Version
) -> None:
    _on(app, date(2027, 7, 31))
    assert "Gäller till och med" in client.get(_address(issued)).text
    _on(app, date(2027, 8, 1))
    before = client.get(_address(issued))
    assert "Ersatt av planen för 2027/28, version 1, som gäller från och med" in before.text
    assert "Planen för 2027/28 gäller nu." in client.get("/").text
    now = client.get(_address(next_years))
    assert "Ta ned papperen från planen för 2026/27, version 1." in now.text


def test_the_plan_of_another_school_hangs_undisturbed(
    app: Flask, client: Client, store: Store, issued: Version
) -> None:
    other = replace(roll_over.next_year(issued.plan, date(2027, 6, 1)), id="en-annan")
    other = other.answered("skolan", {**other.of("skolan"), "skola": "Björkskolan"})
    adopted = issue_in_words(store, other)
    _on(app, date(2027, 8, 5))
    assert "Ta ned" not in client.get(_address(adopted)).text
    assert "Gäller till och med" in client.get(_address(issued)).text


# --- What an action makes -----------------------------------------------------------------------


def test_the_page_says_that_a_change_makes_a_draft_that_is_signed_anew(
    client: Client, store: Store, example: Plan
) -> None:
    version = issue_in_words(store, example)
    page = client.get(_address(version))
    assert "Det blir ett utkast till version 2" in page.text
    assert "Den här versionen gäller tills du har fastställt den nya." in page.text
    assert "Underskrifterna följer inte med: den nya versionen undertecknas på nytt." in page.text
    assert "Det blir ett utkast till en ny plan för 2027/28." in page.text


def test_ring_and_check_says_that_it_begins_a_draft(
    app: Flask, client: Client, issued: Version
) -> None:
    _on(app, date(2027, 8, 10))
    page = client.get(_address(issued))
    (form,) = [f for f in page.root.iter("form") if f.get("action", "").endswith("kontrollera")]
    assert "blir det också ett utkast till version 2" in words(form)


def test_adopting_the_next_version_says_that_the_one_before_ends(
    client: Client, store: Store, example: Plan
) -> None:
    issue_in_words(store, example)
    shelves.begin_next(store, example.id)
    page = client.get(f"/plan/{example.id}/faststall")
    assert "Version 1 slutar gälla i samma stund." in page.text
    assert "Underskrifterna i version 1 följer inte med" in page.text


def test_the_draft_of_a_plan_that_does_not_hold_yet_says_when_it_does(
    app: Flask, client: Client, store: Store, issued: Version
) -> None:
    _on(app, date(2026, 6, 10))
    shelves.begin_next(store, issued.plan.id)
    tasks = client.get(f"/plan/{issued.plan.id}/")
    assert "Version 1 gäller från och med den 1 augusti 2026, om den nya" in tasks.text
