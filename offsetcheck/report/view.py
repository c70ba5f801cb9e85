"""What every writer shows, in which order: the report arranged and worded once, laid out by each writer.

The strings of a view are plain text that may hold anything a claim's author wrote: each writer escapes them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final, Literal, NamedTuple

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import models
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.report import wording as w
from offsetcheck.report.asked import all_ask, whom_to_ask
from offsetcheck.report.model import (
    Application,
    BasisShown,
    ClaimReport,
    ConditionResult,
    CrossCheck,
    EditionUsed,
    FactRead,
    FilingResult,
    Finding,
    Interval,
    Missing,
    OpenQuestion,
    Report,
    SourceShown,
    SubjectRef,
    Term,
    TotalShown,
    UseResult,
)
from offsetcheck.report.summary import address
from offsetcheck.report.wording import Label

Numbers = dict[tuple[str, str, str | None], int]
"""The number of each document cited, by document, title and edition."""

#: Findings about these decide the claim themselves; all others act through the uses they carry (law 9).
_DECIDING: Final = ("claim", "statement")

#: Initiatives that set nothing against emissions of their own: what is left of those says nothing.
_WITHOUT_EMISSIONS: Final = (models.ClaimKind.ATTACHED_CREDIT.value, models.ClaimKind.CANCEL_ONLY.value)


class Pair(NamedTuple):
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict in word and sign; `key` is the same in every language."""

    key: str
    word: str
    symbol: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One named condition of a finding on one subject."""

    title: str
    truth: bool | Literal["unknown"]
    applies: bool
    result: str
    expression: str
    facts: tuple[Pair, ...]
    readings: str | None


@dataclass(frozen=True, slots=True)
class SubjectView:
    """One subject of a finding, and how it was judged."""

    id: str
    label: str
    conditions: tuple[ConditionView, ...]
    waits_for: tuple[str, ...]
    shown: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class BasisView:
    """One clause in words."""

    line: str
    quote: str | None
    url: str | None
    notes: tuple[str, ...]


class Awaited(Enum):
    """What has to come before something can be judged, with its tag, its heading and what is said under it."""

    STEP = (Label.LATER_TAG, Label.LATER, Label.LATER_NOTE, Label.LATER_DECIDING)
    """A step still to be completed."""
    DAY = (Label.AHEAD_TAG, Label.AHEAD, Label.AHEAD_NOTE, Label.AHEAD_DECIDING)
    """A day that is stated, and lies after that of judgement."""

    def __init__(self, tag: Label, heading: Label, note: Label, deciding: Label) -> None:
        self.tag = tag
        self.heading = heading
        self.note = note
        self.deciding = deciding


class Turn(Enum):
    """What comes before a question that could be answered now, with its tag."""

    ANSWERS = Label.ANSWERED_TAG
    """The answers to others, without which it cannot be judged."""
    SPARED = Label.SPARED_TAG
    """The answers to others, which may spare it."""
    MENDING = Label.MENDED_TAG
    """The mending of what fails anyway."""

    @property
    def tag(self) -> Label:
        """What a question is tagged with."""
        return self.value


@dataclass(frozen=True, slots=True)
class FindingView:
    """One rule's verdict, on every subject for which message and remedy are the same."""

    rule: str
    title: str
    edition: str
    verdict: VerdictView
    advisory: bool
    severity: str
    message: str
    remedy: str | None
    awaits: Awaited | None
    """What it waits for and nobody can supply now, where it waits for nothing else."""
    only_stated: bool
    outside: bool
    subjects: tuple[SubjectView, ...]
    basis: tuple[BasisView, ...]
    sources: tuple[str, ...]
    """The clauses in a line each, one that is cited for several points once."""
    cited: tuple[str, ...]
    """The clauses in short, by their number in the list of sources: `[1] 定義`, `[3]（二次資料）`."""

    @property
    def subject_labels(self) -> tuple[str, ...]:
        """What the finding is about."""
        return tuple(subject.label for subject in self.subjects)

    @property
    def n(self) -> int:
        """How many findings it is: one on each subject."""
        return len(self.subjects)


@dataclass(frozen=True, slots=True)
class GroupView:
    """The findings of one verdict; `n` counts findings before those alike are shown together."""

    key: str
    title: str
    n: int
    findings: tuple[FindingView, ...]

    def counted(self, lang: Lang) -> str:
        """How many there are, how many of them stand under each heading of their own, and how many only advise in all."""
        parts = (
            (Label.ADVISORY, number_of(self.brief)),
            (Label.ONLY_STATED_TAG, number_of(self.stated)),
            (Label.OUTSIDE_TAG, number_of(self.outside)),
            *((kind.tag, number_of(found)) for kind, found in self.to_come),
        )
        said = w.counted(self.n, lang, *parts)
        advisory = number_of(f for f in self.findings if f.advisory)
        if self.key != "unknown" or advisory == number_of(self.brief):
            return said
        return w.no_bearing(said, advisory, lang)

    def named(self, lang: Lang) -> str:
        """Its rules, each once, by title and id; titles hold commas."""
        rules = dict.fromkeys(w.marked(f.title, [f.rule], lang) for f in self.findings)
        return ("／" if lang == "ja" else "; ").join(rules)

    @property
    def whole(self) -> tuple[FindingView, ...]:
        """Those to show whole."""
        return tuple(
            f
            for f in self.findings
            if not (self.key == "unknown" and (f.advisory or f.awaits or f.only_stated))
        )

    @property
    def unasked(self) -> bool:
        """Whether a finding shown whole has a condition that is not asked of its subject."""
        return any(not c.applies for f in self.whole for s in f.subjects for c in s.conditions)

    @property
    def brief(self) -> tuple[FindingView, ...]:
        """Those to show in brief: what is unknown and only advises."""
        return tuple(
            f
            for f in self.findings
            if self.key == "unknown" and f.advisory and not (f.awaits or f.only_stated)
        )

    @property
    def stated(self) -> tuple[FindingView, ...]:
        """Those that would pass, or not apply, on what is stated: what is asked of all of them is support."""
        return tuple(f for f in self.findings if self.key == "unknown" and f.only_stated and not f.outside)

    @property
    def outside(self) -> tuple[FindingView, ...]:
        """Those that do not apply on what is stated: nothing to do about them but to show that."""
        return tuple(f for f in self.findings if self.key == "unknown" and f.outside)

    @property
    def awaiting(self) -> tuple[tuple[Label, tuple[FindingView, ...]], ...]:
        """Those that only lack support, under their headings."""
        parts = ((Label.ONLY_STATED, self.stated), (Label.OUTSIDE, self.outside))
        return tuple((name, found) for name, found in parts if found)

    @property
    def to_come(self) -> tuple[tuple[Awaited, tuple[FindingView, ...]], ...]:
        """Those that nobody can settle now, by what they wait for."""
        parts = ((kind, tuple(f for f in self.findings if f.awaits is kind)) for kind in Awaited)
        return tuple((kind, found) for kind, found in parts if found)


