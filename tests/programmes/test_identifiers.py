"""Identifiers: every layout read and printed back whole, forgiving in writing, exact in numbers."""

from __future__ import annotations

import string
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.models import Programme
from offsetcheck.facts.serials import MAX_SERIAL, SerialRange, parse_range
from offsetcheck.programmes.identifiers import (
    Declared,
    Identifier,
    IdentifierError,
    Part,
    build,
    compare,
    disagreements,
    parse_as,
    parse_identifier,
    printed_block,
    serials_fit,
    shape_fits,
    shows_other,
)
from offsetcheck.programmes.layouts import JCREDIT_SYMBOLS, LAYOUTS, Basis, Layout

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

VERRA = "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"

# --- every layout, from its parts and back

digits = st.text(string.digits, min_size=1, max_size=9)
country = st.sampled_from(["US", "RW", "KE", "TH", "NO"])
years = st.integers(1990, 2050).map(str)
word = st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=6)
days = st.dates(date(1990, 1, 1), date(2050, 12, 31))


@st.composite
def ends(draw: st.DrawFn) -> dict[str, str]:
    first, last = sorted(draw(st.tuples(st.integers(0, 10**12), st.integers(0, 10**12))))
    zeros = "0" * draw(st.integers(0, 3))
    return {"first": f"{zeros}{first}", "last": f"{zeros}{last}"}


@st.composite
def period(draw: st.DrawFn) -> dict[str, str]:
    first, last = sorted(draw(st.tuples(days, days)))
    return {"from": f"{first:%d%m%Y}", "to": f"{last:%d%m%Y}"}


