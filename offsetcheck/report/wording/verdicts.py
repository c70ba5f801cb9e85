"""What a verdict says: on the claim, its filings, what it rests on, and where the page itself stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, assert_never

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import models
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.report.wording.labels import Label
from offsetcheck.report.wording.phrasing import (
    and_more,
    count,
    headed,
    in_brackets,
    listing,
    marked,
    say,
    shortened,
)
from offsetcheck.report.wording.requests import THE_AUTHORITY, joined
from offsetcheck.report.wording.values import fact_label
from offsetcheck.report.wording.words import (
    OWED,
    YOU,
    enum_text,
    owner_word,
    reason_word,
    scheme_word,
    subject_word,
    verdict_word,
)

__all__ = [
    "about_law",
    "ahead_next",
    "bar_text",
    "besides",
    "counts_line",
    "disclaimers",
    "error_sentence",
    "fail_beside",
    "fail_next",
    "fail_sentence",
    "fails_step",
    "filing_sentence",
    "filings_pass_sentence",
    "mended_or_asked",
    "named_editions",
    "not_applicable_sentence",
    "of_all",
    "of_the_offset",
    "only_stated_sentence",
    "outside_sentence",
    "owed_later",
    "owed_now",
    "own_rules",
    "pass_beside",
    "pass_next",
    "pass_sentence",
    "planned_sentence",
    "rests_on_others",
    "reviewer_note",
    "stage_text",
    "standing",
    "stated_conditions_sentence",
    "stated_line",
    "supported_sentence",
    "then_asked",
    "unjudged_sentence",
    "unjudged_step",
    "unknown_fails",
    "unknown_next",
    "unknown_sentence",
    "unsure_sentence",
    "waiting",
]

_Unjudged = Mapping[str, Mapping[str | None, Text]]
"""What is said of a fact by how far the filing has come: at null where that does not tell it apart."""


_UNJUDGED: Final[_Unjudged] = {
    "filing.phase2.allowances_t": {
        models.GxStep.CALCULATED: Text(
            "算定の段階の判定です。登録確認機関による確認、届出・報告の期限及び排出枠の保有は含まれません。排出枠の残高の記載がないため、排出枠の過不足は判定していません。",
            "The verdict is on the calculation alone: it does not cover the confirmation by a registered body, the days of filing and reporting or the allowances held. As no balance is stated, whether allowances are too few or too many is not judged.",
        ),
        None: Text(
            "この判定に、排出枠の保有は含まれません。残高の記載がないため、排出枠の過不足は判定していません。",
            "The verdict does not cover the allowances held. As no balance is stated, whether they are too few or too many is not judged.",
        ),
    },
}


_LEFT_OUT: Final[_Unjudged] = {
    "filing.phase2.allowances_t": {
        models.GxStep.CALCULATED: Text(
            "GX-ETSについては、算定の段階の判定です。登録確認機関による確認、届出・報告の期限及び排出枠の保有は含まれません",
            "of GX-ETS the calculation alone is judged, and not the confirmation by a registered body, the days of filing and reporting or the allowances held",
        ),
        None: Text("排出枠の保有は判定していません", "whether allowances are held is not judged"),
    },
}
"""The same in short, beside the verdict."""


_JUDGED_WITH: Final[_Unjudged] = {
    "filing.phase2.allowances_t": {
        models.GxStep.CALCULATED: Text(
            "{filing}について、登録確認機関による確認、報告及び排出枠の保有の段階に進みましたら、その内容（手続の段階及び排出枠の残高を含みます。）を記入のうえ、改めて判定してください。",
            "As the year comes to the confirmation by a registered body, the report and the holding of allowances, enter each (with the step, and the balance of allowances) and have this judged again: {filing}.",
        ),
        models.GxStep.CONFIRMED: Text(
            "{filing}について、排出枠の保有の段階に進みましたら、手続の段階及び排出枠の残高を記入のうえ、改めて判定してください。",
            "As the year comes to the holding of allowances, enter the step and the balance, and have this judged again: {filing}.",
        ),
        None: Text(
            "{filing}について、排出枠の残高を記入のうえ、改めて判定してください。",
            "Enter the balance of allowances and have this judged again: {filing}.",
        ),
    },
}


def _by_step(texts: _Unjudged, fact: str, step: str | None, text: Text) -> Text:
    """The text for how far a filing has come; `text` where a fact has none of its own."""
    own = texts.get(fact, {})
    return own.get(step) or own.get(None) or text


def unjudged_sentence(fact: str, lang: Lang, step: str | None = None) -> str:
    """Return what the verdict on a filing leaves out, as the fact is not stated and no rule that applies asks for it."""
    text = Text(
        "「{name}」の記載がないため、これに基づく数値は判定していません。",
        "As this is not stated, what rests on it is not judged: {name}.",
    )
    return say(_by_step(_UNJUDGED, fact, step, text), lang, name=fact_label(fact, lang))


def unjudged_step(fact: str, filing: str, lang: Lang, step: str | None = None) -> str:
    """Ask for what the verdict on a filing leaves out; `step`: how far its year has come."""
    text = Text(
        "{filing}について、「{name}」を記入のうえ、改めて判定してください。",
        "Enter what is not stated and have this judged again: {filing} ({name}).",
    )
    return say(_by_step(_JUDGED_WITH, fact, step, text), lang, filing=filing, name=fact_label(fact, lang))


def filings_pass_sentence(
    filings: Sequence[str], unjudged: Sequence[tuple[str, str | None]], lang: Lang
) -> str:
    """Say that filings conform, and what their verdicts leave out: the facts that are not stated, by the filing's step."""
    rest = Text("「{name}」に基づく数値は判定していません", "what rests on this is not judged: {name}")
    left_out = [
        say(_by_step(_LEFT_OUT, fact, step, rest), lang, name=fact_label(fact, lang))
        for fact, step in unjudged
    ]
    text = Text(
        "{filings}は、{each}「適合」です{but}。",
        "Reports that conform: {filings}{but}.",
    )
    return say(
        text,
        lang,
        filings=joined(
            [f"{name}の報告" if lang == "ja" and "報告" not in name else name for name in filings], 0, lang
        ),
        each="いずれも" if len(filings) > 1 else "",
        but=in_brackets(listing(left_out, lang), lang) if left_out else "",
    )


