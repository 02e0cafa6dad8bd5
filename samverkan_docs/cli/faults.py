"""What ends a command, in Swedish: a sentence and an exit code for each exception."""

from __future__ import annotations

from samverkan_docs import forms, store
from samverkan_docs.actions import issuing
from samverkan_docs.data_folder import Unusable
from samverkan_docs.papers import printing
from samverkan_docs.plan import plan_file
from samverkan_docs.seal import keys, sealing
from samverkan_docs.words import prose_date, reason

_OVERTAKEN = (
    "Planen ligger redan som utkast i programmet, eller fastställdes nyss av någon annan, så inget "
    "är fastställt. Fastställ utkastet i formuläret, eller ta bort det och försök igen."
)

_TAKEN = (
    "Det finns redan en plan för skolan och läsåret: {plan}. Bara en kan gälla, så inget är "
    "fastställt. Läs in filen med ./samverkan import, så kan du i formuläret göra den till nästa "
    "version av den planen. Eller dra tillbaka den planen först."
)

WRONG = (
    plan_file.Unreadable,
    sealing.Unreadable,
    store.NotADatabase,
    forms.Rejected,
    issuing.Blocked,
)

HINDERED = (
    keys.NoKey,
    issuing.ClockIsBack,
    printing.TooLong,
    store.Fault,
    store.Overtaken,
    store.YearTaken,
    Unusable,
    OSError,
)

PART = ".ofullstandig"
"""The ending of a file that is not yet whole."""


class Stop(Exception):
    """Ends a command with a Swedish sentence and an exit *code*."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


def named(version: store.Version) -> str:
    """Return which plan a version is of, which number it has and when it was adopted."""
    day = version.plan.decided_on
    adopted = f", fastställd den {prose_date(day)}" if day else ""
    return f"{version.plan.school_name} {version.year}, version {version.number}{adopted}"


def sentence(error: Exception) -> str:
    """Return what is wrong, or what hinders."""
    if isinstance(error, forms.Rejected):
        return "\n".join(f"{found.place}: {found.message}" for found in error.problems)
    if isinstance(error, issuing.Blocked):
        lacks = "\n".join(f"  {lack.section.title}: {lack.text}" for lack in error.missing)
        return f"Rätta det här innan planen fastställs:\n{lacks}"
    if isinstance(error, printing.TooLong):
        return _too_long(error)
    if isinstance(error, store.Overtaken):
        return _OVERTAKEN
    if isinstance(error, store.YearTaken):
        return _TAKEN.format(plan=named(error.version))
    return _of_file(error) if isinstance(error, OSError) else str(error)


def _too_long(error: printing.TooLong) -> str:
    long, rows = (
        "\n".join(f"  {row.label}" for row in found) for found in (error.long, error.rows)
    )
    told = "Anslaget får inte plats på en sida."
    if not long:
        return f"{told} Ta bort de här raderna:\n{rows}"
    shorten = f"Skriv först de här raderna kortare:\n{long}"
    return f"{told} {shorten}\nRäcker det inte, ta bort de här raderna:\n{rows}"


def _of_file(error: OSError) -> str:
    if error.filename is None:  # of a file that is open, the system does not tell the name
        return f"Det gick inte att läsa eller skriva en fil: {reason(error)}."
    name = str(error.filename).removesuffix(PART)
    return f"Filen {name} går inte att använda: {reason(error)}."
