"""Advice follows what the page knows: the day, what is retired already, which values differ, what a text does not say."""

import json
from typing import Any

import pytest

from offsetcheck.facts.documents import read_document
from offsetcheck.facts.problems import Lang
from offsetcheck.report.model import Report
from offsetcheck.report.text import write_text
from tests.fixtures.test_fixture_claims import claim_file, judged, plain, written
from tests.report.test_reading import finding_of

#: Whole claims, many times over: for `make test`.
pytestmark = pytest.mark.slow


def report_on(case: str, as_of: str, lang: Lang = "ja") -> Report:
    return judged(claim_file(case), as_of, lang=lang)[1]


def test_a_deadline_is_named_by_its_day_and_the_advice_changes_once_it_is_past():
    before, after = (
        finding_of(report_on("jcm-cancelled-for-shk", day), "SHK-DL-01")
        for day in ("2026-07-31", "2026-08-01")
    )
    assert before.message == "提出日を確認できていません。提出の期限は、2026年7月31日です。"
    assert after.message == "提出日を確認できていません。提出の期限は、2026年7月31日でした。"
    assert "期限までにご提出のうえ" in (before.remedy or "")
    assert (after.remedy or "").startswith("提出の期限（2026年7月31日）を過ぎています。")


def test_allowances_are_bought_until_they_have_to_be_held_and_after_that_the_ministry_is_asked():
    before, after = (
        finding_of(report_on("gx-phase2-shortfall", day), "GX2-11") for day in ("2028-01-31", "2028-02-01")
    )
    assert "2028年1月31日、省令では未確認）までに、不足する排出枠を調達" in (before.remedy or "")
    assert "調達" not in (after.remedy or "")
    assert "経済産業省にご確認ください" in (after.remedy or "")


def test_no_notice_is_asked_for_before_anything_is_retired():
    report = report_on("held-not-retired", "2026-06-20")
    (claim,) = report.claims
    waiting = [f for f in claim.findings if any(m.fact == "uses[U1].retirement" for m in f.missing)]
    assert waiting
    for finding in waiting:
        if finding.verdict == "unknown" and finding.subject.kind == "use":
            assert "無効化の完了後に" in (finding.remedy or ""), (finding.rule, finding.remedy)
    (asked,) = [q for q in claim.open_questions if q.fact == "uses[U1].retirement"]
    assert asked.retired is False


def test_an_offset_stated_before_its_retirement_is_told_that_it_is_not_done():
    shown = finding_of(report_on("held-not-retired", "2026-06-20"), "OG-OFF-07")
    assert shown.verdict == "unknown"
    assert shown.message == "公表日（2026年6月12日）までに無効化は完了していません。"


def test_the_record_of_a_retirement_that_is_made_is_filled_in_now():
    report = report_on("public-case-event-18t", "2026-11-20")
    (asked,) = [q for q in report.claims[0].open_questions if q.fact == "uses[U1].retirement"]
    assert asked.retired is True
    assert "無効化の完了後にご記入ください" not in write_text(report, width=400)


def test_a_conflict_says_which_source_gives_which_value_and_who_settles_it():
    report = report_on("evidence-contradicts", "2026-08-10")
    found = finding_of(report, "OG-OFF-11")
    assert found.message.startswith(
        "無効化量（R1）は、記載では93 t-CO2、「無効化通知書」では83 t-CO2で、一致していません。"
    )
    assert found.remedy == (
        "資料をご確認のうえ、転記の誤りであれば記載を改め、そうでなければ写しを添えて審査員に照合を依頼してください。"
    )
    assert "一致していません" not in (finding_of(report, "OG-OFF-02").remedy or "")


def test_what_a_text_does_not_say_is_no_open_question_and_what_nobody_filled_in_is_named():
    stated = finding_of(report_on("attached-credit-neutral", "2026-08-31"), "OG-CLM-01a")
    assert "表示に明記されていません" in stated.message
    assert "確認できていません" not in stated.message
    unstated = finding_of(report_on("carbon-neutral-short", "2026-09-01"), "OG-CLM-01a")
    assert unstated.message.startswith(
        "「表示に明記されている内容」がまだ記入されていないため、クレジットにより埋め合わせた旨"
    )


def test_a_source_left_out_of_an_event_is_called_left_out(tmp_path):
    claim = plain("event-planned")
    claim["claim"]["event_covers"] = ["holding", "travel"]
    _, report = judged(written(claim, tmp_path), "2026-09-01")
    covers = finding_of(report, "OG-KNOW-08")
    assert covers.verdict == "unknown"
    assert covers.message == "会場の電気・燃料の使用は、算定対象に含まれていません。"


