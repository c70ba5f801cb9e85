"""What has to be covered, and by which other means it could be: the file NEEDS of `plan`."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, model_validator

from offsetcheck.facts.claims import problems_of, refuse_other_kind
from offsetcheck.facts.documents import Document, read_document
from offsetcheck.facts.models import Credit, Issuance, Project, Purpose, SerialSpan, ShkClass, Year
from offsetcheck.facts.problems import InputError, Problem
from offsetcheck.facts.problems import Text as Said
from offsetcheck.facts.vocabulary import Code, Day, Flag, Number, Price, Text, Tonnes

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
        """Project, issuance and credit of an offer need no ids of their own."""
        if not isinstance(value, dict) or "id" not in value:
            return value
        name = f"offer-{value['id']}"
        links = {"project": {}, "issuance": {"project": name}, "credit": {"project": name}}
        if "issuance" in value:
            links["credit"]["issuance"] = name
        held = dict(value)
        for part, link in links.items():
            if isinstance(held.get(part), dict):
                held[part] = {"id": name, **link, **held[part]}
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


def read_needs(path: Path, credits: set[str]) -> Needs:
    """Read NEEDS (YAML or JSON); raises InputError with every problem found."""
    document = read_document(path)
    refuse_other_kind(document, "needs")
    try:
        found = Needs.model_validate(document.value)
    except ValidationError as error:
        raise InputError(list(problems_of(document, error, Needs))) from None
    problems = list(_checked(document, found, credits))
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
        if offer.tonnes is not None and offer.tonnes < Decimal(1):
            problem(
                ("offers", n, "tonnes"),
                str(offer.tonnes),
                "1トン以上の数量を書いてください。",
                "an offer is of one tonne or more",
                "tonnes",
            )
    return problems