def parts_of(layout: Layout) -> st.SearchStrategy[dict[str, str]]:
    """Parts that a registry could print."""

    def of(*groups: st.SearchStrategy[dict[str, str]], **parts: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:  # fmt: skip
        return st.tuples(st.fixed_dictionaries(parts), *groups).map(
            lambda found: {k: v for group in found for k, v in group.items()}
        )

    verra = st.sampled_from([("VCU", "APX"), ("VCU", "MER"), ("VCS-VCU", "VER")]).map(
        lambda kind: {"unit": kind[0], "operator": kind[1]}
    )
    flag = st.sampled_from("01")
    one = st.sampled_from(string.digits)
    match layout:
        case Layout.VERRA:
            return of(ends(), period(), verra, batch=digits, account=digits, party=country, scope=digits, project=digits, certified=flag)  # fmt: skip
        case Layout.GOLD_STANDARD:
            return of(ends(), series=digits, block=digits, party=country, project=digits, type=digits, vintage=years, batch=digits)  # fmt: skip
        case Layout.KYOTO:
            return of(ends(), party=country, unit=one, commitment=one, applicable=one, activity=one, project=digits)  # fmt: skip
        case Layout.CDM_RANGE:
            return ends()
        case Layout.ACR:
            return of(ends(), party=country, project=digits, vintage=years, batch=digits)
        case Layout.CAR:
            return of(ends(), unit=st.sampled_from(["1", "12", "ROC"]), party=country, project=digits, type=digits, site=digits,
                      state=st.sampled_from(["KS", "WV"]), vintage=years, batch=digits)  # fmt: skip
        case Layout.ART:
            return of(ends(), standard=st.sampled_from(["ART", "FCPF"]), party=country, project=digits, vintage=years, batch=digits)  # fmt: skip
        case Layout.CERCARBONO:
            tail = st.sampled_from(["1_1_321_14_1", "1_1_321_14_R1_XX_CO_1_2_BFC_2018", "3_1_323_14_CO_1_2_2019", "1_BF"])  # fmt: skip
            return of(ends(), segments=st.builds(lambda n, t: f"CDC_{n}_{t}", st.integers(1, 999), tail))
        case Layout.UNDP_OLDER:
            return of(ends(), party=country, sector=one, project=digits, vintage=years, zero=st.just("0"))
        case Layout.UNDP_NEWER:
            return of(ends(), credit=word, holder=st.just("VUT"), party=st.just("JPN"), project=digits, vintage=years)  # fmt: skip
        case Layout.ITMO_SKETCH:
            more = st.sampled_from(["", "-X1", "-7-Y"])
            return of(ends(), approach=st.just("CA0002"), registry=word, party=country, vintage=years, more=more)  # fmt: skip
        case Layout.AEF_ITMO:
            serial = st.sampled_from(["7", "1001", "1,001", "12,345,678"])
            return of(approach=st.just("CA0002"), registry=st.just("JPN01"), party=st.just("THA"), serial=serial, vintage=years)  # fmt: skip
        case Layout.JCM_AUTHENTICATION:
            return of(**{"from": country, "to": country, "year": years, "group": digits, "number": digits})
        case Layout.OPAQUE:
            return of(text=word)
        case Layout.JCM_PROJECT:
            return of(project=st.builds(lambda c, n: f"{c}{n:03}", country, st.integers(1, 999)))
        case Layout.JCM_PIN:
            return of(party=country, number=st.integers(1, 999).map("{:03}".format))
        case Layout.JCM_METHODOLOGY:
            return of(party=country, stage=st.sampled_from(["AM", "PM"]), number=st.integers(1, 999).map("{:03}".format))  # fmt: skip
        case Layout.JCM_DOCUMENT:
            return of(party=country, form=st.sampled_from(["F_Iss_Req", "GL_PCP"]), version=st.just("04.0"))
        case Layout.COOPERATIVE_APPROACH:
            return of(number=st.integers(0, 9999).map("{:04}".format))
        case Layout.AEF_PARTY:
            return of(party=st.sampled_from(["JPN", "THA", "EUE"]))
        case Layout.AEF_REGISTRY:
            return of(party=st.just("JPN"), number=st.integers(0, 99).map("{:02}".format))
        case Layout.AEF_AUTHORISATION:
            return of(text=st.sampled_from(["THA 2025-014", "A1", "no 7"]))
        case Layout.AEF_TIMEFRAME:
            return st.tuples(years, years).map(lambda two: dict(zip(("from", "to"), sorted(two), strict=True)))  # fmt: skip
        case Layout.AEF_VERSION:
            return of(major=st.integers(1, 99).map(str), minor=digits)
        case Layout.JCREDIT_METHODOLOGY:
            return of(field=st.sampled_from(["EN-S", "EN-R", "IN", "AG", "WA", "FO"]), number=st.integers(1, 99).map("{:03}".format),
                      version=st.sampled_from(["1.0", "4.1"]), more=st.sampled_from(["", "および1.7"]))  # fmt: skip
        case Layout.JCREDIT_OLD_PROJECT:
            return of(project=st.sampled_from(["KC0003", "KCP008", "JVR0009"]))
        case Layout.CDM_PROJECT:
            return of(party=country, project=digits)
        case Layout.UN_PLATFORM:
            return of(number=digits, year=years)
        case Layout.ARB_ISSUANCE:
            return of(project=st.just("CAOD1007"), issuance=st.sampled_from(["A", "AB", "C2"]))
        case Layout.ISOMETRIC:
            return of(kind=st.sampled_from(["iss", "ret", "prj"]), id=st.text(string.digits + "ABCDEF", min_size=16, max_size=16))  # fmt: skip


@given(st.data())
@pytest.mark.parametrize("layout", list(Layout), ids=lambda layout: layout.value)
def test_a_layout_is_printed_as_it_was_read(layout: Layout, data: st.DataObject) -> None:
    parts = data.draw(parts_of(layout))
    found = build(layout, **parts)
    text = str(found)
    assert found == parse_as(layout, text)
    assert {k: v for k, v in parts.items() if v}.items() <= dict(found.parts).items()
    if "first" in parts and "last" in parts:
        assert (int(parts["first"]), int(parts["last"])) == (found.first, found.last)
        assert found.tonnes == int(parts["last"]) - int(parts["first"]) + 1


@given(st.data())
@pytest.mark.parametrize(
    "layout",
    [Layout.VERRA, Layout.GOLD_STANDARD, Layout.ACR, Layout.CAR, Layout.ART, Layout.CERCARBONO, Layout.KYOTO],
    ids=lambda layout: layout.value,
)
def test_the_facts_hold_a_serial_whose_prefix_and_number_are_read_again(
    layout: Layout, data: st.DataObject
) -> None:
    found = build(layout, **data.draw(parts_of(layout)))
    assert found.serials is not None
    prefix, numbers = parse_range(*found.serials)
    assert (found.prefix, found.range) == (prefix, numbers)


@pytest.mark.parametrize("layout", list(Layout), ids=lambda layout: layout.value)
def test_the_example_of_a_layout_is_of_that_layout(layout: Layout) -> None:
    spec = LAYOUTS[layout]
    assert spec.example == str(parse_as(layout, spec.example))


def test_every_layout_is_described() -> None:
    assert set(LAYOUTS) == set(Layout)
    assert all(spec.source and spec.name for spec in LAYOUTS.values())


def test_an_identifier_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        parse_identifier(VERRA).first = 1  # type: ignore[misc]  # the point of the test


# --- what the parts mean

REAL = [
    (VERRA, "VCS", "1340", "ET", 425),
    ("7059-367676034-367676083-VCU-005-APX-BR-14-1686-01072014-31122014-1", "VCS", "1686", "BR", 50),
    ("8040-449402275-449402275-VCU-042-MER-PE-14-1360-01072013-30062014-1", "VCS", "1360", "PE", 1),
    ("GS1-1-KE-GS11603-16-2025-30256-110-5463", "Gold Standard", "11603", "KE", 5354),
    ("RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014", "CDM", "7014", "RW", 3657),
    ("ACR-FR-1129-2025-2917-30932 to 35143", "ACR", "1129", "FR", 4212),
    ("CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000", "CAR", "1335", "US", 5000),
    ("CAR-ROC-US-2056-129-2283-WV-2025-8969-1 to 260294", "CAR", "2056", "US", 260294),
    ("ART-GY-102-2021-11-2759599 to 2760598", "ART TREES", "102", "GY", 1000),
    ("FCPF-CI-130-2023-20-1 to 46404", "other", "130", "CI", 46404),
    ("CDC_1_1_1_321_14_1_2009, 4426-4971", "other", "1", None, 546),
    ("65142364 - 65147657", "CDM", None, None, 5294),
]


@pytest.mark.parametrize(("text", "programme", "project", "party", "tonnes"), REAL, ids=[r[0][:24] for r in REAL])  # fmt: skip
def test_a_real_serial_is_taken_apart(
    text: str, programme: str, project: str | None, party: str | None, tonnes: int
) -> None:
    found = parse_identifier(text)
    assert (programme, project, party, tonnes) == (found.programme, found.project, found.party, found.tonnes)
    assert text == str(found)


def test_a_verra_serial_shows_its_period_to_the_day() -> None:
    vintage = parse_identifier(VERRA).vintage
    assert vintage is not None
    assert (date(2020, 1, 1), date(2020, 12, 31)) == vintage.days


def test_a_verra_prefix_leaves_out_what_may_change() -> None:
    one = parse_identifier(VERRA)
    other = parse_identifier(VERRA.replace("19385-", "20000-").removesuffix("1") + "0")
    assert one.prefix == other.prefix == "VCS-VER-1340-01012020-31122020-"


def test_a_cercarbono_year_is_read_where_there_is_one() -> None:
    assert parse_identifier("CDC_1_1_1_321_14_1").vintage is None
    vintage = parse_identifier("CDC_1_1_1_321_14_1_2008_BF").vintage
    assert vintage is not None
    assert vintage.year == 2008


@pytest.mark.parametrize(
    ("text", "buffer"),
    [
        ("CDC_1_1_1_321_14_1_BF", True),
        ("CDC_4_1_1_321_14_R1_XX_CO_1_2_BFC_2018", True),
        ("CDC_1_1_1_321_14_1", False),
    ],
)
def test_cercarbono_marks_the_buffer_in_the_serial(text: str, buffer: bool) -> None:
    assert buffer is parse_identifier(text).buffer


def test_a_range_of_other_columns_can_be_put_in() -> None:
    found = parse_identifier("CDC_1_1_1_321_14_1_2009").numbered(4426, 4971)
    assert found.tonnes == 546
    assert str(found) == "CDC_1_1_1_321_14_1_2009, 4426-4971"
    with pytest.raises(IdentifierError, match="greater than the last"):
        found.numbered(2, 1)
    with pytest.raises(IdentifierError, match="does not carry a range"):
        parse_as(Layout.JCM_PROJECT, "TH014").numbered(1, 2)


# --- how it may be written


@pytest.mark.parametrize(
    ("written", "programme", "meant"),
    [
        ("１９３８５－９４１４６７００７－９４１４６７４３１－ＶＣＳ－ＶＣＵ－１５０７－ＶＥＲ－ＥＴ－１４－１３４０－０１０１２０２０－３１１２２０２０－１", "VCS", VERRA),
        (VERRA.replace("-", " – "), "VCS", VERRA),
        (VERRA.lower(), "VCS", VERRA),
        (f"  {VERRA}\n", "VCS", VERRA),
        ("acr-us-407-2025-2899-1 ～ 179663", "ACR", "ACR-US-407-2025-2899-1 to 179663"),
        ("ACR-US-407-2025-2899-1 TO ACR-US-407-2025-2899-179663", "ACR", "ACR-US-407-2025-2899-1 to 179663"),
        ("ACR‐US‐407‐2025‐2899‐１から１７９６６３", "ACR", "ACR-US-407-2025-2899-1 to 179663"),
        ("RW-5-1463953-2-2-0-7014-RW-5-1467609-2-2-0-7014", "Gold Standard", "RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014"),
        ("897975888.0-898129048", "CDM", "897975888 - 898129048"),
        ("1,000 〜 2,000", "CDM", "1000 - 2000"),
        ("６５１４２３６４　－　６５１４７６５７", "CDM", "65142364 - 65147657"),
        ("CDC_1_1_1_321_14_1_2009 4426～4971", "other", "CDC_1_1_1_321_14_1_2009, 4426-4971"),
    ],
)  # fmt: skip
def test_width_hyphens_and_separators_do_not_matter(written: str, programme: str, meant: str) -> None:
    assert meant == str(parse_identifier(written, programme))


@pytest.mark.parametrize(
    ("text", "programme", "code"),
    [
        ("", "VCS", "empty"),
        ("　", "J-Credit", "empty"),
        (VERRA.replace("941467007", "941467432"), "VCS", "reversed"),
        ("ACR-US-407-2025-2899-2 to 1", "ACR", "reversed"),
        ("2 - 1", "CDM", "reversed"),
        ("JCL-0000-120149 ～ JCL-0000-120001", "J-Credit", "reversed"),
        (VERRA.replace("941467431", "9" * 40), "VCS", "huge"),
        (f"1 - {MAX_SERIAL + 1}", "CDM", "huge"),
        (f"1 - {'9' * 5000}", "CDM", "huge"),
        (VERRA.replace("31122020", "31022020"), "VCS", "vintage"),
        (VERRA.replace("01012020-31122020", "31122020-01012020"), "VCS", "vintage"),
        ("ACR-US-407-9999-2899-1 to 2", "ACR", "vintage"),
        ("1.2E+05 - 1.3E+05", "CDM", "scientific"),
        ("RW-5-1463953-2-2-0-7014 - KE-5-1467609-2-2-0-7014", "Gold Standard", "halves"),
        ("19385-941467007-941467431", "VCS", "layout"),
        ("ACR-US-407-2025-2899", "ACR", "layout"),
        ("GS1-1-KE-GS11603-16-2025-30256-110", "Gold Standard", "layout"),
        ("VCS1360", "CAR", "layout"),
    ],
)
def test_what_cannot_be_read_is_said_with_what_to_do(text: str, programme: str, code: str) -> None:
    with pytest.raises(IdentifierError) as caught:
        parse_identifier(text, programme)
    assert code == caught.value.code
    assert caught.value.text.ja
    assert caught.value.text.en == str(caught.value)


@given(st.text(max_size=60), st.sampled_from([None, *(p.value for p in Programme)]))
def test_no_text_makes_the_reader_fall_over(text: str, programme: str | None) -> None:
    try:
        found = parse_identifier(text, programme)
    except IdentifierError:
        return
    assert str(found)
    assert found.range is None or isinstance(found.range, SerialRange)


# --- layouts that are not established


@given(st.text(string.ascii_letters + string.digits + "-_/. ", min_size=1).filter(str.strip))
@pytest.mark.parametrize("programme", ["J-Credit", "国内クレジット", "J-VER", "JCM", "A6.4"])
def test_shape_alone_never_fails_where_no_layout_is_established(programme: str, text: str) -> None:
    assert shape_fits(text, programme) in (True, None)


def test_an_unknown_layout_is_kept_and_a_visible_range_is_read() -> None:
    found = parse_identifier("JCL-0000-120001～JCL-0000-120149", "J-Credit")
    assert (found.layout, found.first, found.last) == (Layout.OPAQUE, 120001, 120149)
    assert found.serials == ("JCL-0000-120001", "JCL-0000-120149")
    lone = parse_identifier("JCL-0000-120001", "J-Credit")
    assert (lone.first, lone.tonnes) == (None, None)


def test_a_jcm_number_of_unknown_meaning_gives_no_parts_away() -> None:
    found = parse_identifier("JCM-TH-JP-2018-3026-01401", "JCM")
    assert (found.layout, found.party, found.vintage, found.first) == (Layout.JCM_AUTHENTICATION, None, None, None)  # fmt: skip
    assert shape_fits("JCM-TH-JP-2018-3026-01401", "JCM") is None
    assert LAYOUTS[found.layout].basis is Basis.SINGLE


@pytest.mark.parametrize(
    ("text", "programme", "fits"),
    [
        (VERRA, "VCS", True),
        ("12345", "VCS", False),
        ("12345", "CDM", None),
        ("1 - 5", "CDM", True),
        ("anything", "other", None),
    ],
)
def test_another_shape_is_wrong_only_where_the_layout_is_established(
    text: str, programme: str, fits: bool | None
) -> None:
    assert fits is shape_fits(text, programme)


# --- parts against what is declared


def outcome(text: str, programme: str | None, declared: Declared) -> dict[Part, bool | None]:
    return {a.part: a.agrees for a in compare(parse_identifier(text, programme), declared)}


WHOLE = Declared("VCS", "VCS1340", "Ethiopia", date(2020, 1, 1), date(2020, 12, 31), Decimal(425))


def test_parts_that_agree() -> None:
    assert outcome(VERRA, "VCS", WHOLE) == dict.fromkeys(Part, True)
    assert disagreements(parse_identifier(VERRA), WHOLE) == ()


@pytest.mark.parametrize(
    ("declared", "part"),
    [
        (Declared(quantity=424), Part.QUANTITY),
        (Declared(programme="Gold Standard"), Part.PROGRAMME),
        (Declared(project="1341"), Part.PROJECT),
        (Declared(party="KE"), Part.PARTY),
        (Declared(vintage_from=date(2020, 1, 2)), Part.VINTAGE),
        (Declared(vintage_to=date(2021, 12, 31)), Part.VINTAGE),
    ],
)
def test_a_part_that_disagrees_is_found_and_no_other(declared: Declared, part: Part) -> None:
    found = disagreements(parse_identifier(VERRA), declared)
    assert [part] == [a.part for a in found]
    assert found[0].printed in found[0].text.en
    assert found[0].declared in found[0].text.ja


def test_what_is_not_declared_or_not_comparable_is_unknown() -> None:
    assert outcome(VERRA, "VCS", Declared()) == dict.fromkeys(Part, None)
    odd = Declared(project="the project", party="Atlantis")
    assert outcome(VERRA, "VCS", odd)[Part.PROJECT] is None
    assert outcome(VERRA, "VCS", odd)[Part.PARTY] is None


def test_a_vintage_year_lies_in_the_declared_period() -> None:
    text = "ACR-US-1185-2025-3078-1 to 85847"
    inside = Declared(vintage_from=date(2024, 12, 9), vintage_to=date(2025, 6, 3))
    outside = Declared(vintage_from=date(2023, 1, 1), vintage_to=date(2024, 12, 31))
    open_ended = Declared(vintage_from=date(2024, 12, 9))
    assert outcome(text, "ACR", inside)[Part.VINTAGE] is True
    assert outcome(text, "ACR", outside)[Part.VINTAGE] is False
    assert outcome(text, "ACR", open_ended)[Part.VINTAGE] is None


@pytest.mark.parametrize(
    ("serial", "declared", "agrees"),
    [
        ("JCL-0000-1", "J-Credit", True),
        ("JC-0000-1", "J-Credit", True),
        ("KC-1", "J-Credit", False),
        ("JP-1", "国内クレジット", False),
        ("KCL-1", "国内クレジット", None),
        ("XYZ-1", "J-Credit", None),
        ("410501", "JCM", None),
    ],
)
def test_a_scheme_symbol_counts_though_the_rest_is_opaque(
    serial: str, declared: str, agrees: bool | None
) -> None:
    assert agrees is outcome(serial, declared, Declared(declared))[Part.PROGRAMME]


def test_every_scheme_symbol_of_the_number_page_is_known() -> None:
    assert {"JC", "JCL", "KC", "KCP", "JP", "NIG", "KOC", "KCL"} == set(JCREDIT_SYMBOLS)


@given(
    st.builds(
        Declared,
        programme=st.sampled_from(["VCS", "ACR", None]),
        project=st.sampled_from(["1340", "7", None]),
        party=st.sampled_from(["ET", "US", None]),
        vintage_from=st.sampled_from([date(2020, 1, 1), date(2021, 1, 1), None]),
        vintage_to=st.sampled_from([date(2020, 12, 31), date(2021, 12, 31), None]),
        quantity=st.sampled_from([425, 3, None]),
    ),
    st.sampled_from([VERRA, "ACR-US-7-2020-1-1 to 3", "JCL-1 ~ JCL-3"]),
)
def test_declaring_more_never_reverses_an_answer(declared: Declared, text: str) -> None:
    found: Identifier = parse_identifier(text)
    before = {a.part: a.agrees for a in compare(found, Declared())}
    after = {a.part: a.agrees for a in compare(found, declared)}
    assert all(before[part] in (None, after[part]) for part in Part)
    assert [a for a in compare(found, declared) if a.agrees is False] == list(disagreements(found, declared))


# --- J-Credit methodologies (O-12)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("FO-001 Ver.2.0", "FO-001 Ver. 2.0"),
        ("FO-001 Ver. 2.0", "FO-001 Ver. 2.0"),
        ("FO-001 ver.2.1", "FO-001 Ver. 2.1"),
        ("FO-001 Ver 2.3", "FO-001 Ver. 2.3"),
        ("FO-001ver 4.1", "FO-001 Ver. 4.1"),
        ("FO-001Ver 2.4", "FO-001 Ver. 2.4"),
        ("EN-R-001\r\nVer. 1.3および1.7", "EN-R-001 Ver. 1.3および1.7"),
        ("ＥＮ－Ｓ－００１　Ｖｅｒ．１．１", "EN-S-001 Ver. 1.1"),
        ("AG-005", "AG-005"),
    ],
)
def test_a_methodology_is_one_however_it_is_spelt(written: str, meant: str) -> None:
    assert meant == str(parse_as(Layout.JCREDIT_METHODOLOGY, written))


