"""The open questions as letters ready to send: one to each owner, with what is asked, why, and by when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import ClaimKind, Programme
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.serials import EX_POST
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.report import wording as w
from offsetcheck.report.asked import whom_to_ask
from offsetcheck.report.markdown_writer import escape_with_places
from offsetcheck.report.model import ClaimReport, FactRead, Finding, OpenQuestion, Report
from offsetcheck.report.summary import address
from offsetcheck.report.view import labels_before

__all__ = ["Letter", "letters", "write_letter"]

_TITLES = {
    Owner.CLAIMANT: Text("資料のご提供及びご確認のお願い", "Request for documents and confirmation"),
    Owner.REGISTRY: Text("登録簿の記録に関するご確認のお願い", "Request to confirm registry records"),
    Owner.REVIEWER: Text("ご判断のお願い", "Request for a reviewer's judgement"),
    Owner.AUTHORITY: Text("規定の取扱いに関するお問い合わせ", "Enquiry on how a clause applies"),
}
_TO = {
    Owner.CLAIMANT: Text("{organisation} 御中", "To: {organisation}"),
    Owner.REGISTRY: Text("{registry} 御中", "To: {registry}"),
    Owner.REVIEWER: Text("審査ご担当者 様", "To: the reviewer"),
    Owner.AUTHORITY: Text("{authority} 御中", "To: {authority}"),
}
_ABOUT = {
    Owner.CLAIMANT: Text(
        "{you}の下記の取組について、カーボン・オフセットの指針等との整合性を確認しております（判定基準日：{as_of}、現時点の判定：{verdict}）。",
        "We are checking your initiative named below against the offset guideline and related rules (judged as of {as_of}; verdict so far: {verdict}).",
    ),
    Owner.REGISTRY: Text(
        "下記の取組に係るクレジットについて、登録簿の記録を確認しております（判定基準日：{as_of}）。",
        "We are confirming the registry's records of the credits used for the initiative named below (judged as of {as_of}).",
    ),
    Owner.REVIEWER: Text(
        "下記の取組について、審査員のご判断を要する事項があります（判定基準日：{as_of}、現時点の判定：{verdict}）。",
        "The initiative named below needs a reviewer's judgement (judged as of {as_of}; verdict so far: {verdict}).",
    ),
    Owner.AUTHORITY: Text(
        "下記の取組について、関係する規定の取扱いを確認しております（判定基準日：{as_of}）。原文又は解釈を確認できない点があるため、お尋ね申し上げます。",
        "We are confirming how the rules apply to the initiative named below (judged as of {as_of}). Some texts or readings could not be confirmed, so we turn to you.",
    ),
}
_ABOUT_REPORTS = Text(
    "下記の報告に係るクレジットについて、登録簿の記録を確認しております（判定基準日：{as_of}）。",
    "We are confirming the registry's records of the credits used for the report named below (judged as of {as_of}).",
)
"""Said to a registry about credits that are used for no offset."""
_FAILED = Text(
    "不適合と判定した項目の内容と対応方法は、同封の判定報告書をご覧ください。",
    "The report enclosed says which items do not conform, and what to do about each.",
)
"""Said to a claimant: the letter itself only asks for what is still open."""
_FAILED_BESIDE = Text(
    "なお、総合判定に影響しない不適合の所見が{n}件あります。内容と対応方法は、同封の判定報告書をご覧ください。",
    "Findings that do not decide the verdict fail: {n}. The report enclosed says which, and what to do about each.",
)
_JUDGED_AHEAD = Text(
    "下記の取組について、審査員のご判断の状況を確認しております（判定基準日：{as_of}、現時点の判定：{verdict}）。",
    "We are confirming the reviewer's judgements on the initiative named below (judged as of {as_of}; verdict so far: {verdict}).",
)
"""Said to a reviewer who has judged already, though after the day of judgement."""
_JUDGED_TITLE = Text("ご判断の日付のご確認のお願い", "Request to confirm the day of a judgement")
_ASK_JUDGED = Text(
    "現時点で新たにご判断いただく事項はございません。下記のご判断について、日付に誤り又は変更がございましたら、お知らせくださいますようお願い申し上げます。",
    "There is nothing new for you to judge now. If the day of a judgement below is wrong or changes, we would be grateful if you told us.",
)
_ASK = {
    Owner.CLAIMANT: Text(
        "お手数をおかけいたしますが、下記の事項について、{by}までに、資料をご提供いただくか、ご回答くださいますようお願い申し上げます。ご提供が難しい項目がございましたら、その旨と理由をお知らせください。",
        "We would be grateful for the documents or answers listed below by {by}. If something cannot be provided, please tell us so, and why.",
    ),
    Owner.REGISTRY: Text(
        "お手数をおかけいたしますが、下記の事項について、{by}までに、登録簿から出力した資料をご提供いただくか、ご回答くださいますようお願い申し上げます。ご回答が難しい項目がございましたら、その旨をお知らせください。",
        "We would be grateful for registry extracts or answers on the points below by {by}. If something cannot be answered, please tell us so.",
    ),
    Owner.REVIEWER: Text(
        "お手数をおかけいたしますが、下記の事項について、{by}までにご判断とその理由をお示しくださいますようお願い申し上げます。",
        "We would be grateful for your judgement on the points below, with its reason, by {by}.",
    ),
    Owner.AUTHORITY: Text(
        "お手数をおかけいたしますが、下記の事項について、{by}までにご教示くださいますようお願い申し上げます。",
        "We would be grateful for your answer on the points below by {by}.",
    ),
}
_REQUESTS: dict[Owner, dict[Reason | None, Text]] = {
    Owner.CLAIMANT: {
        None: Text("内容をお知らせください。", "Please tell us."),
        Reason.NOT_YET: Text(
            "手続の完了後に、内容が分かる資料をご提供いただくか、ご回答ください。",
            "Please send us a document or an answer once the step is completed.",
        ),
        Reason.BELOW_ASSURANCE: Text("根拠資料をご提出ください。", "Please provide a supporting document."),
        Reason.EXPIRED: Text(
            "有効期限内の資料をご提出ください。", "Please provide a document that is still valid."
        ),
        Reason.CONFLICT: Text(
            "転記の誤りでないかをご確認のうえ、正しい値をお知らせください。誤りでない場合は、資料の写しをご提供ください。",
            "Please check whether it was miscopied, and tell us which value is right; or else send us a copy of the document.",
        ),
        Reason.OPEN_LIST: Text(
            "ほかにあるかどうかと、ある場合はその内容をお知らせください。",
            "Please tell us whether there are any others and, if so, what they are.",
        ),
        Reason.LAW_OPEN: Text("ご承知の内容をお知らせください。", "Please tell us what you know of it."),
    },
    Owner.REGISTRY: {
        None: Text("登録簿に記録された内容をお知らせください。", "Please tell us what the registry records."),
        Reason.NOT_YET: Text(
            "手続の完了後に、登録簿に記録された内容をお知らせください。",
            "Please tell us what the registry records once the step is completed.",
        ),
        Reason.OPEN_LIST: Text(
            "登録簿の記録に照らし、記載漏れがないかをお知らせください。",
            "Please tell us whether the registry's records show anything left out.",
        ),
        Reason.LAW_OPEN: Text(
            "登録簿での取扱いをお知らせください。", "Please tell us how the registry handles this."
        ),
    },
    Owner.REVIEWER: {
        None: Text("ご判断とその理由をお示しください。", "Please give your judgement and its reason."),
        Reason.CONFLICT: Text(
            "資料を照合のうえ、採用する値をお知らせください。",
            "Please compare the sources and say which value is to be used.",
        ),
    },
    Owner.AUTHORITY: {
        None: Text("ご教示ください。", "Please tell us."),
        Reason.LAW_OPEN: Text(
            "規定の内容、及びいずれの取扱いによるべきかをご教示ください。",
            "Please tell us what the clause says, and how it is to be applied.",
        ),
    },
}
"""What a letter asks of its reader: the report speaks to the claimant, a letter to the one it is sent to."""
_PAPERS = Text(
    "登録簿、又は{plan}等の制度の公表資料で確認できる内容をお知らせください。プロジェクト実施者への確認を要する場合は、その旨をお知らせください。",
    "Please tell us what the registry or the programme's publications (such as the {plan}) show, or that the project proponent has to be asked.",
)
"""Asked of a registry about what it does not enter itself."""
_PLANS = {Programme.JCM: Text("事業設計書（PDD）", "project design document")}
_PLAN = Text("プロジェクト計画書", "project plan")
"""What a programme calls the paper that describes a project."""
_RECORD_OF_RETIREMENT: dict[bool | None, Text] = {
    True: Text(
        "無効化通知書（写し）等、内容が分かる資料をご提供ください。",
        "Please send us a document that shows it, such as a copy of the retirement notice.",
    ),
    False: Text(
        "上記の期日によらず、無効化の手続の完了後に、内容が分かる資料をご提供ください。",
        "Please send us a document that shows it once the retirement is completed, whatever the day above.",
    ),
    None: Text(
        "無効化通知書（写し）等、内容が分かる資料をご提供ください。無効化していない場合は、上記の期日によらず、完了後にご提供ください。",
        "Please send us a document that shows it, such as a copy of the retirement notice; if nothing is retired yet, once the retirement is completed, whatever the day above.",
    ),
}
"""Asked of the claimant, by whether the units are retired already."""
_ONCE_RETIRED = Text(
    "無効化の手続の完了後に、内容が分かる資料をご提供ください。",
    "Please send us a document that shows it once the retirement is completed.",
)
"""Asked of the claimant under a heading that puts no day to it."""
_COMPARED = Text(
    "転記の誤りでないかをご確認のうえ、正しい値を、上記の写しとあわせてお知らせください。",
    "Please check whether it was miscopied, and tell us which value is right, with the copy named above.",
)
"""Asked of a retirement whose notice is asked for already."""
_RECORD = Text("無効化の記録", "record of the retirement")
"""Asked of the registry in place of whether the units are retired, once they are."""
_RENEWED = Text(
    "プロジェクト実施者から受領した更新後の認定書等、有効期限内の資料をご提供ください。",
    "Please provide a document that is still valid, such as a renewed certificate from the project owner.",
)
"""Asked of the claimant, who showed the document that has expired, of what a registry may know as well."""
_PUBLISHED = Text("公表後にお知らせください。", "Please tell us once it is published.")
_REASONS: dict[tuple[Owner, Reason], Text] = {
    (Owner.CLAIMANT, Reason.ABSENT): Text("当方の資料では確認できていません", "our papers do not show it"),
    (Owner.CLAIMANT, Reason.OPEN_LIST): Text(
        "当方が把握しているもののほかにないかを確認できていません",
        "we cannot tell whether there are any beyond those known to us",
    ),
    (Owner.REGISTRY, Reason.ABSENT): Text("当方の資料では確認できていません", "our papers do not show it"),
    (Owner.REGISTRY, Reason.BELOW_ASSURANCE): Text(
        "申告の内容を照合しております", "we are checking what was stated to us"
    ),
    (Owner.REGISTRY, Reason.EXPIRED): Text(
        "当方が確認した資料の有効期限が過ぎています", "the document shown to us has expired"
    ),
    (Owner.AUTHORITY, Reason.LAW_OPEN): Text(
        "当方では、規定の原文又は解釈を確認できていません", "we could not settle the clause or its reading"
    ),
}
"""Why it is open, said to one who did not write the claim."""
_NOT_RETIRED = Text(
    "無効化の手続は、まだ完了していないと承知しております", "we understand that nothing is retired yet"
)
"""Why the record of a retirement is open where the units are said to be held."""
_EXPIRED_ON = Text(
    "当方が確認した資料の有効期限（{day}）が過ぎています", "the document shown to us expired on {day}"
)
_REQUEST_ALONE = {(Owner.REVIEWER, Reason.ABSENT)}
"""What is open as nobody was asked yet: that is no reason to give."""
_REGISTRIES = {
    Programme.J_CREDIT: Text(
        "J-クレジット制度事務局（登録簿担当）", "J-Credit scheme secretariat (registry)"
    ),
}
"""Who keeps the registry of a programme, where a source of the rules names them."""
_KEEPER_NAMED = Text("{name}の管理者", "Administrator of {name}")
_IN_JAPANESE = (Programme.J_CREDIT, Programme.JCM, Programme.DOMESTIC_CREDIT, Programme.J_VER)
"""The programmes whose registries are kept in Japanese."""
_TONGUE = Text("【要確認：英文での送付の要否】", "")
"""A letter in Japanese may not be read at a registry abroad."""
_KEEPER = Text("【要記入：登録簿の管理者】", "[to fill in: administrator of the registry]")
_KEEPER_OF = Text(
    "【要記入：{programme}の登録簿の管理者】", "[to fill in: administrator of the {programme} registry]"
)
_FROM = Text("【要記入：差出人の名称、担当者及び連絡先】", "[to fill in: sender, contact person, address]")
_NO_DAY = Text("【要記入：ご回答の期日】", "[to fill in: date]")
_GREETING = Text("拝啓　時下ますますご清栄のこととお慶び申し上げます。", "Dear Sir or Madam,")
_ASK_LATER = {
    Owner.CLAIMANT: Text(
        "現時点でご提供いただくものはございません。手続の完了後に、下記の事項について、資料をご提供いただくか、ご回答くださいますようお願い申し上げます。",
        "Nothing is asked of you now. Once the step is completed, we would be grateful for the documents or answers listed below.",
    ),
    Owner.REGISTRY: Text(
        "現時点でご回答いただく事項はございません。手続の完了後に、下記の事項について、登録簿から出力した資料をご提供いただくか、ご回答くださいますようお願い申し上げます。",
        "Nothing is asked of you now. Once the step is completed, we would be grateful for registry extracts or answers on the points below.",
    ),
    Owner.REVIEWER: Text(
        "現時点でご判断いただく事項はございません。手続の完了後に、下記の事項について、ご判断とその理由をお示しくださいますようお願い申し上げます。",
        "Nothing is for you to judge now. Once the step is completed, we would be grateful for your judgement on the points below, with its reason.",
    ),
    Owner.AUTHORITY: Text(
        "現時点でご教示いただく事項はございません。手続の完了後に、下記の事項について、ご教示くださいますようお願い申し上げます。",
        "Nothing is asked of you now. Once the step is completed, we would be grateful for your answer on the points below.",
    ),
}
_ASK_AHEAD = Text(
    "現時点でご提供又はご回答をお願いする事項はございません。下記の事項について、日付に誤り又は変更がございましたら、お知らせくださいますようお願い申し上げます。",
    "Nothing is asked of you now. If a day below is wrong or changes, we would be grateful if you told us.",
)
_CLOSING = Text("敬具", "Yours faithfully,")
_BELOW = Text("記", "Points")
_END = Text("以上", "")
_INITIATIVE = Text("取組", "Initiative")
_REPORTS = Text("報告", "Report")
_ACT_ALONE = Text("{organisation}による無効化のみの取組", "a retirement alone by {organisation}")
"""An initiative that is drawn around no emissions."""
_NOTICE = Text(
    "無効化通知書（写し）のご提供をお願いいたします。クレジット認証番号、シリアル番号（総量指定の場合を除きます。）、数量、無効化日、クレジット利用者名、用途及び目的詳細が確認できるものをお願いいたします。",
    "Please provide a copy of the retirement notice that shows certification number, serial numbers (unless a total was designated), quantity, date of retirement, credit user, purpose and purpose detail.",
)
_DESIGNATION = Text(
    "指定方法（総量又はシリアル番号の別。上記の通知書で分かる場合は、別の資料は不要です）",
    "designation by total or by serial (no other document is needed where the notice shows it)",
)
"""Asked for beside the notice, which may show it."""
_CERTIFICATE = Text(
    "ご提出の「オフセット証明書」は販売事業者が発行したものであり、登録簿上の無効化を直接示すものではありません。登録簿から出力された無効化通知書をご提示ください。",
    "The “offset certificate” provided was issued by the provider and does not itself show a retirement in the registry. Please show the retirement notice from the registry.",
)
_IDENTITY = Text(
    "無効化通知書のクレジット利用者名「{user}」と、本取組の実施者名「{organisation}」との同一性を確認できません。法人番号又は同一の団体であることが分かる資料（規約、名簿等）をご提示ください。",
    "It could not be confirmed that the credit user on the notice, “{user}”, and the organisation of this initiative, “{organisation}”, are the same. Please show the corporate numbers, or a document (such as the statutes or a list of members) that shows that they are the same body.",
)
_UNSUPPORTED = Text(
    "認証審査では、資料による裏付けのない申告を未確認として取り扱います。",
    "A certification treats what is only stated, with no document, as not confirmed.",
)
_TOGETHER = Text(
    "排出源に関する事項は、排出量の算定書等でまとめてお示しいただけます。",
    "What is asked about emission sources may be shown together, such as by the calculation of the emissions.",
)
_LATER_THAN_ASKED = Text(
    "手続の完了後にお願いする事項（上記の期日によらず、完了後で差し支えありません）",
    "To be provided once the step is completed, whatever the day above",
)
_HELD = {
    True: Text(
        "【ご送付の前に：まず、{first}{see_to}。それにより解決しない場合に限り、ご判断に必要な資料を添えて、本状をお送りください。】",
        "[Before you send this, see to: {first}. Send it only where that does not settle it, with the papers needed to judge.]",
    ),
    False: Text(
        "【ご送付の前に：まず、{first}{see_to}。その結果と、ご判断に必要な資料を添えて、本状をお送りください。】",
        "[Before you send this, see to: {first}. Send it with the answers, and with the papers needed to judge.]",
    ),
}
"""Said to the sender of a letter before which others are asked, by whether their answers may spare it."""
_BEFORE_REVIEW = Text(
    "【ご送付の前に：{first}、その結果を添えて、本状をお送りください。】",
    "[Before you send this: {first}. Send it with the answer.]",
)
"""What the sender of a letter to a reviewer asks of others first."""
_AFTER = Text(
    "当方の確認の後に、改めてお願いする事項（現時点でのご回答は不要です）",
    "To be asked once we have looked up the rest (nothing to answer yet)",
)
_SPARED = Text(
    "当方の確認で解決しない場合に、改めてお願いする事項（現時点でのご回答は不要です）",
    "To be asked only where what we are looking up does not settle it (nothing to answer yet)",
)
_ENCLOSED = Text("詳細は、同封の判定報告書をご覧ください。", "The report enclosed gives the details.")
_LATER = Text("手続の完了後にお願いする事項", "To be provided once the step is completed")
_AHEAD = Text("判定基準日より後の日付が記載された事項", "Stated with a day after the day of judgement")
_AHEAD_NOTE = Text(
    "記載の日付が判定基準日より後のため、その日以後に改めて判定いたします。",
    "The day stated is after the day of judgement: we shall judge it again as of that day or a later one.",
)
_AHEAD_CHANGED = Text(
    "日付に誤り又は変更がございましたら、お知らせください。", "Please tell us if the day is wrong or changes."
)
_BESIDE = Text(
    "参考としてお尋ねする事項（総合判定には影響しません）",
    "Asked for information; these do not decide the verdict",
)
_AS_FAR_AS_KNOWN = Text(
    "参考としてお尋ねする事項（可能な範囲でご回答ください）",
    "Asked for information: please answer what you can",
)
"""Said to those who know nothing of a verdict."""
_AS_GIVEN = Text("上記のとおりかどうか", "whether it is as given above")
"""Asked of a registry about a number that stands in the heading."""
_SOURCES = {
    "true": Text("算定対象に含む排出源", "sources that are included"),
    "false": Text("算定対象に含まない排出源", "sources that are left out"),
}
"""Whether each source is included, told by what they have in common."""
_BODIES = Text("関係する団体", "The organisations concerned")
_GENERAL = Text("取組の全般", "The initiative as a whole")
_AT_HOME = Text(
    "クレジット制度がJ-クレジットその他の国内の制度の場合は、ご回答は不要です",
    "no answer is needed where the programme is J-Credit or another of Japan's own",
)
"""Said of what Article 6 is about, while the programme is not known."""
_NONE_KNOWN = Text(
    "当方では把握していません。有無と、ある場合はその内容をお知らせください。",
    "none is known to us. Please tell us whether there are any and, if so, what they are.",
)
_LISTS = Text("一覧の網羅性", "Whether lists are complete")
_LAW = Text("規定の原文及び解釈", "Text and reading of the rules")
_EACH = Text("次の事項について、{asked}", "For each of these: {asked}")
_EACH_LATER = Text("次の事項については、{asked}", "For each of these: {asked}")
_EACH_BUT = Text(
    "次の事項（別に記すものを除きます。）について、{asked}",
    "For each of these, unless it says otherwise: {asked}",
)
_OFFSET_IS = Text("オフセットの取組は{verdict}", "the offset: {verdict}")
_FILING_IS = Text("{filing}は{verdict}", "{filing}: {verdict}")
_MOST_FACTS = 6
_REFERENCE = Text("整理番号：{id}", "reference: {id}")
_NOTHING = Text("お願いする事項はありません。", "There is nothing to ask.")
_NOTHING_BUT_TO_MEND = Text(
    "書状によりお尋ねする事項は、現時点ではありません。不適合と判定した項目への対応方法は、判定報告書をご覧ください。",
    "There is nothing to ask by letter now. The report says what to do about the items that do not conform.",
)
_AUTHORITY = Text("所管当局", "the authority in charge")
_ORGANISATION = Text("取組の実施者", "the organisation")


_TRANSPORT = re.compile(r"emissions\[[^\]]+\]\.international_transport")
_TRANSPORT_INCLUDED = Text(
    "算定対象に国際航空・国際海運の排出量が含まれるかどうか（含まれる場合は、該当する排出源）",
    "whether the inventory includes international aviation or shipping and, if so, in which sources",
)
_INCLUDED = re.compile(r"emissions\[([^\]]+)\]\.included")


def _is_on_paper(question: OpenQuestion) -> bool:
    """Whether a document is asked for of what is stated."""
    return question.reason in (Reason.BELOW_ASSURANCE, Reason.EXPIRED)


def _is_the_notice(question: OpenQuestion) -> bool:
    """Whether it asks for the paper that shows a retirement."""
    return (
        re.fullmatch(r"retirements\[[^\]]+\]\.document", question.fact) is not None
        and question.reason is not Reason.CONFLICT
    )


def _is_none_known(question: OpenQuestion) -> bool:
    """Whether it asks for a list of which nothing is known yet."""
    return question.reason is Reason.OPEN_LIST and question.listed == 0


class Item(NamedTuple):
    """One thing asked: the text, the fact it is about and the rules that wait for it."""

    text: str
    fact: str
    rules: tuple[str, ...]


class Section(NamedTuple):
    """Points under one heading, with what is asked of all of them."""

    heading: str | None
    lead: str | None
    points: tuple[Point, ...]


class Point(NamedTuple):
    """What is asked about one subject."""

    n: int
    subject: str
    introduced: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter, in the order of its parts; plain text, which each writer escapes."""

    owner: Owner
    title: str
    day: str
    to: str
    sender: str
    greeting: str
    paragraphs: tuple[str, ...]
    closing: str
    below: str
    initiative: str
    held: str | None
    """What its sender does first, where that may spare the letter."""
    note: str | None
    sections: tuple[Section, ...]
    """What is asked now, under no heading; then what is only asked for information, and what comes later."""
    end: str


