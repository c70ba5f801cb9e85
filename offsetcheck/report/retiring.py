"""Before a retirement: how many whole credits are needed, and a hint by which day to apply.

The hint is arithmetic on dated, cited parameters of the rulebook and Japan's holidays. It never touches a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts.world import ALL, World
from offsetcheck.report.model import Interval
from offsetcheck.rulebook.book import Edition, Parameter

__all__ = ["LastDay", "last_application", "need_of", "planned_tonnes", "rounded_up"]

#: Weeks to look back for a batch that is processed in time.
_MOST_WEEKS = 12
_NAMES = ("cutoff_weekday", "cutoff_time", "processing_days", "closed_from", "closed_to")


class LastDay(NamedTuple):
    """The last day to apply, until which time, and by when the application would be processed."""

    apply_by: date
    until: str
    processed_on: date
    parameter: Parameter


def rounded_up(bounds: Bounds) -> Interval:
    """A need in whole tonnes: a fraction needs one credit more."""
    low, high = (None if end is None else end.to_integral_value(rounding=ROUND_CEILING) for end in bounds)
    return Interval(at_least=low, at_most=high)


def need_of(tonnes: Mapping[str, Bounds], carbon_neutral: bool) -> Bounds | None:
    """The tonnes that must be retired: all that is left for carbon neutrality, else what is claimed."""
    need = tonnes.get("residual_t") if carbon_neutral else None
    return need if need is not None else tonnes.get("claimed_t")


def planned_tonnes(world: World) -> Decimal | None:
    """The tonnes of all uses for the offset; None where one of them is not stated."""
    amounts = [u.value("t", ALL) for u in world.rows["use"] if u.value("purpose", ALL) == "offset"]
    return None if not amounts or any(a is None for a in amounts) else sum(amounts, Decimal(0))


def last_application(world: World, editions: tuple[Edition, ...]) -> LastDay | None:
    """The hint for a planned offset with J-Credits; None where the rulebook or the claim gives nothing to go by."""
    planned = [
        use
        for use in world.rows["use"]
        if use.value("purpose", ALL) == "offset" and use.value("status", ALL) != "retired"
    ]
    programmes = {
        project.value("programme", ALL)
        for use in planned
        if (credit := use.link("credit")) is not None and (project := credit.links.get("project")) is not None
    }
    complete_by = world.claim.value("publication_on", ALL)
    known = {p.name: p for e in editions if e.authority == "programmes" for p in e.parameters}
    found = {name: known.get(f"jcredit_{name}") for name in _NAMES}
    if "J-Credit" not in programmes or complete_by is None:
        return None
    values = {name: p.value.value for name, p in found.items() if p is not None}
    parameter = found["cutoff_weekday"]
    if parameter is None or len(values) < len(_NAMES):
        return None
    closed = _closed(str(values["closed_from"]), str(values["closed_to"]))
    weekday, nth = int(str(values["cutoff_weekday"])), int(str(values["processing_days"]))
    days = _last_batch(complete_by, weekday, nth, closed)
    return None if days is None else LastDay(days[0], str(values["cutoff_time"]), days[1], parameter)


def _last_batch(
    complete_by: date, weekday: int, nth: int, closed: Callable[[date], bool]
) -> tuple[date, date] | None:
    """The last cut-off whose batch is processed by a day, moved before holidays, and the day it is processed."""
    monday = complete_by - timedelta(days=complete_by.weekday())
    for _ in range(_MOST_WEEKS):
        monday -= timedelta(days=7)
        processed = _business_day(monday + timedelta(days=7), nth, closed)
        if processed > complete_by:
            continue
        day = monday + timedelta(days=weekday - 1)
        while closed(day):
            day -= timedelta(days=1)
        return day, processed
    return None


def _business_day(start: date, nth: int, closed: Callable[[date], bool]) -> date:
    """The nth business day from a day on, that day included."""
    day, left = start, nth
    while True:
        left -= not closed(day)
        if left <= 0:
            return day
        day += timedelta(days=1)


def _closed(first: str, last: str) -> Callable[[date], bool]:
    """Whether a day is a weekend, a public holiday of Japan, or of the closure around new year."""
    from holidays import country_holidays

    japan = country_holidays("JP")

    def closed(day: date) -> bool:
        within = f"{day:%m-%d}"
        return day.weekday() >= 5 or day in japan or within >= first or within <= last

    return closed
