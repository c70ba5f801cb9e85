"""Read claim files, judge them against each other, and build the report: shared by the commands."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from offsetcheck.cli.common import Exit, Lang, refuse
from offsetcheck.facts.periods import FiscalYear

if TYPE_CHECKING:
    from offsetcheck.engine.judge import Judged
    from offsetcheck.report.model import Report
    from offsetcheck.rulebook.answers import Confirmed
    from offsetcheck.rulebook.book import Edition, NoEditionError, Rulebook


def today() -> date:
    """The day on this machine's calendar."""
    return datetime.now().astimezone().date()


def judge_files(
    claims: tuple[Path, ...], rules_folder: Path | None, confirmations: Path | None, profile: str, as_of: date | None,
    lang: Lang,
) -> tuple[list[Judged], Report]:  # fmt: skip
    """Judge claim files; says what is wrong and leaves with an exit code where they cannot be judged."""
    from offsetcheck.facts.claims import read_claim
    from offsetcheck.facts.problems import InputError, Problem
    from offsetcheck.rulebook.book import NoEditionError
    from offsetcheck.rulebook.shipped import open_rulebook

    try:
        rulebook = open_rulebook(rules_folder)
    except InputError as error:
        refuse(error, lang, Exit.FAULT)
    read = []
    problems: list[Problem] = []
    for path in claims:
        try:
            read.append((read_claim(path), path.name))
        except InputError as error:
            problems.extend(error.problems)
    confirmed: tuple[Confirmed, ...] = ()
    if confirmations is not None:
        from offsetcheck.rulebook.confirmations import read_confirmations

        try:
            confirmed = read_confirmations(confirmations, rulebook, as_of or today())
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        refuse(InputError(problems), lang, Exit.USAGE)
    try:
        return _judge(read, rulebook, profile, as_of or today(), confirmed, lang)
    except InputError as error:
        refuse(error, lang, Exit.USAGE)
    except NoEditionError as error:
        click.echo(no_edition(error, rulebook, lang), err=True)
        sys.exit(Exit.USAGE)


def _judge(
    read: list[Any], rulebook: Any, profile: str, as_of: date, confirmed: tuple[Confirmed, ...], lang: Lang
) -> tuple[list[Judged], Report]:
    """Judge some claims, each against what the others state."""
    from offsetcheck.engine.judge import Engine, Settings
    from offsetcheck.engine.overlaps import batch_snapshot
    from offsetcheck.facts.problems import InputError, Problem
    from offsetcheck.facts.vocabulary import Profile
    from offsetcheck.report.build import build_report

    engine = Engine(rulebook)
    settings = Settings(
        as_of, Profile(profile), batch_snapshot([c for c, _ in read], Profile(profile), as_of), confirmed
    )
    judged: list[Judged] = []
    problems: list[Problem] = []
    for claim, _ in read:
        try:
            judged.append(engine.judge(claim, settings))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    names = [name for _, name in read]
    return judged, build_report(list(zip(judged, names, strict=True)), rulebook, settings, lang)


def no_edition(error: NoEditionError, rulebook: Rulebook, lang: Lang) -> str:
    """Name the editions that do not reach the moment: all that a day chooses, or those of the one scheme and year."""
    by_day = not isinstance(error.moment, FiscalYear)
    every = [e for a in rulebook.authorities for e in rulebook.of(a)] if by_day else error.known
    missed = [
        _in_force(e, lang) for e in every if by_day is (e.first_year is None) and not e.covers(error.moment)
    ]
    known = ("、" if lang == "ja" else "; ").join(missed) or "—"
    moment = _moment(error.moment, lang)
    if isinstance(error.moment, FiscalYear):  # both years: they are taken for one another too easily
        reported = error.authority == "shk"
        moment = (error.moment.reported_in if reported else error.moment).label(lang)
    if lang == "ja":
        return f"{moment}に適用できる版がありません（収録している版：{known}）。日付または対象年度をご確認ください。"
    return f"No installed edition covers {moment} (installed: {known}). Check the day or the fiscal year."


def _moment(moment: date | FiscalYear, lang: Lang) -> str:
    """A day or a fiscal year for the reader: 2024年3月6日, 2026年度."""
    from offsetcheck.report import wording

    if isinstance(moment, FiscalYear):
        return moment.label(lang)
    return wording.day(moment, lang) if lang == "ja" else str(moment)


def _in_force(edition: Edition, lang: Lang) -> str:
    """The title of an edition and what it applies from, unless the title says its year."""
    if edition.first_year is not None and edition.first_year.label(lang) in edition.title.in_(lang):
        return edition.title.in_(lang)
    begins = edition.effective_from or edition.first_year
    first = _moment(begins, lang) if begins is not None else ""
    return (
        f"{edition.title.in_(lang)}［{first}から］"
        if lang == "ja"
        else f"{edition.title.in_(lang)} [from {first}]"
    )
