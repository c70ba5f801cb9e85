"""Years that cannot be mistaken for one another, and the arithmetic of dates that rules use.

対象年度, the fiscal year of activity, and 報告年度, the year in which it is reported, are one apart and are the
commonest confusion of the whole field: so each is a type of its own, and neither is a number.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from offsetcheck.facts.problems import Lang, Text, WrongValueError, shortened

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "FiscalYear",
    "ReportingYear",
    "YearError",
    "add_months",
    "last_due",
    "parse_year",
]

FIRST_YEAR: Final = 1990
"""The earliest year of activity accepted: the base year of the Framework Convention."""
LAST_YEAR: Final = 2199
"""The latest year of activity accepted; beyond it a slip of the keyboard is likelier than a plan."""

_ERA_OFFSETS: Final = {"令和": 2018, "平成": 1988, "r": 2018, "h": 1988}


class YearError(WrongValueError):
    """A text that is no year of the kind asked for."""

    def __init__(self, ja: str, en: str) -> None:
        """Hold what is said in both languages."""
        super().__init__(Text(ja, en))


class _Year:
    """What both kinds of year share: order within one kind, and a TypeError across kinds and with numbers."""

    __slots__ = ()
    _lag: ClassVar[int]  # years after the activity; tells the kinds apart

    @property
    def _number(self) -> int:
        raise NotImplementedError

    def _check(self, field: str) -> None:
        number: object = self._number
        name = type(self).__name__
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"{name}: {field} must be a whole number (int), not {type(number).__name__}")
        first, last = FIRST_YEAR + self._lag, LAST_YEAR + self._lag
        if not first <= number <= last:
            raise YearError(
                f"{number}は、扱うことのできる年度（{first}年度から{last}年度まで）ではありません。"
                "西暦は4桁で書いてください（令和7年度は2025年度です）。",
                f"{name}: {number} is not between {first} and {last}; give the year of the Common Era "
                "with four digits (令和7年度 is 2025)",
            )

    def _peer(self, other: object) -> int:
        """The other year's number, if it is of the same kind."""
        if isinstance(other, _Year) and type(other) is type(self):
            return other._number
        mine, theirs = type(self).__name__, type(other).__name__
        if isinstance(other, _Year):
            mend = (
                "compare FiscalYear with ReportingYear.activity, or ReportingYear with FiscalYear.reported_in"
            )
        else:
            mend = f"make the {theirs} a {mine} first"
        raise TypeError(f"{mine} and {theirs} cannot be compared: {mend}")

    def __eq__(self, other: object) -> bool:
        """Equality within one kind; TypeError for the other kind and for numbers, False for anything else."""
        if isinstance(other, _Year | int | float | Decimal):
            return self._number == self._peer(other)
        return NotImplemented

    def __hash__(self) -> int:
        return hash((self._lag, self._number))

    def __lt__(self, other: object) -> bool:
        return self._number < self._peer(other)

    def __le__(self, other: object) -> bool:
        return self._number <= self._peer(other)

    def __gt__(self, other: object) -> bool:
        return self._number > self._peer(other)

    def __ge__(self, other: object) -> bool:
        return self._number >= self._peer(other)

    @classmethod
    def _from_input(cls, value: object) -> Self:
        if isinstance(value, cls):
            return value
        year = value if isinstance(value, _Year) else parse_year(value)
        if isinstance(year, cls):
            return year
        if isinstance(year, FiscalYear):
            raise YearError(
                f"{year}は対象年度です。ここには報告年度を書きます。{year.label('ja')}実績の報告であれば、{year.reported_in} と書いてください。",
                f"{year} is a year of activity (対象年度), and a reporting year (報告年度) is asked for: "
                f"write {year.reported_in} for the report on {year}",
            )
        assert isinstance(year, ReportingYear)
        raise YearError(
            f"{year}は報告年度です。ここには対象年度を書きます。{year.label('ja')}であれば、{year.activity} と書いてください。",
            f"{year} is a reporting year (報告年度), and a year of activity (対象年度) is asked for: "
            f"write {year.activity} for the results reported in {year}",
        )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import core_schema

        return core_schema.no_info_plain_validator_function(
            cls._from_input,
            serialization=core_schema.to_string_ser_schema(when_used="json"),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        fiscal = issubclass(cls, FiscalYear)
        if handler.mode == "serialization":
            return {"type": "string", "pattern": "^FY[0-9]{4}$" if fiscal else "^RY[0-9]{4}$"}
        return {
            "type": "string",
            "description": "対象年度 (fiscal year of activity)"
            if fiscal
            else "報告年度 (year of the report)",
            "examples": ["FY2025", "2025年度", "令和7年度"] if fiscal else ["RY2026", "令和8年度報告"],
        }


@dataclass(frozen=True, slots=True, eq=False)
class FiscalYear(_Year):
    """対象年度: the fiscal year of activity, named after the year in which it starts.

    From 1 April of `start` to 31 March of the next year. Compares with fiscal years only. Errors: ValueError
    outside `FIRST_YEAR` to `LAST_YEAR`, TypeError for anything but a whole number.
    """

    start: int

    _lag: ClassVar[int] = 0

    def __post_init__(self) -> None:
        self._check("start")

    @property
    def _number(self) -> int:
        return self.start

    @classmethod
    def of(cls, day: date) -> FiscalYear:
        """The fiscal year a day falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 April of the year."""
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the next year."""
        return date(self.start + 1, 3, 31)

    @property
    def reported_in(self) -> ReportingYear:
        """The year in which this year's results are reported."""
        return ReportingYear(self.start + 1)

    def label(self, lang: Lang) -> str:
        """For readers: 2025年度, or FY2025."""
        return f"{self.start}年度" if lang == "ja" else str(self)

    def __str__(self) -> str:
        return f"FY{self.start}"


@dataclass(frozen=True, slots=True, eq=False)
class ReportingYear(_Year):
    """報告年度: the fiscal year in which a report is made, on the results of the fiscal year before it.

    Compares with reporting years only. Errors: ValueError outside the years after `FIRST_YEAR` to
    `LAST_YEAR`, TypeError for anything but a whole number. Source: 温対法 SHK, where 令和8年度報告 covers 2025年度実績.
    """

    year: int

    _lag: ClassVar[int] = 1

    def __post_init__(self) -> None:
        self._check("year")

    @property
    def _number(self) -> int:
        return self.year

    @property
    def activity(self) -> FiscalYear:
        """The fiscal year whose results are reported."""
        return FiscalYear(self.year - 1)

    @property
    def first_day(self) -> date:
        """First day of the year in which the report is made; not of the activity reported."""
        return date(self.year, 4, 1)

    @property
    def last_day(self) -> date:
        """Last day of the year in which the report is made; not of the activity reported."""
        return date(self.year + 1, 3, 31)

    def label(self, lang: Lang) -> str:
        """For readers, always with the year of activity: 令和8年度報告（2025年度実績）."""
        if lang == "ja":
            return f"{_era_year(self.year)}年度報告（{self.activity.label('ja')}実績）"
        return f"{self} report ({self.activity} results)"

    def __str__(self) -> str:
        return f"RY{self.year}"


def _era_year(year: int) -> str:
    era, number = ("令和", year - 2018) if year >= 2019 else ("平成", year - 1988)
    return f"{era}{'元' if number == 1 else number}"


_NENDO: Final = r"(?:(?P<{0}era>令和|平成|[rh])(?P<{0}era_year>[0-9]{{1,3}}|元)|(?P<{0}year>[0-9]{{4}}))年度"
_FISCAL: Final = re.compile(rf"fy(?P<code>[0-9]{{4}})|{_NENDO.format('')}(?:実績)?")
_REPORTING: Final = re.compile(
    rf"(?:ry(?P<code>[0-9]{{4}})(?:report)?|{_NENDO.format('')}報告)"
    rf"(?:\((?:fy(?P<of_code>[0-9]{{4}})(?:results)?|{_NENDO.format('of_')}(?:実績)?)\))?"
)


def _matched_year(found: re.Match[str], prefix: str = "") -> int | None:
    parts = found.groupdict()
    if number := parts[f"{prefix}code"] or parts[f"{prefix}year"]:
        return int(number)
    if not (era := parts[f"{prefix}era"]):
        return None
    in_era = parts[f"{prefix}era_year"]
    number_in_era = 1 if in_era == "元" else int(in_era)
    if number_in_era == 0:
        raise YearError(
            f"{found[0]}は実在しません。元号は元年（1年）から始まります。",
            f"year: {found[0]} does not exist; an era begins with its year 1 (元)",
        )
    return _ERA_OFFSETS[era] + number_in_era


def parse_year(text: object) -> FiscalYear | ReportingYear:
    """Read a year with its kind: FY2025, 2025年度, 令和7年度, 2025年度実績; RY2026, 令和8年度報告（2025年度実績）.

    Full-width characters, spaces and letter case do not matter. Errors: YearError for a year whose kind is not
    said, for a report whose two years do not belong together, and for anything else that is not such a text.
    """
    if isinstance(text, str):
        plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    elif isinstance(text, int) and not isinstance(text, bool):
        plain = str(text)
    else:
        raise YearError(
            "年度は、FY2025（対象年度）又は RY2026（報告年度）のような文字で書いてください。",
            f"year: {shortened(repr(text))} is not a text; write FY2025 (対象年度) or RY2026 (報告年度)",
        )

    if (found := _FISCAL.fullmatch(plain)) and (year := _matched_year(found)) is not None:
        return FiscalYear(year)
    if (found := _REPORTING.fullmatch(plain)) and (year := _matched_year(found)) is not None:
        report = ReportingYear(year)
        of = _matched_year(found, "of_")
        if of is not None and report.activity != FiscalYear(of):
            other = FiscalYear(of).reported_in
            raise YearError(
                f"報告年度と対象年度が合いません。{report.label('ja')}又は{other.label('ja')}のどちらかにしてください。",
                f"year: “{text}” names the report {report} and the results of FY{of}, which do not belong together: "
                f"{report.label('ja')} reports {report.activity}, and FY{of} is reported in {other}",
            )
        return report
    if re.fullmatch(r"[0-9]{4}年?", plain):
        number = int(plain[:4])
        raise YearError(
            f"年度の種類が分かりません。{number}年度の活動（対象年度）であれば FY{number}、"
            f"{number}年度に行う報告（報告年度）であれば RY{number} と書いてください。",
            f"year: {plain} does not say which kind of year it is: write FY{number} for the activity of fiscal "
            f"{number} (対象年度; its report is RY{number + 1}), or RY{number} for the report made in {number} (報告年度)",
        )
    raise YearError(
        "年度として読めません。対象年度は FY2025 又は 2025年度、報告年度は RY2026 又は 令和8年度報告（2025年度実績）のように書いてください。",
        f"year: {text!r} cannot be read: write FY2025 or 2025年度 for a year of activity (対象年度), "
        "RY2026 or 令和8年度報告（2025年度実績） for a reporting year (報告年度)",
    )


def add_months(day: date, months: int) -> date:
    """The same day `months` later (earlier if negative), or the month's last day where it has no such day.

    29 February 2024 and 120 months is 28 February 2034, as in every back end. Errors: ValueError outside the
    years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise ValueError(
            f"{day} and {months} months is outside the years 1 to 9999; check the number of months"
        )
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_due(day: tuple[int, int], before: date) -> date:
    """The latest yearly due date strictly before a date.

    `day` is (month, day); 29 February is due on the 28th in common years. Errors: ValueError for a day no year
    has, and where the due date would lie before the year 1.
    """
    month, number = day
    if not (1 <= month <= 12 and 1 <= number <= monthrange(2000, month)[1]):
        raise ValueError(
            f"due date: month {month}, day {number} is in no year; write (month, day), such as (3, 31)"
        )
    for year in (before.year, before.year - 1):
        if year >= 1:
            due = date(year, month, min(number, monthrange(year, month)[1]))
            if due < before:
                return due
    raise ValueError(f"due date: there is none before {before} in the calendar")
