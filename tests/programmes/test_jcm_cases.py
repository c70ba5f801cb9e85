"""Reported JCM and Article 6.4 issuances come out to the tonne, and so do their neighbours; partner countries count from their day."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.batch import BatchEngine
from offsetcheck.engine.examples import judge_example
from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import read_claim
from offsetcheck.facts.documents import read_document
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report.model import Finding
from offsetcheck.rulebook.book import Edition, Example, Rule
from offsetcheck.rulebook.shipped import open_rulebook
from tests.engine.whole_claims import differences
from tests.fixtures.test_fixture_claims import judged, place

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

Data = dict[str, Any]
CASES = Path(__file__).parent / "jcm_cases.yaml"


def cases() -> Iterator[Any]:
    """Each case and each of its neighbours as a test of its own."""
    document: Any = read_document(CASES).value
    for case in document:
        yield pytest.param(case["as_of"], case["facts"], case, id=case["case"])
        for n, neighbour in enumerate(case["neighbours"], 1):
            facts = copy.deepcopy(case["facts"])
            for path, value in neighbour["change"].items():
                here, key = place(facts, path)
                here[key] = value
            yield pytest.param(case["as_of"], facts, neighbour, id=f"{case['case']}, neighbour {n}")


@pytest.mark.parametrize(("as_of", "facts", "known"), list(cases()))
def test_an_issuance_comes_out_as_reported(as_of: str, facts: Data, known: Data, tmp_path: Path) -> None:
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(facts, ensure_ascii=False, default=_number), encoding="utf-8")
    _, report = judged(path, as_of)
    found: dict[str, Finding] = {f.rule: f for f in report.claims[0].findings}
    assert {rule: found[rule].verdict.value for rule in known["findings"]} == known["findings"]
    for rule, numbers in known.get("shown", {}).items():
        shown = found[rule].shown
        assert {n: (shown[n].at_least, shown[n].at_most) for n in numbers} == {
            n: (Decimal(t), Decimal(t)) for n, t in numbers.items()
        }


@pytest.mark.slow
@pytest.mark.parametrize("profile", list(Profile))
def test_both_back_ends_judge_the_issuances_alike(profile: Profile, tmp_path: Path) -> None:
    claims = []
    for n, case in enumerate(cases()):
        path = tmp_path / f"{n}.json"
        facts = case.values[1] | {"claim": case.values[1]["claim"] | {"id": f"case-{n}"}}
        path.write_text(json.dumps(facts, ensure_ascii=False, default=_number), encoding="utf-8")
        claims.append(read_claim(path))
    settings = Settings(date(2026, 5, 20), profile)
    number, found = differences(BatchEngine(open_rulebook(), threads=2), claims, settings)
    assert found == []
    assert number > 20 * len(claims)


def _number(value: object) -> float:
    assert isinstance(value, Decimal)
    return float(value)


# -- the list of partner countries -----------------------------------------------------------------------------------------


def rule_of(engine: Engine, name: str) -> tuple[Edition, Rule]:
    return next((e, r) for e in engine.rulebook.editions for r in e.rules if r.id == name)


def dated(name: str) -> dict[str, date]:
    """A list of countries of the rulebook, each with its day."""
    listed = next(p for e in open_rulebook().editions for p in e.parameters if p.name == name).value.value
    assert isinstance(listed, str)
    entries = [entry.split() for entry in listed.split(", ")]
    assert len(entries) == len({code for code, _ in entries})
    return {code: date.fromisoformat(day) for code, day in entries}


def partners() -> list[tuple[str, date]]:
    """Each partner country and the earliest day it can have signed."""
    return list(dated("jcm_partners").items())


def judge(engine: Engine, name: str, given: Data) -> tuple[str, dict[str, bool | None]]:
    edition, rule = rule_of(engine, name)
    given = {"project.programme": "JCM", **{k: str(v) for k, v in given.items()}}
    outcome = judge_example(engine, edition, rule, Example(given, {}, (), (), "", {}, (), 0))
    return outcome.verdict.value, {c.condition.name: c.truth for c in outcome.conditions}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(open_rulebook())


def test_there_are_31_confirmed_partner_countries_and_one_reported():
    assert len(partners()) == 32
    assert set(dict(partners())) - set(dated("jcm_partners_confirmed")) == {"OM"}
    assert [c for c, day in partners() if day > date(2026, 2, 28)] == ["OM"]


def test_where_only_the_month_was_seen_both_of_its_ends_are_held():
    exact = {"TZ", "IN"}
    first, last = dated("jcm_partners"), dated("jcm_partners_confirmed")
    for country, day in last.items():
        if country in exact:
            assert first[country] == day
        else:
            assert (first[country].day, (day + timedelta(days=1)).day) == (1, 1)
            assert (first[country].year, first[country].month) == (day.year, day.month)


@pytest.mark.parametrize(("country", "signed"), partners())
def test_a_country_is_a_partner_from_the_day_it_signed(country: str, signed: date, engine: Engine):
    by = dated("jcm_partners_confirmed").get(country)
    for day in {signed, signed - timedelta(days=1)} | ({by, by - timedelta(days=1)} if by else set()):
        may, must = signed <= day, True if by is not None and by <= day else None
        _, truths = judge(
            engine, "JCM-01-DATE", {"project.host_country": country, "issuance.decided_on": day}
        )
        if day <= date(2026, 2, 28):  # decisions after the list was made are left to JCM-01
            assert truths == {"signed": may, "month_over": must}
        verdict, truths = judge(
            engine,
            "JCM-01",
            {"project.host_country": country, "project.registered_on": "2016-01-01", "as_of": day},
        )
        assert truths == {"partner": may, "confirmed": must}
        assert verdict == ("pass" if must else "unknown" if may else "fail")


@pytest.mark.parametrize("country", [c for c, _ in partners()])
def test_numbers_begin_with_the_code_of_their_country(country: str, engine: Engine):
    other = "XX"
    own = {"project.host_country": country, "project.reference": f"{country}001"}
    assert judge(engine, "JCM-02", {**own, "project.jcm.methodology": f"{country}_AM001"})[0] == "pass"
    assert judge(engine, "JCM-02", {**own, "project.jcm.methodology": f"{other}_AM001"})[1] == {
        "reference": True,
        "methodology": False,
    }
    assert judge(engine, "JCM-05", {**own, "project.jcm.methodology": f"{country}_PM001"})[0] == "fail"
    assert judge(engine, "JCM-05", {**own, "project.jcm.methodology": f"{country}_AM001"})[0] == "pass"


def test_what_is_not_known_of_a_country_leaves_the_question_open(engine: Engine):
    """Kleene: before anyone signed no country can be listed; after that an unnamed one may be."""
    unnamed = {"project.registered_on": "2012-01-01"}
    assert judge(engine, "JCM-01", {**unnamed, "as_of": "2025-01-01"})[1]["partner"] is None
    assert judge(engine, "JCM-01-DATE", {"issuance.decided_on": "2012-12-31"})[1] == {
        "signed": False,
        "month_over": None,
    }
    assert judge(engine, "JCM-02", {"project.reference": "XX001"})[1] == {
        "reference": None,  # of a country that signed after the list was made, perhaps
        "methodology": None,
    }
    before = {"project.reference": "XX001", "project.registered_on": "2016-01-01"}
    assert judge(engine, "JCM-02", before)[1] == {
        "reference": False,
        "methodology": None,
    }
