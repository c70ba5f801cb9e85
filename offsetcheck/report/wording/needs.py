"""Whether the tonnes suffice, and what is to be done where they do not."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import Enum
from typing import Final, NamedTuple

from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report.model import Interval
from offsetcheck.report.wording.figures import day, interval, tonnes
from offsetcheck.report.wording.phrasing import first_sentence, say

__all__ = [
    "Need",
    "all_facts_sentence",
    "apart_sentence",
    "need_sentence",
    "valid_sentence",
]


def valid_sentence(
    valid: Interval,
    lang: Lang,
    planned: bool = False,
    *,
    listed: Decimal | None = None,
    compared: bool = False,
) -> str:
    """Say how many valid tonnes are confirmed, and how many wait, or are still to be retired as planned.

    `listed`: what the uses that are stated come to at most, where there may be more of them. `compared`: what waits is told
    by the comparison with the need that follows.
    """
    low, high = valid.at_least, valid.at_most
    if planned and low == 0 and high is not None and high > 0:
        return say(
            Text(
                "計画段階のため、有効な無効化等の数量は現時点では0 t-CO2です。予定どおり無効化が完了し、すべて有効と確認された場合は{high}となります。",
                "The claim is planned, so nothing is validly retired yet. If the retirement is completed as planned and all of it proves valid, it comes to {high}.",
            ),
            lang, high=tonnes(high),
        )  # fmt: skip
    if low == 0 and high == 0:
        return say(
            Text(
                "有効な無効化等を確認できた数量はありません。", "No tonnes are confirmed as validly retired."
            ),
            lang,
        )
    if low is None:
        return say(
            Text(
                "有効な無効化等を確認できた数量は、現時点では確定していません。",
                "The tonnes confirmed as validly retired are not known yet.",
            ),
            lang,
        )
    first = say(
        Text("有効な無効化等を確認できた数量は{low}です。", "Tonnes confirmed as validly retired: {low}.")
        if low
        else Text(
            "有効な無効化等を確認できた数量は、まだありません。", "No tonnes are confirmed as validly retired yet."
        ),
        lang, low=tonnes(low),
    )  # fmt: skip
    if high == low or (compared and high is not None and not low):
        return first
    space = "" if lang == "ja" else " "
    if high is not None and not low:
        return first + space + say(
            Text(
                "確認待ちの{high}は、有効と確認された分に限り算入できます。",
                "Of the {high} awaiting confirmation, only what proves valid counts.",
            ),
            lang, high=tonnes(high),
        )  # fmt: skip
    if high is None and listed:
        return first + space + say(
            Text(
                "確認待ちの数量は、記載されている活用では{listed}ですが、ほかの活用の有無を確認できていないため、上限は確定していません。",
                "The uses stated come to {listed} awaiting confirmation; whether there are others is not known, so there is no upper bound yet.",
            ),
            lang, listed=tonnes(listed - low),
        )  # fmt: skip
    if high is None:
        return first + space + say(
            Text(
                "確認待ちの数量があり、上限は確定していません。",
                "More tonnes await confirmation; how many is not known yet.",
            ),
            lang,
        )  # fmt: skip
    return first + space + say(
        Text(
            "確認待ちの{more}がすべて有効と確認された場合は{high}となります。",
            "If the {more} awaiting confirmation all prove valid, they come to {high}.",
        ),
        lang, more=tonnes(high - low), high=tonnes(high),
    )  # fmt: skip


class _Needed(NamedTuple):
    """What the valid tonnes are compared with, and what is said of them: covered, or not, and the way out."""

    what: Text
    nothing: Text
    short: Text
    still_short: Text
    covered: Text = Text("{what}を満たしています。", "This covers {what}.")
    waiting: Text = Text(
        "{what}を満たすかどうかは、確認の結果によります。",
        "Whether {what} is covered depends on what is confirmed.",
    )
    then_covered: Text = Text("その場合は、{what}を満たします。", "That would cover {what}.")
    all_covered: Text = Text(
        "確認待ちの{have}がすべて有効と確認された場合は、{what}を満たします。",
        "If the {have} awaiting confirmation all prove valid, {what} is covered.",
    )
    refrain: Text = Text(
        "それまでは、オフセットしたとの表示をお控えください（既に行っている表示は、取下げ又は訂正をご検討ください）。",
        "; until then, please do not state an offset, and consider withdrawing or correcting what is stated already.",
    )


class Need(Enum):
    """What the tonnes of a claim are needed for."""

    OFFSET = "offset"
    NEUTRAL = "neutral"
    """All that is left is needed, for a claim of carbon neutrality: the way out is to drop that word."""
    RETIREMENT = "retirement"
    """Nothing is set against emissions: the claim is that so much was retired."""


def need_sentence(
    valid: Interval,
    need: Interval,
    lang: Lang,
    kind: Need = Need.OFFSET,
    *,
    later: date | None = None,
    only_days: bool = False,
    to_mend: bool = False,
    planned: bool = False,
) -> str | None:
    """Compare the valid tonnes with those needed; None where the need itself is not known exactly.

    `later`: a stated day after that of judgement that keeps tonnes from counting; `only_days`: it is all that makes them short.
    `to_mend`: what was retired may count once findings on its retirement are mended. `planned`: what is planned is told before.
    """
    needed, low, high = need.at_least, valid.at_least, valid.at_most
    if needed is None or needed != need.at_most or low is None:
        return None
    said = _NEEDS[kind]
    what = say(said.what, lang, need=tonnes(needed))
    if low >= needed:
        text = said.covered
    elif high is None:
        text = said.waiting
    elif high >= needed:
        text = said.then_covered if low or planned else said.all_covered
    elif high == 0:
        text = said.nothing
    elif high == low:
        text = said.short
    else:
        text = said.still_short
    lacking = Decimal(0) if high is None else max(Decimal(0), needed - high)
    more = lacking.to_integral_value(rounding=ROUND_CEILING)
    compared = say(
        text, lang, what=what, short=tonnes(lacking), more=tonnes(more), have="" if high is None else tonnes(high),
    )  # fmt: skip
    if high == 0 and not (to_mend or later):
        return compared + say(said.refrain, lang)
    if high is None or high >= needed or not (to_mend or later):
        return compared
    if later is None:
        first = first_sentence(compared, lang) + ("" if lang == "ja" else " ") + say(_MEND_FIRST, lang)
        return first + (say(said.refrain, lang) if high == 0 else say(_NO_MORE_THAN, lang))
    # Whoever retired on that day would retire twice.
    until = say(_ONLY_DAYS if only_days else _DAYS_FIRST, lang, day=day(later, lang))
    return first_sentence(compared, lang) + ("" if lang == "ja" else " ") + until


_ONLY_DAYS: Final = Text(
    "判定基準日より後の日付（{day}）が記載された事項を、算入していないためです。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
    "This is because something dated after the day of judgement ({day}) is not counted. Please check the day, and have the claim judged again as of that day or a later one.",
)


_MEND_FIRST: Final = Text(
    "追加の無効化を行う前に、無効化についての不適合の所見にご対応ください。",
    "Before you retire more, please mend what fails about the retirement",
)


_NO_MORE_THAN: Final = Text(
    "それまでは、有効な無効化等の数量を超える表示をお控えください。",
    "; until then, please state no more than the tonnes validly retired.",
)


_DAYS_FIRST: Final = Text(
    "判定基準日より後の日付（{day}）が記載された事項は、算入していません。追加の無効化を行う前に、日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
    "Something dated after the day of judgement ({day}) is not counted. Before you retire more, please check the day, and have the claim judged again as of that day or a later one.",
)


_OFFSET_NEED: Final = Text("必要量{need}", "the {need} needed")


_NEUTRAL_NEED: Final = Text(
    "カーボンニュートラルに必要な量{need}（削減後に残る排出量の全部）",
    "the {need} that carbon neutrality needs (all that is left after own measures)",
)


_NOTHING: Final = Text(
    "{what}に対し、全量が不足しています。有効なクレジットを無効化し、登録簿から出力された無効化通知書をご用意ください。",
    "All of {what} is lacking. Please have valid credits retired and keep the retirement notice from the registry",
)


_SHORT_OFFSET: Final = Text(
    "{what}に対し、{short}不足しています。追加の無効化（1 t-CO2単位のため、{more}以上）を行うか、記載を{have}以下に改めてください。",
    "Of {what}, {short} is lacking. Please retire more (in whole tonnes, at least {more}), or state no more than {have}.",
)


_SHORT_NEUTRAL: Final = Text(
    "{what}に対し、{short}不足しています。追加の無効化（1 t-CO2単位のため、{more}以上）を行うか、「カーボンニュートラル」との表示を取りやめ、{have}以下の「カーボン・オフセット」として、数量又は割合を併記してください。",
    "Of {what}, {short} is lacking. Please retire more (in whole tonnes, at least {more}), or drop the words “carbon neutral” and state an offset of no more than {have}, with its quantity or share.",
)


_STILL_SHORT_OFFSET: Final = Text(
    "その場合でも、{what}に対し{short}不足します。追加の無効化（1 t-CO2単位のため、{more}以上）を行うか、記載する数量をお見直しください。",
    "Even then {short} of {what} would be lacking. Please retire more (in whole tonnes, at least {more}), or revise the tonnes stated.",
)


_STILL_SHORT_NEUTRAL: Final = Text(
    "その場合でも、{what}に対し{short}不足します。追加の無効化（1 t-CO2単位のため、{more}以上）を行うか、「カーボンニュートラル」との表示をお見直しください。",
    "Even then {short} of {what} would be lacking. Please retire more (in whole tonnes, at least {more}), or reconsider the words “carbon neutral”.",
)


_NEEDS: Final[dict[Need, _Needed]] = {
    Need.OFFSET: _Needed(_OFFSET_NEED, _NOTHING, _SHORT_OFFSET, _STILL_SHORT_OFFSET),
    Need.NEUTRAL: _Needed(
        _NEUTRAL_NEED,
        _NOTHING,
        _SHORT_NEUTRAL,
        _STILL_SHORT_NEUTRAL,
        refrain=Text(
            "それまでは、「カーボンニュートラル」との表示及びオフセットしたとの表示をお控えください（既に行っている表示は、取下げ又は訂正をご検討ください）。",
            "; until then, please state neither carbon neutrality nor an offset, and consider withdrawing or correcting what is stated already.",
        ),
    ),
    Need.RETIREMENT: _Needed(
        Text("主張する無効化量{need}", "the {need} claimed as retired"),
        Text(
            "{what}の全量について、有効な無効化を確認できていません。有効なクレジットを無効化し、登録簿から出力された無効化通知書をご用意ください。",
            _NOTHING.en,
        ),
        _SHORT_OFFSET,
        _STILL_SHORT_OFFSET,
        Text("{what}の全量について、有効な無効化を確認しました。", "The retirement of {what} is confirmed."),
        Text(
            "{what}の全量を確認できるかどうかは、確認の結果によります。",
            "Whether {what} can be confirmed depends on what still is to be confirmed.",
        ),
        Text("その場合は、{what}の全量を確認できます。", "That would confirm {what}."),
        Text(
            "確認待ちの{have}がすべて有効と確認された場合は、{what}の全量を確認できます。",
            "If the {have} awaiting confirmation all prove valid, that confirms {what}.",
        ),
        Text(
            "それまでは、無効化したとの表示をお控えください（既に行っている表示は、取下げ又は訂正をご検討ください）。",
            "; until then, please do not state a retirement, and consider withdrawing or correcting what is stated already.",
        ),
    ),
}


def apart_sentence(
    label: str, least: Decimal, need: Interval, lang: Lang, *, source: str | None, alone: bool
) -> str:
    """Say that less may count, where the sources of a quantity differ and the least of them may be right.

    `source`: the document that shows the least; None where the claim itself states it. `alone`: no more than the least would count.
    """
    if not alone or need.at_least is None:
        text = Text(
            "ただし、値が一致していない{label}について、{least}（{source}）が正しい場合は、不足することがあります。",
            "But the sources differ on one value ({label}): if {least} ({source}) is right, tonnes may be lacking.",
        )
    else:
        text = Text(
            "ただし、値が一致していない{label}について、{least}（{source}）が正しい場合は、少なくとも{short}不足します。",
            "But the sources differ on one value ({label}): if {least} ({source}) is right, at least {short} is lacking.",
        )
    short = Decimal(0) if need.at_least is None else need.at_least - least
    named = source or say(Text("記載の値", "as stated"), lang)
    return say(text, lang, label=label, least=tonnes(least), source=named, short=tonnes(short))


def all_facts_sentence(
    valid: Interval, lang: Lang, need: Interval | None = None, kind: Need = Need.OFFSET
) -> str:
    """Say what the valid tonnes come to when unsupported information is taken as well, and of `need` what is lacking then."""
    said = say(
        Text(
            "裏付けを確認する前の情報も含めると、有効な無効化等の数量は{valid}です。",
            "With information not yet supported, the valid retired tonnes are {valid}.",
        ),
        lang, valid=interval(valid, lang),
    )  # fmt: skip
    needed, high = (None if need is None else need.at_least), valid.at_most
    if need is None or needed is None or needed != need.at_most or high is None or high >= needed:
        return said
    lacking = Text("この場合、{what}に対し{short}不足します。", "Of {what}, {short} is lacking then.")
    what = say(_NEEDS[kind].what, lang, need=tonnes(needed))
    return said + ("" if lang == "ja" else " ") + say(lacking, lang, what=what, short=tonnes(needed - high))
