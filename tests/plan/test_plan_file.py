from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan_docs import actions, catalogue, forms
from samverkan_docs.catalogue import Kind, Question, reference
from samverkan_docs.plan import (
    ROW_TYPES,
    Agreement,
    Contact,
    HelpLine,
    Place,
    Plan,
    plan_file,
    plan_schema,
    proposed,
)
from samverkan_docs.plan.place import answers
from tests.drawn import excused, plans

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
SCHEMA = plan_schema.schema()


def document(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    return {"typ": "samverkansplan", "format": 2, "id": "p", "svar": {}, **changes}


def answered(section: str, answers: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    return document(svar={section: answers})


def refusal(content: str | bytes | dict[str, Any]) -> str:
    text = json.dumps(content) if isinstance(content, dict) else content
    with pytest.raises(plan_file.Unreadable) as caught:
        plan_file.read(text)
    return str(caught.value)


def fits_schema(content: Any) -> bool:  # noqa: ANN401 -- JSON
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(SCHEMA, format_checker=checker).is_valid(content)


# --- Round trip ---------------------------------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_read_and_written_to_the_byte(example: Path) -> None:
    assert plan_file.write(plan_file.read(example.read_bytes())) == example.read_text("utf-8")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_passes_the_forms_unchanged(example: Path) -> None:
    plan = plan_file.read(example.read_bytes())

    assert plan == forms.checked(plan)


@given(excused())
def test_any_plan_that_the_catalogue_knows_comes_back_from_its_file(plan: Plan) -> None:
    written = plan_file.write(plan)

    assert plan == plan_file.read(written)
    assert plan == plan_file.read(written.encode())
    assert written == plan_file.write(plan_file.read(written))


@given(excused(valid=True))
def test_any_plan_that_passes_the_forms_comes_through_them_unchanged(plan: Plan) -> None:
    assert plan == forms.checked(plan_file.read(plan_file.write(plan)))


@given(excused())
def test_every_written_plan_fits_the_schema(plan: Plan) -> None:
    assert fits_schema(json.loads(plan_file.write(plan)))


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert plan_file.read(b"\xef\xbb\xbf" + json.dumps(document()).encode()) == Plan(id="p")


def test_a_file_without_an_id_gets_one() -> None:
    content = document()
    del content["id"]

    assert plan_file.read(json.dumps(content)).id


def test_a_row_without_an_id_gets_one() -> None:
    content = answered("polis", {"kontakter": [{"funktion": "kommunpolis"}] * 2})

    one, two = plan_file.read(json.dumps(content)).contacts("polis")

    assert one.id != two.id


def test_an_agreement_may_lack_its_day() -> None:
    content = answered("polis", {"avstamt": {"funktion": "kommunpolis", "datum": None}})

    plan = plan_file.read(json.dumps(content))

    assert plan.of("polis") == {"avstamt": Agreement(funktion="kommunpolis")}


def test_only_what_the_catalogue_knows_is_written() -> None:
    plan = Plan(id="p").answered("gammal", {"a": "b"}).answered("akut", {"gammal": "c"})

    assert plan_file.read(plan_file.write(plan)) == Plan(id="p")


def test_what_no_answer_can_be_is_not_written() -> None:
    plan = Plan(id="p").answered("akut", {"myndig": 1.5})  # type: ignore[dict-item]

    with pytest.raises(TypeError):
        plan_file.write(plan)


def test_reasons_are_written_in_the_same_order_whatever_came_first() -> None:
    one = Plan(id="p").excused({Place.parse("vard.annat"): "a", Place.parse("akut.myndig"): "b"})
    two = Plan(id="p").excused({Place.parse("akut.myndig"): "b", Place.parse("vard.annat"): "a"})

    assert plan_file.write(one) == plan_file.write(two)
    assert "skal" not in plan_file.write(Plan(id="p"))


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("Se 20100203-1233", "personnummer"),
        ("x" * 501, "Den får ha högst 500 tecken."),
        ("\U0001f600", "går inte att skriva ut"),
    ],
)
def test_a_reason_in_a_file_passes_the_same_form_as_a_typed_one(reason: str, sentence: str) -> None:
    with pytest.raises(forms.Rejected) as caught:
        forms.checked(Plan(id="p").excused({Place.parse("vard.upparbeta"): reason}))

    (problem,) = caught.value.problems
    assert problem.place.startswith("Hälso- och sjukvården: Hur bygger vi")
    assert sentence in problem.message


