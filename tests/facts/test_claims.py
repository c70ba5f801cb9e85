"""Bad claim files are refused with every mistake at once, each with its place and its mend, in both languages."""

from __future__ import annotations

import copy
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.claims import parse_claim, read_claim
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError, Problem

HEAD = """\
claim:
  id: C-1
  stage: ready
  publish_by: 2026-06-30
"""


def read(text: str | bytes, name: str = "claim.yaml") -> Claim:
    return parse_claim(text.encode() if isinstance(text, str) else text, name)


def mistakes(text: str | bytes, name: str = "claim.yaml") -> tuple[Problem, ...]:
    """The problems of a file, each complete: place, mend in both languages, and a stable code."""
    with pytest.raises(InputError) as caught:
        read(text, name)
    for problem in caught.value.problems:
        assert problem.code
        assert problem.file == name
        assert problem.expected.ja
        assert problem.expected.en
        assert re.search(r"[ぁ-んァ-ン一-龠]", problem.expected.ja)
        assert not re.search(r"[ぁ-んァ-ン]", problem.expected.en)
        for lang in ("ja", "en"):
            assert problem.render(lang).startswith(problem.place)
            assert "\n" not in problem.render(lang)
    return caught.value.problems


def only(text: str | bytes, name: str = "claim.yaml") -> Problem:
    (problem,) = mistakes(text, name)
    return problem


# -- what is no document at all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16"])
def test_a_file_in_another_encoding_is_refused_and_told_to_be_saved_as_utf8(encoding):
    text = HEAD + "  boundary: 本社及び国内全事業所の事業活動\n"
    problem = only(text.encode(encoding))
    assert problem.code in ("encoding", "not-text")
    assert "UTF-8" in problem.expected.en
    assert "UTF-8" in problem.expected.ja


def test_a_byte_order_mark_is_harmless():
    claim = read(b"\xef\xbb\xbf" + HEAD.encode())
    assert claim.claim.id == "C-1"


def test_anchors_and_aliases_are_refused_so_that_no_bomb_goes_off():
    bomb = "a: &a [x, x, x]\n" + "".join(
        f"{c}: &{c} [{', '.join(['*' + p] * 9)}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = mistakes(bomb)
    assert {p.code for p in found} == {"anchor", "alias"}
    assert found[0].line == 1


@pytest.mark.parametrize("deep", ["[" * 5000 + "]" * 5000, "{a: " * 200 + "1" + "}" * 200])
def test_deep_nesting_is_refused(deep):
    assert mistakes(f"claim: {deep}\n")


def test_tags_are_refused_and_nothing_is_constructed():
    assert only(HEAD + "  boundary: !!python/object/apply:os.system [ls]\n").line == 5


def test_a_key_that_stands_twice_is_refused_with_both_places():
    problem = only(HEAD + "  id: C-2\n")
    assert (problem.code, problem.line, problem.path) == ("duplicate-key", 5, "claim.id")
    assert "2" in problem.expected.en


@pytest.mark.slow
def test_a_text_of_ten_megabytes_is_refused_without_being_printed():
    problem = only(HEAD + f"  boundary: {'x' * 10_000_000}\n")
    assert problem.line == 5
    assert len(problem.render("ja")) < 500
    assert len(problem.render("en")) < 500


def test_an_empty_file_and_a_list_are_told_what_a_claim_file_is():
    assert mistakes("")
    assert "claim:" in only("- a\n- b\n").expected.en


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError) as caught:
        read_claim(tmp_path / "nothing.yaml")
    assert caught.value.problems[0].code == "missing-file"


# -- values --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["NO", "no", "on", "yes", "Y"])
def test_words_that_yaml_takes_for_booleans_stay_text(word):
    claim = read(HEAD + f"projects:\n  - {{id: P, name: {word}}}\n")
    assert [p.name for p in claim.projects or ()] == [word]


