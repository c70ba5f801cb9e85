"""The page as it is seen: the first printed page is the summary, whole and alone."""

from __future__ import annotations

import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.facts.vocabulary import Owner
from offsetcheck.report import wording as w
from offsetcheck.report.html import flow, write_html
from offsetcheck.report.model import Balance, ClaimReport, PropertyRow, Report
from offsetcheck.report.view import arrange
from tests.report.samples import SAMPLES, interval

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LONG = "非常に長い名称の組織及び範囲について述べた文章であり、一行には収まりません。" * 6


def printed(report: Report, folder: Path) -> list[str]:
    """The pages of the printed report, as text."""
    page, paper = folder / "report.html", folder / "report.pdf"
    page.write_text(write_html(report), encoding="utf-8")
    subprocess.run(
        [
            str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={paper}", page.as_uri(),
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    done = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True
    )
    return done.stdout.split("\f")


def crowded(lang: Any) -> Report:
    """A claim with much of everything."""
    report = SAMPLES["fail"](lang)
    claim = report.claims[0]
    verdicts = claim.properties[1].verdicts
    findings = tuple(
        f.model_copy(update={"rule": f"{f.rule}-{n}", "title": LONG[:60], "message": LONG})
        for n in range(6)
        for f in claim.findings
    )
    claim = claim.model_copy(
        update={
            "organisation": LONG[:40], "boundary": LONG, "findings": findings,
            "properties": tuple(PropertyRow(credit=f"C{n}", label=f"C{n} {LONG}", verdicts=verdicts) for n in range(12)),
            "next_steps": tuple(s.model_copy(update={"text": LONG}) for s in claim.next_steps),
        }
    )  # fmt: skip
    return report.model_copy(update={"claims": (claim,)})


@pytest.mark.slow
@pytest.mark.skipif(
    CHROMIUM is None or shutil.which("pdftotext") is None, reason="needs chromium and poppler-utils"
)
@pytest.mark.parametrize("lang", w.LANGS)
def test_the_summary_is_one_printed_page_of_its_own(lang, tmp_path):
    for name, report in (*((name, make(lang)) for name, make in SAMPLES.items()), ("crowded", crowded(lang))):
        pages = printed(report, tmp_path)
        first, second = pages[0], pages[1]
        assert w.say(w.Label.NEXT_STEPS.value, lang) in first, name
        assert w.say(w.Label.FULL.value, lang) not in first, name
        assert w.say(w.Label.FULL.value, lang) in "\n".join(second.splitlines()[:4]), name


def summary_of(page: str) -> str:
    start = page.index('class="claim summary"')
    return page[start : page.index("</section>", start)]


@pytest.mark.parametrize("lang", w.LANGS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_summary_says_what_a_director_asks(sample, lang):
    report = SAMPLES[sample](lang)
    (claim,) = report.claims
    text = re.sub(r"<[^>]*>", "", summary_of(write_html(report)))
    flat = re.sub(r"\s+", "", text)
    wanted = [
        w.verdict_word(claim.verdict, lang),
        *(w.owner_word(owner, lang, w.addressed(claim.organisation)) for owner in Owner),
    ]
    wanted += [criterion.title for criterion in report.criteria]
    wanted += [step.text[:30].replace("'", "&#39;") for step in claim.next_steps]
    wanted += [w.say(w.Label.BALANCE.value, lang), *w.disclaimers(report.profile, lang)[:2]]
    for piece in wanted:
        assert re.sub(r"\s+", "", piece) in flat, piece


def test_every_bar_has_a_text_alternative():
    for bar in re.findall(
        r"<svg role=\"img\"[^>]*>.*?</svg>", summary_of(write_html(SAMPLES["fail"]("ja"))), re.DOTALL
    ):
        assert re.search(r'aria-label="[^"]+"', bar)
        assert re.search(r"<title>[^<]+</title>", bar)


def with_balance(**amounts: Any) -> ClaimReport:
    claim = SAMPLES["pass"]("ja").claims[0]
    assert claim.balance is not None
    return claim.model_copy(update={"balance": Balance(**(dict(claim.balance) | amounts))})


def bars(claim: ClaimReport) -> dict[str, Any]:
    report = SAMPLES["pass"]("ja").model_copy(update={"claims": (claim,)})
    return {bar.key: bar for bar in flow(arrange(report).claims[0], "ja")}


def test_the_bars_step_down_from_what_was_to_what_is_left():
    found = bars(
        with_balance(
            before_t=interval("100"), reduced_t=interval("20"), left_t=interval("80"), valid_t=interval("50", "60"),
            uncovered_t=interval("20", "30"),
        )
    )  # fmt: skip
    place = {
        key: [int(Decimal(x)) for x in (b.solid_from, b.solid, b.open_from, b.open_width)]
        for key, b in found.items()
    }
    assert place["before"] == [0, 100, 100, 0]
    assert place["reduced"] == [80, 20, 100, 0]
    assert place["left"] == [0, 80, 80, 0]
    assert place["valid"] == [30, 50, 20, 10]
    assert place["uncovered"] == [0, 20, 20, 10]


@pytest.mark.parametrize(
    "valid", [interval("0", None), interval("1000"), interval("0"), interval("0", "1000")]
)
@pytest.mark.parametrize("left", [interval("80"), interval("0"), interval("0", None), interval("10", "80")])
def test_a_bar_of_the_flow_never_leaves_its_track(valid, left):
    for bar in bars(with_balance(valid_t=valid, left_t=left, before_t=left)).values():
        for start, width in ((bar.solid_from, bar.solid), (bar.open_from, bar.open_width)):
            assert 0 <= Decimal(start) <= 100
            assert Decimal(start) + Decimal(width) <= Decimal("100.02")


def test_reductions_without_a_quantity_are_not_drawn_as_an_unknown_total():
    found = bars(with_balance(reduced_t=interval("0", None), before_t=interval("80", None)))
    assert "before" not in found
    assert found["reduced"].text == "数量の記載なし"


def test_a_sentence_keeps_its_numbers_with_their_units():
    page = write_html(SAMPLES["fail"]("ja"))
    assert '<span class="nb">13 t-CO2</span>と記載されていますが' in page
