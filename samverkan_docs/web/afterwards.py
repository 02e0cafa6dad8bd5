"""Afterwards: what people do to an issued version. They sign it with a pen, or withdraw it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flask import Blueprint, Flask, flash, make_response, redirect, render_template, request
from flask import url_for as url
from werkzeug.wrappers import Response

from samverkan_docs import catalogue, forms, store
from samverkan_docs.actions import Rejected, checking, versions
from samverkan_docs.catalogue import Section
from samverkan_docs.forms import FormData, form_data
from samverkan_docs.plan import Plan, Signatory
from samverkan_docs.seal import scans
from samverkan_docs.seal.page_differences import Differences
from samverkan_docs.store import Version
from samverkan_docs.web import check, current, gate

pages = Blueprint("afterwards", __name__)

UNPROCESSABLE = 422
DIFFERENT = (
    "Filen ser inte ut som planen som skolan fastställde. Se efter vad som skiljer. Vill du ändå "
    "spara den: kryssa i att du har sett skillnaderna och välj filen en gång till."
)
OVERTAKEN = (
    "Någon annan har fastställt eller dragit tillbaka en version sedan sidan öppnades. Se efter "
    "vad som gäller nu och svara igen."
)
OLD_PAGE = (
    "Sidan hade legat öppen för länge. Det du skrev finns kvar här. Tryck på knappen en gång till."
)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """One of the two pages: its template, the version, and what it asks of a person."""

    template: str
    version: Version
    section: Section
    before: Version | None = None  # the one that can hold again

    def shown(
        self,
        data: FormData,
        *,
        problems: tuple[forms.Problem, ...] = (),
        fault: str = "",
        differences: Differences | None = None,
    ) -> str:
        """Return the page with *data* in its fields, and what hindered."""
        return render_template(
            self.template,
            plan=self.version.plan,
            version=self.version,
            section=self.section,
            form=forms.form_for(self.section, data, current.csrf()),
            problems=problems,
            messages={problem.anchor: problem.message for problem in problems},
            fault=fault,
            before=self.before,
            numbers=versions.replaced_numbers(self.before, self.version),
            file_is_lost=current.has_file(),
            appearance=checking.appearance(differences) if differences else "",
            pictures=check.pictures_of(differences),
            focus="",
        )

    def answered(self, data: FormData) -> str | tuple[str, int] | None:
        """Return the page again if it is too old, or if only a small button was pressed."""
        action = request.form.get("gor", "")
        if action.startswith(("telefon:", "rensa:")):
            return self.shown(form_data.after(self.section, data, action))
        if not current.is_of_this_session(data):
            return self.shown(data, fault=OLD_PAGE), 422
        return None


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


def _to_version(plan_id: str, number: int) -> Response:
    return redirect(url("issued.version", plan_id=plan_id, number=number), 303)


# --- Signatures ---------------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/version/<int:number>/underskrifter")
def signatures(plan_id: str, number: int) -> str:
    """Ask who has signed and when, and for a scan."""
    shown = current.standing(plan_id, number)
    return _signatures(shown).shown(versions.signatures_opened(shown))


@pages.post("/plan/<plan_id>/version/<int:number>/underskrifter")
def sign(plan_id: str, number: int) -> Response | str | tuple[str, int]:
    """Record who has signed, and keep the scan if there is one."""
    too_large = current.file_is_too_large()
    data = current.data_before_file() if too_large else current.data()
    try:
        page = _signatures(current.standing(plan_id, number))
        if too_large:
            return page.shown(data, problems=(_of_file(scans.TOO_LARGE),)), 413
        return page.answered(data) or _signed(page, data)
    except store.Fault as error:
        page = _signatures(_unread(plan_id, number, data))
        return page.shown(data, fault=str(error)), 503


def _signed(page: _Page, data: FormData) -> Response | tuple[str, int]:
    try:
        versions.sign(current.store(), page.version, data, current.file(), current.today())
    except versions.LooksDifferent as error:
        return _to_be_seen(page, data, error.differences)
    except Rejected as error:
        return page.shown(data, problems=tuple(error.problems)), 422
    except scans.NotAScan as error:
        return page.shown(data, problems=(_of_file(str(error)),)), 422
    flash("Underskrifterna är registrerade.")
    return _to_version(page.version.plan.id, page.version.number)


def _to_be_seen(page: _Page, data: FormData, differences: Differences) -> Response:
    """Return the page with what looks different, and a box to tick once it has been seen."""
    problem = _of_file(DIFFERENT)
    answer = make_response(
        page.shown(data, problems=(problem,), differences=differences), UNPROCESSABLE
    )
    answer.headers["Content-Security-Policy"] = gate.with_own_pictures()
    return answer


def _signatures(version: Version) -> _Page:
    section = versions.signatures_asked(version)
    return _Page(template="signatures.html", version=version, section=section)


def _of_file(message: str) -> forms.Problem:
    return forms.Problem(anchor="fil", place="Skannat papper", message=message)


def _unread(plan_id: str, number: int, data: FormData) -> Version:
    """Return what the page needs of a version that cannot be read: the days asked for."""
    numbers = range(1, versions.days_asked(data) + 1)
    pens = tuple(Signatory(id=f"u{n}", befattning=f"Underskrift {n}") for n in numbers)
    plan = Plan(id=plan_id).answered(catalogue.UNDERSKRIFTER.key, {catalogue.SIGNATORIES.key: pens})
    return Version(plan=plan, number=number, year="", issued=current.now(), fingerprint="")


# --- Withdrawing --------------------------------------------------------------------------------


@pages.get("/plan/<plan_id>/version/<int:number>/dra-tillbaka")
def ask_to_withdraw(plan_id: str, number: int) -> str:
    """Return what withdrawing means, and ask why."""
    return _withdrawal(current.standing(plan_id, number)).shown(FormData())


@pages.post("/plan/<plan_id>/version/<int:number>/dra-tillbaka")
def withdraw(plan_id: str, number: int) -> Response | str | tuple[str, int]:
    """Delete the version's files and data for good."""
    data = current.data()
    try:
        page = _withdrawal(current.standing(plan_id, number))
        return page.answered(data) or _withdrawn(page, data)
    except current.Withdrawn:  # by a second press of the button
        return _to_version(plan_id, number)
    except store.Fault as error:
        return _unread_withdrawal(plan_id, number, data).shown(data, fault=str(error)), 503


