"""Adopt: the decision, the reasons for what is missing, and then the stamped papers.

Rule: only what lay on the page is adopted: a draft that has changed since is shown again first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import catalogue, forms, store
from samverkan_docs.actions import Rejected, issuing, shelves
from samverkan_docs.actions.standing import State
from samverkan_docs.catalogue import Kind, Question, Section
from samverkan_docs.forms import FormData, form_data
from samverkan_docs.papers import printing
from samverkan_docs.plan import Plan, adoption, numbers_in_texts
from samverkan_docs.plan.adoption import Gap
from samverkan_docs.seal import keys
from samverkan_docs.store import Version
from samverkan_docs.web import current, numbers, page_drafts, twins
from samverkan_docs.words import prose_date

pages = Blueprint("adopt", __name__)

OLD_PAGE = (
    "Sidan hade legat öppen för länge. Allt du skrev finns kvar här. Tryck på knappen en gång till."
)
OVERTAKEN = (
    "Planen har ändrats sedan du öppnade den här sidan, kanske av någon annan. Granska den igen "
    "och tryck sedan på knappen en gång till. Det du skrev finns kvar här."
)
LOST_TIME_STAMP = (
    "Tjänsten för tidsstämplar svarade inte. Filerna är stämplade ändå, men utan tidsstämpel."
)
NEW_KEY = (
    "En ny nyckel är gjord, och den gamla är sparad. Det som redan är stämplat går fortfarande att "
    "kontrollera."
)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What the page says besides its questions: what hinders, or what was done."""

    problems: Sequence[forms.Problem] = ()
    fault: str = ""
    done: str = ""
    too_long: printing.TooLong | None = None
    is_new: bool = False  # nothing has been typed yet


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/faststall")
def ask(plan_id: str) -> str:
    """Ask for the decision, and for a reason for each answer that is missing."""
    plan = current.store().load(plan_id).plan
    return _page(plan, issuing.opened(plan, current.today()), _Said(is_new=True))


@pages.post("/plan/<plan_id>/faststall")
def adopt(plan_id: str) -> Response | str | tuple[str, int]:
    """Adopt the plan, or do what a small button says; whatever hinders it, all typed is kept."""
    data = current.data()
    try:
        return _answer(current.store().load(plan_id).plan, data)
    except store.Fault as error:
        return _kept(plan_id, data, str(error)), 503


def _answer(plan: Plan, data: FormData) -> Response | str | tuple[str, int]:
    action = request.form.get("gor", "faststall")
    if action.startswith(("telefon:", "rensa:", "samma:")):
        return _page(plan, _after(plan, data, action))
    if not current.is_of_this_session(data):
        return _page(plan, data, _Said(fault=OLD_PAGE)), 422
    if action == "ny-nyckel" or numbers.is_press(action):
        return _new_key(plan, data) if action == "ny-nyckel" else _put(plan, data, action)
    if request.form.get("digest") != shelves.digest(plan):
        return _page(plan, data, _Said(fault=OVERTAKEN)), 422
    try:
        return _adopt(plan, data)
    except _REFUSED as error:
        plan = current.store().load(plan.id).plan  # somebody else may have changed it
        return _refused(plan, data, error), 422


def _adopt(plan: Plan, data: FormData) -> Response:
    passphrase = request.form.get("losenfras", "")
    adopted = issuing.issue_draft(
        current.store(), current.keys(), plan.id, data, now=current.now(), passphrase=passphrase
    )
    number = adopted.version.number
    flash(f"Planen är fastställd som version {number}. {_hang_up(adopted.version)}")
    if adopted.lost_time_stamp:
        flash(LOST_TIME_STAMP, "warning")
    return redirect(url("issued.version", plan_id=plan.id, number=number), 303)


def _hang_up(version: Version) -> str:
    """Return when the papers are to hang: on the day from which the plan holds."""
    first = version.plan.first_day
    if first and current.standings().of(version).state is State.NOT_YET:
        return f"Skriv ut papperen och häng upp dem den {prose_date(first)}, inte förr."
    return "Skriv ut papperen och häng upp dem."


_REFUSED = (
    Rejected,
    issuing.Blocked,
    issuing.ClockIsBack,
    keys.NoKey,
    printing.TooLong,
    store.Overtaken,
    store.YearTaken,
)


def _refused(plan: Plan, data: FormData, error: Exception) -> str:
    """Return the page again, with what hindered where it is to be mended."""
    if isinstance(error, Rejected):
        said = _Said(problems=error.problems)
    elif isinstance(error, keys.WrongPassphrase):
        place = "Nyckelns lösenfras"
        wrong = forms.Problem(anchor="losenfras", place=place, message=str(error))
        said = _Said(problems=[wrong])
    elif isinstance(error, printing.TooLong):
        said = _Said(too_long=error)
    elif isinstance(error, issuing.Blocked | store.YearTaken):
        said = _Said()  # the page shows what blocks
    else:
        said = _Said(fault=OVERTAKEN if isinstance(error, store.Overtaken) else str(error))
    return _page(plan, data, said)


