"""A claim that contradicts itself is refused alike, whether it is read as a claim or laid out as relations."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

import offsetcheck.facts.claims as reader
from offsetcheck.engine.batch import Batch, BatchEngine
from offsetcheck.engine.judge import Settings
from offsetcheck.engine.sql import identifier
from offsetcheck.facts import catalogue
from offsetcheck.facts.contradictions import ORDERED, SECURED
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Profile
from tests.engine.compact import compact
from tests.engine.lawkit import AS_OF, claim_data, claim_from, evidence
from tests.engine.random_claims import TABLE
from tests.engine.relations import whole_tables
from tests.engine.whole_claims import ClaimMaker

#: Many claims, read and laid out: for `make test`.
pytestmark = pytest.mark.slow

SETTINGS = Settings(AS_OF)
SERIALS = {"first": "JCL-1", "last": "JCL-100"}


def coherent() -> dict[str, Any]:
    """A claim whose every fact agrees with the others."""
    return claim_data(
        {"organisation": "us", "claimed_t": 99.5, "complete_lists": ["uses"]},
        parties=[
            {"id": "us", "name": "株式会社アクメ", "corporate_number": "7010001008844"},
            {"id": "other", "name": "株式会社ベータ", "corporate_number": "1010401010455"},
        ],
        statements=[
            {
                "id": "S",
                "effect": "full_offset",
                "stated_t": 100,
                "shown_on": "2026-05-20",
                "says": ["boundary"],
            }
        ],
        projects=[
            {
                "id": "P",
                "programme": "J-Credit",
                "methodology": "EN-S-001",
                "origin": "energy_saving",
                "validated_on": "2020-03-01",
                "registered_on": "2020-04-01",
            }
        ],
        issuances=[
            {
                "id": "I",
                "project": "P",
                "total_t": 300,
                "monitored": {"to": "2024-12-31"},
                "verified_on": "2025-03-01",
                "decided_on": "2025-03-10",
            }
        ],
        credits=[
            {"id": "K", "issuance": "I", "serials": SERIALS, "quantity_t": 100, "unit_kind": "ex_post"},
        ],
        retirements=[
            {
                "id": "R",
                "completed_on": "2026-04-27",
                "account": "us",
                "user": "us",
                "designation": "total",
                "serials_listed": True,
                "blocks": [{"id": "B", "credit": "K", "serials": SERIALS, "quantity_t": 100}],
            }
        ],
        uses=[
            {
                "id": "U",
                "retirement": "R",
                "credit": "K",
                "purpose": "offset",
                "t": 100,
                "scope": {"entity": "us", "period": "FY2025"},
            }
        ],
        disclosure={"stated_offset_t": 100},
    )


@dataclass(frozen=True)
class Kind:
    """One fact that contradicts others, and the same fact where it does not."""

    path: str
    wrong: Any
    right: Any
    at: tuple[str, ...]
    """Where it is refused, by the names of rules."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """What the claim says beside it."""


def changed(data: dict[str, Any], path: str, value: Any) -> None:
    """Set a value by its path, `projects.P.origin` or `claim.stage`; None takes it out."""
    here: Any = data
    *steps, last = path.split(".")
    for step in steps:
        rows = isinstance(here, list)
        here = next(r for r in here if r["id"] == step) if rows else here.setdefault(step, {})
    if value is None:
        here.pop(last)
    else:
        here[last] = value


JCM = {"projects.P.programme": "JCM", "projects.P.origin": None}
#: What the use of the claim draws on is done by the day of the text, and another retirement is not.
TWICE = {
    "statements.S.shown_on": "2026-05-01",
    "retirements": [{"id": "R", "completed_on": "2026-04-27"}, {"id": "R2", "completed_on": "2026-05-15"}],
    "uses": [
        {
            "id": "U",
            "retirement": "R",
            "credit": "K",
            "purpose": "offset",
            "t": 99.5,
            "scope": {"period": "FY2025"},
        },
        {"id": "U2", "retirement": "R2", "credit": "K", "purpose": "offset", "t": 20},
    ],
}
DAY = "uses[U].scope.days.{}"
BLOCK = "retirements.R.blocks.B"
KINDS = {
    "serials beside the word that none are at hand":
        Kind("retirements.R.serials_listed", False, True, ("credit.serials", "block.serials")),
    "more than the range of units retired by total": Kind("credits.K.quantity_t", 101, 100, ("credit.quantity_t",)),
    "more than the issuance": Kind("issuances.I.total_t", 99, 100, ("issuance.total_t",)),
    "a block of another quantity than its serials": Kind(f"{BLOCK}.quantity_t", 99, 100, ("block.serials",)),
    "a block outside its credit":
        Kind(f"{BLOCK}.serials", {"first": "JCL-2", "last": "JCL-101"}, {"first": "JCL-2", "last": "JCL-100"},
             ("block.serials",), {f"{BLOCK}.quantity_t": None}),
    "a forest's units from waste":
        Kind("projects.P.origin", "waste", "forest", ("project.origin",), {"projects.P.methodology": "FO-001"}),
    "biochar's units from waste":
        Kind("projects.P.methodology", "AG-004", "AG-003", ("project.origin",), {"projects.P.origin": "waste"}),
    "J-Credits before the result": Kind("credits.K.unit_kind", "ex_ante", "ex_post", ("credit.unit_kind",)),
    "JCM units before the result": Kind("credits.K.unit_kind", "ex_ante", "ex_post", ("credit.unit_kind",), JCM),
    "monitored after the decision":
        Kind("issuances.I.monitored.to", "2025-03-11", "2025-03-10", ("issuance.monitored.to",)),
    "units retired for CORSIA reported under SHK":
        Kind("retirements.R.purpose", "corsia", "shk", ("retirement.purpose",), {"uses.U.purpose": "shk"}),
    "a text that states more": Kind("statements.S.stated_t", 101, 100, ("statement.stated_t",)),
    "a text that offsets and states more":
        Kind("statements.S.effect", "full_offset", "contribution", ("statement.stated_t",), {"statements.S.stated_t": 101}),
    "a contribution that states more where there is nothing else":
        Kind("claim.kind", "cancel_only", "organisation", ("statement.stated_t",),
             {"statements.S.effect": "contribution", "statements.S.stated_t": 101}),
    "a page that states more":
        Kind("disclosure.stated_offset_t", 101, 100, ("claim.disclosure.stated_offset_t",)),
    "applied for after it was completed":
        Kind("retirements.R.applied_on", "2026-04-28", "2026-04-27", ("retirement.applied_on",)),
    "no announcement, though shown before":
        Kind("statements.S.says", ["boundary"], ["planned"], ("statement.shown_on",), {"statements.S.shown_on": "2026-04-26"}),
    "shown before the retirement": Kind("statements.S.shown_on", "2026-04-26", "2026-04-27", ("statement.shown_on",)),
    "shown before the only use there is":
        Kind("claim.complete_lists", ["uses"], ["credits"], ("statement.shown_on",), {"statements.S.shown_on": "2026-04-26"}),
    "shown when less was retired than is claimed": Kind("uses.U.t", 99, 99.5, ("statement.shown_on",), TWICE),
    "shown when less was retired than the text says":
        Kind("statements.S.stated_t", 91, 90, ("statement.shown_on",), {**TWICE, "uses.U.t": 90}),
    "shown before either retirement":
        Kind("retirements.R.completed_on", "2026-05-02", "2026-05-01", ("statement.shown_on",), TWICE),
    "shown before the retirement for the offset":
        Kind("uses.U.purpose", "shk", "offset", ("statement.shown_on",), TWICE),
    "shown before the publication":
        Kind("claim.published_on", "2026-04-22", "2026-04-21", ("statement.shown_on",),
             {"claim.publish_by": None, "claim.stage": "published", "statements.S.shown_on": "2026-04-21"}),
    "beyond the limits of an authorisation":
        Kind("credits.K.authorisation.limits", "exceeded", "kept", ("credit.authorisation.limits",),
             {**JCM, "credits.K.authorisation.status": "authorised"}),
    "the first day of another year":
        Kind("evidence", [evidence(DAY.format("from"), "2024-04-01")], [evidence(DAY.format("from"), "2025-04-01")],
             ("use.scope.days",)),
    "the last day of another year":
        Kind("evidence", [evidence(DAY.format("to"), "2027-03-31")], [evidence(DAY.format("to"), "2026-03-31")],
             ("use.scope.days",)),
    "a verifier who is not registered": Kind("issuances.I.verifier_registered", False, True, ("issuance.verifier_registered",)),
    "denied after the day of the decision":
        Kind("issuances.I.decided_on", "2026-06-01", "2026-06-02", ("project.additional",), {"projects.P.additional": False}),
    "denied after the day of the issuance":
        Kind("issuances.I.issued_on", "2026-06-01", "2026-06-02", ("project.additional",),
             {"projects.P.additional": False, "issuances.I.decided_on": None}),
    **{f"{path} of {programme}": Kind(f"projects.P.{path}", denial, not denial, (f"project.{path}",),
        {"projects.P.origin": None, "projects.P.programme": programme})
       for programmes, path, denial in SECURED for programme in sorted(programmes)},
}  # fmt: skip
DAYS = {"project.registered_on": "2020-04-01", "issuance.decided_on": "2025-03-10"}
for day, bound in ORDERED:
    table, name = day.split(".")
    row = {"project": "projects.P", "issuance": "issuances.I"}[table]
    KINDS[f"{day} after {bound}"] = Kind(f"{row}.{name}", f"{DAYS[bound][:-1]}9", DAYS[bound], (day,))


def read(data: Mapping[str, Any]) -> Claim:
    """A claim as the reader leaves it that overlooks contradictions."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reader, "contradictions_of", lambda *_: [])
        return claim_from(data)


