"""What an organisation holds: credits with what stands behind them, and what it has already retired and used."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from offsetcheck.facts.claims import claim_of, refuse_other_kind
from offsetcheck.facts.documents import Document, Limits, parse_document, read_document
from offsetcheck.facts.evidence_files import with_evidence_files
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError, Problem, Text

if TYPE_CHECKING:
    from offsetcheck.programmes.importers.interface import Section

__all__ = ["Holdings", "read_holdings"]

_TABLES: Final = (".csv", ".xlsx")
#: Holdings of 100,000 blocks, each with a project of its own, are no bomb.
_LARGE: Final = Limits(max_bytes=2**28, max_nodes=20_000_000)
#: A table is converted by ourselves before the claim reader sees it, so a large one is no bomb.
_CONVERTED: Final = Limits(max_bytes=2**30, max_nodes=50_000_000)
_HEADER: Final = ("id", "holder", "complete_lists")


@dataclass(frozen=True, slots=True)
class Holdings:
    """Credits, recorded retirements and uses, and reports of one holder, as a claim that says nothing yet."""

    claim: Claim
    """Planned, without statements; its organisation is the holder and its id the name of these holdings."""
    refused: tuple[Problem, ...] = ()
    """Rows of a table that could not be read, as the importer says it."""

    @property
    def holder(self) -> str | None:
        """The holder's name or the id of a party."""
        return self.claim.claim.organisation


def read_holdings(path: Path, as_of: date, holder: str | None = None) -> Holdings:
    """Read holdings from YAML, JSON, CSV or XLSX; raises InputError with every problem found.

    YAML and JSON hold the sections of a claim with `holdings: {id, holder}` in place of `claim:`; a claim file is
    read as well. A table has the columns of `offsetcheck import holdings --columns`, one row per block; its holder is
    the account holder of the rows unless `holder` names one.
    """
    try:
        if path.suffix.lower() in _TABLES:
            return _of_table(path, as_of, holder)
        return _of_document(path, as_of, holder)
    except InputError as error:
        if holder is None:
            raise
        named = (
            replace(p, path="--holder", line=None, column=None) if p.path == "claim.organisation" else p
            for p in error.problems
        )
        raise InputError(tuple(named)) from None


def _of_document(path: Path, as_of: date, holder: str | None) -> Holdings:
    document = read_document(path, _LARGE)
    refuse_other_kind(document, "holdings", "claim")
    if isinstance(document.value, dict) and "holdings" in document.value:
        document = _as_claim(document, as_of)
    return Holdings(with_evidence_files(claim_of(_with_holder(document, holder)), path.parent))


def _with_holder(document: Document, holder: str | None) -> Document:
    """The same document with another holder, before anything is checked: what must fit the holder is checked with it."""
    header = document.value.get("claim") if isinstance(document.value, dict) else None
    if holder is None or not isinstance(document.value, dict) or not isinstance(header, dict):
        return document
    return replace(document, value={**document.value, "claim": {**header, "organisation": holder}})


def _as_claim(document: Document, as_of: date) -> Document:
    """The same document, its `holdings:` section read as that of a claim still to be made."""
    value: dict[str, Any] = dict(document.value) if isinstance(document.value, dict) else {}
    header = value.pop("holdings")
    problems: list[Problem] = []
    if not isinstance(header, dict):
        text = Text(
            "holdings: に id と holder（口座保有者）を書いてください。",
            "`holdings:` needs an id and a holder",
        )
        raise InputError(document.problem(("holdings",), "", text, "shape"))
    if "claim" in value:
        text = Text(
            "holdings: と claim: は、どちらか一方だけを書いてください。",
            "give either `holdings:` or `claim:`, not both",
        )
        problems.append(document.problem(("claim",), "", text, "shape"))
    for key in header:
        if key not in _HEADER:
            text = Text(
                "この項目はありません（id、holder、complete_lists）。",
                "there is no such field (id, holder, complete_lists)",
            )
            problems.append(document.problem(("holdings", key), key, text, "extra_forbidden"))
    for key in ("id", "holder"):
        if key not in header:
            text = Text(f"{key} が必要です。", f"`{key}` is needed")
            problems.append(document.problem(("holdings",), "", text, "missing"))
    if problems:
        raise InputError(problems)
    facts: dict[str, Any] = {
        "id": header["id"],
        "stage": "planned",
        "organisation": header["holder"],
        "publish_by": as_of.isoformat(),
    }
    if "complete_lists" in header:
        facts["complete_lists"] = header["complete_lists"]
    return replace(document, value={"claim": facts, **value})


