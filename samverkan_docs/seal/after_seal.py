"""What follows the stamp in a file, in words. None of it is vouched for.

Rule: what is added is described and never judged. A signature is named if it holds; all else, and
whatever is not written as a signing program writes it, is something else.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from pyhanko.pdf_utils.metadata import (
    xmp_xml,  # noqa: F401 # which the library itself loads late, when a child can open no more
)
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from samverkan_docs.seal import sandbox
from samverkan_docs.seal.foreign_pdf import Garbled, Reader, reading
from samverkan_docs.seal.pades import name_in, stated

_LINE_BREAK = "en radbrytning"
_NULLS = "tomma byte (nollor)"
_SIGNATURE = "en underskrift av {name}"
_TIME_STAMP = "en tidsstämpel"
_ELSE = "något annat"
_UNREADABLE = "något som inte går att läsa"

_SIGNERS = 20  # as many are named
_CORNERS = 4  # numbers of a rectangle


def added(pdf: bytes, end: int) -> tuple[str, ...]:
    """Return what follows the first *end* bytes of *pdf*, each thing in a few Swedish words."""
    rest = pdf[end:]
    if not rest.strip(b"\r\n\0"):
        kinds = {_LINE_BREAK: rest.strip(b"\0"), _NULLS: rest.strip(b"\r\n")}
        return tuple(words for words, left in kinds.items() if left)
    try:
        found = json.loads(sandbox.run(told, pdf, end))
    except sandbox.Failed:
        return (_UNREADABLE,)
    return tuple(found)


# --- In the child -------------------------------------------------------------------------------


def told(pdf: bytes, end: int) -> bytes:
    """Return the same as JSON, of a file to which more than line breaks was added."""
    words: list[str] = []
    try:
        with reading():
            reader = Reader(pdf)
            stamp, *later = reader.embedded_signatures
            words += [_named(each) for each in later[:_SIGNERS] if _holds(each)]
            if len(words) != len(later) or not _nothing_else(stamp, later, pdf, end):
                words.append(_ELSE)
    except Garbled:
        words.append(_UNREADABLE)
    return json.dumps(words).encode()


def _named(signature: EmbeddedPdfSignature) -> str:
    if signature.sig_object_type != "/Sig":
        return _TIME_STAMP
    return _SIGNATURE.format(name=name_in(signature.signer_cert))


def _holds(signature: EmbeddedPdfSignature) -> bool:
    digest = signature.compute_digest()
    if signature.sig_object_type == "/Sig":
        return all(
            validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
        )
    return bool(stated(signature.signed_data)["message_imprint"]["hashed_message"].native == digest)


def _nothing_else(
    stamp: EmbeddedPdfSignature, later: list[EmbeddedPdfSignature], pdf: bytes, end: int
) -> bool:
    return (
        bool(later)
        and stamp.byte_range[2] + stamp.byte_range[3] == end
        and _is_written_plainly(stamp, pdf[end:])
        and all(_has_a_place(each) for each in later)
        and _only_signatures(stamp)
        and _is_last(later[-1])
    )


def _is_written_plainly(stamp: EmbeddedPdfSignature, rest: bytes) -> bool:
    """Return whether each later revision has one end, and one place where its table is named."""
    revisions = stamp.reader.xrefs.total_revisions - stamp.signed_revision - 1
    ends = (rest.count(b"startxref"), rest.count(b"%%EOF"))
    return ends == (revisions, revisions) and rest.rstrip(b"\r\n").endswith(b"%%EOF")


def _has_a_place(signature: EmbeddedPdfSignature) -> bool:
    """Return whether the rectangle of the signature's field is four numbers."""
    corners: Any = signature.sig_field["/Rect"]
    return len(corners) == _CORNERS and all(isinstance(each, int | Decimal) for each in corners)


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


def _is_last(signature: EmbeddedPdfSignature) -> bool:
    """Return whether nothing follows, or only what a service adds to check it by (PAdES B-LT)."""
    signature.compute_integrity_info()
    if signature.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    return (
        signature.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and signature.signed_revision + 1 < signature.reader.xrefs.total_revisions
        and isinstance(signature.diff_result, DiffResult)
        and signature.diff_result.modification_level is ModificationLevel.LTA_UPDATES
    )
