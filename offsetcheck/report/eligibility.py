"""Which credits may be used where: the report object of `eligible`, and its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Project, Purpose
from offsetcheck.facts.order import place
from offsetcheck.facts.periods import FiscalYear, ReportingYear
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Owner
from offsetcheck.facts.vocabulary import Reason as Why
from offsetcheck.planning.eligibility import Answer, Eligibility, Item, Question
from offsetcheck.report import wording as w
from offsetcheck.report.asked import whom_to_ask
from offsetcheck.report.build import Builder
from offsetcheck.report.model import (
    Finding,
    Frozen,
    InputRef,
    Interval,
    OpenQuestion,
    Term,
)
from offsetcheck.report.naming import interval
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
    texts_of,
    titled,
    tool_of,
)
from offsetcheck.report.reasons import Told, at_places, reasons_section, some, told_once
from offsetcheck.report.view import label
from offsetcheck.report.wording import Label
from offsetcheck.rulebook.book import Rulebook

__all__ = [
    "EligibilityReport",
    "build_eligibility",
    "doubtful_note",
    "eligibility_page",
    "item_label",
    "question_label",
    "question_short",
    "unlisted",
    "unlisted_note",
]

#: So many rows are spelled out where people read; beyond, blocks that the rules cannot tell apart stand together.
MOST_ROWS: Final = 40


class QuestionAsked(Frozen):
    """One column of the matrix."""

    id: str
    purpose: Purpose
    period: str
    label: str
    short: str
    edition: str | None


class ItemShown(Frozen):
    """One row: a block held, or what a retirement has left."""

    id: str
    credit: str
    retirement: str | None
    label: str
    programme: str | None
    free_t: Interval
    judged_as: str
    """The item judged in its place: the rules cannot tell the two apart."""


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One cell: may it be used, and for how many tonnes; small, for there may be a million."""

    item: str
    question: str
    verdict: Verdict
    tonnes: Interval


class Reason(Frozen):
    """Why items may not be used, or what keeps it from being decided: one finding for all it concerns."""

    question: str
    items: tuple[str, ...]
    finding: Finding
    also: tuple[str, ...] = ()
    """Other rules that ask the same."""


class Unknown(Frozen):
    """What has to be supplied, by whom, and for which cells."""

    asked: OpenQuestion
    cells: tuple[tuple[str, str], ...]
    """Item and question."""
    tonnes: Interval
    """The tonnes that wait for it."""


class CapShown(Frozen):
    """A report's cap, what is used of it, and what is left."""

    question: str
    filing: str
    entity: str | None
    """Who reports, as stated."""
    own: bool
    """Whether it is known to be the holder's report; if not, nothing is sure to be left under its cap."""
    edition: str
    cap_t: Interval | None
    used_t: Interval | None
    left_t: Interval | None
    terms: tuple[Term, ...]


class EligibilityReport(OfHoldings):
    """All answers about one holder's credits."""

    questions: tuple[QuestionAsked, ...]
    items: tuple[ItemShown, ...]
    answers: tuple[AnswerShown, ...]
    totals: dict[str, Interval]
    """By question: the tonnes that may be used."""
    caps: tuple[CapShown, ...]
    reasons: tuple[Reason, ...]
    unknowns: tuple[Unknown, ...]
    unplaced: tuple[str, ...]
    loose: tuple[str, ...] = ()
    """Addresses of uses and blocks that do not say what they are taken from."""
    unlisted: tuple[str, ...] = ()
    """Whether each of these lists is complete is not said: what they may lack may have taken tonnes."""
    years_without_edition: tuple[str, ...]
    """Questions that were not asked: no edition is installed for the year."""


def question_id(question: Question) -> str:
    """A name for a question: purpose, and the year where it chooses the edition."""
    return (
        question.purpose.value if question.edition is None else f"{question.purpose.value}/{question.period}"
    )


_SHORT: Final[dict[Purpose, Text]] = {
    Purpose.OFFSET: Text("オフセット", "offset"),
    Purpose.SHK: Text("SHK", "SHK"),
    Purpose.GX_ETS: Text("GX-ETS", "GX-ETS"),
    Purpose.ENERGY_ACT: Text("省エネ法", "Energy Act"),
    Purpose.CDP: Text("CDP", "CDP"),
    Purpose.SBT: Text("SBT", "SBT"),
    Purpose.RE100: Text("RE100", "RE100"),
}


