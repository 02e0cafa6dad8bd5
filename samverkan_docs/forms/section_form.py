"""A section of the catalogue as a WTForms form, and back to answers.

Rule: one validation. A posted page and a plan file both become form data and pass the same
form. Saving checks form, never completeness; what was typed is still there afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from wtforms import BooleanField, FieldList, FormField, SelectMultipleField, StringField
from wtforms.fields.core import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from samverkan_docs import catalogue
from samverkan_docs.catalogue import LINE_LIMIT, Kind, Question, Section
from samverkan_docs.forms import rules
from samverkan_docs.forms.csrf import Csrf, Meta
from samverkan_docs.forms.form_data import FormData, flatten
from samverkan_docs.plan import (
    ROW_TYPES,
    Agreement,
    Answers,
    HelpLine,
    Row,
    Value,
    is_given,
    is_id,
    new_id,
)

# A field is unbound until a form holds it, which WTForms' published types do not show; and what
# it holds goes with the question's kind.
AnyField: TypeAlias = Any
NOT_YET = "Den dagen har inte varit än. Skriv dagen då det gjordes, eller lämna fältet tomt."
Validator: TypeAlias = Callable[[BaseForm, Field], None]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A fault in a form: the id of its field, where it is in words, and what to write."""

    anchor: str
    place: str
    message: str


class Rejected(ValueError):
    """What was typed, or stands in a file, breaks a rule; *problems* say where and what to write.

    The text tells only how many there are: it may reach a log, and what was typed may not.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


# --- Question → field ---------------------------------------------------------------------------


class _Text(StringField):
    """A text field; blank is valid."""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 -- WTForms calls it so
        if not self.data:
            raise StopValidation


class _Always(StringField):
    """A text field whose validators see a blank answer too."""


def _field(question: Question) -> AnyField:
    if question.kind.is_rows:
        row = FormField(_form_class(question.fields, row=True))
        return FieldList(row, validators=[_at_most(question)])
    if question.kind is Kind.AGREEMENT:
        return FormField(_form_class(question.fields))
    if question.kind is Kind.TICK:
        return BooleanField(question.label)
    if question.kind is Kind.CHOICES:
        # The page writes the options; the field would only hold them.
        chosen = [_one_of(question)]
        return SelectMultipleField(choices=(), validate_choice=False, validators=chosen)
    lines = question.kind is Kind.TEXT
    field_class = _Always if question in _ACROSS_EVEN_BLANK else _Text
    return field_class(
        question.label,
        filters=[lambda text: rules.tidy(text or "", lines=lines)],
        validators=_validators(question),
    )


def _validators(question: Question) -> list[Validator]:
    found = [_at_most_long(question), _of(rules.printable)]
    if question.kind in rules.BY_KIND:
        found.append(_of(rules.BY_KIND[question.kind]))
    if question.options:
        found.append(_one_of(question))
    if question in _ACROSS:
        found.append(_ACROSS[question])
    return found


def _of(rule: rules.Rule) -> Validator:
    def check(_form: BaseForm, field: Field) -> None:
        if field.data:
            _say(rule, field.data)

    return check


def _at_most_long(question: Question) -> Validator:
    """Return what stops at a text that is too long, before the other rules take it apart."""
    rule = rules.within(question.limit)

    def check(_form: BaseForm, field: Field) -> None:
        try:
            rule(field.data)
        except rules.Broken as broken:
            raise StopValidation(str(broken)) from None

    return check


def _say(rule: Callable[..., None], *values: object) -> None:
    try:
        rule(*values)
    except rules.Broken as broken:
        raise ValidationError(str(broken)) from None


def _one_of(question: Question) -> Validator:
    keys = {option.key for option in question.options} | {""}

    def check(_form: BaseForm, field: Field) -> None:
        given = field.data if isinstance(field.data, list) else [field.data]
        if not keys.issuperset(given):
            raise ValidationError("Svaret finns inte att välja på. Välj i listan.")

    return check


def _at_most(question: Question) -> Validator:
    def check(_form: BaseForm, field: AnyField) -> None:
        excess = len(field.entries) - question.limit
        if excess > 0:
            raise ValidationError(f"Här får {question.limit} rader plats. Ta bort minst {excess}.")

    return check


def _ends_after_start(form: BaseForm, field: Field) -> None:
    start = rules.day(form[catalogue.FIRST_DAY.key].data)
    _say(rules.ends_after_start, start, rules.day(field.data))


def _starts_in_school_year(form: BaseForm, field: Field) -> None:
    _say(rules.starts_in, form[catalogue.YEAR.key].data, rules.day(field.data))


def _mobile_is_explained(form: BaseForm, field: Field) -> None:
    typed = [form[key].data for key in _PHONES]
    _say(rules.mobile_is_explained, field.data, *typed)


def _line_is_named(form: BaseForm, field: Field) -> None:
    if _is_own_line(form):
        _say(rules.line_is_named, field.data)


def _line_is_reachable(form: BaseForm, field: Field) -> None:
    if _is_own_line(form) or _is_shown_line(form):
        _say(rules.line_is_reachable, field.data, form[catalogue.HELP_LINE_WEB.key].data)


def _is_shown_line(form: BaseForm) -> bool:
    """Return whether the row is a help line of `reference` that stands on a paper."""
    shown = (form[q.key].data for q in catalogue.HELP_LINES.fields if q.kind is Kind.TICK)
    return HelpLine(id=form["id"].data or "").standing is not None and any(shown)


def _is_own_line(form: BaseForm) -> bool:
    """Return whether the row is a help line of the school's own in which something is entered."""
    typed = (form[q.key].data for q in catalogue.HELP_LINES.fields if not q.default)
    return HelpLine(id=form["id"].data or "").standing is None and any(typed)


