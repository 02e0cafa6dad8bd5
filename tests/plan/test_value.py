from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Paper, reference
from samverkan_docs.plan import (
    Agreement,
    Contact,
    HelpLine,
    Meeting,
    Partner,
    Place,
    Plan,
    SchoolYear,
    Signatory,
    Status,
    brackets,
    is_id,
    missing,
    new_id,
)

EMPTY = Plan(id="p")
MOBILE, SWITCHBOARD = "+46701740605", "+46846500400"


def lacks(plan: Plan, section: str) -> list[str]:
    return [missing.text for missing in plan.missing(catalogue.section(section))]


def with_contacts(section: str, *contacts: Contact) -> Plan:
    return EMPTY.answered(section, {"kontakter": contacts})


# --- A value ------------------------------------------------------------------------------------


def test_an_edit_gives_a_new_plan_and_leaves_the_old_one() -> None:
    edited = EMPTY.answered("akut", {"myndig": "Fråga eleven."})

    assert EMPTY.of("akut") == {}
    assert edited.text("akut", "myndig") == "Fråga eleven."
    with pytest.raises(FrozenInstanceError):
        edited.id = "annat"  # type: ignore[misc]
    with pytest.raises(TypeError):
        edited.of("akut")["myndig"] = "x"  # type: ignore[index]


def test_an_answer_replaces_all_that_the_section_held_and_nothing_else() -> None:
    plan = EMPTY.answered("akut", {"myndig": "a", "hemmet": "b"}).answered(
        "uppfoljning", {"oversyn": "c"}
    )

    plan = plan.answered("akut", {"myndig": "d"})

    assert plan.of("akut") == {"myndig": "d"}
    assert plan.of("uppfoljning") == {"oversyn": "c"}


@pytest.mark.parametrize("blank", ["", (), False, Agreement()])
def test_a_blank_answer_is_no_answer(blank: str | bool | tuple[()] | Agreement) -> None:  # noqa: FBT001 -- drawn
    plan = EMPTY.answered("akut", {"myndig": "a"}).answered("akut", {"myndig": blank})

    assert plan == EMPTY


def test_an_answer_of_another_type_is_not_given_as_text_or_day() -> None:
    plan = EMPTY.answered("skolan", {"skola": date(2026, 8, 1), "galler_fran": "i augusti"})

    assert plan.text("skolan", "skola") == ""
    assert plan.day("skolan", "galler_fran") is None
    assert plan.text("skolan", "finns_inte") == ""


def test_ids_are_new_each_time_and_fit_an_address() -> None:
    assert new_id() != new_id()
    assert is_id(new_id())


@pytest.mark.parametrize("text", ["", "a b", "å", "a/b", "x" * 65, "a\n", "<b>", "..", "\ud800"])
def test_what_cannot_stand_in_an_address_is_no_id(text: str) -> None:
    assert not is_id(text)


# --- Läsår --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 5, 31), "2025/26"),
        (date(2026, 6, 1), "2026/27"),
        (date(2026, 12, 31), "2026/27"),
        (date(2027, 1, 1), "2026/27"),
        (date(2099, 8, 1), "2099/00"),
    ],
)
def test_a_plan_begun_in_summer_is_for_the_coming_lasar(today: date, year: str) -> None:
    assert year == str(SchoolYear.proposed(today))


def test_a_new_plan_holds_the_proposed_lasar_and_all_of_its_summer() -> None:
    plan = Plan.new(date(2026, 11, 22))

    assert plan.of("skolan") == {
        "lasar": "2026/27",
        "galler_fran": date(2026, 8, 1),
        "galler_till": date(2027, 8, 31),
    }
    assert is_id(plan.id)