def stage_text(stage: str, lang: Lang, *, on_record: bool) -> str | None:
    """Return how far a claim has come; `on_record`: a record shows the retirement, else it is only said to be done."""
    if stage == models.Stage.READY and not on_record:
        text = Text(
            "公表前（無効化済みとの申告、記録は未確認）",
            "Ready (said to be retired, no record seen; not yet published)",
        )
        return say(text, lang)
    return enum_text(models.Stage, stage, lang)


def unsure_sentence(confidences: Collection[str], lang: Lang) -> str | None:
    """Say of a filing that its verdict or figures rest on texts that were not read; None where none does."""
    return _resting(Text("この報告の判定", "The verdict on this report"), confidences, lang)


def rests_on_others(confidences: Collection[str], lang: Lang) -> str | None:
    """Say the same of the page as a whole."""
    return _resting(Text("本判定", "The verdict"), confidences, lang)


def _resting(what: Text, confidences: Collection[str], lang: Lang) -> str | None:
    kinds = {
        "secondary": Text("所管当局の原文ではなく二次資料に基づくもの", "on secondary sources"),
        "unconfirmed": Text("原文を確認できていない規定に基づくもの", "on clauses whose text was not seen"),
    }
    known = [say(text, lang) for kind, text in kinds.items() if kind in confidences]
    if not known:
        return None
    text = Text(
        "{what}には、{kinds}が含まれます。公表又は報告の前に（済んでいる場合は、速やかに）、原文をご確認ください。",
        "{what} rests in part {kinds}. Please read the originals before you publish or report or, where that is done, soon.",
    )
    joined = ("及び" if lang == "ja" else " and ").join(known)
    return say(text, lang, what=say(what, lang), kinds=joined)


def pass_sentence(judged: int, editions: Sequence[str], lang: Lang) -> str:
    """Say that everything judged conforms, as far as the input goes."""
    return say(
        Text(
            "入力された情報の範囲では、総合判定に直接関わる確認項目{n}件（クレジット等の項目の結果も、これらに反映しています）のすべてについて、{editions}に照らし「適合」と判定しました。",
            "As far as the information given goes, all {n} items that directly decide the verdict (they take in the results on the credits and the rest) conform to {editions}.",
        ),
        lang, n=judged, editions=named_editions(editions, lang),
    )  # fmt: skip


