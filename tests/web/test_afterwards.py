"""Signatures by pen, scans, and withdrawing: what is kept, what is refused, what is never lost."""

from __future__ import annotations

from datetime import date

import pytest

from samverkan_docs.actions import versions
from samverkan_docs.plan import Plan
from samverkan_docs.seal import Key, scans
from samverkan_docs.store import Store, Version
from samverkan_docs.web import afterwards
from tests.conftest import a_pdf
from tests.signed_files import approved
from tests.web.checking import Client, Page
from tests.web.conftest import issue_in_words
from tests.web.test_issued import WHY

PDF = a_pdf("Underskrifter")
LARGE = b"%PDF-" + b" " * 21_000_000


@pytest.fixture
def signed(store: Store, example: Plan) -> Version:
    """Return a version that three people are to sign."""
    return issue_in_words(store, example)


@pytest.fixture
def path(signed: Version) -> str:
    return f"/plan/{signed.plan.id}/version/1/underskrifter"


@pytest.fixture
def end(signed: Version) -> str:
    return f"/plan/{signed.plan.id}/version/1/dra-tillbaka"


def _back(page: Page, told: Page, typed: dict[str, str]) -> None:
    """Hold that the form came back with all that was typed."""
    assert told.h1 == page.h1
    assert told.answers == page.answers | {name: [text] for name, text in typed.items()}


# --- Signatures ---------------------------------------------------------------------------------


