"""The page of a version: whether it holds, its papers, and the way to the next one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask

from samverkan_docs.actions import versions
from samverkan_docs.forms import FormData
from samverkan_docs.papers import printing
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.store import Store, Version
from samverkan_docs.web import errors
from samverkan_docs.web import issued as pages
from tests.conftest import a_pdf
from tests.web.checking import Client, Page, words
from tests.web.conftest import issue_in_words

WHY = FormData({"skal": ["Fel uppgift i planen"], "funktion": ["rektor"], "sedan": ["version-1"]})


def _address(version: Version) -> str:
    return f"/plan/{version.plan.id}/version/{version.number}/"


def _state(page: Page) -> str:
    return words(page.one(".//p[@class='lead read']"))


def _next(store: Store, version: Version, copies: str = "") -> Version:
    """Issue the next version, whose copies hang at other places."""
    skolan = {**version.plan.of("skolan"), **({"kopior": copies} if copies else {})}
    return issue_in_words(store, version.plan.answered("skolan", skolan))


# --- Whether it holds ---------------------------------------------------------------------------


def test_a_version_that_holds_says_until_when_and_who_decided(
    client: Client, issued: Version
) -> None:
    page = client.get(_address(issued))
    assert page.h1 == "Version 1 av planen för 2026/27"
    assert _state(page) == (
        "Gäller till och med den 31 augusti 2027. Fastställd den 17 augusti 2026 av Rektorn."
    )


def test_a_version_that_does_not_hold_yet_says_from_when(
    app: Flask, client: Client, issued: Version
) -> None:
    app.config["NOW"] = lambda: datetime(2026, 6, 10, 12, tzinfo=UTC)
    told = _state(client.get(_address(issued)))
    assert told.startswith("Gäller från och med den 1 augusti 2026 till och med")


def test_a_replaced_version_leads_to_the_newest(
    client: Client, store: Store, issued: Version
) -> None:
    newer = _next(store, issued)
    page = client.get(_address(issued))
    assert _state(page) == "Ersatt av version 2. Använd inte den här versionens papper."
    assert page.links["version 2"] == _address(newer)
    assert "Byt ut här" not in page.text
    assert list(page.root.iter("form")) == []
    assert _state(client.get(_address(newer))).startswith("Gäller")


@pytest.mark.parametrize("day", [date(2027, 9, 1), date(2031, 1, 1)])
def test_a_version_past_its_last_day_should_be_looked_over_and_is_never_called_void(
    app: Flask, client: Client, issued: Version, day: date
) -> None:
    app.config["NOW"] = lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    page = client.get(_address(issued))
    assert _state(page).startswith("Bör ses över Planens sista dag var den 31 augusti 2027.")
    assert "ogiltig" not in page.text.lower()
    assert "Bör ses över" in client.get("/").text
    client.raw("GET", f"{_address(issued)}anslag.pdf")


def test_a_withdrawn_version_is_only_its_story(
    client: Client, store: Store, issued: Version
) -> None:
    versions.withdraw(store, issued, WHY)
    page = client.get(_address(issued))
    assert _state(page).startswith("Tillbakadragen den ")
    assert "Skäl: Fel uppgift i planen" in page.text
    assert issued.plan.text("skolan", "skola") not in page.text
    assert list(page.root.iter("form")) == []
    assert not [link for link in page.links.values() if link.endswith((".pdf", ".json"))]
    assert "Läsåret 2026/27 Ingen version gäller Version 1, tillbakadragen" in client.get("/").text


def test_an_older_version_holds_again_when_the_newer_is_withdrawn(
    client: Client, store: Store, issued: Version
) -> None:
    versions.withdraw(store, _next(store, issued), WHY)
    assert _state(client.get(_address(issued))).startswith("Gäller")
    draft = client.submit(client.get(_address(issued)), expect=303)
    assert "Utkast till version 3" in draft.text


@pytest.mark.parametrize(
    "name", ["plan.pdf", "anslag-a3.pdf", "plan.json", "underskrifter", "dra-tillbaka", "skannat/x"]
)
def test_the_files_of_a_withdrawn_version_are_gone_and_a_page_says_so(
    client: Client, store: Store, issued: Version, name: str
) -> None:
    versions.withdraw(store, issued, WHY)
    told = client.get(_address(issued) + name, expect=404)
    assert told.h1 == "Version 1 är tillbakadragen"
    assert told.links["Vad som har hänt med versionen"] == _address(issued)


@pytest.mark.parametrize("number", ["0", "2", "10000", "99999999999999999999"])
@pytest.mark.parametrize("name", ["", "plan.pdf", "plan.json", "underskrifter", "dra-tillbaka"])
def test_a_version_that_is_not_there_has_a_page_that_says_so(
    client: Client, issued: Version, number: str, name: str
) -> None:
    told = client.get(f"/plan/{issued.plan.id}/version/{number}/{name}", expect=404)
    assert told.h1 == "Versionen finns inte"


@pytest.mark.parametrize("name", ["finns-inte.pdf", "blankett.pdf", "hemligt", "plan.html"])
def test_a_paper_that_is_not_there_is_not_found(client: Client, issued: Version, name: str) -> None:
    assert client.get(_address(issued) + name, expect=404).h1 == "Sidan finns inte"


# --- Papers -------------------------------------------------------------------------------------


def test_every_paper_comes_out_byte_for_byte(client: Client, issued: Version) -> None:
    page = client.get(_address(issued))
    for name in printing.Issue:
        link = f"{_address(issued)}{name}.pdf"
        assert link in page.links.values()
        answer = client.raw("GET", link)
        assert answer.mimetype == "application/pdf"
        assert answer.data == a_pdf(f"{name} {issued.plan.id} 1")
        assert "version-1.pdf" in answer.headers["Content-Disposition"]


def test_the_answers_come_out_as_a_file_that_can_be_read_in(
    client: Client, issued: Version
) -> None:
    answer = client.raw("GET", client.get(_address(issued)).links["Spara alla svar som fil"])
    name = "samverkansplan-2026-27-version-1.json"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert plan_file.read(answer.data) == issued.plan


def test_where_the_old_copies_hang_is_told_from_the_second_version_on(
    client: Client, store: Store, issued: Version
) -> None:
    first = _next(store, issued, "Anslagstavlan\nKöket")
    assert "Byt ut här" not in client.get(_address(issued)).text
    second = _next(store, first, "Köket\nExpeditionen")
    page = client.get(_address(second))
    assert words(page.by_id("byt-ut")) == "Byt ut här"
    found = [words(li) for li in page.one(".//section[@aria-labelledby='byt-ut']").iter("li")]
    assert sorted(found) == ["Anslagstavlan", "Expeditionen", "Köket"]


def test_a_plan_that_does_not_say_where_copies_hang_says_so(
    client: Client, store: Store, quick: Plan
) -> None:
    skolan = {key: value for key, value in quick.of("skolan").items() if key != "kopior"}
    plan = quick.answered("skolan", skolan)
    issue_in_words(store, plan)
    page = client.get(_address(issue_in_words(store, plan)))
    assert "I planen står inte var kopiorna hänger" in page.text


# --- The next version ---------------------------------------------------------------------------


def test_one_click_begins_the_next_version_from_this_one(
    client: Client, store: Store, issued: Version
) -> None:
    page = client.get(_address(issued))
    assert [words(button) for button in page.form.iter("button")] == ["Ändra planen"]
    draft = client.submit(page, expect=303)
    assert draft.path == f"/plan/{issued.plan.id}/"
    assert "Utkast till version 2" in draft.text
    assert draft.links["Version 1"] == _address(issued)
    begun = store.load(issued.plan.id).plan
    assert begun.text("skolan", "beslutad_av") == ""
    assert begun.contacts("polis") == issued.plan.contacts("polis")
    again = client.get(_address(issued))
    assert again.links["Fortsätt med nästa version"] == draft.path
    assert "version 2" in client.get("/").text


def test_a_second_click_goes_on_with_the_same_draft(
    client: Client, store: Store, issued: Version
) -> None:
    page = client.get(_address(issued))
    draft = client.submit(page, expect=303)
    client.submit(client.get(f"{draft.path}del/polis"), {"medverka": "Polisen kommer."}, expect=303)
    assert client.submit(page, expect=303).path == draft.path
    assert store.load(issued.plan.id).plan.text("polis", "medverka") == "Polisen kommer."


def test_a_page_that_has_been_replaced_begins_from_the_version_that_holds(
    client: Client, store: Store, issued: Version
) -> None:
    page = client.get(_address(issued))
    newer = _next(store, issued, "Köket")
    draft = client.submit(page, expect=303)
    assert pages.NEWER.format(number=newer.number) in draft.text
    assert store.load(issued.plan.id).plan.text("skolan", "kopior") == "Köket"


def test_an_old_page_begins_nothing_and_says_so(
    client: Client, store: Store, issued: Version
) -> None:
    page = client.get(_address(issued))
    told = client.submit(page, {"csrf_token": "gammal"}, expect=303)
    assert told.path == page.path
    assert errors.OLD_PAGE in told.text
    assert store.plans() == []


def test_correcting_a_number_takes_few_steps_and_the_review_shows_just_that(
    client: Client, store: Store, issued: Version
) -> None:
    draft = client.submit(client.get(_address(issued)), expect=303)
    section = client.get(draft.links["Polisen"])
    typed = {"kontakter-0-telefon": "031-390 06 99"}
    review = client.submit(section, typed, gor="spara-fortsatt", expect=303)
    assert review.path == f"/plan/{issued.plan.id}/granska"
    changed = review.one(".//section[@aria-labelledby='andrat']")
    assert [words(li) for li in changed.iter("li")] == [
        f"Polisen: {_function(issued)}: numret har ändrats"
    ]
    assert review.links["Fastställ version 2"] == f"/plan/{issued.plan.id}/faststall"
    assert store.issued.load(issued.plan.id, 1).plan == issued.plan


def _function(version: Version) -> str:
    name = version.plan.contacts("polis")[0].funktion
    return name[:1].upper() + name[1:]


def test_the_draft_of_a_next_version_can_be_deleted_and_the_version_stays(
    client: Client, issued: Version
) -> None:
    draft = client.submit(client.get(_address(issued)), expect=303)
    question = client.get(f"{draft.path}ta-bort")
    assert "De versioner som är fastställda påverkas inte." in question.text
    client.submit(question, expect=303)
    assert client.raw("GET", draft.path, expect=303).location == _address(issued)


def test_all_versions_and_events_are_told(client: Client, store: Store, issued: Version) -> None:
    newer = _next(store, issued)
    versions.withdraw(store, issued, WHY)
    page = client.get(_address(newer))
    story, events = page.root.findall(".//table")[-2:]
    rows = [words(row) for row in story.iter("tr")][1:]
    assert rows == ["Version 2 2026-08-17 Polisen: ett nytt nummer", "Version 1 Tillbakadragen"]
    told = [words(row) for row in events.iter("tr")][1:]
    assert [row.partition("Version ")[2] for row in told] == [
        "1: tillbakadragen. Skäl: Fel uppgift i planen Rektor",
        "2: fastställd. Rektor",
        "1: fastställd. Rektor",
    ]
    assert all(row.startswith("I dag klockan ") for row in told)


def test_two_schools_plans_of_the_same_year_keep_their_versions_apart(
    client: Client, store: Store, issued: Version, quick: Plan
) -> None:
    skolan = {**quick.of("skolan"), "skola": "Björkskolan"}
    other = issue_in_words(store, replace(quick.answered("skolan", skolan), id="en-annan-plan"))
    rows = client.get(_address(other)).root.findall(".//table")[-2].iter("tr")
    assert len(list(rows)) == 2
    links = {a.get("href") for a in client.get("/").root.iter("a")}
    assert {_address(issued), _address(other)} <= links


def test_a_double_click_on_the_button_begins_one_draft(
    app: Flask, store: Store, issued: Version
) -> None:
    people = [Client(app) for _ in range(4)]
    forms = [person.get(_address(issued)) for person in people]
    with ThreadPoolExecutor(len(people)) as pressing:
        answers = [
            pressing.submit(person.raw, "POST", f"{_address(issued)}ny", form.data, expect=303)
            for person, form in zip(people, forms, strict=True)
        ]
        ends = {answer.result().location for answer in answers}
    assert ends == {f"/plan/{issued.plan.id}/"}
    assert len(store.plans()) == 1
