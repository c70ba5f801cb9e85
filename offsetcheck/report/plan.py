"""The plan of least cost: the report object of `plan`, and its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from offsetcheck.engine.judge import Settings
from offsetcheck.facts.models import Purpose
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.planning.allocation import Allocation, Draw, Shortage
from offsetcheck.planning.calendar import Batches
from offsetcheck.planning.calendar import Settlement as Market
from offsetcheck.planning.needs import Alternative, Means, Needs
from offsetcheck.planning.planner import CapFound, Planned, Scenario
from offsetcheck.report import wording as w
from offsetcheck.report.build import Builder
from offsetcheck.report.eligibility import (
    doubtful_note,
    question_label,
    question_short,
    unlisted,
    unlisted_note,
)
from offsetcheck.report.model import BasisShown, Exact, Frozen, InputRef
from offsetcheck.report.pages import (
    Cell,
    OfHoldings,
    Page,
    Row,
    Section,
    Table,
    about,
    confirmations_of,
    editions_used,
    number,
    page_from,
    titled,
    tool_of,
)
from offsetcheck.rulebook.book import Rulebook

__all__ = ["PlanReport", "build_plan", "plan_page"]


class NeedShown(Frozen):
    """One need in whole tonnes, and what one tonne more of it would cost."""

    id: str
    label: str
    use: str
    short: str
    purpose: Purpose
    period: str
    filing: str | None
    tonnes: int
    by: date
    next_tonne_jpy: Exact | None


class DrawShown(Frozen):
    """Tonnes of one block, counted from its first unit still free, put to needs."""

    supply: str
    label: str
    kind: str
    """`retired`, `held` or `offer`."""
    needs: tuple[str, ...]
    offset_t: int
    serials: tuple[str, str] | None
    """The first and the last serial number drawn, where the block is whole and its numbers run on."""
    tonnes: int
    price_jpy: Exact
    cost_jpy: Exact


class SettledShown(Frozen):
    """Tonnes of a need met without credits."""

    id: str
    label: str
    kind: Means
    need: str
    tonnes: int
    price_jpy: Exact
    cost_jpy: Exact


class CapBound(Frozen):
    """A cap on what a report takes: what was left under it, what the plan puts there, and what a tonne more would save."""

    id: str
    needs: tuple[str, ...]
    """All needs of the report that it caps together."""
    tonnes: int
    planned_t: int | None
    """None where there is no plan."""
    terms: tuple[str, ...]
    binding: bool
    saves_jpy: Exact | None
    basis: tuple[BasisShown, ...]


class RoomShown(Frozen):
    """What would still fit under the cap of a report that needs something is lacking for share."""

    needs: tuple[str, ...]
    tonnes: int


class ScenarioShown(Frozen):
    """One plan, or what is lacking for it."""

    scenario: Scenario
    label: str
    possible: bool
    cost_jpy: Exact
    """Where something is lacking: of what can be covered."""
    retired_t: int | None
    """Tonnes still to be retired."""
    settled_t: int | None
    kept_t: int | None
    """Tonnes held that nothing draws on."""
    lacking: dict[str, int]
    explained: dict[str, int]
    """Tonnes by need that nothing is put to: their shortfall is explained."""


class UnsettledShown(Frozen):
    """Undecided units, and what deciding in their favour would save."""

    items: tuple[str, ...]
    label: str
    """The first of them, as its reader calls it."""
    needs: tuple[str, ...]
    tonnes: int
    saves_jpy: Exact | None
    mends: bool
    fewer_t: int | None
    """Where the needs cannot be met in either case: the tonnes that would be lacking no more."""


class StepShown(Frozen):
    """By when what has to be done."""

    supply: str
    label: str
    needs: tuple[str, ...]
    tonnes: int
    trade_by: date | None
    delivered_on: date | None
    apply_by: date | None
    apply_until: str | None
    processed_on: date | None
    done_by: date
    late: bool
    tight: bool
    not_before: date | None
    """Before this day a retirement is not known to count."""
    closes: bool
    """Whether one after `done_by` is not known to count, though a need names a later day."""


class PlanReport(OfHoldings):
    """Everything that was planned, and what it rests on."""

    proven: bool
    cost_jpy: Exact | None
    needs: tuple[NeedShown, ...]
    draws: tuple[DrawShown, ...]
    settled: tuple[SettledShown, ...]
    open: bool
    """Whether the needs could be met if every undecided unit may be used."""
    lacking: dict[str, int]
    """The smallest purchase that makes a plan possible, by need."""
    room: tuple[RoomShown, ...]
    """Of the needs that lack something: the tonnes of credits that would still fit under their caps."""
    left: dict[str, int]
    """Per block held: the tonnes that stay unretired (0 is left out)."""
    retired_left: dict[str, int]
    """Retired already, and not used by the plan."""
    caps: tuple[CapBound, ...]
    scenarios: tuple[ScenarioShown, ...]
    unsettled: tuple[UnsettledShown, ...]
    calendar: tuple[StepShown, ...]
    calendar_basis: tuple[BasisShown, ...]
    not_for_sale: tuple[str, ...]
    """Offers that cannot be bought for a need, as sentences."""
    unpriced: tuple[str, ...]
    unlisted: tuple[str, ...]
    """Whether each of these lists of the holdings is complete is not said: no tonnes are sure without it."""
    doubtful: tuple[str, ...]
    """Reports that may be the holder's: no tonnes are sure under their caps."""


