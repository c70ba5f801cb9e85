"""The laws on whole claims: intervals, the law's own uncertainty, open questions, two runs, conflicts, verdicts,
determinism, editions, load errors, serials and identity, each through the real reader, loader and engine.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.engine.batch import BatchEngine
from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.overlaps import RecordedUse, Snapshot
from offsetcheck.engine.semantics import Frame, compiled
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.identity import Party
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.serials import UniquenessScope, parse_range
from offsetcheck.facts.vocabulary import Kind, Owner, Profile, Reason
from offsetcheck.report.build import build_report
from offsetcheck.report.text import write_text
from offsetcheck.rulebook.book import NoEditionError
from offsetcheck.rulebook.codec import decode, encode
from offsetcheck.rulebook.confirmations import open_points
from offsetcheck.rulebook.items import RulebookError
from offsetcheck.rulebook.language import BOOLEAN, Const, Type
from offsetcheck.rulebook.loader import load
from offsetcheck.rulebook.parser import ExpressionError, Vocabulary, parse
from tests.engine.lawkit import (
    AS_OF,
    CERTIFICATION,
    CLAIMANT,
    DOCUMENTS,
    SELF_CHECK,
    Item,
    account,
    answer,
    binds,
    book,
    both,
    bounds,
    claim_data,
    claim_from,
    clause,
    criterion,
    derives,
    edition,
    evidence,
    exit_code,
    facts_of,
    finding,
    judged,
    judgement,
    parameter,
    report_of,
    rule,
    scheme,
    that_cannot_run,
    written,
)

PASS, FAIL, UNKNOWN = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN
NOT_APPLICABLE, ERROR = Verdict.NOT_APPLICABLE, Verdict.ERROR
HERE = Path(__file__).parent
ROOT = HERE.parents[1]

YES, ALSO = "statement.states_quantity", "statement.states_share"
VALID = derives("claim.valid_t", "sum(uses.t, uses.purpose = 'offset' AND uses.valid)")
NEED = rule("NEED-1", "claim", {"enough": "claim.valid_t >= claim.claimed_t"})
RETIRED = rule("STATUS-1", "use", "use.status = 'retired'")
US, THEM = Party("株式会社アクメ", "7010001008844"), Party("株式会社ベータ", "1010401010455")
OUR_PARTY = {"id": "us", "name": US.name, "name_en": "Acme Co., Ltd.", "corporate_number": US.number}


def statement(**facts: Any) -> Item:
    """A claim of one statement with these facts."""
    return claim_data({"complete_lists": ["statements"]}, statements=[{"id": "S", **facts}])


def verdict_of(rulebook: Any, data: Item, name: str = "R-1", **options: Any) -> Verdict:
    return finding(judged(rulebook, data, **options), name).verdict


# -- law 4: intervals ----------------------------------------------------------------------------------------------------


def sum_claim(closed: list[str], **head: Any) -> Item:
    return claim_data(
        {"claimed_t": 100, "complete_lists": closed, **head},
        emissions=[
            {"id": "a", "t": 60, "included": True},
            {"id": "b", "t": 50},
            {"id": "c", "t": 500, "included": False},
        ],
        reductions=[{"id": "x", "t": 20}, {"id": "y"}],
    )


RESIDUAL = derives("claim.residual_t", "sum(emissions.t, emissions.included)")
NET = derives("claim.net_t", "claim.residual_t - sum(reductions.t)")
WIDTHS = [
    RESIDUAL, NET,
    derives("claim.twice_t", "2 * claim.residual_t"), derives("claim.debt_t", "-claim.residual_t"),
    derives("claim.over_t", "max2(0, claim.residual_t - 100)"), derives("claim.least_t", "min2(claim.residual_t, 80)"),
    derives("claim.half_t", "floor0(0.25 * claim.residual_t)"), derives("claim.size_t", "abs(60 - claim.residual_t)"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "closed", "opened"),
    [
        ("residual_t", (60, 110), (60, None)), ("net_t", (None, 90), (None, None)), ("twice_t", (120, 220), (120, None)),
        ("debt_t", (-110, -60), (None, -60)), ("over_t", (0, 10), (0, None)), ("least_t", (60, 80), (60, 80)),
        ("half_t", (15, 27), (15, None)), ("size_t", (0, 50), (0, None)),
    ],
)  # fmt: skip
def test_every_derived_number_is_an_interval_and_an_open_list_has_no_upper_bound(name, closed, opened):
    rulebook = book(*WIDTHS, rule("R-1", "claim", "claim.residual_t >= 0"))
    assert judged(rulebook, sum_claim(["emissions", "reductions"])).tonnes[name] == bounds(*closed)
    assert judged(rulebook, sum_claim([])).tonnes[name] == bounds(*opened)


def test_a_finding_shows_its_numbers_as_intervals():
    show = {"short_t": "max2(0, claim.claimed_t - claim.residual_t)"}
    outcome = finding(
        judged(
            book(RESIDUAL, rule("R-1", "claim", "claim.residual_t >= claim.claimed_t", show=show)),
            sum_claim(["emissions"]),
        ),
        "R-1",
    )
    assert dict(outcome.shown) == {"short_t": bounds(0, 40)}
    assert outcome.verdict is UNKNOWN


def test_the_tonnes_of_a_use_lie_between_nothing_and_all_until_it_is_decided():
    rules = book(RETIRED)
    for status, wanted in (("retired", (100, 100)), ("held", (0, 0)), (None, (0, 100))):
        use = {"id": "U", "purpose": "offset", "t": 100, **({"status": status} if status else {})}
        assert judged(rules, claim_data(uses=[use])).uses[0].eligible == bounds(*wanted)
    unsized = claim_data(uses=[{"id": "U", "purpose": "offset", "status": "retired"}])
    assert judged(rules, unsized).uses[0].eligible == bounds(0, None)


def test_numbers_that_hang_on_a_reading_show_the_hull_of_all_options():
    rulebook = book(derives("claim.half_t", {"readings": {"whole": "floor0(0.5 * claim.claimed_t)", "up": "-floor0(-0.5 * claim.claimed_t)"}}),
                    rule("R-1", "claim", "claim.half_t >= 50"))  # fmt: skip
    for claimed, wanted, verdict in ((101, (50, 51), PASS), (99, (49, 50), UNKNOWN), (97, (48, 49), FAIL)):
        result = judged(rulebook, claim_data({"claimed_t": claimed}))
        assert result.tonnes["half_t"] == bounds(*wanted)
        assert finding(result, "R-1").verdict is verdict


# -- law 5: confidence ---------------------------------------------------------------------------------------------------


def one_rule(require: str | dict[str, str], *basis: Item, **more: Any) -> Any:
    return book(*more.pop("items", ()), rule("R-1", "statement", require, basis=list(basis), **more))


@pytest.mark.parametrize(
    ("confidences", "fails"),
    [
        (["unconfirmed"], False), (["secondary"], True), (["official"], True),
        (["unconfirmed", "unconfirmed"], False), (["unconfirmed", "secondary"], True), (["official", "unconfirmed"], True),
    ],
)  # fmt: skip
def test_of_several_clauses_for_one_name_the_strongest_counts(confidences, fails):
    rulebook = one_rule(YES, *(clause(c, restricts=["met"]) for c in confidences))
    assert verdict_of(rulebook, statement(states_quantity=False)) is (FAIL if fails else UNKNOWN)
    assert verdict_of(rulebook, statement(states_quantity=True)) is PASS


def test_an_unconfirmed_when_exempts_nobody_and_applies_to_whom_it_applies():
    rulebook = one_rule(YES, clause(restricts=["met"]), clause("unconfirmed", permits=["when"]), when=ALSO)
    assert verdict_of(rulebook, statement(states_quantity=False, states_share=False)) is UNKNOWN
    assert verdict_of(rulebook, statement(states_quantity=False, states_share=True)) is FAIL
    assert verdict_of(rulebook, statement(states_quantity=True, states_share=True)) is PASS


def test_a_secondary_clause_may_decide():
    rulebook = one_rule(
        f"{YES} OR late",
        clause("secondary", restricts=["met"]),
        clause("secondary", permits=["late"]),
        let={"late": ALSO},
    )
    assert verdict_of(rulebook, statement(states_quantity=False, states_share=True)) is PASS
    assert verdict_of(rulebook, statement(states_quantity=False, states_share=False)) is FAIL


@pytest.mark.parametrize("place", ["require", "let", "when", "derivation", "derivation behind a derivation"])
def test_an_unconfirmed_parameter_makes_what_uses_it_unconfirmed(place):
    items: list[Item] = [parameter("line", 100, "unconfirmed")]
    more: Item = {}
    require = "claim.claimed_t >= $line"
    match place:
        case "let":
            more["let"], require = {"line_t": "$line"}, "claim.claimed_t >= line_t"
        case "when":
            more["when"], require = "claim.claimed_t >= $line", "claim.degree = 'offset'"
        case "derivation":
            items.append(derives("claim.line_t", "1 * $line"))
            require = "claim.claimed_t >= claim.line_t"
        case "derivation behind a derivation":
            items += [
                derives("claim.line_t", "1 * $line"),
                derives("claim.left_t", "claim.claimed_t - claim.line_t"),
            ]
            require = "claim.left_t >= 0"
    rulebook = book(*items, rule("R-1", "claim", require, **more))
    outcome = finding(judged(rulebook, claim_data({"claimed_t": 99, "degree": "carbon_neutral"})), "R-1")
    assert outcome.verdict is UNKNOWN
    assert {(m.owner, m.reason) for m in outcome.missing} == {(Owner.AUTHORITY, Reason.LAW_OPEN)}
    sure = book(*[{**i, "basis": [clause()]} for i in items], rule("R-1", "claim", require, **more))
    assert verdict_of(sure, claim_data({"claimed_t": 99, "degree": "carbon_neutral"})) is (
        NOT_APPLICABLE if place == "when" else FAIL
    )


@pytest.mark.parametrize(("value", "wanted"), [(101, PASS), (99, UNKNOWN)])
def test_an_unconfirmed_derivation_decides_against_nobody(value, wanted):
    rulebook = book(
        derives("claim.line_t", "2 * claim.target.periods", "unconfirmed"),
        rule("R-1", "claim", "claim.claimed_t >= claim.line_t"),
    )
    assert verdict_of(rulebook, claim_data({"claimed_t": value, "target": {"periods": 50}})) is wanted


PERMANENCE = criterion("permanence", "credit", "kept")
KEPT = rule("R-1", "credit", {"kept": "kept"}, criterion="permanence")


def programmes(*items: Item) -> dict[str, list[Item]]:
    return {"programmes": [edition("programmes/one"), *items]}


def forest(programme: str | None, in_force: bool | None, **project: Any) -> Item:
    row: Item = {"id": "P", **project}
    if programme:
        row["programme"] = programme
    if in_force is not None:
        row["plan_in_force"] = in_force
    return claim_data(projects=[row], credits=[{"id": "C", "project": "P"}])


@pytest.mark.parametrize(
    ("rule_says", "criterion_says", "binding_says", "fails"),
    [
        ("official", "official", "official", True), ("official", "official", "secondary", True),
        ("official", "official", "unconfirmed", False), ("unconfirmed", "official", "official", False),
        ("official", "unconfirmed", "official", False), ("secondary", "secondary", "secondary", True),
    ],
)  # fmt: skip
def test_of_criterion_and_binding_together_the_weaker_counts(rule_says, criterion_says, binding_says, fails):
    kept = {**KEPT, "basis": [clause(rule_says, restricts=["kept"])]}
    text = {**PERMANENCE, "basis": [clause(criterion_says, restricts=["kept"])]}
    rulebook = book(
        text,
        kept,
        more=programmes(binds("permanence", "J-Credit", binding_says, kept="project.plan_in_force")),
    )
    assert verdict_of(rulebook, forest("J-Credit", False)) is (FAIL if fails else UNKNOWN)
    assert verdict_of(rulebook, forest("J-Credit", True)) is PASS


def test_a_binding_that_only_allows_on_an_unconfirmed_clause_clears_nobody():
    bound = {
        **binds("permanence", "J-Credit", kept="project.plan_in_force"),
        "basis": [clause("unconfirmed", permits=["kept"])],
    }
    rulebook = book(PERMANENCE, KEPT, more=programmes(bound))
    assert verdict_of(rulebook, forest("J-Credit", True)) is UNKNOWN


@pytest.mark.parametrize(
    ("subject", "condition"),
    [
        ("credit", "NOT kept"), ("credit", "project.plan_in_force OR NOT (kept AND project.plan_in_force)"),
        ("credit", "kept = FALSE"), ("credit", "kept <> project.plan_in_force"), ("credit", "NOT credit.good"),
        ("credit", "whole"), ("claim", "none(credits.kept)"), ("claim", "all_same(credits.holder, credits.kept)"),
        ("claim", "any(NOT credits.kept)"), ("claim", "NOT any(credits.kept)"),
        ("claim", "count(credits.kept) <= 0"), ("claim", "claim.good_t <= 0"),
    ],
)  # fmt: skip
def test_what_a_criterion_says_is_never_turned_for_its_unconfirmed_false_would_decide(subject, condition):
    derived = (
        derives("credit.good", "credit.kept"),
        derives("claim.good_t", "sum(credits.quantity_t, credits.good)"),
    )
    lets = {"whole": "project.plan_in_force AND lost"} if condition == "whole" else {}
    lets = {"lost": "NOT kept", **lets} if lets else {}
    with pytest.raises(InputError, match="rests on a criterion"):
        book(PERMANENCE, *derived, rule("R-1", subject, condition, let=lets))


@pytest.mark.parametrize(
    ("subject", "condition"),
    [
        ("credit", "kept"), ("credit", "kept AND project.plan_in_force"), ("credit", "credit.good"),
        ("claim", "any(credits.kept)"), ("claim", "all(credits.kept AND credits.good)"),
    ],
)  # fmt: skip
def test_where_a_criterion_may_be_read_its_unconfirmed_binding_fails_nobody(subject, condition):
    for binding_says, wanted in (("official", FAIL), ("unconfirmed", UNKNOWN)):
        rulebook = book(
            PERMANENCE,
            derives("credit.good", "credit.kept"),
            rule("R-1", subject, condition),
            more=programmes(
                binds("permanence", "J-Credit", binding_says, kept="project.plan_in_force = FALSE")
            ),
        )
        data = forest("J-Credit", True)
        data["claim"]["complete_lists"] = ["credits"]
        assert verdict_of(rulebook, data) is wanted


@pytest.mark.parametrize(
    "place",
    [{"when": "kept"}, {"when": "count(uses.t > 0 AND credit.good) > 0"}, {"let": {"spared": "kept"}}],
)
def test_a_criterion_neither_exempts_nor_permits(place):
    with pytest.raises(InputError, match="neither exempts nor permits"):
        book(
            PERMANENCE,
            derives("credit.good", "credit.kept"),
            rule("R-1", "credit", "project.plan_in_force", **place),
        )


def test_a_programme_without_a_binding_is_unknown_and_the_authority_is_asked():
    rulebook = book(
        PERMANENCE, KEPT, more=programmes(binds("permanence", "J-Credit", kept="project.plan_in_force"))
    )
    outcome = finding(judged(rulebook, forest("VCS", True)), "R-1")
    assert outcome.verdict is UNKNOWN
    assert [(m.name, m.owner, m.reason) for m in outcome.missing] == [
        ("law.kept/VCS", Owner.AUTHORITY, Reason.LAW_OPEN)
    ]
    unnamed = finding(judged(rulebook, forest(None, True)), "R-1")
    assert [m.name for m in unnamed.missing] == ["project.programme"]


def test_each_programme_is_judged_by_its_own_binding():
    both = [
        binds("permanence", "J-Credit", kept="project.plan_in_force"),
        binds("permanence", "JCM", kept="NOT project.plan_in_force"),
    ]
    rulebook = book(PERMANENCE, KEPT, more=programmes(*both))
    assert verdict_of(rulebook, forest("J-Credit", True)) is PASS
    assert verdict_of(rulebook, forest("JCM", True)) is FAIL


READ_TWO = rule(
    "R-1", "claim", {"line": "claim.claimed_t >= line"}, show={"left_t": "claim.claimed_t - line"},
    let={"line": {"readings": {"low": "60", "high": "100"}, "labels": {}}},
)  # fmt: skip


@pytest.mark.parametrize(("claimed", "wanted"), [(100, PASS), (59, FAIL), (80, UNKNOWN)])
def test_readings_that_agree_are_the_verdict_and_readings_that_disagree_are_shown(claimed, wanted):
    outcome = finding(judged(book(READ_TWO), claim_data({"claimed_t": claimed})), "R-1")
    assert outcome.verdict is wanted
    assert dict(outcome.shown) == {"left_t": bounds(claimed - 100, claimed - 60)}
    if wanted is UNKNOWN:
        assert [(m.name, m.owner, m.reason) for m in outcome.missing] == [
            ("law.R-1.line", Owner.AUTHORITY, Reason.LAW_OPEN)
        ]
        shown = {r.options: (r.truth, dict(r.shown)["left_t"]) for r in outcome.conditions[0].readings}
        assert shown == {
            (("R-1.line", "low"),): (True, bounds(20)),
            (("R-1.line", "high"),): (False, bounds(-20)),
        }


def test_a_reading_behind_when_leaves_the_verdict_open_and_is_named():
    scoped = rule(
        "R-1",
        "claim",
        {"met": "claim.degree = 'offset'"},
        when="claim.claimed_t >= line",
        let=READ_TWO["let"],
    )
    outcome = finding(judged(book(scoped), claim_data({"claimed_t": 80, "degree": "carbon_neutral"})), "R-1")
    assert outcome.verdict is UNKNOWN  # fails where it applies, and it is open whether it does
    assert [m.name for m in outcome.missing] == ["law.R-1.line"]


def test_one_reading_is_one_choice_everywhere_it_is_used():
    """Two conditions that need opposite options are not both met by choosing twice."""
    line = {"line": {"by": "shared", "readings": {"low": "60", "high": "100"}}}
    rulebook = book(
        rule(
            "R-1", "claim", {"above": "claim.claimed_t >= line", "below": "claim.claimed_t < line"}, let=line
        ),
        rule("R-2", "claim", {"either": "claim.claimed_t >= line OR claim.claimed_t < line"}, let=line),
    )
    result = judged(rulebook, claim_data({"claimed_t": 80}))
    assert finding(result, "R-1").verdict is FAIL
    assert finding(result, "R-2").verdict is PASS
    assert [c.truth for c in finding(result, "R-1").conditions] == [None, None]


def test_a_reading_behind_the_validity_of_a_use_reaches_the_claim():
    line = {"line": {"readings": {"low": "60", "high": "100"}}}
    rulebook = book(VALID, NEED, rule("U-1", "use", {"large": "credit.quantity_t >= line"}, let=line))
    data = claim_data(
        {"claimed_t": 10, "complete_lists": "all"}, credits=[{"id": "C", "quantity_t": 80}],
        uses=[{"id": "U", "credit": "C", "purpose": "offset", "t": 50}],
    )  # fmt: skip
    result = judged(rulebook, data)
    assert result.tonnes["valid_t"] == bounds(0, 50)
    assert result.uses[0].verdict is UNKNOWN
    assert result.uses[0].eligible == bounds(0, 50)
    outcome = finding(result, "NEED-1")
    assert outcome.verdict is UNKNOWN
    assert [(m.name, m.owner) for m in outcome.missing] == [("law.U-1.line", Owner.AUTHORITY)]
    assert verdict_of(rulebook, data, "NEED-1", confirmed=(answer("U-1.line", "low"),)) is PASS
    assert verdict_of(rulebook, data, "NEED-1", confirmed=(answer("U-1.line", "high"),)) is FAIL


@pytest.mark.parametrize(("option", "wanted"), [("low", PASS), ("high", FAIL)])
def test_an_authoritys_answer_settles_a_reading_and_is_visible_as_the_users(option, wanted):
    data, rulebook = claim_data({"claimed_t": 80}), book(READ_TWO)
    result = judged(rulebook, data, confirmed=(answer("R-1.line", option),))
    assert finding(result, "R-1").verdict is wanted
    assert finding(result, "R-1").conditions[0].readings == ()
    assert result.tonnes["claimed_t"] == bounds(80)
    assert verdict_of(rulebook, data, confirmed=(answer("R-1.line", "neither"),)) is UNKNOWN


def test_an_authoritys_answer_stands_in_the_report_as_the_users():
    confirmed = (answer("R-1.line", "low"),)
    settings = Settings(AS_OF, confirmed=confirmed)
    result = Engine(book(READ_TWO)).judge(claim_from(claim_data({"claimed_t": 80})), settings)
    report = build_report([(result, "claim.json")], book(READ_TWO), settings, "en")
    assert [(c.of, c.value, c.by, c.on) for c in report.confirmations] == [
        ("R-1.line", "low", "somebody", date(2026, 5, 1))
    ]
    assert "somebody" in write_text(report)


def test_an_authoritys_answer_lifts_the_cap_of_one_clause_only():
    rulebook = one_rule({"a": YES, "b": ALSO}, clause("unconfirmed", restricts=["a", "b"]))
    data = statement(states_quantity=False, states_share=False)
    assert verdict_of(rulebook, data) is UNKNOWN
    outcome = finding(judged(rulebook, data, confirmed=(answer("R-1.a", "stands"),)), "R-1")
    assert outcome.verdict is FAIL
    assert {c.condition.name: c.truth for c in outcome.conditions} == {"a": False, "b": None}


def test_two_answers_that_differ_settle_nothing():
    both = (answer("R-1.line", "low"), answer("R-1.line", "high"))
    for confirmed in (both, both[::-1]):
        assert verdict_of(book(READ_TWO), claim_data({"claimed_t": 80}), confirmed=confirmed) is UNKNOWN


# -- law 6: every open question has an owner and a reason ----------------------------------------------------------------

ASKED: dict[Reason, tuple[Any, Item, Item]] = {
    Reason.ABSENT: (book(rule("R-1", "statement", YES)), statement(), {}),
    Reason.NOT_YET: (book(RETIRED), claim_data({"stage": "planned"}, uses=[{"id": "U", "purpose": "offset", "status": "held"}]), {}),
    Reason.BELOW_ASSURANCE: (book(rule("R-1", "statement", YES)), statement(states_quantity=True), {"profile": CERTIFICATION}),
    Reason.EXPIRED: (
        book(rule("R-1", "statement", YES)),
        {**statement(), "evidence": [evidence("statements[S].states_quantity", True, expires_on="2026-05-31")]},
        {"profile": CERTIFICATION},
    ),
    Reason.CONFLICT: (
        book(rule("R-1", "statement", YES)),
        {**statement(states_quantity=True), "evidence": [evidence("statements[S].states_quantity", False)]},
        {},
    ),
    Reason.OPEN_LIST: (book(rule("R-1", "claim", "any(statements.states_quantity)")), claim_data(), {}),
    Reason.LAW_OPEN: (one_rule(YES, clause("unconfirmed", restricts=["met"])), statement(states_quantity=False), {}),
}  # fmt: skip


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_a_missing_fact_is_reached_and_has_its_owner(reason):
    rulebook, data, options = ASKED[reason]
    outcomes = [o for o in judged(rulebook, data, **options).outcomes if o.verdict is UNKNOWN]
    owners = {Reason.CONFLICT: Owner.REVIEWER, Reason.LAW_OPEN: Owner.AUTHORITY}
    assert {(m.reason, m.owner) for o in outcomes for m in o.missing} == {
        (reason, owners.get(reason, Owner.CLAIMANT))
    }


@pytest.mark.parametrize(
    ("require", "data", "owner"),
    [
        ("statement.states_quantity", statement(), Owner.CLAIMANT),
        ("project.plan_in_force", claim_data(projects=[{"id": "P"}]), Owner.REGISTRY),
        ("judgement.late_ok", statement(), Owner.REVIEWER),
    ],
)
def test_a_missing_fact_belongs_to_whom_it_is_asked_of(require, data, owner):
    subject = "project" if require.startswith("project") else "statement"
    outcome = finding(judged(book(rule("R-1", subject, require)), data), "R-1")
    assert [m.owner for m in outcome.missing] == [owner]


def test_the_questions_of_a_run_name_the_findings_that_wait_and_whether_any_blocks():
    rulebook = book(
        rule("R-1", "statement", YES),
        rule("R-2", "statement", f"{YES} OR {ALSO}"),
        rule("R-3", "statement", ALSO, severity="advisory"),
    )
    result = judged(rulebook, statement())
    assert {m.address: (names, blocking) for m, names, blocking in result.missing} == {
        "statements[S].states_quantity": (("R-1 (statements[S])", "R-2 (statements[S])"), True),
        "statements[S].states_share": (("R-2 (statements[S])", "R-3 (statements[S])"), True),
    }
    only_advice = judged(book(rule("R-3", "statement", ALSO, severity="advisory")), statement())
    assert [blocking for _, _, blocking in only_advice.missing] == [False]


def test_parties_of_different_names_are_asked_for_their_numbers_alone_and_in_lists():
    uses = [
        {"id": f"U{n}", "retirement": "R", "purpose": "offset", "scope": {"entity": name}}
        for n, name in enumerate(("アクメ商事", "アクメ"))
    ]
    data = claim_data(
        {"organisation": "アクメ", "complete_lists": "all"},
        retirements=[{"id": "R", "user": "アクメ商事"}],
        uses=uses,
    )
    for require in ("same_party(retirement.user, claim.organisation)", "all_same(uses.scope.entity)"):
        outcome = finding(judged(book(rule("R-1", "retirement", require)), data), "R-1")
        assert outcome.verdict is UNKNOWN
        assert facts_of(outcome.missing) == {
            "parties[アクメ].corporate_number",
            "parties[アクメ商事].corporate_number",
        }


def retirement(row_id: str, *ranges: str, **facts: Any) -> Item:
    """A retirement of blocks of one credit, named by serial unless told otherwise."""
    blocks = []
    for n, text in enumerate(ranges, 1):
        first, last = text.split("..")
        blocks.append({"id": f"b{n}", "credit": "C", "serials": {"first": first, "last": last}})
    return {
        "id": row_id,
        "notice": f"N-{row_id}",
        "registry": "reg",
        "designation": "serial",
        "blocks": blocks,
        **facts,
    }


def retired(
    *retirements: Item,
    closed: Any = "all",
    programme: str | None = "J-Credit",
    party: Item = OUR_PARTY,
    **head: Any,
) -> Item:
    project = {
        "id": "P",
        "reference": "P-1",
        "host_country": "VN",
        **({"programme": programme} if programme else {}),
    }
    return claim_data(
        {"organisation": "us", "complete_lists": closed, **head}, parties=[party], projects=[project],
        credits=[{"id": "C", "project": "P"}], retirements=list(retirements), uses=uses_of(retirements),
    )  # fmt: skip


def uses_of(retirements: Iterable[Item]) -> list[Item]:
    """A use of each retirement: what nothing uses is counted by nobody."""
    return [{"id": f"U-{r['id']}", "retirement": r["id"], "purpose": "offset"} for r in retirements]


ONCE = rule("R-1", "retirement", {"here": "NOT retirement.overlaps_claim"})
ELSEWHERE = rule("R-1", "retirement", {"there": "NOT retirement.overlaps_record"})
SAID = rule("R-1", "retirement", {"said": "NOT retirement.overlaps_statement OR judgement.overlap_settled"})


def record(text: str | None, party: Party | None = THEM, *, claim: str = "other", stated: bool = False, notice: str | None = None,
           programme: str | None = "J-Credit", owner: str | None = "P-1") -> Snapshot:  # fmt: skip
    if text is None:
        return Snapshot(
            (
                RecordedUse(
                    UniquenessScope(None, "", None, None, None), None, "reg", notice, party, claim, stated
                ),
            )
        )
    prefix, numbers = parse_range(*text.split(".."))
    return Snapshot(
        (
            RecordedUse(
                UniquenessScope(programme, "", prefix, owner, ""),
                numbers,
                "reg",
                notice,
                party,
                claim,
                stated,
            ),
        )
    )


@pytest.mark.parametrize(
    ("rulebook", "data", "snapshot", "asked"),
    [
        # a prefix that one block shows and the other leaves out
        (book(ONCE), retired(retirement("R1", "JP-1..JP-9"), retirement("R2", "5..12")), Snapshot(), "retirements[R1].overlaps_claim"),
        (book(ELSEWHERE), retired(retirement("R1", "5..12")), record("JP-1..JP-9"), "retirements[R1].overlaps_record"),
        # what another claim states of a project it does not name
        (book(SAID), retired(retirement("R1", "1..9")), record("1..9", owner=None, stated=True), "retirements[R1].overlaps_statement"),
    ],
)  # fmt: skip
def test_an_overlap_that_no_missing_fact_would_decide_is_still_somebodys_question(
    rulebook, data, snapshot, asked
):
    outcome = finding(judged(rulebook, data, snapshot=snapshot), "R-1", "retirements[R1]")
    assert outcome.verdict is UNKNOWN
    assert asked in facts_of(outcome.missing)


def test_the_list_that_is_open_is_the_one_asked_for():
    data = retired(retirement("R1", "1..9"), closed=["retirements"])
    assert facts_of(finding(judged(book(ONCE), data), "R-1").missing) == {
        "complete_lists[retirements[R1].blocks]"
    }
    data = retired(retirement("R1", "1..9"), closed=["blocks"])
    assert facts_of(finding(judged(book(ONCE), data), "R-1").missing) == {"complete_lists[retirements]"}
    data = retired(retirement("R1", "1..9"), closed=["retirements"])
    assert facts_of(finding(judged(book(ELSEWHERE), data, snapshot=record("50..60")), "R-1").missing) == {
        "complete_lists[retirements[R1].blocks]"
    }


# -- law 7: two runs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "certify", "enough"),
    [("stated", "documented", False), ("documented", "documented", True), ("verified", "documented", True), ("registry", "documented", True),
     ("programme", "documented", True), ("documented", "verified", False), ("registry", "verified", True), ("programme", "verified", True)],
)  # fmt: skip
def test_a_value_counts_for_certification_from_its_own_minimum_on(level, certify, enough):
    """What the claimant states needs a document, what a registry knows needs a registry."""
    name, data = {
        "documented": ("statement.states_quantity", statement(states_quantity=True)),
        "verified": ("project.plan_in_force", claim_data(projects=[{"id": "P", "plan_in_force": True}])),
    }[certify]
    place = "statements[S].states_quantity" if certify == "documented" else "projects[P].plan_in_force"
    data["evidence"] = [evidence(place, True, level)]
    data["claim"]["organisation"] = CLAIMANT
    rulebook = book(rule("R-1", name.partition(".")[0], name))
    assert verdict_of(rulebook, data, profile=CERTIFICATION) is (PASS if enough else UNKNOWN)
    assert verdict_of(rulebook, data, profile=SELF_CHECK) is PASS


def test_a_failing_fact_fails_at_any_level_and_a_passing_one_waits_for_its_proof():
    rulebook = book(rule("R-1", "statement", {"a": YES, "b": ALSO}))
    outcome = finding(
        judged(rulebook, statement(states_quantity=True, states_share=False), profile=CERTIFICATION), "R-1"
    )
    assert outcome.verdict is FAIL
    assert {c.condition.name: c.truth for c in outcome.conditions} == {"a": None, "b": False}


def proven(*amounts: tuple[int, str], need: int) -> Item:
    uses = [
        {"id": f"U{n}", "purpose": "offset", "t": t, "status": "retired"} for n, (t, _) in enumerate(amounts)
    ]
    proof = [
        evidence(f"uses[U{n}].status", "retired", level)
        for n, (_, level) in enumerate(amounts)
        if level != "stated"
    ]
    return claim_data(
        {"claimed_t": need, "complete_lists": "all"},
        uses=uses,
        statements=[{"id": "S"}],
        evidence=proof or None,
    )


@pytest.mark.parametrize(("need", "wanted"), [(100, PASS), (101, UNKNOWN), (120, UNKNOWN), (121, FAIL)])
def test_sums_are_kept_apart_per_run_and_only_what_is_reported_is_merged(need, wanted):
    result = judged(
        book(VALID, RETIRED, NEED),
        proven((100, "verified"), (20, "stated"), need=need),
        profile=CERTIFICATION,
    )
    assert result.verdict is wanted
    assert result.tonnes["valid_t"] == bounds(100, 120)
    assert result.tonnes["valid_all_t"] == bounds(120)
    assert [u.eligible for u in result.uses] == [bounds(100), bounds(0, 20)]
    assert [u.verdict for u in result.uses] == [PASS, UNKNOWN]


def test_the_all_facts_interval_is_printed_only_where_it_differs():
    rules = book(VALID, RETIRED, NEED)
    assert (
        "valid_all_t" not in judged(rules, proven((100, "verified"), need=100), profile=CERTIFICATION).tonnes
    )
    assert "valid_all_t" not in judged(rules, proven((100, "stated"), need=100)).tonnes


def test_evidence_that_has_expired_supports_nothing_but_an_admission():
    rulebook = book(rule("R-1", "statement", YES))
    for value, wanted in ((True, UNKNOWN), (False, FAIL)):
        data = {
            **statement(),
            "evidence": [evidence("statements[S].states_quantity", value, expires_on="2026-05-31")],
        }
        assert verdict_of(rulebook, data) is wanted
        data["evidence"][0]["expires_on"] = "2026-06-01"  # on its last day it still holds
        assert verdict_of(rulebook, data) is (PASS if value else FAIL)
    other = {
        **statement(states_quantity=True),
        "evidence": [evidence("statements[S].states_quantity", True, expires_on="2026-05-31")],
    }
    assert verdict_of(rulebook, other) is PASS  # the statement itself has not expired
    assert verdict_of(rulebook, other, profile=CERTIFICATION) is UNKNOWN


def test_a_human_judgement_meets_every_minimum():
    data = {**statement(), "judgements": {"late_ok": judgement(True)}}
    data["claim"]["organisation"] = CLAIMANT
    assert (
        verdict_of(book(rule("R-1", "statement", "judgement.late_ok")), data, profile=CERTIFICATION) is PASS
    )


@pytest.mark.parametrize(
    ("by", "counts"),
    [
        ("us", False), ("株式会社アクメ", False), ("7010001008844", False), ("7-0100-0100-8844", False),
        ("㈱アクメ 環境部（法人番号 7010001008844）", False), ("Acme Co., Ltd.", False), ("-", False), ("環境部", False), ("reviewer A", False),
        ("lab", True), ("審査法人ベータ", True), ("Beta Assurance Ltd.", True), ("1010401010455", True), ("１０１０４０１０１０４５５", True),
        ("ベータ 審査部（法人番号 1010401010455）", True), ("審査法人ベータ 審査部", False), ("審査法人ガンマ", False), ("Gamma Ltd.", False),
        ("T1010401010455", False), ("ガンマ（法人番号 1010401010456）", False), ("ガンマ 91010401010455", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("level", ["verified", "registry", "programme", "judgement"])
def test_nobody_vouches_for_himself(by, counts, level):
    """A level above documented, and a judgement, is somebody else's by the corporate number (laws 6, 7 and 14).

    A self-check reviews itself.
    """
    data = statement(states_quantity=True)
    data["claim"]["organisation"] = "us"
    body = {
        "id": "lab",
        "name": "審査法人ベータ",
        "name_en": "Beta Assurance Ltd.",
        "corporate_number": THEM.number,
    }
    data["parties"] = [OUR_PARTY, body, {"name": "審査法人ガンマ", "name_en": "Gamma Ltd."}]
    if level == "judgement":
        data["judgements"] = {"late_ok": {**judgement(True), "by": by}}
        rulebook = book(rule("R-1", "statement", "judgement.late_ok"))
    else:
        data["evidence"] = [
            {**evidence("statements[S].states_quantity", True, level), "by": by, "document": "clause"}
        ]
        rulebook = book(rule("R-1", "statement", "statement.states_quantity"))
    assert verdict_of(rulebook, data, profile=CERTIFICATION) is (PASS if counts else UNKNOWN)
    assert verdict_of(rulebook, data, profile=SELF_CHECK) is PASS


def test_whoever_vouches_counts_once_it_is_known_who_claims():
    """Naming the claimant may only raise a level: before, whoever is named may be the claimant (law 2)."""
    data = statement(states_quantity=True)
    data["evidence"] = [evidence("statements[S].states_quantity", True, "verified", document="clause")]
    rulebook = book(rule("R-1", "statement", "statement.states_quantity"))
    assert verdict_of(rulebook, data, profile=CERTIFICATION) is UNKNOWN
    data["claim"]["organisation"] = "us"
    data["parties"] = [{"id": "us", "name": US.name}]
    assert verdict_of(rulebook, data, profile=CERTIFICATION) is UNKNOWN
    data["parties"] = [OUR_PARTY]
    assert verdict_of(rulebook, data, profile=CERTIFICATION) is PASS


# -- law 8: conflicts ----------------------------------------------------------------------------------------------------

AMOUNT = "credits[C].quantity_t"
ENOUGH = rule("R-1", "credit", "credit.quantity_t >= 90")


def disputed(*shown: tuple[int, str, bool], stated: int | None = 100) -> Item:
    row = {"id": "C", **({"quantity_t": stated} if stated is not None else {})}
    proof = [
        evidence(AMOUNT, value, level, document=f"file-{n}", **({"chosen": True} if chosen else {}))
        for n, (value, level, chosen) in enumerate(shown)
    ]
    return claim_data(credits=[row], evidence=proof)


@pytest.mark.parametrize(
    "shown",
    [
        [(80, "stated", False)], [(80, "registry", False)], [(100, "registry", False), (80, "stated", False)],
        [(80, "registry", False), (100, "stated", False)], [(80, "verified", True), (100, "verified", True)],
    ],
)  # fmt: skip
def test_neither_the_last_nor_the_strongest_of_two_sources_wins(shown):
    for order in permutations(shown):
        for profile in (SELF_CHECK, CERTIFICATION):
            outcome = finding(judged(book(ENOUGH), disputed(*order), profile=profile), "R-1")
            assert outcome.verdict is UNKNOWN
            assert [(m.reason, m.owner) for m in outcome.missing] == [(Reason.CONFLICT, Owner.REVIEWER)]
            detail = outcome.missing[0].detail or ""
            assert "80 (file-" in detail
            assert "100 (" in detail


@pytest.mark.parametrize(("value", "wanted"), [(80, FAIL), (95, PASS)])
def test_the_source_that_someone_chose_settles_a_conflict(value, wanted):
    data = disputed((value, "registry", True), (70, "verified", False))
    assert verdict_of(book(ENOUGH), data) is wanted
    assert verdict_of(book(ENOUGH), data, profile=CERTIFICATION) is wanted


def test_a_source_that_has_expired_still_disagrees():
    data = disputed((80, "registry", False))
    data["evidence"][0]["expires_on"] = "2026-01-01"
    assert finding(judged(book(ENOUGH), data), "R-1").missing[0].reason is Reason.CONFLICT


def test_two_judgements_that_differ_are_a_conflict():
    data = {**statement(), "judgements": {"late_ok": judgement(True), "late_ok[S]": judgement(False)}}
    outcome = finding(judged(book(rule("R-1", "statement", "judgement.late_ok")), data), "R-1")
    assert outcome.verdict is UNKNOWN
    assert [(m.reason, m.owner) for m in outcome.missing] == [(Reason.CONFLICT, Owner.REVIEWER)]


def test_a_rulebook_without_a_guideline_gives_no_verdict(tmp_path):
    """Nothing to hold a claim against is an error, never a pass (law 11), on both back ends."""
    without = load(written(tmp_path, {"shk.yaml": [scheme("shk/one", "shk"), *DOCUMENTS]}))
    one = claim_from(claim_data({"complete_lists": "all"}))
    with pytest.raises(NoEditionError, match="no edition of guideline"):
        Engine(without).judge(one, Settings(AS_OF))
    with BatchEngine(without).of_claims([one], Settings(AS_OF)) as batch:
        assert batch.summary().refused == 1


def test_one_answer_settles_no_reading_of_another_authority(tmp_path):
    """Readings of two authorities have two names, or the rulebook does not load (laws 5 and 12)."""
    open_cap = derives("filing.cap", {"readings": {"a": "1", "b": "2"}})
    shk, gx = scheme("shk/one", "shk"), scheme("gx-ets/one", "gx-ets")
    files = {"shk/a.yaml": [shk, open_cap], "gx/a.yaml": [gx, open_cap], "g/a.yaml": [edition(), *DOCUMENTS]}
    with pytest.raises(RulebookError) as caught:
        load(written(tmp_path, files))
    assert "readings" in {p.code for p in caught.value.problems}


def test_a_clause_confirmed_in_one_edition_stays_open_in_another_that_words_it_otherwise(tmp_path):
    """An answer on one text is none on another (law 5)."""
    weak = [clause("unconfirmed", restricts=["met"])]
    one, two = (
        rule("R-1", "filing", f"filing.terms.{fact} >= 1", purposes=["shk"], basis=weak)
        for fact in ("stated_basic_t", "stated_adjusted_t")
    )
    first, second = scheme("shk/one", "shk", "FY2024", "FY2025"), scheme("shk/two", "shk", "FY2026")
    files = {"one/a.yaml": [first, one], "two/a.yaml": [second, two], "g/a.yaml": [edition(), *DOCUMENTS]}
    points = open_points(load(written(tmp_path / "apart", files)))
    assert {"R-1.met@shk/one", "R-1.met@shk/two"} <= set(points)
    same = {**files, "two/a.yaml": [second, one]}
    assert "R-1.met" in open_points(load(written(tmp_path / "alike", same)))


def test_a_binding_confirmed_in_one_edition_stays_open_in_another_that_words_it_otherwise():
    """An answer on one text is none on another, in bindings as in rules (law 5)."""
    rested = [
        criterion("permanence", "credit", "kept"),
        rule("CRD-1", "credit", {"kept": "kept"}, criterion="permanence"),
    ]
    first = edition("programmes/one", effective_to="2026-06-10")
    second = edition("programmes/two", effective_from="2026-06-11")

    def bound(fact: str) -> Item:
        return binds("permanence", "J-Credit", "unconfirmed", kept=f"project.{fact}")

    def points(later: str) -> set[str]:
        more = {"one": [first, bound("durable_storage")], "two": [second, bound(later)]}
        return set(open_points(book(*rested, more=more)))

    name = "permanence/J-Credit.kept"
    assert points("durable_storage") == {name}
    assert points("additional") == {f"{name}@programmes/one", f"{name}@programmes/two"}
    rulebook = book(
        *rested, more={"one": [first, bound("durable_storage")], "two": [second, bound("additional")]}
    )
    confirmed = (answer(f"{name}@programmes/one", "stands"),)
    for day, verdict in (("2026-06-05", FAIL), ("2026-06-30", UNKNOWN)):
        data = claim_data(
            {"publish_by": day, "complete_lists": "all"},
            projects=[{"id": "P", "programme": "J-Credit", "durable_storage": False, "additional": False}],
            credits=[{"id": "K", "project": "P", "quantity_t": 10}],
        )
        assert verdict_of(rulebook, data, "CRD-1", confirmed=confirmed) is verdict


def test_a_criterion_confirmed_in_one_edition_stays_open_in_another_that_words_it_otherwise(tmp_path):
    """An answer on one text is none on another, in criteria as in rules (laws 5 and 11)."""
    name = "permanence.kept"
    rulebook = load(two_guidelines(tmp_path / "apart", ("30 years", "unconfirmed"), ("ever", "unconfirmed")))
    assert set(open_points(rulebook)) == {f"{name}@guideline/one", f"{name}@guideline/two"}
    confirmed = (answer(f"{name}@guideline/one", "stands"),)
    for day, verdict in (("2026-06-05", FAIL), ("2026-06-30", UNKNOWN)):
        assert verdict_of(rulebook, not_kept(day), "CRD-1", confirmed=confirmed) is verdict
        assert verdict_of(rulebook, not_kept(day), "CRD-1") is UNKNOWN
    same = load(two_guidelines(tmp_path / "alike", ("ever", "unconfirmed"), ("ever", "unconfirmed")))
    assert set(open_points(same)) == {name}


def test_how_sure_a_criterion_is_says_the_edition_in_force(tmp_path):
    """An edition decides for its own dates alone (law 11), on both back ends."""
    rulebook = load(two_guidelines(tmp_path, ("ever", "unconfirmed"), ("ever", "official")))
    for day, verdict in (("2026-06-05", UNKNOWN), ("2026-06-30", FAIL)):
        assert verdict_of(rulebook, not_kept(day), "CRD-1") is verdict
        with BatchEngine(rulebook).of_claims([claim_from(not_kept(day))], Settings(AS_OF)) as batch:
            (counts,) = (n for (_, name), n in batch.summary().rules.items() if name == "CRD-1")
            assert {v for v, n in counts.items() if n} == {verdict}


def test_a_criterion_that_no_edition_in_force_has_is_left_open(tmp_path):
    """What another edition asks says nothing of a day outside it (law 11)."""
    rulebook = load(two_guidelines(tmp_path, ("ever", "official"), None))
    for day, verdict in (("2026-06-05", FAIL), ("2026-06-30", UNKNOWN)):
        assert verdict_of(rulebook, not_kept(day), "CRD-1") is verdict


def two_guidelines(folder: Path, *said: tuple[str, str] | None) -> Path:
    """Two editions of the guideline with what each says of one criterion, and how sure of it, and one binding."""
    files: dict[str, list[Item]] = {
        "documents.yaml": DOCUMENTS,
        "p/all.yaml": [edition("programmes/one"), binds("permanence", "J-Credit", kept="project.durable_storage")],
    }  # fmt: skip
    dates = ({"effective_to": "2026-06-10"}, {"effective_from": "2026-06-11"})
    for name, days, one in zip(("one", "two"), dates, said, strict=True):
        items = [edition(f"guideline/{name}", **days), rule("CRD-1", "credit", {"kept": "kept"})]
        if one is not None:
            text, confidence = one
            items.append({**criterion("permanence", "credit", "kept"), "text": both(text),
                          "basis": [clause(confidence, restricts=["kept"])]})  # fmt: skip
        files[f"{name}/all.yaml"] = items
    return written(folder, files)


def not_kept(day: str) -> Item:
    """A claim to be published on a day, with a credit that its programme does not keep."""
    return claim_data(
        {"publish_by": day, "complete_lists": "all"},
        projects=[{"id": "P", "programme": "J-Credit", "durable_storage": False}],
        credits=[{"id": "K", "project": "P", "quantity_t": 10}],
    )


def test_a_report_says_of_the_clause_that_was_confirmed_alone_that_the_user_confirmed_it():
    """A rule and the binding of its criterion may have a name in common, and are two clauses (law 5)."""
    one = rule("CRD-1", "credit", {"kept": "kept"}, criterion="permanence",
               basis=[clause("unconfirmed", restricts=["kept"], section="1")])  # fmt: skip
    bound = binds("permanence", "J-Credit", kept="project.durable_storage")
    bound["basis"] = [clause("unconfirmed", restricts=["kept"], section="2")]
    rulebook = book(
        criterion("permanence", "credit", "kept"), one, more={"p": [edition("programmes/one"), bound]}
    )
    for name, section in (("CRD-1.kept", "1"), ("permanence/J-Credit.kept", "2")):
        settings = Settings(AS_OF, confirmed=(answer(name, "stands"),))
        result = Engine(rulebook).judge(claim_from(not_kept("2026-06-30")), settings)
        report = build_report([(result, "claim.json")], rulebook, settings, "en")
        (found,) = (f for f in report.claims[0].findings if f.rule == "CRD-1")
        assert [b.section for b in found.basis if b.confidence == "confirmed_by_user"] == [section]


def test_an_unconfirmed_criterion_never_decides_for_anyone_through_a_binding_that_permits():
    """Criterion and binding together: the weaker (law 5)."""
    weak = {**criterion("relief", "credit", "lifted"), "basis": [clause("unconfirmed", restricts=["lifted"])]}
    one = edition("programmes/one")
    bound = binds("relief", "J-Credit", lifted="project.additional")
    asks = rule("CRD-1", "credit", {"met": "lifted"})
    data = claim_data(
        {"complete_lists": "all"},
        projects=[{"id": "P", "programme": "J-Credit", "additional": True}],
        credits=[{"id": "K", "project": "P", "quantity_t": 10}],
    )
    for basis, verdict in ((clause(restricts=["lifted"]), PASS), (clause(permits=["lifted"]), UNKNOWN)):
        said = {**bound, "basis": [basis]}
        rulebook = book(weak, asks, more={"p": [one, said]})
        assert verdict_of(rulebook, data, "CRD-1") is verdict
        confirmed = (answer("relief.lifted", "stands"),)
        assert verdict_of(rulebook, data, "CRD-1", confirmed=confirmed) is PASS


@pytest.mark.parametrize(("later", "apart"), [
    ({}, False),
    ({"value": 20}, True),
    ({"section": "2"}, True),
])  # fmt: skip
def test_an_answer_on_one_clause_or_number_is_none_on_another(tmp_path, later, apart):
    """A condition that reads alike says another thing with another number, or by another clause (law 5)."""

    def said(name: str, value: int = 10, section: str = "1", **days: str) -> list[Item]:
        weak = [clause("unconfirmed", restricts=["met"], section=section)]
        return [edition(name, **days), parameter("least", value),
                rule("R-1", "claim", "claim.claimed_t >= $least", basis=weak)]  # fmt: skip

    files = {
        "documents.yaml": DOCUMENTS,
        "one/all.yaml": said("guideline/one", effective_to="2026-06-10"),
        "two/all.yaml": said("guideline/two", effective_from="2026-06-11", **later),
    }
    files["two/all.yaml"][1]["effective_from"] = "2024-01-01"
    points = {"R-1.met@guideline/one", "R-1.met@guideline/two"} if apart else {"R-1.met"}
    assert set(open_points(load(written(tmp_path, files)))) == points


def test_an_unconfirmed_derived_value_is_an_alternative_as_a_permission_alone():
    """As a `let` its true becomes unknown, and what else meets the condition still does (law 5)."""
    excused = derives("project.excused", "project.additional", "unconfirmed")
    basis = [clause(restricts=["met"]), clause(permits=["relief"])]
    one = rule("CRD-1", "credit", {"met": "project.durable_storage OR relief"}, let={"relief": "project.excused"}, basis=basis)  # fmt: skip
    rulebook = book(excused, one)
    for durable, additional, verdict in (
        (False, True, UNKNOWN),
        (False, False, UNKNOWN),
        (True, False, PASS),
    ):
        project = {"id": "P", "durable_storage": durable, "additional": additional}
        data = claim_data(projects=[project], credits=[{"id": "K", "project": "P", "quantity_t": 10}])
        assert verdict_of(rulebook, data, "CRD-1") is verdict


@pytest.mark.parametrize("later", [["credit.quantity_t > 10", "credit.quantity_t >= 10"],
                                   {"A": "credit.quantity_t > 10", "B": "credit.quantity_t >= 10"}])  # fmt: skip
def test_candidates_that_their_place_alone_names_are_the_same_in_every_edition(tmp_path, later):
    """An answer A would settle another candidate where the places are changed (laws 5 and 12)."""

    def read(options: Any) -> Item:
        return rule("R-1", "credit", {"met": "line"}, let={"line": {"readings": options}})

    first = ["credit.quantity_t >= 10", "credit.quantity_t > 10"]
    two = edition("guideline/two", effective_from="2026-06-11", extends="guideline/one")
    one = edition(effective_to="2026-06-10")
    files = {"one/a.yaml": [one, read(first), *DOCUMENTS], "two/a.yaml": [two, read(later)]}
    with pytest.raises(RulebookError) as caught:
        load(written(tmp_path / "other", files))
    assert {(p.code, p.file) for p in caught.value.problems} == {("readings", "other/two/a.yaml")}
    assert "names of their own" in caught.value.problems[0].expected.en
    load(written(tmp_path / "same", {**files, "two/a.yaml": [two, read(first)]}))
    named = {"at_least": first[0], "more": first[1]}
    swapped = dict(reversed(named.items()))
    load(
        written(
            tmp_path / "named",
            {"one/a.yaml": [one, read(named), *DOCUMENTS], "two/a.yaml": [two, read(swapped)]},
        )
    )


def test_what_an_edition_drops_is_one_item(tmp_path):
    """A name of two items would take both away, and nothing would say so (law 12)."""
    first = [
        edition(effective_to="2026-06-10"),
        parameter("kept", 1),
        criterion("kept", "credit", "part"),
        *DOCUMENTS,
    ]
    two = edition("guideline/two", effective_from="2026-06-11", extends="guideline/one", drops=["kept"])
    with pytest.raises(RulebookError) as caught:
        load(written(tmp_path / "both", {"one/a.yaml": first, "two/a.yaml": [two]}))
    assert [(p.code, p.file) for p in caught.value.problems] == [("duplicate-id", "both/two/a.yaml")]
    assert "a criterion and a parameter" in caught.value.problems[0].expected.en
    first.pop(1)
    load(written(tmp_path / "one", {"one/a.yaml": first, "two/a.yaml": [two]}))


def test_a_when_that_rests_on_an_unconfirmed_permission_exempts_nobody():
    """Neither true nor false of it decides for anyone (law 5)."""
    permits = [clause("unconfirmed", permits=["special"]), clause(restricts=["met"])]
    one = rule(
        "R-1",
        "claim",
        "claim.claimed_t >= 1",
        let={"special": "claim.kind = 'event'"},
        when="special",
        basis=permits,
    )
    data = claim_data({"kind": "organisation", "claimed_t": 0, "complete_lists": "all"})
    found = finding(Engine(book(one)).judge(claim_from(data), Settings(AS_OF)), "R-1")
    assert found.verdict is UNKNOWN


def test_a_publication_day_that_another_source_disputes_is_refused_for_it_chooses_the_edition():
    data = claim_data(
        {"stage": "published", "published_on": "2026-05-20"},
        evidence=[evidence("claim.published_on", "2025-12-20")],
    )
    with pytest.raises(InputError) as caught:
        claim_from(data)
    assert [p.code for p in caught.value.problems] == ["selects-edition"]


def test_ways_of_writing_one_party_are_no_conflict_whatever_is_known_of_it():
    """Filling in a corporate number must not make a conflict of what was one party (laws 2 and 14)."""
    rulebook = book(rule("R-1", "claim", "same_party(claim.organisation, claim.organisation)"))
    for number in (None, US.number):
        party = {"id": "us", "name": "株式会社アクメ", **({"corporate_number": number} if number else {})}
        for said in ("㈱アクメ", "株式会社アクメ", "us"):
            data = claim_data(
                {"organisation": "us"}, parties=[party], evidence=[evidence("claim.organisation", said)]
            )
            assert verdict_of(rulebook, data) is PASS, (number, said)
    other = claim_data(
        {"organisation": "us"},
        parties=[OUR_PARTY],
        evidence=[evidence("claim.organisation", "株式会社ベータ")],
    )
    assert finding(judged(rulebook, other), "R-1").missing[0].reason is Reason.CONFLICT


def test_a_proof_that_names_a_party_without_its_number_takes_nothing_from_what_is_known():
    rulebook = book(rule("R-1", "retirement", "same_party(retirement.user, claim.organisation)"))
    data = claim_data(
        {"organisation": "them"}, parties=[OUR_PARTY, {"id": "them", "name": THEM.name, "corporate_number": THEM.number}],
        retirements=[{"id": "R"}], evidence=[evidence("retirements[R].user", "us")],
    )  # fmt: skip
    assert verdict_of(rulebook, data) is FAIL
    data["retirements"] = [{"id": "R", "user": "㈱アクメ"}]  # the same party, written without its number
    assert verdict_of(rulebook, data) is FAIL


# -- law 9: verdicts -----------------------------------------------------------------------------------------------------

GOOD = rule("USE-1", "use", "credit.unit_kind = 'ex_post'")


def offset(*amounts: tuple[int, str], need: int = 100, **sections: Any) -> Item:
    credits = [{"id": f"K{n}", "unit_kind": kind} for n, (_, kind) in enumerate(amounts)]
    uses = [
        {"id": f"U{n}", "credit": f"K{n}", "purpose": "offset", "t": t} for n, (t, _) in enumerate(amounts)
    ]
    return claim_data({"claimed_t": need, "complete_lists": "all"}, credits=credits, uses=[*uses, *sections.pop("more_uses", [])],
                      statements=[{"id": "S"}], **sections)  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "wanted"),
    [
        ([(120, "ex_post"), (30, "ex_ante")], PASS),  # a spare bad credit sinks nothing
        ([(90, "ex_post"), (30, "ex_ante")], FAIL),
        ([(100, "ex_post")], PASS),
    ],
)
def test_rules_on_credits_act_only_through_the_tonnes_they_carry(amounts, wanted):
    result = judged(book(VALID, GOOD, NEED), offset(*amounts))
    assert result.verdict is wanted


def test_a_credit_that_nothing_draws_on_is_shown_and_blocks_nothing():
    rulebook = book(VALID, GOOD, NEED, rule("CRD-1", "credit", "credit.unit_kind = 'ex_post'"))
    data = offset((100, "ex_post"))
    data["credits"].append({"id": "SPARE"})
    result = judged(rulebook, data)
    assert result.verdict is PASS
    assert finding(result, "CRD-1", "credits[SPARE]").verdict is UNKNOWN
    assert [(m.address, blocking) for m, _, blocking in result.missing] == [
        ("credits[SPARE].unit_kind", False)
    ]


SHK = [
    scheme("shk/one", "shk"),
    derives("filing.used_t", "sum(uses.t, uses.purpose = 'shk' AND uses.valid)"),
    rule("SHK-1", "use", "use.in_reporting_boundary"),
    rule("SHK-2", "filing", {"cap": "filing.used_t <= filing.terms.direct_t"}),
]
REPORT = {"id": "F", "scheme": "shk", "period": "FY2025", "terms": {"direct_t": 100}}


def test_a_failure_under_shk_never_lowers_offset_tonnes_nor_the_other_way_round():
    rulebook = book(VALID, GOOD, NEED, more={"shk": SHK})
    shk = {
        "id": "X",
        "credit": "K0",
        "purpose": "shk",
        "t": 40,
        "scope": {"period": "FY2025"},
        "in_reporting_boundary": False,
    }
    result = judged(rulebook, offset((100, "ex_post"), more_uses=[shk], filings=[REPORT]))
    assert result.verdict is PASS
    assert result.tonnes["valid_t"] == bounds(100)
    assert {u.row.id: u.verdict for u in result.uses} == {"U0": PASS, "X": FAIL}
    assert dict(result.filings[0].terms)["used_t"] == bounds(0)
    shk["in_reporting_boundary"] = True
    result = judged(rulebook, offset((100, "ex_ante"), more_uses=[shk], filings=[REPORT]))
    assert result.verdict is FAIL
    assert dict(result.filings[0].terms)["used_t"] == bounds(40)  # an offset rule does not act on an SHK use
    assert result.filings[0].verdict is PASS


def test_a_use_for_a_purpose_that_no_rule_knows_is_unknown_and_the_authority_is_asked():
    data = offset((100, "ex_post"), more_uses=[{"id": "X", "credit": "K0", "purpose": "cdp", "t": 5}])
    rulebook = book(VALID, GOOD, NEED, rule("R-1", "claim", "none(uses.purpose = 'cdp' AND uses.valid)"))
    result = judged(rulebook, data)
    assert {u.row.id: u.verdict for u in result.uses} == {"U0": PASS, "X": UNKNOWN}
    assert [(m.name, m.owner) for m in finding(result, "R-1").missing] == [
        ("law.purpose/cdp", Owner.AUTHORITY)
    ]


def test_a_purpose_that_only_a_source_names_is_refused_for_it_chooses_the_edition():
    data = claim_data(
        {"complete_lists": "all"}, uses=[{"id": "X"}], evidence=[evidence("uses[X].purpose", "shk")]
    )
    with pytest.raises(InputError) as caught:
        claim_from(data)
    assert [p.code for p in caught.value.problems] == ["selects-edition"]


def test_a_use_whose_retirement_or_credit_is_not_named_is_not_yet_valid():
    rulebook = book(VALID, rule("RET-1", "retirement", "retirement.act = 'retirement'"))
    use = {"id": "U", "purpose": "offset", "t": 5}
    result = judged(rulebook, claim_data({"complete_lists": "all"}, uses=[use]))
    assert result.uses[0].verdict is UNKNOWN
    assert result.tonnes["valid_t"] == bounds(0, 5)


@pytest.mark.parametrize("severity", ["blocking", "advisory"])
@pytest.mark.parametrize("subject", ["claim", "statement", "use"])
def test_advice_never_counts_and_a_blocking_rule_always_does(subject, severity):
    require = {
        "claim": "claim.degree = 'offset'",
        "statement": "statement.effect <> 'zero'",
        "use": "use.t > 500",
    }[subject]
    rulebook = book(VALID, GOOD, NEED, rule("R-1", subject, require, severity=severity))
    data = offset((100, "ex_post"))
    data["claim"]["degree"] = "carbon_neutral"
    data["statements"] = [{"id": "S", "effect": "zero"}]
    result = judged(rulebook, data)
    assert {o.verdict for o in result.outcomes if o.rule.id == "R-1"} == {FAIL}
    assert result.verdict is (FAIL if severity == "blocking" else PASS)
    assert exit_code(result, rulebook) == (1 if severity == "blocking" else 0)


def test_what_does_not_apply_is_neutral():
    rulebook = book(
        VALID, GOOD, NEED, rule("R-1", "claim", "claim.degree = 'offset'", when="claim.kind = 'event'")
    )
    data = offset((100, "ex_post"))
    data["claim"].update({"kind": "organisation", "degree": "carbon_neutral"})
    result = judged(rulebook, data)
    assert finding(result, "R-1").verdict is NOT_APPLICABLE
    assert result.verdict is PASS


def test_statements_must_be_said_to_be_complete_before_a_claim_passes():
    rulebook = book(rule("R-1", "claim", "claim.degree = 'offset'"))
    for closed, wanted in ((None, UNKNOWN), (["uses"], UNKNOWN), (["statements"], PASS), ("all", PASS)):
        head = {"degree": "offset", **({"complete_lists": closed} if closed else {})}
        result = judged(rulebook, claim_data(head))
        assert result.verdict is wanted
        if wanted is UNKNOWN:
            assert [(m.address, m.reason, blocking) for m, _, blocking in result.missing] == [
                ("complete_lists[statements]", Reason.OPEN_LIST, True)
            ]
    assert judged(rulebook, claim_data({"degree": "carbon_neutral"})).verdict is FAIL


def test_every_statement_counts():
    rulebook = book(rule("R-1", "statement", "statement.effect <> 'zero'"))
    effects = [{"id": "A", "effect": "full_offset"}, {"id": "B", "effect": "zero"}]
    assert judged(rulebook, claim_data({"complete_lists": "all"}, statements=effects)).verdict is FAIL
    assert judged(rulebook, claim_data({"complete_lists": "all"}, statements=effects[:1])).verdict is PASS
    assert (
        judged(
            rulebook, claim_data({"complete_lists": "all"}, statements=[*effects[:1], {"id": "C"}])
        ).verdict
        is UNKNOWN
    )


#: Cannot be worked out for any day once the parameter is what no file may hold: the calendar ends first.
NEVER = parameter("never", 12)
BAD = "add_months(claim.period.to, $never) > claim.period.to"


def broken_claim(*amounts: tuple[int, str], **head: Any) -> Item:
    data = offset(*amounts)
    data["claim"].update({"period": {"to": "2026-03-31"}, **head})
    return data


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_an_error_beneath_makes_an_error_even_beside_a_failure(order):
    """Whichever of two rules on a use comes first: one fails it, the other cannot run."""
    rules = [rule("USE-1", "use", "credit.unit_kind = 'ex_post'"), rule("USE-2", "use", BAD)]
    rulebook = that_cannot_run(book(NEVER, VALID, NEED, *(rules[i] for i in order)))
    for kind in ("ex_post", "ex_ante"):
        result = judged(rulebook, broken_claim((100, kind)))
        assert finding(result, "USE-2", "uses[U0]").verdict is ERROR
        assert result.uses[0].verdict is ERROR
        assert finding(result, "NEED-1").verdict is ERROR
        assert result.verdict is ERROR
        assert exit_code(result, rulebook) == 4


def test_an_error_that_nothing_rests_on_leaves_the_claim_alone():
    rulebook = that_cannot_run(
        book(NEVER, VALID, GOOD, NEED, rule("ADV-1", "claim", BAD, severity="advisory"))
    )
    result = judged(rulebook, broken_claim((100, "ex_post")))
    assert finding(result, "ADV-1").verdict is ERROR
    assert result.verdict is PASS


def test_a_derived_number_that_cannot_be_worked_out_is_unbounded_and_its_rule_an_error():
    late = derives("claim.days_t", "days_between(claim.period.to, add_months(claim.period.to, $never))")
    rulebook = that_cannot_run(book(NEVER, late, rule("R-1", "claim", "claim.days_t > 0")))
    result = judged(rulebook, broken_claim((100, "ex_post")))
    assert result.verdict is ERROR
    assert result.tonnes["days_t"] == bounds(None)


def test_a_filing_has_its_own_verdict_beside_the_claims():
    rulebook = book(VALID, GOOD, NEED, more={"shk": SHK})
    shk = {
        "id": "X",
        "credit": "K0",
        "purpose": "shk",
        "t": 140,
        "scope": {"period": "FY2025"},
        "in_reporting_boundary": True,
    }
    result = judged(rulebook, offset((100, "ex_post"), more_uses=[shk], filings=[REPORT]))
    assert (result.verdict, result.filings[0].verdict) == (PASS, FAIL)
    assert exit_code(result, rulebook) == 1
    result = judged(rulebook, offset((90, "ex_post"), filings=[REPORT]))
    assert (result.verdict, result.filings[0].verdict) == (FAIL, PASS)
    assert exit_code(result, rulebook) == 1


@pytest.mark.parametrize(
    ("terms", "before", "scope", "after"),
    [
        ({"direct_t": 10}, UNKNOWN, False, NOT_APPLICABLE), ({"direct_t": 10}, UNKNOWN, True, PASS),
        ({"direct_t": 200}, UNKNOWN, False, NOT_APPLICABLE), ({"direct_t": 200}, UNKNOWN, True, FAIL),
    ],
)  # fmt: skip
def test_a_filing_to_which_nothing_may_apply_is_not_passed_before_that_is_known(terms, before, scope, after):
    rulebook = book(
        more={
            "shk": [
                scheme("shk/one", "shk"),
                rule(
                    "SHK-9", "filing", "filing.terms.direct_t < 100", when="filing.terms.direct_minus1_t > 0"
                ),
            ]
        }
    )
    listed = {"complete_lists": ["filings"]}
    known = {**terms, "direct_minus1_t": 5 if scope else 0}
    for stated, verdict in ((terms, before), (known, after)):
        report = {**REPORT, "terms": stated}
        assert judged(rulebook, claim_data(listed, filings=[report])).filings[0].verdict is verdict


# -- stages --------------------------------------------------------------------------------------------------------------

PLAN = [VALID, NEED, RETIRED, rule("RET-1", "retirement", {"user": "same_party(retirement.user, claim.organisation)", "act": "retirement.act = 'retirement'",
        "timely": "retirement.completed_on <= claim.publication_on"})]  # fmt: skip


def planned(**use: Any) -> Item:
    return claim_data(
        {"stage": "planned", "organisation": "us", "claimed_t": 100, "complete_lists": "all"}, parties=[OUR_PARTY],
        uses=[{"id": "U", "purpose": "offset", "t": 100, "status": "held", **use}], statements=[{"id": "S"}],
    )  # fmt: skip


def test_a_planned_claim_is_shown_as_it_would_stand_once_retired():
    result = judged(book(*PLAN), planned())
    assert (result.verdict, result.if_retired) == (UNKNOWN, PASS)
    assert {m.reason for o in result.outcomes for m in o.missing} == {Reason.NOT_YET}
    late = judged(book(*PLAN), planned(), as_of=date(2026, 7, 1))  # after the last day to publish
    assert (late.verdict, late.if_retired) == (UNKNOWN, FAIL)


def test_a_planned_claim_of_forward_credits_does_not_pass_by_assuming_them_retired():
    result = judged(book(*PLAN), planned(status="forward"))
    assert (result.verdict, result.if_retired) == (FAIL, FAIL)


def test_a_future_act_that_is_stated_is_still_not_done():
    data = planned(retirement="R")
    data["retirements"] = [{"id": "R", "act": "retirement", "user": "us", "completed_on": "2026-06-15"}]
    outcome = finding(judged(book(*PLAN), data), "RET-1")
    assert [(m.name, m.reason) for m in outcome.missing] == [("retirement.completed_on", Reason.NOT_YET)]


def test_only_planned_claims_say_what_holds_once_retired():
    data = planned()
    data["claim"]["stage"] = "ready"
    assert judged(book(*PLAN), data).if_retired is None


# -- law 10: no clock, same bytes ----------------------------------------------------------------------------------------

SAMPLE = ROOT / "tests" / "engine" / "compact.py"


def busy_claim() -> Item:
    """A claim with a bit of everything, for comparing whole runs."""
    data = retired(
        retirement("R1", "JP-1..JP-60", total_t=60),
        retirement("R2", "JP-50..JP-90", total_t=40),
        claimed_t=100,
        kind="organisation",
    )
    data["uses"] = [
        {"id": "U1", "credit": "C", "retirement": "R1", "purpose": "offset", "t": 60, "status": "retired", "scope": {"entity": "us", "boundary": "hq", "period": "FY2025"}},
        {"id": "U2", "credit": "C", "retirement": "R2", "purpose": "shk", "t": 40, "scope": {"entity": "㈱アクメ", "period": "FY2024"}},
        {"id": "U3", "credit": "C", "purpose": "gx-ets", "t": 5, "scope": {"period": "FY2026"}},
    ]  # fmt: skip
    data["filings"] = [
        {"id": "F", "scheme": "shk", "period": "FY2024", "entity": "us"},
        {"id": "G", "scheme": "gx-ets", "period": "FY2026", "terms": {"direct_t": 100}},
    ]
    data["statements"] = [{"id": "S", "text": "当社は…", "effect": "full_offset"}]
    data["emissions"] = [{"id": "E", "t": 100, "included": True}, {"id": "E2", "t": 5}]
    data["evidence"] = [
        evidence("uses[U1].status", "retired"),
        evidence("projects[P].programme", "JCM", "registry"),
    ]
    return data


def run_of(profile: Profile = CERTIFICATION) -> list[str]:
    from tests.engine.compact import compact

    result = Engine(compact()).judge(claim_from(busy_claim()), Settings(AS_OF, profile, record("JP-1..JP-5")))
    report = report_of(result, compact())
    return [
        *account(result),
        report.model_dump_json() if hasattr(report, "model_dump_json") else repr(report),
    ]


def test_a_rulebook_that_was_written_out_and_read_again_judges_the_same():
    from tests.engine.compact import compact

    again = decode(encode(compact()))
    assert again == compact()
    claim, fixed = claim_from(busy_claim()), Settings(AS_OF, CERTIFICATION, record("JP-1..JP-5"))
    assert account(Engine(again).judge(claim, fixed)) == account(Engine(compact()).judge(claim, fixed))


@pytest.mark.parametrize("profile", Profile)
def test_the_same_input_gives_the_same_outcome_twice(profile):
    assert run_of(profile) == run_of(profile)


@pytest.mark.slow
def test_the_same_input_gives_the_same_outcome_whatever_the_hash_seed():
    code = "import json; from tests.engine.test_laws import run_of; print(json.dumps(run_of()))"
    runs = []
    for seed in ("0", "1", "20260601"):
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        runs.append(json.loads(done.stdout))
    assert runs[0] == runs[1] == runs[2]
    assert runs[0] == run_of()


def test_the_day_of_judgement_is_an_input_and_nothing_else_is_asked(monkeypatch):
    wanted = run_of()

    def no_clock(*_: object) -> float:
        raise AssertionError("a clock was read")

    for name in ("time", "localtime", "gmtime", "time_ns", "monotonic"):  # date.today() asks time.time()
        monkeypatch.setattr(time, name, no_clock)
    with pytest.raises(AssertionError, match="a clock was read"):
        date.today()  # noqa: DTZ011 - the very thing that must not be done
    assert run_of() == wanted
    rulebook = book(rule("R-1", "claim", "claim.period.to <= as_of"))
    data = claim_data({"period": {"to": "2026-03-31"}})
    assert verdict_of(rulebook, data, as_of=date(2026, 3, 31)) is PASS
    assert verdict_of(rulebook, data, as_of=date(2026, 3, 30)) is FAIL


CLOCKS = {"today", "now", "utcnow", "time_ns", "localtime", "gmtime", "monotonic", "uuid4", "urandom"}
SOURCES_OF_CHANCE = {"time", "random", "secrets"}


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["facts", "programmes", "rulebook", "engine"])
def test_no_code_below_the_reports_calls_a_clock_or_chance(layer):
    for file in sorted((ROOT / "offsetcheck" / layer).glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                assert name not in CLOCKS, f"{file}:{node.lineno}"
            named = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not SOURCES_OF_CHANCE & set(named), f"{file}: {named}"


@pytest.mark.parametrize("text", ["now()", "current_date", "today()", "CURRENT_TIMESTAMP", "random()"])
def test_a_rule_cannot_ask_the_clock_or_chance(text):
    with pytest.raises(RulebookError):
        book(rule("R-1", "claim", f"claim.period.to <= {text}"))


# -- law 11: editions ----------------------------------------------------------------------------------------------------


def two_editions(end: str | None, begin: str) -> Any:
    first = edition("guideline/a", effective_from="2024-01-01", effective_to=end)
    second = edition("guideline/b", effective_from=begin)
    return {
        "a": [first, rule("OLD-1", "claim", "claim.degree = 'offset'")],
        "b": [second, rule("NEW-1", "claim", "claim.degree = 'offset'")],
    }


def loaded(tmp_path: Path, folders: dict[str, list[Item]]) -> Any:
    files: dict[str, list[Item]] = {
        "documents.yaml": [{"document": "law", "title": {"ja": "法", "en": "law"}, "read": "original"}]
    }
    files.update({f"{name}/all.yaml": items for name, items in folders.items()})
    return load(written(tmp_path, files))


@pytest.mark.parametrize(
    ("published", "wanted"),
    [("2026-03-31", "OLD-1"), ("2026-04-01", "NEW-1"), ("2024-01-01", "OLD-1"), ("2031-01-01", "NEW-1")],
)
@pytest.mark.parametrize("field", ["published_on", "publish_by"])
def test_the_day_of_publication_chooses_the_edition_and_the_report_says_so(
    tmp_path, published, wanted, field
):
    rulebook = loaded(tmp_path, two_editions("2026-03-31", "2026-04-01"))
    head: Item = {"id": "C", "stage": "published" if field == "published_on" else "ready", field: published}
    result = judged(rulebook, {"claim": head})
    assert [o.rule.id for o in result.outcomes] == [wanted]
    name = {"OLD-1": "guideline/a", "NEW-1": "guideline/b"}[wanted]
    assert [(e.id, why) for e, why in result.editions] == [(name, f"claim.{field} = {published}")]


def test_a_day_outside_all_editions_is_an_error_and_never_a_default(tmp_path):
    rulebook = loaded(
        tmp_path, {"a": [edition("guideline/a", effective_from="2024-03-06", effective_to="2026-12-31")]}
    )
    for day in ("2024-03-05", "2027-01-01"):
        with pytest.raises(NoEditionError, match=f"guideline covers {day}"):
            judged(rulebook, {"claim": {"id": "C", "stage": "ready", "publish_by": day}})


def shk_years() -> dict[str, list[Item]]:
    return {
        "base": [edition("guideline/one")],
        "a": [
            scheme("shk/a", "shk", "FY2024", "FY2024"),
            rule("A-1", "filing", "filing.terms.direct_t > 0"),
            rule("A-2", "use", "use.t > 0"),
        ],
        "b": [
            scheme("shk/b", "shk", "FY2025"),
            rule("B-1", "filing", "filing.terms.direct_t > 0"),
            rule("B-2", "use", "use.t > 0"),
        ],
    }


@pytest.mark.parametrize(
    ("period", "wanted"),
    [
        ("FY2024", "a"),
        ("RY2025", "a"),
        ("FY2025", "b"),
        ("令和8年度報告（2025年度実績）", "b"),
        ("FY2030", "b"),
    ],
)
def test_the_fiscal_year_of_a_filing_or_scope_chooses_the_edition_of_a_scheme(tmp_path, period, wanted):
    rulebook = loaded(tmp_path, shk_years())
    filing = {"id": "F", "scheme": "shk", "period": period}
    result = judged(rulebook, claim_data(filings=[filing]))
    assert [o.rule.id for o in result.outcomes] == [f"{wanted.upper()}-1"]
    assert {e.id: why for e, why in result.editions}[f"shk/{wanted}"].startswith("filings[F].period = FY20")
    use = {"id": "U", "purpose": "shk", "scope": {"period": period}}
    result = judged(rulebook, claim_data(uses=[use]))
    assert [o.rule.id for o in result.outcomes] == [f"{wanted.upper()}-2"]
    assert {e.id: why for e, why in result.editions}[f"shk/{wanted}"].startswith(
        "uses[U].scope.period = FY20"
    )


@pytest.mark.parametrize("where", ["filing", "use"])
def test_a_fiscal_year_outside_all_editions_is_an_error(tmp_path, where):
    rulebook = loaded(tmp_path, shk_years())
    filings = [{"id": "F", "scheme": "shk", "period": "FY2023"}] if where == "filing" else []
    uses = [{"id": "U", "purpose": "shk", "scope": {"period": "FY2023"}}] if where == "use" else []
    with pytest.raises(NoEditionError, match="shk covers FY2023"):
        judged(rulebook, claim_data(filings=filings, uses=uses))


@pytest.mark.parametrize(
    ("end", "begin", "word"),
    [
        ("2026-03-30", "2026-04-01", "gap"),
        ("2026-04-01", "2026-04-01", "overlaps"),
        (None, "2026-04-01", "overlaps"),
        ("2026-03-31", "2024-01-01", "overlaps"),
    ],
)
def test_gaps_and_overlaps_between_editions_of_one_authority_are_load_errors(tmp_path, end, begin, word):
    with pytest.raises(RulebookError) as caught:
        loaded(tmp_path, two_editions(end, begin))
    assert any(word in p.expected.en for p in caught.value.problems)


@pytest.mark.parametrize(
    ("last", "first", "word"),
    [("FY2024", "FY2026", "gap"), ("FY2025", "FY2025", "overlaps"), (None, "FY2025", "overlaps")],
)
def test_gaps_and_overlaps_between_fiscal_years_are_load_errors(tmp_path, last, first, word):
    folders = {"a": [scheme("shk/a", "shk", "FY2024", last)], "b": [scheme("shk/b", "shk", first)]}
    with pytest.raises(RulebookError) as caught:
        loaded(tmp_path, folders)
    assert any(word in p.expected.en for p in caught.value.problems)


def test_editions_of_different_authorities_may_overlap(tmp_path):
    rulebook = loaded(
        tmp_path,
        {"a": [edition("guideline/a")], "b": [edition("programmes/b")], "c": [scheme("shk/c", "shk")]},
    )
    assert rulebook.select("shk", FiscalYear(2030)).id == "shk/c"


def test_an_edition_that_extends_another_takes_over_replaces_and_drops(tmp_path):
    folders = shk_years()
    folders["b"] = [
        {**folders["b"][0], "extends": "shk/a", "drops": ["A-2"]},
        rule("A-1", "filing", "filing.terms.direct_t > 100"),
    ]
    rulebook = loaded(tmp_path, folders)
    for year, wanted in (("FY2024", PASS), ("FY2025", FAIL)):
        filing = {"id": "F", "scheme": "shk", "period": year, "terms": {"direct_t": 50}}
        result = judged(
            rulebook,
            claim_data(
                filings=[filing], uses=[{"id": "U", "purpose": "shk", "t": 1, "scope": {"period": year}}]
            ),
        )
        assert finding(result, "A-1").verdict is wanted
        assert [o.rule.id for o in result.outcomes if o.rule.id == "A-2"] == (
            ["A-2"] if year == "FY2024" else []
        )


def test_one_name_of_a_reading_has_one_set_of_options_in_every_edition(tmp_path):
    def line(**options: str) -> Item:
        return rule("A-1", "filing", "filing.terms.direct_t > line", let={"line": {"readings": options}})

    folders = shk_years()
    folders["a"] = [folders["a"][0], line(low="10", high="100")]
    folders["b"] = [{**folders["b"][0], "extends": "shk/a"}, line(small="10", large="30")]
    with pytest.raises(RulebookError, match=r"A-1.line has other option names in shk/a"):
        loaded(tmp_path, folders)
    folders["b"][1] = line(low="20", high="30")
    rulebook = loaded(tmp_path / "mended", folders)
    for year, wanted in (("FY2024", UNKNOWN), ("FY2025", PASS)):
        filing = {"id": "F", "scheme": "shk", "period": year, "terms": {"direct_t": 50}}
        assert finding(judged(rulebook, claim_data(filings=[filing])), "A-1").verdict is wanted


@pytest.mark.parametrize("amount", [3, 4])
def test_more_open_readings_than_a_verdict_is_judged_under_are_refused(amount):
    """A claim without uses would pass, and be an error once it has some (law 2)."""
    lines = {"readings": {"low": "10", "high": "100"}}
    used = [rule(f"U-{n}", "use", f"use.t > line{n}", let={f"line{n}": lines}) for n in range(amount)]
    filed = [
        rule(f"F-{n}", "filing", "sum(uses.t, uses.valid) > line", let={"line": {**lines, "by": f"f{n}"}})
        for n in range(3)
    ]
    items = [VALID, rule("NEED-1", "claim", "claim.valid_t >= 0"), *used]
    if amount == 3:
        assert book(*items, more={"shk": [scheme("shk/a", "shk"), *filed]}).editions
        return
    with pytest.raises(RulebookError, match="are 128 combinations, and 64 are the most"):
        book(*items, more={"shk": [scheme("shk/a", "shk"), *filed]})


@pytest.mark.parametrize("confidence", ["official", "unconfirmed"])
@pytest.mark.parametrize("how", ["bound", "in the binding"])
def test_what_rests_on_an_unconfirmed_binding_is_no_alternative_either(confidence, how):
    """Its true would decide for somebody, one step removed (law 5)."""
    kept = {
        "bound": "project.fine",
        "in the binding": "project.fine OR credit.quantity_t <= 10",
    }[how]
    met = "credit.kept" if how == "in the binding" else "credit.kept OR use.t <= 10"
    bindings = [
        edition("programmes/one"),
        binds("inner", "J-Credit", confidence, fine="project.host_country = 'JP'"),
        {**binds("outer", "J-Credit", kept=kept), "basis": [clause(permits=["kept"])]},
    ]

    def loaded_book():
        return book(
            criterion("inner", "project", "fine"),
            criterion("outer", "credit", "kept"),
            rule("R-1", "use", {"met": met}),
            more={"programmes": bindings},
        )

    if confidence == "official":
        assert loaded_book().rules
        return
    with pytest.raises(RulebookError, match="its true would decide for somebody"):
        loaded_book()


# -- law 12: a rulebook loads whole or not at all ------------------------------------------------------------------------

BROKEN = ROOT / "tests" / "rulebook" / "broken"
MARK = "# <- here"


def broken_files() -> list[Path]:
    return sorted(BROKEN.glob("*.yaml"))


def broken_book(file: Path, folder: Path) -> Path:
    """The sound rulebook beside one broken file."""
    for sound in sorted((BROKEN / "sound").rglob("*.yaml")):
        target = folder / sound.relative_to(BROKEN / "sound")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(sound.read_bytes())
    text = file.read_text(encoding="utf-8")
    home = next(
        (line.removeprefix("# folder: ") for line in text.splitlines() if line.startswith("# folder: ")),
        "guideline",
    )
    target = folder / home / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("file", broken_files(), ids=lambda f: f.stem)
def test_one_mistake_keeps_the_rulebook_from_loading_and_is_named_with_file_line_and_mend(file, tmp_path):
    lines = file.read_text(encoding="utf-8").splitlines()
    wanted = [line.removeprefix("# expect: ") for line in lines if line.startswith("# expect: ")]
    places = [n for n, line in enumerate(lines, 1) if line.endswith(MARK)]
    assert wanted
    assert places, f"{file} marks no line"
    with pytest.raises(RulebookError) as caught:
        load(broken_book(file, tmp_path))
    found = [p for p in caught.value.problems if all(w in p.expected.en or w in p.found for w in wanted)]
    assert found, str(caught.value)
    assert {p.line for p in found} & set(places), str(caught.value)
    assert all(p.file.endswith(file.name) for p in caught.value.problems), str(caught.value)
    for problem in caught.value.problems:
        assert problem.expected.ja
        assert problem.expected.ja != problem.expected.en


TOKENS = [
    "claim.claimed_t", "claim.kind", "uses.t", "uses", "emissions.included", "use.valid", "judgement.late_ok", "$line", "as_of", "line", "nothing",
    "1", "0.5", "'event'", "true", "NULL", "DATE '2025-04-01'", "INTERVAL 3 MONTH", "(", ")", ",", "+", "-", "*", "/", "=", "<>", "<", ">=", "AND",
    "OR", "NOT", "IN", "BETWEEN", "IS", "LIKE", "CASE", "WHEN", "THEN", "END", "any(", "all(", "sum(", "count(", "all_same(", "exists(", "has(",
    "min2(", "floor0(", "add_months(", "days_between(", "last_due(", "same_party(", "now(", ";", "--", "[", "]", "{", "'", "::", "%", "||", ".",
]  # fmt: skip


@pytest.mark.slow
@given(st.lists(st.sampled_from(TOKENS), max_size=12))
def test_whatever_an_author_writes_is_a_condition_or_a_mistake_and_never_a_crash(tokens):
    words = Vocabulary(
        "claim", {"line": Const(Type(Kind.NUMBER, 3), Decimal(5), "line")}, {("use", "valid"): BOOLEAN}
    )
    try:
        node = parse(" ".join(tokens), words)
    except ExpressionError:
        return
    row = judged(book(rule("R-1", "claim", "true")), claim_data()).world.claim
    compiled(node)(Frame(row, 0, Nowhere()))  # what is read can be worked out


class Nowhere:
    """A scope in which nothing derived is known."""

    as_of = AS_OF

    def derived(self, row: object, table: str, path: str, run: int) -> None:
        return None

    def choice(self, reading: str) -> str:
        raise AssertionError(reading)

    def lifted(self, name: str) -> bool:
        return False


def test_the_sound_rulebook_beside_the_broken_files_loads():
    assert load(BROKEN / "sound").rules


def test_all_mistakes_are_reported_at_once():
    with pytest.raises(RulebookError) as caught:
        book(
            rule("R-1", "claim", "claim.nonsense"),
            rule("R-2", "claim", "claim.claimed_t / 2 > 1"),
            rule("R-3", "claim", YES),
        )
    assert len(caught.value.problems) >= 3


JUNK: list[Any] = [
    None,
    "",
    "junk",
    7,
    -1,
    3.5,
    True,
    [],
    {},
    [1],
    {"a": 1},
    [{}],
    "9999-99-99",
    ["x", ["y"]],
    {"ja": 1, "en": 2},
]


def junked() -> list[tuple[str, Any, Item]]:
    """Every key of every kind of item, with junk in its place."""
    from tests.engine import compact as whole

    items: list[Item] = [
        {"document": "doc", "title": {"ja": "法", "en": "law"}, "read": "original", "url": "https://example.jp/", "state_of": "2026-01-01"},
        edition("guideline/one", published="2024-01-01"), scheme("shk/x", "shk", "FY2024", "FY2025"), parameter("line", 5),
        derives("claim.x_t", "claim.claimed_t * $line"), whole.CRITERIA[0], whole.PROGRAMMES[-5], READ_TWO,
        rule("R-2", "use", {"a": "use.t > 0 OR late"}, let={"late": "judgement.late_ok"}, when="use.t > 0", show={"n": "use.t"}, purposes=["offset"],
             conditions={"a": {"ja": "あ", "en": "a"}}, message={"a": {"fail": {"ja": "否", "en": "no"}}}),
    ]  # fmt: skip
    found = []
    for item in items:
        for path in paths_of(item):
            for junk in JUNK:
                changed = copy.deepcopy(item)
                held: Any = changed
                for key in path[:-1]:
                    held = held[key]
                held[path[-1]] = junk
                found.append((f"{next(iter(item))} {path} = {junk!r}", junk, changed))
    return found


def paths_of(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [at] if at else []
    for key, one in inner:
        found += paths_of(one, (*at, key))
    return found


@pytest.mark.slow
def test_junk_anywhere_in_an_item_is_a_located_mistake_and_never_a_crash(tmp_path):
    base = {"documents.yaml": [{"document": "law", "title": {"ja": "法", "en": "law"}, "read": "original"}]}
    written(tmp_path, base)
    home = tmp_path / "guideline"
    crashed = []
    for name, _, item in junked():
        kind = next(iter(item))
        own = [item] if kind in ("edition",) else [edition(), item]
        written(tmp_path, {"guideline/one.yaml": own})
        try:
            load(tmp_path)
        except RulebookError as error:
            if not all(p.expected.en and p.file for p in error.problems):
                crashed.append(f"{name}: a problem says nothing")
        except Exception as error:  # noqa: BLE001 - every crash is collected, so that all are seen at once
            crashed.append(f"{name}: {type(error).__name__}: {error}")
    assert home.is_dir()
    assert not crashed, "\n".join(crashed[:40])


# -- law 13: serials -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "wanted", "at"),
    [
        ("1..100", "100..150", FAIL, "100-100"), ("1..100", "101..150", PASS, None), ("1..100", "40..60", FAIL, "40-60"),
        ("JP-1..JP-100", "JP-100..JP-150", FAIL, "100-100"), ("JP-1..JP-100", "KH-1..KH-100", UNKNOWN, None),
        ("9223372036854775807..9223372036854775809", "9223372036854775809..9223372036854775899", FAIL, "9223372036854775809"),
    ],
)  # fmt: skip
def test_overlap_is_exact_to_the_unit(first, second, wanted, at):
    result = judged(book(ONCE), retired(retirement("R1", first), retirement("R2", second)))
    assert {o.verdict for o in result.outcomes} == {wanted}
    if at:
        assert at in result.world.notes["retirements[R1].overlaps_claim"]


def test_blocks_of_one_retirement_must_not_overlap_either():
    assert verdict_of(book(ONCE), retired(retirement("R1", "1..10", "10..20"))) is FAIL
    assert verdict_of(book(ONCE), retired(retirement("R1", "1..10", "11..20"))) is PASS


def test_one_notice_is_one_act_and_cannot_be_entered_twice():
    total = {"designation": "total", "notice": "N-1", "total_t": 50}
    result = judged(book(ONCE), retired(retirement("R1", **total), retirement("R2", **total)))
    assert {o.verdict for o in result.outcomes} == {FAIL}
    other = retirement("R2", **{**total, "registry": "other"})  # a registry's name is free text
    found = {o.verdict for o in judged(book(ONCE), retired(retirement("R1", **total), other)).outcomes}
    assert found == {UNKNOWN}
    apart = retirement("R2", **{**total, "notice": "N-2"})
    assert {o.verdict for o in judged(book(ONCE), retired(retirement("R1", **total), apart)).outcomes} == {
        PASS
    }


def test_serials_that_are_stated_are_compared_however_the_units_were_named():
    total = retirement("R1", "1..100", designation="total")
    found = judged(book(ONCE), retired(total, retirement("R2", "1..100"))).outcomes
    assert {o.verdict for o in found} == {FAIL}


@pytest.mark.parametrize(("listed", "wanted"), [(None, UNKNOWN), (True, UNKNOWN), (False, PASS)])
def test_units_named_by_total_are_known_by_notice_once_no_serials_are_at_hand(listed, wanted):
    total = retirement("R1", designation="total", blocks=[{"id": "b", "credit": "C"}])
    if listed is not None:
        total["serials_listed"] = listed
    found = judged(book(ONCE), retired(total, retirement("R2", "1..100"))).outcomes
    assert {o.verdict for o in found} == {wanted}


@pytest.mark.parametrize("unit", ["project.programme", "project.reference", "serials"])
def test_an_overlap_within_the_claim_is_open_while_a_part_of_its_place_is_missing(unit):
    data = retired(retirement("R1", "1..100"), retirement("R2", "50..150"))
    match unit:
        case "project.programme":
            del data["projects"][0]["programme"]
        case "project.reference":
            del data["projects"][0]["reference"]
        case "serials":
            del data["retirements"][0]["blocks"][0]["serials"]["last"]
    outcome = finding(judged(book(ONCE), data), "R-1", "retirements[R1]")
    assert outcome.verdict is UNKNOWN
    assert outcome.missing


@pytest.mark.parametrize(
    ("party", "ours", "wanted"),
    [
        (THEM, OUR_PARTY, FAIL),
        (US, OUR_PARTY, PASS),  # our own record
        (Party("㈱アクメ", None), OUR_PARTY, PASS),
        (Party("アクメ商事", None), OUR_PARTY, UNKNOWN),  # it may be us
        (Party("アクメ商事", US.number), {"id": "us", "name": "株式会社アクメ"}, UNKNOWN),
        (None, OUR_PARTY, UNKNOWN),
    ],
)
def test_a_record_fails_only_where_it_is_another_partys(party, ours, wanted):
    outcome = finding(
        judged(
            book(ELSEWHERE), retired(retirement("R1", "1..100"), party=ours), snapshot=record("90..95", party)
        ),
        "R-1",
    )
    assert outcome.verdict is wanted
    assert bool(outcome.missing) is (wanted is UNKNOWN)


def test_learning_that_a_record_is_our_own_never_takes_back_a_failure():
    """More information never reverses an answer: the number that shows it is ours must not lift a fail (law 2)."""
    snapshot = record("90..95", Party("アクメ商事", US.number))
    before = retired(retirement("R1", "1..100"), party={"id": "us", "name": "株式会社アクメ"})
    after = retired(retirement("R1", "1..100"))
    assert verdict_of(book(ELSEWHERE), before, snapshot=snapshot) is UNKNOWN
    assert verdict_of(book(ELSEWHERE), after, snapshot=snapshot) is PASS


@pytest.mark.parametrize("how", [None, "serial", "total"])
def test_a_record_of_the_same_serials_fails_however_the_units_were_named(how):
    row = retirement("R1", "1..100")
    del row["designation"]
    data = retired({**row, **({"designation": how} if how else {})})
    assert verdict_of(book(ELSEWHERE), data, snapshot=record("90..95")) is FAIL


@pytest.mark.parametrize(("programme", "wanted"), [("VCS", PASS), ("J-Credit", UNKNOWN), (None, UNKNOWN)])
def test_another_prefix_proves_another_block_only_where_the_layout_is_known(programme, wanted):
    """While the programme is missing it may yet be one whose layout is not public (law 2)."""
    data = retired(retirement("R1", "JP-1..JP-9"), retirement("R2", "KH-1..KH-9"), programme=programme)
    assert {o.verdict for o in judged(book(ONCE), data).outcomes} == {wanted}


@pytest.mark.parametrize(("notice", "wanted"), [(None, UNKNOWN), ("N-5", FAIL), ("N-6", PASS)])
def test_serials_apart_clear_nobody_while_the_notice_may_be_the_recorded_one(notice, wanted):
    row = retirement("R1", "1..9", notice=notice)
    row = {k: v for k, v in row.items() if v is not None}
    outcome = finding(judged(book(ELSEWHERE), retired(row), snapshot=record("50..60", notice="N-5")), "R-1")
    assert outcome.verdict is wanted
    assert facts_of(outcome.missing) == ({"retirements[R1].notice"} if wanted is UNKNOWN else set())


def test_what_another_claim_states_is_the_reviewers_question():
    outcome = finding(
        judged(book(SAID), retired(retirement("R1", "1..100")), snapshot=record("90..95", stated=True)), "R-1"
    )
    assert outcome.verdict is UNKNOWN
    assert [(m.name, m.owner) for m in outcome.missing] == [("judgement.overlap_settled", Owner.REVIEWER)]
    assert (
        verdict_of(
            book(ELSEWHERE), retired(retirement("R1", "1..100")), snapshot=record("90..95", stated=True)
        )
        is PASS
    )


@pytest.mark.parametrize(("party", "wanted"), [(US, PASS), (THEM, FAIL), (None, UNKNOWN)])
def test_a_claim_never_conflicts_with_its_own_record(party, wanted):
    """Its own is what bears its id and is its claimant's: another may use the same id."""
    row = retired(retirement("R1", "1..100"))
    assert verdict_of(book(ELSEWHERE), row, snapshot=record("1..100", party, claim="C-1")) is wanted


