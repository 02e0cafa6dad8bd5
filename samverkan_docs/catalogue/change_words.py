"""How a change in a field of a row is told: nouns for what changed, phrases for what was ticked.

Rule: labels head columns, and a sentence needs nouns; a field that is not here goes by its label.
"""

from __future__ import annotations

from samverkan_docs.catalogue.questions import Question
from samverkan_docs.words import small

_TICKED = {
    "nas_via_112": ("nås via 112", "nås inte längre via 112"),
    "i_planen": ("visas i planen", "visas inte längre i planen"),
    "pa_anslaget": ("visas på anslaget", "visas inte längre på anslaget"),
}

_NOUNS = {
    "funktion": "funktionen",
    "telefon": "numret",
    "telefontid": "telefontiden",
    "namn": "namnet",
    "organisation": "organisationen",
    "epost": "e-postadressen",
    "uppdrag": "uppdraget",
    "ersattare": "ersättaren",
    "ersattare_telefon": "ersättarens nummer",
    "tjanstenummer": "svaret om tjänstenummer",
    "visas": "valet av papper",
    "kontrollerad": "kontrolldagen",
    "anteckning": "anteckningen",
    "beskrivning": "beskrivningen",
    "webb": "webbadressen",
    "befattning": "befattningen",
    "datum": "dagen",
    "vad": "innehållet",
}


def noun(question: Question) -> str:
    """Return the noun for what the field holds: numret."""
    return _NOUNS.get(question.key, small(question.label))


def turned(question: Question) -> tuple[str, str]:
    """Return the phrases for a tick that was put there, and for one that was taken away."""
    label = small(question.label)
    return _TICKED.get(question.key, (label, f"inte längre {label}"))
