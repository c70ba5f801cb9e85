"""Which credits may be used where: every block asked about every purpose and year, with the rules of the claim check.

Each question is a use of the block that has not been made yet: what would its verdict be, were the units retired for
it today? Units already retired, but not yet used, are asked about as they were retired. Blocks that the rules cannot
tell apart are judged once, each in a small claim of its own, beside the blocks that may be the same units.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, reduce
from itertools import combinations, islice
from typing import Any, Final

from offsetcheck.engine.judge import Case, Engine, Outcome, Settings
from offsetcheck.engine.makers import make_facts
from offsetcheck.engine.planned import assume_retired, assumed
from offsetcheck.engine.semantics import Bounds, kleene_and
from offsetcheck.engine.verdict import Verdict, agree, merge_runs, rule_verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.contradictions import contradictions_of
from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.models import (
    Claim,
    Credit,
    Designation,
    Evidence,
    Issuance,
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
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.facts.world import ALL, Missing, Row, World, build_world, row_key
from offsetcheck.planning.acts import Acts
from offsetcheck.planning.kinds import Kinds, sourced_rows, told_facts
from offsetcheck.planning.neighbours import neighbours
from offsetcheck.planning.settled import about_lists, open_lists, settled
from offsetcheck.rulebook.book import ChosenBy, Edition, NoEditionError, Rulebook, Severity

__all__ = [
    "PURPOSES",
    "Answer",
    "Cap",
    "Eligibility",
    "Groups",
    "Hypotheses",
    "Item",
    "Question",
    "Report",
    "Stock",
    "eligibility",
    "questions",
    "reports",
    "stock",
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
    """Tonnes that can still be put to a use: of a block held, or of a retirement already made."""

    id: str
    credit: str
    retirement: str | None
    free: Bounds
    """What the purpose that leaves the most of it leaves: the same tonnes may serve several purposes."""
    levels: Mapping[str | None, tuple[Bounds, ...]] = field(default_factory=dict, hash=False)
    """By purpose that uses are for (None: any other), how much is left for it, by what the others keep from it: the most first."""

    def left(self, purpose: Purpose) -> tuple[Bounds, ...]:
        """How much may be left for a purpose: the most, where it shares with all others, and what those may keep from it."""
        return self.levels.get(purpose.value) or self.levels.get(None) or (self.free,)


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
    world: World | None = None
    """The facts it was judged on, where something is missing among them."""
    by_tonnes: bool = False
    """Whether it turns on how many of the tonnes are left."""
    asked: Bounds | None = None
    """The tonnes it was asked about; None: all that may be left."""
    most: Decimal | None = None
    """The most tonnes it may hold for, where more of them were asked about and may not be used."""
    by_day: bool = False
    """Whether all that decides against the use, or keeps it open, reads a day: that of the act, or that of judgement."""


@dataclass(frozen=True, slots=True)
class Cap:
    """The derived numbers of a report already described: the cap, what is used of it, what may still be used."""

    question: Question
    filing: str
    entity: Party | None
    own: bool
    """Whether the report is known to be the holder's; if not, it may be another's, and nothing is sure under it."""
    edition: Edition
    terms: Mapping[str, Bounds]


@dataclass(frozen=True)
class Eligibility:
    """The whole matrix: items by questions."""

    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    answers: tuple[Answer, ...]
    """By item in the order of the holdings, and by question within it."""
    caps: tuple[Cap, ...]
    alike: Mapping[str, str]
    """Per item, the first that the rules cannot tell from it (often itself)."""
    unplaced: tuple[str, ...]
    """Retirements that name no block: whose units they were is not known."""
    loose: tuple[str, ...]
    """Addresses of uses and blocks that do not say what they are taken from: tonnes are ranges for them."""
    unlisted: tuple[Missing, ...]
    """Lists not said to be complete: what they may lack may have taken tonnes."""
    folder: Hypotheses
    """The holdings, ready for further questions."""
    groups: Groups
    """The kinds of blocks, for further questions."""
    held: Stock
    """What each item has left."""

    @property
    def astray(self) -> bool:
        """Whether some tonnes of the blocks held may be retired already."""
        return self.held.astray

    def on(self, item: Item, question: Question, day: date, seen: date) -> Answer:
        """What is said of a block held if it is retired on a later day, looked at on another, with what is known today."""
        folder = self.folder.on(day, seen)
        (answer,) = folder.answers([item], question)
        if self.astray:
            answer = folder.unless_retired(answer, item)
        return _left(_for(answer, item, question), item, self.held, folder)

    @cached_property
    def by_id(self) -> dict[str, Item]:
        """The items by their ids."""
        return {i.id: i for i in self.items}


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
    """Ask every item every question.

    Raises NoEditionError where a date lies outside all editions, and InputError where what is known on the day of
    judgement contradicts itself.
    """
    _consistent(holdings, settings)
    held = stock(holdings, settings.as_of)
    items = tuple(_open_to(held.items, asked))
    folder = Hypotheses(engine, holdings, settings)
    groups = Groups(engine, holdings, items, asked, folder, grouped)
    by_id = {i.id: i for i in items}
    found: dict[tuple[str, Question], Answer] = {}
    work = groups.first()
    total, done = sum(len(g.members) for g in work), 0
    for group in work:
        progress(done, total)
        done += len(group.members)
        answers = {
            a.item: folder.unless_retired(a, by_id[a.item]) if held.astray else a
            for a in folder.answers([by_id[n] for n in group.together], group.question)
        }
        if len(group.together) > 1 or len(group.members) == 1:
            found.update({(name, group.question): answers[name] for name in group.members})
            continue
        (first,) = answers.values()
        for members in groups.told_alike(group.members, first):
            if first.item not in members:
                (first,) = folder.answers([by_id[members[0]]], group.question)
                first = folder.unless_retired(first, by_id[members[0]]) if held.astray else first
            for of, alike in folder.by_origin(members):
                answer = (
                    first
                    if first.item in alike
                    else _moved(first, folder.names(first.item), folder.names(of))
                )
                found.update(dict.fromkeys(((name, group.question) for name in alike), answer))
    progress(total, total)
    sure = [_for(found.get((item.id, q)), item, q) for item in items for q in asked]
    answered = tuple(_left(a, by_id[a.item], held, folder) for a in sure)
    placed = {i.retirement for i in items}
    unplaced = tuple(
        r.id
        for r in holdings.retirements or ()
        if r.id not in placed and not any(b.credit is not None for b in r.blocks or ())
    )
    caps = tuple(_caps(folder, asked))
    return Eligibility(
        items, tuple(asked), answered, caps, groups.alike, unplaced, held.loose, held.unlisted, folder, groups,
        held,
    )  # fmt: skip


def _open_to(items: Iterable[Item], asked: Sequence[Question]) -> Iterator[Item]:
    """What is held, and of the acts already made those of which anything may be left for what is asked about."""
    for item in items:
        if not item.levels or not asked:
            yield item
            continue
        free = max((item.left(q.purpose)[0] for q in asked), key=_size)
        if free[1] != ZERO:
            yield replace(item, free=free)


def _consistent(holdings: Claim, settings: Settings) -> None:
    """Refuse what contradicts itself on the day of judgement; the reader has looked at all sources, whatever their day."""
    if any(e.dated is not None and e.dated > settings.as_of for e in holdings.evidence or ()):
        world = build_world(holdings, settings.profile, settings.as_of)
        if problems := contradictions_of(world, holdings.document):
            raise InputError(problems)


def _moved(answer: Answer, here: Sequence[str], there: Sequence[str]) -> Answer:
    """An answer about a block of another project or issuance: what is missing is missing there."""
    if not answer.missing:
        return answer
    moved = []
    for missing in answer.missing:
        for mine, other in zip(here, there, strict=True):
            inside = mine[mine.index("[") :]
            if missing.address.startswith(mine):
                missing = replace(missing, address=other + missing.address.removeprefix(mine))
                break
            if missing.address.startswith("judgements.") and missing.address.endswith(inside):
                name = missing.address.removesuffix(inside)
                missing = replace(missing, address=name + other[other.index("[") :])
                break
        moved.append(missing)
    return replace(answer, missing=tuple(moved))


def _for(answer: Answer | None, item: Item, question: Question) -> Answer:
    """The answer for an item that was judged by its like: the verdict is the same, the tonnes are its own.

    What nothing is left of may be used for nothing; what may not be used, however much were left, stays so (law 2).
    """
    free = item.left(question.purpose)[0]
    if answer is None or (free[1] == ZERO and answer.verdict is not Verdict.FAIL):
        return Answer(item.id, question, Verdict.NOT_APPLICABLE, (ZERO, ZERO), (), ())
    if answer.asked is not None:
        free = (answer.asked[0], answer.most)
    tonnes: Bounds = (ZERO, ZERO)
    if answer.verdict is Verdict.PASS:
        tonnes = free
    elif answer.verdict in (Verdict.UNKNOWN, Verdict.ERROR):
        tonnes = (ZERO, free[1])
    return replace(answer, item=item.id, question=question, tonnes=tonnes)


def _left(answer: Answer, item: Item, held: Stock, folder: Hypotheses) -> Answer:
    """What may be used is unknown, as long as it is not known whether enough is left of it, or anything (law 1)."""
    if not answer.by_tonnes and (answer.verdict is not Verdict.PASS or answer.tonnes[0] != ZERO):
        return answer
    doubts = held.doubts_of(item)
    if not doubts:  # only how many tonnes it is
        return answer
    missing = tuple(dict.fromkeys((*answer.missing, *doubts)))
    return replace(
        answer, verdict=Verdict.UNKNOWN, tonnes=(ZERO, answer.tonnes[1]), missing=missing, world=answer.world or folder.plain,
    )  # fmt: skip


# -- tonnes still free -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stock:
    """What can still be put to uses, and the entries of which it is not said what they are to be taken from."""

    items: tuple[Item, ...]
    loose: tuple[str, ...] = ()
    """Addresses of uses and blocks that may have taken tonnes of several items."""
    doubts: Mapping[str | None, tuple[Missing, ...]] = field(default_factory=dict)
    """What would show whether anything is left, by the credit it is about; None: it may be about any."""
    unlisted: tuple[Missing, ...] = ()
    """The lists that may lack something that has taken tonnes."""
    undated: Mapping[str, Missing] = field(default_factory=dict)
    """Acts of which it is not known whether they are completed."""
    astray: bool = False
    """Whether some tonnes of the blocks held may be retired already, by an act that does not say so or is not listed."""

    def doubts_of(self, item: Item) -> tuple[Missing, ...]:
        """What would show how much is left of an item, and of those judged together with it."""
        names = {item.credit: None}
        if item.retirement is not None:
            names |= {i.credit: None for i in self.items if i.retirement == item.retirement}
        undated = self.undated.get(item.retirement or "")
        found = (m for name in (*names, None) for m in self.doubts.get(name, ()))
        return tuple(found) if undated is None else (undated, *found)


def stock(holdings: Claim, as_of: date) -> Stock:
    """What is held of each block, and what each retirement has left, in intervals: what is not known lowers the lower bound."""
    told = {e.fact for e in holdings.evidence or ()}
    lists = about_lists(holdings, as_of)
    holdings = settled(holdings, as_of)
    doubts: dict[str | None, tuple[Missing, ...]] = {}

    def not_known(table: str, place: str, path: str) -> Missing:
        fact = catalogue.tables()[table].facts.get(path)
        reason = Reason.CONFLICT if f"{place}.{path}" in told else Reason.ABSENT
        asked = Owner.REVIEWER if reason is Reason.CONFLICT else fact.owner if fact else Owner.CLAIMANT
        return Missing(f"{place}.{path}", f"{table}.{path}", asked, reason)

    def doubt(credit: str | None, table: str, place: str, path: str) -> None:
        doubts[credit] = (*doubts.get(credit, ()), not_known(table, place, path))

    def is_open(name: str, of: str = "") -> bool:
        """Whether rows may be missing from a list; if so, it is asked about (law 3)."""
        missing = open_lists(lists, name, of)
        if missing is not None and missing not in unlisted:
            unlisted.append(missing)
            doubts[None] = (*doubts.get(None, ()), missing)
        return missing is not None

    unlisted: list[Missing] = []
    drawn: dict[str, dict[str, Bounds]] = {}
    anywhere: Bounds = NOTHING  # taken of some block held, it is not said which
    spare: dict[str, Bounds] = {}
    """What blocks may have taken that are not listed yet, by act."""
    loose: list[str] = []
    completed: set[str] = set()
    undated: dict[str, Missing] = {}
    for act in holdings.retirements or ():
        if act.completed_on is None:
            undated[act.id] = not_known("retirement", f"retirements[{act.id}]", "completed_on")
        elif act.completed_on <= as_of:
            completed.add(act.id)
        for n, block in enumerate(act.blocks or ()):
            t, place = _amount(block.quantity_t), f"retirements[{act.id}].blocks[{row_key(block, n)}]"
            if block.quantity_t is None:
                doubt(block.credit, "block", place, "quantity_t")
            if block.credit is None:
                anywhere = _plus(anywhere, t)
                loose.append(place)
                doubt(None, "block", place, "credit")
            else:
                acts = drawn.setdefault(block.credit, {})
                acts[act.id] = _plus(acts.get(act.id, NOTHING), t)
        if act.blocks:
            named = _sum(_amount(b.quantity_t) for b in act.blocks)
            rest = _less(_amount(act.total_t), named)
            if rest[1] != ZERO and is_open("blocks", f"retirements[{act.id}]"):
                spare[act.id] = rest
                anywhere = _plus(anywhere, rest)
    acts_open = is_open("retirements")
    astray = acts_open or anywhere[1] != ZERO or any(not act.blocks for act in holdings.retirements or ())
    served: dict[str, dict[str, dict[str | None, Bounds]]] = {}
    """What uses say to have taken of each block, by act and purpose."""
    labels: dict[tuple[str, str], dict[_Label, Bounds]] = {}
    """The same, by block and act, and by all that keeps uses apart."""
    held_by: dict[str, Bounds] = {}
    maybe: dict[tuple[str | None, str | None], Bounds] = {}
    """What uses may have taken: by block and act, None standing for any."""
    for use in holdings.uses or ():
        t, place = _amount(use.t), f"uses[{use.id}]"
        if use.t is None:
            doubt(use.credit, "use", place, "t")
        may_be_retired = (use.credit in drawn or astray) and use.status != Status.HELD
        unplaced = use.retirement is None and may_be_retired
        if use.credit is None or unplaced:
            of = (use.credit, use.retirement)
            maybe[of] = _plus(maybe.get(of, NOTHING), t)
            loose.append(place)
            doubt(use.credit, "use", place, "credit" if use.credit is None else "retirement")
            continue
        if use.retirement is None:  # planned with units held: each use has tonnes of its own
            held_by[use.credit] = _plus(held_by.get(use.credit, NOTHING), t)
            continue
        amounts = served.setdefault(use.credit, {}).setdefault(use.retirement, {})
        key = None if use.purpose is None else str(use.purpose)
        if key is None:
            doubt(use.credit, "use", place, "purpose")
        amounts[key] = _plus(amounts.get(key, NOTHING), t)
        label = (key, use.as_renewable, str(use.scope))
        alike = labels.setdefault((use.credit, use.retirement), {})
        alike[label] = _plus(alike.get(label, NOTHING), t)
    for act in holdings.retirements or ():
        if not act.blocks:  # of its total, what no use places came from some block
            placed = [_most(acts[act.id]) for acts in served.values() if act.id in acts]
            total = _amount(act.total_t)
            for taken in placed:
                total = _less(total, taken)
            anywhere = _plus(anywhere, total)
            spare[act.id] = _amount(act.total_t)
            doubt(None, "block", f"retirements[{act.id}].blocks[1]", "credit")
    items: list[Item] = []
    uses_open = is_open("uses")
    for credit in holdings.credits or ():
        acts, uses = drawn.get(credit.id, {}), served.get(credit.id, {})
        left = _amount(credit.quantity_t)
        rows: list[Item] = []
        by_uses = {name: NOTHING for name in uses if name in spare}  # its blocks are not all listed
        for name, taken in {**by_uses, **acts}.items():
            most = _at_most(_plus(taken, (ZERO, spare.get(name, NOTHING)[1])), taken, credit.quantity_t)
            loose_t = _sum(maybe.get(of, NOTHING) for of in ((credit.id, None), (None, name), (None, None)))
            unsure = uses_open or name in undated  # it may serve more, or not be retired yet
            levels = {
                purpose: tuple(
                    _leveled(_maybe_less((ZERO if unsure else t[0], t[1]), loose_t) for t in left_of)
                )
                for purpose, left_of in _left_for(most, labels.get((credit.id, name), {})).items()
            }
            free = max((left_of[0] for left_of in levels.values()), key=_size)
            if free[1] != ZERO and (name in completed or name in undated):
                rows.append(Item(f"{name}.{credit.id}", credit.id, name, free, levels))
            left = _less(left, taken)
        left = _less(left, held_by.get(credit.id, NOTHING))
        for through, amounts in uses.items():
            if through not in acts:
                left = _less(left, _most(amounts))
        for taken in (anywhere, maybe.get((credit.id, None), NOTHING), maybe.get((None, None), NOTHING)):
            left = _maybe_less(left, taken)
        if acts_open or uses_open:
            left = (ZERO, left[1])
        items.append(Item(credit.id, credit.id, None, left))
        items.extend(rows)
    return Stock(tuple(items), tuple(loose), doubts, tuple(unlisted), undated, astray)


#: So many uses that name no act, nor a block of it, stand beside an act for all.
_LOOSE: Final = 8
#: What keeps uses of an act apart: purpose, whether it is reported as renewable energy, and scope.
_Label = tuple[str | None, bool | None, str]
#: Of so many kinds of uses of an act beside some purpose, any may keep their tonnes from it; of more, one, two or all.
_FEW: Final = 4
#: No tonnes at all, and any number of them.
NOTHING: Bounds = (ZERO, ZERO)


def _amount(t: Decimal | None) -> Bounds:
    return (ZERO, None) if t is None else (t, t)


def _quantity(credit: Credit) -> Bounds:
    return _amount(credit.quantity_t)


def _most(amounts: Mapping[str | None, Bounds]) -> Bounds:
    """What several purposes draw of one act: the same tonnes, so the most; of an unknown purpose it may be as much again."""
    known = [b for purpose, b in amounts.items() if purpose is not None]
    low = max((b[0] or ZERO for b in amounts.values()), default=ZERO)
    highs = [b[1] for b in known]
    high = None if any(h is None for h in highs) else max((h for h in highs if h is not None), default=ZERO)
    return low, _plus((ZERO, high), (ZERO, amounts.get(None, NOTHING)[1]))[1]


def _left_for(whole: Bounds, served: Mapping[_Label, Bounds]) -> dict[str | None, list[Bounds]]:
    """What an act has left for each purpose that it serves, and for any other (None), whatever other uses keep from it.

    Which may share, and so keep nothing, is for the rules to say. A use of no known purpose may be of any.
    """
    found: dict[str | None, list[Bounds]] = {}
    unknown = _sum(t for (p, *_), t in served.items() if p is None)
    for purpose in (*dict.fromkeys(p for p, *_ in served if p is not None), None):
        own = _sum(t for (p, *_), t in served.items() if p is not None and p == purpose)
        own = _plus(own, (ZERO, unknown[1]))
        others = [t for (p, *_), t in served.items() if p is not None and p != purpose]
        others += [(unknown[0], ZERO)] if unknown[0] else []
        sizes = range(len(others) + 1) if len(others) <= _FEW else (0, 1, 2, len(others))
        kept = [_sum(some) for size in sizes for some in combinations(others, size)]
        found[purpose] = [_less(whole, _plus(own, t)) for t in kept]
    return found


def _leveled(amounts: Iterable[Bounds]) -> list[Bounds]:
    """Tonnes that may be left, the most first."""
    return sorted(dict.fromkeys(amounts), key=_size, reverse=True)


def _size(t: Bounds) -> tuple[bool, Decimal, Decimal]:
    """By what tonnes are ordered: the most there may be of them first, then the least."""
    return t[1] is None, t[1] or ZERO, t[0] or ZERO


def _plus(a: Bounds, b: Bounds) -> Bounds:
    return (a[0] or ZERO) + (b[0] or ZERO), None if a[1] is None or b[1] is None else a[1] + b[1]


def _less(left: Bounds, taken: Bounds) -> Bounds:
    """What is left of some tonnes after others are taken."""
    low = ZERO if taken[1] is None else max(ZERO, (left[0] or ZERO) - taken[1])
    return low, None if left[1] is None else max(ZERO, left[1] - (taken[0] or ZERO))


def _sum(amounts: Iterable[Bounds]) -> Bounds:
    return reduce(_plus, amounts, NOTHING)


def _at_most(amount: Bounds, listed: Bounds, whole: Decimal | None) -> Bounds:
    """Tonnes of a block that holds so many: what is listed is there, and more only up to the whole."""
    if whole is None or listed[1] is None:
        return amount
    return amount[0], max(listed[1], whole) if amount[1] is None else min(amount[1], max(listed[1], whole))


def _maybe_less(left: Bounds, taken: Bounds) -> Bounds:
    """What is left where others may have been taken, or not: all of it at most."""
    return _less(left, taken)[0], left[1]


# -- blocks that the rules cannot tell apart ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """Items that get one answer to a question, and those of them that are judged for it."""

    question: Question
    members: tuple[str, ...]
    together: tuple[str, ...]


class Groups:
    """Items by kind; blocks that share units, that something is drawn from, or that a source is about, stand alone."""

    def __init__(
        self, engine: Engine, holdings: Claim, items: Sequence[Item], asked: Sequence[Question], folder: Hypotheses,
        grouped: bool,
    ) -> None:  # fmt: skip
        self.items, self.asked, self.folder = items, asked, folder
        sourced = frozenset(sourced_rows(holdings))
        uses = [(q.purpose.value, q.edition) for q in asked]
        self.kinds = Kinds(engine, folder.settled, uses, folder.as_of, sourced)
        self.uses = dict(zip(asked, uses, strict=True))
        self.free = {i.id: i.free for i in items if i.retirement is None}
        touched = {i.credit for i in items if i.retirement is not None}
        self.alike = {i.id: i.id for i in items}
        """Per item, the first that is like it in every respect."""
        self.members: dict[str, list[str]] = {}
        self._kind: dict[tuple[str, tuple[tuple[str, str | None], ...]], object] = {}
        first: dict[object, str] = {}
        for credit in holdings.credits or ():
            seen, free = folder.seen[credit.id], self.free[credit.id]
            whole = free in ((credit.quantity_t, credit.quantity_t), (ZERO, credit.quantity_t))
            if (
                grouped
                and f"credits[{credit.id}]" not in sourced
                and not seen.sure
                and ((whole and credit.id not in touched) or free[1] == ZERO)
            ):
                kind = (self._left(credit.id), self.kinds.of(credit, seen))
                name = first.setdefault(kind, credit.id)
                self.alike[credit.id] = name
                self.members.setdefault(name, []).append(credit.id)

    def _left(self, name: str) -> tuple[bool, bool]:
        """Whether there may be nothing left of a block held, and whether there is nothing."""
        return self.free[name][0] == ZERO, self.free[name][1] == ZERO

    def first(self) -> list[_Group]:
        """What has to be judged at first: one of each kind, and all that one retirement has left together."""
        found: list[_Group] = []
        for question in self.asked:
            by_kind: dict[object, list[str]] = {}
            for name, members in self.members.items():
                kind = self.kinds.of(
                    self.folder.credits[name], self.folder.seen[name], (self.uses[question],)
                )
                by_kind.setdefault((self._left(name), kind), []).extend(members)
            found.extend(_Group(question, tuple(m), (m[0],)) for m in by_kind.values())
            together: dict[str, list[str]] = {}
            for item in self.items:
                if item.retirement is None and self.alike[item.id] in self.members:
                    continue
                together.setdefault(item.retirement or f" {item.id}", []).append(item.id)
            found.extend(_Group(question, tuple(names), tuple(names)) for names in together.values())
        return found

    def kind(self, item: str, asked: Iterable[Question]) -> object:
        """What an item is to some of the questions: items of one kind get one answer to them, also together."""
        if self.alike.get(item) not in self.members:
            return item
        uses = tuple(dict.fromkeys(self.uses[q] for q in asked))
        if (item, uses) not in self._kind:
            kind = self.kinds.of(self.folder.credits[item], self.folder.seen[item], uses)
            self._kind[item, uses] = (self._left(item), kind)
        return self._kind[item, uses]

    def told_alike(self, members: Sequence[str], answer: Answer) -> Iterable[list[str]]:
        """Those to whom the same can be said: what a finding says may name a fact that no rule compares."""
        told = sorted({f for o in answer.outcomes for f in told_facts(o.rule)})
        if not told:
            return [list(members)]
        found: dict[object, list[str]] = {}
        for name in members:
            found.setdefault(self.kinds.told(self.folder.credits[name], told), []).append(name)
        return found.values()


# -- judging -----------------------------------------------------------------------------------------------------------


def ask(case: Case, use: Row, question: Question, item: str) -> Answer:
    """What the rules say of one use: its verdict, and the rules that decide it or keep it open."""
    outcome = case.use_outcome(use)
    verdict = outcome.verdict
    decided = []
    by_day = True
    for scope in case.scopes_of_use(use):
        for rule in scope.made.rules:
            if question.purpose.value not in rule.rule.purposes:
                continue
            blocking = rule.rule.severity is Severity.BLOCKING
            telling = (
                (Verdict.FAIL,)
                if not blocking or verdict is Verdict.FAIL
                else (Verdict.FAIL, Verdict.UNKNOWN, Verdict.ERROR)
            )
            if blocking and verdict in (Verdict.PASS, Verdict.NOT_APPLICABLE):
                continue
            for row in case.subjects_of_use(use, rule.rule.subject):
                if _verdict(case, scope, rule, row) in telling:  # an explanation costs more than a verdict
                    found = case.outcome(scope, rule, row)
                    if found.verdict in telling:
                        decided.append(found)
                        read = scope.made.days_of(rule.rule)
                        by_day = by_day and (not blocking or read.acts or bool(read.facts))
    decided.sort(key=lambda o: o.rule.severity is not Severity.BLOCKING)
    missing = case.missing_of_use(use, case.runs[-1]) if verdict is Verdict.UNKNOWN else ()
    world = case.world if verdict is Verdict.UNKNOWN else None
    by_day = by_day and any(o.rule.severity is Severity.BLOCKING for o in decided)
    return Answer(item, question, verdict, outcome.eligible, tuple(decided), missing, world, by_day=by_day)


def _verdict(case: Case, scope: Any, rule: Any, row: Row) -> Verdict:
    """A rule's verdict on a row, without its explanation."""
    verdicts = []
    try:
        for _ in case.combinations(rule.reach):
            per_run = []
            for run in (case.runs[0], case.runs[-1]):
                when, conditions = case.truth(scope, rule, row, run)
                per_run.append(rule_verdict(when, kleene_and(conditions)))
            verdicts.append(merge_runs(*per_run))
    except Exception:  # noqa: BLE001 - the outcome says what went wrong
        return Verdict.ERROR
    return agree(verdicts)


