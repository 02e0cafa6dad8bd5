from __future__ import annotations

from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import letters, selection
from samverkan_docs.plan import Contact, Plan, plan_file
from tests import drawn

DAY = date(2026, 9, 1)
EXAMPLE = plan_file.read(
    (Path(__file__).parents[2] / "examples" / "ekbackaskolan.json").read_bytes()
)


def test_a_letter_tells_one_partner_what_the_plan_says_of_it_and_who_reads_it() -> None:
    contacts = (
        Contact(
            id="a",
            funktion="socialjour",
            telefon="+46846500412",
            telefontid="dygnet runt",
            epost="jour@ekbacka.example.se",
        ),
    )
    school = {"skola": "Ekbackaskolan", "lasar": "2026/27", "ansvarig": "rektor"}
    plan = Plan(id="p").answered("skolan", school).answered("socialtjanst", {"kontakter": contacts})

    (letter,) = letters.letters(plan, DAY)

    assert letter.to == "Socialtjänsten"
    assert letter.text == (
        "Hej!\n\nEkbackaskolan har en plan som visar vem personalen ringer när en elev utsätts för "
        "hedersrelaterat våld och förtryck. I planen för läsåret 2026/27 står det här om er:\n\n"
        "Socialjour\nTelefon: 08-465 004 12\nTelefontid: dygnet runt\n"
        "E-post: jour@ekbacka.example.se\n\n"
        "Svara senast den 1 september 2026:\n"
        "1. Stämmer uppgifterna? Skriv annars vad vi ska ändra.\n"
        "2. Vilken funktion hos er är det som svarar? Funktionen och dagen står sedan i planen "
        "under ”Avstämt med”.\n\n"
        "Personalen och samverkansparterna läser planen. Vi frågar inte i något enskilt ärende. "
        "Skriv inget om någon elev i svaret.\n\nMed vänlig hälsning\nRektor, Ekbackaskolan\n"
    )


def test_the_link_opens_the_same_text_in_the_mail_program_unless_it_is_too_long() -> None:
    quick = EXAMPLE.answered("polis", {"kontakter": EXAMPLE.contacts("polis")})
    found = letters.letters(quick, DAY)
    for letter in found:
        parts_of_it = urlsplit(letter.link)
        told = parse_qs(parts_of_it.query)
        assert len(letter.link) <= 2000
        assert parts_of_it.scheme == "mailto"
        assert told.get("body", []) == ([letter.text.replace("\n", "\r\n")] * letter.is_carried)
        assert told["subject"] == [letter.subject]
        addresses = unquote(parts_of_it.path).split(",") if parts_of_it.path else []
        assert tuple(addresses) == letter.addresses
    assert {letter.is_carried for letter in found} == {True, False}


def test_a_letter_asks_about_what_the_plan_says_that_the_partner_does() -> None:
    social = letters.letters(EXAMPLE, DAY)[0]

    assert social.section is catalogue.SOCIALTJANST
    for question in catalogue.SOCIALTJANST.questions:
        answer = EXAMPLE.text("socialtjanst", question.key)
        assert not answer or f"{question.label}\n{answer}" in social.text
    assert "under ”Avstämt med”" in social.text


def test_a_further_partner_reads_its_routine() -> None:
    found = {letter.to: letter.text for letter in letters.letters(EXAMPLE, DAY)}

    assert EXAMPLE.partners[1].rutin in found["Skatteverket"]
    assert EXAMPLE.partners[0].rutin not in found["Skatteverket"]


def test_an_answer_with_a_bracket_left_is_not_sent_and_that_is_told() -> None:
    contacts = EXAMPLE.contacts("polis")
    plan = Plan(id="p").answered(
        "polis", {"kontakter": contacts, "medverka": "Vi ringer [funktion]."}
    )

    letter = letters.letters(plan, DAY)[0]

    assert "[funktion]" not in letter.text
    assert letter.unfinished == (catalogue.POLIS.question("medverka").label,)


def test_organisations_in_one_part_do_not_read_about_each_other() -> None:
    found = {letter.to: letter.text for letter in letters.letters(EXAMPLE, DAY)}
    women, men = found["Tjej- och kvinnojouren i Ekbacka"], found["Pojk- och mansjouren i Ekbacka"]
    assert "08-465 004 40" in women
    assert "08-465 004 40" not in men


@given(drawn.plans())
def test_no_letter_holds_what_the_plan_holds_back(plan: Plan) -> None:
    shown = selection.only(plan, Paper.PLAN)
    assert letters.letters(plan, DAY) == letters.letters(shown, DAY)
