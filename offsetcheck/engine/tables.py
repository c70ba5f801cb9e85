"""Claims laid out as typed tables in DuckDB: from checked claims row by row, or from relations column by column.

Either way the result is a `Layout`: one table per subject, keyed by `claim` and `id`, one column per fact that the
rulebook reads, and a second one for the assured run only where the profile makes a difference. Relations are read where
they stand (Parquet, or tables of the same database): their rows never pass through Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from offsetcheck.engine import contradicting
from offsetcheck.engine.sql import (
    Laid,
    Layout,
    column_name,
    identifier,
    quoted,
    storage_type,
)
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party, corporate_number, normal_name
from offsetcheck.facts.methodologies import field_of, numbers_in
from offsetcheck.facts.models import Stage
from offsetcheck.facts.periods import FIRST_YEAR, LAST_YEAR, FiscalYear
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.vocabulary import (
    FIRST_DAY_YEAR,
    LAST_DAY_YEAR,
    LEVEL_NAMES,
    Fact,
    Kind,
    Level,
    Profile,
    Table,
    kept_text,
)
from offsetcheck.facts.world import ALL, ASSURED, Row, World
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.language import ListCall, Node, Ref, walk

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from offsetcheck.engine.judge import Settings

#: Where the rows of a table come from: a Parquet file (or several, by a pattern), or a table or view by its name.
Source = Path | str
#: Rows that are kept back before they are handed to the database at once.
CHUNK = 20_000
#: Rows of the largest table that are judged at once: what a query must hold then fits into a gigabyte, and dividing
#: more often than memory asks costs more than the judging.
ROWS_AT_ONCE = 1_000_000
#: The first and last day that a columnar input may hold; whatever a rule adds to them is still a day.
FIRST_DAY, LAST_DAY = date(FIRST_DAY_YEAR, 1, 1), date(LAST_DAY_YEAR, 12, 31)


class TableError(InputError):
    """A relation cannot be read as a table of claims."""


def table_error(place: str, found: str, ja: str, en: str, code: str) -> TableError:
    """An error about one table or column."""
    return TableError(Problem(place, None, None, place, found, Text(ja, en), code))


# -- what a rulebook reads -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Needs:
    """The facts, judgements and lists that some trees read."""

    facts: Mapping[str, frozenset[str]]
    judgements: tuple[str, ...]
    lists: tuple[str, ...]

    def paths(self, table: str) -> tuple[str, ...]:
        """The facts of a table, in the order of the vocabulary."""
        wanted = self.facts.get(table, frozenset())
        return tuple(p for p in catalogue.tables()[table].facts if p in wanted)


#: What the engine reads by itself: what chooses editions, and what is counted.
_ALWAYS: dict[str, set[str]] = {
    "claim": {"stage", "publication_on", "published_on", "publish_by", "claimed_t"},
    "use": {"purpose", "scope.period", "t", "undisputed"},
    "statement": {"undisputed"},
    "filing": {"scheme", "period", "entity", "told_apart"},
    "project": {"programme"},
}


def needs_of(nodes: Iterable[Node]) -> Needs:
    """What trees read, beside what the engine reads by itself."""
    facts = {t: set(p) for t, p in _ALWAYS.items()}
    judged: dict[str, None] = {}
    lists: dict[str, None] = {"statements": None, "filings": None}
    for node in nodes:
        for part in walk(node):
            match part:
                case Ref() if part.table == "judgement":
                    judged[part.path] = None
                case Ref() if not part.derived:
                    facts.setdefault(part.table, set()).add(part.path)
                case ListCall():
                    lists[part.complete] = None
                case _:
                    pass
    return Needs({t: frozenset(p) for t, p in facts.items()}, tuple(sorted(judged)), tuple(sorted(lists)))


def needs_of_rulebook(rulebook: Rulebook) -> Needs:
    """What the conditions, derivations and bindings of all editions read."""

    def nodes() -> Iterator[Node]:
        for edition in rulebook.editions:
            for rule in edition.rules:
                if rule.when is not None:
                    yield rule.when
                yield from (c.node for c in rule.conditions)
            yield from (d.node for d in edition.derivations)
            yield from (n for b in edition.bindings for _, n, _ in b.parts)

    return needs_of(nodes())


# -- from checked claims -----------------------------------------------------------------------------------------------------


class Intake:
    """Lays worlds out as tables, a chunk of rows at a time; the only place where rows pass through Python."""

    def __init__(
        self, connection: DuckDBPyConnection, needs: Needs, rows_at_once: int = ROWS_AT_ONCE
    ) -> None:
        self.connection = connection
        self.needs = needs
        self.rows_at_once = rows_at_once
        self.claims: set[str] = set()
        self.finished: list[Layout] = []
        self.tables: dict[str, _Columns] = {}

    def add(self, world: World) -> None:
        """Add the rows of one claim."""
        if world.claim.id in self.claims:
            raise table_error(
                world.claim.address, world.claim.id, "同じidの取組が二つあります。一方のidを変えてください。",
                "two claims have this id: give each its own", "duplicate-id",
            )  # fmt: skip
        if not self.tables:
            number = len(self.finished)
            self.tables = {
                t.name: _Columns(t, self.needs, f"laid{number}_{t.name}") for t in catalogue.tables().values()
            }
            for table in self.tables.values():
                self.connection.execute(table.create())
        self.claims.add(world.claim.id)
        for name, rows in world.rows.items():
            table = self.tables[name]
            for row in rows:
                table.add(row)
            if table.rows >= CHUNK:
                table.flush(self.connection)
        if max(t.all_rows for t in self.tables.values()) >= self.rows_at_once:
            self._finish()

    def _finish(self) -> None:
        for table in self.tables.values():
            table.flush(self.connection)
        if self.tables:
            self.finished.append(Layout({name: table.laid() for name, table in self.tables.items()}))
            self.tables = {}

    def layouts(self) -> list[Layout]:
        """The tables laid out so far; a claim lies whole in one of them."""
        self._finish()
        return self.finished


@dataclass(slots=True)
class _Column:
    """One column while it is filled."""

    name: str
    kind: str
    read: Callable[[Row], Any]
    base: str | None = None
    """The column of the run on all facts, for one of the assured run."""
    values: list[Any] = field(default_factory=list)
    wanted: bool = False
    """Whether any row so far has a value; in the assured run, another than on all facts."""


class _Columns:
    """One table's columns while they are filled."""

    def __init__(self, table: Table, needs: Needs, source: str) -> None:
        self.table = table
        self.source = source
        self.rows = 0
        self.all_rows = 0
        self.open_links: set[str] = set()
        found = [
            _Column("claim", "VARCHAR", lambda r: r.world.claim.id),
            _Column("id", "VARCHAR", lambda r: r.id),
            *(_Column(link, "VARCHAR", _linked(link)) for link in table.links),
        ]
        for path in needs.paths(table.name):
            found.extend(_fact_columns(path, table.facts[path]))
        if table.name == "claim":
            found.append(_Column("chosen_on", "DATE", _chosen_on))
        for name in needs.judgements:
            if table.name == "claim":
                found.extend(_judgement_columns(f"judgement__{name}", name, own=False))
            found.extend(_judgement_columns(f"judged__{name}", name, own=True))
        for name in needs.lists:
            found.append(_Column(f"complete__{name}", "BOOLEAN", _complete(name, ALL)))
            found.append(
                _Column(
                    f"complete__{name}__assured", "BOOLEAN", _complete(name, ASSURED), f"complete__{name}"
                )
            )
        self.columns = {c.name: c for c in found}

    def create(self) -> str:
        """The statement that makes the table."""
        columns = ", ".join(f"{identifier(c.name)} {c.kind}" for c in self.columns.values())
        return f"CREATE OR REPLACE TEMP TABLE {self.source} ({columns})"

    def add(self, row: Row) -> None:
        """Keep one row."""
        for column in self.columns.values():
            column.values.append(column.read(row))
        self.rows += 1
        self.all_rows += 1

    def flush(self, connection: DuckDBPyConnection) -> None:
        """Hand the rows kept so far to the database."""
        if not self.rows:
            return
        for column in self.columns.values():
            base = self.columns[column.base].values if column.base is not None else None
            differs = any(v is not None for v in column.values) if base is None else column.values != base
            column.wanted = column.wanted or differs
        self.open_links.update(k for k in self.table.links if None in self.columns[k].values)
        names = ", ".join(identifier(n) for n in self.columns)
        lists = ", ".join(f"unnest(${n}::{c.kind}[])" for n, c in enumerate(self.columns.values(), 1))
        statement = f"INSERT INTO {self.source} ({names}) SELECT {lists}"
        values = [c.values for c in self.columns.values()]
        try:
            connection.execute(statement, values)
        except UnicodeEncodeError:
            connection.execute(statement, [[_encodable(v) for v in column] for column in values])
        for column in self.columns.values():
            column.values.clear()
        self.rows = 0

    def laid(self) -> Laid:
        """The table as queries see it: columns without any value are left out."""
        if not self.all_rows:
            return Laid()
        wanted = frozenset(c.name for c in self.columns.values() if c.wanted) - {"claim", "id"}
        return Laid(self.source, wanted | frozenset(self.table.links), frozenset(self.open_links))


