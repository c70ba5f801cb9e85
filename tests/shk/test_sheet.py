"""A plain sheet in, totals and transcription out: one command, no claim file."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from offsetcheck.cli.main import main
from offsetcheck.programmes.emission_sheet import template

HEAD = "報告者,株式会社サンプル\n報告年度,令和7年度報告\nすべて記載,はい\n報告対象範囲での使用,はい\n"
TABLE = """区分,名称,使用量,単位,基礎排出係数,調整後排出係数,係数の単位,排出量(t),数量(t),由来,シリアル番号(最初),シリアル番号(最後),認証日,無効化日,通知書番号,利用者名
燃料,重油,,,,,,6000,,,,,,,,
電気,サンプル電力,9000000,kWh,0.000457,0.000457,t-CO2/kWh,,,,,,,,
非エネルギー,石灰石,,,,,,700,,,,,,,
非化石証書,,,,,,,,460,,,,,,
J-クレジット,,,,,,,,1500,再エネ電力,100001,101500,2024-12-20,2025-06-15,N-1,株式会社サンプル
J-クレジット,,,,,,,,800,省エネ,200001,200800,2024-12-20,2025-06-15,N-2,株式会社サンプル
"""


def run(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["shk", str(path), "--lang", "ja", "--as-of", "2025-07-20", *options])


def sheet(folder: Path, text: str, name: str = "sheet.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def totals(output: str) -> dict[str, str]:
    return dict(
        line[2:].split("  ", 1) for line in output.splitlines() if line.startswith("■") and "t-CO2e" in line
    )


def test_a_sheet_gives_its_totals_in_one_command(tmp_path: Path) -> None:
    result = run(sheet(tmp_path, HEAD + TABLE))
    assert totals(result.output) == {"基礎排出量": "8,853 t-CO2e", "調整後温室効果ガス排出量": "8,053 t-CO2e"}
    late = run(sheet(tmp_path, HEAD + TABLE.replace("2025-06-15,N-2", "2025-07-01,N-2")))
    assert totals(late.output)["調整後温室効果ガス排出量"] == "8,853 t-CO2e"
    assert late.exit_code == 1


def test_each_term_is_named_with_its_sign_and_source(tmp_path: Path) -> None:
    output = run(sheet(tmp_path, HEAD + TABLE)).output
    lines = [line.strip() for line in output.splitlines()]
    assert "＋ 燃料の使用に伴うエネルギー起源CO2（廃棄物の燃料利用を含む）  6,000 t-CO2" in lines
    assert "− うち上限のないクレジット（その他のJ-クレジット及びJCM）  800 t-CO2e" in lines
    assert any(line.startswith("根拠：") for line in lines)
    assert "100001 – 101500" in output


def test_the_terms_add_up_to_the_total(tmp_path: Path) -> None:
    table = run(sheet(tmp_path, HEAD + TABLE), "--format", "csv").output
    rows = list(csv.reader(io.StringIO(table.lstrip("\ufeff"))))
    for total, expected in (("基礎排出量", Decimal(8853)), ("調整後温室効果ガス排出量", Decimal(8053))):
        terms = [r for r in rows if len(r) == 6 and r[0] == total and r[1].strip("'") in ("+", "-")]
        assert sum(Decimal(r[3]) if "+" in r[1] else -Decimal(r[3]) for r in terms) == expected


def test_the_workbook_holds_every_table_and_no_clock(tmp_path: Path) -> None:
    source = sheet(tmp_path, HEAD + TABLE)
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    run(source, "-o", str(one))
    run(source, "-o", str(two))
    assert one.read_bytes() == two.read_bytes()
    book = load_workbook(one)
    assert book.sheetnames == ["合計", "算定の内訳", "転記表", "クレジット・証書の明細", "確認が必要な項目"]
    fields = list(book["転記表"].iter_rows(min_row=7, values_only=True))
    assert ("特定第12表3", "調整後温室効果ガス排出量", 8053) in [row[1:4] for row in fields]


def test_a_workbook_is_read_like_the_text(tmp_path: Path) -> None:
    book = Workbook()
    for line in (HEAD + TABLE).splitlines():
        book.worksheets[0].append([c or None for c in line.split(",")])
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    assert totals(run(path).output)["調整後温室効果ガス排出量"] == "8,053 t-CO2e"


def test_units_are_turned_into_those_of_the_facts(tmp_path: Path) -> None:
    table = "区分,使用量,単位,基礎排出係数,調整後排出係数,係数の単位\n電気,9000,MWh,0.457,0.400,kg-CO2/kWh\n都市ガス,1000,m3,2.05,2.05,t-CO2/千m3\n熱,100,GJ,0.0532,0.0532,t-CO2/GJ\n"
    output = run(sheet(tmp_path, HEAD + table)).output
    assert totals(output) == {"基礎排出量": "4,120 t-CO2e", "調整後温室効果ガス排出量": "3,607 t-CO2e"}


def test_what_is_not_said_to_be_all_has_no_upper_bound(tmp_path: Path) -> None:
    result = run(sheet(tmp_path, HEAD.replace("すべて記載,はい", "すべて記載,いいえ") + TABLE))
    assert result.exit_code == 3
    assert "■ 基礎排出量  未確定" in result.output


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("報告年度,令和7年度報告", "報告年度,2025"), "年度の種類"),
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
        (("報告年度,令和7年度報告", "報告年度,令和30年度報告"), "適用できる"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_mend(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    result = run(sheet(tmp_path, (HEAD + TABLE).replace(*change)))
    assert result.exit_code == 2
    assert said in result.output


def test_the_template_is_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    assert CliRunner().invoke(main, ["shk", "--template", str(path)]).exit_code == 0
    assert path.read_bytes().decode() == template()
    result = run(path)
    assert result.exit_code == 0
    assert totals(result.output)["調整後温室効果ガス排出量"] == "9,313 t-CO2e"
    again = CliRunner().invoke(main, ["shk", "--template", str(path)])
    assert again.exit_code == 2


def test_the_roll_forward_ties_out_or_says_so(tmp_path: Path) -> None:
    table = "区分,由来,期首,取得,移転,無効化,期末\nクレジットの増減,省エネ,1000,2300,100,2300,{}\nクレジットの増減,森林,10,0,0,0,10\n"
    for closing, word in (("900", "一致"), ("901", "不一致")):
        rows = csv.reader(
            io.StringIO(run(sheet(tmp_path, HEAD + table.format(closing)), "--format", "csv").output)
        )
        lots = [r for r in rows if len(r) == 9 and r[0] in ("J-Credit", "計")]
        assert [r[8] for r in lots] == [word, "一致", word]
        assert lots[-1][2:6] == ["1010", "2300", "100", "2300"]


def test_a_cell_is_never_a_formula(tmp_path: Path) -> None:
    path = sheet(tmp_path, (HEAD + TABLE).replace("株式会社サンプル\n報告年度", "=1+1\n報告年度"))
    assert "'=1+1" in run(path, "--format", "csv").output
    out = tmp_path / "a.xlsx"
    run(path, "-o", str(out))
    cell = load_workbook(out)["合計"]["B1"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