def named_editions(titles: Sequence[str], lang: Lang) -> str:
    """Return the titles of the editions a claim is judged against."""
    if not titles:
        return say(Text("適用した版", "the editions applied"), lang)
    return (" and " if lang == "en" else "及び").join(titles)


def pass_beside(fails: int, unknowns: int, lang: Lang) -> str | None:
    """Say what does not bear on the verdict but is not settled either."""
    parts = []
    if fails:
        parts.append(say(Text("不適合の項目が{n}件", "{n} not conforming"), lang, n=fails))
    if unknowns:
        parts.append(say(Text("要確認の項目が{n}件", "{n} to be confirmed"), lang, n=unknowns))
    if not parts:
        return None
    return say(
        Text(
            "なお、総合判定に影響しないものとして、{parts}あります。あわせてご確認ください。",
            "Items that do not decide the overall verdict: {parts}. Please look at them as well.",
        ),
        lang, parts=listing(parts, lang),
    )  # fmt: skip


def pass_next(lang: Lang) -> str:
    """Say what to do with a claim that conforms."""
    return say(
        Text(
            "入力された情報が根拠資料と一致していることを、改めてご確認ください。",
            "Please check once more that what was entered agrees with the evidence.",
        ),
        lang,
    )


def fail_sentence(titles: Sequence[str], lang: Lang, guideline: bool = True) -> str:
    """Say what does not conform, one title a finding; `guideline`: each of the items rests on the guideline itself."""
    one = len(titles) == 1
    if guideline:
        text = Text(
            "{items}が、指針・ガイドラインの求める内容を満たしていないため、「不適合」と判定しました。",
            f"The claim does not conform: {{items}} {'does' if one else 'do'} not yet meet what the guideline asks.",
        )
    else:
        text = Text(
            f"{{items}}が、{'' if one else 'それぞれの'}「根拠」に示す指針・規定等の求める内容を満たしていないため、「不適合」と判定しました。",
            f"The claim does not conform: {{items}} {'does' if one else 'do'} not yet meet what the guideline or rule cited under “Basis” asks.",
        )
    return say(text, lang, items=_items(titles, lang))


_ITEMS_NAMED: Final = 3
_TITLE_ROOM: Final = 40


def _items(titles: Sequence[str], lang: Lang) -> str:
    """「オフセット量の充足」及び「一部のオフセットの表示」の2件: the titles of a few findings; how many there are of more."""
    if len(titles) > _ITEMS_NAMED:
        return say(_MANY, lang, n=len(titles))
    short = (shortened(title, _TITLE_ROOM) for title in dict.fromkeys(titles))
    named = [f"「{t}」" if lang == "ja" else f"“{t}”" for t in short]
    told = listing(named[:-1], lang) + (_AND[lang] if named[:-1] else "") + named[-1]
    return f"{told}の{count(len(titles), lang)}" if lang == "ja" and len(titles) > 1 else told


_MANY: Final = Text("「不適合の項目」の{n}件", "{n} items below")
_AND: Final[dict[Lang, str]] = {"ja": "及び", "en": " and "}


def fail_beside(fails: Mapping[str, int], advisory: int, lang: Lang) -> str | None:
    """Say how many findings lie behind those that decide the claim, by kind of subject, and how many only advise."""
    said = [
        say(
            _ON,
            lang,
            what=subject_word(kind, lang) if lang == "ja" else subject_word(kind, lang).lower(),
            n=n,
        )
        for kind, n in fails.items()
    ]
    if advisory:
        said.append(say(_ADVISING, lang, n=advisory))
    if not said:
        return None
    text = Text("このほか、不適合の所見が、{each}あります。", "Further findings that do not conform: {each}.")
    return say(text, lang, each=listing(said, lang))


_ON: Final = Text("{what}について{n}件", "{what} {n}")


_ADVISING: Final = Text(
    "参考の項目（総合判定に影響しません）について{n}件", "advisory {n} (no bearing on the verdict)"
)


def fails_step(titles: Sequence[str], lang: Lang) -> str:
    """Say that there are failures that do not keep the claim from conforming."""
    text = Text(
        "総合判定に影響しない不適合の所見があります。{items}の対応方法をご確認ください。",
        "Some findings do not conform and have no bearing on the verdict: please see what is suggested for {items}.",
    )
    return say(text, lang, items=_items(titles, lang))


