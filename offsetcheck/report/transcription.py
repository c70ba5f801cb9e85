"""What a reporter copies into the forms (転記表): the totals term by term, the fields, the instruments, the roll-forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

from offsetcheck.engine.judge import FilingOutcome, Judged, Outcome, Settings
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Reason
from offsetcheck.facts.world import ALL, Row, shown
from offsetcheck.report import wording as w
from offsetcheck.report.build import Builder
from offsetcheck.report.model import Finding, Interval
from offsetcheck.report.totals import ZERO, Term, TermByTerm, Total, less
from offsetcheck.report.wording import Confidence as ConfidenceWord
from offsetcheck.rulebook.book import Confidence, Edition, Rulebook, Severity
from offsetcheck.rulebook.language import Ref

__all__ = ["Instrument", "Line", "LotLine", "Point", "Term", "Total", "Transcription", "transcribe"]


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a form with what is written into it."""

    form: str
    table: str
    field: str
    value: Bounds
    unit: str
    sources: tuple[str, ...]
    confidence: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """All units of one kind that the report uses: a line to copy. What is stated is what is used and what is not."""

    kind: str
    units: str
    serials: tuple[str, ...]
    days: tuple[str, ...]
    """Days in ISO form; an empty text where a row states none."""
    notices: tuple[str, ...]
    stated_t: Decimal | None
    used: Bounds
    """What counts: valid, and within the cap."""
    cap_left: Bounds | None
    unused: Bounds


@dataclass(frozen=True, slots=True)
class LotLine:
    """One holding from the first to the last day: opening, acquired, transferred, retired, closing."""

    label: str
    serials: str
    opening_t: Decimal | None
    acquired_t: Decimal | None
    transferred_t: Decimal | None
    retired_t: Decimal | None
    closing_t: Decimal | None
    worked_out_t: Decimal | None

    @property
    def ties(self) -> bool | None:
        """Whether the stated closing quantity is the one worked out; None where one of them is not known."""
        if self.closing_t is None or self.worked_out_t is None:
            return None
        return self.closing_t == self.worked_out_t


@dataclass(frozen=True, slots=True)
class Point:
    """What is against the report, or keeps it open: a rule with its message and what to do."""

    verdict: Verdict
    rule: str
    title: str
    subjects: tuple[str, ...]
    message: str
    remedy: str
    missing: tuple[str, ...]
    """What would have to be known, in words."""
    blocking: bool


@dataclass(frozen=True, slots=True)
class Transcription:
    """Everything that is copied into one report."""

    entity: str
    period: str
    edition: str
    verdict: Verdict
    lang: Lang
    totals: tuple[Total, ...]
    lines: tuple[Line, ...]
    within: str | None
    """The field of domestic credits that also holds what is set against electricity and heat, and how much."""
    instruments: tuple[Instrument, ...]
    lots: tuple[LotLine, ...]
    lot_total: LotLine | None
    retired_here: Decimal | None
    """Tonnes of credits that the report states as used, to set beside what the roll-forward shows as retired."""
    points: tuple[Point, ...]
    doubts: tuple[str, ...]
    """Figures that look like a slip of the unit."""


