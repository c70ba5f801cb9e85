"""The report as one HTML page: self-contained, without scripts, readable on screen, on paper and aloud."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from offsetcheck.facts.problems import Lang
from offsetcheck.report.letter import letters
from offsetcheck.report.model import Interval, Report
from offsetcheck.report.view import ClaimView, TonnesView, arrange, label
from offsetcheck.report.wording import (
    Label,
    and_more,
    bar_text,
    clean,
    clipped,
    count,
    headed,
    of_all,
    short_interval,
)

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["kept_together", "template", "write_html"]


class Bar(NamedTuple):
    """One bar: its confirmed part and what awaits confirmation, in per cent of the longest."""

    key: str
    label: str
    text: str
    alternative: str
    solid: str
    solid_from: str
    open_from: str
    open_width: str
    unbounded: bool
    need: str | None
    """Where the tonnes claimed would end, on the bars of valid tonnes; where the emissions left end, on those of a flow."""


def write_html(report: Report) -> str:
    """Return the report as one HTML page in its language; every text in it is escaped."""
    view = arrange(report, listed=True)
    return template("report.html.j2").render(
        view=view,
        lang=view.lang,
        word={name.name: label(name, view.lang) for name in Label},
        of_all=lambda message: of_all(message, view.lang),
        headed=lambda head, text: headed(head, text, view.lang),
        count=lambda n: count(n, view.lang),
        letters=lambda n: tuple(letters(report, report.claims[n])),
        bars=lambda claim: bars(claim, view.lang),
        flow=lambda claim: flow(claim, view.lang),
        units=kept_together,
        clip=lambda text, length: clipped(text, view.lang, length),
        more=lambda n: and_more(n, view.lang),
        join="、" if view.lang == "ja" else ", ",
        stop="。" if view.lang == "ja" else ". ",
        gap="" if view.lang == "ja" else " ",
        tool=f"{report.tool.name} {report.tool.version}",
    )


@cache
def template(name: str) -> Template:
    """A template of this package; what it prints is escaped."""
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
    return environment.get_template(name)


def _finalized(value: Any) -> Any:
    """Take characters that do not show out of every text; markup the template made itself passes."""
    return clean(value) if type(value) is str else value


_QUANTITY: Final = re.compile(
    r"[0-9][0-9,.]*(?:～|–| to )?[0-9,.]* (?:t-CO2|千円)|第[0-9]+版|Ver\.[0-9.]+|[0-9,]+件|[0-9]+年[0-9]+月[0-9]+日|J-(?:クレジット|VER)|[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+"
)


def kept_together(text: str) -> Markup:
    """A sentence in which no line breaks inside a quantity, a day, the number of an edition, an id or J-クレジット."""
    from markupsafe import Markup, escape

    kept = _QUANTITY.sub(lambda found: f'<span class="nb">{found[0]}</span>', str(escape(clean(text))))
    return Markup(kept)  # escaped above


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


def flow(claim: ClaimView, lang: Lang) -> tuple[Bar, ...]:
    """Return the bars from the emissions without own measures to what is left uncompensated, as steps down one scale."""
    rows = {row.key: row for row in claim.balance}
    if not rows:
        return ()
    silent = rows["reduced"].at_least == 0 and rows["reduced"].at_most is None
    left = rows["left"].at_most if rows["left"].at_most is not None else rows["left"].at_least
    left = left or Decimal(0)
    shown = [row for row in claim.balance if not (silent and row.key == "before")]
    ends = [
        end for row in shown if row.key != "reduced" for end in (row.at_least, row.at_most) if end is not None
    ]
    longest = max([*ends, left, Decimal(0)]) or Decimal(1)
    if any(row.at_most is None for row in shown if row.key in ("before", "left")):
        longest *= Decimal("1.15")  # room to show that a bar goes on
    return tuple(_step(row, left, longest, silent, lang) for row in shown)


def _step(row: TonnesView, left: Decimal, longest: Decimal, silent: bool, lang: Lang) -> Bar:
    low = row.at_least or Decimal(0)
    high = longest if row.at_most is None else row.at_most
    text = short_interval(Interval(at_least=row.at_least, at_most=row.at_most), lang)
    if low == 0 and row.at_most is None:
        text = label(Label.NO_QUANTITY if row.key == "reduced" else Label.NOT_CONFIRMED, lang)
    match row.key:
        case "reduced":  # beside what is left
            solid = (left, left + low)
            hatched = (left + low, longest if row.at_most is None else left + high)
            if silent:
                hatched = (left, left)
        case "valid":  # taken off what is left
            solid, hatched = (left - low, left), (left - high, left - low)
        case _:
            solid, hatched = (Decimal(0), low), (low, high)
    ends = [min(max(end, Decimal(0)), longest) for end in (*solid, *hatched)]
    return Bar(
        key=row.key, label=row.label, text=text,
        alternative=bar_text(row.label, text if low == 0 and row.at_most is None else row.text, lang),
        solid=_per_cent(ends[1] - ends[0], longest), solid_from=_per_cent(ends[0], longest),
        open_from=_per_cent(ends[2], longest), open_width=_per_cent(max(ends[3] - ends[2], Decimal(0)), longest),
        unbounded=row.at_most is None,
        need=_per_cent(left, longest) if row.key in ("reduced", "valid") else None,
    )  # fmt: skip


def _bar(row: TonnesView, longest: Decimal, need: Decimal | None, lang: Lang) -> Bar:
    low = min(max(row.at_least or Decimal(0), Decimal(0)), longest)
    high = longest if row.at_most is None else min(max(row.at_most, low), longest)
    return Bar(
        key=row.key,
        label=row.label,
        text=row.text,
        alternative=bar_text(row.label, row.text, lang),
        solid=_per_cent(low, longest),
        solid_from="0",
        open_from=_per_cent(low, longest),
        open_width=_per_cent(high - low, longest),
        unbounded=row.at_most is None,
        need=None if need is None else _per_cent(need, longest),
    )


def _per_cent(part: Decimal, whole: Decimal) -> str:
    return format((part * 100 / whole).quantize(Decimal("0.01")).normalize(), "f")
