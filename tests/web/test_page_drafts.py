"""What is typed and not saved: kept, offered, told, and gone when it is saved."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from samverkan_docs.data_folder import DataFolder
from samverkan_docs.plan import Plan
from samverkan_docs.store import Store, Version, page_drafts
from tests.web.checking import Client, Form, Page, words

PERSONAL = "20121212-1212"  # the agency's own example


def keep(client: Client, page: Page, typed: Form, *, expect: int = 204) -> None:
    """Let the page's script keep what is *typed*."""
    path = page.form.get("data-utkast") or ""
    client.raw("POST", path, {**page.data, **typed}, expect=expect)


def offers(page: Page) -> list[str]:
    return [words(form) for form in page.root.iter("form") if "offer" in (form.get("class") or "")]


def shown(client: Client, page: Page) -> Page:
    """Press the first button that shows what was typed."""
    return client.get(next(link for link in page.links.values() if "utkast=" in link))


@pytest.fixture
def polis(filled: str) -> str:
    return f"{filled}del/polis"


# --- Kept and offered ---------------------------------------------------------------------------


def test_what_was_typed_is_offered_and_not_imposed(
    client: Client, polis: str, store: Store, example: Plan
) -> None:
    keep(client, client.get(polis), {"medverka": "Halvskrivet", "kontakter-0-telefon": "08-46"})

    page = client.get(polis)

    assert store.load(example.id).plan == example
    (told,) = offers(page)
    assert told.startswith("Det finns text som inte sparades, från i dag klockan")
    assert "Halvskrivet" not in page.html
    back = shown(client, page)
    assert (back.data["medverka"], back.data["kontakter-0-telefon"]) == (["Halvskrivet"], ["08-46"])
    assert "kontakter-0-telefon" in back.problems
    assert "Det här är inte sparat" in back.text
    assert offers(back) == []


def test_what_is_saved_at_last_is_offered_no_more(client: Client, polis: str) -> None:
    page = client.get(polis)
    keep(client, page, {"medverka": "Halvskrivet"})
    client.submit(page, {"medverka": "Helt."}, expect=303)
    assert offers(client.get(polis)) == []


def test_what_was_shown_and_saved_is_offered_no_more(client: Client, polis: str) -> None:
    keep(client, client.get(polis), {"medverka": "Halvskrivet"})
    saved = client.submit(shown(client, client.get(polis)), expect=303)
    assert saved.data["medverka"] == ["Halvskrivet"]
    assert offers(saved) == []


def test_more_typed_where_it_was_shown_takes_its_place(client: Client, polis: str) -> None:
    keep(client, client.get(polis), {"medverka": "Halvskrivet"})
    keep(client, shown(client, client.get(polis)), {"medverka": "Halvskrivet och mer"})
    page = client.get(polis)
    assert len(offers(page)) == 1
    assert shown(client, page).data["medverka"] == ["Halvskrivet och mer"]


def test_it_is_taken_away_by_one_press(client: Client, polis: str) -> None:
    keep(client, client.get(polis), {"medverka": "Halvskrivet"})
    page = client.get(polis)
    form = next(form for form in page.root.iter("form") if form.get("class") == "note read offer")
    data = {box.get("name") or "": box.get("value") or "" for box in form.iter("input")}
    assert offers(client.post(form.get("action") or "", data, expect=303)) == []


def test_a_page_that_says_what_is_saved_is_not_offered(client: Client, polis: str) -> None:
    page = client.get(polis)
    keep(client, page, {})
    keep(client, client.submit(page, gor="lagg-till:kontakter", expect=200), {})
    assert offers(client.get(polis)) == []


def test_two_people_in_one_section_lose_nothing(app: Flask, client: Client, polis: str) -> None:
    other = Client(app)
    mine, theirs = client.get(polis), other.get(polis)
    keep(client, mine, {"medverka": "Mitt"})
    keep(other, theirs, {"medverka": "Deras"})
    assert len(offers(client.get(polis))) == 2

    client.submit(mine, {"medverka": "Mitt."}, expect=303)

    page = client.get(polis)
    assert len(offers(page)) == 1
    conflict = client.submit(shown(client, page), expect=409)
    assert {"Mitt.", "Deras"} <= {words(p) for p in conflict.root.iter("p")}
    client.submit(conflict, {"val-medverka": "min"}, expect=303)
    assert offers(client.get(polis)) == []


