"""Isometric: project, issuance and retirement lists; there are no serial numbers, only ids and kilograms.

The registry lists removals only; the pathway says into which store. An issuance is the supplier's units and the
buffer's together. Source: OffsetsDB's test slices (April 2026); source of the data: Isometric Registry
(registry.isometric.com).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from offsetcheck.facts.models import Act, Designation, Mitigation, NoticeDocument, Programme, RemovalKind
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import (
    BlockRecord,
    Fact,
    Format,
    Record,
    Row,
    Section,
    Standing,
    Table,
    Value,
)

__all__ = ["FORMAT"]

_KINDS: dict[str, Value] = {
    "biochar": RemovalKind.BIOCHAR.value,
    "reforestation": RemovalKind.FOREST.value,
    "direct-air-capture": RemovalKind.DACCS.value,
    "enhanced-weathering-agriculture": RemovalKind.OTHER.value,
    "bio-oil-geological-storage": RemovalKind.OTHER.value,
    "biomass-geological-storage": RemovalKind.OTHER.value,
}
"""Protocols whose store is one of ours, or surely none of the named ones."""
_KILOGRAMS = Decimal(1000)


def _tonnes(row: Row, column: str) -> Decimal:
    """Whole kilograms as tonnes."""
    kilograms = row.tonnes(column)
    if kilograms != kilograms.to_integral_value():
        row.refuse("number-scale", column, row[column])
    return kilograms / _KILOGRAMS


def _home(number: str) -> Record:
    return Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.OTHER, "Isometric"),
            facts.text("reference", number),
            Fact("mitigation", "Isometric", Mitigation.REMOVAL.value),
        ),
    )


def _project_row(row: Row) -> Iterable[Record]:
    number = row.need("id")
    row.need("protocol_slug")
    yield Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.OTHER, "Isometric"),
            facts.text("reference", number),
            facts.text("name", row["name"]),
            facts.country("host_country", row["country_code"]),
            facts.text("methodology", row["protocol_slug"]),
            Fact("mitigation", row["pathway"], Mitigation.REMOVAL.value),
            facts.choice("removal_kind", row["protocol_slug"], _KINDS),
            *facts.days("crediting", row["crediting_period_start"], row["crediting_period_end"]),
        ),
    )


def _issuance(row: Row) -> Iterable[Record]:
    home = _home(row.need("project_id"))
    total = _tonnes(row, "credit_batch_size_total.credit_kgs")
    row.balance(
        "credit_batch_size_total.credit_kgs",
        "supplier_credit_batch_size_total.credit_kgs",
        "buffer_pool_credit_batch_size_total.credit_kgs",
    )
    yield home
    yield Record(
        Section.ISSUANCES,
        cells.identity(row.need("id")),
        facts.given(
            facts.text("certification_number", row["id"]),
            facts.the_day("issued_on", row["issued_at"]),
            Fact("total_t", f"{row['credit_batch_size_total.credit_kgs']} kg", total),
        ),
        home.id,
    )


def _retirement(row: Row) -> Iterable[Record]:
    number = row.need("retirement_id")
    home = _home(row.need("project_id"))
    tonnes = _tonnes(row, "credit_batch_size_total.credit_kgs")
    raw = f"{row['credit_batch_size_total.credit_kgs']} kg"
    yield home
    credit = Record(
        Section.CREDITS,
        cells.identity("C", number),
        facts.given(Fact("quantity_t", raw, tonnes)),
        home.id,
        standing=Standing.RETIRED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity(number),
        facts.given(
            facts.text("notice", number),
            Fact("registry", "Isometric", "Isometric"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            Fact("act", "", Act.RETIREMENT.value),
            facts.the_day("completed_on", row["retired_at"]),
            facts.text("account", row["owner.name"]),
            facts.text("user", row["beneficiary.name"]),
            facts.choice("purpose", row["purposes"], {}),
            facts.text("purpose_detail", row["notes"]),
            Fact("designation", "", Designation.TOTAL.value),
            Fact("total_t", raw, tonnes),
        ),
        blocks=(BlockRecord(credit.id, None, None, tonnes),),
    )


FORMAT = Format(
    "isometric",
    Text("Isometric（プロジェクト・発行・無効化の一覧）", "Isometric (projects, issuances, retirements)"),
    (
        Table("retirements", ("retirement_id", "project_id", "credit_batch_size_total.credit_kgs"), _retirement),
        Table("issuances", ("id", "project_id", "issued_at", "credit_batch_size_total.credit_kgs"), _issuance),
        Table("projects", ("id", "protocol_slug", "pathway"), _project_row),
    ),
    Text("OffsetsDBが保存するIsometric Registry（registry.isometric.com）の一覧（MIT。出典の明示が求められている）", "Isometric Registry (registry.isometric.com) as OffsetsDB stores it (MIT; Isometric asks to be named)"),
)  # fmt: skip
