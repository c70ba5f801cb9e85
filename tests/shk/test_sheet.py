"""A plain sheet in, totals and transcription out: one command, no claim file."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import takewhile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from offsetcheck.cli.main import main
from offsetcheck.programmes.emission_sheet import read_sheets, template

FIXTURES = Path(__file__).parents[2] / "fixtures"
HEAD = "報告者,株式会社サンプル\n報告年度,令和7年度報告\nすべて記載,はい\n報告対象範囲での使用,はい\n"
TABLE = """区分,名称,使用量,単位,基礎排出係数,調整後排出係数,係数の単位,排出量(t),充てる排出量,数量(t),由来,シリアル番号(最初),シリアル番号(最後),認証日,無効化日,通知書番号,利用者名
燃料,重油,,,,,,6000,,,,,,,,,
電気,サンプル電力,9000000,kWh,0.000457,0.000457,t-CO2/kWh,,,,,,,,,
非エネルギー,石灰石,,,,,,700,,,,,,,,
非化石証書,,,,,,,,電気,460,,,,,,
J-クレジット,,,,,,,,,1500,再エネ電力,100001,101500,2024-12-20,2025-06-15,N-1,株式会社サンプル
J-クレジット,,,,,,,,,800,省エネ,200001,200800,2024-12-20,2025-06-15,N-2,株式会社サンプル
"""


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["shk", str(path), "--lang", "ja", "--as-of", "2025-07-20", *options])


def sheet(folder: Path, text: str, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def totals(output: str) -> dict[str, str]:
    """The totals as the report says them first."""
    said = re.findall(r"^令和.{1,3}年度報告（\d{4}年度実績）の(\S+?)：(.*)$", output, re.MULTILINE)
    return dict(said)


def tables(path: Path, *options: str) -> dict[str, list[list[str]]]:
    """The tables of the CSV by their titles, without their heads."""
    found: dict[str, list[list[str]]] = {}
    output = run(path, "--format", "csv", *options).output.lstrip("\ufeff")
    for block in re.split(r"\r?\n\r?\n", output):
        rows = list(csv.reader(io.StringIO(block)))
        found[rows[0][0]] = rows[2:]
    return found


@pytest.mark.slow
def test_a_sheet_gives_its_totals_in_one_command(tmp_path: Path) -> None:
    result = run(sheet(tmp_path, HEAD + TABLE))
    assert totals(result.output) == {"基礎排出量": "8,853 t-CO2", "調整後温室効果ガス排出量": "8,053 t-CO2"}
    late = run(sheet(tmp_path, HEAD + TABLE.replace("2025-06-15,N-2", "2025-07-01,N-2")))
    assert totals(late.output)["調整後温室効果ガス排出量"] == "8,853 t-CO2"
    assert late.exit_code == 1


@pytest.mark.slow
def test_each_term_has_a_name_a_sign_a_value_a_clause_and_how_sure_it_is(tmp_path: Path) -> None:
    terms = tables(sheet(tmp_path, HEAD + TABLE))["算定の内訳 調整後温室効果ガス排出量"]
    named = {row[2].strip("　"): row for row in terms}
    fuel = named["燃料の使用に伴うエネルギー起源CO2（廃棄物の燃料利用を含む）"]
    assert (fuel[0], fuel[1], fuel[3], fuel[4], fuel[6]) == ("加算", "1", "6000", "t-CO2", "二次資料")
    assert named["国内認証排出削減量（電気・熱に充てないJ-クレジット等）"][0:4:3] == ["控除", "800"]
    for row in terms:
        if row[1]:
            assert row[5], row
            assert row[6], row
    text = run(sheet(tmp_path, HEAD + TABLE)).output
    assert "100001～101500" in text
    assert "・[1] 『" in text


CAPPED = TABLE.replace("1500,再エネ電力,100001,101500", "5000,再エネ電力,100001,105000")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "totals"),
    [
        (TABLE, {"基礎排出量": "8853", "調整後温室効果ガス排出量": "8053"}),
        (CAPPED, {"基礎排出量": "6700", "調整後温室効果ガス排出量": "4,553～5,900"}),
    ],
)
def test_the_terms_and_their_parts_add_up_to_the_total(
    tmp_path: Path, table: str, totals: dict[str, str]
) -> None:
    found = tables(sheet(tmp_path, HEAD + table))
    for total, value in totals.items():
        rows = found[f"算定の内訳 {total}"]
        assert [r[3] for r in rows if r[2].startswith("計（")] == [value]
        if value.isdecimal():
            assert signed(r for r in rows if r[1] == "1") == Decimal(value)
        for n, row in enumerate(rows):
            parts = list(takewhile(lambda r: r[1] == "2", rows[n + 1 :])) if row[1] == "1" else []
            if parts and all(p[0] in ("加算", "控除") for p in parts):
                assert signed(parts) == Decimal(row[3]), row


def signed(rows: Iterable[list[str]]) -> Decimal:
    return sum((Decimal(r[3]) if r[0] == "加算" else -Decimal(r[3]) for r in rows), Decimal(0))


@pytest.mark.slow
def test_the_workbook_holds_every_table_and_no_clock(tmp_path: Path) -> None:
    source = sheet(tmp_path, HEAD + TABLE)
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    run(source, "-o", str(one))
    run(source, "-o", str(two))
    assert one.read_bytes() == two.read_bytes()
    book = load_workbook(one)
    assert book.sheetnames == [
        "排出量の算定と転記表", "合計", "算定の内訳 基礎排出量", "算定の内訳 調整後温室効果ガス排出量", "転記表", "クレジット・証書の明細",
        "不適合及び要確認の項目", "根拠の一覧",
    ]  # fmt: skip
    fields = list(book["転記表"].iter_rows(min_row=2, values_only=True))
    assert ("特定第12表3", "調整後温室効果ガス排出量", 8053, "t-CO2") in [row[1:5] for row in fields]
    assert ("国内認証排出削減量（J-クレジット等）", 2300) in [row[2:4] for row in fields]
    assert ("非化石電源二酸化炭素削減相当量（非化石証書）", 460) in [row[2:4] for row in fields]


@pytest.mark.slow
def test_a_field_that_also_holds_what_is_set_against_electricity_says_so(tmp_path: Path) -> None:
    output = "".join(run(sheet(tmp_path, HEAD + TABLE)).output.split())
    assert "電気・熱の使用に伴う排出量に充てる分（" in output
    assert "算定の内訳では、この分を電気・熱の項で差し引いています。" in output


def test_the_page_is_written_for_a_browser(tmp_path: Path) -> None:
    page = run(sheet(tmp_path, HEAD + TABLE), "--format", "html").output
    assert "令和7年度報告（2024年度実績）" in page
    assert "8,053" in page


@pytest.mark.slow
def test_a_workbook_is_read_like_the_text(tmp_path: Path) -> None:
    book = Workbook()
    for line in (HEAD + TABLE).splitlines():
        book.worksheets[0].append([c or None for c in line.split(",")])
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    assert totals(run(path).output)["調整後温室効果ガス排出量"] == "8,053 t-CO2"


def test_units_are_turned_into_those_of_the_facts(tmp_path: Path) -> None:
    table = "区分,使用量,単位,基礎排出係数,調整後排出係数,係数の単位\n電気,9000,MWh,0.457,0.400,kg-CO2/kWh\n都市ガス,1000,m3,2.05,2.05,t-CO2/千m3\n熱,100,GJ,0.0532,0.0532,t-CO2/GJ\n"
    output = run(sheet(tmp_path, HEAD + table)).output
    assert totals(output) == {"基礎排出量": "4,120 t-CO2", "調整後温室効果ガス排出量": "3,607 t-CO2"}


@pytest.mark.slow
def test_what_is_not_said_to_be_all_has_no_upper_bound(tmp_path: Path) -> None:
    result = run(sheet(tmp_path, HEAD.replace("すべて記載,はい", "すべて記載,いいえ") + TABLE))
    assert result.exit_code == 3
    assert totals(result.output)["基礎排出量"] == "未確定"
    assert "「すべて記載」" in result.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("報告年度,令和7年度報告", "報告年度,2025"), "令和7年度報告（2024年度実績）のことであれば「令和7年度報告」、令和8年度報告（2025年度実績）のことであれば「令和8年度報告」"),
        (("報告年度,令和7年度報告", "報告年度,令和7年度"), "令和8年度報告（2025年度実績）のことであれば"),
        (("報告年度,令和7年度報告", "対象年度,令和7年度報告"), "令和7年度報告（2024年度実績）のことであれば「2024年度実績」"),
        (("報告年度,令和7年度報告", "報告年度,令和7年度報告（2025年度実績）"), "2025年度の実績は令和8年度報告（2025年度実績）で報告します"),
        (("報告年度,令和7年度報告", "報告年度,来年"), "年度の種類"),
        (("すべて記載,はい", "全て記載,はい"), "この項目名は使えません"),
        (("非化石証書,", "合計,"), "この行を削除してください"),
        ((",460,", ",460 t,"), "数値だけを書いてください"),
        ((",460,", ",-460,"), "0以上の数値"),
        ((",460,", ",4600000000000,"), "数値が大きすぎます"),
        (("報告年度,令和7年度報告", "報告年度,令和7年度報告\n対象年度,2025年度実績"),
         "令和7年度報告（2024年度実績）、対象年度の行は令和8年度報告（2025年度実績）"),
        (("報告年度,令和7年度報告\n", ""), "報告年度"),
        (("報告者,株式会社サンプル\n", ""), "報告者"),
        (("燃料,重油", "燃科,重油"), "この区分はありません"),
        (("9000000,kWh", "9000000,GJ"), "使える単位：kwh"),
        (("0.000457,0.000457,t-CO2/kWh", "0.000457,0.000457,"), "係数の単位"),
        ((",6000,", ",六千,"), "数値"),
        (("2025-06-15,N-1", "6月,N-1"), "日付"),
        (("区分,名称,使用量", "区分,名称,使用料"), "この列はありません"),
        (("報告年度,令和7年度報告", "報告年度,令和30年度報告"), "令和30年度報告（2047年度実績）に適用できる版がありません"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_mend(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    result = run(sheet(tmp_path, (HEAD + TABLE).replace(*change)))
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (("区分,名称,", "種別,名称,"), "sheet.csv:5: 種別 → "),
        (("区分,名称,", "名称,区分,"), "sheet.csv:5: 名称 → "),
        ((TABLE.partition("\n")[0] + "\n", ""), "sheet.csv: "),
    ],
)
def test_a_table_without_its_headings_is_one_problem_not_one_per_row(
    tmp_path: Path, change: tuple[str, str], where: str
) -> None:
    assert change[0] in TABLE
    result = run(sheet(tmp_path, (HEAD + TABLE).replace(*change)))
    said = [line for line in result.output.splitlines() if "sheet.csv" in line]
    assert result.exit_code == 2
    assert len(said) == 1, result.output
    assert where in said[0]
    assert "「区分」から始まる見出し行が見つかりません" in said[0]
    assert "offsetcheck shk --template" in said[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (("通知書番号,利用者名\n", "通知書番号,利用者名,備考\n"), ("通知書番号,利用者名\n", "通知書番号,利用者名,排出量(t)\n"),
         "sheet.csv:5 排出量(t): 排出量(t) → この見出しの列が二つあります"),
        (("報告年度,令和7年度報告\n", "報告年度,令和7年度報告\n" * 2),
         ("報告年度,令和7年度報告\n", "報告年度,令和7年度報告\n報告年度,令和8年度報告（2025年度実績）\n"),
         "sheet.csv:3 報告年度: 令和8年度報告（2025年度実績） → 2行目と値が異なります（令和7年度報告）"),
        (("すべて記載", "報告者,株式会社サンプル\nすべて記載"), ("すべて記載", "報告者,株式会社別会社\nすべて記載"), "1行目と値が異なります"),
        (("燃料,重油", "燃料,重油・LPG"), ("0.000457,t-CO2/kWh,,", "0.000457,t-CO2/kWh,9999,"),
         "sheet.csv:7 排出量(t): 9999 → 使用量がある行の排出量は計算します"),
        ((",6000,", ',"6,000",'), (",6000,", ",6,000,"), "sheet.csv:6: この行は18列あり、見出しの17列より多く"),
        ((",6000,", ',"6,000",'), (",6000,", ',"6,00",'), "数値だけを書いてください"),
        (("燃料,重油", "燃料,重油・LPG"), ("6000,,,,,,,,,\n", "6000,,,,,,,,,9\n"), "sheet.csv:6 利用者名: 9 → この行の計算に使わない値です"),
        (("燃料,重油,,,,,,6000,,,,,,,,,", "燃料,重油,,,,,,6000"), ("6000,,,,,,,,,\n", "6000,,,,,,,,,,9\n"), "sheet.csv:6: 9 → この行は18列あり"),
        (("区分,名称,使用量", "区分,備考,使用量"), ("区分,名称,使用量", "区分,,使用量"), "sheet.csv:6: 重油 → 見出しのない列に値があります"),
        (("報告年度,", '基礎排出量(記載値),"8,853"\n報告年度,'), ("報告年度,", "基礎排出量(記載値),8,853\n報告年度,"),
         "sheet.csv:2 基礎排出量(記載値): 8,853 → 一つの値だけを書いてください"),
        (("報告者,株式会社サンプル", "報告者：株式会社サンプル"), ("報告者,", "表題：,"), "この項目名は使えません"),
    ],
)  # fmt: skip
def test_nothing_in_a_sheet_is_dropped_or_overruled_in_silence(
    tmp_path: Path, right: tuple[str, str], wrong: tuple[str, str], said: str
) -> None:
    assert right[0] in HEAD + TABLE
    assert wrong[0] in HEAD + TABLE
    good = run(sheet(tmp_path, (HEAD + TABLE).replace(*right)))
    assert totals(good.output) == {"基礎排出量": "8,853 t-CO2", "調整後温室効果ガス排出量": "8,053 t-CO2"}
    bad = run(sheet(tmp_path, (HEAD + TABLE).replace(*wrong)))
    assert (bad.exit_code, said in bad.output) == (2, True), bad.output


def test_a_misspelt_heading_is_said_once(tmp_path: Path) -> None:
    text = (HEAD + TABLE).replace("利用者名\n", "利用者名,備考\n").replace("名称,使用量", "名前,使用量")
    assert run(sheet(tmp_path, text)).output.count("\n") == 1


def test_an_amount_of_power_is_never_cut_to_nothing(tmp_path: Path) -> None:
    table = "区分,排出量(t),電力量(kWh),数量(t)\n燃料,6000,,\n非化石証書,,{},460\n"
    assert run(sheet(tmp_path, HEAD + table.format("1000"))).exit_code != 2
    bad = run(sheet(tmp_path, HEAD + table.format("1000.5")))
    assert (bad.exit_code, "整数で書いてください" in bad.output) == (2, True)


def test_the_template_is_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    assert CliRunner().invoke(main, ["shk", "--template", str(path)]).exit_code == 0
    assert path.read_bytes().decode() == template()
    result = run(path)
    assert result.exit_code == 0
    assert totals(result.output)["調整後温室効果ガス排出量"] == "9,213 t-CO2"
    again = CliRunner().invoke(main, ["shk", "--template", str(path)])
    assert again.exit_code == 2


def test_what_excel_writes_is_read(tmp_path: Path) -> None:
    """CP932, full-width digits, thousands apart, empty lines, a title, a remark, an exponent and slashed days."""
    text = """排出量まとめ

