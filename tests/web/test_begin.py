from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from flask import Flask

from samverkan_docs import catalogue, create_app
from samverkan_docs.actions import shelves
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.plan import Plan, plan_file
from samverkan_docs.seal import keys
from samverkan_docs.store import Store, Version
from samverkan_docs.web import begin, errors
from tests.web.checking import Client, Page, words
from tests.web.conftest import NOW, put_key


def test_the_first_start_page_offers_a_new_plan_a_file_and_the_blank_form(client: Client) -> None:
    page = client.get("/")
    assert page.h1 == "Skolans samverkansplaner"
    assert "Här finns ingen plan än" in page.text
    assert [words(button) for button in page.form.iter("button")] == ["Ny plan"]
    assert set(page.links.values()) == {"/las-in", "/blankett.pdf", "/kontrollera"}


def test_a_new_plan_opens_its_task_list_and_stands_on_the_start_page(client: Client) -> None:
    tasks = client.submit(client.get("/"), expect=303)
    assert tasks.h1 == "Planen för 2026/27"
    start = client.get("/")
    assert start.links["Läsåret 2026/27"] == tasks.path
    assert f"av {len(catalogue.SECTIONS)} delar är klara" in start.text
    assert "Senast ändrad i dag klockan" in start.text


@pytest.mark.parametrize(
    ("today", "year", "first", "last"),
    [
        (date(2026, 6, 1), "2026/27", "2026-08-01", "2027-08-31"),
        (date(2026, 12, 31), "2026/27", "2026-08-01", "2027-08-31"),
        (date(2027, 5, 31), "2026/27", "2026-08-01", "2027-08-31"),
        (date(2099, 8, 1), "2099/00", "2099-08-01", "2100-08-31"),
    ],
)
def test_a_new_plan_proposes_the_school_year_from_the_date(
    app: Flask, client: Client, today: date, year: str, first: str, last: str
) -> None:
    app.config["NOW"] = lambda: datetime.combine(today, time(12), UTC)
    page = client.get(f"{client.new_plan()}del/skolan")
    assert page.data["lasar"] == [year]
    assert page.data["galler_fran"] == [first]
    assert page.data["galler_till"] == [last]


def test_the_task_list_has_the_five_starred_parts_first(client: Client, empty: str) -> None:
    tasks = client.get(empty)
    lists = tasks.root.findall(".//ul[@class='rows']")
    first, rest = ([words(a) for a in found.iter("a")] for found in lists)
    assert first == [section.title for section in catalogue.SECTIONS if section.starred]
    assert len(first) == 5
    assert rest == [section.title for section in catalogue.SECTIONS if not section.starred]
    assert "När de här fem är klara kan du skriva ut anslaget." in tasks.text


def _state(tasks: Page, title: str) -> str:
    rows = [row for row in tasks.root.iter("li") if words(row).startswith(title)]
    return words(rows[0]).removeprefix(title).strip()


def test_the_task_list_tells_how_far_each_part_is(client: Client, empty: str) -> None:
    tasks = client.get(empty)
    assert _state(tasks, "Polisen") == "Inte påbörjad"
    assert _state(tasks, "Stödlinjer") == "Inte påbörjad Valfri"
    assert _state(tasks, "Skolan och planen").startswith("Påbörjad Saknas: Skolans namn, och")


def test_the_task_list_of_a_whole_plan_says_done_and_offers_the_wall_sheet(
    client: Client, filled: str
) -> None:
    tasks = client.get(filled)
    assert f"{len(catalogue.SECTIONS)} av {len(catalogue.SECTIONS)} delar är klara" in tasks.text
    assert tasks.links["skriv ut anslaget"] == f"{filled}skriv-ut"
    assert all(_state(tasks, section.title).startswith("Klar") for section in catalogue.SECTIONS)


