"""Which credits may be used where: the report object of `eligible`, and its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import Project, Purpose
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.planning.eligibility import Answer, Eligibility, Item, Question
from offsetcheck.report import wording as w
from offsetcheck.report.build import Builder, interval
from offsetcheck.report.model import (
    Confirmation,
    EditionUsed,
    Finding,
    Frozen,
    InputRef,
    Interval,
    OpenQuestion,
    Term,
    Tool,
)
from offsetcheck.report.pages import (
    Cell,
    Page,
    Row,
    Section,
    Table,
    about,
    cells,
    confirmations_of,
    editions_used,
    number,
    record,
    tool_of,
)
from offsetcheck.report.view import label
from offsetcheck.report.wording import Label
from offsetcheck.rulebook.book import Rulebook

__all__ = [
    "EligibilityReport",
    "build_eligibility",
    "eligibility_page",
    "item_label",
    "question_label",
    "question_short",
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


class AnswerShown(Frozen):
    """One cell: may it be used, and for how many tonnes."""

    item: str
    question: str
    verdict: Verdict
    tonnes: Interval


class Reason(Frozen):
    """Why items may not be used, or what keeps it from being decided: one finding for all it concerns."""

    question: str
    items: tuple[str, ...]
    finding: Finding


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
    edition: str
    cap_t: Interval | None
    used_t: Interval | None
    left_t: Interval | None
    terms: tuple[Term, ...]


class EligibilityReport(Frozen):
    """All answers about one holder's credits."""

    tool: Tool
    lang: Lang
    rulebook: tuple[EditionUsed, ...]
    confirmations: tuple[Confirmation, ...]
    as_of: date
    profile: Profile
    input: tuple[InputRef, ...]
    holder: str | None
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
    year = question.period.reported_in if question.purpose is Purpose.SHK else question.period
    return f"{word} {year.label(lang)}"


def question_short(question: Question, lang: Lang) -> str:
    """The purpose for the head of a column."""
    found = _SHORT.get(question.purpose)
    word = w.say(found, lang) if found else w.enum_word(question.purpose, lang)
    if question.edition is None:
        return word
    return f"{word} {question.period.start}年度" if lang == "ja" else f"{word} FY{question.period.start}"


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
            AnswerShown(item=a.item, question=names[a.question], verdict=a.verdict, tonnes=interval(a.tonnes))
            for a in found.answers
        ),
        totals=totals,
        caps=tuple(_caps(found, builder, names)),
        reasons=tuple(_reasons(found, builder, names)),
        unknowns=tuple(_unknowns(found, builder, names)),
        unplaced=found.unplaced,
        loose=found.loose,
        years_without_edition=tuple(years_without_edition),
    )  # fmt: skip


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
            left = Interval(at_least=low if low is not None else Decimal(0), at_most=high)
        yield CapShown(
            question=names[cap.question], filing=cap.filing, edition=cap.edition.id,
            cap_t=None if total is None else interval(total), used_t=None if used is None else interval(used),
            left_t=left, terms=tuple(builder.terms(cap.edition, terms.items())),
        )  # fmt: skip


def _reasons(found: Eligibility, builder: Builder, names: Mapping[Question, str]) -> Iterable[Reason]:
    """One reason for all items with the same rule, verdict and message."""
    grouped: dict[tuple[str, str, Verdict, str], tuple[Finding, dict[str, None]]] = {}
    made: dict[int, Finding] = {}
    for answer in found.answers:
        for outcome in answer.outcomes:
            if id(outcome) not in made:  # one outcome may stand for many items
                made[id(outcome)] = builder.finding(outcome)
            finding = made[id(outcome)]
            key = (names[answer.question], finding.rule, finding.verdict, finding.message)
            grouped.setdefault(key, (finding, {}))[1][answer.item] = None
    order = {name: n for n, name in enumerate(names.values())}
    for (question, _, _, _), (finding, items) in sorted(
        grouped.items(), key=lambda g: (g[0][2] is not Verdict.FAIL, order[g[0][0]], g[0][1])
    ):
        yield Reason(question=question, items=tuple(items), finding=finding)


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
    for shown, held in waiting.values():
        high: Decimal | None = Decimal(0)
        for item in {a.item: a for a in held}.values():
            high = None if high is None or item.tonnes[1] is None else high + item.tonnes[1]
        yield Unknown(
            asked=shown, cells=tuple((a.item, names[a.question]) for a in held),
            tonnes=Interval(at_least=Decimal(0), at_most=high),
        )  # fmt: skip


# -- the page ----------------------------------------------------------------------------------------------------------

