"""What the commands share: exit codes, language, options, and how errors and outputs are written."""

from __future__ import annotations

import errno
import gc
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal, NoReturn, cast

import click

from offsetcheck.cli.help import DAY, FILE, FOLDER, Decorated, Group, option
from offsetcheck.cli.language import default_lang, lang_of
from offsetcheck.cli.usage import Unusable
from offsetcheck.facts.problems import Text, system_reason

if TYPE_CHECKING:
    from offsetcheck.facts.periods import FiscalYear
    from offsetcheck.facts.problems import InputError
    from offsetcheck.report.model import Report
    from offsetcheck.rulebook.book import Rulebook

Lang = Literal["ja", "en"]


_NOT_PRINTED = Text("標準出力に書き込めません（{why}）。", "the standard output cannot be written: {why}.")
#: Why a disk or a device takes no more of an output.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)


class Commands(Group):
    """The whole command line; where its output cannot be printed, it says so in one line."""

    def main(self, *args: Any, **more: Any) -> Any:
        """Run a command; a full disk behind the standard output is a fault, never a verdict."""
        try:
            return super().main(*args, **more)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            _drop_output()
            click.echo(_NOT_PRINTED.filled(why=system_reason(error)).in_(default_lang()), err=True)
            sys.exit(Exit.FAULT)


