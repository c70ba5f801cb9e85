"""Totals and terms of reports, with what moves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Final

from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report.model import Interval, Term, TotalShown
from offsetcheck.report.wording.figures import decimal_places, short_interval, tonnes
from offsetcheck.report.wording.phrasing import listing, say

__all__ = [
    "TOTAL_HEADS",
    "TotalWord",
    "range_note",
    "total_notes",
]


class TotalWord(Enum):
    """Words of the table that takes a total apart."""

    SIGN = Text("符号", "Sign")
    TERM = Text("項目", "Term")
    VALUE = Text("値", "Value")
    SOURCE = Text("根拠", "Source")
    SURE = Text("確度", "How sure")
    PART = Text("内訳", "of which")
    SUM = Text("計（端数処理前）", "Sum (before rounding)")
    ROUNDED = Text("端数処理後", "After rounding")


TOTAL_HEADS: Final = (TotalWord.SIGN, TotalWord.TERM, TotalWord.VALUE, TotalWord.SOURCE, TotalWord.SURE)


_OPEN_TOTAL: Final = Text(
    "規定の解釈が確定していないため、{n}通りの結果を示します。{each}（差：{between}）。いずれによるかは、所管当局にご確認ください。",
    "The clause is open, so {n} results are shown. {each} (between them: {between}). Ask the authority which applies.",
)


_LETTERED: Final = Text("{letter}：{t}〔{reading}〕", "{letter}: {t} [{reading}]")


_BELOW_ZERO: Final = Text(
    "{total}が0を下回っています（{t}）。0で打ち切らずに示しています。下回る場合の定めは確認できていないため、記入した数量を確かめ、所管当局にご確認ください。",
    "{total} lies below zero ({t}). It is shown as it is, not cut off: check the quantities, and ask the authority what applies.",
)


_UNBOUNDED_TOTAL: Final = Text(
    "{total}は、ほかに排出源・クレジット・証書がないこと、又は一部の数量を確認できていないため、確定していません。もれなく記載している場合は、その旨（表では「すべて記載」の行）を示してください。",
    "{total} is not settled: it is not said that nothing else belongs to it, or a quantity is missing. If all is there, say so in the sheet or in the claim.",
)


_RANGED_TOTAL: Final = Text(
    "{total}は、確認待ちの事項があるため幅で示しています。",
    "{total} is shown as a range, since something is still open.",
)


_OPEN_TERM: Final = Text("規定の解釈が未確定。{each}", "the clause is open: {each}")


_RANGED_TERM: Final = Text("確認待ちの事項があるため幅で表示", "a range, since something is still open")


def range_note(term: Term, lang: Lang, unit: str) -> str:
    """What the range of a number comes from: readings of the clause, or facts that are missing."""
    low, high = term.value.at_least, term.value.at_most
    if term.by_reading:
        each = _lettered(term.by_reading, lang, unit)
        return say(_OPEN_TERM, lang, each=listing(each, lang))
    if low is not None and high is not None and low != high:
        return say(_RANGED_TERM, lang)
    return ""


def _lettered(by_reading: Mapping[str, Interval], lang: Lang, unit: str) -> list[str]:
    """The number under each reading, all with the same decimals."""
    ends = (
        end for value in by_reading.values() for end in (value.at_least, value.at_most) if end is not None
    )
    places = decimal_places(Decimal(0), *ends)
    return [
        say(_LETTERED, lang, letter=chr(ord("A") + n), t=short_interval(value, lang, unit, places), reading=reading)
        for n, (reading, value) in enumerate(by_reading.items())
    ]  # fmt: skip


def total_notes(total: TotalShown, lang: Lang) -> Iterator[str]:
    """What a reader has to know of a total before copying it: open readings, a range, a result below zero."""
    low, high = total.value.at_least, total.value.at_most
    shown = short_interval(total.value, lang, total.unit)
    if total.by_reading:
        each = _lettered(total.by_reading, lang, total.unit)
        between = "—" if low is None or high is None else tonnes(high - low, total.unit)
        yield say(_OPEN_TOTAL, lang, n=len(each), each=listing(each, lang), between=between)
    elif low is None or high is None:
        yield say(_UNBOUNDED_TOTAL, lang, total=total.label)
    elif low != high:
        yield say(_RANGED_TOTAL, lang, total=total.label)
    if total.before_rounding.at_least is not None and total.before_rounding.at_least < 0:
        yield say(_BELOW_ZERO, lang, total=total.label, t=shown)
