"""Ways in which the laws were once broken from outside: each stays closed."""

from __future__ import annotations

import copy
import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.engine.batch import BatchEngine, Code
from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.overlaps import RecordedUse, Snapshot, batch_snapshot, recorded_uses
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document, read_document
from offsetcheck.facts.evidence_files import with_evidence_files
from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.references import same_id
from offsetcheck.facts.serials import SerialRange, UniquenessScope
from offsetcheck.facts.vocabulary import Kind, Owner, Profile, Reason
from offsetcheck.facts.world import ALL, build_world
from offsetcheck.rulebook.book import NoEditionError, Rulebook
from offsetcheck.rulebook.confirmations import read_confirmations
from offsetcheck.rulebook.parser import ExpressionError, Vocabulary, parse
from offsetcheck.rulebook.shipped import open_rulebook
from tests.engine.lawkit import book, claim_data, claim_from, derives, evidence, parameter, rule, scheme

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
    value["credits"][0]["serials"]["last"] = "JCL-0000-120298"
    value["claim"]["claimed_t"] = 2 * t


def carry(value: dict[str, Any], credit: str) -> None:
    """One more use, of a credit whose retirement is not named."""
    use = {**copy.deepcopy(value["uses"][0]), "id": f"U-{credit}", "credit": credit}
    use.pop("retirement")
    value["uses"].append(use)


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
        claim(
            lambda v: v.update(
                evidence=[
                    {
                        "fact": address,
                        "value": value,
                        "level": "verified",
                        "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                    }
                ]
            ),
            fixture,
        )
    assert caught.value.problems[0].code == "selects-edition"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("uses[U2].scope.period", "FY2025"),
        ("uses[U2].scope.period", "RY2026"),
        ("uses[U2].scope.period", "令和7年度"),
        ("filings[shk/FY2025].period", "令和8年度報告"),
    ],
)
def test_evidence_that_spells_the_year_of_the_edition_otherwise_agrees_with_it(
    address: str, value: str
) -> None:
    fixture = "one-run-two-filings"
    entry = {
        "fact": address,
        "value": value,
        "level": "verified",
        "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
    }
    assert verdict(lambda v: v.update(evidence=[entry]), fixture) is verdict(lambda v: None, fixture)


@pytest.mark.slow
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

    def edit(value: dict[str, Any]) -> None:
        for key in ("blocks", "designation"):
            del value["retirements"][0][key]
        a_second_use(value, registry="another writing", designation="total", serials_listed=False)
        del value["credits"][0]["serials"]

    assert outcome(edit, "OG-DBL-01") is Verdict.UNKNOWN


@pytest.mark.slow
@pytest.mark.parametrize("reference", ["sample-0123", "SAMPLE 0123", "ＳＡＭＰＬＥ-0123"])
def test_a_project_number_written_otherwise_is_the_same_project(reference: str) -> None:
    """Two credits with the same serials of one project are one credit listed twice."""

    def edit(value: dict[str, Any]) -> None:
        value["projects"][0]["reference"] = "SAMPLE-0123"
        value["projects"].append({**copy.deepcopy(value["projects"][0]), "id": "P2", "reference": reference})
        value["credits"][0]["serials"] = {"first": "JCL-1", "last": "JCL-149"}
        value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2", "project": "P2"})
        value["credits"][1].pop("issuance", None)
        carry(value, "C2")
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
        carry(value, "C2")

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


def printed(value: dict[str, Any], programme: str, first: str, last: str | None = None) -> None:
    """The claim with its units of a programme, in a block written as given."""
    ends = {"first": first, "last": last or first}
    value["projects"][0]["programme"] = programme
    value["retirements"][0]["designation"] = "serial"
    value["credits"][0]["serials"] = value["retirements"][0]["blocks"][0]["serials"] = ends


@pytest.mark.slow
@pytest.mark.parametrize(
    ("programme", "first", "last", "verdict"),
    [
        ("CDM", "65142364 - 65142512", None, Verdict.PASS),
        ("CDM", "RW-5-1463953-2-2-0-7014", "RW-5-1464101-2-2-0-7014", Verdict.PASS),
        ("VCS", "9-1-1-VCS-VCU-9-VER-ID-13-9-01012023-31122023-0", "9-149-149-VCS-VCU-9-VER-ID-13-9-01012023-31122023-0", Verdict.PASS),
        ("other", "CDC_1_1_1_321_14_1_2009, 4426-4574", None, Verdict.PASS),
        ("other", "FCPF-GY-102-2021-11-2759599 to 2759747", None, Verdict.PASS),
        ("other", "VU-ITMO-11-356-2022-0-27-175", None, Verdict.PASS),
        ("other", "VU-ITMO-11-356-2022-0-27-174", None, Verdict.FAIL),
        ("other", "JCL-1-149", None, Verdict.UNKNOWN),
        ("J-Credit", "JCL-1 ~ JCL-149", None, Verdict.UNKNOWN),
        ("J-Credit", "JC-1-0005-22", "JC-1-0153-22", Verdict.UNKNOWN),
        ("J-Credit", "JCL-0000-120001", None, Verdict.FAIL),
    ],
)  # fmt: skip
def test_a_block_printed_whole_is_counted_as_its_registry_prints_it(
    programme: str, first: str, last: str | None, verdict: Verdict
) -> None:
    """Where the layout is not known, it is the registry that can say how many units a text is."""

    def edit(value: dict[str, Any]) -> None:
        printed(value, programme, first, last)

    assert outcome(edit, "ID-02") is verdict
    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    for row in (judged.world.rows["credit"][0], judged.world.rows["block"][0]):
        if verdict is Verdict.UNKNOWN:
            assert [m.owner for m in row.missing("serial_count", 0)] == [Owner.REGISTRY]
        assert (
            row.value("inside_credit", 0) is (None if verdict is Verdict.UNKNOWN else True)
            or row.table == "credit"
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("programme", "one", "two", "overlap"),
    [
        ("CDM", "65142364 - 65142512", "65142400 - 65142548", True),
        ("CDM", "65142364 - 65142512", "65142513 - 65142661", False),
        ("other", "CDC_1_1_1_321_14_1_2009, 1-149", "CDC_1_1_1_321_14_1_2009, 100-248", True),
        ("J-Credit", "JCL-1-149", "JCL-100-248", None),
        ("other", "JCL-1 ~ JCL-149", "JCL-100 ~ JCL-248", None),
    ],
)
def test_blocks_printed_whole_overlap_by_their_numbers_or_are_not_told_apart(
    programme: str, one: str, two: str, overlap: bool | None
) -> None:
    """A text that may be a range never proves two blocks apart."""

    def edit(value: dict[str, Any]) -> None:
        printed(value, programme, one)
        twin = {**copy.deepcopy(value["credits"][0]), "id": "C2", "serials": {"first": two, "last": two}}
        value["credits"].append(twin)
        carry(value, "C2")

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["credit"][0].value("overlaps_claim", 0) is overlap


def test_a_text_that_may_be_a_range_is_not_told_apart_from_what_another_claim_states() -> None:
    """It is not as if nothing were stated."""

    def edit(value: dict[str, Any], name: str, notice: str) -> None:
        printed(value, "J-Credit", "JCL-1-149")
        value["claim"]["id"] = name
        value["retirements"][0]["notice"] = notice

    both = [claim(lambda v: edit(v, "one", "N-2026-1")), claim(lambda v: edit(v, "two", "N-2026-2"))]
    settings = Settings(AS_OF, Profile.SELF_CHECK, batch_snapshot(both, Profile.SELF_CHECK, AS_OF))
    for one in both:
        act = ENGINE.judge(one, settings).world.rows["retirement"][0]
        assert act.value("overlaps_statement", 0) is None
        assert any(m.address.endswith(".serial_count") for m in act.missing("overlaps_statement", 0))


def test_the_same_notice_in_two_claims_asks_the_reviewer_on_both_sides() -> None:
    """However each names its units."""

    def other(value: dict[str, Any]) -> None:
        value["claim"]["id"] = "another-claim"
        value["retirements"][0]["designation"] = "serial"
        value["retirements"][0]["blocks"][0]["serials"] = {"first": "JCL-1", "last": "JCL-149"}
        value["credits"][0]["serials"] = {"first": "JCL-1", "last": "JCL-149"}

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
        source["evidence"] = [
            {
                "fact": "uses[U1].status",
                "value": value,
                "level": "verified",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
            }
        ]

    judged = ENGINE.judge(claim(edit, "event-planned"), Settings(date(2026, 9, 1)))
    assert judged.if_retired is (Verdict.FAIL if value == "forward" else Verdict.PASS)


def test_two_ids_that_differ_in_writing_only_are_refused() -> None:
    """So no row added later turns a name into a reference."""
    with pytest.raises(InputError) as caught:
        claim(lambda v: v["parties"].append({"id": "US", "name": "株式会社別"}))
    assert {p.code for p in caught.value.problems} == {"identity"}


@pytest.mark.slow
def test_what_alone_holds_a_filing_back_is_asked_as_deciding_and_names_every_filing_that_waits() -> None:
    def edit(value: dict[str, Any]) -> None:
        value["claim"]["complete_lists"] = [
            "statements", "uses", "credits", "retirements", "issuances", "projects", "parties",
        ]  # fmt: skip

    result = ENGINE.judge(claim(edit, "one-run-two-filings"), Settings(date(2027, 6, 1)))
    waiting = {f"({f.row.address})" for f in result.filings if f.verdict is Verdict.UNKNOWN}
    asked = {m.address: (set(names), decides) for m, names, decides in result.missing}
    assert len(waiting) == 2
    assert waiting <= asked["complete_lists[filings]"][0]
    assert asked["complete_lists[filings]"][1]


