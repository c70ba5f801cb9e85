"""Numbers of notices, credits and projects as somebody wrote them down, and whether two of them name one thing."""

from __future__ import annotations

import re
import unicodedata

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
    one, two = plain_id(a), plain_id(b)
    if one == two:
        return True if id_key(a) == id_key(b) else None
    figures, layouts = [], []
    for text in (_folded(a), _folded(b)):
        figures.append([n.lstrip("0") for n in re.findall(r"\d+", text)])
        layouts.append([plain_id(part) for part in re.split(r"\d+", text)])
    if figures[0] and figures[1] and figures[0][-1] == figures[1][-1]:
        return False if layouts[0] == layouts[1] and figures[0] != figures[1] else None
    return None if _within(one, two) or _within(two, one) else False


def _within(part: str, whole: str) -> bool:
    """Whether a text stands in another, figures being whole numbers: 1 does not stand in 12."""
    return bool(part) and re.search(rf"(?<!\d(?=\d)){re.escape(part)}(?!(?<=\d)\d)", whole) is not None


def id_key(text: str) -> tuple[str, tuple[str, ...]]:
    """What two numbers have in common exactly where they surely name one thing."""
    return plain_id(text), tuple(re.findall(r"\d+", _folded(text)))
