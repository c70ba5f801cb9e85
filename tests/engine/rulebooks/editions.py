"""A rulebook of several editions a side, with open readings: which claims are judged under what is the question here."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.loader import load
from tests.engine.compact import (
    CLAIM_RULES,
    CREDIT_RULES,
    CRITERIA,
    DERIVATIONS,
    GX,
    PARAMETERS,
    PROGRAMMES,
    SHK,
    SHK_NEXT,
)
from tests.engine.lawkit import DOCUMENTS, Item, binds, derives, edition, rule, scheme, written

ONE: list[Item] = [
    edition(effective_to="2026-05-31"),
    *PARAMETERS,
    *DERIVATIONS,
    *CRITERIA,
    *CLAIM_RULES,
    *CREDIT_RULES,
]
TWO: list[Item] = [
    {**edition("guideline/two", effective_from="2026-06-01"), "extends": "guideline/one", "drops": ["CLM-HALF"]},
    derives("claim.valid_t", "sum(uses.t, uses.purpose IN ('offset', 'shk') AND uses.valid)"),
    derives("credit.share_t", {"readings": {"all": "credit.quantity_t", "half": "$half * credit.quantity_t"}}),
    rule("CRD-SHARE", "credit", {"share": "sum(uses.t) <= credit.share_t"}, purposes=["offset", "shk", "gx-ets"]),
    rule("CLM-NEED", "claim", {"enough": "claim.valid_t >= claim.claimed_t AND NOT any(uses.valid AND uses.t > 200)"}),
    rule("STM-ZERO", "statement", {"effect": "statement.effect <> 'zero' OR claim.valid_t >= 100"}),
    rule("RET-EITHER", "retirement", {"act": "retirement.act <> 'cancellation' OR never"},
         let={"never": {"readings": {"no": "retirement.total_t < 0", "small": "retirement.total_t < 100"}}},
         purposes=["shk", "gx-ets"]),
]  # fmt: skip
PROGRAMMES_ONE: list[Item] = [edition("programmes/one", effective_to="2026-06-10"), *PROGRAMMES[1:]]
PROGRAMMES_TWO: list[Item] = [
    {**edition("programmes/two", effective_from="2026-06-11"), "extends": "programmes/one"},
    binds("permanence", "VCS", kept="project.durable_storage", remedied="project.reversal_remedy"),
    rule("PGM-EXPOST", "credit", {"real": "credit.unit_kind = 'ex_post' OR project.programme = 'JCM'"}, purposes=["offset", "shk"]),
]  # fmt: skip
SHK_LATER: list[Item] = [
    {**scheme("shk/three", "shk", "FY2026"), "extends": "shk/two"},
    rule("SHK-SHARE", "use", {"part": "use.t <= part"},
         let={"part": {"readings": {"all": "credit.quantity_t", "half": "$half * credit.quantity_t"}}}),
]  # fmt: skip


def _loaded(files: dict[str, list[Item]]) -> Rulebook:
    with tempfile.TemporaryDirectory() as folder:
        return load(written(Path(folder), {"documents.yaml": DOCUMENTS, **files}))


@cache
def editions() -> Rulebook:
    """Two editions of the guideline and of the programmes, three of one scheme and one of another."""
    return _loaded(
        {
            "guideline/one.yaml": ONE,
            "guideline-two/two.yaml": TWO,
            "programmes/one.yaml": PROGRAMMES_ONE,
            "programmes-two/two.yaml": PROGRAMMES_TWO,
            "shk/one.yaml": SHK,
            "shk-next/two.yaml": [{**SHK_NEXT[0], "years": {"from": "FY2025", "to": "FY2025"}}],
            "shk-later/three.yaml": SHK_LATER,
            "gx/one.yaml": GX,
        }
    )


def _open(name: str, subject: str, amount: int) -> list[Item]:
    """Rules that each hang on a reading of their own."""
    value = "use.t" if subject == "use" else "filing.terms.direct_t"
    return [
        rule(f"{name}-{n}", subject, {"met": f"{value} >= line{n}"},
             let={f"line{n}": {"readings": {"low": str(10 * n), "high": str(20 * n)}}})
        for n in range(amount)
    ]  # fmt: skip


@cache
def many_readings() -> Rulebook:
    """Three schemes with readings of their own: together more than a verdict is judged under, apart fewer.

    No folder holds so many: each is read beside the guideline alone, and then they are joined.
    """
    guideline = [
        edition(),
        derives("claim.valid_t", "sum(uses.t, uses.valid)"),
        rule("CLM-NEED", "claim", {"enough": "claim.valid_t >= claim.claimed_t"}),
        rule("USE-DONE", "use", {"done": "use.status = 'retired'"}, purposes=["offset", "shk", "gx-ets"]),
    ]
    schemes = [
        [scheme("shk/one", "shk"), *_open("SHK", "use", 4), rule("SHK-F", "filing", "sum(uses.t, uses.valid) <= filing.terms.direct_t")],
        [scheme("gx-ets/one", "gx-ets"), *_open("GX", "use", 4), *_open("GXF", "filing", 3)],
        [scheme("energy-act/one", "energy-act"), *_open("EN", "use", 6)],
    ]  # fmt: skip
    one, *others = (_loaded({"guideline/one.yaml": guideline, "scheme/one.yaml": s}) for s in schemes)
    own = [e for other in others for e in other.editions if e.authority != "guideline"]
    return replace(one, editions=(*one.editions, *own))
