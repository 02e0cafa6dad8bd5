"""The plan as a value and its yearly life: what it lacks, adoption, confirmation, change, renewal.

Rule: everything here is immutable and knows neither form, paper nor database.
"""

from samverkan_docs.plan.missing import Missing, brackets
from samverkan_docs.plan.place import Place
from samverkan_docs.plan.rows import (
    ROW_TYPES,
    Agreement,
    Answers,
    Contact,
    HelpLine,
    Meeting,
    Partner,
    Row,
    Signatory,
    Value,
    is_given,
    is_id,
    new_id,
    proposed,
    rows_in,
)
from samverkan_docs.plan.school_year import SchoolYear
from samverkan_docs.plan.value import SCHOOL, Plan, Status

__all__ = [
    "ROW_TYPES",
    "SCHOOL",
    "Agreement",
    "Answers",
    "Contact",
    "HelpLine",
    "Meeting",
    "Missing",
    "Partner",
    "Place",
    "Plan",
    "Row",
    "SchoolYear",
    "Signatory",
    "Status",
    "Value",
    "brackets",
    "is_given",
    "is_id",
    "new_id",
    "proposed",
    "rows_in",
]
