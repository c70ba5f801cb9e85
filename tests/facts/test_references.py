"""Numbers as somebody wrote them down: those that may be one are found without comparing every pair."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from offsetcheck.facts.references import may_be_one, plain_id, same_id

PARTS = st.sampled_from(["N", "-", "1", "0", "2", "第", "号", " ", "01", "12", "A"])


@given(st.lists(st.lists(PARTS, min_size=1, max_size=5).map("".join).filter(plain_id), max_size=8))
@settings(max_examples=300, deadline=None)
def test_numbers_that_may_be_one_are_those_found_by_comparing_every_pair(texts: list[str]) -> None:
    found = may_be_one(texts, 2)
    for text in set(texts):
        others = {other: same_id(text, other) for other in set(texts) - {text}}
        may_be = {other for other, same in others.items() if same is not False}
        assert {other for other, same in others.items() if same} <= set(found[text]) <= may_be
        assert bool(found[text]) is bool(may_be)
