"""Files as sheets of rows: CSV in the encodings Japanese and foreign tools write, workbooks, and JSON.

Everything becomes text here: a workbook's days as ISO dates, its numbers in full. A file that cannot be opened, is
damaged or is of another kind raises InputError, saying what to do; one that is cut short in the middle gives the
rows it still has and then a `Damage`.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from offsetcheck.facts.problems import InputError, Problem, Text, system_reason

__all__ = ["CODES", "Damage", "Line", "Sheet", "Source", "open_source", "rows_of_json", "sha256_of"]

MAX_JSON: Final = 256 * 1024 * 1024
"""JSON is read whole: larger answers come as CSV."""
MAX_UNPACKED: Final = 2 * 1024 * 1024 * 1024
"""A workbook that unpacks to more is refused before it fills the memory."""
MAX_ROWS: Final = 1_048_576
"""A sheet has no more rows; a damaged number of a row would be counted up to."""

_MESSAGES: Final[dict[str, Text]] = {
    "missing-file": Text("ファイルが見つかりません。名前とフォルダを確かめてください。", "there is no such file: check its name and folder"),
    "directory": Text("これはフォルダです。中のファイルを指定してください。", "this is a folder: name a file in it"),
    "unreadable": Text("ファイルを開けません（{reason}）。読取りの権限と、ほかのソフトで開いていないかを確かめてください。",
                       "the file cannot be opened ({reason}): check that you may read it and that no other program holds it"),
    "lock-file": Text("Excelが開いている間だけ作る作業用ファイルです。「~$」の付かない元のファイルを指定してください。",
                      "this is the lock file Excel keeps while a workbook is open: name the workbook without `~$`"),
    "empty-file": Text("ファイルに内容がありません。書き出し直してください。", "the file is empty: export it again"),
    "encoding": Text("文字コードがUTF-8でもShift_JISでもありません。UTF-8のCSVとして保存し直してください。",
                     "the file is neither UTF-8 nor Shift_JIS text: save it as CSV UTF-8"),
    "uncomputed": Text("計算式の結果が保存されていません。Excelで開いて保存し直すか、値を入力してください。",
                       "the result of this formula is not stored: open and save the workbook in Excel, or write the value"),
    "old-workbook": Text("旧形式のExcel（.xls）です。.xlsx または CSV UTF-8 で保存し直してください。",
                         "this is an old Excel file (.xls): save it as .xlsx or as CSV UTF-8"),
    "html": Text("表ではなくウェブページが保存されています。サイトのダウンロード機能で取得し直してください。",
                 "this is a saved web page, not the table: download the file with the site's own export"),
    "pointer": Text("これはGit LFSの目印で、データそのものではありません。元のファイルを取得してください。",
                    "this is a Git LFS pointer, not the data: fetch the file itself"),
    "damaged": Text("ファイルが壊れているか、途中で切れています。取得し直してください。",
                    "the file is damaged or cut short: download it again"),
    "cut-short": Text("ここから先を読めません。ファイルが途中で切れている可能性があります。取得し直してください。",
                      "the rest cannot be read: the file seems to be cut short; download it again"),
    "unpacked-size": Text("ブックが大きすぎます。CSVで書き出してください。", "the workbook is too large: export it as CSV"),
    "json-size": Text("JSONファイルが大きすぎます（上限{limit}MB）。分けるか、CSVで書き出してください。",
                      "the JSON file is too large (at most {limit} MB): split it, or export it as CSV"),
    "json": Text("JSONとして読めません。取得し直してください。", "this cannot be read as JSON: download it again"),
    "json-shape": Text("JSONの中に行の一覧がありません。", "the JSON holds no list of rows"),
    "duplicate-key": Text("JSONの中に同じ項目が二つあります。", "an object of the JSON has the same key twice"),
    "no-openpyxl": Text("Excelブックを読むには openpyxl が必要です。`pip install openpyxl` を実行するか、CSVで保存し直してください。",
                        "workbooks are read with openpyxl: run `pip install openpyxl`, or save the sheet as CSV"),
    "quoting": Text("引用符の使い方が正しくありません。この行の「\"」を確かめてください。",
                    "the quotes of this row do not match: look at the double quotes in it"),
}  # fmt: skip

CODES: Final = frozenset(_MESSAGES)
"""Every `Problem.code` this module reports."""


class Line(NamedTuple):
    """One row of a sheet."""

    number: int
    """As a spreadsheet counts, from 1."""
    line: int | None
    """The line of the text file in which it begins."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Damage:
    """A place in a sheet that could not be read; rows may follow."""

    number: int
    problem: Problem


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file."""

    name: str | None
    """The name of a workbook's sheet."""
    rows: Iterator[Line | Damage]


