"""How a report reads: each thing said once, in the order of the field's forms, and by names its reader knows."""

import re

import pytest

from offsetcheck.facts.order import place
from offsetcheck.facts.vocabulary import Owner
from offsetcheck.report.csv_writer import write_csv
from offsetcheck.report.html import write_html
from offsetcheck.report.json_writer import write_json
from offsetcheck.report.letter import write_letter
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.model import Finding, Report
from offsetcheck.report.text import write_text
from offsetcheck.report.view import arrange
from tests.fixtures.test_fixture_claims import claim_file, judged, plain, written
from tests.report.test_fixture_language import report_of

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow


def text_of(report: Report) -> str:
    return write_text(report, width=400)


def test_a_verdict_says_that_it_counts_the_deciding_items_and_the_counts_that_they_count_all():
    report = report_of("gx-phase1-settled", "self-check", "ja")
    text = text_of(report)
    (said,) = re.findall(
        r"総合判定に直接関わる確認項目([0-9]+)件（クレジット等の項目の結果も、これらに反映しています）のすべて",
        text,
    )
    deciding = [
        f for f in report.claims[0].findings
        if f.severity == "blocking" and f.subject.kind in ("claim", "statement") and f.verdict.value == "pass"
    ]  # fmt: skip
    assert int(said) == len(deciding)
    assert "判定の件数（全項目）" in text


def test_a_filing_begins_with_what_it_comes_to_and_then_follows_the_form():
    shk, gx = arrange(report_of("one-run-two-filings", "self-check", "ja")).claims[0].filings
    assert [p.label for p in shk.results] == [
        "基礎排出量", "調整後温室効果ガス排出量", "この報告に使用できるクレジットの数量",
    ]  # fmt: skip
    assert [p.label for p in shk.terms][:3] == [
        "エネルギー起源CO2のうち直接排出", "エネルギー起源CO2のうち間接排出（電気・熱）",
        "有効に使用できるクレジットの数量（上限の適用前）",
    ]  # fmt: skip
    assert [p.label for p in gx.results] == [
        "この年度に使用できるクレジットの数量", "排出実績量（保有が必要な排出枠の量）", "不足する排出枠の量", "判定の範囲",
    ]  # fmt: skip
    assert [p.label for p in gx.terms][:3] == [
        "前年度までの3か年度の直接排出量の合計", "有効に使用できるクレジットの数量（上限の適用前）", "クレジットの使用の上限",
    ]  # fmt: skip


def test_beside_a_total_taken_apart_numbers_that_are_nought_are_left_out_and_it_is_said():
    shk, gx = arrange(report_of("one-run-two-filings", "self-check", "ja")).claims[0].filings
    assert not [p for p in shk.terms if p.value.startswith("0 ")]
    assert shk.note == "数量が0の項目は省略しています（合計の内訳の表を除きます）。"
    assert [p.value for p in gx.terms if p.value.startswith("0 ")]
    assert gx.note is None


def test_the_numbers_of_one_total_have_one_unit():
    shk, _ = arrange(report_of("one-run-two-filings", "self-check", "ja")).claims[0].filings
    assert all(row[2].endswith(" t-CO2") for total in shk.totals for row in total.rows)


@pytest.mark.parametrize(("name", "uses"), [("jcm-cancelled-for-shk", ["U2"]), ("consumers-and-shk", ["U2"])])
def test_a_finding_on_a_filing_names_only_the_uses_put_to_it_that_fail_or_are_open(name, uses):
    (claim,) = arrange(report_of(name, "self-check", "ja")).claims
    (found,) = [f for f in claim.group("fail").findings if f.rule == "SHK-USE-01"]
    (condition,) = found.subjects[0].conditions
    assert [f.label for f in condition.facts] == [f"活用 {use}" for use in uses]
    assert {f.value for f in condition.facts} == {"満たしていません"}


def test_a_code_of_the_claims_author_is_shown_as_one():
    text = text_of(report_of("consumers-and-shk", "self-check", "ja"))
    assert "活用範囲の対象（U1）：「購入者」" in text


def test_an_empty_list_reads_as_none_and_its_label_gives_no_instruction():
    text = text_of(report_of("attached-credit-neutral", "self-check", "ja"))
    assert "表示に明記されている内容：なし（申告のみ）" in text


