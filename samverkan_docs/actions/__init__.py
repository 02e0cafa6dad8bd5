"""What a person can do with plans, whether on a page or at a terminal.

Rule: composes forms, papers, store and seal; knows neither HTTP nor terminal.
"""

from samverkan_docs.actions.editing import Conflict, begin, opened, save_section, wall_is_ready
from samverkan_docs.actions.reading_in import read, read_in
from samverkan_docs.forms import Rejected

__all__ = [
    "Conflict",
    "Rejected",
    "begin",
    "opened",
    "read",
    "read_in",
    "save_section",
    "wall_is_ready",
]
