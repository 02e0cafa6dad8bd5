"""Faults of the disk and the database, made for real: nothing typed is lost or half-written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from typing import TypeAlias

import pytest
import sqlalchemy as sa
from flask import Flask

from samverkan_docs.data_folder import DataFolder
from samverkan_docs.plan import Plan, adoption, plan_file
from samverkan_docs.store import Store
from tests.conftest import a_pdf
from tests.web.checking import Client, Form
from tests.web.conftest import issue_in_words

TYPED = "Rektorn ringer polisens kontaktperson. "


@contextmanager
def _every_connection(*pragmas: str) -> Iterator[None]:
    """Hold *pragmas* on every connection that is used meanwhile, as a worse disk would."""

    def worsen(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    sa.event.listen(sa.Pool, "checkout", worsen)
    try:
        yield
    finally:
        sa.event.remove(sa.Pool, "checkout", worsen)


@contextmanager
def _full_disk(folder: DataFolder) -> Iterator[None]:
    """Let the database file grow no further."""
    with closing(sqlite3.connect(folder.database)) as opened:
        (pages,) = opened.execute("PRAGMA page_count").fetchone()
    with _every_connection(f"max_page_count={pages}"):
        yield


@contextmanager
def _read_only(_folder: DataFolder) -> Iterator[None]:
    with _every_connection("query_only=ON"):
        yield
    with _every_connection("query_only=OFF"), closing(sqlite3.connect(_folder.database)):
        pass


@contextmanager
def _locked(folder: DataFolder) -> Iterator[None]:
    """Let another program hold the database for writing, and wait for it only a moment."""
    with closing(sqlite3.connect(folder.database)) as other, _every_connection("busy_timeout=50"):
        other.execute("BEGIN IMMEDIATE")
        yield


FAULTS = pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (_full_disk, "Disken är full. Frigör plats på datorn och spara sedan igen."),
        (_read_only, "Programmet får inte skriva i sin databas."),
        (_locked, "Databasen är upptagen av ett annat program. Vänta en minut"),
    ],
)
Fault: TypeAlias = Callable[[DataFolder], AbstractContextManager[None]]


@pytest.fixture(autouse=True)
def _fresh_connections(store: Store) -> Iterator[None]:
    yield
    store.close()


@FAULTS
def test_what_was_typed_is_still_in_the_form_and_can_be_saved_later(
    client: Client,
    filled: str,
    folder: DataFolder,
    example: Plan,
    store: Store,
    fault: Fault,
    sentence: str,
) -> None:
    page = client.get(f"{filled}del/polis")
    typed = {"medverka": TYPED * 80, "annat": TYPED * 90, "uppgifter": TYPED * 95}
    with fault(folder):
        told = client.submit(page, typed, gor="spara-fortsatt", expect=503)
    assert "Inget har sparats" in told.text
    assert sentence in told.text
    assert told.h1 == "Polisen"
    assert told.answers == page.answers | {name: [text.strip()] for name, text in typed.items()}
    assert store.load(example.id).plan == example
    store.close()
    saved = client.submit(told, expect=303)
    assert saved.answers == told.answers


@FAULTS
def test_a_new_plan_a_file_and_a_deletion_are_refused_with_a_sentence(
    client: Client, filled: str, folder: DataFolder, store: Store, fault: Fault, sentence: str
) -> None:
    start, question = client.get("/"), client.get(f"{filled}ta-bort")
    file = client.raw("GET", f"{filled}plan.json").data
    read_in = client.get("/las-in")
    before = store.plans()
    with fault(folder):
        if fault is not _full_disk:  # a small plan may still find a place on a page in use
            assert sentence in client.submit(start, expect=503).text
            assert sentence in client.submit(question, expect=503).text
        assert sentence in client.upload(read_in, file, expect=503).text
    assert store.plans() == before


@pytest.fixture
def signed(store: Store, example: Plan) -> str:
    """Return the address of a version that three people are to sign."""
    skolan = {**example.of("skolan"), "skola": "Björkskolan"}
    plan = replace(example.answered("skolan", skolan), id="fastställd".encode().hex())
    version = issue_in_words(store, plan)
    return f"/plan/{version.plan.id}/version/1/"


@FAULTS
def test_signatures_and_a_withdrawal_that_cannot_be_kept_stay_in_the_form(
    client: Client, signed: str, folder: DataFolder, fault: Fault, sentence: str
) -> None:
    signatures = client.get(f"{signed}underskrifter")
    withdrawal = client.get(f"{signed}dra-tillbaka")
    days = {"dag_0": "2026-08-16", "dag_2": "2026-08-17", "funktion": "rektor"}
    why = {"skal": "Ett namn som inte får stå där", "funktion": "rektor"}
    pdf = a_pdf("underskrifter " * 70_000)
    with fault(folder):
        told = client.upload(signatures, pdf, days, name="underskrifter.pdf", expect=503)
        assert sentence in told.text
        assert told.answers == signatures.answers | {k: [text] for k, text in days.items()}
        if fault is not _full_disk:  # what is emptied needs no more room
            told = client.submit(withdrawal, why, expect=503)
            assert sentence in told.text
            assert "Versionen är inte tillbakadragen" in told.text
            assert told.answers == {name: [text] for name, text in why.items()}
    assert client.get(signed).h1.startswith("Version 1")


def test_a_spoiled_database_keeps_what_was_typed_on_every_page_of_an_issue(
    client: Client, filled: str, signed: str, folder: DataFolder, store: Store
) -> None:
    pages = {
        f"{filled}faststall": {
            "beslutad_av": "Rektorn",
            "beslutsdatum": "2026-08-16",
            "diarienummer": "2026:17",
        },
        f"{signed}underskrifter": {"dag_0": "2026-08-16", "dag_1": "", "funktion": "rektor"},
        f"{signed}dra-tillbaka": {"skal": "Fel", "funktion": "rektor"},
    }
    shown = {path: client.get(path) for path in pages}
    _spoil(folder, store)
    for path, typed in pages.items():
        told = client.submit(shown[path], typed, expect=503)
        assert "Databasen är skadad. Stäng programmet och återställ" in told.text
        assert told.answers == shown[path].answers | {name: [text] for name, text in typed.items()}
    assert "Databasen är skadad" in client.get(signed, expect=503).text


def test_reasons_survive_a_database_that_is_spoiled_when_the_plan_is_adopted(
    client: Client, folder: DataFolder, store: Store, quick: Plan
) -> None:
    store.add(quick)
    page = client.get(f"/plan/{quick.id}/faststall")
    typed = {name: f"Skäl {name}" for name in page.data if name.startswith("skal_")}
    assert len(typed) > 10
    _spoil(folder, store)
    told = client.submit(page, {"beslutad_av": "Rektorn", **typed}, expect=503)
    assert told.data["beslutad_av"] == ["Rektorn"]
    assert {name: told.data[name][0] for name in typed} == typed


@pytest.mark.slow
def test_a_plan_that_cannot_be_put_in_is_not_adopted_and_what_was_typed_stays(
    client: Client, folder: DataFolder, store: Store, quick: Plan
) -> None:
    store.add(quick.excused({gap.place: "Inte än" for gap in adoption.gaps(quick)}))
    page = client.get(f"/plan/{quick.id}/faststall")
    with _full_disk(folder):
        told = client.submit(page, {"beslutad_av": "Rektorn"}, expect=503)
    assert "Planen är inte fastställd" in told.text
    assert "Disken är full." in told.text
    assert told.answers == page.answers | {"beslutad_av": ["Rektorn"]}
    assert store.issued.history(quick.id) == ()
    assert len(store.plans()) == 1


def test_a_locked_or_full_database_can_still_be_read(
    client: Client, filled: str, folder: DataFolder
) -> None:
    for fault in (_locked, _full_disk, _read_only):
        with fault(folder):
            assert client.get(filled).status == 200
            assert client.get(f"{filled}granska").status == 200


def test_a_small_button_works_while_nothing_can_be_saved(
    client: Client, filled: str, folder: DataFolder
) -> None:
    page = client.get(f"{filled}del/polis")
    with _locked(folder):
        after = client.submit(page, {"medverka": TYPED}, gor="lagg-till:kontakter", expect=200)
    assert after.data["medverka"] == [TYPED.strip()]


def _spoil(folder: DataFolder, store: Store) -> None:
    store.close()
    for file in folder.path.glob("samverkan.sqlite3-*"):
        file.unlink()
    folder.database.write_bytes(b"Det var en g\xe5ng en databas. " * 400)


def test_a_spoiled_database_is_told_and_what_was_typed_stays(
    client: Client, filled: str, folder: DataFolder, store: Store
) -> None:
    page = client.get(f"{filled}del/polis")
    _spoil(folder, store)
    told = client.submit(page, {"medverka": TYPED}, expect=503)
    assert "Databasen är skadad. Stäng programmet och återställ" in told.text
    assert told.data["medverka"] == [TYPED.strip()]
    start = client.get("/", expect=503)
    assert "Databasen är skadad" in start.text


def test_a_small_button_on_a_spoiled_database_loses_nothing_typed(
    client: Client, filled: str, folder: DataFolder, store: Store
) -> None:
    page = client.get(f"{filled}del/polis")
    _spoil(folder, store)
    told = client.submit(page, {"medverka": TYPED}, gor="lagg-till:kontakter", expect=503)
    assert told.data["medverka"] == [TYPED.strip()]


def test_a_plan_of_a_newer_program_is_told_and_hides_no_other(
    client: Client, filled: str, empty: str, folder: DataFolder
) -> None:
    with closing(sqlite3.connect(folder.database)) as opened, opened:
        opened.execute(
            "UPDATE plans SET document = replace(document, ?, '\"format\": 99') WHERE id = ?",
            [f'"format": {plan_file.FORMAT}', filled.split("/")[2]],
        )
    start = client.get("/")
    assert empty in start.links.values()
    assert "nyare program" in client.get(filled, expect=503).text


def test_a_plan_that_was_deleted_meanwhile_is_told_and_what_was_typed_stays(
    client: Client, filled: str, store: Store
) -> None:
    page = client.get(f"{filled}del/polis")
    store.delete(filled.split("/")[2])
    for gor in ("spara", "lagg-till:kontakter"):
        told = client.submit(page, {"medverka": TYPED}, gor=gor, expect=404)
        assert told.data["medverka"] == [TYPED.strip()]


@pytest.mark.parametrize("token", [[], [""], ["gammal"], ["20260101000000##" + "0" * 40]])
def test_an_old_or_missing_token_brings_the_form_back_and_saves_nothing(
    client: Client, filled: str, example: Plan, store: Store, token: list[str]
) -> None:
    page = client.get(f"{filled}del/polis")
    typed: Form = {"csrf_token": token, "medverka": TYPED}
    told = client.submit(page, typed, expect=422)
    assert "Inget har sparats" in told.text
    assert "Allt du skrev finns kvar här. Tryck på Spara en gång till." in told.text
    assert told.answers == page.answers | {"medverka": [TYPED.strip()]}
    assert store.load(example.id).plan == example
    assert client.submit(told, expect=303).data["medverka"] == [TYPED.strip()]


def test_a_token_of_another_session_is_none(app: Flask, client: Client, filled: str) -> None:
    token = Client(app).get("/").data["csrf_token"]
    page = client.get(f"{filled}del/polis")
    told = client.submit(page, {"csrf_token": token, "medverka": TYPED}, expect=422)
    assert told.data["medverka"] == [TYPED.strip()]


def test_a_page_that_has_lain_open_for_weeks_can_still_be_saved(
    client: Client, filled: str
) -> None:
    """The token has no time limit: it holds as long as the session and its key do."""
    page = client.get(f"{filled}del/polis")
    for _ in range(3):
        client.get("/")
    assert client.submit(page, {"medverka": TYPED}, expect=303).h1 == "Polisen"


def test_what_was_typed_survives_a_restart_that_forgot_the_session(
    app: Flask, client: Client, filled: str
) -> None:
    page = client.get(f"{filled}del/polis")
    again = Client(app)
    told = again.submit(page, {"medverka": TYPED}, expect=422)
    assert told.data["medverka"] == [TYPED.strip()]
    assert again.submit(told, expect=303).data["medverka"] == [TYPED.strip()]