def test_two_answers_on_complete_lists_are_a_conflict_for_the_reviewer() -> None:
    """Not a question to the claimant once more."""
    judged = ENGINE.judge(
        claim(
            lambda v: v.update(
                evidence=[
                    {
                        "fact": "claim.complete_lists",
                        "value": ["uses"],
                        "level": "verified",
                        "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                    }
                ]
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
            "document_ok": {
                "value": True,
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "reason": "seen",
                "judged_on": "2199-05-01",
            }
        }

    assert verdict(edit) is Verdict.UNKNOWN


def test_a_judgement_on_the_claim_can_be_given_by_its_id() -> None:
    """As the report asks for it."""

    def edit(value: dict[str, Any]) -> None:
        name = f"sources_ok[{value['claim']['id']}]"
        value["judgements"] = {
            name: {
                "value": True,
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "reason": "seen",
                "judged_on": "2026-05-01",
            }
        }

    assert verdict(edit) is Verdict.PASS


def test_a_date_is_never_moved_by_how_long_an_open_list_is() -> None:
    """Another row would move the day, and with it an answer already given."""
    with pytest.raises(ExpressionError, match="literal or a parameter"):
        parse("add_months(claim.period.to, count(uses)) > as_of", Vocabulary("claim"))


# -- units that are not what they are said to be -------------------------------------------------------------------------


def outcome(edit: Edit, rule: str, name: str = "clean-organisation") -> Verdict:
    """The worst finding of one rule on a changed fixture."""
    found = [
        o.verdict for o in ENGINE.judge(claim(edit, name), Settings(AS_OF)).outcomes if o.rule.id == rule
    ]
    return next(
        v for v in (Verdict.FAIL, Verdict.UNKNOWN, Verdict.PASS, Verdict.NOT_APPLICABLE) if v in found
    )


def two_credits(value: dict[str, Any], second: dict[str, str] | None, **retirement: Any) -> None:
    """The tonnes of the claim from two credit rows of one project, retired together under one notice."""
    first = value["credits"][0]
    value["credits"].append({**copy.deepcopy(first), "id": "C2"})
    value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "credit": "C2"})
    if second is None:
        del value["credits"][1]["serials"]
    else:
        value["credits"][1]["serials"] = second
    value["claim"]["claimed_t"] = 2 * value["uses"][0]["t"]
    value["emissions"][0]["t"] = value["claim"]["claimed_t"]
    value["retirements"][0].update(designation="total", total_t=value["claim"]["claimed_t"], **retirement)
    del value["retirements"][0]["blocks"]


@pytest.mark.parametrize("listed", [True, None])
def test_the_same_serials_in_two_credits_fail_though_they_were_retired_by_total(listed: bool | None) -> None:
    """The same units are listed twice, whatever the designation."""

    def edit(value: dict[str, Any]) -> None:
        extra = {} if listed is None else {"serials_listed": listed}
        two_credits(value, {"first": "JCL-0000-120100", "last": "JCL-0000-120248"}, **extra)

    assert outcome(edit, "OG-DBL-01a") is Verdict.FAIL
    assert verdict(edit) is Verdict.FAIL


def test_without_serials_two_credits_of_one_project_are_apart_once_no_serials_are_said_to_be_at_hand() -> (
    None
):
    """Until then their serials may yet overlap: filling them in never turns a pass into a fail."""

    def open_still(value: dict[str, Any]) -> None:
        two_credits(value, None)
        del value["credits"][0]["serials"]

    def said(value: dict[str, Any]) -> None:
        open_still(value)
        value["retirements"][0]["serials_listed"] = False

    assert outcome(open_still, "OG-DBL-01a") is Verdict.UNKNOWN
    judged = ENGINE.judge(claim(open_still), Settings(AS_OF))
    owners = {
        m.owner for m, _, _ in judged.missing if m.name.startswith(("credit.serials", "retirement.serials"))
    }
    assert owners == {Owner.REGISTRY, Owner.CLAIMANT}
    assert outcome(said, "OG-DBL-01a") is Verdict.PASS


def test_serials_beside_the_word_that_none_are_at_hand_are_refused() -> None:
    """So the answer above cannot be had with serials that overlap."""

    def edit(value: dict[str, Any]) -> None:
        same = copy.deepcopy(value["credits"][0]["serials"])
        two_credits(value, same, serials_listed=False)

    with pytest.raises(InputError) as caught:
        claim(edit)
    assert {p.code for p in caught.value.problems} == {"contradiction"}
    assert {p.path for p in caught.value.problems} == {"credits[0].serials", "credits[1].serials"}


def test_one_credit_retired_by_total_is_asked_for_no_serials() -> None:
    """The honest claim that only knows its notice."""

    def edit(value: dict[str, Any]) -> None:
        del value["credits"][0]["serials"]
        del value["retirements"][0]["blocks"]
        value["retirements"][0]["designation"] = "total"

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.verdict is Verdict.PASS
    assert not [m for m, _, blocking in judged.missing if blocking]


def test_a_range_of_ten_units_is_not_a_quantity_of_149() -> None:
    """One number is one unit, and one unit is one tonne."""

    def edit(value: dict[str, Any]) -> None:
        short = {"first": "JCL-0000-120001", "last": "JCL-0000-120010"}
        value["credits"][0]["serials"] = short

    assert outcome(edit, "ID-02") is Verdict.FAIL
    assert verdict(edit) is Verdict.FAIL


def test_units_retired_outside_the_credit_they_are_said_to_come_from_fail() -> None:
    """A notice for other units does not cover the credit."""

    def edit(value: dict[str, Any]) -> None:
        value["retirements"][0]["blocks"][0]["serials"] = {
            "first": "JCL-0000-220001",
            "last": "JCL-0000-220149",
        }

    assert outcome(edit, "ID-02-BLOCKS") is Verdict.FAIL
    assert verdict(edit) is Verdict.FAIL


@pytest.mark.slow
def test_the_blocks_of_a_notice_add_up_to_its_total_in_a_report_too() -> None:
    """Not for the offset alone."""

    def edit(value: dict[str, Any]) -> None:
        value["retirements"][1]["blocks"][0]["quantity_t"] = 1499
        value["retirements"][1]["blocks"][0]["serials"]["last"] = "JCL-0000-511499"

    assert outcome(edit, "ID-02-NOTICE", "one-run-two-filings") is Verdict.FAIL


VERRA = "19385-941467007-941467155-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1"


def of_verra(value: dict[str, Any], first: str = VERRA, last: str = VERRA, **project: Any) -> None:
    """The claim with a block of Verra's and what is declared beside it."""
    value["projects"][0].update({"programme": "VCS", "reference": "1340", "host_country": "ET", **project})
    value["credits"][0].update(
        serials={"first": first, "last": last}, vintage={"from": "2020-01-01", "to": "2020-12-31"}
    )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (VERRA, VERRA),
        ("VCS-VER-1340-01012020-31122020-941467007", "VCS-VER-1340-01012020-31122020-941467155"),
    ],
)
def test_serials_that_agree_with_what_is_declared_pass_in_either_writing(first: str, last: str) -> None:
    """As the registry prints the block, and as prefix and number."""
    assert outcome(lambda v: of_verra(v, first, last), "ID-03") is Verdict.PASS
    assert outcome(lambda v: of_verra(v, first, last), "ID-04") is Verdict.PASS


@pytest.mark.parametrize(("field", "value"), [("reference", "1341"), ("host_country", "KE")])
def test_serials_of_another_project_than_declared_fail(field: str, value: str) -> None:
    """The registry prints project and country into the serial."""
    assert outcome(lambda v: of_verra(v, **{field: value}), "ID-04") is Verdict.FAIL


def test_serials_of_another_vintage_than_declared_fail() -> None:
    """However the vintage was rewritten beside them."""

    def edit(value: dict[str, Any]) -> None:
        of_verra(value)
        value["credits"][0]["vintage"] = {"from": "2023-01-01", "to": "2023-12-31"}

    assert outcome(edit, "ID-04") is Verdict.FAIL


def test_shape_fails_only_where_a_layout_is_established() -> None:
    """A number without its surroundings is asked about; a foreign shape fails; J-Credits are not asked."""
    assert outcome(lambda v: of_verra(v, "KH-1", "KH-149"), "ID-03") is Verdict.FAIL
    assert outcome(lambda v: of_verra(v, "1", "149"), "ID-03") is Verdict.UNKNOWN
    assert (
        outcome(lambda v: of_verra(v, "KH-1", "KH-149", programme="J-Credit"), "ID-03")
        is Verdict.NOT_APPLICABLE
    )
    assert outcome(lambda v: of_verra(v, "KH-1", "KH-149", programme="CDM"), "ID-04") is Verdict.PASS


def test_units_retired_before_they_were_issued_fail() -> None:
    """A notice older than the issuance is a notice for something else."""
    assert outcome(lambda v: v["issuances"][0].update(decided_on="2026-04-28"), "ID-06") is Verdict.FAIL


# -- ids, filings, classes, days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "a/b",
        "a\\b",
        "..",
        ".hidden",
        "a\nb",
        "a\tb",
        "a\x00b",
        "a b",
        "\u202egpj",
        "con:1",
        "x" * 81,
    ],
)
def test_a_claim_id_that_would_name_another_file_is_refused_where_it_stands(name: str) -> None:
    """Reports and letters are named from it."""
    with pytest.raises(InputError) as caught:
        claim(lambda v: v["claim"].update(id=name))
    (problem,) = caught.value.problems
    assert problem.path == "claim.id"
    assert problem.code == ("control-character" if "\x00" in name else "id")
    assert "\n" not in str(problem.found)


@pytest.mark.parametrize("name", ["sample-2025", "本社オフセット_令和7年度", "v1.2"])
def test_an_ordinary_claim_id_is_accepted(name: str) -> None:
    """In Japanese as well."""
    assert claim(lambda v: v["claim"].update(id=name)).claim.id == name


@pytest.mark.parametrize("entity", ["us", "サンプル製鋼株式会社", "サンプル製鋼㈱"])
def test_a_second_filing_of_one_entity_scheme_and_year_is_refused(entity: str) -> None:
    """Each would draw on a cap of its own; under whatever id, and however its entity and year are written."""

    def edit(value: dict[str, Any]) -> None:
        first = value["filings"][0]
        value["filings"].append({**copy.deepcopy(first), "id": "F2", "entity": entity, "period": "RY2026"})

    with pytest.raises(InputError) as caught:
        claim(edit, "one-run-two-filings")
    assert {p.code for p in caught.value.problems} == {"duplicate-filing"}


def test_another_entitys_filing_of_the_same_year_is_another_filing() -> None:
    """A group may file for several companies."""

    def edit(value: dict[str, Any]) -> None:
        value["filings"].append(
            {**copy.deepcopy(value["filings"][0]), "id": "F2", "entity": "サンプル物流株式会社"}
        )

    assert len(claim(edit, "one-run-two-filings").filings or ()) == 3


def second_report(value: dict[str, Any], **facts: Any) -> None:
    """A second report under the scheme for the year; None leaves a fact of the first out."""
    second = {**copy.deepcopy(value["filings"][0]), "id": "F2", **facts}
    value["filings"].append({k: v for k, v in second.items() if v is not None})


def plant(value: dict[str, Any], number: str | None, *, by_source: bool = False) -> None:
    """A second report in the name of a plant, whose number the claim or a source gives."""
    second_report(value, entity="plant")
    value["parties"].append({"id": "plant", "name": "サンプル製鋼株式会社 大阪工場"})
    if number is not None and by_source:
        value["evidence"] = [{"fact": "parties[plant].corporate_number", "value": number, "level": "stated"}]
    elif number is not None:
        value["parties"][-1]["corporate_number"] = number


def of_reports(edit: Callable[[dict[str, Any]], None]) -> list[Verdict]:
    """The verdicts of the reports under the scheme for the year."""
    filings = ENGINE.judge(claim(edit, "one-run-two-filings"), Settings(date(2027, 6, 1))).filings
    return [f.verdict for f in filings if f.row.value("scheme", ALL) == "shk"]


@pytest.mark.slow
@pytest.mark.parametrize("edit", [lambda v: second_report(v, entity=None), lambda v: plant(v, None)])
def test_reports_that_may_be_of_one_entity_pass_none_of_them(edit: Callable[[dict[str, Any]], None]) -> None:
    """What is filled in may yet show that there is one too many (laws 2 and 14)."""
    assert of_reports(edit) == [Verdict.UNKNOWN, Verdict.UNKNOWN]


@pytest.mark.slow
def test_the_forms_say_why_a_report_beside_another_stays_open(tmp_path: Path) -> None:
    """No rule of the scheme says it."""
    value = copy.deepcopy(read_document(CLAIMS / "one-run-two-filings.yaml").value)
    assert isinstance(value, dict)
    plant(value, None)
    (tmp_path / "two.json").write_text(json.dumps(value, default=float), "utf-8")
    asked = ["shk", str(tmp_path / "two.json"), "--as-of", "2027-06-01", "--lang", "en", "--format", "csv"]
    found = CliRunner().invoke(main, asked)
    assert found.exit_code == 3, found.output
    assert found.stdout.count("give the entity of each report and its corporate number") == 2


@pytest.mark.slow
@pytest.mark.parametrize("by_source", [False, True])
def test_the_number_of_a_second_report_decides_whoever_gives_it(by_source: bool) -> None:
    """One entity is refused, and two file for themselves."""
    assert of_reports(lambda v: plant(v, "5999900000004", by_source=by_source))[0] is Verdict.PASS
    with pytest.raises(InputError) as caught:
        claim(lambda v: plant(v, "6999900000003", by_source=by_source), "one-run-two-filings")
    assert {(p.path, p.code) for p in caught.value.problems} == {("filings[2]", "duplicate-filing")}


def test_a_report_passes_only_beside_all_others() -> None:
    """One that is added later takes no pass back (laws 2 and 3)."""

    def edit(value: dict[str, Any]) -> None:
        every = (
            "uses",
            "statements",
            "sources",
            "certificates",
            "transfers",
            "credits",
            "retirements",
            "blocks",
        )
        value["claim"]["complete_lists"] = list(every)

    judged = ENGINE.judge(claim(edit, "one-run-two-filings"), Settings(date(2027, 6, 1)))
    assert {f.verdict for f in judged.filings} == {Verdict.UNKNOWN}
    asked = {m.address: names for m, names, _ in judged.missing}
    assert asked["complete_lists[filings]"]


