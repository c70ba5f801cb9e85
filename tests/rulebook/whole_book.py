"""A small sound rulebook that has every kind of item and every key, as plain data: each test breaks one thing in it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from tests.engine.lawkit import Item, clause

Files = dict[str, list[Item]]
Path = tuple[str | int, ...]


def words(ja: str = "文", en: str = "words") -> Item:
    return {"ja": ja, "en": en}


_NOTE: Item = {"section": "2(1)", "quote": "引用", "state_of": "2026-01-01", "note": words(), "derived": words(), "carried_over": words(), "cited_for": ["J-Credit", "shk"]}  # fmt: skip
_RULE: Item = {
    "implements": ["OG-X-01"], "title": words(), "severity": "blocking", "remedy": words(), "since": "0.1",
}  # fmt: skip

WHOLE: Files = {
    "documents.yaml": [
        {
            "document": "law", "title": words(), "issuer": words(), "edition": "第1版", "published": "2024-01-01",
            "url": "https://example.jp/law?a=1", "read": "original", "state_of": "2026-01-01", "note": words(), "ask": words(),
        },
    ],
    "reference/words.yaml": [
        {"term": {"programme": "J-Credit", "concept": "retirement", "ja": "無効化", "not": ["償却"], "en": "retirement"}},
        {
            "phrase": "net-zero", "title": words(), "dated": "2026-01-01", "words": ["実質ゼロ"], "effects": ["neutral"],
            "degrees": ["carbon_neutral"], "question": words(), "asks": ["実質ゼロです。"], "silent": ["実質ゼロではありません。"], "basis": [clause()],
        },
    ],
    "guideline/all.yaml": [
        {
            "edition": "guideline/2024", "authority": "guideline", "title": words(), "chosen_by": "publication",
            "published": "2024-01-01", "effective_from": "2024-01-01", "effective_to": "2030-12-31",
            "transition_until": "2024-12-31", "purposes": ["offset"], "basis": [clause(**_NOTE)],
        },
        {
            "parameter": "share", "value": 0.5, "unit": "part", "title": words(), "effective_from": "2024-01-01",
            "effective_to": "2030-12-31", "basis": [clause()],
        },
        {"parameter": "first_day", "value": "2024-01-01", "unit": "date", "title": words(), "effective_from": "2024-01-01", "basis": [clause()]},
        {
            "criterion": "permanence", "property": 3, "subject": "credit", "title": words(), "text": words(),
            "parts": {"kept": words()}, "basis": [clause(restricts=["kept"])],
        },
        {
            "derives": "claim.valid_t", "title": words(), "unit": "t-CO2e", "value": "sum(uses.t, uses.purpose = 'offset' AND uses.valid)",
            "basis": [clause()],
        },
        {
            "derives": "use.part_t", "title": words(), "value": {"readings": {"whole": "floor0(use.t)", "exact": "use.t"}, "by": "cut", "title": words(), "owner": "authority"},
            "labels": {"whole": words(), "exact": words()}, "basis": [clause()],
        },
        {
            "id": "OG-1", **_RULE, "criterion": "permanence", "subject": "use", "purposes": ["offset"],
            "when": "use.purpose = 'offset'",
            "let": {
                "late": "judgement.late_ok", "most": {"readings": {"whole": "floor0($share * use.t)", "exact": "$share * use.t"}, "labels": {"whole": words(), "exact": words()}},
            },
            "require": {"enough": "use.t >= most OR late", "lasts": "kept", "small": "use.part_t >= 0"}, "conditions": {"enough": words(), "lasts": words()},
            "show": {"most_t": "most", "due_on": "retirement.completed_on"}, "cases": {"past": "as_of > claim.period.to"}, "status": "active",
            "basis": [clause(restricts=["enough", "lasts", "small"], **_NOTE), clause("secondary", permits=["late", "when"])],
            "message": {"enough": {"fail": {**words("{use.t}は{most_t}未満", "{use.t} below {$share}"), "variants": {"planned": words("{publication}")}}, "fail past": words("{due_on}"), "unknown": words("{use.part_t}", "{use.part_t}"), "law_open": words("確認先：{ask}", "to be asked of {ask}")}},
            "echoes": {"enough": "OG-3.met"}, "ask": words(), "questions": {"enough": {**words(), "variants": {"matter": words()}}},
            "examples": [
                {"given": {"use.t": 10, "use.purpose": "offset", "credit.kept": True, "as_of": "2026-06-01"}, "verdict": "pass", "conditions": {"enough": True}},
                {"given": {"use.purpose": "offset", "use.part_t": [1, None], "judgement.late_ok": True}, "verdict": "unknown", "missing": ["use.t", "law.cut"]},
                {
                    "given": {"retirement.user": "株式会社アクメ", "project.programme": "J-Credit", "retirement.completed_on": "2026-01-01"},
                    "lists": {"uses": [{"t": 5, "purpose": "offset", "credit": "C1"}]}, "complete": ["uses"],
                    "parties": [{"name": "株式会社アクメ", "corporate_number": "7010001008844"}], "verdict": "unknown",
                },
            ],
        },
        {
            "id": "OG-2", **_RULE, "subject": "claim", "require": {"met": "claim.claimed_t >= 0"}, "status": "withdrawn", "replaced_by": "OG-3",
            "basis": [clause(restricts=["met"])], "message": {}, "examples": [{"given": {}, "verdict": "unknown"}],
        },
        {
            "id": "OG-3", **_RULE, "subject": "claim", "require": {"met": "claim.claimed_t >= 0"}, "replaces": "OG-2",
            "basis": [clause(restricts=["met"])], "message": {}, "examples": [{"given": {}, "verdict": "unknown"}],
        },
        {
            "id": "OG-4", **_RULE, "subject": "credit", "require": {"sound": "judgement.properties_ok"}, "judged_on": "criteria",
            "basis": [clause(restricts=["sound"])], "message": {}, "examples": [{"given": {}, "verdict": "unknown"}],
            "remedy": {
                "fail": {**words(), "variants": {"published": words(), "only_unretired": words(), "mended_above": words()}},
                "unknown": {**words(), "variants": {"before_review": words()}, "leads_to": "reviewer"},
                "judged": {**words("{project.papers_through+1y}"), "variants": {"looked_up": words("{project.papers_through+1y}", "{project.papers_through+1y}")}},
            },
        },
    ],
    "guideline-next/all.yaml": [
        {
            "edition": "guideline/2031", "authority": "guideline", "title": words(), "chosen_by": "publication", "effective_from": "2031-01-01",
            "purposes": ["offset"], "extends": "guideline/2024", "drops": ["share", "OG-1"], "basis": [clause()],
        },
    ],
    "programmes/all.yaml": [
        {
            "edition": "programmes/2024", "authority": "programmes", "title": words(), "chosen_by": "publication",
            "effective_from": "2024-01-01", "purposes": ["offset"], "basis": [clause()],
        },
        {"binds": "permanence", "programme": ["J-Credit", "VCS"], "kept": "credit.quantity_t >= 0", "basis": [clause(restricts=["kept"])]},
    ],
    "shk/all.yaml": [
        {
            "edition": "shk/2025", "authority": "shk", "title": words(), "chosen_by": "fiscal_year",
            "years": {"from": "FY2024", "to": "FY2025"}, "purposes": ["shk"], "basis": [clause()],
        },
    ],
}  # fmt: skip


def places(value: Any, at: Path = ()) -> Iterator[Path]:
    """The place of every value below a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield (*at, key)
        yield from places(one, (*at, key))


def at(value: Any, path: Path) -> Any:
    for step in path:
        value = value[step]
    return value


def changed(path: Path, value: Any) -> Files:
    """The rulebook with another value at one place."""
    files = copy.deepcopy(WHOLE)
    at(files, path[:-1])[path[-1]] = value
    return files


def without(path: Path) -> Files:
    """The rulebook without one key or entry."""
    files = copy.deepcopy(WHOLE)
    del at(files, path[:-1])[path[-1]]
    return files
