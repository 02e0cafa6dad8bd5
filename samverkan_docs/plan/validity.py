"""Whether a plan holds on a day, by its own first and last day.

Rule: asked here and nowhere else. A plan past its last day is never called void: its numbers may
still be right, and a pupil may need them.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import Enum

from samverkan_docs.plan.value import Plan


class Validity(Enum):
    """How a day lies to the days that a plan says it holds."""

    NOT_YET = "Gäller inte än"
    NOW = "Gäller"
    PAST = "Bör ses över"


def on(plan: Plan, day: date) -> Validity:
    """Return whether *plan* holds on *day*."""
    if plan.first_day and day < plan.first_day:
        return Validity.NOT_YET
    return Validity.PAST if plan.last_day and plan.last_day < day else Validity.NOW


def day_before(plan: Plan) -> date | None:
    """Return the last day on which *plan* does not hold yet, None if it names no first day."""
    return plan.first_day - timedelta(days=1) if plan.first_day else None
