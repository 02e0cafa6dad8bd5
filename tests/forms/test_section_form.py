from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue, forms
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import Csrf, FormData, Problem, form_data
from samverkan_docs.plan import Agreement, Answers, Contact, HelpLine, Partner, Plan, Value

SKOLAN, AKUT, POLIS, OVRIGA, STODLINJER, UNDERSKRIFTER = map(
    catalogue.section, ["skolan", "akut", "polis", "ovriga", "stodlinjer", "underskrifter"]
)


def problems(section: str, data: dict[str, str]) -> list[Problem]:
    part = catalogue.section(section)
    form = forms.form_for(part, FormData.of(data.items()))
    assert form.validate() == (not forms.problems(part, form))
    return forms.problems(part, form)


def problem(section: str, data: dict[str, str]) -> Problem:
    (found,) = problems(section, data)
    return found


def stored(section: str, data: dict[str, str], kept: Answers | None = None) -> dict[str, Any]:
    part = catalogue.section(section)
    form = forms.form_for(part, FormData.of(data.items()))
    assert form.validate(), forms.problems(part, form)
    plan = Plan(id="p").answered(section, forms.answers(part, form, kept or {}))
    return dict(plan.of(section))


def contact(**fields: str) -> dict[str, str]:
    return {f"kontakter-0-{key}": text for key, text in ({"funktion": "vakt"} | fields).items()}


# --- Bad input: a sentence beside the field, and everything typed stays -------------------------

LONG = "x" * 10_000
PERSONAL = (
    "Texten innehåller ett personnummer eller samordningsnummer. Ta bort det. Planen får inte "
    "peka ut någon elev."
)


