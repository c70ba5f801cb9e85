"""Whether the units that a use draws serve one that may not share them: told per credit of an act, and never taken back."""

from __future__ import annotations

import copy
import random
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.engine.sharing import KINDS, shared_units
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, World, build_world
from offsetcheck.rulebook.shipped import open_rulebook
from tests.engine.lawkit import claim_from

Data = dict[str, Any]
PATHS = tuple(kind.path for kind in KINDS)
CLEAN = Path(__file__).parents[2] / "fixtures" / "claims" / "clean-organisation.yaml"
WAYS = ("scope", "purpose", "abroad", "procurement")


def use(id_: str, credit: str, purpose: str, t: float, boundary: str = "hq", **facts: Any) -> Data:
    scope = {"entity": "us", "boundary": boundary, "period": "FY2025"}
    return {
        "id": id_,
        "retirement": "R1",
        "credit": credit,
        "purpose": purpose,
        "t": t,
        "scope": scope,
        **facts,
    }


def notice(*uses: Data, idle: bool = True, by_total: bool = False) -> Data:
    """One act over 100 t of a credit and, unless told otherwise, 100 t of another."""
    credits = [{"id": c, "project": "P1", "quantity_t": 100} for c in ("C1", "C2")]
    covered = ("C1", "C2") if idle else ("C1",)
    act: Data = {
        "id": "R1",
        "notice": "N-1",
        "registry": "reg",
        "total_t": 100 * len(covered),
        "designation": "serial",
    }
    if by_total:
        act |= {"designation": "total", "serials_listed": False}
    else:
        act["blocks"] = [{"credit": c, "quantity_t": 100} for c in covered]
    return {
        "claim": {"id": "C", "stage": "ready", "publish_by": "2026-06-30", "complete_lists": "all"},
        "parties": [
            {"id": "us", "name": "株式会社サンプル", "corporate_number": "6012345678901"},
            {"id": "them", "name": "株式会社仲介", "corporate_number": "5012345678902"},
            {"id": "sub", "name": "サンプル興業株式会社"},
        ],
        "projects": [{"id": "P1", "programme": "J-Credit"}],
        "credits": credits,
        "retirements": [act],
        "uses": list(uses),
    }  # fmt: skip


def made(value: Data) -> World:
    world = build_world(claim_from(copy.deepcopy(value)), Profile.SELF_CHECK, date(2027, 6, 1))
    shared_units(world, ALL)
    return world


def found(value: Data, id_: str) -> dict[str, Any]:
    row = next(u for u in made(value).rows["use"] if u.id == id_)
    return {way: row.value(f"shared_with.{way}", ALL) for way in WAYS}


@pytest.mark.parametrize("by_total", [False, True])
@pytest.mark.parametrize("idle", [False, True])
@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (use("U2", "C1", "offset", 100, "plant"), {"scope"}),
        (use("U2", "C1", "shk", 100), {"purpose"}),
        (use("U2", "C1", "omge", 100), {"purpose", "abroad"}),
        (use("U2", "C1", "corsia", 1), {"purpose", "abroad"}),
        (use("U2", "C1", "re100", 100), {"purpose", "procurement"}),
        (use("U2", "C1", "cdp", 100, as_renewable=True), {"purpose", "procurement"}),
        (use("U2", "C1", "cdp", 100, as_renewable=False), {"purpose"}),
        (use("U2", "C1", "omge", 0), set()),
    ],
)
def test_idle_units_of_a_notice_stand_in_for_none_that_are_shared(
    other: Data, shared: set[str], idle: bool, by_total: bool
) -> None:
    value = notice(use("U1", "C1", "offset", 100), other, idle=idle, by_total=by_total)
    assert found(value, "U1") == {way: way in shared for way in WAYS}


@pytest.mark.parametrize("by_total", [False, True])
def test_units_of_another_credit_are_shared_with_nobody(by_total: bool) -> None:
    """An offset and a report share what they may; overall mitigation takes the other credit."""
    value = notice(
        use("U1", "C1", "offset", 100), use("U2", "C1", "shk", 100), use("U3", "C2", "omge", 100), by_total=by_total
    )  # fmt: skip
    for id_ in ("U1", "U2", "U3"):
        assert found(value, id_) == {way: way == "purpose" and id_ != "U3" for way in WAYS}


def test_what_two_other_uses_share_is_no_matter_of_a_third() -> None:
    """Nor is the excess of one purpose that of another of the same credit (law 9)."""
    value = notice(
        use("U1", "C1", "offset", 100), use("U2", "C2", "shk", 100), use("U3", "C2", "corsia", 100)
    )
    assert {way: found(value, id_)["abroad"] for way, id_ in (("mine", "U1"), ("theirs", "U2"))} == {
        "mine": False,
        "theirs": True,
    }
    value = notice(use("U1", "C1", "offset", 40), use("U2", "C1", "shk", 50), use("U3", "C1", "corsia", 60))
    assert [found(value, id_)["abroad"] for id_ in ("U1", "U2", "U3")] == [False, True, True]


