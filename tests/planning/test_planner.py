"""A participant's plan: what the rules allow, what it costs, and by when to do what."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.models import Claim, Evidence, Purpose, Scope, SerialSpan, Status, Use
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.allocation import Allocation, Shortage
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.needs import Means, Needs, read_needs
from offsetcheck.planning.planner import Planned, Scenario, make_plan
from offsetcheck.report.pages import Page, page_text
from offsetcheck.report.plan import build_plan, plan_page
from offsetcheck.rulebook.shipped import open_rulebook

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

HOLDINGS = Path(__file__).parents[2] / "fixtures/holdings/gx-participant.yaml"
NEEDS = HOLDINGS.with_name("gx-needs.yaml")
AS_OF = date(2026, 11, 22)


@cache
def engine() -> Engine:
    return Engine(open_rulebook(None))


@cache
def participant() -> Claim:
    return read_holdings(HOLDINGS, AS_OF).claim


@cache
def wanted() -> Needs:
    return read_needs(NEEDS, participant(), AS_OF)


def planned(needs: Needs, claim: Claim | None = None) -> Planned:
    return make_plan(engine(), claim or participant(), needs, Settings(AS_OF))


@cache
def found() -> Planned:
    return planned(wanted())


def best(plan: Planned) -> Allocation:
    made = plan.scenarios[Scenario.BEST]
    assert isinstance(made, Allocation)
    return made


def need(**parts: object) -> Needs:
    """The fixture's needs, the first one changed."""
    first, *rest = wanted().needs
    return wanted().model_copy(update={"needs": (first.model_copy(update=parts), *rest)})


def test_the_needs_come_from_the_report_and_the_allowances_held():
    assert {n.need.id: n.tonnes for n in found().needs} == {"gx": 35000, "offset": 1000}


def test_what_is_retired_goes_first_and_only_sure_tonnes_are_planned():
    draws = best(found()).draws
    assert (draws[0].supply, draws[0].tonnes, draws[0].needs) == ("R1.C7", 2500, frozenset({"gx"}))
    assert not {d.supply for d in draws} & {"C5", "C6", "C8"}  # ineligible or undecided


def test_the_cap_holds_and_has_a_price():
    """Cheap units: 2,500 retired, 12,000 and 3,000 of one kind, 2,000 and 3,600 of JCM; 800 of them go to the offset."""
    made = best(found())
    (cap,) = found().caps
    assert cap.limit.tonnes == 25000
    units = {d.supply: 0 for d in made.draws}
    for d in made.draws:
        units[d.supply] += d.tonnes
    assert units == {
        "R1.C7": 2500,
        "C1": 12000,
        "C4": 3600,
        "offer-tse-energy": 3000,
        "offer-jcm-bilateral": 2000,
    }
    assert dict(made.settled) == {"allowance": 12700, "explain": 200}
    by_hand = 12000 * 1900 + 3600 * 3200 + 3000 * 2100 + 2000 * 2600 + 12700 * 3400 + 200 * 2500
    assert made.cost == by_hand
    small = planned(need(less_t=Decimal(0)), with_direct("120000"))
    (cap,) = small.caps
    assert cap.limit.tonnes == 12000
    assert best(small).bindings[0].saves > 0
    assert sum(d.tonnes for d in best(small).draws if "gx" in d.needs) == 12000


def with_direct(t: str) -> Claim:
    (filing,) = participant().filings or ()
    assert filing.terms is not None
    terms = filing.terms.model_copy(update={"direct_t": Decimal(t)})
    return participant().model_copy(update={"filings": (filing.model_copy(update={"terms": terms}),)})


def test_a_cap_between_two_readings_is_the_lower_one():
    assert [c.limit.tonnes for c in planned(wanted(), with_direct("250005")).caps] == [25000]


def test_a_retirement_is_shared_only_where_the_engine_says_so():
    """Two years of GX-ETS never share one; the sets in the problem are those that passed together."""
    for supply in found().problem.supplies:
        assert frozenset({"gx", "offset"}) not in supply.serves


