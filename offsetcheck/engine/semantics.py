"""The executable semantics of the expression language: Kleene truth, exact decimals, intervals (laws 1, 3 and 4).

`compiled(node, scope)` turns a checked tree into a function of a frame. A boolean is True, False or None (unknown); a
number is a pair (at least, at most), None standing for unbounded; a date, text, party, year or list is its value or
None. Every operator here is monotone; the tests prove it by exhaustive truth table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Context, Decimal
from itertools import chain, combinations
from typing import Any, Protocol

from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.periods import add_months, last_due
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.rulebook.language import (
    And,
    Arith,
    Cap,
    Compare,
    Const,
    DateAdd,
    DatePart,
    Exists,
    Has,
    In,
    LastDue,
    Length,
    ListCall,
    Named,
    Node,
    Not,
    Or,
    Reading,
    Ref,
    Switch,
    TextTest,
    Unary,
    YearDay,
)

Truth = bool | None
Bounds = tuple[Decimal | None, Decimal | None]
UNBOUNDED: Bounds = (None, None)

#: Decimal arithmetic that never rounds silently: the static widths keep every result inside 38 digits. Plain operators
#: would round to 28, and rounding down would make a zero sum print as -0.
EXACT = Context(prec=60)


class Row(Protocol):
    """A row as an expression sees it."""

    id: str

    def value(self, path: str, run: int) -> Any:
        """The settled value of a fact in a run, or None."""

    def link(self, field: str) -> Row | None:
        """The row that a reference names, or None."""

    def members(self, table: str) -> Sequence[Row]:
        """All rows of a table of the same claim."""

    def complete(self, name: str, run: int) -> bool:
        """Whether a list of this row is declared complete."""

    def judgement(self, name: str, run: int) -> Truth:
        """A human judgement about this row."""


class Scope(Protocol):
    """What a tree may name beyond its rows: derived values, the day of judgement, chosen readings, lifted caps."""

    as_of: date

    def derived(self, row: Row, table: str, path: str, run: int) -> Any:
        """A derived value of a row."""

    def choice(self, reading: str) -> str:
        """The option chosen for a reading in the present pass."""

    def lifted(self, name: str) -> bool:
        """Whether a user has confirmed the clause behind a cap."""


@dataclass(slots=True)
class Frame:
    """Where an expression is evaluated: a row, the row outside a list function, the run and the scope."""

    row: Row
    run: int
    scope: Scope
    outer: Row | None = None


Function = Callable[[Frame], Any]


# -- Kleene ------------------------------------------------------------------------------------------------------------


def kleene_and(values: Iterable[Truth]) -> Truth:
    """False if any is false, else unknown if any is unknown, else true."""
    unknown = False
    for value in values:
        if value is False:
            return False
        unknown = unknown or value is None
    return None if unknown else True


def kleene_or(values: Iterable[Truth]) -> Truth:
    """True if any is true, else unknown if any is unknown, else false."""
    unknown = False
    for value in values:
        if value is True:
            return True
        unknown = unknown or value is None
    return None if unknown else False


def kleene_not(value: Truth) -> Truth:
    """True and false change places; unknown stays."""
    return None if value is None else not value


# -- intervals ---------------------------------------------------------------------------------------------------------


def compare_bounds(op: str, a: Bounds, b: Bounds) -> Truth:
    """Compare two intervals: decided only where every pair of their values agrees."""
    (al, ah), (bl, bh) = a, b
    match op:
        case ">=":
            if al is not None and bh is not None and al >= bh:
                return True
            return False if ah is not None and bl is not None and ah < bl else None
        case ">":
            if al is not None and bh is not None and al > bh:
                return True
            return False if ah is not None and bl is not None and ah <= bl else None
        case "<=":
            return compare_bounds(">=", b, a)
        case "<":
            return compare_bounds(">", b, a)
        case "=":
            if al is not None and al == ah == bl == bh:
                return True
            apart = (ah is not None and bl is not None and ah < bl) or (
                bh is not None and al is not None and bh < al
            )
            return False if apart else None
        case _:
            return kleene_not(compare_bounds("=", a, b))


def add_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The sum of two intervals."""
    low = None if a[0] is None or b[0] is None else EXACT.add(a[0], b[0])
    high = None if a[1] is None or b[1] is None else EXACT.add(a[1], b[1])
    return low, high


