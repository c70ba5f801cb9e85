"""The numbers of J-Credit methodologies: how they are written, and what field and store of carbon they tell of.

A text in which no number is found says nothing of either.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Field(StrEnum):
    """The fields of J-Credit methodologies, as their numbers begin."""

    ENERGY_SAVING = "EN-S"
    RENEWABLE_ENERGY = "EN-R"
    INDUSTRY = "IN"
    AGRICULTURE = "AG"
    WASTE = "WA"
    FOREST = "FO"


#: The numbers of those that keep carbon stored: forests, and biochar on farmland.
STORING = ("FO-", "AG-004")

#: A number by its field, wherever it stands in a text.
_NUMBER = re.compile(rf"(?<![A-Z0-9])({'|'.join(Field)})-(\d{{3}})(?!\d)", re.IGNORECASE)
_DASHES = re.compile(r"(?<=[A-Za-z])[‐‑‒–—―−ー](?=[A-Za-z0-9])")


def number_first(text: str) -> str:
    """A methodology with its numbers in their one spelling, and the number first where there is one."""
    spelt = _NUMBER.sub(lambda m: m[0].upper(), _DASHES.sub("-", text))
    found = list(_NUMBER.finditer(spelt))
    if len({m[0] for m in found}) != 1:  # another programme's, a name alone, or several
        return spelt
    return spelt if found[0].start() == 0 else f"{found[0][0]} {spelt}"


def numbers_in(text: str | None) -> tuple[str, ...] | None:
    """Every number in a text; None where it has none."""
    found = _NUMBER.finditer(number_first(text)) if text is not None else ()
    return tuple(dict.fromkeys(m[0] for m in found)) or None


def field_of(text: str | None) -> str | None:
    """The field of a methodology; None where its text tells of none, or of several."""
    if text is None:
        return None
    fields = {number[: -len("-000")] for number in numbers_in(text) or ()}
    fields = fields or {f.value for f in Field if text.startswith(f"{f}-")}
    return fields.pop() if len(fields) == 1 else None


def stores(text: str | None) -> bool | None:
    """Whether a methodology keeps carbon stored, by the numbers in its text; None where it has none."""
    if text is None:
        return None
    if any(number in text for number in STORING):
        return True
    return False if text.startswith(tuple(f"{f}-" for f in Field)) else None
