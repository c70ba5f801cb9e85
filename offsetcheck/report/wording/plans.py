"""What is to be retired, until when, and how much is still to come."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report.model import ApplicationHint, Planning
from offsetcheck.report.wording.citations import basis_line
from offsetcheck.report.wording.figures import day, tonnes, weekday_text
from offsetcheck.report.wording.phrasing import listing, say

__all__ = [
    "application_title",
    "applications_notes",
    "apply_step",
    "hint_sentences",
    "planning_sentences",
    "rounded_up_note",
]


def planning_sentences(planning: Planning, lang: Lang) -> tuple[str, ...]:
    """Say how many whole credits are needed, and whether those planned are enough."""
    need, whole = planning.need_t, planning.whole_t
    sentences = []
    if need.at_least is not None and need.at_least == need.at_most and whole.at_least is not None:
        if need.at_least == whole.at_least:
            sentences.append(
                say(Text("必要量は{need}です。", "{need} are needed."), lang, need=tonnes(need.at_least))
            )
        else:
            sentences.append(
                say(
                    Text(
                        "必要量は{need}です。クレジットは1 t-CO2単位のため、端数を切り上げた{whole}の無効化が必要です。",
                        "{need} are needed. Credits come in whole tonnes, so the fraction is rounded up: {whole} must be retired.",
                    ),
                    lang, need=tonnes(need.at_least), whole=tonnes(whole.at_least),
                )
            )  # fmt: skip
        planned = planning.planned_t
        if planned is not None and planned >= whole.at_least:
            sentences.append(
                say(
                    Text(
                        "計画されている数量は{planned}であり、必要量を満たします。",
                        "The {planned} planned are enough.",
                    ),
                    lang, planned=tonnes(planned),
                )
            )  # fmt: skip
        elif planned is not None:
            sentences.append(
                say(
                    Text(
                        "計画されている数量は{planned}であり、{short}不足します。申請前に数量をお見直しください。",
                        "Only {planned} are planned, which is {short} too few. Please revise the quantity before you apply.",
                    ),
                    lang, planned=tonnes(planned), short=tonnes(whole.at_least - planned),
                )
            )  # fmt: skip
    return tuple(sentences)


def hint_sentences(hint: ApplicationHint, lang: Lang) -> tuple[str, ...]:
    """Say by which day to apply, that it is only a guide, and what it rests on."""
    first = say(
        Text(
            "申請の期限の目安は、{apply}の{time}です（{complete}までに無効化を完了する場合。処理は{processed}頃の見込み）。",
            "Apply, as a guide, by {time} on {apply}, to have the retirement completed by {complete} (processing expected by {processed}).",
        ),
        lang, apply=weekday_text(hint.apply_by, lang), time=hint.apply_until, complete=day(hint.complete_by, lang),
        processed=weekday_text(hint.processed_on, lang),
    )  # fmt: skip
    note = say(
        Text(
            "これは目安であり、判定には用いていません。過去の手続を基に、日本の祝日と年末年始を考慮して計算したものです。現在の手続は確認できていませんので、申請前に登録簿の管理者にご確認ください。出典：{source}{why}",
            "This is a guide and decides nothing. It follows an older procedure, with Japan's public holidays and new-year closure. Today's procedure could not be confirmed: please ask the registry before you apply. Source: {source}{why}",
        ),
        lang, source=basis_line(hint.basis, lang),
        why=("。" if lang == "ja" else ". ") + hint.basis.note if hint.basis.note else "",
    )  # fmt: skip
    if not hint.past:
        return first, note
    late = say(
        Text(
            "目安とした日は、判定基準日より前です。公表の期限までに無効化が完了しないおそれがありますので、登録簿の管理者に日程をご確認いただくか、公表の期限をお見直しください。",
            "That day is before the day of judgement: the retirement may not be completed in time. Please ask the registry about dates, or move the publication.",
        ),
        lang,
    )
    return first, late, note


def apply_step(n: int, hint: ApplicationHint | None, holders: Sequence[str], own: bool, lang: Lang) -> str:
    """Ask to apply for the retirements, or to have those apply who hold the accounts.

    `hint`: by when, where that is still ahead. `holders`: others whose accounts the credits are in; `own`: whether any
    application is the claimant's own. Others are to be asked early enough that they can apply by then.
    """
    asked = bool(holders) and not own
    by = (
        ""
        if hint is None
        else say(
            Text("{day}の{time}（申請の期限の目安）までに申請できるよう、余裕をもって", " by {time} on {day} (a guide: please ask in good time)")
            if asked
            else Text("{day}の{time}までを目安に", ", as a guide by {time} on {day}"),
            lang, day=weekday_text(hint.apply_by, lang), time=hint.apply_until,
        )
    )  # fmt: skip
    named = listing(list(holders), lang)
    if not holders:
        said = Text(
            "記入内容を確認のうえ、{by}無効化を申請してください（申請{n}件）。",
            "Check the entries and apply for the retirement{by} (applications: {n}).",
        )
    elif own:
        said = Text(
            "記入内容を確認のうえ、{by}無効化を申請してください（申請{n}件）。口座保有者が{holders}であるものは、{early}申請を依頼してください。",
            "Check the entries and apply for the retirement{by} (applications: {n}); where {holders} holds the account, ask them{early} to apply.",
        )
    else:
        said = Text(
            "記入内容を確認のうえ、口座保有者の{holders}に、{by}無効化の申請を依頼してください（申請{n}件）。",
            "Check the entries and ask {holders}, who holds the account, to apply for the retirement{by} (applications: {n}).",
        )
    early = "" if hint is None else say(_EARLY, lang)
    return say(said, lang, by=by, n=n, holders=named, early=early) + (
        "" if hint is not None else say(_FINAL, lang)
    )


_EARLY: Final = Text("それまでに申請できるよう、余裕をもって", " in good time")
_FINAL: Final = Text("手続後の修正はできません。", " Nothing can be corrected afterwards.")


def rounded_up_note(uses: Decimal, quantity: Decimal, lang: Lang) -> str:
    """Say in an application that its quantity was rounded up to whole credits."""
    return say(
        Text(
            "{quantity}（活用量{uses}の端数を1 t-CO2単位に切上げ）",
            "{quantity} (the {uses} used, rounded up to whole credits)",
        ),
        lang, quantity=tonnes(quantity), uses=tonnes(uses),
    )  # fmt: skip


def applications_notes(n: int, lang: Lang) -> tuple[str, ...]:
    """Say, before an application, what can never be corrected afterwards, and when applications must be split."""
    fixed = say(
        Text(
            "無効化の手続後は、用途、目的詳細及びクレジット利用者名の変更・追加・修正は一切できません。申請前に、次の記入内容をご確認ください。",
            "After the retirement, purpose, purpose detail and credit user can never be changed, added to or corrected. Please check these entries before you apply.",
        ),
        lang,
    )
    if n < 2:
        return (fixed,)
    split = say(
        Text(
            "登録簿、クレジット利用者又は活用範囲が異なるものは、それぞれ別の申請となります。申請を{n}件に分け、目的詳細も申請ごとに書き分けてください（活用範囲については、制度ホームページの2023年時点の写しによる）。",
            "Other registries, credit users or scopes of use need an application of their own. Please make {n} applications, each with its own purpose detail (on scopes: from a 2023 copy of the programme's site).",
        ),
        lang, n=n,
    )  # fmt: skip
    return fixed, split


def application_title(n: int, uses: str, lang: Lang) -> str:
    """Return what an application is called: its number, and the uses it is for."""
    return say(Text("申請{n}（活用 {uses}）", "Application {n} (use {uses})"), lang, n=n, uses=uses)