_TITLE: Final = Text("クレジットの活用可否一覧", "Which credits may be used where")
_KICKER: Final = Text("保有クレジットと活用先の照合", "Credits held, and the uses they are open to")
_LEAD: Final = Text(
    "保有クレジット{n}件（未使用 {free}）について、{q}通りの活用先を判定しました。",
    "{n} holdings ({free} not used yet) were judged for {q} uses.",
)
_OPEN: Final = Text(
    "確認が必要な事項が{n}件あります。確認できた場合に使用できる数量は、次の表の「確認待ち」に示しています。",
    "{n} questions are open. What can be used once they are settled stands under “waiting” in the table below.",
)
_PREMISE: Final = Text(
    "保有中のクレジットは、判定基準日に活用先の用途で無効化した場合として判定しています。無効化済みで活用先が"
    "決まっていないクレジットは、記録どおりの無効化として判定しています。",
    "Credits held are judged as if they were retired for the use on the day of judgement; those retired but not used "
    "yet, as they were retired.",
)
_TONNES: Final = Text(
    "「0～」と示す数量は、確認待ちの事項がすべて解消した場合に限り使用できる数量です。計画には含めないでください。",
    "A quantity from 0 may be used only once what is open is settled: do not plan with it.",
)


def eligibility_page(report: EligibilityReport) -> Page:
    """Arrange the report for its writers."""
    lang = report.lang
    high: Decimal | None = Decimal(0)
    for item in report.items:
        high = None if high is None or item.free_t.at_most is None else high + item.free_t.at_most
    free = w.say(Text("数量未確定", "quantity not known"), lang) if high is None else w.tonnes(high)
    summary = [w.say(_LEAD, lang, n=len(report.items), free=free, q=len(report.questions))]
    if report.unknowns:
        summary.append(w.say(_OPEN, lang, n=len(report.unknowns)))
    sections = [_by_use(report), _matrix(report), *_cap_sections(report), *_why(report), *_supply(report)]
    notes = [w.say(_PREMISE, lang), w.say(_TONNES, lang), *w.disclaimers(report.profile, lang)]
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
    if report.years_without_edition:
        said = Text(
            "収録している版がないため判定していない活用先：{list}。",
            "Not judged, for want of an edition: {list}.",
        )
        notes.insert(0, w.say(said, lang, list=w.listing(report.years_without_edition, lang)))
    return Page(
        lang=lang, kicker=w.say(_KICKER, lang), title=w.say(_TITLE, lang),
        about=about(report.holder, report.as_of, report.profile, lang),
        summary=tuple(summary), sections=tuple(sections), notes=tuple(notes),
        record=record(report.tool, report.input, report.rulebook, report.confirmations, lang),
        tool=f"{report.tool.name} {report.tool.version}",
    )  # fmt: skip


def _by_use(report: EligibilityReport) -> Section:
    """Per use: the tonnes that may be used for sure, those that wait for an answer, and the rest."""
    lang = report.lang
    titles = tuple(
        w.say(t, lang)
        for t in (
            Text("活用先", "Use"), Text("使用できる（t-CO2）", "May be used (t-CO2)"),
            Text("確認待ち（t-CO2、最大）", "Waiting (t-CO2, at most)"), Text("使用できない（t-CO2）", "May not be used (t-CO2)"),
        )
    )  # fmt: skip
    free = _sum([i.free_t for i in report.items]).at_most
    rows: list[Row] = []
    for question in report.questions:
        total = report.totals[question.id]
        low, high = total.at_least or Decimal(0), total.at_most
        waiting = None if high is None else high - low
        barred = None if free is None or high is None else free - high
        rows.append((Cell(question.label), number(low, lang), number(waiting, lang), number(barred, lang)))
    title = w.say(Text("活用先ごとの数量", "Tonnes by use"), lang)
    return Section(title, table=Table(titles, tuple(rows)))


