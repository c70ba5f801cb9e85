"""The rules that are measured, each in four notations: ours, hand-written SQL, CEL and zen.

The row engines know no missing values and no dates: they are given complete rows, and days as whole numbers.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from offsetcheck.engine.judge import Settings
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.loader import load

AS_OF = date(2026, 6, 1)
SETTINGS = Settings(AS_OF)
FIRST_VINTAGE, FIRST_END = date(2013, 1, 1), date(2016, 1, 1)


@dataclass(frozen=True)
class CreditRule:
    """One rule on a credit; `cel` and `zen` are its conditions in those languages."""

    id: str
    ours: str
    sql: str
    cel: str
    zen: str
    when: tuple[str, str, str, str] | None = None


def day_number(day: date) -> int:
    return day.toordinal()


def _both(text: str) -> tuple[str, str]:
    return text.replace(" AND ", " && "), text.replace(" AND ", " and ").replace("&&", "and")


CREDIT_RULES: tuple[CreditRule, ...] = (
    CreditRule(
        "B-01",
        "credit.quantity_t >= 1 AND credit.quantity_t <= 900",
        "quantity_t >= 1 AND quantity_t <= 900",
        *_both("quantity_t >= 1 AND quantity_t <= 900"),
    ),
    CreditRule(
        "B-02",
        "credit.serial_count = credit.quantity_t",
        "serial_count = quantity_t",
        *_both("serial_count == quantity_t"),
    ),
    CreditRule(
        "B-03", "NOT credit.overlaps_claim", "NOT overlaps_claim", "!overlaps_claim", "not overlaps_claim"
    ),
    CreditRule(
        "B-04", "credit.unit_kind = 'ex_post'", "unit_kind = 'ex_post'", *_both("unit_kind == 'ex_post'")
    ),
    CreditRule(
        "B-05",
        "credit.vintage.from <= credit.vintage.to",
        "vintage__from <= vintage__to",
        *_both("vintage__from <= vintage__to"),
    ),
    CreditRule(
        "B-06",
        f"credit.vintage.from >= DATE '{FIRST_VINTAGE}' AND credit.vintage.to >= DATE '{FIRST_END}'",
        f"vintage__from >= DATE '{FIRST_VINTAGE}' AND vintage__to >= DATE '{FIRST_END}'",
        *_both(f"vintage__from >= {day_number(FIRST_VINTAGE)} AND vintage__to >= {day_number(FIRST_END)}"),
    ),
    CreditRule(
        "B-07",
        "credit.authorisation.status = 'authorised' AND credit.authorisation.on <= as_of",
        f"authorisation__status = 'authorised' AND authorisation__on <= DATE '{AS_OF}'",
        *_both(f"authorisation__status == 'authorised' AND authorisation__on <= {day_number(AS_OF)}"),
    ),
    CreditRule(
        "B-08",
        "credit.authorisation.adjustment IN ('applied', 'committed', 'not_required')",
        "authorisation__adjustment IN ('applied', 'committed', 'not_required')",
        *_both("authorisation__adjustment in ['applied', 'committed', 'not_required']"),
        when=(
            "credit.authorisation.status <> 'not_authorised'",
            "authorisation__status <> 'not_authorised'",
            *_both("authorisation__status != 'not_authorised'"),
        ),
    ),
    CreditRule(
        "B-09",
        "credit.ccp_label IN ('approved', 'pending')",
        "ccp_label IN ('approved', 'pending')",
        *_both("ccp_label in ['approved', 'pending']"),
    ),
    CreditRule(
        "B-10",
        "credit.quantity_t <= 500 AND credit.vintage.to <= as_of",
        f"quantity_t <= 500 AND vintage__to <= DATE '{AS_OF}'",
        *_both(f"quantity_t <= 500 AND vintage__to <= {day_number(AS_OF)}"),
        when=(
            "credit.from_government_share",
            "from_government_share",
            "from_government_share",
            "from_government_share",
        ),
    ),
)

#: The rest of a claim: rules that read rows through links, and a claim's sum of what is valid.
LINKED_RULES: tuple[tuple[str, str, str, str], ...] = (
    ("B-11", "use", "use.status = 'retired'", "u.status = 'retired'"),
    (
        "B-12",
        "retirement",
        "retirement.act IN ('retirement', 'cancellation')",
        "r.act IN ('retirement', 'cancellation')",
    ),
    (
        "B-13",
        "retirement",
        "retirement.completed_on <= claim.published_on",
        "r.completed_on <= c.published_on",
    ),
    ("B-14", "issuance", "issuance.monitored.to <= issuance.decided_on", "i.monitored__to <= i.decided_on"),
    ("B-15", "project", "project.programme <> 'not_a_credit'", "p.programme <> 'not_a_credit'"),
)
CLAIM_RULE = ("B-16", "claim", "claim.valid_t >= claim.claimed_t")


def _named(text: str) -> dict[str, str]:
    return {"ja": text, "en": text}


def _rule(name: str, subject: str, require: str, when: str | None = None) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": name, "implements": [name], "subject": subject, "title": _named(name), "require": {"met": require},
        "severity": "blocking", "message": {}, "remedy": _named("mend"), "since": "0.1",
        "basis": [{"document": "law", "confidence": "official", "restricts": ["met"]}],
        "examples": [{"given": {}, "verdict": "unknown"}],
    }  # fmt: skip
    if when is not None:
        item["when"] = when
        item["basis"].append({"document": "law", "confidence": "official", "permits": ["when"]})
    return item


@cache
def rulebook(*, linked: bool) -> Rulebook:
    """The ten rules on credits alone, or with those on the rest of a claim."""
    law = {"document": "law", "confidence": "official"}
    edition = {
        "edition": "guideline/one", "authority": "guideline", "title": _named("measured"), "chosen_by": "publication",
        "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [law],
    }  # fmt: skip
    items = [_rule(r.id, "credit", r.ours, r.when[0] if r.when else None) for r in CREDIT_RULES]
    if linked:
        items += [_rule(name, subject, require) for name, subject, require, _ in LINKED_RULES]
        value = "sum(uses.t, uses.purpose = 'offset' AND uses.valid)"
        items.append({"derives": "claim.valid_t", "title": _named("valid"), "value": value, "basis": [law]})
        items.append(_rule(*CLAIM_RULE))
    files = {
        "documents.yaml": [{"document": "law", "title": _named("law"), "read": "original"}],
        "guideline/one/edition.yaml": [edition],
        "guideline/one/rules.yaml": items,
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content), encoding="utf-8")
        return load(Path(folder))