def test_a_reason_in_a_file_is_tidied_as_a_typed_one() -> None:
    given_plan = Plan(id="p").excused({Place.parse("vard.upparbeta"): " Vi väntar.\r\n"})

    assert forms.checked(given_plan).reasons == {Place.parse("vard.upparbeta"): "Vi väntar."}


# --- Digest -------------------------------------------------------------------------------------


def test_the_digest_tells_whether_a_sections_answers_have_changed() -> None:
    answers = {"myndig": "a", "hemmet": "b"}

    assert plan_file.digest(answers) == plan_file.digest({"hemmet": "b", "myndig": "a"})
    assert plan_file.digest(answers) != plan_file.digest({**answers, "hemmet": "c"})
    assert plan_file.digest({}) != plan_file.digest(answers)


def test_the_digest_sees_the_order_and_the_ids_of_rows() -> None:
    one, two = Contact(id="a"), Contact(id="b")

    digests = {
        plan_file.digest({"kontakter": rows}) for rows in [(one, two), (two, one), (one,), (two,)]
    }

    assert len(digests) == 4


# --- What is refused ----------------------------------------------------------------------------

# Each file, and what the sentence says of the place and the cure.
WRONG: dict[str, tuple[Any, str]] = {
    "a list": ([], "(filen). Det ska vara ett objekt"),
    "a number": (7, "Filen är ingen plan."),
    "nothing": (None, "Filen är ingen plan."),
    "another file": ({"namn": "paket", "version": 1}, "Okänt namn ”namn” (filen)"),
    "no type": ({"format": 1, "svar": {}}, "”typ” ska vara ”samverkansplan”"),
    "another type": (document(typ="bilplan"), "”typ” ska vara ”samverkansplan”"),
    "no format": ({"typ": "samverkansplan", "svar": {}}, "saknar formatnummer"),
    "a format in words": (document(format="1"), "saknar formatnummer"),
    "a format that is true": (document(format=True), "saknar formatnummer"),
    "format 0": (document(format=0), "saknar formatnummer"),
    "a newer format": (document(format=3), "nyare program"),
    "a much newer format": (document(format=10**40), "nyare program"),
    "an unknown name": (document(anteckning="x"), "Okänt namn ”anteckning” (filen)"),
    "an id with a blank": (document(id="a b"), "id). Det ska vara högst 64 bokstäver"),
    "an id that is a number": (document(id=7), "id). Det ska vara en text"),
    "answers that are a list": (document(svar=[]), "(svar). Det ska vara ett objekt"),
    "answers that are null": (document(svar=None), "(svar)"),
    "reasons that are a list": (document(skal=[]), "(skal). Det ska vara ett objekt"),
    "a reason that is a number": (document(skal={"vard.annat": 1}), "(skal, vard.annat)"),
    "a reason for nothing": (document(skal={"vard.pris": "x"}), "Okänt namn ”vard.pris” (skal)"),
    "a reason for a whole section": (document(skal={"vard": "x"}), "Okänt namn ”vard” (skal)"),
    "an unknown section": (answered("hemligt", {}), "Okänt namn ”hemligt” (svar)"),
    "a section that is a text": (answered("akut", "x"), "(svar, akut)"),
    "an unknown question": (
        answered("akut", {"vagar_inte_hem2": "x"}),
        "Okänt namn ”vagar_inte_hem2” (svar, akut)",
    ),
    "a text that is a number": (answered("akut", {"myndig": 18}), "(svar, akut, myndig)"),
    "a text that is null": (answered("akut", {"myndig": None}), "(svar, akut, myndig)"),
    "a text that is a list": (answered("akut", {"myndig": ["a"]}), "(svar, akut, myndig)"),
    "a date that is none": (
        answered("skolan", {"galler_fran": "1 augusti"}),
        "(svar, skolan, galler_fran). Det ska vara ett datum, till exempel 2026-08-17",
    ),
    "a date that is a number": (answered("skolan", {"galler_fran": 20260801}), "galler_fran"),
    "choices that are a text": (
        answered("skolan", {"skolformer": "grundskola"}),
        "(svar, skolan, skolformer). Det ska vara en lista",
    ),
    "a choice that is a number": (answered("skolan", {"skolformer": [1]}), "skolformer"),
    "contacts that are an object": (answered("polis", {"kontakter": {}}), "polis, kontakter"),
    "a contact that is a text": (
        answered("polis", {"kontakter": [{}, "kommunpolis"]}),
        "(svar, polis, kontakter, rad 2). Det ska vara ett objekt",
    ),
    "an unknown field": (
        answered("polis", {"kontakter": [{"mobil": "x"}]}),
        "Okänt namn ”mobil” (svar, polis, kontakter, rad 1)",
    ),
    "a field of another section": (
        answered("polis", {"kontakter": [{"nas_via_112": True}]}),
        "Okänt namn ”nas_via_112”",
    ),
    "a tick that is a text": (
        answered("socialtjanst", {"kontakter": [{"nas_via_112": "ja"}]}),
        "rad 1, nas_via_112). Det ska vara true eller false",
    ),
    "a contact's id": (
        answered("polis", {"kontakter": [{"id": "<b>"}]}),
        "(svar, polis, kontakter, rad 1, id)",
    ),
    "an agreement that is a text": (answered("polis", {"avstamt": "ja"}), "(svar, polis, avstamt)"),
    "an agreement's unknown field": (answered("polis", {"avstamt": {"namn": "x"}}), "”namn”"),
    "an agreement's day": (
        answered("polis", {"avstamt": {"datum": "i höstas"}}),
        "(svar, polis, avstamt, datum)",
    ),
    "a contact of a partner": (
        answered("ovriga", {"parter": [{"kontakter": [{"telefon": 112}]}]}),
        "(svar, ovriga, parter, rad 1, kontakter, rad 1, telefon)",
    ),
}
every_wrong_file = pytest.mark.parametrize(
    ("content", "sentence"), list(WRONG.values()), ids=list(WRONG)
)


