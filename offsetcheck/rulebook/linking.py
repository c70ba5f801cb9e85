"""Join criteria and bindings: each part of a criterion as a derived value that switches on the project's programme."""

from __future__ import annotations

from collections.abc import Iterable

from offsetcheck.facts import catalogue
from offsetcheck.rulebook.book import Edition, Rulebook
from offsetcheck.rulebook.language import BOOLEAN, TEXT, Cap, Node, Ref, Switch


def criterion_parts(rulebook: Rulebook, in_force: Iterable[Edition]) -> dict[tuple[str, str], Node]:
    """The parts of all criteria by (table, part), as the editions in force say them.

    A part is left unknown for a programme without a binding (law 5), and for all where no edition in force has its criterion.
    """
    in_force = tuple(in_force)
    criteria = [c for e in in_force for c in e.criteria]
    subjects = {c.id: c.subject for c in criteria}
    cases: dict[tuple[str, str], list[tuple[str, Node]]] = {
        (c.subject, part): [] for e in rulebook.editions for c in e.criteria for part in c.parts
    }
    permitted: set[tuple[str, str]] = set()
    for binding in (b for e in in_force for b in e.bindings if b.criterion in subjects):
        subject = subjects[binding.criterion]
        for part, node, _ in binding.parts:
            cases[(subject, part)].extend((p, node) for p in binding.programmes)
        permitted |= {(subject, part) for b in binding.basis for part in b.permits}
    found: dict[tuple[str, str], Node] = {}
    for (subject, part), bound in cases.items():
        key = Ref(TEXT, "project", "programme", catalogue.routes(subject)["project"])
        made: Node = Switch(BOOLEAN, key, part, tuple(bound))
        for criterion in criteria:  # criterion and binding together: the weaker counts (law 5)
            if criterion.subject == subject and part in criterion.weak:
                made = Cap(BOOLEAN, made, False, criterion.weak[part])
                if (subject, part) in permitted:
                    made = Cap(BOOLEAN, made, True, criterion.weak[part])
        found[(subject, part)] = made
    return found
