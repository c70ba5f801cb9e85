"""The report for the terminal: plain text in columns that count Japanese characters as two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import TYPE_CHECKING, Final

from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Owner
from offsetcheck.report import columns
from offsetcheck.report.model import Report
from offsetcheck.report.view import (
    ClaimView,
    ConditionView,
    FindingView,
    Pair,
    QuestionView,
    ReportView,
    SubjectView,
    VerdictView,
    arrange,
    label,
    number_of,
)
from offsetcheck.report.wording import (
    NOTHING,
    Label,
    and_more,
    clean,
    count,
    counted,
    headed,
    in_brackets,
    listing,
    of_all,
    tagged,
)

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Printer", "write_text"]

MINIMUM_WIDTH: Final = 40
"""Narrower terminals get lines of this width."""

SUBJECTS_SHOWN: Final = 5
"""How many subjects of one finding are spelled out; the JSON holds them all."""

_STYLES: Final = {
    "pass": "green",
    "fail": "bold red",
    "unknown": "yellow",
    "not_applicable": "bright_black",
    "error": "bold magenta",
}


def write_text(report: Report, width: int = 100, color: bool = False) -> str:
    """Return the report for a terminal `width` columns wide, with colours only where asked."""
    page = StringIO()
    _Printer(page, max(width, MINIMUM_WIDTH), color, report.lang, arrange(report)).report()
    lines = page.getvalue().split("\n")
    return "\n".join(lines if color else [line.rstrip() for line in lines]).rstrip("\n") + "\n"


def _console(page: StringIO, width: int, color: bool) -> Console:
    from rich.console import Console

    return Console(
        file=page,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        soft_wrap=False,
        _environ={},
    )


@dataclass
class Printer:
    """Writes paragraphs, pairs and tables as lines of a page; rich styles them where colours are asked for."""

    page: StringIO
    width: int
    color: bool
    lang: Lang

    @cached_property
    def console(self) -> Console:
        """The console that knows the codes of colours."""
        return _console(self.page, self.width, self.color)

    def word(self, name: Label) -> str:
        """A label in the page's language."""
        return label(name, self.lang)

    def line(self, text: str = "", style: str | None = None) -> None:
        """Write one line as it is."""
        if not self.color:
            self.page.write(f"{text}\n")
            return
        from rich.text import Text as Rich

        self.console.print(Rich(text, style=style or ""), overflow="ignore", no_wrap=True, crop=False)

    def paragraph(self, text: str, indent: int = 0, first: str = "", style: str | None = None) -> None:
        """Print a text, wrapped; `first` stands before its first line, inside the indent of the others."""
        hang = indent + columns.width(first)
        for n, piece in enumerate(columns.wrapped(clean(text), max(self.width - hang, 10))):
            self.line(" " * indent + first + piece if n == 0 else " " * hang + piece, style)

    def heading(self, text: str) -> None:
        """Write a heading with a rule behind it."""
        self.line()
        text = columns.wrapped(clean(text), self.width - 6)[0]
        self.line(f"── {text} " + "─" * max(self.width - columns.width(text) - 4, 0), "bold")

    def pairs(self, pairs: Sequence[Pair], indent: int = 0) -> None:
        """Print labels and values, the values in one column."""
        column = min(max((columns.width(clean(pair.label)) for pair in pairs), default=0), self.width // 2)
        for pair in pairs:
            *above, name = columns.wrapped(clean(pair.label), column)
            for piece in above:
                self.line(" " * indent + piece)
            self.paragraph(pair.value, indent, columns.fitted(name, column) + "  ")

    def table(self, titles: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> None:
        """Write a table, narrowed to the page; columns of numbers stand to the right."""
        cells = [[clean(cell) for cell in row] for row in rows]
        head = True
        for line in columns.drawn([clean(t) for t in titles], cells, self.width, right):
            head = head and not line.startswith("─")
            self.line(line, "bold" if head else None)


@dataclass
class _Printer(Printer):
    """Lays out a view as lines of a page."""

    view: ReportView

    def report(self) -> None:
        """Print the whole report."""
        self.line(self.word(Label.TITLE), "bold")
        self.pairs(self.view.about)
        for claim in self.view.claims:
            self.claim(claim)
        if len(self.view.claims) != 1:
            self.heading(self.word(Label.COUNTS))
            self.paragraph(
                listing([f"{pair.label} {pair.value}" for pair in self.view.counts], self.view.lang)
            )
        self.editions()
        self.heading(self.word(Label.NOTES))
        for text in self.view.disclaimers:
            self.paragraph(text, first="・" if self.view.lang == "ja" else "- ")

    def claim(self, claim: ClaimView) -> None:
        self.heading(f"{self.word(Label.CLAIM)} {claim.id}")
        self.pairs(claim.about[1:])
        self.line()
        self.paragraph(f"{claim.overall}  {self.mark(claim.verdict)}", style=_STYLES[claim.verdict.key])
        for sentence in claim.headline:
            self.paragraph(sentence, 2)
        self.line()
        self.line(f"  {self.word(Label.STILL_WAITING)}")
        self.pairs(
            [
                Pair(
                    owner.word,
                    owner.owed(
                        self.view.lang,
                        _few(
                            [q.label for q in owner.questions if not q.advisory and q.awaits is None],
                            self.view,
                        ),
                    ),
                )
                for owner in claim.owners
            ],
            4,
        )
        self.steps(claim)
        self.planning(claim)
        self.applications(claim)
        self.tonnes(claim)
        if claim.matrix:
            self.heading(self.word(Label.PROPERTIES))
            self.table(
                [self.word(Label.CREDIT), *self.view.criteria],
                [
                    [row.label, *(cell.word if cell else NOTHING for cell in row.cells)]
                    for row in claim.matrix
                ],
            )
        self.filings(claim)
        self.findings(claim)
        self.questions(claim)
        self.cross_check(claim)
        self.heading(self.word(Label.COUNTS))
        self.paragraph(claim.counts_line)
        self.paragraph(self.word(Label.COUNTED))

    def mark(self, verdict: VerdictView) -> str:
        return f"{verdict.symbol} {verdict.word}"

    def steps(self, claim: ClaimView) -> None:
        if not claim.steps:
            return
        self.heading(self.word(Label.NEXT_STEPS))
        for n, step in enumerate(claim.steps, 1):
            who = in_brackets(step.owner, self.view.lang).lstrip()
            gap = "" if self.view.lang == "ja" else " "
            self.paragraph(f"{who}{gap}{step.text}", first=f"{n}. ")

    def planning(self, claim: ClaimView) -> None:
        if not claim.planning and not claim.hint:
            return
        self.heading(self.word(Label.PLANNING))
        for sentence in (*claim.planning, *claim.hint):
            self.paragraph(sentence)

    def cross_check(self, claim: ClaimView) -> None:
        if not claim.cross_check:
            return
        self.heading(self.word(Label.CROSS_CHECK))
        self.paragraph(claim.cross_check_line)
        for check in claim.cross_check:
            self.line()
            self.paragraph(headed(check.label, check.result, self.view.lang) + f"  {check.fact}")
            self.note(Label.STATED_VALUE, check.stated)
            for source in check.sources:
                shown = source.value + in_brackets(source.level, self.view.lang)
                self.paragraph(headed(clean(source.document), shown, self.view.lang), 2, "- ")
                for note in source.notes:
                    self.paragraph(note, 4)
                self.note(Label.PAGE, source.page, 4)
                self.note(Label.EXPIRY, source.expiry, 4)
                self.note(Label.HASH, source.hash, 4)

    def applications(self, claim: ClaimView) -> None:
        if not claim.applications:
            return
        self.heading(self.word(Label.APPLICATIONS))
        for note in claim.application_notes:
            self.paragraph(note)
        for application in claim.applications:
            self.line()
            self.paragraph(application.title)
            self.pairs(application.entries, 2)

    def tonnes(self, claim: ClaimView) -> None:
        if not claim.tonnes:
            return
        self.heading(self.word(Label.TONNES))
        self.pairs([Pair(row.label, row.text) for row in claim.tonnes])
        for sentence in claim.tonnes_sentences:
            self.paragraph(sentence)

    def filings(self, claim: ClaimView) -> None:
        if claim.uses:
            self.heading(self.word(Label.USES))
            self.table(
                [
                    self.word(name)
                    for name in (Label.USE, Label.PURPOSE, Label.PERIOD, Label.VERDICT, Label.ELIGIBLE)
                ],
                [
                    [use.id, use.purpose, use.period, self.mark(use.verdict), use.eligible]
                    for use in claim.uses
                ],
            )
        if not claim.filings:
            return
        self.heading(self.word(Label.FILINGS))
        for n, filing in enumerate(claim.filings):
            if n:
                self.line()
            self.paragraph(f"{self.mark(filing.verdict)}  {filing.scheme}", style=_STYLES[filing.verdict.key])
            rows = [Pair(self.word(Label.ENTITY), filing.entity), Pair(self.word(Label.YEAR), filing.period)]
            self.pairs([*rows, *filing.results], 2)
            if filing.terms:
                self.paragraph(headed(self.word(Label.WORKED_OUT_FROM), filing.note or "", self.view.lang), 2)
                self.pairs(filing.terms, 4)
            for total in filing.totals:
                self.line()
                self.line(total.title, "bold")
                self.table(total.heads, total.rows)
                for note in total.notes:
                    self.paragraph(note)
            for source in filing.sources:
                self.paragraph(source, 2)
            if filing.unsure:
                self.paragraph(filing.unsure, 2)

    def findings(self, claim: ClaimView) -> None:
        for group in claim.groups:
            if not group.n:
                continue
            counted = headed(group.title, group.counted(self.view.lang), self.view.lang)
            if columns.width(counted) <= self.width - 6:
                self.heading(counted)
            else:  # a heading is one line
                self.heading(headed(group.title, count(group.n, self.view.lang), self.view.lang))
                self.paragraph(counted)
            if group.key in ("pass", "not_applicable"):
                self.paragraph(group.named(self.view.lang))
                continue
            for n, finding in enumerate(group.whole):
                if n:
                    self.line()
                self.finding(finding)
            if group.brief:
                self.line()
                self.paragraph(
                    headed(
                        self.word(Label.BRIEF), count(number_of(group.brief), self.view.lang), self.view.lang
                    ),
                    style="bold",
                )
            for finding in group.brief:
                self.paragraph(f"{finding.title}  {finding.rule}", 2, f"{finding.verdict.symbol} ")
                self.paragraph(finding.message, 4)
                if finding.remedy:
                    self.note(Label.REMEDY, finding.remedy, 4)
            for name, found in group.awaiting:
                self.line()
                self.paragraph(
                    headed(self.word(name), count(number_of(found), self.view.lang), self.view.lang),
                    style="bold",
                )
                for message in dict.fromkeys(f.message for f in found):
                    self.paragraph(of_all(message, self.view.lang))
                alike: dict[tuple[str, str, str], list[FindingView]] = {}
                for finding in found:
                    alike.setdefault((finding.verdict.symbol, finding.title, finding.rule), []).append(
                        finding
                    )
                for (symbol, title, rule), same in alike.items():
                    on = [s.id for f in same for s in f.subjects] if len(same) > 1 else []
                    named = title + (in_brackets(self.few(on), self.view.lang) if on else "")
                    self.paragraph(f"{named}  {rule}", 2, f"{symbol} ")
            for kind, found in group.to_come:
                self.line()
                self.paragraph(
                    headed(self.word(kind.heading), self.among(found), self.view.lang), style="bold"
                )
                self.paragraph(self.word(kind.note))
                for finding in found:
                    self.paragraph(f"{finding.title}  {finding.rule}", 2, f"{finding.verdict.symbol} ")
                    self.paragraph(finding.message, 4)
                    self.note(Label.SUBJECT, self.few(finding.subject_labels), 4)

    def finding(self, finding: FindingView) -> None:
        title = tagged(finding.title, finding.severity, self.view.lang) if finding.advisory else finding.title
        self.paragraph(
            f"{title}  {finding.rule}",
            first=f"{finding.verdict.symbol} ",
            style=_STYLES[finding.verdict.key],
        )
        self.paragraph(finding.message, 2)
        if finding.remedy:
            self.note(Label.REMEDY, finding.remedy)
        self.note(Label.SUBJECT, self.few(finding.subject_labels))
        for subject in finding.subjects[:SUBJECTS_SHOWN]:
            self.subject(subject, alone=len(finding.subjects) == 1)
        for basis in finding.basis:
            self.note(Label.BASIS, basis.line)
            for text in basis.notes:
                self.paragraph(text, 4)

    def subject(self, subject: SubjectView, alone: bool) -> None:
        indent = 2 if alone else 4
        if not alone:
            self.paragraph(subject.label, 4)
        for condition in subject.conditions:
            if condition.truth is not True:
                self.condition(condition, indent + 2)
        for pair in subject.shown:
            self.paragraph(pair.value, indent, headed(clean(pair.label), "", self.view.lang))
        for waited in subject.waits_for:
            self.note(Label.WAITS_FOR, waited, indent)

    def condition(self, condition: ConditionView, indent: int) -> None:
        self.paragraph(headed(condition.title, condition.result, self.view.lang), indent, "- ")
        for fact in condition.facts:
            self.paragraph(headed(fact.label, fact.value, self.view.lang), indent + 2)
        if condition.readings:
            self.paragraph(condition.readings, indent + 2)

    def note(self, name: Label, text: str, indent: int = 2) -> None:
        self.paragraph(text, indent, headed(self.word(name), "", self.view.lang))

    def among(self, items: Sequence[FindingView] | Sequence[QuestionView]) -> str:
        """How many there are, and how many of them only advise."""
        n = sum(i.n for i in items)
        return counted(n, self.view.lang, (Label.ADVISORY, sum(i.n for i in items if i.advisory)))

    def few(self, items: Sequence[str]) -> str:
        shown = list(items[:SUBJECTS_SHOWN])
        if len(items) > SUBJECTS_SHOWN:
            shown.append(and_more(len(items) - SUBJECTS_SHOWN, self.view.lang))
        return listing(shown, self.view.lang)

    def questions(self, claim: ClaimView) -> None:
        self.heading(self.word(Label.QUESTIONS))
        asked = [owner for owner in claim.owners if owner.questions]
        if not asked:
            self.line(self.word(Label.NO_QUESTIONS))
        for owner in asked:
            self.line(headed(owner.word, self.among(owner.questions), self.view.lang), "bold")
            if owner.key == Owner.AUTHORITY and owner.n:
                self.paragraph(self.word(Label.LETTER_FORMAT), 2)
            alike: dict[tuple[str, str], list[QuestionView]] = {}
            for question in owner.questions:
                alike.setdefault((question.reason, question.request), []).append(question)
            for (reason, request), questions in alike.items():
                gap = "。" if self.view.lang == "ja" else ". "
                self.paragraph(f"{reason[:1].upper()}{reason[1:]}{gap}{request}", 2)
                for question in questions:
                    self.paragraph(f"{question.tagged}  {question.fact}", 4, "- ")
                    if question.detail:
                        self.paragraph(question.detail, 6)

    def editions(self) -> None:
        self.heading(self.word(Label.EDITIONS))
        for edition in self.view.editions:
            self.paragraph(f"{edition.title}{in_brackets(edition.edition, self.view.lang)}")
            self.note(Label.CHOSEN_BY, edition.chosen_by)
            self.note(Label.HASH, edition.sha256)
        if self.view.confirmations:
            self.heading(self.word(Label.CONFIRMATIONS))
            for text in self.view.confirmations:
                self.paragraph(text)
        self.heading(self.word(Label.RECORD))
        self.pairs(self.view.record)


def _few(labels: Sequence[str], view: ReportView) -> list[str]:
    """The first questions an owner holds, and how many more there are."""
    shown = list(dict.fromkeys(labels))
    return shown[:3] + ([and_more(len(shown) - 3, view.lang)] if len(shown) > 3 else [])
