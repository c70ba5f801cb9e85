"""Text in lines and columns of a terminal, counted as rich does, without importing rich where no text needs it.

Latin and Japanese characters are counted here; a text with any other (emoji, combining marks) is left to rich.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import zip_longest
from typing import Final

__all__ = ["drawn", "fitted", "width", "wrapped"]

#: First and last character of ranges whose characters all take as many columns, alone and beside each other.
_RANGES: Final = (
    (" ", "~", 1), ("\u00a0", "\u00ac", 1), ("\u00ae", "\u02ff", 1), ("\u2010", "\u2027", 1), ("\u2030", "\u205e", 1),
    ("\u2190", "\u21ff", 1), ("\u2200", "\u22ff", 1), ("\u2500", "\u25fc", 1), ("\u2713", "\u2713", 1),
    ("\u2717", "\u2717", 1), ("\u3000", "\u3029", 2), ("\u3041", "\u3096", 2), ("\u309b", "\u30ff", 2),
    ("\u3220", "\u3247", 2), ("\u3300", "\u33ff", 2), ("\u4e00", "\u9fff", 2), ("\uff01", "\uff60", 2),
    ("\uff61", "\uff9f", 1), ("\uffe0", "\uffe6", 2),
)  # fmt: skip


# Characters that may not begin a line, and those that may not end one (行頭・行末禁則).
_NO_START: Final = frozenset(
    "、。，．・：；？！）」』】〕｝〉》々ー～…‥％℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)]}.,:;!?%”’"
)
_NO_END: Final = frozenset("（「『【〔｛〈《([{“‘")
#: What no line breaks: a day, and words and numbers, these with what they count; all else is a character of its own.
_PIECES: Final = re.compile(
    r"[0-9]+年[0-9]+月[0-9]+日|令和[0-9]+年度?|J-クレジット"
    r"|[!-~\u00a0-\u024f]+(?:(?<=[0-9])(?:[～–][0-9][0-9,.]*)?(?:年度|[年月日件円]|\u00a0t-CO2)?)?"
    r"|\s+|.",
    re.DOTALL,
)
_KEPT_TOGETHER: Final = re.compile(r"(?<=[0-9]) (?=t-CO2)|(?<=^[○×？－✓✗?]) ")
#: The widest piece that keeps its column from being narrowed further: a day with its weekday.
_WIDEST_KEPT: Final = 20


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


def _pieces(text: str) -> list[str]:
    """The parts of a text between which a line may break."""
    glued: list[str] = []
    for piece in _PIECES.findall(_KEPT_TOGETHER.sub("\u00a0", text)):
        joins = glued and not glued[-1].isspace() and not piece.isspace()
        if joins and (piece[0] in _NO_START or glued[-1][-1] in _NO_END or glued[-1][-1] == "\u00a0"):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued


def wrapped(text: str, size: int) -> list[str]:
    """Return the text in lines of at most so many columns.

    Japanese breaks between characters, but no line begins with 。 or ends with （; other words stay whole, and a
    number stays with its unit.
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        long = width(piece)
        if used + long > size and line:
            lines.append(line.rstrip())
            line, used = "", 0
        if piece.isspace() and piece != "\u00a0" and not line:
            continue
        if long > size:
            *whole, piece = _broken(piece, size)
            lines.extend(whole)
            long = width(piece)
        line, used = line + piece, used + long
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return [done.replace("\u00a0", " ") for done in lines]


def _broken(word: str, size: int) -> list[str]:
    """A word in pieces that fit a size, each as long as can be; characters that are drawn as one stay together."""
    from rich.cells import chop_cells

    return chop_cells(word, size)


def drawn(
    titles: Sequence[str], rows: Sequence[Sequence[str]], limit: int, right: Sequence[int] = ()
) -> list[str]:
    """A table as lines: three spaces between columns, the widest narrowed until all fit, and titles over a rule."""
    last = len(titles) - 1
    natural = [max(width(row[n]) for row in (titles, *rows)) for n in range(last + 1)]
    kept = [
        min(max((width(p) for row in (titles, *rows) for p in _pieces(row[n])), default=1), _WIDEST_KEPT)
        for n in range(last + 1)
    ]
    sizes = _narrowed(natural, kept, limit - 3 * last)
    lines = []
    for row in (titles, *rows):
        cells = [wrapped(cell, size) for cell, size in zip(row, sizes, strict=True)]
        height = max(map(len, cells))
        if row is titles:  # titles stand on the rule, cells hang from it
            cells = [[""] * (height - len(cell)) + cell for cell in cells]
        for pieces in zip_longest(*cells, fillvalue=""):
            lines.append(
                "   ".join(
                    " " * (size - width(piece)) + piece if n in right else fitted(piece, size)
                    for n, (piece, size) in enumerate(zip(pieces, sizes, strict=True))
                )
            )
        if row is titles:
            lines.append("─" * (sum(sizes) + 3 * last))
    return lines


def _narrowed(natural: Sequence[int], kept: Sequence[int], limit: int) -> list[int]:
    """Column sizes brought down to a sum, the widest first; none below what it is kept at, unless there is no other way."""
    sizes = list(natural)
    while sum(sizes) > limit:
        wide = [n for n, size in enumerate(sizes) if size > kept[n]] or [
            n
            for n, size in enumerate(sizes)
            if size > 2  # room for one character of Japanese
        ]
        if not wide:
            break
        sizes[max(wide, key=lambda n: (sizes[n], n))] -= 1
    return sizes
