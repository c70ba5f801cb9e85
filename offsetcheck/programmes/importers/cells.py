"""Cells of exports as exact values: days, numbers, words; and the facts made of them.

A cell that cannot be read is not guessed at: a slashed day is read in the order its registry writes, and only there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Final, Literal

__all__ = [
    "DASHES",
    "EXCEL_ERRORS",
    "UNSEEN",
    "NumberError",
    "Order",
    "day",
    "distinct",
    "heading",
    "identity",
    "looked_up",
    "number",
    "period",
    "unreal_day",
    "word",
    "year",
]

Order = Literal["ymd", "mdy", "dmy"]
"""The order in which a registry writes a slashed day; a day that begins with four digits is read in every order."""

DASHES: Final = frozenset(("-", "–", "—", "―", "−", "－", "ー", "--"))
"""What stands in a cell to say that nothing does."""
EXCEL_ERRORS: Final = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
"""What a spreadsheet shows where a formula failed."""

UNSEEN: Final[dict[int, str | None]] = {
    **dict.fromkeys(n for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\t\n\r"),
    **dict.fromkeys((0xFEFF, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))),
    **dict.fromkeys((0x85, 0x2028, 0x2029), "\n"),
}
"""Control characters, which no claim may hold and a cell should not, for `str.translate`: taken out before anything
is read; rare separators of lines become line breaks."""

_BLANKS: Final = re.compile(r"\s+")
_TIME: Final = (
    r"(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
)
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}", re.ASCII)
_YEAR_LAST: Final = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){_TIME}", re.ASCII)
_JAPANESE: Final = re.compile(
    r"(?:(令和|平成|[RH])?(元|\d{1,4})年(\d{1,2})月(\d{1,2})日)|([RH])(\d{1,2})[./](\d{1,2})[./](\d{1,2})",
    re.ASCII,
)
_ERAS: Final = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988}
_NUMBER: Final = re.compile(r"(-?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?", re.ASCII)
_SCIENTIFIC: Final = re.compile(r"-?\d+(?:\.\d+)?[Ee][+-]?\d+", re.ASCII)
_LIMIT: Final = Decimal(10) ** 15


class NumberError(ValueError):
    """A cell holds no number that can be kept exactly."""

    code: str
    """Why not: `number`, `number-scientific`, `number-scale` or `number-size`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=65536)
def heading(text: str) -> str:
    """A column's heading made comparable: width, case, spaces and line breaks do not matter."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _real(year: int, month: int, number: int) -> date | None:
    try:
        found = date(year, month, number)
    except ValueError:
        return None
    return found if 1900 <= year <= 2199 else None


@lru_cache(maxsize=65536)
def day(text: str, order: Order = "ymd") -> date | None:
    """The day a cell shows, or None where it shows none: `2013/10/8 0:00`, `3/24/2026 9:08:01 PM`, 令和8年3月31日.

    A time of day is dropped, with its zone: the day is the one printed.
    """
    found = _written(text, order)
    return _real(*found) if found is not None else None


def unreal_day(text: str, order: Order = "ymd") -> str | None:
    """The day that a cell shows in the right form and no calendar has, such as `2025-06-31`; None where it does neither."""
    found = _written(text, order)
    if found is None or not 1900 <= found[0] <= 2199 or _real(*found) is not None:
        return None
    return f"{found[0]}-{found[1]:02}-{found[2]:02}"


def _written(text: str, order: Order) -> tuple[int, int, int] | None:
    """The year, month and day that a cell shows, whether or not there is such a day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[3]), int(found[4])
    if found := _YEAR_LAST.fullmatch(plain):
        one, two, year = int(found[1]), int(found[3]), int(found[4])
        return (year, one, two) if order == "mdy" else (year, two, one) if order == "dmy" else None
    if found := _JAPANESE.fullmatch(_BLANKS.sub("", plain)):
        era, year_text, month, number = (
            (found[1], *found.group(2, 3, 4)) if found[2] else found.group(5, 6, 7, 8)
        )
        year = 1 if year_text == "元" else int(year_text)
        if (era is None) == (year < 1000):
            return None  # 8年 without an era, or 令和2026年
        return _ERAS.get(era or "", 0) + year, int(month), int(number)
    return None


def period(text: str, order: Order = "ymd") -> tuple[date, date] | None:
    """The two days of a period in one cell (`01/07/2014-31/12/2014`, `2010-01-01 / 2018-09-30`), or None."""
    plain = unicodedata.normalize("NFKC", text).strip()
    for divider in (" / ", " - ", "-", "~", "〜"):
        first, found, last = plain.partition(divider)
        if found:
            one, two = day(first.strip(), order), day(last.strip(), order)
            if one is not None and two is not None and one <= two:
                return one, two
    return None


@lru_cache(maxsize=4096)
def year(text: str) -> tuple[date, date] | None:
    """The first and last day of the year a cell shows (`2024`, `2024.0`), or None."""
    digits = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    if len(digits) == 4 and digits.isascii() and digits.isdigit() and 1980 <= int(digits) <= 2199:
        return date(int(digits), 1, 1), date(int(digits), 12, 31)
    return None


@lru_cache(maxsize=65536)
def number(text: str) -> Decimal:
    """The number a cell shows: `"100,897"`, `97,193.00`, `1463953.0`.

    Errors: NumberError, with a code that says what is wrong.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace("−", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise NumberError("number-scientific" if _SCIENTIFIC.fullmatch(plain) else "number")
    fraction = (found[3] or "").rstrip("0")
    if len(fraction) > 4:
        raise NumberError("number-scale")
    value = Decimal(f"{found[1]}{found[2].replace(',', '')}{'' if fraction == '.' else fraction}")
    if abs(value) >= _LIMIT:
        raise NumberError("number-size")
    return value


@lru_cache(maxsize=8192)
def word(text: str) -> str:
    """A word of a pick-list made comparable: width, case and runs of blanks do not matter."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFKC", text)).strip().casefold()


def looked_up(text: str, values: Mapping[str, str]) -> str | None:
    """The value a word of a pick-list stands for, by a table of lower-case words; None where it is not there."""
    return values.get(word(text))


_NO_ID: Final = re.compile(r"-*[\s\[\]/][\s\[\]/-]*")


def identity(*parts: str) -> str:
    """An id for a record of a claim, made of parts: no blanks, brackets and slashes, and never empty."""
    whole = "-".join([part for part in parts if part])
    return (_NO_ID.sub("-", whole).strip("-") if _NO_ID.search(whole) else whole) or "unnamed"


def distinct(text: str) -> str:
    """A text as a part of an id; where the id cannot hold it as written, a digest keeps `A/1` from being `A-1`."""
    kept = identity(text)
    return kept if kept == text else f"{kept}-{sha256(text.encode()).hexdigest()[:8]}"
