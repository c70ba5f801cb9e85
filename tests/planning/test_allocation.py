"""The plan of least cost, against every other plan there is."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offsetcheck.planning.allocation import (
    Act,
    Allocation,
    Binding,
    Draw,
    Limit,
    Need,
    Problem,
    Settlement,
    Shortage,
    Supply,
    plan,
)


def serves(*sets: str) -> frozenset[frozenset[str]]:
    """Sets of needs, each written as its letters."""
    return frozenset(frozenset(s) for s in sets)


def cheapest(problem: Problem) -> Decimal | None:
    """The least cost by trying every plan."""
    columns: list[tuple[str, frozenset[str], Decimal]] = []
    for supply in problem.supplies:
        parts = {frozenset(p) for s in supply.serves for p in (s, *({n} for n in s))}
        columns += [(supply.id, part, supply.price) for part in parts]
    most = sum(n.tonnes for n in problem.needs)
    ranges = [range(most + 1)] * (len(columns) + len(problem.settlements))
    best: Decimal | None = None
    for values in product(*ranges):
        units, ways = values[: len(columns)], values[len(columns) :]
        if any(w > s.tonnes for w, s in zip(ways, problem.settlements, strict=True) if s.tonnes is not None):
            continue
        rows = [(c, t) for c, t in zip(columns, units, strict=True) if t]
        if any(
            sum(t for (i, _, _), t in rows if i == s.id) > s.tonnes
            for s in problem.supplies
            if s.tonnes is not None
        ):
            continue
        if any(
            sum(
                t
                for (i, n, _), t in rows
                for need, of in x.counted.items()
                if need in n and (of is None or i in of)
            )
            > x.tonnes
            for x in problem.limits
        ):
            continue
        by = {s.id: s.act for s in problem.supplies}
        served = {a.id: {n for (i, p, _), _ in rows if by[i] == a.id for n in p} for a in problem.acts}
        if any(all(served[a.id] - chosen for chosen in a.together) for a in problem.acts):
            continue
        notices = [a.notice for a in problem.acts if a.notice and served[a.id]]
        if len(notices) > len(set(notices)):
            continue
        if any(
            sum(t for (i, n, _), t in rows if i == s.id and n & part) > most
            for s in problem.supplies
            for part, most in s.parts
        ):
            continue
        met = all(
            sum(t for (_, n, _), t in rows if need.id in n)
            + sum(w for w, s in zip(ways, problem.settlements, strict=True) if s.need == need.id)
            >= need.tonnes
            for need in problem.needs
        )
        if met:
            cost = sum((p * t for (_, _, p), t in rows), Decimal(0))
            cost += sum((s.price * w for w, s in zip(ways, problem.settlements, strict=True)), Decimal(0))
            best = cost if best is None else min(best, cost)
    return best


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small instances: two needs, up to two blocks, some of an act that serves one need alone, caps, a settlement."""
    price = st.integers(0, 400).map(lambda n: Decimal(n) / 4)
    supplies = tuple(
        Supply(
            f"s{i}",
            draw(st.integers(0, 3)),
            draw(price),
            draw(st.sampled_from([serves("a"), serves("b"), serves("ab"), serves("a", "b")])),
            act=draw(st.sampled_from([None, "r0", "r1"])),
            parts=draw(st.sampled_from([(), ((frozenset("a"), 1),), ((frozenset("ab"), 2),)])),
        )
        for i in range(draw(st.integers(1, 2)))
    )
    needs = (Need("a", draw(st.integers(0, 3))), Need("b", draw(st.integers(0, 2))))
    limits = tuple(
        Limit(
            f"l{i}",
            {
                n: draw(st.sampled_from([None, frozenset({"s0"})]))
                for n in draw(st.sampled_from(["a", "b", "ab"]))
            },
            draw(st.integers(0, 3)),
        )
        for i in range(draw(st.integers(0, 2)))
    )
    ways = tuple(
        Settlement(f"w{i}", n, draw(price), draw(st.none() | st.integers(0, 2)))
        for i, n in enumerate(draw(st.sampled_from(["", "a", "b"])))
    )
    notice = draw(st.sampled_from([None, "n"]))
    acts = tuple(
        Act(name, tuple(serves("a", "b")), notice)
        for name in draw(st.sampled_from([(), ("r0",), ("r0", "r1")]))
    )
    return Problem(supplies, needs, limits, ways, acts)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(problems())
