"""The plan of least cost beside a greedy one and beside the same model in PuLP and CBC, block by block.

10,000 blocks and six uses: twice, with few prices (blocks of a kind are one variable of ours) and with a price for every
block (nothing to draw together). Ours is the whole answer of `plan`: the optimum, ties broken, what one tonne more of each
use costs, and what each cap reached costs; theirs is the optimum alone. Equal costs are asserted before a ratio is said.
"""

from __future__ import annotations

import random
import time
from decimal import Decimal

from benchmarks.common import Figures, Options
from offsetcheck.planning.allocation import Allocation, Limit, Need, Problem, Settlement, Supply, plan

BLOCKS = 10_000
NEEDS = ("gx-2026", "gx-2025", "shk-2026", "offset-hq", "offset-plant", "cdp")
#: What one tonne may serve at once, where its block may serve both.
TOGETHER = ("shk-2026", "cdp")


def problem(blocks: int, prices: int, seed: int = 5) -> Problem:
    """Blocks that may serve some of the uses, with so many different prices; caps, and other means at a price."""
    source = random.Random(seed)
    steps = [Decimal(source.randrange(8_000, 100_000)) / 10 for _ in range(prices)]
    serving = [
        frozenset(n for n in NEEDS if source.random() < share)
        for share in (0.9, 0.6, 0.4, 0.3)
        for _ in range(3)
    ]
    supplies = []
    for n in range(blocks):
        may = serving[source.randrange(len(serving))]
        sets = {frozenset({need}) for need in may}
        if may >= set(TOGETHER):
            sets.add(frozenset(TOGETHER))
        supplies.append(Supply(f"b{n}", source.randrange(1, 500), steps[n % prices], frozenset(sets)))
    unit = blocks * 250
    needs = tuple(
        Need(n, int(unit * share)) for n, share in zip(NEEDS, (0.3, 0.1, 0.15, 0.05, 0.05, 0.12), strict=True)
    )
    caps = (
        Limit("cap-2026", {"gx-2026": None}, unit // 5),
        Limit("cap-class-b", {"gx-2025": frozenset(s.id for s in supplies[::7])}, unit // 50),
        Limit("cap-shk", {"shk-2026": None}, unit // 8),
    )
    ways = tuple(
        Settlement(f"way-{n}", n, Decimal(p))
        for n, p in zip(NEEDS, (3400, 4730, 5200, 9800, 9900, 6000), strict=True)
    )
    return Problem(tuple(supplies), needs, caps, ways)


def greedy(made: Problem) -> Decimal:
    """The cost of what a careful person does: the dearest use first, and for each the cheapest units that may serve it."""
    left = {s.id: s.tonnes or 0 for s in made.supplies}
    room = {x.id: x.tonnes for x in made.limits}
    lacking = {n.id: n.tonnes for n in made.needs}
    ways = {w.need: w for w in made.settlements}
    cost = Decimal(0)
    cheapest = sorted(made.supplies, key=lambda s: (s.price, s.id))
    for need in sorted(lacking, key=lambda n: -ways[n].price):
        for supply in cheapest:
            if not lacking[need] or supply.price > ways[need].price:
                break
            fitting = [s for s in supply.serves if need in s and all(lacking[n] for n in s)]
            if not fitting:
                continue
            served = max(fitting, key=len)  # a tonne that serves two uses at once costs once
            limits = [x for x in made.limits if x.counts(supply.id, served)]
            t = min(left[supply.id], *(lacking[n] for n in served), *(room[x.id] for x in limits))
            left[supply.id] -= t
            for n in served:
                lacking[n] -= t
            for limit in limits:
                room[limit.id] -= t
            cost += supply.price * t
    return cost + sum((ways[n].price * t for n, t in lacking.items()), Decimal(0))


def in_pulp(made: Problem) -> tuple[Decimal, float, float]:
    """The cost by PuLP and CBC, a variable for every block and set of uses; seconds to build it and to solve it."""
    import pulp

    start = time.perf_counter()
    model = pulp.LpProblem("plan", pulp.LpMinimize)
    columns = [(s, served) for s in made.supplies for served in sorted(s.serves, key=sorted)]
    drawn = [pulp.LpVariable(f"x{n}", 0, s.tonnes, pulp.LpInteger) for n, (s, _) in enumerate(columns)]
    paid = [pulp.LpVariable(f"w{n}", 0, None, pulp.LpInteger) for n, _ in enumerate(made.settlements)]
    model += pulp.lpSum(
        [float(s.price) * x for (s, _), x in zip(columns, drawn, strict=True)]
        + [float(w.price) * y for w, y in zip(made.settlements, paid, strict=True)]
    )
    of_supply: dict[str, list[pulp.LpVariable]] = {}
    of_need: dict[str, list[pulp.LpVariable]] = {n.id: [] for n in made.needs}
    for (supply, served), x in zip(columns, drawn, strict=True):
        of_supply.setdefault(supply.id, []).append(x)
        for need in served:
            of_need[need].append(x)
    for way, y in zip(made.settlements, paid, strict=True):
        of_need[way.need].append(y)
    for supply in made.supplies:
        model += pulp.lpSum(of_supply.get(supply.id, [])) <= supply.tonnes
    for need in made.needs:
        model += pulp.lpSum(of_need[need.id]) >= need.tonnes
    for limit in made.limits:
        counted = [x for (s, served), x in zip(columns, drawn, strict=True) if limit.counts(s.id, served)]
        model += pulp.lpSum(counted) <= limit.tonnes
    built = time.perf_counter()
    model.solve(pulp.PULP_CBC_CMD(msg=False, threads=1, gapRel=0, gapAbs=0.01, timeLimit=600))
    solved = time.perf_counter()
    if pulp.LpStatus[model.status] != "Optimal":
        raise RuntimeError(f"CBC ended with {pulp.LpStatus[model.status]}")
    cost = sum((s.price * round(x.value()) for (s, _), x in zip(columns, drawn, strict=True)), Decimal(0))
    cost += sum((w.price * round(y.value()) for w, y in zip(made.settlements, paid, strict=True)), Decimal(0))
    return cost, built - start, solved - built


def measure(options: Options) -> list[Figures]:
    blocks = max(100, BLOCKS * options.rows // 1_000_000)
    found = []
    for name, prices in (("few prices", 40), ("a price for every block", blocks)):
        made = problem(blocks, prices)
        start = time.perf_counter()
        best = plan(made)
        ours = time.perf_counter() - start
        if not isinstance(best, Allocation):
            raise RuntimeError("no plan covers the uses")
        start = time.perf_counter()
        careful = greedy(made)
        quick = time.perf_counter() - start
        cost, built, solved = in_pulp(made)
        if cost != best.cost:
            raise AssertionError(f"CBC finds {cost}, HiGHS {best.cost}")
        if careful < best.cost:
            raise AssertionError(f"greedy finds {careful}, less than {best.cost}")
        values = {
            "blocks": blocks, "uses": len(NEEDS), "prices": prices, "cost_jpy": str(best.cost),
            "greedy_cost_ratio": round(float(careful / best.cost), 4), "pulp_cost_ratio": 1.0,
            "ours_s": round(ours, 3), "greedy_s": round(quick, 3), "pulp_build_s": round(built, 3),
            "pulp_solve_s": round(solved, 3), "pulp_time_ratio": round((built + solved) / ours, 2),
            "greedy_time_ratio": round(quick / ours, 3),
        }  # fmt: skip
        line = (
            f"plan, {blocks:,} blocks x {len(NEEDS)} uses, {name}: {ours:.2f} s; greedy costs {values['greedy_cost_ratio']}x"
            f" in {quick:.2f} s; PuLP and CBC cost 1x in {built + solved:.2f} s ({values['pulp_time_ratio']}x ours)"
        )
        found.append(Figures(f"plan, {name}", line, values))
    return found
