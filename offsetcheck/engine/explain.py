"""Why a value is unknown: walk the same tree as the semantics and collect what is missing (law 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from offsetcheck.engine.semantics import Frame, Function, Row, compiled, member_frames, reach_row
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.vocabulary import Kind, Owner, Profile, Reason
from offsetcheck.facts.world import ALL, ASSURED, Missing, shown
from offsetcheck.rulebook.language import (
    And,
    Cap,
    Compare,
    Const,
    Exists,
    ListCall,
    Named,
    Node,
    Not,
    Or,
    Reading,
    Ref,
    Switch,
    children,
)

#: What keeps a derived value of a row from being known.
DerivedMissing = Callable[[Any, str, str, int], "tuple[Missing, ...]"]


@dataclass(frozen=True, slots=True)
class FactSeen:
    """A fact that a condition read: its address, name and value, and how it is supported."""

    address: str
    name: str
    value: Any
    level: str | None
    source: str | None
    reason: Reason | None


class Explainer:
    """Explains the nodes of one case; functions of sub-trees are kept by node."""

    def __init__(self, derived_missing: DerivedMissing) -> None:
        self.derived_missing = derived_missing
        self.functions: dict[int, tuple[Node, Function]] = {}

    def value(self, node: Node, frame: Frame) -> Any:
        """The value of any part of a tree."""
        known = self.functions.get(id(node))
        if known is None:
            known = (node, compiled(node))
            self.functions[id(node)] = known
        return known[1](frame)

    def missing(self, node: Node, frame: Frame) -> tuple[Missing, ...]:
        """What is missing behind a node; empty where its value is known."""
        return tuple(dict.fromkeys(self._missing(node, frame)))

    def _known(self, node: Node, frame: Frame) -> bool:
        value = self.value(node, frame)
        if node.type.kind is Kind.NUMBER:
            return bool(value[0] is not None and value[0] == value[1])
        return value is not None

    def _missing(self, node: Node, frame: Frame) -> Iterable[Missing]:
        if self._known(node, frame):
            return
        match node:
            case Const():
                return
            case Named():
                yield from self._missing(node.item, frame)
            case Ref():
                yield from self._of_ref(node, frame)
            case Exists():
                yield from self._of_hops(node, frame)
            case And():
                yield from self._of_and(node, frame)
            case Or():
                yield from self._of_or(node, frame)
            case Cap():
                if self.value(node.item, frame) is None:
                    yield from self._missing(node.item, frame)
                else:
                    yield Missing(f"law[{node.name}]", f"law.{node.name}", Owner.AUTHORITY, Reason.LAW_OPEN)
            case Switch():
                if self._known(node.key, frame):
                    programme = self.value(node.key, frame)
                    bound = dict(node.cases).get(programme)
                    if bound is not None:
                        yield from self._missing(bound, frame)
                    else:
                        name = f"{node.name}/{programme}"
                        yield Missing(f"law[{name}]", f"law.{name}", Owner.AUTHORITY, Reason.LAW_OPEN)
                else:
                    yield from self._missing(node.key, frame)
            case Reading():
                yield from self._missing(dict(node.options)[frame.scope.choice(node.id)], frame)
            case ListCall():
                yield from self._of_list(node, frame)
            case Compare():
                if (
                    node.left.type.kind is Kind.PARTY
                    and self._known(node.left, frame)
                    and self._known(node.right, frame)
                ):
                    yield from self._of_parties(node, frame)
                else:
                    yield from self._missing(node.left, frame)
                    yield from self._missing(node.right, frame)
            case _:
                for child in children(node):
                    yield from self._missing(child, frame)

    def _of_and(self, node: And, frame: Frame) -> Iterable[Missing]:
        """Facts before judgements: a person is asked only once the facts that open the grey zone are known."""
        asked = False
        for item in node.items:
            if not _is_judgement(item):
                for missing in self._missing(item, frame):
                    asked = True
                    yield missing
        if not asked:
            for item in node.items:
                yield from self._missing(item, frame)

    def _of_or(self, node: Or, frame: Frame) -> Iterable[Missing]:
        """What either side waits for; nobody is asked to judge a retirement that is not there."""
        awaited = [self.missing(item, frame) for item in node.items]
        not_there = any(missing.name == "use.retirement" for found in awaited for missing in found)
        for item, found in zip(node.items, awaited, strict=True):
            if not (not_there and _is_judgement(item)):
                yield from found

    def _of_hops(self, node: Ref | Exists, frame: Frame) -> Iterable[Missing]:
        row: Any = frame.outer if getattr(node, "outer", False) and frame.outer is not None else frame.row
        for hop in node.hops:
            after = row.link(hop)
            if after is None:
                yield row.missing_link(hop)
                return
            row = after

    def _of_ref(self, node: Ref, frame: Frame) -> Iterable[Missing]:
        if node.table == "judgement":
            yield from self._of_judgement(node, frame)
            return
        row = reach_row(frame, node)
        if row is None:
            yield from self._of_hops(node, frame)
        elif node.derived:
            yield from self.derived_missing(row, node.table, node.path, frame.run)
        else:
            yield from row.missing(node.path, frame.run)  # type: ignore[attr-defined]

    def _of_judgement(self, node: Ref, frame: Frame) -> Iterable[Missing]:
        row: Any = frame.outer if node.outer and frame.outer is not None else frame.row
        cell = row.judgement_cell(node.path)
        reason = cell.why or Reason.ABSENT
        detail = "; ".join(f"{shown(s.value)} ({s.name})" for s in cell.sources) if cell.why else None
        yield Missing(f"judgements.{node.path}[{row.id}]", node.name, Owner.REVIEWER, reason, detail)

    def _of_parties(self, node: Compare, frame: Frame) -> Iterable[Missing]:
        """Different names and no two numbers to compare: the numbers would settle it."""
        for side in (node.left, node.right):
            yield from number_of(self.value(side, frame))

    def _of_list(self, node: ListCall, frame: Frame) -> Iterable[Missing]:
        row: Any = frame.row
        if not row.complete(node.complete, frame.run):
            yield open_question(row, node.complete)
        for belongs, member in member_frames(node, frame):
            inner: Any = member.row
            if belongs is None and node.link is not None:
                yield inner.missing_link(node.link)
            if node.condition is not None:
                yield from self._missing(node.condition, member)
            if node.value is not None and (
                node.condition is None or self.value(node.condition, member) is not False
            ):
                yield from self._missing(node.value, member)
        if node.function == "all_same" and node.value is not None and node.value.type.kind is Kind.PARTY:
            yield from self._of_unlike(node, frame)

    def _of_unlike(self, node: ListCall, frame: Frame) -> Iterable[Missing]:
        """Parties of a list that may or may not be the same: their numbers would settle it."""
        known = []
        for _, member in member_frames(node, frame):
            if node.condition is None or self.value(node.condition, member) is not False:
                party = self.value(node.value, member) if node.value is not None else None
                if party is not None:
                    known.append(party)
        for party in known:
            if any(same_party(party, other) is None for other in known):
                yield from number_of(party)

    def facts(self, node: Node, frame: Frame) -> list[FactSeen]:
        """The facts that a condition reads, as they stand, at most 24."""
        found: dict[str, FactSeen] = {}
        self._facts(node, frame, found)
        return list(found.values())[:24]

    def _facts(self, node: Node, frame: Frame, found: dict[str, FactSeen]) -> None:
        if len(found) >= 24:
            return
        match node:
            case Ref():
                seen = self._seen(node, frame)
                if seen is not None:
                    found.setdefault(seen.address, seen)
            case Switch():
                self._facts(node.key, frame, found)
                bound = dict(node.cases).get(self.value(node.key, frame))
                if bound is not None:
                    self._facts(bound, frame, found)
            case ListCall():
                for member in self._telling(node, frame):
                    for part in (node.condition, node.value):
                        if part is not None:
                            self._facts(part, member, found)
            case Reading():
                self._facts(dict(node.options)[frame.scope.choice(node.id)], frame, found)
            case _:
                for child in children(node):
                    self._facts(child, frame, found)

    def _telling(self, node: ListCall, frame: Frame) -> list[Frame]:
        """The rows of a list that are worth naming: where not all do as asked, those that do not, or that may not."""
        members = [member for _, member in member_frames(node, frame)]
        wanted = {"all": True, "none": False}.get(node.function)
        result = self.value(node, frame)
        if wanted is None or node.condition is None or result is True:
            return members
        truths = [(member, self.value(node.condition, member)) for member in members]
        other = [m for m, truth in truths if truth is not wanted and (truth is not None or result is None)]
        return other or members

    def _seen(self, node: Ref, frame: Frame) -> FactSeen | None:
        row: Any = reach_row(frame, node)
        if row is None:
            return None
        value = self.value(node, frame)
        if node.table == "judgement":
            cell = row.judgement_cell(node.path)
            return FactSeen(
                f"judgements.{node.path}[{row.id}]", node.name, value, cell.level, _source(cell), cell.why
            )
        address = f"{row.address}.{node.path}"
        if node.derived or node.path not in row.cells:
            value = value if node.derived else row.value(node.path, frame.run)
            note = row.world.notes.get(address)
            # of a failure on all facts: what is worked out from more than is assured is no result of a review
            unassured = node.derived and frame.run == ALL and row.world.profile is Profile.CERTIFICATION
            unassured = unassured and self.value(node, Frame(frame.row, ASSURED, frame.scope)) != value
            return FactSeen(
                address, node.name, value, None, note, Reason.BELOW_ASSURANCE if unassured else None
            )
        cell = row.cells[node.path]
        reason = cell.why if frame.run == 0 else cell.why or cell.why_assured
        return FactSeen(address, node.name, cell.value, cell.level, _source(cell), reason)


def _is_judgement(node: Node) -> bool:
    while isinstance(node, Named | Not):
        node = node.item
    return isinstance(node, Ref) and node.table == "judgement"


def number_of(party: Party) -> Iterable[Missing]:
    """The question for a party's number, where it is not known."""
    if party.number is None:
        name = party.name or "?"
        place = f"parties[{name}].corporate_number"
        reason = Reason.BELOW_ASSURANCE if party.unproved else Reason.ABSENT
        yield Missing(place, "party.corporate_number", Owner.CLAIMANT, reason, name)


