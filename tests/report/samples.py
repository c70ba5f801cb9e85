"""Reports made by hand: what a run of the engine hands to the writers, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import FileState
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.report.model import (
    Application,
    ApplicationHint,
    Balance,
    BasisShown,
    ClaimReport,
    ConditionResult,
    Confirmation,
    Criterion,
    CrossCheck,
    EditionUsed,
    FactRead,
    FilingResult,
    Finding,
    InputRef,
    Interval,
    Missing,
    NextStep,
    OpenQuestion,
    PhraseFound,
    Planning,
    PropertyRow,
    ReadingResult,
    Report,
    SnapshotRef,
    SourceShown,
    SubjectRef,
    Term,
    Tool,
    UseResult,
    WaitingOn,
)

PASS, FAIL, UNKNOWN, NA = Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE
CRITERIA = ("real", "accurate", "permanence", "unique", "safeguards")


def interval(low: str | None, high: str | None = "same") -> Interval:
    least = None if low is None else Decimal(low)
    if high == "same":
        return Interval(at_least=least, at_most=least)
    return Interval(at_least=least, at_most=None if high is None else Decimal(high))


def digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


class Maker:
    """Makes the parts of a report in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def t(self, ja: str, en: str) -> str:
        return ja if self.lang == "ja" else en

    def label(self, fact: str) -> str:
        return catalogue.label(fact, self.lang)

    def fact(
        self, name: str, value: str | None, level: str | None = "documented", **more: Any
    ) -> tuple[str, FactRead]:
        return name, FactRead(label=self.label(name), value=value, level=level if value else None, **more)

    def missing(self, name: str, owner: Owner, reason: Reason) -> Missing:
        return Missing(fact=name, label=self.label(name), owner=owner, reason=reason)

    def question(self, name: str, owner: Owner, reason: Reason, *findings: str, **more: Any) -> OpenQuestion:
        blocking = more.pop("blocking", True)
        return OpenQuestion(
            fact=name,
            label=self.label(name),
            owner=owner,
            reason=reason,
            findings=findings,
            blocking=blocking,
            **more,
        )

    def policy(self, section: str | None = None, confidence: Any = "official", **more: Any) -> BasisShown:
        given: dict[str, Any] = {
            "document": "og-policy-4",
            "title": self.t(
                "我が国におけるカーボン・オフセットのあり方について（指針）第4版",
                "Policy on carbon offsets in Japan, 4th edition",
            ),
            "edition": self.t("2024年3月", "March 2024"),
            "issuer": self.t("環境省", "Ministry of the Environment, Japan"),
            "ask": self.t("環境省", "Ministry of the Environment, Japan"),
            "section": section,
            "quote": None,
            "url": "https://www.env.go.jp/",
            "confidence": confidence,
        }
        return BasisShown(**(given | more))

    def condition(
        self, title: str, truth: Any, expression: str, *facts: tuple[str, FactRead], **more: Any
    ) -> ConditionResult:
        return ConditionResult(
            id=more.pop("id", "met"),
            title=title,
            truth=truth,
            expression=expression,
            facts=dict(facts),
            **more,
        )

    def finding(
        self,
        rule: str,
        title: str,
        verdict: Verdict,
        subject: tuple[str, str, str],
        message: str,
        **more: Any,
    ) -> Finding:
        kind, id_, label = subject
        given: dict[str, Any] = {
            "edition": "guideline/2024-03",
            "criterion": None,
            "severity": "blocking",
            "conditions": (),
            "remedy": None,
            "missing": (),
            "basis": (self.policy(),),
        }
        return Finding(
            rule=rule,
            title=title,
            verdict=verdict,
            subject=SubjectRef(kind=kind, id=id_, label=label),
            message=message,
            **(given | more),
        )

    def source(self, value: str, level: str, document: str, **more: Any) -> SourceShown:
        given: dict[str, Any] = {
            "page": None, "sha256": None, "sha256_stated": None, "file": None, "altered": False, "expires_on": None,
            "expired": False, "chosen": False,
        }  # fmt: skip
        return SourceShown(value=value, level=level, document=document, **(given | more))

    def check(self, fact: str, stated: str | None, result: Any, *sources: SourceShown) -> CrossCheck:
        return CrossCheck(fact=fact, label=self.label(fact), stated=stated, sources=sources, result=result)

    def step(self, owner: Owner, ja: str, en: str) -> NextStep:
        return NextStep(owner=owner, text=self.t(ja, en))

    def criteria(self) -> tuple[Criterion, ...]:
        titles = (
            ("①確実な排出削減・除去", "1 Real"),
            ("②一定の精度での算定", "2 Accurate"),
            ("③永続性", "3 Permanent"),
            ("④二重登録・発行・使用の回避", "4 Not counted twice"),
            ("⑤環境・社会への配慮", "5 Safeguarded"),
        )
        return tuple(
            Criterion(id=id_, title=self.t(*title), text=self.t(*title))
            for id_, title in zip(CRITERIA, titles, strict=True)
        )

    def guideline(self, chosen_by: str) -> EditionUsed:
        return EditionUsed(
            edition="guideline/2024-03",
            title=self.t(
                "指針第4版・ガイドライン Ver.3.0", "the Policy (4th edition) and the Guideline (Ver. 3.0)"
            ),
            sha256=digest("guideline/2024-03"),
            chosen_by=chosen_by,
        )

    def report(self, *claims: ClaimReport, **more: Any) -> Report:
        counts = {v.value: sum(f.verdict is v for claim in claims for f in claim.findings) for v in Verdict}
        given: dict[str, Any] = {
            "tool": Tool(name="offsetcheck", version="0.1.0"),
            "lang": self.lang,
            "rulebook": (self.guideline("claim.published_on = 2026-05-20"),),
            "criteria": self.criteria(),
            "confirmations": (),
            "as_of": date(2026, 6, 1),
            "profile": Profile.SELF_CHECK,
            "input": (InputRef(name="claim.yaml", sha256=digest("claim.yaml")),),
            "snapshot": SnapshotRef(ledger_head=None, batch_sha256=None),
            "claims": claims,
            "counts": counts,
        }
        return Report(**(given | more))


