"""What has to be covered, and by which other means it could be: the file NEEDS of `plan`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, model_validator

from offsetcheck.facts.claims import problems_of, refuse_other_kind
from offsetcheck.facts.documents import Document, read_document
from offsetcheck.facts.models import Claim, Credit, Issuance, Project, Purpose, SerialSpan, ShkClass, Year
from offsetcheck.facts.problems import InputError, Problem
from offsetcheck.facts.problems import Text as Said
from offsetcheck.facts.serials import BY_TOTAL
from offsetcheck.facts.vocabulary import Code, Day, Flag, Number, Price, Text, Tonnes
from offsetcheck.planning.neighbours import same_numbers
from offsetcheck.planning.settled import settled

__all__ = ["Alternative", "Means", "Need", "Needs", "Offer", "read_needs"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Means(StrEnum):
    """How a need can be met without credits."""

    ALLOWANCE = "allowance"
    CHARGE = "charge"
    EXPLANATION = "explanation"


class Need(_Part):
    """Tonnes to cover for one purpose, scope and year, by a day."""

    id: Text
    title: Text | None = None
    purpose: Purpose
    period: Year
    boundary: Code | None = None
    tonnes: Tonnes | None = None
    term: Text | None = None
    """A derived number of the report described in the holdings, such as `obligation_t`; instead of `tonnes`."""
    less_t: Tonnes | None = None
    """What already covers part of it, such as the allowances held."""
    by: Day
    """The day by which the retirement must be completed."""
    shk_class: ShkClass | None = None
    in_reporting_boundary: Flag | None = None


class Alternative(_Part):
    """Another way to meet a need, at a price per tonne stated here or taken from the rulebook."""

    id: Text
    title: Text | None = None
    need: Text
    kind: Means
    price_jpy: Price | None = None
    price_parameter: Text | None = None
    """A parameter of the scheme's edition; with `times`, a multiple of it."""
    times: Number | None = None
    tonnes: Tonnes | None = None


class Offer(_Part):
    """Units that can be bought: like a block held, or described as a claim describes them."""

    id: Text
    title: Text | None = None
    price_jpy: Price
    tonnes: Tonnes | None = None
    """None: as many as are needed."""
    market: Text | None = None
    """A market whose settlement the rulebook describes, such as `tse`."""
    delivered_on: Day | None = None
    like: Text | None = None
    serials: SerialSpan | None = None
    """The serials offered, where units like a block held have to show them."""
    project: Project | None = None
    issuance: Issuance | None = None
    credit: Credit | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_ids(cls, value: Any) -> Any:
        """Project, issuance and credit of an offer belong together, and need no ids: those they bear elsewhere name other rows."""
        if not isinstance(value, dict) or "id" not in value:
            return value
        name = f"offer-{value['id']}"
        links = {"project": {}, "issuance": {"project": name}, "credit": {"project": name}}
        if isinstance(value.get("issuance"), dict):
            links["credit"]["issuance"] = name
        held = dict(value)
        for part, link in links.items():
            if isinstance(held.get(part), dict):
                held[part] = {**held[part], "id": name, **link}
        return held


class Needs(_Part):
    """The whole file."""

    needs: tuple[Need, ...]
    alternatives: tuple[Alternative, ...] = ()
    offers: tuple[Offer, ...] = ()
    unpriced_jpy: Price | None = None
    """What a tonne held is worth where the holdings do not say it."""
    _sha256: str = PrivateAttr("")

    @property
    def sha256(self) -> str:
        """The hash of the file as it was read."""
        return self._sha256


def read_needs(path: Path, holdings: Claim, as_of: date) -> Needs:
    """Read NEEDS (YAML or JSON) for some holdings; raises InputError with every problem found."""
    document = read_document(path)
    refuse_other_kind(document, "needs")
    try:
        found = Needs.model_validate(document.value)
    except ValidationError as error:
        raise InputError(list(problems_of(document, error, Needs))) from None
    problems = _checked(document, found, {c.id for c in holdings.credits or ()})
    held = settled(holdings, as_of)
    problems = problems or [
        *_bought_twice(document, found, held, as_of),
        *_beyond_issuance(document, found, held),
    ]
    if problems:
        raise InputError(problems)
    found._sha256 = document.sha256
    return found


