"""A planned claim as it would stand once retired: taken from settled facts, in no order, and with nothing made up."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from offsetcheck.engine.batch import Batch, BatchEngine
from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.planned import (
    applicant,
    applications,
    applied_for,
    assume_retired,
    done_by,
    drawn,
    purpose_for,
)
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import Claim, Purpose, Retirement, Status
from offsetcheck.facts.references import same_id
from offsetcheck.facts.vocabulary import Profile, Reason
from offsetcheck.facts.world import World, build_world
from tests.engine.compact import compact
from tests.engine.test_attacks import ENGINE, claim

AS_OF = date(2026, 9, 1)
Edit = Callable[[dict[str, Any]], None]


def planned(edit: Edit) -> Claim:
    """The planned event with some facts changed."""
    return claim(edit, "event-planned")


def settled(edit: Edit, profile: Profile = Profile.SELF_CHECK) -> World:
    """The settled facts of the planned event with some of them changed."""
    return build_world(planned(edit), profile, AS_OF)


def assumed(edit: Edit) -> Retirement:
    """The first retirement as it is assumed."""
    return (assume_retired(settled(edit)).retirements or ())[0]


def once_retired(edit: Edit, engine: Engine = ENGINE) -> Verdict | None:
    """The verdict once retired."""
    return engine.judge(planned(edit), Settings(AS_OF)).if_retired


def source(fact: str, value: Any, **more: Any) -> dict[str, Any]:
    """Evidence of somebody named."""
    return {
        "fact": fact,
        "value": value,
        "level": "verified",
        "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
        **more,
    }


def bare(value: dict[str, Any]) -> None:
    """Nothing is said yet of the retirement."""
    value["retirements"] = [{"id": "R1"}]
    value["credits"][0]["quantity_t"] = 30


def blocks_of(act: Retirement) -> dict[str | None, Decimal | None]:
    """The tonnes of each block, by credit."""
    return {b.credit: b.quantity_t for b in act.blocks or ()}


def more_uses(value: dict[str, Any], *uses: dict[str, Any]) -> None:
    """Other uses of the same retirement, each differing from the first in some facts; None leaves a fact out."""
    first = value["uses"][0]
    value["uses"] = [
        {k: v for k, v in {**copy.deepcopy(first), "id": f"U{n}", **use}.items() if v is not None}
        for n, use in enumerate(uses, 1)
    ]


@pytest.mark.parametrize("stated", [13, 15])
def test_a_chosen_quantity_is_the_one_that_is_retired(stated: int) -> None:
    """As if the chosen one were stated."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["uses"][0]["t"] = stated
        value["evidence"] = [source("uses[U1].t", 15, chosen=True)]

    assert assumed(edit).total_t == 15
    assert once_retired(edit) is Verdict.PASS


def test_a_quantity_that_only_a_source_shows_is_retired() -> None:
    """A source fills what the claim leaves out."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        del value["uses"][0]["t"]
        value["evidence"] = [source("uses[U1].t", 13)]

    assert assumed(edit).total_t == 13
    assert once_retired(edit) is Verdict.PASS


@pytest.mark.parametrize("stated", [13, None])
def test_a_quantity_in_conflict_or_missing_is_not_assumed(stated: int | None) -> None:
    """Nothing is put in its place."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["uses"][0].pop("t")
        if stated is not None:
            value["uses"][0]["t"] = stated
            value["evidence"] = [source("uses[U1].t", 15)]

    act = assumed(edit)
    assert act.total_t is None
    assert [b.quantity_t for b in act.blocks or ()] == [None]
    assert once_retired(edit) is Verdict.UNKNOWN


