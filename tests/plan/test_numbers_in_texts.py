from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import forms
from samverkan_docs.plan import (
    Contact,
    Partner,
    Plan,
    held_back,
    numbers_in_texts,
    phones,
    plan_file,
)
from samverkan_docs.plan.numbers_in_texts import Mention, Standing
from tests import drawn

JOUR = Contact(id="j", funktion="socialjour", telefon="+46846500410", epost="jour@example.se")
NEW = "+46846500499"
NO_NUMBERS = (
    "Läsåret 2026/27 gäller från 2026-08-17, vardagar 8–16, 08.00–16.30 och 0830-1630.",
    "Dnr 2026/0146-1, socialtjänstlagen (2025:400), skolenhetskod 12345678, 10 000 kronor.",
    "Vecka 08-09 2026, rum 0312, den 17.8.2026.",
)


def with_text(text: str, *contacts: Contact, question: str = "svarar_ingen") -> Plan:
    plan = Plan(id="p").answered("akut", {question: text})
    return plan.with_contacts("socialtjanst", contacts) if contacts else plan


def changed(plan: Plan, **fields: object) -> Plan:
    """Return *plan* after an edit of its first contact."""
    first, *others = plan.contacts("socialtjanst")
    edited = replace(first, **fields)  # type: ignore[arg-type]
    return numbers_in_texts.remembered(plan, plan.with_contacts("socialtjanst", (edited, *others)))


def only(plan: Plan) -> Mention:
    (found,) = numbers_in_texts.mentions(plan)
    return found


# --- Finding them -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "08-465 004 10",
        "08/465 004 10",
        "(08) 465 004 10",
        "08\u00a0465\u00a0004\u00a010",
        "08\u2011465\u2013004\u201310",
        "0846500410",
        "08.465.004.10",
        "+46 8 465 004 10",
        "+46 (0)8-465 004 10",
        "0046 8 465 004 10",
        "08-465 004 10 070-174 06 05",
        "465 004 10",
        "465-004 10",
    ],
)
def test_a_number_is_found_however_it_is_written(written: str) -> None:
    found = numbers_in_texts.mentions(with_text(f"Ring {written}, genast.", JOUR))

    assert JOUR.telefon in [mention.stored for mention in found]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_years_days_times_and_references_are_no_numbers(text: str) -> None:
    assert phones.found(text) == ()


@given(st.sampled_from(drawn.FICTION), st.sampled_from(["", " ", "(", "tel:", "Ring "]))
def test_every_number_that_is_typed_in_is_found_as_it_is_stored(number: str, before: str) -> None:
    assert [one.stored for one in phones.found(f"{before}{number}.")] == [phones.parse(number)]


def test_an_extension_belongs_to_the_number() -> None:
    (found,) = phones.found("Ring 031-390 06 01, ankn. 12.")

    assert found.stored == "+46313900601;ext=12"


def test_the_numbers_that_everybody_knows_may_stand_in_a_text() -> None:
    text = "Ring 112. Annars 114 14, 1177, 116 016 eller 020-80 80 80."

    assert numbers_in_texts.mentions(with_text(text, JOUR)) == ()


# --- Whose they are -----------------------------------------------------------------------------


def test_a_contacts_number_in_a_text_is_a_second_place_for_it() -> None:
    found = only(with_text("Ring socialjouren, 08-465 004 10.", JOUR))

    assert (found.standing, found.choices) == (Standing.CURRENT, ("socialjour",))
    assert not found.is_loose


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"telefon": NEW}, "Ring 08-465 004 10."),
        ({"telefon": NEW}, "Ring 465 004 10."),
        ({"epost": "ny@example.se"}, "Skriv till Jour@example.se."),
        ({"ersattare_telefon": ""}, "Ring 031-390 06 60."),
    ],
)
def test_a_changed_number_in_a_text_is_known_as_its_function(
    fields: dict[str, object], text: str
) -> None:
    jour = replace(JOUR, ersattare="bakjour", ersattare_telefon="+46313900660")
    found = only(changed(with_text(text, jour), **fields))

    assert found.standing is Standing.FORMER
    assert found.choices in (("socialjour",), ("bakjour",))


def test_the_number_of_a_contact_that_was_removed_is_known_as_well() -> None:
    plan = with_text("Ring 08-465 004 10.", JOUR)
    found = only(numbers_in_texts.remembered(plan, plan.with_contacts("socialtjanst", ())))

    assert (found.standing, found.choices) == (Standing.FORMER, ("socialjour",))


