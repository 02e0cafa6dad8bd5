from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from samverkan_docs import catalogue, papers
from samverkan_docs.catalogue import Kind, Paper, guidance
from samverkan_docs.papers import Card, fitting, printing, whom_to_call
from samverkan_docs.papers.edition import Edition
from samverkan_docs.papers.printing import Issue, Size
from samverkan_docs.papers.templating import phone
from samverkan_docs.pdf import document
from samverkan_docs.plan import Agreement, Contact, Plan, Signatory
from samverkan_docs.words import capital, small
from tests.conftest import EDITION, GOLDEN, Printed, decided, pages_of
from tests.pdf_structure import (
    cells,
    heard,
    ink_boxes,
    ink_heights,
    lines,
    marks,
    opened,
    picture,
    tags,
    type_of,
    type_sizes,
)

pytestmark = pytest.mark.slow

PAPERS = list(Paper)
EMPTY = Plan(id="p")
WORD = "ordutanslut" * 28


def crowd(count: int, **values: object) -> tuple[Contact, ...]:
    base = replace(
        Contact(id="", funktion="kurator", telefon="+4684650041", visas="anslag"),
        **values,  # type: ignore[arg-type]
    )
    return tuple(replace(base, id=str(n), funktion=f"{base.funktion} {n}") for n in range(count))


def squeezed(text: str) -> str:
    """Return *text* without spaces, which a line break after a hyphen adds or takes."""
    return "".join(text.split())


# --- The example, page by page ------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_the_example_reads_as_before(
    paper: Paper, printed: Printed, request: pytest.FixtureRequest
) -> None:
    pages = [re.sub(r"(?<=[.?!:]) ", "\n", text) for text in printed.pages(paper)]
    read = "\n\n--- sida ---\n\n".join(pages) + "\n"
    golden = GOLDEN / f"{paper}.txt"
    if request.config.getoption("--renew"):
        golden.write_text(read, encoding="utf-8")
    assert read == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("paper", [Paper.PLAN, Paper.WALL, Paper.CARD], ids=str)
def test_the_example_looks_as_before(
    paper: Paper, printed: Printed, request: pytest.FixtureRequest
) -> None:
    now = picture(printed.pdf(paper))
    golden = GOLDEN / f"{paper}.png"
    if request.config.getoption("--renew"):
        now.save(golden, optimize=True)
    with Image.open(golden) as before:
        assert now.size == before.size
        soft = ImageFilter.GaussianBlur(1.5)
        difference = ImageChops.difference(now.filter(soft), before.filter(soft))
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert ImageStat.Stat(difference).extrema[0][1] < 90


def test_every_answer_of_the_plan_is_in_it(plan: Plan, printed: Printed) -> None:
    margins = re.compile(r"(Ekbackaskolan, Ekbacka kommun [^.]*)?Utkast, .* av [0-9]+$")
    text = squeezed("".join(margins.sub("", page) for page in printed.pages(Paper.PLAN)))
    for section in catalogue.SECTIONS:
        for question in section.questions:
            value = plan.of(section.key).get(question.key)
            if question.kind is Kind.TEXT and isinstance(value, str):
                for paragraph in filter(None, value.split("\n")):
                    shown = Paper.PLAN in question.papers
                    assert (squeezed(paragraph) in text) is shown


def test_each_page_of_a_draft_says_so(printed: Printed) -> None:
    for paper in (Paper.PLAN, Paper.INTERNAL, Paper.WALL, Paper.CARD):
        for text in printed.pages(paper):
            assert guidance.DRAFT in text
    assert all(guidance.DRAFT not in text for text in printed.pages(Paper.BLANK))


def test_each_page_of_the_plan_is_numbered(printed: Printed) -> None:
    pages = printed.pages(Paper.PLAN)
    for number, text in enumerate(pages, start=1):
        assert f"Sida {number} av {len(pages)}" in text


def test_the_table_of_contents_is_right(printed: Printed) -> None:
    pages = printed.pages(Paper.PLAN)
    entry = re.compile(r"([0-9]+)\. (.+?) ?([0-9]+)(?= [0-9]+\.|$)")
    read = lines(printed.pdf(Paper.PLAN), 1)
    entries = [found.groups() for line in read for found in entry.finditer(line)]
    assert len(entries) == 17
    for chapter, title, page in entries:
        assert f"{chapter} {title}" in pages[int(page) - 1]