def number_of(findings: Iterable[FindingView]) -> int:
    """How many findings are shown, those alike each by itself."""
    return sum(finding.n for finding in findings)


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One open question."""

    label: str
    fact: str
    reason: str
    request: str
    detail: str | None
    findings: tuple[str, ...]
    rules: tuple[str, ...]
    """The rules of those findings, each once."""
    advisory: bool
    awaits: Awaited | Turn | None
    """What has to come before it is asked, or can be answered."""
    tagged: str
    """The label with what it says about the question: advisory, or later."""
    n: int = 1


@dataclass(frozen=True, slots=True)
class OwnerView:
    """What one owner still owes: now, and once the steps and days still to come have come."""

    key: str
    word: str
    n: int
    owed_now: str
    owed_later: str
    """Empty where nothing is still to come."""
    questions: tuple[QuestionView, ...]

    def owed(self, lang: Lang, named: Sequence[str] = ()) -> str:
        """Both in words; `named`: what is asked now."""
        if not self.n and self.owed_later:
            return self.owed_later
        now = self.owed_now + (w.in_brackets(w.listing(named, lang), lang) if named else "")
        return w.besides(now, self.owed_later, lang) if self.owed_later else now


@dataclass(frozen=True, slots=True)
class TonnesView:
    """One number of tonnes."""

    key: str
    label: str
    text: str
    at_least: Decimal | None
    at_most: Decimal | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One credit against the criteria."""

    label: str
    cells: tuple[VerdictView | None, ...]


@dataclass(frozen=True, slots=True)
class TotalView:
    """A total of a report, term by term: a table whose sum ties out, and what to know before copying it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilingView:
    """One filing."""

    scheme: str
    short: str
    entity: str
    period: str
    edition: str
    verdict: VerdictView
    results: tuple[Pair, ...]
    """What the report comes to: its totals, the tonnes that may be used, what is missing."""
    terms: tuple[Pair, ...]
    """How those are worked out, in the order of the field's forms."""
    totals: tuple[TotalView, ...]
    sources: tuple[str, ...]
    """The documents that the totals cite, with their numbers: from [1] on where the page has no list of all documents."""
    note: str | None
    unsure: str | None
    """That its verdict or figures rest on texts that were not read."""
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseView:
    """One use."""

    id: str
    purpose: str
    period: str
    verdict: VerdictView
    eligible: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApplicationView:
    """The entries of one retirement application."""

    title: str
    entries: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the next steps."""

    owner: str
    text: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A finding in one line, for the first page."""

    verdict: VerdictView
    title: str
    text: str
    awaits: Awaited | None
    n: int = 1
    """How many findings it stands for: those that are only stated are one line."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source of a fact."""

    value: str
    level: str
    document: str
    page: str
    hash: str
    expiry: str
    notes: tuple[str, ...]
    """What makes this source stand out: chosen, altered, expired, not found."""


