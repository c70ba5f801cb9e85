"""What a reporter copies into the forms (転記表): the totals term by term, the fields, the instruments, the roll-forward."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, cast

from offsetcheck.engine.judge import FilingOutcome, Judged, hull
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.world import ALL, Row, shown
from offsetcheck.report import wording as w
from offsetcheck.report.model import Interval
from offsetcheck.report.wording import Confidence as ConfidenceWord
from offsetcheck.rulebook.book import Basis, Confidence, Derivation, Edition, Rulebook
from offsetcheck.rulebook.language import Arith, Const, Named, Node, Reading, Ref, Unary, walk

__all__ = ["Instrument", "Line", "LotLine", "Term", "Total", "Transcription", "transcribe"]

#: The two totals of a report, and the numbers before fractions are treated, which show what they are made of.
_TOTALS: Final = (("basic_t", "basic_exact_t"), ("adjusted_t", "adjusted_exact_t"))


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a total: its sign, its value, and the numbers it is worked out from."""

    sign: str
    label: str
    value: Bounds
    unit: str
    basis: str
    confidence: str
    parts: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A total with its terms, and its value under each open reading where they tell it apart."""

    label: str
    value: Bounds
    before_rounding: Bounds
    unit: str
    terms: tuple[Term, ...]
    by_reading: tuple[tuple[str, Bounds], ...]

    @property
    def between(self) -> Decimal | None:
        """The tonnes between the lowest and the highest value, where both are known."""
        low, high = self.value
        return None if low is None or high is None else high - low


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a form with what is written into it."""

    form: str
    table: str
    field: str
    value: Bounds
    unit: str
    basis: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """All units of one kind that the report uses: a line to copy."""

    kind: str
    units: str
    serials: tuple[str, ...]
    days: tuple[str, ...]
    stated_t: Decimal | None
    counted: Bounds
    cap_left: Bounds | None
    unused: Bounds | None


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
class Transcription:
    """Everything that is copied into one report."""

    entity: str
    period: str
    edition: str
    verdict: Verdict
    lang: Lang
    totals: tuple[Total, ...]
    lines: tuple[Line, ...]
    instruments: tuple[Instrument, ...]
    lots: tuple[LotLine, ...]
    lot_total: LotLine | None
    usable: Bounds | None
    open_points: tuple[str, ...]
    """What keeps the report from passing: failed and open rules, in words."""


_KINDS: Final[dict[str, Text]] = {
    "electricity": Text("再エネ電力由来のJ-クレジット", "J-Credits of renewable electricity"),
    "heat": Text("再エネ熱由来のJ-クレジット", "J-Credits of renewable heat"),
    "credit": Text("その他のJ-クレジット", "other J-Credits"),
    "jcm": Text("JCMクレジット", "JCM credits"),
    "other": Text("その他のクレジット", "other units"),
    "non_fossil": Text("非化石証書", "non-fossil certificates"),
    "green_electricity": Text("グリーン電力証書", "green electricity certificates"),
    "green_heat": Text("グリーン熱証書", "green heat certificates"),
}
_NO_TABLE: Final = Text("未確認", "not confirmed")
_WHOLE: Final = Text("計", "Total")
_ZERO: Final[Bounds] = (Decimal(0), Decimal(0))


def transcribe(judged: Judged, filing: FilingOutcome, rulebook: Rulebook, lang: Lang) -> Transcription:
    """What is copied into the forms of one report of a judged claim."""
    return _Transcriber(judged, filing, rulebook, lang).all()


