"""More information never reverses an answer: whole random claims, refined step by step (law 2).

What may not move is every finding and each of its conditions, every use, every filing, and the claim's own verdict,
except away from unknown; what may only narrow is every derived interval. Both profiles, over a compact rulebook that
uses every construct, and over the rules that are shipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import event, given, note, settings
from hypothesis.strategies import SearchStrategy

from offsetcheck.engine.judge import Engine, Judged, Settings
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import Claim
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.world import Row
from offsetcheck.rulebook import language, parser
from offsetcheck.rulebook.answers import Confirmed
from offsetcheck.rulebook.book import ChosenBy, NoEditionError, Rulebook
from offsetcheck.rulebook.confirmations import open_points
from offsetcheck.rulebook.linking import criterion_parts
from offsetcheck.rulebook.loader import load
from tests.engine.compact import compact
from tests.engine.lawkit import AS_OF, CERTIFICATION, SELF_CHECK, claim_from
from tests.engine.random_claims import LAST, Drawn, drawn_claims

SHIPPED = Path(__file__).parents[2] / "rules"


def more_examples(least: int) -> settings:
    """The profile's number of cases, or at least this many."""
    return settings(max_examples=max(least, settings.default.max_examples if settings.default else 0))


# -- comparing two runs --------------------------------------------------------------------------------------------------


def narrower(before: Bounds, after: Bounds) -> bool:
    """Whether the second interval lies inside the first."""
    low = before[0] is None or (after[0] is not None and after[0] >= before[0])
    high = before[1] is None or (after[1] is not None and after[1] <= before[1])
    return low and high


def settled(before: Verdict, after: Verdict) -> bool:
    """Whether a verdict stayed, or left unknown."""
    return before is Verdict.UNKNOWN or before is after


def tonnes(result: Judged) -> Iterator[tuple[str, Bounds]]:
    """Derived tonnes by name, the all-facts interval given even where it is the assured one."""
    for name, value in result.tonnes.items():
        if not name.endswith("_all_t"):
            yield name, value
            yield f"{name} of all facts", result.tonnes.get(f"{name.removesuffix('_t')}_all_t", value)


def reversals(before: Judged, after: Judged) -> Iterator[str]:
    """Everything that a refinement has taken back."""
    if not settled(before.verdict, after.verdict):
        yield f"claim: {before.verdict} became {after.verdict}"
    later = {(o.edition.id, o.rule.id, o.row.address): o for o in after.outcomes}
    for old in before.outcomes:
        name = f"{old.rule.id} on {old.row.address}"
        new = later.get((old.edition.id, old.rule.id, old.row.address))
        if new is None:  # what no use carried was looked at as if for an offset, until a use did
            carried = {link for use in before.world.rows["use"] for link in reached(use)}
            if old.row.address in carried:
                yield f"{name}: the finding is gone"
            continue
        if not settled(old.verdict, new.verdict):
            yield f"{name}: {old.verdict} became {new.verdict}"
        for a, b in zip(old.conditions, new.conditions, strict=True):
            if a.truth is not None and a.truth is not b.truth:
                yield f"{name}, {a.condition.name}: {a.truth} became {b.truth}"
        shown = dict(new.shown)
        for key, value in old.shown:
            if not narrower(value, shown[key]):
                yield f"{name}, {key}: {value} became {shown[key]}"
    numbers = dict(tonnes(after))
    for key, value in tonnes(before):
        if not narrower(value, numbers[key]):
            yield f"{key}: {value} became {numbers[key]}"
    uses = {u.row.address: u for u in after.uses}
    for use in before.uses:
        other = uses[use.row.address]
        if not settled(use.verdict, other.verdict) or not narrower(use.eligible, other.eligible):
            yield f"{use.row.address}: {use.verdict} {use.eligible} became {other.verdict} {other.eligible}"
    filings = {f.row.address: f for f in after.filings}
    for filing in before.filings:
        same = filings[filing.row.address]
        if not settled(filing.verdict, same.verdict):
            yield f"{filing.row.address}: {filing.verdict} became {same.verdict}"
        terms = dict(same.terms)
        for key, value in filing.terms:
            if not narrower(value, terms[key]):
                yield f"{filing.row.address}.{key}: {value} became {terms[key]}"


def reached(use: Row) -> Iterator[str]:
    """The addresses of what a use carries."""
    credit = use.link("credit")
    for row in (
        use.link("retirement"),
        credit,
        *((credit.link("issuance"), credit.link("project")) if credit else ()),
    ):
        if row is not None:
            yield row.address


def unasked(result: Judged) -> Iterator[str]:
    """Unknown answers that wait for nothing (law 6), and answers that could not be worked out."""
    for o in result.outcomes:
        if o.verdict is Verdict.ERROR:
            yield f"{o.rule.id} on {o.row.address} is an error: {o.error}"
        if (o.verdict is Verdict.UNKNOWN) is not bool(o.missing):
            yield f"{o.rule.id} on {o.row.address} is {o.verdict} and waits for {o.missing}"
    if result.verdict is Verdict.UNKNOWN and not any(blocking for _, _, blocking in result.missing):
        yield "the claim is unknown and waits for nothing"


