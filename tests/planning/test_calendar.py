"""Business days, settlement and batches around weekends, holidays and the turn of the year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.planning.calendar import Batches, Settlement
from offsetcheck.rulebook.shipped import open_rulebook

EDITIONS = open_rulebook(None).editions
TSE = Settlement.of(EDITIONS)
JCREDIT = Batches.of(EDITIONS)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("traded", "delivered"),
    [
        ("2026-12-24", "2027-01-04"),  # Thursday: 24, 25, 28, 29, 30 December, then 4 January
        ("2026-12-15", "2026-12-22"),
        ("2026-05-01", "2026-05-13"),  # 4, 5 and 6 May are holidays: 1, 7, 8, 11, 12, 13 May
    ],
)
def test_the_sixth_business_day_counting_the_trade_itself(traded, delivered):
    assert TSE is not None
    assert TSE.delivered(date.fromisoformat(traded)) == date.fromisoformat(delivered)


@given(DAYS)
def test_the_last_day_to_trade_is_in_time_and_the_next_business_day_is_not(by):
    assert TSE is not None
    traded = TSE.last_trade(by)
    assert not TSE.closed(traded)
    assert TSE.delivered(traded) <= by
    later = traded + timedelta(days=1)
    while TSE.closed(later):
        later += timedelta(days=1)
    assert TSE.delivered(later) > by


@given(DAYS)
def test_an_application_on_the_last_day_is_processed_in_time(by):
    assert JCREDIT is not None
    found = JCREDIT.last_application(by)
    assert found is not None
    applied, processed = found
    assert applied < processed <= by
    assert not JCREDIT.closed(applied)
    assert not JCREDIT.closed(processed)


@pytest.mark.parametrize(
    ("traded", "delivered", "in_time"),
    [("2026-12-24", "2027-01-04", False), ("2026-12-15", "2026-12-22", True)],
)
def test_a_trade_before_the_window_closes_leaves_a_batch_or_comes_too_late(traded, delivered, in_time):
    """Worked example T18: a window planned to end on 2026-12-31, a trade on Thursday the 24th and on Tuesday the 15th."""
    assert TSE is not None
    assert JCREDIT is not None
    there = TSE.delivered(date.fromisoformat(traded))
    assert there == date.fromisoformat(delivered)
    last = JCREDIT.last_hope(date(2026, 12, 31))
    assert last == date(2026, 12, 24)  # one batch, if it is processed on the first business day of its week
    assert (there <= last) is in_time
    careful = JCREDIT.last_application(date(2026, 12, 31))
    assert careful is not None
    assert there > careful[0]


def test_no_hint_without_parameters():
    assert Settlement.of(()) is None
    assert Batches.of(EDITIONS, "nowhere") is None
