from __future__ import annotations

from datetime import UTC, datetime

import pikepdf
import pytest

from samverkan_docs.pdf import Copy, Data, document
from tests.pdf_structure import opened

HTML = (
    '<!doctype html><html lang="sv"><title>x</title><h1 id="a">Åsa</h1><p><a href="#a">upp</a>'
    "<table><thead><tr><th scope=col>1<tbody><tr><td>2</table>"
)
DATA = Data(text='{"skola": "Åsgården"}\n', made=datetime(2026, 8, 17, 8, tzinfo=UTC))
FORMS = [
    Copy(),
    Copy(attachment=DATA),
    Copy(archive=True),
    Copy(scale=2),
    Copy(scale=2, archive=True),
    Copy(archive=True),
]


@pytest.fixture(scope="module")
def files() -> list[bytes]:
    return document.write_each(HTML, FORMS)


def test_each_file_is_what_it_is_when_written_alone(files: list[bytes]) -> None:
    for form, file in zip(FORMS, files, strict=True):
        assert document.write_each(HTML, [form]) == [file]


def test_all_of_them_are_asked_for_at_once_in_any_order(files: list[bytes]) -> None:
    assert document.write_each(HTML, reversed(FORMS)) == files[::-1]


def objects(pdf: pikepdf.Pdf) -> dict[int, bytes]:
    """Return each object of *pdf* as it is written, the packing of objects aside."""
    return {
        each.objgen[0]: each.unparse(resolved=True)
        + (each.read_raw_bytes() if isinstance(each, pikepdf.Stream) else b"")
        for each in pdf.objects
        if not (isinstance(each, pikepdf.Stream) and each.get("/Type") in {"/ObjStm", "/XRef"})
    }


def test_the_archive_copy_differs_in_its_claim_alone(files: list[bytes]) -> None:
    plain, copy = opened(files[0]), opened(files[2])
    before, after = objects(plain), objects(copy)
    assert before.keys() == after.keys()
    differing = {number for number in before if before[number] != after[number]}
    assert differing == {plain.Root.Metadata.objgen[0]}
    assert (
        plain.Root.Metadata.read_bytes().replace(b'pdfaid:part="3"', b'pdfaid:part="2"')
        == copy.Root.Metadata.read_bytes()
    )


def test_the_data_is_added_and_changes_nothing_else(files: list[bytes]) -> None:
    plain, filled = opened(files[0]), opened(files[1])
    before, after = objects(plain), objects(filled)
    changed = {number for number in before if before[number] != after[number]}
    # The information comes last: where it was, what is added begins.
    assert changed == {plain.Root.objgen[0], plain.trailer.Info.objgen[0]}
    assert filled.Root.Names.Dests == plain.Root.Names.Dests
    added = filled.attachments["plan.json"].get_file()
    assert added.read_bytes().decode() == DATA.text
    assert added.size == len(DATA.text.encode())


def test_no_two_files_have_the_same_identifier(files: list[bytes]) -> None:
    identifiers = [bytes(opened(file).trailer.ID[0]) for file in files[:5]]
    assert len(set(identifiers)) == 5
