from __future__ import annotations

import pytest
from flask import Flask

from samverkan_docs.store import Store
from tests.web.checking import Client, Page, words


@pytest.fixture
def other(app: Flask) -> Client:
    return Client(app)


def _both_typed(
    client: Client, other: Client, path: str, mine: dict[str, str], theirs: dict[str, str]
) -> Page:
    """Open the page twice, save *theirs*, then try to save *mine*."""
    page, meanwhile = client.get(path), other.get(path)
    other.submit(meanwhile, theirs, expect=303)
    return client.submit(page, mine, expect=409)


def test_two_texts_are_both_shown_and_nothing_is_overwritten(
    client: Client, other: Client, filled: str, store: Store
) -> None:
    path = f"{filled}del/polis"
    page = _both_typed(client, other, path, {"medverka": "Mitt."}, {"medverka": "Deras."})
    assert page.h1 == "Någon annan har sparat Polisen"
    assert "Mitt." in page.text
    assert "Deras." in page.text
    assert [words(legend) for legend in page.root.iter("legend")] == [
        "Hur och när kan polisen medverka till stöd för utsatta elever?"
    ]
    assert store.plans()[0].plan.text("polis", "medverka") == "Deras."


@pytest.mark.parametrize(("choice", "kept"), [("min", "Mitt."), ("sparad", "Deras.")])
def test_either_text_can_be_chosen(
    client: Client, other: Client, filled: str, store: Store, choice: str, kept: str
) -> None:
    path = f"{filled}del/polis"
    before = store.plans()[0].plan
    page = _both_typed(client, other, path, {"medverka": "Mitt."}, {"medverka": "Deras."})
    saved = client.submit(page, {"val-medverka": choice}, expect=303)
    assert saved.data["medverka"] == [kept]
    after = store.plans()[0].plan
    assert {k: v for k, v in after.of("polis").items() if k != "medverka"} == {
        k: v for k, v in before.of("polis").items() if k != "medverka"
    }


def test_each_question_is_chosen_by_itself(
    client: Client, other: Client, filled: str, store: Store
) -> None:
    mine = {"medverka": "Mitt.", "annat": "Mitt också.", "avstamt-datum": "2026-09-01"}
    theirs = {"medverka": "Deras.", "annat": "", "uppgifter": "Deras andra."}
    page = _both_typed(client, other, f"{filled}del/polis", mine, theirs)
    assert "Inte ifyllt" in page.text
    choice = {
        "val-medverka": "sparad",
        "val-annat": "min",
        "val-avstamt": "min",
        "val-uppgifter": "sparad",
    }
    client.submit(page, choice, expect=303)
    plan = store.plans()[0].plan
    assert plan.text("polis", "medverka") == "Deras."
    assert plan.text("polis", "annat") == "Mitt också."
    assert plan.text("polis", "uppgifter") == "Deras andra."


def test_nothing_is_saved_until_a_choice_is_made(
    client: Client, other: Client, filled: str, store: Store
) -> None:
    path = f"{filled}del/polis"
    page = _both_typed(client, other, path, {"medverka": "Mitt."}, {"medverka": "Deras."})
    again = client.submit(page, expect=409)
    assert "Mitt." in again.text
    assert store.plans()[0].plan.text("polis", "medverka") == "Deras."
    client.submit(again, {"val-medverka": "min"}, expect=303)
    assert store.plans()[0].plan.text("polis", "medverka") == "Mitt."


