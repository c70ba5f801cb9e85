"""Mutation testing of the rules by their own examples: a rule that can be changed without an example noticing is not tested.

Each expression of the rulebook is changed in one small way at a time: a bound by one unit, `>=` to `>`, AND to OR, a
condition dropped, a cap lifted. The change is noticed where an example of the rule no longer comes out as its author
wrote: another verdict, another truth of a condition it names, or nothing missing where it expects something. A change
of a derived value or of a binding must be noticed by a rule that reads it. What nobody notices is reported with the
place where an example is needed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from offsetcheck.engine.examples import judge_example
from offsetcheck.engine.judge import Engine, Outcome
from offsetcheck.engine.lint import (
    AllowedMutant,
    Part,
    Sources,
    parts_of,
    reachable,
    read_allowed_mutants,
    span,
)
from offsetcheck.engine.semantics import Truth, compare_bounds, compiled
from offsetcheck.facts import catalogue
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.rulebook.book import Edition, Example, Rule, Rulebook
from offsetcheck.rulebook.language import (
    BOOLEAN,
    DATE,
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
from offsetcheck.rulebook.linking import criterion_parts
from offsetcheck.rulebook.parser import number_type

#: Where a figure that was taken is kept, beside the rules.
RECORD: Final = "mutation.json"
#: At most so many processes work at a time.
MOST_PROCESSES: Final = 2
#: Of a long list of members so many are dropped, from both ends and the middle.
MOST_DROPPED: Final = 3
#: Fewer changes than this are not worth a second process.
_FEW: Final = 1000


class State(StrEnum):
    """What became of a change."""

    KILLED = "killed"
    SURVIVED = "survived"
    EQUIVALENT = "equivalent"
    """Listed, with the reason, as one that makes no difference."""
    UNREAD = "unread"
    """In a value that no rule reads: it is printed, and examples of rules cannot test it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change of one expression, and what became of it."""

    item: str
    """The rule, binding or derived value."""
    where: str
    """The item and the part of it."""
    edition: str
    file: str
    line: int
    operator: str
    """The kind of change."""
    change: str
    state: State
    seen_at: str | None = None
    """For a survivor: an example that comes out differently, but whose author did not write down in what."""

    def as_json(self) -> dict[str, Any]:
        """The mutant as plain data."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"state": self.state.value}


