"""The vocabulary of rules: every table, its facts, its links and its lists, read off the models."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from offsetcheck.facts import models
from offsetcheck.facts.methodologies import Field
from offsetcheck.facts.serials import MAX_SERIAL
from offsetcheck.facts.vocabulary import (
    TONNES_SCALE,
    Fact,
    FactType,
    Kind,
    Level,
    Link,
    Owner,
    Table,
    facts_of,
)


@dataclass(frozen=True)
class ListOf:
    """A list seen from a table: the member table, and the member's field that names the row (None: all of the claim)."""

    name: str
    table: str
    link: str | None


def _computed(
    table: str, path: str, kind: FactType, ja: str, en: str, owner: Owner, unit: str | None = None
) -> Fact:
    return Fact(table, path, kind, ja, en, owner, Level.STATED, unit, computed=True)


_FLAG = FactType(Kind.BOOLEAN)
#: Of serial numbers of any size: a block may say to hold more units than any quantity that can be stated.
_COUNT = FactType(Kind.NUMBER, scale=TONNES_SCALE, signed=False, digits=len(str(MAX_SERIAL + 1)))
_DATE = FactType(Kind.DATE)
_TEXT = FactType(Kind.TEXT)

#: Facts that the program works out from stated ones before any rule runs; `engine/makers.py` makes each.
COMPUTED: tuple[Fact, ...] = (
    _computed("claim", "publication_on", _DATE, "公表日（予定を含む）", "day of publication, actual or latest planned",
              Owner.CLAIMANT),
    _computed("claim", "is_public", _FLAG, "公表済みであること", "the day of publication has come", Owner.CLAIMANT),
    _computed("claim", "publishes_more", _FLAG, "公表したオフセット量の超過",
              "the offset published exceeds the tonnes claimed", Owner.CLAIMANT),
    _computed("statement", "states_more", _FLAG, "表示に記載した数量の超過",
              "the quantity in the text exceeds the tonnes claimed", Owner.CLAIMANT),
    _computed("credit", "serial_count", _COUNT, "シリアル番号の範囲に含まれる番号の個数", "units in the serial range", Owner.REGISTRY, "units"),
    _computed("block", "serial_count", _COUNT, "シリアル番号の範囲に含まれる番号の個数", "units in the serial range", Owner.REGISTRY, "units"),
    _computed("credit", "overlaps_claim", _FLAG, "本取組の他のクレジットとのシリアル番号の重複",
              "serials overlap another credit of this claim", Owner.REGISTRY),
    _computed("project", "methodology_field", FactType(Kind.TEXT, members=tuple(f.value for f in Field)), "方法論の分野", "field of its methodology",
              Owner.REGISTRY),
    _computed("project", "methodology_numbers", FactType(Kind.LIST, item=Kind.TEXT), "方法論の番号",
              "numbers of its methodologies", Owner.REGISTRY),
    _computed("project", "stores_carbon", _FLAG, "炭素を蓄積する方法論（森林又はバイオ炭）", "its methodology keeps carbon stored (forest or biochar)",
              Owner.REGISTRY),
    _computed("credit", "ex_ante", _FLAG, "見込みに基づく発行", "issued for a result still to come", Owner.REGISTRY),
    _computed("issuance", "ahead", _FLAG, "モニタリング期間の終了前の発行", "issued before the monitored period ended",
              Owner.REGISTRY),
    _computed("credit", "serials_fit", _FLAG, "シリアル番号の形式の一致", "the serials are written as the programme writes them",
              Owner.REGISTRY),
    _computed("credit", "shows_other.programme", _FLAG, "シリアル番号が示す制度と記載との相違",
              "the serials show another programme than stated", Owner.REGISTRY),
    _computed("credit", "shows_other.project", _FLAG, "シリアル番号が示すプロジェクトと記載との相違",
              "the serials show another project than stated", Owner.REGISTRY),
    _computed("credit", "shows_other.country", _FLAG, "シリアル番号が示す国と記載との相違",
              "the serials show another country than stated", Owner.REGISTRY),
    _computed("credit", "shows_other.vintage", _FLAG, "シリアル番号が示すヴィンテージと記載との相違",
              "the serials show another vintage than stated", Owner.REGISTRY),
    _computed("credit", "aef_written.approach", _FLAG, "協力的アプローチの番号のAEFの形式への適合",
              "the id of the cooperative approach is written as the AEF asks", Owner.REGISTRY),
    _computed("credit", "aef_written.party", _FLAG, "初回移転国のAEFの形式への適合",
              "the first transferring Party is written as the AEF asks", Owner.REGISTRY),
    _computed("credit", "aef_written.registry", _FLAG, "登録簿の番号のAEFの形式への適合",
              "the id of the registry is written as the AEF asks", Owner.REGISTRY),
    _computed("credit", "aef_written.version", _FLAG, "AEFの版の形式への適合",
              "the version of the AEF is written as it asks", Owner.REGISTRY),
    _computed("block", "inside_credit", _FLAG, "クレジットのシリアル番号の範囲内か", "its serials lie inside those of its credit",
              Owner.REGISTRY),
    _computed("block", "quantity_fits", _FLAG, "シリアル番号の範囲と数量の一致", "its quantity is that of its serials",
              Owner.REGISTRY),
    _computed("block", "spare", _FLAG, "活用の対象でない内訳", "no use draws on it", Owner.CLAIMANT),
    _computed("use", "inside_credit", _FLAG, "活用する内訳がクレジットのシリアル番号の範囲内か",
              "the serials of the blocks it draws on lie inside those of its credit", Owner.REGISTRY),
    _computed("use", "quantity_fits", _FLAG, "活用する内訳のシリアル番号の範囲と数量の一致",
              "the quantities of the blocks it draws on are those of their serials", Owner.REGISTRY),
    _computed("use", "drawn_twice", _FLAG, "複数の無効化による数量の超過",
              "the retirements of its credit together draw more than the credit holds", Owner.REGISTRY),
    _computed("use", "overlaps_claim", _FLAG, "活用するクレジットと本取組の他の無効化とのシリアル番号の重複",
              "its units overlap another retirement of this claim", Owner.REGISTRY),
    _computed("use", "overlaps_record", _FLAG, "活用するクレジットと他者の使用記録とのシリアル番号の重複",
              "its units overlap a recorded use by another party", Owner.REGISTRY),
    _computed("use", "overlaps_statement", _FLAG, "活用するクレジットと他者の申告とのシリアル番号の重複",
              "its units overlap what another claim states", Owner.REVIEWER),
    _computed("use", "beyond_blocks", _FLAG, "クレジットごとの無効化量を超える活用",
              "more of the credit is drawn than the retirement took of it", Owner.REGISTRY),
    _computed("use", "shared_with.scope", _FLAG, "同じ1トンのクレジットを、異なる活用範囲にも充てているか",
              "its units serve another scope as well", Owner.CLAIMANT),
    _computed("use", "shared_with.purpose", _FLAG, "同じ1トンのクレジットを、異なる目的にも充てているか",
              "its units serve another purpose as well", Owner.CLAIMANT),
    _computed("use", "shared_with.abroad", _FLAG, "同じ1トンのクレジットを、CORSIA又は世界全体の排出の緩和（OMGE）と他の目的との両方に充てているか",
              "its units serve CORSIA or overall mitigation and another purpose as well", Owner.CLAIMANT),
    _computed("use", "shared_with.procurement", _FLAG, "同じ1トンのクレジットを、再生可能エネルギーの調達とオフセットとの両方に充てているか",
              "its units serve an offset and renewable procurement as well", Owner.CLAIMANT),
    _computed("retirement", "overlaps_claim", _FLAG, "本取組の他の無効化とのシリアル番号の重複",
              "serials overlap another retirement of this claim", Owner.REGISTRY),
    _computed("retirement", "overlaps_record", _FLAG, "他者の使用記録とのシリアル番号の重複",
              "serials overlap a recorded use by another party", Owner.REGISTRY),
    _computed("retirement", "overlaps_statement", _FLAG, "他者の申告とのシリアル番号の重複",
              "serials overlap what another claim states", Owner.REVIEWER),
    _computed("certificate", "named_twice", _FLAG, "種類と番号が同じ証書の重複した記載",
              "another certificate of the reports has its kind and number", Owner.CLAIMANT),
    _computed("stock", "uptake_t", FactType(Kind.NUMBER, scale=TONNES_SCALE, digits=12), "森林等炭素蓄積変化量",
              "change of carbon stock", Owner.CLAIMANT, "t-CO2"),
    _computed("filing", "told_apart", _FLAG, "同じ制度・年度の他の報告との事業者の区別",
              "its entity is told apart from those of other reports under the scheme for the year", Owner.CLAIMANT),
    *(_computed(table, "undisputed", _FLAG, "根拠の間に不一致がないこと", "no sources disagree on what it rests on unasked",
                Owner.REVIEWER) for table in ("use", "statement")),
    _computed("use", "scope.first_on", _DATE, "活用範囲の開始日", "first day of the scope", Owner.CLAIMANT),
    _computed("use", "scope.last_on", _DATE, "活用範囲の終了日", "last day of the scope", Owner.CLAIMANT),
    _computed("use", "scope.span", _TEXT, "活用範囲の期間", "period of the scope", Owner.CLAIMANT),
)  # fmt: skip