def test_no_plan_costs_less_than_the_one_found(problem: Problem) -> None:
    best = cheapest(problem)
    found = plan(problem)
    if best is None:
        assert isinstance(found, Shortage)
        assert sum(found.lacking.values()) > 0
    else:
        assert isinstance(found, Allocation)
        assert found.cost == best


GX = Need("gx", 27_000)
GX_LIMIT = Limit("cap", {"gx": None}, 25_000)
CHARGE = Settlement("charge", "gx", Decimal("4730"))


def test_units_are_used_up_to_the_cap_and_the_rest_is_charged() -> None:
    supply = Supply("C1", 30_000, Decimal("1500"), serves_of("gx"))
    found = plan(Problem((supply,), (GX,), (GX_LIMIT,), (CHARGE,)))
    assert isinstance(found, Allocation)
    assert found.draws == (Draw("C1", frozenset({"gx"}), 0, 25_000),)
    assert found.settled == (("charge", 2_000),)
    assert found.cost == 25_000 * 1500 + 2_000 * 4730
    assert found.bindings == (Binding("cap", 25_000, Decimal("3230")),)
    assert found.left == {"C1": 5_000}
    assert found.next_tonne == {"gx": Decimal("4730")}


def serves_of(*needs: str) -> frozenset[frozenset[str]]:
    """One set of needs by their whole names."""
    return frozenset({frozenset(needs)})


def test_what_is_retired_already_goes_first_at_equal_cost() -> None:
    held = Supply("held", 10, Decimal(0), serves("a"), rank=1)
    retired = Supply("retired", 10, Decimal(0), serves("a"), rank=0)
    found = plan(Problem((held, retired), (Need("a", 10),)))
    assert isinstance(found, Allocation)
    assert [d.supply for d in found.draws] == ["retired"]


def test_a_tonne_that_may_serve_two_needs_is_drawn_once() -> None:
    found = plan(Problem((Supply("C1", 10, Decimal(100), serves("ab")),), (Need("a", 10), Need("b", 10))))
    assert isinstance(found, Allocation)
    assert found.draws == (Draw("C1", frozenset("ab"), 0, 10),)
    assert found.cost == 1000


def test_blocks_of_one_kind_are_drawn_in_order_and_split_once() -> None:
    blocks = tuple(Supply(f"C{i}", 4, Decimal(1), serves("a", "b")) for i in range(3))
    found = plan(Problem(blocks, (Need("a", 5), Need("b", 5))))
    assert isinstance(found, Allocation)
    assert [(d.supply, "".join(d.needs), d.offset, d.tonnes) for d in found.draws] == [
        ("C0", "a", 0, 4),
        ("C1", "a", 0, 1),
        ("C1", "b", 1, 3),
        ("C2", "b", 0, 2),
    ]
    assert found.left == {"C0": 0, "C1": 0, "C2": 2}


ONE_OF = Act("r", tuple(serves("a", "b")))


@pytest.mark.parametrize(
    ("acts", "lacking"), [((), {}), ((ONE_OF,), {"b": 4}), ((Act("r", tuple(serves("ab"))),), {})]
)
def test_an_act_serves_together_only_needs_that_go_together(
    acts: tuple[Act, ...], lacking: dict[str, int]
) -> None:
    supplies = (
        Supply("r.C1", 6, Decimal(0), serves("a", "b"), act="r"),
        Supply("r.C2", 4, Decimal(0), serves("a", "b"), act="r"),
    )
    found = plan(Problem(supplies, (Need("a", 6), Need("b", 4)), acts=acts))
    assert (found.lacking if isinstance(found, Shortage) else {}) == lacking


def test_of_acts_on_one_notice_one_is_drawn_on() -> None:
    supplies = tuple(Supply(f"{r}.C1", 6, Decimal(0), serves("a", "b"), act=r) for r in ("r", "s"))
    acts = tuple(Act(r, tuple(serves("ab")), "N-1") for r in ("r", "s"))
    found = plan(Problem(supplies, (Need("a", 5), Need("b", 4)), acts=acts))
    assert isinstance(found, Shortage)
    assert sum(found.lacking.values()) == 3
    assert isinstance(plan(Problem(supplies, (Need("a", 4), Need("b", 2)), acts=acts)), Allocation)


