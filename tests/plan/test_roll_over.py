from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue
from samverkan_docs.plan import Agreement, Place, Plan, Status, confirmation, plan_file, roll_over
from samverkan_docs.plan.confirmation import waiting
from tests import drawn

EXAMPLES = [
    plan_file.read(path.read_bytes())
    for path in sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
]
ANY_PLAN = st.sampled_from(EXAMPLES) | drawn.plans()
TODAY = date(2027, 8, 10)


def all_confirmed(plan: Plan, today: date = TODAY) -> Plan:
    for item in confirmation.items(plan):
        plan = confirmation.confirmed(plan, item, today)
    return plan


@given(ANY_PLAN)
def test_rolled_over_and_confirmed_it_is_the_plan_but_for_dates_and_confirmations(
    plan: Plan,
) -> None:
    draft = all_confirmed(roll_over.next_year(plan, TODAY))

    assert draft.unconfirmed == frozenset()
    assert roll_over.comparable(draft).answers == roll_over.comparable(plan).answers
    assert plan_file.read(plan_file.write(draft)) == replace(draft, school="skolan")


@given(ANY_PLAN)
def test_everything_that_is_carried_along_waits_to_be_confirmed(plan: Plan) -> None:
    draft = roll_over.next_year(plan, TODAY)

    every = {key for item in confirmation.items(draft) for key in item.places}
    assert draft.unconfirmed == every
    assert every <= {key for item in waiting(draft, TODAY) for key in item.places}
    assert plan_file.read(plan_file.write(draft)) == draft


@pytest.mark.parametrize(
    ("year", "today", "next_year"),
    [
        ("2026/27", date(2027, 8, 10), "2027/28"),
        ("2026/27", date(2026, 11, 22), "2027/28"),  # early: still the year after
        ("2024/25", date(2027, 8, 10), "2027/28"),  # two läsår old
        ("", date(2027, 8, 10), "2027/28"),
    ],
)
def test_the_new_plan_is_for_the_year_that_comes(year: str, today: date, next_year: str) -> None:
    plan = Plan(id="p").answered("skolan", {"skola": "Ekbackaskolan", "lasar": year})

    draft = roll_over.next_year(plan, today)

    assert draft.text("skolan", "lasar") == next_year
    assert draft.day("skolan", "galler_fran") == date(2027, 8, 1)
    assert draft.day("skolan", "galler_till") == date(2028, 8, 31)
    assert draft.text("skolan", "skola") == "Ekbackaskolan"


def test_the_decision_the_yeses_and_the_reasons_stay_with_the_old_year() -> None:
    plan = EXAMPLES[0]
    school = {**plan.of("skolan"), "beslutad_av": "Rektorn", "diarienummer": "2026/17"}
    plan = plan.answered("skolan", school).excused(
        {Place.parse("polis.kontakter"): "Ingen har svarat."}
    )
    assert any("avstamt" in plan.of(section.key) for section in catalogue.SECTIONS)

    draft = roll_over.next_year(plan, TODAY)

    assert draft.id != plan.id
    assert draft.previous == plan.id
    assert draft.reasons == {}
    assert not {"beslutad_av", "beslutsdatum", "diarienummer"} & set(draft.of("skolan"))
    assert not any("avstamt" in draft.of(section.key) for section in catalogue.SECTIONS)
    assert {partner.avstamt for partner in draft.partners} == {Agreement()}


def test_the_days_of_follow_up_belong_to_their_year() -> None:
    assert len(EXAMPLES[0].of("uppfoljning")) == 8

    draft = roll_over.next_year(EXAMPLES[0], TODAY)

    assert set(draft.of("uppfoljning")) == {"oversyn", "ny_personal", "lovkontroll"}


def test_nothing_is_done_before_it_is_gone_through() -> None:
    draft = roll_over.next_year(EXAMPLES[0], TODAY)

    states = {section.key: draft.status(section) for section in catalogue.SECTIONS}
    assert set(states.values()) == {Status.BEGUN}
    done = all_confirmed(draft)
    assert {done.status(section) for section in catalogue.SECTIONS} == {Status.DONE}


def test_a_starred_contact_must_be_confirmed_or_excused_before_adoption() -> None:
    draft = roll_over.next_year(EXAMPLES[0], TODAY)

    lacks = draft.missing(catalogue.SOCIALTJANST)
    assert {lack.question.key for lack in lacks} == {"kontakter"}
    assert len(lacks) == len(draft.contacts("socialtjanst"))
    assert all(lack.excusable for lack in lacks)
    assert draft.missing(catalogue.JOURER) == ()
