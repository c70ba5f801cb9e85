"""Which stated days that a rule compares with the day of judgement are still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from offsetcheck.facts.world import ALL, Row
from offsetcheck.rulebook.language import Compare, Const, Node, Ref, walk

#: The days of an act that the registry writes down.
_OF_ACTS = frozenset(("retirement", path) for path in ("applied_on", "completed_on", "observed_on"))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A finding that only waits for a stated day: judged on that day, it no longer stands as it does."""

    day: date
    facts: tuple[str, ...]
    """The facts with that day which the rule compares with the day of judgement; none where it rests on other findings."""


@dataclass(frozen=True, slots=True)
class DaysRead:
    """What trees compare with the day of judgement."""

    facts: frozenset[tuple[str, str]]
    """Tables and paths of the days, those behind derived values too."""
    uses: bool
    """Whether a tree rests on the validity of uses, and so on whatever the rules on those compare."""
    acts: bool
    """Whether a tree reads a day of an act."""


def days_read(nodes: Iterable[Node], derived: Mapping[tuple[str, str], Node]) -> DaysRead:
    """The stated days that trees compare with the day of judgement."""
    facts: set[tuple[str, str]] = set()
    seen: set[tuple[str, str]] = set()
    acts = False
    waiting = list(nodes)
    while waiting:
        for part in walk(waiting.pop()):
            if isinstance(part, Compare):
                facts.update(_compared(part))
            elif isinstance(part, Ref) and not part.derived:
                acts = acts or (part.table, part.path) in _OF_ACTS
            elif isinstance(part, Ref) and part.derived and (part.table, part.path) not in seen:
                seen.add((part.table, part.path))
                if (part.table, part.path) in derived:
                    waiting.append(derived[(part.table, part.path)])
    return DaysRead(frozenset(facts), ("use", "valid") in seen, acts)


def days_ahead(row: Row, read: DaysRead, as_of: date) -> Iterator[tuple[date, str]]:
    """The days after that of judgement which a rule on a row reads, with the names of their facts."""
    own = _reached(row)
    for table, path in sorted(read.facts):
        for other in row.world.rows[table]:
            day = other.value(path, ALL)
            if isinstance(day, date) and day > as_of and not own.isdisjoint(_reached(other)):
                yield day, f"{table}.{path}"


def _compared(node: Compare) -> Iterator[tuple[str, str]]:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, Const) and one.name == "as_of" and isinstance(other, Ref) and not other.derived:
            yield other.table, other.path


def _reached(row: Row) -> set[Row]:
    """The row with all that it leads to."""
    found: set[Row] = set()
    waiting = [row]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(r for r in (*one.links.values(), one.parent) if r is not None)
    return found