class _Transcriber:
    def __init__(self, judged: Judged, filing: FilingOutcome, rulebook: Rulebook, lang: Lang) -> None:
        self.judged = judged
        self.filing = filing
        self.rulebook = rulebook
        self.lang: Lang = lang
        self.edition: Edition = filing.edition
        self.values = dict(filing.terms)
        self.derived = {d.name: d for d in self.edition.derivations if d.table == "filing"}

    def say(self, text: Text) -> str:
        return text.in_(self.lang)

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
            totals=tuple(self._total(a, b) for a, b in _TOTALS if a in self.derived and b in self.derived),
            lines=tuple(self._lines()),
            instruments=tuple(self._instruments()),
            lots=lots,
            lot_total=_summed(self.say(_WHOLE), lots) if len(lots) > 1 else None,
            usable=self.values.get("usable_t"),
            open_points=tuple(self._open_points()),
        )

    # -- totals --------------------------------------------------------------------------------------------------------

    def _total(self, name: str, exact: str) -> Total:
        derivation = self.derived[name]
        return Total(
            self.say(derivation.title),
            self.values[name],
            self.values[exact],
            derivation.unit or "",
            tuple(self._terms(self.derived[exact].node)),
            tuple(self._by_reading(name)),
        )

    def _terms(self, node: Node) -> Iterator[Term]:
        """The terms that a sum is made of, each with its sign."""
        for sign, part in _flat(node, "+"):
            if isinstance(part, Ref) and part.derived and part.path in self.derived:
                yield self._term(sign, self.derived[part.path])

    def _term(self, sign: str, derivation: Derivation, depth: int = 0) -> Term:
        used = dict.fromkeys(
            p.path
            for p in walk(derivation.node)
            if isinstance(p, Ref) and p.derived and p.table == "filing" and p.path in self.derived
        )
        parts = tuple(self._term("", self.derived[n], depth + 1) for n in used) if depth < 1 else ()
        basis, confidence = self._cited(derivation.basis)
        return Term(
            sign, self.say(derivation.title), self.values[derivation.name], derivation.unit or "", basis, confidence, parts
        )  # fmt: skip

    def _by_reading(self, name: str) -> Iterator[tuple[str, Bounds]]:
        """A total under each reading, where not all give the same: readings that make no difference to it are left out."""
        found = [(dict(options), dict(terms)[name]) for options, terms in self.filing.by_reading]
        if len({b for _, b in found}) < 2:
            return
        deciding = [
            r
            for r in (found[0][0] if found else {})
            if any(
                a[1] != b[1]
                for a in found
                for b in found
                if all(a[0][k] == b[0][k] for k in a[0] if k != r) and a[0][r] != b[0][r]
            )
        ]
        sets = {r.id: r for r in self.edition.readings}
        merged: dict[tuple[tuple[str, str], ...], Bounds] = {}
        for options, bounds in found:
            key = tuple((r, options[r]) for r in deciding)
            merged[key] = hull(merged[key], bounds) if key in merged else bounds
        for key, bounds in merged.items():
            words = [
                self.say(next(o.label for o in sets[r].options if o.option == option)) for r, option in key
            ]
            yield w.listing(words, self.lang), bounds

    # -- fields --------------------------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Line]:
        for field in self.edition.fields:
            basis, confidence = self._cited(field.basis)
            yield Line(
                self.say(field.form),
                field.table or self.say(_NO_TABLE),
                self.say(field.title),
                self.values[field.value],
                self.derived[field.value].unit or "",
                basis,
                confidence,
            )

    def _cited(self, basis: Sequence[Basis]) -> tuple[str, str]:
        """The documents behind a number with what they say, and how sure the strongest of them is."""
        words = []
        for one in basis:
            title = self.say(self.rulebook.documents[one.document].title)
            note = one.note or one.derived
            words.append(title + (w.in_brackets(self.say(note), self.lang) if note else ""))
        best = max((b.confidence for b in basis), default=Confidence.UNCONFIRMED)
        return w.listing(words, self.lang), w.confidence_word(cast("ConfidenceWord", best.word), self.lang)

    # -- instruments ---------------------------------------------------------------------------------------------------

    def _uses(self) -> Iterator[Row]:
        entity, year = self.filing.row.value("entity", ALL), self.filing.row.value("period", ALL)
        for use in self.judged.world.rows["use"]:
            if use.value("purpose", ALL) != "shk" or use.value("scope.period", ALL) != year:
                continue
            if same_party(use.value("scope.entity", ALL), entity) is not False:
                yield use

    def _instruments(self) -> Iterator[Instrument]:
        eligible = {u.row: u.eligible for u in self.judged.uses}
        groups: dict[str, list[Row]] = {}
        for use in self._uses():
            groups.setdefault(_kind_of(use), []).append(use)
        for kind in ("electricity", "heat", "credit", "jcm", "other"):
            if kind not in groups:
                continue
            uses = groups[kind]
            acts = [r for u in uses if (r := u.link("retirement")) is not None]
            yield Instrument(
                self.say(_KINDS[kind]),
                w.listing(list(dict.fromkeys(_programme(u) for u in uses)), self.lang),
                tuple(dict.fromkeys(s for u in uses for s in _serials_of(u))),
                tuple(dict.fromkeys(shown(r.value("completed_on", ALL)) for r in acts)),
                _stated([u.value("t", ALL) for u in uses]),
                _sum(eligible.get(u, (Decimal(0), None)) for u in uses),
                *self._capped(kind),
            )
        certificates: dict[str, list[Row]] = {}
        for row in self.judged.world.rows["certificate"]:
            if row.parent is self.filing.row and row.value("kind", ALL) is not None:
                certificates.setdefault(row.value("kind", ALL), []).append(row)
        for kind, rows in certificates.items():
            stated = _stated([r.value("t", ALL) for r in rows])
            numbers = [r.value("number", ALL) for r in rows]
            yield Instrument(
                self.say(_KINDS[kind]),
                self.say(_KINDS[kind]),
                tuple(n for n in numbers if n is not None),
                tuple(dict.fromkeys(shown(r.value("used_on", ALL)) for r in rows)),
                stated,
                (stated, stated) if stated is not None else (Decimal(0), None),
                *self._capped("heat" if kind == "green_heat" else "electricity"),
            )

    def _capped(self, kind: str) -> tuple[Bounds | None, Bounds | None]:
        """What is left of the cap on a kind, and what of the kind is left unused; None where there is no cap."""
        short = {"electricity": "el", "heat": "ht"}.get(kind)
        if short is None:
            return None, None
        return self.values.get(f"{short}_left_t"), self.values.get(f"{short}_excess_t")

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
            yield LotLine(
                shown(row.value("programme", ALL)),
                f"{first} – {last}" if first and last else "",
                opening,
                acquired,
                transferred,
                retired,
                closing,
                opening + acquired - transferred - retired if known else None,
            )

    # -- what is open --------------------------------------------------------------------------------------------------

    def _open_points(self) -> Iterator[str]:
        """The blocking rules on the report and its uses that fail or stay open, by title."""
        rows: set[Any] = {self.filing.row, *self._uses()}
        for use in self._uses():
            rows |= {use.link("retirement"), use.link("credit")}
            credit = use.link("credit")
            if credit is not None:
                rows |= {credit.link("project"), credit.link("issuance")}
        seen: set[str] = set()
        for outcome in self.judged.outcomes:
            if outcome.row not in rows or outcome.verdict not in (
                Verdict.FAIL,
                Verdict.UNKNOWN,
                Verdict.ERROR,
            ):
                continue
            if outcome.rule.severity.value != "blocking" or outcome.rule.id in seen:
                continue
            if not {"shk"} & set(outcome.rule.purposes):
                continue
            seen.add(outcome.rule.id)
            word = w.verdict_word(outcome.verdict, self.lang)
            yield f"{word} {outcome.rule.id} {self.say(outcome.rule.title)}"