class Source:
    """An opened file; a context manager."""

    name: str
    """The file as its user named it."""
    note: Text | None
    """What was assumed in reading it, if anything had to be."""

    def __init__(
        self,
        name: str,
        sheets: Callable[[], Iterator[Sheet]],
        close: Callable[[], None],
        progress: Callable[[], float | None],
        note: Text | None = None,
    ) -> None:
        self.name = name
        self.note = note
        self._sheets = sheets
        self._close = close
        self._progress = progress

    def sheets(self) -> Iterator[Sheet]:
        """The sheets, in their order; each is to be read before the next."""
        return self._sheets()

    def progress(self) -> float | None:
        """How much has been read, from 0 to 1, or None where it cannot be said."""
        return self._progress()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()


def _problem(name: str, code: str, found: str = "", line: int | None = None, **values: object) -> Problem:
    return Problem(name, line, None, "", found, _MESSAGES[code].filled(**values), code)


def open_source(path: Path) -> Source:
    """Open a file by what it is, not by its ending.

    Errors: InputError where it cannot be opened or is no CSV text, workbook or JSON.
    """
    name = str(path)
    if path.name.startswith("~$"):
        raise InputError(_problem(name, "lock-file"))
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise InputError(_problem(name, "missing-file")) from None
    except (OSError, ValueError) as error:
        code = "directory" if path.is_dir() else "unreadable"
        raise InputError(_problem(name, code, reason=system_reason(error))) from None
    try:
        head = file.read(512)
        file.seek(0)
        if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
            raise InputError(_problem(name, "empty-file"))
        if head.startswith(b"PK\x03\x04"):
            return _workbook(name, file)
        if head.startswith(b"\xd0\xcf\x11\xe0"):
            raise InputError(_problem(name, "old-workbook"))
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if start[:1] == b"<":
            raise InputError(_problem(name, "html"))
        if start.startswith(b"version https://git-lfs"):
            raise InputError(_problem(name, "pointer"))
        if start[:1] in (b"{", b"["):
            return _json(name, file)
        return _csv(name, file)
    except BaseException:
        file.close()
        raise


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- CSV ----------------------------------------------------------------------------------------------------

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_AS_SHIFT_JIS: Final = Text("Shift_JIS（CP932）として読みました。", "read as Shift_JIS (CP932)")


def _encoding(name: str, file: BinaryIO) -> tuple[str, Text | None]:
    """The encoding of a text file, tried on all of it: UTF-8, UTF-16 with its mark, or else CP932."""
    mark = file.read(4)
    file.seek(0)
    candidates = ("utf-16",) if mark[:2] in _UTF16 else ("utf-8-sig", "cp932")
    for encoding in candidates:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        try:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        finally:
            file.seek(0)
        return encoding, _AS_SHIFT_JIS if encoding == "cp932" else None
    raise InputError(_problem(name, "encoding"))


def _csv(name: str, file: BinaryIO) -> Source:
    encoding, note = _encoding(name, file)
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    first = text.readline(1 << 16)
    text.seek(0)
    delimiter = max((",", "\t", ";"), key=first.count)

    def rows() -> Iterator[Line | Damage]:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        number, line = 0, 1
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                # An unclosed quotation runs to the end of the file: what it swallowed is lost, and said to be.
                code = "cut-short" if "unexpected end" in str(error) else "quoting"
                yield Damage(number, _problem(name, code, line=line))
                line = reader.line_num + 1
                continue
            yield Line(number, line, cells)
            line = reader.line_num + 1

    def progress() -> float | None:
        return file.tell() / size if size and not file.closed else None

    return Source(name, lambda: iter((Sheet(None, rows()),)), text.close, progress, note)


# --- Workbooks ----------------------------------------------------------------------------------------------


