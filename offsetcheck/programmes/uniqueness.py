"""Within which scope the serial numbers of a programme are unique, and where a block lies in it (law 13)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from offsetcheck.facts.serials import Block, SerialRange, UniquenessScope, parse_range, read_block

# The layouts are loaded where they are needed only: their patterns cost a check more time than all its rules.
if TYPE_CHECKING:
    from offsetcheck.programmes.identifiers import Identifier

__all__ = [
    "OTHERWISE",
    "SILENT",
    "UNIQUENESS",
    "Uniqueness",
    "block_of",
    "place",
    "scope_of",
    "uniqueness",
]


@dataclass(frozen=True, slots=True)
class Uniqueness:
    """Which declared parts, beside the printed prefix, a programme's numbers are unique within.

    A part that plays no role is empty in the scope; a part that does and is not known leaves an overlap undecided.
    """

    project: bool = False
    party: bool = False
    vintage: bool = False


#: CDM numbers restart in every host Party (seen in the CDM registry's issuance lists). A J-Credit serial number alone
#: does not identify its project (J-Credit registry help pages). The Verra, Gold Standard, ACR, CAR and ART serials
#: carry project, vintage and country in the printed prefix. For JCM and A6.4 units no layout is public: the host Party
#: is asked for, as registries number units per cooperating Party.
UNIQUENESS: dict[str, Uniqueness] = {
    "J-Credit": Uniqueness(project=True),
    "国内クレジット": Uniqueness(project=True),
    "J-VER": Uniqueness(project=True),
    "JCM": Uniqueness(party=True),
    "A6.4": Uniqueness(party=True),
    "CDM": Uniqueness(party=True),
    "VCS": Uniqueness(),
    "Gold Standard": Uniqueness(),
    "ACR": Uniqueness(),
    "CAR": Uniqueness(),
    "ART TREES": Uniqueness(),
}
#: For schemes we know nothing of, project and vintage are asked for: the cautious choice fails nobody by mistake.
OTHERWISE = Uniqueness(project=True, vintage=True)


def uniqueness(programme: str) -> Uniqueness:
    """The scope of uniqueness of a programme's serial numbers."""
    return UNIQUENESS.get(programme, OTHERWISE)


SILENT: Final = frozenset({"J-Credit", "JCM", "国内クレジット", "J-VER", "A6.4"})
"""Programmes whose layout of serials is not public: a text is read as prefix and number."""


@lru_cache(maxsize=4096)  # a block is compared with every other of its claim
def place(programme: str | None, first: str, last: str) -> tuple[str, SerialRange] | None:
    """The prefix and the range of a block given by its first and last serial number, as a claim gives them.

    Where a registry prints one text for the whole block, that text may stand in both places, or the full serials of the
    first and the last unit: they are taken apart first. So a serial copied from a registry's page and the same block
    written as prefix and number lie in one place. None where the texts show no numbers in a layout of the programme
    and yet may be more than one unit, and without a programme where programmes read them differently. Errors:
    SerialError as `read_block` raises it, whatever the programme.
    """
    if programme in SILENT:
        return read_block(first, last)
    found = _in_layout(programme, first, last)
    return None if programme is None and found != read_block(first, last) else found


def _in_layout(programme: str | None, first: str, last: str) -> tuple[str, SerialRange] | None:
    """The place of a block in a layout of its programme; where it is in none, what is read without one."""
    from offsetcheck.programmes.identifiers import (
        IdentifierError,
        Layout,
        numbered_as,
        range_layouts,
        whole_block,
    )

    layouts = range_layouts(programme)
    if first != last:
        read_block(first, last)  # what makes no block does so in every layout
    try:
        whole = whole_block(layouts, first, last)
    except IdentifierError:
        return None
    if whole is not None:
        assert whole.range is not None
        # The numbers of CERs run on within a Party, which other programmes do not ask for.
        apart = whole.layout is Layout.KYOTO and programme != "CDM"
        return f"{whole.party}-" if apart else whole.prefix, whole.range
    plain = read_block(first, last)
    if plain is None:
        try:
            single = parse_range(first, last)
        except ValueError:
            return None
        if any(_unit(numbered_as(layout, *single)) for layout in layouts):
            return single
    return plain


def _unit(found: Identifier | None) -> bool:
    """Whether a text is the prefix of a layout with one number behind it; a segment of Cercarbono's may be a number."""
    if found is None:
        return False
    segments = dict(found.parts).get("segments")
    return segments is None or (found.vintage is not None and segments.endswith(f"_{found.vintage}"))


def scope_of(
    identifier: Identifier,
    *,
    programme: str | None = None,
    project: str | None = None,
    party: str | None = None,
    vintage: str | None = None,
) -> UniquenessScope:
    """The scope within which the numbers of an identifier are unique.

    What the identifier prints counts before what is declared beside it; a part that matters for the programme and is
    known from neither is None, and leaves overlaps undecided. Countries are compared by alpha-2 code.
    """
    from offsetcheck.facts.countries import alpha2

    of = identifier.programme or programme
    if of is None:
        return UniquenessScope(None, "", identifier.prefix, None, None)
    needs = uniqueness(of)
    country = identifier.party or party
    owners: list[str | None] = []
    if needs.project:
        owners.append(identifier.project or project)
    if needs.party:
        owners.append(country and (alpha2(country) or country))
    owner = None if None in owners else "/".join(str(o) for o in owners)
    year = vintage if identifier.vintage is None else str(identifier.vintage.days[0].year)
    return UniquenessScope(of, "", identifier.prefix, owner, year if needs.vintage else "")


def block_of(
    key: str,
    identifier: Identifier,
    *,
    programme: str | None = None,
    project: str | None = None,
    party: str | None = None,
    vintage: str | None = None,
    holder: str | None = None,
) -> Block:
    """A block for `offsetcheck.facts.serials.find_overlaps`, in the scope that `scope_of` gives it."""
    scope = scope_of(identifier, programme=programme, project=project, party=party, vintage=vintage)
    return Block(key, scope, identifier.range, holder)
