"""Input as it really comes: each kind of mistake is refused or pointed out by its row, with what to do, in both languages."""

from __future__ import annotations

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.programmes.importers.interface import PassedOver, Section, Why
from offsetcheck.rulebook.shipped import open_rulebook
from tests.programmes.kit import ROOT, read_rows

C = Section.CREDITS
HOLDINGS = "制度,プロジェクト番号,シリアル番号（最初）,シリアル番号（最後）,数量,実施国"
VERRA = "ID,Name,Country/Area,Methodology,Serial Number,Quantity Issued,Vintage Start,Vintage End"
GOOD = "J-クレジット,1,JC-1-100,JC-1-199,100,"


def verra(serial: str, quantity: str = "100", project: str = "1340", country: str = "Ethiopia") -> list[str]:
    return [project, "A project", country, "VM0015", serial, quantity, "2020-01-01", "2020-12-31"]


def serial(first: str = "101", last: str = "200", country: str = "ET", project: str = "1340") -> str:
    return f"19385-{first}-{last}-VCS-VCU-1507-VER-{country}-14-{project}-01012020-31122020-1"


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("J-クレジット,1,JC-1-199,JC-1-100,100,", "serials", "greater than the last"),
        (f"J-クレジット,1,JC-1-1,JC-1-{'9' * 40},100,", "serials", "serial"),
        ("J-クレジット,1,JC-1-100,JC-2-199,100,", "serials", "differ before the number"),
        ("J-クレジット,1,JC-1-100,JC-1-199,#REF!,", "excel-error", "#REF!"),
        ("J-クレジット,1,JC-1-100,JC-1-199,100.5t,", "number", "number"),
        ("J-クレジット,1,JC-1-100,JC-1-199,99,", "off-by-one", "99"),
    ],
    ids=["reversed", "huge", "two prefixes", "spreadsheet error", "unit in the number", "one short"],
)  # fmt: skip
def test_a_bad_holding_is_refused_by_its_row_and_the_others_are_read(
    tmp_path: Path, row: str, code: str, says: str
) -> None:
    found = read_rows(tmp_path, "holdings", HOLDINGS, GOOD, row, GOOD.replace("JC-1", "JC-9"))
    assert found.refusals == [(3, code)]
    problem = found.tally.refused[0]
    assert says in f"{problem.expected.en} {problem.found}"
    assert problem.expected.ja
    assert [o.row for o in found.outcomes if hasattr(o, "records")] == [2, 4]


@pytest.mark.parametrize(
    ("header", "row", "refused"),
    [
        (HOLDINGS, 'J-クレジット,1,,,"1,000",', None),
        (HOLDINGS, "J-クレジット,1,,,1,000,", "ragged"),
        (HOLDINGS + ",数量", "J-クレジット,1,,,1000,,", None),
        (HOLDINGS + ",数量", "J-クレジット,1,,,1000,,1000", None),
        (HOLDINGS + ",数量", "J-クレジット,1,,,1000,,9", "columns-differ"),
        (HOLDINGS + ",quantity", "J-クレジット,1,,,1000,,9", "columns-differ"),
        (HOLDINGS + ",備考,備考", "J-クレジット,1,,,1000,,a,b", None),
        (HOLDINGS + ",単価（円/t）", 'J-クレジット,1,,,1000,,"1,500円"', None),
        (HOLDINGS + ",単価（円/t）", 'J-クレジット,1,,,1000,,"1,5"', "price"),
    ],
)  # fmt: skip
def test_nothing_of_a_holding_is_dropped_or_overruled_in_silence(
    tmp_path: Path, header: str, row: str, refused: str | None
) -> None:
    found = read_rows(tmp_path, "holdings", header, row)
    assert found.refusals == ([(2, refused)] if refused else [])
    if refused is None:
        assert found.facts(C)["quantity_t"] == 1000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (serial("200", "101"), "reversed"),
        (serial("1", "9" * 40), "huge"),
        (serial().replace("31122020", "31022020"), "vintage"),
        ("19385-101-200", "layout"),
        ("", "empty-cell"),
    ],
)
def test_a_bad_serial_of_a_registry_is_refused_by_its_row(tmp_path: Path, text: str, code: str) -> None:
    found = read_rows(tmp_path, "verra", VERRA, verra(serial("1", "100")), verra(text))
    assert found.refusals == [(3, code)]
    assert found.tally.refused[0].expected.ja