@pytest.mark.parametrize(
    ("section", "data", "anchor", "place", "message"),
    [
        (
            "polis",
            contact(telefon="växeln"),
            "kontakter-0-telefon",
            "vakt, Telefon",
            (
                "Här står inget nummer. Lämna fältet tomt, eller skriv med riktnummer, till "
                "exempel 08-465 004 21."
            ),
        ),
        (
            "polis",
            contact(ersattare_telefon="0708"),
            "kontakter-0-ersattare_telefon",
            "vakt, Ersättarens telefon",
            "Telefonnumret går inte att ringa. Skriv med riktnummer, till exempel 08-465 004 21.",
        ),
        (
            "polis",
            contact(epost="kurator"),
            "kontakter-0-epost",
            "vakt, E-post",
            "E-postadressen är inte hel. Skriv den till exempel som kurator@skolan.example.se.",
        ),
        (
            "polis",
            contact(kontrollerad="i höstas"),
            "kontakter-0-kontrollerad",
            "vakt, Kontrollerad",
            "Skriv datumet som år, månad och dag, till exempel 2026-08-17.",
        ),
        (
            "polis",
            contact(visas="hela världen"),
            "kontakter-0-visas",
            "vakt, Visas på",
            "Svaret finns inte att välja på. Välj i listan.",
        ),
        (
            "polis",
            contact(telefon="070-174 06 05"),
            "kontakter-0-tjanstenummer",
            "vakt, Är det ett tjänstenummer?",
            "Är mobilnumret ett tjänstenummer? Välj Ja eller Nej.",
        ),
        (
            "polis",
            contact(ersattare_telefon="070-174 06 05"),
            "kontakter-0-tjanstenummer",
            "vakt, Är det ett tjänstenummer?",
            "Är mobilnumret ett tjänstenummer? Välj Ja eller Nej.",
        ),
        (
            "polis",
            contact(anteckning="Gäller 20100203-1233"),
            "kontakter-0-anteckning",
            "vakt, Anteckning",
            PERSONAL,
        ),
        (
            "polis",
            {"avstamt-datum": "2026-13-01"},
            "avstamt-datum",
            "Avstämt med, Datum",
            "Datumet finns inte. Skriv år, månad och dag, till exempel 2026-08-17.",
        ),
        (
            "skolan",
            {"skolenhetskod": "1234"},
            "skolenhetskod",
            "Skolenhetskod",
            "En skolenhetskod har åtta siffror. Skriv till exempel 12345678.",
        ),
        (
            "skolan",
            {"lasar": "2026/28"},
            "lasar",
            "Läsår",
            "Ett läsår är två år i följd. Skriv det till exempel som 2026/27.",
        ),
        (
            "skolan",
            {"galler_fran": "2026-08-01", "galler_till": "2026-07-31"},
            "galler_till",
            "Gäller till och med",
            "Slutet ligger före början, 2026-08-01. Skriv till exempel 2027-08-31.",
        ),
        (
            "skolan",
            {"lasar": "2026/27", "galler_fran": "2025-08-01"},
            "galler_fran",
            "Gäller från och med",
            "Dagen hör inte till läsåret 2026/27. Skriv till exempel 2026-08-01.",
        ),
        (
            "skolan",
            {"huvudmannatyp": "privat"},
            "huvudmannatyp",
            "Typ av huvudman",
            "Svaret finns inte att välja på. Välj i listan.",
        ),
        (
            "skolan",
            {"skolformer": "förskola"},
            "skolformer",
            "Skolformer",
            "Svaret finns inte att välja på. Välj i listan.",
        ),
        (
            "akut",
            {"myndig": LONG},
            "myndig",
            "Eleven har fyllt 18: så gör vi",
            "Texten är 6\u00a0000 tecken för lång. Den får ha högst 4\u00a0000 tecken. Korta den.",
        ),
        (
            "akut",
            {"svarar_ingen": "x" * 321},
            "svarar_ingen",
            "Ingen svarar: vem ringer vi då?",
            "Texten är 1 tecken för lång. Den får ha högst 320 tecken. Korta den.",
        ),
        (
            "akut",
            {"myndig": "Bra \U0001f600"},
            "myndig",
            "Eleven har fyllt 18: så gör vi",
            (
                "Tecknet ”\U0001f600” (U+1F600) går inte att skriva ut. Det står efter ”Bra”. Ta "
                "bort det."
            ),
        ),
        (
            "akut",
            {"myndig": "a\x07b"},
            "myndig",
            "Eleven har fyllt 18: så gör vi",
            "Tecknet (U+0007) går inte att skriva ut. Det står efter ”a”. Ta bort det.",
        ),
        (
            "akut",
            {"myndig": "20100203-1233"},
            "myndig",
            "Eleven har fyllt 18: så gör vi",
            PERSONAL,
        ),
        (
            "stodlinjer",
            {"linjer-0-id": "umo", "linjer-0-webb": "umo"},
            "linjer-0-webb",
            None,
            "Webbadressen är inte hel. Skriv den till exempel som skolan.example.se.",
        ),
        (
            "ovriga",
            {"parter-0-namn": "Skatteverket", "parter-0-kontakter-0-telefon": "x"},
            "parter-0-kontakter-0-telefon",
            None,
            (
                "Här står inget nummer. Lämna fältet tomt, eller skriv med riktnummer, till "
                "exempel 08-465 004 21."
            ),
        ),
        (
            "underskrifter",
            {"undertecknare-0-namn": "Ida \ue000"},
            "undertecknare-0-namn",
            None,
            "Tecknet (U+E000) går inte att skriva ut. Det står efter ”Ida”. Ta bort det.",
        ),
    ],
)
def test_bad_input_is_told_beside_its_field_with_what_to_write(
    section: str, data: dict[str, str], anchor: str, place: str | None, message: str
) -> None:
    found = problem(section, data)

    assert (anchor, message) == (found.anchor, found.message)
    assert place in {None, found.place}


def test_nothing_typed_is_lost_when_a_form_is_rejected() -> None:
    data = FormData.of(
        [
            ("myndig", LONG),
            ("svarar_ingen", "  Ring <b>kuratorn</b> 20100203-1233\r\n"),
            ("hemmet", "\U0001f600"),
        ]
    )
    form = forms.form_for(AKUT, data)

    assert not form.validate()
    assert form["myndig"].data == LONG
    assert form["svarar_ingen"].data == "Ring <b>kuratorn</b> 20100203-1233"
    assert form["hemmet"].data == "\U0001f600"
    assert data.getlist("svarar_ingen") == ["  Ring <b>kuratorn</b> 20100203-1233\r\n"]


def test_sixty_contacts_come_back_with_a_sentence_and_all_their_texts() -> None:
    data = FormData.of((f"kontakter-{n}-funktion", f"vakt {n}") for n in range(60))
    form = forms.form_for(POLIS, data)

    assert not form.validate()
    (found,) = forms.problems(POLIS, form)
    assert found.message == "Här får 30 rader plats. Ta bort minst 30."
    assert (found.anchor, found.place) == ("kontakter", "Kontakter")
    entries: Any = form["kontakter"]
    assert [entry.form["funktion"].data for entry in entries.entries] == [
        f"vakt {n}" for n in range(60)
    ]


