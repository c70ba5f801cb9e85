"""The report of `check` explains each total of an SHK report term by term, in both languages and every format."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from offsetcheck.engine.judge import Settings
from offsetcheck.facts.problems import Lang
from offsetcheck.report.build import build_report
from offsetcheck.report.html import write_html
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.model import Report, TotalShown
from offsetcheck.report.text import write_text
from offsetcheck.rulebook.shipped import open_rulebook
from tests.shk.sheets import AS_OF, judged, line, power, report

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

SHEET = [
    line("fuel", 6000),
    line("waste_fuel", 300),
    power(9000, 0.457, 0.4),
    line("heat", 200),
    line("non_energy", 700),
]
CERTIFICATE = {"kind": "non_fossil", "set_against": "electricity", "t": 460}
USES: list[dict[str, Any]] = [
    {"t": 1500, "shk_class": "electricity", "origin": "renewable_electricity"}, {"t": 800}, {"programme": "JCM", "t": 200},
]  # fmt: skip


def reported(data: dict[str, Any], lang: Lang = "ja") -> Report:
    return build_report([(judged(data), "sheet.yaml")], open_rulebook(None), Settings(AS_OF), lang)


def totals(data: dict[str, Any], lang: Lang = "ja") -> tuple[TotalShown, ...]:
    return reported(data, lang).claims[0].filings[0].totals


def added(total: TotalShown, level: int = 1) -> Decimal:
    terms = [t for t in total.terms if t.level == level]
    assert all(t.value.at_least == t.value.at_most for t in terms)
    return sum((t.value.at_least or Decimal(0)) * (1 if t.sign == "+" else -1) for t in terms) + Decimal(0)


@pytest.mark.parametrize("period", ["RY2024", "RY2025", "RY2026", "RY2027"])
def test_the_terms_of_each_total_add_up_to_it(period: str) -> None:
    for total in totals(report(period, SHEET, USES, certificates=[CERTIFICATE])):
        assert added(total) == total.before_rounding.at_least == total.before_rounding.at_most
        for term in total.terms:
            assert term.label
            assert term.sign in ("+", "-", "")
            if term.level == 1:
                assert term.basis
                assert term.confidence


def test_a_term_that_the_cap_holds_shows_what_is_held() -> None:
    uses = [{"t": 5000, "shk_class": "electricity", "origin": "renewable_electricity"}]
    basic = totals(report("RY2025", SHEET, uses))[0]
    assert [t.value.at_least for t in basic.terms if t.label == "上限を超え、充てられない量"] == [5000 - 4113]
    within = totals(report("RY2025", SHEET, [{**uses[0], "t": 4113}]))[0]
    assert all(t.label != "上限を超え、充てられない量" for t in within.terms)


@pytest.mark.parametrize(("lang", "word"), [("ja", "計（端数処理前）"), ("en", "Sum (before rounding)")])
def test_every_format_shows_the_terms_and_their_sum(lang: Lang, word: str) -> None:
    found = reported(report("RY2025", SHEET, USES, certificates=[CERTIFICATE]), lang)
    for page in (write_text(found), write_markdown(found), write_html(found)):
        assert word in page
        assert "9,353" in page  # 6000 + 300 + (4113 - 460 - 1500) + 200 + 700


def test_open_readings_and_a_negative_total_are_said_beside_the_terms() -> None:
    uses = [{"t": 5000, "shk_class": "electricity", "origin": "renewable_electricity"}]
    text = "".join(write_text(reported(report("RY2025", SHEET, uses))).split())
    assert "規定の解釈が確定していないため、2通りの結果を示します。" in text
    low = "".join(write_text(reported(report("RY2025", [line("fuel", 100)], [{"t": 150}]))).split())
    assert "0で打ち切らずに示しています" in low
    level = "".join(write_text(reported(report("RY2025", [line("fuel", 100)], [{"t": 100}]))).split())
    assert "0で打ち切らずに" not in level
