"""Blocks that no rule can tell apart: the same facts, as far as the rules of some uses read them.

What a rule reads is taken from its tree, programme by programme, so that a new rule needs no line here. Numbers, ids and
names that nothing reads do not make two kinds of blocks; neither do prices, nor the tonnes beyond what is asked of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from pydantic import BaseModel

from offsetcheck.engine.judge import Engine
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Claim, Credit
from offsetcheck.planning.neighbours import Seen
from offsetcheck.planning.settled import steps
from offsetcheck.rulebook.book import ChosenBy, Edition, Rule
from offsetcheck.rulebook.combinations import THROUGH_USES
from offsetcheck.rulebook.language import (
    And,
    Arith,
    Cap,
    Compare,
    Const,
    In,
    Length,
    ListCall,
    Named,
    Node,
    Ref,
    Switch,
    TextTest,
    Unary,
    children,
    walk,
)

__all__ = ["Kinds", "sourced_rows", "told_facts"]

#: The subjects whose facts make a kind: what a block is, and what stands behind it.
_TABLES: Final = ("credit", "project", "issuance")
#: Asked of a block mostly in a way that its exact value does not matter (see `_scale_free` and `Kinds._own`).
_REDUCED: Final = frozenset({"quantity_t", "serials.first", "serials.last"})
#: Whose value is the block's tonnes, where it is put to a use as a whole.
_TONNES: Final = frozenset(
    {("credit", "quantity_t"), ("use", "t"), ("retirement", "total_t"), ("block", "quantity_t")}
)
#: What the use that is asked about states of itself; what it does not is unknown, whatever the tonnes.
_OF_USE: Final = (
    "credit",
    "purpose",
    "retirement",
    "scope",
    "shk_class",
    "status",
    "t",
    "in_reporting_boundary",
)

_PLACE: Final = re.compile(r"\{([a-z0-9_.]+)(?:\+1y)?\}")


@dataclass(slots=True)
class _Reads:
    """What some rules read of the blocks of one programme."""

    values: dict[str, set[str]] = field(default_factory=lambda: {t: set() for t in _TABLES})
    tests: dict[str, set[tuple[str, str | None]]] = field(default_factory=lambda: {t: set() for t in _TABLES})
    """Texts of which only the length, or what they begin with, is asked."""
    lists: set[str] = field(default_factory=set)
    against: set[str] = field(default_factory=set)
    """Facts of the issuance that the tonnes of a block are compared with."""
    exact: set[str] = field(default_factory=set)
    """Reduced facts of the block that some rule reads in another way, so that their value tells blocks apart."""


def _applies(when: Node | None, programme: str | None) -> bool:
    """Whether a rule may act on units of a programme, as far as its `when` names one."""
    if when is None:
        return True
    when = _bare(when)
    for part in when.items if isinstance(when, And) else (when,):
        match _bare(part):
            case Compare(op="=", left=Ref(table="project", path="programme"), right=Const(value=value)) if (
                value != programme
            ):
                return False
            case In(item=Ref(table="project", path="programme"), values=named) if programme not in named:
                return False
            case _:
                pass
    return True


def _bare(node: Node) -> Node:
    while isinstance(node, Cap | Named):
        node = node.item
    return node


class Kinds:
    """Names the kind of every block of some holdings, for the rules of some uses."""

    def __init__(
        self, engine: Engine, holdings: Claim, purposes: Iterable[tuple[str, str | None]], as_of: date,
        sourced: frozenset[str],
    ) -> None:  # fmt: skip
        """Prepare for uses, each a purpose and the id of its edition; `sourced` rows are like no other."""
        self.engine, self.as_of = engine, as_of
        self.purposes = tuple(dict.fromkeys(purposes))
        self.sourced = sourced
        self.projects = {p.id: p for p in holdings.projects or ()}
        self.issuances = {i.id: i for i in holdings.issuances or ()}
        self.siblings: dict[str, list[str]] = {}
        for issuance in holdings.issuances or ():
            self.siblings.setdefault(issuance.project or "", []).append(issuance.id)
        self.held: dict[str, Decimal | str | None] = {}
        """Tonnes of all blocks by issuance; where a source speaks of one of them, the sum is like no other."""
        for credit in holdings.credits or ():
            if credit.issuance is not None:
                before = self.held.get(credit.issuance, Decimal(0))
                t = credit.quantity_t
                if f"credits[{credit.id}]" in sourced or isinstance(before, str):
                    self.held[credit.issuance] = credit.issuance
                else:
                    self.held[credit.issuance] = None if before is None or t is None else before + t
        self._reads: dict[tuple[str | None, tuple[tuple[str, str | None], ...]], _Reads] = {}
        self._parts: dict[tuple[int, str, str], Hashable] = {}

    def of(
        self, credit: Credit, seen: Seen, purposes: tuple[tuple[str, str | None], ...] | None = None
    ) -> Hashable:
        """The kind of a block, for some of the uses (all, where None)."""
        project = self.projects.get(credit.project or "")
        programme = None if project is None or project.programme is None else str(project.programme)
        reads = self.reads(programme, self.purposes if purposes is None else purposes)
        return (
            programme,
            self._facts(reads, "credit", credit, credit.id),
            None if project is None else self._part(reads, "project", project),
            self._issuance(reads, credit),
            self._own(reads, credit, seen),
        )

    def told(self, credit: Credit, facts: Iterable[tuple[str, str]]) -> Hashable:
        """Some facts of a block, its project and its issuance, as a sentence would name them."""
        rows: dict[str, BaseModel | None] = {
            "credit": credit,
            "project": self.projects.get(credit.project or ""),
            "issuance": self.issuances.get(credit.issuance or ""),
        }
        return tuple(_plain(_stated(rows[table], path)) for table, path in facts)

    # -- what is read --------------------------------------------------------------------------------------------------

    def reads(self, programme: str | None, purposes: tuple[tuple[str, str | None], ...]) -> _Reads:
        """What the rules of some uses read of units of one programme."""
        key = (programme, purposes)
        if key not in self._reads:
            found = self._reads[key] = _Reads()
            book = self.engine.rulebook
            dated = [
                book.select(a, self.as_of)
                for a in book.authorities
                if book.of(a)[0].chosen_by is ChosenBy.PUBLICATION
            ]
            for purpose, named in purposes:
                for edition in (*dated, *(e for e in book.editions if e.id == named)):
                    self._of_edition(found, edition, dated, programme, purpose)
        return self._reads[key]

    def _of_edition(
        self,
        found: _Reads,
        edition: Edition,
        in_force: Sequence[Edition],
        programme: str | None,
        purpose: str,
    ) -> None:
        made = self.engine.compile(edition, in_force)
        done: set[tuple[str, str, bool]] = set()

        def value_of(table: str, path: str) -> Node | None:
            return made.derived[(table, path)][0] if (table, path) in made.derived else None

        def visit(node: Node, reduced: bool = False) -> None:
            """Note what is read; where `reduced`, the exact tonnes do not matter."""
            match node:
                case TextTest(item=Ref(derived=False, table=table, path=path), prefix=prefix) if (
                    table in _TABLES
                ):
                    found.tests[table].add((path, prefix))
                case Compare(
                    op=">", left=Length(item=Ref(derived=False, table=table, path=path)), right=Const(value=0)
                ) if table in _TABLES:
                    found.tests[table].add((path, None))
                case Ref(derived=True, table=table, path=path):
                    if (inner := value_of(table, path)) is not None and (table, path, reduced) not in done:
                        done.add((table, path, reduced))
                        visit(inner, reduced)
                case Ref(table=table, path=path):
                    if table in _TABLES:
                        found.values[table].add(path)
                    if (table, path) in _TONNES:
                        found.exact |= set() if reduced else {"quantity_t"}
                    elif (table, path) == ("credit", "serial_count"):
                        found.exact |= set() if reduced else {path}
                    elif table in ("credit", "block") and path in _REDUCED:
                        found.exact.add(path)
                case Switch():
                    for name, case in node.cases:
                        if name == programme:
                            visit(case, reduced)
                case ListCall():
                    found.lists.add(node.table)
                    summed = node.function == "sum" and node.table == "credit" and node.link == "issuance"
                    if node.value is not None:  # the sum of an issuance's blocks stands in the kind
                        visit(node.value, reduced or summed)
                    if node.condition is not None:
                        visit(node.condition)
                case _:
                    free = reduced
                    if isinstance(node, Compare):
                        found.against |= _compared_with_tonnes(node)
                        free = free or _scale_free(node, value_of)
                    for part in children(node):
                        visit(part, free)

        if edition.chosen_by is ChosenBy.FISCAL_YEAR:  # what a report counts a block as
            for derivation in edition.derivations:
                if derivation.table == "filing":
                    visit(derivation.node, reduced=True)
        for rule in made.rules:
            if (
                rule.rule.subject in THROUGH_USES
                and purpose in rule.rule.purposes
                and _applies(rule.rule.when, programme)
            ):
                for node in (
                    *([rule.rule.when] if rule.rule.when else []),
                    *(c.node for c in rule.rule.conditions),
                    *(c.node for c in rule.rule.cases),  # they choose what is told
                ):
                    visit(node)
                for _, node in rule.rule.shows:
                    visit(node, reduced=True)  # tonnes that are shown are those of an example

    # -- what is stated ------------------------------------------------------------------------------------------------

    def _facts(self, reads: _Reads, table: str, item: BaseModel, key: str) -> Hashable:
        address = f"{table}s[{key}]"
        if address in self.sourced:
            return address
        vocabulary = catalogue.tables()[table]
        values = tuple(
            _plain(_stated(item, path))
            for path in sorted(reads.values[table])
            if path not in _REDUCED and not vocabulary.facts[path].computed
        )
        tests = []
        for path, prefix in sorted(reads.tests[table], key=str):
            text = _stated(item, path)
            if path in reads.values[table] and path not in _REDUCED:
                continue
            tests.append(
                None
                if text is None
                else len(str(text)) > 0
                if prefix is None
                else str(text).startswith(prefix)
            )
        lists = tuple(
            tuple(row.model_dump_json() for row in getattr(item, t.plural) or ())
            for t in catalogue.tables().values()
            if t.parent == table and t.name in reads.lists
        )
        return (values, tuple(tests), lists)

    def _part(self, reads: _Reads, table: str, item: Any) -> Hashable:
        key = (id(reads), table, item.id)
        if key not in self._parts:
            part: Hashable = self._facts(reads, table, item, item.id)
            if table == "project" and "issuance" in reads.lists:
                others = (
                    self._part(reads, "issuance", self.issuances[i]) for i in self.siblings.get(item.id, ())
                )
                part = (part, frozenset(others))
            self._parts[key] = part
        return self._parts[key]

    def _issuance(self, reads: _Reads, credit: Credit) -> Hashable:
        issuance = self.issuances.get(credit.issuance or "")
        if issuance is None:
            return None
        part = self._part(reads, "issuance", issuance)
        t = credit.quantity_t
        compared = tuple(
            None if t is None or (limit := _stated(issuance, path)) is None else (t > limit) - (t < limit)
            for path in sorted(reads.against)
        )
        return (part, self.held[issuance.id] if "credit" in reads.lists else None, compared)

    def _own(self, reads: _Reads, credit: Credit, seen: Seen) -> Hashable:
        """What the rules ask of tonnes and numbers: given, agreeing, whole, written as its programme writes them."""
        t = credit.quantity_t
        return (
            credit.serials is not None and credit.serials.first is not None,
            credit.serials is not None and credit.serials.last is not None,
            seen.tonnes is None,
            None if seen.tonnes is None or t is None else seen.tonnes == t,
            None if t is None else t == t.to_integral_value(),
            t is not None and t > 0,
            seen.unsure,
            seen.shown,
            tuple(
                seen.tonnes if path == "serial_count" else _stated(credit, path)
                for path in sorted(reads.exact)
            ),
        )


def _scale_free(node: Compare, value_of: Callable[[str, str], Node | None]) -> bool:
    """Whether a comparison comes out alike for blocks of any tonnes that have all else in common (see `Kinds._own`)."""
    sides = (node.left, node.right)
    for one, other in (sides, sides[::-1]):
        match _bare(one), _bare(other):
            case Unary(op="floor0", item=item), same if _bare(item) == same and _is_tonnes(same):
                return True
            case Ref(table="credit", path="serial_count"), Ref(table="credit", path="quantity_t"):
                return True
            case Ref(table="credit", path="quantity_t"), Ref(table="issuance", derived=False):
                return True
            case _:
                pass
    return all(_scales(side, value_of) for side in sides) or any(_not_stated(side) for side in sides)


def _is_tonnes(node: Node) -> bool:
    return isinstance(node, Ref) and not node.derived and (node.table, node.path) in _TONNES


def _scales(node: Node, value_of: Callable[[str, str], Node | None]) -> bool:
    """Whether a number doubles where the tonnes of the block do: two such compare alike for any tonnes."""
    match _bare(node):
        case Const(value=value):
            return value == 0
        case Ref(derived=True, table=table, path=path):
            inner = value_of(table, path)
            return inner is not None and _scales(inner, value_of)
        case Ref(derived=False) as ref:
            return _is_tonnes(ref)
        case Arith(op="+" | "-" | "min2" | "max2", left=left, right=right):
            return _scales(left, value_of) and _scales(right, value_of)
        case Unary(op="-" | "abs", item=item):
            return _scales(item, value_of)
        case ListCall(function="sum", table="use" | "block", value=value) if value is not None:
            return _scales(value, value_of)
        case _:
            return False


def _not_stated(node: Node) -> bool:
    """Whether a number needs what the use asked about never states: with it, the comparison is unknown."""
    match _bare(node):
        case Ref(derived=False, table="use", path=path):
            fact = catalogue.tables()["use"].facts.get(path)
            return fact is not None and not fact.computed and path.split(".")[0] not in _OF_USE
        case Arith(left=left, right=right):
            return _not_stated(left) or _not_stated(right)
        case Unary(item=item):
            return _not_stated(item)
        case _:
            return False


def _compared_with_tonnes(node: Compare) -> set[str]:
    """The facts of the issuance that stand beside the tonnes of a block in a comparison."""
    refs = [part for part in walk(node) if isinstance(part, Ref) and not part.derived]
    if not any(r.table == "credit" and r.path == "quantity_t" for r in refs):
        return set()
    return {r.path for r in refs if r.table == "issuance"}


def _stated(item: BaseModel | None, path: str) -> Any:
    value: Any = item
    for step in steps(path):
        if value is None:
            return None
        value = getattr(value, step, None)
    return value


def _plain(value: Any) -> Hashable:
    match value:
        case Enum():
            return str(value.value)
        case list() | tuple():
            return tuple(_plain(v) for v in value)
        case BaseModel():
            return value.model_dump_json()
        case Mapping():
            return tuple(sorted((str(k), _plain(v)) for k, v in value.items()))
        case _:
            found: Hashable = value
            return found


def told_facts(rule: Rule) -> frozenset[tuple[str, str]]:
    """The facts of blocks that a rule's sentences name; serials and tonnes are those of an example."""
    written = [*(t for by in rule.messages.values() for t in by.values()), *rule.remedies.values()]
    texts = [t for text in written for t in text.every]
    named = (n for text in texts for n in _PLACE.findall(text.ja + text.en))
    found = (name.partition(".") for name in named)
    return frozenset((t, p) for t, _, p in found if t in _TABLES and p and p not in _REDUCED)


def sourced_rows(holdings: Claim) -> Iterator[str]:
    """The addresses of rows about which a source or a judgement says something: they are like no other."""
    for source in holdings.evidence or ():
        if "[" in source.fact:
            yield source.fact.split("]")[0] + "]"
    for name in holdings.judgements or ():
        if "[" in name:
            inside = name.split("[")[1]
            for table in _TABLES:
                yield f"{table}s[{inside}"
