"""Withdrawing the version that holds: what holds then is asked, kept, and said everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from samverkan_docs.actions import issuing, versions
from samverkan_docs.store import Store, Version
from samverkan_docs.web import afterwards
from tests.web.checking import Client, Page, words
from tests.web.conftest import issue_in_words
from tests.web.test_issued import WHY
from tests.web.test_twins import named

TYPED = {"skal": "Fel nummer", "funktion": "rektor"}


@pytest.fixture
def second(store: Store, issued: Version) -> Version:
    """Return a second version, with another number for its first police contact, and one gone."""
    first, *others = issued.plan.contacts("polis")
    rows = (replace(first, telefon="+46313900699"), *others)
    plan = issued.plan.with_contacts("polis", rows)
    kept = issued.plan.contacts("resurspersoner")[:-1]
    return issue_in_words(store, plan.with_contacts("resurspersoner", kept))


@pytest.fixture
def end(second: Version) -> str:
    return f"/plan/{second.plan.id}/version/2/dra-tillbaka"


def _address(version: Version) -> str:
    return f"/plan/{version.plan.id}/version/{version.number}/"


def _state(page: Page) -> str:
    return words(page.one(".//p[@class='lead read']"))


def test_withdrawing_the_newest_asks_what_holds_then_and_proposes_nothing(
    client: Client, end: str, store: Store, second: Version
) -> None:
    page = client.get(end)
    labels = [words(label) for label in page.by_id("sedan").iter("label")]
    assert labels == ["Version 1 gäller igen", "Ingen version gäller"]
    assert "sedan" not in page.data
    told = client.submit(page, TYPED, expect=422)
    assert list(told.problems) == ["sedan"]
    assert told.problems["sedan"].endswith("Välj ett av svaren.")
    assert told.answers["skal"] == ["Fel nummer"]
    assert not store.issued.load(second.plan.id, 2).withdrawn


def test_the_numbers_that_would_be_true_again_are_listed(
    client: Client, end: str, issued: Version
) -> None:
    rows = client.get(end).one(".//section[@aria-labelledby='bytta-nummer']").iter("li")
    told = [words(row) for row in rows]
    gone = issued.plan.contacts("resurspersoner")[-1]
    assert len(told) == 2
    assert told[0].startswith(gone.funktion.capitalize())
    assert told[0].endswith("i version 1, borttaget i version 2")
    assert told[1].endswith("i version 1, 031-390 06 99 i version 2")


def test_where_no_number_was_changed_the_page_says_so(
    client: Client, store: Store, issued: Version
) -> None:
    issue_in_words(store, issued.plan)
    page = client.get(f"/plan/{issued.plan.id}/version/2/dra-tillbaka")
    assert "Inget. Numren i version 1 är desamma." in page.text


def test_the_former_version_holds_again_if_the_school_says_so(
    client: Client, end: str, issued: Version, second: Version
) -> None:
    page = client.submit(client.get(end), {**TYPED, "sedan": "version-1"}, expect=303)
    assert "Version 1 gäller igen. Häng upp den versionens papper." in page.text
    assert "Därefter gällde version 1 igen" in page.text
    assert _state(client.get(_address(issued))).startswith("Gäller till och med")
    assert "Lindängens skola Gäller Version 1" in client.get("/").text
    assert page.path == _address(second)


def test_if_none_holds_every_page_says_so(
    client: Client, end: str, store: Store, issued: Version
) -> None:
    page = client.submit(client.get(end), {**TYPED, "sedan": "ingen"}, expect=303)
    assert "Ingen version av planen gäller nu." in page.text
    assert "Därefter gällde ingen version" in page.text
    former = client.get(_address(issued))
    assert _state(former).startswith("Ingen version gäller")
    assert "Använd inte den här versionens papper." in former.text
    assert "Den här versionens papper" in former.text
    start = client.get("/").text
    assert "Lindängens skola Ingen version gäller Version 2, tillbakadragen" in start
    assert store.issued.history(issued.plan.id).holding is None


def test_where_none_holds_the_next_version_begins_from_the_former(
    client: Client, end: str, store: Store, issued: Version
) -> None:
    client.submit(client.get(end), {**TYPED, "sedan": "ingen"}, expect=303)
    tasks = client.submit(client.get(_address(issued)), expect=303)
    assert "Ingen version gäller nu." in tasks.text
    draft = store.load(issued.plan.id).plan
    assert draft.contacts("polis") == issued.plan.contacts("polis")
    third = issue_in_words(store, draft, draft=draft)
    assert _state(client.get(_address(third))).startswith("Gäller")
    assert _state(client.get(_address(issued))).startswith("Ersatt av version 3.")


def test_the_papers_of_a_later_version_tell_what_held_meanwhile(
    store: Store, issued: Version, second: Version
) -> None:
    versions.withdraw(store, second, WHY)
    third = issue_in_words(store, issued.plan)
    told = issuing.edition_of([*store.issued.history(issued.plan.id)]).revisions
    assert [line.changes for line in told][1] == ("Därefter gällde version 1 igen",)
    assert third.number == 3


def test_a_version_that_does_not_hold_is_withdrawn_without_the_question(
    client: Client, store: Store, issued: Version, second: Version
) -> None:
    page = client.get(f"{_address(issued)}dra-tillbaka")
    assert "sedan" not in {e.get("id") for e in page.root.iter("fieldset")}
    client.submit(page, TYPED, expect=303)
    assert _state(client.get(_address(second))).startswith("Gäller")
    assert store.issued.load(issued.plan.id, 1).then_holds is None


def test_a_version_that_came_or_went_meanwhile_makes_the_page_ask_again(
    client: Client, end: str, store: Store, issued: Version, second: Version
) -> None:
    page = client.get(end)
    versions.withdraw(store, issued, WHY)
    told = client.submit(page, {**TYPED, "sedan": "version-1"}, expect=422)
    assert afterwards.OVERTAKEN in told.text
    assert not store.issued.load(second.plan.id, 2).withdrawn


def test_a_former_version_does_not_hold_again_beside_another_plan(
    client: Client, store: Store, issued: Version
) -> None:
    moved = {**issued.plan.of("skolan"), "lasar": "2027/28"}
    issue_in_words(store, issued.plan.answered("skolan", moved))
    issue_in_words(store, named(issued.plan, issued.plan.school_name))
    page = client.get(f"/plan/{issued.plan.id}/version/2/dra-tillbaka")
    told = client.submit(page, {**TYPED, "sedan": "version-1"}, expect=422)
    assert "Skolan har en annan plan för läsåret 2026/27, version 1." in told.text
    client.submit(told, {"sedan": "ingen"}, expect=303)
