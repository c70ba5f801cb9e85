"""Every sentence and every word the writers print, in Japanese and English.

A writer decides where something stands; what it says is decided here. Japanese follows です・ます, does not accuse, and
ends with what to do next. Functions return plain text: each writer escapes it for its own format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cache
from typing import Final, Literal, NamedTuple, assert_never

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue, countries, models
from offsetcheck.facts.methodologies import Field
from offsetcheck.facts.periods import FiscalYear, parse_year
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import LEVEL_NAMES, Fact, Kind, Owner, Profile, Reason
from offsetcheck.report.model import (
    ApplicationHint,
    BasisShown,
    Confirmation,
    FactRead,
    Interval,
    PhraseFound,
    Planning,
    ReadingResult,
    SourceShown,
    Term,
    TotalShown,
)

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


class Label(Enum):
    """Headings, column titles and other fixed words."""

    TITLE = Text("カーボン・オフセット主張 判定報告書", "Carbon-offset claim: assessment report")
    SUBTITLE = Text(
        "指針・ガイドライン及び報告制度との整合性の確認",
        "Consistency with the guideline and the reporting schemes",
    )
    CONTENTS = Text("対象の主張（取組）", "Claims in this report")
    CLAIM = Text("主張（取組）", "Claim")
    ORGANISATION = Text("取組の実施者", "Organisation")
    KIND = Text("取組の類型", "Type of initiative")
    DEGREE = Text("主張の区分", "Kind of claim")
    BOUNDARY = Text("対象とする活動の範囲", "Boundary")
    PERIOD = Text("対象期間", "Period")
    STAGE = Text("段階", "Stage")
    AS_OF = Text("判定基準日", "Judged as of")
    PROFILE = Text("確認の水準", "Profile")
    VERDICT = Text("判定", "Verdict")
    OVERALL = Text("総合判定", "Overall verdict")
    IF_RETIRED = Text("予定どおり無効化された場合", "If retired as planned")
    OVERALL_OFFSET = Text("総合判定（オフセットの取組）", "Overall verdict (the offset)")
    TONNES = Text("数量", "Tonnes")
    PROPERTIES = Text("クレジットの性質", "Properties of the credits")
    CREDIT = Text("クレジット", "Credit")
    FILINGS = Text("報告制度での取扱い", "Use in reporting schemes")
    SCHEME = Text("制度", "Scheme")
    ENTITY = Text("報告する事業者", "Reporting entity")
    YEAR = Text("年度", "Year")
    ITEM = Text("項目", "Item")
    VALUE = Text("値", "Value")
    WORKED_OUT_FROM = Text("算定の内訳", "Worked out from")
    USABLE = Text("使用できるクレジットの数量", "Usable tonnes")
    NOUGHT_LEFT_OUT = Text("数量が0の項目は省略しています。", "Numbers that are nought are left out.")
    RULES = Text("関係する確認項目", "Rules applied")
    USES = Text("活用", "Uses")
    USE = Text("活用", "Use")
    PURPOSE = Text("用途", "Purpose")
    ELIGIBLE = Text("算入できる数量", "Tonnes that count")
    FINDINGS = Text("所見", "Findings")
    FAILS = Text("不適合の項目", "Does not conform")
    ERRORS = Text("判定できなかった項目", "Could not be judged")
    UNKNOWNS = Text("要確認の項目", "To be confirmed")
    PASSES = Text("適合の項目", "Conforms")
    NOT_APPLICABLE = Text("対象外の項目", "Not applicable")
    SUBJECT = Text("対象", "Subject")
    WHOLE = Text("取組全体", "The claim as a whole")
    REMEDY = Text("対応方法", "What to do")
    BASIS = Text("根拠", "Basis")
    SOURCE = Text("資料を開く", "open the source")
    QUOTE = Text("引用", "Quote")
    CONDITIONS = Text("判定の内訳", "How it was judged")
    EXPRESSIONS = Text("条件式（技術情報）", "Expressions (technical)")
    CONDITION = Text("条件", "Condition")
    RESULT = Text("結果", "Result")
    FACTS = Text("確認した値", "Values read")
    READINGS = Text("解釈ごとの結果", "Result under each reading")
    WAITS_FOR = Text("確認待ち", "Waiting for")
    QUESTIONS = Text("要確認事項", "Open questions")
    NO_QUESTIONS = Text("要確認事項はありません。", "There are no open questions.")
    QUESTION = Text("確認事項", "Question")
    REASON = Text("理由", "Why it is open")
    REQUEST = Text("お願いしたいこと", "What is asked")
    AFFECTS = Text("関係する所見", "Findings that wait")
    ADVISORY = Text("参考", "Advisory")
    BLOCKING = Text("判定に影響", "Decides")
    APPLICATIONS = Text("無効化申請の記入内容", "Entries for the retirement application")
    APPLICATION = Text("申請", "Application")
    PURPOSE_DETAIL = Text("目的詳細", "Purpose detail")
    USER = Text("クレジット利用者名", "Credit user named")
    QUANTITY = Text("数量", "Quantity")
    SCOPE = Text("活用範囲", "Scope of use")
    REGISTRY = Text("登録簿", "Registry")
    NOT_FILLED = Text("（未記入）", "(not filled in yet)")
    COUNTS = Text("判定の件数（全項目）", "Findings by verdict (all items)")
    COUNTED = Text(
        "件数は、確認項目とその対象（クレジット、活用等）の組ごとに数えたものです。",
        "An item is counted once for each subject (credit, use and so on) it was judged on.",
    )
    NOT_ASKED = Text("該当なし", "not asked")
    NOT_ASKED_NOTE = Text(
        "判定の内訳の「該当なし」は、特定の制度又は場合にだけ適用される条件で、この対象には適用されないことを示します。",
        "Where a condition says “not asked”, it is for certain programmes or cases only, and not for this one.",
    )
    EDITIONS = Text("適用した版", "Editions applied")
    EDITION = Text("版", "Edition")
    CHOSEN_BY = Text("選択の根拠", "Chosen by")
    CONFIRMATIONS = Text("利用者による確認", "Confirmed by the user")
    RECORD = Text("記録", "Record")
    TOOL = Text("判定に用いたプログラム", "Program")
    INPUT = Text("入力ファイル", "Input file")
    LEDGER = Text("照合した使用記録", "Ledger consulted")
    BATCH = Text("同時に判定したほかの取組", "Other claims of this run")
    NONE = Text("なし", "none")
    NOTES = Text("ご注意", "Please note")
    NO_VALUE = Text("記載なし", "not stated")
    NOT_SET = Text("設定していません", "none set")
    AT_LEAST = Text("確認済み（下限）", "Confirmed (at least)")
    AT_MOST = Text("確認待ちを含む（上限）", "Including what awaits confirmation (at most)")
    HASH = Text("SHA-256", "SHA-256")
    RULE_ID = Text("ルール番号", "Rule")
    SEVERITY = Text("総合判定への影響", "Bearing on the verdict")
    MESSAGE = Text("所見の内容", "Message")
    SUMMARY = Text("判定の要約", "Summary")
    FULL = Text("判定の詳細", "The full report")
    NEXT_STEPS = Text("次にお願いしたいこと", "Next steps")
    WHO = Text("対応・確認先", "By or with whom")
    STEP = Text("内容", "What to do")
    BALANCE = Text("排出量と埋め合わせ", "Emissions and what compensates them")
    BEFORE = Text("自らの削減がない場合の排出量", "Emissions without own measures")
    REDUCED = Text("自らの削減", "Own reductions")
    LEFT = Text("削減後に残る排出量", "Emissions left")
    RETIRED = Text("有効な無効化量", "Validly retired")
    UNCOVERED = Text("埋め合わせていない量", "Not compensated")
    CROSS_CHECK = Text("資料との突合", "Cross-check of the evidence")
    FACT = Text("項目", "Fact")
    STATED_VALUE = Text("記載の値", "Stated")
    EVIDENCE_VALUE = Text("資料の値", "Shown by the document")
    LEVEL = Text("水準", "Level")
    DOCUMENT = Text("資料", "Document")
    PAGE = Text("頁等", "Page")
    EXPIRY = Text("有効期限", "Valid until")
    PLANNING = Text("無効化の前に", "Before the retirement")
    SOURCES = Text("出典", "Sources")
    HOW_SURE = Text("確認の状況", "How well known")
    LEGEND_SOLID = Text("確認済み", "confirmed")
    LEGEND_OPEN = Text("確認待ち又は未確定", "awaiting confirmation, or not known")
    NOT_CONFIRMED = Text("確認できていません", "not confirmed yet")
    NO_QUANTITY = Text("数量の記載なし", "no quantity stated")
    UNSURE_NOTE = Text(
        "根拠の番号は、末尾の「出典」の番号です。「二次資料」「原文未確認」とあるものは、公表又は報告の前に原文をご確認ください。その他は、所管当局、制度事務局等の公式の資料によります。",
        "Clauses are cited by their number in the list of sources. Where it says “secondary source” or “text not confirmed”, please read the original before you publish or report; the rest are official.",
    )
    BRIEF = Text(
        "参考の要確認項目（総合判定には影響しません）",
        "Advisory items to be confirmed (they do not decide the verdict)",
    )
    SETTLED = Text("適合及び対象外の項目", "Items that conform or do not apply")
    ALL_SETTLED = Text(
        "不適合又は要確認と判定した項目はありません。",
        "No item was found not to conform or left to be confirmed.",
    )
    NO_FAILS = Text("不適合と判定した項目はありません。", "Nothing was found not to conform.")
    TO_CONFIRM = Text("判定に影響する要確認項目", "Open items that decide the verdict")
    LATER = Text("手続の完了後に確認する項目", "To be confirmed once the step is completed")
    ONLY_STATED = Text("申告のみの項目（裏付け待ち）", "Only stated, awaiting support")
    OUTSIDE = Text("申告のとおりであれば対象外の項目", "Not applicable if it is as stated")
    LATER_DECIDING = Text(
        "手続の完了後に確認する項目（総合判定に関わるもの）",
        "To be confirmed once the step is completed (what decides the verdict)",
    )
    LATER_TAG = Text("手続の完了後", "once completed")
    AHEAD = Text("判定基準日より後の日付が記載された項目", "Stated with a day after the day of judgement")
    AHEAD_DECIDING = Text(
        "判定基準日より後の日付が記載された項目（総合判定に関わるもの）",
        "Stated with a day after the day of judgement (what decides the verdict)",
    )
    AHEAD_TAG = Text("判定基準日より後の日付", "dated after the day of judgement")
    AHEAD_NOTE = Text(
        "記載された日付が判定基準日より後のため、まだ判定できない項目です。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
        "The day stated is after the day of judgement, so these cannot be judged yet: check the day, and have the claim judged again as of that day or a later one.",
    )
    LATER_NOTE = Text(
        "手続がまだ完了していないため、確認できない項目です。手続の完了後に、改めて判定してください。",
        "These wait for steps still to come: once those are completed, have the claim judged again.",
    )
    FILING_VERDICT = Text("報告の判定", "Filing")
    USE_VERDICT = Text("活用の判定", "Use of credits")
    EXTENT = Text("判定の範囲", "What is judged")
    NOT_JUDGED = Text("算定していません", "not worked out")
    LETTERS = Text("要確認事項（お願いの文面）", "Open questions (letters ready to send)")
    LETTER_FORMAT = Text(
        "お問い合わせ等の文面の案が必要な場合は、お申し付けください。",
        "Please ask if you need a draft of the request to send.",
    )
    UNIT_NOTE = Text("単位：t-CO2", "Unit: t-CO2")
    PAGE_NOTE = Text("本報告書は自動生成されたものです。", "This report was generated by a program.")


# --- single words ---------------------------------------------------------------------------------------------------

_VERDICTS: Final[dict[Verdict, Text]] = {
    Verdict.PASS: Text("適合", "Conforms"),
    Verdict.FAIL: Text("不適合", "Does not conform"),
    Verdict.UNKNOWN: Text("要確認", "To be confirmed"),
    Verdict.NOT_APPLICABLE: Text("対象外", "Not applicable"),
    Verdict.ERROR: Text("判定不能", "Could not be judged"),
}

_SYMBOLS: Final[dict[Verdict, Text]] = {
    Verdict.PASS: Text("○", "✓"),
    Verdict.FAIL: Text("×", "✗"),
    Verdict.UNKNOWN: Text("？", "?"),
    Verdict.NOT_APPLICABLE: Text("－", "-"),
    Verdict.ERROR: Text("！", "!"),
}

_OWNERS: Final[dict[Owner, Text]] = {
    Owner.CLAIMANT: Text("{you}", "You"),
    Owner.REGISTRY: Text("登録簿", "Registry"),
    Owner.REVIEWER: Text("審査員", "Reviewer"),
    Owner.AUTHORITY: Text("所管当局", "Authority"),
}

_OWED: Final[dict[Owner, Text]] = {
    Owner.CLAIMANT: Text("{you}にご確認いただきたい事項が{n}件", "{n} for you to answer"),
    Owner.REGISTRY: Text("登録簿への確認が必要な事項が{n}件", "{n} to be checked with the registry"),
    Owner.REVIEWER: Text("審査員の判断を要する事項が{n}件", "{n} for a reviewer to judge"),
    Owner.AUTHORITY: Text("{whom}への確認が必要な事項が{n}件", "{n} to be confirmed by {whom}"),
}

_REASONS: Final[dict[Reason, Text]] = {
    Reason.ABSENT: Text("記載がありません", "not stated"),
    Reason.NOT_YET: Text("手続がまだ完了していません", "not done yet"),
    Reason.BELOW_ASSURANCE: Text("資料による裏付けを確認できていません", "not yet supported well enough"),
    Reason.EXPIRED: Text("資料の有効期限が過ぎています", "the document has expired"),
    Reason.CONFLICT: Text(
        "記載と資料、又は資料どうしの値が一致していません",
        "what is stated and the documents, or two documents, disagree",
    ),
    Reason.OPEN_LIST: Text(
        "一覧にすべて記載されているかを確認できていません", "the list is not declared complete"
    ),
    Reason.LAW_OPEN: Text(
        "規定の原文を確認できていないか、その解釈が確定していません",
        "the clause was not seen, or its reading is not settled",
    ),
}

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
            "登録簿から出力した資料（無効化通知書等）をご提示ください。",
            "Please provide the registry's own document, such as the retirement notice.",
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
            "正しい値をご確認のうえ、採用する値をお選びください。",
            "Please check which value is right and choose it.",
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
            "記載漏れがないことをご確認のうえ、すべて記載した旨をご申告ください。",
            "Please check that nothing is left out, and declare the list complete.",
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

_PROFILES: Final[dict[Profile, Text]] = {
    Profile.SELF_CHECK: Text("自己確認", "Self-check"),
    Profile.CERTIFICATION: Text("認証審査", "Certification"),
}

_LEVELS: Final[dict[str, Text]] = {
    "stated": Text("申告のみ", "stated"),
    "documented": Text("添付あり", "documented"),
    "verified": Text("照合済み", "verified"),
    "registry": Text("登録簿の記録", "registry record"),
    "programme": Text("制度による担保", "secured by the programme"),
}

Confidence = Literal["official", "secondary", "unconfirmed", "confirmed_by_user"]

_CONFIDENCES: Final[dict[Confidence, Text]] = {
    "official": Text("公式の資料", "official source"),
    "secondary": Text("二次資料", "secondary source"),
    "unconfirmed": Text("原文未確認", "text not confirmed"),
    "confirmed_by_user": Text("利用者による確認", "confirmed by the user"),
}

_SUBJECTS: Final[dict[str, Text]] = {
    "party": Text("団体", "Organisation"),
    "claim": Text("主張（取組）", "Claim"),
    "statement": Text("表示", "Statement"),
    "emission": Text("排出源", "Emission source"),
    "reduction": Text("削減の取組", "Reduction measure"),
    "project": Text("プロジェクト", "Project"),
    "registration": Text("他制度への登録", "Other registration"),
    "concern": Text("プロジェクトへの指摘", "Concern about the project"),
    "label": Text("ラベル・格付け", "Label or rating"),
    "issuance": Text("発行", "Issuance"),
    "record": Text("モニタリングの記録", "Monitoring record"),
    "credit": Text("クレジット", "Credit"),
    "mark": Text("クレジットの記号・種別の記載", "Symbol and kind on a document"),
    "retirement": Text("無効化", "Retirement"),
    "block": Text("無効化の内訳", "Retired block"),
    "use": Text("活用", "Use"),
    "filing": Text("報告", "Filing"),
    "evidence": Text("根拠資料", "Evidence"),
}

_SCHEMES: Final[dict[str, Text]] = {
    "shk": Text(
        "算定・報告・公表制度（SHK制度）",
        "GHG accounting, reporting and disclosure system (SHK)",
    ),
    "gx-ets": Text("排出量取引制度（GX-ETS）", "Emissions trading system (GX-ETS)"),
    "gx-league": Text("GXリーグ（2026年度以降）", "GX-League (from FY2026)"),
}

_TRUTHS: Final[dict[bool | str, Text]] = {
    True: Text("満たしています", "met"),
    False: Text("満たしていません", "not met"),
    "unknown": Text("確認待ちです", "not known yet"),
}

_UNITS: Final[dict[str, Text]] = {"千円": Text("千円", "thousand JPY"), "units": Text("個", "units")}

_TONNES: Final[dict[str, Text]] = {
    "claimed_t": Text("オフセット量（主張）", "Tonnes claimed"),
    "residual_t": Text("削減後に残る排出量", "Emissions left"),
    "valid_t": Text("有効な無効化量", "Validly retired"),
    "valid_all_t": Text("有効な無効化量（裏付け前の情報を含む）", "Validly retired (all information)"),
    "excess_t": Text("上限を超える数量", "Tonnes above the cap"),
    "short_t": Text("不足する数量", "Tonnes lacking"),
    "missing_t": Text("不足する数量", "Tonnes lacking"),
    "shortfall_t": Text("不足する数量", "Tonnes lacking"),
    "over_t": Text("超過する数量", "Tonnes in excess"),
    "cap_t": Text("使用の上限", "Cap on use"),
    "usable_t": Text("使用できる数量", "Usable tonnes"),
    "used_t": Text("使用する数量", "Tonnes used"),
    "difference_t": Text(
        "公表した排出量と排出源の合計との差", "Emissions published less those of the sources, either way"
    ),
    "removal_t": Text("除去に由来する数量", "Tonnes from removals"),
    "durable_t": Text("耐久性の高い貯留に由来する数量", "Tonnes in durable storage"),
}

_KINDS: Final[dict[models.ClaimKind, Text]] = {
    models.ClaimKind.ORGANISATION: Text("組織活動オフセット", "Organisation"),
    models.ClaimKind.PRODUCT_SERVICE: Text("製品・サービスオフセット", "Product or service"),
    models.ClaimKind.EVENT: Text("会議・イベントオフセット", "Meeting or event"),
    models.ClaimKind.ATTACHED_CREDIT: Text(
        "その他の取組（クレジット付製品・サービス）",
        "Other initiative: credits attached to a product or service",
    ),
    models.ClaimKind.CANCEL_ONLY: Text("その他の取組（無効化のみ）", "Other initiative: retirement only"),
}
_DEGREES: Final[dict[models.Degree, Text]] = {
    models.Degree.OFFSET: Text("カーボン・オフセット", "Offset"),
    models.Degree.CARBON_NEUTRAL: Text("カーボンニュートラル", "Carbon neutral"),
}
_STAGES: Final[dict[models.Stage, Text]] = {
    models.Stage.PLANNED: Text("計画段階（無効化前）", "Planned (not yet retired)"),
    models.Stage.READY: Text("公表前（無効化済み）", "Ready (retired, not yet published)"),
    models.Stage.PUBLISHED: Text("公表済み", "Published"),
}
_OFFSET_BASES: Final[dict[models.OffsetBase, Text]] = {
    models.OffsetBase.RESIDUAL: Text("削減後に残る排出量", "emissions left after own measures"),
    models.OffsetBase.BASELINE: Text("削減前の排出量", "emissions before own measures"),
}
_EFFECTS: Final[dict[models.Effect, Text]] = {
    models.Effect.PARTIAL_OFFSET: Text("一部を埋め合わせた", "part was offset"),
    models.Effect.FULL_OFFSET: Text("全部を埋め合わせた", "all was offset"),
    models.Effect.NEUTRAL: Text("カーボンニュートラルである", "carbon neutral"),
    models.Effect.ZERO: Text("排出がない（ゼロ）", "no emissions (zero)"),
    models.Effect.CONTRIBUTION: Text("貢献・支援", "contribution"),
    models.Effect.NONE: Text("効果には触れていない", "no effect conveyed"),
}
_GROUNDS: Final[dict[models.Grounds, Text]] = {
    models.Grounds.OFFSET: Text("オフセット", "offset"),
    models.Grounds.REDUCTION: Text("自らの削減", "own reduction"),
    models.Grounds.BOTH: Text("オフセット及び自らの削減", "offset and own reduction"),
    models.Grounds.OTHER: Text("その他", "other"),
}
_MARKETS: Final[dict[models.Market, Text]] = {
    models.Market.JP: Text("日本", "Japan"),
    models.Market.EU: Text("欧州連合", "European Union"),
    models.Market.UK: Text("英国", "United Kingdom"),
    models.Market.OTHER: Text("その他", "other"),
}
_TIMINGS: Final[dict[models.Timing, Text]] = {
    models.Timing.EX_POST: Text("実績によるもの", "from actual results"),
    models.Timing.EX_ANTE: Text("見込みによるもの", "estimated beforehand"),
}
_GHG_SCOPES: Final[dict[models.GhgScope, Text]] = {
    models.GhgScope.SCOPE1: Text("スコープ1", "Scope 1"),
    models.GhgScope.SCOPE2: Text("スコープ2", "Scope 2"),
    models.GhgScope.SCOPE3: Text("スコープ3", "Scope 3"),
}
_GASES: Final[dict[models.Gas, Text]] = {
    models.Gas.CO2: Text("CO2", "CO2"),
    models.Gas.CH4: Text("CH4", "CH4"),
    models.Gas.N2O: Text("N2O", "N2O"),
    models.Gas.HFC: Text("HFC", "HFC"),
    models.Gas.PFC: Text("PFC", "PFC"),
    models.Gas.SF6: Text("SF6", "SF6"),
    models.Gas.NF3: Text("NF3", "NF3"),
    models.Gas.ALL: Text("すべての温室効果ガス", "all greenhouse gases"),
}
_PROGRAMMES: Final[dict[models.Programme, Text]] = {
    models.Programme.J_CREDIT: Text("J-クレジット", "J-Credit"),
    models.Programme.JCM: Text("二国間クレジット制度（JCM）", "Joint Crediting Mechanism (JCM)"),
    models.Programme.ARTICLE_6_4: Text(
        "パリ協定6条4項メカニズム", "Paris Agreement Crediting Mechanism (A6.4)"
    ),
    models.Programme.CDM: Text("クリーン開発メカニズム（CDM）", "Clean Development Mechanism (CDM)"),
    models.Programme.VCS: Text("VCS", "Verified Carbon Standard (VCS)"),
    models.Programme.GOLD_STANDARD: Text("ゴールドスタンダード", "Gold Standard"),
    models.Programme.ACR: Text("ACR", "American Carbon Registry (ACR)"),
    models.Programme.CAR: Text("CAR", "Climate Action Reserve (CAR)"),
    models.Programme.ART: Text("ART TREES", "ART TREES"),
    models.Programme.DOMESTIC_CREDIT: Text("国内クレジット", "Domestic Credit"),
    models.Programme.J_VER: Text("オフセット・クレジット（J-VER）", "J-VER"),
    models.Programme.OTHER: Text("その他のクレジット制度", "another crediting programme"),
    models.Programme.NOT_A_CREDIT: Text("クレジットではないもの", "not a credit"),
}
_MITIGATIONS: Final[dict[models.Mitigation, Text]] = {
    models.Mitigation.REDUCTION: Text("排出削減", "reduction"),
    models.Mitigation.REMOVAL: Text("除去（吸収）", "removal"),
    models.Mitigation.MIXED: Text("排出削減及び除去", "reduction and removal"),
}
_REMOVAL_KINDS: Final[dict[models.RemovalKind, Text]] = {
    models.RemovalKind.FOREST: Text("森林", "forest"),
    models.RemovalKind.SOIL: Text("土壌", "soil"),
    models.RemovalKind.BIOCHAR: Text("バイオ炭", "biochar"),
    models.RemovalKind.DACCS: Text("直接空気回収・貯留（DACCS）", "direct air capture and storage (DACCS)"),
    models.RemovalKind.BECCS: Text(
        "バイオマス発電等と貯留（BECCS）", "bioenergy with capture and storage (BECCS)"
    ),
    models.RemovalKind.BLUE_CARBON: Text("ブルーカーボン", "blue carbon"),
    models.RemovalKind.OTHER: Text("その他", "other"),
}
_CHANNELS: Final[dict[models.Channel, Text]] = {
    models.Channel.EQUIPMENT_SUBSIDY: Text("設備補助事業", "equipment subsidy"),
    models.Channel.CO_INNOVATION: Text("コ・イノベーション事業", "co-innovation programme"),
    models.Channel.NEDO: Text("NEDO実証事業", "NEDO demonstration"),
    models.Channel.JFJCM: Text("JCM日本基金（JFJCM）", "Japan Fund for JCM (JFJCM)"),
    models.Channel.UNIDO: Text("UNIDO拠出事業", "UNIDO programme"),
    models.Channel.REDD_PLUS: Text("REDD+事業", "REDD+ programme"),
    models.Channel.FLUOROCARBON: Text("フロン回収・破壊事業", "fluorocarbon recovery and destruction"),
    models.Channel.NEW_TECHNOLOGY: Text("新技術導入事業", "introduction of new technologies"),
    models.Channel.PRIVATE: Text("民間資金", "private funding"),
}
_JCM_STATES: Final[dict[models.JcmState, Text]] = {
    models.JcmState.IDEA_NOTE: Text("事業概要の作成", "project idea note (PIN)"),
    models.JcmState.METHODOLOGY: Text("方法論の提案", "methodology proposed"),
    models.JcmState.DESIGN: Text("事業設計書の作成", "project design document (PDD)"),
    models.JcmState.VALIDATED: Text("妥当性確認", "validated"),
    models.JcmState.REGISTERED: Text("登録", "registered"),
    models.JcmState.WITHDRAWN: Text("登録の取下げ", "withdrawn"),
}
_A64_ACTIVITIES: Final[dict[models.A64Activity, Text]] = {
    models.A64Activity.REGISTERED: Text("6条4項メカニズムに登録", "registered under the mechanism"),
    models.A64Activity.TRANSITIONED: Text("CDMから移行", "transitioned from the CDM"),
    models.A64Activity.TRANSITION_REQUESTED: Text("CDMからの移行を申請中", "transition requested"),
    models.A64Activity.CDM_ONLY: Text("CDMのみに登録", "registered under the CDM only"),
}
_A64_METHODOLOGIES: Final[dict[models.A64Methodology, Text]] = {
    models.A64Methodology.MECHANISM: Text("メカニズムの方法論", "methodology of the mechanism"),
    models.A64Methodology.CDM_IN_TRANSITION: Text(
        "移行により認められたCDM方法論", "CDM methodology allowed by the transition"
    ),
    models.A64Methodology.NEITHER: Text("いずれでもない", "neither"),
}
_A64_ACCOUNTS: Final[dict[models.A64Account, Text]] = {
    models.A64Account.PENDING: Text("保留口座", "pending account"),
    models.A64Account.HOLDING: Text("保有口座", "holding account"),
    models.A64Account.RETIREMENT: Text("無効化口座", "retirement account"),
    models.A64Account.CANCELLATION: Text("取消口座", "cancellation account"),
}
_ACQUIRED: Final[dict[models.Acquired, Text]] = {
    models.Acquired.ALLOCATED: Text("配分の決定", "allocated"),
    models.Acquired.TRANSFERRED: Text("振替の記録", "transferred"),
    models.Acquired.CONTRACT: Text("契約書のみ", "by contract only"),
}
_LEGAL_BASES: Final[dict[models.LegalBasis, Text]] = {
    models.LegalBasis.ACT: Text("法の現在の規定", "the Act as it stands"),
    models.LegalBasis.ACT_ARTICLE_57: Text(
        "法第57条の2以下（改正前の条番号）", "Article 57-2 and following of the Act (former numbers)"
    ),
    models.LegalBasis.GUIDELINES: Text("JCM実施要綱", "the former JCM guidelines"),
    models.LegalBasis.NOT_STATED: Text("記載なし", "not stated"),
}
_AUTHORISED_BY: Final[dict[models.AuthorisedBy, Text]] = {
    models.AuthorisedBy.HOST_PARTY: Text("ホスト国政府", "the host Party"),
    models.AuthorisedBy.OTHER_PARTY: Text("ほかの国の政府", "another Party"),
    models.AuthorisedBy.NOT_A_PARTY: Text("政府以外", "not a Party"),
}
_METRICS: Final[dict[models.Metric, Text]] = {
    models.Metric.GHG: Text("温室効果ガスの量", "quantity of greenhouse gases"),
    models.Metric.NON_GHG: Text("温室効果ガス以外の量", "another quantity than greenhouse gases"),
}
_LIMITS: Final[dict[models.Limits, Text]] = {
    models.Limits.NONE: Text("条件なし", "none"),
    models.Limits.KEPT: Text("範囲内", "kept"),
    models.Limits.EXCEEDED: Text("超過", "exceeded"),
}
_FIRST_TRANSFERS: Final[dict[models.FirstTransfer, Text]] = {
    models.FirstTransfer.INTERNATIONAL_TRANSFER: Text("国際的な移転", "international transfer"),
    models.FirstTransfer.AUTHORISATION: Text("承認", "authorisation"),
    models.FirstTransfer.ISSUANCE: Text("発行", "issuance"),
    models.FirstTransfer.USE_OR_CANCELLATION: Text("使用又は取消し", "use or cancellation"),
}
_UNIT_KINDS: Final[dict[models.UnitKind, Text]] = {
    models.UnitKind.EX_POST: _TIMINGS[models.Timing.EX_POST],
    models.UnitKind.EX_ANTE: _TIMINGS[models.Timing.EX_ANTE],
}
_AUTHORISATIONS: Final[dict[models.Authorisation, Text]] = {
    models.Authorisation.AUTHORISED: Text("承認あり", "authorised"),
    models.Authorisation.NOT_AUTHORISED: Text("承認なし", "not authorised"),
    models.Authorisation.REVOKED: Text("承認の取消し", "authorisation revoked"),
}
_AUTHORISED_USES: Final[dict[models.AuthorisedUse, Text]] = {
    models.AuthorisedUse.NDC: Text("国が決定する貢献（NDC）", "nationally determined contribution (NDC)"),
    models.AuthorisedUse.INTERNATIONAL: Text("国際的な緩和目的", "international mitigation purposes"),
    models.AuthorisedUse.OTHER: Text("その他の目的", "other purposes"),
}
_ADJUSTMENTS: Final[dict[models.Adjustment, Text]] = {
    models.Adjustment.APPLIED: Text("適用済み", "applied"),
    models.Adjustment.COMMITTED: Text("適用を約束", "committed"),
    models.Adjustment.NOT_APPLIED: Text("未適用", "not applied"),
    models.Adjustment.NOT_REQUIRED: Text("適用不要", "not required"),
}
_STATUSES: Final[dict[models.Status, Text]] = {
    models.Status.RETIRED: Text("無効化済み", "retired"),
    models.Status.HELD: Text("保有", "held"),
    models.Status.PURCHASED: Text("購入済み", "purchased"),
    models.Status.RESERVED: Text("確保済み", "reserved"),
    models.Status.FORWARD: Text("将来の引渡し", "forward delivery"),
}
_ACTS: Final[dict[models.Act, Text]] = {
    models.Act.RETIREMENT: Text("無効化", "retirement"),
    models.Act.CANCELLATION: Text("取消し", "cancellation"),
    models.Act.VOLUNTARY_CANCELLATION: Text("自主的取消し", "voluntary cancellation"),
    models.Act.ADMINISTRATIVE_CANCELLATION: Text("行政上の取消し", "administrative cancellation"),
}
_DESIGNATIONS: Final[dict[models.Designation, Text]] = {
    models.Designation.TOTAL: Text("総量指定", "by total"),
    models.Designation.SERIAL: Text("シリアル番号指定", "by serial number"),
}
_NOTICES: Final[dict[models.NoticeDocument, Text]] = {
    models.NoticeDocument.NOTICE: Text("無効化通知書", "retirement notice"),
    models.NoticeDocument.REGISTRY_EXTRACT: Text("登録簿の出力", "registry extract"),
    models.NoticeDocument.PROVIDER_CERTIFICATE: Text(
        "オフセット証明書（販売事業者の発行）", "offset certificate issued by a provider"
    ),
    models.NoticeDocument.INVOICE: Text("請求書", "invoice"),
    models.NoticeDocument.CONTRACT: Text("契約書", "contract"),
}
_PURPOSES: Final[dict[models.Purpose, Text]] = {
    models.Purpose.OFFSET: Text("カーボン・オフセット", "carbon offset"),
    models.Purpose.SHK: Text("温対法に基づく報告（SHK制度）", "reporting under SHK"),
    models.Purpose.GX_ETS: Text("排出量取引制度（GX-ETS）", "GX-ETS"),
    models.Purpose.GX_LEAGUE: Text("GXリーグの会員の要件", "membership in the GX-League"),
    models.Purpose.ENERGY_ACT: Text("省エネ法に基づく報告", "reporting under the Energy Conservation Act"),
    models.Purpose.CDP: Text("CDPへの報告", "CDP"),
    models.Purpose.SBT: Text("SBTへの報告", "SBT"),
    models.Purpose.RE100: Text("RE100への報告", "RE100"),
    models.Purpose.CORSIA: Text("CORSIAへの活用", "CORSIA"),
    models.Purpose.OMGE: Text(
        "世界全体の排出の緩和（OMGE）", "overall mitigation in global emissions (OMGE)"
    ),
    models.Purpose.OTHER: Text("その他", "other"),
}
_SHK_CLASSES: Final[dict[models.ShkClass, Text]] = {
    models.ShkClass.CREDIT: Text("クレジット", "credit"),
    models.ShkClass.ELECTRICITY: Text("電気の使用に係る証書等", "electricity instrument"),
    models.ShkClass.HEAT: Text("熱の使用に係る証書等", "heat instrument"),
}
_DISCLOSED: Final[dict[models.Disclosed, Text]] = {
    models.Disclosed.STATED: Text("記載あり", "stated"),
    models.Disclosed.NOT_STATED: Text("記載なし", "not stated"),
}

_FILES: Final[dict[models.FileState, Text]] = {
    models.FileState.FOUND: Text("ファイルを確認", "file read"),
    models.FileState.MISSING: Text("ファイルが見つかりません", "file not found"),
    models.FileState.OUTSIDE: Text(
        "主張のフォルダの外のため開いていません", "outside the claim's folder: not opened"
    ),
    models.FileState.TOO_LARGE: Text("大きすぎるため開いていません", "too large: not opened"),
    models.FileState.UNREADABLE: Text("ファイルを読み取れません", "file cannot be read"),
}

_BOUNDARY_KINDS: Final[dict[models.BoundaryKind, Text]] = {
    models.BoundaryKind.LIFE_CYCLE: Text(
        "製品・サービスのライフサイクル", "life cycle of a product or service"
    ),
    models.BoundaryKind.EVENT: Text("会議・イベントの開催", "holding an event"),
    models.BoundaryKind.ORGANISATION: Text("組織の活動", "activities of an organisation"),
    models.BoundaryKind.DAILY_LIFE: Text("消費者の日常生活", "consumers' daily life"),
    models.BoundaryKind.OTHER: Text("その他", "other"),
}
_STANDARDS: Final[dict[models.Standard, Text]] = {
    models.Standard.ISO_14068_1: Text(
        "国際規格14068-1（カーボンニュートラリティ）", "ISO 14068-1 (carbon neutrality)"
    ),
    models.Standard.ISO_14060: Text("国際規格案14060（ネットゼロ）", "ISO 14060 (net zero)"),
    models.Standard.VCMI: Text("自主的炭素市場十全性イニシアティブの主張の規範", "VCMI Claims Code"),
    models.Standard.VCMI_SCOPE_3: Text(
        "自主的炭素市場十全性イニシアティブのスコープ3の規範", "VCMI Scope 3 Action Code"
    ),
    models.Standard.ICVCM: Text(
        "コア・カーボン原則（自主的炭素市場十全性評議会）", "ICVCM Core Carbon Principles"
    ),
    models.Standard.SBTI: Text("SBT（企業ネットゼロ基準）", "SBTi Corporate Net-Zero Standard"),
    models.Standard.OXFORD: Text("オックスフォード原則", "Oxford Principles"),
    models.Standard.DECLARATION: Text("カーボン・オフセット宣言", "offset declaration scheme"),
    models.Standard.CERTIFICATION: Text(
        "カーボン・オフセット第三者認証プログラム", "third-party certification programme"
    ),
    models.Standard.DONGURI: Text("どんぐり制度", "Donguri scheme"),
    models.Standard.GREEN_PURCHASING: Text("グリーン購入法", "Act on Promoting Green Purchasing"),
}
_EVENT_PARTS: Final[dict[models.EventPart, Text]] = {
    models.EventPart.PREPARATION: Text("企画・準備", "planning and preparation"),
    models.EventPart.HOLDING: Text("開催・参加", "holding and participation"),
    models.EventPart.TAKE_DOWN: Text("撤去・片付け", "take-down"),
    models.EventPart.VENUE_ENERGY: Text("会場の電気・燃料", "venue electricity and fuel"),
    models.EventPart.TRAVEL: Text("来場者及び関係者の移動", "travel of visitors and staff"),
}
_LIFE_CYCLE_STAGES: Final[dict[models.LifeCycleStage, Text]] = {
    models.LifeCycleStage.RAW_MATERIALS: Text("原材料調達", "raw materials"),
    models.LifeCycleStage.PRODUCTION: Text("生産", "production"),
    models.LifeCycleStage.DISTRIBUTION: Text("流通・販売", "distribution"),
    models.LifeCycleStage.USE: Text("使用・維持管理", "use"),
    models.LifeCycleStage.END_OF_LIFE: Text("廃棄・リサイクル", "end of life"),
}
_CFP_METHODS: Final[dict[models.CfpMethod, Text]] = {
    models.CfpMethod.CFP_PROGRAMME: Text("カーボンフットプリント制度による算定", "CFP programme"),
    models.CfpMethod.MILCA: Text(
        "ライフサイクル評価ソフトウェアによる算定（有資格者）", "MiLCA, by a qualified person"
    ),
    models.CfpMethod.OTHER: Text("その他の方法", "another method"),
}
_CERTIFICATION_CATEGORIES: Final[dict[models.CertificationCategory, Text]] = {
    models.CertificationCategory.OFFSET: Text("カーボン・オフセット認証", "offset certification"),
    models.CertificationCategory.CARBON_NEUTRAL: Text(
        "カーボン・ニュートラル認証", "carbon-neutral certification"
    ),
    models.CertificationCategory.PLAN_REGISTRATION: Text("計画登録", "plan registration"),
}
_PLAN_ITEMS: Final[dict[models.PlanItem, Text]] = {
    models.PlanItem.BASELINE: Text("基準年の排出量", "baseline"),
    models.PlanItem.INTERIM_TARGETS: Text("中間目標", "interim targets"),
    models.PlanItem.REMOVALS: Text("除去の強化", "removal enhancement"),
    models.PlanItem.OFFSET_TYPES: Text("オフセットの種類", "types of offsets"),
    models.PlanItem.INDICATORS: Text("進捗の指標", "indicators"),
    models.PlanItem.RESIDUAL_YEAR: Text(
        "残余排出量のみとなる時期", "time when only residual emissions remain"
    ),
}
_VCMI_TIERS: Final[dict[models.VcmiTier, Text]] = {
    models.VcmiTier.SILVER: Text("シルバー", "Silver"),
    models.VcmiTier.GOLD: Text("ゴールド", "Gold"),
    models.VcmiTier.PLATINUM: Text("プラチナ", "Platinum"),
}
_CCP_LABELS: Final[dict[models.CcpLabel, Text]] = {
    models.CcpLabel.APPROVED: Text("承認", "approved"),
    models.CcpLabel.NOT_APPROVED: Text("不承認", "not approved"),
    models.CcpLabel.PENDING: Text("評価中", "pending"),
    models.CcpLabel.NOT_ASSESSED: Text("評価の対象外", "not assessed"),
}
_INSTRUMENTS: Final[dict[models.Instrument, Text]] = {
    models.Instrument.ELECTRICITY_CERTIFICATE: Text(
        "電気の証書（非化石証書、グリーン電力証書等）", "electricity certificate"
    ),
    models.Instrument.HEAT_CERTIFICATE: Text("熱の証書", "heat certificate"),
    models.Instrument.ALLOWANCE: Text("排出枠", "emission allowance"),
    models.Instrument.EXCESS_REDUCTION: Text("超過削減枠", "excess reduction unit"),
    models.Instrument.PRIVATE_CERTIFICATE: Text("販売事業者等の独自の証明書", "a seller's own certificate"),
    models.Instrument.OTHER: Text("その他", "other"),
}
_FIELD_WORDS: Final[dict[Field, Text]] = {
    Field.ENERGY_SAVING: Text("省エネルギー", "energy saving"),
    Field.RENEWABLE_ENERGY: Text("再生可能エネルギー", "renewable energy"),
    Field.INDUSTRY: Text("工業プロセス", "industrial process"),
    Field.AGRICULTURE: Text("農業", "agriculture"),
    Field.WASTE: Text("廃棄物", "waste"),
    Field.FOREST: Text("森林", "forest"),
}
_ORIGIN_WORDS: Final[dict[models.Origin, Text]] = {
    models.Origin.RENEWABLE_ELECTRICITY: Text("再エネ電力", "renewable electricity"),
    models.Origin.RENEWABLE_HEAT: Text("再エネ熱", "renewable heat"),
    models.Origin.ENERGY_SAVING: Text("省エネルギー", "energy saving"),
    models.Origin.FOREST: Text("森林", "forest"),
    models.Origin.INDUSTRIAL: Text("工業プロセス", "industrial process"),
    models.Origin.AGRICULTURE: Text("農業", "agriculture"),
    models.Origin.WASTE: Text("廃棄物", "waste"),
}
_SOURCE_KIND_WORDS: Final[dict[models.SourceKind, Text]] = {
    models.SourceKind.FUEL: Text("燃料", "fuel"),
    models.SourceKind.WASTE_FUEL: Text("廃棄物・廃棄物燃料", "waste used as fuel"),
    models.SourceKind.ELECTRICITY: Text("電気", "electricity"),
    models.SourceKind.GAS: Text("都市ガス", "city gas"),
    models.SourceKind.HEAT: Text("熱", "heat"),
    models.SourceKind.NON_ENERGY: Text("非エネルギー起源・その他のガス", "non-energy CO2 and other gases"),
    models.SourceKind.CARBON_RECYCLE: Text("カーボンリサイクル燃料の価値", "carbon-recycle value"),
    models.SourceKind.CARBON_RECYCLE_SOLD: Text(
        "カーボンリサイクル燃料の価値（譲渡）", "carbon-recycle value sold"
    ),
}
_FIGURES_WORDS: Final[dict[models.Figures, Text]] = {
    models.Figures.QUANTITY: Text("数量と係数", "an amount with factors"),
    models.Figures.TONNES: Text("トン数", "tonnes"),
}
_CERTIFICATE_KIND_WORDS: Final[dict[models.CertificateKind, Text]] = {
    models.CertificateKind.NON_FOSSIL: Text("非化石証書", "non-fossil certificate"),
    models.CertificateKind.GREEN_ELECTRICITY: Text("グリーン電力証書", "green electricity certificate"),
    models.CertificateKind.GREEN_HEAT: Text("グリーン熱証書", "green heat certificate"),
}
_SET_AGAINST_WORDS: Final[dict[models.SetAgainst, Text]] = {
    models.SetAgainst.ELECTRICITY: Text("電気", "electricity"),
    models.SetAgainst.HEAT: Text("熱", "heat"),
    models.SetAgainst.OTHER: Text("その他", "other"),
}
_GWP_SET_WORDS: Final[dict[models.GwpSet, Text]] = {
    models.GwpSet.AR4: Text("第4次評価報告書", "Fourth Assessment Report"),
    models.GwpSet.AR5: Text("第5次評価報告書", "Fifth Assessment Report"),
}
_FACTOR_KIND_WORDS: Final[dict[models.FactorKind, Text]] = {
    models.FactorKind.ADJUSTED: Text("調整後排出係数", "adjusted factor"),
    models.FactorKind.BASIC: Text("基礎排出係数", "basic factor"),
    models.FactorKind.OTHER: Text("その他の係数", "another factor"),
}
_ENERGY_ROUTE_WORDS: Final[dict[models.EnergyRoute, Text]] = {
    models.EnergyRoute.JOINT: Text("共同省エネルギー事業", "joint energy saving"),
    models.EnergyRoute.NON_FOSSIL: Text("非化石エネルギーへの転換", "shift to non-fossil energy"),
}
_EMITTER_WORDS: Final[dict[models.Emitter, Text]] = {
    models.Emitter.ESTABLISHMENT: Text("特定事業所排出者", "establishment emitter"),
    models.Emitter.TRANSPORT: Text("特定輸送排出者", "transport emitter"),
    models.Emitter.BOTH: Text("特定事業所排出者及び特定輸送排出者", "both"),
}
_RENEWABLE_KINDS: Final[dict[models.RenewableKind, Text]] = {
    models.RenewableKind.ELECTRICITY: Text("再生可能エネルギー電力", "renewable electricity"),
    models.RenewableKind.HEAT: Text("再生可能エネルギー熱", "renewable heat"),
    models.RenewableKind.NONE: Text("再生可能エネルギーではない", "not renewable energy"),
}
_ABOUT: Final[dict[models.About, Text]] = {
    models.About.PRODUCT: Text("製品・サービス", "a product or service"),
    models.About.ORGANISATION: Text("組織", "an organisation"),
    models.About.EVENT: Text("会議・イベント", "an event"),
    models.About.PROJECT: Text("クレジットのプロジェクト", "a credit project"),
}
_SAYINGS: Final[dict[models.Saying, Text]] = {
    models.Saying.CREDITS_COMPENSATE: Text("クレジットにより埋め合わせた旨", "that credits compensate"),
    models.Saying.WHOSE_EMISSIONS: Text("誰の排出量を埋め合わせたか", "whose emissions are compensated"),
    models.Saying.AMOUNT_PER_UNIT: Text("購入1件当たりの数量", "the amount per purchase"),
    models.Saying.SUBJECT: Text("対象", "the subject"),
    models.Saying.BOUNDARY: Text("算定対象範囲", "the boundary"),
    models.Saying.PERIOD: Text("対象期間", "the period"),
    models.Saying.PLANNED: Text("これからの予定である旨", "that it is planned"),
    models.Saying.SCHEME_INFORMATION: Text(
        "クレジット制度とプロジェクトの説明", "about the credit scheme and project"
    ),
    models.Saying.REPLACES_REDUCTION: Text("削減に代わるものである旨", "that the offset replaces reductions"),
    models.Saying.BEYOND_NATIONAL_TARGET: Text(
        "国の目標を超える貢献である旨", "that it goes beyond the national target"
    ),
    models.Saying.CERTIFIED: Text("認証を受けた旨", "that it is certified"),
    models.Saying.VAGUE: Text("あいまいな環境表現", "a vague environmental claim"),
    models.Saying.COMPARISON: Text("他との比較", "a comparison"),
    models.Saying.COMPARISON_BASIS: Text("比較の基準と時点", "base and date of the comparison"),
    models.Saying.RECOGNISED_PERFORMANCE: Text(
        "公に認められた優れた環境性能", "a recognised excellent environmental performance"
    ),
    models.Saying.OWN_LABEL: Text(
        "認証制度によらない独自の環境ラベル", "a self-made label that rests on no certification"
    ),
    models.Saying.FUTURE_PERFORMANCE: Text("将来の環境性能", "future environmental performance"),
    models.Saying.PUBLIC_PLAN: Text("公表された検証可能な計画", "a public and verifiable plan"),
}
_FAMILIES: Final[dict[models.EligibleFamily, Text]] = {
    models.EligibleFamily.CCU: Text("二酸化炭素の回収・利用（CCU）", "CCU"),
    models.EligibleFamily.COASTAL_BLUE_CARBON: Text("沿岸ブルーカーボン", "coastal blue carbon"),
    models.EligibleFamily.BECCS: Text("バイオマスと貯留（BECCS）", "BECCS"),
    models.EligibleFamily.DACCS: Text("大気からの回収と貯留（DACCS）", "DACCS"),
    models.EligibleFamily.NONE: Text("いずれでもない", "none of the four"),
}
_REGISTRY_SIDES: Final[dict[models.RegistrySide, Text]] = {
    models.RegistrySide.JAPAN: Text("日本側", "Japan"),
    models.RegistrySide.PARTNER: Text("相手国側", "partner country"),
}
_VENUES: Final[dict[models.Venue, Text]] = {
    models.Venue.TSE: Text(
        "東京証券取引所のカーボン・クレジット市場", "carbon credit market of the Tokyo Stock Exchange"
    ),
    models.Venue.TSE_OTC: Text("東京証券取引所の立会外の決済", "over-the-counter settlement at the exchange"),
    models.Venue.BILATERAL: Text("相対取引", "bilateral"),
}
_LEAGUE_GROUPS: Final[dict[models.LeagueGroup, Text]] = {
    models.LeagueGroup.G: Text("Group Gの参画企業", "Group G"),
    models.LeagueGroup.X: Text("Group Xの参画企業", "Group X"),
}
_ASSURANCES: Final[dict[models.Assurance, Text]] = {
    models.Assurance.NONE: Text("なし", "none"),
    models.Assurance.LIMITED: Text("限定的保証", "limited assurance"),
    models.Assurance.REASONABLE: Text("合理的保証", "reasonable assurance"),
}
_GX_STEPS: Final[dict[models.GxStep, Text]] = {
    models.GxStep.CALCULATED: Text("算定の段階", "calculated"),
    models.GxStep.CONFIRMED: Text("確認済み", "confirmed"),
    models.GxStep.HELD: Text("排出枠の保有の期限の到来", "allowances to be held"),
}
_EMISSION_BASES: Final[dict[models.EmissionBasis, Text]] = {
    models.EmissionBasis.GROSS_DIRECT: Text(
        "直接排出のCO2（クレジットを差し引く前）", "direct CO2 before any credits"
    ),
    models.EmissionBasis.NET_OF_CREDITS: Text("クレジットを差し引いた後の量", "net of credits"),
    models.EmissionBasis.WITH_INDIRECT: Text("間接排出を含む量", "with indirect emissions"),
}
_RELATIONS: Final[dict[models.Relation, Text]] = {
    models.Relation.ALONE: Text("単独", "alone"),
    models.Relation.SUBSIDIARY: Text("子会社", "subsidiary"),
    models.Relation.AFFILIATE: Text("関連会社", "affiliate"),
    models.Relation.SIBLING: Text("兄弟会社", "sibling company"),
    models.Relation.OTHER: Text("その他", "other"),
}
_ALLOWANCE_PROOFS: Final[dict[models.AllowanceProof, Text]] = {
    models.AllowanceProof.ACCOUNT_STATEMENT: Text("排出枠の口座の記録", "statement of the allowance account"),
    models.AllowanceProof.RETIREMENT_CERTIFICATE: Text(
        "クレジットの無効化の記録", "record of a credit retirement"
    ),
}

_PROJECT_FORMS: Final[dict[models.ProjectForm, Text]] = {
    models.ProjectForm.SINGLE: Text("通常型", "single project"),
    models.ProjectForm.BUNDLE: Text("プログラム型", "programme of members"),
}
_CREDIT_SYMBOLS: Final[dict[models.CreditSymbol, Text]] = {
    models.CreditSymbol.JC: Text("JC（J-クレジット）", "JC (J-Credit)"),
    models.CreditSymbol.JCL: Text(
        "JCL（J-クレジット、経団連の計画に利用可能）", "JCL (J-Credit, usable for the Keidanren plan)"
    ),
    models.CreditSymbol.KC: Text("KC（国内クレジット、通常型）", "KC (domestic credit, single project)"),
    models.CreditSymbol.KCP: Text("KCP（国内クレジット、プログラム型）", "KCP (domestic credit, programme)"),
    models.CreditSymbol.KCL: Text("KCL（国内クレジット）", "KCL (domestic credit)"),
    models.CreditSymbol.JP: Text("JP（J-VER）", "JP (J-VER)"),
    models.CreditSymbol.NIG: Text("NIG（新潟県）", "NIG (Niigata)"),
    models.CreditSymbol.KOC: Text("KOC（高知県）", "KOC (Kochi)"),
    models.CreditSymbol.OTHER: Text("その他", "another symbol"),
}
_CREDIT_KINDS: Final[dict[models.CreditKind, Text]] = {
    models.CreditKind.ER: Text("ER（排出削減）", "ER (reduction)"),
    models.CreditKind.ERL: Text(
        "ERL（排出削減、経団連の計画に利用可能）", "ERL (reduction, usable for the Keidanren plan)"
    ),
    models.CreditKind.FM: Text("FM（森林経営）", "FM (forest management)"),
    models.CreditKind.KC: Text("KC（国内クレジット、通常型）", "KC (domestic credit, single project)"),
    models.CreditKind.KCP: Text("KCP（国内クレジット、プログラム型）", "KCP (domestic credit, programme)"),
    models.CreditKind.JRM: Text("JRM（J-VERの種別）", "JRM (a kind of J-VER)"),
    models.CreditKind.KRM: Text("KRM（J-VERの種別）", "KRM (a kind of J-VER)"),
    models.CreditKind.OTHER: Text("その他", "another kind"),
}
_FOREST_UNITS: Final[dict[models.ForestUnit, Text]] = {
    models.ForestUnit.WHOLE_PLAN: Text("森林経営計画の全体", "the whole plan"),
    models.ForestUnit.OWN_PARCELS: Text("自ら所有するすべての区画", "all own parcels"),
    models.ForestUnit.PART: Text("計画の一部", "part of the plan"),
}
_CONCERN_KINDS: Final[dict[models.ConcernKind, Text]] = {
    models.ConcernKind.LISTED_OTHERWISE: Text(
        "登録プロジェクト一覧の記載との相違", "differs from the list of registered projects"
    ),
    models.ConcernKind.NOT_LISTED: Text(
        "登録プロジェクト一覧にない", "not in the list of registered projects"
    ),
    models.ConcernKind.ISSUED_TWICE: Text(
        "同じ削減に対する二重の発行", "issued twice for the same reduction"
    ),
    models.ConcernKind.REVERSAL: Text("反転", "reversal"),
    models.ConcernKind.INTENTIONAL_REVERSAL: Text(
        "意図的な反転（計画外の伐採・転用等）",
        "intentional reversal (felling or conversion outside the plan)",
    ),
    models.ConcernKind.LAND_CONVERSION: Text("農地の転用・譲渡", "conversion or sale of the land"),
    models.ConcernKind.HARM: Text("環境・社会への悪影響", "harm to environment or society"),
    models.ConcernKind.DEVIATION: Text("計画からの逸脱", "deviation from the plan"),
    models.ConcernKind.PERMIT_ABSENT: Text("必要な許認可の不備", "a required permit is absent"),
    models.ConcernKind.APPEAL: Text("異議・苦情の申立て", "appeal or grievance"),
    models.ConcernKind.INTEGRITY: Text("信頼性に関する公の指摘", "public case about integrity"),
    models.ConcernKind.OTHER: Text("その他", "other"),
}
_STORAGE_TERMS: Final[dict[models.StorageTerm, Text]] = {
    models.StorageTerm.PERMANENT: Text("永続的な量", "permanent tonnes"),
    models.StorageTerm.TEMPORARY: Text("期限付きの量", "temporary tonnes"),
    models.StorageTerm.TONNE_YEAR: Text("トン年", "tonne-years"),
}
_LABEL_KINDS: Final[dict[models.LabelKind, Text]] = {
    models.LabelKind.CCP: Text("コア・カーボン原則（CCP）", "Core Carbon Principles (CCP)"),
    models.LabelKind.CORSIA: Text("CORSIA適格", "CORSIA eligibility"),
    models.LabelKind.RATING: Text("格付け", "rating"),
    models.LabelKind.OTHER: Text("その他", "other"),
}

_ENUMS: Final[tuple[Mapping[StrEnum, Text], ...]] = (  # type: ignore[assignment]  # Mapping is invariant in its key
    _KINDS, _DEGREES, _STAGES, _OFFSET_BASES, _EFFECTS, _GROUNDS, _MARKETS, _TIMINGS, _GHG_SCOPES, _GASES, _PROGRAMMES,
    _MITIGATIONS, _REMOVAL_KINDS, _CHANNELS, _UNIT_KINDS, _AUTHORISATIONS, _AUTHORISED_USES, _ADJUSTMENTS, _STATUSES,
    _ACTS, _DESIGNATIONS, _NOTICES, _PURPOSES, _SHK_CLASSES, _DISCLOSED, _VERDICTS, _OWNERS, _REASONS, _PROFILES,
    _FILES, _BOUNDARY_KINDS, _STANDARDS, _EVENT_PARTS, _LIFE_CYCLE_STAGES, _CFP_METHODS, _CERTIFICATION_CATEGORIES,
    _PLAN_ITEMS, _VCMI_TIERS, _CCP_LABELS, _INSTRUMENTS, _RENEWABLE_KINDS, _ABOUT, _SAYINGS,
    _FIELD_WORDS, _ORIGIN_WORDS, _SOURCE_KIND_WORDS, _FIGURES_WORDS, _CERTIFICATE_KIND_WORDS, _SET_AGAINST_WORDS, _GWP_SET_WORDS, _FACTOR_KIND_WORDS, _ENERGY_ROUTE_WORDS, _EMITTER_WORDS,
    _JCM_STATES, _A64_ACTIVITIES, _A64_METHODOLOGIES, _A64_ACCOUNTS, _ACQUIRED, _LEGAL_BASES, _AUTHORISED_BY, _METRICS,
    _LIMITS, _FIRST_TRANSFERS,
    _PROJECT_FORMS, _CREDIT_SYMBOLS, _CREDIT_KINDS, _FOREST_UNITS, _CONCERN_KINDS, _STORAGE_TERMS, _LABEL_KINDS,
    _FAMILIES, _REGISTRY_SIDES, _VENUES, _LEAGUE_GROUPS, _ASSURANCES, _GX_STEPS, _EMISSION_BASES, _RELATIONS,
    _ALLOWANCE_PROOFS,
)  # fmt: skip


@cache
def _words() -> dict[type[StrEnum], Mapping[StrEnum, Text]]:
    return {type(next(iter(words))): words for words in _ENUMS}


@cache
def _by_members() -> dict[tuple[str, ...], type[StrEnum]]:
    """Which enum a fact's members belong to; two enums with the same members share their words."""
    return {tuple(str(member.value) for member in kind): kind for kind in _words()}


