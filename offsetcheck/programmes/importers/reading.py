"""Reads a file in a format: finds the header, tells data from titles, totals and footnotes, and counts everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain
from typing import Final

from offsetcheck.facts.problems import InputError, Problem, Text, shortened
from offsetcheck.programmes.importers import cells
from offsetcheck.programmes.importers.interface import (
    Columns,
    Finding,
    Format,
    Outcome,
    Parsed,
    PassedOver,
    RefusalError,
    Refused,
    Row,
    Section,
    Spellings,
    Standing,
    Table,
    Why,
)
from offsetcheck.programmes.importers.sources import Damage, Line, Sheet, Source

__all__ = ["CODES", "HEADER_WITHIN", "Tally", "outcomes", "recognised"]

HEADER_WITHIN: Final = 30
"""The header is looked for in so many rows; above it stand titles."""

_TOTALS: Final = frozenset(("total", "totals", "grandtotal", "subtotal", "sum", "合計", "総計", "小計", "計"))

_MESSAGES: Final[dict[str, Text]] = {
    "no-table": Text(
        "{title}の列が見つかりません（必要な列：{needs}）。形式の指定とファイルを確かめてください。{like}",
        "the columns of {title_en} are not in this file (needed: {needs}): check the format and the file{like_en}",
    ),
    "ragged": Text(
        "列の数が{found}で、見出しの{needed}と異なります。この行の区切りと引用符を確かめてください。",
        "this row has {found} cells and the header {needed}: look at its commas and quotes",
    ),
    "total-differs": Text(
        "合計行の値{stated}は、読み取った行の合計{summed}と異なります。行が欠けている可能性があります。取得し直してください。",
        "the total row says {stated} and the rows add up to {summed}: rows may be missing; download the file again",
    ),
}
CODES: Final = frozenset(_MESSAGES)
"""Every `Problem.code` this module reports."""


@dataclass(slots=True)
class Tally:
    """What was counted while a file was read."""

    parsed: int = 0
    """Rows read as records."""
    refused: list[Problem] = field(default_factory=list)
    """What was wrong with the rows that were not."""
    refused_rows: list[int] = field(default_factory=list)
    """Their numbers."""
    passed_over: Counter[Why] = field(default_factory=Counter)
    """Rows without data."""
    findings: list[tuple[int, Finding]] = field(default_factory=list)
    """What is worth knowing about rows that were read, with the row's number."""
    unassigned: Counter[tuple[Section, str, str]] = field(default_factory=Counter)
    """Words that were not recognised: section, fact, what was printed."""
    records: Counter[Section] = field(default_factory=Counter)
    """Records of each section, before those of one project are put together."""
    standings: Counter[Standing] = field(default_factory=Counter)
    """Where the credits stand."""
    tables: list[str] = field(default_factory=list)
    """The tables that were found."""

    @property
    def read(self) -> int:
        """Rows that hold data: parsed and refused."""
        return self.parsed + len(self.refused_rows)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        match outcome:
            case Parsed():
                self.parsed += 1
                self.findings.extend((outcome.row, finding) for finding in outcome.findings)
                for record in outcome.records:
                    self.records[record.section] += 1
                    if record.section is Section.CREDITS:
                        self.standings[record.standing] += 1
                    for fact in record.facts:
                        if fact.value is None:
                            self.unassigned[record.section, fact.path, shortened(fact.raw)] += 1
            case Refused():
                self.refused.append(outcome.problem)
                self.refused_rows.append(outcome.row)
            case PassedOver():
                self.passed_over[outcome.why] += 1


def outcomes(source: Source, form: Format, tally: Tally, others: Sequence[Format] = ()) -> Iterator[Outcome]:
    """Read every sheet of a file that a table of the format recognises, row by row, and count what becomes of it.

    Errors: InputError where no sheet has the columns of the format; `others` are formats to suggest then.
    """
    first_rows: list[list[str]] = []
    damage: list[Problem] = []
    sheets = found = 0
    spellings = Spellings()
    if form.fresh is not None:
        form = replace(form, tables=form.fresh())
    begun: Iterable[_Begun] = (_begun(sheet, form, first_rows, damage) for sheet in source.sheets())
    if form.ordered:
        begun = sorted(begun, key=lambda b: -1 if b.table is None else form.tables.index(b.table))
    for one in begun:
        sheets += 1
        if one.table is None or one.header is None:
            continue
        found += 1
        tally.tables.append(one.table.name)
        place = "" if found == 1 else f"{found}-"
        rows = _rows(source, one.sheet, form, one.table, one.header, spellings, place)
        for outcome in chain(one.above, (PassedOver(one.header.number, Why.HEADER),), rows):
            tally.add(outcome)
            yield outcome
    if sheets and not tally.tables:
        raise InputError([*damage, _no_table(source, form, first_rows, others)])


