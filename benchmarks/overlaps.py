"""The search for serial numbers counted twice beside a sort of the same blocks by scope and number, their keys made ready."""

from __future__ import annotations

import random

from benchmarks.common import Figures, Options, spread, timed
from offsetcheck.facts.serials import Block, SerialRange, UniquenessScope, find_overlaps

PROJECTS = 1000


def blocks(count: int, seed: int = 3) -> list[Block]:
    """Blocks in random order, one in a thousand of which overlaps the one before."""
    source = random.Random(seed)
    scopes = [
        UniquenessScope("J-Credit", "J-クレジット登録簿", "JCL", f"P{n}", "2023") for n in range(PROJECTS)
    ]
    last = [0] * PROJECTS
    found = []
    for n in range(count):
        project = source.randrange(PROJECTS)
        first = last[project] + 1 - (1 if last[project] and source.randrange(1000) == 0 else 0)
        last[project] = first + source.randrange(1, 500)
        found.append(Block(f"b{n}", scopes[project], SerialRange(first, last[project]), None))
    source.shuffle(found)
    return found


def measure(options: Options) -> list[Figures]:
    made = blocks(options.rows)

    def ours() -> object:
        return find_overlaps(made)

    keys = [(b.scope.parts, b.range.first, b.range.last, b.key) for b in made if b.range is not None]

    def sort() -> object:
        return sorted(keys)

    pairs = len(find_overlaps(made))
    times = timed(ours, sort, repeats=3)
    searched, ordered = (min(t) for t in times)
    values = {
        "blocks": len(made), "pairs": pairs, "search_s": spread(times[0]), "sort_s": spread(times[1]),
        "ratio": round(searched / ordered, 2),
    }  # fmt: skip
    line = f"overlaps among {len(made):,} blocks ({pairs} pairs): {values['ratio']}x sorted() of the blocks' keys"
    return [Figures("overlaps", line, values)]