@dataclass(frozen=True, slots=True)
class CheckView:
    """One fact against its evidence."""

    label: str
    fact: str
    stated: str
    sources: tuple[SourceView, ...]
    result: str
    key: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim, arranged."""

    id: str
    anchor: str
    organisation: str
    overall: str
    """What the verdict is called: beside filings, it says that it is not theirs."""
    verdict: VerdictView
    if_retired: VerdictView | None
    about: tuple[Pair, ...]
    headline: tuple[str, ...]
    lead: tuple[str, ...]
    """The headline without what the foot of every first page says, for a report that holds the letters itself."""
    owners: tuple[OwnerView, ...]
    tonnes: tuple[TonnesView, ...]
    tonnes_sentences: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    """The credits that any criterion was judged on."""
    filings: tuple[FilingView, ...]
    uses: tuple[UseView, ...]
    groups: tuple[GroupView, ...]
    applications: tuple[ApplicationView, ...]
    application_notes: tuple[str, ...]
    counts: tuple[Pair, ...]
    counts_line: str
    steps: tuple[StepView, ...]
    lines: tuple[LineView, ...]
    """What fails, each in one line; where nothing fails, what is to be confirmed."""
    lines_title: str
    balance: tuple[TonnesView, ...]
    planning: tuple[str, ...]
    hint: tuple[str, ...]
    cross_check: tuple[CheckView, ...]
    cross_check_line: str

    def group(self, key: str) -> GroupView:
        """Return the findings of one verdict."""
        return next(group for group in self.groups if group.key == key)


@dataclass(frozen=True, slots=True)
class EditionView:
    """One edition applied."""

    edition: str
    title: str
    chosen_by: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One entry of the list of sources."""

    n: int
    line: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A whole report, arranged."""

    lang: Lang
    about: tuple[Pair, ...]
    criteria: tuple[str, ...]
    claims: tuple[ClaimView, ...]
    editions: tuple[EditionView, ...]
    confirmations: tuple[str, ...]
    record: tuple[Pair, ...]
    counts: tuple[Pair, ...]
    disclaimers: tuple[str, ...]
    documents: tuple[DocumentView, ...]
    editions_line: str


def label(name: Label, lang: Lang) -> str:
    """Return a fixed word."""
    return w.say(name.value, lang)


def arrange(report: Report, *, listed: bool = False) -> ReportView:
    """Return everything the writers show, in order and in the report's language.

    `listed`: the page has a list of all documents, by whose numbers they are cited; else each report's totals list their own.
    """
    lang = report.lang
    numbers = _numbers(_cited(report)) if listed else {}
    return ReportView(
        lang=lang,
        about=(
            Pair(label(Label.AS_OF, lang), w.day(report.as_of, lang)),
            Pair(label(Label.PROFILE, lang), w.profile_word(report.profile, lang)),
        ),
        criteria=tuple(criterion.title for criterion in report.criteria),
        claims=tuple(_claim(report, claim, n, numbers, lang) for n, claim in enumerate(report.claims, 1)),
        editions=tuple(
            EditionView(used.edition, used.title, w.chosen_by(used.chosen_by, lang), used.sha256)
            for used in report.rulebook
        ),
        confirmations=tuple(
            w.confirmation_sentence(confirmation, lang) for confirmation in report.confirmations
        ),
        record=_record(report, lang),
        counts=tuple(
            Pair(w.verdict_word(v, lang), w.count(report.counts.get(v.value, 0), lang)) for v in Verdict
        ),
        disclaimers=(
            *w.disclaimers(report.profile, lang),
            *w.reviewer_note(report.profile, lang),  # each claim says what every owner holds
            *_rests_on_others(report, lang),
        ),
        documents=tuple(_documents(report, numbers, lang)) if listed else (),
        editions_line=w.titles(
            [u.title for u in sorted(report.rulebook, key=lambda u: not u.edition.startswith("guideline/"))],
            lang,
        ),
    )


def _rests_on_others(report: Report, lang: Lang) -> Iterable[str]:
    """What is to be known of a report whose verdicts rest on texts that nobody read: not every page lists each basis."""
    known = {basis.confidence for basis in _cited(report)}
    said = w.rests_on_others(known, lang)
    return () if said is None else (said,)


def _key(basis: BasisShown) -> tuple[str, str, str | None]:
    return basis.document, basis.title, basis.edition


def _numbers(cited: Iterable[BasisShown]) -> Numbers:
    """The number of each document in a list of sources, in the order in which they are cited."""
    found: dict[tuple[str, str, str | None], int] = {}
    for basis in cited:
        found.setdefault(_key(basis), len(found) + 1)
    return found


def _cited(report: Report) -> Iterable[BasisShown]:
    """The clauses behind every finding that applies."""
    for claim in report.claims:
        for finding in claim.findings:
            if finding.verdict is not Verdict.NOT_APPLICABLE:
                yield from finding.basis
        for filing in claim.filings:
            yield from _behind(filing)


def _behind(filing: FilingResult) -> Iterable[BasisShown]:
    """The clauses behind the numbers of a filing that are shown."""
    for total in filing.totals:
        yield from (basis for term in total.terms for basis in term.basis)
        yield from total.rounding
    for term in filing.terms:
        if term.unjudged is None and (term.name in _RESULTS or _stands_alone(term, filing)):
            yield from () if _explained(term, filing) else term.basis


def _documents(report: Report, numbers: Numbers, lang: Lang) -> Iterable[DocumentView]:
    told: set[int] = set()
    for basis in _cited(report):
        if (n := numbers[_key(basis)]) not in told:
            told.add(n)
            yield DocumentView(n, w.document_line(basis, lang), _web(basis.url))


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(("https://", "http://")) else None


def _record(report: Report, lang: Lang) -> tuple[Pair, ...]:
    unused = label(Label.NONE, lang)
    return (
        Pair(label(Label.TOOL, lang), f"{report.tool.name} {report.tool.version}"),
        *(
            Pair(label(Label.INPUT, lang), f"{source.name}{w.in_brackets(f'SHA-256 {source.sha256}', lang)}")
            for source in report.input
        ),
        Pair(label(Label.LEDGER, lang), report.snapshot.ledger_head or unused),
        Pair(label(Label.BATCH, lang), report.snapshot.batch_sha256 or unused),
    )


def _verdict(verdict: Verdict, lang: Lang) -> VerdictView:
    return VerdictView(verdict.value, w.verdict_word(verdict, lang), w.verdict_symbol(verdict, lang))


def _claim(report: Report, claim: ClaimReport, n: int, numbers: Numbers, lang: Lang) -> ClaimView:
    counts = {v: sum(f.verdict is v for f in claim.findings) for v in Verdict}
    applications = tuple(_applications(claim, lang))
    return ClaimView(
        id=claim.claim,
        anchor=f"claim-{n}",
        organisation=claim.organisation or label(Label.NO_VALUE, lang),
        overall=label(Label.OVERALL_OFFSET if claim.filings else Label.OVERALL, lang),
        verdict=_verdict(claim.verdict, lang),
        if_retired=_verdict(claim.if_retired, lang) if claim.if_retired else None,
        about=tuple(_about(claim, lang)),
        headline=tuple(headline(report, claim)),
        lead=tuple(
            t
            for t in headline(report, claim, letters_in=Label.LETTERS)
            if t not in w.disclaimers(report.profile, lang)
        ),
        owners=tuple(_owner(claim, owner, report.profile, lang) for owner in Owner),
        tonnes=tuple(
            TonnesView(
                name, _called(name, claim, lang), w.interval(value, lang), value.at_least, value.at_most
            )
            for name, value in claim.tonnes.items()
            if not (name.startswith("residual") and claim.kind in _WITHOUT_EMISSIONS)
        ),
        tonnes_sentences=tuple(_tonnes_sentences(claim, lang)),
        matrix=tuple(
            MatrixRow(
                row.label,
                tuple(
                    _verdict(row.verdicts[criterion.id], lang) if criterion.id in row.verdicts else None
                    for criterion in report.criteria
                ),
            )
            for row in claim.properties
            if row.verdicts
        ),
        filings=tuple(_filing(filing, numbers, lang) for filing in claim.filings),
        uses=tuple(
            UseView(
                id=use.id,
                purpose=_purpose_of(use, claim, lang),
                period=_period_of(use, claim, lang),
                verdict=_verdict(use.verdict, lang),
                eligible=w.interval(use.eligible_t, lang),
                rules=use.rules,
            )
            for use in claim.uses
        ),
        groups=tuple(
            GroupView(
                verdict.value,
                label(title, lang),
                counts[verdict],
                tuple(_findings(claim, verdict, numbers, lang)),
            )
            for verdict, title in (
                (Verdict.FAIL, Label.FAILS),
                (Verdict.ERROR, Label.ERRORS),
                (Verdict.UNKNOWN, Label.UNKNOWNS),
                (Verdict.PASS, Label.PASSES),
                (Verdict.NOT_APPLICABLE, Label.NOT_APPLICABLE),
            )
        ),
        applications=applications,
        application_notes=w.applications_notes(len(applications), lang) if applications else (),
        counts=tuple(Pair(w.verdict_word(v, lang), w.count(counts[v], lang)) for v in Verdict),
        counts_line=w.counts_line(counts, lang),
        steps=tuple(
            StepView(
                w.with_whom(step.owner, report.profile, lang, step.whom, w.addressed(claim.organisation)),
                step.text,
            )
            for step in claim.next_steps
        ),
        lines=tuple(_lines(claim, numbers, lang)),
        lines_title=_lines_title(claim, numbers, lang),
        balance=tuple(_balance(claim, lang)),
        planning=w.planning_sentences(claim.planning, lang) if claim.planning else (),
        hint=w.hint_sentences(claim.planning.hint, lang) if claim.planning and claim.planning.hint else (),
        cross_check=tuple(_check(check, lang) for check in claim.cross_check),
        cross_check_line=w.cross_check_line([check.result for check in claim.cross_check], lang),
    )


def _called(name: str, claim: ClaimReport, lang: Lang) -> str:
    """What a number of tonnes of a claim is called."""
    if name == "claimed_t" and claim.kind == models.ClaimKind.CANCEL_ONLY:
        return w.first_upper(w.claimed_label(claim.kind, lang))
    return w.tonnes_word(name, lang)


def _lines(claim: ClaimReport, numbers: Numbers, lang: Lang) -> Iterable[LineView]:
    """What decides comes first; a finding on several subjects is one line."""
    failing = any(f.verdict is Verdict.FAIL for f in claim.findings)
    wanted = Verdict.FAIL if failing else Verdict.UNKNOWN
    shown = [g for g in _findings(claim, wanted, numbers, lang) if failing or not g.advisory]
    stated = [g for g in shown if g.only_stated]
    for group in sorted((g for g in shown if not g.only_stated), key=lambda g: g.awaits is not None):
        title = group.title + (w.in_brackets(w.count(group.n, lang), lang) if group.n > 1 else "")
        yield LineView(group.verdict, title, w.first_sentence(group.message, lang), group.awaits, group.n)
    for name, outside in ((Label.ONLY_STATED, False), (Label.OUTSIDE, True)):
        if alike := [g for g in stated if g.outside is outside]:
            yield LineView(
                alike[0].verdict,
                w.headed(label(name, lang), w.count(number_of(alike), lang), lang),
                w.stated_line([(g.title, g.n) for g in alike], lang, outside),
                awaits=None,
                n=number_of(alike),
            )


def _lines_title(claim: ClaimReport, numbers: Numbers, lang: Lang) -> str:
    """What the lines of the first page are, and how many."""
    lines = list(_lines(claim, numbers, lang))
    if not lines or lines[0].verdict.key == "fail":
        name = Label.FAILS
    else:
        kinds = {line.awaits for line in lines}
        alone = kinds.pop() if len(kinds) == 1 else None
        name = Label.TO_CONFIRM if alone is None else alone.deciding
    return w.headed(label(name, lang), w.count(sum(line.n for line in lines), lang), lang)


_BALANCE: Final = (
    ("before", Label.BEFORE),
    ("reduced", Label.REDUCED),
    ("left", Label.LEFT),
    ("valid", Label.RETIRED),
    ("uncovered", Label.UNCOVERED),
)


def _balance(claim: ClaimReport, lang: Lang) -> Iterable[TonnesView]:
    if claim.balance is None:
        return
    for key, name in _BALANCE:
        value: Interval = getattr(claim.balance, f"{key}_t")
        yield TonnesView(key, label(name, lang), w.interval(value, lang), value.at_least, value.at_most)


def _check(check: CrossCheck, lang: Lang) -> CheckView:
    none = label(Label.NO_VALUE, lang)
    return CheckView(
        label=w.first_upper(check.label),
        fact=check.fact,
        stated=none if check.stated is None else w.value_text(check.fact, check.stated, lang),
        sources=tuple(_source(check.fact, source, lang) for source in check.sources),
        result=w.result_word(check.result, lang),
        key=check.result,
    )


def _source(fact: str, source: SourceShown, lang: Lang) -> SourceView:
    none = label(Label.NO_VALUE, lang)
    return SourceView(
        value=none if source.value is None else w.value_text(fact, source.value, lang),
        level=w.level_word(source.level, lang),
        document=w.shortened(source.document, 120),
        page=w.page_text(source.page, lang) if source.page else none,
        hash=w.hash_text(source, lang),
        expiry=w.expiry_text(source, lang),
        notes=w.source_notes(source, lang),
    )


def _about(claim: ClaimReport, lang: Lang) -> Iterable[Pair]:
    """What the claim is; one that only retires units offsets nothing: it needs no target, and is of no kind of offset."""
    no_offset = claim.kind == models.ClaimKind.CANCEL_ONLY
    unset = (Label.BOUNDARY, Label.PERIOD) if no_offset else ()
    stated = (
        (Label.CLAIM, claim.claim),
        (Label.ORGANISATION, claim.organisation),
        (Label.KIND, w.enum_text(models.ClaimKind, claim.kind, lang)),
        (Label.DEGREE, w.enum_text(models.Degree, claim.degree, lang)),
        (Label.BOUNDARY, claim.boundary),
        (Label.PERIOD, w.period_text(claim.period, lang) if claim.period else None),
        (Label.STAGE, w.stage_text(claim.stage, lang, on_record=not _record_open(claim))),
    )
    for name, value in stated:
        if not (no_offset and name is Label.DEGREE):
            yield Pair(
                label(name, lang), value or label(Label.NOT_SET if name in unset else Label.NO_VALUE, lang)
            )


_RECORD: Final = re.compile(
    r"uses\[[^\]]+\]\.(?:retirement|status)|retirements\[[^\]]+\]\.(?:act|notice|completed_on|document)"
)
"""The facts that show a retirement to be done."""


def _record_open(claim: ClaimReport) -> bool:
    """Whether a record of a retirement is still asked for."""
    return any(_RECORD.fullmatch(q.fact) for q in claim.open_questions)


def headline(report: Report, claim: ClaimReport, letters_in: Label | None = None) -> Iterable[str]:
    """Say the claim's verdict, every filing that does not pass, and what to do next."""
    lang = report.lang
    blocking = [f for f in claim.findings if f.severity == "blocking"]
    deciding = [f for f in blocking if f.subject.kind in _DECIDING]
    fails = sum(f.verdict is Verdict.FAIL for f in claim.findings)
    unknowns = sum(f.verdict is Verdict.UNKNOWN for f in claim.findings)
    filings = [filing_said(f, claim, lang) for f in claim.filings if f.verdict is not Verdict.PASS]
    if not report.rules_shipped:
        yield w.own_rules(lang)
    match claim.verdict:
        case Verdict.PASS:
            settled = sum(f.verdict is Verdict.PASS for f in deciding)
            passed = w.pass_sentence(settled, [used.title for used in _measured(report)], lang)
            filings += _filings_passed(claim, lang)
            yield from filings
            yield w.of_the_offset(passed, lang) if filings else passed
            told = _told_of_filings(claim)
            fails -= sum(f.verdict is Verdict.FAIL for f in told)
            unknowns -= sum(f.verdict is Verdict.UNKNOWN for f in told)
            if beside := w.pass_beside(fails, unknowns, lang):
                yield beside
            yield w.standing(report.profile, lang)
            yield w.pass_next(lang)
        case Verdict.FAIL:
            failing = [f for f in deciding if f.verdict is Verdict.FAIL] or [
                f for f in blocking if f.verdict is Verdict.FAIL
            ]
            yield w.fail_sentence(
                [f.title for f in failing], lang, all(_of_the_guideline(f) for f in failing)
            )
            if beside := _fail_beside(claim, failing, lang):
                yield beside
            yield from filings
            yield w.about_law(lang)
            yield w.fail_next(report.profile, lang)
        case Verdict.UNKNOWN:
            waiting = {owner: _waiting(claim, owner, None) for owner in Owner}
            later, ahead = (sum(_waiting(claim, owner, kind) for owner in Owner) for kind in Awaited)
            yield from filings
            if claim.stage == models.Stage.PLANNED:
                yield w.planned_sentence(claim.if_retired, any(waiting.values()), lang)
            if _only_stated(claim):
                yield w.supported_sentence(report.profile, lang)
            whom = _whom(claim, lang, lambda q: q.blocking and _awaited(q) is None)
            you = w.addressed(claim.organisation)
            judged, spared = (_waiting(claim, Owner.REVIEWER, turn) for turn in (Turn.ANSWERS, Turn.SPARED))
            open_ = w.unknown_sentence(
                waiting, later, lang, letters_in, whom,
                ahead=ahead, judged=judged, spared=spared > 0, you=you,
            )  # fmt: skip
            yield w.of_the_offset(open_, lang) if filings else open_
            advising = [
                f.title.removesuffix(w.in_brackets(label(Label.ADVISORY, lang), lang))
                for f in claim.findings
                if f.verdict is Verdict.FAIL and f.severity == "advisory"
            ]
            yield w.unknown_fails(fails, advising, lang, list(_of_other_uses(claim, lang)))
            asked = {owner for owner, n in waiting.items() if n}
            if not asked and ahead and not later:
                yield w.ahead_next(lang)
            elif asked != {Owner.AUTHORITY} and (asked or claim.stage != models.Stage.PLANNED):
                yield w.unknown_next(report.profile, lang)
        case Verdict.ERROR:
            yield w.error_sentence(lang)
            yield from filings
        case Verdict.NOT_APPLICABLE:
            yield from filings
            yield w.not_applicable_sentence(lang)
    if n := sum(question.phrase is not None for question in claim.open_questions):
        yield w.phrases_found(n, lang)


