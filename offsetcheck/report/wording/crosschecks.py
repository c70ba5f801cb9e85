"""What evidence shows beside what is stated, and phrases found in statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from offsetcheck.facts import models
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report.model import PhraseFound, SourceShown
from offsetcheck.report.wording.figures import day
from offsetcheck.report.wording.phrasing import count, in_brackets, listing, say, shortened
from offsetcheck.report.wording.words import enum_text, enum_word

__all__ = [
    "cross_check_line",
    "expiry_text",
    "hash_text",
    "phrase_detail",
    "phrase_enquiry",
    "phrase_reason",
    "phrase_request",
    "phrases_found",
    "result_word",
    "source_notes",
]

_RESULTS: Final[dict[str, Text]] = {
    "match": Text("一致", "agrees"),
    "mismatch": Text("不一致", "does not agree"),
    "expired": Text("期限切れ", "expired"),
    "chosen": Text("選択済み", "one was chosen"),
    "single": Text("資料の値のみ", "document only"),
    "not_found": Text("資料を確認できず", "document not found"),
}


def result_word(result: str, lang: Lang) -> str:
    """一致, 不一致, 期限切れ, 選択済み, 資料の値のみ."""
    return say(_RESULTS[result], lang)


def expiry_text(source: SourceShown, lang: Lang) -> str:
    """Say until when a document is valid, and whether that day is past."""
    if source.expires_on is None:
        return say(Text("記載なし", "not stated"), lang)
    state = Text("期限切れ", "expired") if source.expired else Text("有効", "valid")
    return day(source.expires_on, lang) + in_brackets(say(state, lang), lang)


def hash_text(source: SourceShown, lang: Lang) -> str:
    """Say the hash of a document, who worked it out, and whether it is the one stated."""
    if source.altered:
        return say(
            Text(
                "{ours}（当方で計算。記載のハッシュ値 {stated} と一致しません）",
                "{ours} (worked out here; not the hash stated, {stated})",
            ),
            lang, ours=source.sha256, stated=source.sha256_stated,
        )  # fmt: skip
    if source.file is models.FileState.FOUND:
        how = (
            Text("当方で計算。記載と一致", "worked out here; as stated")
            if source.sha256_stated
            else Text("当方で計算", "worked out here")
        )
        return f"{source.sha256}{in_brackets(say(how, lang), lang)}"
    parts = (
        [f"{source.sha256}{in_brackets(say(Text('記載の値', 'as stated'), lang), lang)}"]
        if source.sha256
        else []
    )
    if source.file is not None:
        parts.append(enum_word(source.file, lang))
    return ("。" if lang == "ja" else "; ").join(parts) or say(Text("なし", "none"), lang)


_NOBODY: Final = Text(
    "照合した者の記載がないため、記載された水準では取り扱っていません。",
    "nobody is named who has checked it (`by`), so it does not count at the level stated",
)
_PERHAPS_THE_CLAIMANT: Final = Text(
    "照合した者が取組の実施者と別の者であることを、双方の法人番号により確認できないため、記載された水準では取り扱っていません。",
    "the corporate numbers do not show that who has checked it (`by`) is not the claimant, so it does not count at the level stated",
)


def source_notes(source: SourceShown, lang: Lang) -> tuple[str, ...]:
    """Say what makes a source stand out."""
    notes = []
    if source.altered:
        notes.append(Text("記載と異なるファイルです", "not the file that was stated"))
    if source.chosen:
        notes.append(Text("採用する値として選択されています", "chosen as the value to use"))
    found = [say(note, lang) for note in notes]
    if source.lowered and not source.vouched:
        return (*found, say(_NOBODY if source.by is None else _PERHAPS_THE_CLAIMANT, lang))
    if source.file is not None and source.file is not models.FileState.FOUND:
        found.append(enum_word(source.file, lang) + ("。" if lang == "ja" else ""))
        if source.lowered:
            lowered = Text("このため、申告のみとして取り扱いました。", "so the value counts only as stated")
            found.append(say(lowered, lang))
    elif source.lowered:
        lowered = Text("資料のファイルがありません。", "no file of it lies beside the claim")  # fmt: skip
        found.append(say(lowered, lang))
    return tuple(found)


def cross_check_line(results: Sequence[str], lang: Lang) -> str:
    """一致 3件、不一致 1件: how the facts with evidence came out."""
    counts = {name: list(results).count(name) for name in _RESULTS}
    return listing([f"{result_word(name, lang)} {count(n, lang)}" for name, n in counts.items() if n], lang)


def phrase_reason(lang: Lang) -> str:
    """Say why words of a statement are asked about."""
    return say(
        Text(
            "表示の文言と申告の内容とが一致していない可能性があります",
            "the wording may not go with what is stated about it",
        ),
        lang,
    )


def phrase_request(lang: Lang) -> str:
    """Say what to do about words that were found."""
    return say(
        Text(
            "表示の文言又は申告の内容をご確認ください。",
            "Please check the wording, or what is stated about it.",
        ),
        lang,
    )


_TO_BE_CHANGED: Final = Text(
    "この文言は、不適合の所見に示した対応方法に沿って改めてください。あわせて、主張の区分を「{stated}」のままとするかどうかをご検討ください。",
    "Please change the wording as the remedy of the failing finding says, and consider whether the claim is still to be called “{stated}”.",
)
"""Where the statement fails as it stands, its words are settled."""


_STILL_CALLED: Final = Text(
    "文言の改め方は、不適合の所見に示した対応方法をご覧ください。ここでは、主張の区分を「{stated}」のままとするかどうかをお知らせください。",
    "How to change the wording is said in the remedy of the failing finding. Here, please tell us whether the claim is still to be called “{stated}”.",
)
"""The same in a letter, which asks, while the report enclosed says what to do."""


def phrase_enquiry(phrase: PhraseFound, lang: Lang) -> str:
    """Ask in a letter which is right, the words or what is stated; how we found them is not its reader's concern."""
    if phrase.to_be_changed:
        return say(
            Text(
                "表示の「{excerpt}」に「{quote}」とありますが、ご申告の内容は「{stated}」です。{asked}",
                "The text says “{quote}” (“{excerpt}”), while what is stated is “{stated}”. {asked}",
            ),
            lang, quote=phrase.quote, excerpt=shortened(phrase.excerpt, 80), stated=_phrase_stated(phrase, lang),
            asked=say(_STILL_CALLED, lang, stated=_phrase_stated(phrase, lang)),
        )  # fmt: skip
    return say(
        Text(
            "表示の「{excerpt}」に「{quote}」とありますが、ご申告の内容は「{stated}」です。いずれが正しいかをお知らせください。{question}",
            "The text says “{quote}” (“{excerpt}”), while what is stated is “{stated}”. Please tell us which of them is right. {question}",
        ),
        lang, quote=phrase.quote, excerpt=shortened(phrase.excerpt, 80), stated=_phrase_stated(phrase, lang),
        question=phrase.question,
    )  # fmt: skip