def test_the_serials_of_what_is_drawn_are_those_of_its_part_of_the_block():
    (gx, offset) = wanted().needs
    split = Needs(
        needs=(
            gx.model_copy(update={"term": None, "less_t": None, "tonnes": Decimal(11_000)}),
            offset.model_copy(update={"tonnes": Decimal(1_000)}),
        )
    )
    claim = participant()
    (block,) = (c for c in claim.credits or () if c.id == "C1")
    bare = claim.model_copy(update={"credits": (block,), "retirements": None})
    report = build_plan(planned(split, bare), split, engine().rulebook, Settings(AS_OF), "ja", [], None)
    drawn = sorted((d.offset_t, d.tonnes, d.serials) for d in report.draws)
    assert [t for _, t, _ in drawn] in ([1_000, 11_000], [11_000, 1_000])
    cut = 341_000 + drawn[0][1]
    assert [d[2] for d in drawn] == [
        ("JCL-0000-341001", f"JCL-0000-{cut}"), (f"JCL-0000-{cut + 1}", "JCL-0000-353000"),
    ]  # fmt: skip


def test_settling_what_is_open_is_priced():
    saves = {u.items[0]: u.saves for u in found().unsettled}
    # 4,000 t at 1,900 in place of allowances at 3,400, as far as the cap leaves room
    assert saves["C8"] is not None
    assert saves["C8"] > 0
    assert all(s is None or s >= 0 for s in saves.values())


def test_no_scenario_undercuts_the_best():
    cost = best(found()).cost
    assert set(found().scenarios) == set(Scenario)
    for made in found().scenarios.values():
        assert isinstance(made, Shortage) or made.cost >= cost


def test_the_calendar_counts_back_from_each_need():
    dates = {(d.supply, d.needs): d for d in found().calendar}
    tse = next(d for (s, _), d in dates.items() if s == "offer-tse-energy")
    assert tse.trade_by is not None
    assert tse.delivered_on is not None
    assert tse.apply_by is not None
    assert tse.trade_by < tse.delivered_on < tse.apply_by < tse.done_by
    assert not any(d.late for d in found().calendar)


@pytest.mark.parametrize(("day", "late"), [("2026-12-24", True), ("2026-12-15", False)])
def test_a_purchase_that_cannot_be_retired_in_the_window_is_marked(day, late):
    """Worked example T18: the window planned to end on 2026-12-31, and a purchase on the exchange on a day before it."""
    (gx, _) = wanted().needs
    (offer, *_) = wanted().offers
    needs = wanted().model_copy(
        update={
            "needs": (
                gx.model_copy(
                    update={"by": date(2026, 12, 31), "term": None, "less_t": None, "tonnes": Decimal(100)}
                ),
            ),
            "alternatives": (),
            "offers": (offer.model_copy(update={"price_jpy": Decimal(1)}),),
        }
    )
    bare = participant().model_copy(update={"retirements": None})
    (step,) = (
        d
        for d in make_plan(engine(), bare, needs, Settings(date.fromisoformat(day))).calendar
        if d.supply == "offer-tse-energy"
    )
    assert step.late is late
    assert step.tight is not late  # one batch is left, if it is processed early in its week


@pytest.mark.parametrize(("before", "tight"), [(0, True), (1, False)])
def test_units_that_arrive_on_the_day_on_which_applications_close_at_noon_are_tight(before, tight):
    (gx, _) = wanted().needs
    (offer, *_) = wanted().offers
    (tse,) = (d for d in found().calendar if d.supply == "offer-tse-energy")
    assert tse.apply_by is not None
    day = tse.apply_by - timedelta(days=before)
    needs = wanted().model_copy(
        update={
            "needs": (gx.model_copy(update={"term": None, "less_t": None, "tonnes": Decimal(100)}),),
            "alternatives": (),
            "offers": (
                offer.model_copy(update={"price_jpy": Decimal(1), "market": None, "delivered_on": day}),
            ),
        }
    )
    claim = participant().model_copy(update={"retirements": None})
    made = planned(needs, claim)
    (step,) = (d for d in made.calendar if d.supply == "offer-tse-energy")
    assert (step.apply_by, step.late, step.tight) == (tse.apply_by, False, tight)
    said = page_text(plan_page(build_plan(made, needs, engine().rulebook, Settings(AS_OF), "ja", [], None)))
    assert ("余裕なし（受渡しの時刻又は無効化の処理日によっては間に合わない）" in said) is tight