_SCENARIOS: Final[dict[Scenario, Text]] = {
    Scenario.BEST: Text("最適な組合せ", "the best combination"),
    Scenario.NOTHING: Text("何もしない（負担金のみ）", "doing nothing (the charge alone)"),
    Scenario.EXPLAIN: Text("未達の理由の説明のみ", "explaining the shortfall alone"),
    Scenario.RETIRE: Text("購入・無効化", "buying and retiring credits"),
    Scenario.KEEP: Text("保有継続（排出枠の購入）", "keeping the credits (buying allowances)"),
}


def build_plan(
    found: Planned, needs: Needs, rulebook: Rulebook, settings: Settings, lang: Lang, inputs: Sequence[InputRef],
    holder: str | None,
) -> PlanReport:  # fmt: skip
    """Build the report object from what was planned."""
    builder = Builder(rulebook, settings, lang)
    best = found.scenarios[Scenario.BEST]
    allocation = best if isinstance(best, Allocation) else None
    supplies = {s.id: s for s in found.problem.supplies}
    retired = {i.id for i in found.eligible.items if i.retirement is not None}
    names = _names(found, lang)
    ways = {a.id: a for a in needs.alternatives}
    prices = {s.id: s.price for s in found.problem.settlements}
    titles = {a.id: a.title or a.id for a in needs.alternatives}
    programmes = (
        (rulebook.select("programmes", settings.as_of),) if "programmes" in rulebook.authorities else ()
    )
    windows = {rule.id: rule for d in found.calendar for rule in d.rules}
    hints = [h.parameter for h in (Batches.of(programmes), Market.of(programmes)) if h is not None]
    return PlanReport(
        tool=tool_of(),
        lang=lang,
        rulebook=tuple(
            editions_used(
                rulebook, settings.as_of, ((n.question.edition, n.question.period) for n in found.needs), lang
            )
        ),
        confirmations=confirmations_of(settings),
        as_of=settings.as_of,
        profile=settings.profile,
        input=tuple(inputs),
        holder=holder,
        proven=True,
        cost_jpy=allocation.cost if allocation else None,
        needs=tuple(
            NeedShown(
                id=n.need.id, label=n.need.title or n.need.id, use=question_label(n.question, lang),
                short=question_short(n.question, lang), purpose=n.need.purpose, period=str(n.question.period),
                filing=n.filing, tonnes=n.tonnes, by=n.need.by,
                next_tonne_jpy=allocation.next_tonne[n.need.id] if allocation else None,
            )
            for n in found.needs
        ),
        draws=tuple(
            DrawShown(
                supply=d.supply, label=names[d.supply],
                kind="offer" if d.supply in found.offers else "retired" if d.supply in retired else "held",
                needs=tuple(sorted(d.needs)), offset_t=d.offset, tonnes=d.tonnes, serials=_serials(found, d), price_jpy=supplies[d.supply].price,
                cost_jpy=supplies[d.supply].price * d.tonnes,
            )
            for d in (allocation.draws if allocation else ())
        ),
        settled=tuple(
            SettledShown(
                id=name, label=titles[name], kind=ways[name].kind, need=ways[name].need, tonnes=t,
                price_jpy=prices[name], cost_jpy=prices[name] * t,
            )
            for name, t in (allocation.settled if allocation else ())
        ),
        open=found.open,
        lacking=dict(best.lacking) if isinstance(best, Shortage) else {},
        room=tuple(
            RoomShown(needs=tuple(n.need.id for n in found.needs if n.need.id in of), tonnes=t)
            for of, t in (best.room.items() if isinstance(best, Shortage) else ())
        ),
        left={
            i.id: allocation.left[i.id]
            for i in (found.eligible.items if allocation else ())
            if allocation is not None and i.retirement is None and allocation.left.get(i.id)
        },
        retired_left={
            names[i.id]: allocation.left[i.id]
            for i in (found.eligible.items if allocation else ())
            if allocation is not None and i.retirement is not None and allocation.left.get(i.id)
        },
        caps=tuple(_cap(c, allocation, builder) for c in found.caps),
        scenarios=tuple(_scenario(s, a, found, retired, ways, lang) for s, a in found.scenarios.items()),
        unsettled=tuple(
            UnsettledShown(items=u.items, label=names[u.items[0]], needs=u.needs, tonnes=u.tonnes, saves_jpy=u.saves, mends=u.mends, fewer_t=u.fewer)
            for u in found.unsettled
        ),
        calendar=tuple(
            StepShown(
                supply=d.supply, label=names.get(d.supply) or titles[d.supply], needs=d.needs, tonnes=d.tonnes,
                trade_by=d.trade_by, delivered_on=d.delivered_on, apply_by=d.apply_by, apply_until=d.apply_until,
                processed_on=d.processed_on, done_by=d.done_by, late=d.late, tight=d.tight,
                not_before=d.not_before, closes=d.closes,
            )
            for d in found.calendar
        ),
        calendar_basis=(
            *(builder.basis(rule, b) for rule in windows.values() for b in rule.basis if b.restricts),
            *(builder.basis(None, p.basis[0]) for p in hints),
        ),
        not_for_sale=tuple(
            w.say(_TOO_LATE, lang, offer=names[o], need=n, day=w.day(delivered, lang))
            if (o, n) in found.too_late and (delivered := found.offers[o].delivered_on) is not None
            else w.say(_REFUSED, lang, offer=names[o], need=n, verdict=w.verdict_word(v, lang))
            for (o, n), v in found.refused.items()
        ),
        unpriced=found.unpriced,
        unlisted=unlisted(found.eligible, builder),
        doubtful=tuple(
            dict.fromkeys(
                name
                for n in found.needs
                if any(n.need.id in c.limit.counted for c in found.caps)
                for name in n.doubtful
            )
        ),
    )  # fmt: skip


