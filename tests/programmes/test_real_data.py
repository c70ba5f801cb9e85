"""Real registry files, whole: every row and every serial tried, no overlap inside a Party, injected faults found once.

The files are public data that this repository does not carry. Where they are absent the tests are skipped, visibly;
set OFFSETCHECK_DATA to the folder that holds them.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.serials import Block, SerialRange, find_overlaps
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.programmes import acceptance
from offsetcheck.programmes.identifiers import (
    Declared,
    Identifier,
    Layout,
    compare,
    parse_as,
    parse_identifier,
)
from offsetcheck.programmes.importers.interface import Parsed, Section, Standing
from offsetcheck.programmes.uniqueness import block_of
from offsetcheck.rulebook.shipped import open_rulebook
from tests.programmes.kit import ROOT, Result, read, written

DATA = Path(os.environ.get("OFFSETCHECK_DATA", ROOT.parent / "shared" / "data"))
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the folder of real registry files is absent: set OFFSETCHECK_DATA to it"),
    pytest.mark.slow,
]  # fmt: skip

C = Section.CREDITS
APRIL = "cdm_registry/CDM-Issuance-CompletedApril2025.xlsx"
AUGUST = "cdm_registry/CDM_Registry_Issuance_Report_August2023_pub.xlsx"
REPORT = ROOT / "benchmarks" / "registries.md"


@lru_cache(maxsize=4)
def real(file: str, form: str) -> Result:
    return read(DATA / file, form)


# --- every file

PARSED = {
    "jcredit/jcredit_registration_list_all_2024-06.csv": 1177,
    "cdm_registry/Admincancellations_31082023.xlsx": 6,
    "cdm_registry/CDM-Issuance-April2025.xlsx": 12640,
    APRIL: 12662,
    AUGUST: 12513,
    "offsetsdb_tests/verra/projects.csv": 50,
    "offsetsdb_tests/verra/transactions.csv": 200,
    "offsetsdb_tests/gold-standard/projects.csv": 50,
    "offsetsdb_tests/gold-standard/issuances.csv": 100,
    "offsetsdb_tests/gold-standard/retirements.csv": 100,
    "offsetsdb_tests/american-carbon-registry/projects.csv": 50,
    "offsetsdb_tests/american-carbon-registry/issuances.csv": 100,
    "offsetsdb_tests/american-carbon-registry/retirements.csv": 100,
    "offsetsdb_tests/american-carbon-registry/cancellations.csv": 50,
    "offsetsdb_tests/climate-action-reserve/projects.csv": 50,
    "offsetsdb_tests/climate-action-reserve/issuances.csv": 100,
    "offsetsdb_tests/climate-action-reserve/retirements.csv": 100,
    "offsetsdb_tests/climate-action-reserve/cancellations.csv": 50,
    "offsetsdb_tests/art-trees/projects.csv": 28,
    "offsetsdb_tests/art-trees/issuances.csv": 11,
    "offsetsdb_tests/art-trees/retirements.csv": 8,
    "offsetsdb_tests/art-trees/cancellations.csv": 3,
    "offsetsdb_tests/cercarbono/projects.csv": 50,
    "offsetsdb_tests/cercarbono/issuances.csv": 100,
    "offsetsdb_tests/cercarbono/retirements.csv": 100,
    "offsetsdb_tests/isometric/projects.csv": 50,
    "offsetsdb_tests/isometric/issuances.csv": 100,
    "offsetsdb_tests/isometric/retirements.csv": 100,
    "offsetsdb_tests/arb/nc-arboc_issuance_sheet3.csv": 100,
    "klima_mco2/mco2_verra_data.csv": 161,
    "verra_api/verra_search_response_vcs1360.json": 11,
    "cadtrust/cadtrust_picklists_v1.json": 750,
    "vrod/vrod_projects_2022.csv": 6081,
}


@lru_cache(maxsize=1)
def accepted() -> tuple[acceptance.Result, ...]:
    return tuple(acceptance.results(DATA))


def test_every_serial_of_every_file_is_read_in_its_layout_and_printed_back() -> None:
    tried: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for result in accepted():
        for layout, count, printed in result.layouts:
            tried[layout] += count
            same[layout] += printed
    assert tried == same == {
        "cdm-range": 25181, "verra-vcu": 372, "gold-standard": 197, "kyoto-unit": 3, "acr": 150, "car": 150, "art": 11,
        "cercarbono": 100,
    }  # fmt: skip
    # Cercarbono's issuances name a lot without numbers; Isometric has ids and kilograms only.
    assert {r.file: r.numberless for r in accepted() if r.numberless} == {
        "offsetsdb_tests/cercarbono/issuances.csv": 100,
        "offsetsdb_tests/isometric/retirements.csv": 100,
    }


def test_every_real_file_is_read_whole_and_the_published_table_says_so() -> None:
    found = {r.file: (r.parsed, r.refused, r.error) for r in accepted()}
    assert {file: (count, 0, "") for file, count in PARSED.items()} == found
    assert REPORT.read_text(encoding="utf-8") == acceptance.table(DATA), (
        "write it anew: make registries DATA=…"
    )


# --- every serial


def rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


O = "offsetsdb_tests/"  # noqa: E741 - a path's beginning
SERIALS = {
    "verra/transactions.csv": ("Serial Number", "Quantity Issued", "VCS", {Layout.VERRA: 200}),
    "gold-standard/issuances.csv": ("Serial Number", "Quantity", "Gold Standard", {Layout.GOLD_STANDARD: 97, Layout.KYOTO: 3}),
    "gold-standard/retirements.csv": ("Serial Number", "Quantity", "Gold Standard", {Layout.GOLD_STANDARD: 100}),
    "american-carbon-registry/retirements.csv": ("Credit Serial Numbers", "Quantity of Credits", "ACR", {Layout.ACR: 100}),
    "american-carbon-registry/cancellations.csv": ("Credit Serial Numbers", "Quantity of Credits", "ACR", {Layout.ACR: 50}),
    "climate-action-reserve/retirements.csv": ("Offset Credit Serial Numbers", "Quantity of Offset Credits", "CAR", {Layout.CAR: 100}),
    "climate-action-reserve/cancellations.csv": ("Offset Credit Serial Numbers", "Quantity of Offset Credits", "CAR", {Layout.CAR: 50}),
    "art-trees/retirements.csv": ("Credit Serial Numbers", "Quantity of Credits", "ART TREES", {Layout.ART: 8}),
    "art-trees/cancellations.csv": ("Credit Serial Numbers", "Quantity of Credits", "ART TREES", {Layout.ART: 3}),
    "cercarbono/issuances.csv": ("serial", "issued_quantity", "other", {Layout.CERCARBONO: 100}),
    "cercarbono/retirements.csv": ("serial", "quantity", "other", {Layout.CERCARBONO: 100}),
}  # fmt: skip


def serials_of(file: str) -> Iterator[tuple[Identifier, str, Decimal]]:
    column, quantity, programme, _ = SERIALS[file]
    for row in rows(O + file):
        yield parse_identifier(row[column], programme), row[column], Decimal(row[quantity].replace(",", ""))


@pytest.mark.parametrize("file", SERIALS)
def test_every_real_serial_parses_prints_back_and_has_its_length(file: str) -> None:
    layouts: Counter[Layout] = Counter()
    unlike: list[str] = []
    for found, text, tonnes in serials_of(file):
        layouts[found.layout] += 1
        if text != str(found) or compare(found, Declared(quantity=tonnes))[0].agrees is False:
            unlike.append(text)
    assert SERIALS[file][3] == layouts
    assert unlike == []  # listed here if one ever does not


def test_ninety_five_of_a_hundred_cercarbono_issuances_show_no_number_of_their_own() -> None:
    assert all(found.range is None for found, _, _ in serials_of("cercarbono/issuances.csv"))
    blocks = real(O + "cercarbono/retirements.csv", "cercarbono").records(C)
    assert all(any(f.path == "serials.first" for f in r.facts) for r in blocks)


def test_klimas_serials_are_of_three_generations() -> None:
    found = [parse_identifier(row["Serial Number"], "VCS") for row in rows("klima_mco2/mco2_verra_data.csv")]
    assert Counter(dict(i.parts)["operator"] for i in found) == {"APX": 96, "MER": 5, "VER": 60}


def test_every_jcm_methodology_of_the_pick_lists_is_one() -> None:
    lists = json.loads((DATA / "cadtrust/cadtrust_picklists_v1.json").read_text(encoding="utf-8"))
    codes = [m.removeprefix("JCM - ") for m in lists["methodology"] if m.startswith("JCM - ")]
    assert len(codes) == 98
    assert all(code == str(parse_as(Layout.JCM_METHODOLOGY, code)) for code in codes)


# --- the CDM registry as an oracle


@lru_cache(maxsize=2)
def cdm_blocks(file: str) -> tuple[Block, ...]:
    """Every issuance of the registry as a block in its host Party."""
    found = []
    for outcome in real(file, "cdm").outcomes:
        if isinstance(outcome, Parsed):
            project, _, credit = outcome.records
            party = next(str(f.value) for f in project.facts if f.path == "host_country")
            raw = next(f.raw for f in credit.facts if f.path == "serials.first")
            found.append(block_of(f"row {outcome.row}", parse_identifier(raw, "CDM"), party=party))
    return tuple(found)


@pytest.mark.parametrize(("file", "count"), [(APRIL, 12662), (AUGUST, 12513)])
def test_no_two_cdm_issuances_share_a_unit_inside_a_party(file: str, count: int) -> None:
    blocks = cdm_blocks(file)
    assert count == len(blocks)
    assert all(block.scope.complete for block in blocks)
    assert find_overlaps(blocks) == ()


def test_o01_ignoring_the_party_would_give_thousands_of_false_overlaps() -> None:
    blind = [replace(b, scope=replace(b.scope, project_or_party="")) for b in cdm_blocks(APRIL)]
    met = find_overlaps(blind)
    assert (
        len({overlap.right for overlap in met}),
        len(met),
    ) == (8648, 135348)  # blocks on an earlier one; pairs


FAULTY = (10, 5000, 12000)


@pytest.mark.parametrize("at", FAULTY)
def test_o04_o06_a_block_recorded_again_is_found_once(at: int) -> None:
    blocks = cdm_blocks(APRIL)
    (overlap,) = find_overlaps((*blocks, replace(blocks[at], key="again")))
    assert {"again", blocks[at].key} == {overlap.left, overlap.right}
    assert overlap.at == blocks[at].range


@pytest.mark.parametrize("at", FAULTY)
def test_o05_a_start_one_too_low_is_found_once_and_at_one_unit(at: int) -> None:
    blocks = list(cdm_blocks(APRIL))
    by_scope: dict[object, list[Block]] = {}
    for block in blocks:
        by_scope.setdefault(block.scope, []).append(block)
    neighbours = [
        (a, b)
        for group in by_scope.values()
        for a, b in zip(*(lambda g: (g, g[1:]))(sorted(group, key=lambda b: b.range or SerialRange(0, 0))), strict=False)
        if a.range and b.range and a.range.last + 1 == b.range.first
    ]  # fmt: skip
    assert len(neighbours) > 12000
    left, right = neighbours[at]
    assert right.range is not None
    shifted = replace(right, range=SerialRange(right.range.first - 1, right.range.last))
    (overlap,) = find_overlaps([shifted if b is right else b for b in blocks])
    assert {left.key, right.key} == {overlap.left, overlap.right}
    assert overlap.at.tonnes == 1


@lru_cache(maxsize=1)
def cdm_sections() -> dict[str, list[dict[str, Any]]]:
    """What `offsetcheck import cdm` writes of the issuances of April 2025."""
    found: dict[str, list[dict[str, Any]]] = json.loads(written(real(APRIL, "cdm"), "cdm", "json"))
    return found


def overlapping(credits: list[dict[str, Any]]) -> set[str]:
    """The credits of a claim that the shipped rules fail for sharing units with another."""
    sections = cdm_sections()
    used = {c["project"] for c in credits}
    issued = {c["issuance"] for c in credits}
    body = {
        "claim": {"id": "cdm", "stage": "planned", "organisation": "us", "publish_by": "2026-09-30", "complete_lists": "all"},
        "projects": [p for p in sections["projects"] if p["id"] in used],
        "issuances": [i for i in sections["issuances"] if i["id"] in issued],
        "credits": credits,
        "uses": [{"id": f"U{n}", "credit": c["id"], "purpose": "offset", "t": 1} for n, c in enumerate(credits)],
    }  # fmt: skip
    claim = parse_claim(json.dumps(body).encode(), "claim.json")
    result = Engine(open_rulebook(None)).judge(claim, Settings(date(2026, 6, 1), Profile.SELF_CHECK))
    return {o.row.id for o in result.outcomes if o.rule.id == "OG-DBL-01a" and o.verdict.value == "fail"}


def test_a_check_of_imported_cdm_issuances_finds_a_fault_and_only_that() -> None:
    credits = cdm_sections()["credits"][:60]
    assert len({c["project"] for c in credits}) > 15
    assert overlapping(credits) == set()
    again = credits[30] | {"id": "again"}
    assert overlapping([*credits, again]) == {"again", credits[30]["id"]}


def test_o01_a_block_moved_to_another_party_meets_only_what_is_there() -> None:
    blocks = cdm_blocks(APRIL)
    india = next(b for b in blocks if b.scope.project_or_party == "IN")
    moved = replace(india, key="moved", scope=replace(india.scope, project_or_party="NO"))
    assert not [b for b in blocks if b.scope.project_or_party == "NO"]
    assert find_overlaps((*blocks, moved)) == ()


def test_administrative_cancellations_lie_inside_issued_blocks() -> None:
    cancelled = []
    for outcome in real("cdm_registry/Admincancellations_31082023.xlsx", "cdm").outcomes:
        if isinstance(outcome, Parsed):
            project, credit, act = outcome.records
            party = next(str(f.value) for f in project.facts if f.path == "host_country")
            raw = next(f.raw for f in credit.facts if f.path == "serials.first")
            cancelled.append(block_of(f"cancelled {outcome.row}", parse_identifier(raw, "CDM"), party=party))
            assert "administrative_cancellation" in {f.value for f in act.facts}
    assert len(cancelled) == 6
    met = find_overlaps((*cdm_blocks(AUGUST), *cancelled))
    held: Counter[str] = Counter()
    for overlap in met:
        held[next(k for k in (overlap.left, overlap.right) if k.startswith("cancelled"))] += overlap.at.tonnes
    assert {b.key: b.range.tonnes for b in cancelled if b.range} == held


# --- J-Credit


def test_all_612_jcredit_projects_are_read_with_their_methodologies() -> None:
    found = real("jcredit/jcredit_registration_list_all_2024-06.csv", "jcredit-projects")
    programmes: Counter[object] = Counter()
    fields: Counter[str] = Counter()
    for record in found.records(Section.PROJECTS):
        facts = {f.path: f for f in record.facts}
        programmes[facts["programme"].value] += 1
        if facts["programme"].value == "J-Credit":
            value = facts["methodology"].value
            assert isinstance(value, str)
            fields[value.split(" ")[0]] += 1
            assert facts["mitigation"].value is not None
    assert programmes == {"J-Credit": 612, "国内クレジット": 487, "J-VER": 78}
    assert tuple(fields[c] for c in ("EN-R-002", "FO-001", "EN-S-001", "AG-005", "AG-004")) == (115, 119, 73, 9, 4)  # fmt: skip
    assert {("projects", "crediting.to")} == {(s.value, path) for s, path, _ in found.tally.unassigned}


def test_o07_82_projects_of_the_list_have_several_rows() -> None:
    found = real("jcredit/jcredit_registration_list_all_2024-06.csv", "jcredit-projects")
    ids = Counter(r.id for r in found.records(Section.PROJECTS))
    assert sum(n > 1 for n in ids.values()) == 82


# --- what must not pass for a free offset (B4)


@pytest.mark.parametrize(
    ("file", "form", "project", "purpose"),
    [
        ("verra/transactions.csv", "verra", "4150", "omge"),
        ("art-trees/cancellations.csv", "art-trees", "ART102", "corsia"),
        ("art-trees/retirements.csv", "art-trees", "ART130", "other"),
    ],
)
def test_a_use_elsewhere_is_recognised_as_one(file: str, form: str, project: str, purpose: str) -> None:
    found: Counter[object] = Counter()
    for outcome in real(O + file, form).outcomes:
        if isinstance(outcome, Parsed):
            facts = {(r.section, f.path): f.value for r in outcome.records for f in r.facts}
            if (
                facts[Section.PROJECTS, "reference"] == project
                and outcome.records[-1].section is Section.RETIREMENTS
            ):
                found[facts.get((Section.RETIREMENTS, "purpose"))] += 1
    assert {purpose} == set(found)


def test_o19_buffers_are_told_apart() -> None:
    found = real(O + "cercarbono/issuances.csv", "cercarbono")
    assert found.tally.standings == {Standing.HELD: 54, Standing.BUFFER: 46}
    assert real(O + "american-carbon-registry/issuances.csv", "american-carbon-registry").tally.findings == []


def test_o11_three_vrod_projects_retired_more_than_was_issued() -> None:
    found = real("vrod/vrod_projects_2022.csv", "vrod")
    assert [finding.code for _, finding in found.tally.findings] == ["balance"] * 3


def test_the_published_table_names_no_place_of_this_machine() -> None:
    text = REPORT.read_text(encoding="utf-8")
    assert not re.search(r"/(home|work|tmp|root|Users)/|\\\\", text)