_MODELS: tuple[tuple[str, str, type, dict[str, str], str | None], ...] = (
    ("party", "parties", models.Party, {}, None),
    ("claim", "claim", models.ClaimFacts, {}, None),
    ("statement", "statements", models.Statement, {}, None),
    ("emission", "emissions", models.Emission, {}, None),
    ("reduction", "reductions", models.Reduction, {}, None),
    ("project", "projects", models.Project, {}, None),
    ("registration", "registrations", models.Registration, {"project": "project"}, "project"),
    ("concern", "concerns", models.Concern, {"project": "project"}, "project"),
    ("label", "labels", models.CreditLabel, {"project": "project"}, "project"),
    ("issuance", "issuances", models.Issuance, {"project": "project"}, None),
    ("record", "records", models.MonitoringRecord, {"issuance": "issuance"}, "issuance"),
    ("credit", "credits", models.Credit, {"project": "project", "issuance": "issuance"}, None),
    ("mark", "marks", models.CreditMark, {"credit": "credit"}, "credit"),
    ("retirement", "retirements", models.Retirement, {}, None),
    ("block", "blocks", models.RetiredBlock, {"retirement": "retirement", "credit": "credit"}, "retirement"),
    ("use", "uses", models.Use, {"retirement": "retirement", "credit": "credit"}, None),
    ("filing", "filings", models.Filing, {}, None),
    ("source", "sources", models.Source, {"filing": "filing"}, "filing"),
    ("certificate", "certificates", models.Certificate, {"filing": "filing"}, "filing"),
    ("transfer", "transfers", models.Transfer, {"filing": "filing"}, "filing"),
    ("lot", "lots", models.Lot, {"filing": "filing"}, "filing"),
    ("stock", "stocks", models.Stock, {"filing": "filing"}, "filing"),
)

