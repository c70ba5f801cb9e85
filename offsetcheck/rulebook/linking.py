"""Join criteria and bindings: each part of a criterion as a derived value that switches on the project's programme."""

from __future__ import annotations

from offsetcheck.facts import catalogue
from offsetcheck.rulebook.book import Confidence, Criterion, Edition, Rulebook
from offsetcheck.rulebook.language import BOOLEAN, TEXT, Cap, Node, Ref, Switch


def criterion_parts(rulebook: Rulebook, programmes: Edition | None) -> dict[tuple[str, str], Node]:
    """The parts of all criteria by (table, part); a programme without a binding is left unknown (law 5)."""
    subjects = {c.id: c.subject for e in rulebook.editions for c in e.criteria}
    cases: dict[tuple[str, str], list[tuple[str, Node]]] = {
        (c.subject, part): [] for e in rulebook.editions for c in e.criteria for part in c.parts
    }
    for binding in programmes.bindings if programmes is not None else ():
        for part, node, _ in binding.parts:
            cases[(subjects[binding.criterion], part)].append((binding.programme, node))
    return {
        (subject, part): Switch(
            BOOLEAN,
            Ref(TEXT, "project", "programme", catalogue.routes(subject)["project"]),
            part,
            tuple(bound),
        )
        for (subject, part), bound in cases.items()
    }
