"""Every error as a page: a Swedish sentence and a way on.

Rule: one table; an error page shows nothing that a person typed and nothing of the inside. The
page of a locked program carries what was posted along, so that it is not lost.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, flash, redirect, render_template, request, session
from flask import url_for as url
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError
from werkzeug.wrappers import Response

from samverkan_docs import store
from samverkan_docs.web import current, drawing


class _Page(NamedTuple):
    title: str
    text: str


_PAGES = {
    400: _Page(
        "Sidan går inte att visa",
        (
            "Adressen är fel, eller så går det inte att läsa det du skrev. Gå till startsidan och "
            "försök igen därifrån."
        ),
    ),
    403: _Page(
        "Programmet är låst",
        "Bara den som har startat programmet kommer in. Starta det med ./samverkan serve och "
        "öppna adressen som visas där. Den fungerar en gång, inom en timme.",
    ),
    404: _Page(
        "Sidan finns inte",
        "Adressen är fel, eller så har planen tagits bort. På startsidan finns alla planer.",
    ),
    405: _Page("Sidan går inte att öppna så", "Gå till startsidan och försök igen därifrån."),
    413: _Page(
        "Det du skrev är för långt",
        "Inget har sparats. Gå tillbaka i webbläsaren: där finns det du skrev. Korta texten "
        "eller ta bort rader.",
    ),
    500: _Page(
        "Något gick fel i programmet",
        "Det som redan var sparat finns kvar. Gå tillbaka och försök igen. Blir det fel en gång "
        "till: starta om programmet.",
    ),
}


_NEVER_SHOWN = "losenfras"  # the field of the key's passphrase
OLD_PAGE = "Sidan hade legat öppen för länge, så inget är ändrat. Tryck på knappen en gång till."


def register(app: Flask) -> None:
    """Answer every error with its page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(store.NoSuchPlan, _no_such_plan)
    app.register_error_handler(store.NoSuchVersion, _no_such_version)
    app.register_error_handler(current.Withdrawn, _withdrawn)
    app.register_error_handler(current.OldPage, _old_page)
    app.register_error_handler(store.Fault, _fault)
    app.register_error_handler(drawing.Busy, _busy)


def _http(error: HTTPException) -> tuple[str, int]:
    code = error.code or InternalServerError.code
    if code == Forbidden.code and not session.get("inne"):
        return _locked()
    page = _PAGES.get(code) or _PAGES[InternalServerError.code if code > 499 else 400]  # noqa: PLR2004
    return _page(page.title, page.text, code)


def _locked() -> tuple[str, int]:
    """Return the page of a locked program; what was typed goes with it, and comes back unlocked."""
    page = _PAGES[Forbidden.code]
    typed = request.mimetype == "application/x-www-form-urlencoded"
    fields = request.form.items(multi=True) if typed else []
    carried = [(name, text) for name, text in fields if name != _NEVER_SHOWN]
    shown = render_template(
        "message.html", title=page.title, text=page.text, carried=carried, again=request.path
    )
    return shown, Forbidden.code


def _no_such_plan(error: store.NoSuchPlan) -> Response | tuple[str, int]:
    """Redirect from the draft of a plan that has been adopted to the version that holds."""
    latest = current.history(str(error.args[0])).latest
    if latest is not None:
        return redirect(url("issued.version", plan_id=latest.plan.id, number=latest.number), 303)
    return _page("Planen finns inte", "Den har tagits bort, eller så är adressen fel.", 404)


def _no_such_version(_error: store.NoSuchVersion) -> tuple[str, int]:
    text = (
        "Adressen är fel, eller så har versionen aldrig funnits. På startsidan finns alla planer."
    )
    return _page("Versionen finns inte", text, 404)


def _withdrawn(error: current.Withdrawn) -> tuple[str, int]:
    title = f"Version {error.version.number} är tillbakadragen"
    text = "Versionens filer och uppgifter är borta. Använd inte papper som finns kvar."
    return render_template("message.html", title=title, text=text, version=error.version), 404


def _old_page(error: current.OldPage) -> Response:
    flash(OLD_PAGE, "warning")
    return redirect(error.back, 303)


def _fault(error: store.Fault) -> tuple[str, int]:
    return _page("Planerna går inte att läsa just nu", str(error), 503)


def _busy(_error: drawing.Busy) -> tuple[str, int, dict[str, str]]:
    text = (
        f"Sidan försöker igen av sig själv om {drawing.AGAIN_IN} sekunder. Det som är sparat finns "
        "kvar, och formuläret går att fylla i under tiden."
    )
    again = str(drawing.AGAIN_IN)
    headers = {"Retry-After": again, "Refresh": again}
    return *_page("Programmet skriver redan många papper", text, 503), headers


def _page(title: str, text: str, code: int) -> tuple[str, int]:
    return render_template("message.html", title=title, text=text), code
