"""Who vouches for a source or a judgement (law 7): somebody named who is known to be another than the claimant.

Two corporate numbers that differ say so. A name does where it is the legal name of a body (株式会社, 法人, Ltd., …), holds
nothing of the claimant's name and cannot be another writing of it: a person, a role or a department may be the claimant's
own, whatever it is called, and so may a name in another script, until both have a name in one. Whoever is open today may be
shown to be another tomorrow; nobody who vouched is taken back (law 2), so a body by name that turns out to have the
claimant's own number, or a name in the other script that is the claimant's, is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING

from offsetcheck.facts.identity import (
    JAPANESE,
    KANJI,
    bare_name,
    corporate_number,
    folded,
    normal_name,
    one_writing,
    written_alike,
)

if TYPE_CHECKING:
    from offsetcheck.facts.models import Claim, Party


class Standing(Enum):
    """How whoever is named stands to the claimant."""

    ANOTHER = "another"
    """Surely somebody else, so far as names and numbers go."""
    OPEN = "open"
    """Perhaps the claimant, or somebody of it."""
    CLAIMANT = "claimant"
    """The claimant itself, by its name or number."""


#: An id of a party: a text of this form is a reference wherever it stands, and any other text is a name.
PARTY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: Words by which a claimant speaks of itself, wherever they stand in a text (当社環境部; not 日本財団 or 協同組合), and those
#: that must begin it, as they stand within names too (日本人材). In English they are words of their own.
_OURSELVES = re.compile(
    r"当社|弊社|自社|小社|わが社|我が社|(?<![日協共合])[当弊](?:法人|団体|会社|機構|協会|組合|財団|社団)|当会|当行"
    r"|(?<![\u4e00-\u9fff々])[本同](?:法人|団体|会社|機構|協会|組合|財団|社団)"
    r"|^(?:本人|申請者|実施者|報告者|担当者|社内|内部|自己)|\b(?:us|we|our|self|ourselves|in-?house|internal|claimant|applicant)\b"
)
#: The legal forms of bodies, as they stand in a name; those of other languages are words of their own.
_FORM = re.compile(r"株式会社|有限会社|合同会社|合資会社|合名会社|相互会社|法人|協同組合")
_LATIN_FORM = re.compile(
    r"\b(?:inc|incorporated|corp|corporation|ltd|limited|llc|llp|plc|gmbh|pty|k\.?k)\b|\b(?:co|company|ag|s\.?a|b\.?v|n\.?v|e\.?v)\.?$"
)
_KANA, _LETTERS = re.compile(r"[\u3041-\u3096\u30a1-\u30ff]"), re.compile("[a-z]")
#: Evidence of a party's name or number.
_OF_PARTY = re.compile(r"parties\[(.+)\]\.(name|name_en|corporate_number)")


def vouches(claim: Claim, by: str | None) -> bool:
    """Whether whoever is named is known to be somebody else than the claimant."""
    return standing_of(claim, by) is Standing.ANOTHER


def denies_itself(claim: Claim, by: str | None) -> bool:
    """Whether a body that vouches by its name has the claimant's own number, or a name of it: one of the two is wrong."""
    return (
        standing_of(claim, by) is Standing.CLAIMANT and _by_name(claim, by or "", False) is Standing.ANOTHER
    )


def standing_of(claim: Claim, by: str | None) -> Standing:
    """How whoever is named for a source or a judgement stands to the claimant, by all that is said of both."""
    own = claim.claim.organisation
    if by is None or own is None or not normal_name(by):
        return Standing.OPEN
    ours, theirs = _entries(claim, own), _entries(claim, by)
    if any(p in ours for p in theirs) or _of_one_name(claim, ours, theirs):
        return Standing.CLAIMANT
    numbers, their_numbers = _numbers(claim, ours, own), _numbers(claim, theirs, by)
    if numbers and their_numbers:
        return Standing.CLAIMANT if numbers & their_numbers else Standing.ANOTHER
    return _by_name(claim, by, bool(their_numbers))


