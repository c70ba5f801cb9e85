"""What a Japanese reader is told of a mistake is Japanese to its end, whatever the mistake is."""

from __future__ import annotations

import re

import pytest

from offsetcheck.facts import claims, documents
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.identity import corporate_number
from offsetcheck.facts.periods import FiscalYear, ReportingYear, parse_year
from offsetcheck.facts.problems import InputError, Text, WrongValueError
from offsetcheck.facts.serials import SerialRange, parse_range
from offsetcheck.programmes import emission_sheet, layouts
from offsetcheck.programmes.importers import aef, interface, reading, sources

#: Three words of English in a row.
ENGLISH = re.compile(r"[A-Za-z']+(?: [A-Za-z']+){2,}")
#: A command to type is no sentence.
COMMAND = re.compile("`[^`]*`|offsetcheck [a-z]+")
HEAD = "claim:\n  id: C\n  stage: ready\n  publish_by: 2026-06-30\n"


def english_in(text: str) -> list[str]:
    return ENGLISH.findall(COMMAND.sub("", text))


TABLES: dict[str, dict[str, Text]] = {
    "claims": {code: Text(*said) for code, said in claims._PARSED.items()},
    "documents": documents._MESSAGES,
    "emission sheet": emission_sheet._M,
    "layouts": layouts._ERRORS,
    "importers": interface._REFUSALS,
    "reading": reading._MESSAGES,
    "sources": sources._MESSAGES,
    "aef": aef._MESSAGES,
}


@pytest.mark.parametrize(
    ("table", "code"), [(name, code) for name, table in TABLES.items() for code in table]
)
def test_each_kind_of_mistake_is_said_in_japanese(table, code):
    said = TABLES[table][code]
    assert re.search("[ぁ-ん]", said.ja)
    assert not english_in(said.ja)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: SerialRange(-1, 5),
        lambda: SerialRange(5, -1),
        lambda: SerialRange(1, 10**31),
        lambda: SerialRange(150, 100),
        lambda: parse_range("JCL-150", "JCL-100"),
        lambda: parse_range("JCL-1-100", "JCL-2-150"),
        lambda: parse_range("JCL-0000-1", "JCL-0000-12O5"),
        lambda: parse_range("100", "JCL-100"),
        lambda: parse_range("不明", "JCL-1"),
        lambda: parse_range("1.2E+12", "1.2E+12"),
        lambda: parse_range("1", "9" * 40),
        lambda: FiscalYear(7),
        lambda: ReportingYear(9999),
        lambda: FiscalYear._from_input("RY2026"),
        lambda: ReportingYear._from_input("FY2025"),
        lambda: parse_year("2025"),
        lambda: parse_year("昨年度"),
        lambda: parse_year("令和0年度"),
        lambda: parse_year("令和8年度報告（2026年度実績）"),
        lambda: parse_year(["FY2025"]),
        lambda: corporate_number(True),
        lambda: corporate_number("T7000012050002"),
        lambda: corporate_number("700001205000"),
        lambda: corporate_number("8000012050002"),
        lambda: corporate_number("70000120500O2"),
    ],
)  # fmt: skip
def test_a_serial_a_year_and_a_number_are_refused_in_japanese(attempt):
    with pytest.raises(WrongValueError) as refused:
        attempt()
    said = refused.value.text
    assert said.ja.endswith("。")
    assert not english_in(said.ja)
    assert said.en == str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        "  kind: corporation\n",
        "  claimed_t: 12 t\n",
        "  claimed_t: 1.2345\n",
        "  claimed_t: -1\n",
        "  claimed_t: 1000000000000000\n",
        "  period: {from: 2026-02-30}\n",
        "  period: {from: 1.4.2026}\n",
        "  period: {from: 1850-04-01}\n",
        "  period: [2025]\n",
        "  colour: red\n",
        "  boundary: ''\n",
        "  boundary: 12\n",
        "  organisation: [a, b]\n",
        "  complete_lists: some\n",
        "  complete_lists: [some]\n",
        "credits: 3\n",
        "credits: [3]\n",
        "credits: [{id: K, serials: {first: 100, last: 99}}]\n",
        "credits: [{id: K, serials: {first: [1], last: 99}}]\n",
        "credits: [{id: K, serials: 100-199}]\n",
        "credits: [{id: K, project: P9}]\n",
        "projects: [{id: P, host_country: Atlantis}]\n",
        "projects: [{id: P, additional: perhaps}]\n",
        "projects: [{id: P, crediting: {from: 2026-01-01, to: 2025-01-01}}]\n",
        "parties: [{id: a, corporate_number: 123}]\n",
        "parties: [{role: buyer}]\n",
        "uses: [{id: U, purpose: shk}]\n",
        "uses: [{id: U, purpose: shk, scope: {period: 2025}}]\n",
        "filings: [{id: F, scheme: shk, period: FY25}]\n",
        "filings: [{id: F, scheme: shk, period: [FY2025]}]\n",
        "filings: [{id: F, scheme: shk, period: 令和8年度報告（2024年度実績）}]\n",
        "judgements: {fine: {value: true}}\n",
        "judgements: [fine]\n",
        "evidence: [{fact: claim.claimed_t, value: many, level: stated}]\n",
        "evidence: [{fact: claim.nothing, value: 1, level: stated}]\n",
        "evidence: [{fact: claim.claimed_t, value: 1, level: sworn}]\n",
    ],
)  # fmt: skip
def test_a_claim_that_cannot_be_read_is_refused_in_japanese(wrong):
    with pytest.raises(InputError) as refused:
        parse_claim((HEAD + wrong).encode())
    for problem in refused.value.problems:
        assert re.search("[ぁ-ん]", problem.expected.ja)
        assert not english_in(problem.render("ja"))