def test_at_equal_price_the_oldest_vintage_and_what_fewer_needs_could_use_go_first():
    credits = {c.id: c for c in participant().credits or ()}
    same = [
        credits[n].model_copy(
            update={"price_jpy": Decimal(2000), "quantity_t": Decimal(100), "serials": None}
        )
        for n in ("C2", "C1")
    ]
    spans = [("JCL-0000-510001", "JCL-0000-510100"), ("JCL-0000-341001", "JCL-0000-341100")]
    held = tuple(
        c.model_copy(update={"serials": credits[c.id].serials.model_copy(update={"first": a, "last": b})})  # type: ignore[union-attr]
        for c, (a, b) in zip(same, spans, strict=True)
    )
    claim = participant().model_copy(update={"credits": held, "retirements": None})
    (gx, _) = wanted().needs
    needs = Needs(needs=(gx.model_copy(update={"term": None, "less_t": None, "tonnes": Decimal(150)}),))
    assert [(d.supply, d.tonnes) for d in best(planned(needs, claim)).draws] == [("C2", 100), ("C1", 50)]


def test_units_delivered_after_the_need_are_not_bought_for_it():
    late = need(by=date(2027, 1, 29))
    assert not any(d.supply == "offer-jcm-bilateral" and "gx" in d.needs for d in best(planned(late)).draws)


def test_a_need_that_cannot_be_met_says_how_little_mends_it():
    bare = wanted().model_copy(update={"alternatives": (), "offers": ()})
    made = planned(bare).scenarios[Scenario.BEST]
    assert isinstance(made, Shortage)
    more = sum(made.lacking.values())
    (gx, offset) = bare.needs
    mended = bare.model_copy(
        update={
            "needs": tuple(
                n.model_copy(update={"less_t": (n.less_t or 0) + made.lacking.get(n.id, 0)})
                for n in (gx, offset)
            )
        }
    )
    assert more > 0
    assert isinstance(planned(mended).scenarios[Scenario.BEST], Allocation)


def test_a_price_that_is_not_known_is_asked_for():
    claim = participant()
    blank = tuple(c.model_copy(update={"price_jpy": None}) for c in claim.credits or ())
    with pytest.raises(InputError, match="price_jpy"):
        planned(wanted(), claim.model_copy(update={"credits": blank}))


def run(*arguments: str):
    return CliRunner().invoke(main, [*arguments, "--as-of", "2026-11-22", "--lang", "ja"])


@pytest.mark.slow
def test_one_command_each_for_matrix_and_plan(tmp_path):
    matrix = run("eligible", str(HOLDINGS))
    assert matrix.exit_code == 0, matrix.output
    assert "クレジットの活用可否一覧" in matrix.output
    plan = run("plan", str(HOLDINGS), str(NEEDS))
    assert plan.exit_code == 0, plan.output
    assert "いつまでに何をするか" in plan.output
    for form in ("json", "html", "csv", "xlsx"):
        for name, files in (("eligible", [HOLDINGS]), ("plan", [HOLDINGS, NEEDS])):
            out = tmp_path / f"{name}.{form}"
            done = run(name, *map(str, files), "--format", form, "-o", str(out))
            assert done.exit_code == 0, done.output
            assert out.stat().st_size > 1000
    made = json.loads((tmp_path / "plan.json").read_text("utf-8"))
    assert made["cost_jpy"] == str(best(found()).cost)
    assert [n["id"] for n in made["needs"]] == ["gx", "offset"]


def test_exit_codes(tmp_path):
    short = tmp_path / "needs.yaml"
    short.write_text(
        "needs:\n  - {id: o, purpose: offset, period: FY2025, tonnes: 10000000, by: 2027-03-26}\n", "utf-8"
    )
    assert run("plan", str(HOLDINGS), str(short)).exit_code == 1
    short.write_text(
        "needs:\n  - {id: o, purpose: offset, period: FY2025, by: 2027-03-26, tonne: 1}\n", "utf-8"
    )
    done = run("plan", str(HOLDINGS), str(short))
    assert done.exit_code == 2
    assert "tonne" in done.output
    assert run("eligible", str(tmp_path / "none.yaml")).exit_code == 2