報告者：,株式会社サンプル
報告年度,令和７年度報告（２０２４年度実績）
すべて記載,はい
報告対象範囲での使用,はい

区分,名称,使用量,単位,基礎排出係数,調整後排出係数,係数の単位,排出量(t),数量(t),由来,シリアル番号(最初),シリアル番号(最後),認証日,無効化日,通知書番号,利用者名,備考
燃料,重油,,,,,,"６，０００",,,,,,,,,

電気,サンプル電力,"9,000,000",ｋＷｈ,4.57E-04,0.000457,t-CO2/kWh,,,,,,,,,,単価を確認
Ｊ－クレジット,,,,,,,,"1,500",再エネ電力,100001,101500,2024/12/20,令和7年6月15日,N-1,株式会社サンプル,
"""
    path = tmp_path / "sheet.csv"
    path.write_bytes(text.encode("cp932"))
    assert totals(run(path).output) == {
        "基礎排出量": "8,613 t-CO2",
        "調整後温室効果ガス排出量": "8,613 t-CO2",
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("9000000,kWh", "9000000,MWh"), "kWhとMWhを取り違えていないか"),
        (("9000000,kWh", "9000,kWh"), "kWhとMWhを取り違えていないか"),
        (("0.000457,0.000457,t-CO2/kWh", "0.457,0.457,t-CO2/kWh"), "係数の単位（t-CO2とkg-CO2、kWhとMWh）"),
        (("", ""), None),
    ],
)
def test_a_likely_slip_of_the_unit_is_asked_about(
    tmp_path: Path, change: tuple[str, str], said: str | None
) -> None:
    output = "".join(run(sheet(tmp_path, (HEAD + TABLE).replace(*change))).output.split())
    assert ("入力値の確認" in output) is (said is not None)
    assert said is None or said in output


def test_a_mistake_of_the_claim_is_shown_at_its_row(tmp_path: Path) -> None:
    result = run(sheet(tmp_path, (HEAD + TABLE).replace("100001,101500", "100001,99999")))
    assert result.exit_code in (1, 2)
    assert "sheet.csv:10 serials.last" in result.output


@pytest.mark.slow
def test_a_kind_of_credits_is_headed_once_and_a_day_that_is_not_stated_is_said_to_be(tmp_path: Path) -> None:
    lines = [x.strip() for x in run(sheet(tmp_path, HEAD + TABLE)).output.splitlines()]
    assert "再エネ電力由来のJ-クレジット" in lines
    assert "制度：J-クレジット" in lines
    assert "無効化日・使用日：記載なし" in lines
    assert not any(x.endswith("：-") for x in lines)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-06-31", "2025-06-31 → 2025-06-31は実在しない日付です。実在する日付を書いてください。"),
        ("令和7年6月31日", "令和7年6月31日 → 2025-06-31は実在しない日付です。"),
        ("15/06/2025", "15/06/2025 → 日付を 2025-06-15 の形で書いてください"),
    ],
)
def test_a_day_no_calendar_has_is_told_apart_from_one_written_otherwise(
    tmp_path: Path, day: str, said: str
) -> None:
    result = run(sheet(tmp_path, (HEAD + TABLE).replace("2025-06-15,N-1", f"{day},N-1")))
    assert result.exit_code == 2
    assert said in result.output


def test_what_is_against_a_report_names_the_row_and_what_to_do(tmp_path: Path) -> None:
    output = run(sheet(tmp_path, (HEAD + TABLE).replace("2025-06-15,N-1", "2025-07-01,N-1"))).output
    assert "SHK-TIM-01" in output
    assert "10行目" in output
    assert "対応：無効化済みの場合は、無効化通知書により完了日をご確認のうえ" in output


@pytest.mark.slow
def test_beyond_the_cap_both_totals_and_the_tonnes_between_are_said(tmp_path: Path) -> None:
    large = (HEAD + TABLE).replace("1500,再エネ電力,100001,101500", "5000,再エネ電力,100001,105000")
    output = "".join(run(sheet(tmp_path, large)).output.split())
    assert "規定の解釈が確定していないため、2通りの結果を示します。" in output
    assert "（差：1,347t-CO2）。いずれによるかは、所管当局にご確認ください。" in output
    assert "2通り" not in run(sheet(tmp_path, HEAD + TABLE)).output


@pytest.mark.slow
def test_a_total_below_zero_is_shown_and_questioned(tmp_path: Path) -> None:
    low = (
        HEAD
        + "区分,排出量(t),数量(t),由来,シリアル番号(最初),シリアル番号(最後),認証日,無効化日,通知書番号,利用者名\n燃料,100\nJ-クレジット,,150,省エネ,1,150,2024-12-20,2025-06-15,N-1,株式会社サンプル\n"
    )
    result = run(sheet(tmp_path, low))
    assert totals(result.output)["調整後温室効果ガス排出量"] == "-50 t-CO2"
    assert "0で打ち切らずに示しています" in result.output
    assert result.exit_code == 3
    level = run(sheet(tmp_path, low.replace("150", "100"))).output
    assert totals(level)["調整後温室効果ガス排出量"] == "0 t-CO2"
    assert "打ち切らずに" not in level


def test_a_line_for_each_kind_ties_out(tmp_path: Path) -> None:
    """What is stated is what is used and what is not; certificates fill the cap first."""
    many = (HEAD + TABLE).replace("1500,再エネ電力,100001,101500", "4000,再エネ電力,100001,104000") + (
        "JCM,,,,,,,,,200,,300001,300200,,2025-06-15,N-3,株式会社サンプル\n"
        "VCS,,,,,,,,,50,,400001,400050,,2025-06-15,N-4,株式会社サンプル\n"
    )
    rows = {r[0]: r for r in tables(sheet(tmp_path, many))["クレジット・証書の明細"]}
    assert rows["非化石証書"][5:] == ["460", "460", "0", "0"]
    assert rows["再エネ電力由来のJ-クレジット"][2:] == [
        "100001～104000",
        "2025-06-15",
        "N-1",
        "4000",
        "3653",
        "0",
        "347",
    ]
    assert rows["その他の国内クレジット"][5:] == ["800", "800", "-", "0"]
    assert rows["この報告で使用できない制度のクレジット"][5:] == ["50", "0", "-", "50"]
    assert set(rows) == {
        "非化石証書", "再エネ電力由来のJ-クレジット", "その他の国内クレジット", "JCMクレジット", "この報告で使用できない制度のクレジット",
    }  # fmt: skip


@pytest.mark.slow
def test_one_retirement_in_the_sheets_of_two_years_is_found(tmp_path: Path) -> None:
    first = sheet(tmp_path, HEAD + TABLE, "r7.csv")
    later = (HEAD + TABLE).replace("令和7年度報告", "令和8年度報告")
    both = run(first, str(sheet(tmp_path, later, "r8.csv")), "--as-of", "2026-07-20")
    assert both.exit_code == 1
    assert "SHK-TIM-02" in both.output
    assert "令和7年度報告（2024年度実績）、令和8年度報告（2025年度実績）" in both.output
    apart = later.replace("100001,101500", "110001,111500").replace("200001,200800", "210001,210800")
    apart = apart.replace("N-1", "N-8").replace("N-2", "N-9").replace("2025-06-15", "2026-06-15")
    assert (
        "無効化日: 2026-06-15 → r7の10行目の同じ無効化では2025-06-15です"
        in run(
            first, str(sheet(tmp_path, later.replace("2025-06-15,N-1", "2026-06-15,N-1"), "r8.csv"))
        ).output
    )
    gap = later.replace("2025-06-15,N-1", ",N-1"), (HEAD + TABLE).replace("N-2,株式会社サンプル", "N-2,")
    filled = run(
        sheet(tmp_path, gap[1], "r7.csv"), str(sheet(tmp_path, gap[0], "r8.csv")), "--as-of", "2026-07-20"
    )
    assert re.sub("[0-9a-f]{64}", "", filled.output) == re.sub("[0-9a-f]{64}", "", both.output)
    first = sheet(tmp_path, HEAD + TABLE, "r7.csv")
    alone = run(first, str(sheet(tmp_path, apart, "r8.csv")), "--as-of", "2026-07-20")
    assert "SHK-TIM-02" not in alone.output
    assert "使用できない" not in alone.output.split("クレジット・証書の明細")[0]
    twice = run(first, str(sheet(tmp_path, HEAD + TABLE, "again.csv")))
    assert twice.exit_code == 2
    assert "令和7年度報告（2024年度実績）の表が二つあります" in twice.output


def two_sheets(folder: Path, one: tuple[str, str], two: tuple[str, str]) -> Result:
    """The sheets of two years with retirements of their own, each changed as said."""
    later = (HEAD + TABLE).replace("令和7年度報告", "令和8年度報告").replace("100001,101500", "110001,111500")
    later = later.replace("200001,200800", "210001,210800").replace("N-1", "N-8").replace("N-2", "N-9")
    later = later.replace("2025-06-15", "2026-06-15")
    first = sheet(folder, (HEAD + TABLE).replace(*one), "r7.csv")
    return run(first, str(sheet(folder, later.replace(*two), "r8.csv")), "--as-of", "2026-07-20")


def numbered(number: str, name: str = "株式会社サンプル") -> tuple[str, str]:
    return "報告者,株式会社サンプル\n", f"報告者,{name}\n法人番号,{number}\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("one", "two", "said"),
    [
        (numbered("8999900000001"), numbered("8999-9000-00001"), None),
        (numbered("8999900000001"), numbered(""), None),
        (numbered("8999900000001"), numbered("7999900000002"), "r8.csv:2 法人番号: 7999900000002 → "),
        (numbered("8999900000001"), numbered("7999900000002", "㈱サンプル"), "r8.csv:2: ㈱サンプル → 同じ名称で法人番号が異なります"),
        (numbered(""), numbered("8999900000002"), "r8.csv:2 corporate_number: 8999900000002"),
    ],
    ids=["the same", "one without", "another", "another of an equal name", "no number at all"],
)  # fmt: skip
def test_one_name_in_two_sheets_has_one_number(
    tmp_path: Path, one: tuple[str, str], two: tuple[str, str], said: str | None
) -> None:
    result = two_sheets(tmp_path, one, two)
    assert (result.exit_code == 2) is (said is not None)
    assert said is None or said in result.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("user", "code"), [("㈱サンプル", 0), ("株式会社別会社", 3), ("us", 3), ("ＵＳ", 3), ("1", 3)]
)
def test_only_the_reporters_name_is_the_reporter(tmp_path: Path, user: str, code: int) -> None:
    result = run(sheet(tmp_path, template().replace("N-1,株式会社サンプル", f"N-1,{user}")))
    assert result.exit_code == code, result.output


@pytest.mark.slow
def test_the_roll_forward_ties_out_or_says_so(tmp_path: Path) -> None:
    table = "区分,由来,期首,取得,移転,無効化,期末\nクレジットの増減,省エネ,1000,2300,100,2300,{}\nクレジットの増減,森林,10,0,0,0,10\n"
    for closing, word in (("900", "一致"), ("901", "不一致")):
        lots = tables(sheet(tmp_path, HEAD + table.format(closing)))["クレジットの増減"]
        assert [r[8] for r in lots] == [word, "一致", word]
        assert [r[0] for r in lots] == ["J-クレジット 省エネルギー", "J-クレジット 森林", "計"]
        assert lots[-1][2:6] == ["1010", "2300", "100", "2300"]


@pytest.mark.slow
def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        (HEAD + TABLE)
        .replace("株式会社サンプル\n報告年度", "=1+1\n報告年度")
        .replace("燃料,重油", "燃料,=1+1"),
    )
    out = tmp_path / "a.xlsx"
    run(path, "-o", str(out))
    for page in load_workbook(out).worksheets:
        assert all(c.data_type != "f" for row in page.iter_rows() for c in row)
    assert ",=1+1" not in run(path, "--format", "csv").output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "code"), [(b"notice", 0), (b"another", 3)], ids=["the file stated", "another file"]
)
def test_a_claims_evidence_is_looked_at_as_in_a_check(tmp_path: Path, content: bytes, code: int) -> None:
    path = tmp_path / "claim.yaml"
    digest = hashlib.sha256(b"notice").hexdigest()
    path.write_text(
        (FIXTURES / "claims/one-run-two-filings.yaml").read_text(encoding="utf-8")
        + f'evidence:\n  - {{fact: "retirements[R2].completed_on", value: 2026-06-15, level: documented, document: proof.pdf, sha256: "{digest}"}}\n',
        encoding="utf-8",
    )
    (tmp_path / "proof.pdf").write_bytes(content)
    for command in ("check", "shk"):
        result = CliRunner().invoke(main, [command, str(path), "--as-of", "2027-05-01"])
        assert result.exit_code == code, command


@pytest.mark.parametrize(("complete", "stated"), [("はい", "not_stated"), ("", None)])
def test_an_empty_line_of_a_total_says_that_none_is_stated_only_where_all_is_filled_in(
    tmp_path: Path, complete: str, stated: str | None
) -> None:
    """Our gap is not the report's silence (law 3)."""
    text = template().replace("すべて記載,はい", f"すべて記載,{complete}")
    path = tmp_path / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    [filing] = read_sheets([path], date(2026, 9, 10)).filings or ()
    assert filing.terms is not None
    assert filing.terms.stated == stated