@pytest.mark.parametrize("text", ["2026/28", "2026/26", "2026/2027", "26/27", "1999/00", "2026"])
def test_what_is_not_two_years_in_a_row_is_no_lasar(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        SchoolYear.parse(text)


def test_a_lasar_is_read_as_it_is_written() -> None:
    assert str(SchoolYear.parse("2099/00")) == "2099/00"


# --- Who stands where ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("visas", "papers"),
    [
        ("anslag", {Paper.WALL, Paper.PLAN, Paper.INTERNAL}),
        ("plan", {Paper.PLAN, Paper.INTERNAL}),
        ("internt", {Paper.INTERNAL}),
    ],
)
def test_a_contact_stands_where_the_school_wants_it(visas: str, papers: set[Paper]) -> None:
    assert papers == Contact(id="k", telefon=SWITCHBOARD, visas=visas).papers


@pytest.mark.parametrize("field", ["telefon", "ersattare_telefon"])
@pytest.mark.parametrize("answer", ["nej", ""])
def test_a_mobile_that_is_not_the_works_stands_on_the_internal_sheet_alone(
    field: str, answer: str
) -> None:
    contact = replace(Contact(id="k", visas="anslag", tjanstenummer=answer), **{field: MOBILE})  # type: ignore[arg-type]

    assert contact.papers == {Paper.INTERNAL}


def test_a_mobile_of_the_works_stands_where_the_school_wants_it() -> None:
    contact = Contact(id="k", telefon=MOBILE, tjanstenummer="ja", visas="anslag")

    assert Paper.WALL in contact.papers


def test_a_contact_is_reached_by_phone_mail_or_112() -> None:
    assert Contact(id="k", telefon="112").is_reachable
    assert Contact(id="k", epost="a@example.se").is_reachable
    assert Contact(id="k", nas_via_112=True).is_reachable
    assert not Contact(id="k", funktion="kurator", ersattare_telefon=MOBILE).is_reachable


def test_the_contacts_of_further_partners_are_those_of_each() -> None:
    one, two = Contact(id="a"), Contact(id="b")
    plan = EMPTY.answered(
        "ovriga",
        {"parter": (Partner(id="x", kontakter=(one,)), Partner(id="y", kontakter=(two,)))},
    )

    assert plan.contacts("ovriga") == (one, two)
    assert plan.contacts("polis") == ()


# --- Help lines ---------------------------------------------------------------------------------


def test_a_plan_starts_with_the_help_lines_as_they_were_last_seen() -> None:
    lines = {line.id: line for line in EMPTY.help_lines}

    assert list(lines) == [line.key for line in reference.HELP_LINES]
    assert lines["bris"].telefon == "116111"
    assert lines["bris"].name == "Bris"
    assert lines["bris"].kontrollerad is None
    assert lines["ratt_att_valja"].i_planen


def test_a_line_that_the_school_has_corrected_keeps_its_place() -> None:
    corrected = HelpLine(id="bris", telefon="112")
    plan = EMPTY.answered("stodlinjer", {"linjer": (corrected,)})

    assert corrected in plan.help_lines
    assert [line.id for line in plan.help_lines] == [line.id for line in EMPTY.help_lines]


def test_the_schools_own_order_and_own_lines_stand_first() -> None:
    own = HelpLine(id="s", namn="Tjejjouren", webb="jouren.example.se")
    *some, last = EMPTY.help_lines
    plan = EMPTY.answered("stodlinjer", {"linjer": (last, own, *some)})

    assert plan.help_lines == (last, own, *some)


def test_a_line_was_last_seen_by_its_source_until_somebody_at_the_school_checks_it() -> None:
    line = next(line for line in EMPTY.help_lines if line.id == "bris")
    day = date(2026, 11, 25)

    assert line.last_seen == date(2025, 8, 1)
    assert replace(line, kontrollerad=day).last_seen == day
    assert replace(line, telefon="1177").last_seen is None


def test_a_corrected_line_for_those_abroad_is_called_by_the_new_number() -> None:
    line = next(line for line in EMPTY.help_lines if line.id == "ud_jouren")

    assert line.abroad == "+4684055005"
    assert replace(line, telefon="+46846500400").abroad == "+46846500400"
    assert replace(line, telefon="11414").abroad == ""


