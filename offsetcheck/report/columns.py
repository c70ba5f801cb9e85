"""Text in columns of a terminal, as rich counts them, without importing rich where no text needs it.

Latin and Japanese characters are counted here; a text with any other (emoji, combining marks) is left to rich, and so
is a table too wide for the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

#: First and last character of ranges whose characters all take as many columns, alone and beside each other.
_RANGES: Final = (
    (" ", "~", 1), ("\u00a0", "\u00ac", 1), ("\u00ae", "\u02ff", 1), ("\u2010", "\u2027", 1), ("\u2030", "\u205e", 1),
    ("\u2190", "\u21ff", 1), ("\u2200", "\u22ff", 1), ("\u2500", "\u259f", 1), ("\u2713", "\u2713", 1),
    ("\u2717", "\u2717", 1), ("\u3000", "\u3029", 2), ("\u3041", "\u3096", 2), ("\u309b", "\u30ff", 2),
    ("\u3220", "\u3247", 2), ("\u3300", "\u33ff", 2), ("\u4e00", "\u9fff", 2), ("\uff01", "\uff60", 2),
    ("\uff61", "\uff9f", 1), ("\uffe0", "\uffe6", 2),
)  # fmt: skip


@cache
def _columns(mark: str) -> int | None:
    return next((columns for first, last, columns in _RANGES if first <= mark <= last), None)


def width(text: str) -> int:
    """How many columns a text takes."""
    found = 0
    for mark in text:
        columns = _columns(mark)
        if columns is None:
            from rich.cells import cell_len

            return cell_len(text)
        found += columns
    return found


def fitted(text: str, columns: int) -> str:
    """The text in exactly so many columns: filled with spaces, or cut."""
    missing = columns - width(text)
    if missing >= 0:
        return text + " " * missing
    from rich.cells import set_cell_size

    return set_cell_size(text, columns)


def drawn(titles: Sequence[str], rows: Sequence[Sequence[str]], limit: int) -> list[str] | None:
    """A table as lines, its columns three spaces apart; None where it is wider than the limit."""
    sizes = [max(width(row[n]) for row in (titles, *rows)) for n in range(len(titles))]
    if sum(sizes) + 3 * (len(sizes) - 1) > limit:
        return None

    def line(row: Sequence[str]) -> str:
        return "   ".join(fitted(cell, size) for cell, size in zip(row, sizes, strict=True))

    return [line(titles), "─" * (sum(sizes) + 3 * (len(sizes) - 1)), *(line(row) for row in rows)]