@pytest.mark.parametrize("code", ["001", "004-C", "R001", "E011", "SS-E004", "I001", "VM0007"])
def test_a_code_of_another_scheme_is_no_jcredit_methodology(code: str) -> None:
    with pytest.raises(IdentifierError, match="is not written as J-Credit writes it"):
        parse_as(Layout.JCREDIT_METHODOLOGY, code)


LAID = [
    (programme, layout)
    for programme, layout in (
        ("VCS", Layout.VERRA), ("Gold Standard", Layout.GOLD_STANDARD), ("ACR", Layout.ACR), ("CAR", Layout.CAR),
        ("ART TREES", Layout.ART),
    )
]  # fmt: skip


@pytest.mark.parametrize(("programme", "layout"), LAID)
def test_a_block_shows_the_same_as_the_registry_prints_it_and_as_prefix_and_number(
    programme: str, layout: Layout
) -> None:
    printed = parse_as(layout, LAYOUTS[layout].example)
    assert printed.serials is not None
    whole = printed_block(programme, str(printed), str(printed))
    ends = printed_block(programme, *printed.serials)
    assert whole is not None
    assert ends is not None
    for part in (whole, ends):
        assert (part.project, part.vintage, part.range) == (printed.project, printed.vintage, printed.range)
    assert shows_other(Part.PROJECT, ends, Declared(project=printed.project)) is False
    assert shows_other(Part.PROJECT, ends, Declared(project="999999")) is True
    assert shows_other(Part.PROJECT, ends, Declared()) is None
    assert shows_other(Part.PROJECT, None, Declared(project="999999")) is False


