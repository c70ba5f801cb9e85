"""A credit's tonnes against its serials and its issuance: what cannot be right is refused or fails, and nobody is asked for more."""

from __future__ import annotations

import copy
import json
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
import yaml

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.overlaps import batch_snapshot
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.problems import InputError, Problem
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report.build import build_report
from offsetcheck.report.model import ClaimReport
from offsetcheck.rulebook.shipped import open_rulebook
from tests.programmes.kit import ROOT

Data = dict[str, Any]
AS_OF = date(2026, 9, 1)


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(open_rulebook(None))


@lru_cache(maxsize=4)
def _claim(name: str) -> Data:
    found: Data = yaml.safe_load((ROOT / "fixtures/claims" / f"{name}.yaml").read_text(encoding="utf-8"))
    return found


def domestic() -> Data:
    """A clean claim on 149 t of one certification of J-Credits."""
    return copy.deepcopy(_claim("clean-organisation"))


def abroad() -> Data:
    """A claim on 60 t of one issuance of VCUs, besides J-Credits."""
    return copy.deepcopy(_claim("mixed-portfolio"))


def judged(claim: Data) -> ClaimReport:
    facts = parse_claim(json.dumps(claim, default=str).encode(), "claim.json")
    settings = Settings(AS_OF, Profile.SELF_CHECK, batch_snapshot([facts], Profile.SELF_CHECK, AS_OF), ())
    (report,) = build_report(
        [(engine().judge(facts, settings), "")], engine().rulebook, settings, "en"
    ).claims
    return report


def verdict(claim: Data, rule: str, subject: str) -> str:
    return next(f.verdict.value for f in judged(claim).findings if (f.rule, f.subject.id) == (rule, subject))


def refused(claim: Data) -> Problem:
    with pytest.raises(InputError) as caught:
        parse_claim(json.dumps(claim, default=str).encode(), "claim.json")
    (problem,) = caught.value.problems
    assert problem.code == "contradiction"
    assert problem.expected.ja
    return problem


# --- a range beside the quantity


def with_range(last: int, designation: str | None) -> Data:
    """The clean claim, its credit's range ending at a number, and the way its units were named on the notice."""
    claim = domestic()
    claim["credits"][0]["serials"] = {"first": "JCL-0000-120001", "last": f"JCL-0000-{120000 + last}"}
    act = claim["retirements"][0]
    act["blocks"] = [{"credit": "C1", "quantity_t": 149}]
    act.pop("designation")
    if designation:
        act["designation"] = designation
    return claim


def test_more_tonnes_than_numbers_are_refused_where_the_units_were_retired_by_total() -> None:
    problem = refused(with_range(148, "total"))
    assert str(problem.path).endswith("quantity_t")
    assert "more than the serial range holds (148)" in problem.expected.en


@pytest.mark.slow
@pytest.mark.parametrize("last", [149, 1000])
def test_a_range_that_holds_what_was_retired_by_total_passes(last: int) -> None:
    assert verdict(with_range(last, "total"), "ID-02", "C1") == "pass"


@pytest.mark.slow
def test_no_number_is_asked_for_where_the_units_were_retired_by_total() -> None:
    claim = with_range(149, "total")
    del claim["credits"][0]["serials"]
    assert verdict(claim, "ID-02", "C1") == "pass"


@pytest.mark.slow
def test_more_tonnes_than_numbers_fail_where_the_serials_were_named() -> None:
    assert verdict(with_range(148, "serial"), "ID-02", "C1") == "fail"


def test_more_tonnes_than_numbers_stay_open_while_the_way_they_were_named_is_not_known() -> None:
    assert verdict(with_range(148, None), "ID-02", "C1") == "unknown"


@pytest.mark.slow
def test_two_sources_of_the_quantity_that_differ_are_a_conflict_and_no_refusal() -> None:
    claim = with_range(148, "total")
    claim["evidence"] = [{"fact": "credits[C1].quantity_t", "value": 148, "level": "documented"}]
    assert "C1" in {f.subject.id for f in judged(claim).findings if f.rule == "ID-02"}


# --- the sum of an issuance's credits


def test_credits_above_the_stated_certification_are_refused() -> None:
    claim = domestic()
    claim["issuances"][0]["total_t"] = 148
    assert "add up to 149" in refused(claim).expected.en


def test_several_credits_of_one_certification_are_added() -> None:
    claim = domestic()
    claim["issuances"][0]["total_t"] = 200
    second = claim["credits"][0] | {"id": "C2", "quantity_t": 51, "serials": {"first": "JCL-0000-130001", "last": "JCL-0000-130051"}}  # fmt: skip
    judged(claim | {"credits": [claim["credits"][0], second]})
    second |= {"quantity_t": 52, "serials": {"first": "JCL-0000-130001", "last": "JCL-0000-130052"}}
    assert "add up to 201" in refused(claim | {"credits": [claim["credits"][0], second]}).expected.en


def test_the_total_of_a_certification_is_not_asked_for() -> None:
    report = judged(domestic())
    assert report.verdict.value == "pass"
    assert not [q for q in report.open_questions if q.fact.endswith("total_t")]


def test_a_stated_total_that_holds_changes_nothing() -> None:
    claim = domestic()
    claim["issuances"][0]["total_t"] = 149
    assert judged(claim).verdict.value == "pass"


@pytest.mark.slow
@pytest.mark.parametrize(("total", "wanted"), [(60, "pass"), (59.999, "fail"), (None, "unknown")])
def test_credits_of_other_schemes_are_held_to_what_was_issued(total: object, wanted: str) -> None:
    claim = abroad()
    claim["issuances"][1].pop("total_t")
    if total is not None:
        claim["issuances"][1]["total_t"] = total
    assert verdict(claim, "QTY-06", "I2") == wanted


@pytest.mark.slow
def test_an_open_list_of_credits_never_passes_and_fails_by_what_is_in_it() -> None:
    claim = abroad()
    claim["claim"]["complete_lists"] = ["statements", "uses", "retirements"]
    assert verdict(claim, "QTY-06", "I2") == "unknown"
    claim["issuances"][1]["total_t"] = 59
    assert verdict(claim, "QTY-06", "I2") == "fail"


def test_credits_beyond_the_issuance_count_for_nothing() -> None:
    claim = abroad()
    claim["issuances"][1]["total_t"] = 59
    used = next(u for u in judged(claim).uses if u.id == "U2")
    assert used.verdict.value == "fail"
    assert "QTY-06" in used.rules
