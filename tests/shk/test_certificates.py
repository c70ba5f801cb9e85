"""One certificate in two rows, or in the reports of two years: it may be used in parts, so that it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from offsetcheck.facts.problems import InputError
from tests.shk.sheets import judged, line, report, verdicts

RULE = "SHK-VAL-02"
NF1 = {"kind": "non_fossil", "number": "NF-1"}


def certificate(**facts: Any) -> dict[str, Any]:
    return {
        "kind": "non_fossil", "set_against": "electricity", "t": 50, "kwh": 125000, "average_factor": 0.4, "correction": 1,
        "used_on": "2025-05-01", **facts,
    }  # fmt: skip


def claim(
    *rows: dict[str, Any], later: Sequence[dict[str, Any]] = (), complete: Any = "all"
) -> dict[str, Any]:
    """A claim with these certificates in one report, and others in that of the next year."""
    sources = [line("electricity", 1000, adjusted_by="adjusted")]
    data = report(
        "FY2024",
        sources,
        complete=complete,
        terms={"stated": "not_stated"},
        certificates=[certificate(**r) for r in rows],
    )
    if later:
        data["filings"].append(
            {**data["filings"][0], "period": "FY2025", "certificates": [certificate(**r) for r in later]}
        )
    return data


@pytest.mark.parametrize(
    ("other", "verdict", "reason"),
    [
        ({"number": "NF-1"}, "unknown", "law_open"),
        ({"number": "ＮＦ 1"}, "unknown", "law_open"),
        ({"number": "NF-2"}, "pass", None),
        ({"number": "NF-1", "kind": "green_electricity", "co2_certified": True}, "pass", None),
        ({"number": "1"}, "unknown", "absent"),
        ({}, "unknown", "absent"),
        ({"number": "NF-1", "kind": None}, "unknown", "absent"),
    ],
    ids=["the same", "written otherwise", "another number", "another kind", "may be", "no number", "no kind"],
)
@pytest.mark.parametrize("years", [1, 2])
def test_two_certificates_of_one_kind_and_number_are_asked_about(
    other: dict[str, Any], verdict: str, reason: str | None, years: int
) -> None:
    data = claim(NF1, other) if years == 1 else claim(NF1, later=[other])
    for row in (c for f in data["filings"] for c in f["certificates"]):
        if row["kind"] is None:
            del row["kind"]
    result = judged(data)
    assert verdicts(result, RULE) == [verdict] * years
    told = {str(m.reason) for o in result.outcomes if o.rule.id == RULE for m in o.missing}
    assert told == ({reason} if reason else set())
    # One certificate may be divided: nothing is refused for it.
    assert {str(f.verdict) for f in result.filings} <= {"pass", "unknown"}


def test_one_certificate_entered_twice_stands_in_no_way_of_the_report() -> None:
    assert [str(f.verdict) for f in judged(claim(NF1, NF1)).filings] == ["pass"]


@pytest.mark.parametrize(
    ("complete", "verdict"),
    [(["certificates", "filings"], "pass"), (["certificates"], "unknown"), (["filings"], "unknown")],
)
def test_a_certificate_is_the_only_one_of_its_number_over_complete_lists_alone(
    complete: list[str], verdict: str
) -> None:
    assert verdicts(judged(claim(NF1, complete=complete)), RULE) == [verdict]


def test_the_finding_names_the_other_row() -> None:
    [found] = [o for o in judged(claim(NF1, NF1, {"number": "NF-2"})).outcomes if o.rule.id == RULE]
    shown = [fact for condition in found.conditions for fact in condition.facts if fact.value is True]
    assert [(f.address, f.source) for f in shown] == [
        ("filings[shk/FY2024].certificates[1].named_twice", "filings[shk/FY2024].certificates[2]"),
        ("filings[shk/FY2024].certificates[2].named_twice", "filings[shk/FY2024].certificates[1]"),
    ]


@pytest.mark.parametrize("number", ["不明", "未定", "（申請中）", "-"])
def test_a_word_for_a_number_that_is_not_there_is_no_number(number):
    with pytest.raises(InputError) as caught:
        judged(claim({"number": number}))
    (problem,) = caught.value.problems
    assert "番号ではなく" in problem.expected.ja