@pytest.mark.parametrize("chosen", [False, True])
def test_the_user_assumed_is_the_organisation_that_the_sources_leave(chosen: bool) -> None:
    """Two that differ leave none; one chosen is it."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["retirements"][0]["account"] = "us"
        value["parties"][0]["corporate_number"] = "8999900000001"
        del value["parties"][0]["without_number"]
        value["parties"].append({"id": "o", "name": "株式会社別", "corporate_number": "7999900000002"})
        value["uses"][0]["scope"]["entity"] = "o"
        value["evidence"] = [source("claim.organisation", "o", chosen=chosen)]

    user: Any = assumed(edit).user
    assert user == (Party("株式会社別", "7999900000002") if chosen else None)
    assert once_retired(edit) is (Verdict.PASS if chosen else Verdict.UNKNOWN)


@pytest.mark.parametrize(("stated", "entities", "wanted"), [
    (None, ("us",), "us"),
    (None, ("o",), "o"),
    (None, (None,), "us"),
    (None, ("us", "o"), "us"),
    ("us", ("o",), "us"),
])  # fmt: skip
def test_the_user_is_the_entity_that_all_uses_of_the_act_are_for(
    stated: str | None, entities: tuple[str | None, ...], wanted: str
) -> None:
    """On the notice that is assumed as in the application; what is planned otherwise stays so."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["parties"].append({"id": "o", "name": "株式会社別", "corporate_number": "7999900000002"})
        first = value["uses"][0]
        value["uses"] = []
        for n, entity in enumerate(entities):
            use = {**copy.deepcopy(first), "id": f"U{n}"}
            use["scope"].pop("entity")
            use["scope"] |= {} if entity is None else {"entity": entity}
            value["uses"].append(use)
        if stated is not None:
            value["retirements"][0]["user"] = stated

    world = settled(edit)
    named = {"us": world.claim.value("organisation", 0).normal, "o": "株式会社別"}
    user, entered = assumed(edit).user, applicant(world.rows["use"])
    assert entered is not None
    assert entered.normal == named[wanted]
    assert user is not None
    assert getattr(user, "normal", user) in (named[wanted], wanted)


@pytest.mark.parametrize("chosen", ["2026-09-15", "2026-10-20"])
def test_the_day_looked_at_is_the_chosen_one(chosen: str) -> None:
    """And with two days in conflict none is looked at."""

    def edit(value: dict[str, Any], choose: bool = True) -> None:
        value["retirements"][0]["completed_on"] = "2026-10-10"
        value["evidence"] = [source("retirements[R1].completed_on", chosen, chosen=choose)]

    assert done_by(settled(edit)) == date.fromisoformat(chosen)
    assert done_by(settled(lambda v: edit(v, choose=False))) == AS_OF


@pytest.mark.parametrize(
    ("stated", "shown", "chosen", "wanted"),
    [
        ("forward", "held", True, Status.RETIRED),
        ("held", "forward", True, Status.HELD),
        ("forward", "held", False, Status.FORWARD),
        ("held", "purchased", False, Status.HELD),
        ("held", "held", False, Status.RETIRED),
    ],
)
def test_a_status_is_assumed_only_where_the_sources_leave_the_units_held(
    stated: str, shown: str, chosen: bool, wanted: Status
) -> None:
    """Forward units stay so, and two sources that disagree are not assumed to agree."""

    def edit(value: dict[str, Any]) -> None:
        value["uses"][0]["status"] = stated
        value["evidence"] = [source("uses[U1].status", shown, chosen=chosen)]

    assert (assume_retired(settled(edit)).uses or ())[0].status is wanted


