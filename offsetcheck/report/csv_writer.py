"""The findings as CSV for a spreadsheet, one row each, and after them the verdict of each use and filing.

No cell could be taken for a formula by a spreadsheet.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from io import StringIO
from typing import Final

from offsetcheck.facts.problems import Lang
from offsetcheck.report import wording as w
from offsetcheck.report.model import (
    ClaimReport,
    FilingResult,
    Finding,
    Missing,
    OpenQuestion,
    Report,
    UseResult,
)
from offsetcheck.report.view import filing_said, label, use_said
from offsetcheck.report.wording import Label

__all__ = ["safe_cell", "write_csv"]

BOM: Final = "\ufeff"
"""Tells Excel that the file is UTF-8."""

COLUMNS: Final = (
    Label.CLAIM,
    Label.ORGANISATION,
    Label.OVERALL,
    Label.RULE_ID,
    Label.ITEM,
    Label.EDITION,
    Label.SUBJECT,
    Label.VERDICT,
    Label.SEVERITY,
    Label.MESSAGE,
    Label.REMEDY,
    Label.WAITS_FOR,
    Label.BASIS,
    Label.HOW_SURE,
    Label.AS_OF,
    Label.PROFILE,
)
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "−")


def write_csv(report: Report) -> str:
    """Return the findings, uses and filings as CSV with a byte order mark, ends of line as Excel writes them."""
    page = StringIO()
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow([safe_cell(label(name, report.lang)) for name in COLUMNS])
    for claim in report.claims:
        for finding in claim.findings:
            table.writerow([safe_cell(cell) for cell in _row(report, claim, finding, report.lang)])
        results: tuple[UseResult | FilingResult, ...] = (*claim.uses, *claim.filings)
        for result in results:
            table.writerow([safe_cell(cell) for cell in _result(report, claim, result, report.lang)])
    return BOM + page.getvalue()


def safe_cell(text: str) -> str:
    """Return a cell that a spreadsheet reads as text: a leading sign of a formula gets an apostrophe before it."""
    text = w.clean(text)
    start = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if start.startswith(_STARTS) and text.strip() not in ("-", "") else text


def _row(report: Report, claim: ClaimReport, finding: Finding, lang: Lang) -> Iterable[str]:
    none = label(Label.NO_VALUE, lang)
    yield claim.claim
    yield claim.organisation or none
    yield w.verdict_word(claim.verdict, lang)
    yield finding.rule
    yield finding.title
    yield finding.edition
    yield f"{w.subject_word(finding.subject.kind, lang)} {finding.subject.label or finding.subject.id}"
    yield w.verdict_word(finding.verdict, lang)
    yield label(Label.ADVISORY if finding.severity == "advisory" else Label.BLOCKING, lang)
    yield finding.message
    yield finding.remedy or w.NOTHING
    yield _waits_for(finding.missing, claim, lang)
    yield w.apart(w.basis_lines(finding.basis, lang), lang) or w.NOTHING
    yield (
        w.listing(list(dict.fromkeys(w.confidence_word(b.confidence, lang) for b in finding.basis)), lang)
        or w.NOTHING
    )
    yield report.as_of.isoformat()
    yield w.profile_word(report.profile, lang)


def _result(
    report: Report, claim: ClaimReport, result: UseResult | FilingResult, lang: Lang
) -> Iterable[str]:
    """A use or filing by itself: its rules stand above, and what no rule asks may still hold it back."""
    used = isinstance(result, UseResult)
    kind = "use" if used else "filing"
    direct = f"({kind}s[{result.id}])"
    yield claim.claim
    yield claim.organisation or label(Label.NO_VALUE, lang)
    yield w.verdict_word(claim.verdict, lang)
    yield w.NOTHING
    yield label(Label.USE_VERDICT if used else Label.FILING_VERDICT, lang)
    yield w.NOTHING if isinstance(result, UseResult) else result.edition
    yield f"{w.subject_word(kind, lang)} {result.id if isinstance(result, UseResult) else w.filing_called(result.scheme, result.period, claim.whose(result), lang)}"
    yield w.verdict_word(result.verdict, lang)
    yield w.NOTHING
    yield use_said(result, claim, lang) if isinstance(result, UseResult) else _filing(result, claim, lang)
    yield w.NOTHING
    yield _waits_for([q for q in claim.open_questions if direct in q.findings], claim, lang)
    yield w.NOTHING
    yield w.NOTHING
    yield report.as_of.isoformat()
    yield w.profile_word(report.profile, lang)


def _filing(filing: FilingResult, claim: ClaimReport, lang: Lang) -> str:
    """How a filing came out, and whether that rests on texts that nobody read."""
    said = [filing_said(filing, claim, lang), *([filing.unsure] if filing.unsure else [])]
    return ("" if lang == "ja" else " ").join(said)


def _waits_for(missing: Iterable[Missing | OpenQuestion], claim: ClaimReport, lang: Lang) -> str:
    you = w.addressed(claim.organisation)
    return (
        w.listing(
            [
                w.first_upper(fact.label)
                + w.in_brackets(
                    w.listing(
                        [
                            w.owner_word(fact.owner, lang, you),
                            w.reason_word(fact.reason, lang, ahead=fact.ahead),
                        ],
                        lang,
                    ),
                    lang,
                )
                for fact in missing
            ],
            lang,
        )
        or w.NOTHING
    )
