"""The benchmarks run, and what they compare gives equal verdicts; how fast is no matter for a test."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_the_benchmarks_run_and_find_equal_verdicts():
    pytest.importorskip("zen", reason="make bench installs the engines to compare with")
    pytest.importorskip("cel", reason="make bench installs the engines to compare with")
    pytest.importorskip("pulp", reason="make bench installs the solver to compare with")
    # Each measurement compares the verdicts before it says a ratio, and ends with an error where they differ.
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--size", "20000"],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout
    for name in (
        "check, cold",
        "check, warm",
        "2,000 credits",
        "whole claims",
        "row engines",
        "overlaps",
        "plan, ",
    ):
        assert name in said
