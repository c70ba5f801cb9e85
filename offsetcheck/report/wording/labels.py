"""The headings and labels that stand beside values: one word or two each."""

from __future__ import annotations

from enum import Enum

from offsetcheck.facts.problems import Text

__all__ = [
    "Label",
]


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
    NOUGHT_LEFT_OUT = Text(
        "数量が0の項目は省略しています（合計の内訳の表を除きます）。",
        "Numbers that are nought are left out, but for the tables that take a total apart.",
    )
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
    STILL_WAITING = Text("確認待ち（参考を除く）", "Waiting for (advisory aside)")
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
    ACCOUNT = Text("口座保有者", "Account holder")
    DESIGNATION = Text("指定方法", "How the credits are named")
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
    RETIRED = Text("有効な無効化等の数量", "Validly retired")
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
        "根拠の番号は、末尾の「出典」の番号です。「二次資料」「原文未確認」とあるものは、公表又は報告の前に（既に済んでいる場合は速やかに）原文をご確認ください。その他は、所管当局、制度事務局等の公式の資料によります。",
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
    ONLY_STATED_TAG = Text("申告のみ（裏付け待ち）", "only stated")
    OUTSIDE_TAG = Text("申告のとおりであれば対象外", "not applicable if as stated")
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
    ANSWERED_TAG = Text("ほかの確認の後", "after other answers")
    SPARED_TAG = Text("ほかの確認で解決しない場合", "where other answers do not settle it")
    MENDED_TAG = Text("ほかの不適合の解消後", "once other findings are mended")
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
