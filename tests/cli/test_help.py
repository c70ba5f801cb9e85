"""The help of every command is whole in both languages, and fits the terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from offsetcheck.cli.help import Argument, Command, Group, Option
from offsetcheck.cli.main import main
from offsetcheck.report.columns import width

LOCALES = {"ja": "ja_JP.UTF-8", "en": "C.UTF-8"}
KANA = re.compile("[ぁ-んァ-ヶ一-龠]")
#: What is written in Latin letters in Japanese, too: formats, schemes, and words that stand in a file.
WORDS = [
    "J",
    "JCM",
    "SHK",
    "GX",
    "ETS",
    "CDP",
    "SBT",
    "RE100",
    "YAML",
    "JSON",
    "Schema",
    "CSV",
    "Excel",
    "URL",
    "Markdown",
    "FY2025",
    "FY2026",
    "RY2026",
    "RY2027",
    "offsetsdb",
    "holdings",
    "notices",
    "projects",
    "issuances",
    "credits",
    "retirements",
    "filings",
    "claim",
    "yaml",
    "id",
    "holder",
    "needs",
    "alternatives",
    "offers",
    "permanence",
    "valid_t",
    "stands",
    "mutation",
    "x",
]


def commands(
    command: click.Command = main, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


def shown(path: tuple[str, ...], lang: str, columns: int = 80) -> str:
    """The help as it is printed."""
    done = CliRunner().invoke(
        main,
        [*path, "--help"],
        prog_name="offsetcheck",
        env={"LC_ALL": LOCALES[lang]},
        terminal_width=columns,
    )
    assert done.exit_code == 0
    return done.output


EVERY = [pytest.param(path, command, id=" ".join(path) or "offsetcheck") for path, command in commands()]


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_text_of_a_command_is_there_in_both_languages(path, command):
    assert type(command) in (Command, Group) or command is main
    texts = [command.said, *([command.closing] if command.closing else [])]
    for parameter in command.params:
        assert isinstance(parameter, Argument | Option), parameter.name
        if isinstance(parameter, Option):
            texts.append(parameter.said)
        if parameter.named is not None:
            texts.append(parameter.named)
        else:
            flag = isinstance(parameter, click.Option) and parameter.is_flag
            assert flag or isinstance(parameter.type, click.Choice), f"{parameter.name} needs a metavar"
    for text in texts:
        assert KANA.search(text.ja), text
        assert text.en
        assert not re.search("[ぁ-ん]", text.en), text


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_the_help_in_japanese_holds_no_english(path, command):
    names = {name for words, _ in commands() for name in words} | {"offsetcheck", "h", "help", "o"}
    for _, each in commands():
        for parameter in each.params:
            names |= {word for one in (*parameter.opts, *parameter.secondary_opts) for word in one.split("-")}
            if isinstance(parameter.type, click.Choice):
                names |= {word for one in parameter.type.choices for word in one.split("-")}
            names |= set(re.findall(r"\w+", str(parameter.default)))
    words = set(re.findall(r"[A-Za-z]\w*", re.sub(f"{KANA.pattern}+", " ", shown(path, "ja"))))
    assert words <= names | set(WORDS)


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_the_help_in_english_holds_no_japanese(path, command):
    assert not re.search("[ぁ-ん]", shown(path, "en"))


@pytest.mark.parametrize(("path", "command"), EVERY)
@pytest.mark.parametrize("columns", [60, 80])
def test_the_help_fits_the_terminal_and_begins_no_line_with_a_closing_sign(path, command, columns):
    for line in shown(path, "ja", columns).splitlines():
        assert width(line) <= columns, line
        assert not re.match(" *[、。）］]", line)


def test_the_help_is_in_the_language_asked_for_wherever_the_option_stands():
    for arguments in (
        ["check", "--lang", "ja", "-h"],
        ["check", "-h", "--lang=ja"],
        ["--lang", "ja", "check", "-h"],
    ):
        done = CliRunner().invoke(main, arguments, env={"LC_ALL": "C.UTF-8"})
        assert done.output.startswith("使い方：")
    done = CliRunner().invoke(main, ["rules", "-h", "--lang", "en"], env={"LC_ALL": "ja_JP.UTF-8"})
    assert done.output.startswith("Usage: ")


def test_a_list_of_commands_says_each_whole():
    assert "..." not in shown(("rules",), "en").partition("Commands:")[2]
    assert "。" in shown((), "ja").partition("コマンド：")[2].splitlines()[1]
