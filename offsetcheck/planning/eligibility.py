"""Which credits may be used where: every block asked about every purpose and year, with the rules of the claim check.

Each question is a use of the block that has not been made yet: what would its verdict be, were the units retired for
it today? Units already retired, but not yet used, are asked about as they were retired. Blocks that the rules cannot
tell apart are judged once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from offsetcheck.engine.judge import Case, Engine, Outcome, Settings
from offsetcheck.engine.makers import block_of
from offsetcheck.engine.planned import assume_retired, assumed
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import (
    Claim,
    Credit,
    Designation,
    Evidence,
    Purpose,
    RetiredBlock,
    Retirement,
    Scope,
    ShkClass,
    Stage,
    Status,
    Use,
)
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.serials import find_overlaps
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, Missing, World, build_world
from offsetcheck.rulebook.book import ChosenBy, Edition, NoEditionError, Rulebook, Severity

__all__ = [
    "PURPOSES",
    "Answer",
    "Cap",
    "Eligibility",
    "Item",
    "Question",
    "eligibility",
    "items_of",
    "questions",
]

ZERO = Decimal(0)
PURPOSES = (
    Purpose.OFFSET, Purpose.SHK, Purpose.GX_ETS, Purpose.ENERGY_ACT, Purpose.CDP, Purpose.SBT, Purpose.RE100,
)  # fmt: skip
"""The purposes asked about unless others are named."""


@dataclass(frozen=True, slots=True)
class Question:
    """May the units be used for this purpose, scope and year?"""

    purpose: Purpose
    period: FiscalYear
    edition: str | None = None
    """The scheme's edition; None where the day of publication chooses it, not the year."""
    boundary: str | None = None
    """The boundary of the scope of use; None: that of the holdings."""
    shk_class: ShkClass | None = None
    in_reporting_boundary: bool | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """Tonnes that can still be put to a use: of a block held, or of a retirement that no use has drawn on yet."""

    id: str
    credit: str
    retirement: str | None
    free: Bounds


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rules say of one item and one question."""

    item: str
    question: Question
    verdict: Verdict
    tonnes: Bounds
    """Of the tonnes still free, those that may be used."""
    outcomes: tuple[Outcome, ...]
    """The rules that decide against the use, or cannot be decided; advisory ones that are not met stand last."""
    missing: tuple[Missing, ...]
    """What would have to be known, each with its owner."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The derived numbers of a report already described: the cap, what is used of it, what may still be used."""

    question: Question
    filing: str
    edition: Edition
    terms: Mapping[str, Bounds]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The whole matrix: items by questions."""

    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    """By item in the order of the holdings, and by question within it."""
    caps: tuple[Cap, ...]
    alike: Mapping[str, str]
    """Per item, the one that was judged in its place (often itself)."""
    unplaced: tuple[str, ...]
    """Retirements that name no block: whose units they were is not known."""
    world: World


def questions(
    rulebook: Rulebook, years: Sequence[FiscalYear], wanted: Sequence[Purpose] = PURPOSES
) -> tuple[Question, ...]:
    """Each purpose once; a scheme whose years choose its edition, for every year that has one."""
    found: list[Question] = []
    for purpose in wanted:
        editions = rulebook.of(purpose.value) if purpose.value in rulebook.authorities else ()
        if not editions or editions[0].chosen_by is not ChosenBy.FISCAL_YEAR:
            found.append(Question(purpose, years[-1]))
            continue
        for year in years:
            try:
                found.append(Question(purpose, year, rulebook.select(purpose.value, year).id))
            except NoEditionError:
                continue  # no edition, no question: the years asked about are printed
    return tuple(found)


def eligibility(
    engine: Engine, holdings: Claim, asked: Sequence[Question], settings: Settings,
    progress: Callable[[int, int], None] = lambda done, total: None, grouped: bool = True,
) -> Eligibility:  # fmt: skip
    """Ask every item every question; raises NoEditionError where a date lies outside all editions."""
    world = build_world(holdings, settings.profile, settings.as_of)
    items = items_of(holdings)
    alike = _alike(holdings, world, items) if grouped else {i.id: i.id for i in items}
    judged = [i for i in items if alike[i.id] == i.id and i.free[1] != ZERO]
    by_item: dict[tuple[str, Question], Answer] = {}
    for n, question in enumerate(asked):
        progress(n, len(asked))
        for answer in ask(engine, holdings, question, judged, settings):
            by_item[answer.item, question] = answer
    progress(len(asked), len(asked))
    answers = tuple(
        _for(by_item.get((alike[item.id], question)), item, question) for item in items for question in asked
    )
    unplaced = tuple(
        r.id for r in holdings.retirements or () if not any(b.credit is not None for b in r.blocks or ())
    )
    caps = tuple(_caps(engine, holdings, asked, settings))
    return Eligibility(items, tuple(asked), answers, caps, alike, unplaced, world)


def _for(answer: Answer | None, item: Item, question: Question) -> Answer:
    """The answer for an item that was judged by its like: the verdict is the same, the tonnes are its own."""
    if answer is None or item.free[1] == ZERO:  # nothing is left of it
        return Answer(item.id, question, Verdict.NOT_APPLICABLE, (ZERO, ZERO), (), ())
    tonnes: Bounds = (ZERO, ZERO)
    if answer.verdict is Verdict.PASS:
        tonnes = item.free
    elif answer.verdict in (Verdict.UNKNOWN, Verdict.ERROR):
        tonnes = (ZERO, item.free[1])
    return Answer(item.id, question, answer.verdict, tonnes, answer.outcomes, answer.missing)


# -- tonnes still free -------------------------------------------------------------------------------------------------


def items_of(holdings: Claim) -> tuple[Item, ...]:
    """The tonnes that can still be put to uses: what is held of each block, and what each retirement has left."""
    drawn: dict[str, list[tuple[str, Decimal | None]]] = {}
    for retirement in holdings.retirements or ():
        for block in retirement.blocks or ():
            if block.credit is not None:
                drawn.setdefault(block.credit, []).append((retirement.id, block.quantity_t))
    used: dict[str, dict[str | None, dict[str, Decimal | None]]] = {}
    for use in holdings.uses or ():
        if use.credit is not None:
            by_purpose = used.setdefault(use.credit, {}).setdefault(use.retirement, {})
            key = str(use.purpose) if use.retirement is not None else use.id
            by_purpose[key] = _plus(by_purpose.get(key, ZERO), use.t)
    completed = {r.id for r in holdings.retirements or () if r.completed_on is not None}
    items: list[Item] = []
    for credit in holdings.credits or ():
        left = _quantity(credit)
        served = used.get(credit.id, {})
        rows: list[Item] = []
        blocks = drawn.get(credit.id, ())
        for name in dict.fromkeys(r for r, _ in blocks):
            taken: Decimal | None = ZERO
            for r, t in blocks:
                taken = _plus(taken, t) if r == name else taken
            most = _largest(served.get(name, {}).values())  # one retirement may serve several purposes
            unused = _less((taken, taken) if taken is not None else (ZERO, None), most)
            if unused[1] != ZERO and name in completed:
                rows.append(Item(f"{name}.{credit.id}", credit.id, name, unused))
            left = _less(left, taken)
        for through, amounts in served.items():
            if through is None:  # uses planned with units held: each has tonnes of its own
                for t in amounts.values():
                    left = _less(left, t)
            elif all(through != r for r, _ in blocks):
                left = _less(left, _largest(amounts.values()))
        items.append(Item(credit.id, credit.id, None, left))
        items.extend(rows)
    return tuple(items)


def _largest(amounts: Collection[Decimal | None]) -> Decimal | None:
    known = [t for t in amounts if t is not None]
    return max(known, default=ZERO) if len(known) == len(amounts) else None


def _quantity(credit: Credit) -> Bounds:
    return (ZERO, None) if credit.quantity_t is None else (credit.quantity_t, credit.quantity_t)


def _plus(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _less(left: Bounds, t: Decimal | None) -> Bounds:
    """What is left of some tonnes after others are taken; an unknown amount may have been all or nothing."""
    low, high = left
    if t is None:
        return ZERO, high
    return max(ZERO, (low or ZERO) - t), None if high is None else max(ZERO, high - t)


# -- blocks that the rules cannot tell apart ---------------------------------------------------------------------------


def _alike(holdings: Claim, world: World, items: Sequence[Item]) -> dict[str, str]:
    """Per item, the one judged in its place: same project, issuance and facts, but for id, numbers and tonnes.

    What the rules ask of numbers and tonnes is part of the likeness: whether they are given, agree, are whole, and
    overlap nothing. Where serials are missing, two of a kind are judged, since they may be the same units.
    """
    rows = {row.id: row for row in world.rows["credit"]}
    blocks = {key: block_of(row, ALL) for key, row in rows.items()}
    overlapping = {key for pair in find_overlaps(blocks.values()) for key in (pair.left, pair.right)}
    addressed = {row.address for row in rows.values() if row.address in overlapping}
    sourced = {e.fact.split("]")[0] + "]" for e in holdings.evidence or () if e.fact.startswith("credits[")}
    sourced |= {f"credits[{j.split('[')[1]}" for j in holdings.judgements or () if "[" in j}
    found = {i.id: i.id for i in items}
    free = {i.id: i.free for i in items if i.retirement is None}
    touched = {i.credit for i in items if i.retirement is not None}
    kinds: dict[object, list[str]] = {}
    for credit in holdings.credits or ():
        address = rows[credit.id].address
        if (
            address in addressed
            or address in sourced
            or credit.id in touched
            or free[credit.id] != (credit.quantity_t, credit.quantity_t)
        ):
            continue
        held = blocks[address.removeprefix("credits[").removesuffix("]")].range
        facts = credit.model_dump_json(
            exclude={"id", "serials", "quantity_t", "price_jpy"}, exclude_none=True
        )
        t = credit.quantity_t
        kind = (
            facts,
            credit.serials is not None and credit.serials.first is not None,
            credit.serials is not None and credit.serials.last is not None,
            None if held is None or t is None else held.tonnes == t,
            None if t is None else t == t.to_integral_value(),
            t is not None and t > 0,
        )
        same = kinds.setdefault(kind, [])
        if not same or (held is None and len(same) < 2):
            same.append(credit.id)
        found[credit.id] = same[0]
        if credit.id in same:
            found[credit.id] = credit.id
    return found


# -- judging -----------------------------------------------------------------------------------------------------------


def ask(
    engine: Engine, holdings: Claim, question: Question, items: Sequence[Item], settings: Settings
) -> Iterator[Answer]:
    """One claim with one use per item, as if the units held had been retired for it today."""
    if not items:
        return
    case = Case(engine, hypothesis(holdings, items, [question], settings.as_of), settings)
    asked = {i.id for i in items}
    for use in case.world.rows["use"]:
        if use.id not in asked:
            continue
        outcome = case.use_outcome(use)
        verdict = outcome.verdict
        decided = [
            found
            for scope in case.scopes_of_use(use)
            for rule in scope.made.rules
            if question.purpose.value in rule.rule.purposes
            for row in case.subjects_of_use(use, rule.rule.subject)
            for found in (case.outcome(scope, rule, row),)
            if found.verdict is Verdict.FAIL
            or (rule.rule.severity is Severity.BLOCKING and found.verdict in (Verdict.UNKNOWN, Verdict.ERROR))
        ]
        blocking = [o for o in decided if o.rule.severity is Severity.BLOCKING]
        if verdict is Verdict.FAIL:
            blocking = [o for o in blocking if o.verdict is Verdict.FAIL]
        advisory = [o for o in decided if o.rule.severity is not Severity.BLOCKING]
        missing = case.missing_of_use(use, case.runs[-1]) if verdict is Verdict.UNKNOWN else ()
        yield Answer(use.id, question, verdict, outcome.eligible, (*blocking, *advisory), missing)


def hypothesis(holdings: Claim, items: Sequence[Item], asked: Sequence[Question], as_of: date) -> Claim:
    """The claim that puts items to uses: one retirement per item, today, that serves every question at once.

    Recorded uses of a retirement that is asked about stay beside it: one retirement is for one scope.
    """
    chosen = {i.credit for i in items}
    retired = {i.retirement for i in items} - {None}
    credits = tuple(c for c in holdings.credits or () if c.id in chosen)
    uses: list[Use] = [u for u in holdings.uses or () if u.retirement in retired and u.credit in chosen]
    blocks = {
        i.retirement: {j.credit for j in items if j.retirement == i.retirement} for i in items if i.retirement
    }
    recorded = tuple(
        r.model_copy(update={"blocks": tuple(b for b in r.blocks or () if b.credit in blocks[r.id])})
        for r in holdings.retirements or ()
        if r.id in retired
    )
    held = {c.id: c for c in credits}
    planned: list[Retirement] = []
    for item in items:
        if item.retirement is None:
            planned.append(_planned(item, held[item.credit]))
        for n, question in enumerate(asked):
            name = item.id if len(asked) == 1 else f"{item.id}-{n}"
            scope = Scope(
                entity=holdings.claim.organisation,
                boundary=question.boundary or holdings.claim.boundary_code,
                period=question.period,
            )
            uses.append(
                Use(
                    id=name, credit=item.credit, purpose=question.purpose, scope=scope, t=item.free[1],
                    retirement=item.retirement or f"planned-{item.id}",
                    status=Status.RETIRED if item.retirement else Status.HELD, shk_class=question.shk_class,
                    in_reporting_boundary=question.in_reporting_boundary,
                )
            )  # fmt: skip
    header = {"stage": Stage.PLANNED, "published_on": None, "publish_by": as_of}
    claim = holdings.model_copy(
        update={
            "claim": holdings.claim.model_copy(update=header),
            "credits": credits,
            "retirements": (*recorded, *planned),
            "uses": tuple(uses),
            "evidence": (
                *_evidence(holdings, chosen, {r for r in retired if r}),
                # A notice bears one purpose; whoever asks about several at once names it first.
                *(assumed(f"retirements[{r.id}].purpose", asked[0].purpose.value) for r in planned),
            ),
            "filings": None,
        }
    )
    return assume_retired(build_world(claim, Profile.SELF_CHECK, as_of))


def _planned(item: Item, credit: Credit) -> Retirement:
    """A whole block is retired by its serials, so that one that overlaps it shows; a part of one by its tonnes."""
    spans = credit.serials
    whole = item.free == (credit.quantity_t, credit.quantity_t) and spans is not None
    if not whole or spans is None or spans.first is None or spans.last is None:
        return Retirement(id=f"planned-{item.id}")
    block = RetiredBlock(credit=credit.id, serials=spans, quantity_t=credit.quantity_t)
    return Retirement(id=f"planned-{item.id}", designation=Designation.SERIAL, blocks=(block,))


def _evidence(holdings: Claim, credits: set[str], retirements: set[str]) -> Iterator[Evidence]:
    """The sources of what is still there: not of uses, reports, and blocks that are not asked about."""
    for source in holdings.evidence or ():
        section, _, rest = source.fact.partition("[")
        key = rest.partition("]")[0]
        if section in ("uses", "filings") or (section == "credits" and key not in credits):
            continue
        if section == "retirements" and key not in retirements:
            continue
        yield source


def _caps(engine: Engine, holdings: Claim, asked: Iterable[Question], settings: Settings) -> Iterator[Cap]:
    """The caps of the reports described in the holdings, after the uses recorded so far."""
    if not holdings.filings:
        return
    wanted = {(q.purpose.value, q.period): q for q in asked}
    case = Case(engine, holdings, settings)
    for filing in case.world.rows["filing"]:
        case.filing_scope(filing)
    for use in case.world.rows["use"]:
        case.scopes_of_use(use)
    for filing in case.world.rows["filing"]:
        key = (str(filing.value("scheme", ALL)), filing.value("period", ALL))
        if key in wanted:
            found = case.filing_outcome(filing)
            yield Cap(wanted[key], filing.id, found.edition, dict(found.terms))
