"""What the database says by its code, in Swedish sentences that say what to do."""

from __future__ import annotations

import sqlite3


class Fault(RuntimeError):
    """The database cannot do it now; the text is a Swedish sentence that says what to do."""


FAULTS = {
    sqlite3.SQLITE_FULL: "Disken är full. Frigör plats på datorn och spara sedan igen.",
    sqlite3.SQLITE_READONLY: (
        "Programmet får inte skriva i sin databas. Be den som sköter datorn att göra filen "
        "skrivbar, och spara sedan igen."
    ),
    sqlite3.SQLITE_BUSY: (
        "Databasen är upptagen av ett annat program. Vänta en minut och spara sedan igen."
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "Databasen går inte att öppna. Se efter att disken är ansluten, starta om programmet och "
        "försök igen."
    ),
    sqlite3.SQLITE_NOTADB: (
        "Databasen är skadad. Stäng programmet och återställ den senaste säkerhetskopian."
    ),
}

FAULTS[sqlite3.SQLITE_LOCKED] = FAULTS[sqlite3.SQLITE_BUSY]
FAULTS[sqlite3.SQLITE_CORRUPT] = FAULTS[sqlite3.SQLITE_NOTADB]
_OTHER_FAULT = "Databasen svarar inte som den ska. Starta om programmet och försök igen."


def sentence(error: BaseException | None) -> str:
    """Return in Swedish what the database says by the code of *error*."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the high bits only refine it
    return FAULTS.get(code, _OTHER_FAULT)
