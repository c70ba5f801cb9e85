"""The words and sentences of the reports: complete, polite, and each in its own language."""

from __future__ import annotations

import ast
import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from inspect import getmembers, isclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import models, vocabulary
from offsetcheck.facts.vocabulary import LEVEL_NAMES, Owner, Profile, Reason
from offsetcheck.report import wording as w
from offsetcheck.report.model import BasisShown, FactRead, Interval, ReadingResult
from offsetcheck.rulebook.shipped import open_rulebook
from tests.report.samples import interval

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff01-\uff60、。「」『』]")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
# Names and abbreviations that Japanese readers know by their letters.
ALLOWED = set(
    re.findall(
        r"\w+",
        "ACR AEF ART BECCS CAR CCP CCU CDM CDP CH4 CO2 CORSIA DACCS ER ERL ETS FM GX HFC ITMOs J JC JCL JCM JFJCM JP JRM KC KCL KCP KOC KRM "
        "G Group N2O NDC NEDO NF3 NIG OMGE PDD PFC RE100 REDD SBT SF6 "
        "SHA SHK TREES UNIDO VCS VER X check format json letter offsetcheck t",
    )
)


MODULES = ("wording/*", "json_writer", "view", "summary", "crosscheck", "letter", "statement", "build")


def texts() -> list[tuple[str, str]]:
    """Every pair of texts written out in the sources of the writers."""
    found = []
    report = Path(w.__file__).parents[1]
    for source in (path for module in MODULES for path in sorted(report.glob(f"{module}.py"))):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
                values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                if len(values) == 2:
                    found.append((str(values[0]), str(values[1])))
    return found


def words(text: str) -> set[str]:
    return set(WORD.findall(re.sub(r"\{[a-z_]*\}", " ", text)))


def enums() -> list[type[StrEnum]]:
    found = {
        kind
        for module in (models, vocabulary)
        for _, kind in getmembers(module, isclass)
        if issubclass(kind, StrEnum) and kind not in (StrEnum, vocabulary.Kind)
    }
    return [*sorted(found, key=lambda kind: kind.__name__), Verdict]


def test_there_are_texts_to_check():
    assert len(texts()) > 250


@pytest.mark.parametrize("kind", enums(), ids=lambda kind: kind.__name__)
def test_every_member_of_every_enum_has_a_word_in_both_languages(kind):
    for member in kind:
        assert w.enum_word(member, "ja")
        assert not JAPANESE.search(w.enum_word(member, "en"))


def test_every_level_owner_reason_and_request_has_words():
    assert set(w.LEVELS) == set(LEVEL_NAMES)
    for lang in w.LANGS:
        assert all(w.level_word(level, lang) != level or lang == "en" for level in LEVEL_NAMES)
        for owner in Owner:
            for reason in Reason:
                assert all(w.request(owner, reason, lang, profile=profile) for profile in Profile)


@pytest.mark.parametrize("reason", list(Reason))
def test_a_company_is_told_to_turn_to_a_reviewer_and_a_reviewer_is_told_to_judge(reason):
    asked = w.request(Owner.REVIEWER, reason, "ja", profile=Profile.SELF_CHECK)
    judging = w.request(Owner.REVIEWER, reason, "ja", profile=Profile.CERTIFICATION)
    assert ("審査員に" in asked, "依頼" in asked) == (True, True)
    assert "審査員" not in judging


def test_a_step_names_whom_to_ask_unless_its_reader_takes_it():
    named = {p: [w.with_whom(owner, p, "ja") for owner in Owner] for p in Profile}
    assert named[Profile.SELF_CHECK] == ["貴社", "確認先：登録簿", "確認先：審査員", "確認先：所管当局"]
    assert named[Profile.CERTIFICATION] == ["貴社", "確認先：登録簿", "審査員", "確認先：所管当局"]


def test_every_fact_with_members_is_worded():
    from offsetcheck.facts.catalogue import tables

    for table in tables().values():
        for fact in table.facts.values():
            for member in fact.type.members:
                assert (
                    JAPANESE.search(w.value_text(fact.name, member, "ja"))
                    or words(w.value_text(fact.name, member, "ja")) <= ALLOWED
                ), fact.name


def test_every_number_of_tonnes_that_a_rule_shows_is_worded():
    shown = {name for edition in open_rulebook().editions for rule in edition.rules for name, _ in rule.shows}
    assert {name for name in shown if name.endswith("_t")} <= set(w.TONNES)