@pytest.mark.slow
@pytest.mark.parametrize("first", [8, 5])
@pytest.mark.parametrize("designation", ["total", "serial"])
def test_two_uses_of_one_credit_retire_what_both_take(first: int, designation: str) -> None:
    """In either order."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["retirements"][0]["designation"] = designation
        more_uses(value, {"t": first}, {"t": 13 - first})

    act = assumed(edit)
    assert act.total_t == 13
    assert blocks_of(act) == {"C1": Decimal(13)}
    assert once_retired(edit) is (Verdict.PASS if designation == "total" else Verdict.UNKNOWN)


def test_the_same_tonnes_for_two_purposes_are_retired_once_and_two_credits_both() -> None:
    """Block by block and in total."""

    def edit(value: dict[str, Any], credit: str = "C1") -> None:
        bare(value)
        value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2"})
        more_uses(value, {"t": 8}, {"t": 5}, {"t": 9, "purpose": "cdp", "credit": credit})

    one, two = assumed(edit), assumed(lambda v: edit(v, "C2"))
    assert blocks_of(one) == {"C1": Decimal(13)}
    assert one.total_t == 13
    assert blocks_of(two) == {"C1": Decimal(13), "C2": Decimal(9)}
    assert two.total_t == 22


def blocks(*amounts: Any) -> list[dict[str, Any]]:
    """Stated blocks of the one credit."""
    return [{"credit": "C1", **({} if t is None else {"quantity_t": t})} for t in amounts]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "total", "verdict"),
    [
        ({}, 13, Verdict.PASS),
        ({"blocks": blocks(13)}, 13, Verdict.PASS),
        ({"blocks": blocks(13), "designation": "total"}, 13, Verdict.PASS),
        ({"blocks": blocks(8, 7)}, 15, Verdict.PASS),
        ({"blocks": blocks(8, None)}, None, Verdict.UNKNOWN),
        ({"blocks": blocks(None)}, 13, Verdict.PASS),
        ({"blocks": blocks(None), "total_t": 15}, 15, Verdict.PASS),
        ({"blocks": blocks(None), "total_t": 12}, 12, Verdict.FAIL),
        ({"blocks": [{"quantity_t": 13}]}, 13, Verdict.UNKNOWN),
        ({"blocks": blocks(12)}, 12, Verdict.FAIL),
        ({"total_t": 13}, 13, Verdict.PASS),
        ({"total_t": 15}, 15, Verdict.PASS),
        ({"total_t": 13, "blocks": blocks(13)}, 13, Verdict.PASS),
        ({"total_t": 12, "blocks": blocks(13)}, 12, Verdict.FAIL),
    ],
)
def test_units_are_retired_whole_as_the_blocks_or_the_total_state_them(
    act: dict[str, Any], total: int | None, verdict: Verdict
) -> None:
    """12.4 t take 13 units: the forecast once found 13 in the block and 12.4 on the notice."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["uses"][0]["t"] = value["claim"]["claimed_t"] = 12.4
        value["statements"][0]["stated_t"] = 12.4
        value["retirements"][0] |= {"designation": "total", **act}

    done = assumed(edit)
    assert done.total_t == total
    if "blocks" not in act:
        assert blocks_of(done) == {"C1": total}
    assert once_retired(edit) is verdict
    assert applied_for(settled(edit).rows["use"]) == max(total or 0, 13)


def test_each_credit_gives_whole_units_of_its_own() -> None:
    """Of two that give 12.4 t and 9.4 t, 13 and 10 units are retired."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2"})
        more_uses(value, {"t": 12.4}, {"t": 9.4, "credit": "C2"})

    act = assumed(edit)
    assert blocks_of(act) == {"C1": Decimal(13), "C2": Decimal(10)}
    assert act.total_t == 23


def by_one_total(value: dict[str, Any], total: int | None, held: float | None = 20, **act: Any) -> None:
    """12.4 t of each of two credits by one total."""
    bare(value)
    value["retirements"][0] |= {
        "designation": "total",
        **({} if total is None else {"total_t": total}),
        **act,
    }
    value["claim"]["complete_lists"] = "all"
    value["credits"].append({**copy.deepcopy(value["credits"][0]), "id": "C2"})
    for credit in value["credits"]:
        credit.pop("serials", None)
        credit.pop("quantity_t")
        credit |= {} if held is None else {"quantity_t": held}
    more_uses(value, {"t": 12.4}, {"t": 12.4, "credit": "C2"})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        (None, Verdict.PASS),
        (24, Verdict.FAIL),
        (25, Verdict.PASS),
        (26, Verdict.PASS),
        (30, Verdict.PASS),
        (41, Verdict.FAIL),
    ],
)
def test_a_total_of_several_credits_is_held_against_no_blocks_made_up(
    total: int | None, verdict: Verdict
) -> None:
    """Filling it in once failed a plan for 25 t: 13 t were made up of each credit."""
    assert once_retired(lambda v: by_one_total(v, total)) is verdict


@pytest.mark.parametrize(("total", "entered"), [(None, 26), (24, 25), (25, 25), (30, 30)])
def test_a_total_of_several_credits_is_applied_for_as_it_is_planned(total: int | None, entered: int) -> None:
    """Never with fewer than the uses take."""
    assert applied_for(settled(lambda v: by_one_total(v, total)).rows["use"]) == entered


def test_units_beyond_the_uses_are_open_until_it_is_known_what_the_credits_hold() -> None:
    assert once_retired(lambda v: by_one_total(v, 30, None)) is not Verdict.FAIL
    assert {b.quantity_t for b in assumed(lambda v: by_one_total(v, 30, None)).blocks or ()} == {None}


def test_units_named_by_serial_are_held_against_their_total() -> None:
    """There the blocks are to be listed."""
    act = assumed(lambda v: by_one_total(v, 25, designation="serial"))
    assert blocks_of(act) == {"C1": Decimal(13), "C2": Decimal(13)}


def test_a_block_with_serials_is_given_no_quantity() -> None:
    """They say how many units it has."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        block = {"credit": "C1", "serials": {"first": "1", "last": "20"}}
        value["retirements"][0]["blocks"] = [block]

    assert assumed(edit).total_t is None
    assert once_retired(edit) is not Verdict.PASS


