from __future__ import annotations

import errno
from datetime import date

import pytest

from samverkan_docs import words


def test_a_date_in_prose_keeps_its_day_and_month_together() -> None:
    assert words.prose_date(date(2026, 8, 17)) == "17\u00a0augusti 2026"
    assert words.prose_date(date(2027, 5, 1)) == "1\u00a0maj 2027"


def test_a_number_has_a_space_between_the_thousands() -> None:
    assert words.number(4000) == "4\u00a0000"
    assert words.number(999) == "999"
    assert words.number(0) == "0"


def test_one_is_counted_in_the_singular_and_all_others_in_the_plural() -> None:
    told = [words.count(n, "kontakt", "kontakter") for n in (0, 1, 2, 1000)]

    assert told == ["0 kontakter", "1 kontakt", "2 kontakter", "1\u00a0000 kontakter"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ""),
        (["numret"], "numret"),
        (["numret", "namnet"], "numret och namnet"),
        (["numret", "namnet", "telefontiden"], "numret, namnet och telefontiden"),
    ],
)
def test_a_list_ends_with_och_and_has_no_comma_before_it(given: list[str], expected: str) -> None:
    assert words.listed(given) == expected


def test_a_first_letter_changes_and_the_rest_stays() -> None:
    assert words.capital("barn- och ungdomspsykiatrin (BUP)").endswith("(BUP)")
    assert words.capital("åsa") == "Åsa"
    assert words.capital("") == ""
    assert words.small("Åsa BUP") == "åsa BUP"
    assert words.small("BUP i Åsa") == "BUP i Åsa"
    assert words.small("") == ""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (errno.ENOENT, "den eller mappen finns inte"),
        (errno.ENOSPC, "disken är full"),
        (errno.EIO, f"fel {errno.EIO}"),
    ],
)
def test_the_systems_reason_is_told_in_swedish(code: int, expected: str) -> None:
    assert words.reason(OSError(code, "in English")) == expected