def fail_next(profile: Profile, lang: Lang) -> str:
    """Say what to do with a claim that does not conform; in a certification it is not the reader who judges."""
    if profile is Profile.CERTIFICATION:
        text = Text(
            "各項目の対応方法に沿って見直し、その内容をご提出ください。改めて判定いたします。",
            "Please revise the claim as each item suggests and provide the corrections; it will then be judged again.",
        )
        return say(text, lang)
    return say(
        Text(
            "各項目の対応方法をご確認のうえ、手続又は記載を見直し、改めて判定してください。",
            "Please follow what each item suggests, then have the claim judged again.",
        ),
        lang,
    )


def unknown_sentence(
    waiting: Mapping[Owner, int],
    later: int,
    lang: Lang,
    letters_in: Label | None = None,
    whom: str | None = None,
    *,
    ahead: int = 0,
    judged: int = 0,
    spared: bool = False,
    you: str = YOU,
) -> str:
    """Say that the verdict is open, how many questions each owner holds now, and how many come later.

    `later`: those that wait for a step to be completed; `ahead`: those stated with a day after the day of judgement.
    `letters_in`: the part of the same report that holds the letters, where there is one. `whom`: who is to be asked about the
    clauses that are open. `you`: how the claimant is addressed.
    `judged`: how many judgements come after those answers; `spared`: whether others are only needed where those settle nothing.
    """
    whom = whom or say(THE_AUTHORITY, lang)
    first = say(Text("現時点では判定を確定できません。", "The verdict cannot be settled yet."), lang)
    rest = [owner for owner in Owner if waiting.get(owner)]
    gap = "" if lang == "ja" else " "
    after = _to_come(later, ahead, lang)
    if not rest:
        if not after:
            return first
        none = Text(
            "総合判定に関わる事項で、現時点で不足している情報はありません。",
            "Nothing that decides the verdict is missing now.",
        )
        return say(none, lang) + gap + after
    if rest == [Owner.AUTHORITY]:
        text = Text(
            "残る{n}件は、{whom}への確認が必要な事項です。その回答のほかに、{you}にご記入いただく事項はありません。{you}からお問い合わせのうえ、回答を記録して改めて判定してください。",
            "What remains ({n}) is to be confirmed by {whom}; but for the answer there is nothing more for you to fill in. Please ask, record the answer and have the claim judged again.",
        )
        said = say(text, lang, n=waiting[Owner.AUTHORITY], whom=whom, you=you)
        if letters_in is not None:
            where = Text(
                "依頼文は、本報告書の「{part}」に示しています。",
                "The request to send stands under “{part}”.",
            )
            said += gap + say(where, lang, part=say(letters_in.value, lang))
    else:
        owed = listing([say(OWED[owner], lang, n=waiting[owner], whom=whom, you=you) for owner in rest], lang)
        said = say(Text("{owed}あります。", "Open questions: {owed}."), lang, owed=owed)
    if judged:
        said += gap + say(_THEN_JUDGED, lang, n=judged)
    if spared:
        said += gap + say(_ELSE_JUDGED, lang)
    return first + gap + said + (gap + say(Text("このほか、", "Besides: "), lang) + after if after else "")


_THEN_JUDGED: Final = Text(
    "確認の後に審査員の判断を要する事項が{n}件あります。",
    "After those answers, for a reviewer to judge: {n}.",
)


_ELSE_JUDGED: Final = Text(
    "確認により解決しない事項については、審査員の判断が必要です。",
    "What the answers do not settle is for a reviewer to judge.",
)


def _to_come(later: int, ahead: int, lang: Lang) -> str:
    """Say what can be answered or judged only once a step is completed, or a stated day has come; nothing where there is none."""
    kinds = (
        (
            later,
            Text(
                "手続の完了後にご記入又はご確認いただく事項が{n}件",
                "Points to fill in or confirm once the step is completed: {n}.",
            ),
        ),
        (
            ahead,
            Text(
                "判定基準日より後の日付が記載された事項が{n}件",
                "Points stated with a day after the day of judgement: {n}.",
            ),
        ),
    )
    said = [say(text, lang, n=n) for n, text in kinds if n]
    if lang == "ja":
        return f"{listing(said, lang)}あります。" if said else ""
    return " ".join(said)


