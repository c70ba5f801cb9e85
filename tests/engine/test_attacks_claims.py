"""Claims that once earned a green report with facts that contradict each other: each is refused, fails, or stays open.

What a rule asks of nobody, because a programme secures it or because nothing need be stated, is compared where it is
stated all the same: by the reader, as an answer given without it may not turn (law 2), and by the rules.
"""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from offsetcheck.engine.batch import BatchEngine
from offsetcheck.engine.judge import Judged, Settings
from offsetcheck.engine.overlaps import RecordedUse, Snapshot
from offsetcheck.engine.serial_numbers import uniqueness_scope
from offsetcheck.engine.sql import identifier
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.serials import SerialRange
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from tests.engine.relations import whole_tables
from tests.engine.test_attacks import ENGINE, Edit, claim

AS_OF = date(2026, 11, 29)
REPORTS, LATER = "one-run-two-filings", date(2027, 6, 1)
A64 = "product-a64-unauthorised"


def judged(edit: Edit, name: str = "clean-organisation", as_of: date = AS_OF) -> Judged:
    """A changed fixture, judged."""
    return ENGINE.judge(claim(edit, name), Settings(as_of))


def by(result: Judged, verdict: Verdict) -> set[str]:
    """The blocking rules that came out so."""
    return {
        o.rule.id for o in result.outcomes if o.verdict is verdict and o.rule.severity.value == "blocking"
    }


def refused(edit: Edit, name: str = "clean-organisation") -> list[str]:
    """Where the reader sees a contradiction."""
    with pytest.raises(InputError) as caught:
        claim(edit, name)
    assert {p.code for p in caught.value.problems} == {"contradiction"}
    return [p.path for p in caught.value.problems]


# -- tonnes of one credit drawn as another -----------------------------------------------------------------------------------


def two_blocks(first: int, second: int, **retirement: Any) -> Edit:
    """One retirement that takes so much of the claim's credit, and so much of another that no use names."""

    def edit(value: dict[str, Any]) -> None:
        good = value["credits"][0]
        good.update(quantity_t=200, serials={"first": "JCL-0000-120001", "last": "JCL-0000-120200"})
        value["projects"].append({**copy.deepcopy(value["projects"][0]), "id": "P2", "reference": "OTHER-7"})
        value["credits"].append(
            {
                **copy.deepcopy(good),
                "id": "C2",
                "project": "P2",
                "serials": {"first": "JCL-0000-900001", "last": "JCL-0000-900200"},
            }
        )
        value["credits"][1].pop("issuance")
        blocks = []
        for credit, start, t in (("C1", 120001, first), ("C2", 900001, second)):
            ends = {"first": f"JCL-0000-{start}", "last": f"JCL-0000-{start + t - 1}"}
            blocks.append({"credit": credit, "serials": ends, "quantity_t": t})
        value["retirements"][0].update(blocks=blocks, total_t=first + second, **retirement)

    return edit


@pytest.mark.parametrize("designation", ["serial", "total"])
def test_what_was_retired_of_one_credit_is_not_drawn_as_another(designation: str) -> None:
    """10 t of the good credit and 139 t of another do not make 149 t of the good one."""
    result = judged(two_blocks(10, 139, designation=designation))
    assert "OG-DBL-01b" in by(result, Verdict.FAIL)
    assert result.verdict is Verdict.FAIL


def test_what_was_retired_of_the_credit_itself_may_be_drawn_whole() -> None:
    """The neighbour: 149 t of the good credit, beside 10 t of another that nobody uses."""
    result = judged(two_blocks(149, 10))
    assert "OG-DBL-01b" in by(result, Verdict.PASS)


def test_over_open_blocks_nothing_is_drawn_beyond_them_yet() -> None:
    """A block still to be listed may hold what is lacking."""

    def edit(value: dict[str, Any]) -> None:
        two_blocks(10, 139)(value)
        value["claim"]["complete_lists"] = ["statements", "uses", "credits", "retirements"]

    result = judged(edit)
    assert "OG-DBL-01b" in by(result, Verdict.UNKNOWN)


def test_two_purposes_share_the_tonnes_of_one_block_and_two_uses_of_one_purpose_do_not() -> None:
    """As with the total of a retirement."""

    def uses(purpose: str) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "purpose": purpose})

        return edit

    assert "OG-DBL-01b" not in by(judged(uses("cdp")), Verdict.FAIL)
    assert "OG-DBL-01b" in by(judged(uses("offset")), Verdict.FAIL)


def test_a_planned_retirement_takes_of_a_credit_what_its_uses_draw_together() -> None:
    """Two uses of one credit do not lack each other's tonnes once retired."""

    def edit(value: dict[str, Any]) -> None:
        use = value["uses"][0]
        value["retirements"][0].pop("blocks")
        value["uses"] = [{**use, "t": 6}, {**copy.deepcopy(use), "id": "U2", "t": 7}]

    assert judged(edit, "event-planned", date(2026, 9, 1)).if_retired is Verdict.PASS


# -- what another use, or no use, takes ---------------------------------------------------------------------------------------


def uses_of(result: Judged) -> dict[str, Verdict]:
    """The verdict of each use."""
    return {use.row.id: use.verdict for use in result.uses}


@pytest.mark.parametrize(("t", "shk"), [(149, Verdict.PASS), (150, Verdict.FAIL)])
def test_too_much_reported_under_shk_lowers_no_tonnes_of_the_offset(t: int, shk: Verdict) -> None:
    """One act serves both with the same tonnes, and each is held to what it takes itself (law 9)."""

    def edit(value: dict[str, Any]) -> None:
        report = {**copy.deepcopy(value["uses"][0]), "id": "U2", "purpose": "shk", "t": t}
        value["uses"].append({**report, "in_reporting_boundary": True, "shk_class": "credit"})

    result = judged(edit)
    beyond = {o.row.id: o.verdict for o in result.outcomes if o.rule.id == "OG-DBL-01b"}
    assert beyond == {
        "U1": Verdict.PASS,
        "U2": shk,
    }  # what the notice did not take was never drawn of the credit
    assert uses_of(result)["U1"] is Verdict.PASS
    assert result.verdict is Verdict.PASS


def test_what_another_act_took_for_a_report_is_gone_for_the_offset() -> None:
    """The neighbour: two acts never share a tonne, whatever their purposes."""

    def edit(value: dict[str, Any]) -> None:
        act = {**copy.deepcopy(value["retirements"][0]), "id": "R2", "notice": "SAMPLE-N-9999"}
        value["retirements"].append({**act, "purpose": "shk"})
        report = {**copy.deepcopy(value["uses"][0]), "id": "U2", "purpose": "shk", "t": 1}
        value["uses"].append({**report, "retirement": "R2"})

    assert "QTY-05" in by(judged(edit), Verdict.FAIL)


def with_spare(**block: Any) -> Edit:
    """The clean claim, of whose notice one credit is used and another of 10 t, with its block as given, is not."""

    def edit(value: dict[str, Any]) -> None:
        second = copy.deepcopy(value["credits"][0])
        ends = {"first": "JCL-0000-120150", "last": "JCL-0000-120159"}
        value["credits"].append({**second, "id": "C2", "serials": ends, "quantity_t": 10})
        act = value["retirements"][0]
        act["total_t"] = 159
        act["blocks"][0]["id"] = "B1"
        act["blocks"].append({"id": "B2", "credit": "C2", "serials": ends, "quantity_t": 10, **block})

    return edit


