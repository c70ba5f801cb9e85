"""The CDM registry's workbooks: issuances, issuances with monitoring periods, cancellations.

Serial numbers restart in every host Party, so a project is told apart by Party and number: a programme of activities
has one number in many countries. A transaction `Cancellation (4)` may be voluntary or administrative, which undoes a
wrong issuance; only the title of the list or a column says which. A monitoring period split over two commitment
periods gives two rows of one process id. Source: UNFCCC, CDM registry (official data, free to copy with the source
named).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from offsetcheck.facts.models import Act, NoticeDocument, Programme
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.identifiers import Declared, Identifier, IdentifierError, Layout, parse_as
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import (
    Fact,
    Format,
    Record,
    RefusalError,
    Row,
    Section,
    Standing,
    Table,
    Value,
)

__all__ = ["FORMAT"]

_KINDS: dict[str, Value] = {"cer": facts.EX_POST, "tcer": facts.EX_POST, "lcer": facts.EX_POST}
"""Certified units are issued after verification; tCER and lCER, for forests, expire."""
_ACTS: dict[str, Value] = {
    "yes": Act.VOLUNTARY_CANCELLATION.value,
    "administrative cancellation": Act.ADMINISTRATIVE_CANCELLATION.value,
    "voluntary cancellation": Act.VOLUNTARY_CANCELLATION.value,
}


@lru_cache(maxsize=16384)
def _project(party: str, number: str) -> Record:
    return Record(
        Section.PROJECTS,
        cells.identity("CDM", party, number),
        facts.given(
            facts.programme(Programme.CDM),
            facts.text("reference", number),
            facts.country("host_country", party),
        ),
    )


def _credit(row: Row, home: Record, found: Identifier, tonnes: Decimal, kind: str, standing: Standing,
            issuance: str | None, column: str) -> Record:  # fmt: skip
    return Record(
        Section.CREDITS,
        cells.identity(home.id, str(found.first), str(found.last)),
        facts.given(
            *facts.serials(found, row["SERIAL RANGE"]),
            Fact("quantity_t", row[column], tonnes),
            facts.choice("unit_kind", kind, _KINDS),
        ),
        home.id,
        issuance,
        standing=standing,
    )


def _issuance(row: Row) -> Iterable[Record]:
    tonnes = row.tonnes("Total")
    home = _project(row.need("PARTY CODE"), row.need("Project number"))
    found, _ = row.identifier(
        "SERIAL RANGE", Programme.CDM, Declared(quantity=tonnes), quantity_column="Total"
    )
    yield home
    issuance = Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", str(found.first)),
        facts.given(
            facts.the_day("issued_on", row["Completion date"]), Fact("total_t", row["Total"], tonnes)
        ),
        home.id,
    )
    yield issuance
    yield _credit(row, home, found, tonnes, row["Unit Type"], Standing.HELD, issuance.id, "Total")


def _monitored(row: Row) -> Iterable[Record]:
    tonnes = row.tonnes("Units - Total")
    home = _project(row.need("HostParty"), row.need("CDM project reference number"))
    yield home
    yield Record(
        Section.ISSUANCES,
        # One process id may stand in several rows, one per commitment period.
        cells.identity(home.id, "I", row["Issuance process ID"], f"CP{row['CP']}", row.place),
        facts.given(
            *facts.days("monitored", row["Monitoring report started"], row["Monitoring report ended"]),
            facts.the_day("issued_on", row["Issuance date"]),
            Fact("total_t", row["Units - Total"], tonnes),
        ),
        home.id,
    )


def _cancelled(
    row: Row, column: str, kind: str, total: str, act: Fact | None, detail: str
) -> Iterable[Record]:
    tonnes = row.tonnes(total)
    reference = row.need(column)
    try:
        project = parse_as(Layout.CDM_PROJECT, reference)
    except IdentifierError as error:
        raise RefusalError(error.code, column, reference, error.text) from None
    home = _project(project.party or "", project.project or "")
    serial = "SERIAL RANGE"
    found, _ = row.identifier(serial, Programme.CDM, Declared(quantity=tonnes), quantity_column=total)
    yield home
    credit = _credit(row, home, found, tonnes, row[kind], Standing.CANCELLED, None, total)
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", credit.id),
        facts.given(
            Fact("registry", "CDM", "CDM"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            act,
            facts.the_day("completed_on", row["COMPLETION DATE"]),
            facts.text("purpose_detail", row[detail]),
            Fact("designation", row[serial], "serial"),
            Fact("total_t", row[total], tonnes),
        ),
        blocks=(facts.block(credit.id, found, tonnes),),
    )


def _administrative(row: Row) -> Iterable[Record]:
    # Only the administrative list gives a reason for each act; its title says the same.
    act = Fact("act", row["TRANSACTION TYPE"], Act.ADMINISTRATIVE_CANCELLATION.value)
    return _cancelled(
        row, "PROJECT IDENTIFIER", "Unit Type", "UNIT BLOCK TOTAL", act, "REASON FOR CANCELLATION"
    )


def _voluntary(row: Row) -> Iterable[Record]:
    return _cancelled(row, "Project Identifier", "Unit", "Total", facts.choice("act", row["VCP"], _ACTS), "")


FORMAT = Format(
    "cdm",
    Text("CDM登録簿（発行・モニタリング期間・取消しのExcel）", "CDM registry (issuances, monitoring periods, cancellations; workbooks)"),
    (
        Table("issuances", ("SERIAL RANGE", "PARTY CODE", "Project number", "Total"), _issuance, total="Total"),
        Table("issuances with monitoring periods",
              ("HostParty", "CDM project reference number", "Issuance process ID", "Units - Total"), _monitored),
        Table("administrative cancellations",
              ("SERIAL RANGE", "PROJECT IDENTIFIER", "UNIT BLOCK TOTAL", "REASON FOR CANCELLATION"), _administrative,
              total="UNIT BLOCK TOTAL"),
        Table("voluntary cancellations", ("SERIAL RANGE", "Project Identifier", "Total", "VCP"), _voluntary, total="Total"),
    ),
    Text("UNFCCC CDM登録簿 https://cdm.unfccc.int/Registry/index.html （公式データ。出典を明示）", "UNFCCC CDM registry, https://cdm.unfccc.int/Registry/index.html (official data, the source is to be named)"),
)  # fmt: skip