@pytest.mark.slow
def test_what_a_sheet_is_called_decides_nothing(tmp_path: Path) -> None:
    """Two years of one body, each as shk.csv in a folder of its own, are read like sheets of other names."""
    later = (HEAD + TABLE).replace("令和7年度報告", "令和8年度報告").replace("100001,101500", "110001,111500")
    later = later.replace("200001,200800", "210001,210800").replace("N-1", "N-8").replace("N-2", "N-9")
    later = later.replace("2025-06-15", "2026-06-15")
    codes = []
    for names in (("2024", "2025"), ("a", "b")):
        folders = [tmp_path / n for n in names]
        for folder in folders:
            folder.mkdir()
        called = ("shk.csv", "shk.csv") if names[0] == "2024" else ("one.csv", "two.csv")
        first, second = sheet(folders[0], HEAD + TABLE, called[0]), sheet(folders[1], later, called[1])
        for one in (later, (HEAD + TABLE).replace("令和7年度報告", "令和8年度報告")):
            second.write_text(one, encoding="utf-8")
            codes.append(run(first, str(second), "--as-of", "2026-07-20").exit_code)
    assert codes[:2] == codes[2:]
    assert codes[1] == 1


@pytest.mark.slow
def test_the_values_on_the_page_name_their_unit() -> None:
    claim = Path(__file__).parents[2] / "fixtures" / "claims" / "consumers-and-shk.yaml"
    for lang, head in (("ja", "値（t-CO2）"), ("en", "Value (t-CO2)")):
        text = CliRunner().invoke(main, ["shk", str(claim), "--as-of", "2026-09-15", "--lang", lang]).output
        assert text.count(head) == 3  # two totals taken apart, and the fields to fill in


