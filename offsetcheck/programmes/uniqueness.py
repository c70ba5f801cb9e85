"""Within which scope the serial numbers of a programme are unique (law 13)."""

from __future__ import annotations

from dataclasses import dataclass


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
