"""The table of bad input: a sentence beside the field, and everything typed is still there."""

from __future__ import annotations

import re

import pytest

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind
from samverkan_docs.store import Store
from tests.web.checking import Client, Page, words

PERSONAL = "20121212-1212"  # the agency's own example
COORDINATION = "701063-2391"
MAYBE_PHONE = "0701740607"  # of the range for fiction; would pass as a personal number


def _rejected(client: Client, path: str, typed: dict[str, str]) -> Page:
    """Type into a page and save it: it comes back with all of it; what is wrong is not saved."""
    page = client.get(path)
    rejected = client.submit(page, typed, expect=422)
    assert rejected.h1 == page.h1
    assert rejected.answers == page.answers | {name: [text] for name, text in typed.items()}
    saved = client.get(path).answers
    assert {saved.get(name, [""])[0] for name in rejected.problems} == {
        page.answers.get(name, [""])[0] for name in rejected.problems
    }
    assert "Det du skrev finns kvar." in rejected.text
    for anchor, sentence in rejected.problems.items():
        beside = words(rejected.by_id(f"{anchor}-fel")).removeprefix("Fel: ")
        assert sentence.endswith(beside)
        field = rejected.by_id(anchor)
        assert field.get("aria-invalid") == "true"
        assert f"{anchor}-fel" in (field.get("aria-describedby") or "").split()
    return rejected


@pytest.mark.parametrize(
    ("section", "name", "typed", "sentence"),
    [
        ("polis", "kontakter-0-telefon", "12", "Skriv med riktnummer"),
        ("polis", "kontakter-0-telefon", "ring kuratorn", "Här står inget nummer"),
        ("polis", "kontakter-0-ersattare_telefon", "+1 555", "Skriv med riktnummer"),
        ("polis", "kontakter-0-epost", "polis.example.se", "E-postadressen är inte hel"),
        ("polis", "kontakter-0-epost", "a@b@example.se", "E-postadressen är inte hel"),
        ("polis", "kontakter-0-kontrollerad", "31 november", "Skriv datumet som"),
        ("polis", "kontakter-0-kontrollerad", "2026-02-29", "Datumet finns inte"),
        ("polis", "avstamt-datum", "i går", "Skriv datumet som"),
        ("skolan", "skolenhetskod", "1234567", "åtta siffror"),
        ("skolan", "skolenhetskod", "123456789", "åtta siffror"),
        ("skolan", "skolenhetskod", "1234567A", "åtta siffror"),
        ("skolan", "lasar", "2026/28", "två år i följd"),
        ("skolan", "lasar", "2026-28", "två år i följd"),
        ("skolan", "galler_till", "2026-07-31", "Slutet ligger före början, 2026-08-01"),
        ("skolan", "galler_fran", "2025-08-01", "Dagen hör inte till läsåret 2026/27"),
        ("polis", "medverka", f"Gäller {PERSONAL}.", "personnummer eller samordningsnummer"),
        ("polis", "medverka", f"Gäller {COORDINATION}.", "personnummer eller samordningsnummer"),
        ("polis", "kontakter-0-uppdrag", PERSONAL, "personnummer eller samordningsnummer"),
        ("skolan", "skola", PERSONAL, "personnummer eller samordningsnummer"),
        ("polis", "medverka", "å" * 10_000, "6 000 tecken för lång"),
        ("polis", "kontakter-0-funktion", "x" * 201, "1 tecken för lång"),
        ("akut", "svarar_ingen", "x" * 321, "Den får ha högst 320 tecken"),
        ("polis", "medverka", "Bra \U0001f600 jobbat", "”\U0001f600” (U+1F600)"),
        ("polis", "kontakter-0-namn", "\U0001f600", "(U+1F600) går inte att skriva ut"),
        ("polis", "medverka", "en\x07klocka", "Tecknet (U+0007)"),
        ("polis", "medverka", "eget\ue000tecken", "Tecknet (U+E000)"),
        ("polis", "medverka", "漢字", "går inte att skriva ut"),
        ("skolan", "huvudmannatyp", "kunglig", "Välj i listan"),
        ("stodlinjer", "linjer-0-telefon", "999", "Skriv med riktnummer"),
        ("stodlinjer", "linjer-0-webb", "inte en adress", "Webbadressen är inte hel"),
    ],
)
def test_a_fault_is_told_beside_its_field_and_nothing_typed_is_lost(
    client: Client, empty: str, section: str, name: str, typed: str, sentence: str
) -> None:
    path = f"{empty}del/{section}"
    if name == "huvudmannatyp":  # only a forged page can choose what is not offered
        page = client.get(path)
        assert sentence in client.submit(page, {name: typed}, expect=422).problems[name]
        return
    rejected = _rejected(client, path, {name: typed, **_beside(section)})
    assert list(rejected.problems) == [name]
    assert sentence in rejected.problems[name]
    saved = client.get(path).answers
    assert {at: saved[at][0] for at in _beside(section)} == _beside(section)


