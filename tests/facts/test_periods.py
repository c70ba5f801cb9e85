"""Years of activity and reporting years: typed, never mixed, read and printed with their kind."""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from offsetcheck.facts.periods import (
    FIRST_YEAR,
    LAST_YEAR,
    FiscalYear,
    ReportingYear,
    add_months,
    last_due,
    parse_year,
)

FY2025 = FiscalYear(2025)
RY2026 = ReportingYear(2026)

fiscal_years = st.integers(FIRST_YEAR, LAST_YEAR).map(FiscalYear)
reporting_years = fiscal_years.map(lambda year: year.reported_in)
years = fiscal_years | reporting_years
days = st.dates(date(1, 1, 2), date(9998, 12, 31))
COMPARISONS = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]


# --- the two kinds


def test_a_fiscal_year_runs_from_april_to_march():
    assert (FY2025.first_day, FY2025.last_day) == (date(2025, 4, 1), date(2026, 3, 31))


def test_a_reporting_year_is_a_fiscal_year_after_its_activity():
    assert (RY2026.first_day, RY2026.last_day) == (date(2026, 4, 1), date(2027, 3, 31))
    assert RY2026.activity == FY2025
    assert FY2025.reported_in == RY2026


@given(fiscal_years, st.integers(0, 364))
def test_every_day_of_a_fiscal_year_falls_in_it(year: FiscalYear, days_after: int):
    assert FiscalYear.of(year.first_day + timedelta(days=days_after)) == year
    assert FiscalYear.of(year.last_day) == year
    assert (year.last_day + timedelta(days=1)) == date(year.start + 1, 4, 1)


def test_a_reporting_year_is_always_printed_with_its_activity():
    assert RY2026.label("ja") == "令和8年度報告（2025年度実績）"
    assert RY2026.label("en") == "RY2026 report (FY2025 results)"


def test_the_first_year_of_reiwa_is_gannen_and_earlier_years_are_heisei():
    assert ReportingYear(2019).label("ja") == "令和元年度報告（2018年度実績）"
    assert ReportingYear(2018).label("ja") == "平成30年度報告（2017年度実績）"


def test_a_fiscal_year_prints_in_both_languages():
    assert (FY2025.label("ja"), FY2025.label("en"), str(FY2025)) == ("2025年度", "FY2025", "FY2025")
    assert str(RY2026) == "RY2026"


def test_years_of_one_kind_have_an_order():
    assert FiscalYear(2024) < FY2025 <= FiscalYear(2025) < FiscalYear(2026)
    assert sorted([ReportingYear(2027), RY2026]) == [RY2026, ReportingYear(2027)]
    assert max(FiscalYear(2024), FY2025) > FiscalYear(2024)
    assert FiscalYear(2024) != FY2025


@pytest.mark.parametrize("compare", COMPARISONS)
def test_the_two_kinds_never_compare(compare: Callable[[object, object], object]):
    says = "FiscalYear and ReportingYear cannot be compared: compare FiscalYear with ReportingYear.activity"
    with pytest.raises(TypeError, match=says):
        compare(FY2025, RY2026)
    with pytest.raises(TypeError, match="ReportingYear and FiscalYear cannot be compared"):
        compare(RY2026, FY2025)


@pytest.mark.parametrize("compare", COMPARISONS)
@pytest.mark.parametrize("number", [2025, Decimal(2025), 2025.0])
def test_years_never_compare_with_numbers(compare: Callable[[object, object], object], number: object):
    says = f"FiscalYear and {type(number).__name__} cannot be compared: make the .* a FiscalYear first"
    with pytest.raises(TypeError, match=says):
        compare(FY2025, number)
    with pytest.raises(TypeError, match=says):
        compare(number, FY2025)


def test_years_do_not_add_to_numbers_or_to_each_other():
    with pytest.raises(TypeError, match="'FiscalYear' and 'int'"):
        FY2025 + 1  # type: ignore[operator]
    with pytest.raises(TypeError, match="'FiscalYear' and 'ReportingYear'"):
        FY2025 - RY2026  # type: ignore[operator]


def test_a_year_is_unequal_to_what_is_no_year_at_all():
    assert FY2025 != None  # noqa: E711
    assert FY2025 != "FY2025"


