"""What is asked and said: every section, question and Swedish text of the plan.

Rule: plain values that know nothing of the rest; everything else is derived from them. Read
`sections` first: it reads like the paper form.
"""

from samverkan_docs.catalogue.entries import ANNAT, AVSTAMT
from samverkan_docs.catalogue.questions import (
    INTERNAL,
    LINE_LIMIT,
    Kind,
    Need,
    Option,
    Paper,
    Question,
    Section,
)
from samverkan_docs.catalogue.sections import (
    AKUT,
    BY_KEY,
    JOURER,
    OVRIGA,
    POLIS,
    RESURSPERSONER,
    SECTIONS,
    SKOLAN,
    SOCIALTJANST,
    STODLINJER,
    UNDERSKRIFTER,
    UNGDOMSMOTTAGNING,
    UPPFOLJNING,
    section,
)

__all__ = [
    "AKUT",
    "ANNAT",
    "AVSTAMT",
    "BY_KEY",
    "INTERNAL",
    "JOURER",
    "LINE_LIMIT",
    "OVRIGA",
    "POLIS",
    "RESURSPERSONER",
    "SECTIONS",
    "SKOLAN",
    "SOCIALTJANST",
    "STODLINJER",
    "UNDERSKRIFTER",
    "UNGDOMSMOTTAGNING",
    "UPPFOLJNING",
    "Kind",
    "Need",
    "Option",
    "Paper",
    "Question",
    "Section",
    "section",
]