def claim_id(kind: str, word: str) -> str:
    return f"{kind.replace(' ', '-')}--{word}"


def claims_of(kinds: Mapping[str, Kind]) -> list[Claim]:
    """Of each kind a claim that contradicts itself, and its pair that differs by the one fact and does not."""
    found = []
    for name, kind in kinds.items():
        for word, value in (("wrong", kind.wrong), ("right", kind.right)):
            data = copy.deepcopy(coherent())
            data["claim"]["id"] = claim_id(name, word)
            for path, said in copy.deepcopy({**kind.given, kind.path: value}).items():
                changed(data, path, said)
            found.append(read(data))
    return found


Places = dict[str, set[str]]


def refused(batch: Batch) -> Places:
    """Where each claim is refused: of an address or of a reason, the fact as rules name it."""
    found: Places = {}
    for claim, reason in batch.connection.execute("SELECT claim, reason FROM refused").fetchall():
        place = reason.partition(": ")[0]
        listed = re.fullmatch(r"(?:.*\.)?([a-z]+)\[[^\]]+\]\.(.+)", place)
        own = re.sub(r"^disclosure", "claim.disclosure", place)  # a section of its own in a file
        own = re.sub(r"^filings?\[[^\]]+\]$", "filing", own)  # a report as a whole
        found.setdefault(claim, set()).add(
            f"{TABLE.get(listed[1], listed[1])}.{listed[2]}" if listed else own
        )
    return found


