"""Verra blocks of the Moss MCO2 pool, as KlimaDAO's dashboard stores them: one sub-account report.

The rows name neither the day nor the kind of act, only the sub-account: they become credits in that account, marked
retired, and retirements whose act is not stated. Days are written day first. Source: KlimaDAO dash-apps (MIT), 2024.
"""

from __future__ import annotations

from collections.abc import Iterable

from offsetcheck.facts.models import NoticeDocument, Programme
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.identifiers import Declared, Part
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import Fact, Format, Record, Row, Section, Standing, Table

__all__ = ["FORMAT"]


def _block(row: Row) -> Iterable[Record]:
    tonnes = row.tonnes("Quantity of Credits")
    number = row.need("Project ID")
    vintage = cells.period(row["Vintage"], "dmy")
    first, last = vintage or (None, None)
    found, disputed = row.identifier(
        "Serial Number",
        Programme.VCS,
        Declared(Programme.VCS, number, None, first, last, tonnes),
        quantity_column="Quantity of Credits",
        project_column="Project ID",
    )
    home = Record(
        Section.PROJECTS,
        cells.identity(f"VCS{number}"),
        facts.given(
            facts.programme(Programme.VCS),
            facts.text("reference", number),
            facts.text("name", row["Project Name"]),
            facts.country("host_country", found.party or ""),
        ),
    )
    yield home
    credit = Record(
        Section.CREDITS,
        cells.identity(f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *(() if Part.VINTAGE in disputed else facts.span("vintage", row["Vintage"], vintage)),
            *facts.serials(found, row["Serial Number"]),
            Fact("quantity_t", row["Quantity of Credits"], tonnes),
            facts.text("holder", row["Sub-Account Name"]),
        ),
        home.id,
        standing=Standing.RETIRED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", credit.id),
        facts.given(
            Fact("registry", "Verra", "Verra"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            facts.text("account", row["Sub-Account Name"]),
            Fact("designation", row["Serial Number"], "serial"),
            Fact("total_t", row["Quantity of Credits"], tonnes),
        ),
        blocks=(facts.block(credit.id, found, tonnes),),
    )


FORMAT = Format(
    "klima-mco2",
    Text("KlimaDAO：Moss MCO2プールのVerraクレジット", "KlimaDAO: Verra credits of the Moss MCO2 pool"),
    (
        Table(
            "blocks",
            ("Project ID", "Serial Number", "Quantity of Credits", "Vintage", "Sub-Account Name"),
            _block,
        ),
    ),
    Text("KlimaDAO/dash-apps（MIT）", "KlimaDAO/dash-apps (MIT)"),
)
