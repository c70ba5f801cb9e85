"""How far an expression moves a day: whatever day a fact has, what is added to it leaves it within the calendar.

Beyond the years 1 to 9999 one back end stops and another prints a day that nobody can read; and a query over a whole batch
ends at the first such row, even where a condition beside it has already decided. So what may lead there is refused at load.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from offsetcheck.facts.vocabulary import FIRST_DAY_YEAR, LAST_DAY_YEAR, Kind
from offsetcheck.rulebook.language import (
    Arith,
    Const,
    DateAdd,
    LastDue,
    Node,
    Unary,
    children,
)

#: The days of the calendar, counted from 1 January of the year 1.
FIRST, LAST = date.min.toordinal(), date.max.toordinal()
#: The days that a fact may have, counted alike.
_FACT = (date(FIRST_DAY_YEAR, 1, 1).toordinal(), date(LAST_DAY_YEAR, 12, 31).toordinal())
_YEAR = 366
#: A month on the average of the calendar, and by how many days any number of months is longer or shorter, with room to spare.
_MONTH, _UNEVEN = Decimal("30.436875"), 40

Span = tuple[Decimal, Decimal]


def within_calendar(node: Node) -> bool:
    """Whether a day, and every day it is worked out from, lies within the calendar whatever the facts are."""
    low, high = days(node)
    return low >= FIRST and high <= LAST


def days(node: Node) -> Span:
    """The first and the last day that a node of the kind date may be; wider, never narrower, than it is."""
    match node:
        case Const() if isinstance(node.value, date):
            found = Decimal(node.value.toordinal())
            return found, found
        case DateAdd():
            low, high = days(node.item)
            least, most = amount(node.amount)
            if node.unit == "day":
                return low + least, high + most
            return low + least * _MONTH - _UNEVEN, high + most * _MONTH + _UNEVEN
        case LastDue():
            low, high = days(node.item)
            return low - _YEAR, high
        case _:
            parts = [days(n) for n in children(node) if n.type.kind is Kind.DATE]
            spans = parts or [(Decimal(_FACT[0] - _YEAR), Decimal(_FACT[1] + _YEAR))]
            return min(low for low, _ in spans), max(high for _, high in spans)


def amount(node: Node) -> Span:
    """The least and the most that a number without facts may be."""
    match node:
        case Const() if isinstance(node.value, Decimal):
            return node.value, node.value
        case Unary():
            low, high = amount(node.item)
            ends = (-high, -low) if node.op == "-" else (low, high)
            return ends if node.op != "abs" else (Decimal(0), max(abs(low), abs(high)))
        case Arith():
            (a, b), (c, d) = amount(node.left), amount(node.right)
            match node.op:
                case "+":
                    return a + c, b + d
                case "-":
                    return a - d, b - c
                case "*":
                    products = (a * c, a * d, b * c, b * d)
                    return min(products), max(products)
                case _:
                    return min(a, c), max(b, d)
        case _:
            spans = [amount(n) for n in children(node) if n.type.kind is Kind.NUMBER]
            if not spans:
                most = Decimal(10) ** node.type.digits
                return -most, most
            return min(low for low, _ in spans), max(high for _, high in spans)
