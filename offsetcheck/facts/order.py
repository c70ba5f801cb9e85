"""One order of facts wherever they are listed: by subject as a claim file sets them out, then by field, start before end."""

from __future__ import annotations

import re
from functools import cache

from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Claim

__all__ = ["Place", "natural", "place"]

Natural = tuple[int | str, ...]
Place = tuple[int | Natural, ...]

_INSIDE = 10_000
"""Rows inside a row stand after its own facts."""


def natural(text: str) -> Natural:
    """A key that sorts identifiers as people count: P1, P3, P10."""
    return tuple(int(part) if n % 2 else part for n, part in enumerate(re.split("([0-9]+)", text)))


def place(address: str) -> Place:
    """Where a missing fact, by its address such as `credits[C1].vintage.from`, stands among others.

    After the facts come whether lists are complete, then judgements by row, then the law as the rules come that ask.
    """
    head, _, rest = address.partition("[")
    if head == "complete_lists":
        return (1, *_in_claim(rest.removesuffix("]")))
    if head.startswith("judgements."):
        name = head.removeprefix("judgements.")
        return (2, natural(rest.removesuffix("]")), _judgements().get(name, -1))
    return (3,) if head == "law" else (0, *_in_claim(address))


def _in_claim(address: str) -> Place:
    """The section, the row and the field of an address, and between them the row inside the row."""
    head, bracket, rest = address.partition("[")
    if not bracket:
        name = address.removeprefix("claim.")
        return (_sections().get(address, 0), (), _fields("claim").get(name, -1))
    row, _, path = rest.partition("]")
    path = path.removeprefix(".")
    if "[" not in path:
        return (_sections().get(head, _INSIDE), natural(row), _fields(head).get(path, -1))
    inside, _, rest = path.partition("[")
    part, _, path = rest.partition("]")
    return (
        _sections().get(head, _INSIDE), natural(row), _INSIDE + _sections().get(inside, 0), natural(part),
        _fields(inside).get(path.removeprefix("."), -1),
    )  # fmt: skip


@cache
def _sections() -> dict[str, int]:
    """The lists of a claim in the order of its file, then those inside their rows."""
    inside = [table.plural for table in catalogue.tables().values() if table.parent is not None]
    return {name: n for n, name in enumerate((*Claim.model_fields, *inside))}


@cache
def _fields(section: str) -> dict[str, int]:
    """The facts of a section as its model gives them; what leads to another row, which is none of them, comes first."""
    facts = next((t.facts for t in catalogue.tables().values() if t.plural == section), {})
    return {name: n for n, name in enumerate(facts)}


@cache
def _judgements() -> dict[str, int]:
    return {name: n for n, name in enumerate(catalogue.judgements())}