def enum_word(member: StrEnum, lang: Lang) -> str:
    """Return the word for a member of any enum a report shows.

    Raises KeyError for a member without a word: a test iterates them all.
    """
    return say(_words()[type(member)][member], lang)


def verdict_word(verdict: Verdict, lang: Lang) -> str:
    """適合, 不適合, 要確認, 対象外, 判定不能."""
    return say(_VERDICTS[verdict], lang)


def verdict_symbol(verdict: Verdict, lang: Lang) -> str:
    """Return a sign that tells the verdict without its colour."""
    return say(_SYMBOLS[verdict], lang)


_WHY_OPEN: Final[dict[str, Text]] = {
    "law_open": Text("要確認（規定が未確定の場合）", "open because of the clause"),
    "judged": Text("要確認（審査員の判断を待つ場合）", "open for a reviewer to judge"),
    "whether": Text("要確認（対象となるかどうかが未確定の場合）", "open whether it applies"),
}


def remedy_word(
    outcome: str, lang: Lang, conditions: Mapping[str, str], cases: Mapping[str, str] | None = None
) -> str:
    """Return what a remedy is for: a verdict, why it stays open, or the one condition that does, and the case, by its words."""
    outcome, _, case = outcome.partition(" ")
    if cases and case:
        where = Text("{what}、{case} の場合", "{what}, where {case}")
        return say(where, lang, what=remedy_word(outcome, lang, conditions), case=cases[case])
    if outcome in conditions:
        only = Text("要確認（「{name}」のみの場合）", "only this is open: {name}")
        return say(only, lang, name=conditions[outcome])
    return say(_WHY_OPEN[outcome], lang) if outcome in _WHY_OPEN else verdict_word(Verdict(outcome), lang)


