"""Files made of a freshly stamped one, as somebody would who wants it to say something else.

Each class is one way of adding to a file, in which readers and checkers have been known to
disagree. What they draw, if they draw it, is a forged number in the middle of the first page.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import Any

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from samverkan_docs.pdf import cover
from samverkan_docs.seal import Key
from tests.signed_files import approved, key_file, with_certificate

NUMBER = b"070-174 06 99"


@dataclass(frozen=True, kw_only=True)
class Forgery:
    """A file, and the class of forgeries to which it belongs."""

    kind: str
    pdf: bytes


class Original:
    """A stamped file, and what a forger must know of it to add to it."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.prev = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
        with pikepdf.open(BytesIO(pdf)) as opened:
            page = opened.pages[0].obj
            self.root = opened.Root.objgen[0]
            self.size = int(opened.trailer.Size)
            self.page = page.objgen[0]
            self.annots = [note.objgen[0] for note in page.get("/Annots", [])]
            self.form = opened.Root.AcroForm.objgen[0]
            self.fields = [field.objgen[0] for field in opened.Root.AcroForm.Fields]
            self._entries = {str(key): _written(value) for key, value in page.items()}

    def page_with(self, **entries: bytes) -> bytes:
        """Return the first page with other *entries*."""
        entries_now = self._entries | {f"/{key}": value for key, value in entries.items()}
        words = (key.encode() + b" " + value for key, value in entries_now.items())
        return b"<< %s >>" % b" ".join(words)


def _written(value: Any) -> bytes:  # noqa: ANN401 # an object of pikepdf's, or a plain number
    return bytes(pikepdf.Array([value]).unparse())[1:-1]


def references(*numbers: int) -> bytes:
    return b"[ %s ]" % b" ".join(b"%d 0 R" % number for number in numbers)


def stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def _number_drawn(font: int) -> bytes:
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /H %d 0 R"
    words = b"1 1 1 rg 200 400 200 40 re f 0 g BT /H 24 Tf 210 410 Td (%s) Tj ET" % NUMBER
    return stream(entries % font + b" >> >>", words)


# --- A revision, and the ways to write one ------------------------------------------------------

_LINES = {
    "plain": b"%010d 00000 n \n",
    "CRLF": b"%010d 00000 n\r\n",
    "short": b"%010d 00000 n\n",
    "odd ends": b"%010d 00000 n\r\r",
    "wide": b"%011d 00000 n \n",
    "generation": b"%010d 00001 n \n",
    "free": b"%010d 00000 f \n",
    "type 3": b"%010d 00000 3 \n",
}
_TRAILERS = {
    "plain": b"<< /Size %(size)d /Root %(root)d 0 R /Prev %(prev)d >>",
    "without root": b"<< /Size %(size)d /Prev %(prev)d >>",
    "huge size": b"<< /Size 2147483647 /Root %(root)d 0 R /Prev %(prev)d >>",
    "no size": b"<< /Root %(root)d 0 R /Prev %(prev)d >>",
    "no prev": b"<< /Size %(size)d /Root %(root)d 0 R >>",
    "prev to itself": b"<< /Size %(size)d /Root %(root)d 0 R /Prev %(own)d >>",
    "two roots": b"<< /Size %(size)d /Root 1 0 R /Root %(root)d 0 R /Prev %(prev)d >>",
    "stream beside": (b"<< /Size %(size)d /Root %(root)d 0 R /Prev %(prev)d /XRefStm %(prev)d >>"),
}
_ENDS = {
    "plain": b"startxref\n%(own)d\n%%%%EOF\n",
    "none": b"",
    "no end of file": b"startxref\n%(own)d\n",
    "zero": b"startxref\n0\n%%%%EOF\n",
    "minus one": b"startxref\n-1\n%%%%EOF\n",
    "huge": b"startxref\n99999999999999999999\n%%%%EOF\n",
    "twice": b"startxref\n%(prev)d\n%%%%EOF\nstartxref\n%(own)d\n",
    "twice, other way": b"startxref\n%(own)d\n%%%%EOF\nstartxref\n%(prev)d\n%%%%EOF\n",
    "on one line": b"startxref %(own)d %%%%EOF",
    "after a comment": b"startxref %%9\n%(own)d\n%%%%EOF\n",
}