_PHONES = tuple(q.key for q in catalogue.CONTACTS.fields if q.kind is Kind.PHONE)
_ACROSS: dict[Question, Validator] = {
    catalogue.FIRST_DAY: _starts_in_school_year,
    catalogue.LAST_DAY: _ends_after_start,
    catalogue.MAY_BE_PRIVATE: _mobile_is_explained,
    catalogue.HELP_LINE_NAME: _line_is_named,
    catalogue.HELP_LINE_PHONE: _line_is_reachable,
}
_ACROSS_EVEN_BLANK = {
    catalogue.MAY_BE_PRIVATE,
    catalogue.HELP_LINE_NAME,
    catalogue.HELP_LINE_PHONE,
}


def _form_class(questions: tuple[Question, ...], *, row: bool = False) -> AnyField:
    """Return what FormField takes for a class: BaseForm, where no key clashes with a method."""
    fields = _fields(questions, row=row)

    def make(formdata: FormData | None = None, prefix: str = "", **_unused: object) -> BaseForm:
        form = BaseForm(fields, prefix=prefix, meta=Meta())
        form.process(formdata)
        return form

    return make


@cache
def _fields(questions: tuple[Question, ...], *, row: bool = False) -> dict[str, AnyField]:
    fields: dict[str, AnyField] = {"id": StringField()} if row else {}
    return fields | {question.key: _field(question) for question in questions}


def form_for(section: Section, data: FormData, csrf: Csrf | None = None) -> BaseForm:
    """Return the form of *section* holding *data*; with *csrf* it carries and checks a token."""
    form = BaseForm(_fields(section.asked), meta=Meta(csrf))
    form.process(FormData({name: texts for name, texts in data.items() if _is_sound(name)}))
    return form


def _is_sound(name: str) -> bool:
    """Return whether WTForms can take *name* apart: a row's number is short and in ASCII."""
    return name.isascii() and not re.search(r"-[0-9]{5}", name)


# --- Form → answers -----------------------------------------------------------------------------


def answers(section: Section, form: BaseForm, kept: Answers) -> dict[str, Value]:
    """Return the answers of a valid *form*; from *kept* those that its page does not ask for."""
    asked = {question.key for question in section.asked}
    rest = {key: value for key, value in kept.items() if key not in asked}
    given = _values(section.asked, form)
    return rest | {key: value for key, value in given.items() if value is not None}


def _values(questions: tuple[Question, ...], form: BaseForm) -> dict[str, Any]:
    return {question.key: _value(question, form[question.key]) for question in questions}


def _value(question: Question, field: AnyField) -> Any:  # noqa: ANN401 -- its type goes with the question's kind
    if question.kind.is_rows:
        return _rows(question, [entry.form for entry in field.entries])
    if question.kind is Kind.AGREEMENT:
        return Agreement(**_values(question.fields, field.form))
    if question.kind is Kind.TICK:
        return bool(field.data)
    if question.kind is Kind.CHOICES:
        return tuple(o.key for o in question.options if o.key in (field.data or ()))
    return _READ.get(question.kind, str)(field.data)


