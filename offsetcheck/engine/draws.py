"""What is drawn of a credit, beside what the credit and its retirements hold."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import TypeVar

from offsetcheck.engine.explain import open_list
from offsetcheck.engine.overlaps import act_lacking, same_act
from offsetcheck.engine.serial_numbers import (
    OPAQUE,
    blocks_drawn,
    blocks_of,
    placement,
    programme_of,
    serial_range,
    unplaced,
)
from offsetcheck.facts.references import plain_prefix
from offsetcheck.facts.serials import (
    BY_TOTAL,
    SerialRange,
)
from offsetcheck.facts.world import Missing, Row

T = TypeVar("T")


def _by_total(block: Row, run: int) -> bool | None:
    """Whether a block's units were designated by total, in a programme that knows it."""
    act = block.parent
    how, programme = (act.value("designation", run) if act is not None else None), programme_of(block, run)
    if how == "serial" or (programme is not None and programme not in BY_TOTAL):
        return False
    return None if how is None or programme is None else True


def inside_credit(block: Row, run: int) -> None:
    """Whether the units of a retired block are among those of the credit it is said to come from.

    Of units designated by total no serials are asked for; serials that lie outside all the same are another matter,
    and the reader refuses those that a total is stated beside, so that an answer never turns.
    """
    credit = block.links.get("credit")
    if credit is None:
        block.set_computed("inside_credit", run, None, (block.missing_link("credit"),))
        return
    mine, theirs = placement(block, run), placement(credit, run)
    apart = mine is not None and theirs is not None and not _within_range(mine[1], theirs[1])
    disputed = any(r.disputed(run, "serials.first", "serials.last") for r in (block, credit))
    if not apart and not disputed and _by_total(block, run):
        block.set_computed("inside_credit", run, True)
        return
    if mine is None or theirs is None:
        ends = ("serials.first", "serials.last")
        lacking = [
            m for r in (block, credit) for p in ends if r.value(p, run) is None for m in r.missing(p, run)
        ]
        open_still = tuple(lacking) or unplaced(credit, run) or (block.question("inside_credit"),)
        block.set_computed("inside_credit", run, None, open_still)
        return
    truth: bool | None = not apart
    if truth and plain_prefix(mine[0]) != plain_prefix(theirs[0]):
        opaque = programme_of(credit, run) is None or programme_of(credit, run) in OPAQUE
        truth = None if opaque or "" in (mine[0], theirs[0]) else False
    block.set_computed(
        "inside_credit", run, truth, () if truth is not None else (block.question("inside_credit"),)
    )


def _within_range(part: SerialRange, whole: SerialRange) -> bool:
    return whole.first <= part.first and part.last <= whole.last


def quantity_fits(block: Row, run: int) -> None:
    """Whether a block's quantity is that of its serials; of units designated by total none need be at hand."""
    quantity, found = block.value("quantity_t", run), serial_range(block, run)
    if quantity is not None and found is not None:
        block.set_computed("quantity_fits", run, quantity == found.tonnes)
        return
    if _by_total(block, run) and not block.disputed(run, "serials.first", "serials.last", "quantity_t"):
        block.set_computed("quantity_fits", run, True)
        return
    lacking = [
        m
        for p in ("quantity_t", "serials.first", "serials.last")
        if block.value(p, run) is None
        for m in block.missing(p, run)
    ]
    open_still = tuple(lacking) or (block.question("quantity_fits"),)
    block.set_computed("quantity_fits", run, None, open_still)


def of_blocks(use: Row, path: str, run: int) -> None:
    """Whether all blocks that a use draws on are in order in some respect; those of other credits bear on other uses."""
    act = use.links["retirement"]
    if act is None:
        use.set_computed(path, run, None, (use.missing_link("retirement"),))
        return
    open_still = list(open_list(act, "blocks", run))
    for block, unsure in blocks_drawn(use, act).items():
        truth = block.value(path, run)
        if truth is False and not unsure:
            use.set_computed(path, run, False)
            return
        if truth is not True:
            open_still.extend(block.missing(path, run) if truth is None else unsure)
    use.set_computed(path, run, None if open_still else True, tuple(dict.fromkeys(open_still)))


