"""The findings as CSV for a spreadsheet: one row each, and no cell that a spreadsheet could take for a formula."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from io import StringIO
from typing import Final

from offsetcheck.facts.problems import Lang
from offsetcheck.report import wording as w
from offsetcheck.report.model import ClaimReport, Finding, Report
from offsetcheck.report.view import label
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
    """Return the findings as CSV with a byte order mark, ends of line as Excel writes them."""
    page = StringIO()
    table = csv.writer(page, lineterminator="\r\n")
    table.writerow([safe_cell(label(name, report.lang)) for name in COLUMNS])
    for claim in report.claims:
        for finding in claim.findings:
            table.writerow([safe_cell(cell) for cell in _row(report, claim, finding, report.lang)])
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
    yield (
        w.listing(
            [
                w.first_upper(missing.label)
                + w.in_brackets(
                    w.listing(
                        [
                            w.owner_word(missing.owner, lang),
                            w.reason_word(missing.reason, lang, ahead=missing.ahead),
                        ],
                        lang,
                    ),
                    lang,
                )
                for missing in finding.missing
            ],
            lang,
        )
        or w.NOTHING
    )
    yield " / ".join(w.basis_line(basis, lang) for basis in finding.basis) or w.NOTHING
    yield (
        w.listing(list(dict.fromkeys(w.confidence_word(b.confidence, lang) for b in finding.basis)), lang)
        or w.NOTHING
    )
    yield report.as_of.isoformat()
    yield w.profile_word(report.profile, lang)