def retired_again(value: dict[str, Any]) -> None:
    """The spare credit's block stands on a second notice as well, which no use carries."""
    with_spare()(value)
    act = copy.deepcopy(value["retirements"][0])
    act.update(id="R2", notice="SAMPLE-N-7777", total_t=10, blocks=[act["blocks"][1]])
    value["retirements"].append(act)


ELSEWHERE = with_spare(serials={"first": "JCL-0000-130150", "last": "JCL-0000-130159"})
SHORT = with_spare(serials={"first": "JCL-0000-120150", "last": "JCL-0000-120158"})


@pytest.mark.parametrize("edit", [ELSEWHERE, SHORT, retired_again])
def test_a_bad_credit_that_no_use_draws_on_is_shown_and_sinks_nothing(edit: Edit) -> None:
    """It stands on the notice of the good one (law 9)."""
    assert judged(with_spare()).verdict is Verdict.PASS
    result = judged(edit)
    assert result.verdict is Verdict.PASS
    assert uses_of(result) == {"U1": Verdict.PASS}
    shown = {(o.rule.id, o.row.id) for o in result.outcomes if o.verdict is Verdict.FAIL}
    assert ("OG-DBL-01-SPARE", "R1") in shown


@pytest.mark.parametrize("edit", [ELSEWHERE, SHORT, retired_again])
def test_a_bad_credit_sinks_the_use_that_draws_on_it_and_no_other(edit: Edit) -> None:
    """The neighbour: the claim stands without it."""

    def drawn(value: dict[str, Any]) -> None:
        edit(value)
        value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "credit": "C2", "t": 10})

    result = judged(drawn)
    assert uses_of(result) == {"U1": Verdict.PASS, "U2": Verdict.FAIL}
    assert result.verdict is Verdict.PASS


@pytest.mark.parametrize("edit", [SHORT, retired_again])
@pytest.mark.parametrize("end", ["uses", "retirements"])
def test_a_block_or_a_use_that_names_no_credit_leaves_open_which_it_bears_on(edit: Edit, end: str) -> None:
    """Naming it later never turns an answer (law 2)."""

    def unnamed(value: dict[str, Any]) -> None:
        edit(value)
        if end == "uses":
            del value["uses"][0]["credit"]
        else:
            del value["retirements"][0]["blocks"][1]["credit"]

    result = judged(unnamed)
    assert uses_of(result) == {"U1": Verdict.UNKNOWN}
    assert not {"ID-02-BLOCKS", "OG-DBL-01"} & by(result, Verdict.FAIL)


@pytest.mark.slow
@pytest.mark.parametrize(("last", "wanted"), [("120155", Verdict.PASS), ("120149", Verdict.FAIL)])
def test_a_record_of_the_spare_credit_alone_sinks_nothing(last: str, wanted: Verdict) -> None:
    """Another party's record bears on the use whose units it holds."""
    first = "120150" if wanted is Verdict.PASS else "120149"
    ends = SerialRange(int(first), int(last))
    scope = uniqueness_scope(ENGINE.judge(claim(with_spare()), Settings(AS_OF)).world.rows["block"][1], 0)
    other = Party("株式会社別の者", "9999900000009")
    record = RecordedUse(scope, ends, None, None, other, "elsewhere", stated_only=False)
    result = ENGINE.judge(claim(with_spare()), Settings(AS_OF, snapshot=Snapshot((record,))))
    assert uses_of(result) == {"U1": wanted}
    shown = {(o.rule.id, o.row.id) for o in result.outcomes if o.verdict is Verdict.FAIL}
    assert ("OG-DBL-01-SPARE", "R1") in shown


# -- designated by total -------------------------------------------------------------------------------------------------------


def by_total(value: dict[str, Any], **block: Any) -> None:
    """The claim's retirement, designated by total, with a block as given."""
    value["retirements"][0]["designation"] = "total"
    value["retirements"][0]["blocks"][0].update(block)


def outside(value: dict[str, Any]) -> None:
    """Serials of other units."""
    by_total(value, serials={"first": "JCL-0000-990001", "last": "JCL-0000-990149"})


def short(value: dict[str, Any]) -> None:
    """Serials of fewer units than the quantity beside them."""
    by_total(value, serials={"first": "JCL-0000-120001", "last": "JCL-0000-120010"})


@pytest.mark.parametrize("edit", [outside, short])
def test_serials_that_deny_a_designation_by_total_are_refused(edit: Edit) -> None:
    """Nobody is asked for them; whoever states them is held to them."""
    assert refused(edit) == ["retirements[0].blocks[0].serials"]


def test_serials_that_deny_a_designation_by_total_are_refused_from_a_source_as_well() -> None:
    """It does not matter who says so."""

    def edit(value: dict[str, Any]) -> None:
        by_total(value, id="B1")
        place = "retirements[R1].blocks[B1].serials"
        value["retirements"][0]["blocks"][0].pop("serials")
        value["evidence"] = [
            {
                "fact": f"{place}.{end}",
                "value": f"JCL-0000-99{n:04}",
                "level": "registry",
                "document": "x.csv",
            }
            for end, n in (("first", 1), ("last", 149))
        ]

    assert refused(edit) == ["retirements[0].blocks[0].serials"]


@pytest.mark.parametrize("with_serials", [True, False])
def test_an_honest_designation_by_total_passes(with_serials: bool) -> None:
    """With the serials of its credit, and with none."""

    def edit(value: dict[str, Any]) -> None:
        by_total(value)
        if not with_serials:
            value["retirements"][0]["blocks"][0].pop("serials")

    assert judged(edit).verdict is Verdict.PASS


def test_blocks_by_total_that_do_not_add_up_fail() -> None:
    """10 t of blocks are not a retirement of 149 t."""

    def edit(value: dict[str, Any]) -> None:
        by_total(value, quantity_t=10, serials={"first": "JCL-0000-120001", "last": "JCL-0000-120010"})

    assert by(judged(edit), Verdict.FAIL) >= {"OG-OFF-11", "OG-DBL-01b"}


def test_a_report_by_total_is_held_to_its_blocks_as_well() -> None:
    """For SHK as for the offset."""

    def edit(value: dict[str, Any]) -> None:
        act = value["retirements"][1]
        act["designation"] = "total"
        act["blocks"][0].update(
            quantity_t=10, serials={"first": "JCL-0000-510001", "last": "JCL-0000-510010"}
        )

    result = judged(edit, REPORTS, LATER)
    assert by(result, Verdict.FAIL) >= {"ID-02-NOTICE", "OG-DBL-01b"}
    assert Verdict.FAIL in {f.verdict for f in result.filings}


@pytest.mark.slow
def test_a_programme_that_knows_no_total_is_held_to_its_serials() -> None:
    """JCM units of other serials are other units, whatever the designation."""

    def edit(value: dict[str, Any]) -> None:
        act = value["retirements"][3]
        act["designation"] = "total"
        act["blocks"][0]["serials"] = {"first": "1", "last": "3600"}

    result = judged(edit, REPORTS, LATER)
    assert "ID-02-BLOCKS" in by(result, Verdict.FAIL)
    assert Verdict.FAIL in {f.verdict for f in result.filings}