def spare(block: Row, run: int) -> None:
    """Whether no use draws on a block: its act serves none, or none of its credit."""
    lacking = list(open_list(block.world.claim, "uses", run))
    for use in block.world.rows["use"]:
        if use.links["retirement"] not in (None, block.parent):
            continue
        named, credit = block.links["credit"], use.links["credit"]
        if None not in (named, credit) and named is not credit:
            continue
        unsure = [use.missing_link(n) for n in ("retirement", "credit") if use.links[n] is None]
        unsure.extend([block.missing_link("credit")] if named is None else ())
        if not unsure:
            block.set_computed("spare", run, False)
            return
        lacking.extend(unsure)
    block.set_computed("spare", run, None if lacking else True, tuple(dict.fromkeys(lacking)))


@dataclass(slots=True)
class UsesOfAct:
    """The uses that draw, or may draw, on the units of one credit that an act retired; what draws nothing is left out."""

    sure: list[Row] = field(default_factory=list)
    loose: list[Row] = field(default_factory=list)
    """Those of which it is not known whether they do."""
    beside: dict[Row, list[Row]] = field(default_factory=dict)
    """Those of other credits of the act."""
    maybe_beside: list[Row] = field(default_factory=list)
    """Those of other credits of which it is not known whether they are of the act."""


def uses_of_act(act: Row, credit: Row, run: int) -> UsesOfAct:
    """The uses of an act by whether they draw on a credit."""
    found = UsesOfAct()
    for use in act.world.rows["use"]:
        link, named = use.links["retirement"], use.links["credit"]
        if link not in (None, act) or use.value("t", run) == 0:
            continue
        if named is not None and named is not credit:
            if link is None:
                found.maybe_beside.append(use)
            else:
                found.beside.setdefault(named, []).append(use)
        elif link is None or named is None:
            found.loose.append(use)
        else:
            found.sure.append(use)
    return found


def beyond_blocks(use: Row, run: int) -> None:
    """Whether the uses of one purpose draw more of a credit than their retirement's blocks hold of it.

    A block that is still to be listed only raises what there is, and a use that is only what is drawn: so more is drawn
    for sure only over complete blocks, and enough is there for sure only over complete uses.
    """
    act, credit, purpose = use.links["retirement"], use.links["credit"], use.value("purpose", run)
    lacking = [use.missing_link(n) for n in ("retirement", "credit") if use.links[n] is None]
    lacking.extend(use.missing("purpose", run) if purpose is None else ())
    if act is None or credit is None or purpose is None:
        use.set_computed("beyond_blocks", run, None, tuple(lacking))
        return
    held = held_of(act, credit, run)
    drawn, drawn_open = _drawn(act, credit, purpose, run)
    if held.by_total:
        truth, lacks = _beyond_total(act, credit, purpose, drawn, drawn_open, run)
        asked = lacks if truth is not None else lacks or (use.question("beyond_blocks"),)
        use.set_computed("beyond_blocks", run, truth, asked)
    elif held.most is not None and drawn[0] > held.most:
        use.set_computed("beyond_blocks", run, True)
    elif drawn[1] is not None and held.least is not None and drawn[1] <= held.least:
        use.set_computed("beyond_blocks", run, False)
    else:
        drawn_open = drawn_open if held.least is not None else []
        open_still = (*held.open_still, *drawn_open) or (use.question("beyond_blocks"),)
        use.set_computed("beyond_blocks", run, None, tuple(dict.fromkeys(open_still)))


def _beyond_total(
    act: Row,
    credit: Row,
    purpose: str,
    drawn: tuple[Decimal, Decimal | None],
    drawn_open: Sequence[Missing],
    run: int,
) -> tuple[bool | None, tuple[Missing, ...]]:
    """Whether more of a credit is drawn than a total leaves for it, once its other credits have what is drawn of them.

    What is drawn of one credit alone is held against the total by the rules of each purpose.
    """
    total = act.value("total_t", run)
    beside, loose, lacking = _of_other_credits(act, credit, purpose, run)
    least = sum((taken for taken, _ in beside), Decimal(0))
    if total is not None and least > 0 and drawn[0] > 0 and drawn[0] + least > total:
        return True, ()
    most = [*(taken[1] for taken in beside), *loose]
    if act.complete("uses", run):
        if not most:  # nothing is drawn beside it
            return False, ()
        whole = None if None in (drawn[1], *most) else sum((t or 0 for t in (drawn[1], *most)), Decimal(0))
        if total is not None and whole is not None and whole <= total:
            return False, ()
    lacking.extend(drawn_open)
    if total is None:
        lacking.extend(act.missing("total_t", run))
    return None, tuple(dict.fromkeys(lacking))


