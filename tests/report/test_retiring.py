"""Before a retirement: whole credits, and a day to apply by that is a hint and no verdict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import build_world
from offsetcheck.planning.calendar import closed_days, last_batch
from offsetcheck.report import wording as w
from offsetcheck.report.build import build_report
from offsetcheck.report.model import ClaimReport, Planning
from offsetcheck.report.retiring import planned_tonnes, rounded_up
from offsetcheck.rulebook.shipped import open_rulebook
from tests.report.samples import interval

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

CLOSED = closed_days("12-29", "01-03")


@pytest.mark.parametrize(
    ("complete_by", "apply_by", "processed_on"),
    [
        # an ordinary week: Thursday, processed on Tuesday of the next week
        ("2026-10-30", "2026-10-22", "2026-10-27"),
        # the second business day itself is in time; the day before it is not
        ("2026-10-27", "2026-10-22", "2026-10-27"),
        ("2026-10-26", "2026-10-15", "2026-10-20"),
        # 21 to 23 September 2026 are holidays: the second business day is Friday the 25th
        ("2026-09-25", "2026-09-17", "2026-09-25"),
        ("2026-09-24", "2026-09-10", "2026-09-15"),
        # Thursday 29 April 2027 is a holiday: apply on Wednesday
        ("2027-05-07", "2027-04-28", "2027-05-07"),
        # Thursday 31 December 2026 lies in the closure at year's end: the application moves to the 28th
        ("2027-01-05", "2026-12-28", "2027-01-05"),
    ],
)
def test_the_last_day_to_apply(complete_by, apply_by, processed_on):
    found = last_batch(date.fromisoformat(complete_by), 4, 2, CLOSED)
    assert found == (date.fromisoformat(apply_by), date.fromisoformat(processed_on))


@pytest.mark.parametrize(
    ("need", "whole"), [("12.4", "13"), ("13", "13"), ("0", "0"), ("0.001", "1"), ("13.000", "13")]
)
def test_a_fraction_needs_one_credit_more(need, whole):
    assert rounded_up((Decimal(need), Decimal(need))) == interval(whole)


def test_an_open_need_stays_open():
    assert rounded_up((Decimal("1.5"), None)) == interval("2", None)


def test_the_need_is_said_in_whole_credits():
    said = w.planning_sentences(
        Planning(need_t=interval("12.4"), whole_t=interval("13"), planned_t=Decimal(13)), "ja"
    )
    assert said == (
        "必要量は12.4 t-CO2です。クレジットは1 t-CO2単位のため、端数を切り上げた13 t-CO2の無効化が必要です。",
        "計画されている数量は13 t-CO2であり、必要量を満たします。",
    )


def test_too_few_planned_is_said_before_it_is_too_late():
    said = w.planning_sentences(
        Planning(need_t=interval("12.4"), whole_t=interval("13"), planned_t=Decimal(12)), "ja"
    )
    assert "1 t-CO2不足します" in said[1]


def test_a_need_not_known_is_not_compared():
    assert (
        w.planning_sentences(
            Planning(need_t=interval("1", None), whole_t=interval("1", None), planned_t=None), "ja"
        )
        == ()
    )


CLAIM = """\
claim: {{id: c, stage: planned, organisation: us, kind: event, degree: offset, claimed_t: 12.4, publish_by: 2026-10-30}}
parties: [{{id: us, name: 例示協会}}]
emissions: [{{id: E1, t: 12.4, included: true}}]
projects: [{{id: P1, programme: {programme}}}]
credits: [{{id: C1, project: P1}}]
uses:
  - {{id: U1, credit: C1, purpose: offset, t: 7.4, status: held, scope: {{entity: us, boundary: a, period: FY2026}}}}
  - {{id: U2, credit: C1, purpose: offset, t: 5, status: held, scope: {{entity: us, boundary: b, period: FY2026}}}}