def _by_name(claim: Claim, by: str, numbered: bool) -> Standing:
    """How the names alone stand to each other."""
    own = claim.claim.organisation or ""
    ours, theirs = _entries(claim, own), _entries(claim, by)
    names, their_names = _names(claim, ours, own), _names(claim, theirs, by)
    if folded(by) == folded(own):
        return Standing.CLAIMANT
    if None in names or not names or any(_of_ourselves(text) for text in (by, *filter(None, their_names))):
        return Standing.OPEN
    legal = list(filter(None, _names(claim, [p for p in theirs if p not in ours], by)))
    called = _called(claim, own)
    of_it = [text for text in dict.fromkeys((by, *legal)) if any(_one_of_the_other(text, n) for n in called)]
    if by in of_it or (of_it and PARTY_ID.fullmatch(by)):
        return Standing.OPEN  # a department, a site or a person of it, or a body that has its name in its own
    # beside a body's own name, what an entry calls it besides takes nothing back when it is filled in (law 2)
    their_names = [n for n in their_names if n not in of_it]
    if not numbered and re.search(r"\d{13}", re.sub(r"[\W_]+", "", normal_name(by))):
        return Standing.OPEN  # named by a number, which the claimant may have
    names, their_names = names + _names_en(claim, ours), their_names + _names_en(claim, theirs)
    if not any(n is not None and _is_body(n) for n in their_names):
        return Standing.OPEN
    # A name filled in takes nothing back (law 2), so that one pair of names is enough; a source that shows another name
    # than stated is another input.
    shown, theirs_shown = _shown_otherwise(claim, ours), _shown_otherwise(claim, theirs)
    doubted = [*_told_apart(shown, [*their_names, *theirs_shown]), *_told_apart(names, theirs_shown)]
    known = any(_told_apart(names, their_names)) and all(doubted)
    return Standing.ANOTHER if known else Standing.OPEN


def _called(claim: Claim, own: str) -> list[str]:
    """The legal names of the claimant, or the name by which the claim calls it."""
    names = _names(claim, _entries(claim, own), own) if PARTY_ID.fullmatch(own) else [own]
    return [n for n in names if n is not None and bare_name(n)]


def _told_apart(names: Iterable[str | None], their_names: Iterable[str | None]) -> list[bool]:
    """Whether each pair of names that can be compared is of two bodies."""
    return [
        not _holds(other, one) and not written_alike(_body(one), _body(other))
        for one, other in product(names, their_names)
        if one is not None and other is not None and _comparable(one, other)
    ]


def _holds(text: str, name: str) -> bool:
    """Whether a text has a name in it, however the name is written."""
    return bare_name(name) in normal_name(text) or one_writing(_body(name)) in one_writing(_body(text))


def _one_of_the_other(text: str, name: str) -> bool:
    """Whether a name has the claimant's in it, or the claimant's has it: 株式会社甲 東京工場 and 株式会社甲."""
    return _holds(text, name) or (
        bool(bare_name(text)) and not PARTY_ID.fullmatch(text) and _holds(name, text)
    )


def _comparable(name: str, other: str) -> bool:
    """Whether two names are in one script, so that one is no writing of the other in letters or kana."""
    pair = [_body(name), _body(other)]
    if any(_japanese(name) != _japanese(n) for n in (name, other)) or not all(pair):
        return False
    if not _japanese(name):
        return len({re.search("[a-z]", body) is None for body in pair}) == 1
    one, two = pair
    if _script(one) == _script(two):
        return True
    if KANJI.search(one) and KANJI.search(two):  # ヤマダ商店 is 山田商店 where all its kanji stand there too
        return not (_stands_in(KANJI, one, two) or _stands_in(KANJI, two, one))
    # Kanji may be read as any kana, and stand for any letters; what the other has in kana would stand there in kana too.
    spelt, other = (two, one) if KANJI.search(one) else (one, two)
    return _KANA.search(spelt) is not None and not _stands_in(_KANA, other, spelt)


