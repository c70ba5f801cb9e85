"""Where credits of each origin may be used: the report object of `matrix`, and its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import Origin
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.planning.matrix import ASSUMED, Matrix, Sample
from offsetcheck.report import wording as w
from offsetcheck.report.build import Builder
from offsetcheck.report.model import EditionUsed, Finding, Frozen
from offsetcheck.report.pages import Beginning, Cell, Page, Section, Table, page_from, tool_of
from offsetcheck.report.reasons import Told, reasons_section, together, told_once
from offsetcheck.report.view import Pair, label
from offsetcheck.report.wording import Label
from offsetcheck.rulebook.book import Rulebook

__all__ = ["MatrixReport", "build_matrix", "matrix_page"]


class MatrixCell(Frozen):
    """One cell: may units of this origin be put to this use."""

    origin: str
    verdict: Verdict
    capped: bool


class MatrixRow(Frozen):
    """One use, with an answer for each origin."""

    outlet: str
    label: str
    cells: tuple[MatrixCell, ...]


class MatrixReason(Frozen):
    """Why units of some origins may not be put to a use, or what is not known."""

    outlet: str
    origins: tuple[str, ...]
    finding: Finding
    also: tuple[str, ...] = ()
    """Other rules that ask the same."""


class MatrixReport(Beginning):
    """The whole table for one fiscal year, with the reasons behind it."""

    period: str
    origins: dict[str, str]
    """Name of each origin by id, in the order of the columns."""
    rows: tuple[MatrixRow, ...]
    reasons: tuple[MatrixReason, ...]
    left_out: tuple[str, ...]


def _origin(sample: Sample, lang: Lang) -> str:
    return "JCM" if sample is Sample.JCM else w.enum_word(Origin(sample.value), lang)


def build_matrix(found: Matrix, rulebook: Rulebook, lang: Lang) -> MatrixReport:
    """Build the report object from what was found."""
    builder = Builder(rulebook, Settings(found.as_of), lang)
    return MatrixReport(
        tool=tool_of(),
        lang=lang,
        rulebook=tuple(
            EditionUsed(edition=e.id, title=e.title.in_(lang), sha256=e.sha256, chosen_by=chosen)
            for e, chosen in found.editions
        ),
        as_of=found.as_of,
        period=found.period.reported_in.label(lang),
        origins={s.value: _origin(s, lang) for s in Sample},
        rows=tuple(
            MatrixRow(
                outlet=outlet.id, label=w.say(outlet.title, lang),
                cells=tuple(
                    MatrixCell(origin=a.sample.value, verdict=a.verdict, capped=a.capped)
                    for a in found.answers if a.outlet is outlet
                ),
            )
            for outlet in found.outlets
        ),
        reasons=tuple(_reasons(found, builder)),
        left_out=tuple(w.say(o.title, lang) for o in found.left_out),
    )  # fmt: skip


def _reasons(found: Matrix, builder: Builder) -> Iterator[MatrixReason]:
    """One reason for all origins that get the same message from the same rule, but for what it names of them."""
    grouped: dict[tuple[object, ...], list[tuple[str, str, tuple[str, ...], Finding]]] = {}
    for answer in found.answers:
        for plain, also in told_once(answer.outcomes, builder):
            said = ASSUMED.get(plain.rule) if plain.verdict is Verdict.FAIL else None
            finding = (
                plain if said is None else plain.model_copy(update={"message": w.say(said, builder.lang)})
            )
            decided = tuple((c.id, c.truth) for c in finding.conditions)
            key = (answer.outlet.id, also, finding.rule, finding.verdict, decided)
            grouped.setdefault(key, []).append((answer.outlet.id, answer.sample.value, also, finding))
    for told in grouped.values():
        joined = together([finding.message for *_, finding in told], builder.lang)
        same: dict[str, list[str]] = {}
        for _, origin, _, finding in told:
            same.setdefault(finding.message if joined is None else joined, []).append(origin)
        outlet, _, also, first = told[0]
        for message, origins in same.items():
            finding = first.model_copy(update={"message": message})
            yield MatrixReason(outlet=outlet, origins=tuple(origins), finding=finding, also=also)


_TITLE: Final = Text("クレジットの由来別の活用先一覧", "Where credits of each origin may be used")
_KICKER: Final = Text("由来と活用先の照合", "Origins and uses")
_LEAD: Final = Text(
    "{period}について、由来ごとのJ-クレジット及びJCMクレジットが他の要件をすべて満たすものと仮定し、{n}通りの活用先の規定に照らして判定しました。",
    "One sample of each origin of J-Credits and one of JCM, sound in every other way, was judged by the rules of {n} uses for {period}.",
)
_PREMISE: Final = Text(
    "個々のクレジットの可否を示すものではありません。お手元のクレジットは、offsetcheck eligible で確認してください。",
    "This says nothing of any one credit: ask about yours with `offsetcheck eligible`.",
)
_DAY: Final = Text(
    "判定基準日は、この年度の報告に用いる無効化がすべて完了し得る日としています。",
    "The day of judgement is one by which every retirement for the year can be complete.",
)
_CAP: Final = Text(
    "「上限」の表示は、購入した電気又は熱の使用に伴う排出量を超える分は控除されないこと（控除の可否が確定していない場合を含みます。）を示します。",
    "“Capped”: what exceeds the emissions of the purchased electricity or heat is not deducted, or it is open whether it is.",
)
_NOT_JUDGED: Final = Text(
    "SHIFT・ASSET事業、経団連の計画及び他国のNDCは、版を収録していないため判定していません。CORSIAは、J-クレジット及びJCMの扱いに限って判定しています。",
    "SHIFT and ASSET projects, the Keidanren plan and other countries' NDCs are not judged: no edition is installed. Of CORSIA only the side of J-Credits and JCM is.",
)
_NO_TERM: Final = Text(
    "「×」のうち、算定式に該当する項がないために合計に反映されないものについては、理由を示していません。",
    "Where a total is not changed because the formula has no term for it, no reason is given.",
)
_WORDS: Final[dict[Verdict, Text]] = {
    Verdict.PASS: Text("使用可", "yes"), Verdict.FAIL: Text("不可", "no"), Verdict.UNKNOWN: Text("要確認", "open"),
    Verdict.NOT_APPLICABLE: Text("対象外", "not applicable"), Verdict.ERROR: Text("判定不能", "error"),
}  # fmt: skip
_CAPPED: Final = Text("使用可（上限あり）", "yes, capped")
_MARK: Final = Text("上限", "cap")
_USE: Final = Text("活用先", "Use")
_TABLE: Final = Text("由来別の活用先", "Uses by origin")
_WHY: Final = Text("使用できない理由・確認が必要な理由", "Why not, and what is open")


def _cell(cell: MatrixCell, lang: Lang) -> Cell:
    word = w.say(_CAPPED if cell.capped else _WORDS[cell.verdict], lang)
    return Cell(word, cell.verdict, short=w.say(_MARK, lang) if cell.capped else "")


def matrix_page(report: MatrixReport) -> Page:
    """Arrange the report for its writers."""
    lang = report.lang
    names = {row.outlet: row.label for row in report.rows}
    table = Table(
        (w.say(_USE, lang), *report.origins.values()),
        tuple((Cell(row.label), *(_cell(c, lang) for c in row.cells)) for row in report.rows),
    )
    notes = [w.say(t, lang) for t in (_PREMISE, _DAY, _CAP, _NO_TERM, _NOT_JUDGED)]
    if report.left_out:
        said = Text(
            "この年度の版を収録していないため判定していない活用先：{list}。",
            "Not judged, for want of an edition of the year: {list}.",
        )
        notes.insert(0, w.say(said, lang, list=w.listing(report.left_out, lang)))
    told = [
        Told(names[r.outlet], tuple(report.origins[o] for o in r.origins), r.finding, r.also)
        for r in report.reasons
    ]
    return page_from(
        report, _KICKER, _TITLE,
        (
            Pair(w.say(Text("年度", "Year"), lang), report.period), Pair(label(Label.AS_OF, lang), w.day(report.as_of, lang)),
        ),
        (w.say(_LEAD, lang, period=report.period, n=len(report.rows)),),
        (
            Section(w.say(_TABLE, lang), table=table),
            reasons_section(
                _WHY, told, (_USE, Text("由来", "Origins")), lang, tuple(report.origins.values()), remedies=False
            ),
        ),
        notes,
    )  # fmt: skip