@pytest.mark.parametrize(("party", "wanted"), [(US, UNKNOWN), (THEM, PASS), (None, UNKNOWN)])
def test_a_record_of_the_claimants_under_another_claim_is_the_reviewers_question(party, wanted):
    outcome = finding(
        judged(book(SAID), retired(retirement("R1", "1..100")), snapshot=record("1..100", party)), "R-1"
    )
    assert outcome.verdict is wanted
    if party is US:
        assert [(m.name, m.owner) for m in outcome.missing] == [("judgement.overlap_settled", Owner.REVIEWER)]


@pytest.mark.parametrize(
    ("programme", "owner", "wanted"),
    [
        ("CDM", "KH", PASS),
        ("CDM", "VN", FAIL),
        ("JCM", "VN", UNKNOWN),  # that bare numbers run on across projects is assumed, not known
        ("J-Credit", "P-2", PASS),
        ("VCS", "", FAIL),
    ],
)
def test_numbers_are_unique_within_the_scope_of_their_programme_only(programme, owner, wanted):
    data = retired(retirement("R1", "1..100"), programme=programme)
    snapshot = record("90..95", programme=programme, owner=owner)
    assert verdict_of(book(ELSEWHERE), data, snapshot=snapshot) is wanted


@pytest.mark.parametrize(("notice", "wanted"), [("N-R1", FAIL), ("N-77", PASS), (None, UNKNOWN)])
def test_without_serials_the_notice_is_the_identity(notice, wanted):
    row = retirement("R1", designation="total")
    if notice is None:
        del row["notice"]
    outcome = finding(
        judged(book(ELSEWHERE), retired(row), snapshot=record(None, notice=notice or "N-R1")), "R-1"
    )
    assert outcome.verdict is wanted