def passing(lang: Lang) -> Report:
    """A clean claim of an organisation on a J-Credit from a forest."""
    m = Maker(lang)
    claim = ("claim", "head-office-2025", "head-office-2025")
    credit = ("credit", "C1", m.t("C1（森林由来のJ-クレジット）", "C1 (J-Credit, forest)"))
    used = ("use", "U1", "U1")
    findings = (
        m.finding(
            "OG-DEF-01", m.t("取組の類型", "Type of initiative"), PASS, claim,
            m.t("取組の類型は、指針の定める三類型の一つです。", "The initiative is one of the three types of the Policy."),
            conditions=(
                m.condition(m.t("三類型のいずれか", "One of the three types"), True, "claim.kind IN ('organisation', 'product_service', 'event')",
                            m.fact("claim.kind", "organisation", "stated")),
            ),
        ),
        m.finding(
            "OG-OFF-02", m.t("無効化した数量", "Tonnes retired"), PASS, claim,
            m.t("オフセット量120 t-CO2の全量について、有効な無効化を確認しました。", "Valid retirements cover all 120 t-CO2 claimed."),
        ),
        m.finding(
            "OG-OFF-01", m.t("登録簿での無効化", "Retired in the registry"), PASS, used,
            m.t("登録簿での無効化を確認しました。", "The retirement in the registry is shown."),
            basis=(m.policy(confidence="secondary", title=m.t("J-クレジット制度ホームページ", "J-Credit scheme website"),
                            edition=None, url=None, state_of="2023-12-01", issuer=m.t("J-クレジット制度事務局", "J-Credit secretariat")),),
        ),
        m.finding("OG-PERM-01", m.t("除去クレジットの永続性", "Removals stay removed"), PASS, credit,
                  m.t("永続性の確保を確認しました。", "Permanence is secured."), criterion="permanence"),
        m.finding("JCM-09", m.t("政府取得分", "Government's share"), NA, credit,
                  m.t("JCMクレジットではないため、対象外です。", "Not a JCM credit.")),
    )  # fmt: skip
    return m.report(
        ClaimReport(
            claim="head-office-2025",
            organisation=m.t("株式会社例示食品", "Reiji Foods Co., Ltd."),
            kind="organisation",
            degree="offset",
            boundary=m.t("本社及び第一工場", "head office and first plant"),
            period="2025-04-01/2026-03-31",
            stage="published",
            verdict=PASS,
            if_retired=None,
            waiting_on=WaitingOn(claimant=0, registry=0, reviewer=0, authority=0),
            findings=findings,
            properties=(
                PropertyRow(credit="C1", label=credit[2], verdicts=dict.fromkeys(CRITERIA, PASS)),
            ),
            tonnes={
                "claimed_t": interval("120.000"),
                "residual_t": interval("1234.5"),
                "valid_t": interval("120"),
            },
            filings=(),
            uses=(
                UseResult(id="U1", purpose="offset", period="FY2025", verdict=PASS, eligible_t=interval("120"), rules=("OG-OFF-01",)),
            ),
            open_questions=(),
            balance=Balance(
                before_t=interval("1284.5"), reduced_t=interval("50"), left_t=interval("1234.5"), valid_t=interval("120"),
                uncovered_t=interval("1114.5"),
            ),
            next_steps=(
                m.step(Owner.CLAIMANT, "無効化通知書その他の根拠資料を、本報告書とともに保管してください。",
                       "Keep the retirement notice and the other evidence together with this report."),
            ),
            cross_check=(
                m.check("retirements[R1].total_t", "120", "match",
                        m.source("120.000", "registry", m.t("無効化通知書.pdf", "notice.pdf"), page="1", sha256=digest("notice.pdf"),
                                 sha256_stated=digest("notice.pdf"), file=FileState.FOUND, expires_on=date(2027, 3, 31))),
            ),
        )
    )  # fmt: skip


