"""Judge one claim: the rules in force on each subject, in both runs and under every reading (laws 5, 7, 9, 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from offsetcheck.engine.ahead import Ahead, DaysRead, days_ahead, days_read
from offsetcheck.engine.explain import Explainer, FactSeen, open_question
from offsetcheck.engine.makers import make_facts
from offsetcheck.engine.overlaps import Snapshot
from offsetcheck.engine.planned import assume_retired, done_by
from offsetcheck.engine.semantics import (
    UNBOUNDED,
    Bounds,
    Frame,
    Function,
    Truth,
    compiled,
    kleene_and,
    kleene_or,
)
from offsetcheck.engine.verdict import Verdict, agree, merge_runs, merge_truths, rule_verdict, verdict_of
from offsetcheck.facts.contradictions import contradictions_of
from offsetcheck.facts.models import Claim, Stage
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Kind, Owner, Profile, Reason
from offsetcheck.facts.world import ALL, ASSURED, Missing, Row, World, build_world
from offsetcheck.rulebook.answers import Confirmed
from offsetcheck.rulebook.book import (
    ChosenBy,
    Condition,
    Edition,
    NoEditionError,
    Rule,
    Rulebook,
    Severity,
    on_all_facts,
)
from offsetcheck.rulebook.combinations import BEHIND_USES, MOST_COMBINATIONS, THROUGH_USES
from offsetcheck.rulebook.language import Node, Reading, Ref, walk
from offsetcheck.rulebook.linking import criterion_parts

#: The most days after that of judgement on which a claim is looked at again, to say which findings only wait for one.
MOST_DAYS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run fixes: the day, the profile, the outside snapshot and the user's confirmations."""

    as_of: date
    profile: Profile = Profile.SELF_CHECK
    snapshot: Snapshot = field(default_factory=Snapshot)
    confirmed: tuple[Confirmed, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingOutcome:
    """The truth of a condition under one combination of readings, with the numbers it shows."""

    options: tuple[tuple[str, str], ...]
    truth: Truth
    shown: tuple[tuple[str, Bounds], ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionOutcome:
    """One named condition, merged over runs and readings."""

    condition: Condition
    truth: Truth
    facts: tuple[FactSeen, ...]
    missing: tuple[Missing, ...]
    readings: tuple[ReadingOutcome, ...] = ()
    only_stated: bool = False
    """Whether it holds on all facts, and only not on the assured ones."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule's verdict on one subject."""

    rule: Rule
    edition: Edition
    row: Row
    verdict: Verdict
    conditions: tuple[ConditionOutcome, ...]
    missing: tuple[Missing, ...]
    shown: tuple[tuple[str, Bounds], ...] = ()
    error: str | None = None
    only_stated: bool = False
    """Whether on all facts the rule passes, or does not apply, and that is only not assured."""
    when_open: bool = False
    """Whether it is open that the rule applies at all."""
    outside: bool = False
    """Whether on all facts the rule does not apply, and only that is not assured."""
    ahead: Ahead | None = None
    """The stated day after that of judgement which it only waits for."""
    days: tuple[tuple[str, date], ...] = ()
    """The days that its texts may name."""
    cases: tuple[str, ...] = ()
    """The cases that hold, which choose among its texts, as the rule names them."""


@dataclass(frozen=True, slots=True)
class UseOutcome:
    """One use's verdict and the tonnes that may be counted."""

    row: Row
    verdict: Verdict
    eligible: Bounds
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilingOutcome:
    """One filing's verdict and derived numbers."""

    row: Row
    edition: Edition
    verdict: Verdict
    terms: tuple[tuple[str, Bounds], ...]
    rules: tuple[str, ...]
    by_reading: tuple[tuple[tuple[tuple[str, str], ...], tuple[tuple[str, Bounds], ...]], ...] = ()
    """The terms under each combination of the edition's own open readings, where any of them tells them apart."""


@dataclass(frozen=True, slots=True)
class Judged:
    """All that was found out about one claim."""

    world: World
    verdict: Verdict
    if_retired: Verdict | None
    outcomes: tuple[Outcome, ...]
    missing: tuple[tuple[Missing, tuple[str, ...], bool], ...]
    """Open questions with the findings that wait for each, and whether a blocking one does."""
    tonnes: Mapping[str, Bounds]
    uses: tuple[UseOutcome, ...]
    filings: tuple[FilingOutcome, ...]
    editions: tuple[tuple[Edition, str], ...]
    """Editions in force and what chose each."""


class BeneathError(Exception):
    """A rule beneath could not run, so nothing that rests on it can be trusted (law 9)."""


@dataclass(slots=True)
class _CompiledRule:
    rule: Rule
    when: Function | None
    conditions: list[Function]
    reach: frozenset[str]


@dataclass(slots=True)
class _CompiledEdition:
    """The functions of one edition, with the parts of criteria as the editions in force beside it say them."""

    edition: Edition
    derived: dict[tuple[str, str], tuple[Node, Function]]
    rules: list[_CompiledRule] = field(default_factory=list)
    reaches: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    days: dict[str, DaysRead] = field(default_factory=dict)

    def days_of(self, rule: Rule) -> DaysRead:
        """What a rule of the edition compares with the day of judgement."""
        if rule.id not in self.days:
            when = [] if rule.when is None else [rule.when]
            trees = [*when, *(c.node for c in rule.conditions)]
            self.days[rule.id] = days_read(trees, {key: node for key, (node, _) in self.derived.items()})
        return self.days[rule.id]


class Engine:
    """A rulebook ready to judge; compile once, judge many."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._compiled: dict[tuple[str, tuple[str, ...]], _CompiledEdition] = {}
        self.options = {
            r.id: tuple(o.option for o in r.options) for e in rulebook.editions for r in e.readings
        }

    def compile(self, edition: Edition, in_force: Iterable[Edition]) -> _CompiledEdition:
        """The functions of an edition beside those that the day of publication chooses."""
        beside = [e for e in in_force if e.criteria or e.bindings]
        key = (edition.id, tuple(e.id for e in beside))
        if key in self._compiled:
            return self._compiled[key]
        nodes: dict[tuple[str, str], Node] = dict(criterion_parts(self.rulebook, beside))
        nodes.update({d.key: d.node for d in edition.derivations})
        made = _CompiledEdition(edition, {k: (n, compiled(n)) for k, n in nodes.items()})
        for rule_key in nodes:
            self._reach_of(made, rule_key, set())
        for rule in edition.rules:
            if rule.status != "active":
                continue
            reach: set[str] = set()
            for node in (
                *([rule.when] if rule.when is not None else []),
                *(c.node for c in rule.conditions),
                *(n for _, n in rule.shows),
                *(c.node for c in rule.cases),
            ):
                reach |= self.reach(made, node)
            made.rules.append(
                _CompiledRule(
                    rule,
                    compiled(rule.when) if rule.when is not None else None,
                    [compiled(c.node) for c in rule.conditions],
                    frozenset(reach),
                )
            )
        self._compiled[key] = made
        return made

    def reach(self, made: _CompiledEdition, node: Node) -> frozenset[str]:
        """The ids of the readings that a node depends on; `use.valid` is added by the case."""
        found: set[str] = set()
        for part in walk(node):
            if isinstance(part, Reading):
                found.add(part.id)
            elif isinstance(part, Ref) and part.derived:
                found |= self._reach_of(made, (part.table, part.path), set())
        return frozenset(found)

    def _reach_of(
        self, made: _CompiledEdition, key: tuple[str, str], seen: set[tuple[str, str]]
    ) -> frozenset[str]:
        if key == ("use", "valid"):
            return frozenset({BEHIND_USES})
        if key in made.reaches:
            return made.reaches[key]
        if key in seen or key not in made.derived:
            return frozenset()
        made.reaches[key] = self.reach(made, made.derived[key][0])
        return made.reaches[key]

    def judge(self, claim: Claim, settings: Settings) -> Judged:
        """Judge one checked claim.

        Raises NoEditionError where a date lies outside all editions, and InputError where what is known on the day of
        judgement contradicts itself.
        """
        case = Case(self, claim, settings)
        if problems := contradictions_of(case.world, claim.document):
            raise InputError(problems)
        judged = self._looked_ahead(case, case.judge())
        if claim.claim.stage is not Stage.PLANNED:
            return judged
        # What is planned for a later day is looked at on that day, with what is known on the day of judgement.
        planned = assume_retired(judged.world)
        world = build_world(planned, settings.profile, settings.as_of)
        make_facts(world, settings.snapshot)
        then = replace(settings, as_of=done_by(judged.world))
        assumed = Case(self, planned, then, world).verdict()
        return Judged(
            judged.world, judged.verdict, assumed, judged.outcomes, judged.missing, judged.tonnes, judged.uses,
            judged.filings, judged.editions,
        )  # fmt: skip

    def _looked_ahead(self, case: Case, judged: Judged) -> Judged:
        """Say of findings that only wait for a stated day which day that is, by judging the claim on that day."""
        read: dict[int, list[tuple[date, str]]] = {}
        upon_uses: list[int] = []
        for n, outcome in enumerate(judged.outcomes):
            if _may_wait(outcome):
                compared = case.scope_of(outcome.edition).made.days_of(outcome.rule)
                if found := list(days_ahead(outcome.row, compared, case.settings.as_of)):
                    read[n] = found
                elif compared.uses:
                    upon_uses.append(n)
        if not read:
            return judged
        due = {n: max(day for day, _ in found) for n, found in read.items()}
        days = sorted(set(due.values()))
        if len(days) > MOST_DAYS_AHEAD:  # what holds on the last of them is all that is said
            days, upon_uses, due = days[-1:], [*due, *upon_uses], {}
        ahead: dict[int, Ahead] = {}
        for day in days:
            then = Case(self, case.claim, replace(case.settings, as_of=day))
            rows = {row.address: row for row in then.world.all_rows()}
            for n in (*(n for n, last in due.items() if last == day), *upon_uses):
                outcome = judged.outcomes[n]
                if n not in ahead and _cleared(outcome.verdict, then.verdict_again(outcome, rows)):
                    names = [name for found, name in read[n] if found == day] if n in due else []
                    ahead[n] = Ahead(day, tuple(dict.fromkeys(names)))
        if not ahead:
            return judged
        outcomes = tuple(
            replace(o, ahead=ahead[n]) if n in ahead else o for n, o in enumerate(judged.outcomes)
        )
        return replace(judged, outcomes=outcomes)


def _may_wait(outcome: Outcome) -> bool:
    """Whether a finding may stand only because a stated day is still to come; what awaits an act says so itself."""
    if outcome.verdict is Verdict.UNKNOWN:
        return not outcome.only_stated and any(m.reason is not Reason.NOT_YET for m in outcome.missing)
    return outcome.verdict is Verdict.FAIL


def _cleared(before: Verdict, later: Verdict) -> bool:
    """Whether what fails, or is open, no longer does or is."""
    settled = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    return later in ((*settled, Verdict.UNKNOWN) if before is Verdict.FAIL else settled)


class _EditionScope:
    """What the trees of one edition see of a case: its derived values, choices and the day."""

    def __init__(self, case: Case, made: _CompiledEdition) -> None:
        self.case = case
        self.made = made
        self.as_of = case.settings.as_of
        self.memo: dict[Any, Any] = {}

    def derived(self, row: Any, table: str, path: str, run: int) -> Any:
        if (row, path) in self.case.overrides:
            return self.case.overrides[(row, path)]
        if path == "valid" and table == "use":
            return self.case.valid(row, run)
        made = self.made.derived.get((table, path))
        if made is None:
            return None
        reach = self.case.expanded(self.made.reaches[(table, path)])
        key = (row, path, run, tuple(self.case.choices[r] for r in reach))
        if key not in self.memo:
            self.memo[key] = made[1](Frame(row, run, self))
        return self.memo[key]

    def choice(self, reading: str) -> str:
        return self.case.choices[reading]

    def lifted(self, name: str) -> bool:
        return name in self.case.lifted_names


class Case:
    """One claim under judgement."""

    def __init__(self, engine: Engine, claim: Claim, settings: Settings, world: World | None = None) -> None:
        self.engine = engine
        self.settings = settings
        self.claim = claim
        if world is None:
            world = build_world(claim, settings.profile, settings.as_of)
            make_facts(world, settings.snapshot)
        self.world = world
        self.runs = (
            (ALL,) if settings.profile is Profile.SELF_CHECK and not self._masked() else (ALL, ASSURED)
        )
        self.choices: dict[str, str] = {r: o[0] for r, o in engine.options.items()}
        answers: dict[str, set[str]] = {}
        for confirmed in settings.confirmed:
            answers.setdefault(confirmed.of, set()).add(confirmed.value)
        self.fixed = {  # two answers that differ settle nothing (law 8)
            r: next(iter(answers[r]))
            for r in engine.options
            if len(answers.get(r, ())) == 1 and answers[r] <= set(engine.options[r])
        }
        self.choices.update(self.fixed)
        self.lifted_names = {c.of for c in settings.confirmed if c.of not in engine.options}
        self.overrides: dict[tuple[Row, str], Any] = {}
        self._scopes: dict[str, _EditionScope] = {}
        self._valid: dict[Any, tuple[Truth, Truth] | BeneathError] = {}
        self._valid_reach: tuple[str, ...] | None = None
        self.chosen: dict[str, str] = {}
        self._choose()

    def _masked(self) -> bool:
        """Whether any fact of the assured run differs (an expired source, for one)."""
        return any(r.values[ALL].keys() != r.values[ASSURED].keys() for r in self.world.all_rows())

    # -- editions (law 11) ---------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        book = self.engine.rulebook
        stated = self.claim.claim.published_on or self.claim.claim.publish_by
        published: Any = self.world.claim.value("publication_on", ALL) or stated
        named = "published_on" if self.claim.claim.published_on is not None else "publish_by"
        in_force: list[Edition] = []
        dated = [a for a in book.authorities if book.of(a)[0].chosen_by is ChosenBy.PUBLICATION]
        lacking: list[NoEditionError] = []
        if "guideline" not in book.authorities:  # nothing to hold a claim against is no pass (law 11)
            lacking.append(NoEditionError("guideline", published, ()))
        for authority in dated:
            try:
                edition = book.select(authority, published)
            except NoEditionError as error:
                lacking.append(error)
                continue
            self.chosen[edition.id] = f"claim.{named} = {published}"
            in_force.append(edition)
        if lacking:  # what a claim is about is the guideline: it is named before what only goes along with it
            first = next((e for e in lacking if e.authority == "guideline"), lacking[0])
            raise NoEditionError(
                first.authority, published, first.known, tuple(e for e in lacking if e is not first)
            )
        self.in_force = tuple(in_force)
        self.always = [self.scope_of(e) for e in in_force]
        self.by_year = book.by_year

    def scope_of(self, edition: Edition) -> _EditionScope:
        """What the trees of an edition see of this case."""
        if edition.id not in self._scopes:
            self._scopes[edition.id] = _EditionScope(self, self.engine.compile(edition, self.in_force))
        return self._scopes[edition.id]

    def scheme_scope(self, authority: str, year: FiscalYear, chooser: str) -> _EditionScope:
        """The edition of a reporting scheme for a fiscal year."""
        edition = self.engine.rulebook.select(authority, year)
        self.chosen.setdefault(edition.id, f"{chooser} = {year}")
        return self.scope_of(edition)

    def scopes_of_use(self, use: Row) -> list[_EditionScope]:
        """The editions whose rules act on a use."""
        found = list(self.always)
        purpose, year = use.value("purpose", ALL), use.value("scope.period", ALL)
        if purpose in self.by_year and year is not None:
            found.append(self.scheme_scope(purpose, year, f"{use.address}.scope.period"))
        return found

    def lacks_edition(self, use: Row) -> bool:
        """Whether it is not known which edition of its scheme a use is judged by, for want of the year."""
        return use.value("purpose", ALL) in self.by_year and use.value("scope.period", ALL) is None

    # -- truths --------------------------------------------------------------------------------------------------------

    def expanded(self, reach: frozenset[str]) -> tuple[str, ...]:
        """The readings of a reach, with those behind `use.valid` spelled out."""
        if BEHIND_USES not in reach:
            return tuple(sorted(reach))
        if self._valid_reach is None:
            self._valid_reach = ()
            found: set[str] = set()
            for use in self.world.rows["use"]:
                for scope in self.scopes_of_use(use):
                    for rule in scope.made.rules:
                        if rule.rule.subject in THROUGH_USES and rule.rule.severity is Severity.BLOCKING:
                            found |= rule.reach - {BEHIND_USES}
            self._valid_reach = tuple(sorted(found))
        return tuple(sorted((reach - {BEHIND_USES}) | set(self._valid_reach)))

    def combinations(self, reach: frozenset[str]) -> Iterator[tuple[tuple[str, str], ...]]:
        """Every combination of the open readings of a reach; the choices are set while each is out."""
        names = [r for r in self.expanded(reach) if r not in self.fixed]
        options = [self.engine.options[r] for r in names]
        before = dict(self.choices)
        size = 1
        for o in options:
            size *= len(o)
        if size > MOST_COMBINATIONS:
            raise BeneathError(
                f"{size} combinations of open readings are too many: settle one with `rules confirm`"
            )
        try:
            for values in product(*options):
                self.choices.update(zip(names, values, strict=True))
                yield tuple(zip(names, values, strict=True))
        finally:
            self.choices = before

    def truth(
        self, scope: _EditionScope, rule: _CompiledRule, row: Row, run: int
    ) -> tuple[Truth, list[Truth]]:
        """`when` and the conditions of a rule on a row, in one run under the present choices."""
        frame = Frame(row, run, scope)
        when = True if rule.when is None else rule.when(frame)
        return when, [c(frame) for c in rule.conditions]

    def valid(self, use: Row, run: int) -> Truth:
        """Whether a use counts: no blocking rule on it, for its purpose, fails, and one at least applies (laws 1 and 9)."""
        return kleene_and(self._met_and_applied(use, run))

    def verdict_of_use(self, use: Row, run: int) -> Verdict:
        """The verdict of a use in one run: not applicable where no rule that acts on it applies."""
        met, applied = self._met_and_applied(use, run)
        return Verdict.NOT_APPLICABLE if applied is False else verdict_of(kleene_and((met, applied)))

    def _met_and_applied(self, use: Row, run: int) -> tuple[Truth, Truth]:
        """The AND of every blocking rule that acts on a use, and whether any of them applies; both open where none acts."""
        key = (use, run, tuple(self.choices[r] for r in self.expanded(frozenset({BEHIND_USES}))))
        if key not in self._valid:
            try:
                self._valid[key] = self._valid_now(use, run)
            except BeneathError as error:
                self._valid[key] = error
        found = self._valid[key]
        if isinstance(found, BeneathError):
            raise found
        return found

    def _valid_now(self, use: Row, run: int) -> tuple[Truth, Truth]:
        truths: list[Truth] = []
        whens: list[Truth] = []
        for scope, rule, row, _ in self.acting(use):
            if row is None:
                truths.append(None)
                whens.append(None)
                continue
            try:
                when, conditions = self.truth(scope, rule, row, run)
            except BeneathError:
                raise
            except Exception as error:
                raise BeneathError(f"{rule.rule.id}: {error}") from error
            whens.append(when)
            truths.append(
                True
                if when is False
                else kleene_and(conditions)
                if when is True
                else (True if kleene_and(conditions) is True else None)
            )
        if self.lacks_edition(use):  # the rules of its scheme act on it as well, whichever they are
            truths.append(None)
            whens.append(None)
        if not truths:
            return None, None
        return kleene_and((*truths, use.value("undisputed", run))), kleene_or(whens)

    def acting(self, use: Row) -> Iterator[tuple[_EditionScope, _CompiledRule, Row | None, str]]:
        """The blocking rules that act on a use with the row each bears on (None: the reference is missing)."""
        purpose = use.value("purpose", ALL)
        for scope in self.scopes_of_use(use):
            for rule in scope.made.rules:
                if rule.rule.severity is not Severity.BLOCKING or rule.rule.subject not in THROUGH_USES:
                    continue
                if purpose not in rule.rule.purposes:
                    continue
                row, link = _reached(use, rule.rule.subject)
                yield scope, rule, row, link

    def subjects_of_use(self, use: Row, subject: str) -> tuple[Row, ...]:
        """The row of a subject through which its rules act on a use; empty where it is not of that kind, or missing."""
        row = _reached(use, subject)[0] if subject in THROUGH_USES else None
        return () if row is None else (row,)

    # -- judging -------------------------------------------------------------------------------------------------------

    def instances(self) -> Iterator[tuple[_EditionScope, _CompiledRule, Row]]:
        """Every rule in force with every subject it is judged on."""
        carried: dict[tuple[str, str, str | None], set[Row]] = {}
        for use in self.world.rows["use"]:
            purpose = use.value("purpose", ALL)
            for scope in self.scopes_of_use(use):
                for subject in THROUGH_USES:
                    row, _ = _reached(use, subject)
                    if row is not None:
                        carried.setdefault((scope.made.edition.id, subject, purpose), set()).add(row)
        used = self._carried()
        for scope in list(self._scopes.values()):
            for rule in scope.made.rules:
                subject, purposes = rule.rule.subject, rule.rule.purposes
                for row in self.world.rows[subject]:
                    if subject in ("claim", "statement"):
                        judged = scope in self.always
                    elif subject == "filing":
                        judged = self.filing_scope(row) is scope
                    elif any(row in carried.get((scope.made.edition.id, subject, p), ()) for p in purposes):
                        judged = True
                    else:  # what no use carries yet is looked at as if for an offset
                        judged = (
                            row not in used
                            and subject != "use"
                            and scope in self.always
                            and "offset" in purposes
                        )
                    if judged:
                        yield scope, rule, row

    def filing_scope(self, filing: Row) -> _EditionScope:
        """The edition that judges a filing."""
        return self.scheme_scope(
            filing.value("scheme", ALL), filing.value("period", ALL), f"{filing.address}.period"
        )

    def verdict_again(self, outcome: Outcome, rows: Mapping[str, Row]) -> Verdict:
        """The verdict of this case on what another case of the same claim judged; `rows` are those of this one, by address."""
        scope = self.scope_of(outcome.edition)
        rule = next(r for r in scope.made.rules if r.rule is outcome.rule)
        return self.outcome(scope, rule, rows[outcome.row.address]).verdict

    def outcome(self, scope: _EditionScope, rule: _CompiledRule, row: Row) -> Outcome:
        """One rule's verdict on one subject, over runs and readings, with its explanation."""
        try:
            return self._outcome(scope, rule, row)
        except Exception as error:  # noqa: BLE001 - a rule that cannot run is a verdict of its own
            return Outcome(
                rule.rule,
                scope.made.edition,
                row,
                Verdict.ERROR,
                (),
                (),
                (),
                str(error) or type(error).__name__,
            )

    def _outcome(self, scope: _EditionScope, rule: _CompiledRule, row: Row) -> Outcome:
        verdicts: list[Verdict] = []
        on_all_facts: list[Verdict] = []
        held = [True] * len(rule.conditions)
        when_open = False
        combined: list[tuple[tuple[str, str], ...]] = []
        per_condition: list[list[ReadingOutcome]] = [[] for _ in rule.conditions]
        missing: dict[Missing, None] = {}
        waiting: list[dict[Missing, None]] = [{} for _ in rule.conditions]
        shown: dict[str, Bounds] = {}
        days: list[set[tuple[str, date]]] = []
        cases: list[set[str]] = []
        facts: list[tuple[FactSeen, ...]] = []
        explainer = Explainer(self.derived_missing(scope))
        last = self.runs[-1]
        for options in self.combinations(rule.reach):
            whens, truths = [], []
            for run in self.runs:
                when, conditions = self.truth(scope, rule, row, run)
                whens.append(when)
                truths.append(conditions)
            verdict = merge_runs(
                *(rule_verdict(w, kleene_and(t)) for w, t in ((whens[0], truths[0]), (whens[-1], truths[-1])))
            )
            verdicts.append(verdict)
            combined.append(options)
            frame = Frame(row, last, scope)
            # a failure is judged on all facts, and shows the numbers it rests on
            decisive = frame if verdict is not Verdict.FAIL else Frame(row, self.runs[0], scope)
            values = [(n, node.type.kind, explainer.value(node, decisive)) for n, node in rule.rule.shows]
            numbers = tuple((n, value) for n, kind, value in values if kind is Kind.NUMBER)
            for name, bounds in numbers:
                shown[name] = hull(shown[name], bounds) if name in shown else bounds
            days.append({(n, value) for n, kind, value in values if kind is Kind.DATE and value is not None})
            cases.append({c.name for c in rule.rule.cases if explainer.value(c.node, decisive) is True})
            for n, condition in enumerate(rule.rule.conditions):
                merged = merge_truths(truths[0][n], truths[-1][n])
                per_condition[n].append(ReadingOutcome(options, merged, numbers))
                held[n] = held[n] and truths[0][n] is True
                if merged is None and whens[-1] is not False:
                    waiting[n].update(dict.fromkeys(explainer.missing(condition.node, frame)))
            on_all_facts.append(rule_verdict(whens[0], kleene_and(truths[0])))
            decided = on_all_facts[-1] is not Verdict.UNKNOWN
            when_open = when_open or whens[-1] is None
            if verdict is Verdict.UNKNOWN:
                if whens[-1] is None and rule.rule.when is not None:
                    missing.update(dict.fromkeys(explainer.missing(rule.rule.when, frame)))
                if whens[-1] is not False:
                    for n, condition in enumerate(rule.rule.conditions):
                        if merge_truths(truths[0][n], truths[-1][n]) is None and whens[-1] is True:
                            missing.update(dict.fromkeys(explainer.missing(condition.node, frame)))
                if decided:
                    missing = dict.fromkeys(unsupported(missing))
            if not facts:
                facts = [tuple(explainer.facts(c.node, decisive)) for c in rule.rule.conditions]
        verdict = agree(verdicts)
        if len(set(verdicts)) > 1:
            missing.update(dict.fromkeys(open_readings(list(zip(combined, verdicts, strict=True)))))
        outcomes = []
        for n, condition in enumerate(rule.rule.conditions):
            found = {o.truth for o in per_condition[n]}
            truth = found.pop() if len(found) == 1 else None
            apart = tuple(per_condition[n]) if len({o.truth for o in per_condition[n]}) > 1 else ()
            outcomes.append(
                ConditionOutcome(
                    condition,
                    truth,
                    facts[n] if facts else (),
                    tuple(waiting[n]),
                    apart,
                    truth is None and held[n],
                )
            )
        return Outcome(
            rule.rule, scope.made.edition, row, verdict, tuple(outcomes), tuple(missing), tuple(shown.items()), None,
            verdict is Verdict.UNKNOWN and set(on_all_facts) <= {Verdict.PASS, Verdict.NOT_APPLICABLE}, when_open,
            verdict is Verdict.UNKNOWN and set(on_all_facts) == {Verdict.NOT_APPLICABLE},
            days=tuple(sorted(set.intersection(*days))),  # what differs by reading is not known
            cases=tuple(c.name for c in rule.rule.cases if all(c.name in holding for holding in cases)),
        )  # fmt: skip

    def derived_missing(self, scope: _EditionScope) -> Any:
        """What keeps a derived value from being known, in one edition."""

        def missing(row: Row, table: str, path: str, run: int) -> tuple[Missing, ...]:
            if (row, path) in self.overrides:
                return (Missing(f"{row.address}.{path}", f"{table}.{path}", Owner.CLAIMANT, Reason.ABSENT),)
            explainer = Explainer(self.derived_missing(scope))
            if (table, path) == ("use", "valid"):
                return self.missing_of_use(row, run)
            node = scope.made.derived[(table, path)][0]
            return explainer.missing(node, Frame(row, run, scope))

        return missing

    def missing_of_use(self, use: Row, run: int) -> tuple[Missing, ...]:
        """What keeps a use from being valid or not."""
        found: dict[Missing, None] = {}
        acted = False
        applied = self._met_and_applied(use, run)[1] is True
        for scope, rule, row, link in self.acting(use):
            acted = True
            if row is None:
                found[_link_missing(use, link)] = None
                continue
            when, conditions = self.truth(scope, rule, row, run)
            truth = kleene_and(conditions)
            if (
                when is False
                or (truth is True and (applied or when is True))
                or (when is True and truth is False)
            ):
                continue
            explainer = Explainer(self.derived_missing(scope))
            frame = Frame(row, run, scope)
            asked: dict[Missing, None] = {}
            if when is None and rule.rule.when is not None:  # whether the rule applies comes first
                asked.update(dict.fromkeys(explainer.missing(rule.rule.when, frame)))
            elif truth is None:
                for condition in rule.rule.conditions:
                    asked.update(dict.fromkeys(explainer.missing(condition.node, frame)))
            everything, all_conditions = self.truth(scope, rule, row, ALL)
            if run != ALL and rule_verdict(everything, kleene_and(all_conditions)) is not Verdict.UNKNOWN:
                asked = dict.fromkeys(unsupported(asked))
            found.update(asked)
        found.update(dict.fromkeys(use.missing("undisputed", run)))
        if self.lacks_edition(use):
            found.update(dict.fromkeys(use.missing("scope.period", ALL)))  # it chooses the edition
        elif not acted:
            purpose = use.value("purpose", run)
            if purpose is None:
                found.update(dict.fromkeys(use.missing("purpose", run)))
            else:
                found[
                    Missing(
                        f"law[purpose/{purpose}]", f"law.purpose/{purpose}", Owner.AUTHORITY, Reason.LAW_OPEN
                    )
                ] = None
        return tuple(found)

    def _claim_rules(self) -> list[tuple[_EditionScope, _CompiledRule, Row]]:
        found: list[tuple[_EditionScope, _CompiledRule, Row]] = []
        for scope in self.always:
            for rule in scope.made.rules:
                if rule.rule.severity is Severity.BLOCKING and rule.rule.subject in ("claim", "statement"):
                    found.extend((scope, rule, row) for row in self.world.rows[rule.rule.subject])
        return found

    def verdict(self) -> Verdict:
        """The claim's verdict: the AND of its blocking claim and statement rules (law 9)."""
        rules = self._claim_rules()
        return self._and_verdict(rules, ("statements",), self.world.rows["statement"])

    def _and_verdict(
        self,
        rules: list[tuple[_EditionScope, _CompiledRule, Row]],
        lists: tuple[str, ...],
        rows: Sequence[Row] = (),
    ) -> Verdict:
        """The AND of some rules over runs and readings; for a pass `lists` must be complete, and `rows` undisputed."""
        reach = frozenset().union(*(rule.reach for _, rule, _ in rules)) if rules else frozenset()
        verdicts = []
        try:
            for _ in self.combinations(reach):
                per_run = []
                for run in (self.runs[0], self.runs[-1]):
                    truths: list[Truth] = []
                    for scope, rule, row in rules:
                        when, conditions = self.truth(scope, rule, row, run)
                        require = kleene_and(conditions)
                        truths.append(
                            True
                            if when is False
                            else require
                            if when is True
                            else (True if require is True else None)
                        )
                    truths.extend(True if self.world.claim.complete(name, run) else None for name in lists)
                    truths.extend(row.value("undisputed", run) for row in rows)
                    per_run.append(verdict_of(kleene_and(truths)))
                verdicts.append(merge_runs(*per_run))
        except Exception:  # noqa: BLE001 - an error beneath makes an error (law 9)
            return Verdict.ERROR
        return agree(verdicts)

    def judge(self) -> Judged:
        """Everything about the claim but the assumed verdict of a planned one."""
        for filing in self.world.rows["filing"]:
            self.filing_scope(filing)
        for use in self.world.rows["use"]:
            self.scopes_of_use(use)
        outcomes = tuple(self.outcome(scope, rule, row) for scope, rule, row in self.instances())
        verdict = self.verdict()
        uses = tuple(self.use_outcome(row) for row in self.world.rows["use"])
        filings = tuple(self.filing_outcome(row) for row in self.world.rows["filing"])
        return Judged(
            self.world, verdict, None, outcomes, tuple(self._questions(outcomes, verdict, uses, filings)),
            self._tonnes(), uses,
            filings,
            tuple((s.made.edition, self.chosen[s.made.edition.id]) for s in self._scopes.values()),
        )  # fmt: skip

    def _questions(
        self,
        outcomes: tuple[Outcome, ...],
        verdict: Verdict,
        uses: Sequence[UseOutcome],
        filings: Sequence[FilingOutcome],
    ) -> Iterator[tuple[Missing, tuple[str, ...], bool]]:
        found: dict[Missing, tuple[list[str], bool]] = {}

        def ask(missing: Missing, name: str, decides: bool) -> None:
            names, before = found.get(missing, ([], False))
            names.append(name)
            found[missing] = (names, before or decides)

        carried = self._carried()
        for outcome in outcomes:
            blocking = outcome.rule.severity is Severity.BLOCKING
            if outcome.rule.subject in THROUGH_USES and outcome.row not in carried:
                blocking = False
            for missing in outcome.missing:
                ask(missing, f"{outcome.rule.id} ({outcome.row.address})", blocking)
        if verdict is Verdict.UNKNOWN and not self.world.claim.complete("statements", self.runs[-1]):
            question = open_question(self.world.claim, "statements")
            names, _ = found.get(question, ([], True))
            found[question] = (names or [f"({self.world.claim.address})"], True)
        for use in self.world.rows["use"]:
            if not any(True for _ in self.acting(use)):  # no rule judges it, so none asks
                for missing in self.missing_of_use(use, self.runs[-1]):
                    if missing not in found:
                        ask(missing, f"({use.address})", False)
        # What no rule asks holds back the use, the statement or the filing itself, so it decides like a blocking rule.
        for row in [u.row for u in uses if u.verdict is Verdict.UNKNOWN]:
            year = row.missing("scope.period", ALL) if self.lacks_edition(row) else ()
            for missing in (*row.missing("undisputed", self.runs[-1]), *year):
                ask(missing, f"({row.address})", True)
        if verdict is Verdict.UNKNOWN:
            for row in self.world.rows["statement"]:
                for missing in row.missing("undisputed", self.runs[-1]):
                    ask(missing, f"({row.address})", True)
        for filing in filings:
            if filing.verdict is Verdict.UNKNOWN:
                for missing in filing.row.missing("told_apart", self.runs[-1]):
                    ask(missing, f"({filing.row.address})", True)
        for missing, (names, blocking) in found.items():
            yield missing, tuple(dict.fromkeys(names)), blocking

    def _carried(self) -> set[Row]:
        return {
            row
            for use in self.world.rows["use"]
            for s in THROUGH_USES
            for row in [_reached(use, s)[0]]
            if row is not None
        }

    def use_outcome(self, use: Row) -> UseOutcome:
        """A use's verdict, and the tonnes that may be counted."""
        rules = tuple(dict.fromkeys(r.rule.id for _, r, _, _ in self.acting(use)))
        verdicts: list[Verdict] = []
        eligible: Bounds | None = None
        t = use.value("t", ALL)
        try:
            for _ in self.combinations(frozenset({BEHIND_USES})):
                merged = merge_runs(*(self.verdict_of_use(use, run) for run in (self.runs[0], self.runs[-1])))
                verdicts.append(merged)
                assured = use.value("t", self.runs[-1])
                bounds: Bounds
                if merged in (Verdict.FAIL, Verdict.NOT_APPLICABLE):
                    bounds = (Decimal(0), Decimal(0))
                else:
                    bounds = (assured if merged is Verdict.PASS and assured is not None else Decimal(0), t)
                eligible = bounds if eligible is None else hull(eligible, bounds)
        except BeneathError:
            return UseOutcome(use, Verdict.ERROR, (Decimal(0), None), rules)
        return UseOutcome(use, agree(verdicts), eligible or (Decimal(0), None), rules)

    def filing_outcome(self, filing: Row) -> FilingOutcome:
        """A filing's verdict, and its derived numbers."""
        scope = self.filing_scope(filing)
        rules = [
            (scope, r, filing)
            for r in scope.made.rules
            if r.rule.subject == "filing" and r.rule.severity is Severity.BLOCKING
        ]
        verdict = self._and_verdict(rules, ())
        if rules and verdict is Verdict.PASS:
            each = {self.outcome(s, r, w).verdict for s, r, w in rules}
            if Verdict.PASS not in each:  # while it is open whether any applies, it may yet be not applicable
                verdict = Verdict.NOT_APPLICABLE if each == {Verdict.NOT_APPLICABLE} else Verdict.UNKNOWN
        if verdict is Verdict.PASS and filing.value("told_apart", self.runs[-1]) is not True:
            # Two reports of one entity are one too many, and refused once that is known.
            verdict = Verdict.UNKNOWN
        terms = [
            (d.name, self.derived_bounds(scope, filing, "filing", d.name))
            for d in scope.made.edition.derivations
            if d.table == "filing" and d.node.type.kind is Kind.NUMBER
        ]
        return FilingOutcome(
            filing,
            scope.made.edition,
            verdict,
            tuple(terms),
            tuple(r.rule.id for _, r, _ in rules),
            self._by_reading(scope, filing, [name for name, _ in terms]),
        )

    def _by_reading(
        self, scope: _EditionScope, filing: Row, names: Sequence[str]
    ) -> tuple[tuple[tuple[tuple[str, str], ...], tuple[tuple[str, Bounds], ...]], ...]:
        """The terms of a filing under each combination of its edition's readings; what uses hang on stays in the hull."""
        own = {r.id for r in scope.made.edition.readings}
        reach = (
            frozenset().union(*(scope.made.reaches[("filing", n)] for n in names)) if names else frozenset()
        )
        found: dict[tuple[tuple[str, str], ...], dict[str, Bounds]] = {}
        try:
            for options in self.combinations(reach):
                terms = found.setdefault(tuple(o for o in options if o[0] in own and o[0] in reach), {})
                for name in names:
                    bounds: Bounds = scope.derived(filing, "filing", name, self.runs[-1])
                    terms[name] = hull(terms[name], bounds) if name in terms else bounds
        except Exception:  # noqa: BLE001 - the verdict already says so
            return ()
        if len({tuple(t.items()) for t in found.values()}) < 2:
            return ()
        return tuple((options, tuple(terms.items())) for options, terms in found.items())

    def derived_bounds(
        self, scope: _EditionScope, row: Row, table: str, name: str, run: int | None = None
    ) -> Bounds:
        """A derived number of a row: the hull over the open readings (law 7)."""
        run = self.runs[-1] if run is None else run
        found: Bounds | None = None
        try:
            for _ in self.combinations(scope.made.reaches[(table, name)]):
                bounds: Bounds = scope.derived(row, table, name, run)
                found = bounds if found is None else hull(found, bounds)
        except Exception:  # noqa: BLE001 - the rules that read it are errors; the number itself is not known
            return UNBOUNDED
        return found or UNBOUNDED

    def _tonnes(self) -> dict[str, Bounds]:
        claim = self.world.claim
        claimed = claim.value("claimed_t", self.runs[-1])
        found: dict[str, Bounds] = {"claimed_t": (claimed, claimed)}
        for scope in self.always:
            for derivation in scope.made.edition.derivations:
                if derivation.table == "claim" and derivation.node.type.kind is Kind.NUMBER:
                    found[derivation.name] = self.derived_bounds(scope, claim, "claim", derivation.name)
                    everything = self.derived_bounds(scope, claim, "claim", derivation.name, ALL)
                    if everything != found[derivation.name]:
                        found[on_all_facts(derivation.name)] = everything
        return found


def hull(a: Bounds, b: Bounds) -> Bounds:
    """The smallest interval that holds both."""
    return (
        None if a[0] is None or b[0] is None else min(a[0], b[0]),
        None if a[1] is None or b[1] is None else max(a[1], b[1]),
    )


def unsupported(missing: Iterable[Missing]) -> list[Missing]:
    """Where all facts together decide, only support for what is stated is asked, not what was never needed."""
    found = list(missing)
    return [m for m in found if m.reason in (Reason.BELOW_ASSURANCE, Reason.EXPIRED)] or found


def open_readings(verdicts: Sequence[tuple[tuple[tuple[str, str], ...], Verdict]]) -> Iterable[Missing]:
    """The readings on whose option a verdict hangs: the others equal, another option gives another verdict."""
    for name in sorted({r for options, _ in verdicts for r, _ in options}):
        by_rest: dict[tuple[tuple[str, str], ...], set[Verdict]] = {}
        for options, verdict in verdicts:
            by_rest.setdefault(tuple(o for o in options if o[0] != name), set()).add(verdict)
        if any(len(found) > 1 for found in by_rest.values()):
            yield Missing(f"law[{name}]", f"law.{name}", Owner.AUTHORITY, Reason.LAW_OPEN)


def _reached(use: Row, subject: str) -> tuple[Row | None, str]:
    """The row of a subject that a use leads to, and the link that is missing where there is none."""
    match subject:
        case "use":
            return use, ""
        case "retirement":
            return use.link("retirement"), "retirement"
        case "credit":
            return use.link("credit"), "credit"
        case _:
            credit = use.link("credit")
            return (None, "credit") if credit is None else (credit.link(subject), subject)


def _link_missing(use: Row, link: str) -> Missing:
    if link in ("retirement", "credit"):
        return use.missing_link(link)
    credit = use.link("credit")
    return use.missing_link("credit") if credit is None else credit.missing_link(link)
