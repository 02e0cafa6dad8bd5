"""A whole plan from a file, held to the same forms as what is typed on the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from samverkan_docs import catalogue
from samverkan_docs.catalogue import LINE_LIMIT, Section
from samverkan_docs.forms import rules
from samverkan_docs.forms.form_data import FormData, flatten
from samverkan_docs.forms.section_form import Problem, Rejected, answers, form_for, problems
from samverkan_docs.plan import Answers, HelpLine, Plan, adoption, numbers_in_texts, rows_in


def checked(plan: Plan) -> Plan:
    """Return *plan* with every answer as the form would store it; Rejected if one does not pass."""
    found: list[Problem] = []
    for section in map(_asking_all, catalogue.SECTIONS):
        given = plan.of(section.key)
        form = form_for(section, flatten(section, given))
        if form.validate():
            plan = plan.answered(section.key, answers(section, form, given))
        for problem in [*problems(section, form), *_odd_lines(given)]:
            place = f"{section.title}, {problem.place}"
            found.append(Problem(anchor=problem.anchor, place=place, message=problem.message))
    plan, wrong = _with_checked_reasons(_with_checked_names(plan))
    if found or wrong:
        raise Rejected([*found, *wrong])
    return plan


def _with_checked_names(plan: Plan) -> Plan:
    """Return *plan* with only those names of former functions that a text may be given."""
    held = {
        number: name
        for number, name in plan.formerly.items()
        if len(name) <= LINE_LIMIT and name == rules.tidy(name) and not _unprintable(name)
    }
    plan = replace(plan, formerly=held)
    return numbers_in_texts.remembered(plan, plan)


def _unprintable(text: str) -> bool:
    try:
        rules.printable(text)
        rules.no_personal_number(text)
    except rules.Broken:
        return True
    return False


def _with_checked_reasons(plan: Plan) -> tuple[Plan, list[Problem]]:
    section, excused = adoption.reasons_of(plan)
    data = {found.field: [plan.reasons[found.place]] for found in excused}
    form = form_for(section, FormData(data))
    if not form.validate():
        return plan, problems(section, form)
    told = answers(section, form, {})
    return plan.excused({found.place: str(told[found.field]) for found in excused}), []


def _odd_lines(given: Answers) -> Iterator[Problem]:
    """Yield the help lines that stand there twice: nobody knows which of the two holds."""
    seen: set[str] = set()
    for row in rows_in(given.get(catalogue.HELP_LINES.key)):
        if isinstance(row, HelpLine) and row.id in seen:
            message = "Stödlinjen står två gånger. Ta bort den ena ur filen."
            yield Problem(anchor=catalogue.HELP_LINES.key, place=row.name, message=message)
        seen.add(row.id)


def _asking_all(section: Section) -> Section:
    """Return *section* with what is asked at adoption too, since a file may hold it."""
    questions = (replace(question, at_adoption=False) for question in section.questions)
    return replace(section, questions=tuple(questions))
