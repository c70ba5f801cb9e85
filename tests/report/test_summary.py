"""The next steps and the balance: what comes first, who does it, and nothing that would harm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.models import Stage
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.facts.world import build_world
from offsetcheck.report import wording as w
from offsetcheck.report.model import NextStep, OpenQuestion, Planning
from offsetcheck.report.summary import MOST_STEPS, balance, next_steps
from tests.report.samples import FAIL, PASS, SAMPLES, UNKNOWN, Maker, interval

M = Maker("ja")
APPLICATIONS = SAMPLES["planned"]("ja").claims[0].applications


def steps(
    verdict: Verdict, stage: Stage = Stage.PUBLISHED, if_retired: Verdict | None = None, **more: Any
) -> tuple[NextStep, ...]:
    given: dict[str, Any] = {"findings": (), "questions": (), "applications": (), "planning": None}
    return next_steps(verdict, if_retired, stage, **(given | more), lang="ja")


def failing(remedy: str, kind: str = "claim") -> Any:
    return M.finding("X", "…", FAIL, (kind, "x", "x"), "…", remedy=remedy)


def question(
    owner: Owner, reason: Reason = Reason.ABSENT, fact: str = "claim.claimed_t", **more: Any
) -> OpenQuestion:
    label = more.pop("label", None)
    asked = M.question(fact, owner, reason, **more)
    return asked if label is None else asked.model_copy(update={"label": label})


def test_what_fails_comes_first_and_what_decides_the_claim_before_the_rest():
    found = steps(
        FAIL,
        findings=(failing("二番。", "use"), failing("一番。"), failing("一番。")),
        questions=(question(Owner.REVIEWER),),
    )
    assert [s.text for s in found[:2]] == ["一番。", "二番。"]
    assert found[2].owner is Owner.REVIEWER


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("if_retired", [None, *Verdict])
def test_there_are_always_steps_and_never_too_many(verdict, stage, if_retired):
    questions = tuple(question(owner, reason) for owner in Owner for reason in Reason)
    for asked in ((), questions):
        found = steps(verdict, stage, if_retired, questions=asked, applications=APPLICATIONS)
        assert len(found) <= MOST_STEPS
        assert found or verdict is Verdict.NOT_APPLICABLE
        assert len(set(found)) == len(found)


def test_each_owner_is_named_before_anyone_is_named_twice():
    questions = [
        question(Owner.CLAIMANT, reason) for reason in (Reason.ABSENT, Reason.OPEN_LIST, Reason.CONFLICT)
    ]
    found = steps(
        UNKNOWN, questions=(*questions, question(Owner.REGISTRY), question(Owner.AUTHORITY, Reason.LAW_OPEN))
    )
    assert [s.owner for s in found[:3]] == [Owner.CLAIMANT, Owner.REGISTRY, Owner.AUTHORITY]


def test_what_three_steps_do_not_ask_is_counted_by_owner_or_is_one_step_more():
    asked = [
        question(Owner.CLAIMANT, reason) for reason in (Reason.ABSENT, Reason.OPEN_LIST, Reason.CONFLICT)
    ]
    others = [question(Owner.REGISTRY), question(Owner.REVIEWER), question(Owner.AUTHORITY, Reason.LAW_OPEN)]
    found = steps(UNKNOWN, questions=(*asked, *others), you="貴団体")
    assert len(found) == MOST_STEPS
    assert found[-1].owner is Owner.CLAIMANT
    assert found[-1].text == "このほかの確認事項（貴団体2件、所管当局1件）は、「要確認事項」に示しています。"
    found = steps(UNKNOWN, questions=(asked[0], *others))
    assert [s.owner for s in found] == [Owner.CLAIMANT, Owner.REGISTRY, Owner.REVIEWER, Owner.AUTHORITY]


@pytest.mark.parametrize("profile", list(Profile))
def test_a_paper_that_has_expired_is_the_first_thing_asked_for(profile):
    asked = (
        question(Owner.CLAIMANT, Reason.BELOW_ASSURANCE),
        question(Owner.REGISTRY, Reason.EXPIRED, label="森林経営計画の継続（P1）"),
    )
    first, second = steps(UNKNOWN, questions=asked, profile=profile)[:2]
    assert first.owner is Owner.CLAIMANT
    assert first.text.startswith("森林経営計画の継続（P1）を示す資料の有効期限が過ぎています。")
    assert second.text == "オフセット量（主張）について、根拠資料をご提出ください。"


def test_documents_and_the_statements_as_shown_are_one_step_that_counts_both():
    asked = (
        *(
            question(Owner.CLAIMANT, Reason.BELOW_ASSURANCE, fact=f"claim.{name}")
            for name in ("kind", "degree", "boundary", "claimed_t")
        ),
        question(Owner.CLAIMANT, Reason.BELOW_ASSURANCE, fact="statements[S1].effect"),
    )
    (only,) = steps(UNKNOWN, questions=asked, profile=Profile.CERTIFICATION)
    assert (
        only.text
        == "取組の類型、主張の区分、ほか2件について、根拠資料をご提出ください。あわせて、表示の実物（写し、画面等）1件をご提出ください。"
    )


def test_what_a_filing_leaves_unjudged_is_the_first_step_of_a_claim_that_passes():
    found = steps(PASS, unjudged=[("filing.phase2.allowances_t", "GX-ETS 2026年度", None)])
    assert found[0].text == "GX-ETS 2026年度について、排出枠の残高を記入のうえ、改めて判定してください。"


@pytest.mark.parametrize(
    ("step", "ahead"),
    [
        ("calculated", "登録確認機関による確認、報告及び排出枠の保有の段階に進みましたら、"),
        ("confirmed", "排出枠の保有の段階に進みましたら、"),
    ],
)
def test_what_a_filing_leaves_unjudged_is_asked_for_as_its_year_comes_to_it(step, ahead):
    found = steps(PASS, unjudged=[("filing.phase2.allowances_t", "GX-ETS 2026年度", step)])
    assert found[0].text.startswith(f"GX-ETS 2026年度について、{ahead}")


def test_what_waits_for_the_programme_is_counted_beside_what_the_steps_leave_out():
    asked = [question(Owner.CLAIMANT, r) for r in (Reason.ABSENT, Reason.OPEN_LIST, Reason.CONFLICT)]
    others = [question(Owner.REVIEWER), question(Owner.AUTHORITY, Reason.LAW_OPEN)]
    later = question(Owner.REGISTRY).model_copy(update={"programme_first": True})
    found = steps(UNKNOWN, questions=(*asked, *others, later), you="貴団体")
    assert "、登録簿1件" in found[-1].text


def test_in_a_certification_the_claimant_is_not_told_to_judge_again():
    found = steps(FAIL, findings=(failing("一番。"),), profile=Profile.CERTIFICATION)
    assert [s.text for s in found] == [
        "一番。",
        "修正の内容をご提出ください。ご提出後に、改めて判定いたします。",
    ]


def test_a_step_names_two_questions_and_counts_the_rest():
    facts = ("claim.claimed_t", "claim.boundary", "claim.kind", "claim.degree")
    (first, *_) = steps(UNKNOWN, questions=tuple(question(Owner.CLAIMANT, fact=fact) for fact in facts))
    assert first.text == "オフセット量（主張）、対象とする活動の範囲、ほか2件をご記入ください。"


def test_a_step_is_a_sentence_that_names_its_row_and_shortens_the_name_rather_than_the_sense():
    asked = [
        question(
            Owner.CLAIMANT,
            fact=f"projects[P2].assessment.{name}",
            label=f"{label}の確認（P2）",
            about="P2 Sample Landfill Gas Recovery and Utilisation Project",
        )
        for name, label in (
            ("unique", "性質④（二重登録・二重発行・二重使用の回避）"),
            ("safeguarded", "性質⑤（環境・社会配慮）"),
        )
    ]
    (first, *_) = steps(UNKNOWN, questions=asked)
    assert first.text == (
        "プロジェクト P2（Sample Landfill Gas Recovery…）について、"
        "性質④（二重登録・二重発行・二重使用の回避）及び性質⑤（環境・社会配慮）の確認結果をご記入ください。"
    )
    assert w.clipped(first.text, "ja", 78) == first.text


def test_a_step_on_a_clause_says_what_to_ask_and_whom():
    (first, *_) = steps(
        UNKNOWN,
        questions=(
            question(
                Owner.AUTHORITY,
                Reason.LAW_OPEN,
                fact="law[X.still_usable]",
                enquiry="旧制度のクレジット：J-VERを使用できる期限（2020年度末とする説明があります）について、現行の規定と取扱いをご教示ください。",
                matter="J-VERを使用できる期限（2020年度末とする説明があります）",
            ),
        ),
    )
    assert first.text == (
        "J-VERを使用できる期限（2020年度末とする説明があります）について、所管当局にお問い合わせのうえ、回答を記録してください。"
    )


def test_a_judgement_before_which_nothing_is_looked_up_is_asked_for_as_it_stands():
    asked = question(
        Owner.REVIEWER, fact="judgements.purpose_ok[U1]", first="説明し、審査員の判断を受けてください。"
    )
    (first, *_) = steps(UNKNOWN, questions=(asked,))
    assert first.owner is Owner.REVIEWER
    assert "審査員に判断を依頼し" in first.text


def test_what_is_asked_of_two_rows_is_said_once():
    asked = [
        question(Owner.CLAIMANT, fact=f"parties[{name}].corporate_number", label=f"法人番号（{name}）")
        for name in ("サンプル商店街連合会", "サンプル夏まつり実行委員会")
    ]
    (first, *_) = steps(UNKNOWN, questions=asked)
    assert first.text.startswith(
        "サンプル商店街連合会及びサンプル夏まつり実行委員会の法人番号をご記入ください（"
    )


def test_advisory_questions_are_no_step():
    found = steps(UNKNOWN, questions=(question(Owner.CLAIMANT, blocking=False),))
    assert [s.text for s in found] == ["修正内容又は回答を記入のうえ、改めて判定してください。"]


def test_a_plan_that_would_fail_is_not_sent_off():
    for verdict, if_retired in ((UNKNOWN, FAIL), (FAIL, FAIL), (FAIL, UNKNOWN), (UNKNOWN, Verdict.ERROR)):
        found = steps(verdict, Stage.PLANNED, if_retired, applications=APPLICATIONS)
        assert "このまま無効化を申請せず" in found[0].text
        assert not any("申請してください" in s.text for s in found)
    mended = steps(
        FAIL, Stage.PLANNED, FAIL, findings=(failing("数量を改めてください。"),), applications=APPLICATIONS
    )
    assert ["申請せず" in s.text for s in mended[:2]] == [True, False]


def test_a_plan_that_stands_is_told_when_to_apply():
    planning = SAMPLES["planned"]("ja").claims[0].planning
    found = steps(UNKNOWN, Stage.PLANNED, PASS, applications=APPLICATIONS, planning=planning)
    assert found[0].text == (
        "記入内容を確認のうえ、2026年9月24日（木）の12:00までを目安に無効化を申請してください（申請2件）。"
    )


def test_too_few_credits_are_said_before_the_application():
    planning = Planning(need_t=interval("12.4"), whole_t=interval("13"), planned_t=Decimal(12))
    found = steps(UNKNOWN, Stage.PLANNED, UNKNOWN, applications=APPLICATIONS, planning=planning)
    assert "足りません" in found[0].text


def world(**extra: str) -> Any:
    kind, complete, t = extra.get("kind", "event"), extra.get("complete", ""), extra.get("t", "")
    claim = f"claim: {{id: c, stage: published, published_on: 2026-05-20, kind: {kind}{complete}}}"
    text = f"{claim}\nreductions: [{{id: D1, t: 5}}, {{id: D2{t}}}]\n"
    return build_world(parse_claim(text.encode()), Profile.SELF_CHECK, date(2026, 6, 1))


FULL = {"residual_t": (Decimal(80), Decimal(80)), "valid_t": (Decimal(50), Decimal(60))}


def test_reductions_are_added_up_as_far_as_they_are_known():
    assert balance(world(), FULL).reduced_t == interval("5", None)  # type: ignore[union-attr]
    assert balance(world(complete=", complete_lists: all"), FULL).reduced_t == interval("5", None)  # type: ignore[union-attr]
    known = balance(world(complete=", complete_lists: all", t=", t: 2"), FULL)
    assert known is not None
    assert (known.reduced_t, known.before_t) == (interval("7"), interval("87"))


def test_what_is_left_uncompensated_is_an_interval_that_never_falls_below_nothing():
    found = balance(world(), FULL)
    assert found is not None
    assert found.uncovered_t == interval("20", "30")
    over = balance(world(), FULL | {"valid_t": (Decimal(100), None)})
    assert over is not None
    assert over.uncovered_t == interval("0")
    open_left = balance(world(), FULL | {"residual_t": (Decimal(80), None)})
    assert open_left is not None
    assert open_left.uncovered_t == interval("20", None)


@pytest.mark.parametrize("kind", ["cancel_only", "attached_credit"])
def test_an_initiative_that_compensates_no_emissions_of_its_own_has_no_balance(kind):
    assert balance(world(kind=kind), FULL) is None


@pytest.mark.parametrize(
    ("text", "lang", "length", "expected"),
    [
        ("短い。", "ja", 10, "短い。"),
        ("一つ目の節、二つ目の節、三つ目", "ja", 12, "一つ目の節…"),
        ("これは長い文です。次の文。", "ja", 10, "これは長い文です。"),
        ("あ" * 30, "ja", 10, "あ" * 9 + "…"),
        ("a short clause, then another one", "en", 10, "a short clause…"),
    ],
)
def test_a_text_is_cut_where_a_clause_ends(text, lang, length, expected):
    assert w.clipped(text, lang, length) == expected


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("一文。二文。", "ja", "一文。"),
        ("「引用。続き。」との表示です。次。", "ja", "「引用。続き。」との表示です。"),
        ("One. Two.", "en", "One."),
        ("It is 12.4 t-CO2. Two.", "en", "It is 12.4 t-CO2."),
        ("“Zero. Really.” may mislead. Two.", "en", "“Zero. Really.” may mislead."),
    ],
)
def test_the_first_sentence_ends_where_it_ends(text, lang, expected):
    assert w.first_sentence(text, lang) == expected