DRAW = rule("R-1", "retirement", {"within": "sum(uses.t) <= retirement.total_t"})


@pytest.mark.parametrize(
    ("draws", "wanted"), [([60, 40], PASS), ([60, 41], FAIL), ([60, None], UNKNOWN), ([], PASS)]
)
def test_draws_above_the_total_of_a_notice_are_refused(draws, wanted):
    uses = [
        {"id": f"U{n}", "retirement": "R", "purpose": "offset", **({} if t is None else {"t": t})}
        for n, t in enumerate(draws)
    ]
    data = claim_data({"complete_lists": "all"}, retirements=[{"id": "R", "total_t": 100}], uses=uses)
    assert verdict_of(book(DRAW), data) is wanted


ranges = st.tuples(st.integers(0, 30), st.integers(0, 8), st.sampled_from(["", "JP-"]))


@pytest.mark.slow
@given(
    st.lists(st.tuples(st.lists(ranges, max_size=3), st.sampled_from(["serial", "serial", "total", None]), st.sampled_from(["N-1", "N-2", "N-3", None])), max_size=4),
    st.lists(ranges, min_size=1, max_size=4),
    st.randoms(use_true_random=False),
    st.booleans(),
)  # fmt: skip
def test_the_order_of_rows_changes_nothing(acts, credits, chance, closed):
    def block(n: int, one: tuple[int, int, str]) -> Item:
        first, length, prefix = one
        return {
            "id": f"b{n}",
            "credit": "C0",
            "serials": {"first": f"{prefix}{first}", "last": f"{prefix}{first + length}"},
        }

    data = retired(closed="all" if closed else ["uses"])
    data["credits"] = [
        {"id": f"C{n}", "project": "P", "serials": block(n, c)["serials"]} for n, c in enumerate(credits)
    ]
    data["retirements"] = [
        {"id": f"R{n}", "registry": "reg", "blocks": [block(m, b) for m, b in enumerate(blocks)], **({"designation": how} if how else {}), **({"notice": notice} if notice else {})}
        for n, (blocks, how, notice) in enumerate(acts)
    ]  # fmt: skip
    data["uses"] = uses_of(data["retirements"])
    mixed = copy.deepcopy(data)
    for rows in (mixed["credits"], mixed["retirements"], *(r["blocks"] for r in mixed["retirements"])):
        chance.shuffle(rows)
    rulebook = book(
        ONCE,
        rule("R-2", "retirement", "NOT retirement.overlaps_record"),
        rule("R-3", "credit", "NOT credit.overlaps_claim"),
    )
    snapshot = record("5..12")
    whole = next(c["serials"] for c in data["credits"] if c["id"] == "C0")
    for act in data["retirements"]:  # by total, serials outside the credit are refused by the reader
        if act.get("designation") == "total":
            for one in act["blocks"]:
                one["serials"] = whole
    for act in mixed["retirements"]:
        if act.get("designation") == "total":
            for one in act["blocks"]:
                one["serials"] = whole

    def found(content: Item) -> Any:
        result = judged(rulebook, content, snapshot=snapshot)
        return {(o.rule.id, o.row.address): (o.verdict, frozenset(o.missing)) for o in result.outcomes}

    assert found(data) == found(mixed)