def test_a_number_that_went_to_another_function_is_still_not_to_be_trusted() -> None:
    plan = with_text("Ring socialjouren, 08-465 004 10.", JOUR)
    other = replace(JOUR, id="m", funktion="mottagning", epost="")
    after = plan.with_contacts("socialtjanst", (replace(JOUR, telefon=NEW), other))
    found = only(numbers_in_texts.remembered(plan, after))

    assert (found.standing, found.choices) == (Standing.FORMER, ("socialjour", "mottagning"))


def test_a_corrected_help_line_leaves_its_old_number_behind() -> None:
    plan = with_text("Ring 020-80 80 80.")
    line = next(line for line in plan.help_lines if line.telefon == "+4620808080")
    after = plan.answered("stodlinjer", {"linjer": (replace(line, telefon="+46846500401"),)})

    assert only(numbers_in_texts.remembered(plan, after)).functions == (line.name,)


def test_a_number_that_nobody_has_may_mean_any_contact() -> None:
    found = only(with_text("Ring 070-174 06 05.", JOUR))

    assert (found.standing, found.choices) == (Standing.UNKNOWN, ("socialjour",))


def test_of_a_number_that_no_text_holds_nothing_is_remembered() -> None:
    assert changed(with_text("Ring socialjouren.", JOUR), telefon=NEW).formerly == {}


def test_whose_a_number_was_is_kept_in_the_file() -> None:
    plan = changed(with_text("Ring 08-465 004 10.", JOUR), telefon=NEW)

    assert plan_file.read(plan_file.write(plan)) == plan
    assert forms.checked(plan_file.read(plan_file.write(plan))).formerly == plan.formerly


def test_numbers_in_rows_of_every_kind_are_found() -> None:
    within = Contact(id="c", funktion="handläggare", anteckning="Annars 070-174 06 06")
    partner = Partner(id="q", namn="Skatteverket", rutin="Ring 070-174 06 07.", kontakter=(within,))
    plan = with_text("Ring 070-174 06 05.", replace(JOUR, telefontid="annars 070-174 06 08"))
    found = numbers_in_texts.mentions(plan.with_partners((partner,)))

    assert sorted(m.written[-2:] for m in found) == ["05", "06", "07", "08"]


# --- The function in their place ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Ring 08-465 004 10 genast.", "Ring socialjour genast."),
        ("Vi ringer socialjouren, 08-465 004 10.", "Vi ringer socialjouren."),
        ("Socialjouren (08-465 004 10) svarar.", "Socialjouren svarar."),
        ("Ring socialjouren på tel. 08-465 004 10.", "Ring socialjouren."),
        ("Vänta inte. 08-465 004 10 svarar.", "Vänta inte. Socialjour svarar."),
        ("Ring 08-465 004 10. Annars 0846500410.", "Ring socialjour. Annars socialjour."),
    ],
)
def test_the_function_is_put_in_the_numbers_place(text: str, after: str) -> None:
    plan = with_text(text, JOUR)
    done = numbers_in_texts.replaced(plan, only(plan), "socialjour")

    assert done.text("akut", "svarar_ingen") == after
    assert numbers_in_texts.mentions(done) == ()


def test_a_function_that_has_no_room_is_not_offered() -> None:
    long = replace(JOUR, funktion="socialjour för hela länet")

    assert only(with_text("Ring 08-465 004 10. " + "x" * 299, long)).choices == ()


@given(drawn.plans(), drawn.plans())
def test_after_every_press_fewer_numbers_are_left(before: Plan, after: Plan) -> None:
    plan = numbers_in_texts.remembered(before, after)
    for mention in numbers_in_texts.mentions(plan):
        for function in mention.choices:
            left = numbers_in_texts.mentions(numbers_in_texts.replaced(plan, mention, function))
            assert mention.place not in [one.place for one in left]


# --- Private numbers ----------------------------------------------------------------------------


def test_a_private_number_says_what_it_lacks_and_which_texts_lead_to_it() -> None:
    private = replace(JOUR, telefon="+46701740605", tjanstenummer="nej", visas="anslag")
    (found,) = held_back.held_back(with_text("Ring socialjouren.", private))

    assert found.lacking == ("på anslaget", "i planen")
    assert [text.place.question for text in found.texts] == ["svarar_ingen"]


def test_a_function_that_another_contact_has_in_print_leads_somewhere() -> None:
    private = replace(JOUR, telefon="+46701740605", tjanstenummer="nej", visas="anslag")
    (found,) = held_back.held_back(with_text("Ring socialjouren.", private, replace(JOUR, id="k")))

    assert found.texts == ()