def _withdrawn(page: _Page, data: FormData) -> Response | tuple[str, int]:
    try:
        versions.withdraw(current.store(), page.version, data)
    except Rejected as error:
        return page.shown(data, problems=tuple(error.problems)), 422
    except store.Overtaken:
        return _withdrawal(page.version).shown(data, fault=OVERTAKEN), 422
    except store.YearTaken as error:
        return page.shown(data, fault=_taken(error.version)), 422
    number = page.version.number
    flash(f"Version {number} är tillbakadragen, och dess filer och uppgifter är borta.")
    return _to_version(page.version.plan.id, number)


def _taken(version: Version) -> str:
    return (
        f"Skolan har en annan plan för läsåret {version.year}, version {version.number}. Bara en "
        "kan gälla. Svara att ingen version gäller, eller dra tillbaka den andra planen först."
    )


def _withdrawal(version: Version) -> _Page:
    return _to_withdraw(version, versions.former(current.store(), version))


def _unread_withdrawal(plan_id: str, number: int, data: FormData) -> _Page:
    """Return the page of a version that cannot be read, with the question that it asked."""
    shown, told = _unread(plan_id, number, data), data.get(versions.SEEN_BEFORE, [""])[0]
    before = replace(shown, number=int(told)) if re.fullmatch("[1-9][0-9]{0,3}", told) else None
    return _to_withdraw(shown, before)


def _to_withdraw(version: Version, before: Version | None) -> _Page:
    section = versions.withdrawal_asked(version, before)
    return _Page(template="withdraw.html", version=version, section=section, before=before)
