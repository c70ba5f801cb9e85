"""Where a block lies: the scope of uniqueness of each programme, for serials as printed and as the facts hold them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.models import Programme
from offsetcheck.facts.references import plain_prefix
from offsetcheck.facts.serials import Block, find_overlaps, overlap_truth, same_serial
from offsetcheck.programmes.identifiers import parse_identifier
from offsetcheck.programmes.uniqueness import UNIQUENESS, block_of, place, scope_of, uniqueness

VCU = "VCS-VCU-9001-VER-ID-13-9001-01012023-31122023-0"
#: Sixty units each, in one text as a registry prints them.
WHOLE = [
    ("CDM", "65142364 - 65142423"),
    ("CDM", "RW-5-1463953-2-2-0-7014 - RW-5-1464012-2-2-0-7014"),
    ("Gold Standard", "RW-5-1463953-2-2-0-7014 - RW-5-1464012-2-2-0-7014"),
    ("VCS", f"90001-590000001-590000060-{VCU}"),
    ("Gold Standard", "GS1-1-KE-GS11603-16-2025-30256-110-169"),
    ("ACR", "ACR-FR-1129-2025-2917-30932 to 30991"),
    ("CAR", "CAR-1-US-1335-31-983-KS-2025-9205-1 to 60"),
    ("ART TREES", "ART-GY-102-2021-11-2759599 to 2759658"),
    ("other", "FCPF-GY-102-2021-11-2759599 to 2759658"),
    ("other", "CDC_1_1_1_321_14_1_2009, 4426-4485"),
    ("other", "VU-ITMO-11-356-2022-0-27-86"),
]


def cdm(key: str, text: str, party: str | None) -> Block:
    return block_of(key, parse_identifier(text, "CDM"), party=party)


def test_cdm_numbers_begin_anew_in_every_host_party() -> None:
    """O-01: the first issuances of Honduras and of India both begin at 1."""
    honduras, india = cdm("HN", "1 - 2210", "HN"), cdm("IN", "1 - 48230", "IN")
    assert overlap_truth(honduras, india) is False
    assert overlap_truth(honduras, cdm("HN2", "2210 - 9514", "Honduras")) is True
    assert overlap_truth(honduras, cdm("??", "1 - 5", None)) is None


def test_a_cer_listed_elsewhere_lies_among_the_cdm_registrys_numbers() -> None:
    listed = block_of("GS", parse_identifier("RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014", "Gold Standard"))  # fmt: skip
    assert overlap_truth(listed, cdm("CDM", "1467609 - 1470000", "RW")) is True
    assert overlap_truth(listed, cdm("CDM", "1467609 - 1470000", "KE")) is False


def test_a_jcredit_serial_alone_names_no_project() -> None:
    serial = parse_identifier("JCL-0000-1 ～ JCL-0000-10", "J-Credit")
    here = block_of("a", serial, project="4（通常型）")
    assert overlap_truth(here, block_of("b", serial, project="4（プログラム型）")) is False
    assert overlap_truth(here, block_of("b", serial, project="4（通常型）")) is True
    assert overlap_truth(here, block_of("b", serial)) is None


def test_a_verra_block_is_itself_whatever_its_label() -> None:
    old = parse_identifier("8164-1-9428-VCS-VCU-1519-VER-BR-14-1654-15122013-14122015-0")
    new = parse_identifier("8164-9428-9500-VCS-VCU-1519-VER-BR-14-1654-15122013-14122015-1")
    apx = parse_identifier("7059-1-9428-VCU-005-APX-BR-14-1654-15122013-14122015-0")
    assert [(o.left, o.right) for o in find_overlaps([block_of("a", old), block_of("b", new)])] == [
        ("a", "b")
    ]
    assert overlap_truth(block_of("a", old), block_of("c", apx)) is False


def test_of_an_unknown_programme_project_and_vintage_are_asked_for() -> None:
    needs = uniqueness("Blue Credit")
    assert (needs.project, needs.vintage, needs.party) == (True, True, False)
    bare = parse_identifier("CDC_1_1_1_321_14_1, 1-5")
    assert scope_of(bare).vintage is None
    assert scope_of(parse_identifier("CDC_1_1_1_321_14_1_2009, 1-5")).complete


def test_every_programme_with_serials_of_its_own_has_a_scope() -> None:
    named = set(UNIQUENESS)
    assert {p.value for p in Programme} - named == {"other", "not_a_credit"}


@pytest.mark.parametrize(
    ("programme", "first", "last"),
    [
        ("VCS", "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
         "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"),
        ("VCS", "VCS-VER-1340-01012020-31122020-941467007", "VCS-VER-1340-01012020-31122020-941467431"),
    ],
)  # fmt: skip
def test_a_serial_as_printed_and_as_imported_is_one_place(programme: str, first: str, last: str) -> None:
    found = place(programme, first, last)
    assert found is not None
    prefix, numbers = found
    assert (prefix, numbers.first, numbers.last) == ("VCS-VER-1340-01012020-31122020-", 941467007, 941467431)


@pytest.mark.parametrize(
    ("programme", "first", "last", "tonnes"),
    [
        ("ACR", "ACR-FR-1129-2025-2917-30932 to 35143", "ACR-FR-1129-2025-2917-30932 to 35143", 4212),
        ("ACR", "ACR-FR-1129-2025-2917-30932", "ACR-FR-1129-2025-2917-35143", 4212),
        ("Gold Standard", "RW-5-1463953-2-2-0-7014", "RW-5-1467609-2-2-0-7014", 3657),
        ("J-Credit", "JCL-0000-120001", "JCL-0000-120149", 149),
        ("JCM", "410501", "411000", 500),
        ("JCM", "7", "7", 1),
        (None, "1", "3", 3),
        *((programme, text, text, 60) for programme, text in WHOLE),
        ("CDM", "65142364 – 65142423", "65142364-65142423", 60),
        ("CDM", "5 - 5", "64 - 64", 60),
        ("CDM", "RW-5-1463953-2-2-0-7014", "RW-5-1464012-2-2-0-7014", 60),
        ("CDM", "RW-5-1463953-2-2-0-7014", "RW-5-1463953-2-2-0-7014", 1),
        ("VCS", f"9-11-11-{VCU}", f"9-70-70-{VCU}", 60),
        ("VCS", f"9-11-70-{VCU}", f"9-11-70-{VCU[:-1]}1", 60),
        ("VCS", "VCS-VER-9001-01012023-31122023-590000001", "VCS-VER-9001-01012023-31122023-590000001", 1),
        ("ACR", "ACR-FR-1129-2025-2917-30932", "ACR-FR-1129-2025-2917-30932", 1),
        ("Gold Standard", "GS1-1-KE-GS11603-16-2025-256-4110", "GS1-1-KE-GS11603-16-2025-256-4110", 1),
        ("Gold Standard", "GS1-1-KE-GS11603-16-2025-30256-5-5", "GS1-1-KE-GS11603-16-2025-30256-9-9", 5),
        ("other", "CDC_1_1_1_321_14_1_2009-4426", "CDC_1_1_1_321_14_1_2009-4485", 60),
        ("other", "CDC_1_1_1_321_14_1_2009-4426", "CDC_1_1_1_321_14_1_2009-4426", 1),
    ],
)  # fmt: skip
def test_first_and_last_give_the_block(programme: str | None, first: str, last: str, tonnes: int) -> None:
    found = place(programme, first, last)
    assert found is not None
    assert found[1].tonnes == tonnes


@pytest.mark.parametrize(
    ("programme", "first", "last"),
    [
        ("J-Credit", "65142364 - 65142423", None),
        ("JCM", "JCL-1 ~ JCL-60", None),
        ("A6.4", "CA002-BK1-BK-1236500-1237500-2022", None),
        ("other", "A1-VUT-VUT-356-27-86-2022", None),
        ("other", "JCL-1-60", None),
        ("other", "CDC_1_1_1_321_14_1_2009", None),  # its numbers stand elsewhere
        ("other", "CDC_1_1_1_321_14_1_2009", "CDC_1_1_1_321_14_1_2010"),
        ("VCS", f"9-70-11-{VCU}", None),
        ("CDM", "65142423 - 65142364", None),
        ("CDM", "1 - 50", "1 - 60"),
        ("CDM", "RW-5-1463953-2-2-0-7014", "RW-5-1463953-2-2-0-7020"),
        ("J-Credit", "JC-1-5-2", "JC-1-9-2"),
        *((None, text, None) for _, text in WHOLE),
    ],
)  # fmt: skip
def test_what_may_be_a_range_in_no_known_layout_is_no_number_of_units(
    programme: str | None, first: str, last: str | None
) -> None:
    assert place(programme, first, last or first) is None


@pytest.mark.parametrize(("_programme", "text"), WHOLE)
def test_a_reading_without_a_programme_holds_in_every_programme(_programme: str, text: str) -> None:
    for first, last in ((text, text), (f"{text}1", f"{text}2"), ("JC-1-60", "JC-1-60"), ("7", "7")):
        known = {place(p, first, last) for p in (*UNIQUENESS, "other", "not_a_credit")}
        early = place(None, first, last)
        assert early is None or known == {early}


def test_a_cer_listed_by_another_programme_keeps_the_party_whose_numbers_it_is_among() -> None:
    found = place(
        "Gold Standard", "RW-5-1-2-2-0-7014 - RW-5-9-2-2-0-7014", "RW-5-1-2-2-0-7014 - RW-5-9-2-2-0-7014"
    )
    assert found is not None
    assert found[0] == "RW-"


def test_two_prefixes_are_refused_in_every_programme() -> None:
    for programme in (None, "VCS", "CDM", "other", "J-Credit"):
        with pytest.raises(ValueError, match="one prefix"):
            place(programme, "JCL-1-0100", "JCL-2-0150")


def test_reversed_ends_are_said_to_be() -> None:
    with pytest.raises(ValueError, match="greater than the last"):
        place("JCM", "411000", "410501")


#: Serials of every kind, as they are printed, with marks that a layout or a spreadsheet gives a meaning.
WRITTEN = (
    *(text for _, text in WHOLE), "JCL-0000-100", "JC-1 100", "JC 1100", "100,897", "100, 897", "897975888.0", "1-100", "1 - 100", "12-3", "1 to 9",
    "AB-7~AB-9", "AB-7 ~ AB-9", "9999-123-456-VCS-VCU-1-VER-IN-1-1234-01012020-31122020-0", "VCS-VER-1234-01012020-31122020-5",
    "GS1-1-KE-GS447-16-2014-3609-10-20", "ACR-US-123-2016-45-1 to 10", "ACR-US-123-2016-45-1 - ACR-US-123-2016-45-10",
    "CDC_1_2_3_2020, 1-10", "CDC_1_2_3_2020", "IN-5-100-2-2-0-123", "1,000 - 2,000", "1000-2000",
)  # fmt: skip
#: How a copy may differ, between characters anywhere.
MARKS = st.sampled_from(["", "", "", "", " ", "  ", "\n", "\u200b", "\u00ad"])


@st.composite
def copies(draw: st.DrawFn, text: str) -> str:
    """A text as somebody else writes it: in another width, with other hyphens and spaces, in small letters."""
    written = "".join(
        draw(MARKS)
        + (draw(st.sampled_from("-‐–−")) if c == "-" else draw(st.sampled_from([c, c, c.lower(), c.upper()])))
        for c in text
    )
    return (
        written.translate({ord(c): ord(c) + 0xFEE0 for c in "ABCJLSV0123456789"})
        if draw(st.booleans())
        else written
    )


def placed_as(programme: str | None, first: str, last: str) -> object:
    try:
        found = place(programme, first, last)
    except ValueError:
        return "no block"
    return found and (plain_prefix(found[0]), found[1])


@pytest.mark.slow
@given(st.data(), st.sampled_from(WRITTEN), st.sampled_from(WRITTEN), st.sampled_from([None, *UNIQUENESS]))
def test_texts_that_count_as_one_serial_lie_in_one_place(
    data: st.DataObject, first: str, last: str, programme: str | None
) -> None:
    """Whichever of two agreeing sources comes first, and whichever end each shows."""
    one, two = data.draw(copies(first)), data.draw(copies(last))
    for a, b in ((one, last), (first, two), (one, two), (one, one)):
        wanted = (first if a == one else a, first if b == one else last)
        if same_serial(a, wanted[0]) and same_serial(b, wanted[1]):
            assert placed_as(programme, a, b) == placed_as(programme, *wanted)