@pytest.mark.slow
def test_no_english_leaks_into_the_japanese_texts():
    leaks = {ja: words(ja) - ALLOWED for ja, _ in texts() if words(ja) - ALLOWED}
    assert leaks == {}


def test_no_japanese_leaks_into_the_english_texts():
    assert [en for _, en in texts() if JAPANESE.search(en)] == []


def test_sentences_are_polite():
    polite = re.compile(
        r"(ます|です|ません|ください|ました|でした|\{ending\})(（[^）]*）|\{[a-z]+\}|：\{[a-z]+\})?。\Z"
    )
    assert [ja for ja, _ in texts() if ja.endswith("。") and not polite.search(ja)] == []


def test_english_has_no_place_to_fill_that_japanese_has_not():
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    assert [ja for ja, en in texts() if not places(en) <= places(ja)] == []


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"), ("-0.000", "0"), ("12.400", "12.4"), ("1234567", "1,234,567"), ("1E+3", "1,000"), ("0.001", "0.001"),
        ("100", "100"), ("999999999999999.999", "999,999,999,999,999.999"),
    ],
)  # fmt: skip
def test_numbers_have_thousands_apart_and_no_idle_digits(value, shown):
    assert w.number(Decimal(value)) == shown


@pytest.mark.parametrize(
    ("given", "ja", "en"),
    [
        (interval("12.400"), "12.4 t-CO2", "12.4 t-CO2"),
        (interval("80", "130"), "80～130 t-CO2", "80 to 130 t-CO2"),
        (interval("0", None), "未確定", "not known yet"),
        (
            interval("80", None),
            "80 t-CO2以上（上限は未確定）",
            "at least 80 t-CO2 (upper bound not known yet)",
        ),
        (
            interval(None, "80"),
            "80 t-CO2以下（下限は未確定）",
            "at most 80 t-CO2 (lower bound not known yet)",
        ),
        (interval(None, None), "未確定", "not known yet"),
    ],
)
def test_intervals_say_both_bounds(given, ja, en):
    assert (w.interval(given, "ja"), w.interval(given, "en")) == (ja, en)


def test_an_interval_around_the_need_is_said_as_in_the_style_sheet():
    valid, need = interval("80", "130"), interval("100")
    assert w.valid_sentence(valid, "ja") == (
        "有効な無効化等を確認できた数量は80 t-CO2です。確認待ちの50 t-CO2がすべて有効と確認された場合は130 t-CO2となります。"
    )
    assert w.need_sentence(valid, need, "ja") == "その場合は、必要量100 t-CO2を満たします。"


@pytest.mark.parametrize(
    ("valid", "part"),
    [
        (interval("120", "170"), "満たしています"),
        (interval("100"), "満たしています"),
        (interval("80", "90"), "その場合でも、必要量100 t-CO2に対し10 t-CO2不足します"),
        (
            interval("99"),
            "1 t-CO2不足しています。追加の無効化（1 t-CO2単位のため、1 t-CO2以上）を行うか、記載を99 t-CO2以下に",
        ),
        (interval("98.5"), "1.5 t-CO2不足しています。追加の無効化（1 t-CO2単位のため、2 t-CO2以上）を行うか"),
        (
            interval("0", "100"),
            "確認待ちの100 t-CO2がすべて有効と確認された場合は、必要量100 t-CO2を満たします。",
        ),
        (interval("0", None), "満たすかどうか"),
    ],
)
def test_the_need_is_compared_with_both_bounds(valid, part):
    assert part in (w.need_sentence(valid, interval("100"), "ja") or "")