def recognised(form: Format, header: Sequence[str]) -> Table | None:
    """The table of a format that a header belongs to: of several, the one that needs most columns."""
    columns = Columns([form.headings.get(cells.heading(name), name) for name in header])
    fitting = [
        table
        for table in form.tables
        if all(name in columns for name in table.needs) and not any(name in columns for name in table.without)
    ]
    return max(fitting, key=lambda table: len(table.needs), default=None)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sheet read as far as its header; no table where it has none."""

    sheet: Sheet
    above: list[Outcome]
    table: Table | None = None
    header: Line | None = None


def _begun(sheet: Sheet, form: Format, first_rows: list[list[str]], damage: list[Problem]) -> _Begun:
    """Look for the header of a sheet; its other rows are left to be read."""
    above: list[Outcome] = []
    for line in sheet.rows:
        if isinstance(line, Damage):
            above.append(Refused(line.number, line.problem))
            damage.append(line.problem)
            continue
        if not any(cell.strip() for cell in line.cells):
            continue
        table = recognised(form, line.cells)
        if table is not None:
            return _Begun(sheet, above, table, line)
        first_rows.append(line.cells)
        above.append(PassedOver(line.number, Why.TITLE))
        if len(above) >= HEADER_WITHIN:
            break
    return _Begun(sheet, above)


def _rows(
    source: Source, sheet: Sheet, form: Format, table: Table, header: Line, spellings: Spellings, place: str
) -> Iterator[Outcome]:
    """The rows below a header; `place` tells those of one sheet from those of another."""
    columns = Columns([form.headings.get(cells.heading(name), name) for name in header.cells])
    width = len(header.cells)
    needed = [columns.index(name) for name in table.needs]
    summed = Decimal(0)
    read = table.read
    for line in sheet.rows:
        if isinstance(line, Damage):
            yield Refused(line.number, line.problem)
            continue
        number, _, values = line
        if not any(map(str.strip, values)):
            continue
        if (length := len(values)) != width and not _made_to_fit(values, width, sheet, form):
            text = _MESSAGES["ragged"].filled(found=length, needed=width)
            yield _refused(source, sheet, line, "", "", text, "ragged")
            continue
        row = Row(number, columns, values, spellings, f"{place}{number}")
        try:
            records = tuple(read(row))
            if columns.twins:
                row.agree()
        except RefusalError as error:
            why = _without_data(values, needed, header.cells)
            if why is None:
                refused = _refused(source, sheet, line, error.column, error.found, error.text, error.code)
                yield refused if form.joins is None else replace(refused, retirement=_joined(row, form.joins))
                if table.total:
                    summed += _stated(row, table) or 0
            else:
                yield PassedOver(number, why)
                if why is Why.TOTAL:
                    yield from _total(source, sheet, line, row, table, summed)
            continue
        if table.total:
            summed += _stated(row, table) or 0
        yield Parsed(number, records, tuple(row.findings))


def _joined(row: Row, joins: Callable[[Row], str]) -> str | None:
    """The retirement a refused row belongs to, or None where that cannot be read either."""
    try:
        found = joins(row)
        row.agree()
    except RefusalError:
        return None
    return found


def _without_data(values: list[str], needed: list[int], header: list[str]) -> Why | None:
    """Why a row that cannot be read holds no data, or None where it does.

    Asked only of rows that were refused. A row without data lacks a column by which the table is recognised.
    """
    if [cells.heading(v) for v in values] == [cells.heading(h) for h in header]:
        return Why.HEADER
    if all(values[index].strip() for index in needed):
        return None
    filled = [cell for cell in values if cell.strip()]
    if _is_total(filled):
        return Why.TOTAL
    return Why.NOTE if _is_note(filled) and len(header) > 2 else None


def _is_total(filled: list[str]) -> bool:
    return cells.heading(filled[0]).rstrip(":") in _TOTALS


def _is_note(filled: list[str]) -> bool:
    """One cell of prose; a lone number or id is rather what is left of a row cut short."""
    text = filled[0].strip()
    return len(filled) == 1 and (text[0] in "*※†(（注" or len(text) >= 20 or len(text.split()) >= 3)


def _made_to_fit(values: list[str], width: int, sheet: Sheet, form: Format) -> bool:
    """Whether a row of another length may be read: empty cells too many, or a row that need not fill its line.

    In a text that people write, one cell too many may come from a comma in a number, and shifts all that follows it.
    """
    if len(values) > width:
        shifted = bool(form.columns) and sheet.name is None
        fits = not shifted and not any(map(str.strip, values[width:]))
        del values[width:]
        return fits
    filled = [cell for cell in values if cell.strip()]
    # A workbook ends a row with its last value; a footnote or a total in a CSV may be short.
    fits = sheet.name is not None or _is_note(filled) or _is_total(filled)
    values.extend([""] * (width - len(values)))
    return fits


def _stated(row: Row, table: Table) -> Decimal | None:
    """What the row adds to the table's total, as far as it can be read."""
    if not table.total:
        return None
    try:
        return row.number_of(table.total)
    except RefusalError:
        return None


def _total(
    source: Source, sheet: Sheet, line: Line, row: Row, table: Table, summed: Decimal
) -> Iterator[Outcome]:
    """A total row must repeat the sum of what was read; else rows are missing."""
    stated = _stated(row, table)
    if stated is not None and stated != summed:
        text = _MESSAGES["total-differs"].filled(stated=format(stated, "f"), summed=format(summed, "f"))
        yield _refused(source, sheet, line, table.total, row[table.total], text, "total-differs")


def _refused(
    source: Source, sheet: Sheet, line: Line, column: str, found: str, text: Text, code: str
) -> Refused:
    place = f"[{line.number}]" + (f" {' '.join(column.split())}" if column else "")
    cell = None if sheet.name is None else f"A{line.number}"
    problem = Problem(source.name, line.line, None, place, found, text, code, sheet.name, cell)
    return Refused(line.number, problem)


def _no_table(source: Source, form: Format, rows: list[list[str]], others: Sequence[Format]) -> Problem:
    needs = " / ".join("・".join(name.strip() for name in table.needs) for table in form.tables)
    like = next((o.name for o in others if any(recognised(o, row) for row in rows)), None)
    text = _MESSAGES["no-table"].filled(
        title=form.title.ja,
        title_en=form.title.en,
        needs=needs,
        like=f"{like} 形式のようです。" if like else "",
        like_en=f"; it looks like {like}" if like else "",
    )
    shown = ", ".join(cell.strip() for cell in rows[0] if cell.strip()) if rows else ""
    return Problem(source.name, None, None, "", shown, text, "no-table")
