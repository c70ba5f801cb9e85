"""What each choice of a fact, a verdict, a level, an owner or a row is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final, Literal

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import models
from offsetcheck.facts.methodologies import Field
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.report.wording.phrasing import clean, clipped, in_brackets, say, shortened
from offsetcheck.rulebook.book import Variant

__all__ = [
    "OWED",
    "SCHEMES",
    "YOU",
    "Confidence",
    "addressed",
    "confidence_word",
    "enum_text",
    "enum_word",
    "enums_by_members",
    "level_word",
    "not_known",
    "of_its_row",
    "on_the_notice",
    "owner_word",
    "part_called",
    "profile_word",
    "reason_word",
    "remedy_word",
    "report_under",
    "row_called",
    "scheme_short",
    "scheme_word",
    "subject_kinds",
    "subject_word",
    "truth_word",
    "units_of",
    "variant_word",
    "verdict_symbol",
    "verdict_word",
]

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


OWED: Final[dict[Owner, Text]] = {
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
        "記載・資料の間で値が一致していません",
        "the values stated or shown by documents disagree",
    ),
    Reason.OPEN_LIST: Text(
        "一覧にすべて記載されているかを確認できていません", "the list is not declared complete"
    ),
    Reason.LAW_OPEN: Text(
        "規定の原文を確認できていないか、その解釈が確定していません",
        "the clause was not seen, or its reading is not settled",
    ),
}


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


SCHEMES: Final[dict[str, Text]] = {
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


_UNITS_OF: Final[dict[models.Programme, Text]] = {
    models.Programme.J_CREDIT: Text("J-クレジット", "J-Credits"),
    models.Programme.JCM: Text("JCMクレジット", "JCM credits"),
    models.Programme.ARTICLE_6_4: Text("6条4項クレジット", "A6.4ERs"),
    models.Programme.CDM: Text("CDMのクレジット", "CDM credits"),
    models.Programme.VCS: Text("VCSのクレジット", "VCS credits"),
    models.Programme.GOLD_STANDARD: Text("ゴールドスタンダードのクレジット", "Gold Standard credits"),
    models.Programme.ACR: Text("ACRのクレジット", "ACR credits"),
    models.Programme.CAR: Text("CARのクレジット", "CAR credits"),
    models.Programme.ART: Text("ART TREESのクレジット", "ART TREES credits"),
    models.Programme.DOMESTIC_CREDIT: Text("国内クレジット", "Domestic Credits"),
    models.Programme.J_VER: Text("オフセット・クレジット（J-VER）", "J-VER credits"),
    models.Programme.OTHER: Text("その他の制度のクレジット", "credits of another programme"),
    models.Programme.NOT_A_CREDIT: Text("クレジットではないもの", "units that are not credits"),
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
    models.ConcernKind.INTEGRITY: Text("信頼性に関する報道等の指摘", "public case about integrity"),
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
def enums_by_members() -> dict[tuple[str, ...], type[StrEnum]]:
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


_VARIANTS: Final[dict[Variant, Text]] = {
    Variant.PLANNED: Text("無効化の前", "before the retirement"),
    Variant.PUBLISHED: Text("公表後", "once published"),
    Variant.ONLY_UNRETIRED: Text("無効化の未完了のほかに不適合がない場合", "where nothing else fails"),
    Variant.MENDED_ABOVE: Text("その対応を求める文の後", "below what asks for that already"),
    Variant.BEFORE_REVIEW: Text("審査員への書状の前", "before a reviewer is written to"),
    Variant.LOOKED_UP: Text("確認先にお尋ねする事項", "what others are asked"),
    Variant.MATTER: Text("尋ねる事柄", "what it is about"),
}


def variant_word(what: str, variant: Variant, lang: Lang) -> str:
    """Return what a text is for, and where it is said: 不適合、公表後."""
    return say(
        Text("{what}、{where}", "{what}, {where}"), lang, what=what, where=say(_VARIANTS[variant], lang)
    )


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


def reason_word(reason: Reason, lang: Lang, *, ahead: bool = False) -> str:
    """Say why a fact is missing; `ahead`: a day after that of judgement is stated."""
    return say(_AHEAD if ahead else _REASONS[reason], lang)


def profile_word(profile: Profile, lang: Lang) -> str:
    """自己確認 or 認証審査."""
    return say(_PROFILES[profile], lang)


def level_word(level: str, lang: Lang) -> str:
    """Return the word for a level of assurance; an unknown level stays as it is written."""
    found = _LEVELS.get(level)
    return say(found, lang) if found else level


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
    found = SCHEMES.get(scheme)
    return say(found, lang) if found else scheme


def scheme_short(scheme: str, lang: Lang) -> str:
    """SHK制度, GX-ETS: how a scheme is called for short."""
    return "SHK制度" if scheme == "shk" and lang == "ja" else scheme.upper()


def report_under(scheme: str, lang: Lang) -> str:
    """SHK制度の報告, the SHK report: a report by its scheme alone."""
    return say(Text("{scheme}の報告", "the {scheme} report"), lang, scheme=scheme_short(scheme, lang))


def truth_word(truth: bool | Literal["unknown"], lang: Lang) -> str:
    """Say how a condition came out."""
    return say(_TRUTHS[truth], lang)


def enum_text(kind: type[StrEnum], value: str | None, lang: Lang) -> str | None:
    """Return the word for a value of an enum, or the value itself where it is none of its members."""
    if value is None:
        return None
    try:
        return enum_word(kind(value), lang)
    except ValueError:
        return value


def units_of(programme: str, lang: Lang) -> str:
    """What the units of a programme are called beside their tonnes: JCMクレジット 80 t-CO2."""
    return say(_UNITS_OF[models.Programme(programme)], lang)


def on_the_notice(purpose: str, lang: Lang) -> str:
    """The purpose entered for a retirement behind which no claim of that purpose stands."""
    return purpose + in_brackets(
        say(Text("無効化の手続での用途", "as entered for the retirement"), lang), lang
    )


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
