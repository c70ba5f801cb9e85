"""Facts made of cells: each keeps what was printed beside what it was read as; nothing printed, no fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from offsetcheck.facts.countries import alpha2
from offsetcheck.facts.models import AuthorisedUse, Programme
from offsetcheck.programmes.identifiers import Identifier
from offsetcheck.programmes.importers import cells
from offsetcheck.programmes.importers.interface import BlockRecord, Fact, Value

__all__ = [
    "EX_POST",
    "authorised_uses",
    "block",
    "choice",
    "country",
    "days",
    "given",
    "programme",
    "quantity",
    "serials",
    "span",
    "text",
    "the_day",
]

EX_POST: Final = "ex_post"


def given(*facts: Fact | None) -> tuple[Fact, ...]:
    """The facts that there are."""
    return tuple([fact for fact in facts if fact is not None])


def text(path: str, raw: str) -> Fact | None:
    """A text as printed, on one line; a spreadsheet's error value is unassigned."""
    if not raw:
        return None
    return Fact(path, raw, None if raw in cells.EXCEL_ERRORS else " ".join(raw.split()))


def the_day(path: str, raw: str, order: cells.Order = "ymd") -> Fact | None:
    """A day."""
    return Fact(path, raw, cells.day(raw, order)) if raw else None


def days(path: str, first: str, last: str, order: cells.Order = "ymd") -> tuple[Fact | None, Fact | None]:
    """A period in two cells; both days are unassigned where the last is before the first."""
    one, two = the_day(f"{path}.from", first, order), the_day(f"{path}.to", last, order)
    start, end = one and one.value, two and two.value
    if one and two and isinstance(start, date) and isinstance(end, date) and end < start:
        return one._replace(value=None), two._replace(value=None)
    return one, two


def span(path: str, raw: str, found: tuple[date, date] | None) -> tuple[Fact, ...]:
    """A period that one cell shows; one unassigned fact where it shows none."""
    if not raw:
        return ()
    if found is None:
        return (Fact(f"{path}.from", raw, None),)
    return Fact(f"{path}.from", raw, found[0]), Fact(f"{path}.to", raw, found[1])


def quantity(path: str, raw: str) -> Fact | None:
    """Tonnes that may be left out; what is no number of tonnes is unassigned."""
    if not raw:
        return None
    try:
        value = cells.number(raw)
    except cells.NumberError:
        return Fact(path, raw, None)
    return Fact(path, raw, value if value >= 0 else None)


def choice(path: str, raw: str, values: Mapping[str, Value]) -> Fact | None:
    """A word of a pick-list, looked up in a table of lower-case words."""
    return Fact(path, raw, values.get(cells.word(raw))) if raw else None


def country(path: str, raw: str) -> Fact | None:
    """A country by code or name, as alpha-2."""
    return Fact(path, raw, alpha2(raw)) if raw else None


def programme(value: Programme, raw: str = "") -> Fact:
    """The programme, which most files say by what they are."""
    return Fact("programme", raw or value.value, value.value)


def serials(found: Identifier, raw: str) -> tuple[Fact, ...]:
    """First and last serial of a block: the prefix within which the numbers are unique, and the number."""
    ends = found.serials
    if ends is None:
        return ()
    return Fact("serials.first", raw, ends[0]), Fact("serials.last", raw, ends[1])


def block(credit: str, found: Identifier | None, tonnes: Decimal | None) -> BlockRecord:
    """A retirement's block, as the credit of the same row."""
    ends = found.serials if found is not None else None
    first, last = ends or (None, None)
    return BlockRecord(credit, first, last, tonnes)


_AUTHORISED: Final = {
    "article 6 authorized – intl mitigation purposes": AuthorisedUse.INTERNATIONAL.value,
    "article 6 authorized – ndc use": AuthorisedUse.NDC.value,
    "article 6 authorized – other purposes": AuthorisedUse.OTHER.value,
}


@lru_cache(maxsize=512)
def authorised_uses(raw: str) -> tuple[Fact, ...]:
    """Verra's Article 6 labels among the additional certifications of a block.

    Source: Verra's exports, where a labelled block reads `Article 6 Authorized – NDC Use; Article 6 Authorized –
    Other purposes; …`. One label that is not recognised leaves the uses unassigned: the list would be incomplete.
    """
    labels = [label for label in map(cells.word, raw.split(";")) if label.startswith("article 6 authorized")]
    if not labels:
        return ()
    uses = [_AUTHORISED.get(label) for label in labels]
    known = tuple(use for use in uses if use is not None)
    return (
        Fact("authorisation.status", raw, "authorised"),
        Fact("authorisation.uses", raw, known if len(known) == len(uses) else None),
    )
