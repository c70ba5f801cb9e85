"""The same rules in two engines that judge a row at a time: zen (Rust) and the Common Expression Language (Rust)."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import cel
import duckdb
import zen

from benchmarks.by_hand import CREDIT_COLUMNS
from benchmarks.common import THREADS, Figures, Options, spread, timed
from benchmarks.data import write_tables
from benchmarks.rules import CREDIT_RULES, SETTINGS, rulebook
from offsetcheck.engine.batch import BatchEngine, Code

_DAYS = ("vintage__from", "vintage__to", "authorisation__on")
_COUNTS = ("quantity_t", "serial_count")


def _one_call(language: str, place: int) -> str:
    """All rules in one expression, so that an engine is called once a row: the kindest way to measure it."""
    codes = []
    for rule in CREDIT_RULES:
        code = f"({getattr(rule, language)}) ? {int(Code.PASS)} : {int(Code.FAIL)}"
        if rule.when is not None:
            code = f"({rule.when[place]}) ? ({code}) : {int(Code.NOT_APPLICABLE)}"
        codes.append(f"({code})")
    return f"[{', '.join(codes)}]"


def _rows(connection: duckdb.DuckDBPyConnection, credit: Path) -> list[dict[str, Any]]:
    """Rows as dictionaries, days and whole tonnes as numbers."""
    found = connection.execute(
        f"SELECT {', '.join(CREDIT_COLUMNS)} FROM read_parquet('{credit}') ORDER BY claim, id"
    ).fetchall()
    rows = [dict(zip(CREDIT_COLUMNS, row, strict=True)) for row in found]
    for row in rows:
        row.update({d: row[d].toordinal() for d in _DAYS})
        row.update({c: int(row[c]) for c in _COUNTS})
    return rows


def same_verdicts(engine: str, ours: list[list[int]], theirs: list[list[int]]) -> None:
    """Every verdict on every row of the sample."""
    for n, (own, other) in enumerate(zip(ours, theirs, strict=True)):
        if own != other:
            raise AssertionError(f"{engine}: row {n} differs: ours {own}, theirs {other}")


def measure(options: Options, rows_for_us: int | None = None) -> list[Figures]:
    with tempfile.TemporaryDirectory() as name, duckdb.connect() as connection:
        folder = Path(name)
        (folder / "sample").mkdir()
        (folder / "all").mkdir()
        sample = write_tables(connection, folder / "sample", options.sample, seed=2, missing=0)
        many = write_tables(connection, folder / "all", rows_for_us or options.rows, seed=2, missing=0)
        rows = _rows(connection, sample["credit"])
        engine = BatchEngine(rulebook(linked=False), threads=THREADS)
        # Drawn facts may contradict each other; what is compared are the verdicts on them all the same.
        with engine.of_tables(sample, SETTINGS, check=False) as batch:
            verdicts = [
                [row[f"{r.id}@guideline/one"] for r in CREDIT_RULES] for row in batch.rows("verdict_credit")
            ]
        zen_program = zen.compile_expression(_one_call("zen", 3))
        cel_program = cel.compile(_one_call("cel", 2))

        def by_zen() -> list[list[int]]:
            return [[int(v) for v in zen_program.evaluate(row)] for row in rows]

        def by_cel() -> list[list[int]]:
            return [cel_program.execute(row) for row in rows]

        same_verdicts("zen", verdicts, by_zen())
        same_verdicts("CEL", verdicts, by_cel())

        def ours() -> None:
            with engine.of_tables({n: many[n] for n in ("claim", "credit")}, SETTINGS, check=False) as batch:
                batch.summary()

        def zen_alone() -> None:
            for row in rows:
                zen_program.evaluate(row)

        def cel_alone() -> None:
            for row in rows:
                cel_program.execute(row)

        times = timed(ours, zen_alone, cel_alone, repeats=options.repeats)
    count = len(CREDIT_RULES)
    rates = {
        "ours": (rows_for_us or options.rows) * count / min(times[0]),
        "zen": len(rows) * count / min(times[1]),
        "cel": len(rows) * count / min(times[2]),
    }
    values = {
        "sample_rows": len(rows), "verdicts_per_s": {k: round(v) for k, v in rates.items()},
        "seconds": dict(zip(rates, (spread(t) for t in times), strict=True)),
        "ratio": {k: round(rates["ours"] / rates[k], 1) for k in ("zen", "cel")},
    }  # fmt: skip
    line = (
        f"row engines, {len(rows):,} complete credits: {values['ratio']['zen']}x zen"
        f" ({rates['zen'] / 1e6:.2f} million verdicts/s), {values['ratio']['cel']}x CEL ({rates['cel'] / 1e6:.2f} million)"
    )
    return [Figures("engines", line, values)]