@pytest.mark.slow
@pytest.mark.parametrize("relations", [False, True])
def test_both_back_ends_tell_reports_apart_alike(relations: bool) -> None:
    """By number, over a complete list; two of one entity are refused."""
    same, other = "6999900000003", "5999900000004"
    known: dict[str, tuple[str | None, ...]] = {
        "a": (same, other), "b": (same, None), "c": (None, None), "d": (same, same), "e": (None,),
    }  # fmt: skip
    rulebook = book(
        more={"shk": [scheme("shk/one", "shk"), rule("SHK-9", "filing", "filing.terms.direct_t < 100")]}
    )
    connection = duckdb.connect()
    if relations:
        connection.execute(
            "CREATE TABLE claims (claim VARCHAR, stage VARCHAR, publish_by DATE, complete_lists VARCHAR)"
        )
        facts = "claim VARCHAR, id VARCHAR, scheme VARCHAR, period VARCHAR, terms__direct_t DECIMAL(18,3)"
        connection.execute(f"CREATE TABLE filings ({facts}, entity VARCHAR, entity__number VARCHAR)")
        for name, numbers in known.items():
            connection.execute("INSERT INTO claims VALUES ($1, 'ready', DATE '2026-06-30', 'all')", [name])
            for n, number in enumerate(numbers):
                row = [name, f"F{n}", f"{name}{n}", number]
                connection.execute("INSERT INTO filings VALUES ($1, $2, 'shk', 'FY2025', 5, $3, $4)", row)
        tables = {"claim": "claims", "filing": "filings"}
        batch = BatchEngine(rulebook, connection=connection).of_tables(tables, Settings(AS_OF))
    else:
        made = [reported(n, numbers) for n, numbers in known.items() if n != "d"]
        with pytest.raises(InputError):
            reported("d", known["d"])
        batch = BatchEngine(rulebook, connection=connection).of_claims(made, Settings(AS_OF))
        alone = {
            c.claim.id: {f.verdict for f in Engine(rulebook).judge(c, Settings(AS_OF)).filings} for c in made
        }
        assert alone == {
            "a": {Verdict.PASS},
            "b": {Verdict.UNKNOWN},
            "c": {Verdict.UNKNOWN},
            "e": {Verdict.PASS},
        }
    with batch:
        found: dict[str, set[Verdict]] = {}
        for report in batch.rows("verdict_filing"):
            found.setdefault(report["claim"], set()).add(Code(report["verdict"]).verdict)
    connection.close()
    assert found == {"a": {Verdict.PASS}, "b": {Verdict.UNKNOWN}, "c": {Verdict.UNKNOWN}, "e": {Verdict.PASS}}


def reported(name: str, numbers: Sequence[str | None]) -> Claim:
    """A claim with a report of each of some companies, whose numbers are known or not."""
    companies = [(f"{name}{n}", number) for n, number in enumerate(numbers)]
    parties = [{"name": n, **({} if x is None else {"corporate_number": x})} for n, x in companies]
    report = {"scheme": "shk", "period": "FY2025", "terms": {"direct_t": 5}}
    filings = [{**report, "id": f"F{n}", "entity": of} for n, (of, _) in enumerate(companies)]
    return claim_from(claim_data({"id": name, "complete_lists": "all"}, parties=parties, filings=filings))


def test_two_blocks_with_one_id_are_refused() -> None:
    """What is said of one would be said of the other."""

    def edit(value: dict[str, Any]) -> None:
        block = {**value["retirements"][0]["blocks"][0], "id": "B1"}
        value["retirements"][0]["blocks"] = [block, copy.deepcopy(block)]

    with pytest.raises(InputError) as caught:
        claim(edit)
    assert {p.code for p in caught.value.problems} == {"duplicate-id"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("origin", "shk_class", "wanted"),
    [
        ("renewable_electricity", "electricity", Verdict.PASS),
        ("energy_saving", "electricity", Verdict.FAIL),
        ("renewable_heat", "electricity", Verdict.FAIL),
        ("renewable_electricity", "credit", Verdict.UNKNOWN),
        ("energy_saving", "credit", Verdict.PASS),
    ],
)
def test_a_credit_is_reported_in_the_class_of_its_kind(origin: str, shk_class: str, wanted: Verdict) -> None:
    """Neither energy saving against electricity, nor renewable electricity outside its cap."""

    def edit(value: dict[str, Any]) -> None:
        value["projects"][1]["origin"] = origin
        value["uses"][1]["shk_class"] = shk_class

    assert outcome(edit, "SHK-CAP-03", "one-run-two-filings") is wanted


def test_a_day_before_all_editions_names_the_guideline_and_every_edition_there_is() -> None:
    """Not just the first authority in the alphabet."""
    early = claim(
        lambda v: v["claim"].update(stage="ready", publish_by="2020-01-01") or v["claim"].pop("published_on")
    )
    with pytest.raises(NoEditionError, match="guideline covers 2020-01-01") as caught:
        ENGINE.judge(early, Settings(AS_OF))
    authorities = {e.authority for e in caught.value.known}
    assert {"guideline", "programmes", "anchors"} <= authorities


def refused(edit: Edit, code: str) -> str:
    """Where the reader refuses a changed fixture, and for what."""
    with pytest.raises(InputError) as caught:
        claim(edit)
    found = [p for p in caught.value.problems if p.code == code]
    assert found, [p.code for p in caught.value.problems]
    return found[0].path


def sourced(**support: Any) -> Edit:
    """A source for the tonnes claimed."""

    def edit(value: dict[str, Any]) -> None:
        source = {"fact": "claim.claimed_t", "value": value["claim"]["claimed_t"], **support}
        value["evidence"] = [source]

    return edit


@pytest.mark.parametrize(
    "support", [{"level": "verified"}, {"level": "registry", "by": "x"}, {"level": "programme"}]
)
def test_a_level_that_rests_on_nothing_is_refused(support: dict[str, Any]) -> None:
    """Somebody is named who checked it, or the export, ledger or clause it was read from (law 7)."""
    assert refused(sourced(**support), "no-support") == "evidence[0].level"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("support", "level"),
    [
        (
            {"level": "verified", "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）"},
            "verified",
        ),
        (
            {
                "level": "verified",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "document": "nothere.pdf",
            },
            "verified",
        ),
        ({"level": "documented"}, "stated"),
        ({"level": "documented", "document": "nothere.pdf"}, "stated"),
        ({"level": "documented", "document": "通知書"}, "stated"),
        ({"level": "documented", "document": "here.pdf"}, "documented"),
        (
            {
                "level": "registry",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "document": "登録簿の出力",
            },
            "registry",
        ),
        ({"level": "registry", "document": "登録簿の出力"}, "stated"),
        ({"level": "programme", "document": "制度による"}, "stated"),
        ({"level": "registry", "document": "here.pdf"}, "documented"),
        ({"level": "verified", "by": "株式会社サンプル製作所"}, "stated"),
        ({"level": "verified", "by": "(株)サンプル製作所 総務部", "document": "here.pdf"}, "documented"),
        (
            {
                "level": "verified",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "dated": "2026-06-01",
            },
            "verified",
        ),
        (
            {
                "level": "verified",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "dated": "2026-06-02",
            },
            "stated",
        ),
    ],
)
def test_a_boast_does_not_count(support: dict[str, Any], level: str, tmp_path: Path) -> None:
    """A document counts where it lies beside the claim, and not before its day."""
    (tmp_path / "here.pdf").write_bytes(b"seen")
    found = with_evidence_files(claim(sourced(**support)), tmp_path)
    world = ENGINE.judge(found, Settings(AS_OF, Profile.CERTIFICATION)).world
    assert world.claim.cells["claimed_t"].level == level


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (None, Verdict.PASS),
        ("2026-09-15", Verdict.PASS),
        ("2026-10-30", Verdict.PASS),
        ("2026-10-31", Verdict.FAIL),
    ],
)
@pytest.mark.parametrize("by_source", [False, True])
def test_a_retirement_planned_for_a_later_day_is_done_on_it(
    day: str | None, wanted: Verdict, by_source: bool
) -> None:
    """To name the day of a planned act is no failure, unless it comes after the publication (law 2)."""

    def edit(value: dict[str, Any]) -> None:
        if day is not None and by_source:
            fact = "retirements[R1].completed_on"
            value["evidence"] = [
                {
                    "fact": fact,
                    "value": day,
                    "level": "verified",
                    "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                }
            ]
        elif day is not None:
            value["retirements"][0]["completed_on"] = day
        value["claim"]["publish_by"] = "2026-10-30"

    judged = ENGINE.judge(claim(edit, "event-planned"), Settings(date(2026, 9, 1)))
    assert judged.if_retired is wanted


def test_an_id_that_is_anothers_name_is_refused() -> None:
    """A row added for it would turn texts that name the one into references to the other (law 2)."""

    def edit(value: dict[str, Any]) -> None:
        value["parties"][0]["name"] = "㈱サンプル製作所"
        value["retirements"][0]["user"] = "株式会社サンプル製作所"
        value["parties"].append({"id": "株式会社サンプル製作所", "name": "株式会社別"})

    assert refused(edit, "identity") == "parties[2].id"


def test_an_id_that_a_text_writes_otherwise_is_refused() -> None:
    """By a source, too."""

    def edit(value: dict[str, Any]) -> None:
        user = {"fact": "retirements[R1].user", "value": "㈱別", "level": "stated"}
        value["evidence"] = [user]
        value["parties"].append({"id": "株式会社別", "name": "株式会社もう一つ"})

    assert refused(edit, "identity") == "evidence[0].value"


def test_a_number_by_a_source_contradicts_an_equal_name() -> None:
    """Equal names with different numbers are an input error, wherever the number stands; one party's two are a conflict."""

    def edit(value: dict[str, Any]) -> None:
        value["parties"].append({"id": "again", "name": value["parties"][0]["name"]})
        number = {"fact": "parties[again].corporate_number", "value": "7999900000002", "level": "stated"}
        value["evidence"] = [number]

    assert refused(edit, "identity") == "parties[2]"

    def one_party(value: dict[str, Any]) -> None:
        number = {"fact": "parties[us].corporate_number", "value": "7999900000002", "level": "stated"}
        value["evidence"] = [number]

    judged = ENGINE.judge(claim(one_party), Settings(AS_OF))
    assert judged.world.rows["party"][0].cells["corporate_number"].why is Reason.CONFLICT


@pytest.mark.slow
def test_a_use_to_which_no_rule_applies_does_not_pass() -> None:
    """A purpose that no edition speaks of is the authority's question, in both back ends."""

    def edit(value: dict[str, Any]) -> None:
        value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "purpose": "omge", "t": 1})

    changed = claim(edit)
    judged = ENGINE.judge(changed, Settings(AS_OF))
    assert [(u.verdict, u.eligible) for u in judged.uses][1] == (Verdict.UNKNOWN, (Decimal(0), Decimal(1)))
    with BatchEngine(ENGINE.rulebook, threads=1).of_claims([changed], Settings(AS_OF)) as batch:
        found = {r["id"]: r for r in batch.rows("verdict_use")}
    assert (Code(found["U2"]["verdict"]).verdict, found["U2"]["eligible__hi"]) == (Verdict.UNKNOWN, 1)
    assert Code(found["U1"]["verdict"]).verdict == judged.uses[0].verdict


@pytest.mark.slow
@pytest.mark.parametrize("serials", [None, "the same"])
@pytest.mark.parametrize(
    ("complete", "wanted"), [("all", False), (["credits", "statements", "retirements"], None)]
)
def test_a_spare_credit_does_not_sink_a_claim(
    serials: str | None, complete: Any, wanted: bool | None
) -> None:
    """What no use carries is counted by nobody; while uses may yet be added, that is open (laws 2 and 9)."""

    def edit(value: dict[str, Any]) -> None:
        spare = {**copy.deepcopy(value["credits"][0]), "id": "C2"}
        if serials is None:
            spare.pop("serials")
        value["credits"].append(spare)
        value["claim"]["complete_lists"] = complete

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["credit"][0].value("overlaps_claim", 0) is wanted
    if complete == "all":
        assert judged.verdict is Verdict.PASS

    def carried(value: dict[str, Any]) -> None:
        edit(value)
        carry(value, "C2")

    later = ENGINE.judge(claim(carried), Settings(AS_OF)).world.rows["credit"][0].value("overlaps_claim", 0)
    assert later is (True if serials else None)


