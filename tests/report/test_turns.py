"""Whose turn it is: a reviewer is asked last, and not about what fails anyway."""

import pytest

from offsetcheck.facts.vocabulary import Owner
from offsetcheck.report.letter import write_letter
from offsetcheck.report.model import ClaimReport, OpenQuestion, Report
from offsetcheck.report.text import write_text
from tests.fixtures.test_fixture_claims import claim_file, judged
from tests.report.test_fixture_language import report_of

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

NAMES = [path.stem for path in sorted(claim_file("clean-organisation").parent.glob("*.yaml"))]


def claim_of(name: str) -> ClaimReport:
    return report_of(name, "self-check", "ja").claims[0]


def held_by(claim: ClaimReport, owner: Owner, fact: str) -> OpenQuestion:
    (found,) = [q for q in claim.open_questions if q.owner is owner and q.fact == fact]
    return found


def steps(name: str) -> list[str]:
    return [step.text for step in claim_of(name).next_steps]


def text_of(report: Report) -> str:
    return write_text(report, width=400)


def test_the_claimant_looks_for_a_slip_and_gets_the_copy_before_a_reviewer_compares():
    claim = claim_of("evidence-contradicts")
    own = held_by(claim, Owner.CLAIMANT, "retirements[R1].total_t")
    after = held_by(claim, Owner.REVIEWER, "retirements[R1].total_t")
    assert own.reason == after.reason == "conflict"
    assert not own.deferred
    assert (after.after, after.spared) == ((own.fact,), True)
    assert (claim.waiting_on.claimant, claim.waiting_on.reviewer) == (1, 0)
    text = text_of(report_of("evidence-contradicts", "self-check", "ja"))
    assert "まず、「無効化量（R1）の記載と資料」をご確認ください。それにより解決しない場合に限り、" in text
    assert (
        "転記の誤りであれば記載を改め、そうでなければ写しを添えて審査員に照合を依頼してください。"
        in claim.next_steps[0].text
    )
    (found,) = [f for f in claim.findings if f.rule == "OG-OFF-11"]
    assert found.message.startswith(
        "無効化量（R1）は、記載では93 t-CO2、「無効化通知書」では83 t-CO2で、一致していません。"
    )
    assert [(m.owner, m.fact) for m in found.missing] == [
        (Owner.REVIEWER, own.fact)
    ]  # who settles it at last


def test_what_may_spare_a_judgement_is_looked_up_before_it_is_asked_for():
    claim = claim_of("forest-papers-late")
    judgement = held_by(claim, Owner.REVIEWER, "judgements.permanence_ok[C1]")
    assert (judgement.after, judgement.spared) == (("projects[P1].papers_through",), True)
    assert not any("審査員に判断を依頼" in text for text in steps("forest-papers-late"))
    text = text_of(report_of("forest-papers-late", "self-check", "ja"))
    assert "確認により解決しない事項については、審査員の判断が必要です。" in text
    waits = [line.strip() for line in text.splitlines() if line.strip().startswith("確認待ち：")]
    assert waits == 2 * [
        "確認待ち：提出済みの年次報告のうち最も新しいものの期限（P1）［登録簿：記載されたものより後の分を確認できていません］",
        "確認待ち：これにより解決しない場合に限り、永続性が確保されているかどうかの判断（C1）［審査員：記載がありません］",
    ]
    first = "まず、「2026年6月30日期限の年次報告が提出済みかどうか（P1）」をご確認ください。"
    assert first in text
    assert f"【ご送付の前に：{first}" in write_letter(report_of("forest-papers-late", "self-check", "ja"))
    assert claim.next_steps[0].owner is Owner.REGISTRY


def test_a_judgement_that_is_needed_all_the_same_comes_after_the_papers_it_rests_on():
    claim = claim_of("mixed-portfolio")
    judgement = held_by(claim, Owner.REVIEWER, "judgements.properties_ok[C2]")
    assert sorted(judgement.after) == [
        "projects[P2].additional",
        "projects[P2].assessment.safeguarded",
        "projects[P2].assessment.unique",
    ]
    assert not judgement.spared
    assert "確認の後に審査員の判断を要する事項が1件あります。" in text_of(
        report_of("mixed-portfolio", "self-check", "ja")
    )
    assert "審査員に判断を依頼し" in steps("mixed-portfolio")[-1]
    assert "の確認（P2）」、ほか1件をお済ませください。" in text_of(
        report_of("mixed-portfolio", "self-check", "ja")
    )


def test_nobody_judges_an_exclusion_before_the_sources_are_known():
    claim = claim_of("public-case-event-18t")
    judgement = held_by(claim, Owner.REVIEWER, "judgements.sources_ok[public-case-event-2014]")
    assert (judgement.after, judgement.spared) == (("complete_lists[emissions]",), True)
    assert claim.waiting_on.reviewer == 0


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("consumers-and-shk", "judgements.purpose_ok[U2]"),
        ("jcm-cancelled-for-shk", "judgements.purpose_ok[U2]"),
        ("jcm-partner-side", "judgements.cancellation_ok[U1]"),
    ],
)
def test_a_reviewer_is_not_asked_about_a_use_that_fails_anyway(name, fact):
    claim = claim_of(name)
    judgement = held_by(claim, Owner.REVIEWER, fact)
    assert judgement.moot
    waiting = [f for f in claim.findings if any(m.fact == fact for m in f.missing)]
    assert [m.owner for f in waiting for m in f.missing if m.fact == fact] == [Owner.REVIEWER]
    assert all(f.remedy and f.remedy.startswith("ほかの不適合が解消した場合に限り、") for f in waiting)
    assert judgement.label.partition("（")[0] not in write_letter(report_of(name, "self-check", "ja"))


def test_nobody_looks_up_what_replacing_a_credit_does_away_with():
    claim = claim_of("product-a64-unauthorised")
    assert held_by(claim, Owner.REGISTRY, "credits[C1].authorisation.adjustment").moot
    assert held_by(claim, Owner.REGISTRY, "projects[P1].sd_tool").moot
    assert "相当調整" not in write_letter(report_of("product-a64-unauthorised", "self-check", "ja"))


def test_a_reviewer_is_told_what_the_use_is_of():
    text = write_letter(report_of("jcm-cancelled-for-shk", "self-check", "ja"))
    assert (
        "（判断の対象は、JCMクレジットの取消し（SAMPLE-JR-0098、500 t-CO2、2026年5月14日完了）のうち、"
        "本活用分の200 t-CO2です）" in text
    )
    whole = text_of(report_of("jcm-partner-side", "self-check", "ja"))
    assert "判断の対象は、JCMクレジット80 t-CO2の取消し（SAMPLE-MN-R-0021、2026年8月17日完了）です。" in whole
    assert "判定報告書をご覧ください" in text
    assert "判断の記録がありません" not in text


@pytest.mark.parametrize("name", NAMES)
def test_what_comes_first_is_asked_of_somebody_now(name):
    for profile in ("self-check", "certification"):
        (claim,) = judged(claim_file(name), "2026-09-01", profile)[1].claims
        now = [q for q in claim.open_questions if not q.deferred]
        for question in claim.open_questions:
            first = [q for q in now if q.fact in question.after]
            assert bool(first) == bool(question.after)
            assert not (question.after and question.blocking) or any(q.blocking for q in first)
        if claim.verdict == "unknown":
            assert any(q.blocking for q in now)
