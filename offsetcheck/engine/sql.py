"""The typed tree printed as DuckDB SQL, equal on every row to the executable semantics (design §7).

Only our tree is printed; the author's text never reaches the database, and every text of a rule is a quoted literal. A
truth is a BOOLEAN whose NULL is unknown, so AND, OR and NOT are SQL's own. A number is a pair of expressions, its lower
and upper bound, whose NULL is unbounded; a stated number is one column for both, and comparing two of them prints the
plain `a >= b`. A party is its number and its normalised name.

A `Relation` is the query over one table: the columns of its rows, the rows they refer to (joined), the lists that
belong to them (grouped, then joined), and layers of named expressions, so that nothing is printed or computed twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, auto
from typing import assert_never

from offsetcheck.facts import catalogue
from offsetcheck.facts.vocabulary import NUMBER_DIGITS, Kind
from offsetcheck.facts.world import ALL, ASSURED
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
    Type,
    Unary,
    YearDay,
    walk,
)

#: The widest decimal of the database.
WIDEST = 38
#: The narrowest decimal that arithmetic is done in: below it the database works in machine words, which overflow.
NARROWEST = 19
#: The width in which most numbers are stored: fifteen digits before the point and three after it.
STORED = 18


# -- the tables as a query sees them -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Laid:
    """One table laid out in the database; without a source it has no rows in any claim."""

    source: str | None = None
    columns: frozenset[str] = frozenset()
    open_links: frozenset[str] = frozenset()
    """Links that are missing in some row: such a row may belong to any row of its claim."""


NO_ROWS = Laid()


@dataclass(frozen=True, slots=True)
class Layout:
    """Every table of the claims at hand. Columns are named as fact paths with `__` for dots; `claim` and `id` are keys.

    `…__assured` holds a fact's value in the assured run where it differs in any row. A party has `…__number` and
    `…__name`, and `…__also` where any bears more names than one. `judgement__x` on the claim and `judged__x` on any row are judgements about the whole claim and about
    that row; `complete__x` says that the list x of the claim, or of that row, is declared complete.
    """

    tables: Mapping[str, Laid]

    def table(self, name: str) -> Laid:
        """One table; a table that was not laid out has no rows."""
        return self.tables.get(name, NO_ROWS)

    def column(self, table: str, name: str, run: int) -> str | None:
        """The column that holds a value in a run, or None where no row has one."""
        columns = self.table(table).columns
        if run == ASSURED and f"{name}__assured" in columns:
            return f"{name}__assured"
        return name if name in columns else None


def column_name(path: str) -> str:
    """The column of a fact path."""
    return path.replace(".", "__")


@dataclass(frozen=True, slots=True)
class Given:
    """A derived value that was worked out before: the relation that holds it by claim and id, and its column."""

    source: str
    column: str


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What a tree is printed for: a run, a choice of readings, the derived values and lifted caps of an edition."""

    run: int
    as_of: date
    choices: Mapping[str, str] = field(default_factory=dict)
    derivations: Mapping[tuple[str, str], Node] = field(default_factory=dict)
    given: Mapping[tuple[str, str], Given] = field(default_factory=dict)
    lifted: frozenset[str] = frozenset()


# -- expressions -----------------------------------------------------------------------------------------------------------


class Form(Enum):
    """What an expression is made of: columns and literals may be repeated at no cost."""

    COLUMN = auto()
    LITERAL = auto()
    NULL = auto()
    MADE = auto()


@dataclass(frozen=True, slots=True)
class Sql:
    """An expression: its text, the layer whose columns it may name, and what it is made of."""

    text: str
    level: int = 0
    form: Form = Form.MADE


