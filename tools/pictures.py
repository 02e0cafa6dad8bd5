"""Make the pictures in docs/: every page of the example, and the main screens.

The wall sheet as well as an eye sees it from two metres: one dot for each minute of arc.
"""

from __future__ import annotations

from io import BytesIO
from math import pi

import pypdfium2
from PIL import Image
from playwright.sync_api import Page
from running import EXAMPLE, ROOT, browser, served

from samverkan_docs import actions
from samverkan_docs.catalogue import Paper
from samverkan_docs.papers import printing

DOCS = ROOT / "docs"
DPI = 80
POINTS_PER_METRE = 72 / 0.0254
METRES_AWAY = 2
SEEN = METRES_AWAY * pi / (180 * 60) * POINTS_PER_METRE  # points that good eyes see as one dot
SCREENS = {
    "start": "/",
    "delar": "/plan/ekbackaskolan-2026/",
    "socialtjansten": "/plan/ekbackaskolan-2026/del/socialtjanst",
    "granska": "/plan/ekbackaskolan-2026/granska",
    "skriv-ut": "/plan/ekbackaskolan-2026/skriv-ut",
}
HIGHEST = 1600  # pixels: a screen's picture ends there, the page may go on


def main() -> None:
    """Make them all."""
    DOCS.mkdir(exist_ok=True)
    plan = actions.read(EXAMPLE.read_bytes())
    for paper in Paper:
        pages = list(pypdfium2.PdfDocument(printing.make(plan, paper)))
        if paper is Paper.BLANK:
            del pages[1:]  # the first of its many pages shows what they are like
        for number, page in enumerate(pages, start=1):
            name = paper.value if len(pages) == 1 else f"{paper.value}-{number}"
            save(page.render(scale=DPI / 72).to_pil(), name)
    for size in printing.Size:
        save(from_afar(printing.make(plan, Paper.WALL, size)), f"anslag-{size}-pa-tva-meter")
    with served(8377) as running, browser() as opened:
        page = opened.new_page()  # one, for the entrance lets in once
        page.goto(running.entrance)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for name, path in SCREENS.items():
                page.goto(running.site + path)
                save(shot(page, width), f"skarm-{name}-{width}")


def from_afar(pdf: bytes) -> Image.Image:
    """Return what two metres leave of the first page, enlarged again to the size of the others."""
    page = pypdfium2.PdfDocument(pdf)[0]
    near: Image.Image = page.render(scale=DPI / 72).to_pil()
    fine: Image.Image = page.render(scale=8 / SEEN).to_pil()
    far = fine.resize((fine.width // 8, fine.height // 8), Image.Resampling.BOX)
    return far.resize(near.size, Image.Resampling.BICUBIC)


def shot(page: Page, width: int) -> Image.Image:
    """Return the top of a page as a picture."""
    height = min(page.evaluate("document.documentElement.scrollHeight"), HIGHEST)
    page.set_viewport_size({"width": width, "height": height})
    picture = Image.open(BytesIO(page.screenshot()))
    page.set_viewport_size({"width": width, "height": 900})
    return picture


def save(picture: Image.Image, name: str) -> None:
    """Save a picture in few colours, which is enough for text and a fifth of the size."""
    file = DOCS / f"{name}.png"
    picture.convert("RGB").quantize(64).save(file, optimize=True)
    print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
