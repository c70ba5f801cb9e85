"""What only waits for a stated day says which day that is; what fails for another reason keeps its advice."""

import pytest

from offsetcheck.facts.vocabulary import Owner
from offsetcheck.report.findings import _known
from offsetcheck.report.letter import write_letter
from offsetcheck.report.rule_sheet import rule_sheet
from offsetcheck.report.view import arrange
from offsetcheck.rulebook.shipped import open_rulebook
from tests.fixtures.test_fixture_claims import claim_file, judged, plain, written
from tests.report.test_reading import finding_of, text_of

#: Whole claims, judged on several days.
pytestmark = pytest.mark.slow

LATER = "その日以後を判定基準日として、改めて判定してください。"


def test_a_certification_dated_after_the_day_of_judgement_asks_for_no_other_credit():
    _, report = judged(claim_file("attached-credit-tour"), "2026-06-01")
    for rule in ("OG-CRED-01", "OG-CRED-02"):
        remedy = finding_of(report, rule).remedy
        assert remedy is not None
        assert "替えてください" not in remedy
        assert remedy.startswith("「発行決定日（認証日）」（2026年6月23日）が判定基準日より後です。")
        assert remedy.endswith(LATER)


def test_a_decision_that_is_filled_in_is_not_asked_for_again():
    _, report = judged(claim_file("gx-phase1-settled"), "2026-06-01")
    (still_open,) = [f for f in report.claims[0].findings if f.rule == "JCM-03" and f.verdict == "unknown"]
    assert still_open.remedy == (
        f"「発行決定日（認証日）」（2026年6月24日）が判定基準日より後です。日付に誤りがないことをご確認のうえ、{LATER}"
    )


def test_what_rests_on_the_uses_names_the_first_day_on_which_it_is_settled():
    _, report = judged(claim_file("gx-phase1-settled"), "2026-06-01")
    remedy = finding_of(report, "OG-OFF-02").remedy
    assert remedy is not None
    assert "（2026年6月15日）" in remedy
    assert remedy.endswith(LATER)


def test_on_a_day_that_has_come_the_advice_is_that_of_the_rule():
    _, report = judged(claim_file("attached-credit-tour"), "2026-10-13")
    assert LATER not in str([f.remedy for f in report.claims[0].findings])


def test_what_a_later_day_would_not_settle_keeps_its_advice(tmp_path):
    claim = plain("attached-credit-tour")
    claim["claim"]["claimed_t"] = 5000
    _, report = judged(written(claim, tmp_path), "2026-06-01")
    short = finding_of(report, "OG-OFF-02")
    assert short.verdict == "fail"
    assert short.remedy is not None
    assert LATER not in short.remedy


def test_a_clause_about_one_programme_is_cited_for_no_other():
    _, report = judged(claim_file("mixed-portfolio"), "2026-06-01")
    cited = {
        f.subject.id: [b.document for b in f.basis]
        for f in report.claims[0].findings
        if f.rule == "OG-OFF-01"
    }
    assert "jcredit-usage" in cited["U1"]  # a J-Credit
    assert "jcredit-usage" not in cited["U2"]
    assert "og-policy-4" in cited["U2"]


def test_a_clause_about_one_purpose_is_cited_for_no_other():
    _, report = judged(claim_file("one-run-two-filings"), "2026-06-01")
    cited = {
        f.subject.id: [b.document for b in f.basis]
        for f in report.claims[0].findings
        if f.rule == "SHK-RET-01"
    }
    assert "itmedia-gx-2025-07" not in cited["U2"]  # SHK
    assert "itmedia-gx-2025-07" in cited["U3"]  # GX-ETS


def test_a_clause_about_one_methodology_is_cited_for_no_other():
    _, report = judged(claim_file("forest-papers-late"), "2026-07-20")
    cited = [b.document for f in report.claims[0].findings if f.rule == "OG-CRED-03" for b in f.basis]
    assert "kumamoto-forest-jcredit" in cited
    assert "jcredit-plan-biochar-2024" not in cited


def test_a_permission_for_other_programmes_is_not_cited_where_nobody_was_let_through():
    _, report = judged(claim_file("evidence-contradicts"), "2026-06-01")
    (notice,) = [f for f in report.claims[0].findings if f.rule == "OG-OFF-11"]
    assert notice.verdict == "unknown"
    assert not any("total_elsewhere" in b.permits for b in notice.basis)
    assert any("by_total" in b.permits for b in notice.basis)


def test_the_mechanism_registry_is_not_cited_for_jcm_units():
    _, report = judged(claim_file("jcm-partner-side"), "2026-06-01")
    (host,) = [f for f in report.claims[0].findings if f.rule == "OG-OVS-01"]
    assert "unfccc-mechanism-registry" not in [b.document for b in host.basis]


