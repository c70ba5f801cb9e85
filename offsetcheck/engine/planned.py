"""The claim as it would stand if every planned retirement were completed as written (design §8).

What is assumed is taken from the settled facts, over all their sources: what is missing or in conflict assumes nothing.
Nothing is assumed of an act that is done: what is missing of it is known to somebody, and asked.

Of an act still to come, what it will bring itself (its completion, its notice, the state of the units) is assumed whatever
is at hand before it. Its application is assumed as the report prints the entries, and what is stated of it stays as stated,
as its notice will show it: before the act nobody can vouch for it, so it needs no other level than what is only assumed.
A use that names no act, while one is listed that may be its own, is open: an act made up beside that would count twice.
Where none is listed, the uses of one purpose, scope and programme are one application, and so is the act made up for them.
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

#: A notice that is only assumed bears no figures: by the same figures it would be asked whether it is a real one. So its id
#: is spelt in hexadecimals, whose figures are letters of their own: two ids are two notices.
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
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
    acts = {row: key for key, rows in _acts(world).items() for row in rows}
    stated = zip(claim.uses or (), world.rows["use"], strict=True)
    sharing = _sharing([row for use, row in stated if use.retirement is None and row in acts])
    acting: dict[str, list[_Served]] = {}
    for use, row in zip(claim.uses or (), world.rows["use"], strict=True):
        status = row.cells.get("status", NOTHING)
        if row not in acts:
            uses.append(use)
            continue
        key = acts[row]
        done = key in maybe_done or _is_done(world, known.get(key))
        if _to_come(status) and (status.sources or not done):
            use = use.model_copy(update={"status": Status.RETIRED})
            evidence.append(assumed(f"{row.address}.status", Status.RETIRED.value))
        if use.retirement is None and (_may_be_listed(world, status) or row in sharing):
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
            whole = planned_total(planned, served_uses)
            if (listed := _bare_block(planned, served_uses)) is not None and whole is not None:
                evidence.append(assumed(f"{listed.address}.quantity_t", whole))
    kept = tuple(e for e in claim.evidence or () if e.fact not in {a.fact for a in evidence})
    return claim.model_copy(
        update={
            "claim": claim.claim.model_copy(update={"stage": Stage.READY}),
            "uses": tuple(uses),
            "retirements": tuple(retirements.values()),
            "evidence": (*kept, *evidence, *written),
        }
    )


def _acts(world: World) -> dict[str, list[Row]]:
    """The uses that each act serves, by its id; of those that name none, one act those of one purpose, scope and programme.

    Units only agreed on can be applied for by nobody yet, so that their uses have none.
    """
    acts: dict[str, list[Row]] = {}
    made_up: dict[tuple[Any, ...], str] = {}
    for use, row in zip(world.source.uses or (), world.rows["use"], strict=True):
        if not _is_forward(row):
            key = use.retirement or made_up.setdefault(_application(row), f"planned-{use.id}")
            acts.setdefault(key, []).append(row)
    return acts


def applications(world: World) -> list[list[Row]]:
    """The uses of each retirement still to be applied for, as the acts are assumed: those done or said to be are left out."""
    done = {row.id for row in world.rows["retirement"] if _is_done(world, row)}
    found = (
        [u for u in uses if u.value("status", ALL) != Status.RETIRED.value]
        for key, uses in _acts(world).items()
        if key not in done
    )
    return [uses for uses in found if uses]


def _is_forward(use: Row) -> bool:
    return bool(use.cells.get("status", NOTHING).value == Status.FORWARD.value)


def _application(use: Row) -> tuple[Any, ...]:
    """What one application is for, where a use names no act: its purpose, its scope, and the programme of its credit.

    What is said to be retired already is in none that is still to come.
    """
    entity: Party | None = use.value("scope.entity", ALL)
    credit = use.links["credit"]
    project = credit.links["project"] if credit is not None else None
    return (
        use.value("purpose", ALL),
        None if entity is None else entity.number or entity.normal,
        use.value("scope.boundary", ALL),
        use.value("scope.span", ALL),
        None if project is None else project.value("programme", ALL),
        use.value("status", ALL) == Status.RETIRED.value,
    )


def _sharing(uses: Sequence[Row]) -> set[Row]:
    """The uses that name no act and may share one with another: what would tell the two apart is missing of one."""
    known = {use: _application(use) for use in uses}
    found: set[Row] = set()
    for use in (use for use, parts in known.items() if None in parts):
        for other, parts in known.items():
            pairs = zip(known[use], parts, strict=True)
            if other is not use and all(None in pair or pair[0] == pair[1] for pair in pairs):
                found |= {use, other}
    return found


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
        "notice": f"planned-{known.id.encode().hex().translate(_LETTERS)}-planned",
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
        blocks = _blocks(world, row, uses)
        update["blocks"] = tuple(RetiredBlock(credit=c, quantity_t=t) for c, t in blocks.items())
    return known.model_copy(update=update), plain


def _blocks(world: World, act: Row | None, uses: Sequence[_Served]) -> dict[str | None, Decimal | None]:
    """The units of each credit that the notice would show; none where several are retired by a total other than they add up to.

    Of which credits such a total is can be said by nobody, but it is no more than they hold.
    """
    blocks = {credit: _whole(t) for credit, t in _by_credit(uses).items()}
    total, sum_t = planned_total(act, uses), _sum(list(blocks.values()))
    if len(blocks) == 1:
        return blocks if total is None else dict.fromkeys(blocks, total)
    if not _by_total(act) or total is None or sum_t is None or total == sum_t:
        return blocks
    held = _sum([c.value("quantity_t", ALL) for c in world.rows["credit"] if c.id in blocks])
    if held is None:
        return dict.fromkeys(blocks)
    return blocks if held < total else {}


def _by_total(act: Row | None) -> bool:
    """Whether an act still to come designates its units by total: as stated, or as it is assumed."""
    cell = act.cells.get("designation", NOTHING) if act is not None else NOTHING
    return not cell.sources or cell.value == Designation.TOTAL


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
    """The tonnes drawn of each credit; the same tonnes may serve several purposes, so the most over the purposes.

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
        found[credit] = max(known) if len(known) == len(sums) and not open_still else None
    return found


