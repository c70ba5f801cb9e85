"""Whether the units that a use draws serve another use as well, one that may not share them (laws 2, 9 and 13).

What the rules want is one fact of a use, whichever uses keep each other out: two scopes, two purposes, CORSIA or overall
mitigation and a purpose at home, an offset and procurement. It is told by the units of one credit that one act retired,
so that units beside them on the notice, which nobody uses, stand in for none of them.

The use counts with what is drawn for its own purpose, and each kind it keeps out with the most that one purpose takes: who
shares lawfully counts once, and an excess of one purpose lowers no other (law 9).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from offsetcheck.engine.draws import (
    UsesOfAct,
    held_of,
    joined,
    most_apart,
    taken_beside,
    taken_by_one,
    uses_of_act,
)
from offsetcheck.engine.explain import number_of, open_list
from offsetcheck.engine.semantics import kleene_and, same_value
from offsetcheck.facts.contradictions import ABROAD
from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import Purpose
from offsetcheck.facts.world import Missing, Row, World

Label = tuple[Any, ...]
"""What uses must have in common to share units; a part is None where it is not known."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way in which uses keep each other out."""

    path: str
    label: Callable[[Row, int], tuple[bool | None, Label]]
    """Whether a use takes part, and its label."""
    asks: tuple[str, ...]
    """The facts of a use that tell it."""


def _by_scope(use: Row, run: int) -> tuple[bool | None, Label]:
    return True, tuple(use.value(path, run) for path in _SCOPE)


def _by_purpose(use: Row, run: int) -> tuple[bool | None, Label]:
    return True, (use.value("purpose", run),)


def _by_market(use: Row, run: int) -> tuple[bool | None, Label]:
    purpose = use.value("purpose", run)
    return True, (purpose if purpose is None or purpose in ABROAD else "home",)


def _by_procurement(use: Row, run: int) -> tuple[bool | None, Label]:
    purpose = use.value("purpose", run)
    if purpose == Purpose.OFFSET:
        return True, ("offset",)
    if purpose == Purpose.RE100:
        return True, ("renewable",)
    if purpose in (Purpose.CDP, Purpose.SBT):
        return use.value("as_renewable", run), ("renewable",)
    return (None if purpose is None else False), (None,)


_SCOPE = ("scope.entity", "scope.boundary", "scope.span")
KINDS = (
    _Kind("shared_with.scope", _by_scope, _SCOPE),
    _Kind("shared_with.purpose", _by_purpose, ("purpose",)),
    _Kind("shared_with.abroad", _by_market, ("purpose",)),
    _Kind("shared_with.procurement", _by_procurement, ("purpose", "as_renewable")),
)


@dataclass(eq=False, slots=True)
class _Group:
    """Uses that surely draw on the units, by the label they have in common."""

    uses: list[Row] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)


class _Units:
    """The units of one credit that an act retired, looked at in one way in which uses keep each other out."""

    def __init__(self, act: Row, credit: Row, drawn: UsesOfAct, kind: _Kind, run: int) -> None:
        self.act, self.credit, self.drawn, self.kind, self.run = act, credit, drawn, kind, run
        parts = {u: kind.label(u, run)[0] for u in (*drawn.sure, *drawn.loose)}
        self.unsure = [
            *(u for u in drawn.loose if parts[u] is not False),
            *(u for u in drawn.sure if parts[u] is None),
        ]
        self.groups = _groups([u for u in drawn.sure if parts[u] is True], kind, run)
        self.taken = {g: taken_by_one(g.uses, run) for g in self.groups}
        self.weights = {g: least for g, (least, _) in self.taken.items()}
        self.near: dict[_Group, set[_Group]] = {g: set() for g in self.groups}
        for a, b in combinations(self.groups, 2):
            if _same(a, b) is not False:
                self.near[a].add(b)
                self.near[b].add(a)
        self.beside = [taken_beside(credit, uses, run) for credit, uses in drawn.beside.items()]

    def shared(self, use: Row) -> tuple[bool | None, tuple[Missing, ...]]:
        """Whether they serve a use and one that it keeps out, and what leaves it open."""
        drawn, run = self.drawn, self.run
        act, credit, purpose = self.act, self.credit, use.value("purpose", run)
        own = next(g for g in self.groups if use in g.uses)
        rest = [g for g in self.groups if g is not own]
        lacking = list(open_list(act, "uses", run))
        if not rest and all(self._alike(use, other) for other in self.unsure):
            return (None if lacking else False), tuple(lacking)
        held = held_of(act, credit, run)
        whole, total = credit.value("quantity_t", run), act.value("total_t", run)

        mine = [u.value("t", run) or 0 for u in own.uses if u.value("purpose", run) == purpose]
        rivals = {g for g in rest if g not in self.near[own] and self.weights[g] > 0}
        if rivals and use.value("t", run) is not None:  # what draws nothing shares nothing
            needed = sum(mine, Decimal(0)) + most_apart(rivals, self.near, self.weights)
            left = None if total is None or not held.by_total else total - sum(t for t, _ in self.beside)
            if any(limit is not None and needed > limit for limit in (held.most, whole, left)):
                return True, ()

        # At most: what may keep it out does, and what is of no known purpose is of its own.
        most = [u.value("t", run) for u in own.uses if u.value("purpose", run) in (None, purpose)]
        most.extend(self.taken[g][1] for g in rest)
        here = _sum((*most, *(u.value("t", run) for u in self.unsure if not self._lawful(use, u))))
        others = dict.fromkeys((*drawn.loose, *self.unsure, *drawn.maybe_beside))
        of_act = _sum((*most, *(u.value("t", run) for u in others), *(t for _, t in self.beside)))
        fits = not held.by_total or (of_act is not None and total is not None and of_act <= total)
        if not (lacking or here is None or whole is None) and held.covers(here) and here <= whole and fits:
            return False, ()
        lacking.extend((*held.open_still, *self._asked(use)))
        return None, tuple(dict.fromkeys(lacking)) or (use.question(self.kind.path),)

    def _alike(self, use: Row, other: Row) -> bool:
        """Whether another use surely has the label of a use."""
        return _same_label(*(self.kind.label(u, self.run)[1] for u in (use, other))) is True

    def _lawful(self, use: Row, other: Row) -> bool:
        """Whether another use may surely share what a use draws: one of its label, for another purpose."""
        put = other.value("purpose", self.run)
        return put not in (None, use.value("purpose", self.run)) and self._alike(use, other)

    def _asked(self, use: Row) -> Iterator[Missing]:
        """What would tell, beside what the blocks hold."""
        drawn, kind, run = self.drawn, self.kind, self.run
        for row, path in ((self.credit, "quantity_t"), (self.act, "total_t")):
            if row.value(path, run) is None:
                yield from row.missing(path, run)
        beside = [u for uses in drawn.beside.values() for u in uses]
        for other in (*drawn.sure, *drawn.loose, *beside, *drawn.maybe_beside):
            yield from (other.missing_link(n) for n in ("retirement", "credit") if other.links[n] is None)
            for path in ("t", "purpose"):
                if other.value(path, run) is None:
                    yield from other.missing(path, run)
        mine = kind.label(use, run)[1]
        for other in (*drawn.sure, *drawn.loose):
            part, label = kind.label(other, run)
            if part is False:
                continue
            if part is None or None in label:
                yield from _unsaid(other, kind, run)
            if _same_label(mine, label) is None:
                parties = [p for p in (*mine, *label) if isinstance(p, Party)]
                yield from (m for p in parties for m in number_of(p))


