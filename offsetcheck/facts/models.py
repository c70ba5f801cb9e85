"""Every fact of a claim, as pydantic models: the only definition of names, types, units, labels, owners and levels.

A field that is left out is missing, which is not zero, not false and not "none" (law 1). Lists are open unless
`claim.complete_lists` closes them (law 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer, PrivateAttr
from pydantic_core import PydanticCustomError

if TYPE_CHECKING:
    from offsetcheck.facts.documents import Document

from offsetcheck.facts.identity import CorporateNumber
from offsetcheck.facts.periods import FiscalYear, ReportingYear, parse_year
from offsetcheck.facts.problems import WrongValueError
from offsetcheck.facts.vocabulary import (
    Code,
    Country,
    Day,
    Factor,
    Flag,
    Group,
    LatinName,
    Level,
    LineTonnes,
    Methodology,
    Number,
    NumberOfThing,
    Owner,
    PartyName,
    Price,
    Quantity,
    Reference,
    Serial,
    Subject,
    Text,
    Tonnes,
    Whole,
    fact,
    group,
)


def _year(value: object) -> FiscalYear | ReportingYear:
    if isinstance(value, FiscalYear | ReportingYear):
        return value
    try:
        return parse_year(value)
    except WrongValueError as error:
        raise PydanticCustomError("year", "{why}", {"why": str(error), "error": error}) from None


def _year_text(value: FiscalYear | ReportingYear) -> str:
    return f"FY{value.start}" if isinstance(value, FiscalYear) else f"RY{value.year}"


Year = Annotated[
    FiscalYear | ReportingYear,
    BeforeValidator(_year),
    PlainSerializer(_year_text, return_type=str, when_used="json"),
]


class Stage(StrEnum):
    """How far the claim has come."""

    PLANNED = "planned"
    READY = "ready"
    PUBLISHED = "published"


class ClaimKind(StrEnum):
    """The type of initiative: three offset types and the two other initiatives of the Policy's 4th edition."""

    ORGANISATION = "organisation"
    PRODUCT_SERVICE = "product_service"
    EVENT = "event"
    ATTACHED_CREDIT = "attached_credit"
    CANCEL_ONLY = "cancel_only"


class Degree(StrEnum):
    """What is claimed: an offset of all or part, or carbon neutrality."""

    OFFSET = "offset"
    CARBON_NEUTRAL = "carbon_neutral"


class OffsetBase(StrEnum):
    """What the offset tonnes are measured against."""

    RESIDUAL = "residual"
    BASELINE = "baseline"


class Effect(StrEnum):
    """What a statement tells its reader was achieved."""

    PARTIAL_OFFSET = "partial_offset"
    FULL_OFFSET = "full_offset"
    NEUTRAL = "neutral"
    ZERO = "zero"
    CONTRIBUTION = "contribution"
    NONE = "none"


class Grounds(StrEnum):
    """What a statement rests on."""

    OFFSET = "offset"
    REDUCTION = "reduction"
    BOTH = "both"
    OTHER = "other"


class Market(StrEnum):
    """Where a statement is shown."""

    JP = "JP"
    EU = "EU"
    UK = "UK"
    OTHER = "other"


class Timing(StrEnum):
    """Whether a quantity was measured afterwards or estimated before."""

    EX_POST = "ex_post"
    EX_ANTE = "ex_ante"


class GhgScope(StrEnum):
    """The GHG Protocol scope of an emission source."""

    SCOPE1 = "scope1"
    SCOPE2 = "scope2"
    SCOPE3 = "scope3"


class Gas(StrEnum):
    """The seven greenhouse gases."""

    CO2 = "CO2"
    CH4 = "CH4"
    N2O = "N2O"
    HFC = "HFC"
    PFC = "PFC"
    SF6 = "SF6"
    NF3 = "NF3"
    ALL = "all"


class Programme(StrEnum):
    """The crediting programme that issued the units."""

    J_CREDIT = "J-Credit"
    JCM = "JCM"
    ARTICLE_6_4 = "A6.4"
    CDM = "CDM"
    VCS = "VCS"
    GOLD_STANDARD = "Gold Standard"
    ACR = "ACR"
    CAR = "CAR"
    ART = "ART TREES"
    DOMESTIC_CREDIT = "国内クレジット"
    J_VER = "J-VER"
    OTHER = "other"
    NOT_A_CREDIT = "not_a_credit"


class Mitigation(StrEnum):
    """Whether a project reduces emissions, removes CO2, or does both."""

    REDUCTION = "reduction"
    REMOVAL = "removal"
    MIXED = "mixed"


class RemovalKind(StrEnum):
    """The store of a removal, for the programmes whose permanence rules differ by store."""

    FOREST = "forest"
    SOIL = "soil"
    BIOCHAR = "biochar"
    DACCS = "daccs"
    BECCS = "beccs"
    BLUE_CARBON = "blue_carbon"
    OTHER = "other"


class Channel(StrEnum):
    """The public money behind a JCM project, which decides the government's share."""

    EQUIPMENT_SUBSIDY = "equipment_subsidy"
    CO_INNOVATION = "co_innovation"
    NEDO = "nedo"
    JFJCM = "jfjcm"
    UNIDO = "unido"
    REDD_PLUS = "redd_plus"
    FLUOROCARBON = "fluorocarbon"
    NEW_TECHNOLOGY = "new_technology"
    PRIVATE = "private"


class JcmState(StrEnum):
    """How far a JCM project has come."""

    IDEA_NOTE = "idea_note"
    METHODOLOGY = "methodology"
    DESIGN = "design"
    VALIDATED = "validated"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


class A64Activity(StrEnum):
    """How an activity came under the Article 6.4 mechanism, or that it did not."""

    REGISTERED = "registered"
    TRANSITIONED = "transitioned"
    TRANSITION_REQUESTED = "transition_requested"
    CDM_ONLY = "cdm_only"


class A64Methodology(StrEnum):
    """What lets an activity of the Article 6.4 mechanism use its methodology."""

    MECHANISM = "mechanism"
    CDM_IN_TRANSITION = "cdm_in_transition"
    NEITHER = "neither"


class A64Account(StrEnum):
    """The kind of account of the mechanism registry that units lie in."""

    PENDING = "pending"
    HOLDING = "holding"
    RETIREMENT = "retirement"
    CANCELLATION = "cancellation"


class Acquired(StrEnum):
    """How the holder came by units."""

    ALLOCATED = "allocated"
    TRANSFERRED = "transferred"
    CONTRACT = "contract"


class LegalBasis(StrEnum):
    """The text a claim names as the legal basis of JCM units."""

    ACT = "act"
    ACT_ARTICLE_57 = "act_article_57"
    GUIDELINES = "guidelines"
    NOT_STATED = "not_stated"


class AuthorisedBy(StrEnum):
    """Who issued the paper that is presented as an authorisation."""

    HOST_PARTY = "host_party"
    OTHER_PARTY = "other_party"
    NOT_A_PARTY = "not_a_party"


class Metric(StrEnum):
    """The metric of an authorisation."""

    GHG = "ghg"
    NON_GHG = "non_ghg"


class Limits(StrEnum):
    """Whether units keep to the limits that their authorisation sets (entities, quantity, period, terms)."""

    NONE = "none"
    KEPT = "kept"
    EXCEEDED = "exceeded"


class FirstTransfer(StrEnum):
    """The event that counts as the first transfer."""

    INTERNATIONAL_TRANSFER = "international_transfer"
    AUTHORISATION = "authorisation"
    ISSUANCE = "issuance"
    USE_OR_CANCELLATION = "use_or_cancellation"


class UnitKind(StrEnum):
    """Whether a unit stands for a verified past result or for a promise."""

    EX_POST = "ex_post"
    EX_ANTE = "ex_ante"


class Authorisation(StrEnum):
    """The host Party's position on the use of a unit under Article 6."""

    AUTHORISED = "authorised"
    NOT_AUTHORISED = "not_authorised"
    REVOKED = "revoked"


class AuthorisedUse(StrEnum):
    """The three uses a host Party may authorise."""

    NDC = "ndc"
    INTERNATIONAL = "international_mitigation"
    OTHER = "other_purposes"


class Adjustment(StrEnum):
    """The state of the corresponding adjustment (相当調整)."""

    APPLIED = "applied"
    COMMITTED = "committed"
    NOT_APPLIED = "not_applied"
    NOT_REQUIRED = "not_required"


class Status(StrEnum):
    """Where the tonnes put to a use stand now."""

    RETIRED = "retired"
    HELD = "held"
    PURCHASED = "purchased"
    RESERVED = "reserved"
    FORWARD = "forward"


class Act(StrEnum):
    """The act on a notice: different acts, never mixed."""

    RETIREMENT = "retirement"
    CANCELLATION = "cancellation"
    VOLUNTARY_CANCELLATION = "voluntary_cancellation"
    ADMINISTRATIVE_CANCELLATION = "administrative_cancellation"


class Designation(StrEnum):
    """How a retirement names its units: by total (総量指定) or by serial (シリアル番号指定)."""

    TOTAL = "total"
    SERIAL = "serial"


class NoticeDocument(StrEnum):
    """What document proves the act."""

    NOTICE = "notice"
    REGISTRY_EXTRACT = "registry_extract"
    PROVIDER_CERTIFICATE = "provider_certificate"
    INVOICE = "invoice"
    CONTRACT = "contract"


class Purpose(StrEnum):
    """What tonnes are put to."""

    OFFSET = "offset"
    SHK = "shk"
    GX_ETS = "gx-ets"
    GX_LEAGUE = "gx-league"
    ENERGY_ACT = "energy-act"
    CDP = "cdp"
    SBT = "sbt"
    RE100 = "re100"
    CORSIA = "corsia"
    OMGE = "omge"
    OTHER = "other"


class ShkClass(StrEnum):
    """The instrument class a SHK use belongs to, which decides the cap that applies."""

    CREDIT = "credit"
    ELECTRICITY = "electricity"
    HEAT = "heat"


class Origin(StrEnum):
    """What a J-Credit comes from, which decides where it may be reported."""

    RENEWABLE_ELECTRICITY = "renewable_electricity"
    RENEWABLE_HEAT = "renewable_heat"
    ENERGY_SAVING = "energy_saving"
    FOREST = "forest"
    INDUSTRIAL = "industrial"
    AGRICULTURE = "agriculture"
    WASTE = "waste"

    @property
    def stores_nothing(self) -> bool:
        """Whether it surely stores no carbon: forests do, and biochar is agriculture."""
        return self not in (Origin.FOREST, Origin.AGRICULTURE)


class SourceKind(StrEnum):
    """A line of an emission sheet of the SHK scheme: the term of the total it belongs to."""

    FUEL = "fuel"
    WASTE_FUEL = "waste_fuel"
    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"
    NON_ENERGY = "non_energy"
    CARBON_RECYCLE = "carbon_recycle"
    CARBON_RECYCLE_SOLD = "carbon_recycle_sold"


class Figures(StrEnum):
    """What a line of the sheet states: an amount of energy with its factors, or tonnes."""

    QUANTITY = "quantity"
    TONNES = "tonnes"


class CertificateKind(StrEnum):
    """An environmental certificate that is set against purchased electricity or heat."""

    NON_FOSSIL = "non_fossil"
    GREEN_ELECTRICITY = "green_electricity"
    GREEN_HEAT = "green_heat"


class SetAgainst(StrEnum):
    """What emissions a certificate is set against."""

    ELECTRICITY = "electricity"
    HEAT = "heat"
    OTHER = "other"


