"""Fill a plan in: begin it, open a section, save what was typed.

Rule: nothing typed is lost; who saves onto another's save gets both answers to choose from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from samverkan_docs import catalogue, forms
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import FormData, Problem, form_data, partial
from samverkan_docs.plan import (
    Answers,
    Place,
    Plan,
    Status,
    Value,
    confirmation,
    numbers_in_texts,
    plan_file,
    stale,
)
from samverkan_docs.plan.held_back import HeldBack, held_back
from samverkan_docs.plan.numbers_in_texts import Mention
from samverkan_docs.plan.stale import Stale
from samverkan_docs.store import Store


class Conflict(RuntimeError):
    """Somebody else saved the section meanwhile; both answers are here to choose from."""

    def __init__(self, mine: Answers, saved: Answers) -> None:
        super().__init__("saved meanwhile")
        self.mine = mine
        self.saved = saved


def begin(store: Store, today: date) -> Plan:
    """Begin a new plan for the läsår that *today* proposes."""
    plan = Plan.new(today)
    store.add(plan)
    return plan


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The *plan* as it is saved, and what is no longer known of numbers that were changed.

    The *problems* are those of answers that are not saved, for they are wrong. *loose* are the
    numbers that stand in a text and, since this save, belong to no contact; *held_back* the
    contacts that a private number, since this save, keeps from their papers.
    """

    plan: Plan
    stale: tuple[Stale, ...]
    problems: tuple[Problem, ...] = ()
    loose: tuple[Mention, ...] = ()
    held_back: tuple[HeldBack, ...] = ()


def save_section(  # noqa: PLR0913 -- a page, and when and onto what it is saved
    store: Store, plan_id: str, section: Section, data: FormData, *, seen: str, today: date
) -> Saved:
    """Save what is right of a section's posted *data* onto the newest plan.

    *seen* is the digest of the section as the page was given; no check may have been made after
    *today*. Raises Conflict, store.NoSuchPlan, store.Fault; then nothing is saved.
    """
    form = forms.form_for(section, data)
    faults = [] if form.validate() else forms.problems(section, form)
    problems: list[Problem] = []
    gone: list[Stale] = []
    were_loose: set[Place] = set()
    were_held: set[str] = set()

    def change(plan: Plan) -> Plan:
        saved = plan.of(section.key)
        problems[:] = [*faults, *forms.ahead(section, form, today, saved)]
        mine = plan.answered(section.key, _right(section, data, problems, saved))
        mine, gone[:] = edited(plan, confirmation.after_edit(plan, mine))
        were_loose.update(mention.place for mention in numbers_in_texts.loose(plan))
        were_held.update(held.contact.id for held in held_back(plan))
        unchanged = plan_file.digest(saved) == seen
        if unchanged or plan_file.digest(mine.of(section.key)) == plan_file.digest(saved):
            return mine
        raise Conflict(mine.of(section.key), saved)

    after = store.update(plan_id, change)
    loose = (found for found in numbers_in_texts.loose(after) if found.place not in were_loose)
    held = (found for found in held_back(after) if found.contact.id not in were_held)
    return Saved(
        plan=after,
        stale=tuple(gone),
        problems=tuple(problems),
        loose=tuple(loose),
        held_back=tuple(held),
    )


def _right(
    section: Section, data: FormData, problems: list[Problem], saved: Answers
) -> dict[str, Value]:
    form = forms.form_for(section, partial.right(section, data, problems, saved))
    return forms.answers(section, form, saved)


def edited(before: Plan, after: Plan) -> tuple[Plan, tuple[Stale, ...]]:
    """Return *after* without what was said of numbers that it has changed, and whose they are.

    Whose the numbers were that a text of it still holds is remembered.
    """
    kept, gone = stale.without_stale(before, after)
    return numbers_in_texts.remembered(before, kept), gone


def wall_is_ready(plan: Plan) -> bool:
    """Return whether the five parts that the wall sheet is made of are done."""
    starred = (section for section in catalogue.SECTIONS if section.starred)
    return all(plan.status(section) == Status.DONE for section in starred)


def opened(plan: Plan, section: Section) -> FormData:
    """Return the data that the page of *section* opens with."""
    return form_data.opened(section, plan.of(section.key), plan.help_lines)
