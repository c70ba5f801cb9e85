"""What becomes of every real file: `python -m offsetcheck.programmes.acceptance DATA [OUTPUT]`.

Reads each file of a folder of public data with the format it belongs to, and writes Markdown: rows read, parsed and
refused, and what did not parse, by pattern. A word is shown only where a pick-list stood; of any other value nothing
but its shape is. Where the folder is absent it says so and writes nothing.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from offsetcheck.facts.problems import InputError
from offsetcheck.programmes.identifiers import IdentifierError, parse_identifier
from offsetcheck.programmes.importers import format_of
from offsetcheck.programmes.importers.interface import Parsed, Record, Section
from offsetcheck.programmes.importers.reading import Tally, outcomes
from offsetcheck.programmes.importers.sources import open_source

__all__ = ["FILES", "PICKED", "REFERENCE", "Result", "main", "pattern", "results", "table"]

FILES: Final[tuple[tuple[str, str], ...]] = (
    ("jcredit/*.csv", "jcredit-projects"),
    ("cdm_registry/*.xlsx", "cdm"),
    ("offsetsdb_tests/verra/*.csv", "verra"),
    ("offsetsdb_tests/gold-standard/*.csv", "gold-standard"),
    ("offsetsdb_tests/american-carbon-registry/*.csv", "american-carbon-registry"),
    ("offsetsdb_tests/climate-action-reserve/*.csv", "climate-action-reserve"),
    ("offsetsdb_tests/art-trees/*.csv", "art-trees"),
    ("offsetsdb_tests/cercarbono/*.csv", "cercarbono"),
    ("offsetsdb_tests/isometric/*.csv", "isometric"),
    ("offsetsdb_tests/arb/*.csv", "arb"),
    ("klima_mco2/*.csv", "klima-mco2"),
    ("verra_api/*.json", "verra"),
    ("cadtrust/*.json", "cad-trust"),
    ("vrod/*.csv", "vrod"),
)
"""Which files are read with which format."""
PICKED: Final = frozenset(("programme", "host_country", "mitigation", "removal_kind", "act", "purpose"))
"""Facts that come from pick-lists: their words name no one."""
REFERENCE: Final = ("offsetsdb_tests/config_*.json",)
"""Lists of names that hold no rows of a registry: only their entries are counted."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file."""

    file: str
    """The file's place within the folder."""
    form: str
    tables: tuple[str, ...]
    read: int
    parsed: int
    refused: int
    without_data: int
    findings: int
    unassigned: int
    """Values that were not recognised."""
    records: tuple[int, ...]
    """Records of each section, in the order of `Section`."""
    serials: int
    """Credits whose serial was read as a range of numbers."""
    reasons: tuple[tuple[str, str, int], ...]
    """What was refused: the kind of mistake, the column, how often."""
    patterns: tuple[tuple[str, str, int], ...]
    """What was not recognised: the fact, the word or its shape, how often."""
    layouts: tuple[tuple[str, int, int], ...] = ()
    """Serials by their layout: how many were read, and how many of these are printed back as they stand."""
    numberless: int = 0
    """Credits whose row shows no serial, or one without a number."""
    error: str = ""
    """Why the file could not be read at all."""


def results(folder: Path) -> Iterator[Result]:
    """Read every file of the folder that a format is known for."""
    for pattern, form in FILES:
        for path in sorted(folder.glob(pattern)):
            yield _result(folder, path, form)


def _result(folder: Path, path: Path, form: str) -> Result:
    name = path.relative_to(folder).as_posix()
    tally = Tally()
    error = ""
    serials = numberless = 0
    layouts: Counter[str] = Counter()
    as_they_stand: Counter[str] = Counter()
    try:
        with open_source(path) as source:
            for outcome in outcomes(source, format_of(form), tally):
                if isinstance(outcome, Parsed):
                    programme = _programme(outcome.records)
                    for record in outcome.records:
                        if record.section is not Section.CREDITS:
                            continue
                        serials += _has_serials(record)
                        raw = next((f.raw for f in record.facts if f.path == "serials.first"), None)
                        if raw is None:
                            numberless += 1
                            continue
                        layout, same = _printed_back(raw, programme)
                        layouts[layout] += 1
                        as_they_stand[layout] += same
    except InputError as problem:
        error = problem.problems[0].code
    return Result(
        name,
        form,
        tuple(tally.tables),
        tally.read,
        tally.parsed,
        len(tally.refused_rows),
        sum(tally.passed_over.values()),
        len(tally.findings),
        sum(tally.unassigned.values()),
        tuple(tally.records[section] for section in Section),
        serials,
        _counted((p.code, p.path.partition("] ")[2]) for p in tally.refused),
        _counted(
            (f"{section.value}.{path}", pattern(path, raw))
            for (section, path, raw), times in tally.unassigned.items()
            for _ in range(times)
        ),
        tuple((layout, layouts[layout], as_they_stand[layout]) for layout in sorted(layouts)),
        numberless,
        error,
    )


def _programme(records: Iterable[Record]) -> str | None:
    """The programme that a row names for its project."""
    named = (
        f.value for r in records if r.section is Section.PROJECTS for f in r.facts if f.path == "programme"
    )
    return next((str(value) for value in named if value is not None), None)


