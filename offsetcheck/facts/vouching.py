"""Who vouches for a source or a judgement (law 7): somebody whose corporate number is known and is not the claimant's.

Names tell no two bodies apart (law 14): another name may be another writing of the claimant's, or that of a department, a
site or a person of it. So whoever is named may be the claimant until both numbers are known. Nobody who vouches is taken back
by a further fact (law 2): equal names with two numbers, and two numbers of one party, are refused or another input.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from offsetcheck.facts.identity import NumberError, corporate_number, folded, normal_name

if TYPE_CHECKING:
    from offsetcheck.facts.models import Claim, Party

#: An id of a party: a text of this form is a reference wherever it stands, and any other text is a name.
PARTY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: A corporate number that stands beside a name: 検証センター（法人番号 …）.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{13}(?![0-9])")
_EVIDENCE_OF_NUMBER = re.compile(r"parties\[(.+)\]\.corporate_number")


def vouches(claim: Claim, by: str | None) -> bool:
    """Whether whoever is named for a source or a judgement is known to be another than the claimant, by their numbers."""
    own = claim.claim.organisation
    if by is None or own is None:
        return False
    ours, theirs = _numbers(claim, own), _numbers(claim, by)
    return bool(ours and theirs) and ours.isdisjoint(theirs)


def _numbers(claim: Claim, named: str) -> set[str]:
    """Every corporate number that is known of whoever a text names, by id or by name, and any that it holds."""
    parties = _entries(claim, named)
    found = [named, *_NUMBER.findall(unicodedata.normalize("NFKC", named))]
    found += [p.corporate_number for p in parties if p.corporate_number is not None]
    for entry in claim.evidence or ():
        shown = _EVIDENCE_OF_NUMBER.fullmatch(entry.fact)
        if shown is not None and any(shown[1] in (p.id, p.name) for p in parties):
            found.append(str(entry.value))
    return {number for number in map(_number, found) if number is not None}


def _entries(claim: Claim, named: str) -> list[Party]:
    """The parties that a text names: by id where it has the form of one, else by a legal name in either language."""
    if PARTY_ID.fullmatch(named):
        return [p for p in claim.parties or () if p.id is not None and folded(p.id) == folded(named)]
    name = normal_name(named)
    return [
        p
        for p in claim.parties or ()
        if name and name in {normal_name(n) for n in (p.name, p.name_en) if n is not None}
    ]


def _number(text: str) -> str | None:
    """A text as a corporate number, or None where it is none."""
    try:
        return corporate_number(text)
    except NumberError:
        return None