@pytest.mark.parametrize(
    ("valid", "kind", "said", "unsaid"),
    [
        (interval("100"), w.Need.NEUTRAL, "「カーボンニュートラル」との表示を取りやめ", "記載を"),
        (interval("100"), w.Need.OFFSET, "記載を100 t-CO2以下に改めてください", "カーボンニュートラル"),
        (interval("0"), w.Need.NEUTRAL, "「カーボンニュートラル」との表示及びオフセットしたとの表示をお控えください", "以下に"),
        (interval("0"), w.Need.OFFSET, "それまでは、オフセットしたとの表示をお控えください", "以下に"),
        (interval("90", "95"), w.Need.NEUTRAL, "「カーボンニュートラル」との表示をお見直しください", "数量をお見直し"),
        (interval("101"), w.Need.NEUTRAL, "（削減後に残る排出量の全部）を満たしています", "必要量"),
        (interval("101"), w.Need.RETIREMENT, "主張する無効化量100.2 t-CO2の全量について、有効な無効化を確認しました。", "必要量"),
        (interval("0", "101"), w.Need.RETIREMENT, "確認待ちの101 t-CO2がすべて有効と確認された場合は、主張する無効化量100.2 t-CO2の全量を確認できます。", "必要量"),
        (interval("0"), w.Need.RETIREMENT, "それまでは、無効化したとの表示をお控えください", "オフセット"),
    ],
)  # fmt: skip
def test_what_to_do_about_a_shortage_depends_on_what_is_claimed(valid, kind, said, unsaid):
    text = w.need_sentence(valid, interval("100.2"), "ja", kind) or ""
    assert said in text
    assert unsaid not in text


def test_where_only_days_to_come_make_it_short_nothing_more_is_to_be_retired():
    day = date(2026, 7, 23)
    text = w.need_sentence(interval("0"), interval("100"), "ja", later=day, only_days=True) or ""
    assert text.startswith(
        "必要量100 t-CO2に対し、全量が不足しています。判定基準日より後の日付（2026年7月23日）"
    )
    assert "有効なクレジットを無効化し" not in text
    more = w.need_sentence(interval("40"), interval("100"), "ja", later=day) or ""
    assert more.startswith("必要量100 t-CO2に対し、60 t-CO2不足しています。")
    assert "追加の無効化を行う前に" in more
    assert w.need_sentence(interval("100"), interval("100"), "ja", later=day) == (
        "必要量100 t-CO2を満たしています。"
    )


def test_where_nothing_was_retired_no_zero_is_offered_as_a_quantity():
    assert w.valid_sentence(interval("0"), "ja") == "有効な無効化等を確認できた数量はありません。"
    planned = w.valid_sentence(interval("0", "13"), "ja", planned=True)
    assert "予定どおり無効化が完了し" in planned
    assert "確認待ち" not in planned


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("相当調整の状況", "相当調整の状況（参考）"),
        ("相当調整の状況（参考）", "相当調整の状況（参考）"),
        ("承認（その他の制度、参考）", "承認（その他の制度、参考）"),
        ("承認（参考資料）", "承認（参考資料）（参考）"),
    ],
)
def test_a_tag_that_the_title_holds_already_is_not_said_again(title, expected):
    assert w.tagged(title, "参考", "ja") == expected


def test_a_need_that_is_not_exact_is_not_compared():
    assert w.need_sentence(interval("80"), interval("50", "100"), "ja") is None
    assert w.need_sentence(interval(None, "80"), interval("50"), "ja") is None


@pytest.mark.parametrize(
    ("name", "value", "ja", "en"),
    [
        ("use.status", "held", "保有", "held"),
        ("uses[U1].status", "held", "保有", "held"),
        ("project.programme", "J-Credit", "J-クレジット", "J-Credit"),
        ("project.additional", "true", "はい", "yes"),
        ("claim.published_on", "2026-05-20", "2026年5月20日", "20 May 2026"),
        ("claim.claimed_t", "1234.500", "1,234.5 t-CO2", "1,234.5 t-CO2"),
        ("project.subsidy_share", "0.5", "0.5", "0.5"),
        ("claim.valid_t", "12", "12 t-CO2", "12 t-CO2"),
        ("use.valid_t_lo", "12", "12 t-CO2", "12 t-CO2"),
        ("use.scope.period", "FY2025", "2025年度", "FY2025"),
        ("filing.period", "RY2026", "令和8年度報告（2025年度実績）", "RY2026 report (FY2025 results)"),
        ("filing.scheme", "gx-ets", "排出量取引制度（GX-ETS）", "Emissions trading system (GX-ETS)"),
        ("credit.authorisation.uses", "ndc, other_purposes", "国が決定する貢献（NDC）、その他の目的",
         "nationally determined contribution (NDC), other purposes"),
        ("claim.boundary", "true", "true", "true"),
        ("claim.boundary", "2026", "2026", "2026"),
        ("nobody.knows", "x", "x", "x"),
    ],
)  # fmt: skip
def test_values_are_shown_as_their_reader_writes_them(name, value, ja, en):
    assert (w.value_text(name, value, "ja"), w.value_text(name, value, "en")) == (ja, en)


