from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import NoReturn, cast

import pytest
from flask import Flask
from werkzeug.exceptions import ImATeapot, ServiceUnavailable

from samverkan_docs import create_app
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.store import Store
from tests.web.checking import Client

TYPED = "Berättelsen-om-Saga"
PLAN_PAGES = ["", "granska", "skriv-ut", "ta-bort", "del/polis", "plan.json", "plan.pdf"]


@pytest.mark.parametrize("page", PLAN_PAGES)
@pytest.mark.parametrize("plan", ["finns-inte", "../../etc/passwd", "%00", "' OR 1=1 --"])
def test_a_plan_that_is_not_there_has_a_page_that_says_so(
    client: Client, page: str, plan: str
) -> None:
    told = client.get(f"/plan/{plan}/{page}", expect=404)
    assert told.h1 in {"Planen finns inte", "Sidan finns inte"}
    assert told.links == {"Till startsidan": "/"}


@pytest.mark.parametrize("page", PLAN_PAGES)
def test_a_deleted_plan_is_gone_from_every_page(
    client: Client, filled: str, store: Store, page: str
) -> None:
    store.delete(filled.split("/")[2])
    assert client.get(filled + page, expect=404).h1 == "Planen finns inte"


@pytest.mark.parametrize(
    "path",
    [
        "del/finns-inte",
        "del/",
        "del/polis/",
        "hemligt.pdf",
        "plan.pdf?papper=a5",
        "plan.html",
        "blankett",
    ],
)
def test_a_part_or_paper_that_is_not_there_is_not_found(
    client: Client, filled: str, path: str
) -> None:
    assert client.get(filled + path, expect=404).h1 == "Sidan finns inte"


def test_saving_a_part_that_is_not_there_is_not_found(client: Client, filled: str) -> None:
    client.post(f"{filled}del/finns-inte", {"gor": "spara"}, expect=404)


def test_a_page_that_only_takes_answers_cannot_be_opened(client: Client, filled: str) -> None:
    told = client.get("/ny", expect=405)
    assert told.h1 == "Sidan går inte att öppna så"
    client.post(f"{filled}plan.json", {}, expect=405)
    client.raw("PUT", f"{filled}del/polis", expect=405)
    client.raw("DELETE", filled, expect=405)


def test_too_much_typed_is_refused_with_a_way_back(
    client: Client, filled: str, store: Store
) -> None:
    before = store.plans()
    page = client.get(f"{filled}del/polis")
    told = client.submit(page, {"medverka": TYPED * 500_000}, expect=413)
    assert told.h1 == "Det du skrev är för långt"
    assert TYPED not in told.html
    assert store.plans() == before


def test_sixty_contacts_and_ten_thousand_characters_everywhere_are_not_too_much(
    client: Client, filled: str
) -> None:
    page = client.get(f"{filled}del/jourer")
    fields = [name for name in page.answers if name.startswith("kontakter-0-")]
    typed = {
        f"kontakter-{n}-{name.rpartition('-')[2]}": "ö" * 200 for n in range(60) for name in fields
    }
    typed |= {name: "ö" * 10_000 for name in page.answers if "-" not in name}
    assert "kontakter" in client.submit(page, typed, expect=422).problems


@pytest.fixture
def failing(folder: DataFolder) -> Iterator[Client]:
    """Return a client of a program with three more pages, each of which fails in its own way."""
    app = create_app(DATA_FOLDER=folder)

    def fails() -> NoReturn:
        raise RuntimeError(TYPED)

    def is_a_teapot() -> NoReturn:
        raise ImATeapot(TYPED)

    def is_unavailable() -> NoReturn:
        raise ServiceUnavailable(TYPED)

    for failure in (fails, is_a_teapot, is_unavailable):
        app.add_url_rule(f"/{failure.__name__}", view_func=failure)
    yield Client(app)
    cast("Store", app.extensions["store"]).close()


@pytest.mark.parametrize(
    ("path", "code", "title"),
    [
        ("/fails", 500, "Något gick fel i programmet"),
        ("/is_a_teapot", 418, "Sidan går inte att visa"),
        ("/is_unavailable", 503, "Något gick fel i programmet"),
    ],
)
def test_an_error_that_nobody_foresaw_has_a_page_that_shows_nothing_of_the_inside(
    failing: Client, path: str, code: int, title: str
) -> None:
    told = failing.get(path, expect=code)
    assert told.h1 == title
    assert TYPED not in told.html
    assert "Traceback" not in told.html


def test_no_answer_gets_into_a_log(
    app: Flask,
    client: Client,
    filled: str,
    store: Store,
    folder: DataFolder,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    caplog.set_level(logging.DEBUG)
    page = client.get(f"{filled}del/polis")
    client.submit(page, {"medverka": TYPED}, expect=303)
    client.submit(page, {"medverka": f"{TYPED}2"}, expect=409)
    client.submit(page, {"medverka": f"{TYPED}\x07"}, expect=422)
    client.submit(page, {"medverka": TYPED}, gor="lagg-till:kontakter", expect=200)
    client.get(f"{filled}granska")
    client.raw("GET", f"{filled}plan.pdf")
    client.post(f"{filled}plan.json", {"medverka": TYPED}, expect=405)
    store.close()
    folder.database.write_bytes(b"x" * 9000)
    client.submit(page, {"medverka": TYPED}, expect=503)
    client.get("/", expect=503)
    told = caplog.text + "".join(capfd.readouterr())
    assert TYPED not in told
    assert "Ekbackaskolan" not in told


def test_an_unforeseen_error_while_saving_logs_no_answer(
    app: Flask,
    client: Client,
    filled: str,
    folder: DataFolder,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The table is gone: SQLAlchemy would print the values that it was to write."""
    import sqlite3
    from contextlib import closing

    app.config["PROPAGATE_EXCEPTIONS"] = False
    caplog.set_level(logging.DEBUG)
    page = client.get(f"{filled}del/polis")
    with closing(sqlite3.connect(folder.database)) as opened, opened:
        opened.execute("DROP TABLE plans")
    told = client.submit(page, {"medverka": TYPED}, expect=503)
    assert told.data["medverka"] == [TYPED]
    assert TYPED not in caplog.text