def _drop_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter would try it again as it leaves."""
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


class Exit(IntEnum):
    """Exit codes, from the verdicts of claims and filings; the worst wins in the order 4, 2, 1, 3, 0."""

    PASS = 0
    FAIL = 1
    USAGE = 2
    UNKNOWN = 3
    FAULT = 4


_SEVERITY = (Exit.FAULT, Exit.USAGE, Exit.FAIL, Exit.UNKNOWN, Exit.PASS)


@contextmanager
def quick_start() -> Iterator[None]:
    """What a short run can do without: the collector going through all that was just made, and plugins of pydantic.

    A plugin of some other package has no part in a judgement, and looking for one reads every package installed.
    """
    before = gc.get_threshold()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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


def _lang(context: click.Context, parameter: click.Parameter, value: str | None) -> Lang:
    return cast("Lang", value) if value else lang_of(context)


_A_DAY = "2026-06-01"


def day(context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """Read a day given as an option."""
    if value is None:
        return None
    from offsetcheck.facts.periods import FIRST_YEAR
    from offsetcheck.facts.vocabulary import LAST_DAY_YEAR, written_day

    first = FIRST_YEAR + 2  # from here on the fiscal year before the day can be named
    try:
        read = written_day(value)
    except ValueError:
        said = (
            Text(
                f"{value}は実在しない日付です。実在する日付を指定してください。",
                f"there is no {value}: write a day that exists",
            )
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value)
            else Text(
                f"日付は YYYY-MM-DD の形（例：{_A_DAY}）で指定してください。", "write the day as YYYY-MM-DD"
            )
        )
        raise Unusable(said, context, parameter) from None
    if not first <= read.year <= LAST_DAY_YEAR:
        said = Text(
            f"{first}年から{LAST_DAY_YEAR}年までの日付を指定してください。",
            f"the year lies outside {first}-{LAST_DAY_YEAR}: check the day",
        )
        raise Unusable(said, context, parameter)
    return read


def fiscal_year(context: click.Context, parameter: click.Parameter, value: str | None) -> FiscalYear | None:
    """Read a year given as an option: the year of the activity, or that of the report on it."""
    if value is None:
        return None
    from offsetcheck.facts.periods import FiscalYear, parse_year
    from offsetcheck.facts.problems import WrongValueError

    try:
        year = parse_year(value)
    except WrongValueError as error:
        raise Unusable(error.text, context, parameter) from None
    return year if isinstance(year, FiscalYear) else year.activity


_LANGS = click.Choice(["ja", "en"])
_OUTPUT_LANG = Text(
    "出力の言語（省略時は環境の設定に従います）。", "Language of the output (default: the locale)."
)
lang_option = option("--lang", type=_LANGS, callback=_lang, help=_OUTPUT_LANG)
#: Before a command as behind it: whoever asks for the help of all commands has no command yet.
group_lang_option = option("--lang", type=_LANGS, expose_value=False, help=_OUTPUT_LANG)
rules_option = option(
    "--rules",
    "rules_folder",
    type=click.Path(path_type=Path),
    default=None,
    metavar=FOLDER,
    help=Text(
        "同梱のルールに代えて用いるルールのフォルダ。", "A folder of rules instead of the shipped ones."
    ),
)
as_of_option = option(
    "--as-of",
    callback=day,
    metavar=DAY,
    help=Text(
        "判定基準日（省略時は本日）。出力に示します。",
        "The day of judgement (default: today); it is printed.",
    ),
)
profile_option = option(
    "--profile",
    type=click.Choice(["self-check", "certification"]),
    default="self-check",
    show_default=True,
    help=Text(
        "確認の水準。self-check は自己確認、certification は認証審査です。",
        "How well facts must be supported.",
    ),
)
confirmations_option = option(
    "--confirmations",
    type=click.Path(path_type=Path),
    metavar=FILE,
    help=Text(
        "rules confirm で記録した所管当局の回答。",
        "Answers of an authority recorded with `rules confirm`.",
    ),
)


def output_option(said: Text) -> Callable[[Decorated], Decorated]:
    """The option for the file to write, with what is written to it."""
    return option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar=FILE, help=said)


def refuse(error: InputError, lang: Lang, code: Exit) -> NoReturn:
    """Say what is wrong and how to mend it, and leave with an exit code."""
    click.echo(error.render(lang), err=True)
    sys.exit(code)


@contextmanager
def busy(said: str, long: bool) -> Iterator[None]:
    """A few words on the terminal while something goes on whose end is not known; nothing where it is not long."""
    if not long or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(said):
        yield


def opened_rulebook(rules_folder: Path | None, lang: Lang) -> Rulebook:
    """The shipped rulebook, or that of a folder; one that does not load is a fault of its own."""
    from offsetcheck.facts.problems import InputError
    from offsetcheck.rulebook.shipped import open_rulebook

    try:
        return open_rulebook(rules_folder)
    except InputError as error:
        refuse(error, lang, Exit.FAULT)


class Progress:
    """A bar on the terminal once a second has passed; silent where nobody looks on."""

    _AFTER = 1.0

    def __init__(self, said: str) -> None:
        """Prepare a bar with a few words beside it."""
        self.said = said
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        self._began = time.monotonic()
        return self

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is."""
        if self._bar is None:
            if not sys.stderr.isatty() or time.monotonic() - self._began < self._AFTER:
                return
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            self._bar = Bar(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._bar.start()
            self._task = self._bar.add_task(self.said)
        self._bar.update(self._task, description=self.said, completed=done, total=total)

    def of(self, words: Mapping[str, str]) -> Callable[[str, int, int], None]:
        """The same with words of its own for every step."""

        def step(name: str, done: int, total: int) -> None:
            self.said = words[name]
            self(done, total)

        return step

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def write_output(text: str | bytes, output: Path | None, form: str, lang: Lang) -> None:
    """Write a text to a file as a whole, or to the terminal where none is named."""
    if output is None:
        click.echo(text, nl=isinstance(text, str) and not text.endswith("\n"))
        return
    with whole_file(output, lang) as file:
        file.write(text.encode("utf-8") if isinstance(text, str) else text)


@contextmanager
def whole_file(output: Path, lang: Lang) -> Iterator[IO[bytes]]:
    """A file that takes its place once all of it is written, or not at all; never over what the command reads."""
    said: str | None = None
    if any(_same_file(output, path) for path in _read_by_command()):
        said = (
            f"{output} は入力のファイルです。別の名前を指定してください。"
            if lang == "ja"
            else f"{output} is read by this command: name another file."
        )
    else:
        try:
            with _placed(output) as file:
                yield file
        except OSError as error:
            said = (
                f"{output} に書き込めません（{system_reason(error).ja}）。"
                if lang == "ja"
                else f"{output} cannot be written: {system_reason(error).en}."
            )
    if said is not None:
        click.echo(said, err=True)
        sys.exit(Exit.USAGE)


@contextmanager
def _placed(output: Path) -> Iterator[IO[bytes]]:
    """What is no file, such as a pipe or a device, is written to as it is; a link stays a link."""
    import tempfile

    if output.exists() and not output.is_file() and not output.is_dir():
        with output.open("wb") as file:
            yield file
        return
    target = output.resolve()
    # As a file that is opened for writing: what was there before, or what the user's mask allows.
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_mask()
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:64]}.", delete=False) as part:
        try:
            yield cast(IO[bytes], part)
            part.flush()
            Path(part.name).chmod(mode)
            Path(part.name).replace(target)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


#: The parameters that name a file to write.
_WRITTEN = ("output", "listing")


def _read_by_command() -> Iterator[Path]:
    """The files that the running command was given to read."""
    context = click.get_current_context(silent=True)
    for name, value in (context.params if context is not None else {}).items():
        for one in value if isinstance(value, tuple) else (value,):
            if name not in _WRITTEN and (isinstance(one, Path) or (name == "file" and isinstance(one, str))):
                yield Path(one)


def _same_file(a: Path, b: Path) -> bool:
    try:
        return a.samefile(b)
    except OSError:
        return False