def _shown(value: Any) -> str:
    """A workbook's cell as text: days in ISO form, numbers in full."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        # Above 2^53 a float no longer holds every whole number: it is shown so that nobody takes it for one.
        if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        if abs(value) >= 2**53:
            return f"{value:e}"
        # A spreadsheet keeps fifteen digits: what a formula leaves behind them (4113.000000000001) is shown in no cell.
        return format(Decimal(f"{value:.15g}"), "f")
    return str(value)


#: In a cell of a sheet: its formula, the value that was stored for it (an empty text is one), its place.
_FORMULA, _VALUE = re.compile(rb"<f[\s/>]"), re.compile(rb'<v[^>/]*>[^<]|<is[\s>]|\bt="str"')
_PLACE = re.compile(rb'\br="([A-Z]{1,3}[0-9]{1,7})"')
_MOST_NAMED = 20


def _uncomputed(name: str, file: BinaryIO, titles: Mapping[str, str]) -> list[Problem]:
    """The cells with a formula of which no value was stored: a program wrote them, and reading them gives nothing."""
    found: list[Problem] = []
    with zipfile.ZipFile(file) as packed:
        for path, title in titles.items():
            sheet = packed.read(path.lstrip("/"))
            for formula in _FORMULA.finditer(sheet):
                cell = sheet[sheet.rfind(b"<c ", 0, formula.start()) : sheet.find(b"</c>", formula.end())]
                place = _PLACE.search(cell)
                if place is not None and _VALUE.search(cell) is None:
                    text, at = _MESSAGES["uncomputed"], place[1].decode()
                    found.append(Problem(name, None, None, "", "", text, "uncomputed", title, at))
                if len(found) == _MOST_NAMED:
                    return found
    return found


def _workbook(name: str, file: BinaryIO) -> Source:
    try:
        import openpyxl
    except ImportError:
        raise InputError(_problem(name, "no-openpyxl")) from None
    try:
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise InputError(_problem(name, "unpacked-size"))
        file.seek(0)
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        uncomputed = _uncomputed(name, file, {vars(s)["_worksheet_path"]: s.title for s in book.worksheets})
    except _DAMAGE as error:
        raise InputError(_problem(name, "damaged")) from error
    if uncomputed:
        raise InputError(uncomputed)

    def rows(sheet: Any) -> Iterator[Line | Damage]:
        sheet.reset_dimensions()  # some tools write the wrong ones, which would cut the sheet off
        number = 0
        iterator = sheet.iter_rows(values_only=True)
        while True:
            number += 1
            try:
                values = next(iterator)
                if number > MAX_ROWS:
                    raise ValueError(f"row {number}")
            except StopIteration:
                return
            except _DAMAGE:
                problem = Problem(
                    name, None, None, "", "", _MESSAGES["cut-short"], "cut-short", sheet.title, f"A{number}"
                )
                yield Damage(number, problem)
                return
            yield Line(number, None, [_shown(value) for value in values])

    def sheets() -> Iterator[Sheet]:
        for sheet in book.worksheets:
            yield Sheet(sheet.title, rows(sheet))

    def close() -> None:
        book.close()
        file.close()

    return Source(name, sheets, close, lambda: None)


_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    ValueError,
    OSError,
    SyntaxError,
    TypeError,
)
"""What openpyxl and the modules below it raise on a broken file; an XML ParseError is a SyntaxError."""


# --- JSON ---------------------------------------------------------------------------------------------------


class _DuplicateKeyError(ValueError):
    pass


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _DuplicateKeyError
    return found


def _json(name: str, file: BinaryIO) -> Source:
    data = file.read(MAX_JSON + 1)
    file.close()
    if len(data) > MAX_JSON:
        raise InputError(_problem(name, "json-size", limit=MAX_JSON // (1024 * 1024)))
    try:
        value = json.loads(
            data.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_object
        )  # fmt: skip
    except UnicodeDecodeError:
        raise InputError(_problem(name, "encoding")) from None
    except _DuplicateKeyError:
        raise InputError(_problem(name, "duplicate-key")) from None
    except (ValueError, RecursionError) as error:
        raise InputError(_problem(name, "json", line=getattr(error, "lineno", None))) from None
    return rows_of_json(name, value)


def rows_of_json(name: str, value: Any) -> Source:
    """The rows of a JSON document: a list of objects, the one list an answer holds, or named lists of words.

    Keys of inner objects are joined with a dot. Errors: InputError where there is no list.
    """
    rows = value
    if isinstance(value, dict):
        lists = {key: inner for key, inner in value.items() if isinstance(inner, list)}
        if lists and all(isinstance(word, str) for words in lists.values() for word in words):
            rows = [{"list": key, "value": word} for key, words in lists.items() for word in words]
        elif len(lists) == 1:
            rows = next(iter(lists.values()))
        else:
            rows = None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(_problem(name, "json-shape"))
    flat = [dict(_flat("", row)) for row in rows]
    header = list(dict.fromkeys(key for row in flat for key in row))

    def lines() -> Iterator[Line | Damage]:
        yield Line(0, None, header)
        for number, row in enumerate(flat, 1):
            yield Line(number, None, [row.get(key, "") for key in header])

    sheets = (Sheet(None, lines()),) if header else ()
    return Source(name, lambda: iter(sheets), lambda: None, lambda: None)


def _flat(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{prefix}.{key}" if prefix else key, inner)
    elif isinstance(value, list):
        yield prefix, json.dumps(value, ensure_ascii=False)
    else:
        yield (
            prefix,
            "" if value is None else "true" if value is True else "false" if value is False else str(value),
        )
