"""The commands `eligible` and `plan`: what credits may be used for, and the plan that costs least."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from offsetcheck.cli.common import (
    Exit,
    Lang,
    Progress,
    as_of_option,
    busy,
    confirmations_option,
    fiscal_year,
    lang_option,
    opened_rulebook,
    output_option,
    profile_option,
    quick_start,
    refuse,
    rules_option,
    worst,
    write_output,
)
from offsetcheck.cli.help import TEXT, argument, command, option
from offsetcheck.cli.judging import no_edition, today
from offsetcheck.facts.problems import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from offsetcheck.engine.judge import Engine, Settings
    from offsetcheck.facts.periods import FiscalYear
    from offsetcheck.planning.eligibility import Eligibility
    from offsetcheck.planning.holdings import Holdings
    from offsetcheck.report.model import InputRef
    from offsetcheck.report.pages import Page
    from offsetcheck.rulebook.book import NoEditionError

_SCHEMES = ("offset", "shk", "gx-ets", "energy-act", "cdp", "sbt", "re100")
#: So many bytes are read in about a second.
_LARGE = 2_000_000
_STEPS = {
    "ja": {"judging": "活用先ごとの判定", "sharing": "併用の可否の判定", "solving": "計画の計算"},
    "en": {"judging": "Judging uses", "sharing": "Judging uses together", "solving": "Solving"},
}
_FORMATS = ("text", "json", "html", "csv", "xlsx")

#: What a fiscal year is called in the help.
YEAR = Text("年度", "FY")
_HOLDINGS = Text("保有ファイル", "HOLDINGS")

holder_option = option(
    "--holder",
    metavar=TEXT,
    help=Text(
        "口座保有者（表に記載がない場合）。",
        "Whose credits they are, where a table does not say it.",
    ),
)
format_option = option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help=Text("報告書の形式。", "Format of the report."),
)
report_option = output_option(Text("報告書を保存するファイル。", "Write the report to a file."))


def _years(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(fiscal_year(context, parameter, value) for value in values)


@command(
    ja="""各クレジットを使用できる活用先と数量、できない理由を示します。

    保有ファイルには、次のいずれかを指定します：YAML又はJSON（取組ファイルの claim を holdings: {id, holder} に代えたもの）、取組ファイル、
    表（CSV又はExcel。列は offsetcheck import holdings --columns で確認できます）。"""
)
@argument("holdings", type=click.Path(path_type=Path), metavar=_HOLDINGS)
@option(
    "--for",
    "schemes",
    multiple=True,
    type=click.Choice(_SCHEMES),
    help=Text("判定する用途（省略時はすべて）。複数回指定できます。", "Only this use; may be repeated."),
)
@option(
    "--period", "years", multiple=True, callback=_years, metavar=YEAR,
    help=Text(
        "FY2026（2026年度実績）又は RY2027（令和9年度報告）の形で指定します。複数回指定できます。"
        "省略時は、判定基準日の属する年度とその前年度の実績です。",
        "Fiscal year of the activity, such as FY2026 (or RY2027, the year of the report); may be repeated. "
        "Default: the fiscal year of the day of judgement and the one before.",
    ),
)  # fmt: skip
@holder_option
@profile_option
@as_of_option
@rules_option
@confirmations_option
@format_option
@report_option
@lang_option
def eligible(
    holdings: Path, schemes: tuple[str, ...], years: tuple[FiscalYear, ...], holder: str | None, profile: str,
    as_of: date | None, rules_folder: Path | None, confirmations: Path | None, form: str, output: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Say where each credit may be used, for how many tonnes, and why not.

    HOLDINGS is YAML or JSON (the sections of a claim under `holdings: {id, holder}`), a claim file, or a table (CSV or
    XLSX) with the columns of `offsetcheck import holdings --columns`.
    """
    with quick_start():
        from offsetcheck.facts.models import Purpose
        from offsetcheck.facts.periods import FiscalYear
        from offsetcheck.facts.problems import InputError
        from offsetcheck.planning.eligibility import PURPOSES, Question, eligibility, questions
        from offsetcheck.report.eligibility import build_eligibility, eligibility_page, question_label
        from offsetcheck.rulebook.book import NoEditionError

        judged_on = as_of or today()
        engine, settings = _engine(rules_folder, confirmations, profile, judged_on, lang)
        held = _holdings(holdings, judged_on, holder, lang)
        this = FiscalYear.of(judged_on)
        wanted = tuple(p for p in PURPOSES if not schemes or p.value in schemes)
        asked_years = tuple(sorted(set(years), key=lambda y: y.start)) or (FiscalYear(this.start - 1), this)
        asked = questions(engine.rulebook, asked_years, wanted)
        without = [
            question_label(Question(purpose, year, "-"), lang)
            for purpose in wanted
            if purpose in (Purpose.SHK, Purpose.GX_ETS)
            for year in asked_years
            if not any(q.purpose is purpose and q.period == year for q in asked)
        ]
        if not asked:
            said = (
                "この年度に適用できる版がありません。"
                if lang == "ja"
                else "No installed edition covers these years."
            )
            click.echo(f"{said} ({', '.join(without)})", err=True)
            sys.exit(Exit.USAGE)
        try:
            with Progress(_STEPS[lang]["judging"]) as step:
                found = eligibility(engine, held.claim, asked, settings, step)
        except InputError as error:
            refuse(error, lang, Exit.USAGE)
        except NoEditionError as error:
            _outside(error, engine, lang)
        report = build_eligibility(
            found,
            engine.rulebook,
            settings,
            lang,
            [_input(holdings, held.claim.sha256)],
            _party(held),
            without,
        )
        write_page(report, lambda: eligibility_page(report), form, output, lang)
    sys.exit(worst([_told(held, lang), _fault(found)]))


