"""Blocks that some rule tells apart are never judged for one another."""

from __future__ import annotations

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import Purpose
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.planning.eligibility import eligibility, questions
from tests.engine.lawkit import AS_OF, book, claim_data, claim_from, rule

FAIL, PASS = Verdict.FAIL, Verdict.PASS


def verdicts(subject: str, condition: str, *, grouped: bool) -> list[Verdict]:
    """What a rulebook of one rule says of a block of 10 t and one of 30 t, of two projects."""
    rulebook = book(rule("CRD-X", subject, {"met": condition}))
    serials = [{"first": "A1", "last": "A10"}, {"first": "BCDEFGH11", "last": "BCDEFGH40"}]
    claim = claim_from(
        claim_data(
            {"stage": "planned", "complete_lists": "all", "publish_by": "2026-06-01", "organisation": "us"},
            parties=[{"id": "us", "name": "株式会社A"}],
            projects=[
                {"id": "P", "programme": "other", "methodology": "AB", "name": "XY"},
                {"id": "Q", "programme": "other", "methodology": "ABCDEFGH", "name": "XY"},
            ],
            credits=[
                {"id": f"K{n}", "project": project, "quantity_t": t, "serials": span}
                for n, (project, t, span) in enumerate(zip("PQ", (10, 30), serials, strict=True))
            ],
        )
    )
    asked = questions(rulebook, [FiscalYear(2025)], [Purpose.OFFSET])
    found = eligibility(Engine(rulebook), claim, asked, Settings(AS_OF), grouped=grouped)
    return [a.verdict for a in found.answers]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("subject", "condition", "expected"),
    [
        ("credit", "credit.quantity_t >= 20", [FAIL, PASS]),
        ("credit", "credit.quantity_t + credit.quantity_t <= 40", [PASS, FAIL]),
        ("credit", "credit.serial_count >= 20", [FAIL, PASS]),
        ("credit", "sum(uses.t) >= 20", [FAIL, PASS]),
        ("credit", "any(uses.t >= 20)", [FAIL, PASS]),
        ("use", "use.t >= 20", [FAIL, PASS]),
        ("retirement", "retirement.total_t >= 20", [FAIL, PASS]),
        ("credit", "credit.serials.first = 'A1'", [PASS, FAIL]),
        ("credit", "length(credit.serials.first) >= 8", [FAIL, PASS]),
        ("credit", "length(project.methodology) >= 5", [FAIL, PASS]),
        ("credit", "length(project.methodology) = length(project.name)", [PASS, FAIL]),
        ("credit", "starts_with(credit.serials.first, 'A')", [PASS, FAIL]),
    ],
)
def test_blocks_that_a_rule_tells_apart_get_the_verdicts_they_get_alone(subject, condition, expected):
    assert verdicts(subject, condition, grouped=False) == expected
    assert verdicts(subject, condition, grouped=True) == expected


def reads(subject: str, condition: str) -> set[str]:
    from offsetcheck.planning.kinds import Kinds

    rulebook = book(rule("CRD-X", subject, {"met": condition}))
    claim = claim_from(claim_data({"publish_by": "2026-06-01"}))
    kinds = Kinds(Engine(rulebook), claim, [("offset", None)], AS_OF, frozenset())
    return kinds.reads("other", kinds.purposes).exact


@pytest.mark.parametrize(
    ("subject", "condition"),
    [
        ("credit", "floor0(credit.quantity_t) = credit.quantity_t"),
        ("use", "use.t = floor0(use.t)"),
        ("credit", "credit.serial_count = credit.quantity_t"),
        ("credit", "credit.quantity_t <= issuance.verified_t"),
        ("credit", "sum(uses.t, uses.purpose = 'offset') <= credit.quantity_t"),
        ("retirement", "sum(blocks.quantity_t) = retirement.total_t"),
        ("issuance", "sum(credits.quantity_t) <= issuance.total_t"),
        ("use", "use.reported_t = use.t"),
        ("credit", "length(credit.serials.first) > 0 AND length(credit.serials.last) > 0"),
    ],
)
def test_tonnes_and_numbers_that_do_not_matter_make_no_two_kinds(subject, condition):
    assert not reads(subject, condition)
