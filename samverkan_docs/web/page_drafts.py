"""What is typed on a section's page, kept before anybody saves it.

Rule: a script may post here what stands on the page; who opens the section again is offered the
text and need not take it.
"""

from __future__ import annotations

from flask import Blueprint, Flask, redirect, request
from flask import url_for as url
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from samverkan_docs.actions import page_drafts
from samverkan_docs.actions.page_drafts import OpenedPage
from samverkan_docs.catalogue import SECTIONS, Section
from samverkan_docs.plan import Plan, is_id, new_id
from samverkan_docs.store import PageDraft
from samverkan_docs.web import current

pages = Blueprint("page_drafts", __name__)


def register(app: Flask) -> None:
    """Add these pages to *app*."""
    app.register_blueprint(pages)


@pages.post("/plan/<plan_id>/del/<key>/utkast")
def keep(plan_id: str, key: str) -> tuple[str, int]:
    """Keep what stands on the page now; whoever has no page of this session keeps nothing."""
    page = opened(plan_id, current.section(key))
    if not current.is_of_this_session(current.data()):
        raise Forbidden
    if not page_drafts.keep(current.store(), page, current.data()):
        raise NotFound
    return "", 204


@pages.post("/plan/<plan_id>/del/<key>/utkast/ta-bort")
def drop(plan_id: str, key: str) -> Response:
    """Delete what was typed on a page and not saved."""
    back = url("fill_in.section", plan_id=plan_id, key=current.section(key).key)
    current.demand_token(back=back)
    current.store().pages.drop(plan_id, request.form.get("utkast", ""))
    return redirect(back, 303)


def opened(plan_id: str, section: Section) -> OpenedPage:
    """Return the opened page that the request comes from, or is about to open."""
    page_id, shows = request.form.get("sida", ""), request.form.get("visat", "")
    return OpenedPage(
        id=page_id if is_id(page_id) else new_id(),
        plan_id=plan_id,
        section=section,
        seen=request.form.get("digest", ""),
        shows=shows if page_drafts.is_name(shows) else "",
    )


def offered(plan: Plan, section: Section) -> list[PageDraft]:
    """Return what was typed on pages of *section* and is not saved."""
    return page_drafts.unsaved(current.store(), plan).get(section.key, [])


def everywhere(plan: Plan) -> list[tuple[Section, PageDraft]]:
    """Return what was typed on the pages of *plan* and is not saved, in the plan's order."""
    found = page_drafts.unsaved(current.store(), plan)
    return [(section, kept) for section in SECTIONS for kept in found.get(section.key, ())]