_READ: dict[Kind, Callable[[str], Any]] = {Kind.PHONE: rules.stored_phone, Kind.DATE: rules.day}


def _rows(question: Question, forms: list[BaseForm]) -> tuple[Row, ...]:
    """Return the rows in which something was entered, each with an id of its own."""
    found = [row for row in (_row(question, form) for form in forms) if row is not None]
    found = _each_line_once(found) if question.kind is Kind.HELP_LINES else found
    rows: dict[str, Row] = {}
    for row in found:
        name = row.id if is_id(row.id) and row.id not in rows else new_id()
        rows[name] = replace(row, id=name)
    return tuple(rows.values())


def _each_line_once(rows: list[Row]) -> list[Row]:
    """Return *rows* with each help line of `reference` once, the first, and by its own name."""
    lines = [row for row in rows if isinstance(row, HelpLine)]
    first = {line.id: line for line in reversed(lines)}
    return [
        replace(line, namn="") if line.standing else line
        for line in lines
        if line.standing is None or first[line.id] is line
    ]


def _row(question: Question, form: BaseForm) -> Row | None:
    """Return the row, or None for one in which nothing was entered beside what was proposed."""
    values = _values(question.fields, form)
    typed = (values[inner.key] for inner in question.fields if not inner.default)
    entered = any(is_given(value) and value != question.proposed for value in typed)
    name = form["id"].data or ""
    if not (entered or (question.kind is Kind.HELP_LINES and HelpLine(id=name).standing)):
        return None
    for inner in question.fields:
        if inner.kind is not Kind.TICK:  # what is not ticked is answered
            values[inner.key] = values[inner.key] or inner.default or values[inner.key]
    return ROW_TYPES[question.kind](id=name, **values)


# --- Problems -----------------------------------------------------------------------------------


def problems(section: Section, form: BaseForm) -> list[Problem]:
    """Return the faults of a validated form in the order of the page."""
    return list(_problems(section.asked, form, ""))


def _problems(questions: tuple[Question, ...], form: BaseForm, place: str) -> Iterator[Problem]:
    for question in questions:
        field: AnyField = form[question.key]
        where = f"{place}{question.label}"
        if question.kind is Kind.AGREEMENT:
            yield from _problems(question.fields, field.form, f"{where}, ")
            continue
        for error in field.errors:
            if isinstance(error, str):  # the others are those of rows, told below
                yield Problem(anchor=field.id, place=where, message=error)
                break
        for number, entry in enumerate(getattr(field, "entries", ()), start=1):
            row = _row_place(question, entry.form, number)
            yield from _problems(question.fields, entry.form, f"{place}{row}, ")


def ahead(section: Section, form: BaseForm, today: date, known: Answers) -> list[Problem]:
    """Return the days, typed now, on which something was done and that have not been yet *today*.

    Those that stood in the *known* answers are none: a clock may have been wrong.
    """
    before = {text for texts in flatten(section, known).values() for text in texts}
    found = _ahead(section.asked, form, "", today)
    return [problem for problem, text in found if text not in before]


def _ahead(
    questions: tuple[Question, ...], form: BaseForm, place: str, today: date
) -> Iterator[tuple[Problem, str]]:
    for question in questions:
        field: AnyField = form[question.key]
        where = f"{place}{question.label}"
        if question.kind is Kind.AGREEMENT:
            yield from _ahead(question.fields, field.form, f"{where}, ", today)
        elif question.past and (rules.day(field.data or "") or today) > today:
            yield Problem(anchor=field.id, place=where, message=NOT_YET), field.data
        for number, entry in enumerate(getattr(field, "entries", ()), start=1):
            row = _row_place(question, entry.form, number)
            yield from _ahead(question.fields, entry.form, f"{place}{row}, ", today)


def _line_name(form: BaseForm) -> str:
    typed = form[catalogue.HELP_LINE_NAME.key].data or ""
    return HelpLine(id=form["id"].data or "", namn=typed).name


def _row_place(question: Question, form: BaseForm, number: int) -> str:
    """Return a row's name, if that is not itself what cannot be shown."""
    if question.kind is Kind.HELP_LINES:
        return _line_name(form) or f"Rad {number}"
    name = next(
        (
            form[key].data
            for key in (catalogue.FUNCTION.key, catalogue.PARTNERS.field("namn").key)
            if key in form
        ),
        "",
    )
    return name if name.isprintable() and 0 < len(name) <= LINE_LIMIT else f"Rad {number}"
