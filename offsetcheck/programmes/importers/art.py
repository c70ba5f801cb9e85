"""ART registry: programme, issuance, retirement and cancellation lists.

The registry also holds units of the FCPF Carbon Fund, which are no TREES credits. The reason of a retirement may name
a use that is no offset (CORSIA, a host country's NDC). Days are written month first. Source: OffsetsDB's test slices
(April 2026).
"""

from __future__ import annotations

from collections.abc import Iterable
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

__all__ = ["FORMAT"]

_PROGRAMMES: dict[str, Value] = {
    "art - the redd+ environmental excellence standard (trees)": Programme.ART.value,
    "fcpf - carbon fund methodological framework": Programme.OTHER.value,
}
_PURPOSES: dict[str, Value] = {
    "corsia compliance": Purpose.CORSIA.value,
    "contribution towards corporate climate pledge and host country ndc": Purpose.OTHER.value,
}
"""A contribution to the host country's NDC is no offset, whatever else it is."""
_ACTS: dict[str, Value] = {}
"""Cancellations seen are for CORSIA; which of our acts that is, the list does not say."""


@lru_cache(maxsize=4096)
def _project(number: str, name: str, country: str, standard: str, version: str, disputed: str) -> Record:
    return Record(
        Section.PROJECTS,
        cells.identity(number, disputed),
        facts.given(
            facts.choice("programme", standard, _PROGRAMMES),
            facts.text("reference", number),
            facts.text("name", name),
            Fact("host_country", f"{country} / {disputed}", None)
            if disputed
            else facts.country("host_country", country),
            facts.text("methodology", f"{standard}, {version}" if version else standard),
        ),
    )


def _home(row: Row, disputed: str = "") -> Record:
    return _project(
        row.need("Program ID"),
        row["Program Name"],
        row["Program Country"],
        row["Crediting Program and Standard"],
        row["Standard Version"],
        disputed,
    )


def _issuance(row: Row) -> Iterable[Record]:
    home = _home(row)
    total = row.tonnes("Total Emission Reductions/Removals")
    row.balance("Total Emission Reductions/Removals", "Credits Deposited in Buffer", "Credits Verified")
    yield home
    yield Record(
        Section.ISSUANCES,
        cells.identity(home.id, "I", row["Date Approved"], row["Vintage"]),
        facts.given(
            facts.the_day("issued_on", row["Date Approved"], "mdy"),
            Fact("total_t", row["Total Emission Reductions/Removals"], total),
        ),
        home.id,
    )


def _block(row: Row, reason: str, detail: str, cancelled: bool) -> Iterable[Record]:
    tonnes = row.tonnes("Quantity of Credits")
    vintage = cells.year(row["Vintage"])
    first, last = vintage or (None, None)
    standard = _PROGRAMMES.get(cells.word(row["Crediting Program and Standard"]))
    found, disputed = row.identifier(
        "Credit Serial Numbers",
        Programme.ART,
        Declared(
            standard if isinstance(standard, str) else None,
            row.need("Program ID"),
            row["Program Country"],
            first,
            last,
            tonnes,
        ),
        quantity_column="Quantity of Credits",
        project_column="Program ID",
    )
    home = _home(row, (found.party or "") if Part.PARTY in disputed else "")
    yield home
    credit = Record(
        Section.CREDITS,
        cells.identity(f"{found.prefix}{found.first}", str(found.last)),
        facts.given(
            *(() if Part.VINTAGE in disputed else facts.span("vintage", row["Vintage"], vintage)),
            *facts.serials(found, row["Credit Serial Numbers"]),
            Fact("quantity_t", row["Quantity of Credits"], tonnes),
        ),
        home.id,
        standing=Standing.CANCELLED if cancelled else Standing.RETIRED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", credit.id),
        facts.given(
            Fact("registry", "ART", "ART"),
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            facts.choice("act", row[reason], _ACTS) if cancelled else Fact("act", "", Act.RETIREMENT.value),
            facts.the_day("completed_on", row["Status Effective"], "mdy"),
            facts.text("account", row["Account Holder"]),
            facts.text("user", row["Retired on Behalf of"]),
            facts.choice("purpose", row[reason], _PURPOSES),
            facts.text("purpose_detail", row[detail]),
            Fact("designation", row["Credit Serial Numbers"], "serial"),
            Fact("total_t", row["Quantity of Credits"], tonnes),
        ),
        blocks=(facts.block(credit.id, found, tonnes),),
    )


def _project_row(row: Row) -> Iterable[Record]:
    yield _home(row)


FORMAT = Format(
    "art-trees",
    Text("ART登録簿（プログラム・発行・無効化・取消しの一覧）", "ART registry (programmes, issuances, retirements, cancellations)"),
    (
        Table("retirements", ("Program ID", "Credit Serial Numbers", "Quantity of Credits", "Retirement Reason"),
              lambda row: _block(row, "Retirement Reason", "Purpose of Retirement", False)),
        Table("cancellations", ("Program ID", "Credit Serial Numbers", "Quantity of Credits", "Cancellation Reason"),
              lambda row: _block(row, "Cancellation Reason", "Cancellation Details", True)),
        Table("issuances", ("Program ID", "Total Emission Reductions/Removals", "Credits Deposited in Buffer"), _issuance),
        Table("projects", ("Program ID", "Program Name", "Status", "Sovereign Program Developer"), _project_row),
    ),
    Text("OffsetsDBが保存するART登録簿の書き出し（MIT。登録簿の規約が適用されうる）", "ART registry exports as OffsetsDB stores them (MIT; the registry's terms may apply)"),
)  # fmt: skip
