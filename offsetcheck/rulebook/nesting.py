"""How deep a condition reaches through the values that it is derived from: every back end goes down by itself, and must return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from offsetcheck.facts import catalogue
from offsetcheck.rulebook.book import Edition, Rule, Rulebook
from offsetcheck.rulebook.language import Node, Ref, children
from offsetcheck.rulebook.linking import criterion_parts

#: How many levels an expression may have, with the names in it and the derived values beneath.
MAX_NESTED = 150

Key = tuple[str, str]


def too_deep(rulebook: Rulebook) -> Iterator[tuple[Edition, Key, tuple[str, ...], int]]:
    """The derived values and the expressions of rules that reach too deep, each with its edition, item and place, and how deep."""
    parts = criterion_parts(rulebook, rulebook.editions)
    for edition in rulebook.editions:
        below: dict[Key, int] = {}
        own = {d.key: d.node for d in edition.derivations}
        # What a value is derived from lies in the same stratum or below: there parts come first, then values in their order.
        for key, node in sorted(({**parts, **own}).items(), key=lambda one: catalogue.STRATUM[one[0][0]]):
            below[key] = levels(node, below)
            if key in own and below[key] > MAX_NESTED:
                yield edition, ("derives", ".".join(key)), ("value",), below[key]
                below[key] = 0  # told once: what reads it is not told of as well
        for rule in edition.rules:
            for place, node in _asked(rule):
                if (depth := levels(node, below)) > MAX_NESTED:
                    yield edition, ("id", rule.id), place, depth


def levels(node: Node, below: Mapping[Key, int]) -> int:
    """How many levels a tree has, with those of the derived values in it."""
    found = depth = 0
    level = [node]
    while level:
        depth += 1
        # The way to a derived value costs about a level, and that out of a list another.
        derived = [
            below.get((n.table, n.path), 0) + 1 + n.outer for n in level if isinstance(n, Ref) and n.derived
        ]
        found = max(found, depth + max(derived, default=0))
        level = list({id(child): child for one in level for child in children(one)}.values())
    return found


def _asked(rule: Rule) -> Iterator[tuple[tuple[str, ...], Node]]:
    """The expressions of a rule, each with its place."""
    if rule.when is not None:
        yield ("when",), rule.when
    yield from ((("require", c.name), c.node) for c in rule.conditions)
    yield from ((("show", name), node) for name, node in rule.shows)
    yield from ((("cases", c.name), c.node) for c in rule.cases)