_REFUSED: Final = Text("{offer} は、{need} に使用できることを確認できないため（{verdict}）、計画に含めていません。",
                       "{offer} is not planned for {need}: {verdict}.")  # fmt: skip
_TOO_LATE: Final = Text(
    "{offer} は、受渡しの日（{day}）以後に完了する無効化を {need} に使用できないため、計画に含めていません。",
    "{offer} is not planned for {need}: a retirement completed on or after the day of its delivery, {day}, does not count.",
)


def _serials(found: Planned, draw: Draw) -> tuple[str, str] | None:
    """The numbers of the units drawn, of a block that nothing was taken from and that is numbered without a gap."""
    folder = found.eligible.folder
    credit = folder.credits.get(draw.supply)  # neither an offer nor what a retirement has left
    if credit is None or credit.serials is None or credit.quantity_t is None:
        return None
    project = folder.projects.get(credit.project or "")
    first, last = credit.serials.first, credit.serials.last
    item = found.eligible.by_id[draw.supply]
    if first is None or last is None or project is None or str(project.programme) not in ("J-Credit", "JCM"):
        return None
    whole = item.free == (credit.quantity_t, credit.quantity_t)
    if not whole or folder.seen[credit.id].tonnes != credit.quantity_t:
        return None
    number = re.search(r"\d+(?=\D*$)", first)
    if number is None:
        return None
    at = int(number[0]) + draw.offset

    def written(n: int) -> str:
        return first[: number.start()] + str(n).zfill(len(number[0])) + first[number.end() :]

    return written(at), written(at + draw.tonnes - 1)


def _names(found: Planned, lang: Lang) -> dict[str, str]:
    done = Text("無効化済み {id}", "retired {id}")
    names = {
        i.id: i.credit
        if i.retirement is None
        else i.credit + w.in_brackets(w.say(done, lang, id=i.retirement), lang)
        for i in found.eligible.items
    }
    names.update({name: offer.title or offer.id for name, offer in found.offers.items()})
    return names


def _cap(cap: CapFound, best: Allocation | None, builder: Builder) -> CapBound:
    bound = next((b for b in (best.bindings if best else ()) if b.limit == cap.limit.id), None)
    known = [d for d in cap.edition.derivations if d.table == "filing" and d.name == "cap_t"]
    return CapBound(
        id=cap.limit.id, needs=tuple(cap.limit.counted), tonnes=cap.limit.tonnes, terms=cap.terms, binding=bound is not None,
        planned_t=sum(d.tonnes * cap.limit.counts(d.supply, d.needs) for d in best.draws) if best else None,
        saves_jpy=bound.saves if bound else Decimal(0) if best else None,
        basis=tuple(builder.basis(None, b) for d in known for b in d.basis),
    )  # fmt: skip


