"""A report that counts the uses of the years before it caps what is put to those years as well."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.documents import read_document
from offsetcheck.planning.allocation import Allocation, Shortage
from offsetcheck.planning.planner import Scenario
from tests.planning.portfolio import Data, carried_out, need, plain, plan_of, portfolio, said

pytestmark = pytest.mark.slow

AS_OF = date(2026, 12, 10)
SETTLED = Path(__file__).parents[2] / "fixtures/claims/gx-phase1-settled.yaml"


def of_phase_1(*years: str, owners: tuple[str, ...] = ()) -> Data:
    """40,000 t of eligible credits other than J-Credits and JCM, and reports of phase 1 that may take 12,750 t of them."""
    claim = plain(read_document(SETTLED).value)
    (report,) = claim["filings"]
    entities = owners or ("us",) * len(years)
    report["phase1"] |= {
        "direct_2023_t": 0,
        "direct_2024_t": 0,
        "indirect_t": 0,
    }  # one cap, however it is read
    filings = [
        {**copy.deepcopy(report), "period": y, "entity": e} for y, e in zip(years, entities, strict=True)
    ]
    return {
        "holdings": {"id": "h", "holder": "us", "complete_lists": "all"},
        "parties": claim["parties"],
        "projects": [
            {
                "id": "P9", "programme": "ART TREES", "reference": "SAMPLE-1881", "name": "DAC", "host_country": "US",
                "methodology": "x", "mitigation": "removal", "by_claimant": False, "registered_on": "2020-05-01",
                "crediting": {"from": "2019-01-01", "to": "2048-12-31"},
                "gx": {"family": "daccs", "approved": True, "investment_share": 0.3, "technology": True, "from_start": True},
            }
        ],
        "issuances": [{"id": "I9", "project": "P9", "monitored": {"from": "2023-01-01", "to": "2023-12-31"}, "issued_on": "2024-03-01"}],
        "credits": [
            {
                "id": "C9", "project": "P9", "issuance": "I9", "vintage": {"from": "2023-01-01", "to": "2023-12-31"},
                "serials": {"first": "9000001", "last": "9040000"}, "quantity_t": 40000, "unit_kind": "ex_post",
                "holder": "us", "price_jpy": 100, "from_buffer": False, "storage_term": "permanent", "term_converted": False,
            }
        ],
        "retirements": [], "uses": [], "filings": filings,
    }  # fmt: skip


def gx(name: str, year: str, tonnes: int) -> Data:
    return need(name, "gx-ets", tonnes, period=year, by="2026-12-24", boundary="b")


def plan(folder: Path, held: Data, *wanted: Data) -> Any:
    return plan_of(folder, held, list(wanted), AS_OF)


def test_tonnes_of_an_earlier_year_count_under_the_cap_of_the_report(tmp_path):
    both = plan(
        tmp_path, of_phase_1("FY2025"), gx("later", "FY2025", 12_000), gx("earlier", "FY2024", 12_000)
    )
    short = both.scenarios[Scenario.BEST]
    assert isinstance(short, Shortage)
    assert (said(both), sum(short.lacking.values())) == ("not met", 11_250)
    (cap,) = both.caps
    assert (cap.limit.tonnes, set(cap.limit.counted)) == (12_750, {"later", "earlier"})


@pytest.mark.parametrize(("tonnes", "answer"), [(12_750, "met"), (12_751, "not met")])
def test_tonnes_of_an_earlier_year_alone_do_not_pass_the_cap_of_the_report(tmp_path, tonnes, answer):
    found = plan(tmp_path, of_phase_1("FY2025"), gx("earlier", "FY2024", tonnes))
    assert said(found) == answer
    assert [c.limit.tonnes for c in found.caps] == [12_750]


def test_a_later_year_is_not_counted_by_the_report_of_an_earlier_one(tmp_path):
    found = plan(tmp_path, of_phase_1("FY2024"), gx("later", "FY2025", 24_000))
    assert (said(found), found.caps) == ("met", ())


def test_each_year_with_a_report_of_its_own_is_capped_by_both(tmp_path):
    held = of_phase_1("FY2024", "FY2025")
    found = plan(tmp_path, held, gx("later", "FY2025", 6_000), gx("earlier", "FY2024", 6_000))
    assert said(found) == "met"
    assert [set(c.limit.counted) for c in found.caps] == [{"earlier"}, {"later", "earlier"}]
    assert len({c.limit.id for c in found.caps}) == 2


def test_a_later_report_that_may_be_another_holders_leaves_the_need_undecided(tmp_path):
    held = of_phase_1("FY2025", owners=("別の名称の会社",))
    assert said(plan(tmp_path, held, gx("earlier", "FY2024", 6_000))) == "undecided"


# -- uses recorded for a report ------------------------------------------------------------------------------------------

SPRING = date(2027, 5, 20)


def of_shk(*blocks: str, recorded: str | None, filed: tuple[str, ...]) -> Data:
    """Blocks held beside R1, whose 2,500 t serve the class of credits of a year, and reports with 3,000 t of electricity each."""
    held = portfolio(*blocks, "C7")
    held["retirements"][0] |= {
        "applied_on": "2026-05-10", "completed_on": "2026-05-20", "observed_on": "2026-05-21", "purpose": "shk",
    }  # fmt: skip
    power = {
        "kind": "electricity",
        "figures": "tonnes",
        "t": 3000,
        "adjusted_t": 3000,
        "adjusted_by": "adjusted",
    }
    held["filings"] = [
        {
            "scheme": "shk", "entity": "us", "period": year, "terms": {"stated": "not_stated"},
            "sources": [{"kind": "fuel", "gas": "CO2", "t": 20_000}, power],
        }
        for year in filed
    ]  # fmt: skip
    use = {
        "id": "V1", "retirement": "R1", "credit": "C7", "purpose": "shk", "t": 2500, "status": "retired",
        "scope": {"entity": "us", "boundary": "company", "period": recorded}, "shk_class": "credit", "in_reporting_boundary": True,
    }  # fmt: skip
    return {**held, "uses": [] if recorded is None else [use]}


def shk(tonnes: int, year: str = "FY2026", shk_class: str = "credit", by: str = "2027-06-30") -> Data:
    parts = {"shk_class": shk_class, "in_reporting_boundary": True, "boundary": "company"}
    return need("n", "shk", tonnes, period=year, by=by, **parts)


@pytest.mark.parametrize(
    ("recorded", "filed", "year", "as_of"),
    [
        ("FY2025", ("FY2025", "FY2026"), "FY2026", SPRING),
        ("FY2025", ("FY2025",), "FY2026", SPRING),
        ("FY2026", ("FY2025", "FY2026"), "FY2025", date(2026, 5, 25)),
    ],
    ids=["last year", "last year, this year's report not listed", "next year"],
)
def test_a_recorded_use_in_the_report_of_another_year_leaves_a_need_as_it_is(
    tmp_path, recorded, filed, year, as_of
):
    held = of_shk("C1", recorded=recorded, filed=filed)
    wanted = shk(100, year, by="2026-06-30" if year == "FY2025" else "2027-06-30")
    found = plan_of(tmp_path, held, [wanted], as_of)
    made = found.scenarios[Scenario.BEST]
    assert isinstance(made, Allocation)
    assert found.caps == ()
    assert set(carried_out(held, [wanted], made, as_of).values()) == {Verdict.PASS}


@pytest.mark.parametrize("recorded", [None, "FY2026"])
def test_a_recorded_use_of_another_class_takes_nothing_of_the_cap(tmp_path, recorded):
    """Of the 4,000 t that could be put against electricity, the report takes 3,000."""
    held = of_shk("C2", recorded=recorded, filed=("FY2026",))
    found = plan_of(tmp_path, held, [shk(2500, shk_class="electricity")], SPRING)
    assert said(found) == "met"
    assert [c.limit.tonnes for c in found.caps] == [3000]
