"""Documents are read strictly, and every mistake is named with its line and its mend."""

import errno
import hashlib
import json
import re
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from offsetcheck.facts.documents import CODES, Limits, parse_document, read_document
from offsetcheck.facts.problems import InputError, Text

DEFAULT = Limits()
SMALL = Limits(max_bytes=2000, max_string=100, max_nodes=50, max_problems=5)


def value(text, format="yaml", limits=DEFAULT):
    return parse_document(text.encode(), f"claim.{format}", format, limits).value


def mistakes(text, format="yaml", limits=DEFAULT):
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as caught:
        parse_document(data, f"claim.{format}", format, limits)
    return caught.value.problems


# --- What is read ------------------------------------------------------------------------------------------------


def test_plain_values_are_read_exactly():
    text = """
    claim: {id: C-1, ok: true, no_answer: null, tilde: ~}
    t: 12.50
    n: -3
    list: [a, 'b', "c\\n", 0]
    empty:
    text: |
      一行目
      二行目
    """
    assert value(text) == {
        "claim": {"id": "C-1", "ok": True, "no_answer": None, "tilde": None},
        "t": Decimal("12.50"),
        "n": -3,
        "list": ["a", "b", "c\n", 0],
        "empty": None,
        "text": "一行目\n二行目\n",
    }


def test_decimals_keep_their_digits_and_are_never_floats():
    read = value("a: 0.1\nb: 1.10\nc: 123456789012345678901234567890.123")
    assert str(read["a"]) == "0.1"
    assert str(read["b"]) == "1.10"
    assert str(read["c"]) == "123456789012345678901234567890.123"
    assert all(type(number) is Decimal for number in read.values())
    assert type(value("n: 7")["n"]) is int


WORDS = """
yes no on off y n NO Yes ON True TRUE False Null NULL nUll
007 0x1F 0o17 1e5 1.5E3 .inf -.inf .nan .5 5. +5 1_000 1,000 12:30:00 190:20:30 --1 -x -0x1 1.2.3 -- 00 -01
2024-04-01 2024-04-01T00:00:00Z １２ << =
"""


@pytest.mark.parametrize(
    "word",
    WORDS.split(),
)
def test_what_is_no_plain_value_stays_text(word):
    assert value(f"a: {word}") == {"a": word}


def test_quoted_scalars_are_text():
    assert value('["true", \'null\', "1", \'\', "~"]') == ["true", "null", "1", "", "~"]


def test_forty_digits_are_a_number_and_more_are_text():
    assert value("9" * 40) == int("9" * 40)
    assert value("9" * 41) == "9" * 41
    assert value("-0." + "1" * 40) == "-0." + "1" * 40


def test_yaml_words_are_plain_keys():
    assert value("on: 1\nno: 2\n'<<': 3\n2024-04: 4") == {"on": 1, "no": 2, "<<": 3, "2024-04": 4}


def test_json_values_are_read_exactly():
    text = '{"a": [1, -0.50, 1.5e3, 1E-2, true, false, null], "\\u3042\\ud83d\\ude00": "x\\ty"}'
    assert value(text, "json") == {
        "a": [1, Decimal("-0.50"), Decimal(1500), Decimal("0.01"), True, False, None],
        "あ😀": "x\ty",
    }
    assert str(value("[1.5e3]", "json")[0]) == "1500"


def test_json_may_use_tabs_and_any_layout():
    document = parse_document(b'\t{\r\n\t"a":\t[1,\r\n\t2]}\r\n', "claim.json", "json")
    assert document.value == {"a": [1, 2]}
    assert document.positions.line(("a", 1)) == (3, 2)


def test_byte_order_mark_is_accepted_and_noted():
    document = parse_document(b"\xef\xbb\xbfa: 1\n", "claim.yaml")
    assert document.value == {"a": 1}
    assert document.bom
    assert document.positions.line(("a",)) == (1, 1)
    assert not parse_document(b"a: 1\n", "claim.yaml").bom
    assert parse_document(b'\xef\xbb\xbf{"a": 1}', "claim.json").value == {"a": 1}