def write_letter(report: Report, reply_by: date | None = None) -> str:
    """Return the letters of a report as Markdown, one to each owner who holds an open question."""
    found = [
        "\n".join(_markdown(letter, report.lang))
        for claim in report.claims
        for letter in letters(report, claim, reply_by)
    ]
    if not found:
        fails = any(f.verdict is Verdict.FAIL for claim in report.claims for f in claim.findings)
        return w.say(_NOTHING_BUT_TO_MEND if fails else _NOTHING, report.lang) + "\n"
    return re.sub(r"\n{3,}", "\n\n", "\n\n---\n\n".join(found)).rstrip("\n") + "\n"


def letters(report: Report, claim: ClaimReport, reply_by: date | None = None) -> Iterator[Letter]:
    """Yield the letters of one claim: one to each owner who holds an open question; to each registry and authority its own.

    No authority is written to about what is only asked for information, no registry while it is not known which nor about
    what its programme secures, and nobody about what fails anyway.
    """
    for owner in Owner:
        asked: dict[str | None, list[OpenQuestion]] = {}
        for question in _all_asked(claim.open_questions):
            if question.owner is owner and not (
                question.programme_first or question.moot or _is_secured(question, claim)
            ):
                for issuer in _asked_of(report, claim, question):
                    asked.setdefault(issuer, []).append(question)
        for issuer, questions in asked.items():
            if owner is not Owner.AUTHORITY or any(q.blocking for q in questions):
                yield _Writer(report, claim, owner, reply_by, issuer, questions).letter()


