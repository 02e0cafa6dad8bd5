from __future__ import annotations

from datetime import date

import pytest

from samverkan_docs.plan import Contact, HelpLine, Meeting, Partner, Row, Signatory
from samverkan_docs.plan.row_names import names


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (Contact(id="a", funktion="kurator", namn="Samir Lindahl"), "kurator"),
        (Partner(id="a", namn="Skatteverket"), "Skatteverket"),
        (Signatory(id="a", namn="Samir Lindahl", befattning="kurator"), "kurator"),
        (Meeting(id="a", datum=date(2026, 10, 5), vad="Samir Lindahl"), "möte"),
        (HelpLine(id="bris", telefon="116111"), "Bris"),
        (HelpLine(id="1177", telefon="1177"), "1177 Vårdguiden"),
        (Contact(id="a", funktion="1177", telefon="1177"), "1177"),
        (Contact(id="a", funktion="råd\n  till\tpersonal"), "råd till personal"),
    ],
)
def test_a_row_goes_by_its_function(row: Row, name: str) -> None:
    assert names((), (row,)) == {row.id: name}


def test_a_renamed_row_goes_by_its_new_function() -> None:
    was, now = Contact(id="a", funktion="elevcoach"), Contact(id="a", funktion="kurator")

    assert names((was,), (now,)) == {"a": "kurator"}


def test_rows_with_the_same_function_say_which_they_are() -> None:
    first, second = Contact(id="a", funktion="Kurator"), Contact(id="b", funktion="kurator ")
    other = Contact(id="c", funktion="rektor")

    assert names((), (first, other, second)) == {
        "a": "Kurator (rad 1)",
        "b": "kurator (rad 3)",
        "c": "rektor",
    }
    assert names((first, second), (first,)) == {
        "a": "Kurator (rad 1)",
        "b": "kurator (tidigare rad 2)",
    }


def test_a_row_without_a_function_goes_by_its_place() -> None:
    gone = Contact(id="b")

    assert names((gone,), (Contact(id="a"),)) == {"a": "rad 1", "b": "tidigare rad 1"}


@pytest.mark.parametrize(
    "typed",
    [
        "Kurator SAMIR  Lindahl",
        "kurator 08-465 004 01",
        "kurator 08 4650 04 01",
        "kurator (+46)8–46500401",
        "kurator@skolan.example.se",
    ],
)
def test_a_person_a_number_or_an_address_typed_as_a_function_is_not_repeated(typed: str) -> None:
    was = Contact(id="a", funktion=typed, namn="Samir Lindahl")

    assert names((was,), (Contact(id="b", funktion="kurator"),)) == {
        "a": "tidigare rad 1",
        "b": "kurator",
    }
    assert names((was,), (Contact(id="a", funktion=typed),)) == {"a": "rad 1"}