def _of_other_uses(claim: ClaimReport, lang: Lang) -> Iterable[str]:
    """What each failing finding on a report is about, or on a use for anything but the offset: none decides the claim."""
    purposes = {use.id: use.purpose for use in claim.uses}
    reported = {filing.scheme for filing in claim.filings}
    for finding in claim.findings:
        if finding.verdict is not Verdict.FAIL or finding.severity != "blocking":
            continue
        scheme = None
        if finding.subject.kind == "filing":
            scheme = finding.subject.id.partition("/")[0]
        elif finding.subject.kind == "use":
            scheme = purposes.get(finding.subject.id)
        if scheme is not None and scheme != models.Purpose.OFFSET.value:
            named = w.enum_text(models.Purpose, scheme, lang) or scheme
            yield w.report_under(scheme, lang) if scheme in reported else named


def _fail_beside(claim: ClaimReport, failing: Sequence[Finding], lang: Lang) -> str | None:
    """What fails beside that which decides the claim: by what it is about, and what only advises by itself."""
    told = {id(f) for f in failing}
    beside = [f for f in claim.findings if f.verdict is Verdict.FAIL and id(f) not in told]
    behind = Counter(f.subject.kind for f in beside if f.severity == "blocking")
    kinds = {kind: behind[kind] for kind in w.subject_kinds() if behind[kind]}
    return w.fail_beside(kinds, sum(f.severity == "advisory" for f in beside), lang)


def _filings_passed(claim: ClaimReport, lang: Lang) -> Iterable[str]:
    """That filings pass, in one sentence, with what their verdicts leave out."""
    passed = [f for f in claim.filings if f.verdict is Verdict.PASS]
    if passed:
        unjudged = dict.fromkeys(
            (t.unjudged, f.step) for f in passed for t in f.terms if t.unjudged is not None
        )
        names = [w.filing_called(f.scheme, f.period, claim.whose(f), lang) for f in passed]
        yield w.filings_pass_sentence(names, list(unjudged), lang)