def negate_bounds(a: Bounds) -> Bounds:
    """The interval mirrored at zero."""
    return (None if a[1] is None else EXACT.minus(a[1])), (None if a[0] is None else EXACT.minus(a[0]))


def multiply_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The product of an interval and a point (the checker sees to it that one factor is a point)."""
    if a[0] is not None and a[0] == a[1]:
        k, other = a[0], b
    elif b[0] is not None and b[0] == b[1]:
        k, other = b[0], a
    else:
        return UNBOUNDED
    low, high = other if k >= 0 else (other[1], other[0])
    return (
        None if low is None else EXACT.fma(k, low, Decimal(0)),
        None if high is None else EXACT.fma(k, high, Decimal(0)),
    )


def min_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The smaller of two: bounded above by either bound, below only by both."""
    low = None if a[0] is None or b[0] is None else min(a[0], b[0])
    if a[1] is None or b[1] is None:
        return low, (b[1] if a[1] is None else a[1])
    return low, min(a[1], b[1])


def max_bounds(a: Bounds, b: Bounds) -> Bounds:
    """The larger of two: bounded below by either bound, above only by both."""
    return negate_bounds(min_bounds(negate_bounds(a), negate_bounds(b)))


def abs_bounds(a: Bounds) -> Bounds:
    """The magnitude of an interval."""
    low, high = a
    if low is not None and low >= 0:
        return a
    if high is not None and high <= 0:
        return negate_bounds(a)
    return Decimal(0), None if low is None or high is None else max(EXACT.minus(low), high)


def floor_bounds(a: Bounds) -> Bounds:
    """Both bounds brought down to whole units."""
    low, high = (
        None if v is None else v.quantize(Decimal(1), rounding=ROUND_FLOOR, context=EXACT) for v in a
    )
    return low, high


def sum_bounds(rows: Iterable[tuple[Truth, Bounds]], complete: bool, signed: bool) -> Bounds:
    """The sum over the rows that belong (law 4): unsure rows widen it, an open list or a missing number unbounds it."""
    low: Decimal | None = Decimal(0)
    high: Decimal | None = Decimal(0)
    zero = Decimal(0)
    for truth, (v_low, v_high) in rows:
        if truth is False:
            continue
        if v_low is None and not signed:
            v_low = zero
        if truth is None:
            v_low = None if v_low is None else min(v_low, zero)
            v_high = None if v_high is None else max(v_high, zero)
        low = None if low is None or v_low is None else EXACT.add(low, v_low)
        high = None if high is None or v_high is None else EXACT.add(high, v_high)
    if not complete:
        high = None
        if signed:
            low = None
    return low, high


# -- lists -------------------------------------------------------------------------------------------------------------


def any_of(rows: Iterable[Truth], complete: bool) -> Truth:
    """True if one row is true; false only over a complete list (law 3)."""
    found = kleene_or(rows)
    return None if found is False and not complete else found


def all_same(rows: Sequence[tuple[Truth, Any]], complete: bool) -> Truth:
    """False if two sure rows differ; true only if all possible rows of a complete list are pairwise the same."""
    # Values are compared once each: a thousand rows hold few, and this is asked for every row.
    sure = dict.fromkeys(v for t, v in rows if t is True)
    if any(same_value(a, b) is False for a, b in combinations(sure, 2)):
        return False
    if not complete:
        return None
    possible = [v for t, v in rows if t is not False]
    values = dict.fromkeys(possible)
    pairs = chain(((v, v) for v in values if len(possible) > 1), combinations(values, 2))
    return True if all(same_value(a, b) is True for a, b in pairs) else None


def same_value(a: Any, b: Any) -> Truth:
    """Whether two values are the same; parties by law 14."""
    if a is None or b is None:
        return None
    if isinstance(a, Party):
        return same_party(a, b)
    return bool(a == b)


