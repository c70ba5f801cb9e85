"""Holdings and needs made into one problem, solved for every scenario: the engine says what is allowed, the solver what is best.

Only tonnes that the rules allow for sure are planned with. What the unknown ones would save is reckoned beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from functools import cached_property, partial
from itertools import combinations, product
from typing import Final

from offsetcheck.engine.judge import Case, Engine, Settings
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Claim, Credit, Evidence, Scope, Status, Use
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.world import Missing, Row
from offsetcheck.planning import allocation
from offsetcheck.planning.allocation import Act, Allocation, Limit, Settlement, Shortage, Supply
from offsetcheck.planning.calendar import Batches
from offsetcheck.planning.calendar import Settlement as Market
from offsetcheck.planning.days import Window, window
from offsetcheck.planning.eligibility import (
    Answer,
    Eligibility,
    Hypotheses,
    Item,
    Question,
    Report,
    eligibility,
    reports,
)
from offsetcheck.planning.needs import Alternative, Means, Need, Needs, Offer
from offsetcheck.planning.settled import about_lists, open_lists
from offsetcheck.rulebook.book import ChosenBy, Edition, NoEditionError, Rule, Severity
from offsetcheck.rulebook.language import Ref, Switch, walk

__all__ = ["Dates", "Planned", "Scenario", "Step", "Unsettled", "make_plan"]

#: More tonnes than any need: a probe of how much of a kind a report could still take.
_PROBE: Final = Decimal(10) ** 10
#: The use that it is made of.
_PROBE_USE: Final = "probe"
#: Whether a use of a verdict counts in a report; where it is open, so is that.
_COUNTS: Final = {Verdict.PASS: True, Verdict.FAIL: False, Verdict.NOT_APPLICABLE: False}
#: The tables that differ from unit to unit.
_OF_UNITS: Final = ("credit", "project", "issuance", "block")
#: At equal cost units retired already go first, then held ones that fewer needs could use, then what is bought.
_BOUGHT: Final = 20
#: Of so many entries of one notice it is asked whether any two may be drawn on; they stand for all.
_MOST_ENTRIES: Final = 4
#: So many kinds of undecided units are priced one by one.
_MOST_UNSETTLED: Final = 12


class Scenario(StrEnum):
    """What may be done in one of the plans that are put side by side."""

    BEST = "best"
    NOTHING = "nothing"
    EXPLAIN = "explain"
    RETIRE = "retire"
    KEEP = "keep"


class Step(StrEnum):
    """What takes its time while a plan is made."""

    JUDGING = "judging"
    SHARING = "sharing"
    SOLVING = "solving"


#: Whether held units and offers may be used, and which other means.
_ALLOWED: Final[dict[Scenario, tuple[bool, frozenset[Means]]]] = {
    Scenario.BEST: (True, frozenset(Means)),
    Scenario.NOTHING: (False, frozenset({Means.CHARGE})),
    Scenario.EXPLAIN: (False, frozenset({Means.EXPLANATION})),
    Scenario.RETIRE: (True, frozenset()),
    Scenario.KEEP: (False, frozenset({Means.ALLOWANCE})),
}


@dataclass(frozen=True, slots=True)
class NeedFound:
    """A need with its whole tonnes, and where they come from."""

    need: Need
    question: Question
    tonnes: int
    """At the most, where they come from a report: what is planned covers them for sure."""
    least: int
    """At the least: what has to be covered in any case."""
    filing: str | None
    """The holder's report that it is for."""
    doubtful: tuple[str, ...] = ()
    """Reports that may be the holder's, where none is known to be."""


@dataclass(frozen=True, slots=True)
class CapFound:
    """What a report can still take of some units, in every reading of the clauses."""

    limit: Limit
    terms: tuple[str, ...]
    edition: Edition


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Units of one kind whose use is not decided, and what deciding it in favour would save."""

    items: tuple[str, ...]
    needs: tuple[str, ...]
    tonnes: int
    saves: Decimal | None
    """None where the plan is impossible without them and possible with them, or impossible in both."""
    mends: bool
    fewer: int | None = None
    """Where the plan is impossible in both: the tonnes that would be lacking no more."""


@dataclass(frozen=True, slots=True)
class Dates:
    """By when what has to be done for one draw or settlement."""

    needs: tuple[str, ...]
    supply: str
    tonnes: int
    trade_by: date | None
    delivered_on: date | None
    apply_by: date | None
    apply_until: str | None
    processed_on: date | None
    done_by: date
    late: bool
    """Whether it cannot be done in time any more, or only if the units come after the last day to apply."""
    tight: bool = False
    """Whether it is in time only by the hour of the delivery, or if the registry processes the batch on the first day it may."""
    not_before: date | None = None
    """Before this day a retirement is not known to count."""
    closes: bool = False
    """Whether a retirement after `done_by` is not known to count, though a need names a later day."""
    rules: tuple[Rule, ...] = ()
    """What stands against a retirement before or after these days."""


@dataclass(frozen=True, slots=True)
class Planned:
    """All scenarios of one holder's needs."""

    needs: tuple[NeedFound, ...]
    eligible: Eligibility
    offers: Mapping[str, Offer]
    """By the id of its supply."""
    refused: Mapping[tuple[str, str], Verdict]
    """By offer and need: why it cannot be bought for it."""
    too_late: Set[tuple[str, str]]
    """Those of them that are delivered after the last day on which a retirement counts for the need."""
    problem: allocation.Problem
    caps: tuple[CapFound, ...]
    scenarios: Mapping[Scenario, Allocation | Shortage]
    unsettled: tuple[Unsettled, ...]
    calendar: tuple[Dates, ...]
    open: bool
    """Whether the needs cannot be met with what is sure, but could be with all that is undecided."""
    unpriced: tuple[str, ...]
    """Blocks whose price was not stated: the plan took the one given for all of them."""


