"""CAD Trust: units and projects as its API answers them (data model v1, and v2 where the names differ), and pick-lists.

A word outside the pick-lists is unassigned, also where its meaning seems plain. Older units count `end − start`, one
short of the block; such a row is refused, since either end may be the wrong one. Start and end are texts of the
owner's own making: where they differ in more than their number, the block has no range. Sources: Chia-Network/cadt
(Apache-2.0), its pick-lists and API documentation.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from offsetcheck.facts.models import Act, Adjustment, Mitigation, NoticeDocument, Programme
from offsetcheck.facts.problems import Text
from offsetcheck.facts.serials import SerialError, read_block
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

_STANDINGS = {
    "held": Standing.HELD,
    "retired": Standing.RETIRED,
    "cancelled": Standing.CANCELLED,
    "expired": Standing.EXPIRED,
    "buffer": Standing.BUFFER,
    "exported": Standing.EXPORTED,
    "pending export": Standing.EXPORTED,
}
_ACTS: dict[str, Value] = {"retired": Act.RETIREMENT.value}
"""A cancelled unit may have been cancelled for any reason."""
_MITIGATION: dict[str, Value] = {
    "reduction - nature": Mitigation.REDUCTION.value,
    "reduction - technical": Mitigation.REDUCTION.value,
    "removal - nature": Mitigation.REMOVAL.value,
    "removal - technical": Mitigation.REMOVAL.value,
}
_ADJUSTED = {
    ("committed", "not started"): Adjustment.COMMITTED.value,
    ("committed", "pending"): Adjustment.COMMITTED.value,
    ("committed", "completed"): Adjustment.APPLIED.value,
    ("not required", "not started"): Adjustment.NOT_REQUIRED.value,
}
_REGISTRIES: dict[str, Value] = {
    "american carbon registry (acr)": Programme.ACR.value,
    "article 6.4 mechanism registry": Programme.ARTICLE_6_4.value,
    "cdm registry": Programme.CDM.value,
    "climate action reserve (car)": Programme.CAR.value,
    "ecoregistry": Programme.OTHER.value,
    "global carbon council": Programme.OTHER.value,
    "gold standard": Programme.GOLD_STANDARD.value,
    "joint crediting mechanism": Programme.JCM.value,
    "verra": Programme.VCS.value,
}
"""Registries of the pick-list that stand for one programme; national registries hold units of several."""


def _adjustment(row: Row) -> Fact | None:
    declared, status = row["correspondingAdjustmentDeclaration"], row["correspondingAdjustmentStatus"]
    if not declared or cells.word(declared) == "unknown":
        return None
    raw = f"{declared} / {status}"
    return Fact("authorisation.adjustment", raw, _ADJUSTED.get((cells.word(declared), cells.word(status))))


def _either(row: Row, *columns: str) -> str:
    """The name of the first of several columns that holds something: v1 and v2 name some differently."""
    return next((column for column in columns if row[column]), columns[0])


def _unit(row: Row) -> Iterable[Record]:
    start = _either(row, "unitBlockStart", "unitStartBlock")
    end = _either(row, "unitBlockEnd", "unitEndBlock")
    status = row.need("unitStatus")
    tonnes = row.tonnes("unitCount")
    project = row["issuance.warehouseProjectId"] or row["issuance.cadTrustProjectId"]
    ends: tuple[str, str] | None = None
    try:
        found = read_block(row.need(start), row.need(end))
    except SerialError as error:
        if error.code == "reversed":
            row.refuse("reversed", start, f"{row[start]} – {row[end]}")
        found = None
    if found is not None:
        prefix, numbers = found
        ends = f"{prefix}{numbers.first}", f"{prefix}{numbers.last}"
        if numbers.tonnes != tonnes:
            off = Decimal(numbers.tonnes) == tonnes + 1
            row.refuse("off-by-one" if off else "quantity-differs", "unitCount", row["unitCount"],
                       range=numbers.tonnes, quantity=format(tonnes, "f"))  # fmt: skip
    if project:
        yield Record(
            Section.PROJECTS,
            cells.identity("CADT", project),
            facts.given(facts.choice("mitigation", row["unitType"], _MITIGATION)),
        )
    issuance = row["issuanceId"] or row["issuance.id"]
    if issuance:
        yield Record(
            Section.ISSUANCES,
            cells.identity("CADT", issuance),
            facts.given(*facts.days("monitored", row["issuance.startDate"], row["issuance.endDate"])),
            cells.identity("CADT", project) if project else None,
        )
    raw = f"{row[start]} – {row[end]}"
    vintage = row[_either(row, "vintageYear", "unitVintageYear")]
    credit = Record(
        Section.CREDITS,
        cells.identity("CADT", row["warehouseUnitId"] or row["cadTrustUnitId"] or f"{row[start]}-{row[end]}"),
        facts.given(
            *facts.span("vintage", vintage, cells.year(vintage)),
            Fact("serials.first", raw, ends[0] if ends else None),
            Fact("serials.last", raw, ends[1] if ends else None),
            Fact("quantity_t", row["unitCount"], tonnes),
            facts.text("holder", row[_either(row, "unitOwner", "unitCurrentOwner")]),
            _adjustment(row),
        ),
        cells.identity("CADT", project) if project else None,
        cells.identity("CADT", issuance) if issuance else None,
        standing=_STANDINGS.get(cells.word(status), Standing.UNASSIGNED),
    )
    yield credit
    first, last = ends or (None, None)
    if credit.standing in (Standing.RETIRED, Standing.CANCELLED):
        yield Record(
            Section.RETIREMENTS,
            cells.identity("R", credit.id),
            facts.given(
                Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
                facts.choice("act", status, _ACTS),
                facts.the_day("completed_on", row["unitStatusDate"]),
                facts.text("user", row["unitRetirementBeneficiary"]),
                facts.text("purpose_detail", row["unitRetirementDetail"] or row["unitStatusReason"]),
                Fact("designation", raw, "serial") if ends else None,
                Fact("total_t", row["unitCount"], tonnes),
            ),
            blocks=(BlockRecord(credit.id, first, last, tonnes),),
        )


def _project(row: Row) -> Iterable[Record]:
    number = row.need("projectId")
    row.need("projectName")
    yield Record(
        Section.PROJECTS,
        cells.identity("CADT", row["warehouseProjectId"] or row["cadTrustProjectId"] or number),
        facts.given(
            facts.choice("programme", row["registryOfOrigin"], _REGISTRIES),
            facts.text("reference", row["originProjectId"] or number),
            facts.text("name", row["projectName"]),
            facts.text("methodology", row["methodology"]),
        ),
    )


def _word(row: Row) -> Iterable[Record]:
    row.need("list")
    row.need("value")
    return ()


FORMAT = Format(
    "cad-trust",
    Text("CAD Trust（ユニット・プロジェクト・選択肢一覧のJSON）", "CAD Trust (units, projects, pick-lists; JSON)"),
    (
        Table("units", ("unitBlockStart", "unitBlockEnd", "unitCount", "unitStatus"), _unit),
        Table("units (v2)", ("unitStartBlock", "unitEndBlock", "unitCount", "unitStatus"), _unit),
        Table("projects", ("projectId", "projectName", "registryOfOrigin"), _project),
        Table("pick-lists", ("list", "value"), _word),
    ),
    Text("CAD Trustのデータモデル（Chia-Network/cadt、Apache-2.0）。記録そのものにはCAD Trustの利用規約が適用されます。", "CAD Trust data model (Chia-Network/cadt, Apache-2.0); records themselves are under CAD Trust's user terms"),
)  # fmt: skip