def question_label(question: Question, lang: Lang) -> str:
    """The purpose with both years where the year matters: 令和8年度報告（2025年度実績）."""
    word = w.enum_word(question.purpose, lang)
    if question.edition is None:
        return word
    return f"{word} {_year(question).label(lang)}"


def _year(question: Question) -> FiscalYear | ReportingYear:
    """The year as its scheme names it."""
    return question.period.reported_in if question.purpose is Purpose.SHK else question.period


def question_short(question: Question, lang: Lang) -> str:
    """The purpose for the head of a column, with both years where it is that of a report."""
    found = _SHORT.get(question.purpose)
    word = w.say(found, lang) if found else w.enum_word(question.purpose, lang)
    if question.edition is None:
        return word
    return f"{word} {_year(question).label(lang)}"


def item_label(found: Eligibility, item: Item, lang: Lang) -> str:
    """A block by its id, programme and project; a retirement's rest by both ids."""
    project = _project(found, item)
    parts = []
    if project is not None:
        programme = project.programme
        parts = [w.value_text("project.programme", str(programme), lang)] if programme else []
        name = project.name or project.reference
        parts += [str(name)] if name else []
    head = item.credit
    if item.retirement is not None:
        done = w.say(Text("無効化済み {id}", "retired {id}"), lang, id=item.retirement)
        head += w.in_brackets(done, lang)
    return " ".join([head, *parts])


def build_eligibility(
    found: Eligibility, rulebook: Rulebook, settings: Settings, lang: Lang, inputs: Sequence[InputRef],
    holder: str | None, years_without_edition: Sequence[str] = (),
) -> EligibilityReport:  # fmt: skip
    """Build the report object from what was found."""
    builder = Builder(rulebook, settings, lang)
    shared = cache(interval)  # hundreds of thousands of answers have the same few tonnes as their items
    names = {q: question_id(q) for q in found.questions}
    sums: dict[Question, tuple[Decimal, Decimal | None]] = {
        q: (Decimal(0), Decimal(0)) for q in found.questions
    }
    for answer in found.answers:
        low, high = sums[answer.question]
        more = answer.tonnes[1]
        sums[answer.question] = (
            low + (answer.tonnes[0] or 0),
            None if high is None or more is None else high + more,
        )
    totals = {names[q]: Interval(at_least=low, at_most=high) for q, (low, high) in sums.items()}
    return EligibilityReport(
        tool=tool_of(),
        lang=lang,
        rulebook=tuple(
            editions_used(rulebook, settings.as_of, ((q.edition, q.period) for q in found.questions), lang)
        ),
        confirmations=confirmations_of(settings),
        as_of=settings.as_of,
        profile=settings.profile,
        input=tuple(inputs),
        holder=holder,
        questions=tuple(
            QuestionAsked(
                id=names[q], purpose=q.purpose, period=str(q.period), label=question_label(q, lang),
                short=question_short(q, lang), edition=q.edition,
            )
            for q in found.questions
        ),
        items=tuple(
            ItemShown(
                id=i.id, credit=i.credit, retirement=i.retirement, label=item_label(found, i, lang),
                programme=_programme(_project(found, i)), free_t=interval(i.free), judged_as=found.alike[i.id],
            )
            for i in found.items
        ),
        answers=tuple(
            AnswerShown(item=a.item, question=names[a.question], verdict=a.verdict, tonnes=shared(a.tonnes))
            for a in found.answers
        ),
        totals=totals,
        caps=tuple(_caps(found, builder, names)),
        reasons=tuple(_reasons(found, builder, names)),
        unknowns=tuple(_unknowns(found, builder, names)),
        unplaced=found.unplaced,
        loose=found.loose,
        unlisted=unlisted(found, builder),
        years_without_edition=tuple(years_without_edition),
    )  # fmt: skip


def unlisted(found: Eligibility, builder: Builder) -> tuple[str, ...]:
    """The lists of which it is asked whether they are complete, since tonnes turn on it."""
    return tuple(builder.label(m) for m in sorted(found.unlisted, key=lambda m: place(m.address)))


_UNLISTED: Final = Text(
    "未使用の数量は、次の事項を確認できていないため、幅で示しています：{list}。記載漏れがないことをご確認のうえ、"
    "保有ファイルの complete_lists にその一覧を記載してください。",
    "What is not used yet is a range while this is open: {list}. Check that nothing is left out, and name the lists "
    "under complete_lists in the holdings.",
)


