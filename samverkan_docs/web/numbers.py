"""Numbers that stand in free texts: what a page says of them, and its button that replaces one."""

from __future__ import annotations

from flask import request

from samverkan_docs.actions import numbers
from samverkan_docs.web import current

PUT = "byt:"
"""How the action of the button begins; the number's field and the function follow."""
CHOSEN = "valj:"
"""The same, where the function is chosen in the field of that name."""
GONE = "Numret står inte kvar så som det gjorde när sidan öppnades. Titta på texten igen."
NONE_CHOSEN = "Välj först vilken funktion som ska stå i stället för numret."


def is_press(action: str) -> bool:
    """Return whether *action* puts a function in a number's place."""
    return action.startswith((PUT, CHOSEN))


def put(plan_id: str, action: str) -> tuple[str, bool]:
    """Do what the button says; return what was done or why not, and whether it was."""
    verb, _, target = action.partition(":")
    field, _, function = target.partition(":")
    if f"{verb}:" == CHOSEN:
        function = request.form.get(f"val-{field}", "")
        if not function:
            return NONE_CHOSEN, False
    try:
        mention = numbers.put_function(current.store(), plan_id, field, function)
    except numbers.Changed:
        return GONE, False
    where = f"{mention.where.section.title}, {mention.where.title}"
    return f"{where}: {mention.written} är utbytt mot {function}. Läs meningen en gång till.", True
