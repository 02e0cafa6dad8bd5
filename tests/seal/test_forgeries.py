"""No file that looks different from what was issued is called genuine without that being said."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pypdfium2
import pytest

from samverkan_docs.actions import checking
from samverkan_docs.actions.checking import Finding, State
from samverkan_docs.pdf import cover
from samverkan_docs.seal import Key, sealing
from tests.conftest import SECOND, House
from tests.seal import forgeries
from tests.seal.forgeries import Forgery

TODAY = SECOND.date()


@pytest.fixture(scope="module")
def stamped(adopted: House) -> bytes:
    """Return the plan of the version that holds."""
    return adopted.paper(2)


@pytest.fixture(scope="module")
def forged(stamped: bytes, other_key: Key) -> list[Forgery]:
    return list(forgeries.all_of(stamped, other_key))


def drawn(pdf: bytes) -> list[str]:
    """Return each page as PDFium draws it, as a digest; nothing if it cannot."""
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            document.init_forms()
            return [
                sha256(page.render(scale=0.5, grayscale=True).to_pil().tobytes()).hexdigest()
                for page in document
            ]
    except pypdfium2.PdfiumError:
        return []


def verdict(pdf: bytes) -> str:
    """Return what is said of the file's bytes: genuine, added to, or no genuine file."""
    try:
        found = sealing.check(pdf)
    except sealing.Unreadable:
        return "refused"
    if not found.intact:
        return "refused"
    return "added to" if found.continued else "genuine"


def test_whatever_looks_different_is_said_to_be_added_to_or_refused(
    stamped: bytes, forged: list[Forgery]
) -> None:
    issued, different = drawn(stamped), 0
    assert verdict(stamped) == "genuine"
    for forgery in forged:
        looks_different = drawn(forgery.pdf) != issued
        different += looks_different
        assert not looks_different or verdict(forgery.pdf) != "genuine", forgery.kind
    assert len(forged) >= 300
    assert different >= 100  # else the forgeries are none


def test_whatever_follows_the_genuine_bytes_they_are_still_cut_out_whole(
    stamped: bytes, forged: list[Forgery]
) -> None:
    for forgery in forged:
        if verdict(forgery.pdf) == "added to":
            assert forgery.pdf[: sealing.check(forgery.pdf).end] == stamped, forgery.kind
        elif forgery.kind == "certificate added to the stamp":
            assert verdict(forgery.pdf) == "genuine"
            assert cover.digest(forgery.pdf) == cover.digest(stamped)
        else:
            assert forgery.kind in {"one byte changed", "cut"}, forgery.kind


def test_one_of_every_third_class_is_described_and_drawn(
    adopted: House, stamped: bytes, forged: list[Forgery]
) -> None:
    issued = drawn(stamped)
    for forgery in list({each.kind: each for each in forged}.values())[::3]:
        if verdict(forgery.pdf) != "added to":
            continue
        finding = checking.check(adopted.store, adopted.ring, forgery.pdf, TODAY)
        assert finding.state is State.ADDED, forgery.kind
        assert finding.added, forgery.kind
        assert tells_of_pages(finding) is (drawn(forgery.pdf) != issued), forgery.kind


def tells_of_pages(finding: Finding) -> bool:
    found = finding.differences
    return found is None or not found.drawn or bool(found.pages)


def test_a_form_without_end_is_told_and_ends(adopted: House, stamped: bytes) -> None:
    finding = checking.check(
        adopted.store, adopted.ring, forgeries.with_shared_children(stamped), TODAY
    )
    assert finding.state is State.ADDED
    assert finding.added == ("något som inte går att läsa",)


# --- Other readers ------------------------------------------------------------------------------

READERS: dict[str, Callable[[Path, Path], list[str]]] = {
    "pdftoppm": lambda file, to: ["-r", "36", "-gray", str(file), str(to / "sida")],
    "mutool": lambda file, to: ["draw", "-q", "-r", "36", "-o", str(to / "sida%d.pgm"), str(file)],
}


@pytest.mark.parametrize("reader", READERS)
def test_what_another_reader_draws_differently_is_not_genuine_either(
    reader: str, stamped: bytes, forged: list[Forgery], tmp_path: Path
) -> None:
    assert shutil.which(reader), "run ./samverkan test, which installs it"
    file = tmp_path / "fil.pdf"

    def pages(pdf: bytes) -> list[bytes]:
        file.write_bytes(pdf)
        to = tmp_path / "sidor"
        to.mkdir()
        command = [reader, *READERS[reader](file, to)]
        subprocess.run(command, capture_output=True, check=False, timeout=60)  # noqa: S603
        found = [page.read_bytes() for page in sorted(to.iterdir())]
        shutil.rmtree(to)
        return found

    issued = pages(stamped)
    for forgery in {each.kind: each for each in forged}.values():
        if pages(forgery.pdf) != issued:
            assert verdict(forgery.pdf) != "genuine", forgery.kind