def unlisted_note(lists: Sequence[str], lang: Lang) -> list[str]:
    """Say once why tonnes are ranges where lists may lack something."""
    return [w.say(_UNLISTED, lang, list=w.listing(lists[:20], lang))] if lists else []


_DOUBTFUL: Final = Text(
    "報告 {list} は、保有者の報告かどうかを確認できないため、使用できる量の上限が定まりません。保有ファイルの filings に entity"
    "（報告する事業者）を記載し、名称が保有者と異なる場合は、双方の法人番号を記載してください。",
    "Whether {list} is the holder's report is not known, so the cap on use is not settled. State its entity in the "
    "filings of the holdings and, where the names differ, the corporate numbers of both.",
)


def doubtful_note(filings: Sequence[str], lang: Lang) -> list[str]:
    """Ask whose a report is that may be the holder's."""
    return [w.say(_DOUBTFUL, lang, list=w.listing(filings[:20], lang))] if filings else []


def _project(found: Eligibility, item: Item) -> Project | None:
    return found.folder.projects.get(found.folder.credits[item.credit].project or "")


def _programme(project: Project | None) -> str | None:
    return None if project is None or project.programme is None else str(project.programme)


def _caps(found: Eligibility, builder: Builder, names: Mapping[Question, str]) -> Iterable[CapShown]:
    for cap in found.caps:
        terms = dict(cap.terms)
        total, used = terms.get("cap_t"), terms.get("credits_t")
        left = None
        if total is not None and used is not None and not any(t.endswith("_left_t") for t in terms):
            low = None if total[0] is None or used[1] is None else max(Decimal(0), total[0] - used[1])
            high = None if total[1] is None or used[0] is None else max(Decimal(0), total[1] - used[0])
            left = Interval(at_least=low if low is not None and cap.own else Decimal(0), at_most=high)
        yield CapShown(
            question=names[cap.question], filing=cap.filing, entity=None if cap.entity is None else cap.entity.name or cap.entity.number,
            own=cap.own, edition=cap.edition.id,
            cap_t=None if total is None else interval(total), used_t=None if used is None else interval(used),
            left_t=left, terms=tuple(builder.terms(cap.edition, terms.items())),
        )  # fmt: skip


def _reasons(found: Eligibility, builder: Builder, names: Mapping[Question, str]) -> Iterable[Reason]:
    """One reason for all items with the same rule, verdict and message."""
    grouped: dict[tuple[object, ...], tuple[Reason, dict[str, None]]] = {}
    made: dict[int, list[tuple[Finding, tuple[str, ...]]]] = {}
    for answer in found.answers:
        if id(answer.outcomes) not in made:  # the same outcomes may stand for many items
            made[id(answer.outcomes)] = told_once(answer.outcomes, builder)
        question = names[answer.question]
        for finding, also in made[id(answer.outcomes)]:
            key = (question, finding.rule, finding.verdict, finding.message, also)
            if key not in grouped:
                grouped[key] = (Reason(question=question, items=(), finding=finding, also=also), {})
            grouped[key][1][answer.item] = None
    order = {name: n for n, name in enumerate(names.values())}
    for reason, items in sorted(
        grouped.values(),
        key=lambda g: (g[0].finding.verdict is not Verdict.FAIL, order[g[0].question], g[0].finding.rule),
    ):
        yield reason.model_copy(update={"items": tuple(items)})


def _unknowns(found: Eligibility, builder: Builder, names: Mapping[Question, str]) -> Iterable[Unknown]:
    waiting: dict[object, tuple[OpenQuestion, list[Answer]]] = {}
    for answer in found.answers:
        if answer.verdict is not Verdict.UNKNOWN:
            continue
        for missing in answer.missing:
            if missing not in waiting:
                rules = tuple(
                    f"{o.rule.id} ({o.row.address})" for o in answer.outcomes if missing in o.missing
                )
                assert answer.world is not None  # what is missing is missing among some facts
                waiting[missing] = (builder.question(answer.world, missing, rules, True), [])
            waiting[missing][1].append(answer)
    for shown, held in sorted(waiting.values(), key=lambda one: place(one[0].fact)):
        high: Decimal | None = Decimal(0)
        for item in {a.item: a for a in held}.values():
            high = None if high is None or item.tonnes[1] is None else high + item.tonnes[1]
        yield Unknown(
            asked=shown, cells=tuple((a.item, names[a.question]) for a in held),
            tonnes=Interval(at_least=Decimal(0), at_most=high),
        )  # fmt: skip