@dataclass(frozen=True, slots=True)
class Bounds:
    """A number as its lower and upper bound, both of one decimal type."""

    low: Sql
    high: Sql
    width: int
    scale: int
    value: Decimal | None = None
    """The value of a literal."""

    @property
    def point(self) -> bool:
        """Whether both bounds are one expression: the number is known exactly or wholly missing."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class PartySql:
    """A party as its corporate number, its normalised name, and further names where any party here bears some."""

    number: Sql
    name: Sql
    also: Sql | None = None

    @property
    def names(self) -> Sql:
        """Every name that it bears, as a list."""
        return (
            sql("[{}]", self.name)
            if self.also is None
            else sql("list_concat([{}], {})", self.name, self.also)
        )


Value = Sql | Bounds | PartySql

TRUE = Sql("TRUE", 0, Form.LITERAL)
FALSE = Sql("FALSE", 0, Form.LITERAL)

_STORAGE: dict[Kind, str] = {
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
    Kind.TEXT: "VARCHAR",
    Kind.LIST: "VARCHAR[]",
    Kind.YEAR: "SMALLINT",
}


def stored_width(digits: int, scale: int) -> int:
    """The width in which a number of so many digits before and after the point is stored."""
    return STORED if digits + scale <= STORED else WIDEST


def storage_type(kind: Kind, scale: int = 0, digits: int = NUMBER_DIGITS) -> str:
    """The column type in which a fact is stored; a party is two such columns of text."""
    if kind is Kind.NUMBER:
        return f"DECIMAL({stored_width(digits, scale)}, {scale})"
    return "VARCHAR" if kind is Kind.PARTY else _STORAGE[kind]


def quoted(text: str) -> str:
    """A text as a literal."""
    if "\0" in text:
        raise ValueError("a text of a rule holds the character U+0000, which no database text can hold")
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql(template: str, *parts: Sql) -> Sql:
    """Put expressions into a template; the result stands on the highest of their layers."""
    return Sql(template.format(*(p.text for p in parts)), max((p.level for p in parts), default=0))


def null(kind: str) -> Sql:
    """A missing value of a type."""
    return Sql(f"CAST(NULL AS {kind})", 0, Form.NULL)


def and_all(items: Iterable[Sql]) -> Sql:
    """Kleene AND."""
    return _chain(items, "AND", FALSE, TRUE)


def or_any(items: Iterable[Sql]) -> Sql:
    """Kleene OR."""
    return _chain(items, "OR", TRUE, FALSE)


def negated(item: Sql) -> Sql:
    """Kleene NOT."""
    if item in (TRUE, FALSE):
        return FALSE if item == TRUE else TRUE
    return sql("(NOT {})", item)


def _chain(items: Iterable[Sql], word: str, deciding: Sql, neutral: Sql) -> Sql:
    kept = [i for i in dict.fromkeys(items) if i != neutral]
    if deciding in kept:
        return deciding
    if len(kept) <= 1:
        return kept[0] if kept else neutral
    return sql("(" + f" {word} ".join(["{}"] * len(kept)) + ")", *kept)


def _decimal(value: Decimal, width: int, scale: int) -> Sql:
    return Sql(f"CAST('{value:f}' AS DECIMAL({width}, {scale}))", 0, Form.LITERAL)


def _unbounded(width: int, scale: int) -> Bounds:
    nothing = null(f"DECIMAL({width}, {scale})")
    return Bounds(nothing, nothing, width, scale)


def _static(kind: Type) -> tuple[int, int]:
    """The decimal type that holds every value of a static type."""
    return min(WIDEST, max(NARROWEST, kind.digits + kind.scale)), kind.scale


def _cast(number: Bounds, width: int, scale: int) -> Bounds:
    """The same number in another decimal type that holds it."""
    if (number.width, number.scale) == (width, scale):
        return number
    if number.value is not None:
        literal = _decimal(number.value, width, scale)
        return Bounds(literal, literal, width, scale, number.value)
    low = sql(f"CAST({{}} AS DECIMAL({width}, {scale}))", number.low)
    high = low if number.point else sql(f"CAST({{}} AS DECIMAL({width}, {scale}))", number.high)
    return Bounds(low, high, width, scale)


def _wide(number: Bounds) -> Bounds:
    """The number in a type that can be calculated with."""
    return number if number.width >= NARROWEST else _cast(number, NARROWEST, number.scale)


def _fits(value: Decimal, width: int, scale: int) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= scale and abs(value) < Decimal(10) ** (width - scale)


def _aligned(a: Bounds, b: Bounds) -> tuple[Bounds, Bounds]:
    """Both numbers in one decimal type: the plain column's where the other is a literal that it holds."""
    if (a.width, a.scale) == (b.width, b.scale):
        return a, b
    if b.value is not None and _fits(b.value, a.width, a.scale):
        return a, _cast(b, a.width, a.scale)
    if a.value is not None and _fits(a.value, b.width, b.scale):
        return _cast(a, b.width, b.scale), b
    scale = max(a.scale, b.scale)
    width = min(WIDEST, max(a.width - a.scale, b.width - b.scale) + scale)
    return _cast(a, width, scale), _cast(b, width, scale)


def same_party(a: PartySql, b: PartySql) -> Sql:
    """Law 14: two numbers decide, unless the names contradict them; else equal names are the same party."""
    if a.also is None and b.also is None:
        alike = sql("{} = {}", a.name, b.name)
    else:
        alike = sql("list_has_any({}, {})", a.names, b.names)
    return _one_party(a.number, b.number, alike)


def _one_party(a: Sql, b: Sql, named_alike: Sql) -> Sql:
    """Whether two numbers are of one party, given whether its names are alike."""
    return sql(
        "(CASE WHEN {0} = {1} THEN TRUE WHEN {2} THEN"
        " CASE WHEN {0} IS NULL OR {1} IS NULL THEN TRUE END WHEN {0} <> {1} THEN FALSE END)",
        a,
        b,
        named_alike,
    )


# -- relations ---------------------------------------------------------------------------------------------------------------


