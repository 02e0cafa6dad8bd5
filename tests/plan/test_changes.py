from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from samverkan_docs import catalogue
from samverkan_docs.catalogue import Kind, Paper, Question, Section
from samverkan_docs.papers import edition
from samverkan_docs.plan import (
    Agreement,
    Contact,
    Meeting,
    Partner,
    Place,
    Plan,
    Row,
    Signatory,
    Value,
    changes,
    phones,
    plan_file,
    rows_in,
)
from samverkan_docs.plan.changes import Change
from tests import drawn

EXAMPLES = [
    plan_file.read(path.read_bytes())
    for path in sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
]
ANY_PLAN = st.sampled_from(EXAMPLES) | drawn.plans()
VALID_PLAN = drawn.plans(valid=True)
SOCIALJOUR = Contact(
    id="a",
    funktion="socialjour",
    telefon="+46846500401",
    telefontid="dygnet runt",
    kontrollerad=date(2026, 8, 1),
)
KURATOR = Contact(id="b", funktion="kurator", epost="kurator@skolan.example.se")
LATER = date(2027, 1, 8)


def socialtjanst(*rows: Contact) -> Plan:
    return Plan(id="p").answered("socialtjanst", {"kontakter": rows})


def polis(**answers: Value) -> Plan:
    return Plan(id="p").answered("polis", answers)


def ovriga(*rows: Partner) -> Plan:
    return Plan(id="p").answered("ovriga", {"parter": rows})


def underskrifter(*rows: Signatory) -> Plan:
    return Plan(id="p").answered("underskrifter", {"undertecknare": rows})


def stodlinjer(plan: Plan, key: str, **values: Any) -> Plan:  # noqa: ANN401 -- of any field
    lines = (replace(row, **values) if row.id == key else row for row in plan.help_lines)
    return plan.answered("stodlinjer", {"linjer": tuple(lines)})


def texts(before: Plan, after: Plan) -> list[str]:
    return [change.text for change in changes.changes(before, after)]


def printed(before: Plan, after: Plan) -> list[str]:
    return [change.text for change in edition.printed_changes(before, after)]


def sections(found: tuple[Change, ...]) -> list[str]:
    return list(dict.fromkeys(change.section.key for change in found))


# --- Contacts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        ({"telefon": "+46846500402"}, "Socialjour: numret har ändrats"),
        ({"telefon": ""}, "Socialjour: numret har tagits bort"),
        ({"epost": "jour@example.se"}, "Socialjour: e-postadressen har lagts till"),
        (
            {"telefon": "+46846500402", "telefontid": "kvällar", "visas": "anslag"},
            "Socialjour: numret, telefontiden och valet av papper har ändrats",
        ),
        (
            {"telefon": "", "organisation": "kommunen"},
            "Socialjour: numret har tagits bort; organisationen har lagts till",
        ),
        ({"funktion": "jour"}, "Jour: funktionen har ändrats"),
        ({"nas_via_112": True}, "Socialjour: nås via 112"),
        ({"kontrollerad": None}, "Socialjour: kontrolldagen har tagits bort"),
        ({"kontrollerad": date(2026, 7, 1)}, "Socialjour: kontrolldagen har ändrats"),
        ({"kontrollerad": LATER}, "1 kontakt har kontrollerats"),
    ],
)
def test_an_edited_contact_is_told_by_its_function_and_fields(
    edit: dict[str, Any], text: str
) -> None:
    after = socialtjanst(replace(SOCIALJOUR, **edit))

    assert texts(socialtjanst(SOCIALJOUR), after) == [text]


def test_contacts_come_go_and_move() -> None:
    both, turned = socialtjanst(SOCIALJOUR, KURATOR), socialtjanst(KURATOR, SOCIALJOUR)

    assert texts(socialtjanst(SOCIALJOUR), both) == ["Kurator: ny kontakt"]
    assert texts(both, socialtjanst(SOCIALJOUR)) == ["Kurator: borttagen"]
    assert texts(both, turned) == ["Kontakter: ordningen ändrad"]