def _engine(
    rules_folder: Path | None, confirmations: Path | None, profile: str, as_of: date, lang: Lang
) -> tuple[Engine, Settings]:
    from offsetcheck.engine.judge import Engine, Settings
    from offsetcheck.facts.problems import InputError
    from offsetcheck.facts.vocabulary import Profile

    rulebook = opened_rulebook(rules_folder, lang)
    confirmed: tuple[Any, ...] = ()
    if confirmations is not None:
        from offsetcheck.rulebook.confirmations import read_confirmations

        try:
            confirmed = read_confirmations(confirmations, rulebook, as_of)
        except InputError as error:
            refuse(error, lang, Exit.USAGE)
    return Engine(rulebook), Settings(as_of, Profile(profile), confirmed=confirmed)


def _holdings(path: Path, as_of: date, holder: str | None, lang: Lang) -> Holdings:
    from offsetcheck.facts.problems import InputError
    from offsetcheck.planning.holdings import read_holdings

    try:
        with busy("保有ファイルの読取り" if lang == "ja" else "Reading the holdings", _large(path)):
            held = read_holdings(path, as_of, holder)
    except InputError as error:
        refuse(error, lang, Exit.USAGE)
    if not held.claim.credits:
        said = (
            "クレジットが一件もありません。credits に記載してください。"
            if lang == "ja"
            else "There is no credit in it: add one under `credits`."
        )
        click.echo(f"{path}: {said}", err=True)
        sys.exit(Exit.USAGE)
    return held


def _outside(error: NoEditionError, engine: Engine, lang: Lang) -> NoReturn:
    """Say which editions there are, and leave, where a day or year lies outside all of them."""
    click.echo(no_edition(error, engine.rulebook, lang), err=True)
    sys.exit(Exit.USAGE)


def _large(path: Path) -> bool:
    """Whether reading a file takes longer than a second."""
    return path.is_file() and path.stat().st_size > _LARGE


def _told(held: Holdings, lang: Lang) -> Exit:
    """The exit code of what was read: a refused row makes the answer one about the rest only."""
    for problem in held.refused[:50]:
        click.echo(problem.render(lang), err=True)
    if not held.refused:
        return Exit.PASS
    said = (
        f"{len(held.refused)}行を読み取れませんでした。報告は残りの行についてのものです。"
        if lang == "ja"
        else f"{len(held.refused)} rows were refused: the report is about the others."
    )
    click.echo(said, err=True)
    return Exit.USAGE


def _fault(found: Eligibility) -> Exit:
    """Whether a rule could not run: then the answer is at fault, whatever else it says."""
    from offsetcheck.engine.verdict import Verdict

    return Exit.FAULT if any(a.verdict is Verdict.ERROR for a in found.answers) else Exit.PASS


