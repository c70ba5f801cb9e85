"""Read a plain sheet of emissions and credits (CSV or workbook) as a claim with one SHK report.

The sheet has lines of a name and a value (報告者, 報告年度, …) above one table whose first column, 区分, says what each row is.
`template()` is such a sheet to fill in.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document
from offsetcheck.facts.identity import corporate_number, normal_name
from offsetcheck.facts.models import Claim
from offsetcheck.facts.periods import FIRST_YEAR, LAST_YEAR, FiscalYear, ReportingYear, parse_year
from offsetcheck.facts.problems import InputError, Lang, Problem, Text
from offsetcheck.facts.references import id_key, same_id
from offsetcheck.programmes.importers import cells
from offsetcheck.programmes.importers.sources import Damage, Line, Sheet, open_source
from offsetcheck.programmes.uniqueness import Uniqueness, place, uniqueness

__all__ = ["is_sheet", "read_sheets", "template"]

#: The columns of the table, in the order of the template.
COLUMNS: Final = (
    "区分", "名称", "ガス", "使用量", "単位", "基礎排出係数", "調整後排出係数", "係数の単位", "係数の報告年度", "排出量(t)", "調整後排出量(t)",
    "数量(t)", "由来", "シリアル番号(最初)", "シリアル番号(最後)", "認証日",
    "無効化日", "通知書番号", "利用者名", "移転日", "加算", "電力量(kWh)", "全国平均係数",
    "補正率", "認証", "充てる排出量", "期首", "取得", "移転", "無効化", "期末", "備考",
)  # fmt: skip
_SOURCES: Final = {
    "燃料": "fuel", "廃棄物燃料": "waste_fuel", "電気": "electricity", "都市ガス": "gas", "熱": "heat", "非エネルギー": "non_energy",
    "カーボンリサイクル燃料": "carbon_recycle", "カーボンリサイクル燃料(譲渡)": "carbon_recycle_sold",
}  # fmt: skip
_CERTIFICATES: Final = {
    "非化石証書": "non_fossil", "グリーン電力証書": "green_electricity", "グリーン熱証書": "green_heat",
}  # fmt: skip
_CREDITS: Final = {
    "j-クレジット": "J-Credit", "jクレジット": "J-Credit", "jcm": "JCM", "jcmクレジット": "JCM", "国内クレジット": "国内クレジット",
    "j-ver": "J-VER", "vcs": "VCS", "gold standard": "Gold Standard", "cdm": "CDM", "6条4項": "A6.4", "その他のクレジット": "other",
}  # fmt: skip
_ORIGINS: Final = {
    "再エネ電力": "renewable_electricity", "再エネ熱": "renewable_heat", "省エネ": "energy_saving", "森林": "forest", "工業": "industrial",
    "農業": "agriculture", "廃棄物": "waste",
}  # fmt: skip
#: Origins that are of one kind; agriculture may be either (biochar stores carbon).
_MITIGATIONS: Final = {
    "renewable_electricity": "reduction", "renewable_heat": "reduction", "energy_saving": "reduction", "industrial": "reduction",
    "waste": "reduction", "forest": "removal",
}  # fmt: skip
_DOMESTIC: Final = ("J-Credit", "国内クレジット", "J-VER")  # these schemes register projects in Japan only
_CLASSES: Final = {"renewable_electricity": "electricity", "renewable_heat": "heat"}
_AGAINST: Final = {"電気": "electricity", "熱": "heat", "その他": "other"}
#: What two sheets must not say differently of one retirement, by the column.
_OF_ACT: Final = {"on": "無効化日", "user": "利用者名"}
#: Nor of its units; how a project is called may differ.
_OF_BLOCK: Final = {"t": "数量(t)", "origin": "由来", "decided": "認証日", "name": None}
#: The emissions that a use in the reporter's own reporting range is for: those of its report, one and the same for all rows.
_REPORTING_RANGE: Final = "shk"
#: Programmes that have one registry only: there a number is one notice.
_REGISTRIES: Final = {"J-Credit": "J-クレジット登録簿システム"}
#: What a sheet adds up by itself: not read, so that nothing is counted twice.
_SUMS: Final = ("合計", "小計", "計", "総計", "総合計")
_TRANSFERRED, _STOCK, _LOT = "移転したクレジット", "森林等炭素蓄積変化量", "クレジットの増減"
#: Amounts of energy in the unit of the facts (MWh, thousand cubic metres, TJ), by how a sheet writes them.
_UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    "kwh": ("electricity", Decimal("0.001")), "mwh": ("electricity", Decimal(1)), "千kwh": ("electricity", Decimal(1)),
    "m3": ("gas", Decimal("0.001")), "千m3": ("gas", Decimal(1)), "gj": ("heat", Decimal("0.001")), "tj": ("heat", Decimal(1)),
}  # fmt: skip
_MASSES: Final = {
    "t-co2": Decimal(1),
    "tco2": Decimal(1),
    "kg-co2": Decimal("0.001"),
    "kgco2": Decimal("0.001"),
}
_NUMBER: Final = re.compile(
    r"[+-]?([0-9]{1,24}|[0-9]{1,3}(,[0-9]{3}){1,7})(\.[0-9]{1,12})?(e[+-]?[0-9]{1,2})?", re.IGNORECASE
)
_LARGEST: Final = Decimal(10) ** 12
_YES, _NO = ("はい", "yes", "true", "○", "有", "済"), ("いいえ", "no", "false", "×", "無", "未")
_HEAD: Final = {
    "報告者": "entity", "法人番号": "number", "報告年度": "report", "対象年度": "activity", "すべて記載": "complete",
    "報告対象範囲での使用": "boundary", "基礎排出量(記載値)": "stated_basic_t", "調整後温室効果ガス排出量(記載値)": "stated_adjusted_t",
    "直接・間接の区分の記入": "split", "廃棄物の燃料利用を調整後温室効果ガス排出量に含む": "waste_included",
}  # fmt: skip
#: From here on a name is likelier an item misspelt than a title (基準排出量 and 基礎排出量: 0.8; 注 and any: 0).
_ALIKE: Final = 0.55
#: What ends so is a title (報告書), however like an item (報告者): of no item is it the end.
_OF_TITLES: Final = ("書", "表")

_LANGS: Final[tuple[Lang, ...]] = ("ja", "en")
_M: Final[dict[str, Text]] = {
    "no-table": Text("「区分」から始まる見出し行が見つかりません。見出し（区分、名称、排出量(t) 等）の綴りと並びをご確認ください。"
                     "offsetcheck shk --template で様式を作成できます。",
                     "no row of headings that begins with 区分 was found: check how the headings are written (`offsetcheck shk --template` writes "
                     "a sheet to fill in)"),
    "excel-error": Text("表計算ソフトのエラー値です。元のセルを直すか、値がない場合は空欄にしてください。",
                        "this is a spreadsheet's error value: mend the cell, or leave it empty where there is no value"),
    "no-number": Text("数字がないため、番号として読めません。番号がまだない場合や不明な場合は、空欄にしてください。",
                      "this is no number, as it has no figure: leave the cell empty where there is no number yet or it is not known"),
    "no-entity": Text("表の上に「報告者」の行が必要です。", "a line 報告者 (the reporter) is needed above the table"),
    "no-year": Text("表の上に「報告年度」（例：令和7年度報告）又は「対象年度」（例：2024年度実績）の行が必要です。",
                    "a line 報告年度 (RY2025) or 対象年度 (FY2024) is needed above the table"),
    "year": Text("年度の種類が分かるように書いてください（例：令和7年度報告、2024年度実績、RY2025、FY2024）。",
                 "say which kind of year it is: 令和7年度報告 or RY2025 (of the report), 2024年度実績 or FY2024 (of the activity)"),
    "year-kind": Text("報告年度か対象年度かが分かりません。{one}のことであれば「{write_one}」、{other}のことであれば「{write_other}」と書いてください。",
                      "this may be the year of the report or of the activity: write {write_one} for the {one}, or {write_other} for the {other}"),
    "year-pair": Text("報告年度と対象年度が合いません。{ry}は正しい組合せですが、{fy}の実績は{other}で報告します。どちらかに直してください。",
                      "the two years do not belong together: {ry} is one report, and {fy} is reported in {other}: mend one of them"),
    "years-differ": Text("報告年度と対象年度が合いません。報告年度の行は{report}、対象年度の行は{activity}を示しています。",
                         "the two years do not belong together: 報告年度 shows {report}, 対象年度 shows {activity}"),
    "column": Text("この列はありません。使える列：{known}", "there is no such column: {known}"),
    "column-twice": Text("この見出しの列が二つあります。一つにしてください。", "two columns have this heading: keep one"),
    "no-heading": Text("見出しのない列に値があります。見出しを書くか、この値を削除してください。",
                       "this stands in a column without a heading: write the heading, or delete the value"),
    "ragged": Text("この行は{width}列あり、見出しの{needed}列より多くなっています。余分な区切りを除き、桁区切りのコンマは除くか、その数値を引用符で囲んでください。",
                   "this row has {width} cells and the headings {needed}: take out what separates too often, and leave the commas out of "
                   "numbers or put those in quotes"),
    "unused": Text("この行の計算に使わない値です。列がずれていないか、桁区切りのコンマがないかを確かめ、正しい列に移すか削除してください（控えの値は「備考」に書けます）。",
                   "this row has no use for the value: look whether the columns are shifted, by a comma in a number for one, and move or "
                   "delete it (what is only for the record goes into 備考)"),
    "both": Text("使用量がある行の排出量は計算します。使用量と係数か、排出量か、どちらか一方だけを書いてください。",
                 "emissions are worked out from the amount of this row: write either the amount and its factors, or the emissions"),
    "whole": Text("整数で書いてください。", "write a whole number"),
    "sum": Text("合計は計算します。この行を削除してください。", "totals are worked out: delete this row"),
    "head": Text("この項目名は使えません。使える項目：{known}。綴りをご確認ください（使わない行であれば、削除してください）。",
                 "there is no such item: {known}. Check its spelling, or delete the line if it is not needed"),
    "head-twice": Text("{line}行目と値が異なります（{other}）。どちらか一つにしてください。", "row {line} says {other}: keep one of the two"),
    "head-cells": Text("一つの値だけを書いてください（桁区切りのコンマは除くか、その数値を引用符で囲んでください）。",
                       "write one value alone (leave the commas out of a number, or put it in quotes)"),
    "negative": Text("0以上の数値を書いてください（増減の向きは区分で表します）。", "write a number of zero or more: the kind of the row gives the sign"),
    "numbers-differ": Text("{other}では、同じ名称の報告者の法人番号が{number}です。どちらかをご確認ください。",
                           "{other} gives the reporter of this name the number {number}: check which is right"),
    "acts-differ": Text("{where}の同じ無効化では{other}です。どちらかをご確認ください。",
                        "{where} says {other} of the same retirement: check which is right"),
    "two-reports": Text("{period}の表が二つあります（{other}）。一つにまとめてください。",
                        "there are two sheets for the {period} ({other}): put them together"),
    "kind": Text("この区分はありません。使える区分：{known}", "there is no such kind of row: {known}"),
    "word": Text("この列に書けるのは次のいずれかです：{known}", "write one of: {known}"),
    "number": Text("数値だけを書いてください（単位や「約」などは付けません）。", "write a number alone, without a unit"),
    "large": Text("数値が大きすぎます。単位を確かめてください。", "the number is too large: check its unit"),
    "digits": Text("換算すると小数が3桁を超えます。単位を確かめるか、桁を減らしてください。",
                   "in the unit kept this has more than three decimals: check the unit, or round it"),
    "unit": Text("この区分の単位ではありません。使える単位：{known}", "this is no unit of such a row: {known}"),
    "factor-unit": Text("係数の単位を「t-CO2/kWh」の形で書いてください。", "write the unit of the factor like t-CO2/kWh"),
    "day": Text("日付を 2025-06-15 の形で書いてください（1900年から2199年まで）。", "write the day as 2025-06-15, in the years 1900 to 2199"),
    "day-unreal": Text("{day}は実在しない日付です。実在する日付を書いてください。", "there is no {day}: write a day that exists"),
    "json": Text("この様式はCSV又はExcelブックで作成してください。", "the sheet is a CSV file or a workbook"),
}  # fmt: skip


def is_sheet(path: Path) -> bool:
    """Whether a file is named as a sheet, not as a claim."""
    return path.suffix.lower() in (".csv", ".xlsx", ".xlsm", ".tsv", ".txt")


def template() -> str:
    """A sheet to fill in, as CSV: the lines above the table, the headings, and an example of each kind of row."""
    lines = [
        "報告者,株式会社サンプル", "法人番号,", "報告年度,令和7年度報告（2024年度実績）", "すべて記載,はい", "報告対象範囲での使用,はい",
        "基礎排出量(記載値),", "調整後温室効果ガス排出量(記載値),", "直接・間接の区分の記入,",
        "廃棄物の燃料利用を調整後温室効果ガス排出量に含む,", "",
    ]  # fmt: skip
    rows: list[dict[str, str]] = [
        {"区分": "燃料", "名称": "重油・LPG", "ガス": "CO2", "排出量(t)": "6000"},
        {"区分": "電気", "名称": "サンプル電力 メニューA", "使用量": "9000000", "単位": "kWh", "基礎排出係数": "0.000457",
         "調整後排出係数": "0.000457", "係数の単位": "t-CO2/kWh", "係数の報告年度": "令和7年度報告（2024年度実績）"},
        {"区分": "非エネルギー", "名称": "石灰石の使用", "ガス": "CO2", "排出量(t)": "700"},
        {"区分": "グリーン電力証書", "数量(t)": "100", "認証": "はい", "充てる排出量": "電気"},
        {"区分": "J-クレジット", "数量(t)": "1500", "由来": "再エネ電力", "シリアル番号(最初)": "100001", "シリアル番号(最後)": "101500",
         "認証日": "2024-12-20",
            "無効化日": "2025-06-15", "通知書番号": "N-1", "利用者名": "株式会社サンプル"},
    ]  # fmt: skip
    lines.append(",".join(COLUMNS))
    lines.extend(",".join(row.get(c, "") for c in COLUMNS) for row in rows)
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def read_sheets(paths: Sequence[Path], as_of: date) -> Claim:
    """Read sheets, one for each report, as one claim; raises InputError with every problem found.

    The same retirement in two sheets is one retirement with two uses, so that it is seen to be used twice.
    """
    digest = hashlib.sha256()
    readers: list[_Reader] = []
    whole = _Whole(as_of)
    stems = [cells.identity(path.stem) for path in paths]
    marks = [f"{s}の" if stems.count(s) == 1 else f"{s}（{n}）の" for n, s in enumerate(stems, 1)]
    for path, mark in zip(paths, marks, strict=True):
        with suppress(OSError):  # opening it says why
            digest.update(path.read_bytes())
        with open_source(path) as source:
            reader = _Reader(source.name, mark if len(paths) > 1 else "")
            for sheet in source.sheets():
                reader.begin(sheet)
                for row in sheet.rows:
                    if isinstance(row, Damage):
                        reader.problems.append(row.problem)
                    else:
                        reader.row(row)
        whole.add(reader)
        readers.append(reader)
    whole.settle()
    problems = [p for reader in readers for p in reader.problems]
    if problems:
        raise InputError(problems)
    document = replace(parse_document(b"{}", paths[0].name), value=whole.data)
    try:
        claim = claim_of(document)
    except InputError as error:
        raise InputError([whole.located(p) for p in error.problems]) from None
    return claim.model_copy(update={"sha256": digest.hexdigest()})


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def _like_an_item(name: str) -> bool:
    """Whether a name that is none of the items looks like one of them, with or without what stands in its brackets."""
    plain = _plain(name)
    if plain.endswith(_OF_TITLES):
        return False
    for item in _HEAD:
        for known in (_plain(item), _plain(item.partition("(")[0])):
            if plain in known or known in plain or SequenceMatcher(None, plain, known).ratio() >= _ALIKE:
                return bool(plain)
    return False


class _Reader:
    """Gathers the rows of a sheet into the sections of a claim."""

    def __init__(self, name: str, mark: str) -> None:
        self.name = name
        self.mark = mark
        """Goes before the number of a row where there are several sheets."""
        self.problems: list[Problem] = []
        self.head: dict[str, tuple[str, int]] = {}
        self.columns: list[str | None] | None = None
        self.as_text = True
        """Whether rows are divided by separators: one too many shifts all that follows it."""
        self.found_table = False
        self.alike: tuple[int, str] = (0, "")
        """The first row that looks like headings, without being one, and how it begins."""
        self.filing: dict[str, list[dict[str, Any]]] = {
            k: [] for k in ("sources", "certificates", "transfers", "lots", "stocks")
        }
        self.lines: dict[tuple[str, int], tuple[str, int]] = {}
        """The page, where it is not the first, and the row in which each member of a list stands."""
        self.page = ""
        self.page_read = ""
        """The page being read, and the one whose table is being read where another was before."""
        self.credits: list[dict[str, Any]] = []
        self.line = 0
        self.cells: dict[str, str] = {}
        self.read: set[str] = set()
        """The columns of the row that something was made of."""

    def begin(self, sheet: Sheet) -> None:
        """A new page of a workbook: its table has headings of its own."""
        self.columns = None
        self.as_text = sheet.name is None
        self.page, self.page_read = sheet.name or "", ""

    def say(self, code: str, found: str = "", place: str = "", **values: object) -> None:
        self.problems.append(
            Problem(self.name, self.line or None, None, place, found, _M[code].filled(**values), code)
        )

    # -- rows ----------------------------------------------------------------------------------------------------------

    def row(self, row: Line) -> None:
        self.line = row.number
        texts = ["" if c in cells.DASHES else c for c in map(str.strip, row.cells)]
        filled = [t for t in texts if t]
        if not filled:
            return
        if self.columns is None:
            if _plain(filled[0]) == "区分":
                self._headings(texts)
            else:
                self._above(filled)
            return
        width = len(self.columns)
        if len(texts) > width and (self.as_text or any(texts[width:])):
            self.say("ragged", next(filter(None, texts[width:]), ""), width=len(texts), needed=width)
            return
        if failed := [
            (t, c or "") for c, t in zip(self.columns, texts, strict=False) if t in cells.EXCEL_ERRORS
        ]:
            for text, column in failed:
                self.say("excel-error", text, column)
            return
        stray = [t for c, t in zip(self.columns, texts, strict=False) if c is None and t]
        for text in stray:
            self.say("no-heading", text)
        self.cells = {c: t for c, t in zip(self.columns, texts, strict=False) if c and t}
        if self.cells and not stray:
            self._line_of_table()

    def _above(self, filled: list[str]) -> None:
        """A line above the table: an item with its one value, or a title."""
        columns = {_plain(c) for c in COLUMNS}
        if len({_plain(t) for t in filled} & columns) > 1 and not self.alike[0]:
            self.alike = self.line, filled[0]
            return
        name, *values = filled if len(filled) > 1 else re.split("[:：]", filled[0], maxsplit=1)
        key = next((v for k, v in _HEAD.items() if _plain(k) == _plain(name.rstrip(":："))), None)
        values = [v.strip() for v in values if v.strip()]
        if not values or (key is None and len(filled) == 1 and not _like_an_item(name)):
            return
        if failed := next((v for v in values if v in cells.EXCEL_ERRORS), None):
            self.say("excel-error", failed, name)
            return
        if key is None:
            self.say("head", name, known="、".join(_HEAD))
        elif len(values) > 1:
            self.say("head-cells", ",".join(values), name)
        elif self.head.get(key, (values[0], 0))[0] != values[0]:
            other, line = self.head[key]
            self.say("head-twice", values[0], name, line=line, other=other)
        else:
            self.head.setdefault(key, (values[0], self.line))

    def _headings(self, texts: list[str]) -> None:
        known = {_plain(c): c for c in COLUMNS}
        self.columns = []
        self.page_read = f"{self.page}の" if self.found_table else ""
        self.found_table = True
        for text in texts:
            column = known.get(_plain(text))
            if column is None and text:
                self.say("column", text, known="、".join(COLUMNS))
                column = ""  # said once, not of every row
            elif column and column in self.columns:
                self.say("column-twice", text, column)
            self.columns.append(column)

    def _line_of_table(self) -> None:
        kind = _plain(self.cells.get("区分", ""))
        makers: dict[str, Callable[[], None]] = {
            **{_plain(k): self._source for k in _SOURCES},
            **{_plain(k): self._certificate for k in _CERTIFICATES},
            **{_plain(k): self._credit for k in _CREDITS},
            _plain(_TRANSFERRED): self._transfer,
            _plain(_STOCK): self._stock,
            _plain(_LOT): self._lot,
        }
        if kind in _SUMS:
            self.say("sum", self.cells["区分"], "区分")
            return
        if kind not in makers:
            known = (
                *_SOURCES,
                *_CERTIFICATES,
                "J-クレジット",
                "JCM",
                "その他のクレジット",
                _TRANSFERRED,
                _STOCK,
                _LOT,
            )
            self.say("kind", self.cells.get("区分", ""), "区分", known="、".join(known))
            return
        self.read = {"区分", "名称", "備考"}
        before = len(self.problems)
        makers[kind]()
        if len(self.problems) == before:
            for column in [c for c in self.cells if c not in self.read]:
                self.say("unused", self.cells[column], column)
        for name, rows in (*self.filing.items(), ("credits", self.credits)):
            if rows:
                self.lines.setdefault((name, len(rows) - 1), (self.page_read, self.line))

    # -- cells ---------------------------------------------------------------------------------------------------------

    def text(self, column: str) -> str | None:
        self.read.add(column)
        return self.cells.get(column)

    def number(self, column: str, factor: Decimal = Decimal(1), signed: bool = False) -> Decimal | None:
        """The number of a cell in the unit kept; None where it is empty or wrong."""
        text = self.text(column)
        if text is None:
            return None
        plain = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
        plain = re.sub(r"^[△▲]\s*", "-", plain)  # how accounts write what is below zero
        try:
            value = Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
        except InvalidOperation:
            value = None
        if value is None:
            self.say("number", text, column)
            return None
        value *= factor
        if abs(value) >= _LARGEST:
            self.say("large", text, column)
            return None
        if value < 0 and not signed:
            self.say("negative", text, column)
            return None
        if value != value.quantize(Decimal("0.001")):
            self.say("digits", text, column)
            return None
        return value.quantize(Decimal("0.001")).normalize() + 0

    def choice(self, column: str, words: Mapping[str, str]) -> str | None:
        text = self.text(column)
        if text is None:
            return None
        found = {_plain(k): v for k, v in words.items()}.get(_plain(text))
        if found is None:
            self.say("word", text, column, known="、".join(words))
        return found

    def day(self, column: str) -> str | None:
        text = self.text(column)
        if text is None:
            return None
        found = cells.day(text)
        if found is None:
            unreal = cells.unreal_day(text)
            self.say("day" if unreal is None else "day-unreal", text, column, day=unreal)
            return None
        return found.isoformat()

    def flag(self, column: str) -> bool | None:
        return self._yes(self.text(column), column)

    def _yes(self, text: str | None, place: str) -> bool | None:
        if text is None:
            return None
        if _plain(text) in _YES or _plain(text) in _NO:
            return _plain(text) in _YES
        self.say("word", text, place, known="はい、いいえ")
        return None

    def _notice(self) -> str | None:
        """The number of a notice; a word for one that is not there is none."""
        text = self.text("通知書番号")
        if text is not None and not any(c.isdigit() for c in text):
            self.say("no-number", text, "通知書番号")
            return None
        return text

    def year(self, text: str, place: str) -> FiscalYear | ReportingYear | None:
        try:
            return parse_year(text)
        except ValueError:
            pass
        plain = _plain(text)
        if found := re.fullmatch(r"([0-9]{4})年?", plain):
            number = int(found[1])
            if FIRST_YEAR < number < LAST_YEAR:
                self._two_years("year-kind", text, place, number)
                return None
        if found := re.fullmatch(r"([^()]+)\(([^()]+)\)", plain):
            try:
                pair = parse_year(found[1]), parse_year(found[2])
            except ValueError:
                pair = None
            if pair is not None and isinstance(pair[0], ReportingYear) and isinstance(pair[1], FiscalYear):
                self.say(
                    "year-pair", text, place, ry=pair[0].label("ja"), fy=pair[1].label("ja"), other=pair[1].reported_in.label("ja")
                )  # fmt: skip
                return None
        self.say("year", text, place)
        return None

    def _two_years(self, code: str, text: str, place: str, year: int) -> None:
        """Ask which report a year means, showing both: the year of a report and that of its activity are one apart."""
        reports = ReportingYear(year), FiscalYear(year).reported_in
        written: list[Text] = []
        for report in reports:
            by_activity = place == "対象年度"
            ja = f"{report.activity.label('ja')}実績" if by_activity else report.label("ja").split("（")[0]
            written.append(Text(ja, str(report.activity if by_activity else report)))
        said = Text(
            *(
                _M[code].in_(lang).format(
                    one=reports[0].label(lang), other=reports[1].label(lang), write_one=written[0].in_(lang),
                    write_other=written[1].in_(lang),
                )
                for lang in _LANGS
            )
        )  # fmt: skip
        self.problems.append(Problem(self.name, self.line or None, None, place, text, said, code))

    # -- kinds of rows -------------------------------------------------------------------------------------------------

    def _source(self) -> None:
        kind = {_plain(k): v for k, v in _SOURCES.items()}[_plain(self.cells["区分"])]
        made: dict[str, Any] = {"name": self.text("名称"), "kind": kind, "gas": self.text("ガス")}
        if kind in ("electricity", "gas", "heat"):
            made |= self._purchase(kind)
        else:
            made["t"] = self.number("排出量(t)")
        self.filing["sources"].append(made)

    def _purchase(self, kind: str) -> dict[str, Any]:
        """A purchase of energy: an amount with factors, or tonnes."""
        tonnes = {"排出量(t)", "調整後排出量(t)"} & set(self.cells)
        by_amount = {"使用量", "基礎排出係数", "調整後排出係数"} & set(self.cells)
        found: dict[str, Any]
        if "使用量" not in self.cells and (tonnes or not by_amount):
            # Which of the two will be filled in is not known of a row with neither, so that its units may stand there.
            if not tonnes:
                self.read |= {"単位", "係数の単位"}
            found = {
                "figures": "tonnes" if tonnes else None,
                "t": self.number("排出量(t)"), "adjusted_t": self.number("調整後排出量(t)"),
            }  # fmt: skip
        else:
            for column in ("排出量(t)", "調整後排出量(t)"):
                if column in self.cells:
                    self.say("both", self.cells[column], column)
            self.read |= {"単位", "係数の単位"}
            unit = _plain(self.cells.get("単位", ""))
            if "使用量" in self.cells and _UNITS.get(unit, ("", 0))[0] != kind:
                known = [u for u, (k, _) in _UNITS.items() if k == kind]
                self.say("unit", self.cells.get("単位", ""), "単位", known="、".join(known))
                return {}
            scale = (
                self._factor_scale(kind)
                if {"基礎排出係数", "調整後排出係数"} & set(self.cells)
                else Decimal(1)
            )
            amount = self.number("使用量", _UNITS[unit][1]) if "使用量" in self.cells else None
            found = {
                "figures": "quantity", "quantity": amount,
                "factor_basic": self.number("基礎排出係数", scale), "factor_adjusted": self.number("調整後排出係数", scale),
            }  # fmt: skip
        if "調整後排出係数" in self.cells or "調整後排出量(t)" in self.cells:
            found["adjusted_by"] = "adjusted"  # the heading says which factor it is
        stated = self.text("係数の報告年度")
        if stated is not None:
            place = "係数の報告年度"
            year = self._of_kind("report", self.year(stated, place), stated, place)
            found["factor_report"] = None if year is None else str(year)
        return found

    def _factor_scale(self, kind: str) -> Decimal:
        """What a factor is multiplied by to stand in t-CO2 per unit of the amount kept."""
        mass, _, per = _plain(self.cells.get("係数の単位", "")).partition("/")
        if mass not in _MASSES or _UNITS.get(per, ("", 0))[0] != kind:
            self.say("factor-unit", self.cells.get("係数の単位", ""), "係数の単位")
            return Decimal(1)
        return _MASSES[mass] / _UNITS[per][1]

    def _certificate(self) -> None:
        kind = {_plain(k): v for k, v in _CERTIFICATES.items()}[_plain(self.cells["区分"])]
        kwh = self.number("電力量(kWh)")
        if kwh is not None and kwh != int(kwh):
            self.say("whole", self.cells["電力量(kWh)"], "電力量(kWh)")
        self.filing["certificates"].append(
            {
                "kind": kind, "set_against": self.choice("充てる排出量", _AGAINST), "t": self.number("数量(t)"),
                "kwh": None if kwh is None else int(kwh),
                "average_factor": self.number("全国平均係数"), "correction": self.number("補正率"),
                "co2_certified": self.flag("認証"), "number": self.text("通知書番号"), "used_on": self.day("無効化日"),
            }
        )  # fmt: skip

    def _credit(self) -> None:
        programme = {_plain(k): v for k, v in _CREDITS.items()}[_plain(self.cells["区分"])]
        origin = self.choice("由来", _ORIGINS)
        self.credits.append(
            {
                "programme": programme, "origin": origin, "name": self.text("名称"), "t": self.number("数量(t)"),
                "first": self.text("シリアル番号(最初)"), "last": self.text("シリアル番号(最後)"), "decided": self.day("認証日"),
                "on": self.day("無効化日"),
                "notice": self._notice(), "user": self.text("利用者名"),
            }
        )  # fmt: skip

    def _transfer(self) -> None:
        self.filing["transfers"].append(
            {
                "programme": "J-Credit", "origin": self.choice("由来", _ORIGINS), "t": self.number("数量(t)"),
                "on": self.day("移転日"), "serials": _serials(self.text("シリアル番号(最初)"), self.text("シリアル番号(最後)")),
                "added_back": self.flag("加算"),
            }
        )  # fmt: skip

    def _stock(self) -> None:
        self.filing["stocks"].append(
            {
                "name": self.text("名称"),
                "figures": "tonnes",
                "t": self.number("数量(t)", signed=True),
                "eligible": self.flag("認証"),
            }
        )

    def _lot(self) -> None:
        words = {
            "期首": "opening_t",
            "取得": "acquired_t",
            "移転": "transferred_t",
            "無効化": "retired_t",
            "期末": "closing_t",
        }
        self.filing["lots"].append(
            {
                "programme": "J-Credit", "origin": self.choice("由来", _ORIGINS),
                "serials": _serials(self.text("シリアル番号(最初)"), self.text("シリアル番号(最後)")),
                **{path: self.number(column) for column, path in words.items()},
            }
        )  # fmt: skip

    # -- the report ----------------------------------------------------------------------------------------------------

    def period(self) -> ReportingYear | None:
        """The year of the report; both lines, where both are there, must belong together, and both are shown."""
        years: dict[str, FiscalYear | ReportingYear | None] = {}
        for key, column in (("report", "報告年度"), ("activity", "対象年度")):
            if key in self.head:
                text, self.line = self.head[key]
                years[key] = self._of_kind(key, self.year(text, column), text, column)
        self.line = 0
        if not years:
            self.say("no-year")
            return None
        report = [
            y if isinstance(y, ReportingYear) else y.reported_in for y in years.values() if y is not None
        ]
        if len(report) < len(years):
            return None
        if len(set(report)) > 1:
            self.line = self.head["activity"][1]
            self.say(
                "years-differ", self.head["activity"][0], "対象年度", report=report[0].label("ja"), activity=report[1].label("ja")
            )  # fmt: skip
            return None
        return report[0]

    def _of_kind(
        self, key: str, year: FiscalYear | ReportingYear | None, text: str, place: str
    ) -> FiscalYear | ReportingYear | None:
        """A year in the line of its own kind: 令和7年度 beside 報告年度 may mean either, and is asked about."""
        if year is None or isinstance(year, ReportingYear) is (key == "report"):
            return year
        number = year.year if isinstance(year, ReportingYear) else year.start
        self._two_years("year-kind", text, place, number)
        return None

    def report(self) -> tuple[str, ReportingYear, dict[str, Any]] | None:
        """Who reports for which year, and the report as a section of a claim; None where something is wrong."""
        self.line = 0
        if not self.found_table:
            # Each row of a table whose headings were not known was taken for a line above it: its one cause is said.
            self.problems = [p for p in self.problems if p.code != "head"]
            self.line, found = self.alike
            self.say("no-table", found)
            self.line = 0
        period = self.period()
        entity = self.head.get("entity", ("", 0))[0]
        if not entity:
            self.say("no-entity")
        # Only where everything is said to be filled in does an empty line say that no total is stated (law 3).
        terms: dict[str, Any] = {"stated": "not_stated"} if self.said("complete", "すべて記載") else {}
        for key, column in (
            ("stated_basic_t", "基礎排出量(記載値)"),
            ("stated_adjusted_t", "調整後温室効果ガス排出量(記載値)"),
        ):
            if key in self.head:
                self.cells, self.line = {column: self.head[key][0]}, self.head[key][1]
                terms |= {key: self.number(column, signed=True), "stated": "stated"}
        if (split := self.said("split", "直接・間接の区分の記入")) is not None:
            terms["split"] = "stated" if split else "not_stated"
        terms["waste_included"] = self.said(
            "waste_included", "廃棄物の燃料利用を調整後温室効果ガス排出量に含む"
        )
        if self.problems or period is None:
            return None
        return entity, period, {"scheme": "shk", "period": str(period), "terms": terms, **self.filing}

    def said(self, key: str, place: str) -> bool | None:
        """An answer of yes or no above the table."""
        if key not in self.head:
            return None
        text, self.line = self.head[key]
        return self._yes(text, place)


class _Row:
    """A row of a credit: what it says itself, and what is known of its units and its act from all rows."""

    def __init__(
        self,
        reader: _Reader,
        line: int,
        name: str,
        said: dict[str, Any],
        entity: str,
        period: str,
        boundary: bool | None,
    ) -> None:
        self.reader, self.line, self.name, self.said = reader, line, name, said
        self.entity, self.period, self.boundary = entity, period, boundary
        self.t = said["t"]
        """The tonnes this row itself says are used."""
        self.serials = _serials(said["first"], said["last"])
        self.units = _units(said["programme"], said["first"], said["last"])
        """What its serials name, where both are there."""
        self.named_by_units = uniqueness(said["programme"]) == Uniqueness()
        self.act = self.credit = name


class _Whole:
    """Puts sheets together as one claim."""

    def __init__(self, as_of: date) -> None:
        self.facts: dict[str, Any] = {
            "id": "sheet", "stage": "published", "kind": "cancel_only", "published_on": as_of.isoformat(),
        }  # fmt: skip
        self.sections: dict[str, list[dict[str, Any]]] = {
            k: [] for k in ("parties", "projects", "issuances", "credits", "retirements", "uses", "filings")
        }
        self.parties: dict[str, dict[str, Any]] = {}
        """The reporters by name, without ids: a name in a sheet is never taken for one."""
        self.reports: dict[tuple[str, ReportingYear], str] = {}
        self.credits: list[_Row] = []
        """The rows of credits of all sheets."""
        self.places: dict[tuple[str, int], tuple[str, int]] = {}
        self.complete = True

    @property
    def data(self) -> dict[str, Any]:
        """The claim, as plain data for its model: a gap is a missing fact."""
        facts = self.facts | ({"complete_lists": "all"} if self.complete else {})
        filled: dict[str, Any] = _filled({"claim": facts, **self.sections})
        return filled

    def add(self, reader: _Reader) -> None:
        """Take in one sheet; what is wrong is left with its reader."""
        complete = reader.said("complete", "すべて記載")
        boundary = reader.said("boundary", "報告対象範囲での使用")
        self.complete = self.complete and bool(complete)
        made = reader.report()
        if made is None:
            return
        entity, period, filing = made
        if (entity, period) in self.reports:
            reader.line = reader.head.get("report", reader.head.get("activity", ("", 0)))[1]
            reader.say("two-reports", period=period.label("ja"), other=self.reports[entity, period])
            return
        self.reports[entity, period] = reader.name
        self.facts.setdefault("organisation", entity)
        if not self._party(reader, entity):
            return
        n = len(self.sections["filings"])
        if any(p == period and e != entity for e, p in self.reports):
            filing["id"] = f"shk-{period.activity}-{n + 1}"  # two companies report on one year
        self.sections["filings"].append({**filing, "entity": entity})
        for (name, index), (page, line) in reader.lines.items():
            if name == "credits":
                name = f"{reader.mark}{page}{line}行目"
                self.credits.append(
                    _Row(reader, line, name, reader.credits[index], entity, str(period), boundary)
                )
            else:
                self.places[f"filings.{n}.{name}", index] = (reader.name, line)

    def _party(self, reader: _Reader, entity: str) -> bool:
        """Enter a reporter with the number any sheet gives; False, and said, where two sheets give different ones."""
        number, reader.line = reader.head.get("number", (None, reader.head["entity"][1]))
        if entity not in self.parties:
            self._place("parties", reader, reader.line)
            self.parties[entity] = {"name": entity, "corporate_number": number}
            self.sections["parties"].append(self.parties[entity])
            return True
        known = self.parties[entity]["corporate_number"]
        place = ("parties", self.sections["parties"].index(self.parties[entity]))
        if number is not None and known is None:
            self.parties[entity]["corporate_number"] = number
            self.places[place] = (reader.name, reader.line)
        elif number is not None and _digits(number) != _digits(known):
            reader.say("numbers-differ", number, "法人番号", other=self.places[place][0], number=known)
            return False
        return True

    def settle(self) -> None:
        """Make the sections of the credits of all sheets; what rows say differently of one act is left with their readers.

        Rows are put together only by what no other cell can undo: one notice of a programme is one act, and equal serials
        of one act are one block. Each row is a use of its own.
        """
        _by_units(self.credits)
        acts: dict[tuple[Any, ...], list[_Row]] = {}
        for row in self.credits:
            acts.setdefault(_act_key(row), []).append(row)
        unsettled = _unsettled(self.credits)
        for rows in acts.values():
            _agree(rows, _OF_ACT)
            blocks: dict[tuple[str, ...], list[_Row]] = {}
            for row in rows:
                blocks.setdefault(row.units or (row.name,), []).append(row)
            for block in blocks.values():
                _agree(block, _OF_BLOCK)
            firsts = [block[0] for block in blocks.values()]
            key = rows[0].name
            self._enter("retirements", rows[0], _act_of(firsts, any(id(r) in unsettled for r in rows)))
            for block in blocks.values():
                for section, made in _units_of(block[0]).items():
                    self._enter(section, block[0], made)
                for row in block:
                    row.act, row.credit = key, block[0].name
        for row in self.credits:
            self._enter(
                "uses", row,
                {
                    "id": row.name, "retirement": row.act, "credit": row.credit, "purpose": "shk", "t": row.t,
                    "in_reporting_boundary": row.boundary,
                    "scope": {
                        "entity": row.entity, "period": row.period,
                        "boundary": _REPORTING_RANGE if row.boundary else None,
                    },
                    **_use_of(row.said),
                },
            )  # fmt: skip

    def _enter(self, section: str, row: _Row, made: dict[str, Any]) -> None:
        self._place(section, row.reader, row.line)
        self.sections[section].append(made)

    def _place(self, section: str, reader: _Reader, line: int) -> None:
        self.places[section, len(self.sections[section])] = (reader.name, line)

    def located(self, problem: Problem) -> Problem:
        """A problem of the claim, at the row of the sheet that it comes from."""
        steps = re.findall(r"[^.\[\]]+", problem.path)
        for n in range(len(steps) - 1, 0, -1):
            place = self.places.get((".".join(steps[:n]), int(steps[n]))) if steps[n].isdigit() else None
            if place is not None:
                rest = ".".join(steps[n + 1 :])
                return replace(problem, file=place[0], line=place[1], column=None, path=rest)
        return replace(problem, line=None, column=None)


def _by_units(rows: Sequence[_Row]) -> None:
    """Join what is said of the same units where a programme's serials name them by themselves, with or without a notice."""
    same: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        if row.units is not None and row.named_by_units:
            same.setdefault((row.said["programme"], *row.units), []).append(row)
    for joined in same.values():
        _agree(joined, {"notice": "通知書番号"})


