"""The command that drafts the text to show, and the disclosure sheet, from what a claim states and how it was judged."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from offsetcheck.cli.common import Lang, day, exit_code, lang_option, rules_option, write_output
from offsetcheck.cli.judging import judge_files


@click.command()
@click.argument("claim", type=click.Path(path_type=Path), metavar="CLAIM")
@click.option(
    "--for",
    "medium",
    type=click.Choice(["web", "label", "press"]),
    default="web",
    show_default=True,
    help="Where the text is to be shown.",
)
@click.option(
    "--profile",
    type=click.Choice(["self-check", "certification"]),
    default="self-check",
    show_default=True,
    help="How well facts must be supported.",
)
@click.option("--as-of", callback=day, metavar="DATE", help="The day of judgement (default: today).")
@rules_option
@click.option(
    "--confirmations",
    type=click.Path(path_type=Path),
    help="Answers of an authority recorded with `rules confirm`.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the draft to a file."
)
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
