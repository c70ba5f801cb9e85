"""The holdings as their sources settle them: what is read here is what the rules are judged on (law 8)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from offsetcheck.engine.explain import open_question
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Claim
from offsetcheck.facts.vocabulary import Kind, Profile, Reason
from offsetcheck.facts.world import ALL, NOTHING, Cell, Missing, Row, build_world, row_key

__all__ = ["about_lists", "open_lists", "settled", "steps"]

_SECTIONS: Final = ("projects", "issuances", "credits", "retirements", "uses")
#: What is judged elsewhere, and would cost time where many blocks are held.
_ASIDE: Final = ("statements", "emissions", "reductions", "filings")


def settled(holdings: Claim, as_of: date) -> Claim:
    """The holdings with the settled value of every fact that a source speaks of; a conflict leaves it out."""
    told: dict[str, set[str]] = {}
    for source in holdings.evidence or ():
        address, _, path = source.fact.rpartition("].")
        told.setdefault(f"{address}]", set()).add(path)
    named = {address.partition("]")[0] + "]" for address in told}
    kept = {
        section: tuple(r for r in getattr(holdings, section) or () if f"{section}[{r.id}]" in named)
        for section in _SECTIONS
    }
    parts: dict[str, Any] = {"evidence": None}
    if any(kept.values()):
        aside = holdings.model_copy(update={**dict.fromkeys(_ASIDE), **kept})
        rows = {row.address: row for row in build_world(aside, Profile.SELF_CHECK, as_of).all_rows()}

        def of(item: Any, address: str, table: str) -> Any:
            known = catalogue.tables()
            for path in sorted(told.get(address, ())):
                if path in known[table].facts and known[table].facts[path].type.kind is not Kind.PARTY:
                    item = _with(item, steps(path), _value(rows[address].cells.get(path, NOTHING)))
            for child in (c for c in known.values() if c.parent == table):
                inner = getattr(item, child.plural, None) or ()
                places = [f"{address}.{child.plural}[{row_key(r, n)}]" for n, r in enumerate(inner)]
                if any(place in told for place in places):
                    found = tuple(of(r, at, child.name) for r, at in zip(inner, places, strict=True))
                    item = item.model_copy(update={child.plural: found})
            return item

        for section in (s for s in _SECTIONS if kept[s]):
            parts[section] = tuple(
                of(r, f"{section}[{r.id}]", section.removesuffix("s")) if f"{section}[{r.id}]" in named else r
                for r in getattr(holdings, section)
            )
    return holdings.model_copy(update=parts)


def about_lists(holdings: Claim, as_of: date) -> Row:
    """What is said of the holdings as a whole, over all sources: among it, which lists are complete."""
    rows = dict.fromkeys((*_SECTIONS, *_ASIDE, "disclosure", "judgements"))
    said = tuple(e for e in holdings.evidence or () if e.fact.startswith("claim."))
    alone = holdings.model_copy(update={**rows, "evidence": said or None})
    return build_world(alone, Profile.SELF_CHECK, as_of).claim


def open_lists(holdings: Row, name: str, of: str = "") -> Missing | None:
    """The question whether a list is complete, where that is said neither of all such lists nor of one row's (law 3)."""
    if holdings.complete(name, ALL) or f"{of}.{name}" in (holdings.value("complete_lists", ALL) or ()):
        return None
    return open_question(holdings, name)


def _value(cell: Cell) -> Any:
    """The settled value; what is still to come counts as planned, as where no source speaks of it."""
    if cell.why is not Reason.NOT_YET:
        return cell.value
    return next((s.value for s in sorted(cell.sources, key=lambda s: not s.chosen)), None)


def _with(item: BaseModel, path: tuple[str, ...], value: Any) -> BaseModel:
    """A row with one value put in its place."""
    step, *rest = path
    if rest:
        inner = getattr(item, step)
        if inner is None:
            inner = next(_models(type(item).model_fields[step].annotation)).model_construct()
        value = _with(inner, tuple(rest), value)
    return item.model_copy(update={step: value})


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


@cache
def steps(path: str) -> tuple[str, ...]:
    """The names of the fields that lead to a fact."""
    return tuple("from_" if part == "from" else part for part in path.split("."))