def filing_said(filing: FilingResult, claim: ClaimReport, lang: Lang) -> str:
    """A filing that does not pass, with what it is short of, else with the tonnes that it may use."""
    lacking = next((t for t in filing.terms if t.name == "shortfall_t" and t.value.at_least), None)
    if lacking is not None:
        number: tuple[str, str] | None = _term(lacking, lang)
    elif filing.usable_t is not None:
        number = (label(Label.USABLE, lang), w.interval(filing.usable_t, lang))
    else:
        number = None
    period, whose = w.period_text(filing.period, lang), claim.whose(filing)
    return w.filing_sentence(filing.scheme, period, whose, filing.verdict, number, lang)


def use_said(use: UseResult, claim: ClaimReport, lang: Lang) -> str:
    """A use with its purpose, its year and the tonnes that may be counted."""
    purpose = _purpose_of(use, claim, lang)
    year = [_period_of(use, claim, lang)] if use.period else []
    counts = w.headed(label(Label.ELIGIBLE, lang), w.interval(use.eligible_t, lang), lang)
    return w.listing([purpose, *year, counts], lang)


def _told_of_filings(claim: ClaimReport) -> list[Finding]:
    """The findings that decide filings which do not pass: what is said of those says them."""
    told = {f.edition for f in claim.filings if f.verdict is not Verdict.PASS}
    return [f for f in claim.findings if f.severity == "blocking" and f.edition in told]


def _of_the_guideline(finding: Finding) -> bool:
    """Whether a clause of the Policy or the Guideline itself demands what a finding asks."""
    return any(basis.restricts and basis.document.startswith("og-") for basis in finding.basis)


def _waiting(claim: ClaimReport, owner: Owner, awaited: Awaited | Turn | None) -> int:
    """How many of an owner's blocking questions wait for one kind of thing to come; None: for nothing but an answer."""
    return sum(q.owner is owner and q.blocking and _awaited(q) is awaited for q in claim.open_questions)


def _awaited(question: OpenQuestion) -> Awaited | Turn | None:
    """What has to come before a question is asked, or can be answered."""
    if question.moot:
        return Turn.MENDING
    if question.after and question.reason is not Reason.NOT_YET:
        return Turn.SPARED if question.spared else Turn.ANSWERS
    return _to_come(question)


def _to_come(missing: OpenQuestion | Missing) -> Awaited | None:
    """What has to come before what is missing can be supplied."""
    if missing.reason is not Reason.NOT_YET:
        return None
    return Awaited.DAY if missing.ahead else Awaited.STEP


def _only_stated(claim: ClaimReport) -> bool:
    """Whether the claim would pass on what is stated."""
    deciding = [f for f in claim.findings if f.severity == "blocking" and f.subject.kind in _DECIDING]
    settled = (Verdict.PASS, Verdict.NOT_APPLICABLE)
    return any(f.only_stated for f in deciding) and all(
        f.only_stated or f.verdict in settled for f in deciding
    )


def _measured(report: Report) -> list[EditionUsed]:
    """The editions a claim itself is judged against: the guideline's, else all."""
    guideline = [used for used in report.rulebook if used.edition.startswith("guideline/")]
    return guideline or list(report.rulebook)


def _days_lacking(claim: ClaimReport) -> tuple[date | None, bool]:
    """The last stated day after that of judgement for which tonnes do not count yet, and whether only such days make them short."""
    failing = [f for f in claim.findings if f.verdict is Verdict.FAIL and f.severity == "blocking"]
    short = [f for f in failing if any("claim.valid_t" in c.facts for c in f.conditions if c.truth is False)]
    only_days = bool(short) and all(f.judge_on is not None for f in short)
    others = {u.id for u in claim.uses if u.purpose != models.Purpose.OFFSET.value}
    behind = [
        f
        for f in failing
        if f.subject.kind not in (*_DECIDING, "filing")
        and not (f.subject.kind == "use" and f.subject.id in others)
    ]
    days = [f.judge_on for f in (short if only_days else behind) if f.judge_on is not None]
    return max(days, default=None), only_days


def _tonnes_sentences(claim: ClaimReport, lang: Lang) -> Iterable[str]:
    valid = claim.tonnes.get("valid_t")
    if valid is None:
        return
    planned = claim.stage == models.Stage.PLANNED
    name, kind = "claimed", w.Need.OFFSET
    if claim.kind == models.ClaimKind.CANCEL_ONLY:
        kind = w.Need.RETIREMENT
    elif claim.degree == models.Degree.CARBON_NEUTRAL and "residual_t" in claim.tonnes:
        name, kind = "residual", w.Need.NEUTRAL
    need = claim.tonnes.get(f"{name}_t")
    covers = _covers(valid, need)
    yield w.valid_sentence(valid, lang, planned=planned, listed=_listed(claim, valid), compared=covers)
    later, only_days = _days_lacking(claim)
    to_mend = any(
        f.verdict is Verdict.FAIL and f.severity == "blocking" and f.subject.kind == "retirement"
        for f in claim.findings
    )
    compared = need and w.need_sentence(
        valid, need, lang, kind, later=later, only_days=only_days, to_mend=to_mend, planned=planned
    )
    if compared:
        yield compared
    if need and covers:
        yield from _apart(claim, need, lang)
    if (all_facts := claim.tonnes.get("valid_all_t")) is not None:
        told = compared is not None and not covers and valid.at_most is not None  # that it is short
        every = None if told else claim.tonnes.get(f"{name}_all_t", need)
        yield w.all_facts_sentence(all_facts, lang, every, kind)


def _covers(valid: Interval, need: Interval | None) -> bool:
    """Whether the valid tonnes cover a need that is known, if all that waits proves valid."""
    if need is None or need.at_least is None or need.at_least != need.at_most:
        return False
    return valid.at_most is not None and valid.at_most >= need.at_least


def _listed(claim: ClaimReport, valid: Interval) -> Decimal | None:
    """What the stated uses for the offset come to at most, where more than is confirmed and no bound is known to all of them."""
    ends = [u.eligible_t.at_most for u in claim.uses if u.purpose == models.Purpose.OFFSET.value]
    if valid.at_most is not None or not ends or None in ends:
        return None
    listed = sum((end for end in ends if end is not None), Decimal(0))
    return listed if listed > (valid.at_least or 0) else None


#: The quantities that bound what a single use can come to.
_OF_ONE_USE: Final = re.compile(r"retirements\[[^\]]+\]\.total_t|uses\[[^\]]+\]\.t")


def _apart(claim: ClaimReport, need: Interval, lang: Lang) -> Iterable[str]:
    """What may be lacking where the tonnes wait for a choice between values of a quantity that differ."""
    waiting = {
        m.fact
        for f in claim.findings
        if f.verdict is Verdict.UNKNOWN and f.severity == "blocking"
        and any("claim.valid_t" in c.facts for c in f.conditions if c.truth == "unknown")
        for m in f.missing
        if m.reason is Reason.CONFLICT
    }  # fmt: skip
    for check in claim.cross_check:
        if check.fact not in waiting or not check.fact.endswith((".t", "_t")):
            continue
        shown = [(s.value, w.shortened(s.document, 40)) for s in check.sources]
        values = [(Decimal(v), by) for v, by in ((check.stated, None), *shown) if v is not None]
        least, source = min(values, key=lambda found: found[0])
        if need.at_least is not None and least < need.at_least and least < max(v for v, _ in values):
            alone = len(claim.uses) == 1 and _OF_ONE_USE.fullmatch(check.fact) is not None
            yield w.apart_sentence(check.label, least, need, lang, source=source, alone=alone)


