"""The commands on rules: list, show, test, confirm, and those of `rule_tools`: lint, mutate, docs."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from offsetcheck.cli.common import (
    Exit,
    Lang,
    day,
    group_lang_option,
    lang_option,
    refuse,
    rules_option,
    whole_file,
)
from offsetcheck.cli.help import DAY, FILE, TEXT, Group, argument, option
from offsetcheck.cli.rule_tools import ANY_RULE, TOOLS
from offsetcheck.facts.problems import Text

if TYPE_CHECKING:
    from offsetcheck.rulebook.book import Rulebook


@click.group(cls=Group, commands=TOOLS, ja="ルールの一覧と内容を表示し、検査及びテストを行います。")
@group_lang_option
def rules() -> None:
    """List, show, check and test the rules."""


def opened(folder: Path | None, lang: Lang) -> Rulebook:
    """The rulebook of a folder, or leave with what is wrong with it."""
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.shipped import open_rulebook

    try:
        return open_rulebook(folder)
    except InputError as error:
        refuse(error, lang, Exit.FAULT)


@rules.command("list", ja="すべてのルールの番号、重要度、対象、版及び名称を一覧で表示します。")
@option(
    "--edition", metavar=TEXT, help=Text("この版のルールだけを表示します。", "Only the rules of one edition.")
)
@rules_option
@lang_option
def list_rules(edition: str | None, rules_folder: Path | None, lang: Lang) -> None:
    """List every rule: id, severity, subject, edition, title."""
    rulebook = opened(rules_folder, lang)
    for one in rulebook.editions:
        if edition in (None, one.id):
            for rule in one.rules:
                click.echo(
                    f"{rule.id:<14} {rule.severity.value:<9} {rule.subject:<11} {one.id:<20} {rule.title.in_(lang)}"
                )


@rules.command("show", ja="ルールの内容、根拠条項及びその確度を表示します。")
@argument("rule_id", metavar=Text("ルール", "RULE"))
@rules_option
@lang_option
def show_rule(rule_id: str, rules_folder: Path | None, lang: Lang) -> None:
    """Show one rule: what it asks, its clauses and how sure we are of them."""
    rulebook = opened(rules_folder, lang)
    found = [r for r in rulebook.rules if r.id.upper() == rule_id.upper()]
    if not found:
        close = sorted(r.id for r in rulebook.rules if rule_id.upper()[:6] in r.id.upper())
        alike = list(dict.fromkeys(close))
        said = Text(
            f"ルール {rule_id} はありません。"
            + (
                f"近い番号：{'、'.join(alike)}。"
                if alike
                else "番号の一覧は offsetcheck rules list で表示できます。"
            ),
            f"There is no rule {rule_id}"
            + (f": {', '.join(alike)}" if alike else ": see `offsetcheck rules list`"),
        )
        click.echo(said.in_(lang), err=True)
        sys.exit(Exit.USAGE)
    from offsetcheck.report.rule_sheet import rule_sheet

    for rule in found:
        click.echo(rule_sheet(rule, rulebook, lang))


@rules.command("test", ja="ルールに添えた判定例を実行します。")
@argument("rule_id", required=False, metavar=ANY_RULE)
@rules_option
@lang_option
def test_rules(rule_id: str | None, rules_folder: Path | None, lang: Lang) -> None:
    """Run the examples that stand beside the rules."""
    from offsetcheck.engine.examples import run_examples
    from offsetcheck.engine.judge import Engine

    rulebook = opened(rules_folder, lang)
    total, bad = 0, 0
    known = {r.id.upper(): r.id for r in rulebook.rules}
    for result in run_examples(Engine(rulebook), known.get(rule_id.upper(), rule_id) if rule_id else None):
        total += 1
        if result.problem is not None:
            bad += 1
            click.echo(
                f"{result.rule.file}:{result.example.line} {result.rule.id} #{result.number} ({result.edition.id}): {result.problem}"
            )
    click.echo(f"{total - bad} passed, {bad} failed")
    if total == 0:
        click.echo(
            "実行する例がありません。ルールの番号を確かめてください。"
            if lang == "ja"
            else "There are no examples to run.",
            err=True,
        )
        sys.exit(Exit.USAGE)
    sys.exit(Exit.FAULT if bad else Exit.PASS)


@rules.command(
    "confirm",
    ja="""所管当局の回答を記録します。

    名称には、解釈が確定していない事項（値はその選択肢の一つ）又は原文未確認の条件（値は stands）を指定します。""",
)
@argument("name", metavar=Text("名称", "NAME"))
@argument("value", metavar=Text("値", "VALUE"))
@option(
    "--document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    metavar=FILE,
    help=Text(
        "回答の文書。内容ではなく、ハッシュ値だけを記録します。",
        "The authority's answer; its hash is recorded, not its content.",
    ),
)
@option(
    "--by",
    required=True,
    metavar=TEXT,
    help=Text("照会し、回答を記録した方の氏名。", "Who asked and recorded the answer."),
)
@option(
    "--on",
    "on",
    callback=day,
    required=True,
    metavar=DAY,
    help=Text("回答の日付。", "The day of the answer."),
)
@option(
    "--source",
    metavar=TEXT,
    help=Text("回答した所管当局及び回答の方法。", "Which authority answered, and how."),
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("confirmations.yaml"),
    show_default=True,
    metavar=FILE,
    help=Text("回答を書き加えるファイル。", "The file to add the answer to."),
)
@option(
    "--replace",
    is_flag=True,
    help=Text(
        "記録済みの回答を、この回答に置き換えます。",
        "Put the answer in the place of what is recorded of NAME.",
    ),
)
@rules_option
@lang_option
def confirm(
    name: str, value: str, document: Path, by: str, on: date, source: str | None, output: Path,
    replace: bool, rules_folder: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Record an authority's answer.

    NAME is a reading (VALUE one of its options) or a rule's condition (VALUE stands).
    """
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.confirmations import with_confirmation

    rulebook = opened(rules_folder, lang)
    with whole_file(output, lang) as file:
        try:
            text = with_confirmation(output, rulebook, name, value, document, by, on, source, replace=replace)
        except InputError as error:
            refuse(error, lang, Exit.USAGE)
        file.write(text.encode("utf-8"))
    click.echo(f"{output} に記録しました。" if lang == "ja" else f"Recorded in {output}.")