_KINDS: Final[dict[str, Text]] = {
    "electricity": Text("再エネ電力由来のJ-クレジット", "J-Credits of renewable electricity"),
    "heat": Text("再エネ熱由来のJ-クレジット", "J-Credits of renewable heat"),
    "credit": Text("その他の国内クレジット", "Other domestic credits"),
    "open": Text(
        "由来又は区分が未記載の国内クレジット", "Domestic credits whose origin or class is not stated"
    ),
    "jcm": Text("JCMクレジット", "JCM credits"),
    "other": Text("この報告で使用できない制度のクレジット", "Units of other schemes, which do not count"),
    "non_fossil": Text("非化石証書", "Non-fossil certificates"),
    "green_electricity": Text("グリーン電力証書", "Green electricity certificates"),
    "green_heat": Text("グリーン熱証書", "Green heat certificates"),
}
#: Per kind, in the order in which a cap is filled: the number of the edition that counts, and what is left of the cap.
_COUNTED: Final[dict[str, tuple[str | None, str | None]]] = {
    "non_fossil": ("non_fossil_usable_t", "el_left_t"), "green_electricity": ("green_power_usable_t", "el_left_t"),
    "electricity": ("el_usable_t", "el_left_t"), "green_heat": ("ht_certificates_usable_t", "ht_left_t"),
    "heat": ("ht_usable_t", "ht_left_t"), "credit": ("other_credits_t", None), "open": (None, None), "jcm": ("jcm_t", None),
    "other": (None, None),
}  # fmt: skip
_WITHIN: Final = Text(
    "「{field}」の欄には、電気・熱の使用に伴う排出量に充てる分（{t}）を含みます。算定の内訳では、この分を電気・熱の項で差し引いています。",
    "The field “{field}” holds what is set against electricity and heat as well ({t}); term by term, that is deducted there.",
)
_NO_TABLE: Final = Text("未確認", "not confirmed")
_WHOLE: Final = Text("計", "Total")
#: Beyond these a figure is more likely a slip of the unit than what was bought; they are ours, and decide nothing.
_MUCH_POWER: Final = Decimal(1_000_000)  # MWh on one line
_LITTLE_POWER: Final = Decimal(10)
_HIGH_FACTORS: Final = {
    "electricity": Decimal(2),
    "gas": Decimal(5),
    "heat": Decimal(200),
}  # t-CO2 per MWh, 1000 m3, TJ
_UNITS: Final = {"electricity": "MWh", "gas": "千m³", "heat": "TJ"}
_OTHER_REPORT: Final = Text(
    "同じ年度の他の報告が、別の事業者のものであることを確認できていません。報告ごとに、事業者とその法人番号を記入してください。",
    "It is not known that the other reports for the year are of other entities: give the entity of each report and its corporate number.",
)
_DOUBT_AMOUNT: Final = Text(
    "{name}：電気の使用量が{q} MWh（{kwh} kWh）となっています。kWhとMWhを取り違えていないか、ご確認ください。",
    "{name}: the electricity comes to {q} MWh ({kwh} kWh). Check that kWh and MWh are not mixed up.",
)
_DOUBT_FACTOR: Final = Text(
    "{name}：排出係数が1 {unit}当たり{q} t-CO2となっています。係数の単位（t-CO2とkg-CO2、kWhとMWh）を取り違えていないか、ご確認ください。",
    "{name}: the factor comes to {q} t-CO2 per {unit}. Check its unit (t-CO2 or kg-CO2, kWh or MWh).",
)


def transcribe(
    judged: Judged, filing: FilingOutcome, rulebook: Rulebook, settings: Settings, lang: Lang
) -> Transcription:
    """What is copied into the forms of one report of a judged claim."""
    return _Transcriber(judged, filing, rulebook, settings, lang).all()


