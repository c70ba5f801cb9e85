"""Tonnes of credits put to needs at the least cost: an integer programme on HiGHS, solved to proven optimality.

Nothing here knows a scheme. Who may use what, the caps and the prices come in; which tonnes go where comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import highspy


Needs = frozenset[str]
"""Needs that one tonne serves at once."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Units that can be put to needs: a block held, one already retired, or units on offer."""

    id: str
    tonnes: int | None
    """Whole tonnes; None where there is no end of them (an offer)."""
    price: Decimal
    """What a tonne costs when it is used, in JPY: the offer's price, or what is given up by not keeping it."""
    serves: frozenset[Needs]
    """The sets of needs that one and the same tonne may serve; with a set, every part of it is allowed."""
    rank: int = 0
    """Which units go first among plans of equal cost: the lower."""
    act: str | None = None
    """The act by which its units were retired already, if any."""
    parts: tuple[tuple[Needs, int], ...] = ()
    """Of its tonnes, the most that may serve any of some needs."""


@dataclass(frozen=True, slots=True)
class Need:
    """Whole tonnes that have to be covered, by units or by a settlement."""

    id: str
    tonnes: int


@dataclass(frozen=True, slots=True)
class Limit:
    """The most tonnes that may count towards some needs together; a tonne counts once for each of them that it serves."""

    id: str
    counted: Mapping[str, frozenset[str] | None]
    """By need, the supplies whose tonnes count; None: all of them."""
    tonnes: int

    def counts(self, supply: str, served: Needs) -> int:
        """How many times a tonne of a supply that serves some needs counts."""
        return sum(n in served and (of is None or supply in of) for n, of in self.counted.items())


@dataclass(frozen=True, slots=True)
class Act:
    """A retirement already made that may not serve all needs at once, even with tonnes of their own for each, or not beside another."""

    id: str
    together: tuple[Needs, ...]
    """The needs it may serve side by side: one of these sets, or a part of it."""
    notice: str | None = None
    """The notice that it stands on, where that is entered more than once: only one of its acts may be drawn on."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Another way to meet a need than with units: buying allowances, a charge, or an explanation."""

    id: str
    need: str
    price: Decimal
    """JPY per tonne; 0 for an explanation, whose price no table holds."""
    tonnes: int | None = None
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan is made from; supplies stand in the order in which equal ones are drawn."""

    supplies: tuple[Supply, ...]
    needs: tuple[Need, ...]
    limits: tuple[Limit, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    acts: tuple[Act, ...] = ()
    """Acts of which not all needs may be served, or not beside another; of every other, tonnes go to any need."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Tonnes of one supply that serve the same needs, counted from the block's first unit not yet drawn."""

    supply: str
    needs: Needs
    offset: int
    tonnes: int


@dataclass(frozen=True, slots=True)
class Binding:
    """A limit that was reached, and what one tonne more of it would save, in JPY."""

    limit: str
    tonnes: int
    saves: Decimal


