"""The totals of a report term by term: what each is made of, with signs, parts and clauses, so that the sums tie out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, cast

from offsetcheck.engine.judge import FilingOutcome, hull
from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report import wording as w
from offsetcheck.report.model import BasisShown, Interval, TermShown, TotalShown
from offsetcheck.report.wording import Confidence as ConfidenceWord
from offsetcheck.rulebook.book import Basis, Confidence, Derivation, Edition
from offsetcheck.rulebook.language import Arith, Const, Named, Node, Reading, Ref, Unary, walk

__all__ = ["ZERO", "Term", "TermByTerm", "Total", "how_sure", "in_the_law", "less", "lines_of"]

#: The two totals of a report, and the numbers before fractions are treated, which show what they are made of.
_TOTALS: Final = (("basic_t", "basic_exact_t"), ("adjusted_t", "adjusted_exact_t"))
_HELD: Final = Text("上限を超え、充てられない量", "Beyond the cap, and not deducted")
ZERO: Final[Bounds] = (Decimal(0), Decimal(0))


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a total: its sign, its value, and the numbers it is worked out from."""

    sign: str
    """`+` or `-`; empty where the number is no part of a sum."""
    label: str
    value: Bounds
    unit: str
    basis: tuple[BasisShown, ...]
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
    rounding: tuple[BasisShown, ...]
    """The clause by which fractions are treated."""
    rounding_confidence: str
    """How sure that clause is, in words; empty where there is none."""

    def shown(self) -> TotalShown:
        """The total as the report object holds it."""
        return TotalShown(
            label=self.label, value=_interval(self.value), before_rounding=_interval(self.before_rounding), unit=self.unit,
            terms=tuple(_shown(self.terms, 1)), by_reading={text: _interval(b) for text, b in self.by_reading},
            rounding=self.rounding, rounding_confidence=self.rounding_confidence,
        )  # fmt: skip

    @property
    def between(self) -> Decimal | None:
        """The tonnes between the lowest and the highest value, where both are known."""
        low, high = self.value
        return None if low is None or high is None else high - low


