"""What the report does with a text of a rule is told by the keys of the text: other words change nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import read_claim
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Owner, Profile
from offsetcheck.report.build import build_report
from offsetcheck.report.json_writer import read_json, write_json
from offsetcheck.report.letter import write_letter
from offsetcheck.report.model import ClaimReport, Report
from offsetcheck.report.text import write_text
from offsetcheck.rulebook.book import Rule, RuleText, Variant
from offsetcheck.rulebook.shipped import open_rulebook
from tests.fixtures.test_fixture_claims import CLAIMS

#: Whole claims under two rulebooks: for `make test`.
pytestmark = pytest.mark.slow

DAY = date(2026, 6, 1)
#: When a yearly paper of the forest is due that is not known to be in.
LATER = date(2026, 7, 20)
LANGS: tuple[Lang, ...] = ("ja", "en")


def _reworded(text: RuleText) -> RuleText:
    """A text of which nothing is left but its keys: what is said in its place stands as it was."""
    return replace(text, ja="別の文です。", en="Other words.")


def _other_words(rule: Rule) -> Rule:
    return replace(
        rule,
        remedies={name: _reworded(text) for name, text in rule.remedies.items()},
        questions={name: _reworded(text) for name, text in rule.questions.items()},
    )


@cache
def engine(reworded: bool) -> Engine:
    book = open_rulebook()
    if reworded:
        editions = (replace(e, rules=tuple(map(_other_words, e.rules))) for e in book.editions)
        book = replace(book, editions=tuple(editions))
    return Engine(book)


def report_of(name: str, lang: Lang, reworded: bool) -> Report:
    settings = Settings(LATER if name == "forest-papers-late" else DAY, Profile.SELF_CHECK)
    judge = engine(reworded)
    found = judge.judge(read_claim(CLAIMS / f"{name}.yaml"), settings)
    return build_report([(found, name)], judge.rulebook, settings, lang)


def claim_of(name: str, lang: Lang = "ja", reworded: bool = True) -> ClaimReport:
    return report_of(name, lang, reworded).claims[0]


def variant(rule: str, key: str, wanted: Variant, lang: Lang = "ja") -> str:
    (found,) = {r.remedies[key].variant(wanted) for r in open_rulebook().rules if r.id == rule}
    assert found is not None
    return found.in_(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_that_nothing_but_the_retirement_is_missing_is_no_matter_of_words(lang):
    remedies = {f.rule: f.remedy for f in claim_of("held-not-retired", lang).findings}
    assert remedies["OG-OFF-02"] == variant("OG-OFF-02", "fail held", Variant.ONLY_UNRETIRED, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_looked_up_before_a_judgement_is_asked_for_whatever_the_remedy_says(lang):
    (asked,) = [q for q in claim_of("forest-papers-late", lang).open_questions if q.looked_up]
    (before,) = [
        q for q in claim_of("forest-papers-late", lang, reworded=False).open_questions if q.looked_up
    ]
    assert asked.looked_up == before.looked_up
    assert f"{asked.looked_up}" in write_letter(report_of("forest-papers-late", lang, True))


@pytest.mark.parametrize("name", ["forest-papers-late", "held-not-retired", "mixed-portfolio", "legacy-jver"])
def test_other_words_lead_to_the_same_people_in_the_same_order(name):
    def told(claim: ClaimReport) -> object:
        return (
            [(f.rule, f.subject.id, f.leads_to, f.before_review) for f in claim.findings],
            [(q.fact, q.owner, q.after, q.spared, q.moot, q.matter) for q in claim.open_questions],
        )

    assert told(claim_of(name)) == told(claim_of(name, reworded=False))


def test_a_remedy_that_ends_with_a_reviewer_says_so_on_its_finding():
    assert any(f.leads_to is Owner.REVIEWER for f in claim_of("forest-papers-late").findings)


def test_what_a_text_says_elsewhere_is_kept_in_the_json_and_left_out_where_there_is_none():
    report = report_of("forest-papers-late", "ja", reworded=False)
    text = write_json(report)
    assert read_json(text) == report
    assert '"looked_up": null' not in text
    assert '"leads_to": "reviewer"' in text


@pytest.mark.parametrize(("stage", "day"), [("published", "published_on"), ("planned", "publish_by")])
def test_the_day_of_publication_is_called_a_deadline_until_something_is_published(tmp_path, stage, day):
    text = (CLAIMS / "held-not-retired.yaml").read_text("utf-8")
    file = tmp_path / "claim.yaml"
    file.write_text(
        text.replace("stage: published", f"stage: {stage}").replace("published_on:", f"{day}:"), "utf-8"
    )
    settings = Settings(DAY, Profile.SELF_CHECK)
    judge = engine(False)
    report = build_report([(judge.judge(read_claim(file), settings), "c")], judge.rulebook, settings, "ja")
    (said,) = {f.message for f in report.claims[0].findings if f.rule == "OG-OFF-03"}
    assert said.startswith("公表日（" if stage == "published" else "公表の期限（")
    assert write_text(report)
