"""The totals of a report, to the tonne: worked examples, each with a neighbour that differs by one fact and flips."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.shk.sheets import filing, judged, line, power, report, term, verdicts

#: The worked examples of the domain notes, by their ids there, and the tests that hold each to the tonne, with the fact
#: that the neighbour beside it changes.
EXAMPLES = {
    "EX-01": ("test_credits_lower_the_adjusted_total_only", "one tonne less of JCM"),
    "EX-03": ("test_what_was_created_and_sold_is_added_back_but_for_forests", "the day of the transfer"),
    "EX-05": ("test_renewable_credits_enter_the_basic_total_from_2025", "the year of the report"),
    "EX-05 double deduction": ("test_deducting_them_a_second_time_fails", "the adjusted total written"),
    "EX-08": ("test_heat_certificates_stay_with_heat", "what the 100 t are set against"),
    "EX-09": ("test_the_window_of_a_retirement", "the day of the retirement"),
    "EX-09 two years": ("test_one_retirement_is_not_used_in_two_years", "a use for the year before"),
    "EX-11": ("test_units_of_other_schemes_are_not_deducted", "the programme of the 1000 t"),
    "EX-13": ("test_carbon_in_forests_and_wood", "whether the stock is eligible, and the year"),
    "EX-14": ("test_carbon_in_forests_and_wood", "whether the stock is eligible, and the year"),
    "EX-16": ("test_the_non_fossil_share_of_a_tariff", "a tenth of a per cent of the share written"),
}


def test_each_worked_example_is_held_by_a_test_that_is_there() -> None:
    for example, (test, changed) in EXAMPLES.items():
        assert callable(globals().get(test)), example
        assert changed


BASE = [line("fuel", 5000), power(10000, 0.45), line("non_energy", 500)]


def jcm(t: int) -> dict[str, Any]:
    return {"programme": "JCM", "t": t}


def adjusted(data: dict[str, Any]) -> Any:
    return term(filing(data), "adjusted_t")


def basic(data: dict[str, Any]) -> Any:
    return term(filing(data), "basic_t")


def test_credits_lower_the_adjusted_total_only() -> None:
    data = report("RY2024", BASE, [dict[str, Any](t=1200), jcm(300)])
    assert (basic(data), adjusted(data)) == (10000, 8500)
    neighbour = report("RY2024", BASE, [dict[str, Any](t=1200), jcm(299)])
    assert adjusted(neighbour) == 8501


@pytest.mark.slow
def test_units_of_other_schemes_are_not_deducted() -> None:
    for programme in ("VCS", "CDM", "A6.4"):
        uses = [dict[str, Any](t=1200), jcm(300), dict[str, Any](programme=programme, t=1000)]
        result = judged(report("RY2024", BASE, uses))
        assert term(result.filings[0], "adjusted_t") == 8500
        assert verdicts(result, "SHK-ELG-01") == ["pass", "pass", "fail"]
        assert result.filings[0].verdict.value == "fail"
    accepted = [dict[str, Any](t=1200), jcm(300), dict[str, Any](t=1000)]
    assert adjusted(report("RY2024", BASE, accepted)) == 7500


@pytest.mark.parametrize(("day", "total"), [("2022-01-12", 10650), ("2022-01-13", 10400)])
def test_what_was_created_and_sold_is_added_back_but_for_forests(day: str, total: int) -> None:
    transfers = [
        {"programme": "J-Credit", "origin": "energy_saving", "t": 400, "on": day},
        {"programme": "J-Credit", "origin": "forest", "t": 250, "on": day},
    ]
    assert adjusted(report("RY2024", BASE, transfers=transfers)) == total


@pytest.mark.parametrize(("period", "total"), [("RY2024", 9800), ("RY2025", 9800)])
def test_waste_used_as_fuel_leaves_the_adjusted_total(period: str, total: int) -> None:
    sheet = [line("fuel", 4800), line("waste_fuel", 200), power(10000, 0.45), line("non_energy", 500)]
    data = report(period, sheet)
    assert (basic(data), adjusted(data)) == (10000, total)
    sheet[1] = line("fuel", 200)
    assert adjusted(report(period, sheet)) == 10000


def test_each_total_takes_its_own_factors() -> None:
    sheet = [
        line("fuel", 100),
        power(1000, 0.5, 0.4),
        power(10, 2.05, 1.9, "gas"),
        power(2, 53.2, 50, "heat"),
    ]
    data = report("RY2026", sheet)
    # 100 + 500 + 20.5 + 106.4 and 100 + 400 + 19 + 100
    assert (basic(data), adjusted(data)) == (726, 619)
    sheet[1] = power(1000, 0.5, 0.3)
    assert (basic(report("RY2026", sheet)), adjusted(report("RY2026", sheet))) == (726, 519)


SHEET_2025 = [line("fuel", 6000), power(9000, 0.457), line("non_energy", 700)]
CERTIFICATE = {"kind": "non_fossil", "set_against": "electricity", "t": 460, "kwh": 1000000}
USES_2025: list[dict[str, Any]] = [
    {"t": 1500, "shk_class": "electricity", "origin": "renewable_electricity"},
    {"t": 800},
    jcm(200),
]


@pytest.mark.slow
def test_renewable_credits_enter_the_basic_total_from_2025() -> None:
    data = report("RY2025", SHEET_2025, USES_2025, certificates=[CERTIFICATE])
    assert (basic(data), adjusted(data)) == (8853, 7853)
    before = report("RY2024", SHEET_2025, USES_2025, certificates=[CERTIFICATE])
    assert (basic(before), adjusted(before)) == (10813, 7853)


def test_deducting_them_a_second_time_fails() -> None:
    written = {"stated": "stated", "stated_basic_t": 8853, "stated_adjusted_t": 7853}
    sound = judged(report("RY2025", SHEET_2025, USES_2025, certificates=[CERTIFICATE], terms=written))
    assert verdicts(sound, "SHK-FRM-01") == ["pass"]
    twice = judged(
        report(
            "RY2025",
            SHEET_2025,
            USES_2025,
            certificates=[CERTIFICATE],
            terms=written | {"stated_adjusted_t": 6353},
        )
    )
    assert verdicts(twice, "SHK-FRM-01") == ["fail"]


def test_beyond_the_cap_both_totals_are_shown() -> None:
    uses = [{"t": 700, "shk_class": "electricity", "origin": "renewable_electricity"}]
    sheet = [line("fuel", 1000), line("electricity", 600)]
    result = judged(report("RY2025", sheet, uses))
    outcome = result.filings[0]
    assert term(outcome, "basic_t") == 1000
    assert term(outcome, "adjusted_t") == (900, 1000)
    assert verdicts(result, "SHK-CAP-01") == ["fail"]
    shown = {
        dict(options)["filing.excess"]: dict(terms)["adjusted_t"][0] for options, terms in outcome.by_reading
    }
    assert shown == {"none": 1000, "whole": 900}
    within = [{**uses[0], "t": 600}]
    assert adjusted(report("RY2025", sheet, within)) == 1000
    assert verdicts(judged(report("RY2025", sheet, within)), "SHK-CAP-01") == ["pass"]


def test_the_order_of_cap_and_add_back_is_open() -> None:
    uses = [{"t": 700, "shk_class": "electricity", "origin": "renewable_electricity"}]
    transfers = [{"programme": "J-Credit", "origin": "renewable_electricity", "t": 100, "on": "2024-10-01"}]
    outcome = filing(
        report("RY2025", [line("fuel", 1000), line("electricity", 600)], uses, transfers=transfers)
    )
    assert term(outcome, "basic_t") == (1000, 1100)
    assert term(outcome, "adjusted_t") == (1000, 1100)
    no_excess = [{**uses[0], "t": 600}]
    data = report("RY2025", [line("fuel", 1000), line("electricity", 600)], no_excess, transfers=transfers)
    assert (basic(data), adjusted(data)) == (1100, 1100)


@pytest.mark.slow
def test_heat_certificates_stay_with_heat() -> None:
    sheet = [line("fuel", 3000), line("electricity", 2000), line("heat", 200)]
    power_certificate = {
        "kind": "green_electricity",
        "set_against": "electricity",
        "t": 500,
        "co2_certified": True,
    }
    heat = {"kind": "green_heat", "set_against": "heat", "t": 300, "co2_certified": True}
    outcome = judged(report("RY2024", sheet, certificates=[power_certificate, heat]))
    assert term(outcome.filings[0], "adjusted_t") == 4500
    assert term(outcome.filings[0], "ht_excess_t") == 100
    assert verdicts(outcome, "SHK-CAP-02") == ["fail"]
    split = [power_certificate, {**heat, "t": 200}, {**heat, "t": 100, "set_against": "electricity"}]
    across = judged(report("RY2024", sheet, certificates=split))
    assert term(across.filings[0], "adjusted_t") == 4500
    assert verdicts(across, "SHK-CAP-02") == ["pass"]
    assert verdicts(across, "SHK-CAP-03-CERT") == ["fail"]
    apart = judged(report("RY2024", sheet, certificates=split[:2]))
    assert verdicts(apart, "SHK-CAP-03-CERT") == ["pass"]


@pytest.mark.parametrize(
    ("completed", "verdict"),
    [("2025-06-30", "pass"), ("2025-07-01", "fail"), ("2024-04-01", "pass"), ("2024-03-31", "fail")],
)
def test_the_window_of_a_retirement(completed: str, verdict: str) -> None:
    result = judged(report("RY2025", BASE, [{"t": 100, "on": completed}]))
    assert verdicts(result, "SHK-TIM-01") == [verdict]
    assert term(result.filings[0], "adjusted_t") == (9900 if verdict == "pass" else 10000)


def test_one_retirement_is_not_used_in_two_years() -> None:
    data = report("RY2026", BASE, [{"t": 100, "on": "2025-05-15"}])
    assert verdicts(judged(data), "SHK-TIM-02") == ["pass"]
    first = {**data["uses"][0], "id": "U0", "scope": {**data["uses"][0]["scope"], "period": "FY2024"}}
    data["uses"].append(first)
    assert verdicts(judged(data), "SHK-TIM-02") == ["fail"]
    assert adjusted(data) == 10000


CEDAR = {"volume_m3": 100, "expansion": 1.23, "root_ratio": 0.25, "density": 0.314, "carbon": 0.51}
SAWN = {"volume_m3": 200, "expansion": 1, "root_ratio": 0, "density": 0.331, "carbon": 0.5}


@pytest.mark.parametrize(("parts", "uptake", "total"), [(CEDAR, "90.279", 9909), (SAWN, "121.367", 9878)])
def test_carbon_in_forests_and_wood(parts: dict[str, Any], uptake: str, total: int) -> None:
    stock = {"figures": "quantity", "eligible": True, **parts}
    outcome = filing(report("RY2027", BASE, stocks=[stock]))
    assert term(outcome, "forest_stock_t") == Decimal(uptake)
    assert term(outcome, "adjusted_t") == total
    assert adjusted(report("RY2027", BASE, stocks=[{**stock, "eligible": False}])) == 10000
    assert adjusted(report("RY2026", BASE, stocks=[stock])) == 10000


def test_a_reversal_counts_as_an_emission() -> None:
    stock = {"figures": "tonnes", "eligible": True, "t": -90}
    assert adjusted(report("RY2027", BASE, stocks=[stock])) == 10090


def test_a_total_below_zero_is_shown_and_questioned() -> None:
    data = report("RY2025", [line("fuel", 100)], [{"t": 150}])
    result = judged(data)
    assert term(result.filings[0], "adjusted_t") == -50
    assert verdicts(result, "SHK-CAP-06") == ["unknown"]
    assert verdicts(judged(report("RY2025", [line("fuel", 100)], [{"t": 100}])), "SHK-CAP-06") == ["pass"]


@pytest.mark.slow
def test_an_open_sheet_has_no_upper_bound() -> None:
    data = report(
        "RY2025", [line("fuel", 100)], [{"t": 10}], complete=["uses", "certificates", "transfers", "stocks"]
    )
    assert term(filing(data), "fuel_t") == (100, None)
    assert term(filing({**data, "claim": {**data["claim"], "complete_lists": "all"}}), "fuel_t") == 100


def test_carbon_recycle_value_is_open_where_it_was_sold() -> None:
    held = [line("fuel", 100), line("carbon_recycle", 30)]
    assert adjusted(report("RY2025", held)) == 70
    sold = [*held, line("carbon_recycle_sold", 10)]
    assert term(filing(report("RY2025", sold)), "adjusted_t") == (70, 80)
    assert adjusted(report("RY2024", held)) == 100


@pytest.mark.parametrize(
    ("certified", "share", "verdict"),
    [(30, "39.1", "pass"), (30, "39.2", "unknown"), (31, "39.1", "unknown")],
)
def test_the_non_fossil_share_of_a_tariff(certified: int, share: str, verdict: str) -> None:
    """The help desk's formula decides against no one: another share stays open."""
    tariff = {**power(10000, 0.45), "certified_share": certified, "non_fossil_share": Decimal(share)}
    data = report("RY2024", [line("fuel", 5000), tariff], terms={"stated": "stated"})
    assert verdicts(judged(data), "ENE-08") == [verdict]


def test_domestic_and_overseas_tonnes_are_told_apart() -> None:
    """What is written into the forms: within the cap, and the other class beside it."""
    sheet = [line("fuel", 1000), line("electricity", 600)]
    uses: list[dict[str, Any]] = [
        {"t": 700, "shk_class": "electricity", "origin": "renewable_electricity"},
        {"t": 80},
        jcm(20),
    ]
    for period, domestic in (("RY2025", 680), ("RY2024", 780)):
        outcome = filing(report(period, sheet, uses))
        assert (term(outcome, "domestic_t"), term(outcome, "jcm_t")) == (domestic, 20)
        assert term(outcome, "usable_t") == domestic + 20