# -- law 14: identity ----------------------------------------------------------------------------------------------------

WHO = rule("R-1", "retirement", "same_party(retirement.user, claim.organisation)")


@pytest.mark.parametrize(
    ("user", "wanted"),
    [
        ("us", PASS), ("株式会社アクメ", PASS), ("㈱アクメ", PASS), ("株式会社　アクメ", PASS), ("アクメ", UNKNOWN), ("them", FAIL),
        ("株式会社ベータ", FAIL), ("㈱ベータ", FAIL), ("株式会社ガンマ", UNKNOWN), ("髙木商店", UNKNOWN),
    ],
)  # fmt: skip
def test_the_user_on_a_notice_is_the_claimant_by_number_or_by_equal_legal_name(user, wanted):
    parties = [OUR_PARTY, {"id": "them", "name": THEM.name, "corporate_number": THEM.number}]
    data = claim_data({"organisation": "us"}, parties=parties, retirements=[{"id": "R", "user": user}])
    assert verdict_of(book(WHO), data) is wanted


def test_bodies_without_a_number_exist():
    data = claim_data({"organisation": "アクメ村内会"}, retirements=[{"id": "R", "user": "アクメ村内会"}])
    assert verdict_of(book(WHO), data) is PASS


def test_variant_characters_and_forms_prove_neither_sameness_nor_difference():
    for one, two in (("髙木商店", "高木商店"), ("株式会社アクメ", "アクメ株式会社")):
        data = claim_data({"organisation": one}, retirements=[{"id": "R", "user": two}])
        assert verdict_of(book(WHO), data) is UNKNOWN


