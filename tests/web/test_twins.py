"""One plan holds for a school and a läsår: a second says so, and may be its next version."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask

from samverkan_docs import store as wing
from samverkan_docs.actions import shelves, versions
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.store import Store, Version
from samverkan_docs.web import twins
from tests.web.checking import Client, Form, Page, words
from tests.web.conftest import issue_in_words
from tests.web.test_issued import WHY

TAKEN = "Skolan har redan en plan för 2026/27"


def named(plan: Plan, name: str, plan_id: str = "ett-till") -> Plan:
    """Return a plan of another id, for the school with *name*."""
    skolan = {**plan.of("skolan"), "skola": name}
    return replace(plan.answered("skolan", skolan), id=plan_id)


@pytest.fixture
def twin(store: Store, quick: Plan, issued: Version) -> Plan:
    """Return a draft for the school and läsår of a plan that has been adopted."""
    assert issued.plan.school_name == "Lindängens skola"
    plan = named(quick, "LINDÄNGENS  skola ").answered("akut", {"myndig": "Vi ringer."})
    store.add(plan)
    return plan


def _pressed(client: Client, page: Page, *, expect: int) -> Page:
    """Press the button that makes the draft the next version."""
    (form,) = [f for f in page.root.iter("form") if "till-nasta-version" in f.get("action", "")]
    data = {box.get("name", ""): box.get("value", "") for box in form.iter("input")}
    return client.post(form.get("action", ""), data, expect=expect)


@pytest.mark.parametrize("page", ["", "granska", "faststall"])
def test_a_second_draft_for_the_same_school_and_year_says_so_wherever_one_goes(
    client: Client, twin: Plan, page: str
) -> None:
    shown = client.get(f"/plan/{twin.id}/{page}")
    assert TAKEN in shown.text
    assert "Gör utkastet till version 2" in shown.text
    assert "fastställd den 17 augusti 2026" in shown.text


@pytest.mark.parametrize(("school", "year"), [("Björkskolan", "2026/27"), ("", "2026/27")])
def test_another_schools_draft_and_one_without_a_name_are_no_second_plan(
    client: Client, store: Store, quick: Plan, issued: Version, school: str, year: str
) -> None:
    assert issued.year == year
    store.add(named(quick, school))
    assert TAKEN not in client.get("/plan/ett-till/").text


def test_a_second_plan_cannot_be_adopted_and_what_was_typed_is_kept(
    client: Client, store: Store, twin: Plan
) -> None:
    store.update(twin.id, lambda plan: plan.answered("polis", {}))
    page = client.get(f"/plan/{twin.id}/faststall")
    assert "Fastställ planen" not in [words(button) for button in page.root.iter("button")]
    typed: Form = {
        "beslutad_av": "Rektorn",
        "csrf_token": page.data["csrf_token"],
        "digest": shelves.digest(store.load(twin.id).plan),
    }
    told = client.post(f"/plan/{twin.id}/faststall", typed, expect=422)
    assert TAKEN in told.text
    assert store.issued.history(twin.id) == ()
    box = told.by_id("beslutad_av")
    assert box.get("value") == "Rektorn"


def test_one_press_makes_a_second_draft_the_next_version_of_the_first_plan(
    client: Client, store: Store, issued: Version, twin: Plan
) -> None:
    tasks = _pressed(client, client.get(f"/plan/{twin.id}/"), expect=303)
    assert tasks.path == f"/plan/{issued.plan.id}/"
    assert twins.CARRIED.format(number=2, before=1) in tasks.text
    draft = store.load(issued.plan.id).plan
    assert draft.text("akut", "myndig") == "Vi ringer."
    assert [stored.plan.id for stored in store.plans()] == [issued.plan.id]
    assert "Ändrat sedan version 1" in client.get(f"{tasks.path}granska").text
    assert TAKEN not in tasks.text
    assert issue_in_words(store, draft, draft=draft).number == 2


def test_a_draft_that_is_open_already_is_lost_only_when_the_person_says_so(
    client: Client, store: Store, issued: Version, twin: Plan
) -> None:
    shelves.begin_next(store, issued.plan.id)
    tasks = client.get(f"/plan/{twin.id}/")
    assert "har redan ett utkast till version 2" in tasks.text
    asked = _pressed(client, tasks, expect=409)
    assert asked.h1 == "Vilket utkast ska bli version 2?"
    assert len(store.plans()) == 2

    store.update(issued.plan.id, lambda plan: plan.answered("uppfoljning", {"oversyn": "I maj."}))
    again = _pressed(client, asked, expect=409)
    assert len(store.plans()) == 2
    _pressed(client, again, expect=303)
    assert store.load(issued.plan.id).plan.text("akut", "myndig") == "Vi ringer."


def test_after_the_first_plan_has_ended_the_second_may_be_adopted(
    client: Client, store: Store, issued: Version, twin: Plan
) -> None:
    versions.withdraw(store, issued, WHY)
    assert TAKEN not in client.get(f"/plan/{twin.id}/").text
    assert issue_in_words(store, twin, draft=twin).number == 1


def test_of_two_who_adopt_two_plans_at_once_one_does(store: Store, quick: Plan) -> None:
    drafts = [named(quick, name, f"utkast-{n}") for n, name in enumerate(["Eken", "EKEN", "Eken "])]
    for draft in drafts:
        store.add(draft)

    def adopt(draft: Plan) -> bool:
        try:
            issue_in_words(store, draft, draft=draft)
        except wing.YearTaken:
            return False
        return True

    with ThreadPoolExecutor(len(drafts)) as people:
        assert sorted(people.map(adopt, drafts)) == [False, False, True]


def test_two_plans_that_an_older_program_let_hold_are_both_told_of(
    client: Client, store: Store, issued: Version, quick: Plan
) -> None:
    other = issue_in_words(store, named(quick, "Annan skola"))
    document = plan_file.write(named(quick, issued.plan.school_name))
    with store._database.transaction(write=True) as connection:  # noqa: SLF001 -- no page can do it
        connection.exec_driver_sql("DROP TRIGGER versions_are_only_emptied")
        changed = "UPDATE versions SET document = ? WHERE plan_id = ?"
        connection.exec_driver_sql(changed, (document, other.plan.id))
    assert client.get("/").text.count("Skolan har en plan till för läsåret.") == 2


# --- Beginning ----------------------------------------------------------------------------------


def test_a_new_plan_for_a_year_that_has_one_is_begun_once_that_has_been_seen(
    client: Client, store: Store, issued: Version
) -> None:
    asked = client.submit(client.get("/"), expect=409)
    assert asked.h1 == "Det finns redan en plan för 2026/27"
    address = f"/plan/{issued.plan.id}/version/1/"
    assert asked.links["Lindängens skola, läsåret 2026/27"] == address
    assert store.plans() == []
    client.submit(asked, {"anda": "ja"}, expect=303)
    assert len(store.plans()) == 1


def test_a_plan_that_is_read_in_says_that_it_came_from_a_file_and_is_a_second_one(
    client: Client, issued: Version
) -> None:
    file = client.raw("GET", f"/plan/{issued.plan.id}/version/1/plan.json").data
    tasks = client.upload(client.get("/las-in"), file, expect=303)
    assert TAKEN in tasks.text
    assert "Utkast, inläst från fil i dag klockan" in tasks.text
    start = client.get("/").text
    assert "Lindängens skola Utkast Inläst från fil i dag klockan" in start
    assert "Skolan har redan en plan för läsåret." in start


def test_two_drafts_for_the_same_school_and_year_know_of_each_other(
    client: Client, store: Store, quick: Plan
) -> None:
    store.add(quick)
    store.add(named(quick, quick.school_name))
    tasks = client.get("/plan/ett-till/")
    assert tasks.links["annat utkast"] == f"/plan/{quick.id}/"
    assert TAKEN not in tasks.text


def test_an_old_page_carries_nothing_over(client: Client, store: Store, twin: Plan) -> None:
    told = client.post(f"/plan/{twin.id}/till-nasta-version", {"csrf_token": "x"}, expect=303)
    assert told.path == f"/plan/{twin.id}/"
    assert [stored.plan.id for stored in store.plans()] == [twin.id]


def test_carrying_over_when_nothing_is_in_the_way_any_more_only_shows_the_draft(
    app: Flask, client: Client, store: Store, issued: Version, twin: Plan
) -> None:
    page = client.get(f"/plan/{twin.id}/")
    versions.withdraw(store, issued, WHY)
    told = _pressed(Client(app), page, expect=303)
    assert told.path == f"/plan/{twin.id}/"
    assert [stored.plan.id for stored in store.plans()] == [twin.id]
