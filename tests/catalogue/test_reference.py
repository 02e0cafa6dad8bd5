from __future__ import annotations

import re
from datetime import date

import pytest

from samverkan_docs.catalogue import Kind, reference
from samverkan_docs.catalogue.reference import Grade, StandingLine
from samverkan_docs.forms import rules
from samverkan_docs.plan import phones

LINES = {line.key: line for line in reference.HELP_LINES}


def everything() -> str:
    return repr(vars(reference))


@pytest.mark.parametrize("line", reference.HELP_LINES, ids=lambda line: line.key)
def test_a_help_line_has_a_number_or_an_address(line: StandingLine) -> None:
    assert line.phone or line.web


@pytest.mark.parametrize(
    "line", [line for line in reference.HELP_LINES if line.phone], ids=lambda line: line.key
)
def test_a_help_lines_number_is_in_stored_form(line: StandingLine) -> None:
    assert line.phone == phones.parse(phones.display(line.phone))


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("sos_alarm", "112"),
        ("polisen", "114 14"),
        ("nationellt_centrum", "010-223 57 60"),
        ("kvinnofridslinjen", "116 016"),
        ("stodlinjen_man", "020-80 80 80"),
        ("stodlinjen_trans", "020-55 00 00"),
        ("bris", "116 111"),
        ("ratt_att_valja", "020-57 70 70"),
        ("ud_jouren", "08-405 50 05"),
        ("1177", "1177"),
    ],
)
def test_a_help_line_is_printed_as_it_was_seen(key: str, written: str) -> None:
    assert written == phones.display(LINES[key].phone)


def test_help_lines_have_ids_of_their_own() -> None:
    assert len(LINES) == len(reference.HELP_LINES)
    assert all(re.fullmatch(r"[a-z0-9_]+", key) for key in LINES)


def test_an_address_passes_the_forms_rule() -> None:
    rules.BY_KIND[Kind.WEB](LINES["umo"].web)


def test_the_line_for_the_group_itself_is_on_and_the_form_says_what_to_make_sure_of() -> None:
    assert LINES["ratt_att_valja"].in_plan
    assert LINES["ratt_att_valja"].on_wall
    assert "Ring och kontrollera" in LINES["ratt_att_valja"].note


def test_a_line_for_those_abroad_says_what_to_call_from_there() -> None:
    abroad = {key: phones.display_abroad(line.abroad) for key, line in LINES.items() if line.abroad}

    assert abroad == {"polisen": "+46 77 114 14 00", "ud_jouren": "+46 8-405 50 05"}


def test_every_line_on_the_wall_stands_in_the_plan_too() -> None:
    assert [line.key for line in LINES.values() if line.on_wall and not line.in_plan] == []


def test_everything_says_where_it_was_seen_and_in_which_month() -> None:
    assert all(line.when for line in LINES.values())
    assert {
        "bris": "8sidor.se, augusti 2025",
        "stodlinjen_man": "nck.uu.se, april 2024",
        "ud_jouren": "regeringen.se, månaden inte antecknad",
    }.items() <= {key: str(line.source) for key, line in LINES.items()}.items()


def test_no_date_is_that_of_the_day_on_which_somebody_typed_it_in() -> None:
    entries = (*reference.LAWS, *reference.HELP_LINES)
    seen = [entry.source.seen for entry in entries if entry.source.seen]

    assert all(day.day == 1 and day < date(2026, 1, 1) for day in seen)


def test_a_law_whose_text_nobody_has_read_names_a_bill() -> None:
    unread = [law for law in reference.LAWS if law.grade is Grade.B]

    assert len(unread) == 4
    assert all("prop. 202" in law.source.name for law in unread)


def test_the_repealed_law_is_never_cited() -> None:
    assert "14 kap. 1 §" not in everything()
    assert "2001:453" not in everything()


def test_the_secrecy_rules_that_nobody_checked_are_not_described() -> None:
    assert not re.search(r"10 kap\. (18|19|2[0-4])", everything())


def test_the_closed_chat_is_not_listed() -> None:
    assert "Rädda Barnen" not in everything()
    assert "Kärleken är fri" not in everything()


def test_a_public_school_and_an_independent_one_have_their_own_secrecy() -> None:
    assert "2009:400" in reference.SECRECY_PUBLIC
    assert "29 kap. 14 § skollagen" in reference.SECRECY_INDEPENDENT
    assert "2009:400" not in reference.SECRECY_INDEPENDENT


def test_the_two_publications_of_the_source_are_named() -> None:
    first, second = reference.PUBLICATIONS

    assert first.title == "Metodstöd för samverkan"
    assert second.title.startswith("Våga stå kvar!")
    assert second.published.endswith("ISBN 978-91-7488-349-7")
