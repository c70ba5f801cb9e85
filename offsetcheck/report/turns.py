"""Whose turn it is: which open questions wait until others are answered, or until what fails anyway is mended.

A judgement is the last thing that is asked for: whoever judges is not asked before the papers are there, nor in vain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.facts.world import Row, World
from offsetcheck.report.model import Finding, OpenQuestion, UseResult
from offsetcheck.report.summary import Unusable, address

__all__ = ["in_turn"]


def in_turn(
    world: World,
    questions: Iterable[OpenQuestion],
    findings: Sequence[Finding],
    uses: Iterable[UseResult],
    unusable: Unusable,
) -> Iterator[OpenQuestion]:
    """The questions, each with what comes before it."""
    lost = {*unusable.credits, *unusable.of_them, *_behind(world, unusable.credits)}
    failing = lost | _failing(world, findings, uses)
    for question in questions:
        judge = question.owner is Owner.REVIEWER
        on = [name.partition(" (")[2].removesuffix(")") for name in question.findings]
        in_vain = bool(on) and all(one in (failing if judge else lost) for one in on)
        first = question.after or (tuple(_first(question, findings)) if judge else ())
        yield question.model_copy(update={"after": first, "moot": in_vain})


def _first(question: OpenQuestion, findings: Iterable[Finding]) -> Iterable[str]:
    """The facts that every finding on a judgement lacks beside it: until they are known, there is nothing to judge."""
    if question.reason is not Reason.ABSENT or not question.fact.startswith("judgements."):
        return ()
    found: dict[str, None] = {}
    for finding in findings:
        waits = any(m.fact == question.fact for m in finding.missing)
        if not waits or not any(question.fact in c.facts for c in finding.conditions):
            continue
        before = [
            m.fact
            for m in finding.missing
            if m.owner is not Owner.REVIEWER and m.reason not in (Reason.LAW_OPEN, Reason.NOT_YET)
        ]
        if not before:
            return ()
        found.update(dict.fromkeys(before))
    return found


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