def ahead_next(lang: Lang) -> str:
    """Say what to do with a claim that waits for nothing but the days it states."""
    return say(
        Text(
            "日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
            "Please check the day, and have the claim judged again as of that day or a later one.",
        ),
        lang,
    )


def unknown_fails(fails: int, advising: Sequence[str], lang: Lang, other_uses: Sequence[str] = ()) -> str:
    """Say whether anything fails beside what is open, and whether it bears on the verdict.

    `advising`: the titles of those findings that only advise. `other_uses`: for each of those on a report, or on a use for
    anything but the offset, what it is for.
    """
    if not fails:
        return say(Text("不適合と判定した項目はありません。", "No item was found not to conform."), lang)
    less = len(advising) + len(other_uses)
    if less == fails:
        text = Text(
            "なお、総合判定に影響しない不適合の所見が{n}件あります（{items}）。対応方法をあわせてご確認ください。",
            "Findings that do not conform and have no bearing on the verdict: {n} ({items}). Please look at what they suggest as well.",
        )
    elif less:
        text = Text(
            "なお、不適合の所見が{n}件あります（うち総合判定に影響しないもの{less}件）。対応方法をあわせてご確認ください。",
            "Findings that do not conform: {n} (of these, {less} without bearing on the verdict). Please look at what they suggest as well.",
        )
    else:
        text = Text(
            "なお、不適合の所見が{n}件あります。対応方法をあわせてご確認ください。",
            "Findings that do not conform: {n}. Please look at what they suggest as well.",
        )
    items = list(dict.fromkeys(advising))
    few = [
        *items[:_ITEMS_NAMED],
        *([and_more(len(items) - _ITEMS_NAMED, lang)] if len(items) > _ITEMS_NAMED else []),
    ]
    if other_uses:
        few.append(say(_ABOUT, lang, what=listing(list(dict.fromkeys(other_uses)), lang)))
    return say(text, lang, n=fails, less=less, items=listing(few, lang))


_ABOUT: Final = Text("{what}に関するもの", "about {what}")


def unknown_next(profile: Profile, lang: Lang) -> str:
    """Say what to do with an open claim; in a certification it is not the reader who judges."""
    if profile is Profile.CERTIFICATION:
        text = Text(
            "「要確認事項」に係る資料のご提出又はご回答をいただいた後に、改めて判定いたします。",
            "The claim will be judged again once we hold what is asked below.",
        )
        return say(text, lang)
    return say(
        Text(
            "「要確認事項」にご対応のうえ、改めて判定してください。",
            "Please settle the open questions below, then have the claim judged again.",
        ),
        lang,
    )


def mended_or_asked(remedy: str, whom: str, lang: Lang) -> str:
    """Say how an item that only advises is settled: by its remedy, or by an enquiry."""
    text = Text(
        "{remedy}それにより解消しない場合は、{whom}にお問い合わせのうえ、回答を記録してください。",
        "{remedy} Where that does not settle it, please ask {whom} and record the answer.",
    )
    return say(text, lang, remedy=remedy, whom=whom)


def supported_sentence(profile: Profile, lang: Lang) -> str:
    """Say that the claim would conform as stated, and that only the support by documents is lacking."""
    match profile:
        case Profile.CERTIFICATION:
            text = Text(
                "申告の内容のとおりであれば「適合」の見込みですが、資料による裏付けを確認できていない項目があります。認証審査では未確認として取り扱いますので、根拠資料をご提出ください。",
                "As stated, the claim is expected to conform, but some items are only stated and not yet supported by a document. A certification treats them as not confirmed: please provide the documents.",
            )
        case Profile.SELF_CHECK:
            text = Text(
                "申告の内容のとおりであれば「適合」の見込みですが、有効な資料による裏付けを確認できていない項目があります。根拠資料をご確認ください。",
                "As stated, the claim is expected to conform, but some items are not supported by a valid document. Please check the documents.",
            )
        case _:
            assert_never(profile)
    return say(text, lang)


def filing_sentence(
    scheme: str, period: str, whose: str, verdict: Verdict, short: tuple[str, str] | None, lang: Lang
) -> str:
    """Say how one filing came out, with the number that says most about it: its label and value.

    `whose` names its entity where scheme and year alone would not tell it from another.
    """
    said = in_brackets(headed(*short, lang), lang) if short is not None else ""
    if lang == "ja" and "報告" not in period:
        period += "の報告"
    period += in_brackets(whose, lang) if whose else ""
    return say(
        Text("{scheme}の{period}は、「{verdict}」です{said}。", "{scheme}, {period}: {verdict}{said}."),
        lang, scheme=scheme_word(scheme, lang), period=period, verdict=verdict_word(verdict, lang), said=said,
    )  # fmt: skip


