"""The one report object: every output is written from it (law 15); names follow the published JSON shape."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import FileState
from offsetcheck.facts.vocabulary import Owner, Profile, Reason


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _is_none(value: object) -> bool:
    return value is None


Exact = Annotated[Decimal, PlainSerializer(_plain, return_type=str, when_used="json")]


class Frozen(BaseModel):
    """A frozen value of the report."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Interval(Frozen):
    """A number known between two bounds; null is unbounded (law 4)."""

    at_least: Exact | None
    at_most: Exact | None


class Tool(Frozen):
    """The program that judged."""

    name: str
    version: str


class EditionUsed(Frozen):
    """An edition in force, with what chose it (law 11)."""

    edition: str
    title: str
    sha256: str
    chosen_by: str
    """The fact and value that chose it, such as `claim.published_on = 2026-05-20`."""
    issuer: str | None = None
    """Who issued it: the one to ask where no clause names anybody."""


class Confirmation(Frozen):
    """An authority's answer recorded by the user (law 5): shown as the user's, never as ours."""

    of: str
    value: str
    document_sha256: str | None = None
    by: str
    on: date
    source: str | None = None


class FactRead(Frozen):
    """A fact that a condition read, as it stood."""

    label: str
    value: str | None
    level: str | None = None
    source: str | None = None
    reason: Reason | None = None


class ReadingResult(Frozen):
    """The result under one candidate reading of the law."""

    reading: str
    option: str
    label: str
    truth: bool | Literal["unknown"]
    values: dict[str, Interval] = {}


class ConditionResult(Frozen):
    """One named condition: its truth, its text and the facts it read."""

    id: str
    title: str
    truth: bool | Literal["unknown"]
    expression: str
    facts: dict[str, FactRead]
    readings: tuple[ReadingResult, ...] = ()
    applies: bool = True
    """False where it holds only because it is for another case, such as another crediting programme."""
    law_open: bool = False
    """True where only the law's own uncertainty keeps the condition from being decided."""


class Missing(Frozen):
    """What keeps a finding from being decided."""

    fact: str
    label: str
    owner: Owner
    reason: Reason
    ahead: bool = False
    """Whether it is stated, but with a day after the day of judgement."""


class BasisShown(Frozen):
    """The clause behind a rule."""

    document: str
    title: str
    edition: str | None
    issuer: str | None
    section: str | None
    quote: str | None
    url: str | None
    confidence: Literal["official", "secondary", "unconfirmed", "confirmed_by_user"]
    state_of: str | None = None
    note: str | None = None
    restricts: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()
    by_authority: bool = True
    """False for what others publish about the law: its issuer is nobody to ask."""
    through_others: bool = False
    """True for a text that was not read itself, only what others say of it."""
    ask: str | None = None
    """Whom to ask about the clause: as the rule or the document says, else the authority that issued it."""


class SubjectRef(Frozen):
    """What a finding is about."""

    kind: str
    id: str
    label: str


class Finding(Frozen):
    """One rule's verdict on one subject."""

    rule: str
    title: str
    edition: str
    criterion: str | None
    subject: SubjectRef
    verdict: Verdict
    severity: Literal["blocking", "advisory"]
    conditions: tuple[ConditionResult, ...]
    shown: dict[str, Interval] = {}
    message: str
    remedy: str | None
    leads_to: Owner | None = Field(default=None, exclude_if=_is_none)
    """To whom the remedy leads in the end, beside whoever reads it."""
    before_review: str | None = Field(default=None, exclude_if=_is_none)
    """What the remedy asks for before a reviewer is written to, in the words of a letter."""
    only_stated: bool = False
    """True where it would pass, or not apply, on what is stated, and only the support by documents is lacking (law 7)."""
    outside: bool = False
    """True where it would not apply on what is stated: no more is asked of it than that this be shown by a document."""
    judge_on: date | None = None
    """From which day on it no longer stands as it does, where it only waits for a day that is stated."""
    missing: tuple[Missing, ...]
    basis: tuple[BasisShown, ...]


class Term(Frozen):
    """One named number of a filing."""

    name: str
    label: str
    value: Interval
    unit: str
    unjudged: str | None = None
    """The value it lacks, where no rule that rests on that value applies to the filing: nobody is asked for it."""
    basis: tuple[BasisShown, ...] = ()
    """The clauses behind it and behind the numbers of the law in it."""
    confidence: str = ""
    """How sure it is, in words: the weakest of its own clauses and those of each number of the law in it."""
    by_reading: dict[str, Interval] = {}
    """Under each open reading, where they tell it apart."""


class TermShown(Frozen):
    """One term of a total, or a part of one: its sign, its value, the clauses behind it and how sure they are."""

    level: int
    """1 for a term of the sum, 2 for a number that the term is worked out from."""
    sign: str
    """`+` or `-`; empty where the number is no part of a sum."""
    label: str
    value: Interval
    unit: str
    basis: tuple[BasisShown, ...]
    confidence: str


