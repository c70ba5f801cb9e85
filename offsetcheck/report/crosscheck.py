"""The cross-check (突合): for every fact with evidence, what is stated, what each source shows, and whether they agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from offsetcheck.facts import catalogue
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Fact
from offsetcheck.facts.world import Cell, Source, World, same, shown
from offsetcheck.report import wording
from offsetcheck.report.model import CrossCheck, SourceShown

__all__ = ["conflict_text", "cross_check", "lacks_a_copy", "values_in_conflict"]

Result = Literal["match", "mismatch", "expired", "chosen", "single", "not_found"]


def cross_check(world: World, label: Callable[[str, str], str]) -> Iterator[CrossCheck]:
    """Yield one row for every fact that has evidence; `label` names a fact by its name and address."""
    for row in world.all_rows():
        facts = catalogue.tables()[row.table].facts
        for path, cell in row.cells.items():
            stated, evidence = _apart(cell)
            if not evidence:
                continue
            fact, address = facts[path], f"{row.address}.{path}"
            yield CrossCheck(
                fact=address,
                label=label(fact.name, address),
                stated=None if stated is None else shown(stated.value),
                sources=tuple(_shown(source) for source in evidence),
                result=_result(fact, stated, evidence),
            )


def conflict_text(world: World, address: str, lang: Lang) -> str | None:
    """Say which source gives which value, and which file is not the one stated, for a fact in conflict."""
    found = _find(world, address)
    if found is None:
        return None
    name, cell = found
    parts = []
    for source in cell.sources:
        value = wording.value_text(name, shown(source.value), lang)
        parts.append(
            wording.value_of(None if source.name == "claim" else source.name, value, source.counts_as, lang)
        )
    text = wording.listing(parts, lang)
    for source in cell.sources:
        if source.altered:
            text += ("。" if lang == "ja" else ". ") + wording.say(
                Text(
                    "「{name}」は、記載されたハッシュ値と一致しません",
                    "“{name}” does not have the hash stated for it",
                ),
                lang,
                name=source.name,
            )
    return text


def values_in_conflict(world: World, address: str, lang: Lang) -> list[tuple[str | None, str]]:
    """Which source gives which value of a fact in conflict, the claim itself as None; nothing where the values agree."""
    found = _find(world, address)
    if found is None or any(source.altered for source in found[1].sources):
        return []
    name, cell = found
    values = [
        (None if s.name == "claim" else s.name, wording.value_text(name, shown(s.value), lang))
        for s in cell.sources
    ]
    return values if len({value for _, value in values}) > 1 else []


def lacks_a_copy(world: World, address: str) -> bool:
    """Whether a document that gives a value of a fact is not there to be read: only what was copied from it is known."""
    found = _find(world, address)
    return found is not None and any(s.name != "claim" and s.counts_as == "stated" for s in found[1].sources)


def _find(world: World, address: str) -> tuple[str, Cell] | None:
    for row in world.all_rows():
        path = address.removeprefix(f"{row.address}.")
        if path != address and path in row.cells:
            return f"{row.table}.{path}", row.cells[path]
    return None


def _apart(cell: Cell) -> tuple[Source | None, Sequence[Source]]:
    """What the claim itself states, and the evidence."""
    sources = cell.sources
    if sources and sources[0].name == "claim" and sources[0].level == "stated":
        return sources[0], sources[1:]
    return None, sources


def _result(fact: Fact, stated: Source | None, evidence: Sequence[Source]) -> Result:
    every = [*([stated] if stated else []), *evidence]
    chosen = [s for s in every if s.chosen]
    deciding = chosen or every
    value = deciding[0].value
    if any(not same(fact, value, s.value) for s in deciding[1:]) or any(s.altered for s in deciding):
        return "mismatch"
    if any(not same(fact, value, s.value) or s.altered for s in every):
        return "chosen"
    if all(s.counts_as != s.level and _vouched(s) for s in evidence):
        return "not_found"
    if all(s.expired for s in evidence):
        return "expired"
    return "single" if stated is None and len(evidence) == 1 else "match"


def _vouched(source: Source) -> bool:
    """Whether somebody else than the claimant is named, where the level needs it."""
    return source.vouched or source.level in ("stated", "documented")


def _shown(source: Source) -> SourceShown:
    found = source.file.sha256 if source.file is not None else None
    return SourceShown(
        value=None if source.value is None else shown(source.value),
        level=source.counts_as,
        document=source.name,
        page=source.page,
        sha256=found or source.sha256,
        sha256_stated=source.sha256,
        file=source.file.state if source.file is not None else None,
        altered=source.altered,
        lowered=source.counts_as != source.level,
        by=source.by,
        vouched=_vouched(source),
        expires_on=source.expires_on,
        expired=source.expired,
        chosen=source.chosen,
    )