def test_a_list_that_may_be_empty_says_so() -> None:
    """An empty list decides, so the question for it says how to write none."""
    facts = [f for t in catalogue.tables().values() for f in t.facts.values() if not f.computed]
    listed = [f for f in facts if f.type.kind is Kind.LIST]
    lacking = [f.name for f in listed if "空の一覧" not in f.ja or "an empty list if none" not in f.en]
    assert lacking == ["claim.complete_lists"], "an empty list there declares nothing"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["schema"], ["--help"]])
def test_a_full_disk_is_a_fault_in_one_line(arguments: list[str]) -> None:
    """Never a traceback, and never the exit code of a verdict."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "offsetcheck", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr.count("\n")) == (4, 1), done.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "1990-05-01", "1991-12-31", "9999-12-31"])
@pytest.mark.parametrize("command", ["check", "shk", "eligible"])
def test_a_day_of_judgement_outside_all_likely_years_is_refused(day: str, command: str) -> None:
    done = CliRunner().invoke(main, [command, str(CLAIMS / "clean-organisation.yaml"), "--as-of", day])
    assert done.exit_code == 2
    assert "1992-2199" in done.output


# -- the same units once more, named or written otherwise ------------------------------------------------------------------


@pytest.mark.parametrize(
    "how", [("serial", "total"), ("total", "total"), ("total", "serial"), (None, "total")]
)
def test_the_same_serials_on_two_notices_fail_however_either_names_them(how: tuple[str | None, str]) -> None:
    """The word total beside serials that are stated hides nothing."""

    def edit(value: dict[str, Any]) -> None:
        a_second_use(value, notice="SAMPLE-N-9999", designation=how[1])
        value["retirements"][0]["designation"] = how[0]

    assert outcome(edit, "OG-DBL-01") is Verdict.FAIL


@pytest.mark.parametrize(("listed", "wanted"), [(None, Verdict.UNKNOWN), (False, Verdict.PASS)])
def test_two_notices_by_total_are_apart_once_no_serials_are_said_to_be_at_hand(
    listed: bool | None, wanted: Verdict
) -> None:
    """Until then the serials may yet be filled in, and be the same."""

    def edit(value: dict[str, Any]) -> None:
        del value["credits"][0]["serials"]
        first = value["retirements"][0]
        first["designation"] = "total"
        del first["blocks"][0]["serials"]
        if listed is not None:
            first["serials_listed"] = listed
        t = value["uses"][0]["t"]
        value["retirements"].append({**copy.deepcopy(first), "id": "R2", "notice": "SAMPLE-N-9999"})
        value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "retirement": "R2"})
        value["credits"][0]["quantity_t"] = 2 * t

    assert outcome(edit, "OG-DBL-01") is wanted


def test_serials_of_a_block_beside_the_word_that_none_are_at_hand_are_refused() -> None:
    """As those of a credit are."""

    def edit(value: dict[str, Any]) -> None:
        del value["credits"][0]["serials"]
        value["retirements"][0].update(designation="total", serials_listed=False)

    with pytest.raises(InputError) as caught:
        claim(edit)
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("contradiction", "retirements[0].blocks[0].serials")
    ]


def by_total(value: dict[str, Any], claim_id: str, notice: str) -> None:
    """The claim under an id and a notice of its own, its serials stated beside the word total."""
    value["claim"]["id"] = claim_id
    value["retirements"][0].update(notice=notice, designation="total")


def test_the_same_serials_by_total_in_two_claims_ask_the_reviewer() -> None:
    """Two notices, one block."""
    both = [claim(lambda v, n=n: by_total(v, f"c{n}", f"SAMPLE-{n}")) for n in (1, 2)]  # type: ignore[misc]
    settings = Settings(AS_OF, Profile.SELF_CHECK, batch_snapshot(both, Profile.SELF_CHECK, AS_OF))
    for one in both:
        judged = ENGINE.judge(one, settings)
        assert judged.verdict is Verdict.UNKNOWN
        assert "judgement.overlap_settled" in {m.name for m, _, _ in judged.missing}


OTHERS = Party("株式会社別の会社", "7999900000002")


def recorded(claim_id: str, party: Party | None) -> Snapshot:
    """A ledger's record of the units of the clean claim."""
    world = build_world(claim(lambda v: by_total(v, "x", "SAMPLE-77")), Profile.SELF_CHECK, AS_OF)
    (use,) = recorded_uses(world)
    return Snapshot((RecordedUse(use.scope, use.range, use.registry, use.notice, party, claim_id, False),))


@pytest.mark.parametrize("how", ["serial", "total"])
@pytest.mark.parametrize(
    ("claim_id", "party", "wanted"),
    [
        ("mine", OTHERS, Verdict.FAIL),
        ("mine", Party("株式会社サンプル製作所", "8999900000001"), Verdict.PASS),
        ("mine", None, Verdict.UNKNOWN),
        ("another", OTHERS, Verdict.FAIL),
        ("another", Party("株式会社サンプル製作所", "8999900000001"), Verdict.UNKNOWN),
    ],
)
def test_a_record_is_ones_own_by_claim_and_party_alone(
    how: str, claim_id: str, party: Party | None, wanted: Verdict
) -> None:
    """Neither an id that another uses too, nor a claim of another name, hides a use."""

    def edit(value: dict[str, Any]) -> None:
        value["claim"]["id"] = "mine"
        value["retirements"][0]["designation"] = how

    judged = ENGINE.judge(claim(edit), Settings(AS_OF, Profile.SELF_CHECK, recorded(claim_id, party)))
    found = {o.verdict for o in judged.outcomes if o.rule.id == "OG-DBL-01"}
    assert found == {wanted}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("SAMPLEーNー0456", True),
        ("ＳＡＭＰＬＥ‐Ｎ−０４５６", True),
        ("sample n–0456", True),
        ("SAMPLE-N-04 56", None),
        ("第SAMPLE-N-0456号", None),
        ("無効化通知書 SAMPLE-N-0456", None),
        ("SAMPLE-N-456", None),
        ("0456", None),
        ("SAMPLE-N-0456（写し2）", None),
        ("SAMPLE-N-0457", False),
        ("SAMPLE-N-04561", False),
        ("SAMPLE-N-10456", False),
    ],
)
def test_a_number_written_with_more_or_less_around_it_is_not_surely_another(
    written: str, wanted: bool | None
) -> None:
    """Marks between do not count; zeros and words around prove nothing."""
    assert same_id(written, "SAMPLE-N-0456") is wanted
    assert same_id("SAMPLE-N-0456", written) is wanted


def test_other_figures_in_one_layout_are_another_number() -> None:
    """A register that starts anew each year."""
    assert same_id("2025-001", "2026-001") is False
    assert same_id("N-1", "N-12") is False
    assert same_id("SAMPLE-N-0701", "SAMPLE-N-0702") is False


@pytest.mark.parametrize("notice", ["第SAMPLE-N-0456号", "SAMPLE-N-456", "0456"])
def test_a_second_use_on_a_notice_written_otherwise_does_not_pass(notice: str) -> None:
    """A person has to look."""

    def edit(value: dict[str, Any]) -> None:
        del value["credits"][0]["serials"]
        first = value["retirements"][0]
        first.update(designation="total", serials_listed=False)
        del first["blocks"]
        value["retirements"].append({**copy.deepcopy(first), "id": "R2", "notice": notice})

    assert outcome(edit, "OG-DBL-01") is Verdict.UNKNOWN


def in_two_rows(value: dict[str, Any], **second: Any) -> None:
    """The notice as two entries, one for each part of its units."""
    for table in ("credits", "retirements", "uses"):
        value[table].append({**copy.deepcopy(value[table][0]), "id": f"{table}-2"})
    value["retirements"][1].update(second)
    value["uses"][1].update(retirement="retirements-2", credit="credits-2")
    for n, (first, last) in enumerate(((120001, 120100), (130001, 130049))):
        part = {
            "serials": {"first": f"JCL-0000-{first}", "last": f"JCL-0000-{last}"},
            "quantity_t": last - first + 1,
        }
        value["credits"][n].update(part)
        value["retirements"][n].update(
            total_t=part["quantity_t"], blocks=[{**part, "credit": value["credits"][n]["id"]}]
        )
        value["uses"][n]["t"] = part["quantity_t"]


@pytest.mark.parametrize(
    ("second", "serials", "wanted"),
    [
        ({}, (True, True), Verdict.PASS),
        ({"registry": "他の登録簿"}, (True, True), Verdict.PASS),
        ({"notice": "456"}, (True, True), Verdict.PASS),
        ({"completed_on": "2026-04-28"}, (True, True), Verdict.PASS),
        ({}, (True, False), Verdict.UNKNOWN),
        ({}, (False, False), Verdict.UNKNOWN),
        ({"notice": "SAMPLE-N-0457"}, (True, True), Verdict.PASS),
    ],
)  # fmt: skip
def test_two_entries_on_one_notice_are_told_apart_by_serials_that_lie_apart(
    second: dict[str, Any], serials: tuple[bool, bool], wanted: Verdict
) -> None:
    """The notice is the identity of units without serials alone; filled in, serials turn no verdict (laws 2 and 13)."""

    def edit(value: dict[str, Any]) -> None:
        in_two_rows(value, **second)
        for n, shown in enumerate(serials):
            if not shown:
                del value["retirements"][n]["blocks"][0]["serials"], value["credits"][n]["serials"]

    assert outcome(edit, "OG-DBL-01") is wanted
    assert outcome(edit, "OG-DBL-01b") is Verdict.PASS


@pytest.mark.parametrize(
    ("programme", "registry", "wanted"),
    [
        ("JCM", "他の登録簿", Verdict.PASS),
        ("J-Credit", "他の登録簿", Verdict.UNKNOWN),
        ("J-VER", "他の登録簿", Verdict.UNKNOWN),
        ("other", "他の登録簿", Verdict.UNKNOWN),
        (None, "他の登録簿", Verdict.UNKNOWN),
        ("JCM", None, Verdict.UNKNOWN),
        ("JCM", "J-クレジット登録簿システム", Verdict.FAIL),
        (None, "J-クレジット登録簿システム", Verdict.FAIL),
    ],
)
def test_notices_of_two_registries_are_two_where_their_texts_leave_it_open_for_good(
    programme: str | None, registry: str | None, wanted: Verdict
) -> None:
    """No notice is of two, and that their numbers are alike nobody could settle; one of both texts stays one (laws 2, 6 and 13)."""

    def edit(value: dict[str, Any]) -> None:
        in_two_rows(value, registry=registry, purpose="shk")
        value["projects"].append({**copy.deepcopy(value["projects"][0]), "id": "P2", "programme": programme})
        value["credits"][1].update(project="P2")
        del value["credits"][1]["issuance"], value["uses"][1]
        del value["credits"][0]["serials"], value["retirements"][0]["blocks"]
        value["retirements"][0].update(designation="total", serials_listed=False)

    assert outcome(edit, "OG-DBL-01") is wanted


@pytest.mark.parametrize("change", [{"purpose": "shk"}, {"user": "provider"}])
def test_another_entry_on_the_notice_that_no_use_draws_on_sinks_nothing(change: dict[str, str]) -> None:
    """Its serials lie apart (laws 9 and 13)."""

    def edit(value: dict[str, Any]) -> None:
        in_two_rows(value, **change)
        del value["uses"][1]
        value["claim"]["claimed_t"] = 100

    assert outcome(edit, "OG-DBL-01") is Verdict.PASS


