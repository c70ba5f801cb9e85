"""A rulebook loads whole or not at all: whatever is changed in one place, it is refused with a place and a mend, or sound.

The files of `broken/` show one mistake each with its message and line; here every place is tried, and every odd file.
"""

from __future__ import annotations

import copy
import dataclasses
import os
import tempfile
from datetime import date
from pathlib import Path as File
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.cli.main import main
from offsetcheck.facts.problems import InputError
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.loader import load
from tests.engine.lawkit import (
    DOCUMENTS,
    book,
    criterion,
    derives,
    edition,
    parameter,
    rule,
    scheme,
    written,
)
from tests.rulebook.whole_book import WHOLE, Files, Path, at, changed, places, without

ROOT = File(__file__).resolve().parents[2]
CLAIM = ROOT / "fixtures" / "claims" / "clean-organisation.yaml"

#: Where an expression stands, true, false and numbers are expressions too.
EXPRESSIONS = {"require", "let", "show", "cases", "when", "value", "kept"}
PLACES = [p for p in places(WHOLE) if len(p) > 2]
MAPPINGS = [p for p in places(WHOLE) if len(p) > 1 and isinstance(at(WHOLE, p), dict)]
JUNK: list[Any] = [
    True,
    False,
    7,
    -1,
    3.5,
    [],
    {},
    [[]],
    [None],
    [7],
    {"x": 1},
    "",
    " ",
    "\u3000",
    [{"a": 1}],
    {"ja": "x"},
]


def opened(files: Files) -> Rulebook:
    with tempfile.TemporaryDirectory() as folder:
        return load(written(File(folder), files))


def meaning(book: Rulebook) -> Rulebook:
    """The rulebook without hashes and places, which change with every letter."""

    def bare(edition: Any) -> Any:
        rules = tuple(
            dataclasses.replace(
                r, file="", line=0, examples=tuple(dataclasses.replace(e, line=0) for e in r.examples)
            )
            for r in edition.rules
        )
        return dataclasses.replace(edition, sha256="", rules=rules)

    return dataclasses.replace(book, sha256="", editions=tuple(bare(e) for e in book.editions))


def loaded(files: Files) -> Rulebook | None:
    """The rulebook, or None where it is refused as it should be: every problem with a file, a line and a mend."""
    try:
        return meaning(opened(files))
    except InputError as error:
        for problem in error.problems:
            assert problem.file
            assert problem.line
            assert problem.expected.ja
            assert problem.expected.en
            assert problem.expected.ja != problem.expected.en
        return None


SOUND = meaning(opened(WHOLE))


def test_the_whole_book_loads():
    assert {r.id for r in SOUND.rules} == {"OG-1", "OG-2", "OG-3", "OG-4"}


def named_files(names: list[str]) -> Files:
    """The whole book with its guideline in two files, and a list of them."""
    files = copy.deepcopy(WHOLE)
    files["guideline/more.yaml"] = [files["guideline/all.yaml"].pop()]
    files["guideline/all.yaml"][0]["files"] = names
    return files


@pytest.mark.parametrize(
    ("names", "lost", "said"),
    [
        (["more.yaml"], None, None),
        (["more.yaml"], "guideline/more.yaml", "put it back"),
        (["more.yaml", "other.yaml"], None, "put it back"),
        (["more.yaml", "more.yaml"], None, "twice"),
        ([], None, "add it to `files`"),
    ],
)
def test_an_edition_that_names_its_files_has_these_and_no_others(names, lost, said):
    files = named_files(names)
    if lost:
        del files[lost]
    if said is None:
        assert "OG-3" in {r.id for r in opened(files).rules}
        return
    with pytest.raises(InputError) as caught:
        opened(files)
    assert any(said in p.expected.en for p in caught.value.problems)


@pytest.mark.slow
@given(st.sampled_from(PLACES), st.sampled_from(JUNK))
def test_junk_of_another_type_is_refused_or_means_the_same(path, junk):
    before = at(WHOLE, path)
    book = loaded(changed(path, junk))
    if book is None or book == SOUND:
        return
    if isinstance(junk, list | dict) and not junk:
        assert type(junk) is type(before)  # an empty list or mapping in the place of another
    elif not EXPRESSIONS & set(path[2:]):
        numbers = isinstance(junk, int | float) and not isinstance(junk, bool)
        alike = isinstance(before, int | float | list | None) and not isinstance(before, bool)
        assert (numbers and (alike or path[-1] == "since")) or (
            isinstance(junk, bool) and isinstance(before, bool)
        ), path


