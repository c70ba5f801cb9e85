"""Run the examples that stand beside the rules: each is a tiny claim with the verdict its author expects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from offsetcheck.engine.judge import Case, Engine, Outcome, Settings
from offsetcheck.facts import catalogue
from offsetcheck.facts.claims import evidence_value
from offsetcheck.facts.models import Claim
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.world import ALL, ASSURED, Row, build_world, convert
from offsetcheck.rulebook.book import ChosenBy, Edition, Example, Rule

#: The day on which examples are judged unless they say otherwise.
EXAMPLE_DAY = date(2026, 6, 1)
_IDS = {"project": "P1", "issuance": "I1", "credit": "C1", "retirement": "R1", "use": "U1"}


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example and what came out; `problem` is None where all is as expected."""

    rule: Rule
    edition: Edition
    number: int
    example: Example
    outcome: Outcome | None
    problem: str | None


def run_examples(engine: Engine, only: str | None = None) -> Iterator[ExampleResult]:
    """Every example of every active rule (or of one rule), judged on the Python back end."""
    for edition in engine.rulebook.editions:
        for rule in edition.rules:
            if rule.status == "active" and only in (None, rule.id):
                for number, example in enumerate(rule.examples, 1):
                    yield _run(engine, edition, rule, number, example)


def _run(engine: Engine, edition: Edition, rule: Rule, number: int, example: Example) -> ExampleResult:
    try:
        outcome = judge_example(engine, edition, rule, example)
    except (ValueError, KeyError, ValidationError, LookupError) as error:
        return ExampleResult(rule, edition, number, example, None, f"the example cannot be read: {error}")
    return ExampleResult(rule, edition, number, example, outcome, _difference(example, outcome))


def _difference(example: Example, outcome: Outcome) -> str | None:
    if outcome.verdict.value != example.verdict:
        why = f" ({outcome.error})" if outcome.error else ""
        waits = ", ".join(m.name for m in outcome.missing)
        return f"expected {example.verdict}, came out {outcome.verdict.value}{why}{f' for {waits}' if waits else ''}"
    truths = {c.condition.name: c.truth for c in outcome.conditions}
    for name, expected in example.conditions.items():
        wanted = None if expected in ("unknown", None) else expected
        if truths[name] is not wanted:
            return f"condition {name}: expected {expected}, came out {truths[name]}"
    names = {m.name for m in outcome.missing} | {m.address for m in outcome.missing}
    for name in example.missing:
        if name not in names:
            return f"expected {name} among what is missing, which is {', '.join(sorted(names)) or 'nothing'}"
    return None


def judge_example(engine: Engine, edition: Edition, rule: Rule, example: Example) -> Outcome:
    """Judge a rule on the tiny claim of an example; raises ValueError where the example names what does not exist."""
    given = dict(example.given)
    as_of = date.fromisoformat(str(given.pop("as_of"))) if "as_of" in given else EXAMPLE_DAY
    claim = _claim(engine, edition, rule, example, as_of)
    settings = Settings(as_of)
    world = build_world(claim, settings.profile, as_of)
    for row in (
        *world.rows["use"],
        *world.rows["statement"],
    ):  # an example has no sources that could disagree
        for run in (ALL, ASSURED):
            row.set_computed("undisputed", run, True)
    overrides: dict[tuple[Row, str], Any] = {}
    derived = {k for e in engine.rulebook.editions for k in (d.key for d in e.derivations)}
    derived |= {("use", "valid")} | {
        (c.subject, p) for e in engine.rulebook.editions for c in e.criteria for p in c.parts
    }
    for name, value in given.items():
        table, _, path = name.partition(".")
        if table == "judgement":
            continue
        if table not in world.rows or not world.rows[table]:
            raise ValueError(f"there is no subject `{table}`")
        _give(world.rows[table][0], table, path, value, derived, overrides)
    subject = world.rows[rule.subject][0]
    for plural, rows in example.lists.items():
        table = _table_of(plural)
        made = [r for r in world.rows[table] if r.id.split("/")[-1].startswith("L")]
        for row, facts in zip(made, rows, strict=True):
            for path, value in facts.items():
                if path not in catalogue.tables()[table].links:
                    _give(row, table, path, value, derived, overrides)
        if table == rule.subject:
            subject = made[0] if made else subject
    if rule.subject != "use" and "uses" in example.lists:
        world.rows["use"] = [r for r in world.rows["use"] if r.id != "U1"]
    for table, plural in (
        ("credit", "credits"),
        ("retirement", "retirements"),
        ("issuance", "issuances"),
        ("project", "projects"),
        ("statement", "statements"),
    ):
        if plural in example.lists and rule.subject != table:
            keep = {r for r in world.rows[table] if r.id.startswith("L")}
            world.rows[table] = [r for r in world.rows[table] if r in keep]
    if rule.subject in ("claim", "statement", "filing") and "uses" not in example.lists:
        world.rows["use"] = []
    case = Case(engine, claim, settings, world)
    case.overrides = overrides
    scope = case.scope_of(edition)
    compiled_rule = next(r for r in scope.made.rules if r.rule.id == rule.id)
    return case.outcome(scope, compiled_rule, subject)


