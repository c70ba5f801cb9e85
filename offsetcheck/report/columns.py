"""Text in lines and columns of a terminal, as rich counts them, without importing rich where no text needs it.

Latin and Japanese characters are counted here; a text with any other (emoji, combining marks) is left to rich.
"""

from __future__ import annotations

import re
from collections import deque
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


def wrapped(text: str, size: int) -> list[str]:
    """Return the text in lines of at most `size` columns.

    Japanese breaks between characters, but no line begins with 。 or ends with （; other words and those in katakana stay
    whole, and a number stays with its unit.
    """
    lines: list[str] = []
    line, used = "", 0
    waiting = deque(_pieces(text))
    while waiting:
        piece = waiting.popleft()
        room = width(piece)
        if (
            room > size and len(finer := _pieces(piece, _FINER)) > 1
        ):  # no line holds it: anywhere, as Japanese breaks
            waiting.extendleft(reversed(finer))
            continue
        if used + room > size and line:
            lines.append(line.rstrip())
            line, used = "", 0
        if piece.isspace() and piece != _KEPT_SPACE and lines and not line:
            continue
        if room > size:
            *whole, piece = _broken(piece, size)
            lines.extend(whole)
            room = width(piece)
        line, used = line + piece, used + room
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return [done.replace(_KEPT_SPACE, " ") for done in lines]


def drawn(
    titles: Sequence[str], rows: Sequence[Sequence[str]], limit: int, right: Sequence[int] = ()
) -> list[str]:
    """A table as lines: three spaces between columns, the widest narrowed until all fit, and titles over a rule."""
    last = len(titles) - 1
    table = (titles, *rows)
    natural = [max(width(row[n]) for row in table) for n in range(last + 1)]
    sizes = natural
    if sum(natural) > limit - 3 * last:
        whole = [
            min(max(width(piece) for row in table for piece in _pieces(row[n] or " ")), _WHOLE)
            for n in range(last + 1)
        ]
        sizes = _narrowed(_narrowed(natural, whole, limit - 3 * last), [4] * len(titles), limit - 3 * last)
    lines = []
    for row in table:
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


def _narrowed(sizes: Sequence[int], least: Sequence[int], limit: int) -> list[int]:
    """Column sizes brought down to a sum, the widest first; none below its least, though the sum is then missed."""
    found = list(sizes)
    while sum(found) > limit:
        wide = [n for n, size in enumerate(found) if size > least[n]]
        if not wide:
            break
        found[max(wide, key=lambda n: found[n])] -= 1
    return found


def _pieces(text: str, pattern: re.Pattern[str] | None = None) -> list[str]:
    """What a line may be broken between: words, numbers with their units, characters with the signs that cling to them."""
    glued: list[str] = []
    for piece in (pattern or _PIECES).findall(_BESIDE_UNIT.sub(_KEPT_SPACE, text)):
        joins = glued and not glued[-1].isspace() and not piece.isspace()
        if joins and (piece[0] in _NO_START or glued[-1][-1] in (*_NO_END, _KEPT_SPACE)):
            glued[-1] += piece
        else:
            glued.append(piece)
    return glued


def _broken(word: str, size: int) -> list[str]:
    """A word in pieces that fit a size, each as long as can be."""
    pieces, start, used = [], 0, 0
    for n, mark in enumerate(word):
        columns = width(mark)
        if used + columns > size and n > start:
            end = max(word.rfind("年", start, n), word.rfind("月", start, n)) + 1 or n  # a day, in its parts
            pieces.append(word[start:end])
            start, used = end, width(word[end:n])
        used += columns
    return [*pieces, word[start:]]


#: Characters that may not begin a line, and those that may not end one (行頭・行末禁則).
_NO_START: Final = frozenset(
    "、。，．・／：；？！）］」』】〕｝〉》々ー～〜…‥％℃ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ)]}.,:;!?%”’"
)
_NO_END: Final = frozenset("（［「『【〔｛〈《([{“‘")
_KEPT_SPACE: Final = "\u00a0"
#: Days, years of an era, and words of Latin letters and digits, with the counter behind a number (3件) and what a hyphen ties on (J-クレジット).
_SINGLE: Final = (
    r"[0-9]+年[0-9]+月[0-9]+日|令和[0-9]+年度?"
    r"|[!-~\u00a0-\u024f]+(?:(?<=-)[ァ-ヶー]+|(?<=[0-9])(?:[～–][0-9][0-9,.]*)?(?:か?[年月日]度?|トン目?|千?円|か所|[件項条台回社版号種％])?)?|\s+|."
)
_FINER: Final = re.compile(_SINGLE, re.DOTALL)
#: The same, with the year of a report beside 報告 or 実績, words of katakana and a price's unit whole.
_PIECES: Final = re.compile(r"令和[0-9]+年度報告|[0-9]+年度実績|[ァ-ヴー]{2,}|円/t|" + _SINGLE, re.DOTALL)
_BESIDE_UNIT: Final = re.compile(r"(?<=[0-9]) (?=t-CO2)|(?<=^[○×？－✓✗?]) ")
_WHOLE: Final = 24
"""Words up to this width are broken only where a table would not fit otherwise."""
