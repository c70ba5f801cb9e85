"""What is wrong with an input, said so that its author can mend it.

Every reader of claims, holdings and rulebooks reports its findings as `Problem` values and raises them
together, as one `InputError`: the author sees all mistakes at once, each with file, line (or sheet and cell),
address, what was found and what to write instead, in Japanese or English.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "FOUND_LENGTH",
    "InputError",
    "Lang",
    "Problem",
    "Text",
    "WrongValueError",
    "address",
    "escaped",
    "shortened",
    "system_reason",
]

Lang: TypeAlias = Literal["ja", "en"]
"""The languages in which a message can be shown."""

FOUND_LENGTH = 60
"""How many characters of a found value are shown at most, the ellipsis included."""


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    ja: str
    """The sentence in Japanese."""
    en: str
    """The sentence in English."""

    def in_(self, lang: Lang) -> str:
        """Return the sentence in `lang`.

        Raises ValueError for a language other than `ja` and `en`.
        """
        if lang == "ja":
            return self.ja
        if lang == "en":
            return self.en
        raise ValueError(f"unknown language {lang!r}: use 'ja' or 'en'")

    def filled(self, **values: object) -> Text:
        """Return the text with its `{name}` places filled by `values`, a Text in its own language.

        Raises KeyError when a place has no value.
        """
        ja = {name: value.ja if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.ja.format(**ja), self.en.format(**en))


class WrongValueError(ValueError):
    """A value that cannot be used; what is wrong and what to do is said in both languages."""

    text: Text
    """What is wrong and what to do."""

    def __init__(self, text: Text) -> None:
        """Hold what is said; the exception itself shows it in English."""
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in an input: where it is, what was found, and what to write instead.

    Whatever comes from the input is made safe to print: characters that do not show, or that steer a terminal,
    are escaped in `file`, `path`, `found`, `expected`, `sheet` and `cell`, and `found` is shortened to `FOUND_LENGTH`
    characters.
    """

    file: str
    """The file as its user named it."""
    line: int | None
    """The line, counted from 1; None where the file has none or it is not known."""
    column: int | None
    """The character within the line, counted from 1; None where it is not known."""
    path: str
    """The address within the document, such as `credits[2].vintage.from`; empty for the whole document."""
    found: str
    """What stands there now, as a piece of the input or a name; empty where there is nothing to show."""
    expected: Text
    """What is wrong with it and what to do."""
    code: str
    """The kind of mistake, in kebab-case: stable, and the same in every language."""
    sheet: str | None = None
    """The sheet of a workbook."""
    cell: str | None = None
    """The cell of that sheet, such as `D5`."""

    def __post_init__(self) -> None:
        """Make everything that comes from the input safe to print."""
        object.__setattr__(self, "file", escaped(self.file))
        object.__setattr__(self, "path", escaped(self.path))
        object.__setattr__(self, "found", shortened(self.found))
        object.__setattr__(self, "expected", Text(escaped(self.expected.ja), escaped(self.expected.en)))
        if self.sheet is not None:
            object.__setattr__(self, "sheet", escaped(self.sheet))
        if self.cell is not None:
            object.__setattr__(self, "cell", escaped(self.cell))

    @property
    def place(self) -> str:
        """Where the mistake is: `claim.yaml:12 credits[2].t`, or `claim.xlsx credits!D5 credits[2].t`."""
        words = [self.file if self.line is None else f"{self.file}:{self.line}"]
        cell = "!".join(part for part in (self.sheet, self.cell) if part)
        words.extend(part for part in (cell, self.path) if part)
        return " ".join(words)

    def render(self, lang: Lang) -> str:
        """Return the problem as one line: `claim.yaml:12 credits[2].vintage.from: found → what to do`."""
        message = self.expected.in_(lang)
        return f"{self.place}: {self.found} → {message}" if self.found else f"{self.place}: {message}"


class InputError(Exception):
    """An input cannot be used as it stands; holds every problem found, file by file and from the first line to the last."""

    problems: tuple[Problem, ...]
    """The problems; never empty."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        """Hold one problem or several, in the order of the input; what is of a whole file comes first.

        Raises ValueError when there is none: an error must say what to do.
        """
        held = (problems,) if isinstance(problems, Problem) else tuple(problems)
        if not held:
            raise ValueError("an InputError needs at least one Problem")
        files = {name: n for n, name in enumerate(dict.fromkeys(p.file for p in held))}
        held = tuple(sorted(held, key=lambda p: (files[p.file], p.line or 0)))
        super().__init__(held)
        self.problems = held

    def render(self, lang: Lang) -> str:
        """Return all problems, one per line."""
        return "\n".join(problem.render(lang) for problem in self.problems)

    def __str__(self) -> str:
        """Return all problems in English, one per line."""
        return self.render("en")


def address(path: Sequence[str | int]) -> str:
    """Return the address of a place in a document, such as `credits[2].vintage.from`.

    Numbers are positions in lists, counted from 0. A key that could be mistaken for something else (it is
    empty, or has a dot, bracket, quote or space in it) stands in brackets and quotes: `notes["a.b"]`. Long keys
    are shortened.
    """
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            parts.append(f"[{step}]")
        elif not step or any(mark in step for mark in ".[]\"' \t\n\u3000"):
            parts.append(f'["{shortened(step)}"]')
        else:
            parts.append(f".{shortened(step)}" if parts else shortened(step))
    return "".join(parts)


def escaped(text: str) -> str:
    r"""Return `text` on one line with everything that does not show written out as an escape.

    A line break becomes `\n`, a bell `\x07`, a change of writing direction `\u202e`. The ideographic space
    stays: Japanese names have it. A text already escaped is returned unchanged.
    """
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() or mark == "\u3000" else _written_out(mark) for mark in text)


_SYSTEM: dict[int, str] = {
    errno.ENOENT: "ファイル又はフォルダがありません",
    errno.EACCES: "アクセスする権限がありません",
    errno.EPERM: "アクセスする権限がありません",
    errno.EISDIR: "フォルダの名前です",
    errno.ENOTDIR: "途中の名前がフォルダではありません",
    errno.EEXIST: "同じ名前のものがあります",
    errno.EROFS: "書込みが禁止されています",
    errno.EBUSY: "ほかのソフトが使用しています",
    errno.ETXTBSY: "ほかのソフトが使用しています",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOSPC: "空き容量がありません",
    errno.EDQUOT: "割り当てられた容量を使い切っています",
    errno.EFBIG: "ファイルが大きすぎます",
    errno.EIO: "読み書きに失敗しました",
}


def system_reason(error: OSError | ValueError) -> Text:
    """Say why the system refused a file: in Japanese by its code where we have no words for it.

    A ValueError is what Python raises for a name that no file can have.
    """
    if not isinstance(error, OSError):
        return Text("名前に使えない文字があります", str(error))
    code = errno.errorcode.get(error.errno or 0, type(error).__name__)
    return Text(_SYSTEM.get(error.errno or 0, code), error.strerror or str(error) or code)


def shortened(text: str, length: int = FOUND_LENGTH) -> str:
    """Return `text` escaped, and cut to at most `length` characters with an ellipsis at its end."""
    whole = escaped(text[: length + 1])
    if len(whole) <= length:
        return whole
    return whole[: length - 1] + "…"


def _written_out(mark: str) -> str:
    """Return the escape of one character, as Python writes it."""
    return mark.encode("unicode_escape").decode("ascii")