def test_the_first_page_helps_at_once(printed: Printed) -> None:
    first = printed.pages(Paper.PLAN)[0]
    for step in guidance.STEPS:
        assert " ".join(step) in first
    for never in guidance.NEVER:
        assert " ".join(never.lines) in first
    assert "Kontakter i korthet" in first
    assert first.count("08-465 004") == 8


# --- Issued papers ------------------------------------------------------------------------------

VERSION = (
    "Version 3, fastställd den 16 november 2026, gäller från och med den 1 augusti 2026 till och "
    "med den 31 augusti 2027"
)
SAID = {
    Issue.PLAN: "3, fastställd den 16 november 2026 av rektorn",
    Issue.ARCHIVE: "3, fastställd den 16 november 2026 av rektorn",
    Issue.WALL: VERSION,
    Issue.WALL_A3: VERSION,
    Issue.INTERNAL: VERSION,
    Issue.CARD: "version 3, gäller till 2027-08-31",
    Issue.HOLIDAYS: VERSION,
}
WITH_FEET = {Issue.PLAN, Issue.ARCHIVE, Issue.INTERNAL, Issue.HOLIDAYS}

each_issued = pytest.mark.parametrize("issue", Issue, ids=str)


@each_issued
def test_each_page_of_an_issued_paper_says_which_version_it_is(
    issue: Issue, issued: Mapping[Issue, bytes]
) -> None:
    for text in pages_of(issued[issue]):
        assert (SAID[issue] if issue is Issue.CARD else VERSION) in text


@each_issued
def test_the_version_is_heard_once_and_seen_in_the_foot_of_each_page(
    issue: Issue, issued: Mapping[Issue, bytes]
) -> None:
    document = opened(issued[issue])
    said = " ".join(heard(document)).replace("\u00a0", " ")
    assert said.count(SAID[issue]) == 1
    assert said.count("fastställd den 16 november 2026") <= 1
    for number, page in enumerate(document.pages, start=1):
        feet = [mark.text for mark in marks(page) if mark.properties.get("/Subtype") == "/Footer"]
        seen = [VERSION, f"Sida {number} av {len(document.pages)}"] if issue in WITH_FEET else []
        assert " ".join(feet).replace("\u00a0", " ") == " ".join(seen)


@each_issued
def test_nothing_calls_an_issued_paper_a_draft(issue: Issue, issued: Mapping[Issue, bytes]) -> None:
    document = opened(issued[issue])
    told = [*pages_of(issued[issue]), *heard(document), str(document.docinfo.Title)]
    told.append(document.Root.Metadata.read_bytes().decode())
    assert not [text for text in told if "utkast" in text.casefold()]


def test_the_change_table_is_read_row_by_row(issued: Mapping[Issue, bytes]) -> None:
    document = opened(issued[Issue.PLAN])
    [table] = [
        tag
        for tag in tags(document)
        if tag.kind == "/Table" and cells(document, tag)[0][0] == "Version"
    ]
    assert cells(document, table) == [
        ["Version", "Fastställd", "Vad som är nytt"],
        ["1", "2026-08-17", guidance.FIRST_VERSION],
        ["2", guidance.WITHDRAWN, "Polisen: ny kontakt: kommunpolis."],
        ["3", "2026-11-16", f"{guidance.AFTER_WITHDRAWN} {guidance.NOTHING_NEW}"],
    ]
    head, body = table.element.K
    assert (str(head.S), str(body.S)) == ("/THead", "/TBody")
    assert [str(cell.A.Scope) for cell in head.K[0].K] == ["/Column"] * 3
    columns = [str(cell.ID) for cell in head.K[0].K]
    for row in body.K:
        assert [str(cell.S) for cell in row.K] == ["/TH", "/TD", "/TD"]
        assert str(row.K[0].A.Scope) == "/Row"
        for cell, column in zip(row.K[1:], columns[1:], strict=True):
            assert {str(name) for name in cell.A.Headers} == {column, str(row.K[0].ID)}


def test_a_reason_is_printed_once_and_pointed_to(issued: Mapping[Issue, bytes]) -> None:
    reason = guidance.REASON.format(reason="Vi har bett om ett möte.")
    for issue in (Issue.PLAN, Issue.ARCHIVE):
        text = " ".join(pages_of(issued[issue]))
        assert text.count(reason) == 1
        assert text.count(f"{guidance.GAP_HERE} ”{guidance.GAPS_TITLE}”") == 1