@every_wrong_file
def test_a_wrong_file_is_refused_with_a_sentence_that_names_the_place(
    content: Any,  # noqa: ANN401 -- JSON
    sentence: str,
) -> None:
    said = refusal(json.dumps(content))

    assert sentence in said
    assert said.endswith(".")


@every_wrong_file
def test_the_schema_refuses_what_is_refused(
    content: Any,  # noqa: ANN401 -- JSON
    sentence: str,  # noqa: ARG001 -- the other half of the table
) -> None:
    assert not fits_schema(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "felaktig JSON: felet står på rad 1, tecken 1"),
        (b'{"typ": "samverkansplan",\n "format": }', "felaktig JSON: felet står på rad 2"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "Filen är ingen plan."),
        ('{"typ": "Åsa"}'.encode("latin-1"), "ingen textfil i UTF-8"),
        (b"[" * 100_000, "för många nivåer"),
        (b'{"a":' * 100_000, "för många nivåer"),
        (b"[" + b"[]," * 100_000 + b"[]]", "fler uppgifter än en plan kan ha"),
        (b'["' + b'\\"[' * 1000 + b'", "x"', "felet står på rad 1"),
        (b'{"format": ' + b"9" * 5000 + b"}", "tal som är för stort"),
        (b'{"typ": "a\x00b"}', "felaktig JSON"),
    ],
    ids=[
        *("empty", "broken", "pdf", "latin-1", "deep lists", "deep objects"),
        *("many lists", "brackets in a text", "huge number", "nul"),
    ],
)
def test_a_file_that_is_no_json_is_refused(content: bytes, sentence: str) -> None:
    assert sentence in refusal(content)