def _unlike(name: str, conflicts: Mapping[tuple[Section, str], int]) -> Iterator[Problem]:
    """What rows of one project or certification say in different ways."""
    for section, path in conflicts:
        text = Text(
            "同じプロジェクト又は認証の行の間で、値が一致していません。登録簿により確認し、値をそろえてください。",
            "rows of one project or certification disagree: check with the registry and write one value",
        )
        yield Problem(name, None, None, f"{section.value}.{path}", "", text, "conflict")


def _unread(name: str, unassigned: Mapping[tuple[Section, str, str], int]) -> Iterator[Problem]:
    """Words that no value has."""
    for section, path, raw in unassigned:
        text = Text(
            "認識できない値です。`offsetcheck import holdings --columns` にある書き方に改めるか、空欄にしてください。",
            "this is no value of it: write it as `offsetcheck import holdings --columns` says, or leave it empty",
        )
        yield Problem(name, None, None, f"{section.value}.{path}", raw, text, "unassigned")


def _of_table(path: Path, as_of: date, holder: str | None) -> Holdings:
    """Holdings from a table of blocks; refused rows are counted and named, never guessed at."""
    from offsetcheck.programmes.importers import format_of
    from offsetcheck.programmes.importers.interface import Parsed, Refused
    from offsetcheck.programmes.importers.reading import Tally, outcomes
    from offsetcheck.programmes.importers.sections import Sections
    from offsetcheck.programmes.importers.sources import open_source

    form = format_of("holdings")
    read = sha256(path.read_bytes()).hexdigest()
    tally = Tally()
    refused: list[Problem] = []
    with Sections(form, "json", names=True) as sections, open_source(path) as source:
        for outcome in outcomes(source, form, tally):
            if isinstance(outcome, Parsed):
                sections.add(outcome)
            elif isinstance(outcome, Refused):
                refused.append(outcome.problem)
        out = io.StringIO()
        sections.write(out, path.name)
    if lost := [*_unlike(path.name, sections.conflicts), *_unread(path.name, tally.unassigned)]:
        raise InputError([*refused, *lost])
    document = parse_document(out.getvalue().encode(), str(path), "json", _CONVERTED)
    value: dict[str, Any] = dict(document.value) if isinstance(document.value, dict) else {}
    if not value.get("credits"):
        text = Text(
            "クレジットの行がありません。列名の下に一件以上の行を書いてください。",
            "there is no row of a credit: write at least one below the column names",
        )
        raise InputError(refused or [Problem(path.name, None, None, "", "", text, "missing")])
    holders = {c.get("holder") for c in value.get("credits", ()) if isinstance(c, dict)} - {None}
    if holder is None and len(holders) == 1:
        holder = str(next(iter(holders)))
    if holder is None:
        text = Text(
            "口座保有者が記載されていないか、複数あります。--holder で指定してください。",
            "no account holder is given, or several are: name one with --holder",
        )
        raise InputError([*refused, Problem(path.name, None, None, "holder", "", text, "holder")])
    facts: dict[str, Any] = {
        "id": "holdings",
        "stage": "planned",
        "organisation": holder,
        "publish_by": as_of.isoformat(),
    }
    claim = claim_of(replace(document, value={"claim": facts, **value}))
    return Holdings(claim.model_copy(update={"sha256": read}), tuple(refused))