def test_the_same_version_gives_the_same_papers(
    issued: Mapping[Issue, bytes], third_version: Plan
) -> None:
    assert printing.issued(third_version, EDITION) == issued


# --- What must not be there ---------------------------------------------------------------------


def test_what_is_internal_stays_on_the_internal_sheet(plan: Plan, printed: Printed) -> None:
    internal, elsewhere = printed.text(Paper.INTERNAL), printed.text(Paper.PLAN)
    hidden = [
        contact
        for section in catalogue.SECTIONS
        for contact in plan.contacts(section.key)
        if contact.papers == {Paper.INTERNAL}
    ]
    notes = [c.anteckning for s in catalogue.SECTIONS for c in plan.contacts(s.key) if c.anteckning]
    assert len(hidden) > 2
    assert notes
    secrets = [*notes, *(contact.namn for contact in hidden)]
    for secret in secrets:
        assert secret in internal
        assert secret not in elsewhere
        assert secret not in printed.text(Paper.WALL)
        assert secret not in printed.text(Paper.CARD)


@pytest.mark.parametrize("paper", [Paper.WALL, Paper.CARD], ids=str)
def test_what_anybody_may_see_has_no_names_and_no_addresses(
    paper: Paper, plan: Plan, printed: Printed
) -> None:
    text = printed.text(paper)
    assert "@" not in text
    for section in catalogue.SECTIONS:
        for contact in plan.contacts(section.key):
            assert not contact.namn or contact.namn not in text


# --- The wall sheet -----------------------------------------------------------------------------


STEPS_OF = [
    *((Size.A4, step, 5.0, 14.0) for step in fitting.WALL_STEPS),
    *((Size.A3, step, 7.0, 19.8) for step in fitting.WALL_STEPS_A3),
]


@pytest.mark.parametrize(("size", "step", "digits", "names"), STEPS_OF)
def test_digits_are_high_and_names_as_loud(
    size: Size, step: str, digits: float, names: float
) -> None:
    row = whom_to_call.CallRow(section="polis", label="Xylofon", phone="+46123456780", hours="jämt")
    written = document.write(papers.wall_html(EMPTY, (row,), step=step), scale=size.scale)
    heights = ink_heights(written, "0123-45 67 80", dpi=600)
    assert min(height for height in heights if height > 3) >= digits
    font, points = type_of(written, "Xylofon")
    assert "Bold" in font
    assert points >= names - 0.01


def test_the_wall_sheet_is_one_page(plan: Plan, quick_plan: Plan) -> None:
    for given in (plan, quick_plan, EMPTY):
        for size in Size:
            assert len(pages_of(printing.wall_pdf(given, size))) == 1


def step_of(given: Plan, size: Size = Size.A4) -> str:
    """Return in which of its types the wall sheet of *given* is printed."""
    rows, pdf = whom_to_call.wall_rows(given), printing.wall_pdf(given, size)
    for step in fitting.WALL_STEPS_A3:
        if document.write(papers.wall_html(given, rows, step=step), scale=size.scale) == pdf:
            return step
    raise AssertionError


def on_the_wall(plan: Plan, *, lines: bool) -> Plan:
    """Return *plan* with all its help lines on the wall, or none."""
    rows = tuple(replace(line, pa_anslaget=lines) for line in plan.help_lines)
    return plan.answered("stodlinjer", {"linjer": rows})


def test_few_rows_stand_in_larger_type(plan: Plan, quick_plan: Plan) -> None:
    assert step_of(on_the_wall(quick_plan, lines=False)) == "roomy"
    assert step_of(plan) == "snug"


def test_names_and_numbers_are_larger_on_a3_than_an_enlarged_a4(plan: Plan) -> None:
    assert step_of(plan, Size.A3) == "grand"
    heights = [
        ink_heights(printing.wall_pdf(plan, size), "08-465 004 01", dpi=300)[0] for size in Size
    ]
    assert heights[1] > heights[0] * 1.6


def test_a_sheet_of_fifteen_rows_needs_no_smaller_type(plan: Plan) -> None:
    fifteen = with_interpreter(plan)
    assert len(whom_to_call.wall_rows(fifteen)) == 15
    assert step_of(fifteen) == "snug"