@pytest.mark.slow
@pytest.mark.parametrize(
    ("row", "gap"),
    [
        (",9000000,kWh,0.000457,", ",,kWh,0.000457,"),
        (",9000000,kWh,0.000457,", ",,,0.000457,"),
        (",9000000,kWh,0.000457,0.000457,t-CO2/kWh,", ",,,,,,"),
        ("1500,再エネ電力,", "1500,,"),
    ],
)
def test_an_empty_cell_is_a_missing_fact_and_no_refusal(tmp_path: Path, row: str, gap: str) -> None:
    """What the sheet does not say yet is asked about; the total it belongs to stays open."""
    filled, empty = HEAD + TABLE, (HEAD + TABLE).replace(row, gap)
    assert empty != filled
    found = run(sheet(tmp_path, empty))
    assert found.exit_code in (1, 3), found.output
    assert re.search("～|以上|未確定", totals(found.output)["基礎排出量"])
    assert not re.search("～|以上|未確定", totals(run(sheet(tmp_path, filled)).output)["基礎排出量"])


def test_credits_of_an_origin_not_stated_have_a_line_of_their_own_and_may_count_with_any_kind(
    tmp_path: Path,
) -> None:
    gap = (HEAD + TABLE).replace("1500,再エネ電力,", "1500,,")
    rows = {r[0]: r for r in tables(sheet(tmp_path, gap))["クレジット・証書の明細"]}
    assert "再エネ電力由来のJ-クレジット" not in rows
    assert rows["由来又は区分が未記載の国内クレジット"][5:7] == ["1500", "0～1,500"]
    assert rows["その他の国内クレジット"][5:7] == ["800", "800"]


