"""What an importer is: tables recognised by their columns, and a function from one row to records of facts.

A row ends in one of three ways, each a value of its own, so that none can be forgotten: `Parsed` with its records,
`Refused` with the problem to mend, or `PassedOver` because it holds no data (a title, a total, a footnote). Every
record keeps what was printed beside what it was read as. A word that is not recognised has no value: it is
unassigned, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple, NoReturn, TypeAlias

from offsetcheck.facts.problems import Problem, Text
from offsetcheck.facts.references import id_key
from offsetcheck.facts.vocabulary import is_placeholder
from offsetcheck.programmes.identifiers import (
    Agreement,
    Declared,
    Identifier,
    IdentifierError,
    Part,
    disagreements,
    parse_identifier,
)
from offsetcheck.programmes.importers import cells

__all__ = [
    "PERSONAL",
    "BlockRecord",
    "Column",
    "Columns",
    "Fact",
    "Finding",
    "Format",
    "Outcome",
    "Parsed",
    "PassedOver",
    "Record",
    "RefusalError",
    "Refused",
    "Row",
    "Section",
    "Spellings",
    "Standing",
    "Table",
    "Value",
    "Why",
]

Value: TypeAlias = str | bool | Decimal | date | tuple[str, ...]
"""What a fact can be: the values the claim's models read."""


class Section(StrEnum):
    """The lists of a claim that an importer fills."""

    PROJECTS = "projects"
    ISSUANCES = "issuances"
    CREDITS = "credits"
    RETIREMENTS = "retirements"


class Standing(StrEnum):
    """Where the units of a block stand, as their registry shows it."""

    HELD = "held"
    RETIRED = "retired"
    CANCELLED = "cancelled"
    BUFFER = "buffer"
    EXPIRED = "expired"
    EXPORTED = "exported"
    UNASSIGNED = "unassigned"
    """The registry shows a state that is not recognised."""

    @property
    def usable(self) -> bool:
        """Whether units of this standing can stand behind a claim at all; buffer units back nobody's."""
        return self not in (Standing.BUFFER, Standing.EXPIRED, Standing.EXPORTED)


PERSONAL: Final = frozenset(("user", "account", "holder", "purpose_detail"))
"""The facts that may hold the name of a person; left out of what is written unless asked for."""


class Fact(NamedTuple):
    """One fact of a record, as printed and as read."""

    path: str
    """The fact's address within its record, as the models name it: `vintage.from`."""
    raw: str
    """What the source shows."""
    value: Value | None
    """What it was read as, or None where it was not recognised."""


class BlockRecord(NamedTuple):
    """One block of a retirement."""

    credit: str
    """The id of the credit in the same file."""
    first: str | None
    last: str | None
    quantity: Decimal | None


def _is_no_number(fact: Fact) -> bool:
    numbered = fact.path in ("reference", "notice")
    return numbered and isinstance(fact.value, str) and is_placeholder(fact.value)


@dataclass(frozen=True, slots=True)
class Record:
    """One project, issuance, credit or retirement, in the vocabulary of the facts."""

    section: Section
    id: str
    facts: tuple[Fact, ...]
    project: str | None = None
    """The id of the project it belongs to."""
    issuance: str | None = None
    """The id of the issuance it belongs to."""
    blocks: tuple[BlockRecord, ...] = ()
    """What a retirement covers."""
    standing: Standing = Standing.HELD
    """Where a credit's units stand."""
    apart: str = ""
    """What tells records of one id apart: the programme of a notice, where two programmes may use one number."""

    def __post_init__(self) -> None:
        """Leave out what stands for a number that is not there, which the reader of claims refuses."""
        if any(_is_no_number(fact) for fact in self.facts):
            kept = tuple(fact._replace(value=None) if _is_no_number(fact) else fact for fact in self.facts)
            object.__setattr__(self, "facts", kept)

    @property
    def unassigned(self) -> tuple[Fact, ...]:
        """The facts whose printed value was not recognised."""
        return tuple(fact for fact in self.facts if fact.value is None)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a row that was read which its reader should know."""

    code: str
    """The kind, in kebab-case."""
    text: Text


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row that was read."""

    row: int
    """The row's number in its sheet, the header included, from 1; the number a spreadsheet shows."""
    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()
    """Where the row's identifier and its other columns disagree, and the like."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that holds data which cannot be read."""

    row: int
    problem: Problem
    retirement: str | None = None
    """The id of the retirement it belongs to, where rows of the format join into one and it can be read."""


