"""Keep what is typed on a page before anybody saves it, and offer it when the page is opened again.

Rule: kept beside the plan, in the same file and under the same protection, not in the browser: the
school's computer is shared. Only while the program cannot be reached does the page's script keep it
there. A personnummer is not kept; a bracket stands in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from samverkan_docs import catalogue, forms
from samverkan_docs.actions.editing import opened
from samverkan_docs.catalogue import Kind, Section
from samverkan_docs.forms import FormData, Problem, form_data, personal_numbers
from samverkan_docs.plan import Plan, is_id
from samverkan_docs.store import PageDraft, Store


@dataclass(frozen=True, kw_only=True)
class OpenedPage:
    """A page of a plan's *section* as it was opened: its *id*, and the digest that it has *seen*.

    *shows* names the draft whose text it was opened with, as it stood then; empty if with none.
    """

    id: str
    plan_id: str
    section: Section
    seen: str
    shows: str = ""


def keep(store: Store, page: OpenedPage, data: FormData, left: Sequence[Problem] = ()) -> bool:
    """Keep *data* as the draft of *page*, with what a save has *left*; False if its plan is gone.

    Raises store.Fault.
    """
    draft = PageDraft(
        id=page.id,
        plan_id=page.plan_id,
        section=page.section.key,
        seen=page.seen,
        texts=_without_personal_numbers(page.section, data),
        unsaved=tuple(personal_numbers.without(problem.place) for problem in left),
    )
    is_kept = store.pages.keep(draft)
    if is_kept:
        _drop_shown(store, page)
    return is_kept


def settle(store: Store, page: OpenedPage) -> None:
    """Forget the draft of *page*, all of which is saved, and the one that it showed."""
    store.pages.drop(page.plan_id, page.id)
    _drop_shown(store, page)


def _drop_shown(store: Store, page: OpenedPage) -> None:
    """Delete the draft that *page* was opened with, unless more was written in it since."""
    draft_id, _, at = page.shows.partition("@")
    if draft_id and draft_id != page.id:
        store.pages.drop(page.plan_id, draft_id, datetime.fromisoformat(at))


def name(draft: PageDraft) -> str:
    """Return what an opened page *shows*: the draft as it stands now."""
    return f"{draft.id}@{draft.at.isoformat()}"


def is_name(text: str) -> bool:
    """Return whether *text* can be what `name` gives."""
    draft_id, _, at = text.partition("@")
    try:
        datetime.fromisoformat(at)
    except ValueError:
        return False
    return is_id(draft_id)


def _without_personal_numbers(section: Section, data: FormData) -> FormData:
    return FormData(
        (name, [_cleaned(section, name, text) for text in texts])
        for name, texts in form_data.only_answers(section, data).items()
    )


def _cleaned(section: Section, name: str, text: str) -> str:
    question = form_data.question_at(section.asked, name)
    is_phone = question is not None and question.kind is Kind.PHONE
    if question is None and is_id(text):  # a row's own
        return text
    return personal_numbers.without(text, even_possible=not is_phone)


# --- Offered ------------------------------------------------------------------------------------


def unsaved(store: Store, plan: Plan) -> dict[str, list[PageDraft]]:
    """Return by section what was typed on pages of *plan* and is not saved, the last first."""
    found: dict[str, list[PageDraft]] = {}
    for draft in store.pages.of(plan.id):
        if draft.section in catalogue.BY_KEY and _says_more(plan, draft):
            found.setdefault(draft.section, []).append(draft)
    return found


def data(draft: PageDraft) -> FormData:
    """Return what stood on the page, as the page posts it."""
    return FormData((name, list(texts)) for name, texts in draft.texts.items())


def _says_more(plan: Plan, draft: PageDraft) -> bool:
    """Return whether the draft holds anything that the section does not."""
    section = catalogue.section(draft.section)
    typed = forms.form_for(section, data(draft))
    shown = forms.form_for(section, opened(plan, section))
    if not typed.validate():
        return True
    return forms.answers(section, typed, {}) != forms.answers(section, shown, {})