# --- What is missing ----------------------------------------------------------------------------


def test_the_complete_example_lacks_nothing(plan: Plan) -> None:
    for section in catalogue.SECTIONS:
        assert plan.missing(section) == (), section.key
        assert plan.status(section) == Status.DONE, section.key


def test_the_quick_example_is_enough_for_the_wall_sheet(quick_plan: Plan) -> None:
    for section in catalogue.SECTIONS:
        if section.starred:
            assert quick_plan.status(section) == Status.DONE, section.key


def test_an_untouched_section_is_not_begun_even_if_nothing_is_required() -> None:
    assert EMPTY.status(catalogue.section("uppfoljning")) == Status.NOT_BEGUN
    assert lacks(EMPTY, "uppfoljning") == []


def test_a_section_is_begun_until_nothing_is_missing() -> None:
    section = catalogue.section("akut")
    plan = EMPTY.answered("akut", {"svarar_ingen": "Vi väntar inte."})
    assert plan.status(section) == Status.BEGUN

    plan = plan.answered("akut", {"svarar_ingen": "Vi väntar inte.", "vagar_inte_hem": "Stanna."})
    assert plan.status(section) == Status.DONE


def test_what_is_missing_is_named_in_the_forms_order() -> None:
    assert lacks(EMPTY, "akut") == [
        "Eleven vågar inte gå hem i dag: så gör vi",
        "Ingen svarar: vem ringer vi då?",
    ]


def test_a_bracket_that_is_left_in_a_suggestion_is_missing() -> None:
    plan = EMPTY.answered(
        "akut", {"svarar_ingen": "Ring [funktion].", "vagar_inte_hem": "[Vem] stannar på [plats]."}
    )

    assert lacks(plan, "akut") == [
        "Fyll i eller ta bort [Vem]",
        "Fyll i eller ta bort [plats]",
        "Fyll i eller ta bort [funktion]",
    ]


def test_a_bracket_is_one_line_and_never_empty() -> None:
    assert brackets("[a] [[b]] [] [c\nd] [e") == ["[a]", "[b]"]


def test_a_socialjour_and_a_mottagning_are_both_asked_for() -> None:
    plan = with_contacts("socialtjanst", Contact(id="k", funktion="Socialjouren", telefon="112"))

    assert "Lägg till socialtjänstens mottagning" in lacks(plan, "socialtjanst")
    assert "Lägg till socialjour" not in lacks(plan, "socialtjanst")


def test_a_contact_without_a_way_to_reach_it_is_missing_one() -> None:
    plan = with_contacts("polis", Contact(id="a", funktion="kommunpolis"), Contact(id="b"))

    assert lacks(plan, "polis")[:3] == [
        "kommunpolis: telefon, e-post eller webbadress",
        "rad 2: funktion",
        "Kontakt 2: telefon, e-post eller webbadress",
    ]


def test_a_partner_names_itself_and_its_contacts() -> None:
    contact = Contact(id="k", funktion="rådgivning")
    plan = EMPTY.answered(
        "ovriga",
        {"parter": (Partner(id="a", kontakter=(contact,), rutin="Ring [vem]."), Partner(id="b"))},
    )

    assert lacks(plan, "ovriga") == [
        "rad 1: samverkanspart",
        "rad 1: rådgivning: telefon, e-post eller webbadress",
        "rad 1: fyll i eller ta bort [vem]",
        "rad 2: samverkanspart",
    ]


def test_the_rektor_must_be_among_those_who_sign() -> None:
    plan = EMPTY.answered(
        "underskrifter",
        {"undertecknare": (Signatory(id="s", namn="Ida Ek", befattning="kurator"),)},
    )

    assert lacks(plan, "underskrifter") == ["Lägg till rektorn"]
    assert plan.signatories[0].namn == "Ida Ek"


