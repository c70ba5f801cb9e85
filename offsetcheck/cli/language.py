"""The language of the output: that asked for on the command line, else that of the locale."""

from __future__ import annotations

import locale
import os
from collections.abc import Sequence
from typing import cast

import click

from offsetcheck.facts.problems import Lang

__all__ = ["default_lang", "lang_of", "set_lang"]

#: Where the contexts of a command line keep its language.
_LANG = "offsetcheck.lang"


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


def set_lang(context: click.Context, arguments: Sequence[str]) -> Lang:
    """Settle the language by the whole command line; a command in it goes by what its group has settled."""
    if _LANG not in context.meta:
        context.meta[_LANG] = _asked_for(arguments, default_lang())
    return lang_of(context)


def lang_of(context: click.Context | None) -> Lang:
    """The language of a command line; that of the locale where there is none."""
    return cast("Lang", context.meta[_LANG]) if context and _LANG in context.meta else default_lang()


def _asked_for(arguments: Sequence[str], otherwise: Lang) -> Lang:
    """The language asked for with `--lang`, whatever else is wrong with the arguments."""
    found = otherwise
    for n, one in enumerate(arguments):
        if one == "--":
            break
        name, _, value = one.partition("=")
        if name == "--lang":
            value = value or "".join(arguments[n + 1 : n + 2])
            found = cast("Lang", value) if value in ("ja", "en") else found
    return found