def test_a_programme_of_which_no_total_is_known_does_not_pass_by_it() -> None:
    """Whether JCM knows a designation by total is not known: nobody fails, and nobody passes."""

    def edit(value: dict[str, Any]) -> None:
        act = value["retirements"][3]
        act["designation"] = "total"
        act.pop("blocks")

    result = judged(edit, REPORTS, LATER)
    assert "ID-02-NOTICE" in by(result, Verdict.UNKNOWN)
    assert "ID-02-NOTICE" not in by(result, Verdict.FAIL)


@pytest.mark.parametrize("kind", ["cancel_only", "organisation"])
def test_units_that_are_only_cancelled_need_no_authorised_use(kind: str) -> None:
    """A6.4ERs that compensate nothing are asked for no authorisation, and for no use it covers."""

    def edit(value: dict[str, Any]) -> None:
        value["claim"]["kind"] = kind
        value["credits"][0]["authorisation"] = {"status": "authorised", "uses": ["ndc"]}

    failing = {o.rule.id for o in judged(edit, A64).outcomes if o.verdict is Verdict.FAIL}
    assert ("OG-OVS-03" in failing) is (kind == "organisation")


# -- removals called reductions ---------------------------------------------------------------------------------------------------


def lapsed(**project: Any) -> Edit:
    """A forest whose plan lapsed, called a reduction, or as given."""

    def edit(value: dict[str, Any]) -> None:
        value["projects"][0].update(
            {"mitigation": "reduction", "plan_in_force": False, "papers_through": "2015-06-30", **project}
        )

    return edit


@pytest.mark.parametrize("mitigation", ["reduction", "removal", "mixed"])
def test_a_lapsed_forest_fails_whatever_it_is_called(mitigation: str) -> None:
    """The methodology says what the project does."""
    result = judged(lapsed(methodology="FO-001 森林経営活動", mitigation=mitigation, origin="forest"))
    assert "OG-CRED-03" in by(result, Verdict.FAIL)
    assert ("JC-PRM-05" in by(result, Verdict.FAIL)) is (mitigation == "reduction")


def test_biochar_called_a_reduction_fails() -> None:
    """AG-004 counts carbon that remains."""
    biochar = lapsed(methodology="AG-004 Ver. 2.0", origin="agriculture")
    assert "JC-PRM-05" in by(judged(biochar), Verdict.FAIL)


def test_an_origin_that_stores_nothing_answers_for_a_methodology_left_out_and_denies_none() -> None:
    """Either of the two tells a forest; one that denies the other is refused, and a forest of no origin fails all the same."""
    saved = judged(lambda v: v["projects"][0].update(methodology=None, origin="energy_saving"))
    assert saved.verdict is Verdict.PASS
    assert refused(lapsed(methodology="FO-001 森林経営活動", origin="energy_saving")) == [
        "projects[0].origin"
    ]
    called = judged(lapsed(methodology="FO-001 森林経営活動", mitigation="reduction"))
    assert by(called, Verdict.FAIL) >= {"OG-CRED-03", "JC-PRM-05"}
    assert called.verdict is Verdict.FAIL


def test_a_project_of_unknown_methodology_is_asked_for_it() -> None:
    """Leaving the methodology out saves no forest."""
    result = judged(lambda v: v["projects"][0].pop("methodology"))
    assert by(result, Verdict.UNKNOWN) >= {"OG-CRED-03", "JC-PRM-05"}
    assert result.verdict is Verdict.UNKNOWN


# -- results still to come -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fixture", ["clean-organisation", "mixed-portfolio"])
def test_a_vintage_still_to_come_fails(fixture: str) -> None:
    """Whatever the programme secures."""

    def edit(value: dict[str, Any]) -> None:
        value["credits"][-1]["vintage"] = {"from": "2030-01-01", "to": "2030-12-31"}

    result = judged(edit, fixture)
    assert "OG-OFF-06" in by(result, Verdict.FAIL)
    assert result.verdict is Verdict.FAIL


def test_a_j_credit_of_a_vintage_that_began_after_its_issuance_fails() -> None:
    """Though the vintage is over by now."""

    def edit(value: dict[str, Any]) -> None:
        value["credits"][0]["vintage"] = {"from": "2025-04-01", "to": "2026-03-31"}

    assert "ID-05-AFTER" in by(judged(edit), Verdict.FAIL)


def test_a_monitored_period_that_ends_after_the_decision_is_refused() -> None:
    """The programme secures that it never does."""

    def edit(value: dict[str, Any]) -> None:
        value["issuances"][0]["monitored"] = {"from": "2030-01-01", "to": "2030-12-31"}

    assert refused(edit) == ["issuances[0].monitored.to"]
    claim(lambda v: v["issuances"][0].pop("monitored"))  # the neighbour is read


def test_a_monitored_period_of_another_programme_that_ends_after_the_issuance_is_pointed_out() -> None:
    """Of those neither day need be stated, so it is no condition of theirs."""

    def edit(value: dict[str, Any]) -> None:
        value["issuances"][1]["monitored"]["to"] = "2024-12-31"

    failed = {o.rule.id for o in judged(edit, "mixed-portfolio").outcomes if o.verdict is Verdict.FAIL}
    assert "ID-05-AFTER-OTHER" in failed


def test_an_ex_ante_unit_of_a_programme_that_issues_none_is_refused() -> None:
    """An admission counts, though nobody is asked."""
    assert refused(lambda v: v["credits"][0].update(unit_kind="ex_ante")) == ["credits[0].unit_kind"]
    assert judged(lambda v: v["credits"][0].pop("unit_kind")).verdict is Verdict.PASS


def test_an_ex_ante_unit_of_another_programme_fails() -> None:
    """As it always did."""
    result = judged(lambda v: v["credits"][1].update(unit_kind="ex_ante"), "mixed-portfolio")
    assert "OG-OFF-06" in by(result, Verdict.FAIL)


# -- authorisations -----------------------------------------------------------------------------------------------------------------


def authorised(**facts: Any) -> Edit:
    """The A6.4ERs of the fixture, authorised as given."""

    def edit(value: dict[str, Any]) -> None:
        good = {
            "status": "authorised",
            "on": "2026-03-01",
            "party": value["projects"][0]["host_country"],
            "adjustment": "committed",
            "uses": ["other_purposes"],
            "limits": "none",
        }
        value["credits"][0]["authorisation"] = {**good, **facts}

    return edit


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({}, Verdict.PASS),
        ({"on": "2035-01-01"}, Verdict.FAIL),
        ({"limits": "exceeded"}, Verdict.FAIL),
        ({"party": "BR", "issued_by": "other_party"}, Verdict.FAIL),
        ({"party": "BR"}, Verdict.UNKNOWN),
        ({"on": "2026-10-01"}, Verdict.UNKNOWN),
    ],
)
def test_only_the_host_authorises_and_only_as_far_as_it_has(facts: dict[str, Any], wanted: Verdict) -> None:
    """Not in future, not another Party, and not beyond its limits; after the publication it stays open."""
    assert judged(authorised(**facts), A64).verdict is wanted


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [({"on": "2035-01-01"}, Verdict.FAIL), ({"party": "BR", "issued_by": "other_party"}, Verdict.FAIL)],
)
def test_jcm_units_are_authorised_by_their_host_in_the_past(facts: dict[str, Any], wanted: Verdict) -> None:
    """For GX-ETS as for the offset."""

    def edit(value: dict[str, Any]) -> None:
        value["credits"][3]["authorisation"].update(facts)

    result = judged(edit, REPORTS, LATER)
    assert "OG-OVS-04-BY" in by(result, wanted)
    assert wanted in {f.verdict for f in result.filings}


