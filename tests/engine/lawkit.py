"""Small rulebooks and claims for the tests of the laws: made from plain data, read by the real readers."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from offsetcheck.cli.common import exit_code as exit_code_of_report
from offsetcheck.engine.judge import Engine, Judged, Outcome, Settings
from offsetcheck.engine.overlaps import Snapshot
from offsetcheck.engine.semantics import Bounds
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.models import Claim, FileState, FoundFile
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import Missing
from offsetcheck.report.build import build_report
from offsetcheck.report.model import Report
from offsetcheck.rulebook.answers import Confirmed
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.language import Const
from offsetcheck.rulebook.loader import load

AS_OF = date(2026, 6, 1)
NO_RECORDS = Snapshot()
#: Who claims and who has checked, told apart by their made-up corporate numbers (law 14).
CLAIMANT = "The claimant (9999900000000)"
CHECKER = "Austral Assurance Ltd. (4999900000005)"
SELF_CHECK, CERTIFICATION = Profile.SELF_CHECK, Profile.CERTIFICATION
Item = dict[str, Any]


# -- rulebooks -----------------------------------------------------------------------------------------------------------


def both(text: str) -> dict[str, str]:
    return {"ja": text, "en": text}


def clause(confidence: str = "official", **names: Any) -> Item:
    return {"document": "law", "confidence": confidence, **names}


def edition(name: str = "guideline/one", **changes: Any) -> Item:
    """An edition chosen by the day of publication, unless told otherwise."""
    item: Item = {
        "edition": name, "authority": name.partition("/")[0], "title": both(name), "chosen_by": "publication",
        "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [clause()],
    }  # fmt: skip
    item.update(changes)
    return {k: v for k, v in item.items() if v is not None}


def scheme(name: str, purpose: str, first: str = "FY2024", last: str | None = None) -> Item:
    """An edition of a reporting scheme, chosen by the fiscal year."""
    years = {"from": first, **({"to": last} if last else {})}
    return edition(
        name, authority=purpose, chosen_by="fiscal_year", effective_from=None, years=years, purposes=[purpose]
    )


def parameter(name: str, value: Any, confidence: str = "official") -> Item:
    return {
        "parameter": name, "value": value, "title": both(name), "effective_from": "2024-01-01",
        "basis": [clause(confidence)],
    }  # fmt: skip


def derives(name: str, value: Any, confidence: str = "official") -> Item:
    return {"derives": name, "title": both(name), "value": value, "basis": [clause(confidence)]}


def criterion(name: str, subject: str, *parts: str) -> Item:
    return {
        "criterion": name, "property": 1, "subject": subject, "title": both(name), "text": both(name),
        "parts": {p: both(p) for p in parts}, "basis": [clause(restricts=list(parts))],
    }  # fmt: skip


def binds(name: str, programme: str, confidence: str = "official", **parts: str) -> Item:
    return {
        "binds": name,
        "programme": programme,
        **parts,
        "basis": [clause(confidence, restricts=list(parts))],
    }


def rule(name: str, subject: str, require: str | Mapping[str, Any], **changes: Any) -> Item:
    """A rule whose conditions all rest on one official clause, and its lets on another, unless `basis` says otherwise."""
    conditions = {"met": require} if isinstance(require, str) else dict(require)
    lets = changes.get("let") or {}
    item: Item = {
        "id": name, "implements": [name], "subject": subject, "title": both(name), "require": conditions,
        "severity": "blocking", "message": {}, "remedy": both("mend"), "since": "0.1",
        "basis": [clause(restricts=list(conditions)), *([clause(permits=list(lets))] if lets else [])],
        "examples": [{"given": {}, "verdict": "unknown"}],
    }  # fmt: skip
    item.update(changes)
    return item


def written(folder: Path, files: Mapping[str, Iterable[Item]]) -> Path:
    """Write rule files under a folder; JSON is YAML."""
    for name, items in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(list(items), ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


DOCUMENTS: list[Item] = [{"document": "law", "title": both("law"), "read": "original"}]


@cache
def _loaded(text: str) -> Rulebook:
    with tempfile.TemporaryDirectory() as folder:
        return load(written(Path(folder), json.loads(text)))


def book(*items: Item, more: Mapping[str, Iterable[Item]] | None = None) -> Rulebook:
    """A rulebook of one guideline edition with these items, and of `more` folders that bring their own edition."""
    files: dict[str, list[Item]] = {"documents.yaml": DOCUMENTS, "guideline/one.yaml": [edition(), *items]}
    files.update({f"{name}/all.yaml": list(content) for name, content in (more or {}).items()})
    return _loaded(json.dumps(files, ensure_ascii=False))


def that_cannot_run(rulebook: Rulebook, name: str = "never") -> Rulebook:
    """The same rulebook with a parameter that leads out of the calendar, which no file may hold: what reads it is an error."""

    def other(part: Any) -> Any:
        if isinstance(part, Const) and part.name == name:
            return replace(part, value=Decimal(999999))
        if isinstance(part, tuple):
            return tuple(other(p) for p in part)
        if isinstance(part, dict):
            return {k: other(v) for k, v in part.items()}
        if is_dataclass(part) and not isinstance(part, type):
            return replace(part, **{f.name: other(getattr(part, f.name)) for f in fields(part) if f.init})
        return part

    found = other(rulebook)
    assert isinstance(found, Rulebook)
    return found


# -- claims --------------------------------------------------------------------------------------------------------------


def claim_data(claim: Mapping[str, Any] | None = None, **sections: Any) -> dict[str, Any]:
    """A claim file's content: ready, to be published within the month, and nothing else unless given."""
    head: dict[str, Any] = {"id": "C-1", "stage": "ready", "publish_by": "2026-06-30", **(claim or {})}
    if head["stage"] == "published":
        head.pop("publish_by", None)
    if any(name in sections for name in ("evidence", "judgements")):
        head.setdefault("organisation", CLAIMANT)  # so that whoever vouches is known to be somebody else
    return {"claim": head, **{k: v for k, v in sections.items() if v is not None}}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def claim_from(data: Mapping[str, Any]) -> Claim:
    """Read a claim as the program does, from the bytes of a file."""
    read = parse_claim(json.dumps(data, ensure_ascii=False, default=_plain).encode(), "claim.json")
    return read.with_files({"file.pdf": FoundFile(FileState.FOUND)})