def _act_key(row: _Row) -> tuple[Any, ...]:
    """What tells that two rows are of one act; a row that shows nothing of the kind is an act of its own."""
    if row.said["notice"] is not None:
        return row.said["programme"], "notice", id_key(row.said["notice"])
    if row.units is not None and row.named_by_units:
        return row.said["programme"], "units", row.units
    return (row.name,)


def _agree(rows: Sequence[_Row], facts: Mapping[str, str | None]) -> None:
    """What one row says fills the gaps of the others, or is said to be different."""
    shown = {v: k for k, v in _ORIGINS.items()}
    for fact, column in facts.items():
        first = next((r for r in rows if r.said[fact] is not None), None)
        if first is None:
            continue
        known = first.said[fact]
        for row in rows:
            said = row.said[fact]
            if column is not None and said is not None and not _alike(fact, known, said):
                row.reader.line = row.line
                row.reader.say(
                    "acts-differ", shown.get(said, str(said)), column, where=first.name, other=shown.get(known, str(known))
                )  # fmt: skip
        for row in rows:
            row.said[fact] = known if row.said[fact] is None else row.said[fact]


def _alike(fact: str, one: Any, other: Any) -> bool:
    """Whether two rows say the same of a fact."""
    if fact == "user":
        return normal_name(one) == normal_name(other)
    return bool(id_key(one) == id_key(other) if fact == "notice" else one == other)