def test_jcm_units_beyond_the_limits_of_their_authorisation_are_refused() -> None:
    """They are not authorised."""
    found = refused(lambda v: v["credits"][3]["authorisation"].update(limits="exceeded"), REPORTS)
    assert found == ["credits[3].authorisation.limits"]


# -- statements ------------------------------------------------------------------------------------------------------------------------


def neutral(**claim_facts: Any) -> Edit:
    """A claim of an offset whose text says carbon neutral."""

    def edit(value: dict[str, Any]) -> None:
        value["statements"][0]["effect"] = "neutral"
        value["claim"].update(claim_facts)

    return edit


def test_a_text_that_says_neutral_is_asked_what_neutrality_asks() -> None:
    """Whatever degree is stated beside it."""
    assert judged(neutral()).verdict is Verdict.UNKNOWN
    result = judged(neutral(target={"target": "not_stated", "plan": "not_stated"}))
    assert "OG-CN-02" in by(result, Verdict.FAIL)


def test_a_text_that_says_neutral_over_part_of_the_emissions_fails() -> None:
    """All of the residual is compensated, or it is not neutral."""

    def edit(value: dict[str, Any]) -> None:
        neutral()(value)
        value["emissions"][0]["t"] = 1000

    assert "OG-CN-04" in by(judged(edit), Verdict.FAIL)


@pytest.mark.parametrize("t", [149.001, 10000])
def test_a_text_that_states_more_than_is_claimed_is_refused(t: float) -> None:
    """However many texts there are."""
    assert refused(lambda v: v["statements"][0].update(stated_t=t)) == ["statements[0].stated_t"]


@pytest.mark.parametrize("t", [148.3, 149])
def test_a_text_may_state_what_is_claimed_in_whole_credits(t: float) -> None:
    """A fraction of a tonne takes one more credit."""
    assert judged(lambda v: v["statements"][0].update(stated_t=t)).verdict is Verdict.PASS


def test_a_publication_that_states_more_than_is_claimed_is_refused() -> None:
    """As a text is."""

    def edit(value: dict[str, Any]) -> None:
        value.setdefault("disclosure", {})["stated_offset_t"] = 150

    assert refused(edit) == ["disclosure.stated_offset_t"]


def early(value: dict[str, Any]) -> None:
    """Shown in May without a word of a plan, retired and published in November."""
    value["claim"]["published_on"] = "2026-11-20"
    value["statements"][0]["says"] = ["boundary"]
    value["retirements"][0].update(
        applied_on="2026-11-01", completed_on="2026-11-10", observed_on="2026-11-11"
    )


def test_a_text_shown_before_the_retirement_is_refused() -> None:
    """The first day it is shown is the day of publication, and the retirement is held against that."""
    assert refused(early) == ["statements[0].shown_on"]


def test_a_text_that_was_true_on_its_day_stays_so_whatever_is_retired_later() -> None:
    """A retirement added afterwards takes nothing from what was done by the day of the text (law 2)."""

    def more(value: dict[str, Any]) -> None:
        value["claim"]["published_on"] = "2026-05-20"
        value["statements"][0].update(shown_on="2026-05-01", says=[])
        act = copy.deepcopy(value["retirements"][0])
        act.update(id="R2", notice="JC-2026-000124", completed_on="2026-05-15", observed_on="2026-05-16")
        act.pop("blocks")
        value["retirements"].append(act)
        value["uses"].append({**copy.deepcopy(value["uses"][0]), "id": "U2", "retirement": "R2", "t": 20})

    claim(more)  # is read

    def less(value: dict[str, Any]) -> None:
        more(value)
        value["uses"][0]["t"] = 148

    assert refused(less) == ["statements[0].shown_on"]


def test_a_text_shown_before_the_retirement_stays_open_by_its_own_day() -> None:
    """With the day of publication corrected, the time of the retirement is the question."""

    def edit(value: dict[str, Any]) -> None:
        early(value)
        value["claim"]["published_on"] = value["statements"][0]["shown_on"]

    assert "OG-OFF-03" in by(judged(edit), Verdict.UNKNOWN)


@pytest.mark.parametrize(
    ("says", "sources", "wanted"),
    [
        (None, [], None),
        (None, [["planned"], ["planned", "boundary"]], Reason.CONFLICT),
        (["planned"], [["boundary"]], Reason.CONFLICT),
        (["planned"], [], None),
        (["boundary"], [], InputError),
        ([], [], InputError),
    ],
)
def test_a_text_shown_before_the_retirement_is_held_to_what_it_says(
    says: Any, sources: list[Any], wanted: Any
) -> None:
    """Where that is missing, nothing waits: else a day filled in would take a pass back (law 2)."""

    def edit(value: dict[str, Any]) -> None:
        early(value)
        value["statements"][0].update(says=says, market="JP")
        value["evidence"] = [source("statements[S1].says", s) for s in sources]

    if wanted is InputError:
        assert refused(edit) == ["statements[0].shown_on"]
        return
    result = judged(edit)
    asked = [(m.reason, blocking) for m, _, blocking in result.missing if m.address == "statements[S1].says"]
    assert asked == ([] if wanted is None else [(wanted, True)])
    assert result.verdict is (Verdict.PASS if wanted is None else Verdict.UNKNOWN)


def test_an_announcement_of_a_contribution_may_come_before() -> None:
    """It says of nothing that it is compensated."""

    def edit(value: dict[str, Any]) -> None:
        early(value)
        value["statements"][0]["effect"] = "contribution"

    claim(edit)  # is read


def test_a_publication_still_to_come_is_not_yet_one() -> None:
    """It waits for its day, and the claimant can say otherwise."""

    def edit(value: dict[str, Any]) -> None:
        value["claim"]["published_on"] = value["statements"][0]["shown_on"] = "2027-11-20"

    result = judged(edit)
    assert result.verdict is Verdict.UNKNOWN
    waits = {(m.name, m.owner, m.reason) for m, _, blocking in result.missing if blocking}
    assert waits == {("claim.published_on", Owner.CLAIMANT, Reason.NOT_YET)}


# -- notices for somebody or something else --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(("act", "filing"), [(3, "gx-ets")])
@pytest.mark.parametrize("purpose", ["corsia", "omge"])
def test_units_used_up_elsewhere_serve_no_domestic_report(act: int, filing: str, purpose: str) -> None:
    """The purpose on a notice cannot be changed."""
    result = judged(lambda v: v["retirements"][act].update(purpose=purpose), REPORTS, LATER)
    assert "OG-DBL-01c" in by(result, Verdict.FAIL)
    verdicts = {str(f.row.value("scheme", 0)): f.verdict for f in result.filings}
    assert verdicts[filing] is Verdict.FAIL