def test_what_credits_together_take_beyond_a_total_is_not_there() -> None:
    """By total, each of a credit's own tonnes counts, whatever its own quantity."""
    value = notice(
        use("U1", "C1", "offset", 60), use("U2", "C1", "omge", 40), use("U3", "C2", "shk", 50), idle=False, by_total=True
    )  # fmt: skip
    assert found(value, "U1")["abroad"] is True
    value["retirements"][0]["total_t"] = 150
    assert found(value, "U1")["abroad"] is False


@pytest.mark.parametrize(
    ("missing", "beyond", "inside"),
    [
        (("uses", 1, "t"), None, None),
        (("uses", 1, "credit"), None, False),
        (("uses", 1, "retirement"), None, False),
        (("uses", 1, "purpose"), None, False),
        (("credits", 0, "quantity_t"), True, None),
        (("retirements", 0, "total_t"), True, False),  # the blocks tell
        (("retirements", 0, "blocks", 0, "quantity_t"), True, None),
        (("claim", "complete_lists"), True, None),
    ],
)
def test_what_is_not_known_decides_nothing_that_the_rest_leaves_open(
    missing: tuple[Any, ...], beyond: bool | None, inside: bool | None
) -> None:
    """Whatever the second use turns out to be: its tonnes fit, or they do not."""
    value = notice(use("U1", "C1", "offset", 100), use("U2", "C1", "omge", 100))
    within = notice(use("U1", "C1", "offset", 60), use("U2", "C1", "omge", 40))
    assert (found(value, "U1")["abroad"], found(within, "U1")["abroad"]) == (True, False)
    for data in (value, within):
        here: Any = data
        for step in missing[:-1]:
            here = here[step]
        del here[missing[-1]]
    assert (found(value, "U1")["abroad"], found(within, "U1")["abroad"]) == (beyond, inside)
    row = made(within).rows["use"][0]
    assert inside is not None or row.missing("shared_with.abroad", ALL)


@pytest.mark.parametrize("name", ["retirement", "credit"])
def test_a_use_beside_none_that_it_keeps_out_shares_nothing_whatever_it_draws_on(name: str) -> None:
    """Only where every use is listed."""
    value = notice(use("U1", "C1", "offset", 100), use("U2", "C1", "shk", 100))
    del value["uses"][0][name]
    assert found(value, "U1") == {"scope": False, "purpose": None, "abroad": False, "procurement": False}
    value["claim"].pop("complete_lists")
    assert set(found(value, "U1").values()) == {None}


# -- chance -------------------------------------------------------------------------------------------------------------------


def drawn(chance: random.Random) -> Data:
    """A notice whose uses, credits and blocks are taken from few values, so that they meet."""
    pick = chance.choice
    uses = []
    for n in range(pick([1, 2, 3, 4])):
        purposes = ["offset", "offset", "shk", "cdp", "re100", "corsia", "omge"]
        row = use(
            f"U{n}",
            pick(["C1", "C1", "C2"]),
            pick(purposes),
            pick([0, 20, 40, 60, 100]),
            pick(["hq", "hq", "plant"]),
        )
        row["scope"]["entity"] = pick(["us", "us", "them", "sub"])
        row.update(retirement=pick(["R1", "R1", "R1", "R2"]), as_renewable=pick([True, False]))
        uses.append(row)
    value = notice(*uses, by_total=pick([True, False]))
    act = value["retirements"][0]
    act["total_t"] = pick([act["total_t"], 100, 140, 150])
    if "blocks" in act and pick([True, False]):  # one credit in two blocks
        act["blocks"] += [{"credit": "C1", "quantity_t": 40}]
    value["credits"][0]["quantity_t"] = pick([100, 140, 60])
    value["retirements"].append({**copy.deepcopy(act), "id": "R2", "notice": pick(["N-1", "N-2"])})
    return value


def parts(value: Data) -> list[tuple[Any, ...]]:
    """What may be told late: facts, links and rows."""
    found: list[tuple[Any, ...]] = [("claim", "complete_lists"), ("parties", 1, "corporate_number")]
    for n in range(len(value["uses"])):
        found += [("uses", n), *(("uses", n, k) for k in ("t", "credit", "retirement", "as_renewable"))]
        found += [("uses", n, "scope", k) for k in ("entity", "boundary")]
    for n, act in enumerate(value["retirements"]):
        found += [("retirements", n, k) for k in ("total_t", "designation")]
        for m in range(len(act.get("blocks", ()))):
            found += [
                ("retirements", n, "blocks", m),
                *(("retirements", n, "blocks", m, k) for k in ("credit", "quantity_t")),
            ]
    found += [("credits", n, "quantity_t") for n in range(2)] + [("projects", 0, "programme")]
    return found