def test_a_file_of_50_megabytes_is_refused_unread() -> None:
    assert refusal(b" " * 50_000_000) == "Filen är för stor. En plan är högst 5 MB."


@pytest.mark.parametrize("odd", ["\ud800", "\x1b[2J", "\n\n", "\u202e", "x" * 5000])
def test_an_odd_name_is_shown_without_harm_to_terminal_or_page(odd: str) -> None:
    said = refusal(document(**{odd: 1}))

    assert said.isprintable()
    assert len(said) < 200


def test_a_name_that_stands_twice_is_refused() -> None:
    said = refusal(
        '{"typ": "samverkansplan", "format": 1, "svar": {"akut": {"myndig": "a"}, "akut": {}}}'
    )

    assert said == "Namnet ”akut” står två gånger på samma ställe. Ta bort ett."


MANY_NAMES = [f'"n{number}": 1' for number in range(300_000)]


@pytest.mark.parametrize(
    "content",
    [
        f"{{{', '.join([*MANY_NAMES, MANY_NAMES[-1]])}}}",
        f"[{', '.join(['{}'] * 300_000)}]",
        json.dumps(answered("polis", {"kontakter": [{}] * 20_000})),
    ],
    ids=["names", "objects", "rows"],
)
def test_a_file_with_more_names_or_rows_than_a_plan_has_is_refused(content: str) -> None:
    assert refusal(content).startswith("Filen har fler uppgifter än en plan kan ha")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (answered("polis", {"kontakter": [{}] * 31}), "svar, polis, kontakter"),
        (answered("ovriga", {"parter": [{}] * 11}), "svar, ovriga, parter"),
        (answered("skolan", {"skolformer": ["grundskola"] * 100}), "svar, skolan, skolformer"),
        (document(obekraftat=["polis.kontakter"] * 5_000), "obekraftat"),
    ],
)
def test_a_list_that_is_longer_than_the_form_allows_is_refused(
    content: dict[str, Any], place: str
) -> None:
    said = refusal(content)

    assert f"rader plats ({place}). Ta bort minst " in said


@pytest.mark.parametrize("row", ["", "a b", "a/b/c", "x" * 65, "\ud800"])
def test_what_waits_to_be_confirmed_is_named_by_ids(row: str) -> None:
    assert "(obekraftat)" in refusal(document(obekraftat=[f"ovriga.parter/{row}"]))


def fullest(question: Question) -> Any:  # noqa: ANN401 -- goes with the kind
    """Give the longest answer that the form takes."""
    if question.kind is Kind.HELP_LINES:
        return tuple(proposed(line.key) for line in reference.HELP_LINES)
    if question.kind.is_rows:
        given = {inner.key: fullest(inner) for inner in question.fields}
        row = ROW_TYPES[question.kind]
        return tuple(row(id=f"{number:064}", **given) for number in range(question.limit))
    if question.kind is Kind.AGREEMENT:
        return Agreement(**{q.key: fullest(q) for q in question.fields})
    if question.kind is Kind.CHOICES:
        return tuple(option.key for option in question.options)
    if question.kind is Kind.CHOICE:
        return question.options[-1].key
    return SHORT.get(question.kind, "ẞ" * question.limit)  # three bytes each


SHORT: dict[Kind, Any] = {
    Kind.PHONE: "+46846500480",
    Kind.EMAIL: "kurator@skolan.example.se",
    Kind.WEB: "skolan.example.se",
    Kind.DATE: date(2027, 1, 1),
    Kind.TICK: True,
    Kind.SCHOOL_YEAR: "2026/27",
    Kind.SCHOOL_CODE: "12345678",
}