def _checked(document: Document, found: Needs, credits: set[str]) -> list[Problem]:
    problems: list[Problem] = []

    def problem(path: tuple[str | int, ...], value: str, ja: str, en: str, code: str) -> None:
        problems.append(document.problem(path, value, Said(ja, en), code))

    for section in ("needs", "alternatives", "offers"):
        seen: set[str] = set()
        for n, entry in enumerate(getattr(found, section)):
            if entry.id in seen:
                problem(
                    (section, n, "id"),
                    entry.id,
                    "idが重複しています。別のidにしてください。",
                    "this id is used twice",
                    "duplicate-id",
                )
            seen.add(entry.id)
    if not found.needs:
        problem(("needs",), "", "必要量を一つ以上書いてください。", "give at least one need", "missing")
    for n, need in enumerate(found.needs):
        if (need.tonnes is None) == (need.term is None):
            problem(
                ("needs", n),
                need.id,
                "tonnes と term のどちらか一方を書いてください。",
                "give either tonnes or term",
                "contradiction",
            )
    ids = {need.id for need in found.needs}
    for n, way in enumerate(found.alternatives):
        if way.need not in ids:
            problem(
                ("alternatives", n, "need"),
                way.need,
                f"このidは needs に登録されていません（登録済み：{'、'.join(sorted(ids)) or '—'}）。",
                "there is no such need",
                "unknown-id",
            )
        if (way.price_jpy is None) == (way.price_parameter is None):
            problem(
                ("alternatives", n),
                way.id,
                "price_jpy と price_parameter のどちらか一方を書いてください。",
                "give either price_jpy or price_parameter",
                "contradiction",
            )
    for n, offer in enumerate(found.offers):
        if (offer.like is None) == (offer.project is None):
            problem(
                ("offers", n),
                offer.id,
                "like と project のどちらか一方を書いてください。",
                "give either like or project",
                "contradiction",
            )
        if offer.like is not None and offer.like not in credits:
            problem(
                ("offers", n, "like"),
                offer.like,
                "このidの保有クレジットはありません。保有ファイルの credits にあるidを書いてください。",
                "no credit held has this id",
                "unknown-id",
            )
        of = offer.credit.issuance if offer.credit is not None and offer.like is None else None
        if of is not None and offer.issuance is None:
            problem(
                ("offers", n, "credit", "issuance"),
                of,
                "この発行の内容を、offers の同じ項目の issuance に書いてください。分からない場合は、この行を省いてください。",
                "describe the issuance under issuance of the same offer, or leave this line out",
                "unknown-id",
            )
        if offer.tonnes is not None and offer.tonnes < Decimal(1):
            problem(
                ("offers", n, "tonnes"),
                str(offer.tonnes),
                "1トン以上の数量を書いてください。",
                "an offer is of one tonne or more",
                "tonnes",
            )
    return problems


def _bought_twice(document: Document, found: Needs, holdings: Claim, as_of: date) -> Iterator[Problem]:
    """The offers of units that are held or retired already, or that another offer holds: a unit can be bought but once."""
    projects = {p.id: p for p in holdings.projects or ()}
    credits = {c.id: c for c in holdings.credits or ()}
    retired = {
        f"retirements[{act.id}].blocks[{n}]": (act.id, block)
        for act in holdings.retirements or ()
        for n, block in enumerate(act.blocks or ())
    }
    offered: dict[str, int] = {}
    for n, offer in enumerate(found.offers):
        name, like = f"offers[{n}]", credits.get(offer.like or "")
        own = offer.credit or Credit(id=name, project=name)
        spans = offer.serials or own.serials
        if spans is None:
            continue
        if offer.project is not None:
            projects[name] = offer.project.model_copy(update={"id": name})
        unit = like if like is not None else own.model_copy(update={"project": name})
        offered[name] = n
        credits[name] = unit.model_copy(update={"id": name, "serials": spans})
    if not offered:
        return
    for name, (_, block) in retired.items():
        unit = credits.get(block.credit or "") or Credit(id=name)
        credits[name] = unit.model_copy(update={"id": name, "serials": block.serials})
    compared = holdings.model_copy(
        update={"projects": tuple(projects.values()), "credits": tuple(credits.values())}
    )
    told: set[str] = set()
    for name, other in same_numbers(compared, tuple(offered), as_of):
        if name in told:
            continue
        told.add(name)
        offer = found.offers[offered[name]]
        spans = credits[name].serials
        place = ("serials",) if offer.serials is not None else ("credit", "serials")
        said = _TWICE_OFFERED if other in offered else _RETIRED if other in retired else _HELD
        of = (
            found.offers[offered[other]].id
            if other in offered
            else retired[other][0]
            if other in retired
            else other
        )
        value = f"{spans.first} – {spans.last}" if spans is not None else ""
        text = Said(said.ja.format(other=of), said.en.format(other=of))
        yield document.problem(("offers", offered[name], *place), value, text, "serials")