def test_a_missing_value_says_why():
    assert w.fact_read("use.status", FactRead(label="", value=None, reason=Reason.CONFLICT), "ja") == (
        "記載・資料の間で値が一致していません"
    )
    assert w.fact_read("use.status", FactRead(label="", value=None), "en") == "not stated"


@pytest.mark.parametrize(
    ("given", "ja", "en"),
    [
        ("2025-04-01/2026-03-31", "2025年4月1日から2026年3月31日まで", "1 April 2025 to 31 March 2026"),
        ("2025-04-01 .. 2026-03-31", "2025年4月1日から2026年3月31日まで", "1 April 2025 to 31 March 2026"),
        ("FY2025", "2025年度", "FY2025"),
        ("2025-13-01", "2025-13-01", "2025-13-01"),
        ("FY0001", "FY0001", "FY0001"),
        ("令和8年度報告（2025年度実績）", "令和8年度報告（2025年度実績）", "令和8年度報告（2025年度実績）"),
    ],
)
def test_periods_are_shown_in_the_readers_calendar(given, ja, en):
    assert (w.period_text(given, "ja"), w.period_text(given, "en")) == (ja, en)


def test_the_fact_that_chose_an_edition_is_named_by_its_label():
    assert w.chosen_by("claim.published_on = 2026-05-20", "ja") == "公表日（2026年5月20日）"
    assert w.chosen_by("anything else", "ja") == "anything else"


def test_only_the_authority_waiting_asks_no_fact_of_the_claimant_but_to_ask_it():
    sentence = w.unknown_sentence({Owner.AUTHORITY: 2}, 0, "ja")
    assert (
        "残る2件は、所管当局への確認が必要な事項です。その回答のほかに、貴社にご記入いただく事項はありません。"
        "貴社からお問い合わせのうえ、回答を記録して改めて判定してください"
    ) in sentence


def test_one_office_that_is_to_be_asked_is_named_wherever_a_report_says_so():
    office = "J-クレジット制度事務局"
    assert f"残る1件は、{office}への確認が必要な事項です。" in w.unknown_sentence(
        {Owner.AUTHORITY: 1}, 0, "ja", whom=office
    )
    assert w.with_whom(Owner.AUTHORITY, Profile.SELF_CHECK, "ja", office) == f"確認先：{office}"
    asked = w.request(Owner.AUTHORITY, Reason.LAW_OPEN, "ja", whom=office)
    assert asked == f"{office}にお問い合わせのうえ、回答を記録してください。"


def test_owners_who_owe_nothing_are_not_mentioned():
    sentence = w.unknown_sentence({Owner.CLAIMANT: 2, Owner.REGISTRY: 0, Owner.REVIEWER: 1}, 0, "ja")
    assert sentence == (
        "現時点では判定を確定できません。貴社にご確認いただきたい事項が2件、審査員の判断を要する事項が1件あります。"
    )


def test_two_readings_show_both_results_and_their_difference():
    def reading(label: str, truth: bool, value: str) -> ReadingResult:
        return ReadingResult(
            reading="cap", option=label, label=label, truth=truth, values={"cap_t": interval(value)}
        )

    sentence = w.readings_sentence(
        [reading("切捨て", False, "25000"), reading("端数処理なし", True, "25000.4")], "ja"
    )
    assert sentence.startswith(
        "規定の解釈が確定していないため、二通りの結果を示します。A：切捨て…25,000 t-CO2"
    )
    assert "（差：0.4 t-CO2）。いずれによるかは、所管当局にご確認ください。" in sentence


def test_the_difference_is_left_out_where_a_reading_gives_no_exact_number():
    open_reading = ReadingResult(
        reading="cap", option="a", label="a", truth="unknown",
        values={"cap_t": Interval(at_least=Decimal(1), at_most=None)},
    )  # fmt: skip
    assert "差：" not in w.readings_sentence([open_reading, open_reading], "ja")


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize("lang", w.LANGS)
def test_every_profile_says_that_it_certifies_nothing(profile, lang):
    assert len(w.disclaimers(profile, lang)) == 3
    assert ("認証" if lang == "ja" else "certification") in w.standing(profile, lang)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_who_a_reviewer_is_is_said_in_a_self_check_that_speaks_of_one(lang):
    spoken_of = ["審査員の判断を受けてください。", "Have a reviewer judge it."]
    assert len(w.reviewer_note(Profile.SELF_CHECK, lang)) == 1
    assert len(w.reviewer_note(Profile.SELF_CHECK, lang, spoken_of)) == 1
    assert w.reviewer_note(Profile.SELF_CHECK, lang, ["貴社", "you"]) == ()
    assert w.reviewer_note(Profile.CERTIFICATION, lang, spoken_of) == ()