def _scenario(
    scenario: Scenario, made: Allocation | Shortage, found: Planned, retired: set[str], ways: Mapping[str, Alternative],
    lang: Lang,
) -> ScenarioShown:  # fmt: skip
    name = w.say(_SCENARIOS[scenario], lang)
    if isinstance(made, Shortage):
        return ScenarioShown(
            scenario=scenario, label=name, possible=False, cost_jpy=made.cost, retired_t=None, settled_t=None, kept_t=None,
            lacking=dict(made.lacking), explained={},
        )  # fmt: skip
    held = sum(
        s.tonnes or 0 for s in found.problem.supplies if s.id not in retired and s.id not in found.offers
    )
    drawn = sum(d.tonnes for d in made.draws if d.supply not in retired)
    bought = sum(d.tonnes for d in made.draws if d.supply in found.offers)
    explained: Counter[str] = Counter()
    for way, t in made.settled:
        if ways[way].kind is Means.EXPLANATION:
            explained[ways[way].need] += t
    return ScenarioShown(
        scenario=scenario, label=name, possible=True, cost_jpy=made.cost, retired_t=drawn,
        settled_t=sum(t for _, t in made.settled), kept_t=held - (drawn - bought), lacking={}, explained=dict(explained),
    )  # fmt: skip


# -- the page ----------------------------------------------------------------------------------------------------------

_TITLE: Final = Text("クレジット活用計画", "Plan for the use of credits")
_KICKER: Final = Text("費用が最小となる充当と、その期限", "The allocation of least cost, and by when")
_PROVEN: Final = Text(
    "{n}件の必要量を最小の費用で満たす計画です。費用は{cost}円です。これより費用の小さい計画がないことは、整数計画法（HiGHS）の計算により確認しています。",
    "This plan meets {n} needs at the least cost, {cost} JPY: no plan costs less, as proven by integer programming (HiGHS).",
)
_PART: Final = Text(
    "{n}件の必要量について、費用が最小となる計画です（費用{cost}円）。{rest}これより費用の小さい計画がないことは、整数計画法（HiGHS）の計算により確認しています。",
    "This is the plan of least cost for {n} needs ({cost} JPY). {rest} No plan costs less, as proven by integer programming (HiGHS).",
)
_NOT_MET: Final = {
    Means.EXPLANATION: Text(
        "ただし、{parts}は、クレジット等を充当せず、未達の理由の説明によります。",
        "Nothing is put to {parts}: the shortfall is explained.",
    ),
    Means.CHARGE: Text(
        "ただし、{parts}は、クレジット等を充当せず、負担金の支払いによります。",
        "Nothing is put to {parts}: the charge is paid.",
    ),
}
"""Said of a need that is not met by units: what is done instead."""
_COST: Final = Text(
    "費用は、使用するクレジットの価額（保有を続けた場合の価値）、購入代金、排出枠の購入費及び負担金の合計です。無効化済みのクレジットの"
    "費用は含みません。価格は入力されたものであり、市場の見通しを示すものではありません。",
    "The cost adds up the price of the units used (what is given up by not keeping them), purchases, allowances and "
    "charges; units already retired cost nothing more. Prices are as stated in the input and forecast nothing.",
)
_COST_EXPLAINED: Final = Text(
    "費用は、使用するクレジットの価額（保有を続けた場合の価値）、購入代金、排出枠の購入費、負担金及び未達の理由の説明の評価額の合計です。"
    "無効化済みのクレジットの費用は含みません。価格は入力されたものであり、市場の見通しを示すものではありません。未達の理由の説明の評価額"
    "も入力されたものであり、制度が定める価格ではありません。",
    "The cost adds up the price of the units used (what is given up by not keeping them), purchases, allowances, charges "
    "and the valuation of explanations; units already retired cost nothing more. Prices are as stated in the input and "
    "forecast nothing; the valuation of an explanation is an input too, not a price of the scheme.",
)
_SURE: Final = Text(
    "計画には、使用できると判定した数量だけを含めています。要確認のクレジットは含めていません。",
    "Only tonnes judged usable are planned with; undecided units are not.",
)
_CAPS: Final = Text(
    "使用する数量は、規定のいずれの読み方によっても上限を超えないものとしています。保有ファイルに記録されている活用のほかに、同じ報告で使用した"
    "クレジットはないものとしています。",
    "Caps hold under every reading of the clauses, and no credits but the recorded ones are taken to count in the same report.",
)
_ROOM: Final = Text(
    "「{need}」について、クレジットの購入で補えるのは、使用の上限の残り{room}までです。{rest}は、排出枠その他の手段による必要があります。",
    "Of what {need} lacks, more credits can cover {room}, which is left under the cap; {rest} has to be met by other means.",
)
_HINT: Final = Text(
    "期日は、公表資料にある手続の日数を基に、営業日（土曜日、日曜日、祝日及び年末年始を除く日）により逆算した目安であり、判定ではありません。"
    "申請の前に、登録簿の管理者又は市場にご確認ください。",
    "Days are hints, counted back from published procedures in business days (no weekends, public holidays, or days around "
    "new year); check with the registry or market first.",
)