_UNJUDGED: Final[dict[str, Text]] = {
    "filing.phase2.allowances_t": Text(
        "この判定に、排出枠の保有は含まれません。残高の記載がないため、排出枠の過不足は判定していません。",
        "The verdict does not cover the allowances held. As no balance is stated, whether they are too few or too many is not judged.",
    ),
}


def unjudged_sentence(fact: str, lang: Lang) -> str:
    """Return what the verdict on a filing leaves out, as the fact is not stated and no rule that applies asks for it."""
    text = Text(
        "「{name}」の記載がないため、これに基づく数値は判定していません。",
        "As this is not stated, what rests on it is not judged: {name}.",
    )
    return say(_UNJUDGED.get(fact, text), lang, name=fact_label(fact, lang))


def not_known(lang: Lang) -> str:
    """Return what stands for a value that nobody has stated."""
    return say(Text("未確認", "not known"), lang)


YOU: Final = "貴社"
"""How Japanese addresses a reader of whom nothing is known."""

_BODIES: Final = (
    ("会社|㈱|㈲", YOU),
    ("信用金庫", "貴金庫"),
    ("大学$", "貴学"),
    ("法人", "貴法人"),
    ("組合$", "貴組合"),
    ("財団$", "貴財団"),
)
"""How Japanese addresses bodies, by what their names hold; the first that fits."""