def failing(lang: Lang) -> Report:
    """An event one tonne short, with two sources that disagree, a cap under two readings and an unread clause."""
    m = Maker(lang)
    claim = ("claim", "expo-2026", "expo-2026")
    name = m.t("例示エナジー株式会社", "Reiji Energy Co., Ltd.")
    c1 = ("credit", "C1", m.t("C1（再エネ由来のJ-クレジット）", "C1 (J-Credit, renewable energy)"))
    c2 = ("credit", "C2", m.t("C2（JCM、2023年分）", "C2 (JCM, vintage 2023)"))
    unread = m.policy(
        confidence="unconfirmed", section=None, url=None, state_of="2026-11-22", restricts=("timely",)
    )
    cap_basis = m.policy(
        document="gx-ets-outline", title=m.t("排出量取引制度の概要資料", "Outline of the emissions trading system"),
        edition=None, issuer=m.t("経済産業省", "Ministry of Economy, Trade and Industry"), confidence="secondary",
        state_of="2026-02-14", url=None, section=m.t("使用の上限", "cap on use"),
    )  # fmt: skip
    findings = (
        m.finding(
            "OG-OFF-02", m.t("無効化した数量", "Tonnes retired"), FAIL, claim,
            m.t(
                "オフセット量は13 t-CO2と記載されていますが、有効な無効化を確認できた数量は12 t-CO2であり、1 t-CO2不足しています。",
                "The claim states 13 t-CO2; valid retirements come to 12 t-CO2, which is 1 t-CO2 less.",
            ),
            remedy=m.t("追加の無効化を行うか、記載を12 t-CO2以下に改めてください。", "Please retire more, or state no more than 12 t-CO2."),
            conditions=(
                m.condition(m.t("無効化量がオフセット量以上", "Retired tonnes cover the claim"), False, "claim.valid_t >= claim.claimed_t",
                            m.fact("claim.claimed_t", "13.000", "stated", source="claim.yaml")),
            ),
            shown={"short_t": interval("1")},
            basis=(m.policy(section=m.t("定義", "Definition"),
                            quote=m.t("全部又は一部を埋め合わせる", "compensate all or part (全部又は一部を埋め合わせる)")),),
        ),
        m.finding(
            "OG-OFF-01", m.t("登録簿での無効化", "Retired in the registry"), FAIL, ("use", "U2", "U2"),
            m.t(
                "本クレジットは保有の状態にあり、無効化が完了していません。購入又は保有のみでは、オフセットに使用したことにはなりません。",
                "This credit is held and not yet retired. Buying or holding a credit is not yet offsetting.",
            ),
            remedy=m.t("無効化を申請し、通知書の受領後に改めて判定してください。", "Please apply for the retirement and judge again with the notice."),
            conditions=(
                m.condition(m.t("無効化済み", "Retired"), False, "use.status = 'retired'", m.fact("use.status", "held", "registry", source="登録簿の出力.csv")),
            ),
        ),
        m.finding(
            "OG-OFF-04", m.t("クレジット利用者名", "Credit user named"), UNKNOWN, ("retirement", "R1", "R1"),
            m.t(
                f"無効化通知書のクレジット利用者名と、本取組の実施者名「{name}」との同一性を確認できません。",
                f"It is not shown that the user named on the notice and the claimant, {name}, are the same.",
            ),
            remedy=m.t("法人番号又は両者の関係が分かる資料をご提示ください。", "Please show the corporate number, or how the two are related."),
            conditions=(
                m.condition(m.t("利用者が実施者と同一", "User is the claimant"), "unknown", "same_party(retirement.user, claim.organisation)",
                            m.fact("retirement.user", None, reason=Reason.CONFLICT),
                            m.fact("claim.organisation", name, "stated", source="claim.yaml")),
            ),
            missing=(m.missing("retirements[R1].user", Owner.REGISTRY, Reason.CONFLICT),),
        ),
        m.finding(
            "OG-OFF-03", m.t("無効化の時期", "Time of the retirement"), UNKNOWN, ("use", "U1", "U1"),
            m.t("無効化の時期が公表日より後のため、確認が必要です。", "The retirement came after the publication, which needs to be looked at."),
            conditions=(
                m.condition(m.t("公表日以前の無効化", "Retired by the day of publication"), "unknown", "retirement.completed_on <= claim.published_on",
                            m.fact("retirement.completed_on", "2026-05-28", "registry"), m.fact("claim.published_on", "2026-05-20", "stated"),
                            id="timely", law_open=True),
            ),
            missing=(m.missing("judgement.late_ok", Owner.REVIEWER, Reason.ABSENT),),
            basis=(unread,),
        ),
        m.finding(
            "GX2-02", m.t("クレジットの使用上限", "Cap on credits"), UNKNOWN, ("filing", "gx-ets-2026", "GX-ETS"),
            m.t("規定の解釈により、使用できる数量が異なります。", "How many tonnes can be used depends on how the clause is read."),
            edition="gx-ets/phase2",
            conditions=(
                m.condition(m.t("使用量が上限以下", "Credits within the cap"), "unknown", "filing.credits_t <= cap",
                            m.fact("filing.terms.direct_t", "250004"),
                            readings=(
                                ReadingResult(reading="cap", option="floor", label=m.t("上限の端数を切り捨て", "cap rounded down"), truth=False,
                                              values={"cap_t": interval("25000")}),
                                ReadingResult(reading="cap", option="exact", label=m.t("端数処理なし", "cap not rounded"), truth=True,
                                              values={"cap_t": interval("25000.4")}),
                            )),
            ),
            missing=(Missing(fact="gx-ets.cap_rounding", label=m.t("上限の端数処理", "rounding of the cap"), owner=Owner.AUTHORITY, reason=Reason.LAW_OPEN),),
            basis=(cap_basis,),
        ),
        m.finding(
            "OG-CLM-01", m.t("表示の文言", "Wording of the statement"), FAIL, ("statement", "S1", m.t("「実質ゼロ」", "“実質ゼロ”")),
            m.t(
                "「実質ゼロ」との表示は、排出量の全部を埋め合わせたとの印象を与えるおそれがあります。",
                "The wording “実質ゼロ” may give the impression that all emissions were offset.",
            ),
            remedy=m.t("埋め合わせた数量又は割合を併記してください。", "Please state the quantity or the share that was offset."),
            severity="advisory",
        ),
        *(
            m.finding("OG-CRED-01", m.t("確実な排出削減・除去", "Real reductions"), PASS, credit,
                      m.t("制度により担保されています。", "Secured by the programme."), criterion="real")
            for credit in (c1, c2)
        ),
        *(
            m.finding("OG-PERM-01", m.t("除去クレジットの永続性", "Removals stay removed"), NA, credit,
                      m.t("除去クレジットではないため、対象外です。", "Not a removal."), criterion="permanence")
            for credit in (c1, c2)
        ),
    )  # fmt: skip
    properties = dict.fromkeys(CRITERIA, PASS) | {"permanence": NA}
    return m.report(
        ClaimReport(
            claim="expo-2026",
            organisation=name,
            kind="event",
            degree="offset",
            boundary=m.t("展示会の開催（会場の電気・ガス、来場者の移動）", "trade fair: venue energy and visitors' travel"),
            period="2026-04-10/2026-04-12",
            stage="published",
            verdict=FAIL,
            if_retired=None,
            waiting_on=WaitingOn(claimant=0, registry=1, reviewer=1, authority=1),
            findings=findings,
            properties=(
                PropertyRow(credit="C1", label=c1[2], verdicts=properties),
                PropertyRow(credit="C2", label=c2[2], verdicts=properties | {"unique": UNKNOWN, "safeguards": FAIL}),
            ),
            tonnes={
                "claimed_t": interval("13"),
                "residual_t": interval("12.4", "14"),
                "valid_t": interval("8", "12"),
                "valid_all_t": interval("12"),
            },
            filings=(
                FilingResult(
                    id="gx-ets-2026", scheme="gx-ets", entity=name, period="FY2026", edition="gx-ets/phase2", verdict=UNKNOWN,
                    terms=(
                        Term(name="direct_t", label=m.label("filing.terms.direct_t"), value=interval("250004"), unit="t-CO2"),
                        Term(name="credits_t", label=m.t("無効化したクレジット", "Credits retired"), value=interval("25000.4", None), unit="t-CO2"),
                    ),
                    cap_t=interval("25000", "25000.4"), usable_t=interval("25000", "25000.4"), rules=("GX2-02",),
                ),
                FilingResult(
                    id="shk-2026", scheme="shk", entity=name, period="RY2027", edition="shk/ry2027", verdict=PASS, terms=(),
                    cap_t=None, usable_t=interval("12"), rules=("SHK-TIM-01",),
                ),
            ),
            uses=(
                UseResult(id="U1", purpose="offset", period="FY2026", verdict=UNKNOWN, eligible_t=interval("8", "12"), rules=("OG-OFF-03",)),
                UseResult(id="U2", purpose="offset", period="FY2026", verdict=FAIL, eligible_t=interval("0"), rules=("OG-OFF-01",)),
                UseResult(id="U3", purpose="gx-ets", period="FY2026", verdict=UNKNOWN, eligible_t=interval("25000", None), rules=("GX2-02",)),
            ),
            open_questions=(
                m.question("retirements[R1].user", Owner.REGISTRY, Reason.CONFLICT, "OG-OFF-04 (retirements[R1])",
                           detail=m.t("無効化通知書.pdf「例示エナジー㈱」／登録簿の出力.csv「例示電力株式会社」",
                                      "無効化通知書.pdf “例示エナジー㈱” / 登録簿の出力.csv “例示電力株式会社”")),
                m.question("judgement.late_ok", Owner.REVIEWER, Reason.ABSENT, "OG-OFF-03 (uses[U1])"),
                OpenQuestion(fact="gx-ets.cap_rounding", label=m.t("上限の端数処理", "rounding of the cap"), owner=Owner.AUTHORITY,
                             reason=Reason.LAW_OPEN, findings=("GX2-02 (filings[gx-ets-2026])",), blocking=True,
                             detail=m.t("切り捨てるか否かの定めを確認できていません。", "No clause on rounding down was found.")),
                m.question("statements[S1].states_share", Owner.CLAIMANT, Reason.ABSENT, "OG-CLM-01 (statements[S1])", blocking=False),
                m.question(
                    "statements[S1].effect", Owner.CLAIMANT, Reason.CONFLICT, blocking=False,
                    phrase=PhraseFound(
                        phrase="net-zero", quote=m.t("実質ゼロ", "net zero"),
                        excerpt=m.t("実質ゼロを達成しました。", "We reached net zero."), stated="contribution",
                        question=m.t("排出量の全部を埋め合わせたとの印象を与えるおそれがあります。", "It may suggest that all emissions were compensated."),
                        dated=date(2026, 11, 22), source=m.t("表示の語句の一覧（提案）", "List of wordings in statements (a proposal)"),
                    ),
                ),
            ),
            balance=Balance(
                before_t=interval("12.4", None), reduced_t=interval("0", None), left_t=interval("12.4", "14"),
                valid_t=interval("8", "12"), uncovered_t=interval("0.4", "6"),
            ),
            next_steps=(
                m.step(Owner.CLAIMANT, "追加の無効化を行うか、記載を12 t-CO2以下に改めてください。",
                       "Please retire more, or state no more than 12 t-CO2."),
                m.step(Owner.REGISTRY, "クレジット利用者名（R1）：登録簿の記録により正しい値をご確認ください。",
                       "Credit user named (R1): Please check the right value in the registry."),
                m.step(Owner.AUTHORITY, "上限の端数処理：所管当局にご確認のうえ、回答を記録してください。",
                       "Rounding of the cap: Please ask the authority and record its answer."),
            ),
            cross_check=(
                m.check("retirements[R1].user", name, "mismatch",
                        m.source(m.t("例示エナジー㈱", "Reiji Energy"), "documented", m.t("無効化通知書.pdf", "notice.pdf"), page="1",
                                 sha256=digest("a"), sha256_stated=digest("b"), file=FileState.FOUND, altered=True),
                        m.source(m.t("例示電力株式会社", "Reiji Power Co., Ltd."), "registry", m.t("登録簿の出力.csv", "extract.csv"),
                                 page="12", sha256=digest("c"), sha256_stated=digest("c"), file=FileState.MISSING)),
                m.check("emissions[E1].t", "12.4", "expired",
                        m.source("12.4", "documented", m.t("電気料金の明細", "electricity bill"), expires_on=date(2026, 3, 31), expired=True)),
                m.check("retirements[R1].total_t", "12", "chosen",
                        m.source("12", "verified", m.t("無効化通知書.pdf", "notice.pdf"), sha256=digest("a"), file=FileState.FOUND, chosen=True),
                        m.source("13", "stated", m.t("見積書.pdf", "quote.pdf"), file=FileState.OUTSIDE)),
                m.check("projects[P1].additional", None, "single", m.source("true", "programme", m.t("制度文書", "programme text"))),
            ),
        ),
        rulebook=(
            m.guideline("claim.published_on = 2026-05-20"),
            EditionUsed(edition="gx-ets/phase2", title=m.t("排出量取引制度（第2フェーズ）", "GX-ETS, phase 2"),
                        sha256=digest("gx-ets/phase2"), chosen_by="filing.period = FY2026"),
        ),
        confirmations=(
            Confirmation(of="judgement.document_ok", value=m.t("認める", "accepted"), document_sha256=digest("reply.pdf"),
                         by=m.t("経営企画部", "Corporate Planning"), on=date(2026, 5, 11), source=m.t("所管当局からの回答", "reply of the authority")),
        ),
        profile=Profile.CERTIFICATION,
        snapshot=SnapshotRef(ledger_head=digest("ledger"), batch_sha256=None),
    )  # fmt: skip