def test_norway_is_a_country():
    claim = read(HEAD + "projects:\n  - {id: P, host_country: NO}\n")
    assert [p.host_country for p in claim.projects or ()] == ["NO"]


@pytest.mark.parametrize("word", ["NO", "yes", "on", "1", "True", '"true"'])
def test_only_true_and_false_are_true_and_false(word):
    problem = only(HEAD + f"projects:\n  - {{id: P, additional: {word}}}\n")
    assert (problem.line, problem.path, problem.code) == (6, "projects[0].additional", "boolean")
    assert "true or false" in problem.expected.en


@pytest.mark.parametrize(
    "day",
    ["2025-02-29", "2025-13-01", "2025-04-31", "2025/04/01", "20250401", "2025-4-1", "R7-04-01", "2025-W10-3", "2025-04-01T00:00", "12", "true",
     "0000-01-01", "0199-01-01", "9999-12-31", "２０２５-04-01"],
)  # fmt: skip
def test_a_day_that_does_not_exist_or_is_written_otherwise_is_refused(day):
    problem = only(HEAD + f"  period: {{from: {day}}}\n")
    assert (problem.line, problem.path) == (5, "claim.period.from")
    assert "YYYY-MM-DD" in problem.expected.en
    assert "YYYY-MM-DD" in problem.expected.ja


def test_a_leap_day_exists_in_leap_years_only():
    assert read(HEAD + "  period: {to: 2024-02-29}\n").claim.period is not None
    assert only(HEAD + "  period: {to: 2100-02-29}\n").code == "date-unreal"


@pytest.mark.parametrize(("day", "unreal"), [("2025-06-31", True), ("2025-13-01", True), ("2025/06/30", False), ("6月30日", False)])  # fmt: skip
def test_a_day_no_calendar_has_is_told_apart_from_one_written_otherwise(day, unreal):
    problem = only(HEAD + f"  period: {{from: {day}}}\n")
    assert problem.code == ("date-unreal" if unreal else "date")
    assert (f"{day}は実在しない日付です。" in problem.expected.ja) is unreal
    assert (f"there is no {day}" in problem.expected.en) is unreal


def test_a_period_that_ends_before_it_begins_is_refused():
    problem = only(HEAD + "  period: {from: 2026-04-01, to: 2026-03-31}\n")
    assert (problem.path, problem.code) == ("claim.period.to", "reversed")
    assert "2026-04-01" in problem.expected.en


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1000000000000000", "number-size"), ("1" + "0" * 60, "number"), ("999999999999999.9999", "number-size"), ("0.0001", "number-scale"),
        ("12.3456", "number-scale"), ("-1", "negative"), ('"12.5"', "number"), ("12.5t", "number"), ("1e5", "number"), ("1,000", "number"),
        (".inf", "number"), (".nan", "number"), ("true", "number"), ("[1]", "number"), ("{}", "number"), ("0x1F", "number"), ("１２", "number"),
    ],
)  # fmt: skip
def test_tonnes_are_plain_numbers_within_bounds(number, code):
    problem = only(HEAD + f"  claimed_t: {number}\n")
    assert (problem.line, problem.path) == (5, "claim.claimed_t")
    assert problem.code == code or (problem.code, code) == ("number-scale", "number-size")


@pytest.mark.parametrize("number", ["0", "0.001", "999999999999999.999", "148.3", "12.50"])
def test_tonnes_are_exact(number):
    assert read(HEAD + f"  claimed_t: {number}\n").claim.claimed_t == Decimal(number)
    assert isinstance(read(HEAD + f"  claimed_t: {number}\n").claim.claimed_t, Decimal)


@pytest.mark.parametrize(
    ("value", "path"),
    [("kind: organization", "claim.kind"), ("stage: done", "claim.stage"), ("degree: true", "claim.degree")],
)
def test_a_value_outside_its_list_is_refused_with_the_list(value, path):
    text = (
        HEAD.replace("  stage: ready\n", "") + f"  {value}\n"
        if value.startswith("stage")
        else HEAD + f"  {value}\n"
    )
    problem = only(text)
    assert (problem.path, problem.code) == (path, "enum")
    assert (
        "offset" in problem.expected.en
        or "ready" in problem.expected.en
        or "organisation" in problem.expected.en
    )


