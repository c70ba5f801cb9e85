"""The checked rulebook as plain JSON data and back, for the cache: no pickle, no code.

Equal values (types, names of facts, constants) stand once, in a pool, and are made once. The examples are more than a third
of a rulebook and only the tools for authors look at them: they are a second JSON text, read where somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, overload

from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.rulebook import book, language

_CLASSES: tuple[type, ...] = (
    *language.NODE_TYPES.values(),
    language.Type,
    Text,
    book.SourceDocument,
    book.Basis,
    book.Parameter,
    book.Condition,
    book.Permission,
    book.ReadingOption,
    book.ReadingSet,
    book.Example,
    book.Rule,
    book.Criterion,
    book.Binding,
    book.Derivation,
    book.Field,
    book.Phrase,
    book.Edition,
    book.Rulebook,
)
_NUMBER = {c: i for i, c in enumerate(_CLASSES)}
_FIELDS = [tuple(f.name for f in fields(c)) for c in _CLASSES]
_ENUMS: tuple[type[Enum], ...] = (Kind, book.Confidence, book.Severity, book.ChosenBy)
#: Parts that are often equal and never hold anything that could change.
_POOLED = {*language.NODE_TYPES.values(), language.Type, Text, book.Basis}


class Examples(Sequence[book.Example]):
    """The examples of one rule, made where somebody first looks at them."""

    __slots__ = ("_held", "_make", "_of")

    def __init__(self, make: Callable[[], list[tuple[book.Example, ...]]], of: int) -> None:
        self._make = make
        self._of = of
        self._held: tuple[book.Example, ...] | None = None

    def _all(self) -> tuple[book.Example, ...]:
        if self._held is None:
            self._held = self._make()[self._of]
        return self._held

    @overload
    def __getitem__(self, index: int) -> book.Example: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[book.Example, ...]: ...
    def __getitem__(self, index: int | slice) -> book.Example | tuple[book.Example, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[book.Example]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == tuple(other) if isinstance(other, Examples | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._of)

    def __repr__(self) -> str:
        return repr(self._all())


def encode(rulebook: book.Rulebook) -> bytes:
    """A rulebook as two lines of JSON: the rulebook, and the examples of its rules."""
    examples: list[Any] = []
    editions = []
    for edition in rulebook.editions:
        rules = []
        for rule in edition.rules:
            rules.append(replace(rule, examples=()))
            examples.append(tuple(rule.examples))
        editions.append(replace(edition, rules=tuple(rules)))
    return b"\n".join(_written(v) for v in (replace(rulebook, editions=tuple(editions)), examples))


def decode(data: bytes) -> book.Rulebook:
    """The rulebook that `encode` wrote; raises ValueError, KeyError, IndexError or TypeError where it did not."""
    first, _, second = data.partition(b"\n")
    rulebook = _read(first)
    if not isinstance(rulebook, book.Rulebook):
        raise TypeError("this is no rulebook")
    made: list[list[tuple[book.Example, ...]]] = []

    def make() -> list[tuple[book.Example, ...]]:
        if not made:
            made.append(_read(second))
        return made[0]

    number = 0
    for edition in rulebook.editions:
        for rule in edition.rules:  # not yet seen by anyone: the rule is whole only with its examples
            object.__setattr__(rule, "examples", Examples(make, number))
            number += 1
    return rulebook


def _written(value: Any) -> bytes:
    pool: list[Any] = []
    places: dict[str, int] = {}
    whole = _plain(value, pool, places)
    return json.dumps([pool, whole], ensure_ascii=False, separators=(",", ":")).encode()


def _plain(value: Any, pool: list[Any], places: dict[str, int]) -> Any:
    """Plain JSON data for a value; what is pooled is a list of one number."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return {"e": [_ENUMS.index(type(value)), value.value]}
    if isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return {"d": str(value)}
    if isinstance(value, FiscalYear):
        return {"y": value.start}
    if isinstance(value, date):
        return {"t": value.isoformat()}
    if isinstance(value, tuple):
        return {"u": [_plain(v, pool, places) for v in value]}
    if isinstance(value, list):
        return {"l": [_plain(v, pool, places) for v in value]}
    if isinstance(value, dict):
        return {"m": [[k, _plain(v, pool, places)] for k, v in value.items()]}
    number = _NUMBER[type(value)]
    made = [number, *(_plain(getattr(value, f), pool, places) for f in _FIELDS[number])]
    if type(value) not in _POOLED:
        return made
    key = json.dumps(made)
    if key not in places:
        places[key] = len(pool)
        pool.append(made)
    return [places[key]]


def _read(text: bytes) -> Any:
    pool: list[Any] = []

    def made(data: Any) -> Any:
        kind = type(data)
        if kind is list:
            if len(data) == 1:
                return pool[data[0]]
            return _CLASSES[data[0]](*[made(v) for v in data[1:]])
        if kind is not dict:
            return data
        ((tag, inner),) = data.items()
        if tag == "u":
            return tuple([made(v) for v in inner])
        if tag == "d":
            return Decimal(inner)
        if tag == "m":
            return {k: made(v) for k, v in inner}
        if tag == "e":
            return _ENUMS[inner[0]](inner[1])
        if tag == "l":
            return [made(v) for v in inner]
        if tag == "y":
            return FiscalYear(inner)
        return date.fromisoformat(inner)

    parts, whole = json.loads(text)
    for part in parts:
        pool.append(made(part))
    return made(whole)
