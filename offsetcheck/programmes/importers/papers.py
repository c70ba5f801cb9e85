"""Two CSV layouts of our own: what a company holds, and the notices of its retirements, for J-Credit and JCM.

The layouts of the registries' own exports (J-Credit登録簿, JCM登録簿) and of the 無効化通知書 are not public, so these are
ours: one row per block, Japanese headings (the English ones are read as well), in any order, most of them optional.
`offsetcheck import holdings --columns` lists them. What the columns ask for is what a notice is asked for elsewhere:
notice number, dates, account, user, purpose and detail, designation, certification number, serials, quantity.

A row that cannot be read is refused: the file is the user's own and can be mended. Several rows with one notice number
of one programme, however they write it, are one retirement. Only what names a project or a certification makes two rows
speak of one: a J-Credit project number repeats across the two forms, and days repeat, so that a row without a form or a
certification number speaks for itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from offsetcheck.facts.models import (
    Act,
    Adjustment,
    Authorisation,
    AuthorisedUse,
    Channel,
    Designation,
    Mitigation,
    NoticeDocument,
    Programme,
    Purpose,
)
from offsetcheck.facts.problems import Text
from offsetcheck.facts.serials import SerialError
from offsetcheck.programmes.identifiers import (
    Declared,
    IdentifierError,
    Layout,
    disagreements,
    parse_as,
    serials_fit,
)
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import (
    BlockRecord,
    Column,
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
from offsetcheck.programmes.importers.jcredit_projects import mitigation, reference
from offsetcheck.programmes.uniqueness import place

__all__ = ["HOLDINGS", "NOTICES"]


_PROGRAMMES: Final[dict[str, str]] = {
    **{cells.word(p.value): p.value for p in Programme},
    "j-クレジット": Programme.J_CREDIT.value,
    "jクレジット": Programme.J_CREDIT.value,
    "jcmクレジット": Programme.JCM.value,
    "国内認証排出削減量": Programme.J_CREDIT.value,
    "国際協力排出削減量": Programme.JCM.value,
}
_ACTS: Final[dict[str, Value]] = {
    **{a.value: a.value for a in Act},
    "無効化": Act.RETIREMENT.value,
    "取消し": Act.CANCELLATION.value,
    "取消": Act.CANCELLATION.value,
}
_PURPOSES: Final[dict[str, Value]] = {
    **{p.value: p.value for p in Purpose},
    "カーボン・オフセット": Purpose.OFFSET.value,
    "カーボンオフセット": Purpose.OFFSET.value,
    "温対法": Purpose.SHK.value,
    "温室効果ガス排出量算定・報告・公表制度": Purpose.SHK.value,
    "省エネ法": Purpose.ENERGY_ACT.value,
    "その他": Purpose.OTHER.value,
}
_DESIGNATIONS: Final[dict[str, Value]] = {
    **{d.value: d.value for d in Designation},
    "総量指定": Designation.TOTAL.value,
    "総量": Designation.TOTAL.value,
    "シリアル番号指定": Designation.SERIAL.value,
    "シリアル指定": Designation.SERIAL.value,
}
_MITIGATIONS: Final[dict[str, Value]] = {
    **{m.value: m.value for m in Mitigation},
    "排出削減": Mitigation.REDUCTION.value,
    "削減": Mitigation.REDUCTION.value,
    "除去": Mitigation.REMOVAL.value,
    "吸収": Mitigation.REMOVAL.value,
    "排出削減・除去": Mitigation.MIXED.value,
}
_AUTHORISATIONS: Final[dict[str, Value]] = {
    **{a.value: a.value for a in Authorisation},
    "承認あり": Authorisation.AUTHORISED.value,
    "承認済み": Authorisation.AUTHORISED.value,
    "承認なし": Authorisation.NOT_AUTHORISED.value,
    "取消済み": Authorisation.REVOKED.value,
}
_ADJUSTMENTS: Final[dict[str, Value]] = {
    **{a.value: a.value for a in Adjustment},
    "適用済み": Adjustment.APPLIED.value,
    "実施予定": Adjustment.COMMITTED.value,
    "未適用": Adjustment.NOT_APPLIED.value,
    "不要": Adjustment.NOT_REQUIRED.value,
}
_USES: Final[dict[str, str]] = {
    **{u.value: u.value for u in AuthorisedUse},
    "国際緩和目的": AuthorisedUse.INTERNATIONAL.value,
    "その他の目的": AuthorisedUse.OTHER.value,
}
_CHANNELS: Final[dict[str, Value]] = {
    **{c.value: c.value for c in Channel},
    "設備補助": Channel.EQUIPMENT_SUBSIDY.value,
    "コ・イノベーション": Channel.CO_INNOVATION.value,
    "nedo実証": Channel.NEDO.value,
    "民間jcm": Channel.PRIVATE.value,
    "民間": Channel.PRIVATE.value,
}
_YES: Final[dict[str, Value]] = {
    "はい": True,
    "あり": True,
    "true": True,
    "yes": True,
    "いいえ": False,
    "なし": False,
    "false": False,
    "no": False,
}
_JAPANESE: Final = (Programme.J_CREDIT, Programme.DOMESTIC_CREDIT, Programme.J_VER)
_FORMS: Final = ("通常型", "プログラム型")

_COLUMNS: Final = (
    Column("制度", "programme", Text("J-クレジット、JCM など（claim の programme の値でも可）", "J-Credit, JCM, … as in a claim"), True),
    Column("登録簿", "registry", Text("登録簿の名称（省略時は制度の名称）", "name of the registry (the programme where left out)")),
    Column("口座保有者", "account holder", Text("登録簿の口座保有者", "holder of the registry account")),
    Column("プロジェクト番号", "project number", Text("J-クレジットは番号だけ、JCMは TH014 の形", "for J-Credit the number alone, for JCM as TH014"), True),
    Column("形態", "form", Text("J-クレジット：通常型／プログラム型（番号だけでは特定できないため）", "J-Credit: 通常型 or プログラム型, since numbers repeat across the two")),
    Column("プロジェクト名", "project name", Text("プロジェクト名", "name of the project")),
    Column("実施国", "host country", Text("JCM：実施国（国名または ISO コード）", "JCM: host country, by name or ISO code")),
    Column("方法論", "methodology", Text("FO-001 Ver. 4.0、TH_AM001 など", "FO-001 Ver. 4.0, TH_AM001, …")),
    Column("削減・除去", "mitigation", Text("排出削減／除去／排出削減・除去", "reduction, removal or mixed")),
    Column("支援事業", "funding channel", Text("JCM：設備補助、民間JCM など", "JCM: equipment_subsidy, private, …")),
    Column("クレジット認証番号", "certification number", Text("クレジット認証番号", "certification number")),
    Column("認証日", "certified on", Text("認証委員会・合同委員会の決定日", "day of the decision to certify (issue)")),
    Column("発行日", "issued on", Text("登録簿への発行（記録）日", "day of issuance in the registry")),
    Column("モニタリング開始日", "monitored from", Text("モニタリング期間の初日", "first day of the monitored period")),
    Column("モニタリング終了日", "monitored to", Text("モニタリング期間の末日", "last day of the monitored period")),
    Column("ヴィンテージ開始日", "vintage from", Text("ヴィンテージの初日", "first day of the vintage")),
    Column("ヴィンテージ終了日", "vintage to", Text("ヴィンテージの末日", "last day of the vintage")),
    Column("シリアル番号（最初）", "first serial", Text("登録簿の表示のとおり（書式は問わない）", "as the registry shows it, in whatever layout")),
    Column("シリアル番号（最後）", "last serial", Text("登録簿の表示のとおり（書式は問わない）", "as the registry shows it, in whatever layout")),
    Column("数量", "quantity", Text("t-CO2（このブロックの数量）", "t-CO2 of this block"), True),
    Column("政府取得分", "government share", Text("JCM：政府の取得分か（はい／いいえ）", "JCM: taken from the government's share (yes or no)")),
    Column("ホスト国の承認", "authorisation", Text("承認あり／承認なし／取消済み", "authorised, not_authorised or revoked")),
    Column("承認番号", "authorisation reference", Text("承認番号", "reference of the authorisation")),
    Column("承認日", "authorised on", Text("承認日", "day of the authorisation")),
    Column("承認された用途", "authorised uses", Text("NDC、国際緩和目的、その他の目的（；で区切る）", "ndc, international_mitigation, other_purposes, divided by ;")),
    Column("相当調整", "corresponding adjustment", Text("適用済み／実施予定／未適用／不要", "applied, committed, not_applied or not_required")),
    Column("単価（円/t）", "price (JPY/t)", Text("1トン当たりの価格。計画で、保有を続けた場合の価値として用いる", "price per tonne: what a plan gives up by using the block")),
)  # fmt: skip
_NOTICE_COLUMNS: Final = (
    Column("通知番号", "notice", Text("無効化通知書の番号（同じ番号の行は、一つの通知書の内訳とする）", "number of the notice; rows with one number are its blocks"), True),
    Column("手続", "act", Text("無効化／取消し", "retirement or cancellation"), True),
    Column("申請日", "applied on", Text("申請日", "day of the application")),
    Column("無効化日", "completed on", Text("無効化（取消し）の日", "day of the act")),
    Column("クレジット利用者名", "user", Text("通知書のクレジット利用者名", "user named on the notice")),
    Column("用途", "purpose", Text("カーボン・オフセット、温対法、省エネ法、GX-ETS、CDP、SBT、RE100 など", "offset, shk, gx-ets, energy-act, cdp, sbt, re100, …")),
    Column("目的詳細", "purpose detail", Text("通知書の目的詳細", "purpose detail on the notice")),
    Column("指定方法", "designation", Text("総量指定／シリアル番号指定", "total or serial")),
)  # fmt: skip


def _day(row: Row, path: str, column: str) -> Fact | None:
    """A day that must be readable where it stands."""
    fact = facts.the_day(path, row[column])
    if fact is not None and fact.value is None:
        row.refuse_day(column)
    return fact


def _period(row: Row, path: str, first: str, last: str) -> tuple[Fact | None, Fact | None]:
    """A period of two cells, whose days must be in order."""
    one, two = _day(row, f"{path}.from", first), _day(row, f"{path}.to", last)
    start, end = one and one.value, two and two.value
    if isinstance(start, date) and isinstance(end, date) and end < start:
        row.refuse("period-reversed", last, row[last], first=start)
    return one, two


def _project(row: Row, programme: str) -> Record:
    number = row.need("プロジェクト番号")
    form = row["形態"]
    japanese = programme == Programme.J_CREDIT
    if japanese and form and form not in _FORMS:
        row.refuse("word", "形態", form, expected="・".join(_FORMS))
    method = row["方法論"]
    kind: Fact | None = facts.choice("mitigation", row["削減・除去"], _MITIGATIONS)
    store: Fact | None = None
    methodology = facts.text("methodology", method)
    if japanese and method:
        try:
            found = parse_as(Layout.JCREDIT_METHODOLOGY, method)
        except IdentifierError:
            pass  # kept as written: the list of methodologies grows
        else:
            methodology = Fact("methodology", method, str(found))
            parts = dict(found.parts)
            known = mitigation(f"{parts['field']}-{parts['number']}")
            if known is not None and kind is None:
                kind = Fact("mitigation", method, known[0].value)
                store = Fact("removal_kind", method, known[1].value) if known[1] is not None else None
    country = facts.country("host_country", row["実施国"])
    if country is None and programme in _JAPANESE:
        country = Fact("host_country", "", "JP")  # these schemes register projects in Japan only
    if programme == Programme.JCM:
        country = _host(row, number, country)
    return Record(
        Section.PROJECTS,
        cells.identity(
            *(("JC",) if japanese else ("JCM",) if programme == Programme.JCM else ("P", programme)),
            cells.distinct(row.first_written(programme, number)),
            ("PG" if form == "プログラム型" else "") if form or not japanese else _alone(row),
        ),
        facts.given(
            Fact("programme", row["制度"], programme),
            Fact("reference", number, reference(number, form) if japanese and form else number),
            facts.text("name", row["プロジェクト名"]),
            country,
            methodology,
            kind,
            store,
            facts.choice("channel", row["支援事業"], _CHANNELS),
        ),
    )


def _alone(row: Row) -> str:
    """What tells a row from those that may speak of something else: its certification number, or its place in the file."""
    certified = row["クレジット認証番号"]
    return f"C-{_certification(row, certified)}" if certified else f"row{row.place}"


def _certification(row: Row, number: str) -> str:
    """A certification number as a part of an id."""
    return cells.distinct(row.first_written("certification", number))


def _host(row: Row, number: str, country: Fact | None) -> Fact | None:
    """The host country a JCM project number begins with; the column may say it too, but nothing else."""
    try:
        found = parse_as(Layout.JCM_PROJECT, number)
    except IdentifierError:
        return country  # not the layout seen so far: nothing to learn from it
    if country is None:
        return Fact("host_country", number, found.party)
    for agreement in disagreements(found, Declared(party=row["実施国"])):
        row.disagree(agreement)
        return Fact("host_country", f"{number} / {row['実施国']}", None)
    return country


def _uses(raw: str) -> Fact | None:
    if not raw:
        return None
    found = [_USES.get(cells.word(word)) for word in raw.replace("；", ";").replace("、", ";").split(";")]
    known = tuple(use for use in found if use is not None)
    return Fact("authorisation.uses", raw, known if len(known) == len(found) else None)


def _block(row: Row, standing: Standing) -> Iterable[Record]:
    """Project, issuance and credit of one block."""
    programme = _PROGRAMMES.get(cells.word(row.need("制度")))
    if programme is None:
        row.refuse("word", "制度", row["制度"], expected=", ".join(p.value for p in Programme))
    home = _project(row, programme)
    tonnes = row.tonnes("数量")
    first, last = _serials(row, programme, tonnes)
    yield home
    number = row["クレジット認証番号"]
    issuance = None
    dated = facts.given(
        *_period(row, "monitored", "モニタリング開始日", "モニタリング終了日"),
        facts.text("certification_number", number),
        _day(row, "decided_on", "認証日"),
        _day(row, "issued_on", "発行日"),
    )
    if dated:
        issuance = cells.identity(home.id, "I", _certification(row, number) if number else f"row{row.place}")
        yield Record(Section.ISSUANCES, issuance, dated, home.id)
    yield Record(
        Section.CREDITS,
        cells.identity("C", row.place),
        facts.given(
            *_period(row, "vintage", "ヴィンテージ開始日", "ヴィンテージ終了日"),
            facts.text("serials.first", first),
            facts.text("serials.last", last),
            Fact("quantity_t", row["数量"], tonnes),
            facts.text("holder", row["口座保有者"]),
            facts.choice("from_government_share", row["政府取得分"], _YES),
            facts.choice("authorisation.status", row["ホスト国の承認"], _AUTHORISATIONS),
            _day(row, "authorisation.on", "承認日"),
            facts.text("authorisation.reference", row["承認番号"]),
            _uses(row["承認された用途"]),
            facts.choice("authorisation.adjustment", row["相当調整"], _ADJUSTMENTS),
            _price(row),
        ),
        home.id,
        issuance,
        standing=standing,
    )


def _price(row: Row) -> Fact | None:
    """The price of a tonne, exact; a cell that is no price is refused."""
    raw = row["単価（円/t）"]
    if not raw:
        return None
    plain = unicodedata.normalize("NFKC", raw).replace("¥", "").strip().removesuffix("円")
    try:
        price = cells.number(plain)
    except cells.NumberError:
        price = Decimal(-1)
    if price < 0 or price != round(price, 3):
        row.refuse("price", "単価（円/t）", raw)
    return Fact("price_jpy", raw, price)


def _serials(row: Row, programme: str, tonnes: Decimal) -> tuple[str, str]:
    """First and last serial of the block as the facts hold them, checked against its quantity; empty where not given."""
    first, last = row["シリアル番号（最初）"], row["シリアル番号（最後）"]
    if first and programme in _JAPANESE:
        # The layout is not known, but a scheme symbol (制度記号) before the number is.
        try:
            found = parse_as(Layout.OPAQUE, first)
        except IdentifierError as error:
            raise RefusalError(error.code, "シリアル番号（最初）", first, error.text) from None
        for agreement in disagreements(found, Declared(programme)):
            row.disagree(agreement)
    if not first or not last:
        return first, last
    try:
        placed = place(programme, first, last)
    except SerialError as error:
        raise RefusalError("serials", "シリアル番号（最後）", f"{first} – {last}", error.text) from None
    if placed is None:
        return first, last  # the texts may be more than one unit: the registry says how many
    prefix, held = placed
    if held.tonnes != tonnes:
        off = Decimal(held.tonnes) == tonnes + 1
        row.refuse(
            "off-by-one" if off else "quantity-differs", "数量", row["数量"],
            range=held.tonnes, quantity=format(tonnes, "f"),
        )  # fmt: skip
    if programme in _JAPANESE or programme == Programme.JCM:
        return first, last  # as the registry shows them
    short = f"{prefix}{held.first}", f"{prefix}{held.last}"
    return short if serials_fit(programme, *short) is serials_fit(programme, first, last) else (first, last)


def _holding(row: Row) -> Iterable[Record]:
    return _block(row, Standing.HELD)


def _retirement(row: Row) -> str:
    """The id of the retirement a row belongs to."""
    return cells.identity("R", cells.distinct(row.first_written("notice", row.need("通知番号"))))


def _notice(row: Row) -> Iterable[Record]:
    home = _retirement(row)
    act = facts.choice("act", row.need("手続"), _ACTS)
    if act is None or act.value is None:
        row.refuse("word", "手続", row["手続"], expected="無効化・取消し")
    standing = Standing.RETIRED if act.value == Act.RETIREMENT.value else Standing.CANCELLED
    records = tuple(_block(row, standing))
    yield from records
    credit = records[-1]
    programme = next(str(f.value) for f in records[0].facts if f.path == "programme")
    tonnes = row.tonnes("数量")
    ends = {f.path: str(f.value) for f in credit.facts if f.path.startswith("serials.")}
    first, last = ends.get("serials.first"), ends.get("serials.last")
    applied, completed = _day(row, "applied_on", "申請日"), _day(row, "completed_on", "無効化日")
    begun, done = applied and applied.value, completed and completed.value
    if isinstance(begun, date) and isinstance(done, date) and done < begun:
        row.refuse("applied-later", "申請日", row["申請日"], done=done)
    yield Record(
        Section.RETIREMENTS,
        home,
        facts.given(
            facts.text("notice", row["通知番号"]),
            Fact("registry", row["登録簿"], row["登録簿"] or programme),
            Fact("document", "", NoticeDocument.NOTICE.value),
            act,
            applied,
            completed,
            facts.text("account", row["口座保有者"]),
            facts.text("user", row["クレジット利用者名"]),
            facts.choice("purpose", row["用途"], _PURPOSES),
            facts.text("purpose_detail", row["目的詳細"]),
            facts.choice("designation", row["指定方法"], _DESIGNATIONS),
            Fact("total_t", row["数量"], tonnes),
        ),
        blocks=(BlockRecord(credit.id, first, last, tonnes),),
        apart=programme,
    )


def _headings(columns: Iterable[Column]) -> dict[str, str]:
    return {cells.heading(column.english): column.name for column in columns}


HOLDINGS: Final = Format(
    "holdings",
    Text("保有クレジットのCSV（本ツールの書式）", "credits held, CSV (a layout of our own)"),
    (Table("holdings", ("制度", "プロジェクト番号", "数量"), _holding, without=("通知番号", "手続")),),
    Text(
        "本ツールの書式です。J-クレジット登録簿・JCM登録簿の書き出しの書式は公表されていません。",
        "a layout of our own: those of the J-Credit and JCM registries' exports are not public",
    ),
    names=True,
    columns=_COLUMNS,
    headings=_headings(_COLUMNS),
)
NOTICES: Final = Format(
    "notices",
    Text("無効化通知書のCSV（本ツールの書式）", "retirement notices, CSV (a layout of our own)"),
    (Table("notices", ("通知番号", "手続", "制度", "プロジェクト番号", "数量"), _notice),),
    Text(
        "本ツールの書式です。無効化通知書の書式は公表されていません。",
        "a layout of our own: those of the notices are not public",
    ),
    names=True,
    joins=_retirement,
    columns=(*_NOTICE_COLUMNS, *_COLUMNS),
    headings=_headings((*_NOTICE_COLUMNS, *_COLUMNS)),
)
