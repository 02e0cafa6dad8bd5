"""What people really type, and what becomes of it: each line stands for its kind."""

from __future__ import annotations

from datetime import date

import pytest

from samverkan_docs import catalogue, forms
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import FormData, dates, rules

YEAR = "2026/27"
NUMBER = "031-390 06 10"


def read(section: Section, name: str, typed: str) -> tuple[FormData, list[str]]:
    row = {"kontakter-0-id": ["a"], "kontakter-0-funktion": ["mottagning"]}
    data = FormData((row if name.startswith("kontakter") else {}) | {name: [typed]})
    found = forms.understood(section, data, YEAR)
    return found.data, [f"{note.place}: {note.typed} → {note.read}" for note in found.notes]


def kept(section: Section, name: str, typed: str) -> str:
    """Return what the field holds when the page comes back, and hold that it can be saved."""
    data, _notes = read(section, name, typed)
    form = forms.form_for(section, data)
    form.validate()
    wrong = [problem for problem in forms.problems(section, form) if problem.anchor == name]
    assert wrong == []
    return data[name][0]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"växel {NUMBER}", "växel"),
        ("vx 031-3900610", "växel"),
        ("Vx: 031/390 06 10", "växel"),
        (f"{NUMBER}, knappval 3", "knappval 3"),
        (f"{NUMBER} - säg att det är akut", "säg att det är akut"),
        (f"{NUMBER} (akuta ärenden kl. 8–22)", "akuta ärenden kl. 8–22"),
        (f"{NUMBER} (Anna)", "Anna"),
        (f"Socialsekreterare {NUMBER}", "Socialsekreterare"),
    ],
)
def test_words_beside_a_number_go_where_they_belong_and_are_shown(typed: str, words: str) -> None:
    data, notes = read(catalogue.POLIS, "kontakter-0-telefon", typed)
    assert (data["kontakter-0-telefon"], data["kontakter-0-knappval"]) == ([NUMBER], [words])
    assert notes == [f"mottagning, Telefon: {typed} → {NUMBER}, knappval: {words}"]


def test_words_that_are_already_there_are_kept() -> None:
    data = FormData({"kontakter-0-telefon": [f"{NUMBER} (Anna)"], "kontakter-0-knappval": ["3"]})
    found = forms.understood(catalogue.POLIS, data, YEAR)
    assert found.data["kontakter-0-knappval"] == ["3, Anna"]


@pytest.mark.parametrize(
    "typed",
    [
        f"Tel: {NUMBER}",
        "tel:+46313900610",
        "Tfn. 031 - 390 06 10",
        "Mobil 031-390 06 10",
        "(031) 390 06 10",
        "+46 (0)31 390 06 10",
    ],
)
def test_what_only_says_that_it_is_a_number_is_no_news(typed: str) -> None:
    data, notes = read(catalogue.POLIS, "kontakter-0-telefon", typed)
    assert rules.stored_phone(data["kontakter-0-telefon"][0]) == "+46313900610"
    assert notes == []
    assert "kontakter-0-knappval" not in data


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("08-465 004 10 / 070-174 06 05", "Här står 2 nummer: 08-465 004 10 och 070-174 06 05."),
        ("112/114 14", "Här står 2 nummer: 112 och 114 14."),
        ("031-390 06 10 eller 112", "Här står 2 nummer"),
        ("se intranätet", "Här står inget nummer."),
        ("0701234", "Telefonnumret går inte att ringa."),
        ("knappval 3, 0701234", "Skriv bara numret här."),
    ],
)
def test_what_is_not_one_number_stays_as_typed_and_is_told_truly(typed: str, said: str) -> None:
    data, notes = read(catalogue.POLIS, "kontakter-0-telefon", typed)
    assert (data["kontakter-0-telefon"], notes) == ([typed], [])
    with pytest.raises(rules.Broken, match=said.replace(".", r"\.")):
        rules.BY_KIND[catalogue.CONTACT_PHONE.kind](typed)


def test_words_beside_a_number_that_has_no_place_for_them_are_not_lost() -> None:
    name = "kontakter-0-ersattare_telefon"
    data, notes = read(catalogue.POLIS, name, f"{NUMBER} (Anna)")
    assert (data[name], notes) == ([f"{NUMBER} (Anna)"], [])


@pytest.mark.parametrize(
    "typed",
    [
        "2026-08-17",
        "2026–08–17",
        "2026-8-17",
        "20260817",
        "2026/08/17",
        "17/8 2026",
        "17/8-26",
        "17.8.2026",
        "17. 8. 2026",
        "17 augusti 2026",
        "17 aug 2026",
        "17 aug. 2026",
        "den 17:e augusti 2026",
        "17 AUGUSTI 2026",
    ],
)
def test_a_day_is_read_in_every_way_that_it_is_written(typed: str) -> None:
    assert dates.day(typed) == date(2026, 8, 17)
    assert read(catalogue.POLIS, "kontakter-0-kontrollerad", typed)[1] == []
    assert kept(catalogue.POLIS, "kontakter-0-kontrollerad", typed) == "2026-08-17"


