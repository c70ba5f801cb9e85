"""Files: every encoding and kind that people have, and a clear word where one cannot be read."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from offsetcheck.facts.problems import InputError
from offsetcheck.programmes.importers import sources
from offsetcheck.programmes.importers.sources import Damage, Line, open_source

TABLE = "制度,数量\nJ-クレジット,100\n"


def lines(path: Path) -> list[list[str]]:
    with open_source(path) as source:
        return [line.cells for sheet in source.sheets() for line in sheet.rows if isinstance(line, Line)]


def code_of(path: Path) -> str:
    with pytest.raises(InputError) as caught, open_source(path):
        pass
    problem = caught.value.problems[0]
    assert problem.render("ja")
    assert problem.render("en")
    return problem.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_is_read_in_every_encoding_japanese_tools_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode(encoding))
    assert lines(path) == [["制度", "数量"], ["J-クレジット", "100"]]
    with open_source(path) as source:
        assert (source.note is not None) is (encoding == "cp932")


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_seen_in_the_first_line(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE.replace(",", delimiter), encoding="utf-8")
    assert lines(path)[1] == ["J-クレジット", "100"]


def test_rows_count_as_a_spreadsheet_does_and_lines_as_an_editor(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"two\nlines",1\nx,2\n', encoding="utf-8")
    with open_source(path) as source:
        rows = [row for sheet in source.sheets() for row in sheet.rows]
        assert [(r.number, r.line) for r in rows if isinstance(r, Line)] == [(1, 1), (2, 2), (3, 4)]


def test_a_quotation_that_is_never_closed_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,2\n3,"four\n5,6\n', encoding="utf-8")
    with open_source(path) as source:
        rows = [row for sheet in source.sheets() for row in sheet.rows]
    assert [Line, Line, Damage] == [type(row) for row in rows]
    damage = rows[-1]
    assert isinstance(damage, Damage)
    assert (damage.problem.code, damage.problem.line) == ("cut-short", 3)


def test_reading_goes_on_after_a_row_with_wrong_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"2"x\n3,4\n', encoding="utf-8")
    with open_source(path) as source:
        rows = [row for sheet in source.sheets() for row in sheet.rows]
    assert isinstance(rows[1], Damage)
    assert rows[2].number == 3
    assert isinstance(rows[2], Line)
    assert rows[2].cells == ["3", "4"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("none.csv", None, "missing-file"),
        ("~$book.xlsx", b"x", "lock-file"),
        ("empty.csv", b"", "empty-file"),
        ("blank.csv", b"\xef\xbb\xbf \r\n", "empty-file"),
        ("page.csv", b"<!DOCTYPE html><html></html>", "html"),
        ("big.parquet", b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "pointer"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1", "old-workbook"),
        ("bytes.csv", b"a,b\n\x81\xff\xfe\x00", "encoding"),
        ("cut.xlsx", b"PK\x03\x04 and nothing more", "damaged"),
        ("bad.json", b'{"value": [{"a": 1}', "json"),
        ("twice.json", b'[{"a": 1, "a": 2}]', "duplicate-key"),
        ("deep.json", b"[" * 100_000, "json"),
        ("shape.json", b'{"a": 1}', "json-shape"),
        ("lists.json", b'{"a": [{}], "b": [{}]}', "json-shape"),
    ],
)
def test_a_file_that_is_something_else_is_named_for_what_it_is(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert code == code_of(path)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert code_of(tmp_path) in ("directory", "unreadable")


def test_json_becomes_rows_with_exact_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    answer = '{"@count": 1, "value": [{"n": 12345678901234567890, "x": 0.1, "t": true, "o": {"p": null}, "l": ["a"]}]}'
    path.write_text(answer, encoding="utf-8")
    assert lines(path) == [["n", "x", "t", "o.p", "l"], ["12345678901234567890", "0.1", "true", "", '["a"]']]


def test_an_answer_without_rows_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"totalCount": 0, "value": []}), encoding="utf-8")
    assert lines(path) == []


# --- workbooks

openpyxl = pytest.importorskip("openpyxl", reason="workbooks are read with openpyxl")


def book(path: Path, *rows: Sequence[object], title: str = "Sheet1") -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    workbook.save(path)
    return path


def test_a_workbooks_cells_become_text_without_loss(tmp_path: Path) -> None:
    from datetime import datetime

    path = book(
        tmp_path / "a.xlsx",
        ["a", "b", "c", "d", "e"],
        [datetime(2007, 11, 9, 10, 33, 23), datetime(2020, 6, 5), 2210, 1463953.0, None],  # noqa: DTZ001 - a workbook has no zone
        [0.125, 1e20, True, "  x ", "#REF!"],
    )
    found = lines(path)
    assert found[1] == ["2007-11-09 10:33:23", "2020-06-05", "2210", "1463953"]
    assert found[2][0] == "0.125"
    assert "e" in found[2][1]  # beyond what a float holds exactly: not shown as if it were exact
    assert found[2][2:] == ["true", "  x ", "#REF!"]


def test_a_sheet_whose_stated_size_is_wrong_is_read_whole(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], [1, 2], [3, 4])
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                assert b'<dimension ref="A1:B3"' in data
                data = data.replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')
            new.writestr(entry, data)
    assert lines(other) == [["a", "b"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("old", "new", "damaged"),
    [
        ('r="B2" t="n"><v>1', 'r="B2" t="n"><v>2', False),
        ('r="B2" t="n"><v>1', 'r="B2" t="str"><v>0', False),
        ('r="B2" t="n"><v>1', 'r="B2" t="s"><v>999', True),
        ('<row r="3"', '<row r="4"', False),
        ('<row r="3"', '<row r="99999999999"', True),
    ],
    ids=["another number", "a text", "a text that is not there", "an empty row", "no row of a sheet"],
)  # fmt: skip
def test_what_a_sheet_points_to_and_is_not_there_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, damaged: bool
) -> None:
    monkeypatch.setattr(sources, "MAX_ROWS", 1000)
    path = book(tmp_path / "a.xlsx", ["a", "b"], ["c", 1], ["d", 2])
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                assert old.encode() in data
                data = data.replace(old.encode(), new.encode())
                data = data.replace(b'r="A3"', b"").replace(b'r="B3"', b"")
            after.writestr(entry, data)
    with open_source(other) as source:
        rows = [row for sheet in source.sheets() for row in sheet.rows]
    assert [r.problem.code for r in rows if isinstance(r, Damage)] == ["cut-short"] * damaged


def test_a_sheet_cut_off_inside_gives_the_rows_before_and_says_so(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], *([n, n] for n in range(200)))
    other = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data[: len(data) // 2] if entry.filename.endswith("sheet1.xml") else data)
    with open_source(other) as source:
        rows = [row for sheet in source.sheets() for row in sheet.rows]
    assert isinstance(rows[-1], Damage)
    assert rows[-1].problem.code == "cut-short"
    assert rows[-1].problem.sheet == "Sheet1"
    assert all(isinstance(row, Line) for row in rows[:-1])
    assert len(rows) > 50


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_workbook_is_damaged_and_no_crash(tmp_path: Path, part: float) -> None:
    whole = book(tmp_path / "a.xlsx", ["a", "b"], *([n, n] for n in range(50))).read_bytes()
    path = tmp_path / "b.xlsx"
    path.write_bytes(whole[: int(len(whole) * part)])
    assert code_of(path) == "damaged"


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "MAX_UNPACKED", 100)
    assert code_of(book(tmp_path / "a.xlsx", ["a"])) == "unpacked-size"


def test_without_openpyxl_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(tmp_path / "a.xlsx", ["a"])
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    assert code_of(path) == "no-openpyxl"


def test_every_code_has_a_message_in_both_languages() -> None:
    assert all(sources._MESSAGES[code].ja and sources._MESSAGES[code].en for code in sources.CODES)
