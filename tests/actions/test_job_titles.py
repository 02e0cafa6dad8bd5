from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs.actions import job_titles


@pytest.mark.parametrize(
    ("text", "function"),
    [
        ("rektor", "rektor"),
        ("Rektorn, Ada Ek", "rektor"),
        ("REKTOR", "rektor"),
        ("biträdande rektor Bo Ask", "biträdande rektor"),
        ("Skolchefen", job_titles.OTHER),
        ("Ada Ek", job_titles.OTHER),
        ("", job_titles.OTHER),
    ],
)
def test_a_function_is_told_and_never_a_name(text: str, function: str) -> None:
    assert job_titles.named_in(text) == function


@given(st.text())
def test_nothing_that_was_typed_comes_out(text: str) -> None:
    assert job_titles.named_in(text) in {*job_titles.OFFERED, job_titles.OTHER}


def test_the_functions_are_those_that_the_form_offers() -> None:
    assert {"rektor", "kurator", "skolsköterska"} <= set(job_titles.OFFERED)