def _flat(node: Node, sign: str) -> Iterator[tuple[str, Node]]:
    """The operands of nested sums and differences with their signs."""
    other = "-" if sign == "+" else "+"
    match node:
        case Named():
            yield from _flat(node.item, sign)
        case Arith(op="+"):
            yield from _flat(node.left, sign)
            yield from _flat(node.right, sign)
        case Arith(op="-"):
            yield from _flat(node.left, sign)
            yield from _flat(node.right, other)
        case Unary(op="-"):
            yield from _flat(node.item, other)
        case Const() | Reading():
            return
        case _:
            yield sign, node


def _kind_of(use: Row) -> str:
    """Which line of the report a use belongs to."""
    programme = _programme(use)
    if programme == "JCM":
        return "jcm"
    if programme not in ("J-Credit", "国内クレジット", "J-VER"):
        return "other"
    return str(use.value("shk_class", ALL) or "credit")


def _programme(use: Row) -> str:
    credit = use.link("credit")
    project = credit.link("project") if credit is not None else None
    return shown(project.value("programme", ALL)) if project is not None else "?"


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
            yield f"{first} – {last}"


def _stated(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum of what is stated; None where one of them is not."""
    known = [v for v in values if v is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _sum(bounds: Any) -> Bounds:
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    for a, b in bounds:
        low = None if low is None or a is None else low + a
        high = None if high is None or b is None else high + b
    return low, high


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


def shown_value(bounds: Bounds, lang: Lang, unit: str) -> str:
    """A number as the sheets show it, an interval where it is not known exactly."""
    return w.short_interval(Interval(at_least=bounds[0], at_most=bounds[1]), lang, unit)
