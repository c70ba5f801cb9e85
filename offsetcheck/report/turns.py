"""Whose turn it is: which open questions wait until others are answered, or until what fails anyway is mended.

A judgement is the last thing that is asked for: whoever judges is not asked before the papers are there, nor in vain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from offsetcheck.engine.judge import Outcome
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.facts.world import Missing, Row, World
from offsetcheck.report.model import Finding, OpenQuestion, UseResult
from offsetcheck.report.summary import Unusable, address
from offsetcheck.rulebook.book import JudgedOn

__all__ = ["in_turn"]


def in_turn(
    world: World,
    questions: Iterable[OpenQuestion],
    outcomes: Sequence[Outcome],
    findings: Sequence[Finding],
    uses: Iterable[UseResult],
    unusable: Unusable,
) -> Iterator[OpenQuestion]:
    """The questions, each with what comes before it."""
    lost = {*unusable.credits, *unusable.of_them, *_behind(world, unusable.credits)}
    failing = lost | _failing(world, findings, uses)
    told = []
    for question in questions:
        on = [name.partition(" (")[2].removesuffix(")") for name in question.findings]
        in_vain = failing if question.owner is Owner.REVIEWER else lost
        told.append(question.model_copy(update={"moot": bool(on) and in_vain.issuperset(on)}))
    now = {q.fact: q.blocking for q in told if not (q.deferred or q.owner is Owner.REVIEWER)}
    for question in told:
        first, spared = question.after, question.spared
        if question.owner is Owner.REVIEWER and not first:
            first, spared = _before(question, outcomes)
        first = tuple(fact for fact in first if fact in now)
        if question.blocking and not any(now[fact] for fact in first):
            first = ()  # somebody must be asked now for what decides
        yield question.model_copy(update={"after": first, "spared": spared and bool(first)})


def _before(question: OpenQuestion, outcomes: Iterable[Outcome]) -> tuple[tuple[str, ...], bool]:
    """What every finding that reads a judgement lacks beside it, and whether the judgement stands in place of that.

    It stands in place of what its own condition lacks; what other conditions lack comes first, and it is needed all the same.
    """
    if question.reason is not Reason.ABSENT or not question.fact.startswith("judgements."):
        return (), False
    instead: dict[str, None] = {}
    beside: dict[str, None] = {}
    on_criteria: list[Row] = []
    for outcome in outcomes:
        if not any(m.address == question.fact for m in outcome.missing):
            continue
        if outcome.rule.judged_on is JudgedOn.CRITERIA:
            on_criteria.append(outcome.row)
        for condition in outcome.conditions:
            if any(f.address == question.fact for f in condition.facts):
                other = _to_answer(outcome.missing)
                own = [fact for fact in _to_answer(condition.missing) if fact in other]
                if not other:
                    return (), False
                (instead if own else beside).update(dict.fromkeys(own or other))
    if beside:
        for row in on_criteria:
            beside.update(dict.fromkeys(_of_criteria(outcomes, row)))
    return (*instead, *(fact for fact in beside if fact not in instead)), bool(instead) and not beside


def _of_criteria(outcomes: Iterable[Outcome], row: Row) -> Iterator[str]:
    """What the criteria of a row lack: whoever judges how they are explained is told of each."""
    for outcome in outcomes:
        if outcome.rule.criterion is not None and outcome.row is row:
            yield from _to_answer(outcome.missing)


def _to_answer(missing: Iterable[Missing]) -> list[str]:
    """What can be answered now by others than a reviewer or an authority."""
    return [
        m.address
        for m in missing
        if m.owner is not Owner.REVIEWER and m.reason not in (Reason.LAW_OPEN, Reason.NOT_YET)
    ]


def _behind(world: World, credits: Collection[str]) -> Iterator[str]:
    """The projects and issuances of nothing but credits that cannot be used."""
    for table in ("project", "issuance"):
        for row in world.rows[table]:
            of_it = [c for c in world.rows["credit"] if c.link(table) is row]
            if of_it and all(c.address in credits for c in of_it):
                yield row.address


def _failing(world: World, findings: Iterable[Finding], uses: Iterable[UseResult]) -> set[str]:
    """The uses that fail, and the retirements of nothing but those; not where a stated day still to come clears them."""
    cleared = {address(f) for f in findings if f.verdict is Verdict.FAIL and f.judge_on is not None}
    fails = {address(f) for f in findings if f.verdict is Verdict.FAIL and f.judge_on is None}
    failing = {u.id for u in uses if u.verdict is Verdict.FAIL}
    found: set[str] = set()
    kept: set[str] = set()
    for use in world.rows["use"]:
        reached = {row.address for row in _reached(use)}
        lost = use.id in failing and (bool(reached & fails) or not reached & cleared)
        if lost:
            found.add(use.address)
        if (retirement := use.link("retirement")) is not None:
            (found if lost else kept).add(retirement.address)
    return found - kept


def _reached(use: Row) -> Iterator[Row]:
    """A use with the rows through which it is judged."""
    yield use
    credit = use.link("credit")
    for row in (use.link("retirement"), credit):
        if row is not None:
            yield row
    for table in ("project", "issuance"):
        if credit is not None and (row := credit.link(table)) is not None:
            yield row
