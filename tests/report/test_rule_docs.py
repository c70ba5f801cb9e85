"""The page of all rules and the table of requirements, written from a small rulebook and from the shipped one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.facts.problems import Lang
from offsetcheck.report.rule_docs import LANGUAGE, REFUSED, rule_docs, traceability_table
from offsetcheck.report.rule_sheet import rule_sheet
from offsetcheck.rulebook.loader import load
from offsetcheck.rulebook.parser import ExpressionError, Vocabulary, parse

Item = dict[str, Any]
LANGS: tuple[Lang, ...] = ("ja", "en")


def text(ja: str = "文", en: str = "words") -> dict[str, str]:
    return {"ja": ja, "en": en}


def clause(confidence: str = "official", **more: Any) -> Item:
    return {"document": "law", "confidence": confidence, **more}


def _edition(name: str, **more: Any) -> Item:
    return {
        "edition": name, "authority": name.partition("/")[0], "title": text("版", name), "chosen_by": "publication",
        "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [clause()], **more,
    }  # fmt: skip


def _rule(name: str, implements: list[str], **more: Any) -> Item:
    return {
        "id": name, "implements": implements, "subject": "claim", "title": text("数量", "How <much>"),
        "when": "claim.kind = 'event'", "let": {"small": "claim.claimed_t < $least"},
        "require": {"enough": "claim.claimed_t >= $least\n  OR small"},
        "conditions": {"enough": text("足りること", "it is | enough")}, "severity": "blocking",
        "basis": [
            clause(section="3", quote="足りる量", restricts=["enough"], note=text("注", "a note")),
            clause("unconfirmed", state_of="2025-05-01", permits=["small", "when"]),
        ],
        "message": {}, "remedy": text("足す", "Add more."), "since": "0.1",
        "examples": [{"given": {"claim.kind": "event", "claim.claimed_t": 5}, "verdict": "pass"},
                     {"given": {}, "verdict": "unknown"}],
        **more,
    }  # fmt: skip


FILES: dict[str, list[Item]] = {
    "documents.yaml": [
        {"document": "law", "title": text("法律", "The law"), "edition": "第4版", "issuer": text("省", "Ministry"), "read": "original"}
    ],
    "guideline/edition.yaml": [
        _edition("guideline/one", effective_to="2024-12-31"),
        {"parameter": "least", "value": 5, "unit": "t-CO2", "effective_from": "2024-01-01", "title": text("下限", "floor"),
         "basis": [clause("secondary")]},
        {"criterion": "permanence", "property": 3, "subject": "credit", "title": text("永続性", "Permanence"),
         "text": text("続く", "It lasts."), "parts": {"kept": text("保たれる", "it is kept")},
         "basis": [clause(restricts=["kept"])]},
        {"derives": "claim.residual_t", "title": text("残り", "what is left"), "unit": "t-CO2e",
         "value": "sum(emissions.t, emissions.included)", "basis": [clause()]},
        _rule("OG-T-01", ["OG-OFF-10", "OG-OFF-02"]),
        _rule("OG-T-02", ["OG-OFF-02"], severity="advisory"),
        _rule("OG-T-03", ["OG-OFF-99"], status="withdrawn", replaced_by="OG-T-02"),
    ],
    "guideline-two/edition.yaml": [
        _edition("guideline/two", effective_from="2025-01-01", extends="guideline/one"),
    ],
    "programmes/edition.yaml": [
        _edition("programmes/one"),
        {"binds": "permanence", "programme": "JCM", "kept": "project.post_monitoring",
         "basis": [clause("unconfirmed", restricts=["kept"])]},
    ],
    "not-implemented.yaml": [{"id": "OG-OFF-03", "reason": text("対象外です", "Out of scope.")}],
}  # fmt: skip


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    for name, items in FILES.items():
        file = tmp_path / "rules" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
    return tmp_path / "rules"


def page(rules: Path, lang: Lang = "en") -> str:
    return rule_docs(load(rules), rules, lang)


def section(text: str, heading: str) -> str:
    found = re.search(rf"(?ms)^(#+) {re.escape(heading)}.*?$(.*?)(?=^#|\Z)", text)
    assert found, heading
    return found[2]


def rows(text: str) -> list[list[str]]:
    return [
        [c.strip() for c in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")
    ]


# -- a rule --------------------------------------------------------------------------------------------------------------


def test_a_rule_says_what_it_asks_in_words_and_as_an_expression(rules):
    shown = section(page(rules), "OG-T-01 How &lt;much&gt;")
    assert "- severity: blocking" in shown
    assert "- implements: OG-OFF-10, OG-OFF-02" in shown
    assert "- applies when: `claim.kind = 'event'` (text not confirmed)" in shown
    assert "| `small` | `claim.claimed_t < $least` | text not confirmed |" in shown
    assert (
        "| `enough` | it is &#124; enough | `claim.claimed_t >= $least OR small` | secondary source |"
        in shown
    )
    assert "- examples: 2 (Conforms 1, To be confirmed 1)" in shown
    assert "**remedy** (Does not conform): Add more." in shown


def test_each_clause_is_shown_with_how_sure_we_are_of_it(rules):
    shown = section(page(rules), "OG-T-01")
    assert "- The law, 4th edition, 3 (Ministry, official source) 「足りる量」 → `enough`. a note" in shown
    assert (
        "- The law, 4th edition (Ministry, text not confirmed), as of 1 May 2025 → `small`, `when`" in shown
    )


def test_the_page_is_written_in_japanese_too(rules):
    shown = section(page(rules, "ja"), "OG-T-01 数量")
    assert "| `enough` | 足りること |" in shown
    assert "- 重要度：必須" in shown
    assert "- 要件：OG-OFF-10、OG-OFF-02" in shown
    assert "- 例：2件（適合1件、要確認1件）" in shown
    assert "| 名前 | 内容 | 式 | 確度 |" in shown
    assert "- 『法律』第4版 3（省、公式の資料）「足りる量」 → `enough`　注" in shown
    assert "- 『法律』第4版（省、原文未確認）、2025年5月1日時点 → `small`、`when`" in shown
    assert "**対応**（不適合）：足す" in shown


def test_when_an_edition_applies_is_written_as_its_reader_writes_days(rules):
    assert "適用：2024年1月1日から2024年12月31日まで" in page(rules, "ja")
    assert "適用：2025年1月1日から\n" in page(rules, "ja")
    assert "in force: 2024-01-01 – 2024-12-31" in page(rules)


def test_the_sheet_of_a_rule_is_in_the_words_of_the_reports(rules):
    book = load(rules)
    shown = rule_sheet(book.rules[0], book, "ja")
    assert "  対象：主張（取組）\n  用途：カーボン・オフセット\n" in shown
    assert "  重要度：必須" in shown
    assert "    『法律』第4版 3（省、公式の資料）「足りる量」 → enough" in shown
    assert "  severity: blocking" in rule_sheet(book.rules[0], book, "en")


def test_a_withdrawn_rule_names_the_one_that_took_its_place(rules):
    assert "- status: withdrawn, replaced by OG-T-02" in section(page(rules), "OG-T-03")


def test_an_edition_names_the_rules_it_takes_over_without_repeating_them(rules):
    shown = page(rules)
    assert shown.count("### OG-T-01") == 1
    assert "rules taken over from guideline/one: OG-T-01, OG-T-02, OG-T-03" in shown


def test_what_rules_are_built_from_is_listed(rules):
    shown = page(rules)
    assert "| `$least` | 5 | t-CO2 | floor | secondary source |" in shown
    assert "| `claim.residual_t` | what is left | t-CO2e | `sum(emissions.t, emissions.included)` |" in shown
    assert "#### Property 3: Permanence (`permanence`)" in shown
    assert "| JCM | `kept` | `project.post_monitoring` | text not confirmed |" in shown


# -- the head of the page ------------------------------------------------------------------------------------------------


def test_the_figures_count_what_is_taken_over_once(rules):
    figures = {r[0]: r[1] for r in rows(section(page(rules), "Figures"))}
    assert figures["rules"] == "2"
    assert figures["withdrawn rules"] == "1"
    assert figures["editions"] == "3"
    assert figures["requirements implemented"] == "2"
    assert figures["requirements left out, with a reason"] == "1"
    assert figures["examples"] == "4"
    assert figures["clauses, official source"] == "8"
    assert figures["clauses, secondary source"] == "1"
    assert figures["clauses, text not confirmed"] == "4"
    assert figures["conditions, secondary source"] == "2"
    assert not any("small changes" in name for name in figures)


@pytest.mark.parametrize("sha", ["same", "other"])
def test_a_recorded_figure_of_mutation_testing_is_shown_and_dated_by_the_rules(rules, sha):
    book = load(rules)
    record = {
        "figure": "97.5",
        "killed": 39,
        "survived": 1,
        "rulebook_sha256": book.sha256 if sha == "same" else sha,
    }
    (rules / "mutation.json").write_text(json.dumps(record), encoding="utf-8")
    line = next(x for x in page(rules).splitlines() if "small changes" in x)
    assert "97.5 % (39 / 40)" in line
    assert ("taken on another state of the rules" in line) is (sha == "other")


def test_an_unreadable_record_is_passed_over(rules):
    (rules / "mutation.json").write_text("[]", encoding="utf-8")
    assert "small changes" not in page(rules)


# -- the language --------------------------------------------------------------------------------------------------------


def test_every_function_of_the_language_is_in_the_table():
    with pytest.raises(ExpressionError) as error:
        parse("nothing(1)", Vocabulary("use"))
    functions = re.findall(r"\w+", str(error.value).partition(": ")[2])
    assert len(functions) > 20
    table = " ".join(written for written, _ in LANGUAGE)
    assert [f for f in functions if not re.search(rf"\b{f}\b", table)] == []


@pytest.mark.parametrize("refused", ["use.t / 2 >= 1", "CASE WHEN TRUE THEN 1 ELSE 2 END", "use.t IS NULL",
                                     "greatest(use.t, 1)", "project.name LIKE 'x'", "current_date"])  # fmt: skip
def test_what_the_table_calls_refused_is_refused(refused):
    with pytest.raises(ExpressionError):
        parse(refused, Vocabulary("use"))


def test_the_language_stands_at_the_end_of_the_page(rules):
    for lang in LANGS:
        shown = page(rules, lang)
        assert all(f"`{written}`" in shown for written, _ in LANGUAGE)
        assert all(f"`{refused}`" in shown for refused, _ in REFUSED)


# -- requirements --------------------------------------------------------------------------------------------------------


def test_each_requirement_leads_to_its_rules_or_to_a_reason(rules):
    table = traceability_table(load(rules), rules, "en")
    assert rows(table)[-3:] == [
        ["OG-OFF-02", "OG-T-01, OG-T-02"],
        ["OG-OFF-03", "Out of scope."],
        ["OG-OFF-10", "OG-T-01"],
    ]
    assert "OG-OFF-99" not in table  # a withdrawn rule implements nothing


def test_the_reason_is_given_in_japanese_too(rules):
    assert "| OG-OFF-03 | 対象外です |" in traceability_table(load(rules), rules, "ja")


# -- the command ---------------------------------------------------------------------------------------------------------


def _docs(rules: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, ["rules", "docs", "--rules", str(rules), "--lang", "en", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [(), ("--traceability",)])
def test_the_page_is_the_same_each_time_and_in_every_process(rules, arguments):
    command = [
        sys.executable,
        "-m",
        "offsetcheck.cli.main",
        "rules",
        "docs",
        "--rules",
        str(rules),
        "--lang",
        "en",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": str(Path(__file__).parents[2])}
    elsewhere = subprocess.run([*command, *arguments], capture_output=True, check=True, env=environment)
    assert _docs(rules, *arguments) == _docs(rules, *arguments) == elsewhere.stdout.decode("utf-8")


def test_the_page_is_written_to_a_file(rules, tmp_path):
    assert _docs(rules, "-o", str(tmp_path / "rules.md")) == ""
    assert (tmp_path / "rules.md").read_text("utf-8") == _docs(rules)
