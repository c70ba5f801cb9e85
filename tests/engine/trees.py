"""Random typed trees over the whole language, and random rows to judge them on: the same for both back ends.

Everything is drawn through a `Source`, so that hypothesis can shrink a failing tree and a plain seed can make thousands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Protocol, TypeVar, cast

from hypothesis import strategies as st

from offsetcheck.engine.semantics import Frame, Function, compiled
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import Claim, ClaimFacts, Stage
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.vocabulary import Fact, Kind, Profile
from offsetcheck.facts.world import ALL, ASSURED, Cell, Row, World
from offsetcheck.rulebook.language import (
    BOOLEAN,
    DATE,
    MAX_DIGITS,
    MAX_SCALE,
    TEXT,
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
)
from offsetcheck.rulebook.parser import _is_point, number_type, type_of_fact

AS_OF = date(2026, 6, 1)
T = TypeVar("T")


class Source(Protocol):
    """Where random choices come from."""

    def pick(self, items: Sequence[T]) -> T: ...

    def whole(self, low: int, high: int) -> int: ...

    def chance(self, percent: int) -> bool: ...


class Seeded:
    """Choices from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.random.randrange(len(items))]

    def whole(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def chance(self, percent: int) -> bool:
        return self.random.randrange(100) < percent


class Drawn:
    """Choices by hypothesis, which shrinks them."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def pick(self, items: Sequence[T]) -> T:
        return cast("T", self.draw(st.sampled_from(items)))

    def whole(self, low: int, high: int) -> int:
        return cast("int", self.draw(st.integers(low, high)))

    def chance(self, percent: int) -> bool:
        return cast("int", self.draw(st.integers(0, 99))) >= 100 - percent


# -- values --------------------------------------------------------------------------------------------------------------


def _with_check_digit(twelve: str) -> str:
    from stdnum.jp import cn

    return f"{cn.calc_check_digit(twelve)}{twelve}"


NUMBERS = [_with_check_digit(n) for n in ("000012010001", "000012010002", "010001000001")]
PARTIES = [
    Party("株式会社アクメ", None),
    Party("㈱アクメ", NUMBERS[0]),
    Party("アクメ", NUMBERS[0]),
    Party("アクメ", None),
    Party("株式会社アクメ", NUMBERS[1]),
    Party("ベータ", NUMBERS[1]),
    Party("ベータ", NUMBERS[2]),
    Party("不明", None),
    Party("不明", NUMBERS[2]),
    Party(None, NUMBERS[0]),
    Party(None, None),
    # shown by several names, of which none is assured to be the other
    Party("アクメ", None, also=frozenset({"ベータ"})),
    Party("ベータ", NUMBERS[1], also=frozenset({"株式会社アクメ"})),
    Party("不明", None, also=frozenset({"株式会社アクメ", "ガンマ"})),
]
TEXTS = ["", "a", "ab", "abc", "it's", "日本", "{x}", "100%", '"q"', "b--", "e\u0301", "🤦🏼‍♂️", "$1", "\\n"]
DAYS = [
    date(1990, 1, 1), date(2000, 2, 29), date(2023, 12, 31), date(2024, 1, 31), date(2024, 2, 28), date(2024, 2, 29),
    date(2024, 3, 1), date(2024, 3, 31), date(2025, 2, 28), date(2025, 3, 31), date(2025, 4, 1), date(2026, 3, 31),
    date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 30), date(2100, 2, 28), date(2199, 12, 31),
]  # fmt: skip
AMOUNTS = [
    Decimal(t)
    for t in (
        "0",
        "0.001",
        "0.5",
        "1",
        "1.999",
        "2",
        "3",
        "10",
        "99.999",
        "100",
        "100.001",
        "999999999999999.999",
    )
]
LITERALS = [*AMOUNTS, *(-a for a in AMOUNTS), Decimal("0.05"), Decimal("0.0001"), Decimal(12), Decimal(1000)]
DUE_DAYS = ["06-30", "03-31", "02-29", "12-31", "01-01"]


def value_of(source: Source, fact: Fact) -> Any:
    """A value of a fact, often equal to others of its kind."""
    match fact.type.kind:
        case Kind.BOOLEAN:
            return source.chance(50)
        case Kind.NUMBER:
            number = min(source.pick(AMOUNTS), Decimal(10) ** fact.type.digits - Decimal("0.001"))
            number = number.quantize(Decimal(1), ROUND_FLOOR) if fact.type.scale == 0 else number
            return -number if fact.type.signed and source.chance(40) else number
        case Kind.DATE:
            return source.pick(DAYS)
        case Kind.TEXT:
            return source.pick(fact.type.members or TEXTS)
        case Kind.LIST:
            pool = fact.type.members or TEXTS
            return tuple(source.pick(pool) for _ in range(source.whole(0, 2)))
        case Kind.PARTY:
            return source.pick(PARTIES)
        case Kind.YEAR:
            return FiscalYear(source.whole(2023, 2027))


# -- rows ----------------------------------------------------------------------------------------------------------------


_SIZES = {
    "party": 1, "statement": 2, "emission": 3, "reduction": 1, "project": 2, "registration": 2, "issuance": 2, "credit": 3,
    "retirement": 2, "block": 2, "use": 4, "filing": 2, "source": 3, "certificate": 1, "transfer": 1, "lot": 1, "stock": 1,
}  # fmt: skip


#: The claim file behind rows that were made without one.
NO_CLAIM = Claim(claim=ClaimFacts(id="none", stage=Stage.READY))


def random_world(
    source: Source, name: str, facts: Mapping[str, Sequence[str]], judgements: Sequence[str] = ()
) -> World:
    """One claim's tables with random rows, links, values, judgements and complete lists."""
    world = World(NO_CLAIM, Profile.CERTIFICATION, AS_OF)
    missing = source.pick([5, 30, 60])
    for table in catalogue.tables().values():
        world.rows[table.name] = []
        if table.name == "claim":
            world.rows["claim"].append(Row("claim", name, "claim", world))
        elif table.parent is None:
            for n in range(source.whole(0, _SIZES.get(table.name, 2))):
                row_id = f"{table.name[0].upper()}{n + 1}"
                world.rows[table.name].append(Row(table.name, row_id, f"{table.plural}[{row_id}]", world))
    for table in catalogue.tables().values():
        if table.parent is not None:
            for parent in world.rows[table.parent]:
                for n in range(source.whole(0, _SIZES.get(table.name, 2))):
                    row_id = f"{parent.id}/{n + 1}"
                    address = f"{parent.address}.{table.plural}[{n + 1}]"
                    world.rows[table.name].append(Row(table.name, row_id, address, world, parent=parent))
    for row in world.all_rows():
        table = catalogue.tables()[row.table]
        for path in facts.get(row.table, ()):
            if source.chance(100 - missing):
                value = value_of(source, table.facts[path])
                row.values[ALL][path] = value
                if source.chance(80):
                    row.values[ASSURED][path] = value
        for link in table.links.values():
            targets = world.rows[link.target]
            if row.parent is not None and link.target == row.parent.table:
                row.links[link.field] = row.parent
            elif targets and source.chance(85):
                row.links[link.field] = source.pick(targets)
            else:
                row.links[link.field] = None
    _random_completeness(source, world)
    for judgement in judgements:
        for key in (judgement, f"{judgement}[{source.pick(list(world.all_rows())).id}]"):
            if source.chance(40):
                value = source.chance(50)
                world.judgements[key] = Cell(value, value, "verified")
    return world


def _random_completeness(source: Source, world: World) -> None:
    names = [t.plural for t in catalogue.tables().values() if t.name != "claim"]
    names += [
        f"{row.address}.{child.plural}"
        for child in catalogue.tables().values()
        if child.parent is not None
        for row in world.rows[child.parent]
    ]
    for run in (ALL, ASSURED):
        declared: Any = source.pick(["all", "some", "some", None])
        if declared == "some":
            declared = tuple(n for n in names if source.chance(50))
        if declared is not None:
            world.claim.values[run]["complete_lists"] = declared


# -- trees -----------------------------------------------------------------------------------------------------------------


@dataclass
class Forest:
    """Trees with the derived values, readings and facts that they may name."""

    derivations: dict[tuple[str, str], Node] = field(default_factory=dict)
    readings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, list[str]]:
        return FACTS