@pytest.mark.parametrize(
    ("typed", "day"),
    [("17 aug", "2026-08-17"), ("1/7", "2026-07-01"), ("30 juni", "2027-06-30")],
)
def test_a_day_without_a_year_is_in_the_lasar_and_is_shown(typed: str, day: str) -> None:
    data, notes = read(catalogue.UPPFOLJNING, "kontroll_host", typed)
    assert data["kontroll_host"] == [day]
    (note,) = notes
    assert note.startswith(f"Kontroll före höstterminen: {typed} → ")
    assert day[:4] in note


@pytest.mark.parametrize("typed", ["31/2 2026", "2026-02-31", "31 november 2026", "0/1 2026"])
def test_a_day_that_does_not_exist_is_said_not_to(typed: str) -> None:
    assert dates.day(typed) is None
    with pytest.raises(rules.Broken, match="Datumet finns inte"):
        rules.BY_KIND[catalogue.FIRST_DAY.kind](typed)


@pytest.mark.parametrize("typed", ["i går", "vecka 34", "augusti 2026", "1726", "17 aug"])
def test_what_names_no_whole_day_is_told_which_forms_are_understood(typed: str) -> None:
    with pytest.raises(rules.Broken, match="Skriv datumet som år, månad och dag"):
        rules.BY_KIND[catalogue.FIRST_DAY.kind](typed)


@pytest.mark.parametrize("typed", ["2026/2027", "26/27", "2026–27", "2026-27", "2026 / 27"])
def test_a_lasar_is_read_in_every_way(typed: str) -> None:
    assert kept(catalogue.SKOLAN, "lasar", typed) == "2026/27"


@pytest.mark.parametrize("typed", ["2026/28", "2026", "26/26", "hösten"])
def test_what_is_no_lasar_stays_as_typed(typed: str) -> None:
    assert read(catalogue.SKOLAN, "lasar", typed)[0]["lasar"] == [typed]


@pytest.mark.parametrize(
    "typed",
    [
        "karin.ek@skolan.example.se.",
        "mailto:karin.ek@skolan.example.se",
        "karin.ek @skolan.example.se",
        "<karin.ek@skolan.example.se>",
        "karin.ek@skolan.example.se;",
    ],
)
def test_an_address_is_kept_without_what_a_mail_program_puts_around_it(typed: str) -> None:
    assert kept(catalogue.POLIS, "kontakter-0-epost", typed) == "karin.ek@skolan.example.se"
    assert read(catalogue.POLIS, "kontakter-0-epost", typed)[1] == []


def test_a_name_before_an_address_is_told_to_go() -> None:
    _data, notes = read(
        catalogue.POLIS, "kontakter-0-epost", "Karin Ek <karin.ek@skolan.example.se>"
    )
    assert notes == [
        "mottagning, E-post: Karin Ek <karin.ek@skolan.example.se> → karin.ek@skolan.example.se"
    ]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://umo.example.se/?x=1#kontakt", "umo.example.se/?x=1#kontakt"),
        ("HTTP://umo.example.se", "umo.example.se"),
        ("www.ekbacka.example.se/orosanmälan", "www.ekbacka.example.se/orosanmälan"),
    ],
)
def test_a_web_address_is_kept_as_one_says_it(typed: str, address: str) -> None:
    assert kept(catalogue.POLIS, "kontakter-0-webb", typed) == address


@pytest.mark.parametrize("typed", ["1234 5678", "1234-5678", "12345678"])
def test_a_school_code_may_have_blanks(typed: str) -> None:
    assert kept(catalogue.SKOLAN, "skolenhetskod", typed) == "12345678"


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Rad ett\x0brad två", "Rad ett\nrad två"),
        ("Sida ett\fsida två", "Sida ett\nsida två"),
        ("\uf0b7 ring kuratorn", "• ring kuratorn"),
        ("●\tring kuratorn", "• ring kuratorn"),
        ("först\n  ▪ ring", "först\n  • ring"),
        ("ring\u2003kuratorn\u200b genast", "ring kuratorn genast"),
    ],
)
def test_text_from_anywhere_becomes_what_can_be_printed(typed: str, text: str) -> None:
    assert rules.tidy(typed, lines=True) == text
    rules.printable(rules.tidy(typed, lines=True))


def test_nothing_else_of_a_page_is_touched() -> None:
    data = FormData({"csrf_token": ["t"], "gor": ["spara"], "skolformer": ["a", "b"], "x-1": [""]})
    assert forms.understood(catalogue.SKOLAN, data, YEAR).data == data
