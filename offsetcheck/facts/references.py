"""Numbers of notices, credits and projects as somebody wrote them down, and whether two of them name one thing."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

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


def may_be_one(texts: Iterable[str], most: int) -> dict[str, list[str]]:
    """Of each number, others that name one thing with it, or may: every one of the same figures, and a few of those laid out otherwise.

    Answers as `same_id` does for every pair, without looking at every pair.
    """
    plain = {text: plain_id(text) for text in texts}
    found: dict[str, dict[str, None]] = {text: {} for text in plain}
    by_plain: dict[str, list[str]] = {}
    by_last: dict[str, dict[tuple[str, ...], dict[tuple[str, ...], list[str]]]] = {}
    for text, one in plain.items():
        by_plain.setdefault(one, []).append(text)
        _, _, figures, layout = _parts(text)
        if figures:
            by_last.setdefault(figures[-1], {}).setdefault(layout, {}).setdefault(figures, []).append(text)
    alike = [*by_plain.values(), *(m for by in by_last.values() for of in by.values() for m in of.values())]
    for members in alike:
        for text in members:
            found[text].update(dict.fromkeys(m for m in members if m != text))
    for layouts in by_last.values():
        few = {layout: [m[0] for m in islice(of.values(), most)] for layout, of in layouts.items()}
        for layout, of in layouts.items():
            others = (text for other, some in few.items() if other != layout for text in some)
            chosen = dict.fromkeys(islice(others, most))
            for text in (t for members in of.values() for t in members):
                found[text].update(chosen)
    for one, other in _standing_in(by_plain, most):
        for text in by_plain[one]:
            found[text][by_plain[other][0]] = None
    return {text: list(others) for text, others in found.items()}


def _standing_in(by_plain: dict[str, list[str]], most: int) -> Iterator[tuple[str, str]]:
    """Plain numbers of which one stands in the other, both ways, where they may be one: a few for each."""
    names = sorted(filter(None, by_plain), key=len)  # a number stands in longer ones alone
    starts: list[int] = []
    longer: dict[int, int] = {}
    at = 0
    for name in names:
        starts.append(at)
        at += len(name) + 1
        longer[len(name)] = at
    every = "\n".join(names)
    held = dict.fromkeys(names, 0)
    for part in names:
        at = every.find(part, longer[len(part)])
        while at >= 0:
            whole = names[bisect_right(starts, at) - 1]
            wanting = [pair for pair in ((part, whole), (whole, part)) if held[pair[0]] < most]
            one, two = by_plain[part][0], by_plain[whole][0]
            if wanting and _within(part, whole) and same_id(one, two) is not False:
                for name, other in wanting:
                    held[name] += 1
                    yield name, other
            at = every.find(part, at + 1)
