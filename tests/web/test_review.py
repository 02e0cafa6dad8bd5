from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from samverkan_docs import catalogue, papers
from samverkan_docs.actions import shelves, versions
from samverkan_docs.catalogue import Paper, Section
from samverkan_docs.papers import chapters
from samverkan_docs.plan import Plan
from samverkan_docs.store import Store, Version
from tests.web.checking import Client, Page, parse, words
from tests.web.conftest import issue_in_words
from tests.web.test_issued import WHY

SECTIONS = pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda found: found.key)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def _shown(page: Page, section: Section) -> str:
    return words(without_links(page.by_id(section.key)))


def without_links(part: Element) -> Element:
    """Return *part* without the ways to where something is changed."""
    for outer in list(part.iter()):
        for piece in [inner for inner in outer if inner.get("class") == "edit"]:
            outer.remove(piece)
    return part


def _is_on_first_page(piece: Element) -> bool:
    label = piece.find("th")
    return label is not None and words(label) in chapters.ON_FIRST_PAGE


@SECTIONS
def test_what_is_reviewed_is_what_is_printed(
    client: Client, filled: str, example: Plan, section: Section
) -> None:
    """Every table and paragraph of the review stands in the plan's own HTML, in that order.

    What the plan's first page says of the school stands there in its own words.
    """
    review = without_links(client.get(f"{filled}granska").by_id(section.key))
    printed, _guesses = parse(papers.plan_html(example))
    rest = _without_spaces(words(printed))
    pieces = [e for e in review.iter() if e.tag in {"tr", "p", "h3", "h4"}]
    assert pieces
    for piece in pieces:
        if _is_on_first_page(piece):
            continue
        _before, found, rest = rest.partition(_without_spaces(words(piece)))
        assert found, words(piece)


def test_the_internal_sheet_is_reviewed_apart(client: Client, filled: str, example: Plan) -> None:
    page = client.get(f"{filled}granska")
    _plan, apart, internal = page.text.partition("Står bara på det interna bladet")
    assert apart
    for key in ("trygg_plats",):
        text = " ".join(example.text("resurspersoner", key).split())
        assert text in internal
        assert text not in _plan
    assert "Privat mobil. Ring, skicka inte sms." in internal
    assert "070-174 06 20" not in _plan.replace("\u00a0", " ")


def test_an_empty_plan_says_what_is_missing_and_why(client: Client, empty: str) -> None:
    page = client.get(f"{empty}granska")
    missing = {section for section in catalogue.SECTIONS if Plan(id="x").missing(section)}
    assert len(missing) > 5
    for section in missing:
        assert section.why in page.text
        assert page.links[section.title] == f"{empty}del/{section.key}?till=granska"
    assert "Inte ifyllt" in page.text


def test_who_socialtjansten_has_to_name_is_missed_by_name(client: Client, empty: str) -> None:
    typed = {"kontakter-0-funktion": "gruppledare", "kontakter-1-funktion": ""}
    client.submit(client.get(f"{empty}del/socialtjanst"), typed, expect=303)
    page = client.get(f"{empty}granska")
    assert "Lägg till socialtjänstens mottagning" in page.text
    assert "Lägg till socialjour" in page.text


def test_a_whole_plan_lacks_nothing(client: Client, filled: str) -> None:
    page = client.get(f"{filled}granska")
    assert "Inget. Alla svar som krävs är ifyllda." in page.text
    assert "Stäm av svaren med samverkansparten" not in page.text
    assert page.links["Fastställ planen"] == f"{filled}faststall"
    assert page.links["Skriv ut utkastet"] == f"{filled}skriv-ut"


@SECTIONS
def test_every_section_has_an_edit_link_that_comes_back(
    client: Client, filled: str, section: Section
) -> None:
    review = client.get(f"{filled}granska")
    edit = review.by_id(section.key).find(".//p[@class='edit']/a")
    assert edit is not None
    assert words(edit) == f"Ändra {section.title}"
    page = client.get(edit.get("href", ""))
    assert page.h1 == section.title
    back = client.raw("POST", page.path, {**page.data, "gor": "spara-fortsatt"}, expect=303)
    assert back.location == f"{filled}granska#{section.key}"
    review.by_id(section.key)


def test_brackets_that_are_left_are_named(client: Client, empty: str) -> None:
    client.submit(
        client.get(f"{empty}del/akut"), {"myndig": "[Funktion] frågar. [Vem] ringer."}, expect=303
    )
    page = client.get(f"{empty}granska")
    assert "Fyll i eller ta bort [Funktion]" in page.text
    assert "Fyll i eller ta bort [Vem]" in page.text