@pytest.mark.parametrize("asked_now", [True, False])
@pytest.mark.parametrize("if_retired", [None, *Verdict])
def test_a_planned_claim_says_what_retiring_would_lead_to(if_retired, asked_now):
    said = w.planned_sentence(if_retired, asked_now, "ja")
    assert said.startswith("計画段階のため「要確認」としています。")
    assert ("申請前に「要確認事項」に" in said) == (if_retired is Verdict.UNKNOWN and asked_now)


def test_clean_takes_out_what_does_not_show():
    assert w.clean("a\x1b[31mb\u202ec\u200bd\x00e\udc80f\r\ng\u2028h") == "a[31mbcdef  g h"
    assert w.clean("㈱　髙\U000e0100") == "㈱　髙\U000e0100"


@pytest.mark.parametrize(
    ("lang", "sentences", "said"),
    [
        (
            "ja",
            ("対象が表示に明記されていることを確認できていません。", "対象期間が表示に明記されていることを確認できていません。"),
            "対象及び対象期間が表示に明記されていることを確認できていません。",
        ),
        ("ja", ("承認番号を確認できていません。", "承認日を確認できていません。", "単位を確認できていません。"), "承認番号、承認日及び単位を確認できていません。"),
        ("ja", ("電気及び熱を確認できていません。", "移動を確認できていません。"), "電気及び熱を確認できていません。移動を確認できていません。"),
        ("ja", ("承認番号を確認できていません。", "条件を超えています。"), "承認番号を確認できていません。条件を超えています。"),
        ("ja", ("同じ文です。", "同じ文です。"), "同じ文です。"),
        (
            "ja",
            ("性質①についての取組の実施者の確認が記載されていません。", "性質②についての取組の実施者の確認が記載されていません。"),
            "性質①及び性質②についての取組の実施者の確認が記載されていません。",
        ),
        (
            "ja",
            ("登録までに確認を受けたことを確認できていません。", "データを保存することを確認できていません。"),
            "登録までに確認を受けたこと及びデータを保存することを確認できていません。",
        ),
        (
            "ja",
            ("数量及び番号が合うことを確認できていません。", "データを保存することを確認できていません。"),
            "数量及び番号が合うこと、並びにデータを保存することを確認できていません。",
        ),
        (
            "ja",
            ("確認を受けたことを確認できていません。", "合うことを確認できていません。", "保存することを確認できていません。"),
            "確認を受けたこと、合うこと、及び保存することを確認できていません。",
        ),
        (
            "ja",
            ("確認を受けたことを確認できていません。", "割合が、範囲内であることを確認できていません。"),
            "確認を受けたこと、及び割合が、範囲内であることを確認できていません。",
        ),
        (
            "ja",
            ("条件の有無を確認できていません。", "終了後に発行されたことを確認できていません。"),
            "条件の有無を確認できていません。終了後に発行されたことを確認できていません。",
        ),
        (
            "en",
            (
                "It could not be confirmed that the text names the subject.",
                "It could not be confirmed that the text names the period.",
            ),
            "It could not be confirmed that the text names the subject and the period.",
        ),
        ("en", ("It is not known.", "It could not be confirmed."), "It is not known. It could not be confirmed."),
    ],
)  # fmt: skip
def test_neighbours_that_say_the_same_of_several_things_say_it_once(lang, sentences, said):
    assert w.told_together(sentences, lang) == said


def test_a_reason_and_a_sentence_on_it_are_two_sentences():
    assert (
        w.with_detail("記載がありません", "判断の対象は、取消しです。", "ja")
        == "記載がありません。判断の対象は、取消しです。"
    )
    assert w.with_detail("資料の値が異なります", "12／13", "ja") == "資料の値が異なります：12／13"
    assert w.with_detail("not stated", "To be judged: R1.", "en") == "not stated. To be judged: R1."


