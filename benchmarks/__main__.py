"""Measure: `python -m benchmarks [--quick] [--size N] [--only NAME] [--no-save]`."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.common import THREADS, Options

NAMES = ("cold", "columnar", "engines", "overlaps", "plan")
RESULTS = Path(__file__).resolve().parent / "results.json"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the size")
    parser.add_argument("--size", type=int, default=1_000_000, metavar="N", help="credits and serial blocks")
    parser.add_argument("--only", choices=NAMES, action="append", help="this measurement alone")
    parser.add_argument("--no-save", action="store_true", help="leave results.json as it is")
    chosen = parser.parse_args()
    divide = 10 if chosen.quick else 1
    rows = max(1000, chosen.size // divide)
    options = Options(rows, min(20_000, rows), 3 if chosen.quick else 21, 2 if chosen.quick else 5)
    start, values = time.perf_counter(), {}
    for name in chosen.only or NAMES:
        for figures in importlib.import_module(f"benchmarks.{name}").measure(options):
            print(figures.line, flush=True)
            values[figures.name] = {"line": figures.line, **figures.values}
    print(f"({time.perf_counter() - start:.0f} s)")
    whole = not (chosen.quick or chosen.only or chosen.no_save) and chosen.size == 1_000_000
    if whole:
        made = {
            "python": platform.python_version(), "duckdb": version("duckdb"), "processors": os.cpu_count(),
            "threads": THREADS, "figures": values,
        }  # fmt: skip
        RESULTS.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