def test_what_another_goes_on_writing_is_not_taken_away_by_who_saw_it(
    client: Client, polis: str
) -> None:
    live = client.get(polis)
    keep(client, live, {"medverka": "Början"})
    taken = shown(client, client.get(polis))
    keep(client, live, {"medverka": "Början och slutet"})
    client.submit(taken, {"medverka": "Början."}, expect=303)
    assert shown(client, client.get(polis)).data["medverka"] == ["Början och slutet"]


def test_a_conflict_that_nobody_settles_is_kept(client: Client, polis: str) -> None:
    mine = client.get(polis)
    client.submit(client.get(polis), {"medverka": "Deras."}, expect=303)
    client.submit(mine, {"medverka": "Mitt."}, expect=409)
    assert shown(client, client.get(polis)).data["medverka"] == ["Mitt."]


# --- Who may keep, and what ---------------------------------------------------------------------


def test_only_a_page_of_this_session_keeps_anything(
    app: Flask, client: Client, stranger: Client, polis: str
) -> None:
    page = client.get(polis)
    keep(stranger, page, {"medverka": "x"}, expect=403)
    keep(Client(app), page, {"medverka": "x"}, expect=403)
    keep(client, page, {"medverka": "x", "csrf_token": ""}, expect=403)
    assert offers(client.get(polis)) == []


def test_a_personal_number_is_kept_nowhere(
    client: Client, polis: str, folder: DataFolder, store: Store
) -> None:
    page = client.get(polis)
    typed = {"medverka": f"Gäller {PERSONAL} nu.", "kontakter-0-funktion": f"vakt {PERSONAL}"}
    keep(client, page, typed)
    assert client.submit(page, typed, expect=422).data["medverka"] == [typed["medverka"]]

    back = shown(client, client.get(polis))

    assert back.data["medverka"] == ["Gäller [borttaget: såg ut som ett personnummer] nu."]
    store.close()
    kept = b"".join(file.read_bytes() for file in Path(folder.path).glob("samverkan.sqlite3*"))
    assert PERSONAL.encode() not in kept


def test_a_phone_number_in_its_field_is_kept(client: Client, polis: str) -> None:
    keep(client, client.get(polis), {"kontakter-0-telefon": "0701740607"})
    assert shown(client, client.get(polis)).data["kontakter-0-telefon"] == ["0701740607"]


def test_it_goes_with_its_plan_and_comes_back_with_no_other(
    client: Client, polis: str, filled: str, example: Plan, store: Store
) -> None:
    page = client.get(polis)
    keep(client, page, {"medverka": "Halvskrivet"})
    client.submit(client.get(f"{filled}ta-bort"), expect=303)
    assert store.pages.of(example.id) == []
    keep(client, page, {"medverka": "Halvskrivet"}, expect=404)
    store.add(example)
    assert offers(client.get(polis)) == []


def test_what_was_typed_when_the_plan_was_adopted_waits_for_its_next_version(
    client: Client, store: Store, issued: Version
) -> None:
    store.reopen(issued.plan.id, lambda plan: plan)
    page = client.get(f"/plan/{issued.plan.id}/del/polis")
    store.delete(issued.plan.id)

    keep(client, page, {"medverka": "Halvskrivet"})

    store.reopen(issued.plan.id, lambda plan: plan)
    assert shown(client, client.get(page.path)).data["medverka"] == ["Halvskrivet"]


def test_it_is_gone_with_a_version_that_is_withdrawn(store: Store, issued: Version) -> None:
    draft = page_drafts.PageDraft(
        id="p", plan_id=issued.plan.id, section="polis", seen="", texts={"annat": ("Hemligt",)}
    )
    assert store.pages.keep(draft)
    store.issued.withdraw(issued, function="rektor", reason="Fel.")
    assert store.pages.of(issued.plan.id) == []
    assert not store.pages.keep(draft)


