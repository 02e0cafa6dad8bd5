"""The wall sheet as it is read: groups of numbers that the steps point at, and small print below.

Rule: what is printed is what the rows hold. No step points at a group that is not there, and
"Ingen svarar?" names functions alone: their numbers stand in the groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from samverkan_docs import catalogue
from samverkan_docs.catalogue import guidance
from samverkan_docs.catalogue.guidance import Group, Steps
from samverkan_docs.papers.whom_to_call import CallRow
from samverkan_docs.plan import Plan, phones
from samverkan_docs.words import capital, listed, small

_GROUPS = {
    catalogue.RESURSPERSONER.key: guidance.RESOURCE_PERSONS,
    catalogue.SOCIALTJANST.key: guidance.SOCIAL_SERVICES,
    catalogue.POLIS.key: guidance.POLICE,
}
_SMALL_LINE = 34  # characters on a line of the small print, about
_MOST_NAMED = 4  # resource persons


@dataclass(frozen=True, kw_only=True)
class Block:
    """A group of numbers, and its rows in the order in which they are read."""

    group: Group
    rows: tuple[CallRow, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a wall sheet says of whom to call; *support* stands in columns.

    Its foot says where to find the sources of help lines that nobody at the school has checked.
    """

    blocks: tuple[Block, ...]
    support: tuple[tuple[CallRow, ...], ...]
    steps: Steps
    nobody_answers: str
    has_unchecked_lines: bool


def sheet(plan: Plan, rows: Sequence[CallRow]) -> Sheet:
    """Return what the wall sheet of *plan* says with *rows*."""
    blocks = {group: _of(group, rows) for group in _GROUPS.values()}
    return Sheet(
        blocks=tuple(Block(group=group, rows=found) for group, found in blocks.items() if found),
        support=_columns([row for row in rows if is_support(row)]),
        steps=guidance.steps("".join(group.letter for group, found in blocks.items() if found)),
        nobody_answers=_nobody_answers(plan, blocks),
        has_unchecked_lines=any(row.source for row in rows),
    )


def group_of(row: CallRow) -> Group:
    """Return the group that *row* stands in."""
    return guidance.POLICE if row.is_police_line else _GROUPS.get(row.section, guidance.SUPPORT)


def is_support(row: CallRow) -> bool:
    """Return whether *row* stands in the small print."""
    return group_of(row) is guidance.SUPPORT


def _of(group: Group, rows: Sequence[CallRow]) -> tuple[CallRow, ...]:
    return tuple(_under(group, row) for row in rows if group_of(row) is group)


def _under(group: Group, row: CallRow) -> CallRow:
    """Return *row* without what the heading of its *group* says already."""
    if row.is_police_line:
        about, _, hours = row.hours.partition(", ")
        return replace(row, label=about, hours=hours) if hours else row
    owner = f"{small(group.title)}s "  # socialtjänstens mottagning
    rest = small(row.label).removeprefix(owner)
    return row if rest == small(row.label) else replace(row, label=capital(rest))


def _columns(rows: Sequence[CallRow]) -> tuple[tuple[CallRow, ...], ...]:
    """Return *rows* in two columns of about the same height, read one after the other."""
    heights = [ceil(len(f"{row.label}, {row.hours}") / _SMALL_LINE) + 0.4 for row in rows]
    cuts = range(len(rows) + 1)
    cut = min(cuts, key=lambda n: (max(sum(heights[:n]), sum(heights[n:])), -n), default=0)
    return tuple(tuple(column) for column in (rows[:cut], rows[cut:]) if column)


# --- Nobody answers -----------------------------------------------------------------------------

_CONSTANT = {"112", "11414"}  # numbers that do not change


def holds_a_number(text: str) -> bool:
    """Return whether *text* holds a phone number that can change, unlike 112 and 114 14."""
    return any(number.stored not in _CONSTANT for number in phones.found(text))


def _nobody_answers(plan: Plan, blocks: dict[Group, tuple[CallRow, ...]]) -> str:
    """Return the school's own answer, or one of functions if it has none or holds a number."""
    answer = " ".join(plan.nobody_answers.split())
    if answer and not holds_a_number(answer):
        return answer
    return " ".join(_composed(blocks))


def _composed(blocks: dict[Group, tuple[CallRow, ...]]) -> Iterator[str]:
    """Yield whom to call one after the other, of those who have a number on the sheet."""
    staff, social, _police = ([r for r in found if r.phone] for found in blocks.values())
    duty = [row for row in social if _is_duty(row)]
    intake = [row for row in social if not _is_duty(row)]
    in_turn = [small(row.label) for row in (*staff[:_MOST_NAMED], *intake[:1])]
    if in_turn:
        yield f"Ring i tur och ordning {listed(in_turn)}." if in_turn[1:] else f"Ring {in_turn[0]}."
    if social or staff:
        called = small(duty[0].label) if duty else "ring 112 och be om socialjouren"
        yield f"När socialtjänsten har stängt: {called}."
        last = "ring 114 14, och 112 vid akut fara" if social and staff else "ring 112"
        yield f"Svarar ingen: {last}."


def _is_duty(row: CallRow) -> bool:
    return any(need.stem in row.label.casefold() for need in _DUTY)


_DUTY = catalogue.SOCIALTJANST.contacts.needs[1:]  # the second need: who answers out of hours
