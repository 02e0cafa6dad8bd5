"""The page that checks a file: every verdict in words, and nothing kept."""

from __future__ import annotations

from base64 import b64decode
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import cast

import pytest
from flask import Flask
from PIL import Image

from samverkan_docs import create_app
from samverkan_docs.actions import versions
from samverkan_docs.data_folder import DataFolder
from samverkan_docs.seal import Key, keys, sealing
from samverkan_docs.store import Store, Version
from samverkan_docs.web import errors
from tests.signed_files import approved
from tests.web.checking import Client, Form, Page, words
from tests.web.conftest import NOW, issue_in_words, put_key
from tests.web.test_issued import WHY

PATH = "/kontrollera"


@pytest.fixture
def papers(stamped: tuple[Version, dict[str, bytes]]) -> dict[str, bytes]:
    """Return the papers of a version, which need not be in the store."""
    return stamped[1]


def _check(client: Client, content: bytes, *, expect: int = 200) -> Page:
    return client.upload(client.get(PATH), content, name="papper.pdf", expect=expect)


def _verdict(page: Page) -> tuple[str, str]:
    """Return the heading of the verdict, which stands in the title too, and how it looks."""
    box = page.by_id("besked")
    heading = words(page.by_id("besked-rubrik"))
    assert f"Kontrollera en fil: {heading}" in words(next(page.root.iter("title")))
    assert box.get("tabindex") == "-1"  # the focus goes there
    return heading, (box.get("class") or "").split()[-1]


def test_the_page_says_what_it_is_for_and_what_the_stamp_shows(client: Client) -> None:
    page = client.get(PATH)
    assert "Gäller papperet fortfarande?" in page.text
    assert "Den visar inte vem en person är" in page.text
    assert page.links["Till startsidan"] == "/"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("plan", "Det här är planen"),
        ("anslag", "Det här är anslaget"),
        ("internt", "Det här är det interna bladet"),
        ("plan-arkiv", "Det här är planens arkivkopia"),
    ],
)
def test_a_paper_that_holds_is_genuine(
    client: Client, genuine: Version, papers: dict[str, bytes], name: str, what: str
) -> None:
    page = _check(client, papers[name])
    assert _verdict(page) == ("Äkta och gällande", "good")
    assert f"{what}, version 1 för läsåret 2026/27." in page.text
    assert page.links["Till version 1"] == f"/plan/{genuine.plan.id}/version/1/"


def test_a_replaced_paper_is_genuine_but_to_be_exchanged(
    client: Client, store: Store, genuine: Version, papers: dict[str, bytes]
) -> None:
    issue_in_words(store, genuine.plan)
    page = _check(client, papers["anslag"])
    assert _verdict(page) == ("Äkta, men ersatt av version 2", "careful")
    assert "Byt ut papperet." in page.text


def test_a_paper_past_its_day_should_be_looked_over(
    app: Flask, client: Client, genuine: Version, papers: dict[str, bytes]
) -> None:
    app.config["NOW"] = lambda: datetime(2027, 9, 1, 12, tzinfo=UTC)
    assert genuine.last_day is not None
    assert _verdict(_check(client, papers["plan"])) == ("Äkta, bör ses över", "careful")


def test_a_withdrawn_paper_must_not_be_used(
    client: Client, store: Store, genuine: Version, papers: dict[str, bytes]
) -> None:
    versions.withdraw(store, genuine, WHY)
    page = _check(client, papers["plan"])
    assert _verdict(page) == ("Tillbakadragen", "bad")
    assert "Använd den inte." in page.text


