"""Ways in which the laws were once broken from outside: each stays closed."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.makers import batch_snapshot
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document, read_document
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.rulebook.parser import ExpressionError, Vocabulary, parse
from offsetcheck.rulebook.shipped import open_rulebook

CLAIMS = Path(__file__).parents[2] / "fixtures" / "claims"
ENGINE = Engine(open_rulebook())
AS_OF = date(2026, 6, 1)

Edit = Callable[[dict[str, Any]], None]


def claim(edit: Edit, name: str = "clean-organisation") -> Claim:
    """A fixture with some facts changed."""
    value = copy.deepcopy(read_document(CLAIMS / f"{name}.yaml").value)
    assert isinstance(value, dict)
    edit(value)
    return claim_of(parse_document(json.dumps(value, default=float).encode(), "claim.json"))


def verdict(edit: Edit, name: str = "clean-organisation", as_of: date = AS_OF) -> Verdict:
    """The verdict of a changed fixture."""
    return ENGINE.judge(claim(edit, name), Settings(as_of)).verdict


def a_second_use(value: dict[str, Any], **retirement: Any) -> None:
    """The same tonnes once more, from a second retirement."""
    t = value["uses"][0]["t"]
    value["retirements"].append({**copy.deepcopy(value["retirements"][0]), "id": "R2", **retirement})
    value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "retirement": "R2"})
    value["credits"][0]["quantity_t"] = 2 * t
    value["claim"]["claimed_t"] = 2 * t


@pytest.mark.parametrize(
    ("fixture", "address", "value"),
    [
        ("one-run-two-filings", "uses[U2].scope.period", "FY2024"),
        ("one-run-two-filings", "uses[U2].purpose", "offset"),
        ("one-run-two-filings", "filings[shk/FY2025].period", "FY2024"),
        ("clean-organisation", "claim.published_on", "2020-01-01"),
    ],
)
def test_evidence_cannot_move_a_claim_to_another_edition(fixture: str, address: str, value: str) -> None:
    """What chooses an edition stands in the claim itself; a source that differs is an input error."""
    with pytest.raises(InputError) as caught:
        claim(lambda v: v.update(evidence=[{"fact": address, "value": value, "level": "verified"}]), fixture)
    assert caught.value.problems[0].code == "selects-edition"


@pytest.mark.parametrize("notice", ["same", "full-width", "spaced", "lower"])
def test_a_notice_written_otherwise_is_the_same_notice(notice: str) -> None:
    """Width, case and spaces do not make another act of it."""

    def edit(value: dict[str, Any]) -> None:
        number = str(value["retirements"][0]["notice"])
        written = {
            "same": number,
            "full-width": "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in number),
            "spaced": f" {number}",
            "lower": number.lower(),
        }[notice]
        a_second_use(value, notice=written, designation="total")
        value["retirements"][0]["designation"] = "total"

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.verdict is Verdict.FAIL
    assert {o.rule.id for o in judged.outcomes if o.verdict is Verdict.FAIL} >= {"OG-DBL-01"}


def test_a_registry_named_otherwise_is_no_proof_of_another_registry() -> None:
    """Free text goes to a person."""
    assert (
        verdict(lambda v: a_second_use(v, registry="another writing", designation="total")) is Verdict.UNKNOWN
    )


@pytest.mark.parametrize("reference", ["sample-0123", "SAMPLE 0123", "ＳＡＭＰＬＥ-0123"])
def test_a_project_number_written_otherwise_is_the_same_project(reference: str) -> None:
    """Two credits with the same serials of one project are one credit listed twice."""

    def edit(value: dict[str, Any]) -> None:
        value["projects"][0]["reference"] = "SAMPLE-0123"
        value["projects"].append({**copy.deepcopy(value["projects"][0]), "id": "P2", "reference": reference})
        value["credits"][0]["serials"] = {"first": "JCL-1", "last": "JCL-149"}
        value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2", "project": "P2"})
        value["credits"][1].pop("issuance", None)
        value["claim"]["stage"] = "ready"
        value["claim"]["publish_by"] = value["claim"].pop("published_on")

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["credit"][0].value("overlaps_claim", 0) is True


@pytest.mark.parametrize("prefix", ["jcl-", "JCL ", "JCLL-"])
def test_another_writing_of_a_prefix_is_no_proof_of_another_block(prefix: str) -> None:
    """Where no layout is public, overlapping numbers are never surely apart."""

    def edit(value: dict[str, Any]) -> None:
        value["credits"][0]["serials"] = {"first": "JCL-1", "last": "JCL-149"}
        twin = {**copy.deepcopy(value["credits"][0]), "id": "C2"}
        twin["serials"] = {"first": f"{prefix}1", "last": f"{prefix}149"}
        value["credits"].append(twin)

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["credit"][0].value("overlaps_claim", 0) is not False


def test_a_serial_text_that_names_a_whole_block_is_read_as_its_block() -> None:
    """A Verra serial copied into both places holds 149 units, not one."""

    def edit(value: dict[str, Any]) -> None:
        text = "9344-85390410-85390558-VCS-VCU-259-VER-IN-1-1-01102023-30092024-0"
        value["projects"][0]["programme"] = "VCS"
        value["credits"][0]["serials"] = {"first": text, "last": text}

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["credit"][0].value("serial_count", 0) == 149


def test_the_same_notice_in_two_claims_asks_the_reviewer_on_both_sides() -> None:
    """However each names its units."""

    def other(value: dict[str, Any]) -> None:
        value["claim"]["id"] = "another-claim"
        value["retirements"][0]["designation"] = "serial"
        value["retirements"][0]["blocks"][0]["serials"] = {"first": "JCL-1", "last": "JCL-149"}

    def by_total(value: dict[str, Any]) -> None:
        value["retirements"][0]["designation"] = "total"

    both = [claim(by_total), claim(other)]
    settings = Settings(AS_OF, Profile.SELF_CHECK, batch_snapshot(both, Profile.SELF_CHECK, AS_OF))
    for one in both:
        judged = ENGINE.judge(one, settings)
        assert judged.verdict is Verdict.UNKNOWN
        assert any(m.owner is Owner.REVIEWER for m, _, _ in judged.missing)


@pytest.mark.parametrize("value", ["forward", "held"])
def test_what_a_source_shows_is_not_assumed_away(value: str) -> None:
    """A forward unit stays one in the assumed claim; a held one is what will be retired."""

    def edit(source: dict[str, Any]) -> None:
        source["uses"][0].pop("status")
        source["evidence"] = [{"fact": "uses[U1].status", "value": value, "level": "verified"}]

    judged = ENGINE.judge(claim(edit, "event-planned"), Settings(date(2026, 9, 1)))
    assert judged.if_retired is (Verdict.FAIL if value == "forward" else Verdict.PASS)


def test_two_ids_that_differ_in_writing_only_are_refused() -> None:
    """So no row added later turns a name into a reference."""
    with pytest.raises(InputError) as caught:
        claim(lambda v: v["parties"].append({"id": "US", "name": "株式会社別"}))
    assert {p.code for p in caught.value.problems} == {"identity"}


def test_two_answers_on_complete_lists_are_a_conflict_for_the_reviewer() -> None:
    """Not a question to the claimant once more."""
    judged = ENGINE.judge(
        claim(
            lambda v: v.update(
                evidence=[{"fact": "claim.complete_lists", "value": ["uses"], "level": "verified"}]
            )
        ),
        Settings(AS_OF),
    )
    found = {(m.reason, m.owner) for m, _, _ in judged.missing if m.name == "claim.complete_lists"}
    assert found == {(Reason.CONFLICT, Owner.REVIEWER)}


def test_a_judgement_of_a_later_day_is_not_known_yet() -> None:
    """No clock, and no look ahead either."""

    def edit(value: dict[str, Any]) -> None:
        value["retirements"][0]["document"] = "invoice"
        value["judgements"] = {
            "document_ok": {"value": True, "by": "reviewer", "reason": "seen", "judged_on": "2199-05-01"}
        }

    assert verdict(edit) is Verdict.UNKNOWN


def test_a_judgement_on_the_claim_can_be_given_by_its_id() -> None:
    """As the report asks for it."""

    def edit(value: dict[str, Any]) -> None:
        name = f"sources_ok[{value['claim']['id']}]"
        value["judgements"] = {
            name: {"value": True, "by": "reviewer", "reason": "seen", "judged_on": "2026-05-01"}
        }

    assert verdict(edit) is Verdict.PASS


def test_a_date_is_never_moved_by_how_long_an_open_list_is() -> None:
    """Another row would move the day, and with it an answer already given."""
    with pytest.raises(ExpressionError, match="literal or a parameter"):
        parse("add_months(claim.period.to, count(uses)) > as_of", Vocabulary("claim"))