def test_whose_emissions_are_compensated_is_said_once():
    said = finding_of(report_on("attached-credit-neutral", "2026-08-31"), "OG-DEF-06").message
    assert said.count("消費者の排出量") == 1


@pytest.mark.parametrize(
    "name", ["one-retirement-two-scopes", "consumers-and-shk", "jcm-partner-side", "product-a64-unauthorised"]
)
def test_where_all_that_is_retired_is_lost_the_failing_findings_come_before_more_is_retired(name):
    report = report_on(name, "2026-10-20")
    short = finding_of(report, "OG-OFF-02")
    assert "ほかの不適合の所見によりいずれも算入できません" in short.message
    assert (short.remedy or "").startswith(
        "まず、クレジットを算入できない原因となっている不適合の所見にご対応ください。"
    )
    assert "以下に改めて" not in (short.remedy or "")
    text = write_text(report, width=400)
    assert "有効な無効化等の数量を超え" not in text
    if name == "one-retirement-two-scopes":
        assert "追加の無効化を行う前に、無効化についての不適合の所見に" in text


@pytest.mark.parametrize(
    ("name", "step", "start"),
    [
        ("jcm-partner-side", 1, "上記のご対応が済むまでは、オフセットしたとの表示をお控えください。"),
        ("one-retirement-two-scopes", 0, "まず、クレジットを算入できない原因となっている"),
    ],
)
def test_a_step_does_not_send_to_findings_that_the_steps_above_it_ask_for(name, step, start):
    claim = report_on(name, "2026-10-20").claims[0]
    assert claim.next_steps[step].text.startswith(start)


def test_where_the_units_are_held_their_retirement_is_to_be_completed():
    short = finding_of(report_on("held-not-retired", "2026-06-20"), "OG-OFF-02")
    assert "保有しているクレジットの無効化等の手続が完了していないため" in short.message
    assert (short.remedy or "").startswith("保有するクレジットの無効化等の手続を完了してください。")
    assert "以下に改めて" not in (short.remedy or "")


def test_units_that_are_held_are_not_retired_before_what_else_fails_is_seen_to(tmp_path):
    claim = plain("held-not-retired")
    claim["projects"][0]["crediting"]["from"] = "2025-07-01"
    _, report = judged(written(claim, tmp_path), "2026-06-20")
    short = finding_of(report, "OG-OFF-02")
    assert (short.remedy or "").startswith("無効化の未完了以外に不適合の所見がなければ、")


def test_what_is_held_and_too_little_is_not_all_there_is_to_retire(tmp_path):
    claim = plain("held-not-retired")
    claim["uses"][0]["t"] = 60
    _, report = judged(written(claim, tmp_path), "2026-06-20")
    short = finding_of(report, "OG-OFF-02")
    assert (short.remedy or "").startswith(
        "有効なクレジット（1 t-CO2単位のため、100 t-CO2）を無効化してください。"
    )


def test_where_part_of_it_counts_the_rest_is_retired_in_whole_tonnes(tmp_path):
    claim = plain("partial-not-zero")
    claim["claim"]["claimed_t"] = 60.4
    _, report = judged(written(claim, tmp_path), "2026-12-01")
    short = finding_of(report, "OG-OFF-02")
    assert (short.remedy or "").startswith(
        "不足分のクレジット（1 t-CO2単位のため、1 t-CO2）を無効化するか、オフセット量の記載を"
    )


def test_units_retired_for_another_scope_are_not_laid_to_other_findings(tmp_path):
    claim = plain("clean-organisation")
    for use in claim["uses"]:
        use["scope"]["boundary"] = "elsewhere"
    _, report = judged(written(claim, tmp_path), "2026-07-20")
    short = finding_of(report, "OG-OFF-02")
    assert short.verdict == "fail"
    assert "ほかの不適合の所見" not in short.message
    assert "活用範囲（事業者、対象及び期間）の記載" in (short.remedy or "")


def test_a_quantity_in_conflict_shows_what_is_lacking_if_the_least_is_right():
    said = write_text(report_on("evidence-contradicts", "2026-08-10"), width=400)
    assert "確認待ちの93 t-CO2がすべて有効と確認された場合は、必要量92.6 t-CO2を満たします。" in said
    assert "83 t-CO2（無効化通知書）が正しい場合は、少なくとも9.6 t-CO2不足します。" in said


def test_a_certain_failure_that_only_advises_is_a_step_where_the_verdict_is_open():
    steps = report_on("public-case-event-18t", "2026-11-20").claims[0].next_steps
    assert any(step.text.startswith("認証の有効期間が2015年9月23日までのため") for step in steps)