def of_the_offset(sentence: str, lang: Lang) -> str:
    """Say of what a verdict speaks where that of a filing stands before it."""
    return say(Text("オフセットの取組については、", "As to the offset: "), lang) + sentence


def only_stated_sentence(profile: Profile, reasons: Sequence[Reason], lang: Lang) -> str:
    """Say of a finding that it would pass as stated, and that only its support by a document is lacking."""
    if Reason.EXPIRED in reasons and Reason.BELOW_ASSURANCE not in reasons:
        text = Text(
            "本項目は、資料の有効期限が過ぎているため、裏付けを確認できていません。有効期限内の資料をご提出ください。",
            "This item is not supported: its document has expired. Please provide one that is still valid.",
        )
    elif profile is Profile.CERTIFICATION:
        text = Text(
            "本項目は申告のみで、資料による裏付けを確認できていません。認証審査では未確認として取り扱いますので、根拠資料をご提出ください。",
            "This item is only stated and not yet supported by a document. A certification treats it as not confirmed: please provide the document.",
        )
    else:
        text = Text(
            "本項目は申告のみで、資料による裏付けを確認できていません。根拠資料をご提出ください。",
            "This item is only stated and not yet supported by a document. Please provide the document.",
        )
    return say(text, lang)


def outside_sentence(lang: Lang) -> str:
    """Say of a finding that the rule does not apply as stated, and why it is listed nevertheless."""
    return say(
        Text(
            "本項目は、申告のとおりであれば対象外です。その前提となる事項に、申告のみで、まだ資料で示されていないものがあるため、要確認としています（「要確認事項」をご覧ください）。資料で示されれば、本項目について、ほかにご対応いただく事項はありません。",
            "This item is not applicable if it is as stated. It is listed because something this rests on is only stated and not yet shown by a document (see the open questions); once it is, nothing more is asked about this item.",
        ),
        lang,
    )


def of_all(message: str, lang: Lang) -> str:
    """Say of several findings at once what each of them says of itself (see only_stated_sentence)."""
    if lang == "ja":
        said = re.sub(r"\A本項目は、?", "次の項目は、", message)
        return said.replace("本項目について、", "これらの項目について、")
    return (
        re.sub(r"\AThis item is", "Each of these items is", message)
        .replace(
            "treats it as not confirmed: please provide the document.",
            "treats them as not confirmed: please provide the documents.",
        )
        .replace("nothing more is asked about this item.", "nothing more is asked about it.")
    )


def stated_line(items: Sequence[tuple[str, int]], lang: Lang, outside: bool = False) -> str:
    """Say once of items that would pass, or not apply, as stated what all of them lack, and which they are.

    `items`: their titles, and on how many subjects each was judged.
    """
    named = [
        (f"「{title}」" if lang == "ja" else f"“{title}”")
        + (in_brackets(count(n, lang), lang) if n > 1 else "")
        for title, n in items[:_NAMED]
    ]
    if len(items) > _NAMED:
        named.append(and_more(sum(n for _, n in items[_NAMED:]), lang))
    text = (
        Text(
            "その前提となる事項に、まだ資料で示されていないものがあります（{named}）。",
            "Something this rests on is not yet shown by a document ({named}).",
        )
        if outside
        else Text(
            "資料による裏付けを確認できていません（{named}）。", "Not yet supported by a document ({named})."
        )
    )
    return say(text, lang, named=listing(named, lang))


_NAMED: Final = 6


def waiting(
    labels: Sequence[str],
    owner: Owner,
    reason: Reason,
    lang: Lang,
    whom: str | None = None,
    *,
    ahead: bool = False,
    you: str = YOU,
    why: str | None = None,
) -> str:
    """What a finding waits for, together for each owner and reason: 無効化日（R1）、用途（R1）［登録簿：記載がありません］.

    `why`: the reason in words, where it is known better.
    """
    few = [*labels[:_NAMED], *([and_more(len(labels) - _NAMED, lang)] if len(labels) > _NAMED else [])]
    why = headed(whom or owner_word(owner, lang, you), why or reason_word(reason, lang, ahead=ahead), lang)
    return marked(listing(few, lang), [why], lang)