def planned_total(act: Row | None, uses: Sequence[_Served]) -> Decimal | None:
    """The tonnes that an act still to come retires: as stated, as its blocks add up, or what its uses take in whole units."""
    if act is not None and act.cells.get("total_t", NOTHING).sources:
        stated: Decimal | None = act.value("total_t", ALL)
        return stated
    blocks = [b for b in act.world.rows["block"] if b.parent is act] if act is not None else []
    if act is not None and _bare_block(act, uses) is not None:
        return _total(uses)
    return _sum([b.value("quantity_t", ALL) for b in blocks]) if blocks else _total(uses)


def _bare_block(act: Row, uses: Sequence[_Served]) -> Row | None:
    """The one block that an act lists, where it says no more than the credit that all uses draw on: it is all that is retired."""
    blocks = [b for b in act.world.rows["block"] if b.parent is act]
    credit = blocks[0].links["credit"] if len(blocks) == 1 else None
    bare = credit is not None and not any(cell.sources for cell in blocks[0].cells.values())
    return blocks[0] if bare and credit is not None and {u.credit for u in uses} == {credit.id} else None


def applied_for(uses: Sequence[Row]) -> Decimal | None:
    """The whole tonnes to enter in the application for some uses: as planned of an act that serves no others, never too few."""
    served = [_served(use) for use in uses]
    acts = {use.links["retirement"] for use in uses}
    act = next(iter(acts)) if len(acts) == 1 else None
    beside = [u for u in uses[0].world.rows["use"] if u not in uses and not _is_forward(u)]
    alone = act is not None and all(u.links["retirement"] is not act for u in beside)
    total = planned_total(act, served) if alone else None
    one_sum = (
        total is not None and _by_total(act) and all(b.parent is not act for b in uses[0].world.rows["block"])
    )
    # a total that names no credits is not rounded up for each of them
    amounts = (total, _drawn(served) if one_sum else _total(served))
    return max((whole for t in amounts if (whole := _whole(t)) is not None), default=None)


def drawn(uses: Sequence[Row]) -> Decimal | None:
    """The tonnes that the uses of one application take, before they are rounded up: those put to two purposes count once."""
    return _drawn([_served(use) for use in uses])


def purpose_for(uses: Sequence[Row]) -> str | None:
    """The purpose to enter in the application for some uses: as planned of their act, else as it is assumed."""
    act = uses[0].links["retirement"]
    planned: str | None = act.value("purpose", ALL) if act is not None else None
    wanted = _purpose([_served(u) for u in uses])
    return planned or (None if wanted is None else wanted.value)


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


def _drawn(uses: Sequence[_Served]) -> Decimal | None:
    """The tonnes that uses of one act take together; for one purpose alone it need not be known of which credits."""
    by_credit = _sum(list(_by_credit(uses).values()))
    return _sum([u.t for u in uses]) if by_credit is None and _for_one_purpose(uses) else by_credit


def _total(uses: Sequence[_Served]) -> Decimal | None:
    """The units of the whole act: whole ones of each of its credits, where it is known of which."""
    by_credit = _sum([_whole(t) for t in _by_credit(uses).values()])
    return _whole(_drawn(uses)) if by_credit is None else by_credit


def _for_one_purpose(uses: Sequence[_Served]) -> bool:
    return len({u.purpose for u in uses}) == 1 and (uses[0].purpose is not None or len(uses) == 1)


def _whole(t: Decimal | None) -> Decimal | None:
    """Tonnes in whole units, as registries retire them."""
    return None if t is None else t.to_integral_value(rounding=ROUND_CEILING)


def _sum(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [a for a in amounts if a is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None
