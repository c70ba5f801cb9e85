"""The typed tree of the expression language: what an expression is once it has been parsed and checked.

Every number is an interval (law 4): a known value is [v, v], a missing one is unbounded on both sides. Every boolean is
Kleene three-valued (law 1). Each node below is monotone: learning more about its operands never reverses its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from offsetcheck.facts.vocabulary import Kind

MAX_DIGITS = 30
MAX_SCALE = 6


@dataclass(frozen=True, slots=True)
class Type:
    """A static type: family, and for numbers the digits before and after the point and whether it can be negative."""

    kind: Kind
    digits: int = 0
    scale: int = 0
    signed: bool = True
    item: Kind | None = None

    def __str__(self) -> str:
        return f"number({self.digits},{self.scale})" if self.kind is Kind.NUMBER else self.kind.value


BOOLEAN = Type(Kind.BOOLEAN)
DATE = Type(Kind.DATE)
TEXT = Type(Kind.TEXT)
PARTY = Type(Kind.PARTY)
YEAR = Type(Kind.YEAR)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression, with its static type."""

    type: Type


@dataclass(frozen=True, slots=True)
class Const(Node):
    """A literal, a dated parameter (then `name` is set), or `as_of` (then `value` is None and `name` is "as_of")."""

    value: bool | Decimal | str | date | None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Ref(Node):
    """A stated or derived value of a row: `hops` leads from the row of the frame to the row that holds it.

    `outer` is true inside a list function for values of the row the list belongs to.
    """

    table: str
    path: str
    hops: tuple[str, ...] = ()
    derived: bool = False
    outer: bool = False

    @property
    def name(self) -> str:
        """The name as a rule writes it."""
        return f"{self.table}.{self.path}"


@dataclass(frozen=True, slots=True)
class Exists(Node):
    """Whether the row that the hops lead to is named; never false, for a missing reference may yet be filled."""

    hops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class And(Node):
    """Kleene AND of one or more operands."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Kleene OR of one or more operands."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Kleene NOT."""

    item: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A comparison of two values of one family; numbers are compared as intervals, parties by law 14."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """Whether a text is one of some literals."""

    item: Node
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arith(Node):
    """`+`, `-`, `*`, `min2` or `max2` of two numbers, by interval arithmetic."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Unary(Node):
    """`-`, `abs` or `floor0` (down to whole units) of a number."""

    op: str
    item: Node


@dataclass(frozen=True, slots=True)
class DateAdd(Node):
    """A day moved by a number of months or days; a day that the month lacks becomes its last."""

    unit: str
    item: Node
    amount: Node


@dataclass(frozen=True, slots=True)
class DatePart(Node):
    """The calendar year, month or day of a date as a number, or the days between two dates."""

    part: str
    item: Node
    other: Node | None = None


@dataclass(frozen=True, slots=True)
class YearDay(Node):
    """The first (1 April) or last (31 March) day of a fiscal year."""

    edge: str
    item: Node


@dataclass(frozen=True, slots=True)
class LastDue(Node):
    """The latest yearly due date strictly before a day; `day` is a parameter `MM-DD`."""

    day: Node
    item: Node


@dataclass(frozen=True, slots=True)
class TextTest(Node):
    """`starts_with(text, 'p')`."""

    item: Node
    prefix: str


@dataclass(frozen=True, slots=True)
class Length(Node):
    """The number of characters of a text."""

    item: Node


@dataclass(frozen=True, slots=True)
class Has(Node):
    """Whether a list fact holds a value."""

    item: Node
    value: str


@dataclass(frozen=True, slots=True)
class ListCall(Node):
    """A function over the rows of a list: any, all, none, sum, count, all_same.

    `link` is the field of the member row that must name the row of the frame (None: every row of the claim); a member
    whose link is missing may or may not belong. `complete` names the list whose completeness is asked (law 3).
    """

    function: str
    table: str
    complete: str
    link: str | None
    value: Node | None
    condition: Node | None


@dataclass(frozen=True, slots=True)
class Cap(Node):
    """The confidence cap of law 5: where the clause is unconfirmed, `against` (true or false) becomes unknown."""

    item: Node
    against: bool
    name: str


@dataclass(frozen=True, slots=True)
class Switch(Node):
    """A criterion's part, bound per programme; no binding: unknown, owner authority."""

    key: Node
    name: str
    cases: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Reading(Node):
    """Candidate readings of an open clause; the run is judged under each (law 5)."""

    id: str
    options: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Named(Node):
    """A `let` of the rule, kept by name for explanations."""

    name: str
    item: Node


NODE_TYPES: dict[str, type[Node]] = {
    c.__name__: c
    for c in (
        Const, Ref, Exists, And, Or, Not, Compare, In, Arith, Unary, DateAdd, DatePart, YearDay, LastDue, TextTest,
        Length, Has, ListCall, Cap, Switch, Reading, Named,
    )
}  # fmt: skip


#: The fields of each type of node that may hold parts; looked up once, for whole rulebooks are walked at every start.
_PARTS = {c: tuple(f.name for f in fields(c) if "Node" in str(f.type)) for c in NODE_TYPES.values()}


def children(node: Node) -> Iterator[Node]:
    """The direct parts of a node."""
    for name in _PARTS[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Node):
                    yield item
                elif isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Node):
                    yield item[1]


def walk(node: Node) -> Iterator[Node]:
    """The node and all its parts, outermost first."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        parts = list(children(top))
        parts.reverse()
        stack += parts


def truth_of_rule(when: Node | None, require: Node) -> Node:
    """The truth of a rule for sums and ANDs: Kleene `NOT when OR require` (law 1)."""
    return require if when is None else Or(BOOLEAN, (Not(BOOLEAN, when), require))