def then_asked(labels: Sequence[str], lang: Lang) -> str:
    """Name what may still be asked once what a finding waits for is supported."""
    few = [*labels[:_NAMED], *([and_more(len(labels) - _NAMED, lang)] if len(labels) > _NAMED else [])]
    return say(
        Text(
            "裏付けを確認した後に、次の事項も必要となることがあります（{list}）",
            "once that is supported, these may still be asked for ({list})",
        ),
        lang, list=listing(few, lang),
    )  # fmt: skip


def stated_conditions_sentence(titles: Sequence[str], lang: Lang) -> str:
    """Say which conditions of a finding hold as stated and lack support."""
    named = "".join(f"「{title}」" for title in titles) if lang == "ja" else "; ".join(titles)
    return say(
        Text(
            "{named}については申告のみで、資料による裏付けを確認できていません。",
            "Only stated, and not yet supported by a document: {named}.",
        ),
        lang, named=named,
    )  # fmt: skip


def planned_sentence(if_retired: Verdict | None, asked_now: bool, lang: Lang) -> str:
    """Say what a planned claim would come to if it were retired as written; `asked_now`: something can be settled before."""
    first = say(
        Text(
            "計画段階のため「要確認」としています。",
            "The claim is still planned, so it stands as “To be confirmed”.",
        ),
        lang,
    )
    match if_retired:
        case Verdict.PASS:
            rest = Text(
                "予定どおり無効化が完了した場合の判定は「適合」の見込みです。無効化通知書の受領後に、改めて判定してください。",
                "If the retirement is completed as planned, it is expected to conform. Please have it judged again once you hold the retirement notice.",
            )
        case Verdict.FAIL:
            rest = Text(
                "予定どおり無効化が完了しても、判定は「不適合」の見込みです。無効化は後から変更できませんので、申請前に内容をお見直しください。",
                "Even if the retirement is completed as planned, it is expected not to conform. A retirement cannot be changed afterwards: please revise the plan before you apply.",
            )
        case Verdict.UNKNOWN if not asked_now:
            rest = Text(
                "無効化通知書の受領後に、残る事項を記入のうえ、改めて判定してください。",
                "Please fill in what remains once you hold the retirement notice, and have it judged again.",
            )
        case Verdict.UNKNOWN:
            rest = Text(
                "予定どおり無効化が完了しても、なお確認の必要な事項が残る見込みです。申請前に「要確認事項」にご対応ください。",
                "Even if the retirement is completed as planned, open questions are expected to remain. Please settle them before you apply.",
            )
        case Verdict.ERROR:
            rest = Text(
                "予定どおり無効化が完了した場合の判定は、プログラムの不具合により示せません。",
                "What it would come to after the retirement could not be judged.",
            )
        case Verdict.NOT_APPLICABLE | None:
            rest = Text(
                "無効化通知書の受領後に、改めて判定してください。",
                "Please have it judged again once you hold the retirement notice.",
            )
        case _:
            assert_never(if_retired)
    return first + ("" if lang == "ja" else " ") + say(rest, lang)


def error_sentence(lang: Lang) -> str:
    """Say that the program could not judge (the claim as a whole)."""
    return say(
        Text(
            "プログラムの不具合により、判定できない項目がありました。本報告書を判定結果として使用しないでください。"
            "お手数ですが、不具合を解消した版で改めて判定してください。",
            "A fault of the program kept some items from being judged. Please do not use this report as a result; "
            "have the claim judged again with a version in which the fault is mended.",
        ),
        lang,
    )


def not_applicable_sentence(lang: Lang) -> str:
    """Say that no rule in force applies to the claim."""
    return say(
        Text(
            "適用した版には、この主張（取組）を対象とする確認項目がありません。取組の類型と対象期間をご確認ください。",
            "No item of the editions applied concerns this claim. Please check the type of initiative and the period.",
        ),
        lang,
    )


