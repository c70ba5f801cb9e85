"""What the reader refuses of a claim holds it back while sources disagree on it, whatever a use is for (law 8).

A refusal is looked for behind every fact that `facts/contradictions.py` reads: each claim passes as it stands and is refused
with another value of the fact. With both values at hand it is not refused, and what rests on the fact passes no more.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pytest

from offsetcheck.engine.judge import Judged, Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.contradictions import contradictions_of
from offsetcheck.facts.documents import parse_document
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Fact, Kind, Profile
from offsetcheck.facts.world import ALL, Row, build_world
from tests.engine.lawkit import AS_OF as EARLIER
from tests.engine.test_attacks import ENGINE
from tests.engine.test_contradicting import KINDS, claims_of
from tests.engine.test_purposes import AS_OF, OTHERS, USES, Case, Data, again

#: Every value of every fact in turn: for `make test`, on one worker, as all tests look at the same findings.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("conflicts")]


# -- the claims ----------------------------------------------------------------------------------------------------------------


def by_total(use: str) -> Case:
    """Units that the notice designates by their total, with the serials all the same."""
    case = USES[use]()
    case.retirement.update(designation="total")
    return case


def total_known(use: str) -> Case:
    """Units of an issuance whose total is stated, beside other units of it that nobody uses."""
    case = USES[use]()
    case.issuance.update(total_t=20_000)
    spare = {"serials": {"first": "JCL-0000-900001", "last": "JCL-0000-900010"}, "quantity_t": 10}
    again(case, "credits", case.credit, "C-X", **spare)
    return case


def text(**facts: Any) -> Case:
    """A text that says something else than the one of the fixture."""
    case = USES["offset, J-Credit"]()
    case.claim["statements"][0].update(facts)
    return case


def denied(use: str, **facts: Any) -> Case:
    """Units of a programme that secures nothing, of which that is said."""
    case = USES[use]()
    case.project.update(facts)
    return case


def two_filings() -> Case:
    """The report of another entity beside one's own."""
    case = USES["gx-ets phase 2, J-Credit"]()
    case.claim["parties"].append(OTHERS)
    theirs = {**copy.deepcopy(case.claim["filings"][1]), "id": "F-X", "entity": "them"}
    case.claim["filings"].append(theirs)
    return case


@dataclass(frozen=True)
class Look:
    """A claim, and the tables of it whose facts are looked at (none: all)."""

    case: Callable[[], Case]
    tables: tuple[str, ...] = ()


UNITS, TEXTS = ("credit", "retirement", "block"), ("claim", "statement")
CLAIMS = {
    **{name: Look(case) for name, case in USES.items()},
    "offset, by total": Look(lambda: by_total("offset, J-Credit"), UNITS),
    "shk, by total": Look(lambda: by_total("shk, J-Credit"), UNITS),
    "cdp, by total": Look(lambda: by_total("cdp"), UNITS),
    "offset, total known": Look(lambda: total_known("offset, J-Credit"), ("issuance", "credit")),
    "shk, total known": Look(lambda: total_known("shk, J-Credit"), ("issuance", "credit")),
    "gx-ets, total known": Look(lambda: total_known("gx-ets phase 2, J-Credit"), ("issuance", "credit")),
    "cdp, total known": Look(lambda: total_known("cdp"), ("issuance", "credit")),
    "an announcement": Look(lambda: text(shown_on="2026-04-01", says=["planned"]), TEXTS),
    "a quantity shown": Look(lambda: text(stated_t=149, says=["boundary"]), TEXTS),
    "a contribution of more": Look(lambda: text(effect="contribution", stated_t=1000), TEXTS),
    "a contribution before": Look(lambda: text(effect="contribution", shown_on="2026-04-01", says=[]), TEXTS),
    "offset, an obligation": Look(lambda: denied("offset, VCS", legal_obligation=True), ("project",)),
    "two filings": Look(two_filings, ("filing",)),
}
#: What no refusal is met by alone, beside what passes.
NEVER_ALONE = {
    "credit.authorisation.status": "nothing beyond the limits of an authorisation passes without it",
    "issuance.issued_on": "what denies a certification fails where there is none",
    "retirement.designation": "quantities that deny the serials fail where units are designated by them",
    "use.t": "nothing passes without its tonnes",
}
#: What must stand in the claim itself, as it chooses editions.
CHOOSING = {"filing.period", "filing.scheme", "use.purpose", "use.scope.period"}


# -- what is refused, and what it would have been refused for --------------------------------------------------------------------


def parsed(data: Data) -> Claim:
    """A claim as the reader takes it."""
    return claim_of(parse_document(json.dumps(data).encode(), "claim.json"))


def judged(data: Data) -> Judged:
    """A claim read and judged."""
    return ENGINE.judge(parsed(data), Settings(AS_OF))


def passing(result: Judged) -> set[str]:
    """The rows whose own verdict is a pass: the claim, its uses and its filings."""
    verdicts = [(o.row.address, o.verdict) for o in result.uses] + [
        (o.row.address, o.verdict) for o in result.filings
    ]
    return {address for address, found in [("claim", result.verdict), *verdicts] if found is Verdict.PASS}