def addressed(organisation: str | None) -> str:
    """How Japanese addresses an organisation: 貴社 a company or one without a name, 貴町 a town, 貴法人, 貴団体 any other body."""
    if organisation is None:
        return YOU
    for pattern, called in _BODIES:
        if re.search(pattern, organisation):
            return called
    town = re.search("([都道府県市区町村])$", organisation)
    return f"貴{town[1]}" if town else "貴団体"


def owner_word(owner: Owner, lang: Lang, you: str = YOU) -> str:
    """貴社 or what stands in its place, 登録簿, 審査員, 所管当局."""
    return say(_OWNERS[owner], lang, you=you)


_AHEAD: Final = Text("記載された日が判定基準日より後です", "the day stated is after the day of judgement")
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


def reason_word(reason: Reason, lang: Lang, *, ahead: bool = False) -> str:
    """Say why a fact is missing; `ahead`: a day after that of judgement is stated."""
    return say(_AHEAD if ahead else _REASONS[reason], lang)


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
) -> str:
    """Say what the reader is asked to do about an open question; `fact` is what it asks for.

    A company turns to a reviewer; whoever reads a certification is one. `ahead`: a day after that of judgement is stated.
    `whom`: who is to be asked about the clause, where that is known. `advisory`: the verdict does not wait for the answer.
    `retired`: whether the retirement whose record is asked for is made, where that is known.
    """
    text = _request(owner, reason, fact, profile, ahead=ahead, retired=retired)
    said = say(text, lang, whom=whom or say(_THE_AUTHORITY, lang))
    if advisory and not ahead and (owner, reason) == (Owner.AUTHORITY, Reason.LAW_OPEN):
        said = say(_OR_MENDED, lang) + said if lang == "ja" else f"{say(_OR_MENDED, lang)} {said}"
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
        return _NUMBER
    if owner is Owner.CLAIMANT and reason is Reason.BELOW_ASSURANCE and _is_what_is_conveyed(fact):
        return _COPY
    if owner is Owner.REVIEWER and profile is Profile.SELF_CHECK:
        return _TO_A_REVIEWER[reason]
    return _REQUESTS[reason][owner]