def _may_be_alike(fact: str, one: Any, other: Any) -> bool:
    """Whether two rows may turn out to say the same of a fact: of a number copied otherwise nobody can tell."""
    if fact == "notice":
        return same_id(one, other) is not False
    return _alike(fact, one, other)


def _unsettled(rows: Sequence[_Row]) -> set[int]:
    """The rows that may turn out to be of the same units as another: what a gap leaves open, and nothing stated denies."""
    facts = {"programme", "notice", *_OF_ACT, *(f for f, column in _OF_BLOCK.items() if column is not None)}
    found: set[int] = set()
    for row in rows:
        if row.units is not None and row.said["notice"] is not None:
            continue
        for other in rows:
            if (
                other is not row
                and (None in (row.units, other.units) or row.units == other.units)
                and all(
                    None in (row.said[f], other.said[f]) or _may_be_alike(f, row.said[f], other.said[f])
                    for f in facts
                )
            ):
                found |= {id(row), id(other)}
    return found


def _units_of(row: _Row) -> dict[str, dict[str, Any]]:
    """The project, issuance and credit that the units of a row stand for."""
    one, name = row.said, row.name
    return {
        "projects": {
            "id": name, "programme": one["programme"], "name": one["name"],
            "host_country": "JP" if one["programme"] in _DOMESTIC else None,
            "mitigation": _MITIGATIONS.get(one["origin"]), "origin": one["origin"],
            "renewable": _CLASSES.get(one["origin"], "none") if one["origin"] else None,
        },
        "issuances": {"id": name, "project": name, "decided_on": one["decided"]},
        "credits": {
            "id": name, "project": name, "issuance": name, "serials": row.serials, "quantity_t": one["t"],
        },
    }  # fmt: skip