# -- compilation ---------------------------------------------------------------------------------------------------------

_FLIP: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: bool(a == b),
    "<>": lambda a, b: bool(a != b),
    "<": lambda a, b: bool(a < b),
    "<=": lambda a, b: bool(a <= b),
    ">": lambda a, b: bool(a > b),
    ">=": lambda a, b: bool(a >= b),
}


def reach_row(frame: Frame, node: Ref | Exists) -> Row | None:
    """The row that a reference leads to, or None where a link is missing."""
    row: Row | None = frame.outer if getattr(node, "outer", False) and frame.outer is not None else frame.row
    for hop in node.hops:
        if row is None:
            return None
        row = row.link(hop)
    return row


def compiled(node: Node) -> Function:
    """The function that evaluates a node in a frame."""
    match node:
        case Const():
            return _const(node)
        case Ref():
            return _ref(node)
        case Exists():
            return lambda f: True if reach_row(f, node) is not None else None
        case And():
            items = [compiled(i) for i in node.items]
            return lambda f: kleene_and(i(f) for i in items)
        case Or():
            items = [compiled(i) for i in node.items]
            return lambda f: kleene_or(i(f) for i in items)
        case Not():
            item = compiled(node.item)
            return lambda f: kleene_not(item(f))
        case Compare():
            return _compare(node)
        case In():
            item, values = compiled(node.item), frozenset(node.values)
            return lambda f: None if (v := item(f)) is None else v in values
        case Arith():
            left, right, op = compiled(node.left), compiled(node.right), _ARITH[node.op]
            return lambda f: op(left(f), right(f))
        case Unary():
            item, one = compiled(node.item), _UNARY[node.op]
            return lambda f: one(item(f))
        case DateAdd():
            return _date_add(node)
        case DatePart():
            return _date_part(node)
        case YearDay():
            item, first = compiled(node.item), node.edge == "first"
            return lambda f: None if (y := item(f)) is None else (y.first_day if first else y.last_day)
        case LastDue():
            day, item = compiled(node.day), compiled(node.item)

            def due(f: Frame) -> date | None:
                text, before = day(f), item(f)
                if text is None or before is None:
                    return None
                month, _, number = text.partition("-")
                return last_due((int(month), int(number)), before)

            return due
        case TextTest():
            item, prefix = compiled(node.item), node.prefix
            return lambda f: None if (v := item(f)) is None else v.startswith(prefix)
        case Length():
            item = compiled(node.item)
            return lambda f: UNBOUNDED if (v := item(f)) is None else (Decimal(len(v)), Decimal(len(v)))
        case Has():
            item, wanted = compiled(node.item), node.value
            return lambda f: None if (v := item(f)) is None else wanted in v
        case ListCall():
            return _list_call(node)
        case Cap():
            return _cap(node)
        case Switch():
            key, cases = compiled(node.key), {v: compiled(n) for v, n in node.cases}
            return lambda f: None if (v := key(f)) is None or v not in cases else cases[v](f)
        case Reading():
            options = {o: compiled(n) for o, n in node.options}
            return lambda f: options[f.scope.choice(node.id)](f)
        case Named():
            return compiled(node.item)
        case _:
            raise TypeError(f"no semantics for {type(node).__name__}")


_ARITH: dict[str, Callable[[Bounds, Bounds], Bounds]] = {
    "+": add_bounds,
    "-": lambda a, b: add_bounds(a, negate_bounds(b)),
    "*": multiply_bounds,
    "min2": min_bounds,
    "max2": max_bounds,
}
_UNARY: dict[str, Callable[[Bounds], Bounds]] = {
    "-": negate_bounds,
    "abs": abs_bounds,
    "floor0": floor_bounds,
}


def _const(node: Const) -> Function:
    if node.name == "as_of":
        return lambda f: f.scope.as_of
    value: Any = (node.value, node.value) if isinstance(node.value, Decimal) else node.value
    return lambda f: value