def _is_secured(question: OpenQuestion, claim: ClaimReport) -> bool:
    """Whether what shows the programme of a credit, which the claimant is asked for, shows this as well."""
    return (
        re.fullmatch(r"credits\[[^\]]+\]\.unit_kind", question.fact) is not None
        and question.reason is not Reason.CONFLICT
        and question.registry in EX_POST
        and any(re.fullmatch(r"projects\[[^\]]+\]\.programme", q.fact) for q in claim.open_questions)
    )


def _all_asked(questions: Iterable[OpenQuestion]) -> Iterator[OpenQuestion]:
    """The questions, those on a document that has expired also put to the claimant, who showed it."""
    for question in questions:
        yield question
        if question.owner is Owner.REGISTRY and question.reason is Reason.EXPIRED:
            yield question.model_copy(update={"owner": Owner.CLAIMANT, "number": None})


def _asked_of(report: Report, claim: ClaimReport, question: OpenQuestion) -> Sequence[str | None]:
    """Whom a question goes to, where its owner alone does not say: which registry, or which authorities.

    Of authorities the one to ask about the clause of its own condition, else of its rule, else who issued the edition.
    """
    if question.owner is Owner.REGISTRY:
        return (question.registry,)
    if question.owner is not Owner.AUTHORITY:
        return (None,)
    if names := whom_to_ask(question.fact, question.findings, claim.findings):
        return names
    rules = {name.partition(" ")[0] for name in question.findings}
    editions = {f.edition for f in claim.findings if f.rule in rules}
    return tuple(dict.fromkeys(e.issuer for e in report.rulebook if e.edition in editions)) or (None,)