def without(value: Data, late: list[tuple[Any, ...]]) -> Data:
    """A claim before some of its parts are told; a list of which a row is to come is not complete yet."""
    known = copy.deepcopy(value)
    if any(isinstance(path[-1], int) for path in late):
        known["claim"].pop("complete_lists", None)
    for path in sorted(late, key=lambda p: (len(p), str(p)), reverse=True):
        here: Any = known
        for step in path[:-1]:
            here = here[step]
        if isinstance(path[-1], int):
            here[path[-1]] = None
        else:
            here.pop(path[-1], None)
    for act in known["retirements"]:
        act["blocks"] = [b for b in act.get("blocks", ()) if b is not None]
    known["uses"] = [u for u in known["uses"] if u is not None]
    return known


def facts(value: Data) -> dict[tuple[str, str], bool | None] | None:
    """Every use's facts by id, or None where the claim is refused."""
    try:
        world = made(value)
    except InputError:
        return None
    for row in world.rows["use"]:
        for path in PATHS:
            assert row.value(path, ALL) is not None or row.missing(path, ALL)
    return {(row.id, path): row.value(path, ALL) for row in world.rows["use"] for path in PATHS}


@pytest.mark.slow
def test_what_is_told_later_never_takes_an_answer_back() -> None:
    """Hundreds of notices, each told in three steps."""
    chance = random.Random(7)
    settled = 0
    for _ in range(300):
        value = drawn(chance)
        late = chance.sample(parts(value), k=chance.choice([1, 2, 4, 8]))
        steps = [facts(without(value, late)), facts(without(value, late[::2])), facts(value)]
        for n, before in enumerate(steps):
            for after in steps[n + 1 :]:
                for key, truth in (before or {}).items():
                    if after is None or truth is None:
                        continue
                    settled += 1
                    assert after.get(key) is truth, (key, value, late)
    assert settled > 1000


@pytest.mark.slow
def test_what_is_wholly_known_is_counted_as_by_hand() -> None:
    """Own purpose with the most that one purpose takes of each that it keeps out, beside what is held of the credit."""

    def label(way: str, row: Data) -> Any:
        if way == "scope":
            return (row["scope"]["entity"], row["scope"]["boundary"])
        if way == "procurement":
            renewable = row["purpose"] == "re100" or (row["purpose"] == "cdp" and row["as_renewable"])
            return "offset" if row["purpose"] == "offset" else "renewable" if renewable else None
        home = row["purpose"] not in ("corsia", "omge")
        return "home" if way == "abroad" and home else row["purpose"]

    def most(rows: list[Data]) -> int:
        purposes = {r["purpose"] for r in rows}
        return max((sum(r["t"] for r in rows if r["purpose"] == p) for p in purposes), default=0)

    def by_hand(value: Data, row: Data, way: str) -> bool:
        act = next(a for a in value["retirements"] if a["id"] == row["retirement"])
        of_act = [u for u in value["uses"] if u["retirement"] == act["id"] and u["t"]]
        here = [u for u in of_act if u["credit"] == row["credit"] and label(way, u) is not None]
        kept_out = {label(way, u) for u in here} - {label(way, row)}
        if not row["t"] or label(way, row) is None or not kept_out:
            return False
        needed = sum(
            u["t"] for u in here if label(way, u) == label(way, row) and u["purpose"] == row["purpose"]
        )
        needed += sum(most([u for u in here if label(way, u) == other]) for other in kept_out)
        holds = {c["id"]: c["quantity_t"] for c in value["credits"]}
        elsewhere = sum(
            min(most([u for u in of_act if u["credit"] == c]), held)
            for c, held in holds.items()
            if c != row["credit"]
        )
        blocks = [b["quantity_t"] for b in act.get("blocks", ()) if b["credit"] == row["credit"]]
        limits = [holds[row["credit"]], sum(blocks) if "blocks" in act else act["total_t"] - elsewhere]
        return bool(needed > min(limits))

    chance = random.Random(11)
    for _ in range(250):
        value = drawn(chance)
        for row in value["uses"]:
            row["scope"]["entity"] = "us" if row["scope"]["entity"] == "sub" else row["scope"]["entity"]
        told = facts(value)
        assert told is not None
        for row in value["uses"]:
            for way in WAYS:
                assert told[row["id"], f"shared_with.{way}"] is by_hand(value, row, way), (way, row, value)