def _ref(node: Ref) -> Function:
    path, number = node.path, node.type.kind is Kind.NUMBER
    if node.table == "judgement":
        return lambda f: (f.outer if node.outer and f.outer is not None else f.row).judgement(path, f.run)
    missing: Any = UNBOUNDED if number else None
    if node.derived:

        def derived(f: Frame) -> Any:
            row = reach_row(f, node)
            return missing if row is None else f.scope.derived(row, node.table, path, f.run)

        return derived
    if not number:

        def stated(f: Frame) -> Any:
            row = reach_row(f, node)
            return None if row is None else row.value(path, f.run)

        return stated

    def point(f: Frame) -> Bounds:
        row = reach_row(f, node)
        value = None if row is None else row.value(path, f.run)
        return UNBOUNDED if value is None else (value, value)

    return point


def _compare(node: Compare) -> Function:
    left, right, op = compiled(node.left), compiled(node.right), node.op
    if node.left.type.kind is Kind.NUMBER:
        return lambda f: compare_bounds(op, left(f), right(f))
    if node.left.type.kind is Kind.PARTY:
        if op == "=":
            return lambda f: same_value(left(f), right(f))
        return lambda f: kleene_not(same_value(left(f), right(f)))
    test = _FLIP[op]

    def compare(f: Frame) -> Truth:
        a, b = left(f), right(f)
        return None if a is None or b is None else test(a, b)

    return compare


def _date_add(node: DateAdd) -> Function:
    item, amount, days = compiled(node.item), compiled(node.amount), node.unit == "day"

    def add(f: Frame) -> date | None:
        day, (low, _) = item(f), amount(f)
        if day is None or low is None:
            return None
        return day + timedelta(days=int(low)) if days else add_months(day, int(low))

    return add


def _date_part(node: DatePart) -> Function:
    item, part = compiled(node.item), node.part
    other = compiled(node.other) if node.other is not None else None

    def value(f: Frame) -> Bounds:
        day = item(f)
        if day is None:
            return UNBOUNDED
        if other is not None:
            end = other(f)
            if end is None:
                return UNBOUNDED
            number = Decimal((end - day).days)
        else:
            number = Decimal(getattr(day, part))
        return number, number

    return value


def _cap(node: Cap) -> Function:
    item, against, name = compiled(node.item), node.against, node.name

    def cap(f: Frame) -> Truth:
        truth: Truth = item(f)
        return None if truth is against and not f.scope.lifted(name) else truth

    return cap


def member_frames(node: ListCall, frame: Frame) -> Iterable[tuple[Truth, Frame]]:
    """The rows of a list with whether each belongs to the row of the frame."""
    here = frame.row
    for row in here.members(node.table):
        belongs: Truth = True
        if node.link is not None:
            target = row.link(node.link)
            belongs = None if target is None else target is here
            if belongs is False:
                continue
        yield belongs, Frame(row, frame.run, frame.scope, here)


def _list_call(node: ListCall) -> Function:
    value = compiled(node.value) if node.value is not None else None
    condition = compiled(node.condition) if node.condition is not None else None
    name, function = node.complete, node.function
    signed = node.value is not None and node.value.type.signed
    one = (Decimal(1), Decimal(1))

    def call(f: Frame) -> Any:
        complete = f.row.complete(name, f.run)
        rows: list[tuple[Truth, Frame]] = []
        for belongs, frame in member_frames(node, f):
            truth = (
                belongs
                if condition is None or function in ("any", "all", "none")
                else kleene_and((belongs, condition(frame)))
            )
            rows.append((truth, frame))
        match function:
            case "any" | "none":
                assert condition is not None
                found = any_of([kleene_and((t, condition(m))) for t, m in rows], complete)
                return found if function == "any" else kleene_not(found)
            case "all":
                assert condition is not None
                return kleene_not(
                    any_of([kleene_and((t, kleene_not(condition(m)))) for t, m in rows], complete)
                )
            case "sum":
                assert value is not None
                return sum_bounds([(t, value(m)) for t, m in rows], complete, signed)
            case "count":
                return sum_bounds([(t, one) for t, m in rows], complete, False)
            case _:
                assert value is not None
                return all_same([(t, value(m)) for t, m in rows], complete)

    return call
