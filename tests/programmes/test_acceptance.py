"""The table of real files: what it says where there are none, and where one cannot be read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from offsetcheck.programmes import acceptance
from tests.programmes.kit import SAMPLES


def test_an_absent_folder_is_said_to_be_absent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert acceptance.main([str(tmp_path / "none"), str(tmp_path / "out.md")]) == 2
    assert "there is no such folder, so no real file was read" in capsys.readouterr().err
    assert not (tmp_path / "out.md").exists()


def test_without_a_folder_the_usage_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert acceptance.main([]) == 2
    assert "DATA [OUTPUT]" in capsys.readouterr().err


def test_the_table_counts_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data" / "offsetsdb_tests" / "verra"
    folder.mkdir(parents=True)
    shutil.copy(SAMPLES / "verra-transactions.csv", folder / "transactions.csv")
    (folder / "broken.csv").write_text("no,such,columns\n1,2,3\n", encoding="utf-8")
    assert acceptance.main([str(tmp_path / "data")]) == 0
    text = capsys.readouterr().out
    assert (
        "| offsetsdb_tests/verra/transactions.csv | verra, transactions | 6 | 6 | 0 | 1 | 1 | 2 | 6 | 6 | 6 | 4 | 6 |"
        in text
    )
    assert "| offsetsdb_tests/verra/broken.csv | verra, no-table | 0 | 0 | 0 |" in text
    assert "| **all** | | **6** | **6** | **0** |" in text
    assert acceptance.main([str(tmp_path / "data"), str(tmp_path / "out.md")]) == 0
    assert text == (tmp_path / "out.md").read_text(encoding="utf-8")


def test_what_did_not_parse_is_listed_by_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "offsetsdb_tests" / "verra"
    folder.mkdir(parents=True)
    text = (SAMPLES / "verra-transactions.csv").read_text(encoding="utf-8")
    assert '"3,644"' in text
    (folder / "transactions.csv").write_text(text.replace('"3,644"', "many"), encoding="utf-8")
    said = acceptance.table(tmp_path)
    refused, unknown = said.split("## Rows that were refused")[1].split("## Values that were not recognised")
    assert "| offsetsdb_tests/verra/transactions.csv | number | `Quantity Issued` | 1 |" in refused
    assert "| offsetsdb_tests/verra/transactions.csv | projects.host_country | `Rwanda / CD` | 1 |" in unknown


def test_only_words_of_pick_lists_are_shown() -> None:
    assert acceptance.pattern("act", "Other") == "Other"
    assert acceptance.pattern("purpose_detail", "Jane Doe, 2024年") == "a a, 9999a"
    assert acceptance.pattern("crediting.to", "工場：2029/3/31") == "a：9999/9/99"