def resting_on(row: Row, fact: Fact) -> set[str]:
    """The rows with a verdict of their own that rest on a fact: all credits of an issuance count against its total."""
    world = row.world
    if row.table in ("claim", "statement"):
        return {world.claim.address}
    if row.table == "filing":
        return {row.address}
    found = set()
    for use in world.rows["use"]:
        credit, act = use.links["credit"], use.links["retirement"]
        issuance = credit and credit.links["issuance"]
        beneath = [use, credit, act, issuance, credit and credit.links["project"]]
        counted = fact.name == "credit.quantity_t" and row.links["issuance"] in (issuance, None)
        if row in beneath or row.parent in beneath or counted:
            found.add(use.address)
    return found


def facts_read() -> set[Fact]:
    """Every fact of a claim that the refusals read, over claims that meet each of them."""
    found: set[tuple[str, str]] = set()
    value = Row.value

    def noted(row: Row, path: str, run: int) -> Any:
        found.add((row.table, path))
        return value(row, path, run)

    days = [
        *((c, EARLIER) for c in claims_of(KINDS)),
        *((parsed(c.case().claim), AS_OF) for c in CLAIMS.values()),
    ]
    worlds = [build_world(claim, Profile.SELF_CHECK, day) for claim, day in days]
    with patch.object(Row, "value", noted):
        for world in worlds:
            contradictions_of(world)
    return {f for t, p in found if not (f := catalogue.tables()[t].facts[p]).computed}


def values(row: Row, fact: Fact) -> list[Any]:
    """Values of a fact that may contradict others."""
    if fact.type.form == "serial":  # one number only, or many
        ends = (row.value(f"serials.{end}", ALL) for end in ("first", "last"))
        return [v for v in (*ends, "JCL-0000-000001", "JCL-0000-999999") if v is not None]
    match fact.type.kind:
        case Kind.BOOLEAN:
            return [True, False]
        case Kind.DATE:
            return ["2015-01-01", "2026-09-01", "2029-12-31"]
        case Kind.NUMBER:
            return [1, 10_000_000]
        case Kind.PARTY:
            return ["サンプル製鋼株式会社", OTHERS["name"]]
        case Kind.LIST if fact.type.members:
            return [[], *([m] for m in fact.type.members)]
        case Kind.TEXT if fact.type.members:
            return list(fact.type.members)
        case Kind.TEXT if fact.path == "methodology":
            return ["FO-001", "AG-004"]
    return []


def source(address: str, value: Any, by: str, **more: Any) -> Data:
    """A body that shows a value of a fact."""
    return {"fact": address, "value": value, "level": "verified", "by": by, "document": "x.pdf", **more}


@dataclass
class Found:
    """What is refused of a claim in some way, and what passes all the same while sources disagree on it."""

    refused: set[str] = field(default_factory=set)
    gaps: list[str] = field(default_factory=list)


def swept(name: str, facts: set[Fact]) -> Found:
    """Every fact of a claim with every value that is refused, and then beside another."""
    case = CLAIMS[name].case()
    data, base, found = case.claim, judged(case.claim), Found()
    looked_at = passing(base) - {u.row.address for u in base.uses if u.row.id != case.use["id"]}

    def shown(*sources: Data) -> Data:
        return {**data, "evidence": [*data.get("evidence", ()), *sources]}

    for row, fact in every(base, facts, CLAIMS[name].tables):
        address, held = f"{row.address}.{fact.path}", resting_on(row, fact) & looked_at
        if not held:
            continue
        wrong = next((v for v in values(row, fact) if is_refused(shown(chosen(address, v)))), None)
        if wrong is None:
            continue
        found.refused.add(fact.name)
        stated = row.cells[fact.path].value if fact.path in row.cells else None
        other = [] if stated is not None else [v for v in values(row, fact) if v != wrong][:1]
        both = [
            source(address, v, by)
            for v, by in zip([wrong, *other], ("第三者審査株式会社", "株式会社第三者検証"), strict=False)
        ]
        if is_refused(shown(*both)):
            continue
        if left := passing(judged(shown(*both))) & held:
            found.gaps.append(f"{name}: {address} {wrong}: {sorted(left)}")
    return found


def every(base: Judged, facts: set[Fact], tables: tuple[str, ...]) -> Iterator[tuple[Row, Fact]]:
    """The rows of a claim with the facts that are read of them."""
    for row in base.world.all_rows():
        wanted = not tables or row.table in tables
        yield from ((row, f) for f in sorted(facts, key=lambda f: f.name) if wanted and f.table == row.table)


def chosen(address: str, value: Any) -> Data:
    """A source that was chosen over all others."""
    return source(address, value, "第三者審査株式会社", chosen=True)


def is_refused(data: Data) -> bool:
    """Whether the reader sees a contradiction."""
    try:
        parsed(data)
    except InputError as error:
        return {p.code for p in error.problems} <= {"contradiction", "duplicate-filing"}
    return False


@pytest.fixture(scope="module")
def facts() -> set[Fact]:
    return facts_read()


@pytest.fixture(scope="module")
def found(facts: set[Fact]) -> dict[str, Found]:
    return {name: swept(name, facts) for name in CLAIMS}


def test_what_would_be_refused_passes_nothing_while_sources_disagree_on_it(found: dict[str, Found]) -> None:
    assert [gap for each in found.values() for gap in each.gaps] == []


def test_every_fact_that_a_refusal_reads_was_refused_once(facts: set[Fact], found: dict[str, Found]) -> None:
    """A new refusal brings a claim that meets it here."""
    met = {name for each in found.values() for name in each.refused}
    assert {f.name for f in facts} - met == NEVER_ALONE.keys() | CHOOSING
