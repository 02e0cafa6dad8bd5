"""What an adopted paper does with what nobody has filled in: it leaves it out, and says why once.

Rule: a draft keeps a place for every answer, to write in; an adopted paper has none, and the
reasons for what is missing stand together in one chapter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from samverkan_docs.papers.selection import Answer, Directory, Part
from samverkan_docs.plan import Agreement, HelpLine


@dataclass(frozen=True, kw_only=True)
class Lack:
    """What a section lacks, by the words for it; without *labels* the whole section."""

    title: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Excuse:
    """A reason, and all that is missing for it."""

    reason: str
    lacks: tuple[Lack, ...]


def excuses(parts: Iterable[Part]) -> tuple[Excuse, ...]:
    """Return each reason of *parts* once, with what it stands for."""
    found: dict[str, list[Lack]] = {}
    for part in parts:
        for reason in dict.fromkeys(gap.reason for gap in part.gaps):
            found.setdefault(reason, []).append(_lack(part, reason))
    return tuple(Excuse(reason=reason, lacks=tuple(lacks)) for reason, lacks in found.items())


def _lack(part: Part, reason: str) -> Lack:
    labels = tuple(gap.label for gap in part.gaps if gap.reason == reason)
    is_whole = len(labels) == len(part.gaps) and not has_something(without_blanks(part))
    return Lack(title=part.title, labels=() if is_whole else labels)


def has_something(part: Part) -> bool:
    """Return whether *part* holds anything to show."""
    shown = (part.facts, part.directory, part.answers, part.partners, part.help_lines)
    return any([*shown, part.agreement, part.meetings, part.signatories])


def without_blanks(part: Part) -> Part:
    """Return *part* without what nobody has filled in."""
    filled = replace(
        part,
        facts=_given(part.facts),
        directory=_listed(part.directory),
        answers=_given(part.answers),
        agreement=None,
        partners=tuple(map(without_blanks, part.partners or ())) or None,
        help_lines=_reachable(part.help_lines or ()) or None,
        meetings=part.meetings if part.meetings and part.meetings.rows else None,
    )
    is_told = part.agreement != Agreement() or has_something(filled)  # nobody agrees to nothing
    return replace(filled, agreement=part.agreement) if is_told else filled


def _given(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    return tuple(answer for answer in answers if answer.text)


def _listed(directory: Directory | None) -> Directory | None:
    if directory is None or not directory.contacts:
        return None
    return replace(directory, unfilled=())


def _reachable(lines: Iterable[HelpLine]) -> tuple[HelpLine, ...]:
    return tuple(line for line in lines if line.telefon or line.webb)
