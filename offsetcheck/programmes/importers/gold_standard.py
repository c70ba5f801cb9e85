"""Gold Standard: project, issuance and retirement lists.

A block of Gold Standard's own units carries project, country and vintage year in its serial. CERs that Gold Standard
labels are units of the CDM: their block is printed as two full Kyoto serials, and the project is the CDM's. Source:
OffsetsDB's test slices (April 2026).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from offsetcheck.facts.models import Act, Mitigation, NoticeDocument, Programme, Purpose
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.identifiers import Declared, Layout, Part
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

_ACTS: dict[str, Value] = {"retired": Act.RETIREMENT.value}
_STANDINGS = {
    "issued": Standing.HELD,
    "assigned": Standing.HELD,
    "retired": Standing.RETIRED,
    "canceled": Standing.CANCELLED,
    "cancelled": Standing.CANCELLED,
}
_KINDS: dict[str, Value] = {"ver": facts.EX_POST, "cer": facts.EX_POST, "per": "ex_ante"}
"""Product types: verified and certified units are measured afterwards, planned ones (PER) are a promise."""
_PURPOSES: dict[str, Value] = {"compliance": Purpose.OTHER.value}
"""`Compliance` is an obligation elsewhere, hence no offset; `Voluntary` does not say what for."""
_LABELS: dict[str, Value] = {
    "emission reduction": Mitigation.REDUCTION.value,
    "emission removal": Mitigation.REMOVAL.value,
}
_AUTHORISED: dict[str, Value] = {}
"""No value but `Not Applicable` was seen, which says that the unit is outside Article 6 and is no position of a host."""


def _label(raw: str) -> Fact | None:
    """Reduction or removal among the labels of a block."""
    labels = [label.strip() for label in raw.split(",")]
    known = {_LABELS[word] for word in map(cells.word, labels) if word in _LABELS}
    if not known:
        return None
    return Fact("mitigation", raw, next(iter(known)) if len(known) == 1 else None)


def _authorisation(raw: str) -> Fact | None:
    return (
        None
        if cells.word(raw) == "not applicable"
        else facts.choice("authorisation.status", raw, _AUTHORISED)
    )


@lru_cache(maxsize=4096)
def _project(
    programme: Programme, number: str, name: str, country: str, methodology: str, label: str, disputed: str
) -> Record:
    host = (
        Fact("host_country", f"{country} / {disputed}", None)
        if disputed
        else facts.country("host_country", country)
    )
    stem = f"GS{number}" if programme is Programme.GOLD_STANDARD else f"CDM-{number}"
    return Record(
        Section.PROJECTS,
        cells.identity(stem, disputed),
        facts.given(
            facts.programme(programme),
            facts.text("reference", number),
            facts.text("name", name),
            host,
            facts.text("methodology", methodology),
            _label(label),
        ),
    )


def _block(row: Row, act: bool) -> Iterable[Record]:
    tonnes = row.tonnes("Quantity")
    number = row.need("GSID")
    cer = cells.word(row["Product Type"]) == "cer"
    vintage = cells.year(row["Vintage"])
    first, last = vintage or (None, None)
    found, disputed = row.identifier(
        "Serial Number",
        Programme.GOLD_STANDARD,
        Declared(None, None if cer else number, row["Country"], first, last, tonnes),
        quantity_column="Quantity",
        project_column="GSID",
    )
    kyoto = found.layout is Layout.KYOTO
    home = _project(
        Programme.CDM if kyoto else Programme.GOLD_STANDARD,
        (found.project or "") if kyoto else number,
        row["Project Name"],
        row["Country"],
        row["Methodology"],
        row["Label"],
        (found.party or "") if Part.PARTY in disputed else "",
    )
    yield home
    issued = row["Issuance Date"]
    issuance = Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", issued, row["Monitoring Period Start"], row["Monitoring Period End"]),
        facts.given(
            facts.the_day("issued_on", issued),
            *facts.days("monitored", row["Monitoring Period Start"], row["Monitoring Period End"]),
        ),
        home.id,
    )
    yield issuance
    status = _STANDINGS.get(cells.word(row["Credit Status"]), Standing.UNASSIGNED)
    credit = Record(
        Section.CREDITS,
        cells.identity(home.id if kyoto else "", f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *(() if Part.VINTAGE in disputed else facts.span("vintage", row["Vintage"], vintage)),
            *facts.serials(found, row["Serial Number"]),
            Fact("quantity_t", row["Quantity"], tonnes),
            facts.choice("unit_kind", row["Product Type"], _KINDS),
            _authorisation(row["Article Six Authorization"]),
        ),
        home.id,
        issuance.id,
        standing=status,
    )
    yield credit
    if act:
        yield Record(
            Section.RETIREMENTS,
            cells.identity("R", credit.id),
            facts.given(
                Fact("registry", "Gold Standard", "Gold Standard"),
                Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
                facts.choice("act", row["Credit Status"], _ACTS),
                facts.the_day("completed_on", row["Retirement Date"]),
                facts.text("user", row["Using Entity"]),
                facts.choice("purpose", row["Use Case"], _PURPOSES),
                facts.text("purpose_detail", row["Note"]),
                Fact("designation", row["Serial Number"], "serial"),
                Fact("total_t", row["Quantity"], tonnes),
            ),
            blocks=(facts.block(credit.id, found, tonnes),),
        )


def _project_row(row: Row) -> Iterable[Record]:
    number = row.need("GSID")
    row.need("Project Name")
    yield Record(
        Section.PROJECTS,
        cells.identity(f"GS{number}"),
        facts.given(
            facts.programme(Programme.GOLD_STANDARD),
            facts.text("reference", number),
            facts.text("name", row["Project Name"]),
            facts.country("host_country", row["Country"]),
            facts.text("methodology", row["Methodology"]),
        ),
    )


FORMAT = Format(
    "gold-standard",
    Text("Gold Standard（プロジェクト・発行・無効化の一覧）", "Gold Standard (projects, issuances, retirements)"),
    (
        Table("retirements", ("GSID", "Serial Number", "Quantity", "Credit Status", "Retirement Date"), lambda row: _block(row, True)),
        Table("issuances", ("GSID", "Serial Number", "Quantity", "Credit Status", "Issuance Date"), lambda row: _block(row, False),
              without=("Retirement Date",)),
        Table("projects", ("GSID", "Project Name", "Project Developer Name", "Status"), _project_row),
    ),
    Text("OffsetsDBが保存するGold Standard登録簿の書き出し（MIT。登録簿の規約が適用されうる）", "Gold Standard registry exports as OffsetsDB stores them (MIT; the registry's terms may apply)"),
)  # fmt: skip
