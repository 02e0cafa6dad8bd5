"""Adopt: the decision, the reasons for what is missing, and then the stamped papers."""

from __future__ import annotations

from flask import Blueprint, Flask, flash, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import adoption, forms, issuing, keys, printing, store
from samverkan_docs.actions import Rejected
from samverkan_docs.form_data import FormData
from samverkan_docs.plan import Plan
from samverkan_docs.web import asked

pages = Blueprint("adopt", __name__)

OLD_PAGE = (
    "Sidan hade legat öppen för länge, så planen är inte fastställd. Allt du skrev finns kvar här. "
    "Tryck på knappen en gång till."
)
OVERTAKEN = (
    "Någon annan ändrade planen medan den fastställdes, så inget är fastställt. Granska planen "
    "igen och tryck sedan på knappen en gång till. Det du skrev finns kvar här."
)
LOST_TIME_STAMP = (
    "Tjänsten för tidsstämplar svarade inte. Filerna är stämplade ändå, men utan tidsstämpel."
)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.get("/plan/<plan_id>/faststall")
def ask(plan_id: str) -> str | Response:
    """Ask for the decision, and for a reason for each answer that is missing."""
    try:
        plan = asked.store().load(plan_id).plan
    except store.NoSuchPlan:
        return _already(plan_id)
    return _page(plan, issuing.opened(plan, asked.today()))


@pages.post("/plan/<plan_id>/faststall")
def adopt(plan_id: str) -> Response | tuple[str, int]:
    """Adopt the plan; whatever hinders it, what was typed is shown again."""
    data = asked.data()
    try:
        return _adopt(plan_id, data)
    except store.NoSuchPlan:
        return _already(plan_id)
    except printing.TooLong:
        return redirect(url("print_out.choose", plan_id=plan_id), 303)
    except store.Fault as error:
        fault = f"Planen är inte fastställd. {error}"
        return _page(Plan(id=plan_id), data, fault=fault), 503
    except _REFUSED as error:
        return _again(plan_id, data, problems=_problems(error), fault=_fault(error))


_REFUSED = (Rejected, issuing.Blocked, issuing.ClockIsBack, keys.NoKey, store.Overtaken)


def _problems(error: Exception) -> list[forms.Problem]:
    """Give what is to be mended at a field of the page."""
    if isinstance(error, Rejected):
        return error.problems
    if isinstance(error, keys.WrongPassphrase):
        return [forms.Problem(anchor="losenfras", place="Nyckelns lösenfras", message=str(error))]
    return []


def _fault(error: Exception) -> str:
    """Give what hinders and has no field."""
    if isinstance(error, store.Overtaken):
        return OVERTAKEN
    return str(error) if isinstance(error, keys.NoKey | issuing.ClockIsBack) else ""


def _adopt(plan_id: str, data: FormData) -> Response | tuple[str, int]:
    if not forms.token_is_good(asked.csrf(), data):
        return _again(plan_id, data, fault=OLD_PAGE)
    adopted = issuing.issue_draft(
        asked.store(),
        asked.keys(),
        plan_id,
        data,
        now=asked.now(),
        passphrase=request.form.get("losenfras", ""),
    )
    number = adopted.version.number
    flash(f"Planen är fastställd som version {number}. Skriv ut papperen och häng upp dem.")
    if adopted.lost_time_stamp:
        flash(LOST_TIME_STAMP)
    return redirect(url("issued.version", plan_id=plan_id, number=number), 303)


def _already(plan_id: str) -> Response:
    """Lead to the newest version, if the plan has been adopted already."""
    versions = asked.store().issued.of(plan_id)
    if not versions:
        raise store.NoSuchPlan(plan_id)
    return redirect(url("issued.version", plan_id=plan_id, number=versions[0].number), 303)


def _again(
    plan_id: str,
    data: FormData,
    *,
    problems: list[forms.Problem] | None = None,
    fault: str = "",
) -> tuple[str, int]:
    plan = asked.store().load(plan_id).plan
    return _page(plan, data, problems=problems, fault=fault), 422


def _page(
    plan: Plan, data: FormData, *, problems: list[forms.Problem] | None = None, fault: str = ""
) -> str:
    section = adoption.asked(plan)
    return render_template(
        "adopt.html",
        plan=plan,
        section=section,
        form=forms.form_for(section, data, asked.csrf()),
        gaps={gap.field: gap for gap in adoption.gaps(plan)},
        blocking=adoption.blocking(plan),
        number=len(asked.store().issued.of(plan.id)) + 1 if plan.answers else 1,
        warning=asked.keys().warning(asked.now()),
        asks_passphrase=asked.keys().asks_passphrase,
        problems=problems or [],
        messages={problem.anchor: problem.message for problem in problems or []},
        fault=fault,
    )