def test_a_row_put_between_others_does_not_change_their_order() -> None:
    between = Contact(id="c", funktion="växel")

    assert texts(socialtjanst(SOCIALJOUR, KURATOR), socialtjanst(SOCIALJOUR, between, KURATOR)) == [
        "Växel: ny kontakt"
    ]


def test_numbers_that_were_called_again_are_counted_once_for_the_section() -> None:
    before = socialtjanst(SOCIALJOUR, KURATOR)
    after = socialtjanst(
        replace(SOCIALJOUR, kontrollerad=LATER, telefon="+46846500402"),
        replace(KURATOR, kontrollerad=LATER),
    )

    assert texts(before, after) == [
        "Socialjour: numret har ändrats",
        "2 kontakter har kontrollerats",
    ]


# --- Answers ------------------------------------------------------------------------------------


def test_answers_are_told_by_their_labels() -> None:
    label = catalogue.POLIS.question("medverka").label

    assert texts(polis(), polis(medverka="a")) == [f"Nytt svar: {label}"]
    assert texts(polis(medverka="a"), polis(medverka="b")) == [f"Svaret ändrat: {label}"]
    assert texts(polis(medverka="a"), polis()) == [f"Svaret borttaget: {label}"]


@pytest.mark.parametrize(
    ("was", "now", "text"),
    [
        (Agreement(), Agreement(funktion="chef"), "Avstämt med samverkansparten"),
        (Agreement(datum=date(2026, 8, 1)), Agreement(datum=LATER), "Avstämt på nytt"),
        (Agreement(funktion="chef"), Agreement(), "Inte längre avstämt"),
        (
            Agreement(funktion="chef", datum=LATER),
            Agreement(funktion="polis", datum=LATER),
            "Uppgiften om avstämning ändrad",
        ),
    ],
)
def test_agreements_are_told_without_the_function(
    was: Agreement, now: Agreement, text: str
) -> None:
    assert texts(polis(avstamt=was), polis(avstamt=now)) == [text]


def test_the_decision_about_the_plan_is_left_out() -> None:
    before = Plan(id="p").answered("skolan", {"skola": "Ekbackaskolan"})
    after = Plan(id="q").answered(
        "skolan",
        {
            "skola": "Ekbackaskolan",
            "beslutad_av": "rektorn",
            "beslutsdatum": LATER,
            "diarienummer": "2027:1",
        },
    )

    assert texts(before, after) == []


# --- Further partners, help lines, signatories --------------------------------------------------


def test_a_further_partner_is_told_by_its_name() -> None:
    was = Partner(id="p", namn="Skatteverket", kontakter=(SOCIALJOUR,), rutin="a")
    now = Partner(
        id="p",
        namn="Skatteverket",
        kontakter=(replace(SOCIALJOUR, telefon="112", kontrollerad=LATER), KURATOR),
        rutin="b",
        avstamt=Agreement(funktion="chef"),
    )
    routine = "Vad gör vi tillsammans, och hur tar vi kontakt?"

    assert texts(ovriga(), ovriga(was)) == ["Skatteverket: ny samverkanspart"]
    assert texts(ovriga(was), ovriga()) == ["Skatteverket: borttagen"]
    assert texts(ovriga(was), ovriga(replace(was, namn="Centrum"))) == [
        "Centrum: namnet har ändrats"
    ]
    assert texts(ovriga(was), ovriga(now)) == [
        "Skatteverket, socialjour: numret har ändrats",
        "Skatteverket, kurator: ny kontakt",
        f"Skatteverket, svaret ändrat: {routine}",
        "Skatteverket, avstämt med samverkansparten",
        "1 kontakt har kontrollerats",
    ]