def another(value: dict[str, Any]) -> None:
    """The notice for the JCM units names another legal person."""
    value["parties"].append({"id": "o", "name": "株式会社他", "corporate_number": "6012345678901"})
    value["retirements"][3]["user"] = "o"


def test_ones_own_account_does_not_clear_a_notice_that_names_another() -> None:
    """Two corporate numbers are two bodies."""
    assert "SHK-RET-02" in by(judged(another, REPORTS, LATER), Verdict.FAIL)


@pytest.mark.slow
@pytest.mark.parametrize("user", [None, "株式会社不明"])
def test_ones_own_account_answers_for_no_notice(user: str | None) -> None:
    """Whom it names, or that the holder of the account is the user, is asked; a name alone proves no difference (law 14)."""

    def edit(value: dict[str, Any]) -> None:
        value["retirements"][3].pop("user")
        if user is not None:
            value["retirements"][3]["user"] = user

    result = judged(edit, REPORTS, LATER)
    assert "SHK-RET-02" in by(result, Verdict.UNKNOWN)
    assert ("retirement.user" in {m.name for m, _, _ in result.missing}) is (user is None)


def test_a_notice_that_two_sources_read_otherwise_is_not_cleared_by_the_account() -> None:
    """A conflict is no silence."""

    def edit(value: dict[str, Any]) -> None:
        value["parties"].append({"id": "o", "name": "株式会社他", "corporate_number": "6012345678901"})
        value["evidence"] = [
            {"fact": "retirements[R4].user", "value": "o", "level": "registry", "document": "x.csv"}
        ]

    result = judged(edit, REPORTS, LATER)
    assert "SHK-RET-02" in by(result, Verdict.UNKNOWN)


# -- contradictions are seen on settled facts, whatever they come from ------------------------------------------------------------


def source(fact: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"fact": fact, "value": value, "level": "documented", "document": "x.pdf", **more}


@pytest.mark.parametrize("by_what", ["the claim", "a source", "both"])
def test_a_day_that_denies_the_result_is_refused_whoever_states_it(by_what: str) -> None:
    def edit(value: dict[str, Any]) -> None:
        period = value["issuances"][0]["monitored"]
        if by_what == "a source":
            del period["to"]
        else:
            period["to"] = "2025-06-30"
        if by_what != "the claim":
            value["evidence"] = [source("issuances[I1].monitored.to", "2025-06-30")]

    assert refused(edit) == ["issuances[0].monitored.to"]


def test_what_a_later_document_shows_is_not_known_on_the_day_of_judgement() -> None:
    """Neither to save a contradiction of that day, nor to make one."""

    def edit(value: dict[str, Any]) -> None:
        value["credits"][0]["unit_kind"] = "ex_ante"
        value["evidence"] = [source("credits[C1].unit_kind", "ex_post", dated="2027-01-01")]

    with pytest.raises(InputError) as caught:
        judged(edit)
    assert caught.value.problems[0].path == "credits[0].unit_kind"


@pytest.mark.parametrize(
    ("fact", "value", "rule"),
    [("credits[C1].unit_kind", "ex_ante", "OG-OFF-06"), ("statements[S1].stated_t", 5000, "OG-INFO-04a")],
)
def test_sources_that_disagree_on_what_need_not_be_asked_are_asked_about(
    fact: str, value: Any, rule: str
) -> None:
    def edit(data: dict[str, Any]) -> None:
        data["credits"][0]["unit_kind"] = "ex_post"
        data["statements"][0]["stated_t"] = 148.3
        data["evidence"] = [source(fact, value)]

    result = judged(edit)
    assert result.verdict is Verdict.UNKNOWN
    assert fact in {m.address for m, _, _ in result.missing if m.reason is Reason.CONFLICT}


def test_a_contribution_may_state_what_it_retired_beside_the_claim() -> None:
    def edit(value: dict[str, Any]) -> None:
        more = {**value["statements"][0], "id": "S2", "effect": "contribution", "stated_t": 1000}
        value["statements"].append(more)

    assert "OG-INFO-04a" not in by(judged(edit), Verdict.FAIL)


@pytest.mark.parametrize(("kind", "wanted"), [("organisation", Verdict.PASS), (None, Verdict.UNKNOWN)])
def test_a_contribution_is_held_to_the_claim_where_the_claim_is_nothing_else(
    kind: str | None, wanted: Verdict
) -> None:
    """Of a claim that only retires or attaches units it is refused; while the kind is missing it stays open (law 2)."""

    def edit(value: dict[str, Any]) -> None:
        more = {**value["statements"][0], "id": "S2", "effect": "contribution", "stated_t": 1000}
        value["statements"].append(more)
        value["claim"]["kind"] = kind
        if kind is None:
            del value["claim"]["kind"]

    found = {o.row.id: o.verdict for o in judged(edit).outcomes if o.rule.id == "OG-INFO-04a"}
    assert found["S2"] is wanted

    def alone(value: dict[str, Any]) -> None:
        value["statements"][0]["stated_t"] = 1000

    assert refused(alone, "cancel-only-contribution") == ["statements[0].stated_t"]


@pytest.mark.parametrize("named", ["R9 names another", "R9 is used by nobody"])
def test_units_that_another_act_took_as_a_whole_are_not_there_for_a_second(named: str) -> None:
    """By total, without serials: the blocks of an act count, whether a use carries it or not."""

    def edit(value: dict[str, Any]) -> None:
        act = value["retirements"][0]
        act.update(designation="total", serials_listed=None)
        for block in act["blocks"]:
            block.pop("serials")
        other = {**copy.deepcopy(act), "id": "R9", "notice": "SAMPLE-N-9999", "completed_on": "2026-04-01"}
        other.pop("applied_on", None)
        if named == "R9 names another":
            other["user"] = "株式会社ほか"
        value["retirements"].append(other)

    result = judged(edit)
    assert "QTY-05" in by(result, Verdict.FAIL)
    assert result.verdict is Verdict.FAIL


# -- what is secured by certification, and a scope told twice --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "facts", "place"),
    [
        ("projects", {"legal_obligation": True}, "projects[0].legal_obligation"),
        ("projects", {"methodology_withdrawn": True}, "projects[0].methodology_withdrawn"),
        ("projects", {"third_party_verified": False}, "projects[0].third_party_verified"),
        ("projects", {"additional": False}, "projects[0].additional"),
        ("projects", {"assessment": {"real": False}}, "projects[0].assessment.real"),
        ("projects", {"validated_on": "2026-01-01"}, "projects[0].validated_on"),
        ("issuances", {"verifier_registered": False}, "issuances[0].verifier_registered"),
    ],
)
def test_what_denies_a_certification_is_refused_beside_it(
    row: str, facts: dict[str, Any], place: str
) -> None:
    """No rule asks for what the certification secures; that it is denied must not go unseen."""
    assert refused(lambda v: v[row][0].update(facts)) == [place]


def test_what_agrees_with_a_certification_changes_nothing() -> None:
    """The neighbour of each of these."""
    good = {
        "legal_obligation": False,
        "methodology_withdrawn": False,
        "third_party_verified": True,
        "additional": True,
    }
    assert judged(lambda v: v["projects"][0].update(good)).verdict is Verdict.PASS


