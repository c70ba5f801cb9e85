"""Judge many claims at once, columnar, in DuckDB: the same verdicts as `Engine.judge`, without a row of Python.

The claims are laid out as tables (`engine/tables.py`), and the rulebook in force is evaluated over them stratum by
stratum: criterion parts and derived values with the rules that read them, the uses they carry (`use.valid`), totals,
filings and statements, claims. Claims that select different editions are judged in parts, one for each set of editions.
Every choice among open readings, and each run of law 7, is a lane: an expression of its own, printed once where lanes do
not differ. Verdicts are codes (`Code`); explanations are made by judging the few claims someone reads with `Engine`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.makers import make_facts
from offsetcheck.engine.sql import (
    FALSE,
    TRUE,
    WIDEST,
    Bounds,
    Context,
    Form,
    Given,
    Laid,
    Layout,
    Relation,
    Sql,
    and_all,
    column_name,
    identifier,
    negated,
    null,
    or_any,
    quoted,
    sql,
    storage_type,
)
from offsetcheck.engine.tables import ROWS_AT_ONCE, Intake, Source, lay_relations, needs_of_rulebook
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.contradictions import contradictions_of
from offsetcheck.facts.models import Claim
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.facts.world import ALL, ASSURED, build_world
from offsetcheck.rulebook.book import ChosenBy, Edition, Rule, Rulebook, Severity
from offsetcheck.rulebook.combinations import BEHIND_USES, MOST_COMBINATIONS, THROUGH_USES
from offsetcheck.rulebook.language import (
    BOOLEAN,
    MAX_SCALE,
    And,
    ListCall,
    Node,
    Ref,
    Type,
    truth_of_rule,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from offsetcheck.engine.judge import _CompiledEdition, _CompiledRule

#: What a filing needs for a pass, beside its rules.
_TOLD_APART = Ref(BOOLEAN, "filing", "told_apart")
#: What uses and statements need, beside the rules.
_UNDISPUTED = {t: Ref(BOOLEAN, t, "undisputed") for t in ("use", "statement")}
#: The subjects that rules judge, each with a table of verdicts.
SUBJECTS = ("claim", "statement", "project", "issuance", "credit", "retirement", "use", "filing")
#: The links that lead from a use to the rows its verdict rests on (law 9).
REACHED: dict[str, tuple[str, ...]] = {
    "use": (),
    "retirement": ("retirement",),
    "credit": ("credit",),
    "issuance": ("credit", "issuance"),
    "project": ("credit", "project"),
}


class Code(IntEnum):
    """The verdicts as the columns of the verdict tables hold them; NULL where a rule is not judged on a row."""

    PASS = 0
    FAIL = 1
    UNKNOWN = 2
    NOT_APPLICABLE = 3
    ERROR = 4

    @property
    def verdict(self) -> Verdict:
        """The verdict behind the code."""
        return Verdict[self.name]


Counts = dict[Verdict, int]


@dataclass(slots=True)
class Summary:
    """How many subjects received which verdict."""

    rules: dict[tuple[str, str], Counts] = field(default_factory=dict)
    """By edition and rule."""
    claims: Counts = field(default_factory=dict)
    uses: Counts = field(default_factory=dict)
    filings: Counts = field(default_factory=dict)
    refused: int = 0
    """Claims that could not be judged: bad rows, or a date outside all editions; counted as errors of claims too."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A verdict as expressions: true for pass, false for fail; whether the rule is not applicable; or an error."""

    truth: Sql
    exempt: Sql = FALSE
    error: bool = False

    def code(self) -> Sql:
        """The verdict as a code."""
        if self.error:
            return Sql(f"CAST({Code.ERROR} AS TINYINT)", 0, Form.LITERAL)
        exempt = sql(f" WHEN {{}} THEN {Code.NOT_APPLICABLE}", self.exempt)
        return sql(
            f"CAST(CASE WHEN {{0}} THEN {Code.PASS} WHEN NOT {{0}} THEN {Code.FAIL}"
            f"{{1}} ELSE {Code.UNKNOWN} END AS TINYINT)",
            self.truth,
            exempt if self.exempt != FALSE else Sql(""),
        )


_ERROR = _Outcome(FALSE, FALSE, True)


def _agreed(lanes: Sequence[_Outcome]) -> _Outcome:
    """The verdict on which all lanes agree, or unknown (law 5)."""
    truths = list(dict.fromkeys(o.truth for o in lanes))
    truth = truths[0]
    if len(truths) > 1:
        truth = sql(
            "(CASE WHEN {} THEN TRUE WHEN {} THEN FALSE END)",
            and_all(truths),
            and_all(negated(t) for t in truths),
        )
    return _Outcome(truth, and_all(o.exempt for o in lanes))


def _merged(everything: Sql, assured: Sql) -> Sql:
    """One truth of the two runs of law 7."""
    if everything == assured:
        return everything
    return sql("(CASE WHEN NOT {} THEN FALSE WHEN {} THEN TRUE END)", everything, assured)


@dataclass(frozen=True, slots=True)
class _Judged:
    """One rule on the rows of its subject: its verdict, and on which rows it is judged (all, where None)."""

    edition: Edition
    rule: Rule
    outcome: _Outcome
    judged_on: Sql | None

    @property
    def column(self) -> str:
        """The name of the rule's column."""
        return f"{self.rule.id}@{self.edition.id}"