@pytest.mark.parametrize(
    ("edit", "text"),
    [
        ({"i_planen": False}, "Bris: visas inte längre i planen"),
        ({"pa_anslaget": False}, "Bris: visas inte längre på anslaget"),
        ({"telefon": "+46846500401"}, "Bris: numret har ändrats"),
        ({"beskrivning": "Kvällar."}, "Bris: beskrivningen har ändrats"),
        ({"kontrollerad": LATER}, "1 stödlinje har kontrollerats"),
    ],
)
def test_help_lines_are_told_by_their_names(edit: dict[str, Any], text: str) -> None:
    assert texts(Plan(id="p"), stodlinjer(Plan(id="p"), "bris", **edit)) == [text]


def test_help_lines_spelled_out_as_they_are_proposed_are_no_change() -> None:
    assert texts(Plan(id="p"), stodlinjer(Plan(id="p"), "bris")) == []


def test_signatories_are_told_by_their_befattning() -> None:
    rektor = Signatory(id="u", namn="Ingela Markovic", befattning="rektor")

    assert texts(underskrifter(), underskrifter(rektor)) == ["Rektor: ska underteckna"]
    assert texts(underskrifter(rektor), underskrifter()) == ["Rektor: ska inte längre underteckna"]
    assert texts(underskrifter(rektor), underskrifter(replace(rektor, namn="Eva Berg"))) == [
        "Rektor: namnet har ändrats"
    ]


def test_meetings_are_told_without_their_days_and_subjects() -> None:
    def meetings(*rows: Meeting) -> Plan:
        return Plan(id="p").answered("uppfoljning", {"moten": rows})

    first, second = (Meeting(id=key, datum=date(2026, 10, 5), vad="polisen") for key in "ab")
    assert texts(meetings(), meetings(first)) == ["Möte: inlagt"]
    assert texts(meetings(first), meetings()) == ["Möte: borttaget"]
    assert texts(meetings(first, second), meetings(first, replace(second, datum=LATER))) == [
        "Möte (rad 2): dagen har ändrats"
    ]


# --- For the readers of the plan ----------------------------------------------------------------


def test_the_plan_does_not_tell_of_what_stands_on_the_internal_sheet_alone() -> None:
    private = replace(SOCIALJOUR, visas="internt")
    before = socialtjanst(private, KURATOR)
    after = socialtjanst(
        replace(private, telefon="+46846500402"), replace(KURATOR, anteckning="Ring bara.")
    ).answered("akut", {"hemmet": "Rektorn stoppar sms."})

    assert len(texts(before, after)) == 3
    assert printed(before, after) == []


def test_a_contact_that_moves_to_the_internal_sheet_is_gone_from_the_plan() -> None:
    private = replace(SOCIALJOUR, visas="internt")
    partner = Partner(id="p", namn="Skatteverket", kontakter=(SOCIALJOUR,))

    assert printed(socialtjanst(SOCIALJOUR), socialtjanst(private)) == ["Socialjour: borttagen"]
    assert printed(ovriga(partner), ovriga(replace(partner, kontakter=(private,)))) == [
        "Skatteverket, socialjour: borttagen"
    ]


def test_the_plan_tells_only_of_help_lines_that_stand_in_it() -> None:
    begun = Plan(id="p")
    off = stodlinjer(begun, "bris", i_planen=False)
    corrected = stodlinjer(begun, "bris", i_planen=False, telefon="+46846500401")

    assert printed(off, corrected) == []
    assert printed(corrected, off) == []
    assert printed(begun, off) == ["Bris: visas inte längre i planen"]


def test_a_reason_in_other_words_is_told_and_its_words_are_not() -> None:
    before = Plan(id="p").excused({Place.parse("vard.upparbeta"): "Hemligt ett"})
    after = Plan(id="p").excused({Place.parse("vard.upparbeta"): "Hemligt två"})

    assert printed(before, after) == [
        "Nytt skäl till att svar saknas: Hur bygger vi upp kontakter med vården?"
    ]
    assert printed(before, before) == []
    assert printed(before, Plan(id="p").answered("vard", {"upparbeta": "Så här."})) == [
        "Nytt svar: Hur bygger vi upp kontakter med vården?"
    ]


