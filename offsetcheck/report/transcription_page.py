"""The transcription sheet (転記表) arranged as a page, which the writers of pages print, and write as HTML, CSV and Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from offsetcheck import __version__
from offsetcheck.engine.judge import Judged
from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report import wording as w
from offsetcheck.report.model import EditionUsed, InputRef, Interval, Tool
from offsetcheck.report.pages import Cell, Page, Row, Section, Table, cells, number, record
from offsetcheck.report.totals import Term, Total, lines_of
from offsetcheck.report.transcription import Instrument, LotLine, Point, Transcription
from offsetcheck.report.view import Pair, label
from offsetcheck.report.wording import Label

__all__ = ["transcription_page"]

_TITLE: Final = Text("排出量の算定と転記表", "Emissions, and what is copied into the forms")
_KICKER: Final = Text("温対法 算定・報告・公表制度", "SHK, the reporting scheme of the global warming act")
_REPORTER: Final = Text("報告者", "Reporter")
_PERIOD: Final = Text("報告", "Report")
_VERDICT: Final = Text("判定", "Verdict")
_TOTALS: Final = Text("合計", "Totals")
_TERMS: Final = Text("算定の内訳", "Term by term")
_READINGS: Final = Text("読み方ごとの合計", "Totals by reading")
_LINES: Final = Text("転記表", "Fields to fill in")
_INSTRUMENTS: Final = Text("クレジット・証書の明細", "Credits and certificates")
_LOTS: Final = Text("クレジットの増減", "Roll-forward of credits")
_POINTS: Final = Text("不適合及び要確認の項目", "What fails or is still open")
_DOUBTS: Final = Text("入力値の確認", "Figures to look at again")
_SOURCES: Final = Text("根拠の一覧", "Sources")
_ITEM, _VALUE, _UNIT = Text("項目", "Item"), Text("値", "Value"), Text("単位", "Unit")
_LEVEL: Final = Text("段", "Level")
_SIGNS: Final = {"+": "＋", "-": "−", "": "・"}
_SIGN_WORDS: Final = {"+": Text("加算", "plus"), "-": Text("控除", "minus"), "": Text("内訳", "of which")}
_SIGN, _TERM = w.TotalWord.SIGN.value, w.TotalWord.TERM.value
_SOURCE, _SURE = w.TotalWord.SOURCE.value, w.TotalWord.SURE.value
_EXACT, _BETWEEN = Text("端数処理前", "Before rounding"), Text("値の幅", "Between")
_UNKNOWN: Final = Text("未確定", "not known yet")
_SUM, _ROUNDED = w.TotalWord.SUM.value, w.TotalWord.ROUNDED.value
_FORMS: Final = Text(
    "次の値は、温対法又は省エネ法の報告書に転記できます。表番号が「未確認」のもの、及び確度が「原文未確認」のものは、提出前にその年の様式でご確認ください。",
    "The values can be copied into the forms. Check numbers of tables that are not confirmed against the year's form.",
)
_CERTIFICATES_FIRST: Final = Text(
    "上限のある種類では、非化石証書、グリーン電力証書、再エネ電力由来のJ-クレジットの順に上限まで使用するものとして示しています。",
    "Where a cap binds, it is filled by non-fossil certificates, then green electricity, then J-Credits of renewable power.",
)
_MISSING: Final = Text("不足している事項", "What is missing")
_OF: Final = Text("{period}の{total}", "{period}, {total}")
_NO_CREDITS: Final = Text(
    "クレジット・証書の記載はありません。", "No credits and no certificates are stated."
)
_LOTS_AND_USES: Final = Text(
    "増減表の無効化の計は{lots}、この報告に記載したクレジットの計は{here}です（ほかの用途に無効化した量を含めて確かめてください）。",
    "The roll-forward shows {lots} as retired, and this report states {here} as used; allow for what was retired for other uses.",
)


class _Sources:
    """Numbers the sources in the order in which they are first cited."""

    def __init__(self) -> None:
        self.known: dict[str, int] = {}

    def marks(self, sources: Sequence[str]) -> str:
        """[1][3]."""
        return "".join(f"[{self.known.setdefault(s, len(self.known) + 1)}]" for s in sources)


def transcription_page(
    sheets: Sequence[Transcription], judged: Judged, name: str, as_of: date, lang: Lang
) -> Page:
    """Arrange the sheets of some reports for the writers."""
    sources = _Sources()
    sections: list[Section] = []
    names = _names(sheets)
    for sheet, called in zip(sheets, names, strict=True):
        sections.extend(_sections(sheet, sources, f" {called}" if len(sheets) > 1 else ""))
    listed = tuple(f"[{n}] {text}" for text, n in sources.known.items())
    table = Table(
        tuple(w.say(t, lang) for t in (Text("番号", "No."), _SOURCE)),
        tuple(cells([f"[{n}]", text]) for text, n in sources.known.items()),
    )
    sections.append(Section(w.say(_SOURCES, lang), points=listed, data=table))
    return Page(
        lang=lang, kicker=w.say(_KICKER, lang), title=w.say(_TITLE, lang),
        about=(
            Pair(w.say(_REPORTER, lang), w.listing(list(dict.fromkeys(s.entity for s in sheets)), lang)),
            Pair(w.say(_PERIOD, lang), w.listing(list(dict.fromkeys(s.period for s in sheets)), lang)),
            *(
                Pair(w.say(_VERDICT, lang) + (f" {name}" if len(sheets) > 1 else ""), w.verdict_word(s.verdict, lang))
                for s, name in zip(sheets, names, strict=True)
            ),
            Pair(label(Label.AS_OF, lang), w.day(as_of, lang)),
        ),
        summary=tuple(text for sheet, name in zip(sheets, names, strict=True) for text in _summary(sheet, name)),
        sections=tuple(sections),
        notes=w.disclaimers(Profile.SELF_CHECK, lang, consulted=False),
        record=record(
            Tool(name="offsetcheck", version=__version__), [InputRef(name=name, sha256=judged.world.source.sha256)],
            [
                EditionUsed(edition=e.id, title=e.title.in_(lang), sha256=e.sha256, chosen_by=chosen)
                for e, chosen in judged.editions
            ],
            (), lang,
        ),
        tool=f"offsetcheck {__version__}",
    )  # fmt: skip


def _names(sheets: Sequence[Transcription]) -> list[str]:
    """How each report is called: by its year, with both years, and by the company where there are several."""
    several = len({s.entity for s in sheets}) > 1
    return [f"{s.period} {s.entity}" if several else s.period for s in sheets]


def _summary(sheet: Transcription, called: str) -> Iterator[str]:
    for total in sheet.totals:
        name = w.say(_OF, sheet.lang, period=called, total=total.label)
        yield w.headed(name, _text(total.value, sheet.lang, total.unit), sheet.lang)
    for total in sheet.totals:
        yield from w.total_notes(total.shown(), sheet.lang)


def _sections(sheet: Transcription, sources: _Sources, mark: str) -> Iterator[Section]:
    lang = sheet.lang

    def titled(text: Text) -> str:
        return w.say(text, lang) + mark

    def heads(*texts: Text) -> tuple[str, ...]:
        return tuple(w.say(t, lang) for t in texts)

    def with_unit(names: tuple[str, ...], n: int, units: Sequence[str]) -> tuple[str, ...]:
        """Heads whose value names its unit; tonnes of CO2 and of CO2e are called as the report calls them."""
        called = dict.fromkeys(w.UNIT if unit.startswith(w.UNIT) else unit for unit in units)
        return (*names[:n], names[n] + w.in_brackets(w.listing(list(called), lang), lang), *names[n + 1 :])

    yield Section(
        titled(_TOTALS),
        table=Table(
            heads(_ITEM, _VALUE, _UNIT, _EXACT, _BETWEEN),
            tuple(
                (Cell(t.label), _value(t.value, lang), Cell(t.unit), _value(t.before_rounding, lang), number(t.between, lang))
                for t in sheet.totals
            ),
        ),
    )  # fmt: skip
    for total in sheet.totals:
        rows = tuple(_terms(total, sources, lang))
        yield Section(
            f"{titled(_TERMS)} {total.label}",
            table=Table(
                with_unit(heads(_SIGN, _TERM, _VALUE, _SOURCE, _SURE), 2, [total.unit]),
                tuple(r[0] for r in rows),
            ),
            data=Table(heads(_SIGN, _LEVEL, _TERM, _VALUE, _UNIT, _SOURCE, _SURE), tuple(r[1] for r in rows)),
        )
        if total.by_reading:
            readings = tuple((Cell(text), _value(b, lang), Cell(total.unit)) for text, b in total.by_reading)
            yield Section(
                f"{titled(_READINGS)} {total.label}",
                table=Table(heads(Text("読み方", "Reading"), _VALUE, _UNIT), readings),
            )
    form_heads = (
        Text("様式", "Form"),
        Text("表番号", "Table"),
        Text("欄名", "Field"),
        _VALUE,
        _SOURCE,
        _SURE,
    )
    yield Section(
        titled(_LINES), (w.say(_FORMS, lang), *([sheet.within] if sheet.within else [])),
        table=Table(
            with_unit(heads(*form_heads), 3, [x.unit for x in sheet.lines]),
            tuple(
                (*cells([x.form, x.table, x.field]), _value(x.value, lang), *cells([sources.marks(x.sources), x.confidence]))
                for x in sheet.lines
            ),
        ),
        data=Table(
            heads(*form_heads[:4], _UNIT, *form_heads[4:]),
            tuple(
                (*cells([x.form, x.table, x.field]), _value(x.value, lang), *cells([x.unit, _together(x.sources), x.confidence]))
                for x in sheet.lines
            ),
        ),
    )  # fmt: skip
    yield _instruments(sheet, titled(_INSTRUMENTS))
    if sheet.lots:
        yield _lots(sheet, titled(_LOTS))
    if sheet.doubts:
        table = Table(heads(_ITEM), tuple((Cell(text),) for text in sheet.doubts))
        yield Section(titled(_DOUBTS), points=sheet.doubts, data=table)
    if sheet.points:
        rows_of_points = tuple(_point(p, lang) for p in sheet.points)
        yield Section(
            titled(_POINTS),
            table=Table(
                heads(_VERDICT, Text("対象", "Subject"), Text("内容", "What it says"), Text("対応", "What to do")),
                rows_of_points, lead=2,
            ),
        )  # fmt: skip


def _terms(total: Total, sources: _Sources, lang: Lang) -> Iterator[tuple[Row, Row]]:
    """Each term with its parts, then the sum they add up to and the total: as shown, and as a spreadsheet holds it."""

    def walked(terms: Sequence[Term], depth: int) -> Iterator[tuple[Row, Row]]:
        for term in terms:
            sign = _SIGNS[term.sign]
            value = _value(term.value, lang)
            name = "　" * depth + (sign if depth else "") + term.label
            head = [w.say(_SIGN_WORDS[term.sign], lang), str(depth + 1), "　" * depth + term.label]
            yield (
                (
                    *cells(["" if depth else sign, name]),
                    value,
                    *cells([sources.marks(lines_of(term.basis, lang)), term.confidence]),
                ),
                (
                    *cells(head),
                    value,
                    *cells([term.unit, _together(lines_of(term.basis, lang)), term.confidence]),
                ),
            )
            yield from walked(term.parts, depth + 1)

    yield from walked(total.terms, 0)
    for sign, name, value, why, sure in (
        ("＝", w.say(_SUM, lang), total.before_rounding, (), ""),
        ("", w.say(_ROUNDED, lang), total.value, lines_of(total.rounding, lang), total.rounding_confidence),
    ):
        cell = _value(value, lang)
        yield (
            (*cells([sign, name]), cell, *cells([sources.marks(why), sure])),
            (*cells(["", "", name]), cell, *cells([total.unit, _together(why), sure])),
        )


def _instruments(sheet: Transcription, title: str) -> Section:
    lang = sheet.lang
    heads = (
        Text("種類", "Kind"), Text("制度", "Programme"), Text("シリアル番号", "Serials"), Text("無効化日・使用日", "Date"),
        Text("通知書・証書の番号", "Notice or number"), Text("記載した量（t-CO2）", "Stated (t-CO2)"), Text("使用する量（t-CO2）", "Used (t-CO2)"),
        Text("上限の残り（t-CO2）", "Cap left (t-CO2)"), Text("使用できない量（t-CO2）", "Not used (t-CO2)"),
    )  # fmt: skip
    if not sheet.instruments:
        return Section(title, (w.say(_NO_CREDITS, lang),))

    def row(one: Instrument, said: bool) -> Row:
        none = w.NOTHING if said else "-"
        left = Cell(none) if one.cap_left is None else _value(one.cap_left, lang)
        unstated = label(Label.NO_VALUE, lang) if said else none
        days = [(w.day_text(day, lang) if said else day) or unstated for day in one.days]
        texts = [
            "、".join(t) if said and lang == "ja" else "; ".join(t) for t in (one.serials, days, one.notices)
        ]
        return (
            *cells([one.kind, one.units, *(text or none for text in texts)]),
            number(one.stated_t, lang),
            _value(one.used, lang),
            left,
            _value(one.unused, lang),
        )

    table, data = (
        Table(tuple(w.say(h, lang) for h in heads), tuple(row(i, said) for i in sheet.instruments), lead=1)
        for said in (True, False)
    )
    capped = [i for i in sheet.instruments if i.cap_left is not None]
    first = (w.say(_CERTIFICATES_FIRST, lang),) if len(capped) > 1 else ()
    return Section(title, first, table=table, data=data)


def _lots(sheet: Transcription, title: str) -> Section:
    lang = sheet.lang
    heads = (
        Text("クレジット", "Credits"), Text("シリアル番号", "Serials"), Text("期首", "Opening"), Text("取得", "Acquired"),
        Text("移転", "Transferred"), Text("無効化", "Retired"), Text("期末", "Closing"), Text("期末（計算）", "Closing, worked out"),
        Text("照合", "Ties out"),
    )  # fmt: skip
    words = {True: Text("一致", "yes"), False: Text("不一致", "no"), None: _UNKNOWN}

    def row(lot: LotLine) -> Row:
        quantities = (
            lot.opening_t,
            lot.acquired_t,
            lot.transferred_t,
            lot.retired_t,
            lot.closing_t,
            lot.worked_out_t,
        )
        return (
            *cells([lot.label, lot.serials]),
            *(number(q, lang) for q in quantities),
            Cell(w.say(words[lot.ties], lang)),
        )

    every = sheet.lot_total or sheet.lots[0]
    said: tuple[str, ...] = ()
    if (
        every.retired_t is not None
        and sheet.retired_here is not None
        and every.retired_t != sheet.retired_here
    ):
        shown = (w.tonnes(every.retired_t), w.tonnes(sheet.retired_here))
        said = (w.say(_LOTS_AND_USES, lang, lots=shown[0], here=shown[1]),)
    rows = tuple(row(lot) for lot in (*sheet.lots, *([sheet.lot_total] if sheet.lot_total else [])))
    return Section(title, said, table=Table(tuple(w.say(h, lang) for h in heads), rows))


def _point(point: Point, lang: Lang) -> Row:
    about = w.listing(point.subjects, lang)
    name = f"{point.title}{w.in_brackets(point.rule, lang)}"
    return (
        Cell("", point.verdict),
        Cell(f"{name} {about}".strip()),
        Cell(point.message),
        Cell(
            point.remedy
            or (
                w.headed(w.say(_MISSING, lang), w.listing(point.missing, lang), lang)
                if point.missing
                else w.NOTHING
            )
        ),
    )


def _together(sources: Sequence[str]) -> str:
    return " / ".join(sources)


def _text(bounds: Bounds, lang: Lang, unit: str) -> str:
    return w.short_interval(Interval(at_least=bounds[0], at_most=bounds[1]), lang, unit)


def _value(bounds: Bounds, lang: Lang) -> Cell:
    """A number as itself where it is known, else its range in words; its unit stands beside it."""
    low, high = bounds
    exact: Decimal | None = low if low == high else None
    if exact is not None:
        return number(exact, lang)
    if low is None and high is None:
        return Cell(w.say(_UNKNOWN, lang))
    return Cell(_text(bounds, lang, "").replace(" ～", "～").strip())
