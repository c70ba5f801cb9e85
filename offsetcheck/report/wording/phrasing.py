"""How a text is filled in, cut, joined and headed, in the reader's language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, assert_never

from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report.wording.labels import Label

__all__ = [
    "JAPANESE",
    "LANGS",
    "UNIT",
    "VALUE_LENGTH",
    "and_more",
    "and_others",
    "apart",
    "clean",
    "clipped",
    "count",
    "counted",
    "expired_step",
    "expired_step_that_passes",
    "first_sentence",
    "first_upper",
    "headed",
    "in_brackets",
    "in_more_brackets",
    "listing",
    "marked",
    "no_bearing",
    "page_text",
    "say",
    "shortened",
    "tagged",
    "titles",
    "told_together",
    "whether_applies",
    "with_detail",
]

LANGS: Final[tuple[Lang, ...]] = ("ja", "en")
"""Every language a report can be written in."""


VALUE_LENGTH: Final = 200
"""How many characters of a stated value a report shows at most; the JSON holds it whole."""


UNIT: Final = "t-CO2"


def say(text: Text, lang: Lang, **values: object) -> str:
    """Return the text in the reader's language with its `{name}` places filled.

    Values are filled in as they stand: braces inside them mean nothing.
    """
    if lang == "ja":
        sentence = text.ja
    elif lang == "en":
        sentence = text.en
    else:
        assert_never(lang)
    return sentence.format(**values) if values else sentence


def clean(text: str) -> str:
    """Return the text on one line, without characters that do not show or that steer a terminal or the reading order.

    Line breaks and tabs become spaces; control, formatting and surrogate characters go.
    """
    if text.isprintable():
        return text
    kept = (
        " " if mark in "\t\n\v\f\r\x85\u2028\u2029" else mark
        for mark in text
        if mark in "\t\n\v\f\r\x85\u2028\u2029" or unicodedata.category(mark) not in ("Cc", "Cf", "Cs")
    )
    return "".join(kept)


def listing(items: Sequence[str], lang: Lang) -> str:
    """A、B、C, or A, B, C."""
    return ("、" if lang == "ja" else ", ").join(items)


def titles(names: Sequence[str], lang: Lang) -> str:
    """Titles that hold commas themselves, each told from the next: 『…』、「…、…」、「…」."""
    if lang == "en":
        return "; ".join(names)
    return listing([name if name.startswith("『") else f"「{name}」" for name in names], lang)


def apart(items: Iterable[str], lang: Lang) -> str:
    """Texts that hold commas themselves, in one line."""
    return ("／" if lang == "ja" else " / ").join(items)


def page_text(page: str, lang: Lang) -> str:
    """A page by its number alone is called one: 1頁, page 1."""
    return say(Text("{page}頁", "page {page}"), lang, page=page) if page.strip().isdecimal() else page


def marked(name: str, tags: Sequence[str], lang: Lang) -> str:
    """A name with what is to be known of it: 無効化日（R1）［手続の完了後］."""
    if not tags:
        return name
    return f"{name}［{listing(tags, lang)}］" if lang == "ja" else f"{name} [{listing(tags, lang)}]"


def tagged(title: str, tag: str, lang: Lang) -> str:
    """The title with a tag in brackets, unless its own last words in brackets say so already."""
    inside = re.search(r"[（(]([^（）()]*)[）)]\Z", title)
    if inside and tag.lower() in (part.lower() for part in re.split(r"、|, ", inside[1])):
        return title
    return title + in_brackets(tag, lang)


def in_brackets(text: str, lang: Lang) -> str:
    """（text）, or a space and (text)."""
    return f"（{text}）" if lang == "ja" else f" ({text})"


def in_more_brackets(text: str, more: str, lang: Lang) -> str:
    """Put more into the brackets that a text ends with, or into its own: C1（サンプル県有林、クレジット認証番号：…）."""
    close = "）" if lang == "ja" else ")"
    if not text.endswith(close):
        return text + in_brackets(more, lang)
    return listing([text.removesuffix(close), more], lang) + close


def headed(head: str, text: str, lang: Lang) -> str:
    """head：text, or head: text."""
    return f"{head}：{text}" if lang == "ja" else f"{head}: {text}"


def with_detail(reason: str, detail: str, lang: Lang) -> str:
    """A reason with more of it: as a sentence of its own where it is one, else 値が異なります：12 t-CO2／13 t-CO2."""
    if not detail.endswith("。" if lang == "ja" else "."):
        return headed(reason, detail, lang)
    return f"{reason}。{detail}" if lang == "ja" else f"{reason}. {detail}"


def count(n: int, lang: Lang) -> str:
    """3件, or 3."""
    return f"{n}件" if lang == "ja" else str(n)


def counted(n: int, lang: Lang, *parts: tuple[Label, int]) -> str:
    """4件（うち参考1件）, or 4 (of these: advisory 1)."""
    gap = "" if lang == "ja" else " "
    said = [f"{say(name.value, lang).lower()}{gap}{count(k, lang)}" for name, k in parts if k]
    if not said:
        return count(n, lang)
    each = listing(said, lang)
    return count(n, lang) + in_brackets(f"うち{each}" if lang == "ja" else f"of these: {each}", lang)


def no_bearing(counted: str, n: int, lang: Lang) -> str:
    """A count of parts in brackets with how many in all do not decide the verdict: 9件（うち参考1件、…。これらのうち…は5件）."""
    text = Text(
        "。これらのうち総合判定に影響しないものは{n}件", "; of all these, not deciding the verdict: {n}"
    )
    return counted[:-1] + say(text, lang, n=n) + counted[-1:]


def and_more(n: int, lang: Lang) -> str:
    """ほか3件, or and 3 more."""
    return say(Text("ほか{n}件", "and {n} more"), lang, n=n)


def and_others(name: str, lang: Lang) -> str:
    """クレジット等, or credit and others."""
    return name + say(Text("等", " and others"), lang)


def shortened(text: str, length: int = VALUE_LENGTH) -> str:
    """Return the text cut to a length that a table can hold."""
    return text if len(text) <= length else text[: length - 1] + "…"


def expired_step(
    labels: Sequence[str], day: str | None, lang: Lang, profile: Profile, *, recorded: bool = False
) -> str:
    """Ask for the documents whose day has passed; `day`: that day, where it is the same for all.

    `recorded`: whether a registry or the project owner knows what they show.
    """
    asked = say(_RECORDED_ANEW if recorded else _RENEWED, lang)
    return _expired(labels, day, lang) + say(_VALID_ONES[profile], lang, papers=asked)


def expired_step_that_passes(labels: Sequence[str], day: str | None, lang: Lang, profile: Profile) -> str:
    """Ask for documents whose day has passed, though what they show is stated and the claim passes."""
    return _expired(labels, day, lang) + say(_VALID_ONES_AS_WELL[profile], lang)


def _expired(labels: Sequence[str], day: str | None, lang: Lang) -> str:
    named = listing(labels, lang)
    if lang == "ja":
        return f"{named}を示す資料の有効期限{in_brackets(day, lang) if day else ''}が過ぎています。"
    return headed(named, f"The document expired on {day}. " if day else "The document has expired. ", lang)


_RENEWED: Final = Text(
    "有効期限内の資料（更新後の認定書等）", "one that is still valid, such as a renewed certificate"
)
_RECORDED_ANEW: Final = Text(
    "有効期限内の資料（プロジェクト実施者から受領した更新後の認定書、登録簿から改めて出力した記録等）",
    "one that is still valid, such as a renewed certificate from the project owner or a fresh extract from the registry",
)
_VALID_ONES: Final = {
    Profile.SELF_CHECK: Text("{papers}をご用意ください。", "Please obtain {papers}."),
    Profile.CERTIFICATION: Text("{papers}をご提出ください。", "Please provide {papers}."),
}
_VALID_ONES_AS_WELL: Final = {
    Profile.SELF_CHECK: Text(
        "自己確認では申告に基づき判定していますが、更新後の認定書等、有効期限内の資料をご用意ください。",
        "A self-check judges by what is stated; please still obtain one that is valid, such as a renewed certificate.",
    ),
    Profile.CERTIFICATION: Text(
        "総合判定には影響していませんが、更新後の認定書等、有効期限内の資料をご提出ください。",
        "The verdict does not rest on it; please still provide one that is valid, such as a renewed certificate.",
    ),
}


def whether_applies(labels: Sequence[str], lang: Lang) -> str:
    """Say what decides whether an item applies, and is to be settled first; `labels` are the facts it lacks."""
    named = [f"「{label}」" for label in labels[:3]] if lang == "ja" else [*labels[:3]]
    if len(labels) > 3:
        named.append(and_more(len(labels) - 3, lang))
    return say(_WHETHER, lang, facts=listing(named, lang))


_WHETHER: Final = Text(
    "まず、{facts}をご確認ください。対象となるかどうかは、その結果により定まります。",
    "Settle this first: {facts}. It decides whether the item applies.",
)


def first_sentence(text: str, lang: Lang) -> str:
    """Return the first sentence of a text; a full stop inside a quotation ends nothing."""
    text, depth = clean(text), 0
    for n, mark in enumerate(text):
        depth += (mark in "「『（“(") - (mark in "」』）”)")
        if depth > 0:
            continue
        if mark == "。" or (lang == "en" and mark in ".!?" and text[n + 1 : n + 2] in ("", " ")):
            return text[: n + 1]
    return text


def told_together(sentences: Sequence[str], lang: Lang) -> str:
    """Return sentences as one text; neighbours that say the same of several things say it once.

    対象の異なる活用に、…。期間の異なる活用に、…。→ 対象及び期間の異なる活用に、…。
    対象が…を確認できていません。期間が…を確認できていません。→ 対象及び期間が…を確認できていません。
    …したことを確認できていません。…したことを確認できていません。→ …したこと及び…したことを確認できていません。
    """
    groups: list[tuple[str, list[str], str]] = []
    for sentence in dict.fromkeys(sentences):
        head, tail = _subject_of(sentence, lang)
        last = groups[-1] if groups else None
        if tail and last is not None and last[0 if lang == "en" else 2] == tail:
            last[1].append(head)
        elif lang == "ja":
            groups.append(("", [head], tail))
        else:
            groups.append((tail, [head], ""))
    said = [
        _and_that(things) + end
        if len(things) > 1 and end.startswith("ことを")
        else start + _and(things, lang) + end
        for start, things, end in groups
    ]
    return ("" if lang == "ja" else " ").join(said)


_ONE_THING: Final = {
    "ja": re.compile(
        r"([^、。（）「」]{2,24}?)((?:とシリアル番号との一致を|が公表物に|が表示に|が管理計画に|の明記を|を)[^、。]*確認できていません。"
        r"|は確認できていません（[^（）]*）。|は、(?:表示に明記|公表物に記載)されていません。|についての取組の実施者の確認が記載されていません。|の異なる(?:活用に、一つの無効化を充てて|報告に、一つの無効化を用いて)います。)"
    ),
    "en": re.compile(
        r"(It could not be confirmed that the (?:text names|publication states) |The publication does not state )((?:the )?[^,.;]{3,40})\."
    ),
}


_ONE_STATE: Final = re.compile(r"([^。「」]*)(ことを確認できていません。)")


def _subject_of(sentence: str, lang: Lang) -> tuple[str, str]:
    """What a sentence speaks of, and the rest of it; the whole and nothing where it is not of that kind."""
    found = _ONE_THING[lang].fullmatch(sentence)
    state = _ONE_STATE.fullmatch(sentence) if lang == "ja" else None
    if state is not None and (found is None or found[2].startswith("を")):
        return state[1], state[2]
    if found is None or re.search("及び|又は|こと|かどうか", found[1]):
        return (state[1], state[2]) if state else (sentence, "")
    return (found[1], found[2]) if lang == "ja" else (found[2], found[1])


def _and_that(things: Sequence[str]) -> str:
    """Aこと及びB; a comma before the last where the parts have commas or conjunctions of their own, or are three or more."""
    *most, last = things
    if any("及び" in thing for thing in things):
        joint = "、並びに"
    else:
        joint = "、及び" if len(things) > 2 or "、" in last else "及び"
    return "こと、".join(most) + f"こと{joint}{last}"


def _and(things: Sequence[str], lang: Lang) -> str:
    if len(things) == 1:
        return things[0] if lang == "ja" or things[0].endswith(".") else things[0] + "."
    most, last = listing(things[:-1], lang), things[-1]
    return f"{most}及び{last}" if lang == "ja" else f"{most} and {last}."


def clipped(text: str, lang: Lang, length: int) -> str:
    """Return a text cut to the width of `length` Japanese characters, where a clause ends if one does there."""
    used = 0
    for n, mark in enumerate(text):  # noqa: B007 - where the loop stops is where the text is cut
        used += 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if used > 2 * length:
            break
    else:
        return text
    cut = text[: max(n - 1, 1)]
    ends = [cut.rfind(mark) + 1 for mark in (("。", "、", "」") if lang == "ja" else (". ", ", ", " "))]
    end = next((end for end in ends if end > len(cut) // 2), len(cut))
    cut = re.sub(r"[0-9][0-9,.]*(?: t(?:-C?O?)?)?\Z", "", cut[:end]).rstrip(
        "、, "
    )  # never half a number or unit
    return cut if cut.endswith(("。", ".")) else cut + "…"


def first_upper(text: str) -> str:
    """Return the text with its first letter in upper case, for labels that start a line."""
    return text[:1].upper() + text[1:]


JAPANESE: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々〆]")
