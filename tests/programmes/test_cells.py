"""Cells: days in the order of their registry, numbers exact, nothing guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.countries import alpha2
from offsetcheck.programmes.importers import cells


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("2013/10/8 0:00", "ymd", date(2013, 10, 8)),
        ("2014/02/12", "ymd", date(2014, 2, 12)),
        ("2026-04-13T12:35:58.842275", "ymd", date(2026, 4, 13)),
        ("2026-04-14T16:50:41.621676Z", "ymd", date(2026, 4, 14)),
        ("2019-03-07T18:33:46.000Z", "ymd", date(2019, 3, 7)),
        ("2022-02-24 20:20:59", "ymd", date(2022, 2, 24)),
        ("3/24/2026 9:08:01 PM", "mdy", date(2026, 3, 24)),
        ("04/08/2026", "mdy", date(2026, 4, 8)),
        ("04/08/2026", "dmy", date(2026, 8, 4)),
        ("21/09/2015", "dmy", date(2015, 9, 21)),
        ("令和8年3月31日", "ymd", date(2026, 3, 31)),
        ("令和元年５月１日", "ymd", date(2019, 5, 1)),
        ("平成31年4月30日", "ymd", date(2019, 4, 30)),
        ("R8.3.31", "ymd", date(2026, 3, 31)),
        ("2026年3月31日", "ymd", date(2026, 3, 31)),
        ("２０２６／３／３１", "ymd", date(2026, 3, 31)),
        ("2024-02-29", "mdy", date(2024, 2, 29)),
    ],
)
def test_a_day_is_read_in_its_registrys_order(text: str, order: cells.Order, meant: date) -> None:
    assert meant == cells.day(text, order)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("04/08/2026", "ymd"),  # which is the month?
        ("21/09/2015", "mdy"),
        ("2026-02-30", "ymd"),
        ("2026-3", "ymd"),
        ("2026/03-31", "ymd"),
        ("8年3月31日", "ymd"),
        ("令和2026年3月31日", "ymd"),
        ("2026-03-31 or later", "ymd"),
        ("-", "ymd"),
        ("", "ymd"),
        ("46022", "ymd"),
    ],
)
def test_what_is_no_plain_day_is_not_guessed(text: str, order: cells.Order) -> None:
    assert cells.day(text, order) is None


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back_in_every_order(day: date) -> None:
    assert day == cells.day(day.isoformat())
    assert day == cells.day(f"{day.month}/{day.day}/{day.year}", "mdy")
    assert day == cells.day(f"{day.day:02}/{day.month:02}/{day.year}", "dmy")


@pytest.mark.parametrize(
    ("text", "order", "meant"),
    [
        ("01/07/2014-31/12/2014", "dmy", (date(2014, 7, 1), date(2014, 12, 31))),
        ("2010-01-01 / 2018-09-30", "ymd", (date(2010, 1, 1), date(2018, 9, 30))),
        ("2018-09-30 / 2010-01-01", "ymd", None),
        ("2010-01-01", "ymd", None),
    ],
)
def test_a_period_in_one_cell(text: str, order: cells.Order, meant: object) -> None:
    assert meant == cells.period(text, order)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("100,897", "100897"),
        ("97,193.00", "97193"),
        ("1463953.0", "1463953"),
        ("1，４５４，０５４", "1454054"),
        ("2710.062", "2710.062"),
        ("-55,226", "-55226"),
        ("0", "0"),
    ],
)
def test_a_number_is_exact(text: str, meant: str) -> None:
    assert Decimal(meant) == cells.number(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.2E+05", "number-scientific"),
        ("1.234,56", "number"),
        ("12,34", "number"),
        ("1 234", "number"),
        ("#REF!", "number"),
        ("", "number"),
        ("12 t", "number"),
        ("0.1234", "number-scale"),
        ("1000000000000000", "number-size"),
    ],
)
def test_what_is_no_exact_number_says_why(text: str, code: str) -> None:
    with pytest.raises(cells.NumberError) as caught:
        cells.number(text)
    assert code == caught.value.code


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024.0", date(2024, 1, 1)),
        ("2024", date(2024, 1, 1)),
        ("24", None),
        ("2024.5", None),
        ("1066", None),
    ],
)
def test_a_vintage_year(text: str, days: date | None) -> None:
    found = cells.year(text)
    assert days == (found[0] if found else None)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("COTE D'IVOIRE", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("Tanzania United Republic of", "TZ"),
        ("Congo the Democratic Republic of the", "CD"),
        ("Congo", "CG"),
        ("Viet Nam", "VN"),
        ("Turkey", "TR"),
        ("USA", "US"),
        ("KH", "KH"),
        ("ＫＨ", "KH"),
        ("モンゴル", "MN"),
        ("NO", "NO"),
        ("kh", None),
        ("International", None),
        ("Antigua and Barduba", None),  # O-16: a published pick-list spells it so
        ("", None),
    ],
)
def test_a_country_is_recognised_by_code_or_name_and_never_guessed(name: str, code: str | None) -> None:
    assert code == alpha2(name)


@pytest.mark.parametrize(
    "heading", ["Program  Country", "program country", "Program\nCountry ", "Ｐｒｏｇｒａｍ Country"]
)
def test_headings_differ_in_words_only(heading: str) -> None:
    assert cells.heading("Program Country") == cells.heading(heading)


@pytest.mark.parametrize(
    ("parts", "meant"),
    [
        (("P", "a b"), "P-a-b"),
        (("x/y", "[1]"), "x-y-1"),
        (("", "A"), "A"),
        (("TH014",), "TH014"),
        (("[", ""), "unnamed"),
    ],
)
def test_an_id_has_no_blanks_brackets_or_slashes(parts: tuple[str, ...], meant: str) -> None:
    assert meant == cells.identity(*parts)
