"""Every operator of the language is right and monotone, proved by exhaustive truth table through the compiled tree.

Right: a result is decided exactly where every way of settling the operands gives the same answer, and a number is the
smallest interval that holds every such answer. Monotone: settling more of an operand never reverses a result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from offsetcheck.engine import semantics
from offsetcheck.engine.semantics import UNBOUNDED, Bounds, Frame, Truth, compiled
from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.rulebook import language, parser
from offsetcheck.rulebook.language import (
    BOOLEAN,
    DATE,
    PARTY,
    TEXT,
    YEAR,
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

TRUTHS: tuple[Truth, ...] = (True, False, None)
NUMBER = Type(Kind.NUMBER, 15, 3, True)
UNSIGNED = Type(Kind.NUMBER, 15, 3, False)
LIST = Type(Kind.LIST, item=Kind.TEXT)

#: Which node kinds have a truth table, and which operators and functions of each kind.
PROVED: dict[str, set[str]] = {}


def proves(kind: type[Node], *operators: str) -> Callable[[Any], Any]:
    PROVED.setdefault(kind.__name__, set()).update(operators)
    return lambda test: test


# -- a small world -------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class FakeRow:
    """A row with given values, links, list members and judgements."""

    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, FakeRow | None] = field(default_factory=dict)
    rows: list[FakeRow] = field(default_factory=list)
    closed: bool = False
    judgements: dict[str, Truth] = field(default_factory=dict)
    id: str = "row"

    def value(self, path: str, run: int) -> Any:
        return self.values.get(path)

    def link(self, field: str) -> FakeRow | None:
        return self.links.get(field)

    def members(self, table: str) -> Sequence[FakeRow]:
        return self.rows

    def complete(self, name: str, run: int) -> bool:
        return self.closed

    def judgement(self, name: str, run: int) -> Truth:
        return self.judgements.get(name)


@dataclass
class FakeScope:
    as_of: date = date(2026, 6, 1)
    choices: dict[str, str] = field(default_factory=dict)
    lifted_names: frozenset[str] = frozenset()

    def derived(self, row: Any, table: str, path: str, run: int) -> Any:
        return row.values[path]

    def choice(self, reading: str) -> str:
        return self.choices[reading]

    def lifted(self, name: str) -> bool:
        return name in self.lifted_names


def frame(values: Mapping[str, Any], **scope: Any) -> Frame:
    return Frame(FakeRow(dict(values)), 0, FakeScope(**scope))


def stated(name: str, kind: Type = BOOLEAN) -> Ref:
    return Ref(kind, "row", name)


def derived(name: str, kind: Type = NUMBER) -> Ref:
    """A derived value; unlike a stated number it can be any interval."""
    return Ref(kind, "row", name, (), True)


# -- the order of information --------------------------------------------------------------------------------------------


def refines(before: Any, after: Any) -> bool:
    """Whether `after` says the same as `before` or more; works for truths, values and intervals."""
    if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == 2 == len(after):
        low = before[0] is None or (after[0] is not None and after[0] >= before[0])
        high = before[1] is None or (after[1] is not None and after[1] <= before[1])
        return low and high
    return before is None or (after is not None and bool(before == after))


def assert_monotone(table: Mapping[tuple[Any, ...], Any]) -> None:
    """Every pair of settings of which one refines the other, compared."""
    values = [sorted({key[i] for key in table}, key=repr) for i in range(len(next(iter(table))))]
    steps = [{v: [w for w in known if w != v and refines(v, w)] for v in known} for known in values]
    compared = 0
    for key, result in table.items():
        for i, value in enumerate(key):
            for finer in steps[i][value]:
                other = (*key[:i], finer, *key[i + 1 :])
                assert refines(result, table[other]), (key, result, other, table[other])
                compared += 1
    assert compared > 0


def settled(truth: Truth) -> tuple[bool, ...]:
    return (True, False) if truth is None else (truth,)


def agreed(answers: Iterable[bool]) -> Truth:
    """The answer that all agree on."""
    found = set(answers)
    return found.pop() if len(found) == 1 else None


# -- truth ---------------------------------------------------------------------------------------------------------------


@proves(And)
@proves(Or)
@pytest.mark.parametrize("arity", [1, 2, 3])
@pytest.mark.parametrize(("kind", "plain"), [(And, all), (Or, any)])
def test_and_and_or_are_decided_exactly_where_all_settlements_agree(kind, plain, arity):
    names = [f"x{i}" for i in range(arity)]
    run = compiled(kind(BOOLEAN, tuple(stated(n) for n in names)))
    table = {}
    for values in product(TRUTHS, repeat=arity):
        table[values] = run(frame(dict(zip(names, values, strict=True))))
        assert table[values] is agreed(plain(way) for way in product(*map(settled, values))), values
    assert_monotone(table)


@proves(Not)
def test_not_turns_true_and_false_and_leaves_unknown():
    run = compiled(Not(BOOLEAN, stated("x")))
    table = {(x,): run(frame({"x": x})) for x in TRUTHS}
    assert table == {(True,): False, (False,): True, (None,): None}
    assert_monotone(table)


@proves(Named)
@proves(Ref)
@pytest.mark.parametrize("x", TRUTHS)
def test_a_stated_truth_and_a_named_let_are_what_they_hold(x):
    assert compiled(stated("x"))(frame({"x": x})) is x
    assert compiled(Named(BOOLEAN, "late", stated("x")))(frame({"x": x})) is x
    assert compiled(derived("x", BOOLEAN))(frame({"x": x})) is x


@proves(Ref)
@pytest.mark.parametrize("kind", [BOOLEAN, DATE, TEXT, YEAR, PARTY, LIST, NUMBER])
@pytest.mark.parametrize("is_derived", [True, False])
def test_a_value_behind_a_missing_reference_is_missing(kind, is_derived):
    ref = Ref(kind, "credit", "x", ("credit",), is_derived)
    missing = UNBOUNDED if kind is NUMBER else None
    assert compiled(ref)(Frame(FakeRow(links={"credit": None}), 0, FakeScope())) == missing
    there = FakeRow({"x": (Decimal(1), Decimal(1)) if is_derived and kind is NUMBER else Decimal(1)})
    found = compiled(ref)(Frame(FakeRow(links={"credit": there}), 0, FakeScope()))
    assert refines(missing, found)
    assert found in (Decimal(1), (Decimal(1), Decimal(1)))


@proves(Ref)
def test_a_stated_number_is_a_point_and_a_missing_one_is_unbounded():
    run = compiled(stated("t", NUMBER))
    assert run(frame({"t": Decimal(7)})) == (Decimal(7), Decimal(7))
    assert run(frame({})) == UNBOUNDED


@proves(Ref)
def test_a_judgement_is_read_from_the_row_or_from_the_row_outside_a_list():
    for x in TRUTHS:
        inner, outer = FakeRow(judgements={"j": False}), FakeRow(judgements={"j": x})
        run = compiled(Ref(BOOLEAN, "judgement", "j", (), False, True))
        assert run(Frame(inner, 0, FakeScope(), outer)) is x
        assert compiled(Ref(BOOLEAN, "judgement", "j"))(Frame(outer, 0, FakeScope())) is x


@proves(Exists)
def test_exists_is_true_where_the_reference_is_given_and_never_false():
    run = compiled(Exists(BOOLEAN, ("credit", "project")))
    here = FakeRow(links={"credit": FakeRow(links={"project": FakeRow()})})
    assert run(Frame(here, 0, FakeScope())) is True
    assert run(Frame(FakeRow(links={"credit": FakeRow()}), 0, FakeScope())) is None
    assert run(Frame(FakeRow(), 0, FakeScope())) is None


@proves(Const)
@pytest.mark.parametrize("value", [True, False, "a", date(2026, 1, 2)])
def test_a_literal_is_its_value_and_a_number_is_a_point(value):
    assert compiled(Const(BOOLEAN, value))(frame({})) is value
    assert compiled(Const(NUMBER, Decimal("1.5")))(frame({})) == (Decimal("1.5"), Decimal("1.5"))


@proves(Const)
def test_as_of_is_the_day_of_judgement_and_nothing_else():
    run = compiled(Const(DATE, None, "as_of"))
    assert run(frame({}, as_of=date(2031, 2, 3))) == date(2031, 2, 3)


# -- the law's own uncertainty -------------------------------------------------------------------------------------------


@proves(Cap)
@pytest.mark.parametrize("against", [True, False])
def test_a_cap_turns_only_what_it_caps_into_unknown_until_it_is_lifted(against):
    run = compiled(Cap(BOOLEAN, stated("x"), against, "R.x"))
    capped = {(x,): run(frame({"x": x})) for x in TRUTHS}
    lifted = {(x,): run(frame({"x": x}, lifted_names=frozenset({"R.x"}))) for x in TRUTHS}
    other = {(x,): run(frame({"x": x}, lifted_names=frozenset({"R.y"}))) for x in TRUTHS}
    assert capped == {(against,): None, (not against,): not against, (None,): None}
    assert lifted == {(x,): x for x in TRUTHS}
    assert other == capped
    assert_monotone(capped)
    assert_monotone(lifted)
    assert all(refines(capped[key], lifted[key]) for key in capped)


@proves(Switch)
def test_a_part_is_what_its_programme_binds_and_unknown_where_nothing_is_bound():
    run = compiled(
        Switch(BOOLEAN, stated("programme", TEXT), "part", (("A", stated("a")), ("B", stated("b"))))
    )
    table = {}
    for key, a, b in product(("A", "B", "C", None), TRUTHS, TRUTHS):
        table[(key, a, b)] = run(frame({"programme": key, "a": a, "b": b}))
        assert table[(key, a, b)] is {"A": a, "B": b}.get(key or "")
    assert_monotone(table)


@proves(Reading)
def test_a_reading_is_judged_as_the_option_chosen_for_the_run():
    truth = compiled(Reading(BOOLEAN, "r", (("one", stated("a")), ("two", stated("b")))))
    number = compiled(Reading(NUMBER, "r", (("one", derived("p")), ("two", derived("q")))))
    one, two = (Decimal(1), Decimal(2)), (Decimal(3), None)
    for option, name in (("one", "a"), ("two", "b")):
        table = {}
        for a, b in product(TRUTHS, repeat=2):
            table[(a, b)] = truth(frame({"a": a, "b": b}, choices={"r": option}))
            assert table[(a, b)] is {"a": a, "b": b}[name]
        assert_monotone(table)
    assert number(frame({"p": one, "q": two}, choices={"r": "one"})) == one
    assert number(frame({"p": one, "q": two}, choices={"r": "two"})) == two


# -- numbers -------------------------------------------------------------------------------------------------------------

LOWEST, HIGHEST = Decimal(-2), Decimal(3)
#: What stands in for a number without bound; nothing on the grid comes near a quarter of it.
FAR = Decimal(1000)


def intervals(step: str = "1") -> list[Bounds]:
    """Every interval between the bounds, open to either side or not."""
    points: list[Decimal] = []
    value = LOWEST
    while value <= HIGHEST:
        points.append(value)
        value += Decimal(step)
    low: list[Decimal | None] = [None, *points]
    high: list[Decimal | None] = [None, *points]
    return [(a, b) for a in low for b in high if a is None or b is None or a <= b]


def numbers(interval: Bounds, step: str = "0.5") -> list[Decimal]:
    """Numbers of an interval, its ends among them, and far ones where it has no end."""
    low, high = interval
    start, end = (LOWEST if low is None else low), (HIGHEST if high is None else high)
    start, end = min(start, end), max(start, end)
    found = [] if low is not None else [-FAR, start - 1]
    while start <= end:
        found.append(start)
        start += Decimal(step)
    return found if high is not None else [*found, end + 1, FAR]


def hull_of(values: Iterable[Decimal]) -> Bounds:
    """The smallest interval that holds all values; far ones are no bound."""
    every = list(values)
    low, high = min(every), max(every)
    return (None if low < -FAR / 4 else low), (None if high > FAR / 4 else high)


PLAIN_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@proves(Compare, *PLAIN_COMPARE)
@pytest.mark.parametrize("op", PLAIN_COMPARE)
def test_comparing_intervals_is_decided_exactly_where_all_their_numbers_agree(op):
    run = compiled(Compare(BOOLEAN, op, derived("a"), derived("b")))
    plain = PLAIN_COMPARE[op]
    table = {}
    for a, b in product(intervals(), repeat=2):
        table[(a, b)] = run(frame({"a": a, "b": b}))
        assert table[(a, b)] is agreed(plain(x, y) for x in numbers(a) for y in numbers(b)), (a, op, b)
    assert_monotone(table)


@proves(Compare)
@pytest.mark.parametrize("op", PLAIN_COMPARE)
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (BOOLEAN, [None, True, False]),
        (DATE, [None, date(2025, 3, 31), date(2025, 4, 1), date(2026, 4, 1)]),
        (TEXT, [None, "", "a", "b"]),
        (YEAR, [None, FiscalYear(2024), FiscalYear(2025)]),
    ],
)
def test_comparing_values_is_unknown_only_where_one_is_missing(op, kind, values):
    run = compiled(Compare(BOOLEAN, op, stated("a", kind), stated("b", kind)))
    table = {}
    for a, b in product(values, repeat=2):
        table[(a, b)] = run(frame({"a": a, "b": b}))
        assert table[(a, b)] is (None if a is None or b is None else PLAIN_COMPARE[op](a, b))
    assert_monotone(table)


A, B = "7010001008844", "1010401010455"
PARTIES: list[Party | None] = [
    None, Party("株式会社アクメ", A), Party("株式会社アクメ", None), Party("㈱アクメ", None), Party("アクメ商事", A),
    Party("アクメ商事", None), Party("株式会社ベータ", B), Party(None, A), Party(None, B), Party(None, None),
]  # fmt: skip


@proves(Compare)
def test_comparing_parties_follows_numbers_then_legal_names_and_never_fails_on_names_alone():
    same = compiled(Compare(BOOLEAN, "=", stated("a", PARTY), stated("b", PARTY)))
    differ = compiled(Compare(BOOLEAN, "<>", stated("a", PARTY), stated("b", PARTY)))
    for a, b in product(PARTIES, repeat=2):
        found = same(frame({"a": a, "b": b}))
        assert found is same_party(a, b)
        assert differ(frame({"a": a, "b": b})) is (None if found is None else not found)
        if found is False:
            assert a is not None
            assert b is not None
            assert None not in (a.number, b.number)


@proves(Compare)
def test_adding_a_name_or_a_number_to_a_party_never_reverses_a_comparison():
    def more(party: Party | None) -> list[Party]:
        return [
            other
            for other in PARTIES
            if other is not None
            and (party is None or (party.name in (None, other.name) and party.number in (None, other.number)))
        ]

    run = compiled(Compare(BOOLEAN, "=", stated("a", PARTY), stated("b", PARTY)))
    for a, b in product(PARTIES, repeat=2):
        before = run(frame({"a": a, "b": b}))
        for fuller in more(a):
            if (
                b is not None
                and b.normal == fuller.normal
                and b.number
                and fuller.number
                and b.number != fuller.number
            ):
                continue  # equal names with different numbers are an input error
            assert refines(before, run(frame({"a": fuller, "b": b}))), (a, fuller, b)


PLAIN_ARITH: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "min2": min,
    "max2": max,
}


@proves(Arith, *PLAIN_ARITH)
@pytest.mark.parametrize("op", PLAIN_ARITH)
def test_sums_differences_and_the_smaller_and_larger_of_two_are_the_smallest_intervals(op):
    run = compiled(Arith(NUMBER, op, derived("a"), derived("b")))
    plain = PLAIN_ARITH[op]
    table = {}
    for a, b in product(intervals(), repeat=2):
        table[(a, b)] = run(frame({"a": a, "b": b}))
        assert table[(a, b)] == hull_of(plain(x, y) for x in numbers(a) for y in numbers(b)), (a, op, b)
    assert_monotone(table)


@proves(Arith, "*")
@pytest.mark.parametrize("turned", [False, True])
def test_a_product_with_a_known_factor_is_the_smallest_interval_and_with_a_missing_one_unbounded(turned):
    operands = (stated("k", NUMBER), derived("x"))
    run = compiled(Arith(NUMBER, "*", *(operands[::-1] if turned else operands)))
    table = {}
    for k, x in product([None, Decimal(-2), Decimal(0), Decimal("0.5"), Decimal(3)], intervals()):
        table[(k, x)] = run(frame({"k": k, "x": x}))
        if k is None:
            point = x[0] is not None and x[0] == x[1]  # a known number times a missing one
            assert table[(k, x)] == UNBOUNDED or point
            continue
        right = hull_of(k * v for v in numbers(x))
        if k:
            assert table[(k, x)] == right
        else:  # zero times what is not known is left unknown, as SQL leaves it
            assert refines(table[(k, x)], right)
    assert_monotone(table)


@proves(Unary, "-", "abs", "floor0")
@pytest.mark.parametrize(
    ("op", "plain"),
    [("-", lambda v: -v), ("abs", abs), ("floor0", lambda v: Decimal(v.__floor__()))],
)
def test_sign_magnitude_and_whole_part_are_the_smallest_intervals(op, plain):
    run = compiled(Unary(NUMBER, op, derived("a")))
    table = {}
    for a in intervals("0.5"):
        table[(a,)] = run(frame({"a": a}))
        assert table[(a,)] == hull_of(plain(v) for v in numbers(a)), (op, a)
    assert_monotone(table)


def test_arithmetic_keeps_every_digit_of_the_widest_numbers_allowed():
    wide = Decimal("999999999999999.999")
    product_of = compiled(Arith(NUMBER, "*", stated("a", NUMBER), stated("b", NUMBER)))
    digits = str((10**18 - 1) ** 2)
    exact = Decimal(f"{digits[:-6]}.{digits[-6:]}")
    assert product_of(frame({"a": wide, "b": wide})) == (exact, exact)
    total = compiled(Arith(NUMBER, "+", stated("a", NUMBER), stated("b", NUMBER)))
    assert total(frame({"a": wide, "b": Decimal("0.001")})) == (Decimal(10) ** 15, Decimal(10) ** 15)


# -- dates, years, texts and list facts ----------------------------------------------------------------------------------

DAYS = [None, date(2024, 2, 29), date(2025, 3, 31), date(2025, 4, 1), date(2025, 12, 31)]


def assert_flat(node: Node, names: Mapping[str, Sequence[Any]], plain: Callable[..., Any]) -> None:
    """A result is missing exactly where an operand is, else what the plain function says."""
    run = compiled(node)
    missing = UNBOUNDED if node.type.kind is Kind.NUMBER else None
    table = {}
    for values in product(*names.values()):
        given = dict(zip(names, values, strict=True))
        table[values] = run(frame(given))
        if None in values:
            assert table[values] == missing, given
        else:
            wanted = plain(*values)
            assert table[values] == ((wanted, wanted) if node.type.kind is Kind.NUMBER else wanted), given
    assert_monotone(table)


@proves(DateAdd, "day", "month")
@pytest.mark.parametrize("months", [-13, -1, 0, 1, 12, 120])
def test_months_are_added_to_the_same_day_or_the_last_of_a_shorter_month(months):
    def plain(day: date) -> date:
        for back in range(4):
            year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
            try:
                return date(year, month + 1, day.day - back)
            except ValueError:
                continue
        raise AssertionError

    node = DateAdd(DATE, "month", stated("d", DATE), Const(NUMBER, Decimal(months)))
    assert_flat(node, {"d": DAYS}, plain)


@proves(DateAdd, "day")
@pytest.mark.parametrize("days", [-366, -1, 0, 1, 366])
def test_days_are_added_to_a_date_as_days(days):
    node = DateAdd(DATE, "day", stated("d", DATE), Const(NUMBER, Decimal(days)))
    assert_flat(node, {"d": DAYS}, lambda day: day + timedelta(days=days))


@proves(DatePart, "year", "month", "day", "days")
@pytest.mark.parametrize("part", ["year", "month", "day"])
def test_the_parts_of_a_date_are_known_with_the_date(part):
    assert_flat(DatePart(NUMBER, part, stated("d", DATE)), {"d": DAYS}, lambda day: getattr(day, part))


@proves(DatePart, "days")
def test_the_days_between_two_dates_count_from_the_first_to_the_second():
    node = DatePart(NUMBER, "days", stated("a", DATE), stated("b", DATE))
    assert_flat(node, {"a": DAYS, "b": DAYS}, lambda a, b: (b - a).days)


@proves(YearDay, "first", "last")
@pytest.mark.parametrize(("edge", "month", "day", "later"), [("first", 4, 1, 0), ("last", 3, 31, 1)])
def test_a_fiscal_year_runs_from_april_to_march(edge, month, day, later):
    years = [None, FiscalYear(2024), FiscalYear(2025)]
    node = YearDay(DATE, edge, stated("y", YEAR))
    assert_flat(node, {"y": years}, lambda y: date(y.start + later, month, day))


@proves(LastDue)
def test_the_last_due_date_is_the_latest_one_strictly_before_the_day():
    def plain(text: str, day: date) -> date:
        month, number = map(int, text.split("-"))
        return max(
            d
            for y in (day.year - 1, day.year)
            if (d := date(y, month, min(number, 28 if month == 2 else 31))) < day
        )

    node = LastDue(DATE, stated("p", TEXT), stated("d", DATE))
    assert_flat(node, {"p": [None, "03-31", "12-31", "04-01"], "d": DAYS}, plain)


@proves(In)
def test_in_is_true_for_a_listed_text_and_false_for_any_other():
    node = In(BOOLEAN, stated("x", TEXT), ("a", "b"))
    assert_flat(node, {"x": [None, "a", "b", "c", ""]}, lambda x: x in ("a", "b"))


@proves(TextTest)
def test_starts_with_compares_the_beginning_as_it_stands():
    node = TextTest(BOOLEAN, stated("x", TEXT), "JP-")
    assert_flat(node, {"x": [None, "JP-1", "jp-1", "", "JP", "1JP-"]}, lambda x: x[:3] == "JP-")


@proves(Length)
def test_length_counts_characters():
    node = Length(Type(Kind.NUMBER, 9, 0, False), stated("x", TEXT))
    assert_flat(node, {"x": [None, "", "a", "無効化"]}, len)


@proves(Has)
def test_a_list_fact_holds_a_value_or_not_and_an_empty_one_holds_none():
    node = Has(BOOLEAN, stated("x", LIST), "ndc")
    assert_flat(node, {"x": [None, (), ("ndc",), ("other",), ("other", "ndc")]}, lambda x: "ndc" in x)


# -- lists ---------------------------------------------------------------------------------------------------------------

Member = tuple[Any, ...]


def list_frame(members: Sequence[Member], closed: bool, names: Sequence[str]) -> Frame:
    """A row whose list holds members given as (belongs, value, …); one that does not belong links elsewhere."""
    here = FakeRow(closed=closed)
    elsewhere = FakeRow()
    where = {True: here, False: elsewhere, None: None}
    here.rows = [FakeRow(dict(zip(names, m[1:], strict=True)), {"owner": where[m[0]]}) for m in members]
    return Frame(here, 0, FakeScope())


def list_table(
    node: ListCall, names: Sequence[str], kinds: Sequence[Member], most: int = 3
) -> dict[tuple[tuple[Member, ...], bool], Any]:
    run = compiled(node)
    return {
        (members, closed): run(list_frame(members, closed, names))
        for size in range(most + 1)
        for members in product(kinds, repeat=size)
        for closed in (False, True)
    }


def assert_list_monotone(
    table: Mapping[tuple[tuple[Member, ...], bool], Any], kinds: Sequence[Member], most: int = 3
) -> None:
    """One value settled, one list closed, or one row added to an open list: the result is refined."""
    finer = {
        k: [o for o in kinds if o != k and all(refines(a, b) for a, b in zip(k, o, strict=True))]
        for k in kinds
    }
    compared = 0
    for (members, closed), result in table.items():
        after = [
            ((*members[:i], o, *members[i + 1 :]), closed) for i, m in enumerate(members) for o in finer[m]
        ]
        if not closed:
            after.append((members, True))
            if len(members) < most:
                after += [((*members, o), False) for o in kinds]
        for key in after:
            assert refines(result, table[key]), (members, closed, result, key, table[key])
        compared += len(after)
    assert compared > 0


def call(function: str, value: Node | None = None, condition: Node | None = None) -> ListCall:
    kind = {"sum": NUMBER, "count": UNSIGNED}.get(function, BOOLEAN)
    return ListCall(kind, function, "row", "rows", "owner", value, condition)


PLAIN_LISTS: dict[str, Callable[[list[bool]], bool]] = {
    "any": any,
    "all": all,
    "none": lambda xs: not any(xs),
}


@proves(ListCall, "any", "all", "none")
@pytest.mark.parametrize("function", PLAIN_LISTS)
def test_any_all_and_none_are_decided_exactly_where_all_ways_of_completing_the_list_agree(function):
    kinds = list(product(TRUTHS, TRUTHS))
    plain = PLAIN_LISTS[function]
    table = list_table(call(function, condition=stated("x")), ["x"], kinds)
    for (members, closed), result in table.items():
        ways = product(*([(b, x) for b in settled(m[0]) for x in settled(m[1])] for m in members))
        further = [[]] if closed else [[], [True], [False]]
        wanted = agreed(plain([x for b, x in way if b] + extra) for way in ways for extra in further)
        assert result is wanted, (function, members, closed)
    assert_list_monotone(table, kinds)


#: What a member may add to a sum: missing, points, and intervals as derived numbers have them.
UNSIGNED_VALUES: list[Bounds] = [
    UNBOUNDED, (Decimal(0), Decimal(0)), (Decimal(2), Decimal(2)), (Decimal(0), Decimal(2)), (Decimal(2), None),
]  # fmt: skip
SIGNED_VALUES: list[Bounds] = [
    UNBOUNDED,
    (Decimal(-1), Decimal(-1)),
    (Decimal(2), Decimal(2)),
    (Decimal(-1), Decimal(2)),
]


def contributions(truth: Truth, value: Bounds, signed: bool) -> list[Decimal]:
    if truth is False:
        return [Decimal(0)]
    there = [v for v in numbers(value, "1") if signed or v >= 0]
    return there if truth else [Decimal(0), *there]


def sum_of(members: Iterable[tuple[Truth, Bounds]], closed: bool, signed: bool) -> Bounds:
    """The smallest interval that holds every total the list may come to."""
    parts = [contributions(t, v, signed) for t, v in members]
    if not closed:
        parts.append([Decimal(0), FAR, *([-FAR] if signed else [])])
    low, high = sum((min(p) for p in parts), Decimal(0)), sum((max(p) for p in parts), Decimal(0))
    return hull_of([low, high])


@pytest.mark.slow
@proves(ListCall, "sum")
@pytest.mark.parametrize(("signed", "values"), [(False, UNSIGNED_VALUES), (True, SIGNED_VALUES)])
def test_a_sum_is_the_smallest_interval_of_all_totals_the_list_may_come_to(signed, values):
    kinds = list(product(TRUTHS, values))
    node = call("sum", derived("v", NUMBER if signed else UNSIGNED))
    table = list_table(node, ["v"], kinds)
    for (members, closed), result in table.items():
        assert result == sum_of([(m[0], m[1]) for m in members], closed, signed), (members, closed)
    assert_list_monotone(table, kinds)


@proves(ListCall, "sum", "count")
@pytest.mark.parametrize("function", ["sum", "count"])
def test_a_row_counts_where_it_belongs_and_meets_the_condition(function):
    values = [UNBOUNDED, (Decimal(2), Decimal(2))] if function == "sum" else [UNBOUNDED]
    kinds = list(product(TRUTHS, TRUTHS, values))
    node = call(function, derived("v", UNSIGNED) if function == "sum" else None, stated("c"))
    table = list_table(node, ["c", "v"], kinds, 2)
    one = (Decimal(1), Decimal(1))
    for (members, closed), result in table.items():
        rows = [
            (
                agreed(b and c for b in settled(m[0]) for c in settled(m[1])),
                m[2] if function == "sum" else one,
            )
            for m in members
        ]
        assert result == sum_of(rows, closed, False), (members, closed)
    assert_list_monotone(table, kinds, 2)


@proves(ListCall, "count")
def test_a_bare_count_counts_the_rows_that_belong():
    kinds = [(t,) for t in TRUTHS]
    table = list_table(call("count"), [], kinds)
    for (members, closed), result in table.items():
        assert result == sum_of([(m[0], (Decimal(1), Decimal(1))) for m in members], closed, False)
    assert_list_monotone(table, kinds)


@proves(ListCall, "all_same")
def test_all_same_is_decided_exactly_where_all_ways_of_completing_the_list_agree():
    kinds = list(product(TRUTHS, (None, "a", "b")))
    table = list_table(call("all_same", stated("v", TEXT)), ["v"], kinds)
    possible = ("a", "b", "c")
    for (members, closed), result in table.items():
        ways = product(
            *(
                [(b, v) for b in settled(m[0]) for v in (possible if m[1] is None else (m[1],))]
                for m in members
            )
        )
        further: list[list[str]] = [[]] if closed else [[], ["a"], ["b"], ["c"], ["a", "b"]]
        wanted = agreed(len({v for b, v in way if b} | set(extra)) <= 1 for way in ways for extra in further)
        assert result is wanted, (members, closed)
    assert_list_monotone(table, kinds)


@proves(ListCall, "all_same")
def test_all_same_counts_the_rows_that_meet_its_condition():
    kinds = list(product(TRUTHS, TRUTHS, (None, "a", "b")))
    both = list_table(call("all_same", stated("v", TEXT), stated("c")), ["c", "v"], kinds, 2)
    folded = list_table(
        call("all_same", stated("v", TEXT)), ["v"], list(product(TRUTHS, (None, "a", "b"))), 2
    )
    for (members, closed), result in both.items():
        rows = tuple((agreed(b and c for b in settled(m[0]) for c in settled(m[1])), m[2]) for m in members)
        assert result is folded[(rows, closed)]
    assert_list_monotone(both, kinds, 2)


@proves(ListCall, "all_same")
def test_all_same_over_parties_needs_every_pair_to_be_the_same():
    kinds = list(product(TRUTHS, PARTIES))
    table = list_table(call("all_same", stated("v", PARTY)), ["v"], kinds, 2)
    for (members, closed), result in table.items():
        if len(members) == 2 and all(m[0] is True for m in members):
            pair = same_party(members[0][1], members[1][1])
            assert result is (pair if closed or pair is False else None), members


def test_rows_of_a_whole_claim_all_belong():
    node = ListCall(UNSIGNED, "count", "row", "rows", None, None, None)
    for belongs in TRUTHS:
        assert compiled(node)(list_frame([(belongs,), (belongs,)], True, [])) == (Decimal(2), Decimal(2))


def test_values_of_the_row_outside_are_read_from_it_inside_a_list():
    inside = Compare(BOOLEAN, "=", stated("x", TEXT), Ref(TEXT, "row", "x", (), False, True))
    node = call("any", condition=inside)
    frame_of = list_frame([(True, "a")], True, ["x"])
    assert isinstance(frame_of.row, FakeRow)
    for here, wanted in (("a", True), ("b", False), (None, None)):
        frame_of.row.values["x"] = here
        assert compiled(node)(frame_of) is wanted


# -- nothing is left out -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", language.NODE_TYPES)
def test_every_node_kind_of_the_language_has_its_truth_table(kind):
    assert kind in PROVED, f"write the truth table of {kind} in this file"


@pytest.mark.parametrize(
    ("kind", "operators"),
    [
        ("Compare", {*semantics._FLIP, *parser._COMPARE.values()}),
        ("Arith", {*semantics._ARITH, *parser._ARITH.values()}),
        ("Unary", set(semantics._UNARY)),
        ("ListCall", set(parser._LIST_FUNCTIONS)),
        ("DateAdd", {"day", "month"}),
        ("DatePart", {"year", "month", "day", "days"}),
        ("YearDay", {"first", "last"}),
    ],
)
def test_every_operator_and_function_has_its_truth_table(kind, operators):
    assert operators <= PROVED[kind]


def test_a_node_kind_without_semantics_is_refused():
    class Unheard(Node):
        pass

    with pytest.raises(TypeError, match="Unheard"):
        compiled(Unheard(BOOLEAN))
