"""What loads keeps every day within the calendar: at both ends of what a fact may be, and along chains."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.engine.semantics import Frame, compiled
from offsetcheck.facts.vocabulary import FIRST_DAY_YEAR, LAST_DAY_YEAR
from offsetcheck.rulebook.calendar_reach import within_calendar
from offsetcheck.rulebook.language import DATE, Const, DateAdd, LastDue, Node, Ref, Unary
from offsetcheck.rulebook.parser import number_type

ENDS = [date(FIRST_DAY_YEAR, 1, 1), date(LAST_DAY_YEAR, 12, 31)]


class _Row:
    """A row whose every fact is one day."""

    id = "R"

    def __init__(self, day: date) -> None:
        self.day = day

    def value(self, path: str, run: int) -> Any:
        return self.day


def number(value: int) -> Node:
    most = Decimal(abs(value))
    return Const(number_type(most), most) if value >= 0 else Unary(number_type(most), "-", number(-value))


def moved(steps: list[tuple[str, int]]) -> Node:
    """A day moved step by step."""
    node: Node = Ref(DATE, "claim", "published_on")
    for unit, amount in steps:
        node = DateAdd(DATE, unit, node, number(amount))
    return node


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("month"), st.integers(-100_000, 100_000)),
        st.tuples(st.just("day"), st.integers(-3_000_000, 3_000_000)),
    ),
    min_size=1,
    max_size=4,
)


@given(STEPS)
def test_what_may_load_is_worked_out_for_every_day(steps: list[tuple[str, int]]) -> None:
    if not all(within_calendar(moved(steps[: n + 1])) for n in range(len(steps))):
        return
    for end in ENDS:
        frame: Any = Frame(_Row(end), 0, None)  # type: ignore[arg-type]
        assert isinstance(compiled(moved(steps))(frame), date)


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ([("month", 90_000)], True),
        ([("month", 120_000)], False),
        ([("month", -22_000)], True),
        ([("month", -24_000)], False),
        ([("day", 2_800_000)], True),
        ([("day", 2_900_000)], False),
        ([("month", 60_000), ("month", 60_000)], False),
        ([("month", 60_000), ("month", -60_000)], True),
    ],
)
def test_only_what_may_lead_out_is_refused(steps: list[tuple[str, int]], wanted: bool) -> None:
    assert within_calendar(moved(steps)) is wanted
    node = LastDue(DATE, Const(DATE, "06-30"), moved(steps))
    assert within_calendar(node) is wanted
