"""On which days a retirement still to be made counts for a need: windows of the law open and close while it is prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from offsetcheck.engine.verdict import Verdict

__all__ = ["Judged", "Window", "window"]

Judged: TypeAlias = Callable[[date, date], Verdict]
"""What the rules say of an act made on one day, looked at on another."""


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which an act may be made for a need, and what the rules say of it then."""

    first: date
    last: date
    verdict: Verdict


def window(
    judged: Judged, said: Verdict, today: date, by: date, days: Iterable[date], hints: Iterable[date] = ()
) -> Window:
    """The days from today to another on which an act passes, where `said` is what the rules say of one made today.

    `days` are those on which windows are likely to open or to have closed: where neither end of the time passes, they are
    tried between. What passes on an earlier day but not on the last is closed by the day of the act only if the earlier
    act passes when it is looked at on the last day as well. `hints` are tried first as its last day.
    """
    if by <= today:
        return Window(today, by, said)
    first, best, before = today, said, today
    if said is not Verdict.PASS:
        for day in (*sorted({d for d in days if today < d < by}), by):
            found = judged(day, day)
            if found is Verdict.PASS:
                first, best = _edge(lambda d: judged(d, d) is Verdict.PASS, day, before), found
                break
            if found is Verdict.UNKNOWN:
                best = found
            before = day
    if best is not Verdict.PASS:
        return Window(today, by, best)
    if judged(by, by) is Verdict.PASS or judged(first, by) is not Verdict.PASS:
        return Window(first, by, best)
    return Window(first, _edge(lambda d: judged(d, by) is Verdict.PASS, first, by, hints), best)


def _edge(passes: Callable[[date], bool], good: date, bad: date, hints: Iterable[date] = ()) -> date:
    """The day next to a bad one that passes, between one that does and one that does not."""
    step = timedelta(days=1 if bad > good else -1)
    for hint in hints:
        inside = min(good, bad) <= hint <= max(good, bad)
        if inside and (hint == good or passes(hint)) and (hint + step == bad or not passes(hint + step)):
            return hint
    while good + step != bad:
        middle = good + timedelta(days=(bad - good).days // 2)
        good, bad = (middle, bad) if passes(middle) else (good, middle)
    return good