def test_hash_is_that_of_the_bytes(tmp_path):
    data = b"\xef\xbb\xbfa: 1\r\n"
    file = tmp_path / "claim.yaml"
    file.write_bytes(data)
    document = read_document(file)
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.name == str(file)


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.yaml", "{a: 1}", "yaml"),
        ("a.YML", "{a: 1}", "yaml"),
        ("a.json", '{"a": 1}', "json"),
        ("a", ' \n{"a": 1}', "json"),
        ("a.txt", "a: 1", "yaml"),
    ],
)
def test_notation_is_chosen_by_the_ending_and_else_by_the_first_character(tmp_path, name, text, format):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert read_document(file).format == format
    assert read_document(file).value == {"a": 1}


# --- Positions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (2, 1)),
        (("claim",), (2, 1)),
        (("claim", "id"), (2, 9)),
        (("credits", 0), (4, 5)),
        (("credits", 1, "vintage", "from"), (7, 7)),
        (("credits", 1, "vintage", "to"), (6, 5)),  # not there: its nearest known ancestor
        (("credits", 9, "id"), (3, 1)),
        (("credits", "id"), (3, 1)),
        (("claim", "id", "x", 3), (2, 9)),
        (("nothing",), (2, 1)),
    ],
)
def test_positions_are_those_of_the_keys_and_items(path, place):
    text = "# 主張\nclaim: {id: 1}\ncredits:\n  - id: C1\n  - id: 株\n    vintage:\n      from: 2024\n"
    document = parse_document(text.encode(), "claim.yaml")
    assert document.positions.line(path) == place


