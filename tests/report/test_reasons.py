"""One reason for one cause: what messages, uses and units have in common is said once."""

import pytest

from offsetcheck.report.reasons import at_places, some, together


@pytest.mark.parametrize(
    ("messages", "told"),
    [
        (
            ["由来（森林）と一致しません。", "由来（農業）と一致しません。"],
            "由来（森林、農業）と一致しません。",
        ),
        (["同じです。", "同じです。"], "同じです。"),
        (
            ["区分（電気）と由来（森林）", "区分（熱）と由来（農業）"],
            None,
        ),  # which goes with which would be lost
        (["森林です。", "農業です。"], None),
        (["Of a field (EN-S) only.", "Of a field (EN-R) only."], "Of a field (EN-S、EN-R) only."),
    ],
)
def test_messages_that_differ_in_one_pair_of_brackets_are_one(messages, told):
    assert together(messages, "ja") == told


def test_uses_of_the_same_units_stand_together():
    places = [("SHK", ("C1", "C2")), ("CDP", ("C1",)), ("SBT", ("C1", "C2")), ("CDP", ("C2",))]
    assert at_places(places, "ja") == "SHK、CDP、SBT：C1、C2"
    assert at_places([("CDP", ("C1", "C3")), ("CDP", ("C2",))], "ja", ("C1", "C2", "C3")) == "CDP：C1、C2、C3"
    assert at_places([*places, ("RE100", ("C9",))], "en") == "SHK, CDP, SBT: C1, C2 / RE100: C9"


def test_a_long_list_of_units_says_how_many_more():
    assert some([f"C{n}" for n in range(12)], "ja") == "C0、C1、C2、C3、C4、C5、C6、C7 ほか4件"