def _of_other_credits(
    act: Row, credit: Row, purpose: str, run: int
) -> tuple[list[tuple[Decimal, Decimal | None]], list[Decimal | None], list[Missing]]:
    """What is drawn of each other credit of an act, what may be by uses that name none, and what leaves it open.

    Those that may be of the purpose at hand are counted with what is drawn for it.
    """
    drawn = uses_of_act(act, credit, run)
    lacking = list(open_list(act, "uses", run))
    unsure = [*(u for u in drawn.loose if u.links["credit"] is None), *drawn.maybe_beside]
    loose: list[Decimal | None] = []
    for use in unsure:
        # one of the purpose at hand that names no credit is in what is drawn for it already, and may be of another credit
        counted = use.links["credit"] is None and use.value("purpose", run) in (None, purpose)
        loose.append(Decimal(0) if counted else use.value("t", run))
        lacking.extend(use.missing_link(n) for n in ("retirement", "credit") if use.links[n] is None)
    for use in (*(u for uses in drawn.beside.values() for u in uses), *unsure):
        for path in ("t", "purpose"):
            if use.value(path, run) is None:
                lacking.extend(use.missing(path, run))
    for named in dict.fromkeys((*drawn.beside, *(u.links["credit"] for u in drawn.maybe_beside))):
        if named is not None and named.value("quantity_t", run) is None:
            lacking.extend(named.missing("quantity_t", run))
    return [taken_beside(other, uses, run) for other, uses in drawn.beside.items()], loose, lacking


def taken_beside(credit: Row, uses: Iterable[Row], run: int) -> tuple[Decimal, Decimal | None]:
    """What uses take of a credit, as far as it goes: at least and at most.

    What they draw beyond the credit was never taken, and lowers nothing that others draw (law 9).
    """
    least, most = taken_by_one(uses, run)
    held = credit.value("quantity_t", run)
    if held is None:
        return Decimal(0), most
    return min(least, held), held if most is None else min(most, held)


def taken_by_one(uses: Iterable[Row], run: int) -> tuple[Decimal, Decimal | None]:
    """The most that one purpose takes of units which purposes may share: at least and at most."""
    by_purpose: dict[Hashable, Decimal] = {}
    unsure, bounded = Decimal(0), True
    for use in uses:
        put, t = use.value("purpose", run), use.value("t", run)
        bounded = bounded and t is not None
        by_purpose[put or use] = by_purpose.get(put or use, Decimal(0)) + (t or 0)
        unsure += (t or 0) if put is None else 0
    least = max(by_purpose.values(), default=Decimal(0))
    named = max((t for put, t in by_purpose.items() if isinstance(put, str)), default=Decimal(0))
    return least, named + unsure if bounded else None


@dataclass(frozen=True, slots=True)
class Held:
    """What the blocks of a retirement hold of a credit."""

    least: Decimal | None
    """None where no blocks are listed that would say it."""
    most: Decimal | None
    open_still: tuple[Missing, ...]
    """What leaves the two apart."""
    by_total: bool = False
    """Whether the notice and its total are all there is, so that no blocks limit what is drawn (law 13)."""

    def covers(self, t: Decimal) -> bool:
        """Whether surely so much is held."""
        return self.by_total or (self.least is not None and t <= self.least)


def held_of(act: Row, credit: Row, run: int) -> Held:
    """At least and at most what a retirement's blocks hold of a credit."""
    blocks = blocks_of(act.world, act)
    if not blocks and act.value("designation", run) != "serial":
        lacking = list(open_list(act, "blocks", run))
        if act.value("designation", run) is None:
            lacking.extend(act.missing("designation", run))
        programme = programme_of(credit, run)
        if programme is None:
            lacking.extend(unplaced(credit, run))
        return Held(None, None, tuple(lacking), by_total=not lacking and programme in BY_TOTAL)
    least, loose = Decimal(0), Decimal(0)
    bounded = act.complete("blocks", run)
    lacking = list(open_list(act, "blocks", run))
    for block in blocks:
        named, t = block.links["credit"], block.value("quantity_t", run)
        if named is not None and named is not credit:
            continue
        if named is None:
            lacking.append(block.missing_link("credit"))
        if t is None:
            lacking.extend(block.missing("quantity_t", run))
            bounded = False
        elif named is None:
            loose += t
        else:
            least += t
    return Held(least, least + loose if bounded else None, tuple(lacking))


