"""Entries of the agreed electronic format are judged by their whole form, and only where such a record is presented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pytest
import yaml

from offsetcheck.engine.judge import Engine, Judged, Settings
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.rulebook.shipped import open_rulebook
from tests.programmes.kit import ROOT

ENTRIES = {"approach": "CA0001", "party": "THA", "registry": "THA01", "version": "1.0"}


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(open_rulebook(None))


def truths(entries: Mapping[str, str | None], **itmo: Any) -> tuple[str, dict[str, bool | None]]:
    """The verdict on the entries of a JCM credit's record, and the truth of each."""
    text = (ROOT / "fixtures/claims/jcm-partner-side.yaml").read_text(encoding="utf-8")
    claim = yaml.safe_load(text)
    credit = claim["credits"][0]
    credit["authorisation"] |= {"approach": entries["approach"]}
    credit["itmo"] = {
        "presented": True, "aef": True, "first_party": entries["party"], "registry": entries["registry"],
        "aef_version": entries["version"],
    } | itmo  # fmt: skip
    facts = parse_claim(json.dumps(claim, default=str).encode(), "claim.json")
    result: Judged = engine().judge(facts, Settings(date(2026, 11, 1), Profile.SELF_CHECK))
    (outcome,) = [o for o in result.outcomes if o.rule.id == "A62-08"]
    return outcome.verdict.value, {c.condition.name: c.truth for c in outcome.conditions}


def test_entries_in_their_form_pass() -> None:
    assert truths(dict(ENTRIES)) == ("pass", dict.fromkeys(ENTRIES, True))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("approach", "CAXXXX"), ("approach", "CA001"), ("approach", "CA00001"), ("approach", "XX0001"),
        ("party", "TH"), ("party", "T1A"), ("party", "タイ王国"),
        ("registry", "THA1"), ("registry", "THA001"), ("registry", "12345"),
        ("version", "1"), ("version", "0.1"), ("version", "abc"), ("version", "1.0.1"),
    ],
)  # fmt: skip
def test_an_entry_in_another_form_fails(entry: str, text: str) -> None:
    assert truths(ENTRIES | {entry: text}) == ("fail", dict.fromkeys(ENTRIES, True) | {entry: False})


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_that_is_not_known_stays_open(entry: str) -> None:
    assert truths(ENTRIES | {entry: None}) == ("unknown", dict.fromkeys(ENTRIES, True) | {entry: None})


@pytest.mark.parametrize("itmo", [{"aef": False}, {"presented": False}], ids=["no record", "not presented"])
def test_nothing_is_asked_where_no_such_record_is_presented(itmo: dict[str, bool]) -> None:
    assert truths(ENTRIES | {"approach": "CAXXXX"}, **itmo)[0] == "not_applicable"