@pytest.mark.parametrize(("tonnes", "code"), [(19_600, 0), (33_900, 3), (33_901, 1)])
def test_a_need_that_undecided_units_could_meet_is_undecided_too(tmp_path, tonnes, code):
    """19,600 t may be used for an offset for sure, and 14,300 t more once what is open is settled."""
    needs = tmp_path / "needs.yaml"
    needs.write_text(
        f"needs:\n  - {{id: o, purpose: offset, period: FY2026, tonnes: {tonnes}, by: 2027-03-26}}\n", "utf-8"
    )
    assert run("plan", str(HOLDINGS), str(needs)).exit_code == code


def test_a_rule_that_cannot_run_is_a_fault(monkeypatch):
    from offsetcheck.engine.judge import BeneathError, Case

    def broken(*_: object) -> None:
        raise BeneathError("out of order")

    monkeypatch.setattr(Case, "_met_and_applied", broken)
    assert run("eligible", str(HOLDINGS), "--for", "cdp").exit_code == 4


def test_what_cannot_be_proven_is_a_fault(monkeypatch, tmp_path):
    from offsetcheck.planning import allocation

    def stopped(*_: object, **__: object) -> None:
        raise allocation.UnprovenError("time limit")

    monkeypatch.setattr(allocation._Model, "_run", stopped)
    done = run("plan", str(HOLDINGS), str(NEEDS))
    assert done.exit_code == 4
    assert "確認できなかったため、計画を示していません" in done.output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_table_of_holdings_with_prices(tmp_path, encoding):
    table = tmp_path / "holdings.csv"
    table.write_text(
        "制度,口座保有者,プロジェクト番号,形態,方法論,数量,単価（円/t）\n"
        'J-クレジット,サンプル製鋼株式会社,123,通常型,EN-S-001 Ver.1.0,100,"1,900"\n',
        encoding,
    )
    (credit,) = read_holdings(table, AS_OF).claim.credits or ()
    assert (credit.quantity_t, credit.price_jpy) == (Decimal(100), Decimal(1900))
    table.write_text(table.read_text(encoding).replace("1,900", "高い"), encoding)
    with pytest.raises(InputError) as caught:  # no other row is left
        read_holdings(table, AS_OF, "サンプル製鋼株式会社")
    assert [p.code for p in caught.value.problems] == ["price"]


def test_the_calendar_says_tonnes_with_their_unit_and_its_sources_and_begins_with_what_comes_first():
    made = build_plan(found(), wanted(), engine().rulebook, Settings(AS_OF), "ja", [], None)
    text = page_text(plan_page(made))
    calendar = text[text.index("いつまでに何をするか") :]
    assert "東証での購入（省エネルギー）  GX-ETS 2026年度の排出枠の不足  3,000 t-CO2" in calendar
    assert "『カーボン・クレジット市場の概要』" in calendar
    assert "無効化済み（手続は不要）" in calendar
    assert "・出典：『カーボン・クレジット市場の概要』" in calendar
    retired = [s.supply.startswith("C7") for s in made.calendar]
    assert retired == sorted(retired)  # where there is nothing to do stands last
    firsts = [
        s.trade_by or s.apply_by or s.done_by
        for s, done in zip(made.calendar, retired, strict=True)
        if not done
    ]
    assert firsts == sorted(firsts)
    assert not [line for line in text.split("\n") if line.strip() and line.strip()[0] in "、。）」"]


def test_a_cap_that_is_not_reached_shows_what_is_planned_and_costs_nothing():
    made = build_plan(found(), wanted(), engine().rulebook, Settings(AS_OF), "ja", [], None)
    (cap,) = made.caps
    assert (cap.tonnes, cap.planned_t, cap.binding) == (25_000, 22_300, False)
    assert cap.saves_jpy == Decimal(0)
    assert list(made.left) == ["C2", "C3", "C5", "C6", "C8"]


def shown(claim: Claim, fact: str, value: object) -> Claim:
    source = Evidence(
        fact=fact,
        value=value,
        level="verified",
        by="一般財団法人オフセット検証センター（法人番号 3999900000006）",
        document="台帳",
        chosen=True,
    )
    return claim.model_copy(update={"evidence": (*(claim.evidence or ()), source)})