def test_the_order_of_the_sheets_decides_nothing(tmp_path: Path) -> None:
    """One sheet leaves out the day and the origin of a retirement that another names."""
    first = sheet(
        tmp_path,
        (HEAD + TABLE).replace("1500,再エネ電力,", "1500,,").replace("2025-06-15,N-1", ",N-1"),
        "a.csv",
    )
    second = sheet(tmp_path, HEAD.replace("令和7年度報告", "令和6年度報告") + TABLE, "b.csv")
    claims = [read_sheets(order, date(2025, 7, 20)) for order in ([first, second], [second, first])]
    shown = [sorted((str(u.t), str(u.status), str(u.shk_class)) for u in c.uses or ()) for c in claims]
    assert shown[0] == shown[1]
    assert all("None" not in use for use in shown[0])


def judged(folder: Path, *texts: str) -> tuple[int, dict[str, str]]:
    """The code and the totals of the sheets of two years that follow each other, or of one."""
    years = ("令和7年度報告", "令和8年度報告")
    paths = [
        sheet(
            folder, HEAD.replace("令和7年度報告", year) + TABLE.split("非化石証書")[0] + text, f"{year}.csv"
        )
        for year, text in zip(years, texts, strict=False)
    ]
    result = run(paths[0], *map(str, paths[1:]), "--as-of", "2026-11-01")
    return result.exit_code, totals(result.output)


