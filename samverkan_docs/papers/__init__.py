"""What stands on which paper, and the papers as HTML and as files to print.

Rule: a paper holds what its readers may see, selected in `selection` and nowhere else. Jinja and
icalendar are known here alone.
"""

from samverkan_docs.papers.markup import (
    Card,
    blank_html,
    card_html,
    internal_html,
    plan_html,
    wall_html,
)

__all__ = [
    "Card",
    "blank_html",
    "card_html",
    "internal_html",
    "plan_html",
    "wall_html",
]