def test_the_longest_plan_that_the_forms_take_is_written_and_read() -> None:
    plan = Plan(id="p" * 64)
    for section in catalogue.SECTIONS:
        given = {question.key: fullest(question) for question in section.questions}
        plan = plan.answered(section.key, given)
    plan = plan.excused(dict.fromkeys(answers(), "ẞ" * 200))

    plan = forms.checked(plan)

    written = plan_file.write(plan).encode()
    assert plan == plan_file.read(written)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def reads_or_says_why(content: str | bytes) -> None:
    try:
        plan_file.read(content)
    except plan_file.Unreadable as error:
        said = str(error)
    else:
        return
    assert said.endswith(".")
    assert said.isprintable()


@given(JSON)
def test_any_json_is_read_or_refused(content: Any) -> None:  # noqa: ANN401 -- JSON
    reads_or_says_why(json.dumps(content))
    reads_or_says_why(json.dumps(document(svar=content)))


@given(st.binary() | st.text())
def test_any_bytes_are_read_or_refused(content: bytes | str) -> None:
    reads_or_says_why(content)


@given(plans(), st.data())
def test_a_plan_in_which_one_value_is_replaced_is_read_or_refused(
    plan: Plan, data: st.DataObject
) -> None:
    content = json.loads(plan_file.write(plan))
    places = list(_places(content))
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(JSON)

    reads_or_says_why(json.dumps(content))


# --- What is read in can be written and read in again --------------------------------------------


def spoilt(content: dict[str, Any], data: st.DataObject) -> None:
    """Do to a file what a hand with an editor does: repeat, drop, move or replace something."""
    change = data.draw(st.sampled_from(["drop", "replace", "repeat", "type"]))
    places = _places(content)
    chosen = (
        [each for each in places if isinstance(each[0], list)] if change == "repeat" else places
    )
    if not chosen:
        return
    holder, key = data.draw(st.sampled_from(chosen))
    if change == "drop":
        del holder[key]
    elif change == "repeat":
        holder.insert(data.draw(st.integers(0, len(holder))), deepcopy(holder[key]))
    else:
        others = st.sampled_from([there[name] for there, name in places])
        holder[key] = deepcopy(data.draw(others if change == "replace" else ODD))


ODD = st.sampled_from(
    ["", " ", "a\r\n\tb", "\u00ad", "a\u030a", "20260817", "2026-W34-1", "08-465 004 21", "x-", []]
) | st.text(max_size=5)


def refused_or_comes_back(content: dict[str, Any]) -> None:
    try:
        plan = actions.read(json.dumps(content).encode())
    except (plan_file.Unreadable, forms.Rejected):
        return
    assert plan == actions.read(plan_file.write(plan).encode())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@given(data=st.data())
def test_a_spoilt_file_is_refused_or_can_be_written_and_read_in_again(
    example: Path, data: st.DataObject
) -> None:
    content = json.loads(example.read_text("utf-8"))
    for _ in range(data.draw(st.integers(1, 3))):
        spoilt(content, data)
    refused_or_comes_back(content)


def test_a_file_whose_row_stands_twice_is_refused_or_can_be_written_and_read_in_again() -> None:
    content = json.loads(EXAMPLES[0].read_text("utf-8"))
    for rows in [content[key] for content, key in _places(content)]:
        if isinstance(rows, list):
            rows.append(rows[0])
            refused_or_comes_back(content)
            rows.pop()


@pytest.mark.parametrize("line", ["sos_alarm", "umo"])
def test_a_help_line_that_stands_twice_in_a_file_is_refused(line: str) -> None:
    content = answered("stodlinjer", {"linjer": [{"id": line}, {"id": "1177"}, {"id": line}]})
    with pytest.raises(forms.Rejected) as caught:
        actions.read(json.dumps(content).encode())
    (problem,) = caught.value.problems
    assert problem.message == "Stödlinjen står två gånger. Ta bort den ena ur filen."
    assert HelpLine(id=line).name in problem.place


