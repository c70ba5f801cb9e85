"""Tables of holdings as people keep them: titles above, totals below, gaps between, and mistakes that are located."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from offsetcheck.cli.main import main
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.holdings import read_holdings

AS_OF = date(2026, 11, 22)
HEAD = ["制度", "口座保有者", "プロジェクト番号", "形態", "方法論", "数量", "単価（円/t）"]
ROW = ["J-クレジット", "サンプル製鋼株式会社", "123", "通常型", "EN-S-001 Ver.1.0", "100", "1900"]
TITLE = ["保有クレジット一覧", *[""] * 6]
GAP = [""] * 7
TOTAL = ["合計", "", "", "", "", "100", ""]


def changed(column: str, value: str) -> list[str]:
    return [value if name == column else cell for name, cell in zip(HEAD, ROW, strict=True)]


def csv(folder: Path, rows: list[list[str]], encoding: str = "utf-8") -> Path:
    path = folder / "holdings.csv"
    path.write_text("".join(",".join(r) + "\n" for r in rows), encoding)
    return path


def xlsx(folder: Path, rows: Sequence[Sequence[object]], merged: str | None = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append([None if cell == "" else cell for cell in row])
    if merged is not None:
        sheet.merge_cells(merged)
    path = folder / "holdings.xlsx"
    book.save(path)
    return path


def quantities(path: Path) -> list[Decimal | None]:
    return [c.quantity_t for c in read_holdings(path, AS_OF).claim.credits or ()]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([HEAD, ROW], [100]),
        ([TITLE, GAP, HEAD, ROW], [100]),
        ([HEAD, ROW, GAP, ROW], [100, 100]),
        ([HEAD, ROW, TOTAL], [100]),
        ([HEAD, changed("数量", "１０００")], [1000]),
    ],
    ids=["plain", "a title above", "a gap", "a total below", "full-width digits"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_is_read_as_people_keep_it(tmp_path, rows, found, encoding):
    assert quantities(csv(tmp_path, rows, encoding)) == found


def test_a_workbook_with_a_merged_title_and_a_total_is_read(tmp_path):
    numbers = [*ROW[:5], 100, 1900]
    path = xlsx(tmp_path, [TITLE, HEAD, numbers, GAP, numbers, TOTAL], merged="A1:G1")
    assert quantities(path) == [100, 100]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("数量", "百トン", "数量"), ("数量", "-5", "数量"), ("単価（円/t）", "高い", "単価")],
)
def test_a_bad_cell_is_located_and_the_other_rows_are_read(tmp_path, column, value, code):
    read = read_holdings(csv(tmp_path, [HEAD, changed(column, value), ROW]), AS_OF)
    (problem,) = read.refused
    assert problem.line == 2
    assert problem.path.startswith(code) or code in problem.render("ja")
    assert [c.quantity_t for c in read.claim.credits or ()] == [100]


def test_a_bad_cell_of_a_workbook_is_named_by_sheet_and_cell(tmp_path):
    read = read_holdings(xlsx(tmp_path, [HEAD, changed("数量", "百トン"), ROW]), AS_OF)
    (problem,) = read.refused
    assert "Sheet!A2" in problem.render("ja")
    assert "百トン" in problem.render("ja")


def test_where_every_row_is_refused_the_rows_are_named(tmp_path):
    with pytest.raises(InputError, match="百トン"):
        read_holdings(csv(tmp_path, [HEAD, changed("数量", "百トン")]), AS_OF)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([[h for h in HEAD if h != "数量"], [*ROW[:5], ROW[6]]], "数量"),
        ([HEAD], "一件以上"),
        ([HEAD, ROW, changed("口座保有者", "別の株式会社")], "--holder"),
    ],
    ids=["a column is missing", "no row", "two holders"],
)
def test_a_table_that_cannot_be_read_says_what_to_do(tmp_path, rows, said):
    with pytest.raises(InputError) as caught:
        read_holdings(csv(tmp_path, rows), AS_OF)
    assert said in caught.value.render("ja")


FIXTURE = Path(__file__).parents[2] / "fixtures/holdings/gx-participant.yaml"


@pytest.mark.parametrize("name", ["保有 一覧 (1).csv", ".holdings.csv", "a:b[1].csv", "x" * 100 + ".csv"])
def test_a_table_is_read_whatever_its_file_is_called(tmp_path, name):
    assert quantities(csv(tmp_path, [HEAD, ROW]).rename(tmp_path / name)) == [100]


@pytest.mark.parametrize(
    ("holder", "said"),
    [("us", None), ("別の株式会社", None), ("ＵＳ", "表記だけが異なります"), (" ", "空の文字")],
)
def test_a_holder_named_with_the_command_is_checked_as_one_in_the_file(holder, said):
    if said is None:
        assert read_holdings(FIXTURE, AS_OF, holder).claim.claim.organisation == holder
        return
    with pytest.raises(InputError) as caught:
        read_holdings(FIXTURE, AS_OF, holder)
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("--holder", None)
    assert said in problem.render("ja")


@pytest.mark.slow
@pytest.mark.parametrize(("file", "verdict"), [(b"as stated", "✓"), (b"another", "?")])
def test_a_document_beside_the_holdings_is_looked_at(tmp_path, file, verdict):
    """One that is not the file stated makes a conflict, in `eligible` as in `check`."""
    digest = sha256(b"as stated").hexdigest()
    held = tmp_path / "holdings.yaml"
    held.write_text(
        FIXTURE.read_text("utf-8")
        + '\nevidence:\n  - {fact: "credits[C4].authorisation.status", value: authorised, level: documented, '
        f"document: letter.pdf, sha256: {digest}}}\n",
        "utf-8",
    )
    (tmp_path / "letter.pdf").write_bytes(file)
    given = [
        "--as-of",
        "2026-11-22",
        "--for",
        "offset",
        "--period",
        "FY2026",
        "--lang",
        "en",
        "--format",
        "csv",
    ]
    done = CliRunner().invoke(main, ["eligible", str(held), *given])
    assert done.exit_code == 0, done.output
    (row,) = (line for line in done.output.splitlines() if line.startswith("C4 "))
    assert verdict in row


def test_rows_of_one_certification_that_disagree_are_pointed_out(tmp_path: Path) -> None:
    """Neither row wins, and neither is dropped in silence."""
    columns = ["クレジット認証番号", "モニタリング終了日"]
    same, other = ["A-1", "2025-03-31"], ["A-1", "2027-03-31"]
    agree = csv(tmp_path, [HEAD + columns, ROW + same, ROW + same])
    assert len(read_holdings(agree, AS_OF).claim.credits or ()) == 2
    with pytest.raises(InputError) as caught:
        read_holdings(csv(tmp_path, [HEAD + columns, ROW + same, ROW + other]), AS_OF)
    [problem] = caught.value.problems
    assert (problem.code, problem.path) == ("conflict", "issuances.monitored.to")
    assert "値が一致していません" in problem.expected.ja


def test_a_word_that_no_value_has_is_pointed_out(tmp_path: Path) -> None:
    """It would be missing in silence."""
    with pytest.raises(InputError) as caught:
        read_holdings(csv(tmp_path, [[*HEAD, "削減・除去"], [*ROW, "吸収量"]]), AS_OF)
    [problem] = caught.value.problems
    assert (problem.code, problem.path, problem.found) == ("unassigned", "projects.mitigation", "吸収量")


def test_the_hash_of_a_table_is_that_of_its_file(tmp_path: Path) -> None:
    """Not of what it was turned into."""
    path = csv(tmp_path, [HEAD, ROW])
    assert read_holdings(path, AS_OF).claim.sha256 == sha256(path.read_bytes()).hexdigest()