def _table_of(plural: str) -> str:
    for table in catalogue.tables().values():
        if table.plural == plural:
            return table.name
    raise ValueError(f"there is no list `{plural}`")


def _give(
    row: Row,
    table: str,
    path: str,
    value: Any,
    derived: set[tuple[str, str]],
    overrides: dict[tuple[Row, str], Any],
) -> None:
    fact = catalogue.tables()[table].facts.get(path)
    if fact is not None:
        typed = convert(row.world, fact, evidence_value(fact, value))
        for run in (ALL, ASSURED):
            if fact.computed:
                row.set_computed(path, run, typed)
            else:
                row.values[run][path] = typed
        return
    if (table, path) not in derived:
        raise ValueError(f"{table} has neither a fact nor a derived value `{path}`")
    if isinstance(value, bool) or value in ("unknown", None):
        overrides[(row, path)] = value if isinstance(value, bool) else None
    elif isinstance(value, list):
        low, high = value
        overrides[(row, path)] = (
            None if low is None else Decimal(low),
            None if high is None else Decimal(high),
        )
    else:
        overrides[(row, path)] = (Decimal(value), Decimal(value))


def _claim(engine: Engine, edition: Edition, rule: Rule, example: Example, as_of: date) -> Claim:
    """The skeleton of the example's claim: one row of each subject, linked, and the rows of its lists."""
    published = example.given.get("claim.publication_on", _day_for(engine, edition, as_of))
    year = edition.first_year or FiscalYear(as_of.year if as_of.month >= 4 else as_of.year - 1)
    scheme = edition.authority if edition.chosen_by is ChosenBy.FISCAL_YEAR else "shk"
    stage = example.given.get("claim.stage", "published")
    data: dict[str, Any] = {
        "claim": {"id": "example", "stage": stage, "published_on": str(published)},
        "projects": [{"id": "P1"}],
        "issuances": [{"id": "I1", "project": "P1"}],
        "credits": [{"id": "C1", "project": "P1", "issuance": "I1"}],
        "retirements": [{"id": "R1"}],
        "uses": [{"id": "U1", "retirement": "R1", "credit": "C1"}],
        "statements": [{"id": "S1"}] if rule.subject == "statement" else [],
        "filings": [{"scheme": scheme, "period": str(year)}] if rule.subject == "filing" else [],
        "parties": [dict(p) for p in example.parties],
    }
    if example.complete:
        data["claim"]["complete_lists"] = "all" if "all" in example.complete else list(example.complete)
    judged = {n.partition(".")[2]: v for n, v in example.given.items() if n.startswith("judgement.")}
    if judged:
        data["judgements"] = {
            n: {"value": v, "by": "example", "reason": "example", "judged_on": "2026-05-01"}
            for n, v in judged.items()
        }
    for plural, rows in example.lists.items():
        table = catalogue.tables()[_table_of(plural)]
        made = []
        for n, facts in enumerate(rows, 1):
            row: dict[str, Any] = {"id": f"L{n}"}
            for field, link in table.links.items():
                if link.target == table.parent:
                    continue
                default = _IDS.get(link.target)
                if link.target == "credit" and table.name == "block":
                    default = "C1"
                row[field] = facts.get(field, default)
            if table.name == "filing":
                row.update({"scheme": scheme, "period": str(year)})
            made.append(row)
        if table.parent is not None:
            parent = data[catalogue.tables()[table.parent].plural][0]
            parent[plural] = made
        else:
            data[plural] = [*data.get(plural, []), *made]
    return Claim.model_validate(data)


def _day_for(engine: Engine, edition: Edition, as_of: date) -> date:
    """A publication day inside the edition and inside every other edition that is chosen by publication."""
    if edition.chosen_by is ChosenBy.PUBLICATION and not edition.covers(as_of):
        return edition.effective_from or as_of
    for authority in engine.rulebook.authorities:
        known = engine.rulebook.of(authority)
        if known[0].chosen_by is ChosenBy.PUBLICATION and not any(e.covers(as_of) for e in known):
            starts = [e.effective_from for e in known if e.effective_from is not None]
            return max(starts) if starts else as_of
    return as_of
