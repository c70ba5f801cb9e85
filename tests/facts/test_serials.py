"""Serial intervals: parsed loosely, compared exactly, three-valued where something is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.serials import (
    MAX_SERIAL,
    Block,
    Overlap,
    SerialRange,
    UniquenessScope,
    find_overlaps,
    merge,
    overlap_truth,
    parse_range,
    parse_serial_number,
    possible_overlaps,
    read_block,
    subtract,
    total,
)

SCOPE = UniquenessScope("J-Credit", "J-Credit", "JCL-", "P1", "2024")

numbers = st.integers(0, 25)
ranges = st.builds(lambda a, b: SerialRange(min(a, b), max(a, b)), numbers, numbers)
parts = st.sampled_from(["a", "b", None])
known_parts = st.sampled_from(["a", "b"])


def scopes(part: st.SearchStrategy[str | None]) -> st.SearchStrategy[UniquenessScope]:
    # Two parts vary and one is often known, so that equal, different and missing parts all meet often.
    return st.builds(UniquenessScope, part, st.just("r"), part, st.sampled_from(["p", None]), st.just("2024"))


def blocks(scope: st.SearchStrategy[UniquenessScope]) -> st.SearchStrategy[list[Block]]:
    rows = st.lists(st.tuples(scope, st.none() | ranges), max_size=12)
    return rows.map(lambda rows: [Block(f"B{i}", s, r, None) for i, (s, r) in enumerate(rows)])


def block(
    key: str, span: SerialRange | None, scope: UniquenessScope = SCOPE, holder: str | None = None
) -> Block:
    return Block(key, scope, span, holder)


def numbers_of(spans: tuple[SerialRange, ...] | list[SerialRange]) -> set[int]:
    return {n for span in spans for n in range(span.first, span.last + 1)}


# --- one range


def test_both_ends_belong_to_the_block_and_one_unit_is_one_tonne():
    assert SerialRange(100, 150).tonnes == 51
    assert SerialRange(7, 7).tonnes == 1


def test_a_range_prints_as_first_and_last():
    assert str(SerialRange(100, 150)) == "100-150"
    assert str(SerialRange(100, 100)) == "100-100"


def test_reversed_ends_are_refused_and_the_text_says_what_to_do():
    with pytest.raises(
        ValueError, match=r"150 is greater than the last number 100; write the smaller number"
    ):
        SerialRange(150, 100)


def test_numbers_up_to_the_bound_are_exact_and_greater_ones_are_refused():
    assert SerialRange(1, MAX_SERIAL).tonnes == 10**30
    with pytest.raises(
        ValueError, match=r"the last number is greater than 10\^30; check whether two numbers"
    ):
        SerialRange(1, MAX_SERIAL + 1)


def test_negative_numbers_are_refused():
    with pytest.raises(ValueError, match="serial numbers are not negative: check the entry"):
        SerialRange(-1, 5)


@pytest.mark.parametrize("wrong", [1.0, "1", True, None])
def test_anything_but_a_whole_number_is_refused(wrong: object):
    with pytest.raises(TypeError, match="the first number must be a whole number"):
        SerialRange(wrong, 5)  # type: ignore[arg-type]


def test_a_range_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        SerialRange(1, 2).first = 2  # type: ignore[misc]


def test_split_gives_the_number_to_the_second_part():
    assert SerialRange(1, 100).split(61) == (SerialRange(1, 60), SerialRange(61, 100))


@pytest.mark.parametrize("at", [0, 1, 101])
def test_a_split_that_leaves_a_part_empty_is_refused(at: int):
    with pytest.raises(ValueError, match="give the first number of the second part, from 2 to 100"):
        SerialRange(1, 100).split(at)


def test_one_unit_cannot_be_split():
    with pytest.raises(ValueError, match="5-5 holds one unit and cannot be split"):
        SerialRange(5, 5).split(5)


@given(ranges, ranges)
def test_overlap_is_the_intersection_of_the_numbers(a: SerialRange, b: SerialRange):
    shared = a.overlap(b)
    assert (numbers_of([shared]) if shared else set()) == numbers_of([a]) & numbers_of([b])
    assert shared == b.overlap(a)


# --- reading serials


@pytest.mark.parametrize(
    ("text", "prefix", "number"),
    [
        ("100", "", 100),
        ("000100", "", 100),
        ("JCL-0001-000123", "JCL-0001-", 123),
        ("ＪＣＬ－０００１－０００１２３", "JCL-0001-", 123),
        (" JCL – 0001 — 123 ", "JCL-0001-", 123),
        ("JCLー0001ー123", "JCL-0001-", 123),
        ("JCL−0001‐123", "JCL-0001-", 123),
        ("クレジット１２", "クレジット", 12),
        ("jcl-1", "jcl-", 1),
        ("897975888.0", "", 897975888),
        ("100,897", "", 100897),
        ("97,193.00", "", 97193),
        (str(MAX_SERIAL), "", MAX_SERIAL),
        ("0", "", 0),
        ("0" * 100 + "7", "", 7),
    ],
)
def test_the_last_group_of_digits_is_the_number(text: str, prefix: str, number: int):
    parsed = parse_serial_number(text)
    assert (parsed.prefix, parsed.number, parsed.text) == (prefix, number, text)


@pytest.mark.parametrize("text", ["", "JCL-", "12A", "1.23457E+12", "12.5", str(MAX_SERIAL + 1), "9" * 5000])
def test_a_text_without_a_usable_number_is_no_error_and_has_no_number(text: str):
    assert parse_serial_number(text).number is None


@given(st.text())
def test_the_shape_alone_never_fails(text: str):
    assert parse_serial_number(text).text == text


@given(st.text(st.characters(codec="ascii"), max_size=8), st.integers(0, MAX_SERIAL))
def test_what_is_written_after_a_letter_comes_back(before: str, number: int):
    parsed = parse_serial_number(f"{before}X{number}")
    assert parsed.number == number
    assert parsed.prefix.endswith("X")


def test_two_serials_make_a_range_with_their_common_prefix():
    assert parse_range("JCL-1-0100", "ＪＣＬ－１－０１５０") == ("JCL-1-", SerialRange(100, 150))


def test_serials_of_two_prefixes_are_refused():
    with pytest.raises(
        ValueError, match=r"differ before the number .*JCL-1-.*JCL-2-.* write both serial numbers in full"
    ):
        parse_range("JCL-1-0100", "JCL-2-0150")


def test_reversed_serials_are_refused():
    with pytest.raises(ValueError, match="first number 150 is greater than the last number 100"):
        parse_range("JCL-150", "JCL-100")


@pytest.mark.parametrize("huge", [str(MAX_SERIAL + 1), "9" * 5000])
def test_serials_above_the_bound_are_refused(huge: str):
    with pytest.raises(ValueError, match=r"the last serial .* is greater than 10\^30; check") as caught:
        parse_range("JCL-1", f"JCL-{huge}")
    assert len(str(caught.value)) < 300


def test_serials_without_a_number_are_refused():
    with pytest.raises(
        ValueError, match="the first serial “不明” does not end in a whole number; write the whole"
    ):
        parse_range("不明", "JCL-1")


def test_serials_a_spreadsheet_has_rounded_are_refused():
    with pytest.raises(ValueError, match="scientific notation, which loses digits; format the cell as text"):
        parse_range("1.23457E+12", "1.23457E+12")


@pytest.mark.parametrize(
    "text",
    [
        "65142364 - 65142423", "JCL-1-100", "JCL-0100-0149", "VU-ITMO-11-356-2022-0-27-86", "JCL-1 ~ JCL-149", "JCL-1～149",
        "JCL-1からJCL-149", "JCL-7 to 9", "JCL-12 ~ 5", "JC1-JC149", "JCL_10_20", "JCL-5-5", "CA002-BK1-BK-1236500-1237500-2022",
        "自JCL-1至JCL-149", "JCL-1..9",
    ],
)  # fmt: skip
def test_one_text_at_both_ends_that_may_be_a_range_is_no_single_unit(text: str):
    assert read_block(text, text) is None
    assert read_block(text, text.replace("-", " – ")) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("100,897", 100897), ("JCL-0000-120001", 120001), ("JCL-9-7", 7), ("JCL-123", 123), ("12Tokyo-5", 5)],
)  # fmt: skip
def test_one_text_at_both_ends_that_shows_no_second_number_is_one_unit(text: str, number: int):
    found = read_block(text, text)
    assert found is not None
    assert found[1] == SerialRange(number, number)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("RW-5-1463953-2-2-0-7014", "RW-5-1464012-2-2-0-7014"),
        ("1-11-11-VCS-VCU-7-0", "1-60-60-VCS-VCU-7-0"),
        ("5 - 5", "60 - 60"),
    ],
)
def test_two_full_serials_that_differ_in_one_number_are_not_refused_though_it_is_not_the_last(
    first: str, last: str
):
    assert read_block(first, last) is None


@pytest.mark.parametrize(
    ("first", "last"),
    [("JCL-1-0100", "JCL-2-0150"), ("JCL-150", "JCL-100"), ("A-9-7", "A-5-7"), ("JCL-1", "JCL-" + "9" * 5000), ("JC-1", "JL-2")],
)  # fmt: skip
def test_ends_that_no_layout_could_make_one_block_are_refused(first: str, last: str):
    with pytest.raises(ValueError, match="serial"):
        read_block(first, last)


def test_ends_with_one_prefix_are_read_as_they_always_were():
    assert read_block("JCL-1-0100", "JCL-1-0150") == parse_range("JCL-1-0100", "JCL-1-0150")


# --- scopes


def test_a_part_that_is_not_a_text_is_refused_because_it_would_never_be_equal_to_one():
    with pytest.raises(TypeError, match="vintage must be a text or None, not int: write '2024'"):
        UniquenessScope("J-Credit", "J-Credit", "", "P1", 2024)  # type: ignore[arg-type]


def test_an_empty_part_is_known_and_a_missing_one_is_not():
    assert replace(SCOPE, prefix="").complete
    assert not replace(SCOPE, prefix=None).complete


# --- overlap


def test_neighbouring_blocks_that_share_one_unit_overlap_there():
    found = find_overlaps([block("C1", SerialRange(1, 100)), block("C2", SerialRange(100, 150))])
    assert found == (Overlap("C1", "C2", SerialRange(100, 100)),)


def test_a_block_inside_a_block_overlaps_whole_and_the_holder_plays_no_part():
    found = find_overlaps(
        [block("mine", SerialRange(1, 100), holder="A"), block("theirs", SerialRange(90, 95), holder="B")]
    )
    assert found == (Overlap("mine", "theirs", SerialRange(90, 95)),)


def test_adjoining_blocks_do_not_overlap():
    assert find_overlaps([block("C1", SerialRange(1, 100)), block("C2", SerialRange(101, 150))]) == ()


@pytest.mark.parametrize("part", ["programme", "registry", "prefix", "project_or_party", "vintage"])
def test_the_same_numbers_in_another_scope_are_other_units(part: str):
    a = block("C1", SerialRange(1, 100))
    b = block("C2", SerialRange(1, 100), replace(SCOPE, **{part: "other"}))
    assert overlap_truth(a, b) is False
    assert find_overlaps([a, b]) == ()
    assert possible_overlaps([a, b]) == ()


@pytest.mark.parametrize("part", ["programme", "registry", "prefix", "project_or_party", "vintage"])
def test_with_a_part_of_the_scope_missing_nothing_surely_overlaps_but_it_may(part: str):
    a = block("C1", SerialRange(1, 100))
    b = block("C2", SerialRange(1, 100), replace(SCOPE, **{part: None}))
    assert overlap_truth(a, b) is None
    assert find_overlaps([a, b]) == ()
    assert possible_overlaps([a, b]) == (("C1", "C2"),)


def test_disjoint_numbers_are_disjoint_whatever_the_scope():
    nowhere = UniquenessScope(None, None, None, None, None)
    assert overlap_truth(block("C1", SerialRange(1, 9)), block("C2", SerialRange(10, 19), nowhere)) is False


def test_without_serials_it_cannot_be_said_unless_the_scopes_differ():
    a, b = block("C1", None), block("C2", SerialRange(1, 9))
    assert overlap_truth(a, b) is None
    assert possible_overlaps([a, b]) == (("C1", "C2"),)
    assert overlap_truth(a, block("C2", SerialRange(1, 9), replace(SCOPE, vintage="2023"))) is False


def test_three_records_of_one_block_make_three_pairs():
    found = find_overlaps([block(key, SerialRange(1, 5)) for key in ("C3", "C1", "C2")])
    assert [(o.left, o.right) for o in found] == [("C1", "C2"), ("C1", "C3"), ("C2", "C3")]


@pytest.mark.parametrize("search", [find_overlaps, possible_overlaps])
def test_two_blocks_with_one_key_are_refused(search: Callable[[list[Block]], object]):
    with pytest.raises(ValueError, match="two blocks have the key 'C1'; give each record its own key"):
        search([block("C1", SerialRange(1, 5)), block("C1", SerialRange(1, 5))])


@given(blocks(scopes(parts)))
def test_the_searches_say_what_the_reference_says_each_pair_once(rows: list[Block]):
    pairs = list(combinations(rows, 2))
    sure = {frozenset((a.key, b.key)): (a, b) for a, b in pairs if overlap_truth(a, b) is True}
    unsure = {frozenset((a.key, b.key)) for a, b in pairs if overlap_truth(a, b) is None}

    found = find_overlaps(rows)
    assert {frozenset((o.left, o.right)) for o in found} == set(sure)
    assert len(found) == len(sure)
    for overlap in found:
        a, b = sure[frozenset((overlap.left, overlap.right))]
        assert a.range is not None
        assert b.range is not None
        assert overlap.at == a.range.overlap(b.range)

    possible = possible_overlaps(rows)
    assert {frozenset(pair) for pair in possible} == unsure
    assert len(possible) == len(unsure)


@pytest.mark.slow
@given(blocks(scopes(known_parts)))
def test_the_sweep_agrees_with_the_reference_in_crowded_scopes(rows: list[Block]):
    sure = {frozenset((a.key, b.key)) for a, b in combinations(rows, 2) if overlap_truth(a, b) is True}
    assert {frozenset((o.left, o.right)) for o in find_overlaps(rows)} == sure


@given(blocks(scopes(parts)), st.randoms(use_true_random=False))
def test_the_order_of_the_blocks_does_not_change_the_answer(rows: list[Block], random):
    shuffled = random.sample(rows, len(rows))
    assert find_overlaps(shuffled) == find_overlaps(rows)
    assert possible_overlaps(shuffled) == possible_overlaps(rows)


def filled(row: Block, other: Block) -> Block:
    """The row with every gap filled from another one."""
    scope = UniquenessScope(
        *(
            mine if mine is not None else theirs
            for mine, theirs in zip(row.scope.parts, other.scope.parts, strict=True)
        )
    )
    return Block(row.key, scope, row.range or other.range, row.holder)


@given(*[st.builds(Block, st.just("B"), scopes(parts), st.none() | ranges, st.none()) for _ in range(4)])
def test_filling_a_gap_never_turns_true_into_false_or_false_into_true(a: Block, b: Block, c: Block, d: Block):
    before = overlap_truth(a, b)
    after = overlap_truth(filled(a, c), filled(b, d))
    assert before is None or after == before


@given(*[st.builds(Block, st.just("B"), scopes(parts), st.none() | ranges, st.none()) for _ in range(2)])
def test_overlap_does_not_depend_on_who_is_asked_first(a: Block, b: Block):
    assert overlap_truth(a, b) == overlap_truth(b, a)


@pytest.mark.slow
def test_the_searches_find_the_one_gap_among_many_blocks_that_do_not_overlap():
    """What they cost beside a sort is measured in benchmarks/."""
    rows = [block(f"B{i}", SerialRange(10 * i, 10 * i + 9)) for i in range(20_000)]
    rows += [block("gap", SerialRange(5, 5), replace(SCOPE, vintage=None))]
    assert find_overlaps(rows) == ()
    assert possible_overlaps(rows) == (("B0", "gap"),)


# --- sets of numbers


def test_overlapping_and_adjoining_ranges_become_one():
    assert merge([SerialRange(5, 9), SerialRange(1, 4), SerialRange(12, 13), SerialRange(8, 10)]) == (
        SerialRange(1, 10),
        SerialRange(12, 13),
    )


def test_what_is_taken_is_cut_out():
    left = subtract([SerialRange(1, 100)], [SerialRange(10, 19), SerialRange(90, 200)])
    assert left == (SerialRange(1, 9), SerialRange(20, 89))


def test_a_number_in_two_ranges_is_one_tonne():
    assert total([SerialRange(1, 100), SerialRange(100, 150)]) == 150
    assert total([]) == 0


@given(st.lists(ranges, max_size=8), st.lists(ranges, max_size=8))
def test_the_algebra_is_that_of_sets_in_the_fewest_ranges(held: list[SerialRange], taken: list[SerialRange]):
    assert numbers_of(merge(held)) == numbers_of(held)
    assert numbers_of(subtract(held, taken)) == numbers_of(held) - numbers_of(taken)
    assert total(held) == len(numbers_of(held))
    for result in (merge(held), subtract(held, taken)):
        assert all(a.last + 1 < b.first for a, b in pairwise(result))