def test_it_is_gone_after_two_weeks(
    client: Client, polis: str, store: Store, example: Plan
) -> None:
    keep(client, client.get(polis), {"medverka": "Gammalt"})
    (draft,) = store.pages.of(example.id)
    store.pages.keep(_aged(draft, timedelta(days=13)))
    assert len(offers(client.get(polis))) == 1
    store.pages.keep(_aged(draft, timedelta(days=15)))
    assert offers(client.get(polis)) == []
    keep(client, client.get(f"{polis[:-5]}akut"), {"myndig": "Nytt"})
    (left,) = store.pages.of(example.id)
    assert left.section == "akut"


def _aged(draft: page_drafts.PageDraft, by: timedelta) -> page_drafts.PageDraft:
    return page_drafts.PageDraft(**vars(draft) | {"at": draft.at - by})


def test_it_stands_in_no_file_and_on_no_page_but_its_own(
    client: Client, polis: str, filled: str
) -> None:
    keep(client, client.get(polis), {"medverka": "Halvskrivet"})
    for path in ("plan.json", "", "granska", "faststall", "fraga-parterna"):
        assert "Halvskrivet" not in client.raw("GET", filled + path).get_data(as_text=True)


@pytest.mark.parametrize("path", ["granska", "faststall"])
def test_it_is_told_before_the_plan_is_adopted_without_it(
    client: Client, polis: str, filled: str, path: str
) -> None:
    assert "Text som inte är sparad" not in client.get(filled + path).text
    keep(client, client.get(polis), {"medverka": "Halvskrivet"})
    page = client.get(filled + path)
    told = words(page.one(".//section[@aria-labelledby='inte-sparat']"))
    assert "Det finns text som inte sparades, från i dag klockan" in told
    assert any(link.startswith(polis) for link in page.links.values())


# --- One bad field holds nothing back ------------------------------------------------------------


def test_what_is_right_is_saved_and_what_is_not_is_told_in_the_task_list(
    client: Client, polis: str, filled: str
) -> None:
    page = client.get(polis)
    typed = {"kontakter-0-telefon": "1", "kontakter-1-funktion": "vakt", "annat": "Rätt."}
    name = page.data["kontakter-0-funktion"][0]

    rejected = client.submit(page, typed, expect=422)

    assert "Resten av delen är sparad." in rejected.text
    assert client.get(polis).data["annat"] == ["Rätt."]
    told = f"1 svar är inte sparat: {name[0].upper()}{name[1:]}, Telefon."
    assert told in client.get(filled).text
    assert offers(client.get(polis))[0].startswith(told)
    back = shown(client, client.get(polis))
    assert back.data["kontakter-0-telefon"] == ["1"]
    assert list(back.problems) == ["kontakter-0-telefon"]
    saved = client.submit(back, {"kontakter-0-telefon": "08-465 004 77"}, expect=303)
    assert saved.data["kontakter-0-telefon"] == ["08-465 004 77"]
    assert "inte sparat" not in client.get(filled).text


def test_a_page_that_is_partly_saved_can_be_saved_again_and_by_nobody_unseen(
    client: Client, polis: str
) -> None:
    page = client.submit(client.get(polis), {"annat": "a", "medverka": "\x07"}, expect=422)
    page = client.submit(page, {"annat": "b"}, expect=422)
    client.submit(client.get(polis), {"annat": "deras"}, expect=303)
    client.submit(page, {"annat": "c"}, expect=409)


def test_more_typed_after_a_save_is_told_with_what_the_save_left(
    client: Client, polis: str, filled: str
) -> None:
    page = client.submit(client.get(polis), {"medverka": "\x07"}, expect=422)
    keep(client, page, {"annat": "Mer"})
    assert "1 svar är inte sparat: Hur och när kan polisen" in client.get(filled).text


def test_a_check_that_died_with_its_number_does_not_come_back_from_the_page(
    client: Client, polis: str, store: Store, example: Plan
) -> None:
    """The day stands in the page that comes back with a fault elsewhere, and would be saved."""
    page = client.get(polis)
    assert page.data["kontakter-0-kontrollerad"] != [""]
    rejected = client.submit(
        page, {"kontakter-0-telefon": "08-465 004 77", "medverka": "\x07"}, expect=422
    )
    assert "Dagen för kontrollen gällde de gamla" in rejected.text
    client.submit(rejected, {"medverka": "Rätt."}, expect=303)
    assert store.load(example.id).plan.contacts("polis")[0].kontrollerad is None