def test_what_is_only_stated_is_one_line_of_the_summary_that_counts_for_all():
    (claim,) = arrange(report_of("clean-organisation", "certification", "ja")).claims
    line, outside = claim.lines
    assert claim.lines_title == f"判定に影響する要確認項目：{line.n + outside.n}件"
    assert outside.title == f"申告のとおりであれば対象外の項目：{outside.n}件"
    assert line.n > 30
    assert line.title == f"申告のみの項目（裏付け待ち）：{line.n}件"
    assert line.text.startswith("資料による裏付けを確認できていません（")
    assert line.text.endswith(f"ほか{line.n - 6}件）。")


def test_what_a_finding_waits_for_stands_together_for_each_owner_and_reason():
    text = text_of(report_of("mixed-portfolio", "self-check", "ja"))
    assert (
        "確認待ち：性質④（二重登録・二重発行・二重使用の回避）の確認（P2）、性質⑤（環境・社会配慮）の確認（P2）［貴社：記載がありません］"
        in text
    )


def test_conditions_that_fail_alike_are_said_in_one_sentence():
    text = text_of(report_of("one-retirement-two-scopes", "self-check", "ja"))
    assert "対象及び期間の異なる活用に、一つの無効化を充てています。" in text


def test_an_initiative_that_compensates_no_emissions_of_its_own_shows_none_as_left():
    (claim,) = arrange(report_of("cancel-only-contribution", "self-check", "ja")).claims
    assert [row.key for row in claim.tonnes] == ["claimed_t", "valid_t"]


def test_credits_on_which_no_criterion_was_judged_stand_in_no_empty_row():
    (claim,) = arrange(report_of("gx-phase2-shortfall", "self-check", "ja")).claims
    assert [row.label.partition(" ")[0] for row in claim.matrix] == ["C1"]


def test_a_letter_names_the_rows_it_asks_about():
    letter = write_letter(report_of("clean-organisation", "certification", "ja"))
    assert "**排出源 E1（電気の使用（本社・サンプル工場））**" in letter
    assert "**無効化 R1（SAMPLE-N-0456）**" in letter


def test_a_letter_heads_a_judgement_by_the_row_that_it_is_on():
    letter = write_letter(report_of("jcm-cancelled-for-shk", "self-check", "ja"))
    assert "**活用 U1（カーボン・オフセット）**\n\n   - 取消しの目的が用途に合うかどうか：" in letter


def test_a_letter_to_a_registry_names_an_issuance_by_its_project_and_number():
    letter = write_letter(report_of("forest-papers-late", "self-check", "ja"))
    assert "**発行 I1（サンプル町有林の森林経営活動、クレジット認証番号：SAMPLE-C-0058-04）**" in letter


def test_a_claim_that_only_retires_units_is_called_no_offset_and_has_set_no_target():
    text = text_of(report_of("cancel-only-contribution", "self-check", "ja"))
    assert "主張の区分" not in text
    assert "対象とする活動の範囲  設定していません" in text


def test_an_office_that_is_asked_about_all_that_is_open_is_not_called_an_authority():
    report = report_of("legacy-jver", "self-check", "ja")
    first = next_steps_of(report)[0]
    assert first.startswith("（確認先：J-クレジット制度事務局）")
    assert "残る1件は、J-クレジット制度事務局への確認が必要な事項です。" in "".join(text_of(report).split())


