"""Two reports under one scheme for one year are told apart by their entities, wherever one of them is called."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from offsetcheck.engine.judge import Settings
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document
from offsetcheck.facts.problems import Lang
from offsetcheck.report import wording as w
from offsetcheck.report.build import build_report
from offsetcheck.report.csv_writer import write_csv
from offsetcheck.report.html import write_html
from offsetcheck.report.letter import write_letter
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.model import Interval, Report
from offsetcheck.report.text import write_text
from tests.engine.test_attacks import ENGINE
from tests.engine.test_purposes import plain
from tests.report.test_csv_writer import rows

US, SUB = "サンプル製鋼株式会社", "サンプル興業株式会社"


@cache
def reported(lang: Lang, entities: tuple[str, ...] = ("us", "sub")) -> Report:
    """One GX-ETS report for each entity, of one year; the last is not known to end well."""
    value = plain("one-run-two-filings")
    value["parties"].append({"id": "sub", "name": SUB, "corporate_number": "5012345678902"})
    (first,) = (f for f in value["filings"] if f["scheme"] == "gx-ets")
    value["filings"].remove(first)
    for entity in entities:
        value["filings"].append({**copy.deepcopy(first), "id": f"F-{entity}", "entity": entity})
    value["filings"][-1]["terms"].pop("direct_t")
    claim = claim_of(parse_document(json.dumps(value).encode(), "claim.json"))
    settings = Settings(date(2027, 6, 1))
    return build_report([(ENGINE.judge(claim, settings), "claim.json")], ENGINE.rulebook, settings, lang)


@pytest.mark.slow
@pytest.mark.parametrize("lang", w.LANGS)
def test_each_row_of_the_table_names_one_report(lang: Lang) -> None:
    body = rows(write_csv(reported(lang)))[1:]
    found = [
        row[6] for row in body if "GX-ETS" in row[6] and row[6].startswith(w.subject_word("filing", lang))
    ]
    assert {*found} == {f for f in found if US in f} | {f for f in found if SUB in f}
    named = [(row[3], row[4], row[6]) for row in body if row[6] in found]
    assert len(named) == len(set(named))


@pytest.mark.slow
@pytest.mark.parametrize("lang", w.LANGS)
def test_a_report_alone_is_called_by_scheme_and_year(lang: Lang) -> None:
    claim = reported(lang, ("us",)).claims[0]
    called = {f.subject.label for f in claim.findings if f.subject.kind == "filing"}
    assert called == {w.filing_called(f.scheme, f.period, "", lang) for f in claim.filings}
    assert len(called) == 2


@pytest.mark.slow
@pytest.mark.parametrize("lang", w.LANGS)
def test_the_verdict_of_a_report_its_findings_and_its_questions_name_its_entity(lang: Lang) -> None:
    report = reported(lang)
    claim = report.claims[0]
    brackets = w.in_brackets(SUB, lang)
    assert any("GX-ETS" in line and brackets in line for line in write_text(report).splitlines())
    labels = [q.label for q in claim.open_questions if "F-" in q.fact]
    assert labels
    assert all(US in label or SUB in label for label in labels)
    asked = {
        f.subject.label
        for f in claim.findings
        if f.subject.kind == "filing" and f.subject.id.startswith("F-")
    }
    assert len(asked) == 2
    for text in (write_markdown(report), write_html(report)):
        assert brackets in text
    letter = write_letter(report)
    assert brackets in letter
    assert brackets + brackets not in letter


@pytest.mark.slow
def test_what_may_be_used_is_never_less_than_nothing() -> None:
    """Without the emissions that cap it, nought at least; what no use is put to is known in full."""
    filing = next(f for f in reported("ja").claims[0].filings if f.id == "F-sub")
    assert filing.usable_t == Interval(at_least=Decimal(0), at_most=Decimal(0))
