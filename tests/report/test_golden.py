"""The reports as they were last read and approved; `python -m tests.report.test_golden` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from offsetcheck.facts.problems import Lang
from offsetcheck.report.csv_writer import write_csv
from offsetcheck.report.html import write_html
from offsetcheck.report.json_writer import write_json
from offsetcheck.report.letter import write_letter
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.model import Report
from offsetcheck.report.text import write_text
from tests.report.samples import SAMPLES

GOLDEN = Path(__file__).with_name("golden")


def _body(report: Report) -> str:
    """The page without its style sheet, which is looked at rather than compared."""
    return re.sub(r"(?s)<style>.*</style>", "<style></style>", write_html(report))


def _letter(report: Report) -> str:
    return write_letter(report, date(2026, 6, 30))


WRITERS: dict[str, Callable[[Report], str]] = {
    "txt": write_text, "md": write_markdown, "html": _body, "json": write_json, "csv": write_csv, "letter": _letter
}  # fmt: skip
LANGS: tuple[Lang, ...] = ("ja", "en")
CASES = [
    (sample, lang, kind)
    for sample in SAMPLES
    for lang in LANGS
    for kind in WRITERS
    if kind == "txt"
    or sample == {"md": "planned", "html": "fail", "json": "pass", "csv": "fail", "letter": "fail"}[kind]
]


@pytest.mark.parametrize(("sample", "lang", "kind"), CASES)
def test_the_report_reads_as_approved(sample, lang, kind):
    expected = (GOLDEN / f"{sample}.{lang}.{kind}").read_bytes().decode("utf-8")
    assert expected == WRITERS[kind](SAMPLES[sample](lang))


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_report_gives_the_same_bytes(kind):
    assert WRITERS[kind](SAMPLES["fail"]("ja")) == WRITERS[kind](SAMPLES["fail"]("ja"))


def test_nothing_lies_among_the_golden_files_that_no_test_reads():
    assert {path.name for path in GOLDEN.iterdir()} == {f"{s}.{lang}.{kind}" for s, lang, kind in CASES}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for sample, lang, kind in CASES:
        text = WRITERS[kind](SAMPLES[sample](lang))
        (GOLDEN / f"{sample}.{lang}.{kind}").write_bytes(text.encode("utf-8"))