def basis(document: str, confidence: Any, section: str | None = None, **more: Any) -> BasisShown:
    return BasisShown(
        document=document, title=document, edition=None, issuer="環境省", section=section, quote=None, url=None,
        confidence=confidence, **more,
    )  # fmt: skip


@pytest.mark.parametrize(("lang", "said"), [("ja", "発行者未確認"), ("en", "publisher not known")])
def test_a_document_whose_publisher_is_not_known_is_cited_as_such(lang, said):
    cited = basis("指針", "secondary").model_copy(update={"issuer": None})
    assert said in w.basis_line(cited, lang)
    assert w.document_line(cited, lang).endswith(w.in_brackets(said, lang))


def test_a_document_is_cited_once_with_its_sections_and_only_what_is_not_official_is_marked():
    cited = (
        basis("指針", "official", "定義"), basis("指針", "official", "類型"), basis("記事", "secondary"), basis("指針", "unconfirmed"),
        basis("解説", "unconfirmed"),
    )  # fmt: skip
    assert w.short_bases(cited, [1, 1, 2, 1, None], "ja") == (
        "[1] 定義、類型（一部原文未確認）",
        "[2]（二次資料）",
        "『解説』（原文未確認）",
    )
    assert w.short_bases(cited[:1], [1], "en") == ("[1] “定義”",)


def test_a_clause_cited_for_several_points_is_one_line_that_says_how_well_each_is_known():
    cited = (
        basis("解説", "unconfirmed"), basis("指針", "official", "定義"), basis("解説", "secondary"), basis("指針", "official", "類型"),
        basis("指針", "unconfirmed", "定義"),
    )  # fmt: skip
    assert w.basis_lines(cited, "ja") == (
        "『解説』（環境省、二次資料、一部原文未確認）",
        "『指針』 定義（環境省、公式の資料、一部原文未確認）",
        "『指針』 類型（環境省、公式の資料）",
    )
    assert w.basis_lines(cited[:1] * 2, "ja") == (w.basis_line(cited[0], "ja"),)
    assert w.basis_lines((cited[0], cited[2]), "en") == (
        "解説 (環境省, secondary source, in part: text not confirmed)",
    )


def test_secondary_sources_are_told_once_and_together():
    cited = (
        basis("記事", "secondary", state_of="2026-03-31"),
        basis("指針", "official"),
        basis("解説", "secondary"),
    )
    first, second, third = w.confidence_notes(cited, Verdict.FAIL, "ja")
    assert (first, second) == (None, None)
    assert third is not None
    assert "二次資料（記事（2026年3月31日時点）、解説）に基づいて" in third
    (alone,) = w.confidence_notes(cited[:1], Verdict.FAIL, "ja")
    assert alone is not None
    assert "二次資料（記事、2026年3月31日時点）に基づいて" in alone


def test_a_text_known_from_commentary_is_not_called_a_secondary_source_itself():
    iso = basis("ネットゼロ", "secondary", state_of="2026-03-31", through_others=True)
    (alone,) = w.confidence_notes((iso,), Verdict.FAIL, "ja")
    assert alone is not None
    assert alone.startswith(
        "本項目は、『ネットゼロ』の原文ではなく、これに関する解説（二次資料、2026年3月31日時点）に基づいて"
    )
    *_, beside = w.confidence_notes((iso, basis("記事", "secondary")), Verdict.FAIL, "ja")
    assert beside is not None
    assert beside.startswith("本項目は、『ネットゼロ』の原文ではなく二次資料（記事）に基づいて")
    assert w.basis_line(iso, "ja") == "『ネットゼロ』（環境省、二次資料による）"


def test_of_a_clause_that_nothing_waits_for_only_its_weight_is_said():
    seen = basis("頁", "unconfirmed")
    (note,) = w.confidence_notes((seen,), Verdict.UNKNOWN, "ja", law_open=False)
    assert note is not None
    assert note.startswith("本項目を「要確認」としているのは、確認待ちの事項があるためです。")
    assert "確認先" not in note
    (open_,) = w.confidence_notes((seen,), Verdict.UNKNOWN, "ja")
    assert open_ is not None
    assert "満たしていない可能性はありますが" in open_


