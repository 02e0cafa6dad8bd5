"""A PDF file from anyone: who signed it after the stamp, and what is attached to it.

Rule: it is read within bounds of memory and time, and what it holds is taken for nothing but
what it is. Only plain values leave the module, and only its own exceptions.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from samverkan_docs.seal.foreign_pdf import Reader, reading
from samverkan_docs.seal.pades import name_in, stated

_SECONDS_OWN = 15  # forty pages of the school's own with a signature take two or three


class Changed(Exception):
    """What follows the stamp is more than signatures; says which *pages* changed, if any."""

    def __init__(self, pages: tuple[int, ...] = (), *, attachments: bool = False) -> None:
        super().__init__(pages, attachments)
        self.pages = pages
        self.attachments = attachments


# --- Reading what follows -----------------------------------------------------------------------


def later_signers(pdf: bytes, end: int, *, own: bool) -> tuple[str, ...]:
    """Name those who signed after the stamp, whose revision ends at *end*.

    Changed if more than signatures was added, or one that does not hold; Garbled if the file
    cannot be read within the bounds, which are wider if the stamp is the school's *own*.
    """
    with reading():
        reader = Reader(pdf, _SECONDS_OWN) if own else Reader(pdf)
        stamp, *later = reader.embedded_signatures
        if stamp.byte_range[2] + stamp.byte_range[3] != end or not _only_signatures(stamp):
            raise _what_changed(reader, stamp.signed_revision)
        if not (
            later and all(_holds(signature) for signature in later) and _is_last(later[-1], pdf)
        ):
            raise Changed
        return tuple(name_in(each.signer_cert) for each in later if each.sig_object_type == "/Sig")


def _only_signatures(stamp: EmbeddedPdfSignature) -> bool:
    stamp.compute_integrity_info()
    result = stamp.summarise_integrity_info()
    return (
        stamp.docmdp_level is MDPPerm.FILL_FORMS
        and result["coverage"] is SignatureCoverageLevel.ENTIRE_REVISION
        and result["docmdp_ok"] is True
        and isinstance(stamp.diff_result, DiffResult)
        and stamp.diff_result.modification_level <= ModificationLevel.FORM_FILLING
    )


def _holds(signature: EmbeddedPdfSignature) -> bool:
    digest = signature.compute_digest()
    if signature.sig_object_type == "/Sig":
        return all(
            validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
        )
    return bool(stated(signature.signed_data)["message_imprint"]["hashed_message"].native == digest)


def _is_last(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Return whether nothing follows, or only what a service adds to check it by (PAdES B-LT)."""
    signature.compute_integrity_info()
    if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return (
        signature.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and signature.signed_revision + 1 < signature.reader.xrefs.total_revisions
        and isinstance(signature.diff_result, DiffResult)
        and signature.diff_result.modification_level is ModificationLevel.LTA_UPDATES
        and pdf.rstrip(b"\r\n").endswith(b"%%EOF")
    )


def _what_changed(reader: Reader, revision: int) -> Changed:
    """Return which pages and whether attachments are not as they stood in *revision*."""
    before = reader.get_historical_resolver(revision)
    after = reader.get_historical_resolver(reader.xrefs.total_revisions - 1)
    written = set()
    for later in range(revision + 1, reader.xrefs.total_revisions):
        written |= {ref.idnum for ref in reader.xrefs.explicit_refs_in_revision(later)}

    def differs(old: set[int], new: set[int]) -> bool:
        return old != new or not written.isdisjoint(new)

    none: set[int] = set()
    pairs = zip_longest(_pages(before), _pages(after), fillvalue=none)
    pages = tuple(number for number, (old, new) in enumerate(pairs, 1) if differs(old, new))
    return Changed(pages, attachments=differs(_attached(before), _attached(after)))


def _pages(state: HistoricalResolver) -> list[set[int]]:
    """Return the numbers of the objects that each page is made of, signatures aside."""
    pages = []
    for kid in state.root["/Pages"]["/Kids"]:
        page = kid.get_object()
        numbers = _numbers(state, page, "/Contents", "/Resources")
        for annotation in page.get("/Annots", ()):
            if annotation.get_object().get("/FT", None) != "/Sig":
                numbers.add(annotation.idnum)
        pages.append(numbers)
    return pages


def _attached(state: HistoricalResolver) -> set[int]:
    return _numbers(state, state.root, "/AF") | _numbers(
        state, state.root.get("/Names", generic.DictionaryObject()), "/EmbeddedFiles"
    )


def _numbers(state: HistoricalResolver, holder: Any, *names: str) -> set[int]:
    parts = [holder.raw_get(name) for name in names if name in holder]
    return {ref.idnum for part in parts for ref in state.collect_dependencies(part)}


# --- Attachments --------------------------------------------------------------------------------
