"""The checked rulebook as plain JSON data and back, for the cache: no pickle, no code.

Equal values (types, names of facts, constants) stand once, in a pool, and are made once. A claim looks at few editions, and
only the tools for authors look at examples: each edition's rules, and their examples, are texts of their own, read where
somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, TypeVar, overload

from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import Kind, Owner
from offsetcheck.rulebook import book, language

_CLASSES: tuple[type, ...] = (
    *language.NODE_TYPES.values(),
    language.Type,
    Text,
    book.RuleText,
    book.SourceDocument,
    book.Basis,
    book.Parameter,
    book.Condition,
    book.Permission,
    book.ReadingOption,
    book.ReadingSet,
    book.Example,
    book.Case,
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
_ENUMS: tuple[type[Enum], ...] = (
    Kind, Owner, book.Confidence, book.Severity, book.ChosenBy, book.Variant, book.JudgedOn
)  # fmt: skip
#: Parts that are often equal and never hold anything that could change.
_POOLED = {*language.NODE_TYPES.values(), language.Type, Text, book.RuleText, book.Basis}


Item = TypeVar("Item")


class Later(Sequence[Item]):
    """Items of a rulebook that are made where somebody first looks at them."""

    __slots__ = ("_held", "_make")

    def __init__(self, make: Callable[[], Sequence[Item]]) -> None:
        self._make = make
        self._held: tuple[Item, ...] | None = None

    def _all(self) -> tuple[Item, ...]:
        if self._held is None:
            self._held = tuple(self._make())
        return self._held

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, index: int | slice) -> Item | tuple[Item, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Item]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == tuple(other) if isinstance(other, Later | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())


def encode(rulebook: book.Rulebook) -> bytes:
    """A rulebook as lines of JSON: its outline; then, of each edition, rules and derivations, and the examples."""
    lines: list[Any] = [
        replace(rulebook, editions=tuple(replace(e, rules=(), derivations=()) for e in rulebook.editions))
    ]
    for edition in rulebook.editions:
        rules = tuple(replace(rule, examples=()) for rule in edition.rules)
        lines.append((rules, tuple(edition.derivations)))
        lines.append(tuple(tuple(rule.examples) for rule in edition.rules))
    return b"\n".join(_written(line) for line in lines)


def decode(data: bytes) -> book.Rulebook:
    """The rulebook that `encode` wrote; raises ValueError, KeyError, IndexError or TypeError where it did not."""
    first, *others = data.split(b"\n")
    rulebook = _read(first)
    if not isinstance(rulebook, book.Rulebook):
        raise TypeError("this is no rulebook")
    if len(others) != 2 * len(rulebook.editions):
        raise ValueError("lines are missing")
    for number, edition in enumerate(rulebook.editions):
        contents = _Contents(others[2 * number], others[2 * number + 1])
        # not yet seen by anyone: the edition is whole only with its contents
        object.__setattr__(edition, "rules", Later(contents.rules))
        object.__setattr__(edition, "derivations", Later(contents.derivations))
    return rulebook


class _Contents:
    """The rules and derivations of one edition, and the examples of its rules, each text read once."""

    def __init__(self, contents: bytes, examples: bytes) -> None:
        self._texts = (contents, examples)
        self._made: dict[int, Any] = {}

    def _read(self, number: int) -> Any:
        if number not in self._made:
            self._made[number] = _read(self._texts[number])
        return self._made[number]

    def rules(self) -> Sequence[book.Rule]:
        found: Sequence[book.Rule] = self._read(0)[0]
        for number, rule in enumerate(found):  # as above
            object.__setattr__(rule, "examples", Later(partial(self._examples, number)))
        return found

    def derivations(self) -> Sequence[book.Derivation]:
        found: Sequence[book.Derivation] = self._read(0)[1]
        return found

    def _examples(self, number: int) -> Sequence[book.Example]:
        found: Sequence[book.Example] = self._read(1)[number]
        return found


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