def test_no_registry_is_asked_for_the_quantity_of_a_block_still_to_be_retired() -> None:
    """Its notice does not exist yet."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["retirements"][0]["blocks"] = blocks(None)

    asked = {m.address: m.reason for m, *_ in ENGINE.judge(planned(edit), Settings(AS_OF)).missing}
    assert asked["retirements[R1].blocks[1].quantity_t"] is Reason.NOT_YET


@pytest.mark.parametrize("gap", ["t", "purpose", "credit"])
def test_what_a_use_leaves_open_leaves_the_quantity_of_the_block_open(gap: str) -> None:
    """Filling it decides; nothing decided turns."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        more_uses(value, {"t": 8}, {"t": 5, gap: None})

    act = assumed(edit)
    assert {b.quantity_t for b in act.blocks or ()} == {None}
    assert act.total_t == (Decimal(13) if gap == "credit" else None)


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize(
    ("other", "wanted"),
    [("cdp", Purpose.OFFSET), ("corsia", Purpose.OFFSET), ("other", Purpose.OFFSET), (None, Purpose.OFFSET)],
)
def test_the_purpose_assumed_hangs_on_no_order(order: int, other: str | None, wanted: Purpose) -> None:
    """The offset is applied for by itself."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        uses = [{"purpose": other}, {}]
        more_uses(value, *(uses if order else reversed(uses)))

    assert assumed(edit).purpose is wanted


@pytest.mark.parametrize(
    ("purposes", "wanted"),
    [
        (["cdp", "cdp"], Purpose.CDP),
        (["cdp", "sbt"], None),
        (["cdp", None], None),
        ([None], None),
    ],
)
def test_a_purpose_is_assumed_only_where_the_uses_agree(
    purposes: list[str | None], wanted: Purpose | None
) -> None:
    """Or where one of them is the offset."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        more_uses(value, *({"purpose": p} for p in purposes))

    assert assumed(edit).purpose is wanted


def test_a_plan_in_either_order_has_one_verdict() -> None:
    """The same tonnes put to CORSIA as well are against the offset, whichever row stands first."""

    def edit(value: dict[str, Any], order: int) -> None:
        bare(value)
        uses = [{"purpose": "corsia"}, {}]
        more_uses(value, *(uses if order else reversed(uses)))

    assert once_retired(lambda v: edit(v, 0)) is once_retired(lambda v: edit(v, 1)) is Verdict.FAIL