@pytest.mark.slow
@pytest.mark.parametrize("path", MAPPINGS, ids=lambda p: ".".join(map(str, p)))
def test_an_unknown_key_is_refused_wherever_it_stands(path):
    assert loaded(changed((*path, "zzz"), "junk")) is None


def _needed(path: Path) -> bool:
    *_, holder, key = ("", *path)
    return key in ("ja", "en") or (
        key in {
            "title", "read", "authority", "chosen_by", "purposes", "basis", "document", "confidence", "text", "parts", "property",
            "subject", "severity", "remedy", "message", "require", "examples", "since", "verdict", "words", "question", "asks", "programme",
        }
        and holder != "value"
        and not (key == "purposes" and at(WHOLE, path[:2]).get("id"))
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("path", [p for p in PLACES if _needed(p)], ids=lambda p: ".".join(map(str, p)))
def test_what_is_needed_cannot_be_left_out_or_left_empty(path):
    assert loaded(without(path)) is None
    assert loaded(changed(path, None)) is None


@pytest.mark.slow
@given(st.sampled_from(PLACES))
def test_leaving_anything_out_is_no_crash_and_null_is_leaving_out(path):
    book = loaded(without(path))
    empty = loaded(changed(path, None))
    if isinstance(path[-1], str) and empty is not None and not {"given", "lists", "value", "let"} & set(path):
        assert book == empty


@pytest.mark.slow
def test_every_item_twice_is_refused():
    for name, items in WHOLE.items():
        for n, item in enumerate(items):
            if "term" not in item:
                files = copy.deepcopy(WHOLE)
                files[name].insert(n + 1, copy.deepcopy(item))
                assert loaded(files) is None, item


def test_problems_of_several_files_are_told_at_once_even_where_one_cannot_be_read(tmp_path):
    files = copy.deepcopy(WHOLE)
    files["guideline/all.yaml"][6]["odd"] = 1
    written(tmp_path, files)
    (tmp_path / "shk" / "torn.yaml").write_text("- a: [")
    (tmp_path / "shk" / "none.yaml").write_text("text")
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert {File(p.file).name for p in caught.value.problems} == {"all.yaml", "torn.yaml", "none.yaml"}


def guideline(*items: Any, **changes: Any) -> list[Any]:
    """An edition of the guideline with these items."""
    return [edition(**changes), *items]


PERMANENCE = criterion("permanence", "credit", "kept")
BESIDE: dict[str, Files] = {
    "a linked subject exists": {"a/all.yaml": guideline(rule("OG-U", "use", "exists(retirement) AND exists(credit)"))},
    "rows are counted by a list and a condition": {
        "a/all.yaml": guideline(rule("OG-C", "claim", "count(uses) >= count(uses, uses.t > 1 AND uses.valid)")),
    },
    "rows are counted by a condition alone": {"a/all.yaml": guideline(rule("OG-C", "claim", "count(uses.t > 1) >= 1"))},
    "two criteria have parts of their own names": {
        "a/all.yaml": guideline(criterion("origin", "project", "stated"), PERMANENCE, rule("OG-U", "use", "stated AND kept")),
    },
    "one criterion has its parts in two editions": {
        "a/all.yaml": guideline(PERMANENCE, rule("OG-U", "use", "kept"), effective_to="2025-12-31"),
        "b/all.yaml": guideline(PERMANENCE, edition="guideline/two", effective_from="2026-01-01"),
    },
    "a derived value has a dot, and no way to a row before it": {
        "a/all.yaml": guideline(derives("use.own.total_t", "use.t"), rule("OG-U", "use", "use.own.total_t >= 1")),
    },
    "a scheme has no last year": {"a/all.yaml": guideline(), "b/all.yaml": [scheme("shk/one", "shk")]},
    "days are texts": {
        "a/all.yaml": guideline(
            dict(parameter("first", "2026-02-01"), unit="date"), rule("OG-U", "use", "as_of >= $first AND as_of > DATE '2024-02-29'"),
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize("files", BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_a_mistake_of_its_kind_loads(files):
    """Each of these is refused, in a file of `broken/`, when it says a little more."""
    assert opened({"documents.yaml": DOCUMENTS, **files}).editions


def test_a_day_that_yaml_reads_is_the_day_of_its_text(tmp_path):
    written(tmp_path, WHOLE)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "all.yaml").write_text(
        "- edition: other/one\n  authority: other\n  title: {ja: 版, en: edition}\n  chosen_by: publication\n"
        "  effective_from: 2024-01-01\n  purposes: [offset]\n  basis: [{document: law, confidence: official}]\n",
        encoding="utf-8",
    )
    assert load(tmp_path).of("other")[0].effective_from == date(2024, 1, 1)


# -- odd files -------------------------------------------------------------------------------------------------------------

ODD = {
    "not-utf-8": ("shk/odd.yaml", "- id: 法".encode("cp932"), "odd.yaml"),
    "nul": ("shk/odd.yaml", b"- id: a\0b\n", "odd.yaml:1"),
    "bomb": ("shk/odd.yaml", b"- a: &a [x, x]\n  b: &b [*a, *a]\n  c: [*b, *b]\n", "odd.yaml:1"),
    "nested": ("shk/odd.yaml", b"- a: " + b"[" * 5000, "odd.yaml:1"),
    "empty": ("shk/odd.yaml", b"", "odd.yaml"),
    "comments alone": ("shk/odd.yaml", b"# nothing\n", "odd.yaml"),
    "a list beside the rules of an edition": ("shk/not-implemented.yaml", b"- id: OG-X-01\n", "not-implemented.yaml:1"),
    "another ending": ("shk/odd.yml", b"- id: X-1\n", "ends in .yaml"),
    "capitals": ("shk/odd.YAML", b"- id: X-1\n", "ends in .yaml"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "said"), ODD.values(), ids=ODD)
def test_a_file_that_cannot_be_read_or_would_be_overlooked_stops_the_check(tmp_path, name, content, said):
    written(tmp_path / "rules", WHOLE)
    (tmp_path / "rules" / name).write_bytes(content)
    assert said in refused(tmp_path / "rules")


def test_links_that_lead_out_and_folders_behind_links_stop_the_check(tmp_path):
    written(tmp_path / "rules", WHOLE)
    (tmp_path / "outside.yaml").write_text("[]")
    link = tmp_path / "rules" / "link.yaml"
    link.symlink_to(tmp_path / "outside.yaml")
    assert "leads out of the folder" in refused(tmp_path / "rules")
    link.unlink()
    link.symlink_to(tmp_path / "nowhere")
    assert "link.yaml" in refused(tmp_path / "rules")
    link.unlink()
    (tmp_path / "rules" / "more").symlink_to(tmp_path / "rules" / "shk")
    assert "links to folders are not followed" in refused(tmp_path / "rules")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_what_is_no_ordinary_file_stops_the_check_and_is_not_waited_for(tmp_path):
    written(tmp_path / "rules", WHOLE)
    os.mkfifo(tmp_path / "rules" / "pipe.yaml")
    assert "no ordinary file" in refused(tmp_path / "rules")


def refused(rules: File) -> str:
    """What `check` says of a rulebook that it refuses: exit 4, and nothing that looks like a report."""
    arguments = [
        "check",
        str(CLAIM),
        "--as-of",
        "2026-06-01",
        "--rules",
        str(rules),
        "--lang",
        "en",
        "--format",
        "json",
    ]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 4, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    return result.stderr


def test_a_part_of_a_criterion_is_not_named_as_the_verdict_of_a_use() -> None:
    """Conditions read `use.valid` as the use's own verdict, and would never read the part (law 12)."""
    book(criterion("origin", "use", "fine"))
    with pytest.raises(InputError) as caught:
        book(criterion("origin", "use", "valid"))
    assert [(p.code, p.found) for p in caught.value.problems] == [("duplicate-id", "valid")]