def test_the_same_serials_twice_on_one_notice_fail() -> None:
    def edit(value: dict[str, Any]) -> None:
        in_two_rows(value)
        value["retirements"][1]["blocks"] = copy.deepcopy(value["retirements"][0]["blocks"])
        value["uses"][1]["credit"] = value["uses"][0]["credit"]

    assert outcome(edit, "OG-DBL-01") is Verdict.FAIL


@pytest.mark.parametrize("reference", ["SAMPLE-123", "0123", "No.SAMPLE-0123", "SAMPLE-0123（ボイラー）"])
def test_a_project_number_with_more_or_less_around_it_is_not_surely_another_project(reference: str) -> None:
    """The same serials under both are neither cleared nor condemned."""

    def edit(value: dict[str, Any]) -> None:
        value["projects"].append({**copy.deepcopy(value["projects"][0]), "id": "P2", "reference": reference})
        value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2", "project": "P2"})
        del value["credits"][1]["issuance"]

    assert outcome(edit, "OG-DBL-01a") is Verdict.UNKNOWN


@pytest.mark.slow
@pytest.mark.parametrize(
    ("programme", "change", "wanted"),
    [
        ("JCM", {"project": "P2"}, Verdict.UNKNOWN),
        ("J-Credit", {"vintage": {"from": "2019-04-01", "to": "2020-03-31"}}, Verdict.UNKNOWN),
        ("J-Credit", {}, Verdict.FAIL),
        ("JCM", {}, Verdict.FAIL),
    ],
)
def test_bare_numbers_of_two_projects_or_vintages_condemn_nobody(
    programme: str, change: dict[str, Any], wanted: Verdict
) -> None:
    """That they run on across both is assumed; within one project and vintage they are the same units."""

    def edit(value: dict[str, Any]) -> None:
        value["projects"][0].update(programme=programme, host_country="VN")
        value["projects"].append({**copy.deepcopy(value["projects"][0]), "id": "P2", "reference": "OTHER-7"})
        value["credits"][0]["serials"] = {"first": "1", "last": "149"}
        value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2", **change})
        del value["credits"][1]["issuance"]

    assert outcome(edit, "OG-DBL-01a") is wanted


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "t", "wanted"), [("R1", 149, False), ("R2", 149, True), ("R2", None, True), (None, 149, None)]
)
def test_two_retirements_share_no_tonne_though_their_purposes_differ(
    act: str | None, t: int | None, wanted: bool | None
) -> None:
    """One retirement may serve two purposes; a second notice needs tonnes of its own, whatever is used of it."""

    def edit(value: dict[str, Any]) -> None:
        if act == "R2":
            second = {**copy.deepcopy(value["retirements"][0]), "id": "R2", "notice": "SAMPLE-N-9999"}
            value["retirements"].append({**second, "purpose": "shk"})
        use = {**copy.deepcopy(value["uses"][0]), "id": "U2", "purpose": "cdp", "retirement": act, "t": t}
        value["uses"].append({k: v for k, v in use.items() if v is not None})

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["use"][0].value("drawn_twice", 0) is wanted
    rule = {True: Verdict.FAIL, False: Verdict.PASS, None: Verdict.UNKNOWN}[wanted]
    assert outcome(edit, "QTY-05") is rule


def test_a_credit_retired_in_two_claims_without_blocks_asks_the_reviewer() -> None:
    """Where no block shows which units were taken, the serials of the credit stand for them."""

    def edit(value: dict[str, Any], n: int) -> None:
        by_total(value, f"c{n}", f"SAMPLE-{n}000")
        value["retirements"][0]["serials_listed"] = True
        del value["retirements"][0]["blocks"]

    both = [claim(lambda v, n=n: edit(v, n)) for n in (1, 2)]  # type: ignore[misc]
    settings = Settings(AS_OF, Profile.SELF_CHECK, batch_snapshot(both, Profile.SELF_CHECK, AS_OF))
    for one in both:
        judged = ENGINE.judge(one, settings)
        assert judged.verdict is not Verdict.PASS
        assert judged.world.rows["retirement"][0].value("overlaps_statement", 0) is None


@pytest.mark.parametrize(("first", "wanted"), [(120001, None), (130001, False)])
def test_one_serial_text_under_two_programmes_names_is_not_surely_two_blocks(
    first: int, wanted: bool | None
) -> None:
    def edit(value: dict[str, Any]) -> None:
        value["projects"].append({**value["projects"][0], "id": "P2", "programme": "other"})
        more = {**copy.deepcopy(value["credits"][0]), "id": "C2", "project": "P2"}
        del more["issuance"]
        more["serials"] = {"first": f"JCL-0000-{first}", "last": f"JCL-0000-{first + 148}"}
        value["credits"].append(more)
        carry(value, "C2")

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["credit"][0].value("overlaps_claim", 0) is wanted


@pytest.mark.parametrize(
    ("complete", "wanted"), [("all", False), (["retirements", "retirements[R1].blocks"], None)]
)
def test_a_notice_entered_twice_and_used_once_does_not_sink_a_claim(
    complete: Any, wanted: bool | None
) -> None:
    """What no use carries is counted by nobody; while uses may yet be added, that is open (laws 2 and 9)."""

    def edit(value: dict[str, Any]) -> None:
        value["retirements"].append({**copy.deepcopy(value["retirements"][0]), "id": "R2"})
        value["claim"]["complete_lists"] = complete

    judged = ENGINE.judge(claim(edit), Settings(AS_OF))
    assert judged.world.rows["retirement"][0].value("overlaps_claim", 0) is wanted
    if complete == "all":
        assert judged.verdict is Verdict.PASS

    def used(value: dict[str, Any]) -> None:
        edit(value)
        value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "retirement": "R2"})

    assert ENGINE.judge(claim(used), Settings(AS_OF)).world.rows["retirement"][0].value("overlaps_claim", 0)


def test_two_files_of_one_run_under_the_same_id_are_refused() -> None:
    """By its id a claim knows what it states itself, so that another's under it would be taken for its own."""

    def named(value: dict[str, Any], name: str) -> None:
        value["parties"][0]["name"] = name
        value["parties"][0].pop("corporate_number", None)

    claims = [claim(lambda v, n=n: named(v, n)) for n in ("株式会社甲", "株式会社乙")]  # type: ignore[misc]
    with pytest.raises(InputError) as caught:
        batch_snapshot(claims, Profile.SELF_CHECK, AS_OF)
    assert [(p.path, p.code) for p in caught.value.problems] == [("claim.id", "duplicate-id")]


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({}, True),
        ({"entity": "サンプル製鋼㈱"}, True),
        ({"entity": "サンプル物流株式会社"}, False),
        ({"period": "FY2027"}, False),
    ],
)
def test_one_report_stands_in_one_file_of_a_run(facts: dict[str, str], refused: bool) -> None:
    """Held to its caps by the uses of each file alone it would pass where all of them together do not (laws 9 and 13)."""

    def another(value: dict[str, Any]) -> None:
        value["claim"]["id"] = "another"
        value["filings"] = [{**value["filings"][0], **facts}]

    claims = [claim(lambda _: None, "one-run-two-filings"), claim(another, "one-run-two-filings")]
    if not refused:
        batch_snapshot(claims, Profile.SELF_CHECK, AS_OF)
        return
    with pytest.raises(InputError) as caught:
        batch_snapshot(claims, Profile.SELF_CHECK, AS_OF)
    assert [(p.path, p.code) for p in caught.value.problems] == [("filings[0]", "duplicate-filing")]


def test_a_notice_entered_twice_took_its_tonnes_once_before_it_is_known_what_draws_on_it() -> None:
    """What a use draws, filled in later, never turns the answer (law 2)."""

    def twice(value: dict[str, Any], **facts: Any) -> None:
        value["retirements"].append({**copy.deepcopy(value["retirements"][0]), "id": "R2", **facts})

    def late(value: dict[str, Any]) -> None:
        twice(value)
        del value["uses"][0]["t"]

    assert verdict(late) is Verdict.UNKNOWN
    assert verdict(twice) is Verdict.PASS


def test_two_entries_that_may_be_of_one_act_leave_a_question() -> None:
    """Whatever is open has an owner (law 6)."""

    def undated(value: dict[str, Any]) -> None:
        value["retirements"].append({**copy.deepcopy(value["retirements"][0]), "id": "R2"})
        del value["retirements"][1]["completed_on"]

    result = ENGINE.judge(claim(undated), Settings(AS_OF))
    [outcome] = [o for o in result.outcomes if o.rule.id == "QTY-05"]
    assert outcome.verdict is Verdict.UNKNOWN
    assert "retirements[R2].completed_on" in {m.address for c in outcome.conditions for m in c.missing}


def test_a_use_that_no_rule_judges_is_a_question_to_the_authority() -> None:
    """Whatever is open has an owner, and is listed (law 6)."""

    def other(value: dict[str, Any]) -> None:
        value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "purpose": "other", "t": 1})

    result = ENGINE.judge(claim(other), Settings(AS_OF))
    assert [u.verdict for u in result.uses if u.row.id == "U2"] == [Verdict.UNKNOWN]
    [(missing, named, _)] = [q for q in result.missing if q[0].name == "law.purpose/other"]
    assert (missing.owner.value, missing.reason.value, named) == ("authority", "law_open", ("(uses[U2])",))


def test_an_answer_of_a_later_day_confirms_nothing_yet(tmp_path: Path) -> None:
    """What an authority says tomorrow is not known today."""
    entry = (
        "- of: ISO-03.baseline\n  value: stands\n  document_sha256: "
        + "a" * 64
        + "\n  by: 担当\n  on: 2030-01-01\n"
    )
    file = tmp_path / "confirmed.yaml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_confirmations(file, ENGINE.rulebook, AS_OF)
    [problem] = caught.value.problems
    assert problem.expected.ja.startswith("判定基準日（2026-06-01）より後の回答は使えません。")
    assert len(read_confirmations(file, ENGINE.rulebook, date(2030, 1, 1))) == 1


def test_an_act_without_blocks_may_yet_be_drawn_on_for_units_that_another_used() -> None:
    """While uses may be added, it is open which credits it covers (laws 2 and 3)."""
    lists = [t.plural for t in catalogue.tables().values() if t.name != "claim"]

    def spare(closed: list[str]) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            second = {**copy.deepcopy(value["retirements"][0]), "id": "R2", "notice": "SAMPLE-N-9999"}
            value["retirements"].append({**second, "designation": "serial", "blocks": []})
            value["claim"]["complete_lists"] = closed

        return edit

    def found(closed: list[str]) -> object:
        result = ENGINE.judge(claim(spare(closed)), Settings(AS_OF, snapshot=recorded("another", OTHERS)))
        row = result.world.rows["retirement"][1]
        return row.value("overlaps_record", 0)

    assert found(lists) is False
    assert found([n for n in lists if n != "uses"]) is None


@pytest.mark.slow
@pytest.mark.parametrize("acts", [(False, False), (False, True), (True, True)])
def test_units_that_two_planned_claims_promise_ask_the_reviewer_of_both(acts: tuple[bool, bool]) -> None:
    """Against somebody's mere statement it is unknown, whether or not the act is listed yet (law 13)."""

    def planned(number: int, listed: bool) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            head = value["claim"]
            head.update(id=f"plan-{number}", stage="planned", publish_by="2026-06-30")
            head.pop("published_on")
            value["statements"][0].pop("shown_on")
            value["uses"][0]["status"] = "held"
            value["retirements"] = [{"id": "R1"}] if listed else None
            if not listed:
                value["uses"][0].pop("retirement")
            if number == 2:
                value["parties"] = [{"id": "us", "name": OTHERS.name, "corporate_number": OTHERS.number}]

        return edit

    both = [claim(planned(n, listed)) for n, listed in zip((1, 2), acts, strict=True)]
    alone = [ENGINE.judge(one, Settings(AS_OF)).if_retired for one in both]
    assert alone == [Verdict.PASS, Verdict.PASS]
    settings = Settings(AS_OF, snapshot=batch_snapshot(both, Profile.SELF_CHECK, AS_OF))
    assert [ENGINE.judge(one, settings).if_retired for one in both] == [Verdict.UNKNOWN, Verdict.UNKNOWN]