# -- the page ----------------------------------------------------------------------------------------------------------

_USE: Final = Text("活用先", "Use")
_CREDITS: Final = Text("クレジット", "Credits")
_TITLE: Final = Text("クレジットの活用可否一覧", "Which credits may be used where")
_KICKER: Final = Text("保有クレジットと活用先の照合", "Credits held, and the uses they are open to")
_LEAD: Final = Text(
    "記載されたクレジット{n}件{retired}（未使用 {free}）について、{q}通りの活用先を判定しました。",
    "{n} credits{retired}, {free} not used yet, were judged for {q} uses.",
)
_RETIRED: Final = Text("及び活用先が決まっていない無効化{n}件", " and retirements put to no use yet ({n})")
_RETIRED_TOO: Final = Text(
    "及び活用できる数量が残る無効化{n}件", " and retirements with tonnes left for some use ({n})"
)
_OPEN: Final = Text(
    "確認が必要な事項が{n}項目（延べ{all}件）あります。確認できた場合に使用できる数量は、次の表の「確認待ち」に示しています。",
    "{n} kinds of questions are open ({all} in all). What can be used once they are settled stands under “waiting” in the table below.",
)
_PREMISE: Final = Text(
    "保有中のクレジットは、判定基準日に活用先の用途で無効化した場合として判定しています。無効化済みで活用先が"
    "決まっていないクレジットは、記録どおりの無効化として判定しています。",
    "Credits held are judged as if they were retired for the use on the day of judgement; those retired but not used "
    "yet, as they were retired.",
)
_TONNES: Final = Text(
    "「0～」と示す数量は、確認待ちの事項がすべて解消した場合に限り使用できる数量です。計画には含めないでください。",
    "A quantity from 0 on may be used only once what is open is settled: do not plan with it.",
)
_SERVED: Final = Text(
    "無効化済みのクレジットは、同じ数量を複数の目的に用いることができる場合があります。その「未使用の数量」には、"
    "残りが最も多い活用先についての数量を示しています。",
    "Tonnes retired for one purpose may serve another as well: of those, “not used yet” shows what is left for the use "
    "that has the most left.",
)
_CAPPED: Final = Text(
    "使用できる数量は、報告ごとの使用の上限を適用する前のものです。上限のある報告に使用できるのは、「上限の残り」までです。",
    "Tonnes are those before a report's cap: it takes no more than is left under its cap.",
)
_RECORDED: Final = Text(
    "保有ファイルに記録されている活用に基づく数量です。「活用先ごとの数量」に示した、これから使用できる数量は含めていません。",
    "These rest on the uses recorded in the holdings file; what may still be used, shown by use above, is not in them.",
)


def eligibility_page(report: EligibilityReport) -> Page:
    """Arrange the report for its writers."""
    lang = report.lang
    high: Decimal | None = Decimal(0)
    for item in report.items:
        high = None if high is None or item.free_t.at_most is None else high + item.free_t.at_most
    free = w.say(Text("数量未確定", "quantity not known"), lang) if high is None else w.tonnes(high)
    n = sum(item.retirement is not None for item in report.items)
    served = _serving(report)
    retired = w.say(_RETIRED_TOO if served else _RETIRED, lang, n=f"{n:,}") if n else ""
    held = f"{len(report.items) - n:,}"
    summary = [w.say(_LEAD, lang, n=held, retired=retired, free=free, q=len(report.questions))]
    supply = _supply(report)
    if supply is not None and supply.table is not None:
        summary.append(w.say(_OPEN, lang, n=len(supply.table.rows), all=f"{len(report.unknowns):,}"))
    sections = [_by_use(report), _matrix(report), _caps_section(report), *_why(report), supply]
    notes = [w.say(t, lang) for t in (_PREMISE, _TONNES, *([_SERVED] if served else []), _CAPPED)]
    notes += w.reviewer_note(report.profile, lang, texts_of(sections))
    notes += w.disclaimers(report.profile, lang, consulted=False)
    if report.unplaced:
        said = Text(
            "無効化 {ids} は、内訳のクレジットが記載されていないため、一覧に含めていません。",
            "Retirements {ids} name no block and are not in the table.",
        )
        notes.insert(0, w.say(said, lang, ids=w.listing(report.unplaced, lang)))
    if report.loose:
        said = Text(
            "{list} は、どのクレジット又は無効化から差し引くかが記載されていないため、数量に幅があります。記載を補うと、数量が定まります。",
            "{list} do not say which credit or retirement they are taken from, so tonnes are ranges. Naming it settles them.",
        )
        notes.insert(0, w.say(said, lang, list=w.listing(report.loose[:20], lang)))
    doubtful = tuple(dict.fromkeys(c.filing for c in report.caps if not c.own and c.cap_t is not None))
    notes[:0] = (*unlisted_note(report.unlisted, lang), *doubtful_note(doubtful, lang))
    if report.years_without_edition:
        said = Text(
            "収録している版がないため判定していない活用先：{list}。",
            "Not judged, for want of an edition: {list}.",
        )
        notes.insert(0, w.say(said, lang, list=w.listing(report.years_without_edition, lang)))
    return page_from(report, _KICKER, _TITLE, about(report), summary, sections, notes)


