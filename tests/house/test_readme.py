"""The two READMEs say the same, and what they say can be typed."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH, JAPANESE = "README.md", "README.ja.md"
HELP = "$ offsetcheck --help\n"
PROGRAMS = ("make", "offsetcheck", "pip")


class Page(NamedTuple):
    """What must be in step: the levels of the headings, and the blocks of code as (language, text)."""

    headings: list[int]
    blocks: list[tuple[str, str]]


def _read(name: str) -> Page:
    """Take a page apart; a `#` inside a block of code is a comment, not a heading."""
    text = (ROOT / name).read_text("utf-8")
    fence = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    blocks = [(language, body) for language, body in fence.findall(text)]
    headings = [len(marks) for marks in re.findall(r"^(#+) ", fence.sub("", text), re.MULTILINE)]
    return Page(headings, blocks)


def _commands(page: Page) -> list[str]:
    """The commands of the page's bash blocks, continued lines joined."""
    text = "".join(body for language, body in page.blocks if language == "bash")
    return [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]


def test_both_readmes_have_the_same_headings() -> None:
    assert _read(ENGLISH).headings == _read(JAPANESE).headings


def test_both_readmes_have_the_same_code_and_each_the_help_in_its_language() -> None:
    english, japanese = (
        [(language, body.partition(HELP)[1] or body) for language, body in _read(name).blocks]
        for name in (ENGLISH, JAPANESE)
    )
    assert english == japanese


@pytest.mark.parametrize("name", [ENGLISH, JAPANESE])
def test_each_readme_points_to_the_other(name: str) -> None:
    other = JAPANESE if name == ENGLISH else ENGLISH
    assert f"]({other})" in (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("command", _commands(_read(ENGLISH)))
def test_each_command_is_one_a_reader_has(command: str) -> None:
    assert command.split()[0] in PROGRAMS


@pytest.mark.parametrize("command", [c for c in _commands(_read(ENGLISH)) if c.startswith("make ")])
def test_each_make_target_of_the_readme_exists(command: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in command.split()[1:]:
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


@pytest.mark.skipif(
    not (ROOT / "offsetcheck" / "cli" / "main.py").exists(), reason="there is no command line yet"
)
@pytest.mark.parametrize(("name", "locale"), [(ENGLISH, "C.UTF-8"), (JAPANESE, "ja_JP.UTF-8")])
def test_the_help_shown_is_the_help_printed(name: str, locale: str) -> None:
    (shown,) = [body for _, body in _read(name).blocks if body.startswith(HELP)]
    done = subprocess.run(
        [Path(sys.executable).with_name("offsetcheck"), "--help"],
        env={**os.environ, "COLUMNS": "80", "LC_ALL": locale, "LANGUAGE": "", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert shown.removeprefix(HELP) == done.stdout