def _drawn(
    act: Row, credit: Row, purpose: str, run: int
) -> tuple[tuple[Decimal, Decimal | None], list[Missing]]:
    """At least and at most what is drawn of a credit from a retirement for one purpose, and what leaves the two apart."""
    least, loose = Decimal(0), Decimal(0)
    bounded = act.complete("uses", run)
    lacking = list(open_list(act, "uses", run))
    for use in act.world.rows["use"]:
        links = {n: use.links[n] for n in ("retirement", "credit")}
        put, t = use.value("purpose", run), use.value("t", run)
        other = links["retirement"] not in (None, act) or links["credit"] not in (None, credit)
        if other or put not in (None, purpose):
            continue
        unsure = [use.missing_link(n) for n, row in links.items() if row is None]
        unsure.extend(use.missing("purpose", run) if put is None else ())
        lacking.extend(unsure)
        if t is None:
            lacking.extend(use.missing("t", run))
            bounded = False
        elif unsure:
            loose += t
        else:
            least += t
    return (least, least + loose if bounded else None), lacking


def drawn_twice(use: Row, run: int) -> None:
    """Whether the retirements of a use's credit together draw more than it holds.

    One retirement may serve several purposes with the same tonnes: the use's own counts with what is drawn for its purpose
    (law 9), and each other with the most that any purpose takes; two retirements never share a tonne.
    """
    credit, own, purpose = use.links["credit"], use.links["retirement"], use.value("purpose", run)
    if credit is None or own is None or purpose is None:
        unnamed = [use.missing_link(n) for n in ("credit", "retirement") if use.links[n] is None]
        unnamed.extend(use.missing("purpose", run) if purpose is None else ())
        use.set_computed("drawn_twice", run, None, tuple(unnamed))
        return
    held = credit.value("quantity_t", run)
    lacking = list(credit.missing("quantity_t", run)) if held is None else []
    drawn: dict[tuple[Row, object], Decimal] = {}
    bounded = True
    loose = Decimal(0)
    unsure = False
    unmeasured: set[Row] = set()
    for other in use.world.rows["use"]:
        named, act = other.links["credit"], other.links["retirement"]
        if named is not None and named is not credit:
            continue
        t, put = other.value("t", run), other.value("purpose", run)
        if act is own and put not in (None, purpose):
            continue
        if named is None:
            lacking.append(other.missing_link("credit"))
        if act is None:
            lacking.append(other.missing_link("retirement"))
        for path, value in (("t", t), ("purpose", put)):
            if value is None:
                lacking.extend(other.missing(path, run))
        if t is None and named is credit and act is not None:
            unmeasured.add(act)
        elif t is None:
            bounded = False
        elif named is None or act is None or put is None:
            unsure = True
            loose += t  # at most as much again; at least nothing, as another purpose may share the tonnes
        else:
            drawn[act, put] = drawn.get((act, put), Decimal(0)) + t
    acts: dict[Row, Decimal] = {}
    for (act, _), t in drawn.items():
        acts[act] = max(acts.get(act, Decimal(0)), t)
    (least, most), doubts = _taken(use, credit, acts, unmeasured, run, told_apart=not unsure)
    if held is not None and least > held:
        use.set_computed("drawn_twice", run, True)
        return
    lacking.extend((*open_list(credit, "uses", run), *doubts))
    bounded = bounded and credit.complete("uses", run)
    if held is not None and bounded and most is not None and most + loose <= held:
        use.set_computed("drawn_twice", run, False)
        return
    use.set_computed("drawn_twice", run, None, tuple(dict.fromkeys(lacking)))