class Relation:
    """The query over the rows of one table; with `outer`, over its rows paired with the rows they are listed under."""

    def __init__(
        self, layout: Layout, table: str, *, outer: Relation | None = None, link: str | None = None
    ) -> None:
        self.layout = layout
        self.table = table
        self.laid = layout.table(table)
        self.outer = outer
        self.link = link
        self._columns: dict[str, None] = {}
        self._children: dict[str, tuple[str, Relation]] = {}
        self._given: dict[str, str] = {}
        self._groups: dict[tuple[str, str | None, bool], _Group] = {}
        self._fetched: dict[tuple[str, str], str] = {}
        self._named: dict[str, Sql] = {}
        self._layers: list[list[tuple[str, str]]] = []
        self._known: dict[tuple[int, Context], tuple[Node, Value]] = {}

    # -- building ------------------------------------------------------------------------------------------------------

    def column(self, name: str) -> Sql:
        """A column of the table itself."""
        self._columns.setdefault(name)
        return Sql(identifier(name), 0, Form.COLUMN)

    def name(self, expression: Sql) -> Sql:
        """Give an expression a column of its own, so that it is computed once."""
        return expression if expression.form is not Form.MADE else self._name(expression)

    def _name(self, expression: Sql) -> Sql:
        known = self._named.get(expression.text)
        if known is None:
            known = Sql(f"c{len(self._named)}", expression.level + 1, Form.COLUMN)
            while len(self._layers) <= expression.level:
                self._layers.append([])
            self._layers[expression.level].append((known.text, expression.text))
            self._named[expression.text] = known
        return known

    def export(self, expression: Sql) -> str:
        """The column under which an expression leaves this query, even where it is a literal."""
        return expression.text if expression.form is Form.COLUMN else self._name(expression).text

    def named_bounds(self, number: Bounds) -> Bounds:
        """A number whose bounds may be repeated."""
        low = self.name(number.low)
        return Bounds(
            low, low if number.point else self.name(number.high), number.width, number.scale, number.value
        )

    def _fetch(self, alias: str, column: str) -> Sql:
        """A column of a joined query, named in this one."""
        name = f"{alias}_{column.strip(chr(34))}"
        self._fetched[(alias, column)] = name
        return Sql(identifier(name), 0, Form.COLUMN)

    def _lifted(self, alias: str, other: Relation, value: Value) -> Value:
        """A value of a joined query; where no row is joined, all of it is NULL."""

        def lift(item: Sql) -> Sql:
            return item if item.form is Form.NULL else self._fetch(alias, other.export(item))

        match value:
            case Sql():
                return lift(value)
            case Bounds():
                low = lift(value.low)
                return Bounds(low, low if value.point else lift(value.high), value.width, value.scale, None)
            case PartySql():
                also = None if value.also is None else lift(value.also)
                return PartySql(lift(value.number), lift(value.name), also)
            case _:
                assert_never(value)

    def through(self, hops: Sequence[str], make: Callable[[Relation], Value], missing: Value) -> Value:
        """A value of the row that some links lead to."""
        if not hops or (hops[0] == "claim" and self.table == "claim"):
            return make(self)
        hop = hops[0]
        target = "claim" if hop == "claim" else catalogue.tables()[self.table].links[hop].target
        if self.layout.table(target).source is None or (hop != "claim" and hop not in self.laid.columns):
            return missing
        if hop not in self._children:
            if hop != "claim":
                self.column(hop)
            self._children[hop] = (f"j{len(self._children)}", Relation(self.layout, target))
        alias, child = self._children[hop]
        return self._lifted(alias, child, child.through(hops[1:], make, missing))

    def given(self, given: Given) -> Sql:
        """A value that was worked out before for each row of this table."""
        alias = self._given.setdefault(given.source, f"v{len(self._given)}")
        return self._fetch(alias, identifier(given.column))

    # -- printing a tree -----------------------------------------------------------------------------------------------

    def truth(self, node: Node, context: Context) -> Sql:
        """A condition."""
        value = self.value(node, context)
        assert isinstance(value, Sql)
        return value

    def number(self, node: Node, context: Context) -> Bounds:
        """A number."""
        value = self.value(node, context)
        assert isinstance(value, Bounds)
        return value

    def value(self, node: Node, context: Context) -> Value:
        """Any part of a tree."""
        key = (id(node), context)
        known = self._known.get(key)
        if known is None:
            known = (node, self._value(node, context))
            self._known[key] = known
        return known[1]

    def _value(self, node: Node, context: Context) -> Value:
        match node:
            case Const():
                return _const(node, context)
            case Ref():
                return self._ref(node, context)
            case Exists():
                found = self.through(node.hops, lambda r: r.column("id"), null("VARCHAR"))
                assert isinstance(found, Sql)
                return sql("(CASE WHEN {} IS NOT NULL THEN TRUE END)", found)
            case And():
                return and_all(self.truth(i, context) for i in node.items)
            case Or():
                return or_any(self.truth(i, context) for i in node.items)
            case Not():
                return negated(self.truth(node.item, context))
            case Compare():
                return self._compare(node, context)
            case In():
                values = ", ".join(quoted(v) for v in node.values)
                return Sql(*_with(self.truth(node.item, context), lambda t: f"({t} IN ({values}))"))
            case Arith():
                return self._arith(node, context)
            case Unary():
                return self._unary(node, context)
            case DateAdd():
                return self._date_add(node, context)
            case DatePart():
                return self._date_part(node, context)
            case YearDay():
                year = self.truth(node.item, context)
                if node.edge == "first":
                    return sql("make_date(CAST({} AS BIGINT), 4, 1)", year)
                return sql("make_date(CAST({} AS BIGINT) + 1, 3, 31)", year)
            case LastDue():
                return self._last_due(node, context)
            case TextTest():
                prefix = quoted(node.prefix)
                return Sql(*_with(self.truth(node.item, context), lambda t: f"starts_with({t}, {prefix})"))
            case Length():
                length = sql(f"CAST(length({{}}) AS DECIMAL({NARROWEST}, 0))", self.truth(node.item, context))
                return Bounds(length, length, NARROWEST, 0)
            case Has():
                item, wanted = self.name(self.truth(node.item, context)), quoted(node.value)
                text = (
                    f"(list_contains({item.text}, {wanted})"
                    f" OR nullif(list_position({item.text}, NULL) IS NOT NULL, TRUE))"
                )
                return Sql(text, item.level)
            case ListCall():
                return _ListPrinter(self, node, context).value()
            case Cap():
                truth = self.truth(node.item, context)
                if node.name in context.lifted:
                    return truth
                if node.against:
                    return sql("(CASE WHEN NOT {} THEN FALSE END)", truth)
                return sql("(CASE WHEN {} THEN TRUE END)", truth)
            case Switch():
                return self._switch(node, context)
            case Reading():
                return self.value(dict(node.options)[context.choices[node.id]], context)
            case Named():
                return self.value(node.item, context)
            case _:
                raise TypeError(f"no SQL for {type(node).__name__}")

    def _ref(self, node: Ref, context: Context) -> Value:
        if node.outer and self.outer is not None:
            inner = Ref(node.type, node.table, node.path, node.hops, node.derived)
            return self._lifted("o", self.outer, self.outer.value(inner, context))
        if node.table == "judgement":
            return self._judgement(node.path, context.run)
        if node.derived:
            return self.through(
                node.hops, lambda r: r.derived(node.table, node.path, node.type, context), _missing(node.type)
            )
        return self.through(
            node.hops, lambda r: r.stated(node.path, node.type, context.run), _missing(node.type)
        )

    def stated(self, path: str, kind: Type, run: int) -> Value:
        """A stated fact of this table."""
        name = column_name(path)
        if kind.kind is Kind.PARTY:
            number, text, also = (
                self.layout.column(self.table, f"{name}__{part}", run) for part in ("number", "name", "also")
            )
            return PartySql(
                self.column(number) if number else null("VARCHAR"),
                self.column(text) if text else null("VARCHAR"),
                self.column(also) if also else None,
            )
        found = self.layout.column(self.table, name, run)
        if found is None:
            return _missing(kind)
        column = self.column(found)
        if kind.kind is not Kind.NUMBER:
            return column
        return Bounds(column, column, stored_width(kind.digits, kind.scale), kind.scale)

    def derived(self, table: str, name: str, kind: Type, context: Context) -> Value:
        """A derived value of this table's rows."""
        given = context.given.get((table, name))
        if given is not None:
            return self.given(given)
        node = context.derivations.get((table, name))
        if node is None:
            return _missing(kind)
        value = self.value(node, context)
        return self.named_bounds(value) if isinstance(value, Bounds) else value

    def _judgement(self, name: str, run: int) -> Value:
        """A judgement about the row and one about its whole claim: both together only where they agree."""
        general, own = self._judged(name, ALL)
        if run == ALL:
            return _one_of(own, general)
        vouched_general, vouched_own = self._judged(name, ASSURED)
        if (vouched_general, vouched_own) == (general, own):
            return _one_of(own, general)
        # Those that agree count at the better of their levels.
        return sql("(CASE WHEN {0} <> {1} THEN NULL ELSE coalesce({2}, {3}) END)", own, general, vouched_own, vouched_general)  # fmt: skip

    def _judged(self, name: str, run: int) -> tuple[Sql, Sql]:
        """What is judged of the whole claim and of the row, in a run."""
        found = self.layout.column("claim", f"judgement__{name}", run)
        general: Value = null("BOOLEAN")
        if found is not None:
            general = self.through(("claim",), lambda r: r.column(found), null("BOOLEAN"))
        own = self.layout.column(self.table, f"judged__{name}", run)
        assert isinstance(general, Sql)
        return general, self.column(own) if own is not None else null("BOOLEAN")

    def complete(self, name: str, run: int) -> Sql:
        """Whether a list seen from the rows of this table is declared complete; NULL stands for no."""
        flags = []
        if self.layout.column("claim", f"complete__{name}", run) is not None:
            column = self.layout.column("claim", f"complete__{name}", run)
            flags.append(self.through(("claim",), lambda r: r.column(str(column)), FALSE))
        own = self.layout.column(self.table, f"complete__{name}", run)
        if own is not None and self.table != "claim":
            flags.append(self.column(own))
        return or_any(f for f in flags if isinstance(f, Sql))

    def _compare(self, node: Compare, context: Context) -> Sql:
        left, right = self.value(node.left, context), self.value(node.right, context)
        if isinstance(left, Bounds) and isinstance(right, Bounds):
            return self.compared(node.op, left, right)
        if isinstance(left, PartySql) and isinstance(right, PartySql):
            same = same_party(left, right)
            return same if node.op == "=" else negated(same)
        assert isinstance(left, Sql)
        assert isinstance(right, Sql)
        return sql(f"({{}} {node.op} {{}})", left, right)

    def compared(self, op: str, a: Bounds, b: Bounds) -> Sql:
        """Compare two numbers: decided only where every pair of their values agrees."""
        a, b = _aligned(a, b)
        if a.point and b.point:
            return sql(f"({{}} {op} {{}})", a.low, b.low)
        if op in ("<", "<="):
            return self.compared(">" if op == "<" else ">=", b, a)
        a, b = self.named_bounds(a), self.named_bounds(b)
        if op in (">", ">="):
            never = "<=" if op == ">" else "<"
            return sql(
                f"(CASE WHEN {{0}} {op} {{3}} THEN TRUE WHEN {{1}} {never} {{2}} THEN FALSE END)",
                a.low,
                a.high,
                b.low,
                b.high,
            )
        equal = sql(
            "(CASE WHEN {0} = {1} AND {2} = {3} AND {0} = {2} THEN TRUE"
            " WHEN {1} < {2} OR {3} < {0} THEN FALSE END)",
            a.low,
            a.high,
            b.low,
            b.high,
        )
        return equal if op == "=" else negated(equal)

    def _arith(self, node: Arith, context: Context) -> Bounds:
        left, right = self.number(node.left, context), self.number(node.right, context)
        width, scale = _static(node.type)
        match node.op:
            case "+" | "-":
                a, b = _wide(left), _wide(right)
                add = f"CAST({{}} {node.op} {{}} AS DECIMAL({width}, {scale}))"
                low = sql(add, a.low, b.low if node.op == "+" else b.high)
                high = low if a.point and b.point else sql(add, a.high, b.high if node.op == "+" else b.low)
                return Bounds(low, high, width, scale)
            case "*":
                return self._product(_wide(left), _wide(right), width, scale)
            case "min2" | "max2":
                if WIDEST in (left.width, right.width):
                    width = WIDEST
                a, b = (self.named_bounds(_cast(n, width, scale)) for n in (left, right))
                if node.op == "min2":
                    return Bounds(_both("<=", a.low, b.low), _either("<=", a.high, b.high), width, scale)
                return Bounds(_either(">=", a.low, b.low), _both(">=", a.high, b.high), width, scale)
            case _:
                raise TypeError(f"no SQL for {node.op}")

    def _product(self, a: Bounds, b: Bounds, width: int, scale: int) -> Bounds:
        times = f"CAST({{}} * {{}} AS DECIMAL({width}, {scale}))"
        if a.point and b.point:
            product = sql(times, a.low, b.low)
            return Bounds(product, product, width, scale)
        if b.point and not a.point:
            a, b = b, a
        a, b = self.named_bounds(a), self.named_bounds(b)
        if a.value is not None:
            low, high = (b.low, b.high) if a.value >= 0 else (b.high, b.low)
            return Bounds(sql(times, a.low, low), sql(times, a.low, high), width, scale)

        def scaled(factor: Sql, positive: Sql, negative: Sql) -> Sql:
            chosen = sql("(CASE WHEN {} >= 0 THEN {} ELSE {} END)", factor, positive, negative)
            return sql(times, factor, chosen)

        if a.point:
            return Bounds(scaled(a.low, b.low, b.high), scaled(a.low, b.high, b.low), width, scale)
        either = "(CASE WHEN {} = {} THEN {} WHEN {} = {} THEN {} END)"
        by_a, by_b = scaled(a.low, b.low, b.high), scaled(b.low, a.low, a.high)
        low = sql(either, a.low, a.high, by_a, b.low, b.high, by_b)
        by_a, by_b = scaled(a.low, b.high, b.low), scaled(b.low, a.high, a.low)
        return Bounds(low, sql(either, a.low, a.high, by_a, b.low, b.high, by_b), width, scale)

    def _unary(self, node: Unary, context: Context) -> Bounds:
        item = _wide(self.number(node.item, context))
        width, scale = _static(node.type)
        match node.op:
            case "-":
                low = sql("(- {})", item.high)
                return Bounds(low, low if item.point else sql("(- {})", item.low), item.width, item.scale)
            case "floor0":
                floor = f"CAST(floor({{}}) AS DECIMAL({width}, 0))"
                low = sql(floor, item.low)
                return Bounds(low, low if item.point else sql(floor, item.high), width, 0)
            case "abs":
                item = self.named_bounds(item)
                zero = f"CAST(0 AS DECIMAL({item.width}, {scale}))"
                low = sql(
                    f"(CASE WHEN {{0}} >= 0 THEN {{0}} WHEN {{1}} <= 0 THEN (- {{1}}) ELSE {zero} END)",
                    item.low,
                    item.high,
                )
                high = sql(
                    "(CASE WHEN {0} >= 0 THEN {1} WHEN {1} <= 0 THEN (- {0})"
                    " WHEN (- {0}) >= {1} THEN (- {0}) WHEN (- {0}) < {1} THEN {1} END)",
                    item.low,
                    item.high,
                )
                return Bounds(low, high, item.width, item.scale)
            case _:
                raise TypeError(f"no SQL for {node.op}")

    def _date_add(self, node: DateAdd, context: Context) -> Sql:
        item, amount = self.truth(node.item, context), self.number(node.amount, context).low
        if node.unit == "day":
            return sql("CAST({} + CAST({} AS INTEGER) AS DATE)", item, amount)
        return sql("CAST({} + to_months(CAST({} AS INTEGER)) AS DATE)", item, amount)

    def _date_part(self, node: DatePart, context: Context) -> Bounds:
        item = self.truth(node.item, context)
        if node.other is not None:
            other = self.truth(node.other, context)
            part = sql(f"CAST(date_diff('day', {{}}, {{}}) AS DECIMAL({NARROWEST}, 0))", item, other)
        else:
            part = sql(f"CAST({node.part}({{}}) AS DECIMAL({NARROWEST}, 0))", item)
        return Bounds(part, part, NARROWEST, 0)

    def _last_due(self, node: LastDue, context: Context) -> Sql:
        if not isinstance(node.day, Const) or not isinstance(node.day.value, str):
            raise TypeError("the yearly due date is a parameter")
        month, _, number = node.day.value.partition("-")
        item = self.name(self.truth(node.item, context))
        if (int(month), int(number)) == (2, 29):
            due = "CAST(make_date(year({0}){1}, 3, 1) - 1 AS DATE)"
        else:
            due = "make_date(year({0}){1}, " + f"{int(month)}, {int(number)})"
        now, before = due.format("{0}", ""), due.format("{0}", " - 1")
        return sql(f"(CASE WHEN {now} < {{0}} THEN {now} ELSE {before} END)", item)

    def _switch(self, node: Switch, context: Context) -> Value:
        if not node.cases:
            return null("BOOLEAN")
        parts = [self.truth(node.key, context), *(self.truth(n, context) for _, n in node.cases)]
        cases = "".join(
            f" WHEN {quoted(v).replace('{', '{{').replace('}', '}}')} THEN {{}}" for v, _ in node.cases
        )
        return sql("(CASE {}" + cases + " END)", *parts)

    def group(self, node: ListCall) -> _Group | None:
        """The rows of a list, grouped by the rows of this table; None where there are none in any claim."""
        laid = self.layout.table(node.table)
        if laid.source is None or (node.link is not None and node.link not in laid.columns):
            return None
        outer = any(
            isinstance(p, Ref) and p.outer
            for part in (node.condition, node.value)
            if part is not None
            for p in walk(part)
        )
        key = (node.table, node.link, outer)
        if key not in self._groups:
            paired = Relation(self.layout, self.table) if outer else None
            members = Relation(self.layout, node.table, outer=paired, link=node.link)
            self._groups[key] = _Group(f"g{len(self._groups)}", members, self)
        return self._groups[key]

    # -- the text of the query ---------------------------------------------------------------------------------------------

    def select(self, outputs: Sequence[tuple[str, Sql]]) -> str:
        """The query: the keys of each row and some named expressions."""
        shown = "".join(f", {e.text} AS {identifier(n)}" for n, e in outputs)
        keys = '"claim", "id"' if self.outer is None else '"claim", "parent"'
        return f"SELECT {keys}{shown} FROM {self.body()}"

    def body(self) -> str:
        """The rows with every named expression, as something to select from."""
        text = f"({self._rows()})"
        for layer in self._layers:
            named = ", ".join(f"{expression} AS {name}" for name, expression in layer)
            text = f"(SELECT *, {named} FROM {text})"
        return text

    def _rows(self) -> str:
        """The table with the rows it refers to and the lists that belong to it."""
        shared: list[str] = []
        joins: list[str] = []
        for hop, (alias, child) in self._children.items():
            on = f'{alias}."claim" = b."claim"'
            if hop != "claim":
                on += f' AND {alias}."id" = b.{identifier(hop)}'
            joins.append(f"LEFT JOIN ({child._keyed(alias, self._fetched)}) AS {alias} ON {on}")
        for source, alias in self._given.items():
            joins.append(
                f'LEFT JOIN {source} AS {alias} ON {alias}."claim" = b."claim" AND {alias}."id" = b."id"'
            )
        for group in self._groups.values():
            common, text = group.joins()
            shared.extend(common)
            joins.extend(text)
        wanted = [
            'b."claim"',
            'b."id"',
            *(f"b.{identifier(c)}" for c in self._columns if c not in ("claim", "id")),
        ]
        if self.outer is not None:
            wanted.append('o."id" AS "parent"')
        wanted.extend(
            f"{alias}.{column} AS {identifier(name)}" for (alias, column), name in self._fetched.items()
        )
        start = f"WITH {', '.join(shared)} " if shared else ""
        return " ".join([f"{start}SELECT {', '.join(wanted)} FROM {self._from()}", *joins])

    def _keyed(self, alias: str, fetched: Mapping[tuple[str, str], str]) -> str:
        columns = [c for a, c in fetched if a == alias and c not in ('"claim"', '"id"')]
        return f'SELECT "claim", "id"{"".join(f", {c}" for c in columns)} FROM {self.body()}'

    def _from(self) -> str:
        """The rows of the table, paired with the rows they are listed under where those are asked about."""
        source = self.laid.source
        assert source is not None
        if self.outer is None:
            return f"{source} AS b"
        outer = f"({self.outer._keyed('o', self._fetched)}) AS o"
        if self.link is None:
            return f'{source} AS b JOIN {outer} ON o."claim" = b."claim"'
        link = identifier(self.link)
        if self.link not in self.laid.open_links:
            return f'{source} AS b JOIN {outer} ON o."claim" = b."claim" AND o."id" = b.{link}'
        parent = self.outer.laid.source
        rows = (
            f"(SELECT *, {link} AS listed, TRUE AS belongs FROM {source} WHERE {link} IS NOT NULL UNION ALL"
            f' SELECT m.*, p."id", CAST(NULL AS BOOLEAN) FROM {source} AS m JOIN {parent} AS p'
            f' ON p."claim" = m."claim" WHERE m.{link} IS NULL)'
        )
        return f'{rows} AS b JOIN {outer} ON o."claim" = b."claim" AND o."id" = b.listed'


