"""Parse an author's condition with sqlglot, check it against the allow-list and the facts' types, return our tree.

The author's text is never executed. Anything that is not allowed is refused with the rewrite that is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError

from offsetcheck.facts import catalogue
from offsetcheck.facts.vocabulary import FIRST_DAY_YEAR, LAST_DAY_YEAR, FactType, Kind, kept_text, written_day
from offsetcheck.rulebook.calendar_reach import within_calendar
from offsetcheck.rulebook.language import (
    BOOLEAN,
    DATE,
    MAX_DIGITS,
    MAX_SCALE,
    PARTY,
    TEXT,
    YEAR,
    And,
    Arith,
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
    TextTest,
    Type,
    Unary,
    YearDay,
    children,
    walk,
)
from offsetcheck.rulebook.nesting import MAX_NESTED

MAX_LENGTH = 4000
MAX_DEPTH = 60


class ExpressionError(ValueError):
    """An expression that may not be written this way; the text says what to write instead."""


class _Plain(DuckDB):
    """DuckDB's grammar with every function left as a plain call, so that only our own names mean anything."""

    class Parser(DuckDB.Parser):  # type: ignore[misc, valid-type]  # sqlglot builds it by metaclass
        FUNCTIONS: ClassVar[dict[str, Callable[..., Any]]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Callable[..., Any]]] = {}


@dataclass(frozen=True)
class Vocabulary:
    """What an expression on one table may name besides stated facts."""

    table: str
    parameters: Mapping[str, Const] = field(default_factory=dict)
    derived: Mapping[tuple[str, str], Type] = field(default_factory=dict)
    """Derived values by (table, name)."""
    names: Mapping[str, Node] = field(default_factory=dict)
    """The rule's `let`s and the parts of its criterion, by bare name."""
    stratum: int | None = None
    """The stratum being defined, for derivations: derived values of the same or a higher one are refused there."""


def type_of_fact(kind: FactType) -> Type:
    """The static type of a stated fact."""
    match kind.kind:
        case Kind.NUMBER:
            return Type(Kind.NUMBER, kind.digits, kind.scale, kind.signed)
        case Kind.LIST:
            return Type(Kind.LIST, item=kind.item)
        case _:
            return Type(kind.kind)


def number_type(value: Decimal) -> Type:
    """The narrowest type of an exact number."""
    sign, digits, exponent = value.as_tuple()
    scale = max(0, -int(exponent))
    return Type(Kind.NUMBER, max(1, len(digits) - scale + max(0, int(exponent))), scale, bool(sign))


_FORBIDDEN: dict[type[exp.Expression], str] = {
    exp.Div: "division is not allowed: write `a >= k * b` instead of `a / b >= k`",
    exp.Mod: "remainders are not allowed: state the fact that you need as a fact of its own",
    exp.IntDiv: "division is not allowed: write `a >= k * b` instead of `a / b >= k`",
    exp.Null: "NULL is not a value here: a missing fact makes the condition unknown by itself",
    exp.Is: "IS [NOT] NULL would turn what is missing into an answer: use a stated value such as 'not_stated'",
    exp.Coalesce: "COALESCE would turn what is missing into an answer: leave it out",
    exp.Case: "CASE is not allowed: write `(c AND a) OR (NOT c AND b)`",
    exp.If: "IF is not allowed: write `(c AND a) OR (NOT c AND b)`",
    exp.Like: "LIKE is not allowed: use starts_with(text, 'prefix') or a stated fact",
    exp.ILike: "ILIKE is not allowed: use starts_with(text, 'prefix') or a stated fact",
    exp.RegexpLike: "patterns are not allowed: use starts_with(text, 'prefix') or a stated fact",
    exp.SimilarTo: "patterns are not allowed: use starts_with(text, 'prefix') or a stated fact",
    exp.NullSafeEQ: "IS NOT DISTINCT FROM is not allowed: use =",
    exp.NullSafeNEQ: "IS DISTINCT FROM is not allowed: use <>",
    exp.Select: "subqueries are not allowed: use any, all, none, sum or count over a list",
    exp.Subquery: "subqueries are not allowed: use any, all, none, sum or count over a list",
    exp.Window: "windows are not allowed: use any, all, none, sum or count over a list",
    exp.CurrentDate: "the clock is not allowed: use as_of",
    exp.Star: "* is not allowed here",
    exp.Distinct: "DISTINCT is not allowed: use all_same(list)",
    exp.Collate: "COLLATE is not allowed: texts are compared as they stand",
    exp.Array: "list literals are not allowed: use IN ('a', 'b')",
}