def _serving(report: EligibilityReport) -> bool:
    """Whether some act has less left for one use than for another: it serves some purpose already."""
    acts = {i.id: i.free_t.at_most for i in report.items if i.retirement is not None}
    return any(
        a.item in acts and a.verdict is not Verdict.FAIL and a.tonnes.at_most != acts[a.item]
        for a in report.answers
    )


def _by_use(report: EligibilityReport) -> Section:
    """Per use: the tonnes that may be used for sure, those that wait for an answer, and the rest."""
    lang = report.lang
    titles = titled(
        lang, _USE, Text("使用できる", "May be used"), Text("確認待ち（最大）", "Waiting (at most)"),
        Text("使用できない", "May not be used"),
    )  # fmt: skip
    left: dict[str, Interval] = {}
    for cap in report.caps:
        if cap.left_t is not None:
            left[cap.question] = _hull(left.get(cap.question, cap.left_t), cap.left_t)
    if left:
        titles += (w.say(Text("上限の残り", "Left under the cap"), lang),)
    free = _sum([i.free_t for i in report.items]).at_most
    rows: list[Row] = []
    for question in report.questions:
        total = report.totals[question.id]
        low, high = total.at_least or Decimal(0), total.at_most
        waiting = None if high is None else high - low
        barred = None if free is None or high is None else free - high
        row = (Cell(question.label), number(low, lang), number(waiting, lang), number(barred, lang))
        capped = (_tonnes(left[question.id], lang) if question.id in left else Cell(w.NOTHING),)
        rows.append(row + capped if left else row)
    title = w.say(Text("活用先ごとの数量（t-CO2）", "Tonnes by use (t-CO2)"), lang)
    return Section(title, table=Table(titles, tuple(rows)))


def _hull(a: Interval, b: Interval) -> Interval:
    """From the least to the most of what two reports may have left: either may be the holder's."""
    most = None if a.at_most is None or b.at_most is None else max(a.at_most, b.at_most)
    return Interval(at_least=min(a.at_least or Decimal(0), b.at_least or Decimal(0)), at_most=most)


def _matrix(report: EligibilityReport) -> Section:
    lang = report.lang
    by = {(a.item, a.question): a for a in report.answers}
    cells: dict[tuple[object, ...], Cell] = {}

    def told(answer: AnswerShown, none_left: bool) -> Cell:
        key = (answer.verdict, answer.tonnes.at_least, answer.tonnes.at_most, none_left)
        if key not in cells:  # a million answers are of few kinds
            cells[key] = _answer(answer, lang, none_left)
        return cells[key]

    titles = (
        label(Label.CREDIT, lang),
        w.say(Text("未使用の数量", "Not used yet"), lang),
        *(q.short for q in report.questions),
    )
    full = tuple(
        (
            Cell(i.label, short=_brief(i, lang)),
            _tonnes(i.free_t, lang),
            *(
                told(by[i.id, q.id], i.retirement is not None or i.free_t.at_most == 0)
                for q in report.questions
            ),
        )
        for i in report.items
    )
    shown = full
    if len(full) > MOST_ROWS:
        groups: dict[str, list[ItemShown]] = {}
        for item in report.items:
            groups.setdefault(item.judged_as, []).append(item)
        shown = tuple(_group(members, by, report) for members in groups.values())
    footer = (
        Cell(w.say(Text("合計", "Total"), lang)),
        Cell(""),
        *(Cell(_short(report.totals[q.id], lang)) for q in report.questions),
    )
    return Section(
        w.say(Text("活用可否と数量（t-CO2）", "Uses and tonnes (t-CO2)"), lang),
        table=Table(titles, shown, footer, dense=True),
        data=Table(titles, full) if shown is not full else None,
    )