def done(value: dict[str, Any], **missing: Any) -> None:
    """The act is done: every fact of it known, but for those named, which are given (None: missing)."""
    facts = {
        "notice": "SAMPLE-N-0377", "document": "notice", "act": "retirement", "applied_on": "2026-08-18",
        "completed_on": "2026-08-20", "observed_on": "2026-08-21", "serials_listed": False,
    }  # fmt: skip
    facts.update(missing)
    act = value["retirements"][0]
    act.update(facts)
    value["retirements"][0] = {k: v for k, v in act.items() if v is not None}
    value["uses"][0]["status"] = "retired"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fact", "wrong"),
    [
        ("user", "株式会社別"),
        ("act", "cancellation"),
        ("total_t", 1),
        ("purpose", "shk"),
        ("document", "invoice"),
    ],
)
def test_of_an_act_that_is_done_nothing_is_assumed(fact: str, wrong: Any) -> None:
    """What is missing of it is asked: filled in, it may yet decide against the claim."""
    assert once_retired(done) is Verdict.PASS
    assert getattr(assumed(lambda v: done(v, **{fact: None})), fact) is None
    assert once_retired(lambda v: done(v, **{fact: None})) is Verdict.UNKNOWN
    assert once_retired(lambda v: done(v, **{fact: wrong})) is not Verdict.PASS


def test_an_act_is_done_by_its_settled_day() -> None:
    """A source may show it, and one of two that disagree may not."""

    def edit(value: dict[str, Any], **more: Any) -> None:
        done(value, completed_on="2026-10-10" if more else None, user=None)
        value["evidence"] = [source("retirements[R1].completed_on", "2026-08-20", **more)]

    assert assumed(edit).user is None
    assert assumed(lambda v: edit(v, chosen=True)).user is None
    assert assumed(lambda v: edit(v, chosen=False)).user is not None


def test_where_the_units_of_an_act_that_is_done_stand_is_asked() -> None:
    """Unless they are said to be still held, which the act has changed since."""

    def edit(value: dict[str, Any], status: str | None) -> None:
        done(value)
        value["uses"][0] = {k: v for k, v in {**value["uses"][0], "status": status}.items() if v is not None}

    assert (assume_retired(settled(lambda v: edit(v, None))).uses or ())[0].status is None
    assert (assume_retired(settled(lambda v: edit(v, "held"))).uses or ())[0].status is Status.RETIRED


@pytest.mark.slow
@pytest.mark.parametrize("at_hand", [None, "invoice", "contract", "notice"])
@pytest.mark.parametrize("by_source", [False, True])
def test_what_is_at_hand_before_an_act_says_nothing_of_its_notice(
    at_hand: str | None, by_source: bool
) -> None:
    """The act brings its own."""

    def edit(value: dict[str, Any]) -> None:
        if at_hand is not None and by_source:
            value["evidence"] = [source("retirements[R1].document", at_hand)]
        elif at_hand is not None:
            value["retirements"][0]["document"] = at_hand

    assert once_retired(edit) is Verdict.PASS


@pytest.mark.parametrize("ids", [("R1", "Rb"), ("R1-12", "R11-2"), ("R1-1", "R11")])
def test_acts_under_two_ids_are_assumed_to_have_two_notices(ids: tuple[str, str]) -> None:
    def edit(value: dict[str, Any]) -> None:
        value["retirements"] = [{"id": name} for name in ids]
        value["uses"] = [{**value["uses"][0], "id": f"U-{name}", "retirement": name} for name in ids]

    one, other = (a.notice or "" for a in assume_retired(settled(edit)).retirements or ())
    assert same_id(one, other) is False


# -- under certification ------------------------------------------------------------------------------------------------


def vouched(value: dict[str, Any]) -> None:
    """Every fact of the claim as somebody named has cross-checked it, but for those of the act still to come."""
    value["claim"]["complete_lists"] = "all"
    value["parties"][0]["without_number"] = True
    world = build_world(planned(lambda v: v["claim"].update(complete_lists="all")), Profile.SELF_CHECK, AS_OF)
    value["evidence"] = [
        source(
            f"{row.address}.{path}", evidenced(cell.value), by="株式会社第三者検証（法人番号 3999900000006）"
        )
        for row in world.all_rows()
        for path, cell in row.cells.items()
        if row.table not in ("retirement", "block")
        and cell.sources
        and path not in ("stage", "publish_by", "purpose", "scope.period", "status")
        and cell.value is not None
    ]


def evidenced(value: Any) -> Any:
    """A settled value as a source writes it."""
    match value:
        case Party():
            return value.name
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case tuple():
            return list(value)
        case _:
            return value


def certified(edit: Edit) -> Verdict | None:
    """The verdict once retired, where every fact is to be verified."""

    def both(value: dict[str, Any]) -> None:
        vouched(value)
        edit(value)

    return ENGINE.judge(planned(both), Settings(AS_OF, Profile.CERTIFICATION)).if_retired