def test_a_cap_is_that_of_the_values_chosen_among_sources():
    """The emissions of the report, and what a recorded use takes of its cap."""
    direct = "filings[gx-ets/FY2026].terms.direct_t"
    written, chosen = with_direct("120000"), shown(participant(), direct, Decimal(120_000))
    caps = [c.limit.tonnes for c in planned(wanted(), written).caps]
    assert [c.limit.tonnes for c in planned(wanted(), chosen).caps] == caps == [12_000]

    def used(t: int) -> Claim:
        scope = Scope(entity="us", period=FiscalYear(2026))
        use = Use(
            id="U",
            credit="C7",
            retirement="R1",
            purpose=Purpose.GX_ETS,
            scope=scope,
            t=Decimal(t),
            status=Status.RETIRED,
        )
        return written.model_copy(update={"uses": (use,)})

    caps = [c.limit.tonnes for c in planned(wanted(), used(2000)).caps]
    mended = shown(used(200), "uses[U].t", Decimal(2000))
    assert [c.limit.tonnes for c in planned(wanted(), mended).caps] == caps == [10_000]


@pytest.mark.parametrize("slip", ["authorised", "not_authorised"])
def test_units_on_offer_are_like_a_block_as_its_sources_settle_it(slip):
    def changed(credit):
        stated = credit.authorisation.model_copy(update={"status": slip})
        few = {"quantity_t": Decimal(1000), "serials": SerialSpan(first="620001", last="621000")}
        return credit.model_copy(update={"authorisation": stated, **few})

    (_, offer) = wanted().offers
    own = {"project": None, "issuance": None, "credit": None}
    like = offer.model_copy(
        update={"like": "C4", "serials": SerialSpan(first="630001", last="632000"), **own}
    )
    needs = wanted().model_copy(update={"offers": (like,)})
    claim = participant().model_copy(
        update={"credits": tuple(changed(c) if c.id == "C4" else c for c in participant().credits or ())}
    )
    assert ("offer-jcm-bilateral", "offset") in planned(needs, claim).refused or slip == "authorised"
    mended = shown(claim, "credits[C4].authorisation.status", "authorised")
    assert ("offer-jcm-bilateral", "offset") not in planned(needs, mended).refused


@pytest.mark.parametrize(("day", "said"), [("2024-03-01", "2024年3月1日"), ("1992-01-01", "1992年1月1日")])
@pytest.mark.parametrize("command", ["eligible", "plan"])
def test_a_day_outside_all_editions_is_said_to_be_outside(command, day, said):
    files = [HOLDINGS] if command == "eligible" else [HOLDINGS, NEEDS]
    done = CliRunner().invoke(main, [command, *map(str, files), "--as-of", day, "--lang", "ja"])
    assert done.exit_code == 2
    assert f"{said}に適用できる版がありません" in done.output


def test_a_part_that_is_only_explained_or_paid_for_is_not_said_to_be_met():
    def shown(needs: Needs) -> Page:
        made = planned(needs, participant())
        return plan_page(build_plan(made, needs, engine().rulebook, Settings(AS_OF), "ja", [], None))

    page = shown(wanted())
    assert (
        "ただし、「本社ビルのカーボン・オフセット」の200 t-CO2は、クレジット等を充当せず、未達の理由の説明によります。"
        in page.summary[0]
    )
    assert "満たす" not in page.summary[0]
    scenarios = next(s.table for s in page.sections if s.title == "方針ごとの比較")
    assert scenarios is not None
    assert "説明による分：本社ビルのカーボン・オフセット 200" in scenarios.rows[0][-1].text
    assert any("未達の理由の説明の評価額の合計" in note for note in page.notes)

    kinds = {a.kind: a for a in wanted().alternatives}
    paid = shown(wanted().model_copy(update={"alternatives": (kinds[Means.CHARGE],), "offers": ()}))
    assert "は、クレジット等を充当せず、負担金の支払いによります。" in paid.summary[0]
    assert "未達の理由の説明" not in " ".join((*paid.summary, *paid.notes))
    met = shown(wanted().model_copy(update={"alternatives": (kinds[Means.ALLOWANCE],)}))
    assert not any("説明" in note for note in met.notes)