def test_two_full_serials_make_a_block() -> None:
    found = printed_block("CDM", "RW-5-1463953-2-2-0-7014", "RW-5-1467609-2-2-0-7014")
    assert found is not None
    assert (found.project, found.party, found.range) == ("7014", "RW", SerialRange(1463953, 1467609))


def test_two_full_serials_of_one_unit_each_make_a_block() -> None:
    first, last = (VERRA.replace("941467007-941467431", f"{n}-{n}") for n in (941467007, 941467431))
    found = printed_block("VCS", first, last)
    assert found is not None
    assert (found.project, found.range) == ("1340", SerialRange(941467007, 941467431))
    assert serials_fit("VCS", first, last) is True


@pytest.mark.parametrize(
    ("programme", "first", "last", "fits"),
    [
        ("VCS", "1", "9", None),
        ("VCS", "JCL-1", "JCL-9", False),
        ("VCS", "VCS-VER-1340-01012020-31122020-1", "VCS-VER-1340-01012020-31122020-9", True),
        ("VCS", "VCS-VER-1340-99992020-31122020-1", "VCS-VER-1340-99992020-31122020-9", False),
        ("Gold Standard", "ACR-FR-1129-2025-2917-1", "ACR-FR-1129-2025-2917-9", False),
        ("J-Credit", "anything", "at all", None),
        ("JCM", "JCL-1", "JCL-9", None),
        ("ART TREES", "JCL-1", "JCL-9", None),
    ],
)
def test_shape_is_held_against_a_block_only_where_a_layout_is_established(
    programme: str, first: str, last: str, fits: bool | None
) -> None:
    assert serials_fit(programme, first, last) is fits


@pytest.mark.parametrize("reference", ["1340", "VCS1340", "VCS 1340", "VCS-1340", "01340"])
def test_a_project_number_is_compared_without_the_programmes_letters(reference: str) -> None:
    shown = printed_block("VCS", *[LAYOUTS[Layout.VERRA].example] * 2)
    assert shows_other(Part.PROJECT, shown, Declared(project=reference)) is False