def test_every_fault_is_told_in_the_order_of_the_page() -> None:
    data = contact(telefon="x", epost="y") | {
        "kontakter-1-telefon": "z",
        "uppratthalla": LONG,
        "avstamt-datum": "w",
    }

    assert [found.anchor for found in problems("polis", data)] == [
        "kontakter-0-telefon",
        "kontakter-0-epost",
        "kontakter-1-telefon",
        "uppratthalla",
        "avstamt-datum",
    ]


def test_a_field_says_one_fault_at_a_time() -> None:
    assert len(problems("akut", {"myndig": LONG + "\U0001f600 20100203-1233"})) == 1


@pytest.mark.parametrize("section", catalogue.SECTIONS, ids=lambda s: s.key)
def test_an_empty_form_is_valid_since_completeness_is_not_asked_for(
    section: Section,
) -> None:
    form = forms.form_for(section, FormData())

    assert form.validate()
    assert Plan(id="p").answered(section.key, forms.answers(section, form, {})).answers == {}


@pytest.mark.parametrize("blank", [" ", "\r\n", "\t\u00a0", "\ufeff", "\u00ad\u2028"])
def test_only_blanks_are_no_answer(blank: str) -> None:
    assert stored("akut", {"myndig": blank}) == {}
    assert stored("skolan", {"skolenhetskod": blank, "lasar": blank, "galler_till": blank}) == {}
    assert stored("polis", {"kontakter-0-telefon": blank, "avstamt-datum": blank}) == {}


def test_a_limit_counts_characters_after_the_text_is_tidied() -> None:
    line_breaks = "\r\n".join(["ab"] * 1333) + "ab"  # 4,000 with LF, 5,332 as browsers send it
    composed = "a\u030a" * 4000  # å in two code points each
    wide = "\U00010330" * 4000

    assert len(stored("akut", {"myndig": line_breaks})["myndig"]) == 4000
    assert stored("akut", {"myndig": composed})["myndig"] == "å" * 4000
    (found,) = problems("akut", {"myndig": wide})
    assert "för lång" not in found.message


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ 7 * 7 }} {% raise %}",
        "x" * 300,
        "سارا محمد och ڕۆژان",
        "\u015e\u00eelan A\u011fr\u0131",
        "'; DROP TABLE plans; --",
    ],
)
def test_anything_printable_is_stored_as_it_was_typed(text: str) -> None:
    assert stored("akut", {"myndig": text}) == {"myndig": text}


# --- Numbers, and what only looks like one ------------------------------------------------------


def test_a_phone_number_is_never_taken_for_a_personnummer_in_a_phone_field() -> None:
    both = "0701740688"  # passes the check digit or not: the field does not ask
    for last in range(10):
        data = contact(telefon=f"{both[:-1]}{last}", tjanstenummer="ja")
        assert "telefon" in {key for c in stored("polis", data)["kontakter"] for key in vars(c)}


def test_a_diarienummer_is_never_taken_for_a_personnummer() -> None:
    assert stored("skolan", {"diarienummer": "20100203-1233"}) == {"diarienummer": "20100203-1233"}


@pytest.mark.parametrize("answer", ["ja", "nej"])
def test_a_mobile_number_with_an_answer_is_stored(answer: str) -> None:
    (row,) = stored("polis", contact(telefon="070-174 06 05", tjanstenummer=answer))["kontakter"]

    assert (row.telefon, row.tjanstenummer) == ("+46701740605", answer)


def test_a_number_that_is_none_does_not_ask_whether_it_is_the_works() -> None:
    assert [found.anchor for found in problems("polis", contact(telefon="0701"))] == [
        "kontakter-0-telefon"
    ]


# --- Rows ---------------------------------------------------------------------------------------