#: Joint Crediting Mechanism (JCM): a narrow column shows what stands in the brackets.
_ABBREVIATED: Final = re.compile(r"[（(]([A-Z][A-Z0-9.]*)[)）]\Z")


def _brief(item: ItemShown, lang: Lang) -> str:
    head = item.credit if item.retirement is None else f"{item.credit}{w.in_brackets(item.retirement, lang)}"
    programme = w.value_text("project.programme", item.programme, lang) if item.programme else ""
    abbreviated = _ABBREVIATED.search(programme)
    return f"{head} {abbreviated[1] if abbreviated else programme}".strip()


def _group(
    members: Sequence[ItemShown], by: Mapping[tuple[str, str], AnswerShown], report: EligibilityReport
) -> Row:
    lang = report.lang
    first = members[0]
    name, brief = first.label, _brief(first, lang)
    if len(members) > 1:
        name += w.in_brackets(w.and_more(len(members) - 1, lang), lang)
        brief += w.in_brackets(w.and_more(len(members) - 1, lang), lang)
    row = [Cell(name, short=brief), _tonnes(_sum([m.free_t for m in members]), lang)]
    for question in report.questions:
        total = _sum([by[m.id, question.id].tonnes for m in members])
        verdicts = [by[m.id, question.id].verdict for m in members]
        verdict = next((v for v in verdicts if v is not Verdict.NOT_APPLICABLE), Verdict.NOT_APPLICABLE)
        row.append(_answer(AnswerShown(item="", question="", verdict=verdict, tonnes=total), lang))
    return tuple(row)


def _sum(parts: Sequence[Interval]) -> Interval:
    high: Decimal | None = Decimal(0)
    for part in parts:
        high = None if high is None or part.at_most is None else high + part.at_most
    return Interval(at_least=sum((p.at_least or Decimal(0) for p in parts), Decimal(0)), at_most=high)


def _tonnes(value: Interval, lang: Lang) -> Cell:
    exact = value.at_least if value.at_least == value.at_most else None
    return Cell(_short(value, lang), number=exact)


def _short(value: Interval, lang: Lang) -> str:
    low, high = value.at_least, value.at_most
    if low is not None and low == high:
        return w.number(low)
    if high is None:
        known = Text("{low}以上（上限未確定）", "{low} or more") if low else Text("未確定", "not known")
        return w.say(known, lang, low=w.number(low or Decimal(0)))
    return f"{w.number(low or Decimal(0))}{'～' if lang == 'ja' else '–'}{w.number(high)}"


def _answer(answer: AnswerShown, lang: Lang, none_left: bool = False) -> Cell:
    if answer.verdict in (Verdict.FAIL, Verdict.NOT_APPLICABLE):
        left = w.say(Text("残りなし", "none left"), lang) if none_left else ""
        return Cell("0" if answer.verdict is Verdict.FAIL else left, answer.verdict)
    return Cell(_short(answer.tonnes, lang), answer.verdict)


_NO_ENTITY: Final = Text("事業者の記載なし", "entity not stated")


def _caps_section(report: EligibilityReport) -> Section | None:
    lang = report.lang
    if not report.caps:
        return None
    named = {q.id: q for q in report.questions}
    titles = titled(
        lang, Text("報告", "Report"), Text("項目", "Item"), Text("数量", "Quantity"), Text("単位", "Unit")
    )
    rows: list[Row] = []
    for cap in report.caps:
        terms = [
            (term.label, term.value, term.unit)
            for term in cap.terms
            if term.name != "usable_t"  # of what is recorded, not of what is asked about
        ]
        if cap.left_t is not None:
            terms.append((w.say(Text("使用の上限の残り", "Left under the cap"), lang), cap.left_t, "t-CO2"))
        label = named[cap.question].label
        if not cap.own:
            label += w.in_brackets(cap.entity or w.say(_NO_ENTITY, lang), lang)
        for name, value, unit in terms:
            rows.append((Cell(label), Cell(name), _tonnes(value, lang), Cell(unit, whole=True)))
    return Section(
        w.say(Text("報告ごとの上限と使用済みの数量", "Caps of the reports, and what is used"), lang),
        (w.say(_RECORDED, lang),),
        table=Table(titles, tuple(rows)),
    )