def retired(
    serials: str = "",
    notice: str = "N-1",
    t: str = "1500",
    origin: str = "再エネ電力",
    of: str = "J-クレジット",
) -> str:
    """A row of a credit, with what is said of it."""
    return f"{of},,,,,,,,,{t},{origin},{serials or ','},2024-12-20,2025-06-15,{notice},株式会社サンプル\n"


ONE, TWO = "100001,101500", "200001,201500"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "one", "two"),
    [
        ((retired(), retired()), (retired(ONE), retired()), (3, 3), (1, 1)),
        ((retired(ONE), retired()), (retired(ONE), retired(ONE)), (3, 1), (1, 1)),
        ((retired(ONE), retired()), (retired(ONE), retired(TWO)), (3, 0), (1, 1)),
        ((retired(t=""), retired(t="")), (retired(), retired(t="")), (3, 3), (1, 1)),
        ((retired(ONE, t=""), retired(ONE, t="")), (retired(ONE), retired(ONE, t="")), (3, 3), (1, 1)),
        ((retired(ONE, ""), retired(ONE, "")), (retired(ONE), retired(ONE, "")), (3, 3), (3, 3)),
        ((retired(ONE, ""), retired(ONE)), (retired(ONE), retired(ONE)), (3, 1), (3, 1)),
    ],
    ids=[
        "the serials of one", "the same serials", "other serials", "the tonnes", "the tonnes beside serials", "the notice",
        "the same notice",
    ],
)  # fmt: skip
def test_what_is_filled_in_of_one_of_two_rows_takes_no_answer_back(
    tmp_path: Path,
    before: tuple[str, str],
    after: tuple[str, str],
    one: tuple[int, int],
    two: tuple[int, int],
) -> None:
    """In one sheet, and in the sheets of two years, which one notice never serves."""
    assert tuple(judged(tmp_path, "".join(rows))[0] for rows in (before, after)) == one
    assert tuple(judged(tmp_path, *rows)[0] for rows in (before, after)) == two