def with_interpreter(plan: Plan) -> Plan:
    """Return the example with the line for the group itself, and a telephone interpreter."""
    lines = tuple(
        replace(line, pa_anslaget=True) if line.id == "ratt_att_valja" else line
        for line in plan.help_lines
    )
    interpreter = crowd(1, funktion="telefontolk", telefontid="kundnummer i planen")
    return plan.answered("stodlinjer", {"linjer": lines}).answered(
        "ideella", {**plan.of("ideella"), "kontakter": interpreter}
    )


def test_too_many_rows_are_refused_and_named() -> None:
    many = EMPTY.answered("jourer", {"kontakter": crowd(40)})
    with pytest.raises(printing.TooLong) as caught:
        printing.wall_pdf(many)
    rows = whom_to_call.wall_rows(many)
    surplus = caught.value.rows
    assert rows[-len(surplus) :] == surplus
    fits = papers.wall_html(many, rows[: -len(surplus)], step="tight")
    one_more = papers.wall_html(many, rows[: 1 - len(surplus)], step="tight")
    assert document.page_count(fits) == 1
    assert document.page_count(one_more) == 2


def test_rows_of_more_than_one_line_can_be_shortened_first(plan: Plan) -> None:
    long = crowd(3, funktion="samordnare för trygghet, hälsa och likabehandling på skolan")
    short = crowd(14, funktion="mentor")
    staff = (*short, *(replace(row, id=f"l{row.id}") for row in long))
    many = plan.answered("resurspersoner", {"kontakter": staff})
    with pytest.raises(printing.TooLong) as caught:
        printing.wall_pdf(many)
    told = {row.row for row in caught.value.long}
    assert told > {"l0", "l1", "l2", "nationellt_centrum"}
    assert not told & {row.id for row in short}
    assert caught.value.long[0].row == "nationellt_centrum"


def test_a_preview_is_the_sheet_with_the_rows_that_fit(plan: Plan) -> None:
    many = plan.answered("resurspersoner", {"kontakter": crowd(30)})
    preview = printing.wall_preview(many)
    (text,) = pages_of(preview.pdf)
    assert preview.left_off
    assert [*preview.shown, *preview.left_off] == list(whom_to_call.wall_rows(many))
    for row in preview.shown:
        assert phone(row.phone).replace("\u00a0", " ") in text
    assert "Bris" in text
    assert printing.wall_preview(plan).pdf == printing.wall_pdf(plan)


def test_an_adopted_wall_sheet_and_card_leave_out_what_is_missing(quick_plan: Plan) -> None:
    bare = decided(EMPTY.answered("skolan", {"galler_till": date(2027, 8, 31)}))
    no_jour = decided(
        quick_plan.answered("socialtjanst", {"kontakter": quick_plan.contacts("socialtjanst")[:1]})
    )
    for given in (bare, no_jour):
        made = printing.issued(given, EDITION)
        for issue in (Issue.WALL, Issue.WALL_A3, Issue.CARD):
            (text,) = pages_of(made[issue])
            assert guidance.NOT_FILLED_IN not in text
            assert "Socialjour" not in text
    (text,) = pages_of(printing.issued(no_jour, EDITION)[Issue.WALL])
    assert "Kurator" in text
    (text,) = pages_of(printing.issued(bare, EDITION)[Issue.WALL])
    assert "Ring 112 och be om socialjouren." in text
    assert "Resurspersoner" not in text
    assert "hela planen" not in text


def test_long_and_foreign_names_wrap_within_their_column() -> None:
    arabic = {"funktion": "شبكة النساء", "telefontid": "من الاثنين إلى الجمعة 8–16"}
    long = "samordnare för likabehandling och hälsofrämjande skolutvecklingsarbete"
    staff = (*crowd(1, **arabic), replace(crowd(1)[0], id="l", funktion=long))
    given = EMPTY.answered("resurspersoner", {"kontakter": staff})
    for size in Size:
        pdf = printing.wall_pdf(given, size)
        (text,) = pages_of(pdf)
        assert capital(long) in text
        width = 210 * size.scale
        right = max(box[2] for box in ink_boxes(pdf))
        assert right <= width - 12 * size.scale


def test_an_empty_opening_hour_says_nothing() -> None:
    (text,) = pages_of(printing.wall_pdf(of_staff(1, telefontid="")))
    assert text.count(guidance.NOT_FILLED_IN) == 2  # both are numbers of socialtjänsten