#: A few facts of every kind on every table, so that trees meet the same ones often.
FACTS: dict[str, list[str]] = {
    "claim": ["kind", "claimed_t", "period.from", "period.to", "target.periods", "organisation", "publication_on"],
    "party": ["name", "corporate_number"],
    "statement": ["text", "market", "shown_on", "states_quantity"],
    "emission": ["t", "included", "gas", "timing", "category"],
    "reduction": ["t", "from", "measure"],
    "project": ["programme", "reference", "mitigation", "crediting.to", "plan_in_force", "subsidy_share", "registered_on"],
    "registration": ["scheme", "overlaps", "same_output_certified"],
    "issuance": ["total_t", "japan_t", "decided_on", "certification_number"],
    "credit": [
        "quantity_t", "vintage.from", "vintage.to", "holder", "serial_count", "overlaps_claim", "authorisation.uses",
        "authorisation.status", "from_government_share",
    ],
    "retirement": ["completed_on", "user", "account", "act", "total_t", "notice", "overlaps_record"],
    "block": ["quantity_t", "serial_count"],
    "use": ["t", "purpose", "scope.entity", "scope.period", "scope.boundary", "in_reporting_boundary", "scope.days.from"],
    "filing": ["scheme", "entity", "period", "terms.direct_t", "terms.direct_minus1_t"],
    "source": ["kind", "quantity", "factor_basic", "t", "factor_report"],
    "certificate": ["kwh", "correction", "co2_certified"],
}  # fmt: skip
JUDGEMENTS = ("late_ok", "user_ok", "sources_ok")
SUBJECTS = ("claim", "statement", "project", "issuance", "credit", "retirement", "use", "filing")
READINGS = {"r1": ("a", "b"), "r2": ("x", "y", "z")}