@dataclass(frozen=True, slots=True)
class Mutation:
    """The result of a run: every mutant in the order of the files, and what kept the run from being whole."""

    mutants: tuple[Mutant, ...]
    broken: tuple[str, ...] = ()
    """Examples that do not come out as written even without a change; they were left aside."""
    stale: tuple[str, ...] = ()
    """Entries of the list of allowed mutants that allow nothing."""
    sha256: str = ""

    def count(self, state: State) -> int:
        """How many mutants came to this."""
        return sum(m.state is state for m in self.mutants)

    @property
    def figure(self) -> Decimal | None:
        """Of a hundred mutants that could be noticed, how many were; rounded down to a tenth."""
        killed, survived = self.count(State.KILLED), self.count(State.SURVIVED)
        if killed + survived == 0:
            return None
        return Decimal(1000 * killed // (killed + survived)) / 10

    def as_json(self) -> dict[str, Any]:
        """The result as plain data; the same for the same rulebook."""
        by_operator: dict[str, dict[str, int]] = {}
        by_item: dict[str, dict[str, int]] = {}
        for mutant in self.mutants:
            for group, key in ((by_operator, mutant.operator), (by_item, mutant.item)):
                counts = group.setdefault(key, {s.value: 0 for s in State})
                counts[mutant.state.value] += 1
        return {
            "rulebook_sha256": self.sha256,
            "figure": None if self.figure is None else format(self.figure, ".1f"),
            **{s.value: self.count(s) for s in State},
            "by_operator": dict(sorted(by_operator.items())),
            "by_item": dict(sorted(by_item.items())),
            "survivors": [m.as_json() for m in self.mutants if m.state is State.SURVIVED],
            "broken_examples": list(self.broken),
            "stale_entries": list(self.stale),
        }


# -- expressions as their authors write them -------------------------------------------------------------------------------


def written(node: Node, member: str = "") -> str:
    """An expression as an author would write it; `member` is the list whose rows are meant."""
    match node:
        case Const():
            return _written_const(node)
        case Ref():
            return _written_ref(node, member)
        case Exists():
            return f"exists({node.hops[-1]})"
        case And() | Or():
            word = " AND " if isinstance(node, And) else " OR "
            return word.join(_bracketed(i, node, member) for i in node.items)
        case Not():
            return f"NOT {_bracketed(node.item, node, member)}"
        case Compare():
            return f"{_bracketed(node.left, node, member)} {node.op} {_bracketed(node.right, node, member)}"
        case In():
            listed = ", ".join(f"'{v}'" for v in node.values)
            return f"{written(node.item, member)} IN ({listed})"
        case Arith() if node.op in ("min2", "max2"):
            return f"{node.op}({written(node.left, member)}, {written(node.right, member)})"
        case Arith():
            return f"{_bracketed(node.left, node, member)} {node.op} {_bracketed(node.right, node, member)}"
        case Unary():
            inner = written(node.item, member)
            return f"-({inner})" if node.op == "-" else f"{node.op}({inner})"
        case DateAdd():
            return f"add_{node.unit}s({written(node.item, member)}, {written(node.amount, member)})"
        case DatePart() if node.other is not None:
            return f"days_between({written(node.item, member)}, {written(node.other, member)})"
        case DatePart():
            return f"{node.part}({written(node.item, member)})"
        case YearDay():
            return f"fy_{node.edge}({written(node.item, member)})"
        case LastDue():
            return f"last_due({written(node.day, member)}, {written(node.item, member)})"
        case TextTest():
            return f"starts_with({written(node.item, member)}, '{node.prefix}')"
        case Length():
            return f"length({written(node.item, member)})"
        case Has():
            return f"has({written(node.item, member)}, '{node.value}')"
        case ListCall():
            inside = [written(n, node.complete) for n in (node.value, node.condition) if n is not None]
            return f"{node.function}({', '.join(inside) or node.complete})"
        case Cap():
            return written(node.item, member)
        case Named():
            return node.name
        case Switch():
            return node.name
        case Reading():
            return f"readings({', '.join(f'{o}: {written(n, member)}' for o, n in node.options)})"
        case _:
            return type(node).__name__


def _written_const(node: Const) -> str:
    if node.name is not None:
        return node.name if node.name == "as_of" else f"${node.name}"
    match node.value:
        case bool():
            return "TRUE" if node.value else "FALSE"
        case Decimal():
            return format(node.value, "f")
        case date():
            return f"DATE '{node.value.isoformat()}'"
        case _:
            return f"'{node.value}'"


def _written_ref(node: Ref, member: str) -> str:
    if node.table == "judgement" or not member or node.outer:
        return node.name
    listed = catalogue.tables()[_table_of(member)]
    return f"{member}.{node.path}" if node.table == listed.name and not node.hops else f"{member}.{node.name}"


def _table_of(plural: str) -> str:
    return next(t.name for t in catalogue.tables().values() if t.plural == plural)


def _bracketed(node: Node, outside: Node, member: str) -> str:
    """An operand, in brackets where it would otherwise be read differently."""
    text = written(node, member)
    inner = node
    while isinstance(inner, Cap):
        inner = inner.item
    loose: tuple[type[Node], ...] = ()
    match outside:
        case And():
            loose = (Or,)
        case Or():
            loose = (And,)
        case Not() | Compare():
            loose = (And, Or, Compare, In) if isinstance(outside, Not) else (And, Or, Not, Compare)
        case Arith() if outside.op == "*" or (outside.op == "-" and node is outside.right):
            loose = (Arith,)
        case _:
            pass
    sums = isinstance(inner, Arith) and inner.op in ("min2", "max2")
    return f"({text})" if isinstance(inner, loose) and not sums else text


# -- small changes -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """A changed expression: the kind of change, what was changed in words, and the tree that comes of it."""

    operator: str
    text: str
    node: Node


_FLIPS: Final[Mapping[str, tuple[str, ...]]] = {
    ">=": (">", "<"),
    ">": (">=", "<="),
    "<=": ("<", ">"),
    "<": ("<=", ">="),
}
_OTHER_LIST: Final[Mapping[str, tuple[str, ...]]] = {
    "any": ("all", "none"),
    "all": ("any", "none"),
    "none": ("any", "all"),
}
_ORDERED: Final = (Kind.NUMBER, Kind.DATE, Kind.YEAR)


def changes(node: Node, against: bool | None = None) -> list[Change]:
    """Every small change of an expression, each once; those that the types alone prove to change nothing are left out.

    `against` says which truth a cap around the whole takes away: false for what is demanded, true for what is
    permitted, None where there are no caps. What stands behind a name (a `let`, a part of a criterion) is changed where
    it is defined.
    """
    found: dict[Node, Change] = {}
    whole = list(_changes(node, ""))
    if against is not None:
        whole = [*_cap_changes(node, against), *whole]
    for change in whole:
        if change.node != node:
            found.setdefault(change.node, change)
    return _numbered(list(found.values()))


def _numbered(found: Sequence[Change]) -> list[Change]:
    """The same words twice in one expression are told apart by a number."""
    met: dict[str, int] = {}
    out = []
    for change in found:
        met[change.text] = met.get(change.text, 0) + 1
        n = met[change.text]
        out.append(change if n == 1 else replace(change, text=f"{change.text} [{n}]"))
    return out


def _cap_changes(node: Node, against: bool) -> Iterator[Change]:
    if node.type.kind is Kind.BOOLEAN and against not in reachable(node):
        return  # the cap would take away what can never come
    if isinstance(node, Cap):
        yield Change("cap removed", "the clause as if it were confirmed", node.item)
    elif node.type.kind is Kind.BOOLEAN:
        capped = Cap(BOOLEAN, node, against, "mutant")
        yield Change("cap added", "the clause as if it were unconfirmed", capped)


def _changes(node: Node, member: str) -> Iterator[Change]:
    """Changes of the node itself, then of each part in its place."""
    for operator, text, changed in _own_changes(node, member):
        yield Change(operator, text, changed)
    if isinstance(node, Named):
        return
    if isinstance(node, DateAdd):
        yield from _within(node, "item", node.item, member)
        return
    inner = node.complete if isinstance(node, ListCall) else member
    skip = _bounds_of(node) if isinstance(node, Compare) else ()
    for name in (f.name for f in fields(node)):
        value = getattr(node, name)
        if isinstance(value, Node):
            if value not in skip:
                yield from _within(node, name, value, inner)
        elif isinstance(value, tuple):
            yield from _within_tuple(node, name, value, inner)


def _within(node: Node, name: str, value: Node, member: str) -> Iterator[Change]:
    for change in _changes(value, member):
        yield replace(change, node=_with(node, {name: change.node}))


def _within_tuple(node: Node, name: str, value: tuple[Any, ...], member: str) -> Iterator[Change]:
    for n, one in enumerate(value):
        pair = isinstance(one, tuple) and len(one) == 2 and isinstance(one[1], Node)
        inner = one[1] if pair else one
        if not isinstance(inner, Node):
            continue
        for change in _changes(inner, member):
            put = (one[0], change.node) if pair else change.node
            yield replace(change, node=_with(node, {name: (*value[:n], put, *value[n + 1 :])}))


def _with(node: Node, values: Mapping[str, Any]) -> Node:
    """The node with some of its parts replaced."""
    return type(node)(**{f.name: values.get(f.name, getattr(node, f.name)) for f in fields(node)})


_Own = Iterator[tuple[str, str, Node]]


def _own_changes(node: Node, member: str) -> _Own:
    def said(after: Node) -> str:
        return f"{written(node, member)} → {written(after, member)}"

    match node:
        case Compare():
            yield from _of_compare(node, member)
        case And() | Or():
            word, other = ("AND", "OR") if isinstance(node, And) else ("OR", "AND")
            swapped: Node = Or(BOOLEAN, node.items) if isinstance(node, And) else And(BOOLEAN, node.items)
            yield "AND ↔ OR", f"{word} → {other} in {written(node, member)}", swapped
            for n, item in enumerate(node.items):
                rest = (*node.items[:n], *node.items[n + 1 :])
                left = rest[0] if len(rest) == 1 else type(node)(BOOLEAN, rest)
                yield "part dropped", f"drop {word} {written(item, member)}", left
        case Not():
            yield "NOT removed", said(node.item), node.item
        case Ref() | Exists() | Has() | TextTest() | Named() if node.type.kind is Kind.BOOLEAN:
            yield "NOT added", said(Not(BOOLEAN, node)), Not(BOOLEAN, node)
            if isinstance(node, Has):
                yield from (("member swapped", said(n), n) for n in _of_has(node))
            if isinstance(node, TextTest) and len(node.prefix) > 1:
                shorter = replace(node, prefix=node.prefix[:-1])
                yield "prefix shortened", said(shorter), shorter
        case In():
            yield "NOT added", said(Not(BOOLEAN, node)), Not(BOOLEAN, node)
            yield from ((kind, said(n), n) for kind, n in _of_in(node))
        case ListCall():
            for function in _OTHER_LIST.get(node.function, ()):
                other_call = replace(node, function=function)
                yield "any ↔ all ↔ none", said(other_call), other_call
            if node.condition is not None and node.function in ("sum", "count", "all_same"):
                bare = replace(node, condition=None)
                yield "list condition dropped", said(bare), bare
        case Arith():
            others = {"min2": "max2", "max2": "min2", "+": "-", "-": "+"}
            if node.op in others:
                turned = replace(node, op=others[node.op])
                kind = "min2 ↔ max2" if node.op in ("min2", "max2") else "+ ↔ -"
                yield kind, said(turned), turned
        case Unary():
            yield "sign or rounding dropped", said(node.item), node.item
        case YearDay():
            other_edge = replace(node, edge="last" if node.edge == "first" else "first")
            yield "first ↔ last day", said(other_edge), other_edge
        case DateAdd():
            for after in _shifted(node.amount, _one(node.amount)):
                moved = replace(node, amount=after)
                yield "date by one unit", said(moved), moved
        case LastDue():
            for day in _days_of_year(node.day):
                due = replace(node, day=day)
                yield "date by one unit", said(due), due
        case Reading():
            yield from _of_reading(node)
        case Const() if node.value and not isinstance(node.value, bool):
            if node.name is not None or not isinstance(node.value, str):
                for near in _shifted(node, _one(node)):
                    yield "parameter by one unit", said(near), near
        case _:
            return


def _of_compare(node: Compare, member: str) -> _Own:
    def said(after: Node) -> str:
        return f"{written(node, member)} → {written(after, member)}"

    kind = node.left.type.kind
    if node.op in _FLIPS:
        for op in _FLIPS[node.op]:
            flipped = replace(node, op=op)
            if not _same_by_type(node, flipped):
                yield "comparison", said(flipped), flipped
    else:
        turned = replace(node, op="<>" if node.op == "=" else "=")
        yield "comparison", said(turned), turned
        if kind in _ORDERED:
            for op in (">=", "<="):
                flipped = replace(node, op=op)
                if not _same_by_type(node, flipped):
                    yield "comparison", said(flipped), flipped
    for literal, ref, name in ((node.right, node.left, "right"), (node.left, node.right, "left")):
        if isinstance(literal, Const) and isinstance(literal.value, str) and kind is Kind.TEXT:
            for value in _neighbours(ref, (literal.value,))[:1]:
                swapped = _with(node, {name: replace(literal, value=value)})
                yield "member swapped", said(swapped), swapped
    if kind in (Kind.NUMBER, Kind.DATE) and not _asks_only(node):
        yield from _bound_moved(node, member)


def _asks_only(node: Compare) -> bool:
    """`length(x) > 0` asks whether a text is stated; its bound means nothing."""
    return (
        isinstance(node.left, Length) and compare_bounds(node.op, span(node.left), span(node.right)) is True
    )


def _same_by_type(before: Compare, after: Compare) -> bool:
    """Whether the types alone settle both comparisons in the same way."""
    if before.left.type.kind is not Kind.NUMBER:
        return False
    sides = span(before.left), span(before.right)
    truth = compare_bounds(before.op, *sides)
    return truth is not None and truth is compare_bounds(after.op, span(after.left), span(after.right))


def _bounds_of(node: Compare) -> tuple[Node, ...]:
    """The constants that a comparison already moves as its bound."""
    if node.left.type.kind not in (Kind.NUMBER, Kind.DATE):
        return (node.left, node.right) if node.left.type.kind is Kind.TEXT else ()
    return tuple(n for n in (node.right, node.left) if isinstance(n, Const) and n.name != "as_of")[:1]


def _bound_moved(node: Compare, member: str) -> _Own:
    """The bound one unit up and down; the step that `>=` ↔ `>` already takes is not taken twice."""
    name = "left" if isinstance(node.left, Const) and not isinstance(node.right, Const) else "right"
    bound = node.left if name == "left" else node.right
    unit = Decimal(1)
    whole = True
    if node.left.type.kind is Kind.NUMBER:
        scale = max(node.left.type.scale, node.right.type.scale)
        unit = Decimal(1) if scale == 0 else Decimal(1).scaleb(-3)
        whole = scale in (0, 3)
    for sign in (1, -1):
        after = _moved(bound, sign * unit)
        moved = _with(node, {name: after})
        grows = sign if name == "right" else -sign  # as seen from the left side: is the bar raised?
        covered = whole and {">=": 1, ">": -1, "<=": -1, "<": 1}.get(node.op) == grows
        if not covered and isinstance(moved, Compare) and not _same_by_type(node, moved):
            yield "bound by one unit", f"{written(node, member)} → {written(moved, member)}", moved


def _moved(node: Node, amount: Decimal) -> Node:
    """A number or day moved by so many units or days."""
    if isinstance(node, Const) and node.name is None:
        if isinstance(node.value, Decimal):
            value = node.value + amount
            return Const(number_type(value), value)
        if isinstance(node.value, date):
            return Const(DATE, node.value + timedelta(days=int(amount)))
    size = abs(amount)
    if node.type.kind is Kind.DATE:
        return DateAdd(DATE, "day", node, Const(number_type(amount), amount))
    kind = Type(Kind.NUMBER, node.type.digits + 1, max(node.type.scale, number_type(size).scale), True)
    return Arith(kind, "+" if amount > 0 else "-", node, Const(number_type(size), size))


def _one(node: Node) -> Decimal:
    """One unit of a number as it is written: a whole, or a hundredth (at the least) of what has decimals."""
    scale = node.type.scale
    return Decimal(1) if scale == 0 else Decimal(1).scaleb(-max(2, scale))


def _shifted(node: Node, unit: Decimal) -> Iterator[Node]:
    """A constant one unit up and one down; a parameter still tells its name."""
    for sign in (1, -1):
        if isinstance(node, Const):
            yield from _const_shifted(node, sign, unit)
        elif isinstance(node, Unary):
            yield from (_with(node, {"item": i}) for i in _in_direction(node.item, sign, unit))
        elif isinstance(node, Arith):
            yield from (_with(node, {"left": i}) for i in _in_direction(node.left, sign, unit))


def _in_direction(node: Node, sign: int, unit: Decimal) -> Iterator[Node]:
    return _const_shifted(node, sign, unit) if isinstance(node, Const) else iter(())


def _const_shifted(node: Const, sign: int, unit: Decimal) -> Iterator[Node]:
    word = "+" if sign > 0 else "-"
    if isinstance(node.value, Decimal):
        value = node.value + sign * unit
        yield Const(number_type(value), value, node.name and f"{node.name} {word} {unit}")
    elif isinstance(node.value, date):
        name = node.name and f"{node.name} {word} 1 day"
        yield replace(node, value=node.value + timedelta(days=sign), name=name)
    elif isinstance(node.value, str):
        yield from list(_days_of_year(node))[0 if sign > 0 else 1 :][:1]


def _days_of_year(node: Node) -> Iterator[Node]:
    """A yearly day `MM-DD` a day later and a day earlier."""
    if isinstance(node, Const) and isinstance(node.value, str):
        try:
            day = date.fromisoformat(f"2025-{node.value}")
        except ValueError:
            return
        for sign in (1, -1):
            moved = day + timedelta(days=sign)
            word = "+" if sign > 0 else "-"
            yield replace(node, value=moved.strftime("%m-%d"), name=node.name and f"{node.name} {word} 1 day")


def _members(node: Node) -> tuple[str, ...]:
    if isinstance(node, Ref) and not node.derived and node.table != "judgement":
        fact = catalogue.tables()[node.table].facts.get(node.path)
        return fact.type.members if fact is not None else ()
    return ()


def _neighbours(ref: Node, taken: tuple[str, ...]) -> list[str]:
    """The enum members that are not named, beginning after the last one that is."""
    members = _members(ref)
    if not members:
        return []
    at = max((members.index(t) for t in taken if t in members), default=-1) + 1
    return [m for m in (*members[at:], *members[:at]) if m not in taken]


def _of_in(node: In) -> Iterator[tuple[str, Node]]:
    values = node.values
    places = list(range(len(values)))
    if len(places) > 2 * MOST_DROPPED:
        places = sorted({0, len(values) // 2, len(values) - 1})
    for n in places if len(values) > 1 else ():
        yield "member dropped", replace(node, values=(*values[:n], *values[n + 1 :]))
    free = _neighbours(node.item, values)
    for value in dict.fromkeys((*free[:1], *free[-1:])):
        yield "member added", replace(node, values=(*values, value))
    if free:
        yield "member swapped", replace(node, values=(*values[:-1], free[0]))


def _of_has(node: Has) -> Iterator[Node]:
    for value in _neighbours(node.item, (node.value,))[:1]:
        yield replace(node, value=value)


def _of_reading(node: Reading) -> _Own:
    """A candidate that is not looked at: another stands in its place, so the readings no longer differ there."""
    for n, (option, _) in enumerate(node.options):
        other = node.options[n - 1][1]
        kept = tuple((o, other if o == option else tree) for o, tree in node.options)
        yield "reading dropped", f"drop the reading {option} of {node.id}", replace(node, options=kept)


# -- putting a change into a rulebook ------------------------------------------------------------------------------------------

_Alter = Callable[[Any], Any]
"""Takes the compiled edition and gives back one with the change in it."""


class _Altered(Engine):
    """An engine in whose editions one expression is changed."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self.alter: _Alter | None = None
        self._done: dict[int, Any] = {}

    def set(self, alter: _Alter | None) -> None:
        """Judge with this change from now on."""
        self.alter = alter
        self._done.clear()

    def compile(self, edition: Edition, in_force: Iterable[Edition]) -> Any:
        """The functions of an edition, changed."""
        made = super().compile(edition, in_force)
        if self.alter is None:
            return made
        if id(made) not in self._done:
            self._done[id(made)] = self.alter(made)
        return self._done[id(made)]


def _rule_altered(edition: str, rule: Rule) -> _Alter:
    def alter(made: Any) -> Any:
        if made.edition.id != edition:
            return made
        when = None if rule.when is None else compiled(rule.when)
        rules = [
            replace(r, rule=rule, when=when, conditions=[compiled(c.node) for c in rule.conditions])
            if r.rule.id == rule.id
            else r
            for r in made.rules
        ]
        return replace(made, rules=rules)

    return alter


def _derived_altered(edition: str | None, keys: Mapping[tuple[str, str], Node]) -> _Alter:
    def alter(made: Any) -> Any:
        if edition is not None and made.edition.id != edition:
            return made
        changed = {k: (n, compiled(n)) for k, n in keys.items() if k in made.derived}
        return replace(made, derived={**made.derived, **changed})

    return alter


def _let_replaced(node: Node, name: str, tree: Node) -> Node:
    """An expression with the definition behind a name replaced, wherever it is used."""
    if isinstance(node, Named) and node.name == name:
        return replace(node, item=tree)
    values: dict[str, Any] = {}
    for one in fields(node):
        value = getattr(node, one.name)
        if isinstance(value, Node):
            values[one.name] = _let_replaced(value, name, tree)
        elif isinstance(value, tuple):
            values[one.name] = tuple(
                _let_replaced(v, name, tree)
                if isinstance(v, Node)
                else (v[0], _let_replaced(v[1], name, tree))
                if isinstance(v, tuple) and len(v) == 2 and isinstance(v[1], Node)
                else v
                for v in value
            )
    return _with(node, values)


# -- targets -------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    """One example of one rule, as it must come out."""

    edition: Edition
    rule: Rule
    number: int
    example: Example

    @property
    def place(self) -> str:
        return f"{self.rule.file}:{self.example.line} {self.rule.id} #{self.number}"


@dataclass(slots=True)
class _Bench:
    """A rulebook on the bench: what can be changed in it, and the examples that must notice."""

    rulebook: Rulebook
    parts: list[Part]
    allowed: list[AllowedMutant]
    engine: _Altered = field(init=False)
    _baseline: dict[int, Outcome | None] = field(init=False, default_factory=dict)
    _cases: dict[tuple[str, str], list[_Case]] = field(init=False, default_factory=dict)
    _readers: dict[tuple[str, str, str], list[tuple[str, str]]] = field(init=False, default_factory=dict)
    _rules: dict[tuple[str, str], Rule] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = _Altered(self.rulebook)
        for edition in self.rulebook.editions:
            for rule in edition.rules:
                self._rules[(edition.id, rule.id)] = rule
                if rule.status == "active":
                    self._cases[(edition.id, rule.id)] = [
                        _Case(edition, rule, n, e) for n, e in enumerate(rule.examples, 1)
                    ]
        self.parts = [
            p
            for p in self.parts
            if p.role != "show" and (p.kind != "rule" or self.rule(p).status == "active")
        ]
        self._read()

    def rule(self, part: Part) -> Rule:
        """The rule a part belongs to."""
        return self._rules[(part.edition, part.item)]

    def _read(self) -> None:
        """Which rules read which derived value, through any number of steps."""
        for edition in self.rulebook.editions:
            derived: dict[tuple[str, str], list[Node]] = {d.key: [d.node] for d in edition.derivations}
            for key, node in criterion_parts(self.rulebook, self.rulebook.editions).items():
                derived.setdefault(key, []).append(node)
            for rule in edition.rules:
                trees = [*([rule.when] if rule.when is not None else []), *(c.node for c in rule.conditions)]
                for key in _read_by(trees, derived):
                    self._readers.setdefault((edition.id, *key), []).append((edition.id, rule.id))

    def readers(self, part: Part) -> list[tuple[str, str]]:
        """The rules whose examples must notice a change of a part."""
        if part.kind == "rule":
            return [(part.edition, part.item)]
        if part.kind == "derivation":
            table, _, name = part.item.partition(".")
            return self._readers.get((part.edition, table, name), [])
        subject = self.subject(part)
        return [
            reader
            for edition in self.rulebook.editions
            for reader in self._readers.get((edition.id, subject, part.name), [])
        ]

    def subject(self, part: Part) -> str:
        """The table on which a bound part stands."""
        criterion = part.item.partition("/")[0]
        return next(c.subject for e in self.rulebook.editions for c in e.criteria if c.id == criterion)

    # -- examples ----------------------------------------------------------------------------------------------------

    def judge(self, case: _Case) -> Outcome | None:
        """How an example comes out now; None where it cannot be read."""
        try:
            return judge_example(self.engine, case.edition, case.rule, case.example)
        except (ValueError, KeyError, ValidationError, LookupError):
            return None

    def baseline(self, case: _Case) -> Outcome | None:
        """How an example comes out without any change; None where it is not as its author wrote."""
        key = id(case)
        if key not in self._baseline:
            self.engine.set(None)
            outcome = self.judge(case)
            self._baseline[key] = outcome if outcome is not None and holds(case.example, outcome) else None
        return self._baseline[key]

    def cases(self, part: Part) -> list[_Case]:
        """The sound examples that must notice a change of a part, the likeliest first."""
        found = [
            c
            for reader in self.readers(part)
            for c in self._cases.get(reader, ())
            if self.baseline(c) is not None
        ]
        if part.kind == "binding":
            programmes = part.item.partition("/")[2].split("+")
            found.sort(key=lambda c: c.example.given.get("project.programme") not in programmes)
        return found

    def broken(self, parts: Iterable[Part]) -> list[str]:
        """The examples of these parts that do not come out as written."""
        readers = dict.fromkeys(reader for part in parts for reader in self.readers(part))
        return [c.place for r in readers for c in self._cases.get(r, ()) if self.baseline(c) is None]

    # -- changes -----------------------------------------------------------------------------------------------------

    def changes(self, part: Part) -> list[tuple[Change, _Alter]]:
        """Every change of a part, with how it is put into the rulebook."""
        against = None if part.kind == "derivation" else part.role == "let"
        found = [(c, self._put(part, c.node)) for c in changes(part.node, against)]
        if part.role == "condition":
            text = f"drop the condition {part.name}"
            always = Const(BOOLEAN, True)
            found.append((Change("condition dropped", text, always), self._put(part, always)))
        if part.role == "when":
            always = Const(BOOLEAN, True)
            found.append((Change("condition dropped", "drop `when`", always), self._put(part, always)))
        return found

    def _put(self, part: Part, node: Node) -> _Alter:
        if part.kind == "derivation":
            table, _, name = part.item.partition(".")
            return _derived_altered(part.edition, {(table, name): node})
        if part.kind == "binding":
            return self._bound(part, node)
        rule = self.rule(part)
        if part.role == "when":
            return _rule_altered(part.edition, replace(rule, when=node))
        if part.role == "condition":
            conditions = tuple(replace(c, node=node) if c.name == part.name else c for c in rule.conditions)
            return _rule_altered(part.edition, replace(rule, conditions=conditions))
        when = None if rule.when is None else _let_replaced(rule.when, part.name, node)
        conditions = tuple(replace(c, node=_let_replaced(c.node, part.name, node)) for c in rule.conditions)
        return _rule_altered(part.edition, replace(rule, when=when, conditions=conditions))

    def _bound(self, part: Part, node: Node) -> _Alter:
        key, programmes = (self.subject(part), part.name), part.item.partition("/")[2].split("+")

        def alter(made: Any) -> Any:
            if key not in made.derived:
                return made
            changed = _case_replaced(made.derived[key][0], programmes, part.node, node)
            return replace(made, derived={**made.derived, key: (changed, compiled(changed))})

        return alter


def _case_replaced(switch: Node, programmes: Sequence[str], before: Node, after: Node) -> Node:
    """A criterion's part with what it means for some programmes replaced."""
    if isinstance(switch, Switch):
        cases = tuple((p, after if p in programmes and n == before else n) for p, n in switch.cases)
        return replace(switch, cases=cases)
    if isinstance(switch, Cap):
        return replace(switch, item=_case_replaced(switch.item, programmes, before, after))
    return switch


def _read_by(
    trees: Iterable[Node], derived: Mapping[tuple[str, str], Sequence[Node]]
) -> set[tuple[str, str]]:
    """The derived values that some expressions read, through any number of steps."""
    found: set[tuple[str, str]] = set()
    stack = list(trees)
    while stack:
        for part in walk(stack.pop()):
            if isinstance(part, Ref) and part.derived and (key := (part.table, part.path)) not in found:
                found.add(key)
                stack.extend(derived.get(key, ()))
    return found


def holds(example: Example, outcome: Outcome) -> bool:
    """Whether an example comes out as its author wrote: verdict, the conditions named, what is missing."""
    if outcome.verdict.value != example.verdict:
        return False
    truths = _truths(outcome)
    for name, expected in example.conditions.items():
        if truths.get(name, "?") is not (None if expected in ("unknown", None) else expected):
            return False
    return set(example.missing) <= _missing(outcome)


def _truths(outcome: Outcome) -> dict[str, Truth]:
    return {c.condition.name: c.truth for c in outcome.conditions}


def _missing(outcome: Outcome) -> set[str]:
    return {m.name for m in outcome.missing} | {m.address for m in outcome.missing}


def _differs(before: Outcome, after: Outcome | None) -> bool:
    """Whether anything an example could state has changed."""
    return after is None or _truths(before) != _truths(after) or _missing(before) != _missing(after)


# -- the run -------------------------------------------------------------------------------------------------------------------


def _try(bench: _Bench, part: Part) -> list[Mutant]:
    """Every change of one part, and what became of it."""
    cases = bench.cases(part)
    read = bool(bench.readers(part))
    allowed = {a.change for a in bench.allowed if a.mutant == part.where}
    found = []
    for change, alter in bench.changes(part):
        state, seen_at = (State.SURVIVED, None) if read else (State.UNREAD, None)
        bench.engine.set(alter)
        for n, case in enumerate(cases):
            outcome = bench.judge(case)
            if outcome is None or not holds(case.example, outcome):
                state, seen_at = State.KILLED, None
                cases.insert(0, cases.pop(n))  # what noticed one change is likely to notice the next
                break
            before = bench.baseline(case)
            if seen_at is None and before is not None and _differs(before, outcome):
                seen_at = case.place
        bench.engine.set(None)
        if state is State.SURVIVED and change.text in allowed:
            state, seen_at = State.EQUIVALENT, None
        found.append(
            Mutant(
                part.item,
                part.where,
                part.edition,
                part.file,
                part.line,
                change.operator,
                change.text,
                state,
                seen_at,
            )
        )
    return found


_Done = tuple[list[Mutant], list[str]]
_bench: _Bench | None = None


def _start(rulebook: Rulebook, parts: list[Part], allowed: list[AllowedMutant]) -> None:
    global _bench  # noqa: PLW0603 - one bench per working process, made once
    _bench = _Bench(rulebook, parts, allowed)


def _work(indices: Sequence[int]) -> _Done:
    assert _bench is not None
    return _done(_bench, [_bench.parts[n] for n in indices])


def _done(bench: _Bench, parts: Sequence[Part]) -> _Done:
    return [m for part in parts for m in _try(bench, part)], bench.broken(parts)


Progress = Callable[[int, int], None]
"""Told how many of how many rules, bindings and derived values are done."""


def mutate(
    rulebook: Rulebook,
    folder: Path,
    only: str | None = None,
    processes: int = MOST_PROCESSES,
    progress: Progress | None = None,
) -> Mutation:
    """Change every expression of a rulebook (or of one rule, binding or derived value) and see what the examples notice."""
    bench = _Bench(rulebook, parts_of(rulebook, Sources(folder)), read_allowed_mutants(folder)[0])
    groups: dict[tuple[str, str], list[int]] = {}
    for n, part in enumerate(bench.parts):
        if only is None or part.item.upper() == only.upper():
            groups.setdefault((part.edition, part.item), []).append(n)
    size = sum(len(bench.changes(bench.parts[n])) for group in groups.values() for n in group)
    mutants: list[Mutant] = []
    broken: dict[str, None] = {}

    def note(done: _Done) -> None:
        mutants.extend(done[0])
        broken.update(dict.fromkeys(done[1]))

    if processes < 2 or size < _FEW:
        for n, group in enumerate(groups.values(), 1):
            note(_done(bench, [bench.parts[i] for i in group]))
            if progress is not None:
                progress(n, len(groups))
    else:
        context = multiprocessing.get_context("spawn")
        count = min(processes, MOST_PROCESSES)
        with ProcessPoolExecutor(count, context, _start, (rulebook, bench.parts, bench.allowed)) as pool:
            futures = [pool.submit(_work, group) for group in groups.values()]
            for n, future in enumerate(as_completed(futures), 1):
                note(future.result())
                if progress is not None:
                    progress(n, len(groups))
    mutants.sort(key=lambda m: (m.file, m.line, m.where, m.edition, m.operator, m.change))
    stale = tuple(_stale(bench, mutants, only))
    return Mutation(tuple(mutants), tuple(sorted(broken)), stale, rulebook.sha256)


def _stale(bench: _Bench, mutants: Sequence[Mutant], only: str | None) -> Iterator[str]:
    """Entries of the list that name a mutant that is noticed, or none at all."""
    needed = {(m.where, m.change) for m in mutants if m.state is State.EQUIVALENT}
    items = {m.where for m in mutants}
    for entry in bench.allowed:
        if (entry.mutant, entry.change) not in needed and (only is None or entry.mutant in items):
            yield f"{entry.mutant}: {entry.change} (line {entry.line})"


__all__ = ["RECORD", "Change", "Mutant", "Mutation", "State", "changes", "holds", "mutate", "written"]