@pytest.mark.parametrize(
    "written",
    [
        serial().translate({ord("0") + n: ord("０") + n for n in range(10)}),
        serial().replace("-", "－"),
        serial().replace("-", " – "),
        serial().replace("-", "‐").lower(),
    ],
    ids=["full-width digits", "full-width hyphens", "dashes and blanks", "mixed and in small letters"],
)
def test_width_and_separators_change_no_number(tmp_path: Path, written: str) -> None:
    found = read_rows(tmp_path, "verra", VERRA, verra(written))
    assert found.refusals == []
    assert found.facts(C)["serials.first"] == "VCS-VER-1340-01012020-31122020-101"
    assert found.facts(C)["quantity_t"] == 100


@pytest.mark.parametrize(("first", "codes"), [(',"', ["no-table", "cut-short"]), (",", ["no-table"])])
def test_damage_above_the_table_is_said_where_no_table_is_found(
    tmp_path: Path, first: str, codes: list[str]
) -> None:
    with pytest.raises(InputError) as refused:
        read_rows(tmp_path, "holdings", f"保有クレジット{first}", "制度,数量")
    assert [p.code for p in refused.value.problems] == codes


def test_a_project_of_another_country_is_pointed_out_and_the_country_left_open(tmp_path: Path) -> None:
    found = read_rows(tmp_path, "verra", VERRA, verra(serial(country="KE")))
    assert [(row, finding.code) for row, finding in found.tally.findings] == [(2, "party-differs")]
    assert found.facts(Section.PROJECTS)["host_country"] is None
    found = read_rows(tmp_path, "holdings", HOLDINGS, "JCM,VN003,,,5,タイ")
    assert [(row, finding.code) for row, finding in found.tally.findings] == [(2, "party-differs")]


def test_a_serial_of_another_project_is_refused(tmp_path: Path) -> None:
    found = read_rows(tmp_path, "verra", VERRA, verra(serial(project="999")), verra(serial()))
    assert found.refusals == [(2, "project-differs")]
    assert "999" in found.tally.refused[0].expected.en


def test_two_formats_in_one_column_are_each_read_as_what_they_are(tmp_path: Path) -> None:
    older = verra("7059-1-50-VCU-005-APX-BR-14-1686-01072014-31122014-1", "50", "1686", "Brazil")
    another = verra("ACR-FR-1129-2025-2917-1 to 100")
    found = read_rows(
        tmp_path, "verra", VERRA, verra(serial()), [*older[:6], "2014-07-01", "2014-12-31"], another
    )
    firsts = [found.facts(C, n)["serials.first"] for n in range(2)]
    assert firsts == ["VCS-VER-1340-01012020-31122020-101", "VCS-APX-1686-01072014-31122014-1"]
    assert found.refusals == [(4, "layout")]


def test_dates_of_two_orders_in_one_column_are_read_only_where_they_are_plain(tmp_path: Path) -> None:
    head = "通知番号,手続,制度,プロジェクト番号,数量,無効化日"
    found = read_rows(
        tmp_path, "notices", head,
        "N1,無効化,J-クレジット,1,5,2026-03-04", "N2,無効化,J-クレジット,1,5,令和8年3月4日", "N3,無効化,J-クレジット,1,5,03/04/2026",
    )  # fmt: skip
    days = [found.facts(Section.RETIREMENTS, n)["completed_on"] for n in range(2)]
    assert days == [date(2026, 3, 4), date(2026, 3, 4)]
    assert found.refusals == [(4, "date")]


def test_a_total_row_is_no_holding(tmp_path: Path) -> None:
    found = read_rows(tmp_path, "holdings", HOLDINGS, GOOD, "合計,,,,100,")
    assert [o.why for o in found.outcomes if isinstance(o, PassedOver)] == [Why.HEADER, Why.TOTAL]
    assert len(found.records(C)) == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("vintage", "condition"),
    [
        ({"from": date(2022, 10, 1), "to": date(2024, 9, 30)}, "begins"),
        ({"from": date(2031, 4, 1), "to": date(2032, 3, 31)}, "ends"),
    ],
)
def test_a_vintage_outside_the_crediting_period_is_pointed_out(
    vintage: dict[str, Any], condition: str
) -> None:
    claim = yaml.safe_load((ROOT / "fixtures/claims/clean-organisation.yaml").read_text(encoding="utf-8"))
    claim = copy.deepcopy(claim)
    claim["credits"][0]["vintage"] = vintage
    facts = parse_claim(json.dumps(claim, default=str).encode(), "claim.json")
    result = Engine(open_rulebook(None)).judge(facts, Settings(date(2026, 6, 1), Profile.SELF_CHECK))
    (outcome,) = [o for o in result.outcomes if o.rule.id == "JC-PER-05-VINTAGE"]
    assert outcome.verdict.value == "fail"
    assert [c.condition.name for c in outcome.conditions if c.truth is False] == [condition]