@pytest.mark.parametrize(
    ("year", "good"),
    [
        ("FY2025", True),
        ("RY2026", True),
        ("2025年度", True),
        ("令和8年度報告（2025年度実績）", True),
        ("2025", False),
        ("FY25", False),
        ("令和8年度報告（2024年度実績）", False),
    ],
)
def test_a_year_says_which_kind_it_is(year, good):
    text = HEAD + f"filings:\n  - {{id: F, scheme: shk, period: {year}}}\n"
    if good:
        assert read(text).filings
    else:
        problem = only(text)
        assert (problem.line, problem.path) == (6, "filings[0].period")
        assert "FY2025" in problem.expected.ja + problem.expected.en


@pytest.mark.parametrize("number", ["1234567890123", "T7010001008844", "701000100884", "abc"])
def test_a_corporate_number_is_checked_by_its_check_digit(number):
    problem = only(HEAD + f'parties:\n  - {{id: us, corporate_number: "{number}"}}\n')
    assert problem.path == "parties[0].corporate_number"
    assert "法人番号" in problem.expected.en


@pytest.mark.parametrize("code", ["Site-1", "ＳＩＴＥ-1", "site -1", "site\u200b-1"])
def test_a_boundary_s_code_is_the_same_whatever_its_width_case_and_spaces(code):
    text = HEAD + f"  boundary_code: {code!r}\nuses:\n  - {{id: U, scope: {{boundary: site-1}}}}\n"
    claim = read(text.replace("'", '"'))
    (use,) = claim.uses or ()
    assert use.scope is not None
    assert claim.claim.boundary_code == use.scope.boundary == "site-1"


def test_a_code_without_a_letter_or_digit_is_refused():
    assert only(HEAD + '  boundary_code: "\u200b"\n').code == "code"


def test_a_null_is_a_value_that_is_missing():
    claim = read(HEAD + "  kind: null\n  boundary: ~\n  degree:\n")
    assert (claim.claim.kind, claim.claim.boundary, claim.claim.degree) == (None, None, None)


def test_an_empty_text_is_not_a_way_to_say_unknown():
    assert only(HEAD + '  boundary: "  "\n').code == "text-empty"


# -- serials -------------------------------------------------------------------------------------------------------------


def with_serials(first: str, last: str) -> str:
    return HEAD + f"credits:\n  - {{id: K, serials: {{first: {first}, last: {last}}}}}\n"


@pytest.mark.parametrize(
    ("first", "last"),
    [(2**63, 2**63 + 99), (2**64, 2**64), (10**29, 10**30), (9007199254740993, 9007199254740993)],
)
def test_serials_past_what_a_machine_word_holds_are_kept_exactly(first, last):
    claim = read(with_serials(str(first), str(last)))
    assert claim.credits is not None
    span = claim.credits[0].serials
    assert span is not None
    assert (span.first, span.last) == (str(first), str(last))
    again = parse_claim(
        json.dumps(
            {
                "claim": {"id": "C", "stage": "ready", "publish_by": "2026-06-30"},
                "credits": [{"id": "K", "serials": {"first": first, "last": last}}],
            }
        ).encode(),
        "claim.json",
    )
    assert again.credits is not None
    assert again.credits[0].serials == span


