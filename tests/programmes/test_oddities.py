"""The oddities O-01 to O-21 seen in real rows: each is survived, and said where its reader should know.

Rows are copied as facts; names are invented.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from offsetcheck.facts.serials import find_overlaps
from offsetcheck.programmes.identifiers import parse_identifier
from offsetcheck.programmes.importers.interface import Parsed, Section, Standing, Why
from offsetcheck.programmes.uniqueness import block_of
from tests.programmes.kit import SAMPLES, as_claim, read, read_rows, written

P, I, C, R = Section.PROJECTS, Section.ISSUANCES, Section.CREDITS, Section.RETIREMENTS  # noqa: E741 - four letters for four sections

CDM = "Completion date,Transaction type,Status,SERIAL RANGE,Unit Type,CP,PARTY CODE,Project number,Total"
UNITS = "warehouseUnitId,issuance.warehouseProjectId,unitBlockStart,unitBlockEnd,unitCount,vintageYear,unitType,unitStatus,correspondingAdjustmentDeclaration,correspondingAdjustmentStatus"
JCREDIT = (
    "プロジェクト番号,登録申請日,プロジェクト概要,プロジェクト実施場所,適用方法論,認証対象期間終了日,分類"
)


def unit(
    name: str, start: int | str, end: int | str, count: int, status: str = "Held",
    kind: str = "Reduction - technical", declared: str = "Committed", adjusted: str = "Not Started",
) -> list[str]:  # fmt: skip
    return [name, "P1", str(start), str(end), str(count), "2015", kind, status, declared, adjusted]


def test_o01_serials_restart_in_every_host_party(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, "cdm", CDM,
        "2007-11-09 10:33:23,Issuance (1),4 - Completed,1 - 2210,CER,1,HN,9,2210",
        "2007-11-09 10:38:14,Issuance (1),4 - Completed,1 - 48230,CER,1,IN,58,48230",
    )  # fmt: skip
    blocks = [
        block_of(r.id, parse_identifier(f.raw, "CDM"), party=party)
        for r, party in zip(found.records(C), ("HN", "IN"), strict=True)
        for f in r.facts
        if f.path == "serials.first"
    ]
    assert find_overlaps(blocks) == ()


@pytest.mark.parametrize(
    ("text", "tonnes"),
    [
        ("65142364 - 65147657", 5294),
        ("ACR-US-407-2025-2899-1 to 179663", 179663),
        ("CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000", 5000),
        ("CAR-ROC-US-2056-129-2283-WV-2025-8969-1 to 260294", 260294),
        ("ART-GY-102-2021-11-2759599 to 2760598", 1000),
        ("FCPF-CI-130-2023-20-1 to 46404", 46404),
        ("GS1-1-UG-GS11236-16-2024-30307-1-19149", 19149),
        ("RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014", 3657),
        ("4147-176338408-176338907-VCU-016-MER-AU-14-641-16042012-15042013-0", 500),
        ("7059-367676034-367676083-VCU-005-APX-BR-14-1686-01072014-31122014-1", 50),
        ("8164-1-9428-VCS-VCU-1519-VER-BR-14-1654-15122013-14122015-0", 9428),
        ("CDC_1_1_1_321_14_1", None),
        ("CDC_1_1_1_321_14_1_2008", None),
    ],
)
def test_o02_every_layout_is_read(text: str, tonnes: int | None) -> None:
    assert tonnes == parse_identifier(text).tonnes


def test_o03_block_numbers_of_eight_digits_are_no_dates() -> None:
    found = parse_identifier("8551-29936157-29969372-VCS-VCU-263-VER-BR-14-1147-05062014-04062015-0")
    assert found.vintage is not None
    assert (date(2014, 6, 5), date(2015, 6, 4)) == found.vintage.days
    assert (found.first, found.last) == (29936157, 29969372)


def test_o04_one_block_in_many_records_stays_many_records(tmp_path: Path) -> None:
    rows = [unit(name, "IN-100", "IN-199", 100) for name in ("u1", "u2", "u3")]
    found = read_rows(tmp_path, "cad-trust", UNITS, *rows)
    claim = as_claim(written(found, "cad-trust"))
    assert [(c.serials.first, c.serials.last) for c in claim.credits or () if c.serials] == [
        ("IN-100", "IN-199")
    ] * 3


@pytest.mark.parametrize(
    ("count", "code"),
    [(100, None), (99, "off-by-one"), (101, "quantity-differs"), (98, "quantity-differs"), (0, "none"), (-1, "negative")],
)  # fmt: skip
def test_o05_a_count_that_is_one_short_is_told_apart_from_other_mistakes(
    tmp_path: Path, count: int, code: str | None
) -> None:
    found = read_rows(tmp_path, "cad-trust", UNITS, unit("u1", 100, 199, count))
    assert ([] if code is None else [(2, code)]) == found.refusals


def test_o05_starts_shifted_by_one_make_neighbours_meet() -> None:
    blocks = [block_of(k, parse_identifier(t, "CDM"), party="IN") for k, t in (("a", "99 - 199"), ("b", "199 - 299"))]  # fmt: skip
    (overlap,) = find_overlaps(blocks)
    assert (overlap.at.first, overlap.at.last) == (199, 199)


def test_o06_held_and_retired_of_one_block_are_both_there_to_be_compared(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, "cad-trust", UNITS, unit("u1", 100, 199, 100), unit("u2", 150, 199, 50, "Retired")
    )
    assert [r.standing for r in found.records(C)] == [Standing.HELD, Standing.RETIRED]
    claim = as_claim(written(found, "cad-trust"))
    assert [r.act for r in claim.retirements or ()] == ["retirement"]


def test_o07_a_project_number_means_nothing_without_its_form() -> None:
    found = read(SAMPLES / "jcredit-projects.csv", "jcredit-projects")
    ids = [r.id for r in found.records(P)]
    assert {"JC-4", "JCP-4"} <= set(ids)
    assert ids.count("JCP-35") == 2  # one row for each methodology
    assert len(as_claim(written(found, "jcredit-projects")).projects or ()) == len(set(ids))


def test_o08_what_a_spreadsheet_makes_of_numbers(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, "cdm", CDM,
        ["2020-06-05", "Issuance (1)", "4 - Completed", "897975888.0-898129048", "CER", "2", "IN", "1", "153,161.00"],
    )  # fmt: skip
    assert found.facts(C)["quantity_t"] == Decimal(153161)
    assert found.facts(C)["serials.first"] == "897975888"


def test_o09_rows_without_data_and_spreadsheet_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "ADMINISTRATIVE CANCELLATIONS AS AT 31 August 2023*,,,,,,,,,,\n"
        "COMPLETION DATE,TRANSACTION TYPE,STATUS,TRANSACTION TOTAL,SERIAL RANGE,PROJECT IDENTIFIER,Unit Type,UNIT BLOCK TOTAL,REASON FOR CANCELLATION,,Unnamed: 10\n"
        "2013-08-29 10:04:44,Cancellation (4),4 - Completed,3,77316570 - 77316572,KR-1000,CER,3,over-issued by error,,\n"
        "2013-08-29 10:04:44,Cancellation (4),4 - Completed,3,#REF!,KR-1000,CER,3,–,,\n"
        "TOTAL,,,6,,,,6,,,\n"
        ",,,,,,,,,,\n"
        "* The administrative Cancellation account is used to cancel units issued in error.,,,,,,,,,,\n",
        encoding="utf-8",
    )
    found = read(path, "cdm")
    assert dict(found.tally.passed_over) == {Why.TITLE: 1, Why.HEADER: 1, Why.TOTAL: 1, Why.NOTE: 1}
    assert found.refusals == [(4, "excel-error")]
    assert found.tally.parsed == 1


def test_o09_a_total_that_does_not_add_up_tells_of_missing_rows(tmp_path: Path) -> None:
    row = "2007-11-09 10:33:23,Issuance (1),4 - Completed,1 - 2210,CER,1,HN,9,2210"
    assert read_rows(tmp_path, "cdm", CDM, row, "Total,,,,,,,,2210").refusals == []
    assert read_rows(tmp_path, "cdm", CDM, row, "Total,,,,,,,,2454367298").refusals == [(3, "total-differs")]


def test_o10_columns_with_one_name_and_headings_with_line_breaks(tmp_path: Path) -> None:
    header = '"Project ID",Voluntary Registry,"ARB \nProject", Type,Reduction / Removal,Country,"Total Credits \nIssued","Total Credits \nRetired",1996,1997,1996,1997,1996'
    found = read_rows(tmp_path, "vrod", header, 'VCS1116,VCS,No,Landfill,Reduction,Tanzania,"97,193.00","78,497",1,2,3,4,#N/A')  # fmt: skip
    assert found.tally.parsed == 1
    assert (found.facts(P)["host_country"], found.facts(P)["reference"]) == ("TZ", "1116")


def test_o11_more_retired_than_issued_is_said(tmp_path: Path) -> None:
    header = "Project ID,Voluntary Registry,Reduction / Removal,Total Credits Issued,Total Credits Retired"
    found = read_rows(
        tmp_path, "vrod", header,
        ["VCS144", "VCS", "Reduction", "1,499,246.00", "1,554,472"],
        ["VCS145", "VCS", "Impermanent Removal", "10", "10"],
        ["VCS146", "VCS", "Mixed", "#REF!", "10"],
    )  # fmt: skip
    assert [(row, finding.code) for row, finding in found.tally.findings] == [(2, "balance")]
    assert found.tally.parsed == 3


@pytest.mark.parametrize(
    "written_so",
    ["FO-001 Ver.2.0", "FO-001 Ver. 2.0", "FO-001 ver.2.0", "FO-001 Ver 2.0", "FO-001ver 2.0", "FO-001Ver 2.0", "FO-001\r\nVer. 2.0"],
)  # fmt: skip
def test_o12_methodology_spelling(tmp_path: Path, written_so: str) -> None:
    found = read_rows(
        tmp_path, "jcredit-projects", JCREDIT,
        ["10", "2013/12/27 0:00", "町有林における\r\n森林経営活動", "北海道", written_so, "2021/3/31 0:00", "【J-クレジット】一覧(通常型)"],
        ["10", "2013/12/27 0:00", "町有林", "北海道", written_so, "2021/3/31 0:00", "【J-クレジット】一覧（通常型）"],
    )  # fmt: skip
    assert {"FO-001 Ver. 2.0"} == {found.facts(P, n)["methodology"] for n in (0, 1)}
    assert found.facts(P)["name"] == "町有林における 森林経営活動"


def test_o13_dates_of_every_kind(tmp_path: Path) -> None:
    prose = "施設A：2029/3/31\n施設B：2025/3/31"
    found = read_rows(
        tmp_path, "jcredit-projects", JCREDIT,
        ["1", "", "x", "全国", "EN-R-001\nVer. 1.0", "2021/3/31 0:00", "【J-クレジット】一覧(通常型)"],
        ["2", "", "x", "全国", "EN-R-001\nVer. 1.0", "-", "【J-クレジット】一覧(プログラム型)"],
        ["3", "", "x", "全国", "EN-R-001\nVer. 1.3および1.7", prose, "【J-クレジット】一覧(通常型)"],
    )  # fmt: skip
    assert found.facts(P)["crediting.to"] == date(2021, 3, 31)
    assert "crediting.to" not in found.facts(P, 1)
    open_end = found.fact(P, "crediting.to", 2)
    assert open_end is not None
    assert (open_end.value, open_end.raw) == (None, prose)


def test_o14_a_dash_for_a_holder_is_no_name(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,口座保有者,数量"
    found = read_rows(tmp_path, "holdings", head, "J-クレジット,1,-,5", "J-クレジット,1,―,5")
    assert all("holder" not in found.facts(C, n) for n in (0, 1))


def test_o15_a_crediting_period_may_begin_in_the_future(tmp_path: Path) -> None:
    header = (
        "ID,Name,Proponent,Project Registration Date,Crediting Period Start Date,Crediting Period End Date"
    )
    found = read_rows(tmp_path, "verra", header, "666,forest,x,,2126-04-01,2142-03-31")
    assert found.facts(P)["crediting.from"] == date(2126, 4, 1)


def test_o16_a_word_outside_the_pick_lists_is_not_assigned(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, "cad-trust", UNITS,
        unit("u1", 1, 10, 10, kind="Not Determined", declared="Not Applicable", adjusted="Not Applicable"),
        unit("u2", 11, 20, 10, status="For Sale"),
    )  # fmt: skip
    assert dict(found.tally.unassigned) == {
        (P, "mitigation", "Not Determined"): 1,
        (C, "authorisation.adjustment", "Not Applicable / Not Applicable"): 1,
    }
    assert found.records(C)[1].standing is Standing.UNASSIGNED


def test_o17_one_process_id_in_two_rows_is_two_issuances(tmp_path: Path) -> None:
    header = "HostParty,CDM project reference number,Issuance process ID,Issuance date,Monitoring report started,Monitoring report ended,Units - Total,CP"
    found = read_rows(
        tmp_path, "cdm", header,
        "IN,3779,4KEarth1568616446.5,2020-06-08,2012-04-01,2013-07-31,18925,1",
        "IN,3779,4KEarth1568616446.5,2020-06-08,2012-04-01,2013-07-31,4211,2",
        "IN,3780,4KEarth1568616447.5,2020-06-08,,,5,2",
    )  # fmt: skip
    claim = as_claim(written(found, "cdm"))
    assert [Decimal(18925), Decimal(4211), Decimal(5)] == [i.total_t for i in claim.issuances or ()]
    assert [i.monitored is not None for i in claim.issuances or ()] == [True, True, False]


def test_o18_cancellation_4_is_named_by_its_list(tmp_path: Path) -> None:
    administrative = read_rows(
        tmp_path, "cdm",
        "COMPLETION DATE,TRANSACTION TYPE,SERIAL RANGE,PROJECT IDENTIFIER,Unit Type,UNIT BLOCK TOTAL,REASON FOR CANCELLATION",
        "2016-04-06,Cancellation (4),8365097 - 8387326,ZA-6797,CER,22230,To correct originally swapped values between CP1 and CP2",
    )  # fmt: skip
    voluntary = read_rows(
        tmp_path, "cdm",
        "Completion Date,Transaction Type,Serial Range,Project Identifier,Status,CP,Unit,Total,VCP",
        "2016-04-06,Cancellation (4),1 - 10,BR-2569,4 - Completed,2,CER,10,yes",
        "2016-04-06,Cancellation (4),11 - 20,BR-2569,4 - Completed,2,CER,10,no",
    )  # fmt: skip
    assert administrative.facts(R)["act"] == "administrative_cancellation"
    assert [voluntary.facts(R, n)["act"] for n in (0, 1)] == ["voluntary_cancellation", None]
    assert voluntary.facts(P)["host_country"] == "BR"


def test_o19_buffer_units_back_no_claim(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path,
        "cad-trust",
        UNITS,
        unit("u1", 1, 10, 10, "Buffer"),
        unit("u2", 11, 20, 10),
        unit("u3", 21, 30, 10, "Expired"),
    )
    assert [c.id for c in as_claim(written(found, "cad-trust")).credits or ()] == ["CADT-u2"]
    acr = read(SAMPLES / "acr-issuances.csv", "american-carbon-registry")
    assert acr.tally.findings == []  # total is project plus buffer
    off = read_rows(
        tmp_path,
        "american-carbon-registry",
        "Project ID,Total Credits Issued,Credits Issued to Project,Credits Issued to Buffer Pool",
        "ACR1,100,90,9",
    )
    assert [finding.code for _, finding in off.tally.findings] == ["balance"]


def test_o20_tonnes_are_taken_as_printed_never_rounded(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,数量"
    found = read_rows(tmp_path, "holdings", head, "J-クレジット,1,300.5", "J-クレジット,1,300")
    assert [Decimal("300.5"), Decimal(300)] == [found.facts(C, n)["quantity_t"] for n in (0, 1)]


def test_o21_names_are_written_only_where_they_are_asked_for(tmp_path: Path) -> None:
    header = "Vintage,Serial Number,Quantity,GSID,Product Type,Country,Credit Status,Issuance Date,Retirement Date,Using Entity,Note,Use Case"
    found = read_rows(
        tmp_path, "gold-standard", header,
        "2025,GS1-1-KE-GS11603-16-2025-30256-110-111,2,11603,VER,Kenya,Retired,2026-03-31,2026-04-10,Somebody Private,for Somebody Private,Voluntary",
    )  # fmt: skip
    assert "Somebody" not in written(found, "gold-standard", names=None)
    assert "Somebody" in written(found, "gold-standard", names=True)
    assert all(not isinstance(o, Parsed) or "Somebody" not in str(o.findings) for o in found.outcomes)
