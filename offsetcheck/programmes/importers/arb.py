"""California Air Resources Board: the issuance sheet of its offset credits.

One row is one reporting period; one without an issuance (a reversal, a period that earned nothing) gives the project
alone. What was retired is shown per compliance period, not as acts. Source: OffsetsDB's test slices (April 2026).
"""

from __future__ import annotations

from collections.abc import Iterable

from offsetcheck.facts.models import Programme
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import Fact, Format, Record, Row, Section, Table

__all__ = ["FORMAT"]


def _issuance(row: Row) -> Iterable[Record]:
    number = row.need("CARB Project ID")
    home = Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.programme(Programme.OTHER, "ARB"),
            facts.text("reference", number),
            facts.text("name", row["Offset Project Name"]),
            facts.text("methodology", row["Project Type"]),
        ),
    )
    yield home
    if not row["CARB Issuance ID"] and not row["ARB Offset Credits Issued"]:
        return
    total = row.tonnes("ARB Offset Credits Issued")
    issuance = row.need("CARB Issuance ID")
    yield Record(
        Section.ISSUANCES,
        cells.identity(issuance),
        facts.given(
            *facts.days("monitored", row["Reporting Period Start Date"], row["Reporting Period End Date"]),
            facts.text("certification_number", issuance),
            facts.the_day("issued_on", row["Issuance Date"]),
            Fact("total_t", row["ARB Offset Credits Issued"], total),
        ),
        home.id,
    )


FORMAT = Format(
    "arb",
    Text("カリフォルニア州大気資源局（ARB）の発行一覧", "California Air Resources Board (issuance sheet)"),
    (Table("issuances", ("CARB Project ID", "CARB Issuance ID", "ARB Offset Credits Issued"), _issuance),),
    Text("OffsetsDBが保存するARBの発行一覧（MIT）", "ARB's issuance table as OffsetsDB stores it (MIT)"),
)
