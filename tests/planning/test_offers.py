"""What is offered is planned with whatever its parts are called."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.facts.problems import InputError
from offsetcheck.planning.allocation import Allocation
from offsetcheck.planning.planner import Planned, Scenario
from tests.planning.portfolio import Data, need, plan_of, portfolio

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
    (bare, named) = (plan(tmp_path, held, 5000, described(**of)) for of in ({}, ids))
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