# -- what one use draws beyond what there is lowers no other (law 9), and no total is drawn on beyond what it says (law 13) --


@cache
def _engine() -> Engine:
    return Engine(open_rulebook(None))


def _clean() -> Data:
    value: Data = yaml.safe_load(CLEAN.read_text(encoding="utf-8"))
    return value


def _beside(value: Data, t: float | None, *, another_act: bool, by_total: bool) -> Data:
    """The clean offset of 149 t, and an SHK use of units beside it of which 149 t were retired."""
    (credit,), (act,), (offset,) = value["credits"], value["retirements"], value["uses"]
    other = {
        **copy.deepcopy(credit),
        "id": "C2",
        "serials": {"first": "JCL-0000-220001", "last": "JCL-0000-220149"},
    }
    value["credits"].append(other)
    block = {**copy.deepcopy(act["blocks"][0]), "credit": "C2", "serials": dict(other["serials"])}
    shk = {**copy.deepcopy(offset), "id": "U2", "credit": "C2", "purpose": "shk", "shk_class": "credit"}
    shk.update(in_reporting_boundary=True, t=t)
    if another_act:  # of the same credit, which holds the units of both
        value["credits"].pop()
        credit["quantity_t"] = 298
        credit["serials"]["last"] = (
            credit["serials"]["last"][:-6] + f"{int(credit['serials']['last'][-6:]) + 149:06}"
        )
        first = int(act["blocks"][0]["serials"]["last"][-6:]) + 1
        head = credit["serials"]["last"][:-6]
        block["serials"] = {"first": f"{head}{first:06}", "last": f"{head}{first + 148:06}"}
        block["credit"] = shk["credit"] = "C1"
        second = {**copy.deepcopy(act), "id": "R2", "notice": "SAMPLE-N-0999", "blocks": [block]}
        value["retirements"].append(second)
        shk["retirement"] = "R2"
    else:
        act["blocks"].append(block)
        act["total_t"] = 298
    if by_total:
        for row in value["credits"]:
            row.pop("serials")
        for row in value["retirements"]:
            row.pop("blocks")
            row.update(designation="total", serials_listed=False)
    value["uses"].append(shk)
    return value


def _uses(value: Data) -> dict[str, str]:
    judged = _engine().judge(claim_from(value), Settings(date(2026, 11, 22)))
    return {u.row.id: u.verdict.value for u in judged.uses}


@pytest.mark.slow
@pytest.mark.parametrize("by_total", [False, True])
@pytest.mark.parametrize("another_act", [False, True])
@pytest.mark.parametrize("t", [149, 150, 400, None])
def test_what_another_use_draws_beyond_its_units_lowers_no_offset(
    t: float | None, another_act: bool, by_total: bool
) -> None:
    """An SHK use that overstates, or does not state, its tonnes is a matter of its own."""
    found = _uses(_beside(_clean(), t, another_act=another_act, by_total=by_total))
    assert found["U1"] == "pass"
    if t is not None and t > 149:
        assert found["U2"] == "fail"


@pytest.mark.slow
@pytest.mark.parametrize(("total", "wanted"), [(298, "pass"), (297, "fail"), (149, "fail")])
def test_two_credits_of_one_total_draw_no_more_than_it_says(total: int, wanted: str) -> None:
    """Each purpose alone fits; the units are others, so the notice has to cover both."""
    value = _beside(_clean(), 149, another_act=False, by_total=True)
    value["retirements"][0]["total_t"] = total
    assert _uses(value)["U1"] == wanted


@pytest.mark.slow
def test_a_total_that_is_not_stated_leaves_open_what_two_credits_draw() -> None:
    value = _beside(_clean(), 149, another_act=False, by_total=True)
    value["retirements"][0].pop("total_t")
    assert _uses(value)["U1"] == "unknown"


@pytest.mark.slow
@pytest.mark.parametrize("gap", ["retirement", "credit", None])
def test_a_use_of_another_credit_that_may_be_of_the_act_leaves_open_whether_the_total_holds(
    gap: str | None,
) -> None:
    """Of the same purpose, by total: which act or which credit it is of, filled in, takes no pass back (law 2)."""
    value = _beside(_clean(), 149, another_act=False, by_total=True)
    value["retirements"][0]["total_t"] = 200
    value["uses"][1].update(purpose="offset", shk_class=None, in_reporting_boundary=None)
    if gap is not None:
        value["uses"][1].pop(gap)
    judged = _engine().judge(claim_from(value), Settings(date(2026, 11, 22)))
    found = {o.row.id: o.verdict.value for o in judged.outcomes if o.rule.id == "OG-DBL-01b"}
    assert found["U1"] == ("fail" if gap is None else "unknown")