def days_by_a_source(first: str, last: str) -> Edit:
    """Days of the scope shown by a source, beside the fiscal year that is stated."""

    def edit(value: dict[str, Any]) -> None:
        value["evidence"] = [
            {
                "fact": "uses[U1].scope.days.from",
                "value": first,
                "level": "verified",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "document": "notice",
            },
            {
                "fact": "uses[U1].scope.days.to",
                "value": last,
                "level": "verified",
                "by": "一般財団法人オフセット検証センター（法人番号 3999900000006）",
                "document": "notice",
            },
        ]

    return edit


def test_days_of_another_year_by_a_source_are_refused_beside_the_year() -> None:
    """A year and its days are one scope."""
    assert refused(days_by_a_source("2023-04-01", "2024-03-31")) == ["uses[0].scope.days"] * 2
    assert judged(days_by_a_source("2025-04-01", "2026-03-31")).verdict is Verdict.PASS


def test_what_a_text_of_unknown_effect_states_never_turns_its_answer_back() -> None:
    """Whether it states too much is asked while it is not known to offset."""

    def unknown_effect(t: int | None) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            value["statements"][0].pop("effect")
            value["statements"][0]["stated_t"] = t

        return edit

    for t in (None, 300):
        assert "OG-INFO-04a" in {
            o.rule.id for o in judged(unknown_effect(t)).outcomes if o.verdict is Verdict.UNKNOWN
        }
    assert "OG-INFO-04a" in {
        o.rule.id for o in judged(unknown_effect(10)).outcomes if o.verdict is Verdict.PASS
    }


def test_a_retirement_is_never_completed_before_it_was_applied_for() -> None:
    def applied(day: str) -> Edit:
        return lambda v: v["retirements"][0].update(applied_on=day)

    assert judged(applied("2026-04-27")).verdict is judged(lambda v: None).verdict  # the day it was completed
    assert refused(applied("2026-04-28")) == ["retirements[0].applied_on"]


# -- who is named, and how a methodology is written --------------------------------------------------------------------------------


def test_a_party_known_by_its_id_alone_is_who_the_text_named_before() -> None:
    """A row that adds nothing takes nothing back (law 2)."""

    def bare(value: dict[str, Any]) -> None:
        value["claim"]["complete_lists"] = [n for n in _LISTED if n != "parties"]
        value.pop("parties")

    def listed(value: dict[str, Any]) -> None:
        bare(value)
        value["parties"] = [{"id": "us"}]

    before, after = judged(bare), judged(listed)
    assert before.verdict is after.verdict
    assert by(before, Verdict.PASS) <= by(after, Verdict.PASS)


_LISTED = [
    "parties", "statements", "emissions", "reductions", "projects", "issuances", "credits", "retirements", "uses", "filings",
]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["FO-001 森林経営活動", "fo-001 森林経営活動", "森林経営活動（FO-001）", "FO–001", "EN-S-001及びfo-001"],
)
def test_a_forest_methodology_is_one_however_it_is_written(written: str) -> None:
    def forest(value: dict[str, Any]) -> None:
        value["projects"][0].update(methodology=written, mitigation="reduction")
        value["projects"][0].pop("origin", None)

    assert judged(forest).verdict is Verdict.FAIL


def test_a_methodology_without_a_number_does_not_say_that_nothing_is_stored() -> None:
    def named(value: dict[str, Any]) -> None:
        value["projects"][0].update(methodology="森林経営活動", mitigation="reduction")
        value["projects"][0].pop("origin", None)

    result = judged(named)
    assert result.verdict is Verdict.UNKNOWN
    assert "project.methodology" in {m.name for m, _, blocking in result.missing if blocking}


def test_an_announcement_may_be_shown_before_the_retirement_and_stay_shown_once_its_day_is_known() -> None:
    """A text that says the retirement is planned contradicts nothing, whenever that is completed."""

    def announced(value: dict[str, Any]) -> None:
        early(value)
        value["statements"][0]["says"].append("planned")

    assert "OG-OFF-07" not in by(judged(announced), Verdict.FAIL)
    assert refused(early) == ["statements[0].shown_on"]


@pytest.mark.slow
def test_a_stated_number_makes_no_two_names_one_for_a_certification() -> None:
    """An equal number is a boast where it is only stated: the claimant's own word does not settle who is meant (law 7)."""
    body = "一般財団法人オフセット検証センター（法人番号 3999900000006）"

    def named(number: str | None, proved: bool) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            value["parties"].append({"id": "beta", "name": "株式会社ベータ", "corporate_number": number})
            value["retirements"][0]["user"] = "beta"
            shown = [("retirements[R1].user", "beta")]
            if proved:
                shown += [(f"parties[{p}].corporate_number", str(number)) for p in ("us", "beta")]
            value["evidence"] = [{"fact": f, "value": v, "level": "verified", "by": body} for f, v in shown]

        return edit

    ours = "8999900000001"
    for number, proved, reason in (
        (None, False, Reason.ABSENT),
        (ours, False, Reason.BELOW_ASSURANCE),
        (ours, True, None),
    ):
        assert ("OG-OFF-04" in by(judged(named(number, proved)), Verdict.UNKNOWN)) is (number is None)
        strict = ENGINE.judge(claim(named(number, proved)), Settings(AS_OF, Profile.CERTIFICATION))
        found = next(o for o in strict.outcomes if o.rule.id == "OG-OFF-04")
        lacking = {m.reason for m in found.missing if m.name == "party.corporate_number"}
        assert (reason in lacking) if reason is not None else not lacking


# -- what the reader guards, in conflict (laws 6 and 8) ----------------------------------------------------------------------------

#: What no rule asks for, as a source confirms it and as another denies it.
GUARDED = {
    "projects[P1].additional": (True, False),
    "projects[P1].methodology_withdrawn": (False, True),
    "projects[P1].legal_obligation": (False, True),
    "projects[P1].safeguards_shown": (True, False),
    "issuances[I1].total_t": (5000, 10),
    "issuances[I1].verified_on": ("2025-01-01", "2027-01-01"),
    "retirements[R1].applied_on": ("2026-04-22", "2026-04-30"),
    "statements[S1].shown_on": ("2026-05-20", "2026-04-01"),
    "uses[U1].scope.days.from": ("2025-04-01", "2024-04-01"),
}


def two_sources(fact: str, chosen: int | None = None, shown: tuple[Any, Any] | None = None) -> Edit:
    """Two bodies that show two values of a fact, and perhaps a choice between them."""

    def edit(value: dict[str, Any]) -> None:
        bodies = ("株式会社第三者検証", "第三者審査株式会社")
        value["statements"][0].setdefault("says", [])  # a text that announces nothing
        value.setdefault("evidence", []).extend(
            {"fact": fact, "value": v, "level": "verified", "by": by, "chosen": n == chosen}
            for n, (v, by) in enumerate(zip(shown or GUARDED[fact], bodies, strict=True))
        )

    return edit


