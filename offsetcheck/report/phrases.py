"""Find the words of a statement that convey an effect: whatever their width and spacing, but not where they are negated.

A word found decides nothing. Where it contradicts the facts stated about the statement, the report asks and quotes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from offsetcheck.rulebook.book import Phrase

__all__ = ["PhraseHit", "contradictions", "find_phrase"]

EXCERPT: Final = 24
"""How many characters are quoted on either side of the words."""


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """Words found in a text, as they stand there, with some of the text around them."""

    phrase: Phrase
    quote: str
    excerpt: str


# What follows in the same clause and takes a phrase back: ～ではありません, ～を意味するものではない, ～とは言えません.
_NEGATED_AFTER: Final = re.compile(
    r"[」』”\"'）)\]】]*(?:[^、。，．！？!?\n]{0,24}?)"
    r"(?:な[いくかけし](?!ら)|ありません|ません(?!か)|[っな]りえず|せず|おらず|ならず|ではあらず|程遠|ほど遠)"
)
# … also behind a comma, where the negation takes the phrase up: 実質ゼロ、とは言えません.
_NEGATED_LATER: Final = re.compile(
    r"[」』”\"'）)]*[、，](?:とは|では|という(?:わけ|もの|こと)では)[^、。，．！？!?\n]{0,16}?(?:な[いくかけ]|ません)"
)
# What makes a phrase an aim rather than a claim, or part of a name.
_AIM_AFTER: Final = re.compile(
    r"[」』”\"'）)]*(?:の?(?:実現|達成|推進)?(?:を|の|に|へ)?(?:(?:目指|目標|めざ)|向け(?:て|た)|むけ(?:て|た)|寄与|貢献)|(?:の)?(?:実現|推進)|宣言(?:都市|自治体))"
)
_NOT_BEFORE: Final = re.compile(
    r"(?:\b(?:not(?!\s+only)|never|no|non|nor|neither|cannot|without)\b|n['’]t\b)(?:[\s,\"“‘'-]+\w+){0,6}[\s\"“‘'-]*\Z",
    re.IGNORECASE,
)
_AIM_BEFORE: Final = re.compile(
    r"\b(?:aim|aims|aiming|target|targets|goal|towards?|strive|striving|become|becoming|plan to be)\b[^.!?\n]{0,40}\Z",
    re.IGNORECASE,
)
_NON_BEFORE: Final = re.compile(r"[非脱反][「『“\"]?\Z")


def find_phrase(text: str, phrase: Phrase) -> PhraseHit | None:
    """Return the first place where the words of a phrase stand unnegated in a text."""
    plain, places = _plain(text)
    for found in _pattern(phrase.words).finditer(plain):
        before, after = plain[: found.start()], plain[found.end() :]
        if _NEGATED_AFTER.match(after) or _NEGATED_LATER.match(after) or _AIM_AFTER.match(after):
            continue
        sentence = re.split(r"[.!?。！？\n]", before)[-1]
        if _NOT_BEFORE.search(sentence) or _AIM_BEFORE.search(sentence) or _NON_BEFORE.search(sentence):
            continue
        first, last = places[found.start()], places[found.end()]
        return PhraseHit(phrase, text[first:last], _excerpt(text, first, last))
    return None


def contradictions(
    text: str, effect: str | None, degree: str | None, phrases: Iterable[Phrase]
) -> Iterable[PhraseHit]:
    """Yield the phrases of a text that contradict the effect stated of it, or the degree of its claim."""
    for phrase in phrases:
        apart = (effect is not None and effect not in phrase.effects) or (
            degree is not None and bool(phrase.degrees) and degree not in phrase.degrees
        )
        if apart and (hit := find_phrase(text, phrase)) is not None:
            yield hit


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words, longest first; letters of a Latin word stand between word boundaries."""
    made = []
    for word in sorted(words, key=len, reverse=True):
        plain = _plain(word)[0]
        latin = (plain.isascii() and " " in plain) or (plain.replace(" ", "").isalpha() and plain.isascii())
        if latin:
            made.append(r"\b" + r"[\s-]*".join(re.escape(part) for part in plain.split()) + r"\b")
        else:
            made.append(
                r"[\s・]*".join(re.escape(mark) for mark in plain if not mark.isspace() and mark != "・")
            )
    return re.compile("|".join(made))


def _plain(text: str) -> tuple[str, list[int]]:
    """The text without differences of width and case, and where each of its characters stood."""
    made: list[str] = []
    places: list[int] = []
    n = 0
    while n < len(text):
        end = n + 1
        while (
            end < len(text) and text[end] in "\uff9e\uff9f\u3099\u309a"
        ):  # voicing marks join the sign before them
            end += 1
        for mark in unicodedata.normalize("NFKC", text[n:end]).lower():
            made.append(mark)
            places.append(n)
        n = end
    places.append(len(text))
    return "".join(made), places


def _excerpt(text: str, first: int, last: int) -> str:
    start, end = max(0, first - EXCERPT), min(len(text), last + EXCERPT)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