def _beside(section: str) -> dict[str, str]:
    """Return more typing in the same section, which has to survive too."""
    if section == "polis":
        return {"uppratthalla": "Rektorn ringer.\r\n\r\nSedan hörs vi.", "annat": "<b>Fet</b> & co"}
    return {"ansvarig": "rektor", "kopior": "Dörren"} if section == "skolan" else {}


def test_many_faults_are_told_in_the_order_of_the_page(client: Client, empty: str) -> None:
    typed = {
        "kontakter-0-funktion": "kommunpolis",
        "kontakter-0-telefon": "1",
        "kontakter-0-epost": "x",
        "medverka": PERSONAL,
        "avstamt-datum": "x",
    }
    rejected = _rejected(client, f"{empty}del/polis", typed)
    wrong = [name for name in typed if name != "kontakter-0-funktion"]
    assert list(rejected.problems) == wrong
    assert rejected.problems["kontakter-0-telefon"].startswith("kommunpolis, Telefon: ")
    assert "(rätta felen)" in words(next(rejected.root.iter("title")))


def test_ten_digits_are_asked_about_and_a_button_writes_them_as_a_phone(
    client: Client, empty: str
) -> None:
    typed = {"medverka": f"Ring {MAYBE_PHONE} först."}
    rejected = _rejected(client, f"{empty}del/polis", typed)
    assert f"Är {MAYBE_PHONE} ett telefonnummer?" in rejected.problems["medverka"]
    written = client.submit(rejected, gor=f"telefon:medverka:{MAYBE_PHONE}", expect=200)
    assert written.data["medverka"] == ["Ring 070-174 06 07 först."]
    client.submit(written, expect=303)


def test_ten_digits_on_one_line_are_asked_about_too(client: Client, empty: str) -> None:
    typed = {"plats": f"Ring {MAYBE_PHONE}"}
    rejected = _rejected(client, f"{empty}del/skolan", typed)
    written = client.submit(rejected, gor=f"telefon:plats:{MAYBE_PHONE}", expect=200)
    assert written.data["plats"] == ["Ring 070-174 06 07"]


def test_a_phone_in_a_phone_field_is_never_taken_for_a_personal_number(
    client: Client, empty: str
) -> None:
    page = client.get(f"{empty}del/polis")
    typed = {"kontakter-0-telefon": MAYBE_PHONE, "kontakter-0-tjanstenummer": "ja"}
    saved = client.submit(page, typed, expect=303)
    assert saved.data["kontakter-0-telefon"] == ["070-174 06 07"]


def test_a_reference_number_is_never_taken_for_a_personal_number(
    client: Client, empty: str
) -> None:
    saved = client.submit(
        client.get(f"{empty}del/skolan"), {"diarienummer": COORDINATION}, expect=303
    )
    assert saved.data["diarienummer"] == [COORDINATION]