def _unsaid(use: Row, kind: _Kind, run: int) -> Iterator[Missing]:
    """The facts that would tell a use's label."""
    for path in kind.asks:
        if use.value(path, run) is None:
            yield from use.missing(path, run)


def shared_units(world: World, run: int) -> None:
    """Set on each use, by every way in which uses keep each other out, whether its units serve one that it keeps out."""
    drawn: dict[tuple[Row, Row], UsesOfAct] = {}
    units: dict[tuple[str, Row, Row], _Units] = {}
    known: dict[Hashable, tuple[bool | None, tuple[Missing, ...]]] = {}
    for use in world.rows["use"]:
        act, credit, purpose = use.links["retirement"], use.links["credit"], use.value("purpose", run)
        unnamed = [use.missing_link(n) for n in ("retirement", "credit") if use.links[n] is None]
        unnamed.extend(use.missing("purpose", run) if purpose is None else ())
        for kind in KINDS:
            part, label = kind.label(use, run)
            unsure = act is None or credit is None or purpose is None or part is None
            if part is False or use.value("t", run) == 0 or (unsure and part and _alone(use, kind, run)):
                use.set_computed(kind.path, run, False)
            elif act is None or credit is None or unsure:
                asked = unnamed or [*_unsaid(use, kind, run), *open_list(world.claim, "uses", run)]
                use.set_computed(kind.path, run, None, tuple(asked))
            else:  # once for those that draw alike
                told = None not in (*label, use.value("t", run))
                alike = (kind.path, act, credit, purpose, label if told else use)
                if alike not in known:
                    if (act, credit) not in drawn:
                        drawn[act, credit] = uses_of_act(act, credit, run)
                    place = kind.path, act, credit
                    if place not in units:
                        units[place] = _Units(act, credit, drawn[act, credit], kind, run)
                    known[alike] = units[place].shared(use)
                use.set_computed(kind.path, run, *known[alike])


def _alone(use: Row, kind: _Kind, run: int) -> bool:
    """Whether whatever may draw on the units of a use, of which act and credit they are or not, has the label of it."""
    if not use.world.claim.complete("uses", run):
        return False
    mine = kind.label(use, run)[1]
    for other in use.world.rows["use"]:
        elsewhere = any(
            None not in (use.links[n], other.links[n]) and use.links[n] is not other.links[n]
            for n in ("retirement", "credit")
        )
        if other is use or elsewhere or other.value("t", run) == 0:
            continue
        part, label = kind.label(other, run)
        if part is not False and _same_label(mine, label) is not True:
            return False
    return True


def _sum(parts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known to be bounded, or None."""
    total = Decimal(0)
    for part in parts:
        if part is None:
            return None
        total += part
    return total


def _groups(uses: Sequence[Row], kind: _Kind, run: int) -> list[_Group]:
    """Uses in groups of those that surely have one label."""
    known: dict[Hashable, _Group] = {}
    for use in uses:
        label = kind.label(use, run)[1]
        group = known.setdefault(use if None in label else label, _Group())
        group.uses.append(use)
        group.labels = list(dict.fromkeys((*group.labels, label)))
    found = list(known.values())
    pairs = [(a, b) for a, b in combinations(found, 2) if _same(a, b) is True]
    return [
        _Group([u for g in group for u in g.uses], [label for g in group for label in g.labels])
        for group in joined(found, pairs)
    ]


def _same(a: _Group, b: _Group) -> bool | None:
    """Whether two groups have one label: surely not where any two of their labels differ."""
    found = [_same_label(one, other) for one in a.labels for other in b.labels]
    return False if False in found else True if True in found else None


def _same_label(one: Label, other: Label) -> bool | None:
    return kleene_and(same_value(a, b) for a, b in zip(one, other, strict=True))