def _taken(
    use: Row,
    credit: Row,
    carried: Mapping[Row, Decimal],
    unmeasured: Set[Row],
    run: int,
    *,
    told_apart: bool,
) -> tuple[tuple[Decimal, Decimal | None], list[Missing]]:
    """What acts took of a credit, by their blocks or by what uses draw: at least and at most, and what leaves them apart.

    One act entered twice took its tonnes once, unless uses draw on both entries; which they draw on must be known to
    count so at most. Acts that are not listed, or do not list their blocks, may have taken more.

    What uses draw beyond the blocks, or beyond the total where there are none, was never taken: it is a matter of those
    uses, and lowers no other (law 9). `unmeasured`: acts on which a use draws nobody knows how much.
    """
    asked: list[Missing] = list(open_list(credit.world.claim, "retirements", run))
    taken: dict[Row, Decimal] = {}
    surely: dict[Row, Decimal] = {}
    bounded = credit.world.claim.complete("retirements", run)
    for act in credit.world.rows["retirement"]:
        blocks = [b for b in blocks_of(credit.world, act) if b.links["credit"] in (credit, None)]
        amounts = [b.value("quantity_t", run) for b in blocks if b.links["credit"] is credit]
        asked.extend(open_list(act, "blocks", run))
        for block in blocks:
            asked.extend(block.missing("quantity_t", run) if block.value("quantity_t", run) is None else ())
            asked.extend([block.missing_link("credit")] if block.links["credit"] is None else ())
        unnamed = len(blocks) > len(amounts)
        bounded = bounded and act.complete("blocks", run) and not unnamed and None not in amounts
        named = sum((t for t in amounts if t is not None), Decimal(0))
        if act.complete("blocks", run) and blocks_of(
            credit.world, act
        ):  # what uses draw beyond them was not taken
            surely[act] = taken[act] = named
            continue
        drawn, total = carried.get(act, Decimal(0)), act.value("total_t", run)
        if total is None:
            asked.extend(act.missing("total_t", run) if act in carried or act in unmeasured else ())
            bounded = bounded and act not in unmeasured
            surely[act], taken[act] = named, max(named, drawn)
        else:
            surely[act] = max(named, min(drawn, total) if act.complete("blocks", run) else Decimal(0))
            taken[act] = max(named, total if act in unmeasured else min(drawn, total))
    acts = [act for act, t in taken.items() if t > 0]
    alike = {(a, b): same_act(a, b, run) for a, b in combinations(acts, 2)}
    for (a, b), same in alike.items():
        if same is None:
            asked.extend(act_lacking((a, b), run) or [use.question("drawn_twice")])

    # At least what acts took that are surely apart, each from every other: it only grows with what is known of them (law 2).
    near: dict[Row, set[Row]] = {act: set() for act in acts}
    for (a, b), same in alike.items():
        if same is not False and not (a in carried and b in carried):
            near[a].add(b)
            near[b].add(a)
    least = most_apart(set(acts), near, surely)
    most = Decimal(0)
    for group in joined(acts, (p for p, same in alike.items() if same is True) if told_apart else ()):
        drawn_on = sum((taken[act] for act in group if act in carried or act in unmeasured), Decimal(0))
        most += max(drawn_on, *(taken[act] for act in group))
    return (least, most if bounded else None), asked


def most_apart(rows: Set[T], near: Mapping[T, Set[T]], tonnes: Mapping[T, Decimal]) -> Decimal:
    """The greatest sum of tonnes of rows of which no two are near each other."""
    total, left = Decimal(0), set(rows)
    while left:
        group = _connected(next(iter(left)), left, near)
        left -= group
        first = max(group, key=lambda row: len(near[row] & group))
        if all(len(near[row] & group) == len(group) - 1 for row in group):
            total += max(tonnes[row] for row in group)  # one act, entered so often, perhaps
        else:
            total += max(
                tonnes[first] + most_apart(group - near[first] - {first}, near, tonnes),
                most_apart(group - {first}, near, tonnes),
            )
    return total


def _connected(row: T, rows: Set[T], near: Mapping[T, Set[T]]) -> set[T]:
    """A row and all that it is near to among some rows, directly or by others."""
    found, waiting = {row}, [row]
    while waiting:
        new = (near[waiting.pop()] & rows) - found
        found |= new
        waiting.extend(new)
    return found


def joined(rows: Sequence[T], pairs: Iterable[tuple[T, T]]) -> Iterable[list[T]]:
    """The rows in groups, each pair in one group."""
    group = {row: [row] for row in rows}
    for a, b in pairs:
        if group[a] is not group[b]:
            group[a].extend(group[b])
            for row in group[b]:
                group[row] = group[a]
    return {id(found): found for found in group.values()}.values()
