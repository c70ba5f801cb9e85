"""The commands that look after the rules themselves: lint, mutate, docs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from offsetcheck.cli.common import (
    Exit,
    Lang,
    lang_option,
    output_option,
    refuse,
    rules_option,
    write_output,
)
from offsetcheck.cli.help import argument, command, option
from offsetcheck.facts.problems import Text

if TYPE_CHECKING:
    from offsetcheck.engine.mutate import Mutation, Progress
    from offsetcheck.rulebook.book import Rulebook

#: One rule, where none means all.
ANY_RULE = Text("[ルール]", "[RULE]")


def _opened(folder: Path | None, lang: Lang) -> tuple[Rulebook, Path]:
    """The rulebook read afresh with the folder it stands in, or leave with what is wrong with it."""
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.loader import load
    from offsetcheck.rulebook.shipped import shipped_folder

    folder = folder or shipped_folder()
    try:
        return load(folder), folder
    except InputError as error:
        refuse(error, lang, Exit.FAULT)


@command(
    "lint",
    ja="""ルールの読込み、判定例、用語及び引用を検査します。

    誤りがあるときは、終了コードが4となります。注意は表示だけを行い、終了コードには影響しません。""",
)
@rules_option
@lang_option
def lint_rules(rules_folder: Path | None, lang: Lang) -> None:
    """Check the rules: that they load whole, and that examples, words, terms and citations hold.

    Ends with 4 where there is an error; warnings are printed and do not count.
    """
    from offsetcheck.engine.lint import LintLevel, lint
    from offsetcheck.facts.problems import InputError

    rulebook, folder = _opened(rules_folder, lang)
    try:
        findings = lint(rulebook, folder)
    except InputError as error:  # one of the lists beside the rules cannot be read
        refuse(error, lang, Exit.FAULT)
    for finding in findings:
        click.echo(finding.render(lang))
    editions, rules = len(rulebook.editions), len(rulebook.rules)
    errors = sum(f.level is LintLevel.ERROR for f in findings)
    warnings = len(findings) - errors
    if not findings:
        said = (
            f"{editions}版・{rules}件のルールに問題はありません。"
            if lang == "ja"
            else f"{rules} rules in {editions} editions: no problems."
        )
    elif lang == "ja":
        said = f"{editions}版・{rules}件のルール：誤り{errors}件、注意{warnings}件。"
    else:
        said = f"{rules} rules in {editions} editions: {errors} errors, {warnings} warnings."
    click.echo(said)
    sys.exit(Exit.FAULT if errors else Exit.PASS)


@command(
    "mutate",
    ja="""ルールの式を少しずつ変え、判定例により検出できるかどうかを調べます。

    ルールには、ルールのほか、制度ごとの判定基準（permanence/JCM）又は算定値（claim.valid_t）の名称も指定できます。省略した場合は、すべてを調べます。""",
)
@argument("item", required=False, metavar=ANY_RULE)
@option(
    "--json",
    "as_json",
    is_flag=True,
    help=Text("結果の全体をJSONで表示します。", "Print the whole result as JSON."),
)
@output_option(
    Text(
        "結果をJSONで保存するファイル。rules docs は rules/mutation.json を読み取ります。",
        "Keep the result in a file (as JSON); `rules docs` reads rules/mutation.json.",
    )
)
@option(
    "--min",
    "least",
    type=click.FloatRange(0, 100),
    metavar=Text("割合", "PERCENT"),
    help=Text(
        "判定例が気づいた変化の割合（％）がこれを下回るときは、終了コードが4となります。",
        "End with 4 where fewer of the changes are noticed.",
    ),
)
@rules_option
@lang_option
def mutate_rules(
    item: str | None, as_json: bool, output: Path | None, least: float | None, rules_folder: Path | None, lang: Lang
) -> None:  # fmt: skip
    """Change each expression in small ways and see whether an example notices.

    RULE is a rule, a binding (permanence/JCM) or a derived value (claim.valid_t); without it, all of them.
    """
    from offsetcheck.engine.mutate import mutate
    from offsetcheck.facts.problems import InputError

    rulebook, folder = _opened(rules_folder, lang)
    try:
        with _progress(lang) as progress:
            result = mutate(rulebook, folder, item, progress=progress)
    except InputError as error:
        refuse(error, lang, Exit.FAULT)
    if not result.mutants:
        click.echo(
            "変更できる式がありません。"
            if lang == "ja"
            else "There is no expression of that name to change.",
            err=True,
        )
        sys.exit(Exit.USAGE)
    if output is not None:
        write_output(_as_json(result), output, "json", lang)
    click.echo(_as_json(result) if as_json else "\n".join(_mutation_lines(result, lang)))
    too_few = least is not None and (result.figure is None or result.figure < Decimal(str(least)))
    sys.exit(Exit.FAULT if too_few or result.broken else Exit.PASS)


def _as_json(result: Mutation) -> str:
    import json

    return json.dumps(result.as_json(), ensure_ascii=False, indent=2)


def _mutation_lines(result: Mutation, lang: Lang) -> Iterator[str]:
    """Each change nobody noticed with the place where an example is needed, then the figures."""
    from offsetcheck.engine.mutate import State

    japanese = lang == "ja"
    for mutant in result.mutants:
        if mutant.state is State.SURVIVED:
            hint = ""
            if mutant.seen_at is not None:
                hint = (
                    f"（{mutant.seen_at} で結果が変わります。conditions か missing に書いてください）"
                    if japanese
                    else f" ({mutant.seen_at} comes out differently: write it under `conditions` or `missing`)"
                )
            yield f"{mutant.file}:{mutant.line} {mutant.where}: {mutant.operator}: {mutant.change}{hint}"
    for place in result.broken:
        yield (
            f"{place}: 変更なしでも期待どおりになりません。"
            if japanese
            else f"{place}: fails without any change"
        )
    for entry in result.stale:
        yield f"mutants-allowed.yaml: {entry}: {'不要です。' if japanese else 'is not needed any more'}"
    killed, survived, equivalent, unread = (result.count(s) for s in State)
    figure = "—" if result.figure is None else f"{result.figure:.1f} %"
    if japanese:
        yield (
            f"変更{len(result.mutants)}件：例が気づいたもの{killed}件、気づかなかったもの{survived}件、"
            f"違いのないもの{equivalent}件、どのルールも読まない値{unread}件。{figure}"
        )
    else:
        yield (
            f"{len(result.mutants)} changes: {killed} noticed, {survived} not, {equivalent} listed as equivalent, "
            f"{unread} in values no rule reads. {figure}"
        )


@contextmanager
def _progress(lang: Lang) -> Iterator[Progress | None]:
    """A progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("式の変更" if lang == "ja" else "changing expressions", total=None)

        def moved(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield moved


@command("docs", ja="ルール、根拠条項及び記述言語の説明をMarkdownで出力します。")
@option(
    "--traceability",
    is_flag=True,
    help=Text(
        "要件とルールの対応表を出力します。", "The table of requirements and the rules that implement them."
    ),
)
@output_option(Text("ページを保存するファイル。", "Write the page to a file."))
@rules_option
@lang_option
def docs_rules(traceability: bool, output: Path | None, rules_folder: Path | None, lang: Lang) -> None:
    """Write every rule, its clauses and the rule language as one Markdown page."""
    from offsetcheck.facts.problems import InputError
    from offsetcheck.report.rule_docs import rule_docs, traceability_table

    rulebook, folder = _opened(rules_folder, lang)
    try:
        page = (traceability_table if traceability else rule_docs)(rulebook, folder, lang)
    except InputError as error:
        refuse(error, lang, Exit.FAULT)
    write_output(page, output, "md", lang)


TOOLS: list[click.Command] = [lint_rules, mutate_rules, docs_rules]
"""The commands for the group `rules`."""
