"""Which files a rulebook is read from: all of them, or none where one could be overlooked."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from offsetcheck.facts.problems import InputError, Problem, Text

#: Lists that stand beside the rules, in the folder itself, and are none of them.
LISTS = ("not-implemented.yaml", "mutants-allowed.yaml")

_STRANGE = {
    "outside": Text(
        "フォルダの外を指すリンクです。ファイルをフォルダの中に置いてください。",
        "this link leads out of the folder: put the file itself into the folder",
    ),
    "folder-link": Text(
        "フォルダへのリンクはたどりません。フォルダそのものを置いてください。",
        "links to folders are not followed: put the folder itself there",
    ),
    "no-file": Text(
        "通常のファイルではありません。取り除いてください。",
        "this is no ordinary file: take it away",
    ),
    "ending": Text(
        "ルールのファイルの名前は .yaml で終わる必要があります。",
        "the name of a rule file ends in .yaml: rename it, or it would be left out",
    ),
    "unreadable": Text("フォルダを読めません。", "this folder cannot be read: give leave to read it"),
}


def source_files(folder: Path) -> list[Path]:
    """The rule files under a folder, in a fixed order; raises InputError where one would be overlooked."""
    found: list[Path] = []
    problems: list[Problem] = []
    home = folder.resolve()
    for path, fault in _walk(folder):
        if fault is None and path.is_symlink() and not path.resolve().is_relative_to(home):
            fault = "outside"
        if fault is None and not path.is_file():
            fault = "no-file"
        if fault is None and path.suffix != ".yaml":
            fault = "ending"
        if fault is not None:
            place = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            problems.append(Problem(place, None, None, "", "", _STRANGE[fault], f"source-{fault}"))
        elif path.parent != folder or path.name not in LISTS:
            found.append(path)
    if problems:
        raise InputError(sorted(problems, key=lambda p: p.file))
    return sorted(found)


def _walk(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Everything below a folder that is, or looks like, a rule file; with what is known to be wrong with it."""
    unreadable: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=unreadable.append):
        for name in folders:
            path = Path(here, name)
            if path.is_symlink():
                yield path, "folder-link"
            elif name.lower().endswith((".yaml", ".yml")):
                yield path, "no-file"
        for name in files:
            if name.lower().endswith((".yaml", ".yml")):
                yield Path(here, name), None
    for error in unreadable:
        yield Path(error.filename), "unreadable"
