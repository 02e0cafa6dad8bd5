"""What a plan needs before it is adopted: a decision, and an answer or a reason for every gap.

Rule: a school may adopt a plan with gaps, or with a number in a text that is no contact's, if it
says why; a bracket left from a förslag, or a plan that does not say whose and for when it is,
cannot be adopted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from samverkan_docs import catalogue
from samverkan_docs.catalogue import INTERNAL, Kind, Question, Section
from samverkan_docs.plan import numbers_in_texts, phones
from samverkan_docs.plan.missing import Missing
from samverkan_docs.plan.numbers_in_texts import Mention
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import Value
from samverkan_docs.plan.value import Plan

REASON_LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A required answer that is missing, in whole or in part, for which a reason may stand."""

    section: Section
    question: Question
    texts: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where the answer is missing."""
        return Place.of(self.section, self.question)

    @property
    def lacks(self) -> str:
        """What is missing, as one Swedish phrase."""
        return ", ".join(text.removeprefix("Lägg till ") for text in self.texts)

    @property
    def field(self) -> str:
        """The key of its reason in the form."""
        return f"skal_{self.section.key}_{self.question.key}"


def missing(plan: Plan) -> tuple[Missing, ...]:
    """Return all that *plan* lacks, in the form's order."""
    return tuple(lack for section in catalogue.SECTIONS for lack in plan.missing(section))


def blocking(plan: Plan) -> tuple[Missing, ...]:
    """Return what must be mended before *plan* can be adopted."""
    return tuple(lack for lack in missing(plan) if not lack.excusable)


def gaps(plan: Plan) -> tuple[Gap, ...]:
    """Return what may be missing from an adopted plan if a reason stands for it."""
    found: dict[Place, Gap] = {}
    for lack in missing(plan):
        if lack.excusable:
            gap = Gap(section=lack.section, question=lack.question)
            texts = (*found.get(gap.place, gap).texts, lack.text)
            found[gap.place] = replace(gap, texts=texts)
    return tuple(found.values())


def excusable(plan: Plan) -> tuple[Gap | Mention, ...]:
    """Return all that must have a reason before *plan* is adopted: gaps, and loose numbers."""
    return (*gaps(plan), *numbers_in_texts.loose(plan))


def asked(plan: Plan) -> Section:
    """Return what the page that adopts *plan* asks, as a section of its own."""
    decision = (
        replace(question, at_adoption=False)
        for question in catalogue.SKOLAN.questions
        if question.is_decision and (plan.is_public or not question.public_only)
    )
    reasons = (*reasons_asked(gaps(plan)), *numbers_asked(numbers_in_texts.loose(plan)))
    return _section((*decision, *reasons))


def reasons_asked(found: Iterable[Gap]) -> tuple[Question, ...]:
    """Return the question that asks for the reason of each gap."""
    return tuple(
        Question(
            key=gap.field,
            label=f"{gap.section.title}: {gap.question.label}",
            kind=Kind.TEXT,
            hint=f"Saknas: {gap.lacks}. {gap.section.why}",
            papers=gap.question.papers,
            limit=REASON_LIMIT,
        )
        for gap in found
    )


def numbers_asked(found: Iterable[Mention]) -> tuple[Question, ...]:
    """Return the question that asks why each number or address stays in its text."""
    return tuple(
        Question(
            key=mention.field,
            label=f"{mention.where.section.title}: {phones.shown(mention.stored)}",
            kind=Kind.TEXT,
            papers=INTERNAL,
            limit=REASON_LIMIT,
        )
        for mention in found
    )


def reasons_of(plan: Plan) -> tuple[Section, tuple[Gap | Mention, ...]]:
    """Return the reasons of *plan* as a section that asks for them, and what they excuse."""
    found = tuple(
        Gap(section=section, question=question)
        for section in catalogue.SECTIONS
        for question in section.questions
        if Place.of(section, question) in plan.reasons
    )
    loose = tuple(m for m in numbers_in_texts.loose(plan) if m.place in plan.reasons)
    return _section((*reasons_asked(found), *numbers_asked(loose))), (*found, *loose)


def _section(questions: tuple[Question, ...]) -> Section:
    return Section(key="faststall", title="Fastställ planen", intro="", why="", questions=questions)


def given(plan: Plan) -> dict[str, Value]:
    """Return the decision and the reasons that *plan* already holds, as the page asks for them."""
    decision = {
        question.key: plan.of(catalogue.SKOLAN.key)[question.key]
        for question in catalogue.SKOLAN.questions
        if question.is_decision and question.key in plan.of(catalogue.SKOLAN.key)
    }
    reasons = {found.field: plan.reasons.get(found.place, "") for found in excusable(plan)}
    return decision | reasons


def decided(plan: Plan, answers: Mapping[str, Value]) -> Plan:
    """Return *plan* with the *answers* of that page: the decision, and a reason for each gap.

    A number that stays in a text has its reason there too. The help lines are put down as they are
    printed: `reference` may say something else next year. No question is new to it any more.
    """
    decision = {
        question.key: answers[question.key]
        for question in catalogue.SKOLAN.questions
        if question.key in answers and question.is_decision
    }
    reasons = {found.place: str(answers.get(found.field, "")) for found in excusable(plan)}
    kept = plan.of(catalogue.SKOLAN.key)
    told = plan.answered(catalogue.SKOLAN.key, {**kept, **decision}).excused(reasons)
    return replace(told.with_help_lines(plan.help_lines), edition=catalogue.EDITION)


def undecided(plan: Plan) -> Plan:
    """Return *plan* as the draft of its next version: the decision is made anew."""
    school = catalogue.SKOLAN
    kept = {
        key: value
        for key, value in plan.of(school.key).items()
        if not school.question(key).is_decision
    }
    return plan.answered(school.key, kept)
