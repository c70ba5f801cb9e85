"""What is wrong with a command line, said in the language of the output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, Final

import click

from offsetcheck.facts.problems import Lang, Text

__all__ = ["Misused", "Unusable", "in_language"]


class Misused(click.UsageError):
    """A command line that cannot be used, with what to do in both languages."""

    def __init__(self, said: Text, context: click.Context | None = None) -> None:
        """Hold what is said."""
        super().__init__(said.en, context)
        self.said = said


class Unusable(click.BadParameter):
    """A value that cannot be used, with what to write instead in both languages."""

    def __init__(self, said: Text, context: click.Context, parameter: click.Parameter) -> None:
        """Hold what is said, and of which parameter."""
        super().__init__(said.en, context, parameter)
        self.said = said


@contextmanager
def in_language(lang: Lang) -> Iterator[None]:
    """Errors of the command line are said in a language; Click's own words are English."""
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:  # the help itself
        raise
    except click.UsageError as error:
        if lang == "en" or isinstance(error, _Japanese):
            raise
        raise _Japanese(error) from None


class _Japanese(click.UsageError):
    """An error of the command line in Japanese; the exit code is the same."""

    def __init__(self, error: click.UsageError) -> None:
        super().__init__(_said(error), error.ctx)

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the usage, where to read more, and the error."""
        if self.ctx is not None:
            more = f"詳しくは {self.ctx.command_path} --help をご覧ください。"
            click.echo(f"{self.ctx.get_usage()}\n{more}\n", file, err=True)
        click.echo(f"エラー：{self.message}", file, err=True)


_VALUE: Final = re.compile(r"'(?P<value>.*)' is not")
_PATH: Final = re.compile(
    r"'(?P<value>.*)' (?P<why>does not exist|is a directory|is a file|is not readable|is not writable)"
)
_WHY: Final = {
    "does not exist": "が見つかりません。名前とフォルダを確かめてください。",
    "is a directory": "はフォルダです。ファイルを指定してください。",
    "is a file": "はファイルです。フォルダを指定してください。",
    "is not readable": "を読み取れません。アクセスする権限を確かめてください。",
    "is not writable": "に書き込めません。アクセスする権限を確かめてください。",
}
_COMMAND: Final = re.compile(r"No such command '(?P<name>.*)'")
_EXTRA: Final = re.compile(r"Got unexpected extra arguments? \((?P<values>.*)\)")


def _said(error: click.UsageError) -> str:
    """What an error says, in Japanese."""
    if isinstance(error, Misused | Unusable):
        name = f"{_name(error)}：" if isinstance(error, Unusable) else ""
        return name + error.said.ja
    meant = "".join(
        f"「{one}」ではありませんか。" for one in (getattr(error, "possibilities", None) or ())[:1]
    )
    if isinstance(error, click.NoSuchOption):
        return f"「{error.option_name}」というオプションはありません。{meant}"
    if found := _COMMAND.match(error.message):
        return f"「{found['name']}」というコマンドはありません。{meant}"
    if isinstance(error, click.MissingParameter):
        return f"{_subject(error)}を指定してください。{_choices(error)}"
    if isinstance(error, click.BadOptionUsage):
        if "does not take" in error.message:
            return f"{error.option_name} に値は指定できません。"
        return f"{error.option_name} の値を指定してください。"
    if isinstance(error, click.BadParameter):
        if choices := _choices(error):
            found = _VALUE.match(error.message)
            wrong = f"に「{found['value']}」は指定できません。" if found else "の値が正しくありません。"
            return _subject(error) + wrong + choices
        if found := _PATH.search(error.message):
            return f"{_name(error)}：「{found['value']}」{_WHY[found['why']]}"
        return f"{_subject(error)}の値が正しくありません。使い方は --help で確認できます。"
    if found := _EXTRA.match(error.message):
        return f"指定できない値があります：{found['values']}。{_how_many(error)}"
    if error.message == "Missing command.":
        return "コマンドを指定してください。"
    return "コマンドの書き方を確かめてください。"


def _how_many(error: click.UsageError) -> str:
    """How many files a command takes, and what a name with a space in it needs; nothing where it takes none."""
    if error.ctx is None:
        return ""
    taken = [p for p in error.ctx.command.params if isinstance(p, click.Argument)]
    names = "及び".join(p.make_metavar(error.ctx).strip("[].") for p in taken)
    most = "1件だけ" if len(taken) == 1 else "1件ずつ"
    return f"{names}は{most}指定してください。空白を含む名前は、引用符で囲んでください。" if taken else ""


def _name(error: click.BadParameter) -> str:
    """The option with its longest name, or what the argument is with the name that the usage shows: 取組ファイル（CLAIM）."""
    parameter = error.param
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    if parameter is None or error.ctx is None:
        return "値"
    return parameter.make_metavar(error.ctx).removesuffix("...")


def _subject(error: click.BadParameter) -> str:
    """The name with what parts it from the words that follow: a space after Latin letters."""
    name = _name(error)
    return f"{name} " if name.isascii() else name


def _choices(error: click.BadParameter) -> str:
    """What may be written, where the values are listed."""
    kind = error.param.type if error.param is not None else None
    return f"使える値は {'、'.join(map(str, kind.choices))} です。" if isinstance(kind, click.Choice) else ""