def test_a_contact_is_stored_with_all_that_was_typed() -> None:
    data = contact(
        id="k1",
        funktion=" Socialjour ",
        telefon="08/465 004 00 ankn 12",
        nas_via_112="ja",
        epost="jour@example.se",
        kontrollerad="2026-11-9",
        visas="anslag",
    )

    assert stored("socialtjanst", data)["kontakter"] == (
        Contact(
            id="k1",
            funktion="Socialjour",
            telefon="+46846500400;ext=12",
            nas_via_112=True,
            epost="jour@example.se",
            kontrollerad=date(2026, 11, 9),
            visas="anslag",
        ),
    )


def test_a_row_in_which_nothing_was_typed_is_dropped() -> None:
    data = {
        "kontakter-0-id": "a",
        "kontakter-0-visas": "anslag",
        "kontakter-1-id": "b",
        "kontakter-1-funktion": "vakt",
        "kontakter-2-id": "c",
        "kontakter-2-telefon": " ",
    }

    assert [row.id for row in stored("polis", data)["kontakter"]] == ["b"]


def test_a_partner_in_which_nothing_was_typed_is_dropped() -> None:
    data = {"parter-0-id": "a", "parter-0-namn": " ", "parter-0-kontakter-0-visas": "plan"}

    assert stored("ovriga", data) == {}


def test_a_partner_with_only_an_agreement_is_kept() -> None:
    (row,) = stored("ovriga", {"parter-0-avstamt-funktion": "rådgivare"})["parter"]

    assert row.avstamt == Agreement(funktion="rådgivare")


def test_a_row_without_a_choice_gets_the_lists_default() -> None:
    (row,) = stored("polis", contact())["kontakter"]

    assert row.visas == "anslag"


@pytest.mark.parametrize("bad", ["", "a b", "<b>", "å", "x" * 65])
def test_a_row_without_a_fit_id_gets_one(bad: str) -> None:
    (row,) = stored("polis", contact(id=bad))["kontakter"]

    assert row.id != bad
    assert row.id


def test_two_rows_never_share_an_id() -> None:
    data = {f"kontakter-{n}-{key}": "x" for n in range(3) for key in ("id", "funktion")}

    ids = [row.id for row in stored("polis", data)["kontakter"]]

    assert ids[0] == "x"
    assert len(set(ids)) == 3


def test_rows_come_in_the_order_of_their_numbers_whatever_the_order_of_posting() -> None:
    numbers = [10, 2, 7, 1]
    data = {f"kontakter-{n}-funktion": f"vakt {n}" for n in numbers}

    assert [row.funktion for row in stored("polis", data)["kontakter"]] == [
        "vakt 1",
        "vakt 2",
        "vakt 7",
        "vakt 10",
    ]


def test_a_help_line_that_is_switched_off_and_emptied_is_kept() -> None:
    assert stored("stodlinjer", {"linjer-0-id": "bris"})["linjer"] == (HelpLine(id="bris"),)


def test_choices_are_stored_in_the_catalogues_order_and_once() -> None:
    data = FormData({"skolformer": ["komvux", "grundskola", "komvux"]})
    form = forms.form_for(SKOLAN, data)

    assert form.validate()
    assert forms.answers(SKOLAN, form, {})["skolformer"] == ("grundskola", "komvux")


def test_what_the_page_does_not_ask_for_is_kept() -> None:
    kept: dict[str, Value] = {"beslutad_av": "Rektorn", "skola": "Gamla namnet", "kommun": "Tallmo"}

    assert stored("skolan", {"skola": "Nya namnet"}, kept) == {
        "beslutad_av": "Rektorn",
        "skola": "Nya namnet",
    }


def test_an_opened_page_posted_as_it_is_changes_nothing(plan: Plan) -> None:
    for section in catalogue.SECTIONS:
        data = form_data.opened(section, plan.of(section.key), plan.help_lines)
        form = forms.form_for(section, data)

        assert form.validate()
        saved = plan.answered(section.key, forms.answers(section, form, plan.of(section.key)))
        assert plan.of(section.key) == saved.of(section.key), section.key


FIELDS = st.sampled_from(
    [
        "kontakter-0-funktion",
        "kontakter-0-telefon",
        "kontakter-0-id",
        "kontakter-31-visas",
        "kontakter-0",
        "kontakter--x",
        "uppratthalla",
        "avstamt-datum",
        "avstamt",
    ]
)


