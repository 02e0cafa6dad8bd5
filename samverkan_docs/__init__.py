"""Samverkan Docs: a school's yearly contact plan against honour-related violence.

Rule: `create_app` wires the parts; Flask is loaded by it alone, never by the core.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

__version__ = "0.1.0"


def create_app(**config: Any) -> Flask:  # noqa: ANN401 -- Flask's own settings are of any type
    """Make the web application.

    Settings: DATA_FOLDER (a DataFolder; the chosen one if missing), KEYS (a KeyRing; that of the
    folder if missing) and NOW (a function that gives the time, with its zone), beside Flask's own.
    """
    from samverkan_docs.web import make

    return make(config)
