"""Text in columns of a terminal, as rich counts them, without importing rich where no text needs it.

Latin and Japanese characters are counted here; a text with any other (emoji, combining marks) is left to rich.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from typing import Final

#: First and last character of ranges whose characters all take as many columns, alone and beside each other.
_RANGES: Final = (
    (" ", "~", 1), ("\u00a0", "\u00ac", 1), ("\u00ae", "\u02ff", 1), ("\u2010", "\u2027", 1), ("\u2030", "\u205e", 1),
    ("\u2190", "\u21ff", 1), ("\u2200", "\u22ff", 1), ("\u2500", "\u25fc", 1), ("\u2713", "\u2713", 1),
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
    """A table as lines, as rich draws it: three spaces between columns, the widest narrowed until all fit.

    None where a text has characters that only rich can count.
    """
    if any(_columns(mark) is None for row in (titles, *rows) for cell in row for mark in cell):
        return None
    last = len(titles) - 1
    edges = [
        (n > 0) + (n < last) for n in range(last + 1)
    ]  # a space on either side, but none at the page's edges
    natural = [max(width(row[n]) for row in (titles, *rows)) + edge for n, edge in enumerate(edges)]
    narrowed = _narrowed(list(natural), limit - last)
    if narrowed != natural and min(narrowed) < 4:
        return None  # no room for a character
    sizes = [size - edge for size, edge in zip(narrowed, edges, strict=True)]
    lines = []
    for row in (titles, *rows):
        cells = [_folded(cell, size) for cell, size in zip(row, sizes, strict=True)]
        height = max(map(len, cells))
        if row is titles:  # titles stand on the rule, cells hang from it
            cells = [[""] * (height - len(cell)) + cell for cell in cells]
        for pieces in zip_longest(*cells, fillvalue=""):
            lines.append("   ".join(fitted(piece, size) for piece, size in zip(pieces, sizes, strict=True)))
        if row is titles:
            lines.append("─" * (sum(sizes) + 3 * last))
    return lines


def _narrowed(sizes: list[int], limit: int) -> list[int]:
    """Column sizes brought down to a sum: the widest go down to the next widest, together, and so on."""
    while (excess := sum(sizes) - limit) > 0:
        widest = max(sizes)
        step = min(excess, widest - max((s for s in sizes if s != widest), default=0))
        wide = [n for n, size in enumerate(sizes) if size == widest]
        for done, n in enumerate(wide):
            less = min(step, round(excess / (len(wide) - done)))
            sizes[n] -= less
            excess -= less
    return sizes


def _folded(text: str, size: int) -> list[str]:
    """A text in lines of a size, broken at spaces; a longer word is broken anywhere."""
    lines, used = [""], 0
    for word in _WORD.findall(text):
        room = width(word.rstrip())
        if used + room > size:
            if lines[-1]:
                lines.append("")
            used = 0
            if room > size:  # with the spaces behind it, as rich does
                *pieces, word = _broken(word, size)
                lines[-1:] = [*pieces, ""]
        lines[-1] += word
        used += width(word)
    return [line.rstrip() for line in lines]


def _broken(word: str, size: int) -> list[str]:
    """A word in pieces that fit a size, each as long as can be."""
    pieces, start, used = [], 0, 0
    for n, mark in enumerate(word):
        columns = width(mark)
        if used + columns > size and n > start:
            pieces.append(word[start:n])
            start, used = n, 0
        used += columns
    return [*pieces, word[start:]]


_WORD: Final = re.compile(r"\s*\S+\s*")