def test_prefixes_of_the_same_characters_divided_otherwise_are_not_surely_one() -> None:
    """JC-1-23 and JC-12-3 may be two registries' (law 13)."""

    def numbered(first: str, second: str) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            two = []
            for n, prefix in ((1, first), (2, second)):
                serials = {"first": f"{prefix}-1", "last": f"{prefix}-100"}
                two.append(
                    {
                        **copy.deepcopy(value["credits"][0]),
                        "id": f"C{n}",
                        "quantity_t": 100,
                        "serials": serials,
                    }
                )
            value["credits"] = two
            value["retirements"][0].update(designation="serial", blocks=[])
            for n in (1, 2):
                value["retirements"][0]["blocks"].append(
                    {"id": f"B{n}", "credit": f"C{n}", "quantity_t": 100, "serials": two[n - 1]["serials"]}
                )
            value["uses"] = [
                {**copy.deepcopy(value["uses"][0]), "id": f"U{n}", "credit": f"C{n}", "t": 75} for n in (1, 2)
            ]

        return edit

    def overlaps(first: str, second: str) -> object:
        result = ENGINE.judge(claim(numbered(first, second)), Settings(AS_OF))
        return result.world.rows["credit"][0].value("overlaps_claim", 0)

    assert overlaps("JC-1-23", "JC-12-3") is None
    assert overlaps("JC-1-23", "ｊｃ1 23") is True


@pytest.mark.slow
def test_a_batch_refuses_a_claim_that_contradicts_itself_by_the_day_of_judgement() -> None:
    """What one claim is refused for, it is refused for among many (law 15)."""

    def denied_until_chosen(value: dict[str, Any]) -> None:
        value["projects"][0]["third_party_verified"] = False
        value["evidence"] = [
            {
                "fact": "projects[P1].third_party_verified",
                "value": True,
                "level": "verified",
                "by": "監査法人サンプル",
                "document": "x",
                "chosen": True,
                "dated": "2026-08-01",
            }
        ]

    one = claim(denied_until_chosen)
    with pytest.raises(InputError):
        ENGINE.judge(one, Settings(AS_OF))
    with BatchEngine(ENGINE.rulebook).of_claims([one], Settings(AS_OF)) as batch:
        assert batch.summary().refused == 1
    later = Settings(date(2026, 9, 1))
    with BatchEngine(ENGINE.rulebook).of_claims([one], later) as batch:
        assert batch.summary().refused == 0


def test_a_use_of_nothing_whose_act_is_not_named_yet_leaves_open_what_was_drawn() -> None:
    """Naming it later never turns an answer (law 2)."""

    def twice(retirement: str | None) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            value["retirements"].append({**copy.deepcopy(value["retirements"][0]), "id": "R2"})
            second = {**copy.deepcopy(value["uses"][0]), "id": "U2", "t": 0, "retirement": retirement}
            value["uses"].append(second)

        return edit

    def drawn_twice(retirement: str | None) -> object:
        row = ENGINE.judge(claim(twice(retirement)), Settings(AS_OF)).world.rows["use"][0]
        return row.value("drawn_twice", 0)

    assert drawn_twice(None) is None
    assert drawn_twice("R2") is True


def test_serials_missing_under_another_programmes_name_may_be_the_same_units() -> None:
    """One text under two programmes' names is not surely two blocks, whether or not it is known yet (law 2)."""

    def second(serials: dict[str, str] | None) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            value["projects"].append(
                {**copy.deepcopy(value["projects"][0]), "id": "P2", "programme": "国内クレジット"}
            )
            other = {**copy.deepcopy(value["credits"][0]), "id": "C2", "project": "P2", "serials": serials}
            other.pop("issuance")
            value["credits"].append(other)
            value["uses"].append(
                {**copy.deepcopy(value["uses"][0]), "id": "U2", "credit": "C2", "retirement": "R2"}
            )
            act = {
                **copy.deepcopy(value["retirements"][0]),
                "id": "R2",
                "notice": "SAMPLE-K-77",
                "designation": "serial",
            }
            act["blocks"] = [{"credit": "C2", "quantity_t": 149, "serials": serials}]
            value["retirements"].append(act)

        return edit

    same = {"first": "JCL-0000-120001", "last": "JCL-0000-120149"}
    apart = {"first": "JCL-0000-220001", "last": "JCL-0000-220149"}
    for serials, wanted in ((None, None), (same, None), (apart, False)):
        row = ENGINE.judge(claim(second(serials)), Settings(AS_OF)).world.rows["credit"][0]
        assert row.value("overlaps_claim", 0) is wanted


def test_an_absurd_stock_of_wood_is_a_question_and_no_crash() -> None:
    """More than any forest holds is a slip (law 6)."""

    def stock(figure: int) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            parts = ("expansion", "root_ratio", "density", "carbon")
            value["filings"][0]["stocks"] = [
                {
                    "id": "w1",
                    "figures": "quantity",
                    "volume_m3": figure,
                    "eligible": True,
                    **dict.fromkeys(parts, 999),
                }
            ]

        return edit

    for figure, known in ((999999999999999, False), (0, True)):
        result = ENGINE.judge(claim(stock(figure), "one-run-two-filings"), Settings(date(2027, 6, 1)))
        assert (result.world.rows["stock"][0].value("uptake_t", 0) is not None) is known


def test_an_agreeing_judgement_of_the_claimants_own_takes_no_other_back() -> None:
    """Judgements that agree count at the best of their levels (laws 2 and 7)."""

    def judged(*by: str) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            names = ["late_ok[U1]", "late_ok"]
            value["judgements"] = {
                name: {"value": True, "by": who, "reason": "x", "judged_on": "2026-05-30"}
                for name, who in zip(names, by, strict=False)
            }

        return edit

    for by in (
        ("株式会社認証機構（法人番号 3999900000006）",),
        ("株式会社認証機構（法人番号 3999900000006）", "us"),
    ):
        world = build_world(claim(judged(*by)), Profile.CERTIFICATION, AS_OF)
        assert world.rows["use"][0].judgement_cell("late_ok").assured is True
    world = build_world(claim(judged("us", "us")), Profile.CERTIFICATION, AS_OF)
    assert world.rows["use"][0].judgement_cell("late_ok").assured is None


OURS = "8999900000001"
CHECKERS = str(OTHERS.number)
EIKO = {"name": "株式会社栄光", "name_en": "Eiko Inc.", "corporate_number": OURS}
INSTITUTE = {"name": "一般社団法人環境検証", "name_en": "Green Check Ltd.", "corporate_number": CHECKERS}


def checked_by(us: dict[str, Any], them: dict[str, Any], by: str, *shown: tuple[str, str]) -> Edit:
    """A quantity that somebody has checked, whom the parties and further sources tell more or less of."""

    def edit(value: dict[str, Any]) -> None:
        value["parties"] = [{"id": "us", **us}, {"id": "chk", **them}]
        value["claim"]["organisation"] = "us"
        value["evidence"] = [
            {"fact": "credits[C1].quantity_t", "value": 149, "level": "verified", "by": by, "document": "x"},
            *({"fact": f, "value": v, "level": "documented", "document": "y"} for f, v in shown),
        ]

    return edit


def counts_as_checked(made: Claim) -> bool:
    world = build_world(made, Profile.CERTIFICATION, AS_OF)
    return world.rows["credit"][0].value("quantity_t", 1) is not None


def without(party: dict[str, Any], *paths: str) -> dict[str, Any]:
    return {path: value for path, value in party.items() if path not in paths}


@pytest.mark.parametrize(
    ("us", "them", "by", "shown", "counts"),
    [
        (EIKO, INSTITUTE, "chk", (), True),
        (EIKO, INSTITUTE, INSTITUTE["name"], (), True),
        (EIKO, INSTITUTE, INSTITUTE["name_en"], (), True),
        (EIKO, {"name": "株式会社栄光 環境部"}, "chk", (), False),
        (EIKO, {"name": "株式会社栄光 環境部", "name_en": "Environment Department"}, "chk", (), False),
        (EIKO, without(INSTITUTE, "corporate_number"), "chk", (), False),
        (without(EIKO, "corporate_number"), INSTITUTE, "chk", (), False),
        (without(EIKO, "corporate_number"), INSTITUTE, "chk", (("parties[us].corporate_number", OURS),), True),
        (EIKO, without(INSTITUTE, "corporate_number"), "chk", (("parties[chk].corporate_number", CHECKERS),), True),
        (EIKO, INSTITUTE, "chk", (("parties[chk].corporate_number", CHECKERS),), True),
        (EIKO, INSTITUTE, "chk", (("parties[chk].corporate_number", OURS),), False),
        (EIKO, {"name": "株式会社新栄光", "corporate_number": CHECKERS}, "chk", (), True),
        ({"name": "株式会社栄光 東京工場"}, without(EIKO, "corporate_number"), "chk", (), False),
        ({"name": "祭典実行委員会", "without_number": True}, INSTITUTE, "chk", (), True),
        ({"name": "祭典実行委員会", "without_number": True}, without(INSTITUTE, "corporate_number"), "chk", (), False),
        ({"name": "祭典実行委員会", "without_number": True}, {"name": "事務局", "without_number": True}, "chk", (), False),
        (EIKO, {"name": "環境部", "without_number": True}, "chk", (), False),
        (EIKO, {"name": "JQA", "corporate_number": CHECKERS}, "JQA", (), True),
        (EIKO, {"name": "JQA", "corporate_number": CHECKERS}, "DNV", (), False),
        (EIKO, {"name": "検証（法人番号 7999900000002）"}, "検証（法人番号 7999900000002）", (), True),
        (EIKO, {"name": "検証"}, "検証（法人番号 7-9999-0000-0002）", (), True),
        (EIKO, INSTITUTE, "chk", (("claim.organisation", "chk"),), False),
        (EIKO, INSTITUTE, "chk", (("claim.organisation", "株式会社栄光"),), True),
        (EIKO, INSTITUTE, "chk", (("claim.organisation", "栄光"),), False),
        ({"name": "環境の会", "name_en": "Eco Club"}, {**INSTITUTE, "name_en": "Eco Club"}, "chk", (), False),
    ],
)  # fmt: skip
def test_numbers_that_differ_and_no_names_tell_who_has_checked_from_the_claimant(
    us: dict[str, Any], them: dict[str, Any], by: str, shown: tuple[tuple[str, str], ...], counts: bool
) -> None:
    """Names prove neither, whatever they hold; a number in a source counts as one in the table (laws 7 and 14)."""
    assert counts_as_checked(claim(checked_by(us, them, by, *shown))) is counts


@pytest.mark.parametrize(
    ("us", "shown"),
    [
        ({**EIKO, "without_number": True}, ()),
        ({"name": "祭典実行委員会", "without_number": True}, (("parties[us].corporate_number", OURS),)),
        ({"name": INSTITUTE["name"], "without_number": True}, ()),
        (
            {"name": "祭典実行委員会", "without_number": True},
            (("parties[us].name_en", INSTITUTE["name_en"]),),
        ),
    ],
)
def test_a_number_beside_the_word_that_there_is_none_is_refused(
    us: dict[str, Any], shown: tuple[tuple[str, str], ...]
) -> None:
    """It would take back whoever vouches (law 2)."""
    with pytest.raises(InputError) as caught:
        claim(checked_by(us, INSTITUTE, "chk", *shown))
    assert [p.path for p in caught.value.problems] == ["parties[0].without_number"]


@pytest.mark.parametrize(("dated", "counts"), [(None, True), ("2026-05-01", True), ("2026-06-30", False)])
def test_a_number_that_a_later_document_shows_is_not_known_yet(dated: str | None, counts: bool) -> None:
    def edit(value: dict[str, Any]) -> None:
        checked_by(
            EIKO, without(INSTITUTE, "corporate_number"), "chk", ("parties[chk].corporate_number", CHECKERS)
        )(value)
        if dated is not None:
            value["evidence"][-1]["dated"] = dated

    assert counts_as_checked(claim(edit)) is counts