def make_plan(
    engine: Engine, holdings: Claim, needs: Needs, settings: Settings,
    progress: Callable[[Step, int, int], None] = lambda step, done, total: None,
) -> Planned:  # fmt: skip
    """Solve every scenario; raises InputError where a need has no amount or a price is missing, and UnprovenError."""
    questions = [_question(engine, need) for need in needs.needs]
    found = eligibility(
        engine, holdings, list(dict.fromkeys(questions)), settings, partial(progress, Step.JUDGING)
    )
    wanted = tuple(_amount(n, q, found) for n, q in zip(needs.needs, questions, strict=True))
    offers = {f"offer-{o.id}": o for o in needs.offers}
    work = _Work(
        partial(progress, Step.SHARING),
        engine,
        holdings,
        settings,
        wanted,
        found,
        {k: _offered(holdings, o, wanted) for k, o in offers.items()},
        offers,
    )
    sure = work.supplies(needs, offers, (Verdict.PASS,))
    ways = tuple(
        Settlement(
            a.id, a.need, _price(engine, a, next(w for w in wanted if w.need.id == a.need)),
            None if a.tonnes is None else int(a.tonnes.to_integral_value(ROUND_FLOOR)), 2 * _BOUGHT + n,
        )
        for n, a in enumerate(needs.alternatives)
    )  # fmt: skip
    means = {a.id: a.kind for a in needs.alternatives}
    caps = tuple(work.caps(sure))
    acts = tuple(work.acts(sure))
    goals = tuple(allocation.Need(w.need.id, w.tonnes) for w in wanted)
    problem = allocation.Problem(tuple(sure), goals, tuple(c.limit for c in caps), ways, acts)
    retired = {i.id for i in found.items if i.retirement is not None}
    scenarios: dict[Scenario, Allocation | Shortage] = {}
    for done, (scenario, (units, kinds)) in enumerate(_ALLOWED.items()):
        progress(Step.SOLVING, done, len(_ALLOWED) + 1)
        if scenario not in (Scenario.BEST, Scenario.RETIRE) and not kinds & set(means.values()):
            continue  # no such means was given
        scenarios[scenario] = allocation.plan(
            replace(
                problem,
                supplies=tuple(s for s in problem.supplies if units or s.id in retired),
                settlements=tuple(s for s in ways if means[s.id] in kinds),
            )
        )
    progress(Step.SOLVING, len(_ALLOWED), len(_ALLOWED) + 1)
    best = scenarios[Scenario.BEST]
    unsettled = tuple(work.unsettled(needs, offers, problem, best))
    hoped = isinstance(best, Shortage) and work.could_be_met(offers, problem)
    if isinstance(best, Shortage) and hoped:  # what is left under a cap for sure is not all that may be
        best = scenarios[Scenario.BEST] = replace(best, room={})
    found = replace(found, unlisted=(*found.unlisted, *work.unlisted(short=isinstance(best, Shortage))))
    calendar = (
        tuple(_calendar(engine, problem, best, wanted, offers, work, settings))
        if isinstance(best, Allocation)
        else ()
    )
    unpriced = tuple(
        c.id
        for c in found.folder.credits.values()
        if c.price_jpy is None and any(s.id == c.id and s.serves for s in sure)
    )
    return Planned(
        wanted,
        found,
        offers,
        work.refused,
        work.too_late,
        problem,
        caps,
        scenarios,
        unsettled,
        calendar,
        hoped,
        unpriced,
    )


# -- needs -------------------------------------------------------------------------------------------------------------


def _question(engine: Engine, need: Need) -> Question:
    period = need.period if isinstance(need.period, FiscalYear) else need.period.activity
    edition = None
    book = engine.rulebook
    if (
        need.purpose.value in book.authorities
        and book.of(need.purpose.value)[0].chosen_by is ChosenBy.FISCAL_YEAR
    ):
        edition = book.select(need.purpose.value, period).id  # raises NoEditionError
    return Question(need.purpose, period, edition, need.boundary, need.shk_class, need.in_reporting_boundary)


def _amount(need: Need, question: Question, found: Eligibility) -> NeedFound:
    reports = [c for c in found.caps if c.question == question]
    own = next((c for c in reports if c.own), None)
    doubtful = tuple(c.filing for c in reports if not c.own)
    bounds: Bounds | None = (need.tonnes, need.tonnes)
    if need.term is not None:
        bounds = dict(own.terms).get(need.term) if own is not None else None
    if bounds is None or bounds[1] is None:
        text = Text(
            f"必要量 {need.id} を求められません。保有ファイルの filings に報告とその数値を書くか、tonnes を書いてください。",
            f"the amount of {need.id} is not known: describe the report in the holdings' filings, or give tonnes",
        )
        if doubtful:
            listed = ", ".join(doubtful)
            text = Text(
                f"必要量 {need.id} を求められません。報告 {listed} が保有者の報告かどうかを確認できないためです。報告の entity と、名称が保有者と異なる場合は双方の法人番号を書いてください。",
                f"the amount of {need.id} is not known, for it is not known whether {listed} is the holder's report: state its entity and, where the names differ, the corporate numbers of both",
            )
        raise InputError(Problem("NEEDS", None, None, f"needs[{need.id}]", need.term or "", text, "amount"))
    least, most = (
        int(max(Decimal(0), (t or Decimal(0)) - (need.less_t or 0)).to_integral_value(ROUND_CEILING))
        for t in bounds
    )
    return NeedFound(need, question, most, least, own.filing if own is not None else None, doubtful)


def _price(engine: Engine, way: Alternative, need: NeedFound) -> Decimal:
    if way.price_jpy is not None:
        return way.price_jpy
    edition = next((e for e in engine.rulebook.editions if e.id == need.question.edition), None)
    parameter = (
        next((p for p in edition.parameters if p.name == way.price_parameter), None) if edition else None
    )
    if parameter is None or not isinstance(parameter.value.value, Decimal | int):
        known = ", ".join(p.name for p in edition.parameters) if edition else "—"
        text = Text(
            f"適用する版にこの名前の数値はありません（ある名前：{known}）。price_jpy を書いてください。",
            f"the edition has no such number (there are: {known}): give price_jpy",
        )
        raise InputError(
            Problem("NEEDS", None, None, f"alternatives[{way.id}]", way.price_parameter or "", text, "price")
        )
    return Decimal(parameter.value.value) * (way.times if way.times is not None else 1)


def _offered(holdings: Claim, offer: Offer, wanted: Sequence[NeedFound]) -> Claim:
    """A claim that holds the units on offer alone: what is bought overlaps nothing that is held, and is added to it."""
    name = f"offer-{offer.id}"
    tonnes = offer.tonnes.to_integral_value(ROUND_FLOOR) if offer.tonnes is not None else None
    quantity = tonnes if tonnes is not None else Decimal(max(1, sum(w.tonnes for w in wanted)))
    if offer.like is not None:
        like = next(c for c in holdings.credits or () if c.id == offer.like)
        credit = like.model_copy(update={"id": name, "serials": offer.serials})
        parts: dict[str, object] = {"evidence": tuple(_of_like(holdings, offer, name))}
    else:
        credit = offer.credit or Credit(id=name, project=name, issuance=name if offer.issuance else None)
        parts = {
            "projects": (offer.project,) if offer.project else None,
            "issuances": (offer.issuance,) if offer.issuance else None,
            "evidence": None,
        }
    credit = credit.model_copy(update={"quantity_t": quantity, "holder": holdings.claim.organisation})
    return holdings.model_copy(update={**parts, "credits": (credit,), "retirements": None, "uses": None})


def _of_one_issuance(credit: Credit, other: Credit) -> bool:
    """Whether two blocks are of one issuance, and not one block."""
    return credit.id != other.id and credit.issuance is not None and credit.issuance == other.issuance


def _held_of(holdings: Claim, offered: Credit) -> Iterator[Credit]:
    """The blocks held of the issuance that units on offer are of."""
    return (c for c in holdings.credits or () if _of_one_issuance(c, offered))


def _of_like(holdings: Claim, offer: Offer, name: str) -> Iterator[Evidence]:
    """What sources say of the block that units on offer are like, but for its numbers and tonnes."""
    own = f"credits[{offer.like}]."
    for source in holdings.evidence or ():
        path = source.fact.removeprefix(own)
        if not source.fact.startswith(own):
            yield source
        elif not path.startswith(("serials.", "quantity_t", "holder")):
            yield source.model_copy(update={"fact": f"credits[{name}].{path}"})


# -- supplies ----------------------------------------------------------------------------------------------------------


