"""Claims made by DuckDB itself: the same rows for the same seed, whatever the number of threads."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CREDITS_PER_CLAIM = 10
TABLES = ("claim", "project", "issuance", "credit", "retirement", "use")


def _draw(what: str, below: int, seed: int) -> str:
    """A number drawn for row `n`, evenly from 0 up to, not including, `below`."""
    return f"CAST(hash(n, '{what}', {seed}) % {below} AS INTEGER)"


def _sometimes(what: str, seed: int, value: str, missing: int) -> str:
    """A value that is missing in some per cent of the rows."""
    return value if not missing else f"CASE WHEN {_draw(f'{what}?', 100, seed)} >= {missing} THEN {value} END"


def _one_of(what: str, seed: int, usual: str, *others: str) -> str:
    """Nineteen times in twenty the usual value, else one of the others."""
    cases = " ".join(f"WHEN {k} THEN '{o}'" for k, o in enumerate(others))
    return f"CASE {_draw(what, 20 * len(others), seed)} {cases} ELSE '{usual}' END"


def _day(first: str, what: str, days: int, seed: int) -> str:
    return f"DATE '{first}' + {_draw(what, days, seed)}"


def write_tables(
    connection: DuckDBPyConnection, folder: Path, credits: int, *, seed: int = 1, missing: int = 3
) -> dict[str, Path]:
    """Write each table as Parquet; `missing` per cent of each fact that may be missing is so."""
    claims = max(1, credits // CREDITS_PER_CLAIM)

    def m(what: str, value: str) -> str:
        return _sometimes(what, seed, value, missing)

    of_claim = "'c' || (n // {}) AS claim"
    tonnes = f"1 + {_draw('quantity', 950, seed)}"
    counted = f"{tonnes} + {_draw('off', 50, seed)} // 49"
    of_use = _draw("t", 900, seed)
    overlaps, share = f"{_draw('overlaps', 50, seed)} = 0", f"{_draw('share', 10, seed)} = 0"
    queries = {
        "claim": (
            claims,
            "'c' || n AS claim, DATE '2026-05-01' AS published_on, 'published' AS stage, 'organisation' AS kind,"
            f" CAST({_draw('claimed', 6000, seed)} AS DECIMAL(18, 3)) AS claimed_t, 'all' AS complete_lists",
        ),
        "project": (
            claims * 2,
            f"{of_claim.format(2)}, 'P' || (n % 2) AS id,"
            f" {m('programme', _one_of('programme', seed, 'J-Credit', 'JCM', 'VCS', 'not_a_credit'))} AS programme",
        ),
        "issuance": (
            claims * 2,
            f"{of_claim.format(2)}, 'I' || (n % 2) AS id, 'P' || (n % 2) AS project,"
            f" {m('monitored', _day('2020-01-01', 'monitored', 1500, seed))} AS monitored__to,"
            f" {m('decided', _day('2024-01-01', 'decided', 800, seed))} AS decided_on",
        ),
        "credit": (
            claims * CREDITS_PER_CLAIM,
            f"{of_claim.format(CREDITS_PER_CLAIM)}, 'C' || (n % {CREDITS_PER_CLAIM}) AS id,"
            " 'P' || (n % 2) AS project, 'I' || (n % 2) AS issuance,"
            f" {m('quantity', f'CAST({tonnes} AS DECIMAL(18, 3))')} AS quantity_t,"
            f" {m('count', f'CAST({counted} AS DECIMAL(18, 3))')} AS serial_count,"
            f" {m('overlaps', overlaps)} AS overlaps_claim,"
            f" {m('unit', _one_of('unit', seed, 'ex_post', 'ex_ante'))} AS unit_kind,"
            f" {m('from', _day('2012-09-01', 'from', 3000, seed))} AS vintage__from,"
            f" {m('to', _day('2015-09-01', 'to', 3500, seed))} AS vintage__to,"
            f" {m('status', _one_of('status', seed, 'authorised', 'not_authorised', 'revoked'))} AS authorisation__status,"
            f" {m('on', _day('2021-01-01', 'on', 2000, seed))} AS authorisation__on,"
            f" {m('adjusted', _one_of('adjusted', seed, 'applied', 'committed', 'not_applied', 'not_required'))}"
            " AS authorisation__adjustment,"
            f" {m('ccp', _one_of('ccp', seed, 'approved', 'pending', 'not_approved', 'not_assessed'))} AS ccp_label,"
            f" {m('share', share)} AS from_government_share",
        ),
        "retirement": (
            claims * 2,
            f"{of_claim.format(2)}, 'R' || (n % 2) AS id,"
            f" {m('act', _one_of('act', seed, 'retirement', 'cancellation', 'administrative_cancellation'))} AS act,"
            f" {m('completed', _day('2025-05-01', 'completed', 370, seed))} AS completed_on",
        ),
        "use": (
            claims * CREDITS_PER_CLAIM,
            f"{of_claim.format(CREDITS_PER_CLAIM)}, 'U' || (n % {CREDITS_PER_CLAIM}) AS id,"
            f" 'C' || (n % {CREDITS_PER_CLAIM}) AS credit, 'R' || (n % 2) AS retirement, 'offset' AS purpose,"
            f" {m('t', f'CAST({of_use} AS DECIMAL(18, 3))')} AS t,"
            f" {m('state', _one_of('state', seed, 'retired', 'held', 'purchased'))} AS status",
        ),
    }
    found = {}
    for table in TABLES:
        rows, columns = queries[table]
        found[table] = folder / f"{table}.parquet"
        connection.execute(
            f"COPY (SELECT {columns} FROM range({rows}) AS t(n)) TO '{found[table]}' (FORMAT parquet)"
        )
    return found