def _with(item: Sql, make: Callable[[str], str]) -> tuple[str, int]:
    """A text around an expression, for texts that hold braces."""
    return make(item.text), item.level


def _const(node: Const, context: Context) -> Value:
    if node.name == "as_of":
        return Sql(f"DATE '{context.as_of.isoformat()}'", 0, Form.LITERAL)
    match node.value:
        case bool():
            return TRUE if node.value else FALSE
        case Decimal():
            width, scale = _static(node.type)
            literal = _decimal(node.value, width, scale)
            return Bounds(literal, literal, width, scale, node.value)
        case str():
            return Sql(quoted(node.value), 0, Form.LITERAL)
        case date():
            return Sql(f"DATE '{node.value.isoformat()}'", 0, Form.LITERAL)
        case _:
            raise TypeError("a literal without a value")


def _one_of(own: Sql, general: Sql) -> Sql:
    """Two truths as one, unknown where they differ."""
    if own == null("BOOLEAN"):
        return general
    return sql("(CASE WHEN {0} IS NULL THEN {1} WHEN {1} IS NULL OR {0} = {1} THEN {0} END)", own, general)


def _missing(kind: Type) -> Value:
    if kind.kind is Kind.NUMBER:
        return _unbounded(*_static(kind))
    if kind.kind is Kind.PARTY:
        return PartySql(null("VARCHAR"), null("VARCHAR"))
    return null(storage_type(kind.kind))