def test_sixty_contacts_come_back_with_a_sentence(client: Client, empty: str, store: Store) -> None:
    page = client.get(f"{empty}del/polis")
    typed = {f"kontakter-{n}-funktion": f"polis {n}" for n in range(60)}
    rejected = client.submit(page, typed, expect=422)
    assert "Här får 30 rader plats. Ta bort minst 30." in rejected.problems["kontakter"]
    assert [rejected.data[name] for name in typed] == [[text] for text in typed.values()]
    assert "polis" not in store.plans()[0].plan.answers
    late = re.compile("kontakter-[345][0-9]-")
    fewer = {name: texts for name, texts in rejected.data.items() if not late.match(name)}
    saved = client.post(page.path, {**fewer, "gor": "spara"}, expect=303)
    assert saved.data["kontakter-29-funktion"] == ["polis 29"]


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert('hej')</script>",
        "</textarea><script>alert(1)</script>",
        '" onfocus="alert(1)" x="',
        "{{ 7 * 7 }} {% raw %} <!-- -->",
        "&amp; &lt;b&gt; &#x41;",
        "Ü" * 300,
        "دعاء الكردي",
        "Şêrko Gulîstan Êzdî",
        "Nguyễn Thị Ánh",
        "Ж Ωμέγα",
        "=HYPERLINK(1)",
    ],
)
def test_any_printable_text_is_kept_and_shown_as_text(
    client: Client, empty: str, typed: str
) -> None:
    line = typed[:200]
    names = {"medverka": typed, "kontakter-0-funktion": line, "kontakter-0-telefon": "114 14"}
    saved = client.submit(client.get(f"{empty}del/polis"), names, expect=303)
    assert {name: saved.data[name] for name in names} == {n: [t] for n, t in names.items()}
    review = client.get(f"{empty}granska")
    assert typed in review.text
    assert not list(review.root.iter("script"))[1:]


def test_a_text_from_right_to_left_is_marked_as_such_in_the_review(
    client: Client, empty: str
) -> None:
    client.submit(client.get(f"{empty}del/polis"), {"medverka": "دعاء الكردي"}, expect=303)
    review = client.get(f"{empty}granska")
    assert words(review.one(".//p[@dir='rtl']")) == "دعاء الكردي"


def test_only_blanks_are_no_answer(client: Client, empty: str, store: Store) -> None:
    page = client.get(f"{empty}del/polis")
    blanks = {name: " \t\r\n\u00a0" for name in page.answers if "visas" not in name}
    client.submit(page, blanks, expect=303)
    assert "polis" not in store.plans()[0].plan.answers


def test_a_text_is_counted_after_it_was_made_one_form(client: Client, empty: str) -> None:
    page = client.get(f"{empty}del/polis")
    typed = {"medverka": "a\u030a\r\n" * 2000}  # å of two parts and CRLF: four where two count
    assert client.submit(page, typed, expect=303).data["medverka"] == ["\r\n".join("å" * 2000)]


def test_what_no_page_asks_is_not_kept(client: Client, empty: str, store: Store) -> None:
    typed = {"beslutad_av": "någon", "rektor": "x", "kontakter-0-skola": "y", "errors": "z"}
    client.submit(client.get(f"{empty}del/skolan"), typed, expect=303)
    assert set(store.plans()[0].plan.of("skolan")) == {"lasar", "galler_fran", "galler_till"}


def test_a_row_with_a_wild_number_or_id_is_taken_in_order(client: Client, empty: str) -> None:
    typed = {
        "kontakter-7-funktion": "kommunpolis",
        "kontakter-7-id": "<script>",
        "kontakter-9999999-funktion": "vakthavande befäl",
        "kontakter--1-funktion": "ingen",
        "kontakter-x-funktion": "ingen",
    }
    saved = client.submit(client.get(f"{empty}del/polis"), typed, expect=303)
    assert "kommunpolis" in [texts[0] for texts in saved.answers.values()]
    assert saved.data["kontakter-0-id"][0].isalnum()


@pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda found: found.key)
def test_every_field_of_a_section_can_be_faulty_at_once(
    client: Client, filled: str, section: object
) -> None:
    key = getattr(section, "key", "")
    page = client.get(f"{filled}del/{key}")
    kinds = {Kind.TICK, Kind.CHOICE, Kind.CHOICES}
    found = catalogue.section(key)
    closed = {q.key for q in found.asked if q.kind in kinds}
    closed |= {i.key for q in found.asked for i in q.fields if i.kind in kinds}
    closed |= {i.key for q in found.asked for f in q.fields for i in f.fields if i.kind in kinds}
    typed = {
        name: [f"\x07{texts[0]}"]
        for name, texts in page.answers.items()
        if name.rpartition("-")[2] not in closed
    }
    rejected = client.submit(page, typed, expect=422)
    assert set(rejected.problems) == set(typed)
    assert rejected.answers == page.answers | typed
