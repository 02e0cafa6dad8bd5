from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs.plan import Place, place
from tests.drawn import IDS


@given(st.sampled_from(sorted(place.answers())), st.lists(IDS, max_size=2))
def test_what_is_written_is_read_again(answer: Place, ids: list[str]) -> None:
    row = Place(answer.section, answer.question, tuple(ids))

    assert Place.parse(str(row)) == row


@pytest.mark.parametrize(
    "text", ["", "polis", "polis.", "polis.hittepa", "hittepa.kontakter", "polis.kontakter/", "."]
)
def test_what_is_no_place_in_a_plan_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="^" + text.replace(".", r"\.") + "$"):
        Place.parse(text)


def test_places_are_sorted_as_they_are_written() -> None:
    places = [Place.parse(text) for text in ("vard.stod_och_vard", "polis.kontakter/a")]

    assert [str(found) for found in sorted(places)] == ["polis.kontakter/a", "vard.stod_och_vard"]