def test_a_long_answer_and_long_words_fit_the_wall_sheet() -> None:
    hostile = EMPTY.answered("akut", {"svarar_ingen": "W" * 320}).answered(
        "skolan", {"skola": "W" * 200, "plats": "W" * 200}
    )
    assert len(pages_of(printing.wall_pdf(hostile))) == 1


# --- The pocket cards ---------------------------------------------------------------------------

CARD = (85.0, 54.0)
RESOURCE_PERSONS = catalogue.RESURSPERSONER.key


def of_staff(count: int, **values: object) -> Plan:
    return EMPTY.answered(RESOURCE_PERSONS, {"kontakter": crowd(count, **values)})


def cut_marks(pdf: bytes, *, dpi: int = 300) -> tuple[list[float], list[float]]:
    """Return where the marks left of the cards and above them stand, in mm from the upper left."""
    image = picture(pdf, dpi=dpi).point(lambda value: value < 160 and 255)
    per_mm = dpi / 25.4
    left = image.crop((0, 0, round(19 * per_mm), image.height))
    rows = [y for y in range(left.height) if left.crop((0, y, left.width, y + 1)).getbbox()]
    above = round(rows[0] - 2 * per_mm)
    top = image.crop((0, above - 20, image.width, above))
    columns = [x for x in range(top.width) if top.crop((x, 0, x + 1, top.height)).getbbox()]
    return [n / per_mm for n in _apart(columns)], [n / per_mm for n in _apart(rows)]


def _apart(places: list[int]) -> list[int]:
    return [n for n in places if n - 1 not in places]


@pytest.mark.parametrize("step", fitting.CARD_STEPS)
def test_the_digits_on_a_card_are_high_enough(step: str) -> None:
    row = whom_to_call.CallRow(section="polis", label="Alla", phone="+46123456780", hours="jämt")
    written = document.write(papers.card_html(EMPTY, Card(rows=(row,), step=step), copies=1))
    heights = ink_heights(written, "0123-45 67 80", dpi=1200)
    assert min(height for height in heights if height > 1) >= 3.0
    assert min(ink_heights(written, "112", dpi=600)) >= 6.0


def test_no_type_on_a_card_is_smaller_than_seven_points(plan: Plan) -> None:
    for given in (plan, EMPTY, hostile_plan(), of_staff(9), of_staff(30)):
        assert min(type_sizes(printing.card_pdf(given))) >= 7


def test_the_cut_marks_are_a_card_apart(printed: Printed) -> None:
    columns, rows = cut_marks(printed.pdf(Paper.CARD))
    assert len(columns) == 3
    assert len(rows) == 5
    assert columns == pytest.approx([20, 20 + CARD[0], 20 + 2 * CARD[0]], abs=0.2)
    assert rows == pytest.approx([rows[0] + n * CARD[1] for n in range(5)], abs=0.2)


def test_each_card_lies_within_its_marks(plan: Plan) -> None:
    for given in (plan, EMPTY, hostile_plan(), of_staff(9), of_staff(1), of_staff(2)):
        pdf = printing.card_pdf(given)
        columns, rows = cut_marks(pdf)
        boxes = [box for box in ink_boxes(pdf) if rows[0] < box[1] < rows[-1]]
        assert len(boxes) > 8 * 300
        for left, upper, right, lower in boxes:
            assert min(x - left for x in columns if x > right) > 0
            assert all(abs(x - edge) > 2 for x in columns for edge in (left, right))
            assert all(upper - y > 1.5 or y - lower > 1.5 for y in rows)


def test_the_eight_cards_are_the_same(plan: Plan) -> None:
    (text,) = pages_of(printing.card_pdf(plan))
    for row in whom_to_call.card_rows(plan):
        told = ", ".join(filter(None, (row.label, small(row.hours))))
        assert text.count(told) == 8
        number = phone(row.phone).replace("\u00a0", " ")
        assert text.count(f"{number} {row.choices}".strip()) >= 8


def test_few_rows_have_larger_digits_than_many() -> None:
    def digits(count: int) -> float:
        return ink_heights(printing.card_pdf(of_staff(count)), "08-465", dpi=600)[0]

    assert digits(1) > digits(9)