def _owner(claim: ClaimReport, owner: Owner, profile: Profile, lang: Lang) -> OwnerView:
    asked = (
        owner is Owner.AUTHORITY and claim.waiting_on.authority
    )  # one who is not waited for keeps the general word
    whom = _whom(claim, lang) if asked else None
    n = _waiting(claim, owner, None)
    to_come = [(kind.tag, _waiting(claim, owner, kind)) for kind in (*Awaited, *Turn)]
    return OwnerView(
        key=owner.value,
        word=whom or w.owner_word(owner, lang, w.addressed(claim.organisation)),
        n=n,
        owed_now=w.owed_now(n, lang, perhaps_later=owner is Owner.REVIEWER and _may_be_judged(claim)),
        owed_later=w.owed_later(to_come, lang),
        questions=tuple(
            _question(question, claim, profile, lang)
            for question in sorted(
                claim.open_questions,
                key=lambda q: (not q.blocking, q.reason is Reason.NOT_YET, q.ahead, q.deferred),
            )
            if question.owner is owner
        ),
    )


def _may_be_judged(claim: ClaimReport) -> bool:
    """Whether what is to be done about an open item that decides leads to a reviewer."""
    return any(
        f.leads_to is Owner.REVIEWER
        for f in claim.findings
        if f.verdict is Verdict.UNKNOWN and f.severity == "blocking"
    )


def _whom(
    claim: ClaimReport, lang: Lang, wanted: Callable[[OpenQuestion], bool] = lambda q: True
) -> str | None:
    """Who is to be asked about the clauses that are open: the one they all go to, else that there are several."""
    return _named(
        [
            whom_to_ask(q.fact, q.findings, claim.findings)
            for q in claim.open_questions
            if q.owner is Owner.AUTHORITY and wanted(q)
        ],
        lang,
    )


def _named(each: Sequence[tuple[str, ...]], lang: Lang) -> str | None:
    return all_ask(each) or (w.authorities_word(lang) if any(each) else None)


def _question(question: OpenQuestion, claim: ClaimReport, profile: Profile, lang: Lang) -> QuestionView:
    found = question.phrase
    whom = None
    if question.owner is Owner.AUTHORITY:
        whom = w.listing(whom_to_ask(question.fact, question.findings, claim.findings), lang)
    awaits = _awaited(question)
    tags = [Label.LATER_TAG] * (awaits is Awaited.STEP) + [Label.ADVISORY] * (not question.blocking)
    name = w.first_upper(question.label)
    return QuestionView(
        label=name,
        fact=question.fact,
        reason=w.phrase_reason(lang) if found else _why_open(question, lang),
        request=w.phrase_request(lang)
        if found
        else w.in_turn(
            w.request(
                question.owner,
                question.reason,
                lang,
                question.fact,
                profile,
                ahead=question.ahead,
                whom=whom,
                advisory=not (question.blocking or question.moot),
                retired=question.retired,
                programme_first=question.programme_first,
            ),
            labels_before(question, claim, lang),
            lang,
            spared=question.spared,
            moot=question.moot,
        ),
        detail=w.phrase_detail(found, lang) if found else question.detail,
        findings=question.findings,
        rules=tuple(dict.fromkeys(rule for name in question.findings if (rule := name.partition(" (")[0]))),
        advisory=not question.blocking,
        awaits=awaits,
        tagged=w.marked(name, [label(tag, lang) for tag in tags], lang),
    )


def labels_before(question: OpenQuestion, claim: ClaimReport, lang: Lang) -> list[str]:
    """What is asked for before a question: by its labels, but what is looked up by the words that ask for it."""
    first = [q for q in claim.open_questions if q.fact in question.after and not q.deferred]
    return list(
        dict.fromkeys(
            w.first_upper(
                w.stated_and_shown(q.label, lang)
                if q.fact == question.fact
                else _looked_up(q, lang) or q.label
            )
            for q in first
        )
    )


def _looked_up(question: OpenQuestion, lang: Lang) -> str | None:
    """What is looked up of a row: 2026年6月30日期限の年次報告が提出済みかどうか（P1）."""
    row = question.fact.partition("[")[2].partition("]")[0]
    asked = question.looked_up
    return asked and asked + (w.in_brackets(row, lang) if row else "")


def _why_open(question: OpenQuestion, lang: Lang) -> str:
    newer = question.first is not None and question.owner is not Owner.REVIEWER
    return w.no_later(lang) if newer else w.reason_word(question.reason, lang, ahead=question.ahead)


_RESULTS: Final = ("basic_t", "adjusted_t", "usable_t", "obligation_t", "shortfall_t")
"""The numbers that a report on its form comes to, in the order of the forms."""

_TERMS: Final = (
    "direct3_t", "direct_phase_t", "gap_t", "direct_energy_t", "indirect_energy_t", "credits_t", "class_b_t",
    "domestic_t", "free_t", "cap_t", "non_fossil_t", "non_fossil_usable_t", "green_power_t", "green_power_usable_t",
    "el_usable_t", "el_left_t", "el_excess_t", "ht_cap_t", "ht_certificates_usable_t", "ht_usable_t", "ht_left_t",
    "ht_excess_t", "over_cap_t",
)  # fmt: skip
"""The numbers they are worked out from: emissions, credits, then each cap with what it holds; others follow."""


def _term(term: Term, lang: Lang) -> Pair:
    if term.unjudged is not None:
        return Pair(w.first_upper(term.label), label(Label.NOT_JUDGED, lang))
    return Pair(w.first_upper(term.label), w.interval(term.value, lang, _unit(term)))


def _unit(term: Term) -> str:
    return w.UNIT if term.unit.startswith(w.UNIT) else term.unit


def _cited_term(term: Term, filing: FilingResult, numbers: Numbers, lang: Lang) -> Pair:
    """A number with its documents by their numbers, how sure it is, and what its range comes from.

    Not where the totals say all that, term by term.
    """
    plain = _term(term, lang)
    if term.unjudged is not None or _explained(term, filing):
        return plain
    known = [_marks(term.basis, numbers), term.confidence] if term.basis else []
    notes = (w.listing(known, lang), w.range_note(term, lang, _unit(term)))
    return Pair(plain.label, plain.value + "".join(w.in_brackets(note, lang) for note in notes if note))


def _marks(basis: Iterable[BasisShown], numbers: Numbers) -> str:
    """The numbers of documents: [1][3]."""
    return "".join(f"[{n}]" for n in sorted({numbers[_key(b)] for b in basis}))


def _results(filing: FilingResult, numbers: Numbers, lang: Lang) -> Iterable[Pair]:
    """What the report comes to, by the names that its scheme gives, and what the verdict leaves out.

    The tonnes that may be used stand there whatever the scheme names.
    """
    named = {term.name: term for term in filing.terms}
    for name in _RESULTS:
        if name in named:
            yield _cited_term(named[name], filing, numbers, lang)
        elif name == "usable_t" and filing.usable_t is not None:
            yield Pair(label(Label.USABLE, lang), w.interval(filing.usable_t, lang))
    for fact in dict.fromkeys(t.unjudged for t in filing.terms if t.unjudged is not None):
        yield Pair(label(Label.EXTENT, lang), w.unjudged_sentence(fact, lang, filing.step))


def _terms(filing: FilingResult) -> Iterable[Term]:
    """What the results are worked out from; beside totals term by term, nothing that stands there or is nought."""
    rank = {name: n for n, name in enumerate(_TERMS)}
    for term in sorted(filing.terms, key=lambda term: rank.get(term.name, len(rank))):
        if _stands_alone(term, filing):
            yield term


