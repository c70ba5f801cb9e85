"""The findings as a table for a spreadsheet: complete, and nothing in it can run."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.report import wording as w
from offsetcheck.report.csv_writer import BOM, COLUMNS, safe_cell, write_csv
from tests.report.samples import SAMPLES
from tests.report.test_writers import hostile


def rows(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(StringIO(text.removeprefix(BOM), newline="")))


@pytest.mark.parametrize("lang", w.LANGS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_finding_use_and_filing_is_one_row(sample, lang):
    report = SAMPLES[sample](lang)
    head, *body = rows(write_csv(report))
    findings = [
        (claim.claim, f.rule, w.verdict_word(f.verdict, lang))
        for claim in report.claims
        for f in claim.findings
    ]
    assert [(row[0], row[3], row[7]) for row in body if row[3] != w.NOTHING] == findings
    called = {
        f.id: w.filing_called(f.scheme, f.period, claim.whose(f), lang)
        for claim in report.claims
        for f in claim.filings
    }
    results = []
    for claim in report.claims:
        results += [(claim.claim, u.id, w.verdict_word(u.verdict, lang)) for u in claim.uses]
        results += [(claim.claim, called[f.id], w.verdict_word(f.verdict, lang)) for f in claim.filings]
    assert [(row[0], row[6].partition(" ")[2], row[7]) for row in body if row[3] == w.NOTHING] == results
    assert {len(row) for row in (head, *body)} == {len(COLUMNS)}


def test_the_file_is_what_excel_reads_as_utf_8():
    text = write_csv(SAMPLES["fail"]("ja"))
    assert text.encode("utf-8").startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n") == len(rows(text))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+1", "-2+3", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", " =1", "\t=1", "\r=1", "\u200b=1", "|cmd", "%x",
        "=HYPERLINK(\"http://e.example\")", "−1",
    ],
)  # fmt: skip
def test_no_cell_can_be_taken_for_a_formula(text):
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["", "-", "12 t-CO2", "2026-06-01", "適合", "a=b", "○"])
def test_plain_cells_stay_as_they_are(text):
    assert safe_cell(text) == text


@given(st.text(max_size=20))
def test_a_cell_never_begins_with_a_formula(text):
    made = safe_cell(text)
    assert made.lstrip()[:1] not in ("=", "+", "@", "＝", "＋", "＠", "|", "%")
    assert "\n" not in made
    assert "\r" not in made


@pytest.mark.slow
def test_hostile_texts_stay_in_their_cells():
    report, _ = hostile("fail")
    head, *body = rows(write_csv(report))
    assert {len(row) for row in (head, *body)} == {len(COLUMNS)}
    assert len(body) == sum(len(c.findings) + len(c.uses) + len(c.filings) for c in report.claims)