class TermByTerm:
    """Takes the totals of one report apart, by the trees of its edition."""

    def __init__(self, filing: FilingOutcome, basis: Callable[[None, Basis], BasisShown], lang: Lang) -> None:
        self.filing = filing
        self.basis = basis
        self.lang: Lang = lang
        self.edition = filing.edition
        self.values = dict(filing.terms)
        self.derived = {d.name: d for d in self.edition.derivations if d.table == "filing"}

    def say(self, text: Text) -> str:
        """A text in the reader's language."""
        return w.say(text, self.lang)

    def all(self) -> tuple[Total, ...]:
        """Every total that the edition derives."""
        return tuple(self._total(a, b) for a, b in _TOTALS if a in self.derived and b in self.derived)

    def shown(self) -> tuple[TotalShown, ...]:
        """The totals as the report object holds them."""
        return tuple(t.shown() for t in self.all())

    def _total(self, name: str, exact: str) -> Total:
        derivation = self.derived[name]
        fractions = [b for basis in in_the_law(derivation, self.edition) for b in basis]
        return Total(
            self.say(derivation.title),
            self.values[name],
            self.values[exact],
            derivation.unit or "",
            tuple(self._term(sign, part) for sign, part in self._signed(self.derived[exact].node, "+") or ()),
            tuple(self.by_reading(name)),
            self._shown_basis(fractions),
            how_sure([fractions], self.lang) if fractions else "",
        )

    def _signed(self, node: Node, sign: str) -> list[tuple[str, Derivation]] | None:
        """The numbers a sum is made of, each with its sign; None where the node is no plain sum.

        A limit from below (`max2`) is looked through: it shows as a part of its own where it bites. Of candidate readings
        the first is taken: they differ in limits, not in what is added up.
        """
        other = "-" if sign == "+" else "+"
        match node:
            case Named():
                return self._signed(node.item, sign)
            case Reading():
                return self._signed(node.options[0][1], sign)
            case Const():
                return []
            case Unary(op="-"):
                return self._signed(node.item, other)
            case Arith(op="max2"):
                return self._signed(node.right if isinstance(node.left, Const) else node.left, sign)
            case Arith(op="+" | "-" as op):
                left = self._signed(node.left, sign)
                right = self._signed(node.right, sign if op == "+" else other)
                return None if left is None or right is None else [*left, *right]
            case Ref() if node.derived and node.table == "filing" and node.path in self.derived:
                return [(sign, self.derived[node.path])]
        return None

    def _term(self, sign: str, derivation: Derivation, depth: int = 0) -> Term:
        value = self.values[derivation.name]
        unit = derivation.unit or ""
        parts: list[Term] = []
        if depth < 1:
            signed = self._signed(derivation.node, "+")
            used = dict.fromkeys(
                p.path for p in walk(derivation.node)
                if isinstance(p, Ref) and p.derived and p.table == "filing" and p.path in self.derived
            )  # fmt: skip
            chosen = [("", self.derived[n]) for n in used] if signed is None else signed
            parts = [self._term(s, d, depth + 1) for s, d in chosen]
            held = less(value, _added(parts)) if signed else ZERO
            if held[0] is not None and held[0] == held[1] and held != ZERO:
                parts.append(Term("+", self.say(_HELD), held, unit, (), ""))
        return Term(
            sign, self.say(derivation.title), value, unit, self._shown_basis(derivation.basis),
            how_sure([derivation.basis], self.lang), tuple(parts),
        )  # fmt: skip

    def by_reading(self, name: str) -> Iterator[tuple[str, Bounds]]:
        """A number under each reading, where not all give the same: readings that make no difference to it are left out."""
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

    def sources(self, basis: Iterable[Basis]) -> tuple[str, ...]:
        """The clauses behind a number: document, section, issuer, how well it is known, and what it says."""
        return lines_of(self._shown_basis(basis), self.lang)

    def _shown_basis(self, basis: Iterable[Basis]) -> tuple[BasisShown, ...]:
        return tuple(self.basis(None, one) for one in basis)


def in_the_law(derivation: Derivation, edition: Edition) -> tuple[tuple[Basis, ...], ...]:
    """The clauses of each number of the law that a derivation names."""
    named = {part.name for part in walk(derivation.node) if isinstance(part, Const)}
    return tuple(p.basis for p in edition.parameters if p.name in named)


def how_sure(behind: Iterable[Sequence[Basis]], lang: Lang) -> str:
    """In words: of each group of clauses the strongest counts, of the groups the weakest."""
    best = (max((b.confidence for b in basis), default=Confidence.UNCONFIRMED) for basis in behind)
    return w.confidence_word(cast("ConfidenceWord", min(best).word), lang)


def lines_of(basis: Iterable[BasisShown], lang: Lang) -> tuple[str, ...]:
    """Each clause in a line, with what it says."""
    found = [f"{w.basis_line(b, lang)}{f' {b.note}' if b.note else ''}" for b in basis]
    return tuple(dict.fromkeys(found))


def _interval(bounds: Bounds) -> Interval:
    return Interval(at_least=bounds[0], at_most=bounds[1])


def _shown(terms: Sequence[Term], level: int) -> Iterator[TermShown]:
    for term in terms:
        yield TermShown(
            level=level, sign=term.sign, label=term.label, value=_interval(term.value), unit=term.unit, basis=term.basis,
            confidence=term.confidence,
        )  # fmt: skip
        yield from _shown(term.parts, level + 1)


def _added(terms: Sequence[Term]) -> Bounds:
    """The sum of terms by their signs."""
    total: Bounds = ZERO
    for term in terms:
        total = less(total, term.value) if term.sign == "-" else less(total, less(ZERO, term.value))
    return total


def less(a: Bounds, b: Bounds) -> Bounds:
    """The difference of two intervals."""
    low = None if a[0] is None or b[1] is None else a[0] - b[1]
    high = None if a[1] is None or b[0] is None else a[1] - b[0]
    return low, high