class BatchEngine:
    """A rulebook ready to judge many claims at once.

    `threads`, `memory_limit` (such as "1GB") and `temp_directory` bound what the database takes; beyond its memory it
    works on disk. A `connection` of the caller's may be given, whose tables can then be judged by name.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        *,
        threads: int | None = None,
        memory_limit: str | None = None,
        temp_directory: Path | None = None,
        rows_at_once: int = ROWS_AT_ONCE,
        connection: DuckDBPyConnection | None = None,
    ) -> None:
        self.engine = Engine(rulebook)
        self.rulebook = rulebook
        self.needs = needs_of_rulebook(rulebook)
        self.threads = threads
        self.memory_limit = memory_limit
        self.temp_directory = temp_directory
        self.rows_at_once = rows_at_once
        self.connection = connection

    def _connected(self) -> DuckDBPyConnection:
        import duckdb

        connection = self.connection.cursor() if self.connection is not None else duckdb.connect(":memory:")
        if self.threads is not None:
            connection.execute(f"SET threads = {int(self.threads)}")
        if self.memory_limit is not None:
            connection.execute(f"SET memory_limit = {quoted(self.memory_limit)}")
        if self.temp_directory is not None:
            connection.execute(f"SET temp_directory = {quoted(str(self.temp_directory))}")
        return connection

    def of_claims(self, claims: Iterable[Claim], settings: Settings) -> Batch:
        """Lay out checked claims, each judged against the snapshot of the settings; one that contradicts itself is refused."""
        with ExitStack() as undo:
            connection = undo.enter_context(closing(self._connected()))
            connection.execute("CREATE TEMP TABLE IF NOT EXISTS refused (claim VARCHAR, reason VARCHAR)")
            intake = Intake(connection, self.needs, self.rows_at_once)
            for claim in claims:
                world = build_world(claim, settings.profile, settings.as_of)
                if problems := contradictions_of(world, claim.document):
                    reasons = [(world.claim.id, f"{p.path}: {p.expected.en}") for p in problems]
                    connection.executemany("INSERT INTO refused VALUES (?, ?)", reasons)
                    continue
                make_facts(world, settings.snapshot)
                intake.add(world)
            return Batch(self, connection, intake.layouts(), settings, undo.pop_all())

    def of_tables(
        self,
        tables: Mapping[str, Source],
        settings: Settings,
        *,
        levels: Mapping[str, str] | None = None,
        check: bool = True,
    ) -> Batch:
        """Read claims from relations by table name; see `engine.tables.lay_relations`."""
        with ExitStack() as undo:
            if self.temp_directory is not None:
                self.temp_directory.mkdir(parents=True, exist_ok=True)
            folder = undo.enter_context(
                tempfile.TemporaryDirectory(prefix="offsetcheck-", dir=self.temp_directory)
            )
            connection = undo.enter_context(closing(self._connected()))
            layouts = lay_relations(
                connection, self.needs, tables, settings, levels or {},
                check=check, rows_at_once=self.rows_at_once, folder=Path(folder),
            )  # fmt: skip
            return Batch(self, connection, layouts, settings, undo.pop_all())


class Batch:
    """Many claims under judgement; close it to free what it holds."""

    def __init__(
        self,
        engine: BatchEngine,
        connection: DuckDBPyConnection,
        layouts: Sequence[Layout],
        settings: Settings,
        held: ExitStack,
    ) -> None:
        self.engine = engine
        self.connection = connection
        self.layouts = layouts
        self.settings = settings
        self.held = held
        self.rulebook = engine.rulebook
        options = engine.engine.options
        answers: dict[str, set[str]] = {}
        for confirmed in settings.confirmed:
            answers.setdefault(confirmed.of, set()).add(confirmed.value)
        self.fixed = {  # two answers that differ settle nothing (law 8)
            r: next(iter(answers[r]))
            for r in options
            if len(answers.get(r, ())) == 1 and answers[r] <= set(options[r])
        }
        self.lifted = frozenset(c.of for c in settings.confirmed if c.of not in options)
        self.connection.execute("CREATE TEMP TABLE IF NOT EXISTS refused (claim VARCHAR, reason VARCHAR)")
        self._judged = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection, with all that was laid out."""
        self.held.close()

    # -- editions (law 11) ---------------------------------------------------------------------------------------------

    def parts(self) -> Iterator[_Part]:
        """The claims in parts that share their editions; what a part has stored is dropped before the next."""
        for number, layout in enumerate(self.layouts):
            if layout.table("claim").source is not None:
                yield from self._divide(layout, number)

    def _divide(self, layout: Layout, bucket: int) -> Iterator[_Part]:
        book, run = self.rulebook, self.connection.execute
        authorities = [a for a in book.authorities if book.of(a)[0].chosen_by is ChosenBy.PUBLICATION]
        schemes = [a for a in book.authorities if a not in authorities]
        chosen = "".join(f", {_first_of(book.of(a), 'chosen_on')} AS e{n}" for n, a in enumerate(authorities))
        claims = Relation(layout, "claim")
        published = self._stated(claims, "claim", "chosen_on", Kind.DATE)
        run(
            f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT claim{chosen} FROM"
            f" ({claims.select([('chosen_on', published)])})"
        )
        for n, authority in enumerate(authorities):
            reason = quoted(f"no edition of {authority} covers the day of publication")
            run(f"INSERT INTO refused SELECT claim, {reason} FROM chosen WHERE e{n} IS NULL")
        if "guideline" not in book.authorities:  # nothing to hold a claim against is no pass (law 11)
            run("INSERT INTO refused SELECT claim, 'no edition of guideline is installed' FROM chosen")
        self._refuse_outside(layout, schemes)
        (everyone,) = run("SELECT count(*) FROM chosen").fetchone() or (0,)
        run("DELETE FROM chosen WHERE claim IN (SELECT claim FROM refused)")
        keys = [f"e{n}" for n in range(len(authorities))]
        found = (
            run(f"SELECT DISTINCT {', '.join(keys)} FROM chosen ORDER BY ALL").fetchall() if keys else [()]
        )
        for number, indices in enumerate(found):
            always = tuple(book.of(a)[i] for a, i in zip(authorities, indices, strict=True))
            where = " AND ".join(f"{k} = {i}" for k, i in zip(keys, indices, strict=True)) or "TRUE"
            name = f"part{bucket}_{number}"
            run(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT claim FROM chosen WHERE {where}")
            (size,) = run(f"SELECT count(*) FROM {name}").fetchone() or (0,)
            with closing(_Part(self, layout, always, schemes, name, whole=size == everyone)) as part:
                if not part.schemes or not part.crowded():
                    yield part
                else:
                    yield from self._by_schemes(layout, always, schemes, part)

    def _by_schemes(
        self, layout: Layout, always: tuple[Edition, ...], schemes: Sequence[str], part: _Part
    ) -> Iterator[_Part]:
        """Claims apart by the reporting schemes they use: no claim is judged under readings it has no part in."""
        keys = self.connection.execute(
            "SELECT key, list(claim) FROM (SELECT p.claim, coalesce(string_agg(DISTINCT u.edition, ',' ORDER BY"
            f" u.edition), '') AS key FROM {part.claims} AS p LEFT JOIN ({part.uses_with_editions()}) AS u"
            " ON u.claim = p.claim GROUP BY p.claim) GROUP BY key ORDER BY key"
        ).fetchall()
        for number, (_, claims) in enumerate(keys):
            name = f"{part.claims}_{number}"
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT unnest($1::VARCHAR[]) AS claim", [claims]
            )
            with closing(_Part(self, layout, always, schemes, name, whole=False)) as smaller:
                yield smaller

    def _refuse_outside(self, layout: Layout, schemes: Sequence[str]) -> None:
        """Refuse claims with a use or filing whose year lies outside all editions of its scheme."""
        for table, chooser, year in (("use", "purpose", "scope.period"), ("filing", "scheme", "period")):
            if layout.table(table).source is None:
                continue
            rows = Relation(layout, table)
            scheme = self._stated(rows, table, chooser, Kind.TEXT)
            period = self._stated(rows, table, year, Kind.YEAR)
            covered = or_any(
                sql(
                    f"COALESCE({{}} = {quoted(a)} AND {{}} IS NOT NULL, FALSE)",
                    scheme,
                    self._edition(a, period),
                )
                for a in schemes
            )
            outside = negated(covered)
            if table == "use":
                names = ", ".join(quoted(a) for a in schemes) or "NULL"
                outside = and_all([sql(f"({{}} IN ({names}) AND {{}} IS NOT NULL)", scheme, period), outside])
            reason = quoted(f"no edition covers the fiscal year of a {table}")
            self.connection.execute(
                f"INSERT INTO refused SELECT DISTINCT claim, {reason} FROM"
                f" ({rows.select([('outside', outside)])}) WHERE outside"
            )

    def _edition(self, authority: str, moment: Sql) -> Sql:
        """The number of the authority's edition in force."""
        return sql(_first_of(self.rulebook.of(authority), "{0}"), moment)

    @staticmethod
    def _stated(rows: Relation, table: str, path: str, kind: Kind) -> Sql:
        found = rows.layout.column(table, column_name(path), ALL)
        return rows.column(found) if found is not None else null(storage_type(kind))

    # -- results -------------------------------------------------------------------------------------------------------

    def summary(self) -> Summary:
        """Count the verdicts of every rule, claim, use and filing, without storing any."""
        found = Summary()
        overall = {"claim": found.claims, "use": found.uses, "filing": found.filings}
        for part in self.parts():
            for subject in SUBJECTS:
                for key, counts in part.counts(subject):
                    into = overall[subject] if key is None else found.rules.setdefault(key, _no_counts())
                    for verdict, count in counts.items():
                        into[verdict] = into.get(verdict, 0) + count
        row = self.connection.execute("SELECT count(DISTINCT claim) FROM refused").fetchone()
        found.refused = row[0] if row else 0
        if found.refused:
            found.claims[Verdict.ERROR] = found.claims.get(Verdict.ERROR, 0) + found.refused
        return found

    def judge(self) -> None:
        """Store all verdicts in the tables `verdict_<subject>`.

        Each holds `claim` and `id`, and a TINYINT `rule@edition` for every rule (`Code`; NULL where the rule is not
        judged on the row). `verdict_claim`, `verdict_use` and `verdict_filing` begin with the row's own `verdict`; the
        numbers of a row stand in columns `…__lo` and `…__hi`, NULL for unbounded: what is eligible of a use, the totals
        of a claim and the terms of a filing.
        """
        if self._judged:
            return
        stored: dict[str, list[str]] = {s: [] for s in SUBJECTS}
        for part in self.parts():
            for subject in SUBJECTS:
                query = part.select(subject)
                if query is not None:
                    name = f"verdict_{subject}_{part.claims}"
                    self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
                    stored[subject].append(f"SELECT * FROM {name}")
        stored["claim"].append(
            f"SELECT DISTINCT claim, claim AS id, CAST({Code.ERROR} AS TINYINT) AS verdict FROM refused"
        )
        for subject, selects in stored.items():
            empty = "SELECT CAST(NULL AS VARCHAR) AS claim, CAST(NULL AS VARCHAR) AS id WHERE FALSE"
            union = " UNION ALL BY NAME ".join(f"({s})" for s in selects or [empty])
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW verdict_{subject} AS {union}")
        self._judged = True

    def tables(self) -> tuple[str, ...]:
        """The tables that `judge` fills."""
        return tuple(f"verdict_{s}" for s in SUBJECTS)

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of one of the tables, in the order of their keys, as plain values; `write` is for many."""
        self.judge()
        found = self.connection.execute(_ordered(table))
        names = [str(d[0]) for d in found.description or ()]
        for row in found.fetchall():
            yield dict(zip(names, row, strict=True))

    def verdicts(self, subject: str) -> Iterator[tuple[str, str, str, str, Verdict]]:
        """Every verdict on a subject: claim, row, edition, rule and verdict."""
        for row in self.rows(f"verdict_{subject}"):
            for name, code in row.items():
                if "@" in name and code is not None:
                    rule, _, edition = name.partition("@")
                    yield row["claim"], row["id"], edition, rule, Code(code).verdict

    def write(self, folder: Path) -> None:
        """Write each table that has rows, and the refused claims, as a Parquet file."""
        self.judge()
        folder.mkdir(parents=True, exist_ok=True)
        for table in (*self.tables(), "refused"):
            (any_,) = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone() or (0,)
            if any_:
                target = quoted(str(folder / f"{table}.parquet"))
                self.connection.execute(f"COPY ({_ordered(table)}) TO {target} (FORMAT parquet)")


def _ordered(table: str) -> str:
    """The rows of a table of verdicts, or the claims refused, in a fixed order."""
    if table == "refused":
        return "SELECT DISTINCT claim, reason FROM refused ORDER BY ALL"
    return f"SELECT * FROM {identifier(table)} ORDER BY claim, id"


def _no_counts() -> Counts:
    return dict.fromkeys((Code(c).verdict for c in Code), 0)


def _only(laid: Laid, claims: str) -> Laid:
    """A table with the rows of some claims."""
    if laid.source is None:
        return laid
    source = f"(SELECT t.* FROM {laid.source} AS t SEMI JOIN {claims} AS p ON p.claim = t.claim)"
    return Laid(source, laid.columns, laid.open_links)


def _covers(edition: Edition, moment: str) -> str:
    """Whether an edition is in force on a day, or for a fiscal year."""
    tests = []
    if edition.chosen_by is ChosenBy.FISCAL_YEAR:
        tests.append(f"{moment} >= {edition.first_year.start}" if edition.first_year is not None else "FALSE")
        if edition.last_year is not None:
            tests.append(f"{moment} <= {edition.last_year.start}")
    else:
        tests.append(f"{moment} >= DATE '{edition.effective_from}'" if edition.effective_from else "FALSE")
        if edition.effective_to is not None:
            tests.append(f"{moment} <= DATE '{edition.effective_to}'")
    return " AND ".join(tests)


def _first_of(editions: Sequence[Edition], moment: str) -> str:
    """The number of the edition in force, or NULL."""
    cases = " ".join(f"WHEN {_covers(e, moment)} THEN {n}" for n, e in enumerate(editions))
    return f"(CASE {cases} END)"


def _by_publication(made: _CompiledEdition) -> bool:
    """Whether an edition is chosen by the day of publication, and so is in force for the whole claim."""
    return made.edition.chosen_by is ChosenBy.PUBLICATION


def _blocking(
    editions: Iterable[_CompiledEdition], subjects: Sequence[str]
) -> list[tuple[_CompiledEdition, _CompiledRule]]:
    """The blocking rules of some editions on some subjects."""
    return [
        (made, rule)
        for made in editions
        for rule in made.rules
        if rule.rule.severity is Severity.BLOCKING and rule.rule.subject in subjects
    ]


class _Part:
    """The claims of a batch that share their editions, with the lanes that judge them."""

    def __init__(
        self,
        batch: Batch,
        layout: Layout,
        always: tuple[Edition, ...],
        schemes: Sequence[str],
        claims: str,
        *,
        whole: bool,
    ) -> None:
        self.batch = batch
        self.claims = claims
        self.layout = layout if whole else Layout({n: _only(t, claims) for n, t in layout.tables.items()})
        differs = any(c.endswith("__assured") for t in layout.tables.values() for c in t.columns)
        self.runs = (ALL, ASSURED) if differs else (ALL,)
        self.options = batch.engine.engine.options
        compile_ = batch.engine.engine.compile
        self.always = [compile_(e, always) for e in always]
        self.schemes = [compile_(e, always) for e in self._present("use", "purpose", "scope.period", schemes)]
        self.filings = [compile_(e, always) for e in self._present("filing", "scheme", "period", schemes)]
        self._contexts: dict[Any, Context] = {}
        self._statements: dict[str, ListCall] = {}
        self._stored: set[str] = {claims}
        found: set[str] = set()
        for _, rule in self._acting_rules():
            found |= rule.reach - {BEHIND_USES}
        self.valid_names = tuple(sorted(found - batch.fixed.keys()))
        self.valid_lanes = self.lanes(frozenset({BEHIND_USES}))
        if self.valid_lanes is not None and self.layout.table("use").source is not None:
            self._lay_valid()

    def close(self) -> None:
        """Drop what was stored for these claims."""
        for name in self._stored:
            self.batch.connection.execute(f"DROP TABLE IF EXISTS {name}")

    def _acting_rules(self) -> list[tuple[_CompiledEdition, _CompiledRule]]:
        """The blocking rules that act through uses (law 9)."""
        return _blocking((*self.always, *self.schemes), THROUGH_USES)

    # -- what is in force ------------------------------------------------------------------------------------------------

    def _present(self, table: str, chooser: str, year: str, schemes: Sequence[str]) -> list[Edition]:
        """The editions of reporting schemes that rows of a table select."""
        if self.layout.table(table).source is None:
            return []
        rows = Relation(self.layout, table)
        scheme = Batch._stated(rows, table, chooser, Kind.TEXT)
        period = Batch._stated(rows, table, year, Kind.YEAR)
        found: list[Edition] = []
        for authority in schemes:
            editions = self.batch.rulebook.of(authority)
            number = sql(
                f"(CASE WHEN {{}} = {quoted(authority)} THEN {{}} END)",
                scheme,
                self.batch._edition(authority, period),
            )
            text = f"SELECT DISTINCT edition FROM ({rows.select([('edition', number)])}) WHERE edition IS NOT NULL"
            found.extend(editions[n] for (n,) in sorted(self.batch.connection.execute(text).fetchall()))
        return found

    def uses_with_editions(self) -> str:
        """A query of the uses of reporting schemes, with the edition each selects."""
        rows = Relation(self.layout, "use")
        cases = " ".join(f"WHEN {{}} THEN {quoted(m.edition.id)}" for m in self.schemes)
        edition = sql(f"(CASE {cases} END)", *(self.use_selects(rows, m.edition) for m in self.schemes))
        return f"SELECT claim, edition FROM ({rows.select([('edition', edition)])}) WHERE edition IS NOT NULL"

    def use_selects(self, uses: Relation, edition: Edition) -> Sql:
        """Whether a use is made for a scheme, for a year that an edition covers."""
        purpose = Batch._stated(uses, "use", "purpose", Kind.TEXT)
        period = Batch._stated(uses, "use", "scope.period", Kind.YEAR)
        return sql(f"({{1}} = {quoted(edition.authority)} AND {_covers(edition, '{0}')})", period, purpose)

    def filing_selects(self, filings: Relation, edition: Edition) -> Sql:
        """Whether a filing is made under a scheme, for a year that an edition covers."""
        scheme = Batch._stated(filings, "filing", "scheme", Kind.TEXT)
        period = Batch._stated(filings, "filing", "period", Kind.YEAR)
        return sql(f"({{1}} = {quoted(edition.authority)} AND {_covers(edition, '{0}')})", period, scheme)

    # -- lanes -----------------------------------------------------------------------------------------------------------

    def _names(self, reach: frozenset[str]) -> list[str]:
        """The open readings of a reach, with those behind `use.valid` spelled out."""
        names = set(reach) - {BEHIND_USES} - self.batch.fixed.keys()
        if BEHIND_USES in reach:
            names.update(self.valid_names)
        return sorted(names)

    def _too_many(self, reach: frozenset[str]) -> bool:
        return prod(len(self.options[n]) for n in self._names(reach)) > MOST_COMBINATIONS

    def lanes(self, reach: frozenset[str]) -> list[dict[str, str]] | None:
        """Every combination of the open readings of a reach; None where they are too many to judge under each."""
        if self._too_many(reach):
            return None
        names = self._names(reach)
        return [dict(zip(names, c, strict=True)) for c in product(*(self.options[n] for n in names))]

    def crowded(self) -> bool:
        """Whether anything here hangs on too many readings: fewer claims at a time may have fewer."""
        reaches = [frozenset({BEHIND_USES}), self._reach_of(self.always, ("claim", "statement"))]
        for made in (*self.always, *self.schemes, *self.filings):
            reaches.extend(r.reach for r in made.rules)
            reaches.extend(
                reach for (table, _), reach in made.reaches.items() if table in ("claim", "filing")
            )
        reaches.extend(self._reach_of([made], ("filing",)) for made in self.filings)
        return any(self._too_many(reach) for reach in reaches)

    @staticmethod
    def _reach_of(editions: Iterable[_CompiledEdition], subjects: Sequence[str]) -> frozenset[str]:
        """The readings behind the blocking rules on some subjects."""
        return frozenset().union(*(r.reach for _, r in _blocking(editions, subjects)))

    def context(self, made: _CompiledEdition, run: int, lane: Mapping[str, str]) -> Context:
        """What the trees of an edition are printed for, in one run and lane."""
        choices = {r: o[0] for r, o in self.options.items()} | self.batch.fixed | dict(lane)
        key = (made.edition.id, run, tuple(choices.items()))
        if key not in self._contexts:
            given: dict[tuple[str, str], Given] = {}
            if self.valid_lanes is not None:
                index = self.valid_lanes.index({n: choices[n] for n in self.valid_names})
                given[("use", "valid")] = Given(f"valid_{self.claims}", f"v{run}_{index}")
            nodes = {k: n for k, (n, _) in made.derived.items()}
            self._contexts[key] = Context(
                run, self.batch.settings.as_of, choices, nodes, given, self.batch.lifted
            )
        return self._contexts[key]

    # -- use.valid (law 9) -----------------------------------------------------------------------------------------------

    def _lay_valid(self) -> None:
        """Store `use.valid` for every run and lane."""
        uses = Relation(self.layout, "use")
        assert self.valid_lanes is not None
        outputs = []
        for run in self.runs:
            undisputed = uses.truth(_UNDISPUTED["use"], Context(run, self.batch.settings.as_of))
            for n, lane in enumerate(self.valid_lanes):
                met, applied = self._met_and_applied(uses, run, lane)
                outputs.append((f"v{run}_{n}", and_all([met, applied, undisputed])))
                outputs.append((f"x{run}_{n}", negated(applied)))
        name = f"valid_{self.claims}"
        self.batch.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {uses.select(outputs)}")
        self._stored.add(name)

    def _met_and_applied(self, uses: Relation, run: int, lane: Mapping[str, str]) -> tuple[Sql, Sql]:
        """The AND of every blocking rule that acts on a use, for its purpose, and whether any of them applies.

        Both are unknown where none acts.
        """

        def met(made: _CompiledEdition, rule: _CompiledRule) -> Sql:
            context = self.context(made, run, lane)
            return self._acting(uses, rule, lambda r: self._truth(r, rule, context))

        def applied(made: _CompiledEdition, rule: _CompiledRule) -> Sql:
            context = self.context(made, run, lane)
            return self._acting(uses, rule, lambda r: self._pair(r, rule, context)[0])

        return self._by_purpose(uses, met, and_all), self._by_purpose(uses, applied, or_any)

    def _by_purpose(
        self,
        uses: Relation,
        truth: Callable[[_CompiledEdition, _CompiledRule], Sql],
        joined: Callable[[Iterable[Sql]], Sql],
    ) -> Sql:
        """The AND or OR over the blocking rules that act on a use for its purpose; unknown where none acts."""
        purpose = Batch._stated(uses, "use", "purpose", Kind.TEXT)
        year = Batch._stated(uses, "use", "scope.period", Kind.YEAR)
        acting = self._acting_rules()
        cases: list[tuple[str, Sql]] = []
        for wanted in sorted({p for _, r in acting for p in r.rule.purposes}):
            general = [
                truth(made, rule)
                for made, rule in acting
                if _by_publication(made) and wanted in rule.rule.purposes
            ]
            special = []
            for scheme in self.schemes:
                if scheme.edition.authority != wanted:
                    continue
                truths = [
                    truth(made, rule)
                    for made, rule in acting
                    if made is scheme and wanted in rule.rule.purposes
                ]
                if truths:
                    special.append((self.use_selects(uses, scheme.edition), joined(truths)))
            found = joined(general) if general else null("BOOLEAN")
            if special:
                whens = " ".join(["WHEN {} THEN {}"] * len(special))
                parts = [part for pair in special for part in pair]
                other = joined([]) if general else null("BOOLEAN")
                chosen = sql(f"(CASE {whens} ELSE {{}} END)", *parts, other)
                found = joined([*general, chosen])
            if general and wanted in self.batch.rulebook.by_year:
                # the rules of its scheme act on it as well, and without the year nobody can say which
                dated = sql("(CASE WHEN {} IS NOT NULL THEN {} END)", year, joined([]))
                found = joined([found, dated])
            cases.append((wanted, found))
        if not cases:
            return null("BOOLEAN")
        whens = " ".join(f"WHEN {quoted(p)} THEN {{}}" for p, _ in cases)
        return sql(f"(CASE {{}} {whens} END)", purpose, *(t for _, t in cases))

    @staticmethod
    def _acting(uses: Relation, rule: _CompiledRule, truth: Callable[[Relation], Sql]) -> Sql:
        """A truth of a rule on the row that a use leads to; unknown where it leads to none."""
        found = uses.through(REACHED[rule.rule.subject], truth, null("BOOLEAN"))
        assert isinstance(found, Sql)
        return found

    @staticmethod
    def _pair(relation: Relation, rule: _CompiledRule, context: Context) -> tuple[Sql, Sql]:
        """`when` and the AND of the conditions of a rule."""
        when = TRUE if rule.rule.when is None else relation.name(relation.truth(rule.rule.when, context))
        require = and_all(relation.truth(c.node, context) for c in rule.rule.conditions)
        return when, relation.name(require)

    def _truth(self, relation: Relation, rule: _CompiledRule, context: Context) -> Sql:
        """The truth of a rule for ANDs: NOT when OR require (law 1)."""
        when, require = self._pair(relation, rule, context)
        return or_any([negated(when), require])

    # -- rules -----------------------------------------------------------------------------------------------------------

    def judged(self, subject: str, relation: Relation) -> list[_Judged]:
        """Every rule in force on a subject."""
        through = subject in THROUGH_USES
        editions = self.filings if subject == "filing" else [*self.always, *(self.schemes if through else ())]
        rules = [
            (made, rule)
            for made in editions
            for rule in made.rules
            if rule.rule.subject == subject
            and (not through or _by_publication(made) or made.edition.authority in rule.rule.purposes)
        ]
        on: list[Sql | None] = [None] * len(rules)
        if through:
            on = self._carried_by(subject, relation, rules)
        elif subject == "filing":
            on = [self.filing_selects(relation, m.edition) for m, _ in rules]
        return [
            _Judged(m.edition, r.rule, self._outcome(relation, m, r), rows)
            for (m, r), rows in zip(rules, on, strict=True)
        ]

    def _outcome(self, relation: Relation, made: _CompiledEdition, rule: _CompiledRule) -> _Outcome:
        """One rule's verdict, over runs and lanes."""
        lanes = self.lanes(rule.reach)
        if lanes is None:
            return _ERROR
        outcomes = []
        for lane in lanes:
            pairs = [self._pair(relation, rule, self.context(made, run, lane)) for run in self.runs]
            (when, require), (when_assured, require_assured) = pairs[0], pairs[-1]
            if when == when_assured == TRUE:
                outcomes.append(_Outcome(_merged(require, require_assured)))
                continue
            exempt = sql("((NOT {}) IS TRUE)", when_assured)
            if pairs[0] == pairs[-1]:
                outcomes.append(_Outcome(sql("(CASE WHEN {} THEN {} END)", when, require), exempt))
                continue
            truth = sql(
                "(CASE WHEN {} AND NOT {} THEN FALSE WHEN {} AND {} THEN TRUE END)",
                when,
                require,
                when_assured,
                require_assured,
            )
            outcomes.append(_Outcome(truth, exempt))
        agreed = _agreed([_Outcome(relation.name(o.truth), relation.name(o.exempt)) for o in outcomes])
        return _Outcome(relation.name(agreed.truth), relation.name(agreed.exempt))

    def _carried_by(
        self, subject: str, relation: Relation, rules: Sequence[tuple[_CompiledEdition, _CompiledRule]]
    ) -> list[Sql | None]:
        """The rows that each rule is judged on: those a use carries for one of its purposes (law 9).

        What no use carries yet is looked at as if for an offset.
        """

        def waits(made: _CompiledEdition, rule: _CompiledRule) -> bool:
            return subject != "use" and _by_publication(made) and "offset" in rule.rule.purposes

        if self.layout.table("use").source is None:
            return [None if waits(m, r) else FALSE for m, r in rules]
        uses = relation if subject == "use" else Relation(self.layout, "use")
        purpose = Batch._stated(uses, "use", "purpose", Kind.TEXT)
        acts: list[Sql] = []
        for made, rule in rules:
            names = ", ".join(quoted(p) for p in rule.rule.purposes) or "NULL"
            acts.append(
                sql(f"({{}} IN ({names}))", purpose)
                if _by_publication(made)
                else self.use_selects(uses, made.edition)
            )
        if subject == "use":
            return list(acts)
        flags = {a: f"f{n}" for n, a in enumerate(dict.fromkeys(acts))}
        target = uses.through(REACHED[subject], lambda r: r.column("id"), null("VARCHAR"))
        assert isinstance(target, Sql)
        name = f"carried_{self.claims}_{subject}"
        if name not in self._stored:
            query = uses.select([("target", target), *((f, a) for a, f in flags.items())])
            ors = "".join(f", bool_or(COALESCE({f}, FALSE)) AS {f}" for f in flags.values())
            self.batch.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT claim, target AS id{ors}"
                f" FROM ({query}) WHERE target IS NOT NULL GROUP BY claim, target"
            )
            self._stored.add(name)
        found: list[Sql | None] = []
        for (made, rule), act in zip(rules, acts, strict=True):
            carried = relation.given(Given(name, flags[act]))
            found.append(sql("COALESCE({}, TRUE)", carried) if waits(made, rule) else carried)
        return found

    def _all_of(
        self,
        relation: Relation,
        reach: frozenset[str],
        rules: Sequence[tuple[_CompiledEdition, _CompiledRule]],
        extra: Sequence[tuple[_CompiledEdition, Node]],
    ) -> _Outcome:
        """The AND of some rules and conditions over runs and lanes (law 9)."""
        lanes = self.lanes(reach)
        if lanes is None:
            return _ERROR
        outcomes = []
        for lane in lanes:
            per_run = []
            for run in (self.runs[0], self.runs[-1]):
                truths = [self._truth(relation, r, self.context(m, run, lane)) for m, r in rules]
                truths.extend(relation.truth(n, self.context(m, run, lane)) for m, n in extra)
                per_run.append(relation.name(and_all(truths)))
            outcomes.append(_Outcome(_merged(*per_run)))
        return _agreed(outcomes)

    def _claim_outcome(self, claims: Relation) -> _Outcome:
        """The claim's verdict: its blocking claim and statement rules, over a complete list of statements."""
        blocking = _blocking(self.always, ("claim", "statement"))
        statements: list[tuple[_CompiledEdition, Node]] = []
        for made in self.always:
            if made.edition.id not in self._statements:
                truths = tuple(
                    truth_of_rule(r.rule.when, And(BOOLEAN, tuple(c.node for c in r.rule.conditions)))
                    for m, r in blocking
                    if m is made and r.rule.subject == "statement"
                )
                self._statements[made.edition.id] = ListCall(
                    BOOLEAN, "all", "statement", "statements", None, None,
                    And(BOOLEAN, (*truths, _UNDISPUTED["statement"])),
                )  # fmt: skip
            statements.append((made, self._statements[made.edition.id]))
        reach = self._reach_of(self.always, ("claim", "statement"))
        return self._all_of(
            claims, reach, [(m, r) for m, r in blocking if r.rule.subject == "claim"], statements
        )

    def _filing_outcome(self, filings: Relation, made: _CompiledEdition) -> _Outcome:
        """A filing's verdict: its blocking rules; not applicable where none is, open while that is open of all."""
        rules = _blocking([made], ("filing",))
        reach = self._reach_of([made], ("filing",))
        found = self._all_of(filings, reach, rules, ())
        if found.error:
            return found
        apart = filings.truth(_TOLD_APART, self.context(made, self.runs[-1], {}))
        if not rules:
            return _Outcome(apart)
        each = [self._outcome(filings, made, r) for _, r in rules]
        met = or_any(o.truth for o in each if not o.error)
        exempt = and_all(FALSE if o.error else o.exempt for o in each)
        truth = filings.name(found.truth)
        return _Outcome(
            sql(
                "(CASE WHEN NOT {} THEN FALSE WHEN {} AND {} AND {} THEN TRUE END)", truth, truth, met, apart
            ),
            and_all([exempt, truth]),
        )

    def _total(
        self, relation: Relation, made: _CompiledEdition, table: str, name: str, kind: Type
    ) -> Bounds | None:
        """A derived number in the assured run: the hull over its lanes; None where they are too many."""
        lanes = self.lanes(made.reaches[(table, name)])
        if lanes is None:
            return None
        found: Bounds | None = None
        for lane in lanes:
            value = relation.derived(table, name, kind, self.context(made, self.runs[-1], lane))
            assert isinstance(value, Bounds)
            value = relation.named_bounds(_rescaled(value))
            if found is None or found == value:
                found = value
                continue
            low = sql("(CASE WHEN {0} <= {1} THEN {0} WHEN {1} < {0} THEN {1} END)", found.low, value.low)
            high = sql("(CASE WHEN {0} >= {1} THEN {0} WHEN {1} > {0} THEN {1} END)", found.high, value.high)
            found = relation.named_bounds(Bounds(low, high, value.width, value.scale))
        return found

    # -- queries -----------------------------------------------------------------------------------------------------------

    def _own(self, subject: str, relation: Relation, *, totals: bool) -> list[tuple[str, Sql]]:
        """The columns of a row's own verdict and numbers."""
        nothing = null(f"DECIMAL({WIDEST}, {MAX_SCALE})")
        found: list[tuple[str, Sql]] = []
        match subject:
            case "claim":
                found.append(("verdict", self._claim_outcome(relation).code()))
                for made in self.always:
                    for d in made.edition.derivations:
                        if totals and d.table == "claim" and d.node.type.kind is Kind.NUMBER:
                            total = self._total(relation, made, d.table, d.name, d.node.type)
                            found.append((f"{d.name}__lo", total.low if total else nothing))
                            found.append((f"{d.name}__hi", total.high if total else nothing))
            case "use":
                found.extend(self._use(relation))
            case "filing":
                found.extend(self._filing(relation, totals=totals))
            case _:
                pass
        return found

    def _use(self, uses: Relation) -> list[tuple[str, Sql]]:
        """A use's verdict and the tonnes that may be counted (law 4)."""
        zero = Sql("CAST(0 AS DECIMAL(18, 3))", 0, Form.LITERAL)
        if self.valid_lanes is None:
            return [
                ("verdict", _ERROR.code()),
                ("eligible__lo", zero),
                ("eligible__hi", null("DECIMAL(18, 3)")),
            ]
        source = f"valid_{self.claims}"
        lanes = []
        for n in range(len(self.valid_lanes)):
            runs = []
            for run in (self.runs[0], self.runs[-1]):
                exempt = uses.given(Given(source, f"x{run}_{n}"))
                valid = uses.given(Given(source, f"v{run}_{n}"))
                runs.append((uses.name(sql("(CASE WHEN {} THEN NULL ELSE {} END)", exempt, valid)), exempt))
            (everything, _), (assured, exempt) = runs
            spared = sql("COALESCE({} AND COALESCE({}, TRUE), FALSE)", exempt, everything)
            lanes.append(_Outcome(_merged(everything, assured), spared))
        outcome = _agreed(lanes)
        truth, exempt = uses.name(outcome.truth), uses.name(outcome.exempt)
        nothing = and_all(sql("COALESCE(NOT {} OR {}, FALSE)", o.truth, o.exempt) for o in lanes)
        tonnes = []
        for run in (self.runs[0], self.runs[-1]):
            column = uses.layout.column("use", "t", run)
            tonnes.append(uses.column(column) if column is not None else null("DECIMAL(18, 3)"))
        return [
            ("verdict", _Outcome(truth, exempt).code()),
            (
                "eligible__lo",
                sql("(CASE WHEN {} THEN COALESCE({}, {}) ELSE {} END)", truth, tonnes[-1], zero, zero),
            ),
            (
                "eligible__hi",
                sql("(CASE WHEN {} THEN {} ELSE {} END)", nothing, zero, tonnes[0]),
            ),
        ]

    def _filing(self, filings: Relation, *, totals: bool) -> list[tuple[str, Sql]]:
        """A filing's verdict and derived numbers, by the edition it selects."""
        cases: dict[str, list[tuple[Sql, Sql]]] = {}
        nothing = null(f"DECIMAL({WIDEST}, {MAX_SCALE})")
        for made in self.filings:
            selects = filings.name(self.filing_selects(filings, made.edition))
            cases.setdefault("verdict", []).append((selects, self._filing_outcome(filings, made).code()))
            for d in made.edition.derivations:
                if totals and d.table == "filing" and d.node.type.kind is Kind.NUMBER:
                    total = self._total(filings, made, d.table, d.name, d.node.type)
                    cases.setdefault(f"{d.name}__lo", []).append((selects, total.low if total else nothing))
                    cases.setdefault(f"{d.name}__hi", []).append((selects, total.high if total else nothing))
        return [
            (
                name,
                sql(
                    f"(CASE {' '.join(['WHEN {} THEN {}'] * len(pairs))} END)",
                    *(p for pair in pairs for p in pair),
                ),
            )
            for name, pairs in cases.items()
        ]

    def select(self, subject: str) -> str | None:
        """The query of a subject's verdict table; None where no claim has such a row."""
        if self.layout.table(subject).source is None:
            return None
        relation = Relation(self.layout, subject)
        outputs = self._own(subject, relation, totals=True)
        for judged in self.judged(subject, relation):
            code = judged.outcome.code()
            if judged.judged_on is not None:
                code = sql("(CASE WHEN {} THEN {} END)", judged.judged_on, code)
            outputs.append((judged.column, code))
        return relation.select(outputs)

    def counts(self, subject: str) -> Iterator[tuple[tuple[str, str] | None, Counts]]:
        """How many rows of a subject received which verdict: by rule, and (as None) the row's own."""
        if self.layout.table(subject).source is None:
            return
        relation = Relation(self.layout, subject)
        own = [e for name, e in self._own(subject, relation, totals=False) if name == "verdict"]
        rules = self.judged(subject, relation)
        sums = [f"histogram({relation.name(verdict).text})" for verdict in own]
        for judged in rules:
            sums.extend(self._sums(relation, judged))
        if not sums:
            return
        row = self.batch.connection.execute(f"SELECT {', '.join(sums)} FROM {relation.body()}").fetchone()
        assert row is not None
        for histogram in row[: len(own)]:
            yield None, {c.verdict: int((histogram or {}).get(c.value, 0)) for c in Code}
        counted = [int(v or 0) for v in row[len(own) :]]
        for n, judged in enumerate(rules):
            found = counted[n * len(Code) : (n + 1) * len(Code)]
            yield (judged.edition.id, judged.rule.id), {c.verdict: found[c] for c in Code}

    @staticmethod
    def _sums(relation: Relation, judged: _Judged) -> list[str]:
        """The counts of one rule's verdicts, in the order of the codes."""
        on = None if judged.judged_on is None else relation.name(judged.judged_on)
        rows = "count(*)" if on is None else f"count_if({on.text})"
        if judged.outcome.error:
            return ["0", "0", "0", "0", rows]

        def seen(item: Sql) -> str:
            return relation.name(item if on is None else sql("(CASE WHEN {} THEN {} END)", on, item)).text

        truth = seen(judged.outcome.truth)
        passed, failed = f"count_if({truth})", f"(count({truth}) - count_if({truth}))"
        exempt = "0" if judged.outcome.exempt == FALSE else f"count_if({seen(judged.outcome.exempt)})"
        unknown = f"({rows} - count({truth}) - {exempt})"
        return [passed, failed, unknown, exempt, "0"]


def _rescaled(number: Bounds) -> Bounds:
    """A number with the scale of the totals."""
    kind = f"DECIMAL({WIDEST}, {MAX_SCALE})"
    low = sql(f"CAST({{}} AS {kind})", number.low)
    high = low if number.point else sql(f"CAST({{}} AS {kind})", number.high)
    return Bounds(low, high, WIDEST, MAX_SCALE)
