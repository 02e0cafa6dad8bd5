"""What a person can do with plans, whether on a page or at a terminal.

Rule: composes forms, papers and store; knows neither HTTP nor terminal.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from samverkan_docs import catalogue, confirmation, document, form_data, forms, plan_file, signing
from samverkan_docs.form_data import FormData
from samverkan_docs.plan import Plan, Status
from samverkan_docs.questions import Section
from samverkan_docs.rows import Answers, new_id
from samverkan_docs.store import NoSuchPlan, Store


class Rejected(ValueError):
    """What was typed breaks a rule; *problems* say where and what to write."""

    def __init__(self, problems: list[forms.Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


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


def save_section(store: Store, plan_id: str, section: Section, data: FormData, seen: str) -> Plan:
    """Save a section's posted *data* onto the newest plan.

    *seen* is the digest of the section as the page was given. Raises Rejected, Conflict,
    store.NoSuchPlan, store.Fault; then nothing is saved.
    """
    form = forms.form_for(section, data)
    if not form.validate():
        raise Rejected(forms.problems(section, form))

    def change(plan: Plan) -> Plan:
        saved = plan.of(section.key)
        mine = plan.answered(section.key, forms.answers(section, form, saved))
        mine = confirmation.after_edit(plan, mine)
        unchanged = plan_file.digest(saved) == seen
        if unchanged or plan_file.digest(mine.of(section.key)) == plan_file.digest(saved):
            return mine
        raise Conflict(mine.of(section.key), saved)

    return store.update(plan_id, change)


def wall_is_ready(plan: Plan) -> bool:
    """Tell whether the five parts that the wall sheet is made of are done."""
    starred = (section for section in catalogue.SECTIONS if section.starred)
    return all(plan.status(section) == Status.DONE for section in starred)


def read(data: bytes) -> Plan:
    """Read a plan file; plan_file.Unreadable or forms.Refused if it is no valid plan."""
    return forms.checked(plan_file.read(data))


def is_pdf(data: bytes) -> bool:
    """Tell whether a file that is read in says that it is a PDF."""
    return data.startswith(b"%PDF-")


def read_issued(pdf: bytes, own: Collection[str] = ()) -> tuple[Plan, str]:
    """Read the data of an issued plan, and the name on a certificate that is not among *own*.

    Whoever stamped it, the stamp must be whole. Raises as `read` does, and signing.Unreadable.
    """
    verdict = signing.check(pdf, own)
    if not verdict.intact:
        raise plan_file.Unreadable(
            f"{verdict.changed} Bara en fastställd plan vars stämpel är hel går att läsa in."
        )
    text = signing.attachment(pdf, document.DATA_NAME)
    if text is None:
        raise plan_file.Unreadable(
            "Filen är stämplad men har inga uppgifter att läsa in. Välj planen, inte anslaget, det "
            "interna bladet eller arkivkopian."
        )
    return read(text), "" if verdict.own else verdict.name


@dataclass(frozen=True, kw_only=True)
class ReadIn:
    """A plan that was read in; *stranger* is the name on a certificate that is not known."""

    plan: Plan
    stranger: str = ""


def read_in(store: Store, data: bytes, own: Collection[str] = ()) -> ReadIn:
    """Put a plan file or an issued plan into the store, always as a draft of its own.

    Raises as `read` and `read_issued` do.
    """
    plan, stranger = read_issued(data, own) if is_pdf(data) else (read(data), "")
    if _is_known(store, plan.id):
        plan = replace(plan, id=new_id())
    store.add(plan)
    return ReadIn(plan=plan, stranger=stranger)


def _is_known(store: Store, plan_id: str) -> bool:
    try:
        store.load(plan_id)
    except NoSuchPlan:
        return bool(store.issued.of(plan_id))
    return True


def opened(plan: Plan, section: Section) -> FormData:
    """Give the data that the page of *section* opens with."""
    return form_data.opened(section, plan.of(section.key), plan.help_lines)
