"""Days counted as a registry and an exchange count them: business days of Japan, weekly batches, settlement.

Every number comes from dated, cited parameters of the rulebook. What is worked out here is a hint, never a verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeAlias

from offsetcheck.rulebook.book import Edition, Parameter

__all__ = ["Batches", "Closed", "Settlement", "closed_days", "last_batch", "last_trade", "settles_on"]

Closed: TypeAlias = Callable[[date], bool]
#: Weeks to look back for a batch that is processed in time.
_MOST_WEEKS: Final = 12


def closed_days(first: str, last: str) -> Closed:
    """Whether a day is a weekend, a public holiday of Japan, or of the closure around new year (month and day)."""
    from holidays import country_holidays

    japan = country_holidays("JP")

    def closed(day: date) -> bool:
        within = f"{day:%m-%d}"
        return day.weekday() >= 5 or day in japan or within >= first or within <= last

    return closed


def business_day(start: date, nth: int, closed: Closed) -> date:
    """The nth business day from a day on, that day included."""
    day, left = start, nth
    while True:
        left -= not closed(day)
        if left <= 0:
            return day
        day += timedelta(days=1)


def last_batch(complete_by: date, weekday: int, nth: int, closed: Closed) -> tuple[date, date] | None:
    """The last cut-off whose batch is processed by a day, moved before holidays, and the day it is processed."""
    monday = complete_by - timedelta(days=complete_by.weekday())
    for _ in range(_MOST_WEEKS):
        monday -= timedelta(days=7)
        processed = business_day(monday + timedelta(days=7), nth, closed)
        if processed > complete_by:
            continue
        day = monday + timedelta(days=weekday - 1)
        while closed(day):
            day -= timedelta(days=1)
        return day, processed
    return None


def settles_on(traded: date, nth: int, closed: Closed) -> date:
    """The day a trade is settled: the nth business day, the day of the trade counted as the first."""
    return business_day(traded, nth, closed)


def last_trade(delivered_by: date, nth: int, closed: Closed) -> date:
    """The last day to trade so that the units are there by a day."""
    day = delivered_by
    while closed(day) or settles_on(day, nth, closed) > delivered_by:
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class Batches:
    """How a registry processes retirements: weekly, with a cut-off."""

    weekday: int
    until: str
    nth: int
    closed: Closed
    parameter: Parameter
    """The parameter whose clause is shown beside the hint."""

    @classmethod
    def of(cls, editions: Iterable[Edition], registry: str = "jcredit") -> Batches | None:
        """What the programmes edition says; None where it does not say it all."""
        found = _parameters(
            editions,
            registry,
            ("cutoff_weekday", "cutoff_time", "processing_days", "closed_from", "closed_to"),
        )
        if found is None:
            return None
        weekday, until, nth, first, last = (str(p.value.value) for p in found)
        return cls(int(weekday), until, int(nth), closed_days(first, last), found[0])

    def last_application(self, complete_by: date) -> tuple[date, date] | None:
        """The last day to apply, and the day on which it would be processed."""
        return last_batch(complete_by, self.weekday, self.nth, self.closed)

    def last_hope(self, complete_by: date) -> date | None:
        """The last day to apply if the batch is processed on the first business day of its week."""
        found = last_batch(complete_by, self.weekday, 1, self.closed)
        return None if found is None else found[0]


@dataclass(frozen=True, slots=True)
class Settlement:
    """How an exchange settles: on the nth business day, the day of the trade counted."""

    nth: int
    closed: Closed
    parameter: Parameter

    @classmethod
    def of(cls, editions: Iterable[Edition], market: str = "tse") -> Settlement | None:
        """What the programmes edition says; None where it does not say it all."""
        found = _parameters(editions, market, ("settlement_days", "closed_from", "closed_to"))
        if found is None:
            return None
        nth, first, last = (str(p.value.value) for p in found)
        return cls(int(nth), closed_days(first, last), found[0])

    def delivered(self, traded: date) -> date:
        """The day on which units bought on a day are delivered."""
        return settles_on(traded, self.nth, self.closed)

    def last_trade(self, delivered_by: date) -> date:
        """The last day to trade so that the units are there by a day."""
        return last_trade(delivered_by, self.nth, self.closed)


def _parameters(
    editions: Iterable[Edition], prefix: str, names: tuple[str, ...]
) -> tuple[Parameter, ...] | None:
    known = {p.name: p for e in editions if e.authority == "programmes" for p in e.parameters}
    found = [known.get(f"{prefix}_{name}") for name in names]
    present = tuple(p for p in found if p is not None)
    return present if len(present) == len(names) else None