def _is_what_is_conveyed(fact: str) -> bool:
    return re.fullmatch(r"statements\[[^\]]+\]\.effect", fact) is not None


_OR_MENDED: Final = Text(
    "まず、所見の対応方法をご確認ください。それにより解消しない場合は、",
    "See first whether the remedy of the finding settles the item; ask only where it does not.",
)
"""What only advises is settled either way: by what its clause says, or by doing what it would ask."""


def with_whom(owner: Owner, profile: Profile, lang: Lang, whom: str | None = None, you: str = YOU) -> str:
    """Say who takes a step, or with whom the company settles it; in a certification the reviewer takes it.

    `whom`: who of the authorities and offices is to be asked. `you`: how the claimant is addressed.
    """
    word = whom or owner_word(owner, lang, you)
    if owner is Owner.CLAIMANT or (owner is Owner.REVIEWER and profile is Profile.CERTIFICATION):
        return word
    return headed(say(Text("確認先", "Ask"), lang), word, lang)


_THE_AUTHORITY: Final = Text("所管当局", "the authority")
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
    "無効化の完了後に、無効化通知書等によりご記入のうえ、改めて判定してください。",
    "Once the retirement is completed, fill in what the notice or the registry shows, and have the claim judged again.",
)
_APART: Final = Text("{fact}は、{values}で、一致していません。", "{fact}: {values}. These disagree.")
_STATED_AS: Final = Text("記載では{value}", "{value} as stated")
_SHOWN_AS: Final = Text("「{source}」では{value}", "{value} by “{source}”")
_NOT_FILLED_IN: Final = Text("「{fact}」の記入がないため、", "Not filled in: {fact}.")


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
_NUMBER: Final = Text(
    "ご記入ください（番号がない団体については、同一の団体かどうかが分かる資料をご提出ください）。",
    "Please fill it in; for a body without a number, please provide a document that shows whether it is the same body.",
)
"""Some bodies have no number to fill in."""

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
        "{on}{it}をご確認のうえ、すべて記載した旨をご申告ください。",
        "Please check{on} and declare the list complete: {it}.",
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
    _NUMBER: Text(
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
    whom = whom or say(_THE_AUTHORITY, lang)
    on = ""
    if row is not None:
        particle = "について、" if text in _STEPS and text not in (_NUMBER, _COPY) else "の"
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


def filled_in(label: str, fact: str, owner: Owner, reason: Reason, lang: Lang) -> str:
    """What a step asks for: the label of a fact, as it reads inside a sentence."""
    found = _fact(fact)
    if found is not None and found.name == "project.additional":
        return say(_ASKED_IN_LETTERS[found.name], lang)
    if owner is Owner.CLAIMANT and reason is Reason.BELOW_ASSURANCE and _is_what_is_conveyed(fact):
        return say(_ASKED_IN_LETTERS["statement.effect"], lang).removeprefix("表示の")
    if lang == "ja" and owner is Owner.REGISTRY and label.endswith("ことの確認"):
        return label.removesuffix("の確認")
    if lang == "ja" and owner is not Owner.REVIEWER and label.endswith("の確認"):
        return f"{label}結果"
    return label


def of_row(row: str, it: str, lang: Lang, particle: str = "の") -> str:
    """What is asked for, with its row: プロジェクト P1 の登録日."""
    if lang == "en":
        return it + in_brackets(row, lang)
    return f"{row}{' ' if row[-1:].isascii() else ''}{particle}{it}"


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


def matter(enquiry: str, lang: Lang) -> str:
    """What an enquiry of an authority is on, for a step that says whom to ask: what stands before 「をご教示ください」."""
    if lang == "en":
        asked = first_sentence(enquiry.partition(": ")[2] or enquiry, lang)
        return asked.removeprefix("Please tell us ")
    head, _, asked = enquiry.partition("をご教示ください")[0].rpartition("：")
    subject, _, tail = asked.rpartition("について、")
    if subject and "求められるかどうか" in tail and "取扱い" in tail:
        return f"{subject}が求められるかどうか"
    if subject and tail.endswith("取扱い"):
        return subject
    return f"{head}（{asked}）" if asked.endswith("のいずれによるべきか") else asked


def profile_word(profile: Profile, lang: Lang) -> str:
    """自己確認 or 認証審査."""
    return say(_PROFILES[profile], lang)


def level_word(level: str, lang: Lang) -> str:
    """Return the word for a level of assurance; an unknown level stays as it is written."""
    found = _LEVELS.get(level)
    return say(found, lang) if found else level


def value_of(source: str | None, value: str, level: str, lang: Lang) -> str:
    """One of the values that differ: 無効化通知書の値は83 t-CO2（写しは未確認）; no source: what is stated."""
    if source is None:
        text = Text("記載の値は{value}", "stated: {value}")
        how = "" if level == "stated" else level_word(level, lang)
    else:
        text = Text("{source}の値は{value}", "{source}: {value}")
        how = say(_NO_COPY, lang) if level == "stated" else level_word(level, lang)
    return say(text, lang, source=source, value=value) + (in_brackets(how, lang) if how else "")


_NO_COPY: Final = Text("写しは未確認", "no copy seen")


def values_differ(values: str, lang: Lang) -> str:
    """Say that values do not agree."""
    return say(Text("{values}で、一致していません。", "these do not agree ({values})."), lang, values=values)


def told_if(first: str, known: str | None, lang: Lang) -> str | None:
    """Ask of others what a company is asked to look up first, by its words; None where they do not say it so."""
    found = (
        re.match(r"([^。、]*かどうか)を", first) if lang == "ja" else re.search(r"\bwhether ([^,]*),", first)
    )
    if found is None:
        return None
    asked = say(Text("{it}をお知らせください", "Please tell us whether {it}"), lang, it=found[1])
    if lang == "ja":
        return asked + (in_brackets(known.removesuffix("。"), lang) if known else "") + "。"
    return f"{asked}.{in_brackets(known, lang) if known else ''}"


def confidence_word(confidence: Confidence, lang: Lang) -> str:
    """Return the word for how well a clause is known."""
    return say(_CONFIDENCES[confidence], lang)


def subject_word(kind: str, lang: Lang) -> str:
    """Return the word for a subject's kind; an unknown kind stays as it is written."""
    found = _SUBJECTS.get(kind)
    return say(found, lang) if found else kind


def subject_kinds() -> tuple[str, ...]:
    """Every kind of subject, in the order in which reports name them."""
    return tuple(_SUBJECTS)


def scheme_word(scheme: str, lang: Lang) -> str:
    """Return the name of a reporting scheme; an unknown scheme stays as it is written."""
    found = _SCHEMES.get(scheme)
    return say(found, lang) if found else scheme


def scheme_short(scheme: str, lang: Lang) -> str:
    """SHK制度, GX-ETS: how a scheme is called for short."""
    return "SHK制度" if scheme == "shk" and lang == "ja" else scheme.upper()


def truth_word(truth: bool | Literal["unknown"], lang: Lang) -> str:
    """Say how a condition came out."""
    return say(_TRUTHS[truth], lang)


def unit_word(unit: str, lang: Lang) -> str:
    """Return a unit as readers of a language write it; most are the same in both."""
    found = _UNITS.get(unit)
    return say(found, lang) if found else unit


def unit_of(name: str, lang: Lang) -> str:
    """Return the unit of a number that a rule reads: that of the fact, else tonnes."""
    found = _fact(name)
    return unit_word("units", lang) if found is not None and found.unit == "units" else UNIT


def claimed_label(kind: str | None, lang: Lang) -> str:
    """What the tonnes of a claim are called: an initiative that only retires offsets nothing."""
    if kind == models.ClaimKind.CANCEL_ONLY:
        return say(Text("無効化量（主張）", "tonnes claimed as retired"), lang)
    return fact_label("claim.claimed_t", lang)


def tonnes_word(name: str, lang: Lang) -> str:
    """Return the label of a number of tonnes: the report's own, a fact's, or the name itself."""
    if name not in _TONNES and name.endswith("_all_t"):
        every = Text("{name}（裏付け前の情報を含む）", "{name} (all information)")
        return say(every, lang, name=tonnes_word(name.removesuffix("_all_t") + "_t", lang))
    found = _TONNES.get(name)
    return say(found, lang) if found else first_upper(fact_label(name, lang))


def enum_text(kind: type[StrEnum], value: str | None, lang: Lang) -> str | None:
    """Return the word for a value of an enum, or the value itself where it is none of its members."""
    if value is None:
        return None
    try:
        return enum_word(kind(value), lang)
    except ValueError:
        return value


LEVELS: Final = tuple(LEVEL_NAMES)
"""Every level name a fact may carry."""

# --- numbers, dates, lists --------------------------------------------------------------------------------------------


def number(value: Decimal, places: int = 0) -> str:
    """1234567.500 → 1,234,567.5: thousands apart, no digits that say nothing, but `places` of them where asked for."""
    text = format(value, ",f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if places and value:
        whole, _, part = text.partition(".")
        text = f"{whole}.{part:0<{places}}"
    return "0" if text == "-0" else text


def _places(*values: Decimal) -> int:
    """The decimals that the ends of a range share."""
    return max(len(number(value).partition(".")[2]) for value in values)


NOTHING: Final = "—"
"""What stands in a cell that has nothing to say."""


def tonnes(value: Decimal, unit: str = UNIT, places: int = 0) -> str:
    """1,234.5 t-CO2, 64,500千円."""
    return f"{number(value, places)}{'' if _JAPANESE.match(unit) else ' '}{unit}"


def interval(value: Interval, lang: Lang, unit: str = UNIT) -> str:
    """Say a number known between two bounds, either of which may be open."""
    low, high = value.at_least, value.at_most
    if low is not None and low == high:
        return tonnes(low, unit)
    if low is not None and high is not None:
        places = _places(low, high)
        return say(
            Text("{low}～{high}", "{low} to {high}"), lang, low=number(low, places), high=tonnes(high, unit, places),
        )  # fmt: skip
    if low == 0:
        low = None  # nothing at all is known of an amount between nought and no end
    if low is not None:
        return say(
            Text("{low}以上（上限は未確定）", "at least {low} (upper bound not known yet)"),
            lang, low=tonnes(low, unit),
        )  # fmt: skip
    if high is not None:
        return say(
            Text("{high}以下（下限は未確定）", "at most {high} (lower bound not known yet)"),
            lang, high=tonnes(high, unit),
        )  # fmt: skip
    return say(Text("未確定", "not known yet"), lang)


def short_interval(value: Interval, lang: Lang, unit: str = UNIT, places: int = 0) -> str:
    """Say an interval beside a bar: 0～149 t-CO2, 6.8 t-CO2以上; with `places` decimals, where others beside it have them."""
    low, high = value.at_least, value.at_most
    if low is not None and low == high:
        return tonnes(low, unit, places)
    if low is None or high is None:
        if low and high is None:
            return say(Text("{t}以上", "{t} or more"), lang, t=tonnes(low, unit, places))
        if low is None and high is not None:
            return say(Text("{t}以下", "{t} or less"), lang, t=tonnes(high, unit, places))
        return interval(value, lang, unit)
    places = max(places, _places(low, high))
    return f"{number(low, places)}{'～' if lang == 'ja' else '–'}{tonnes(high, unit, places)}"


_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ISO: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAY: Final = re.compile(rf"\A{_ISO}\Z")
_SPAN: Final = re.compile(rf"\A({_ISO})\s*(?:/|\.\.|–|—|~|～|〜|-|to|から)\s*({_ISO})\Z")


def day(value: date, lang: Lang) -> str:
    """2026年5月20日, or 20 May 2026."""
    if lang == "ja":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


_WEEKDAYS: Final = (
    Text("月", "Monday"),
    Text("火", "Tuesday"),
    Text("水", "Wednesday"),
    Text("木", "Thursday"),
    Text("金", "Friday"),
    Text("土", "Saturday"),
    Text("日", "Sunday"),
)


def weekday_text(value: date, lang: Lang) -> str:
    """2026年10月22日（木）, or Thursday, 22 October 2026."""
    name = say(_WEEKDAYS[value.weekday()], lang)
    return f"{day(value, lang)}（{name}）" if lang == "ja" else f"{name}, {day(value, lang)}"


def day_text(value: str, lang: Lang) -> str:
    """Return a day written as YYYY-MM-DD for the reader; any other text stays as it is."""
    if not _DAY.match(value):
        return value
    try:
        return day(date.fromisoformat(value), lang)
    except ValueError:
        return value


class TotalWord(Enum):
    """Words of the table that takes a total apart."""

    SIGN = Text("符号", "Sign")
    TERM = Text("項目", "Term")
    VALUE = Text("値", "Value")
    SOURCE = Text("根拠", "Source")
    SURE = Text("確度", "How sure")
    PART = Text("内訳", "of which")
    SUM = Text("計（端数処理前）", "Sum (before rounding)")
    ROUNDED = Text("端数処理後", "After rounding")


TOTAL_HEADS: Final = (TotalWord.SIGN, TotalWord.TERM, TotalWord.VALUE, TotalWord.SOURCE, TotalWord.SURE)
_OPEN_TOTAL: Final = Text(
    "規定の解釈が確定していないため、{n}通りの結果を示します。{each}（差：{between}）。いずれによるかは、所管当局にご確認ください。",
    "The clause is open, so {n} results are shown. {each} (between them: {between}). Ask the authority which applies.",
)
_LETTERED: Final = Text("{letter}：{t}〔{reading}〕", "{letter}: {t} [{reading}]")
_BELOW_ZERO: Final = Text(
    "{total}が0を下回っています（{t}）。0で打ち切らずに示しています。下回る場合の定めは確認できていないため、記入した数量を確かめ、所管当局にご確認ください。",
    "{total} lies below zero ({t}). It is shown as it is, not cut off: check the quantities, and ask the authority what applies.",
)
_UNBOUNDED_TOTAL: Final = Text(
    "{total}は、ほかに排出源・クレジット・証書がないこと、又は一部の数量を確認できていないため、確定していません。もれなく記載している場合は、その旨（表では「すべて記載」の行）を示してください。",
    "{total} is not settled: it is not said that nothing else belongs to it, or a quantity is missing. If all is there, say so in the sheet or in the claim.",
)
_RANGED_TOTAL: Final = Text(
    "{total}は、確認待ちの事項があるため幅で示しています。",
    "{total} is shown as a range, since something is still open.",
)


_OPEN_TERM: Final = Text("規定の解釈が未確定。{each}", "the clause is open: {each}")
_RANGED_TERM: Final = Text("確認待ちの事項があるため幅で表示", "a range, since something is still open")


def range_note(term: Term, lang: Lang, unit: str) -> str:
    """What the range of a number comes from: readings of the clause, or facts that are missing."""
    low, high = term.value.at_least, term.value.at_most
    if term.by_reading:
        each = _lettered(term.by_reading, lang, unit)
        return say(_OPEN_TERM, lang, each=listing(each, lang))
    if low is not None and high is not None and low != high:
        return say(_RANGED_TERM, lang)
    return ""


def _lettered(by_reading: Mapping[str, Interval], lang: Lang, unit: str) -> list[str]:
    """The number under each reading, all with the same decimals."""
    ends = (
        end for value in by_reading.values() for end in (value.at_least, value.at_most) if end is not None
    )
    places = _places(Decimal(0), *ends)
    return [
        say(_LETTERED, lang, letter=chr(ord("A") + n), t=short_interval(value, lang, unit, places), reading=reading)
        for n, (reading, value) in enumerate(by_reading.items())
    ]  # fmt: skip


def total_notes(total: TotalShown, lang: Lang) -> Iterator[str]:
    """What a reader has to know of a total before copying it: open readings, a range, a result below zero."""
    low, high = total.value.at_least, total.value.at_most
    shown = short_interval(total.value, lang, total.unit)
    if total.by_reading:
        each = _lettered(total.by_reading, lang, total.unit)
        between = "—" if low is None or high is None else tonnes(high - low, total.unit)
        yield say(_OPEN_TOTAL, lang, n=len(each), each=listing(each, lang), between=between)
    elif low is None or high is None:
        yield say(_UNBOUNDED_TOTAL, lang, total=total.label)
    elif low != high:
        yield say(_RANGED_TOTAL, lang, total=total.label)
    if total.before_rounding.at_least is not None and total.before_rounding.at_least < 0:
        yield say(_BELOW_ZERO, lang, total=total.label, t=shown)


def reported_text(value: str, lang: Lang) -> str:
    """Return a fiscal year as the report on it, with both years: FY2025 → 令和8年度報告（2025年度実績）."""
    if re.fullmatch(r"FY[0-9]{4}", value):
        year = parse_year(value)
        return (year.reported_in if isinstance(year, FiscalYear) else year).label(lang)
    return period_text(value, lang)


def period_text(value: str, lang: Lang) -> str:
    """Return a period for the reader: two days, a fiscal year or a reporting year; any other text stays as it is."""
    if span := _SPAN.match(value):
        return f"{day_text(span[1], lang)}{'から' if lang == 'ja' else ' to '}{day_text(span[2], lang)}" + (
            "まで" if lang == "ja" else ""
        )
    if re.fullmatch(r"[FR]Y[0-9]{4}", value):
        try:
            return parse_year(value).label(lang)
        except ValueError:
            return value
    return day_text(value, lang)


def listing(items: Sequence[str], lang: Lang) -> str:
    """A、B、C, or A, B, C."""
    return ("、" if lang == "ja" else ", ").join(items)


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


def row_called(kind: str, row: str, name: str, lang: Lang) -> str:
    """A row by its id and name: C1（サンプル県有林の森林経営活動）, a statement by its words: S1「…」."""
    name = (
        clipped(clean(name).strip(), lang, 30) if kind == "statement" else shortened(clean(name).strip(), 60)
    )
    if not name:
        return row
    return row + (f"「{name}」" if kind == "statement" and lang == "ja" else in_brackets(name, lang))


def part_called(kind: str, part: str, lang: Lang) -> str:
    """A row within another by its number: 内訳1."""
    word = say(_PARTS[kind], lang) if kind in _PARTS else subject_word(kind, lang)
    return f"{word}{part}" if lang == "ja" and part.isdigit() else f"{word} {part}"


def of_its_row(kind: str, row: str, part: str, lang: Lang) -> str:
    """Put the row that a part belongs to beside it: 無効化 R1 の内訳1; an empty part shows what stands there."""
    word = subject_word(kind, lang)
    return f"{word} {row} の{part}" if lang == "ja" else f"{part} of {word[:1].lower()}{word[1:]} {row}"


_PARTS: Final = {
    "block": Text("内訳", "block"), "registration": Text("他制度への登録", "other registration"), "concern": Text("指摘", "concern"),
    "label": Text("ラベル・格付け", "label or rating"), "record": Text("モニタリングの記録", "monitoring record"),
    "mark": Text("記号・種別の記載", "symbol and kind"),
}  # fmt: skip
"""What the rows within others are called beside them."""


def headed(head: str, text: str, lang: Lang) -> str:
    """head：text, or head: text."""
    return f"{head}：{text}" if lang == "ja" else f"{head}: {text}"


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


def and_more(n: int, lang: Lang) -> str:
    """ほか3件, or and 3 more."""
    return say(Text("ほか{n}件", "and {n} more"), lang, n=n)


def shortened(text: str, length: int = VALUE_LENGTH) -> str:
    """Return the text cut to a length that a table can hold."""
    return text if len(text) <= length else text[: length - 1] + "…"


def expired_step(labels: Sequence[str], lang: Lang) -> str:
    """Ask for the documents whose day has passed, though what they show is stated and passes."""
    named, asked = listing(labels, lang), say(_EXPIRED_PAPERS, lang)
    return f"{named}を示す{asked}" if lang == "ja" else headed(named, asked, lang)


_EXPIRED_PAPERS: Final = Text(
    "資料の有効期限が過ぎています。有効期限内の資料（更新後の認定書、改めて出力したもの等）をご用意ください。",
    "The document has expired. Please obtain one that is still valid, such as a renewed certificate or a fresh extract.",
)


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
    …したことを確認できていません。…したことを確認できていません。→ …したこと、並びに…したことを確認できていません。
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
        "こと、".join(things[:-1]) + f"こと、並びに{things[-1]}{end}"
        if len(things) > 1 and end.startswith("ことを")
        else start + _and(things, lang) + end
        for start, things, end in groups
    ]
    return ("" if lang == "ja" else " ").join(said)


_ONE_THING: Final = {
    "ja": re.compile(
        r"([^、。（）「」]{2,24}?)((?:とシリアル番号との一致を|が公表物に|が表示に|が管理計画に|の明記を|を)[^、。]*確認できていません。"
        r"|は確認できていません（[^（）]*）。|は、表示に明記されていません。|についての取組の実施者の確認が記載されていません。|の異なる(?:活用に、一つの無効化を充てて|報告に、一つの無効化を用いて)います。)"
    ),
    "en": re.compile(
        r"(It could not be confirmed that the (?:text names|publication states) )((?:the )?[^,.;]{3,40})\."
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


# --- facts --------------------------------------------------------------------------------------------------------------


@cache
def _fact(name: str) -> Fact | None:
    """Return the fact behind a rule's name (`use.status`) or an address (`uses[U1].status`)."""
    table, _, path = re.sub(r"\[[^\]]*\]", "", name).partition(".")
    for known in catalogue.tables().values():
        if table in (known.name, known.plural) and path in known.facts:
            return known.facts[path]
    if table in ("judgement", "judgements"):
        return catalogue.judgements().get(path)
    return None


def is_shown_by_papers(address: str) -> bool:
    """Whether a fact is shown by papers or publications rather than by an entry of the registry."""
    table, bracket, path = address.rpartition("[")
    found = _fact(f"{table.rpartition('.')[2]}{bracket}{path}")
    return found is not None and found.papers


def fact_label(name: str, lang: Lang) -> str:
    """Return the label of a fact by its name or address, or the name where nothing is known of it."""
    found = _fact(name)
    return found.label(lang).replace(*_NONE_OF_THEM[lang]) if found else name


def asked_in_letter(address: str, reason: Reason, lang: Lang, you: str) -> str | None:
    """What a letter asks for in place of a fact that is asked for by a file; None where it is asked for by its label."""
    found = _fact(address)
    if found is None or reason is Reason.CONFLICT:
        return None
    if found.name.startswith("project.assessment."):
        name = found.label(lang).removesuffix(_SHOWN_BY_FILE[lang])
        return say(_ASSESSED, lang, property=name, you=you)
    if found.name == "statement.effect" and reason not in (Reason.BELOW_ASSURANCE, Reason.EXPIRED):
        return None  # what it conveys is asked of its author, and not shown by a document
    asked = _ASKED_IN_LETTERS.get(found.name)
    return say(asked, lang) if asked else None


_ASKED_IN_LETTERS: Final[dict[str, Text]] = {
    "party.corporate_number": Text(
        "法人番号（ない場合は、その旨）", "corporate number (13 digits), or that there is none"
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
    "claim.offset_base": Text(
        "オフセット量の基準（削減後に残る排出量か、自らの削減を見込まない排出量か）",
        "what the offset is measured against (what is left after own reductions, or emissions without them)",
    ),
}
_SHOWN_BY_FILE: Final[dict[str, str]] = {"ja": "の確認", "en": " is shown by the user's file"}
_ASSESSED: Final = Text(
    "{property}について{you}が確認された結果とその資料",
    "what you found on {property}, with the document",
)


def as_read(label: str, lang: Lang) -> str:
    """The label of a fact that was read: without what it tells those who fill it in."""
    for told in (_NONE_OF_THEM[lang][1], _CODE[lang]):
        label = label.replace(f"（{told}）", "").replace(f" ({told})", "").replace(f", {told}", "")
    return label


_CODE: Final[dict[str, str]] = {"ja": "略号", "en": "a short code"}

#: How a file says that there are none, and how a reader would say it.
_NONE_OF_THEM: Final[dict[str, tuple[str, str]]] = {
    "ja": ("ない場合は空の一覧", "ない場合はその旨"),
    "en": ("an empty list if none", "say so if none"),
}


_BETWEEN: Final = re.compile(r"(-?[0-9]{1,30}(?:\.[0-9]{1,12})?)–(-?[0-9]{1,30}(?:\.[0-9]{1,12})?)")
_FROM: Final = re.compile(r"≥ (-?[0-9]{1,30}(?:\.[0-9]{1,12})?)")


def value_text(name: str, value: str, lang: Lang) -> str:
    """Return a fact's value as its reader would write it: はい, 2026年5月20日, J-クレジット, 12.4 t-CO2."""
    found = _fact(name)
    if found is not None and found.name == "project.host_country":
        return countries.shown(value, lang == "ja") or shortened(value)
    if found is not None and found.name == "use.scope.boundary":
        return say(Text("「{code}」", "“{code}”"), lang, code=shortened(value))
    if found is None and re.sub(r"_(lo|hi)$", "", name).endswith("_t"):
        if ends := _BETWEEN.fullmatch(value):
            return interval(Interval(at_least=Decimal(ends[1]), at_most=Decimal(ends[2])), lang)
        if ends := _FROM.fullmatch(value):
            return interval(Interval(at_least=Decimal(ends[1]), at_most=None), lang)
    if found is not None and found.type.kind is Kind.LIST and not value.strip("[] "):
        return say(Label.NONE.value, lang)
    if found is not None and found.type.members:
        kind = _by_members().get(found.type.members)
        if kind is not None:
            parts = (
                [part.strip() for part in value.strip("[]").split(",")]
                if found.type.kind is Kind.LIST
                else [value]
            )
            return listing([enum_text(kind, part.strip("'\""), lang) or part for part in parts], lang)
        if found.type.members == tuple(_SCHEMES):
            return scheme_word(value, lang)
    if value.lower() in ("true", "false") and (found is None or found.type.kind is Kind.BOOLEAN):
        return say(Text("はい", "yes") if value.lower() == "true" else Text("いいえ", "no"), lang)
    if re.fullmatch(r"-?[0-9]{1,30}(\.[0-9]{1,12})?", value) and (
        found is None or found.type.kind is Kind.NUMBER
    ):
        plain = number(Decimal(value))
        is_tonnes = (found is not None and (found.unit or "").startswith("t-CO2")) or (
            found is None and re.sub(r"_(lo|hi)$", "", name).endswith("_t")
        )
        if found is not None and found.unit == "units":
            return tonnes(Decimal(value), unit_word(found.unit, lang))
        return f"{plain} {UNIT}" if is_tonnes else plain
    return shortened(period_text(value, lang))


_NOT_COMPARED: Final = Text("照合できていません", "could not be compared")
_NO_COMPARISONS: Final = (
    "claim.is_public",
    "project.stores_carbon",
    "credit.ex_ante",
    "issuance.ahead",
    "block.spare",
)
"""What the program tells of one thing alone; what else it finds to be so or not, it finds by comparing."""


def _is_compared(name: str) -> bool:
    found = _fact(name)
    return (
        found is not None
        and found.computed
        and found.type.kind is Kind.BOOLEAN
        and found.name not in _NO_COMPARISONS
    )


def is_stated(address: str) -> bool:
    """Whether somebody states it, and the program does not work it out."""
    found = _fact(address)
    return found is not None and not found.computed


def fact_read(name: str, fact: FactRead, lang: Lang) -> str:
    """Say a fact as a condition read it: value, level and source, or why it is missing."""
    if (
        fact.value is None
        and fact.reason is None
        and _fact(name) is None
        and not name.startswith("judgement")
    ):
        return say(Text("確認待ち", "not known yet"), lang)  # worked out by the program, and not decided yet
    if fact.value is None and fact.reason in (None, Reason.ABSENT) and _is_compared(name):
        return say(_NOT_COMPARED, lang)
    if fact.value is None:
        # a judgement is not asked for before it can be made: one that is still to come has its day
        ahead = fact.reason is Reason.NOT_YET and name.startswith("judgements.")
        return reason_word(fact.reason, lang, ahead=ahead) if fact.reason else say(Label.NO_VALUE.value, lang)
    behind = [level_word(fact.level, lang)] if fact.level else []
    if fact.source:
        behind.append(shortened(fact.source, 80))
    text = value_text(name, fact.value, lang)
    return text + in_brackets(listing(behind, lang), lang) if behind else text


def chosen_by(text: str, lang: Lang) -> str:
    """Say which fact chose an edition: `claim.published_on = 2026-05-20` → 公表日：2026年5月20日."""
    name, equals, value = text.partition(" = ")
    if not equals or _fact(name.strip()) is None:
        return text
    said = value_text(name.strip(), value.strip(), lang)
    return first_upper(fact_label(name.strip(), lang)) + in_brackets(said, lang)


# --- the verdict in sentences -------------------------------------------------------------------------------------------


def pass_sentence(judged: int, editions: Sequence[str], lang: Lang) -> str:
    """Say that everything judged conforms, as far as the input goes."""
    return say(
        Text(
            "入力された情報の範囲では、総合判定に直接関わる確認項目{n}件のすべてについて、{editions}に照らし「適合」と判定しました。",
            "As far as the information given goes, all {n} items that directly decide the verdict conform to {editions}.",
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


def fail_sentence(fails: int, lang: Lang, guideline: bool = True) -> str:
    """Say that something does not conform; `guideline`: each of the items rests on the guideline itself."""
    if not guideline:
        return say(_FAIL_ELSE if fails > 1 else _FAIL_ELSE_ONE, lang, n=fails)
    one = Text(
        "次の{n}件が指針・ガイドラインの求める内容を満たしていないため、「不適合」と判定しました。",
        "The claim does not conform: 1 item below does not yet meet what the guideline asks.",
    )
    more = Text(
        one.ja, "The claim does not conform: {n} items below do not yet meet what the guideline asks."
    )
    return say(one if fails == 1 else more, lang, n=fails)


_FAIL_ELSE: Final = Text(
    "次の{n}件が、それぞれの「根拠」に示す指針・規定等の求める内容を満たしていないため、「不適合」と判定しました。",
    "The claim does not conform: {n} items below do not yet meet what the guideline or rule cited under “Basis” asks.",
)
_FAIL_ELSE_ONE: Final = Text(
    "次の{n}件が、「根拠」に示す指針・規定等の求める内容を満たしていないため、「不適合」と判定しました。",
    "The claim does not conform: 1 item below does not yet meet what the guideline or rule cited under “Basis” asks.",
)


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


def fail_next(lang: Lang) -> str:
    """Say what to do with a claim that does not conform."""
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
    you: str = YOU,
) -> str:
    """Say that the verdict is open, how many questions each owner holds now, and how many come later.

    `later`: those that wait for a step to be completed; `ahead`: those stated with a day after the day of judgement.
    `letters_in`: the part of the same report that holds the letters, where there is one. `whom`: who is to be asked about the
    clauses that are open. `you`: how the claimant is addressed.
    """
    whom = whom or say(_THE_AUTHORITY, lang)
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
            "{you}に追加でご記入いただく事項はありません。残る{n}件は、{whom}への確認が必要な事項です。{you}からお問い合わせのうえ、回答を記録して改めて判定してください。",
            "There is nothing more for you to fill in: what remains ({n}) is to be confirmed by {whom}. Please ask, record the answer and have the claim judged again.",
        )
        said = say(text, lang, n=waiting[Owner.AUTHORITY], whom=whom, you=you)
        if letters_in is not None:
            where = Text(
                "依頼文は、本報告書の「{part}」に示しています。",
                "The request to send stands under “{part}”.",
            )
            said += gap + say(where, lang, part=say(letters_in.value, lang))
    else:
        owed = listing(
            [say(_OWED[owner], lang, n=waiting[owner], whom=whom, you=you) for owner in rest], lang
        )
        said = say(Text("{owed}あります。", "Open questions: {owed}."), lang, owed=owed)
    return first + gap + said + (gap + say(Text("このほか、", "Besides: "), lang) + after if after else "")


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


def unknown_fails(fails: int, lang: Lang) -> str:
    """Say whether anything fails beside what is open."""
    if not fails:
        return say(Text("不適合と判定した項目はありません。", "No item was found not to conform."), lang)
    return say(
        Text(
            "なお、不適合の所見が{n}件あります。対応方法をあわせてご確認ください。",
            "Findings that do not conform: {n}. Please look at what they suggest as well.",
        ),
        lang, n=fails,
    )  # fmt: skip


def unknown_next(lang: Lang) -> str:
    """Say what to do with an open claim."""
    return say(
        Text(
            "「要確認事項」にご対応のうえ、改めて判定してください。",
            "Please settle the open questions below, then have the claim judged again.",
        ),
        lang,
    )


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
    scheme: str, period: str, verdict: Verdict, short: tuple[str, str] | None, lang: Lang
) -> str:
    """Say how one filing came out, with the number that says most about it: its label and value."""
    said = in_brackets(headed(*short, lang), lang) if short is not None else ""
    if lang == "ja" and "報告" not in period:
        period += "の報告"
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
            "本項目は、申告のとおりであれば対象外です。その前提（クレジット制度、取組の類型等）が申告のみで、まだ資料で示されていないため、要確認としています。資料で示されれば、ほかにご対応いただく事項はありません。",
            "This item is not applicable if it is as stated. It is listed because what that rests on (the credit programme, the kind of initiative and the like) is not yet shown by a document; once it is, nothing more is asked.",
        ),
        lang,
    )


def of_all(message: str, lang: Lang) -> str:
    """Say of several findings at once what each of them says of itself (see only_stated_sentence)."""
    if lang == "ja":
        return re.sub(r"\A本項目は、?", "次の項目は、", message)
    return re.sub(r"\AThis item is", "Each of these items is", message).replace(
        "treats it as not confirmed: please provide the document.",
        "treats them as not confirmed: please provide the documents.",
    )


def stated_line(titles: Sequence[str], lang: Lang, outside: bool = False) -> str:
    """Say once of items that would pass, or not apply, as stated what all of them lack, and which they are."""
    named = [f"「{title}」" if lang == "ja" else f"“{title}”" for title in titles[:_NAMED]]
    if len(titles) > _NAMED:
        named.append(and_more(len(titles) - _NAMED, lang))
    text = (
        Text(
            "その前提（クレジット制度、取組の類型等）が、まだ資料で示されていません（{named}）。",
            "What that rests on (the credit programme, the kind of initiative and the like) is not yet shown by a document ({named}).",
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
) -> str:
    """What a finding waits for, together for each owner and reason: 無効化日（R1）、用途（R1）［登録簿：記載がありません］."""
    few = [*labels[:_NAMED], *([and_more(len(labels) - _NAMED, lang)] if len(labels) > _NAMED else [])]
    why = headed(whom or owner_word(owner, lang, you), reason_word(reason, lang, ahead=ahead), lang)
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


def reviewer_note(owners: Sequence[Owner], profile: Profile, lang: Lang) -> tuple[str, ...]:
    """Who a reviewer is where nobody audits: in a self-check, the claimant's own judgement counts too."""
    said = Text(
        "確認先の「審査員」は、自己確認では、社内のご担当者（できれば取組の担当でない方）又は外部の専門家を指します。",
        "In a self-check the reviewer is a colleague, best one outside the activity, or an outside expert.",
    )
    return (say(said, lang),) if profile is Profile.SELF_CHECK and Owner.REVIEWER in owners else ()


# --- tonnes -------------------------------------------------------------------------------------------------------------


def valid_sentence(valid: Interval, lang: Lang, planned: bool = False) -> str:
    """Say how many valid tonnes are confirmed, and how many wait, or are still to be retired as planned."""
    low, high = valid.at_least, valid.at_most
    if planned and low == 0 and high is not None and high > 0:
        return say(
            Text(
                "計画段階のため、有効な無効化量は現時点では0 t-CO2です。予定どおり無効化が完了し、すべて有効と確認された場合は{high}となります。",
                "The claim is planned, so nothing is validly retired yet. If the retirement is completed as planned and all of it proves valid, it comes to {high}.",
            ),
            lang, high=tonnes(high),
        )  # fmt: skip
    if low == 0 and high == 0:
        return say(
            Text("有効な無効化を確認できた数量はありません。", "No tonnes are confirmed as validly retired."),
            lang,
        )
    if low is None:
        return say(
            Text(
                "有効な無効化を確認できた数量は、現時点では確定していません。",
                "The tonnes confirmed as validly retired are not known yet.",
            ),
            lang,
        )
    first = say(
        Text("有効な無効化を確認できた数量は{low}です。", "Tonnes confirmed as validly retired: {low}.")
        if low
        else Text(
            "有効な無効化を確認できた数量は、まだありません。", "No tonnes are confirmed as validly retired yet."
        ),
        lang, low=tonnes(low),
    )  # fmt: skip
    if high == low:
        return first
    space = "" if lang == "ja" else " "
    if high is not None and not low:
        return first + space + say(
            Text(
                "確認待ちの{high}は、すべて有効と確認された場合に算入できます。",
                "The {high} awaiting confirmation count if they all prove valid.",
            ),
            lang, high=tonnes(high),
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
        "{what}を満たすかどうかは、確認待ちの数量によります。",
        "Whether {what} is covered depends on what awaits confirmation.",
    )
    then_covered: Text = Text("その場合は、{what}を満たします。", "That would cover {what}.")


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
) -> str | None:
    """Compare the valid tonnes with those needed; None where the need itself is not known exactly.

    `later`: a stated day after that of judgement that keeps tonnes from counting; `only_days`: it is all that makes them short.
    `to_mend`: what was retired may count once findings on its retirement are mended.
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
        text = said.then_covered
    elif high == 0:
        text = said.nothing
    elif high == low:
        text = said.short
    else:
        text = said.still_short
    short = tonnes(needed - high) if high is not None else ""
    compared = say(text, lang, what=what, short=short, have=tonnes(high) if high is not None else "")
    if high is None or high >= needed or not (to_mend or later):
        return compared
    if later is None:
        return first_sentence(compared, lang) + ("" if lang == "ja" else " ") + say(_MEND_FIRST, lang)
    # Whoever retired on that day would retire twice.
    until = say(_ONLY_DAYS if only_days else _DAYS_FIRST, lang, day=day(later, lang))
    return first_sentence(compared, lang) + ("" if lang == "ja" else " ") + until


_ONLY_DAYS: Final = Text(
    "判定基準日より後の日付（{day}）が記載された事項を、算入していないためです。日付に誤りがないことをご確認のうえ、その日以後を判定基準日として、改めて判定してください。",
    "This is because something dated after the day of judgement ({day}) is not counted. Please check the day, and have the claim judged again as of that day or a later one.",
)
_MEND_FIRST: Final = Text(
    "追加の無効化を行う前に、無効化についての不適合の所見にご対応ください。それまでは、有効な無効化量を超えてオフセットしたとの表示をお控えください。",
    "Before you retire more, please mend what fails about the retirement; until then, please state no offset beyond the tonnes validly retired.",
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
_NOTHING_OFFSET: Final = Text(
    "{what}に対し、全量が不足しています。有効なクレジットを無効化し、登録簿から出力された無効化通知書をご用意ください。それまでは、オフセットしたとの表示をお控えください。",
    "All of {what} is lacking. Please have valid credits retired and keep the retirement notice from the registry; until then, please do not state an offset.",
)
_NOTHING_NEUTRAL: Final = Text(
    "{what}に対し、全量が不足しています。有効なクレジットを無効化し、登録簿から出力された無効化通知書をご用意ください。それまでは、「カーボンニュートラル」との表示及びオフセットしたとの表示をお控えください。",
    "All of {what} is lacking. Please have valid credits retired and keep the retirement notice from the registry; until then, please state neither carbon neutrality nor an offset.",
)
_SHORT_OFFSET: Final = Text(
    "{what}に対し、{short}不足しています。追加の無効化を行うか、記載を{have}以下に改めてください。",
    "Of {what}, {short} is lacking. Please retire more, or state no more than {have}.",
)
_SHORT_NEUTRAL: Final = Text(
    "{what}に対し、{short}不足しています。追加の無効化を行うか、「カーボンニュートラル」との表示を取りやめ、{have}以下の「カーボン・オフセット」として、数量又は割合を併記してください。",
    "Of {what}, {short} is lacking. Please retire more, or drop the words “carbon neutral” and state an offset of no more than {have}, with its quantity or share.",
)
_STILL_SHORT_OFFSET: Final = Text(
    "その場合でも、{what}に対し{short}不足します。追加の無効化を行うか、記載する数量をお見直しください。",
    "Even then {short} of {what} would be lacking. Please retire more, or revise the tonnes stated.",
)
_STILL_SHORT_NEUTRAL: Final = Text(
    "その場合でも、{what}に対し{short}不足します。追加の無効化を行うか、「カーボンニュートラル」との表示をお見直しください。",
    "Even then {short} of {what} would be lacking. Please retire more, or reconsider the words “carbon neutral”.",
)
_NEEDS: Final[dict[Need, _Needed]] = {
    Need.OFFSET: _Needed(_OFFSET_NEED, _NOTHING_OFFSET, _SHORT_OFFSET, _STILL_SHORT_OFFSET),
    Need.NEUTRAL: _Needed(_NEUTRAL_NEED, _NOTHING_NEUTRAL, _SHORT_NEUTRAL, _STILL_SHORT_NEUTRAL),
    Need.RETIREMENT: _Needed(
        Text("主張する無効化量{need}", "the {need} claimed as retired"),
        Text(
            "{what}の全量について、有効な無効化を確認できていません。有効なクレジットを無効化し、登録簿から出力された無効化通知書をご用意ください。それまでは、無効化したとの表示をお控えください。",
            "All of {what} is lacking. Please have valid credits retired and keep the retirement notice from the registry; until then, please do not state a retirement.",
        ),
        Text(
            _SHORT_OFFSET.ja,
            "Of {what}, {short} is lacking. Please retire more, or state no more than {have}.",
        ),
        _STILL_SHORT_OFFSET,
        Text("{what}の全量について、有効な無効化を確認しました。", "The retirement of {what} is confirmed."),
        Text(
            "{what}の全量を確認できるかどうかは、確認待ちの数量によります。",
            "Whether {what} can be confirmed depends on what awaits confirmation.",
        ),
        Text("その場合は、{what}の全量を確認できます。", "That would confirm {what}."),
    ),
}


def all_facts_sentence(valid: Interval, lang: Lang) -> str:
    """Say what the valid tonnes come to when unsupported information is taken as well."""
    return say(
        Text(
            "裏付けを確認する前の情報も含めると、有効な無効化量は{valid}です。",
            "With information not yet supported, the valid retired tonnes are {valid}.",
        ),
        lang, valid=interval(valid, lang),
    )  # fmt: skip


# --- the clause behind a finding ----------------------------------------------------------------------------------------


_JAPANESE: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff々〆]")


def as_named(text: str, lang: Lang) -> str:
    """Return a name that exists in Japanese only, in quotation marks where the reader reads English."""
    if lang == "ja" or not _JAPANESE.search(text):
        return text
    if edition := re.fullmatch(r"第([0-9]+)版", text):
        n = edition[1]
        end = {"1": "st", "2": "nd", "3": "rd"}.get(n[-1], "th") if n not in ("11", "12", "13") else "th"
        return f"{n}{end} edition"
    return f"“{text}”"


def basis_line(basis: BasisShown, lang: Lang) -> str:
    """Return document, edition, section and issuer in one line, with how well the clause is known."""
    return _cited(basis, lang) + in_brackets(listing([_issuer(basis, lang), _known(basis, lang)], lang), lang)


def basis_lines(bases: Sequence[BasisShown], lang: Lang) -> tuple[str, ...]:
    """Return each clause once in a line; where it is cited for several points, how well each of them is known.

    『解説』（環境省、公式の資料、一部原文未確認）
    """
    found: dict[tuple[str, str], list[BasisShown]] = {}
    for basis in bases:
        found.setdefault((_cited(basis, lang), _issuer(basis, lang)), []).append(basis)
    part = Text("一部{known}", "in part: {known}")
    lines = []
    for (title, issuer), same in found.items():
        best, *rest = dict.fromkeys(
            _known(b, lang) for b in sorted(same, key=lambda b: _SUREST.index(b.confidence))
        )
        said = [issuer, best, *(say(part, lang, known=known) for known in rest)]
        lines.append(title + in_brackets(listing(said, lang), lang))
    return tuple(lines)


_SUREST: Final[tuple[Confidence, ...]] = ("official", "confirmed_by_user", "secondary", "unconfirmed")


def _cited(basis: BasisShown, lang: Lang) -> str:
    """Document, edition and section."""
    title = _titled(basis, lang)
    if basis.section:
        title += f"{' ' if lang == 'ja' else ', '}{as_named(basis.section, lang)}"
    return title


def _known(basis: BasisShown, lang: Lang) -> str:
    """How well the clause is known; of a text seen only through what others wrote, that."""
    if basis.through_others and basis.confidence == "secondary":
        return say(Text("二次資料による", "from secondary sources"), lang)
    return confidence_word(basis.confidence, lang)


def document_line(basis: BasisShown, lang: Lang) -> str:
    """Return document, edition and issuer, for the list of sources."""
    return _titled(basis, lang) + in_brackets(_issuer(basis, lang), lang)


def _issuer(basis: BasisShown, lang: Lang) -> str:
    """Who issued the document, or that this is not known."""
    return basis.issuer or say(Text("発行者未確認", "publisher not known"), lang)


def short_bases(bases: Sequence[BasisShown], numbers: Sequence[int | None], lang: Lang) -> tuple[str, ...]:
    """Return each document once: its number, or title, with its sections; how well it is known where it is not official.

    `[1] 定義`, `[3]（二次資料）`, `[5]（一部原文未確認）`.
    """
    found: dict[str, tuple[list[str], list[Confidence]]] = {}
    for basis, n in zip(bases, numbers, strict=True):
        named = _titled(basis, lang) if n is None else f"[{n}]"
        sections, known = found.setdefault(named, ([], []))
        if basis.section:
            sections.append(as_named(basis.section, lang))
        known.append(basis.confidence)
    return tuple(
        named
        + (f" {listing(list(dict.fromkeys(sections)), lang)}" if sections else "")
        + _how_known(known, lang)
        for named, (sections, known) in found.items()
    )


def _how_known(known: Sequence[Confidence], lang: Lang) -> str:
    words = [confidence_word(name, lang) for name in dict.fromkeys(known) if name != "official"]
    if not words:
        return ""
    said = listing(words, lang)
    return in_brackets(
        say(Text("一部{said}", "in part: {said}"), lang, said=said) if "official" in known else said, lang
    )


def _titled(basis: BasisShown, lang: Lang) -> str:
    title = f"『{basis.title}』" if lang == "ja" and "『" not in basis.title else basis.title
    if basis.edition and basis.edition not in basis.title:
        title += f"{'' if lang == 'ja' else ', '}{as_named(basis.edition, lang)}"
    return title


def clause_named(basis: BasisShown, lang: Lang) -> str:
    """Return document, edition and section: what a letter names."""
    title = _titled(basis, lang)
    return (
        title + (f"「{basis.section}」" if lang == "ja" else f", {basis.section}") if basis.section else title
    )


def clause_enquiry(condition: str, sources: Sequence[str], lang: Lang) -> str:
    """Ask an authority what the clause behind a condition demands, and say what was looked at."""
    asked = say(
        Text(
            "「{condition}」について、現行の規定の内容と取扱い（求められるかどうか、例外の有無）をご教示ください。",
            "“{condition}”: is this what the rules in force ask for, and are there exceptions?",
        ),
        lang, condition=condition,
    )  # fmt: skip
    seen = say(
        Text("（当方で参照した資料：{sources}）", " (We looked at: {sources}.)"),
        lang, sources=("、" if lang == "ja" else "; ").join(dict.fromkeys(sources)),
    )  # fmt: skip
    return (asked.removesuffix("。") + seen + "。" if lang == "ja" else asked + seen) if sources else asked


def reading_enquiry(title: str, options: Sequence[str], lang: Lang) -> str:
    """Ask an authority which of the candidate readings of a clause holds."""
    return say(
        Text("{title}：{options}のいずれによるべきかをご教示ください。", "{title}: which of these applies: {options}?"),
        lang, title=title,
        options="".join(f"「{o}」" for o in options) if lang == "ja" else "; ".join(options),
    )  # fmt: skip


def use_enquiry(use: str, lang: Lang) -> str:
    """Ask an authority what a use asks of credits."""
    return say(
        Text(
            "「{use}」にクレジットを使用できる条件を定めた規定と、その取扱いをご教示ください。",
            "Which clause says what credits may be used for “{use}”, and how is it applied?",
        ),
        lang, use=use,
    )  # fmt: skip


def confidence_notes(
    bases: Sequence[BasisShown], verdict: Verdict, lang: Lang, *, law_open: bool = True
) -> tuple[str | None, ...]:
    """Say, after the last clause of its kind, what the reader must know about clauses not read at their source.

    `law_open`: whether a clause, and not merely a fact, keeps what is to be confirmed from being decided.
    """
    last = {_kind_of(basis): n for n, basis in enumerate(bases)}
    return tuple(
        _confidence_note([other for other in bases if _kind_of(other) == kind], verdict, lang, law_open)
        if last[kind := _kind_of(basis)] == n
        else None
        for n, basis in enumerate(bases)
    )


def _kind_of(basis: BasisShown) -> tuple[str, str | None]:
    """What is told once: secondary sources together, unconfirmed texts by the day they were looked for."""
    return basis.confidence, basis.state_of if basis.confidence == "unconfirmed" else None


def _confidence_note(bases: Sequence[BasisShown], verdict: Verdict, lang: Lang, law_open: bool) -> str | None:
    match bases[0].confidence:
        case "official":
            return None
        case "secondary":
            return _second_hand(bases, lang)
        case "unconfirmed":
            state = day_text(bases[0].state_of, lang) if bases[0].state_of else None
            since = (
                say(
                    Text("（{state}時点の資料によります）", " (from a source as of {state})"),
                    lang,
                    state=state,
                )
                if state
                else ""
            )
            issuers = list(dict.fromkeys(b.ask for b in bases if b.ask))
            ask = (
                say(Text("（確認先：{issuer}）", " (to ask: {issuer})"), lang, issuer=listing(issuers, lang))
                if issuers
                else ""
            )
            if verdict is Verdict.UNKNOWN and not law_open:
                allows = not any(b.restricts for b in bases) and any(b.permits for b in bases)
                return say(_NOT_SEEN_ALLOWS if allows else _NOT_SEEN, lang, since=since)
            if verdict is Verdict.UNKNOWN:
                return say(
                    Text(
                        "本項目の根拠となる規定は、原文を確認できていません{since}。このため、満たしていない可能性はありますが「不適合」とは判定せず、「要確認」としています{ask}。",
                        "The text of this clause could not be confirmed{since}. It may not be met, but it is shown as “To be confirmed” rather than as not conforming{ask}.",
                    ),
                    lang, since=since, ask=ask,
                )  # fmt: skip
            return say(
                Text(
                    "本項目の根拠となる規定は、原文を確認できていません{since}。公表又は報告の前に、原文をご確認ください{ask}。",
                    "The text of this clause could not be confirmed{since}. Please read the original before you publish or report{ask}.",
                ),
                lang, since=since, ask=ask,
            )  # fmt: skip
        case "confirmed_by_user":
            return say(
                Text(
                    "本項目には、利用者が確認した値を用いています（「利用者による確認」をご覧ください）。本ツールの提供元が確認した値ではありません。",
                    "This item uses a value that the user confirmed (see “Confirmed by the user”); the makers of this program have not confirmed it.",
                ),
                lang,
            )
        case _:
            assert_never(bases[0].confidence)


_NOT_SEEN: Final = Text(
    "本項目を「要確認」としているのは、確認待ちの事項があるためです。なお、原文を確認できていない規定{since}のみに基づいて「不適合」と判定することはなく、満たさない場合も「要確認」とします。",
    "It is to be confirmed because of what it waits for. A clause whose text could not be confirmed{since} never decides against the claim by itself: where only that is not met, the item stays “To be confirmed”.",
)
_NOT_SEEN_ALLOWS: Final = Text(
    "本項目を「要確認」としているのは、確認待ちの事項があるためです。なお、原文を確認できていない規定{since}のみに基づいて「適合」と判定することはなく、該当する場合も「要確認」とします。",
    "It is to be confirmed because of what it waits for. A clause whose text could not be confirmed{since} never decides for the claim by itself: where it rests on that alone, the item stays “To be confirmed”.",
)


def _second_hand(bases: Sequence[BasisShown], lang: Lang) -> str:
    """Name the texts known only from what others say of them, and the secondary sources that say it."""
    originals = list(dict.fromkeys(_titled(b, lang) for b in bases if b.through_others))
    dated = list(dict.fromkeys((b.title, b.state_of) for b in bases if not b.through_others))
    if not dated and len({b.state_of for b in bases}) == 1:
        dated = [("", bases[0].state_of)]
    one = len(dated) == 1
    at = Text("、{state}時点", ", as of {state}") if one else Text("（{state}時点）", ", as of {state}")
    sources = ("、" if lang == "ja" else "; ").join(
        title + (say(at, lang, state=day_text(state, lang)) if state else "") for title, state in dated
    )
    if all(b.through_others for b in bases):
        text = Text(
            "本項目は、{of}の原文ではなく、これに関する解説（二次資料{source}）に基づいて判定しています。公表又は報告の前に、原文をご確認ください。",
            "This item rests on commentary on {of} (a secondary source{source}), not on its own text. Please read the original before you publish or report.",
        )
    elif originals:
        text = Text(
            "本項目は、{of}の原文ではなく二次資料（{source}）に基づいて判定しています。公表又は報告の前に、原文をご確認ください。",
            f"This item rests on {'a secondary source' if one else 'secondary sources'} ({{source}}), not on the text of {{of}}. Please read the original before you publish or report.",
        )
    else:
        text = Text(
            "本項目は、規定等の原文ではなく二次資料（{source}）に基づいて判定しています。公表又は報告の前に、原文をご確認ください。",
            f"This item rests on {'a secondary source' if one else 'secondary sources'} ({{source}}), not on the original text. Please read the original before you publish or report.",
        )
    return say(text, lang, of=_and_all(originals, lang), source=sources)


def _and_all(names: Sequence[str], lang: Lang) -> str:
    most, last = listing(names[:-1], lang), "".join(names[-1:])
    return f"{most}{'及び' if lang == 'ja' else ' and '}{last}" if most else last


def confirmation_sentence(confirmation: Confirmation, lang: Lang) -> str:
    """Say that a value is the user's, with who, when and where from."""
    where = (
        say(Text("、出典：{source}", ", source: {source}"), lang, source=confirmation.source)
        if confirmation.source
        else ""
    )
    return say(
        Text(
            "「{of}」には、利用者が確認した値（{value}）を用いています（確認者：{by}、確認日：{on}{where}）。本ツールの提供元が確認した値ではありません。",
            "“{of}” uses a value that the user confirmed ({value}; by {by} on {on}{where}). The makers of this program have not confirmed it.",
        ),
        lang, of=fact_label(confirmation.of, lang), value=confirmation.value, by=confirmation.by,
        on=day(confirmation.on, lang), where=where,
    )  # fmt: skip


_WAYS: Final = {2: "二", 3: "三", 4: "四", 5: "五"}


def readings_sentence(readings: Sequence[ReadingResult], lang: Lang) -> str:
    """Say the result under each candidate reading, and that the authority decides."""
    shown = []
    for mark, reading in zip("ABCDEFGHIJ", readings, strict=False):
        values = listing([interval(value, lang) for value in reading.values.values()], lang)
        result = truth_word(reading.truth, lang)
        shown.append(
            say(
                Text("{mark}：{label}…{values}", "{mark}, {label}: {values}"),
                lang, mark=mark, label=reading.label, values=f"{values}{in_brackets(result, lang)}" if values else result,
            )
        )  # fmt: skip
    return say(
        Text(
            "規定の解釈が確定していないため、{n}通りの結果を示します。{shown}{gap}。いずれによるかは、所管当局にご確認ください。",
            "The reading of the clause is not settled, so {n} results are shown. {shown}{gap}. Please ask the authority which applies.",
        ),
        lang, n=_WAYS.get(len(readings), str(len(readings))) if lang == "ja" else len(readings),
        shown=listing(shown, lang) if lang == "ja" else "; ".join(shown), gap=_gap(readings, lang),
    )  # fmt: skip


def _gap(readings: Sequence[ReadingResult], lang: Lang) -> str:
    """Say by how much two readings differ, where each gives one exact number of the same name."""
    if len(readings) != 2 or any(len(reading.values) != 1 for reading in readings):
        return ""
    (first_name, first), (second_name, second) = (next(iter(reading.values.items())) for reading in readings)
    ends = (first.at_least, first.at_most, second.at_least, second.at_most)
    if first_name != second_name or any(end is None for end in ends):
        return ""
    one, other = first.at_least, second.at_least
    if one is None or other is None or one != first.at_most or other != second.at_most or one == other:
        return ""
    return say(Text("（差：{gap}）", " (difference: {gap})"), lang, gap=tonnes(abs(one - other)))


# --- cross-check --------------------------------------------------------------------------------------------------------

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
        return say(Text("定めなし", "no limit"), lang)
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


def source_notes(source: SourceShown, lang: Lang) -> tuple[str, ...]:
    """Say what makes a source stand out."""
    notes = []
    if source.altered:
        notes.append(Text("記載と異なるファイルです", "not the file that was stated"))
    if source.chosen:
        notes.append(Text("採用する値として選択されています", "chosen as the value to use"))
    found = [say(note, lang) for note in notes]
    if source.lowered and not source.vouched:
        lowered = Text("取組の実施者以外の確認者の記載がないため、記載された水準では取り扱っていません。", "nobody but the claimant is named for it (`by`), so it does not count at the level stated")  # fmt: skip
        return (*found, say(lowered, lang))
    if source.file is not None and source.file is not models.FileState.FOUND:
        found.append(enum_word(source.file, lang) + ("。" if lang == "ja" else ""))
        if source.lowered:
            lowered = Text("このため、申告のみとして取り扱いました。", "so the value counts only as stated")
            found.append(say(lowered, lang))
    elif source.lowered:
        lowered = Text("資料のファイルがないため、申告のみとして取り扱いました。", "no file of it lies beside the claim, so the value counts only as stated")  # fmt: skip
        found.append(say(lowered, lang))
    return tuple(found)


def cross_check_line(results: Sequence[str], lang: Lang) -> str:
    """一致 3件、不一致 1件: how the facts with evidence came out."""
    counts = {name: list(results).count(name) for name in _RESULTS}
    return listing([f"{result_word(name, lang)} {count(n, lang)}" for name, n in counts.items() if n], lang)


# --- wording of statements ----------------------------------------------------------------------------------------------


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


def phrase_enquiry(phrase: PhraseFound, lang: Lang) -> str:
    """Ask in a letter which is right, the words or what is stated; how we found them is not its reader's concern."""
    return say(
        Text(
            "表示の「{excerpt}」に「{quote}」とありますが、ご申告の内容は「{stated}」です。いずれが正しいかをお知らせください。{question}",
            "The text says “{quote}” (“{excerpt}”), while what is stated is “{stated}”. Please tell us which of them is right. {question}",
        ),
        lang, quote=phrase.quote, excerpt=shortened(phrase.excerpt, 80), stated=_phrase_stated(phrase, lang),
        question=phrase.question,
    )  # fmt: skip


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
        question=phrase.question, source=phrase.source, dated=dated,
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


# --- before the retirement ----------------------------------------------------------------------------------------------


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


def rounded_up_note(uses: Decimal, quantity: Decimal, lang: Lang) -> str:
    """Say in an application that its quantity was rounded up to whole credits."""
    return say(
        Text(
            "{quantity}（活用量{uses}の端数を1 t-CO2単位に切上げ）",
            "{quantity} (the {uses} used, rounded up to whole credits)",
        ),
        lang, quantity=tonnes(quantity), uses=tonnes(uses),
    )  # fmt: skip


# --- applications -------------------------------------------------------------------------------------------------------


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
            "活用範囲が異なるものは、一つの申請で同時に無効化することはできません。申請を{n}件に分け、目的詳細も申請ごとに書き分けてください（制度ホームページの2023年時点の写しによる）。",
            "Different scopes of use cannot be retired in one application. Please make {n} separate applications, each with its own purpose detail (from a 2023 copy of the programme's site).",
        ),
        lang, n=n,
    )  # fmt: skip
    return fixed, split


def application_title(n: int, uses: str, lang: Lang) -> str:
    """Return what an application is called: its number, and the uses it is for."""
    return say(Text("申請{n}（活用 {uses}）", "Application {n} (use {uses})"), lang, n=n, uses=uses)


def owed_now(n: int, lang: Lang) -> str:
    """Say how many questions one owner can answer now, for the card beside the verdict."""
    return count(n, lang) if n else say(Text("なし", "nothing"), lang)


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