def plan_page(report: PlanReport) -> Page:
    """Arrange the report for its writers."""
    lang = report.lang
    if report.cost_jpy is not None:
        rest = ("" if lang == "ja" else " ").join(_not_met(report))
        said = _PART if rest else _PROVEN
        summary = [w.say(said, lang, n=len(report.needs), cost=w.number(report.cost_jpy), rest=rest)]
    else:
        short = w.listing(
            [f"{_named(report, [n])} {w.tonnes(Decimal(t))}" for n, t in report.lacking.items()], lang
        )
        said = Text(
            "必要量を満たす計画がありません。少なくとも次の数量の購入その他の手段が必要です：{short}。",
            "No plan meets the needs. At least these tonnes have to come from elsewhere: {short}.",
        )
        summary = [w.say(said, lang, short=short)]
        if report.open:
            said = Text(
                "要確認のクレジットをすべて使用できれば、必要量を満たせます。",
                "The needs could be met if all undecided units may be used.",
            )
            summary.append(w.say(said, lang))
        for left in report.room:
            lacking = sum(report.lacking[n] for n in left.needs)
            if left.tonnes < lacking:
                summary.append(
                    w.say(_ROOM, lang, need=_named(report, left.needs), room=w.tonnes(Decimal(left.tonnes)),
                          rest=w.tonnes(Decimal(lacking - left.tonnes)))
                )  # fmt: skip
    for step in report.calendar:
        if step.late:
            said = Text(
                "{name}（{t}）は、期日に間に合わないおそれがあります。", "{name} ({t}) may come too late."
            )
            summary.append(w.say(said, lang, name=step.label, t=w.tonnes(Decimal(step.tonnes))))
    summary += _windows(report)
    explained = Scenario.EXPLAIN in {s.scenario for s in report.scenarios}  # a cost shown holds its valuation
    notes = [_SURE, _COST_EXPLAINED if explained else _COST, _CAPS, _HINT]
    extra = list(report.not_for_sale)
    if report.unpriced:
        said = Text(
            "単価の記載がないクレジットには、必要量のファイルの unpriced_jpy を用いました：{ids}。",
            "Blocks without a price take unpriced_jpy of NEEDS: {ids}.",
        )
        extra.append(w.say(said, lang, ids=w.listing(report.unpriced[:20], lang)))
    return page_from(
        report, _KICKER, _TITLE, about(report), summary,
        (
            _needs(report), _draws(report), _scenarios(report), _caps(report), _left(report), _unsettled(report),
            _calendar(report),
        ),
        (*unlisted_note(report.unlisted, lang), *doubtful_note(report.doubtful, lang), *(w.say(n, lang) for n in notes), *extra, *w.disclaimers(report.profile, lang, consulted=False)),
    )  # fmt: skip


_OPENS: Final = Text(
    "「{need}」に充てる{units}の無効化は、{day}以後に完了してください。それより前に完了した無効化は、使用できることを確認できません。",
    "Complete the retirement of {units} for {need} on {day} or later: one completed before that day is not known to count.",
)
_CLOSES: Final = Text(
    "「{need}」に充てる{units}の無効化は、{day}までに完了してください。それより後に完了した無効化は、使用できることを確認できないため、"
    "必要量に記載された期限より前の日を期限としています。",
    "Complete the retirement of {units} for {need} by {day}: one completed after that day is not known to count, so that the "
    "deadline is earlier than the one stated.",
)


def _windows(report: PlanReport) -> Iterator[str]:
    """Say on which days alone a retirement counts, where it does not on all from today to the day stated."""
    lang = report.lang
    found: dict[tuple[Text, tuple[str, ...], date], list[str]] = {}
    for step in report.calendar:
        for said, day in ((_OPENS, step.not_before), (_CLOSES, step.done_by if step.closes else None)):
            if day is not None:
                found.setdefault((said, step.needs, day), []).append(step.label)
    for (said, needs, day), (first, *more) in found.items():
        units = first + (w.in_brackets(w.and_more(len(more), lang), lang) if more else "")
        yield w.say(said, lang, units=units, need=_named(report, needs), day=w.day(day, lang))


def _not_met(report: PlanReport) -> Iterator[str]:
    """Say of which needs a part is not met by units, and what is done instead."""
    of = Text("「{need}」の{t}", "{t} of “{need}”")
    for kind, said in _NOT_MET.items():
        tonnes: Counter[str] = Counter()
        for s in report.settled:
            if s.kind is kind:
                tonnes[s.need] += s.tonnes
        if tonnes:
            parts = [
                w.say(of, report.lang, need=_named(report, [n]), t=w.tonnes(Decimal(t)))
                for n, t in tonnes.items()
            ]
            yield w.say(said, report.lang, parts=w.listing(parts, report.lang))


def _yen(value: Decimal | None, lang: Lang) -> Cell:
    return Cell(w.NOTHING) if value is None else number(value, lang)


