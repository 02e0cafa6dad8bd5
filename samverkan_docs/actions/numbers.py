"""Put a contact's function where its number was typed into a text."""

from __future__ import annotations

from samverkan_docs.plan import Plan, numbers_in_texts
from samverkan_docs.plan.numbers_in_texts import Mention
from samverkan_docs.store import Store


class Changed(RuntimeError):
    """The number is no longer there, or can no longer be replaced by that function."""


def put_function(store: Store, plan_id: str, field: str, function: str) -> Mention:
    """Replace the number that a page calls *field* by *function*, and return what was replaced.

    Raises Changed, store.NoSuchPlan, store.Fault.
    """
    put: list[Mention] = []

    def change(plan: Plan) -> Plan:
        found = {mention.field: mention for mention in numbers_in_texts.mentions(plan)}
        if field not in found or function not in found[field].choices:
            raise Changed
        put.append(found[field])
        return numbers_in_texts.replaced(plan, found[field], function)

    store.update(plan_id, change)
    return put[0]