def planned(lang: Lang) -> Report:
    """A claim for two scopes, before the retirement is applied for."""
    m = Maker(lang)
    claim = ("claim", "summer-festival", "summer-festival")
    organisation = m.t("例示市文化振興財団", "Reiji City Culture Foundation")
    not_yet = Reason.NOT_YET
    uses = (("use", "U1", "U1"), ("use", "U2", "U2"))
    registry = m.t("J-クレジット登録簿", "J-Credit registry")
    programme = m.t("J-クレジット（森林経営活動）", "J-Credit (forest management)")
    findings = (
        m.finding(
            "OG-OFF-02", m.t("無効化した数量", "Tonnes retired"), UNKNOWN, claim,
            m.t("無効化の完了後に、数量を確認します。", "The tonnes can be confirmed once the retirement is completed."),
            missing=(m.missing("retirements[R1].total_t", Owner.REGISTRY, not_yet),),
        ),
        *(
            m.finding(
                "OG-OFF-01", m.t("登録簿での無効化", "Retired in the registry"), UNKNOWN, used,
                m.t("登録簿での無効化がまだ行われていません。", "The retirement in the registry has not been made yet."),
                remedy=m.t("無効化通知書の受領後に、その番号をご記入ください。", "Please fill in the number of the notice once you hold it."),
                conditions=(
                    m.condition(m.t("無効化済み", "Retired"), "unknown", "use.status = 'retired'", m.fact("use.status", None, reason=not_yet)),
                ),
                missing=(m.missing(f"uses[{used[1]}].status", Owner.CLAIMANT, not_yet),),
            )
            for used in uses
        ),
        m.finding("OG-DEF-02", m.t("主体と対象", "Actor and target"), PASS, claim,
                  m.t("主体と対象が定められています。", "Actor and target are defined.")),
    )  # fmt: skip
    applications = tuple(
        Application(
            retirement=id_,
            registry=registry,
            credits=programme,
            user=organisation,
            purpose="offset",
            purpose_detail=detail,
            quantity_t=Decimal(tonnes),
            scope=scope,
            uses_t=Decimal(uses_t),
        )
        for id_, detail, tonnes, uses_t, scope in (
            ("R1", m.t("第12回夏祭りの開催に伴う排出量の埋め合わせ", "Offset of the emissions of the 12th summer festival"), "13", "12.4",
             m.t("夏祭りの開催（2026年8月）", "summer festival, August 2026")),
            ("R2", None, "40", "40", m.t("本部の活動（2026年度）", "head office, FY2026")),
        )
    )  # fmt: skip
    return m.report(
        ClaimReport(
            claim="summer-festival",
            organisation=organisation,
            kind="event",
            degree="offset",
            boundary=m.t("夏祭りの開催及び本部の活動", "summer festival and head office"),
            period="2026-08-01/2026-08-02",
            stage="planned",
            verdict=UNKNOWN,
            if_retired=PASS,
            waiting_on=WaitingOn(claimant=2, registry=1, reviewer=0, authority=0),
            findings=findings,
            properties=(
                PropertyRow(credit="C1", label=f"C1 {programme}", verdicts=dict.fromkeys(CRITERIA, PASS) | {"permanence": UNKNOWN}),
            ),
            tonnes={
                "claimed_t": interval("53"),
                "residual_t": interval("52.4"),
                "valid_t": interval("0", None),
            },
            filings=(),
            uses=tuple(
                UseResult(id=used[1], purpose="offset", period="FY2026", verdict=UNKNOWN, eligible_t=interval("0", tonnes), rules=("OG-OFF-01",))
                for used, tonnes in zip(uses, ("13", "40"), strict=True)
            ),
            open_questions=(
                *(m.question(f"uses[{used[1]}].status", Owner.CLAIMANT, not_yet, f"OG-OFF-01 (uses[{used[1]}])") for used in uses),
                m.question("retirements[R1].total_t", Owner.REGISTRY, not_yet, "OG-OFF-02 (claim)"),
            ),
            applications=applications,
            planning=Planning(
                need_t=interval("52.4"), whole_t=interval("53"), planned_t=Decimal(53),
                hint=ApplicationHint(
                    complete_by=date(2026, 9, 30), apply_by=date(2026, 9, 24), apply_until="12:00", processed_on=date(2026, 9, 29),
                    past=False,
                    basis=m.policy(
                        document="jcredit-account-notice", title=m.t("J-クレジット制度 口座に関する手続", "J-Credit scheme: account procedures"),
                        edition=m.t("2021年のお知らせ", "notice of 2021"), issuer=m.t("J-クレジット制度事務局", "J-Credit secretariat"),
                        confidence="unconfirmed", url=None,
                    ),
                ),
            ),
            balance=Balance(
                before_t=interval("58.4"), reduced_t=interval("6"), left_t=interval("52.4"), valid_t=interval("0", None),
                uncovered_t=interval("0", "52.4"),
            ),
            next_steps=(
                m.step(Owner.CLAIMANT, "記入内容を確認のうえ、2026年9月24日（木）の12:00までを目安に無効化を申請してください（申請2件）。",
                       "Check the entries and apply for the retirement, as a guide by 12:00 on Thursday, 24 September 2026 (applications: 2)."),
                m.step(Owner.CLAIMANT, "無効化通知書を受領したら、番号、無効化日等を記入し、公表前に改めて判定してください。",
                       "When you hold the retirement notice, enter its number, date and the rest, and have the claim judged again before you publish."),
            ),
        ),
        rulebook=(m.guideline("claim.publish_by = 2026-09-30"),),
    )  # fmt: skip


SAMPLES: dict[str, Callable[[Lang], Report]] = {"pass": passing, "fail": failing, "planned": planned}
"""Every sample by name."""