def _places(content: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 -- JSON
    if not isinstance(content, dict | list):
        return []
    keys = list(content) if isinstance(content, dict) else list(range(len(content)))
    found = [(content, key) for key in keys]
    return found + [place for key in keys for place in _places(content[key])]


# --- The schema ---------------------------------------------------------------------------------


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_fits_the_schema(example: Path) -> None:
    assert fits_schema(json.loads(example.read_text("utf-8")))


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "thirty-one contacts": lambda svar: svar["polis"].update(kontakter=[{}] * 31),
    "a long text": lambda svar: svar["polis"].update(uppratthalla="x" * 4001),
    "an unknown choice": lambda svar: svar["skolan"].update(huvudmannatyp="privat"),
    "an unknown school form": lambda svar: svar["skolan"].update(skolformer=["förskola"]),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_schema_knows_limits_and_choices(change: Callable[[dict[str, Any]], Any]) -> None:
    content = json.loads(EXAMPLES[0].read_text("utf-8"))
    change(content["svar"])

    assert not fits_schema(content)


def test_the_schema_names_every_question_in_swedish() -> None:
    text = json.dumps(SCHEMA, ensure_ascii=False)

    assert "Eleven har fyllt 18: så gör vi" in text
    assert "Ersättarens telefon" in text


def test_a_help_line_is_written_with_all_that_the_school_chose() -> None:
    line = HelpLine(id="bris", telefon="116111", i_planen=True, kontrollerad=date(2026, 11, 22))
    plan = Plan(id="p").answered("stodlinjer", {"linjer": (line,)})

    assert json.loads(plan_file.write(plan))["svar"]["stodlinjer"]["linjer"] == [
        {"id": "bris", "telefon": "116111", "i_planen": True, "kontrollerad": "2026-11-22"}
    ]


def test_a_file_of_format_1_loses_the_days_of_check_that_the_program_itself_had_put_there() -> None:
    lines = [
        {"id": "bris", "telefon": "116111", "kontrollerad": "2026-11-22", "i_planen": True},
        {"id": "kvinnofridslinjen", "telefon": "+4620505050", "kontrollerad": "2026-11-23"},
    ]
    content = answered("stodlinjer", {"linjer": lines}) | {"format": 1}

    read = {line.id: line for line in plan_file.read(json.dumps(content)).help_lines}

    assert (read["bris"].kontrollerad, read["bris"].i_planen) == (None, True)
    assert read["kvinnofridslinjen"].kontrollerad == date(2026, 11, 23)
    assert read["kvinnofridslinjen"].telefon == "+4620505050"


@pytest.mark.parametrize("answers", [[], {"stodlinjer": 7}, {"stodlinjer": {"linjer": {}}}])
def test_a_file_of_format_1_that_is_wrong_is_told_as_any_other(answers: object) -> None:
    with pytest.raises(plan_file.Unreadable, match="svar"):
        plan_file.read(json.dumps(document(format=1, svar=answers)))


def test_a_file_of_format_1_with_an_unknown_name_is_refused_like_any_other() -> None:
    content = document(format=1, svar={"stodlinjer": {"linjer": [], "hittepa": 1}})
    with pytest.raises(plan_file.Unreadable, match="hittepa"):
        plan_file.read(json.dumps(content))


def test_a_plan_knows_of_which_edition_it_is() -> None:
    first = plan_file.read(json.dumps(document(format=1)))

    assert (first.edition, plan_file.read(json.dumps(document())).edition) == (1, 2)
    assert plan_file.read(plan_file.write(first)) == first
    assert plan_file.read(json.dumps(document(upplaga=99))).edition == catalogue.EDITION


@pytest.mark.parametrize("edition", [0, -1, "2", True, None, 1.5])
def test_an_edition_that_is_none_is_refused(edition: object) -> None:
    with pytest.raises(plan_file.Unreadable, match="upplaga"):
        plan_file.read(json.dumps(document(upplaga=edition)))