class TotalShown(Frozen):
    """A total of a report, term by term, and under each open reading where they tell it apart."""

    label: str
    value: Interval
    before_rounding: Interval
    unit: str
    terms: tuple[TermShown, ...]
    by_reading: dict[str, Interval]
    rounding: tuple[BasisShown, ...] = ()
    """The clauses by which fractions are treated."""
    rounding_confidence: str = ""


class FilingResult(Frozen):
    """One filing's verdict and tonnes."""

    id: str
    scheme: str
    entity: str
    period: str
    """As the scheme calls it, both years printed: 令和8年度報告（2025年度実績）; several years that are settled as one."""
    edition: str
    verdict: Verdict
    terms: tuple[Term, ...]
    totals: tuple[TotalShown, ...] = ()
    """Totals that the edition adds up of terms."""
    cap_t: Interval | None
    usable_t: Interval | None
    rules: tuple[str, ...]
    unsure: str | None = None
    """That its verdict or figures rest on secondary sources or on clauses whose text was not seen, in words."""
    step: str | None = None
    """How far its year has come, as stated, where its scheme goes by steps: what comes later is not judged."""


class UseResult(Frozen):
    """One use's verdict and the tonnes that may be counted."""

    id: str
    purpose: str
    period: str | None
    verdict: Verdict
    eligible_t: Interval
    rules: tuple[str, ...]


class PhraseFound(Frozen):
    """Words of a statement that do not go with what is stated about it: quoted, asked about, never decisive."""

    phrase: str
    quote: str
    excerpt: str
    stated: str
    """The effect or degree stated, as a code."""
    question: str
    dated: date | None
    source: str
    """The list the words stand in, and that it is a proposal."""
    to_be_changed: bool = False
    """Whether the statement fails as it stands: only what is stated is then left to be asked."""


class OpenQuestion(Frozen):
    """A missing fact, why it is missing, who can supply it, and which findings wait for it (law 6)."""

    fact: str
    label: str
    owner: Owner
    reason: Reason
    detail: str | None = None
    """The differing values with their sources, for a conflict; what the law leaves open, for `law_open`; why it is to be judged."""
    first: str | None = None
    """What to look up first: what is found may spare a judgement. It stands with the fact that is looked up, where that is known."""
    looked_up: str | None = Field(default=None, exclude_if=_is_none)
    """What of that others are asked: whether a later paper is in."""
    ahead: bool = False
    """Whether it is stated, but with a day after the day of judgement."""
    judge_on: date | None = None
    """The day stated, where it is after that of judgement."""
    findings: tuple[str, ...]
    """Rule ids with their subject, such as `OG-OFF-04 (retirements[R1])`."""
    blocking: bool
    """False where only advisory findings wait."""
    after: tuple[str, ...] = ()
    """The facts that are asked for first: a judgement is the last thing asked for."""
    spared: bool = False
    """Whether those answers may settle the matter, so that this is asked only where they do not."""
    moot: bool = False
    """Whether all that waits for it fails anyway, for another reason: this is asked only once that is mended."""
    phrase: PhraseFound | None = None
    """The words of a statement that raised the question."""
    about: str | None = None
    """The row that the fact or judgement is on, by its id and name, such as `E1 電気の使用`; null for the claim as a whole."""
    registry: str | None = None
    """Whose registry is asked: the crediting programme, as a code; null where it is not known, or where no registry is asked."""
    registry_name: str | None = None
    """What the claim calls that registry."""
    number: str | None = None
    """By which number, or by what else, a registry finds the row that it is asked about."""
    programme_first: bool = False
    """Whether a registry can be asked only once the programme of the credits is known: another question asks for that."""
    reported_in: tuple[str, ...] = ()
    """The reports that the credits a registry is asked about are used in, where they are used for no offset."""
    enquiry: str | None = None
    """What to ask the authority where the law is open: the clause, what was understood of it, and what is to be known."""
    matter: str | None = Field(default=None, exclude_if=_is_none)
    """What that is about, for a step that says whom to ask."""
    retired: bool | None = None
    """Of the record of a retirement: whether the units are retired already; null where nothing says so, and for other facts."""
    listed: int | None = None
    """Of a list that may not be complete: how many rows it holds."""

    @property
    def deferred(self) -> bool:
        """Whether nobody is asked now: other answers or corrections come first."""
        return bool(self.after) or self.moot


class PropertyRow(Frozen):
    """One credit against the five properties of the Policy."""

    credit: str
    label: str
    verdicts: dict[str, Verdict]
    """By criterion id, in the order of `Report.criteria`."""


class Application(Frozen):
    """The entries of one retirement application that a planned claim needs: they can never be corrected afterwards."""

    retirement: str
    """The uses that it serves, by id."""
    registry: str | None
    credits: str | None
    """What is to be retired, in words: programme, project, vintage, serials."""
    user: str | None
    """クレジット利用者名."""
    purpose: str | None
    purpose_detail: str | None
    quantity_t: Exact | None
    scope: str | None
    """活用範囲: entity, boundary and period in words; where uses of one act differ in it, each of theirs."""
    uses_t: Exact | None = None
    """The tonnes that the uses take together, before they are rounded up to whole credits."""
    account: str | None = None
    """口座保有者: from whose account the credits are retired; it is they who apply."""
    by_others: bool = False
    """Whether the account is stated, and not known to be the claimant's own."""
    designation: str | None = None
    """How the credits are named: by total or by serial."""