def _encodable(value: Any) -> Any:
    """A text without lone surrogates, which no database holds."""
    if isinstance(value, list):
        return [_encodable(v) for v in value]
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _linked(link: str) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        target = row.link(link)
        return None if target is None else target.id

    return read


def _chosen_on(row: Row) -> Any:
    """The day that chooses the claim's editions (law 11), even while two sources disagree about it."""
    stated = row.world.source.claim
    return row.value("publication_on", ALL) or stated.published_on or stated.publish_by


def _judgement_columns(column: str, name: str, *, own: bool) -> Iterator[_Column]:
    """The columns of a judgement about a row, or about the whole claim: one that nobody vouches for is not assured."""

    def reader(run: int) -> Callable[[Row], Any]:
        def read(row: Row) -> Any:
            cell = row.world.judgements.get(f"{name}[{row.id}]" if own else name)
            return None if cell is None else (cell.value, cell.assured)[run]

        return read

    yield _Column(column, "BOOLEAN", reader(ALL))
    yield _Column(f"{column}__assured", "BOOLEAN", reader(ASSURED), column)


def _complete(name: str, run: int) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        if row.table != "claim" and row.world.claim.complete(name, run):
            return None  # said once, on the claim
        return True if row.complete(name, run) else None

    return read


def _stored_as(fact: Fact) -> str:
    """The column type of a fact."""
    return storage_type(fact.type.kind, fact.type.scale, fact.type.digits)


def _fact_columns(path: str, fact: Fact) -> Iterator[_Column]:
    """The columns of one fact: a value per run, a party as number and names."""
    name = column_name(path)
    parts: tuple[str, ...] = ("__number", "__name", "__also") if fact.type.kind is Kind.PARTY else ("",)
    for part in parts:
        for run, suffix in ((ALL, ""), (ASSURED, "__assured")):
            base = f"{name}{part}" if run == ASSURED else None
            kind = _stored_as(fact) if part != "__also" else storage_type(Kind.LIST)
            reader = _list_reader(path, run) if fact.type.kind is Kind.LIST else _fact_reader(path, run, part)
            yield _Column(f"{name}{part}{suffix}", kind, reader, base)


def _list_reader(path: str, run: int) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        value = row.value(path, run)
        return [value] if isinstance(value, str) else None if value is None else list(value)

    return read


def _fact_reader(path: str, run: int, part: str) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        value = row.value(path, run)
        match value:
            case Party() if part == "__also":
                return sorted(value.also) or None
            case Party():
                return value.number if part == "__number" else value.normal
            case FiscalYear():
                return value.start
            case _:
                return value

    return read


# -- from relations ------------------------------------------------------------------------------------------------------------


