from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs.plan import phones
from tests.drawn import FICTION
from tests.limits import bounded_work


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("08-405 50 05", "+4684055005"),
        ("0159-123 45", "+4615912345"),
        ("070-123 45 67", "+46701234567"),
        ("020-50 50 50", "+4620505050"),
        ("112", "112"),
        ("114 14", "11414"),
        ("116 111", "116111"),
        ("1177", "1177"),
    ],
)
def test_a_number_is_stored_in_one_form_and_printed_the_swedish_way(
    written: str, stored: str
) -> None:
    assert stored == phones.parse(written)
    assert written == phones.display(stored)


@pytest.mark.parametrize(
    "typed",
    [
        "0846500400",
        "08 465 004 00",
        "08/46500400",
        "(08) 465 004 00",
        "+46 8 465 004 00",
        "+46 (0)8 465 004 00",
        "0046 8 465 004 00",
        "08\u2011465\u00a0004\u00a000",
        "08\u2013465.004.00",
        "  08-465 004 00\n",
    ],
)
def test_a_number_may_be_typed_in_any_usual_way(typed: str) -> None:
    assert phones.parse(typed) == "+46846500400"


@pytest.mark.parametrize(
    "typed", ["08-465 004 00 ankn. 12", "08-465 004 00, ankn 12", "08-465 004 00 Anknytning 12"]
)
def test_an_extension_stays_with_its_number(typed: str) -> None:
    stored = phones.parse(typed)

    assert stored == "+46846500400;ext=12"
    assert phones.display(stored) == "08-465 004 00, ankn. 12"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "växeln",
        "405 50 05",
        "8 465 004 00",
        "200000",
        "999",
        "08-1",
        "0",
        "000",
        "+46",
        "+112",
        "112 ankn. 3",
        "08-465 004 00 eller 112",
        "08-465 004 00 08-465 004 01",
        "+47 815",
        "+45 33 12 34 56 78 90",
        "0312 455 41 00 00",
        "\u0661\u0661\u0662",
        "\uff11\uff11\uff12",
        "08-KURATOR",
        "0" * 300,
        "070-174 06 05 ankn. 12345678",
    ],
)
def test_what_cannot_be_rung_in_sweden_is_refused(typed: str) -> None:
    with pytest.raises(phones.NotAPhoneNumber):
        phones.parse(typed)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("+90 312 455 41 00", "+90 312 455 41 00"),  # an embassy
        ("+45 33 12 34 56", "+45 33 12 34 56"),
        ("+45 33 12 34 56 ankn. 7", "+45 33 12 34 56, ankn. 7"),
        ("+47 815 49 300", "+47 815 49 300"),
    ],
)
def test_a_number_of_another_country_is_kept_with_its_country(typed: str, written: str) -> None:
    assert phones.display(phones.parse(typed)) == written


@pytest.mark.parametrize("typed", ["031-390 06 10 x123", "031-390 06 10 ank. 123"])
def test_an_extension_is_understood_however_it_is_written(typed: str) -> None:
    assert phones.display(phones.parse(typed)) == "031-390 06 10, ankn. 123"


def test_every_number_set_aside_for_fiction_is_valid_and_keeps_its_look() -> None:
    assert [phones.display(phones.parse(written)) for written in FICTION] == FICTION


@given(st.text(max_size=40) | st.from_regex(r"[-+0-9 ()/.]{1,20}( ankn\. [0-9]{1,3})?"))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        stored = phones.parse(text)
    except phones.NotAPhoneNumber:
        return
    assert stored == phones.parse(phones.display(stored))


_NATIONAL = st.integers(min_value=1_000_000, max_value=999_999_999)
_EXTENSIONS = st.just("") | st.integers(1, 9_999_999).map(lambda n: f";ext={n}")


@given(_NATIONAL, _EXTENSIONS)
def test_every_valid_number_is_read_back_from_print(national: int, extension: str) -> None:
    number = phonenumbers.PhoneNumber(country_code=46, national_number=national)
    stored = f"+46{national}{extension}"
    if phonenumbers.is_valid_number_for_region(number, "SE"):
        assert stored == phones.parse(phones.display(stored))


@given(st.integers(min_value=100, max_value=999_999))
def test_every_valid_short_number_is_read_back_from_print(digits: int) -> None:
    try:
        stored = phones.parse(str(digits))
    except phones.NotAPhoneNumber:
        return
    assert str(digits) == stored
    assert stored == phones.parse(phones.display(stored))


@pytest.mark.parametrize(
    ("written", "is_mobile"),
    [
        ("070-174 06 05", True),
        ("070-174 06 05 ankn. 1", True),
        ("075-123 45 67", True),
        ("031-390 06 00", False),
        ("020-50 50 50", False),
        ("112", False),
    ],
)
def test_a_number_that_may_be_private_is_told_from_a_work_number(
    written: str,
    is_mobile: bool,  # noqa: FBT001 -- a column of the table
) -> None:
    assert is_mobile == phones.is_mobile(phones.parse(written))


def test_no_number_at_all_is_not_a_mobile_one() -> None:
    assert not phones.is_mobile("")


def test_a_very_long_text_is_refused_at_once() -> None:
    with bounded_work(), pytest.raises(phones.NotAPhoneNumber):
        phones.parse("0" + " " * 1_000_000 + "x")
