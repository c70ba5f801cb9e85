"""Many claims: our compiled rules beside hand-written SQL and a bare scan of the same columns, in one database."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import by_hand
from benchmarks.common import THREADS, Figures, Options, process, spread, timed
from benchmarks.data import write_tables
from benchmarks.rules import CREDIT_RULES, LINKED_RULES, SETTINGS, rulebook
from offsetcheck.engine.batch import BatchEngine, Summary
from offsetcheck.engine.verdict import Verdict
from offsetcheck.rulebook.shipped import open_rulebook

Triple = tuple[int, int, int, int]
"""Pass, fail, not applicable, unknown."""


def _triples(row: tuple[Any, ...]) -> list[Triple]:
    """What a query by hand counted, with the unknown as what is left."""
    total = int(row[-1])
    found = []
    for n in range(0, len(row) - 1, 3):
        counts = [int(v) for v in row[n : n + 3]]
        found.append((counts[0], counts[1], counts[2], total - sum(counts)))
    return found


def _ours(summary: Summary) -> dict[str, Triple]:
    order = (Verdict.PASS, Verdict.FAIL, Verdict.NOT_APPLICABLE, Verdict.UNKNOWN)
    return {rule: tuple(c[v] for v in order) for (_, rule), c in summary.rules.items()}  # type: ignore[misc]


def same_counts(what: str, ours: object, theirs: object) -> None:
    """A speed is worth nothing where the verdicts differ."""
    if ours != theirs:
        raise AssertionError(f"{what}: the verdicts differ\n  ours:   {ours}\n  theirs: {theirs}")


def _credits(tables: dict[str, Path], options: Options) -> dict[str, Any]:
    """The ten rules on credits: ours, by hand, bare scan."""
    engine = BatchEngine(rulebook(linked=False), threads=THREADS)
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    two = {n: tables[n] for n in ("claim", "credit")}
    results: dict[str, Any] = {}

    def ours() -> None:
        with engine.of_tables(two, SETTINGS, check=False) as batch:
            results["ours"] = batch.summary()

    def hand() -> None:
        results["hand"] = connection.execute(by_hand.credit_rules(tables["credit"])).fetchone()

    def bare() -> None:
        connection.execute(by_hand.scan(tables["credit"])).fetchone()

    def counting() -> None:
        """The counting alone: the claims are laid out and their editions chosen before."""
        laid.summary()

    with engine.of_tables(two, SETTINGS, check=False) as laid:
        laid.summary()
        times = timed(ours, counting, hand, bare, repeats=options.repeats)
    connection.close()
    ids = [r.id for r in CREDIT_RULES]
    found = _ours(results["ours"])
    same_counts("credits", [found[i] for i in ids], _triples(results["hand"]))
    return dict(zip(("ours", "counting", "hand", "scan"), (spread(t) for t in times), strict=True))


def _claims(tables: dict[str, Path], options: Options) -> dict[str, Any]:
    """Whole claims with the sum of what is valid: ours and by hand."""
    engine = BatchEngine(rulebook(linked=True), threads=THREADS)
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    queries = by_hand.whole_claims(tables)
    results: dict[str, Any] = {}

    def ours() -> None:
        with engine.of_tables(tables, SETTINGS, check=False) as batch:
            results["ours"] = batch.summary()

    def hand() -> None:
        results["hand"] = [connection.execute(q).fetchone() for q in queries]

    times = timed(ours, hand, repeats=max(2, options.repeats // 2))
    connection.close()
    found = _ours(results["ours"])
    *others, claims = results["hand"]
    ids = [r.id for r in CREDIT_RULES] + [n for n, *_ in LINKED_RULES]
    same_counts("linked rules", [found[i] for i in ids], [x for row in others for x in _triples(row)])
    same_counts("claims", [found["B-16"]], _triples(claims[:4]))
    uses = results["ours"].uses
    same_counts(
        "uses", [uses[v] for v in (Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN)], [int(v) for v in claims[4:]]
    )
    verdicts = sum(sum(c) for c in found.values())
    return {**dict(zip(("ours", "hand"), (spread(t) for t in times), strict=True)), "verdicts": verdicts}


def run_shipped(folder: Path) -> dict[str, Any]:
    """The shipped rulebook over whole claims; called in a process of its own, whose memory is asked for."""
    tables = {p.stem: p for p in sorted(folder.glob("*.parquet"))}
    engine = BatchEngine(
        open_rulebook(), threads=THREADS, memory_limit="1GB", temp_directory=folder / "spill"
    )
    start = time.perf_counter()
    with engine.of_tables(tables, SETTINGS, check=False) as batch:
        summary = batch.summary()
    seconds = time.perf_counter() - start
    verdicts = sum(sum(c.values()) for c in summary.rules.values())
    return {
        "seconds": seconds,
        "verdicts": verdicts,
        "claims": sum(summary.claims.values()),
        "rules": len(summary.rules),
    }


def measure(options: Options) -> list[Figures]:
    with tempfile.TemporaryDirectory() as name:
        folders = {size: Path(name) / str(size) for size in (options.rows // 10, options.rows)}
        tables = {}
        for size, folder in folders.items():
            folder.mkdir()
            with duckdb.connect() as connection:
                tables[size] = write_tables(connection, folder, size)
        small, large = folders
        rows = large
        credits = {size: _credits(tables[size], options) for size in folders}
        claims = _claims(tables[large], options)
        shipped = {}
        for size, folder in folders.items():
            ended = process(["-m", "benchmarks.columnar", str(folder)])
            shipped[size] = {**json.loads(ended.stdout), "peak_mb": round(ended.peak_mb)}
    now = {k: v["min"] for k, v in credits[large].items()}
    per = {k: v["min"] for k, v in credits[small].items()}
    to_hand, to_scan = now["ours"] / now["hand"], now["ours"] / now["scan"]
    rate = rows * len(CREDIT_RULES) / now["ours"]
    found = {
        "rows": rows, "rules": len(CREDIT_RULES), "seconds": credits[large], "ratio_to_hand": round(to_hand, 2),
        "counting_to_hand": round(now["counting"] / now["hand"], 2), "ratio_to_scan": round(to_scan, 2),
        "verdicts_per_s": round(rate), "seconds_tenth": credits[small],
        "per_credit_to_tenth": round(now["ours"] / rows / (per["ours"] / small), 2),
    }  # fmt: skip
    lines = [
        Figures(
            "credits",
            f"{rows:,} credits, {len(CREDIT_RULES)} rules: {to_hand:.2f}x hand-written SQL"
            f" ({found['counting_to_hand']}x once laid out), {to_scan:.2f}x a bare scan; {rate / 1e6:.0f} million verdicts/s;"
            f" per credit {found['per_credit_to_tenth']}x of {small:,}",
            found,
        ),
    ]
    ratio, number = claims["ours"]["min"] / claims["hand"]["min"], rows // 10
    found = {
        "claims": number, "seconds": {k: claims[k] for k in ("ours", "hand")}, "ratio_to_hand": round(ratio, 2),
        "verdicts_per_s": round(claims["verdicts"] / claims["ours"]["min"]),
        "claims_per_s": round(number / claims["ours"]["min"]),
    }  # fmt: skip
    lines.append(
        Figures(
            "claims",
            f"{number:,} whole claims, {len(CREDIT_RULES) + len(LINKED_RULES) + 1} rules with a sum: {ratio:.2f}x"
            f" hand-written SQL; {found['verdicts_per_s'] / 1e6:.1f} million verdicts/s, {found['claims_per_s']:,} claims/s",
            found,
        )
    )
    full = shipped[large]
    each = (full["seconds"] / large) / (shipped[small]["seconds"] / small)
    found = {str(k): v for k, v in shipped.items()} | {"per_credit_to_tenth": round(each, 2)}
    lines.append(
        Figures(
            "shipped",
            f"{full['claims']:,} whole claims, shipped rulebook ({full['rules']} rules in force):"
            f" {full['verdicts'] / full['seconds'] / 1e6:.1f} million verdicts/s,"
            f" {full['claims'] / full['seconds']:,.0f} claims/s, peak {full['peak_mb']} MB; per credit {each:.2f}x of {small:,}",
            found,
        )
    )
    return lines


if __name__ == "__main__":
    print(json.dumps(run_shipped(Path(sys.argv[1]))))