def test_the_day_of_each_signature_is_kept(
    client: Client, path: str, store: Store, signed: Version
) -> None:
    page = client.get(path)
    assert list(page.answers) == ["dag_0", "dag_1", "dag_2", "funktion"]
    typed = {"dag_0": "2026-08-16", "dag_2": "2026-08-17", "funktion": "rektor"}
    version = client.submit(page, typed, expect=303)
    assert "Underskrifterna är registrerade." in version.text
    assert "Ingela Markovic, Rektor, Ekbackaskolan 2026-08-16" in version.text
    assert "Samir Lindahl, Kurator, Ekbackaskolan Inte registrerat" in version.text
    assert "underskrifter registrerade. Rektor" in version.text
    kept = store.issued.load(signed.plan.id, 1).signed
    assert list(kept.values()) == [date(2026, 8, 16), date(2026, 8, 17)]
    again = client.get(path)
    assert again.data["dag_0"] == ["2026-08-16"]
    fewer = client.submit(again, {"dag_0": "", "funktion": "rektor"}, expect=303)
    assert "Ingela Markovic, Rektor, Ekbackaskolan Inte registrerat" in fewer.text


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("dag_1", "2026-11-25", "Den dagen har inte varit än"),
        ("dag_1", "2026-02-30", "Datumet finns inte"),
        ("dag_1", "i går", "Skriv datumet som år, månad och dag"),
        ("funktion", "", ""),
        ("funktion", "\x07", "(U+0007)"),
        ("funktion", "20121212-1212", "personnummer"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_all_that_was_typed(
    client: Client, path: str, store: Store, signed: Version, name: str, text: str, sentence: str
) -> None:
    page = client.get(path)
    typed = {"dag_0": "2026-08-16", "funktion": "rektor", name: text}
    told = client.upload(page, PDF, typed, name="skannat.pdf", expect=422)
    _back(page, told, typed)
    assert list(told.problems) == [name]
    assert sentence in told.problems[name]
    assert "Välj filen en gång till" in told.text
    assert store.issued.scans(signed) == []
    assert dict(store.issued.load(signed.plan.id, 1).signed) == {}


def test_a_function_of_ten_digits_can_be_said_to_be_a_phone(client: Client, path: str) -> None:
    page = client.get(path)
    told = client.submit(page, {"funktion": "rektor 0701740607"}, expect=422)
    after = client.submit(told, gor="telefon:funktion:0701740607", expect=200)
    assert after.data["funktion"] == ["rektor 070-174 06 07"]


def test_a_scan_is_kept_beside_the_version_and_comes_out_as_it_went_in(
    client: Client, path: str, store: Store, signed: Version
) -> None:
    page = client.get(path)
    client.upload(page, PDF, {"funktion": "kurator"}, name="underskrifter.pdf", expect=303)
    version = client.get(f"/plan/{signed.plan.id}/version/1/")
    ((name, link),) = [found for found in version.links.items() if "skannat/" in found[1]]
    assert name.startswith("Tillagt i dag klockan ")
    assert "Filen börjar med exakt det" not in version.text
    answer = client.raw("GET", link)
    assert answer.data == PDF
    assert answer.mimetype == "application/pdf"
    told = "attachment; filename=underskrifter-version-1.pdf"
    assert answer.headers["Content-Disposition"] == told
    assert len(store.issued.scans(signed)) == 1


def test_a_file_that_begins_with_the_issued_bytes_is_said_to(
    client: Client, path: str, store: Store, signed: Version
) -> None:
    issued = store.issued.paper(signed.plan.id, 1, "plan")
    version = client.upload(client.get(path), issued + b"\n", {"funktion": "rektor"}, expect=303)
    assert "Filen börjar med exakt det som programmet stämplade." in version.text


def test_a_plan_that_looks_different_is_kept_once_somebody_has_seen_how(
    client: Client, path: str, store: Store, signed: Version, other_key: Key
) -> None:
    issued = store.issued.paper(signed.plan.id, 1, "plan")
    box = {"on_page": 0, "box": (0, 0, 300, 300)}
    added, page = approved(issued, other_key, box), client.get(path)
    typed = {"dag_0": "2026-08-16", "funktion": "rektor"}
    told = client.upload(page, added, typed, expect=422)
    assert told.answers["dag_0"] == ["2026-08-16"]
    assert told.problems["fil"].endswith(afterwards.DIFFERENT)
    assert "Med tillägget ser sida 1 inte ut" in told.text
    assert len(list(told.root.iter("img"))) == 1
    assert store.issued.scans(signed) == []
    client.upload(told, added, {"sett": "ja"}, expect=303)
    (scan,) = store.issued.scans(signed)
    assert scan.continues


@pytest.mark.parametrize("content", [b"PK\x03\x04 ett Word-dokument", b"<html>", b"\x00"])
def test_a_file_that_is_no_scan_is_refused(
    client: Client, path: str, store: Store, signed: Version, content: bytes
) -> None:
    page = client.get(path)
    typed = {"dag_0": "2026-08-16", "funktion": "rektor"}
    told = client.upload(page, content, typed, name="underskrifter.docx", expect=422)
    _back(page, told, typed)
    assert list(told.problems) == ["fil"]
    assert told.by_id("fil").get("aria-invalid") == "true"
    assert store.issued.scans(signed) == []


def test_a_file_over_twenty_megabytes_is_refused_unread_and_what_was_typed_stays(
    client: Client, path: str, store: Store, signed: Version
) -> None:
    page = client.get(path)
    typed = {"dag_0": "2026-08-16", "dag_1": "åäö", "funktion": "rektor"}
    told = client.upload(page, LARGE, typed, expect=413)
    _back(page, told, typed)
    assert scans.TOO_LARGE in told.problems["fil"]
    assert store.issued.scans(signed) == []
    assert "Skannat papper" in told.text


def test_a_scan_of_another_plan_is_not_found(
    client: Client, path: str, store: Store, signed: Version, issued: Version
) -> None:
    client.upload(client.get(path), PDF, {"funktion": "rektor"}, expect=303)
    scan = store.issued.scans(signed)[0].id
    own = f"/plan/{signed.plan.id}/version/1/skannat/{scan}"
    assert client.raw("GET", own).data == PDF
    other = f"/plan/{issued.plan.id}/version/1/skannat/{scan}"
    assert client.get(other, expect=404).h1 == "Sidan finns inte"
    missing = f"/plan/{signed.plan.id}/version/2/skannat/{scan}"
    assert client.get(missing, expect=404).h1 == "Versionen finns inte"


def test_a_plan_that_names_nobody_still_takes_a_scan(client: Client, issued: Version) -> None:
    page = client.get(f"/plan/{issued.plan.id}/version/1/underskrifter")
    version = client.upload(page, PDF, {"funktion": "rektor"}, expect=303)
    assert "I planen står inte vem som undertecknar." in version.text
    assert "Skannade papper" in version.text


@pytest.mark.parametrize("token", [[], ["gammal"]])
def test_an_old_page_keeps_what_was_typed(client: Client, path: str, token: list[str]) -> None:
    page = client.get(path)
    typed = {"dag_0": "2026-08-16", "funktion": "rektor"}
    told = client.submit(page, {**typed, "csrf_token": token}, expect=422)
    _back(page, told, typed)
    assert afterwards.OLD_PAGE in told.text


def test_a_version_that_was_withdrawn_meanwhile_cannot_be_signed(
    client: Client, path: str, store: Store, signed: Version
) -> None:
    page = client.get(path)
    versions.withdraw(store, signed, WHY)
    told = client.submit(page, {"funktion": "rektor"}, expect=404)
    assert told.h1 == "Version 1 är tillbakadragen"


# --- Withdrawing --------------------------------------------------------------------------------


def test_withdrawing_asks_why_and_deletes_all_but_the_log(
    client: Client, end: str, store: Store, signed: Version
) -> None:
    page = client.get(end)
    assert page.h1 == "Dra tillbaka version 1"
    assert "säkerhetskopior måste du ta bort själv" in page.text
    typed = {"skal": "Ett namn med skyddade uppgifter", "funktion": "rektor"}
    version = client.submit(page, typed, expect=303)
    assert "Version 1 är tillbakadragen, och dess filer och uppgifter är borta." in version.text
    assert "Skäl: Ett namn med skyddade uppgifter" in version.text
    assert "Ekbackaskolan" not in version.text
    assert store.issued.load(signed.plan.id, 1).plan.answers == {}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("skal", "", ""),
        ("skal", "  ", ""),
        ("funktion", "", ""),
        ("skal", "Gäller 20121212-1212", "personnummer"),
        ("skal", "x" * 201, "1 tecken för lång"),
    ],
)
def test_nothing_is_withdrawn_without_a_reason_and_what_was_typed_stays(
    client: Client, end: str, store: Store, signed: Version, name: str, text: str, sentence: str
) -> None:
    page = client.get(end)
    typed = {"skal": "Fel", "funktion": "rektor", name: text}
    told = client.submit(page, typed, expect=422)
    _back(page, told, {**typed, name: text.strip()} if not text.strip() else typed)
    assert list(told.problems) == [name]
    assert sentence in told.problems[name]
    assert "Versionen är inte tillbakadragen än." in told.text
    assert not store.issued.load(signed.plan.id, 1).withdrawn


def test_a_second_press_ends_on_the_page_of_the_version(client: Client, end: str) -> None:
    page = client.get(end)
    typed = {"skal": "Fel", "funktion": "rektor"}
    first = client.submit(page, typed, expect=303)
    again = client.submit(page, typed, expect=303)
    assert first.path == again.path


@pytest.mark.parametrize("token", [[], ["gammal"]])
def test_an_old_page_withdraws_nothing(
    client: Client, end: str, store: Store, signed: Version, token: list[str]
) -> None:
    page = client.get(end)
    typed = {"skal": "Fel", "funktion": "rektor"}
    told = client.submit(page, {**typed, "csrf_token": token}, expect=422)
    _back(page, told, typed)
    assert not store.issued.load(signed.plan.id, 1).withdrawn