class _Transcriber:
    def __init__(
        self, judged: Judged, filing: FilingOutcome, rulebook: Rulebook, settings: Settings, lang: Lang
    ) -> None:
        self.judged = judged
        self.filing = filing
        self.rulebook = rulebook
        self.lang: Lang = lang
        self.builder = Builder(rulebook, settings, lang)
        self.edition: Edition = filing.edition
        self.values = dict(filing.terms)
        self.derived = {d.name: d for d in self.edition.derivations if d.table == "filing"}
        self.terms = TermByTerm(filing, self.builder.basis, lang)

    def say(self, text: Text, **values: object) -> str:
        return w.say(text, self.lang, **values)

    def all(self) -> Transcription:
        row = self.filing.row
        year = row.value("period", ALL)
        lots = tuple(self._lots())
        return Transcription(
            entity=shown(row.value("entity", ALL)),
            period=year.reported_in.label(self.lang),
            edition=self.say(self.edition.title),
            verdict=self.filing.verdict,
            lang=self.lang,
            totals=self.terms.all(),
            lines=tuple(self._lines()),
            within=self._within(),
            instruments=tuple(self._instruments()),
            lots=lots,
            lot_total=_summed(self.say(_WHOLE), lots) if len(lots) > 1 else None,
            retired_here=_stated([u.value("t", ALL) for u in self._uses()]),
            points=tuple(self._points()),
            doubts=tuple(self._doubts()),
        )

    # -- fields --------------------------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Line]:
        for field in self.edition.fields:
            best = max((b.confidence for b in field.basis), default=Confidence.UNCONFIRMED)
            yield Line(
                self.say(field.form),
                field.table or self.say(_NO_TABLE),
                self.say(field.title),
                self.values[field.value],
                self.derived[field.value].unit or "",
                self.terms.sources(field.basis),
                w.confidence_word(cast("ConfidenceWord", best.word), self.lang),
            )

    def _within(self) -> str | None:
        field = next((f for f in self.edition.fields if f.value == "domestic_t"), None)
        if field is None:
            return None
        low, high = less(self.values["el_usable_t"], less(ZERO, self.values["ht_usable_t"]))
        if high == 0:
            return None
        against = Interval(at_least=low, at_most=high)
        return self.say(_WITHIN, field=self.say(field.title), t=w.short_interval(against, self.lang))

    # -- instruments ---------------------------------------------------------------------------------------------------

    def _uses(self) -> Iterator[Row]:
        entity, year = self.filing.row.value("entity", ALL), self.filing.row.value("period", ALL)
        for use in self.judged.world.rows["use"]:
            if use.value("purpose", ALL) != "shk" or use.value("scope.period", ALL) != year:
                continue
            if same_party(use.value("scope.entity", ALL), entity) is not False:
                yield use

    def _instruments(self) -> Iterator[Instrument]:
        groups: dict[str, list[Row]] = {}
        for use in self._uses():
            groups.setdefault(_kind_of(use), []).append(use)
        for row in self.judged.world.rows["certificate"]:
            if row.parent is self.filing.row and row.value("kind", ALL) is not None:
                groups.setdefault(row.value("kind", ALL), []).append(row)
        for kind, (counted, left) in _COUNTED.items():
            if kind not in groups:
                continue
            rows = groups[kind]
            stated = _stated([r.value("t", ALL) for r in rows])
            used = self.values[counted] if counted is not None else ZERO
            if kind == "open":  # its tonnes may count with any kind
                used = (Decimal(0), stated)
            elif "open" in groups and stated is not None:
                used = (used[0], stated if used[1] is None else min(used[1], stated))
            acts = [r.link("retirement") if r.table == "use" else r for r in rows]
            day, number = ("completed_on", "notice") if rows[0].table == "use" else ("used_on", "number")
            yield Instrument(
                self.say(_KINDS[kind]),
                w.listing(list(dict.fromkeys(self._programme(r) for r in rows)), self.lang),
                tuple(dict.fromkeys(s for r in rows if r.table == "use" for s in _serials_of(r))),
                _stated_texts(acts, day),
                tuple(n for n in _stated_texts(acts, number) if n),
                stated,
                used,
                self.values[left] if left is not None and self._capped(counted) else None,
                (Decimal(0), None) if stated is None else less((stated, stated), used),
            )

    def _capped(self, counted: str | None) -> bool:
        """Whether the edition cuts a kind off at a cap, and does not only pass its number on."""
        return counted is not None and not isinstance(self.derived[counted].node, Ref)

    def _programme(self, row: Row) -> str:
        if row.table != "use":
            return self.say(_KINDS[row.value("kind", ALL)])
        return w.value_text("project.programme", _programme(row), self.lang)

    # -- roll-forward --------------------------------------------------------------------------------------------------

    def _lots(self) -> Iterator[LotLine]:
        for row in self.judged.world.rows["lot"]:
            if row.parent is not self.filing.row:
                continue
            opening, acquired, transferred, retired, closing = (
                row.value(p, ALL)
                for p in ("opening_t", "acquired_t", "transferred_t", "retired_t", "closing_t")
            )
            known = None not in (opening, acquired, transferred, retired)
            first, last = row.value("serials.first", ALL), row.value("serials.last", ALL)
            named = [
                w.value_text(f"lot.{p}", str(row.value(p, ALL)), self.lang)
                for p in ("programme", "origin") if row.value(p, ALL) is not None
            ]  # fmt: skip
            yield LotLine(
                " ".join(named) or "-",
                f"{first}～{last}" if first and last else "",
                opening,
                acquired,
                transferred,
                retired,
                closing,
                opening + acquired - transferred - retired if known else None,
            )

    # -- what is open --------------------------------------------------------------------------------------------------

    def _points(self) -> Iterator[Point]:
        """Rules on the report and its uses that fail or stay open, one for all rows that get the same message."""
        rows: set[Any] = {self.filing.row, *self._uses()}
        for use in self._uses():
            rows |= {use.link("retirement"), use.link("credit")}
            credit = use.link("credit")
            if credit is not None:
                rows |= {credit.link("project"), credit.link("issuance")}
        grouped: dict[tuple[str, Verdict, str], tuple[Outcome, Finding, list[str]]] = {}
        for outcome in self.judged.outcomes:
            if outcome.row not in rows or "shk" not in outcome.rule.purposes or not _tells(outcome):
                continue
            finding = self.builder.finding(outcome)
            key = (finding.rule, finding.verdict, finding.message)
            held = grouped.setdefault(key, (outcome, finding, []))
            if outcome.row.table != "filing":
                held[2].append(finding.subject.label)
        for outcome, finding, subjects in sorted(
            grouped.values(),
            key=lambda g: (g[0].rule.severity is not Severity.BLOCKING, g[0].verdict is not Verdict.FAIL),
        ):
            yield Point(
                outcome.verdict, outcome.rule.id, self.say(outcome.rule.title), tuple(dict.fromkeys(subjects)), finding.message,
                finding.remedy or "", tuple(dict.fromkeys(m.label for m in finding.missing)),
                outcome.rule.severity is Severity.BLOCKING,
            )  # fmt: skip

    def _doubts(self) -> Iterator[str]:
        """Reports that may be of one entity, and amounts and factors that look like a slip of the unit."""
        mine = self.filing.row
        if mine.value("told_apart", ALL) is None and any(
            other is not mine and all(other.value(p, ALL) == mine.value(p, ALL) for p in ("scheme", "period"))
            for other in self.judged.world.rows["filing"]
        ):
            yield self.say(_OTHER_REPORT)
        for row in self.judged.world.rows["source"]:
            kind = row.value("kind", ALL)
            if row.parent is not self.filing.row or kind not in _HIGH_FACTORS:
                continue
            name = row.value("name", ALL) or w.value_text("source.kind", kind, self.lang)
            amount = row.value("quantity", ALL)
            if (
                kind == "electricity"
                and amount is not None
                and not _LITTLE_POWER <= amount < _MUCH_POWER
                and amount > 0
            ):
                yield self.say(_DOUBT_AMOUNT, name=name, q=w.number(amount), kwh=w.number(amount * 1000))
            for path in ("factor_basic", "factor_adjusted"):
                factor = row.value(path, ALL)
                if factor is not None and factor > _HIGH_FACTORS[kind]:
                    yield self.say(_DOUBT_FACTOR, name=name, q=w.number(factor), unit=_UNITS[kind])
                    break


