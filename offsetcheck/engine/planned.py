"""The claim as it would stand if every planned retirement were completed as written (design §8)."""

from __future__ import annotations

from datetime import date
from typing import Any

from offsetcheck.facts.models import (
    Act,
    Claim,
    Designation,
    Evidence,
    NoticeDocument,
    Purpose,
    RetiredBlock,
    Retirement,
    Stage,
    Status,
    Use,
)

#: A notice that is only assumed bears no figures: by the same figures it would be asked whether it is a real one.
_LETTERS = str.maketrans("0123456789", "abcdefghij")


def assume_retired(claim: Claim, as_of: date) -> Claim:
    """Complete every planned act on the day of judgement, for the claimant and the purpose planned; nothing else changes."""
    uses: list[Use] = []
    retirements = {r.id: r for r in claim.retirements or ()}
    evidence: list[Evidence] = []
    acting: dict[str, list[Use]] = {}
    shown = _shown(claim, as_of)  # what a source shows is not assumed away
    for use in claim.uses or ():
        if use.status is Status.FORWARD:
            uses.append(use)
            continue
        if use.retirement is None:
            key = f"planned-{use.id}"
            use = use.model_copy(update={"retirement": key})
        else:
            key = use.retirement
        if f"uses[{use.id}].status" not in shown:
            use = use.model_copy(update={"status": Status.RETIRED})
            evidence.append(_assumed(f"uses[{use.id}].status", Status.RETIRED.value))
        uses.append(use)
        acting.setdefault(key, []).append(use)
    for key, served in acting.items():
        known = retirements.get(key)
        retirements[key], assumed = _completed(claim, known or Retirement(id=key), served, as_of, shown)
        evidence.extend(_assumed(f"retirements[{key}].{path}", value) for path, value in assumed.items())
    kept = tuple(e for e in claim.evidence or () if e.fact not in {a.fact for a in evidence})
    return claim.model_copy(
        update={
            "claim": claim.claim.model_copy(update={"stage": Stage.READY}),
            "uses": tuple(uses),
            "retirements": tuple(retirements.values()),
            "evidence": (*kept, *evidence),
        }
    )


def done_by(claim: Claim, as_of: date) -> date:
    """The day on which every retirement planned for a day up to the publication is done; never before the day of judgement."""
    published = claim.claim.published_on or claim.claim.publish_by
    planned = [day for r in claim.retirements or () for day in _planned_days(claim, r, as_of)]
    return max((as_of, *(d for d in planned if published is not None and d <= published)))


def _planned_days(claim: Claim, known: Retirement, as_of: date) -> list[date]:
    """The days on which a retirement is said to be completed, by the claim and the sources known on a day."""
    address = f"retirements[{known.id}].completed_on"
    found = [known.completed_on, *(e.value for e in _known(claim, as_of) if e.fact == address)]
    return [d for d in found if isinstance(d, date)]


def _known(claim: Claim, as_of: date) -> list[Evidence]:
    """The sources known on a day."""
    return [e for e in claim.evidence or () if e.dated is None or e.dated <= as_of]


def _shown(claim: Claim, as_of: date) -> frozenset[str]:
    """The facts for which a source shows more than that the units are still held."""
    held = (Status.HELD.value, Status.PURCHASED.value, Status.RESERVED.value)
    return frozenset(
        e.fact for e in _known(claim, as_of) if not (e.fact.endswith(".status") and e.value in held)
    )


def _assumed(address: str, value: Any) -> Evidence:
    return Evidence(fact=address, value=value, level="verified", by="assumed")


def _block(credit: str | None, uses: list[Use]) -> RetiredBlock:
    """What a retirement would take of a credit: the most that any purpose draws of it, as purposes share tonnes."""
    drawn: dict[Any, Any] = {}
    for use in (u for u in uses if u.credit == credit):
        if use.t is None:
            return RetiredBlock(credit=credit)
        drawn[use.purpose] = drawn.get(use.purpose, 0) + use.t
    return RetiredBlock(credit=credit, quantity_t=max(drawn.values()))


def _completed(
    claim: Claim, known: Retirement, uses: list[Use], as_of: date, shown: frozenset[str]
) -> tuple[Retirement, dict[str, Any]]:
    """A planned retirement with its missing acts done, and the facts that were assumed.

    An act planned for a later day up to the publication is done on that day, and is seen no earlier.
    """
    done = done_by(claim.model_copy(update={"retirements": (known,)}), as_of)
    wanted: dict[str, Any] = {
        "notice": f"planned-{known.id.translate(_LETTERS)}-planned",
        "registry": "planned",
        "document": NoticeDocument.NOTICE,
        "act": Act.RETIREMENT,
        "applied_on": as_of,
        "completed_on": as_of,
        "observed_on": done,
        "user": claim.claim.organisation,
        "purpose": next((u.purpose for u in uses if u.purpose is not None), Purpose.OFFSET),
        "purpose_detail": claim.claim.boundary or claim.claim.id,
        "designation": Designation.TOTAL,
        "serials_listed": False,  # what is retired by total tomorrow has no list today
    }
    if known.designation is Designation.SERIAL:
        del wanted["serials_listed"]
    totals = [u.t for u in uses]
    if all(t is not None for t in totals):
        by_purpose: dict[Any, Any] = {}
        for use in uses:
            by_purpose[use.purpose] = by_purpose.get(use.purpose, 0) + (use.t or 0)
        wanted["total_t"] = max(by_purpose.values())
    update = {
        k: v
        for k, v in wanted.items()
        if v is not None and getattr(known, k) is None and f"retirements[{known.id}].{k}" not in shown
    }
    if known.blocks is None:
        update["blocks"] = tuple(_block(credit, uses) for credit in {u.credit: None for u in uses})
    plain = {k: getattr(v, "value", v) for k, v in update.items() if k != "blocks"}
    return known.model_copy(update=update), plain