def assert_lawful(drawn: Drawn, engine: Engine) -> bool:
    """Judge a claim at every step, under both profiles, and compare; False where it cannot be read to the end."""
    known: list[tuple[Claim, tuple[Confirmed, ...]]] = []
    refused: InputError | None = None
    last: object = None
    for step in range(LAST + 1):
        data, answers = drawn.at(step), drawn.answered(step)
        if (data, answers) == last:
            continue
        last = (data, answers)
        try:
            claim = claim_from(data)
        except InputError as error:
            refused = error
            event(f"input error: {sorted({p.code for p in error.problems})}")
        else:
            assert refused is None, f"step {step} is read, and before it was known: {refused}"
            known.append((claim, answers))
    for profile in (SELF_CHECK, CERTIFICATION):
        results = [engine.judge(c, Settings(AS_OF, profile, drawn.snapshot, answers)) for c, answers in known]
        for result in results:
            event(f"{profile}: claim {result.verdict}")
            assert not (found := list(unasked(result))), found
        for before, after in pairwise(results):
            found = list(reversals(before, after))
            if found:
                note(
                    f"{profile}; late: {drawn.late}; answers: {drawn.answers}; others: {drawn.snapshot.records}"
                )
                note(f"known first: {before.world.source.model_dump_json(exclude_none=True)}")
            assert not found, found
        # What is known for sure is never more than what is known at all.
        for result in results:
            for name, value in result.tonnes.items():
                everything = result.tonnes.get(f"{name.removesuffix('_t')}_all_t")
                assert everything is None or narrower(value, everything)
    return refused is None


def years_of(rulebook: Rulebook) -> dict[str, list[str]]:
    """The fiscal years in force per reporting scheme."""
    found: dict[str, list[str]] = {}
    for authority in rulebook.authorities:
        if rulebook.of(authority)[0].chosen_by is ChosenBy.FISCAL_YEAR:
            for year in range(2023, 2029):
                try:
                    rulebook.select(authority, FiscalYear(year))
                except NoEditionError:
                    continue
                found.setdefault(authority, []).append(f"FY{year}")
    return found


def nodes_of(rulebook: Rulebook) -> Iterator[language.Node]:
    """Every part of every expression of a rulebook."""
    for edition in rulebook.editions:
        roots = [c.node for r in edition.rules for c in r.conditions]
        roots += [r.when for r in edition.rules if r.when is not None]
        roots += [node for r in edition.rules for _, node in r.shows]
        roots += [d.node for d in edition.derivations]
        for root in roots:
            yield from language.walk(root)
    for root in criterion_parts(rulebook, rulebook.editions).values():
        yield from language.walk(root)


def random_claims(rulebook: Rulebook) -> SearchStrategy[Drawn]:
    """Claims that speak to the rules of a rulebook."""
    read = frozenset(n.name for n in nodes_of(rulebook) if isinstance(n, language.Ref) and not n.derived)
    return drawn_claims(read=read, years=years_of(rulebook), options=open_points(rulebook))


COMPACT = Engine(compact())


def assert_never_reversed(engine: Engine, least: int) -> None:
    """Judge random claims under a rulebook; most of them must be claims that can be judged at all."""
    judged: list[bool] = []

    @more_examples(least)
    @given(random_claims(engine.rulebook))
    def holds(drawn: Drawn) -> None:
        judged.append(assert_lawful(drawn, engine))

    holds()
    assert sum(judged) > 0.6 * len(judged), f"of {len(judged)} claims only {sum(judged)} could be read"


@pytest.mark.slow
@pytest.mark.hypothesis
def test_no_answer_of_the_compact_rulebook_is_reversed_by_more_information():
    assert_never_reversed(COMPACT, 120)


@pytest.mark.slow
@pytest.mark.hypothesis
def test_no_answer_of_the_shipped_rules_is_reversed_by_more_information():
    try:
        rulebook = load(SHIPPED)
    except InputError as error:
        pytest.skip(f"the shipped rules do not load: {error.problems[0]}")
    assert_never_reversed(Engine(rulebook), 60)


# -- the test itself is worth something ----------------------------------------------------------------------------------


def test_the_compact_rulebook_uses_every_construct():
    nodes = list(nodes_of(compact()))
    kinds = {type(n).__name__ for n in nodes}
    assert set(language.NODE_TYPES) <= kinds
    functions = {n.function for n in nodes if isinstance(n, language.ListCall)}
    assert set(parser._LIST_FUNCTIONS) <= functions
    operators = {n.op for n in nodes if isinstance(n, language.Arith | language.Unary | language.Compare)}
    assert {"=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "min2", "max2", "abs", "floor0"} <= operators
    assert {n.against for n in nodes if isinstance(n, language.Cap)} == {True, False}
