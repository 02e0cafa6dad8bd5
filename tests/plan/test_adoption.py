from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from samverkan_docs import catalogue
from samverkan_docs.plan import Contact, Place, Plan, Value, adoption
from tests import drawn

EMPTY = Plan(id="p")
DECISION: dict[str, Value] = {"beslutad_av": "Rektorn", "beslutsdatum": date(2026, 8, 17)}


def keys(plan: Plan) -> list[str]:
    return [str(gap.place) for gap in adoption.gaps(plan)]


def reasons(plan: Plan) -> dict[str, str]:
    return {gap.field: f"Skäl för {gap.place}" for gap in adoption.gaps(plan)}


# --- What is missing ----------------------------------------------------------------------------


def test_only_what_identifies_the_plan_blocks_an_empty_one() -> None:
    blocking = [lack.question.key for lack in adoption.blocking(EMPTY)]

    assert blocking == ["skola", "lasar", "galler_fran", "galler_till"]
    assert not {f"skolan.{key}" for key in blocking} & set(keys(EMPTY))


def test_every_other_required_answer_may_be_missing_for_a_reason() -> None:
    required = [
        f"{section.key}.{question.key}"
        for section in catalogue.SECTIONS
        for question in section.asked
        if question.required and not question.identifies
    ]

    assert keys(EMPTY) == required


def test_the_complete_example_has_no_gaps(plan: Plan) -> None:
    assert adoption.missing(plan) == ()


def test_a_bracket_blocks_and_no_reason_is_asked_for_it(plan: Plan) -> None:
    left = plan.answered("akut", {**plan.of("akut"), "myndig": "Ring [funktion]."})

    assert [lack.text for lack in adoption.blocking(left)] == ["Fyll i eller ta bort [funktion]"]
    assert keys(left) == []


def test_a_bracket_in_a_further_partners_routine_blocks_too(plan: Plan) -> None:
    partner = replace(plan.partners[0], rutin="Ring [funktion].")

    assert len(adoption.blocking(plan.answered("ovriga", {"parter": (partner,)}))) == 1


def test_a_list_is_one_gap_that_names_all_that_it_lacks() -> None:
    contact = Contact(id="k", funktion="familjerätt")
    (gap,) = (
        gap
        for gap in adoption.gaps(EMPTY.answered("socialtjanst", {"kontakter": (contact,)}))
        if str(gap.place) == "socialtjanst.kontakter"
    )

    assert (
        gap.lacks
        == "socialtjänstens mottagning, socialjour, familjerätt: telefon, e-post eller webbadress"
    )


# --- What the page asks -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "held_back",
    [
        {"visas": "plan"},
        {"telefon": "", "epost": "a@example.se"},
        {"telefon": "+46701740610", "tjanstenummer": "nej"},
    ],
    ids=["not on the wall", "no number", "a private number"],
)
@pytest.mark.parametrize("section", ["resurspersoner", "socialtjanst"])
def test_a_wall_sheet_that_leads_to_nobody_needs_a_number_or_a_reason(
    plan: Plan, section: str, held_back: dict[str, str]
) -> None:
    contacts = tuple(replace(each, **held_back) for each in plan.contacts(section))  # type: ignore[arg-type]
    useless = plan.with_contacts(section, contacts)
    (gap,) = adoption.gaps(useless)
    assert str(gap.place) == f"{section}.kontakter"
    assert {
        "resurspersoner": "Ett nummer som får stå på anslaget",
        "socialtjanst": (
            "Socialtjänstens mottagning: ett nummer som får stå på anslaget, Socialjour: ett "
            "nummer som får stå på anslaget"
        ),
    }[section] in gap.lacks
    assert adoption.blocking(useless) == ()


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("kommunal", ["beslutad_av", "beslutsdatum", "diarienummer"]),
        ("enskild", ["beslutad_av", "beslutsdatum"]),
    ],
)
def test_the_decision_is_asked_for_and_a_diarienummer_of_public_schools_alone(
    plan: Plan, kind: str, asked: list[str]
) -> None:
    given_plan = plan.answered("skolan", {**plan.of("skolan"), "huvudmannatyp": kind})

    assert [question.key for question in adoption.asked(given_plan).asked] == asked


def test_a_reason_is_asked_for_each_gap_with_what_is_missing_and_why_it_matters() -> None:
    questions = adoption.asked(EMPTY).asked[2:]

    assert [question.key for question in questions] == list(reasons(EMPTY))
    place = next(question for question in questions if question.key == "skal_skolan_plats")
    assert place.label == "Skolan och planen: Här finns planen"
    assert place.hint.startswith("Saknas: Här finns planen. Annars vet ingen")


@given(drawn.plans())
def test_what_the_page_gets_the_plan_holds_and_nothing_else_changes(plan: Plan) -> None:
    answers = DECISION | reasons(plan)
    decided = adoption.decided(plan, answers)

    assert {key: adoption.given(decided)[key] for key in answers} == answers
    assert keys(decided) == keys(plan)
    before = plan.with_help_lines(plan.help_lines)
    assert adoption.undecided(decided).excused({}) == adoption.undecided(before).excused({})


def test_a_reason_goes_when_its_answer_comes() -> None:
    decided = adoption.decided(EMPTY, reasons(EMPTY))
    section = catalogue.SKOLAN
    answered = decided.answered("skolan", {"plats": "Expeditionen"})

    assert decided.reason(section, section.question("plats")) == "Skäl för skolan.plats"
    assert answered.reason(section, section.question("plats")) == ""
    assert Place.parse("skolan.plats") not in adoption.decided(answered, reasons(EMPTY)).reasons


def test_the_next_version_is_decided_anew_and_keeps_the_rest(plan: Plan) -> None:
    decided = plan.answered("skolan", {**plan.of("skolan"), **DECISION, "diarienummer": "26/1"})
    begun = adoption.undecided(decided)

    assert not {"beslutad_av", "beslutsdatum", "diarienummer"} & set(begun.of("skolan"))
    assert begun.of("skolan").items() <= plan.of("skolan").items()
    assert begun.answered("skolan", {}) == plan.answered("skolan", {})
