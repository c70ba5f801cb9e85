"""What the reader of claims refuses, a relation refuses as well: of every fact, and for the claim of the row alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from pydantic import BaseModel, ValidationError

from offsetcheck.engine.batch import BatchEngine, Code
from offsetcheck.engine.judge import Settings
from offsetcheck.engine.sql import column_name, identifier, quoted, storage_type
from offsetcheck.engine.tables import TableError, lay_relations
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue, models
from offsetcheck.facts.claims import evidence_value
from offsetcheck.facts.identity import corporate_number
from offsetcheck.facts.periods import FiscalYear, parse_year
from offsetcheck.facts.vocabulary import Fact, Kind, Profile
from tests.engine.lawkit import AS_OF, book, rule
from tests.engine.relations import EVERYTHING

#: Whole relations, many times over: for `make test`.
pytestmark = pytest.mark.slow

#: Every judgement, too.
ALL_NEEDS = replace(EVERYTHING, judgements=tuple(catalogue.judgements()))
LISTS = {t.plural for t in catalogue.tables().values()} - {"claim"}
MODELS: dict[str, type[BaseModel]] = {
    "party": models.Party, "claim": models.ClaimFacts, "statement": models.Statement, "emission": models.Emission,
    "reduction": models.Reduction, "project": models.Project, "registration": models.Registration, "concern": models.Concern,
    "label": models.CreditLabel, "issuance": models.Issuance, "record": models.MonitoringRecord, "credit": models.Credit,
    "mark": models.CreditMark, "retirement": models.Retirement, "block": models.RetiredBlock, "use": models.Use,
    "filing": models.Filing, "source": models.Source, "certificate": models.Certificate, "transfer": models.Transfer,
    "lot": models.Lot, "stock": models.Stock,
}  # fmt: skip
#: Why a day of publication does not go with the stage, whatever the values.
STAGED = ("write publish_by, not published_on", "has its day, add published_on", "has its day, add it")
NUMBERS = ("0", "-1", "1", "12.345", "999", "999999999", "999999999999", "999999999999999")


def _texts(fact: Fact) -> Iterator[tuple[str, list[str]]]:
    """The column types of a text, with texts that may be wrong in them."""
    members = [quoted(m) for m in fact.type.members]
    yield (
        "VARCHAR",
        [
            *members,
            "''",
            quoted("\u3000 \t"),
            "'foo'",
            "'ＪＰ'",
            "'日本'",
            "'7010001008844'",
            "'7010001008845'",
        ],
    )
    if members:
        yield f"ENUM({', '.join([*members, quoted('foo')])})", [*members, "'foo'"]


def _variants(fact: Fact) -> Iterator[tuple[str, list[str]]]:
    """The types in which a column of a fact may come, with values of them as SQL."""
    match fact.type.kind:
        case Kind.NUMBER:
            whole = [n for n in NUMBERS if "." not in n]
            yield "DECIMAL(18,3)", list(NUMBERS)
            yield "TINYINT", ["0", "-1", "127"]
            yield "UBIGINT", ["0", "1", "1000000000000000", "18446744073709551615"]
            yield "HUGEINT", [*whole, "1000", "1000000000", "1000000000000000", "170141183460469231731687303715884105727", "-170141183460469231731687303715884105727"]  # fmt: skip
            yield "UHUGEINT", ["0", "1", "340282366920938463463374607431768211455"]
            yield "DECIMAL(38,0)", [*whole, "9" * 38, "-" + "9" * 38]
            yield "DECIMAL(38,6)", [*NUMBERS, "1.0005", "-0.000001", "9" * 32, "999999999999999.999999"]
            yield "DECIMAL(38,30)", ["1.5", "99999999.999999999999", "-99999999.999999999999"]
            yield "DECIMAL(38,38)", ["0.5", "0.99999", "-0.5"]
        case Kind.DATE:
            yield "DATE", [f"'{d}'" for d in ("1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01", "0001-01-01", "5874897-12-31", "290000-01-01 (BC)", "infinity", "-infinity")]  # fmt: skip
        case Kind.BOOLEAN:
            yield "BOOLEAN", ["TRUE", "FALSE"]
        case Kind.YEAR:
            yield "VARCHAR", ["'FY2025'", "'2025年'", "'FY1989'", "'FY9999'", "''", quoted("FY2025\n")]
            yield "SMALLINT", ["1989", "1990", "2199", "2200", "32767", "-32768"]
            yield "HUGEINT", ["2025", "170141183460469231731687303715884105727"]
        case Kind.LIST:
            known = [quoted(m) for m in fact.type.members] or [
                "'uses'" if fact.path == "complete_lists" else "'AG-001'"
            ]
            first = known[0]
            yield "VARCHAR[]", ["[]", f"[{', '.join(known)}]", f"[{first}, NULL]", f"[{first}, '']", "[' ']", "['foo']", f"['foo', {first}]", "[NULL]"]  # fmt: skip
            if fact.path == "complete_lists":
                yield (
                    "VARCHAR",
                    ["'all'", "'uses'", "'uses, statements'", "'alles'", "'uses,,'", "''", "'uses,foo'"],
                )
        case _:
            yield from _texts(fact)


def _said(text: str) -> Any:
    """A value of a column, as a claim would write it."""
    if text.startswith("'"):
        return text[1:-1]
    if text.startswith("["):
        return None if text == "NULL" else [_said(part) for part in text[1:-1].split(", ") if part]
    if text in ("TRUE", "FALSE", "NULL"):
        return {"TRUE": True, "FALSE": False, "NULL": None}[text]
    return Decimal(text) if "." in text else int(text)


def _reader_refuses(fact: Fact, column: str, text: str) -> bool:
    """Whether the reader of claims refuses a value of a fact."""
    value = _said(text)
    if fact.type.kind is Kind.PARTY and column.endswith("__number"):
        return _fails(corporate_number, value)
    if (
        fact.type.kind is Kind.YEAR
    ):  # a relation holds years of activity, without a letter where they are whole
        return _fails(_activity_year, f"FY{value}" if isinstance(value, int) else value)
    if fact.computed and fact.type.kind is Kind.LIST:
        return not all(isinstance(v, str) and v.strip() for v in value)
    if fact.computed:
        return _fails(partial(evidence_value, fact), value)
    if fact.path == "complete_lists" and value != "all":
        names = [v.strip() for v in value.split(",")] if isinstance(value, str) else value
        return not set(names) <= LISTS
    steps = fact.path.split(".")
    model = MODELS[fact.table]
    if steps[0] == "disclosure":
        model, steps = models.Disclosure, steps[1:]
    for step in reversed(steps):
        value = {step: value}
    try:
        model.model_validate(value)
    except ValidationError as error:
        return any(e["loc"][: len(steps)] == tuple(steps) for e in error.errors())
    return False


def _activity_year(text: str) -> None:
    if not isinstance(parse_year(text), FiscalYear):
        raise ValueError(text)


def _fails(read: Callable[[Any], object], value: Any) -> bool:
    try:
        read(value)
    except ValueError:
        return True
    return False


def _columns(fact: Fact) -> Iterator[str]:
    yield column_name(fact.path)
    if fact.type.kind is Kind.PARTY:
        yield f"{column_name(fact.path)}__number"


@dataclass(frozen=True)
class Said:
    """A value in a column of a row, each row of a claim of its own."""

    fact: Fact
    column: str
    kind: str
    texts: Mapping[str, str]
    """By column, as SQL."""


def _refusals(table: str, rows: Sequence[Said]) -> list[list[str]]:
    """Why the claim of each row is refused; the others are laid out whole."""
    kinds = {c: r.kind for r in rows for c in r.texts}
    with duckdb.connect() as connection, TemporaryDirectory() as folder:
        own = table == "claim"
        keys = "('C' || n)::VARCHAR AS claim, " + ("" if own else "'R' AS id, ")
        given = dict(kinds) if own else {}
        stated = {"stage": "'ready'", "publish_by": "DATE '2026-06-30'"}
        connection.execute(
            "CREATE TABLE my_claim AS SELECT 'C' || n AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by"
            f" FROM range({len(rows)}) r(n)"
        )
        cells = [
            f"(CASE n {' '.join(f'WHEN {n} THEN CAST({r.texts[c]} AS {k})' for n, r in enumerate(rows) if c in r.texts)}"
            f" {f'ELSE {stated[c]}' if own and c in stated else ''} END) AS {identifier(c)}"
            for c, k in kinds.items()
        ]
        cells += [f"{v} AS {c}" for c, v in stated.items() if own and c not in given]
        connection.execute(
            f"CREATE TABLE my_{table}_rows AS SELECT {keys}{', '.join(cells)} FROM range({len(rows)}) r(n)"
        )
        tables = {"claim": "my_claim", table: f"my_{table}_rows"}
        lay_relations(
            connection, ALL_NEEDS, tables, Settings(AS_OF, Profile.CERTIFICATION), {table: "verified"},
            check=True, rows_at_once=10**6, folder=Path(folder),
        )  # fmt: skip
        connection.execute(f"CREATE TABLE whole AS SELECT * FROM laid_{table}")
        found: list[list[str]] = [[] for _ in rows]
        for claim, reason in connection.execute("SELECT claim, reason FROM refused").fetchall():
            found[int(claim[1:])].append(reason)
        return found


def _rounds(table: str) -> Iterator[list[Said]]:
    """The rows of a table, a round for each type that a column may have."""
    facts = catalogue.tables()[table].facts.values()
    every = [(f, c, list(_variants(f))) for f in facts for c in _columns(f)]
    for n in range(max(len(v) for *_, v in every)):
        yield [Said(f, c, v[n][0], {c: t}) for f, c, v in every if n < len(v) for t in v[n][1]]


@pytest.mark.parametrize("table", catalogue.tables())
def test_a_value_the_reader_of_claims_refuses_is_refused_in_a_relation_as_well(table: str) -> None:
    """And is found by its relation, row and column; nothing is refused for a column whose value the reader takes."""
    for rows in _rounds(table):
        for row, reasons in zip(rows, _refusals(table, rows), strict=True):
            (text,) = row.texts.values()
            place = f"{table}.{row.column}: " if table == "claim" else f"{table}[R].{row.column}: "
            located = [r for r in reasons if r.startswith(place) and not r.endswith(STAGED)]
            if _reader_refuses(row.fact, row.column, text):
                assert located, (row, reasons)
            elif row.fact.type.kind is not Kind.YEAR or row.kind != "VARCHAR" or text == "'FY2025'":
                assert not located, (row, reasons)


def _two_values(fact: Fact, column: str) -> tuple[str, str]:
    """Two values that a column may have."""
    known = [quoted(m) for m in fact.type.members]
    match fact.type.kind:
        case Kind.NUMBER:
            return "1", "2"
        case Kind.DATE:
            return "DATE '2026-05-01'", "DATE '2026-05-02'"
        case Kind.BOOLEAN:
            return "TRUE", "FALSE"
        case Kind.YEAR:
            return "2024", "2025"
        case Kind.LIST:
            first, second = known[:2] or (["'uses'", "'credits'"] if fact.path == "complete_lists" else ["'AG-001'", "'EN-S-001'"])  # fmt: skip
            return f"[{first}]", f"[{first}, {second}]"
        case _ if column == f"{column_name(fact.path)}__number" or fact.path == "corporate_number":
            return "'7010001008844'", "'1010401010455'"
        case _ if fact.type.form == "country":
            return "'JP'", "'VN'"
        case _:
            return (known[0], known[1]) if known else ("'a'", "'b'")


def _kind(fact: Fact) -> str:
    return storage_type(fact.type.kind, fact.type.scale)


@pytest.mark.parametrize("table", catalogue.tables())
def test_the_assured_run_knows_no_value_that_all_facts_do_not_have(table: str) -> None:
    """A value for the assured run is that on all facts or is missing (law 7): two of one fact refuse the claim (law 8)."""
    rows, wrong = [], []
    for fact in catalogue.tables()[table].facts.values():
        for column in _columns(fact):
            if column == "stage":
                continue
            one, other = _two_values(fact, column)
            for base, assured in (("NULL", one), (other, one), (one, one), (one, "NULL")):
                said = {column: base, f"{column}__assured": assured}
                rows.append(Said(fact, column, _kind(fact), said))
                wrong.append(assured not in ("NULL", base))
    for row, bad, reasons in zip(rows, wrong, _refusals(table, rows), strict=True):
        place = "" if table == "claim" else "[R]"
        located = [r for r in reasons if r.startswith(f"{table}{place}.{row.column}__assured: ")]
        assert bool(located) == bad, (row, reasons)


@pytest.mark.parametrize("table", catalogue.tables())
def test_the_assured_run_knows_no_judgement_and_no_complete_list_that_is_not_said(table: str) -> None:
    fact = catalogue.tables()["credit"].facts["ex_ante"]
    names = [f"judged__{n}" for n in catalogue.judgements()] + [f"complete__{n}" for n in sorted(LISTS)]
    names += [f"judgement__{n}" for n in catalogue.judgements()] if table == "claim" else []
    rows = [
        Said(fact, name, "BOOLEAN", {name: base, f"{name}__assured": assured})
        for name in names
        for base, assured in (
            ("NULL", "TRUE"),
            ("FALSE", "TRUE"),
            ("TRUE", "TRUE"),
            ("TRUE", "NULL"),
            ("FALSE", "NULL"),
        )
    ]
    for row, reasons in zip(rows, _refusals(table, rows), strict=True):
        base, assured = row.texts.values()
        place = "" if table == "claim" else "[R]"
        located = [r for r in reasons if r.startswith(f"{table}{place}.{row.column}__assured: ")]
        assert bool(located) == (assured not in ("NULL", base)), (row, reasons)


def test_what_the_claim_says_of_its_lists_its_rows_need_not_say_again() -> None:
    """A row may be the only one to say for the assured run what its claim says on all facts."""
    with duckdb.connect() as connection, TemporaryDirectory() as folder:
        connection.execute(
            "CREATE TABLE c AS SELECT k AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by, l AS complete_lists,"
            " CAST(NULL AS VARCHAR) AS complete_lists__assured FROM (VALUES ('C', 'all'), ('D', 'uses')) v(k, l)"
        )
        connection.execute(
            "CREATE TABLE r AS SELECT k AS claim, 'R' AS id, TRUE AS complete__blocks__assured FROM (VALUES ('C'), ('D')) v(k)"
        )
        lay_relations(
            connection, ALL_NEEDS, {"claim": "c", "retirement": "r"}, Settings(AS_OF), {}, check=True, rows_at_once=10, folder=Path(folder),
        )  # fmt: skip
        (only,) = connection.execute("SELECT claim, reason FROM refused").fetchall()
    assert only[0] == "D"
    assert only[1].startswith("retirement[R].complete__blocks__assured: ")


@pytest.mark.parametrize("column", ["act", "user__number", "judged__late_ok"])
def test_a_column_for_the_assured_run_stands_beside_that_on_all_facts(column: str) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE c AS SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by"
        )
        connection.execute(f"CREATE TABLE r AS SELECT 'C' AS claim, 'R' AS id, NULL AS {column}__assured")
        engine = BatchEngine(RULES, connection=connection)
        with pytest.raises(TableError) as caught:
            engine.of_tables({"claim": "c", "retirement": "r"}, Settings(AS_OF))
    assert f"add the column {column}" in caught.value.problems[0].expected.en


RULES = book(rule("USE-T", "use", "use.t > 0"), rule("RET-ACT", "retirement", {"act": "retirement.act = 'retirement'", "day": "add_months(retirement.completed_on, 2) > retirement.applied_on"}), rule("USE-YEAR", "use", "fy_last(use.scope.period) > retirement.applied_on"))  # fmt: skip
BAD = {
    "t": ("use", ["170141183460469231731687303715884105727::HUGEINT", "1::HUGEINT"]),
    "scope__period": ("use", ["32767::SMALLINT", "2025::SMALLINT"]),
    "completed_on": ("retirement", ["DATE '5874897-12-31'", "DATE '2026-05-01'"]),
}


@pytest.mark.parametrize("column", BAD)
def test_one_bad_row_refuses_its_claim_alone(column: str) -> None:
    table, (bad, good) = BAD[column]
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE c AS SELECT unnest(['C', 'D']) AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by"
        )
        rows = {"use": {"retirement": "'R'"}, "retirement": {"applied_on": "DATE '2026-05-01'"}}
        rows[table] |= {column: f"CASE k WHEN 'C' THEN {bad} ELSE {good} END"}
        for name, cells in rows.items():
            listed = ", ".join(f"{v} AS {c}" for c, v in cells.items())
            connection.execute(
                f"CREATE TABLE my_{name} AS SELECT k AS claim, '{name[0].upper()}' AS id, {listed} FROM (VALUES ('C'), ('D')) v(k)"
            )
        engine = BatchEngine(RULES, connection=connection)
        with engine.of_tables(
            {"claim": "c", "use": "my_use", "retirement": "my_retirement"}, Settings(AS_OF)
        ) as batch:
            verdicts = {r["claim"]: Code(r["verdict"]).verdict for r in batch.rows("verdict_claim")}
            assert {r["claim"] for r in batch.rows("refused")} == {"C"}
        assert verdicts["C"] is Verdict.ERROR
        assert verdicts["D"] is not Verdict.ERROR