@pytest.mark.parametrize(
    ("first", "last", "word", "ja"),
    [
        ("100", "99", "greater than the last", "最初の番号（100）が最後の番号（99）より大きく"),
        ("JP-100", "JP-99", "greater than the last", "最初の番号（100）が最後の番号（99）より大きく"),
        ("JP-1", "KH-9", "differ before the number", "（「JP-」と「KH-」）が異なります。一つのまとまりの番号であれば"),
        ("JP-0-101", "JP-0-12O", "does not end in a whole number", "最後の番号「JP-0-12O」が数字で終わっていません。"),
        ("JP-0-1001", "JP-0-1O05", "a letter O, I or l", "（「JP-0-」と「JP-0-1O」）が異なります。数字の0と英字のO、"),
        (str(10**30), str(10**30 + 1), "greater than 10^30", "10の30乗を超えています。"),
        ("JP-A", "JP-B", "does not end in a whole number", "最初の番号「JP-A」が数字で終わっていません。"),
        ("1E+15", "1E+15", "scientific notation", "指数表記で、桁が失われています。"),
    ],
)  # fmt: skip
def test_serials_that_make_no_block_are_refused(first, last, word, ja):
    problem = only(with_serials(first, last))
    assert problem.code == "serials"
    assert problem.line == 6
    assert problem.path == "credits[0].serials.last"
    assert word in problem.expected.en
    assert ja in problem.expected.ja


# -- names and references ------------------------------------------------------------------------------------------------

UNKNOWN = [
    "colour",
    "claimed_T",
    "string",
    "strings",
    "str",
    "int",
    "interval",
    "tuple[int]",
    "literal[x]",
    "function-x",
    "統計",
    "a.b",
    "a b",
    "sha256",
]


@pytest.mark.parametrize("name", UNKNOWN)
@pytest.mark.parametrize("place", ["root", "claim", "period", "row"])
def test_a_field_that_does_not_exist_is_named_where_it_stands(name, place):
    data: dict[str, Any] = {
        "claim": {"id": "C", "stage": "ready", "publish_by": "2026-06-30", "period": {}},
        "credits": [{"id": "K"}],
    }
    held = {
        "root": data,
        "claim": data["claim"],
        "period": data["claim"]["period"],
        "row": data["credits"][0],
    }[place]
    held[name] = 1
    problem = only(json.dumps(data), "claim.json")
    assert problem.code == "extra_forbidden"
    assert problem.found == name
    assert name in problem.path
    assert "offsetcheck schema" in problem.expected.en


ROW = HEAD + "emissions:\n  - id: E1\n    "


@pytest.mark.parametrize(
    ("text", "line", "found", "meant"),
    [
        (HEAD + "  claimed_t: 1,200\n", 5, "1,200", "1200"),
        (HEAD + "  claimed_t: １，２００．５ t-CO2\n", 5, "１，２００．５ t-CO2", "1200.5"),
        (ROW + "t: １２００\n", 7, "１２００", "1200"),
        (ROW + 't: "30トン"\n', 7, "30トン", "30"),
        (HEAD + "  period: {from: 令和7年4月1日}\n", 5, "令和7年4月1日", "2025-04-01"),
        (HEAD + "  period: {from: 令和元年５月１日}\n", 5, "令和元年５月１日", "2019-05-01"),
        (HEAD + "  period: {to: R8.3.31}\n", 5, "R8.3.31", "2026-03-31"),
        (HEAD + "  period: {from: H31.4.1}\n", 5, "H31.4.1", "2019-04-01"),
        (HEAD + "  period: {to: 2026/3/31}\n", 5, "2026/3/31", "2026-03-31"),
        (HEAD + "  period: {to: 2026年3月31日}\n", 5, "2026年3月31日", "2026-03-31"),
        (ROW + "included: はい\n", 7, "はい", "true"),
        (ROW + "included: No\n", 7, "No", "false"),
        (HEAD + "  organization: us\n", 5, "organization", "organisation"),
        (ROW + "includes: true\n", 7, "includes", "included"),
        (HEAD + "  period: {form: 2025-04-01}\n", 5, "form", "from"),
        (HEAD + "statement: []\n", 5, "statement", "statements"),
        (HEAD + "uses:\n  - id: U1\n    scope: {entitiy: us}\n", 7, "entitiy", "entity"),
    ],
)
def test_a_value_written_as_on_paper_is_told_how_to_write_it(text, line, found, meant):
    problem = only(text)
    assert (problem.line, problem.found) == (line, found)
    assert f"「{meant}」ではありませんか" in problem.expected.ja
    assert problem.expected.en.endswith(f"did you mean {meant}?")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD + "  claimed_t: 約100\n", "約100"),
        (HEAD + "  claimed_t: 1,20\n", "1,20"),
        (HEAD + "  claimed_t: 500 kg\n", "500 kg"),
        (HEAD + "  period: {to: 令和8年3月}\n", "令和8年3月"),
        (HEAD + "  period: {to: 2026/2/30}\n", "2026/2/30"),
        (HEAD + "  period: {to: 4/1/2026}\n", "4/1/2026"),
        (ROW + "included: 一部\n", "一部"),
        (HEAD + "  メモ: 確認中\n", "メモ"),
        (HEAD + "  period: {to: 0001-01-01}\n", "0001-01-01"),
        (HEAD + f"  claimed_t: '{'9' * 60}'\n", "9" * 60),
    ],
)
def test_nothing_is_guessed_where_the_value_does_not_tell(text, found):
    problem = only(text)
    assert problem.found == found
    assert "ではありませんか" not in problem.expected.ja
    assert "did you mean" not in problem.expected.en