def _beyond_issuance(document: Document, found: Needs, holdings: Claim) -> Iterator[Problem]:
    """The offers that, with what is held and the offers before them, are for more than their issuance is said to hold.

    Asked of the schemes that secure what their certifications say; of others it is for their rules to judge.
    """
    projects = {p.id: p for p in holdings.projects or ()}
    issuances = {i.id: i for i in holdings.issuances or ()}
    credits = {c.id: c for c in holdings.credits or ()}
    sums: dict[str, Decimal] = {}
    for credit in credits.values():
        name = credit.issuance or ""
        sums[name] = sums.get(name, Decimal(0)) + (credit.quantity_t or 0)
    for n, offer in enumerate(found.offers):
        like = credits.get(offer.like or "")
        issuance = issuances.get(like.issuance or "") if like is not None else offer.issuance
        project = projects.get(like.project or "") if like is not None else offer.project
        if (
            issuance is None
            or issuance.total_t is None
            or project is None
            or project.programme not in BY_TOTAL
        ):
            continue
        total = f"{issuance.total_t:,}"
        if offer.tonnes is None:
            text = Said(_ENDLESS.ja.format(total=total), _ENDLESS.en.format(total=total))
            yield document.problem(("offers", n), offer.id, text, "tonnes")
            continue
        name = issuance.id if like is not None else f"offers[{n}]"
        sums[name] = least = sums.get(name, Decimal(0)) + offer.tonnes
        if least > issuance.total_t:
            text = Said(
                _BEYOND.ja.format(least=f"{least:,}", total=total),
                _BEYOND.en.format(least=f"{least:,}", total=total),
            )
            yield document.problem(("offers", n, "tonnes"), f"{offer.tonnes:,}", text, "tonnes")


_ENDLESS: Final = Said(
    "この発行は、発行総量（{total}）が定まっています。購入できる数量を tonnes に書いてください。",
    "this issuance holds {total} in all: give tonnes, as many as can be bought",
)
_BEYOND: Final = Said(
    "保有しているクレジットと、この項目までの offers を合計すると、同じ発行の数量が {least} となり、発行総量（{total}）を超えています。いずれかの数量を改めるか、別の発行に属するクレジットを分けてください。",
    "with what is held, and what the offers before it are for, this comes to {least} of one issuance, more than the {total} that it holds: correct a figure, or describe what is of another issuance by itself",
)
_HELD: Final = Said(
    "このシリアル番号は、保有しているクレジット {other} のシリアル番号と重なっています。シリアル番号を確認し、既に保有している分を offers から除いてください。",
    "these serials overlap those of {other}, which is held: check the numbers, and leave out what is held already",
)
_RETIRED: Final = Said(
    "このシリアル番号は、無効化済みのクレジット（{other}）のシリアル番号と重なっています。シリアル番号を確認し、無効化済みの分を offers から除いてください。",
    "these serials overlap those of units that {other} retired: check the numbers, and leave out what is retired already",
)
_TWICE_OFFERED: Final = Said(
    "このシリアル番号は、offers の {other} のシリアル番号と重なっています。同じクレジットは一度しか購入できません。シリアル番号を確認し、購入を検討する一方だけを残してください。",
    "these serials overlap those of the offer {other}, and the same units can be bought but once: check the numbers, and leave the one you would buy",
)
