"""Before a retirement: how many whole credits are needed, and a hint by which day to apply.

The hint is arithmetic on dated, cited parameters of the rulebook and Japan's holidays. It never touches a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts.world import ALL, World
from offsetcheck.planning.calendar import Batches
from offsetcheck.report.model import Interval
from offsetcheck.rulebook.book import Edition, Parameter

__all__ = ["LastDay", "last_application", "need_of", "planned_tonnes", "rounded_up"]


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
    """The tonnes of the uses for this claim's offset; None where one of them is not stated.

    What is planned for another boundary than the claim's covers none of its need.
    """
    own = (None, world.claim.value("boundary_code", ALL))
    amounts = [
        u.value("t", ALL)
        for u in world.rows["use"]
        if u.value("purpose", ALL) == "offset" and (own[1] is None or u.value("scope.boundary", ALL) in own)
    ]
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
    batches = Batches.of(editions)
    if "J-Credit" not in programmes or complete_by is None or batches is None:
        return None
    days = batches.last_application(complete_by)
    return None if days is None else LastDay(days[0], batches.until, days[1], batches.parameter)
