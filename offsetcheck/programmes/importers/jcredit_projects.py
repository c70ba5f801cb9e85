"""The list of registered J-Credit projects, with those of its predecessors 国内クレジット and J-VER.

Numbers repeat across the single (通常型) and the programme form (プログラム型), so a reference names the form too. A
project that uses several methodologies has several rows, and its members may end on different days. The codes of the
predecessors' methodologies are kept as they are: no number of theirs is one of J-Credit's. Source: J-Credit homepage
(CC BY 4.0), June 2024, in the one table that a public archive made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from offsetcheck.facts.models import Mitigation, Programme, RemovalKind
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.identifiers import IdentifierError, Layout, parse_as
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import Fact, Format, Record, Row, Section, Table, Value

__all__ = ["FORMAT", "mitigation", "reference"]

_LIST = re.compile(r"【(.+?)】.*[(（](通常型|プログラム型)[)）]")
_PROGRAMMES = {
    "J-クレジット": Programme.J_CREDIT,
    "国内クレジット": Programme.DOMESTIC_CREDIT,
    "J-VER": Programme.J_VER,
}
_FORESTS = ("FO-001", "FO-002", "FO-003")
_REDUCING_FARMS = ("AG-001", "AG-002", "AG-005")


def mitigation(code: str) -> tuple[Mitigation, RemovalKind | None] | None:
    """Whether a J-Credit methodology reduces or removes, and into which store; None where it is not established.

    Source: the permanence property applies to removals only, which sets EN, IN, WA and AG-001, AG-002, AG-005 apart
    from forests and from biochar on farmland (AG-004).
    """
    if code in _FORESTS:
        return Mitigation.REMOVAL, RemovalKind.FOREST
    if code == "AG-004":
        return Mitigation.REMOVAL, RemovalKind.BIOCHAR
    if code.startswith(("EN-", "IN-", "WA-")) or code in _REDUCING_FARMS:
        return Mitigation.REDUCTION, None
    return None


def reference(number: str, form: str) -> str:
    """A project's number with its form, which the number alone does not tell: 4（通常型）."""
    return f"{number}（{form}）"


def _methodology(row: Row) -> tuple[Fact | None, ...]:
    raw = row["適用方法論"]
    if not raw:
        return ()
    try:
        found = parse_as(Layout.JCREDIT_METHODOLOGY, raw)
    except IdentifierError:
        return (Fact("methodology", raw, None),)
    parts = dict(found.parts)
    kind = mitigation(f"{parts['field']}-{parts['number']}")
    return (
        Fact("methodology", raw, str(found)),
        Fact("mitigation", raw, None if kind is None else kind[0].value),
        None if kind is None or kind[1] is None else Fact("removal_kind", raw, kind[1].value),
    )


def _project(row: Row) -> Iterable[Record]:
    number = row.need("プロジェクト番号")
    listed = _LIST.search(row.need("分類"))
    programme = _PROGRAMMES.get(listed[1]) if listed else None
    if listed is None or programme is None:
        row.refuse("unknown-list", "分類", row["分類"])
    form = listed[2]
    own = programme is Programme.J_CREDIT
    value: Value = reference(number, form) if own else number
    yield Record(
        Section.PROJECTS,
        cells.identity("JC" if form == "通常型" else "JCP", number) if own else cells.identity(number),
        facts.given(
            Fact("programme", row["分類"], programme.value),
            Fact("reference", number, value),
            facts.text("name", row["プロジェクト概要"]),
            Fact(
                "host_country", row["プロジェクト実施場所"], "JP"
            ),  # the scheme registers projects in Japan only
            *(_methodology(row) if own else (facts.text("methodology", row["適用方法論"]),)),
            facts.the_day("crediting.to", row["認証対象期間終了日"]),
        ),
    )


FORMAT = Format(
    "jcredit-projects",
    Text("J-クレジット登録プロジェクト一覧（国内クレジット・J-VERを含む）", "registered J-Credit projects (with 国内クレジット and J-VER)"),
    (Table("projects", ("プロジェクト番号", "分類", "適用方法論", "認証対象期間終了日"), _project),),
    Text("J-クレジット制度ホームページ https://japancredit.go.jp/ （CC BY 4.0）", "J-クレジット制度ホームページ, https://japancredit.go.jp/ (CC BY 4.0)"),
    listed=frozenset(("methodology", "name")),
)  # fmt: skip
