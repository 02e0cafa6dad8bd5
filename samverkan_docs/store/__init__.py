"""Plans in one SQLite database, through SQLAlchemy Core.

Rule: a save is one transaction and is on the disk when it is acknowledged; nothing is ever half
written. Answers are personal data and stand in no error text.
"""

from samverkan_docs.store.backups import backup, restore
from samverkan_docs.store.database import NotSupported
from samverkan_docs.store.drafts import HasDraft, NoSuchPlan, Store
from samverkan_docs.store.faults import Fault
from samverkan_docs.store.issued import Issued
from samverkan_docs.store.page_drafts import PageDraft
from samverkan_docs.store.soundness import NotADatabase
from samverkan_docs.store.values import (
    NONE,
    Entry,
    Event,
    History,
    NewScan,
    Scan,
    Stored,
    Version,
)
from samverkan_docs.store.version_rows import NoSuchVersion, Overtaken, YearTaken

__all__ = [
    "NONE",
    "Entry",
    "Event",
    "Fault",
    "HasDraft",
    "History",
    "Issued",
    "NewScan",
    "NoSuchPlan",
    "NoSuchVersion",
    "NotADatabase",
    "NotSupported",
    "Overtaken",
    "PageDraft",
    "Scan",
    "Store",
    "Stored",
    "Version",
    "YearTaken",
    "backup",
    "restore",
]
