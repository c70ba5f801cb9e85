"""Cercarbono on EcoRegistry: project, issuance and retirement lists.

A serial has any number of segments, its year may be missing, and BF or BFC marks the buffer. Issuances show no range,
retirements show it in columns of their own, beginning at 0 or at 1. Lists inside a cell are written as Python writes
them. Source: OffsetsDB's test slices (April 2026); data from EcoRegistry (www.ecoregistry.io).
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from decimal import Decimal

from offsetcheck.facts.models import Act, NoticeDocument, Programme, Purpose
from offsetcheck.facts.problems import Text
from offsetcheck.facts.serials import MAX_SERIAL
from offsetcheck.programmes.identifiers import Declared, Identifier, IdentifierError, Part, compare
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

_PURPOSES: dict[str, Value] = {"colombian carbon tax": Purpose.OTHER.value}
"""The carbon tax is an obligation elsewhere, hence no offset; `Voluntary compensation` does not say what for."""


def _countries(raw: str) -> Fact | None:
    """The country of a project's places, where they name one only."""
    if not raw:
        return None
    try:
        places = ast.literal_eval(raw)
        names = dict.fromkeys(str(place["country"]) for place in places)
    except (ValueError, SyntaxError, KeyError, TypeError, MemoryError, RecursionError):
        return Fact("host_country", raw, None)
    if not names:
        return None
    return facts.country("host_country", " / ".join(names))


def _project_row(row: Row) -> Iterable[Record]:
    number = row.need("id")
    row.need("code")
    yield Record(
        Section.PROJECTS,
        cells.identity("CDC", number),
        facts.given(
            facts.programme(Programme.OTHER, row["standard"]),
            facts.text("reference", row["code"]),
            facts.text("name", row["name"]),
            _countries(row["locations"]),
            facts.text("methodology", row["quantification_method"]),
        ),
    )


def _home(number: str, name: str) -> Record:
    return Record(
        Section.PROJECTS,
        cells.identity("CDC", number),
        facts.given(
            facts.programme(Programme.OTHER, "Cercarbono"),
            facts.text("reference", f"CDC-{number}"),
            facts.text("name", name),
        ),
    )


def _vintage(row: Row, found: Identifier, raw: str) -> tuple[Fact, ...]:
    """The vintage year, unless the serial shows another one."""
    days = cells.year(raw)
    first, last = days or (None, None)
    for agreement in compare(found, Declared(vintage_from=first, vintage_to=last)):
        if agreement.part is Part.VINTAGE and agreement.agrees is False:
            row.disagree(agreement)
            return ()
    return facts.span("vintage", raw, days)


def _issuance(row: Row) -> Iterable[Record]:
    found, _ = row.identifier("serial", Programme.OTHER, Declared())
    tonnes = row.tonnes("issued_quantity")
    home = _home(found.project or "", "")
    buffer = found.buffer or cells.word(row["is_buffer"]) == "true"
    yield home
    issuance = Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", str(found)),
        facts.given(
            facts.the_day("issued_on", row["issuance_date"]),
            *facts.span("monitored", row["vintage_of_credits"], cells.period(row["vintage_of_credits"])),
            Fact("total_t", row["issued_quantity"], tonnes),
        ),
        home.id,
    )
    yield issuance
    yield Record(
        Section.CREDITS,
        cells.identity(str(found)),
        facts.given(*_vintage(row, found, row["year"]), Fact("quantity_t", row["issued_quantity"], tonnes)),
        home.id,
        issuance.id,
        standing=Standing.BUFFER if buffer else Standing.HELD,
    )


def _end(row: Row, column: str) -> int:
    row.need(column)
    value = row.number_of(column)
    assert value is not None
    if value != value.to_integral_value() or not 0 <= value <= MAX_SERIAL:
        row.refuse("number", column, row[column])
    return int(value)


def _retirement(row: Row) -> Iterable[Record]:
    bare, _ = row.identifier("serial", Programme.OTHER, Declared(project=row.need("project_id")),
                             project_column="project_id")  # fmt: skip
    tonnes = row.tonnes("quantity")
    try:
        found = bare.numbered(_end(row, "from"), _end(row, "to"))
    except IdentifierError as error:
        raise RefusalError(error.code, "from", f"{row['from']} – {row['to']}", error.text) from None
    if found.tonnes != tonnes:
        off = Decimal(found.tonnes or 0) == tonnes + 1
        row.refuse(
            "off-by-one" if off else "quantity-differs", "quantity", row["quantity"],
            range=found.tonnes, quantity=format(tonnes, "f"),
        )  # fmt: skip
    home = _home(row["project_id"], row["project_name"])
    yield home
    credit = Record(
        Section.CREDITS,
        cells.identity(f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *_vintage(row, bare, row["vintage"]),
            *facts.serials(found, str(found)),
            Fact("quantity_t", row["quantity"], tonnes),
        ),
        home.id,
        standing=Standing.BUFFER if found.buffer else Standing.RETIRED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", credit.id),
        facts.given(
            Fact("registry", "EcoRegistry", "EcoRegistry"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            Fact("act", "", Act.RETIREMENT.value),
            facts.the_day("completed_on", row["date"]),
            facts.text("user", row["end_user"]),
            facts.choice("purpose", row["certificate_destination"], _PURPOSES),
            Fact("designation", row["serial"], "serial"),
            Fact("total_t", row["quantity"], tonnes),
        ),
        blocks=(facts.block(credit.id, found, tonnes),),
    )


FORMAT = Format(
    "cercarbono",
    Text("Cercarbono（EcoRegistryのプロジェクト・発行・無効化の一覧）", "Cercarbono (EcoRegistry's projects, issuances, retirements)"),
    (
        Table("retirements", ("project_id", "serial", "from", "to", "quantity"), _retirement),
        Table("issuances", ("serial", "issued_quantity", "is_buffer"), _issuance),
        Table("projects", ("id", "code", "quantification_method"), _project_row),
    ),
    Text("OffsetsDBが保存するEcoRegistry（www.ecoregistry.io）の一覧（MIT。出典の明示が求められている）", "EcoRegistry (www.ecoregistry.io) as OffsetsDB stores it (MIT; EcoRegistry asks to be named)"),
)  # fmt: skip
