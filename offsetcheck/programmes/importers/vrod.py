"""Voluntary Registry Offsets Database (Berkeley Carbon Trading Project): its project sheet.

The years stand four times in the header; only columns with a name of their own are read. Cells show spreadsheet
errors, and some projects have more units retired than issued: that is told as a finding, the project is read. Source:
the 2022 edition as CSV (CC BY-SA 4.0; B. Haya et al.).
"""

from __future__ import annotations

from collections.abc import Iterable

from offsetcheck.facts.models import Mitigation, Programme
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import (
    Fact,
    Finding,
    Format,
    Record,
    Row,
    Section,
    Table,
    Value,
)

__all__ = ["FORMAT"]

_PROGRAMMES: dict[str, Value] = {
    "vcs": Programme.VCS.value,
    "gold": Programme.GOLD_STANDARD.value,
    "acr": Programme.ACR.value,
    "car": Programme.CAR.value,
}
_MITIGATION: dict[str, Value] = {
    "reduction": Mitigation.REDUCTION.value,
    "impermanent removal": Mitigation.REMOVAL.value,
    "long-duration removal": Mitigation.REMOVAL.value,
    "mixed": Mitigation.MIXED.value,
}


_BALANCE = Text(
    "無効化量{retired}が発行量{issued}を超えています。登録簿で確かめてください。",
    "{retired} units are retired of {issued} issued: check with the registry",
)


def _reference(registry: str, number: str) -> str:
    """VCS and Gold Standard print bare numbers, ACR and CAR their prefix too."""
    for prefix, word in (("VCS", "vcs"), ("GS", "gold")):
        rest = number.removeprefix(prefix)
        if cells.word(registry) == word and rest.isascii() and rest.isdigit():
            return rest
    return number


def _project(row: Row) -> Iterable[Record]:
    number = row.need("Project ID")
    registry = row.need("Voluntary Registry")
    try:
        issued = cells.number(row["Total Credits Issued"] or "x")
        retired = cells.number(row["Total Credits Retired"] or "x")
    except cells.NumberError:
        pass  # a formula that failed: no balance to hold anything against
    else:
        if retired > issued:
            row.findings.append(Finding("balance", _BALANCE.filled(issued=issued, retired=retired)))
    yield Record(
        Section.PROJECTS,
        cells.identity(number),
        facts.given(
            facts.choice("programme", registry, _PROGRAMMES),
            Fact("reference", number, _reference(registry, number)),
            facts.text("name", row["Project Name"]),
            facts.country("host_country", row["Country"]),
            facts.text("methodology", row["Methodology / Protocol"]),
            facts.choice("mitigation", row["Reduction / Removal"], _MITIGATION),
        ),
    )


FORMAT = Format(
    "vrod",
    Text("VROD（バークレー校の自主的クレジットのデータベース）のプロジェクト表", "VROD (Berkeley's database of voluntary offsets), project sheet"),
    (Table("projects", ("Project ID", "Voluntary Registry", "Total Credits Issued", "Reduction / Removal"), _project),),
    Text("Voluntary Registry Offsets Database, Berkeley Carbon Trading Project（CC BY-SA 4.0）", "Voluntary Registry Offsets Database, Berkeley Carbon Trading Project (CC BY-SA 4.0)"),
)  # fmt: skip
