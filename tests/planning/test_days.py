"""Needs have days: a retirement still to be made is judged on those on which it can be made, not only as made today."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.planning.allocation import Allocation
from offsetcheck.planning.days import Window, window
from offsetcheck.planning.planner import Dates, Planned, Scenario
from offsetcheck.report.pages import page_text
from offsetcheck.report.plan import build_plan, plan_page
from tests.planning.portfolio import Data, carried_out, engine, need, plan_of, portfolio, said

TODAY, BY = date(2026, 1, 10), date(2027, 12, 31)
PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN


def within(first: date, last: date, outside: Verdict = FAIL) -> Any:
    return lambda day, seen: PASS if first <= day <= last else outside


def days(judged: Any, *between: date) -> Window:
    return window(judged, judged(TODAY, TODAY), TODAY, BY, between)


def test_what_passes_on_all_days_may_be_done_until_the_last():
    assert days(within(date.min, date.max)) == Window(TODAY, BY, PASS)


@pytest.mark.parametrize("outside", [FAIL, UNKNOWN])
def test_a_window_still_to_open_is_found_to_the_day(outside):
    assert days(within(date(2026, 4, 1), date.max, outside)) == Window(date(2026, 4, 1), BY, PASS)


@pytest.mark.parametrize("outside", [FAIL, UNKNOWN])
def test_a_window_that_closes_is_found_to_the_day(outside):
    assert days(within(date.min, date(2027, 6, 30), outside)) == Window(TODAY, date(2027, 6, 30), PASS)


def test_a_window_that_opens_and_closes_is_found_from_a_day_within_it():
    judged = within(date(2026, 4, 1), date(2027, 6, 30))
    found = Window(date(2026, 4, 1), date(2027, 6, 30), PASS)
    assert days(judged, date(2026, 4, 1), date(2027, 3, 31)) == found
    assert days(judged, date(2027, 3, 31)) == found


def test_a_known_last_day_costs_two_questions():
    asked: list[date] = []

    def judged(day: date, seen: date) -> Verdict:
        asked.append(day)
        return PASS if day <= date(2027, 6, 30) else FAIL

    hints = (date(2027, 3, 31), date(2027, 6, 30))
    assert window(judged, PASS, TODAY, BY, (), hints[1:]).last == date(2027, 6, 30)
    assert asked == [BY, TODAY, date(2027, 6, 30), date(2027, 7, 1)]
    assert window(judged, PASS, TODAY, BY, (), hints).last == date(2027, 6, 30)


def test_what_fails_on_the_last_day_whenever_it_was_done_is_not_closed_by_the_day_of_the_act():
    """Such as a paper that is due in between, and that nobody can have yet."""

    def judged(day: date, seen: date) -> Verdict:
        return PASS if seen < date(2027, 4, 1) else UNKNOWN

    assert days(judged) == Window(TODAY, BY, PASS)


def test_what_no_day_mends_fails_and_what_one_may_mend_is_unknown():
    assert days(within(date.max, date.max)).verdict is FAIL
    assert days(lambda day, seen: FAIL if day < date(2026, 4, 1) else UNKNOWN).verdict is UNKNOWN


def test_a_need_for_a_day_that_is_past_is_judged_as_of_today():
    assert window(within(TODAY, TODAY), PASS, TODAY, TODAY - timedelta(days=9), ()).verdict is PASS


# -- in a plan ---------------------------------------------------------------------------------------------------------


def shk(name: str, by: str, tonnes: int = 100, **parts: Any) -> Data:
    """Of the year 2026: a retirement from April 2026 to June 2027 counts."""
    return need(name, "shk", tonnes, by=by, shk_class="credit", in_reporting_boundary=True, boundary="company", **parts)  # fmt: skip


def offer(delivered_on: str, price: int = 10) -> Data:
    serials = {"first": "JCL-0000-900001", "last": "JCL-0000-901000"}
    return {"id": "o", "price_jpy": price, "tonnes": 1000, "delivered_on": delivered_on, "like": "C1", "serials": serials}  # fmt: skip


def first_step(plan: Planned) -> Dates:
    return plan.calendar[0]


def shown(folder: Path, plan: Planned, as_of: date, lang: Any = "en") -> str:
    from offsetcheck.engine.judge import Settings
    from offsetcheck.planning.holdings import read_holdings
    from offsetcheck.planning.needs import read_needs

    needs = read_needs(folder / "n.json", read_holdings(folder / "h.json", as_of).claim, as_of)
    return page_text(plan_page(build_plan(plan, needs, engine().rulebook, Settings(as_of), lang, [], None)))


@pytest.mark.slow
def test_a_window_that_has_not_opened_yet_is_waited_for_and_its_day_told(tmp_path):
    held, wanted = portfolio("C1"), [shk("s", "2027-06-30")]
    early = plan_of(tmp_path, held, wanted, date(2026, 3, 1))
    assert said(early) == said(plan_of(tmp_path, held, wanted, date(2026, 4, 1))) == "met"
    opens = first_step(early).not_before
    assert opens == date(2026, 4, 1)
    assert "retirement of C1 for s on 1 April 2026 or later" in shown(tmp_path, early, date(2026, 3, 1))
    assert "「s」に充てるC1の無効化は、2026年4月1日以後に" in shown(tmp_path, early, date(2026, 3, 1), "ja")
    made = early.scenarios[Scenario.BEST]
    assert isinstance(made, Allocation)
    assert set(carried_out(held, wanted, made, opens).values()) == {PASS}
    assert set(carried_out(held, wanted, made, opens - timedelta(days=1)).values()) == {FAIL}


@pytest.mark.slow
def test_a_window_that_closes_before_the_day_of_the_need_sets_the_deadline(tmp_path):
    held, wanted = portfolio("C1"), [shk("s", "2027-12-31")]
    plan = plan_of(tmp_path, held, wanted, date(2027, 5, 1))
    step = first_step(plan)
    assert (said(plan), step.done_by, step.closes, step.late) == ("met", date(2027, 6, 30), True, False)
    assert step.apply_by is not None
    assert step.apply_by < date(2027, 6, 30)
    assert [r.id for r in step.rules] == ["SHK-TIM-01"]
    text = shown(tmp_path, plan, date(2027, 5, 1))
    assert "retirement of C1 for s by 30 June 2027" in text
    assert "use under the Act on Global Warming Countermeasures" in text[text.index("By when") :]
    made = plan.scenarios[Scenario.BEST]
    assert isinstance(made, Allocation)
    assert set(carried_out(held, wanted, made, step.done_by).values()) == {PASS}
    assert set(carried_out(held, wanted, made, date(2027, 7, 1)).values()) == {FAIL}
    closed = plan_of(tmp_path, held, wanted, date(2027, 7, 1))
    assert said(closed) == "not met"


@pytest.mark.slow
def test_units_delivered_after_a_window_has_closed_are_not_bought_for_it(tmp_path):
    held, wanted = portfolio("C1"), [shk("s", "2027-12-31")]
    late = plan_of(tmp_path, held, wanted, date(2027, 5, 1), [offer("2027-12-01")])
    in_time = plan_of(tmp_path, held, wanted, date(2027, 5, 1), [offer("2027-06-01")])
    assert [first_step(p).supply for p in (late, in_time)] == ["C1", "offer-o"]
    assert late.too_late == {("offer-o", "s")}
    assert not in_time.refused
    plan_of(tmp_path, held, wanted, date(2027, 5, 1), [offer("2027-12-01")])
    assert "the day of its delivery, 1 December 2027, does not count" in " ".join(
        shown(tmp_path, late, date(2027, 5, 1)).split()
    )


@pytest.mark.slow
def test_units_delivered_within_a_window_are_bought_before_it_opens(tmp_path):
    plan = plan_of(
        tmp_path, portfolio("C1"), [shk("s", "2027-06-30")], date(2026, 3, 1), [offer("2026-05-01")]
    )
    assert first_step(plan).supply == "offer-o"
    assert first_step(plan).not_before is None  # it is delivered later than that


@pytest.mark.slow
def test_one_retirement_for_two_needs_is_made_on_a_day_that_counts_for_both(tmp_path):
    """Of one block, 12,000 t: an offset may be made at once, the report's year begins in April."""
    held = portfolio("C1")
    wanted = [
        shk("s", "2027-12-31", 12_000),
        need("o", "offset", 12_000, by="2027-12-31", boundary="company"),
    ]
    plan = plan_of(tmp_path, held, wanted, date(2026, 3, 1))
    assert said(plan) == "met"
    step = first_step(plan)
    assert (step.needs, step.not_before, step.done_by) == (("o", "s"), date(2026, 4, 1), date(2027, 6, 30))
    before = plan_of(tmp_path, held, [wanted[0], {**wanted[1], "by": "2026-03-25"}], date(2026, 3, 1))
    assert said(before) == "not met"


@pytest.mark.slow
def test_a_window_that_is_only_assumed_decides_against_nobody(tmp_path):
    """JCM credits: that the window of J-Credits is theirs as well is not confirmed."""
    held, wanted = portfolio("C4"), [shk("s", "2027-12-31")]
    assert said(plan_of(tmp_path, held, wanted, date(2027, 7, 1))) == "undecided"
    early = plan_of(tmp_path, held, wanted, date(2027, 5, 1))
    assert (said(early), first_step(early).done_by) == ("met", date(2027, 6, 30))
