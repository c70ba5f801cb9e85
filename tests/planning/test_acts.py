"""One retirement already made serves side by side only needs that the rules let stand together."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.planning.allocation import Allocation
from offsetcheck.planning.planner import Scenario
from tests.planning.portfolio import Data, carried_out, need, plan_of, portfolio, said

#: Whole holdings, many times over: for `make test`.
pytestmark = pytest.mark.slow

AS_OF = date(2027, 6, 1)
IN_TIME = {"applied_on": "2027-05-10", "completed_on": "2027-05-20", "observed_on": "2027-05-21"}
SHK = {"shk_class": "credit", "in_reporting_boundary": True}


def retired(purpose: str, *others: str, **parts: Any) -> Data:
    """Holdings of a retirement of 2,500 t for a purpose, and of blocks."""
    data = portfolio("C7", *others, filings=[], **parts)
    data["retirements"][0].update(purpose=purpose, **(IN_TIME if purpose == "shk" else {}))
    return data


def split(data: Data) -> Data:
    """The same retirement, of two blocks of the same project."""
    (block,) = data["credits"]
    (act,) = data["retirements"]
    one = {"serials": {"first": "JCL-0000-353001", "last": "JCL-0000-354000"}, "quantity_t": 1000}
    two = {"serials": {"first": "JCL-0000-354001", "last": "JCL-0000-355500"}, "quantity_t": 1500}
    data["credits"] = [{**block, **one}, {**block, **two, "id": "C9"}]
    act["blocks"] = [{"credit": "C7", **one}, {"credit": "C9", **two}]
    return data


@pytest.mark.parametrize(
    ("purpose", "parts", "apart"),
    [("offset", {}, {"boundary": "plant"}), ("shk", SHK, {"boundary": "plant"})],
)
def test_tonnes_of_one_retirement_are_not_planned_for_two_boundaries(tmp_path, purpose, parts, apart):
    def answer(**other: Any) -> str:
        wanted = [
            need("a", purpose, 1000, **{"boundary": "hq", **parts}),
            need("b", purpose, 1000, **{"boundary": "hq", **parts, **other}),
        ]
        return said(plan_of(tmp_path, retired(purpose), wanted, AS_OF))

    assert answer() == "met"
    assert answer(**apart) == "not met"


def test_blocks_of_one_retirement_are_no_more_apart_than_tonnes_of_one_block(tmp_path):
    def answer(boundary: str) -> str:
        wanted = [need("a", "offset", 1000, boundary="hq"), need("b", "offset", 1000, boundary=boundary)]
        return said(plan_of(tmp_path, split(retired("offset")), wanted, AS_OF))

    assert answer("hq") == "met"
    assert answer("plant") == "not met"


def test_what_is_not_known_of_two_uses_of_one_retirement_leaves_the_needs_undecided(tmp_path):
    """GX-ETS and SHK from one notice: each passes alone, and together it is not known."""
    gx, shk = need("gx", "gx-ets", 1000), need("shk", "shk", 1000, boundary="company", **SHK)
    held = retired("shk")
    assert [said(plan_of(tmp_path, held, wanted, AS_OF)) for wanted in ([gx], [shk])] == ["met", "met"]
    assert said(plan_of(tmp_path, held, [gx, shk], AS_OF)) == "undecided"


def test_what_a_retirement_may_not_serve_as_well_comes_from_blocks_still_held(tmp_path):
    held = retired("offset", "C1")
    wanted = [need("a", "offset", 1000, boundary="hq"), need("b", "offset", 1500, boundary="plant")]
    made = plan_of(tmp_path, held, wanted, AS_OF).scenarios[Scenario.BEST]
    assert isinstance(made, Allocation)
    # the larger need is served from what is retired, at no cost
    assert {(d.supply, *d.needs, d.tonnes) for d in made.draws} == {("R1.C7", "b", 1500), ("C1", "a", 1000)}
    assert set(carried_out(held, wanted, made, AS_OF).values()) == {Verdict.PASS}


def drawn(draw: random.Random) -> tuple[Data, list[Data]]:
    """A retirement for some purpose, blocks still held, and two to four needs of some scopes."""
    held = retired(
        draw.choice(("gx-ets", "shk", "offset")), *draw.sample(("C1", "C2", "C4"), draw.randint(0, 2))
    )
    kinds = [
        need("gx", "gx-ets", draw.choice((400, 1500))),
        need("plant", "gx-ets", draw.choice((300, 900)), boundary="plant"),
        need("later", "gx-ets", 600, period="FY2027"),
        need("shk", "shk", draw.choice((500, 2000)), boundary="company", **SHK),
        need("shk-hq", "shk", 700, boundary="hq", **SHK),
        need("hq", "offset", draw.choice((300, 1200)), boundary="hq"),
        need("site", "offset", 500, boundary="site"),
        need("hq-more", "offset", 200, boundary="hq"),
    ]
    wanted = draw.sample(kinds, draw.randint(2, 4))
    return (split(held) if len(held["credits"]) == 1 and draw.random() < 0.5 else held), wanted


@pytest.mark.parametrize("start", [0, 12])
def test_each_use_passes_where_a_plan_is_carried_out(tmp_path: Path, start: int) -> None:
    met = 0
    for seed in range(start, start + 12):
        held, wanted = drawn(random.Random(seed))
        made = plan_of(tmp_path, held, wanted, AS_OF).scenarios[Scenario.BEST]
        if isinstance(made, Allocation):
            met += 1
            verdicts = carried_out(held, wanted, made, AS_OF)
            assert set(verdicts.values()) == {Verdict.PASS}, (seed, verdicts)
    assert met >= 3
