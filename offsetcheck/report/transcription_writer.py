"""The transcription sheet (転記表) as text, CSV and an Excel workbook, all from the same tables."""

from __future__ import annotations

import csv
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report import wording as w
from offsetcheck.report.csv_writer import BOM, safe_cell
from offsetcheck.report.transcription import LotLine, Term, Transcription, shown_value

__all__ = ["write_transcription_csv", "write_transcription_text", "write_transcription_xlsx"]

Cell = str | Decimal

_TITLES: Final[dict[str, Text]] = {
    "totals": Text("合計", "Totals"),
    "terms": Text("算定の内訳", "Term by term"),
    "readings": Text("読み方ごとの合計", "Totals by reading"),
    "lines": Text("転記表", "Fields to fill in"),
    "instruments": Text("クレジット・証書の明細", "Credits and certificates"),
    "lots": Text("クレジットの増減", "Roll-forward of credits"),
    "open": Text("確認が必要な項目", "What is still open"),
}
_HEADS: Final[dict[str, tuple[Text, ...]]] = {
    "totals": (
        Text("項目", "Total"), Text("値", "Value"), Text("端数処理前", "Before rounding"),
        Text("幅", "Tonnes between"),
    ),
    "terms": (
        Text("合計", "Total"), Text("符号", "Sign"), Text("項目", "Term"), Text("値", "Value"), Text("根拠", "Source"),
        Text("確度", "How sure"),
    ),
    "readings": (Text("合計", "Total"), Text("読み方", "Reading"), Text("値", "Value")),
    "lines": (
        Text("様式", "Form"), Text("表番号", "Table"), Text("欄名", "Field"), Text("値", "Value"), Text("根拠", "Source"),
        Text("確度", "How sure"),
    ),
    "instruments": (
        Text("種類", "Kind"), Text("制度", "Programme"), Text("シリアル番号・番号", "Serials"), Text("無効化日・使用日", "Date"),
        Text("記載した量", "Tonnes stated"), Text("使用できる量", "Tonnes that count"), Text("上限の残り", "Cap left"),
        Text("使用できない量", "Unused"),
    ),
    "lots": (
        Text("クレジット", "Credits"), Text("シリアル番号", "Serials"), Text("期首", "Opening"), Text("取得", "Acquired"),
        Text("移転", "Transferred"), Text("無効化", "Retired"), Text("期末", "Closing"), Text("期末（計算）", "Closing, worked out"),
        Text("一致", "Ties out"),
    ),
    "open": (Text("項目", "Item"),),
}  # fmt: skip
_YES, _NO, _UNKNOWN = Text("一致", "yes"), Text("不一致", "no"), Text("未確定", "not known yet")
_REPORTER: Final = Text("報告者", "Reporter")
_PERIOD: Final = Text("報告", "Report")
_EDITION: Final = Text("適用した版", "Edition")
_VERDICT: Final = Text("判定", "Verdict")
_FORMS: Final = Text(
    "値は報告書に転記できます。表番号の確度が「未確認」のものは、提出前にその年の様式でご確認ください。",
    "The values can be copied into the forms. Check table numbers that are not confirmed against the year's form.",
)


