"""Words of statements: found whatever their shape, silent where negated, and never decisive."""

from __future__ import annotations

import pytest

from offsetcheck.report.phrases import contradictions, find_phrase
from offsetcheck.rulebook.book import Confidence, Phrase
from offsetcheck.rulebook.shipped import open_rulebook

PHRASES = {phrase.id: phrase for phrase in open_rulebook().phrases}


def test_the_lists_are_dated_proposals_of_ours():
    documents = open_rulebook().documents
    for phrase in PHRASES.values():
        assert phrase.dated is not None
        assert all(basis.confidence is Confidence.UNCONFIRMED for basis in phrase.basis)
        assert all(not basis.restricts and not basis.permits for basis in phrase.basis)
        assert "提案" in documents[phrase.basis[0].document].title.ja


def examples(kind: str) -> list[tuple[str, str]]:
    return [(phrase.id, text) for phrase in PHRASES.values() for text in getattr(phrase, kind)]


@pytest.mark.parametrize(("name", "text"), examples("asks"))
def test_words_of_the_list_are_found(name, text):
    hit = find_phrase(text, PHRASES[name])
    assert hit is not None
    assert hit.quote in text


@pytest.mark.parametrize(("name", "text"), examples("silent"))
def test_words_that_are_negated_or_aimed_at_are_not(name, text):
    assert find_phrase(text, PHRASES[name]) is None


@pytest.mark.parametrize(
    "text",
    [
        "実質ゼロではありません", "実質ゼロではない。", "「実質ゼロ」ではありません。", "実質ゼロとは言えません。", "実質ゼロ、とは言えません。",
        "実質ゼロにはなっていません。", "実質ゼロを意味しません。", "実質ゼロを保証するものではありません。", "実質ゼロ（カーボンニュートラル）ではありません。",
        "実質ゼロと表示していません。", "実質ゼロにはほど遠い状況です。", "非ネットゼロ", "実質ゼロを目指します。", "実質ゼロに向けた取組です。",
        "It is not net zero.", "We don't claim to be net zero.", "never net-zero", "on the way towards net zero",
    ],
)  # fmt: skip
def test_a_negated_phrase_never_triggers(text):
    assert find_phrase(text, PHRASES["net-zero"]) is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("排出量を実質ゼロにし、環境への負荷はありません。", "実質ゼロ"),
        ("実質ゼロです。全国で販売していません。", "実質ゼロ"),
        ("実質ゼロではありませんでしたが、今年は実質ゼロです。", "実質ゼロ"),
        ("実質　ゼロの配送", "実質　ゼロ"),
        ("１００％オフセット！", "１００％オフセット"),
        ("ﾈｯﾄｾﾞﾛの会議", "ﾈｯﾄｾﾞﾛ"),
        ("NET ZERO event", "NET ZERO"),
        ("Not only net zero, but more", "net zero"),
    ],
)
def test_an_unnegated_phrase_is_quoted_as_it_stands(text, quote):
    hit = find_phrase(text, PHRASES["net-zero"])
    assert hit is not None
    assert hit.quote == quote


def test_a_latin_word_is_found_only_whole():
    zero = PHRASES["zero"]
    assert find_phrase("a carbon freedom march", zero) is None
    assert find_phrase("carbon-free", zero) is not None


def test_a_word_that_agrees_with_the_facts_raises_nothing():
    assert list(contradictions("実質ゼロを達成", "full_offset", "offset", PHRASES.values())) == []
    assert [
        h.phrase.id for h in contradictions("実質ゼロを達成", "contribution", "offset", PHRASES.values())
    ] == ["net-zero"]


def test_carbon_neutral_words_are_asked_about_where_the_claim_is_an_offset():
    text = "カーボンニュートラルな会議です。"
    assert [h.phrase.id for h in contradictions(text, "neutral", "offset", PHRASES.values())] == ["neutral"]
    assert list(contradictions(text, "neutral", "carbon_neutral", PHRASES.values())) == []


def test_what_is_not_stated_is_not_contradicted():
    assert list(contradictions("CO2ゼロ・カーボンニュートラル", None, None, PHRASES.values())) == []


def test_the_excerpt_is_cut_around_the_words():
    hit = find_phrase("あ" * 100 + "実質ゼロです" + "い" * 100, PHRASES["net-zero"])
    assert hit is not None
    assert hit.excerpt.startswith("…")
    assert hit.excerpt.endswith("…")
    assert len(hit.excerpt) < 70


def test_every_word_is_found_by_itself():
    for phrase in PHRASES.values():
        for word in phrase.words:
            alone = Phrase(phrase.id, phrase.title, None, (word,), (), (), phrase.question, (), (), ())
            assert find_phrase(word, alone) is not None, word
