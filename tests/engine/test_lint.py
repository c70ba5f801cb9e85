"""One small rulebook without a fault, and what the linter says about each way of spoiling it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.engine.lint import (
    CODES,
    REQUIREMENT_ID,
    LintFinding,
    LintLevel,
    lint,
    reachable,
    read_not_implemented,
)
from offsetcheck.rulebook.language import Cap
from offsetcheck.rulebook.loader import load
from offsetcheck.rulebook.parser import Vocabulary, parse_condition

Item = dict[str, Any]
Files = dict[str, list[Item]]


def text(ja: str, en: str) -> dict[str, str]:
    return {"ja": ja, "en": en}


def clause(confidence: str = "official", **more: Any) -> Item:
    return {"document": "law", "section": "1", "confidence": confidence, **more}


WORDS = text("文", "words")
SOUND: Files = {
    "documents.yaml": [
        {"document": "law", "title": text("法律", "the law"), "read": "original", "url": "https://laws.e-gov.go.jp/1"}
    ],
    "reference/terms.yaml": [
        {"term": {"programme": "all", "concept": "retirement", "ja": "無効化", "not": ["リタイア"], "en": "retirement"}},
        {"term": {"programme": "JCM", "concept": "transfer", "ja": "振替", "not": ["移転"], "en": "transfer"}},
    ],
    "programmes/edition.yaml": [
        {"edition": "programmes/one", "authority": "programmes", "title": WORDS, "chosen_by": "publication",
         "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [clause()]},
        {"binds": "permanence", "programme": "JCM", "kept": "project.post_monitoring",
         "basis": [clause(restricts=["kept"])]},
    ],
    "guideline/edition.yaml": [
        {"edition": "guideline/one", "authority": "guideline", "title": WORDS, "chosen_by": "publication",
         "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [clause()]},
        {"parameter": "late_months", "value": 12, "unit": "months", "effective_from": "2024-01-01", "title": WORDS,
         "basis": [clause()]},
        {"criterion": "permanence", "property": 3, "subject": "credit", "title": WORDS, "text": WORDS,
         "parts": {"kept": WORDS}, "basis": [clause(restricts=["kept"])]},
        {"id": "OG-T-01", "implements": ["OG-OFF-03"], "subject": "retirement", "title": WORDS,
         "when": "retirement.designation = 'total'",
         "let": {"late": "retirement.completed_on <= add_months(claim.period.to, $late_months) AND judgement.late_ok"},
         "require": {"timely": "retirement.completed_on <= claim.publication_on OR late"},
         "conditions": {"timely": WORDS}, "show": {"total": "retirement.total_t"},
         "severity": "blocking",
         "basis": [clause(restricts=["timely"], quote="無効化を行う"), clause(permits=["late", "when"])],
         "message": {"timely": {"fail": text("{retirement.completed_on}の無効化", "{total} {$late_months}"), "unknown": WORDS}},
         "remedy": WORDS,
         "examples": [
             {"given": {"retirement.designation": "total", "retirement.completed_on": "2026-05-01"}, "verdict": "pass"},
             {"given": {"retirement.designation": "total", "retirement.completed_on": "2026-07-01", "judgement.late_ok": False},
              "verdict": "fail"},
             {"given": {"retirement.designation": "total"}, "verdict": "unknown"},
         ], "since": "0.1"},
        {"id": "OG-T-02", "implements": ["OG-CRED-03b"], "criterion": "permanence", "subject": "credit", "title": WORDS,
         "require": {"kept": "kept"}, "conditions": {"kept": WORDS}, "severity": "blocking",
         "basis": [clause("unconfirmed", restricts=["kept"])], "message": {"kept": {"unknown": WORDS}}, "remedy": WORDS,
         "examples": [
             {"given": {"project.programme": "JCM", "project.post_monitoring": True}, "verdict": "pass"},
             {"given": {"project.programme": "JCM", "project.post_monitoring": False}, "verdict": "unknown"},
         ], "since": "0.1"},
    ],
}  # fmt: skip


def written(folder: Path, files: Files) -> Path:
    rules = folder / "rules"
    for name, items in files.items():
        path = rules / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(items, ensure_ascii=False, indent=1), encoding="utf-8")
    return rules


def findings(folder: Path, spoil: Callable[[Files], object] = lambda files: None) -> list[LintFinding]:
    files = deepcopy(SOUND)
    spoil(files)
    rules = written(folder, files)
    return lint(load(rules), rules)


def one(files: Files) -> Item:
    return files["guideline/edition.yaml"][3]


def two(files: Files) -> Item:
    return files["guideline/edition.yaml"][4]


def test_a_sound_rulebook_has_no_findings(tmp_path):
    assert [f.render("en") for f in findings(tmp_path)] == []


# Each case: how the sound rulebook is spoilt, and all that is then said, as (code, where, a word of the sentence).
def _set(item: Callable[[Files], Item], **values: Any) -> Callable[[Files], object]:
    return lambda files: item(files).update(values)


def _condition(condition: str) -> Callable[[Files], object]:
    return lambda files: one(files)["require"].update(timely=f"({condition}) OR late")


def _example(n: int) -> Callable[[Files], object]:
    return lambda files: one(files)["examples"].pop(n)


def _document(**values: Any) -> Callable[[Files], object]:
    new = {"document": "other", "title": text("文書", "a document"), "read": "original"}
    return lambda files: files["documents.yaml"].append({**new, **values})


def _twin(files: Files) -> None:
    """A second rule on the criterion that asks for both truths, without an example of either."""
    files["programmes/edition.yaml"].append(
        {"binds": "permanence", "programme": "VCS", "kept": "project.reversal_remedy",
         "basis": [clause(restricts=["kept"])]}
    )  # fmt: skip


def _reading(files: Files) -> None:
    late = one(files)["let"]["late"]
    one(files)["let"]["late"] = {
        "readings": {"first": late, "second": "judgement.purpose_ok"},
        "labels": {"first": WORDS},
    }


SPOILT: dict[str, tuple[Callable[[Files], object], list[tuple[str, str, str]]]] = {
    "a condition that is always true": (
        _set(one, require={"timely": "retirement.total_t >= 0 OR NOT late"}),
        [("never-false", "OG-T-01.timely", "never be false")],
    ),
    "a condition that names every value there is": (
        _set(two, require={"kept": "kept OR project.mitigation <> 'removal' OR project.mitigation <> 'mixed'"}),
        [("never-false", "OG-T-02.kept", "never be false")],
    ),
    "a condition that asks for two values at once": (
        _set(two, require={"kept": "kept AND project.mitigation = 'removal' AND project.mitigation = 'mixed'"}),
        [("never-true", "OG-T-02.kept", "never be true")],
    ),
    "a scope nothing can fall under": (
        _set(one, when="retirement.designation = 'total' AND retirement.designation <> 'total'"),
        [("never-true", "OG-T-01.when", "never be true"), ("no-false-example", "OG-T-01.timely", "no example fails")],
    ),
    "no example that passes": (_example(0), [("no-pass-example", "OG-T-01", "verdict: pass")]),
    "no example that fails": (
        _example(1),
        [("no-false-example", "OG-T-01.timely", "{timely: false}"), ("no-fail-example", "OG-T-01", "verdict: fail")],
    ),
    "no example that is left unknown": (_example(2), [("no-unknown-example", "OG-T-01", "verdict: unknown")]),
    "a failing example outside the scope": (
        lambda f: one(f)["examples"][1]["given"].update({"retirement.designation": "serial"}),
        [("no-false-example", "OG-T-01.timely", "in scope")],
    ),
    "no example of what an unconfirmed clause leaves open": (
        lambda f: two(f)["examples"].append({"given": two(f)["examples"].pop()["given"] and {}, "verdict": "unknown"}),
        [("no-open-example", "OG-T-02.kept", "unconfirmed")],
    ),
    "a binding no example decides": (_twin, [("unexercised-binding", "permanence/VCS.kept", "project.programme: VCS")]),
    "a number of the law in an expression": (
        _set(one, let={"late": "retirement.completed_on <= add_months(claim.period.to, 11) AND judgement.late_ok"},
             message={"timely": {"fail": WORDS, "unknown": WORDS}}),
        [("literal-number", "OG-T-01.late", "11")],
    ),
    "a number of the law as an interval": (
        _condition("retirement.completed_on <= claim.publication_on + INTERVAL 2 YEAR"),
        [("literal-number", "OG-T-01.timely", "number 2"), ("no-false-example", "OG-T-01.timely", "")],
    ),
    "a day of the law in an expression": (
        _condition("retirement.completed_on <= DATE '2026-06-01'"),
        [("literal-date", "OG-T-01.timely", "2026-06-01")],
    ),
    "a condition without words": (
        lambda f: one(f).pop("conditions"), [("no-words", "OG-T-01.timely", "timely")],
    ),
    "a reading without a label": (_reading, [("no-words", "OG-T-01.late", "second")]),
    "a Japanese text in English": (
        _set(one, remedy=text("Retire them first.", "Retire them first.")),
        [("not-japanese", "OG-T-01.remedy", "Retire")],
    ),
    "an English text in Japanese": (
        _set(one, remedy=text("無効化する", "Do 再提出 first.")), [("not-english", "OG-T-01.remedy", "再提出")],
    ),
    "a term no scheme uses": (
        _set(one, remedy=text("リタイアする", "Retire.")), [("term", "OG-T-01.remedy", "「無効化」")],
    ),
    "another programme's term": (
        lambda f: f["programmes/edition.yaml"][1]["basis"][0].update(note=text("移転する", "transferred")),
        [("term", "permanence/JCM.basis.0.note", "「振替」")],
    ),
    "an echo of no condition": (
        _set(one, echoes={"timely": "OG-T-09.timely"}), [("no-echo", "OG-T-01.timely", "OG-T-09.timely")],
    ),
    "a remedy that speaks of a reviewer and does not say so": (
        _set(one, remedy=text("審査員の判断を受けてください。", "Have a reviewer judge it.")),
        [("leads-to", "OG-T-01.remedy.fail", "leads_to: reviewer")],
    ),
    "a remedy that leads to a reviewer of whom it does not speak": (
        _set(one, remedy={**WORDS, "leads_to": "reviewer"}),
        [("leads-to", "OG-T-01.remedy.fail", "leads_to: reviewer")],
    ),
    "a variant that says the same": (
        _set(one, remedy={**WORDS, "variants": {"published": WORDS}}),
        [("same-variant", "OG-T-01.remedy.fail", "published")],
    ),
    "a deadline called the day of publication": (
        lambda f: one(f)["message"]["timely"].update(
            unknown=text("公表日（{claim.publication_on}）までの無効化", "by {publication}")
        ),
        [("publication-day", "OG-T-01.message.timely.unknown", "{publication}")],
    ),
    "a judgement on criteria of a rule on one": (
        lambda f: two(f).update(
            require={"kept": "kept AND judgement.properties_ok"}, judged_on="criteria",
            message={"kept": {"unknown": WORDS}},
        ),
        [("judged-on", "OG-T-02", "criterion")],
    ),
    "a failure without a message": (
        lambda f: one(f)["message"]["timely"].pop("fail"), [("no-message", "OG-T-01.timely", "message.timely.fail")],
    ),
    "an open question without a message": (
        lambda f: one(f)["message"]["timely"].pop("unknown"),
        [("no-unknown-message", "OG-T-01.timely", "message.timely.unknown")],
    ),
    "a quote in full-width letters": (
        lambda f: one(f)["basis"][0].update(quote="Ｊ－クレジット"), [("quote-form", "OG-T-01", "J-クレジット")],
    ),
    "an id that is no requirement's": (
        _set(one, implements=["offset timing"]), [("requirement-id", "OG-T-01", "offset timing")],
    ),
    "a rule that implements nothing": (_set(one, implements=[]), [("no-requirement", "OG-T-01", "no requirement")]),
    "a requirement both implemented and left out": (
        lambda f: f.update({"not-implemented.yaml": [{"id": "OG-OFF-03", "reason": WORDS}]}),
        [("implemented-after-all", "OG-OFF-03", "OG-T-01")],
    ),
    "a requirement left out without a reason": (
        lambda f: f.update({"not-implemented.yaml": [{"id": "OG-X-01"}]}), [("not-implemented", "OG-X-01", "reason")],
    ),
    "a requirement left out twice": (
        lambda f: f.update({"not-implemented.yaml": [{"id": "OG-X-01", "reason": WORDS}] * 2}),
        [("not-implemented", "OG-X-01", "twice")],
    ),
    "a left-out id that is no requirement's": (
        lambda f: f.update({"not-implemented.yaml": [{"id": "x", "reason": WORDS}]}),
        [("not-implemented", "x", "not the id")],
    ),
    "an allowed mutant without a reason": (
        lambda f: f.update({"mutants-allowed.yaml": [{"mutant": "OG-T-01.timely", "change": "a → b"}]}),
        [("mutants-allowed", "OG-T-01.timely", "a reason")],
    ),
    "an edition of several files that names none": (
        lambda f: f.update({"guideline/more.yaml": [f["guideline/edition.yaml"].pop()]}),
        [("files-not-named", "guideline/one", "files: [more.yaml]")],
    ),
    "a document nobody cites": (_document(), [("unused-document", "other", "nothing cites")]),
    "a let nobody uses": (
        lambda f: one(f)["let"].update(spare="retirement.total_t"), [("unused-let", "OG-T-01", "spare")],
    ),
    "a document linked at a mirror": (
        lambda f: f["documents.yaml"][0].update(url="https://www.krutar.com/case/law/"),
        [("unofficial-host", "law", "krutar.com")],
    ),
    "a note that links a shared file": (
        lambda f: f["documents.yaml"][0].update(note=text("写しは https://docs.google.com/x です", "a copy")),
        [("unofficial-host", "law", "docs.google.com")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_the_linter_says_what_is_wrong_and_nothing_else(case, tmp_path):
    spoil, expected = SPOILT[case]
    found = findings(tmp_path, spoil)
    assert sorted((c, w) for c, w, _ in expected) == sorted((f.code, f.where) for f in found)
    for code, where, word in expected:
        assert any(word in f.render("en") for f in found if (f.code, f.where) == (code, where)), word


def test_every_kind_of_finding_is_shown_by_a_case():
    assert set(CODES) == {code for _, expected in SPOILT.values() for code, _, _ in expected}


def test_a_finding_names_file_line_and_mend_in_both_languages(tmp_path):
    (finding,) = findings(tmp_path, SPOILT["a term no scheme uses"][0])
    line = (tmp_path / "rules/guideline/edition.yaml").read_text("utf-8").splitlines()[finding.line - 1]
    assert finding.file == "rules/guideline/edition.yaml"
    assert "リタイアする" in line
    assert finding.render("en").endswith(
        "error: “リタイア” is not the official term → write 「無効化」 [term]"
    )
    assert finding.render("ja").endswith(
        "誤り: 「リタイア」は正式な用語ではありません → 「無効化」を用いてください [term]"
    )


def test_names_and_codes_may_stand_in_any_script(tmp_path):
    def spoil(files: Files) -> None:
        files["documents.yaml"][0]["title"] = text("Verra Registry", "無効化の手引き")
        one(files)["title"] = text("CDP", "The act 無効化")

    assert findings(tmp_path, spoil) == []


def test_what_stands_inside_the_official_term_is_that_term(tmp_path):
    def spoil(files: Files) -> None:
        files["reference/terms.yaml"][0]["term"].update({"ja": "無効化通知書", "not": ["通知書"]})
        one(files)["remedy"] = text("無効化通知書を確認する", "See the notice.")

    assert findings(tmp_path, spoil) == []


def test_findings_are_the_same_each_time(tmp_path):
    assert findings(tmp_path) == findings(tmp_path)
    spoil = SPOILT["no example that fails"][0]
    assert findings(tmp_path, spoil) == findings(tmp_path, spoil)


def _truths(condition: str, table: str = "credit") -> set[bool]:
    return set(reachable(parse_condition(condition, Vocabulary(table))))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("credit.quantity_t >= 0", {True}),
        ("credit.quantity_t < 0", {False}),
        ("credit.quantity_t > 0", {True, False}),
        ("credit.quantity_t >= 5 OR credit.quantity_t < 5", {True}),
        ("credit.quantity_t > 5 AND credit.quantity_t <= 5", {False}),
        ("credit.quantity_t < 3 AND credit.quantity_t >= credit.quantity_t", {True, False}),
        ("max2(1, credit.quantity_t) >= 1", {True}),
        ("length(credit.serials.first) > 0", {True}),
        ("month(credit.vintage.from) > 12", {False}),
        ("project.mitigation IN ('reduction', 'removal', 'mixed')", {True}),
        ("project.mitigation = 'removal' AND project.mitigation NOT IN ('removal')", {False}),
        ("NOT credit.overlaps_claim OR credit.overlaps_claim", {True}),
        ("credit.overlaps_claim", {True, False}),
        ("exists(issuance)", {True}),
        ("none(uses.t < 0)", {True}),
        ("any(uses.t < 0)", {False}),
        ("all(uses.t >= 0)", {True}),
        ("all(uses.t > 0)", {True, False}),
        ("count(uses) >= 0", {True}),
        ("credit.vintage.from <= credit.vintage.to OR credit.vintage.to <= credit.vintage.from", {True}),
        ("TRUE", {True}),
    ],
)
def test_a_condition_can_be_just_what_its_facts_allow(condition, expected):
    assert expected == _truths(condition)


def test_a_cap_does_not_hide_what_the_facts_would_say():
    node = parse_condition("credit.overlaps_claim", Vocabulary("credit"))
    assert reachable(Cap(node.type, node, False, "x")) == {True, False}


@pytest.mark.parametrize("good", ["OG-CRED-03", "OG-CRED-09a", "JC-M-AG005", "NB-TYO", "A62-01", "GX2-18"])
def test_ids_of_requirements_are_known_by_their_form(good):
    assert REQUIREMENT_ID.fullmatch(good)


@pytest.mark.parametrize("bad", ["OG", "og-cred-03", "OG-CRED-03 ", "OG_CRED_03", "OG-", "OG-CRED-03ab"])
def test_other_words_are_no_ids(bad):
    assert not REQUIREMENT_ID.fullmatch(bad)


def test_reasons_for_what_is_left_out_are_read(tmp_path):
    files = {"not-implemented.yaml": [{"id": "OG-X-01", "reason": text("対象外です", "out of scope")}]}
    listed, wrong = read_not_implemented(written(tmp_path, files))
    assert wrong == []
    assert listed["OG-X-01"].en == "out of scope"


# -- the command ---------------------------------------------------------------------------------------------------------


def _lint(folder: Path, spoil: str | None = None, lang: str = "en") -> tuple[int, str]:
    files = deepcopy(SOUND)
    if spoil is not None:
        SPOILT[spoil][0](files)
    rules = written(folder, files)
    result = CliRunner().invoke(main, ["rules", "lint", "--rules", str(rules), "--lang", lang])
    return result.exit_code, result.output


def test_the_command_ends_with_zero_where_nothing_is_wrong(tmp_path):
    assert _lint(tmp_path) == (0, "2 rules in 2 editions: no problems.\n")


def test_the_command_prints_warnings_and_still_ends_with_zero(tmp_path):
    code, output = _lint(tmp_path, "a document nobody cites")
    assert code == 0
    assert "documents.yaml:" in output
    assert output.endswith("2 rules in 2 editions: 0 errors, 1 warnings.\n")


def test_the_command_ends_with_four_where_there_is_an_error(tmp_path):
    code, output = _lint(tmp_path, "a term no scheme uses", "ja")
    assert code == 4
    assert output.endswith("2版・2件のルール：誤り1件、注意0件。\n")


def test_a_rulebook_that_does_not_load_is_refused_before_it_is_looked_over(tmp_path):
    files = deepcopy(SOUND)
    one(files)["require"]["timely"] = "retirement.nothing"
    result = CliRunner().invoke(
        main, ["rules", "lint", "--rules", str(written(tmp_path, files)), "--lang", "en"]
    )
    assert result.exit_code == 4
    assert "has no fact `nothing`" in result.output


def test_errors_and_warnings_are_two_levels():
    assert {level.value for level in LintLevel} == {"error", "warning"}
