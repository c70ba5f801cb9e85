"""What the measurements share: how a run is timed, and one line of a table."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Threads of the database, in every measurement alike.
THREADS = 2


@dataclass(frozen=True)
class Options:
    """How large a run is."""

    rows: int = 1_000_000
    sample: int = 20_000
    starts: int = 21
    repeats: int = 5


@dataclass
class Figures:
    """What one measurement found: its figures by name, and the line that is printed."""

    name: str
    line: str
    values: dict[str, Any] = field(default_factory=dict)


def timed(*runs: Callable[[], object], repeats: int) -> list[list[float]]:
    """Seconds of each run; the runs take turns, so that what slows the machine slows all of them."""
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(repeats):
        for times, run in zip(found, runs, strict=True):
            start = time.perf_counter()
            run()
            times.append(time.perf_counter() - start)
    return found


def spread(times: Sequence[float]) -> dict[str, float]:
    return {"min": round(min(times), 5), "median": round(statistics.median(times), 5)}


@dataclass(frozen=True)
class Ended:
    """What a process cost."""

    wall: float
    cpu: float
    peak_mb: float
    stdout: str


#: As an installed program starts: compiled files are kept, whatever the surroundings say.
_ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"LC_ALL": "C.UTF-8"}


def process(arguments: Sequence[str], *, expect: int = 0) -> Ended:
    """Run Python in a process of its own, and ask the system what it cost."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE, env=_ENVIRONMENT)
    assert child.stdout is not None
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdout.close()
    if child.returncode != expect:
        raise RuntimeError(f"{' '.join(arguments)} ended with {child.returncode}, not {expect}")
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Ended(wall, usage.ru_utime + usage.ru_stime, peak, out.decode())
