"""What is offered is planned with whatever its parts are called, and judged beside what is held of its issuance."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.allocation import Allocation
from offsetcheck.planning.planner import Planned, Scenario
from tests.planning.portfolio import Data, need, plan_of, portfolio, said

pytestmark = pytest.mark.slow

AS_OF = date(2027, 6, 1)


def plan(folder: Path, held: Data, tonnes: int, *offers: Data) -> Planned:
    return plan_of(folder, {**held, "filings": []}, [need("gx", "gx-ets", tonnes)], AS_OF, offers)


def offer(name: str, tonnes: int | None, **parts: Any) -> Data:
    found = {"id": name, "price_jpy": 100, **parts}
    return found if tonnes is None else {**found, "tonnes": tonnes}


# -- the names of its parts ----------------------------------------------------------------------------------------------


def described(**ids: str | None) -> Data:
    """Units described in full, with ids of their own."""
    held = portfolio("C1")
    parts: Data = {
        "project": {**held["projects"][0], "reference": "SAMPLE-OTHER"},
        "issuance": dict(held["issuances"][0]),
        "credit": {
            **held["credits"][0],
            "serials": {"first": "JCL-0000-900001", "last": "JCL-0000-909000"},
            "quantity_t": 9000,
        },
    }
    del parts["credit"]["price_jpy"], parts["credit"]["holder"]
    for part in parts.values():
        for name in ("id", "project", "issuance"):
            part.pop(name, None)
    for name, own in ids.items():
        part, _, link = name.partition("_")
        parts[part][link or "id"] = own
    return offer("o1", 9000, **parts)


@pytest.mark.parametrize(
    "ids",
    [
        {"project": "P1"},
        {"issuance": "I1"},
        {"credit": "C1"},
        {"project": "PX", "issuance": "IX", "credit": "CX"},
        {
            "project": "P1", "issuance": "I1", "credit": "C1",
            "issuance_project": "P1", "credit_project": "P1", "credit_issuance": "I1",
        },
        {"project": None, "credit": None, "credit_issuance": None},
    ],
)  # fmt: skip
def test_the_ids_of_the_parts_of_an_offer_make_no_difference(tmp_path, ids):
    held = portfolio("C1", "C4")
    bare, named = plan(tmp_path, held, 5000, described()), plan(tmp_path, held, 5000, described(**ids))
    assert isinstance(bare.scenarios[Scenario.BEST], Allocation)
    assert named.scenarios == bare.scenarios


def test_an_issuance_that_is_named_and_not_described_is_asked_for(tmp_path):
    units = described(credit_issuance="I1")
    del units["issuance"]
    with pytest.raises(InputError) as caught:
        plan(tmp_path, portfolio("C1"), 5000, units)
    (problem,) = caught.value.problems
    assert (problem.path, problem.found) == ("offers[0].credit.issuance", "I1")
    assert "describe the issuance" in problem.expected.en


# -- more of an issuance than there is -----------------------------------------------------------------------------------


def of_i4(held_t: int) -> Data:
    """C4, of whose issuance companies may hold 3,600 t, with so many tonnes held."""
    held = portfolio("C4")
    held["issuances"][0] |= {
        "verified_t": 12_000,
        "total_t": 12_000,
        "japan_t": 9600,
        "host_t": 2400,
        "gov_t": 6000,
    }
    (c4,) = held["credits"]
    c4 |= {"quantity_t": held_t, "serials": {"first": "620001", "last": str(620_000 + held_t)}}
    return held


def lot(first: int, tonnes: int) -> Data:
    return {"like": "C4", "serials": {"first": str(first), "last": str(first + tonnes - 1)}}


@pytest.mark.parametrize(
    ("held_t", "offered", "wanted", "answer"),
    [
        (1600, [2000], 3600, "met"),
        (3600, [2000], 5600, "not met"),
        (3600, [2000], 3600, "met"),
        (1600, [2001], 3600, "undecided"),  # a part of it may be bought
        (1600, [1000, 1000], 3600, "met"),
        (1600, [1500, 1500], 3600, "undecided"),
        (1600, [1500, 1500], 4601, "not met"),
    ],
)
def test_an_offer_is_judged_with_what_is_held_and_offered_of_its_issuance(
    tmp_path, held_t, offered, wanted, answer
):
    offers = [offer(f"o{n}", t, **lot(640_000 + 10_000 * n, t)) for n, t in enumerate(offered)]
    if answer == "not met" and len(offered) > 1:  # more than there are of all of them
        wanted = held_t + sum(offered) + 1
    assert said(plan(tmp_path, of_i4(held_t), wanted, *offers)) == answer


def test_why_an_offer_is_left_out_is_told_by_its_verdict(tmp_path):
    made = plan(tmp_path, of_i4(3600), 5600, offer("o", 2000, **lot(640_000, 2000)))
    assert made.refused == {("offer-o", "gx"): Verdict.FAIL}


def of_i1(total_t: int) -> Data:
    """C1, of whose issuance 12,000 t are held."""
    held = copy.deepcopy(portfolio("C1"))
    held["issuances"][0]["total_t"] = total_t
    return held


def test_an_offer_of_more_than_was_issued_is_refused_where_it_stands(tmp_path):
    assert said(plan(tmp_path, of_i1(15_000), 15_000, offer("o", 3000, like="C1"))) == "met"
    for offers, at in (
        ([offer("o", 3001, like="C1")], 0),
        ([offer("a", 2000, like="C1"), offer("b", 2000, like="C1")], 1),
    ):
        with pytest.raises(InputError) as caught:
            plan(tmp_path, of_i1(15_000), 15_000, *offers)
        (problem,) = caught.value.problems
        assert problem.path == f"offers[{at}].tonnes"
        assert "more than the 15,000" in problem.expected.en


def test_of_an_issuance_whose_total_is_known_no_offer_is_without_end(tmp_path):
    with pytest.raises(InputError) as caught:
        plan(tmp_path, of_i1(15_000), 12_100, offer("o", None, like="C1"))
    (problem,) = caught.value.problems
    assert problem.path.startswith("offers[0]")
    assert "give tonnes" in problem.expected.en
