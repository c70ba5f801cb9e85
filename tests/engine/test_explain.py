"""What a finding names: of a list, the rows that do not do as asked, and of what is open, the facts apart from the law."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import read_claim
from offsetcheck.report.build import build_report
from offsetcheck.report.model import Finding
from offsetcheck.rulebook.shipped import open_rulebook

CLAIMS = Path(__file__).parents[2] / "fixtures" / "claims"
SETTINGS = Settings(date(2026, 11, 22))


@cache
def engine() -> Engine:
    return Engine(open_rulebook(None))


def findings(name: str, **phase1: Any) -> dict[str, Finding]:
    """The findings of a sample claim, the first for each rule; `phase1` changes what its GX report states."""
    claim = read_claim(CLAIMS / f"{name}.yaml")
    if phase1:
        (filing,) = claim.filings or ()
        assert filing.phase1 is not None
        stated = filing.phase1.model_copy(update=phase1)
        claim = claim.model_copy(update={"filings": (filing.model_copy(update={"phase1": stated}),)})
    report = build_report([(engine().judge(claim, SETTINGS), name)], engine().rulebook, SETTINGS, "ja")
    return {f.rule: f for f in reversed(report.claims[0].findings)}


@pytest.mark.slow
def test_of_a_list_only_the_rows_that_fail_are_named():
    finding = findings("consumers-and-shk")["SHK-USE-01"]
    (valid,) = [c for c in finding.conditions if c.truth is False]
    assert {a.partition(".")[0] for a in valid.facts if a.startswith("uses[")} == {"uses[U2]"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stated", "told", "not_told"),
    [
        ({"base_years_averaged": 1}, "資料により異なります", "確認できていません"),
        (
            {"group": None, "base_years_averaged": None},
            "区分又は平均に用いた年度の数を確認できていません",
            "選択できる",
        ),
    ],
)
def test_what_the_law_leaves_open_is_said_apart_from_what_is_not_known(stated, told, not_told):
    finding = findings("gx-phase1-settled", **stated)["GX1-02"]
    assert finding.verdict.value == "unknown"
    assert told in finding.message
    assert not_told not in finding.message
    assert finding.remedy is not None
    assert ("GXリーグ事務局に" in finding.remedy) is ("資料" in told)


@pytest.mark.slow
def test_nobody_is_asked_to_judge_the_overlap_of_a_retirement_that_is_not_recorded():
    finding = findings("held-not-retired")["OG-DBL-01"]
    assert {m.fact for m in finding.missing} == {"uses[U1].retirement"}
    beside = findings("mixed-portfolio")[
        "OG-CRED-06"
    ]  # on a row that is there, papers or a judgement settle it
    assert {"projects[P2].assessment.unique", "judgements.properties_ok[C2]"} <= {
        m.fact for m in beside.missing
    }


@pytest.mark.slow
def test_of_an_authorisation_that_was_not_given_no_revocation_is_spoken_of():
    (not_revoked,) = [
        c for c in findings("product-a64-unauthorised")["OG-OVS-04"].conditions if c.id == "not_revoked"
    ]
    assert not_revoked.truth is True
    assert not not_revoked.applies
