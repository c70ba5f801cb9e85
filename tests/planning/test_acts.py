"""One retirement already made serves side by side only needs that the rules let stand together."""

from __future__ import annotations

import copy
import json
import random
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document
from offsetcheck.facts.models import Claim, Purpose, ShkClass
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.planning.acts import Acts
from offsetcheck.planning.allocation import Allocation, Draw
from offsetcheck.planning.eligibility import Question, eligibility
from offsetcheck.planning.planner import Scenario
from offsetcheck.planning.settled import about_lists
from tests.planning.portfolio import Data, carried_out, engine, fixture, need, plan_of, portfolio, said

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


# -- an act stands beside the holder's other acts ------------------------------------------------------------------------


def act(name: str, notice: str | None, first: int | None, t: int, **parts: Any) -> Data:
    """A retirement of tonnes of the block for an offset."""
    (like,) = copy.deepcopy(fixture()["retirements"])
    block: Data = {"credit": "C7", "quantity_t": t}
    if first is not None:
        block["serials"] = {"first": f"JCL-0000-{first}", "last": f"JCL-0000-{first + t - 1}"}
    like.update(id=name, notice=notice, purpose="offset", total_t=t, blocks=[block], **parts)
    return {k: v for k, v in like.items() if v is not None}


def used(name: str, of: str, t: int, purpose: str = "offset", **parts: Any) -> Data:
    """A use of a retirement for the head office."""
    scope = {"entity": "us", "boundary": "hq", "period": "FY2026"}
    return {"id": name, "retirement": of, "credit": "C7", "purpose": purpose, "t": t, "status": "retired",
            "scope": scope, **parts}  # fmt: skip


def of_acts(*acts: Data, **parts: Any) -> Data:
    """Holdings of some acts on one block, which has no serials where those of an act are not at hand."""
    held = portfolio("C7", retirements=list(acts), filings=[], **parts)
    if any(a.get("serials_listed") is False for a in acts):
        del held["credits"][0]["serials"]
    return held


def planned(held: Data) -> Claim:
    """The holdings as they are read."""
    data = copy.deepcopy(held)
    header = data.pop("holdings")
    data["claim"] = {
        "id": "acts", "stage": "planned", "organisation": header["holder"], "publish_by": AS_OF.isoformat(),
        "complete_lists": "all",
    }  # fmt: skip
    return claim_of(parse_document(json.dumps(data, ensure_ascii=False).encode(), "acts.json"))


def judged(held: Data, wanted: str = "R1.C7") -> Verdict:
    """Whether what an act has left may be used for an offset of the head office, as `eligible` says."""
    question = Question(Purpose.OFFSET, FiscalYear(2026), boundary="hq")
    answers = eligibility(engine(), planned(held), [question], Settings(AS_OF)).answers
    return next(a.verdict for a in answers if a.item == wanted)


R1, R2 = act("R1", "N-1", 353001, 1200), act("R2", "N-2", 354201, 1300)
TO_HQ = [used("U0", "R2", 1000)]


def total(name: str, notice: str | None, t: int = 1300, **parts: Any) -> Data:
    """A retirement of which no serials are at hand."""
    return act(name, notice, None, t, designation="total", serials_listed=False, **parts)


T1 = total("R1", "N-1", 1200)


