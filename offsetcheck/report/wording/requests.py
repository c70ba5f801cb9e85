"""What is asked of whom, and why: open questions, the steps that settle them, and days that are still ahead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.report.wording.figures import day, period_text
from offsetcheck.report.wording.phrasing import (
    and_more,
    count,
    first_upper,
    headed,
    in_brackets,
    in_more_brackets,
    listing,
    say,
)
from offsetcheck.report.wording.values import fact_named, is_shown_by_papers, value_text
from offsetcheck.report.wording.words import YOU, owner_word

__all__ = [
    "THE_AUTHORITY",
    "act_on",
    "asked_besides",
    "asked_in_letter",
    "authorities_word",
    "copy_that_shows",
    "days_ahead",
    "each_authority",
    "few_of",
    "filled_in",
    "in_turn",
    "is_shown_by_copy",
    "joined",
    "judged_ahead_sentence",
    "judged_later",
    "leads_to_a_reviewer",
    "list_in_letter",
    "matters_of",
    "no_later",
    "not_filled_in",
    "of_row",
    "once_retired",
    "planned_quantity",
    "request",
    "rows_joined",
    "see_to",
    "stated_and_shown",
    "step",
    "then_waiting",
    "values_apart",
    "with_copies",
    "with_whom",
]

_REQUESTS: Final[dict[Reason, dict[Owner, Text]]] = {
    Reason.ABSENT: {
        Owner.CLAIMANT: Text("ご記入ください。", "Please fill it in."),
        Owner.REGISTRY: Text(
            "登録簿の記録をご確認のうえ、ご記入ください。",
            "Please look it up in the registry and fill it in.",
        ),
        Owner.REVIEWER: Text(
            "判断とその理由を記録してください。", "Please record the judgement and its reason."
        ),
        Owner.AUTHORITY: Text("所管当局にご確認ください。", "Please ask the authority."),
    },
    Reason.NOT_YET: {
        Owner.CLAIMANT: Text(
            "手続の完了後にご記入ください。", "Please fill it in once the step is completed."
        ),
        Owner.REGISTRY: Text(
            "手続の完了後に、登録簿の記録によりご記入ください。",
            "Please fill it in from the registry once the step is completed.",
        ),
        Owner.REVIEWER: Text(
            "手続の完了後に、判断とその理由を記録してください。",
            "Please record the judgement and its reason once the step is completed.",
        ),
        Owner.AUTHORITY: Text(
            "所管当局の手続の完了後に、改めてご確認ください。",
            "Please check again once the authority has completed its step.",
        ),
    },
    Reason.BELOW_ASSURANCE: {
        Owner.CLAIMANT: Text("根拠資料をご提出ください。", "Please provide a supporting document."),
        Owner.REGISTRY: Text(
            "内容が分かる資料（登録簿の出力、無効化通知書、プロジェクト実施者の資料等）をご提示ください。",
            "Please provide a document that shows it, such as an extract from the registry, the retirement notice or the project owner's papers.",
        ),
        Owner.REVIEWER: Text(
            "資料と照合し、その結果を記録してください。",
            "Please check it against the document and record the result.",
        ),
        Owner.AUTHORITY: Text(
            "所管当局の資料をご提示ください。", "Please provide the authority's own document."
        ),
    },
    Reason.EXPIRED: {
        Owner.CLAIMANT: Text(
            "有効期限内の資料をご提出ください。", "Please provide a document that is still valid."
        ),
        Owner.REGISTRY: Text(
            "有効期限内の資料（プロジェクト実施者から受領した更新後の認定書、登録簿から改めて出力した記録等）をご提示ください。",
            "Please provide a document that is still valid, such as a renewed certificate from the project owner or a fresh extract from the registry.",
        ),
        Owner.REVIEWER: Text("判断を更新してください。", "Please renew the judgement."),
        Owner.AUTHORITY: Text(
            "所管当局の最新の資料をご確認ください。", "Please check the authority's latest document."
        ),
    },
    Reason.CONFLICT: {
        Owner.CLAIMANT: Text(
            "資料をご確認のうえ、転記の誤りであれば記載を改め、そうでなければ写しをご提出ください。",
            "Please check the document: correct what was miscopied, or else provide a copy of it.",
        ),
        Owner.REGISTRY: Text(
            "登録簿の記録により正しい値をご確認ください。", "Please check the right value in the registry."
        ),
        Owner.REVIEWER: Text(
            "資料を照合し、採用する値を記録してください。",
            "Please compare the sources and record the value to use.",
        ),
        Owner.AUTHORITY: Text(
            "所管当局に正しい値をご確認ください。", "Please ask the authority for the right value."
        ),
    },
    Reason.OPEN_LIST: {
        Owner.CLAIMANT: Text(
            "記載漏れがある場合は補ったうえで、すべて記載した旨をご申告ください。",
            "Please add what is left out, if anything is, and declare the list complete.",
        ),
        Owner.REGISTRY: Text(
            "登録簿の記録により、記載漏れがないことをご確認ください。",
            "Please check in the registry that nothing is left out.",
        ),
        Owner.REVIEWER: Text(
            "一覧の網羅性を確認し、その結果を記録してください。",
            "Please check that the list is complete and record the result.",
        ),
        Owner.AUTHORITY: Text(
            "所管当局に、記載漏れがないことをご確認ください。",
            "Please confirm with the authority that nothing is left out.",
        ),
    },
    Reason.LAW_OPEN: {
        Owner.CLAIMANT: Text(
            "規定の原文をご確認のうえ、結果を記録してください。",
            "Please read the clause itself and record the result.",
        ),
        Owner.REGISTRY: Text(
            "登録簿の管理者に取扱いをご確認ください。", "Please ask the registry how it handles this."
        ),
        Owner.REVIEWER: Text(
            "解釈の判断とその理由を記録してください。",
            "Please record the judgement on the reading and its reason.",
        ),
        Owner.AUTHORITY: Text(
            "{whom}にお問い合わせのうえ、回答を記録してください。",
            "Please ask {whom} and record the answer.",
        ),
    },
}


_TO_A_REVIEWER: Final[dict[Reason, Text]] = {
    Reason.ABSENT: Text(
        "審査員に判断を依頼し、その結果と理由を記録してください。",
        "Please ask a reviewer to judge it, and record the judgement and its reason.",
    ),
    Reason.NOT_YET: Text(
        "手続の完了後に審査員に判断を依頼し、その結果と理由を記録してください。",
        "Once the step is completed, please ask a reviewer to judge it, and record the judgement and its reason.",
    ),
    Reason.BELOW_ASSURANCE: Text(
        "審査員に資料との照合を依頼してください。", "Please ask a reviewer to check it against the document."
    ),
    Reason.EXPIRED: Text(
        "審査員に判断の更新を依頼してください。", "Please ask a reviewer to renew the judgement."
    ),
    Reason.CONFLICT: Text(
        "審査員に資料の照合を依頼し、採用する値を記録してください。",
        "Please ask a reviewer to compare the sources, and record the value to use.",
    ),
    Reason.OPEN_LIST: Text(
        "審査員に網羅性の確認を依頼してください。",
        "Please ask a reviewer to check that the list is complete.",
    ),
    Reason.LAW_OPEN: Text(
        "審査員に解釈の判断を依頼し、その結果と理由を記録してください。",
        "Please ask a reviewer to judge the reading, and record the judgement and its reason.",
    ),
}
"""What is asked of a company about what a reviewer decides."""


_CHECKED_FIRST: Final = Text(
    "資料をご確認のうえ、転記の誤りであれば記載を改め、そうでなければ写しを添えて審査員に照合を依頼してください。",
    "Please check the document: correct what was miscopied, or else have a reviewer compare it, with a copy.",
)
"""What a company does about values that differ, where the document that shows one of them is not there yet."""


_JUDGED_AHEAD: Final = Text(
    "審査員の判断は記録されていますが、判断日（{days}）が判定基準日より後のため、まだ判定に用いていません。",
    "A reviewer's judgement is recorded, but it was made after the day of judgement ({days}), so it does not count yet.",
)


_JUDGED_LATER: Final = Text(
    "日付をご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
    "Please check the day, and have the claim judged again as of that day or a later one.",
)


def judged_ahead_sentence(days: Sequence[date], lang: Lang) -> str:
    """Say that a judgement is recorded and does not count yet, by its day."""
    return say(_JUDGED_AHEAD, lang, days=listing([day(d, lang) for d in days], lang))


_WAITS: Final = Text(
    "{facts}（{day}）が判定基準日より後です。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
    "This day comes after the day of judgement: {facts} ({day}). Please check it, and have the claim judged again as of that day or a later one.",
)


_WAITS_FOR_OTHERS: Final = Text(
    "本項目の判定は、判定基準日より後の日付（{day}）が記載された事項によって変わります。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
    "Something it rests on is dated after the day of judgement ({day}). Please check the day, and have the claim judged again as of that day or a later one.",
)


def judged_later(facts: Sequence[str], day: date, lang: Lang) -> str:
    """Say what to do about a finding that only waits for a stated day; `facts` are the labels of what has that day."""
    quoted = [f"「{fact}」" for fact in dict.fromkeys(facts)] if lang == "ja" else list(dict.fromkeys(facts))
    return say(
        _WAITS if quoted else _WAITS_FOR_OTHERS,
        lang,
        facts=listing(quoted, lang),
        day=period_text(day.isoformat(), lang),
    )


def days_ahead(days: Sequence[date], lang: Lang) -> str:
    """The one step for everything that only waits for stated days: to have the claim judged on the last of them."""
    text = (
        Text(
            "判定基準日より後の日付が記載されています（最も遅い日付：{day}）。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
            "Days after the day of judgement are stated (the last is {day}). Please check them, and have the claim judged again as of that day or a later one.",
        )
        if len(set(days)) > 1
        else Text(
            "判定基準日より後の日付（{day}）が記載されています。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
            "A day after the day of judgement is stated ({day}). Please check it, and have the claim judged again as of that day or a later one.",
        )
    )
    return say(text, lang, day=day(max(days), lang))


def no_later(lang: Lang) -> str:
    """Say of what is stated that nothing later is known, where that is what is needed."""
    return say(
        Text("記載されたものより後の分を確認できていません", "nothing later than what is stated is known"),
        lang,
    )


def request(
    owner: Owner,
    reason: Reason,
    lang: Lang,
    fact: str = "",
    profile: Profile = Profile.SELF_CHECK,
    *,
    ahead: bool = False,
    whom: str | None = None,
    advisory: bool = False,
    retired: bool | None = None,
    programme_first: bool = False,
) -> str:
    """Say what the reader is asked to do about an open question; `fact` is what it asks for.

    A company turns to a reviewer; whoever reads a certification is one. `ahead`: a day after that of judgement is stated.
    `whom`: who is to be asked about the clause, where that is known. `advisory`: the verdict does not wait for the answer.
    `retired`: whether the retirement whose record is asked for is made, where that is known.
    `programme_first`: it can be looked up only once the programme of the credits is known.
    """
    text = _request(owner, reason, fact, profile, ahead=ahead, retired=retired)
    said = say(text, lang, whom=whom or say(THE_AUTHORITY, lang))
    if advisory and not ahead and (owner, reason) == (Owner.AUTHORITY, Reason.LAW_OPEN):
        said = say(_OR_MENDED, lang) + said if lang == "ja" else f"{say(_OR_MENDED, lang)} {said}"
    if programme_first:
        said = say(_PROGRAMME_KNOWN, lang) + said[:1].lower() + said[1:]
    return said


def _request(
    owner: Owner, reason: Reason, fact: str, profile: Profile, *, ahead: bool, retired: bool | None
) -> Text:
    if ahead:
        return _JUDGED_LATER
    if reason is Reason.ABSENT and re.fullmatch(r"uses\[[^\]]+\]\.retirement", fact):
        return _RECORD_OF_RETIREMENT[retired]
    if owner is Owner.REGISTRY and reason is Reason.ABSENT and is_shown_by_papers(fact):
        return _SHOWN_BY_PAPERS
    if owner is Owner.CLAIMANT and reason is Reason.ABSENT and fact.endswith("].corporate_number"):
        return _NUMBER_OR_REVIEW if profile is Profile.SELF_CHECK else _NUMBER_OR_PAPERS
    if owner is Owner.CLAIMANT and reason is Reason.BELOW_ASSURANCE and _is_what_is_conveyed(fact):
        return _COPY
    if owner is Owner.REVIEWER and profile is Profile.SELF_CHECK:
        return _TO_A_REVIEWER[reason]
    if (owner, reason, profile) == (Owner.CLAIMANT, Reason.CONFLICT, Profile.SELF_CHECK):
        return _CHECKED_FIRST
    return _REQUESTS[reason][owner]


def leads_to_a_reviewer(owner: Owner, profile: Profile) -> bool:
    """Whether a company that is asked to settle values which differ is sent to a reviewer."""
    return profile is Profile.SELF_CHECK and owner in (Owner.CLAIMANT, Owner.REVIEWER)


_MENDED_FIRST: Final = Text(
    "ほかの不適合が解消した場合に限り、{asked}", "Only once the other findings are mended: {asked}"
)


_ANSWERED_FIRST: Final[dict[bool, Text]] = {
    True: Text(
        "まず、{first}{see_to}。それにより解決しない場合に限り、{asked}",
        "See to this first: {first}. Only where that does not settle it: {asked}",
    ),
    False: Text(
        "まず、{first}{see_to}。その後に、{asked}", "See to this first: {first}. After that: {asked}"
    ),
}
"""By whether the answers may spare what is asked."""


_THEN: Final[dict[bool, Text]] = {
    True: Text("これにより解決しない場合に限り、{asked}", "only where that does not settle it: {asked}"),
    False: Text("その後に、{asked}", "after that: {asked}"),
}


def in_turn(asked: str, first: Sequence[str], lang: Lang, *, spared: bool = False, moot: bool = False) -> str:
    """Say what is asked for, and that something comes before it.

    `first`: the labels of what is asked for first. `spared`: whether the answers may settle the matter.
    `moot`: what it is asked for fails anyway, until the rest is mended.
    """
    if moot:
        return say(_MENDED_FIRST, lang, asked=asked)
    if not first:
        return asked
    return say(_ANSWERED_FIRST[spared], lang, first=few_of(first, lang), see_to=see_to(first), asked=asked)


def then_waiting(asked: str, lang: Lang, *, spared: bool = False, moot: bool = False) -> str:
    """Say of what a finding waits for that it is asked for after what stands before it, or once the rest is mended."""
    return say(_MENDED_FIRST if moot else _THEN[spared], lang, asked=asked)


def few_of(labels: Sequence[str], lang: Lang) -> str:
    """The first labels, and how many more there are: 「A」、「B」、ほか3件."""
    named = [f"「{label}」" if lang == "ja" else label for label in labels[:_FEW]]
    return listing([*named, *([and_more(len(labels) - _FEW, lang)] if len(labels) > _FEW else [])], lang)


def see_to(labels: Sequence[str]) -> str:
    """The Japanese verb for what comes first: a label that is itself a confirmation is not confirmed once more."""
    confirmations = [re.search("の確認(?:（|$)", label) is not None for label in labels]
    if all(confirmations):
        return "をお済ませください"
    return "にご対応ください" if any(confirmations) else "をご確認ください"


_FEW: Final = 2


def _is_what_is_conveyed(fact: str) -> bool:
    return re.fullmatch(r"statements\[[^\]]+\]\.effect", fact) is not None


_OR_MENDED: Final = Text(
    "まず、所見の対応方法をご確認ください。それにより解消しない場合は、",
    "See first whether the remedy of the finding settles the item; ask only where it does not.",
)
"""What only advises is settled either way: by what its clause says, or by doing what it would ask."""


_PROGRAMME_KNOWN: Final = Text("クレジット制度が分かった後に、", "Once the crediting programme is known, ")
"""Which registry is asked, and for what, depends on the programme."""


def with_whom(owner: Owner, profile: Profile, lang: Lang, whom: str | None = None, you: str = YOU) -> str:
    """Say who takes a step, or with whom the company settles it; in a certification the reviewer takes it.

    `whom`: who of the authorities and offices is to be asked. `you`: how the claimant is addressed.
    """
    word = whom or owner_word(owner, lang, you)
    if owner is Owner.CLAIMANT or (owner is Owner.REVIEWER and profile is Profile.CERTIFICATION):
        return word
    return headed(say(Text("確認先", "Ask"), lang), word, lang)


THE_AUTHORITY: Final = Text("所管当局", "the authority")


_EACH_AUTHORITY: Final = Text("各項目の確認先", "whom each item names")


_AUTHORITIES: Final = Text("所管当局等", "Authorities")


def each_authority(lang: Lang) -> str:
    """Stand for those to ask about several clauses, where they are not the same."""
    return say(_EACH_AUTHORITY, lang)


def authorities_word(lang: Lang) -> str:
    """Say that clauses are asked about at authorities and offices of schemes: 所管当局等."""
    return say(_AUTHORITIES, lang)


_RECORD_OF_RETIREMENT: Final[dict[bool | None, Text]] = {
    True: Text("無効化通知書等によりご記入ください。", "Please fill it in from the notice or the registry."),
    False: Text("無効化の完了後にご記入ください。", "Please fill it in once the retirement is completed."),
    None: Text(
        "無効化通知書等によりご記入ください。無効化していない場合は、完了後にご記入ください。",
        "Please fill it in from the notice or the registry; if nothing is retired yet, once the retirement is completed.",
    ),
}
"""A use may wait for a retirement that does not exist yet."""


_ONCE_RETIRED: Final = Text(
    "無効化の完了後に、無効化通知書等により無効化の記録（番号、数量等）をご記入のうえ、改めて判定してください。",
    "Once the retirement is completed, fill in its record (number, tonnes and the rest) from the notice or the registry, and have the claim judged again.",
)


_APART: Final = Text("{fact}は、{values}で、一致していません。", "{fact}: {values}. These disagree.")


_STATED_AS: Final = Text("記載では{value}", "{value} as stated")


_SHOWN_AS: Final = Text("「{source}」では{value}", "{value} by “{source}”")


_NOT_FILLED_IN: Final = Text("「{fact}」がまだ記入されていないため、", "Not filled in yet: {fact}.")


def once_retired(lang: Lang) -> str:
    """Say what to do about a finding that waits for a retirement that is not made yet."""
    return say(_ONCE_RETIRED, lang)


def values_apart(fact: str, values: Sequence[tuple[str | None, str]], lang: Lang) -> str:
    """Say which source gives which value of a fact; the source is null where the claim itself states it."""
    said = [
        say(_STATED_AS, lang, value=value)
        if source is None
        else say(_SHOWN_AS, lang, source=source, value=value)
        for source, value in values
    ]
    return say(_APART, lang, fact=fact, values=listing(said, lang))


def not_filled_in(fact: str, sentence: str, lang: Lang) -> str:
    """Say what could not be confirmed as nobody filled in the list that would tell."""
    bare = re.sub(r"（[^（）]*）$| \([^()]*\)$", "", fact)
    return say(_NOT_FILLED_IN, lang, fact=bare) + ("" if lang == "ja" else " ") + sentence


_SHOWN_BY_PAPERS: Final = Text(
    "プロジェクト実施者又は登録簿・制度の公表資料によりご確認のうえ、ご記入ください。",
    "Please ask the project proponent or look it up in what the registry or the programme publishes, and fill it in.",
)
"""What no registry enters is not looked up in its records."""


_COPY: Final = Text(
    "表示の実物（写し、画面等）をご提出ください。",
    "Please provide the statement as it is shown (a copy, a picture of the screen).",
)
"""What supports the impression that a statement gives is the statement itself."""


_PROGRAMME_FIRST: Final = Text(
    "まず、ご記入ください。ほかの制度についての確認事項は、これにより不要となります。",
    "Please fill it in first: what is asked for other programmes falls away then.",
)
"""Under which programme the credits are decides what else is asked."""


_NUMBER_OR_PAPERS: Final = Text(
    "ご記入ください（番号がない団体については、同一の団体かどうかが分かる資料をご提出ください）。",
    "Please fill it in; for a body without a number, please provide a document that shows whether it is the same body.",
)
"""Some bodies have no number to fill in."""


_NUMBER_OR_REVIEW: Final = Text(
    "ご記入ください（番号がない団体については、同一の団体かどうかが分かる資料をご用意のうえ、審査員の照合を受けてください）。",
    "Please fill it in; for a body without a number, please have a reviewer compare a document that shows whether it is the same body.",
)
"""In a self-check nobody receives the document but a reviewer whom the company asks."""


_STEPS: Final[dict[Text, Text]] = {
    _REQUESTS[Reason.ABSENT][Owner.CLAIMANT]: Text("{on}{it}をご記入ください。", "Please fill in{on}: {it}."),
    _REQUESTS[Reason.ABSENT][Owner.REGISTRY]: Text(
        "{on}登録簿の記録により、{it}をご確認のうえ、ご記入ください。",
        "Please look up in the registry and fill in{on}: {it}.",
    ),
    _REQUESTS[Reason.NOT_YET][Owner.CLAIMANT]: Text(
        "{on}手続の完了後に、{it}をご記入ください。",
        "Please fill in{on} once the step is completed: {it}.",
    ),
    _REQUESTS[Reason.NOT_YET][Owner.REGISTRY]: Text(
        "{on}手続の完了後に、登録簿の記録により、{it}をご記入ください。",
        "Please fill in{on} from the registry once the step is completed: {it}.",
    ),
    _REQUESTS[Reason.OPEN_LIST][Owner.CLAIMANT]: Text(
        "{on}{it}をご確認のうえ、漏れがあれば補い、すべて記載した旨をご申告ください。",
        "Please complete and declare complete{on}: {it}.",
    ),
    _REQUESTS[Reason.OPEN_LIST][Owner.REGISTRY]: Text(
        "{on}登録簿の記録により、{it}をご確認ください。", "Please check{on} in the registry: {it}."
    ),
    _SHOWN_BY_PAPERS: Text(
        "{on}{it}を、プロジェクト実施者又は登録簿・制度の公表資料によりご確認のうえ、ご記入ください。",
        "Please ask the project proponent or look up in what the registry or the programme publishes, and fill in{on}: {it}.",
    ),
    _RECORD_OF_RETIREMENT[True]: Text(
        "{on}{it}を、無効化通知書等によりご記入ください。",
        "Please fill in{on} from the notice or the registry: {it}.",
    ),
    _RECORD_OF_RETIREMENT[False]: Text(
        "{on}{it}を、無効化の完了後にご記入ください。",
        "Please fill in{on}, once the retirement is completed: {it}.",
    ),
    _RECORD_OF_RETIREMENT[None]: Text(
        "{on}{it}を、無効化通知書等により（無効化していない場合は、完了後に）ご記入ください。",
        "Please fill in{on} from the notice or the registry, or once the retirement is completed: {it}.",
    ),
    _PROGRAMME_FIRST: Text(
        "{on}まず、{it}をご記入ください。ほかの制度についての確認事項は、これにより不要となります。",
        "Please fill in first{on}: {it}. What is asked for other programmes falls away then.",
    ),
    _NUMBER_OR_REVIEW: Text(
        "{on}{it}をご記入ください（番号がない団体については、同一の団体かどうかが分かる資料をご用意のうえ、審査員の照合を受けてください）。",
        "Please fill in{on}: {it}. For a body without a number, please have a reviewer compare a document that shows whether it is the same body.",
    ),
    _NUMBER_OR_PAPERS: Text(
        "{on}{it}をご記入ください（番号がない団体については、同一の団体かどうかが分かる資料をご提出ください）。",
        "Please fill in{on}: {it}. For a body without a number, please provide a document that shows whether it is the same body.",
    ),
    _COPY: Text("{on}{it}をご提出ください。", "Please provide{on}: {it}."),
    _REQUESTS[Reason.LAW_OPEN][Owner.AUTHORITY]: Text(
        "{it}について、{whom}にお問い合わせのうえ、回答を記録してください。",
        "Please ask {whom} and record the answer: {it}",
    ),
}
"""Requests that take what is asked into their sentence; the others say 「…について、」 before it."""


_ABOUT_IT: Final = Text("{on}{it}について、{request}", "{it}{on}: {request}")


def step(
    owner: Owner,
    reason: Reason,
    lang: Lang,
    it: str,
    row: str | None = None,
    fact: str = "",
    profile: Profile = Profile.SELF_CHECK,
    *,
    ahead: bool = False,
    whom: str | None = None,
    programme: bool = False,
    retired: bool | None = None,
) -> str:
    """One of the next steps as a sentence: `it` is what is asked, and `row` what it is asked about, where that is one thing.

    `programme`: it is the programme of credits, which decides what else is asked.
    """
    text = (
        _PROGRAMME_FIRST
        if programme
        else _request(owner, reason, fact, profile, ahead=ahead, retired=retired)
    )
    whom = whom or say(THE_AUTHORITY, lang)
    on = ""
    if row is not None:
        particle = (
            "について、"
            if text in _STEPS and text not in (_NUMBER_OR_PAPERS, _NUMBER_OR_REVIEW, _COPY)
            else "の"
        )
        on = f" for {row[:1].lower()}{row[1:]}" if lang == "en" else of_row(row, "", lang, particle)
    if text not in _STEPS:
        it = (
            re.sub("の(?:判断|確認)$", "", it)
            if owner is Owner.REVIEWER and reason is not Reason.CONFLICT
            else it
        )
        return say(_ABOUT_IT, lang, on=on, it=first_upper(it), request=say(text, lang, whom=whom))
    said = say(_STEPS[text], lang, on=on, it=it, whom=whom)
    return said.replace("..", ".") if lang == "en" else said


def with_copies(said: str, n: int, lang: Lang) -> str:
    """A step that asks for documents, and beside them for the statements as they are shown."""
    text = Text(
        "あわせて、表示の実物（写し、画面等）{n}件をご提出ください。",
        "Please add the statements as they are shown (copies, pictures of the screen): {n}.",
    )
    return said + ("" if lang == "ja" else " ") + say(text, lang, n=n)


def asked_besides(counted: Mapping[Owner, int], lang: Lang, you: str = YOU) -> str:
    """Count by owner what the steps before do not ask, and say where it stands."""
    each = [
        f"{owner_word(owner, lang, you)}{'' if lang == 'ja' else ' '}{count(n, lang)}"
        for owner, n in counted.items()
    ]
    text = Text(
        "このほかの確認事項（{each}）は、「要確認事項」に示しています。",
        "What else is asked ({each}) stands under “Open questions”.",
    )
    return say(text, lang, each=listing(each, lang))


def filled_in(label: str, fact: str, owner: Owner, reason: Reason, lang: Lang) -> str:
    """What a step asks for: the label of a fact, as it reads inside a sentence."""
    found = fact_named(fact)
    if found is not None and found.name == "project.additional":
        return say(_ASKED_IN_LETTERS[found.name], lang)
    if owner is Owner.CLAIMANT and reason is Reason.BELOW_ASSURANCE and _is_what_is_conveyed(fact):
        return say(_ASKED_IN_LETTERS["statement.effect"], lang).removeprefix("表示の")
    if lang == "ja" and owner is Owner.REGISTRY and label.endswith("ことの確認"):
        return label.removesuffix("の確認")
    if lang == "ja" and owner is not Owner.REVIEWER and label.endswith("の確認"):
        return f"{label}結果"
    return label


def stated_and_shown(label: str, lang: Lang) -> str:
    """What is looked at of a fact before values of it are compared: 無効化量（R1）の記載と資料."""
    return say(Text("{fact}の記載と資料", "{fact}, as stated and as shown"), lang, fact=label)


def of_row(row: str, it: str, lang: Lang, particle: str = "の") -> str:
    """What is asked for, with its row: プロジェクト P1 の登録日."""
    if lang == "en":
        return it + in_brackets(row, lang)
    return f"{row}{' ' if row[-1:].isascii() else ''}{particle}{it}"


def matters_of(rows: Sequence[str], lang: Lang) -> str:
    """What questions that are counted are about: 発行 I3 の事項."""
    return of_row(joined(rows, 0, lang), "事項", lang) if lang == "ja" else listing(rows, lang)


def rows_joined(first: str, second: str, lang: Lang) -> str:
    """Two rows of which the same is asked: 表示 S1 及び S2."""
    if lang == "en":
        return f"{first} and {second}"
    gap = " " if first[-1:].isascii() else ""
    return f"{first}{gap}及び{' ' if second[:1].isascii() else ''}{second}"


def joined(things: Sequence[str], more: int, lang: Lang) -> str:
    """A及びB, or A、B、ほか2件."""
    if more:
        return listing([*things, and_more(more, lang)], lang)
    if len(things) < 2:
        return "".join(things)
    tail = next(
        (end for end in ("の一覧に漏れがないか", "の確認結果") if all(t.endswith(end) for t in things)), ""
    )
    bare = [thing.removesuffix(tail) for thing in things]
    last = f"、並びに{bare[-1]}" if any(re.search("及び|又は", b) for b in bare) else f"及び{bare[-1]}"
    return (
        listing(bare[:-1], lang) + last + tail
        if lang == "ja"
        else f"{listing(bare[:-1], lang)} and {bare[-1]}"
    )


def asked_in_letter(address: str, reason: Reason, lang: Lang, you: str) -> str | None:
    """What a letter asks for in place of a fact that is asked for by a file; None where it is asked for by its label."""
    found = fact_named(address)
    if found is None or reason is Reason.CONFLICT:
        return None
    if found.name.startswith("project.assessment."):
        name = found.label(lang).removesuffix(_SHOWN_BY_FILE[lang])
        return say(_ASSESSED, lang, property=name, you=you)
    papers = reason in (Reason.BELOW_ASSURANCE, Reason.EXPIRED)
    if found.name == "statement.effect" and not papers:
        return None  # what it conveys is asked of its author, and not shown by a document
    if papers and found.name in _SHOWN_WITH_REASON:
        return say(_AND_WHY, lang, whether=found.label(lang))
    if papers and found.name in _PAPERS_IN_LETTERS:
        return say(_PAPERS_IN_LETTERS[found.name], lang)
    if papers and found.name in _STATED_ALREADY:
        return None
    if found.name in _PUBLISHED:
        return say(_AND_WHERE, lang, plan=found.label(lang) + say(_PUBLISHED[found.name], lang))
    if found.name in _FOOTPRINT and not papers:
        return found.label(lang) + in_brackets(say(_FOOTPRINT[found.name], lang), lang)
    asked = _ASKED_IN_LETTERS.get(found.name)
    return say(asked, lang, you=you) if asked else None


_ASKED_IN_LETTERS: Final[dict[str, Text]] = {
    "party.corporate_number": Text(
        "法人番号（ない場合は、その旨）", "corporate number (13 digits), or that there is none"
    ),
    "claim.kind": Text(
        "取組の類型（製品・サービス、会議・イベント、組織活動、その他の取組の別）",
        "type of initiative (a product or service, a meeting or event, an organisation, or another initiative)",
    ),
    "claim.boundary_kind": Text(
        "算定対象範囲の種類（製品・サービスのライフサイクル、会議・イベントの開催、組織の活動、消費者の日常生活、その他の別）",
        "what the boundary is drawn around (the life cycle of a product or service, holding an event, activities of an organisation, consumers' daily life, or other)",
    ),
    "use.status": Text(
        "クレジットの状態（無効化済み、保有等の別）", "where the tonnes stand (retired, held and the like)"
    ),
    "use.filed_on": Text(
        "報告書の提出日（未提出の場合は、その旨）", "day the report was filed (or that it is not filed yet)"
    ),
    "filing.terms.submitted_on": Text(
        "報告書の提出日（未提出の場合は、その旨）", "day the report was filed (or that it is not filed yet)"
    ),
    "retirement.document": Text(
        "無効化を示す資料（無効化通知書の写し等）", "proof of the retirement (such as a copy of the notice)"
    ),
    "retirement.serials_listed": Text(
        "シリアル番号の一覧（入手済みの場合）", "list of the serial numbers (if you have it)"
    ),
    "statement.effect": Text(
        "表示の実物（写し、画面等）", "the statement as it is shown (a copy, a picture of the screen)"
    ),
    "project.additional": Text("追加性が確認されているかどうか", "whether additionality was shown"),
    "credit.itmo.presented": Text(
        "パリ協定第6条に沿ったクレジット（ITMOs）として、{you}が説明しているかどうか",
        "whether you present the units as Article 6 units (ITMOs)",
    ),
    "credit.itmo.aef": Text(
        "AEF（合意された電子様式）による記録が、根拠資料として提示されているかどうか",
        "whether a record in the agreed electronic format (AEF) is provided as evidence",
    ),
    "claim.offset_base": Text(
        "オフセット量の基準（削減後に残る排出量か、自らの削減を見込まない排出量か）",
        "what the offset is measured against (what is left after own reductions, or emissions without them)",
    ),
    "claim.gases": Text(
        "算定で考慮した温室効果ガスの種類（CO2のみの場合は、その旨）",
        "greenhouse gases considered in the inventory (or that it is CO2 alone)",
    ),
    "statement.says": Text(
        "表示に明記されている事項（クレジットにより埋め合わせた旨、これからの予定である旨、対象、算定対象範囲、対象期間、削減の取組との関係等のうち該当するもの。いずれもない場合は、その旨）",
        "what the text says outright: that credits compensate, that it is planned, the subject, the boundary, the period, how it stands to own reductions and the like (or that it says none of it)",
    ),
}


_PUBLISHED: Final[dict[str, Text]] = {
    "project.sdip": Text("", ""),
    "issuance.sdir": Text("", ""),
    "project.human_rights": Text("（人権方針等）", ", such as a policy"),
}
"""Papers that may be published, each with an example where its label leaves open what it is."""


_FOOTPRINT: Final[dict[str, Text]] = {
    "claim.footprint.whole_life_cycle": Text(
        "カーボンフットプリントを算定していない場合は、その旨", "or that none is worked out"
    ),
    "claim.footprint.includes_offsets": Text(
        "カーボンフットプリントを算定していない場合は、その旨", "or that none is worked out"
    ),
    "claim.footprint.shown_apart": Text(
        "カーボンフットプリントを表示していない場合は、その旨", "or that none is shown"
    ),
}
"""Asked of all products, of which not all have a carbon footprint."""


_STATED_ALREADY: Final = (
    "claim.gases",
    "claim.kind",
    "claim.boundary_kind",
    "use.filed_on",
    "filing.terms.submitted_on",
    *_PUBLISHED,
)
"""What is asked for with its choices: a document is asked of what was chosen, by its label."""


_SHOWN_WITH_REASON: Final = ("emission.included", "emission.main", "emission.material")
"""Choices of the author: a document shows why they were made."""


_AND_WHY: Final = Text("{whether}どうかとその理由", "{whether}, and why")


_AND_WHERE: Final = Text(
    "{plan}の有無（公表されている場合は、掲載場所）",
    "whether there is a {plan}, and where it is published, if it is",
)


_PAPERS_IN_LETTERS: Final[dict[str, Text]] = {
    "claim.disclosure.target_activity": Text(
        "公表物での対象活動の記載の有無が分かる資料（該当部分の写し等）",
        "a document that shows whether the publication states the target activity (such as a copy of the passage)",
    ),
    "emission.below_threshold": Text(
        "重要性の基準を下回るかどうかと、その基準を定めた文書",
        "below the materiality threshold, with the document that sets it",
    ),
    "reduction.measure": Text(
        "実施したことが分かる資料（工事の完了報告書、納品書、運転の記録、社内の通知等）",
        "a document that shows it was carried out (a report of completion, a delivery note, records of operation, a notice to staff or the like)",
    ),
}
"""What a letter asks for where a fact is stated and only its support is lacking."""


_SHOWN_BY_COPY: Final = (
    "text",
    "medium",
    "market",
    "language",
    "shown_on",
    "states_quantity",
    "states_share",
    "stated_t",
    "says",
)
"""What the statement itself, as it is shown, shows beside the impression it gives."""


def is_shown_by_copy(address: str) -> bool:
    """Whether a fact of a statement is shown by the statement itself."""
    return re.fullmatch(rf"statements\[[^\]]+\]\.({'|'.join(_SHOWN_BY_COPY)})", address) is not None


def planned_quantity(t: str, lang: Lang) -> str:
    """The tonnes of a retirement that is still to come: 無効化予定量：13 t-CO2."""
    label = Text("無効化予定量", "quantity to be retired")
    return headed(say(label, lang), value_text("retirement.total_t", t, lang), lang)


def act_on(act: str | None, t: str | None, units: str | None, lang: Lang) -> str:
    """An act by what it was on, as far as that is known: JCMクレジット80 t-CO2の取消し, cancellation of 80 t-CO2 of JCM credits."""
    if lang == "en":
        return " of ".join(part for part in (act, t, units) if part)
    return "の".join(part for part in ((units or "") + (t or ""), act) if part)


def copy_that_shows(copy: str, shown: Sequence[str], lang: Lang) -> str:
    """Ask for a copy of a statement that shows other facts too: 表示の実物（写し、画面等）で、表示日及び媒体が分かるもの."""
    text = Text("{copy}で、{shown}が分かるもの", "{copy}, which shows: {shown}")
    return say(text, lang, copy=copy, shown=joined(shown, 0, lang))


def list_in_letter(label: str, listed: int | None, lang: Lang) -> str:
    """A list by what it holds, for one who has not seen it: 排出源（当方が把握しているもの：2件）."""
    bare = (
        label.replace("の一覧に漏れがないか", "", 1)
        if lang == "ja"
        else re.sub(r"^whether the list is complete: ", "", label, flags=re.IGNORECASE)
    )
    if listed is None:
        return bare
    known = Text("当方が把握しているもの：{n}件", "known to us: {n}")
    return in_more_brackets(bare, say(known, lang, n=listed), lang)


_SHOWN_BY_FILE: Final[dict[str, str]] = {"ja": "の確認", "en": " is shown by the user's file"}


_ASSESSED: Final = Text(
    "{property}について{you}が確認された結果とその資料",
    "what you found on {property}, with the document",
)