def lay_relations(
    connection: DuckDBPyConnection,
    needs: Needs,
    tables: Mapping[str, Source],
    settings: Settings,
    levels: Mapping[str, str],
    *,
    check: bool,
    rows_at_once: int,
    folder: Path,
) -> list[Layout]:
    """Lay out relations as tables of claims; a claim lies whole in one layout.

    `tables` names a source for each table of the vocabulary that is not empty; `claim` is one of them. Every relation
    has `claim` and `id` (that of claims `claim` and `stage`), its links by name, and facts in columns named by their paths with
    `__` for dots; a fact without a column is missing everywhere. Numbers are DECIMAL or whole (never floating), days
    DATE, fiscal years whole or `FY2025`; a party is its legal name, with `…__number` for its corporate number. Facts that
    the program works out (serial counts, overlaps) are given as columns, too. `claim.complete_lists` is a list, or a text
    with commas; `complete__x` on a row says it of the row's own list x. `judgement__x` on the claim and `judged__x` on
    a row are judgements.

    `levels` names the level of assurance of a table's facts (`stated` where it names none); facts below the minimum of
    the profile are missing in the assured run, unless a column `…__assured` holds their values there: each is that of the
    column on all facts, or missing. With `check`, rows
    that contradict the vocabulary or each other refuse their claim (table `refused`), and so do facts of a claim that
    cannot all be right (`engine/contradicting.py`), read by the rulebook or not; without it they must be right.

    Rows are read where they stand. Where the largest relation has more than `rows_at_once`, all are first divided by
    claim into Parquet files under `folder`, so that what a query must hold at once does not grow with the input.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS refused (claim VARCHAR, reason VARCHAR)")
    if "claim" not in tables:
        raise table_error(
            "claim",
            "",
            "claim の表が必要です。",
            "a table of claims is needed: name its source",
            "missing-table",
        )
    readers = {
        name: _Reader(
            connection, needs, name, source, settings, LEVEL_NAMES[levels.get(name, "stated")], check=check
        )
        for name, source in tables.items()
    }
    planned = readers["claim"].any_planned()
    for reader in readers.values():
        reader.create(readers, planned=planned)
    if check:
        for name, columns in contradicting.columns_read().items():
            _tell(connection, name, columns, readers, planned=planned)
        for reader in readers.values():
            reader.refuse(readers)
        for statement in contradicting.statements(settings.as_of):
            connection.execute(statement)
    layout = Layout({name: reader.laid() for name, reader in readers.items()})
    most = max(reader.rows() for reader in readers.values())
    if most <= rows_at_once:
        return [layout]
    return _divided(connection, layout, -(-most // rows_at_once), folder)


def _tell(
    connection: DuckDBPyConnection,
    name: str,
    columns: Iterable[str],
    readers: Mapping[str, _Reader],
    *,
    planned: bool,
) -> None:
    """Make the view `told_…` of what a relation says of some facts, whether or not the rulebook reads them."""
    table, told = catalogue.tables()[name], {}
    for column in columns:
        if column.startswith("complete__"):  # said of a list, by either of two columns
            listed = column.removeprefix("complete__")
            declared = readers[name]._declared(listed, "") if name in readers else None
            told[column] = declared or "CAST(NULL AS BOOLEAN)"
            continue
        path = column.replace("__", ".")
        fact = table.facts.get(path) or table.facts[path.rpartition(".")[0]]  # a party: its number or name
        said = readers[name].told(column, fact, planned=planned) if name in readers else None
        told[column] = said or f"CAST(NULL AS {_stored_as(fact)})"
    if name in readers:
        readers[name].show(f"told_{name}", told, readers)
        return
    told.update((key, "CAST(NULL AS VARCHAR)") for key in ("claim", "id", *table.links))
    connection.execute(f"CREATE OR REPLACE TEMP VIEW told_{name} AS SELECT {_listed(told)} WHERE FALSE")


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{e} AS {identifier(n)}" for n, e in columns.items())


def _divided(connection: DuckDBPyConnection, layout: Layout, parts: int, folder: Path) -> list[Layout]:
    """The same tables in parts, by the hash of the claim."""
    connection.execute("SET partitioned_write_flush_threshold = 32768")
    for name, laid in layout.tables.items():
        connection.execute(
            f"COPY (SELECT *, hash(claim) % {parts} AS part FROM {laid.source})"
            f" TO {quoted(str(folder / name))} (FORMAT parquet, PARTITION_BY (part))"
        )
    found = []
    for part in range(parts):
        tables = {}
        for name, laid in layout.tables.items():
            files = folder / name / f"part={part}"
            if files.is_dir():
                source = f"read_parquet({quoted(str(files / '*.parquet'))}, hive_partitioning = false)"
                tables[name] = Laid(source, laid.columns, laid.open_links)
        found.append(Layout(tables))
    return found


#: Computed facts that hang on no level: they are worked out from what chooses editions and scopes.
_WORKED_OUT = (
    "publication_on",
    "is_public",
    "scope.first_on",
    "scope.last_on",
    "scope.span",
    "told_apart",
    "undisputed",
)
_WHOLE = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "HUGEINT",
    "UHUGEINT",
)


#: The forms in which a text is kept as it is written.
_AS_WRITTEN = ("", "serial")
#: What is said of a text that says nothing, as other programs write a value that they do not know.
_EMPTY = "empty, write NULL where it is not known"
#: What is said of a value for the assured run that is not the one on all facts.
_APART = "another value than on all facts, write that or NULL"
#: The characters of which a text is empty that holds nothing else.
_BLANKS = quoted("".join(c for c in map(chr, range(1, 0x3001)) if c.isspace()))
#: The lists that may be said to be complete, all or one row's own, as `complete_lists` names them. What it says of one
#: row's own is for claims: a relation says it in a column of that row, such as `complete__blocks`.
_LISTS = ("all", *(t.plural for t in catalogue.tables().values() if t.name != "claim"))
_OWN_LISTS = "|".join(
    rf"{catalogue.tables()[t.parent].plural}\[[^\]]+\]\.{t.plural}"
    for t in catalogue.tables().values()
    if t.parent
)
#: An expression that reads the claim that a row belongs to.
_BESIDE_CLAIM = re.compile(r"\bc\.[a-z\"]")


def _members(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _is_empty(key: str) -> str:
    return f"CAST({key} AS VARCHAR) = ''"


class _Reader:
    """Reads one relation as a table of claims."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        needs: Needs,
        name: str,
        source: Source,
        settings: Settings,
        level: Level,
        *,
        check: bool,
    ) -> None:
        known = catalogue.tables()
        if name not in known:
            raise table_error(
                name,
                name,
                "この名前の表はありません。",
                f"there is no such table: {', '.join(known)}",
                "unknown-table",
            )
        self.connection = connection
        self.needs = needs
        self.table = known[name]
        self.settings = settings
        self.level = level
        self.check = check
        if isinstance(source, Path):
            self.source = f"read_parquet({quoted(str(source))})"
        else:
            self.source = ".".join(identifier(part) for part in source.split("."))
        rows = connection.execute(f"DESCRIBE SELECT * FROM {self.source}").fetchall()
        self.given = {str(column): str(kind) for column, kind, *_ in rows}
        self.columns: dict[str, str] = {}
        self.joins: list[str] = []
        self.kept: dict[str, str] = {}
        """The columns whose texts are read one by one, each as it is kept."""
        self.problems: list[tuple[str, str]] = []
        """Tests of rows that are refused, each with what follows the row in the reason: an SQL text."""
        self.open_links: set[str] = set()
        self._check_names()

    @property
    def view(self) -> str:
        """The name of the table as queries see it."""
        return f"laid_{self.table.name}"

    def _check_names(self) -> None:
        facts = {column_name(path) for path in self.table.facts}  # vcmi.assured is a fact itself
        known = {"claim", "id", *self.table.links}
        for path, fact in self.table.facts.items():
            name = column_name(path)
            known.update((name, f"{name}__assured"))
            if fact.type.kind is Kind.PARTY:
                known.update((f"{name}__number", f"{name}__number__assured"))
        known.update(f"judged__{n}{run}" for n in catalogue.judgements() for run in ("", "__assured"))
        for table in catalogue.tables().values():
            known.update((f"complete__{table.plural}", f"complete__{table.plural}__assured"))
        if self.table.name == "claim":
            known.update(f"judgement__{n}{run}" for n in catalogue.judgements() for run in ("", "__assured"))
        for column in self.given:
            if column not in known:
                import difflib

                near = difflib.get_close_matches(column, known, 3)
                hint = f" (did you mean {', '.join(near)}?)" if near else ""
                raise table_error(
                    f"{self.table.name}.{column}", column, "この名前の項目はありません。",
                    f"{self.table.name} has no such column{hint}: leave it out of the relation", "unknown-column",
                )  # fmt: skip
            base = column.removesuffix("__assured")
            if column in facts or base.startswith("complete__"):  # a row's list its claim may close
                continue
            if base not in self.given:
                raise table_error(
                    f"{self.table.name}.{column}", column, f"すべての事実による値の列 {base} も必要です。",
                    f"it says what of {base} is assured: add the column {base}", "missing-column",
                )  # fmt: skip
        for key in ("claim",) if self.table.name == "claim" else ("claim", "id"):
            if key not in self.given:
                raise table_error(
                    f"{self.table.name}.{key}", "", "この列が必要です。", "every row needs this key: add the column", "missing-column",
                )  # fmt: skip
        if self.table.name == "claim" and "stage" not in self.given:
            stages = self.table.facts["stage"].type.members
            raise table_error(
                "claim.stage", "", f"この列が必要です。値は {'、'.join(stages)} のいずれかです。",
                f"what is still to come of a claim hangs on its stage: add the column, with {', '.join(stages)}", "missing-column",
            )  # fmt: skip

    def rows(self) -> int:
        """How many rows the relation has."""
        row = self.connection.execute(f"SELECT count(*) FROM {self.source}").fetchone()
        return int(row[0]) if row else 0

    def any_planned(self) -> bool:
        """Whether any claim is still planned."""
        row = self.connection.execute(f"SELECT bool_or(stage = 'planned') FROM {self.source}").fetchone()
        return bool(row and row[0])

    # -- columns ---------------------------------------------------------------------------------------------------------

    def create(self, readers: Mapping[str, _Reader], *, planned: bool) -> None:
        """Make the view through which queries read the relation."""
        name = self.table.name
        self.columns["claim"] = "CAST(s.claim AS VARCHAR)"
        self.columns["id"] = "CAST(s.claim AS VARCHAR)" if name == "claim" else "CAST(s.id AS VARCHAR)"
        for link in self.table.links:
            self._link(link, readers)
        for path in self.needs.paths(name):
            self._fact(path, self.table.facts[path], planned=planned)
        for judgement in self.needs.judgements:
            for kind in ("judgement", "judged"):
                self._judgement(f"{kind}__{judgement}")
        for suffix in ("", "__assured") if name == "claim" else ():
            if (lists := f"complete_lists{suffix}") in self.given:
                self._list(lists, self.table.facts["complete_lists"])
        for listed in self.needs.lists:
            self._complete(listed, readers)
        if planned and "blocks" in self.needs.lists:
            self._blocks_to_come(readers)
        self._nothing_overlaps(readers)
        self._worked_out(readers)
        self.show(self.view, self.columns, readers)
        for link in self.table.links:
            row = self.connection.execute(
                f"SELECT count(*) > count({identifier(link)}) FROM {self.view}"
            ).fetchone()
            if row and row[0]:
                self.open_links.add(link)

    def _judgement(self, column: str) -> None:
        """A judgement that nobody vouches for is the claimant's own: it is not assured where a certification asks."""
        if column not in self.given:
            return
        self.columns[column] = self._plain(column, "BOOLEAN")
        if (assured := f"{column}__assured") in self.given:
            self.columns[assured] = self._plain(assured, "BOOLEAN")
            self._apart(self.columns[assured], self.columns[column], assured)
        elif self.settings.profile is Profile.CERTIFICATION and self.level < Level.VERIFIED:
            self.columns[assured] = "CAST(NULL AS BOOLEAN)"

    def told(self, column: str, fact: Fact, *, planned: bool) -> str | None:
        """What the relation says of a fact, on all facts; None where it has no such column."""
        given = column.removesuffix("__name") if fact.type.kind is Kind.PARTY else column
        return self.columns.get(column) or self._in_run(
            given, column, fact, "", planned=planned, path=fact.path
        )

    def show(self, view: str, columns: Mapping[str, str], readers: Mapping[str, _Reader]) -> None:
        """Make a view of some columns, with the keys of each row."""
        keys = {key: self.columns[key] for key in ("claim", "id", *self.table.links)}
        joins = list(self.joins)
        if self.table.name != "claim" and any(_BESIDE_CLAIM.search(e) for e in columns.values()):
            joins.append(f"LEFT JOIN {readers['claim'].source} AS c ON c.claim = s.claim")
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT {_listed({**keys, **columns})} FROM {self.source} AS s {' '.join(joins)}"
        )

    def _plain(self, column: str, kind: str, alias: str = "s") -> str:
        found = self.given[column]
        if found != kind and not (kind == "VARCHAR" and found.startswith("ENUM")):
            raise table_error(
                f"{self.table.name}.{column}", found, f"列の型は {kind} にしてください。",
                f"this column is {found}: make it {kind}", "column-type",
            )  # fmt: skip
        text = f"{alias}.{identifier(column)}"
        return text if found == kind else f"CAST({text} AS {kind})"

    def _link(self, link: str, readers: Mapping[str, _Reader]) -> None:
        own = f"CAST(s.{identifier(link)} AS VARCHAR)" if link in self.given else None
        if self.table.name == "credit" and link == "project":
            issuance = readers.get("issuance")
            if issuance is not None and "issuance" in self.given and "project" in issuance.given:
                through = "CAST(i.project AS VARCHAR)"
                lacking = own is None
                if own is not None:
                    row = self.connection.execute(
                        f"SELECT count(*) > count(project) FROM {self.source}"
                    ).fetchone()
                    lacking = bool(row and row[0])
                if lacking:
                    self.joins.append(
                        f"LEFT JOIN {issuance.source} AS i ON i.claim = s.claim AND i.id = s.issuance"
                    )
                    own = through if own is None else f"COALESCE({own}, {through})"
        self.columns[link] = own or "CAST(NULL AS VARCHAR)"

    def _fact(self, path: str, fact: Fact, *, planned: bool) -> None:
        name = column_name(path)
        if fact.type.kind is Kind.PARTY:
            parts = [(name, f"{name}__name"), (f"{name}__number", f"{name}__number")]
        else:
            parts = [(name, name)]
        for column, into in parts:
            for suffix in ("", "__assured"):
                if (text := self._in_run(column, into, fact, suffix, planned=planned, path=path)) is not None:
                    self.columns[f"{into}{suffix}"] = text

    def _in_run(
        self, column: str, into: str, fact: Fact, suffix: str, *, planned: bool, path: str
    ) -> str | None:
        """A column's value in a run; None where it is that on all facts, or where there is no column."""
        if column not in self.given:
            return None
        if not suffix or f"{column}{suffix}" in self.given:
            value = self._value(f"{column}{suffix}", into, fact, planned=planned)
            if suffix:
                whole, assured = (self._compared(c, into, fact) for c in (column, f"{column}{suffix}"))
                self._apart(assured, whole, f"{column}{suffix}")
            return value
        if self.level >= self._minimum(path, fact, into):
            return None
        return f"CAST(NULL AS {_stored_as(fact)})"

    def _minimum(self, path: str, fact: Fact, into: str) -> Level:
        """The level the profile asks; what is worked out from serials asks what the serials do, and a number what numbers do."""
        profile = self.settings.profile
        if fact.computed and path not in _WORKED_OUT and profile is Profile.CERTIFICATION:
            return Level.VERIFIED
        least = fact.minimum(profile)
        if fact.type.kind is Kind.PARTY and into.endswith("__number"):
            return max(least, catalogue.tables()["party"].facts["corporate_number"].minimum(profile))
        return least

    def _value(self, column: str, into: str, fact: Fact, *, planned: bool) -> str:
        text = self._converted(column, into, fact)
        if not (planned and fact.future):
            return text
        ahead = [f"{text} > DATE '{self.settings.as_of}'"] if fact.type.kind is Kind.DATE else []
        if fact.done:
            ahead.append(f"{text} NOT IN ({', '.join(quoted(d) for d in fact.done)})")
        if not ahead:
            return text
        stage = "s.stage" if self.table.name == "claim" else "c.stage"
        return f"(CASE WHEN {stage} = 'planned' AND ({' OR '.join(ahead)}) THEN NULL ELSE {text} END)"

    def _wrong(self, test: str, column: str, reason: str) -> None:
        """Note which rows are refused for a column, and why: an SQL text."""
        self.problems.append((test, f"{quoted(f'.{column}: ')} || {reason}"))

    def _apart(self, assured: str, whole: str, column: str) -> None:
        """Refuse a value for the assured run that is not the one on all facts: of one fact they are two (law 8)."""
        self._wrong(f"{assured} IS NOT NULL AND {assured} IS DISTINCT FROM {whole}", column, quoted(_APART))

    def _compared(self, column: str, into: str, fact: Fact) -> str:
        """A column as its values are compared, by the relation alone: texts as they are kept, lists in any order."""
        text = self._converted(column, into, fact)
        if fact.type.kind is Kind.LIST:
            return f"list_sort({text})"
        return self._kept_beside(column, "s") if column in self.kept else text

    def _converted(self, column: str, into: str, fact: Fact) -> str:
        """A column as its fact is stored; what cannot be so is noted as a problem."""
        text, found = f"s.{identifier(column)}", self.given[column]
        match fact.type.kind:
            case Kind.NUMBER:
                return self._number(column, fact)
            case Kind.DATE:
                return self._day(column)
            case Kind.BOOLEAN:
                return self._plain(column, "BOOLEAN")
            case Kind.LIST:
                return self._list(column, fact)
            case Kind.YEAR:
                if found not in _WHOLE:
                    self._plain(column, "VARCHAR")
                    digits = f"TRY_CAST(regexp_extract({text}, '^FY([0-9]{{4}})$', 1) AS SMALLINT)"
                else:
                    digits = f"TRY_CAST({text} AS SMALLINT)"
                self._wrong(
                    f"{text} IS NOT NULL AND COALESCE({digits} NOT BETWEEN {FIRST_YEAR} AND {LAST_YEAR}, TRUE)",
                    column,
                    quoted("no fiscal year"),
                )
                return self._within(digits, f"{digits} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}")
            case Kind.PARTY if into.endswith("__name"):
                return self._kept(column, lambda name: normal_name(name) or None)
            case _ if self.check and (fact.type.kind is Kind.PARTY or fact.path == "corporate_number"):
                return self._kept(column, corporate_number)
            case _:
                return self._text(column, fact)

    def _within(self, text: str, test: str) -> str:
        """A value where it is in range: one that is refused leads no expression beyond what the database can hold."""
        return f"(CASE WHEN {test} THEN {text} END)" if self.check else text

    def _day(self, column: str) -> str:
        text = self._plain(column, "DATE")
        likely = f"{text} BETWEEN DATE '{FIRST_DAY}' AND DATE '{LAST_DAY}'"
        self._wrong(f"NOT {likely}", column, quoted("no likely day"))
        return self._within(text, likely)

    def _list(self, column: str, fact: Fact) -> str:
        """A list of known values, or of texts that are not empty."""
        if fact.path == "complete_lists":
            text, known = (
                self._list_names(column),
                " AND ".join(
                    (f"v NOT IN ({_members(_LISTS)})", f"NOT regexp_full_match(v, {quoted(_OWN_LISTS)})")
                ),
            )
        elif fact.type.members:
            text, known = self._plain(column, "VARCHAR[]"), f"v NOT IN ({_members(fact.type.members)})"
        else:
            text, known = self._plain(column, "VARCHAR[]"), f"trim(v, {_BLANKS}) = ''"
        self._wrong(
            f"len(list_filter({text}, lambda v: v IS NULL OR ({known}))) > 0",
            column,
            quoted("holds what is not a value of it"),
        )
        return text

    def _list_names(self, column: str, alias: str = "s") -> str:
        """The names of the lists that a claim says are complete: a list of them, or a text with commas."""
        text = f"{alias}.{identifier(column)}"
        if self.given[column].endswith("[]"):
            return f"CAST({text} AS VARCHAR[])"
        self._plain(column, "VARCHAR")
        return f"list_transform(string_split(CAST({text} AS VARCHAR), ','), lambda v: trim(v, {_BLANKS}))"

    def _text(self, column: str, fact: Fact) -> str:
        """Texts of a few values, in a form of their own, or free: none of them empty."""
        text, form = self._plain(column, "VARCHAR"), fact.type.form
        if fact.type.members:
            self._wrong(f"{text} NOT IN ({_members(fact.type.members)})", column, quoted("not a value of it"))
        elif self.check and form not in _AS_WRITTEN and not fact.computed:
            return self._kept(column, partial(kept_text, form))
        else:
            self._wrong(f"trim({text}, {_BLANKS}) = ''", column, quoted(_EMPTY))
        return text

    def _number(self, column: str, fact: Fact) -> str:
        text, found = f"s.{identifier(column)}", self.given[column]
        match = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", found)
        if match is None and found not in _WHOLE:
            self._plain(column, _stored_as(fact).replace(" ", ""))
        kind = _stored_as(fact)
        digits, scale = (int(match[1]) - int(match[2]), int(match[2])) if match else (39, 0)
        if not fact.type.signed:
            self._wrong(f"{text} < 0", column, quoted("negative"))
        if scale > fact.type.scale or digits > fact.type.digits:
            stored = f"TRY_CAST({text} AS {kind})"
            most = Decimal(10) ** fact.type.digits
            limit = f"{stored} >= {most:f} OR {stored} <= -{most:f}"
            self._wrong(  # compared in its own type, which may hold more than the stored one and less than both
                f"{text} IS NOT NULL AND COALESCE(TRY_CAST({stored} AS {found}) <> {text} OR {limit}, TRUE)",
                column,
                quoted("too long a number"),
            )
            return stored
        return text if found == kind.replace(" ", "") else f"CAST({text} AS {kind})"

    def _kept(self, column: str, read: Callable[[str], str | None]) -> str:
        """Texts as their fact keeps them: only the distinct ones pass through Python, which refuses what it cannot read."""
        if column in self.kept:
            return self.kept[column]
        raw, table = self._plain(column, "VARCHAR"), self._kept_table(column)
        rows = self.connection.execute(
            f"SELECT DISTINCT {raw} FROM {self.source} AS s WHERE {raw} IS NOT NULL"
        ).fetchall()
        texts = [str(r[0]) for r in rows]
        kept: list[str | None] = []
        wrong: dict[str, str] = {}
        for text in texts:
            try:
                kept.append(read(text) if text.strip() else None)
            except ValueError as error:
                kept.append(None)
                wrong[text] = str(error)
            if not text.strip():
                wrong[text] = _EMPTY
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT unnest($1::VARCHAR[]) AS raw, unnest($2::VARCHAR[]) AS kept,"
            " unnest($3::VARCHAR[]) AS wrong",
            [texts, kept, [wrong.get(t) for t in texts]],
        )
        if wrong:
            of_row = f"FROM {table} WHERE raw = {raw}"
            self._wrong(
                f"EXISTS (SELECT 1 {of_row} AND wrong IS NOT NULL)", column, f"(SELECT wrong {of_row})"
            )
        if kept == texts:
            self.kept[column] = raw
        else:
            alias = f"n{len(self.joins)}"
            self.joins.append(f"LEFT JOIN {table} AS {alias} ON {alias}.raw = {raw}")
            self.kept[column] = f"{alias}.kept"
        return self.kept[column]

    def _kept_table(self, column: str) -> str:
        return identifier(f"kept_{self.table.name}_{column}")

    def _kept_beside(self, column: str, alias: str) -> str:
        """A column as it is kept, of another row of the relation."""
        raw = self._plain(column, "VARCHAR", alias)
        if self.kept.get(column, "s.").startswith(("s.", "CAST(s.")):
            return raw
        return f"(SELECT n.kept FROM {self._kept_table(column)} AS n WHERE n.raw = {raw})"

    def _complete(self, listed: str, readers: Mapping[str, _Reader]) -> None:
        column = f"complete__{listed}"
        for suffix in ("", "__assured"):
            if (declared := self._declared(listed, suffix)) is not None:
                self.columns[f"{column}{suffix}"] = declared
        if (assured := self.columns.get(f"{column}__assured")) is None:
            return
        said, claims = [f for f in (self.columns.get(column),) if f is not None], readers["claim"]
        if self is not claims and (whole := claims._declared(listed, "", "c")) is not None:
            said.append(f"EXISTS (SELECT 1 FROM {claims.source} AS c WHERE c.claim = s.claim AND {whole})")
        where = f"{column}__assured" if f"{column}__assured" in self.given else "complete_lists__assured"
        self._wrong(
            f"{assured} AND NOT COALESCE({' OR '.join(said) or 'FALSE'}, FALSE)", where, quoted(_APART)
        )

    def _declared(self, listed: str, suffix: str, alias: str = "s") -> str | None:
        """Whether the rows of this relation say that a list is complete; None where no column can say it."""
        flags = []
        if f"complete__{listed}{suffix}" in self.given:
            flags.append(self._plain(f"complete__{listed}{suffix}", "BOOLEAN", alias))
        column = f"complete_lists{suffix}"
        if self.table.name == "claim" and column in self.given:
            flags.append(f"list_has_any({self._list_names(column, alias)}, ['all', {quoted(listed)}])")
        return f"({' OR '.join(flags)})" if flags else None

    def _blocks_to_come(self, readers: Mapping[str, _Reader]) -> None:
        """The blocks of a planned act are not there yet, whatever is said to be complete: each act says it of its own."""
        acts, claims = readers.get("retirement"), readers["claim"]
        if acts is None or self.table.name not in ("claim", "retirement"):
            return
        for suffix in ("", "__assured"):
            column = f"complete__blocks{suffix}"
            here, there = self._declared("blocks", suffix), acts._blocks_there(readers)
            if self is acts:
                said = claims._declared("blocks", suffix, "c") or claims._declared("blocks", "", "c")
                own = here or self._declared("blocks", "")
                flags = " OR ".join(f for f in (own, said) if f is not None)
                if flags:
                    self.columns[column] = (
                        f"(CASE WHEN c.stage = 'planned' THEN ({flags}) AND {there} ELSE {own or 'NULL'} END)"
                    )
            elif (said := here or self._declared("blocks", "")) is not None:
                self.columns[column] = (
                    f"({said} AND (s.stage IS DISTINCT FROM 'planned' OR s.claim NOT IN (SELECT s.claim FROM {acts.source}"
                    f" AS s LEFT JOIN {self.source} AS c ON c.claim = s.claim WHERE s.claim IS NOT NULL AND NOT {there})))"
                )

    def _blocks_there(self, readers: Mapping[str, _Reader]) -> str:
        """Whether an act is done, or a block of it is listed."""
        path = "completed_on"
        day = self._in_run(path, path, self.table.facts[path], "", planned=True, path=path)
        there = [f"{day} IS NOT NULL"] if day is not None else []
        blocks = readers.get("block")
        if blocks is not None and "retirement" in blocks.given:
            there.append(
                f"EXISTS (SELECT 1 FROM {blocks.source} AS b WHERE b.claim = s.claim AND b.retirement = s.id)"
            )
        return f"({' OR '.join(there) or 'FALSE'})"

    def _nothing_overlaps(self, readers: Mapping[str, _Reader]) -> None:
        """That nothing overlaps hangs on no level where there is nothing to be compared with.

        Given columns say what overlaps by facts of the relation's level. In the assured run it stays open what they find
        apart, except a row that stands alone: the only one of its claim that any use carries, or against no record.
        """
        if self.settings.profile is not Profile.CERTIFICATION:
            return
        for path in ("overlaps_claim", "overlaps_record", "overlaps_statement"):
            column = f"{path}__assured"
            if path not in self.columns or column in self.given or column not in self.columns:
                continue
            if path != "overlaps_claim":
                alone = self._unrecorded()
            elif self.table.name == "use":
                alone = self._act_alone(readers)
            else:
                alone = self._alone(readers)
            self.columns[column] = f"(CASE WHEN NOT {self.columns[path]} AND {alone} THEN FALSE END)"

    def _unrecorded(self) -> str:
        return "FALSE" if self.settings.snapshot.records else "TRUE"

    def _alone(self, readers: Mapping[str, _Reader]) -> str:
        """Whether a credit is the only one of its claim that a use carries, or may yet carry, or an act the only one."""
        own, uses = self.table.name, readers.get("use")
        other = "o.claim = s.claim AND o.id <> s.id"
        spares = (
            own == "credit" and uses is not None and own in uses.given
        )  # two acts are compared, used or not
        if spares and uses is not None and (all_uses := self._said_of_all("uses", readers)):
            spare = (
                f"({all_uses} AND NOT EXISTS (SELECT 1 FROM {uses.source} AS u WHERE u.claim = o.claim"
                f" AND (u.{own} IS NULL OR u.{own} = o.id)))"
            )
            other = f"{other} AND NOT COALESCE({spare}, FALSE)"
        alone = [f"NOT EXISTS (SELECT 1 FROM {self.source} AS o WHERE {other})"]
        if own == "retirement":
            blocks = readers.get("block")
            if blocks is not None:
                listed = f"FROM {blocks.source} AS b WHERE b.claim = s.claim AND b.retirement = s.id"
                alone.append(f"(SELECT count(*) {listed}) < 2")
            alone.append(f"COALESCE({self._said_of_all('blocks', readers) or 'FALSE'}, FALSE)")
        return " AND ".join(alone)

    def _act_alone(self, readers: Mapping[str, _Reader]) -> str:
        """Whether the act that a use draws on is the only one of its claim, and lists no two blocks."""
        acts, blocks = readers.get("retirement"), readers.get("block")
        if acts is None or "retirement" not in self.given:
            return "FALSE"
        alone = [
            "s.retirement IS NOT NULL",
            f"NOT EXISTS (SELECT 1 FROM {acts.source} AS o WHERE o.claim = s.claim AND o.id <> s.retirement)",
            f"COALESCE({self._said_of_all('blocks', readers) or 'FALSE'}, FALSE)",
        ]
        if blocks is not None:
            listed = f"FROM {blocks.source} AS b WHERE b.claim = s.claim AND b.retirement = s.retirement"
            alone.append(f"(SELECT count(*) {listed}) < 2")
        return " AND ".join(alone)

    def _said_of_all(
        self, listed: str, readers: Mapping[str, _Reader], suffix: str = "__assured"
    ) -> str | None:
        """Whether a list is said to be complete in a run, on the claim of a row or on the row itself."""
        column, claims = f"complete__{listed}", readers["claim"]
        own = self.columns.get(f"{column}{suffix}") or self.columns.get(column)
        said = claims._declared(listed, suffix, "c") or claims._declared(listed, "", "c")
        if said is not None and listed == "blocks" and "stage" in claims.given:
            said = f"({said} AND c.stage IS DISTINCT FROM 'planned')"  # each act says it of its own
        flags = [f"COALESCE({f}, FALSE)" for f in (own, said) if f is not None]
        return f"({' OR '.join(flags)})" if flags else None

    def _worked_out(self, readers: Mapping[str, _Reader]) -> None:
        """What the program works out from other columns of the row."""
        if self.table.name == "claim":
            self._publication()
        if self.table.name == "use":
            self._scope()
        if self.table.name == "filing":
            self._told_apart(readers)
        if self.table.name == "project":
            self._by_number()
        if (
            "undisputed" in self.table.facts
        ):  # a relation has one value of each fact, unless it says otherwise
            for column in ("undisputed", "undisputed__assured"):
                if column in self.columns:
                    self.columns[column] = f"(CASE WHEN {self.columns[column]} THEN TRUE END)"
            self.columns.setdefault("undisputed", "TRUE")

    def _by_number(self) -> None:
        """The field and the numbers of methodologies: only their distinct texts pass through Python."""
        made = ("methodology_field", "methodology_numbers")
        wanted = [p for p in made if p in self.needs.paths("project") and p not in self.given]
        fact = self.table.facts["methodology"]
        for suffix in ("", "__assured") if wanted else ():
            text = self._in_run("methodology", "methodology", fact, suffix, planned=False, path=fact.path)
            if text is None:  # not given, or as on all facts
                continue
            rows = self.connection.execute(
                f"SELECT DISTINCT {text} FROM {self.source} AS s {' '.join(self.joins)}"
            ).fetchall()
            texts = [str(r[0]) for r in rows if r[0] is not None]
            name, alias = identifier(f"methodologies{suffix}"), f"m{suffix}"
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT unnest($1::VARCHAR[]) AS raw,"
                " unnest($2::VARCHAR[]) AS methodology_field, unnest($3::VARCHAR[][]) AS methodology_numbers",
                [texts, [field_of(t) for t in texts], [numbers_in(t) for t in texts]],
            )
            self.joins.append(f"LEFT JOIN {name} AS {alias} ON {alias}.raw = {text}")
            self.columns.update({f"{p}{suffix}": f"{alias}.{p}" for p in wanted})

    def _publication(self) -> None:
        """The day of publication, actual or planned, and the day that chooses the claim's editions."""
        self._staged()
        days = [n for n in ("published_on", "publish_by") if n in self.given]
        found = {}
        for suffix in ("", "__assured"):
            columns = [f"{n}{suffix}" if f"{n}{suffix}" in self.given else n for n in days]
            cases = [
                f"WHEN s.{identifier(n)} IS NOT NULL THEN {self._day(c)}"
                for n, c in zip(days, columns, strict=True)
            ]
            if cases and (not suffix or columns != days):
                found[f"publication_on{suffix}"] = f"(CASE {' '.join(cases)} END)"
        for name, text in found.items():
            self.columns.setdefault(name, text)
        if "publication_on" in self.columns:
            self.columns["chosen_on"] = self.columns["publication_on"]
        for suffix in ("", "__assured"):
            if f"published_on{suffix}" in self.given and f"is_public{suffix}" not in self.given:
                day = self._day(f"published_on{suffix}")
                text = f"(CASE WHEN {day} <= DATE '{self.settings.as_of}' THEN TRUE END)"
                self.columns[f"is_public{suffix}"] = text

    def _staged(self) -> None:
        """A claim states its stage, and its day of publication once it is published, not before."""
        stages = ", ".join(self.table.facts["stage"].type.members)
        self._wrong("s.stage IS NULL", "stage", quoted(f"missing, write one of {stages}"))
        public = f"s.stage = {quoted(Stage.PUBLISHED)}"
        if "published_on" in self.given:
            early = f"NOT {public} AND s.published_on IS NOT NULL"
            self._wrong(
                early, "published_on", quoted("before publication write publish_by, not published_on")
            )
            self._wrong(
                f"{public} AND s.published_on IS NULL",
                "published_on",
                quoted("a published claim has its day, add it"),
            )
        elif "publication_on" not in self.given:
            self._wrong(public, "stage", quoted("a published claim has its day, add published_on"))

    def _told_apart(self, readers: Mapping[str, _Reader]) -> None:
        """Whether every report is listed, and each other under the scheme for the year is of another entity by its number."""
        if "told_apart" in self.given:
            return
        same = ["o.claim = s.claim", "o.id <> s.id"]
        same += [f"o.{p} IS NOT DISTINCT FROM s.{p}" for p in ("scheme", "period") if p in self.given]
        others = f"FROM {self.source} AS o WHERE {' AND '.join(same)}"
        for suffix in ("", "__assured"):
            differ = "FALSE"
            if number := self._of_entity("entity__number", suffix):
                mine = self.columns.get(f"entity__number{suffix}") or self.columns["entity__number"]
                differ = f"{self._kept_beside(number, 'o')} <> {mine}"
            if named := self._of_entity("entity", suffix):
                mine = self.columns.get(f"entity__name{suffix}") or self.columns["entity__name"]
                differ = f"{differ} AND {self._kept_beside(named, 'o')} IS DISTINCT FROM {mine}"
            apart = f"NOT EXISTS (SELECT 1 {others} AND NOT COALESCE({differ}, FALSE))"
            every = self._said_of_all("filings", readers, suffix) or "FALSE"
            self.columns[f"told_apart{suffix}"] = f"(CASE WHEN {every} AND {apart} THEN TRUE END)"

    def _of_entity(self, column: str, suffix: str) -> str | None:
        """The column that names the entity of a report, or gives its number, in a run."""
        return next((c for c in (f"{column}{suffix}", column) if c in self.given), None)

    def _scope(self) -> None:
        """The first and last day of a scope of use: those of its fiscal year, or the days that are stated."""
        wanted = [
            p for p in ("scope.first_on", "scope.last_on", "scope.span") if p in self.needs.paths("use")
        ]
        for path in (p for p in wanted if column_name(p) in self.given):
            self._given_scope(path)
        wanted = [p for p in wanted if column_name(p) not in self.given]
        if not wanted:
            return
        parts = ("scope__period", "scope__days__from", "scope__days__to")
        for suffix in ("", "__assured"):
            found = [self._part_of_scope(part, suffix) for part in parts]
            if suffix and found == [self._part_of_scope(part, "") for part in parts]:
                continue
            year, first, last = found
            first = f"(CASE WHEN {year} IS NOT NULL THEN make_date({year}, 4, 1) ELSE {first} END)"
            last = f"(CASE WHEN {year} IS NOT NULL THEN make_date({year} + 1, 3, 31) ELSE {last} END)"
            values = {
                "scope.first_on": first,
                "scope.last_on": last,
                "scope.span": f"(CAST({first} AS VARCHAR) || '/' || CAST({last} AS VARCHAR))",
            }
            self.columns.update({f"{column_name(p)}{suffix}": values[p] for p in wanted})

    def _given_scope(self, path: str) -> None:
        """A day of a scope that the relation works out itself hangs on the level of stated days, where no year is stated."""
        column = column_name(path)
        explicit = f"{column}__assured" in self.given
        if not explicit and self.level < self.table.facts["scope.days.from"].minimum(self.settings.profile):
            year, value = self._part_of_scope("scope__period", "__assured"), self.columns[column]
            self.columns[f"{column}__assured"] = f"(CASE WHEN {year} IS NOT NULL THEN {value} END)"

    def _part_of_scope(self, part: str, suffix: str) -> str:
        """The year or a day of a scope in a run."""
        fact = self.table.facts[part.replace("__", ".")]
        for run in dict.fromkeys((suffix, "")):
            if (text := self._in_run(part, part, fact, run, planned=False, path=fact.path)) is not None:
                return text
        return f"CAST(NULL AS {_stored_as(fact)})"

    # -- checks ------------------------------------------------------------------------------------------------------------

    def refuse(self, readers: Mapping[str, _Reader]) -> None:
        """Refuse the claims of rows that contradict the vocabulary or each other."""
        name, run = self.table.name, self.connection.execute
        problems = list(dict.fromkeys(self.problems))
        if name != "claim":
            problems.append((f"s.id IS NULL OR {_is_empty('s.id')}", quoted(": a row without an id")))
        problems.append((f"s.claim IS NULL OR {_is_empty('s.claim')}", quoted(": a row without a claim")))
        cases = " ".join(f"WHEN {test} THEN {reason}" for test, reason in problems)
        key = "NULL" if name == "claim" else "CAST(s.id AS VARCHAR)"

        def refuse(claim: str, row: str, reason: str, rows: str) -> None:
            run(contradicting.refusal(f"SELECT {claim} AS claim, {quoted(name)} AS place, {row} AS row, {reason} AS reason FROM {rows}"))  # fmt: skip

        refuse("COALESCE(CAST(s.claim AS VARCHAR), '')", key, f"CASE {cases} END", f"{self.source} AS s")
        row = "NULL" if name == "claim" else "s.id"
        twice = f"(SELECT claim, id FROM {self.view} GROUP BY claim, id HAVING count(*) > 1) AS s"
        refuse("s.claim", row, quoted(": two rows with one id"), twice)
        if name != "claim":
            refuse(
                "s.claim",
                row,
                quoted(": a row of no known claim"),
                f"{self.view} AS s ANTI JOIN laid_claim AS c ON c.claim = s.claim",
            )
        if name == "filing" and {"entity__name", "entity__number"} & set(self.columns):
            numbered = "entity__number" in self.columns
            pair = ["s.entity__number = b.entity__number"] if numbered else []
            if "entity__name" in self.columns:
                unnumbered = " AND (s.entity__number IS NULL OR b.entity__number IS NULL)" if numbered else ""
                pair.append(f"s.entity__name = b.entity__name{unnumbered}")
            refuse(
                "s.claim",
                row,
                quoted(": two reports of one entity for one year"),
                f"{self.view} AS s JOIN {self.view} AS b USING (claim, scheme, period)"
                f" WHERE s.id < b.id AND (({') OR ('.join(pair)}))",
            )
        for link in self.table.links.values():
            if link.field not in self.given:
                continue
            field, missing = identifier(link.field), ""
            if link.target in readers:
                missing = f"ANTI JOIN laid_{link.target} AS t ON t.claim = s.claim AND t.id = s.{field}"
            reason = quoted(f".{link.field}: names no row of {link.target}")
            refuse("s.claim", row, reason, f"{self.view} AS s {missing} WHERE s.{field} IS NOT NULL")

    def laid(self) -> Laid:
        """The table as queries see it."""
        return Laid(self.view, frozenset(self.columns) - {"claim", "id"}, frozenset(self.open_links))