def test_what_nobody_has_agreed_to_is_listed_until_somebody_has(client: Client, empty: str) -> None:
    path = f"{empty}del/polis"
    client.submit(client.get(path), {"medverka": "Polisen kommer."}, expect=303)
    heading = "Stäm av svaren med samverkansparten"
    page = client.get(f"{empty}granska")
    assert f"{heading} Svaren handlar om vad andra ska göra." in page.text
    assert "Polisen" in page.text.partition(heading)[2]
    agreed = {"avstamt-funktion": "kommunpolisen", "avstamt-datum": "2026-08-17"}
    client.submit(client.get(path), agreed, expect=303)
    page = client.get(f"{empty}granska")
    assert heading not in page.text
    assert "Avstämt med kommunpolisen den 17 augusti 2026." in page.text


def test_a_further_partner_that_has_not_agreed_is_listed_too(client: Client, empty: str) -> None:
    page = client.submit(client.get(f"{empty}del/ovriga"), gor="lagg-till:parter", expect=200)
    client.submit(page, {"parter-0-namn": "Skatteverket"}, expect=303)
    assert "Stäm av svaren med samverkansparten" in client.get(f"{empty}granska").text


def test_the_review_of_the_plan_holds_only_what_the_plan_may_hold(
    client: Client, filled: str, example: Plan
) -> None:
    page = client.get(f"{filled}granska")
    for section in catalogue.SECTIONS:
        shown = _shown(page, section)
        for question in section.asked:
            if question.suggestion and Paper.INTERNAL in question.papers:
                assert question.label not in shown
        for contact in example.contacts(section.key):
            if contact.anteckning:
                assert contact.anteckning not in shown


def test_a_first_version_tells_of_no_changes(client: Client, filled: str) -> None:
    page = client.get(f"{filled}granska")
    assert "Ändrat sedan" not in page.text
    assert "Fastställ version" not in page.text


def test_a_next_version_tells_what_has_changed_in_words(
    client: Client, store: Store, issued: Version
) -> None:
    shelves.begin_next(store, issued.plan.id)
    path = f"/plan/{issued.plan.id}/"
    page = client.get(f"{path}granska")
    assert "Ändrat sedan version 1 Inget än." in page.text
    section = client.get(f"{path}del/resurspersoner")
    client.submit(section, {"kontakter-0-namn": "Alva Ek"}, expect=303)
    page = client.get(f"{path}granska")
    changed = [words(li) for li in page.one(".//section[@aria-labelledby='andrat']").iter("li")]
    assert len(changed) == 1
    assert changed[0].startswith("Skolans resurspersoner: ")
    assert page.links["Fastställ version 2"] == page.links["Fastställ planen"]


def test_a_next_version_is_compared_with_the_last_that_was_not_withdrawn(
    client: Client, store: Store, issued: Version
) -> None:
    second = issue_in_words(store, issued.plan.answered("akut", {"myndig": "Vi ringer."}))
    versions.withdraw(store, second, WHY)
    shelves.begin_next(store, issued.plan.id)
    assert "Ändrat sedan version 1" in client.get(f"/plan/{issued.plan.id}/granska").text


# --- Straight to what is changed, and back ------------------------------------------------------


def test_change_leads_to_the_contact_itself_and_back(client: Client, filled: str) -> None:
    review = client.get(f"{filled}granska")
    jour, consult = "socialtjanst.kontakter/k-socialjour", "socialtjanst.radgora"
    assert review.by_id(jour).get("href") == review.links["Ändra Socialjour"]
    label = catalogue.SOCIALTJANST.question("radgora").label
    assert review.by_id(consult).get("href") == review.links[f"Ändra {label}"]
    for place in (jour, consult):
        page = client.get(review.by_id(place).get("href", ""))
        (focused,) = [e.get("id", "") for e in page.root.iter() if e.get("autofocus") is not None]
        row_id = page.data.get(f"{focused.rpartition('-')[0]}-id")
        assert row_id == ["k-socialjour"] if place == jour else focused == "radgora"
        assert page.links["Tillbaka till granskningen"] == f"{filled}granska#{place}"
        saved = client.submit(page, gor="spara-fortsatt", expect=303)
        assert saved.path == f"{filled}granska#{place}"


def test_what_is_missing_leads_to_its_own_question(client: Client) -> None:
    path = client.new_plan()
    page = client.get(client.get(f"{path}granska").links["Skolans namn"])
    (focused,) = [e.get("id", "") for e in page.root.iter() if e.get("autofocus") is not None]
    assert focused == "skola"