@dataclass(frozen=True)
class Allocation:
    """A plan that no other plan undercuts."""

    draws: tuple[Draw, ...]
    settled: tuple[tuple[str, int], ...]
    """Settlements that were taken up, with their tonnes."""
    cost: Decimal
    """In JPY, exact."""
    next_tonne: Mapping[str, Decimal | None]
    """Per need, what one tonne more would cost; None where there is none to be had."""
    bindings: tuple[Binding, ...]
    left: Mapping[str, int]
    """Per bounded supply, the tonnes that nothing draws on."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """No plan covers the needs: the fewest tonnes that are lacking, by need, and what covering the rest costs."""

    lacking: Mapping[str, int]
    cost: Decimal = Decimal(0)
    room: Mapping[Needs, int] = field(default_factory=dict)
    """Per needs that lack something and are limited together: the tonnes of units that would still fit for them."""


class UnprovenError(Exception):
    """The solver stopped without a proof of optimality."""


def plan(problem: Problem) -> Allocation | Shortage:
    """The plan of least cost, ties broken by rank; or what is lacking. Raises UnprovenError."""
    model = _Model(problem)
    best = model.solve()
    if best is None:
        return model.shortage()
    next_tonne: dict[str, Decimal | None] = {}
    for need in problem.needs:
        more = model.cost_with(needs={need.id: need.tonnes + 1})
        next_tonne[need.id] = None if more is None else more - best.cost
    bindings = []
    for limit in problem.limits:
        if best.counted(limit) < limit.tonnes:
            continue
        wider = model.cost_with(limits={limit.id: limit.tonnes + 1})
        if wider is None:
            raise UnprovenError(f"more room under {limit.id} cannot make a plan impossible")
        bindings.append(Binding(limit.id, limit.tonnes, best.cost - wider))
    draws, left = _spread(problem, model.classes, best.tonnes)
    settled = tuple((s.id, t) for s, t in zip(problem.settlements, best.settled, strict=True) if t)
    return Allocation(draws, settled, best.cost, next_tonne, tuple(bindings), left)


# -- supplies that nothing tells apart are one variable: 100,000 blocks are seldom more than a few hundred kinds --------


@dataclass(frozen=True, slots=True)
class _Kind:
    """Supplies that differ in their id alone."""

    price: Decimal
    serves: frozenset[Needs]
    limits: frozenset[tuple[str, str]]
    """Limits that it counts under, each with a need for which it does."""
    rank: int
    bounded: bool
    act: Act | None
    parts: tuple[tuple[Needs, int], ...] = ()
    alone: str | None = None
    """The one supply of the kind, where parts of it are limited."""

    def columns(self) -> Iterator[Needs]:
        """The sets of needs that one tonne may serve; of an act, none that no choice leaves."""
        for served in _parts(self.serves):
            if self.act is None or any(served <= chosen for chosen in self.act.together):
                yield served

    def counts(self, limit: Limit, served: Needs) -> int:
        """How many times a tonne that serves some needs counts under a limit."""
        return sum((limit.id, n) in self.limits for n in served)


def _classes(problem: Problem) -> dict[_Kind, list[Supply]]:
    named: dict[str, set[tuple[str, str]]] = {}
    general: set[tuple[str, str]] = set()
    for limit in problem.limits:
        for need, counted in limit.counted.items():
            if counted is None:
                general.add((limit.id, need))
            for name in counted or ():
                named.setdefault(name, set()).add((limit.id, need))
    acts = {act.id: act for act in problem.acts}
    wanted = frozenset(n.id for n in problem.needs)
    found: dict[_Kind, list[Supply]] = {}
    for supply in problem.supplies:
        serves = frozenset(part & wanted for part in supply.serves) - {frozenset()}
        kind = _Kind(
            supply.price,
            serves,
            frozenset(general | named.get(supply.id, set())),
            supply.rank,
            supply.tonnes is not None,
            acts.get(supply.act or ""),
            supply.parts,
            supply.id if supply.parts else None,
        )
        found.setdefault(kind, []).append(supply)
    return found


def _parts(sets: Iterable[Needs]) -> list[Needs]:
    """Every allowed set of needs with all its parts, in a fixed order."""
    found: set[Needs] = set()
    for whole in sets:
        for size in range(1, len(whole) + 1):
            found.update(frozenset(part) for part in combinations(sorted(whole), size))
    return sorted(found, key=lambda s: (len(s), sorted(s)))


@dataclass(frozen=True, slots=True)
class _Solution:
    cost: Decimal
    tonnes: Mapping[tuple[_Kind, Needs], int]
    settled: tuple[int, ...]

    def counted(self, limit: Limit) -> int:
        return sum(t * kind.counts(limit, needs) for (kind, needs), t in self.tonnes.items())

    def goes_together(self, act: Act) -> bool:
        """Whether all needs that are served from an act may be."""
        served = frozenset(
            n for (kind, needs), t in self.tonnes.items() if kind.act == act and t for n in needs
        )
        return any(served <= chosen for chosen in act.together)

    def within_parts(self) -> bool:
        """Whether of each supply no more is drawn for some needs than may serve them."""
        return all(
            sum(t for (k, served), t in self.tonnes.items() if k == kind and served & needs) <= most
            for kind in {kind for kind, _ in self.tonnes}
            for needs, most in kind.parts
        )

    def drawn_once(self) -> bool:
        """Whether of the acts on one notice no two are drawn on."""
        acts = {kind.act for (kind, _), t in self.tonnes.items() if t and kind.act is not None}
        notices = [act.notice for act in acts if act.notice is not None]
        return len(notices) == len(set(notices))


#: A tonne that differs from a whole one by less is whole: the solver reckons in doubles.
_WHOLE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Solved:
    """What a run of the solver found; None where it is not in whole tonnes."""

    values: list[int] | None


@dataclass(frozen=True, slots=True)
class _Linear:
    """A linear programme that is solved again and again, and where its rows are."""

    solver: highspy.Highs
    costs: list[int]
    weights: list[int]
    most: list[float]
    needs: int
    """The row of the first need."""
    limits: int
    """The row of the first limit."""


def _rounded(exact: Sequence[float], costs: Sequence[int]) -> _Solved:
    """An answer of the linear programme in whole tonnes; none where it is not whole, or rounding makes it cost more.

    Choices are left out: which are made is read from the tonnes.
    """
    exact = exact[: len(costs)]
    values = [round(v) for v in exact]
    best = sum(c * v for c, v in zip(costs, exact, strict=True))
    told = sum(c * v for c, v in zip(costs, values, strict=True))
    whole = all(abs(v - r) <= _WHOLE for v, r in zip(exact, values, strict=True)) and told <= best + 0.5
    return _Solved(values if whole else None)


class _Model:
    """The integer programme of a problem; prices are scaled to whole numbers, so that an optimum is exact."""

    #: HiGHS reckons in doubles. Up to here, sums of whole numbers are exact with room for its tolerances.
    MOST: Final = 2**46

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.classes = _classes(problem)
        self.columns = [(kind, needs) for kind in self.classes for needs in kind.columns()]
        self.choices = [(act, needs) for act in problem.acts for needs in act.together]
        prices = [k.price for k, _ in self.columns] + [s.price for s in problem.settlements]
        self.scale = max((-int(p.normalize().as_tuple().exponent) for p in prices if p), default=0)
        self.scale = max(self.scale, 0)
        need = sum(n.tonnes for n in problem.needs)
        if max((self._whole(p) for p in prices), default=0) * max(need, 1) > self.MOST:
            raise OverflowError("prices times tonnes exceed what the solver can prove exactly")

    def _whole(self, price: Decimal) -> int:
        return int(price.scaleb(self.scale))

    @cached_property
    def _held(self) -> dict[_Kind, int]:
        return {k: sum(s.tonnes or 0 for s in m) for k, m in self.classes.items() if k.bounded}

    def _at_most(self, kind: _Kind) -> int:
        """The tonnes of a kind that a plan can have a use for, with one tonne more of a need."""
        return self._held[kind] if kind.bounded else 1 + sum(n.tonnes for n in self.problem.needs)

    def solve(self) -> _Solution | None:
        """The cheapest plan and, among the cheapest, the one of the lowest ranks and fewest tonnes."""
        first = self._run({}, {}, None)
        return None if first is None else self._run({}, {}, self._cost(first))

    def cost_with(
        self, needs: Mapping[str, int] | None = None, limits: Mapping[str, int] | None = None
    ) -> Decimal | None:
        """The least cost with other needs or limits; None where no plan is left."""
        found = self._run(needs or {}, limits or {}, None)
        return None if found is None else found.cost

    def shortage(self) -> Shortage:
        """The fewest tonnes that would have to come from outside, by need, and the cheapest way to cover the rest."""
        found = self._run({}, {}, None, short=True)
        if found is None:
            raise UnprovenError("with units from outside every need can be covered")
        extra = found.settled[len(self.problem.settlements) :]
        lacking = {n.id: t for n, t in zip(self.problem.needs, extra, strict=True) if t}
        rest = self._run({n.id: n.tonnes - lacking.get(n.id, 0) for n in self.problem.needs}, {}, None)
        if rest is None:
            raise UnprovenError("without what is lacking every need can be covered")
        room: dict[Needs, int] = {}
        for limit in self.problem.limits:
            if short := frozenset(limit.counted) & frozenset(lacking):
                left = limit.tonnes - rest.counted(limit)
                room[short] = min(room.get(short, left), left)
        return Shortage(lacking, rest.cost, room)

    def _cost(self, found: _Solution) -> int:
        return self._whole(found.cost)

    def _run(
        self, needs: Mapping[str, int], limits: Mapping[str, int], within: int | None, short: bool = False
    ) -> _Solution | None:
        """The best answer in whole tonnes: that of the linear programme, where it is whole already, else branch and bound.

        No plan in whole tonnes can cost less than the best in parts of tonnes, so a whole one of that cost is proven.
        """
        if (
            not short and not self.columns and not self.problem.settlements
        ):  # the solver proves nothing of nothing
            unmet = any(needs.get(n.id, n.tonnes) > 0 for n in self.problem.needs)
            return None if unmet else self._read([], needs, limits, short)
        attempts: list[Callable[[], _Solved | None]] = [
            lambda: self._solved(needs, limits, within, short, whole=False)
        ]
        if not short:  # what was solved before is near
            attempts.insert(0, lambda: self._near(needs, limits, within))
        for attempt in attempts:
            found = attempt()
            if found is None:
                return None
            if found.values is not None:
                with suppress(UnprovenError):  # rounded, it breaks a cap or a need: not whole after all
                    read = self._read(found.values, needs, limits, short)
                    if within is None or self._cost(read) <= within:
                        return read
        found = self._solved(needs, limits, within, short, whole=True)
        return None if found is None else self._read(found.values or [], needs, limits, short)

    @cached_property
    def _linear(self) -> _Linear:
        """The linear programme, kept from run to run: another need or limit is a few steps from the last answer."""
        import highspy

        h = _quiet_solver()
        h.setOptionValue("threads", 1)
        costs = [self._whole(kind.price) for kind, _ in self.columns]
        costs += [self._whole(way.price) for way in self.problem.settlements]
        weights = [1 + kind.rank for kind, _ in self.columns] + [
            1 + way.rank for way in self.problem.settlements
        ]
        most = [float(self._held.get(kind, highspy.kHighsInf)) for kind, _ in self.columns]
        most += [highspy.kHighsInf if w.tonnes is None else float(w.tonnes) for w in self.problem.settlements]
        for cost, bound in zip(costs, most, strict=True):
            h.addCol(cost, 0, bound, 0, [], [])
        for _ in self.choices:
            h.addCol(0, 0, 1, 0, [], [])
        most += [1.0] * len(self.choices)
        self._rows(h, {}, {}, len(costs))
        first = len({kind for kind, _ in self.columns if kind in self._held})
        return _Linear(h, costs, weights, most, first, first + len(self.problem.needs))

    def _near(
        self, needs: Mapping[str, int], limits: Mapping[str, int], within: int | None
    ) -> _Solved | None:
        """An answer of the linear programme, from the last one on; None where nothing is feasible."""
        import highspy

        linear, infinite = self._linear, highspy.kHighsInf
        h = linear.solver
        undo: list[tuple[int, float, float]] = []
        for n, need in enumerate(self.problem.needs):
            if needs.get(need.id, need.tonnes) != need.tonnes:
                h.changeRowBounds(linear.needs + n, needs[need.id], infinite)
                undo.append((linear.needs + n, need.tonnes, infinite))
        for n, limit in enumerate(self.problem.limits):
            if limits.get(limit.id, limit.tonnes) != limit.tonnes:
                h.changeRowBounds(linear.limits + n, -infinite, limits[limit.id])
                undo.append((linear.limits + n, -infinite, limit.tonnes))
        try:
            return self._best_of_face(linear) if within is not None else self._of(h, linear.costs)
        finally:
            for row, low, high in undo:
                h.changeRowBounds(row, low, high)

    def _best_of_face(self, linear: _Linear) -> _Solved | None:
        """Among the cheapest plans, the one of the lowest ranks: what costs more than the cheapest stays out.

        A column whose reduced cost is not nought is at its bound in every cheapest plan, and a row with a price is full.
        Whether the answer is one of them is checked by its cost, to the yen.
        """
        h = linear.solver
        if self._of(h, linear.costs) is None:
            return None
        found = h.getSolution()
        columns = [(i, d) for i, d in enumerate(found.col_dual) if abs(d) > 0.5]
        rows = [(i, d, found.row_value[i]) for i, d in enumerate(found.row_dual) if abs(d) > 0.5]
        lp = h.getLp()
        kept = [(i, lp.row_lower_[i], lp.row_upper_[i]) for i, _, _ in rows]
        for i, dual in columns:
            fixed = 0.0 if dual > 0 else linear.most[i]
            h.changeColBounds(i, fixed, fixed)
        for i, _, value in rows:
            h.changeRowBounds(i, round(value), round(value))
        for i, weight in enumerate(linear.weights):
            h.changeColCost(i, weight)
        try:
            return self._of(h, linear.weights) or _Solved(None)
        finally:
            for i, _ in columns:
                h.changeColBounds(i, 0, linear.most[i])
            for i, low, high in kept:
                h.changeRowBounds(i, low, high)
            for i, cost in enumerate(linear.costs):
                h.changeColCost(i, cost)

    @staticmethod
    def _of(h: highspy.Highs, costs: Sequence[int]) -> _Solved | None:
        import highspy

        h.run()
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            return _Solved(None)
        return _rounded(h.getSolution().col_value, costs)

    def _solved(
        self,
        needs: Mapping[str, int],
        limits: Mapping[str, int],
        within: int | None,
        short: bool,
        *,
        whole: bool,
    ) -> _Solved | None:
        """One run of the solver: None where nothing is feasible; no values where the answer is not in whole tonnes."""
        import highspy  # slow to import, and no other command needs it

        problem = self.problem
        h = _quiet_solver()
        h.setOptionValue("mip_rel_gap", 0.0)
        h.setOptionValue("mip_abs_gap", 0.5)  # prices are whole: less than one apart is equal
        h.setOptionValue("threads", 1)  # the same plan on every machine
        columns: list[tuple[int, int, float]] = []  # price, rank weight, upper bound
        for kind, _ in self.columns:
            columns.append((self._whole(kind.price), 1 + kind.rank, self._held.get(kind, highspy.kHighsInf)))
        for way in problem.settlements:
            most = highspy.kHighsInf if way.tonnes is None else way.tonnes
            columns.append((self._whole(way.price), 1 + way.rank, most))
        if short:
            columns = [(0, 0, most) for _, _, most in columns]
            columns += [(1, 0, highspy.kHighsInf) for _ in problem.needs]
        costs = [price if within is None else weight for price, weight, _ in columns]
        for index, (cost, (_, _, most)) in enumerate(zip(costs, columns, strict=True)):
            h.addCol(cost, 0, most, 0, [], [])
            if whole:
                h.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        for index in range(len(columns), len(columns) + len(self.choices)):
            h.addCol(0, 0, 1, 0, [], [])
            if whole:
                h.changeColIntegrality(index, highspy.HighsVarType.kInteger)
        if self.choices:  # a millionth of a choice must not let a tonne through
            h.setOptionValue("mip_feasibility_tolerance", 1e-10)
        self._rows(h, needs, limits, len(columns), short=short)
        if within is not None:
            priced = [(i, p) for i, (p, _, _) in enumerate(columns) if p]
            most = within + (0.5 if whole else 0)
            h.addRow(-highspy.kHighsInf, most, len(priced), [i for i, _ in priced], [p for _, p in priced])
        h.run()
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None if whole or within is None else _Solved(None)
        if status != highspy.HighsModelStatus.kOptimal:
            if not whole:
                return _Solved(None)
            raise UnprovenError(h.modelStatusToString(status))
        exact = h.getSolution().col_value
        return _Solved([round(v) for v in exact[: len(columns)]]) if whole else _rounded(exact, costs)

    def _rows(
        self, h: highspy.Highs, needs: Mapping[str, int], limits: Mapping[str, int], choices: int, *, short: bool = False
    ) -> None:  # fmt: skip
        import highspy

        problem, ways = self.problem, len(self.columns)

        def row(least: float, most: float, indices: Sequence[int], times: Sequence[int] = ()) -> None:
            h.addRow(
                least, most, len(indices), list(indices), list(map(float, times)) or [1.0] * len(indices)
            )

        of_kind: dict[_Kind, list[int]] = {}
        for i, (kind, _) in enumerate(self.columns):
            of_kind.setdefault(kind, []).append(i)
        for kind, held in self._held.items():
            if kind in of_kind:
                row(-highspy.kHighsInf, held, of_kind[kind])
        for at, need in enumerate(problem.needs):
            serving = [i for i, (_, s) in enumerate(self.columns) if need.id in s]
            serving += [ways + i for i, s in enumerate(problem.settlements) if s.need == need.id]
            if short:
                serving.append(ways + len(problem.settlements) + at)
            row(needs.get(need.id, need.tonnes), highspy.kHighsInf, serving)
        for limit in problem.limits:
            counted = [(i, n) for i, (k, s) in enumerate(self.columns) if (n := k.counts(limit, s))]
            most = limits.get(limit.id, limit.tonnes)
            row(-highspy.kHighsInf, most, [i for i, _ in counted], [n for _, n in counted])
        chosen: dict[Act, list[tuple[int, Needs]]] = {}
        for i, (act, together) in enumerate(self.choices, choices):
            chosen.setdefault(act, []).append((i, together))
        alternatives: dict[str, list[int]] = {}
        for act, sets in chosen.items():
            alternatives.setdefault(act.notice or f" {act.id}", []).extend(i for i, _ in sets)
        for one_of in alternatives.values():
            row(-highspy.kHighsInf, 1, one_of)
        for kind, indices in of_kind.items():
            for part, most in kind.parts:
                row(-highspy.kHighsInf, most, [i for i in indices if self.columns[i][1] & part])
        for i, (kind, served) in enumerate(self.columns):
            if kind.act is not None:  # nothing for needs that are not chosen
                choice = [c for c, together in chosen[kind.act] if served <= together]
                row(-highspy.kHighsInf, 0, [i, *choice], [1, *(-self._at_most(kind) for _ in choice)])

    def _read(
        self, values: Sequence[int], needs: Mapping[str, int], limits: Mapping[str, int], short: bool
    ) -> _Solution:
        """The solver's answer in whole tonnes, checked once more without it."""
        tonnes = {c: v for c, v in zip(self.columns, values, strict=False) if v}
        settled = tuple(values[len(self.columns) :])
        cost = sum((k.price * t for (k, _), t in tonnes.items()), Decimal(0))
        cost += sum(
            (s.price * t for s, t in zip(self.problem.settlements, settled, strict=False)), Decimal(0)
        )
        found = _Solution(cost, tonnes, settled)
        self._check(found, needs, limits, short)
        return found

    def _check(
        self, found: _Solution, needs: Mapping[str, int], limits: Mapping[str, int], short: bool
    ) -> None:
        drawn: dict[_Kind, int] = {}
        covered: dict[str, int] = {}
        for (kind, served), t in found.tonnes.items():
            drawn[kind] = drawn.get(kind, 0) + t
            for need in served:
                covered[need] = covered.get(need, 0) + t
        ways = [s.need for s in self.problem.settlements] + (
            [n.id for n in self.problem.needs] if short else []
        )
        for name, t in zip(ways, found.settled, strict=True):
            covered[name] = covered.get(name, 0) + t
        kept = (
            all(drawn.get(k, 0) <= held for k, held in self._held.items())
            and all(covered.get(n.id, 0) >= needs.get(n.id, n.tonnes) for n in self.problem.needs)
            and all(found.counted(x) <= limits.get(x.id, x.tonnes) for x in self.problem.limits)
            and all(found.goes_together(act) for act in self.problem.acts)
            and found.drawn_once()
            and found.within_parts()
        )
        if not kept:
            raise UnprovenError("the solver's answer does not hold in whole tonnes")