def _markdown(letter: Letter, lang: Lang) -> Iterator[str]:
    """Yield the lines of a letter; every text is escaped here."""
    yield from (f"# {escape_with_places(letter.title)}", "")
    if letter.held is not None:
        yield from (escape_with_places(letter.held), "")
    if lang == "ja":
        yield from (letter.day, "")
    yield from (escape_with_places(letter.to), "", escape_with_places(letter.sender), "")
    if lang == "en":
        yield from (letter.day, "")
    yield from (escape_with_places(letter.greeting), "")
    for text in letter.paragraphs:
        yield from (escape_with_places(text), "")
    yield from (
        escape_with_places(letter.closing),
        "",
        f"## {escape_with_places(letter.below)}",
        "",
        escape_with_places(letter.initiative),
        "",
    )
    if letter.note:
        yield from (escape_with_places(letter.note), "")
    for section in letter.sections:
        if section.heading is not None:
            yield from (f"### {escape_with_places(section.heading)}", "")
        if section.lead is not None:
            yield from (escape_with_places(section.lead), "")
        for point in section.points:
            yield from (f"{point.n}. **{escape_with_places(point.subject)}**", "")
            for text in point.introduced:
                yield from (f"   {escape_with_places(text)}", "")
            for item in point.items:
                yield f"   - {escape_with_places(item.text)}"
            yield ""
    if letter.end:
        yield from (escape_with_places(letter.end), "")


