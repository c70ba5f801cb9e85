"""Facts by their labels, and their values as a reader reads them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Final

from offsetcheck.facts import catalogue, countries, models
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Fact, Kind, Reason
from offsetcheck.report.model import FactRead, Interval
from offsetcheck.report.wording.figures import TONNES, interval, number, period_text, tonnes, unit_word
from offsetcheck.report.wording.labels import Label
from offsetcheck.report.wording.phrasing import UNIT, first_upper, in_brackets, listing, say, shortened
from offsetcheck.report.wording.words import (
    SCHEMES,
    enum_text,
    enums_by_members,
    level_word,
    reason_word,
    scheme_short,
    scheme_word,
)

__all__ = [
    "as_read",
    "as_told_to_us",
    "chosen_by",
    "claimed_label",
    "fact_label",
    "fact_named",
    "fact_read",
    "filing_called",
    "identified",
    "identifier",
    "is_called_by_programme",
    "is_shown_by_papers",
    "is_stated",
    "publication",
    "told_if",
    "tonnes_word",
    "unit_of",
    "value_of",
    "value_text",
    "values_differ",
]


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


def as_told_to_us(values: str, lang: Lang) -> str:
    """Values that differ, for whoever stated one of them: ご申告の値は93 t-CO2."""
    return re.sub("(?<![^、])記載の値は", "ご申告の値は", values) if lang == "ja" else values


def values_differ(values: str, lang: Lang) -> str:
    """Say that values do not agree."""
    return say(Text("{values}で、一致していません。", "these do not agree ({values})."), lang, values=values)


def told_if(it: str, known: str | None, lang: Lang) -> str:
    """Ask of others what a company is asked to look up first: …が提出済みかどうかをお知らせください。"""
    asked = say(Text("{it}をお知らせください", "Please tell us {it}"), lang, it=it)
    if lang == "ja":
        return asked + (in_brackets(known.removesuffix("。"), lang) if known else "") + "。"
    return f"{asked}.{in_brackets(known, lang) if known else ''}"


def publication(day: str, lang: Lang, *, published: bool) -> str:
    """The day of publication under its name: 公表日（2026年6月1日）; while nothing is published, the day by which it is to be."""
    named = Text("公表日（{day}）" if published else "公表の期限（{day}）", "publication ({day})")
    return say(named, lang, day=day)


def unit_of(name: str, lang: Lang) -> str:
    """Return the unit of a number that a rule reads: that of the fact, else tonnes."""
    found = fact_named(name)
    return unit_word("units", lang) if found is not None and found.unit == "units" else UNIT


def claimed_label(kind: str | None, lang: Lang) -> str:
    """What the tonnes of a claim are called: an initiative that only retires offsets nothing."""
    if kind == models.ClaimKind.CANCEL_ONLY:
        return say(Text("無効化量（主張）", "tonnes claimed as retired"), lang)
    return fact_label("claim.claimed_t", lang)


def tonnes_word(name: str, lang: Lang) -> str:
    """Return the label of a number of tonnes: the report's own, a fact's, or the name itself."""
    if name not in TONNES and name.endswith("_all_t"):
        every = Text("{name}（裏付け未確認の情報を含む）", "{name} (all information)")
        return say(every, lang, name=tonnes_word(name.removesuffix("_all_t") + "_t", lang))
    found = TONNES.get(name)
    return say(found, lang) if found else first_upper(fact_label(name, lang))


@cache
def fact_named(name: str) -> Fact | None:
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
    found = fact_named(f"{table.rpartition('.')[2]}{bracket}{path}")
    return found is not None and found.papers


def fact_label(name: str, lang: Lang, programme: str | None = None) -> str:
    """Return the label of a fact by its name or address, or the name where nothing is known of it.

    `programme`: the crediting programme whose own word for the fact is used, where it has one.
    """
    found = fact_named(name)
    if found is None:
        return name
    if (own := _OF_PROGRAMME.get(programme or "", {}).get(found.name)) is not None:
        return say(own, lang)
    written, read = _NONE_OF_THEM[lang]
    if found.name in _NEVER_NONE:
        return found.label(lang).replace(f"（{written}）", "").replace(f" ({written})", "")
    return found.label(lang).replace(written, read)


def identifier(name: str, lang: Lang) -> str | None:
    """What a day or number is called where it tells a row from others, first and last as one; None for other facts."""
    found = next(
        (text for fact, text in _IDENTIFIERS.items() if name == fact or name.startswith(f"{fact}.")), None
    )
    return None if found is None else say(found, lang)


_IDENTIFIERS: Final[dict[str, Text]] = {
    "issuance.monitored": Text("モニタリング期間", "monitored period"),
    "issuance.decided_on": Text("発行決定日", "issuance decided on"),
    "credit.vintage": Text("ヴィンテージ", "vintage"),
    "credit.serials": Text("シリアル番号", "serial numbers"),
}


def identified(address: str, lang: Lang) -> str | None:
    """The same of a fact by its address."""
    found = fact_named(address)
    return None if found is None else identifier(found.name, lang)


def is_called_by_programme(name: str) -> bool:
    """Whether some programme has its own word for a fact."""
    return any(name in own for own in _OF_PROGRAMME.values())


_OF_PROGRAMME: Final[dict[str, dict[str, Text]]] = {
    models.Programme.J_CREDIT: {
        "project.host_country": Text("実施場所（国内かどうか）", "location (whether it is in Japan)"),
        "issuance.verified_t": Text("認証量", "certified quantity"),
        "issuance.total_t": Text(
            "保有者への発行量（バッファー分を除く）", "issued to the holder (without the buffer share)"
        ),
        "retirement.act": Text("無効化の有無", "whether the units are retired"),
    },
}
"""What facts are called under one programme, by its code."""


_NEVER_NONE: Final = ("claim.gases", "claim.event_covers")
"""Lists that a file may leave empty, though what they are asked for cannot be nothing."""


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
    found = fact_named(name)
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
        kind = enums_by_members().get(found.type.members)
        if kind is not None:
            parts = (
                [part.strip() for part in value.strip("[]").split(",")]
                if found.type.kind is Kind.LIST
                else [value]
            )
            return listing([enum_text(kind, part.strip("'\""), lang) or part for part in parts], lang)
        if found.type.members == tuple(SCHEMES):
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
    found = fact_named(name)
    return (
        found is not None
        and found.computed
        and found.type.kind is Kind.BOOLEAN
        and found.name not in _NO_COMPARISONS
    )


def is_stated(address: str) -> bool:
    """Whether somebody states it, and the program does not work it out."""
    found = fact_named(address)
    return found is not None and not found.computed


_UNASSURED: Final = Text("裏付け未確認の情報を含む", "from all information, not all of it supported")


def fact_read(name: str, fact: FactRead, lang: Lang) -> str:
    """Say a fact as a condition read it: value, level and source, or why it is missing."""
    if (
        fact.value is None
        and fact.reason is None
        and fact_named(name) is None
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
    if (
        not fact.level and fact.reason is Reason.BELOW_ASSURANCE
    ):  # worked out from what is not assured as well
        behind.append(say(_UNASSURED, lang))
    if fact.source:
        behind.append(shortened(fact.source, 80))
    text = value_text(name, fact.value, lang)
    return text + in_brackets(listing(behind, lang), lang) if behind else text


def chosen_by(text: str, lang: Lang) -> str:
    """Say which fact chose an edition: `claim.published_on = 2026-05-20` → 公表日：2026年5月20日."""
    name, equals, value = text.partition(" = ")
    if not equals or fact_named(name.strip()) is None:
        return text
    said = value_text(name.strip(), value.strip(), lang)
    return first_upper(fact_label(name.strip(), lang)) + in_brackets(said, lang)


def filing_called(scheme: str, period: str, whose: str, lang: Lang) -> str:
    """GX-ETS 2026年度, and its entity in brackets where another report would be called the same."""
    called = f"{scheme_short(scheme, lang)} {period_text(period, lang)}"
    return called + (in_brackets(whose, lang) if whose else "")
