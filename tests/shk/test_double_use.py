"""The same tonne in several reports: judged across all uses of the run, each case beside a neighbour with one fact changed."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.shk.sheets import judged, line, report

SHEET = [line("fuel", 5000), line("electricity", 4500)]
#: What the other reports ask of a use, answered.
FACTS: dict[str, Any] = {
    "as_renewable": True, "netted": False, "overseas_site": False, "mwh": 100, "mwh_from_registry": True,
    "self_generated": False, "own_generation": False, "contract_on": "2023-01-01", "contracted_on": "2023-01-01",
    "within_exempt_share": False, "re100_exempt": False, "original_offtaker": False, "annexes": "stated",
    "creation_record": True, "weighting": 1, "energy_route": "non_fossil", "filed_on": "2025-07-20",
}  # fmt: skip
CREDIT = {"t": 100, "shk_class": "electricity", "origin": "renewable_electricity", "on": "2025-05-15"}


def claim(*uses: dict[str, Any], serials: int = 1) -> dict[str, Any]:
    """An SHK use of a retirement in 令和7年度報告（2024年度実績）, and further uses of it that differ as said."""
    data = report("RY2025", SHEET, [CREDIT] * serials)
    data["parties"].append({"id": "them", "name": "株式会社別会社", "corporate_number": "7999900000002"})
    for project in data["projects"]:
        project |= {"methodology": "EN-R-002", "commissioned_on": "2020-04-01", "coal_co_fired": False}
    for issuance in data["issuances"]:
        issuance |= {"mwh": 100, "total_t": 100}
    for n, changed in enumerate(uses, 20):
        use = {**deepcopy(data["uses"][0]), "id": f"U{n}", **FACTS}
        scope = {**use["scope"], **changed.get("scope", {})}
        data["uses"].append({**use, **changed, "scope": scope})
    return data


def found(data: dict[str, Any]) -> dict[str, str]:
    """The verdict of every use by its id."""
    return {u.row.id: u.verdict.value for u in judged(data).uses}


def failed(data: dict[str, Any]) -> set[str]:
    """The double-use rules that fail."""
    return {
        o.rule.id for o in judged(data).outcomes if o.verdict.value == "fail" and o.rule.id.startswith("DUP")
    }


def of(data: dict[str, Any], verdict: str) -> set[str]:
    """The rules that come out so."""
    return {o.rule.id for o in judged(data).outcomes if o.verdict.value == verdict}


def failing(data: dict[str, Any]) -> set[str]:
    return of(data, "fail")


def passing(data: dict[str, Any]) -> set[str]:
    return of(data, "pass")


def test_one_retirement_serves_every_report_of_the_same_entity_and_scope() -> None:
    others = [{"purpose": p} for p in ("energy-act", "cdp", "sbt", "re100")]
    assert set(found(claim(*others)).values()) == {"pass"}


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["energy-act", "cdp", "sbt", "re100"])
@pytest.mark.parametrize("scope", [{"entity": "them"}, {"boundary": "plant"}, {"period": "FY2025"}])
def test_another_entity_boundary_or_period_fails_both_reports(purpose: str, scope: dict[str, str]) -> None:
    data = claim({"purpose": purpose, "scope": scope})
    assert set(found(data).values()) == {"fail"}
    assert "DUP-01" in failed(data)


def test_two_companies_do_not_share_a_retirement_in_their_reports() -> None:
    ours = {"purpose": "shk", "t": 50}
    data = claim({**ours, "scope": {"entity": "them"}})
    data["uses"][0]["t"] = 50  # the tonnes would suffice for both
    assert "DUP-01" in failed(data)
    same = claim(ours)
    same["uses"][0]["t"] = 50
    assert not failed(same)


def test_two_years_do_not_share_a_retirement() -> None:
    """Completed in May 2025 it may go to either year, and in full to one of them."""
    half = claim({"purpose": "shk", "t": 50, "scope": {"period": "FY2025"}})
    half["uses"][0]["t"] = 50
    assert failed(half) == {"DUP-01"}
    assert set(found(half).values()) == {"fail"}
    one = claim()
    one["uses"][0]["scope"]["period"] = "FY2025"
    one["filings"][0]["period"] = "RY2026"
    assert found(one) == {"U1": "pass"}


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["energy-act", "cdp", "sbt", "re100"])
def test_a_report_takes_no_more_than_was_retired(purpose: str) -> None:
    within = claim({"purpose": purpose, "t": 60, "mwh": 60}, {"purpose": purpose, "t": 40, "mwh": 40})
    assert not failed(within)
    beyond = claim({"purpose": purpose, "t": 60, "mwh": 60}, {"purpose": purpose, "t": 41, "mwh": 41})
    assert failed(beyond) == {"DUP-07-T-" + ("ENE" if purpose == "energy-act" else purpose.upper())}


@pytest.mark.slow
def test_an_excess_in_one_report_does_not_lower_another() -> None:
    both = claim({"purpose": "energy-act", "t": 100}, {"purpose": "cdp", "t": 100})
    assert found(both) == {"U1": "pass", "U20": "pass", "U21": "pass"}
    for credit in both["credits"]:
        credit["quantity_t"] = 200  # more is held than was retired
        credit.pop("serials")
    both["issuances"][0]["total_t"] = 200
    both["uses"][-1]["t"] = 101
    assert failed(both) == {"DUP-07-T-CDP"}
    assert found(both)["U20"] != "fail"
    assert found(both)["U21"] == "fail"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("purpose", "rule"),
    [
        ("energy-act", "QTY-07"),
        ("cdp", "QTY-08"),
        ("sbt", "QTY-09"),
        ("re100", "QTY-10"),
        ("corsia", "QTY-11"),
    ],
)
def test_two_notices_do_not_draw_one_credit_twice_for_a_report(purpose: str, rule: str) -> None:
    """By total no serials show that the tonnes are the same: the quantity of the credit does."""
    data = claim({"purpose": purpose})
    data["uses"] = data["uses"][1:]
    del data["credits"][0]["serials"]
    for act in data["retirements"]:
        act.update(designation="total", serials_listed=False)
        del act["blocks"]
    assert rule in passing(data)
    data["retirements"].append({**data["retirements"][0], "id": "R9", "notice": "N-9"})
    data["uses"].append({**data["uses"][0], "id": "U99", "retirement": "R9"})
    assert rule in failing(data)
    assert set(found(data).values()) == {"fail"}


def test_two_reports_share_the_energy_of_a_certification_and_two_uses_of_one_report_do_not() -> None:
    half = {"t": 50, "mwh": 100}
    assert set(found(claim({"purpose": "cdp", **half}, {"purpose": "re100", **half})).values()) == {"pass"}
    twice = claim({"purpose": "re100", **half}, {"purpose": "re100", **half}, {"purpose": "cdp", **half})
    assert "JC-USE-02-RE100" in failing(twice)
    assert found(twice) == {"U1": "pass", "U20": "fail", "U21": "fail", "U22": "pass"}


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["energy-act", "cdp", "sbt", "re100"])
def test_what_is_held_or_not_yet_retired_or_another_s_serves_no_report(purpose: str) -> None:
    assert "INT-RET" in failing(claim({"purpose": purpose, "status": "held"}))
    later = claim({"purpose": purpose})
    later["retirements"][0]["completed_on"] = "2028-06-02"
    assert "INT-RET" in failing(later)
    other = claim({"purpose": purpose})
    other["retirements"][0]["user"] = "them"
    assert "INT-RET" in failing(other)


def test_a_corsia_use_waits_for_the_cancellation_and_for_the_eligibility_of_the_units() -> None:
    data = claim({"purpose": "corsia"})
    data["uses"] = data["uses"][1:]
    data["projects"][0].update(programme="VCS")
    assert "DUP-08-AIR-USE" in of(data, "unknown")
    data["judgements"] = {
        "corsia_eligible": {"value": True, "by": "審査員", "reason": "一覧で確認", "judged_on": "2028-05-01"}
    }
    assert "DUP-08-AIR-USE" in passing(data)
    data["uses"][0]["status"] = "held"
    assert "DUP-08-AIR-USE" in of(data, "unknown")


@pytest.mark.slow
@pytest.mark.parametrize("paper", ["invoice", None])
def test_an_shk_use_that_no_notice_shows_stays_open(paper: str | None) -> None:
    data = claim()
    data["retirements"][0]["document"] = "notice"
    assert found(data) == {"U1": "pass"}
    data["retirements"][0]["document"] = paper
    if paper is None:
        del data["retirements"][0]["document"]
    assert found(data) == {"U1": "unknown"}
    assert "SHK-RET-01-DOC" in of(data, "unknown")


def test_overlapping_serials_fail_in_every_report() -> None:
    data = claim(serials=2)
    for n, use in enumerate(data["uses"]):
        use.update(FACTS, purpose=("cdp", "re100")[n])
    for credit in data["credits"]:
        credit["project"], credit["issuance"] = "P1", "I1"
    data["issuances"][0]["total_t"] = sum(c["quantity_t"] for c in data["credits"])
    first = data["credits"][0]["serials"]
    assert not failed(data)
    data["credits"][1]["serials"] = data["retirements"][1]["blocks"][0]["serials"] = dict(first)
    assert {"DUP-07", "DUP-07-CREDIT"} <= failed(data)
    assert set(found(data).values()) == {"fail"}


def test_a_site_abroad_is_no_renewable_procurement_and_no_corsia_obligation_is_met() -> None:
    assert found(claim({"purpose": "cdp", "overseas_site": True})) == {"U1": "pass", "U20": "fail"}
    assert found(claim({"purpose": "cdp"})) == {"U1": "pass", "U20": "pass"}
    assert found(claim({"purpose": "corsia"}))["U20"] == "fail"


@pytest.mark.slow
def test_shk_and_gx_ets_with_the_same_tonnes_stay_open() -> None:
    data = claim({"purpose": "gx-ets", "as_renewable": False, "scope": {"boundary": "direct"}})
    assert found(data)["U1"] == "unknown"
    assert not failed(data)


@pytest.mark.slow
def test_a_certificate_for_the_same_energy_is_pointed_out() -> None:
    data = claim()
    data["projects"][0]["registrations"] = [
        {"id": "G", "scheme": "グリーン電力証書", "same_output_certified": True}
    ]
    assert failed(data) == {"DUP-09"}
    data["projects"][0]["registrations"][0]["same_output_certified"] = False
    assert not failed(data)