@dataclass(frozen=True, slots=True)
class _Table:
    """One table of the sheet: a title, column heads and rows."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def _value(bounds: Bounds | None, lang: Lang, unit: str) -> Cell:
    """A number as itself where it is known, else its interval in words."""
    if bounds is None:
        return "—"
    low, high = bounds
    return low if low is not None and low == high else shown_value(bounds, lang, unit)


def _tables(sheet: Transcription) -> Iterator[_Table]:
    lang = sheet.lang
    found: dict[str, list[tuple[Cell, ...]]] = {key: [] for key in _TITLES}
    for total in sheet.totals:
        between: Cell = total.between if total.between is not None else w.say(_UNKNOWN, lang)
        found["totals"].append(
            (total.label, _value(total.value, lang, total.unit), _value(total.before_rounding, lang, total.unit), between)
        )  # fmt: skip
        for term, depth in _walked(total.terms):
            found["terms"].append(
                (total.label, term.sign, f"{'　' * depth}{term.label}", _value(term.value, lang, term.unit), term.basis,
                 term.confidence)
            )  # fmt: skip
        for reading, bounds in total.by_reading:
            found["readings"].append((total.label, reading, _value(bounds, lang, total.unit)))
    for line in sheet.lines:
        found["lines"].append(
            (
                line.form,
                line.table,
                line.field,
                _value(line.value, lang, line.unit),
                line.basis,
                line.confidence,
            )
        )
    for one in sheet.instruments:
        found["instruments"].append(
            (one.kind, one.units, "; ".join(one.serials), "; ".join(one.days), _number(one.stated_t, lang),
             _value(one.counted, lang, "t"), _value(one.cap_left, lang, "t"), _value(one.unused, lang, "t"))
        )  # fmt: skip
    for lot in (*sheet.lots, *([sheet.lot_total] if sheet.lot_total else [])):
        found["lots"].append(_lot(lot, lang))
    found["open"] = [(point,) for point in sheet.open_points]
    for key, rows in found.items():
        if rows:
            yield _Table(
                key, w.say(_TITLES[key], lang), tuple(w.say(h, lang) for h in _HEADS[key]), tuple(rows)
            )


def _walked(terms: Sequence[Term], depth: int = 0) -> Iterator[tuple[Term, int]]:
    for term in terms:
        yield term, depth
        yield from _walked(term.parts, depth + 1)


def _number(value: Decimal | None, lang: Lang) -> Cell:
    return w.say(_UNKNOWN, lang) if value is None else value


def _lot(lot: LotLine, lang: Lang) -> tuple[Cell, ...]:
    ties = w.say(_UNKNOWN if lot.ties is None else _YES if lot.ties else _NO, lang)
    return (
        lot.label, lot.serials,
        *(_number(v, lang) for v in (lot.opening_t, lot.acquired_t, lot.transferred_t, lot.retired_t, lot.closing_t,
                                     lot.worked_out_t)),
        ties,
    )  # fmt: skip


def _head(sheet: Transcription) -> Iterator[tuple[str, str]]:
    yield w.say(_REPORTER, sheet.lang), sheet.entity
    yield w.say(_PERIOD, sheet.lang), sheet.period
    yield w.say(_EDITION, sheet.lang), sheet.edition
    yield w.say(_VERDICT, sheet.lang), w.verdict_word(sheet.verdict, sheet.lang)


def _plain(cell: Cell) -> str:
    return w.number(cell) if isinstance(cell, Decimal) else cell


def _wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def write_transcription_text(sheets: Iterable[Transcription]) -> str:
    """The sheets for a terminal: totals first, then how they come about, then what is copied where."""
    parts = []
    for sheet in sheets:
        lang = sheet.lang
        lines = [f"{name}：{value}" if lang == "ja" else f"{name}: {value}" for name, value in _head(sheet)]
        for total in sheet.totals:
            lines += ["", f"■ {total.label}  {shown_value(total.value, lang, total.unit)}"]
            for term, depth in _walked(total.terms):
                sign = {"+": "＋", "-": "−", "": "・"}[term.sign]
                value = shown_value(term.value, lang, term.unit)
                lines.append(f"  {'  ' * depth}{sign} {term.label}  {value}")
                if not depth:
                    lines.append(
                        f"      {w.headed(w.say(_HEADS['terms'][4], lang), term.basis, lang)}（{term.confidence}）"
                    )
            lines += [f"  [{reading}] {shown_value(b, lang, total.unit)}" for reading, b in total.by_reading]
        for table in _tables(sheet):
            if table.key in ("totals", "terms", "readings"):
                continue
            lines += ["", f"■ {table.title}"]
            if table.key == "lines":
                lines.append(f"  {w.say(_FORMS, lang)}")
            for row in table.rows:
                if len(row) == 1:
                    lines.append(f"  {_plain(row[0])}")
                    continue
                first = "  ".join(_plain(c) for c in row[:4] if _plain(c))
                rest = [
                    f"{h}：{_plain(c)}" for h, c in zip(table.heads[4:], row[4:], strict=True) if _plain(c)
                ]
                lines.append(f"  {first}")
                lines += [f"      {r}" for r in rest]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def write_transcription_csv(sheets: Iterable[Transcription]) -> str:
    """The sheets as one CSV, a table under the other; no cell that a spreadsheet could take for a formula."""
    page = StringIO()
    out = csv.writer(page, lineterminator="\r\n")
    for sheet in sheets:
        for name, value in _head(sheet):
            out.writerow([safe_cell(name), safe_cell(value)])
        for table in _tables(sheet):
            out.writerow([])
            out.writerow([safe_cell(table.title)])
            out.writerow([safe_cell(h) for h in table.heads])
            for row in table.rows:
                out.writerow([format(c, "f") if isinstance(c, Decimal) else safe_cell(c) for c in row])
        out.writerow([])
    return BOM + page.getvalue()


def write_transcription_xlsx(sheets: Iterable[Transcription], as_of: date) -> bytes:
    """The sheets as a workbook, a table on each page; the same input gives the same bytes."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.worksheets[0])
    moment = datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001 - the day of judgement, no clock
    book.properties.creator = "offsetcheck"
    book.properties.created = book.properties.modified = moment
    several = list(sheets)
    for n, sheet in enumerate(several, 1):
        for table in _tables(sheet):
            page = book.create_sheet(f"{table.title}{n if len(several) > 1 else ''}"[:31])
            head = [[name, value] for name, value in _head(sheet)]
            rows: list[list[Cell]] = [list(pair) for pair in head]
            rows += [[], list(table.heads), *(list(r) for r in table.rows)]
            for row in rows:
                page.append([c if isinstance(c, Decimal) else w.clean(c) for c in row])
            top = len(head) + 2
            for cells in page.iter_rows():
                for cell in cells:
                    if isinstance(cell.value, str):
                        cell.data_type = "s"  # a text that begins with a sign is no formula
                        cell.alignment = Alignment(wrap_text=True, vertical="top")
                    elif cell.value is not None:
                        cell.number_format = "#,##0.###"
            for cell in page[top]:
                cell.font = Font(bold=True)
            for column, cells in zip(page.iter_cols(), range(1, page.max_column + 1), strict=False):
                width = max((_wide(str(c.value)) for c in column if c.value is not None), default=8)
                page.column_dimensions[page.cell(1, cells).column_letter].width = min(max(10, width + 2), 60)
            page.freeze_panes = page.cell(top + 1, 1)
    raw = BytesIO()
    book.save(raw)
    return _same_each_time(raw.getvalue())


def _same_each_time(data: bytes) -> bytes:
    """A workbook without the time of its making in its archive."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            held = old.read(name)
            if name == "docProps/core.xml":  # the library writes the moment of saving there
                held = re.sub(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>", b"", held)
            new.writestr(entry, held)
    return out.getvalue()
