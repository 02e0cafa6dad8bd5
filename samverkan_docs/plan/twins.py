"""Which plans are for the same school and läsår: of those, one alone may hold.

Rule: a school is known by its name, in any letter case and spacing, within one school's store.
"""

from __future__ import annotations

from samverkan_docs.plan.value import Plan


def is_twin(one: Plan, other: Plan) -> bool:
    """Return whether two plans, not one and the same, are for the same school and läsår."""
    same_year = bool(one.year) and one.year == other.year
    return one.id != other.id and same_year and is_of_same_school(one, other)


def is_of_same_school(one: Plan, other: Plan) -> bool:
    """Return whether both plans say whose they are, and it is the same school."""
    return bool(_name(one)) and (one.school, _name(one)) == (other.school, _name(other))


def _name(plan: Plan) -> str:
    return " ".join(plan.school_name.split()).casefold()
