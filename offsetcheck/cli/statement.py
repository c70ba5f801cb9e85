"""The command that drafts the text to show, and the disclosure sheet, from what a claim states and how it was judged."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from offsetcheck.cli.common import (
    Lang,
    confirmations_option,
    day,
    exit_code,
    lang_option,
    output_option,
    profile_option,
    rules_option,
    write_output,
)
from offsetcheck.cli.help import DAY, argument, command, option
from offsetcheck.cli.judging import judge_files
from offsetcheck.facts.problems import Text


@command(
    ja="""公表する文案と情報提供シートを作成します。

    形式はMarkdownです。判明している情報だけを用い、分からない箇所は記入欄のまま残します。"""
)
@argument("claim", type=click.Path(path_type=Path), metavar=Text("取組ファイル", "CLAIM"))
@option(
    "--for",
    "medium",
    type=click.Choice(["web", "label", "press"]),
    default="web",
    show_default=True,
    help=Text(
        "文案の掲載先。web はウェブサイト、label は商品の表示、press は報道発表です。",
        "Where the text is to be shown: on a website, on a product or in a press release.",
    ),
)
@profile_option
@option(
    "--as-of",
    callback=day,
    metavar=DAY,
    help=Text("判定基準日（省略時は本日）。", "The day of judgement (default: today)."),
)
@rules_option
@confirmations_option
@output_option(Text("文案を保存するファイル。", "Write the draft to a file."))
@lang_option
def statement(
    claim: Path, medium: str, profile: str, as_of: date | None, rules_folder: Path | None, confirmations: Path | None,
    output: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Draft a statement and its disclosure sheet.

    Markdown, from known facts only; what is not known stays a place to fill in.
    """
    from offsetcheck.report.statement import Medium, draft_statement, write_statement

    judged, report = judge_files((claim,), rules_folder, confirmations, profile, as_of, lang)
    draft = draft_statement(judged[0], report, Medium(medium))
    write_output(write_statement(draft), output, "md", lang)
    sys.exit(exit_code(report))
