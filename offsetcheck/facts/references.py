"""Numbers of notices, credits and projects as somebody wrote them down, and whether two of them name one thing."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: A long vowel mark between letters or digits is a hyphen, typed on a Japanese keyboard.
_TYPED_HYPHEN = re.compile(r"(?<=[0-9a-z])\s*ー+\s*(?=[0-9a-z])")


def _folded(text: str) -> str:
    return _TYPED_HYPHEN.sub("-", unicodedata.normalize("NFKC", text).casefold())


def plain_id(text: str) -> str:
    """A number or name as registries are compared by: width, case, spaces and marks between do not count."""
    return re.sub(r"[\W_]+", "", _folded(text))


def plain_prefix(text: str) -> str:
    """What stands before a serial number, its words and figures kept apart: JC-1-23 and JC-12-3 are two, JCL0 and jcl-0 one."""
    return "-".join(re.findall(r"\d+|[^\W\d_]+", _folded(text)))


def same_id(a: str, b: str) -> bool | None:
    """Whether two numbers, each written down by somebody, name one thing: True, False, or None where it may be.

    Numbers lose their zeros and are copied with or without what stands around them, so that the same last figures, or
    one text within the other, prove neither, nor do the same figures divided otherwise (1-100, 1100). Other figures in one
    layout (2025-001, 2026-001) are another number.
    """
    (one, written, figures, layout), (two, other_written, other_figures, other_layout) = _parts(a), _parts(b)
    if not (one and two):
        return None
    if one == two:
        return True if written == other_written else None
    if figures and other_figures and figures[-1] == other_figures[-1]:
        return False if layout == other_layout and figures != other_figures else None
    return None if _within(one, two) or _within(two, one) else False


@lru_cache(maxsize=65536)
def _parts(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """A number as it is compared: without marks, its figures with and without zeros before them, and what is between."""
    folded = _folded(text)
    figures = tuple(re.findall(r"\d+", folded))
    layout = tuple(plain_id(part) for part in re.split(r"\d+", folded))
    return plain_id(text), figures, tuple(n.lstrip("0") for n in figures), layout


def _within(part: str, whole: str) -> bool:
    """Whether a text stands in another, figures being whole numbers: 1 does not stand in 12."""
    if not part or part not in whole:  # said before the pattern is made, which takes longer
        return False
    return re.search(rf"(?<!\d(?=\d)){re.escape(part)}(?!(?<=\d)\d)", whole) is not None


def id_key(text: str) -> tuple[str, tuple[str, ...]]:
    """What two numbers have in common exactly where they surely name one thing."""
    return _parts(text)[:2]
