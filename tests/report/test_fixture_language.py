"""Every report of every fixture claim, read word by word: no code, no English in Japanese, no Japanese in English."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
import yaml

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.report import wording as w
from offsetcheck.report.csv_writer import write_csv
from offsetcheck.report.html import write_html
from offsetcheck.report.letter import write_letter
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.model import Report
from offsetcheck.report.text import write_text
from offsetcheck.rulebook.loader import load
from tests.fixtures.test_fixture_claims import (
    CASES,
    NAMES,
    QUICK,
    check,
    claim_file,
    expected,
    judged,
    sample,
)
from tests.report.test_writers import Reader

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[2] / "rules"

#: What `make quick` reads: a claim that passes, one that fails and one that stays open.
DAILY = {(name, "self-check") for name in QUICK}
RUNS = [
    pytest.param(name, profile, marks=() if (name, profile) in DAILY else pytest.mark.slow)
    for name in NAMES
    for profile in ("self-check", "certification")
]
WRITERS = {
    "text": lambda report: write_text(report, width=400),
    "markdown": write_markdown,
    "html": lambda report: " \n ".join(Reader(write_html(report)).text),
    "letter": write_letter,
    "csv": write_csv,
}

# What is the same in every language: addresses of facts, ids of rules and editions, hashes, links, files.
_CODES = re.compile(
    r"https?://\S+|[0-9a-f]{20,}|[\w.-]+\.(?:yaml|pdf|csv)\b|\b[a-z-]+/[a-z0-9-]+\b"
    r"|\b[a-z_]+(?:\[[^\]]*\])?(?:\.[A-Za-z0-9_]+(?:\[[^\]]*\])?)+|\b[a-z_]+\[[^\]]*\]|\b[A-Z0-9]+(?:-[A-Z0-9]+)+[a-z]?\b|\boffsetcheck\b"
    r"|\(claim\)|(?<![A-Za-z])(?:[A-Z]{2}_)?[A-Z]{2,3}[0-9]{2,4}(?![A-Za-z0-9])"  # TH_AM001, JPN01: how numbers look
)
# Words of small letters that Japanese readers know; abbreviations in capitals are names in every language.
_KNOWN = {"ITMOs", "MWh", "SBTi", "Ver", "kg", "mL", "format", "letter"}
_JAPANESE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々]+")
# Acts that have no English name of their own: an English text names them in brackets.
_ACTS = re.compile(r"無効化|取消し|償却|移転|振替")


@cache
def report_of(name: str, profile: str, lang: Lang) -> Report:
    as_of = expected(name)["as_of"]
    return judged(claim_file(name), as_of, profile, lang)[1]


@cache
def cited() -> frozenset[str]:
    """The words in the names of the documents cited and of their issuers: proper names."""
    named = (
        text
        for d in load(RULES).documents.values()
        for text in (d.title.ja, d.issuer.ja if d.issuer else "", d.edition or "")
    )
    return frozenset(word for text in named for word in re.findall(r"[A-Za-z0-9]+", text))


@cache
def own_words(name: str) -> tuple[str, ...]:
    """Every text that the author of a claim wrote, longest first: it stays as it was written."""

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [t for v in value.values() for t in texts(v)]
        if isinstance(value, list):
            return [t for v in value for t in texts(v)]
        return [" ".join(value.split())] if isinstance(value, str) else []

    data = yaml.safe_load(claim_file(name).read_text(encoding="utf-8"))
    found = set(texts(data))
    return tuple(sorted((t for t in found if len(t) > 1), key=len, reverse=True))


@cache
def written(name: str, profile: str, lang: Lang, kind: str) -> str:
    """What a reader sees, without codes and without what the author of the claim wrote."""
    report = report_of(name, profile, lang)
    text = re.sub(r"&[#a-z0-9]+;|\\|<[^>]*>", "", WRITERS[kind](report))
    quotes = (b.quote for c in report.claims for f in c.findings for b in f.basis if b.quote)
    for own in sorted({*own_words(name), *quotes}, key=len, reverse=True):
        if _JAPANESE.search(own) or (lang == "ja" and " " in own):
            text = text.replace(own, " ")
            if len(own) > 12:  # a report may shorten them
                text = re.sub(
                    rf"{re.escape(own[:12])}[^…\n]*…",
                    lambda cut, own=own: " " if own.startswith(cut[0][:-1]) else cut[0],  # type: ignore[misc]
                    text,
                )
    return text


#: Names of states and schemes as the files write them: never words of a Japanese sentence.
_RAW = {
    "offset", "shk", "gx", "ets", "retired", "held", "stated", "published", "planned", "documented", "verified",
}  # fmt: skip
_SLIPS = (
    "。。", "、。", "、、", "ですです", "下さい", "出来", "させていただ", "されてください", "ごご", "おお手数",
    "ないことを確認できて",  # twice no
    "t-CO2以上 1",  # 12 t-CO2以上 14 t-CO2以下: a range is 12～14 t-CO2
)  # fmt: skip


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_a_japanese_report_holds_no_english_and_no_raw_value(name, profile):
    own = {word for text in own_words(name) for word in re.findall(r"[A-Za-z0-9]+", text)}
    known = (_KNOWN | cited() | own) - _RAW
    for kind in WRITERS:
        text = _CODES.sub(" ", written(name, profile, "ja", kind))
        text = re.sub(
            r"（[A-Z][A-Za-z 、]+）", " ", text
        )  # what a registry calls something, beside the Japanese
        if kind == "html":  # the expressions of the conditions are shown as the rules hold them
            text = "\n".join(line for line in text.split("\n") if _JAPANESE.search(line))
        words = {word for word in re.findall(r"[A-Za-z]{2,}[0-9]*", text) if not word.isupper()}
        assert words - known == set(), kind


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_an_english_report_holds_no_japanese_but_quotes_names_and_acts(name, profile):
    for kind in WRITERS:
        text = re.sub(r"“[^”]*”|「[^」]*」", " ", written(name, profile, "en", kind))
        assert _JAPANESE.findall(_ACTS.sub("", text)) == [], kind


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_nothing_is_said_twice_in_brackets(name, profile):
    for lang in w.LANGS:
        for kind in WRITERS:
            text = written(name, profile, lang, kind)
            assert re.findall(r"（([^（）]+)）\s*（\1）", text) == [], kind
            assert "（参考）（参考）" not in text, kind
            assert "使用なし" not in text, kind


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_sentences_are_polite_and_end_once(name, profile):
    for kind in WRITERS:
        text = written(name, profile, "ja", kind)
        assert [slip for slip in _SLIPS if slip in text] == [], kind
        # no plain style: a sentence does not end in である or た
        assert re.findall(r"(?:である|なかった|とした|された)。", text) == [], kind
        # things are counted as 一つ、二つ, never half in figures
        assert re.findall(r"[0-9]つ", text) == [], kind


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_no_cell_of_a_table_is_empty(name, profile):
    for lang in w.LANGS:
        page = write_html(report_of(name, profile, lang))
        assert re.findall(r"<(td|th|dd)\b[^>]*>\s*</\1>", page) == []
        rows = list(csv.reader(StringIO(write_csv(report_of(name, profile, lang)))))
        assert [row[3] for row in rows if not all(row)] == []


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_advice_for_a_failure_is_not_given_for_what_is_unknown(name, profile):
    report = report_of(name, profile, "ja")
    told = {
        f.rule: f.remedy for c in report.claims for f in c.findings if f.verdict is Verdict.FAIL and f.remedy
    }
    for finding in report.claims[0].findings:
        if finding.verdict is Verdict.UNKNOWN and finding.severity == "blocking" and finding.rule in told:
            assert finding.remedy != told[finding.rule], finding.rule


@pytest.mark.parametrize(("name", "profile"), RUNS)
def test_what_awaits_a_step_still_to_come_is_not_asked_for_now(name, profile):
    (claim,) = report_of(name, profile, "ja").claims
    for finding in claim.findings:
        if finding.missing and all(m.reason is Reason.NOT_YET for m in finding.missing):
            assert finding.remedy is None, finding.rule
    text = " ".join(step.text for step in claim.next_steps)
    later = [q.label for q in claim.open_questions if q.reason is Reason.NOT_YET]
    if claim.stage == "planned":
        assert not [label for label in later if label in text]


@pytest.mark.parametrize("name", sample(NAMES))
def test_a_finding_cites_only_the_clauses_of_what_decided(name):
    (claim,) = report_of(name, "self-check", "ja").claims
    truth = {Verdict.FAIL: False, Verdict.UNKNOWN: "unknown"}
    for finding in claim.findings:
        if finding.verdict not in truth or finding.only_stated:
            continue
        decided = {c.id for c in finding.conditions if c.truth == truth[finding.verdict]}
        others = {c.id for c in finding.conditions} - decided
        if decided:
            for basis in finding.basis:
                assert not (basis.restricts and set(basis.restricts) <= others), (
                    finding.rule,
                    basis.document,
                )


def test_a_failing_filing_is_named_in_the_headline_and_comes_first_in_the_steps():
    report = report_of("jcm-cancelled-for-shk", "self-check", "ja")
    text = write_text(report, width=400)
    assert (
        "（SHK制度）の令和8年度報告（2025年度実績）は、「不適合」です（使用できるクレジットの数量：0 t-CO2）。"
        in text
    )
    assert text.index("「不適合」です") < text.index(
        "オフセットの取組については、現時点では判定を確定できません。"
    )
    assert "「無効化」を完了した別のクレジットに替えてください" in report.claims[0].next_steps[0].text


@pytest.mark.parametrize("kind", ["text", "markdown", "html"])
def test_the_first_screen_says_what_a_filing_lacks_before_the_offset_passes(kind):
    text = re.sub(r"\s", "", written("gx-phase2-shortfall", "self-check", "ja", kind))
    said = text.index("2026年度の報告は、「不適合」です（不足する排出枠の量：15,000t-CO2）。")
    passed = text.index("オフセットの取組については、入力された情報の範囲では")
    assert text.index("総合判定（オフセットの取組）") < said < passed
    assert "不適合の項目が1件" not in text[: text.index("次にお願いしたいこと")]


def test_what_the_claim_lacks_as_stated_is_not_called_confirmed():
    text = write_text(report_of("carbon-neutral-short", "certification", "ja"), width=400)
    assert "有効な無効化等を確認できた数量は、まだありません。" in text
    assert "有効な無効化等の数量は、申告の内容のとおりであっても100 t-CO2にとどまり" in text
    assert "有効な無効化等を確認できた数量は100" not in text


def test_a_claim_that_waits_for_the_authority_alone_says_one_thing_about_it():
    text = write_text(report_of("legacy-jver", "self-check", "ja"), width=400)
    assert "貴町からお問い合わせのうえ、回答を記録して改めて判定してください" in text
    assert "「要確認事項」にご対応のうえ" not in text
    verdict, _, questions = text.partition("── 要確認事項")
    assert "依頼文の案" not in verdict
    assert "お問い合わせ等の文面の案が必要な場合は、お申し付けください。" in questions
    assert "--format" not in text
    page = written("legacy-jver", "self-check", "ja", "html")
    assert "依頼文は、本報告書の「要確認事項（お願いの文面）」に示しています。" in page
    assert "--format letter" not in page


def test_an_initiative_that_only_retires_is_not_said_to_offset():
    text = write_text(report_of("cancel-only-contribution", "self-check", "ja"), width=400)
    assert re.search("無効化量（主張） +30 t-CO2", text)
    assert "主張する無効化量30 t-CO2の全量について、有効な無効化を確認しました。" in text
    assert "オフセット量（主張）" not in text
    assert "必要量" not in text


def test_the_first_page_keeps_that_an_offset_without_a_retirement_is_not_to_be_stated():
    page = written("held-not-retired", "self-check", "ja", "html").partition("判定の詳細")[0]
    assert "それまでは、オフセットしたとの表示をお控えください。" in re.sub(r"\s", "", page)


def test_a_failure_under_a_directive_alone_is_not_laid_to_the_guideline():
    text = write_text(report_of("eu-shop-shoes", "self-check", "ja"), width=400)
    assert (
        "「EU市場における製品の表示」が、「根拠」に示す指針・規定等の求める内容を満たしていないため" in text
    )


def test_a_planned_claim_is_asked_nothing_that_is_not_due():
    report = report_of("event-planned", "self-check", "ja")
    text = write_text(report, width=400)
    (claim,) = report.claims
    later = [q for q in claim.open_questions if q.blocking and q.reason is Reason.NOT_YET]
    assert later == [q for q in claim.open_questions if q.blocking]
    assert (
        "総合判定に関わる事項で、現時点で不足している情報はありません。"
        f"手続の完了後にご記入又はご確認いただく事項が{len(later)}件あります。" in text
    )
    assert "手続の完了後に確認する項目：" in text
    first_page = written("event-planned", "self-check", "ja", "html").partition("判定の詳細")[0]
    assert "手続の完了後に確認する項目（総合判定に関わるもの）：6件" in first_page
    assert "申請1（活用 U1）" in text
    assert re.search("照合した使用記録 +なし", text)
    due = [q for q in claim.open_questions if q.owner is Owner.REGISTRY and q.reason is not Reason.NOT_YET]
    assert ("現時点でご提供いただくものはございません。" in write_letter(report)) == (not due)


def test_what_passes_as_stated_is_asked_for_support_in_one_sentence():
    report = report_of("clean-organisation", "certification", "ja")
    unknown = [f for f in report.claims[0].findings if f.verdict is Verdict.UNKNOWN]
    assert unknown
    assert all(f.only_stated and f.remedy is None for f in unknown)
    said = "認証審査では未確認として取り扱いますので、根拠資料をご提出ください。"
    assert {f.message for f in unknown if not f.outside} == {
        f"本項目は申告のみで、資料による裏付けを確認できていません。{said}"
    }
    assert "申告の内容のとおりであれば「適合」の見込みですが" in write_text(report)


def test_a_missing_file_lowers_what_it_was_said_to_document(tmp_path):
    claim = (
        "claim: {id: c, stage: published, published_on: 2026-05-20, claimed_t: 13}\n"
        "emissions: [{id: E1, t: 12.4}]\n"
        "evidence:\n  - {fact: 'emissions[E1].t', value: 12.4, level: documented, document: bill.pdf}\n"
    )
    path = tmp_path / "claim.yaml"
    path.write_text(claim, encoding="utf-8")
    options = ("--as-of", "2026-06-01", "--lang", "ja", "--profile", "certification")
    text = re.sub(r"\s+", "", check(path, *options)[1])
    assert "ファイルが見つかりません。このため、申告のみとして取り扱いました。" in text
    assert "資料を確認できず1件" in text
    (tmp_path / "bill.pdf").write_bytes(b"bill")
    text = re.sub(r"\s+", "", check(path, *options)[1])
    assert "ファイルが見つかりません" not in text
    assert "添付あり" in text


def rule_texts(lang: Lang) -> Iterator[tuple[str, str]]:
    """Every sentence a rule may put into a report, with the rule's id."""
    for edition in load(RULES).editions:
        for rule in edition.rules:
            texts = [
                rule.title,
                *(t for text in rule.remedies.values() for t in text.every),
                *(t for said in rule.messages.values() for text in said.values() for t in text.every),
            ]
            texts += [c.title for c in rule.conditions if c.title]
            texts += [t for b in rule.basis for t in (b.note, b.derived, b.carried_over) if t]
            yield from ((rule.id, text.in_(lang)) for text in texts)


def test_the_sentences_of_the_rules_say_no_twice_nowhere_and_count_in_words():
    found = [
        (rule, text)
        for rule, text in rule_texts("ja")
        if re.search(r"ないことを確認できて|[0-9]つ|（programme）|下さい|出来", text)
    ]
    assert found == []


def test_every_rule_says_what_to_do_about_what_stays_open():
    lacking = [
        rule.id
        for edition in load(RULES).editions
        for rule in edition.rules
        if "unknown" not in rule.remedies
    ]
    assert lacking == []


def test_every_fixture_is_read():
    assert {run.values[0] for run in RUNS} == {case.removesuffix(".certification") for case in CASES}
