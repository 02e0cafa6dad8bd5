from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue
from samverkan_docs.plan import Contact, Partner, Plan, stale
from tests import drawn

CHECKED = date(2026, 8, 14)
KURATOR = Contact(
    id="k",
    funktion="kurator",
    telefon="+46701740605",
    epost="kurator@example.se",
    tjanstenummer="ja",
    kontrollerad=CHECKED,
    visas="anslag",
)


def with_contact(contact: Contact) -> Plan:
    return Plan(id="p").with_contacts("resurspersoner", (contact,))


def edited(**fields: object) -> Contact:
    """Return the kurator as it is kept after *fields* were changed."""
    after = with_contact(replace(KURATOR, **fields))  # type: ignore[arg-type]
    (kept,) = stale.without_stale(with_contact(KURATOR), after)[0].contacts("resurspersoner")
    return kept


@pytest.mark.parametrize(
    "way", [{"telefon": "+46701740606"}, {"ersattare_telefon": "+46846500401"}, {"epost": "r@e.se"}]
)
def test_a_day_of_check_dies_with_the_number_or_the_address(way: dict[str, str]) -> None:
    assert edited(**way).kontrollerad is None


def test_an_answer_about_a_work_number_dies_with_the_number_and_not_with_the_address() -> None:
    assert edited(telefon="+46701740606").tjanstenummer == ""
    assert edited(epost="r@example.se").tjanstenummer == "ja"


def test_a_private_number_never_inherits_a_yes() -> None:
    assert edited(telefon="+46701740606").papers == {catalogue.Paper.INTERNAL}


def test_what_is_said_anew_with_the_new_number_stays() -> None:
    later = date(2026, 11, 25)
    kept = edited(telefon="+46846500401", kontrollerad=later, tjanstenummer="")

    assert (kept.kontrollerad, kept.tjanstenummer) == (later, "")


def test_other_edits_leave_both() -> None:
    kept = edited(telefontid="vardagar 8–16", visas="plan")

    assert (kept.kontrollerad, kept.tjanstenummer) == (CHECKED, "ja")


def test_a_contact_of_a_further_partner_is_held_to_the_same() -> None:
    partner = Partner(id="s", namn="Skatteverket", kontakter=(KURATOR,))
    changed = replace(partner, kontakter=(replace(KURATOR, telefon="+46846500401"),))
    before, after = (Plan(id="p").with_partners((p,)) for p in (partner, changed))
    kept, told = stale.without_stale(before, after)

    assert kept.partners[0].kontakter[0].kontrollerad is None
    assert [found.name for found in told] == ["kurator"]


@given(drawn.plans(), drawn.plans())
def test_no_day_of_check_is_older_than_the_number_it_is_about(before: Plan, after: Plan) -> None:
    kept, _told = stale.without_stale(before, after)
    was = {row.id: row for s in catalogue.SECTIONS for row in before.contacts(s.key)}
    for section in catalogue.SECTIONS:
        for row in kept.contacts(section.key):
            old = was.get(row.id)
            if old and row.kontrollerad and row.kontrollerad == old.kontrollerad:
                assert (row.telefon, row.epost) == (old.telefon, old.epost)


@given(st.data())
def test_a_plan_that_is_saved_as_it_was_loses_nothing(data: st.DataObject) -> None:
    plan = data.draw(drawn.plans())

    assert stale.without_stale(plan, plan) == (plan, ())


def test_a_help_line_with_another_number_is_not_checked() -> None:
    line = next(line for line in Plan(id="p").help_lines if line.telefon == "+4620808080")
    line = replace(line, kontrollerad=date(2026, 8, 17))
    plan = Plan(id="p").answered("stodlinjer", {"linjer": (line,)})
    changed = replace(line, telefon="+46846500401")
    kept, told = stale.without_stale(plan, plan.answered("stodlinjer", {"linjer": (changed,)}))

    assert kept.of("stodlinjer")["linjer"] == (replace(changed, kontrollerad=None),)
    assert [found.name for found in told] == ["Stödlinjen för män"]


def test_a_day_that_was_moved_back_with_the_number_is_no_check_of_it() -> None:
    """Somebody else saved another number meanwhile, and the first page wins with its own."""
    assert edited(telefon="+46701740606", kontrollerad=date(2026, 8, 1)).kontrollerad is None