def _stands_alone(term: Term, filing: FilingResult) -> bool:
    """Whether a number is shown beside the results."""
    nought = term.value.at_least == term.value.at_most == 0
    return term.name not in _RESULTS and not _explained(term, filing) and not (filing.totals and nought)


def _explained(term: Term, filing: FilingResult) -> bool:
    """Whether a number stands in the totals already, term by term."""
    shown = {name for t in filing.totals for name in (t.label, *(p.label for p in t.terms))}
    return term.label in shown or (bool(filing.totals) and term.name.endswith("_exact_t"))


def _total(total: TotalShown, numbers: Numbers, lang: Lang) -> TotalView:
    """A total as a table, in one unit: sign, term, value, the documents by their numbers, how sure they are."""
    rows = []
    if total.unit.startswith(w.UNIT):
        total = total.model_copy(update={"unit": w.UNIT})
    unit = w.unit_word(total.unit, lang)
    for term in total.terms:
        sign = {"+": "＋", "-": "−", "": "・"}[term.sign]
        marks = _marks(term.basis, numbers)
        name = term.label if term.level == 1 else f"{'　' * (term.level - 1)}{sign}{term.label}"
        value = w.short_interval(term.value, lang, unit)
        lead = sign if term.level == 1 else w.say(w.TotalWord.PART.value, lang)
        rows.append((lead, name, value, marks or w.NOTHING, term.confidence))
    rounding = (_marks(total.rounding, numbers) or w.NOTHING, total.rounding_confidence or w.NOTHING)
    for sign, word, bounds, known in (
        ("＝", w.TotalWord.SUM, total.before_rounding, (w.NOTHING, w.NOTHING)),
        ("→", w.TotalWord.ROUNDED, total.value, rounding),
    ):
        rows.append((sign, w.say(word.value, lang), w.short_interval(bounds, lang, unit), *known))
    return TotalView(
        total.label,
        tuple(w.say(word.value, lang) for word in w.TOTAL_HEADS),
        tuple(rows),
        tuple(w.total_notes(total, lang)),
    )


def _sources(filing: FilingResult, numbers: Numbers, lang: Lang) -> Iterable[str]:
    cited = {numbers[_key(basis)]: w.document_line(basis, lang) for basis in _behind(filing)}
    for n, line in sorted(cited.items()):
        yield f"[{n}] {line}"


def _filing(filing: FilingResult, numbers: Numbers, lang: Lang) -> FilingView:
    if not numbers:
        numbers = _numbers(_behind(filing))
    return FilingView(
        scheme=w.scheme_word(filing.scheme, lang),
        short=_short(filing, lang),
        entity=filing.entity,
        period=w.period_text(filing.period, lang),
        edition=filing.edition,
        verdict=_verdict(filing.verdict, lang),
        results=tuple(_results(filing, numbers, lang)),
        terms=tuple(_cited_term(term, filing, numbers, lang) for term in _terms(filing)),
        totals=tuple(_total(total, numbers, lang) for total in filing.totals),
        sources=tuple(_sources(filing, numbers, lang)),
        note=label(Label.NOUGHT_LEFT_OUT, lang) if filing.totals else None,
        unsure=filing.unsure,
        rules=filing.rules,
    )


def _applications(claim: ClaimReport, lang: Lang) -> Iterable[ApplicationView]:
    for n, application in enumerate(claim.applications, 1):
        entries = (
            (Label.SCOPE, application.scope),
            (Label.REGISTRY, application.registry),
            (Label.CREDIT, application.credits),
            (Label.PURPOSE, w.enum_text(models.Purpose, application.purpose, lang)),
            (Label.PURPOSE_DETAIL, application.purpose_detail),
            (Label.USER, application.user),
            (Label.QUANTITY, _quantity(application, lang)),
            *_named_by(application, lang),
        )
        yield ApplicationView(
            w.application_title(n, application.retirement, lang),
            tuple(Pair(label(name, lang), value or label(Label.NOT_FILLED, lang)) for name, value in entries),
        )


def _named_by(application: Application, lang: Lang) -> Iterable[tuple[Label, str]]:
    """From whose account, and how the credits are named, where the claim says so."""
    if application.account is not None:
        yield Label.ACCOUNT, application.account
    if application.designation is not None:
        yield Label.DESIGNATION, w.enum_text(models.Designation, application.designation, lang) or ""


def _quantity(application: Application, lang: Lang) -> str | None:
    """The quantity in whole credits, and that it was rounded up where it was."""
    whole, uses = application.quantity_t, application.uses_t
    if whole is None or uses is None or uses == whole:
        return None if whole is None else w.tonnes(whole)
    return w.rounded_up_note(uses, whole, lang)


