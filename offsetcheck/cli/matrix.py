"""The command `matrix`: where credits of each origin may be used in a year."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from offsetcheck.cli.common import (
    Exit,
    Lang,
    Progress,
    fiscal_year,
    lang_option,
    opened_rulebook,
    quick_start,
    rules_option,
)
from offsetcheck.cli.help import command, option
from offsetcheck.cli.judging import today
from offsetcheck.cli.planning import YEAR, format_option, report_option, write_page
from offsetcheck.facts.problems import Text

if TYPE_CHECKING:
    from offsetcheck.facts.periods import FiscalYear


@command(
    ja="""活用先ごとの使用の可否と理由を、クレジットの由来別に示します。

    対象は、J-クレジット及びJCMクレジットです。一覧の各欄は、SHK制度、省エネ法、CDP、SBT、RE100、カーボン・オフセット及びGX-ETSのルールに照らして、見本を1件ずつ判定した結果です。"""
)
@option(
    "--period", "year", callback=fiscal_year, metavar=YEAR,
    help=Text(
        "FY2025（2025年度実績）又は RY2026（令和8年度報告）の形で指定します。省略時は、前年度の実績です。",
        "Fiscal year of the activity, such as FY2025 (or RY2026, the year of the report). Default: the last fiscal year.",
    ),
)  # fmt: skip
@rules_option
@format_option
@report_option
@lang_option
def matrix(
    year: FiscalYear | None, rules_folder: Path | None, form: str, output: Path | None, lang: Lang
) -> None:
    """Show where J-Credits of each origin, and JCM credits, may be used, and why not.

    Every cell is worked out by judging one sample by the rules of the scheme: SHK, the energy act, CDP, SBT, RE100,
    carbon offsets and GX-ETS.
    """
    with quick_start():
        from offsetcheck.engine.judge import Engine
        from offsetcheck.facts.periods import FiscalYear
        from offsetcheck.planning import matrix as planning
        from offsetcheck.report.matrix import build_matrix, matrix_page

        rulebook = opened_rulebook(rules_folder, lang)
        asked = year or FiscalYear(FiscalYear.of(today()).start - 1)
        if asked > planning.LAST:
            said = (
                f"--period {asked}：{planning.LAST.label(lang)}までの年度を指定してください。"
                if lang == "ja"
                else f"--period {asked}: name a year up to {planning.LAST}."
            )
            click.echo(said, err=True)
            sys.exit(Exit.USAGE)
        with Progress("由来ごとの判定" if lang == "ja" else "Judging origins") as step:
            found = planning.matrix(Engine(rulebook), asked, step)
        if not found.outlets:
            said = (
                f"{asked.reported_in.label(lang)}に適用できる版がありません。収録している版は offsetcheck rules list で確認のうえ、"
                "別の年度を --period で指定してください。"
                if lang == "ja"
                else f"No installed edition covers {asked.reported_in.label(lang)}: see `offsetcheck rules list`, and name "
                "another year with --period."
            )
            click.echo(said, err=True)
            sys.exit(Exit.USAGE)
        report = build_matrix(found, rulebook, lang)
        write_page(report, lambda: matrix_page(report), form, output, lang)