def _printed_back(raw: str, programme: str | None) -> tuple[str, bool]:
    """The layout that a serial is read in, and whether it is printed back as it stands."""
    try:
        found = parse_identifier(raw, programme)
    except IdentifierError as error:
        return f"not read: {error.code}", False
    return found.layout.value, str(found) == raw


def _has_serials(record: Record) -> bool:
    return record.section is Section.CREDITS and any(
        fact.path == "serials.first" and fact.value is not None for fact in record.facts
    )


def pattern(path: str, raw: str) -> str:
    """A word of a pick-list as it stands; of another value its shape: digits as 9, letters as a, the rest kept."""
    if path in PICKED:
        return raw
    shape = "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in raw)
    return re.sub(r"a+", "a", shape)


def _counted(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    """Pairs with how often they occur, the most frequent first."""
    counts = Counter(pairs)
    return tuple((*pair, counts[pair]) for pair in sorted(counts, key=lambda pair: (-counts[pair], pair)))


def _listed(heading: str, head: str, rows: list[tuple[str, str, str, int]], none: str) -> str:
    """One of the two lists of what did not parse."""
    if not rows:
        return f"\n## {heading}\n\n{none}\n"
    lines = [f"| {file} | {one} | {_inline(two)} | {times:,} |" for file, one, two, times in rows]
    return f"\n## {heading}\n\n{head}\n|---|---|---|--:|\n" + "\n".join(lines) + "\n"


def _inline(text: str) -> str:
    """A value for a cell of a table."""
    plain = " ".join(text.split()).replace("`", "'").replace("|", "/")
    return f"`{plain}`" if plain else ""


def _entries(path: Path) -> int:
    """How many entries a list of names holds."""
    value = json.loads(path.read_text(encoding="utf-8"))
    return len(value)


_HEAD: Final = """\
# Real registry files

Generated by `make registries DATA=…`; not edited by hand. Each file is read by
`offsetcheck import FORMAT FILE`. Rows without data are headers, titles, totals and footnotes. A finding is a row whose
identifier and columns disagree, or whose figures do not add up; it is read all the same. A value that is not
recognised is left out, never guessed. Sources and licences: the fixtures' notices and the formats themselves
(`offsetcheck import FORMAT --columns`).

| file | format, table | rows read | parsed | refused | without data | findings | not recognised | projects | issuances | credits | retirements | credits with a range |
|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
"""


_SERIALS: Final = """
## Serials

Every serial of every file, by the layout it is read in, and how many of them are printed back as they stand. A serial
without a number says which lot the units are of and not which units; a file may show the numbers in columns of their own.

| file | layout | serials | printed back |
|---|---|--:|--:|
"""


def table(folder: Path) -> str:
    """The table for a folder, as Markdown."""
    lines = []
    total = [0, 0, 0]
    refused: list[tuple[str, str, str, int]] = []
    unknown: list[tuple[str, str, str, int]] = []
    serials: list[str] = []
    for one in results(folder):
        refused.extend((one.file, *reason) for reason in one.reasons)
        unknown.extend((one.file, *found) for found in one.patterns)
        serials.extend(f"| {one.file} | {kind} | {count:,} | {same:,} |" for kind, count, same in one.layouts)
        if one.numberless:
            serials.append(f"| {one.file} | none, or none with a number | {one.numberless:,} | |")
        kind = f"{one.form}, {', '.join(one.tables)}" if not one.error else f"{one.form}, {one.error}"
        numbers = (
            one.read,
            one.parsed,
            one.refused,
            one.without_data,
            one.findings,
            one.unassigned,
            *one.records,
            one.serials,
        )
        lines.append(f"| {one.file} | {kind} | {' | '.join(f'{n:,}' for n in numbers)} |")
        total = [a + b for a, b in zip(total, numbers[:3], strict=True)]
    lines.append(f"| **all** | | **{total[0]:,}** | **{total[1]:,}** | **{total[2]:,}** | | | | | | | | |")
    text = _HEAD + "\n".join(lines) + "\n"
    names = [
        f"{path.relative_to(folder).as_posix()} ({_entries(path):,} entries)"
        for pattern in REFERENCE
        for path in sorted(folder.glob(pattern))
    ]
    if names:
        text += f"\nLists of names, without rows of a registry: {', '.join(names)}.\n"
    text += _SERIALS + "".join(f"{line}\n" for line in serials)
    text += _listed("Rows that were refused", "| file | kind | column | rows |", refused, "None.")
    text += _listed(
        "Values that were not recognised",
        "The row is read and the fact left out. Words of pick-lists are shown; of other values the shape (`9` a digit, `a` letters).\n\n"
        "| file | fact | word or shape | rows |",
        unknown,
        "None.",
    )
    return text


def main(arguments: list[str] | None = None) -> int:
    """Write the table to a file, or to the terminal where none is named; answers with the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    if not 1 <= len(given) <= 2:
        sys.stderr.write("usage: python -m offsetcheck.programmes.acceptance DATA [OUTPUT]\n")
        return 2
    folder = Path(given[0])
    if not folder.is_dir():
        sys.stderr.write(f"{folder}: there is no such folder, so no real file was read.\n")
        return 2
    text = table(folder)
    if len(given) == 2:
        Path(given[1]).write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
