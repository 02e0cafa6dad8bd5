from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Section
from samverkan_docs.plan import Contact, Partner, Place, Plan, confirmation, plan_file
from samverkan_docs.plan.confirmation import Item
from tests import drawn

TODAY = date(2027, 8, 10)
EXAMPLE = plan_file.read(
    (Path(__file__).parents[2] / "examples" / "ekbackaskolan.json").read_bytes()
)
KURATOR = Contact(id="a", funktion="kurator", telefon="+46846500401")
SOCIALJOUR = Contact(id="b", funktion="socialjour", telefon="+46846500412")


def waiting_all(plan: Plan) -> Plan:
    return replace(plan, unconfirmed=confirmation.every_place(plan))


def item_of(plan: Plan, title: str) -> Item:
    return next(item for item in confirmation.items(plan) if item.title == title)


@given(drawn.plans(), st.data())
def test_to_confirm_an_item_changes_that_item_alone(plan: Plan, data: st.DataObject) -> None:
    plan = waiting_all(plan)
    before = list(confirmation.items(plan))
    if not before:
        return
    item = data.draw(st.sampled_from(before))

    after = confirmation.confirmed(plan, item, TODAY)

    assert after.unconfirmed == plan.unconfirmed - item.places
    others = [other.values for other in before if other.places != item.places]
    assert [i.values for i in confirmation.items(after) if i.places != item.places] == others
    held = confirmation.found(after, item.places)
    assert held is not None
    assert (held.contact is None) or held.contact.kontrollerad == TODAY


@given(drawn.plans(), st.data())
def test_to_remove_a_contact_takes_that_contact_alone(plan: Plan, data: st.DataObject) -> None:
    plan = waiting_all(plan)
    contacts = [item for item in confirmation.items(plan) if item.contact]
    if not contacts:
        return
    item = data.draw(st.sampled_from(contacts))

    after = confirmation.removed(plan, item)

    assert confirmation.found(after, item.places) is None
    left = [(other.places, other.contact) for other in contacts if other.places != item.places]
    after_it = [other for other in confirmation.items(after) if other.contact]
    assert [(other.places, other.contact) for other in after_it] == left


def test_a_contact_of_a_further_partner_is_told_from_the_others() -> None:
    partners = (
        Partner(id="x", namn="Resurscentrum", kontakter=(KURATOR, SOCIALJOUR), rutin="Vi ringer."),
        Partner(id="y", namn="Skatteverket", kontakter=(KURATOR,)),
    )
    plan = waiting_all(Plan(id="p").answered("ovriga", {"parter": partners}))
    titles = [
        (item.title, item.partner.namn if item.partner else "") for item in confirmation.items(plan)
    ]
    assert titles == [
        ("kurator", "Resurscentrum"),
        ("socialjour", "Resurscentrum"),
        ("Resurscentrum", "Resurscentrum"),
        ("kurator", "Skatteverket"),
        ("Skatteverket", "Skatteverket"),
    ]

    second = [item for item in confirmation.items(plan) if item.title == "kurator"][1]
    after = confirmation.confirmed(plan, second, TODAY)

    assert [c.kontrollerad for c in after.contacts("ovriga")] == [None, None, TODAY]
    assert [c.id for c in confirmation.removed(plan, second).contacts("ovriga")] == ["a", "b"]


@pytest.mark.parametrize(
    ("section", "days", "is_old"),
    [
        (catalogue.SOCIALTJANST, 180, False),
        (catalogue.SOCIALTJANST, 181, True),
        (catalogue.POLIS, 181, True),
        (catalogue.JOURER, 365, False),
        (catalogue.JOURER, 366, True),
    ],
)
def test_a_number_is_old_after_the_sections_limit(
    section: Section,
    days: int,
    is_old: bool,  # noqa: FBT001 -- a table's column
) -> None:
    checked = TODAY - timedelta(days=days)
    assert confirmation.is_old(section, checked, TODAY) is is_old
    contact = replace(KURATOR, kontrollerad=checked)
    plan = Plan(id="p").answered(section.key, {"kontakter": (contact,)})
    assert bool(confirmation.waiting(plan, TODAY)) is is_old


def test_a_number_that_nobody_has_checked_is_to_be_checked() -> None:
    plan = Plan(id="p").answered("jourer", {"kontakter": (KURATOR,)})
    assert [item.title for item in confirmation.waiting(plan, TODAY)] == ["kurator"]


def test_the_decision_and_the_years_dates_are_never_asked_about() -> None:
    keys = set(map(str, confirmation.every_place(EXAMPLE)))
    assert not {"skolan.lasar", "skolan.galler_fran", "skolan.beslutad_av"} & keys
    assert {"skolan.skola", "akut.hemmet", "socialtjanst.kontakter/k-socialjour"} <= keys


# --- Edits --------------------------------------------------------------------------------------


def test_what_is_edited_or_taken_away_waits_no_more() -> None:
    plan = Plan(id="p").answered(
        "socialtjanst", {"kontakter": (KURATOR, SOCIALJOUR), "radgora": "Vi ringer."}
    )
    plan = waiting_all(plan.answered("polis", {"medverka": "Polisen kommer."}))
    edited = plan.answered(
        "socialtjanst",
        {"kontakter": (replace(KURATOR, telefon="+46846500402"),), "radgora": "Vi ringer."},
    )

    after = confirmation.after_edit(plan, edited)

    assert after.unconfirmed == {Place.parse("socialtjanst.radgora"), Place.parse("polis.medverka")}
    assert after.answers == edited.answers


@given(drawn.plans())
def test_a_save_that_changes_nothing_confirms_nothing(plan: Plan) -> None:
    plan = waiting_all(plan)
    assert confirmation.after_edit(plan, plan) == plan


def test_a_help_line_on_a_paper_is_asked_about_until_the_school_has_checked_it() -> None:
    plan = EXAMPLE.with_help_lines(EXAMPLE.help_lines)
    bris = next(item for item in confirmation.items(plan) if item.title == "Bris")
    seen = date(2025, 8, 1)

    assert not confirmation.is_due(bris, seen + timedelta(days=365))
    assert confirmation.is_due(bris, seen + timedelta(days=366))
    checked = confirmation.confirmed(plan, bris, TODAY)
    assert "Bris" not in [line.name for line in confirmation.due_lines(checked, TODAY)]
    assert [item.title for item in confirmation.items(plan) if item.title == "SOS Alarm"] == []


def test_a_help_line_that_is_taken_away_stands_on_no_paper_and_is_kept() -> None:
    plan = EXAMPLE.with_help_lines(EXAMPLE.help_lines)
    bris = next(item for item in confirmation.items(plan) if item.title == "Bris")

    removed = confirmation.removed(plan, bris)

    (line,) = [line for line in removed.help_lines if line.id == "bris"]
    assert (line.i_planen, line.pa_anslaget, line.telefon) == (False, False, "116111")