def _tells(outcome: Outcome) -> bool:
    """Whether a rule says something to act on: blocking ones not met; others that fail, or that hang on the law alone."""
    if outcome.verdict not in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.ERROR):
        return False
    if outcome.rule.severity is Severity.BLOCKING or outcome.verdict is not Verdict.UNKNOWN:
        return True
    return bool(outcome.missing) and all(m.reason is Reason.LAW_OPEN for m in outcome.missing)


def _kind_of(use: Row) -> str:
    """Which line of the report a use belongs to: what a domestic credit counts as is open while its class is."""
    programme = _programme(use)
    if programme == "JCM":
        return "jcm"
    if programme not in ("J-Credit", "国内クレジット", "J-VER"):
        return "other"
    return str(use.value("shk_class", ALL) or "open")


def _programme(use: Row) -> str:
    credit = use.link("credit")
    project = credit.link("project") if credit is not None else None
    return shown(project.value("programme", ALL)) if project is not None else "?"


def _stated_texts(rows: Sequence[Row | None], path: str) -> tuple[str, ...]:
    """What some rows state of a fact, each text once; an empty one where a row states nothing."""
    values = [row.value(path, ALL) for row in rows if row is not None]
    return tuple(dict.fromkeys("" if value is None else shown(value) for value in values))


def _serials_of(use: Row) -> Iterator[str]:
    """The serials of a use: those of the notice's blocks of its credit, else those of the credit."""
    retirement, credit = use.link("retirement"), use.link("credit")
    blocks = [
        b
        for b in use.members("block")
        if b.parent is retirement and (b.links.get("credit") is credit or b.links.get("credit") is None)
    ]
    for row in blocks or ([credit] if credit is not None else []):
        first, last = row.value("serials.first", ALL), row.value("serials.last", ALL)
        if first is not None and last is not None:
            yield f"{first}～{last}"


def _stated(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of what is stated; None where one of them is not."""
    known = [v for v in values if v is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _summed(label: str, lots: Sequence[LotLine]) -> LotLine:
    """All holdings together."""
    return LotLine(
        label,
        "",
        *(
            _stated([getattr(lot, f) for lot in lots])
            for f in ("opening_t", "acquired_t", "transferred_t", "retired_t", "closing_t", "worked_out_t")
        ),
    )