@pytest.mark.parametrize(
    "row",
    [
        "{id: E1, t: 1,200}",
        "{id: E1, source: 来場者の移動（2,600人、聞き取りによる）}",
        "{id: E1, source: 電気,ガス}",
    ],
)
def test_a_comma_that_splits_a_row_in_two_is_named_as_the_cause(row):
    problem = only(HEAD + f"emissions:\n  - {row}\n")
    assert problem.line == 6
    assert "コンマ" in problem.expected.ja
    assert "comma" in problem.expected.en


def test_the_values_allowed_are_listed_in_the_reader_s_own_way():
    problem = only(ROW + "timing: 実績\n")
    assert problem.expected.ja == "使える値は ex_post、ex_ante です。"
    assert problem.expected.en == "write one of 'ex_post' or 'ex_ante'"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("credits:\n  - {id: K, project: P}\n", "credits[0].project"),
        ("credits:\n  - {id: K, issuance: I}\n", "credits[0].issuance"),
        ("issuances:\n  - {id: I, project: P}\n", "issuances[0].project"),
        ("uses:\n  - {id: U, retirement: R}\n", "uses[0].retirement"),
        ("uses:\n  - {id: U, credit: K}\n", "uses[0].credit"),
        ("retirements:\n  - {id: R, blocks: [{credit: K}]}\n", "retirements[0].blocks[0].credit"),
        (
            "judgements:\n  late_ok[U1]: {value: true, by: a, reason: b, judged_on: 2026-05-01}\n",
            'judgements["late_ok[U1]"]',
        ),
        ('evidence:\n  - {fact: "credits[K].quantity_t", value: 1, level: stated}\n', "evidence[0].fact"),
        ('evidence:\n  - {fact: "claim.quantity_t", value: 1, level: stated}\n', "evidence[0].fact"),
    ],
)
def test_a_reference_to_nothing_is_refused_with_what_there_is(text, path):
    problem = only(HEAD + text)
    assert problem.path == path
    assert problem.code in ("unknown-id", "unknown-address")


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("credits:\n  - {id: K}\n  - {id: K}\n", "duplicate-id", "credits[1]"),
        ("credits:\n  - {id: 'K 1'}\n", "id", "credits[0].id"),
        ("credits:\n  - {id: 'K]'}\n", "id", "credits[0].id"),
        (f"credits:\n  - {{id: {'K' * 401}}}\n", "id", "credits[0].id"),
        ("credits:\n  - {quantity_t: 5}\n", "missing", "credits[0].id"),
        ("parties:\n  - {corporate_number: 7010001008844}\n", "missing", "parties[0]"),
        ("judgements:\n  fine: {value: true, by: a, reason: b, judged_on: 2026-05-01}\n", "unknown-judgement", "judgements.fine"),
    ],
)  # fmt: skip
def test_ids_and_names_are_checked(text, code, path):
    problem = only(HEAD + text)
    assert (problem.code, problem.path) == (code, path)