def test_both_kinds_can_be_keys_of_one_table():
    table = {FiscalYear(2025): "activity", ReportingYear(2025): "report"}
    assert table[FY2025] == "activity"
    assert table[ReportingYear(2025)] == "report"


@pytest.mark.parametrize("kind", [FiscalYear, ReportingYear])
def test_a_year_that_is_no_year_of_the_common_era_is_refused(kind: type[FiscalYear] | type[ReportingYear]):
    with pytest.raises(ValueError, match=r"7 is not between .* with four digits"):
        kind(7)
    with pytest.raises(TypeError, match=f"{kind.__name__}: .* must be a whole number"):
        kind("2025")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not bool"):
        kind(True)


# --- reading


@pytest.mark.parametrize(
    "text",
    [
        "FY2025",
        "fy2025",
        "ＦＹ２０２５",
        "FY 2025",
        "2025年度",
        "２０２５年度",
        "令和7年度",
        "令和７年度",
        "2025年度実績",
        "令和7年度実績",
        " 2025 年度 ",
        "R7年度",
    ],
)
def test_a_year_of_activity_is_read(text: str):
    assert parse_year(text) == FY2025


@pytest.mark.parametrize(
    "text",
    [
        "RY2026",
        "ＲＹ２０２６",
        "令和8年度報告",
        "令和８年度報告",
        "2026年度報告",
        "令和8年度報告（2025年度実績）",
        "令和8年度報告(2025年度実績)",
        "令和8年度報告（令和7年度実績）",
        "令和8年度報告 （２０２５年度 実績）",
        "RY2026 report (FY2025 results)",
    ],
)
def test_a_reporting_year_is_read(text: str):
    assert parse_year(text) == RY2026


def test_the_first_year_of_an_era_is_read_in_both_ways():
    assert parse_year("令和元年度") == parse_year("令和1年度") == parse_year("平成31年度") == FiscalYear(2019)


def test_a_report_whose_two_years_do_not_belong_together_is_refused_and_both_are_shown():
    says = "the report RY2026 and the results of FY2026, which .*reports FY2025, and FY2026 is reported in RY2027"
    with pytest.raises(ValueError, match=says):
        parse_year("令和8年度報告（2026年度実績）")


@pytest.mark.parametrize("bare", [2025, "2025", "２０２５", "2025年"])
def test_a_bare_number_does_not_say_its_kind(bare: object):
    with pytest.raises(ValueError, match=r"write FY2025 .*its report is RY2026\), or RY2025"):
        parse_year(bare)


@pytest.mark.parametrize(
    "text", ["", "昨年度", "FY25", "令和7年", "2025年度報告書", "2025/4/1", "FY2025実績報告", True, None]
)
def test_anything_else_is_refused_with_the_forms_to_write(text: object):
    with pytest.raises(ValueError, match=r"write FY2025 .*RY2026"):
        parse_year(text)


def test_the_year_0_of_an_era_is_refused():
    with pytest.raises(ValueError, match="令和0年度 does not exist"):
        parse_year("令和0年度")


@pytest.mark.parametrize(
    "text", ["FY1800", "FY0000", "RY9999", "令和999年度", "令和8年度報告（9999年度実績）"]
)
def test_a_year_out_of_bounds_is_refused(text: str):
    with pytest.raises(ValueError, match="is not between"):
        parse_year(text)


@given(years)
def test_what_is_printed_is_read_back(year: FiscalYear | ReportingYear):
    assert parse_year(str(year)) == year
    assert parse_year(year.label("ja")) == year
    assert parse_year(year.label("en")) == year


@given(
    st.text(max_size=16)
    | st.text(st.sampled_from([*"FYRY令和平成元年度報告実績()（）0123456789"]), max_size=16)
)
def test_any_text_is_a_year_or_a_plain_refusal(text: str):
    refusal = ""
    try:
        assert isinstance(parse_year(text), FiscalYear | ReportingYear)
    except ValueError as error:
        refusal = str(error).lower()
    assert not refusal or "year" in refusal


# --- in models


class Filing(BaseModel):
    activity: FiscalYear
    report: ReportingYear
    either: FiscalYear | ReportingYear
    table: dict[FiscalYear, int]


