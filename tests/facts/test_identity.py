"""Identity of parties: numbers decide, equal legal names prove sameness, different names prove nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from offsetcheck.facts.identity import (
    CORPORATE_FORMS,
    CorporateNumber,
    Party,
    contradictions,
    corporate_number,
    normal_name,
    same_party,
)

A = "5835678256246"
B = "8430005010860"
UNKNOWN = None

names = st.none() | st.sampled_from(
    ["株式会社アクメ", "㈱アクメ", "アクメ", "アクメ株式会社", "髙橋", "高橋", "-", "", "不明"]
)
numbers = st.sampled_from([None, A, B])
parties = st.builds(Party, names, numbers)


def party(name: str | None, number: str | None = None) -> Party:
    return Party(name, number)


def attempt(written: object) -> tuple[str, str | None]:
    """The number read, and the text of the refusal if there was one."""
    try:
        return corporate_number(written), None
    except ValueError as error:
        return "", str(error)


# --- corporate numbers


@pytest.mark.parametrize(
    "written",
    [
        A,
        "5-8356-7825-6246",
        "５－８３５６－７８２５－６２４６",
        "5ー8356ー7825ー6246",
        " 5835678256246 ",
        5835678256246,
        Decimal(A),
        Decimal(A + ".0"),
        5835678256246.0,
    ],
)
def test_a_corporate_number_is_kept_as_its_13_digits(written: object):
    assert corporate_number(written) == A


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("5835678256247", "wrong check digit .* compare it digit by digit"),
        ("835678256246", "does not have 13 digits; the 12-digit 会社法人等番号 is another number"),
        ("", "does not have 13 digits"),
        ("58356782562AB", "something other than digits and hyphens; write its 13 digits"),
        ("٥٨٣٥٦٧٨٢٥٦٢٤٦", "something other than digits"),
        ("T5835678256246", "invoice registration number; leave out the T"),
        (True, "neither text nor a whole number; write its 13 digits as text"),
        (None, "neither text nor a whole number"),
        (Decimal("5835678256246.5"), "13 digits"),
        (Decimal("NaN"), "13 digits"),
        (Decimal("1E+5000"), "13 digits"),
        (float("inf"), "13 digits"),
    ],
)
def test_a_wrong_corporate_number_is_refused_and_the_text_says_why(written: object, says: str):
    with pytest.raises(ValueError, match=f"corporate number .*{says}"):
        corporate_number(written)


@given(st.text(max_size=20) | st.integers() | st.floats() | st.decimals())
def test_whatever_is_written_is_a_number_of_13_digits_or_a_plain_refusal(written: object):
    number, refusal = attempt(written)
    if refusal is None:
        assert len(number) == 13
        assert corporate_number(number) == number
    else:
        assert refusal.startswith("corporate number (法人番号)")


@given(st.integers(0, 10**12 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_nearly_always_found(body: int, place: int, shift: int):
    digits = f"{body:012}"
    check = 9 - sum(int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))) % 9
    right = f"{check}{digits}"
    assert corporate_number(right) == right
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assume({right[place], wrong[place]} != {"0", "9"})  # a check modulo 9 cannot tell 0 from 9
    with pytest.raises(ValueError, match="check digit"):
        corporate_number(wrong)


def test_a_model_field_checks_and_cleans_the_number():
    field = TypeAdapter(CorporateNumber)
    assert field.validate_python("５８３５６７８２５６２４６") == A
    with pytest.raises(ValidationError, match="wrong check digit"):
        field.validate_python("5835678256247")


# --- names


@pytest.mark.parametrize(
    "written",
    [
        "株式会社アクメ",
        "㈱アクメ",
        "(株)アクメ",
        "（株）アクメ",
        "㍿アクメ",
        "株式会社　アクメ",
        " 株式会社 ｱｸﾒ ",
        "株式会社\u200bアクメ",
    ],
)
def test_the_ways_to_write_one_legal_name_are_one(written: str):
    assert normal_name(written) == "株式会社アクメ"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("アクメ㈱", "アクメ株式会社"),
        ("㈲アクメ", "有限会社アクメ"),
        ("アクメ（同）", "アクメ合同会社"),
        ("(一社)アクメ協会", "一般社団法人アクメ協会"),
        ("（公財）アクメ財団", "公益財団法人アクメ財団"),
        ("ＮＰＯ法人アクメ", "特定非営利活動法人アクメ"),
        ("Acme K.K.", "ＡＣＭＥ　K.K."),
    ],
)
def test_an_abbreviated_form_is_the_full_form_at_its_own_end(short: str, full: str):
    assert normal_name(short) == normal_name(full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("株式会社アクメ", "アクメ株式会社"),
        ("㈱アクメ", "アクメ㈱"),
        ("髙橋商店", "高橋商店"),
        ("㈳アクメ協会", "一般社団法人アクメ協会"),
        ("株式会社アクメ", "有限会社アクメ"),
        ("(協)アクメ", "協同組合アクメ"),
    ],
)
def test_names_that_may_be_two_are_left_two(one: str, other: str):
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize(
    "nothing", ["", "　", "-", "―", "不明", "（不明）", "N/A", "n / a", "㈱", "株式会社", "***"]
)
def test_what_is_no_name_has_no_normal_form(nothing: str):
    assert normal_name(nothing) == ""
    assert same_party(party(nothing), party(nothing)) is None


@given(st.text(max_size=12) | st.text(st.sampled_from([*"(株)㈱アクメ社 　ß\u200d\u0301"]), max_size=8))
def test_normalising_twice_changes_nothing(text: str):
    assert normal_name(normal_name(text)) == normal_name(text)


def test_every_abbreviation_of_the_table_is_written_as_names_are_compared():
    for short, full in CORPORATE_FORMS.items():
        assert normal_name(short + "アクメ") == full + "アクメ"
        assert normal_name("アクメ" + short) == "アクメ" + full


# --- one party or two


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (party("株式会社アクメ", A), party("アクメ", A), True),
        (party("株式会社アクメ", A), party("株式会社ベータ", B), False),
        (party("株式会社アクメ", A), party("株式会社　アクメ"), True),
        (party("㈱アクメ"), party("株式会社アクメ"), True),
        (party("アクメ商事"), party("株式会社アクメ"), UNKNOWN),
        (party("株式会社アクメ"), party("アクメ株式会社"), UNKNOWN),
        (party("髙橋商店"), party("高橋商店"), UNKNOWN),
        (party("株式会社アクメ", A), party("株式会社ベータ"), UNKNOWN),
        (party(None, A), party(None, A), True),
        (party(None, A), party(None, B), False),
        (party(None, A), party("株式会社ベータ", B), False),
        (party(None, A), party("株式会社アクメ"), UNKNOWN),
        (party(None), party(None), UNKNOWN),
        (party("株式会社アクメ", A), None, UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_numbers_decide_then_equal_names_and_nothing_else(
    a: Party | None, b: Party | None, same: bool | None
):
    assert same_party(a, b) is same
    assert same_party(b, a) is same


def test_equal_names_with_different_numbers_are_a_contradiction_and_not_an_answer():
    a, b = party("株式会社アクメ", A), party("㈱アクメ", B)
    assert same_party(a, b) is None
    assert contradictions([a, b]) == [(a, b)]


def test_a_contradiction_is_shown_once_however_often_it_is_repeated():
    a, b = party("株式会社アクメ", A), party("㈱アクメ", B)
    assert contradictions([a, b, a, party("（株）アクメ", A), b]) == [(a, b)]


def test_numbers_missing_other_names_and_no_names_are_no_contradiction():
    rows = [
        party("株式会社アクメ", A),
        party("株式会社アクメ"),
        party("株式会社ベータ", B),
        party("-", A),
        party("-", B),
    ]
    assert contradictions(rows) == []


def test_a_party_keeps_its_number_clean_and_refuses_a_wrong_one():
    assert party("アクメ", "5-8356-7825-6246") == party("アクメ", A)
    with pytest.raises(ValueError, match="wrong check digit"):
        party("アクメ", "5835678256247")


@given(parties, parties)
def test_sameness_does_not_depend_on_who_is_asked_first(a: Party, b: Party):
    assert same_party(a, b) == same_party(b, a)


@given(parties)
def test_a_named_or_numbered_party_is_itself(a: Party):
    assert same_party(a, a) is (True if a.normal or a.number else None)


@given(st.lists(parties, max_size=6))
def test_contradictions_are_those_pairs_the_numbers_and_the_names_disagree_on(rows: list[Party]):
    def disagree(a: Party, b: Party) -> bool:
        return (
            a.normal is not None
            and a.normal == b.normal
            and None not in (a.number, b.number)
            and a.number != b.number
        )

    expected = {(a.normal, frozenset((a.number, b.number))) for a in rows for b in rows if disagree(a, b)}
    found = contradictions(rows)
    assert {(a.normal, frozenset((a.number, b.number))) for a, b in found} == expected
    assert len(found) == len(expected)


@given(parties, parties, parties, parties)
def test_filling_in_never_reverses_an_answer_unless_it_contradicts(a: Party, b: Party, c: Party, d: Party):
    more_a = Party(a.name if a.name is not None else c.name, a.number or c.number)
    more_b = Party(b.name if b.name is not None else d.name, b.number or d.number)
    before, after = same_party(a, b), same_party(more_a, more_b)
    assume(not contradictions([more_a, more_b]))
    assert before is None or after is before