def test_the_blocks_of_one_notice_are_one_retirement(tmp_path: Path) -> None:
    """A notice may name several blocks: each has its serials, and the notice has the tonnes of all."""
    path = sheet(
        tmp_path, HEAD + TABLE.split("非化石証書")[0] + retired(ONE) + retired("200001,200800", t="800", origin="省エネ")
    )  # fmt: skip
    claim = read_sheets([path], date(2026, 11, 1))
    [act] = claim.retirements or ()
    assert (act.notice, act.total_t, act.registry) == ("N-1", Decimal(2300), "J-クレジット登録簿システム")
    assert [(b.credit, b.quantity_t) for b in act.blocks or ()] == [
        ("9行目", Decimal(1500)),
        ("10行目", Decimal(800)),
    ]
    assert [(u.retirement, u.credit) for u in claim.uses or ()] == [("9行目", "9行目"), ("9行目", "10行目")]
    assert run(path, "--as-of", "2026-11-01").exit_code == 0


@pytest.mark.parametrize(
    ("one", "other", "acts"),
    [
        ("N-1", "Ｎ 1", 1),
        ("無効化通知書第1号", "無効化通知書 第１号", 1),
        ("1-12", "1 - 12", 1),
        ("1-12", "11-3", 2),
        ("1-12", "11-2", 2),
        ("1-12", "112", 2),
    ],
)
def test_notices_of_the_same_figures_divided_otherwise_are_not_taken_for_one(
    tmp_path: Path, one: str, other: str, acts: int
) -> None:
    """1-12 and 11-2 may be one notice, which nobody can tell; that no unit is used twice, their serials do."""
    text = HEAD + TABLE.split("非化石証書")[0] + retired(ONE, one) + retired("200001,200800", other, t="800")
    path = sheet(tmp_path, text)
    assert len(read_sheets([path], date(2026, 11, 1)).retirements or ()) == acts
    assert run(path, "--as-of", "2026-11-01").exit_code == 0


@pytest.mark.parametrize("word", ["-", "－", "#N/A", "#REF!", "なし", "不明"])
def test_a_cell_that_says_that_nothing_is_there_is_no_number_of_a_notice(tmp_path: Path, word: str) -> None:
    """A dash is a gap; what a formula left, and a word for a number that is not there, are refused."""
    text = HEAD + TABLE.split("非化石証書")[0]
    empty = run(sheet(tmp_path, text + retired(ONE, "")), "--as-of", "2026-11-01")
    found = run(sheet(tmp_path, text + retired(ONE, word)), "--as-of", "2026-11-01")
    assert empty.exit_code == 3
    if word in ("-", "－"):
        assert (found.exit_code, totals(found.output)) == (3, totals(empty.output))
    else:
        assert found.exit_code == 2
        assert f"通知書番号: {word}" in found.output
        assert "空欄にしてください" in found.output


def test_pages_of_a_workbook_may_have_credits_in_the_same_row(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in (("一", retired(ONE)), ("二", retired("200001,200800", "N-2", "800"))):
        page = book.create_sheet(name)
        for line in (HEAD + TABLE.split("燃料")[0] + rows).splitlines():
            page.append(line.split(","))
    path = tmp_path / "pages.xlsx"
    book.save(path)
    claim = read_sheets([path], date(2026, 11, 1))
    assert [c.id for c in claim.credits or ()] == ["6行目", "二の6行目"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("2025-06-15", "2025-06-14"), "無効化日: 2025-06-14 → 9行目の同じ無効化では2025-06-15です"),
        (("1500,再", "700,再"), "数量(t): 700 → 9行目の同じ無効化では1500です"),
        (("再エネ電力", "省エネ"), "由来: 省エネ → 9行目の同じ無効化では再エネ電力です"),
    ],
)
def test_rows_that_contradict_each_other_of_one_act_are_refused(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    text = HEAD + TABLE.split("非化石証書")[0] + retired(ONE) + retired(ONE).replace(*change)
    result = run(sheet(tmp_path, text))
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "word"), [("非化石証書", "電気"), ("グリーン電力証書", "電気"), ("グリーン熱証書", "熱")]
)
def test_what_a_certificate_is_set_against_is_asked_about_where_it_is_left_out(
    tmp_path: Path, kind: str, word: str
) -> None:
    """A blank cell is no word: the total stays open, and each word then settles it."""
    row = f"熱,,,,,,,500,,,,,,,,,\n{kind},,,,,,,,{{}},100,,,,,,,\n"
    code, found = judged(tmp_path, row.format(""))
    assert code == 3
    for total in found.values():
        assert re.search("～|以上|未確定", total)
    assert judged(tmp_path, row.format("その他"))[0] == 1
    assert judged(tmp_path, row.format(word))[0] in (0, 3)


@pytest.mark.slow
@pytest.mark.parametrize("of", ["国内クレジット", "J-VER", "JCM", "その他のクレジット"])
def test_only_the_origin_of_j_credits_says_what_they_are_set_against(tmp_path: Path, of: str) -> None:
    """Filling it in moves no tonne of another scheme's credits."""
    found = [judged(tmp_path, retired(ONE, origin=origin, of=of)) for origin in ("", "再エネ電力")]
    assert found[0] == found[1]
    assert found[0][1]["基礎排出量"] == "10,813 t-CO2"