def test_what_only_advises_is_asked_by_its_name_and_of_whoever_holds_it():
    first = report_on("donguri-paper", "2026-12-01").claims[0].next_steps[0]
    assert first.owner == "reviewer"
    assert first.text.startswith("参考：グリーン購入法の配慮事項に沿うかどうかについて、")


def test_an_expired_certificate_is_not_told_of_a_category():
    said = finding_of(report_on("public-case-event-18t", "2026-11-20"), "OG-SCH-03").remedy or ""
    assert said.startswith("認証の有効期間が2015年9月23日までのため")


def test_credits_are_replaced_by_others_only_while_those_could_still_count_in_the_report():
    before, after = (
        finding_of(report_on("consumers-and-shk", day), "SHK-USE-01").remedy or ""
        for day in ("2026-06-30", "2026-07-01")
    )
    assert "使用できる期間（2026年6月30日まで。" in before
    assert "訂正" not in before
    assert (
        "2026年6月30日までに無効化を完了したクレジットに限られ、これから無効化するものは使用できません"
        in after
    )
    assert "訂正について提出先の窓口に" in after
    assert "JCM" not in after
    of_jcm = finding_of(report_on("jcm-cancelled-for-shk", "2026-09-01"), "SHK-USE-01").remedy or ""
    assert "JCMクレジットの期間は原文では確認できていませんが、J-クレジットと同じと推定しています" in of_jcm


def test_who_has_reported_compares_what_was_reported_with_the_final_texts():
    before, after = (
        finding_of(report_on("gx-phase2-shortfall", day), "GX2-19").remedy or ""
        for day in ("2027-09-20", "2027-09-21")
    )
    assert before.startswith("報告の前に、")
    assert after.endswith("報告した内容と異なる点がある場合は、経済産業省にご相談ください。")


def test_a_late_retirement_is_left_to_a_reviewer_only_within_the_months_allowed(tmp_path):
    claim = plain("public-case-event-18t")
    claim["claim"]["period"] = {"from": "2026-01-29", "to": "2026-01-30"}
    past = finding_of(judged(written(claim, tmp_path), "2027-02-20")[1], "OG-OFF-03")
    assert "2027年1月30日（対象期間の終了後12か月）までに完了したものに限られます" in past.message
    assert (past.remedy or "").endswith("2027年1月30日より後の無効化の取扱いは、環境省にご確認ください。")
    held = finding_of(report_on("held-not-retired", "2027-04-01"), "OG-OFF-03")
    assert "期間（2027年3月31日まで。" in held.message
    assert held.remedy == "これから無効化する場合の取扱いを、環境省にご確認ください。"


def test_while_it_is_open_that_an_item_applies_nothing_is_asked_of_what_it_checks():
    report = report_on("public-case-report-971t", "2026-11-20")
    for rule in ("OG-DEF-04", "OG-KNOW-08", "OG-KNOW-09"):
        found = finding_of(report, rule)
        assert found.message == "本項目が対象となるかどうかを判定できていません。"
        assert (found.remedy or "").startswith("まず、「取組の類型」をご確認ください。")


def test_what_is_only_stated_to_apply_keeps_what_it_asks():
    _, report = judged(claim_file("carbon-neutral-short"), "2026-09-01", "certification")
    assert "総量指定のため" in finding_of(report, "OG-OFF-11a").message


def test_a_review_says_of_a_number_worked_out_that_not_all_behind_it_is_supported():
    _, report = judged(claim_file("carbon-neutral-short"), "2026-09-01", "certification")
    text = write_text(report, width=200)
    assert "有効な無効化等の数量：100 t-CO2（裏付け未確認の情報を含む）" in text
    own = write_text(report_on("carbon-neutral-short", "2026-09-01"), width=200)
    assert "有効な無効化等の数量：100 t-CO2\n" in own


def test_the_serials_are_looked_up_in_the_account_they_were_retired_from():
    own = finding_of(report_on("carbon-neutral-short", "2026-09-01"), "OG-OFF-11a")
    assert (own.remedy or "").startswith("自らの口座の記録により")


def test_what_is_not_retired_is_not_added_to_the_publication_as_retired():
    found = finding_of(report_on("held-not-retired", "2026-06-20"), "OG-INFO-01")
    assert found.message == "無効化及び無効化の時期は、公表物に記載されていません。"
    assert "無効化の完了後に公表物に加えてください" in (found.remedy or "")