@pytest.mark.parametrize(
    ("acts", "parts", "verdict"),
    [
        ([R1, R2], {}, Verdict.PASS),
        ([R1, R2], {"uses": TO_HQ}, Verdict.PASS),
        # overlapping serials: whether the other is used or not
        ([R1, act("R2", "N-2", 353001, 1300)], {}, Verdict.FAIL),
        ([R1, act("R2", "N-2", 353001, 1300)], {"uses": TO_HQ}, Verdict.FAIL),
        ([R1, act("R2", "N-2", None, 1300)], {"uses": TO_HQ}, Verdict.UNKNOWN),
        # on one notice: serials tell entries apart
        ([R1, act("R2", "N-1", 354201, 1300)], {"uses": TO_HQ}, Verdict.PASS),
        ([R1, act("R2", "N-1", 353001, 1300)], {"uses": TO_HQ}, Verdict.FAIL),
        ([R1, act("R2", "N-1", None, 1300)], {"uses": TO_HQ}, Verdict.UNKNOWN),
        # without serials the notice does: whether the other entry is used, or tells of another act
        ([T1, total("R2", "N-2")], {"uses": TO_HQ}, Verdict.PASS),
        ([T1, total("R2", "N-1")], {}, Verdict.PASS),
        ([T1, total("R2", "N-1", completed_on="2026-10-20")], {}, Verdict.FAIL),
        ([T1, total("R2", "N-1")], {"uses": TO_HQ}, Verdict.FAIL),
        ([T1, total("R2", "N 1")], {"uses": TO_HQ}, Verdict.FAIL),
        ([T1, total("R2", "無効化通知書 N-1")], {"uses": TO_HQ}, Verdict.UNKNOWN),
        ([T1, total("R2", None)], {"uses": TO_HQ}, Verdict.UNKNOWN),
        ([{**T1, "notice": None}, total("R2", "N-2")], {"uses": TO_HQ}, Verdict.UNKNOWN),
        # together they take more than there is
        ([R1, act("R2", "N-2", 354201, 1400)], {}, Verdict.FAIL),
        ([R1, {**R2, "blocks": [{**R2["blocks"][0], "quantity_t": None}]}], {}, Verdict.UNKNOWN),
        ([R1, {**R2, "blocks": [{"quantity_t": 1300}]}], {}, Verdict.UNKNOWN),
    ],
)  # fmt: skip
def test_an_act_is_judged_beside_the_others_as_a_claim_of_all_is(acts, parts, verdict, tmp_path):
    held = of_acts(*acts, **parts)
    assert judged(held) is verdict
    wanted = [need("a", "offset", 1000, boundary="hq")]
    made = Allocation((Draw("R1.C7", frozenset({"a"}), 0, 1000),), (), Decimal(0), {}, (), {})
    assert carried_out(held, wanted, made, AS_OF) == {"use-0-a": verdict}


def test_one_notice_entered_twice_serves_from_one_entry_only(tmp_path):
    held = of_acts(T1, total("R2", "N-1"))
    assert [judged(held, f"{name}.C7") for name in ("R1", "R2")] == [Verdict.PASS, Verdict.PASS]

    def answer(*tonnes: int, boundaries: tuple[str, ...] = ("hq", "hq")) -> str:
        wanted = [need(b, "offset", t, boundary=b) for t, b in zip(tonnes, boundaries, strict=False)]
        return said(plan_of(tmp_path, held, wanted, AS_OF))

    assert answer(1300) == "met"
    assert answer(1301) == "not met"
    assert answer(600, 600, boundaries=("hq", "plant")) == "not met"
    wanted = [need(b, "offset", 600, boundary=b) for b in ("hq", "plant")]
    for other in (total("R2", "N-2"), act("R2", "N-1", 354201, 1300)):
        first = T1 if other.get("serials_listed") is False else R1
        assert said(plan_of(tmp_path, of_acts(first, other), wanted, AS_OF)) == "met"


def test_a_block_held_that_nobody_uses_takes_nothing_from_an_act_on_the_same_units():
    """Neither where the act is of one block, nor where it is of several."""
    again = {**copy.deepcopy(next(c for c in fixture()["credits"] if c["id"] == "C7")), "id": "C9"}
    held = of_acts(act("R1", "N-1", 353001, 2500))
    held["credits"].append(again)
    assert judged(held) is Verdict.PASS
    assert judged(held, "C9") is Verdict.FAIL
    held["uses"] = [{**used("U0", "", 100), "credit": "C9", "status": "held"}]
    del held["uses"][0]["retirement"]
    assert judged(held) is Verdict.FAIL


@pytest.mark.parametrize("start", [0, 8])
def test_an_act_gets_beside_few_the_verdict_it_gets_beside_all(start, monkeypatch):
    for seed in range(start, start + 8):
        draw = random.Random(seed)
        acts = []
        for n in range(draw.randint(2, 5)):
            notice = draw.choice([f"M-{n}", f"M-{n}", "N-1", "N 1", "x N-1", None])
            first = draw.choice([353001 + 400 * n, 353001 + 400 * n, 353201, None])
            made = total if draw.random() < 0.3 else partial(act, first=first)
            acts.append(made(f"R{n + 1}", notice, t=draw.choice((300, 400, 700))))
        of = [draw.choice(acts)["id"] for _ in range(draw.randint(0, 2))]
        purposes = ("offset", "cdp")
        held = of_acts(*acts, uses=[used(f"U{n}", r, 100, draw.choice(purposes)) for n, r in enumerate(of)])
        names = [f"{a['id']}.C7" for a in acts]
        few = [judged(held, name) for name in names]
        with monkeypatch.context() as patched:
            patched.setattr(Acts, "beside", lambda self, name: [a for a in self.acts if a != name])
            assert few == [judged(held, name) for name in names], seed


