"""A report of paragraphs and tables, written for the terminal, a browser, a spreadsheet and Excel alike.

What `eligible` and `plan` answer is arranged as such a page; what stands in it is decided there, how it looks here.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Final, TypeAlias

from offsetcheck import __version__
from offsetcheck.engine.judge import Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report import columns
from offsetcheck.report import wording as w
from offsetcheck.report.csv_writer import BOM, safe_cell
from offsetcheck.report.model import Confirmation, EditionUsed, Frozen, InputRef, Tool
from offsetcheck.report.text import Printer
from offsetcheck.report.view import Pair, label
from offsetcheck.report.wording import Label
from offsetcheck.rulebook.book import ChosenBy, Rulebook

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "Beginning",
    "Cell",
    "OfHoldings",
    "Page",
    "Section",
    "Table",
    "about",
    "cells",
    "confirmations_of",
    "editions_used",
    "number",
    "page_csv",
    "page_from",
    "page_html",
    "page_text",
    "page_xlsx",
    "record",
    "titled",
    "tool_of",
]

#: Excel takes no more characters in a cell, and no more rows on a sheet.
_MOST_CHARACTERS: Final = 32_767
_WIDEST: Final = 44


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a text, with a verdict to show beside it, or an exact number."""

    text: str
    verdict: Verdict | None = None
    number: Decimal | None = None
    short: str | None = None
    """What a terminal shows instead, where columns are narrow."""
    whole: bool = False
    """Whether it is not broken into lines: a day."""


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Titles and rows; a cell of numbers stands to the right."""

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    footer: Row | None = None
    lead: int | None = None
    """In a terminal: not a table but a block for each row, whose first cells, so many, make its heading."""
    dense: bool = False
    """Whether there are many narrow columns; in a terminal, too many stand in several tables, each with the first columns."""

    @property
    def numbers(self) -> frozenset[int]:
        """The columns that hold numbers, and words only where one is not known."""
        return frozenset(
            n
            for n in range(len(self.titles))
            if any(r[n].number is not None and r[n].verdict is None for r in self.rows)
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with paragraphs, points and a table."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None
    points: tuple[str, ...] = ()
    data: Table | None = None
    """The same table without its rows drawn together, for spreadsheets; None: the table itself."""

    @property
    def rows(self) -> Table | None:
        """What a spreadsheet holds."""
        return self.data if self.data is not None else self.table


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report, arranged."""

    lang: Lang
    kicker: str
    title: str
    about: tuple[Pair, ...]
    summary: tuple[str, ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    record: tuple[Pair, ...]
    tool: str


def page_text(page: Page, width: int = 100, color: bool = False) -> str:
    """Return the page for a terminal `width` columns wide, with colours only where asked."""
    out = StringIO()
    printer = Printer(out, max(width, 60), color, page.lang)
    printer.line(page.title, "bold")
    printer.pairs(page.about)
    printer.line()
    for sentence in page.summary:
        printer.paragraph(sentence)
    point = "・" if page.lang == "ja" else "- "
    for section in page.sections:
        printer.heading(section.title)
        for text in section.paragraphs:
            printer.paragraph(text)
        if section.table is not None:
            table = section.table
            if table.lead is not None:
                _blocks(printer, table, table.lead)
            else:
                _table(printer, table)
        for text in section.points:
            printer.paragraph(text, first=point)
    printer.heading(w.say(_NOTES, page.lang))
    for text in page.notes:
        printer.paragraph(text, first=point)
    printer.line()
    printer.pairs(page.record)
    lines = out.getvalue().split("\n")
    return "\n".join(lines if color else [line.rstrip() for line in lines]).rstrip("\n") + "\n"


#: Columns that begin a dense table, and the most that stand beside them in a terminal.
_KEYS: Final = 2
_BESIDE: Final = 4


def _parts(table: Table) -> list[list[int]]:
    """The columns of each table in a terminal."""
    whole = list(range(len(table.titles)))
    if not table.dense or len(whole) <= _KEYS + _BESIDE:
        return [whole]
    values = whole[_KEYS:]
    return [whole[:_KEYS] + values[n : n + _BESIDE] for n in range(0, len(values), _BESIDE)]


def _table(printer: Printer, table: Table) -> None:
    rows = [*table.rows, *([table.footer] if table.footer else [])]
    texts = [[_plain(c, printer.lang) for c in row] for row in rows]
    for n, part in enumerate(_parts(table)):
        if n:
            printer.line()
        printer.table(
            [table.titles[c] for c in part], [[row[c] for c in part] for row in texts],
            [n for n, c in enumerate(part) if c in table.numbers],
        )  # fmt: skip


def _blocks(printer: Printer, table: Table, lead: int) -> None:
    for row in table.rows:
        heading = sorted(row[:lead], key=lambda c: c.verdict is None)  # the verdict first
        printer.paragraph("  ".join(_plain(c, printer.lang) for c in heading))
        for title, cell in zip(table.titles[lead:], row[lead:], strict=True):
            if cell.text != w.NOTHING or cell.verdict is not None:
                printer.paragraph(w.headed(title, _plain(cell, printer.lang), printer.lang), 4)


_NOTES: Final = Text("注記", "Notes")


def _plain(cell: Cell, lang: Lang) -> str:
    if cell.verdict is None:
        return cell.text if cell.short is None else cell.short
    if cell.short is not None:
        return f"{w.verdict_symbol(cell.verdict, lang)} {cell.short}".rstrip()
    return _full(cell, lang)


def _full(cell: Cell, lang: Lang) -> str:
    if cell.verdict is None:
        return cell.text
    return f"{w.verdict_symbol(cell.verdict, lang)} {cell.text or w.verdict_word(cell.verdict, lang)}"


def page_html(page: Page) -> str:
    """Return the page as one HTML file without scripts; every text in it is escaped."""
    from offsetcheck.report.html import kept_together, template

    return template("page.html.j2").render(
        page=page,
        kept=kept_together,
        notes=w.say(_NOTES, page.lang),
        symbol=lambda verdict: w.verdict_symbol(verdict, page.lang),
        word=lambda verdict: w.verdict_word(verdict, page.lang),
    )


def page_csv(page: Page) -> str:
    """Return the tables as CSV with a byte order mark: each under its heading, an empty row between."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    first = True
    for section in page.sections:
        if section.rows is None:
            continue
        if not first:
            table.writerow([])
        first = False
        table.writerow([safe_cell(section.title)])
        table.writerow([safe_cell(title) for title in section.rows.titles])
        for row in section.rows.rows:
            table.writerow([_csv(cell, page.lang) for cell in row])
    return BOM + out.getvalue()


def _csv(cell: Cell, lang: Lang) -> str:
    if cell.number is not None and cell.verdict is None:
        return w.number(cell.number).replace(",", "")  # a number that a program may read
    return safe_cell(_full(cell, lang))


def page_xlsx(page: Page) -> bytes:
    """Return the page as a workbook: a sheet of sentences, then one sheet for each table."""
    from openpyxl import Workbook
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _sheet_name(page.title, set())
    names = {sheet.title}
    _sentences(sheet, page)
    for section in page.sections:
        if section.rows is not None:
            name = _sheet_name(section.title, names)
            names.add(name)
            _table_sheet(book.create_sheet(name), section.rows, page.lang)
    for each in book.worksheets:  # printed on as many pages as it is long, each as wide as the paper
        each.page_setup.orientation, each.page_setup.paperSize = "landscape", each.PAPERSIZE_A4
        each.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        each.page_setup.fitToWidth, each.page_setup.fitToHeight = 1, 0
        margins = each.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.3
        if each.oddFooter is not None:
            each.oddFooter.left.text, each.oddFooter.right.text = "&A", "&P / &N"
    out = BytesIO()
    book.save(out)
    return _same_each_time(out.getvalue())


def _sentences(sheet: Worksheet, page: Page) -> None:
    """What stands above and below the tables, as wide as two columns."""
    from openpyxl.styles import Alignment, Font

    wrap = Alignment(vertical="top", wrap_text=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _NAMES, _VALUES

    def sentence(text: str, size: int = 0) -> None:
        sheet.append([_safe(text)])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.cell(row, 1).alignment = wrap
        if size:
            sheet.cell(row, 1).font = Font(bold=True, size=size)
            sheet.row_dimensions[row].height = size * 1.6
        else:
            sheet.row_dimensions[row].height = _height([text], [_NAMES + _VALUES])

    sentence(page.title, 14)
    for pair in page.about:
        sheet.append([_safe(pair.label), _safe(pair.value)])
    sheet.append([])
    for text in page.summary:
        sentence(text)
    for section in page.sections:
        if section.paragraphs or section.points:
            sheet.append([])
            sentence(section.title, 11)
            for text in (*section.paragraphs, *section.points):
                sentence(text)
    sheet.append([])
    sentence(w.say(_NOTES, page.lang), 11)
    for text in page.notes:
        sentence(text)
    sheet.append([])
    for pair in page.record:
        sheet.append([_safe(pair.label), _safe(pair.value)])
        row = sheet.max_row
        sheet.cell(row, 1).alignment = sheet.cell(row, 2).alignment = wrap
        sheet.row_dimensions[row].height = _height([pair.value], [_VALUES])


def _table_sheet(sheet: Worksheet, table: Table, lang: Lang) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet.append([_safe(t) for t in table.titles])
    wide = [columns.width(t) for t in table.titles]
    for row in table.rows:
        sheet.append([
            c.number if c.number is not None and c.verdict is None
            else _safe(_full(c, lang)) if c.verdict is None
            else w.clean(_full(c, lang))[:_MOST_CHARACTERS]  # begins with a sign of ours, never a formula's
            for c in row
        ])  # fmt: skip
        wide = [max(a, min(columns.width(_full(c, lang)), _WIDEST)) for a, c in zip(wide, row, strict=True)]
    wide = [min(max(size, 8), _WIDEST) + 2 for size in wide]
    for n, size in enumerate(wide, 1):
        sheet.column_dimensions[get_column_letter(n)].width = size
    head, fill = Font(bold=True), PatternFill("solid", fgColor="E8EDF2")
    for cell in sheet[1]:
        cell.font, cell.fill, cell.alignment = head, fill, Alignment(vertical="top", wrap_text=True)
    sheet.row_dimensions[1].height = _height(table.titles, wide)
    if len(table.rows) <= 2_000:  # wrapping every cell of a long sheet only makes it slow to open
        line = Border(bottom=Side("thin", color="D5DCE3"))
        left, right = (
            Alignment(vertical="top", wrap_text=True),
            Alignment("right", "top", wrap_text=True, indent=1),
        )
        for at, row in enumerate(table.rows, 2):
            for n, (shown, cell) in enumerate(zip(row, sheet[at], strict=True)):
                cell.alignment, cell.border = right if n in table.numbers else left, line
                if shown.verdict is not None:
                    cell.font = Font(color=_COLOURS[shown.verdict])
                elif shown.number is not None:
                    cell.number_format = "#,##0.###" if shown.number % 1 else "#,##0"
            sheet.row_dimensions[at].height = _height([_full(c, lang) for c in row], wide)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"


#: The colours of verdicts, as in the HTML report.
_COLOURS: Final = {
    Verdict.PASS: "1B6B3A", Verdict.FAIL: "A3131F", Verdict.UNKNOWN: "7A4B00", Verdict.NOT_APPLICABLE: "4D5863",
    Verdict.ERROR: "7A1FA2",
}  # fmt: skip
_NAMES: Final = 26
_VALUES: Final = 104


def _height(texts: Sequence[str], wide: Sequence[int]) -> float:
    """The height of a row in points that shows its longest text whole: not every program finds it by itself."""
    lines = max(len(columns.wrapped(t, max(size - 2, 4))) for t, size in zip(texts, wide, strict=True))
    return min(15.0 * lines + 1, 409.0)  # no row is higher


def _same_each_time(data: bytes) -> bytes:
    """A workbook without the time of its making: the same page gives the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            held = old.read(name)
            if name == "docProps/core.xml":  # the library writes the moment of saving there
                held = re.sub(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>", b"", held)
            new.writestr(entry, held)
    return out.getvalue()


def texts_of(part: object) -> Iterator[str]:
    """Every text of a part of a page."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple | list):
        for one in part:
            yield from texts_of(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts_of(getattr(part, one.name))


class Beginning(Frozen):
    """What every report object of a page begins with."""

    tool: Tool
    lang: Lang
    rulebook: tuple[EditionUsed, ...]
    as_of: date


class OfHoldings(Beginning):
    """What a report object about somebody's credits begins with."""

    confirmations: tuple[Confirmation, ...]
    profile: Profile
    input: tuple[InputRef, ...]
    holder: str | None


def about(report: OfHoldings) -> tuple[Pair, ...]:
    """Whose credits they are, the day of judgement, and how well facts had to be supported."""
    lang = report.lang
    return (
        Pair(w.say(Text("保有者", "Holder"), lang), report.holder or w.NOTHING),
        Pair(label(Label.AS_OF, lang), w.day(report.as_of, lang)),
        Pair(label(Label.PROFILE, lang), w.profile_word(report.profile, lang)),
    )


def page_from(
    report: Beginning, kicker: Text, title: Text, about: Sequence[Pair], summary: Sequence[str],
    sections: Iterable[Section | None], notes: Sequence[str],
) -> Page:  # fmt: skip
    """The page of a report object: what stands on every page, with what this one has to say."""
    lang = report.lang
    inputs, confirmations = (
        (report.input, report.confirmations) if isinstance(report, OfHoldings) else ((), ())
    )
    return Page(
        lang=lang, kicker=w.say(kicker, lang), title=w.say(title, lang), about=tuple(about), summary=tuple(summary),
        sections=tuple(s for s in sections if s is not None), notes=tuple(notes),
        record=record(report.tool, inputs, report.rulebook, confirmations, lang),
        tool=f"{report.tool.name} {report.tool.version}",
    )  # fmt: skip


def record(
    tool: Tool, inputs: Sequence[InputRef], editions: Sequence[EditionUsed], confirmations: Sequence[Confirmation], lang: Lang
) -> tuple[Pair, ...]:  # fmt: skip
    """What was read, with its hashes, the editions applied, and the answers of an authority that were taken up."""
    said = Text(
        "{value}（{by}、{on}、文書のSHA-256 {sha256}）", "{value} ({by}, {on}, document SHA-256 {sha256})"
    )
    return (
        Pair(label(Label.TOOL, lang), f"{tool.name} {tool.version}"),
        *(Pair(label(Label.INPUT, lang), f"{i.name}{w.in_brackets(f'SHA-256 {i.sha256}', lang)}") for i in inputs),
        *(
            Pair(label(Label.EDITION, lang), e.title + w.in_brackets(w.listing([e.edition, f"SHA-256 {e.sha256}"], lang), lang))
            for e in editions
        ),
        *(
            Pair(c.of, w.say(said, lang, value=c.value, by=c.by, on=w.day(c.on, lang), sha256=c.document_sha256))
            for c in confirmations
        ),
    )  # fmt: skip


def editions_used(
    rulebook: Rulebook, as_of: date, chosen: Iterable[tuple[str | None, FiscalYear]], lang: Lang
) -> Iterator[EditionUsed]:
    """The editions that the day of judgement chooses, and those of the schemes and years asked about, each once."""
    for authority in rulebook.authorities:
        if rulebook.of(authority)[0].chosen_by is not ChosenBy.FISCAL_YEAR:
            edition = rulebook.select(authority, as_of)
            yield EditionUsed(
                edition=edition.id, title=edition.title.in_(lang), sha256=edition.sha256, chosen_by=f"as_of = {as_of}"
            )  # fmt: skip
    for name, year in dict.fromkeys(chosen):
        if name is not None:
            edition = next(e for e in rulebook.editions if e.id == name)
            yield EditionUsed(
                edition=edition.id, title=edition.title.in_(lang), sha256=edition.sha256, chosen_by=f"period = {year}"
            )  # fmt: skip


def confirmations_of(settings: Settings) -> tuple[Confirmation, ...]:
    """The answers of an authority that the user recorded."""
    return tuple(
        Confirmation(
            of=c.of, value=c.value, document_sha256=c.document_sha256, by=c.by, on=c.on, source=c.source
        )
        for c in settings.confirmed
    )


def tool_of() -> Tool:
    """This program and its version."""
    return Tool(name="offsetcheck", version=__version__)


def _safe(text: str) -> str:
    """A text that Excel takes for no formula, and that fits a cell."""
    return safe_cell(text)[:_MOST_CHARACTERS]


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: without its seven forbidden signs, at most 31 characters, and not used yet."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title).strip()[:31] or "1"
    n = 2
    while name in taken:
        name = f"{name[:28]} {n}"
        n += 1
    return name


def number(value: Decimal | None, lang: Lang) -> Cell:
    """A cell with an exact number; a dash where none is known."""
    if value is None:
        return Cell(w.say(Text("未確定", "not known"), lang))
    return Cell(w.number(value), number=value)


def titled(lang: Lang, *titles: Text) -> tuple[str, ...]:
    """The titles of a table's columns."""
    return tuple(w.say(t, lang) for t in titles)


def cells(texts: Sequence[str]) -> Row:
    """A row of texts."""
    return tuple(Cell(text) for text in texts)
