"""Whatever decides on a report can be written in the plain sheet: a rule that asks for more must bring a place for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, build_world
from offsetcheck.programmes.emission_sheet import COLUMNS, read_sheets
from offsetcheck.rulebook.book import Edition, Severity
from offsetcheck.rulebook.language import Node, Ref, walk
from offsetcheck.rulebook.shipped import open_rulebook

AS_OF = date(2027, 7, 20)
#: Facts that decide on a report and have no place in a sheet, with the reason.
EXCEPTIONS = {
    "credit.authorisation.status": "of JCM units alone: whoever reports them has the host's papers, and writes a claim file",
    "credit.vintage.from": "likewise (SHK-ELG-02)",
}
HEAD = """報告者,株式会社サンプル
報告年度,令和9年度報告（2026年度実績）
すべて記載,はい
報告対象範囲での使用,はい
基礎排出量(記載値),5000
調整後温室効果ガス排出量(記載値),4900
直接・間接の区分の記入,はい
廃棄物の燃料利用を調整後温室効果ガス排出量に含む,いいえ
"""
ROWS: tuple[dict[str, str], ...] = (
    {"区分": "燃料", "ガス": "CO2", "排出量(t)": "6000"},
    {"区分": "廃棄物燃料", "ガス": "CO2", "排出量(t)": "60"},
    {"区分": "電気", "使用量": "9000", "単位": "MWh", "基礎排出係数": "0.457", "調整後排出係数": "0.4", "係数の単位": "t-CO2/MWh"},
    {"区分": "熱", "排出量(t)": "50", "調整後排出量(t)": "40"},
    {"区分": "グリーン熱証書", "数量(t)": "10", "認証": "はい", "充てる排出量": "熱", "通知書番号": "G-1", "無効化日": "2027-05-01"},
    {"区分": "非化石証書", "数量(t)": "40", "電力量(kWh)": "100000", "全国平均係数": "0.4", "補正率": "1", "充てる排出量": "電気"},
    {"区分": "J-クレジット", "数量(t)": "100", "由来": "省エネ", "シリアル番号(最初)": "1", "シリアル番号(最後)": "100",
     "認証日": "2026-12-20", "無効化日": "2027-06-15", "通知書番号": "N-1", "利用者名": "株式会社サンプル"},
    {"区分": "移転したクレジット", "数量(t)": "5", "由来": "省エネ", "移転日": "2026-06-01", "加算": "はい"},
    {"区分": "森林等炭素蓄積変化量", "数量(t)": "5", "認証": "はい"},
    {"区分": "クレジットの増減", "由来": "省エネ", "期首": "1", "取得": "100", "移転": "0", "無効化": "100", "期末": "1"},
)  # fmt: skip


def written(folder: Path) -> set[str]:
    """The facts that a sheet with every line and kind of row gives, and what is worked out from them."""
    path = folder / "sheet.csv"
    table = [COLUMNS, *([row.get(c, "") for c in COLUMNS] for row in ROWS)]
    path.write_text(HEAD + "".join(",".join(line) + "\n" for line in table), encoding="utf-8")
    world = build_world(read_sheets([path], AS_OF), Profile.SELF_CHECK, AS_OF)
    return {
        f"{row.table}.{name}"
        for row in world.all_rows()
        for name in row.values[ALL]
        if row.value(name, ALL) is not None
    }


def asked(edition: Edition) -> Iterator[tuple[str, str]]:
    """The facts, through all that is derived, that the blocking rules of an edition ask for, each with the rule."""
    derived = {d.key: d.node for d in edition.derivations}
    for rule in edition.rules:
        if rule.severity is not Severity.BLOCKING:
            continue
        ahead: list[Node] = [*(() if rule.when is None else (rule.when,)), *(c.node for c in rule.conditions)]
        done: set[tuple[str, str]] = set()
        while ahead:
            for part in walk(ahead.pop()):
                if not isinstance(part, Ref) or (part.table, part.path) in done:
                    continue
                done.add((part.table, part.path))
                if not part.derived:
                    yield f"{part.table}.{part.path}", rule.id
                elif (part.table, part.path) in derived:
                    ahead.append(derived[part.table, part.path])


#: What the program works out before any rule runs, by what it is worked out from.
_FROM = {"stock.uptake_t": ("stock.figures", "stock.t")}


def test_every_fact_that_decides_on_a_report_can_be_written_in_a_sheet(tmp_path: Path) -> None:
    """A sheet that holds all there is to say is answered: what a blocking rule asks for has a line or a column."""
    there = written(tmp_path)
    found = {
        (fact, rule)
        for edition in open_rulebook(None).editions
        if edition.authority == "shk"
        for fact, rule in asked(edition)
    }
    assert {"filing.terms.stated_basic_t", "certificate.kwh", "transfer.t", "stock.eligible"} <= {
        f for f, _ in found
    }
    lacking = {(f, r) for f, r in found if not all(part in there for part in _FROM.get(f, (f,)))}
    assert {f for f, _ in lacking} == set(EXCEPTIONS), sorted(lacking)
