"""The cross-check: every fact with evidence, every source, and whether they agree; also from the command line."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

BASE = """\
claim: {id: c, stage: published, organisation: us, kind: event, degree: offset, claimed_t: 13, published_on: 2026-05-20}
parties: [{id: us, name: 例示協会}, {id: other, name: 例示商会}]
statements: [{id: S1, text: 「実質ゼロ」の例示会議, effect: contribution}]
emissions: [{id: E1, t: 12.4, included: true}]
projects: [{id: P1, programme: J-Credit}]
credits: [{id: C1, project: P1, quantity_t: 13}]
retirements: [{id: R1, user: us, blocks: [{credit: C1, quantity_t: 13}]}]
uses: [{id: U1, retirement: R1, credit: C1, purpose: offset, t: 13}]
"""
HASH = hashlib.sha256(b"notice").hexdigest()


def run(folder: Path, evidence: str, *options: str) -> Any:
    path = folder / "claim.yaml"
    path.write_text(f"{BASE}evidence:\n{evidence}", encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(path), "--as-of", "2026-06-01", *options])


def checked(folder: Path, evidence: str) -> dict[str, Any]:
    (folder / "notice.pdf").write_bytes(b"notice")
    done = run(folder, evidence, "--format", "json", "--lang", "ja")
    (claim,) = json.loads(done.stdout)["claims"]
    return {check["fact"]: check for check in claim["cross_check"]} | {"claim": claim}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("evidence", "result"),
    [
        ('{fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf}', "match"),
        ('{fact: "emissions[E1].t", value: 12.400, level: documented, document: notice.pdf}', "match"),
        ('{fact: "emissions[E1].t", value: 12.5, level: documented, document: 請求書}', "mismatch"),
        ('{fact: "emissions[E1].t", value: 12.5, level: verified, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）, chosen: true}', "chosen"),
        ('{fact: "emissions[E1].t", value: 12.4, level: verified, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）, chosen: true}', "match"),
        ('{fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf, expires_on: 2026-05-31}', "expired"),
        ('{fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf, expires_on: 2026-06-01}', "match"),
        (f'{{fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf, sha256: "{HASH}"}}', "match"),
        ('{fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf, sha256: "00"}', "mismatch"),
        ('{fact: "emissions[E1].source", value: 会場の電気, level: documented, document: notice.pdf}', "single"),
        ('{fact: "retirements[R1].user", value: other, level: documented, document: notice.pdf}', "mismatch"),
        ('{fact: "retirements[R1].user", value: 例示協会, level: documented, document: notice.pdf}', "match"),
        ('{fact: "emissions[E1].t", value: 12.4, level: documented, document: 請求書}', "not_found"),
    ],
)  # fmt: skip
def test_the_result_says_whether_the_sources_agree(tmp_path, evidence, result):
    found = checked(tmp_path, f"  - {evidence}\n")
    (check,) = (check for fact, check in found.items() if fact != "claim")
    assert check["result"] == result


def test_a_hash_is_worked_out_here_and_what_was_stated_is_kept(tmp_path):
    found = checked(
        tmp_path,
        '  - {fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf, page: 3, sha256: "00"}\n',
    )
    (source,) = found["emissions[E1].t"]["sources"]
    assert (source["sha256"], source["sha256_stated"], source["altered"], source["file"], source["page"]) == (
        HASH, "00", True, "found", "3",
    )  # fmt: skip


def test_an_altered_file_opens_a_question_that_names_it(tmp_path):
    found = checked(
        tmp_path,
        '  - {fact: "emissions[E1].t", value: 12.4, level: documented, document: notice.pdf, sha256: "00"}\n',
    )
    questions = [q for q in found["claim"]["open_questions"] if q["fact"] == "emissions[E1].t"]
    assert [q["reason"] for q in questions] == ["conflict"]
    assert "「notice.pdf」は、記載されたハッシュ値と一致しません" in questions[0]["detail"]
    assert "claim" not in questions[0]["detail"]


def test_a_fact_of_a_block_is_found_too(tmp_path):
    found = checked(
        tmp_path,
        '  - {fact: "retirements[R1].blocks[1].quantity_t", value: 13, level: registry, document: notice.pdf}\n',
    )
    assert found["retirements[R1].blocks[1].quantity_t"]["result"] == "match"
    (source,) = found["retirements[R1].blocks[1].quantity_t"]["sources"]
    assert (source["lowered"], source["vouched"]) == (True, False)
    assert "（無効化 R1 の内訳1）" in found["retirements[R1].blocks[1].quantity_t"]["label"]


def test_a_claim_without_evidence_has_no_cross_check(tmp_path):
    found = checked(tmp_path, "  []\n")
    assert found["claim"]["cross_check"] == []


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_every_writer_shows_the_table(tmp_path, form):
    (tmp_path / "notice.pdf").write_bytes(b"notice")
    evidence = '  - {fact: "emissions[E1].t", value: 12.5, level: documented, document: notice.pdf, page: 3, expires_on: 2026-05-31}\n'
    done = run(tmp_path, evidence, "--format", form, "--lang", "ja")
    flat = "".join(done.stdout.split())
    for piece in (
        "資料との突合",
        "12.5t-CO2",
        "添付あり",
        "notice.pdf",
        "不一致",
        "2026年5月31日（期限切れ）",
        HASH,
    ):
        assert piece in flat, piece
    assert str(tmp_path) not in done.stdout


def test_words_that_contradict_the_facts_are_quoted_and_decide_nothing(tmp_path):
    found = checked(tmp_path, "  []\n")["claim"]
    (question,) = (q for q in found["open_questions"] if q["phrase"])
    assert question["phrase"]["quote"] == "実質ゼロ"
    assert question["fact"] == "statements[S1].effect"
    assert question["blocking"] is False
    assert not [
        f for f in found["findings"] if f["subject"]["kind"] == "statement" and f["verdict"] == "fail"
    ]


@pytest.mark.parametrize(
    "options", [["--reply-by", "2026-07-01"], ["--format", "letter", "--reply-by", "2026-05-31"]]
)
def test_a_day_to_answer_by_needs_a_letter_and_lies_ahead(tmp_path, options):
    done = run(tmp_path, "  []\n", *options)
    assert done.exit_code == 2
    assert "--reply-by goes with --format letter" in done.stderr


@pytest.mark.parametrize(("form", "start"), [("csv", "\ufeff"), ("letter", "# ")])
def test_the_new_formats_can_be_written_to_a_file(tmp_path, form, start):
    out = tmp_path / "out"
    done = run(tmp_path, "  []\n", "--format", form, "-o", str(out))
    assert done.exit_code in (1, 3)
    assert out.read_bytes().decode("utf-8").startswith(start)
    assert done.stdout == ""