_Probe = tuple[dict[str, Bounds], dict[str, Bounds], Edition]
"""The terms of a report before and after a use, and its edition."""


@dataclass(slots=True)
class _Counted:
    """Units that a report counts together, by the need they are put to, and the tonnes it has room for."""

    room: int
    edition: Edition
    units: dict[str, set[str]] = field(default_factory=dict)

    def add(self, need: NeedFound, supply: Supply, room: int) -> None:
        """Count a supply as well."""
        self.room = room
        self.units.setdefault(need.need.id, set()).add(supply.id)

    def take(self, other: _Counted) -> None:
        """Count what may be counted here as well: there is room for no more than in either."""
        self.room = min(self.room, other.room)
        for need, units in other.units.items():
            self.units.setdefault(need, set()).update(units)

    def limit(self, name: str) -> Limit:
        """The limit that they are under."""
        counted = {need: frozenset(units) for need, units in self.units.items()}
        return Limit(name, counted, self.room)


class _Work:
    """What the engine is asked while a problem is made."""

    def __init__(
        self, progress: Callable[[int, int], None], engine: Engine, holdings: Claim, settings: Settings,
        wanted: Sequence[NeedFound], found: Eligibility, offered: Mapping[str, Claim], offers: Mapping[str, Offer],
    ) -> None:  # fmt: skip
        self.progress = progress
        self.engine, self.holdings, self.settings = engine, holdings, settings
        self.wanted, self.found, self.offered = wanted, found, offered
        self.questions = {w.need.id: w.question for w in wanted}
        self.windows: dict[tuple[str, str], Window] = {}
        """By item and need: on which days a retirement still to be made counts for it."""
        self._hints: dict[str, dict[date, None]] = {}
        answers = {(a.item, a.question): a for a in found.answers}
        self.answers = {(i.id, w.need.id): answers[i.id, w.question] for i in found.items for w in wanted}
        known: dict[tuple[object, str], Window] = {}
        for item in found.items:
            for w in wanted:
                answer = self.answers[item.id, w.need.id]
                if item.retirement is not None:
                    self.windows[item.id, w.need.id] = Window(settings.as_of, w.need.by, answer.verdict)
                    continue
                kind = (found.groups.kind(item.id, [w.question]), w.need.id)
                if kind not in known:
                    known[kind] = self._window(w, answer, settings.as_of, partial(_held_on, found, item, w))
                self.windows[item.id, w.need.id] = known[kind]
        self.items: dict[str, Item] = {i.id: i for i in found.items}
        self.alike = dict(found.alike)
        self.refused: dict[tuple[str, str], Verdict] = {}
        self.too_late: set[tuple[str, str]] = set()
        self.folders: dict[str, Hypotheses] = {}
        for name, claim in offered.items():
            (credit,) = claim.credits or ()
            item = Item(name, name, None, (credit.quantity_t, credit.quantity_t))
            self.items[name], self.alike[name] = item, name
            self.folders[name] = folder = Hypotheses(engine, claim, settings)
            folder.count_beside(_held_of(holdings, credit))
            folder.count_beside(
                c for other in offered.values() for c in other.credits or () if _of_one_issuance(c, credit)
            )
            for w in wanted:
                there = self.earliest(offers[name], w)
                (answer,) = folder.on(there, there).answers([item], w.question)
                found_on = partial(_offered_on, folder, item, w)
                found_window = self._window(w, answer, there, found_on)
                of_sum = any(o.rule.subject == "issuance" for o in answer.outcomes)
                if found_window.verdict is Verdict.FAIL and of_sum and self._may_be_part(claim, w, there):
                    found_window = replace(found_window, verdict=Verdict.UNKNOWN)
                self.windows[name, w.need.id] = found_window
                verdict = found_window.verdict
                if verdict is not Verdict.PASS:
                    self.refused[name, w.need.id] = verdict
                    if there > settings.as_of and answer.by_day:
                        (today,) = folder.answers([item], w.question)
                        self.too_late |= {(name, w.need.id)} if today.verdict is Verdict.PASS else set()
        self.verdicts = {key: window.verdict for key, window in self.windows.items()}
        self._apart: set[tuple[Question, ...]] = set()
        """Questions that no one act may serve together, whatever the units."""
        self._shared: dict[tuple[str, frozenset[str]], bool] = {}
        self._acts: dict[object, Verdict] = {}
        self._terms: dict[tuple[object, str], Mapping[str, _Probe]] = {}

    def _may_be_part(self, claim: Claim, w: NeedFound, there: date) -> bool:
        """Whether a part of units on offer may be used beside what is held, though not all of them beside all other offers."""
        (credit,) = claim.credits or ()
        one = credit.model_copy(update={"quantity_t": Decimal(1), "serials": None})
        folder = Hypotheses(self.engine, claim.model_copy(update={"credits": (one,)}), self.settings)
        folder.count_beside(_held_of(self.holdings, credit))
        item = Item(one.id, one.id, None, (Decimal(1), Decimal(1)))
        (answer,) = folder.on(there, there).answers([item], w.question)
        return (
            self._window(w, answer, there, partial(_offered_on, folder, item, w)).verdict is not Verdict.FAIL
        )

    def earliest(self, offer: Offer, w: NeedFound) -> date:
        """The first day on which units on offer can be retired for a need: what comes too late for it is judged as of today."""
        today, delivered = self.settings.as_of, offer.delivered_on
        return delivered if delivered is not None and today < delivered <= w.need.by else today

    def _window(
        self, w: NeedFound, answer: Answer, first: date, on: Callable[[date, date], Answer]
    ) -> Window:
        """The days on which a retirement counts for a need; those on which nothing but a day stands against it are looked for."""
        by, year, hints = w.need.by, w.question.period, self._hints.setdefault(w.need.id, {})
        waits = answer.by_day and answer.verdict in (Verdict.FAIL, Verdict.UNKNOWN)
        if answer.verdict is not Verdict.PASS and not waits:
            return Window(first, by, answer.verdict)

        def judged(day: date, seen: date) -> Verdict:
            try:
                return on(day, seen).verdict
            except NoEditionError:  # nothing is known of that day
                return answer.verdict

        found = window(judged, answer.verdict, first, by, (year.first_day, year.last_day), tuple(hints))
        if found.last < by:
            hints[found.last] = None
        return found

    def on_a_day_for(self, item: Item, needs: Iterable[str]) -> Hypotheses | None:
        """The claims by which units are retired on a day that counts for all of some needs; None where there is none."""
        folder = self.folders.get(item.id, self.found.folder)
        first, last = self.days_for(item.id, needs)
        if first > last:
            return None
        return folder.on(first, first) if first > self.settings.as_of else folder

    def days_for(self, item: str, needs: Iterable[str]) -> tuple[date, date]:
        """The first and the last day on which a retirement counts for all of some needs."""
        windows = [self.windows[item, n] for n in needs]
        return max(x.first for x in windows), min(x.last for x in windows)

    def against(self, name: str, w: NeedFound, day: date) -> tuple[Rule, ...]:
        """The rules that stand against a retirement for a need on a day, or leave it open."""
        on = (
            partial(_offered_on, self.folders[name])
            if name in self.folders
            else partial(_held_on, self.found)
        )
        answer = on(self.items[name], w, day, max(day, w.need.by))
        return tuple(o.rule for o in answer.outcomes if o.rule.severity is Severity.BLOCKING)

    @cached_property
    def reports(self) -> Sequence[Report]:
        """The reports that are the holder's, or may be."""
        if not self.holdings.filings:
            return ()
        return tuple(reports(Case(self.engine, self.found.folder.recorded, self.settings)))

    def credit_of(self, item: str) -> Credit:
        """The block behind an item, or behind an offer."""
        return self.folders.get(item, self.found.folder).credits[self.items[item].credit]

    def supplies(
        self, needs: Needs, offers: Mapping[str, Offer], allowed: tuple[Verdict, ...]
    ) -> list[Supply]:
        """Every item with the needs it may serve: already retired ones first, and of equal ones the oldest vintage."""
        credits = self.found.folder.credits
        serves: dict[str, frozenset[frozenset[str]]] = {}
        single: dict[str, frozenset[str]] = {}
        for item in self.items.values():
            offer = offers.get(item.id)
            single[item.id] = frozenset(
                w.need.id
                for w in self.wanted
                if self.verdicts[item.id, w.need.id] in allowed
                and (offer is None or offer.delivered_on is None or offer.delivered_on <= w.need.by)
            )
        self._ask_shared(single)
        found: list[tuple[int, str, int, Supply]] = []
        for n, item in enumerate(self.items.values()):
            judged = self.alike[item.id]
            key = f"{judged} {sorted(single[item.id])}"
            if key not in serves:
                serves[key] = self._sets(judged, single[item.id])
            offer = offers.get(item.id)
            parts: tuple[tuple[frozenset[str], int], ...] = ()
            if offer is not None:
                price, rank = offer.price_jpy, _BOUGHT
                tonnes = None if offer.tonnes is None else int(item.free[0] or 0)
            else:
                low, high = self._most_left(item, single[item.id])
                left = low if Verdict.UNKNOWN not in allowed else high
                tonnes = int((left or Decimal(0)).to_integral_value(ROUND_FLOOR))
                parts = self._parts(item, single[item.id], sure=Verdict.UNKNOWN not in allowed)
                price, rank = (
                    self._value(credits[item.credit], item, needs, bool(single[item.id])),
                    0 if item.retirement is not None else 1 + len(single[item.id]),
                )
            vintage = self.credit_of(item.id).vintage
            oldest = str(vintage.from_) if vintage is not None and vintage.from_ is not None else "9999"
            found.append(
                (rank, oldest, n, Supply(item.id, tonnes, price, serves[key], rank, item.retirement, parts))
            )
        return [s for *_, s in sorted(found, key=lambda f: f[:3])]

    def _value(self, credit: Credit, item: Item, needs: Needs, used: bool) -> Decimal:
        """What is given up by using a tonne: nothing where it is retired already."""
        if item.retirement is not None or not used:
            return Decimal(0)
        price = credit.price_jpy if credit.price_jpy is not None else needs.unpriced_jpy
        if price is None:
            text = Text(
                "単価 price_jpy が必要です。すべてのブロックに同じ値を用いる場合は、必要量のファイルに unpriced_jpy を書いてください。",
                "price_jpy is needed; to take one value for all blocks without it, give unpriced_jpy in NEEDS",
            )
            raise InputError(
                Problem("HOLDINGS", None, None, f"credits[{credit.id}].price_jpy", "", text, "price")
            )
        return price

    # -- acts that serve some purposes already ----------------------------------------------------------------------------

    def _left(self, item: Item, need: str) -> Bounds:
        """The tonnes of an item that may be used for a need, where any may: for sure, and at the most."""
        return self.answers[item.id, need].tonnes if item.levels else item.free

    def _most_left(self, item: Item, needs: Iterable[str]) -> Bounds:
        """The tonnes of an item that may be used for one of some needs: for sure, and at the most."""
        left = [self._left(item, need) for need in needs]
        if not left:
            return item.free
        high = None if any(t[1] is None for t in left) else max(t[1] or Decimal(0) for t in left)
        return max(t[0] or Decimal(0) for t in left), high

    def _asked(self, item: Item, needs: Iterable[str]) -> Bounds:
        """The tonnes of an item that were asked about for each of some needs: of an act, what all of them leave."""
        answers = [self.answers[item.id, need] for need in needs] if item.levels else []
        asked = [a.asked or item.left(a.question.purpose)[0] for a in answers]
        if not asked:
            return item.free
        highs = [t[1] for t in asked if t[1] is not None]
        return min(t[0] or Decimal(0) for t in asked), min(highs, default=None)

    def _parts(self, item: Item, needs: Set[str], *, sure: bool) -> tuple[tuple[frozenset[str], int], ...]:
        """What an act that serves some purposes already leaves for each need, and those that may not share with it."""
        if len(item.levels) < 2:
            return ()
        found: dict[frozenset[str], int] = {}
        for need in sorted(needs):
            low, high = self._left(item, need)
            left = low if sure else high
            apart = frozenset(n for n in needs if n == need or self._kept_apart(item, need, n, sure=sure))
            if left is not None:
                found[apart] = min(int(left.to_integral_value(ROUND_FLOOR)), found.get(apart, 10**18))
        return tuple(found.items())

    def _kept_apart(self, item: Item, need: str, other: str, *, sure: bool) -> bool:
        """Whether two needs may not both have all that an act leaves for each: then they share no tonne."""
        questions = [self.questions[need], self.questions[other]]
        if _of_one_purpose(questions):
            return True
        if not sure:
            return False
        each = {(item.id, n): self._left(item, name)[0] for n, name in enumerate((need, other))}
        key = ("apart", item.id, frozenset((need, other)))
        if key not in self._acts:
            case = Case(
                self.engine, self.found.folder.claim([item], questions, None, None, each), self.settings
            )
            served = [u for u in case.world.rows["use"] if u.id in (f"{item.id}-0", f"{item.id}-1")]
            passed = all(case.use_outcome(u).verdict is Verdict.PASS for u in served)
            self._acts[key] = Verdict.PASS if passed else Verdict.UNKNOWN
        return self._acts[key] is not Verdict.PASS

    # -- several needs at once ------------------------------------------------------------------------------------------

    def _ask_shared(self, single: Mapping[str, frozenset[str]]) -> None:
        """Which needs one retirement may serve together: asked of the engine, once for every kind of unit."""
        by_id = {w.need.id: w for w in self.wanted}
        grown: Iterable[frozenset[str]] = [frozenset({n}) for n in by_id]
        for size in range(2, len(by_id) + 1):
            for names in _one_more(grown, list(by_id)):
                together = frozenset(names)
                known: dict[object, bool] = {}
                for n, item in enumerate(self.items.values()):
                    self.progress(n, len(self.items))
                    if (
                        self.alike[item.id] != item.id
                        or not together <= single[item.id]
                        or any(self.verdicts[item.id, n] is not Verdict.PASS for n in names)
                        or (item.id, together) in self._shared
                        or any(
                            size > 2 and not self._shared.get((item.id, frozenset(part)), False)
                            for part in combinations(names, size - 1)
                        )
                    ):
                        continue
                    kind = self.found.groups.kind(item.id, [by_id[n].question for n in names])
                    if kind not in known:
                        known[kind] = any(self._serves(order, item) for order in _led_by_each(names))
                    self._shared[item.id, together] = known[kind]
            grown = {t for (_, t), shared in self._shared.items() if shared and len(t) == size}

    def _may_serve(self, names: Sequence[str], item: Item) -> bool:
        """Whether one retirement of the item may come to serve several needs, once what is open is settled."""
        folder = self.on_a_day_for(item, names)
        for order in _led_by_each(names) if folder is not None else ():
            questions = [self.questions[n] for n in order]
            if folder is None or tuple(questions) in self._apart or _of_one_purpose(questions):
                continue
            for t in dict.fromkeys(t or None for t in reversed(self._asked(item, names))):
                case = folder.case(folder.claim([item], questions, {item.id: t}))
                served = [u for u in case.world.rows["use"] if u.id.startswith(f"{item.id}-")]
                if all(case.use_outcome(u).verdict is not Verdict.FAIL for u in served):
                    return True
        return False

    def _serves(self, needs: Sequence[str], item: Item) -> bool:
        """Whether one retirement of the item may serve several needs."""
        questions = [self.questions[n] for n in needs]
        folder = self.on_a_day_for(item, needs)
        if folder is None or tuple(questions) in self._apart or _of_one_purpose(questions):
            return False
        free = self._asked(item, needs)
        for t in dict.fromkeys((free[1], free[0] or free[1])):  # whichever there are
            case = folder.case(folder.claim([item], questions, {item.id: t}))
            served = [u for u in case.world.rows["use"] if u.id.startswith(f"{item.id}-")]
            if all(case.use_outcome(u).verdict is Verdict.PASS for u in served):
                continue
            if item.retirement is None and any(_apart_by_act(case, use) for use in served):
                self._apart.add(tuple(questions))
            return False
        return True

    def _sets(self, judged: str, single: frozenset[str]) -> frozenset[frozenset[str]]:
        sets = {frozenset({n}) for n in single}
        sets |= {s for (i, s), good in self._shared.items() if i == judged and good and s <= single}
        return frozenset(sets)

    # -- acts already made ------------------------------------------------------------------------------------------------

    def acts(self, supplies: Sequence[Supply], hoped: Set[str] = frozenset()) -> Iterator[Act]:
        """The acts already made that may not serve all needs, even with tonnes of their own: a notice is for one scope.

        What is drawn of a block still held is applied for by itself. Of acts with `hoped` units, what is open is allowed.
        """
        units: dict[str, dict[str, frozenset[str]]] = {}
        for supply in supplies:
            served = frozenset(n for together in supply.serves for n in together)
            if supply.act is not None and served and supply.tonnes != 0:
                units.setdefault(supply.act, {})[supply.id] = served
        found: dict[str, Act] = {}
        for act, of in units.items():
            names = [w.need.id for w in self.wanted if any(w.need.id in served for served in of.values())]
            sure = hoped.isdisjoint(of)
            allowed = partial(
                self._may_stand, of, {Verdict.PASS} if sure else {Verdict.PASS, Verdict.UNKNOWN}
            )
            if sure and allowed(frozenset(names)):
                continue
            together = _going_together(names, allowed)
            if len(together) > 1:
                found[act] = Act(act, together)
        for entered in self.found.folder.acts.entries():
            rows = {act: units[act] for act in entered if act in units}
            if len(rows) > 1 and self._one_only(list(rows.values()), hoped):
                for act, of in rows.items():
                    known = found.get(act) or Act(
                        act, (frozenset(n for served in of.values() for n in served),)
                    )
                    found[act] = replace(known, notice=entered[0])
        yield from found.values()

    def _one_only(self, entries: Sequence[Mapping[str, frozenset[str]]], hoped: Set[str]) -> bool:
        """Whether of one notice, entered more than once, only one entry may be drawn on: for sure, where it has hoped units."""
        sure = all(hoped.isdisjoint(units) for units in entries)
        if not sure and len(entries) > _MOST_ENTRIES:
            return False
        pairs = (
            self._with_parts(frozenset((n, m)), {i: frozenset({need}) for i, need in (*of_one, *of_other)})
            for one, other in combinations(entries[:_MOST_ENTRIES], 2)
            for n, of_one in _by_need(one)
            for m, of_other in _by_need(other)
        )
        if sure:
            return any(verdict is not Verdict.PASS for verdict in pairs)
        return all(verdict is Verdict.FAIL for verdict in pairs)

    def _may_stand(
        self, units: Mapping[str, frozenset[str]], enough: Set[Verdict], names: frozenset[str]
    ) -> bool:
        """Whether an act may serve several needs side by side, for sure or as far as is known."""
        return self._abreast(names, units) in enough

    def _abreast(self, names: frozenset[str], units: Mapping[str, frozenset[str]]) -> Verdict:
        """Whether one act already made may serve several needs side by side, each with a part of the units fit for it.

        Where that fails of several units, it fails of two needs only if it does with whichever units serve each.
        """
        if len(names) < 2:
            return Verdict.PASS
        serving = {i: served & names for i, served in units.items() if served & names}
        key = (names, frozenset(serving.items()))
        if key not in self._acts:
            found = self._with_parts(names, serving)
            if found is Verdict.FAIL and sum(map(len, serving.values())) > len(names):
                fit = [[i for i, served in serving.items() if n in served] for n in sorted(names)]
                ways = (_assigned(sorted(names), way) for way in product(*fit))
                apart = len(names) == 2 and all(self._with_parts(names, way) is Verdict.FAIL for way in ways)
                found = Verdict.FAIL if apart else Verdict.UNKNOWN
            self._acts[key] = found
        return self._acts[key]

    def _with_parts(self, names: frozenset[str], serving: Mapping[str, frozenset[str]]) -> Verdict:
        """What the uses come to, where each unit of acts already made goes in equal parts to the needs it serves."""
        ordered = [w for w in self.wanted if w.need.id in names]
        counted = {i: [n for n, w in enumerate(ordered) if w.need.id in of] for i, of in serving.items()}
        asked = {i if len(ordered) == 1 else f"{i}-{n}" for i, of in counted.items() for n in of}
        items = [self.items[i] for i in serving]
        asked_t = {i: self._asked(self.items[i], of) for i, of in serving.items()}
        most = {i: t[1] for i, t in asked_t.items()}
        least = {i: t[0] or t[1] for i, t in asked_t.items()}
        verdicts = set()
        for free in (most,) if most == least else (most, least):  # whichever there are
            parts = {i: None if t is None else _part(t, len(counted[i])) for i, t in free.items()}
            claim = self.found.folder.claim(items, [w.question for w in ordered], parts, counted)
            case = Case(self.engine, claim, self.settings)
            each = {case.use_outcome(u).verdict for u in case.world.rows["use"] if u.id in asked}
            verdicts.add(
                Verdict.PASS
                if each == {Verdict.PASS}
                else Verdict.FAIL
                if Verdict.FAIL in each
                else Verdict.UNKNOWN
            )
        return verdicts.pop() if len(verdicts) == 1 else Verdict.UNKNOWN

    # -- caps -----------------------------------------------------------------------------------------------------------

    def caps(self, supplies: Sequence[Supply]) -> Iterator[CapFound]:
        """What each report can still take for sure, for all its needs, by the units that its terms count together.

        Units of which it is open how they are counted are counted with every group.
        """
        for w in self.wanted:
            edition = self._capped(w) if w.filing is None else None
            if edition is not None and (w.doubtful or self._open("filings") is not None):
                # its cap is not known
                yield CapFound(Limit(f"{w.need.id}/cap", {w.need.id: None}, 0), (), edition)
        for report, needs in self._by_report():
            groups: dict[tuple[str, ...], _Counted] = {}
            anywhere: list[_Counted] = []
            for w, supply, (before, after, edition) in self._probed(report, needs, supplies):
                room = _room(before.get("usable_t"), after.get("usable_t"))
                if room is None or room >= _PROBE:
                    continue
                moved, decided = _moved(before, after)
                group = groups.setdefault(moved, _Counted(int(room), edition))
                group.add(w, supply, min(group.room, int(room)))
                if not decided:
                    anywhere.append(_Counted(int(room), edition))
                    anywhere[-1].add(w, supply, int(room))
            for n, (moved, group) in enumerate(groups.items()):
                for other in anywhere:
                    group.take(other)
                name = f"{_named(report, needs)}/cap" + (f"-{n + 1}" if len(groups) > 1 else "")
                yield CapFound(group.limit(name), moved, group.edition)

    def _roomiest(self, supplies: Sequence[Supply]) -> Iterator[Limit]:
        """The most that each report could come to take; units count together where it is known that they do."""
        for report, needs in self._by_report():
            if not report.own:  # it may be another's
                continue
            groups: dict[tuple[str, ...], _Counted] = {}
            name = _named(report, needs)
            for w, supply, (before, after, edition) in self._probed(report, needs, supplies):
                most, least = after.get("usable_t"), before.get("usable_t")
                if most is None or least is None or most[1] is None:
                    continue
                room = int(max(Decimal(0), most[1] - (least[0] or Decimal(0))))
                if room >= _PROBE:
                    continue
                moved, decided = _moved(before, after)
                if decided:
                    group = groups.setdefault(moved, _Counted(room, edition))
                    group.add(w, supply, max(group.room, room))
                elif supply.tonnes is None or supply.tonnes > room:
                    counted = {w.need.id: frozenset({supply.id})}
                    yield Limit(f"{name}/cap/{w.need.id}/{supply.id}", counted, room)
            for n, group in enumerate(groups.values()):
                yield group.limit(f"{name}/cap-{n + 1}")

    def _by_report(self) -> Iterator[tuple[Report, Sequence[NeedFound]]]:
        """The reports that count what needs are met with: those of its year first, and those of other years that it may count."""
        for report in self.reports:
            of_scheme = [w for w in self.wanted if w.question.purpose.value == report.scheme]
            own = [w for w in of_scheme if w.filing == report.row.id]
            others = [w for w in of_scheme if w.question.period != report.period]
            if own or others:
                yield report, (*own, *others)

    def _probed(
        self, report: Report, needs: Sequence[NeedFound], supplies: Sequence[Supply]
    ) -> Iterator[tuple[NeedFound, Supply, _Probe]]:
        """The needs that a report may count with the supplies that may serve each, and what a use of them changes in it."""
        for w in needs:
            for supply in supplies:
                if any(w.need.id in s for s in supply.serves):
                    probed = self._probe(self.alike[supply.id], w).get(report.row.id)
                    if probed is not None and (w.filing == report.row.id or probed[0] != probed[1]):
                        yield w, supply, probed

    def _capped(self, w: NeedFound) -> Edition | None:
        """The edition of a need's report, if it caps what a report can take."""
        edition = next((e for e in self.engine.rulebook.editions if e.id == w.question.edition), None)
        if edition is None or all((d.table, d.name) != ("filing", "usable_t") for d in edition.derivations):
            return None
        return edition

    def _open(self, name: str) -> Missing | None:
        """The question whether a list of the holdings is complete, where that is not said."""
        return open_lists(about_lists(self.holdings, self.settings.as_of), name)

    def unlisted(self, *, short: bool) -> Iterator[Missing]:
        """The lists that may lack something the plan turns on: a report, or units that would meet the needs."""
        filings = any(w.filing is None and self._capped(w) is not None for w in self.wanted)
        for name, turns in (("credits", short), ("filings", filings)):
            missing = self._open(name) if turns else None
            if missing is not None:
                yield missing

    def _probe(self, item: str, w: NeedFound) -> Mapping[str, _Probe]:
        """The terms of each report before and after a use of more tonnes than it could take."""
        key = (self.found.groups.kind(item, [w.question]), w.need.id)
        if key not in self._terms:
            claim = self._beside_reports(item)
            stood = self._stood(claim)
            base, more = (
                self._reported(claim, w, stood),
                self._reported(self._with_probe(claim, item, w), w, stood),
            )
            self._terms[key] = {
                name: (terms, more[name][0], edition)
                for name, (terms, edition) in base.items()
                if "usable_t" in terms
            }
        return self._terms[key]

    def _beside_reports(self, item: str) -> Claim:
        """What is recorded, with the block of an item, and no use of it."""
        claim = self.found.folder.recorded
        folder = self.folders.get(item, self.found.folder)
        credit = folder.stated[self.items[item].credit]
        project = folder.stated_projects.get(credit.project or "")
        rows = {
            "projects": (project,) if project is not None else (),
            "issuances": tuple(folder.issuances.get(credit.project, ())),
            "credits": (credit,),
        }
        known = claim.evidence or ()
        found = folder.sources([credit.id], [credit.project] if credit.project else [], [])
        sources = [e for e in found if e not in known]
        update: dict[str, object] = {
            name: tuple({r.id: r for r in (*(getattr(claim, name) or ()), *more)}.values())
            for name, more in rows.items()
        }
        return claim.model_copy(update={**update, "evidence": (*known, *sources)})

    def _with_probe(self, claim: Claim, item: str, w: NeedFound) -> Claim:
        """A claim with a use of an item that names no act."""
        question = w.question
        scope = Scope(
            entity=claim.claim.organisation, boundary=question.boundary or claim.claim.boundary_code, period=question.period
        )  # fmt: skip
        probe = Use(
            id=_PROBE_USE, credit=self.items[item].credit, purpose=question.purpose, scope=scope, t=_PROBE,
            status=Status.RETIRED, shk_class=question.shk_class, in_reporting_boundary=question.in_reporting_boundary,
        )  # fmt: skip
        return claim.model_copy(update={"uses": (*(claim.uses or ()), probe)})

    def _stood(self, claim: Claim) -> Mapping[str, bool | None]:
        """Whether each recorded use counts: a probe, which may be of any act, does not unsettle it."""
        if not claim.uses:
            return {}
        case = self._case(claim)
        verdicts = {row.id: case.use_outcome(row).verdict for row in case.world.rows["use"]}
        return {name: _COUNTS.get(verdict) for name, verdict in verdicts.items()}

    def _case(self, claim: Claim) -> Case:
        """A case whose editions are chosen."""
        case = Case(self.engine, claim, self.settings)
        for row in case.world.rows["filing"]:
            case.filing_scope(row)
        for row in case.world.rows["use"]:
            case.scopes_of_use(row)
        return case

    def _reported(
        self, claim: Claim, w: NeedFound, stood: Mapping[str, bool | None]
    ) -> Mapping[str, tuple[dict[str, Bounds], Edition]]:
        """The terms of each of the holder's reports of the scheme, where recorded uses stand as they do, and a probe counts."""
        case = self._case(claim)
        for row in case.world.rows["use"]:
            case.overrides[row, "valid"] = True if row.id == _PROBE_USE else stood[row.id]
        wanted = {r.row.id for r in self.reports if r.scheme == w.question.purpose.value}
        outcomes = {row.id: case.filing_outcome(row) for row in case.world.rows["filing"] if row.id in wanted}
        return {name: (dict(o.terms), o.edition) for name, o in outcomes.items()}

    # -- what is undecided ------------------------------------------------------------------------------------------------

    def _wider(self, needs: Needs, offers: Mapping[str, Offer]) -> list[Supply]:
        """The supplies with the undecided ones among them, whose price need not be known."""
        if needs.unpriced_jpy is None:
            needs = needs.model_copy(update={"unpriced_jpy": Decimal(0)})
        return self.supplies(needs, offers, (Verdict.PASS, Verdict.UNKNOWN))

    def could_be_met(self, offers: Mapping[str, Offer], problem: allocation.Problem) -> bool:
        """Whether the needs, at the least they may be, could be met with all that may turn out to be usable (law 2)."""
        if self._open("credits") is not None:
            return True
        wanted = {w.need.id: w for w in self.wanted}
        serves: dict[tuple[str, frozenset[str]], frozenset[frozenset[str]]] = {}
        supplies: list[Supply] = []
        for item in self.items.values():
            offer = offers.get(item.id)
            single = frozenset(
                n
                for n, w in wanted.items()
                if self.verdicts[item.id, n] in (Verdict.PASS, Verdict.UNKNOWN)
                and (offer is None or offer.delivered_on is None or offer.delivered_on <= w.need.by)
            )
            left = self._most_left(item, single)[1] if offer is None else item.free[1]
            most = None if offer is not None and offer.tonnes is None else left
            if not single or most == 0:
                continue
            key = (self.alike[item.id], single)
            if key not in serves:
                serves[key] = self._hoped(item, single)
            whole = None if most is None else int(most.to_integral_value(ROUND_FLOOR))
            parts = self._parts(item, single, sure=False)
            supplies.append(Supply(item.id, whole, Decimal(0), serves[key], act=item.retirement, parts=parts))
        goals = tuple(allocation.Need(w.need.id, w.least) for w in self.wanted)
        acts = tuple(self.acts(supplies, hoped={s.id for s in supplies}))
        hoped = allocation.Problem(
            tuple(supplies), goals, tuple(self._roomiest(supplies)), problem.settlements, acts
        )
        return isinstance(allocation.plan(hoped), Allocation)

    def _hoped(self, item: Item, single: frozenset[str]) -> frozenset[frozenset[str]]:
        """The sets of needs that one tonne of an item may come to serve."""
        held = item.retirement is None and item.id not in self.offered
        found = {frozenset({n}) for n in single}
        for size in range(2, len(single) + 1):
            for names in _one_more([f for f in found if len(f) == size - 1], sorted(single)):
                if size > 2 and any(frozenset(p) not in found for p in combinations(names, size - 1)):
                    continue
                astray = held and self.found.astray  # it may be retired already, for who knows what
                apart = _of_one_purpose([w.question for w in self.wanted if w.need.id in names])
                if not apart and (astray or self._may_serve(names, item)):
                    found.add(frozenset(names))
        return frozenset(found)

    def unsettled(
        self,
        needs: Needs,
        offers: Mapping[str, Offer],
        problem: allocation.Problem,
        best: Allocation | Shortage,
    ) -> Iterator[Unsettled]:
        """Each kind of undecided units: the plan once more, with them allowed."""
        groups: dict[str, list[str]] = {}
        for item in self.items.values():
            if item.id in self.offered:
                continue
            if any(self.verdicts[item.id, w.need.id] is Verdict.UNKNOWN for w in self.wanted):
                groups.setdefault(self.alike[item.id], []).append(item.id)
        if not groups:
            return
        wider = self._wider(needs, offers)
        by_id = {s.id: s for s in wider}
        for members in list(groups.values())[:_MOST_UNSETTLED]:
            held = set(members)
            supplies = tuple(by_id[s.id] if s.id in held else s for s in problem.supplies)
            caps = tuple(c.limit for c in self.caps(supplies))
            acts = tuple(self.acts(supplies, hoped=held))
            found = allocation.plan(replace(problem, supplies=supplies, limits=caps, acts=acts))
            saves = (
                best.cost - found.cost
                if isinstance(best, Allocation) and isinstance(found, Allocation)
                else None
            )
            names = tuple(
                w.need.id for w in self.wanted if self.verdicts[members[0], w.need.id] is Verdict.UNKNOWN
            )
            yield Unsettled(
                tuple(members), names, sum(by_id[m].tonnes or 0 for m in members), saves,
                isinstance(best, Shortage) and isinstance(found, Allocation),
                sum(best.lacking.values()) - sum(found.lacking.values())
                if isinstance(best, Shortage) and isinstance(found, Shortage)
                else None,
            )  # fmt: skip


