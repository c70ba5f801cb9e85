"""Numbers, tonnes, days and years as a reader writes them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Final

from offsetcheck.facts.periods import FiscalYear, parse_year
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import LEVEL_NAMES
from offsetcheck.report.model import Interval
from offsetcheck.report.wording.phrasing import JAPANESE, UNIT, say

__all__ = [
    "LEVELS",
    "NOTHING",
    "TONNES",
    "day",
    "day_text",
    "decimal_places",
    "interval",
    "number",
    "percent",
    "period_text",
    "phase_word",
    "scheme_year",
    "short_interval",
    "tonnes",
    "unit_word",
    "used_for",
    "weekday_text",
]

_UNITS: Final[dict[str, Text]] = {"千円": Text("千円", "thousand JPY"), "units": Text("個", "units")}


TONNES: Final[dict[str, Text]] = {
    "claimed_t": Text("オフセット量（主張）", "Tonnes claimed"),
    "residual_t": Text("削減後に残る排出量", "Emissions left"),
    "valid_t": Text("有効な無効化等の数量", "Validly retired"),
    "valid_all_t": Text(
        "有効な無効化等の数量（裏付け未確認の情報を含む）", "Validly retired (all information)"
    ),
    "excess_t": Text("上限を超える数量", "Tonnes above the cap"),
    "short_t": Text("不足する数量", "Tonnes lacking"),
    "missing_t": Text("不足する数量", "Tonnes lacking"),
    "shortfall_t": Text("不足する数量", "Tonnes lacking"),
    "to_retire_t": Text("無効化が必要な数量（1 t-CO2単位）", "Tonnes still to retire (whole)"),
    "over_t": Text("超過する数量", "Tonnes in excess"),
    "cap_t": Text("使用の上限", "Cap on use"),
    "usable_t": Text("使用できる数量", "Usable tonnes"),
    "used_t": Text("使用する数量", "Tonnes used"),
    "difference_t": Text(
        "公表した排出量と排出源の合計との差", "Emissions published less those of the sources, either way"
    ),
    "removal_t": Text("除去に由来する数量", "Tonnes from removals"),
    "durable_t": Text("耐久性の高い貯留に由来する数量", "Tonnes in durable storage"),
    "creatable_t": Text("創出できる量の上限", "Most that may be created"),
    "due_adaptation_t": Text("適応基金への拠出に必要な数量", "Tonnes due to the Adaptation Fund"),
    "due_overall_t": Text(
        "世界全体の排出の緩和（OMGE）のために取消しが必要な数量",
        "Tonnes to be cancelled for overall mitigation",
    ),
    "due_japan_t": Text(
        "必要な取得量（日本側の発行量による場合）", "Due to the government, of what Japan issued"
    ),
    "due_total_t": Text("必要な取得量（発行総量による場合）", "Due to the government, of the total issued"),
    "firms_t": Text(
        "日本側の発行量から日本国政府の取得量を除いた数量",
        "Tonnes issued to Japan less those of the government",
    ),
    "kept_by_host_t": Text(
        "発行されずにホスト国に残る数量", "Tonnes that are not issued and stay with the host"
    ),
}


def unit_word(unit: str, lang: Lang) -> str:
    """Return a unit as readers of a language write it; most are the same in both."""
    found = _UNITS.get(unit)
    return say(found, lang) if found else unit


LEVELS: Final = tuple(LEVEL_NAMES)
"""Every level name a fact may carry."""


def number(value: Decimal, places: int = 0) -> str:
    """1234567.500 → 1,234,567.5: thousands apart, no digits that say nothing, but `places` of them where asked for."""
    text = format(value, ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if places and value:
        whole, _, part = text.partition(".")
        text = f"{whole}.{part:0<{places}}"
    return "0" if text == "-0" else text


def percent(share: Decimal, lang: Lang) -> str:
    """0.03 → 3％, or 3%."""
    return f"{number(share * 100)}{'％' if lang == 'ja' else '%'}"


def decimal_places(*values: Decimal) -> int:
    """The decimals that the ends of a range share."""
    return max(len(number(value).partition(".")[2]) for value in values)


NOTHING: Final = "—"
"""What stands in a cell that has nothing to say."""


def tonnes(value: Decimal, unit: str = UNIT, places: int = 0) -> str:
    """1,234.5 t-CO2, 64,500千円."""
    return f"{number(value, places)}{'' if JAPANESE.match(unit) else ' '}{unit}"


def interval(value: Interval, lang: Lang, unit: str = UNIT) -> str:
    """Say a number known between two bounds, either of which may be open."""
    low, high = value.at_least, value.at_most
    if low is not None and low == high:
        return tonnes(low, unit)
    if low is not None and high is not None:
        places = decimal_places(low, high)
        return say(
            Text("{low}～{high}", "{low} to {high}"), lang, low=number(low, places), high=tonnes(high, unit, places),
        )  # fmt: skip
    if low == 0:
        low = None  # nothing at all is known of an amount between nought and no end
    if low is not None:
        return say(
            Text("{low}以上（上限は未確定）", "at least {low} (upper bound not known yet)"),
            lang, low=tonnes(low, unit),
        )  # fmt: skip
    if high is not None:
        return say(
            Text("{high}以下（下限は未確定）", "at most {high} (lower bound not known yet)"),
            lang, high=tonnes(high, unit),
        )  # fmt: skip
    return say(Text("未確定", "not known yet"), lang)


def short_interval(value: Interval, lang: Lang, unit: str = UNIT, places: int = 0) -> str:
    """Say an interval beside a bar: 0～149 t-CO2, 6.8 t-CO2以上; with `places` decimals, where others beside it have them."""
    low, high = value.at_least, value.at_most
    if low is not None and low == high:
        return tonnes(low, unit, places)
    if low is None or high is None:
        if low and high is None:
            return say(Text("{t}以上", "{t} or more"), lang, t=tonnes(low, unit, places))
        if low is None and high is not None:
            return say(Text("{t}以下", "{t} or less"), lang, t=tonnes(high, unit, places))
        return interval(value, lang, unit)
    places = max(places, decimal_places(low, high))
    return f"{number(low, places)}{'～' if lang == 'ja' else '–'}{tonnes(high, unit, places)}"


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


_ISO: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


_DAY: Final = re.compile(rf"\A{_ISO}\Z")


_SPAN: Final = re.compile(rf"\A({_ISO})\s*(?:/|\.\.|–|—|~|～|〜|-|to|から)\s*({_ISO})\Z")


def day(value: date, lang: Lang) -> str:
    """2026年5月20日, or 20 May 2026."""
    if lang == "ja":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_WEEKDAYS: Final = (
    Text("月", "Monday"),
    Text("火", "Tuesday"),
    Text("水", "Wednesday"),
    Text("木", "Thursday"),
    Text("金", "Friday"),
    Text("土", "Saturday"),
    Text("日", "Sunday"),
)


def weekday_text(value: date, lang: Lang) -> str:
    """2026年10月22日（木）, or Thursday, 22 October 2026."""
    name = say(_WEEKDAYS[value.weekday()], lang)
    return f"{day(value, lang)}（{name}）" if lang == "ja" else f"{name}, {day(value, lang)}"


def day_text(value: str, lang: Lang) -> str:
    """Return a day written as YYYY-MM-DD for the reader; any other text stays as it is."""
    if not _DAY.match(value):
        return value
    try:
        return day(date.fromisoformat(value), lang)
    except ValueError:
        return value


def used_for(value: str, purpose: str | None, lang: Lang) -> str:
    """Return the year of a use as the scheme it is put to calls it; any other period as it is."""
    if re.fullmatch(r"FY[0-9]{4}", value):
        year = parse_year(value)
        if isinstance(year, FiscalYear):
            return scheme_year(purpose or "", year, lang)
    return period_text(value, lang)


_PHASES: Final = {
    ("gx-ets", FiscalYear(2025)): (
        Text("第1フェーズ", "phase 1"),
        Text("第1フェーズ（2023～2025年度）", "phase 1 (FY2023 to FY2025)"),
    ),
}
"""Years in which a scheme settles several at once, and what it calls those: as the title of its edition does."""


def phase_word(period: str, lang: Lang) -> str | None:
    """Return the years settled as one for short, from what their period is called; None for any other period."""
    return next((say(short, lang) for short, whole in _PHASES.values() if say(whole, lang) == period), None)


def scheme_year(scheme: str, year: FiscalYear, lang: Lang) -> str:
    """Return the year of a report or use as its scheme calls it: 令和8年度報告（2025年度実績）, 第1フェーズ（2023～2025年度）."""
    if (scheme, year) in _PHASES:
        return say(_PHASES[scheme, year][1], lang)
    return year.reported_in.label(lang) if scheme == "shk" else year.label(lang)


def period_text(value: str, lang: Lang) -> str:
    """Return a period for the reader: two days, a fiscal year or a reporting year; any other text stays as it is."""
    if span := _SPAN.match(value):
        return f"{day_text(span[1], lang)}{'から' if lang == 'ja' else ' to '}{day_text(span[2], lang)}" + (
            "まで" if lang == "ja" else ""
        )
    if re.fullmatch(r"[FR]Y[0-9]{4}", value):
        try:
            return parse_year(value).label(lang)
        except ValueError:
            return value
    return day_text(value, lang)