class GwpSet(StrEnum):
    """The assessment report of the IPCC whose warming potentials were used."""

    AR4 = "AR4"
    AR5 = "AR5"


class FactorKind(StrEnum):
    """Which of a supplier's published factors was used."""

    ADJUSTED = "adjusted"
    BASIC = "basic"
    OTHER = "other"


class EnergyRoute(StrEnum):
    """How a report under the energy act uses a credit."""

    JOINT = "joint"
    NON_FOSSIL = "non_fossil"


class Emitter(StrEnum):
    """What makes the reporter one: its establishments, its transport, or both."""

    ESTABLISHMENT = "establishment"
    TRANSPORT = "transport"
    BOTH = "both"


class Disclosed(StrEnum):
    """Whether an item stands in the publication: absence is a value, never a gap."""

    STATED = "stated"
    NOT_STATED = "not_stated"


class BoundaryKind(StrEnum):
    """What the claim's boundary is drawn around."""

    LIFE_CYCLE = "life_cycle"
    EVENT = "event"
    ORGANISATION = "organisation"
    DAILY_LIFE = "daily_life"
    OTHER = "other"


class Standard(StrEnum):
    """A standard, principle or promotion scheme that a claim may name."""

    ISO_14068_1 = "iso-14068-1"
    ISO_14060 = "iso-14060"
    VCMI = "vcmi"
    VCMI_SCOPE_3 = "vcmi-scope-3"
    ICVCM = "icvcm"
    SBTI = "sbti"
    OXFORD = "oxford"
    DECLARATION = "declaration"
    CERTIFICATION = "certification"
    DONGURI = "donguri"
    GREEN_PURCHASING = "green-purchasing"


class EventPart(StrEnum):
    """What the inventory of an event covers: its phases, and its typical sources."""

    PREPARATION = "preparation"
    HOLDING = "holding"
    TAKE_DOWN = "take_down"
    VENUE_ENERGY = "venue_energy"
    TRAVEL = "travel"


class LifeCycleStage(StrEnum):
    """A stage of a product's life cycle."""

    RAW_MATERIALS = "raw_materials"
    PRODUCTION = "production"
    DISTRIBUTION = "distribution"
    USE = "use"
    END_OF_LIFE = "end_of_life"


class CfpMethod(StrEnum):
    """How a product's footprint was calculated."""

    CFP_PROGRAMME = "cfp_programme"
    MILCA = "milca"
    OTHER = "other"


class CertificationCategory(StrEnum):
    """What the third-party certification programme certified."""

    OFFSET = "offset"
    CARBON_NEUTRAL = "carbon_neutral"
    PLAN_REGISTRATION = "plan_registration"


class PlanItem(StrEnum):
    """An item of the carbon neutrality management plan of ISO 14068-1."""

    BASELINE = "baseline"
    INTERIM_TARGETS = "interim_targets"
    REMOVALS = "removals"
    OFFSET_TYPES = "offset_types"
    INDICATORS = "indicators"
    RESIDUAL_YEAR = "residual_year"


class VcmiTier(StrEnum):
    """The tier of a VCMI Carbon Integrity claim."""

    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class CcpLabel(StrEnum):
    """What the ICVCM decided on the methodology behind a credit."""

    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    PENDING = "pending"
    NOT_ASSESSED = "not_assessed"


class Instrument(StrEnum):
    """What a unit is that no crediting programme issued."""

    ELECTRICITY_CERTIFICATE = "electricity_certificate"
    HEAT_CERTIFICATE = "heat_certificate"
    ALLOWANCE = "allowance"
    EXCESS_REDUCTION = "excess_reduction"
    PRIVATE_CERTIFICATE = "private_certificate"
    OTHER = "other"


class RenewableKind(StrEnum):
    """Whether a project supplies renewable electricity or heat."""

    ELECTRICITY = "electricity"
    HEAT = "heat"
    NONE = "none"


class ProjectForm(StrEnum):
    """The form of a J-Credit project: one site, or a bundle of members."""

    SINGLE = "single"
    BUNDLE = "bundle"


class CreditSymbol(StrEnum):
    """The scheme symbol (制度記号) a Japanese registry prints before a credit."""

    JC = "JC"
    JCL = "JCL"
    KC = "KC"
    KCP = "KCP"
    KCL = "KCL"
    JP = "JP"
    NIG = "NIG"
    KOC = "KOC"
    OTHER = "other"


class CreditKind(StrEnum):
    """The kind of credit (クレジット種別) as the J-Credit registry codes it."""

    ER = "ER"
    ERL = "ERL"
    FM = "FM"
    KC = "KC"
    KCP = "KCP"
    JRM = "JRM"
    KRM = "KRM"
    OTHER = "other"


class ForestUnit(StrEnum):
    """What a forest management project registers: a whole plan, all own parcels, or part of them."""

    WHOLE_PLAN = "whole_plan"
    OWN_PARCELS = "own_parcels"
    PART = "part"


class ConcernKind(StrEnum):
    """What a record, a report or a complaint holds against a project."""

    LISTED_OTHERWISE = "listed_otherwise"
    NOT_LISTED = "not_listed"
    ISSUED_TWICE = "issued_twice"
    REVERSAL = "reversal"
    INTENTIONAL_REVERSAL = "intentional_reversal"
    LAND_CONVERSION = "land_conversion"
    HARM = "harm"
    DEVIATION = "deviation"
    PERMIT_ABSENT = "permit_absent"
    APPEAL = "appeal"
    INTEGRITY = "integrity"
    OTHER = "other"


class StorageTerm(StrEnum):
    """Whether a removal unit stands for a permanent tonne or for a tonne kept for a time."""

    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    TONNE_YEAR = "tonne_year"


class LabelKind(StrEnum):
    """What somebody other than the programme says of a credit."""

    CCP = "ccp"
    CORSIA = "corsia"
    RATING = "rating"
    OTHER = "other"


class About(StrEnum):
    """Whose climate impact a statement speaks of."""

    PRODUCT = "product"
    ORGANISATION = "organisation"
    EVENT = "event"
    PROJECT = "project"


class Saying(StrEnum):
    """Something a statement says in so many words."""

    CREDITS_COMPENSATE = "credits_compensate"
    WHOSE_EMISSIONS = "whose_emissions"
    AMOUNT_PER_UNIT = "amount_per_unit"
    SUBJECT = "subject"
    BOUNDARY = "boundary"
    PERIOD = "period"
    PLANNED = "planned"
    SCHEME_INFORMATION = "scheme_information"
    REPLACES_REDUCTION = "replaces_reduction"
    BEYOND_NATIONAL_TARGET = "beyond_national_target"
    CERTIFIED = "certified"
    VAGUE = "vague"
    COMPARISON = "comparison"
    COMPARISON_BASIS = "comparison_basis"
    RECOGNISED_PERFORMANCE = "recognised_performance"
    OWN_LABEL = "own_label"
    FUTURE_PERFORMANCE = "future_performance"
    PUBLIC_PLAN = "public_plan"


class EligibleFamily(StrEnum):
    """The methodology families from which GX-ETS phase 1 takes credits besides J-Credit and JCM."""

    CCU = "ccu"
    COASTAL_BLUE_CARBON = "coastal_blue_carbon"
    BECCS = "beccs"
    DACCS = "daccs"
    NONE = "none"


class RegistrySide(StrEnum):
    """Whose JCM registry a unit was issued in."""

    JAPAN = "japan"
    PARTNER = "partner"


class Venue(StrEnum):
    """Where a credit is bought."""

    TSE = "tse"
    TSE_OTC = "tse_otc"
    BILATERAL = "bilateral"


class LeagueGroup(StrEnum):
    """The group of a GX-League participant in phase 1."""

    G = "G"
    X = "X"


class Assurance(StrEnum):
    """The level of a third party's assurance."""

    NONE = "none"
    LIMITED = "limited"
    REASONABLE = "reasonable"


class GxStep(StrEnum):
    """How far a year of GX-ETS phase 2 has come."""

    CALCULATED = "calculated"
    CONFIRMED = "confirmed"
    HELD = "held"


class EmissionBasis(StrEnum):
    """What the emission figures of a GX-ETS filing count."""

    GROSS_DIRECT = "gross_direct"
    NET_OF_CREDITS = "net_of_credits"
    WITH_INDIRECT = "with_indirect"


class Relation(StrEnum):
    """How the entities of a joint filing are related."""

    ALONE = "alone"
    SUBSIDIARY = "subsidiary"
    AFFILIATE = "affiliate"
    SIBLING = "sibling"
    OTHER = "other"


class AllowanceProof(StrEnum):
    """What shows the allowances that are held."""

    ACCOUNT_STATEMENT = "account_statement"
    RETIREMENT_CERTIFICATE = "retirement_certificate"


class Span(Group):
    """A period from one day to another, both inside."""

    from_: Day | None = fact("開始日", "first day", alias="from")
    to: Day | None = fact("終了日", "last day")


class RegistrySpan(Group):
    """A period that the registry knows."""

    from_: Day | None = fact("開始日", "first day", alias="from", owner=Owner.REGISTRY)
    to: Day | None = fact("終了日", "last day", owner=Owner.REGISTRY)


class SerialSpan(Group):
    """The first and last serial number of a contiguous block, as the registry prints them."""

    first: Serial | None = fact("シリアル番号（最初）", "first serial number", owner=Owner.REGISTRY)
    last: Serial | None = fact("シリアル番号（最後）", "last serial number", owner=Owner.REGISTRY)


class Party(Subject):
    """An organisation that appears in the claim."""

    id: str | None = None
    name: Text | None = fact("名称", "legal name", certify=Level.STATED)
    name_en: LatinName | None = fact("英文名称", "legal name in English")
    corporate_number: CorporateNumber | None = fact("法人番号", "corporate number (13 digits)")
    without_number: Flag | None = fact(
        "法人番号を持たない団体",
        "a body without a corporate number, such as an association without legal personality",
    )


class Target(Group):
    """The target and plan that a carbon-neutral claim follows."""

    target: Disclosed | None = fact("排出量を最小化する目標", "a target that minimises emissions")
    plan: Disclosed | None = fact("目標に沿った計画", "a plan that follows the target")
    followed_up: Flag | None = fact("計画の進捗の確認", "progress against the plan was followed up")
    periods: Whole | None = fact(
        "継続して取り組んだ期間の数", "number of periods with continuous effort", unit="periods"
    )
    next_step_on: Day | None = fact("次の取組の予定日", "date of the next planned step")


class Disclosure(Group):
    """What the publication about the claim states."""

    target_activity: Disclosed | None = fact("対象活動の記載", "the target activity is stated")
    boundary: Disclosed | None = fact("算定対象範囲の記載", "the boundary is stated")
    period: Disclosed | None = fact("対象期間の記載", "the period is stated")
    emissions: Disclosed | None = fact("排出量の記載", "the emissions are stated")
    method: Disclosed | None = fact("算定方法の記載", "the calculation method is stated")
    reductions: Disclosed | None = fact("削減の取組の記載", "the reduction effort is stated")
    offset_t: Disclosed | None = fact("オフセット量の記載", "the offset quantity is stated")
    credits: Disclosed | None = fact(
        "クレジットの種類とプロジェクトの記載", "credit programme and project are stated"
    )
    retirement: Disclosed | None = fact("無効化の記載", "the retirement is stated")
    retirement_timing: Disclosed | None = fact("無効化時期の記載", "the time of the retirement is stated")
    estimate: Disclosed | None = fact(
        "見込みに基づく排出量である旨の記載", "that the emissions are an estimate is stated"
    )
    credits_apart: Disclosed | None = fact(
        "クレジットとスコープ1〜3の排出量との区分", "credits are stated apart from Scope 1-3"
    )
    stated_emissions_t: Tonnes | None = fact(
        "公表した排出量の合計", "total emissions as published", unit="t-CO2e"
    )
    stated_offset_t: Tonnes | None = fact(
        "公表したオフセット量", "offset quantity as published", unit="t-CO2e"
    )


