"""Small claims that carry one report, for the tests of totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from offsetcheck.engine.judge import Engine, FilingOutcome, Judged, Settings
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import Document, parse_document
from offsetcheck.rulebook.shipped import open_rulebook

AS_OF = date(2028, 6, 1)


@cache
def engine() -> Engine:
    return Engine(open_rulebook(None))


def line(kind: str, t: Any, adjusted: Any = None, **facts: Any) -> dict[str, Any]:
    """A line of the sheet in tonnes; for purchases both figures."""
    if kind in ("electricity", "gas", "heat"):
        facts |= {"figures": "tonnes", "adjusted_t": t if adjusted is None else adjusted}
    return {"kind": kind, "t": t, **facts}


def power(mwh: Any, basic: Any, adjusted: Any = None, kind: str = "electricity") -> dict[str, Any]:
    """A purchase as an amount with its factors."""
    return {
        "kind": kind, "figures": "quantity", "quantity": mwh, "factor_basic": basic,
        "factor_adjusted": basic if adjusted is None else adjusted,
    }  # fmt: skip


def report(
    period: str,
    sources: list[dict[str, Any]],
    uses: Sequence[Mapping[str, Any]] = (),
    *,
    complete: Any = "all",
    **lists: Any,
) -> dict[str, Any]:
    """A claim with one SHK filing; every use is {programme, t, shk_class, origin, on, …} with a sound retirement."""
    year = int(period[2:]) - (1 if period.startswith("RY") else 0)
    data: dict[str, Any] = {
        "claim": {
            "id": "sheet", "stage": "published", "organisation": "us", "kind": "cancel_only", "published_on": "2027-07-31",
            "complete_lists": complete,
        },
        "parties": [{"id": "us", "name": "株式会社サンプル", "corporate_number": "6999900000003"}],
        "filings": [{"scheme": "shk", "entity": "us", "period": period, "sources": sources, **lists}],
    }  # fmt: skip
    for name in ("projects", "issuances", "credits", "retirements", "uses"):
        data[name] = []
    for n, use in enumerate(uses, 1):
        programme, on = use.get("programme", "J-Credit"), use.get("on", f"{year + 1}-06-15")
        data["projects"].append(
            {
                "id": f"P{n}", "programme": programme, "reference": f"SAMPLE-{n}", "host_country": "VN" if programme == "JCM" else "JP",
                "mitigation": "removal" if use.get("origin") == "forest" else "reduction", "by_claimant": use.get("own", False),
                "origin": use.get("origin", "energy_saving"),
                "renewable": {"renewable_electricity": "electricity", "renewable_heat": "heat"}.get(
                    use.get("origin", ""), "none"
                ), "registered_on": "2021-04-01",
                "crediting": {"from": "2021-04-01", "to": "2031-03-31"},
            }
        )  # fmt: skip
        data["issuances"].append(
            {
                "id": f"I{n}",
                "project": f"P{n}",
                "monitored": {"from": "2022-04-01", "to": "2023-03-31"},
                "decided_on": "2023-09-01",
            }
        )
        first = f"{n}00001"
        last = str(int(first) + int(use["t"]) - 1)
        credit: dict[str, Any] = {
            "id": f"C{n}", "project": f"P{n}", "issuance": f"I{n}", "vintage": {"from": "2022-04-01", "to": "2023-03-31"},
            "serials": {"first": first, "last": last}, "quantity_t": use["t"], "unit_kind": "ex_post",
        }  # fmt: skip
        if programme == "JCM":
            credit["authorisation"] = {
                "status": "authorised",
                "party": "VN",
                "on": "2023-05-01",
                "reference": "A",
                "uses": ["ndc", "other_purposes"],
                "adjustment": "committed",
            }
            credit["from_government_share"] = False
            data["projects"][-1] |= {
                "reference": f"VN90{n}",
                "jcm": {"methodology": "VN_AM901"},
                "papers_at_hand": False,
            }
            credit |= {"holder": "us", "itmo": {"presented": False}, "legal_basis": "act"}
            data["projects"][-1] |= {"channel": "private", "safeguards_shown": True, "subsidy_share": 0}
            data["issuances"][-1] |= {
                "verified_t": 900,
                "total_t": 900,
                "japan_t": 600,
                "host_t": 300,
                "gov_t": 0,
            }
        data["credits"].append(credit)
        data["retirements"].append(
            {
                "id": f"R{n}", "notice": f"N-{n}", "registry": "J-クレジット登録簿システム", "document": "notice", "act": "retirement",
                "applied_on": on, "completed_on": on, "observed_on": on, "account": "us", "user": "us", "purpose": "shk",
                "purpose_detail": "算定・報告・公表制度", "designation": "serial", "total_t": use["t"],
                "blocks": [{"credit": f"C{n}", "serials": {"first": first, "last": last}, "quantity_t": use["t"]}],
            }
        )  # fmt: skip
        data["uses"].append(
            {
                "id": f"U{n}", "retirement": f"R{n}", "credit": f"C{n}", "purpose": "shk", "t": use["t"], "status": "retired",
                "shk_class": use.get("shk_class", "credit"), "in_reporting_boundary": True,
                "scope": {"entity": "us", "boundary": "company", "period": use.get("period", f"FY{year}")},
            }
        )  # fmt: skip
    return data


def judged(data: dict[str, Any]) -> Judged:
    """Judge a claim given as plain data."""
    import json

    text = json.dumps(data, ensure_ascii=False, default=float)
    document: Document = parse_document(text.encode(), "sheet.json")
    return engine().judge(claim_of(document), Settings(AS_OF))


def filing(data: dict[str, Any]) -> FilingOutcome:
    """The first filing of a claim, judged."""
    return judged(data).filings[0]


def term(outcome: FilingOutcome, name: str) -> Any:
    """A term as one number where it is known, else as its interval."""
    low, high = dict(outcome.terms)[name]
    return low if low == high and low is not None else (low, high)


def verdicts(result: Judged, rule: str) -> list[str]:
    """The verdicts of a rule over its subjects."""
    return [o.verdict.value for o in result.outcomes if o.rule.id == rule]


def tonnes(number: Any) -> Decimal:
    return Decimal(str(number))
