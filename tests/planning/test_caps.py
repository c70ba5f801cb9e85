"""A report that counts the uses of the years before it caps what is put to those years as well."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.facts.documents import read_document
from offsetcheck.planning.allocation import Shortage
from offsetcheck.planning.planner import Scenario
from tests.planning.portfolio import Data, need, plain, plan_of, said

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
