"""A report's cap holds for all needs of the report, and only the holder's reports cap or give an amount."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.judge import Settings
from offsetcheck.facts.models import Purpose
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.allocation import Allocation, Shortage
from offsetcheck.planning.eligibility import eligibility, questions
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.needs import Needs
from offsetcheck.planning.planner import Planned, Scenario
from offsetcheck.report.eligibility import EligibilityReport, build_eligibility, eligibility_page
from offsetcheck.report.pages import page_text
from offsetcheck.report.plan import build_plan, plan_page
from tests.planning.portfolio import Data, engine, need, plan_of, portfolio, said

#: Whole holdings, many times over: for `make test`.
pytestmark = pytest.mark.slow

AS_OF = date(2027, 4, 10)
OURS = {"id": "us", "name": "サンプル製鋼株式会社", "corporate_number": "6999900000003"}
THEIRS = {"id": "sub", "name": "サンプル化学株式会社", "corporate_number": "8999900000001"}


def gx(entity: str | None = "us", direct_t: int = 100_000) -> Data:
    """A report under GX-ETS, whose cap is a tenth of the direct emissions."""
    terms = {
        "direct_t": direct_t,
        "direct_minus1_t": 255_000,
        "direct_minus2_t": 261_000,
        "direct_minus3_t": 268_000,
    }
    found = {"scheme": "gx-ets", "period": "FY2026", "terms": terms}
    return found if entity is None else {**found, "entity": entity}


def shk() -> Data:
    """A report under SHK: no more than 1,000 t may be set against electricity."""
    power = {
        "kind": "electricity",
        "gas": "CO2",
        "figures": "tonnes",
        "t": 1000,
        "adjusted_t": 1000,
        "adjusted_by": "adjusted",
    }
    return {
        "scheme": "shk", "entity": "us", "period": "FY2026", "terms": {"stated": "not_stated"},
        "sources": [{"kind": "fuel", "gas": "CO2", "t": 10_000}, power],
    }  # fmt: skip


def held(*filings: Data, parties: tuple[Data, ...] = (OURS, THEIRS)) -> Data:
    return portfolio("C1", "C2", filings=list(filings), parties=list(parties))


def power(name: str, tonnes: int, shk_class: str = "electricity", **parts: Any) -> Data:
    return need(name, "shk", tonnes, shk_class=shk_class, in_reporting_boundary=True, **parts)


def best(plan: Planned) -> Allocation | Shortage:
    return plan.scenarios[Scenario.BEST]


def lacking(plan: Planned) -> int:
    made = best(plan)
    return sum(made.lacking.values()) if isinstance(made, Shortage) else 0


# -- one cap for all needs of a report -----------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{}, {"boundary": "plant"}, {"by": "2027-11-24"}])
@pytest.mark.parametrize(("tonnes", "short"), [(4000, 0), (4001, 1), (6000, 2000)])
def test_the_needs_of_one_report_share_its_cap(tmp_path, more, tonnes, short):
    wanted = [need("a", "gx-ets", 6000), need("b", "gx-ets", tonnes, **more)]
    for order in permutations(wanted):
        plan = plan_of(tmp_path, held(gx()), list(order), AS_OF)
        assert lacking(plan) == short
        assert said(plan) == ("not met" if short else "met")
        (cap,) = plan.caps
        assert (set(cap.limit.counted), cap.limit.tonnes) == ({"a", "b"}, 10_000)
    one = plan_of(tmp_path, held(gx()), [need("a", "gx-ets", 6000 + tonnes)], AS_OF)
    assert lacking(one) == short


@pytest.mark.parametrize(("tonnes", "short"), [(300, 0), (301, 1)])
def test_the_needs_of_one_class_of_a_report_share_its_cap(tmp_path, tonnes, short):
    wanted = [power("a", 700), power("b", tonnes, boundary="plant")]
    assert {lacking(plan_of(tmp_path, held(shk()), list(o), AS_OF)) for o in permutations(wanted)} == {short}


@pytest.mark.parametrize("other", [{"shk_class": "credit"}, {"boundary": "plant", "shk_class": "credit"}])
def test_a_need_of_another_class_takes_no_cap_away(tmp_path, other):
    """Of 3,000 t against electricity 2,000 are too many, whichever need stands beside it."""
    wanted = [power("el", 3000), power("cr", 500, **other)]
    alone = best(plan_of(tmp_path, held(shk()), wanted[:1], AS_OF))
    assert isinstance(alone, Shortage)
    for order in permutations(wanted):
        made = best(plan_of(tmp_path, held(shk()), list(order), AS_OF))
        assert isinstance(made, Shortage)
        assert made.lacking["el"] == alone.lacking["el"] == 2000


def test_an_amount_is_taken_from_the_report_beside_needs_of_other_boundaries(tmp_path):
    term = need("a", "gx-ets", term="obligation_t", less_t=95_000)
    other = need("b", "gx-ets", 10, boundary="plant")
    for wanted in ([term], [term, other], [other, term]):
        plan = plan_of(tmp_path, held(gx()), wanted, AS_OF)
        assert {n.need.id: n.tonnes for n in plan.needs}["a"] == 5000
        assert said(plan) == "met"


def test_what_is_left_under_a_cap_that_needs_share_is_said_of_them_together(tmp_path):
    wanted = [need("a", "gx-ets", 4000), need("b", "gx-ets", 3000)]
    plan = plan_of(tmp_path, held(gx(direct_t=20_000)), wanted, AS_OF)
    made = build_plan(plan, Needs(needs=()), engine().rulebook, Settings(AS_OF), "en", [], None)
    assert [(c.needs, c.tonnes) for c in made.caps] == [(("a", "b"), 2000)]
    assert [(r.needs, r.tonnes) for r in made.room] == [(("a", "b"), 0)]
    assert any(
        "Of what a + b lacks, more credits can cover 0 t-CO2" in line for line in plan_page(made).summary
    )
    assert any("5,000 t-CO2 has to be met by other means" in line for line in plan_page(made).summary)


# -- the holder's reports alone ------------------------------------------------------------------------------------------


def answers(folder: Path, data: Data) -> tuple[str, int, list[int]]:
    plan = plan_of(folder, data, [need("a", "gx-ets", 8000)], AS_OF)
    return said(plan), lacking(plan), [c.limit.tonnes for c in plan.caps]


@pytest.mark.parametrize("direct_t", [1000, 900_000])
def test_the_report_of_another_caps_nothing_wherever_it_stands(tmp_path, direct_t):
    alone = answers(tmp_path, held(gx()))
    assert alone == ("met", 0, [10_000])
    for filings in permutations([gx(), gx("sub", direct_t)]):
        assert answers(tmp_path, held(*filings)) == alone
    assert answers(tmp_path, held(gx("sub", direct_t))) == answers(tmp_path, held()) == ("met", 0, [])


def test_an_amount_is_never_that_of_the_report_of_another(tmp_path):
    wanted = [need("a", "gx-ets", term="obligation_t", less_t=95_000)]
    for filings in permutations([gx(), gx("sub", 900_000)]):
        (found,) = plan_of(tmp_path, held(*filings), wanted, AS_OF).needs
        assert (found.least, found.tonnes) == (5000, 5000)
    with pytest.raises(InputError, match="describe the report"):
        plan_of(tmp_path, held(gx("sub")), wanted, AS_OF)


BARE = {k: v for k, v in THEIRS.items() if k != "corporate_number"}


@pytest.mark.parametrize(
    ("filing", "parties"),
    [(gx(None), (OURS, THEIRS)), (gx("sub"), (OURS, BARE))],
    ids=["no entity", "no number"],
)
def test_a_report_that_may_be_the_holders_leaves_the_need_undecided_and_asks_whose_it_is(
    tmp_path, filing, parties
):
    data = held(filing, parties=parties)
    assert answers(tmp_path, data) == ("undecided", 8000, [0])
    plan = plan_of(tmp_path, data, [need("a", "gx-ets", 8000)], AS_OF)
    made = build_plan(plan, Needs(needs=()), engine().rulebook, Settings(AS_OF), "ja", [], None)
    assert made.doubtful == ("gx-ets/FY2026",)
    assert "保有者の報告かどうかを確認できないため" in page_text(plan_page(made)).replace("\n  ", "")
    with pytest.raises(InputError) as caught:
        plan_of(tmp_path, data, [need("a", "gx-ets", term="obligation_t")], AS_OF)
    assert "gx-ets/FY2026 is the holder's report: state its entity" in str(caught.value)


def test_beside_the_holders_own_report_one_of_an_entity_not_told_apart_is_anothers(tmp_path):
    """A second one of the holder's would be refused."""
    for filings in permutations([gx(), gx("sub", 1000)]):
        assert answers(tmp_path, held(*filings, parties=(OURS, BARE))) == ("met", 0, [10_000])