def _t(value: int | None, lang: Lang) -> Cell:
    return Cell(w.NOTHING) if value is None else number(Decimal(value), lang)


_USE: Final = Text("充当先", "Need")
_TONNES: Final = Text("数量（t-CO2）", "Tonnes (t-CO2)")
_PRICE: Final = Text("単価（円/t）", "JPY per tonne")
_SUM: Final = Text("金額（円）", "JPY")


def _named(report: PlanReport, needs: Sequence[str]) -> str:
    labels = {n.id: n.label for n in report.needs}
    return (
        " ＋ ".join(labels[n] for n in needs) if report.lang == "ja" else " + ".join(labels[n] for n in needs)
    )


def _needs(report: PlanReport) -> Section:
    lang = report.lang
    titles = titled(
        lang,
        _USE,
        Text("用途", "Use"),
        _TONNES,
        Text("期限", "By"),
        Text("追加1トンの費用（円）", "Next tonne (JPY)"),
    )
    rows: list[Row] = [
        (Cell(n.label), Cell(n.use, short=n.short), _t(n.tonnes, lang), Cell(w.day(n.by, lang)), _yen(n.next_tonne_jpy, lang))
        for n in report.needs
    ]  # fmt: skip
    return Section(w.say(Text("必要量", "Needs"), lang), table=Table(titles, tuple(rows)))


_KINDS: Final = {
    "retired": Text("無効化済み", "retired already"),
    "held": Text("保有分を無効化", "retire what is held"),
    "offer": Text("購入して無効化", "buy and retire"),
}
_MEANS: Final = {
    Means.ALLOWANCE: Text("排出枠の購入", "buy allowances"),
    Means.CHARGE: Text("負担金", "pay the charge"),
    Means.EXPLANATION: Text("未達の理由の説明（充当しない）", "explain the shortfall"),
}


_DONE: Final[dict[Means | None, Text]] = {
    None: Text("{day}までに無効化を完了", "retired by {day}"),
    Means.ALLOWANCE: Text("{day}までに購入を完了", "bought by {day}"),
    Means.CHARGE: Text("{day}までに支払い", "paid by {day}"),
    Means.EXPLANATION: Text("{day}までに説明", "explained by {day}"),
}
_PLACE: Final = Text("{first}～{last}トン目", "tonnes {first}–{last}")


def _units(draw: DrawShown, lang: Lang) -> str:
    """The serials drawn, or where they cannot be told, which tonnes of the block."""
    if draw.serials is not None:
        return ("～" if lang == "ja" else "–").join(draw.serials)
    first, last = draw.offset_t + 1, draw.offset_t + draw.tonnes
    return w.say(_PLACE, lang, first=w.number(Decimal(first)), last=w.number(Decimal(last)))


def _draws(report: PlanReport) -> Section | None:
    lang = report.lang
    if report.cost_jpy is None:
        return None
    titles = titled(
        lang,
        Text("手段", "Means"),
        Text("対象", "Units"),
        _USE,
        Text("シリアル番号（ない場合は、何トン目に当たるか）", "Serials, or which tonnes of the block"),
        _TONNES,
        _PRICE,
        _SUM,
    )
    rows: list[Row] = [
        (
            Cell(w.say(_KINDS[d.kind], lang)), Cell(d.label), Cell(_named(report, d.needs)),
            Cell(_units(d, lang)),
            _t(d.tonnes, lang), _yen(d.price_jpy, lang), _yen(d.cost_jpy, lang),
        )
        for d in report.draws
    ]  # fmt: skip
    rows += [
        (
            Cell(w.say(_MEANS[s.kind], lang)), Cell(s.label), Cell(_named(report, [s.need])), Cell(w.NOTHING),
            _t(s.tonnes, lang), _yen(s.price_jpy, lang), _yen(s.cost_jpy, lang),
        )
        for s in report.settled
    ]  # fmt: skip
    total = (
        Cell(w.say(Text("合計", "Total"), lang)),
        *(Cell("") for _ in range(5)),
        _yen(report.cost_jpy, lang),
    )
    shown = tuple(rows)
    drawn = _together(report, rows) if len(rows) > 40 else shown
    return Section(
        w.say(Text("充当の計画", "The plan"), lang), table=Table(titles, drawn, total),
        data=Table(titles, shown) if drawn is not shown else None,
    )  # fmt: skip