def test_a_purchase_that_has_only_its_units_yet_is_asked_about_and_not_refused(tmp_path: Path) -> None:
    row = "電気,A,,,kWh,,,t-CO2/kWh,令和7年度報告（2024年度実績）,\n"
    head = "報告者,株式会社サンプル\n報告年度,令和7年度報告（2024年度実績）\nすべて記載,はい\n報告対象範囲での使用,はい\n\n"
    columns = "区分,名称,ガス,使用量,単位,基礎排出係数,調整後排出係数,係数の単位,係数の報告年度,排出量(t)\n"
    file = tmp_path / "sheet.csv"
    file.write_text(head + columns + "燃料,重油,CO2,,,,,,,6000\n" + row, encoding="utf-8")
    done = CliRunner().invoke(main, ["shk", str(file), "--as-of", "2026-11-29"])
    assert done.exit_code == 3, done.output


STATED = """報告者,株式会社サンプル
報告年度,令和7年度報告
すべて記載,はい
報告対象範囲での使用,はい
基礎排出量(記載値),5200
調整後温室効果ガス排出量(記載値),5007
直接・間接の区分の記入,はい
廃棄物の燃料利用を調整後温室効果ガス排出量に含む,いいえ
区分,排出量(t),数量(t),由来,移転日,加算
燃料,5000
廃棄物燃料,200
移転したクレジット,,7,省エネ,2024-06-01,はい
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "code", "rule"),
    [
        (("", ""), 0, None),
        (("区分の記入,はい", "区分の記入,いいえ"), 1, "SHK-FRM-04"),
        (("区分の記入,はい", "区分の記入,"), 3, "SHK-FRM-04"),
        (("含む,いいえ", "含む,はい"), 1, "SHK-FRM-02"),
        (("含む,いいえ", "含む,"), 3, "SHK-FRM-02"),
        (("2024-06-01,はい", "2024-06-01,いいえ"), 1, "SHK-FRM-05"),
        (("2024-06-01,はい", "2024-06-01,"), 3, "SHK-FRM-05"),
    ],
)
def test_a_sheet_with_its_totals_filled_in_is_answered(
    tmp_path: Path, change: tuple[str, str], code: int, rule: str | None
) -> None:
    """What the rules ask about totals that are written into the form has a place, so that all that is right conforms."""
    assert change[0] in STATED
    result = run(sheet(tmp_path, STATED.replace(*change)))
    assert result.exit_code == code, result.output
    assert rule is None or rule in result.output


def test_what_a_line_of_yes_or_no_may_hold_is_said(tmp_path: Path) -> None:
    result = run(sheet(tmp_path, STATED.replace("区分の記入,はい", "区分の記入,記入済み")))
    assert result.exit_code == 2
    assert (
        "sheet.csv:7 直接・間接の区分の記入: 記入済み → この列に書けるのは次のいずれかです：はい、いいえ"
        in result.output
    )


@pytest.mark.parametrize(
    ("year", "report"),
    [
        ("令和8年度報告", "RY2026"),
        ("令和8年度報告（2025年度実績）", "RY2026"),
        ("RY2025", "RY2025"),
        ("令和7年度", None),
        ("令和8年度", None),
        ("2025年度実績", None),
        ("FY2025", None),
        ("2026", None),
    ],
)
def test_the_year_of_a_factor_is_that_of_the_report_or_asked_about(
    tmp_path: Path, year: str, report: str | None
) -> None:
    """令和7年度 may be the year of the report or of the activity here as in the line 報告年度: nobody chooses for the user."""
    table = f"区分,排出量(t),調整後排出量(t),係数の報告年度\n電気,1000,1000,{year}\n"
    path = sheet(tmp_path, HEAD.replace("令和7年度報告", "令和8年度報告") + table)
    if report is not None:
        [filing] = read_sheets([path], date(2026, 7, 20)).filings or ()
        assert [str(s.factor_report) for s in filing.sources or ()] == [report]
        return
    result = run(path, "--as-of", "2026-07-20")
    assert result.exit_code == 2
    assert f"sheet.csv:6 係数の報告年度: {year} → " in result.output
    assert (
        len(re.findall(r"令和\d年度報告（\d{4}年度実績）のことであれば「令和\d年度報告」", result.output))
        == 2
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("基礎排出量：9999", True),
        ("基準排出量: 9999", True),
        ("調整後排出量：9999", True),
        ("報告年度（提出）：令和8年度報告", True),
        ("排出量まとめ", False),
        ("報告書：令和7年度", False),
        ("報告社：株式会社サンプル", True),
        ("注：灰色の欄は計算式です", False),
        ("2025-07-01 10:30:00", False),
    ],
)
def test_a_line_in_one_cell_that_is_like_an_item_is_told_and_a_title_is_not(
    tmp_path: Path, line: str, told: bool
) -> None:
    result = run(sheet(tmp_path, line + "\n" + HEAD + TABLE))
    assert (result.exit_code == 2) is told, result.output
    assert (f"sheet.csv:1: {re.split('[:：]', line)[0]} → この項目名は使えません" in result.output) is told


def test_what_a_formula_leaves_behind_the_digits_of_a_number_is_not_part_of_it(tmp_path: Path) -> None:
    """A spreadsheet keeps fifteen digits: 4113.000000000001 is shown, and meant, as 4113."""
    book = Workbook()
    for line in HEAD.splitlines():
        book.worksheets[0].append(line.split(","))
    for row in (["区分", "排出量(t)"], ["燃料", 4113.000000000001], ["燃料", 0.1 + 0.2], ["燃料", 4112.7]):
        book.worksheets[0].append(row)
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    [filing] = read_sheets([path], date(2026, 7, 20)).filings or ()
    assert [s.t for s in filing.sources or ()] == [Decimal(4113), Decimal("0.3"), Decimal("4112.7")]