def test_a_bracket_that_is_left_keeps_a_part_from_being_done(client: Client, empty: str) -> None:
    page = client.get(f"{empty}del/uppfoljning")
    client.submit(page, {"oversyn": "[Funktion] ringer alla nummer."}, expect=303)
    assert _state(client.get(empty), "Uppföljning") == (
        "Påbörjad 1 hakparentes är kvar att fylla i eller ta bort."
    )


def test_a_plan_comes_out_as_a_file_and_in_again_as_a_plan_of_its_own(
    client: Client, filled: str, example: Plan, store: Store
) -> None:
    answer = client.raw("GET", f"{filled}plan.json")
    name = "samverkansplan-2026-27.json"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert answer.mimetype == "application/json"
    tasks = _read_in(client, answer.data, expect=303)
    assert tasks.path != filled
    assert len(store.plans()) == 2
    again = plan_file.read(client.raw("GET", f"{tasks.path}plan.json").data)
    assert again.answers == example.answers


def _read_in(client: Client, content: bytes, *, expect: int) -> Page:
    return client.upload(client.get("/las-in"), content, expect=expect)


def _changed(example: Plan, **changes: object) -> bytes:
    return json.dumps(json.loads(plan_file.write(example)) | changes).encode()


@pytest.mark.slow
def test_a_file_that_is_no_plan_is_refused_with_one_sentence_that_names_the_place(
    client: Client, store: Store, example: Plan
) -> None:
    whole = plan_file.write(example).encode()
    refused = {
        b"": "felaktig JSON",
        whole[:5000].decode(errors="ignore").encode(): "felaktig JSON",
        b"\xff\xfe\x00": "UTF-8",
        b"[]": "filen",
        b"[" * 100_000: "för många nivåer",
        b" " * 5_000_001: "för stor",
        b'{"typ": "faktura"}': "ingen samverkansplan",
        _changed(example, format=99): "nyare program",
        _changed(example, format="ett"): "formatnummer",
        _changed(example, hemligt=1): "hemligt",
        _changed(example, svar={"skolan": {"skola": 7}}): "svar, skolan, skola",
        _changed(example, svar={"skolan": {"rektor": "x"}}): "rektor",
        _changed(example, svar={"polis": {"kontakter": [{"telefon": []}]}}): "rad 1, telefon",
    }
    for content, sentence in refused.items():
        page = _read_in(client, content, expect=422)
        assert page.h1 == "Läs in plan"
        assert list(page.problems) == ["fil"]
        assert sentence in page.problems["fil"]
        assert page.by_id("fil").get("aria-invalid") == "true"
    assert store.plans() == []


def test_a_file_whose_answers_break_a_rule_is_refused_with_every_place(
    client: Client, store: Store, example: Plan
) -> None:
    svar = {"skolan": {"lasar": "2026/28"}, "polis": {"medverka": "Ring 20121212-1212."}}
    page = _read_in(client, _changed(example, svar=svar), expect=422)
    assert "Skolan och planen, Läsår: Ett läsår är två år i följd." in page.text
    assert "Polisen, Hur och när kan polisen medverka" in page.text
    assert "personnummer" in page.text
    assert store.plans() == []


def test_reading_in_without_a_file_asks_for_one(client: Client) -> None:
    page = client.submit(client.get("/las-in"), expect=422)
    assert page.problems == {"fil": "Välj en fil först."}


def test_a_file_of_fifty_megabytes_is_refused_as_too_large_a_file(
    client: Client, store: Store
) -> None:
    page = _read_in(client, b" " * 50_000_000, expect=413)
    assert "fil" in page.text
    assert "Korta texten" not in page.text
    assert store.plans() == []


def test_an_issued_plan_is_read_in_as_a_draft_of_its_own(
    client: Client, store: Store, genuine: Version, stamped: tuple[Version, dict[str, bytes]]
) -> None:
    tasks = _read_in(client, stamped[1]["plan"], expect=303)
    assert "certifikat" not in tasks.text
    plan = store.load(tasks.path.split("/")[2]).plan
    assert plan.id != genuine.plan.id
    assert plan.contacts("polis") == genuine.plan.contacts("polis")
    assert store.issued.history(plan.id) == ()