@pytest.mark.slow
@pytest.mark.parametrize("act", ["as planned", "bare", "by another day"])
def test_what_is_assumed_of_an_act_needs_nobody_who_has_seen_it(act: str) -> None:
    """Nobody can before it is done; whether it is stated or left out, it is to be shown by the same notice."""

    def edit(value: dict[str, Any]) -> None:
        if act == "bare":
            value["retirements"] = [{"id": "R1"}]
        if act == "by another day":
            value["retirements"][0].update(completed_on="2026-09-20", notice="SAMPLE-N-1")

    assert certified(edit) is Verdict.PASS


def test_what_is_not_of_the_act_is_still_to_be_verified() -> None:
    def edit(value: dict[str, Any]) -> None:
        value["evidence"] = [e for e in value["evidence"] if e["fact"] != "emissions[E1].t"]

    assert certified(edit) is Verdict.UNKNOWN


def test_a_claimant_cannot_assume_by_a_word() -> None:
    """A source that names `assumed` is one that nobody vouches for."""

    def edit(value: dict[str, Any]) -> None:
        for entry in value["evidence"]:
            entry["by"] = "assumed"

    assert certified(edit) is Verdict.UNKNOWN


# -- acts that may be the same ---------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("status", ["held", None])
@pytest.mark.parametrize("day", ["2026-09-20", None])
def test_no_act_is_made_up_beside_one_that_may_be_that_of_the_use(
    status: str | None, day: str | None
) -> None:
    """Naming the listed one then moves only away from unknown (law 2)."""

    def edit(value: dict[str, Any], named: bool) -> None:
        value["retirements"][0].update({"notice": "SAMPLE-N-1"} | ({"completed_on": day} if day else {}))
        value["uses"][0].pop("status", None)
        value["uses"][0].update({"status": status} if status else {})
        if not named:
            value["uses"][0].pop("retirement")

    assert once_retired(lambda v: edit(v, False)) is Verdict.UNKNOWN
    assert once_retired(lambda v: edit(v, True)) is Verdict.PASS


def test_a_use_of_no_listed_act_is_assumed_to_have_one_of_its_own() -> None:
    def edit(value: dict[str, Any]) -> None:
        value["retirements"] = []
        value["uses"][0].pop("retirement")

    assert once_retired(edit) is Verdict.PASS


# -- one application for each act ---------------------------------------------------------------------------------------


def applied(edit: Edit) -> list[tuple[Any, ...]]:
    """The applications: for which uses and purpose, and the tonnes as drawn and in whole units."""
    found = applications(settled(edit))
    return [([u.id for u in uses], purpose_for(uses), drawn(uses), applied_for(uses)) for uses in found]


def acts_assumed(edit: Edit) -> dict[str, Any]:
    """The total of each act as it is assumed."""
    return {r.id: r.total_t for r in assume_retired(settled(edit)).retirements or ()}


def two_uses(value: dict[str, Any], *uses: dict[str, Any]) -> None:
    """Two uses that name no act, of 13 t in all, and no act listed."""
    bare(value)
    value["retirements"] = []
    value["credits"][0]["quantity_t"] = 13
    value["claim"]["complete_lists"] = "all"
    more_uses(value, *({"t": 6.5, "retirement": None, **use} for use in uses))


def elsewhere(value: dict[str, Any], **scope: Any) -> dict[str, Any]:
    """The scope of the first use with some parts changed; None leaves one out."""
    changed = {**value["uses"][0]["scope"], **scope}
    return {"scope": {k: v for k, v in changed.items() if v is not None}}


