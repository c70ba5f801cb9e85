"""The help of the commands in the language of the output; every text stands beside its command, in both languages.

The docstring of a command is its help in English and `ja` that in Japanese; the first paragraph stands for it in the list of its
group. Click's own words (Usage, Options, …) are put into Japanese here, and lines are broken as Japanese is.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

import click

from offsetcheck.cli.language import lang_of, set_lang
from offsetcheck.cli.usage import in_language
from offsetcheck.facts.problems import Text

__all__ = ["DAY", "FILE", "FOLDER", "TEXT", "Command", "Decorated", "Group", "argument", "command", "option"]

DAY: Final = Text("日付", "DATE")
FILE: Final = Text("ファイル", "FILE")
FOLDER: Final = Text("フォルダ", "FOLDER")
TEXT: Final = Text("文字列", "TEXT")

#: Click's words for the headings and for the places in the usage.
_HEADINGS: Final = {"Options": "オプション", "Commands": "コマンド"}
_PLACES: Final = {"[OPTIONS]": "[オプション]", "COMMAND [ARGS]...": "コマンド [引数]..."}
_HELP: Final = Text("この説明を表示して終了します。", "Show this message and exit.")


class _Japanese(click.HelpFormatter):
    """Click's layout with Japanese words, measured in columns of the terminal and broken as Japanese is."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how a command is written, broken between its parts only."""
        from offsetcheck.report.columns import width

        for english, japanese in _PLACES.items():
            args = args.replace(english, japanese)
        line = f"使い方：{prog}"
        for part in args.split():
            if width(f"{line} {part}") > self.width:
                self.write(f"{line}\n")
                line = " " * 7
            line += f" {part}"
        self.write(f"{line}\n")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, parted by empty lines."""
        indent = " " * self.current_indent
        paragraphs = [_lines(each, self.width - self.current_indent) for each in text.split("\n\n")]
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms with what they mean beside them, or below where a term is long."""
        from offsetcheck.report.columns import fitted, width

        rows = list(rows)
        first = min(max(width(term) for term, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        below = f"\n{indent}{' ' * first}"
        for term, meaning in rows:
            head = fitted(term, first) if width(term) + col_spacing <= first else term + below
            lines = _lines(meaning, max(self.width - self.current_indent - first, 10))
            self.write(f"{indent}{head}{below.join(lines)}\n")


def _lines(text: str, columns: int) -> list[str]:
    """A paragraph in lines; where it is broken in the source means nothing, and Japanese has no space there."""
    from offsetcheck.report.columns import wrapped

    return wrapped("".join(map(str.strip, text.splitlines())), columns)


class _Named(click.Parameter):
    """A parameter whose value has a name in both languages, such as FILE; choices name themselves."""

    def __init__(self, param_decls: Sequence[str], *, metavar: Text | None = None, **more: Any) -> None:
        super().__init__(param_decls, metavar=metavar.en if metavar is not None else None, **more)
        self.named = metavar

    def make_metavar(self, ctx: click.Context) -> str:
        """The name of the value."""
        return self.named.in_(lang_of(ctx)) if self.named is not None else super().make_metavar(ctx)


class Argument(_Named, click.Argument):
    """An argument."""


class Option(_Named, click.Option):
    """An option with its help."""

    def __init__(self, param_decls: Sequence[str], *, help: Text, **more: Any) -> None:
        super().__init__(param_decls, help=help.en, **more)
        self.said = help

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """How the option is written, and its help with what holds where it is not."""
        record = super().get_help_record(ctx)
        if record is None or lang_of(ctx) == "en":
            return record
        extra = self.get_help_extra(ctx)
        notes = [f"既定値：{extra['default']}"] if "default" in extra else []
        notes += [f"範囲：{extra['range']}"] if "range" in extra else []
        notes += ["必須"] if "required" in extra else []
        return record[0], self.said.ja + (f"［{'、'.join(notes)}］" if notes else "")


class Command(click.Command):
    """A command whose help and errors are in the language of the output."""

    def __init__(self, name: str | None = None, *, ja: str, epilog: Text | None = None, **more: Any) -> None:
        super().__init__(name, epilog=epilog.en if epilog is not None else None, **more)
        self.said = Text(inspect.cleandoc(ja), inspect.cleandoc(self.help or ""))
        self.closing = epilog

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; the language is known whatever else is wrong with them."""
        lang = set_lang(ctx, args)
        if lang == "ja":
            ctx.formatter_class = _Japanese
        with in_language(lang):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; the arguments of one in a group are read here."""
        with in_language(lang_of(ctx)):
            return super().invoke(ctx)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option for the help, which is Click's own."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP.in_(lang_of(ctx))
        return option

    def get_short_help_str(self, limit: int = 45) -> str:
        """The first paragraph, whole: half a sentence says nothing."""
        return self.said.in_(lang_of(click.get_current_context(silent=True))).partition("\n\n")[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.said.in_(lang_of(ctx)))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands last."""
        if self.closing is not None:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(self.closing.in_(lang_of(ctx)))


class Group(Command, click.Group):
    """A group of such commands."""

    command_class = Command


Decorated = TypeVar("Decorated", bound=Callable[..., Any] | click.Command)


def command(name: str | None = None, *, ja: str, **more: Any) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command; its docstring is the help in English."""
    return click.command(name, cls=Command, ja=ja, **more)


def option(
    *names: str, help: Text, metavar: Text | None = None, **more: Any
) -> Callable[[Decorated], Decorated]:
    """Give a command an option."""
    return click.option(*names, cls=Option, help=help, metavar=metavar, **more)


def argument(name: str, *, metavar: Text | None = None, **more: Any) -> Callable[[Decorated], Decorated]:
    """Give a command an argument, which its help says more of."""
    return click.argument(name, cls=Argument, metavar=metavar, **more)
