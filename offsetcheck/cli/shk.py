"""The command `shk`: the totals of an SHK report and what is copied into its forms, from a sheet or a claim."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from offsetcheck.cli.common import (
    Exit,
    Lang,
    as_of_option,
    lang_option,
    opened_rulebook,
    output_option,
    quick_start,
    refuse,
    rules_option,
    worst,
    write_output,
)
from offsetcheck.cli.help import FILE, argument, command, option
from offsetcheck.cli.judging import today
from offsetcheck.cli.planning import write_page
from offsetcheck.cli.usage import Misused
from offsetcheck.facts.problems import Text


@command(
    ja="""SHK制度の排出量を算定し、報告書への転記表を作成します。

    算定するのは基礎排出量及び調整後温室効果ガス排出量、転記表は報告書に書き写す値の表です。ファイルには、排出量とクレジットの表（CSV又はExcel。ひな型は --template で作成できます）、又は報告（filings）を記載した取組ファイルを指定します。
    年度や会社ごとに分けた複数の表を指定すると、あわせて判定し、一つの無効化の二重使用も確認します。"""
)
@argument("files", nargs=-1, type=click.Path(path_type=Path), metavar=Text("ファイル...", "FILE..."))
@option(
    "--template",
    "new",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=FILE,
    help=Text(
        "表のひな型（CSV）を作成して終了します。", "Write a sheet to fill in (CSV), and do nothing else."
    ),
)
@as_of_option
@rules_option
@option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "csv", "xlsx"]),
    default=None,
    help=Text(
        "出力の形式（省略時は -o の拡張子により、それ以外は text）。",
        "Format of the output (default: by the ending of -o, else text).",
    ),
)
@output_option(Text("出力を保存するファイル。", "Write to a file."))
@lang_option
def shk(
    files: tuple[Path, ...], new: Path | None, as_of: date | None, rules_folder: Path | None, form: str | None, output: Path | None,
    lang: Lang,
) -> None:  # fmt: skip
    """Work out basic and adjusted emissions, and write what is copied into the forms (転記表).

    FILE is a sheet of emissions and credits (CSV or workbook; --template writes one to fill in), or a claim with a filing.
    Several sheets, one for each year or company, are judged together: a retirement used twice is found.
    """
    from offsetcheck.programmes.emission_sheet import template

    if new is not None:
        if new.exists():
            said = Text(
                f"{new} は既にあります。別の名前を指定してください。",
                f"{new} exists already: name another file",
            )
            raise Misused(said)
        write_output(template(), new, "csv", lang)
        return
    if not files:
        said = Text(
            "表（CSV又はExcel）又は取組ファイルを指定してください。--template で表のひな型を出力できます。",
            "name a sheet or a claim, or write a sheet to fill in with --template",
        )
        raise Misused(said)
    form = form or _by_ending(output)
    if form == "xlsx" and output is None:
        said = Text(
            "--format xlsx では -o で出力先を指定してください。",
            "a workbook is written to a file: name it with -o",
        )
        raise Misused(said)
    with quick_start():
        code = _written(files, as_of or today(), rules_folder, form, output, lang)
    sys.exit(code)


def _by_ending(output: Path | None) -> str:
    ending = output.suffix.lower() if output is not None else ""
    return {".csv": "csv", ".xlsx": "xlsx", ".html": "html", ".htm": "html"}.get(ending, "text")


def _written(
    files: tuple[Path, ...],
    as_of: date,
    rules_folder: Path | None,
    form: str,
    output: Path | None,
    lang: Lang,
) -> Exit:
    """Judge the file, write its reports, and answer with the exit code of the worst of them."""
    from offsetcheck.engine.judge import Engine, Settings
    from offsetcheck.engine.verdict import Verdict
    from offsetcheck.facts.claims import read_claim
    from offsetcheck.facts.problems import InputError
    from offsetcheck.programmes.emission_sheet import is_sheet, read_sheets
    from offsetcheck.report.transcription import transcribe
    from offsetcheck.report.transcription_page import transcription_page
    from offsetcheck.rulebook.book import NoEditionError

    names = ", ".join(f.name for f in files)
    rulebook = opened_rulebook(rules_folder, lang)
    try:
        if len(files) > 1 and not all(is_sheet(f) for f in files):
            said = Text(
                "複数のファイルを指定できるのは、すべてが表の場合に限ります。取組ファイルは一つだけ指定してください。",
                "several files must all be sheets; a claim stands alone",
            )
            raise Misused(said)
        claim = read_sheets(files, as_of) if is_sheet(files[0]) else read_claim(files[0])
    except InputError as error:
        refuse(error, lang, Exit.USAGE)
    try:
        settings = Settings(as_of)
        judged = Engine(rulebook).judge(claim, settings)
    except InputError as error:
        refuse(error, lang, Exit.USAGE)
    except NoEditionError as error:
        from offsetcheck.cli.judging import no_edition

        click.echo(f"{names}: {no_edition(error, rulebook, lang)}", err=True)
        return Exit.USAGE
    sheets = [
        transcribe(judged, f, rulebook, settings, lang)
        for f in judged.filings
        if f.edition.authority == "shk"
    ]
    if not sheets:
        click.echo(
            f"{names} に算定・報告・公表制度の報告がありません。filings に追加してください。"
            if lang == "ja"
            else f"{names} has no SHK report: add one under `filings`.",
            err=True,
        )
        return Exit.USAGE
    write_page(None, lambda: transcription_page(sheets, judged, names, as_of, lang), form, output, lang)
    codes = {
        Verdict.PASS: Exit.PASS, Verdict.NOT_APPLICABLE: Exit.PASS, Verdict.FAIL: Exit.FAIL, Verdict.UNKNOWN: Exit.UNKNOWN,
        Verdict.ERROR: Exit.FAULT,
    }  # fmt: skip
    return worst([codes[s.verdict] for s in sheets])