_GROUPS: Final = (
    (Text("使用できない理由", "Why not"), lambda f: f.verdict is Verdict.FAIL and f.severity == "blocking"),
    (Text("判定できていない項目", "What could not be decided"), lambda f: f.verdict in (Verdict.UNKNOWN, Verdict.ERROR)),
    (Text("留意事項（判定には影響しません）", "To note (no effect on the verdict)"), lambda f: f.severity == "advisory"),
)  # fmt: skip


def _why(report: EligibilityReport) -> Iterable[Section | None]:
    named = {q.id: q for q in report.questions}
    labels = _labels(report)
    for title, wanted in _GROUPS:
        told = [
            Told(named[r.question].short, tuple(labels[i] for i in r.items), r.finding, r.also)
            for r in report.reasons
            if wanted(r.finding)
        ]
        yield reasons_section(title, told, (_USE, _CREDITS), report.lang, tuple(labels.values()))


def _labels(report: EligibilityReport) -> dict[str, str]:
    """The items as they are called where there is little room: C7（R1）."""
    return {
        i.id: i.credit if i.retirement is None else f"{i.credit}{w.in_brackets(i.retirement, report.lang)}"
        for i in report.items
    }


def _supply(report: EligibilityReport) -> Section | None:
    """What is missing: what is asked of several subjects, or asked together, stands once for people."""
    lang = report.lang
    if not report.unknowns:
        return None
    titles = titled(
        lang, Text("確認する事項", "What is missing"), Text("対象", "Of"), Text("確認先", "Who can supply it"),
        Text("お願いする内容", "What to do"), Text("確認を待つ活用先", "What waits"),
        Text("確認を待つ数量（t-CO2、最大）", "Waiting (t-CO2, at most)"),
    )  # fmt: skip
    owners = list(Owner)
    unknowns = sorted(report.unknowns, key=lambda u: owners.index(u.asked.owner))
    row = _SupplyRow(report)
    alone = [row([_subject(u.asked, lang)], [u]) for u in unknowns]
    of_kind: dict[tuple[object, ...], list[Unknown]] = {}
    for unknown in unknowns:
        name, subject = _subject(unknown.asked, lang)
        questions = frozenset(question for _, question in unknown.cells)
        key = (
            name,
            subject == "",
            unknown.asked.owner,
            unknown.asked.reason,
            unknown.asked.detail,
            questions,
            row.whom(unknown.asked, questions),
        )
        of_kind.setdefault(key, []).append(unknown)
    asked_together: dict[tuple[object, ...], list[Unknown]] = {}
    for group in of_kind.values():
        subjects = tuple(_subject(u.asked, lang)[1] for u in group)
        asked = group[0].asked
        whom = row.whom(asked, {question for u in group for _, question in u.cells})
        same = (subjects, asked.owner, asked.reason, asked.detail, whom, tuple(u.cells for u in group))
        asked_together.setdefault(same, []).extend(group)
    together = [
        row(list(dict.fromkeys(_subject(u.asked, lang) for u in group)), group) for group in asked_together.values()
    ]  # fmt: skip
    return Section(
        w.say(Text("確認が必要な事項", "What to supply"), lang),
        table=Table(titles, tuple(together), lead=1), data=Table(titles, tuple(alone)),
    )  # fmt: skip


def _subject(asked: OpenQuestion, lang: Lang) -> tuple[str, str]:
    """What is asked, and of which subject: 数量（R1） is 数量, of R1."""
    subject = "/".join(re.findall(r"\[([^\]]+)\]", asked.fact))
    ending = w.in_brackets(subject, lang)
    if not subject or not asked.label.endswith(ending):
        subject, ending = "", ""
    name = asked.label.removesuffix(ending) + (w.in_brackets(asked.detail, lang) if asked.detail else "")
    return w.first_upper(name), subject