@given(st.dictionaries(FIELDS | st.text(max_size=5), st.lists(st.text(), min_size=1, max_size=2)))
def test_any_posted_texts_are_stored_or_told_about(data: dict[str, list[str]]) -> None:
    form = forms.form_for(POLIS, FormData(data))

    assert form.validate() == (forms.problems(POLIS, form) == [])


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000])
def test_an_odd_row_number_is_no_row(number: str) -> None:
    assert stored("polis", {f"kontakter-{number}-funktion": "x"}) == {}


# --- Token --------------------------------------------------------------------------------------


def test_a_page_of_this_session_posts_a_good_token() -> None:
    csrf = Csrf(session={}, secret=b"secret")
    token = forms.token(csrf)

    assert forms.token_is_good(csrf, FormData({"csrf_token": [token]}))


def test_a_token_never_grows_old() -> None:
    expires, _, _ = forms.token(Csrf(session={}, secret=b"secret")).partition("##")

    assert expires == ""


def test_every_form_of_the_session_carries_such_a_token() -> None:
    csrf = Csrf(session={}, secret=b"secret")
    field: Any = forms.form_for(AKUT, FormData(), csrf)["csrf_token"]

    assert forms.token_is_good(csrf, FormData({"csrf_token": [field.current_token]}))


@pytest.mark.parametrize("token", ["", "x", "##", "##x", "20990101000000##00", "å##ö", "\x00"])
def test_a_made_up_token_is_refused(token: str) -> None:
    csrf = Csrf(session={}, secret=b"secret")
    forms.token(csrf)

    assert not forms.token_is_good(csrf, FormData({"csrf_token": [token]}))


def test_a_missing_token_and_those_of_other_sessions_and_programs_are_refused() -> None:
    session: dict[str, Any] = {}
    csrf = Csrf(session=session, secret=b"secret")
    good = FormData({"csrf_token": [forms.token(csrf)]})

    assert not forms.token_is_good(csrf, FormData())
    assert not forms.token_is_good(Csrf(session={}, secret=b"secret"), good)
    assert not forms.token_is_good(Csrf(session=session, secret=b"other"), good)
    assert forms.token_is_good(csrf, good)


# --- Plans from files ---------------------------------------------------------------------------


def refusal(plan: Plan) -> str:
    """Return what a person is told of a file with *plan*."""
    with pytest.raises(forms.Rejected) as caught:
        forms.checked(plan)
    return "; ".join(f"{found.place}: {found.message}" for found in caught.value.problems)


def test_a_file_is_refused_with_section_place_and_cure() -> None:
    plan = (
        Plan(id="p")
        .answered("polis", {"kontakter": (Contact(id="k", funktion="vakt", telefon="växeln"),)})
        .answered("akut", {"myndig": "20100203-1233"})
    )

    with pytest.raises(forms.Rejected) as caught:
        forms.checked(plan)

    assert str(caught.value) == "2 problems"  # it may reach a log
    assert [found.place for found in caught.value.problems] == [
        "Polisen, vakt, Telefon",
        "Akut läge, lov och resor, Eleven har fyllt 18: så gör vi",
    ]
    assert "Polisen, vakt, Telefon: Här står inget nummer." in refusal(plan)


def test_a_file_is_stored_as_the_form_would_store_it() -> None:
    plan = Plan(id="p").answered(
        "polis",
        {
            "kontakter": (Contact(id="k", funktion=" vakt ", telefon="08-465 004 00"),),
            "uppratthalla": " två\r\nrader ",
            "avstamt": Agreement(funktion="vakt"),
        },
    )

    checked = forms.checked(plan)

    assert checked.contacts("polis") == (Contact(id="k", funktion="vakt", telefon="+46846500400"),)
    assert checked.text("polis", "uppratthalla") == "två\nrader"


def test_a_file_may_hold_what_is_asked_at_adoption_and_it_is_checked_too() -> None:
    good = Plan(id="p").answered(
        "skolan", {"beslutad_av": "Rektorn", "beslutsdatum": date(2026, 11, 22)}
    )
    bad = Plan(id="p").answered("skolan", {"beslutad_av": "\U0001f600"})

    assert good == forms.checked(good)
    assert "Fastställd av" in refusal(bad)


def test_thirty_one_contacts_in_a_file_are_refused() -> None:
    rows = tuple(Contact(id=f"k{n}", funktion="vakt") for n in range(31))

    assert "Ta bort minst 1" in refusal(Plan(id="p").answered("polis", {"kontakter": rows}))


