"""The report as Markdown, for a file or an issue: every text from outside is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from offsetcheck.report.model import Report
from offsetcheck.report.view import (
    Awaited,
    ClaimView,
    ConditionView,
    FindingView,
    Pair,
    ReportView,
    SourceView,
    VerdictView,
    arrange,
    label,
    number_of,
)
from offsetcheck.report.wording import (
    NOTHING,
    Label,
    clean,
    count,
    headed,
    in_brackets,
    listing,
    of_all,
    tagged,
    with_detail,
)

__all__ = ["escape_markdown", "escape_with_places", "write_markdown"]

# Signs that a backslash disarms in every dialect, and those that only an entity disarms everywhere.
_BACKSLASH: Final = re.compile(r"([\\`*_\[\]])")
_ENTITIES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "|": "&#124;",
    "~": "&#126;",
    "@": "&#64;",
    "$": "&#36;",
}
_ENTITY: Final = re.compile("[" + re.escape("".join(_ENTITIES)) + "]")
_ADDRESS: Final = re.compile(r"\b(?:([a-z][a-z0-9+.-]*):(?=//)|(www)\.)", re.IGNORECASE)
_START: Final = re.compile(r"\A([#+=-]|[0-9]{1,9}(?=[.)](?:\s|\Z)))")


def escape_markdown(text: str) -> str:
    """Return a text that shows as it stands: no markup, no HTML, no link, no mention, one line."""
    text = _ENTITY.sub(lambda found: _ENTITIES[found[0]], clean(text).strip())
    text = _BACKSLASH.sub(r"\\\1", text)
    text = _ADDRESS.sub(lambda found: f"{found[1]}&#58;" if found[1] else f"{found[2]}&#46;", text)
    return _START.sub(lambda found: f"&#{ord(found[1][0])};{found[1][1:]}", text)


def escape_with_places(text: str) -> str:
    """Escaped, but for the brackets of places to fill in, which read alike in the text and on the page made of it."""
    return re.sub(r"\\\[(to fill in: [^\[\]\\]*?)\\\](?![\[(:])", r"[\1]", escape_markdown(text))


def write_markdown(report: Report) -> str:
    """Return the report as Markdown (tables as GitHub and the markdown package read them)."""
    view = arrange(report)
    page = _Page(view)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(page.lines())).rstrip("\n") + "\n"


class _Page:
    """Lays out a view as lines of Markdown."""

    def __init__(self, view: ReportView) -> None:
        self.view = view

    def word(self, name: Label) -> str:
        return escape_markdown(label(name, self.view.lang))

    def join(self, items: Sequence[str]) -> str:
        return listing(items, self.view.lang)

    def mark(self, verdict: VerdictView) -> str:
        return escape_markdown(f"{verdict.symbol} {verdict.word}")

    def lines(self) -> Iterable[str]:
        """Yield the whole report."""
        yield f"# {self.word(Label.TITLE)}"
        yield ""
        yield from self.pairs(self.view.about)
        for claim in self.view.claims:
            yield from self.claim(claim)
        if len(self.view.claims) != 1:
            yield from self.heading(2, self.word(Label.COUNTS))
            yield from self.pairs(self.view.counts)
        yield from self.editions()
        yield from self.heading(2, self.word(Label.NOTES))
        for text in self.view.disclaimers:
            yield f"- {escape_markdown(text)}"

    def heading(self, depth: int, text: str) -> Iterable[str]:
        yield from ("", f"{'#' * depth} {text}", "")

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
        """Yield a table; cells are escaped here."""
        yield f"| {' | '.join(escape_markdown(title) or ' ' for title in titles)} |"
        yield f"|{' --- |' * len(titles)}"
        for row in rows:
            yield f"| {' | '.join(escape_markdown(cell) or ' ' for cell in row)} |"
        yield ""

    def pairs(self, pairs: Sequence[Pair]) -> Iterable[str]:
        titles = [label(Label.ITEM, self.view.lang), label(Label.VALUE, self.view.lang)]
        yield from self.table(titles, pairs)

    def claim(self, claim: ClaimView) -> Iterable[str]:
        yield from self.heading(2, f"{self.word(Label.CLAIM)} {escape_markdown(claim.id)}")
        yield from self.pairs(claim.about[1:])
        yield from self.heading(3, f"{escape_markdown(claim.overall)} {self.mark(claim.verdict)}")
        for sentence in claim.headline:
            yield from (escape_markdown(sentence), "")
        yield from (f"**{self.word(Label.STILL_WAITING)}**", "")
        yield from self.table(
            [owner.word for owner in claim.owners], [[owner.owed(self.view.lang) for owner in claim.owners]]
        )
        if claim.steps:
            yield from self.heading(3, self.word(Label.NEXT_STEPS))
            yield from self.table(
                [label(Label.WHO, self.view.lang), label(Label.STEP, self.view.lang)],
                [[step.owner, step.text] for step in claim.steps],
            )
        if claim.planning or claim.hint:
            yield from self.heading(3, self.word(Label.PLANNING))
            for sentence in (*claim.planning, *claim.hint):
                yield from (escape_markdown(sentence), "")
        if claim.applications:
            yield from self.heading(3, self.word(Label.APPLICATIONS))
            for note in claim.application_notes:
                yield from (escape_markdown(note), "")
            for application in claim.applications:
                yield from (f"**{escape_markdown(application.title)}**", "")
                yield from self.pairs(application.entries)
        if claim.tonnes:
            yield from self.heading(3, self.word(Label.TONNES))
            yield from self.pairs([Pair(row.label, row.text) for row in claim.tonnes])
            for sentence in claim.tonnes_sentences:
                yield from (escape_markdown(sentence), "")
        if claim.matrix:
            yield from self.heading(3, self.word(Label.PROPERTIES))
            yield from self.table(
                [label(Label.CREDIT, self.view.lang), *self.view.criteria],
                [
                    [row.label, *(f"{cell.symbol} {cell.word}" if cell else NOTHING for cell in row.cells)]
                    for row in claim.matrix
                ],
            )
        yield from self.filings(claim)
        yield from self.findings(claim)
        yield from self.questions(claim)
        yield from self.cross_check(claim)
        yield from self.heading(3, self.word(Label.COUNTS))
        yield from (escape_markdown(claim.counts_line), "", self.word(Label.COUNTED))

    def filings(self, claim: ClaimView) -> Iterable[str]:
        if claim.uses:
            yield from self.heading(3, self.word(Label.USES))
            names = (Label.USE, Label.PURPOSE, Label.PERIOD, Label.VERDICT, Label.ELIGIBLE)
            yield from self.table(
                [label(name, self.view.lang) for name in names],
                [
                    [
                        use.id,
                        use.purpose,
                        use.period,
                        f"{use.verdict.symbol} {use.verdict.word}",
                        use.eligible,
                    ]
                    for use in claim.uses
                ],
            )
        if not claim.filings:
            return
        yield from self.heading(3, self.word(Label.FILINGS))
        for filing in claim.filings:
            yield from (f"**{escape_markdown(filing.scheme)}** {self.mark(filing.verdict)}", "")
            rows = [
                Pair(label(Label.ENTITY, self.view.lang), filing.entity),
                Pair(label(Label.YEAR, self.view.lang), filing.period),
                *filing.results,
                *filing.terms,
            ]
            yield from self.pairs(rows)
            if filing.note:
                yield from (escape_markdown(filing.note), "")
            for total in filing.totals:
                yield from (f"**{escape_markdown(total.title)}**", "")
                yield from self.table(total.heads, total.rows)
                for note in total.notes:
                    yield from (escape_markdown(note), "")
            for source in filing.sources:
                yield f"- {escape_markdown(source)}"
            if filing.sources:
                yield ""
            if filing.unsure:
                yield from (escape_markdown(filing.unsure), "")

    def findings(self, claim: ClaimView) -> Iterable[str]:
        for group in claim.groups:
            if not group.n:
                continue
            yield from self.heading(
                3, escape_markdown(headed(group.title, group.counted(self.view.lang), self.view.lang))
            )
            if group.key in ("pass", "not_applicable"):
                yield escape_markdown(group.named(self.view.lang))
                continue
            for finding in group.whole:
                yield from self.finding(finding)
            if group.brief:
                yield from self.heading(4, self.counted(Label.BRIEF, group.brief))
                names = (Label.ITEM, Label.MESSAGE, Label.REMEDY, Label.BASIS)
                yield from self.table(
                    [label(name, self.view.lang) for name in names],
                    [
                        [
                            f"{f.title} {f.rule}",
                            f.message,
                            f.remedy or NOTHING,
                            self.join(f.sources),
                        ]
                        for f in group.brief
                    ],
                )
            for name, found in group.awaiting:
                yield from self.stated(name, found)
            for kind, found in group.to_come:
                yield from self.to_come(kind, found)

    def counted(self, name: Label, findings: Sequence[FindingView]) -> str:
        """The heading of findings with how many they are."""
        n = count(number_of(findings), self.view.lang)
        return escape_markdown(headed(label(name, self.view.lang), n, self.view.lang))

    def stated(self, name: Label, findings: Sequence[FindingView]) -> Iterable[str]:
        """Yield what only lacks support: one request for all of them."""
        yield from self.heading(4, self.counted(name, findings))
        for message in dict.fromkeys(f.message for f in findings):
            yield from (escape_markdown(of_all(message, self.view.lang)), "")
        names = (Label.ITEM, Label.SUBJECT, Label.BASIS)
        yield from self.table(
            [label(name, self.view.lang) for name in names],
            [[f"{f.title} {f.rule}", self.join(f.subject_labels), self.join(f.sources)] for f in findings],
        )

    def to_come(self, kind: Awaited, findings: Sequence[FindingView]) -> Iterable[str]:
        """Yield what waits for steps or days still to come: nothing to do about it now."""
        yield from self.heading(4, self.counted(kind.heading, findings))
        yield from (self.word(kind.note), "")
        names = (Label.ITEM, Label.SUBJECT, Label.MESSAGE, Label.BASIS)
        yield from self.table(
            [label(name, self.view.lang) for name in names],
            [
                [
                    f"{f.title} {f.rule}",
                    self.join(f.subject_labels),
                    f.message,
                    self.join(f.sources),
                ]
                for f in findings
            ],
        )

    def finding(self, finding: FindingView) -> Iterable[str]:
        title = escape_markdown(
            tagged(finding.title, finding.severity, self.view.lang) if finding.advisory else finding.title
        )
        yield from (
            f"#### {escape_markdown(finding.verdict.symbol)} {title} {escape_markdown(finding.rule)}",
            "",
        )
        yield from (escape_markdown(finding.message), "")
        if finding.remedy:
            yield self.item(Label.REMEDY, finding.remedy)
        yield self.item(Label.SUBJECT, self.join(finding.subject_labels))
        for subject in finding.subjects:
            prefix = "" if len(finding.subjects) == 1 else f"{escape_markdown(subject.label)} "
            for condition in subject.conditions:
                if condition.truth is not True:
                    yield from self.condition(prefix, condition)
            for pair in subject.shown:
                yield f"- {prefix}{escape_markdown(headed(pair.label, pair.value, self.view.lang))}"
            for waited in subject.waits_for:
                yield self.item(Label.WAITS_FOR, waited, prefix)
        for basis in finding.basis:
            link = f" <{_address(basis.url)}>" if basis.url else ""
            yield self.item(Label.BASIS, basis.line) + link
            if basis.quote:
                yield f"  - {headed(self.word(Label.QUOTE), escape_markdown(basis.quote), self.view.lang)}"
            for text in basis.notes:
                yield f"  - {escape_markdown(text)}"
        yield ""

    def item(self, name: Label, text: str, prefix: str = "") -> str:
        return f"- {prefix}{headed(f'**{self.word(name)}**', escape_markdown(text), self.view.lang)}"

    def condition(self, prefix: str, condition: ConditionView) -> Iterable[str]:
        yield f"- {prefix}{escape_markdown(headed(condition.title, condition.result, self.view.lang))}"
        for fact in condition.facts:
            yield f"  - {escape_markdown(headed(fact.label, fact.value, self.view.lang))}"
        if condition.readings:
            yield f"  - {escape_markdown(condition.readings)}"

    def questions(self, claim: ClaimView) -> Iterable[str]:
        yield from self.heading(3, self.word(Label.QUESTIONS))
        asked = [owner for owner in claim.owners if owner.questions]
        if not asked:
            yield self.word(Label.NO_QUESTIONS)
        for owner in asked:
            yield from (f"**{escape_markdown(owner.word)}**", "")
            names = (Label.QUESTION, Label.REASON, Label.REQUEST, Label.AFFECTS)
            rows = []
            for question in owner.questions:
                asked_about = f"{question.tagged} {question.fact}"
                reason = (
                    with_detail(question.reason, question.detail, self.view.lang)
                    if question.detail
                    else question.reason
                )
                rows.append([asked_about, reason, question.request, self.join(question.findings)])
            yield from self.table([label(name, self.view.lang) for name in names], rows)

    def cross_check(self, claim: ClaimView) -> Iterable[str]:
        if not claim.cross_check:
            return
        yield from self.heading(3, self.word(Label.CROSS_CHECK))
        yield from (escape_markdown(claim.cross_check_line), "")
        names = (
            Label.FACT, Label.STATED_VALUE, Label.EVIDENCE_VALUE, Label.LEVEL, Label.DOCUMENT, Label.PAGE, Label.HASH,
            Label.EXPIRY, Label.RESULT,
        )  # fmt: skip
        yield from self.table(
            [label(name, self.view.lang) for name in names],
            [
                [
                    f"{check.label} {check.fact}", check.stated, source.value, self._level(source),
                    source.document, source.page, source.hash, source.expiry, check.result,
                ]
                for check in claim.cross_check
                for source in check.sources
            ],
        )  # fmt: skip

    def _level(self, source: SourceView) -> str:
        """The level a source counts at, with what makes it stand out: 申告のみ（資料のファイルがありません）."""
        notes = self.join([note.removesuffix("。") for note in source.notes])
        return source.level + (in_brackets(notes, self.view.lang) if notes else "")

    def editions(self) -> Iterable[str]:
        yield from self.heading(2, self.word(Label.EDITIONS))
        names = (Label.EDITION, Label.CHOSEN_BY, Label.HASH)
        yield from self.table(
            [label(name, self.view.lang) for name in names],
            [
                [f"{used.title}{in_brackets(used.edition, self.view.lang)}", used.chosen_by, used.sha256]
                for used in self.view.editions
            ],
        )
        if self.view.confirmations:
            yield from self.heading(2, self.word(Label.CONFIRMATIONS))
            for text in self.view.confirmations:
                yield f"- {escape_markdown(text)}"
        yield from self.heading(2, self.word(Label.RECORD))
        yield from self.pairs(self.view.record)


def _address(url: str) -> str:
    """Return an address that cannot leave its angle brackets, and in which nothing reads as markup."""
    return quote(clean(url), safe="/:?#@=&%+,;._~-")