def _phrase_asked(phrase: PhraseFound, lang: Lang) -> str:
    """What is asked about words: as their list says, unless they are to be changed anyway."""
    if not phrase.to_be_changed:
        return phrase.question
    return say(_TO_BE_CHANGED, lang, stated=_phrase_stated(phrase, lang))


def _phrase_stated(phrase: PhraseFound, lang: Lang) -> str:
    """The effect or the degree that is stated, in words."""
    stated = enum_text(models.Effect, phrase.stated, lang) or ""
    if stated == phrase.stated:
        stated = enum_text(models.Degree, phrase.stated, lang) or stated
    return stated


def phrase_detail(phrase: PhraseFound, lang: Lang) -> str:
    """Quote the words, say what is stated, and where the list of words comes from."""
    dated = (
        say(Text("、一覧の作成日：{on}", ", drawn up on {on}"), lang, on=day(phrase.dated, lang))
        if phrase.dated
        else ""
    )
    return say(
        Text(
            "文言に「{quote}」とあります（「{excerpt}」）。申告された内容は「{stated}」です。{question}語句の検出に用いた一覧は、本ツールの提供元による案であり、判定には用いていません（{source}{dated}）。",
            "The text says “{quote}” (“{excerpt}”); what is stated is “{stated}”. {question} The list of words that found it is a proposal of the makers of this program and decides nothing ({source}{dated}).",
        ),
        lang, quote=phrase.quote, excerpt=shortened(phrase.excerpt, 80), stated=_phrase_stated(phrase, lang),
        question=_phrase_asked(phrase, lang), source=phrase.source, dated=dated,
    )  # fmt: skip


def phrases_found(n: int, lang: Lang) -> str:
    """Say in the headline that words of a statement are asked about."""
    return say(
        Text(
            "表示の文言について、ご確認をお願いしたい語句が{n}件あります（語句の検出は、判定には用いていません）。",
            "Words in the statements to look at: {n}. They do not decide the verdict.",
        ),
        lang, n=n,
    )  # fmt: skip