def _both(op: str, a: Sql, b: Sql) -> Sql:
    """The smaller (or larger) of two bounds, unbounded where either is."""
    return sql(f"(CASE WHEN {{0}} {op} {{1}} THEN {{0}} WHEN {{1}} {op} {{0}} THEN {{1}} END)", a, b)


def _either(op: str, a: Sql, b: Sql) -> Sql:
    """The smaller (or larger) of two bounds, or the one that is there."""
    return sql(f"(CASE WHEN {{1}} IS NULL OR {{0}} {op} {{1}} THEN {{0}} ELSE {{1}} END)", a, b)


# -- lists ---------------------------------------------------------------------------------------------------------------------


class _Group:
    """The rows of one list with their aggregates, joined to the rows they belong to.

    Rows whose link is missing may belong to any row of their claim (law 3): they form a group of their own per claim,
    which is joined a second time. Where a condition asks about the row the list belongs to, members are paired with it
    first, and both kinds are in one group.
    """

    def __init__(self, alias: str, members: Relation, owner: Relation) -> None:
        self.alias = alias
        self.members = members
        self.owner = owner
        self.split = (
            members.outer is None and members.link is not None and members.link in members.laid.open_links
        )
        self._outputs: dict[str, str] = {}

    @property
    def belongs(self) -> Sql:
        """Whether a member belongs: true, or NULL where its link is missing."""
        link = self.members.link
        if link is None or link not in self.members.laid.open_links:
            return TRUE
        if self.members.outer is not None:
            return self.members.column("belongs")
        column = self.members.column(link)
        return sql("({0} = {0})", column)

    def aggregate(self, function: str) -> list[Sql]:
        """An aggregate over the members, in each of the groups."""
        name = self._outputs.setdefault(function, f"a{len(self._outputs)}")
        aliases = [self.alias, f"{self.alias}u"] if self.split else [self.alias]
        return [self.owner._fetch(a, identifier(name)) for a in aliases]

    def joins(self) -> tuple[list[str], list[str]]:
        """The shared query, and the joins to it."""
        shown = ", ".join(f"{function} AS {identifier(name)}" for function, name in self._outputs.items())
        members, alias, link = self.members, self.alias, self.members.link
        if members.outer is not None:
            text = f'SELECT "claim", "parent", {shown} FROM {members.body()} GROUP BY "claim", "parent"'
            on = f'{alias}."claim" = b."claim" AND {alias}."parent" = b."id"'
            return [], [f"LEFT JOIN ({text}) AS {alias} ON {on}"]
        if link is None:
            text = f'SELECT "claim", {shown} FROM {members.body()} GROUP BY "claim"'
            return [], [f'LEFT JOIN ({text}) AS {alias} ON {alias}."claim" = b."claim"']
        key = members.column(link).text
        text = f'SELECT "claim", {key} AS listed, {shown} FROM {members.body()} GROUP BY "claim", {key}'
        on = f'{alias}."claim" = b."claim" AND {alias}.listed = b."id"'
        if not self.split:
            return [], [f"LEFT JOIN ({text}) AS {alias} ON {on}"]
        return [f"{alias}_rows AS ({text})"], [
            f"LEFT JOIN {alias}_rows AS {alias} ON {on}",
            f'LEFT JOIN (SELECT * FROM {alias}_rows WHERE listed IS NULL) AS {alias}u ON {alias}u."claim" = b."claim"',
        ]


