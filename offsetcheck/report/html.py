"""The report as one HTML page: self-contained, without scripts, readable on screen, on paper and aloud."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from offsetcheck.facts.problems import Lang
from offsetcheck.report.model import Report
from offsetcheck.report.view import ClaimView, TonnesView, arrange, label
from offsetcheck.report.wording import Label, bar_text, clean, count, headed

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["write_html"]


class Bar(NamedTuple):
    """One bar: its confirmed part and what awaits confirmation, in per cent of the longest."""

    key: str
    label: str
    text: str
    alternative: str
    solid: str
    open_from: str
    open_width: str
    unbounded: bool
    need: str | None
    """Where the tonnes claimed would end, on the bars of valid tonnes."""


def write_html(report: Report) -> str:
    """Return the report as one HTML page in its language; every text in it is escaped."""
    view = arrange(report)
    return _template().render(
        view=view,
        lang=view.lang,
        word={name.name: label(name, view.lang) for name in Label},
        headed=lambda head, text: headed(head, text, view.lang),
        count=lambda n: count(n, view.lang),
        bars=lambda claim: bars(claim, view.lang),
        join="、" if view.lang == "ja" else ", ",
        tool=f"{report.tool.name} {report.tool.version}",
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates"), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("report.html.j2")


def _finalized(value: Any) -> Any:
    """Take characters that do not show out of every text; markup the template made itself passes."""
    return clean(value) if type(value) is str else value


def bars(claim: ClaimView, lang: Lang) -> tuple[Bar, ...]:
    """Return the bars of a claim's tonnes, all to one scale."""
    ends = [end for row in claim.tonnes for end in (row.at_least, row.at_most) if end is not None and end > 0]
    longest = max(ends, default=Decimal(1))
    if any(row.at_most is None for row in claim.tonnes):
        longest = longest * Decimal("1.15")  # room to show that a bar goes on
    claimed = next((row for row in claim.tonnes if row.key == "claimed_t"), None)
    need = claimed.at_least if claimed is not None and claimed.at_least == claimed.at_most else None
    return tuple(
        _bar(row, longest, need if row.key.startswith("valid") else None, lang) for row in claim.tonnes
    )


def _bar(row: TonnesView, longest: Decimal, need: Decimal | None, lang: Lang) -> Bar:
    low = min(max(row.at_least or Decimal(0), Decimal(0)), longest)
    high = longest if row.at_most is None else min(max(row.at_most, low), longest)
    return Bar(
        key=row.key,
        label=row.label,
        text=row.text,
        alternative=bar_text(row.label, row.text, lang),
        solid=_per_cent(low, longest),
        open_from=_per_cent(low, longest),
        open_width=_per_cent(high - low, longest),
        unbounded=row.at_most is None,
        need=None if need is None else _per_cent(need, longest),
    )


def _per_cent(part: Decimal, whole: Decimal) -> str:
    return format((part * 100 / whole).quantize(Decimal("0.01")).normalize(), "f")
