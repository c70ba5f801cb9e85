"""The commands: read the input, call the engine, write the report, and answer with the exit code."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from offsetcheck import __version__
from offsetcheck.cli.common import Exit, Lang, day, exit_code, lang_option, refuse, rules_option, write_output
from offsetcheck.cli.rules import rules

if TYPE_CHECKING:
    from offsetcheck.report.model import Report
    from offsetcheck.rulebook.answers import Confirmed


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="offsetcheck")
def main() -> None:
    """Check a carbon-offset claim against Japan's guideline and see where its credits may be reported.

    Everything runs on this machine; nothing is sent anywhere.
    """


def _today() -> date:
    return datetime.now().astimezone().date()


@main.command()
@click.argument("claims", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="CLAIM...")
@click.option(
    "--profile",
    type=click.Choice(["self-check", "certification"]),
    default="self-check",
    show_default=True,
    help="How well facts must be supported.",
)
@click.option(
    "--as-of", callback=day, metavar="DATE", help="The day of judgement (default: today); it is printed."
)
@rules_option
@click.option(
    "--confirmations",
    type=click.Path(path_type=Path),
    help="Answers of an authority recorded with `rules confirm`.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "html"]),
    default="text",
    show_default=True,
    help="Format of the report.",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to a file."
)
@lang_option
def check(
    claims: tuple[Path, ...], profile: str, as_of: date | None, rules_folder: Path | None, confirmations: Path | None,
    form: str, output: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Judge one or more claim files (YAML or JSON)."""
    from offsetcheck.facts.claims import read_claim
    from offsetcheck.facts.problems import InputError, Problem
    from offsetcheck.rulebook.book import NoEditionError
    from offsetcheck.rulebook.shipped import open_rulebook

    try:
        rulebook = open_rulebook(rules_folder)
    except InputError as error:
        refuse(error, lang, Exit.FAULT)
    read = []
    problems: list[Problem] = []
    for path in claims:
        try:
            read.append((read_claim(path), path.name))
        except InputError as error:
            problems.extend(error.problems)
    confirmed: tuple[Confirmed, ...] = ()
    if confirmations is not None:
        from offsetcheck.rulebook.confirmations import read_confirmations

        try:
            confirmed = read_confirmations(confirmations, rulebook)
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        refuse(InputError(problems), lang, Exit.USAGE)
    try:
        report = _judge(read, rulebook, profile, as_of or _today(), confirmed, lang)
    except NoEditionError as error:
        click.echo(_no_edition(error, lang), err=True)
        sys.exit(Exit.USAGE)
    write_output(_rendered(report, form, sys.stdout.isatty() and output is None), output, form, lang)
    sys.exit(exit_code(report))


def _judge(
    read: list[Any], rulebook: Any, profile: str, as_of: date, confirmed: tuple[Confirmed, ...], lang: Lang
) -> Report:
    """Judge some claims, each against what the others state."""
    from offsetcheck.engine.judge import Engine, Settings
    from offsetcheck.engine.makers import batch_snapshot
    from offsetcheck.facts.vocabulary import Profile
    from offsetcheck.report.build import build_report

    engine = Engine(rulebook)
    settings = Settings(
        as_of, Profile(profile), batch_snapshot([c for c, _ in read], Profile(profile), as_of), confirmed
    )
    return build_report(
        [(engine.judge(claim, settings), name) for claim, name in read], rulebook, settings, lang
    )


def _no_edition(error: Any, lang: Lang) -> str:
    known = "、".join(e.title.in_(lang) for e in error.known) or "—"
    if lang == "ja":
        return f"{error.moment} に適用できる {error.authority} の版がありません（収録している版：{known}）。日付または対象年度をご確認ください。"
    return f"No installed edition of {error.authority} covers {error.moment} (installed: {known}). Check the day or the fiscal year."


def _rendered(report: Report, form: str, colour: bool) -> str:
    match form:
        case "json":
            from offsetcheck.report.json_writer import write_json

            return write_json(report)
        case "md":
            from offsetcheck.report.markdown_writer import write_markdown

            return write_markdown(report)
        case "html":
            from offsetcheck.report.html import write_html

            return write_html(report)
        case _:
            from offsetcheck.report.text import write_text

            return write_text(report, color=colour)


@main.command()
@click.argument("what", type=click.Choice(["claim", "report"]), default="claim")
def schema(what: str) -> None:
    """Print the JSON Schema of a claim file or of the JSON report."""
    import json

    from offsetcheck.facts.models import Claim
    from offsetcheck.report.model import Report

    model = Claim if what == "claim" else Report
    click.echo(json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default=Path("claim.yaml"))
@lang_option
def init(file: Path, lang: Lang) -> None:
    """Write a claim file to fill in."""
    from offsetcheck.facts.template import claim_template

    if file.exists():
        click.echo(
            f"{file} は既にあります。別の名前を指定してください。"
            if lang == "ja"
            else f"{file} exists already: name another file.",
            err=True,
        )
        sys.exit(Exit.USAGE)
    write_output(claim_template(lang), file, "text", lang)
    said = (
        f"{file} を作成しました。記入後に offsetcheck check {file} を実行してください。"
        if lang == "ja"
        else f"Wrote {file}. Fill it in, then run: offsetcheck check {file}"
    )
    click.echo(said)


main.add_command(rules)


if __name__ == "__main__":
    main()