def test_no_more_of_a_supply_is_drawn_for_some_needs_than_may_serve_them() -> None:
    supply = Supply("r.C1", 10, Decimal(0), serves("ab"), act="r", parts=((frozenset("b"), 3),))
    assert isinstance(plan(Problem((supply,), (Need("a", 10), Need("b", 3)))), Allocation)
    found = plan(Problem((supply, replace(supply, id="s.C1")), (Need("a", 10), Need("b", 8))))
    assert isinstance(found, Shortage)
    assert found.lacking == {"b": 2}


def test_what_an_act_may_not_serve_beside_other_needs_is_bought() -> None:
    """Whichever need the act serves, the other is met with dear units alone."""
    supplies = (
        Supply("r.C1", 20, Decimal(0), serves("a", "b"), act="r"),
        Supply("C2", 20, Decimal(7), serves("a", "b")),
    )
    needs = (Need("a", 12), Need("b", 10))
    free = plan(Problem(supplies, needs))
    assert isinstance(free, Allocation)
    assert free.cost == 14
    found = plan(Problem(supplies, needs, acts=(ONE_OF,)))
    assert isinstance(found, Allocation)
    assert found.cost == 70
    assert found.next_tonne == {"a": Decimal(0), "b": Decimal(7)}


def test_an_act_of_many_tonnes_lets_none_through_for_what_is_not_chosen() -> None:
    held = Supply("r.C1", 30_000_000, Decimal(0), serves("a", "b"), act="r")
    dear = Supply("C2", 30_000_000, Decimal(9), serves("a", "b"))
    found = plan(Problem((held, dear), (Need("a", 20_000_000), Need("b", 1)), acts=(ONE_OF,)))
    assert isinstance(found, Allocation)
    assert [(d.supply, d.needs, d.tonnes) for d in found.draws] == [
        ("r.C1", frozenset("a"), 20_000_000), ("C2", frozenset("b"), 1),
    ]  # fmt: skip


def test_one_limit_holds_for_all_needs_it_counts() -> None:
    supply = Supply("C1", 30, Decimal(1), serves("a", "b", "c"))
    needs = (Need("a", 6), Need("b", 6), Need("c", 6))
    limit = Limit("cap", {"a": None, "b": frozenset({"C1"})}, 10)
    found = plan(Problem((supply,), needs, (limit,)))
    assert isinstance(found, Shortage)
    assert sum(found.lacking.values()) == 2
    assert "c" not in found.lacking
    assert list(found.room.values()) == [0]


def test_a_tonne_counts_under_a_limit_once_for_each_of_its_needs() -> None:
    needs = (Need("a", 5), Need("b", 5))
    supply = Supply("C1", 10, Decimal(1), serves("ab"))
    found = plan(Problem((supply,), needs, (Limit("cap", dict.fromkeys("ab"), 8),)))
    assert isinstance(found, Shortage)
    assert sum(found.lacking.values()) == 2
    assert isinstance(plan(Problem((supply,), needs, (Limit("cap", {"a": None}, 8),))), Allocation)


def test_a_shortage_names_the_need_and_the_fewest_tonnes() -> None:
    found = plan(Problem((Supply("C1", 3, Decimal(1), serves("a")),), (Need("a", 5), Need("b", 1))))
    assert found == Shortage({"a": 2, "b": 1}, Decimal(3))


def test_prices_beyond_what_can_be_proved_are_refused() -> None:
    with pytest.raises(OverflowError, match="exactly"):
        plan(Problem((Supply("C1", 10**15, Decimal("0.01"), serves("a")),), (Need("a", 10**14),)))


def test_solving_writes_nothing_on_the_output() -> None:
    """The library greets from C when it is first used, past Python: a plan printed as JSON would begin with its name."""
    code = (
        "from decimal import Decimal\n"
        "from offsetcheck.planning.allocation import Need, Problem, Supply, plan\n"
        "supply = Supply('a', 5, Decimal(1), frozenset({frozenset('N')}))\n"
        "assert plan(Problem((supply,), (Need('N', 3),), (), ())).cost == 3\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_where_there_is_nothing_to_meet_a_need_with_all_of_it_is_lacking() -> None:
    unfit = Supply("C1", 9, Decimal(1), frozenset())
    for supplies in ((), (unfit,)):
        assert plan(Problem(supplies, (Need("a", 5), Need("b", 0)))) == Shortage({"a": 5})
        assert plan(Problem(supplies, (Need("a", 0),))).cost == 0