class TrueUp(Group):
    """How an estimate made beforehand is settled against actual results."""

    planned: Flag | None = fact(
        "見込みによる排出量を実績により精算する予定", "a true-up against actual results is planned"
    )
    done: Flag | None = fact("見込みによる排出量の実績による精算の実施", "the true-up was done")
    actual_t: Tonnes | None = fact(
        "精算に用いた実績の排出量", "actual emissions of the true-up", unit="t-CO2e"
    )


class Footprint(Group):
    """The carbon footprint (CFP) of a product or service."""

    method: CfpMethod | None = fact(
        "カーボンフットプリントの算定方法", "calculation method of the carbon footprint"
    )
    stages: tuple[LifeCycleStage, ...] | None = fact(
        "カーボンフットプリントを算定したライフサイクルの段階（ない場合は空の一覧）",
        "life-cycle stages covered by the carbon footprint (an empty list if none)",
    )
    whole_life_cycle: Flag | None = fact(
        "カーボンフットプリントがライフサイクル全体を対象としているか",
        "the carbon footprint covers the whole life cycle",
    )
    includes_offsets: Flag | None = fact(
        "カーボンフットプリントの値からオフセット量を差し引いているか",
        "offsets are netted inside the carbon footprint",
    )
    shown_apart: Flag | None = fact(
        "カーボンフットプリントをオフセットと区分して表示しているか",
        "the carbon footprint is shown apart from the offset",
    )


class Declaration(Group):
    """The entry in the offset declaration scheme (カーボン・オフセット宣言)."""

    address: Text | None = fact(
        "カーボン・オフセット宣言の掲載先",
        "address of the entry in the declaration scheme",
        certify=Level.STATED,
    )
    form_complete: Flag | None = fact(
        "カーボン・オフセット宣言の申請様式のすべての記入", "every field of the declaration form is filled in"
    )
    excluded_body: Flag | None = fact(
        "政治団体又は宗教法人への該当", "declared by a political group or a religious corporation"
    )


class Certification(Group):
    """The certificate of the third-party certification programme."""

    number: Text | None = fact("第三者認証の認証番号", "number of the certificate")
    body: Text | None = fact("第三者認証の認証機関", "certifying body")
    category: CertificationCategory | None = fact("第三者認証の区分", "category of the certificate")
    criteria: Text | None = fact("第三者認証に適用された基準の版", "version of the certification criteria")
    valid: Span | None = group("認証の有効期間", "validity of the certificate")
    label_beside: Flag | None = fact(
        "第三者認証のラベルの表示を認証対象に限っているか",
        "the certification label stands only beside what was certified",
    )


class IsoNeutrality(Group):
    """What a claim in accordance with ISO 14068-1 shows."""

    territory: Flag | None = fact(
        "国又は地域を対象とするかどうか（ISO 14068-1）", "the subject is a territory (ISO 14068-1)"
    )
    committed: Flag | None = fact(
        "カーボンニュートラルへの取組の約束（ISO 14068-1）", "there is a commitment (ISO 14068-1)"
    )
    quantified: Flag | None = fact(
        "ISO 14064-1又はISO 14067による算定", "quantified by ISO 14064-1 or ISO 14067"
    )
    removals_considered: Flag | None = fact(
        "バリューチェーン内の除去の検討（ISO 14068-1）",
        "removals inside the value chain were considered before offsets (ISO 14068-1)",
    )
    plan: tuple[PlanItem, ...] | None = fact(
        "ISO 14068-1の管理計画に含む項目（ない場合は空の一覧）",
        "items of the ISO 14068-1 management plan (an empty list if none)",
    )
    credit_documents: Flag | None = fact(
        "クレジットに関する文書の保管（ISO 14068-1）", "the documents on the credits are kept (ISO 14068-1)"
    )
    yearly_report: Flag | None = fact(
        "毎年の報告書の公表（ISO 14068-1）", "a report is published every year (ISO 14068-1)"
    )
    residual_apart: Flag | None = fact(
        "未削減の排出量と残余排出量との区分（ISO 14068-1）",
        "unabated and residual emissions are told apart (ISO 14068-1)",
    )
    verified: Flag | None = fact("第三者による検証（ISO 14068-1）", "independently verified (ISO 14068-1)")


class Vcmi(Group):
    """What a VCMI claim shows."""

    public_inventory: Flag | None = fact("毎年の排出量の公表", "a yearly inventory (Scope 1-3) is public")
    near_term_target: Flag | None = fact(
        "科学的根拠に整合する短期目標", "near-term science-aligned targets are set"
    )
    on_track: Flag | None = fact("目標に向けた進捗の公表", "progress on the targets is public and on track")
    policy_aligned: Flag | None = fact("パリ協定に沿った政策提言", "policy advocacy is in line with Paris")
    tier: VcmiTier | None = fact("主張の段階", "tier", certify=Level.STATED)
    assured: Flag | None = fact("第三者による保証", "assured by a third party")
    data_public: Flag | None = fact("保証に係る情報の公表", "the data behind it are public")
    gap_t: Tonnes | None = fact("スコープ3の目標超過量（当年）", "Scope 3 gap of the year", unit="t-CO2e")
    trajectory_t: Tonnes | None = fact(
        "スコープ3の目標値（当年）", "Scope 3 trajectory of the year", unit="t-CO2e"
    )
    budget_gap_t: Tonnes | None = fact(
        "スコープ3の目標超過量（累計）", "Scope 3 gap over the budget period", unit="t-CO2e"
    )
    budget_t: Tonnes | None = fact("スコープ3の排出予算", "Scope 3 emissions budget", unit="t-CO2e")
    barriers_disclosed: Flag | None = fact("削減の障壁の開示", "barriers to reduction are disclosed")


class ClaimFacts(Subject):
    """What the organisation says about one boundary and period."""

    id: str
    stage: Stage
    organisation: PartyName | None = fact(
        "取組の実施者", "organisation that makes the claim", certify=Level.STATED
    )
    kind: ClaimKind | None = fact("取組の類型", "type of initiative", certify=Level.STATED)
    degree: Degree | None = fact("主張の区分", "offset or carbon neutral", certify=Level.STATED)
    period: Span | None = group("対象期間", "period of the claim")
    boundary: Text | None = fact("対象とする活動の範囲", "boundary of the claim", certify=Level.STATED)
    boundary_code: Code | None = fact(
        "対象とする活動の範囲（略号）",
        "boundary of the claim (the short code its uses carry)",
        certify=Level.STATED,
    )
    claimed_t: Tonnes | None = fact(
        "オフセット量（主張）", "tonnes claimed as offset", unit="t-CO2e", certify=Level.STATED
    )
    offset_base: OffsetBase | None = fact("オフセット量の基準", "what the offset is measured against")
    target: Target | None = None
    boundary_kind: BoundaryKind | None = fact(
        "算定対象範囲の種類", "what the boundary is drawn around", certify=Level.STATED
    )
    standards: tuple[Standard, ...] | None = fact(
        "主張で名称を挙げる基準・制度（ない場合は空の一覧）",
        "standards and schemes the claim names (an empty list if none)",
        certify=Level.STATED,
    )
    gases: tuple[Gas, ...] | None = fact(
        "算定で考慮した温室効果ガスの種類（ない場合は空の一覧）",
        "greenhouse gases considered in the inventory (an empty list if none)",
    )
    previous_t: Tonnes | None = fact(
        "前の期間の削減後の排出量", "emissions after own measures, one period before", unit="t-CO2e"
    )
    event_covers: tuple[EventPart, ...] | None = fact(
        "会議・イベントの算定に含む段階と排出源（ない場合は空の一覧）",
        "phases and sources the inventory of the event covers (an empty list if none)",
    )
    grounds_ready: Flag | None = fact(
        "表示の根拠資料の準備ができているか", "papers that bear out the statements are at hand"
    )
    donguri_documents: Flag | None = fact(
        "どんぐり制度の規程に定める書類の保管", "the papers the Donguri rules list are kept"
    )
    credits_toward_target: Flag | None = fact(
        "クレジットをSBTの目標の達成に算入", "credits are counted toward the SBTi target"
    )
    true_up: TrueUp | None = None
    footprint: Footprint | None = None
    declaration: Declaration | None = None
    certification: Certification | None = None
    iso: IsoNeutrality | None = None
    vcmi: Vcmi | None = group("VCMI", "VCMI")
    publish_by: Day | None = fact(
        "公表の期限", "day by which the claim is to be published", certify=Level.STATED
    )
    published_on: Day | None = fact("公表日", "day of publication", certify=Level.STATED)
    complete_lists: Literal["all"] | tuple[Text, ...] | None = fact(
        "すべて記載したと申告する一覧", "lists declared complete", certify=Level.STATED
    )


class Statement(Subject):
    """A text shown to someone."""

    id: str | None = None
    text: Text | None = fact("表示の文言", "wording")
    medium: Text | None = fact("媒体", "medium")
    market: Market | None = fact("表示する市場", "market")
    language: Text | None = fact("言語", "language")
    shown_on: Day | None = fact("表示日", "day shown")
    effect: Effect | None = fact("表示が与える印象", "effect the text conveys")
    grounds: Grounds | None = fact("表示の根拠", "grounds of the statement")
    states_quantity: Flag | None = fact("数量の併記", "states the quantity")
    states_share: Flag | None = fact("割合の併記", "states the share")
    stated_t: Tonnes | None = fact("表示に記載した数量", "quantity stated in the text", unit="t-CO2e")
    says: tuple[Saying, ...] | None = fact(
        "表示に明記されている内容（ない場合は空の一覧）",
        "what the text says outright (an empty list if none)",
    )
    about: About | None = fact("表示の対象", "whose climate impact the text speaks of")
    to_consumers: Flag | None = fact("消費者向けの表示", "shown to consumers")


class Emission(Subject):
    """One emission source of the claim's boundary; `included` sources make up the measured emissions."""

    id: str | None = None
    source: Text | None = fact("排出源", "emission source")
    ghg_scope: GhgScope | None = fact("スコープ", "GHG Protocol scope")
    category: Text | None = fact("区分", "category")
    gas: Gas | None = fact("温室効果ガスの種類", "gas")
    t: Tonnes | None = fact("排出量", "emissions after own measures", unit="t-CO2e")
    included: Flag | None = fact("算定対象に含むか", "included in the measured emissions")
    main: Flag | None = fact("主要な排出源に当たるか", "a main source of the activity")
    material: Flag | None = fact("重要な活動範囲に当たるか", "a material range of activity")
    below_threshold: Flag | None = fact(
        "文書化した重要性の基準を下回るか", "below the documented materiality threshold"
    )
    reason: Text | None = fact("除外の理由", "reason for exclusion")
    method: Text | None = fact("算定方法", "calculation method")
    factor_source: Text | None = fact("排出係数の出典", "source of the emission factor")
    timing: Timing | None = fact("実績・見込みの別", "measured or estimated")
    international_transport: Flag | None = fact(
        "国際航空・国際海運の排出量を含むかどうか", "international aviation or shipping"
    )


