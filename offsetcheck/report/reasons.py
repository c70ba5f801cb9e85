"""Why units may not be used, or what is open: one reason for one cause, for all uses and units it concerns.

Two rules may ask the same, one for the programme and one for the scheme: the first then `echoes` the second. And one rule
may say the same of many units and uses. People read each cause once; spreadsheets hold a row for each use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from offsetcheck.engine.judge import Outcome
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report import wording as w
from offsetcheck.report.build import Builder
from offsetcheck.report.findings import WHEN_OPEN
from offsetcheck.report.model import BasisShown, Finding
from offsetcheck.report.pages import Cell, Row, Section, Table, titled

__all__ = ["Told", "at_places", "reasons_section", "some", "together", "told_once"]


class Told(NamedTuple):
    """A finding, the use it is about, and the units, as they are called on the page."""

    use: str
    units: tuple[str, ...]
    finding: Finding
    also: tuple[str, ...]
    """The other rules that it speaks for."""


def told_once(outcomes: Sequence[Outcome], builder: Builder) -> list[tuple[Finding, tuple[str, ...]]]:
    """The findings of one cell; one that another speaks for gives it its clauses and its name."""
    deciding = [{f"{o.rule.id}.{n}" for n in _deciding(o)} for o in outcomes]
    findings = [builder.finding(o) for o in outcomes]
    speakers: dict[int, list[int]] = {}
    for n, outcome in enumerate(outcomes):
        alike = [m for m, other in enumerate(outcomes) if other.verdict is outcome.verdict]
        spoken = [
            [m for m in alike if deciding[m].intersection(outcome.rule.echoes.get(name, ()))]
            for name in _deciding(outcome)
        ]
        if spoken and all(spoken):
            speakers[n] = sorted({m for found in spoken for m in found})
    also: dict[int, dict[str, None]] = {n: {} for n in range(len(outcomes)) if n not in speakers}
    for n in speakers:
        waiting, seen = [n], set[int]()
        while waiting:  # a speaker may have one itself
            speaker = waiting.pop()
            if speaker in seen:
                continue
            seen.add(speaker)
            if speaker in also:
                also[speaker][findings[n].rule] = None
                basis = tuple(dict.fromkeys((*findings[speaker].basis, *findings[n].basis)))
                findings[speaker] = findings[speaker].model_copy(update={"basis": basis})
            waiting.extend(speakers.get(speaker, ()))
    return [(findings[n], tuple(rules)) for n, rules in also.items()]


def _deciding(outcome: Outcome) -> list[str]:
    wanted = {Verdict.FAIL: False, Verdict.UNKNOWN: None}
    if outcome.verdict not in wanted:
        return []
    return [c.condition.name for c in outcome.conditions if c.truth is wanted[outcome.verdict]]


_INSIDE: Final = re.compile(r"[（(][^（）()]*[)）]")


def together(messages: Sequence[str], lang: Lang) -> str | None:
    """Messages that differ only inside one pair of brackets as one, with all that stands there; None for others."""
    parts = [_INSIDE.split(m) for m in messages]
    inside = [_INSIDE.findall(m) for m in messages]
    if any(p != parts[0] for p in parts):
        return None
    differing = [n for n in range(len(inside[0])) if len({i[n] for i in inside}) > 1]
    if len(differing) > 1:
        return None
    for n in differing:
        values = w.listing(list(dict.fromkeys(i[n][1:-1] for i in inside)), lang)
        inside[0][n] = f"{inside[0][n][0]}{values}{inside[0][n][-1]}"
    gaps = [*inside[0], ""]
    return "".join(text + gap for text, gap in zip(parts[0], gaps, strict=True))


def some(names: Sequence[str], lang: Lang, most: int = 8) -> str:
    """The first names of a list, and how many more there are."""
    if len(names) <= most:
        return w.listing(names, lang)
    return f"{w.listing(names[:most], lang)} {w.and_more(len(names) - most, lang)}"


def at_places(places: Iterable[tuple[str, Iterable[str]]], lang: Lang, order: Sequence[str] = ()) -> str:
    """Uses with the units concerned, uses of the same units together: SHK、GX-ETS：C1、C2 / CDP：C1.

    Units stand in the order given, those that it does not name last, as they come.
    """
    place = {unit: n for n, unit in enumerate(order)}
    by_use: dict[str, dict[str, None]] = {}
    for use, units in places:
        by_use.setdefault(use, {}).update(dict.fromkeys(units))
    by_units: dict[tuple[str, ...], list[str]] = {}
    for use, found in by_use.items():
        held = sorted(found, key=lambda unit: place.get(unit, len(place)))
        by_units.setdefault(tuple(held), []).append(use)
    said = (w.headed(w.listing(uses, lang), some(units, lang), lang) for units, uses in by_units.items())
    return w.apart(said, lang)


_WHERE: Final = Text("対象", "Concerns")
_VERDICT: Final = Text("判定", "Verdict")
_REASON: Final = Text("理由", "Reason")
_REMEDY: Final = Text("対応", "What to do")
_CLAUSE: Final = Text("根拠", "Clause")
_SEVERAL: Final = Text(
    "次の項目が対象となるかどうかを判定できていません：{list}。",
    "It could not be decided whether these items apply: {list}.",
)


def reasons_section(
    title: Text,
    told: Sequence[Told],
    heads: tuple[Text, Text],
    lang: Lang,
    order: Sequence[str],
    remedies: bool = True,
) -> Section | None:
    """The reasons as a section: grouped for people, a row for each use for spreadsheets; None where there are none.

    `order` names all units as they stand in the tables of the page.
    """
    if not told:
        return None
    last = (_VERDICT, _REASON, *((_REMEDY,) if remedies else ()), _CLAUSE)
    rows = [
        (Cell(t.use), Cell(some(t.units, lang)), *_said(t.finding, _message([t], lang), t.finding.basis, lang, remedies))
        for t in told
    ]  # fmt: skip
    grouped = [
        (Cell(where), *_said(group[0].finding, _message(group, lang),
                             dict.fromkeys(b for t in group for b in t.finding.basis), lang, remedies))
        for where, group in _groups(told, lang, order)
    ]  # fmt: skip
    return Section(
        w.say(title, lang),
        table=Table(titled(lang, _WHERE, *last), tuple(grouped), lead=2),
        data=Table(titled(lang, *heads, *last), tuple(rows)),
    )


def _groups(told: Sequence[Told], lang: Lang, order: Sequence[str]) -> Iterator[tuple[str, list[Told]]]:
    """What says the same of several uses, then what several rules say of the same uses."""
    by_rule: dict[tuple[str, Verdict, str, str | None], list[Told]] = {}
    for one in told:
        key = (one.finding.rule, one.finding.verdict, one.finding.message, one.finding.remedy)
        by_rule.setdefault(key, []).append(one)
    by_place: dict[tuple[str, Verdict, str, str | None], list[Told]] = {}
    for (_, verdict, message, remedy), group in by_rule.items():
        where = at_places(((t.use, t.units) for t in group), lang, order)
        by_place.setdefault((where, verdict, message, remedy), []).extend(group)
    for (where, *_), group in by_place.items():
        yield where, group


def _message(group: Sequence[Told], lang: Lang) -> str:
    """The message with the rules behind it; what several rules say of the same is said once, with their titles."""
    first = group[0]
    titles = {t.finding.rule: t.finding.title for t in group}
    rules = dict.fromkeys(r for t in group for r in (t.finding.rule, *t.also))
    if len(titles) == 1:
        return first.finding.message + w.in_brackets(w.listing(list(rules), lang), lang)
    named = w.listing([f"{title}{w.in_brackets(rule, lang)}" for rule, title in titles.items()], lang)
    if first.finding.message == w.say(WHEN_OPEN, lang):
        return w.say(_SEVERAL, lang, list=named)
    return first.finding.message + w.in_brackets(named, lang)


def _said(finding: Finding, message: str, basis: Iterable[BasisShown], lang: Lang, remedies: bool) -> Row:
    clauses = w.apart(w.basis_lines(list(basis), lang), lang)
    remedy = (Cell(finding.remedy or w.NOTHING),) if remedies else ()
    return (Cell("", finding.verdict), Cell(message), *remedy, Cell(clauses or w.NOTHING))