def _quiet_solver() -> highspy.Highs:
    """A solver that prints nothing: made in the usual way, it writes its banner where the report is written."""
    import highspy

    class Quiet(highspy.Highs):
        def __init__(self) -> None:
            super(highspy.Highs, self).__init__()
            self.setOptionValue("output_flag", False)

    return Quiet()


def _spread(
    problem: Problem, classes: Mapping[_Kind, Sequence[Supply]], tonnes: Mapping[tuple[_Kind, Needs], int]
) -> tuple[tuple[Draw, ...], dict[str, int]]:
    """Tonnes of kinds back on their supplies, in order: all but the last of each kind are drawn whole."""
    draws: dict[str, list[Draw]] = {}
    drawn: dict[str, int] = {}
    for kind, members in classes.items():
        queue = iter(members)
        supply = next(queue)
        for needs in _parts(kind.serves):
            rest = tonnes.get((kind, needs), 0)
            while rest:
                at = drawn.get(supply.id, 0)
                room = rest if supply.tonnes is None else supply.tonnes - at
                if not room:
                    supply = next(queue)
                    continue
                part = min(rest, room)
                draws.setdefault(supply.id, []).append(Draw(supply.id, needs, at, part))
                drawn[supply.id] = at + part
                rest -= part
    ordered = tuple(d for s in problem.supplies for d in draws.get(s.id, ()))
    left = {s.id: s.tonnes - drawn.get(s.id, 0) for s in problem.supplies if s.tonnes is not None}
    return ordered, left
