"""Columns of text are counted as rich counts them, and hold whole words, numbers and the rules of Japanese line breaks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from offsetcheck.report.columns import _NO_END, _NO_START, _RANGES, drawn, width, wrapped

CELLS = st.one_of(
    st.text("ab cオフ算定、（）ﾊﾝ-", max_size=40).map(str.strip),
    st.sampled_from(
        [
            "",
            "P1",
            "0～12,000",
            "（t-CO2）、2026年度",
            "C7（無効化済み R1）",
            "2027年12月24日（金）",
            "○ 適合",
            "Sample boiler renewal at the second plant",
            "一定の精度での算定",
        ]
    ),
)
TABLES = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(CELLS.filter(bool), min_size=n, max_size=n),
        st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4),
    )
)


def test_every_character_counted_here_is_counted_alike_by_rich():
    differing = [
        hex(code)
        for first, last, columns in _RANGES
        for code in range(ord(first), ord(last) + 1)
        if cell_len(chr(code)) != columns
    ]
    assert differing == []


@given(st.text())
def test_any_text_is_as_wide_as_rich_says(text):
    assert width(text) == cell_len(text)


@pytest.mark.slow
@given(TABLES, st.integers(50, 120))
def test_a_table_fits_its_page_and_loses_no_character(table, limit):
    titles, rows = table
    lines = drawn(titles, rows, limit)
    assert all(width(line) <= limit for line in lines)
    written = sorted("".join(cell for row in (titles, *rows) for cell in row).replace(" ", ""))
    assert sorted("".join(lines).replace(" ", "").replace("─", "")) == written


def test_no_line_of_a_cell_begins_with_a_closing_bracket_or_a_comma():
    name = "熱の使用に伴う排出量（証書・再エネ由来クレジットの反映後、基礎）"
    for limit in range(40, 90):
        lines = drawn(["符号", "項目", "値"], [["＋", name, "1,234,567 t-CO2e"]], limit)
        cells = [piece for line in lines for piece in re.split(r" {2,}", line) if piece]
        assert all(cell[0] not in "、。）」ー" and cell[-1] not in "（「" for cell in cells), limit


def test_a_narrow_column_keeps_a_number_with_its_unit():
    name = "他人から供給された電気の使用に伴う排出量（基礎排出係数）" * 3
    lines = drawn(["項目", "値", "確度"], [[name, "1,234,567 t-CO2", "公式の資料"]], 60)
    assert any("1,234,567 t-CO2" in line for line in lines)


def test_a_count_stays_with_its_counter_and_a_hyphenated_name_is_whole():
    for size in range(12, 40):
        lines = wrapped(
            "申請は12件あり、2026年5月20日までに、再エネ由来のJ-クレジット1トンを用います。", size
        )
        for whole in ("12件", "2026年", "20日", "J-クレジット", "1トン"):
            assert any(whole in line for line in lines), (size, whole)


@given(CELLS, st.integers(24, 60))
def test_no_line_begins_or_ends_with_a_mark_that_belongs_to_another(text, size):
    lines = [line for line in wrapped(text, size) if line]
    if not re.search(r"[、）]{8}", text):  # no room for so many marks on one line
        assert not [line for line in lines[1:] if line[0] in _NO_START]
        assert not [line for line in lines[:-1] if line[-1] in _NO_END]


def test_a_narrow_column_breaks_no_number_no_day_and_no_unit():
    titles = ["クレジットの名称", "数量（t-CO2）", "期限", "幅"]
    rows = [
        [
            "サンプル食品工業におけるボイラーの更新による排出削減",
            "1,234,567",
            "2027年12月24日（金）",
            "? 0～12,000",
        ]
    ]
    lines = drawn(titles, rows, 64, right=[1])
    text = "\n".join(lines)
    for whole in ("（t-CO2）", "1,234,567", "2027年12月24日", "0～12,000"):
        assert whole in text
    assert all(width(line) <= 64 for line in lines)


def test_a_word_in_katakana_and_both_years_of_a_report_stay_whole_where_a_line_holds_them():
    assert wrapped("由来別のクレジットを用いるカーボン・オフセット", 16) == [
        "由来別の",
        "クレジットを用い",
        "るカーボン・",
        "オフセット",
    ]
    assert wrapped("クレジット", 8) == ["クレジッ", "ト"]
    assert wrapped("SHK 令和8年度報告（2025年度実績）", 17) == ["SHK 令和8年度報告", "（2025年度実績）"]


def test_numbers_stand_to_the_right():
    assert drawn(["用途", "数量"], [["a", "5"], ["b", "12,000"]], 40, right=[1]) == [
        "用途     数量",
        "─────────────",
        "a           5",
        "b      12,000",
    ]


def test_the_year_of_an_era_and_a_verdict_stay_whole():
    assert wrapped("排出量 令和8年度報告", 12) == ["排出量", "令和8年度報", "告"]
    assert wrapped("○ 12,000", 8) == ["○ 12,000"]


def test_characters_that_only_rich_can_count_are_drawn_as_well():
    assert drawn(["a"], [["👍🏽"]], 80)[-1] == "👍🏽"