"""


def judged(programme: str = "J-Credit", as_of: str = "2026-09-01", text: str = CLAIM) -> ClaimReport:
    book = open_rulebook()
    settings = Settings(date.fromisoformat(as_of))
    found = Engine(book).judge(parse_claim(text.format(programme=programme).encode()), settings)
    return build_report([(found, "claim.yaml")], book, settings, "ja").claims[0]


def test_a_planned_claim_carries_the_hint_with_its_source():
    planning = judged().planning
    assert planning is not None
    assert planning.hint is not None
    assert (planning.hint.apply_by, planning.hint.apply_until) == (date(2026, 10, 22), "12:00")
    assert planning.hint.basis.confidence == "unconfirmed"
    text = "".join(w.hint_sentences(planning.hint, "ja"))
    assert "目安" in text
    assert "判定には用いていません" in text
    assert "出典：" in text


def test_the_hint_is_for_j_credits_only():
    planning = judged("JCM").planning
    assert planning is not None
    assert planning.hint is None


def test_a_day_already_past_is_said_and_changes_no_verdict():
    before, after = judged(as_of="2026-09-01"), judged(as_of="2026-10-23")
    assert before.verdict == after.verdict
    assert after.planning is not None
    assert after.planning.hint is not None
    assert after.planning.hint.past
    assert "判定基準日より前です" in "".join(w.hint_sentences(after.planning.hint, "ja"))


def test_each_scope_has_its_application_in_whole_credits():
    applications = judged().applications
    assert [(a.uses_t, a.quantity_t) for a in applications] == [
        (Decimal("7.4"), Decimal(8)),
        (Decimal(5), Decimal(5)),
    ]
    assert applications[0].scope == "例示協会、a、2026年度"


ACTS = """\
retirements:
  - {{id: R1, registry: あ, account: 例示仲介, purpose_detail: い, designation: total}}
  - {{id: R2, registry: う, account: us, purpose_detail: え, designation: serial}}
"""


def test_each_act_has_its_application_with_its_own_entries():
    """Two of one scope were once printed as one, with the entries of the first."""
    text = CLAIM.replace("boundary: b", "boundary: a") + ACTS
    for use, act in ("U1", "R1"), ("U2", "R2"):
        text = text.replace(f"id: {use},", f"id: {use}, retirement: {act},")
    found = [
        (a.retirement, a.registry, a.purpose_detail, a.account, a.by_others, a.designation, a.quantity_t)
        for a in judged(text=text).applications
    ]
    assert found == [
        ("U1", "あ", "い", "例示仲介", True, "total", Decimal(8)),
        ("U2", "う", "え", "例示協会", False, "serial", Decimal(5)),
    ]


def test_an_act_that_serves_two_purposes_has_one_application_of_its_tonnes():
    """One for each purpose once asked for the same tonnes twice."""
    text = CLAIM.replace("boundary: b", "boundary: a") + ACTS
    text = text.replace("t: 5,", "t: 7.4,").replace(
        "U2, credit: C1, purpose: offset", "U2, credit: C1, purpose: shk"
    )
    for use in "U1", "U2":
        text = text.replace(f"id: {use},", f"id: {use}, retirement: R1,")
    (found,) = judged(text=text).applications
    assert (found.retirement, found.purpose) == ("U1, U2", "offset")
    assert (found.uses_t, found.quantity_t) == (Decimal("7.4"), Decimal(8))
    assert found.scope == "例示協会、a、2026年度、令和9年度報告（2026年度実績）"


def test_no_rule_reads_the_parameters_of_the_hint():
    for edition in open_rulebook().editions:
        for rule in edition.rules:
            assert "jcredit_cutoff" not in (rule.when_text or "") + "".join(c.text for c in rule.conditions)


@pytest.mark.parametrize(
    ("second", "planned"),
    [("event", "60"), ("office", "100"), (None, "100")],
    ids=["another", "its own", "not said"],
)
def test_what_is_planned_for_another_boundary_covers_none_of_the_need(second, planned):
    text = (
        "claim: {id: c, stage: planned, publish_by: 2026-10-30, claimed_t: 60, organisation: us, boundary_code: office}\n"
        "parties: [{id: us, name: 例示協会}]\n"
        "uses:\n"
        "  - {id: U1, purpose: offset, t: 60, scope: {entity: us, boundary: office}}\n"
        f"  - {{id: U2, purpose: offset, t: 40, scope: {{entity: us{f', boundary: {second}' if second else ''}}}}}\n"
    )
    world = build_world(parse_claim(text.encode()), Profile.SELF_CHECK, date(2026, 6, 1))
    assert planned_tonnes(world) == Decimal(planned)
