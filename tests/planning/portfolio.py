"""The fixture's holdings as data, to be changed fact by fact, planned with, and carried out as a claim."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document, read_document
from offsetcheck.planning.allocation import Allocation
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.needs import read_needs
from offsetcheck.planning.planner import Planned, Scenario, make_plan
from offsetcheck.rulebook.shipped import open_rulebook

FILE = Path(__file__).parents[2] / "fixtures/holdings/gx-participant.yaml"
Data = dict[str, Any]


@cache
def engine() -> Engine:
    return Engine(open_rulebook(None))


def plain(value: Any) -> Any:
    match value:
        case dict():
            return {k: plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(v) for v in value]
        case Decimal():
            return int(value) if value == int(value) else float(value)
        case _:
            return value


@cache
def fixture() -> Data:
    """The holdings of the fixture: copy them before a fact is changed."""
    data: Data = plain(read_document(FILE).value)
    return data


def portfolio(*blocks: str, **parts: Any) -> Data:
    """Holdings of some blocks of the fixture, all of it known, with other sections put in place."""
    data = copy.deepcopy(fixture())
    data["credits"] = [c for c in data["credits"] if c["id"] in blocks]
    for name, link in (("projects", "project"), ("issuances", "issuance")):
        linked = {c[link] for c in data["credits"]}
        data[name] = [r for r in data[name] if r["id"] in linked]
    for project in data["projects"]:
        if project["id"] == "P1":
            project.update(origin="energy_saving", renewable="none")
    if "C7" not in blocks:
        del data["retirements"]
    return {**data, **parts}


def need(name: str, purpose: str, tonnes: int | None = None, **parts: Any) -> Data:
    """A need of the year 2026, in time."""
    found = {"id": name, "purpose": purpose, "period": "FY2026", "by": "2028-12-24", **parts}
    return found if tonnes is None else {**found, "tonnes": tonnes}


def plan_of(
    folder: Path, held: Data, wanted: list[Data], as_of: date, offers: Sequence[Data] = ()
) -> Planned:
    """What `plan` makes of the files as a user writes them."""
    (folder / "h.json").write_text(json.dumps(held, ensure_ascii=False, default=str), "utf-8")
    sought = {"needs": wanted, "offers": list(offers), "unpriced_jpy": 1000}
    (folder / "n.json").write_text(json.dumps(sought, default=str), "utf-8")
    claim = read_holdings(folder / "h.json", as_of).claim
    needs = read_needs(folder / "n.json", claim, as_of)
    return make_plan(engine(), claim, needs, Settings(as_of))


def said(plan: Planned) -> str:
    met = isinstance(plan.scenarios[Scenario.BEST], Allocation)
    return "met" if met else "undecided" if plan.open else "not met"


def carried_out(held: Data, wanted: list[Data], made: Allocation, as_of: date) -> Mapping[str, Verdict]:
    """The verdict of each use, where the plan is carried out: what is held is retired in an act for each draw."""
    data = copy.deepcopy(held)
    header = data.pop("holdings")
    day = as_of.isoformat()
    needs = {n["id"]: n for n in wanted}
    credits = {c["id"]: c for c in data["credits"]}
    acts = {
        f"{r['id']}.{b['credit']}": (r["id"], b["credit"])
        for r in data.get("retirements", ())
        for b in r["blocks"]
        if "credit" in b
    }
    uses: list[Data] = []
    for n, draw in enumerate(made.draws):
        served = sorted(draw.needs)
        if draw.supply in acts:
            act, credit = acts[draw.supply]
        else:
            act, credit = f"N{n}", draw.supply
            (stem, first) = re.findall(r"(.*?)(\d+)$", credits[credit]["serials"]["first"])[0]
            at = int(first) + draw.offset
            serials = {"first": f"{stem}{at}", "last": f"{stem}{at + draw.tonnes - 1}"}
            programme = next(p for p in data["projects"] if p["id"] == credits[credit]["project"])[
                "programme"
            ]
            data.setdefault("retirements", []).append(
                {
                    "id": act, "notice": f"SAMPLE-NEW-{n}", "document": "notice", "act": "retirement",
                    "registry": "JCM登録簿" if programme == "JCM" else "J-クレジット登録簿システム",
                    "applied_on": day, "completed_on": day, "observed_on": day, "account": header["holder"],
                    "user": header["holder"], "purpose": needs[served[0]]["purpose"], "purpose_detail": "活用",
                    "designation": "serial", "total_t": draw.tonnes,
                    "blocks": [{"credit": credit, "serials": serials, "quantity_t": draw.tonnes}],
                }
            )  # fmt: skip
        for name in served:
            wish = needs[name]
            scope = {
                "entity": header["holder"],
                "boundary": wish.get("boundary", "company"),
                "period": wish["period"],
            }
            more: Data = {k: wish[k] for k in ("shk_class", "in_reporting_boundary") if k in wish}
            uses.append({"id": f"use-{n}-{name}", "retirement": act, "credit": credit, "purpose": wish["purpose"],
                         "t": draw.tonnes, "status": "retired", "scope": scope, **more})  # fmt: skip
    data["uses"] = [*data.get("uses", ()), *uses]
    data["claim"] = {
        "id": "carried-out", "stage": "published", "organisation": header["holder"], "kind": "organisation",
        "degree": "offset", "boundary": "全社", "boundary_code": "company", "published_on": day,
        "period": {"from": "2025-04-01", "to": "2026-03-31"}, "complete_lists": "all",
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, default=str).encode()
    judged = engine().judge(claim_of(parse_document(text, "carried-out.json")), Settings(as_of))
    return {u.row.id: u.verdict for u in judged.uses if u.row.id in {u["id"] for u in uses}}