def evidence(fact: str, value: Any, level: str = "verified", **more: Any) -> Item:
    return {
        "fact": fact,
        "value": value,
        "level": level,
        "document": "file.pdf",
        "by": CHECKER,
        **more,
    }


def judgement(value: bool) -> Item:
    return {"value": value, "by": CHECKER, "reason": "seen", "judged_on": "2026-05-01"}


# -- judging -------------------------------------------------------------------------------------------------------------


def judged(
    rulebook: Rulebook,
    data: Mapping[str, Any],
    *,
    profile: Profile = SELF_CHECK,
    snapshot: Snapshot = NO_RECORDS,
    confirmed: tuple[Confirmed, ...] = (),
    as_of: date = AS_OF,
) -> Judged:
    return Engine(rulebook).judge(claim_from(data), Settings(as_of, profile, snapshot, confirmed))


def answer(of: str, value: str = "as written") -> Confirmed:
    """An authority's answer as a user records it."""
    return Confirmed(of, value, "somebody", date(2026, 5, 1))


def finding(result: Judged, rule_id: str, address: str | None = None) -> Outcome:
    """The only finding of a rule, or the one on a subject."""
    found = [o for o in result.outcomes if o.rule.id == rule_id and address in (None, o.row.address)]
    assert len(found) == 1, f"{rule_id}: {[o.row.address for o in found]}"
    return found[0]


def facts_of(missing: Iterable[Missing]) -> set[str]:
    return {m.address for m in missing}


def bounds(low: object, high: object = "same") -> Bounds:
    """An interval of exact numbers; None is unbounded."""
    top = low if high == "same" else high
    return (None if low is None else Decimal(str(low))), (None if top is None else Decimal(str(top)))


def report_of(result: Judged, rulebook: Rulebook, lang: Lang = "en", profile: Profile = SELF_CHECK) -> Report:
    """The report that every output is written from."""
    return build_report([(result, "claim.json")], rulebook, Settings(AS_OF, profile), lang)


def exit_code(result: Judged, rulebook: Rulebook) -> int:
    """The code that the command line leaves with."""
    return int(exit_code_of_report(report_of(result, rulebook)))


def account(result: Judged) -> list[str]:
    """Everything that a run found, in its order, as plain lines: equal runs give equal lines."""
    lines = [f"claim {result.verdict} if_retired {result.if_retired}"]
    lines += [f"edition {e.id} by {why}" for e, why in result.editions]
    for o in result.outcomes:
        lines.append(
            f"{o.edition.id} {o.rule.id} {o.row.address} {o.verdict} {o.error} {o.shown} {o.missing}"
        )
        for c in o.conditions:
            seen = [(f.address, str(f.value), f.level, f.source, str(f.reason)) for f in c.facts]
            lines.append(f"  {c.condition.name} {c.truth} {c.missing} {c.readings} {seen}")
    lines += [f"question {m} {names} {blocking}" for m, names, blocking in result.missing]
    lines += [f"tonnes {name} {value}" for name, value in result.tonnes.items()]
    lines += [f"use {u.row.address} {u.verdict} {u.eligible} {u.rules}" for u in result.uses]
    lines += [
        f"filing {f.row.address} {f.edition.id} {f.verdict} {f.terms} {f.rules}" for f in result.filings
    ]
    lines += [f"note {address} {note}" for address, note in result.world.notes.items()]
    return lines
