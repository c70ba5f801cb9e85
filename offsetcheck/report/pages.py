"""A report of paragraphs and tables, written for the terminal, a browser, a spreadsheet and Excel alike.

What `eligible` and `plan` answer is arranged as such a page; what stands in it is decided there, how it looks here.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final, TypeAlias

from offsetcheck import __version__
from offsetcheck.engine.judge import Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report import wording as w
from offsetcheck.report.csv_writer import BOM, safe_cell
from offsetcheck.report.model import Confirmation, EditionUsed, InputRef, Tool
from offsetcheck.report.text import Printer
from offsetcheck.report.view import Pair, label
from offsetcheck.report.wording import Label
from offsetcheck.rulebook.book import ChosenBy, Rulebook

__all__ = [
    "Cell",
    "Page",
    "Section",
    "Table",
    "about",
    "cells",
    "confirmations_of",
    "editions_used",
    "number",
    "page_csv",
    "page_html",
    "page_text",
    "page_xlsx",
    "record",
    "tool_of",
]

#: Excel takes no more characters in a cell, and no more rows on a sheet.
_MOST_CHARACTERS: Final = 32_767
_WIDEST: Final = 60


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
                continue
            rows = [*table.rows, *([table.footer] if table.footer else [])]
            texts = [[_plain(c, page.lang) for c in row] for row in rows]
            for n, columns in enumerate(_parts(table)):
                if n:
                    printer.line()
                printer.table(
                    [table.titles[c] for c in columns], [[row[c] for c in columns] for row in texts]
                )
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


def _blocks(printer: Printer, table: Table, lead: int) -> None:
    for row in table.rows:
        printer.paragraph("  ".join(_plain(c, printer.lang) for c in row[:lead]))
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
    from offsetcheck.report.html import template

    return template("page.html.j2").render(
        page=page,
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
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _sheet_name(page.title, set())
    names = {sheet.title}
    sheet.append([_safe(page.title)])
    sheet["A1"].font = Font(bold=True, size=14)
    for pair in (*page.about, *page.record):
        sheet.append([_safe(pair.label), _safe(pair.value)])
    sheet.append([])
    for sentence in page.summary:
        sheet.append([_safe(sentence)])
    for section in page.sections:
        if section.paragraphs or section.points:
            sheet.append([])
            sheet.append([_safe(section.title)])
            sheet.cell(sheet.max_row, 1).font = Font(bold=True)
            for text in (*section.paragraphs, *section.points):
                sheet.append([_safe(text)])
    sheet.append([])
    for note in page.notes:
        sheet.append([_safe(note)])
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 90
    head, fill = Font(bold=True), PatternFill("solid", fgColor="E8EDF2")
    top = Alignment(vertical="top", wrap_text=True)
    for section in page.sections:
        if section.rows is None:
            continue
        name = _sheet_name(section.title, names)
        names.add(name)
        sheet = book.create_sheet(name)
        sheet.append([_safe(t) for t in section.rows.titles])
        for cell in sheet[1]:
            cell.font, cell.fill, cell.alignment = head, fill, top
        wide = [len(t) * 2 for t in section.rows.titles]
        for row in section.rows.rows:
            sheet.append([
                c.number if c.number is not None and c.verdict is None
                else _safe(_full(c, page.lang)) if c.verdict is None
                else w.clean(_full(c, page.lang))[:_MOST_CHARACTERS]  # begins with a sign of ours, never a formula's
                for c in row
            ])  # fmt: skip
            wide = [max(a, min(len(c.text) * 2, _WIDEST)) for a, c in zip(wide, row, strict=True)]
        for n, size in enumerate(wide, 1):
            sheet.column_dimensions[sheet.cell(1, n).column_letter].width = min(max(size, 8), _WIDEST) + 2
        if len(section.rows.rows) <= 2_000:  # wrapping every cell of a long sheet only makes it slow to open
            for cells in sheet.iter_rows(min_row=2):
                for cell in cells:
                    cell.alignment = top
                    if isinstance(cell.value, Decimal):
                        cell.number_format = "#,##0.###"
        sheet.freeze_panes = "B2"
        sheet.print_title_rows = "1:1"
    for each in book.worksheets:  # printed on as many pages as it is long, each as wide as the paper
        each.page_setup.orientation, each.page_setup.paperSize = "landscape", each.PAPERSIZE_A4
        each.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        each.page_setup.fitToWidth, each.page_setup.fitToHeight = 1, 0
    out = BytesIO()
    book.save(out)
    return _same_each_time(out.getvalue())


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


def about(holder: str | None, as_of: date, profile: Profile, lang: Lang) -> tuple[Pair, ...]:
    """Whose credits they are, the day of judgement, and how well facts had to be supported."""
    return (
        Pair(w.say(Text("保有者", "Holder"), lang), holder or w.NOTHING),
        Pair(label(Label.AS_OF, lang), w.day(as_of, lang)),
        Pair(label(Label.PROFILE, lang), w.profile_word(profile, lang)),
    )


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
            Pair(label(Label.EDITION, lang), f"{e.title}{w.in_brackets(f'{e.edition}, SHA-256 {e.sha256}', lang)}")
            for e in editions
        ),
        *(
            Pair(c.of, w.say(said, lang, value=c.value, by=c.by, on=str(c.on), sha256=c.document_sha256))
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


def cells(texts: Sequence[str]) -> Row:
    """A row of texts."""
    return tuple(Cell(text) for text in texts)