def _stands_in(script: re.Pattern[str], name: str, other: str) -> bool:
    """Whether all that a name has in a script stands in another name."""
    runs = re.findall(f"(?:{script.pattern})+", name)
    return all(one_writing(run) in one_writing(other) for run in runs)


def _script(body: str) -> tuple[bool, ...]:
    """Which of kanji, kana and letters a name has."""
    return tuple(s.search(body) is not None for s in (KANJI, _KANA, _LETTERS))


def _japanese(text: str) -> bool:
    return JAPANESE.search(text) is not None


def _of_one_name(claim: Claim, ours: list[Party], theirs: list[Party]) -> bool:
    """Whether two entries go by one legal name, and so are one party (law 14)."""
    names, their_names = (
        {normal_name(n) for p in e for n in (p.name, p.name_en) if n is not None} for e in (ours, theirs)
    )
    return bool(names & their_names - {""})


def _entries(claim: Claim, named: str) -> list[Party]:
    """The parties that a text names, by id or by name."""
    key, name = folded(named), normal_name(named)
    return [
        p
        for p in claim.parties or ()
        if folded(p.id or "") == key
        or any(n is not None and normal_name(n) == name for n in (p.name, p.name_en))
    ]


def _shown(claim: Claim, entries: list[Party], path: str) -> list[str]:
    """What sources show of a party's name or number."""
    found = []
    for entry in claim.evidence or ():
        shown = _OF_PARTY.fullmatch(entry.fact)
        if shown is not None and shown[2] == path and any(shown[1] in (p.id, p.name) for p in entries):
            found.append(str(entry.value))
    return found


def _names(claim: Claim, entries: list[Party], named: str) -> list[str | None]:
    """The names of whoever is named, None among them where an entry has none; a text that may be an id is no name."""
    known: list[str | None] = [p.name for p in entries]
    known += [n for p in entries if p.name is None for n in _shown(claim, [p], "name")]
    if PARTY_ID.fullmatch(named):
        return known
    return [named, *(n for n in known if n is not None)]


def _names_en(claim: Claim, entries: list[Party]) -> list[str | None]:
    """The English names of whoever has a Japanese name."""
    return [
        n
        for p in entries
        if p.name is not None and _japanese(p.name)
        for n in ([p.name_en] if p.name_en is not None else _shown(claim, [p], "name_en"))
    ]


def _shown_otherwise(claim: Claim, entries: list[Party]) -> list[str]:
    """The names that sources show of a party beside the stated ones."""
    return [
        n
        for p in entries
        for path, stated in (("name", p.name), ("name_en", p.name_en))
        if stated is not None
        for n in _shown(claim, [p], path)
        if normal_name(n) != normal_name(stated)
    ]


def _numbers(claim: Claim, entries: list[Party], named: str) -> set[str]:
    """Every corporate number of whoever is named; a text may be a number itself."""
    found = {p.corporate_number for p in entries if p.corporate_number is not None}
    found |= set(_shown(claim, entries, "corporate_number"))
    digits = re.sub(r"[\W_]+", "", normal_name(named)).removeprefix("t")
    if re.fullmatch(r"\d{13}", digits):
        found.add(digits)
    plain = set()
    for number in found:
        try:
            plain.add(corporate_number(number))
        except ValueError:  # said of the evidence itself
            continue
    return plain


def _of_ourselves(text: str) -> bool:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return any(_OURSELVES.search(t) for t in (plain, folded(text), bare_name(text)))


def _is_body(name: str) -> bool:
    """Whether a name has a legal form, and more than that."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    formed = _FORM.search(normal_name(name)) or _LATIN_FORM.search(plain)
    left = _LATIN_FORM.sub("", _FORM.sub("", plain))
    return formed is not None and sum(c.isalnum() for c in left) > 1


def _body(name: str) -> str:
    """A name without its legal forms: in Japanese at either end, in other languages wherever they stand."""
    plain, before = unicodedata.normalize("NFKC", name).casefold(), None
    while plain != before:
        plain, before = _LATIN_FORM.sub("", plain).rstrip(" .,"), plain
    return bare_name(plain)
