"""Problems say where, what and what to do, in both languages, and are safe to print."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.problems import FOUND_LENGTH, InputError, Problem, Text, address, escaped, shortened

DATE = Text("日付を 2024-04-01 の形で書いてください", "write a date as 2024-04-01")


def problem(**changes):
    parts = {
        "file": "claim.yaml",
        "line": 12,
        "column": 5,
        "path": "credits[2].vintage.from",
        "found": "2024/4/1",
        "expected": DATE,
        "code": "date",
    }
    return Problem(**{**parts, **changes})


def test_text_is_shown_in_the_language_asked_for():
    assert DATE.in_("ja") == "日付を 2024-04-01 の形で書いてください"
    assert DATE.in_("en") == "write a date as 2024-04-01"
    with pytest.raises(ValueError, match="unknown language 'fr'"):
        DATE.in_("fr")  # type: ignore[arg-type]


def test_text_is_filled_in_both_languages():
    assert Text("{n}件", "{n} found").filled(n="{x}") == Text("{x}件", "{x} found")


def test_problem_is_one_line_with_place_finding_and_mend():
    assert (
        problem().render("en")
        == "claim.yaml:12 credits[2].vintage.from: 2024/4/1 → write a date as 2024-04-01"
    )
    assert (
        problem().render("ja")
        == "claim.yaml:12 credits[2].vintage.from: 2024/4/1 → 日付を 2024-04-01 の形で書いてください"
    )


def test_problem_of_a_workbook_names_sheet_and_cell():
    shown = problem(file="claim.xlsx", line=None, column=None, sheet="credits", cell="D5").render("en")
    assert shown.startswith("claim.xlsx credits!D5 credits[2].vintage.from: 2024/4/1 → ")


def test_problem_without_line_path_or_finding_leaves_them_out():
    shown = problem(line=None, column=None, path="", found="").render("en")
    assert shown == "claim.yaml: write a date as 2024-04-01"


def test_found_is_shortened_and_escaped():
    assert len(problem(found="長" * 500).found) == FOUND_LENGTH
    assert problem(found="a\nb\x1b[31m").found == r"a\nb\x1b[31m"
    shown = problem(file="a\x1b.yaml", path="a\u202eb", sheet="x\n", cell="\0").render("en")
    assert shown.isprintable()


def test_ideographic_space_is_kept():
    assert escaped("株式会社\u3000緑") == "株式会社\u3000緑"
    assert escaped("no\u00a0break") == r"no\xa0break"


@given(st.text(alphabet=st.characters()))
def test_shortened_text_is_short_visible_and_stable(text):
    short = shortened(text)
    assert len(short) <= FOUND_LENGTH
    assert short.replace("\u3000", "").isprintable()
    assert shortened(short) == short
    assert escaped(escaped(text)) == escaped(text)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), ""),
        (("credits", 2, "vintage", "from"), "credits[2].vintage.from"),
        ((0, 1, "a"), "[0][1].a"),
        (("表示",), "表示"),
        (("a.b", ""), '["a.b"][""]'),
        (("a b", "c"), '["a b"].c'),
    ],
)
def test_address_reads_like_the_document(path, shown):
    assert address(path) == shown


def test_address_of_a_huge_key_stays_short():
    assert len(address(["x" * 10_000])) <= FOUND_LENGTH


def test_input_error_shows_all_its_problems_one_per_line():
    error = InputError([problem(), problem(line=20, path="claim.id")])
    assert str(error).splitlines() == [held.render("en") for held in error.problems]
    assert error.render("ja").count("日付を") == 2
    assert [held.line for held in error.problems] == [12, 20]


def test_input_error_shows_its_problems_file_by_file_and_from_the_first_line_to_the_last():
    held = [
        problem(line=10),
        problem(line=11),
        problem(file="b.yaml", line=2),
        problem(line=3),
        problem(line=None),
    ]
    error = InputError(held)
    assert [(p.file, p.line) for p in error.problems] == [
        *(("claim.yaml", line) for line in (None, 3, 10, 11)), ("b.yaml", 2),
    ]  # fmt: skip


def test_input_error_takes_a_single_problem_and_can_be_copied():
    error = InputError(problem())
    assert error.problems == (problem(),)
    assert copy.copy(error).problems == error.problems


def test_input_error_without_problems_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        InputError([])