@pytest.mark.parametrize(("shown", "counts"), [(CHECKERS, True), (OURS, False)])
def test_a_number_of_a_party_without_an_id_is_shown_by_its_place(shown: str, counts: bool) -> None:
    def edit(value: dict[str, Any]) -> None:
        checked_by(
            EIKO,
            without(INSTITUTE, "corporate_number"),
            INSTITUTE["name"],
            ("parties[2].corporate_number", shown),
        )(value)
        del value["parties"][1]["id"]

    assert counts_as_checked(claim(edit)) is counts


def test_a_number_beside_another_in_the_name_is_refused() -> None:
    """It would take back whoever vouches by that name (law 2)."""
    named = {"name": "検証（法人番号 7999900000002）", "corporate_number": OURS}
    with pytest.raises(InputError) as caught:
        claim(checked_by(without(EIKO, "corporate_number"), named, named["name"]))
    assert [p.path for p in caught.value.problems] == ["parties[1].corporate_number"]


@pytest.mark.parametrize(
    ("by", "value", "checker", "counts"),
    [
        ("chk", "us", "chk", True),
        ("us", "us", "chk", False),
        ("chk", "chk", "chk", False),
        ("us", "chk", "us", False),
    ],
)
def test_who_claims_is_whom_somebody_else_has_chosen_where_sources_differ(
    by: str, value: str, checker: str, counts: bool
) -> None:
    """The claimant's choice settles nothing, and nobody makes itself the claimant to vouch for it (laws 7 and 8)."""

    def edit(data: dict[str, Any]) -> None:
        checked_by(EIKO, INSTITUTE, checker, ("claim.organisation", "栄光"))(data)
        data["evidence"].append(
            {"fact": "claim.organisation", "value": value, "level": "verified", "by": by, "chosen": True}
        )

    assert counts_as_checked(claim(edit)) is counts


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({}, Verdict.FAIL),
        ({"registry": "他の登録簿"}, Verdict.UNKNOWN),
        ({"notice": "0456"}, Verdict.UNKNOWN),
        ({"notice": "SAMPLE-N-0457"}, Verdict.PASS),
    ],
)
def test_an_act_of_which_nothing_is_listed_may_be_of_any_registry(
    change: dict[str, str], wanted: Verdict
) -> None:
    """What registry keeps its units nobody knows (laws 1 and 13)."""

    def edit(value: dict[str, Any]) -> None:
        first = value["retirements"][0]
        del value["credits"][0]["serials"], first["blocks"]
        first.update(designation="total", serials_listed=False)
        value["retirements"].append({**copy.deepcopy(first), "id": "R2", "purpose": "shk", **change})

    assert outcome(edit, "OG-DBL-01") is wanted


@pytest.mark.parametrize(("named", "asked"), [("栄光", True), ("us", False)])
def test_where_who_claims_is_disputed_the_number_of_the_stated_claimant_is_asked_for(
    named: str, asked: bool
) -> None:
    """Until it is known, whoever chooses may be the claimant, and the choice settles nothing (laws 6 and 7)."""

    def edit(data: dict[str, Any]) -> None:
        checked_by(EIKO, INSTITUTE, "chk", ("claim.organisation", "株式会社別"))(data)
        data["claim"]["organisation"] = named
        data["evidence"].append(
            {"fact": "claim.organisation", "value": "us", "level": "verified", "by": "chk", "chosen": True}
        )

    world = build_world(claim(edit), Profile.CERTIFICATION, AS_OF)
    found = {m.address for m in world.claim.missing("organisation", 1)}
    assert (f"parties[{named}].corporate_number" in found) is asked


@pytest.mark.parametrize(("by", "wanted"), [("us", None), ("環境部 田中", None), ("chk", 149)])
def test_in_a_review_the_claimant_does_not_settle_a_conflict_in_its_own_favour(
    by: str, wanted: int | None
) -> None:
    """What a source shows against it stays open until somebody else has chosen (laws 6, 7 and 8)."""

    def edit(value: dict[str, Any]) -> None:
        checked_by(EIKO, INSTITUTE, "chk")(value)
        fact = "credits[C1].quantity_t"
        value["evidence"] += [
            {"fact": fact, "value": 150, "level": "registry", "by": "chk", "document": "export"},
            {"fact": fact, "value": 149, "level": "stated", "by": by, "chosen": True},
        ]

    world = build_world(claim(edit), Profile.CERTIFICATION, AS_OF)
    assert world.rows["credit"][0].value("quantity_t", 1) == wanted
    assert world.rows["credit"][0].value("quantity_t", 0) == 149


def test_the_id_of_a_party_is_never_a_name() -> None:
    with pytest.raises(InputError) as caught:
        claim(lambda v: v["parties"].append({"id": "監査法人サンプル", "name": "株式会社別名"}))
    assert [(p.path, p.code) for p in caught.value.problems] == [("parties[2].id", "id")]


ACME = {"id": "us", "name": "株式会社アクメ", "name_en": "Acme K.K.", "corporate_number": OURS}
ANOTHER = {"id": "them", "name": "株式会社ベータ", "corporate_number": OURS}
PROVED = {"us": "parties[us].corporate_number", "them": "parties[them].corporate_number"}
WHO = book(
    rule("R-1", "retirement", "same_party(retirement.user, claim.organisation)"),
    rule("R-2", "retirement", "all_same(uses.retirement.user, uses.purpose = 'offset')"),
    rule("R-3", "retirement", "same_party(retirement.user, retirement.account)"),
)


def used_by(
    name: str,
    shown: Sequence[tuple[str, str]],
    stated: str | None,
    proved: Sequence[str] = (),
    account: str = "",
) -> Claim:
    """A claim of the company of two names, beside one that states its number, whose retirement shows its user so."""
    act = {"id": "R", **({"user": stated} if stated else {})}
    proofs = [evidence("retirements[R].user", value, level) for value, level in shown]
    proofs += [evidence(PROVED[party], OURS) for party in proved]
    proofs += [evidence("retirements[R].account", account)] if account else []
    uses = [{"id": f"U{n}", "retirement": "R", "purpose": "offset", "t": 1} for n in range(2)]
    return claim_from(
        claim_data(
            {"id": name, "organisation": "us", "complete_lists": "all"},
            parties=[ACME, ANOTHER],
            retirements=[act],
            uses=uses,
            evidence=proofs,
        )
    )


JA, EN, OTHER = ("株式会社アクメ", "verified"), ("Acme K.K.", "verified"), ("株式会社ベータ", "verified")
SAID = ("Acme K.K.", "stated")


@pytest.mark.parametrize(
    ("shown", "stated", "proved", "wanted"),
    [
        ((JA,), None, (), Verdict.PASS),
        ((JA,), "Acme K.K.", (), Verdict.PASS),  # what agrees takes nothing away
        ((SAID, JA), None, (), Verdict.PASS),
        ((JA, EN), None, (), Verdict.PASS),
        ((EN, JA), None, (), Verdict.PASS),
        ((EN,), None, (), Verdict.UNKNOWN),  # tied to the claimant by a stated name alone
        ((EN,), "us", (), Verdict.UNKNOWN),
        ((EN, ("us", "documented")), None, (), Verdict.UNKNOWN),
        ((OTHER,), None, ("them",), Verdict.UNKNOWN),  # and by a stated number
        ((OTHER,), "us", ("them",), Verdict.UNKNOWN),
        ((OTHER,), "us", ("them", "us"), Verdict.PASS),
        ((OTHER, JA), "us", ("them",), Verdict.PASS),
        ((JA, OTHER), None, ("them",), Verdict.PASS),
    ],
)  # fmt: skip
def test_a_party_goes_by_the_names_that_sources_show_which_count_themselves(
    shown: Sequence[tuple[str, str]], stated: str | None, proved: Sequence[str], wanted: Verdict
) -> None:
    """No agreeing source takes anything away or lends a stated name, and none counts for standing first (laws 2, 7, 10)."""
    made = used_by("C-1", shown, stated, proved)
    judged = Engine(WHO).judge(made, Settings(AS_OF, Profile.CERTIFICATION))
    assert {o.rule.id: o.verdict for o in judged.outcomes}["R-1"] is wanted


@pytest.mark.slow
def test_both_back_ends_compare_a_party_by_every_name_it_bears() -> None:
    """In every order of sources, with every account beside it."""
    sources = [JA, EN, OTHER, SAID]
    made: list[Claim] = []
    for size in range(4):
        for n, shown in enumerate(permutations(sources, size)):
            for account in ("", "Acme K.K.", "㈱アクメ", "株式会社ベータ", "アクメ"):
                for proved in ((), ("us", "them")):
                    name = f"C-{len(made)}"
                    made.append(used_by(name, shown, (None, "us", EN[0])[n % 3], proved, account))
    settings = Settings(AS_OF, Profile.CERTIFICATION)
    engine = Engine(WHO)
    alone = {(c.claim.id, o.rule.id): o.verdict for c in made for o in engine.judge(c, settings).outcomes}
    with BatchEngine(WHO, threads=1).of_claims(made, settings) as batch:
        found = {(claim_id, name): v for claim_id, _, _, name, v in batch.verdicts("retirement")}
    assert found == alone
    assert {v for (_, name), v in found.items() if name == "R-3"} == {Verdict.PASS, Verdict.UNKNOWN}


@pytest.mark.slow
def test_a_stated_number_ties_no_names_in_a_relation_either() -> None:
    """Whoever uses a number for proof shows it: that the claimant may state who it is proves no number (law 7)."""
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE claims AS SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by, 'all' AS complete_lists,"
        f" '株式会社アクメ' AS organisation, '{OURS}' AS organisation__number"
    )
    connection.execute(
        f"CREATE TABLE acts AS SELECT 'C' AS claim, 'R' AS id, '株式会社ベータ' AS user, '{OURS}' AS user__number"
    )
    connection.execute(
        "CREATE TABLE shown AS SELECT *, organisation__number AS organisation__number__assured FROM claims"
    )
    for claims, level, wanted in (
        ("claims", "stated", Verdict.UNKNOWN), ("claims", "documented", Verdict.PASS), ("shown", "stated", Verdict.PASS),
    ):  # fmt: skip
        engine, levels = BatchEngine(WHO, connection=connection), {"claim": level, "retirement": "verified"}
        tables = {"claim": claims, "retirement": "acts"}
        with engine.of_tables(tables, Settings(AS_OF, Profile.CERTIFICATION), levels=levels) as batch:
            assert {name: v for *_, name, v in batch.verdicts("retirement")}["R-1"] is wanted
    connection.close()


def test_serials_that_a_space_divides_otherwise_are_two_that_disagree() -> None:
    """`JC-1 100` ends in the number 100 and `JC-1100` in 1100: neither stands for the other, whichever comes first (law 8)."""
    spaced, run_together = ("JC-1 100", "JC-1 199"), ("JC-1100", "JC-1199")
    scope = UniquenessScope("J-Credit", "", "jc", "P-1", "")
    others = RecordedUse(scope, SerialRange(1100, 1199), None, None, OTHERS, "X", False)
    rulebook = book(rule("R-1", "use", "NOT use.overlaps_record"))
    for shown in permutations((spaced, run_together)):
        for stated in (None, *shown):
            block: dict[str, Any] = {"id": "B", "credit": "K", "quantity_t": 100}
            if stated is not None:
                block["serials"] = {"first": stated[0], "last": stated[1]}
            ends = [
                (end, serial) for pair in shown for end, serial in zip(("first", "last"), pair, strict=True)
            ]
            made = claim_from(
                claim_data(
                    {"complete_lists": "all"},
                    projects=[{"id": "P", "programme": "J-Credit", "reference": "P-1"}],
                    credits=[{"id": "K", "project": "P", "quantity_t": 100}],
                    retirements=[
                        {"id": "R", "designation": "serial", "serials_listed": True, "blocks": [block]}
                    ],
                    uses=[{"id": "U", "retirement": "R", "credit": "K", "purpose": "offset", "t": 100}],
                    evidence=[
                        evidence(f"retirements[R].blocks[B].serials.{end}", serial) for end, serial in ends
                    ],
                )
            )
            judged = Engine(rulebook).judge(made, Settings(AS_OF, snapshot=Snapshot((others,))))
            (outcome,) = judged.outcomes
            assert outcome.verdict is Verdict.UNKNOWN
            assert Reason.CONFLICT in {m.reason for m in outcome.missing}


