"""What contradicts itself on the day of judgement is refused with its place, whichever command is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main

FIXTURES = Path(__file__).parents[2] / "fixtures"

#: The retired units have serials, yet none are said to be at hand; a source of a later day corrects it.
SOURCE = "  - {{fact: 'retirements[{act}].serials_listed', value: true, level: stated, dated: 2027-12-01}}\n"


def contradicting(text: str, act: str, notice: str) -> str:
    """The same file, saying of one retirement what its serials deny and a later source takes back."""
    line = f"    notice: {notice}\n"
    assert text.count(line) == 1
    said = text.replace(line, line + "    serials_listed: false\n")
    return said + "\nevidence:\n" + SOURCE.format(act=act)


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("command", ["check", "shk", "eligible", "plan"])
def test_what_only_a_later_source_takes_back_is_refused_with_its_place(
    tmp_path: Path, command: str, lang: str
) -> None:
    report = command in ("check", "shk")
    name, act, notice = (
        ("claims/one-run-two-filings.yaml", "R2", "SAMPLE-N-0702")
        if report
        else ("holdings/gx-participant.yaml", "R1", "SAMPLE-N-0915")
    )
    file = tmp_path / "late-source.yaml"
    file.write_text(contradicting((FIXTURES / name).read_text("utf-8"), act, notice), "utf-8")
    needs = [str(FIXTURES / "holdings/gx-needs.yaml")] if command == "plan" else []
    day = "2027-06-01" if report else "2026-11-29"
    found = CliRunner().invoke(main, [command, str(file), *needs, "--as-of", day, "--lang", lang])
    assert found.exit_code == 2, found.exception
    line = file.read_text("utf-8").splitlines().index(f"    notice: {notice}")
    assert "serials_listed: false" in found.stderr
    assert any(f"late-source.yaml:{n} " in found.stderr for n in range(line, line + 30)), found.stderr