def test_equal_names_with_different_numbers_are_an_input_error():
    twins = [
        {"id": "a", "name": "株式会社アクメ", "corporate_number": US.number},
        {"id": "b", "name": "㈱アクメ", "corporate_number": THEM.number},
    ]
    with pytest.raises(InputError, match="equal names with different corporate numbers"):
        judged(book(WHO), claim_data(parties=twins))


@pytest.mark.parametrize("turned", [False, True])
def test_two_entries_of_one_name_are_one_party_whichever_comes_last(turned):
    entries = [{"name": THEM.name, "corporate_number": THEM.number}, {"id": "b", "name": THEM.name}]
    data = claim_data(
        {"organisation": "us"},
        parties=[OUR_PARTY, *(entries[::-1] if turned else entries)],
        retirements=[{"id": "R", "user": THEM.name}],
    )
    assert verdict_of(book(WHO), data) is FAIL


def test_all_same_over_parties_needs_numbers_or_equal_names():
    same = rule("R-1", "retirement", "all_same(uses.scope.entity)")
    parties = [OUR_PARTY, {"id": "them", "name": THEM.name, "corporate_number": THEM.number}]
    for entities, wanted in (
        (("us", "㈱アクメ"), PASS),
        (("us", "them"), FAIL),
        (("us", "アクメ商事"), UNKNOWN),
        (("us", "us", "them"), FAIL),
    ):
        uses = [
            {"id": f"U{n}", "retirement": "R", "purpose": "offset", "scope": {"entity": e}}
            for n, e in enumerate(entities)
        ]
        data = claim_data({"complete_lists": "all"}, parties=parties, retirements=[{"id": "R"}], uses=uses)
        assert verdict_of(book(same), data) is wanted


# -- strata: derived values flow one way ---------------------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["project", "issuance", "credit", "retirement", "use"])
def test_a_rule_behind_the_validity_of_a_use_cannot_rest_on_it(subject):
    with pytest.raises(RulebookError, match=r"rests on this rule|flow one way"):
        book(VALID, rule("R-1", subject, "claim.valid_t >= 0"))


def test_a_rule_of_a_scheme_on_the_whole_claim_would_never_be_judged_and_is_refused():
    with pytest.raises(RulebookError, match=r"never judged"):
        book(more={"shk": [scheme("shk/one", "shk"), rule("R-9", "claim", "claim.degree = 'offset'")]})