def test_an_issued_plan_of_a_stranger_is_read_in_with_a_warning_that_names_the_certificate(
    folder: DataFolder, stamped: tuple[Version, dict[str, bytes]]
) -> None:
    put_key(folder, keys.new("En annan skola", NOW - timedelta(days=1)))
    app = create_app(DATA_FOLDER=folder, NOW=lambda: NOW)
    tasks = _read_in(Client(app), stamped[1]["plan"], expect=303)
    assert begin.STRANGER.format(name="Ekbackaskolan") in tasks.text
    assert tasks.one(".//main/p[@role='status']").get("class") == "note read"
    app.extensions["store"].close()


def test_a_pdf_that_is_no_whole_issued_plan_is_refused_with_a_sentence(
    client: Client, store: Store, genuine: Version, stamped: tuple[Version, dict[str, bytes]]
) -> None:
    assert genuine.number == 1
    whole = stamped[1]["plan"]
    changed = bytearray(whole)
    changed[len(changed) // 2] ^= 1
    refused = {
        bytes(changed): "går att läsa in",
        stamped[1]["anslag"]: "Välj planen, inget av de andra papperen",
        whole[:9000]: "",
        b"%PDF-1.7": "",
    }
    for content, sentence in refused.items():
        page = _read_in(client, content, expect=422)
        assert list(page.problems) == ["fil"]
        assert sentence in page.problems["fil"]
    assert store.plans() == []


def test_the_start_page_tells_of_each_plan_whether_it_holds(
    client: Client, store: Store, issued: Version, filled: str
) -> None:
    shelves.begin_next(store, issued.plan.id)
    page = client.get("/")
    assert "Läsåret 2026/27, Lindängens skola Gäller Version 1, fastställd" in page.text
    assert "Läsåret 2026/27, Lindängens skola: version 2 Utkast" in page.text
    assert "Läsåret 2026/27, Ekbackaskolan Utkast" in page.text
    assert filled in page.links.values()


def test_the_tasks_of_a_next_version_lead_by_way_of_the_review(
    client: Client, store: Store, issued: Version
) -> None:
    shelves.begin_next(store, issued.plan.id)
    tasks = client.get(f"/plan/{issued.plan.id}/")
    assert "Utkast till version 2." in tasks.text
    assert "Version 1 gäller så länge." in tasks.text
    assert "Börja här" not in tasks.text
    assert tasks.links["Polisen"] == f"{tasks.path}del/polis?till=granska"


def test_a_draft_is_deleted_only_after_a_question(
    client: Client, filled: str, store: Store
) -> None:
    question = client.get(f"{filled}ta-bort")
    assert question.h1 == "Ta bort utkastet?"
    assert "2026/27" in question.text
    assert question.links["Behåll utkastet"] == filled
    assert len(store.plans()) == 1
    assert client.submit(question, expect=303).path == "/"
    assert store.plans() == []


@pytest.mark.parametrize("path", ["/ny", "/las-in", "ta-bort"])
def test_nothing_begins_or_ends_without_the_token_of_a_page(
    client: Client, filled: str, store: Store, path: str
) -> None:
    address = path if path.startswith("/") else filled + path
    for data in ({}, {"csrf_token": "gammal"}):
        page = client.post(address, data, expect=303)
        assert errors.OLD_PAGE in page.text
    assert [f"/plan/{stored.plan.id}/" for stored in store.plans()] == [filled]


def test_plans_outlive_the_program(client: Client, filled: str, folder: DataFolder) -> None:
    before = client.get(f"{filled}del/polis")
    again = create_app(DATA_FOLDER=folder)
    assert Client(again).get(before.path).answers == before.answers
    store = again.extensions["store"]
    assert isinstance(store, Store)
    store.close()