def _findings(claim: ClaimReport, verdict: Verdict, numbers: Numbers, lang: Lang) -> Iterable[FindingView]:
    """Arrange the findings of one verdict: what decides comes first, those alike stand together."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    order = {"blocking": 0, "advisory": 1}
    chosen = [f for f in claim.findings if f.verdict is verdict]
    for finding in sorted(chosen, key=lambda f: (order[f.severity], f.subject.kind not in _DECIDING)):
        key = (
            finding.rule,
            finding.edition,
            finding.severity,
            finding.message,
            finding.remedy,
            _awaits(finding),
            finding.only_stated,
            finding.outside,
            finding.basis,
        )
        alike.setdefault(key, []).append(finding)
    for same in alike.values():
        first = same[0]
        yield FindingView(
            rule=first.rule,
            title=first.title,
            edition=first.edition,
            verdict=_verdict(verdict, lang),
            advisory=first.severity == "advisory",
            severity=label(Label.ADVISORY if first.severity == "advisory" else Label.BLOCKING, lang),
            message=first.message,
            remedy=first.remedy,
            awaits=_awaits(first),
            only_stated=first.only_stated,
            outside=first.outside,
            subjects=tuple(_subject(finding, claim, lang) for finding in same),
            basis=tuple(_bases(first, lang)),
            sources=w.basis_lines(first.basis, lang),
            cited=w.short_bases(first.basis, [numbers.get(_key(basis)) for basis in first.basis], lang),
        )


def _awaits(finding: Finding) -> Awaited | None:
    """What a finding waits for, if for nothing that can be supplied now: a step to be completed comes before a day."""
    kinds = {_to_come(missing) for missing in finding.missing}
    if finding.verdict is not Verdict.UNKNOWN or not kinds or None in kinds:
        return None
    return Awaited.STEP if Awaited.STEP in kinds else Awaited.DAY


def subject_text(subject: SubjectRef, lang: Lang) -> str:
    """Return what a finding is about: its kind and label, or id."""
    if subject.kind == "claim":
        return w.say(w.Label.WHOLE.value, lang)
    kind = w.subject_word(subject.kind, lang)
    label = subject.label or subject.id
    if label.startswith(f"{subject.id} "):
        return f"{kind} {w.row_called(subject.kind, subject.id, label.removeprefix(subject.id), lang)}"
    name = w.shortened(label, 60)
    return name if name == kind or name.startswith((f"{kind} ", f"{kind}：")) else f"{kind} {name}"


def _subject(finding: Finding, claim: ClaimReport, lang: Lang) -> SubjectView:
    return SubjectView(
        id=finding.subject.id,
        label=subject_text(finding.subject, lang),
        conditions=tuple(_condition(condition, finding, lang) for condition in finding.conditions),
        waits_for=(*_waits_for(finding, claim, lang), *_then_asked(finding, lang)),
        shown=tuple(_shown(finding.shown, lang)),
    )


def _waits_for(finding: Finding, claim: ClaimReport, lang: Lang) -> Iterator[str]:
    """What a finding waits for, in the order in which it is asked for: what other answers may spare comes last."""
    questions = {(q.fact, q.owner, q.reason): q for q in claim.open_questions}
    behind = {(m.fact, m.owner): questions.get((m.fact, m.owner, m.reason)) for m in finding.missing}
    name = f"{finding.rule} ({address(finding)})"
    before = {fact for q in behind.values() if q is not None for fact in q.after}
    first = [
        q
        for q in claim.open_questions
        if q.fact in before and name in q.findings and (q.fact, q.owner) not in behind
    ]
    labels: dict[tuple[int, Owner, Reason, bool, str | None], list[str]] = {}
    asked: dict[tuple[int, Owner, Reason, bool, str | None], list[tuple[str, ...]]] = {}
    every: list[Missing | OpenQuestion] = [*first, *finding.missing]
    for missing in every:
        own = behind.get((missing.fact, missing.owner))
        turn = _awaited(own) if own is not None else None
        rank = list(Turn).index(turn) + 1 if isinstance(turn, Turn) else 0
        why = _why_open(missing, lang) if isinstance(missing, OpenQuestion) else None
        key = (rank, missing.owner, missing.reason, missing.ahead, why)
        labels.setdefault(key, []).append(w.first_upper(missing.label))
        if missing.owner is Owner.AUTHORITY:
            named = whom_to_ask(missing.fact, [finding.rule], claim.findings)
            asked.setdefault(key, []).append(named)
    for key in sorted(labels, key=lambda key: key[0]):
        rank, owner, reason, ahead, why = key
        said = w.waiting(
            list(dict.fromkeys(labels[key])), owner, reason, lang, _named(asked.get(key, []), lang),
            ahead=ahead, you=w.addressed(claim.organisation), why=why,
        )  # fmt: skip
        turn = list(Turn)[rank - 1]
        yield (
            w.then_waiting(said, lang, spared=turn is Turn.SPARED, moot=turn is Turn.MENDING)
            if rank
            else said
        )


def _then_asked(finding: Finding, lang: Lang) -> tuple[str, ...]:
    """What nobody states yet, where a finding waits only for support of what decides whether that is asked for."""
    if finding.only_stated or {m.reason for m in finding.missing} != {Reason.BELOW_ASSURANCE}:
        return ()
    labels = dict.fromkeys(
        w.first_upper(fact.label)
        for c in finding.conditions if c.truth == "unknown" and c.applies
        for address, fact in c.facts.items()
        if fact.value is None and fact.reason in (None, Reason.ABSENT) and w.is_stated(address)
    )  # fmt: skip
    return (w.then_asked(list(labels), lang),) if labels else ()


#: Numbers of a finding that say nothing where they are nought: what they measure is not what was decided.
_WHERE_ANY: Final = ("difference_t", "over_t")
#: Numbers that advice alone names: whether so much is to be retired depends on why it is missing.
_FOR_ADVICE: Final = ("to_retire_t",)


def _shown(shown: dict[str, Interval], lang: Lang) -> Iterable[Pair]:
    for name, value in shown.items():
        if name in _FOR_ADVICE or (name in _WHERE_ANY and value.at_least == value.at_most == 0):
            continue
        yield Pair(w.tonnes_word(name, lang), w.interval(value, lang))


def _short(filing: FilingResult, lang: Lang) -> str:
    """The scheme of a filing for short, with the years that it settles as one: GX-ETS 第1フェーズ."""
    phase = w.phase_word(filing.period, lang)
    return w.scheme_short(filing.scheme, lang) + ("" if phase is None else f" {phase}")


def _purpose_of(use: UseResult, claim: ClaimReport, lang: Lang) -> str:
    """What a use is for; where nothing is offset, that the purpose is the one on the notice."""
    purpose = w.enum_text(models.Purpose, use.purpose, lang) or use.purpose
    if claim.kind == models.ClaimKind.CANCEL_ONLY and use.purpose == models.Purpose.OFFSET.value:
        return w.on_the_notice(purpose, lang)
    return purpose


def _period_of(use: UseResult, claim: ClaimReport, lang: Lang) -> str:
    """The year of a use as its scheme calls it; a claim that only retires units needs none."""
    if not use.period:
        unset = claim.kind == models.ClaimKind.CANCEL_ONLY
        return label(Label.NOT_SET if unset else Label.NO_VALUE, lang)
    return w.used_for(use.period, use.purpose, lang)


def _read(name: str, fact: FactRead, finding: Finding, lang: Lang) -> str:
    """What a condition read; the year of a report or of a use in it as the scheme calls it."""
    own = {"use": "use.scope.period", "filing": "filing.period"}.get(finding.subject.kind)
    scheme = finding.edition.partition("/")[0]
    if name == own and fact.value is not None and scheme in ("shk", "gx-ets"):
        fact = fact.model_copy(update={"value": w.used_for(fact.value, scheme, lang)})
    return w.fact_read(name, fact, lang)


def _condition(condition: ConditionResult, finding: Finding, lang: Lang) -> ConditionView:
    uses = _uses_judged(condition, finding)
    return ConditionView(
        title=condition.title,
        truth=condition.truth,
        applies=condition.applies,
        result=w.truth_word(condition.truth, lang) if condition.applies else label(Label.NOT_ASKED, lang),
        expression=condition.expression,
        facts=tuple(
            Pair(f"{w.subject_word('use', lang)} {use}", w.truth_word(truth, lang))
            for use, truth in uses.items()
        )
        if uses
        else tuple(
            Pair(w.first_upper(w.as_read(fact.label, lang)), _read(name, fact, finding, lang))
            for name, fact in condition.facts.items()
            if fact.label.lower() != condition.title.lower()  # what the condition itself says
        ),
        readings=w.readings_sentence(condition.readings, lang) if len(condition.readings) > 1 else None,
    )


_VALID: Final = re.compile(r"uses\[([^\]]+)\]\.valid")


def _uses_judged(condition: ConditionResult, finding: Finding) -> dict[str, Literal[False, "unknown"]]:
    """The uses put to a filing that do not meet their requirements, or may not: its own rules say of each what is wrong."""
    if finding.subject.kind != "filing" or condition.truth is True:
        return {}
    values = {address: fact.value for address, fact in condition.facts.items()}
    scheme = finding.subject.id.partition("/")[0]
    year = values.get(f"filings[{finding.subject.id}].period")
    found: dict[str, Literal[False, "unknown"]] = {}
    for fact, value in values.items():
        if (use := _VALID.fullmatch(fact)) and value != "true":
            purpose, period = (
                values.get(f"uses[{use[1]}].purpose"),
                values.get(f"uses[{use[1]}].scope.period"),
            )
            if purpose in (scheme, None) and (period == year or None in (period, year)):
                found[use[1]] = False if value == "false" else "unknown"
    return found


def _bases(finding: Finding, lang: Lang) -> Iterable[BasisView]:
    """Show each clause once; the reader is told once, not per clause, what kind of source it is."""
    told: set[str] = set()
    shown: dict[tuple[str, str | None], BasisView] = {}
    law_open = any(m.reason is Reason.LAW_OPEN for m in finding.missing)
    for basis, note in zip(
        finding.basis,
        w.confidence_notes(finding.basis, finding.verdict, lang, law_open=law_open),
        strict=True,
    ):
        notes = tuple(text for text in (basis.note, note) if text and text not in told)
        told.update(notes)
        line = w.basis_line(basis, lang)
        same = next((key for key in shown if key[0] == line and basis.quote in (key[1], None)), None)
        if same is not None:
            shown[same] = replace(shown[same], notes=(*shown[same].notes, *notes))
        else:
            shown[line, basis.quote] = BasisView(line, basis.quote, _web(basis.url), notes)
    return shown.values()
