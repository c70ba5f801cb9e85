"""Climate Action Reserve: project, issuance, retirement and cancellation lists.

Days are written month first. The issuance list has no serials; cancellations are exports to a compliance programme.
Source: OffsetsDB's test slices (April 2026).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from offsetcheck.facts.models import Act, Adjustment, Mitigation, NoticeDocument, Programme
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.identifiers import Declared, Part
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import (
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

_MITIGATION: dict[str, Value] = {
    "reduction": Mitigation.REDUCTION.value,
    "removal": Mitigation.REMOVAL.value,
}
_ADJUSTMENT: dict[str, Value] = {"no": Adjustment.NOT_APPLIED.value}
"""`No` is no corresponding adjustment; no other value was seen."""
_ACTS: dict[str, Value] = {}
"""Cancellation reasons seen are exports to ARB and to Washington's programme: none of our acts."""


@lru_cache(maxsize=4096)
def _project(number: str, name: str, country: str, methodology: str, mitigation: str) -> Record:
    return Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.CAR),
            facts.text("reference", number),
            facts.text("name", name),
            facts.country("host_country", country),
            facts.text("methodology", methodology),
            facts.choice("mitigation", mitigation, _MITIGATION),
        ),
    )


def _home(row: Row) -> Record:
    return _project(
        row.need("Project ID"),
        row["Project Name"],
        row["Project Site Country"],
        row["Protocol and Version"],
        row["Reduction/Removal"],
    )


def _issuance(row: Row) -> Iterable[Record]:
    home = _home(row)
    total = row.tonnes("Total Offset Credits Issued")
    yield home
    yield Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", row["Date Issued"], row["Vintage"]),
        facts.given(
            facts.the_day("issued_on", row["Date Issued"], "mdy"),
            Fact("total_t", row["Total Offset Credits Issued"], total),
        ),
        home.id,
    )


def _block(row: Row, cancelled: bool) -> Iterable[Record]:
    home = _home(row)
    tonnes = row.tonnes("Quantity of Offset Credits")
    vintage = cells.year(row["Vintage"])
    first, last = vintage or (None, None)
    found, disputed = row.identifier(
        "Offset Credit Serial Numbers",
        Programme.CAR,
        Declared(Programme.CAR, home.id, row["Project Site Country"], first, last, tonnes),
        quantity_column="Quantity of Offset Credits",
        project_column="Project ID",
    )
    yield home
    credit = Record(
        Section.CREDITS,
        cells.identity(f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *(() if Part.VINTAGE in disputed else facts.span("vintage", row["Vintage"], vintage)),
            *facts.serials(found, row["Offset Credit Serial Numbers"]),
            Fact("quantity_t", row["Quantity of Offset Credits"], tonnes),
            facts.choice("authorisation.adjustment", row["Corresponding Adjustment"], _ADJUSTMENT),
        ),
        home.id,
        standing=Standing.CANCELLED if cancelled else Standing.RETIRED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", credit.id),
        facts.given(
            Fact("registry", "Climate Action Reserve", "Climate Action Reserve"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            facts.choice("act", row["Cancellation Reason"], _ACTS) if cancelled else Fact("act", "", Act.RETIREMENT.value),
            facts.the_day("completed_on", row["Status Effective"], "mdy"),
            facts.text("account", row["Account Holder"]),
            facts.text("purpose_detail", row["Retirement Reason Details"] or row["Export Notes"]),
            Fact("designation", row["Offset Credit Serial Numbers"], "serial"),
            Fact("total_t", row["Quantity of Offset Credits"], tonnes),
        ),
        blocks=(facts.block(credit.id, found, tonnes),),
    )  # fmt: skip


def _project_row(row: Row) -> Iterable[Record]:
    number = row.need("Project ID")
    yield Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.CAR),
            facts.text("reference", number),
            facts.text("name", row["Project Name"]),
            facts.country("host_country", row["Project Site Country"]),
            facts.text("methodology", row["Project Type"]),
            facts.the_day("registered_on", row["Project Registered Date"], "mdy"),
        ),
    )


FORMAT = Format(
    "climate-action-reserve",
    Text("Climate Action Reserve（プロジェクト・発行・無効化・取消しの一覧）", "Climate Action Reserve (projects, issuances, retirements, cancellations)"),
    (
        Table("retirements", ("Project ID", "Offset Credit Serial Numbers", "Quantity of Offset Credits", "Retirement Reason"), lambda row: _block(row, False)),
        Table("cancellations", ("Project ID", "Offset Credit Serial Numbers", "Quantity of Offset Credits", "Cancellation Reason"), lambda row: _block(row, True)),
        Table("issuances", ("Project ID", "Date Issued", "Total Offset Credits Issued"), _issuance),
        Table("projects", ("Project ID", "Project Registered Date", "Project Listed Date", "Status"), _project_row),
    ),
    Text("OffsetsDBが保存するClimate Action Reserveの書き出し（MIT。登録簿の規約が適用されうる）", "Climate Action Reserve exports as OffsetsDB stores them (MIT; the registry's terms may apply)"),
)  # fmt: skip
