"""What a row is called where two versions of its list are told apart.

Rule: a row goes by its function (or what stands for it), never by a person, number or address,
also where somebody has typed one as the function.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from samverkan_docs.plan.rows import Contact, HelpLine, Meeting, Row, Signatory

# Somebody's number or address may have been typed as a function; 112 and its like are nobody's.
_NUMBER_OR_ADDRESS = re.compile(r"@|[0-9](?:[^0-9@]{0,3}[0-9]){6}")
_DAY = re.compile(r"\b20[0-9]{2}-[0-9]{2}-[0-9]{2}\b")


def names(old: tuple[Row, ...], new: tuple[Row, ...]) -> Mapping[str, str]:
    """Return what each row of two versions of a list is called, by its id.

    A name that another row shares says which row it is; a row without a name is called by that.
    """
    gone = {row.id for row in old} - {row.id for row in new}
    places = {row.id: f"rad {place}" for place, row in enumerate(new, start=1)} | {
        row.id: f"tidigare rad {place}" for place, row in enumerate(old, start=1) if row.id in gone
    }
    persons = {_spaced(row.namn) for row in (*old, *new) if isinstance(row, Contact | Signatory)}
    own = {row.id: _own_name(row, persons - {""}) for row in (*old, *new)}
    shared = Counter(name.casefold() for name in own.values())
    return {
        key: _distinct(own[key], place, shared[own[key].casefold()])
        for key, place in places.items()
    }


def holds_number_or_address(text: str) -> bool:
    """Return whether somebody's number or address stands in *text*; a day is neither."""
    return _NUMBER_OR_ADDRESS.search(_DAY.sub("", text)) is not None


def _distinct(name: str, place: str, count: int) -> str:
    if not name:
        return place
    return f"{name} ({place})" if count > 1 else name


def _own_name(row: Row, persons: Iterable[str]) -> str:
    """Return what the row is called, empty if that holds something that is never repeated."""
    if isinstance(row, HelpLine):
        return row.name
    if isinstance(row, Meeting):
        return "möte"
    if isinstance(row, Contact):
        name = _spaced(row.funktion)
    else:
        name = _spaced(row.befattning if isinstance(row, Signatory) else row.namn)
    is_said = any(person.casefold() in name.casefold() for person in persons)
    return "" if is_said or holds_number_or_address(name) else name


def _spaced(text: str) -> str:
    return " ".join(text.split())
