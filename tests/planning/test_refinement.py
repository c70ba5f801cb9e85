"""Facts taken out of holdings and needs at random and put back: no answer turns into its contrary (laws 2 to 4)."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import Purpose
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.allocation import Allocation
from offsetcheck.planning.eligibility import eligibility, questions
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.needs import read_needs
from offsetcheck.planning.planner import Scenario, make_plan
from tests.planning.portfolio import Data, engine, fixture

#: Whole holdings, many times over: for `make test`.
pytestmark = pytest.mark.slow

AS_OF = date(2026, 11, 30)
LISTS = ("blocks", "credits", "filings", "retirements", "uses")
#: Lists that no case opens.
CLOSED = ("concerns", "issuances", "labels", "marks", "projects", "registrations", "sources")


def holdings(draw: random.Random) -> Data:
    """A block retired, others held, with or without uses, all of it known."""
    data = copy.deepcopy(fixture())
    kept = {"C1", "C7", *draw.sample(("C2", "C4", "C5"), 1)}
    data["credits"] = [c for c in data["credits"] if c["id"] in kept]
    for name, link in (("projects", "project"), ("issuances", "issuance")):
        linked = {c[link] for c in data["credits"]}
        data[name] = [r for r in data[name] if r["id"] in linked]
    data["projects"][0].update(origin="energy_saving", renewable="none")
    (act,) = data["retirements"]
    if draw.random() < 0.5:  # in time for the report of the year before
        act.update(
            applied_on="2026-05-10", completed_on="2026-05-20", observed_on="2026-05-21", purpose="shk"
        )
    t = draw.choice((2500, 1500))
    act["total_t"] = act["blocks"][0]["quantity_t"] = t
    act["blocks"][0]["serials"]["last"] = f"JCL-0000-{353000 + t}"
    scope = {"entity": "us", "boundary": "company", "period": "FY2026"}
    uses = []
    if draw.random() < 0.5:
        used = {
            "id": "U1",
            "retirement": "R1",
            "credit": "C7",
            "purpose": act["purpose"],
            "status": "retired",
        }
        uses.append({**used, "t": draw.choice((t, 1000)), "scope": scope})
    if draw.random() < 0.4:
        held = {"id": "U2", "credit": "C1", "purpose": "gx-ets", "status": "held"}
        uses.append({**held, "t": draw.choice((12000, 2000)), "scope": scope})
    if uses:
        data["uses"] = uses
    if draw.random() < 0.3:
        data["filings"][0]["terms"]["direct_t"] = draw.choice((20_000, 120_000))
    if draw.random() < 0.3:  # a report of the group beside the holder's
        data["parties"].append(
            {"id": "sub", "name": "サンプル化学株式会社", "corporate_number": "8999900000001"}
        )
        (own,) = data["filings"]
        other = {**copy.deepcopy(own), "entity": "sub"}
        other["terms"]["direct_t"] = draw.choice((1000, 900_000))
        data["filings"].insert(draw.choice((0, 1)), other)
    return data


def needs(draw: random.Random) -> Data:
    found: list[Data] = []
    gx = {"id": "gx", "purpose": "gx-ets", "period": "FY2026", "by": "2027-12-24"}
    if draw.random() < 0.3:
        found.append({**gx, "term": "obligation_t", "less_t": draw.choice((240_000, 230_000, 249_000))})
    elif draw.random() < 0.8:
        found.append({**gx, "tonnes": draw.choice((1000, 3000, 13_000, 14_500, 25_000))})
    if draw.random() < 0.5 or not found:
        year = draw.choice(("FY2025", "FY2026"))
        shk = {"id": "shk", "purpose": "shk", "period": year, "by": "2027-06-30", "boundary": "company"}
        found.append({**shk, "shk_class": "credit", "in_reporting_boundary": True, "tonnes": draw.choice((500, 2000, 13_000))})  # fmt: skip
    if draw.random() < 0.3:
        found.append({"id": "offset", "purpose": "offset", "period": "FY2025", "by": "2027-03-26", "tonnes": draw.choice((500, 4000))})  # fmt: skip
    if draw.random() < 0.3:
        more = {"id": "more", "tonnes": draw.choice((500, 12_000))}
        kept = {k: v for k, v in found[0].items() if k not in ("term", "less_t", "title")}
        found.append({**kept, **more, **draw.choice(({}, {"boundary": "plant"}))})
    return {"needs": found}


def facts(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Everything stated below, with what holds it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "scheme", "scope") and not (path[:1] == ("filings",) and key == "period"):
                yield value, key, (*path, key)
            yield from facts(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from facts(inner, (*path, n))


def less(draw: random.Random, held: Data, wanted: Data) -> tuple[Data, Data, Data, list[str]]:
    """The holdings and needs with one to three things less, the holdings to compare with, and what was taken."""
    part, full, asked, taken = copy.deepcopy(held), copy.deepcopy(held), copy.deepcopy(wanted), []
    opened: set[str] = set()
    for _ in range(draw.randint(1, 3)):
        chance = draw.random()
        if chance < 0.65:
            sections = ("projects", "issuances", "credits", "retirements", "uses", "filings", "parties")
            weights = (1, 1, 2, 4, 4, 2, 1)
            (section,) = draw.choices(sections, weights)
            found = [f for f in facts(part.get(section) or [], (section,)) if len(f[2]) > 2]
            if found:
                holder, key, path = draw.choice(found)
                del holder[key]
                taken.append(".".join(map(str, path)))
        elif chance < 0.75:
            need = draw.choice(asked["needs"])
            key = draw.choice(("shk_class", "in_reporting_boundary"))
            if need.pop(key, None) is not None:
                taken.append(f"needs.{need['id']}.{key}")
        else:
            name = draw.choice(LISTS)
            opened.add(name)
            taken.append(f"complete_lists.{name}")
            if name == "blocks":
                rows = draw.choice(part["retirements"] or [{}]).get("blocks") or []
            else:
                rows = part.get(name) or []
            if rows and draw.random() < 0.6:
                row = draw.choice(rows)
                links = {"credits": ("credit",), "retirements": ("retirement",)}.get(name, ())
                text = json.dumps([part.get("uses"), part.get("retirements")])
                if not any(f'"{link}": "{row.get("id")}"' in text for link in links):
                    rows.remove(row)
                    taken.append(f"{name}[{row.get('id')}]")
    part["holdings"]["complete_lists"] = [*CLOSED, *(n for n in LISTS if n not in opened)]
    still = {n for n in sorted(opened) if draw.random() < 0.5}
    full["holdings"]["complete_lists"] = [*CLOSED, *(n for n in LISTS if n not in still)]
    return part, full, asked, taken


@dataclass(frozen=True)
class Told:
    """What `eligible` and `plan` say."""

    verdicts: dict[tuple[str, str], tuple[Verdict, Bounds]]
    totals: dict[str, Bounds]
    plan: str


def plus(a: Bounds, b: Bounds) -> Bounds:
    return (a[0] or Decimal(0)) + (b[0] or Decimal(0)), None if a[1] is None or b[1] is None else a[1] + b[1]


def told(folder: Path, held: Data, wanted: Data) -> Told:
    """Ask both commands of the files as a user writes them."""
    (folder / "h.json").write_text(json.dumps(held, ensure_ascii=False, default=str), "utf-8")
    (folder / "n.json").write_text(json.dumps(wanted, ensure_ascii=False, default=str), "utf-8")
    claim = read_holdings(folder / "h.json", AS_OF).claim
    purposes = (Purpose.GX_ETS, Purpose.SHK, Purpose.OFFSET)
    asked = questions(engine().rulebook, [FiscalYear(2025), FiscalYear(2026)], purposes)
    verdicts: dict[tuple[str, str], tuple[Verdict, Bounds]] = {}
    totals: dict[str, Bounds] = {}
    for answer in eligibility(engine(), claim, asked, Settings(AS_OF)).answers:
        use = f"{answer.question.purpose.value}/{answer.question.period}"
        verdicts[answer.item, use] = (answer.verdict, answer.tonnes)
        totals[use] = plus(totals.get(use, (Decimal(0), Decimal(0))), answer.tonnes)
    try:
        read = read_needs(folder / "n.json", claim, AS_OF)
        read = read.model_copy(update={"unpriced_jpy": Decimal(1000)})
        made = make_plan(engine(), claim, read, Settings(AS_OF))
        met = isinstance(made.scenarios[Scenario.BEST], Allocation)
        plan = "met" if met else "undecided" if made.open else "not met"
    except InputError:  # the report says no amount
        plan = "undecided"
    return Told(verdicts, totals, plan)


def within(inner: Bounds, outer: Bounds) -> bool:
    high = outer[1] is None or (inner[1] is not None and inner[1] <= outer[1])
    return high and (inner[0] or 0) >= (outer[0] or 0)


def turned(before: Told, after: Told, taken: list[str]) -> Iterator[str]:
    """What was answered, and is answered otherwise with more known."""
    for cell, (verdict, tonnes) in before.verdicts.items():
        now = after.verdicts.get(cell)
        if now is not None and verdict is not Verdict.UNKNOWN and now[0] is not verdict:
            yield f"{cell}: {verdict} → {now[0]}"
        if now is not None and not within(now[1], tonnes):
            yield f"{cell}: {tonnes} → {now[1]}"
    listed = not any(t.startswith("credits[") for t in taken)  # blocks not listed are in no total
    for use, tonnes in before.totals.items() if listed else ():
        if not within(after.totals[use], tonnes):
            yield f"{use}: {tonnes} → {after.totals[use]}"
    if before.plan != "undecided" and after.plan != before.plan:
        yield f"plan: {before.plan} → {after.plan}"


def turns(folder: Path, seed: int) -> tuple[list[str], list[str]] | None:
    """What one case takes out, and what turns when it is put back; None where the files contradict themselves."""
    draw = random.Random(seed)
    held, wanted = holdings(draw), needs(draw)
    part, full, asked, taken = less(draw, held, wanted)
    try:
        before, after = told(folder, part, asked), told(folder, full, wanted)
    except InputError:
        return None
    return taken, list(turned(before, after, taken))


@pytest.mark.parametrize("start", [0, 20, 40, 58])
def test_putting_facts_back_turns_no_answer_into_its_contrary(tmp_path: Path, start: int) -> None:
    judged = 0
    for seed in range(start, start + 5):
        found = turns(tmp_path, seed)
        if found is not None:
            judged += 1
            assert not found[1], (seed, found)
    assert judged >= 3
