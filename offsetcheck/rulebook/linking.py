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
            cases[(subjects[binding.criterion], part)].extend((p, node) for p in binding.programmes)
    weak = {
        (c.subject, part): f"{c.id}.{part}"
        for e in rulebook.editions
        for c in e.criteria
        for part in c.parts
        if _strength(c, part) is Confidence.UNCONFIRMED
    }
    found: dict[tuple[str, str], Node] = {}
    for (subject, part), bound in cases.items():
        key = Ref(TEXT, "project", "programme", catalogue.routes(subject)["project"])
        made: Node = Switch(BOOLEAN, key, part, tuple(bound))
        if (subject, part) in weak:  # criterion and binding together: the weaker counts (law 5)
            made = Cap(BOOLEAN, made, False, weak[(subject, part)])
        found[(subject, part)] = made
    return found


def _strength(criterion: Criterion, part: str) -> Confidence:
    """The strongest clause of a criterion for one of its parts; a clause that names no part stands for all."""
    named = [b.confidence for b in criterion.basis if part in b.restricts or not b.restricts]
    return max(named, default=Confidence.UNCONFIRMED)