def test_a_card_names_the_lowest_ranked_rows_that_it_has_no_room_for() -> None:
    many = of_staff(12)
    rows = whom_to_call.card_rows(many)
    left_off = printing.card_preview(many).left_off
    holds = len(rows) - len(left_off)
    assert rows[holds:] == left_off
    assert len(rows) > holds > 4
    tried = (Card(rows=rows[:n], step="snug") for n in (holds, holds + 1))
    pages = [document.page_count(papers.card_html(many, card, copies=1)) for card in tried]
    assert pages == [1, 2]
    (text,) = pages_of(printing.card_pdf(many))
    _, told = text.split(guidance.CARD_LACKS)
    labels = [row.label for row in whom_to_call.as_read(left_off)]
    assert told == f" {', '.join(labels)}."


def test_an_adopted_card_says_its_version_and_holds_as_much(plan: Plan) -> None:
    card = printing.issued(plan, Edition(version=12))[printing.Issue.CARD]
    (text,) = pages_of(card)
    assert text.count("Ekbackaskolan · läsåret 2026/27 · version 12") == 8
    assert guidance.DRAFT not in text
    assert text.count("114 14") == 8


def test_all_that_fits_is_left_on_the_card(plan: Plan, quick_plan: Plan) -> None:
    for given in (plan, quick_plan, EMPTY):
        assert printing.card_preview(given).left_off == ()
        assert guidance.CARD_LACKS not in pages_of(printing.card_pdf(given))[0]


def test_a_long_function_wraps_and_is_whole() -> None:
    long = ("samordnare för trygghet, hälsa, likabehandling " * 5)[:190].strip()
    (text,) = pages_of(printing.card_pdf(of_staff(1, funktion=long)))
    assert squeezed(text).count(squeezed(capital(long))) == 8


def test_thirty_long_rows_that_do_not_fit_are_all_named() -> None:
    pages = pages_of(printing.card_pdf(of_staff(30, funktion=WORD[:190])))
    told = squeezed("".join(pages)).partition(squeezed(guidance.CARD_LACKS))[2]
    assert told.count(capital(WORD[:190])) >= 28
    assert len(pages) > 1


def test_a_card_holds_something_whatever_the_school_is_called() -> None:
    named = of_staff(1).answered("skolan", {"skola": "W" * 200})
    assert not {row.section for row in printing.card_preview(named).left_off} & {"socialtjanst"}


# --- Hostile and empty input --------------------------------------------------------------------


def hostile_plan() -> Plan:
    person = crowd(
        1,
        funktion=WORD[:200],
        namn="محمد علی کوردى",
        epost="a" * 60 + "@" + "b" * 60 + ".example.se",
        uppdrag="<script>alert('x')</script>",
        anteckning=WORD,
    )
    return (
        EMPTY.answered("skolan", {"skola": WORD[:200], "kommun": "Şirnak", "lasar": "2026/27"})
        .answered(
            "resurspersoner",
            {"kontakter": person, "nar_engageras": WORD, "trygg_plats": WORD},
        )
        .answered("polis", {"avstamt": Agreement(funktion=WORD, datum=date(2026, 8, 1))})
        .answered(
            "underskrifter",
            {"undertecknare": (Signatory(id="1", namn=WORD, befattning=WORD, organisation=WORD),)},
        )
    )


@pytest.mark.parametrize("paper", [Paper.PLAN, Paper.INTERNAL, Paper.WALL, Paper.CARD], ids=str)
def test_nothing_stands_outside_the_margins(paper: Paper) -> None:
    least = 11 / 25.4 * 72
    with pypdfium2.PdfDocument(printing.make(hostile_plan(), paper)) as pdf:
        for page in pdf:
            text = page.get_textpage()
            boxes = [text.get_charbox(n) for n in range(text.count_chars())]
            assert min(box[0] for box in boxes) >= least
            assert max(box[2] for box in boxes) <= page.get_width() - least
            assert min(box[1] for box in boxes) >= 20


def test_nothing_typed_is_lost() -> None:
    text = squeezed("".join(pages_of(printing.plan_pdf(hostile_plan()))))
    margins = f"{WORD[:200]},ŞirnakSamverkansplan·läsåret2026/27Utkast,intefastställdSida"
    text = re.sub(rf"{margins}[0-9]av[0-9]", "", text)
    assert text.count(WORD) == 5
    assert "<script>alert('x')</script>" in text


def test_an_empty_plan_is_a_paper_to_fill_in() -> None:
    pages = pages_of(printing.plan_pdf(EMPTY))
    assert sum(text.count(guidance.NOT_FILLED_IN) for text in pages) > 40
    assert "Rektor" in pages[-1]
    assert guidance.SIGNATURE_LINE in pages[-1]


