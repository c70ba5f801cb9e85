"""The claim as it would stand if every planned retirement were completed as written (design §8).

What is assumed is taken from the settled facts, over all their sources: what is missing or in conflict assumes nothing.
Nothing is assumed of an act that is done: what is missing of it is known to somebody, and asked.

Of an act still to come, what it will bring itself (its completion, its notice, the state of the units) is assumed whatever
is at hand before it. Its application is assumed as the report prints the entries, and what is stated of it stays as stated,
as its notice will show it: before the act nobody can vouch for it, so it needs no other level than what is only assumed.
A use that names no act, while one is listed that may be its own, is open: an act made up beside that would count twice.
The verdict is one about that application: whoever states another user, purpose, day or quantity has planned another act
and gets its verdict, so that law 2 holds for the facts around the act, and for those of the act once it is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any

from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import (
    Act,
    Claim,
    Designation,
    Evidence,
    NoticeDocument,
    Purpose,
    RetiredBlock,
    Retirement,
    Stage,
    Status,
    Use,
)
from offsetcheck.facts.vocabulary import Reason
from offsetcheck.facts.world import ALL, NOTHING, Assumed, Cell, Row, World

#: A notice that is only assumed bears no figures: by the same figures it would be asked whether it is a real one.
_LETTERS = str.maketrans("0123456789", "abcdefghij")
#: Where units stand that are still to be retired; a source that shows it shows no more than that.
_STILL_HELD = (Status.HELD.value, Status.PURCHASED.value, Status.RESERVED.value)


#: What an act brings with it, whatever stands in its place before: an invoice is no word on the notice still to come.
_BROUGHT = ("document",)
#: What is assumed of an act where nothing is stated.
_ENTERED = (
    "notice", "registry", "document", "act", "applied_on", "completed_on", "observed_on", "user", "purpose",
    "purpose_detail", "designation", "serials_listed", "total_t",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Served:
    """One use that a retirement serves, by its settled facts."""

    credit: str | None
    purpose: str | None
    t: Decimal | None
    entity: Party | None


def assume_retired(world: World, maybe_done: Collection[str] = ()) -> Claim:
    """Complete every act still to come on the day of judgement, for the claimant and the purpose planned; nothing else changes.

    Nothing is assumed of those that may be done already, as of those that are.
    """
    claim = world.source
    uses: list[Use] = []
    evidence: list[Evidence] = []
    written: list[Evidence] = []
    retirements = {r.id: r for r in claim.retirements or ()}
    known = {row.id: row for row in world.rows["retirement"]}
    acting: dict[str, list[_Served]] = {}
    for use, row in zip(claim.uses or (), world.rows["use"], strict=True):
        status = row.cells.get("status", NOTHING)
        if status.value == Status.FORWARD.value:
            uses.append(use)
            continue
        key = use.retirement or f"planned-{use.id}"
        done = key in maybe_done or _is_done(world, known.get(key))
        if _to_come(status) and (status.sources or not done):
            use = use.model_copy(update={"status": Status.RETIRED})
            evidence.append(assumed(f"{row.address}.status", Status.RETIRED.value))
        if use.retirement is None and _may_be_listed(world, status):
            uses.append(use)  # an act made up beside its own would count twice what is drawn once (law 2)
            continue
        use = use.model_copy(update={"retirement": key})
        uses.append(use)
        acting.setdefault(key, []).append(_served(row))
    for key, served_uses in acting.items():
        if key in maybe_done or _is_done(world, known.get(key)):
            continue
        act = retirements.get(key) or Retirement(id=key)
        planned = known.get(key)
        retirements[key], added = _completed(world, act, planned, served_uses)
        evidence.extend(assumed(f"retirements[{key}].{path}", value) for path, value in added.items())
        for n, block in enumerate(retirements[key].blocks or () if act.blocks is None else (), 1):
            if block.quantity_t is not None:
                evidence.append(assumed(f"retirements[{key}].blocks[{n}].quantity_t", block.quantity_t))
        if planned is not None:
            written.extend(_as_written(planned, added))
    kept = tuple(e for e in claim.evidence or () if e.fact not in {a.fact for a in evidence})
    return claim.model_copy(
        update={
            "claim": claim.claim.model_copy(update={"stage": Stage.READY}),
            "uses": tuple(uses),
            "retirements": tuple(retirements.values()),
            "evidence": (*kept, *evidence, *written),
        }
    )


def done_by(world: World) -> date:
    """The day on which every retirement planned for a day up to the publication is done; never before the day of judgement."""
    return max((world.as_of, *(_done_on(world, row) for row in world.rows["retirement"])))


def _done_on(world: World, row: Row | None) -> date:
    """The day on which one act is done: the one planned, unless that is past or comes after the publication."""
    cell = row.cells.get("completed_on", NOTHING) if row is not None else NOTHING
    published = world.source.claim.published_on or world.source.claim.publish_by
    if cell.why is Reason.CONFLICT or published is None:
        return world.as_of
    return max((world.as_of, *(d for d in _deciding(cell) if isinstance(d, date) and d <= published)))


def _is_done(world: World, row: Row | None) -> bool:
    """Whether an act is completed by the day of judgement, by its settled facts."""
    day = row.value("completed_on", ALL) if row is not None else None
    return isinstance(day, date) and day <= world.as_of


def _may_be_listed(world: World, status: Cell) -> bool:
    """Whether an act that is listed may be that of a use which names none: one that is done retired nothing still held."""
    said = set(_deciding(status))
    held = status.why is not Reason.CONFLICT and bool(said) and said <= set(_STILL_HELD)
    return any(not (held and _is_done(world, act)) for act in world.rows["retirement"])


def _deciding(cell: Cell) -> list[Any]:
    """The values that settle a fact: those chosen, else all."""
    return [s.value for s in cell.sources if s.chosen] or [s.value for s in cell.sources]


def _to_come(status: Cell) -> bool:
    """Whether the tonnes of a use are still to be retired: whatever is said of them, by no document, but not two things."""
    stated = all(s.name == "claim" for s in status.sources)
    return status.why is not Reason.CONFLICT and (stated or set(_deciding(status)) <= set(_STILL_HELD))


def assumed(address: str, value: Any) -> Evidence:
    """An assumed value, as if somebody had seen it."""
    return Assumed(fact=address, value=value, level="verified", by="assumed")


def _completed(
    world: World, known: Retirement, row: Row | None, uses: Sequence[_Served]
) -> tuple[Retirement, dict[str, Any]]:
    """A planned retirement with its missing acts done, and the facts that were assumed.

    An act planned for a later day up to the publication is done on that day, and is seen no earlier.
    """
    wanted: dict[str, Any] = {
        "notice": f"planned-{known.id.translate(_LETTERS)}-planned",
        "registry": "planned",
        "document": NoticeDocument.NOTICE,
        "act": Act.RETIREMENT,
        "applied_on": world.as_of,
        "completed_on": world.as_of,
        "observed_on": _done_on(world, row),
        "user": _user(world, uses),
        "purpose": _purpose(uses),
        "purpose_detail": world.claim.value("boundary", ALL),
        "designation": Designation.TOTAL,
        "serials_listed": False,  # what is retired by total tomorrow has no list today
        "total_t": planned_total(row, uses),
    }
    sources = {} if row is None else {path: cell.sources for path, cell in row.cells.items()}
    if sources.get("designation") and row is not None and row.value("designation", ALL) != Designation.TOTAL:
        del wanted["serials_listed"]
    update = {k: v for k, v in wanted.items() if v is not None and (k in _BROUGHT or not sources.get(k))}
    plain = {k: getattr(v, "value", v) for k, v in update.items()}
    if known.blocks is None:
        blocks = _by_credit(uses)
        if len(blocks) == 1 and (whole := planned_total(row, uses)) is not None:
            blocks = dict.fromkeys(blocks, whole)
        update["blocks"] = tuple(RetiredBlock(credit=c, quantity_t=t) for c, t in blocks.items())
    return known.model_copy(update=update), plain


def _as_written(act: Row, added: Collection[str]) -> Iterator[Evidence]:
    """What is stated of an act still to come, as its notice will show it: nobody can vouch for that before it is done.

    Left out it would be assumed, so that stating it must not take the assumption back (law 2).
    """
    for path in _ENTERED:
        cell = act.cells.get(path, NOTHING)
        if path not in added and cell.sources and cell.why is not Reason.CONFLICT:
            yield assumed(f"{act.address}.{path}", _deciding(cell)[0])
    for block in act.world.rows["block"]:
        if block.parent is act:
            settled = ((path, cell.value) for path, cell in block.cells.items())
            yield from (assumed(f"{block.address}.{path}", v) for path, v in settled if v is not None)


def _purpose(uses: Sequence[_Served]) -> Purpose | None:
    """The purpose the notice would show: each purpose is applied for by itself, and the offset is what the claim is about."""
    purposes = {u.purpose for u in uses}
    if Purpose.OFFSET.value in purposes:
        return Purpose.OFFSET
    only = next(iter(purposes)) if len(purposes) == 1 else None
    return None if only is None else Purpose(only)


def _by_credit(uses: Sequence[_Served]) -> dict[str | None, Decimal | None]:
    """The units of each credit; the same tonnes may serve several purposes, so the most over the purposes.

    Which tonnes are the same is open while a use does not say which credit it takes, or for what.
    """
    open_still = len(uses) > 1 and any(u.credit is None or u.purpose is None for u in uses)
    found: dict[str | None, Decimal | None] = {}
    for credit in dict.fromkeys(u.credit for u in uses):
        drawn: dict[str | None, list[Decimal | None]] = {}
        for use in uses:
            if use.credit == credit:
                drawn.setdefault(use.purpose, []).append(use.t)
        sums = [_sum(amounts) for amounts in drawn.values()]
        known = [s for s in sums if s is not None]
        found[credit] = _whole(max(known)) if len(known) == len(sums) and not open_still else None
    return found


def planned_total(act: Row | None, uses: Sequence[_Served]) -> Decimal | None:
    """The tonnes that an act still to come retires: as stated, as its blocks add up, or what its uses take in whole units."""
    if act is not None and act.cells.get("total_t", NOTHING).sources:
        stated: Decimal | None = act.value("total_t", ALL)
        return stated
    blocks = [b for b in act.world.rows["block"] if b.parent is act] if act is not None else []
    return _sum([b.value("quantity_t", ALL) for b in blocks]) if blocks else _total(uses)


def applied_for(uses: Sequence[Row]) -> Decimal | None:
    """The whole tonnes to enter in the application for some uses: as planned of an act that serves no others, never too few."""
    served = [_served(use) for use in uses]
    acts = {use.links["retirement"] for use in uses}
    act = next(iter(acts)) if len(acts) == 1 else None
    alone = act is not None and {u for u in act.world.rows["use"] if u.links["retirement"] is act} == {*uses}
    amounts = (planned_total(act, served) if alone else None, _total(served))
    return max((whole for t in amounts if (whole := _whole(t)) is not None), default=None)


def _served(use: Row) -> _Served:
    credit = use.links["credit"]
    return _Served(
        None if credit is None else credit.id,
        use.value("purpose", ALL), use.value("t", ALL), use.value("scope.entity", ALL),
    )  # fmt: skip


def applicant(uses: Sequence[Row]) -> Party | None:
    """The user to enter in the application for some uses: as planned of their act, else as it is assumed."""
    act = next((row for u in uses if (row := u.links["retirement"]) is not None), None)
    planned: Party | None = act.value("user", ALL) if act is not None else None
    return planned or _user(uses[0].world, [_served(u) for u in uses])


def _user(world: World, uses: Sequence[_Served]) -> Party | None:
    """The user the notice would show: the one entity that all its uses are for, else the claimant."""
    claimant: Party | None = world.claim.value("organisation", ALL)
    entities = {u.entity for u in uses}
    only = next(iter(entities)) if len(entities) == 1 else None
    return claimant if claimant is None or only is None else only


def _total(uses: Sequence[_Served]) -> Decimal | None:
    """The units of the whole act: those of its credits; for one purpose alone it need not be known which they are."""
    by_credit = _sum(list(_by_credit(uses).values()))
    if (
        by_credit is None
        and len({u.purpose for u in uses}) == 1
        and (uses[0].purpose is not None or len(uses) == 1)
    ):
        return _whole(_sum([u.t for u in uses]))
    return by_credit


def _whole(t: Decimal | None) -> Decimal | None:
    """Tonnes in whole units, as registries retire them."""
    return None if t is None else t.to_integral_value(rounding=ROUND_CEILING)


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [a for a in amounts if a is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None