def by_claims(claims: Sequence[Claim], settings: Settings = SETTINGS) -> Places:
    with BatchEngine(compact()).of_claims(claims, settings) as batch:
        return refused(batch)


def by_relations(
    tables: Mapping[str, Path],
    *,
    without: Iterable[str] = (),
    only_keys: bool = False,
    settings: Settings = SETTINGS,
    check: bool = True,
) -> Places:
    """What relations are refused for, without some columns."""
    with duckdb.connect() as connection:
        for name, path in tables.items():
            given = [r[0] for r in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
            keys = {"claim", "id", "stage", "published_on", *catalogue.tables()[name].links}
            dropped = {c.removeprefix(f"{name}.") for c in without if c.startswith(f"{name}.")}
            kept = [c for c in given if (c in keys if only_keys else c.split("__assured")[0] not in dropped)]
            connection.execute(
                f"CREATE VIEW my_{name} AS SELECT {', '.join(map(identifier, kept))} FROM '{path}'"
            )
        engine = BatchEngine(compact(), connection=connection)
        named = {n: f"my_{n}" for n in tables}
        with engine.of_tables(named, settings, check=check) as batch:
            return refused(batch)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return whole_tables(claims_of(KINDS), SETTINGS, tmp_path_factory.mktemp("laid"))


@pytest.fixture(scope="module")
def doors(laid: dict[str, Path]) -> tuple[Places, Places]:
    return by_claims(claims_of(KINDS)), by_relations(laid)


@pytest.mark.parametrize("name", KINDS)
def test_both_doors_refuse_a_contradiction_and_neither_refuses_its_pair(
    name: str, doors: tuple[Places, Places]
) -> None:
    for door in doors:
        assert door.get(claim_id(name, "wrong")) == set(KINDS[name].at)
        assert claim_id(name, "right") not in door


def test_the_claim_that_all_kinds_begin_with_is_read() -> None:
    claim_from(coherent())


#: What the program works facts out from, without which the facts that it works out are there.
WORKED_OUT_FROM = (
    "credit.serials__first", "credit.serials__last", "credit.unit_kind", "block.serials__first", "block.serials__last",
    "project.methodology", "statement.stated_t", "claim.disclosure__stated_offset_t",
)  # fmt: skip
WORKED_OUT = (
    "credit.serial_count", "credit.ex_ante", "block.serial_count", "block.quantity_fits", "block.inside_credit",
    "project.stores_carbon", "statement.states_more", "claim.publishes_more",
)  # fmt: skip


def test_a_relation_may_give_what_is_worked_out_instead(
    laid: dict[str, Path], doors: tuple[Places, Places]
) -> None:
    name = "shown when less was retired than the text says"  # which no other column says
    both = {claim_id(name, word) for word in ("wrong", "right")}
    given, wanted = by_relations(laid, without=WORKED_OUT_FROM), doors[0]
    assert {k: v for k, v in given.items() if k not in both} == {
        k: v for k, v in wanted.items() if k not in both
    }


def test_serial_texts_alone_are_not_seen_to_deny_quantities(
    laid: dict[str, Path], doors: tuple[Places, Places]
) -> None:
    """What is said of the serials themselves is."""
    unseen = {k: v for k, v in doors[0].items() if v <= {"block.serials", "credit.quantity_t"}}
    seen = by_relations(laid, without=WORKED_OUT)
    assert len(unseen) == 3
    assert seen == {k: v for k, v in doors[0].items() if k not in unseen}


def test_what_no_column_says_contradicts_nothing(laid: dict[str, Path]) -> None:
    assert by_relations(laid, only_keys=True) == {}
    assert by_relations({"claim": laid["claim"]}) == {
        claim_id("a page that states more", "wrong"): {"claim.disclosure.stated_offset_t"}
    }


def test_relations_that_are_not_checked_are_taken_as_they_are(laid: dict[str, Path]) -> None:
    assert by_relations(laid, check=False) == {}


def test_an_act_that_is_still_planned_contradicts_nothing_yet(tmp_path: Path) -> None:
    """Its day is still to come, whatever the relation says."""
    data = coherent()
    data["claim"]["stage"] = "planned"
    changed(data, "retirements.R.completed_on", "2026-07-01")
    changed(data, "statements.S.shown_on", "2026-06-29")
    claim = read(data)
    tables = whole_tables([claim], SETTINGS, tmp_path)
    with duckdb.connect() as connection:
        days = f"SELECT *, DATE '2026-07-01' AS completed_on FROM '{tables['retirement']}'"
        connection.execute(f"COPY ({days}) TO '{tmp_path / 'stated.parquet'}' (FORMAT parquet)")
        ready = f"SELECT * REPLACE ('ready' AS stage) FROM '{tables['claim']}'"
        connection.execute(f"COPY ({ready}) TO '{tmp_path / 'ready.parquet'}' (FORMAT parquet)")
    stated = {**tables, "retirement": tmp_path / "stated.parquet"}
    assert by_claims([claim]) == by_relations(stated) == {}
    assert by_relations({**stated, "claim": tmp_path / "ready.parquet"}) == {"C-1": {"statement.shown_on"}}


def test_a_text_of_which_nothing_is_known_to_be_said_contradicts_nothing(tmp_path: Path) -> None:
    """It may announce the retirement that it was shown before."""
    data = coherent()
    changed(data, "statements.S.shown_on", "2026-04-26")
    changed(data, "statements.S.says", None)
    claim = read(data)
    tables = whole_tables([claim], SETTINGS, tmp_path)
    assert (
        by_claims([claim]) == by_relations(tables) == by_relations(tables, without=["statement.says"]) == {}
    )


def test_random_claims_are_refused_alike(tmp_path: Path) -> None:
    maker = ClaimMaker(80, ["2026-05-30", "2026-06-30"])
    claims = []
    for number in range(80):
        data = maker.data(f"C-{number}")
        with suppress(InputError):
            claims.append(read(data))
    settings = Settings(AS_OF, Profile.CERTIFICATION)
    wanted = by_claims(claims, settings)
    assert by_relations(whole_tables(claims, settings, tmp_path), settings=settings) == wanted
    assert 20 < len(wanted) < len(claims)
    assert len({place for places in wanted.values() for place in places}) > 15