def test_the_day_of_a_copy_is_not_said_to_be_the_day_of_the_search():
    (note,) = w.confidence_notes((basis("頁", "unconfirmed", state_of="2023-10-31"),), Verdict.FAIL, "ja")
    assert note is not None
    assert "原文を確認できていません（2023年10月31日時点の資料によります）。" in note


def test_a_failure_that_does_not_rest_on_the_guideline_does_not_name_it_as_its_ground():
    assert "指針・ガイドラインの求める内容" in w.fail_sentence(["甲", "乙"], "ja")
    for titles in (["甲"], ["甲", "乙"]):
        said = w.fail_sentence(titles, "ja", guideline=False)
        assert "「根拠」に示す指針・規定等の求める内容" in said
        assert "指針・ガイドライン" not in said


@pytest.mark.parametrize(
    ("titles", "ja", "en"),
    [
        (["甲"], "「甲」が、", "“甲” does not"),
        (["甲", "乙"], "「甲」及び「乙」の2件が、", "“甲” and “乙” do not"),
        (["甲", "甲"], "「甲」の2件が、", "“甲” do not"),
        (
            ["甲", "乙", "丙", "丁", "丁"],
            "「不適合の項目」の5件が、",
            "5 items below do not",
        ),
    ],
)
def test_what_decides_a_failure_is_named(titles, ja, en):
    assert w.fail_sentence(titles, "ja").startswith(ja)
    assert en in w.fail_sentence(titles, "en")


def test_failures_without_bearing_on_the_verdict_are_said_to_have_none_and_are_named():
    assert "総合判定に影響しない不適合の所見が1件あります（認証の内容）" in w.unknown_fails(
        1, ["認証の内容"], "ja"
    )
    assert "不適合の所見が2件あります（うち総合判定に影響しないもの1件）" in w.unknown_fails(2, ["甲"], "ja")
    assert "なお、不適合の所見が2件あります。" in w.unknown_fails(2, [], "ja")
    assert (
        "総合判定に影響しない不適合の所見が3件あります（甲、SHK制度の報告に関するもの）"
        in w.unknown_fails(3, ["甲"], "ja", ["SHK制度の報告", "SHK制度の報告"])
    )
    assert w.unknown_fails(0, [], "ja") == "不適合と判定した項目はありません。"


@pytest.mark.parametrize("kind", list(w.Need))
def test_while_nothing_counts_no_figure_is_left_to_state_and_what_is_stated_is_to_be_mended(kind):
    for to_mend in (False, True):
        said = w.need_sentence(interval("0"), interval("50"), "ja", kind, to_mend=to_mend) or ""
        assert said.endswith(
            "との表示をお控えください（既に行っている表示は、取下げ又は訂正をご検討ください）。"
        )
        assert "有効な無効化等の数量を超え" not in said
    part = w.need_sentence(interval("20"), interval("50"), "ja", kind, to_mend=True) or ""
    assert part.endswith("それまでは、有効な無効化等の数量を超える表示をお控えください。")


def test_what_is_lacking_with_all_information_is_said_where_it_is_not_said_before():
    said = w.all_facts_sentence(interval("100"), "ja", interval("100.2"))
    assert said.endswith(
        "有効な無効化等の数量は100 t-CO2です。この場合、必要量100.2 t-CO2に対し0.2 t-CO2不足します。"
    )
    assert "不足" not in w.all_facts_sentence(interval("101"), "ja", interval("100.2"))
    assert "不足" not in w.all_facts_sentence(interval("100"), "ja")


def test_the_least_of_values_that_differ_is_told_with_what_is_lacking_then():
    def said(alone: bool) -> str:
        return w.apart_sentence(
            "無効化量（R1）", Decimal(83), interval("92.6"), "ja", source="無効化通知書", alone=alone
        )

    assert said(True) == (
        "ただし、値が一致していない無効化量（R1）について、83 t-CO2（無効化通知書）が正しい場合は、少なくとも9.6 t-CO2不足します。"
    )
    assert said(False).endswith("不足することがあります。")


def test_an_open_list_of_uses_is_why_there_is_no_bound():
    said = w.valid_sentence(interval("0", None), "ja", listed=Decimal(18))
    assert said.endswith(
        "確認待ちの数量は、記載されている活用では18 t-CO2ですが、ほかの活用の有無を確認できていないため、上限は確定していません。"
    )


def test_a_shortened_text_never_ends_in_half_a_number():
    assert w.clipped("本社の事業活動に伴うCO2排出量148.3 t-CO2", "ja", 16) == "本社の事業活動に伴うCO2排出量…"


