"""Drafts of statements: from known facts only, never stronger than the verdict, and with places to fill in."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.engine.judge import Judged, Settings
from offsetcheck.facts.claims import read_claim
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report.build import build_report
from offsetcheck.report.model import Report
from offsetcheck.report.phrases import find_phrase
from offsetcheck.report.statement import Medium, draft_statement, write_statement
from tests.fixtures.test_fixture_claims import engine

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

CLAIMS = Path(__file__).parents[2] / "fixtures" / "claims"
FILES = sorted(path.stem for path in CLAIMS.glob("*.yaml"))
CLEAN, PLANNED = "clean-organisation", "event-planned"


@cache
def judged(path: Path, content: bytes, settings: Settings) -> Judged:
    """A claim file of this content judged once, whatever is drafted from it."""
    return engine().judge(read_claim(path), settings)


@cache
def reported(path: Path, content: bytes, settings: Settings, lang: Lang) -> Report:
    found = judged(path, content, settings)
    return build_report([(found, path.name)], engine().rulebook, settings, lang)


def draft(
    name: str | Path,
    medium: str = "web",
    lang: Lang = "ja",
    as_of: str = "2026-06-01",
    profile: str = "self-check",
) -> str:
    path = name if isinstance(name, Path) else CLAIMS / f"{name}.yaml"
    settings = Settings(date.fromisoformat(as_of), Profile(profile))
    content = path.read_bytes()
    report = reported(path, content, settings, lang)
    return write_statement(draft_statement(judged(path, content, settings), report, Medium(medium)))


def run(name: str, *options: str) -> tuple[int, str]:
    """What the command prints, and its exit code."""
    path = str(CLAIMS / f"{name}.yaml")
    done = CliRunner().invoke(main, ["statement", path, "--lang", "ja", "--as-of", "2026-06-01", *options])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout


def text_of(page: str, lang: str = "ja") -> str:
    """The text to show, without warnings and sheet."""
    start, end = (
        ("## 表示文案", "## 情報提供シート")
        if lang == "ja"
        else ("## Draft of the statement", "## Disclosure sheet")
    )
    return page[page.index(start) + len(start) : page.index(end)].strip()


def changed(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = (CLAIMS / f"{name}.yaml").read_text("utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / "claim.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_conforming_claim_gets_the_sentence_of_what_was_done():
    code, page = run(CLEAN)
    assert code == 0
    assert page == draft(CLEAN)
    reduced, offset = text_of(page).split("\n\n")[:2]
    assert reduced == (
        "株式会社サンプル製作所は、自らの温室効果ガス排出量を算定し、その削減（サンプル工場の水銀灯をLED照明に更新、"
        "空調の設定温度の見直し及び始業前の予熱運転の短縮）に取り組みました。"
    )
    assert offset == (
        "そのうえで、本社及びサンプル工場における電気・都市ガスの使用並びに社用車の運行"
        "（対象期間：2025年4月1日から2026年3月31日まで）に伴う温室効果ガス排出量のうち、削減後に残る148.3 t-CO2について、"
        "J-クレジット（サンプル食品工業におけるボイラーの更新）149 t-CO2を無効化し、その全部を埋め合わせました。"
    )
    assert "公表に使用できません" not in page


@pytest.mark.parametrize("name", [name for name in FILES if name != CLEAN])
@pytest.mark.parametrize("lang", ["ja", pytest.param("en", marks=pytest.mark.slow)])
def test_a_claim_that_does_not_pass_is_warned_about_first(name, lang):
    page = draft(name, lang=lang)
    warning = "まだ公表に使用できません" if lang == "ja" else "cannot be published yet"
    assert page.index(warning) < page.index("## ")


@pytest.mark.parametrize("medium", ["web", "label", "press"])
def test_before_the_retirement_the_text_speaks_of_a_plan(medium):
    page = draft(PLANNED, medium, as_of="2026-09-01")
    assert "埋め合わせる予定です" in text_of(page)
    assert "埋め合わせました" not in text_of(page)
    assert "無効化の完了前に、埋め合わせたとの表示はできません" in page


def test_a_label_is_short_and_a_press_release_has_a_title_and_says_what_offsetting_is():
    label, press = (text_of(draft(CLEAN, medium)) for medium in ("label", "press"))
    assert len(label.splitlines()) == 1
    assert press.split("\n\n")[2].startswith("**本社及びサンプル工場")
    assert "（株式会社サンプル製作所、2025年度）に伴う" in label
    assert "カーボン・オフセットとは、" in press
    assert "要記入：なし／認証の名称及び番号" in press


def test_a_press_release_says_when_it_is_announced_by_whom_and_whom_to_ask():
    text = text_of(draft(CLEAN, "press"))
    assert text.index("【要記入：発表日】") < text.index("のカーボン・オフセットについて")
    assert "本件に関する問合せ先：【要記入：" in text
    assert "発表日" not in draft(CLEAN, "web")


def test_a_period_joins_the_brackets_with_which_a_boundary_ends():
    text = text_of(draft(PLANNED))
    assert "関係者の移動。対象期間：2026年7月25日から" in text
    assert "）（" not in text.partition("そのうえで、")[2].partition("に伴う")[0]


def test_a_partial_offset_says_its_tonnes_and_a_share_that_is_not_rounded_up(tmp_path):
    path = changed(
        tmp_path,
        CLEAN,
        ("claimed_t: 148.3", "claimed_t: 100"),
        ("effect: full_offset", "effect: partial_offset"),
    )
    text = text_of(draft(path))
    assert "削減後に残る148.3 t-CO2の一部である100 t-CO2（約67.4％）について、J-クレジット" in text
    assert "149 t-CO2を無効化し、埋め合わせました。" in text
    assert "温室効果ガス排出量148.3 t-CO2の一部である100 t-CO2（約67.4％）について、" in text_of(
        draft(path, "label")
    )
    english = text_of(draft(path, lang="en"), "en")
    assert "148.3 t-CO2 are left after that" in english
    assert "to compensate 100 t-CO2 (about 67.4%)" in english
    assert "| 排出量に占める割合 | 約67.4％ |" in draft(path)


def test_what_is_not_known_is_a_place_to_fill_in_and_never_made_up(tmp_path):
    path = changed(
        tmp_path, CLEAN, ("  boundary: 本社及びサンプル工場における電気・都市ガスの使用並びに社用車の運行\n", ""),
        ("    t: 96.4\n", ""), ("    notice: SAMPLE-N-0456\n", ""),
    )  # fmt: skip
    page = draft(path)
    for place in ("対象とする活動の範囲", "排出量", "全部又は数量", "無効化通知書の番号"):
        assert f"【要記入：{place}】" in page, place
    assert "その全部" not in text_of(page)
    assert "52" not in text_of(page)


def test_tonnes_whose_retirement_is_not_confirmed_are_not_claimed(tmp_path):
    path = changed(tmp_path, CLEAN, ("    completed_on: 2026-04-27\n", ""))
    assert "要記入：無効化を確認した数量（記載は149 t-CO2）" in text_of(draft(path))


@pytest.mark.parametrize("name", ["held-not-retired", "product-a64-unauthorised", "mixed-portfolio"])
@pytest.mark.parametrize("medium", ["web", "label", "press"])
def test_nobody_can_copy_a_finished_claim_before_it_conforms(name, medium):
    text = text_of(draft(name, medium))
    assert "を無効化し、【要記入：全部又は数量】を埋め合わせ【要記入：ました／る予定です】。" in text
    assert "埋め合わせました" not in text
    english = text_of(draft(name, medium, "en"), "en")
    assert "[to fill in: retired / plans to retire]" in english
    assert "[to fill in: all or the quantity]" in english


def test_where_the_retirement_is_confirmed_and_falls_short_no_whole_is_offered():
    text = text_of(draft("carbon-neutral-short", as_of="2026-10-15"))
    assert "100 t-CO2を無効化し、【要記入：数量及び割合】を埋め合わせました。" in text
    assert "全部" not in text


def test_rows_are_numbered_where_several_are_shown_and_the_ids_of_the_file_stay_out():
    page = draft("mixed-portfolio")
    assert all(f"| {name} |" in page for name in ("クレジット1", "無効化1", "クレジット2", "無効化2"))
    assert not re.search(r"（[A-Z][0-9]）", page)


def test_a_retirement_alone_has_no_boundary_to_fill_in():
    page = draft("cancel-only-contribution")
    assert "| 対象とする活動の範囲 | 設定していません |" in page
    assert "| 無効化した数量（合計） |" in page
    assert "用途（無効化申請における区分）：カーボン・オフセット" in page
    assert "用途：カーボン・オフセット" in draft(CLEAN)


def test_other_initiatives_are_not_called_offsets(tmp_path):
    for kind, words in (
        ("cancel_only", "特定の排出量を埋め合わせるもの（カーボン・オフセット）ではありません"),
        (
            "attached_credit",
            "を埋め合わせるものであり、本製品・サービス自体の排出量を埋め合わせるものではありません",
        ),
    ):
        path = changed(tmp_path, CLEAN, ("kind: organisation", f"kind: {kind}"))
        text = text_of(draft(path))
        assert words in text
        assert "埋め合わせました" not in text


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("lang", ["ja", pytest.param("en", marks=pytest.mark.slow)])
def test_a_draft_never_uses_the_words_that_mislead(name, lang):
    misleading = [p for p in engine().rulebook.phrases if p.id in ("zero", "net-zero", "neutral")]
    assert len(misleading) == 3
    for medium in Medium:
        text = text_of(draft(name, medium.value, lang), lang)
        own = re.sub(r"「[^」]*」|“[^”]*”|（[^）]*）", "", text)
        assert [p.id for p in misleading if find_phrase(own, p)] == [], medium


def test_in_certification_only_supported_facts_are_used():
    page = draft(CLEAN, profile="certification")
    assert "【要記入：排出量】" in page
    assert "148.3 t-CO2について" not in page
    assert "埋め合わせました" not in text_of(page)


def test_the_sheet_lists_what_to_disclose():
    page = draft(CLEAN)
    for item in (
        "取組の実施者", "取組の類型", "対象とする活動の範囲", "対象期間", "算定対象の排出源1", "算定対象外の排出源", "温室効果ガス排出量（合計）",
        "自らの削減の取組", "オフセット量", "クレジット", "無効化", "問合せ先",
    ):  # fmt: skip
        assert f"| {item} |" in page, item
    assert "無効化日：2026年4月27日" in page
    assert "シリアル番号：JCL-0000-120001～JCL-0000-120149" in page
    assert "算定方法：電気使用量に、" in page


def test_hostile_facts_stay_text(tmp_path):
    from markdown import markdown

    path = changed(
        tmp_path,
        CLEAN,
        ("name: 株式会社サンプル製作所", 'name: "<script>alert(1)</script> | [a](javascript:x) **b**"'),
    )
    html = markdown(draft(path), extensions=["tables"])
    assert "<script" not in html
    assert "<a " not in html
    rows = [line.count("|") for line in draft(path).splitlines() if line.startswith("| ")]
    assert set(rows) == {3}


def test_the_exit_code_is_that_of_the_claim():
    code, page = run(PLANNED, "--for", "press")
    assert code == 3
    assert page == draft(PLANNED, "press")


def test_a_draft_can_be_written_to_a_file(tmp_path):
    out = tmp_path / "draft.md"
    assert run(CLEAN, "-o", str(out)) == (0, "")
    assert out.read_text("utf-8").startswith("# 表示文案及び情報提供シート（案）")