@pytest.mark.parametrize("confidence", ["unconfirmed", "official"])
@pytest.mark.parametrize(
    "table",
    [
        "listed($codes, project.host_country, as_of)",
        "coded($codes, project.host_country, project.reference, '')",
    ],
)
def test_an_unconfirmed_list_of_codes_decides_neither_against_nor_for_anyone(
    confidence: str, table: str
) -> None:
    """However the list is asked, what it says is capped as the clause behind it (law 5)."""
    codes = parameter("codes", {"VN": "2015-01-01"}, confidence)
    data = claim_data(
        projects=[
            {"id": "P", "host_country": "VN", "reference": "VN001"},
            {"id": "Q", "host_country": "TH", "reference": "TH001"},
        ]
    )
    capped = confidence == "unconfirmed"
    asked = rule("R-1", "project", table)
    found = [o.verdict for o in Engine(book(codes, asked)).judge(claim_from(data), Settings(AS_OF)).outcomes]
    assert found == [Verdict.PASS, Verdict.UNKNOWN if capped else Verdict.FAIL]
    relief = rule("R-1", "project", "project.additional OR late", let={"late": table})
    found = [o.verdict for o in Engine(book(codes, relief)).judge(claim_from(data), Settings(AS_OF)).outcomes]
    assert found == [Verdict.UNKNOWN if capped else Verdict.PASS, Verdict.UNKNOWN]


@pytest.mark.parametrize("turned", [False, True])
def test_a_derived_value_may_be_read_through_other_rows_in_whichever_order_they_stand(turned: bool) -> None:
    derived = [
        derives("retirement.big", "retirement.total_t >= 5"),
        derives("claim.some", "any(uses.retirement.big)"),
    ]
    made = book(*(derived[::-1] if turned else derived), rule("R-1", "claim", "claim.some"))
    data = claim_data(retirements=[{"id": "R", "total_t": 5}], uses=[{"id": "U", "retirement": "R"}])
    (outcome,) = Engine(made).judge(claim_from(data), Settings(AS_OF)).outcomes
    assert outcome.verdict is Verdict.PASS


@pytest.mark.slow
def test_a_block_of_more_units_than_any_quantity_stops_no_other_claim() -> None:
    """A slip in the last number fails the claim that has it, in both back ends."""

    def huge(value: dict[str, Any]) -> None:
        value["claim"]["id"] = "C-HUGE"
        for row in (value["credits"][0], value["retirements"][0]["blocks"][0]):
            row["serials"] = {"first": row["serials"]["first"], "last": f"JCL-0000-{10**30}"}

    made, settings = [claim(lambda v: None), claim(huge)], Settings(AS_OF)
    alone = {(c.claim.id, o.rule.id): o.verdict for c in made for o in ENGINE.judge(c, settings).outcomes}
    with BatchEngine(open_rulebook(), threads=1).of_claims(made, settings) as batch:
        found = {
            (c, name): v for table in ("credit", "retirement") for c, _, _, name, v in batch.verdicts(table)
        }
    assert {v for (c, _), v in found.items() if c == "C-HUGE"} >= {Verdict.FAIL}
    assert found == {key: v for key, v in alone.items() if key in found}


@pytest.mark.parametrize(("year", "wanted"), [(None, Verdict.UNKNOWN), ("FY2025", Verdict.FAIL)])
def test_a_use_without_the_year_of_its_scheme_is_not_judged_by_the_other_rules_alone(
    year: str | None, wanted: Verdict
) -> None:
    """The edition of the scheme is not known then, and its rules act all the same (laws 1 and 11)."""
    rulebook = book(
        rule("OG-U", "use", "use.t >= 1", purposes=["offset", "cdp"]),
        more={"cdp": [scheme("cdp/one", "cdp"), rule("CD-U", "use", "use.t >= 100")]},
    )
    scope = {} if year is None else {"scope": {"period": year}}
    made = claim_from(
        claim_data({"complete_lists": "all"}, uses=[{"id": "U", "purpose": "cdp", "t": 50, **scope}])
    )
    judged = Engine(rulebook).judge(made, Settings(AS_OF))
    assert judged.uses[0].verdict is wanted
    assert ("uses[U].scope.period" in {m.address for m, _, _ in judged.missing}) is (year is None)
    with BatchEngine(rulebook, threads=1).of_claims([made], Settings(AS_OF)) as batch:
        assert [Code(r["verdict"]).verdict for r in batch.rows("verdict_use")] == [wanted]


@pytest.mark.parametrize("beside", [False, True])
def test_relations_say_nothing_of_a_use_without_the_year_of_its_scheme(beside: bool) -> None:
    """Whether or not another use beside it has a year, by which an edition is at hand."""
    rulebook = book(
        rule("OG-U", "use", "use.t >= 1", purposes=["offset", "shk"]),
        more={"shk": [scheme("shk/one", "shk"), rule("SH-U", "use", "use.t >= 100")]},
    )
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE claims AS SELECT 'C' claim, 'ready' stage, DATE '2026-06-30' publish_by, 'all' complete_lists"
        )
        rows = [("U", 50, None), *([("V", 500, 2025)] if beside else [])]
        connection.execute(
            "CREATE TABLE uses (claim VARCHAR, id VARCHAR, purpose VARCHAR, t DECIMAL(18,3), scope__period SMALLINT)"
        )
        connection.executemany("INSERT INTO uses VALUES ('C', $1, 'shk', $2, $3)", rows)
        tables = {"claim": "claims", "use": "uses"}
        with BatchEngine(rulebook, threads=1, connection=connection).of_tables(
            tables, Settings(AS_OF)
        ) as batch:
            found = {r["id"]: Code(r["verdict"]).verdict for r in batch.rows("verdict_use")}
    assert found == {"U": Verdict.UNKNOWN, **({"V": Verdict.PASS} if beside else {})}


def of_the_claimant(**facts: Any) -> Edit:
    """The claimant under its English name, in a list of parties that says more of it or less."""

    def called(value: Any, name: str) -> Any:
        if isinstance(value, dict):
            return {k: called(v, name) for k, v in value.items()}
        if isinstance(value, list):
            return [called(v, name) for v in value]
        return "Sample Works Inc." if value in ("us", name) else value

    def edit(value: dict[str, Any]) -> None:
        name = next(p["name"] for p in value["parties"] if p["id"] == "us")
        value.update(called(value, name), parties=[{"id": "us", "name": name, **facts}])

    return edit


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"name_en": "Sample Works Inc."},
        {"name_en": "Sample Works Inc.", "corporate_number": "8999900000001"},
    ],
    ids=["no English name", "the English name", "and the number"],
)
def test_a_claim_knows_its_own_record_by_whatever_name_it_was_made(facts: dict[str, str]) -> None:
    """The record bears the English name; that the list of parties says whose it is takes nothing back (laws 2 and 13)."""
    world = build_world(claim(of_the_claimant()), Profile.SELF_CHECK, AS_OF)
    own = Snapshot(
        tuple(
            dataclasses.replace(r, party=Party("Sample Works Inc.", None), stated_only=False)
            for r in recorded_uses(world)
        )
    )
    judged = ENGINE.judge(claim(of_the_claimant(**facts)), Settings(AS_OF, snapshot=own))
    assert {u.verdict for u in judged.uses} == {Verdict.PASS}


@pytest.mark.slow
def test_a_claim_without_an_organisation_knows_what_it_states_itself_when_more_is_filled_in() -> None:
    """Of a batch that was read before: its own statements stand under its id, whatever the file's hash is by now."""

    def nameless(value: dict[str, Any]) -> None:
        del value["claim"]["organisation"]

    def named(value: dict[str, Any]) -> None:
        nameless(value)
        value["parties"][0]["name_en"] = "Sample Industries Ltd."

    batch = [claim(nameless, "one-run-two-filings"), claim(lambda _: None, "jcm-partner-side")]
    snapshot = batch_snapshot(batch, Profile.SELF_CHECK, date(2026, 11, 20))
    settings = Settings(date(2026, 11, 20), snapshot=snapshot)
    found = [
        [(u.row.id, u.verdict, u.eligible) for u in ENGINE.judge(one, settings).uses]
        for one in (batch[0], claim(named, "one-run-two-filings"))
    ]
    assert found[0] == found[1]
    assert Verdict.PASS in {verdict for _, verdict, _ in found[0]}


@pytest.mark.parametrize("drawn", [None, 10])
def test_an_act_entered_twice_and_drawn_on_twice_may_have_taken_its_tonnes_twice(drawn: int | None) -> None:
    """Whatever the second use draws, filled in, takes no pass back (law 2)."""
    act = {
        "notice": "N-1",
        "registry": "reg",
        "act": "retirement",
        "completed_on": "2026-04-01",
        "total_t": 10,
    }
    act |= {"designation": "total", "serials_listed": False}
    made = claim_from(
        claim_data(
            {"complete_lists": "all"},
            projects=[{"id": "P", "programme": "J-Credit"}],
            credits=[{"id": "K", "project": "P", "quantity_t": 10}],
            retirements=[{"id": "R0", **act}, {"id": "R1", **act}],
            uses=[
                {"id": "U0", "retirement": "R0", "credit": "K", "purpose": "offset", "t": 5},
                {"id": "U1", "retirement": "R1", "credit": "K", "purpose": "offset", "t": drawn},
            ],
        )
    )
    judged = Engine(book(rule("R-1", "use", "NOT use.drawn_twice"))).judge(made, Settings(AS_OF))
    found = {o.row.id: o.verdict for o in judged.outcomes if o.rule.id == "R-1"}
    assert found["U0"] is (Verdict.UNKNOWN if drawn is None else Verdict.FAIL)


@pytest.mark.parametrize("name", ["cap", "use.valid"])
def test_a_reading_is_judged_under_each_candidate_whatever_its_name(name: str) -> None:
    """Also under the name of a value that the engine knows of itself (law 5)."""
    rulebook = book(
        rule("OG-U", "use", "use.t <= cap", let={"cap": {"readings": ["20", "10"], "by": name}}),
        rule("OG-C", "claim", "any(uses.valid)"),
    )
    made = claim_from(claim_data({"complete_lists": "all"}, uses=[{"id": "U", "purpose": "offset", "t": 12}]))
    judged = Engine(rulebook).judge(made, Settings(AS_OF))
    assert (judged.verdict, judged.uses[0].verdict) == (Verdict.UNKNOWN, Verdict.UNKNOWN)
    with BatchEngine(rulebook, threads=1).of_claims([made], Settings(AS_OF)) as batch:
        assert [Code(r["verdict"]).verdict for r in batch.rows("verdict_use")] == [Verdict.UNKNOWN]
        assert {v for *_, v in batch.verdicts("claim")} == {Verdict.UNKNOWN}


def test_derived_values_upon_derived_values_are_judged_alike_as_deep_as_they_load() -> None:
    """One step more is refused; up to there no back end goes down deeper than it can come back from (laws 7 and 12)."""
    made = claim_from(claim_data({"complete_lists": "all"}, uses=[{"id": "U", "purpose": "offset", "t": 12}]))

    def chain(steps: int) -> Rulebook:
        values = [derives(f"use.x{n}", f"use.x{n - 1} AND use.t >= {n % 9}") for n in range(1, steps)]
        return book(
            derives("use.x0", "use.t >= 10"), *values, rule("OG-U", "use", {"met": f"use.x{steps - 1}"})
        )

    deepest = chain(49)
    assert Engine(deepest).judge(made, Settings(AS_OF)).uses[0].verdict is Verdict.PASS
    with BatchEngine(deepest, threads=1).of_claims([made], Settings(AS_OF)) as batch:
        assert [Code(r["verdict"]).verdict for r in batch.rows("verdict_use")] == [Verdict.PASS]
    with pytest.raises(InputError, match="too many levels deep"):
        chain(50)