class Reduction(Subject):
    """One measure by which the organisation cut its own emissions."""

    id: str | None = None
    measure: Text | None = fact("削減の取組", "reduction measure")
    t: Tonnes | None = fact("削減量", "reduction", unit="t-CO2e")
    from_: Day | None = fact("開始日", "since", alias="from")


class Registration(Subject):
    """Another registration of the same project in a crediting or certificate scheme."""

    id: str | None = None
    scheme: Text | None = fact("登録先の制度", "scheme of the other registration", owner=Owner.REGISTRY)
    overlaps: Flag | None = fact(
        "対象活動・期間の重複", "covers the same activity, site and period", owner=Owner.REGISTRY, papers=True
    )
    same_output_certified: Flag | None = fact(
        "同一の成果に対する別の証書等の発行",
        "another instrument was issued for the same output",
        owner=Owner.REGISTRY,
        papers=True,
    )
    creator_claims: Flag | None = fact(
        "創出者による自らの削減としての主張",
        "the creator states the same output as a reduction of its own",
        owner=Owner.REGISTRY,
        papers=True,
    )
    shares_members: Flag | None = fact(
        "会員・設備の重複",
        "holds members or installations of this project too",
        owner=Owner.REGISTRY,
        papers=True,
    )
    moved_here: Flag | None = fact(
        "この登録からのクレジットの移転",
        "units of it were issued anew under this project",
        owner=Owner.REGISTRY,
        papers=True,
    )
    cancelled_t: Tonnes | None = fact(
        "移転元で取り消された量", "cancelled there for the move", unit="t-CO2e", owner=Owner.REGISTRY
    )
    reissued_t: Tonnes | None = fact(
        "移転により発行された量", "issued anew in their place", unit="t-CO2e", owner=Owner.REGISTRY
    )


class Concern(Subject):
    """Something known to be held against a project: a row here is judged, and nothing is asked where none is known."""

    id: str | None = None
    kind: ConcernKind | None = fact("指摘の種類", "kind of concern", owner=Owner.REVIEWER)
    settled: Flag | None = fact(
        "解消・補填の確認", "it was put right or made good", owner=Owner.REGISTRY, papers=True
    )
    source: Text | None = fact("指摘の出典", "who says so", certify=Level.STATED)
    dated: Day | None = fact("指摘の日付", "day of the source", certify=Level.STATED)


class CreditLabel(Subject):
    """A label or rating that somebody other than the programme gave: evidence, never a verdict."""

    id: str | None = None
    kind: LabelKind | None = fact("ラベル・格付けの種類", "kind of label or rating", certify=Level.STATED)
    issuer: Text | None = fact("ラベル・格付けの発行者", "who gave it", certify=Level.STATED)
    dated: Day | None = fact("ラベル・格付けの日付", "day of the label or rating", certify=Level.STATED)
    value: Text | None = fact("ラベル・格付けの内容", "what it says", certify=Level.STATED)


class Assessment(Group):
    """The user's own answers on the five properties, for credits of other schemes (evidence goes to `evidence`)."""

    real: Flag | None = fact("性質①（確実な排出削減・除去）の確認", "property 1 is shown by the user's file")
    accurate: Flag | None = fact(
        "性質②（一定の精度での算定）の確認", "property 2 is shown by the user's file"
    )
    permanent: Flag | None = fact("性質③（永続性）の確認", "property 3 is shown by the user's file")
    unique: Flag | None = fact(
        "性質④（二重登録・二重発行・二重使用の回避）の確認", "property 4 is shown by the user's file"
    )
    safeguarded: Flag | None = fact("性質⑤（環境・社会配慮）の確認", "property 5 is shown by the user's file")


class JcmCycle(Group):
    """The steps of the JCM project cycle before the issuance, as its papers show them."""

    state: JcmState | None = fact("手続の到達段階", "step reached", owner=Owner.REGISTRY)
    pin_step: Flag | None = fact(
        "事業概要（PIN）の事前照会の有無",
        "the country's rules ask for a PIN",
        owner=Owner.REGISTRY,
        papers=True,
    )
    pin: Text | None = fact("事業概要（PIN）の番号", "PIN number", owner=Owner.REGISTRY, papers=True)
    no_objection_on: Day | None = fact(
        "事業概要（PIN）に異議なしとされた日", "no objection to the PIN on", owner=Owner.REGISTRY, papers=True
    )
    methodology: Text | None = fact("方法論番号", "methodology number", owner=Owner.REGISTRY)
    methodology_approved_on: Day | None = fact(
        "方法論の承認日", "methodology approved on", owner=Owner.REGISTRY, papers=True
    )
    designed_on: Day | None = fact(
        "事業設計書（PDD）の公表日", "PDD published on", owner=Owner.REGISTRY, papers=True
    )
    tpe_designated: Flag | None = fact(
        "妥当性確認を行った第三者機関の指定",
        "the validating third party entity is designated",
        owner=Owner.REGISTRY,
        papers=True,
    )
    tpe_designated_on: Day | None = fact(
        "第三者機関の指定日", "third party entity designated on", owner=Owner.REGISTRY, papers=True
    )
    ndc_considered: Flag | None = fact(
        "リファレンス排出量における最新のNDCの考慮",
        "the reference emissions take the latest NDC into account",
        owner=Owner.REGISTRY,
        papers=True,
    )


class A64Cycle(Group):
    """What the Article 6.4 mechanism knows of an activity."""

    activity: A64Activity | None = fact(
        "6条4項メカニズムの活動の登録・移行の状況",
        "how the Article 6.4 activity was registered or transitioned",
        owner=Owner.REGISTRY,
    )
    methodology: A64Methodology | None = fact(
        "6条4項メカニズムにおける方法論の承認の状況",
        "what lets the Article 6.4 activity use its methodology",
        owner=Owner.REGISTRY,
        papers=True,
    )
    forestation: Flag | None = fact(
        "新規植林・再植林の活動への該当（6条4項メカニズム）",
        "afforestation or reforestation (Article 6.4)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    transition_requested_on: Day | None = fact(
        "6条4項メカニズムへの移行の申請日",
        "transition to Article 6.4 requested on",
        owner=Owner.REGISTRY,
        papers=True,
    )
    host_approved_on: Day | None = fact(
        "ホスト国が6条4項メカニズムへの移行を承認した日",
        "transition to Article 6.4 approved by the host on",
        owner=Owner.REGISTRY,
        papers=True,
    )
    keeps_cdm_methodology: Flag | None = fact(
        "CDM方法論の継続使用（6条4項メカニズムへの移行後）",
        "stays on the CDM methodology after its transition to Article 6.4",
        owner=Owner.REGISTRY,
        papers=True,
    )
    addendum_on: Day | None = fact(
        "補遺の提出日（6条4項メカニズムへの移行）",
        "addendum submitted on (transition to Article 6.4)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    revised_on: Day | None = fact(
        "改訂後の設計書及びその妥当性確認の報告書の提出日（6条4項メカニズムへの移行）",
        "revised design and report on its validation submitted on (transition to Article 6.4)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    host_exempt: Flag | None = fact(
        "ホスト国の後発開発途上国又は小島嶼開発途上国への該当",
        "the host is a least developed country or a small island developing state",
        owner=Owner.REGISTRY,
        papers=True,
    )


class EligibleCredit(Group):
    """What GX-ETS phase 1 asks of a project whose credits are neither J-Credits nor JCM credits."""

    family: EligibleFamily | None = fact("GX-ETSでの方法論の区分", "methodology family in GX-ETS phase 1")
    approved: Flag | None = fact("GXリーグ事務局への登録", "registered with the GX-League office")
    investment_share: Number | None = fact(
        "GXリーグ参画企業又は子会社の出資の割合",
        "share of the investment by a GX-League participant or subsidiary",
    )
    technology: Flag | None = fact(
        "GXリーグ参画企業又は子会社による技術の提供",
        "a GX-League participant or subsidiary provides the technology",
    )
    from_start: Flag | None = fact("開始時からの参画", "that part was taken from the start")
    permanence_years: Whole | None = fact(
        "貯留が確保される年数", "years the storage is secured", unit="years"
    )
    international: Flag | None = fact(
        "国際的な基準（CORSIA等）での認定", "approved under an international standard such as CORSIA"
    )