class TreeMaker:
    """Makes random trees on the rows of one table."""

    def __init__(self, source: Source, table: str, derivations: Mapping[tuple[str, str], Node]) -> None:
        self.source = source
        self.table = table
        self.derivations = derivations
        self.member: catalogue.ListOf | None = None

    def boolean(self, depth: int) -> Node:
        pick = self.source.pick
        if depth <= 0:
            return self._leaf(Kind.BOOLEAN)
        makers: list[Callable[[int], Node]] = [
            self._logic, self._logic, self._negation, self._comparison, self._comparison, self._comparison, self._in,
            self._text_test, self._has, self._cap, self._switch, self._leaf_boolean, self._exists,
        ]  # fmt: skip
        if self.member is None:
            makers += [self._quantified, self._quantified, self._all_same, self._named, self._reading_boolean]
        return pick(makers)(depth - 1)

    def number(self, depth: int) -> Node:
        if depth <= 0:
            return self._leaf(Kind.NUMBER)
        makers: list[Callable[[int], Node]] = [
            self._arithmetic, self._arithmetic, self._arithmetic, self._unary, self._date_part, self._length,
            lambda _: self._leaf(Kind.NUMBER),
        ]  # fmt: skip
        if self.member is None:
            makers += [self._total, self._total, self._count, self._reading_number]
        return self.source.pick(makers)(depth - 1)

    def date(self, depth: int) -> Node:
        if depth <= 0:
            return self._leaf(Kind.DATE)
        match self.source.whole(0, 4):
            case 0:
                amount = Decimal(self.source.whole(-400, 400))
                node: Node = Const(number_type(amount), amount)
                if self.source.chance(30):
                    node = Arith(
                        Type(Kind.NUMBER, 5, 0, True), "*", node, Const(number_type(Decimal(2)), Decimal(2))
                    )
                return DateAdd(DATE, self.source.pick(["day", "month", "month"]), self.date(depth - 1), node)
            case 1:
                year = self._leaf(Kind.YEAR)
                if year.type.kind is not Kind.YEAR:
                    return self._leaf(Kind.DATE)
                return YearDay(DATE, self.source.pick(["first", "last"]), year)
            case 2:
                return LastDue(DATE, Const(TEXT, self.source.pick(DUE_DAYS), "due"), self.date(depth - 1))
            case 3 if self.member is None:
                return Reading(DATE, "r1", (("a", self.date(depth - 1)), ("b", self.date(depth - 1))))
            case _:
                return self._leaf(Kind.DATE)

    # -- leaves ------------------------------------------------------------------------------------------------------------

    def _leaf(self, kind: Kind) -> Node:
        if self.source.chance(15):
            literal = self._literal(kind)
            if literal is not None:
                return literal
        found = list(self._refs(kind))
        if not found:
            literal = self._literal(kind)
            return literal if literal is not None else Exists(BOOLEAN, ("claim",))
        return self.source.pick(found)

    def _literal(self, kind: Kind) -> Node | None:
        match kind:
            case Kind.BOOLEAN:
                return Const(BOOLEAN, self.source.chance(50))
            case Kind.NUMBER:
                value = self.source.pick(LITERALS)
                return Const(number_type(value), value)
            case Kind.DATE:
                return (
                    Const(DATE, None, "as_of")
                    if self.source.chance(40)
                    else Const(DATE, self.source.pick(DAYS))
                )
            case Kind.TEXT:
                return Const(TEXT, self.source.pick(TEXTS))
            case _:
                return None

    def _refs(self, kind: Kind) -> Iterator[Node]:
        """Every name of a kind that can be written here."""
        places = [(self.table, self.member is not None)]
        if self.member is not None:
            places.append((self.member.table, False))
        for start, outer in places:
            for table, hops in catalogue.routes(start).items():
                for path in FACTS.get(table, ()):
                    fact = catalogue.tables()[table].facts[path]
                    if fact.type.kind is kind:
                        yield Ref(type_of_fact(fact.type), table, path, hops, outer=outer)
                for (owner, name), node in self.derivations.items():
                    if owner == table and node.type.kind is kind:
                        yield Ref(node.type, table, name, hops, True, outer=outer)
        if kind is Kind.BOOLEAN:
            for name in JUDGEMENTS:
                yield Ref(BOOLEAN, "judgement", name, (), False, outer=self.member is not None)

    def _leaf_boolean(self, _: int) -> Node:
        return self._leaf(Kind.BOOLEAN)

    def _exists(self, _: int) -> Node:
        start = self.member.table if self.member is not None else self.table
        return Exists(
            BOOLEAN, self.source.pick([h for h in catalogue.routes(start).values() if h] or [("claim",)])
        )

    # -- conditions --------------------------------------------------------------------------------------------------------

    def _logic(self, depth: int) -> Node:
        items = tuple(self.boolean(depth) for _ in range(self.source.whole(1, 3)))
        return And(BOOLEAN, items) if self.source.chance(50) else Or(BOOLEAN, items)

    def _negation(self, depth: int) -> Node:
        return Not(BOOLEAN, self.boolean(depth))

    def _comparison(self, depth: int) -> Node:
        kind = self.source.pick(
            [Kind.NUMBER, Kind.NUMBER, Kind.DATE, Kind.TEXT, Kind.PARTY, Kind.YEAR, Kind.BOOLEAN]
        )
        ops = (
            ["=", "<>"]
            if kind in (Kind.TEXT, Kind.PARTY, Kind.BOOLEAN)
            else ["=", "<>", "<", "<=", ">", ">="]
        )
        left, right = self._any_of(kind, depth), self._any_of(kind, depth)
        if left.type.kind is not right.type.kind:
            return self._leaf(Kind.BOOLEAN)
        return Compare(BOOLEAN, self.source.pick(ops), left, right)

    def _any_of(self, kind: Kind, depth: int) -> Node:
        match kind:
            case Kind.NUMBER:
                return self.number(depth)
            case Kind.DATE:
                return self.date(depth)
            case Kind.BOOLEAN:
                return self.boolean(depth)
            case _:
                leaf = self._leaf(kind)
                if self.member is None and leaf.type.kind is kind and self.source.chance(15):
                    return Reading(leaf.type, "r1", (("a", leaf), ("b", self._leaf(kind))))
                return leaf

    def _in(self, _: int) -> Node:
        item = self._leaf(Kind.TEXT)
        if item.type.kind is not Kind.TEXT:
            return item
        pool = [*TEXTS, "offset", "shk", "J-Credit", "removal", "JP", "CO2", "organisation"]
        return In(BOOLEAN, item, tuple(self.source.pick(pool) for _ in range(self.source.whole(1, 4))))

    def _text_test(self, _: int) -> Node:
        item = self._leaf(Kind.TEXT)
        return (
            TextTest(BOOLEAN, item, self.source.pick(["", "a", "ab", "it's", "日", "{", "J-"]))
            if item.type == TEXT
            else item
        )

    def _has(self, _: int) -> Node:
        found = [r for r in self._refs(Kind.LIST) if isinstance(r, Ref)]
        if not found:
            return self._leaf(Kind.BOOLEAN)
        return Has(BOOLEAN, self.source.pick(found), self.source.pick(["ndc", "other_purposes", "no'ne"]))

    def _cap(self, depth: int) -> Node:
        name = self.source.pick(["cap.1", "cap.2", "lifted"])
        return Cap(BOOLEAN, self.boolean(depth), self.source.chance(50), name)

    def _switch(self, depth: int) -> Node:
        key = self._leaf(Kind.TEXT)
        if key.type.kind is not Kind.TEXT:
            return key
        names = dict.fromkeys(
            self.source.pick(["J-Credit", "JCM", "offset", "a", "it's {0}"]) for _ in range(2)
        )
        return Switch(BOOLEAN, key, "part", tuple((n, self.boolean(depth)) for n in names))

    def _named(self, depth: int) -> Node:
        item = self.boolean(depth)
        return Named(item.type, "name", item)

    def _reading_boolean(self, depth: int) -> Node:
        name = self.source.pick(sorted(READINGS))
        return Reading(BOOLEAN, name, tuple((o, self.boolean(depth)) for o in READINGS[name]))

    # -- numbers -----------------------------------------------------------------------------------------------------------

    def _arithmetic(self, depth: int) -> Node:
        op = self.source.pick(["+", "-", "*", "min2", "max2"])
        left, right = self.number(depth), self.number(depth)
        if op == "*" and self.source.chance(50):
            factor = self.source.pick(LITERALS)
            left = Const(number_type(factor), factor)
        a, b = left.type, right.type
        if op == "*":
            if not (_is_point(left) or _is_point(right)):
                return left
            kind = Type(Kind.NUMBER, a.digits + b.digits, a.scale + b.scale, a.signed or b.signed)
        elif op in ("min2", "max2"):
            signed = (a.signed or b.signed) if op == "min2" else (a.signed and b.signed)
            kind = Type(Kind.NUMBER, max(a.digits, b.digits), max(a.scale, b.scale), signed)
        else:
            signed = op == "-" or a.signed or b.signed
            kind = Type(Kind.NUMBER, max(a.digits, b.digits) + 1, max(a.scale, b.scale), signed)
        if kind.digits > MAX_DIGITS or kind.scale > MAX_SCALE:
            return left
        return Arith(kind, op, left, right)

    def _unary(self, depth: int) -> Node:
        item = self.number(depth)
        kind = item.type
        match self.source.pick(["-", "abs", "floor0"]):
            case "-":
                return Unary(Type(Kind.NUMBER, kind.digits, kind.scale, True), "-", item)
            case "abs":
                return Unary(Type(Kind.NUMBER, kind.digits, kind.scale, False), "abs", item)
            case _:
                return Unary(Type(Kind.NUMBER, kind.digits + 1, 0, kind.signed), "floor0", item)

    def _date_part(self, depth: int) -> Node:
        if self.source.chance(40):
            return DatePart(Type(Kind.NUMBER, 7, 0, True), "days", self.date(depth), self.date(depth))
        return DatePart(
            Type(Kind.NUMBER, 4, 0, False), self.source.pick(["year", "month", "day"]), self.date(depth)
        )

    def _length(self, _: int) -> Node:
        item = self._leaf(Kind.TEXT)
        return (
            Length(Type(Kind.NUMBER, 9, 0, False), item)
            if item.type.kind is Kind.TEXT
            else self._leaf(Kind.NUMBER)
        )

    def _reading_number(self, depth: int) -> Node:
        name = self.source.pick(sorted(READINGS))
        options = tuple((o, self.number(depth)) for o in READINGS[name])
        types = [n.type for _, n in options]
        kind = Type(
            Kind.NUMBER,
            max(t.digits for t in types),
            max(t.scale for t in types),
            any(t.signed for t in types),
        )
        return Reading(kind, name, options)

    # -- lists -------------------------------------------------------------------------------------------------------------

    def _inside(self, listed: catalogue.ListOf, make: Callable[[], T]) -> T:
        self.member = listed
        try:
            return make()
        finally:
            self.member = None

    def _list(self) -> catalogue.ListOf | None:
        known = list(catalogue.lists(self.table).values())
        return self.source.pick(known) if known else None

    def _quantified(self, depth: int) -> Node:
        listed = self._list()
        if listed is None:
            return self._leaf(Kind.BOOLEAN)
        condition = self._inside(listed, lambda: self.boolean(depth))
        function = self.source.pick(["any", "all", "none"])
        return ListCall(BOOLEAN, function, listed.table, listed.name, listed.link, None, condition)

    def _condition(self, listed: catalogue.ListOf, depth: int) -> Node | None:
        return self._inside(listed, lambda: self.boolean(depth)) if self.source.chance(70) else None

    def _total(self, depth: int) -> Node:
        listed = self._list()
        if listed is None:
            return self._leaf(Kind.NUMBER)
        value = self._inside(listed, lambda: self.number(min(depth, 1)))
        kind = value.type
        if kind.digits + 9 > MAX_DIGITS:
            return self._leaf(Kind.NUMBER)
        return ListCall(
            Type(Kind.NUMBER, min(kind.digits + 9, MAX_DIGITS), kind.scale, kind.signed), "sum", listed.table,
            listed.name, listed.link, value, self._condition(listed, depth),
        )  # fmt: skip

    def _count(self, depth: int) -> Node:
        listed = self._list()
        if listed is None:
            return self._leaf(Kind.NUMBER)
        return ListCall(
            Type(Kind.NUMBER, 9, 0, False), "count", listed.table, listed.name, listed.link, None,
            self._condition(listed, depth),
        )  # fmt: skip

    def _all_same(self, depth: int) -> Node:
        listed = self._list()
        if listed is None:
            return self._leaf(Kind.BOOLEAN)
        kind = self.source.pick([Kind.PARTY, Kind.PARTY, Kind.TEXT, Kind.DATE, Kind.YEAR])
        value = self._inside(listed, lambda: self._leaf(kind))
        if value.type.kind not in (Kind.PARTY, Kind.TEXT, Kind.DATE, Kind.YEAR):
            return self._leaf(Kind.BOOLEAN)
        condition = self._condition(listed, depth)
        return ListCall(BOOLEAN, "all_same", listed.table, listed.name, listed.link, value, condition)


