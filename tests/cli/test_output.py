"""A report takes its place as a whole, or nothing is touched."""

from __future__ import annotations

import os
import shutil
import stat
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from offsetcheck.cli.main import main

CLAIM = Path(__file__).parents[2] / "fixtures" / "claims" / "clean-organisation.yaml"


def checked(claim: Path, output: Path, lang: str = "en") -> Result:
    arguments = [
        "check",
        str(claim),
        "--as-of",
        "2026-06-01",
        "--lang",
        lang,
        "--format",
        "md",
        "-o",
        str(output),
    ]
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    return Path(shutil.copy(CLAIM, tmp_path / "claim.yaml"))


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("way", ["by name", "by a link"])
def test_a_report_is_never_written_over_the_claim_it_is_about(claim, tmp_path, lang, way):
    output = claim if way == "by name" else tmp_path / "report.md"
    if way == "by a link":
        output.symlink_to(claim)
    before = claim.read_bytes()
    result = checked(claim, output, lang)
    assert result.exit_code == 2
    assert ("入力のファイル" if lang == "ja" else "is read by this command") in result.stderr
    assert claim.read_bytes() == before


def test_a_link_stays_a_link_to_the_report(claim, tmp_path):
    target, link = tmp_path / "kept.md", tmp_path / "report.md"
    link.symlink_to(target)
    assert checked(claim, link).exit_code == 0
    assert link.is_symlink()
    assert target.read_text("utf-8").startswith("# ")


def test_a_pipe_takes_the_report_and_stays_a_pipe(claim, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    assert checked(claim, pipe).exit_code == 0
    reader.join(timeout=10)
    assert read[0].startswith(b"# ")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.slow
def test_a_report_may_be_read_by_whom_the_user_lets(claim, tmp_path):
    fresh, old = tmp_path / "fresh.md", tmp_path / "old.md"
    old.write_text("old")
    old.chmod(0o640)
    before = os.umask(0o027)
    try:
        checked(claim, fresh)
        checked(claim, old)
    finally:
        os.umask(before)
    assert (stat.S_IMODE(fresh.stat().st_mode), stat.S_IMODE(old.stat().st_mode)) == (0o640, 0o640)
    assert old.read_text("utf-8").startswith("# ")


@pytest.mark.slow
@pytest.mark.parametrize("place", ["nowhere/report.md", "."])
def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left_there(claim, tmp_path, place):
    before = sorted(tmp_path.iterdir())
    result = checked(claim, tmp_path / place)
    assert result.exit_code == 2
    assert sorted(tmp_path.iterdir()) == before


def test_a_file_that_happens_to_end_in_part_is_left_alone(claim, tmp_path):
    (tmp_path / "report.md.part").write_text("mine")
    assert checked(claim, tmp_path / "report.md").exit_code == 0
    assert (tmp_path / "report.md.part").read_text("utf-8") == "mine"
    assert len(list(tmp_path.iterdir())) == 3


def test_what_is_imported_is_not_written_over_either(tmp_path):
    source = tmp_path / "holdings.csv"
    source.write_text("programme,project,quantity\nJ-Credit,123,5\n", encoding="utf-8")
    before = source.read_bytes()
    for option in ("-o", "--refused"):
        result = CliRunner().invoke(main, ["import", "holdings", str(source), option, str(source)])
        assert result.exit_code == 2
        assert source.read_bytes() == before