# -- what is missing never decides (laws 1 to 4) -------------------------------------------------------------------------


def of_one_block(**parts: object) -> Claim:
    """Holdings of one block of 12,000 t, everything about it known."""
    kept = {"projects": "P1", "issuances": "I1", "credits": "C1"}
    rows = {name: tuple(r for r in getattr(participant(), name) if r.id == key) for name, key in kept.items()}
    return participant().model_copy(update={**rows, "retirements": None, "uses": None, **parts})


def gx_needs(**parts: object) -> Needs:
    (gx, _) = wanted().needs
    return Needs(
        needs=(gx.model_copy(update={"term": None, "less_t": None, **parts}),), unpriced_jpy=Decimal(1)
    )


def said(needs: Needs, claim: Claim) -> str:
    plan = planned(needs, claim)
    met = isinstance(plan.scenarios[Scenario.BEST], Allocation)
    return "met" if met else "undecided" if plan.open else "not met"


def test_a_block_of_unknown_tonnes_leaves_a_need_undecided():
    needs = gx_needs(tonnes=Decimal(1000))
    (block,) = of_one_block().credits or ()
    bare = block.model_copy(update={"quantity_t": None})
    assert said(needs, of_one_block()) == "met"
    assert said(needs, of_one_block(credits=(bare,))) == "undecided"


def test_a_cap_that_is_not_known_leaves_a_need_undecided():
    (filing,) = participant().filings or ()
    needs = gx_needs(tonnes=Decimal(1000))
    blank = filing.model_copy(update={"terms": None})
    assert said(needs, of_one_block(filings=(blank,))) == "undecided"
    assert said(needs, of_one_block()) == "met"


@pytest.mark.parametrize(("name", "tonnes"), [("credits", 20_000), ("filings", 1000), ("uses", 1000)])
def test_a_list_that_may_lack_what_decides_leaves_a_need_undecided_and_is_asked_about(name, tonnes):
    """More units may be held, and a report not described yet may cap what it takes."""
    lists = ("blocks", "credits", "filings", "retirements", "uses")
    claim = of_one_block(filings=None)
    header = claim.claim.model_copy(update={"complete_lists": tuple(n for n in lists if n != name)})
    plan = planned(gx_needs(tonnes=Decimal(tonnes)), claim.model_copy(update={"claim": header}))
    assert isinstance(plan.scenarios[Scenario.BEST], Shortage)
    assert plan.open
    assert [m.address for m in plan.eligible.unlisted] == [f"complete_lists[{name}]"]


@pytest.mark.parametrize("missing", ["t", "purpose"])
def test_a_need_that_may_be_smaller_than_planned_for_is_undecided(missing):
    """A use whose tonnes or purpose are not stated lowers the obligation by an amount that is not known."""
    (act,) = participant().retirements or ()
    use = Use(
        id="U1", credit="C7", retirement="R1", purpose=Purpose.GX_ETS, t=Decimal(2500), status=Status.RETIRED,
        scope=Scope(entity="us", period=FiscalYear(2026)),
    )  # fmt: skip
    both = tuple(c for c in participant().credits or () if c.id in ("C1", "C7"))
    small = both[0].model_copy(update={"quantity_t": Decimal(1000), "serials": None})
    needs = gx_needs(term="obligation_t", less_t=Decimal(247_000))

    def answer(use: Use) -> str:
        return said(needs, of_one_block(credits=(small, both[1]), retirements=(act,), uses=(use,)))

    assert answer(use) == "met"
    assert answer(use.model_copy(update={missing: None})) == "undecided"


def test_a_retirement_without_its_day_leaves_a_need_undecided():
    (act,) = participant().retirements or ()
    credits = tuple(c for c in participant().credits or () if c.id in ("C1", "C7"))
    needs = gx_needs(tonnes=Decimal(14_000))
    blank = act.model_copy(update={"completed_on": None})
    assert said(needs, of_one_block(credits=credits, retirements=(act,))) == "met"
    assert said(needs, of_one_block(credits=credits, retirements=(blank,))) == "undecided"