def test_whom_a_finding_says_to_ask_is_whom_the_letter_goes_to():
    report = report_of("legacy-jver", "self-check", "ja")
    (message,) = [f.message for f in report.claims[0].findings if f.rule == "OG-CRED-07"]
    assert "（確認先：J-クレジット制度事務局）" in message
    letter = write_letter(report).split("\n---\n")[-1]
    assert "J-クレジット制度事務局 御中" in letter
    assert (
        "使用できる期限（2020年度末とする説明があります）について、現行の規定と取扱いをご教示ください。"
        in letter
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_open_clause_is_asked_about_in_a_sentence(lang):
    for name in ("held-not-retired", "jcm-partner-side", "gx-phase2-shortfall", "attached-credit-neutral"):
        for claim in report_of(name, "self-check", lang).claims:
            asked = [q for q in claim.open_questions if q.fact.startswith("law[")]
            assert asked
            for question in asked:
                assert (question.enquiry or "").endswith(
                    ("ご教示ください。", "）。") if lang == "ja" else ("?", ".", ")")
                ), question


def test_each_question_to_a_registry_says_which():
    asked = [
        q
        for q in report_of("mixed-portfolio", "certification", "ja").claims[0].open_questions
        if q.owner == "registry"
    ]
    assert {q.registry for q in asked} == {"J-Credit", "VCS"}
    assert {q.registry for q in asked if q.fact.startswith("retirements[R2]")} == {"VCS"}


def test_a_judgement_on_the_claim_is_not_called_by_the_claims_id():
    claim = report_of("donguri-paper", "self-check", "ja").claims[0]
    (asked,) = [q.label for q in claim.open_questions if q.fact.startswith("judgements.")]
    assert asked == "グリーン購入法の配慮事項に沿うかどうかの判断"


def test_clauses_of_one_rule_that_are_to_be_confirmed_are_told_apart():
    claim = report_of("held-not-retired", "self-check", "ja").claims[0]
    labels = [q.label for q in claim.open_questions if q.fact.startswith("law[")]
    assert len(labels) == len(set(labels)) == 3


def test_a_failure_shows_the_numbers_it_rests_on_though_they_are_only_stated():
    report = report_of("carbon-neutral-short", "certification", "ja")
    found = {f.rule: f.message for f in report.claims[0].findings if f.verdict.value == "fail"}
    assert "削減後に残る排出量100.2 t-CO2に対して0.2 t-CO2不足しています。" in found["OG-CN-04"]
    assert "未確定" not in "".join(found.values())


def test_a_sentence_has_no_brackets_that_only_say_that_nothing_is_known():
    report = report_of("public-case-event-18t", "self-check", "ja")
    assert not [f.message for f in report.claims[0].findings if re.search("（未[確認定～]+）", f.message)]


def test_a_sheet_names_the_file_it_was_read_from(tmp_path):
    from tests.shk.test_sheet import HEAD, TABLE, run, sheet

    path = sheet(tmp_path, HEAD + TABLE)
    assert f"入力ファイル            {path.name}" in run(path).output


def test_what_is_asked_alike_of_several_facts_is_asked_once():
    text = text_of(report_of("clean-organisation", "certification", "ja"))
    asked = text.partition("── 要確認事項 ")[2]
    assert asked.count("根拠資料をご提出ください。") == 1
    assert "    - 排出量（E1）  emissions[E1].t" in asked


def test_rules_that_one_fact_fails_do_not_give_the_same_advice_twice():
    steps = [s.text for s in report_of("product-a64-unauthorised", "self-check", "ja").claims[0].next_steps]
    assert sum("ホスト国への貢献" in step for step in steps) == 1


def test_what_is_not_published_yet_is_to_be_published_by_a_day():
    assert "公表の期限（2026年10月30日）までに" in text_of(report_of("event-planned", "self-check", "ja"))
    assert "までに無効化が完了することを確認できていません" in text_of(
        report_of("event-planned", "self-check", "ja")
    )
    assert "公表の期限（" not in text_of(report_of("held-not-retired", "self-check", "ja"))


def test_counts_say_how_many_of_them_only_advise_or_come_later():
    text = text_of(report_of("event-planned", "self-check", "ja"))
    for said in (
        "要確認の項目：10件（うち参考3件、手続の完了後7件。これらのうち総合判定に影響しないものは4件）",
        "手続の完了後に確認する項目：7件（うち参考1件）",
        "貴団体：4件（うち参考2件）",
        "登録簿：6件（うち参考4件）",
    ):
        assert said in text


def test_what_does_not_apply_as_stated_stands_apart_from_what_needs_documents():
    report = report_of("clean-organisation", "certification", "ja")
    group = arrange(report).claims[0].group("unknown")
    outside = {f.rule for f in group.outside}
    assert {"JCM-01", "A64-01", "OG-CLM-07", "OG-CLM-10"} <= outside
    assert outside.isdisjoint(f.rule for f in group.stated)
    text = text_of(report)
    assert text.count("次の項目は、申告のとおりであれば対象外です。その前提となる事項に、申告のみで、") == 1


def finding_of(report: Report, rule: str) -> Finding:
    (found,) = [f for f in report.claims[0].findings if f.rule == rule]
    return found


def test_a_late_yearly_report_is_named_and_looked_up_before_a_reviewer_is_asked():
    report = report_of("forest-papers-late", "self-check", "ja")
    kept = finding_of(report, "OG-CRED-03")
    assert kept.message == (
        "提出を確認できている年次報告は、2025年6月30日期限の分までです。2026年6月30日期限の分の提出を確認できていません。"
    )
    first, *_ = next_steps_of(report)
    assert first.startswith("（確認先：登録簿）2026年6月30日期限の年次報告が提出済みかどうかを")
    (asked,) = [q for q in report.claims[0].open_questions if q.owner == "reviewer"]
    assert asked.detail == kept.message
    assert "2026年6月30日期限の分の提出" in write_letter(report)


def next_steps_of(report: Report) -> list[str]:
    lines = text_of(report).partition("次にお願いしたいこと")[2].partition("──\n")[2].splitlines()
    return [line.partition(". ")[2] for line in lines[:3]]


def test_where_one_condition_alone_is_open_what_to_do_is_about_that_one():
    report = report_of("mixed-portfolio", "self-check", "ja")
    (real,) = [f for f in report.claims[0].findings if f.rule == "OG-CRED-01" and f.verdict == "unknown"]
    assert real.remedy == "排出削減・除去が追加的であることの説明をご用意のうえ、確認の結果をご記入ください。"
    held = finding_of(report_of("held-not-retired", "self-check", "ja"), "OG-INFO-05")
    assert held.remedy == (
        "「オフセット量の充足」の所見にご対応ください。有効な無効化等の数量がオフセット量に達すれば、第三・第四の事項は満たされ、これらについての環境省への照会は不要です。"
        "第六の事項（提供事業者の透明性）は無効化を示す資料により確認しますので、「無効化等の手続の完了」の所見をご覧ください。"
    )


def test_a_state_of_the_adjustment_is_told_by_what_is_stated():
    report = report_of("jcm-partner-side", "self-check", "ja")
    assert finding_of(report, "A62-06").message == (
        "相当調整の状況は「未適用」と記載されています。適用又は適用の約束は確認できていません。"
    )


@pytest.mark.parametrize("name", ["jcm-partner-side", "product-a64-unauthorised"])
def test_authorised_uses_are_not_asked_for_where_there_is_no_authorisation(name):
    report = report_of(name, "self-check", "ja")
    assert finding_of(report, "OG-OVS-01").verdict == "fail"
    assert not [q for q in report.claims[0].open_questions if q.fact.endswith("authorisation.uses")]
    assert "承認された用途" not in write_letter(report)


def test_what_the_verdict_on_a_filing_leaves_out_is_said_and_not_called_open():
    _, gx = arrange(report_of("one-run-two-filings", "self-check", "ja")).claims[0].filings
    said = {p.label: p.value for p in (*gx.results, *gx.terms)}
    assert said["不足する排出枠の量"] == said["未償却相当負担金"] == "算定していません"
    assert said["判定の範囲"].startswith(
        "算定の段階の判定です。登録確認機関による確認、届出・報告の期限及び排出枠の保有は含まれません。"
    )
    (held,) = arrange(report_of("gx-phase2-shortfall", "self-check", "ja")).claims[0].filings
    assert "判定の範囲" not in {p.label for p in held.results}


def test_the_sources_of_a_report_s_totals_are_numbered_from_one_where_nothing_else_lists_them():
    report = report_of("one-run-two-filings", "self-check", "ja")
    shk, _ = arrange(report).claims[0].filings
    assert [line.partition(" ")[0] for line in shk.sources] == [
        f"[{n}]" for n in range(1, len(shk.sources) + 1)
    ]
    told = [row[3] for t in shk.totals for row in t.rows] + [p.value for p in (*shk.results, *shk.terms)]
    told += [note for t in shk.totals for note in t.notes]
    cited = {mark for text in told for mark in re.findall(r"\[\d+\]", text)}
    assert cited == {line.partition(" ")[0] for line in shk.sources}
    listed = arrange(report, listed=True)
    known = {f"[{d.n}]" for d in listed.documents}
    assert {line.partition(" ")[0] for line in listed.claims[0].filings[0].sources} <= known


def test_a_day_of_publication_ahead_asks_for_a_later_day_of_judgement():
    _, report = judged(claim_file("carbon-neutral-short"), "2026-06-01")
    text = text_of(report)
    assert "記載された日が判定基準日より後です。日付をご確認のうえ、その日以後を判定基準日として" in text
    assert "公表日［手続の完了後］" not in text


def test_what_waits_for_a_stated_day_is_no_step_to_be_completed():
    _, report = judged(claim_file("legacy-jver"), "2026-06-01")
    text = text_of(report)
    assert "手続の完了後" not in text
    assert "手続がまだ完了していません" not in text
    assert "判定基準日より後の日付が記載された項目：2件" in text
    assert "このほか、判定基準日より後の日付が記載された事項が2件あります。" in text
    assert "はい（一般財団法人オフセット検証センター（法人番号 3999900000006）、2026年6月12日）" in text
    assert "手続の完了後" not in write_letter(report)
    assert "手続の完了後" not in write_html(report)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_what_each_owner_holds_now_and_later_adds_up_to_what_is_listed(lang):
    for name in ("body-without-number", "legacy-jver", "event-planned", "gx-phase1-settled"):
        _, report = judged(claim_file(name), "2026-06-01", lang=lang)
        (claim,) = report.claims
        (shown,) = arrange(report).claims
        for owner in shown.owners:
            asked = [q for q in claim.open_questions if q.owner.value == owner.key and q.blocking]
            later = sum(int(n) for n in re.findall(r"([0-9]+)(?:件|(?= ))", owner.owed_later))
            assert owner.n + later == len(asked) == sum(not q.advisory for q in owner.questions)
            assert (owner.n, bool(owner.owed_later)) == (
                sum(q.awaits is None for q in owner.questions if not q.advisory),
                any(q.awaits for q in owner.questions if not q.advisory),
            )


def test_what_is_owed_now_names_it_and_what_comes_later_stands_beside():
    _, report = judged(claim_file("body-without-number"), "2026-06-01")
    assert (
        "2件（法人番号（サンプル商店街連合会）、法人番号（サンプル夏まつり実行委員会））、ほかに判定基準日より後の日付 1件"
        in text_of(report)
    )


def test_what_fails_beside_is_told_by_what_it_is_about():
    text = text_of(judged(claim_file("carbon-neutral-declared"), "2026-06-01")[1])
    assert (
        "このほか、不適合の所見が、活用について1件、参考の項目（総合判定に影響しません）について1件あります。"
        in text
    )


@pytest.mark.parametrize("name", ["jcm-partner-side", "product-a64-unauthorised"])
def test_a_credit_that_cannot_be_used_is_replaced_and_not_retired(name):
    first, second, third = judged(claim_file(name), "2026-06-01")[1].claims[0].next_steps
    assert "クレジット、又はこれらを要しないクレジット（J-クレジット等）に替えてください" in first.text
    assert second.text.startswith("有効なクレジット（1 t-CO2単位のため、")
    assert "以下に改めて" not in second.text
    assert "手続を完了し" not in third.text
    assert third.owner == "claimant"  # nothing is asked about a credit that goes


def test_a_retirement_on_a_later_day_asks_for_a_later_day_of_judgement():
    steps = judged(claim_file("clean-organisation"), "2026-03-01")[1].claims[0].next_steps
    (step,) = (step for step in steps if "判定基準日より後" in step.text)
    assert step.text.endswith("その日以後を判定基準日として、改めて判定してください。")


def test_an_initiative_that_only_retires_is_said_to_retire():
    _, report = judged(claim_file("cancel-only-contribution"), "2026-06-01")
    found = finding_of(report, "OG-OFF-02")
    assert found.title == "無効化量の充足"
    assert found.message.startswith("無効化量は30 t-CO2と記載されていますが")
    assert not any("オフセット" in f"{f.title}{f.message}{f.remedy}" for f in [found])
    english = finding_of(
        judged(claim_file("cancel-only-contribution"), "2026-06-01", lang="en")[1], "OG-OFF-02"
    )
    assert "offset" not in f"{english.title} {english.message} {english.remedy}"


def test_an_advisory_clause_that_can_be_met_need_not_be_asked_about():
    _, report = judged(claim_file("product-a64-unauthorised"), "2026-06-01")
    trust = finding_of(report, "OG-INFO-05")
    assert "オフセット量に達していません" in trust.message
    assert (trust.remedy or "").endswith("環境省への照会は不要です。")
    assert (
        "まず、所見の対応方法をご確認ください。それにより解消しない場合は、環境省にお問い合わせのうえ、回答を記録してください。"
        in text_of(report)
    )


def test_a_condition_for_another_programme_is_not_called_met():
    _, report = judged(claim_file("jcm-partner-side"), "2026-06-01")
    (claim,) = arrange(report).claims
    (found,) = [f for f in claim.group("fail").findings if f.rule == "OG-OVS-01"]
    results = {c.title: c.result for c in found.subjects[0].conditions}
    assert results["6条4項クレジットについて、ホスト国政府の承認があること"] == "該当なし"
    assert results["6条4項クレジットについて、承認が取り消されていないこと"] == "該当なし"
    assert results["JCMについて、承認が取り消されていないこと"] == "該当なし"  # as none was given
    assert results["JCMについて、ホスト国政府がクレジットの利用を承認していること"] == "満たしていません"


def test_where_it_is_open_whether_a_rule_applies_that_is_what_is_asked(tmp_path):
    claim = plain("clean-organisation")
    del claim["projects"][0]["by_claimant"]
    _, report = judged(written(claim, tmp_path), "2026-07-20")
    own = finding_of(report, "OG-OFF-09")
    assert (
        own.message == "取組の実施者（同一グループを含む）が創出したクレジットかどうかを確認できていません。"
    )
    assert own.remedy == "取組の実施者（同一グループを含む）が創出したクレジットかどうかをご記入ください。"


@pytest.mark.parametrize(
    ("lang", "value", "message"),
    [
        ("ja", "はい（一般財団法人オフセット検証センター（法人番号 3999900000006）、2026年6月12日）", "判断日（2026年6月12日）が判定基準日より後のため"),
        ("en", "yes (一般財団法人オフセット検証センター（法人番号 3999900000006）, 12 June 2026)", "after the day of judgement (12 June 2026)"),
    ],
)  # fmt: skip
def test_a_judgement_of_a_later_day_is_shown_in_words_and_as_not_yet_counted(lang, value, message):
    _, report = judged(claim_file("legacy-jver"), "2026-06-01", lang=lang)
    (claim,) = report.claims
    (asked,) = [q for q in claim.open_questions if q.fact.startswith("judgements.")]
    assert (asked.detail, asked.ahead) == (value, True)
    (found,) = [f for f in claim.findings if f.rule == "OG-CRED-06"]
    assert message in found.message
    text = text_of(report)
    for line in text.splitlines():
        if asked.label in line:
            assert "手続" not in line
            assert "done yet" not in line


def test_missing_facts_stand_in_one_order_in_the_report_and_its_letters():
    report = report_of("clean-organisation", "certification", "ja")
    (claim,) = report.claims
    facts = [q.fact for q in claim.open_questions if q.phrase is None]
    assert facts == sorted(facts, key=place)
    for found in claim.findings:
        assert [m.fact for m in found.missing] == sorted((m.fact for m in found.missing), key=place)
    letter = write_letter(report)
    assert letter.index("対象期間の開始日") < letter.index("対象期間の終了日")


def test_an_expired_document_behind_a_claim_that_passes_is_to_be_renewed():
    report = report_of("forest-plan-evidence-expired", "self-check", "ja")
    assert report.claims[0].verdict == "pass"
    assert (
        report.claims[0]
        .next_steps[0]
        .text.startswith(
            "参考：森林経営計画の継続（P1）を示す資料の有効期限（2026年3月31日）が過ぎています。"
        )
    )
    assert text_of(report).count("期限切れ") == 3  # the count, the fact, and its day


def test_the_programme_is_asked_for_before_what_depends_on_it():
    report = report_of("public-case-event-18t", "self-check", "ja")
    first, *rest = report.claims[0].next_steps
    assert first.text.startswith(
        "プロジェクト P1（サンプル県有林活用温暖化対策プ…）について、まず、クレジット制度をご記入ください。"
    )
    assert not any("クレジット制度" in step.text for step in rest)


def test_what_decides_whether_an_item_applies_is_named():
    found = finding_of(report_of("public-case-report-971t", "self-check", "ja"), "OG-KNOW-05")
    assert (found.remedy or "").startswith("まず、「取組の類型」をご確認ください。")


def test_the_same_advice_on_scopes_is_one_step():
    steps = [s.text for s in report_of("consumers-and-shk", "self-check", "ja").claims[0].next_steps]
    assert sum("活用範囲" in text for text in steps) == 1


def test_what_is_worked_out_by_comparing_is_not_said_to_be_unstated():
    text = text_of(report_of("held-not-retired", "self-check", "ja"))
    for name in ("複数の無効化による数量の超過", "クレジットごとの無効化量を超える活用"):
        assert f"{name}：照合できていません" in text
        assert f"{name}：記載なし" not in text


def test_what_may_be_asked_once_the_rest_is_supported_is_named():
    text = text_of(report_of("mixed-portfolio", "certification", "ja"))
    then = text.partition("裏付けを確認した後に、次の事項も必要となることがあります（")[2].partition("\n")[0]
    assert "性質⑤（環境・社会配慮）の確認" in then
    assert "五つの性質の説明が妥当かどうかの判断" in then
    assert "数量とシリアル番号の範囲の一致（C1、C2）  ID-02" in text


def test_a_note_explains_a_word_only_where_the_page_uses_it():
    for name in ("evidence-contradicts", "held-not-retired", "mixed-portfolio"):
        page = write_html(report_of(name, "self-check", "ja"))
        uses = len(re.findall(r">\s*該当なし\s*<", page))
        assert ("「該当なし」は、特定の制度" in page) == bool(uses)


def test_a_published_claim_is_not_told_what_to_do_before_it_publishes():
    found = [f.remedy or "" for f in report_of("eu-shop-shoes", "self-check", "ja").claims[0].findings]
    assert any("加盟国の法令の原文をご確認ください" in remedy for remedy in found)
    assert not any("公表前に、" in remedy for remedy in found)


def test_the_numbers_of_several_readings_have_the_same_decimals():
    text = text_of(report_of("gx-phase1-settled", "self-check", "ja"))
    assert "634,237.100 t-CO2〔" in text
    assert "634,237.1 t-CO2〔" not in text


def test_what_is_to_be_confirmed_ties_out_under_its_headings():
    for name in ("clean-organisation", "carbon-neutral-short", "forest-plan-evidence-expired"):
        report = report_of(name, "certification", "ja")
        text = text_of(report)
        (n, parts, advisory) = re.findall(
            r"── 要確認の項目：(\d+)件（うち(.*)。これらのうち総合判定に影響しないものは(\d+)件）", text
        )[0]
        each = [int(k) for k in re.findall(r"(\d+)件", parts)]
        unknown = [f for f in report.claims[0].findings if f.verdict.value == "unknown"]
        assert int(n) == sum(each) == len(unknown), name
        assert int(advisory) == sum(f.severity == "advisory" for f in unknown), name
        for k in each:
            assert re.search(f"^(参考の要確認項目|申告の).*：{k}件$", text, re.MULTILINE), (name, k)


def test_the_steps_of_a_certification_ask_every_question_that_is_counted():
    for name in ("clean-organisation", "carbon-neutral-short", "forest-plan-evidence-expired"):
        (claim,) = report_of(name, "certification", "ja").claims
        asked = 0
        for step in claim.next_steps:
            found = re.search("(.+)(?:について、|を示す資料の有効期限)", step.text)
            if found is not None and "ください" in step.text:
                more = re.search("ほか(\\d+)件", step.text)
                copies = re.search("写し、画面等）(\\d+)件", step.text)
                named = len(step.text.partition("ほか")[0].split("、")) - 1 if more else 1
                asked += named + (int(more[1]) if more else 0) + (int(copies[1]) if copies else 0)
        assert asked == claim.waiting_on.claimant + claim.waiting_on.registry, name


def test_the_three_years_of_phase_1_are_called_by_their_name_on_every_page():
    report = report_of("gx-phase1-settled", "self-check", "ja")
    phase = "第1フェーズ（2023～2025年度）"
    for page in (
        text_of(report),
        write_markdown(report),
        write_html(report),
        write_csv(report),
        write_json(report),
    ):
        assert phase in page
    (claim,) = arrange(report).claims
    assert [use.period for use in claim.uses] == ["2025年度", phase, phase]
    assert claim.filings[0].short == "GX-ETS 第1フェーズ"
    assert f"GX-ETS {phase}の報告は、「適合」です。" in claim.headline


def test_that_a_filing_rests_on_texts_nobody_read_stands_on_every_page():
    report = report_of("gx-phase1-settled", "self-check", "ja")
    said = report.claims[0].filings[0].unsure
    assert said is not None
    assert "二次資料" in said
    assert "原文をご確認ください" in said
    for page in (
        text_of(report),
        write_markdown(report),
        write_html(report),
        write_csv(report),
        write_json(report),
    ):
        assert said in page
    whole = arrange(report).disclaimers[-1]
    for page in (text_of(report), write_markdown(report), write_html(report)):
        assert whole in page


def test_a_stage_says_where_no_record_of_the_retirement_was_seen():
    def stage(name: str) -> str:
        return arrange(report_of(name, "self-check", "ja")).claims[0].about[-1].value

    assert stage("public-case-event-18t") == "公表前（無効化済みとの申告、記録は未確認）"
    assert stage("clean-organisation") == "公表済み"


def test_a_retirement_that_offsets_nothing_has_no_period_and_the_purpose_entered_for_it():
    report = report_of("cancel-only-contribution", "self-check", "ja")
    (use,) = arrange(report).claims[0].uses
    assert use.period == "設定していません"
    assert use.purpose == "カーボン・オフセット（無効化の手続での用途）"
    assert use.purpose in write_csv(report)


def test_titles_of_editions_that_hold_commas_are_told_apart():
    line = arrange(report_of("mixed-portfolio", "self-check", "ja")).editions_line
    assert line.startswith("『我が国における")
    assert "「省エネ法の定期報告、CDP、SBT及びRE100への報告」" in line


def test_a_step_says_what_the_things_it_counts_are_about():
    (step,) = [
        s.text
        for s in report_of("cancel-only-contribution", "self-check", "ja").claims[0].next_steps
        if "ほか2件" in s.text
    ]
    assert "、ほか2件（発行及びクレジットの事項）をご確認" in step


def test_whoever_showed_a_paper_that_expired_is_asked_for_one_that_is_valid():
    claim = report_of("forest-plan-evidence-expired", "certification", "ja").claims[0]
    assert claim.next_steps[0].owner is Owner.CLAIMANT
    assert "有効期限（2026年3月31日）が過ぎています。有効期限内の資料" in claim.next_steps[0].text
    assert claim.next_steps[0].text.endswith("ご提出ください。")


def test_what_the_published_text_may_settle_is_looked_up_before_an_authority_is_asked():
    (step,) = [
        s.text
        for s in report_of("gx-phase2-shortfall", "self-check", "ja").claims[0].next_steps
        if s.owner is Owner.AUTHORITY
    ]
    assert (
        "ページで、公布された省令と実施指針をご確認ください。それにより解消しない場合は、経済産業省に" in step
    )


def test_failures_of_a_report_alone_are_said_not_to_bear_on_an_open_verdict():
    text = text_of(report_of("jcm-cancelled-for-shk", "self-check", "ja"))
    assert "総合判定に影響しない不適合の所見が2件あります（SHK制度の報告に関するもの）" in text


def test_facts_of_several_rows_are_each_called_by_their_row():
    found = finding_of(report_of("consumers-and-shk", "self-check", "ja"), "OG-DBL-02")
    labels = [fact.label for c in found.conditions for fact in c.facts.values()]
    assert "活用の目的（U1）" in labels
    assert "活用の目的" not in labels


def test_a_reviewer_who_may_be_asked_later_is_not_asked_for_now():
    claim = arrange(report_of("held-not-retired", "self-check", "ja")).claims[0]
    assert {o.key: o.owed_now for o in claim.owners}["reviewer"] == "現時点ではなし"
