"""Every importer on a few real rows of its format: records in the claim's vocabulary, raw beside normalised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.facts import catalogue, models
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.references import same_id
from offsetcheck.programmes.importers import NAMES, every_format, format_of
from offsetcheck.programmes.importers.interface import (
    PERSONAL,
    Parsed,
    PassedOver,
    Section,
    Standing,
    Why,
)
from offsetcheck.programmes.importers.reading import recognised
from offsetcheck.programmes.importers.sections import STYLES, Style
from tests.programmes.kit import (
    SAMPLES,
    Result,
    as_claim,
    as_json_claim,
    read,
    read_book,
    read_rows,
    written,
)

P, I, C, R = Section.PROJECTS, Section.ISSUANCES, Section.CREDITS, Section.RETIREMENTS  # noqa: E741 - four letters for four sections

FORMS = {
    "verra": "verra", "gold-standard": "gold-standard", "acr": "american-carbon-registry",
    "car": "climate-action-reserve", "art": "art-trees", "arb": "arb", "cercarbono": "cercarbono",
    "isometric": "isometric", "klima-mco2": "klima-mco2", "jcredit-projects": "jcredit-projects",
    "holdings": "holdings", "notices": "notices", "aef": "aef",
}  # fmt: skip
FILES = sorted(path.name for path in SAMPLES.iterdir() if path.suffix in (".csv", ".json"))


def form_of(name: str) -> str:
    return next(form for stem, form in FORMS.items() if name.startswith(stem))


def sample(name: str) -> Result:
    return read(SAMPLES / name, form_of(name))


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_sample_is_read(name: str) -> None:
    result = sample(name)
    assert result.refusals == []
    assert result.tally.parsed == result.tally.read >= 1


@pytest.mark.parametrize(("name", "style"), list(product(FILES, ("yaml", "json"))))
def test_what_is_written_pastes_into_a_claim(name: str, style: Style) -> None:
    result = sample(name)
    text = written(result, form_of(name), style)
    claim: Claim = as_claim(text) if style == "yaml" else as_json_claim(text)
    assert len(claim.projects or ()) == len({r.id for r in result.records(P)})
    usable = [r for r in result.records(C) if r.standing.usable]
    assert [r.id for r in usable] == [c.id for c in claim.credits or ()]


@pytest.mark.parametrize("name", FILES)
def test_every_fact_is_of_the_vocabulary_and_of_its_type(name: str) -> None:
    tables = {t.plural: t for t in catalogue.tables().values()}
    for section in Section:
        known = tables[section.value].facts
        for record in sample(name).records(section):
            for fact in record.facts:
                assert fact.path in known
                assert fact.raw or fact.value is not None
                members = known[fact.path].type.members
                values = fact.value if isinstance(fact.value, tuple) else (fact.value,)
                assert not members or all(v is None or v in members for v in values)


@pytest.mark.parametrize("name", FILES)
def test_nobody_is_named_unless_asked_for(name: str) -> None:
    result = sample(name)
    text = written(result, form_of(name), names=False)
    named = [
        f.value
        for section in (C, R)
        for r in result.records(section)
        for f in r.facts
        if f.path in PERSONAL and isinstance(f.value, str)
    ]
    assert not [value for value in named if f'"{value}"' in text or f": {value}," in text]


@pytest.mark.parametrize("name", FILES)
def test_the_format_of_a_sample_is_recognised_by_one_importer(name: str) -> None:
    if name.endswith(".json"):
        return
    text = (SAMPLES / name).read_text(encoding="utf-8-sig")
    import csv
    import io

    header = next(csv.reader(io.StringIO(text, newline="")))
    assert [form_of(name)] == [form.name for form in every_format() if recognised(form, header)]


def test_formats_are_found_by_name_and_say_where_they_come_from() -> None:
    assert len(NAMES) == len(set(NAMES)) == len(every_format())
    for form in every_format():
        assert form is format_of(form.name)
        assert form.title.ja
        assert form.title.en
        assert form.source.ja
        assert form.source.en


# --- one by one


def test_verra_transactions() -> None:
    found = sample("verra-transactions.csv")
    assert found.facts(C) == {
        "vintage.from": date(2020, 1, 1),
        "vintage.to": date(2020, 12, 31),
        "serials.first": "VCS-VER-1340-01012020-31122020-941467007",
        "serials.last": "VCS-VER-1340-01012020-31122020-941467431",
        "quantity_t": Decimal(425),
        "unit_kind": "ex_post",
    }
    assert found.facts(P)["host_country"] == "ET"
    assert found.facts(R)["completed_on"] == date(2026, 4, 10)
    assert "act" not in found.facts(R)  # the list mixes retirements and cancellations
    raw = found.fact(C, "serials.first")
    assert raw is not None
    assert raw.raw == "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"


def test_a_reason_names_the_act_of_a_verra_row_or_nobody_does() -> None:
    acts = {f.raw: f.value for r in sample("verra-transactions.csv").records(R) for f in r.facts if f.path == "act"}  # fmt: skip
    assert acts["Retirement for Person or Organization"] == "retirement"
    assert acts["Other"] is None


def test_verra_units_for_overall_mitigation_say_so() -> None:
    purposes = [found for r in sample("verra-transactions.csv").records(R) for found in r.facts if found.path == "purpose"]  # fmt: skip
    assert [p.value for p in purposes] == ["omge"]


def test_verra_authorised_uses_are_read_from_the_labels() -> None:
    uses = [f.value for r in sample("verra-transactions.csv").records(C) for f in r.facts if f.path == "authorisation.uses"]  # fmt: skip
    assert ("international_mitigation", "other_purposes") in uses


def test_verra_units_of_another_country_than_the_project_leave_the_country_open() -> None:
    found = sample("verra-transactions.csv")
    assert [finding.code for _, finding in found.tally.findings] == ["party-differs"]
    record = next(r for r in found.records(P) if r.id == "VCS4151-CD")
    assert [(f.path, f.raw) for f in record.unassigned] == [("host_country", "Rwanda / CD")]


def test_verra_search_answer() -> None:
    found = sample("verra-search-answer.json")
    assert found.facts(C)["serials.first"] == "VCS-MER-1360-01072013-30062014-449402275"
    assert found.facts(C, 1)["quantity_t"] == 9
    assert found.facts(I)["monitored.from"] == date(2013, 7, 1)
    assert found.facts(R)["act"] == "retirement"


def test_gold_standard_cers_are_units_of_the_cdm() -> None:
    found = sample("gold-standard-issuances.csv")
    assert found.facts(P, 0)["programme"] == "Gold Standard"
    assert (found.facts(P, 2)["programme"], found.facts(P, 2)["reference"]) == ("CDM", "7014")
    assert found.facts(C, 2)["serials.first"] == "1463953"
    assert found.facts(C, 2)["quantity_t"] == 3657


def test_gold_standard_states_compliance_use_and_cancellation() -> None:
    found = sample("gold-standard-retirements.csv")
    assert found.facts(R, 0)["act"] == "retirement"
    cancelled = found.fact(R, "act", 1)
    assert cancelled is not None
    assert (cancelled.raw, cancelled.value) == ("Canceled", None)
    assert found.records(C)[1].standing is Standing.CANCELLED
    assert found.facts(R, 2)["purpose"] == "other"  # Compliance: no offset


def test_acr_days_are_written_month_first() -> None:
    found = sample("acr-retirements.csv")
    assert found.facts(C)["vintage.from"] == date(2025, 2, 7)
    assert found.facts(R)["completed_on"] == date(2026, 4, 13)
    assert found.facts(C)["serials.first"] == "ACR-FR-1129-2025-2917-30932"


def test_acr_conversions_are_none_of_our_acts() -> None:
    found = sample("acr-cancellations.csv")
    acts = [found.fact(R, "act", n) for n in (0, 1)]
    assert [a.value for a in acts if a is not None] == [None, "administrative_cancellation"]


def test_car_and_art() -> None:
    car = sample("car-retirements.csv")
    assert car.facts(C)["authorisation.adjustment"] == "not_applied"
    assert car.facts(P)["mitigation"] == "reduction"
    art = sample("art-retirements.csv")
    assert [art.facts(P, n)["programme"] for n in (0, 1)] == [
        "other",
        "ART TREES",
    ]  # FCPF units are no TREES credits
    assert art.facts(P)["host_country"] == "CI"
    assert sample("art-cancellations.csv").facts(R)["purpose"] == "corsia"


def test_an_arb_period_without_issuance_gives_the_project_alone() -> None:
    found = sample("arb-issuances.csv")
    assert (found.tally.parsed, len(found.records(I))) == (3, 1)
    assert found.facts(I)["certification_number"] == "CAOD1007-A"
    assert found.facts(I)["total_t"] == 79565


def test_cercarbono_buffers_are_marked_and_never_written() -> None:
    found = sample("cercarbono-issuances.csv")
    assert [r.standing for r in found.records(C)] == [Standing.HELD, Standing.HELD, Standing.BUFFER, Standing.BUFFER]  # fmt: skip
    claim = as_claim(written(found, "cercarbono"))
    assert len(claim.credits or ()) == 2
    assert sample("cercarbono-projects.csv").facts(P)["host_country"] == "CO"


def test_cercarbono_ranges_may_begin_at_zero() -> None:
    found = sample("cercarbono-retirements.csv")
    assert found.facts(C, 1)["serials.first"] == "CDC_1_1_1_321_14_1-0"
    assert found.facts(C, 1)["quantity_t"] == 1000
    assert found.facts(R, 0).get("purpose") in (None, "other")


def test_isometric_counts_in_kilograms() -> None:
    found = sample("isometric-issuances.csv")
    assert found.facts(I)["total_t"] == Decimal("2765.37")
    retired = sample("isometric-retirements.csv")
    assert retired.facts(R)["total_t"] == 531
    assert "serials.first" not in retired.facts(C)
    assert sample("isometric-projects.csv").facts(P)["mitigation"] == "removal"


def test_klima_blocks_of_all_three_generations() -> None:
    found = sample("klima-mco2.csv")
    firsts = [found.facts(C, n)["serials.first"] for n in range(4)]
    assert [f.split("-")[1] for f in firsts] == ["APX", "MER", "VER", "VER"]
    assert "act" not in found.facts(R)


def test_jcredit_projects() -> None:
    found = sample("jcredit-projects.csv")
    by_id: dict[str, dict[str, Any]] = {}
    for record in found.records(P):
        by_id.setdefault(record.id, {f.path: f.value for f in record.facts})
    assert by_id["JC-4"]["reference"] == "4（通常型）"
    assert by_id["JCP-4"]["reference"] == "4（プログラム型）"
    assert (by_id["JC-10"]["mitigation"], by_id["JC-10"]["removal_kind"]) == ("removal", "forest")
    assert by_id["JCP-114"]["removal_kind"] == "biochar"
    assert by_id["JC-4"]["mitigation"] == "reduction"
    assert by_id["KC0003"]["methodology"] == "001"  # never mapped to a code of J-Credit
    assert by_id["JVR0009"]["programme"] == "J-VER"
    assert "crediting.to" not in by_id["JCP-28"]  # a dash says nothing


def test_a_jcredit_project_with_several_methodologies_is_one_project() -> None:
    claim = as_claim(written(sample("jcredit-projects.csv"), "jcredit-projects"))
    project = next(p for p in claim.projects or () if p.id == "JC-4")
    assert project.methodology == "EN-R-001 Ver. 1.0、EN-S-004 Ver. 1.0"


def test_holdings() -> None:
    claim = as_claim(written(sample("holdings.csv"), "holdings"))
    jcm = (claim.credits or ())[2]
    assert jcm.authorisation is not None
    assert jcm.authorisation.status == models.Authorisation.AUTHORISED
    assert jcm.authorisation.uses == (models.AuthorisedUse.NDC, models.AuthorisedUse.OTHER)
    assert jcm.from_government_share is False
    assert [p.host_country for p in claim.projects or ()] == ["JP", "JP", "TH"]


def test_notices_put_the_blocks_of_one_notice_together() -> None:
    claim = as_claim(written(sample("notices.csv"), "notices", names=None))
    first, second, third = claim.retirements or ()
    assert (first.total_t, len(first.blocks or ())) == (Decimal(129), 2)
    assert (
        first.user == "株式会社サンプル商会"
    )  # the user's own papers: names are written without being asked for
    assert (second.designation, second.purpose) == (models.Designation.TOTAL, models.Purpose.SHK)
    assert (first.act, third.act) == (models.Act.RETIREMENT, models.Act.CANCELLATION)


NOTICE = "通知番号,手続,制度,プロジェクト番号,形態,シリアル番号（最初）,シリアル番号（最後）,数量,無効化日,クレジット利用者名,用途"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("N1,無効化,J-クレジット,1,通常型,1,100,99,,,", "off-by-one"),
        ("N1,無効化,J-クレジット,1,通常型,1,100,98,,,", "quantity-differs"),
        ("N1,無効化,J-クレジット,1,通常型,100,1,100,,,", "serials"),
        ("N1,無効化,J-クレジット,1,通常型,JC-A1,JC-B100,100,,,", "serials"),
        ("N1,無効化,J-クレジット,1,通常型,100 to 1,,100,,,", "reversed"),
        ("N1,償却,J-クレジット,1,通常型,,,100,,,", "word"),
        ("N1,無効化,Jクレ,1,通常型,,,100,,,", "word"),
        ("N1,無効化,J-クレジット,1,普通,,,100,,,", "word"),
        ("N1,無効化,J-クレジット,1,,,,100,2026/2/30,,", "date-unreal"),
        ("N1,無効化,J-クレジット,1,,,,100,03/04/2026,,", "date"),
        ("N1,無効化,J-クレジット,1,,,,100t,,,", "number"),
        ("N1,無効化,J-クレジット,1,,,,1.0E+05,,,", "number-scientific"),
        ("N1,無効化,J-クレジット,1,,,,-5,,,", "negative"),
        ("N1,無効化,J-クレジット,1,,,,0,,,", "none"),
        ("N1,無効化,J-クレジット,1,,,,,,,", "empty-cell"),
        ("N1,無効化,J-クレジット,1,,,,#REF!,,,", "excel-error"),
        (",無効化,J-クレジット,1,,,,5,,,", "empty-cell"),
        ("N1,無効化,J-クレジット,1,通常型", "ragged"),
        ("N1,無効化,J-クレジット,1,通常型,,,5,,,,more", "ragged"),
    ],
)
def test_a_bad_row_of_ones_own_is_refused_with_its_number(tmp_path: Path, row: str, code: str) -> None:
    good = "N0,無効化,J-クレジット,1,通常型,1,100,100,2026/3/5,株式会社サンプル商会,カーボン・オフセット"
    found = read_rows(tmp_path, "notices", NOTICE, good, row, good.replace("N0", "N2"))
    assert [(3, code)] == found.refusals
    assert (found.tally.parsed, found.tally.read) == (2, 3)
    problem = found.tally.refused[0]
    assert problem.line == 3
    assert "[3]" in problem.path
    assert problem.expected.ja
    assert problem.expected.en
    assert "{" not in problem.expected.ja + problem.expected.en


def test_rows_of_one_notice_that_contradict_each_other_leave_the_fact_open(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, "notices", NOTICE,
        "N1,無効化,J-クレジット,1,通常型,1,100,100,2026/3/5,株式会社甲,カーボン・オフセット",
        "N1,無効化,J-クレジット,1,通常型,101,200,100,2026/3/5,株式会社乙,カーボン・オフセット",
    )  # fmt: skip
    claim = as_claim(written(found, "notices"))
    (retirement,) = claim.retirements or ()
    assert (retirement.user, retirement.total_t) == (None, Decimal(200))


def test_an_application_is_not_dated_after_its_retirement_also_where_two_rows_give_the_days(
    tmp_path: Path,
) -> None:
    head = (
        "通知番号,手続,制度,プロジェクト番号,シリアル番号（最初）,シリアル番号（最後）,数量,申請日,無効化日"
    )
    found = read_rows(
        tmp_path, "notices", head,
        "N1,無効化,J-クレジット,1,1,100,100,2026/3/6,2026/3/5",
        "N2,無効化,J-クレジット,1,101,200,100,2026/3/6,",
        "N2,無効化,J-クレジット,1,201,300,100,,2026/3/5",
    )  # fmt: skip
    assert found.refusals == [(2, "applied-later")]
    (act,) = as_claim(written(found, "notices")).retirements or ()
    assert (act.applied_on, act.completed_on) == (None, None)


def test_a_period_must_be_in_order_also_where_two_rows_give_its_ends(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,数量,クレジット認証番号,モニタリング開始日,モニタリング終了日"
    found = read_rows(
        tmp_path, "holdings", head,
        "J-クレジット,1,5,A1,2025-04-01,2025-03-31",
        "J-クレジット,2,5,A2,2025-04-01,",
        "J-クレジット,2,5,A2,,2025-03-31",
    )  # fmt: skip
    assert found.refusals == [(2, "period-reversed")]
    (issuance,) = as_claim(written(found, "holdings")).issuances or ()
    assert issuance.monitored is None


def test_rows_without_what_names_a_certification_or_a_project_speak_for_themselves(tmp_path: Path) -> None:
    """Equal days are no proof of one certification, and a J-Credit number without its form none of one project (law 1)."""
    head = "制度,プロジェクト番号,形態,数量,クレジット認証番号,認証日,モニタリング開始日"
    found = read_rows(
        tmp_path, "holdings", head,
        "J-クレジット,1,通常型,5,,2025-03-10,2023-04-01",
        "J-クレジット,1,通常型,5,,,2023-04-01",
        "J-クレジット,1,通常型,5,A1,2025-03-10,",
        "J-クレジット,1,通常型,5,A1,,2023-04-01",
        "J-クレジット,2,,5,,,",
        "J-クレジット,2,,5,,,",
        "J-クレジット,2,,5,B1,2025-03-10,",
        "J-クレジット,2,,5,B1,,2023-04-01",
    )  # fmt: skip
    claim = as_claim(written(found, "holdings"))
    one, two, three, four, five, six, seven, eight = claim.credits or ()
    decided: dict[str | None, date | None] = {i.id: i.decided_on for i in claim.issuances or ()}
    assert (one.project, one.issuance == two.issuance, decided[two.issuance]) == (two.project, False, None)
    assert three.issuance == four.issuance
    assert five.project != six.project
    assert (seven.project, seven.issuance) == (eight.project, eight.issuance)
    assert seven.project not in (five.project, six.project)


def test_english_headings_and_values_are_read_too(tmp_path: Path) -> None:
    found = read_rows(
        tmp_path, "notices",
        "notice,act,programme,project number,form,quantity,completed on,purpose,designation",
        "N1,retirement,J-Credit,1,通常型,10,2026-03-05,gx-ets,total",
    )  # fmt: skip
    assert found.facts(R)["purpose"] == "gx-ets"
    assert found.facts(R)["designation"] == "total"


def test_a_jcm_host_country_comes_with_the_number_and_must_not_contradict_it(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,実施国,数量"
    found = read_rows(tmp_path, "holdings", head, "JCM,TH014,,5", "JCM,VN003,タイ,5", "JCM,odd,モンゴル,5")
    assert [found.facts(P, n)["host_country"] for n in range(3)] == ["TH", None, "MN"]
    assert [(row, finding.code) for row, finding in found.tally.findings] == [(3, "party-differs")]


def test_a_serial_of_another_scheme_is_a_finding(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,シリアル番号（最初）,シリアル番号（最後）,数量"
    found = read_rows(tmp_path, "holdings", head, "J-クレジット,1,JP-1-1,JP-1-5,5")
    assert [finding.code for _, finding in found.tally.findings] == ["programme-differs"]


def test_a_verra_serial_copied_whole_into_both_places_is_taken_apart(tmp_path: Path) -> None:
    serial = "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"
    head = "制度,プロジェクト番号,シリアル番号（最初）,シリアル番号（最後）,数量"
    found = read_rows(tmp_path, "holdings", head, f"VCS,1340,{serial},{serial},425")
    assert found.facts(C)["serials.last"] == "VCS-VER-1340-01012020-31122020-941467431"


def test_a_word_that_is_not_known_is_left_out_and_counted(tmp_path: Path) -> None:
    found = read_rows(tmp_path, "notices", NOTICE, "N1,無効化,J-クレジット,1,通常型,,,5,,,社内行事")
    assert found.tally.unassigned == {(R, "purpose", "社内行事"): 1}
    text = written(found, "notices")
    assert 'not recognised: purpose "社内行事"' in text
    assert (as_claim(text).retirements or ())[0].purpose is None


# --- reading as such


def test_titles_totals_footnotes_and_repeated_headers_are_passed_over(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,数量"
    path = tmp_path / "a.csv"
    path.write_text(
        f"保有一覧（2026年3月末）\n\n{head}\nJCM,TH014,5\n,,\n{head}\nJCM,TH015,7\n合計,,12\n※ 数量は t-CO2\n",
        encoding="utf-8",
    )
    found = read(path, "holdings")
    whys = [(o.row, o.why) for o in found.outcomes if isinstance(o, PassedOver)]
    assert whys == [(1, Why.TITLE), (3, Why.HEADER), (6, Why.HEADER), (8, Why.TOTAL), (9, Why.NOTE)]
    assert [o.row for o in found.outcomes if isinstance(o, Parsed)] == [4, 7]


def test_what_is_left_of_a_row_cut_short_is_no_footnote(tmp_path: Path) -> None:
    found = read_rows(tmp_path, "holdings", "制度,プロジェクト番号,数量", "JCM,TH014,5", "JCM")
    assert found.refusals == [(3, "ragged")]


def test_a_file_of_another_format_is_told_which_it_looks_like() -> None:
    with pytest.raises(InputError) as caught:
        read(SAMPLES / "verra-transactions.csv", "cdm")
    (problem,) = caught.value.problems
    assert problem.code == "no-table"
    assert "verra" in problem.expected.en
    assert "verra" in problem.expected.ja


@pytest.mark.parametrize("style", STYLES)
def test_every_style_is_written_whole(style: Style) -> None:
    text = written(sample("notices.csv"), "notices", style)
    assert text.endswith("\n")
    assert "SAMPLE-N-0003" in text


def test_a_spreadsheet_gets_a_row_for_each_block_and_no_formula(tmp_path: Path) -> None:
    import csv
    import io

    found = read_rows(
        tmp_path, "notices", NOTICE + ",目的詳細",
        "N1,無効化,J-クレジット,1,通常型,1,100,100,2026/3/5,=HYPERLINK(1),カーボン・オフセット,+1",
        "N1,無効化,J-クレジット,1,通常型,101,200,100,2026/3/5,=HYPERLINK(1),カーボン・オフセット,+1",
    )  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(written(found, "notices", "csv"))))
    blocks = [row for row in rows if row["section"] == "retirements"]
    assert [row["blocks.serials.first"] for row in blocks] == ["1", "101"]
    assert {"'=HYPERLINK(1)"} == {row["user"] for row in blocks}
    assert {"'+1"} == {row["purpose_detail"] for row in blocks}


def test_the_same_block_twice_is_two_records_for_the_check_to_find(tmp_path: Path) -> None:
    head = "Project ID,Serial Number,Quantity of Credits,Vintage,Sub-Account Name"
    row = "1654,8164-1-9428-VCS-VCU-1519-VER-BR-14-1654-15122013-14122015-0,9428,15/12/2013-14/12/2015,pool"
    claim = as_claim(written(read_rows(tmp_path, "klima-mco2", head, row, row), "klima-mco2"))
    assert len({c.id for c in claim.credits or ()}) == 2
    assert [c.id for c in claim.credits or ()] == [
        (r.blocks or ())[0].credit for r in claim.retirements or ()
    ]


def test_text_that_yaml_could_misread_is_quoted(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,プロジェクト名,実施国,数量"
    names = [
        "no",
        "NO",
        "null",
        "1e5",
        "2026-01-01",
        "a: b",
        "# x",
        "'q'",
        '"d"',
        "x\u2028y",
        "- z",
        "{a}",
        "é\x85",
        "~",
    ]
    rows = [["JCM", f"TH{n:03}", name, "Norway", "1"] for n, name in enumerate(names, 1)]
    found = read_rows(tmp_path, "holdings", head, *rows)
    claim = as_claim(written(found, "holdings"))
    # Line separators are blanks like any other; everything else comes back as it was.
    assert [" ".join(n.split()) for n in names] == [p.name for p in claim.projects or ()]


# --- what only shares a number


def test_projects_of_two_programmes_with_one_number_are_two(tmp_path: Path) -> None:
    names = ("VCS", "Gold Standard", "CDM", "J-VER", "国内クレジット")
    rows = [f"{name},1360,{n},10" for n, name in enumerate(names)]
    found = read_rows(tmp_path, "holdings", "制度,プロジェクト番号,プロジェクト名,数量", *rows)
    claim = as_claim(written(found, "holdings"))
    assert [(p.programme, p.name) for p in claim.projects or ()] == [
        (name, str(n)) for n, name in enumerate(names)
    ]
    assert [c.project for c in claim.credits or ()] == [p.id for p in claim.projects or ()]


def test_notices_of_two_programmes_with_one_number_are_two(tmp_path: Path) -> None:
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量"
    rows = (
        "N/1,無効化,J-クレジット,123,通常型,60",
        "N/1,無効化,JCM,TH014,,20",
        "N/1,無効化,J-クレジット,123,通常型,5",
    )
    texts = set()
    for order in (rows, rows[::-1]):
        claim = as_claim(written(read_rows(tmp_path, "notices", head, *order), "notices"))
        totals = {r.id: (r.registry, r.total_t, len(r.blocks or ())) for r in claim.retirements or ()}
        assert sorted(totals.values()) == [("J-Credit", Decimal(65), 2), ("JCM", Decimal(20), 1)]
        texts.add(tuple(sorted(totals)))
    assert len(texts) == 1  # the ids do not hang on the order of rows
    alone = as_claim(written(read_rows(tmp_path, "notices", head, "N1,無効化,JCM,TH014,,20"), "notices"))
    assert [r.id for r in alone.retirements or ()] == ["R-N1"]


def test_an_id_made_of_a_number_and_a_programme_is_nobody_elses(tmp_path: Path) -> None:
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量"
    rows = ("N,無効化,J-クレジット,123,通常型,60", "N,無効化,JCM,TH014,,20", "N-JCM,無効化,JCM,TH014,,5")
    claim = as_claim(written(read_rows(tmp_path, "notices", head, *rows), "notices"))
    assert sorted((r.notice, r.total_t) for r in claim.retirements or ()) == [
        ("N", Decimal(20)),
        ("N", Decimal(60)),
        ("N-JCM", Decimal(5)),
    ]
    assert next(r.id for r in claim.retirements or () if r.notice == "N-JCM") == "R-N-JCM"


def test_certifications_notices_and_projects_of_other_numbers_have_differing_ids(tmp_path: Path) -> None:
    texts = ("A/1", "A-11", "A 1/1", "[A]01", "A-B/1", "A-1-B")
    head = "制度,プロジェクト番号,形態,クレジット認証番号,数量"
    found = read_rows(tmp_path, "holdings", head, *[f"J-クレジット,12,通常型,{text},10" for text in texts])
    claim = as_claim(written(found, "holdings"))
    assert [i.certification_number for i in claim.issuances or ()] == list(texts)
    assert next(i.id for i in claim.issuances or () if i.certification_number == "A-11") == "JC-12-I-A-11"
    found = read_rows(tmp_path, "holdings", head, *[f"J-クレジット,{text},,X,10" for text in texts])
    assert len(as_claim(written(found, "holdings")).projects or ()) == len(texts)
    found = read_rows(tmp_path, "holdings", head, *[f"J-クレジット,12,,{text},10" for text in texts])
    assert len(as_claim(written(found, "holdings")).projects or ()) == len(texts)
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量"
    found = read_rows(tmp_path, "notices", head, *[f"{text},無効化,JCM,TH014,,10" for text in texts])
    claim = as_claim(written(found, "notices"))
    assert [(r.notice, r.total_t) for r in claim.retirements or ()] == [(text, Decimal(10)) for text in texts]


# --- one thing written in two ways


@pytest.mark.parametrize("other", ["Ｎ－１", "N - 1", "n-1", "Nー1", "N1", "N/1"])
def test_a_notice_written_in_two_ways_is_one_as_its_first_row_writes_it(tmp_path: Path, other: str) -> None:
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量,用途"
    rows = (
        "N-1,無効化,J-クレジット,123,通常型,100,温対法",
        f"{other},無効化,J-クレジット,123,通常型,50,温対法",
    )
    found = read_rows(tmp_path, "notices", head, *rows)
    (act,) = as_claim(written(found, "notices")).retirements or ()
    assert (act.id, act.notice, act.total_t, len(act.blocks or ())) == ("R-N-1", "N-1", Decimal(150), 2)
    book = read_book(tmp_path, "notices", head, rows[:1], rows[1:])
    (act,) = as_claim(written(book, "notices")).retirements or ()
    assert (act.notice, act.total_t) == ("N-1", Decimal(150))


@pytest.mark.slow
def test_notices_are_put_together_exactly_where_the_check_takes_them_for_one(tmp_path: Path) -> None:
    texts = (
        "N-1", "n1", "N-01", "N-12", "N-1-2", "2025N-1", "無効化通知書第1号", "無効化通知書 第１号", "2025-001", "2026-001",
        "2025001", "1-100", "1100", "AB-C1", "A-BC1",
    )  # fmt: skip
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量"
    for pair in combinations(texts, 2):
        found = read_rows(tmp_path, "notices", head, *[f"{text},無効化,JCM,TH014,,10" for text in pair])
        acts = as_claim(written(found, "notices")).retirements or ()
        assert len(acts) == (1 if same_id(*pair) else 2), pair


def test_a_refused_row_leaves_the_total_open_of_a_notice_written_otherwise(tmp_path: Path) -> None:
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量"
    rows = ("N-1,無効化,JCM,TH014,,10", "Ｎ－１,無効化,JCM,TH014,,10t")
    for order in (rows, rows[::-1]):
        (act,) = as_claim(written(read_rows(tmp_path, "notices", head, *order), "notices")).retirements or ()
        assert (act.notice, act.total_t) == ("N-1", None)


def test_projects_and_certifications_written_in_two_ways_are_one(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,形態,数量,クレジット認証番号,認証日,モニタリング開始日"
    found = read_rows(
        tmp_path, "holdings", head,
        "J-クレジット,123,通常型,5,A-1,2025-03-10,",
        "J-クレジット,１２３,通常型,5,Ａ－１,,2023-04-01",
        "J-クレジット,9,,5,B-1,2025-03-10,",
        "J-クレジット,９,,5,B 1,,2023-04-01",
        "JCM,TH014,,5,,,",
        "JCM,ＴＨ０１４,,5,,,",
    )  # fmt: skip
    claim = as_claim(written(found, "holdings"))
    assert [p.id for p in claim.projects or ()] == ["JC-123", "JC-9-C-B-1", "JCM-TH014"]
    assert [p.reference for p in claim.projects or ()] == ["123(通常型)", "9", "TH014"]
    assert [(i.certification_number, str(i.decided_on), i.monitored is not None) for i in claim.issuances or ()] == [
        ("A-1", "2025-03-10", True), ("B-1", "2025-03-10", True),
    ]  # fmt: skip


def test_rows_that_say_one_thing_in_two_ways_do_not_disagree(tmp_path: Path) -> None:
    head = (
        "通知番号,手続,制度,プロジェクト番号,形態,数量,口座保有者,クレジット利用者名,目的詳細,登録簿,方法論"
    )
    found = read_rows(
        tmp_path, "notices", head,
        "N-1,無効化,J-クレジット,123,通常型,5,㈱サンプル商会,株式会社サンプル商会,2025年度 の排出量,,EN-S-001 改",
        "N-1,無効化,J-クレジット,123,通常型,5,株式会社サンプル商会,(株)サンプル 商会,２０２５年度の排出量,J-クレジット登録簿,ＥＮ-S-001改",
        "N-1,無効化,J-クレジット,123,通常型,5,,,,J-ｸﾚｼﾞｯﾄ登録簿,",
        "N-1,無効化,J-クレジット,123,通常型,5,,,,,",
    )  # fmt: skip
    claim = as_claim(written(found, "notices"))
    (act,) = claim.retirements or ()
    assert (act.account, act.user) == ("㈱サンプル商会", "株式会社サンプル商会")
    assert (act.purpose_detail, act.registry) == ("2025年度 の排出量", "J-クレジット登録簿")
    assert [p.methodology for p in claim.projects or ()] == ["EN-S-001 改"]


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("クレジット利用者名", "株式会社甲", "甲株式会社"),
        ("クレジット利用者名", "不明", "n/a"),
        ("登録簿", "J-クレジット登録簿", "JCM登録簿"),
        ("口座保有者", "株式会社髙田", "株式会社高田"),
    ],
)
def test_rows_that_say_other_things_still_disagree(tmp_path: Path, column: str, one: str, other: str) -> None:
    head = f"通知番号,手続,制度,プロジェクト番号,形態,数量,{column}"
    rows = [f"N-1,無効化,J-クレジット,123,通常型,5,{said}" for said in (one, other, "", one)]
    texts = [written(read_rows(tmp_path, "notices", head, *r), "notices") for r in (rows, rows[::-1])]
    for text in texts:
        (act,) = as_claim(text).retirements or ()
        assert (act.user, act.account) == (None, None)
        assert column != "登録簿" or act.registry is None


# --- sheets of one workbook


def test_rows_of_two_sheets_that_speak_for_themselves_are_not_put_together(tmp_path: Path) -> None:
    """Row numbers begin anew on every sheet: two rows numbered alike are no one project and no one issuance (law 1)."""
    head = "通知番号,手続,制度,プロジェクト番号,形態,数量,方法論,認証日,発行日"
    rows = (
        "N-1,無効化,J-クレジット,123,,100,,,2025-10-01",
        "N-2,無効化,J-クレジット,123,,100,EN-S-001 Ver. 3.0,2025-09-16,",
        "N-3,無効化,JCM,TH014,,100,,,2024-03-01",
    )
    apart = read_book(tmp_path, "notices", head, *([row] for row in rows))
    together = read_rows(tmp_path, "notices", head, *rows)
    for found in (apart, together):
        claim = as_claim(written(found, "notices"))
        assert [p.methodology for p in claim.projects or ()] == [None, "EN-S-001 Ver. 3.0", None]
        assert [(i.issued_on, i.decided_on) for i in claim.issuances or ()] == [
            (date(2025, 10, 1), None), (None, date(2025, 9, 16)), (date(2024, 3, 1), None),
        ]  # fmt: skip
        assert len({c.id for c in claim.credits or ()}) == 3
        projects = {p.id: p.methodology for p in claim.projects or ()}
        assert [projects[c.project] for c in claim.credits or () if c.project] == list(projects.values())


def test_the_ids_of_a_workbook_with_one_table_are_those_of_its_csv(tmp_path: Path) -> None:
    head = "制度,プロジェクト番号,形態,数量,認証日"
    row = "J-クレジット,123,,5,2025-03-10"
    book, text = read_book(tmp_path, "holdings", head, [row]), read_rows(tmp_path, "holdings", head, row)
    assert written(book, "holdings") == written(text, "holdings")


def test_transactions_without_an_id_on_two_sheets_are_two(tmp_path: Path) -> None:
    head = "project_id,quantity,transaction_type,transaction_date,vintage,id"
    rows = (
        ["VCS1,10,issuance,2024-01-01,2022,"],
        ["VCS1,20,issuance,2025-01-01,2023,", "VCS1,30,issuance,2026-01-01,2023,2"],
    )
    claim = as_claim(written(read_book(tmp_path, "offsetsdb", head, *rows), "offsetsdb"))
    assert [i.total_t for i in claim.issuances or ()] == [Decimal(10), Decimal(20), Decimal(30)]


def test_monitoring_periods_on_two_sheets_are_two_issuances(tmp_path: Path) -> None:
    head = "HostParty,CDM project reference number,Issuance process ID,Issuance date,Monitoring report started,Monitoring report ended,Units - Total,CP"
    rows = (
        ["IN,3779,P1,2020-06-08,2012-04-01,2013-07-31,18,1"],
        ["IN,3779,P1,2020-06-08,2012-04-01,2013-07-31,4,1"],
    )
    claim = as_claim(written(read_book(tmp_path, "cdm", head, *rows), "cdm"))
    assert [i.total_t for i in claim.issuances or ()] == [Decimal(18), Decimal(4)]


def test_an_id_made_for_a_record_that_comes_again_is_nobody_elses(tmp_path: Path) -> None:
    head = "warehouseUnitId,unitBlockStart,unitBlockEnd,unitCount,unitStatus"
    found = read_rows(tmp_path, "cad-trust", head, *[f"{name},1,5,5,Held" for name in ("u", "u", "u.2")])
    assert len({c.id for c in as_claim(written(found, "cad-trust")).credits or ()}) == 3
