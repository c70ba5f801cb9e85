"""What every writer keeps to: one report, one language, no injection, no loss."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from rich.cells import cell_len

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Owner
from offsetcheck.report import wording as w
from offsetcheck.report.columns import wrapped
from offsetcheck.report.html import write_html
from offsetcheck.report.json_writer import read_json, write_json
from offsetcheck.report.markdown_writer import escape_markdown, write_markdown
from offsetcheck.report.model import Report
from offsetcheck.report.text import Printer, write_text
from offsetcheck.report.view import Pair
from tests.report.samples import SAMPLES
from tests.report.test_wording import ALLOWED, JAPANESE

EVERY = [(sample, lang) for sample in SAMPLES for lang in w.LANGS]

HOSTILE = (
    '"><script>alert(1)</script><img src=x onerror=alert(1)>|`x`|[a](javascript:alert(1)) ![i](http://evil.example/x)'
    "\r\n# h\n\n- li\n| a | b |\n|---|---|\n\x1b]0;x\x07\x1b[31m\u202e*b* _c_ ~~d~~ &lt; {{ 7*7 }} {0} http://evil.example "
    "www.evil.example @user <!-- "
)


class Reader(HTMLParser):
    """Reads a page: its elements, attributes and text outside code and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text: list[str] = []
        self.comments: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes.extend(attrs)
        self._silent += tag in ("code", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("code", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def hostile(sample: str, lang: Any = "ja") -> tuple[Report, int]:
    """The sample with a hostile text in every place that takes one, and how many places there are."""
    data = json.loads(write_json(SAMPLES[sample](lang)))
    places = 0

    def fill(here: Any) -> None:
        nonlocal places
        for key in list(here) if isinstance(here, dict) else range(len(here)):
            value = here[key]
            if isinstance(value, dict | list):
                fill(value)
            elif isinstance(value, str) and key != "id":
                # the number keeps texts apart that were apart before
                here[key] = f"https://e.example/{HOSTILE}{places}" if key == "url" else f"{HOSTILE}{places}"
                try:
                    Report.model_validate_json(json.dumps(data))
                    places += 1
                except ValidationError:
                    here[key] = value

    fill(data)
    return Report.model_validate_json(json.dumps(data)), places


@pytest.fixture(scope="module", params=["fail", "planned"])
def attacked(request):
    return request.param, *hostile(request.param)


@pytest.mark.slow
def test_the_attack_reaches_most_texts(attacked):
    assert attacked[2] > 60


@pytest.mark.slow
def test_html_lets_no_markup_in(attacked):
    sample, report, _ = attacked
    benign, page = Reader(write_html(SAMPLES[sample]("ja"))), Reader(write_html(report))
    assert set(page.elements) <= set(benign.elements)
    assert not {"script", "img", "iframe", "link", "object", "form", "base"} & set(page.elements)
    assert page.comments == []
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(
        value.startswith(("#", "http://", "https://"))
        for name, value in page.attributes
        if name == "href" and value
    )


@pytest.mark.slow
def test_html_shows_the_hostile_text_as_it_stands():
    report, _ = hostile("fail")
    assert "<script>alert(1)</script>" in "".join(Reader(write_html(report)).text)


@pytest.mark.slow
def test_html_holds_no_control_character(attacked):
    _, report, _ = attacked
    assert not [c for c in write_html(report) if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"]


@pytest.mark.slow
def test_markdown_lets_no_markup_in(attacked):
    from markdown import markdown

    sample, report, _ = attacked
    text = write_markdown(report)
    page = Reader(markdown(text, extensions=["tables", "sane_lists"]))
    benign = Reader(markdown(write_markdown(SAMPLES[sample]("ja")), extensions=["tables", "sane_lists"]))
    assert set(page.elements) <= set(benign.elements)
    assert not {"script", "img", "em", "del", "hr"} & set(page.elements)
    assert page.elements.count("table") == text.count("\n| --- |")
    assert not [v for n, v in page.attributes if n == "href" and not str(v).startswith("https://e.example/")]


def test_markdown_gains_no_line_from_a_hostile_text(attacked):
    _, report, _ = attacked
    for line in write_markdown(report).splitlines():
        assert re.match(r"(#{1,4} |\||- |  - |\*\*|\Z)|(?![#>+=-])", line), line
        assert not re.search(r"(?<!\\)`|<(?!https://)", line)


def test_a_cell_of_markdown_stays_one_cell(attacked):
    _, report, _ = attacked
    block: list[int] = []
    for line in [*write_markdown(report).splitlines(), ""]:
        if line.startswith("|"):
            block.append(line.count("|"))
        else:
            assert len(set(block)) <= 1
            block = []


@pytest.mark.parametrize("text", ["# a", "- a", "+ a", "1. a", "12) a", "=", "---", "> a", "| a", "    a"])
def test_a_text_cannot_open_a_block(text):
    from markdown import markdown

    assert Reader(markdown(escape_markdown(text))).elements == ["p"]


def test_plain_numbers_and_names_are_not_disfigured():
    for text in (
        "52.4 t-CO2",
        "J-クレジット（2023年分）",
        "令和8年度報告（2025年度実績）",
        "12 t-CO2以上 14 t-CO2以下",
    ):
        assert escape_markdown(text) == text


def test_text_holds_no_control_character(attacked):
    _, report, _ = attacked
    assert not [c for c in write_text(report) if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]


@pytest.mark.parametrize(("sample", "lang"), EVERY)
@pytest.mark.parametrize("width", [40, 60, 80, 100, 132])
def test_no_line_is_wider_than_the_terminal(sample, lang, width):
    assert (
        max(cell_len(line) for line in write_text(SAMPLES[sample](lang), width=width).splitlines()) <= width
    )


def test_hostile_texts_keep_within_the_terminal(attacked):
    assert max(cell_len(line) for line in write_text(attacked[1], width=80).splitlines()) <= 80


def test_japanese_labels_and_values_stand_in_columns():
    text = write_text(SAMPLES["fail"]("ja"))
    values = (
        "例示エナジー株式会社",
        "会議・イベントオフセット",
        "カーボン・オフセット",
        "展示会の開催",
        "2026年4月10日",
        "公表済み",
    )
    lines = [
        line
        for line in text.splitlines()
        if line.startswith(("取組", "主張の区分", "対象と", "対象期間", "段階"))
    ]
    assert {cell_len(line[: line.index(value)]) for line, value in zip(lines, values, strict=True)} == {22}


def test_a_label_too_long_for_its_column_is_written_in_full():
    page = StringIO()
    Printer(page, 40, False, "ja").pairs(
        [Pair("電気の排出量の範囲内で使用できる再エネ電力由来の数量", "12 t-CO2")]
    )
    lines = page.getvalue().splitlines()
    assert re.sub(r"\s", "", page.getvalue()) == "電気の排出量の範囲内で使用できる再エネ電力由来の数量12t-CO2"
    assert max(cell_len(line) for line in lines) <= 40


def test_tables_of_japanese_words_stand_in_columns():
    lines = write_text(SAMPLES["fail"]("ja")).splitlines()
    rows = [line for line in lines if re.match(r"U[123] ", line)]
    assert len({cell_len(row[: re.search(r"2026年度", row).start()]) for row in rows}) == 1  # type: ignore[union-attr]


def test_colours_are_only_used_where_asked():
    assert "\x1b[" not in write_text(SAMPLES["fail"]("ja"))
    coloured = write_text(SAMPLES["fail"]("ja"), color=True)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert coloured != plain
    assert [line.rstrip() for line in plain.splitlines()] == write_text(SAMPLES["fail"]("ja")).splitlines()


@given(st.text(alphabet="あ漢。、（）「」ab 1t-CO2x", max_size=60), st.integers(min_value=10, max_value=40))
def test_wrapping_loses_nothing_and_keeps_the_width(text, width):
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)


def test_no_line_begins_with_a_full_stop_or_ends_with_a_bracket():
    text = "有効な無効化を確認できた数量は（8 t-CO2）です。" * 8
    for width in range(20, 60):
        for line in wrapped(text, width):
            assert line[0] not in "。、）"
            assert line[-1] != "（"
            assert not re.match("t-CO2", line)


@pytest.mark.parametrize(("sample", "lang"), EVERY)
def test_json_reads_back_as_the_same_report(sample, lang):
    report = SAMPLES[sample](lang)
    assert read_json(write_json(report)) == report
    assert write_json(read_json(write_json(report))) == write_json(report)


def test_json_reads_back_hostile_texts(attacked):
    assert read_json(write_json(attacked[1])) == attacked[1]


def test_json_keeps_decimals_as_strings_and_open_bounds_as_null():
    claim = json.loads(write_json(SAMPLES["planned"]("ja")))["claims"][0]
    assert claim["tonnes"]["valid_t"] == {"at_least": "0", "at_most": None}
    assert claim["tonnes"]["residual_t"] == {"at_least": "52.4", "at_most": "52.4"}


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"tool": 1}', "not json"])
def test_a_file_that_is_no_report_is_refused_with_what_to_do(text):
    with pytest.raises(InputError) as caught:
        read_json(text, "r.json")
    assert "offsetcheck check --format json" in caught.value.render("en")
    assert "r.json" in caught.value.render("ja")


def _visible(sample: str, lang: Any) -> dict[str, str]:
    report = SAMPLES[sample](lang)
    return {
        "text": write_text(report),
        "markdown": re.sub(r"&[#a-z0-9]+;|\\", "", write_markdown(report)),
        "html": " ".join(Reader(write_html(report)).text),
    }


# Codes, ids, addresses and file names: the same in every language.
CODES = re.compile(
    r"https?://\S+|\b[0-9a-f]{64}\b|\b[0-9a-f]+(?=\s)(?<=[0-9a-f]{20})|[a-z-]+/[a-z0-9-]+|\b[A-Z0-9]{2,4}-[A-Z]*-?[0-9]{2}\b"
    r"|[a-z-]+(\[[^\]]*\])?\.[a-z_0-9\\]+(?:\.[a-z_]+)*|[a-z]+\\?\[[^\]]*\]|[a-z0-9]+(-[a-z0-9]+)+|\bclaim\b(?=\))"
)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_japanese_report_holds_no_english_words(sample):
    for kind, text in _visible(sample, "ja").items():
        known = ALLOWED | {"Ver", "csv", "pdf"}
        found = set(re.findall(r"[A-Za-z]{2,}[0-9]*", CODES.sub(" ", text))) - known
        assert found == set(), kind


@pytest.mark.parametrize("sample", SAMPLES)
def test_an_english_report_holds_no_japanese_but_quotes(sample):
    for kind, text in _visible(sample, "en").items():
        rest = re.sub(r"“[^”]*”|\(全部又は一部を埋め合わせる\)|無効化通知書\.pdf|登録簿の出力\.csv", "", text)
        assert JAPANESE.findall(rest) == [], kind


@pytest.mark.parametrize(("sample", "lang"), EVERY)
def test_every_output_says_verdict_owners_counts_editions_and_what_a_verdict_is_not(sample, lang):
    report = SAMPLES[sample](lang)
    page = unescape(re.sub(r"(?s)<style>.*</style>|<[^>]*>", "", write_html(report)))
    for text in (write_text(report), _visible(sample, lang)["markdown"], page):
        flat = re.sub(r"\s+", "", text)
        claim = report.claims[0]
        wanted = [
            w.verdict_word(claim.verdict, lang),
            report.rulebook[0].edition,
            *w.disclaimers(report.profile, lang),
        ]
        wanted += [w.owner_word(owner, lang, w.addressed(claim.organisation)) for owner in Owner]
        wanted += [w.verdict_word(verdict, lang) for verdict in Verdict]
        wanted += [re.sub("^.", lambda m: m[0].upper(), q.label) for q in claim.open_questions]
        wanted += [
            re.sub(r"\W", "", f.message)
            for f in claim.findings
            if f.verdict in (Verdict.FAIL, Verdict.UNKNOWN)
        ]
        for piece in wanted:
            assert re.sub(r"\s+", "", piece) in flat or re.sub(r"\W", "", piece) in re.sub(r"\W", "", flat), (
                piece
            )


def test_an_empty_run_can_be_written():
    report = SAMPLES["pass"]("ja").model_copy(update={"claims": (), "rulebook": (), "input": ()})
    for write in (write_text, write_markdown, write_html, write_json):
        assert write(report)


def test_several_claims_are_listed_first_and_counted_together():
    one, other = SAMPLES["pass"]("ja"), SAMPLES["fail"]("ja")
    report = other.model_copy(update={"claims": one.claims + other.claims})
    page = write_html(report)
    assert page.index('href="#claim-2"') < page.index('id="claim-1"')
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("lang", w.LANGS)
def test_every_verdict_can_be_written(verdict, lang):
    report = SAMPLES["fail"](lang)
    claim = report.claims[0].model_copy(
        update={
            "verdict": verdict,
            "if_retired": verdict,
            "findings": tuple(f.model_copy(update={"verdict": verdict}) for f in report.claims[0].findings),
        }
    )
    report = report.model_copy(update={"claims": (claim,)})
    for write in (write_text, write_markdown, write_html):
        assert w.verdict_word(verdict, lang) in write(report)


def test_findings_that_are_alike_stand_together():
    report = SAMPLES["planned"]("ja")
    assert write_markdown(report).count("登録簿での無効化がまだ行われていません。") == 1
    assert "活用 U1、活用 U2" in write_markdown(report)


def test_the_page_is_self_contained():
    page = write_html(SAMPLES["fail"]("ja"))
    assert not re.search(r"<(script|link|img|iframe)|@import|url\((?!#hatch)|\bsrc=", page)
    assert '<html lang="ja">' in page


def test_headers_of_tables_say_what_they_head():
    page = write_html(SAMPLES["fail"]("en"))
    assert re.findall(r"<th(?![a-z])(?![^>]*scope=)[^>]*>", page) == []
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(later - former <= 1 for former, later in pairwise(levels))


def test_bars_have_a_text_alternative():
    page = write_html(SAMPLES["fail"]("ja"))
    assert 'role="img" aria-label="有効な無効化等の数量：8～12 t-CO2"' in page


def _luminance(colour: str) -> float:
    colour = colour.lstrip("#")
    digits = colour if len(colour) == 6 else "".join(c * 2 for c in colour)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("pass", "pass-bed"), ("fail", "fail-bed"), ("unknown", "unknown-bed"), ("na", "na-bed"), ("error", "error-bed"),
        ("ink", "paper"), ("ink", "bed"), ("soft", "paper"), ("soft", "bed"), ("blue", "paper"), ("pass", "paper"),
        ("ink", "na-bed"), ("ink", "unknown-bed"), ("paper", "navy"),
    ],
)  # fmt: skip
def test_colours_keep_the_contrast_that_small_text_needs(front, back):
    css = (Path(w.__file__).parents[1] / "templates" / "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+)", css))
    light, dark = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.slow
def test_writers_load_their_libraries_only_when_used():
    code = (
        "import sys\n"
        "from offsetcheck.report import html, json_writer, markdown_writer, text\n"
        "print(sorted({'jinja2', 'rich', 'markdown', 'sqlglot', 'duckdb'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_bar_never_leaves_its_track():
    report = SAMPLES["fail"]("ja")
    claim = report.claims[0].model_copy(
        update={
            "tonnes": {
                k: v.model_copy(update={"at_most": Decimal("1E15")})
                for k, v in report.claims[0].tonnes.items()
            }
        }
    )
    page = write_html(report.model_copy(update={"claims": (claim,)}))
    shares = [Decimal(share) for share in re.findall(r'(?:width|x)="([0-9.]+)%"', page)]
    assert all(0 <= share <= 100 for share in shares)