def test_a_changed_paper_is_told_to_be(
    client: Client, genuine: Version, papers: dict[str, bytes]
) -> None:
    changed = bytearray(papers["anslag"])
    changed[len(changed) // 2] ^= 1
    assert genuine.number == 1
    assert _verdict(_check(client, bytes(changed))) == ("Ändrad efter fastställandet", "bad")


def test_a_paper_of_the_same_key_that_the_program_does_not_have_is_told_to_be(
    client: Client, papers: dict[str, bytes]
) -> None:
    page = _check(client, papers["plan"])
    assert _verdict(page) == ("Äkta, men finns inte i programmet", "careful")


# --- What was added to it -----------------------------------------------------------------------


def test_what_was_added_is_listed_and_the_genuine_file_handed_out(
    client: Client, genuine: Version, papers: dict[str, bytes]
) -> None:
    page = _check(client, papers["plan"] + b"\n")
    assert _verdict(page) == ("Äkta i grunden, med tillägg efteråt", "careful")
    assert "Det här har lagts till efter stämpeln: En radbrytning" in page.text
    assert "Sidorna ser likadana ut med tillägget" in page.text
    assert "Namnen står i certifikaten" not in page.text
    link = page.links["Hämta den fastställda filen"]
    assert link == f"/plan/{genuine.plan.id}/version/1/plan.pdf"
    assert client.raw("GET", link).data == papers["plan"]


def test_a_page_that_looks_different_is_shown_with_its_differences(
    client: Client, genuine: Version, papers: dict[str, bytes], other_key: Key
) -> None:
    assert genuine.number == 1
    box = {"on_page": 0, "box": (0, 0, 300, 300)}
    page = _check(client, approved(papers["anslag"], other_key, box))
    assert "En underskrift av Björkskolan" in page.text
    assert "Namnen står i certifikaten" in page.text
    assert "Med tillägget ser sida 1 inte ut som i den fastställda filen." in page.text
    (picture,) = page.root.iter("img")
    assert picture.get("alt") == "Sida 1 med tillägget"
    kind, _, data = str(picture.get("src")).partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(BytesIO(b64decode(data))) as drawn:
        assert drawn.format == "PNG"


def test_of_a_withdrawn_paper_nothing_is_handed_out(
    client: Client, store: Store, genuine: Version, papers: dict[str, bytes]
) -> None:
    versions.withdraw(store, genuine, WHY)
    page = _check(client, papers["plan"] + b"\n")
    assert _verdict(page) == ("Tillbakadragen", "bad")
    assert "En radbrytning" in page.text
    assert "Hämta den fastställda filen" not in page.text


def test_the_genuine_file_is_cut_out_of_one_that_the_program_does_not_have(
    client: Client, papers: dict[str, bytes]
) -> None:
    page = _check(client, papers["plan"] + b"\n")
    assert _verdict(page) == ("Äkta i grunden, med tillägg efteråt", "careful")
    assert "Välj samma fil en gång till" in page.text
    data: Form = {"csrf_token": [*page.data["csrf_token"]], "hamta": "ja"}
    answer = client.raw("POST", PATH, data, file=papers["plan"] + b"\n", name="papper.pdf")
    assert answer.data == papers["plan"]
    assert answer.mimetype == "application/pdf"


def test_a_paper_of_another_key_is_not_ours(folder: DataFolder, papers: dict[str, bytes]) -> None:
    put_key(folder, keys.new("En annan skola", NOW - timedelta(days=1)))
    app = create_app(DATA_FOLDER=folder, NOW=lambda: NOW)
    page = _check(Client(app), papers["plan"])
    assert _verdict(page) == ("Inte utfärdad här", "bad")
    assert "”Ekbackaskolan”" in page.text
    cast("Store", app.extensions["store"]).close()


def test_a_pdf_of_something_else_is_no_adopted_plan(client: Client) -> None:
    assert _verdict(_check(client, b"%PDF-1.7\n%%EOF")) == ("Ingen fastställd plan", "bad")


@pytest.mark.parametrize("content", [b"", b"hej", b"%PDF-1.7", b"\x89PNG\r\n", b"{}"])
def test_a_file_that_cannot_be_judged_is_refused_with_a_sentence(
    client: Client, content: bytes
) -> None:
    page = _check(client, content, expect=422)
    assert page.h1 == "Kontrollera en fil"
    assert list(page.problems) == ["fil"]
    assert page.by_id("fil").get("aria-invalid") == "true"
    assert "(välj en annan fil)" in words(next(page.root.iter("title")))


def test_checking_without_a_file_asks_for_one(client: Client) -> None:
    page = client.submit(client.get(PATH), expect=422)
    assert page.problems == {"fil": "Välj en fil först."}


@pytest.mark.parametrize("size", [sealing.LIMIT + 1, sealing.LIMIT + 5_000_000])
def test_a_file_over_twenty_megabytes_is_refused(client: Client, size: int) -> None:
    answer = 413 if size > sealing.LIMIT + 1_000_000 else 422
    page = _check(client, b"%PDF-" + b" " * size, expect=answer)
    assert page.problems == {"fil": sealing.TOO_LARGE}


def test_a_page_without_its_token_judges_nothing(client: Client) -> None:
    page = client.get(PATH)
    told = client.upload(page, b"%PDF-", {"csrf_token": "gammal"}, expect=303)
    assert told.path == PATH
    assert errors.OLD_PAGE in told.text


def test_nothing_of_a_checked_file_is_kept(
    client: Client, store: Store, folder: DataFolder, papers: dict[str, bytes]
) -> None:
    before = {file: file.stat().st_size for file in folder.path.rglob("*") if file.is_file()}
    _check(client, papers["anslag"])
    after = {file: file.stat().st_size for file in folder.path.rglob("*") if file.is_file()}
    assert after == before
    assert store.issued.versions() == []