def _act_of(blocks: Sequence[_Row], unsettled: bool) -> dict[str, Any]:
    """The retirement of some blocks; its total is known once it is known which units they are."""
    one = blocks[0].said
    by_serial = all(b.units is not None for b in blocks)
    amounts = [b.said["t"] for b in blocks]
    told = not unsettled and (by_serial or len(blocks) == 1) and None not in amounts
    return {
        "id": blocks[0].name, "notice": one["notice"], "document": "notice" if one["notice"] else None,
        "registry": _REGISTRIES.get(one["programme"]),
        "act": "retirement" if one["on"] else None, "completed_on": one["on"],
        "user": one["user"], "total_t": sum(amounts) if told else None,
        "designation": "serial" if by_serial else None,
        "blocks": [{"credit": b.name, "serials": b.serials, "quantity_t": b.said["t"]} for b in blocks],
    }  # fmt: skip


def _use_of(act: dict[str, Any]) -> dict[str, str | None]:
    """What a use takes from its retirement: which emissions a J-Credit may be set against is open while its origin is.

    Credits of every other scheme go against no one kind of emissions, whatever they come from.
    """
    by_origin = act["programme"] == "J-Credit"
    open_still = by_origin and act["origin"] is None
    return {
        "status": "retired" if act["on"] else None,
        "shk_class": None if open_still else _CLASSES.get(act["origin"], "credit") if by_origin else "credit",
    }


def _digits(number: str) -> str:
    """A corporate number however it is written; the text itself where it is none, which the claim's reader says."""
    try:
        return corporate_number(number)
    except ValueError:
        return number


def _units(programme: str, first: str | None, last: str | None) -> tuple[str, ...] | None:
    """A block of units by its serials, however they are written; the texts themselves where they cannot be read."""
    if first is None or last is None:
        return None
    with suppress(ValueError):
        if (found := place(programme, first, last)) is not None:
            return found[0], str(found[1].first), str(found[1].last)
    return _plain(first), _plain(last)


def _serials(first: str | None, last: str | None) -> dict[str, str | None] | None:
    return {"first": first, "last": last} if first or last else None


def _filled(value: Any) -> Any:
    """The same data without what was left empty: a gap is a missing fact."""
    if isinstance(value, dict):
        return {k: _filled(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [_filled(v) for v in value]
    return value
