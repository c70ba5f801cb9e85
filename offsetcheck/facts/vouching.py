"""Who vouches for a source or a judgement (law 7): somebody whose corporate number is known and is not the claimant's.

Names tell no two bodies apart (law 14): another name may be another writing of the claimant's, or that of a department, a
site or a person of it. So whoever is named may be the claimant until both numbers are known, or until the claimant is said to
be a body without one. Nobody who vouches is taken back by a further fact (law 2): equal names with two numbers, and a number
beside the word that there is none, are refused, and two numbers of one party are another input.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from offsetcheck.facts.identity import NumberError, corporate_number, folded, normal_name

if TYPE_CHECKING:
    from offsetcheck.facts.models import Claim, Party

#: An id of a party: a text of this form is a reference wherever it stands, and any other text is a name.
PARTY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: A corporate number that stands beside a name, with or without its hyphens: 検証センター（法人番号 …）.
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])(?:[0-9]{13}|[0-9]-[0-9]{4}-[0-9]{4}-[0-9]{4})(?![0-9-])")


def vouches(claim: Claim, by: str | None, as_of: date) -> bool:
    """Whether whoever is named for a source or a judgement is known to be another than the claimant, by their numbers.

    The claimant is whoever the claim or a source of it names.
    """
    own = [
        t for t in (claim.claim.organisation, *_shown(claim, "claim.organisation", as_of)) if t is not None
    ]
    if by is None or not own:
        return False
    theirs = numbers_of(claim, by, as_of)
    return bool(theirs) and all(_another(claim, named, theirs, as_of) for named in own)


def _another(claim: Claim, named: str, theirs: set[str], as_of: date) -> bool:
    """Whether the claimant, as it is named, is surely another than the body of some numbers."""
    ours = numbers_of(claim, named, as_of)
    without = any(p.without_number for _, p in _entries(claim, named))
    return (without or bool(ours)) and ours.isdisjoint(theirs)


def numbers_of(claim: Claim, named: str, as_of: date) -> set[str]:
    """Every corporate number that is known of whoever a text names, by id or by name, and any that it holds."""
    found = numbers_within(named)
    for key, party in _entries(claim, named):
        found |= {party.corporate_number} if party.corporate_number is not None else set()
        for shown in _shown(claim, f"parties[{key}].corporate_number", as_of):
            found |= numbers_within(shown)
    return found


def numbers_within(text: str) -> set[str]:
    """The corporate numbers that a text is or holds."""
    parts = [text, *_NUMBER.findall(unicodedata.normalize("NFKC", text))]
    return {number for number in map(_number, parts) if number is not None}


def _shown(claim: Claim, address: str, as_of: date) -> list[str]:
    """What sources show for a fact; what is dated later is not known yet."""
    return [
        str(e.value)
        for e in claim.evidence or ()
        if e.fact == address and (e.dated is None or e.dated <= as_of)
    ]


def _entries(claim: Claim, named: str) -> list[tuple[str, Party]]:
    """The parties that a text names, with what they go by: by id, or else by a legal name in either language."""
    parties = [(p.id or str(n), p) for n, p in enumerate(claim.parties or (), 1)]
    by_id = [(key, p) for key, p in parties if p.id is not None and folded(p.id) == folded(named)]
    if by_id and PARTY_ID.fullmatch(named):
        return by_id
    name = normal_name(named)
    return [
        (key, p)
        for key, p in parties
        if name and name in {normal_name(n) for n in (p.name, p.name_en) if n is not None}
    ]


def _number(text: str) -> str | None:
    """A text as a corporate number, or None where it is none."""
    try:
        return corporate_number(text)
    except NumberError:
        return None