def test_no_name_of_those_who_sign_hinders_adoption() -> None:
    people = (Signatory(id="r", befattning="rektor"), Signatory(id="s", befattning="chef"))
    assert lacks(EMPTY.answered("underskrifter", {"undertecknare": people}), "underskrifter") == []


def test_a_meeting_needs_a_day_and_a_subject_and_follow_up_needs_no_meeting() -> None:
    late = Meeting(id="a", datum=date(2027, 5, 10), vad="alla parter")
    rows = (late, Meeting(id="b", vad="polisen"), Meeting(id="c", datum=date(2026, 10, 5)))
    plan = EMPTY.answered("uppfoljning", {"moten": rows})

    assert lacks(plan, "uppfoljning") == ["rad 2: datum", "rad 3: med vem och om vad"]
    assert [meeting.id for meeting in plan.meetings] == ["c", "a", "b"]
    assert lacks(EMPTY, "uppfoljning") == []


def test_a_diarienummer_belongs_to_public_schools() -> None:
    def is_public(kind: str) -> bool:
        return EMPTY.answered("skolan", {"huvudmannatyp": kind}).is_public

    assert [is_public(kind) for kind in ("kommunal", "region", "statlig")] == [True] * 3
    assert not is_public("enskild")
    assert not EMPTY.is_public


def test_what_only_public_schools_have_is_missing_for_nobody_else() -> None:
    questions = tuple(
        replace(q, required=True) if q.public_only else q for q in catalogue.SKOLAN.questions
    )
    section = replace(catalogue.SKOLAN, questions=questions)
    public = EMPTY.answered("skolan", {"huvudmannatyp": "kommunal"})
    independent = EMPTY.answered("skolan", {"huvudmannatyp": "enskild"})

    assert "Diarienummer" in [missing.text for missing in public.missing(section)]
    assert "Diarienummer" not in [missing.text for missing in independent.missing(section)]


# --- Why something is missing -------------------------------------------------------------------

PLATS = catalogue.SKOLAN.question("plats")


def test_a_reason_stands_while_its_answer_is_missing() -> None:
    excused = EMPTY.excused(
        {Place.parse("skolan.plats"): "Vi har inte bestämt.", Place.parse("skolan.kommun"): ""}
    )

    assert excused.reasons == {Place.parse("skolan.plats"): "Vi har inte bestämt."}
    assert excused.reason(catalogue.SKOLAN, PLATS) == "Vi har inte bestämt."
    assert EMPTY.reason(catalogue.SKOLAN, PLATS) == ""
    answered = excused.answered("skolan", {"plats": "Expeditionen"})
    assert answered.reason(catalogue.SKOLAN, PLATS) == ""


def test_a_reason_leaves_the_status_as_it_is() -> None:
    section = catalogue.section("vard")
    begun = EMPTY.answered("vard", {"annat": "x"}).excused({Place.parse("vard.kontakter"): "Skäl"})

    assert begun.status(section) == Status.BEGUN


def test_only_what_identifies_the_plan_and_brackets_cannot_be_excused() -> None:
    left = EMPTY.answered("akut", {"svarar_ingen": "Ring [vem]."})
    hard = [
        lack.text
        for section in (catalogue.SKOLAN, catalogue.section("akut"))
        for lack in left.missing(section)
        if not lack.excusable
    ]

    assert hard == [
        "Skolans namn",
        "Läsår",
        "Gäller från och med",
        "Gäller till och med",
        "Fyll i eller ta bort [vem]",
    ]


def test_several_brackets_are_told_as_how_many_there_are() -> None:
    plan = Plan(id="p").answered("akut", {"myndig": "[Funktion] ringer [vem] om [vad]."})
    brackets = [lack for lack in plan.missing(catalogue.AKUT) if lack.is_bracket]

    assert missing.in_brief(brackets) == "3 hakparenteser är kvar att fylla i eller ta bort."
    assert missing.in_brief(brackets[:1]) == "1 hakparentes är kvar att fylla i eller ta bort."
    assert missing.in_brief(plan.missing(catalogue.POLIS)).endswith(", och 2 till")