def test_contacts_are_shown_as_a_list_with_the_differing_rows_marked(
    client: Client, other: Client, filled: str
) -> None:
    path = f"{filled}del/vard"
    page = client.get(path)
    mine = client.submit(page, gor="lagg-till:kontakter", expect=200)
    count = sum(name.endswith("-funktion") for name in page.data) - 1
    theirs = other.submit(other.get(path), gor="ta-bort:kontakter-1", expect=200)
    other.submit(theirs, {"kontakter-0-telefon": "08-465 004 99"}, expect=303)
    conflict = client.submit(mine, {f"kontakter-{count}-funktion": "kurator i vården"}, expect=409)
    sides = conflict.root.findall(".//div[@class='option']")
    marks = [
        [strong.text for item in side.iter("li") for strong in item.iter("strong")]
        for side in sides
    ]
    assert marks == [["(ändrad)", "(finns bara här)", "(finns bara här)"], ["(ändrad)"]]
    assert "kurator i vården" in words(sides[0])
    assert "08-465 004 99" in words(sides[1])
    saved = client.submit(conflict, {"val-kontakter": "sparad"}, expect=303)
    assert saved.data["kontakter-0-telefon"] == ["08-465 004 99"]
    assert "kurator i vården" not in str(saved.data)


def test_a_third_save_meanwhile_is_a_conflict_again(
    client: Client, other: Client, filled: str, store: Store
) -> None:
    path = f"{filled}del/polis"
    page = _both_typed(client, other, path, {"medverka": "Mitt."}, {"medverka": "Deras."})
    other.submit(other.get(path), {"medverka": "Tredje."}, expect=303)
    again = client.submit(page, {"val-medverka": "min"}, expect=409)
    assert "Tredje." in again.text
    assert store.plans()[0].plan.text("polis", "medverka") == "Tredje."


def test_saving_the_same_as_somebody_else_is_no_conflict(
    client: Client, other: Client, filled: str
) -> None:
    path = f"{filled}del/polis"
    page, meanwhile = client.get(path), other.get(path)
    other.submit(meanwhile, {"medverka": "Samma."}, expect=303)
    assert client.submit(page, {"medverka": "Samma."}, expect=303).h1 == "Polisen"


def test_people_in_different_sections_never_collide(
    client: Client, other: Client, filled: str, store: Store
) -> None:
    mine, theirs = client.get(f"{filled}del/polis"), other.get(f"{filled}del/vard")
    client.submit(mine, {"medverka": "Polisens."}, expect=303)
    other.submit(theirs, {"stod_och_vard": "Vårdens."}, expect=303)
    plan = store.plans()[0].plan
    assert plan.text("polis", "medverka") == "Polisens."
    assert plan.text("vard", "stod_och_vard") == "Vårdens."


def test_a_second_window_of_the_same_person_is_no_exception(
    client: Client, filled: str, store: Store
) -> None:
    first, second = client.get(f"{filled}del/polis"), client.get(f"{filled}del/polis")
    client.submit(second, {"medverka": "Andra fönstret."}, expect=303)
    client.submit(first, {"medverka": "Första fönstret."}, expect=409)
    assert store.plans()[0].plan.text("polis", "medverka") == "Andra fönstret."


def test_saving_twice_from_one_page_after_going_back_is_told(client: Client, filled: str) -> None:
    page = client.get(f"{filled}del/polis")
    client.submit(page, {"medverka": "En gång."}, expect=303)
    client.submit(page, {"medverka": "En gång."}, expect=303)
    client.submit(page, {"medverka": "Två gånger."}, expect=409)


def test_what_is_chosen_still_has_to_keep_the_rules(
    client: Client, other: Client, filled: str
) -> None:
    path = f"{filled}del/polis"
    page = _both_typed(client, other, path, {"medverka": "Mitt."}, {"medverka": "Deras."})
    typed = {"val-medverka": "min", "medverka": "\x07"}
    assert list(client.submit(page, typed, expect=422).problems) == ["medverka"]


def test_the_conflict_page_leads_back_to_the_review_for_who_came_from_there(
    client: Client, other: Client, filled: str
) -> None:
    path = f"{filled}del/polis?till=granska"
    page = _both_typed(client, other, path, {"medverka": "Mitt."}, {"medverka": "Deras."})
    assert page.data["till"] == ["granska"]
