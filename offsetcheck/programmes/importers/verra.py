"""Verra: the transaction and project lists as CSV, and the registry's search answer as JSON.

One row is one block. Its serial is of one of three generations (APX, Markit, Verra); the last digit says whether an
additional certification is attached. Grouped projects span countries: the country in the serial is that of the units,
the column that of the project, and where they differ the host country is left out. The list does not say whether a
block was retired or cancelled for another reason, unless the reason does. Sources: OffsetsDB's test slices (April
2026), a search answer for one project, klima_mco2 (2024).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from offsetcheck.facts.models import Act, NoticeDocument, Programme, Purpose
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

__all__ = ["FORMAT", "PURPOSES", "block_records"]

_ACTS: dict[str, Value] = {
    "retirement for person or organization": Act.RETIREMENT.value,
}
"""Retirement reasons that name the act; `Environmental Benefit` and the like may be either."""

PURPOSES: dict[str, Value] = {
    "no owner - contributing towards global emissions reductions": Purpose.OMGE.value,
}
"""Beneficiaries that are no user but a purpose: units cancelled for overall mitigation under Article 6 (OMGE)."""

_VCU: dict[str, Value] = {"vcu": facts.EX_POST}


@lru_cache(maxsize=4096)
def _project(
    number: str, name: str, country: str, methodology: str, printed_country: str, disputed: bool
) -> Record:
    host = facts.country("host_country", country)
    if disputed:
        host = Fact("host_country", f"{country} / {printed_country}", None)
    return Record(
        Section.PROJECTS,
        cells.identity(f"VCS{number}", printed_country if disputed else ""),
        facts.given(
            facts.programme(Programme.VCS),
            facts.text("reference", number),
            facts.text("name", name),
            host,
            facts.text("methodology", methodology),
        ),
    )


@lru_cache(maxsize=4096)
def _issuance(
    project: str, issued: str, first: date, last: date, start: str, end: str, order: cells.Order
) -> Record:
    return Record(
        Section.ISSUANCES,
        cells.identity(project, "I", issued, str(first), str(last)),
        facts.given(facts.the_day("issued_on", issued, order), *facts.days("monitored", start, end, order)),
        project,
    )


def block_records(
    row: Row,
    *,
    serial: str,
    quantity: str,
    project: str,
    name: str,
    country: str,
    methodology: str,
    vintage: tuple[str, str],
    order: cells.Order,
    issued: str,
    monitored: tuple[str, str],
    certifications: str,
    unit: str,
    retired: bool,
    done: str,
    user: str,
    reason: str,
    detail: str,
    account: str = "",
) -> Iterable[Record]:
    """The records of one block, from the columns that hold them (an empty column name where there is none)."""
    tonnes = row.tonnes(quantity)
    number = row.need(project)
    first, last = (row[v] for v in vintage)
    found, disputed = row.identifier(
        serial,
        Programme.VCS,
        Declared(
            Programme.VCS, number, row[country], cells.day(first, order), cells.day(last, order), tonnes
        ),
        quantity_column=quantity,
        project_column=project,
    )
    assert found.vintage is not None
    home = _project(
        number, row[name], row[country], row[methodology], found.party or "", Part.PARTY in disputed
    )
    yield home
    issuance = None
    if row[issued]:
        issuance = _issuance(
            home.id, row[issued], *found.vintage.days, row[monitored[0]], row[monitored[1]], order
        )
        yield issuance
    days = () if Part.VINTAGE in disputed else facts.span("vintage", row[serial], found.vintage.days)
    credit = Record(
        Section.CREDITS,
        cells.identity(f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *days,
            *facts.serials(found, row[serial]),
            Fact("quantity_t", row[quantity], tonnes),
            facts.choice("unit_kind", row[unit] or "VCU", _VCU),
            *facts.authorised_uses(row[certifications]),
        ),
        home.id,
        issuance.id if issuance is not None else None,
        standing=Standing.RETIRED if retired else Standing.HELD,
    )
    yield credit
    if retired:
        yield Record(
            Section.RETIREMENTS,
            cells.identity("R", credit.id),
            facts.given(
                Fact("registry", "Verra", "Verra"),
                Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
                facts.choice("act", row[reason], _ACTS),
                facts.the_day("completed_on", row[done], order),
                facts.text("account", row[account]),
                facts.text("user", row[user]),
                facts.choice("purpose", row[user], PURPOSES) if cells.word(row[user]) in PURPOSES else None,
                facts.text("purpose_detail", row[detail]),
                Fact("designation", row[serial], "serial"),
                Fact("total_t", row[quantity], tonnes),
            ),
            blocks=(facts.block(credit.id, found, tonnes),),
        )


def _transaction(row: Row) -> Iterable[Record]:
    return block_records(
        row,
        serial="Serial Number",
        quantity="Quantity Issued",
        project="ID",
        name="Name",
        country="Country/Area",
        methodology="Methodology",
        vintage=("Vintage Start", "Vintage End"),
        order="ymd",
        issued="Issuance Date",
        monitored=("Reporting Period Start", "Reporting Period End"),
        certifications="Additional Certifications",
        unit="Instrument Type",
        retired=bool(row["Retirement/Cancellation Date"] or row["Retirement Reason"]),
        done="Retirement/Cancellation Date",
        user="Retirement Beneficiary",
        reason="Retirement Reason",
        detail="Retirement Details",
    )


def _answer(row: Row) -> Iterable[Record]:
    return block_records(
        row,
        serial="serialNumbers",
        quantity="quantity",
        project="resourceIdentifier",
        name="resourceName",
        country="country",
        methodology="protocol",
        vintage=("vintageStart", "vintageEnd"),
        order="ymd",
        issued="issuanceDate",
        monitored=("reportingPeriodStart", "reportingPeriodEnd"),
        certifications="additionalCertifications",
        unit="instrumentType",
        retired=row["retiredCancelled"] == "true" or bool(row["retireOrCancelDate"]),
        done="retireOrCancelDate",
        user="retirementBeneficiary",
        reason="retirementReason",
        detail="retirementDetails",
    )


def _project_row(row: Row) -> Iterable[Record]:
    number = row.need("ID")
    yield Record(
        Section.PROJECTS,
        cells.identity(f"VCS{number}"),
        facts.given(
            facts.programme(Programme.VCS),
            facts.text("reference", number),
            facts.text("name", row["Name"]),
            facts.country("host_country", row["Country/Area"]),
            facts.text("methodology", row["Methodology"]),
            facts.the_day("registered_on", row["Project Registration Date"]),
            *facts.days("crediting", row["Crediting Period Start Date"], row["Crediting Period End Date"]),
        ),
    )


FORMAT = Format(
    "verra",
    Text("Verra（取引一覧・プロジェクト一覧のCSV、検索結果のJSON）", "Verra (transactions and projects as CSV, search answers as JSON)"),
    (
        Table("transactions", ("ID", "Serial Number", "Quantity Issued", "Vintage Start", "Vintage End"), _transaction),
        Table("search answer", ("resourceIdentifier", "serialNumbers", "quantity", "retiredCancelled"), _answer),
        Table("projects", ("ID", "Name", "Proponent", "Project Registration Date"), _project_row),
    ),
    Text("OffsetsDBが保存するVerra登録簿の書き出し（MIT。著作権は主張されていないが、Verraの規約が適用されうる）", "Verra registry exports as OffsetsDB stores them (MIT; no copyright claimed, Verra's terms may apply)"),
)  # fmt: skip
