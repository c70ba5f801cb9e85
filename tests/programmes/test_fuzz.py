"""Whatever stands in a cell, no importer falls over, and what it writes is still a claim's."""

from __future__ import annotations

import csv
import io
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.programmes.importers.interface import Parsed, PassedOver, Refused
from tests.programmes.kit import SAMPLES, as_claim, as_json_claim, read, written
from tests.programmes.test_importers import FILES, form_of

TABLES = [name for name in FILES if name.endswith(".csv")]

nasty = st.sampled_from(
    [
        "", " ", "-", "–", "#REF!", "#N/A", "0", "-1", "1.5", "0.0001", "1e9", "9" * 40, "1,000", "１００", "100 to 1",
        "1 - 5", "5 - 1", "2026-02-30", "31/12/2026", "12/31/2026", "2026-12-31", "1999-01-01", "2199-12-31", "NO",
        "Norway", "true", "null", "~", "a\nb", '"', "'", "{a: b}", "[x]", "a/b", "=1+1", "%s", "{0}", "\u2028", "\x85",
        "\u202e", "𠮷", "無効化", "取消し", "プログラム型", "J-クレジット", "JCM", "Total", "合計", "[{'country': 'Chile'}, 5]",
        "VCS-VCU", "GS1-1-KE-GS1-16-2025-3-1-2", "Retired", "Canceled", "Buffer", "x" * 300,
    ]
)  # fmt: skip


@lru_cache(maxsize=64)
def cells_of(name: str) -> tuple[tuple[str, ...], ...]:
    text = (SAMPLES / name).read_text(encoding="utf-8-sig")
    return tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline="")))


@pytest.mark.slow
@given(st.data())
@pytest.mark.parametrize("name", TABLES)
def test_cells_that_hold_anything_are_survived(name: str, data: st.DataObject) -> None:
    header, *rows = (list(row) for row in cells_of(name))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.sampled_from(rows))
        row[data.draw(st.integers(0, len(header) - 1))] = data.draw(nasty | st.text(max_size=20))
    if data.draw(st.booleans()):
        rows.append(list(data.draw(st.sampled_from(rows))))
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(out.getvalue().encode("utf-8", "replace"))
        result = read(path, form_of(name))
    assert all(isinstance(o, Parsed | Refused | PassedOver) for o in result.outcomes)
    form = form_of(name)
    as_claim(written(result, form))
    as_json_claim(written(result, form, "json"))
    list(csv.reader(io.StringIO(written(result, form, "csv"), newline="")))
    for outcome in result.outcomes:
        if isinstance(outcome, Refused):
            assert outcome.problem.render("ja")
            assert outcome.problem.render("en")