@pytest.mark.parametrize("word", ["不明", "－", "-", "なし", "未着", "（確認中）", "N/A"])
@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("retirements:\n  - {{id: R, notice: {}}}\n", "retirements[0].notice"),
        ("projects:\n  - {{id: P, reference: {}}}\n", "projects[0].reference"),
        ("retirements:\n  - {{id: R}}\nevidence:\n  - {{fact: 'retirements[R].notice', value: {}, level: stated}}\n", "evidence[0].value"),
    ],
)  # fmt: skip
def test_a_word_that_there_is_no_number_is_no_number(text, path, word):
    """Two of them would be one notice, and none of them another's (laws 1 and 13)."""
    problem = only(HEAD + text.format(f"'{word}'"))
    assert problem.path == path


@pytest.mark.parametrize(
    "name", ["use", "everything", "credits[K].blocks", "projects[P].registrations", "claim"]
)
def test_a_list_that_does_not_exist_cannot_be_complete(name):
    problem = only(HEAD + f'  complete_lists: ["{name}"]\n')
    assert (problem.code, problem.path) == ("unknown-list", "claim.complete_lists[0]")


# -- contradictions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("claim: {id: C, stage: ready}\n", "missing-date"),
        ("claim: {id: C, stage: published, publish_by: 2026-06-30}\n", "missing-date"),
        ("claim: {id: C, stage: ready, published_on: 2026-06-30}\n", "contradiction"),
        (HEAD + "uses:\n  - {id: U, purpose: shk}\n", "missing-date"),
        (HEAD + "uses:\n  - {id: U, purpose: offset, scope: {period: FY2025, days: {from: 2025-04-02}}}\n", "contradiction"),
        (HEAD + "uses:\n  - {id: U, purpose: offset, scope: {period: FY2025, days: {to: 2025-03-31}}}\n", "contradiction"),
        (HEAD + "uses:\n  - {id: U, purpose: offset, scope: {period: FY2025, days: {from: 2025-04-01, to: 2026-03-31}}}\n", "none as they are one scope"),
        (HEAD + "projects: [{id: P}, {id: Q}]\nissuances: [{id: I, project: P}]\ncredits: [{id: K, project: Q, issuance: I}]\n", "contradiction"),
        (HEAD + "parties:\n  - {name: 株式会社アクメ, corporate_number: 7010001008844}\n  - {name: ㈱アクメ, corporate_number: 1010401010455}\n", "identity"),
        (HEAD + "credits: [{id: K}, {id: L}]\nretirements: [{id: R, blocks: [{credit: L}]}]\nuses: [{id: U, retirement: R, credit: K}]\n", "none while the blocks are open"),
        (HEAD + "  complete_lists: [blocks]\ncredits: [{id: K}, {id: L}]\nretirements: [{id: R, blocks: [{credit: L}]}]\nuses: [{id: U, retirement: R, credit: K}]\n", "contradiction"),
    ],
)  # fmt: skip
def test_contradictions_are_input_errors_and_gaps_are_not(text, code):
    if code.startswith("none"):
        assert read(text).uses
    else:
        assert only(text).code == code


def test_a_proof_is_read_with_the_type_of_its_fact():
    lines = [
        '{fact: "claim.claimed_t", value: many, level: stated}', '{fact: "claim.kind", value: organization, level: stated}',
        '{fact: "claim.period.to", value: 2025-02-30, level: stated}', '{fact: "claim.claimed_t", value: -5, level: stated}',
        '{fact: "parties[us].corporate_number", value: "123", level: stated}', '{fact: "claim.organisation", value: [a], level: stated}',
    ]  # fmt: skip
    text = HEAD + "parties: [{id: us}]\nevidence:\n" + "".join(f"  - {line}\n" for line in lines)
    found = mistakes(text)
    assert [(p.path, p.code, p.line) for p in found] == [
        (f"evidence[{n}].value", "value", 7 + n) for n in range(len(lines))
    ]


