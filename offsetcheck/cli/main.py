"""The commands: read the input, call the engine, write the report, and answer with the exit code."""

from __future__ import annotations

import locale
import os
import sys
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from offsetcheck import __version__

if TYPE_CHECKING:
    from offsetcheck.facts.problems import InputError
    from offsetcheck.report.model import Report
    from offsetcheck.rulebook.answers import Confirmed

Lang = Literal["ja", "en"]


class Exit(IntEnum):
    """Exit codes, from the verdicts of claims and filings; the worst wins in the order 4, 2, 1, 3, 0."""

    PASS = 0
    FAIL = 1
    USAGE = 2
    UNKNOWN = 3
    FAULT = 4


_SEVERITY = (Exit.FAULT, Exit.USAGE, Exit.FAIL, Exit.UNKNOWN, Exit.PASS)


def worst(codes: list[Exit]) -> Exit:
    """The worst of some exit codes; all pass where there is none."""
    return min(codes, key=_SEVERITY.index, default=Exit.PASS)


def exit_code(report: Report) -> Exit:
    """The exit code of a report: that of its worst claim or filing."""
    from offsetcheck.engine.verdict import Verdict

    code = {
        Verdict.PASS: Exit.PASS,
        Verdict.NOT_APPLICABLE: Exit.PASS,
        Verdict.FAIL: Exit.FAIL,
        Verdict.UNKNOWN: Exit.UNKNOWN,
        Verdict.ERROR: Exit.FAULT,
    }
    verdicts = [c.verdict for c in report.claims] + [f.verdict for c in report.claims for f in c.filings]
    return worst([code[v] for v in verdicts])


def default_lang() -> Lang:
    """Japanese where the locale is Japanese, else English."""
    named = (
        os.environ.get("LC_ALL")
        or os.environ.get("LC_MESSAGES")
        or os.environ.get("LANG")
        or locale.getlocale()[0]
        or ""
    )
    return "ja" if named.lower().startswith(("ja", "japanese")) else "en"


def _lang(context: click.Context, parameter: click.Parameter, value: str | None) -> Lang:
    return cast("Lang", value) if value else default_lang()


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter("write the day as YYYY-MM-DD", context, parameter) from None


_lang_option = click.option(
    "--lang",
    type=click.Choice(["ja", "en"]),
    callback=_lang,
    help="Language of the output (default: the locale).",
)
_rules_option = click.option(
    "--rules",
    "rules_folder",
    type=click.Path(path_type=Path),
    default=None,
    help="A folder of rules instead of the shipped ones.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="offsetcheck")
def main() -> None:
    """Check a carbon-offset claim against Japan's guideline and see where its credits may be reported.

    Everything runs on this machine; nothing is sent anywhere.
    """


def _refuse(error: InputError, lang: Lang, code: Exit) -> None:
    click.echo(error.render(lang), err=True)
    sys.exit(code)


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
    "--as-of", callback=_day, metavar="DATE", help="The day of judgement (default: today); it is printed."
)
@_rules_option
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
@_lang_option
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
        _refuse(error, lang, Exit.FAULT)
        return
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
        _refuse(InputError(problems), lang, Exit.USAGE)
    try:
        report = _judge(read, rulebook, profile, as_of or _today(), confirmed, lang)
    except NoEditionError as error:
        click.echo(_no_edition(error, lang), err=True)
        sys.exit(Exit.USAGE)
    _write(_rendered(report, form, sys.stdout.isatty() and output is None), output, form, lang)
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


