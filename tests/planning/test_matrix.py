"""Which origin may be used where, worked out from the rules: the published table of uses, cell by cell."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from offsetcheck.cli.main import main
from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.planning.matrix import OUTLETS, Matrix, Sample, matrix
from offsetcheck.report.build import Builder
from offsetcheck.report.matrix import MatrixReason, build_matrix, matrix_page
from offsetcheck.report.pages import page_text
from offsetcheck.rulebook.shipped import open_rulebook

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

#: The marks of the domain notes' table: o yes, c yes but capped, x no, ? not settled. The columns are the samples:
#: renewable power, renewable heat, energy saving, forest, industrial, agriculture, waste, JCM. Where the notes hold a
#: cell to be derived and not read, the rules leave it open, since what was not seen decides against no one.
EXPECTED = {
    "shk-adjusted": "c c o o o o o o",
    "shk-basic": "c c x x x x x x",
    "shk-electricity": "c x x x x x x x",
    "shk-heat": "x c x x x x x x",
    "shk-credit": "? ? o o o o o o",
    "energy-joint": "x x o x x x x ?",
    "energy-non-fossil": "o ? ? ? ? ? ? ?",
    "offset": "o o o o o o o o",
    "cdp": "o o x x x x x ?",
    "cdp-disclosed": "o o o o o o o ?",
    "sbt": "o o x x x x x ?",
    "re100": "o x x x x x x ?",
    "re100-own": "x x x x x x x x",
    "gx-ets": "o o o o o o o o",
    "corsia": "x x x x x x x x",
}
#: What the report on FY2023 has otherwise: no credits in the basic total, and no caps on J-Credits.
BEFORE = {
    "shk-adjusted": "o o o o o o o o",
    "shk-basic": "x x x x x x x x",
    "shk-electricity": "x x x x x x x x",
    "shk-heat": "x x x x x x x x",
    "shk-credit": "o o o o o o o o",
}


@cache
def found(year: int) -> Matrix:
    return matrix(Engine(open_rulebook(None)), FiscalYear(year))


def marks(year: int, outlet: str) -> str:
    answers = [a for a in found(year).answers if a.outlet.id == outlet]
    assert [a.sample for a in answers] == list(Sample)
    signs = {"pass": "o", "fail": "x", "unknown": "?"}
    return " ".join("c" if a.capped else signs[a.verdict.value] for a in answers)


@pytest.mark.slow
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_each_cell_is_that_of_the_table_of_uses(year: int) -> None:
    expected = dict(EXPECTED)
    if year == 2024:
        # a sample retired for phase 1 before its submission period is open
        expected["gx-ets"] = "? ? ? ? ? ? ? ?"
    assert {o.id: marks(year, o.id) for o in OUTLETS} == expected
    assert not found(year).left_out


def test_a_year_earlier_renewable_credits_stay_out_of_the_basic_total() -> None:
    assert {name: marks(2023, name) for name in BEFORE} == BEFORE


def test_every_refusal_by_a_rule_names_the_rule_and_its_clause() -> None:
    report = build_matrix(found(2025), open_rulebook(None), "ja")
    reasons = {(r.outlet, o): r.finding for r in report.reasons for o in r.origins}
    assert {(r.outlet, r.finding.rule) for r in report.reasons} >= {
        ("energy-joint", "ENE-01"), ("cdp", "INT-01"), ("sbt", "INT-01"), ("re100", "INT-04"), ("re100-own", "INT-04"),
        ("shk-electricity", "SHK-CAP-03"), ("shk-heat", "SHK-CAP-03"),
    }  # fmt: skip
    for row in report.rows:
        for cell in row.cells:
            if cell.verdict.value == "unknown":
                assert reasons[row.outlet, cell.origin].basis
    assert all(r.finding.basis for r in report.reasons)


def test_one_cause_gives_one_reason_and_no_clause_is_lost() -> None:
    report = build_matrix(found(2026), open_rulebook(None), "ja")
    of_cell: dict[tuple[str, str], list[MatrixReason]] = {}
    for reason in report.reasons:
        for origin in reason.origins:
            of_cell.setdefault((reason.outlet, origin), []).append(reason)
    for cell, rule, also in (
        (("cdp", "forest"), "INT-01", ("JC-USE-01",)), (("re100", "agriculture"), "INT-04", ("JC-USE-01",)),
        (("energy-joint", "waste"), "ENE-01", ("JC-USE-06",)), (("cdp", "jcm"), "INT-PROG", ("INT-01",)),
    ):  # fmt: skip
        (told,) = of_cell[cell]
        assert (told.finding.rule, told.also) == (rule, also)
    builder = Builder(open_rulebook(None), Settings(report.as_of), "ja")
    for answer in found(2026).answers:
        cited = {b for o in answer.outcomes for b in builder.finding(o).basis}
        reasons = of_cell.get((answer.outlet.id, answer.sample.value), [])
        assert {o.rule.id for o in answer.outcomes} == {n for r in reasons for n in (r.finding.rule, *r.also)}
        assert cited == {b for r in reasons for b in r.finding.basis}


def test_what_differs_only_in_the_origin_is_said_once() -> None:
    report = build_matrix(found(2026), open_rulebook(None), "ja")
    (told,) = [r for r in report.reasons if r.outlet == "shk-electricity"]
    assert len(told.origins) == 6
    assert (
        "クレジットの由来（再エネ熱、省エネルギー、森林、工業プロセス、農業、廃棄物）" in told.finding.message
    )
    text = page_text(matrix_page(report))
    assert text.count("JC-USE-01") == 3  # CDP with SBT, RE100, and RE100 for own power
    assert not [line for line in text.split("\n") if line.strip() and line.strip()[0] in "、。）」"]


def test_a_year_outside_all_editions_is_said_to_be_outside() -> None:
    outside = found(2027)
    assert {o.id for o in outside.left_out} == {o.id for o in OUTLETS if o.purpose.value == "shk"}


def run(*options: str, lang: str = "ja") -> str:
    result = CliRunner().invoke(main, ["matrix", "--lang", lang, *options])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
def test_the_command_prints_the_table_in_every_format(tmp_path: Path) -> None:
    text = run("--period", "RY2026")
    assert "令和8年度報告（2025年度実績）" in text
    rows = list(csv.reader(io.StringIO(run("--period", "2025年度", "--format", "csv").lstrip("\ufeff"))))
    table = {row[0]: row[1:] for row in rows[2:17]}
    assert table["温対法　基礎排出量への反映"][:3] == [
        "○ 使用可（上限あり）",
        "○ 使用可（上限あり）",
        "× 不可",
    ]
    page = run("--period", "FY2025", "--format", "html", lang="en")
    assert "RY2026 report (FY2025 results)" in page
    assert "yes, capped" in page
    assert len(json.loads(run("--period", "FY2025", "--format", "json"))["rows"]) == len(OUTLETS)
    run("--period", "FY2025", "--format", "xlsx", "-o", str(tmp_path / "m.xlsx"))
    sheet = load_workbook(tmp_path / "m.xlsx")["由来別の活用先"]
    assert [c.value for c in sheet[9]][1] == "○ 使用可"


def test_a_year_of_no_kind_is_refused() -> None:
    result = CliRunner().invoke(main, ["matrix", "--period", "2025"])
    assert result.exit_code == 2
    assert "RY2026" in result.output
    assert "FY2025" in result.output


@pytest.mark.parametrize(("year", "code"), [("FY2193", 0), ("FY2194", 2), ("FY2199", 2)])
@pytest.mark.parametrize(("lang", "said"), [("ja", "2193年度まで"), ("en", "up to FY2193")])
def test_a_year_whose_samples_cannot_be_written_down_is_refused(
    year: str, code: int, lang: str, said: str
) -> None:
    result = CliRunner().invoke(main, ["matrix", "--period", year, "--lang", lang])
    assert result.exit_code == code
    assert (said in result.output) is (code == 2)
