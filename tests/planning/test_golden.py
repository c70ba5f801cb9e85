"""The pages of `eligible` and `plan` as they were last read and approved; `python -m tests.planning.test_golden` writes them anew."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.models import Purpose
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Lang
from offsetcheck.planning.eligibility import eligibility, questions
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.needs import read_needs
from offsetcheck.planning.planner import make_plan
from offsetcheck.report.eligibility import build_eligibility, eligibility_page
from offsetcheck.report.pages import Page, page_csv, page_html, page_text
from offsetcheck.report.plan import build_plan, plan_page
from offsetcheck.rulebook.shipped import open_rulebook

GOLDEN = Path(__file__).with_name("golden")
FIXTURES = Path(__file__).parents[2] / "fixtures/holdings"
SETTINGS = Settings(date(2026, 11, 22))
HOLDER = "サンプル製鋼株式会社"
LANGS: tuple[Lang, ...] = ("ja", "en")
PAGES = ("eligible", "plan", "short")
CASES = [
    (page, lang, form)
    for page in PAGES
    for lang in LANGS
    for form in ("txt", "html", "csv")
    if form == "txt" or (form == "html" and page != "short") or (form == "csv" and page == "plan")
]


@cache
def page(name: str, lang: Lang) -> Page:
    """The matrix for offsets and GX-ETS, the plan, and a plan whose needs cannot all be met."""
    engine = Engine(open_rulebook(None))
    holdings = read_holdings(FIXTURES / "gx-participant.yaml", SETTINGS.as_of).claim
    if name == "eligible":
        asked = questions(engine.rulebook, [FiscalYear(2026)], (Purpose.OFFSET, Purpose.GX_ETS))
        found = eligibility(engine, holdings, asked, SETTINGS)
        return eligibility_page(build_eligibility(found, engine.rulebook, SETTINGS, lang, [], HOLDER))
    needs = read_needs(FIXTURES / "gx-needs.yaml", holdings, SETTINGS.as_of)
    if name == "short":
        needs = needs.model_copy(update={"alternatives": (), "offers": ()})
    made = make_plan(engine, holdings, needs, SETTINGS)
    return plan_page(build_plan(made, needs, engine.rulebook, SETTINGS, lang, [], HOLDER))


def written(name: str, lang: Lang, form: str) -> str:
    """A page in one format, without its style sheet, and without hashes of rules, which change with every rule."""
    match form:
        case "txt":
            text = page_text(page(name, lang))
        case "html":
            text = re.sub(r"(?s)<style>.*</style>", "<style></style>", page_html(page(name, lang)))
        case _:
            text = page_csv(page(name, lang))
    return re.sub(r"[0-9a-f]{64}", "…", re.sub(r"\n\s*(?=[0-9a-f]{1,63}\b[）)])", "", text))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang", "form"), CASES)
def test_the_page_reads_as_approved(name: str, lang: Lang, form: str) -> None:
    expected = (GOLDEN / f"{name}.{lang}.{form}").read_bytes().decode("utf-8")
    assert expected == written(name, lang, form)


def test_nothing_lies_among_the_golden_files_that_no_test_reads() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {f"{n}.{lang}.{form}" for n, lang, form in CASES}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for case in CASES:
        (GOLDEN / "{}.{}.{}".format(*case)).write_bytes(written(*case).encode("utf-8"))
