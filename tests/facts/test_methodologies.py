"""What the text of a J-Credit methodology says of its field, and that a text without a number says nothing."""

from __future__ import annotations

import pytest

from offsetcheck.facts.methodologies import field_of, number_first, numbers_in, stores


@pytest.mark.parametrize(
    ("text", "field", "numbers"),
    [
        ("EN-S-001 ボイラーの導入", "EN-S", ("EN-S-001",)),
        ("太陽光発電設備の導入（en‐r‐002）", "EN-R", ("EN-R-002",)),
        ("EN-S-001、EN-S-006", "EN-S", ("EN-S-001", "EN-S-006")),
        ("EN-S-001、EN-R-002", None, ("EN-S-001", "EN-R-002")),
        ("FO-", "FO", None),
        ("ボイラーの導入", None, None),
        ("VM0042", None, None),
        (None, None, None),
    ],
)
def test_a_text_says_the_field_and_the_numbers_that_stand_in_it(
    text: str | None, field: str | None, numbers: tuple[str, ...] | None
) -> None:
    assert (field_of(text), numbers_in(text)) == (field, numbers)


def test_the_only_number_of_a_text_is_put_first() -> None:
    assert number_first("森林経営活動（fo-001）") == "FO-001 森林経営活動（FO-001）"
    assert number_first("EN-S-001、EN-R-002") == "EN-S-001、EN-R-002"


def test_a_text_without_a_number_says_nothing_of_carbon_that_is_kept() -> None:
    assert [stores(t) for t in ("森林経営活動", "FO-001", "AG-004 Ver. 2.0", "EN-S-001", None)] == [
        None, True, True, False, None,
    ]  # fmt: skip