class ApplicationHint(Frozen):
    """By when to apply so that a retirement is completed in time: a hint from an older procedure, never a verdict."""

    complete_by: date
    """The day by which the retirement must be completed: that of publication."""
    apply_by: date
    apply_until: str
    """The time of that day, such as `12:00`."""
    processed_on: date
    """The day by which an application of that day would be processed."""
    past: bool
    """Whether the hint lies before the day of judgement."""
    basis: BasisShown


class Planning(Frozen):
    """What a planned claim needs in whole credits, and by when to apply."""

    need_t: Interval
    whole_t: Interval
    """The need rounded up to whole tonnes: credits come in tonnes."""
    planned_t: Exact | None
    """The tonnes of all uses planned for the offset; null where one is not stated."""
    hint: ApplicationHint | None = None


class Balance(Frozen):
    """From the emissions without own measures to what is left uncompensated (law 4)."""

    before_t: Interval
    reduced_t: Interval
    left_t: Interval
    valid_t: Interval
    uncovered_t: Interval


class NextStep(Frozen):
    """One thing to do next, and who does it."""

    owner: Owner
    text: str
    whom: str | None = None
    """Who of the authorities and offices is to be asked."""


class SourceShown(Frozen):
    """One source of evidence for a fact."""

    value: str | None
    level: str
    """The level that counts."""
    document: str
    page: str | None
    sha256: str | None
    """Worked out by us where the file lies beside the claim, otherwise as stated."""
    sha256_stated: str | None
    file: FileState | None
    """What was found beside the claim; null where the document names no file."""
    altered: bool
    """Whether the file is not the one stated: its hash differs."""
    lowered: bool = False
    """Whether it counts less than stated: the document is not there to be read, or nobody vouches for it."""
    by: str | None = None
    """Who is named for it: who has cross-checked it, or read it from the registry or clause."""
    vouched: bool = True
    """Whether its level is vouched for, where it has to be, by somebody who is not the claimant."""
    expires_on: date | None
    expired: bool
    chosen: bool


class CrossCheck(Frozen):
    """One fact that has evidence: what the claim states, what each source shows, and whether they agree (突合)."""

    fact: str
    label: str
    stated: str | None
    sources: tuple[SourceShown, ...]
    result: Literal["match", "mismatch", "expired", "chosen", "single", "not_found"]
    """`single`: the claim states nothing, and one source alone gives the value; `not_found`: no document is there to read."""


class WaitingOn(Frozen):
    """How many open questions each owner holds; blocking ones only."""

    claimant: int
    registry: int
    reviewer: int
    authority: int


class ClaimReport(Frozen):
    """The findings, tonnes and open questions of one claim."""

    claim: str
    organisation: str | None
    kind: str | None
    degree: str | None
    boundary: str | None
    period: str | None
    stage: str
    verdict: Verdict
    if_retired: Verdict | None
    """While planned: the verdict if every planned retirement is completed as written."""
    waiting_on: WaitingOn
    findings: tuple[Finding, ...]
    properties: tuple[PropertyRow, ...]
    tonnes: dict[str, Interval]
    """`claimed_t`, `residual_t`, `valid_t`: assured; `valid_all_t` only where the all-facts interval differs."""
    filings: tuple[FilingResult, ...]
    uses: tuple[UseResult, ...]
    open_questions: tuple[OpenQuestion, ...]
    applications: tuple[Application, ...] = ()
    """While planned: the entries for each 無効化申請."""
    planning: Planning | None = None
    balance: Balance | None = None
    next_steps: tuple[NextStep, ...] = ()
    cross_check: tuple[CrossCheck, ...] = ()

    def whose(self, filing: FilingResult) -> str:
        """The entity of a filing, where scheme and year alone do not tell it from another of the claim; else nothing."""
        called = (filing.scheme, filing.period)
        return filing.entity if sum((f.scheme, f.period) == called for f in self.filings) > 1 else ""


class Criterion(Frozen):
    """One of the criteria the report shows as columns."""

    id: str
    title: str
    text: str


class InputRef(Frozen):
    """The input file by name and hash."""

    name: str
    sha256: str


class SnapshotRef(Frozen):
    """The outside state a run was judged against."""

    ledger_head: str | None
    batch_sha256: str | None


class Report(Frozen):
    """All findings, tonnes and open questions of one run."""

    tool: Tool
    lang: Literal["ja", "en"]
    rulebook: tuple[EditionUsed, ...]
    rules_shipped: bool = True
    """Whether the rules are those that the program ships; false where the user has named others."""
    criteria: tuple[Criterion, ...]
    confirmations: tuple[Confirmation, ...]
    as_of: date
    profile: Profile
    input: tuple[InputRef, ...]
    snapshot: SnapshotRef
    claims: tuple[ClaimReport, ...]
    counts: dict[str, int]
    """Findings by verdict: pass, fail, unknown, not_applicable, error."""
