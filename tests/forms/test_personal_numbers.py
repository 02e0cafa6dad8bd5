from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs.forms import personal_numbers
from tests.drawn import FICTION


def check_digit(nine: str) -> int:
    """Return the Luhn digit, written anew here so that the test does not repeat the code."""
    total = 0
    for place, digit in enumerate(nine):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return (10 - total % 10) % 10


def personal_number(born: date, serial: int, *, coordination: bool) -> tuple[str, str]:
    """Return date and last four of an invented number."""
    day = born.day + (60 if coordination else 0)
    digits = f"{born:%Y%m}{day:02}"
    return digits, f"{serial:03}{check_digit(digits[2:] + f'{serial:03}')}"


NUMBERS = st.builds(
    personal_number,
    st.dates(min_value=date(1900, 1, 1), max_value=date(2025, 12, 31)),
    st.integers(0, 999),
    coordination=st.booleans(),
)
AROUND = st.sampled_from([("", ""), ("Eleven är ", "."), ("(", ")"), ("pnr:", "\n"), ("a", "b")])


BLANKS = ["", " ", "\u00a0", "  ", "\u2009", "\t"]
SIGNS = ["-", "+", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212"]
JOINED = st.sampled_from(
    [
        *BLANKS[1:],
        *(
            f"{before}{sign}{after}"
            for sign in SIGNS
            for before in BLANKS[:3]
            for after in BLANKS[:3]
        ),
    ]
)


@given(NUMBERS, st.just("") | JOINED, AROUND)
def test_twelve_digits_that_are_one_are_found(
    number: tuple[str, str], joined: str, around: tuple[str, str]
) -> None:
    written = joined.join(number)

    assert [written] == personal_numbers.certain(around[0] + written + around[1])


@given(NUMBERS, JOINED, AROUND)
def test_six_and_four_digits_are_found(
    number: tuple[str, str], joined: str, around: tuple[str, str]
) -> None:
    written = number[0][2:] + joined + number[1]

    assert [written] == personal_numbers.certain(around[0] + written + around[1])


@given(NUMBERS)
def test_ten_bare_digits_are_only_possible(number: tuple[str, str]) -> None:
    written = number[0][2:] + number[1]

    assert personal_numbers.certain(written) == []
    assert [written] == personal_numbers.possible(written)


@given(NUMBERS, st.integers(1, 9))
def test_a_wrong_check_digit_makes_it_another_number(number: tuple[str, str], off: int) -> None:
    last = (int(number[1][-1]) + off) % 10
    changed = f"{number[1][:3]}{last}"

    assert personal_numbers.certain(f"{number[0]}-{changed}") == []


@pytest.mark.parametrize("digits", ["20101301", "20100230", "20100200", "20100299", "17991231"])
def test_a_date_that_never_was_is_no_personnummer(digits: str) -> None:
    numbers = [f"{digits}{n:04}" for n in range(10_000)]

    assert [number for number in numbers if personal_numbers.certain(number)] == []


def test_digits_inside_a_longer_number_are_left_alone() -> None:
    digits, last = personal_number(date(2010, 2, 3), 123, coordination=False)

    assert personal_numbers.certain(f"1{digits}{last}") == []
    assert personal_numbers.certain(f"{digits}{last}1") == []


def test_every_number_in_a_text_is_found() -> None:
    one = "-".join(personal_number(date(2010, 2, 3), 123, coordination=False))
    two = "-".join(personal_number(date(2011, 12, 24), 981, coordination=True))

    assert [one, two] == personal_numbers.certain(f"{one} och {two}")


def usual_spellings(written: str) -> list[str]:
    area, _, rest = written.partition("-")
    bare = area + rest.replace(" ", "")
    return [
        written,
        bare,
        f"{area}-{rest.replace(' ', '')}",
        f"{area}/{rest}",
        f"{area} {rest}",
        f"({area}) {rest}",
        f"+46 {area[1:]} {rest}",
        f"+46{bare[1:]}",
        f"+46 (0){area[1:]}-{rest}",
        f"0046{bare[1:]}",
        f"{written} ankn. 1234",
        f"{written}, {written}",
    ]


def test_a_phone_number_is_never_taken_for_a_personnummer() -> None:
    spellings = [spelling for written in FICTION for spelling in usual_spellings(written)]

    assert len(spellings) > 3000
    assert [s for s in spellings if personal_numbers.certain(f"Ring {s}.")] == []


@given(st.text())
def test_any_text_can_be_searched(text: str) -> None:
    for found in personal_numbers.certain(text) + personal_numbers.possible(text):
        assert found in text


def test_a_day_that_is_still_to_come_is_nobodys_birthday() -> None:
    days = [f"20{year}{month:02}17" for year in range(27, 99) for month in range(1, 13)]
    times = [f"{day} {hour:02}00" for day in days for hour in range(24)]

    assert [time for time in times if personal_numbers.certain(f"Vi ses {time}.")] == []


def test_a_school_year_a_date_and_a_reference_are_none() -> None:
    texts = ["2026/27", "läsåret 2026/2027", "17 augusti 2026", "dnr 2026/123:45", "den 2026-08-17"]

    assert [text for text in texts if personal_numbers.certain(text)] == []