_FORBIDDEN_CALLS = {
    "greatest": "greatest skips what is missing: use max2(a, b)",
    "least": "least skips what is missing: use min2(a, b)",
    "coalesce": "COALESCE would turn what is missing into an answer: leave it out",
    "ifnull": "ifnull would turn what is missing into an answer: leave it out",
    "nullif": "nullif is not allowed: compare with = or <>",
    "concat": "concat skips what is missing: compare the parts one by one",
    "cast": "casts are not allowed: compare values of one type; a date literal is DATE '2025-04-01'",
    "try_cast": "casts are not allowed: compare values of one type; a date literal is DATE '2025-04-01'",
    "upper": "upper is not allowed: texts are compared as they stand",
    "lower": "lower is not allowed: texts are compared as they stand",
    "now": "the clock is not allowed: use as_of",
    "current_date": "the clock is not allowed: use as_of",
    "today": "the clock is not allowed: use as_of",
    "random": "chance is not allowed in a rule",
    "round": "round is not allowed: use floor0(number), or list the roundings as readings",
    "floor": "use floor0(number)",
    "ceil": "use -floor0(-number)",
    "avg": "avg divides: write `sum(list.t) >= k * count(list)`",
    "min": "use min2(a, b), or all(list.x >= k)",
    "max": "use max2(a, b), or all(list.x <= k)",
}

_COMPARE: dict[type[exp.Expression], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_ARITH: dict[type[exp.Expression], str] = {exp.Add: "+", exp.Sub: "-", exp.Mul: "*"}
_LIST_FUNCTIONS = ("any", "all", "none", "sum", "count", "all_same")


def parse(text: object, vocabulary: Vocabulary) -> Node:
    """Parse one expression into the typed tree; raises ExpressionError with the mend."""
    if isinstance(text, bool):
        return Const(BOOLEAN, text)
    if isinstance(text, int | Decimal):
        value = Decimal(text)
        return Const(kept_width(number_type(value)), value)
    if not isinstance(text, str):
        raise ExpressionError("an expression is a text: put it in quotes")
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters: name its parts with `let`")
    try:
        statements = _Plain().parse(f"({text}\n)")  # in brackets, `use.t` is a name and not the statement USE
    except (SqlglotError, RecursionError) as error:
        if "case" in text.lower().split():
            raise ExpressionError(_FORBIDDEN[exp.Case]) from None
        raise ExpressionError(f"this is not an expression ({str(error).splitlines()[0]})") from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Paren):
        raise ExpressionError("write exactly one expression, without semicolons")
    try:
        node = _Builder(vocabulary).build(statements[0].this)
    except RecursionError:
        raise ExpressionError("the expression is nested too deeply: name its parts with `let`") from None
    _refuse_other_spellings(text)
    return node


#: Texts in quotes, and comments: what stands in them is not the language.
_QUOTED = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", re.DOTALL)
#: What the grammar we borrow reads besides: other signs for a parameter, quoted names, brackets, casts, figures in groups.
_OTHER = re.compile(r"[^\w\s.,()=<>+*$-]|\$(?!\w)|(?<![\w$])[\d.]+_\d|==|\bSYMMETRIC\b", re.IGNORECASE)


def _refuse_other_spellings(text: str) -> None:
    """Refuse what means nothing here though the grammar reads it: one thing is written in one way."""
    found = _OTHER.search(_QUOTED.sub(" ", text))
    if found is not None:
        raise ExpressionError(
            f"`{found[0]}` is not part of the language: a parameter is $name, a day DATE '2025-04-01', a list ('a', 'b'), "
            "a number 1000, a range BETWEEN low AND high with the lower end first"
        )


def parse_condition(text: object, vocabulary: Vocabulary) -> Node:
    """Parse an expression that must be a condition (true, false or unknown)."""
    node = parse(text, vocabulary)
    if node.type.kind is not Kind.BOOLEAN:
        raise ExpressionError(f"a condition is needed here, this is a {node.type}: compare it with something")
    return node


def kept_width(kind: Type) -> Type:
    """The type of a number, where its digits can be kept; raises ExpressionError where they cannot."""
    if kind.digits > MAX_DIGITS or kind.scale > MAX_SCALE:
        raise ExpressionError(
            f"the result would need {kind.digits} digits and {kind.scale} decimals; at most {MAX_DIGITS} and "
            f"{MAX_SCALE} are kept: multiply fewer facts, or round the parameter"
        )
    return kind