@pytest.mark.slow
@pytest.mark.parametrize("fact", GUARDED)
def test_a_conflict_over_what_would_be_refused_is_no_pass_and_the_reviewers(fact: str) -> None:
    """The worse of two words is refused where it stands alone; beside the other it is not settled by silence."""
    for profile in Profile:
        result = ENGINE.judge(claim(two_sources(fact), "clean-organisation"), Settings(AS_OF, profile))
        (asked,) = [(m, blocking) for m, _, blocking in result.missing if m.address == fact]
        assert (asked[0].owner, asked[0].reason) == (Owner.REVIEWER, Reason.CONFLICT)
        assert asked[1]
        assert result.verdict is Verdict.UNKNOWN
        if not fact.startswith("statements"):
            assert [u.verdict for u in result.uses] == [Verdict.UNKNOWN]
            assert result.uses[0].eligible[0] == 0


@pytest.mark.parametrize("fact", GUARDED)
def test_choosing_settles_what_is_guarded(fact: str) -> None:
    assert judged(two_sources(fact, 0)).verdict is Verdict.PASS
    with pytest.raises(InputError):
        judged(two_sources(fact, 1))


#: The same of what the reports of one run draw on, where no rule of theirs asks for it: what is stated, and what denies it.
GUARDED_REPORTS = {
    "retirements[R2].purpose": ("shk", "corsia"),
    "credits[C2].unit_kind": ("ex_post", "ex_ante"),
    "issuances[I2].monitored.to": ("2025-06-30", "2026-06-30"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fact", GUARDED_REPORTS)
@pytest.mark.parametrize("stated", [True, False])
def test_a_report_waits_for_a_conflict_over_what_would_be_refused(fact: str, stated: bool) -> None:
    """Beside what is stated, or between two sources, the worse word holds the use and the report of it back."""

    def disputed(chosen: int | None = None) -> Edit:
        def edit(value: dict[str, Any]) -> None:
            table, last = fact.partition("[")[0], fact.partition("].")[2]
            here = next(r for r in value[table] if f"[{r['id']}]" in fact)
            *steps, last = last.split(".")
            for step in steps:
                here = here[step]
            said = here[last] if stated else here.pop(last)
            assert str(said) == GUARDED_REPORTS[fact][0]
            two_sources(fact, chosen, GUARDED_REPORTS[fact])(value)

        return edit

    result = judged(disputed(), REPORTS, LATER)
    (asked,) = [(m.owner, m.reason, blocking) for m, _, blocking in result.missing if m.address == fact]
    assert asked == (Owner.REVIEWER, Reason.CONFLICT, True)
    uses = {u.row.id: u for u in result.uses}
    assert uses["U2"].verdict is Verdict.UNKNOWN
    assert uses["U2"].eligible[0] == 0
    assert {f.verdict for f in result.filings if f.row.value("scheme", 0) == "shk"} == {Verdict.UNKNOWN}
    assert {u.verdict for u in judged(disputed(0), REPORTS, LATER).uses} == {Verdict.PASS}
    with pytest.raises(InputError):
        judged(disputed(1), REPORTS, LATER)


def test_where_a_use_waits_for_a_conflict_alone_it_is_asked_all_the_same() -> None:
    """Of a use that no rule of the claim counts, too."""

    def reported(value: dict[str, Any]) -> None:
        two_sources("projects[P1].additional")(value)
        value["uses"][0]["purpose"] = "cdp"

    result = judged(reported)
    assert result.uses[0].verdict is Verdict.UNKNOWN
    assert "projects[P1].additional" in {m.address for m, _, _ in result.missing}


def test_a_programme_that_secures_nothing_is_not_asked_about_what_it_never_says() -> None:
    """The neighbour: a conflict over what is guarded for other programmes alone changes nothing."""

    def other(value: dict[str, Any]) -> None:
        value["projects"][0]["programme"] = "VCS"

    def disputed(value: dict[str, Any]) -> None:
        other(value)
        two_sources("projects[P1].legal_obligation")(value)

    assert judged(disputed).uses[0].row.value("undisputed", 0) is True
    assert [o.verdict for o in judged(disputed).outcomes] == [o.verdict for o in judged(other).outcomes]


@pytest.mark.slow
def test_conflicts_are_open_in_a_batch_and_in_relations_that_say_so(tmp_path: Path) -> None:
    """A relation has one value of each fact; that sources disagree it says of the use or the statement."""
    facts = ("projects[P1].additional", "statements[S1].shown_on", "retirements[R1].applied_on")

    def named(name: str, edit: Edit) -> Claim:
        def renamed(value: dict[str, Any]) -> None:
            edit(value)
            value["claim"]["id"] = name

        return claim(renamed)

    cases = [
        named("agreed", lambda v: None),
        *(named(f"disputed-{n}", two_sources(f)) for n, f in enumerate(facts)),
    ]
    settings = Settings(AS_OF)
    singly = [ENGINE.judge(c, settings) for c in cases]
    engine = BatchEngine(ENGINE.rulebook)
    tables = whole_tables(cases, settings, tmp_path)
    for batch in (engine.of_claims(cases, settings), engine.of_tables(tables, settings)):
        with batch:
            summary = batch.summary()
        for verdict in (Verdict.PASS, Verdict.UNKNOWN):
            assert summary.claims[verdict] == [j.verdict for j in singly].count(verdict)
            assert summary.uses[verdict] == [u.verdict for j in singly for u in j.uses].count(verdict)
    assert [j.verdict for j in singly] == [Verdict.PASS, *[Verdict.UNKNOWN] * 3]


@pytest.mark.slow
@pytest.mark.parametrize("profile", Profile)
def test_an_early_text_waits_for_no_words_in_a_batch_and_in_relations(
    tmp_path: Path, profile: Profile
) -> None:
    """Whether or not a relation says so, or has a column for the words."""

    def case(name: str, says: list[str] | None) -> Claim:
        def edit(value: dict[str, Any]) -> None:
            early(value)
            value["statements"][0].update(says=says, market="JP")
            value["claim"]["id"] = name

        return claim(edit)

    cases, settings = [case("open", None), case("planned", ["planned"])], Settings(AS_OF, profile)
    singly = [ENGINE.judge(c, settings).verdict for c in cases]
    assert singly == [Verdict.PASS if profile is Profile.SELF_CHECK else Verdict.UNKNOWN] * 2
    tables = whole_tables(cases, settings, tmp_path)
    for left_out in (("undisputed",), ("undisputed", "says")):
        with duckdb.connect() as connection:
            for name, path in tables.items():
                rows = connection.sql(f"SELECT * FROM '{path}'")
                kept = [c for c in rows.columns if name != "statement" or c.split("__")[0] not in left_out]
                connection.execute(
                    f"CREATE VIEW my_{name} AS SELECT {', '.join(map(identifier, kept))} FROM '{path}'"
                )
            engine = BatchEngine(ENGINE.rulebook, connection=connection)
            with engine.of_tables({n: f"my_{n}" for n in tables}, settings) as batch:
                summary = batch.summary()
        found = [singly[0]] * 2 if "says" in left_out else singly
        assert (summary.claims, summary.refused) == ({v: found.count(v) for v in summary.claims}, 0)


# -- texts and names that say the same -------------------------------------------------------------------------------------


@pytest.mark.parametrize("stated", [None, 5000])
def test_a_text_whose_effect_is_no_longer_supported_is_open_whatever_its_tonnes(stated: int | None) -> None:
    """Filling the tonnes in once took a pass back (law 2): without them its stated effect was enough."""

    def edit(value: dict[str, Any]) -> None:
        text = {
            "id": "S2", "text": "We supported forest protection.", "medium": "web", "market": "other", "language": "en",
            "shown_on": "2026-06-30", "grounds": "other", "says": [], "states_quantity": False, "states_share": False,
        }  # fmt: skip
        value["statements"].append(text if stated is None else {**text, "stated_t": stated})
        value.setdefault("evidence", []).append(
            {
                "fact": "statements[S2].effect", "value": "contribution", "level": "documented", "document": "x.pdf",
                "page": "1", "expires_on": "2026-08-01",
            }
        )  # fmt: skip

    result = judged(edit, "carbon-neutral-declared", date(2026, 9, 1))
    assert result.verdict is Verdict.UNKNOWN
    assert "OG-INFO-04a" in by(result, Verdict.UNKNOWN)


@pytest.mark.parametrize("writing", ["株式会社サンプル製作所", "㈱サンプル製作所", "株式会社 サンプル製作所"])
def test_a_source_that_writes_the_legal_name_otherwise_is_no_conflict(writing: str) -> None:
    """Equal normalised legal names are the same party (law 14)."""

    def edit(value: dict[str, Any]) -> None:
        us = next(p for p in value["parties"] if p["id"] == value["claim"]["organisation"])
        value["retirements"][0]["user"] = us["name"]
        value.setdefault("evidence", []).append(
            {
                "fact": f"parties[{us['id']}].name",
                "value": writing,
                "level": "documented",
                "document": "x.pdf",
            }
        )

    assert judged(edit).verdict is judged(lambda value: None).verdict is Verdict.PASS


@pytest.mark.parametrize("third", [None, {"id": "R3", "blocks": [{"credit": "C1", "quantity_t": 1}]}])
def test_two_acts_surely_apart_take_their_tonnes_whatever_a_third_may_be(
    third: dict[str, Any] | None,
) -> None:
    """An act without a number may be either of two, and does not make one of both (laws 2 and 4)."""

    def edit(value: dict[str, Any]) -> None:
        (credit,), (act,) = value["credits"], value["retirements"]
        credit.pop("serials")
        credit["quantity_t"] = 200
        act.update(designation="total", serials_listed=False)
        for block in act["blocks"]:
            block.pop("serials")
        other = {
            **copy.deepcopy(act),
            "id": "R2",
            "notice": "SAMPLE-N-0999",
            "total_t": 100,
            "completed_on": "2026-04-28",
        }
        other["blocks"][0]["quantity_t"] = 100
        value["retirements"] += [other, *([third] if third is not None else [])]
        value["claim"]["complete_lists"] = [n for n in _LISTED if n not in ("retirements", "blocks")]

    result = judged(edit)
    assert result.verdict is Verdict.FAIL
    assert {"QTY-05", "OG-OFF-02"} <= by(result, Verdict.FAIL)


# -- a whole of nothing ------------------------------------------------------------------------------------------------------


TOUR = "attached-credit-tour"
EMISSION = {"id": "E1", "source": "参加者の移動", "included": True}


@pytest.mark.parametrize(
    ("emissions", "complete", "wanted"),
    [
        ([], "all", Verdict.FAIL),
        (None, "all", Verdict.FAIL),
        ([], ["statements", "uses", "credits", "retirements", "blocks"], Verdict.UNKNOWN),
        ([EMISSION], "all", Verdict.UNKNOWN),
        ([{**EMISSION, "t": 90}], "all", Verdict.FAIL),
        ([{**EMISSION, "t": 36}], "all", Verdict.PASS),
    ],
)
def test_all_of_an_unknown_amount_is_not_compensated(emissions: Any, complete: Any, wanted: Verdict) -> None:
    """36 t-CO2 were once enough for all of the emissions where none was listed."""

    def edit(value: dict[str, Any]) -> None:
        value["statements"][0].update(effect="full_offset", states_quantity=False)
        value["emissions"] = emissions
        if emissions is None:
            del value["emissions"]
        value["claim"]["complete_lists"] = complete

    result = judged(edit, TOUR)
    found = {o.verdict for o in result.outcomes if o.rule.id == "OG-DEF-05"}
    assert found == {wanted}
    assert result.verdict is wanted


@pytest.mark.parametrize(("shown", "wanted"), [(True, Verdict.PASS), (False, Verdict.UNKNOWN)])
def test_part_of_an_unknown_amount_is_compensated_where_its_quantity_is_shown(
    shown: bool, wanted: Verdict
) -> None:
    assert judged(lambda v: v["statements"][0].update(states_quantity=shown), TOUR).verdict is wanted


@pytest.mark.parametrize("fixture", ["clean-organisation", "cancel-only-contribution"])
@pytest.mark.parametrize("used", ["validly", "not validly", "not at all"])
def test_a_claim_of_nothing_is_not_covered_by_nothing(fixture: str, used: str) -> None:
    """0 t-CO2 were once covered where every use failed."""

    def edit(value: dict[str, Any]) -> None:
        value["claim"].update(claimed_t=0, complete_lists="all")
        for text in value["statements"]:
            text.pop("stated_t", None)
        if used == "not validly":
            value["retirements"][0]["act"] = "administrative_cancellation"
        if used == "not at all":
            value["uses"] = []

    result = judged(edit, fixture)
    assert "OG-OFF-02" in by(result, Verdict.FAIL)
    assert result.verdict is Verdict.FAIL


# -- two reports without an id -----------------------------------------------------------------------------------------------


def another_report(entity: str | None, **facts: Any) -> Edit:
    """One more report under the scheme for the year, of a list that may hold others."""

    def edit(value: dict[str, Any]) -> None:
        value["claim"]["complete_lists"] = ["statements", "uses", "credits", "retirements", "blocks"]
        value["parties"].append({"id": "them", "name": "株式会社別会社", "corporate_number": "5012345678902"})
        value["filings"].append({"scheme": "shk", "entity": entity, "period": "RY2026", **facts})

    return edit


@pytest.mark.slow
@pytest.mark.parametrize("entity", ["them", None])
def test_another_entitys_report_needs_no_id(entity: str | None) -> None:
    """Over an open list it was once refused, though nothing contradicted anything (law 2)."""
    result = judged(another_report(entity), REPORTS, LATER)
    assert [f.row.address for f in result.filings] == [
        "filings[shk/FY2025]",
        "filings[gx-ets/FY2026]",
        "filings[shk/FY2025/2]",
    ]
    assert result.filings[0].verdict is Verdict.UNKNOWN


@pytest.mark.slow
def test_a_source_speaks_of_the_report_it_names() -> None:
    def edit(value: dict[str, Any]) -> None:
        another_report("them")(value)
        value["evidence"] = [
            source(f"filings[shk/FY2025{n}].terms.submitted_on", "2026-07-21") for n in ("", "/2")
        ]

    found = [f.row.value("terms.submitted_on", 0) for f in judged(edit, REPORTS, LATER).filings]
    assert found == [date(2026, 7, 21), None, date(2026, 7, 21)]


def test_a_second_report_of_one_entity_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        claim(another_report("us"), REPORTS)
    assert [(p.code, p.path) for p in caught.value.problems] == [("duplicate-filing", "filings[2]")]
