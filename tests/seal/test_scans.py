"""Scans that are kept, and files that are none; each judged within bounds of memory and work."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageFile

from samverkan_docs.catalogue import Paper
from samverkan_docs.seal import keys, scan_reading, scans, sealing
from samverkan_docs.seal.scans import NotAScan, ScanKind
from tests.conftest import Printed, a_pdf

pytestmark = pytest.mark.slow  # reads large pictures and files

ROOT = Path(__file__).parents[2]


def refused(data: bytes, words: str) -> None:
    with pytest.raises(NotAScan, match=words) as caught:
        scans.recognised(data)
    assert str(caught.value).endswith(".")


# --- Making files -------------------------------------------------------------------------------


@cache
def noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture that packs badly, as a scanned page does."""
    size = width * height * len(Image.new(mode, (1, 1)).getbands())
    part = random.Random(1).randbytes(4099)  # noqa: S311 # no secret
    return Image.frombytes(mode, (width, height), (part * (size // len(part) + 1))[:size])


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:  # noqa: ANN401 # Pillow's own
    written = BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def png(
    width: int, height: int, *, bits: int = 8, colours: int = 2, rows: int = 0, extra: bytes = b""
) -> bytes:
    """Return a PNG file that states a size, and holds *rows* rows that are slow to unpack."""
    width_in_bytes = (width * bits * {0: 1, 2: 3, 6: 4}[colours] + 7) // 8
    row = b"\4" + bytes(width_in_bytes) if rows else b""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0)
    parts = part(b"IHDR", header) + extra + part(b"IDAT", packed) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def pdf_of(pages: int, **options: Any) -> bytes:  # noqa: ANN401 # pikepdf's own
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page()
        written = BytesIO()
        pdf.save(written, **options)
        return written.getvalue()


def raw_pdf(*objects: bytes, table: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF file with *objects*, numbered from 1, of which the first is the root."""
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += table or b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, trailer)
    return bytes(data) + b"startxref\n%d\n%%%%EOF\n" % start


ROOT_OBJECT = b"<< /Type /Catalog /Pages 2 0 R >>"


def stream(content: bytes, words: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (words, len(content), content)


def streamed_pdf(rows: bytes, words: bytes, *objects: bytes) -> bytes:
    """Return a PDF file whose cross-references are a stream: *rows*, and *words* about them."""
    data = bytearray(b"%PDF-1.7\n")
    for content in objects:
        data += content
    start = len(data)
    words += b" /Type /XRef /Size 9 /Root 1 0 R"
    return bytes(data) + b"9 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(rows, words),
        start,
    )


# --- What is kept -------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["RGB", "L"])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"quality": 95, "subsampling": 0}])
def test_a_jpeg_is_kept(mode: str, options: dict[str, Any]) -> None:
    assert scans.recognised(saved(noise(300, 400, mode), "JPEG", **options)) is ScanKind.JPEG


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_is_kept(mode: str) -> None:
    assert scans.recognised(saved(Image.new(mode, (300, 400)), "PNG")) is ScanKind.PNG


def test_a_phones_picture_with_what_phones_add_is_kept() -> None:
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = "Kamera", 6
    small = saved(noise(160, 120), "JPEG")
    picture = saved(noise(300, 400), "JPEG", exif=exif, comment=small)
    several = saved(noise(300, 400), "MPO", save_all=True, append_images=[noise(30, 40)], exif=exif)

    assert scans.recognised(picture) is ScanKind.JPEG
    assert scans.recognised(several) is ScanKind.JPEG
    assert scans.recognised(picture + os.urandom(3_000_000)) is ScanKind.JPEG  # a "living" picture


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_an_a4_page_at_600_dpi_is_kept(mode: str) -> None:
    page = Image.new(mode, (4961, 7016), "white")

    assert scans.recognised(saved(page, "PNG", compress_level=1)) is ScanKind.PNG
    assert scans.recognised(saved(page, "JPEG")) is ScanKind.JPEG


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__))
def test_a_pdf_file_of_up_to_fifty_pages_is_kept(count: int, mode: str) -> None:
    pdf = pdf_of(count, object_stream_mode=pikepdf.ObjectStreamMode[mode])

    assert scans.recognised(pdf) is ScanKind.PDF


def test_scanned_pages_in_a_pdf_file_are_kept() -> None:
    pages = [noise(2480, 3508, "L")] * 3
    pdf = saved(pages[0], "PDF", save_all=True, append_images=pages[1:], quality=60)

    assert len(pdf) > 5_000_000
    assert scans.recognised(pdf) is ScanKind.PDF


@pytest.mark.slow
@pytest.mark.parametrize("linear", [False, True])
def test_a_pdf_file_of_nearly_twenty_megabytes_is_kept(*, linear: bool) -> None:
    with pikepdf.new() as pdf:
        for number in range(40):
            page = pdf.add_blank_page()
            pixels = random.Random(number).randbytes(490_000)  # noqa: S311 # no secret
            page.obj.Contents = pdf.make_stream(pixels, Filter=pikepdf.Name.DCTDecode)
        written = BytesIO()
        pdf.save(written, linearize=linear)

    assert 19_500_000 < len(written.getvalue()) <= scans.LIMIT
    assert scans.recognised(written.getvalue()) is ScanKind.PDF


def test_an_issued_plan_and_one_that_was_signed_are_kept(printed: Printed) -> None:
    pdf = printed.pdf(Paper.PLAN)
    stamped = sealing.seal(pdf, keys.load(keys.new("Ekbackaskolan"))).pdf

    assert scans.recognised(pdf) is ScanKind.PDF
    assert scans.recognised(stamped) is ScanKind.PDF


def test_small_faults_that_every_reader_forgives_are_forgiven() -> None:
    pdf = raw_pdf(
        ROOT_OBJECT,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    )

    assert scans.recognised(pdf) is ScanKind.PDF
    assert scans.recognised(pdf.replace(b"startxref\n", b"startxref\n\n")) is ScanKind.PDF
    assert scans.recognised(pdf + b"\r\n\r\n") is ScanKind.PDF


def test_each_kind_has_a_media_type_and_an_ending() -> None:
    assert {kind.value: kind.ending for kind in ScanKind} == {
        "application/pdf": ".pdf",
        "image/jpeg": ".jpg",
        "image/png": ".png",
    }


# --- What is none -------------------------------------------------------------------------------


def test_an_empty_file_is_refused() -> None:
    refused(b"", "tom")


@pytest.mark.parametrize(
    "data",
    [
        b"Namnunderskrifter.pdf",
        b"<!DOCTYPE html><title>Sidan kr\xc3\xa4ver inloggning</title>",
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b"PK\x03\x04",
        b"\xff\xd8",
        b"\x89PNG\n",
    ],
)
def test_what_is_neither_pdf_jpeg_nor_png_is_refused(data: bytes) -> None:
    refused(data, "varken PDF, JPEG eller PNG")


@pytest.mark.parametrize("form", ["GIF", "TIFF", "WEBP", "BMP", "AVIF", "JPEG2000", "ICO", "PPM"])
def test_pictures_of_other_kinds_are_refused(form: str) -> None:
    refused(saved(noise(30, 40), form), "varken PDF, JPEG eller PNG")


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0"])
@pytest.mark.parametrize("rest", [b"", b"hej", b"hej" * 1000, bytes(1000), b"\xff\xd9"])
def test_a_picture_that_is_no_picture_is_refused(start: bytes, rest: bytes) -> None:
    refused(start + rest, "skadad eller avkortad")


PICTURES = {
    "jpeg": lambda: saved(noise(300, 400), "JPEG"),
    "progressive": lambda: saved(noise(300, 400), "JPEG", progressive=True),
    "png": lambda: saved(noise(300, 400), "PNG"),
}


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 0.9, 0.999, 0.949999])
@pytest.mark.parametrize("made", PICTURES.values(), ids=PICTURES)
def test_a_cut_picture_is_refused(made: Callable[[], bytes], share: float) -> None:
    whole = made()

    refused(whole[: int(len(whole) * share)], "skadad eller avkortad")


def test_a_png_whose_bytes_are_changed_is_refused() -> None:
    whole = saved(noise(300, 400), "PNG")
    drawn = random.Random(1)  # noqa: S311 # no secret
    for place in drawn.sample(range(8, len(whole) - 12), 50):
        with pytest.raises(NotAScan):
            scan_reading.kind_of(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])


@pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode.__members__))
def test_a_cut_pdf_file_is_refused(share: float, mode: str) -> None:
    whole = pdf_of(20, object_stream_mode=pikepdf.ObjectStreamMode[mode])

    refused(whole[: max(10, int((len(whole) - 10) * share))], "avkortad")


def test_a_pdf_file_with_a_part_taken_out_is_refused() -> None:
    whole = pdf_of(3)

    refused(whole[:50] + whole[150:], "går inte att läsa")


@pytest.mark.parametrize("user", ["", "lösen"])
def test_an_encrypted_pdf_file_is_refused(user: str) -> None:
    refused(pdf_of(1, encryption=pikepdf.Encryption(owner="a", user=user)), "låst")


def test_a_pdf_file_encrypted_in_an_unknown_way_is_refused() -> None:
    page = b"<< /Type /Page >>"
    pages = b"<< /Type /Pages /Kids [3 0 R] >>"
    refused(raw_pdf(ROOT_OBJECT, pages, page, trailer=b"/Encrypt << /Filter /Ny >>"), "låst")


def test_a_pdf_file_without_pages_is_refused() -> None:
    refused(pdf_of(0), "inga sidor")


@pytest.mark.parametrize("count", [51, 500])
def test_a_pdf_file_of_too_many_pages_is_refused(count: int) -> None:
    refused(pdf_of(count), "fler än 50 sidor")


def test_a_count_that_lies_is_not_believed() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 60))
    page = b"<< /Type /Page /Parent 2 0 R >>"
    pages = b"<< /Type /Pages /Count 1 /Kids [%s] >>" % kids

    refused(raw_pdf(ROOT_OBJECT, pages, *[page] * 57), "fler än 50 sidor")


@pytest.mark.parametrize(
    "pages",
    [b"<< /Type /Pages /Kids [2 0 R] >>", b"2 0 R", b"3 0 R", b"7", b"<< /Kids [7] >>", b"[3 0 R]"],
)
def test_pages_that_lead_nowhere_are_refused(pages: bytes) -> None:
    refused(raw_pdf(ROOT_OBJECT, pages, b"2 0 R"), "går inte att läsa")


@pytest.mark.parametrize("packed", [b"", b"hej", zlib.compress(b"\7" * 4000)])
def test_a_whole_png_without_anything_to_draw_is_refused(packed: bytes) -> None:
    whole = png(30, 40, rows=40)
    start = whole.index(b"IDAT") - 4

    assert scans.recognised(whole) is ScanKind.PNG
    refused(whole[:start] + part(b"IDAT", packed) + part(b"IEND", b""), "skadad eller avkortad")


def test_it_is_refused_also_after_the_program_has_printed(printed: Printed) -> None:
    assert printed.pdf(Paper.PLAN)
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # as WeasyPrint does when it is loaded

    refused(saved(noise(30, 40), "JPEG").replace(b"\xff\xdb", b"\xff\xe5"), "skadad")


def test_a_whole_jpeg_without_anything_to_draw_is_refused() -> None:
    whole = saved(noise(30, 40), "JPEG")

    refused(whole[: whole.index(b"\xff\xda")] + b"\xff\xd9", "skadad eller avkortad")
    refused(whole.replace(b"\xff\xdb", b"\xff\xe5"), "skadad eller avkortad")  # no tables


def test_a_kind_of_jpeg_that_nothing_common_makes_is_refused() -> None:
    odd = saved(noise(30, 40), "JPEG").replace(b"\xff\xc0", b"\xff\xc9")  # arithmetic coding
    refused(odd, "ovanligt sätt")


def test_a_picture_for_print_is_kept() -> None:
    assert scans.recognised(saved(noise(300, 400, "CMYK"), "JPEG")) is ScanKind.JPEG


def test_a_phones_largest_picture_is_kept() -> None:
    assert scans.recognised(saved(Image.new("RGB", (8064, 6048)), "JPEG")) is ScanKind.JPEG


@pytest.mark.parametrize(
    ("before", "after"),
    [(b"\r\n", b""), (b"\xef\xbb\xbf", b"\r\n"), (b"", bytes(4096)), (b"x" * 900, b"\x1a")],
)
def test_a_pdf_is_kept_with_what_a_gateway_put_around_it(before: bytes, after: bytes) -> None:
    assert scans.recognised(before + a_pdf() + after) is ScanKind.PDF


def test_too_many_pixels_are_refused_and_as_many_as_may_be_are_not() -> None:
    assert scans.recognised(png(8000, 5000, bits=1, colours=0, rows=5000)) is ScanKind.PNG
    refused(png(8000, 6251, bits=1, colours=0, rows=6251), "högst 50 miljoner bildpunkter")
    refused(saved(Image.new("L", (8000, 6251)), "JPEG"), "högst 50 miljoner bildpunkter")


# --- Bounds -------------------------------------------------------------------------------------


def _bomb() -> bytes:
    """Return what unpacks to a gigabyte."""
    packer = zlib.compressobj()
    packed = packer.compress(bytes(10**7)) + packer.flush(zlib.Z_FULL_FLUSH)
    return packed + packed[2:] * 99 + packer.flush()


def _drawn_often(times: int, picture: Image.Image | None = None) -> bytes:
    """Return a JPEG file that draws its picture *times* times."""
    whole = saved(
        picture or Image.new("RGB", (5000, 8000), "red"),
        "JPEG",
        quality=20,
        progressive=True,
        subsampling=0,
    )
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * (times - 10) + whole[-2:]


def _in_object_stream(content: bytes, words: bytes) -> bytes:
    """Return a PDF file whose pages lie in the object stream *content*."""
    root = b"1 0 obj\n%s\nendobj\n" % ROOT_OBJECT
    objects = b"3 0 obj\n%s\nendobj\n" % stream(content, b"/Type /ObjStm /N 1 " + words)
    rows = struct.pack(">BIH", 0, 0, 0) + struct.pack(">BIH", 1, 9, 0)
    rows += struct.pack(">BIH", 2, 3, 0) + struct.pack(">BIH", 1, 9 + len(root), 0)
    return streamed_pdf(rows, b"/W [1 4 2] /Index [0 4]", root, objects)


def _within_each_other(size: int, count: int) -> bytes:
    """Return a PDF file of objects that each hold all that follow."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    head = b"%PDF-1.7\n1 0 obj\n" + ROOT_OBJECT + b"\nendobj\n"
    pages = b"2 0 obj\n<< /Kids [%s] >>\nendobj\n" % kids
    line = b"%06d 0 obj\n<</Type/Page/Length %08d>>stream\n"
    each = len(line % (0, 0))
    starts = [len(head) + len(pages) + number * each for number in range(count)]
    inner = (count - 1 - 0) * each + size
    nested = b"".join(line % (n + 3, inner - n * each) for n in range(count)) + bytes(size)
    data = head + pages + nested + b"\nendstream\nendobj\n"
    places = [9, len(head), *starts]
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + table + trailer % (len(places) + 1, len(data))


def _revisions(count: int) -> bytes:
    """Return a PDF file of *count* revisions that each say nothing."""
    data = bytearray(raw_pdf(ROOT_OBJECT, b"<< /Kids [] >>"))
    last = data.rindex(b"xref\n0 3")
    for _ in range(count):
        start = len(data)
        data += (
            b"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 3 /Root 1 0 R /Prev %d >>\n" % last
        )
        last = start
    return bytes(data) + b"startxref\n%d\n%%%%EOF\n" % last


MB = 1_000_000
HOSTILE: dict[str, Callable[[], bytes]] = {
    "21 MB": lambda: b"%PDF-1.7\n" + bytes(21 * MB),
    "20 MB of zeros": lambda: b"%PDF-1.7\n" + bytes(19 * MB) + b"%%EOF\n",
    "20 MB of brackets": lambda: b"%PDF-1.7\n" + b"[" * 19 * MB + b"\nstartxref\n9\n%%EOF\n",
    "20 MB of pages": lambda: raw_pdf(ROOT_OBJECT, b"<< /Kids [%s] >>" % (b"3 0 R " * 3 * MB)),
    "20 MB of numbers": lambda: raw_pdf(ROOT_OBJECT, b"[%s]" % (b"7 " * 9 * MB)),
    "20 MB of dictionaries": lambda: raw_pdf(ROOT_OBJECT, b"[%s]" % (b"<<>>" * 4 * MB)),
    "20 MB of one name": lambda: raw_pdf(ROOT_OBJECT, b"/" + b"a" * 19 * MB),
    "20 MB of one number": lambda: raw_pdf(ROOT_OBJECT, b"1" * 19 * MB),
    "20 MB of one string": lambda: raw_pdf(ROOT_OBJECT, b"(%s)" % (b"\\101" * 4 * MB)),
    "20 MB of comments": lambda: raw_pdf(ROOT_OBJECT, b"%\n" * 9 * MB),
    "references without end": lambda: raw_pdf(
        ROOT_OBJECT,
        b"7",
        table=b"xref\n0 900000\n" + b"0000000000 65535 f \n" * 900_000,
    ),
    "other references without end": lambda: raw_pdf(
        ROOT_OBJECT,
        b"7",
        table=b"xref\n0 900000\n" + b"0000000009 00000 n \n" * 900_000,
    ),
    "references of no width": lambda: streamed_pdf(b"", b"/W [0 0 0] /Index [0 999999999]"),
    "references backwards": lambda: streamed_pdf(
        b"", b"/W [0 0 0] /Index [0 999999999 999999999 -999999999]"
    ),
    "references of great width": lambda: streamed_pdf(
        bytes(4 * MB), b"/W [1 3999998 1] /Index [0 1]"
    ),
    "as many references as may be": lambda: streamed_pdf(b"", b"/W [0 0 0] /Index [0 49999]"),
    "references in rows of nothing": lambda: streamed_pdf(
        zlib.compress(bytes(490_000)),
        b"/W [1 8 8] /Index [0 49999] /Filter /FlateDecode"
        b" /DecodeParms << /Predictor 12 /Columns 0 >>",
    ),
    "revisions": lambda: _revisions(200_000),
    "objects within each other": lambda: _within_each_other(15 * MB, 50),
    "bomb in an object stream": lambda: _in_object_stream(
        _bomb(), b"/First 4 /Filter /FlateDecode"
    ),
    "object stream of one array": lambda: _in_object_stream(
        zlib.compress(b"2 0 [" + b"7 " * 2_400_000), b"/First 4 /Filter /FlateDecode"
    ),
    "object stream of places": lambda: _in_object_stream(
        zlib.compress(b"2 0 " * 1_200_000), b"/First 4800000 /Filter /FlateDecode"
    ),
    "object stream in slow packing": lambda: _in_object_stream(
        b"z" * 19 * MB + b"~>", b"/First 4 /Filter /ASCII85Decode"
    ),
    "object stream in two packings": lambda: _in_object_stream(
        zlib.compress(zlib.compress(bytes(100 * MB))),
        b"/First 4 /Filter [/FlateDecode /FlateDecode]",
    ),
    "500 pages": lambda: pdf_of(500),
    "png of a great size": lambda: png(60_000, 60_000),
    "png of the greatest size": lambda: png(2**31 - 1, 2**31 - 1),
    "png of a great size, all there": lambda: png(30_000, 30_000, bits=1, colours=0, rows=30_000),
    "png with more rows than it states": lambda: png(10, 10, rows=200_000),
    "png of deep colours": lambda: png(5000, 7000, bits=16, colours=6, rows=7000),
    "png of the greatest weight": lambda: png(4961, 7016, colours=6, rows=7016),
    "png of many parts": lambda: png(10, 10, rows=10, extra=part(b"teXt", b"") * 1_600_000),
    "png with a bomb in its text": lambda: png(
        10, 10, rows=10, extra=part(b"zTXt", b"a\0\0" + _bomb())
    ),
    "png with a bomb in its colours": lambda: png(
        10, 10, rows=10, extra=part(b"iCCP", b"a\0\0" + _bomb())
    ),
    "jpeg of a great size": lambda: saved(Image.new("L", (30_000, 30_000)), "JPEG"),
    "jpeg of many parts": lambda: b"\xff\xd8" + b"\xff\xe5\0\2" * 4_900_000 + b"\xff\xd9",
    "jpeg of nothing but starts": lambda: b"\xff\xd8" * 9_900_000 + b"\xff\xd9",
    "jpeg drawn as often as may be": lambda: _drawn_often(20),
    "jpeg drawn too often": lambda: _drawn_often(1000),
    "jpeg drawn slowly": lambda: _drawn_often(12, noise(5000, 8000)),
    "html": lambda: b"<p>" * 6 * MB,
}

_JUDGE = """
import os, resource, sys
from PIL import Image
from samverkan_docs.seal import scan_reading, scans
Image.init()

def most():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))

def judge(name):
    with open(name, "rb") as file:
        data = file.read()
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
    before = most()
    try:
        look = scan_reading.kind_of if len(data) <= scans.LIMIT else scans.recognised
        said = look(data).name
    except scans.NotAScan as error:
        said = str(error)
    print((most() - before) / 1000, said, sep="|", flush=True)

for name in sys.argv[1:]:
    if os.fork() == 0:
        judge(name)
        os._exit(0)
    if os.wait()[1]:
        print(0, "killed", sep="|", flush=True)
"""


@pytest.mark.slow
def test_every_file_is_judged_within_bounds(tmp_path: Path) -> None:
    """Judge each file in a process that is killed when it works on and on."""
    files = [tmp_path / str(number) for number in range(len(HOSTILE))]
    for file, make in zip(files, HOSTILE.values(), strict=True):
        file.write_bytes(make())

    ran = subprocess.run(  # noqa: S603 # our own program
        [sys.executable, "-c", _JUDGE, *files], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for file in files:
        file.unlink()

    assert ran.stderr == ""
    lines = [line.split("|") for line in ran.stdout.splitlines()]
    assert [
        (name, megabytes, said)
        for name, (megabytes, said) in zip(HOSTILE, lines, strict=True)
        if not (said in ScanKind.__members__ or said.endswith(".")) or float(megabytes) >= 300
    ] == []


@pytest.mark.parametrize(
    "make",
    [
        *PICTURES.values(),
        lambda: pdf_of(3),
        lambda: pdf_of(3, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    ],
    ids=[*PICTURES, "pdf", "pdf with object streams"],
)
def test_damage_of_any_kind_is_refused_or_does_no_harm(make: Callable[[], bytes]) -> None:
    whole, drawn = make(), random.Random(2)  # noqa: S311 # no secret
    for _ in range(200):
        damaged = bytearray(whole)
        for _ in range(drawn.randrange(1, 5)):
            start = drawn.randrange(3, len(damaged))
            damaged[start : start + drawn.randrange(5)] = drawn.randbytes(drawn.randrange(5))
        with suppress(NotAScan):
            scan_reading.kind_of(bytes(damaged))