def revision(
    original: Original,
    base: bytes,
    objects: dict[int, bytes],
    *,
    lines: str = "plain",
    trailer: str = "plain",
    end: str = "plain",
    twice: bool = False,
) -> bytes:
    """Return *base* with another revision of *objects* after it, written in the ways named."""
    data = bytearray(base if base.endswith(b"\n") else base + b"\n")
    table = b""
    for number, content in objects.items():
        line = b"%d 1\n" % number + _LINES[lines] % len(data)
        table += line * (2 if twice else 1)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    where = {
        b"own": len(data),
        b"prev": original.prev,
        b"root": original.root,
        b"size": original.size + 10,
    }
    data += b"xref\n" + table + b"trailer\n" + _TRAILERS[trailer] % where + b"\n"
    return bytes(data + _ENDS[end] % where)


# --- The classes --------------------------------------------------------------------------------

_RECTANGLES = [
    b"[ 0 0 595 842 ]",
    b"[ /a /b 595 842 ]",
    b"[ 0 0 595 ]",
    b"[ 0 0 595 842 9 ]",
    b"[ 0 0 0 0 ]",
    b"[ 595 842 0 0 ]",
    b"[ (0) (0) (595) (842) ]",
    b"[ null null 595 842 ]",
    b"[ 0.0 -0 595. +842 ]",
    b"[ -9999 -9999 9999 9999 ]",
    b"[ 1e3 0 595 842 ]",
    b"[ [ 0 ] [ 0 ] 595 842 ]",
    b"[ true false 595 842 ]",
    b"[ ]",
    b"null",
    b"/Rect",
    b"(0 0 595 842)",
    b"<< /0 0 >>",
    b"[ 0 0 99999999999999999999 842 ]",
    b"[ 0 0 --595 842 ]",
]
_NOTES = {
    "signature field": b"/Subtype /Widget /FT /Sig /T (Rektor)",
    "text field": b"/Subtype /Widget /FT /Tx /T (Nummer) /V (070-174 06 99)",
    "comment": b"/Subtype /FreeText /Contents (070-174 06 99) /DA (/Helv 24 Tf 0 g)",
    "stamp": b"/Subtype /Stamp /Contents (Nytt nummer)",
}


def note(original: Original, kind: str, rectangle: bytes, flags: int = 4) -> dict[int, bytes]:
    """Return the objects of a note on the first page that draws the number."""
    font, drawn, added = (original.size + number for number in range(3))
    words = b"<< /Type /Annot %s /F %d /Rect %s /P %d 0 R /AP << /N %d 0 R >> >>"
    objects = {
        font: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        drawn: _number_drawn(font),
        added: words % (_NOTES[kind], flags, rectangle, original.page, drawn),
        original.page: original.page_with(Annots=references(*original.annots, added)),
    }
    if "field" in kind:
        listed = references(*original.fields, added)
        objects[original.form] = b"<< /Fields %s /SigFlags 3 >>" % listed
    return objects


def page_replaced(original: Original) -> dict[int, bytes]:
    """Return the objects of another first page, which has the number alone."""
    font, content = original.size, original.size + 1
    words = b"BT /H 24 Tf 210 410 Td (%s) Tj ET" % NUMBER
    resources = b"<< /Font << /H %d 0 R >> >>" % font
    return {
        font: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        content: stream(b"", words),
        original.page: original.page_with(Contents=b"%d 0 R" % content, Resources=resources),
    }


def all_of(stamped: bytes, other_key: Key) -> Iterator[Forgery]:
    """Yield every forgery of *stamped*; *other_key* is the forger's own."""
    original = Original(stamped)
    for kind, rectangle in product(_NOTES, _RECTANGLES):
        pdf = revision(original, stamped, note(original, kind, rectangle))
        yield Forgery(kind=f"rectangle of a {kind}", pdf=pdf)
    for kind, flags in product(_NOTES, (0, 1, 2, 32, 36, 132)):
        pdf = revision(original, stamped, note(original, kind, _RECTANGLES[0], flags))
        yield Forgery(kind=f"flags of a {kind}", pdf=pdf)
    objects = page_replaced(original)
    for lines, end in product(_LINES, _ENDS):
        pdf = revision(original, stamped, objects, lines=lines, end=end)
        yield Forgery(kind=f"cross-references: {lines}", pdf=pdf)
    for trailer, end in product(_TRAILERS, _ENDS):
        pdf = revision(original, stamped, objects, trailer=trailer, end=end)
        yield Forgery(kind=f"trailer: {trailer}", pdf=pdf)
    for end in _ENDS:
        pdf = revision(original, stamped, objects, end=end, twice=True)
        yield Forgery(kind="entries twice", pdf=pdf)
    yield from _loose_ends(stamped)
    yield from _signed(original, other_key)
    yield from _damaged(stamped)