# --- In brief -----------------------------------------------------------------------------------


def some(section: Section, number: int) -> list[Change]:
    return [Change(section=section, text=f"Sak {n}") for n in range(number)]


def test_few_changes_are_told_one_by_one() -> None:
    found = [*some(catalogue.POLIS, 2), *some(catalogue.AKUT, 1)]

    assert edition.in_brief(found, 3) == (
        "Polisen – Sak 0",
        "Polisen – Sak 1",
        "Akut läge, lov och resor – Sak 0",
    )


def test_many_changes_are_counted_by_section() -> None:
    found = [*some(catalogue.POLIS, 3), *some(catalogue.AKUT, 1)]

    assert edition.in_brief(found, 3) == (
        "Polisen: 3 ändringar",
        "Akut läge, lov och resor – Sak 0",
    )


def test_what_there_is_no_room_for_is_counted_in_the_last_line() -> None:
    found = [change for section in catalogue.SECTIONS[:7] for change in some(section, 2)]

    assert edition.in_brief(found, 7)[-1].endswith(": 2 ändringar")
    assert edition.in_brief(found)[-2:] == ("Socialtjänsten: 2 ändringar", "… och 6 ändringar till")


@given(st.lists(st.integers(0, 4), max_size=13), st.integers(1, 8))
def test_no_change_is_lost_without_a_word(numbers: list[int], limit: int) -> None:
    pairs = zip(catalogue.SECTIONS, numbers, strict=False)
    found = [change for section, number in pairs for change in some(section, number)]

    lines = edition.in_brief(found, limit)

    counts = (re.search(r"([0-9]+) ändring(ar)?( till)?$", line) for line in lines)
    assert sum(int(match[1]) if match else 1 for match in counts) == len(found)
    assert len(lines) <= limit


# --- Whatever the plans -------------------------------------------------------------------------


def told(plan: Plan, section: Section) -> Mapping[str, Value]:
    """Return the answers of *section* that the list tells of."""
    lines = {"linjer": plan.help_lines} if section is catalogue.STODLINJER else {}
    given_answers = {**plan.of(section.key), **lines}
    return {
        key: value
        for key, value in given_answers.items()
        if key not in {"beslutad_av", "beslutsdatum", "diarienummer"}
    }


@pytest.mark.parametrize("plan", EXAMPLES, ids=lambda plan: plan.id)
def test_a_plan_written_and_read_again_has_no_changes(plan: Plan) -> None:
    assert texts(plan, plan_file.read(plan_file.write(plan))) == []


@given(ANY_PLAN)
def test_equal_plans_have_no_changes(plan: Plan) -> None:
    assert changes.changes(plan, replace(plan, id="another")) == ()


@given(ANY_PLAN, ANY_PLAN)
def test_exactly_the_sections_that_differ_are_named(before: Plan, after: Plan) -> None:
    differ = [s.key for s in catalogue.SECTIONS if told(before, s) != told(after, s)]

    assert sections(changes.changes(before, after)) == differ


@st.composite
def edits(draw: st.DrawFn) -> tuple[Plan, Plan, str]:
    """Draw a plan, the same with one value in one section changed, and that section's key."""
    before = draw(ANY_PLAN)
    section = draw(st.sampled_from(catalogue.SECTIONS))
    asked = [question for question in section.questions if not question.is_decision]
    question = draw(st.sampled_from(asked))
    answers = dict(told(before, section))
    answers[question.key] = draw(edited(question, answers.get(question.key, "")))
    after = before.answered(section.key, {**before.of(section.key), **answers})
    assume(told(after, section) != told(before, section))
    return before, after, section.key