class Why(StrEnum):
    """Why a row was passed over."""

    TITLE = "title"
    HEADER = "header"
    TOTAL = "total"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A row without data: a title above the header, a header repeated, a total, a footnote."""

    row: int
    why: Why


Outcome: TypeAlias = Parsed | Refused | PassedOver


class RefusalError(Exception):
    """A row cannot be read; the reader makes a `Refused` of it."""

    def __init__(self, code: str, column: str, found: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.column = column
        self.found = found
        self.text = text


_REFUSALS: Final[dict[str, Text]] = {
    "empty-cell": Text("「{column}」の値が必要です。", "“{column}” is needed here"),
    "number": Text(
        "数値として読めません。桁区切りと小数点だけの数値にしてください。",
        "this is no number: write digits, with at most thousands separators and a decimal point",
    ),
    "number-scientific": Text(
        "指数表記の数値は桁が失われています。セルの書式を数値にして書き出し直してください。",
        "a number in scientific notation has lost digits: format the cells as numbers and export again",
    ),
    "number-scale": Text("小数は3桁（kg単位）までです。", "at most three decimals are kept (kilograms)"),
    "number-size": Text("数値が大きすぎます（10の15乗未満）", "the number is too large (10^15 or more)"),
    "negative": Text(
        "数量が負です。登録簿で確かめてください。", "the quantity is negative: check it with the registry"
    ),
    "none": Text("数量が0です。登録簿で確かめてください。", "the quantity is zero: check it with the registry"),
    "date": Text(
        "日付として読めません。1900年から2199年までの日付を、年を先にして書いてください（例：2026-03-31、2026/3/31、令和8年3月31日）。",
        "this cannot be read as a day: write 2026-03-31 or 2026/3/31, in the years 1900 to 2199",
    ),
    "date-unreal": Text(
        "{day}は実在しない日付です。登録簿の表示と照合してください。",
        "there is no {day}: compare it with what the registry shows",
    ),
    "columns-differ": Text(
        "「{column}」の列が二つあり、この行では値が異なります。正しい列だけを残してください。",
        "two columns are headed “{column}” and differ in this row: keep the right one",
    ),
    "price": Text(
        "単価は、0以上の数値（小数は3桁まで）で書いてください。",
        "a price is a number of 0 or more, with at most three decimals",
    ),
    "quantity-differs": Text(
        "シリアル番号の範囲は{range}件ですが、数量は{quantity}です。どちらが正しいかを登録簿で確かめてください。",
        "the serial range holds {range} units and the quantity is {quantity}: check with the registry which is right",
    ),
    "off-by-one": Text(
        "数量{quantity}は範囲の長さ{range}より1だけ小さい値です。終わりの番号を含まない数え方か、始めの番号のずれです。"
        "作成元に確かめてください。",
        "the count {quantity} is one short of the range's length {range}: either the end is not counted in or the "
        "start is one too low; ask the source",
    ),
    "project-differs": Text(
        "シリアル番号のプロジェクトは{printed}ですが、列は{declared}です。登録簿で確かめてください。",
        "the serial names project {printed}, the column says {declared}: check with the registry",
    ),
    "reversed": Text(
        "最初の番号が最後の番号より大きくなっています。登録簿で確かめてください。",
        "the first number is greater than the last: check with the registry",
    ),
    "applied-later": Text(
        "申請日が無効化日（{done}）より後です。無効化通知書及び申請の控えによりご確認ください。",
        "the application is dated after the retirement ({done}): check both days against the notice and the application",
    ),
    "period-reversed": Text(
        "終了日が開始日（{first}）より前です。", "the last day is before the first ({first})"
    ),
    "unknown-list": Text(
        "どの制度・形態の一覧かを読み取れません（例：【J-クレジット】一覧(通常型)）。",
        "this does not say which list of which scheme it is (an example: 【J-クレジット】一覧(通常型))",
    ),
    "project": Text("プロジェクトを一つに特定できません。", "this does not name exactly one project"),
    "word": Text("使える値は {expected} です。", "write one of {expected}"),
    "excel-error": Text(
        "表計算ソフトのエラー値です。元のファイルで直して書き出し直してください。",
        "this is a spreadsheet's error value: mend it in the original and export again",
    ),
}  # fmt: skip


_BALANCE: Final = Text(
    "「{column}」は{total}ですが、内訳の合計は{summed}です。登録簿で確かめてください。",
    "“{column}” is {total} and its parts add up to {summed}: check with the registry",
)


class Columns:
    """The columns of a sheet by name: width, spaces and line breaks in a heading do not matter, and several columns
    with one name must not disagree where they are read."""

    __slots__ = ("_by_key", "found", "names", "twins")

    def __init__(self, header: Iterable[str]) -> None:
        self.names = tuple(header)
        self._by_key: dict[str, int] = {}
        self.twins: list[tuple[int, int]] = []
        """Pairs of places with one name."""
        for index, name in enumerate(self.names):
            first = self._by_key.setdefault(cells.heading(name), index)
            if first != index:
                self.twins.append((first, index))
        self.found: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return self.index(name) >= 0

    def index(self, name: str) -> int:
        """Where a column stands, or -1."""
        found = self.found.get(name)
        if found is None:
            found = self.found[name] = self._by_key.get(cells.heading(name), -1)
        return found


class Spellings:
    """How a file wrote each number first: people write one number in several ways, and its records are put together."""

    __slots__ = ("_first",)

    def __init__(self) -> None:
        self._first: dict[tuple[str, tuple[str, tuple[str, ...]]], str] = {}

    def first(self, of: str, text: str) -> str:
        """A number of some kind as the file wrote it first; numbers are told apart as `same_id` does it."""
        return self._first.setdefault((of, id_key(text)), text)


class Row:
    """One row of a sheet, read by column name."""

    __slots__ = ("_cells", "_columns", "_index", "_spellings", "findings", "number", "place")

    def __init__(
        self, number: int, columns: Columns, values: list[str], spellings: Spellings, place: str
    ) -> None:
        self.number = number
        self.place = place
        """What no other row of the file has: numbers begin anew on every sheet."""
        self._spellings = spellings
        self._columns = columns
        self._index = columns.found
        if not "".join(values).isprintable():
            values = [text.translate(cells.UNSEEN) for text in values]
        # Blanks around a cell and dashes for nothing are taken off once; the last place answers for missing columns.
        self._cells = ["" if text in cells.DASHES else text for text in map(str.strip, values)]
        self._cells.append("")
        self.findings: list[Finding] = []

    def __getitem__(self, column: str) -> str:
        """The text of a cell without surrounding blanks; empty for a missing column and for dashes."""
        try:
            return self._cells[self._index[column]]
        except KeyError:
            return self._cells[self._columns.index(column)]

    def first_written(self, of: str, text: str) -> str:
        """A number of the row as its file wrote it first, for an id that rows share."""
        return self._spellings.first(of, text)

    def refuse(self, code: str, column: str, found: str = "", **values: object) -> NoReturn:
        """Refuse the row."""
        raise RefusalError(code, column, found, _REFUSALS[code].filled(column=column, **values))

    def refuse_day(self, column: str, order: cells.Order = "ymd") -> NoReturn:
        """Refuse the row for a cell that shows no day: one that no calendar has, or none at all."""
        unreal = cells.unreal_day(self[column], order)
        self.refuse("date" if unreal is None else "date-unreal", column, self[column], day=unreal)

    def agree(self) -> None:
        """Refuse the row where a column that was read has a twin which says something else."""
        for first, other in self._columns.twins:
            if first in self._index.values() and self._cells[other] not in ("", self._cells[first]):
                name = self._columns.names[first]
                self.refuse("columns-differ", name, f"{self._cells[first]} / {self._cells[other]}")

    def need(self, column: str) -> str:
        """A cell that must hold something; refuses the row otherwise."""
        text = self[column]
        if not text:
            self.refuse("empty-cell", column)
        if text in cells.EXCEL_ERRORS:
            self.refuse("excel-error", column, text)
        return text

    def number_of(self, column: str) -> Decimal | None:
        """The number in a cell, or None where the cell is empty; refuses the row where it is no number."""
        text = self[column]
        if not text:
            return None
        try:
            return cells.number(text)
        except cells.NumberError as error:
            self.refuse("excel-error" if text in cells.EXCEL_ERRORS else error.code, column, text)

    def tonnes(self, column: str) -> Decimal:
        """The tonnes in a cell that must hold them; refuses the row for nothing, zero and less."""
        self.need(column)
        number = self.number_of(column)
        assert number is not None
        if number <= 0:
            self.refuse("negative" if number < 0 else "none", column, self[column])
        return number

    def identifier(
        self,
        column: str,
        programme: str | None,
        declared: Declared,
        *,
        quantity_column: str = "",
        project_column: str = "",
    ) -> tuple[Identifier, frozenset[Part]]:
        """The serial in a cell, and the parts on which it and the other columns disagree.

        Another quantity or project than the serial shows refuses the row; on country and vintage the disagreement
        is a finding, and the disputed fact is left out.
        """
        text = self.need(column)
        try:
            found = parse_identifier(text, programme)
        except IdentifierError as error:
            raise RefusalError(error.code, column, text, error.text) from None
        disputed: list[Part] = []
        for agreement in disagreements(found, declared):
            if agreement.part is Part.QUANTITY:
                self._quantity(quantity_column, agreement)
            if agreement.part is Part.PROJECT:
                self.refuse(
                    "project-differs",
                    project_column,
                    text,
                    printed=agreement.printed,
                    declared=agreement.declared,
                )
            self.disagree(agreement)
            disputed.append(agreement.part)
        return found, frozenset(disputed)

    def balance(self, column: str, *parts: str) -> None:
        """Note where a total is not the sum of its parts; nothing where one of them cannot be read."""
        numbers: list[Decimal] = []
        for name in (column, *parts):
            try:
                numbers.append(cells.number(self[name]))
            except cells.NumberError:
                return
        total, *rest = numbers
        if total != sum(rest):
            summed = format(sum(rest, Decimal(0)), "f")
            self.findings.append(
                Finding("balance", _BALANCE.filled(column=column, total=format(total, "f"), summed=summed))
            )

    def disagree(self, agreement: Agreement) -> None:
        """Note that the identifier shows another value than its column."""
        self.findings.append(Finding(f"{agreement.part.value}-differs", agreement.text))

    def _quantity(self, column: str, agreement: Agreement) -> NoReturn:
        printed, stated = Decimal(agreement.printed), Decimal(agreement.declared)
        code = "off-by-one" if stated == printed - 1 else "quantity-differs"
        self.refuse(code, column, self[column], range=agreement.printed, quantity=agreement.declared)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a documented layout."""

    name: str
    """Its heading."""
    english: str
    """The English heading that is read as well."""
    what: Text
    """What stands in it."""
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of sheet of a format."""

    name: str
    needs: tuple[str, ...]
    """The columns by which the sheet is recognised; all must be there."""
    read: Callable[[Row], Iterable[Record]]
    """From one row to its records; raises RefusalError through the row where it cannot be read."""
    total: str = ""
    """A column whose sum a total row repeats: a file cut short is noticed by it."""
    without: tuple[str, ...] = ()
    """Columns that another table of the format is told apart by; none may be there."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be imported."""

    name: str
    """The name on the command line."""
    title: Text
    tables: tuple[Table, ...]
    source: Text
    """Where the layout is known from, and under which terms the data are published."""
    names: bool = False
    """Whether names of account holders and users are written without being asked for (the user's own papers)."""
    joins: Callable[[Row], str] | None = None
    """The id of the retirement a row belongs to, where several rows are one; refuses the row where it shows none."""
    fresh: Callable[[], tuple[Table, ...]] | None = None
    """The same tables, made anew for one file: where rows are judged by the rows before them."""
    ordered: bool = False
    """Whether sheets are read in the order of `tables`, whatever theirs is: where rows are judged by other tables."""
    listed: frozenset[str] = frozenset()
    """Facts of a project that several rows may give differently, and that are then listed one after the other."""
    columns: tuple[Column, ...] = field(default=(), repr=False)
    """The columns of a layout of our own."""
    headings: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Headings that mean another heading: the English ones of a layout of our own."""