class _ListPrinter:
    """Prints one list function: aggregates over its members, and what follows from them for the row."""

    def __init__(self, relation: Relation, node: ListCall, context: Context) -> None:
        self.relation = relation
        self.node = node
        self.context = context
        self.complete = relation.complete(node.complete, context.run)
        self.group = relation.group(node)

    def value(self) -> Value:
        match self.node.function:
            case "any":
                return self._any(negate=False)
            case "none":
                return negated(self._any(negate=False))
            case "all":
                return negated(self._any(negate=True))
            case "sum":
                return self._sum()
            case "count":
                return self._count()
            case _:
                return self._all_same()

    def _belongs(self) -> Sql:
        """Whether a member belongs and meets the condition, named in the members' query."""
        assert self.group is not None
        items = [self.group.belongs]
        if self.node.condition is not None:
            items.append(self.group.members.truth(self.node.condition, self.context))
        return self.group.members.name(and_all(items))

    def _any(self, *, negate: bool) -> Sql:
        if self.group is None:
            return sql("(CASE WHEN {} THEN FALSE END)", self.complete)
        assert self.node.condition is not None
        members = self.group.members
        condition = members.truth(self.node.condition, self.context)
        truth = members.name(and_all([self.group.belongs, negated(condition) if negate else condition]))
        strongest = self._extreme(
            "greatest", f"max(CASE WHEN {truth.text} THEN 2 WHEN {truth.text} IS NULL THEN 1 END)"
        )
        return sql(
            "(CASE {} WHEN 2 THEN TRUE WHEN 1 THEN NULL ELSE CASE WHEN {} THEN FALSE END END)",
            strongest,
            self.complete,
        )

    def _total(self, function: str, kind: str) -> Sql:
        assert self.group is not None
        parts = [sql(f"COALESCE({{}}, CAST(0 AS {kind}))", a) for a in self.group.aggregate(function)]
        return sql("(" + " + ".join(["{}"] * len(parts)) + ")", *parts)

    def _flag(self, function: str) -> Sql:
        """Whether an aggregate is true in any of the groups; never NULL."""
        assert self.group is not None
        return or_any(sql("COALESCE({}, FALSE)", a) for a in self.group.aggregate(function))

    @staticmethod
    def _where(case: str, of: str) -> str:
        """A value where a condition holds."""
        return of if case in ("TRUE", "TRUE IS NOT FALSE") else f"CASE WHEN {case} THEN {of} END"

    def _extreme(self, word: str, function: str) -> Sql:
        assert self.group is not None
        parts = self.group.aggregate(function)
        return parts[0] if len(parts) == 1 else sql(f"{word}({{}}, {{}})", *parts)

    def _count(self) -> Bounds:
        kind = f"DECIMAL({NARROWEST}, 0)"
        if self.group is None:
            zero = Sql(f"CAST(0 AS {kind})", 0, Form.LITERAL)
            return Bounds(
                zero, sql(f"(CASE WHEN {{}} THEN CAST(0 AS {kind}) END)", self.complete), NARROWEST, 0
            )
        truth = self._belongs()
        low = sql(f"CAST({{}} AS {kind})", self._total(f"count_if({truth.text})", "BIGINT"))
        high = sql(
            f"(CASE WHEN {{}} THEN CAST({{}} AS {kind}) END)",
            self.complete,
            self._total(f"count_if(({truth.text}) IS NOT FALSE)", "BIGINT"),
        )
        return Bounds(low, high, NARROWEST, 0)

    def _sum(self) -> Bounds:
        assert self.node.value is not None
        signed, scale = self.node.value.type.signed, self.node.type.scale
        kind = f"DECIMAL({WIDEST}, {scale})"
        zero = f"CAST(0 AS {kind})"
        if self.group is None:
            none = sql(f"(CASE WHEN {{}} THEN {zero} END)", self.complete)
            return Bounds(none if signed else Sql(zero, 0, Form.LITERAL), none, WIDEST, scale)
        members = self.group.members
        number = _wide(members.number(self.node.value, self.context))
        value = members.named_bounds(number if number.scale == scale else _cast(number, WIDEST, scale))
        truth = self._belongs().text
        low, high = value.low.text, value.high.text
        no = f"CAST(0 AS DECIMAL({value.width}, {value.scale}))"
        if truth == "TRUE":
            lows, highs = f"sum({low})", f"sum({high})"
            lacks_low, lacks_high = f"bool_or({low} IS NULL)", f"bool_or({high} IS NULL)"
        else:
            lows = f"sum(CASE WHEN {truth} THEN {low} WHEN {truth} IS NULL AND {low} < {no} THEN {low} END)"
            highs = (
                f"sum(CASE WHEN {truth} THEN {high} WHEN {truth} IS NULL AND {high} > {no} THEN {high} END)"
            )
            lacks_low = f"bool_or({truth} IS NOT FALSE AND {low} IS NULL)"
            lacks_high = f"bool_or({truth} IS NOT FALSE AND {high} IS NULL)"
        total = f"(CASE WHEN {{}} AND NOT {{}} THEN CAST({{}} AS {kind}) END)"
        if signed:
            at_least = sql(total, self.complete, self._flag(lacks_low), self._total(lows, kind))
        else:
            at_least = sql(f"CAST({{}} AS {kind})", self._total(lows, kind))
        at_most = sql(total, self.complete, self._flag(lacks_high), self._total(highs, kind))
        return Bounds(at_least, at_most, WIDEST, scale)

    def _all_same(self) -> Sql:
        assert self.node.value is not None
        if self.group is None:
            return sql("(CASE WHEN {} THEN TRUE END)", self.complete)
        members = self.group.members
        value = members.value(self.node.value, self.context)
        truth = self._belongs().text
        count = self._total(f"count_if({truth} IS NOT FALSE)", "BIGINT")
        if isinstance(value, PartySql):
            if value.also is not None:
                return self._same_in_pairs(value, truth, count)
            return self._same_parties(value, truth, count)
        assert isinstance(value, Sql)
        text = members.name(value).text
        sure, possible = self._where(truth, text), self._where(f"{truth} IS NOT FALSE", text)
        return sql(
            "(CASE WHEN {} <> {} THEN FALSE WHEN {} AND ({} <= 1 OR ({} = {} AND {} = {})) THEN TRUE END)",
            self._extreme("least", f"min({sure})"),
            self._extreme("greatest", f"max({sure})"),
            self.complete,
            count,
            self._total(f"count({possible})", "BIGINT"),
            count,
            self._extreme("least", f"min({possible})"),
            self._extreme("greatest", f"max({possible})"),
        )

    def _same_parties(self, party: PartySql, truth: str, count: Sql) -> Sql:
        """Pairwise sameness of parties in closed form.

        Two sure rows differ exactly where two numbers differ, unless all numbered rows bear one name. All possible rows
        are the same exactly where there is one at most, or all bear one number, or all bear one name and no two
        numbers differ.
        """
        assert self.group is not None
        members = self.group.members
        number, name = members.name(party.number).text, members.name(party.name).text
        sure = f"{truth} AND {number} IS NOT NULL"
        maybe = f"{truth} IS NOT FALSE" if truth != "TRUE" else "TRUE"

        def least(case: str, of: str) -> Sql:
            return self._extreme("least", f"min({self._where(case, of)})")

        def most(case: str, of: str) -> Sql:
            return self._extreme("greatest", f"max({self._where(case, of)})")

        def how_many(case: str, of: str) -> Sql:
            return self._total(f"count({self._where(case, of)})", "BIGINT")

        differ = sql(
            "({} <> {} AND NOT COALESCE({} = {} AND {} = {}, FALSE))",
            least(sure, number),
            most(sure, number),
            how_many(sure, number),
            how_many(sure, name),
            least(sure, name),
            most(sure, name),
        )
        numbers, names = how_many(maybe, number), how_many(maybe, name)
        low, high = least(maybe, number), most(maybe, number)
        alike = sql(
            "({0} <= 1 OR ({1} = {0} AND {2} = {3}) OR ({4} = {0} AND {5} = {6} AND ({1} = 0 OR {2} = {3})))",
            count,
            numbers,
            low,
            high,
            names,
            least(maybe, name),
            most(maybe, name),
        )
        return sql("(CASE WHEN {} THEN FALSE WHEN {} AND {} THEN TRUE END)", differ, self.complete, alike)

    def _same_in_pairs(self, party: PartySql, truth: str, count: Sql) -> Sql:
        """Pairwise sameness of parties of which some bear several names: no closed form says it, so all pairs are compared."""
        assert self.group is not None
        members = self.group.members
        number, names = members.name(party.number).text, members.name(party.names).text
        same = _one_party(
            Sql("one.number"), Sql("other.number"), Sql("list_has_any(one.names, other.names)")
        ).text

        def pairs(case: str) -> Sql:
            shown = f"list(DISTINCT struct_pack(number := {number}, names := {names})) FILTER (WHERE {case})"
            parts = self.group.aggregate(shown) if self.group is not None else []
            found = self.relation.name(parts[0] if len(parts) == 1 else sql("list_concat({}, {})", *parts))
            each = f"list_transform({{0}}, lambda one: list_transform({{0}}, lambda other: {same}))"
            return sql(f"flatten({each})", found)

        differ = sql("list_contains({}, FALSE)", pairs(truth))
        alike = sql("NOT list_contains(list_transform({}, lambda truth: COALESCE(truth, FALSE)), FALSE)", pairs(f"{truth} IS NOT FALSE"))  # fmt: skip
        return sql(
            "(CASE WHEN {} THEN FALSE WHEN {} AND ({} <= 1 OR {}) THEN TRUE END)",
            differ,
            self.complete,
            count,
            alike,
        )
