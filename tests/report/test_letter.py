"""The open questions as letters: one to each owner, complete, polite, and asked for by a day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.report import wording as w
from offsetcheck.report.html import write_html
from offsetcheck.report.letter import write_letter
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.model import ClaimReport, FactRead, Finding, OpenQuestion, Report
from offsetcheck.report.text import write_text
from tests.report.samples import SAMPLES, Maker
from tests.report.test_fixture_language import report_of
from tests.report.test_wording import JAPANESE
from tests.report.test_writers import CODES, Reader, hostile

DAY = date(2026, 6, 30)


def with_questions(lang: Any, *questions: OpenQuestion, findings: tuple[Finding, ...] = ()) -> Report:
    report = SAMPLES["fail"](lang)
    claim: ClaimReport = report.claims[0].model_copy(update={"open_questions": questions})
    if findings:
        claim = claim.model_copy(update={"findings": findings})
    return report.model_copy(update={"claims": (claim,)})


def letters(text: str) -> list[str]:
    return text.split("\n---\n")


@pytest.mark.parametrize("lang", w.LANGS)
@pytest.mark.parametrize("sample", ["fail", "planned"])
def test_each_owner_with_a_question_gets_one_letter_that_holds_all_of_them(sample, lang):
    report = SAMPLES[sample](lang)
    (claim,) = report.claims
    owners = [owner for owner in Owner if any(q.owner is owner for q in claim.open_questions)]
    found = letters(write_letter(report, DAY))
    assert len(found) == len(owners)
    for owner, letter in zip(owners, found, strict=True):
        for question in claim.open_questions:
            if question.owner is owner:
                asked = w.first_upper(question.enquiry or question.label)
                if owner is Owner.REVIEWER:
                    asked = asked.removesuffix("の判断")  # the letter asks for nothing else
                assert asked in re.sub(r"\\|&[#a-z0-9]+;", "", letter)


def test_the_day_to_answer_by_stands_in_every_letter():
    for letter in letters(write_letter(SAMPLES["fail"]("ja"), DAY)):
        assert "2026年6月30日（火）までに" in letter
        assert "お手数をおかけいたしますが" in letter


@pytest.mark.parametrize(("lang", "place"), [("ja", "要記入：ご回答の期日"), ("en", "to fill in: date")])
def test_without_a_day_there_is_a_place_to_fill_in(lang, place):
    assert all(place in letter for letter in letters(write_letter(SAMPLES["fail"](lang))))


def test_a_report_without_questions_asks_nothing():
    assert write_letter(SAMPLES["pass"]("ja")) == "お願いする事項はありません。\n"


@pytest.mark.parametrize(
    ("lang", "where"), [("ja", "判定報告書をご覧ください"), ("en", "The report says what to do")]
)
def test_where_nothing_is_asked_though_something_fails_the_report_is_said_to_tell_what_to_do(lang, where):
    text = write_letter(with_questions(lang))
    assert where in text
    assert "お願いする事項はありません" not in text


def test_what_is_asked_of_several_things_alike_is_said_once():
    m = Maker("ja")
    asked = [
        m.question(f"emissions[E1].{name}", Owner.CLAIMANT, Reason.ABSENT)
        for name in ("t", "method", "source")
    ]
    text = write_letter(with_questions("ja", *asked), DAY)
    assert text.count("当方の資料では確認できていません。内容をお知らせください。") == 1
    assert (
        "   次の事項について、当方の資料では確認できていません。内容をお知らせください。\n\n   - 排出量"
        in text
    )
    other = m.question("emissions[E1].timing", Owner.CLAIMANT, Reason.CONFLICT)
    text = write_letter(with_questions("ja", *asked, other), DAY)
    assert text.count("当方の資料では確認できていません。内容をお知らせください。") == 3


def test_what_is_asked_about_several_subjects_alike_stands_once_above_them():
    m = Maker("ja")
    asked = [m.question(f"emissions[E{n}].t", Owner.CLAIMANT, Reason.BELOW_ASSURANCE) for n in (1, 2, 3)]
    text = write_letter(with_questions("ja", *asked), DAY)
    said = "次の事項について、資料による裏付けを確認できていません。根拠資料をご提出ください。"
    assert text.count("根拠資料をご提出ください") == 1
    assert text.index(said) < text.index("1. **")
    other = m.question("emissions[E4].t", Owner.CLAIMANT, Reason.CONFLICT)
    text = write_letter(with_questions("ja", *asked, other), DAY)
    assert "次の事項（別に記すものを除きます。）について、資料による裏付けを" in text
    assert text.count("根拠資料をご提出ください") == 1
    assert "記載・資料の間で値が一致していません" in text


def test_a_heading_that_names_the_subject_is_not_repeated_in_every_line():
    m = Maker("ja")
    asked = m.question("credits[C1].vintage.from", Owner.REGISTRY, Reason.ABSENT)
    asked = asked.model_copy(update={"label": "ヴィンテージの開始日（C1）"})
    text = write_letter(with_questions("ja", asked))
    assert "**クレジット C1**" in text
    assert text.count("C1") == 1


def test_the_registry_is_not_told_that_its_record_is_missing():
    m = Maker("ja")
    text = write_letter(
        with_questions("ja", m.question("credits[C1].vintage.from", Owner.REGISTRY, Reason.ABSENT))
    )
    assert "当方の資料では確認できていません。登録簿に記録された内容をお知らせください。" in text


def test_what_can_only_come_later_is_asked_for_apart():
    text = write_letter(SAMPLES["planned"]("ja"), DAY)
    assert "### 手続の完了後にお願いする事項" in text
    assert "無効化通知書（写し）" not in text


def test_the_notice_is_asked_for_with_all_it_must_show():
    m = Maker("ja")
    report = with_questions(
        "ja",
        m.question("retirements[R1].document", Owner.CLAIMANT, Reason.BELOW_ASSURANCE),
        m.question("retirements[R1].completed_on", Owner.REGISTRY, Reason.BELOW_ASSURANCE),
    )
    text, registry = letters(write_letter(report, DAY))
    assert "無効化通知書（写し）" not in registry  # it hands nobody the notice of another
    for item in (
        "クレジット認証番号",
        "シリアル番号（総量指定の場合を除きます。）",
        "数量",
        "無効化日",
        "クレジット利用者名",
        "用途及び目的詳細",
    ):
        assert item in text


def test_a_registry_is_asked_for_its_record_and_the_claimant_for_documents():
    m = Maker("ja")
    stated = [
        m.question("retirements[R1].completed_on", Owner.REGISTRY, Reason.BELOW_ASSURANCE),
        m.question("emissions[E1].t", Owner.CLAIMANT, Reason.BELOW_ASSURANCE),
    ]
    claimant, registry = letters(write_letter(with_questions("ja", *stated)))
    assert "資料による裏付けのない申告を未確認として取り扱います" in claimant
    assert "根拠資料をご提出ください" in claimant
    assert "申告の内容を照合しております。登録簿に記録された内容をお知らせください。" in registry
    assert "未確認として" not in registry
    assert "根拠資料" not in registry


@pytest.mark.parametrize(
    ("programme", "plan"),
    [("J-Credit", "プロジェクト計画書"), ("JCM", "事業設計書（PDD）"), (None, "プロジェクト計画書")],
)
def test_a_registry_is_not_said_to_record_what_only_papers_show(programme, plan):
    m = Maker("ja")
    asked = m.question("projects[P1].human_rights", Owner.REGISTRY, Reason.ABSENT, registry=programme)
    text = write_letter(with_questions("ja", asked))
    assert f"登録簿、又は{plan}等の制度の公表資料で確認できる内容を" in text
    assert "登録簿に記録された内容" not in text


def test_each_registry_gets_its_own_letter():
    m = Maker("ja")
    asked = [
        m.question(f"credits[C{n}].quantity_t", Owner.REGISTRY, Reason.ABSENT).model_copy(
            update={"registry": programme}
        )
        for n, programme in enumerate(("J-Credit", "VCS", None), 1)
    ]
    found = letters(write_letter(with_questions("ja", *asked)))
    heads = [
        "J-クレジット制度事務局（登録簿担当） 御中",
        "【要記入：VCSの登録簿の管理者】 御中",
        "【要記入：登録簿の管理者】 御中",
    ]
    assert len(found) == 3
    for n, letter in enumerate(found):
        assert [head in letter for head in heads] == [i == n for i in range(3)]
        assert f"クレジット C{n + 1}" in letter


def test_an_authority_is_not_written_to_about_what_decides_nothing():
    m = Maker("ja")
    asked = m.question("law[OG-CRED-08.recent]", Owner.AUTHORITY, Reason.LAW_OPEN)
    beside = asked.model_copy(update={"blocking": False})
    assert write_letter(with_questions("ja", beside)).startswith(
        "書状によりお尋ねする事項は、現時点ではありません。"
    )
    assert "規定の取扱いに関するお問い合わせ" in write_letter(with_questions("ja", asked, beside))


def test_an_enquiry_is_a_question():
    m = Maker("ja")
    asked = m.question("law[OG-CRED-07.still_usable]", Owner.AUTHORITY, Reason.LAW_OPEN).model_copy(
        update={"enquiry": "使用できる期限について、現行の規定をご教示ください。"}
    )
    text = write_letter(with_questions("ja", asked))
    assert "   - 使用できる期限について、現行の規定をご教示ください。\n" in text
    assert "いずれの取扱いによるべきか" not in text


@pytest.mark.parametrize(
    ("fact", "asked"),
    [
        ("retirements[R1].document", "無効化の手続の完了後に、内容が分かる資料をご提供ください。"),
        ("uses[U1].status", "手続の完了後に、内容が分かる資料をご提供いただくか、ご回答ください。"),
    ],
)
def test_what_comes_later_is_asked_for_by_the_step_it_waits_for(fact, asked):
    m = Maker("ja")
    text = write_letter(with_questions("ja", m.question(fact, Owner.CLAIMANT, Reason.NOT_YET)))
    assert asked in text
    assert "ご記入ください" not in text


def test_a_day_stated_ahead_is_told_and_nothing_is_asked_of_it():
    m = Maker("ja")
    ahead = m.question(
        "claim.published_on", Owner.CLAIMANT, Reason.NOT_YET, ahead=True, detail="2026年6月30日"
    )
    text = write_letter(with_questions("ja", ahead))
    assert "現時点でご提供又はご回答をお願いする事項はございません。" in text
    assert "### 判定基準日より後の日付が記載された事項" in text
    assert "- 公表日：2026年6月30日" in text
    assert "手続の完了後" not in text


def test_a_letter_that_asks_other_things_asks_for_a_changed_day_under_its_heading():
    m = Maker("ja")
    ahead = m.question(
        "claim.published_on", Owner.CLAIMANT, Reason.NOT_YET, ahead=True, detail="2026年6月30日"
    )
    now = m.question("claim.boundary", Owner.CLAIMANT, Reason.ABSENT)
    text = write_letter(with_questions("ja", now, ahead)).partition(
        "### 判定基準日より後の日付が記載された事項"
    )
    assert "お願いする事項はございません" not in text[0]
    assert "日付に誤り又は変更がございましたら、お知らせください。" in text[2]


def test_a_reviewer_who_has_judged_already_is_asked_for_no_judgement():
    m = Maker("ja")
    ahead = m.question("judgements.properties_ok[C1]", Owner.REVIEWER, Reason.NOT_YET, ahead=True)
    text = write_letter(with_questions("ja", ahead))
    assert "ご判断を要する" not in text
    assert "資料又はご回答" not in text


def test_a_providers_certificate_is_no_notice():
    m = Maker("ja")
    finding = m.finding(
        "OG-OFF-01", "無効化の完了", Verdict.UNKNOWN, ("retirement", "R1", "R1"), "…",
        conditions=(
            m.condition("証拠", "unknown", "…", ("retirements[R1].document", FactRead(label="証拠書類の種類", value="provider_certificate"))),
        ),
    )  # fmt: skip
    told = "ご提出の「オフセット証明書」は販売事業者が発行したものであり"
    for owner in (Owner.CLAIMANT, Owner.REGISTRY):
        question = m.question("retirements[R1].notice", owner, Reason.ABSENT)
        text = write_letter(with_questions("ja", question, findings=(finding,)), DAY)
        assert (told in text) is (owner is Owner.CLAIMANT)  # the registry handed none in


def test_two_names_are_asked_about_by_both():
    m = Maker("ja")
    finding = m.finding(
        "OG-OFF-04", "名義", Verdict.UNKNOWN, ("retirement", "R1", "R1"), "…",
        conditions=(
            m.condition("同一", "unknown", "…", ("retirements[R1].user", FactRead(label="クレジット利用者名", value="例示エナジー㈱"))),
        ),
    )  # fmt: skip
    question = m.question("parties[例示エナジー㈱].corporate_number", Owner.CLAIMANT, Reason.ABSENT)
    text = write_letter(with_questions("ja", question, findings=(finding,)), DAY)
    assert "「例示エナジー㈱」と、本取組の実施者名「例示エナジー株式会社」との同一性を確認できません" in text


@pytest.mark.parametrize(
    ("fact", "owner", "reason", "asked", "unsaid"),
    [
        ("statements[S1].effect", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "表示の実物（写し、画面等）", "与える印象"),
        ("statements[S1].effect", Owner.CLAIMANT, Reason.ABSENT, "表示が与える印象", "実物"),
        ("retirements[R1].document", Owner.CLAIMANT, Reason.NOT_YET, "無効化を示す資料（無効化通知書の写し等）", "資料の種類"),
        ("retirements[R1].serials_listed", Owner.CLAIMANT, Reason.ABSENT, "シリアル番号の一覧（入手済みの場合）", "入手済みか"),
        ("projects[P1].assessment.unique", Owner.CLAIMANT, Reason.ABSENT,
         "性質④（二重登録・二重発行・二重使用の回避）について貴社が確認された結果とその資料", "の確認"),
        ("projects[P1].additional", Owner.REGISTRY, Reason.ABSENT, "追加性が確認されているかどうか", "追加性の確認"),
        ("claim.offset_base", Owner.CLAIMANT, Reason.ABSENT, "（削減後に残る排出量か、自らの削減を見込まない排出量か）", "ご記入"),
        ("parties[例示商店会].corporate_number", Owner.CLAIMANT, Reason.ABSENT, "法人番号（ない場合は、その旨）", "（例示商店会）"),
        ("retirements[R1].document", Owner.REVIEWER, Reason.CONFLICT, "無効化を示す資料の種類", "写し等"),
        ("emissions[E1].main", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "主要な排出源に当たるかどうかとその理由", "（"),
        ("emissions[E1].below_threshold", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "その基準を定めた文書", "文書化した"),
        ("reductions[D1].measure", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "実施したことが分かる資料（工事の完了報告書、納品書、運転の記録、社内の通知等）", "削減の取組"),
        ("claim.disclosure.target_activity", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "公表物での対象活動の記載の有無が分かる資料", "ご記入"),
        ("filings[F1].terms.submitted_on", Owner.CLAIMANT, Reason.ABSENT, "報告書の提出日（未提出の場合は、その旨）", "ご記入"),
        ("filings[F1].terms.submitted_on", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "報告書の提出日", "未提出"),
        ("claim.kind", Owner.CLAIMANT, Reason.ABSENT, "取組の類型（製品・サービス、会議・イベント、組織活動、その他の取組の別）", "ご記入"),
        ("uses[U1].status", Owner.CLAIMANT, Reason.ABSENT, "クレジットの状態（無効化済み、保有等の別）", "ご記入"),
        ("projects[P1].sdip", Owner.REGISTRY, Reason.ABSENT, "（SDIP）の有無（公表されている場合は、掲載場所）", "ご記入"),
        ("projects[P1].human_rights", Owner.REGISTRY, Reason.ABSENT, "人権対応に関する資料（人権方針等）の有無（公表されている場合は、掲載場所）", "ご記入"),
        ("projects[P1].human_rights", Owner.REGISTRY, Reason.BELOW_ASSURANCE, "人権対応に関する資料", "の有無"),
        ("claim.footprint.whole_life_cycle", Owner.CLAIMANT, Reason.ABSENT, "ライフサイクル全体を対象としているか（カーボンフットプリントを算定していない場合は、その旨）", "ご記入"),
        ("claim.footprint.shown_apart", Owner.CLAIMANT, Reason.ABSENT, "区分して表示しているか（カーボンフットプリントを表示していない場合は、その旨）", "ご記入"),
        ("claim.footprint.shown_apart", Owner.CLAIMANT, Reason.BELOW_ASSURANCE, "区分して表示しているか", "その旨"),
    ],
)  # fmt: skip
def test_a_letter_asks_for_what_shows_a_fact_in_the_words_of_one_who_asks(fact, owner, reason, asked, unsaid):
    text = write_letter(with_questions("ja", Maker("ja").question(fact, owner, reason)), DAY)
    (line,) = [line for line in text.splitlines() if line.startswith("   - ")]
    assert asked in line
    assert unsaid not in line


@pytest.mark.parametrize(
    ("retired", "asked"),
    [
        (True, "無効化通知書（写し）等、内容が分かる資料をご提供ください。"),
        (False, "上記の期日によらず、無効化の手続の完了後に、内容が分かる資料をご提供ください。"),
        (None, "無効化していない場合は、上記の期日によらず、完了後にご提供ください。"),
    ],
)
def test_the_record_of_a_retirement_is_asked_for_by_whether_it_is_made(retired, asked):
    question = Maker("ja").question("uses[U1].retirement", Owner.CLAIMANT, Reason.ABSENT)
    text = write_letter(with_questions("ja", question.model_copy(update={"retired": retired})), DAY)
    (line,) = [line for line in text.splitlines() if line.startswith("   - ")]
    assert line.endswith(asked)


def test_beside_filings_each_verdict_says_whose_it_is():
    question = Maker("ja").question("emissions[E1].t", Owner.CLAIMANT, Reason.ABSENT)
    report = with_questions("ja", question)
    assert (
        "現時点の判定：オフセットの取組は不適合、GX-ETS 2026年度は要確認、SHK制度 令和9年度報告（2026年度実績）は適合）"
        in write_letter(report)
    )
    claim = report.claims[0].model_copy(update={"filings": ()})
    assert "現時点の判定：不適合）" in write_letter(report.model_copy(update={"claims": (claim,)}))


def test_the_authority_is_asked_not_told_to_ask_itself():
    text = letters(write_letter(SAMPLES["fail"]("ja"), DAY))[-1]
    assert "ご教示ください" in text
    assert "所管当局にご確認" not in text


def test_a_japanese_letter_holds_no_english_words():
    text = re.sub(r"&[#a-z0-9]+;|\\", "", write_letter(SAMPLES["fail"]("ja"), DAY))
    found = set(re.findall(r"[A-Za-z]{2,}[0-9]*", CODES.sub(" ", text)))
    assert found - {"CO2", "csv", "pdf", "expo", "GX", "ETS", "SHK"} == set()


def test_an_english_letter_holds_no_japanese_but_quotes():
    text = re.sub(
        r"“[^”]*”|無効化通知書\.pdf|登録簿の出力\.csv", "", write_letter(SAMPLES["fail"]("en"), DAY)
    )
    assert JAPANESE.findall(text) == []


@pytest.mark.slow
@pytest.mark.parametrize("sample", ["fail", "planned"])
def test_a_letter_lets_no_markup_in(sample):
    from markdown import markdown

    report, _ = hostile(sample)
    text = write_letter(report, DAY)
    page = Reader(markdown(text, extensions=["tables", "sane_lists"]))
    assert set(page.elements) <= {"h1", "h2", "h3", "p", "ol", "ul", "li", "strong", "hr"}
    assert not [v for n, v in page.attributes if n == "href"]


@pytest.mark.parametrize(
    ("organisation", "called"),
    [
        ("株式会社サンプル製作所", "貴社"),
        ("学校法人サンプル学園", "貴法人"),
        ("サンプル町", "貴町"),
        ("サンプル県", "貴県"),
        ("サンプル夏まつり実行委員会", "貴団体"),
        ("一般社団法人サンプル森林協会", "貴法人"),
        ("サンプル信用金庫", "貴金庫"),
        ("サンプル大学", "貴学"),
        ("サンプル市文化振興財団", "貴財団"),
        (None, "貴社"),
    ],
)
def test_an_organisation_is_addressed_as_what_it_is(organisation, called):
    report = with_questions("ja", Maker("ja").question("emissions[E1].t", Owner.CLAIMANT, Reason.ABSENT))
    (claim,) = report.claims
    report = report.model_copy(update={"claims": (claim.model_copy(update={"organisation": organisation}),)})
    assert f"{called}の下記の取組について" in write_letter(report)
    text = write_markdown(report)
    assert f"| {called} |" in text
    assert called == "貴社" or "貴社" not in text


def test_each_question_of_law_goes_to_the_one_to_ask_about_its_clause():
    m = Maker("ja")
    clause = m.policy(confidence="unconfirmed")
    bases = (
        clause.model_copy(update={"ask": "環境省", "restricts": ("stated",)}),
        clause.model_copy(update={"ask": "J-クレジット制度事務局", "restricts": ("timing",)}),
        clause.model_copy(
            update={"issuer": "解説者", "restricts": ("trust",), "by_authority": False, "ask": None}
        ),
    )
    names = {"X": bases[:2], "Y": bases[2:]}
    findings = tuple(
        m.finding(rule, rule, Verdict.UNKNOWN, ("claim", "c", "c"), "…").model_copy(update={"basis": cited})
        for rule, cited in names.items()
    )
    asked = [
        m.question(f"law[{fact}]", Owner.AUTHORITY, Reason.LAW_OPEN).model_copy(
            update={"label": fact, "findings": (fact[0],)}
        )
        for fact in ("X.stated", "X.timing", "Y.trust")
    ]
    report = with_questions("ja", *asked, findings=findings)
    edition = report.rulebook[0].model_copy(update={"edition": findings[1].edition, "issuer": "環境省"})
    found = letters(write_letter(report.model_copy(update={"rulebook": (edition,)})))
    assert ["環境省 御中" in letter for letter in found] == [True, False]
    assert ["J-クレジット制度事務局 御中" in letter for letter in found] == [False, True]
    assert ["X.timing" in letter for letter in found] == [False, True]
    assert "X.stated" in found[0]
    assert "Y.trust" in found[0]


@pytest.mark.parametrize(
    "fact", ["retirements[R1].total_t", "parties[例示エナジー㈱].corporate_number", "credits[C1].quantity_t"]
)
@pytest.mark.parametrize("reason", [Reason.CONFLICT, Reason.BELOW_ASSURANCE])
def test_a_reviewer_is_asked_for_a_judgement_and_never_for_papers(fact, reason):
    question = Maker("ja").question(fact, Owner.REVIEWER, reason)
    for written in re.findall(r"[^。\n]+。", write_letter(with_questions("ja", question), DAY)):
        assert not re.search("ご提供|ご提示|ご提出", written), written


@pytest.mark.parametrize("owner", list(Owner))
def test_a_letter_with_nothing_to_ask_now_says_so_and_asks_for_later_what_its_reader_can_give(owner):
    question = Maker("ja").question("retirements[R1].completed_on", owner, Reason.NOT_YET)
    (letter,) = letters(write_letter(with_questions("ja", question.model_copy(update={"blocking": True}))))
    assert re.search(
        "現時点で(ご提供いただくもの|ご(回答|判断|教示)いただく事項)はございません。手続の完了後に", letter
    )
    assert "要記入：ご回答の期日" not in letter
    assert ("ご判断とその理由をお示しくださいますよう" in letter) is (owner is Owner.REVIEWER)


@pytest.mark.parametrize("alone", [True, False])
def test_a_judgement_of_a_later_day_is_not_asked_for_again(alone):
    m = Maker("ja")
    made = m.question("judgements.late_ok[U1]", Owner.REVIEWER, Reason.NOT_YET)
    made = made.model_copy(update={"ahead": True, "detail": "はい（検証センター、2026年6月12日）"})
    other = m.question("judgements.user_ok[R1]", Owner.REVIEWER, Reason.ABSENT)
    text = write_letter(with_questions("ja", made, *([] if alone else [other])), DAY)
    assert "妥当かどうかの判断：はい（検証センター、2026年6月12日）" in text
    assert "記載の日付が判定基準日より後のため、その日以後に改めて判定いたします。" in text
    assert "手続の完了後" not in text
    assert ("現時点で新たにご判断いただく事項はございません" in text) is alone


def test_a_letter_about_words_asks_which_is_right_and_says_nothing_of_how_they_were_found():
    (line,) = (line for line in write_letter(SAMPLES["fail"]("ja"), DAY).splitlines() if "実質ゼロ" in line)
    assert "表示の「実質ゼロを達成しました。」に「実質ゼロ」とありますが、ご申告の内容は「" in line
    assert "いずれが正しいかをお知らせください。" in line
    assert "語句" not in line
    assert "提供元" not in line


def test_bodies_whose_numbers_are_asked_stand_under_one_point_that_says_why_once():
    text = write_letter(report_of("body-without-number", "self-check", "ja"))
    assert text.count("との同一性を確認できません") == 1
    for body in ("サンプル商店街連合会", "サンプル夏まつり実行委員会"):
        assert f"- {body}の法人番号（ない場合は、その旨）" in text


def test_values_that_differ_are_told_apart_by_where_they_stand():
    claimant, reviewer = letters(write_letter(report_of("evidence-contradicts", "self-check", "ja")))
    shown = "の値は93 t-CO2、無効化通知書の値は83 t-CO2（写しは未確認）で、一致していません。"
    assert f"：ご申告{shown}" in claimant
    assert f"：記載{shown}" in reviewer


def test_words_that_fail_are_not_asked_to_be_changed_where_nothing_decides_the_verdict():
    report = report_of("attached-credit-neutral", "self-check", "ja")
    letter = write_letter(report)
    assert "文言の改め方は、不適合の所見に示した対応方法をご覧ください。" in letter
    assert "「カーボン・オフセット」のままとするかどうかをお知らせください。" in letter
    assert "改めてください" not in letter
    assert "のままとするかどうかをご検討ください。" in write_markdown(report)


@pytest.mark.slow
def test_a_letter_to_a_registry_names_the_numbers_it_finds_the_rows_by():
    text = write_letter(report_of("carbon-neutral-short", "certification", "ja")).split("\n---\n")[1]
    assert "（サンプル市の家庭における太陽光発電設備の導入、プロジェクト番号：SAMPLE-0208）**" in text
    assert "**クレジット C1（サンプル市の家庭における太陽光発電設備の導入、クレジット認証番号：" in text
    assert text.count("クレジット認証番号：SAMPLE-C-0208-02") == 3


def test_a_retirement_to_come_is_named_to_a_registry_by_whose_it_is_and_of_how_much():
    text = write_letter(report_of("event-planned", "self-check", "ja"))
    assert (
        "無効化 R1（カーボン・オフセット、クレジット利用者名：サンプル環境フェスタ実行委員会、無効化予定量：13 t-CO2、"
        "口座保有者：株式会社サンプルオフセット）" in text
    )
    assert "### 手続の完了後にお願いする事項（上記の期日によらず、完了後で差し支えありません）" in text
    assert "次の事項については、手続の完了後に、登録簿に記録された内容をお知らせください。" in text
    assert "   - 無効化の記録\n" in text
    assert "無効化の有無" not in text


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "own"), [("ja", "- 認証量\n"), ("en", "- Certified quantity\n")])
def test_a_fact_is_called_by_the_word_of_the_programme(lang, own):
    text = write_letter(report_of("event-planned", "self-check", lang))
    assert own in text
    assert "J-クレジットでは" not in text
    assert "取消し" not in text


def test_no_registry_is_written_to_while_the_programme_is_not_known():
    report = report_of("public-case-event-18t", "self-check", "ja")
    (claim,) = report.claims
    asked = [q for q in claim.open_questions if q.owner is Owner.REGISTRY]
    assert asked
    assert all(q.programme_first for q in asked)
    assert "登録簿の記録に関するご確認のお願い" not in write_letter(report)
    assert Owner.REGISTRY not in [s.owner for s in claim.next_steps]
    assert "クレジット制度が分かった後に、登録簿の記録をご確認のうえ、ご記入ください。" in write_markdown(
        report
    )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["clean-organisation", "carbon-neutral-short"])
def test_a_registry_is_not_asked_whether_its_programme_issues_for_results(name):
    report = report_of(name, "certification", "ja")
    (claim,) = report.claims
    assert any(q.fact == "credits[C1].unit_kind" for q in claim.open_questions)
    claimant, registry, *_ = letters(write_letter(report))
    assert "実績に基づいて発行されたものかどうか" not in registry
    assert "- クレジット制度\n" in claimant  # which shows it


def test_a_registry_is_asked_for_the_kind_of_units_where_sources_differ():
    m = Maker("ja")
    kind = m.question("credits[C1].unit_kind", Owner.REGISTRY, Reason.CONFLICT).model_copy(
        update={"registry": "J-Credit"}
    )
    programme = m.question("projects[P1].programme", Owner.CLAIMANT, Reason.BELOW_ASSURANCE)
    assert len(letters(write_letter(with_questions("ja", programme, kind)))) == 2
    kind = kind.model_copy(update={"reason": Reason.BELOW_ASSURANCE})
    assert len(letters(write_letter(with_questions("ja", programme, kind)))) == 1
    assert len(letters(write_letter(with_questions("ja", kind)))) == 1


def test_credits_that_no_offset_uses_are_asked_about_for_the_report_they_are_in():
    text = write_letter(report_of("gx-phase1-settled", "self-check", "ja"))
    assert "下記の報告に係るクレジットについて" in text
    assert "\n報告：サンプル製鋼株式会社、" in text
    assert "本社ビル" not in text


@pytest.mark.parametrize(
    ("name", "to"),
    [
        ("gx-phase1-settled", "国際協力排出削減量口座簿（JCM登録簿）の管理者 御中\n"),
        ("mixed-portfolio", "Verra Registryの管理者 御中【要確認：英文での送付の要否】\n"),
    ],
)
def test_a_registry_is_called_what_the_claim_calls_it(name, to):
    assert to in write_letter(report_of(name, "self-check", "ja"))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["clean-organisation", "carbon-neutral-short"])
def test_the_notice_is_asked_for_once(name):
    claimant, *_ = letters(write_letter(report_of(name, "certification", "ja")))
    assert claimant.count("無効化通知書（写し）のご提供をお願いいたします。") == 1
    assert "無効化を示す資料" not in claimant
    assert (
        "- 指定方法（総量又はシリアル番号の別。上記の通知書で分かる場合は、別の資料は不要です）\n" in claimant
    )


def test_a_notice_that_alone_is_asked_for_stands_without_points():
    m = Maker("ja")
    asked = m.question("retirements[R1].document", Owner.CLAIMANT, Reason.ABSENT)
    report = with_questions("ja", asked)
    text = write_letter(report)
    assert "1. **無効化 R1**\n\n   無効化通知書（写し）のご提供をお願いいたします。" in text
    assert "無効化を示す資料" not in text
    assert "<ul>\n      </ul>" not in write_html(report)


@pytest.mark.slow
def test_a_copy_of_a_statement_is_asked_for_once_with_all_that_it_shows():
    text = write_letter(report_of("clean-organisation", "certification", "ja"))
    asked = "表示の実物（写し、画面等）で、表示する市場、表示日、数量の併記、割合の併記及び媒体が分かるもの"
    assert text.count(asked) == 1
    assert "   - 表示日" not in text
    assert "   - 媒体" not in text
    assert "排出源に関する事項は、排出量の算定書等でまとめてお示しいただけます。" in text


def test_a_list_is_asked_about_by_what_is_known_of_it():
    text = write_letter(report_of("public-case-event-18t", "self-check", "ja"))
    assert (
        "次の事項（別に記すものを除きます。）について、当方が把握しているもののほかにないかを確認できていません。"
        "ほかにあるかどうかと、ある場合はその内容をお知らせください。" in text
    )
    assert "- 排出源（当方が把握しているもの：2件）" in text
    assert (
        "- 他制度への登録（P1）：当方では把握していません。有無と、ある場合はその内容をお知らせください。\n"
        in text
    )
    assert "一覧に漏れがないか" not in text


def test_a_list_of_which_nothing_is_known_is_asked_about_by_that():
    m = Maker("ja")
    asked = m.question("complete_lists[reductions]", Owner.CLAIMANT, Reason.OPEN_LIST, listed=0)
    asked = asked.model_copy(update={"label": "削減の取組の一覧に漏れがないか"})
    text = write_letter(with_questions("ja", asked))
    assert "- 削減の取組：当方では把握していません。有無と、ある場合はその内容をお知らせください。\n" in text
    assert "ほかに" not in text


def test_what_concerns_few_sources_is_asked_once_of_them_all():
    m = Maker("ja")
    asked = [
        m.question(
            f"emissions[E{n}].international_transport", Owner.CLAIMANT, Reason.ABSENT, f"R-{n} (claim)"
        )
        for n in (1, 2)
    ]
    text = write_letter(with_questions("ja", *asked))
    assert text.count("国際航空・国際海運") == 1
    assert "1. **取組の全般**" in text
    assert "排出源 E1" not in text
    assert "排出源 E1" in write_letter(
        with_questions("ja", asked[0])
    )  # of one source alone it is asked there


def test_what_is_asked_about_a_certificate_that_has_expired_is_asked_in_case_it_is_renewed():
    report = report_of("public-case-event-18t", "self-check", "ja")
    claimant, reviewer = letters(write_letter(report))
    assert "- 第三者認証のラベルの表示を認証対象に限るか（認証を改めて受ける場合）\n" in claimant
    assert "- オフセット量が認証基準の範囲内かどうか（認証を改めて受ける場合）：ご判断" in reviewer
    text = write_text(report, width=400)
    assert "第三者認証のラベルの表示を認証対象に限るか（認証を改めて受ける場合）［参考］" in text
    assert "オフセット量が認証基準の範囲内かどうかの判断（認証を改めて受ける場合）［参考］" in text


def test_what_another_programme_would_do_away_with_says_so_while_the_programme_is_asked_for():
    text = write_letter(report_of("public-case-event-18t", "self-check", "ja"))
    spared = "（クレジット制度がJ-クレジットその他の国内の制度の場合は、ご回答は不要です）"
    assert f"（ITMOs）として、貴社が説明しているかどうか{spared}" in text
    assert f"根拠資料として提示されているかどうか{spared}" in text
    asked = Maker("ja").question("credits[C1].itmo.aef", Owner.CLAIMANT, Reason.ABSENT)
    assert spared not in write_letter(with_questions("ja", asked))


def test_units_without_a_number_of_their_own_are_named_by_their_days_and_serials():
    text = write_letter(report_of("gx-phase1-settled", "self-check", "ja"))
    assert "モニタリング期間：2023年3月1日から2025年12月31日まで、発行決定日：2026年6月24日）**" in text
    assert "- 持続可能な開発に関する報告（SDIR）の有無（公表されている場合は、掲載場所）\n" in text
    text = write_letter(report_of("mixed-portfolio", "self-check", "ja"))
    assert "ヴィンテージ：2023年1月1日から2023年12月31日まで、シリアル番号：90001-590000001-" in text


@pytest.mark.parametrize("lang", w.LANGS)
def test_days_that_stand_in_the_heading_are_asked_about_as_given_there(lang):
    called = w.identifier("credit.vintage", lang)
    assert called is not None
    number = w.headed(called, "2024", lang)
    asked = Maker(lang).question(
        "credits[C1].vintage.from", Owner.REGISTRY, Reason.BELOW_ASSURANCE, number=number
    )
    given = {"ja": "（上記のとおりかどうか）", "en": "(whether it is as given above)"}[lang]
    assert given in write_letter(with_questions(lang, asked))
    bare = asked.model_copy(update={"number": None})
    assert given not in write_letter(with_questions(lang, bare))


def test_a_retirement_alone_is_called_so():
    assert "取組：サンプル信用金庫による無効化のみの取組（整理番号：" in write_letter(
        report_of("cancel-only-contribution", "self-check", "ja")
    )


def test_a_document_that_has_expired_is_asked_of_the_claimant_who_showed_it_as_well():
    name = "forest-plan-evidence-expired"
    claimant, registry, *_ = letters(write_letter(report_of(name, "certification", "ja")))
    assert (
        "森林経営計画の継続：資料の有効期限が過ぎています。プロジェクト実施者から受領した更新後の認定書等"
        in claimant
    )
    assert "森林経営計画の継続：当方が確認した資料の有効期限（2026年3月31日）が過ぎています。" in registry


def test_a_number_that_stands_in_the_heading_is_asked_about_as_given_there():
    _, registry, *_ = letters(write_letter(report_of("clean-organisation", "certification", "ja")))
    assert "**無効化 R1（無効化通知書の番号：SAMPLE-N-0456）**" in registry
    assert "- プロジェクト番号（上記のとおりかどうか）\n" in registry


def test_units_that_are_held_are_not_said_to_be_missing_from_the_papers():
    claimant, *_ = letters(write_letter(report_of("held-not-retired", "self-check", "ja")))
    assert (
        "（無効化通知書の番号等）：無効化の手続は、まだ完了していないと承知しております。"
        "上記の期日によらず、無効化の手続の完了後に、内容が分かる資料をご提供ください。" in claimant
    )


def test_the_copy_of_a_notice_is_asked_for_once():
    claimant, *_ = letters(write_letter(report_of("evidence-contradicts", "self-check", "ja")))
    assert "正しい値を、上記の写しとあわせてお知らせください。" in claimant
    assert "資料の写しをご提供ください" not in claimant


def test_a_reviewer_is_written_to_after_what_the_remedy_asks_of_others():
    *_, reviewer = letters(write_letter(report_of("public-case-event-18t", "self-check", "ja")))
    assert "【ご送付の前に：認証を改めて受ける場合は、認証プログラムの事務局に" in reviewer
    assert "### 当方の確認で解決しない場合に、改めてお願いする事項（現時点でのご回答は不要です）" in reviewer
    assert "1. **取組の全般**" in reviewer
    assert "国際航空・国際海運の取扱いが妥当かどうか［参考］（算定対象に含む排出源：E1、E2）" in reviewer


def test_a_claimant_who_is_told_of_a_failure_is_told_where_to_read_of_it():
    told = "不適合と判定した項目の内容と対応方法は、同封の判定報告書をご覧ください。"
    claimant, *others = letters(write_letter(SAMPLES["fail"]("ja"), DAY))
    assert told in claimant
    assert all(told not in letter for letter in others)
    assert told not in write_letter(SAMPLES["planned"]("ja"), DAY)
    beside = "なお、総合判定に影響しない不適合の所見が1件あります。"
    claimant, reviewer = letters(write_letter(report_of("public-case-event-18t", "self-check", "ja")))
    assert beside in claimant
    assert beside not in reviewer


def test_units_of_a_certification_are_told_from_its_others_by_the_notice_that_retired_them():
    text = write_letter(report_of("forest-plan-evidence-expired", "certification", "ja"))
    assert "クレジット認証番号：SAMPLE-C-0377-01、無効化通知書の番号：SAMPLE-N-0833）**" in text
    text = write_letter(report_of("held-not-retired", "self-check", "ja"))
    assert "クレジット認証番号：SAMPLE-C-0208-03）**" in text


@pytest.mark.parametrize("owner", [Owner.REGISTRY, Owner.CLAIMANT])
def test_only_who_knows_of_the_verdict_is_told_what_does_not_decide_it(owner):
    asked = Maker("ja").question("credits[C1].vintage.from", owner, Reason.ABSENT, blocking=False)
    text = write_letter(with_questions("ja", asked), DAY)
    assert ("総合判定" in text) is (owner is Owner.CLAIMANT)
    assert ("可能な範囲でご回答ください" in text) is (owner is Owner.REGISTRY)