class _Builder:
    """Turns sqlglot's tree into ours, one expression at a time."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.member: catalogue.ListOf | None = None
        self.depth = 0

    # -- entry ---------------------------------------------------------------------------------------------------

    def build(self, e: exp.Expression) -> Node:
        """Build our tree of one of sqlglot's."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError("the expression is nested too deeply: name its parts with `let`")
        node = self._build(e)
        self.depth -= 1
        return node

    def _build(self, e: exp.Expression) -> Node:
        for kind, mend in _FORBIDDEN.items():
            if type(e) is kind:
                raise ExpressionError(mend)
        match e:
            case exp.Paren():
                return self.build(e.this)
            case exp.And() | exp.Or():
                return self._logic(e)
            case exp.Not():
                return Not(BOOLEAN, self._boolean(e.this, "NOT"))
            case exp.Boolean():
                return Const(BOOLEAN, bool(e.this))
            case exp.Literal():
                return self._literal(e)
            case exp.Neg():
                return self._negative(e)
            case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
                return self._compare(_COMPARE[type(e)], self.build(e.this), self.build(e.expression))
            case exp.Between():
                item = self.build(e.this)
                low, high = self.build(e.args["low"]), self.build(e.args["high"])
                return And(BOOLEAN, (self._compare("<=", low, item), self._compare("<=", item, high)))
            case exp.In():
                return self._in(e)
            case exp.Add() | exp.Sub() | exp.Mul():
                return self._arith(e)
            case exp.Cast():
                return self._date_literal(e)
            case exp.Placeholder() | exp.Parameter():
                return self._parameter(e)
            case exp.Column() | exp.Dot():
                return self._name(_dotted(e))
            case exp.Any() | exp.All():
                return self._list_call("any" if isinstance(e, exp.Any) else "all", [e.this])
            case exp.Anonymous():
                return self._call(str(e.this).lower(), list(e.expressions))
            case _:
                raise ExpressionError(
                    f"`{e.sql()[:60]}` is not part of the language: see `rules docs` for what is"
                )

    def _boolean(self, e: exp.Expression, where: str) -> Node:
        node = self.build(e)
        if node.type.kind is not Kind.BOOLEAN:
            raise ExpressionError(f"{where} needs a condition, `{e.sql()[:60]}` is a {node.type}")
        return node

    def _number(self, e: exp.Expression, where: str) -> Node:
        node = self.build(e)
        if node.type.kind is not Kind.NUMBER:
            raise ExpressionError(f"{where} needs a number, `{e.sql()[:60]}` is a {node.type}")
        return node

    def _logic(self, e: exp.Expression) -> Node:
        kind = type(e)
        parts: list[exp.Expression] = []
        stack: list[exp.Expression] = [e]
        while stack:  # long chains are flattened without recursion
            top = stack.pop()
            if type(top) is kind:
                stack.extend((top.expression, top.this))
            else:
                parts.append(top)
        items = tuple(self._boolean(p, "AND" if kind is exp.And else "OR") for p in parts)
        return And(BOOLEAN, items) if kind is exp.And else Or(BOOLEAN, items)

    def _literal(self, e: exp.Literal) -> Node:
        if e.is_string:
            return Const(TEXT, str(e.this))
        text = str(e.this)
        if "e" in text.lower():
            raise ExpressionError(f"exponents are not allowed: write {text} as plain digits")
        value = Decimal(text)
        kind = number_type(value)
        kept_width(kind)
        return Const(kind, value)

    def _negative(self, e: exp.Neg) -> Node:
        item = self._number(e.this, "-")
        if isinstance(item, Const) and isinstance(item.value, Decimal) and item.name is None:
            return Const(number_type(-item.value), -item.value)
        return Unary(Type(Kind.NUMBER, item.type.digits, item.type.scale, True), "-", item)

    # -- comparisons -----------------------------------------------------------------------------------------------

    def _compare(self, op: str, left: Node, right: Node) -> Node:
        a, b = left.type.kind, right.type.kind
        if a is not b:
            if {a, b} == {Kind.DATE, Kind.TEXT}:
                raise ExpressionError("a date is compared with a date: write DATE '2025-04-01'")
            if Kind.YEAR in (a, b):
                raise ExpressionError(
                    "a fiscal year is not a number or a date: compare years, or use fy_first / fy_last"
                )
            raise ExpressionError(f"{left.type} and {right.type} cannot be compared")
        if a in (Kind.BOOLEAN, Kind.PARTY) and op not in ("=", "<>"):
            raise ExpressionError(f"{a.value} values are compared with = or <> only")
        if a is Kind.LIST:
            raise ExpressionError("lists are not compared: use has(list, 'value')")
        if a is Kind.TEXT:
            if op not in ("=", "<>"):
                raise ExpressionError("texts are compared with = or <> only")
            self._check_member(left, right)
            self._check_member(right, left)
        return Compare(BOOLEAN, op, left, right)

    def _check_member(self, one: Node, other: Node) -> None:
        """Refuse a literal that no value of a fact can equal, under whatever name either stands."""
        for ref in _plain_parts(one):
            for literal in _plain_parts(other):
                if isinstance(ref, Ref) and isinstance(literal, Const) and isinstance(literal.value, str):
                    self._check_value(ref, literal.value)

    def _check_prefix(self, text: Node, prefix: str) -> None:
        """Refuse a beginning that no value of a fact has."""
        for ref in _plain_parts(text):
            if not isinstance(ref, Ref) or ref.derived:
                continue
            fact = catalogue.tables()[ref.table].facts.get(ref.path)
            members = fact.type.members if fact is not None else ()
            if members and not any(member.startswith(prefix) for member in members):
                raise ExpressionError(f"no value of {ref.name} begins with '{prefix}': {', '.join(members)}")

    def _check_value(self, ref: Ref, value: str) -> None:
        """Refuse a text that a stated fact never has."""
        fact = catalogue.tables()[ref.table].facts.get(ref.path) if not ref.derived else None
        if fact is None:
            return
        members = fact.type.members
        if members:
            if value not in members:
                raise ExpressionError(f"'{value}' is not a value of {ref.name}: {', '.join(members)}")
        elif not fact.computed:
            try:
                kept = kept_text(fact.type.form, value)
            except ValueError as error:
                raise ExpressionError(f"'{value}' is never a value of {ref.name}: {error}") from None
            if kept != value:
                raise ExpressionError(
                    f"'{value}' is never a value of {ref.name}, which is kept in one form: write '{kept}'"
                )

    def _in(self, e: exp.In) -> Node:
        if e.args.get("query") is not None or e.args.get("unnest") is not None or not e.expressions:
            raise ExpressionError("IN takes a list of literals: IN ('a', 'b')")
        item = self.build(e.this)
        if item.type.kind is not Kind.TEXT:
            raise ExpressionError(f"IN tests a text, this is a {item.type}: use = with OR")
        values = []
        for one in e.expressions:
            literal = self.build(one)
            if (value := _literal(literal)) is None:
                raise ExpressionError("IN takes literal texts only: IN ('a', 'b')")
            self._check_member(item, literal)
            values.append(value)
        return In(BOOLEAN, item, tuple(values))

    # -- arithmetic ------------------------------------------------------------------------------------------------

    def _arith(self, e: exp.Expression) -> Node:
        if isinstance(e.expression, exp.Interval) or isinstance(e.this, exp.Interval):
            return self._date_arith(e)
        op = _ARITH[type(e)]
        left, right = self._number(e.this, op), self._number(e.expression, op)
        return self._arithmetic(op, left, right)

    def _arithmetic(self, op: str, left: Node, right: Node) -> Node:
        a, b = left.type, right.type
        if op == "*":
            if not (_is_point(left) or _is_point(right)):
                raise ExpressionError("at least one factor must be a stated fact, a literal or a parameter")
            kind = Type(Kind.NUMBER, a.digits + b.digits, a.scale + b.scale, a.signed or b.signed)
        elif op in ("min2", "max2"):
            signed = (a.signed or b.signed) if op == "min2" else (a.signed and b.signed)
            kind = Type(Kind.NUMBER, max(a.digits, b.digits), max(a.scale, b.scale), signed)
        else:
            signed = True if op == "-" else a.signed or b.signed
            kind = Type(Kind.NUMBER, max(a.digits, b.digits) + 1, max(a.scale, b.scale), signed)
        return Arith(kept_width(kind), op, left, right)

    def _date_arith(self, e: exp.Expression) -> Node:
        if not isinstance(e, exp.Add | exp.Sub) or not isinstance(e.expression, exp.Interval):
            raise ExpressionError("write the date first: date + INTERVAL 3 MONTH")
        interval = e.expression
        unit = str(interval.args.get("unit") or "").upper().rstrip("S")
        if unit not in ("DAY", "MONTH", "YEAR"):
            raise ExpressionError("an interval has whole DAY, MONTH or YEAR")
        amount = interval.this
        while isinstance(amount, exp.Paren):
            amount = amount.this
        if isinstance(amount, exp.Literal):
            try:
                value = Decimal(int(str(amount.this)))
            except ValueError:
                raise ExpressionError("an interval has a whole number: INTERVAL 3 MONTH") from None
            node: Node = Const(number_type(value), value)
        elif isinstance(amount, exp.Placeholder | exp.Parameter):
            node = self._parameter(amount)
        else:
            raise ExpressionError(
                "the number of an interval is a literal or a parameter: INTERVAL ($n) MONTH"
            )
        if unit == "YEAR":
            node = self._arithmetic("*", node, Const(number_type(Decimal(12)), Decimal(12)))
        if isinstance(e, exp.Sub):
            node = Unary(Type(Kind.NUMBER, node.type.digits, node.type.scale, True), "-", node)
        return self._date_add("day" if unit == "DAY" else "month", self.build(e.this), node)

    def _date_add(self, unit: str, item: Node, amount: Node) -> Node:
        if item.type.kind is not Kind.DATE:
            raise ExpressionError(f"an interval is added to a date, not to a {item.type}")
        if amount.type.kind is not Kind.NUMBER or amount.type.scale:
            raise ExpressionError("a whole number of days or months is needed")
        if any(isinstance(n, Ref | ListCall) for n in _parts(amount)):
            raise ExpressionError("the number of days or months is a literal or a parameter")
        node = DateAdd(DATE, unit, item, amount)
        if not within_calendar(node):
            names = ", ".join(
                dict.fromkeys(f"${n.name}" for n in walk(node) if isinstance(n, Const) and n.name)
            )
            raise ExpressionError(
                f"a day of the years {FIRST_DAY_YEAR} to {LAST_DAY_YEAR} may be moved out of the calendar (years 1 to"
                f" 9999): move it by fewer {unit}s{f' (see {names})' if names else ''}"
            )
        return node

    def _date_literal(self, e: exp.Cast) -> Node:
        literal = e.this
        if e.to.this is not exp.DType.DATE or not isinstance(literal, exp.Literal) or not literal.is_string:
            raise ExpressionError("casts are not allowed; a date literal is DATE '2025-04-01'")
        try:
            return Const(DATE, written_day(str(literal.this)))
        except ValueError:
            raise ExpressionError(f"{literal.this} is not a day: write DATE 'YYYY-MM-DD'") from None

    # -- names -----------------------------------------------------------------------------------------------------

    def _parameter(self, e: exp.Expression) -> Node:
        name = str(e.this.name if isinstance(e.this, exp.Expression) else e.this)
        if name not in self.vocabulary.parameters:
            known = ", ".join(f"${n}" for n in sorted(self.vocabulary.parameters)) or "none"
            raise ExpressionError(
                f"there is no parameter ${name} in this edition (known: {known}): declare it with a date and a source"
            )
        return self.vocabulary.parameters[name]

    def _name(self, parts: tuple[str, ...]) -> Node:
        if len(parts) == 1:
            name = parts[0]
            if name == "as_of":
                return Const(DATE, None, "as_of")
            if name in self.vocabulary.names:
                if self.member is not None:
                    raise ExpressionError(
                        f"`{name}` is a value of the subject, write it outside the list function"
                    )
                if not _within(self.vocabulary.names[name], MAX_NESTED):
                    raise ExpressionError(
                        f"`{name}` is a `let` upon too many others: write it upon fewer, or derive a value"
                    )
                return Named(self.vocabulary.names[name].type, name, self.vocabulary.names[name])
            raise ExpressionError(f"`{name}` is neither a `let` of this rule nor a part of its criterion")
        root, path = parts[0], ".".join(parts[1:])
        if root == "judgement":
            return self._judgement(path)
        if self.member is not None and root == self.member.name:
            return self._ref(self.member.table, path, member=True)
        if self.member is not None:
            node = self._ref(self.vocabulary.table, f"{root}.{path}", member=False, root=root)
            return Ref(node.type, node.table, node.path, node.hops, node.derived, outer=True)
        return self._ref(self.vocabulary.table, f"{root}.{path}", member=False, root=root)

    def _judgement(self, path: str) -> Node:
        if path not in catalogue.judgements():
            known = ", ".join(sorted(catalogue.judgements()))
            raise ExpressionError(f"there is no judgement `{path}` (known: {known})")
        return Ref(BOOLEAN, "judgement", path, (), False, outer=self.member is not None)

    def _ref(self, table: str, path: str, *, member: bool, root: str | None = None) -> Ref:
        """Resolve `path` from a table: a leading singular name or link is followed to the row it leads to."""
        hops: tuple[str, ...] = ()
        if root is not None:
            routes = catalogue.routes(table)
            if root not in routes:
                if root in catalogue.lists(table):
                    raise ExpressionError(
                        f"`{root}` is a list: use any, all, none, sum, count or all_same over it"
                    )
                raise ExpressionError(
                    f"`{root}` cannot be reached from a {table}: {', '.join(sorted(routes))} can"
                )
            hops, table, path = routes[root], root, path.partition(".")[2]
        while (
            "." in path
            and path not in catalogue.tables()[table].facts
            and (table, path) not in self.vocabulary.derived
        ):
            head, _, rest = path.partition(".")
            routes = catalogue.routes(table)
            if head not in routes or not routes[head]:
                break
            hops, table, path = (*hops, *routes[head]), head, rest
        known = catalogue.tables()[table].facts
        if path in known:
            return Ref(type_of_fact(known[path].type), table, path, hops)
        derived = self.vocabulary.derived.get((table, path))
        if derived is not None:
            limit = self.vocabulary.stratum
            if limit is not None and catalogue.STRATUM[table] > limit:
                raise ExpressionError(
                    f"{table}.{path} is derived later than this: derived values flow one way"
                )
            return Ref(derived, table, path, hops, True)
        close = [
            p
            for p in (*known, *(n for t, n in self.vocabulary.derived if t == table))
            if p.split(".")[-1] == path.split(".")[-1] or p.startswith(path)
        ]
        hint = f" (did you mean {', '.join(f'{table}.{c}' for c in close[:3])}?)" if close else ""
        raise ExpressionError(f"{table} has no fact `{path}`{hint}")

    # -- calls -----------------------------------------------------------------------------------------------------

    def _call(self, name: str, arguments: list[exp.Expression]) -> Node:
        if name in _FORBIDDEN_CALLS:
            raise ExpressionError(_FORBIDDEN_CALLS[name])
        if name in _LIST_FUNCTIONS:
            return self._list_call(name, arguments)
        if name == "exists":
            return self._exists(arguments)
        if name in ("listed", "coded"):
            return self._table_call(name, arguments)
        sizes = {
            "min2": 2, "max2": 2, "abs": 1, "floor0": 1, "add_months": 2, "add_days": 2, "fy_first": 1, "fy_last": 1,
            "last_due": 2, "year": 1, "month": 1, "day": 1, "days_between": 2, "length": 1, "starts_with": 2, "has": 2,
            "same_party": 2,
        }  # fmt: skip
        if name not in sizes:
            raise ExpressionError(
                f"there is no function {name}: {', '.join(sorted([*sizes, *_LIST_FUNCTIONS, 'coded', 'listed']))}"
            )
        if len(arguments) != sizes[name]:
            raise ExpressionError(f"{name} takes {sizes[name]} argument(s), {len(arguments)} given")
        # Each argument is built once: built again, each level of nesting would double the work.
        numbers = name in ("min2", "max2", "abs", "floor0")
        first = self._number(arguments[0], name) if numbers else self.build(arguments[0])
        match name:
            case "min2" | "max2":
                return self._arithmetic(name, first, self._number(arguments[1], name))
            case "abs":
                return Unary(Type(Kind.NUMBER, first.type.digits, first.type.scale, False), "abs", first)
            case "floor0":
                kind = kept_width(Type(Kind.NUMBER, first.type.digits + 1, 0, first.type.signed))
                return Unary(kind, "floor0", first)
            case "add_months" | "add_days":
                return self._date_add(
                    "month" if name == "add_months" else "day", first, self.build(arguments[1])
                )
            case "fy_first" | "fy_last":
                if first.type != YEAR:
                    raise ExpressionError(f"{name} takes a fiscal year, not a {first.type}")
                return YearDay(DATE, name[3:], first)
            case "last_due":
                day = self.build(arguments[1])
                if not isinstance(first, Const) or not isinstance(first.value, str) or day.type != DATE:
                    raise ExpressionError("last_due takes a parameter 'MM-DD' and a date")
                if not _is_yearly(first.value):
                    raise ExpressionError(
                        f"'{first.value}' is a day of no year: write the due date as 'MM-DD'"
                    )
                return LastDue(DATE, first, day)
            case "year" | "month" | "day":
                if first.type != DATE:
                    raise ExpressionError(f"{name} takes a date, not a {first.type}")
                return DatePart(Type(Kind.NUMBER, 4, 0, False), name, first)
            case "days_between":
                other = self.build(arguments[1])
                if first.type != DATE or other.type != DATE:
                    raise ExpressionError("days_between takes two dates")
                return DatePart(Type(Kind.NUMBER, 7, 0, True), "days", first, other)
            case "length":
                if first.type != TEXT:
                    raise ExpressionError("length takes a text")
                return Length(Type(Kind.NUMBER, 9, 0, False), first)
            case "starts_with":
                prefix = self.build(arguments[1])
                if first.type != TEXT or (start := _literal(prefix)) is None:
                    raise ExpressionError("starts_with takes a text and a literal prefix, not a parameter")
                self._check_prefix(first, start)
                return TextTest(BOOLEAN, first, start)
            case "has":
                value = self.build(arguments[1])
                if first.type.kind is not Kind.LIST or (wanted := _literal(value)) is None:
                    raise ExpressionError("has takes a list fact and a literal value, not a parameter")
                if any(isinstance(r, Ref) and r.name == "claim.complete_lists" for r in _plain_parts(first)):
                    raise ExpressionError(
                        "has does not read claim.complete_lists: the functions of a list ask whether it is complete"
                    )
                self._check_member(first, value)
                return Has(BOOLEAN, first, wanted)
            case _:
                other = self.build(arguments[1])
                if first.type != PARTY or other.type != PARTY:
                    raise ExpressionError("same_party takes two parties")
                return Compare(BOOLEAN, "=", first, other)

    def _table_call(self, name: str, arguments: list[exp.Expression]) -> Node:
        """A question put to a dated list of codes, spelled out code by code, so that no back end needs to know lists.

        `listed($codes, text, day)`: the text is a code that counts on the day. `coded($codes, text, other, '_X')`: the
        text is a code, and the other text starts with it and the ending. The list is data: it is tested as data, so the
        spelled-out tree is named as a whole.
        """
        wanted = "a list, a text and a date" if name == "listed" else "a list, two texts and an ending"
        if len(arguments) != (3 if name == "listed" else 4):
            raise ExpressionError(f"{name} takes {wanted}")
        table, text, other = (self.build(a) for a in arguments[:3])
        entries = _entries(table)
        if not entries or text.type != TEXT or other.type != (DATE if name == "listed" else TEXT):
            raise ExpressionError(
                f"{name} takes {wanted}; the list is a parameter of codes, each with its first day"
            )
        for code, _ in entries:
            self._check_member(text, Const(TEXT, code))
        cases: list[Node] = []
        # The name by which the confidence of the list is known stays with what it says (law 5).
        listed = table.name if isinstance(table, Const) else None
        if name == "listed":
            cases = [Compare(BOOLEAN, "<=", Const(DATE, since, listed), other) for _, since in entries]
        else:
            ending = _literal(self.build(arguments[3]))
            if ending is None:
                raise ExpressionError(f"{name} takes {wanted}; the ending is a literal text")
            for code, _ in entries:
                self._check_prefix(other, f"{code}{ending}")
            cases = [TextTest(BOOLEAN, other, f"{code}{ending}") for code, _ in entries]
        pairs = (
            And(BOOLEAN, (Compare(BOOLEAN, "=", text, Const(TEXT, code, listed)), case))
            for (code, _), case in zip(entries, cases, strict=True)
        )
        return Named(BOOLEAN, f"{name}({', '.join(a.sql() for a in arguments)})", Or(BOOLEAN, tuple(pairs)))

    def _exists(self, arguments: list[exp.Expression]) -> Node:
        if self.member is not None:
            raise ExpressionError("exists asks about the subject: write it outside the list function")
        name, *facts = _dotted(arguments[0]) if len(arguments) == 1 else ("",)
        routes = catalogue.routes(self.vocabulary.table)
        if name not in routes or not routes[name] or name == "claim":
            raise ExpressionError("exists takes the name of a linked subject, such as exists(retirement)")
        if facts:
            raise ExpressionError(
                f"exists takes a linked subject alone, as in exists({name}): to ask for a fact, compare it with a value, "
                "and it is unknown while the fact is missing"
            )
        return Exists(BOOLEAN, routes[name])

    def _list_call(self, function: str, arguments: list[exp.Expression]) -> Node:
        if self.member is not None:
            raise ExpressionError("list functions are not nested: derive the inner value first")
        most = 1 if function in ("any", "all", "none") else 2
        if not 1 <= len(arguments) <= most:
            raise ExpressionError(f"{function} takes {most} argument(s) at the most, {len(arguments)} given")
        known = catalogue.lists(self.vocabulary.table)
        named = [n for a in arguments for n in _list_names(a, known)]
        if not named or len(set(named)) != 1:
            raise ExpressionError(
                f"{function} needs the values of one list ({', '.join(sorted(known)) or 'this subject has none'})"
            )
        listed = known[named[0]]
        bare = (
            function == "count"
            and isinstance(arguments[0], exp.Column)
            and _dotted(arguments[0]) == (named[0],)
        )
        if function == "count" and len(arguments) == 2 and not bare:
            raise ExpressionError(
                f"count has one condition, and the first of two is the list alone: write count({named[0]}, condition), "
                "and join conditions by AND"
            )
        self.member = listed
        value: Node | None
        condition: Node | None
        try:
            if function in ("any", "all", "none"):
                value, condition = None, self._boolean(arguments[0], function)
            elif function == "count":
                value = None
                condition = (
                    self._boolean(arguments[1], function) if len(arguments) == 2
                    else None if bare else self._boolean(arguments[0], function)
                )  # fmt: skip
            else:
                value = self.build(arguments[0])
                condition = self._boolean(arguments[1], function) if len(arguments) == 2 else None
        finally:
            self.member = None
        kind = BOOLEAN
        if function == "sum":
            if value is None or value.type.kind is not Kind.NUMBER:
                raise ExpressionError("sum adds numbers")
            kind = kept_width(Type(Kind.NUMBER, value.type.digits + 9, value.type.scale, value.type.signed))
        elif function == "count":
            kind = Type(Kind.NUMBER, 9, 0, False)
        elif (
            function == "all_same"
            and value is not None
            and value.type.kind not in (Kind.TEXT, Kind.PARTY, Kind.YEAR, Kind.DATE)
        ):
            raise ExpressionError("all_same compares texts, parties, years or dates")
        return ListCall(kind, function, listed.table, listed.name, listed.link, value, condition)