def _together(report: PlanReport, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Rows with the same means, need and price as one, where there are too many to read."""
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row[0].text, row[2].text, row[5].text), []).append(row)
    lang = report.lang
    found: list[Row] = []
    for members in groups.values():
        first = members[0]
        name = first[1].text + (
            w.in_brackets(w.and_more(len(members) - 1, lang), lang) if len(members) > 1 else ""
        )
        tonnes = sum((m[4].number or Decimal(0) for m in members), Decimal(0))
        cost = sum((m[6].number or Decimal(0) for m in members), Decimal(0))
        found.append(
            (
                first[0],
                Cell(name),
                first[2],
                Cell(w.NOTHING),
                number(tonnes, lang),
                first[5],
                number(cost, lang),
            )
        )
    return tuple(found)


def _scenarios(report: PlanReport) -> Section:
    lang = report.lang
    titles = titled(
        lang, Text("方針", "Scenario"), Text("費用（円）", "Cost (JPY)"), Text("最適な組合せとの差（円）", "Against the best (JPY)"),
        Text("無効化（t-CO2）", "To retire"), Text("他の手段（t-CO2）", "Other means"), Text("保有を継続（t-CO2）", "Kept"),
        Text("不足する数量（t-CO2）", "Cannot be met (t-CO2)"),
    )  # fmt: skip
    rows: list[Row] = []
    explained = w.say(Text("未達の理由の説明による分", "Explained"), lang)
    for s in report.scenarios:
        gap = s.cost_jpy - report.cost_jpy if s.possible and report.cost_jpy is not None else None
        lacking = w.listing(
            [f"{_named(report, [n])} {w.number(Decimal(t))}" for n, t in s.lacking.items()]
            + [
                w.headed(explained, f"{_named(report, [n])} {w.number(Decimal(t))}", lang)
                for n, t in s.explained.items()
            ],
            lang,
        )
        rows.append(
            (Cell(s.label), _yen(s.cost_jpy, lang), _yen(gap, lang), _t(s.retired_t, lang), _t(s.settled_t, lang),
             _t(s.kept_t, lang), Cell(lacking or w.NOTHING))
        )  # fmt: skip
    said = Text(
        "必要量をすべては満たせない方針の費用は、満たせる部分だけの費用です。",
        "Where a scenario cannot meet all needs, its cost is that of what it meets.",
    )
    return Section(
        w.say(Text("方針ごとの比較", "Scenarios side by side"), lang),
        paragraphs=() if all(s.possible for s in report.scenarios) else (w.say(said, lang),),
        table=Table(titles, tuple(rows)),
    )


def _caps(report: PlanReport) -> Section | None:
    lang = report.lang
    if not report.caps:
        return None
    titles = titled(
        lang, _USE, Text("上限の残り（t-CO2）", "Left under the cap (t-CO2)"), Text("計画での使用量（t-CO2）", "Planned (t-CO2)"),
        Text("上限に達しているか", "Reached"),
        Text("上限が1トン増えた場合の節減（円）", "One tonne more saves (JPY)"), Text("根拠", "Clause"),
    )  # fmt: skip
    yes, no = w.say(Text("達している", "yes"), lang), w.say(Text("達していない", "no"), lang)
    rows: list[Row] = [
        (
            Cell(_named(report, c.needs)), _t(c.tonnes, lang), _t(c.planned_t, lang), Cell(yes if c.binding else no),
            _yen(c.saves_jpy, lang),
            Cell(w.apart(w.basis_lines(c.basis, lang), lang) or w.NOTHING),
        )
        for c in report.caps
    ]  # fmt: skip
    return Section(w.say(Text("使用の上限", "Caps"), lang), table=Table(titles, tuple(rows)))


def _left(report: PlanReport) -> Section | None:
    lang = report.lang
    if not report.left and not report.retired_left:
        return None
    shown = list(report.left.items())[:20]
    points = [
        f"{name}：{w.tonnes(Decimal(t))}" if lang == "ja" else f"{name}: {w.tonnes(Decimal(t))}"
        for name, t in shown
    ]
    if len(report.left) > len(shown):
        points.append(w.and_more(len(report.left) - len(shown), lang))
    rows: tuple[Row, ...] = tuple((Cell(n), _t(t, lang)) for n, t in report.left.items())
    unused = Text(
        "無効化済みで、この計画では使用しない数量：{list}。",
        "Retired already, and not used by this plan: {list}.",
    )
    spare = w.listing([f"{n} {w.tonnes(Decimal(t))}" for n, t in report.retired_left.items()][:20], lang)
    return Section(
        w.say(Text("無効化せずに残るクレジット", "What stays unretired"), lang), points=tuple(points),
        paragraphs=(w.say(unused, lang, list=spare),) if spare else (),
        data=Table(titled(lang, Text("クレジット", "Credit"), _TONNES), rows),
    )  # fmt: skip


def _unsettled(report: PlanReport) -> Section | None:
    lang = report.lang
    if not report.unsettled:
        return None
    titles = titled(
        lang, Text("クレジット", "Credits"), Text("確認後に充てられる充当先", "Needs that wait"),
        Text("クレジットの数量（t-CO2）", "Units (t-CO2)"),
        Text("確認できた場合の節減（円）", "Settling it saves (JPY)"),
    )  # fmt: skip
    fewer = Text("不足が{t}減ります", "{t} fewer are lacking")
    mends = w.say(Text("必要量を満たせるようになります", "the needs can then be met"), lang)
    rows: list[Row] = []
    for u in report.unsettled:
        name = u.label + (w.in_brackets(w.and_more(len(u.items) - 1, lang), lang) if len(u.items) > 1 else "")
        saves = Cell(mends) if u.mends else _yen(u.saves_jpy, lang)
        if u.fewer_t:
            saves = Cell(w.say(fewer, lang, t=w.tonnes(Decimal(u.fewer_t))))
        rows.append((Cell(name), Cell(_named(report, u.needs)), _t(u.tonnes, lang), saves))
    said = Text(
        "確認する事項は、「クレジットの活用可否一覧」の「確認が必要な事項」に示しています。充てられるのは、そのうち充当先の必要量までです。",
        "What has to be supplied is listed in “Which credits may be used where”. Of the units, no more serve than a need asks for.",
    )
    return Section(
        w.say(Text("要確認のクレジットを使用できた場合", "If undecided units could be used"), lang),
        paragraphs=(w.say(said, lang),), table=Table(titles, tuple(rows)),
    )  # fmt: skip


def _calendar(report: PlanReport) -> Section | None:
    lang = report.lang
    if not report.calendar:
        return None
    titles = titled(
        lang, Text("対象", "Units"), _USE, _TONNES, Text("約定の期日", "Trade by"), Text("受渡し", "Delivered"),
        Text("無効化申請の期限", "Apply by"), Text("処理の見込み", "Processed"), Text("期限", "Deadline"), Text("注意", "Note"),
    )  # fmt: skip
    late = w.say(Text("間に合わないおそれ", "may be too late"), lang)
    tight = w.say(
        Text("余裕なし（無効化が翌週の最初の営業日に処理される場合に限り間に合う）",
             "tight (in time only if the registry processes it on the first business day of the week)"), lang,
    )  # fmt: skip
    hour = w.say(
        Text("余裕なし（受渡しの時刻又は無効化の処理日によっては間に合わない）",
             "tight (the hour of the delivery or the day of processing may make it too late)"), lang,
    )  # fmt: skip
    early = w.say(Text("必要量に記載された期限より前", "earlier than the day stated"), lang)
    done = w.say(Text("無効化済み（手続は不要）", "retired already: nothing to do"), lang)
    ask = w.say(
        Text("手続の日数は、登録簿の管理者にご確認ください", "ask the registry how long it takes"), lang
    )
    rows: list[Row] = []
    settled = {s.id: s.kind for s in report.settled}
    retired = {d.supply for d in report.draws if d.kind == "retired"}
    for s in report.calendar:
        unknown = s.apply_by is None and s.supply not in settled and s.supply not in retired
        arrives = s.delivered_on is not None and s.apply_by is not None and s.delivered_on <= s.apply_by
        note = w.listing(
            [
                t
                for t, on in (
                    (_from(s.not_before, lang), s.not_before is not None),
                    (early, s.closes),
                    (late, s.late),
                    (hour if arrives else tight, s.tight),
                    (ask, unknown),
                    (done, s.supply in retired),
                )
                if on
            ],
            lang,
        )
        rows.append(
            (
                Cell(s.label), Cell(_named(report, s.needs)), replace(_t(s.tonnes, lang), short=w.tonnes(Decimal(s.tonnes))),
                _day(s.trade_by, lang),
                _day(s.delivered_on, lang), _day(s.apply_by, lang, s.apply_until), _day(s.processed_on, lang),
                Cell(w.NOTHING) if s.supply in retired else _done(s.done_by, settled.get(s.supply), lang),
                Cell(note or w.NOTHING),
            )
        )  # fmt: skip
    source = w.say(Text("出典", "Source"), lang)
    points = tuple(w.headed(source, line, lang) for line in w.basis_lines(report.calendar_basis, lang))
    return Section(
        w.say(Text("いつまでに何をするか", "By when to do what"), lang),
        table=Table(titles, tuple(rows), lead=3, dense=True),
        points=points,
    )


def _from(day: date | None, lang: Lang) -> str:
    """From which day on a retirement counts."""
    said = Text("{day}以後に無効化を完了", "retired on {day} or later")
    return "" if day is None else w.say(said, lang, day=w.weekday_text(day, lang))


def _done(by: date, means: Means | None, lang: Lang) -> Cell:
    """By when a row is done, and what that is: units are retired, and allowances bought."""
    return Cell(w.say(_DONE[means], lang, day=w.weekday_text(by, lang)))


def _day(value: date | None, lang: Lang, until: str | None = None) -> Cell:
    if value is None:
        return Cell(w.NOTHING)
    return Cell(w.weekday_text(value, lang) + (f" {until}" if until else ""), whole=True)
