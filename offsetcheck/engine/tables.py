"""Claims laid out as typed tables in DuckDB: from checked claims row by row, or from relations column by column.

Either way the result is a `Layout`: one table per subject, keyed by `claim` and `id`, one column per fact that the
rulebook reads, and a second one for the assured run only where the profile makes a difference. Relations are read where
they stand (Parquet, or tables of the same database): their rows never pass through Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from offsetcheck.engine.sql import (
    STORED,
    Laid,
    Layout,
    column_name,
    identifier,
    quoted,
    storage_type,
)
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party, normal_name
from offsetcheck.facts.periods import FIRST_YEAR, LAST_YEAR, FiscalYear
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.vocabulary import LEVEL_NAMES, TONNES_LIMIT, Fact, Kind, Profile, Table
from offsetcheck.facts.world import ALL, ASSURED, Row, World
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.language import ListCall, Node, Ref, walk

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Where the rows of a table come from: a Parquet file (or several, by a pattern), or a table or view by its name.
Source = Path | str
#: Rows that are kept back before they are handed to the database at once.
CHUNK = 20_000
#: The first and last day that a columnar input may hold; whatever a rule adds to them is still a day.
FIRST_DAY, LAST_DAY = date(FIRST_YEAR - 90, 1, 1), date(LAST_YEAR + 1, 12, 31)


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
    "claim": {"publication_on", "published_on", "publish_by", "claimed_t"},
    "use": {"purpose", "scope.period", "t"},
    "filing": {"scheme", "period"},
    "project": {"programme"},
}


def needs_of(nodes: Iterable[Node]) -> Needs:
    """What trees read, beside what the engine reads by itself."""
    facts = {t: set(p) for t, p in _ALWAYS.items()}
    judged: dict[str, None] = {}
    lists: dict[str, None] = {"statements": None}
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

    def __init__(self, connection: DuckDBPyConnection, needs: Needs) -> None:
        self.connection = connection
        self.needs = needs
        self.tables = {t.name: _Columns(t, needs) for t in catalogue.tables().values()}
        self.claims: set[str] = set()
        for table in self.tables.values():
            connection.execute(table.create())

    def add(self, world: World) -> None:
        """Add the rows of one claim."""
        if world.claim.id in self.claims:
            raise table_error(
                world.claim.address, world.claim.id, "同じidの取組が二つあります。一方のidを変えてください。",
                "two claims have this id: give each its own", "duplicate-id",
            )  # fmt: skip
        self.claims.add(world.claim.id)
        for name, rows in world.rows.items():
            table = self.tables[name]
            for row in rows:
                table.add(row)
            if table.rows >= CHUNK:
                table.flush(self.connection)

    def layout(self) -> Layout:
        """The tables laid out so far."""
        for table in self.tables.values():
            table.flush(self.connection)
        return Layout({name: table.laid() for name, table in self.tables.items()})


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

    def __init__(self, table: Table, needs: Needs) -> None:
        self.table = table
        self.source = f"laid_{table.name}"
        self.rows = 0
        self.any_rows = False
        self.open_links: set[str] = set()
        found = [
            _Column("claim", "VARCHAR", lambda r: r.world.claim.id),
            _Column("id", "VARCHAR", lambda r: r.id),
            *(_Column(link, "VARCHAR", _linked(link)) for link in table.links),
        ]
        for path in needs.paths(table.name):
            found.extend(_fact_columns(path, table.facts[path]))
        for name in needs.judgements:
            if table.name == "claim":
                found.append(_Column(f"judgement__{name}", "BOOLEAN", _judged(name, own=False)))
            found.append(_Column(f"judged__{name}", "BOOLEAN", _judged(name, own=True)))
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

    def flush(self, connection: DuckDBPyConnection) -> None:
        """Hand the rows kept so far to the database."""
        if not self.rows:
            return
        self.any_rows = True
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
        if not self.any_rows:
            return Laid()
        wanted = frozenset(c.name for c in self.columns.values() if c.wanted)
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


def _judged(name: str, *, own: bool) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        cell = row.world.judgements.get(f"{name}[{row.id}]" if own else name)
        return None if cell is None else cell.value

    return read


def _complete(name: str, run: int) -> Callable[[Row], Any]:
    def read(row: Row) -> Any:
        if row.table != "claim" and row.world.claim.complete(name, run):
            return None  # said once, on the claim
        return True if row.complete(name, run) else None

    return read


def _fact_columns(path: str, fact: Fact) -> Iterator[_Column]:
    """The columns of one fact: a value per run, a party as number and name."""
    name = column_name(path)
    parts: tuple[str, ...] = ("__number", "__name") if fact.type.kind is Kind.PARTY else ("",)
    for part in parts:
        for run, suffix in ((ALL, ""), (ASSURED, "__assured")):
            base = f"{name}{part}" if run == ASSURED else None
            kind = storage_type(fact.type.kind, fact.type.scale)
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
            case Party():
                return value.number if part == "__number" else value.normal
            case FiscalYear():
                return value.start
            case _:
                return value

    return read