#: The order in which derived values may depend on each other (design §5): a lower number never reads a higher one.
STRATUM: dict[str, int] = {
    "party": 0, "project": 0, "registration": 0, "concern": 0, "label": 0, "emission": 0, "reduction": 0,
    "issuance": 0, "record": 0, "source": 0, "certificate": 0, "transfer": 0, "lot": 0, "stock": 0,
    "credit": 1, "mark": 1, "retirement": 1, "block": 1,
    "use": 2,
    "claim": 3,
    "filing": 4, "statement": 4,
}  # fmt: skip


@cache
def tables() -> dict[str, Table]:
    """Every table by name, with judgements and disclosure as facts of the claim."""
    found: dict[str, Table] = {}
    for name, plural, model, links, parent in _MODELS:
        facts = facts_of(name, model)
        if name == "claim":
            facts.update(facts_of("claim", models.Disclosure, "disclosure."))
        if name == "filing":
            facts["period"] = Fact(
                "filing",
                "period",
                FactType(Kind.YEAR),
                "対象年度",
                "fiscal year",
                Owner.CLAIMANT,
                Level.STATED,
            )
            facts["scheme"] = Fact(
                "filing", "scheme", FactType(Kind.TEXT, members=("shk", "gx-ets", "gx-league")), "制度", "scheme", Owner.CLAIMANT,
                Level.STATED,
            )  # fmt: skip
        if name == "claim":
            facts["stage"] = Fact(
                "claim", "stage", FactType(Kind.TEXT, members=tuple(s.value for s in models.Stage)), "段階", "stage",
                Owner.CLAIMANT, Level.STATED,
            )  # fmt: skip
        for computed in COMPUTED:
            if computed.table == name:
                facts[computed.path] = computed
        found[name] = Table(
            name, plural, facts, {field: Link(name, field, target) for field, target in links.items()}, parent
        )
    return found


@cache
def judgements() -> dict[str, Fact]:
    """Human judgements by name: facts that the reviewer owns."""
    return facts_of("judgement", models.Judgements)


@cache
def lists(table: str) -> dict[str, ListOf]:
    """The lists a rule on this table may ask about, by plural name."""
    found: dict[str, ListOf] = {}
    for other in tables().values():
        if other.name == "claim":
            continue
        link = next((f for f, target in other.links.items() if target.target == table), None)
        if table in ("claim", "filing", "statement"):
            if other.parent is None:
                found[other.plural] = ListOf(other.plural, other.name, None)
            elif other.parent == table:
                found[other.plural] = ListOf(other.plural, other.name, link)
        elif link is not None:
            found[other.plural] = ListOf(other.plural, other.name, link)
    return found


@cache
def routes(table: str) -> dict[str, tuple[str, ...]]:
    """Which singular names a rule on this table may write, and the links that lead there."""
    found: dict[str, tuple[str, ...]] = {table: ()}
    queue = [table]
    while queue:
        here = queue.pop(0)
        for field, link in tables()[here].links.items():
            if link.target not in found:
                found[link.target] = (*found[here], field)
                queue.append(link.target)
    found.setdefault("claim", ("claim",))
    return found


def label(fact_name: str, lang: str) -> str:
    """The label of a fact by its rule name or address; the name itself where nothing is known of it."""
    table, _, path = fact_name.partition(".")
    table = table.split("[")[0]
    for known in tables().values():
        if table in (known.name, known.plural) and path in known.facts:
            return known.facts[path].label(lang)
    if table in ("judgement", "judgements") and path.split("[")[0] in judgements():
        return judgements()[path.split("[")[0]].label(lang)
    return fact_name