class Project(Subject):
    """The activity that creates the credits."""

    id: str
    programme: Programme | None = fact(
        "クレジット制度", "crediting programme", owner=Owner.CLAIMANT, certify=Level.DOCUMENTED
    )
    reference: Reference | None = fact(
        "プロジェクト番号", "project number in the programme", owner=Owner.REGISTRY
    )
    name: Text | None = fact("プロジェクト名", "project name", certify=Level.STATED)
    host_country: Country | None = fact("実施国", "host country (ISO 3166 alpha-2)", owner=Owner.REGISTRY)
    methodology: Methodology | None = fact("適用方法論", "methodology", owner=Owner.REGISTRY)
    mitigation: Mitigation | None = fact(
        "排出削減・除去の別", "reduction, removal or both", owner=Owner.REGISTRY
    )
    removal_kind: RemovalKind | None = fact("除去の種類", "kind of removal", owner=Owner.REGISTRY)
    registered_on: Day | None = fact("登録日", "registered on", owner=Owner.REGISTRY)
    crediting: RegistrySpan | None = group("認証対象期間", "crediting period")
    registrations: tuple[Registration, ...] | None = None
    plan_in_force: Flag | None = fact(
        "森林経営計画の継続", "forest management plan is in force", owner=Owner.REGISTRY, papers=True
    )
    papers_through: Day | None = fact(
        "提出済みの年次報告のうち最も新しいものの期限",
        "due date of the latest yearly paper handed in",
        owner=Owner.REGISTRY,
        papers=True,
    )
    post_monitoring: Flag | None = fact(
        "認証期間後のモニタリング", "monitored after crediting ends", owner=Owner.REGISTRY, papers=True
    )
    reversal_remedy: Flag | None = fact(
        "反転時の補填の定め", "reversals are made good", owner=Owner.REGISTRY, papers=True
    )
    reversal_uncompensated: Flag | None = fact(
        "補填されていない反転があるかどうか", "an uncompensated reversal", owner=Owner.REGISTRY, papers=True
    )
    third_party_verified: Flag | None = fact(
        "第三者による検証", "verified by a third party", owner=Owner.REGISTRY, papers=True
    )
    additional: Flag | None = fact(
        "追加性の確認", "additionality was shown", owner=Owner.REGISTRY, papers=True
    )
    safeguards_shown: Flag | None = fact(
        "環境・社会配慮の資料",
        "safeguard documents of the programme exist",
        owner=Owner.REGISTRY,
        papers=True,
    )
    channel: Channel | None = fact("JCMの支援事業", "JCM funding channel", owner=Owner.REGISTRY, papers=True)
    subsidy_share: Number | None = fact(
        "補助率", "subsidy as a share of initial cost", owner=Owner.REGISTRY, papers=True
    )
    by_claimant: Flag | None = fact(
        "取組の実施者（同一グループを含む）によるプロジェクトかどうか",
        "the project is run by the claimant or its group",
    )
    same_site: Flag | None = fact(
        "取組とプロジェクトの場所の同一", "the project is at the site of the claim's activity"
    )
    instrument: Instrument | None = fact(
        "クレジットに当たらないもの（証書等）の種類", "kind of unit that is no credit"
    )
    origin: Origin | None = fact(
        "クレジットの由来", "what the credits come from", owner=Owner.REGISTRY, papers=True
    )
    commissioned_on: Day | None = fact(
        "設備の運転開始日（更新日を含む）",
        "facility commissioned or repowered on",
        owner=Owner.REGISTRY,
        papers=True,
    )
    coal_co_fired: Flag | None = fact("石炭との混焼", "co-fired with coal", owner=Owner.REGISTRY, papers=True)
    renewable: RenewableKind | None = fact(
        "再生可能エネルギーの種類（再エネに由来しない場合はその旨）",
        "kind of renewable energy (or that it is none)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    durable_storage: Flag | None = fact(
        "耐久性の高い貯留", "the carbon is stored durably", owner=Owner.REGISTRY, papers=True
    )
    papers_at_hand: Flag | None = fact(
        "プロジェクトの各段階の書類の入手",
        "the papers of the project's steps are at hand",
        certify=Level.STATED,
    )
    jcm: JcmCycle | None = group("JCM", "JCM")
    a64: A64Cycle | None = None
    form: ProjectForm | None = fact(
        "プロジェクトの形態（通常型・プログラム型）",
        "form: single project or programme of members",
        owner=Owner.REGISTRY,
        papers=True,
    )
    applied_on: Day | None = fact(
        "登録申請日（プログラム型は会員の参加日）",
        "registration applied for on (in a programme, the member joined on)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    started_on: Day | None = fact(
        "活動の開始日（設備の稼働日）", "activity started on", owner=Owner.REGISTRY, papers=True
    )
    monitorable_on: Day | None = fact(
        "モニタリングが可能となった日", "monitoring became possible on", owner=Owner.REGISTRY, papers=True
    )
    validated_on: Day | None = fact("妥当性確認の日", "validated on", owner=Owner.REGISTRY, papers=True)
    methodology_withdrawn: Flag | None = fact(
        "申請時における方法論の廃止",
        "the methodology was withdrawn at the application",
        owner=Owner.REGISTRY,
        papers=True,
    )
    legal_obligation: Flag | None = fact(
        "法令等の義務による実施",
        "carried out to fulfil a legal obligation",
        owner=Owner.REGISTRY,
        papers=True,
    )
    data_kept_to: Day | None = fact(
        "モニタリングデータの保存期限", "monitoring data are kept until", owner=Owner.REGISTRY, papers=True
    )
    member_attribute: Text | None = fact(
        "プログラム型の属性", "attribute that the members share", owner=Owner.REGISTRY, papers=True
    )
    members_alike: Flag | None = fact(
        "会員の方法論とモニタリング項目が共通かどうか",
        "members share methodologies and monitored items",
        owner=Owner.REGISTRY,
        papers=True,
    )
    household: Flag | None = fact(
        "家庭部門の取組", "an activity of households", owner=Owner.REGISTRY, papers=True
    )
    payback_years: Number | None = fact(
        "投資回収年数", "pay-back time in years", unit="years", owner=Owner.REGISTRY, papers=True
    )
    other_barrier: Flag | None = fact(
        "その他の障壁の説明",
        "another barrier, or higher running costs, is shown",
        owner=Owner.REGISTRY,
        papers=True,
    )
    forest_balance_negative: Flag | None = fact(
        "森林経営の収支が赤字の見込み",
        "the expected balance of the forest is negative",
        owner=Owner.REGISTRY,
        papers=True,
    )
    registration_threshold_met: Flag | None = fact(
        "方法論のプロジェクト登録基準を満たすかどうか（定めがない場合を含む）",
        "the registration threshold is met, or there is none",
        owner=Owner.REGISTRY,
        papers=True,
    )
    forest_plan_certified: Flag | None = fact(
        "森林経営計画の認定", "the forest management plan is certified", owner=Owner.REGISTRY, papers=True
    )
    forest_unit: ForestUnit | None = fact(
        "森林の登録単位", "unit of registration of the forest", owner=Owner.REGISTRY, papers=True
    )
    forest_plan_ha: Number | None = fact(
        "森林経営計画の面積",
        "area of the forest management plan",
        unit="ha",
        owner=Owner.REGISTRY,
        papers=True,
    )
    forest_parcels_chosen: Flag | None = fact(
        "有利な林分のみの選択", "only favourable stands were chosen", owner=Owner.REGISTRY, papers=True
    )
    no_dissent: Flag | None = fact(
        "権利者に不同意がないことの確認", "right holders do not disagree", owner=Owner.REGISTRY, papers=True
    )
    renewed: Flag | None = fact(
        "認証対象期間の更新", "the crediting period was renewed", owner=Owner.REGISTRY, papers=True
    )
    transfer_filed_on: Day | None = fact(
        "移行届の提出日", "notice of transfer filed on", owner=Owner.REGISTRY, papers=True
    )
    land_duty: Flag | None = fact(
        "農地の転用・譲渡の報告の定め",
        "conversion or sale of the land is reported",
        owner=Owner.REGISTRY,
        papers=True,
    )
    buffer: Flag | None = fact(
        "バッファーその他の補填の仕組み",
        "a buffer or another guarantee stands behind it",
        owner=Owner.REGISTRY,
        papers=True,
    )
    non_permanence_plan: Flag | None = fact(
        "非永続性に関する計画（モニタリングと反転への対応）",
        "a plan for monitoring and reversals exists",
        owner=Owner.REGISTRY,
        papers=True,
    )
    sdip: Flag | None = fact(
        "持続可能な開発に関する計画（SDIP）",
        "sustainable development plan (SDIP)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    redd_safeguards: Flag | None = fact(
        "REDD+のセーフガード計画と報告", "REDD+ safeguard plan and report", owner=Owner.REGISTRY, papers=True
    )
    human_rights: Flag | None = fact(
        "人権対応に関する資料", "statement or record on human rights", owner=Owner.REGISTRY, papers=True
    )
    legal_compliance: Flag | None = fact(
        "法令遵守の誓約", "declaration of legal compliance", owner=Owner.REGISTRY, papers=True
    )
    stakeholders_consulted: Flag | None = fact(
        "利害関係者への説明", "stakeholders were consulted", owner=Owner.REGISTRY, papers=True
    )
    sd_tool: Flag | None = fact(
        "持続可能な開発ツールの記録",
        "output of the sustainable development tool",
        owner=Owner.REGISTRY,
        papers=True,
    )
    concerns: tuple[Concern, ...] | None = None
    labels: tuple[CreditLabel, ...] | None = None
    gx: EligibleCredit | None = None
    assessment: Assessment | None = None


class MonitoringRecord(Subject):
    """One row of monitoring records that somebody has looked into; certified issuances are judged without any."""

    id: str | None = None
    site: Text | None = fact("場所（設備、ほ場等）", "site (plant, field …)", certify=Level.STATED)
    generated_mwh: Number | None = fact(
        "発電量", "electricity generated", unit="MWh", owner=Owner.REGISTRY, papers=True
    )
    sold_mwh: Number | None = fact(
        "売電量", "electricity sold", unit="MWh", owner=Owner.REGISTRY, papers=True
    )
    credited_mwh: Number | None = fact(
        "認証の対象とした電力量", "electricity credited", unit="MWh", owner=Owner.REGISTRY, papers=True
    )
    drainage_days: Whole | None = fact(
        "中干しの日数", "days of drainage", unit="days", owner=Owner.REGISTRY, papers=True
    )
    past_seasons: Whole | None = fact(
        "過去の中干しの記録がある作付けの数",
        "past seasons on record",
        unit="seasons",
        owner=Owner.REGISTRY,
        papers=True,
    )
    past_mean_days: Number | None = fact(
        "過去の中干しの日数の平均",
        "mean days of drainage in those seasons",
        unit="days",
        owner=Owner.REGISTRY,
        papers=True,
    )
    mineral_soil: Flag | None = fact(
        "農地又は採草放牧地の鉱質土壌",
        "mineral soil of farmland or pasture",
        owner=Owner.REGISTRY,
        papers=True,
    )
    default_values: Flag | None = fact(
        "炭素含有率と100年後の炭素残存率の既定値の客観的な確認",
        "default carbon content and 100-year rate are shown",
        owner=Owner.REGISTRY,
        papers=True,
    )
    domestic_feedstock: Flag | None = fact(
        "国内産の原料", "the feedstock is from Japan", owner=Owner.REGISTRY, papers=True
    )
    unused_biomass: Flag | None = fact(
        "未利用のバイオマス", "the feedstock is unused biomass", owner=Owner.REGISTRY, papers=True
    )
    clean_feedstock: Flag | None = fact(
        "異物・塗料等を含まない適法な原料",
        "the feedstock is clean and lawful",
        owner=Owner.REGISTRY,
        papers=True,
    )
    creation_system: Flag | None = fact(
        "創出システムによる記録", "recorded by a creation system", owner=Owner.REGISTRY, papers=True
    )
    system_approved: Flag | None = fact(
        "創出システムの運営者の承認",
        "the operator of the creation system is approved",
        owner=Owner.REGISTRY,
        papers=True,
    )
    anomalies_handled: Flag | None = fact(
        "異常値の検知と対応の記録", "anomalies were found and dealt with", owner=Owner.REGISTRY, papers=True
    )