def _source(cell: Any) -> str | None:
    named = [s.name for s in cell.sources if s.name != "claim"]
    return ", ".join(dict.fromkeys(named)) or ("claim" if cell.sources else None)


def open_list(row: Row, name: str, run: int) -> tuple[Missing, ...]:
    """The question whether a list is complete, where that is not said."""
    return () if row.complete(name, run) else (open_question(row, name),)


def open_question(row: Row, name: str) -> Missing:
    """The question to the claimant whether a list is complete (law 3)."""
    world: Any = getattr(row, "world", None)
    cell = world.claim.cells.get("complete_lists") if world is not None else None
    if cell is not None and cell.why is not None:  # the answer was given twice, in two ways
        conflicting: Missing = world.claim.missing("complete_lists", 0)[0]
        return conflicting
    placed: Any = row
    if name == "blocks" and world is not None and (awaited := placed.blocks_to_come()):
        act_not_done: Missing = awaited[0]
        return act_not_done
    listed = {t.plural for t in catalogue.tables().values() if t.parent is not None}
    address = getattr(row, "address", "")
    place = (
        f"complete_lists[{address}.{name}]"
        if name in listed and address != "claim"
        else f"complete_lists[{name}]"
    )
    return Missing(place, "claim.complete_lists", Owner.CLAIMANT, Reason.OPEN_LIST)