def test_thirty_signatories_are_not_torn() -> None:
    people = tuple(
        Signatory(id=str(n), namn=f"Namn {n}.", befattning="rektor", organisation=f"Slut {n}.")
        for n in range(30)
    )
    pages = pages_of(printing.plan_pdf(EMPTY.answered("underskrifter", {"undertecknare": people})))
    for page in pages:
        names, ends = re.findall(r"Namn ([0-9]+)\.", page), re.findall(r"Slut ([0-9]+)\.", page)
        assert names == ends
        assert page.count(guidance.SIGNATURE_LINE) == len(names)


def shifted(block: str) -> list[str]:
    """Return the pages of *block* at many places around a page's foot, each from a new page on."""
    cases = (
        f'<div style="break-before: page"><p style="height: {226 + n}mm">Före</p>{block}</div>'
        for n in range(0, 36, 2)
    )
    html = f"<!doctype html><html lang='sv'><title>x</title><h1>x</h1>{''.join(cases)}"
    return pages_of(document.write(html))


@pytest.mark.parametrize("level", [2, 3, 4])
def test_a_heading_never_ends_a_page(level: int) -> None:
    pages = shifted(f"<h{level}>Rubrik</h{level}><p>Text som följer.")
    assert len(pages) > 19 + 4
    assert not [text for text in pages if "Rubrik" in text and "Text" not in text]


def test_a_heading_stays_with_its_table_and_no_row_is_torn() -> None:
    row = "<tr><th>Först</th><td>ett<br>två<br>tre<br>fyra<br>sist</td></tr>"
    pages = shifted(f"<h2>Rubrik</h2><table class=laws><tbody>{row * 3}</tbody></table>")
    assert len(pages) > 19 + 9
    assert not [text for text in pages if "Rubrik" in text and "Först" not in text]
    assert all(text.count("Först") == text.count("sist") for text in pages)


# --- Files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS, ids=str)
def test_the_same_plan_gives_the_same_bytes(paper: Paper, plan: Plan, printed: Printed) -> None:
    assert printing.make(plan, paper) == printed.pdf(paper)


@pytest.mark.parametrize(
    ("paper", "size", "expected"),
    [
        (Paper.PLAN, Size.A4, "samverkansplan-asgards-skola-2026-27.pdf"),
        (Paper.WALL, Size.A4, "anslag-asgards-skola-2026-27.pdf"),
        (Paper.WALL, Size.A3, "anslag-asgards-skola-2026-27-a3.pdf"),
        (Paper.INTERNAL, Size.A4, "internt-blad-asgards-skola-2026-27.pdf"),
        (Paper.CARD, Size.A4, "fickkort-asgards-skola-2026-27.pdf"),
        (Paper.BLANK, Size.A4, "blankett-samverkansplan.pdf"),
    ],
)
def test_files_have_plain_swedish_names(paper: Paper, size: Size, expected: str) -> None:
    school = EMPTY.answered("skolan", {"skola": "Åsgårds skola", "lasar": "2026/27"})
    assert printing.file_name(school, paper, size) == expected


@pytest.mark.parametrize("name", ["", "../../etc", "ﬁ\u202e", "محمد", "x" * 300])
def test_no_school_name_makes_a_bad_file_name(name: str) -> None:
    given = EMPTY.answered("skolan", {"skola": name})
    assert re.fullmatch(
        r"samverkansplan(-[a-z0-9-]{0,60}[a-z0-9])?\.pdf", printing.file_name(given, Paper.PLAN)
    )


# --- The list for holidays ------------------------------------------------------------------------


@pytest.mark.parametrize("answer", ["", "Ordet. " * 85, "A\n" * 300], ids=["none", "long", "lines"])
def test_the_holiday_list_takes_one_page_and_has_no_place_for_a_name(
    plan: Plan, answer: str
) -> None:
    given = {**plan.of("uppfoljning"), "lovkontroll": answer.strip()}
    (page,) = pages_of(printing.make(plan.answered("uppfoljning", given), Paper.HOLIDAYS))

    assert "Skriv inga elevers namn här." in page
    assert "08-405 50 05" in page
    assert "Namn" not in page


def test_the_holiday_list_says_what_the_plan_says(plan: Plan) -> None:
    (page,) = pages_of(printing.make(plan, Paper.HOLIDAYS))

    assert " ".join(plan.text("uppfoljning", "lovkontroll").split()) in " ".join(page.split())