def _write(text: str, output: Path | None, form: str, lang: Lang) -> None:
    """Write whole or not at all: to a temporary name first, then in place."""
    if output is None:
        click.echo(text, nl=not text.endswith("\n"))
        return
    part = output.with_name(f"{output.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(output)
    except OSError as error:
        part.unlink(missing_ok=True)
        said = (
            f"{output} に書き込めません（{error.strerror}）。"
            if lang == "ja"
            else f"{output} cannot be written: {error.strerror}."
        )
        click.echo(said, err=True)
        sys.exit(Exit.USAGE)


@main.group()
def rules() -> None:
    """List, show, check and test the rules."""


def _opened(folder: Path | None, lang: Lang) -> Any:
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.shipped import open_rulebook

    try:
        return open_rulebook(folder)
    except InputError as error:
        _refuse(error, lang, Exit.FAULT)


@rules.command("list")
@click.option("--edition", help="Only the rules of one edition.")
@_rules_option
@_lang_option
def list_rules(edition: str | None, rules_folder: Path | None, lang: Lang) -> None:
    """List every rule: id, severity, subject, edition, title."""
    rulebook = _opened(rules_folder, lang)
    for one in rulebook.editions:
        if edition in (None, one.id):
            for rule in one.rules:
                click.echo(
                    f"{rule.id:<14} {rule.severity.value:<9} {rule.subject:<11} {one.id:<20} {rule.title.in_(lang)}"
                )


@rules.command("show")
@click.argument("rule_id", metavar="RULE")
@_rules_option
@_lang_option
def show_rule(rule_id: str, rules_folder: Path | None, lang: Lang) -> None:
    """Show one rule: what it asks, its clauses and how sure we are of them."""
    rulebook = _opened(rules_folder, lang)
    found = [r for r in rulebook.rules if r.id == rule_id.upper()]
    if not found:
        close = sorted(r.id for r in rulebook.rules if rule_id.upper()[:6] in r.id)
        hint = f": {', '.join(dict.fromkeys(close))}" if close else ""
        said = f"ルール {rule_id} はありません{hint}" if lang == "ja" else f"There is no rule {rule_id}{hint}"
        click.echo(said, err=True)
        sys.exit(Exit.USAGE)
    from offsetcheck.report.rule_sheet import rule_sheet

    for rule in found:
        click.echo(rule_sheet(rule, rulebook, lang))


@rules.command("lint")
@_rules_option
@_lang_option
def lint_rules(rules_folder: Path | None, lang: Lang) -> None:
    """Check that the rulebook loads whole: names, types, citations, dates, translations, examples."""
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.loader import load
    from offsetcheck.rulebook.shipped import shipped_folder

    try:
        rulebook = load(rules_folder or shipped_folder())
    except InputError as error:
        _refuse(error, lang, Exit.FAULT)
        return
    editions, count = len(rulebook.editions), len(rulebook.rules)
    said = (
        f"{editions}版・{count}件のルールに問題はありません。"
        if lang == "ja"
        else f"{count} rules in {editions} editions: no problems."
    )
    click.echo(said)


@rules.command("test")
@click.argument("rule_id", required=False, metavar="[RULE]")
@_rules_option
@_lang_option
def test_rules(rule_id: str | None, rules_folder: Path | None, lang: Lang) -> None:
    """Run the examples that stand beside the rules."""
    from offsetcheck.engine.examples import run_examples
    from offsetcheck.engine.judge import Engine

    rulebook = _opened(rules_folder, lang)
    total, bad = 0, 0
    for result in run_examples(Engine(rulebook), rule_id.upper() if rule_id else None):
        total += 1
        if result.problem is not None:
            bad += 1
            click.echo(
                f"{result.rule.file}:{result.example.line} {result.rule.id} #{result.number} ({result.edition.id}): {result.problem}"
            )
    click.echo(f"{total - bad} passed, {bad} failed")
    if total == 0:
        click.echo("例がありません。" if lang == "ja" else "There are no examples to run.", err=True)
        sys.exit(Exit.USAGE)
    sys.exit(Exit.FAULT if bad else Exit.PASS)


@rules.command("confirm")
@click.argument("name", metavar="NAME")
@click.argument("value", metavar="VALUE")
@click.option(
    "--document",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="The authority's answer; its hash is recorded, not its content.",
)
@click.option("--by", required=True, help="Who asked and recorded the answer.")
@click.option("--on", "on", callback=_day, required=True, metavar="DATE", help="The day of the answer.")
@click.option("--source", help="Which authority answered, and how.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("confirmations.yaml"),
    show_default=True,
    help="The file to add the answer to.",
)
@_rules_option
@_lang_option
def confirm(
    name: str, value: str, document: Path, by: str, on: date, source: str | None, output: Path,
    rules_folder: Path | None, lang: Lang,
) -> None:  # fmt: skip
    """Record an authority's answer: NAME is a reading (VALUE one of its options) or a rule's condition (VALUE stands)."""
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.confirmations import add_confirmation

    rulebook = _opened(rules_folder, lang)
    try:
        add_confirmation(output, rulebook, name, value, document, by, on, source)
    except InputError as error:
        _refuse(error, lang, Exit.USAGE)
    click.echo(f"{output} に記録しました。" if lang == "ja" else f"Recorded in {output}.")


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
@_lang_option
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
    _write(claim_template(lang), file, "text", lang)
    said = (
        f"{file} を作成しました。記入後に offsetcheck check {file} を実行してください。"
        if lang == "ja"
        else f"Wrote {file}. Fill it in, then run: offsetcheck check {file}"
    )
    click.echo(said)


if __name__ == "__main__":
    main()
