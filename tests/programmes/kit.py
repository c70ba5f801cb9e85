"""What the tests of importers share: reading text as a file, and checking that what comes out is a claim's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.models import Claim
from offsetcheck.programmes.importers import every_format, format_of
from offsetcheck.programmes.importers.interface import Fact, Outcome, Parsed, Record, Refused, Section
from offsetcheck.programmes.importers.reading import Tally, outcomes
from offsetcheck.programmes.importers.sections import Sections, Style
from offsetcheck.programmes.importers.sources import open_source

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "fixtures" / "registries"
HEAD = """\
claim:
  id: imported
  stage: planned
  organisation: us
  publish_by: 2026-09-30
parties:
  - {id: us, name: "株式会社サンプル商会"}
"""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that came of a file."""

    outcomes: tuple[Outcome, ...]
    tally: Tally

    def records(self, section: Section) -> list[Record]:
        return [r for o in self.outcomes if isinstance(o, Parsed) for r in o.records if r.section is section]

    @property
    def refusals(self) -> list[tuple[int, str]]:
        return [(o.row, o.problem.code) for o in self.outcomes if isinstance(o, Refused)]

    def facts(self, section: Section, n: int = 0) -> dict[str, Any]:
        return {fact.path: fact.value for fact in self.records(section)[n].facts}

    def fact(self, section: Section, path: str, n: int = 0) -> Fact | None:
        return next((f for f in self.records(section)[n].facts if f.path == path), None)


def read(path: Path, form: str) -> Result:
    """Read a file with a format."""
    tally = Tally()
    with open_source(path) as source:
        return Result(tuple(outcomes(source, format_of(form), tally, every_format())), tally)


def read_rows(tmp_path: Path, form: str, header: str, *rows: str | Iterable[str]) -> Result:
    """Read rows written as CSV; a row that is a text stands as it is."""
    out = io.StringIO()
    out.write(header + "\n")
    for row in rows:
        if isinstance(row, str):
            out.write(row + "\n")
        else:
            csv.writer(out, lineterminator="\n").writerow(row)
    path = tmp_path / "rows.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return read(path, form)


def read_book(tmp_path: Path, form: str, header: str, *sheets: Iterable[str]) -> Result:
    """Read rows written as a workbook, the header on each of its sheets."""
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks are read with openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in (header, *rows):
            sheet.append(row.split(","))
    path = tmp_path / "rows.xlsx"
    book.save(path)
    return read(path, form)


def written(result: Result, form: str, style: Style = "yaml", *, names: bool | None = True) -> str:
    """The sections of what was read."""
    out = io.StringIO()
    with Sections(format_of(form), style, names=names) as sections:
        for outcome in result.outcomes:
            if isinstance(outcome, Parsed):
                sections.add(outcome)
            elif isinstance(outcome, Refused):
                sections.leave(outcome)
        sections.write(out, f"offsetcheck import {form}")
    return out.getvalue()


def as_claim(text: str) -> Claim:
    """The sections pasted into a claim, read as a claim is read."""
    return parse_claim((HEAD + text).encode(), "claim.yaml")


def as_json_claim(text: str) -> Claim:
    """The same for JSON."""
    head = {
        "claim": {"id": "imported", "stage": "planned", "organisation": "us", "publish_by": "2026-09-30"},
        "parties": [{"id": "us", "name": "株式会社サンプル商会"}],
    }
    body = json.dumps(head) if text == "{}\n" else f"{json.dumps(head)[:-1]},{text[1:]}"
    return parse_claim(body.encode(), "claim.json")