@st.composite
def edited(draw: st.DrawFn, question: Question, value: Value) -> Value:
    """Draw *value* with one field of one row changed, or a row gone, or another value."""
    rows = rows_in(value)
    if not rows:
        other: Value = draw(drawn.answers(question))
        return other
    place = draw(st.integers(0, len(rows) - 1))
    rest = (*rows[:place], *rows[place + 1 :])
    if question.kind is not Kind.HELP_LINES and draw(st.booleans()):
        return draw(st.sampled_from([rest, (*rest, rows[place])]))
    field = draw(st.sampled_from(question.fields))
    new = draw(edited(field, getattr(rows[place], field.key)))
    row: Row = replace(rows[place], **{field.key: new})  # type: ignore[arg-type]
    return (*rows[:place], row, *rows[place + 1 :])


@given(edits())
def test_one_edit_is_told_in_its_section_and_no_other(edit: tuple[Plan, Plan, str]) -> None:
    before, after, section = edit

    assert sections(changes.changes(before, after)) == [section]


_OPEN = {"funktion", "befattning", "id"}  # what a row goes by


def secret(question: Question, value: Any, numbers: count[int], row: Row | None = None) -> Any:  # noqa: ANN401
    """Return *value* with every text that may never be repeated marked as one."""
    if question.kind.is_rows:
        return tuple(_secret_row(question, inner, numbers) for inner in value)
    if isinstance(value, Agreement):
        return replace(value, funktion=f"hemligt{next(numbers)}")
    is_name = question.key in _OPEN or (question.key == "namn" and isinstance(row, Partner))
    if question.kind in {Kind.LINE, Kind.TEXT, Kind.WEB, Kind.SCHOOL_CODE} and not is_name:
        return f"hemligt{next(numbers)}" if value else value
    return value


def _secret_row(question: Question, row: Row, numbers: count[int]) -> Row:
    values = {q.key: secret(q, getattr(row, q.key), numbers, row) for q in question.fields}
    return replace(row, **values)


def marked(plan: Plan, first: int) -> Plan:
    numbers = count(first)
    for section in catalogue.SECTIONS:
        given_answers = plan.of(section.key)
        answers = {
            q.key: secret(q, given_answers[q.key], numbers)
            for q in section.questions
            if q.key in given_answers
        }
        plan = plan.answered(section.key, answers)
    return plan


@given(VALID_PLAN, VALID_PLAN)
def test_no_number_address_person_or_answer_is_ever_repeated(before: Plan, after: Plan) -> None:
    before, after = marked(before, 1), marked(after, 1_000_000)

    told_texts = " ".join([*texts(before, after), *printed(before, after)])

    assert "hemligt" not in told_texts
    assert "@" not in told_texts
    for number in drawn.FICTION:
        assert number not in told_texts
        assert phones.parse(number) not in told_texts


def hidden(plan: Plan, word: str) -> Plan:
    """Return *plan* with every contact that its document may not hold named *word*."""

    def named(rows: tuple[Contact, ...]) -> tuple[Contact, ...]:
        return tuple(
            row if Paper.PLAN in row.papers else replace(row, funktion=word) for row in rows
        )

    for section in catalogue.SECTIONS:
        answers = dict(plan.of(section.key))
        if section is catalogue.OVRIGA:
            partners = (replace(p, kontakter=named(p.kontakter)) for p in plan.partners)
            answers["parter"] = tuple(partners)
        elif "kontakter" in answers:
            answers["kontakter"] = named(plan.contacts(section.key))
        plan = plan.answered(section.key, answers)
    return plan


@given(VALID_PLAN, VALID_PLAN)
def test_the_printed_list_never_names_who_stands_on_the_internal_sheet_alone(
    before: Plan, after: Plan
) -> None:
    found = edition.printed_changes(hidden(before, "internfunktion"), hidden(after, "intern"))

    assert "intern" not in " ".join(change.text for change in found).casefold()


@given(VALID_PLAN, VALID_PLAN)
def test_what_is_printed_names_no_section_without_changes(before: Plan, after: Plan) -> None:
    every = sections(changes.changes(before, after))

    assert set(sections(edition.printed_changes(before, after))) <= set(every)