def random_derivations(source: Source, depth: int) -> dict[tuple[str, str], Node]:
    """Derived values of several tables, each resting on earlier ones."""
    found: dict[tuple[str, str], Node] = {}
    for table in ("project", "issuance", "credit", "retirement", "use", "claim", "filing"):
        maker = TreeMaker(source, table, dict(found))
        found[(table, f"flag_{table}")] = maker.boolean(depth)
        found[(table, f"amount_{table}")] = maker.number(depth)
    return found


def random_tree(source: Source, table: str, derivations: Mapping[tuple[str, str], Node], depth: int) -> Node:
    """A condition or a number on the rows of a table."""
    maker = TreeMaker(source, table, derivations)
    return maker.boolean(depth) if source.chance(75) else maker.number(depth)


# -- the oracle ------------------------------------------------------------------------------------------------------------


class Scope:
    """What the Python back end sees beside the rows."""

    def __init__(self, derivations: Mapping[tuple[str, str], Node], choices: Mapping[str, str]) -> None:
        self.as_of = AS_OF
        self.functions: dict[tuple[str, str], Function] = {k: compiled(n) for k, n in derivations.items()}
        self.choices = choices
        self.memo: dict[Any, Any] = {}

    def derived(self, row: Any, table: str, path: str, run: int) -> Any:
        key = (row, path, run)
        if key not in self.memo:
            self.memo[key] = self.functions[(table, path)](Frame(row, run, self))
        return self.memo[key]

    def choice(self, reading: str) -> str:
        return self.choices[reading]

    def lifted(self, name: str) -> bool:
        return name == "lifted"