class _Writer:
    """Writes one letter to one owner about one claim."""

    def __init__(
        self,
        report: Report,
        claim: ClaimReport,
        owner: Owner,
        reply_by: date | None,
        addressee: str | None,
        questions: Sequence[OpenQuestion],
    ) -> None:
        self.report = report
        self.claim = claim
        self.owner = owner
        self.reply_by = reply_by
        self.lang: Lang = report.lang
        self.addressee = addressee
        self.of_all: dict[str, list[OpenQuestion]] = {}
        """Questions on every emission source that are asked once, by the address of the first."""
        self.questions = self._asked_once(questions)
        self.by_copy: dict[str, list[OpenQuestion]] = {}
        """What a copy of a statement shows, by the address of the question that asks for the copy."""

    def say(self, text: Text, **values: object) -> str:
        """A sentence of ours with its places filled."""
        return w.say(text, self.lang, **values)

    def letter(self) -> Letter:
        """The letter: what is asked now, then what is only asked for information, and last what is still to come."""
        by = w.weekday_text(self.reply_by, self.lang) if self.reply_by else self.say(_NO_DAY)
        organisation = self.claim.organisation or self.say(_ORGANISATION)
        as_of = w.day(self.report.as_of, self.lang)
        verdict = self._verdict()
        now = [q for q in self.questions if q.blocking and q.reason is not Reason.NOT_YET and not q.after]
        after = [q for q in self.questions if q.reason is not Reason.NOT_YET and q.after]
        later = [q for q in self.questions if q.reason is Reason.NOT_YET and not q.ahead]
        ahead = [q for q in self.questions if q.ahead]
        beside = [
            q for q in self.questions if not q.blocking and q.reason is not Reason.NOT_YET and not q.after
        ]
        held = None
        if after and not now and not beside:
            now, after = [q for q in after if q.blocking], []
            beside = [q for q in self.questions if not q.blocking and q.reason is not Reason.NOT_YET]
            first = [label for q in (*now, *beside) for label in labels_before(q, self.claim, self.lang)]
            spared = all(q.spared for q in (*now, *beside))
            held = self.say(
                _HELD[spared],
                first=w.few_of(list(dict.fromkeys(first)), self.lang),
                see_to=w.see_to(list(dict.fromkeys(first))),
            )
        elif self.owner is Owner.REVIEWER and (first := self._looked_up([*now, *beside])):
            held = "".join(first)
        now, beside = self._with_copies(now, [*now, *beside]), self._with_copies(beside, beside)
        title, about, ask = _TITLES[self.owner], _ABOUT[self.owner], _ASK[self.owner]
        if self.owner is Owner.REGISTRY and self._reports():
            about = _ABOUT_REPORTS
        if not now and not beside:
            ask = _ASK_LATER[self.owner] if later else _ASK_AHEAD
            if not later and self.owner is Owner.REVIEWER:
                title, about, ask = _JUDGED_TITLE, _JUDGED_AHEAD, _ASK_JUDGED
        unsupported = [
            q for q in self.questions if q.reason is Reason.BELOW_ASSURANCE and self.owner is Owner.CLAIMANT
        ]
        notes = [_UNSUPPORTED] * bool(unsupported)
        if len({q.fact.partition("]")[0] for q in unsupported if q.fact.startswith("emissions[")}) > 1:
            notes.append(_TOGETHER)
        gap = "" if self.lang == "ja" else " "
        head = _AS_FAR_AS_KNOWN if self.owner in (Owner.REGISTRY, Owner.AUTHORITY) else _BESIDE
        to_come = _LATER_THAN_ASKED if now or beside else _LATER
        return Letter(
            owner=self.owner,
            title=self.say(title),
            day=w.day(self.report.as_of, self.lang),
            to=self.say(
                _TO[self.owner],
                organisation=organisation,
                authority=self.addressee or self.say(_AUTHORITY),
                registry=self._registry() if self.owner is Owner.REGISTRY else "",
            )
            + (self.say(_TONGUE) if self._to_a_registry_abroad() else ""),
            sender=self.say(_FROM),
            greeting=self.say(_GREETING),
            paragraphs=(
                self.say(about, as_of=as_of, verdict=verdict, you=w.addressed(self.claim.organisation)),
                *self._failures(),
                self.say(ask, by=by),
                *([self.say(_ENCLOSED)] if self.owner is Owner.REVIEWER else []),
            ),
            closing=self.say(_CLOSING),
            below=self.say(_BELOW),
            initiative=self._initiative(organisation),
            held=held,
            note=gap.join(map(self.say, notes)) or None,
            sections=tuple(
                self._sections(
                    (None, now),
                    (head, beside),
                    (_AFTER, [q for q in after if not q.spared]),
                    (_SPARED, [q for q in after if q.spared]),
                    (to_come, later),
                    (_AHEAD, ahead),
                )
            ),
            end=self.say(_END),
        )

    def _asked_once(self, questions: Sequence[OpenQuestion]) -> list[OpenQuestion]:
        """The questions, of which those on every source that concern few of them are one."""
        kept: list[OpenQuestion] = []
        firsts: dict[tuple[Reason, bool, bool], OpenQuestion] = {}
        for question in questions:
            if self.owner is not Owner.CLAIMANT or not _TRANSPORT.fullmatch(question.fact):
                kept.append(question)
                continue
            first = firsts.setdefault((question.reason, question.blocking, bool(question.after)), question)
            if first is question:
                kept.append(question)
            else:
                self.of_all.setdefault(first.fact, []).append(question)
        return kept

    def _failures(self) -> Iterator[str]:
        """Where a claimant reads of what fails, which the letter does not tell."""
        if self.owner is not Owner.CLAIMANT:
            return
        failing = [f for f in self.claim.findings if f.verdict is Verdict.FAIL]
        verdicts = (self.claim.verdict, *(f.verdict for f in self.claim.filings))
        if Verdict.FAIL in verdicts or any(f.severity == "blocking" for f in failing):
            yield self.say(_FAILED)
        elif failing:
            yield self.say(_FAILED_BESIDE, n=len(failing))

    def _looked_up(self, questions: Sequence[OpenQuestion]) -> list[str]:
        """What the remedies of the findings that wait for a judgement ask of others before it."""
        waiting = {name for question in questions for name in question.findings}
        found = (
            finding.before_review
            for finding in self.claim.findings
            if finding.before_review and f"{finding.rule} ({address(finding)})" in waiting
        )
        return list(dict.fromkeys(self.say(_BEFORE_REVIEW, first=first) for first in found))

    def _with_copies(
        self, questions: Sequence[OpenQuestion], others: Sequence[OpenQuestion]
    ) -> list[OpenQuestion]:
        """The questions but those that a copy of a statement answers, which is asked for among `questions`."""
        found = [q for q in others if self.owner is Owner.CLAIMANT and _is_on_paper(q)]
        for copy in (q for q in questions if _is_on_paper(q) and q.fact.endswith("].effect")):
            row = copy.fact.removesuffix("effect")
            shown = [q for q in found if q.fact.startswith(row) and w.is_shown_by_copy(q.fact)]
            self.by_copy.setdefault(copy.fact, []).extend(shown)
        answered = [q for shown in self.by_copy.values() for q in shown]
        return [q for q in questions if q not in answered]

    def _verdict(self) -> str:
        """The verdict so far; beside filings, each says whose it is."""
        own = w.verdict_word(self.claim.verdict, self.lang)
        if not self.claim.filings:
            return own
        several = len({f.entity for f in self.claim.filings}) > 1
        verdicts = [self.say(_OFFSET_IS, verdict=own)]
        for f in self.claim.filings:
            name = w.filing_called(f.scheme, f.period, f.entity if several else "", self.lang)
            verdicts.append(self.say(_FILING_IS, filing=name, verdict=w.verdict_word(f.verdict, self.lang)))
        return "、".join(verdicts) if self.lang == "ja" else "; ".join(verdicts)

    def _registry(self) -> str:
        """Who keeps the registry that is asked, or a place to fill in."""
        if self.addressee is None or self.addressee in (Programme.OTHER, Programme.NOT_A_CREDIT):
            return self.say(_KEEPER)
        programme = Programme(self.addressee)
        if programme in _REGISTRIES:
            return self.say(_REGISTRIES[programme])
        name = next((q.registry_name for q in self.questions if q.registry_name is not None), None)
        return (
            self.say(_KEEPER_OF, programme=w.enum_text(Programme, programme, self.lang))
            if name is None
            else self.say(_KEEPER_NAMED, name=w.shortened(name))
        )

    def _to_a_registry_abroad(self) -> bool:
        return self.owner is Owner.REGISTRY and self.addressee not in (None, *_IN_JAPANESE)

    def _reports(self) -> tuple[str, ...]:
        """The reports that the credits asked about are used in, where none of them is used for the offset."""
        reports = dict.fromkeys(report for q in self.questions for report in q.reported_in)
        return tuple(reports) if all(q.reported_in for q in self.questions) else ()

    def _sections(self, *parts: tuple[Text | None, Sequence[OpenQuestion]]) -> Iterator[Section]:
        n = 0
        for heading, questions in parts:
            groups = self._grouped(questions)
            said = self._said_of_all(groups)
            points = []
            for subject, group in groups.items():
                n += 1
                introduced = list(self._introduced(group)) if heading is None else []
                noticed = self.say(_NOTICE) in introduced
                once = None if heading is _AHEAD else self._said_of_group(group, said)
                if once is not None:
                    alike = all(self._asked(q) == once for q in group)
                    introduced.append(
                        self._of_each(group, once) if alike else self.say(_EACH_BUT, asked=once)
                    )
                items = tuple(
                    self._item(
                        q,
                        told=q.ahead or self._asked(q) in (once, said),
                        beside=heading in (_AFTER, _SPARED) and not q.blocking,
                        noticed=noticed,
                    )
                    for q in sorted(group, key=_is_none_known)
                    if not (noticed and _is_the_notice(q))
                )
                points.append(Point(n, subject, tuple(introduced), items))
            lead = None
            if said is not None:
                every = all(self._asked(q) == said for q in questions)
                lead = self._of_each(questions, said) if every else self.say(_EACH_BUT, asked=said)
            if heading is _AHEAD:
                more = [_AHEAD_CHANGED] if len(questions) < len(self.questions) else []
                lead = ("" if self.lang == "ja" else " ").join(map(self.say, [_AHEAD_NOTE, *more]))
            if points:
                yield Section(None if heading is None else self.say(heading), lead, tuple(points))

    def _said_of_all(self, groups: Mapping[str, Sequence[OpenQuestion]]) -> str | None:
        """What is asked alike about several subjects: it is said once, above them."""
        by_group = [
            dict.fromkeys(self._asked(q) for q in group if q.enquiry is None) for group in groups.values()
        ]
        said, times = max(
            Counter(a for asked in by_group for a in asked).items(), key=lambda one: one[1], default=("", 0)
        )
        return said if times > 2 or (times == 2 and len(groups) == 2) else None

    def _said_of_group(self, group: Sequence[OpenQuestion], said: str | None) -> str | None:
        """What is asked alike of all of one subject, but of lists of which nothing is known; None where it is said above."""
        alike = [q for q in group if not _is_none_known(q)] or group
        asked = {self._asked(q) for q in alike}
        return asked.pop() if len(alike) > 1 and len(asked) == 1 and said not in asked else None

    def _of_each(self, questions: Sequence[OpenQuestion], asked: str) -> str:
        later = all(q.reason is Reason.NOT_YET for q in questions)
        return self.say(_EACH_LATER if later else _EACH, asked=asked)

    def _initiative(self, organisation: str) -> str:
        reports = self._reports() if self.owner is Owner.REGISTRY else ()
        if self.claim.kind == ClaimKind.CANCEL_ONLY and not self.claim.boundary:
            organisation = self.say(_ACT_ALONE, organisation=organisation)
        parts = [organisation, *(reports or (self.claim.boundary,))]
        if self.claim.period and not reports:
            parts.append(w.period_text(self.claim.period, self.lang))
        text = w.listing([part for part in parts if part], self.lang)
        return w.headed(
            self.say(_REPORTS if reports else _INITIATIVE),
            text + w.in_brackets(self.say(_REFERENCE, id=self.claim.claim), self.lang),
            self.lang,
        )

    def _grouped(self, questions: Iterable[OpenQuestion]) -> dict[str, list[OpenQuestion]]:
        """Questions on the same subject stand together."""
        groups: dict[str, list[OpenQuestion]] = {}
        for question in questions:
            groups.setdefault(self._subject(question), []).append(question)
        return groups

    def _subject(self, question: OpenQuestion) -> str:
        head, _, rest = question.fact.partition("[")
        if question.reason is Reason.OPEN_LIST:
            return self.say(_LISTS)
        if question.reason is Reason.LAW_OPEN or head == "law":
            return self.say(_LAW)
        if question.fact in self.of_all:
            return self.say(_GENERAL)
        if head == "parties":
            return self.say(_BODIES)  # who is who is asked once, of all of them
        for table in catalogue.tables().values():
            if table.plural == head and "]" in rest:
                row = rest.partition("]")[0]
                return self._heading(table.name, row, question.about, question.number)
        kind = self._kind_judged(question) if head.startswith("judgements.") else None
        if kind is not None and kind != "claim":
            return self._heading(kind, rest.removesuffix("]"), question.about)
        return self.say(_GENERAL)

    def _heading(self, kind: str, row: str, about: str | None, number: str | None = None) -> str:
        """A row for one who has not seen the file: クレジット C1（サンプル町有林の森林経営活動）; `number`: for a registry."""
        name = self._called(row)
        about = (about or "").removeprefix(row) if name == row else ""
        if number is not None and about and number.endswith(about.strip()):
            about = ""  # the number says what it is the number of
        called = f"{w.subject_word(kind, self.lang)} {w.row_called(kind, name, about, self.lang)}"
        return called if number is None else w.in_more_brackets(called, number, self.lang)

    def _kind_judged(self, question: OpenQuestion) -> str | None:
        """Of what kind the row is that a judgement is on: a finding that waits for it is on it, else any finding."""
        row = self._row(question)
        on = [f for f in self.claim.findings if f.subject.id == row]
        waiting = [f for f in on if f"{f.rule} ({address(f)})" in question.findings]
        return next((f.subject.kind for f in waiting or on), None)

    def _row(self, question: OpenQuestion) -> str:
        """What the row of a question is called in its label."""
        return self._called(question.fact.partition("[")[2].partition("]")[0])

    def _called(self, row: str) -> str:
        """What a row is called for readers: its id, but a filing by scheme, year and, of several, entity."""
        named = {
            f.id: w.filing_called(f.scheme, f.period, self.claim.whose(f), self.lang)
            for f in self.claim.filings
        }
        return named.get(row, row)

    def _asked(self, question: OpenQuestion) -> str:
        """Why it is open, and what is asked."""
        if question.phrase is not None:
            return w.phrase_enquiry(question.phrase, self.lang)
        if _is_none_known(question):
            return self.say(_NONE_KNOWN)
        reason, request = self._reason(question), self._request(question)
        if question.reason is Reason.NOT_YET or (self.owner, question.reason) in _REQUEST_ALONE:
            return request
        return f"{reason}{'。' if self.lang == 'ja' else '. '}{request}"

    def _item(
        self, question: OpenQuestion, *, told: bool, beside: bool = False, noticed: bool = False
    ) -> Item:
        """One question; `told` where the reason and the request stand above already, for all of its neighbours.

        `beside`: the heading does not say that it is only asked for information. `noticed`: a copy of the notice is asked
        for above it.
        """
        detail = question.detail or self._facts_judged(question) if question.phrase is None else None
        looked_up = question.looked_up if question.owner is not Owner.REVIEWER else None
        others = (*self.by_copy.get(question.fact, ()), *self.of_all.get(question.fact, ()))
        shown = [s for q in others for s in q.findings]
        rules = tuple(dict.fromkeys(name.partition(" (")[0] for name in (*question.findings, *shown)))
        if question.enquiry is not None:
            return Item(w.first_upper(question.enquiry), question.fact, rules)
        if looked_up is not None:
            return Item(w.told_if(looked_up, self._known(detail), self.lang), question.fact, rules)
        text = w.first_upper(self._label(question))
        if noticed and _is_on_paper(question) and question.fact.endswith("].designation"):
            text = w.first_upper(self.say(_DESIGNATION))
        if self.owner is Owner.REVIEWER and not question.ahead:
            text = re.sub("かどうかの判断(?=$|（)", "かどうか", text)  # the letter asks for judgements alone
        if self._subject(question) not in map(self.say, (_GENERAL, _LISTS, _LAW)):
            text = text.removesuffix(w.in_brackets(self._row(question), self.lang))
            for table in catalogue.tables().values():
                if question.fact.startswith(f"{table.plural}["):
                    text = text.replace(w.of_its_row(table.name, self._row(question), "", self.lang), "")
        if detail and not told and question.reason is Reason.CONFLICT and "。" not in detail:
            gap = "" if self.lang == "ja" else " "
            values = w.as_told_to_us(detail, self.lang) if self.owner is Owner.CLAIMANT else detail
            differ = w.values_differ(values, self.lang) + gap + self._request(question)
            return Item(w.headed(text, differ, self.lang), question.fact, rules)
        if question.owner is Owner.REGISTRY and question.reason is Reason.BELOW_ASSURANCE:
            called = (w.fact_label(question.fact, self.lang), w.identified(question.fact, self.lang))
            titled = [w.headed(name, "", self.lang).strip() for name in called if name is not None]
            if any(name in self._subject(question) for name in titled):
                text += w.in_brackets(self.say(_AS_GIVEN), self.lang)
        if beside:
            text = w.marked(text, [w.say(w.Label.ADVISORY.value, self.lang)], self.lang)
        if question.fact.startswith("parties["):
            text = w.of_row(self._row(question), text, self.lang)
        if self._needs_no_answer(question):
            text += w.in_brackets(self.say(_AT_HOME), self.lang)
        if not told:
            text = w.headed(text, self._asked(question), self.lang)
        if detail and question.ahead:
            text = w.headed(text, detail, self.lang)
        elif detail and question.reason is not Reason.NOT_YET:
            inside = w.in_brackets(detail.removesuffix("。"), self.lang)
            text = text.removesuffix("。") + inside + "。" if text.endswith("。") else text + inside
        return Item(text, question.fact, rules)

    def _needs_no_answer(self, question: OpenQuestion) -> bool:
        """Whether the programme, which is asked for in the same letter, may do away with a question."""
        asked = any(q.fact.startswith("projects[") and q.fact.endswith("].programme") for q in self.questions)
        return asked and re.fullmatch(r"credits\[[^\]]+\]\.itmo\..*", question.fact) is not None

    def _facts_judged(self, question: OpenQuestion) -> str | None:
        """What is stated of that which a reviewer judges: the facts beside the judgement in a condition that waits for it."""
        if question.owner is not Owner.REVIEWER or not question.fact.startswith("judgements."):
            return None
        for finding in self.claim.findings:
            if f"{finding.rule} ({address(finding)})" in question.findings:
                for condition in finding.conditions:
                    if question.fact in condition.facts:
                        return self._told(condition.facts, finding)
        return None

    def _told(self, facts: Mapping[str, FactRead], finding: Finding) -> str | None:
        """The facts that have a value, each with its label."""
        known = {
            name: (fact, fact.value)
            for name, fact in facts.items()
            if fact.value is not None and w.is_stated(name)
        }
        sources: dict[str, list[str]] = {}
        for name, (_, value) in known.items():
            if (found := _INCLUDED.fullmatch(name)) and value in _SOURCES:
                sources.setdefault(value, []).append(found[1])
        said = [
            w.headed(self.say(_SOURCES[value]), w.listing(rows, self.lang), self.lang)
            for value, rows in sources.items()
        ]
        said += [
            w.headed(w.as_read(fact.label, self.lang), w.value_text(name, value, self.lang), self.lang)
            for name, (fact, value) in known.items()
            if not (_INCLUDED.fullmatch(name) and value in _SOURCES)
        ]
        return w.listing(said[:_MOST_FACTS], self.lang) if said else None

    def _known(self, detail: str | None) -> str | None:
        """What is known already, which a finding says first."""
        return w.first_sentence(detail, self.lang) if detail else None

    def _label(self, question: OpenQuestion) -> str:
        """What is asked for: a file is filled in by its labels, a letter asks for the document that shows the same."""
        if question.reason is Reason.OPEN_LIST:
            return w.list_in_letter(question.label, question.listed or None, self.lang)
        if question.fact in self.of_all:
            return self.say(_TRANSPORT_INCLUDED)
        you = w.addressed(self.claim.organisation)
        asked = w.asked_in_letter(question.fact, question.reason, self.lang, you)
        if asked and (shown := self.by_copy.get(question.fact)):
            labels = [w.as_read(w.fact_label(q.fact, self.lang), self.lang) for q in shown]
            asked = w.copy_that_shows(asked, labels, self.lang)
        own = w.fact_label(question.fact, self.lang, question.registry)
        if question.reason is Reason.NOT_YET and question.registry == Programme.J_CREDIT:
            asked = self.say(_RECORD) if question.fact.endswith("].act") else asked
        return question.label.replace(own, asked, 1) if asked else question.label

    def _reason(self, question: OpenQuestion) -> str:
        if self.owner is Owner.CLAIMANT and question.reason is Reason.ABSENT and question.retired is False:
            return self.say(_NOT_RETIRED)
        if (self.owner, question.reason) == (Owner.REGISTRY, Reason.EXPIRED):
            shown = [
                s for check in self.claim.cross_check if check.fact == question.fact for s in check.sources
            ]
            days = [s.expires_on for s in shown if s.expired and s.expires_on is not None]
            if days:
                return self.say(_EXPIRED_ON, day=w.day(max(days), self.lang))
        own = _REASONS.get((question.owner, question.reason))
        return w.reason_word(question.reason, self.lang) if own is None else self.say(own)

    def _request(self, question: OpenQuestion) -> str:
        asked = _REQUESTS[self.owner]
        text = asked.get(question.reason, asked[None])
        if self.owner is Owner.REGISTRY and text is asked[None] and w.is_shown_by_papers(question.fact):
            plan = _PLANS.get(Programme(self.addressee), _PLAN) if self.addressee else _PLAN
            return self.say(_PAPERS, plan=self.say(plan))
        if self.owner is Owner.CLAIMANT:
            if re.fullmatch(r"retirements\[.*|uses\[[^\]]+\]\.retirement", question.fact):
                if question.reason is Reason.NOT_YET:
                    text = _ONCE_RETIRED
                elif question.reason is Reason.ABSENT and question.fact.startswith("uses["):
                    text = _RECORD_OF_RETIREMENT[question.retired]
                elif question.reason is Reason.CONFLICT and question.blocking:
                    text = _COMPARED
            elif question.fact == "claim.published_on" and question.reason is Reason.NOT_YET:
                text = _PUBLISHED
            elif question.reason is Reason.EXPIRED and w.is_shown_by_papers(question.fact):
                text = _RENEWED
        return self.say(text)

    def _introduced(self, questions: Sequence[OpenQuestion]) -> Iterator[str]:
        """What is asked for as a whole: the notice, in place of a certificate, and who is who.

        All of it is the claimant's: a registry keeps the record, and hands nobody the notice of another.
        """
        if self.owner is not Owner.CLAIMANT:
            return
        first = questions[0].fact
        if not first.startswith("retirements["):
            if any(q.fact.endswith(".corporate_number") for q in questions) and (user := self._user()):
                organisation = self.claim.organisation or w.say(_ORGANISATION, self.lang)
                yield self.say(_IDENTITY, user=user, organisation=organisation)
            return
        document = self._read(first.partition("]")[0] + "].document")
        if document is not None and document.value == "provider_certificate":
            yield self.say(_CERTIFICATE)
        yield self.say(_NOTICE)

    def _read(self, address: str) -> FactRead | None:
        """A fact as some condition read it."""
        for finding in self.claim.findings:
            for condition in finding.conditions:
                if address in condition.facts:
                    return condition.facts[address]
        return None

    def _user(self) -> str | None:
        for finding in self.claim.findings:
            for condition in finding.conditions:
                for name, fact in condition.facts.items():
                    if re.fullmatch(r"retirements\[[^\]]+\]\.user", name) and fact.value:
                        return fact.value
        return None