def _party(held: Holdings) -> str | None:
    for party in held.claim.parties or ():
        if party.id == held.holder:
            return party.name or held.holder
    return held.holder


def _input(path: Path, sha256: str) -> InputRef:
    """A file by its name and the hash of what was read; read twice, it might be another."""
    from offsetcheck.report.model import InputRef

    return InputRef(name=path.name, sha256=sha256)


def write_page(report: Any, page: Callable[[], Page], form: str, output: Path | None, lang: Lang) -> None:
    """Write a page in the format asked for, or its report object, where it has one, as JSON."""
    from offsetcheck.report import pages

    if form == "xlsx":
        if output is None:
            said = (
                "--format xlsx では -o で出力先を指定してください。"
                if lang == "ja"
                else "--format xlsx needs -o FILE."
            )
            click.echo(said, err=True)
            sys.exit(Exit.USAGE)
        write_output(pages.page_xlsx(page()), output, form, lang)
        return
    match form:
        case "json":
            text = report.model_dump_json(indent=2) + "\n"
        case "html":
            text = pages.page_html(page())
        case "csv":
            text = pages.page_csv(page())
        case _:
            text = pages.page_text(page(), color=sys.stdout.isatty() and output is None)
    write_output(text, output, form, lang)


@command(
    ja="""必要量を満たす、費用が最も小さい充当の計画と期日を示します。

    費用が最小であることは、計算により確認します。必要量ファイルはYAML又はJSONで、needs（用途、年度、数量又は報告の項目、期限）、
    alternatives（排出枠、負担金、未達の理由の説明）及び offers（購入できるクレジット）を記載します。
    保有ファイルについては、offsetcheck eligible --help をご覧ください。"""
)
@argument("holdings", type=click.Path(path_type=Path), metavar=_HOLDINGS)
@argument("needs", type=click.Path(path_type=Path), metavar=Text("必要量ファイル", "NEEDS"))
@holder_option
@profile_option
@as_of_option
@rules_option
@confirmations_option
@format_option
@report_option
@lang_option
def plan(
    holdings: Path, needs: Path, holder: str | None, profile: str, as_of: date | None, rules_folder: Path | None,
    confirmations: Path | None, form: str, output: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Put credits to needs at the least cost, proven, and say by when to do what.

    NEEDS is YAML or JSON: `needs` (purpose, year, tonnes or a term of the report, by when), `alternatives` (allowances,
    a charge, an explanation) and `offers` (units that can be bought). `offsetcheck eligible --help` says what HOLDINGS is.
    """
    with quick_start():
        from offsetcheck.facts.problems import InputError
        from offsetcheck.planning.allocation import Shortage, UnprovenError
        from offsetcheck.planning.needs import read_needs
        from offsetcheck.planning.planner import Scenario, make_plan
        from offsetcheck.report.plan import build_plan, plan_page
        from offsetcheck.rulebook.book import NoEditionError

        judged_on = as_of or today()
        engine, settings = _engine(rules_folder, confirmations, profile, judged_on, lang)
        held = _holdings(holdings, judged_on, holder, lang)
        try:
            wanted = read_needs(needs, held.claim, judged_on)
            with Progress(_STEPS[lang]["judging"]) as bar:
                found = make_plan(engine, held.claim, wanted, settings, bar.of(_STEPS[lang]))
        except InputError as error:
            refuse(error, lang, Exit.USAGE)
        except NoEditionError as error:
            _outside(error, engine, lang)
        except (UnprovenError, OverflowError) as error:
            said = (
                "費用が最小であることを計算により確認できなかったため、計画を示していません。本ツールの不具合の可能性があります。"
                if lang == "ja"
                else f"no plan could be proven the best: {error}"
            )
            click.echo(said, err=True)
            sys.exit(Exit.FAULT)
        inputs = [_input(holdings, held.claim.sha256), _input(needs, wanted.sha256)]
        report = build_plan(found, wanted, engine.rulebook, settings, lang, inputs, _party(held))
        write_page(report, lambda: plan_page(report), form, output, lang)
    short = isinstance(found.scenarios[Scenario.BEST], Shortage)
    met = Exit.PASS if not short else Exit.UNKNOWN if found.open else Exit.FAIL
    sys.exit(worst([_told(held, lang), met, _fault(found.eligible)]))