def test_each_act_named_is_an_application_of_its_own() -> None:
    """Two of one purpose and scope were once printed as one, with the registry of the first."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["retirements"].append({"id": "R2"})
        more_uses(value, {"t": 8}, {"t": 5, "retirement": "R2"})

    assert applied(edit) == [(["U1"], "offset", 8, 8), (["U2"], "offset", 5, 5)]
    assert acts_assumed(edit) == {"R1": 8, "R2": 5}


@pytest.mark.parametrize("stated", [None, "offset"])
def test_the_same_tonnes_for_two_purposes_are_applied_for_once(stated: str | None) -> None:
    """One act named by both is one application, for the offset."""

    def edit(value: dict[str, Any]) -> None:
        bare(value)
        value["retirements"][0] |= {} if stated is None else {"purpose": stated}
        more_uses(value, {"t": 12.4, "purpose": "cdp"}, {"t": 12.4})

    assert applied(edit) == [(["U1", "U2"], "offset", Decimal("12.4"), 13)]
    assert acts_assumed(edit) == {"R1": 13}


def test_what_is_done_or_only_agreed_on_is_not_applied_for() -> None:
    """Whether or not the state of its units is filled in."""

    def edit(value: dict[str, Any]) -> None:
        done(value)
        value["retirements"].append({"id": "R2"})
        more_uses(
            value,
            {"t": 8, "status": None},
            {"t": 3, "status": "held", "retirement": "R2"},
            {"t": 2, "status": "forward", "retirement": "R2"},
        )

    assert applied(edit) == [(["U2"], "offset", 3, 3)]


def test_uses_of_one_application_that_name_no_act_are_assumed_to_have_one_act() -> None:
    """Twice 6.5 t of a credit of 13 t was once forecast as two acts of 7 t each, beside one application of 13 t."""

    def edit(value: dict[str, Any]) -> None:
        two_uses(value, {}, {})

    assert applied(edit) == [(["U1", "U2"], "offset", 13, 13)]
    assert acts_assumed(edit) == {"planned-U1": 13}
    assert once_retired(edit) is Verdict.PASS


def test_what_is_said_to_be_retired_is_no_part_of_an_act_still_to_come() -> None:
    """Also where it names none."""

    def edit(value: dict[str, Any]) -> None:
        two_uses(value, {"status": "retired"}, {})

    assert applied(edit) == [(["U2"], "offset", Decimal("6.5"), 7)]
    assert acts_assumed(edit) == {"planned-U1": 7, "planned-U2": 7}


@pytest.mark.parametrize("apart", ["purpose", "entity", "boundary", "days", "programme"])
def test_uses_that_name_no_act_have_as_many_as_they_have_applications(apart: str) -> None:
    def edit(value: dict[str, Any]) -> None:
        other: dict[str, Any] = {"purpose": "cdp"}
        if apart in ("entity", "boundary"):
            other = elsewhere(value, **{apart: "another"})
        if apart == "days":
            other = elsewhere(value, days=None, period="FY2025")
        two_uses(value, {}, other)
        if apart == "programme":
            project = copy.deepcopy(value["projects"][0])
            value["projects"].append({**project, "id": "P9", "programme": "JCM"})
            value["credits"].append({"id": "C9", "project": "P9", "quantity_t": 13})
            value["uses"][1] |= {"purpose": "offset", "credit": "C9"}

    assert [uses for uses, *_ in applied(edit)] == [["U1"], ["U2"]]
    assert acts_assumed(edit) == {"planned-U1": 7, "planned-U2": 7}


@pytest.mark.slow
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("gap", ["purpose", "entity", "boundary", "days", "credit"])
def test_no_act_is_made_up_while_it_is_open_whether_two_uses_are_one_application(
    gap: str, both: bool
) -> None:
    """Filled in, the two may be one act or two, which may decide otherwise (law 2)."""

    def edit(value: dict[str, Any]) -> None:
        left = {gap: None} if gap in ("purpose", "credit") else elsewhere(value, **{gap: None})
        two_uses(value, left if both else {}, left)

    assert acts_assumed(edit) == {}
    assert once_retired(edit) is not Verdict.PASS


# -- while planned -----------------------------------------------------------------------------------------------------


def by_serial(value: dict[str, Any]) -> None:
    """Designated by serial, every list complete, and no block yet."""
    value["retirements"][0]["designation"] = "serial"
    value["retirements"][0].pop("blocks")
    value["claim"]["complete_lists"] = "all"


def test_the_blocks_of_an_act_still_to_come_are_not_yet_there() -> None:
    """That none is listed contradicts no total."""
    judged = ENGINE.judge(planned(by_serial), Settings(AS_OF))
    found = {o.rule.id: o for o in judged.outcomes}
    assert judged.verdict is Verdict.UNKNOWN
    assert found["OG-OFF-11"].verdict is Verdict.UNKNOWN
    waiting = {c.condition.name: c.missing for c in found["OG-OFF-11"].conditions}["total"]
    assert [(m.name, m.reason) for m in waiting] == [("retirement.completed_on", Reason.NOT_YET)]


@pytest.mark.parametrize("t", [13, 12])
def test_blocks_that_are_listed_before_the_act_are_held_against_its_total(t: int) -> None:
    """A slip in the application is said before it is sent."""

    def edit(value: dict[str, Any]) -> None:
        by_serial(value)
        value["retirements"][0]["blocks"] = [{"credit": "C1", "quantity_t": t}]

    judged = ENGINE.judge(planned(edit), Settings(AS_OF))
    total = {
        c.condition.name: c.truth for o in judged.outcomes if o.rule.id == "OG-OFF-11" for c in o.conditions
    }
    assert total["total"] is (t == 13)


def test_the_blocks_of_an_act_that_is_done_are_there_while_another_is_planned() -> None:
    """Once it is done, what is said of its list counts."""

    def edit(value: dict[str, Any]) -> None:
        by_serial(value)
        value["retirements"][0]["completed_on"] = "2026-08-20"

    judged = ENGINE.judge(planned(edit), Settings(AS_OF))
    total = {
        c.condition.name: c.truth for o in judged.outcomes if o.rule.id == "OG-OFF-11" for c in o.conditions
    }
    assert total["total"] is False


@pytest.mark.slow
@pytest.mark.parametrize("completed", [None, date(2026, 8, 20), date(2026, 9, 20)])
@pytest.mark.parametrize("blocks", [0, 1])
def test_both_back_ends_see_when_blocks_are_there(completed: date | None, blocks: int) -> None:
    """From claims, and from relations that say it of the claim or of the act."""

    def edit(value: dict[str, Any]) -> None:
        by_serial(value)
        if completed is not None:
            value["retirements"][0]["completed_on"] = completed.isoformat()
        if blocks:
            value["retirements"][0]["blocks"] = [{"id": "b", "credit": "C1", "quantity_t": 12}]

    settings = Settings(AS_OF)
    small = Engine(compact())
    wanted = next(o.verdict for o in small.judge(planned(edit), settings).outcomes if o.rule.id == "RET-DRAW")
    engine = BatchEngine(small.rulebook, threads=1)

    def said(batch: Batch) -> list[Verdict]:
        return [v for *_, rule, v in batch.verdicts("retirement") if rule == "RET-DRAW"]

    with engine.of_claims([planned(edit)], settings) as batch:
        assert said(batch) == [wanted]
    for whole, own in (("'all'", "NULL"), ("'uses'", "TRUE"), ("'uses'", "NULL")):
        connection = duckdb.connect()
        day = "NULL" if completed is None else f"'{completed}'"
        for name, text in {
            "claim": f"DATE '2026-10-30' AS publish_by, 'planned' AS stage, {whole} AS complete_lists",
            "use": "'U' AS id, 'offset' AS purpose, 13 AS t, 'R' AS retirement",
            "retirement": "'R' AS id, 'serial' AS designation, 13 AS total_t, 'notice' AS document,"
            f" CAST({day} AS DATE) AS completed_on, CAST({own} AS BOOLEAN) AS complete__blocks",
            "block": "'b' AS id, 'R' AS retirement, 12 AS quantity_t",
        }.items():
            limit = 0 if name == "block" and not blocks else 1
            connection.execute(f"CREATE TABLE {name}s AS SELECT 'C' AS claim, {text} LIMIT {limit}")
        tables = {n: f"{n}s" for n in ("claim", "use", "retirement", "block")}
        beside = BatchEngine(small.rulebook, connection=connection)
        with beside.of_tables(tables, settings) as batch:
            assert said(batch) == [Verdict.UNKNOWN if own == "NULL" and whole != "'all'" else wanted]
        connection.close()