def test_years_are_fields_of_models_and_serialise_as_codes():
    filing = Filing.model_validate(
        {"activity": "2025年度", "report": "令和8年度報告", "either": "RY2026", "table": {"FY2025": 1}}
    )
    assert (filing.activity, filing.report, filing.either) == (FY2025, RY2026, RY2026)
    assert json.loads(filing.model_dump_json()) == {
        "activity": "FY2025",
        "report": "RY2026",
        "either": "RY2026",
        "table": {"FY2025": 1},
    }
    assert filing.model_dump()["activity"] == FY2025
    assert Filing.model_validate_json(filing.model_dump_json()) == filing
    assert Filing.model_validate(filing.model_dump()) == filing


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (
            FiscalYear,
            "RY2026",
            "RY2026 is a reporting year .* write FY2025 for the results reported in RY2026",
        ),
        (FiscalYear, RY2026, "RY2026 is a reporting year"),
        (ReportingYear, "FY2025", "FY2025 is a year of activity .* write RY2026 for the report on FY2025"),
        (FiscalYear, 2025, "write FY2025"),
        (ReportingYear, "2025", "or RY2025"),
        (FiscalYear, None, "is not a text; write FY2025"),
        (FiscalYear, [], "is not a text; write FY2025"),
    ],
)
def test_a_field_refuses_the_other_kind_and_says_what_to_write(kind: type, value: object, says: str):
    with pytest.raises(ValidationError, match=says):
        TypeAdapter(kind).validate_python(value)


def test_the_json_schema_shows_what_to_write_and_what_is_written():
    asked = TypeAdapter(ReportingYear).json_schema(mode="validation")
    assert asked["type"] == "string"
    assert "令和8年度報告" in asked["examples"]
    written = TypeAdapter(FiscalYear).json_schema(mode="serialization")
    assert written == {"type": "string", "pattern": "^FY[0-9]{4}$"}


# --- dates


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 2, 29), 120, date(2034, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2026, 3, 31), 3, date(2026, 6, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 1), -1, date(2024, 12, 1)),
        (date(2025, 1, 1), 0, date(2025, 1, 1)),
    ],
)
def test_months_are_added_and_the_day_is_clamped_to_the_month(day: date, months: int, later: date):
    assert add_months(day, months) == later


@pytest.mark.parametrize("months", [12 * 8000, -12 * 3000, 10**30])
def test_months_beyond_the_calendar_are_refused(months: int):
    with pytest.raises(ValueError, match="outside the years 1 to 9999; check the number of months"):
        add_months(date(2025, 1, 1), months)


@given(days, days, st.integers(0, 11))
def test_adding_months_keeps_the_order_of_days(a: date, b: date, months: int):
    earlier, later = sorted([a, b])
    assert add_months(earlier, months) <= add_months(later, months)
    assert add_months(earlier, months) >= earlier


@pytest.mark.parametrize(
    ("day", "before", "due"),
    [
        ((6, 30), date(2026, 7, 1), date(2026, 6, 30)),
        ((6, 30), date(2026, 6, 30), date(2025, 6, 30)),
        ((6, 30), date(2026, 1, 1), date(2025, 6, 30)),
        ((2, 29), date(2025, 3, 1), date(2025, 2, 28)),
        ((2, 29), date(2024, 3, 1), date(2024, 2, 29)),
        ((2, 29), date(2025, 2, 28), date(2024, 2, 29)),
    ],
)
def test_the_last_due_date_lies_strictly_before(day: tuple[int, int], before: date, due: date):
    assert last_due(day, before) == due


@given(st.dates(date(2000, 1, 1), date(2000, 12, 31)), days.filter(lambda day: day.year > 1))
def test_between_the_last_due_date_and_the_day_no_other_falls_due(yearly: date, before: date):
    due = last_due((yearly.month, yearly.day), before)
    assert due < before <= add_months(due, 12) + timedelta(days=1)
    assert last_due((yearly.month, yearly.day), due + timedelta(days=1)) == due


@pytest.mark.parametrize("day", [(2, 30), (13, 1), (0, 1), (4, 31), (1, 0)])
def test_a_due_day_no_year_has_is_refused(day: tuple[int, int]):
    with pytest.raises(ValueError, match=r"is in no year; write \(month, day\)"):
        last_due(day, date(2026, 1, 1))


def test_before_the_first_year_nothing_was_due():
    with pytest.raises(ValueError, match="there is none before 0001-01-01"):
        last_due((6, 30), date(1, 1, 1))
