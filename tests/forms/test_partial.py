from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import catalogue, forms
from samverkan_docs.forms import FormData, form_data, partial
from samverkan_docs.plan import Answers, Contact, Partner, Plan
from tests import drawn

POLIS = catalogue.POLIS
BAD = ["1", "20100203-1233", "i går", "\x07", "x" * 5000, "0701740607"]


def right(section: catalogue.Section, saved: Answers, data: FormData) -> Mapping[str, Any]:
    """Return the answers that are saved of *data*."""
    form = forms.form_for(section, data)
    assert not form.validate()
    problems = forms.problems(section, form)
    kept = forms.form_for(section, partial.right(section, data, problems, saved))
    return forms.answers(section, kept, saved)


def typed(section: catalogue.Section, saved: Answers, **texts: str) -> FormData:
    """Return what the page posts when *texts* are typed over what is *saved*."""
    return FormData(form_data.flatten(section, saved) | FormData.of(texts.items()))


KURATOR = Contact(id="a", funktion="kurator", telefon="+46846500401")
VAKT = Contact(id="b", funktion="vakt", telefon="+46846500402")
TWO: Answers = {"kontakter": (KURATOR, VAKT)}


def test_a_contact_with_one_bad_field_stays_whole_as_it_was() -> None:
    """Its new function over its old number would be a contact that nobody has typed."""
    names = {"kontakter-0-funktion": "rektor", "kontakter-0-telefon": "1"}
    data = typed(POLIS, TWO, **names, **{"kontakter-1-funktion": "vakthavande befäl"})

    first, second = right(POLIS, TWO, data)["kontakter"]

    assert first == KURATOR
    assert second.funktion == "vakthavande befäl"


def test_a_contact_is_known_by_its_id_wherever_it_has_moved_to() -> None:
    data = form_data.after(POLIS, typed(POLIS, TWO), "ned:kontakter-0")
    data |= {"kontakter-0-telefon": ["1"]}
    assert right(POLIS, TWO, data)["kontakter"] == (VAKT, KURATOR)


def test_a_new_contact_that_is_wrong_waits_and_the_others_do_not() -> None:
    data = form_data.after(POLIS, typed(POLIS, TWO), "ta-bort:kontakter-0")
    data = form_data.after(POLIS, data, "lagg-till:kontakter")
    data |= {"kontakter-1-funktion": ["ny"], "kontakter-1-telefon": ["1"], "annat": ["Rätt."]}
    found = right(POLIS, TWO, data)
    assert (found["kontakter"], found["annat"]) == ((VAKT,), "Rätt.")


def test_a_row_without_an_id_is_no_row_that_is_saved() -> None:
    data = FormData.of({"kontakter-0-funktion": "ny", "kontakter-0-telefon": "1"}.items())
    assert right(POLIS, TWO, data)["kontakter"] == ()


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("parter-0-kontakter-1-telefon", "1", ("Ny", ("rektor", "vakt"))),
        ("parter-0-avstamt-datum", "i går", ("Skatteverket", ("kurator", "vakt"))),
    ],
)
def test_a_partner_waits_only_for_what_is_its_own(
    name: str, text: str, kept: tuple[str, tuple[str, ...]]
) -> None:
    partner = Partner(id="p", namn="Skatteverket", kontakter=(KURATOR, VAKT))
    saved: Answers = {"parter": (partner,)}
    names = {"parter-0-namn": "Ny", "parter-0-kontakter-0-funktion": "rektor", name: text}
    (found,) = right(catalogue.OVRIGA, saved, typed(catalogue.OVRIGA, saved, **names))["parter"]
    assert (found.namn, tuple(row.funktion for row in found.kontakter)) == kept


def test_a_list_that_is_too_long_stays_as_it_was() -> None:
    many = {f"kontakter-{n}-funktion": "vakt" for n in range(40)}
    data = typed(POLIS, TWO, **many, annat="Rätt.")
    found = right(POLIS, TWO, data)
    assert (found["kontakter"], found["annat"]) == (TWO["kontakter"], "Rätt.")


def test_days_that_are_judged_by_the_year_are_saved_with_it() -> None:
    saved = Plan.new(date(2026, 8, 17)).of("skolan")
    data = typed(catalogue.SKOLAN, saved, lasar="2027/28", galler_till="i går", skola="Ekbacka")
    found = right(catalogue.SKOLAN, saved, data)
    assert {key: found[key] for key in saved} == dict(saved)
    assert found["skola"] == "Ekbacka"


@given(st.data())
def test_whatever_is_typed_what_is_saved_keeps_the_rules(data: st.DataObject) -> None:
    plan = data.draw(drawn.plans(valid=True))
    section = data.draw(st.sampled_from(catalogue.SECTIONS))
    page = form_data.opened(section, plan.of(section.key), plan.help_lines)
    names = [name for name in page if not name.endswith("-id")]
    if not names:
        return
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4))
    page |= {name: [data.draw(st.sampled_from(BAD))] for name in chosen}
    form = forms.form_for(section, page)
    problems = [] if form.validate() else forms.problems(section, form)

    kept = forms.form_for(section, partial.right(section, page, problems, plan.of(section.key)))

    assert kept.validate(), forms.problems(section, kept)