# --- The small buttons --------------------------------------------------------------------------


def _new_key(plan: Plan, data: FormData) -> str | tuple[str, int]:
    """Make a new key of the school's own, if the one that there is goes out."""
    if not current.keys().warning(current.now()):
        return _page(plan, data)
    try:
        current.keys().renew(plan.school_name, current.now())
    except keys.NoKey as error:
        return _page(plan, data, _Said(fault=str(error))), 422
    return _page(plan, data, _Said(done=NEW_KEY))


def _put(plan: Plan, data: FormData, action: str) -> str | tuple[str, int]:
    """Put a function in a number's place; what was typed on the page stays."""
    is_seen = request.form.get("digest") == shelves.digest(plan)
    sentence, is_done = numbers.put(plan.id, action)
    plan = current.store().load(plan.id).plan
    if not is_done:
        return _page(plan, data, _Said(fault=sentence), digest=request.form.get("digest")), 422
    digest = None if is_seen else request.form.get("digest")
    return _page(plan, data, _Said(done=sentence), digest=digest)


def _after(plan: Plan, data: FormData, action: str) -> FormData:
    """Return *data* after a number was confirmed, or one reason was taken for a whole part."""
    verb, _, key = action.partition(":")
    if verb != "samma":
        return form_data.after(adoption.asked(plan), data, action)
    fields = [gap.field for gap in adoption.gaps(plan) if gap.section.key == key]
    given = {field: data[field] for field in fields if "".join(data.get(field, [])).strip()}
    reason = next(iter(given.values()), [""])
    return FormData(data | {field: given.get(field, reason) for field in fields})


# --- The page -----------------------------------------------------------------------------------


def _kept(plan_id: str, data: FormData, fault: str) -> str:
    """Return the page again when the database fails, even if the plan cannot be read."""
    said = _Said(fault=fault)
    try:
        return _page(current.store().load(plan_id).plan, data, said)
    except store.Fault:
        section, gaps = _in_data(data)
        seen = request.form.get("digest", "")
        return _render(Plan(id=plan_id), section, gaps, data, said, digest=seen, number=0)


def _in_data(data: FormData) -> tuple[Section, tuple[Gap, ...]]:
    """Return the questions of the page that are answered in *data*."""
    every = (Gap(section=s, question=q) for s in catalogue.SECTIONS for q in s.questions)
    gaps = tuple(gap for gap in every if gap.field in data)
    decision = (
        replace(question, at_adoption=False)
        for question in catalogue.SKOLAN.questions
        if question.is_decision and question.key in data
    )
    numbers_kept = (
        Question(key=name, label="Varför numret står kvar", kind=Kind.TEXT, required=False)
        for name in data
        if name.startswith(numbers_in_texts.FIELD)
    )
    questions = (*decision, *adoption.reasons_asked(gaps), *numbers_kept)
    return replace(adoption.asked(Plan(id="")), questions=questions), gaps


def _page(plan: Plan, data: FormData, said: _Said = _Said(), digest: str | None = None) -> str:
    """Return the page; *digest*, if it is given, is that of the draft that the person has seen."""
    return _render(
        plan,
        adoption.asked(plan),
        adoption.gaps(plan),
        data,
        said,
        digest=shelves.digest(plan) if digest is None else digest,
        number=current.history(plan.id).next_number,
    )


def _render(  # noqa: PLR0913 -- a page's states, each named where it is called
    plan: Plan,
    section: Section,
    gaps: tuple[Gap, ...],
    data: FormData,
    said: _Said,
    *,
    digest: str,
    number: int,
) -> str:
    ring, now = current.keys(), current.now()
    loose = numbers_in_texts.loose(plan)
    reasons = {gap.field for gap in gaps} | {mention.field for mention in loose}
    return render_template(
        "adopt.html",
        plan=plan,
        section=section,
        decision=[q for q in section.questions if q.key not in reasons],
        form=forms.form_for(section, data, current.csrf()),
        parts=list(_by_section(gaps)),
        loose=loose,
        limit=adoption.REASON_LIMIT,
        blocking=adoption.blocking(plan) if number else (),
        said=said,
        messages={problem.anchor: problem.message for problem in said.problems},
        digest=digest,
        number=number,
        due=current.due_in_words(plan),
        warning=ring.warning(now),
        can_renew=ring.is_own,
        asks_passphrase=ring.asks_passphrase,
        **(twins.at_adoption(plan) if number else {"taken": None}),
        unsaved=page_drafts.everywhere(plan) if number else (),
        focus="",
    )


def _by_section(gaps: Iterable[Gap]) -> Iterator[tuple[Section, list[Gap]]]:
    """Yield the gaps part by part."""
    for _key, group in groupby(gaps, key=lambda gap: gap.section.key):
        found = list(group)
        yield found[0].section, found
