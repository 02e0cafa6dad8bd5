from __future__ import annotations

import re
from datetime import date

import pytest

from samverkan_docs.catalogue import Kind, reference
from samverkan_docs.catalogue.reference import HelpLine
from samverkan_docs.forms import rules
from samverkan_docs.plan import phones

LINES = {line.key: line for line in reference.HELP_LINES}


def everything() -> str:
    return repr(vars(reference))


@pytest.mark.parametrize("line", reference.HELP_LINES, ids=lambda line: line.key)
def test_a_help_line_has_a_number_or_an_address(line: HelpLine) -> None:
    assert line.phone or line.web


@pytest.mark.parametrize(
    "line", [line for line in reference.HELP_LINES if line.phone], ids=lambda line: line.key
)
def test_a_help_lines_number_is_in_stored_form(line: HelpLine) -> None:
    assert line.phone == phones.parse(phones.display(line.phone))


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("sos_alarm", "112"),
        ("polisen", "114 14"),
        ("nationellt_centrum", "010-223 57 60"),
        ("kvinnofridslinjen", "020-50 50 50"),
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


def test_the_trial_line_is_off_until_somebody_switches_it_on() -> None:
    assert not LINES["ratt_att_valja"].in_plan
    assert not LINES["ratt_att_valja"].on_wall


def test_every_line_on_the_wall_stands_in_the_plan_too() -> None:
    assert [line.key for line in LINES.values() if line.on_wall and not line.in_plan] == []


def test_everything_says_where_it_was_seen_and_when_it_was_checked() -> None:
    assert all(line.source for line in LINES.values())
    assert all(line.when for line in LINES.values())
    assert {date(2026, 11, 22)} == {
        entry.checked for entry in (*reference.LAWS, *reference.HELP_LINES)
    }


def test_the_repealed_law_is_never_cited() -> None:
    assert "14 kap. 1 §" not in everything()
    assert "2001:453" not in everything()


def test_the_secrecy_rules_that_nobody_checked_are_not_described() -> None:
    assert "10 kap." not in everything().replace("6 a kap. 10 §", "")


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