def _between(most: Answer, least: Answer | None, assumed_t: Container[str]) -> Answer:
    """The answer that holds for the most and the least of the tonnes that may be left; they are no one's to supply."""
    if least is None or least.verdict in (most.verdict, Verdict.ERROR):
        return least or most
    if least.verdict is not Verdict.UNKNOWN:
        return replace(most, verdict=Verdict.UNKNOWN, outcomes=(), missing=(), world=None, by_tonnes=True)
    missing = tuple(m for m in least.missing if m.address not in assumed_t)
    outcomes = tuple(
        o
        for o in least.outcomes
        if o.verdict is not Verdict.UNKNOWN or any(m.address not in assumed_t for m in o.missing)
    )
    return replace(least, outcomes=outcomes, missing=missing, by_tonnes=True)


class Hypotheses:
    """Makes the claims that put items of some holdings to uses, as if they had been retired for them today, or on a later day."""

    def __init__(self, engine: Engine, holdings: Claim, settings: Settings) -> None:
        """Index the holdings once, so that a claim costs what it holds."""
        self.engine, self.holdings, self.settings = engine, holdings, settings
        self.as_of = settings.as_of
        self.day: date | None = None
        """The day on which acts still to be made are; None: that of judgement."""
        self.settled = settled(holdings, settings.as_of)
        """What is read here; the claims that are judged hold the rows as stated, and their sources."""
        self.seen = neighbours(self.settled, settings.as_of)
        self.credits = {c.id: c for c in self.settled.credits or ()}
        self.projects = {p.id: p for p in self.settled.projects or ()}
        self.stated = {c.id: c for c in holdings.credits or ()}
        self.stated_projects = {p.id: p for p in holdings.projects or ()}
        self.retirements = {r.id: r for r in holdings.retirements or ()}
        self.acts = Acts(self.settled, about_lists(holdings, settings.as_of), settings.as_of)
        self.stated_uses = {u.id: u for u in holdings.uses or ()}
        self.undated = {r.id for r in self.settled.retirements or () if r.completed_on is None}
        """Acts of which it is not known whether they are completed: nothing is assumed of them."""
        self.issuances: dict[str | None, list[Issuance]] = {}
        for issuance in holdings.issuances or ():
            self.issuances.setdefault(issuance.project, []).append(issuance)
        self.of_issuance: dict[str, list[str]] = {}
        for credit in holdings.credits or ():
            if credit.issuance is not None:
                self.of_issuance.setdefault(credit.issuance, []).append(credit.id)
        self.uses: dict[str, list[Use]] = {}
        for use in holdings.uses or ():
            if use.retirement is not None:
                self.uses.setdefault(use.retirement, []).append(use)
        actless = {
            u.id: u.credit
            for u in self.settled.uses or ()
            if u.retirement is None and u.status != Status.HELD
        }
        self.actless = [(u, actless[u.id]) for u in holdings.uses or () if u.id in actless]
        """Uses that name no act, with their block: they may be of any act that draws on it."""
        self.evidence: dict[tuple[str, str], list[Evidence]] = {}
        for source in holdings.evidence or ():
            section, _, rest = source.fact.partition("[")
            self.evidence.setdefault((section, rest.partition("]")[0]), []).append(source)
        self.weighed = {
            n
            for n in self.credits
            if any(e.fact.endswith("].quantity_t") for e in self.evidence.get(("credits", n), ()))
        }
        """Blocks whose tonnes a source speaks of."""

    def count_beside(self, credits: Iterable[Credit]) -> None:
        """Count blocks that are surely other units in the sum of their issuance, and nowhere else."""
        for credit in credits:
            self.stated[credit.id] = credit
            self.of_issuance.setdefault(credit.issuance or "", []).append(credit.id)
            if any(e.fact.endswith("].quantity_t") for e in self.evidence.get(("credits", credit.id), ())):
                self.weighed.add(credit.id)

    def on(self, day: date, seen: date) -> Hypotheses:
        """The same holdings, with what is known today: acts are made on a later day, and looked at on another."""
        later = copy.copy(self)
        later.day = day if day > self.as_of else None
        later.settings = replace(self.settings, as_of=seen)
        return later

    def case(self, claim: Claim) -> Case:
        """A claim made here, judged on the day on which it is looked at."""
        if self.settings.as_of == self.as_of:
            return Case(self.engine, claim, self.settings)
        world = build_world(claim, self.settings.profile, self.as_of)
        make_facts(world, self.settings.snapshot)
        return Case(self.engine, claim, self.settings, world)

    def answers(self, items: Sequence[Item], question: Question) -> Iterator[Answer]:
        """Ask one question about items that are judged together, whichever of the tonnes that may be left there are.

        It is asked of as many as may be left where purposes share tonnes; where not all of those may be used, of as many
        as do not serve others already.
        """
        levels = {i.id: i.left(question.purpose) for i in items}
        answers = {
            a.item: a for a in self._ranged(items, question, {name: of[0] for name, of in levels.items()})
        }
        if all(len(levels[a.item]) == 1 or a.verdict is Verdict.PASS for a in answers.values()):
            yield from answers.values()
            return
        chosen: dict[str, Bounds] = {}
        most: dict[str, Decimal | None] = {}
        for item in items:
            known = answers[item.id] if len(items) == 1 else None
            chosen[item.id], most[item.id] = self._lower(item, question, levels[item.id], known)
        for answer in self._ranged(items, question, chosen):
            yield replace(answer, asked=chosen[answer.item], most=most[answer.item])

    def _lower(
        self, item: Item, question: Question, levels: Sequence[Bounds], first: Answer | None
    ) -> tuple[Bounds, Decimal | None]:
        """The most tonnes of an item that may be used for sure, and the most that may come to be."""
        open_still: Bounds | None = None
        levels = [t for t in levels if t[1] != ZERO] or levels[:1]
        for n, level in enumerate(levels):
            if n > 0 or first is None:
                (first,) = self._ranged([item], question, {item.id: level})
            if first.verdict is not Verdict.FAIL:
                open_still = open_still or level
                if first.verdict is Verdict.PASS:
                    return level, open_still[1]
        found = open_still or (ZERO, levels[-1][1])  # what fails so may pass of fewer
        return found, found[1]

    def _ranged(
        self, items: Sequence[Item], question: Question, free: Mapping[str, Bounds]
    ) -> Iterator[Answer]:
        """The answers whichever of the tonnes there are.

        It is asked of the most and of the least: what differs between them is unknown (law 2). Where there may be
        nothing, what fails is asked of any tonnes.
        """
        most = list(self._answers(items, question, {n: t[1] or None for n, t in free.items()}))
        ranges = {n: t for n, t in free.items() if t[0] != t[1]}
        failed = {a.item for a in most if a.verdict is Verdict.FAIL} if ranges else set()
        passed = {
            a.item for a in most if a.verdict is Verdict.PASS and ranges.get(a.item, NOTHING)[0] != ZERO
        }
        least: dict[str, Answer] = {}
        if failed:
            amounts = {n: t[0] or None for n, t in free.items()}
            least = {a.item: a for a in self._answers(items, question, amounts) if a.item in failed}
        if passed:
            amounts = {n: t[0] or t[1] for n, t in free.items()}
            least |= {a.item: a for a in self._answers(items, question, amounts) if a.item in passed}
        assumed_t = {f"uses[{name}].t" for name in ranges}
        for answer in most:
            yield _between(answer, least.get(answer.item), assumed_t)

    def unless_retired(self, answer: Answer, item: Item) -> Answer:
        """What may not be used as units still held may have been retired in time: then it is unknown (law 2)."""
        if answer.verdict is not Verdict.FAIL or item.retirement is not None or item.free[1] == ZERO:
            return answer
        done = replace(item, retirement=f"unlisted-{item.id}")
        (retired,) = self._answers([done], answer.question, {item.id: None})
        if retired.verdict in (Verdict.FAIL, Verdict.ERROR):
            return answer
        return replace(answer, verdict=Verdict.UNKNOWN, outcomes=(), missing=(), world=None, by_tonnes=True)

    def _answers(
        self, items: Sequence[Item], question: Question, amounts: Mapping[str, Decimal | None]
    ) -> Iterator[Answer]:
        case = self.case(self.claim(items, [question], amounts))
        for use in case.world.rows["use"]:
            if use.id in amounts:
                yield ask(case, use, question, use.id)

    @cached_property
    def plain(self) -> World:
        """The facts of what is recorded, for questions that no use has yet been asked about."""
        return build_world(self.recorded, Profile.SELF_CHECK, self.as_of)

    @cached_property
    def recorded(self) -> Claim:
        """The holdings without the blocks that no recorded use has to do with."""
        uses = self.holdings.uses or ()
        used = self._with_beside(r.id for r in self.holdings.retirements or () if r.id in self.uses)
        acts = [self.retirements[r] for r in used]
        drawn = (b.credit for r in acts for b in r.blocks or ())
        chosen = {n: self.stated[n] for n in (*(u.credit for u in uses), *drawn) if n is not None}
        for name in list(chosen):
            for other in (*self.seen[name].sure, *self.seen[name].maybe):
                chosen.setdefault(other, self.stated[other])
        self._rest(chosen)
        projects = dict.fromkeys(c.project for c in chosen.values() if c.project is not None)
        told = set(self.sources(chosen, projects, [r.id for r in acts]))
        return self.holdings.model_copy(
            update={
                "projects": tuple(self.stated_projects[p] for p in projects),
                "issuances": tuple(i for p in projects for i in self.issuances.get(p, ())),
                "credits": tuple(chosen.values()),
                "retirements": tuple(acts) or None,
                "evidence": tuple(
                    e
                    for e in self.holdings.evidence or ()
                    if e.fact.startswith(("uses[", "filings[")) or e in told
                ),
            }
        )

    def by_origin(self, members: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
        """Blocks by project and issuance, each with its first."""
        found: dict[tuple[str | None, str | None], list[str]] = {}
        for name in members:
            found.setdefault((self.credits[name].project, self.credits[name].issuance), []).append(name)
        for names in found.values():
            yield names[0], names

    def names(self, name: str) -> tuple[str, str, str]:
        """The addresses of a block, its project and its issuance."""
        credit = self.credits[name]
        return f"credits[{name}]", f"projects[{credit.project}]", f"issuances[{credit.issuance}]"

    def claim(
        self, items: Sequence[Item], asked: Sequence[Question], amounts: Mapping[str, Decimal | None] | None = None,
        serving: Mapping[str, Collection[int]] | None = None, each: Mapping[tuple[str, int], Decimal | None] | None = None,
    ) -> Claim:  # fmt: skip
        """The claim that puts items to uses: one retirement per item, today, that serves every question at once.

        Of each item so many tonnes as `amounts` says are put to uses, or all that may be left of it; each serves all
        questions, or those that `serving` counts out, with tonnes of its own where `each` says so. Beside them stand the blocks that may be the same units, and all
        that a retirement already made has served: it is for one scope.
        """
        retired = sorted({i.retirement for i in items if i.retirement is not None})
        acts = self._with_beside(retired)
        uses: list[Use] = [u for r in acts for u in self.uses.get(r, ())]
        drawn = {b.credit for r in retired if r in self.retirements for b in self.retirements[r].blocks or ()}
        drawn |= {i.credit for i in items if i.retirement in self.retirements}
        uses.extend(u for u, credit in self.actless if drawn and (credit is None or credit in drawn))
        uses.extend(islice((u for u, _ in self.actless if drawn), _LOOSE))  # any may be of the act
        of_drawn = (
            u
            for c in sorted(n for n in drawn if n)
            for u in (*self.acts.planned(c), *self.acts.uses_beside(c))
        )
        uses.extend(self.stated_uses[u.id] for u in of_drawn)
        uses = list({u.id: u for u in uses}.values())
        recorded_uses = [u.id for u in uses]
        unknown = [r for r in retired if r not in self.retirements]  # acts that may yet be listed
        recorded = tuple(self.retirements.get(r) or Retirement(id=r) for r in acts)
        chosen: dict[str, Credit] = {i.credit: self.stated[i.credit] for i in items}
        for name in (
            *(u.credit for u in uses if u.credit is not None),
            *(b.credit for r in recorded for b in r.blocks or () if b.credit is not None),
        ):
            chosen.setdefault(name, self.stated[name])
        beside = self._beside(items, chosen)
        planned: list[Retirement] = []
        for item in items:
            t = item.free[1] if amounts is None else amounts[item.id]
            if item.retirement is None:
                planned.append(_planned(item, self.credits[item.credit], t))
            for n, question in enumerate(asked):
                if serving is None or n in serving[item.id]:
                    name = item.id if len(asked) == 1 else f"{item.id}-{n}"
                    uses.append(self._use(item, question, name, (each or {}).get((item.id, n), t)))
        for name in beside:  # as if it were retired as well: a spare block would double-count nothing
            if name not in chosen:
                chosen[name] = self.stated[name]
                held = Item(name, name, None, _quantity(self.credits[name]))
                planned.append(_planned(held, self.credits[name], held.free[1]))
                uses.append(self._use(held, asked[0], f"beside-{name}", held.free[1]))
        self._rest(chosen)
        projects = dict.fromkeys(c.project for c in chosen.values() if c.project is not None)
        if self.day is not None:
            planned = [r.model_copy(update={"completed_on": self.day}) for r in planned]
        header = {"stage": Stage.PLANNED, "published_on": None, "publish_by": self.settings.as_of}
        claim = self.holdings.model_copy(
            update={
                "claim": self.holdings.claim.model_copy(update=header),
                "projects": tuple(self.stated_projects[p] for p in projects),
                "issuances": tuple(i for p in projects for i in self.issuances.get(p, ())),
                "credits": tuple(chosen.values()),
                "retirements": (*recorded, *planned),
                "uses": tuple(uses),
                "evidence": (
                    *self.sources(chosen, projects, acts, recorded_uses),
                    # A notice bears one purpose; whoever asks about several at once names it first.
                    *(assumed(f"retirements[{r.id}].purpose", asked[0].purpose.value) for r in planned),
                ),
                "filings": None,
            }
        )
        return assume_retired(
            build_world(claim, Profile.SELF_CHECK, self.as_of), maybe_done={*self.undated, *unknown}
        )

    def _with_beside(self, acts: Iterable[str]) -> list[str]:
        """Acts with those that may take what they take, in a fixed order."""
        own = list(dict.fromkeys(acts))
        return list(dict.fromkeys((*own, *(other for act in own for other in self.acts.beside(act)))))

    def _beside(self, items: Sequence[Item], chosen: Mapping[str, Credit]) -> list[str]:
        """The blocks that may be the same units as the item; those of an act count where they are used."""
        if len(items) > 1 or items[0].retirement in self.retirements:
            return []
        seen = self.seen[items[0].credit]
        return [n for n in (*seen.sure, *seen.maybe) if n not in chosen]

    def _use(self, item: Item, question: Question, name: str, t: Decimal | None) -> Use:
        scope = Scope(
            entity=self.holdings.claim.organisation,
            boundary=question.boundary or self.holdings.claim.boundary_code,
            period=question.period,
        )
        return Use(
            id=name, credit=item.credit, purpose=question.purpose, scope=scope, t=t,
            retirement=item.retirement or f"planned-{item.id}",
            status=Status.RETIRED if item.retirement else Status.HELD, shk_class=question.shk_class,
            in_reporting_boundary=question.in_reporting_boundary,
        )  # fmt: skip

    def _rest(self, chosen: dict[str, Credit]) -> None:
        """One block for all others of an issuance, with their tonnes: rules compare the sum with what was issued.

        A block whose own tonnes a source speaks of stands for itself: the source says nothing of the sum.
        """
        for issuance in {c.issuance for c in chosen.values() if c.issuance is not None}:
            others = [n for n in self.of_issuance.get(issuance, ()) if n not in chosen]
            chosen.update({n: self.stated[n] for n in others if n in self.weighed})
            others = [n for n in others if n not in self.weighed]
            if others:
                amounts = [self.stated[n].quantity_t for n in others]
                known = [t for t in amounts if t is not None]
                total = sum(known, ZERO) if len(known) == len(amounts) else None
                chosen[others[0]] = self.stated[others[0]].model_copy(update={"quantity_t": total})

    def sources(
        self,
        credits: Iterable[str],
        projects: Iterable[str],
        retirements: Iterable[str],
        uses: Iterable[str] = (),
    ) -> Iterator[Evidence]:
        """The sources of what is still there: not of reports, and of blocks and uses that are not asked about."""
        if not self.evidence:
            return
        issuances = [i.id for p in projects for i in self.issuances.get(p, ())]
        rows = {
            "credits": set(credits), "projects": set(projects), "issuances": set(issuances),
            "retirements": set(retirements), "uses": set(uses), "filings": set[str](),
        }  # fmt: skip
        for (section, key), sources in self.evidence.items():
            if section not in rows or key in rows[section]:
                yield from sources


def _planned(item: Item, credit: Credit, t: Decimal | None) -> Retirement:
    """A whole block is retired by its serials, so that one that overlaps it shows; a part of one by its tonnes."""
    spans = credit.serials
    if t is None or t != credit.quantity_t or spans is None or spans.first is None or spans.last is None:
        return Retirement(id=f"planned-{item.id}", total_t=t)
    block = RetiredBlock(credit=credit.id, serials=spans, quantity_t=credit.quantity_t)
    return Retirement(id=f"planned-{item.id}", designation=Designation.SERIAL, blocks=(block,))


@dataclass(frozen=True, slots=True)
class Report:
    """A report described in the holdings that is the holder's, or may be."""

    row: Row
    scheme: str
    period: FiscalYear
    own: bool
    """Whether it is known to be the holder's; if not, it may be another's, and nothing is sure under it."""


def reports(case: Case) -> Iterator[Report]:
    """The reports that are the holder's, or may be; their editions, and those of the uses, are chosen.

    Another's report caps nothing. Where the holder's own is known, one of an entity not told apart is another's: two of
    one entity are refused.
    """
    for filing in case.world.rows["filing"]:
        case.filing_scope(filing)
    for use in case.world.rows["use"]:
        case.scopes_of_use(use)
    found: dict[tuple[str, Any], list[tuple[Row, bool | None]]] = {}
    for filing in case.world.rows["filing"]:
        key = (str(filing.value("scheme", ALL)), filing.value("period", ALL))
        found.setdefault(key, []).append((filing, _is_own(case, filing)))
    for (scheme, period), rows in found.items():
        wanted = any(own for _, own in rows) or None
        yield from (Report(filing, scheme, period, wanted is True) for filing, own in rows if own is wanted)


def _caps(folder: Hypotheses, asked: Sequence[Question]) -> Iterator[Cap]:
    """The caps of the holder's reports described in the holdings, after the uses recorded so far."""
    if not folder.holdings.filings:
        return
    case = Case(folder.engine, folder.recorded, folder.settings)
    for report in reports(case):
        questions = [q for q in asked if (q.purpose.value, q.period) == (report.scheme, report.period)]
        if not questions:
            continue
        found = case.filing_outcome(report.row)
        for question in questions:
            yield Cap(
                question, report.row.id, report.row.value("entity", ALL), report.own, found.edition, dict(found.terms),
            )  # fmt: skip


def _is_own(case: Case, filing: Row) -> bool | None:
    """Whether a report is the holder's, over the facts that count (law 14)."""
    same = [
        same_party(case.world.claim.value("organisation", run), filing.value("entity", run))
        for run in (ALL, case.runs[-1])
    ]
    return False if False in same else same[-1]
