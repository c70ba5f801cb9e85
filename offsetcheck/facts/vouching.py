"""Who vouches for a source or a judgement (law 7): somebody whose corporate number is known and is not the claimant's.

Names tell no two bodies apart (law 14): another name may be another writing of the claimant's, or that of a department, a
site or a person of it. So whoever is named may be the claimant until both numbers are known, or until the claimant is said to
be a body without one. Nobody who vouches is taken back by a further fact (law 2): equal names with two numbers, and a number
beside the word that there is none, are refused, and two numbers of one party are another input.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from offsetcheck.facts.identity import folded, is_corporate_number, names_of_one, normal_name

if TYPE_CHECKING:
    from offsetcheck.facts.models import Claim, Evidence, Party

#: An id of a party: a text of this form is a reference wherever it stands, and any other text is a name.
PARTY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: A corporate number that stands beside a name, with or without its hyphens: 検証センター（法人番号 …）.
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])(?:[0-9]{13}|[0-9]-[0-9]{4}-[0-9]{4}-[0-9]{4})(?![0-9-])")


def vouches(claim: Claim, by: str | None, as_of: date) -> bool:
    """Whether whoever is named for a source or a judgement is known to be another than the claimant, by their numbers."""
    own = _claimants(claim, as_of)
    return by is not None and bool(own) and _none_of(claim, by, own, as_of)


def _claimants(claim: Claim, as_of: date) -> list[str]:
    """Whom the claim and its sources name as the claimant: those chosen, where one who chose is none of all these."""
    sources = _sources(claim, "claim.organisation", as_of)
    stated = [claim.claim.organisation] if claim.claim.organisation is not None else []
    chosen = [str(e.value) for e in sources if e.chosen]
    choosers = {e.by for e in sources if e.chosen and e.by is not None}
    if any(_none_of(claim, by, [*stated, *chosen], as_of) for by in choosers):
        return chosen
    return [*stated, *(str(e.value) for e in sources)]


def _none_of(claim: Claim, by: str, names: Sequence[str], as_of: date) -> bool:
    """Whether whoever is named is surely none of some others."""
    theirs = numbers_of(claim, by, as_of)
    return all(_another(claim, named, theirs, as_of) for named in names)


def _another(claim: Claim, named: str, theirs: set[str], as_of: date) -> bool:
    """Whether the claimant, as it is named, is surely another than the body of some numbers."""
    ours = numbers_of(claim, named, as_of)
    return told_apart(claim, named, as_of) and bool(theirs) and ours.isdisjoint(theirs)


def told_apart(claim: Claim, named: str, as_of: date) -> bool:
    """Whether enough is known of a party to tell it from a body with a number: its own, or that it has none."""
    without = any(p.without_number for _, p in _entries(claim, named, as_of))
    return without or bool(numbers_of(claim, named, as_of))


def numbers_of(claim: Claim, named: str, as_of: date) -> set[str]:
    """Every corporate number that is known of whoever a text names, by id or by name, and any that it holds."""
    found = numbers_within(named)
    for key, party in _entries(claim, named, as_of):
        found |= {party.corporate_number} if party.corporate_number is not None else set()
        for source in _sources(claim, f"parties[{key}].corporate_number", as_of):
            found |= numbers_within(str(source.value))
    return found


def numbers_within(text: str) -> set[str]:
    """The corporate numbers that a text is or holds."""
    plain = unicodedata.normalize("NFKC", text)
    found = [re.sub(r"[\s-]", "", plain), *(part.replace("-", "") for part in _NUMBER.findall(plain))]
    return set(filter(is_corporate_number, found))


def _sources(claim: Claim, address: str, as_of: date) -> list[Evidence]:
    """The sources of a fact; what is dated later is not known yet."""
    return [e for e in claim.evidence or () if e.fact == address and (e.dated is None or e.dated <= as_of)]


def _entries(claim: Claim, named: str, as_of: date) -> list[tuple[str, Party]]:
    """The parties that a text names, by id or else by a legal name, with what they go by, and all that are one with them.

    Equal legal names mean one party, in either language and whoever shows them (law 14).
    """
    parties = [(p.id or str(n), p) for n, p in enumerate(claim.parties or (), 1)]
    names = [_names(claim, key, p, as_of) for key, p in parties]
    one = names_of_one(names)
    stand = [{one.get(n, n) for n in map(normal_name, of) if n} for of in names]
    found = [n for n, (_, p) in enumerate(parties) if p.id is not None and folded(p.id) == folded(named)]
    if found and PARTY_ID.fullmatch(named):
        wanted = set().union(*(stand[n] for n in found))
    else:
        found, wanted = [], {one.get(normal_name(named), normal_name(named))} - {""}
    return [parties[n] for n in range(len(parties)) if n in found or stand[n] & wanted]


def _names(claim: Claim, key: str, party: Party, as_of: date) -> list[str]:
    """Every legal name of a party, by the claim and its sources."""
    shown = (e for path in ("name", "name_en") for e in _sources(claim, f"parties[{key}].{path}", as_of))
    stated = (n for n in (party.name, party.name_en) if n is not None)
    return [*stated, *(str(e.value) for e in shown)]