@pytest.mark.parametrize(
    ("fact", "value"), [("credits[K].serial_count", "5"), ("claim.publication_on", "2026-01-01")]
)
def test_a_proof_for_what_the_program_works_out_is_refused(fact, value):
    text = HEAD + f'credits: [{{id: K}}]\nevidence:\n  - {{fact: "{fact}", value: {value}, level: stated}}\n'
    assert only(text).code == "unknown-address"


# -- all at once ---------------------------------------------------------------------------------------------------------


def test_all_mistakes_of_one_kind_of_reading_are_reported_at_once_in_the_order_of_the_file():
    text = (
        HEAD
        + "  claimed_t: many\n  kind: party\n  colour: red\ncredits:\n  - {id: K, quantity_t: -1}\n  - {vintage: 2024}\n"
    )
    found = mistakes(text)
    assert {p.path for p in found} == {
        "claim.claimed_t",
        "claim.kind",
        "claim.colour",
        "credits[0].quantity_t",
        "credits[1].id",
        "credits[1].vintage",
    }
    assert {p.line for p in found} == {5, 6, 7, 9, 10}


def test_all_contradictions_are_reported_at_once():
    text = (
        HEAD
        + "  period: {from: 2026-04-01, to: 2026-03-31}\n  complete_lists: [nothing]\ncredits:\n  - {id: K, project: P, serials: {first: 9, last: 1}}\n  - {id: K}\n"
    )
    assert {p.code for p in mistakes(text)} == {
        "reversed",
        "unknown-list",
        "unknown-id",
        "serials",
        "duplicate-id",
    }


WHOLE: dict[str, Any] = {
    "claim": {"id": "C", "stage": "ready", "publish_by": "2026-06-30", "organisation": "us", "kind": "event", "claimed_t": 5, "period": {"from": "2025-04-01", "to": "2026-03-31"},
              "complete_lists": ["uses"], "target": {"periods": 1}},
    "parties": [{"id": "us", "name": "株式会社アクメ", "corporate_number": "7010001008844"}],
    "statements": [{"id": "S", "text": "…", "states_quantity": True}],
    "emissions": [{"id": "E", "t": 5, "included": True}],
    "projects": [{"id": "P", "programme": "JCM", "crediting": {"from": "2020-04-01"}, "registrations": [{"scheme": "G"}], "subsidy_share": 0.5}],
    "issuances": [{"id": "I", "project": "P", "total_t": 5}],
    "credits": [{"id": "K", "project": "P", "issuance": "I", "serials": {"first": "1", "last": "9"}, "authorisation": {"uses": ["ndc"]}}],
    "retirements": [{"id": "R", "act": "retirement", "blocks": [{"credit": "K", "serials": {"first": "1", "last": "9"}}]}],
    "uses": [{"id": "U", "retirement": "R", "credit": "K", "purpose": "shk", "t": 5, "scope": {"period": "FY2025"}}],
    "filings": [{"scheme": "shk", "period": "FY2025", "terms": {"direct_t": 5}}],
    "disclosure": {"emissions": "stated"},
    "judgements": {"late_ok[U]": {"value": True, "by": "a", "reason": "b", "judged_on": "2026-05-01"}},
    "evidence": [{"fact": "credits[K].serials.first", "value": "1", "level": "registry", "document": "export.csv", "page": 3}],
}  # fmt: skip
JUNK: list[Any] = [
    None,
    "",
    "junk",
    7,
    -1,
    3.5,
    True,
    [],
    {},
    [1],
    {"a": 1},
    [{}],
    "9999-99-99",
    10**40,
    "x\u202ey",
    ["a", ["b"]],
    2**63,
]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [*([at] if at else []), *(p for key, one in inner for p in places(one, (*at, key)))]