def _one_more(sets: Iterable[frozenset[str]], names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The sets of needs, in their order, that are one larger than some that go together: others need not be asked about."""
    larger = dict.fromkeys(
        known | {name} for known in sorted(sets, key=sorted) for name in names if name not in known
    )
    for together in larger:
        yield tuple(name for name in names if name in together)


def _held_on(found: Eligibility, item: Item, w: NeedFound, day: date, seen: date) -> Answer:
    """What is said of a block held, retired for a need on a day."""
    return found.on(item, w.question, day, seen)


def _offered_on(folder: Hypotheses, item: Item, w: NeedFound, day: date, seen: date) -> Answer:
    """What is said of units on offer, retired for a need on a day."""
    (answer,) = folder.on(day, seen).answers([item], w.question)
    return answer


def _named(report: Report, needs: Sequence[NeedFound]) -> str:
    """What the caps of a report go by: the first need of its year, or the report itself."""
    return needs[0].need.id if needs[0].filing == report.row.id else report.row.id


def _led_by_each(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Some needs with each of them first, whose purpose the notice bears."""
    for first in names:
        yield first, *(n for n in names if n != first)


def _of_one_purpose(questions: Sequence[Question]) -> bool:
    """Whether two needs are of one purpose, which no tonne serves twice (law 9)."""
    return len({q.purpose for q in questions}) < len(questions)


def _part(t: Decimal, needs: int) -> Decimal:
    """Tonnes in equal parts, to the kilogram."""
    return (t / needs).quantize(Decimal("0.001"), ROUND_FLOOR)


def _by_need(units: Mapping[str, frozenset[str]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The needs that units of an act serve, each with those units."""
    needs = sorted({need for served in units.values() for need in served})
    return [(need, [(i, need) for i, served in units.items() if need in served]) for need in needs]


def _assigned(names: Sequence[str], units: Sequence[str]) -> dict[str, frozenset[str]]:
    """The needs by the one unit that serves each."""
    found: dict[str, frozenset[str]] = {}
    for name, unit in zip(names, units, strict=True):
        found[unit] = found.get(unit, frozenset()) | {name}
    return found


def _going_together(
    names: Sequence[str], allowed: Callable[[frozenset[str]], bool]
) -> tuple[frozenset[str], ...]:
    """The largest sets that are allowed: pairs are asked about first, and of a set that is not allowed its parts."""
    found: list[frozenset[str]] = []
    waiting = _without_pairs(names, [p for p in combinations(names, 2) if not allowed(frozenset(p))])
    while waiting:
        waiting.sort(key=lambda s: (-len(s), sorted(s)))
        together = waiting.pop(0)
        if any(together <= other for other in found):
            continue
        if len(together) <= 2 or allowed(together):  # pairs have been asked about
            found.append(together)
        else:
            waiting.extend(together - {n} for n in together)
    return tuple(found)


def _without_pairs(names: Sequence[str], apart: Sequence[tuple[str, str]]) -> list[frozenset[str]]:
    """The largest sets of names that hold no pair which may not stand together."""
    found = [frozenset(names)]
    for pair in apart:
        split = [s - {n} for s in found if s.issuperset(pair) for n in pair]
        split += [s for s in found if not s.issuperset(pair)]
        found = [s for s in dict.fromkeys(split) if not any(s < other for other in split)]
    return found


def _apart_by_act(case: Case, use: Row) -> bool:
    """Whether a use fails by a rule that looks at acts and uses alone: another unit would fail as well."""
    for scope, rule, row, _ in case.acting(use):
        if rule.rule.subject not in ("retirement", "use") or row is None:
            continue
        nodes = [n for n in (rule.rule.when, *(c.node for c in rule.rule.conditions)) if n is not None]
        read = [part for node in nodes for part in walk(node)]
        if any(isinstance(p, Switch) or (isinstance(p, Ref) and _of_units(p)) for p in read):
            continue
        if case.outcome(scope, rule, row).verdict is Verdict.FAIL:
            return True
    return False


def _of_units(ref: Ref) -> bool:
    """Whether a fact may differ from unit to unit."""
    table = catalogue.tables().get(ref.table)
    return ref.derived or ref.table in _OF_UNITS or table is None or table.facts[ref.path].computed


def _room(before: Bounds | None, after: Bounds | None) -> Decimal | None:
    """The tonnes for sure by which what is usable grows; None where the report has no such number."""
    if before is None or after is None:
        return None
    if after[0] is None or before[1] is None:
        return Decimal(0)
    return max(Decimal(0), (after[0] - before[1]).to_integral_value(ROUND_FLOOR))


def _moved(before: Mapping[str, Bounds], after: Mapping[str, Bounds]) -> tuple[tuple[str, ...], bool]:
    """The terms of a report that a use changes, and whether it surely does change each of them."""
    moved = tuple(sorted(n for n in after if after[n] != before.get(n)))
    return moved, all(n in before and _apart_from(before[n], after[n]) for n in moved)


def _apart_from(a: Bounds, b: Bounds) -> bool:
    """Whether two numbers surely differ."""
    return any(x[1] is not None and y[0] is not None and x[1] < y[0] for x, y in ((a, b), (b, a)))


# -- by when -----------------------------------------------------------------------------------------------------------


def _calendar(
    engine: Engine,
    problem: allocation.Problem,
    best: Allocation,
    wanted: Sequence[NeedFound],
    offers: Mapping[str, Offer],
    work: _Work,
    settings: Settings,
) -> Iterator[Dates]:
    """Counted back from the day each need must be met."""
    editions = (
        (engine.rulebook.select("programmes", settings.as_of),)
        if "programmes" in engine.rulebook.authorities
        else ()
    )
    batches = Batches.of(editions)
    by = {w.need.id: w.need.by for w in wanted}
    programmes = {
        p.id: p.programme
        for folder in (work.found.folder, *work.folders.values())
        for p in folder.projects.values()
    }
    grouped: dict[tuple[str, frozenset[str]], int] = {}
    for draw in best.draws:
        kind = draw.supply if draw.supply in offers else work.alike[draw.supply]
        grouped[kind, draw.needs] = grouped.get((kind, draw.needs), 0) + draw.tonnes
    found: list[Dates] = []
    for (name, served), tonnes in grouped.items():
        item, offer = work.items[name], offers.get(name)
        first, done_by = work.days_for(name, served)
        of = [w for w in wanted if w.need.id in served]
        there = settings.as_of if offer is None else max(work.earliest(offer, w) for w in of)
        opens, closes = first > there, done_by < min(by[n] for n in served)
        rules: dict[str, Rule] = {}
        for w in of:
            counting = work.windows[name, w.need.id]
            outside = [first - timedelta(days=1)] if opens and counting.first == first else []
            outside += [done_by + timedelta(days=1)] if closes and counting.last == done_by else []
            rules |= {rule.id: rule for day in outside for rule in work.against(name, w, day)}
        apply_by = processed = trade_by = delivered = None
        until = market = None
        if item.retirement is None:
            credit = work.credit_of(name)
            if batches is not None and programmes.get(credit.project or "") == "J-Credit":
                days = batches.last_application(done_by)
                if days is not None:
                    (apply_by, processed), until = days, batches.until
        if offer is not None:
            delivered = offer.delivered_on
            market = Market.of(editions, offer.market) if offer.market else None
            if market is not None and delivered is None:
                # Applications close at noon, and at what hour units arrive is not known: they come the day before.
                trade_by = market.last_trade(apply_by - timedelta(days=1) if apply_by else done_by)
                delivered = market.delivered(trade_by)
        today = settings.as_of
        ready = delivered if delivered is not None else today
        missed = any(d is not None and d < today for d in (trade_by, apply_by))
        if trade_by is not None and trade_by < today and market is not None:
            ready = market.delivered(today)
        hope = batches.last_hope(done_by) if batches is not None and apply_by is not None else done_by
        late = done_by < today or ready > (hope or done_by)
        after = apply_by is not None and (ready >= apply_by if delivered is not None else ready > apply_by)
        tight = not late and (missed or after)
        found.append(
            Dates(
                tuple(sorted(served)),
                name,
                tonnes,
                trade_by,
                delivered,
                apply_by,
                until,
                processed,
                done_by,
                late,
                tight,
                first if opens else None,
                closes,
                tuple(rules.values()),
            )
        )
    for name, tonnes in best.settled:
        need = next(s.need for s in problem.settlements if s.id == name)
        found.append(
            Dates((need,), name, tonnes, None, None, None, None, None, by[need], by[need] < settings.as_of)
        )
    yield from sorted(found, key=lambda d: (_is_retired(d, work), _acted_on(d), d.supply))


def _is_retired(dates: Dates, work: _Work) -> bool:
    """Whether there is nothing left to do."""
    item = work.items.get(dates.supply)
    return item is not None and item.retirement is not None


def _acted_on(dates: Dates) -> date:
    """The last day for the first thing to do; a delivery is waited for."""
    return dates.trade_by or dates.apply_by or dates.done_by