def test_a_statement_that_fails_is_to_be_dropped_and_its_words_are_no_question_any_more():
    report = report_on("attached-credit-neutral", "2026-08-31")
    dropped = finding_of(report, "OG-DEF-06").remedy or ""
    assert dropped.startswith("「この商品はカーボンニュートラルです。」との表示を取りやめてください。")
    (asked,) = [q for q in report.claims[0].open_questions if q.phrase is not None]
    assert asked.phrase is not None
    assert asked.phrase.to_be_changed
    text = "".join(write_text(report, width=400).split())
    assert "主張の区分を「カーボン・オフセット」のままとするかどうかをご検討ください。" in text
    assert "表示を改める際は、" in (finding_of(report, "OG-CLM-01a").remedy or "")


@pytest.mark.parametrize(
    "stated", ["当社は排出量をオフセットしました。", "当社はカーボンニュートラルを達成しました。"]
)
def test_the_words_of_every_source_are_looked_at_where_they_differ(stated, tmp_path):
    value: Any = read_document(claim_file("clean-organisation")).value
    value["statements"][0]["text"] = stated
    shown = "当社はカーボンニュートラルを達成いたしました。"
    value["evidence"] = [
        *value.get("evidence", []),
        {"fact": "statements[S1].text", "value": shown, "level": "documented", "document": "x.pdf"},
    ]
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(value, default=float), encoding="utf-8")
    _, report = judged(path, "2026-06-01")
    asked = [q.phrase.quote for q in report.claims[0].open_questions if q.phrase is not None]
    assert asked == ["カーボンニュートラル"]


def test_the_wording_to_be_dropped_is_quoted_where_a_claim_has_several():
    report = report_on("eu-shop-shoes", "2026-10-15")
    (found,) = [f for f in report.claims[0].findings if f.rule == "OG-CLM-07" and f.verdict == "fail"]
    assert (found.remedy or "").startswith("EU市場向けの「Climate neutral shoes」との表示のうち、")


def test_whoever_holds_the_account_applies_for_the_retirement(tmp_path):
    report = report_on("event-planned", "2026-09-01")
    (claim,) = report.claims
    assert claim.next_steps[0].text == (
        "記入内容を確認のうえ、口座保有者の株式会社サンプルオフセットに、2026年10月22日（木）の12:00（申請の期限の目安）までに"
        "申請できるよう、余裕をもって無効化の申請を依頼してください（申請1件）。"
    )
    (application,) = claim.applications
    assert (application.account, application.designation) == ("株式会社サンプルオフセット", "total")
    assert "指定方法            総量指定" in write_text(report)
    own = plain("event-planned")
    own["retirements"][0]["account"] = "us"
    _, report = judged(written(own, tmp_path), "2026-09-01")
    assert "までを目安に無効化を申請してください" in report.claims[0].next_steps[0].text


def test_only_the_figure_that_still_decides_is_asked_for():
    found = finding_of(report_on("consumers-and-shk", "2026-07-20"), "SHK-SCOPE-01")
    assert found.remedy == "エネルギー使用量（原油換算）をご確認のうえ、ご記入ください。"


def test_safeguards_are_looked_up_where_the_programme_of_the_credit_keeps_them():
    found = [
        f for f in report_on("mixed-portfolio", "2026-10-01").claims[0].findings
        if f.rule == "OG-CRED-05" and f.verdict == "unknown"
    ]  # fmt: skip
    assert found
    assert all("J-クレジット" not in (f.remedy or "") for f in found)


def test_where_publication_comes_after_the_months_for_a_late_retirement_only_publication_is_the_limit():
    found = finding_of(report_on("public-case-event-18t", "2026-11-20"), "OG-OFF-03")
    assert found.message == "公表の期限（2026年12月31日）までに無効化が完了したことを確認できていません。"
    assert "2015年" not in (found.remedy or "")
    assert "公表日までに完了していること" in (found.remedy or "")


def test_without_the_type_of_initiative_the_type_is_what_is_asked():
    found = finding_of(report_on("public-case-report-971t", "2026-11-20"), "OG-DEF-01")
    assert found.message.count("取組の類型を確認できていないため") == 1
    assert found.remedy == "まず、取組の類型をご記入ください。"


def test_whether_there_are_flights_or_voyages_is_asked_before_how_they_are_treated():
    found = finding_of(report_on("public-case-event-18t", "2026-11-20"), "OG-OFF-10")
    assert found.message == "国際航空・国際海運の排出量を含むかどうかを確認できていません。"
    assert (found.remedy or "").startswith("まず、国際航空・国際海運の排出量を含むかどうかをご記入ください。")


def test_the_notice_of_what_is_still_to_be_retired_is_kept_once_it_is():
    found = finding_of(report_on("held-not-retired", "2026-06-20"), "OG-CLM-02")
    assert (found.remedy or "").startswith("排出量の算定の資料及び削減の取組の資料が保管されていることを")
    assert "無効化の完了後に加えて保管してください。" in (found.remedy or "")