def _loose_ends(stamped: bytes) -> Iterator[Forgery]:
    for added in (b"\n", b"\r\n", b"\r", b"\0", bytes(4096), b"\n\0\n"):
        yield Forgery(kind="line breaks and nulls", pdf=stamped + added)
    for added in (b"%", b"%%EOF", b"startxref\n0\n%%EOF\n", b"9 0 obj\nnull\nendobj\n", b"<<"):
        yield Forgery(kind="loose words", pdf=stamped + added)


def _signed(original: Original, key: Key) -> Iterator[Forgery]:
    stamped = original.pdf
    objects = page_replaced(original)
    yield Forgery(kind="signature", pdf=approved(stamped, key))
    box = {"on_page": 0, "box": (200, 400, 400, 440)}
    yield Forgery(kind="visible signature", pdf=approved(stamped, key, box))
    changed = revision(original, stamped, objects)
    yield Forgery(kind="signed change", pdf=approved(changed, key))
    for end in _ENDS:
        pdf = revision(original, approved(stamped, key), objects, end=end)
        yield Forgery(kind="change after a signature", pdf=pdf)
    hidden = _hiding(original, key)
    table = hidden.index(b"xref\n%d 1" % original.size)
    for words in (b"", b"startxref\n%d\n", b"startxref\n%d\n%%%%EOF\n", b"\nstartxref %d"):
        added = words % table if words else b""
        yield Forgery(kind="change hidden in a signed revision", pdf=hidden + added)
    yield Forgery(kind="certificate added to the stamp", pdf=with_certificate(stamped, key))


def _hiding(original: Original, key: Key) -> bytes:
    """Return a file validly signed, with a whole other revision in a stream of its own."""
    place = len(original.pdf) + 1
    while True:
        base = original.pdf.ljust(place - 1) + b"\n"
        inner = revision(original, base, page_replaced(original))[place:]
        writer = IncrementalPdfFileWriter(BytesIO(original.pdf))
        hidden = writer.add_object(generic.StreamObject(stream_data=b"%HIDDEN" + inner))
        writer.root[generic.pdf_name("/Hidden")] = hidden
        writer.update_root()
        own = signers.SimpleSigner.load_pkcs12_data(key_file(key.private, key.certificate), [])
        meta = signers.PdfSignatureMetadata("Rektor")
        spec = fields.SigFieldSpec("Rektor")
        signed = signers.PdfSigner(meta, own, new_field_spec=spec).sign_pdf(writer).getvalue()
        found = bytes(signed).index(b"%HIDDEN") + len(b"%HIDDEN")
        if found == place:
            return bytes(signed)
        place = found


def _damaged(stamped: bytes) -> Iterator[Forgery]:
    drawn = random.Random(1)  # noqa: S311 # no secret
    for _ in range(40):
        changed = bytearray(stamped)
        changed[drawn.randrange(len(changed))] ^= drawn.randrange(1, 256)
        yield Forgery(kind="one byte changed", pdf=bytes(changed))
    for _ in range(20):
        yield Forgery(kind="cut", pdf=stamped[: drawn.randrange(9, len(stamped))])
    end = cover.find(stamped).gap.stop  # type: ignore[union-attr] # it is stamped
    yield Forgery(kind="cut", pdf=stamped[:end])


def with_shared_children(stamped: bytes) -> bytes:
    """Return a file whose form has nodes that each list the next one twice."""
    original, depth = Original(stamped), 40
    first = original.size
    nodes = {
        first + n: b"<< /T (n) /Kids %s >>" % references(first + n + 1, first + n + 1)
        for n in range(depth)
    }
    leaf = {first + depth: b"<< /T (leaf) /FT /Sig >>"}
    fields_ = references(*original.fields, first)
    form = {original.form: b"<< /Fields %s /SigFlags 3 >>" % fields_}
    return revision(original, stamped, nodes | leaf | form)
