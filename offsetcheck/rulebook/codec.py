"""The checked rulebook as plain JSON data and back, for the cache: no pickle, no code."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

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
    book.Phrase,
    book.Edition,
    book.Rulebook,
)
_NUMBER = {c: i for i, c in enumerate(_CLASSES)}
_FIELDS = [tuple(f.name for f in fields(c)) for c in _CLASSES]
_ENUMS: tuple[type[Enum], ...] = (Kind, book.Confidence, book.Severity, book.ChosenBy)


def encode(value: Any) -> Any:
    """Plain JSON data for a rulebook value."""
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
        return {"u": [encode(v) for v in value]}
    if isinstance(value, list):
        return {"l": [encode(v) for v in value]}
    if isinstance(value, dict):
        return {"m": [[k, encode(v)] for k, v in value.items()]}
    number = _NUMBER[type(value)]
    return [number, *(encode(getattr(value, f)) for f in _FIELDS[number])]


def decode(data: Any) -> Any:
    """The rulebook value that `encode` wrote."""
    kind = type(data)
    if kind is list:
        return _CLASSES[data[0]](*[decode(v) for v in data[1:]])
    if kind is not dict:
        return data
    ((tag, inner),) = data.items()
    if tag == "u":
        return tuple([decode(v) for v in inner])
    if tag == "d":
        return Decimal(inner)
    if tag == "m":
        return {k: decode(v) for k, v in inner}
    if tag == "e":
        return _ENUMS[inner[0]](inner[1])
    if tag == "l":
        return [decode(v) for v in inner]
    if tag == "y":
        return FiscalYear(inner)
    return date.fromisoformat(inner)
