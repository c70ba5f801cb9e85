"""What is changed in an expression, and what the examples of a small rulebook notice of it."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.engine import mutate as mutation
from offsetcheck.engine.mutate import Mutation, State, changes, mutate, written
from offsetcheck.rulebook.language import BOOLEAN, DATE, Cap, Const, Named, Node, Reading
from offsetcheck.rulebook.loader import load
from offsetcheck.rulebook.parser import Vocabulary, number_type, parse

Item = dict[str, Any]


def _number(name: str, value: str) -> Const:
    return Const(number_type(Decimal(value)), Decimal(value), name)


PARAMETERS = {
    "months": _number("months", "12"), "share": _number("share", "0.1"),
    "from": Const(DATE, date(2021, 1, 1), "from"), "due": Const(parse("'x'", Vocabulary("use")).type, "06-30", "due"),
}  # fmt: skip


def tree(expression: str, table: str = "use") -> Node:
    return parse(expression, Vocabulary(table, PARAMETERS))


def texts(expression: str, operator: str, table: str = "use", against: bool | None = None) -> list[str]:
    found = changes(tree(expression, table), against)
    return [c.text.partition(" → ")[2] or c.text for c in found if c.operator == operator]


# -- expressions as text -------------------------------------------------------------------------------------------------

EXPRESSIONS = [
    ("use.t >= 5", "use"),
    ("use.t * $share - (use.t + 1) <= max2(0, use.t) * 2", "use"),
    ("(use.t > 1 OR use.t < 2) AND NOT (use.purpose = 'shk')", "use"),
    ("use.t > 1 AND use.t < 2 OR use.purpose <> 'shk'", "use"),
    ("NOT credit.overlaps_claim", "use"),
    ("project.programme IN ('J-Credit', 'JCM')", "use"),
    ("NOT project.programme IN ('J-Credit')", "use"),
    ("retirement.completed_on <= add_months(claim.period.to, $months)", "use"),
    ("retirement.completed_on >= add_days(DATE '2025-04-01', -3)", "use"),
    ("fy_first(use.scope.period) <= retirement.completed_on", "use"),
    ("last_due($due, as_of) < retirement.completed_on", "use"),
    ("days_between(retirement.completed_on, as_of) > year(as_of)", "use"),
    ("length(retirement.purpose_detail) > 0", "use"),
    ("starts_with(project.methodology, 'FO')", "use"),
    ("floor0(abs(use.t)) = -(use.t)", "use"),
    ("exists(retirement)", "use"),
    ("any(uses.purpose = 'offset' AND uses.t > 0)", "retirement"),
    ("sum(uses.t, uses.project.programme = 'JCM') <= retirement.total_t", "retirement"),
    ("count(uses) >= 1 AND all_same(uses.scope.entity)", "retirement"),
    ("all(uses.t <= retirement.total_t)", "retirement"),
    ("retirement.user = claim.organisation", "use"),
    ("judgement.late_ok = TRUE", "use"),
]


@pytest.mark.parametrize(("expression", "table"), EXPRESSIONS)
def test_an_expression_written_out_reads_as_the_same_expression(expression, table):
    assert tree(written(tree(expression, table)), table) == tree(expression, table)


# -- changes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "operator", "expected"),
    [
        ("use.t >= 5", "comparison", ["use.t > 5", "use.t < 5"]),
        ("use.t < 5", "comparison", ["use.t <= 5", "use.t >= 5"]),
        ("use.t >= 5", "bound by one unit", ["use.t >= 4.999"]),  # 5.001 is what `>` says
        ("use.t > 5", "bound by one unit", ["use.t > 5.001"]),
        ("use.t <= 5", "bound by one unit", ["use.t <= 5.001"]),
        ("5 <= use.t", "bound by one unit", ["4.999 <= use.t"]),
        ("year(as_of) >= 2025", "bound by one unit", ["year(as_of) >= 2024"]),
        ("use.t <= 0.5 * claim.claimed_t", "bound by one unit",
         ["use.t <= 0.5 * claim.claimed_t + 0.001", "use.t <= 0.5 * claim.claimed_t - 0.001"]),
        ("use.t = 5", "comparison", ["use.t <> 5", "use.t >= 5", "use.t <= 5"]),
        ("use.t >= 0", "comparison", ["use.t > 0", "use.t < 0"]),
        ("use.t >= 0", "bound by one unit", []),  # no tonnes are negative: nothing would change
        ("retirement.completed_on <= claim.period.to", "bound by one unit",
         ["retirement.completed_on <= add_days(claim.period.to, 1)"]),
        ("retirement.completed_on >= $from", "bound by one unit",
         ["retirement.completed_on >= add_days($from, -1)"]),
        ("retirement.completed_on >= DATE '2021-01-01'", "bound by one unit",
         ["retirement.completed_on >= DATE '2020-12-31'"]),
        ("retirement.completed_on > add_months(claim.period.to, $months)", "date by one unit",
         ["add_months(claim.period.to, $months + 1)", "add_months(claim.period.to, $months - 1)"]),
        ("retirement.completed_on > claim.period.to + INTERVAL 1 YEAR", "date by one unit",
         ["add_months(claim.period.to, 2 * 12)", "add_months(claim.period.to, 0 * 12)"]),
        ("retirement.completed_on > last_due($due, as_of)", "date by one unit",
         ["last_due($due + 1 day, as_of)", "last_due($due - 1 day, as_of)"]),
        ("use.t <= $share * claim.claimed_t", "parameter by one unit", ["$share + 0.01", "$share - 0.01"]),
        ("use.t <= 3 * claim.claimed_t", "parameter by one unit", ["4", "2"]),
        ("use.t > 1 AND use.purpose = 'shk'", "AND ↔ OR", ["OR in use.t > 1 AND use.purpose = 'shk'"]),
        ("use.t > 1 OR use.purpose = 'shk'", "AND ↔ OR", ["AND in use.t > 1 OR use.purpose = 'shk'"]),
        ("use.t > 1 AND use.purpose = 'shk'", "part dropped",
         ["drop AND use.t > 1", "drop AND use.purpose = 'shk'"]),
        ("NOT credit.overlaps_claim", "NOT removed", ["credit.overlaps_claim"]),
        ("credit.overlaps_claim", "NOT added", ["NOT credit.overlaps_claim"]),
        ("use.purpose = 'offset'", "comparison", ["use.purpose <> 'offset'"]),
        ("use.purpose = 'offset'", "member swapped", ["use.purpose = 'shk'"]),
        ("project.mitigation IN ('reduction', 'removal')", "member dropped",
         ["project.mitigation IN ('removal')", "project.mitigation IN ('reduction')"]),
        ("project.mitigation IN ('reduction', 'removal')", "member added",
         ["project.mitigation IN ('reduction', 'removal', 'mixed')"]),
        ("project.mitigation IN ('reduction', 'removal')", "member swapped",
         ["project.mitigation IN ('reduction', 'mixed')"]),
        ("max2(use.t, claim.claimed_t) > 1", "min2 ↔ max2", ["min2(use.t, claim.claimed_t)"]),
        ("use.t + claim.claimed_t > 1", "+ ↔ -", ["use.t - claim.claimed_t"]),
        ("floor0(use.t) > 1", "sign or rounding dropped", ["use.t"]),
        ("as_of >= fy_first(use.scope.period)", "first ↔ last day", ["fy_last(use.scope.period)"]),
        ("starts_with(project.methodology, 'FO')", "prefix shortened", ["starts_with(project.methodology, 'F')"]),
        ("length(retirement.purpose_detail) > 0", "bound by one unit", []),  # only asks whether it is stated
    ],
)  # fmt: skip
def test_an_expression_is_changed_in_small_ways(expression, operator, expected):
    assert expected == texts(expression, operator)


def test_functions_over_lists_take_each_others_place():
    assert texts("any(uses.t > 1)", "any ↔ all ↔ none", "retirement") == [
        "all(uses.t > 1)",
        "none(uses.t > 1)",
    ]
    dropped = texts("sum(uses.t, uses.purpose = 'shk') > 1", "list condition dropped", "retirement")
    assert dropped == ["sum(uses.t)"]


def test_long_lists_lose_their_ends_and_their_middle_only():
    members = ", ".join(f"'{m}'" for m in ("AU", "BD", "CL", "ET", "ID", "JP", "KE", "LA", "MN"))
    found = texts(f"project.host_country IN ({members})", "member dropped")
    assert len(found) == 3
    assert ["'AU'" in f for f in found] == [False, True, True]


def test_a_cap_is_put_on_and_taken_off():
    bare = tree("credit.overlaps_claim")
    assert Cap(BOOLEAN, bare, False, "mutant") in [c.node for c in changes(bare, against=False)]
    capped = Cap(BOOLEAN, bare, False, "OG-X.kept")
    assert bare in [c.node for c in changes(capped, against=False)]
    assert not any(c.operator.startswith("cap") for c in changes(bare))


def test_a_cap_on_what_cannot_be_false_is_no_change():
    assert texts("use.t >= 0", "cap added", against=False) == []


def test_a_reading_loses_its_options_one_by_one():
    one, other = tree("use.t >= 5"), tree("use.t > 5")
    found = changes(Reading(BOOLEAN, "x", (("a", one), ("b", other))))
    dropped = [c.node for c in found if c.operator == "reading dropped"]
    assert dropped == [
        Reading(BOOLEAN, "x", (("a", other), ("b", other))),
        Reading(BOOLEAN, "x", (("a", one), ("b", one))),
    ]


def test_what_stands_behind_a_name_is_changed_where_it_is_defined():
    found = changes(Named(BOOLEAN, "late", tree("use.t >= 5")))
    assert [c.text for c in found] == ["late → NOT late"]


@pytest.mark.parametrize(("expression", "table"), EXPRESSIONS)
def test_no_change_is_empty_or_made_twice(expression, table):
    node = tree(expression, table)
    found = changes(node, against=False)
    assert found
    assert node not in [c.node for c in found]
    assert len({c.node for c in found}) == len({c.text for c in found}) == len(found)


def test_the_same_words_at_two_places_are_told_apart():
    twice = "(use.t > 1 AND use.purpose = 'shk') OR (use.t > 1 AND use.purpose = 'cdp')"
    found = [c.text for c in changes(tree(twice))]
    assert "use.t > 1 → use.t >= 1" in found
    assert "use.t > 1 → use.t >= 1 [2]" in found


# -- a small rulebook ----------------------------------------------------------------------------------------------------


def text(words: str = "文") -> dict[str, str]:
    return {"ja": words, "en": "words"}


def clause(confidence: str = "official", **more: Any) -> Item:
    return {"document": "law", "confidence": confidence, **more}


def _rule(name: str, subject: str, require: dict[str, str], examples: list[Item], **more: Any) -> Item:
    return {
        "id": name, "implements": ["OG-X-01"], "subject": subject, "title": text(), "require": require,
        "severity": "blocking", "basis": [clause(restricts=list(require))], "message": {}, "remedy": text(),
        "examples": examples, "since": "0.1", **more,
    }  # fmt: skip


def _edition(name: str) -> Item:
    return {
        "edition": name, "authority": name.partition("/")[0], "title": text(), "chosen_by": "publication",
        "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [clause()],
    }  # fmt: skip


TONNES = _rule(
    "OG-T-01", "claim", {"enough": "claim.claimed_t >= $least"},
    [
        {"given": {"claim.claimed_t": 5}, "verdict": "pass"},
        {"given": {"claim.claimed_t": 4.999}, "verdict": "fail"},
        {"given": {"claim.claimed_t": 4.998}, "verdict": "fail"},
        {"given": {}, "verdict": "unknown"},
    ],
)  # fmt: skip
LEAST = {
    "parameter": "least",
    "value": 5,
    "effective_from": "2024-01-01",
    "title": text(),
    "basis": [clause()],
}
DOCUMENT = {"document": "law", "title": text(), "read": "original"}


def files(*items: Item, **more: list[Item]) -> dict[str, list[Item]]:
    return {
        "documents.yaml": [DOCUMENT],
        "guideline/edition.yaml": [_edition("guideline/one"), LEAST, *items],
        **{f"{name}/edition.yaml": content for name, content in more.items()},
    }


def folder(path: Path, content: dict[str, list[Item]], allowed: list[Item] | None = None) -> Path:
    rules = path / "rules"
    for name, items in {**content, **({"mutants-allowed.yaml": allowed} if allowed else {})}.items():
        file = rules / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
    return rules


def run(
    path: Path, content: dict[str, list[Item]], only: str | None = None, allowed: list[Item] | None = None
) -> Mutation:
    rules = folder(path, content, allowed)
    return mutate(load(rules), rules, only)


def survivors(found: Mutation) -> list[str]:
    return [f"{m.where}: {m.change}" for m in found.mutants if m.state is State.SURVIVED]


def test_a_rule_whose_examples_stand_at_the_border_notices_every_change(tmp_path):
    found = run(tmp_path, files(TONNES))
    assert survivors(found) == []
    assert found.figure == 100
    assert found.count(State.KILLED) == len(found.mutants) == 5


def _without(number: int) -> Item:
    rule = deepcopy(TONNES)
    del rule["examples"][number]
    return rule


def test_a_border_no_example_stands_at_survives_with_its_place(tmp_path):
    found = run(tmp_path, files(_without(0)))
    assert "OG-T-01.enough: claim.claimed_t >= $least → claim.claimed_t > $least" in survivors(found)
    survivor = next(m for m in found.mutants if m.change.endswith("claim.claimed_t > $least"))
    line = (tmp_path / survivor.file).read_text("utf-8").splitlines()[survivor.line - 1]
    assert '"enough": "claim.claimed_t >= $least"' in line


def test_an_example_that_comes_out_differently_without_saying_so_is_pointed_at(tmp_path):
    rule = _rule(
        "OG-T-02", "claim", {"enough": "claim.claimed_t >= $least", "stated": "claim.claimed_t > $least"},
        [{"given": {"claim.claimed_t": 5}, "verdict": "fail"}],
    )  # fmt: skip
    found = run(tmp_path, files(rule))
    survivor = next(
        m for m in found.mutants if m.change == "claim.claimed_t >= $least → claim.claimed_t > $least"
    )
    assert survivor.state is State.SURVIVED
    assert survivor.seen_at is not None
    assert survivor.seen_at.endswith("OG-T-02 #1")


@pytest.mark.parametrize(
    ("example", "state"),
    [
        ({"given": {"claim.claimed_t": 5}, "verdict": "fail", "conditions": {"enough": True}}, State.KILLED),
        (
            {"given": {"claim.claimed_t": 5}, "verdict": "fail", "conditions": {"stated": False}},
            State.SURVIVED,
        ),
    ],
)
def test_a_change_is_noticed_by_the_truth_of_the_condition_it_changes(example, state, tmp_path):
    conditions = {"enough": "claim.claimed_t >= $least", "stated": "claim.claimed_t > $least"}
    found = run(tmp_path, files(_rule("OG-T-02", "claim", conditions, [example])))
    changed = "claim.claimed_t >= $least → claim.claimed_t > $least"
    assert next(m for m in found.mutants if m.change == changed).state is state


def test_a_change_is_noticed_by_what_is_missing(tmp_path):
    rule = _rule(
        "OG-T-03", "claim", {"enough": "claim.claimed_t >= $least AND claim.offset_base = 'residual'"},
        [{"given": {"claim.claimed_t": 6}, "verdict": "unknown", "missing": ["claim.offset_base"]}],
    )  # fmt: skip
    found = {m.change: m.state for m in run(tmp_path, files(rule)).mutants}
    assert found["drop AND claim.offset_base = 'residual'"] is State.KILLED
    assert found["drop AND claim.claimed_t >= $least"] is State.SURVIVED


def test_scope_lets_and_caps_are_changed_too(tmp_path):
    rule = _rule(
        "OG-T-04", "claim", {"fits": "small OR claim.offset_base = 'residual'"},
        [{"given": {"claim.kind": "event", "claim.offset_base": "residual"}, "verdict": "pass"}],
        when="claim.kind = 'event'", let={"small": "claim.claimed_t < $least"},
        basis=[clause("unconfirmed", restricts=["fits"]), clause(permits=["small", "when"])],
    )  # fmt: skip
    found = {(m.where, m.operator) for m in run(tmp_path, files(rule)).mutants}
    assert {
        ("OG-T-04.when", "comparison"), ("OG-T-04.when", "condition dropped"), ("OG-T-04.when", "cap added"),
        ("OG-T-04.small", "comparison"), ("OG-T-04.small", "cap added"), ("OG-T-04.fits", "cap removed"),
        ("OG-T-04.fits", "condition dropped"), ("OG-T-04.fits", "NOT added"),
    } <= found  # fmt: skip


DERIVED = {
    "derives": "claim.residual_t", "title": text(), "unit": "t-CO2e", "value": "sum(emissions.t, emissions.included)",
    "basis": [clause()],
}  # fmt: skip


def test_a_change_of_a_derived_value_must_be_noticed_by_a_rule_that_reads_it(tmp_path):
    given = _rule(
        "OG-T-05", "claim", {"whole": "claim.claimed_t >= claim.residual_t"},
        [{"given": {"claim.claimed_t": 5, "claim.residual_t": 5}, "verdict": "pass"}],
    )  # fmt: skip
    found = run(tmp_path / "a", files(DERIVED, given), "claim.residual_t")
    assert {m.state for m in found.mutants} == {State.SURVIVED}
    counted = deepcopy(given)
    counted["examples"] = [
        {"given": {"claim.claimed_t": 5}, "verdict": "pass", "complete": ["emissions"],
         "lists": {"emissions": [{"t": 5, "included": True}, {"t": 3, "included": False}]}},
    ]  # fmt: skip
    found = run(tmp_path / "b", files(DERIVED, counted), "claim.residual_t")
    assert {m.change: m.state for m in found.mutants}[
        "sum(emissions.t, emissions.included) → sum(emissions.t)"
    ] is State.KILLED


def test_a_derived_value_no_rule_reads_is_out_of_reach_and_not_counted(tmp_path):
    found = run(tmp_path, files(DERIVED, TONNES))
    assert {m.state for m in found.mutants if m.item == "claim.residual_t"} == {State.UNREAD}
    assert found.figure == 100


def _bound(examples: list[Item]) -> dict[str, list[Item]]:
    criterion = {
        "criterion": "permanence", "property": 3, "subject": "credit", "title": text(), "text": text(),
        "parts": {"kept": text()}, "basis": [clause(restricts=["kept"])],
    }  # fmt: skip
    rule = _rule("OG-T-06", "credit", {"kept": "kept"}, examples, criterion="permanence")
    binds = [
        {"binds": "permanence", "programme": p, "kept": f, "basis": [clause(restricts=["kept"])]}
        for p, f in (("JCM", "project.post_monitoring"), ("VCS", "project.reversal_remedy"))
    ]
    return files(criterion, rule, programmes=[_edition("programmes/one"), *binds])


def test_a_change_of_a_binding_must_be_noticed_by_an_example_of_its_programme(tmp_path):
    example = {"given": {"project.programme": "JCM", "project.post_monitoring": False}, "verdict": "fail"}
    found = {(m.item, m.operator): m.state for m in run(tmp_path, _bound([example])).mutants}
    assert found[("permanence/JCM", "NOT added")] is State.KILLED
    assert found[("permanence/JCM", "cap added")] is State.KILLED
    assert found[("permanence/VCS", "NOT added")] is State.SURVIVED


def test_what_an_edition_takes_over_is_changed_once(tmp_path):
    second = {**_edition("guideline/two"), "effective_from": "2025-01-01", "extends": "guideline/one"}
    content = files(TONNES, second=[second])
    content["guideline/edition.yaml"][0]["effective_to"] = "2024-12-31"
    found = run(tmp_path, content)
    assert {m.edition for m in found.mutants} == {"guideline/one"}


def test_what_an_edition_gives_another_number_is_changed_again(tmp_path):
    second = {**_edition("guideline/two"), "effective_from": "2025-01-01", "extends": "guideline/one"}
    content = files(TONNES, second=[second, {**LEAST, "value": 4.999}])
    content["guideline/edition.yaml"][0]["effective_to"] = "2024-12-31"
    found = run(tmp_path, content)
    assert {m.edition for m in found.mutants} == {"guideline/one", "guideline/two"}
    assert len(found.broken) == 1  # 4.999 is written to fail, and passes there


def test_an_example_that_fails_by_itself_notices_nothing(tmp_path):
    rule = deepcopy(TONNES)
    rule["examples"] = [{"given": {"claim.claimed_t": 5}, "verdict": "fail"}]
    found = run(tmp_path, files(rule))
    assert found.count(State.KILLED) == 0
    assert [b.rpartition(" ")[2] for b in found.broken] == ["#1"]


ALLOWED = {
    "mutant": "OG-T-01.enough", "change": "claim.claimed_t >= $least → claim.claimed_t > $least",
    "reason": "nobody claims exactly so much",
}  # fmt: skip


def test_a_change_listed_as_equivalent_is_not_held_against_the_rule(tmp_path):
    before = run(tmp_path / "a", files(_without(0)))
    after = run(tmp_path / "b", files(_without(0)), allowed=[ALLOWED])
    assert after.count(State.EQUIVALENT) == 1
    assert after.count(State.SURVIVED) == before.count(State.SURVIVED) - 1
    assert after.stale == ()


def test_an_entry_that_allows_nothing_is_pointed_out(tmp_path):
    found = run(tmp_path, files(TONNES), allowed=[ALLOWED])
    assert len(found.stale) == 1
    assert found.stale[0].startswith("OG-T-01.enough: ")


@pytest.mark.slow
def test_two_processes_find_what_one_finds(tmp_path, monkeypatch):
    monkeypatch.setattr(mutation, "_FEW", 0)
    rules = folder(tmp_path, files(TONNES, DERIVED))
    book = load(rules)
    assert mutate(book, rules, processes=1) == mutate(book, rules, processes=2)


def test_progress_is_told_rule_by_rule(tmp_path):
    rules = folder(tmp_path, files(TONNES, DERIVED))
    told: list[tuple[int, int]] = []
    mutate(load(rules), rules, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_withdrawn_rule_is_left_alone(tmp_path):
    found = run(
        tmp_path,
        files({**TONNES, "status": "withdrawn", "replaced_by": "OG-T-09"}, {**TONNES, "id": "OG-T-09"}),
    )
    assert {m.where.partition(".")[0] for m in found.mutants} == {"OG-T-09"}


# -- the command ---------------------------------------------------------------------------------------------------------


def _command(rules: Path, *arguments: str, lang: str = "en") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["rules", "mutate", *arguments, "--rules", str(rules), "--lang", lang])
    return result.exit_code, result.output


def test_the_command_prints_survivors_with_their_place_and_the_figures(tmp_path):
    code, output = _command(folder(tmp_path, files(_without(0))))
    assert code == 0
    assert output.splitlines()[0].startswith("rules/guideline/edition.yaml:")
    assert "OG-T-01.enough: comparison: claim.claimed_t >= $least → claim.claimed_t > $least" in output
    assert output.splitlines()[-1].startswith("5 changes: ")


def test_below_the_threshold_the_command_ends_with_four(tmp_path):
    rules = folder(tmp_path, files(_without(0)))
    assert _command(rules, "--min", "100")[0] == 4
    assert _command(rules, "--min", "10")[0] == 0


def test_an_example_that_fails_by_itself_is_the_rulebooks_fault(tmp_path):
    rule = deepcopy(TONNES)
    rule["examples"].append({"given": {"claim.claimed_t": 5}, "verdict": "fail"})
    code, output = _command(folder(tmp_path, files(rule)), lang="ja")
    assert code == 4
    assert "変更なしでも期待どおりになりません" in output


def test_the_command_takes_one_rule_in_any_case(tmp_path):
    rules = folder(tmp_path, files(TONNES, DERIVED))
    assert "5 changes" in _command(rules, "og-t-01")[1]
    assert _command(rules, "OG-NONE")[0] == 2


def test_the_result_as_data_is_the_same_each_time(tmp_path):
    rules = folder(tmp_path, files(_without(0), DERIVED))
    first, second = _command(rules, "--json")[1], _command(rules, "--json")[1]
    assert first == second
    data = json.loads(first)
    assert data["killed"] + data["survived"] == 5
    assert data["unread"] == len(mutate(load(rules), rules, "claim.residual_t").mutants)
    assert data["by_item"]["OG-T-01"]["survived"] == len(data["survivors"])


def test_the_result_is_kept_for_the_rules_page(tmp_path):
    rules = folder(tmp_path, files(TONNES))
    assert _command(rules, "-o", str(rules / "mutation.json"))[0] == 0
    record = json.loads((rules / "mutation.json").read_text("utf-8"))
    assert record["figure"] == "100.0"
    assert record["rulebook_sha256"] == load(rules).sha256
