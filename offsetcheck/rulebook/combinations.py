"""On how many combinations of open readings a verdict may hang: it is judged under each, so that there are bounds to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from math import prod

from offsetcheck.rulebook.book import Edition, Rule, Rulebook, Severity
from offsetcheck.rulebook.language import Node, Reading, Ref, walk
from offsetcheck.rulebook.linking import criterion_parts

__all__ = ["BEHIND_USES", "MOST_COMBINATIONS", "THROUGH_USES", "crowded"]

#: The most combinations of open readings that one verdict is judged under.
MOST_COMBINATIONS = 64
#: Rules on these subjects act only through the uses that carry them (law 9).
THROUGH_USES = ("project", "issuance", "credit", "retirement", "use")

#: What stands among readings for those behind all uses of a claim: no reading can have this name.
BEHIND_USES = "use.valid()"


def crowded(rulebook: Rulebook) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The readings that some verdict hangs on together, where they make more combinations than are tried, and how many.

    Looked at is a claim with uses for every purpose and year: what is filled in must not lead to one (law 2).
    """
    options = {r.id: len(r.options) for e in rulebook.editions for r in e.readings}
    parts = criterion_parts(rulebook, rulebook.editions)
    behind = {e.id: _reach({**parts, **{d.key: d.node for d in e.derivations}}) for e in rulebook.editions}
    none: frozenset[str] = frozenset()

    def blocking(editions: Iterable[Edition], subjects: tuple[str, ...]) -> frozenset[str]:
        return none.union(
            *(
                _of_rule(rule, behind[e.id])
                for e in editions
                for rule in e.rules
                if rule.subject in subjects and rule.severity is Severity.BLOCKING
            )
        )

    uses = blocking(rulebook.editions, THROUGH_USES)
    together = [
        uses,
        blocking(rulebook.editions, ("claim", "statement")),
        *(blocking([e], ("filing",)) for e in rulebook.editions),
        *(_of_rule(rule, behind[e.id]) for e in rulebook.editions for rule in e.rules),
        *(behind[e.id](d.node) for e in rulebook.editions for d in e.derivations),
    ]
    for names in dict.fromkeys(
        (found | uses if BEHIND_USES in found else found) - {BEHIND_USES} for found in together
    ):
        number = prod(options[name] for name in names)
        if number > MOST_COMBINATIONS:
            yield number, tuple(sorted(names))


def _of_rule(rule: Rule, reach: Callable[[Node], frozenset[str]]) -> frozenset[str]:
    """The readings that a rule hangs on; one that is not judged hangs on none."""
    none: frozenset[str] = frozenset()
    if rule.status != "active":
        return none
    when = [] if rule.when is None else [rule.when]
    asked = (
        *when,
        *(c.node for c in rule.conditions),
        *(n for _, n in rule.shows),
        *(c.node for c in rule.cases),
    )
    return none.union(*map(reach, asked))


def _reach(nodes: Mapping[tuple[str, str], Node]) -> Callable[[Node], frozenset[str]]:
    """How the readings behind a node are found, also through values that are derived by such nodes."""
    known: dict[tuple[str, str], frozenset[str]] = {("use", "valid"): frozenset({BEHIND_USES})}

    def reach(node: Node) -> frozenset[str]:
        found: set[str] = set()
        for part in walk(node):
            if isinstance(part, Reading):
                found.add(part.id)
            elif isinstance(part, Ref) and part.derived:
                key = (part.table, part.path)
                if key not in known:
                    known[key] = frozenset()
                    known[key] = reach(nodes[key]) if key in nodes else frozenset()
                found |= known[key]
        return frozenset(found)

    return reach
