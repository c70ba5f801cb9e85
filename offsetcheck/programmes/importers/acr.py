"""ACR: project, issuance, retirement and cancellation lists.

Times are GMT, days written month first. An issuance is project units plus buffer; the issuance list has no serials.
Most cancellations turn units into those of a compliance programme (ARB, Ecology): which of our acts that is, the list
does not say. Source: OffsetsDB's test slices (April 2026).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from offsetcheck.facts.models import Act, NoticeDocument, Programme
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

_ACTS: dict[str, Value] = {"removal of credits from the registry": Act.ADMINISTRATIVE_CANCELLATION.value}
"""Cancellation types that name an act; conversions to another programme are none of ours."""


@lru_cache(maxsize=4096)
def _project(number: str, name: str, country: str, methodology: str, version: str) -> Record:
    return Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.ACR),
            facts.text("reference", number),
            facts.text("name", name),
            facts.country("host_country", country),
            facts.text("methodology", f"{methodology}, {version}" if version else methodology),
        ),
    )


def _home(row: Row) -> Record:
    return _project(
        row.need("Project ID"),
        row["Project Name"],
        row["Project Site Country"],
        row["Project Methodology/Protocol"],
        row["Methodology/Protocol Version"],
    )


def _issuance(row: Row) -> Iterable[Record]:
    home = _home(row)
    total = row.tonnes("Total Credits Issued")
    row.balance("Total Credits Issued", "Credits Issued to Project", "Credits Issued to Buffer Pool")
    yield home
    yield Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", row["Date Issued (GMT)"], row["ReportingPeriodBegin"]),
        facts.given(
            facts.the_day("issued_on", row["Date Issued (GMT)"], "mdy"),
            *facts.days("monitored", row["ReportingPeriodBegin"], row["ReportingPeriodEnd"], "mdy"),
            Fact("total_t", row["Total Credits Issued"], total),
        ),
        home.id,
    )


def _block(row: Row, done: str, reason: str, detail: str, cancelled: bool) -> Iterable[Record]:
    home = _home(row)
    tonnes = row.tonnes("Quantity of Credits")
    starts, ends = row["Vintage Assignment Period Start Date"], row["Vintage Assignment Period End Date"]
    first, last = cells.day(starts, "mdy"), cells.day(ends, "mdy")
    found, disputed = row.identifier(
        "Credit Serial Numbers",
        Programme.ACR,
        Declared(Programme.ACR, home.id, row["Project Site Country"], first, last, tonnes),
        quantity_column="Quantity of Credits",
        project_column="Project ID",
    )
    yield home
    issued = row["Date Issued (GMT)"]
    issuance = Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", issued, starts),
        facts.given(facts.the_day("issued_on", issued, "mdy")),
        home.id,
    )
    yield issuance
    credit = Record(
        Section.CREDITS,
        cells.identity(f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *(() if Part.VINTAGE in disputed else facts.days("vintage", starts, ends, "mdy")),
            *facts.serials(found, row["Credit Serial Numbers"]),
            Fact("quantity_t", row["Quantity of Credits"], tonnes),
        ),
        home.id,
        issuance.id,
        standing=Standing.CANCELLED if cancelled else Standing.RETIRED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", credit.id),
        facts.given(
            Fact("registry", "ACR", "ACR"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            facts.choice("act", row[reason], _ACTS) if cancelled else Fact("act", "", Act.RETIREMENT.value),
            facts.the_day("completed_on", row[done], "mdy"),
            facts.text("account", row["Account Holder"]),
            facts.text("user", row["Retired on Behalf of"]),
            facts.text("purpose_detail", row[detail]),
            Fact("designation", row["Credit Serial Numbers"], "serial"),
            Fact("total_t", row["Quantity of Credits"], tonnes),
        ),
        blocks=(facts.block(credit.id, found, tonnes),),
    )


def _retirement(row: Row) -> Iterable[Record]:
    return _block(row, "Status Effective (GMT)", "Retirement Reason", "Purpose of Retirement", False)


def _cancellation(row: Row) -> Iterable[Record]:
    return _block(row, "Status Effective (GMT)", "Cancellation Type", "Cancellation Details", True)


def _project_row(row: Row) -> Iterable[Record]:
    number = row.need("Project ID")
    yield Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.ACR),
            facts.text("reference", number),
            facts.text("name", row["Project Name"]),
            facts.country("host_country", row["Project Site Country"]),
            facts.text("methodology", row["Project Methodology/Protocol"]),
            *facts.days(
                "crediting",
                row["Current Crediting Period Start Date"],
                row["Current Crediting Period End Date"],
                "mdy",
            ),
        ),
    )


FORMAT = Format(
    "american-carbon-registry",
    Text("ACR（プロジェクト・発行・無効化・取消しの一覧）", "ACR (projects, issuances, retirements, cancellations)"),
    (
        Table("retirements", ("Project ID", "Credit Serial Numbers", "Quantity of Credits", "Retired on Behalf of", "Vintage Assignment Period Start Date"), _retirement),
        Table("cancellations", ("Project ID", "Credit Serial Numbers", "Quantity of Credits", "Cancellation Type"), _cancellation),
        Table("issuances", ("Project ID", "Total Credits Issued", "Credits Issued to Buffer Pool"), _issuance),
        Table("projects", ("Project ID", "Voluntary Status", "Current Crediting Period Start Date"), _project_row),
    ),
    Text("OffsetsDBが保存するACR登録簿の書き出し（MIT。登録簿の規約が適用されうる）", "ACR registry exports as OffsetsDB stores them (MIT; the registry's terms may apply)"),
)  # fmt: skip