def _list_names(e: exp.Expression, known: Mapping[str, catalogue.ListOf]) -> list[str]:
    found = []
    for column in e.find_all(exp.Column, exp.Dot):
        if isinstance(column.parent, exp.Dot):
            continue
        root = _dotted(column)[0]
        if root in known:
            found.append(root)
    return found


def _entries(table: Node) -> list[tuple[str, date]]:
    """The codes of a parameter that lists them, each with its first day; none for any other node."""
    if not isinstance(table, Const) or table.name is None or not isinstance(table.value, str):
        return []
    found = []
    for entry in table.value.split(", "):
        code, _, since = entry.partition(" ")
        try:
            found.append((code, date.fromisoformat(since)))
        except ValueError:
            return []
    return found


def _within(node: Node, depth: int) -> bool:
    """Whether a tree is no deeper than that."""
    level = [node]
    for _ in range(depth):
        level = list({id(child): child for one in level for child in children(one)}.values())
        if not level:
            return True
    return False


def _plain_parts(node: Node) -> Iterator[Node]:
    """What a node stands for, through its names and each of its readings."""
    match node:
        case Named():
            yield from _plain_parts(node.item)
        case Reading():
            for _, option in node.options:
                yield from _plain_parts(option)
        case _:
            yield node


def _literal(node: Node) -> str | None:
    """A text as it is written; none for a parameter, whose confidence would be lost with its name (law 5)."""
    return (
        node.value if isinstance(node, Const) and isinstance(node.value, str) and node.name is None else None
    )