def test_what_the_record_shows_is_not_to_be_looked_up_again():
    report = report_on("jcm-cancelled-for-shk", "2026-09-01")
    purpose = finding_of(report, "SHK-RET-03")
    assert "「カーボン・オフセット」と記載されており" in purpose.message
    assert "ご確認ください" not in (purpose.remedy or "")
    (act,) = [f for f in report.claims[0].findings if f.rule == "JCM-12" and f.verdict == "unknown"]
    assert act.remedy == (
        "「取消し」をオフセットに用いることができるかどうかについて、審査員の判断を受けてください。"
    )


def test_reductions_are_not_asked_for_their_permanence_and_a_full_list_is_not_asked_for_again():
    report = report_on("mixed-portfolio", "2026-08-20")
    explained, unique = (
        next(f.remedy for f in report.claims[0].findings if f.rule == rule and f.verdict == "unknown") or ""
        for rule in ("OG-CRED-06", "OG-CRED-04")
    )
    assert explained.startswith(
        "永続性（排出削減のクレジットのため、本項目では対象外）を除く四つの性質のそれぞれについて"
    )
    assert "性質④の確認結果をご記入ください" in unique


def test_a_text_stated_to_convey_a_full_offset_is_not_asked_what_it_conveys():
    found = finding_of(report_on("public-case-event-18t", "2026-11-20"), "OG-DEF-05")
    assert found.message == (
        "表示が与える印象は「全部を埋め合わせた」とされていますが、埋め合わせる量が排出量の全部に当たることを確認できていません。"
        "埋め合わせたとする排出量を認識していることを確認できていません。"
    )
    assert "全部を埋め合わせたと受け取られる表現を改めてください。" in (found.remedy or "")
    assert "併記" not in (found.remedy or "")


def test_of_an_expired_certification_only_one_anew_is_asked_about():
    report = report_on("public-case-event-18t", "2026-11-20")
    for rule in ("OG-SCH-04", "OG-SCH-05"):
        found = finding_of(report, rule)
        assert found.message.startswith("認証を改めて受ける場合に")
        assert (found.remedy or "").startswith("認証を改めて受ける場合は、")


def test_where_no_measure_is_named_the_measures_are_asked_for_with_their_days(tmp_path):
    unnamed = finding_of(report_on("public-case-event-18t", "2026-11-20"), "OG-RED-01")
    assert (unnamed.remedy or "").startswith("削減の取組と、それぞれの開始日を")
    claim = plain("held-not-retired")
    for row in claim["reductions"]:
        row.pop("from")
    _, report = judged(written(claim, tmp_path), "2026-06-20")
    assert (finding_of(report, "OG-RED-01").remedy or "").startswith("削減の取組ごとに、開始日を")


def test_what_is_left_to_publish_is_the_retirement_alone_where_all_else_is_published(tmp_path):
    rest = finding_of(report_on("held-not-retired", "2026-06-20"), "OG-INFO-01")
    assert (rest.remedy or "").startswith("無効化とその時期は、無効化の完了後に公表物に加えてください")
    claim = plain("held-not-retired")
    claim["disclosure"]["boundary"] = "not_stated"
    _, report = judged(written(claim, tmp_path), "2026-06-20")
    more = finding_of(report, "OG-INFO-01").remedy or ""
    assert more.startswith("記載のない項目を公表物に加えてください。ただし、無効化とその時期は、")


def test_estimates_of_a_period_that_is_over_are_settled_without_waiting_for_its_end(tmp_path):
    claim = plain("event-planned")
    claim["emissions"][0]["timing"] = "ex_ante"
    path = written(claim, tmp_path)
    during, after = (
        finding_of(judged(path, day)[1], "OG-KNOW-06").remedy or "" for day in ("2026-07-01", "2026-09-01")
    )
    assert during.startswith("見込みであることを記載し、期間の終了後に実績で算定し直して、")
    assert after.startswith("見込みであることを記載し、実績で算定し直して、")


def test_the_split_by_year_is_asked_for_once_the_day_of_certification_is_supported():
    path = claim_file("forest-plan-evidence-expired")
    certified, checked = (
        finding_of(judged(path, "2026-09-01", profile)[1], "JC-M-VINT").remedy or ""
        for profile in ("certification", "self-check")
    )
    assert certified.startswith("発行決定日（認証日）の裏付けの確認後に、")
    assert checked.startswith("認証の内訳（暦年又は年度ごとの数量）を登録簿の記録により、")