# -- what `eligible` says of the caps ------------------------------------------------------------------------------------


def report(folder: Path, data: Data) -> EligibilityReport:
    (folder / "h.json").write_text(json.dumps(data, ensure_ascii=False, default=str), "utf-8")
    claim = read_holdings(folder / "h.json", AS_OF).claim
    asked = questions(engine().rulebook, [FiscalYear(2026)], (Purpose.GX_ETS,))
    found = eligibility(engine(), claim, asked, Settings(AS_OF))
    return build_eligibility(found, engine().rulebook, Settings(AS_OF), "ja", [], "サンプル製鋼株式会社")


def test_only_the_holders_report_is_shown_with_what_is_left_under_its_cap(tmp_path):
    for filings in ([gx()], *permutations([gx(), gx("sub", 1000)])):
        (cap,) = report(tmp_path, held(*filings)).caps
        assert (cap.entity, cap.own) == ("サンプル製鋼株式会社", True)
        assert cap.left_t is not None
        assert cap.left_t.at_least == cap.left_t.at_most == Decimal(10_000)
    assert report(tmp_path, held(gx("sub"))).caps == ()


def test_of_reports_that_may_be_the_holders_nothing_is_sure_and_each_is_named(tmp_path):
    filings = (gx(None, 100_000), gx("sub", 1000))
    for order in permutations(filings):
        made = report(tmp_path, held(*order, parties=(OURS, BARE)))
        assert {(c.entity, c.own) for c in made.caps} == {(None, False), ("サンプル化学株式会社", False)}
        page = eligibility_page(made)
        by_use = next(s.table for s in page.sections if s.title.startswith("活用先ごと"))
        assert by_use is not None
        assert by_use.rows[0][-1].text == "0～10,000"
        caps = next(s.table for s in page.sections if s.title.startswith("報告ごと"))
        assert caps is not None
        named = {row[0].text.removeprefix("排出量取引制度（GX-ETS） 2026年度") for row in caps.rows}
        assert named == {"（サンプル化学株式会社）", "（事業者の記載なし）"}
        assert any("保有者の報告かどうかを確認できないため" in note for note in page.notes)