def test_document_makes_problems_with_line_and_address():
    document = parse_document(b"credits:\n  - t: x\n", "claim.yaml")
    made = document.problem(("credits", 0, "t"), "x", Text("数を", "write a number"), "decimal")
    assert made.render("en") == "claim.yaml:2 credits[0].t: x → write a number"
    assert made.column == 5


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**39), 10**39)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
    | st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff")
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(
                st.characters(
                    codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff"
                )
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


def as_json(data):
    """Write plain data as JSON, decimals in full."""
    if isinstance(data, Decimal):
        return format(data, "f")
    if isinstance(data, list):
        return "[" + ", ".join(map(as_json, data)) + "]"
    if isinstance(data, dict):
        return "{" + ",\n ".join(f"{json.dumps(key)}: {as_json(held)}" for key, held in data.items()) + "}"
    return json.dumps(data, ensure_ascii=isinstance(data, str) and len(data) % 2 == 0)


def places(data, path=()):
    """Yield the path of every value."""
    yield path
    if isinstance(data, list | dict):
        for step, held in enumerate(data) if isinstance(data, list) else data.items():
            yield from places(held, (*path, step))


@pytest.mark.slow
@given(PLAIN)
def test_json_round_trip(data):
    document = parse_document(as_json(data).encode(), "claim.json", "json")
    assert document.value == data
    for path in places(data):
        line, column = document.positions.line(path)
        assert line >= 1
        assert column >= 1


@pytest.mark.slow
@given(PLAIN)
def test_yaml_written_by_a_library_reads_back(data):
    def text(held):  # decimals as text: the library has no plain notation for them
        if isinstance(held, Decimal):
            return str(held)
        if isinstance(held, list):
            return [text(item) for item in held]
        return {key: text(item) for key, item in held.items()} if isinstance(held, dict) else held

    written = yaml.dump({"data": text(data)}, Dumper=Quoting, allow_unicode=False, width=10**6)
    assert parse_document(written.encode(), "claim.yaml", "yaml").value == {"data": text(data)}


class Quoting(yaml.SafeDumper):
    """Writes every text in double quotes and shares nothing between places."""

    def ignore_aliases(self, data):
        return True


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


# --- One test per mistake ----------------------------------------------------------------------------------------

MISTAKES = {
    "duplicate key": ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", "duplicate-key", 5, "b.c", "3行目と5行目", "line 3 and line 5"),
    "anchor": ("a: &x 1\n", "anchor", 1, "a", "アンカー", "write the value out"),
    "anchor on a list": ("a: 1\nb: &all [1]\n", "anchor", 2, "b", "アンカー", "anchors"),
    "alias": ("a: 1\nb: *x\n", "alias", 2, "b", "エイリアス", "aliases"),
    "alias as a key": ("*x : 1\n", "alias", 1, "", "エイリアス", "aliases"),
    "merge key": ("a:\n  <<: {b: 1}\n", "merge-key", 2, "a", "マージキー", "write the keys out"),
    "tag": ("a: !!python/object:os.system x\n", "tag", 1, "a", "タグ", "tags"),
    "tag on a mapping": ("a: 1\nb: !x {c: 1}\n", "tag", 2, "b", "タグ", "delete it"),
    "own tag": ("a: !x y\n", "tag", 1, "a", "引用符", "quotes"),
    "unknown tag": ("a: !e!x y\n", "tag", 1, "a", "タグ", "tags"),
    "exclamation mark before Japanese": ("a: 1\nb: !重要 x\n", "syntax", 2, None, "引用符", "quotes"),
    "number as a key": ("a:\n  2024: x\n", "non-string-key", 2, "a", "項目名は文字列", "put it in quotes"),
    "boolean as a key": ("true: x\n", "non-string-key", 1, "", "項目名は文字列", "a key must be text"),
    "empty key": ("a: 1\n?\n: x\n", "non-string-key", 2, "", "項目名は文字列", "a key must be text"),
    "list as a key": ("a: 1\n? [b, c]\n: d\n", "non-string-key", 2, "", "項目名は文字列", "a key must be text"),
    "mapping as a key": ("{a: 1}: 2\n", "non-string-key", 1, "", "項目名は文字列", "a key must be text"),
    "depth": ("\n" + "[" * 41 + "]" * 41, "depth", 2, None, "入れ子が深すぎ", "nested too deep"),
    "depth by indentation": ("- " * 60 + "x", "depth", 1, None, "上限40段", "at most 40"),
    "two documents": ("a: 1\n---\nb: 2\n", "multiple-documents", 2, "", "文書が二つ", "a second document"),
    "nothing": ("", "empty-document", 1, "", "内容がありません", "no content"),
    "comments only": ("# a\n\n# b\n", "empty-document", 1, "", "ひな型", "template"),
    "a lone separator": ("---\n", "empty-document", 1, "", "内容がありません", "no content"),
    "NUL": ("a: 1\nb: x\0y\n", "control-character", 2, "", "制御文字", "delete it"),
    "escape sequence": ("a: \x1b[31m\n", "control-character", 1, "", "制御文字", "control character"),
    "escaped NUL": ('a:\n  b: "x\\0"\n', "control-character", 2, "a.b", "制御文字", "control character"),
    "invisible line break": ("a: x\u2028y\n", "control-character", 1, "", "削除", "delete it"),
    "tab": ("a:\n\tb: 1\n", "syntax", 2, None, "タブ", "tabs cannot indent"),
    "at sign": ("a: 1\nb: @name\n", "syntax", 2, None, "引用符で囲んで", "needs quotes"),
    "asterisk before Japanese": ("a: *重要\n", "syntax", 1, None, "引用符で囲んで", "needs quotes"),
    "two colons": ("a: 1\nb: c: d\n", "syntax", 2, None, "引用符で囲み", "two ': '"),
    "full-width colon": ("id：x\nb: 1\n", "syntax", 2, None, "全角コロン", "full-width colon"),
    "full-width space": ("a\n\u3000b: 1\n", "syntax", 2, None, "全角空白", "full-width space"),
    "no colon": ("a: 1\nb\nc: 1\n", "syntax", 2, None, "「: 」がありません", "no ': '"),
    "open quote": ("a: 1\nb: 'x\nc: 1\n", "syntax", 2, None, "閉じていません", "not closed"),
    "open bracket": ("a: [1, 2\nb: 3\n", "syntax", 2, None, "括弧", "bracket"),
    "stray bracket": ("a: ]\n", "syntax", 1, None, "括弧", "bracket"),
    "backslash": ('a: "C:\\data"\n', "syntax", 1, None, "一重引用符", "single quotes"),
    "indentation": ("a:\n  b: 1\n c: 2\n", "syntax", 3, None, "字下げ", "indentation"),
    "list indentation": ("a:\n  - x\n  y: 1\n", "syntax", 3, None, "`- `", "`- `"),
    "text after a bar": ("a: |x\n", "syntax", 1, None, "次の行", "next line"),
    "other syntax": ("%YAML 3.0\n---\na: 1\n", "syntax", 1, None, "確かめてください", "check indentation"),
}  # fmt: skip
JSON_MISTAKES = {
    "duplicate key": ('{"a": 1,\n "b": {"c": 1,\n "c": 2}}', "duplicate-key", 3, "b.c", "2行目と3行目", "line 2 and line 3"),
    "not a number": ('{"a":\n NaN}', "number", 2, "a", "数ではありません", "not a number"),
    "infinity": ("[1,\n -Infinity]", "number", 2, "[1]", "数ではありません", "not a number"),
    "long number": ('{"t": ' + "9" * 41 + "}", "number-length", 1, "t", "40桁", "at most 40 digits"),
    "very long number": ("[" + "9" * 5000 + "]", "number-length", 1, "[0]", "40桁", "at most 40 digits"),
    "huge exponent": ("[1e99999999999999999999999]", "number-length", 1, "[0]", "40桁", "at most 40 digits"),
    "large exponent": ("[1e999999]", "number-length", 1, "[0]", "40桁", "at most 40 digits"),
    "depth": ("[" * 41 + "]" * 41, "depth", 1, None, "入れ子が深すぎ", "nested too deep"),
    "abysmal depth": ('{"a":' * 100_000, "depth", 1, None, "入れ子が深すぎ", "nested too deep"),
    "nothing": (" \n", "empty-document", 1, "", "内容がありません", "no content"),
    "half a character": ('{"a": "\\ud800"}', "lone-surrogate", 1, "a", "半分", "half of a character"),
    "escaped NUL": ('{"a":\n "\\u0000"}', "control-character", 2, "a", "制御文字", "control character"),
    "NUL": ('{"a":\n "\0"}', "control-character", 2, "", "制御文字", "control character"),
    "trailing comma": ('{"a": 1,\n}', "syntax", None, None, "コンマ", "comma"),
    "trailing comma in a list": ("[1,\n2,]", "syntax", 2, None, "コンマ", "comma"),
    "single quotes": ("{'a': 1}", "syntax", 1, None, "二重引用符", "double quotes"),
    "comment": ("{\n// x\n}", "syntax", 2, None, "コンマ", "comma"),
    "no comma": ('{"a": 1\n "b": 2}', "syntax", 2, None, "コンマ", "comma"),
    "no colon": ('{"a" 1}', "syntax", 1, None, "コロン", "colon"),
    "open quote": ('{"a":\n "x}', "syntax", 2, None, "閉じていません", "not closed"),
    "line break in text": ('{"a": "x\ny"}', "syntax", 1, None, "改行は \\n", "line break as \\n"),
    "backslash": ('{"a": "C:\\data"}', "syntax", 1, None, "\\\\", "backslash"),
    "more text": ("{}\n{}", "syntax", 2, None, "文書の終わり", "end of the document"),
    "bad word": ("[True]", "syntax", 1, None, "JSONの値ではありません", "no JSON value"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("format", "name"),
    [("yaml", name) for name in MISTAKES] + [("json", name) for name in JSON_MISTAKES],
)
def test_mistake_is_named_with_line_and_mend(format, name):
    text, code, line, path, ja, en = (MISTAKES if format == "yaml" else JSON_MISTAKES)[name]
    (found,) = mistakes(text, format)
    assert found.code == code
    assert found.file == f"claim.{format}"
    assert line is None or found.line == line
    assert path is None or found.path == path
    assert ja in found.expected.ja
    assert en in found.expected.en
    assert "{" not in found.render("en").split(" → ")[-1]
    assert found.render("ja").replace("\u3000", " ").isprintable()


@pytest.mark.parametrize(
    ("data", "encoding", "line"),
    [
        ("主張: 1\n".encode("utf-16"), "UTF-16", None),
        (b"\xfe\xff" + "a: 1\n".encode("utf-16-be"), "UTF-16", None),
        ("claim: 1\n".encode("utf-16-le"), "UTF-16", None),
        ("claim: 1\n".encode("utf-16-be"), "UTF-16", None),
        ("a: 1\n".encode("utf-32"), "UTF-32", None),
        ("id: 1\norganisation: 株式会社みどり\n".encode("cp932"), "Shift_JIS (CP932)", 2),
        ("a: ①髙\n".encode("cp932"), "Shift_JIS (CP932)", 1),
        ("id: 1\n\norganisation: 株式会社みどり\n".encode("euc_jp"), "EUC-JP", 3),
        ("a: 株式会社\n".encode("iso2022_jp"), "ISO-2022-JP", None),
        (b"a: 1\nb: \xff\xfe\xfd\n", "0xFF", 2),
    ],
)
@pytest.mark.parametrize("format", ["yaml", "json"])
def test_other_encodings_are_named_and_refused(data, encoding, line, format):
    (found,) = mistakes(data, format)
    assert (found.code, found.found, found.line) == ("encoding", encoding, line)
    assert "UTF-8で保存" in found.expected.ja
    assert "save as UTF-8" in found.expected.en
    assert encoding.startswith("0x") or encoding in found.expected.ja


@pytest.mark.parametrize(
    ("data", "ja", "en"),
    [
        (b"PK\x03\x04\x14\0\0\0", "Excelブック", "a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "旧形式", "an old Excel"),
        (b"%PDF-1.7\n", "PDF", "a PDF"),
    ],
)
def test_other_kinds_of_file_are_named_and_refused(data, ja, en):
    (found,) = mistakes(data)
    assert found.code == "not-text"
    assert ja in found.expected.ja
    assert en in found.expected.en


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_text():
    found = mistakes("a: &x 1\na: 2\nb: {<<: *x, 3: !t y}\nc: [1, &y 2, {d: 1, d: 2}]\ne: 'open\n")
    assert [(one.line, one.code) for one in found] == [
        (1, "anchor"),
        (2, "duplicate-key"),
        (3, "merge-key"),
        (3, "alias"),
        (3, "non-string-key"),
        (3, "tag"),
        (4, "anchor"),
        (4, "duplicate-key"),
        (5, "syntax"),
    ]
    assert [one.path for one in found if one.line == 4] == ["c[1]", "c[2].d"]


def test_control_characters_are_all_named():
    found = mistakes("a: \x01\nb: 1\nc: \x7f\u0085\n")
    assert [(one.line, one.column, one.found) for one in found] == [
        (1, 4, "U+0001"),
        (3, 4, "U+007F"),
        (3, 5, "U+0085"),
    ]


def test_carriage_returns_count_as_lines():
    for end in ("\r", "\r\n"):
        assert mistakes(f"a: 1{end}b: 2{end}a: 3{end}")[0].line == 3


def test_file_over_the_limit_is_refused_and_not_cut_off(tmp_path):
    file = tmp_path / "claim.yaml"
    file.write_text("a: " + "x" * 3000, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_document(file, SMALL)
    (found,) = caught.value.problems
    assert found.code == "size"
    assert "上限2,000バイト" in found.expected.ja
    assert "at most 2,000 bytes" in found.expected.en


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_long_text_is_refused(format):
    (found,) = mistakes('{"a": 1,\n "b": "' + "x" * 101 + '"}', format, SMALL)
    assert (found.code, found.line, found.path) == ("string-length", 2, "b")
    assert "長すぎます（上限100字）" in found.expected.ja
    assert "at most 100 characters" in found.expected.en


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_too_many_values_are_refused(format):
    (found,) = mistakes("[" + "1,\n" * 60 + "1]", format, SMALL)
    assert (found.code, found.line) == ("node-count", 50)
    assert "上限50個" in found.expected.ja
    assert "at most 50" in found.expected.en


def test_reading_stops_after_many_mistakes():
    found = mistakes("".join(f"{number}: x\n" for number in range(20)), limits=SMALL)
    assert [one.code for one in found] == ["non-string-key"] * 5 + ["too-many-problems"]
    assert "読むのをやめました" in found[-1].expected.ja
    assert "stopped here after 5" in found[-1].expected.en
    found = mistakes("a: 1\n" * 20, limits=SMALL)
    assert [one.code for one in found] == ["duplicate-key"] * 5 + ["too-many-problems"]
    found = mistakes("a: \x01\n" * 20, limits=SMALL)
    assert [one.code for one in found] == ["control-character"] * 5 + ["too-many-problems"]


def test_alias_bombs_are_refused_at_once():
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    began = time.process_time()
    found = mistakes("\n".join(lines))
    assert {one.code for one in found} == {"anchor", "alias"}
    assert time.process_time() - began < 1


def test_values_under_a_refused_key_are_still_checked():
    found = mistakes("1: {a: *x}\n? [b]\n: {c: 1, c: 2}\n")
    assert [one.code for one in found] == ["non-string-key", "alias", "non-string-key", "duplicate-key"]


def test_missing_file_folder_and_unreadable_file(tmp_path, monkeypatch):
    def error_of(path):
        with pytest.raises(InputError) as caught:
            read_document(path)
        (found,) = caught.value.problems
        assert found.line is None
        return found

    missing = error_of(tmp_path / "cliam.yaml")
    assert missing.code == "missing-file"
    assert missing.file.endswith("cliam.yaml")
    assert "見つかりません" in missing.expected.ja
    assert "check its name" in missing.expected.en

    folder = error_of(tmp_path)
    assert folder.code == "directory"
    assert "フォルダ" in folder.expected.ja
    assert "name a file in it" in folder.expected.en

    assert error_of(tmp_path / "a\0b").code == "unreadable"

    def refuse(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (tmp_path / "locked.yaml").touch()
    locked = error_of(tmp_path / "locked.yaml")
    assert (locked.code, locked.found) == ("unreadable", "")
    assert "アクセスする権限がありません" in locked.expected.ja
    assert "(Permission denied): check that you may read it" in locked.expected.en


def test_codes_are_kebab_case():
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in CODES)


# --- Whatever comes ----------------------------------------------------------------------------------------------

YAML_PIECES = st.lists(
    st.sampled_from(
        [*"abc01[]{},:-?&*!|>'\"%@`#~<=\n\t \\é：\u3000", ": ", "- ", "\n  ", "---\n", "...\n", "<<: ", "? ", "&a ", "*a ", "!!str ", "!e!x ", '"\\x"', '"\\U00110000"', "true", "1.5", "|\n  ", "\\ud800"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def read_or_refuse(data, format):
    try:
        document = parse_document(data, "x", format, SMALL)
    except InputError as error:
        refused = error
    else:
        for path in places(document.value):
            document.positions.line(path)
        return
    assert {one.code for one in refused.problems} <= CODES
    assert str(refused).count("\n") == len(refused.problems) - 1
    assert refused.render("ja").count("\n") == len(refused.problems) - 1


@given(st.binary(max_size=200), st.sampled_from(["yaml", "json", None]))
def test_random_bytes_are_read_or_refused(data, format):
    read_or_refuse(data, format)


@given(YAML_PIECES, st.sampled_from(["yaml", "json", None]))
def test_random_pieces_of_notation_are_read_or_refused(text, format):
    read_or_refuse(text.encode(), format)


@given(YAML_PIECES)
def test_the_parser_without_c_reads_or_refuses_too(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(yaml, "CSafeLoader", raising=False)
        read_or_refuse(text.encode(), "yaml")


@pytest.mark.parametrize("name", MISTAKES)
def test_the_parser_without_c_finds_the_same_mistakes(name, monkeypatch):
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    text, code, line, *_ = MISTAKES[name]
    (found,) = mistakes(text)
    assert (found.code, found.line) == (code, line)


def test_reading_needs_yaml_only_when_it_reads():
    program = "import sys, offsetcheck.facts.documents; sys.exit('yaml' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", program], check=False, cwd=Path(__file__).parents[2]).returncode
        == 0
    )


@pytest.mark.slow
def test_a_megabyte_is_read_quickly():
    credit = "  - id: C{0}\n    vintage: {{from: 2023-04-01, to: 2024-03-31}}\n    quantity_t: 12.500\n"
    data = ("credits:\n" + "".join(credit.format(number) for number in range(12_000))).encode()
    assert len(data) > 1_000_000
    began = time.process_time()
    document = parse_document(data, "claim.yaml")
    assert time.process_time() - began < 3  # half a second is usual
    assert document.positions.line(("credits", 11_999, "quantity_t")) == (36_001, 5)