#: Who takes a report that no authority of the state asks for, and sets what it may hold.
_RECEIVERS: Final = {Purpose.CDP: "CDP", Purpose.SBT: "SBTi", Purpose.RE100: "RE100"}
_RECEIVER: Final = Text("報告先（{names}）", "those reported to ({names})")
_OR_AUTHORITY: Final = Text("{who}又は所管当局", "{who}, or the authority in charge")


class _SupplyRow:
    """Makes the rows of what is missing."""

    def __init__(self, report: EligibilityReport) -> None:
        self.lang = report.lang
        self.profile = report.profile
        self.labels = _labels(report)
        self.short = {q.id: q.short for q in report.questions}
        self.place = {item.id: n for n, item in enumerate(report.items)}
        self.high = {(a.item, a.question): a.tonnes.at_most for a in report.answers}
        self.receivers = {q.id: _RECEIVERS.get(q.purpose) for q in report.questions}
        self.findings = list({id(r.finding): r.finding for r in report.reasons}.values())
        self.editions = {f.rule: f.edition for f in self.findings}

    def __call__(self, names: Sequence[tuple[str, str]], unknowns: Sequence[Unknown]) -> Row:
        asked, lang = unknowns[0].asked, self.lang
        cells = sorted({cell for u in unknowns for cell in u.cells}, key=lambda c: self.place[c[0]])
        items = list(dict.fromkeys(item for item, _ in cells))
        most = {item: self.high[item, question] for item, question in cells}
        known = [t for t in most.values() if t is not None]
        units = [self.labels[item] for item in items]
        waiting: dict[str, list[str]] = {}
        for item, question in cells:
            waiting.setdefault(self.short[question], []).append(self.labels[item])
        subjects = list(dict.fromkeys(s for _, s in names if s))
        if asked.fact.startswith(("uses[", "credits[")):  # of each block that it stands for
            subjects = units
        uses = [q for q in self.short.values() if q in waiting]
        alike = subjects == units and all(held == units for held in waiting.values())
        return (
            Cell(w.listing(list(dict.fromkeys(name for name, _ in names)), lang)),
            Cell(self.named(asked, some(subjects, lang), units=subjects == units) or w.NOTHING),
            *map(Cell, self.whom(asked, {question for _, question in cells})),
            Cell(w.listing(uses, lang) if alike else at_places(((q, waiting[q]) for q in uses), lang)),
            number(sum(known, Decimal(0)) if len(known) == len(most) else None, lang),
        )  # fmt: skip

    def named(self, asked: OpenQuestion, subjects: str, units: bool) -> str:
        """The subjects with what they are, where they are no units of the tables above: プロジェクト P1、P3."""
        if units or not subjects:
            return subjects
        waiting = (name.partition(" (")[2] for name in asked.findings if f"[{subjects}]" in name)
        places = (asked.fact, *waiting)  # a judgement is on the row of a finding that waits for it
        for table in catalogue.tables().values():
            if any(place.startswith(f"{table.plural}[") for place in places):
                return f"{w.subject_word(table.name, self.lang)} {subjects}"
        return subjects

    def whom(self, asked: OpenQuestion, questions: Iterable[str]) -> tuple[str, str]:
        """Who can supply it, and what to do: the clauses on reports to CDP and its like are not an authority's."""
        lang = self.lang
        owner = w.owner_word(asked.owner, lang)
        if asked.owner is not Owner.AUTHORITY or asked.reason is not Why.LAW_OPEN:
            return owner, w.request(
                asked.owner, asked.reason, lang, asked.fact, self.profile, retired=asked.retired
            )
        rules = {name.partition(" ")[0] for name in asked.findings}
        editions = {self.editions[rule] for rule in rules if rule in self.editions}
        receivers = {self.receivers[q] for q in questions}
        names = [name for name in _RECEIVERS.values() if name in receivers]
        of_reports = bool(editions) and all(e.startswith("reporting/") for e in editions)
        if names and of_reports:
            who = w.say(_RECEIVER, lang, names=w.listing(names, lang))
            if None in receivers:
                who = w.say(_OR_AUTHORITY, lang, who=who)
        else:  # the table of a scheme does not make its office one to ask about reports that it does not take
            who = (
                "" if of_reports else w.listing(whom_to_ask(asked.fact, asked.findings, self.findings), lang)
            )
        return w.first_upper(who) or owner, w.request(asked.owner, asked.reason, lang, whom=who)