def test_a_list_that_may_be_empty_is_asked_for_in_the_words_of_a_reader():
    assert w.fact_label("statement.says", "ja") == "表示に明記されている内容（ない場合はその旨）"
    assert "say so if none" in w.fact_label("statement.says", "en")
    assert w.fact_label("claim.gases", "ja") == "算定で考慮した温室効果ガスの種類"  # there always are some
    assert "none" not in w.fact_label("claim.event_covers", "en")


def test_a_fact_has_the_word_of_its_programme_where_that_has_one():
    assert w.fact_label("issuance.verified_t", "ja", "J-Credit") == "認証量"
    assert w.fact_label("issuances[I1].verified_t", "en", "J-Credit") == "certified quantity"
    assert w.fact_label("issuance.verified_t", "ja", "JCM") == w.fact_label("issuance.verified_t", "ja")
    assert w.fact_label("retirement.act", "ja", "VCS") == "手続の種類（無効化・取消し）"
    assert w.is_called_by_programme("issuance.total_t")
    assert not w.is_called_by_programme("issuance.decided_on")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ja", "クレジット制度が分かった後に、登録簿の記録をご確認のうえ、ご記入ください。"),
        (
            "en",
            "Once the crediting programme is known, please look it up in the registry and fill it in.",
        ),
    ],
)
def test_what_waits_for_the_programme_is_asked_for_after_it(lang, said):
    assert w.request(Owner.REGISTRY, Reason.ABSENT, lang, programme_first=True) == said


def test_what_supports_a_record_of_a_registry_may_be_more_than_its_extract():
    said = w.request(Owner.REGISTRY, Reason.BELOW_ASSURANCE, "ja", "projects[P1].papers_through")
    assert (
        said == "内容が分かる資料（登録簿の出力、無効化通知書、プロジェクト実施者の資料等）をご提示ください。"
    )


def test_a_use_without_a_retirement_is_filled_in_once_it_is_retired():
    def asked(fact: str, retired: bool | None) -> str:
        return w.request(Owner.CLAIMANT, Reason.ABSENT, "ja", fact, retired=retired)

    assert asked("uses[U1].retirement", False) == "無効化の完了後にご記入ください。"
    assert asked("uses[U1].retirement", True) == "無効化通知書等によりご記入ください。"
    assert asked("uses[U1].retirement", None).startswith(
        "無効化通知書等によりご記入ください。無効化していない場合は"
    )
    assert asked("uses[U1].t", None) == "ご記入ください。"


@pytest.mark.parametrize(
    ("parts", "ja", "en"),
    [
        ((), "4件", "4"),
        (((w.Label.ADVISORY, 0),), "4件", "4"),
        (((w.Label.ADVISORY, 1),), "4件（うち参考1件）", "4 (of these: advisory 1)"),
        (
            ((w.Label.ADVISORY, 1), (w.Label.LATER_TAG, 2)),
            "4件（うち参考1件、手続の完了後2件）",
            "4 (of these: advisory 1, once completed 2)",
        ),
    ],
)
def test_a_count_says_what_it_is_made_of(parts, ja, en):
    assert (ja, en) == (w.counted(4, "ja", *parts), w.counted(4, "en", *parts))


def test_both_ends_of_a_range_show_the_same_decimals():
    value = Interval(at_least=Decimal("634237.1"), at_most=Decimal("634540.508"))
    assert w.interval(value, "ja") == "634,237.100～634,540.508 t-CO2"
    assert w.short_interval(Interval(at_least=Decimal(0), at_most=Decimal("0.5")), "ja") == "0～0.5 t-CO2"


def test_years_settled_as_one_are_called_as_the_title_of_their_edition_calls_them():
    (edition,) = (e for e in open_rulebook().editions if e.id == "gx-ets/phase1")
    assert edition.first_year is not None
    assert edition.last_year is not None
    for lang in w.LANGS:
        called = w.scheme_year("gx-ets", edition.last_year, lang)
        assert edition.title.in_(lang).endswith(called)
        assert w.phase_word(called, lang) == re.split("（| \\(", called)[0]
        assert w.phase_word(w.scheme_year("gx-ets", edition.first_year, lang), lang) is None
        assert w.scheme_year("offset", edition.last_year, lang) == edition.last_year.label(lang)