def test_the_whole_claim_behind_the_junk_is_read():
    assert read(json.dumps(WHOLE), "claim.json").claim.id == "C"


@pytest.mark.parametrize("place", places(WHOLE), ids=lambda p: ".".join(map(str, p)))
def test_junk_in_any_place_is_read_or_refused_and_never_a_crash(place):
    for junk in JUNK:
        data = copy.deepcopy(WHOLE)
        held: Any = data
        for key in place[:-1]:
            held = held[key]
        held[place[-1]] = junk
        try:
            read(json.dumps(data), "claim.json")
        except InputError as error:
            for problem in error.problems:
                assert problem.expected.ja
                assert problem.line is not None
                assert problem.render("ja").isprintable()


@pytest.mark.slow
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=12,
    )
)
def test_any_document_is_read_or_refused_and_never_a_crash(document):
    for data in (document, {"claim": document}, {**WHOLE, "evidence": document}, {**WHOLE, "uses": document}):
        try:
            read(json.dumps(data), "claim.json")
        except InputError as error:
            str(error)


def test_the_same_mistake_is_found_in_yaml_and_in_json():
    text = HEAD + "  claimed_t: many\n"
    data = {"claim": {"id": "C-1", "stage": "ready", "publish_by": "2026-06-30", "claimed_t": "many"}}
    one, two = only(text), only(json.dumps(data), "claim.json")
    assert (one.path, one.code, one.found, one.expected) == (two.path, two.code, two.found, two.expected)


@pytest.mark.parametrize("country", ["JP", "jp", "ＪＰ", "JPN", "日本", "Japan"])
@pytest.mark.parametrize("by", ["claim", "evidence"])
def test_a_country_is_its_code_however_it_is_written(country, by):
    stated = f", host_country: {country}" if by == "claim" else ""
    proof = f"evidence:\n  - {{fact: 'projects[P].host_country', value: {country}, level: stated}}\n"
    claim = read(HEAD + f"projects:\n  - {{id: P{stated}}}\n" + (proof if by == "evidence" else ""))
    if by == "claim":
        assert [p.host_country for p in claim.projects or ()] == ["JP"]
    else:
        assert [e.value for e in claim.evidence or ()] == ["JP"]


def test_a_country_that_is_not_known_is_refused_and_never_guessed():
    problem = only(HEAD + "projects:\n  - {id: P, host_country: 某国}\n")
    assert (problem.code, problem.path) == ("country", "projects[0].host_country")
    assert "ISO 3166" in problem.expected.ja


def test_a_number_of_a_programme_is_kept_in_one_width():
    claim = read(HEAD + "projects:\n  - {id: P, reference: ' ＶＮ９２４', methodology: ＶＮ＿ＡＭ００４}\n")
    assert [(p.reference, p.methodology) for p in claim.projects or ()] == [("VN924", "VN_AM004")]


@pytest.mark.parametrize(
    ("number", "ja", "en"),
    [
        ("1234567890123", "検査用数字", "wrong check digit"),
        ("123456789012", "13桁ではありません", "does not have 13 digits"),
        ("T5835678256246", "先頭のTを除いてください", "leave out the T"),
    ],
)
def test_a_wrong_corporate_number_is_refused_in_the_readers_language(number, ja, en):
    stated = only(HEAD + f'parties: [{{id: us, name: 株式会社アクメ, corporate_number: "{number}"}}]\n')
    shown = only(
        HEAD
        + f"""parties: [{{id: us, name: 株式会社アクメ}}]
evidence: [{{fact: "parties[us].corporate_number", value: "{number}", level: stated}}]
"""
    )
    for problem in (stated, shown):
        assert ja in problem.expected.ja
        assert en in problem.expected.en