def _matrix(report: EligibilityReport) -> Section:
    lang = report.lang
    by = {(a.item, a.question): a for a in report.answers}
    titles = (
        label(Label.CREDIT, lang),
        w.say(Text("未使用の数量", "Not used yet"), lang),
        *(q.short for q in report.questions),
    )
    full = tuple(
        (
            Cell(i.label, short=_brief(i, lang)),
            _tonnes(i.free_t, lang),
            *(_answer(by[i.id, q.id], lang) for q in report.questions),
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
        return w.say(Text("{low}以上（上限未確定）", "{low} or more"), lang, low=w.number(low or Decimal(0)))
    return f"{w.number(low or Decimal(0))}～{w.number(high)}"


def _answer(answer: AnswerShown, lang: Lang) -> Cell:
    if answer.verdict in (Verdict.FAIL, Verdict.NOT_APPLICABLE):
        return Cell("0" if answer.verdict is Verdict.FAIL else "", answer.verdict)
    return Cell(_short(answer.tonnes, lang), answer.verdict)


def _cap_sections(report: EligibilityReport) -> Iterable[Section]:
    lang = report.lang
    if not report.caps:
        return
    named = {q.id: q for q in report.questions}
    titles = tuple(
        w.say(t, lang)
        for t in (
            Text("報告", "Report"),
            Text("項目", "Item"),
            Text("数量", "Quantity"),
            Text("単位", "Unit"),
        )
    )
    rows: list[Row] = []
    for cap in report.caps:
        for term in cap.terms:
            rows.append(
                (
                    Cell(named[cap.question].label),
                    Cell(term.label),
                    _tonnes(term.value, lang),
                    Cell(term.unit, whole=True),
                )
            )
        if cap.left_t is not None:
            name = w.say(Text("使用の上限の残り", "Left under the cap"), lang)
            rows.append(
                (
                    Cell(named[cap.question].label),
                    Cell(name),
                    _tonnes(cap.left_t, lang),
                    Cell("t-CO2", whole=True),
                )
            )
    yield Section(
        w.say(Text("報告ごとの上限と使用済みの数量", "Caps of the reports, and what is used"), lang),
        table=Table(titles, tuple(rows)),
    )


def _why(report: EligibilityReport) -> Iterable[Section]:
    lang = report.lang
    named = {q.id: q for q in report.questions}
    labels = {
        i.id: i.credit if i.retirement is None else f"{i.credit}{w.in_brackets(i.retirement, lang)}"
        for i in report.items
    }
    titles = tuple(
        w.say(t, lang)
        for t in (
            Text("活用先", "Use"), Text("クレジット", "Credits"), Text("判定", "Verdict"), Text("理由", "Reason"),
            Text("対応", "What to do"), Text("根拠", "Clause"),
        )
    )  # fmt: skip
    groups = (
        (Text("使用できない理由", "Why not"), lambda f: f.verdict is Verdict.FAIL and f.severity == "blocking"),
        (Text("判定できていない項目", "What could not be decided"), lambda f: f.verdict in (Verdict.UNKNOWN, Verdict.ERROR)),
        (Text("留意事項（判定には影響しません）", "To note (no effect on the verdict)"), lambda f: f.severity == "advisory"),
    )  # fmt: skip
    for title, wanted in groups:
        chosen = [r for r in report.reasons if wanted(r.finding)]
        if not chosen:
            continue
        rows = []
        for reason in chosen:
            finding = reason.finding
            basis = " / ".join(dict.fromkeys(w.basis_line(b, lang) for b in finding.basis))
            rows.append(
                (
                    Cell(named[reason.question].short), Cell(_some([labels[i] for i in reason.items], lang)),
                    Cell("", finding.verdict), Cell(f"{finding.message}{w.in_brackets(finding.rule, lang)}"),
                    Cell(finding.remedy or w.NOTHING), Cell(basis),
                )
            )  # fmt: skip
        yield Section(w.say(title, lang), table=Table(titles, tuple(rows), lead=3))


def _some(names: Sequence[str], lang: Lang, most: int = 6) -> str:
    if len(names) <= most:
        return w.listing(names, lang)
    return f"{w.listing(names[:most], lang)} {w.and_more(len(names) - most, lang)}"


def _supply(report: EligibilityReport) -> Iterable[Section]:
    lang = report.lang
    if not report.unknowns:
        return
    named = {q.id: q for q in report.questions}
    titles = tuple(
        w.say(t, lang)
        for t in (
            Text("確認する事項", "What is missing"), Text("確認先", "Who can supply it"), Text("お願いする内容", "What to do"),
            Text("確認を待つ活用先", "What waits"), Text("数量の上限", "At most (t-CO2)"),
        )
    )  # fmt: skip
    rows: list[Row] = []
    for unknown in report.unknowns:
        waiting: dict[str, list[str]] = {}
        for item, question in unknown.cells:
            waiting.setdefault(question, []).append(item)
        text = w.listing(
            [f"{named[q].short}{w.in_brackets(_some(items, lang), lang)}" for q, items in waiting.items()],
            lang,
        )
        asked = unknown.asked
        name = asked.label + (w.in_brackets(asked.detail, lang) if asked.detail else "")
        rows.append(
            (
                *cells([w.first_upper(name), w.owner_word(asked.owner, lang), w.request(asked.owner, asked.reason, lang), text]),
                number(unknown.tonnes.at_most, lang),
            )
        )  # fmt: skip
    yield Section(
        w.say(Text("確認が必要な事項", "What to supply"), lang), table=Table(titles, tuple(rows), lead=1)
    )
