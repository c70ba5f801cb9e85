"""The search for overlaps leaves out only pairs that no comparison could find, so that a long claim is judged in time."""

from __future__ import annotations

import copy
from datetime import date
from itertools import product
from typing import Any

from offsetcheck.engine.overlaps import _may_share, _overlap, rows_overlap
from offsetcheck.facts.serials import Block, SerialRange, UniquenessScope
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, build_world
from tests.engine.test_attacks import claim

PROGRAMMES, PREFIXES, OWNERS, VINTAGES = (
    (None, "J-Credit", "VCS"),
    (None, "", "A"),
    (None, "P1", "1"),
    (None, "2021"),
)
SCOPES = [UniquenessScope(p, "", x, o, v) for p, x, o, v in product(PROGRAMMES, PREFIXES, OWNERS, VINTAGES)]


def test_ranges_that_lie_apart_share_no_unit_whatever_else_is_known() -> None:
    """Every pair of scopes, with parts missing or not."""
    for one, other in product(SCOPES, SCOPES):
        a, b = Block("a", one, SerialRange(1, 10), None), Block("b", other, SerialRange(11, 20), None)
        assert _overlap(a, b) is False
        assert _overlap(b, a) is False


def many(value: dict[str, Any]) -> None:
    """Credits that meet, lie apart, lie within one another, or have no serials."""
    credit = value["credits"][0]
    value["credits"] = []
    ends = [(1, 10), (11, 20), (5, 15), (1, 100), (100, 100), (101, 120), None, (20, 20), None, (121, 130)]
    for n, end in enumerate(ends):
        row = {**copy.deepcopy(credit), "id": f"C{n + 1}"}
        row.pop("serials")
        if end is not None:
            row["serials"] = {"first": f"JCL-0000-{end[0]:06d}", "last": f"JCL-0000-{end[1]:06d}"}
        value["credits"].append(row)


def test_the_search_finds_what_comparing_every_pair_finds() -> None:
    """In the order of the rows, and never a row beside itself."""
    world = build_world(claim(many), Profile.SELF_CHECK, date(2026, 11, 29))
    rows = world.rows["credit"]
    near = _may_share(rows, ALL)
    for row in rows:
        found = [other for other in near[row] if rows_overlap(row, other, ALL) is not False]
        assert found == [o for o in rows if o is not row and rows_overlap(row, o, ALL) is not False]
    assert rows[0] not in near[rows[9]]