def standing(profile: Profile, lang: Lang) -> str:
    """Say that neither profile makes a certificate."""
    match profile:
        case Profile.SELF_CHECK:
            own = Text(
                "本結果は自己確認であり、第三者による認証ではありません。",
                "This is a self-check, not a certification by a third party.",
            )
        case Profile.CERTIFICATION:
            own = Text(
                "本結果は審査のための判定であり、認証の決定ではありません。",
                "This is an assessment for review, not a decision on certification.",
            )
        case _:
            assert_never(profile)
    return say(own, lang)


def own_rules(lang: Lang) -> str:
    """Say that the rules are the user's own."""
    return say(
        Text(
            "本判定には、本プログラムに付属するルールではなく、利用者が指定したルールを用いています。",
            "This verdict rests on rules that the user has named, not on those that the program ships.",
        ),
        lang,
    )


def about_law(lang: Lang, *, schemes: bool = False) -> str:
    """Say that a verdict is about the guideline, and on a page about `schemes` about theirs, not about the law."""
    guideline = Text(
        "本判定は指針等との整合性に関するものであり、法令違反の有無を判断するものではありません。",
        "The verdict concerns consistency with the guideline and related rules; it does not decide whether any law was broken.",
    )
    rules = Text(
        "本判定は、指針等及び各制度の規定との整合性に関するものであり、法令違反の有無を判断するものではありません。",
        "The verdict concerns consistency with the guideline and the rules of the schemes; it does not decide whether any law was broken.",
    )
    return say(rules if schemes else guideline, lang)


def disclaimers(profile: Profile, lang: Lang, *, consulted: bool = True) -> tuple[str, ...]:
    """Say what a verdict is and is not; printed in every report.

    `consulted`: a report on claims, which names the records of use consulted; any other page is about schemes, too.
    """
    given = Text(
        "本判定は、入力された情報及び本報告書に記載の判定基準日に基づくものです。",
        "The verdict rests on the information given, and on the date that this report names.",
    )
    if consulted:
        given = Text(
            "本判定は、入力された情報並びに本報告書に記載の判定基準日及び照合先に基づくものです。",
            "The verdict rests on the information given, and on the date and the records consulted that this report names.",
        )
    return standing(profile, lang), about_law(lang, schemes=not consulted), say(given, lang)


def reviewer_note(profile: Profile, lang: Lang, texts: Iterable[str] | None = None) -> tuple[str, ...]:
    """Who a reviewer is where nobody audits: in a self-check, the claimant's own judgement counts too.

    `texts`: what the page says, where it may not speak of a reviewer; without one, nothing is said.
    """
    said = Text(
        "「審査員」は、自己確認では、社内のご担当者（できれば取組の担当でない方）又は外部の専門家を指します。",
        "In a self-check the reviewer is a colleague, best one outside the activity, or an outside expert.",
    )
    if profile is not Profile.SELF_CHECK:
        return ()
    return (say(said, lang),) if texts is None or _speak_of_one(texts, lang) else ()


def _speak_of_one(texts: Iterable[str], lang: Lang) -> bool:
    word = say(Text("審査員", "reviewer"), lang)
    return any(word in text.lower() for text in texts)


def owed_now(n: int, lang: Lang, *, perhaps_later: bool = False) -> str:
    """Say how many questions one owner can answer now, for the card beside the verdict.

    `perhaps_later`: none are, but what the page says to do leads to that owner.
    """
    if n:
        return count(n, lang)
    none = Text("現時点ではなし", "nothing for now") if perhaps_later else Text("なし", "nothing")
    return say(none, lang)


def owed_later(to_come: Sequence[tuple[Label, int]], lang: Lang) -> str:
    """Say how many questions of one owner wait for what is still to come, by what that is; nothing where there are none."""
    each = Text("{what} {n}件", "{n} {what}")
    return listing([say(each, lang, what=say(tag.value, lang), n=n) for tag, n in to_come if n], lang)


def besides(now: str, later: str, lang: Lang) -> str:
    """Say beside what is owed now what comes later, which that does not count."""
    return say(Text("{now}、ほかに{later}", "{now}; besides, {later}"), lang, now=now, later=later)


def bar_text(name: str, text: str, lang: Lang) -> str:
    """Return the text alternative of one bar."""
    return headed(name, text, lang)


def counts_line(counts: Mapping[Verdict, int], lang: Lang) -> str:
    """適合 12件、不適合 2件, …: every verdict, also those with none."""
    return listing([f"{verdict_word(v, lang)} {count(counts.get(v, 0), lang)}" for v in Verdict], lang)