def test_a_half_surrogate_in_a_file_is_refused() -> None:
    told = refusal(Plan(id="p").answered("akut", {"myndig": "\ud800"}))
    assert told.isprintable()


@pytest.mark.parametrize("odd", ["\ud800", "\x1b[2J", "x" * 100_000])
def test_a_refused_name_is_not_shown_as_the_place(odd: str) -> None:
    plan = Plan(id="p").answered("polis", {"kontakter": (Contact(id="k", funktion=odd),)})

    told = refusal(plan)

    assert told.replace("\u00a0", " ").isprintable()
    assert len(told) < 500


def test_a_help_line_that_nobody_knows_and_that_has_no_name_is_refused() -> None:
    line = HelpLine(id="hittepa", telefon="+46846500400")
    plan = Plan(id="p").answered("stodlinjer", {"linjer": (line,)})

    assert "Skriv vad linjen heter." in refusal(plan)


SKATTEVERKET = Partner(id="p", namn="Skatteverket", kontakter=(Contact(id="k", epost="x"),))


def test_a_partners_contacts_pass_the_same_rules() -> None:
    assert "Rad 1, E-post: E-postadressen är inte hel" in refusal(
        Plan(id="p").answered("ovriga", {"parter": (SKATTEVERKET,)})
    )


def test_a_fault_in_a_partners_contact_names_the_partner() -> None:
    assert "Fler samverkansparter, Skatteverket, Rad 1, E-post" in refusal(
        Plan(id="p").answered("ovriga", {"parter": (SKATTEVERKET,)})
    )


def test_a_fault_in_a_help_line_names_the_line() -> None:
    assert problem("stodlinjer", {"linjer-0-id": "umo", "linjer-0-webb": "umo"}).place == (
        "UMO, Webbadress"
    )


def test_checking_is_the_same_whatever_the_order_of_the_answers(plan: Plan) -> None:
    answers = list(plan.answers.items())
    random.Random(1).shuffle(answers)  # noqa: S311 -- no secret
    shuffled = replace(plan, answers=dict(answers))

    assert plan == forms.checked(shuffled)


def test_a_help_line_of_ours_that_is_sent_twice_is_kept_once() -> None:
    sent = dict(enumerate(["umo", "1177", "umo"]))
    data = {f"linjer-{number}-id": line for number, line in sent.items()}
    data |= {f"linjer-{number}-beskrivning": f"Rad {number}." for number in sent}

    rows = stored("stodlinjer", data)["linjer"]

    assert [(row.id, row.beskrivning) for row in rows] == [("umo", "Rad 0."), ("1177", "Rad 1.")]


def own_line(**fields: str) -> dict[str, str]:
    return {f"linjer-0-{key}": text for key, text in fields.items()}


def test_a_line_of_the_schools_own_is_kept_with_what_it_says() -> None:
    fields = own_line(namn="Tjejjouren", webb="jouren.example.se", i_planen="ja")

    (line,) = stored("stodlinjer", fields)["linjer"]

    assert (line.name, line.webb, line.i_planen, line.pa_anslaget) == (
        "Tjejjouren",
        "jouren.example.se",
        True,
        False,
    )


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"telefon": "08-465 004 00"}, "Rad 1, Namn", "Skriv vad linjen heter."),
        ({"namn": "Tjejjouren"}, "Tjejjouren, Telefon", "Skriv ett nummer eller en webbadress"),
        ({"namn": "bris", "telefon": "116 111"}, "bris, Namn", "Linjen finns redan i listan."),
    ],
)
def test_a_line_of_the_schools_own_that_helps_nobody_is_refused(
    fields: dict[str, str], place: str, said: str
) -> None:
    found = problem("stodlinjer", own_line(**fields))

    assert found.place == place
    assert said in found.message


def test_a_line_of_ours_that_is_shown_has_to_be_reached() -> None:
    data = own_line(id="bris", i_planen="ja")

    assert "Skriv ett nummer" in problem("stodlinjer", data).message


def test_a_line_of_ours_keeps_its_name() -> None:
    data = own_line(id="bris", namn="Något annat", telefon="116 111")

    assert [line.name for line in stored("stodlinjer", data)["linjer"]] == ["Bris"]


def test_an_empty_row_is_no_line() -> None:
    assert "linjer" not in stored("stodlinjer", own_line(id="", namn="", i_planen="ja"))
