"""The generated pages in docs/ are those that the rulebook gives: drift fails the build."""

from __future__ import annotations

from pathlib import Path

import pytest

from offsetcheck.facts.problems import Lang
from offsetcheck.report.rule_docs import rule_docs, traceability_table
from offsetcheck.rulebook.shipped import open_rulebook, shipped_folder

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_rulebook_pages_are_those_the_rules_give(lang: Lang) -> None:
    """`make docs` writes them anew."""
    expected = rule_docs(open_rulebook(), shipped_folder(), lang)
    assert expected == (DOCS / f"rulebook.{lang}.md").read_text(encoding="utf-8"), "run `make docs`"


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_traceability_pages_are_those_the_rules_give(lang: Lang) -> None:
    """`make docs` writes them anew."""
    expected = traceability_table(open_rulebook(), shipped_folder(), lang)
    assert expected == (DOCS / f"traceability.{lang}.md").read_text(encoding="utf-8"), "run `make docs`"
