"""A file of needs is told from files of other kinds, and its mistakes are told as its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.needs import read_needs

FIXTURES = Path(__file__).parents[2] / "fixtures"
HOLDINGS = FIXTURES / "holdings/gx-participant.yaml"
NEEDS = HOLDINGS.with_name("gx-needs.yaml")
CLAIM = FIXTURES / "claims/clean-organisation.yaml"
DAY = "2026-11-22"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (HOLDINGS, CLAIM, "必要量のファイルではありません（claim の項目があります）。needs を記載した"),
        (HOLDINGS, HOLDINGS, "必要量のファイルではありません（holdings の項目があります）。needs を記載した"),
        (NEEDS, NEEDS, "保有ファイルではありません（needs の項目があります）。holdings を記載した"),
    ],
)
def test_a_file_of_another_kind_is_named_once_and_no_field_of_it(first, second, said):
    told = CliRunner().invoke(main, ["plan", str(first), str(second), "--as-of", DAY, "--lang", "ja"])
    assert told.exit_code == 2
    (line,) = told.stderr.splitlines()
    assert f"このファイルは{said}ファイルを指定してください。" in line


def test_holdings_given_as_a_claim_are_named_once():
    told = CliRunner().invoke(main, ["check", str(HOLDINGS), "--as-of", DAY, "--lang", "ja"])
    assert told.exit_code == 2
    (line,) = told.stderr.splitlines()
    assert "取組ファイルではありません（holdings の項目があります）" in line


def test_a_misspelt_field_of_needs_is_told_as_one_of_needs(tmp_path):
    needs = tmp_path / "needs.yaml"
    needs.write_text(
        "needs:\n  - {id: N, purpose: offset, period: FY2026, tones: 5, by: 2027-01-01, claim: x}\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_needs(needs, set())
    said = {p.found: p.expected.ja for p in caught.value.problems}
    assert "「tonnes」ではありませんか" in said["tones"]
    assert "ではありませんか" not in said["claim"]
