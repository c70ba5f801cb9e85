"""OffsetsDB's own schema: projects and credits as its API and its published files hold them.

There are no serial numbers in it: it can support the match of beneficiaries and amounts, never proof that a unit was
used once. Verra's retirements and cancellations are one kind of transaction there. Sources: carbonplan/offsets-db-api
(models of the API), carbonplan/offsets-db-data (MIT; TERMS_OF_DATA_ACCESS: no copyright claimed, registries may have
terms of their own).
"""

from __future__ import annotations

from collections.abc import Iterable

from offsetcheck.facts.models import Act, NoticeDocument, Programme
from offsetcheck.facts.problems import Text
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

_REGISTRIES: dict[str, Value] = {
    "verra": Programme.VCS.value,
    "gold-standard": Programme.GOLD_STANDARD.value,
    "american-carbon-registry": Programme.ACR.value,
    "climate-action-reserve": Programme.CAR.value,
    "art-trees": Programme.ART.value,
    "cercarbono": Programme.OTHER.value,
    "isometric": Programme.OTHER.value,
}
_ACTS: dict[str, Value] = {"retirement": Act.RETIREMENT.value}
"""`cancellation` and `retirement/cancellation` do not say which act it was."""


def _reference(number: str) -> str:
    """VCS and Gold Standard print bare numbers; the database puts a prefix before them."""
    for prefix in ("VCS", "GLD", "GS"):
        rest = number.removeprefix(prefix)
        if rest != number and rest.isascii() and rest.isdigit():
            return rest
    return number


def _project(row: Row) -> Iterable[Record]:
    number = row.need("project_id")
    yield Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.choice("programme", row.need("registry"), _REGISTRIES),
            Fact("reference", number, _reference(number)),
            facts.text("name", row["name"]),
            facts.country("host_country", row["country"]),
            facts.text("methodology", row["protocol"].strip("[]").replace('"', "")),
        ),
    )


def _transaction(row: Row) -> Iterable[Record]:
    kind = cells.word(row.need("transaction_type"))
    number = row["project_id"] or row.need("projects")
    if number.startswith("["):  # the API answers with a list of the projects of a credit
        number = _first_project(row, number)
    tonnes = row.tonnes("quantity")
    home = Record(Section.PROJECTS, cells.identity(number), (Fact("reference", number, _reference(number)),))
    yield home
    key = cells.identity(home.id, row["id"] or f"row{row.place}")
    if kind == "issuance":
        yield Record(
            Section.ISSUANCES,
            cells.identity(key, "I"),
            facts.given(
                facts.the_day("issued_on", row["transaction_date"]),
                Fact("total_t", row["quantity"], tonnes),
            ),
            home.id,
        )
        return
    retired = "retirement" in kind
    credit = Record(
        Section.CREDITS,
        key,
        facts.given(
            *facts.span("vintage", row["vintage"], cells.year(row["vintage"])),
            Fact("quantity_t", row["quantity"], tonnes),
        ),
        home.id,
        standing=Standing.RETIRED if retired else Standing.CANCELLED,
    )
    yield credit
    yield Record(
        Section.RETIREMENTS,
        cells.identity("R", key),
        facts.given(
            Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
            facts.choice("act", row["transaction_type"], _ACTS),
            facts.the_day("completed_on", row["transaction_date"]),
            facts.text("account", row["retirement_account"]),
            facts.text("user", row["retirement_beneficiary"]),
            facts.text("purpose_detail", row["retirement_note"]),
            Fact("total_t", row["quantity"], tonnes),
        ),
        blocks=(BlockRecord(credit.id, None, None, tonnes),),
    )


def _first_project(row: Row, listed: str) -> str:
    import json

    try:
        projects = json.loads(listed)
        found = [str(project["project_id"]) for project in projects]
    except (ValueError, KeyError, TypeError):
        found = []
    if len(found) != 1:
        row.refuse("project", "projects", listed)
    return found[0]


FORMAT = Format(
    "offsetsdb",
    Text("OffsetsDB（APIの回答、公開ファイル）", "OffsetsDB (answers of its API, published files)"),
    (
        Table("credits", ("quantity", "transaction_type", "transaction_date", "vintage"), _transaction),
        Table("projects", ("project_id", "registry", "protocol"), _project),
    ),
    Text(
        "OffsetsDB, CarbonPlan（MIT。著作権は主張されていないが、各登録簿の規約が適用されうる）",
        "OffsetsDB, CarbonPlan (MIT; no copyright claimed, the registries may have terms of their own)",
    ),
)
