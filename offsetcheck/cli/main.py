"""The commands: read the input, call the engine, write the report, and answer with the exit code."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from offsetcheck import __version__
from offsetcheck.cli.common import (
    Commands,
    Exit,
    Lang,
    as_of_option,
    confirmations_option,
    day,
    exit_code,
    group_lang_option,
    lang_option,
    output_option,
    profile_option,
    quick_start,
    rules_option,
    write_output,
)
from offsetcheck.cli.help import DAY, Option, argument, option
from offsetcheck.cli.imports import import_command
from offsetcheck.cli.judging import judge_files, today
from offsetcheck.cli.matrix import matrix
from offsetcheck.cli.planning import eligible, plan
from offsetcheck.cli.rules import rules
from offsetcheck.cli.shk import shk
from offsetcheck.cli.statement import statement
from offsetcheck.cli.usage import Misused
from offsetcheck.facts.problems import Text

if TYPE_CHECKING:
    from offsetcheck.report.model import Report


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    ja="""カーボン・オフセットの取組を国の指針・ガイドラインに照らして判定し、クレジットをどの制度の報告に使用できるかを示します。

    処理はすべてお使いのコンピュータの中で行い、外部には何も送信しません。""",
)
@click.version_option(
    __version__,
    prog_name="offsetcheck",
    cls=Option,
    help=Text("バージョンを表示して終了します。", "Show the version and exit."),
)
@group_lang_option
def main() -> None:
    """Check a carbon-offset claim against Japan's guideline and see where its credits may be reported.

    Everything runs on this machine; nothing is sent anywhere.
    """


@main.command(
    ja="""取組ファイル（YAML又はJSON）を判定します。

    複数のファイルを一度に指定できます。"""
)
@argument(
    "claims",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path),
    metavar=Text("取組ファイル...", "CLAIM..."),
)
@profile_option
@as_of_option
@rules_option
@confirmations_option
@option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "md", "html", "csv", "letter"]),
    default="text",
    show_default=True,
    help=Text(
        "報告書の形式。letter は、要確認事項を確認先ごとの依頼文（Markdown）にします。",
        "Format of the report; `letter` writes the open questions as letters (Markdown).",
    ),
)
@option(
    "--reply-by",
    callback=day,
    metavar=DAY,
    help=Text(
        "letter の依頼文に記載する回答の期限。",
        "With --format letter: by when to ask for an answer.",
    ),
)
@output_option(Text("報告書を保存するファイル。", "Write the report to a file."))
@lang_option
def check(
    claims: tuple[Path, ...], profile: str, as_of: date | None, rules_folder: Path | None, confirmations: Path | None,
    form: str, reply_by: date | None, output: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Judge one or more claim files (YAML or JSON)."""
    judged_on = as_of or today()
    if reply_by is not None and (form != "letter" or reply_by < judged_on):
        said = Text(
            "--reply-by は --format letter とともに、判定基準日（--as-of）以後の日付で指定してください。",
            "--reply-by goes with --format letter, and may not lie before the day of judgement",
        )
        raise Misused(said)
    with quick_start():
        _, report = judge_files(claims, rules_folder, confirmations, profile, judged_on, lang)
        text = _rendered(report, form, sys.stdout.isatty() and output is None, reply_by)
    write_output(text, output, form, lang)
    sys.exit(exit_code(report))


def _rendered(report: Report, form: str, colour: bool, reply_by: date | None) -> str:
    match form:
        case "csv":
            from offsetcheck.report.csv_writer import write_csv

            return write_csv(report)
        case "letter":
            from offsetcheck.report.letter import write_letter

            return write_letter(report, reply_by)
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


@main.command(ja="取組ファイル又はJSON形式の報告書のJSON Schemaを表示します。")
@argument("what", type=click.Choice(["claim", "report"]), default="claim")
def schema(what: str) -> None:
    """Print the JSON Schema of a claim file or of the JSON report."""
    import json

    from offsetcheck.facts.models import Claim
    from offsetcheck.report.model import Report

    model = Claim if what == "claim" else Report
    click.echo(json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=2))


@main.command(
    ja="""取組ファイルのひな型を作成します。

    ファイルを指定しない場合は、claim.yaml を作成します。"""
)
@argument(
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("claim.yaml"),
    metavar=Text("[ファイル]", "[FILE]"),
)
@lang_option
def init(file: Path, lang: Lang) -> None:
    """Write a claim file to fill in.

    Without FILE it is claim.yaml.
    """
    from offsetcheck.facts.template import claim_template

    if file.suffix.lower() not in (".yaml", ".yml"):
        click.echo(
            f"{file}：ひな型は YAML で作成します。名前の末尾を .yaml にしてください（例：claim.yaml）。"
            if lang == "ja"
            else f"{file}: the template is YAML; let the name end in .yaml, such as claim.yaml.",
            err=True,
        )
        sys.exit(Exit.USAGE)
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


main.add_command(eligible)
main.add_command(import_command)
main.add_command(matrix)
main.add_command(plan)
main.add_command(rules)
main.add_command(shk)
main.add_command(statement)


if __name__ == "__main__":
    main()