def _dotted(e: exp.Expression) -> tuple[str, ...]:
    """The dotted name of a column, outermost part first."""
    if isinstance(e, exp.Dot):
        return (*_dotted(e.this), *_dotted(e.expression))
    if isinstance(e, exp.Column):
        return tuple(part.name for part in e.parts)
    if isinstance(e, exp.Identifier):
        return (e.name,)
    raise ExpressionError(f"`{e.sql()[:60]}` is not a name")


def _is_yearly(text: str) -> bool:
    """Whether a text is a day that comes every year (29 February counts), as MM-DD."""
    try:
        return re.fullmatch(r"[0-9]{2}-[0-9]{2}", text) is not None and bool(
            date.fromisoformat(f"2024-{text}")
        )
    except ValueError:
        return False


def _is_point(node: Node) -> bool:
    """Whether a number is either exactly known or wholly missing, never a proper interval."""
    match node:
        case Const():
            return True
        case Ref():
            return not node.derived
        case Unary():
            return _is_point(node.item)
        case Arith():
            return node.op in ("+", "-", "*") and _is_point(node.left) and _is_point(node.right)
        case DatePart() | Length():
            return True
        case Named():
            return _is_point(node.item)
        case _:
            return False


def _parts(node: Node) -> list[Node]:
    return list(walk(node))