class Issuance(Subject):
    """One issuance of a project's credits."""

    id: str
    project: str | None = None
    monitored: RegistrySpan | None = group("モニタリング期間", "monitored period")
    certification_number: Text | None = fact(
        "クレジット認証番号", "certification number", owner=Owner.REGISTRY
    )
    decided_on: Day | None = fact("発行決定日（認証日）", "decided (certified) on", owner=Owner.REGISTRY)
    mwh: Quantity | None = fact(
        "再エネの電力量（認証回ごとの表示）",
        "renewable electricity shown for the certification",
        unit="MWh",
        owner=Owner.REGISTRY,
    )
    issued_on: Day | None = fact("発行日", "issued on", owner=Owner.REGISTRY)
    verified_t: Tonnes | None = fact(
        "検証された量（J-クレジットでは認証量）",
        "verified quantity (of J-Credits: certified)",
        unit="t-CO2e",
        owner=Owner.REGISTRY,
    )
    total_t: Tonnes | None = fact(
        "発行総量（J-クレジットではバッファー分を除く保有者への発行量）",
        "issued in total (of J-Credits: to the holder, without the buffer share)",
        unit="t-CO2e",
        owner=Owner.REGISTRY,
    )
    japan_t: Tonnes | None = fact("日本側の発行量", "issued in Japan", unit="t-CO2e", owner=Owner.REGISTRY)
    host_t: Tonnes | None = fact(
        "相手国側の発行量", "issued in the host country", unit="t-CO2e", owner=Owner.REGISTRY
    )
    gov_t: Tonnes | None = fact(
        "日本国政府の取得量", "received by the Government of Japan", unit="t-CO2e", owner=Owner.REGISTRY
    )
    verified_on: Day | None = fact("検証の日", "verified on", owner=Owner.REGISTRY, papers=True)
    bau_t: Tonnes | None = fact(
        "BaU排出量", "emissions under business as usual", unit="t-CO2e", owner=Owner.REGISTRY, papers=True
    )
    reference_t: Tonnes | None = fact(
        "リファレンス排出量", "reference emissions", unit="t-CO2e", owner=Owner.REGISTRY, papers=True
    )
    project_t: Tonnes | None = fact(
        "プロジェクト排出量", "project emissions", unit="t-CO2e", owner=Owner.REGISTRY, papers=True
    )
    adaptation_t: Tonnes | None = fact(
        "適応基金への拠出量", "share of proceeds for the Adaptation Fund", unit="t-CO2e", owner=Owner.REGISTRY
    )
    overall_t: Tonnes | None = fact(
        "世界全体の排出の緩和（OMGE）のための取消量",
        "cancelled for overall mitigation in global emissions",
        unit="t-CO2e",
        owner=Owner.REGISTRY,
    )
    cers_issued: Flag | None = fact(
        "同じ期間についてのCERの発行",
        "CERs were issued for the same period",
        owner=Owner.REGISTRY,
        papers=True,
    )
    verifier_registered: Flag | None = fact(
        "登録された審査機関による検証",
        "verified by a body registered with the scheme",
        owner=Owner.REGISTRY,
        papers=True,
    )
    buffer_t: Tonnes | None = fact(
        "バッファー管理口座への発行量", "issued to the buffer account", unit="t-CO2e", owner=Owner.REGISTRY
    )
    discount_applied: Flag | None = fact(
        "方法論が定める割引の適用",
        "the discount of the methodology was applied",
        owner=Owner.REGISTRY,
        papers=True,
    )
    sdir: Flag | None = fact(
        "持続可能な開発に関する報告（SDIR）",
        "sustainable development report (SDIR)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    records: tuple[MonitoringRecord, ...] | None = None


class AuthorisationFacts(Group):
    """The host Party's authorisation of the units."""

    status: Authorisation | None = fact(
        "ホスト国の承認", "host authorisation", owner=Owner.REGISTRY, papers=True
    )
    party: Text | None = fact("承認した国", "authorising Party", owner=Owner.REGISTRY, papers=True)
    on: Day | None = fact("承認日", "authorised on", owner=Owner.REGISTRY, papers=True)
    reference: Text | None = fact("承認番号", "authorisation reference", owner=Owner.REGISTRY, papers=True)
    uses: tuple[AuthorisedUse, ...] | None = fact(
        "承認された用途（ない場合は空の一覧）",
        "authorised uses (an empty list if none)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    adjustment: Adjustment | None = fact(
        "相当調整の状況", "corresponding adjustment", owner=Owner.REGISTRY, papers=True
    )
    adjusted_for: tuple[AuthorisedUse, ...] | None = fact(
        "相当調整の対象とされた用途（ない場合は空の一覧）",
        "uses that the adjustment is made for (an empty list if none)",
        owner=Owner.REGISTRY,
        papers=True,
    )
    issued_by: AuthorisedBy | None = fact(
        "承認書の発行者", "issuer of the authorisation", owner=Owner.REGISTRY, papers=True
    )
    approach: Text | None = fact(
        "協力的アプローチの番号", "cooperative approach id", owner=Owner.REGISTRY, papers=True
    )
    metric: Metric | None = fact(
        "承認の単位", "metric of the authorisation", owner=Owner.REGISTRY, papers=True
    )
    sectors: Text | None = fact(
        "承認の対象分野", "sectors of the authorisation", owner=Owner.REGISTRY, papers=True
    )
    limits: Limits | None = fact(
        "承認の条件（事業者・数量・期間等）の遵守",
        "limits of the authorisation",
        owner=Owner.REGISTRY,
        papers=True,
    )
    changed_on: Day | None = fact(
        "承認の変更・取消しの日", "authorisation changed or revoked on", owner=Owner.REGISTRY, papers=True
    )
    transfer_approved_on: Day | None = fact(
        "ホスト国による国際的な移転の承認日",
        "international transfer approved by the host on",
        owner=Owner.REGISTRY,
        papers=True,
    )
    first_transfer: FirstTransfer | None = fact(
        "初回移転とされる事象", "event that counts as the first transfer", owner=Owner.REGISTRY, papers=True
    )
    first_transferred_on: Day | None = fact(
        "初回移転の日", "first transferred on", owner=Owner.REGISTRY, papers=True
    )
    initial_report_on: Day | None = fact(
        "ホスト国の初期報告の提出日",
        "initial report of the host submitted on",
        owner=Owner.REGISTRY,
        papers=True,
    )


class Itmo(Group):
    """What the records of Article 6.2 say of units that are presented as internationally transferred (ITMOs)."""

    presented: Flag | None = fact(
        "パリ協定第6条に沿ったクレジット（ITMOs）として説明しているか",
        "presented as Article 6 units (ITMOs)",
        certify=Level.STATED,
    )
    registry: Text | None = fact("発行元の締約国登録簿", "originating Party registry", owner=Owner.REGISTRY)
    first_party: Text | None = fact("初回移転国", "first transferring Party", owner=Owner.REGISTRY)
    aef: Flag | None = fact(
        "合意された電子様式（AEF）による記録が提示されているか", "a record in the AEF is presented"
    )
    aef_version: Text | None = fact("AEFの版", "version of the AEF", owner=Owner.REGISTRY)
    attributes_changed: Flag | None = fact(
        "記録の間での属性の相違", "attributes differ between its rows", owner=Owner.REGISTRY
    )
    later_action: Flag | None = fact(
        "使用又は取消しの後の記録", "an action or holding after its use or cancellation", owner=Owner.REGISTRY
    )
    underlying_overlaps: Flag | None = fact(
        "基礎となるクレジットの重複",
        "its underlying units lie under another block as well",
        owner=Owner.REGISTRY,
    )


class CreditMark(Subject):
    """The symbol and kind that one document prints for a credit; nothing is asked where none is at hand."""

    id: str | None = None
    source: Text | None = fact("記載されている書類", "document that prints them", certify=Level.STATED)
    symbol: CreditSymbol | None = fact("制度記号", "scheme symbol", owner=Owner.REGISTRY)
    kind: CreditKind | None = fact("クレジット種別", "kind of credit", owner=Owner.REGISTRY)


class Credit(Subject):
    """One contiguous serial block held by someone."""

    id: str
    project: str | None = None
    issuance: str | None = None
    vintage: RegistrySpan | None = group("ヴィンテージ", "vintage")
    serials: SerialSpan | None = None
    quantity_t: Tonnes | None = fact("数量", "quantity", unit="t-CO2e", owner=Owner.REGISTRY)
    holder: PartyName | None = fact("口座保有者", "account holder", owner=Owner.REGISTRY)
    unit_kind: UnitKind | None = fact(
        "実績に基づいて発行されたものかどうか", "ex-post or ex-ante unit", owner=Owner.REGISTRY
    )
    from_government_share: Flag | None = fact(
        "政府取得分か", "taken from the government's share", owner=Owner.REGISTRY
    )
    ccp_label: CcpLabel | None = fact(
        "コア・カーボン原則（CCP）の評価",
        "Core Carbon Principles (CCP) label",
        owner=Owner.REGISTRY,
        papers=True,
    )
    acquired: Acquired | None = fact("取得の経緯", "how the holder came by the units", owner=Owner.REGISTRY)
    legal_basis: LegalBasis | None = fact(
        "引用する根拠規定", "legal basis that is named", certify=Level.STATED
    )
    a64_account: A64Account | None = fact(
        "メカニズム登録簿の口座の種類", "account of the mechanism registry", owner=Owner.REGISTRY
    )
    marks: tuple[CreditMark, ...] | None = None
    vintage_split: Flag | None = fact(
        "ヴィンテージの内訳（暦年又は年度ごとの数量）",
        "the tonnes are given for each calendar or fiscal year of the vintage",
        owner=Owner.REGISTRY,
    )
    from_buffer: Flag | None = fact(
        "バッファー分のクレジット", "taken from a buffer account", owner=Owner.REGISTRY
    )
    storage_term: StorageTerm | None = fact(
        "除去の期間の区分", "permanent or temporary unit", owner=Owner.REGISTRY
    )
    term_converted: Flag | None = fact(
        "制度の定めによる永続的な量への換算",
        "converted to permanent tonnes by the programme",
        owner=Owner.REGISTRY,
        papers=True,
    )
    registry_side: RegistrySide | None = fact(
        "発行した側の登録簿（日本・相手国）",
        "registry it was issued in (Japan or partner)",
        owner=Owner.REGISTRY,
    )
    venue: Venue | None = fact("購入する市場", "where it is bought", certify=Level.STATED)
    authorisation: AuthorisationFacts | None = None
    itmo: Itmo | None = None
    price_jpy: Price | None = fact(
        "1トン当たりの価格", "price per tonne", unit="JPY/t-CO2e", certify=Level.STATED
    )


class RetiredBlock(Subject):
    """One serial block that a retirement covers."""

    id: str | None = None
    credit: str | None = None
    serials: SerialSpan | None = None
    quantity_t: Tonnes | None = fact(
        "数量", "quantity of the block", unit="t-CO2e", owner=Owner.REGISTRY, future=True
    )


class Retirement(Subject):
    """One act on one notice (無効化通知書), for one user and purpose."""

    id: str
    notice: NumberOfThing | None = fact(
        "無効化通知書の番号", "notice number", owner=Owner.CLAIMANT, future=True
    )
    registry: Text | None = fact("登録簿", "registry", certify=Level.STATED)
    document: NoticeDocument | None = fact("無効化を示す資料の種類", "kind of proof", future=True)
    act: Act | None = fact(
        "手続の種類（無効化・取消し）",
        "act: retirement or cancellation",
        owner=Owner.REGISTRY,
        future=True,
        done=tuple(a.value for a in Act),
    )
    applied_on: Day | None = fact("申請日", "applied on", future=True)
    completed_on: Day | None = fact("無効化日", "completed on", owner=Owner.REGISTRY, future=True)
    observed_on: Day | None = fact("登録簿の確認日", "observed on", owner=Owner.REGISTRY, future=True)
    account: PartyName | None = fact("口座保有者", "account holder", owner=Owner.REGISTRY)
    user: PartyName | None = fact(
        "クレジット利用者名", "user named on the notice", owner=Owner.REGISTRY, future=True
    )
    purpose: Purpose | None = fact("用途", "purpose on the notice", owner=Owner.REGISTRY, future=True)
    purpose_detail: Text | None = fact(
        "目的詳細", "purpose detail on the notice", owner=Owner.REGISTRY, future=True
    )
    serials_listed: Flag | None = fact(
        "シリアル番号の一覧を入手済みか", "the serials of the retired units are at hand", future=True
    )
    designation: Designation | None = fact(
        "指定方法（総量・シリアル番号）", "designation by total or by serial"
    )
    blocks: tuple[RetiredBlock, ...] | None = None
    total_t: Tonnes | None = fact(
        "無効化量", "total retired", unit="t-CO2e", owner=Owner.REGISTRY, future=True
    )


class Scope(Group):
    """The scope of use (活用範囲): whose emissions, which boundary (a short code), which period."""

    entity: PartyName | None = fact("活用範囲の事業者", "entity of the scope", certify=Level.STATED)
    boundary: Code | None = fact(
        "活用範囲の対象（略号）", "boundary of the scope (a short code)", certify=Level.STATED
    )
    period: Year | None = fact("活用範囲の対象年度", "fiscal year of the scope", certify=Level.STATED)
    days: Span | None = group("活用範囲の期間", "days of the scope")


class Use(Subject):
    """Tonnes of a retirement (or, while planned, of a credit) put to one purpose for one scope."""

    id: str
    retirement: str | None = None
    credit: str | None = None
    purpose: Purpose | None = fact("活用の目的", "purpose of the use", certify=Level.STATED)
    scope: Scope | None = None
    t: Tonnes | None = fact("活用量", "tonnes used", unit="t-CO2e", certify=Level.STATED)
    status: Status | None = fact(
        "クレジットの状態",
        "where the tonnes stand",
        owner=Owner.CLAIMANT,
        certify=Level.VERIFIED,
        future=True,
        done=("retired", "forward"),
    )
    in_reporting_boundary: Flag | None = fact(
        "自社の報告対象範囲の排出量への活用", "used for emissions inside the reporter's own reporting range"
    )
    shk_class: ShkClass | None = fact("算定・報告・公表制度での区分", "SHK instrument class")
    as_renewable: Flag | None = fact(
        "再生可能エネルギーの調達としての報告", "reported as renewable energy procurement"
    )
    energy_route: EnergyRoute | None = fact("省エネ法での活用の方法", "how the energy act report uses it")
    annexes: Disclosed | None = fact("別紙・証拠書類の添付", "annexes and proof are attached")
    weighting: Factor | None = fact("非化石割合での重み付け", "weighting in the non-fossil share")
    netted: Flag | None = fact(
        "排出量（スコープ1〜3）からの差引き", "deducted from gross Scope 1-3 emissions"
    )
    self_generated: Flag | None = fact("自家発電の電力への充当", "set against self-generated electricity")
    overseas_site: Flag | None = fact("海外の拠点への充当", "set against a site abroad")
    contract_on: Day | None = fact("調達の契約日", "contracted on")
    within_exempt_share: Flag | None = fact(
        "運転開始からの年数の制限を受けない割合の範囲内かどうか", "within the share exempt from the age limit"
    )
    original_offtaker: Flag | None = fact(
        "運転開始時からの長期契約による調達かどうか", "bought under the original off-take contract"
    )
    mwh: Quantity | None = fact("再エネの電力量", "renewable electricity", unit="MWh")
    mwh_from_registry: Flag | None = fact(
        "登録簿又は無効化通知書による電力量", "the MWh are those the registry or the notice shows"
    )
    reported_t: Tonnes | None = fact(
        "報告書に記載した数量", "quantity written into the report", unit="t-CO2e"
    )
    own_generation: Flag | None = fact("自家発電（スコープ1）への活用", "used for own generation (Scope 1)")
    re100_exempt: Flag | None = fact("15年の要件の例外に当たる", "an exception to the 15-year limit applies")
    contracted_on: Day | None = fact("調達の契約日", "procurement contracted on")
    filed_on: Day | None = fact("報告書の提出日", "report filed on")
    creation_record: Flag | None = fact("排出削減実績報告書の添付", "the record of the reduction is attached")


class Source(Subject):
    """One line of the emission sheet: a fuel, a purchase of electricity, gas or heat, or another gas.

    Electricity is counted in MWh, gas in thousand cubic metres and heat in TJ, with factors in t-CO2 per that unit:
    the same digits as kg-CO2 per kWh, cubic metre and GJ.
    """

    id: str | None = None
    name: Text | None = fact("排出源・購入先", "source or supplier", certify=Level.STATED)
    kind: SourceKind | None = fact("排出の区分", "term it belongs to")
    gas: Gas | None = fact("温室効果ガスの種類", "gas")
    certified_share: Factor | None = fact(
        "メニューのうち証書による割合", "share covered by certificates", unit="%"
    )
    non_fossil_share: Factor | None = fact("メニューの非化石割合", "non-fossil share", unit="%")
    figures: Figures | None = fact(
        "記載の方法（使用量と係数・排出量）", "an amount with factors, or tonnes", certify=Level.STATED
    )
    quantity: Quantity | None = fact("使用量（MWh・千m³・TJ）", "amount (MWh, 1000 m3 or TJ)")
    factor_basic: Factor | None = fact("基礎排出係数", "basic factor", unit="t-CO2")
    factor_adjusted: Factor | None = fact("調整後排出係数", "adjusted factor", unit="t-CO2")
    factor_report: Year | None = fact(
        "排出係数を公表した報告年度", "report that the factors are published for"
    )
    adjusted_by: FactorKind | None = fact(
        "調整後の排出量に用いた係数の種類", "kind of factor behind the adjusted figure"
    )
    menu: Text | None = fact("料金メニュー・残差の別", "tariff, or residual", certify=Level.STATED)
    menu_credits_claimed: Flag | None = fact(
        "供給者が係数の調整に用いたクレジットの控除",
        "credits with which the supplier adjusted its factor are deducted again",
    )
    t: LineTonnes | None = fact(
        "排出量（基礎排出係数による）", "emissions, by the basic factor", unit="t-CO2e"
    )
    adjusted_t: LineTonnes | None = fact(
        "排出量（調整後排出係数による）", "emissions, by the adjusted factor", unit="t-CO2e"
    )


class Certificate(Subject):
    """Non-fossil or green energy certificates of one kind that the report uses."""

    id: str | None = None
    kind: CertificateKind | None = fact("証書の種類", "kind of certificate")
    set_against: SetAgainst | None = fact("充てる排出量", "what it is set against")
    t: LineTonnes | None = fact("二酸化炭素削減相当量", "tonnes it stands for", unit="t-CO2")
    kwh: Whole | None = fact("電力量", "electricity", unit="kWh")
    average_factor: Factor | None = fact("全国平均係数", "national average factor", unit="kg-CO2/kWh")
    correction: Factor | None = fact("補正率", "correction rate")
    co2_certified: Flag | None = fact(
        "二酸化炭素削減相当量の認証", "its CO2 equivalent is officially certified"
    )
    number: NumberOfThing | None = fact("証書・認証の番号", "number")
    used_on: Day | None = fact("償却の申請日・使用日", "cancellation applied for, or used, on")
    explained: Disclosed | None = fact("様式の説明事項への記載", "explained in the form")
    carried_over: Flag | None = fact("前年度からの繰越し", "carried over from another year")


class Transfer(Subject):
    """Credits or certificates that the reporter created itself and transferred to others."""

    id: str | None = None
    programme: Programme | None = fact("クレジット制度", "crediting programme")
    origin: Origin | None = fact("クレジットの由来", "what the credits come from")
    serials: SerialSpan | None = None
    t: LineTonnes | None = fact("移転した量", "tonnes transferred", unit="t-CO2e")
    on: Day | None = fact("移転日", "transferred on")
    added_back: Flag | None = fact("調整後排出量への加算", "added back to the adjusted emissions")


class Lot(Subject):
    """One holding of credits from the first to the last day of the period: what came in and went out."""

    id: str | None = None
    programme: Programme | None = fact("クレジット制度", "crediting programme")
    origin: Origin | None = fact("クレジットの由来", "what the credits come from")
    serials: SerialSpan | None = None
    opening_t: LineTonnes | None = fact("期首の保有量", "held at the start", unit="t-CO2e")
    acquired_t: LineTonnes | None = fact("取得した量", "acquired", unit="t-CO2e")
    transferred_t: LineTonnes | None = fact("移転した量", "transferred", unit="t-CO2e")
    retired_t: LineTonnes | None = fact("無効化した量", "retired", unit="t-CO2e")
    closing_t: LineTonnes | None = fact("期末の保有量", "held at the end", unit="t-CO2e")


class Stock(Subject):
    """A change of carbon stock in forests or in wood: as tonnes, or as what they are worked out from."""

    id: str | None = None
    name: Text | None = fact("森林・木材の名称", "forest or wood", certify=Level.STATED)
    figures: Figures | None = fact(
        "記載の方法（材積と係数・変化量）", "a volume with factors, or tonnes", certify=Level.STATED
    )
    t: Number | None = fact("蓄積変化量（吸収が正）", "change of stock (uptake positive)", unit="t-CO2")
    volume_m3: Number | None = fact("材積の変化（増加が正）", "change of volume (growth positive)", unit="m3")
    expansion: Factor | None = fact("拡大係数（木材は1）", "expansion factor (1 for wood)")
    root_ratio: Factor | None = fact("地下部の比率（木材は0）", "root-to-shoot ratio (0 for wood)")
    density: Factor | None = fact("容積密度", "density", unit="t/m3")
    carbon: Factor | None = fact("炭素含有率", "carbon fraction")
    eligible: Flag | None = fact(
        "森林経営計画等の対象の森林、又は合法性を確認した国産材であること",
        "forest under a management plan, or domestic wood of confirmed legality",
    )


class Terms(Group):
    """The reporter's own figures for a filing."""

    forest_before: Flag | None = fact(
        "前年度までの森林等炭素蓄積変化量の報告", "forest stock changes were reported before"
    )
    stated: Disclosed | None = fact(
        "報告書への合計の記入", "the totals are written into the form", certify=Level.STATED
    )
    stated_basic_t: Number | None = fact("報告書の基礎排出量", "basic emissions as written", unit="t-CO2e")
    stated_adjusted_t: Number | None = fact(
        "報告書の調整後温室効果ガス排出量", "adjusted emissions as written", unit="t-CO2e"
    )
    split: Disclosed | None = fact(
        "エネルギー起源CO2の直接・間接の区分の記入", "energy CO2 is shown as direct and indirect"
    )
    stated_credits_t: LineTonnes | None = fact(
        "報告書に記入したクレジットの合計", "credits as totalled in the form", unit="t-CO2e"
    )
    sites: Disclosed | None = fact("事業所別の記入", "large establishments are reported apart")
    waste_included: Flag | None = fact(
        "廃棄物の燃料利用の排出を調整後排出量に含めた",
        "the adjusted total includes CO2 of waste used as fuel",
    )
    gwp: GwpSet | None = fact("地球温暖化係数", "warming potentials used")
    emitter: Emitter | None = fact("報告者の種類", "what makes it a reporter", certify=Level.STATED)
    energy_kl: Quantity | None = fact(
        "原油換算エネルギー使用量（全事業所）", "energy use in crude-oil equivalent", unit="kL"
    )
    largest_site_kl: Quantity | None = fact(
        "最大の事業所の原油換算エネルギー使用量", "energy use of the largest site", unit="kL"
    )
    employees: Whole | None = fact("常時使用する従業員の数", "regular employees", unit="人")
    submitted_on: Day | None = fact("報告書の提出日", "submitted on")
    direct_t: Tonnes | None = fact("直接排出量（実排出量）", "actual direct CO2 of the year", unit="t-CO2")
    direct_minus1_t: Tonnes | None = fact("前年度の直接排出量", "direct CO2 one year before", unit="t-CO2")
    direct_minus2_t: Tonnes | None = fact("前々年度の直接排出量", "direct CO2 two years before", unit="t-CO2")
    direct_minus3_t: Tonnes | None = fact(
        "3年度前の直接排出量", "direct CO2 three years before", unit="t-CO2"
    )


class Phase1(Group):
    """What a participant states for GX-ETS phase 1 (FY2023 to FY2025)."""

    participant: Flag | None = fact("GXリーグの排出量取引への参画", "takes part in GX-ETS phase 1")
    direct_2021_t: Tonnes | None = fact("2021年度の直接排出量", "direct emissions of FY2021", unit="t-CO2e")
    group: LeagueGroup | None = fact("参画企業の区分（Group G・X）", "group (G or X)")
    base_year: Year | None = fact("基準年度", "base year")
    base_years_averaged: Whole | None = fact(
        "基準年度排出量の平均に用いた連続する年度の数",
        "consecutive years averaged for the base",
        unit="years",
    )
    base_t: Whole | None = fact(
        "基準年度の直接排出量（1トン未満切捨て）", "direct base emissions in whole tonnes", unit="t-CO2e"
    )
    targets: Disclosed | None = fact(
        "直接・間接別の2025年度、2030年度及び3か年度の目標の設定",
        "targets for FY2025, FY2030 and the three years, direct and indirect apart",
    )
    target_direct_t: Tonnes | None = fact(
        "国内直接排出の3か年度の目標", "target of the three years, domestic direct", unit="t-CO2e"
    )
    target_indirect_t: Tonnes | None = fact(
        "国内間接排出の3か年度の目標", "target of the three years, domestic indirect", unit="t-CO2e"
    )
    dashboard: Disclosed | None = fact("GXダッシュボードでの公表", "published on the GX dashboard")
    strategy: Disclosed | None = fact("トランジション戦略の公表", "a transition strategy is published")
    reported_on: Day | None = fact("排出量の報告日", "emissions reported on")
    period_approved: Flag | None = fact(
        "別の算定期間の承認", "another accounting period is approved for the participant"
    )
    assurance: Assurance | None = fact("第三者検証の保証水準", "level of the third-party assurance")
    direct_2023_t: Tonnes | None = fact("2023年度の直接排出量", "direct emissions of FY2023", unit="t-CO2e")
    direct_2024_t: Tonnes | None = fact("2024年度の直接排出量", "direct emissions of FY2024", unit="t-CO2e")
    direct_2025_t: Tonnes | None = fact("2025年度の直接排出量", "direct emissions of FY2025", unit="t-CO2e")
    indirect_t: Tonnes | None = fact(
        "3か年度の間接排出量の合計", "indirect emissions of the three years", unit="t-CO2e"
    )
    pre_scheme_t: Tonnes | None = fact(
        "制度開始前の排出量（直接・間接、3か年度平均）",
        "emissions before the scheme (direct and indirect, mean of three years)",
        unit="t-CO2e",
    )
    created_t: Tonnes | None = fact(
        "創出する超過削減枠の量", "excess reduction units to be created", unit="t-CO2e"
    )
    explanation: Disclosed | None = fact("目標未達の理由の公表", "the reason for a miss is published")


class Phase2(Group):
    """What a covered entity states for a year of GX-ETS phase 2 besides its emissions."""

    step: GxStep | None = fact(
        "手続の段階（算定・確認済み・保有）", "how far the year has come", certify=Level.STATED
    )
    basis: EmissionBasis | None = fact("排出量の算定対象", "what the emission figures count")
    relation: Relation | None = fact("共同での届出における関係", "relation in a joint filing")
    relation_certified: Flag | None = fact("密接関係者の認定", "the relation is certified")
    joint_direct_t: Tonnes | None = fact(
        "共同で届け出る者全体の直接排出量", "direct CO2 of all joint filers", unit="t-CO2"
    )
    joint_credits_t: Tonnes | None = fact(
        "共同で届け出る者全体で使用するクレジット", "credits used by all joint filers", unit="t-CO2"
    )
    plan: Disclosed | None = fact(
        "排出目標量及び移行計画の届出", "target amount and transition plan are filed"
    )
    plan_on: Day | None = fact("排出目標量及び移行計画の届出日", "target and plan filed on")
    assurance: Assurance | None = fact("登録確認機関による確認の保証水準", "assurance by a registered body")
    body_registered: Flag | None = fact("登録確認機関の登録", "the confirming body is registered")
    large_site: Flag | None = fact(
        "合理的保証の対象となる大規模事業所", "a large site for reasonable assurance"
    )
    confirmed_on: Day | None = fact("排出実績量の確認日", "day the result was confirmed")
    reported_on: Day | None = fact("排出実績量の報告日", "confirmed result reported on")
    allowances_t: Tonnes | None = fact(
        "法人等保有口座の排出枠の残高", "allowances in the account", unit="t-CO2"
    )
    balance_on: Day | None = fact("排出枠の残高の基準日", "day of the balance")
    balance_proof: AllowanceProof | None = fact("排出枠の保有の証拠", "proof of the allowances")
    carried_t: Tonnes | None = fact(
        "うち前年度以前から繰り越した排出枠", "of these, carried over from earlier years", unit="t-CO2"
    )


class League(Group):
    """What a member of the GX-League states from FY2026."""

    business: Flag | None = fact(
        "法人又は国内で事業を行う外国会社", "a legal person, or a foreign company doing business in Japan"
    )
    committed: Flag | None = fact("求められる取組への同意", "committed to the required actions")
    antisocial: Flag | None = fact("反社会的勢力との関係", "links to antisocial forces")
    inventory: Disclosed | None = fact("スコープ1・2の排出量の算定", "Scope 1 and 2 are calculated")
    actions: Whole | None = fact(
        "GX需要創出の取組の数", "demand-creation actions carried out", unit="actions"
    )
    credit_rule: Disclosed | None = fact(
        "会員の要件におけるクレジットの使用の定め", "the league's text has a rule on credits"
    )


class Filing(Subject):
    """One entity's report under one scheme for one period."""

    id: str | None = None
    scheme: Literal["shk", "gx-ets", "gx-league"]
    entity: PartyName | None = fact("報告する事業者", "reporting entity", certify=Level.STATED)
    period: Year
    terms: Terms | None = None
    phase1: Phase1 | None = None
    phase2: Phase2 | None = None
    league: League | None = None
    sources: tuple[Source, ...] | None = None
    certificates: tuple[Certificate, ...] | None = None
    transfers: tuple[Transfer, ...] | None = None
    lots: tuple[Lot, ...] | None = None
    stocks: tuple[Stock, ...] | None = None


class Judgements(Group):
    """What a person has decided: facts that the reviewer owns."""

    late_ok: Flag | None = fact(
        "公表日より後の無効化が妥当かどうかの判断",
        "whether the late retirement is reasonable and disclosed",
        owner=Owner.REVIEWER,
    )
    document_ok: Flag | None = fact(
        "無効化通知書以外の証拠を認めるかどうかの判断",
        "whether proof other than the notice is accepted",
        owner=Owner.REVIEWER,
    )
    purpose_ok: Flag | None = fact(
        "用途の記載が活用の内容に合うかどうかの判断",
        "whether the recorded purpose fits the use",
        owner=Owner.REVIEWER,
    )
    user_ok: Flag | None = fact(
        "利用者名と実施者が同一かどうかの判断", "whether user and claimant are the same", owner=Owner.REVIEWER
    )
    overlap_settled: Flag | None = fact(
        "他者の申告との重複がないこと、又は重複が解消済みであることの判断",
        "whether the overlap with another statement is settled",
        owner=Owner.REVIEWER,
    )
    properties_ok: Flag | None = fact(
        "五つの性質の説明が妥当かどうかの判断",
        "whether the file on the five properties is sound",
        owner=Owner.REVIEWER,
    )
    sources_ok: Flag | None = fact(
        "主要な排出源を除外している場合に、その除外が妥当かどうかの判断",
        "whether leaving out a main source is justified",
        owner=Owner.REVIEWER,
    )
    safeguards_ok: Flag | None = fact(
        "環境・社会配慮が妥当かどうかの判断",
        "whether environmental and social care is shown",
        owner=Owner.REVIEWER,
    )
    cancellation_ok: Flag | None = fact(
        "取消しの目的が用途に合うかどうかの判断",
        "whether a cancellation fits the use made",
        owner=Owner.REVIEWER,
    )
    permanence_ok: Flag | None = fact(
        "永続性が確保されているかどうかの判断",
        "whether permanence is secured all the same",
        owner=Owner.REVIEWER,
    )
    inaction_ok: Flag | None = fact(
        "排出量の増加がクレジットへの依存によるものでないかどうかの判断",
        "whether the rise of emissions is no sign of relying on credits alone",
        owner=Owner.REVIEWER,
    )
    own_credit_ok: Flag | None = fact(
        "自ら創出したクレジットの使用が妥当かどうかの判断",
        "whether using credits of the claimant's own making is reasonable",
        owner=Owner.REVIEWER,
    )
    transport_ok: Flag | None = fact(
        "国際航空・国際海運の取扱いが妥当かどうかの判断",
        "whether international aviation and shipping are treated as the programme asks",
        owner=Owner.REVIEWER,
    )
    jcm_partner_ok: Flag | None = fact(
        "確認したパートナー国の一覧より後に、実施国がJCMのパートナー国となったかどうかの判断",
        "whether the host became a JCM partner after the list was made",
        owner=Owner.REVIEWER,
    )
    itmo_host_ok: Flag | None = fact(
        "ホスト国による国際的な移転が完了したかどうかの判断",
        "whether the host's international transfer was seen to be complete",
        owner=Owner.REVIEWER,
    )
    jcm_act_ok: Flag | None = fact(
        "英語の記録が「無効化」に当たるかどうかの判断",
        "whether the English record means 無効化",
        owner=Owner.REVIEWER,
    )
    certified_quantity_ok: Flag | None = fact(
        "オフセット量が認証基準の範囲内かどうかの判断",
        "whether the offset quantity is within the limits of the certification criteria",
        owner=Owner.REVIEWER,
    )
    standard_published: Flag | None = fact(
        "名称を挙げた規格が発行されたかどうかの判断",
        "whether the standard that is named has been published",
        owner=Owner.REVIEWER,
    )
    corsia_eligible: Flag | None = fact(
        "CORSIAで認められたクレジットかどうかの判断",
        "whether the units are eligible under CORSIA",
        owner=Owner.REVIEWER,
    )
    green_purchasing_ok: Flag | None = fact(
        "グリーン購入法の配慮事項に沿うかどうかの判断",
        "whether the basic policy on green purchasing is observed",
        owner=Owner.REVIEWER,
    )


class Judgement(Subject):
    """One recorded human judgement."""

    value: Flag
    by: Text
    reason: Text
    judged_on: Day


class FileState(StrEnum):
    """Whether a document of the evidence lies beside the claim."""

    FOUND = "found"
    MISSING = "missing"
    OUTSIDE = "outside"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A document of the evidence as found beside the claim, with its hash where it could be read."""

    state: FileState
    sha256: str | None = None


class Evidence(Subject):
    """One value that a source shows for one fact, addressed as `credits[C1].vintage.from`."""

    fact: Text
    value: Any
    level: Literal["stated", "documented", "verified", "registry", "programme"]
    document: Text | None = None
    page: Text | int | None = None
    sha256: Text | None = None
    by: Text | None = None
    dated: Day | None = None
    expires_on: Day | None = None
    chosen: Flag = False


class Claim(BaseModel):
    """A whole claim file: the claim, what stands behind it, and the evidence."""

    model_config = {"extra": "forbid", "frozen": True, "defer_build": True}

    claim: ClaimFacts
    parties: tuple[Party, ...] | None = None
    statements: tuple[Statement, ...] | None = None
    emissions: tuple[Emission, ...] | None = None
    reductions: tuple[Reduction, ...] | None = None
    projects: tuple[Project, ...] | None = None
    issuances: tuple[Issuance, ...] | None = None
    credits: tuple[Credit, ...] | None = None
    retirements: tuple[Retirement, ...] | None = None
    uses: tuple[Use, ...] | None = None
    filings: tuple[Filing, ...] | None = None
    disclosure: Disclosure | None = None
    judgements: dict[str, Judgement] | None = None
    evidence: tuple[Evidence, ...] | None = None

    sha256: str = Field(default="", exclude=True)
    _files: Mapping[str, FoundFile] = PrivateAttr(default_factory=dict)
    _document: "Document | None" = PrivateAttr(default=None)

    @property
    def files(self) -> Mapping[str, FoundFile]:
        """The documents of the evidence as found beside the claim, by name; empty where nobody looked."""
        return self._files

    @property
    def document(self) -> "Document | None":
        """The document that the claim was read from, to name lines; None where it was made otherwise."""
        return self._document

    def with_document(self, document: "Document") -> "Claim":
        """The same claim with the document it was read from."""
        claim = self.model_copy()
        claim._document = document
        return claim

    def with_files(self, files: Mapping[str, FoundFile]) -> "Claim":
        """The same claim with the documents that were found: never read from a claim file."""
        claim = self.model_copy()
        claim._files = files
        return claim