def test_a_clause_stays_cited_where_nothing_else_stands_behind_what_was_decided(tmp_path):
    claim = plain("one-run-two-filings")
    for project in claim["projects"]:
        project["programme"] = "VCS"
    _, report = judged(written(claim, tmp_path), "2026-06-01")
    cited = [f.basis for f in report.claims[0].findings if f.rule == "SHK-RET-01" and f.verdict == "fail"]
    assert cited
    assert all(any("completed" in b.restricts for b in basis) for basis in cited)


def test_a_rule_is_shown_in_the_words_of_its_reader():
    rulebook = open_rulebook()
    rule = next(r for r in rulebook.rules if r.id == "OG-OFF-02")
    shown = rule_sheet(rule, rulebook, "ja")
    assert "  重要度：必須\n" in shown
    assert "  用途：カーボン・オフセット\n" in shown
    assert "  severity: blocking\n" in rule_sheet(rule, rulebook, "en")


def test_advice_for_a_failure_says_more_than_to_check_or_to_show():
    only_asks = ("ご確認ください", "ご提示ください", "ご記入ください", "お示しください")
    for rule in open_rulebook().rules:
        if any(e.verdict == "fail" for e in rule.examples):
            advice = rule.remedies.get("fail") or rule.remedies["unknown"]
            sentences = [s for s in advice.ja.split("。") if s]
            does = [
                s
                for s in sentences
                if not s.endswith(only_asks) or "別に無効化し" in s or "無効化を行い" in s or "届け出た" in s
            ]
            assert does, (rule.id, advice.ja)


def test_two_values_that_are_not_known_are_called_so_at_once():
    said = _known("有効な数量は未確定、残る排出量は未確定です。以下は確認待ちです。")
    assert said == "有効な数量及び残る排出量は、いずれも未確定です。以下は確認待ちです。"
    assert (
        _known("有効な数量は3 t-CO2、残る排出量は未確定です。")
        == "有効な数量は3 t-CO2、残る排出量は未確定です。"
    )


def test_a_count_of_serials_is_no_number_of_tonnes(tmp_path):
    claim = plain("clean-organisation")
    claim["credits"][0]["quantity_t"] = 150
    _, report = judged(written(claim, tmp_path), "2026-07-20")
    said = finding_of(report, "ID-02")
    assert said.verdict == "fail"
    assert "番号の個数（149個）" in said.message


def test_an_offset_published_beyond_what_is_retired_shows_by_how_much_and_no_difference_of_nought():
    _, report = judged(claim_file("carbon-neutral-declared"), "2026-06-01")
    said = text_of(report)
    assert "超過する数量：86.3 t-CO2" in said
    assert "差：0 t-CO2" not in said
    assert "との差：" not in said


def test_each_number_of_a_gx_report_says_its_documents_how_sure_it_is_and_why_it_is_a_range():
    _, report = judged(claim_file("gx-phase1-settled"), "2026-12-31")
    (filing,) = report.claims[0].filings
    terms = {t.name: t for t in filing.terms}
    assert all(t.basis and t.confidence for t in filing.terms)
    assert "itmedia-gx-2024-03" in [b.document for b in terms["cap_t"].basis]
    assert len(terms["cap_t"].by_reading) == 3
    assert not terms["direct_phase_t"].by_reading
    (shown,) = arrange(report).claims[0].filings
    (cap,) = [p.value for p in shown.terms if p.label == terms["cap_t"].label]
    assert "（[3][4]、二次資料）（規定の解釈が未確定。A：" in cap


def test_a_shortage_of_days_alone_asks_for_no_further_retirement():
    _, report = judged(claim_file("mixed-portfolio"), "2026-06-01")
    (claim,) = arrange(report).claims
    lacking = claim.tonnes_sentences[-1]
    assert "全量が不足しています" in lacking
    assert lacking.endswith(LATER)
    assert claim.steps[0].text.endswith(LATER)
    (part,) = arrange(judged(claim_file("one-retirement-two-scopes"), "2026-06-01")[1]).claims
    assert "追加の無効化を行う前に" in part.tonnes_sentences[-1]


def test_a_later_paper_that_is_asked_for_is_an_open_question():
    _, report = judged(claim_file("forest-papers-late"), "2026-07-20")
    (claim,) = report.claims
    (asked,) = [q for q in claim.open_questions if q.fact == "projects[P1].papers_through"]
    assert asked.owner is Owner.REGISTRY
    assert asked.blocking
    assert "2026年6月30日期限の分" in (asked.detail or "")
    assert [s.text for s in claim.next_steps if "papers" in s.text or "年次報告" in s.text] == [asked.first]
    assert (
        "2026年6月30日期限の年次報告が提出済みかどうかをお知らせください"
        in write_letter(report).partition("審査ご担当者")[0]
    )