def test_the_acts_that_one_is_judged_beside_stay_few():
    """However many there are on a block, and whichever are on one notice or on none."""
    many = [act(f"R{n}", f"M-{n}", 400001 + 10 * n, 10) for n in range(300)]
    many += [act(f"D{n}", "N-1", 500001 + 10 * n, 10) for n in range(50)]
    many += [act(f"X{n}", None, 600001 + 10 * n, 10) for n in range(50)]
    held = of_acts(*many)
    held["credits"][0].update(
        quantity_t=200_000, serials={"first": "JCL-0000-400001", "last": "JCL-0000-600000"}
    )
    claim = planned(held)
    found = Acts(claim, about_lists(claim, AS_OF), AS_OF)
    assert max(len(found.beside(a["id"])) for a in many) <= 12


# -- an act that serves some purposes already ----------------------------------------------------------------------------

OF_SHK = {**SHK, "boundary": "hq"}


def served(purpose: str, t: int, **parts: Any) -> Data:
    """Holdings of one act of 2,500 t that serves a purpose with some of them already."""
    of = act("R1", "N-1", 353001, 2500, **IN_TIME)
    return of_acts(of, uses=[used("U0", "R1", t, purpose, **parts)])


@pytest.mark.parametrize(
    ("wanted", "answer"),
    [
        ([need("a", "offset", 2500, boundary="hq")], "met"),
        ([need("a", "offset", 2501, boundary="hq")], "not met"),
        ([need("s", "shk", 500, **OF_SHK)], "met"),
        ([need("s", "shk", 501, **OF_SHK)], "not met"),
        ([need("a", "offset", 2500, boundary="hq"), need("s", "shk", 500, **OF_SHK)], "met"),
        ([need("a", "offset", 2500, boundary="hq"), need("s", "shk", 501, **OF_SHK)], "not met"),
        ([need("a", "offset", 1500, boundary="hq"), need("b", "offset", 1000, boundary="hq")], "met"),
        ([need("a", "offset", 1500, boundary="hq"), need("b", "offset", 1001, boundary="hq")], "not met"),
        ([need("a", "offset", 1000, boundary="plant")], "not met"),
    ],
)  # fmt: skip
def test_tonnes_that_serve_a_report_may_serve_an_offset_as_well(wanted, answer, tmp_path):
    """What is left of an act is told by purpose, and by what the rules let purposes share."""
    held = served("shk", 2000, **SHK)
    plan = plan_of(tmp_path, held, wanted, AS_OF)
    assert said(plan) == answer
    made = plan.scenarios[Scenario.BEST]
    if isinstance(made, Allocation):
        assert set(carried_out(held, wanted, made, AS_OF).values()) == {Verdict.PASS}


@pytest.mark.parametrize(("t", "answer"), [(1500, "met"), (1501, "not met")])
def test_tonnes_that_may_not_be_shared_are_kept_from_another_purpose(t, answer, tmp_path):
    """An offset shares no tonne with a renewable purchase: what that took is not there, and the rest is."""
    held = served("re100", 1000)
    held["projects"][0].update(
        methodology="EN-R-002", origin="renewable_electricity", renewable="electricity",
        commissioned_on="2023-04-01", started_on="2023-04-01", coal_co_fired=False,
    )  # fmt: skip
    plan = plan_of(tmp_path, held, [need("a", "offset", t, boundary="hq")], AS_OF)
    assert said(plan) == answer


def test_what_an_act_has_left_is_told_by_purpose():
    held = planned(served("shk", 2500, **SHK))
    wanted = [Question(p, FiscalYear(2026), boundary="hq") for p in (Purpose.OFFSET, Purpose.CDP)]
    found = eligibility(engine(), held, wanted, Settings(AS_OF))
    assert {
        (a.item, a.question.purpose, *map(str, a.tonnes)) for a in found.answers if a.item == "R1.C7"
    } == {
        ("R1.C7", Purpose.OFFSET, "2500", "2500"),
        ("R1.C7", Purpose.CDP, "0", "2500"),
    }
    shk = Question(Purpose.SHK, FiscalYear(2026), boundary="hq", shk_class=ShkClass.CREDIT)
    assert [i.id for i in eligibility(engine(), held, [shk], Settings(AS_OF)).items] == ["C7"]
