"""Columns of text are those that rich would draw: rich is the oracle here, and stands in for what we do not count."""

from io import StringIO

from hypothesis import assume, given
from hypothesis import strategies as st
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from offsetcheck.report.columns import _RANGES, drawn, width

CELLS = st.one_of(
    st.text("ab cオフ算定、（）ﾊﾝ-", max_size=40).map(str.strip),
    st.sampled_from(["", "P1", "○ 適合", "Sample boiler renewal at the second plant", "一定の精度での算定"]),
)
TABLES = st.integers(1, 5).flatmap(
    lambda n: st.tuples(
        st.lists(CELLS.filter(bool), min_size=n, max_size=n),
        st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=4),
    )
)


def by_rich(titles, rows, limit):
    page = StringIO()
    console = Console(
        file=page, width=limit, color_system=None, markup=False, emoji=False, highlight=False, _environ={}
    )
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for title in titles:
        table.add_column(Text(title), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    return [line.rstrip() for line in page.getvalue().rstrip("\n").split("\n")]


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


@given(TABLES, st.integers(50, 120))
def test_a_table_is_drawn_as_rich_draws_it(table, limit):
    titles, rows = table
    lines = drawn(titles, rows, limit)
    assume(lines is not None)  # no room for a character: left to rich
    assert [line.rstrip() for line in lines or ()] == by_rich(titles, rows, limit)


def test_what_only_rich_can_count_is_left_to_it():
    assert drawn(["a"], [["👍🏽"]], 80) is None
