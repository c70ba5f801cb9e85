"""Where credits of each origin may be used: one sample of each, judged by the rules of every scheme.

Nothing here says what is allowed. A sample is described as completely as a sound credit can be, so that only what it is
decides; whether it lowers a total of a report, and up to which cap, is seen by working the total out with and without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from offsetcheck.engine.judge import Case, Engine, Outcome, Settings
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import Claim, Origin, Purpose, RenewableKind, ShkClass
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import LAST_DAY_YEAR
from offsetcheck.rulebook.book import Edition, NoEditionError

__all__ = ["ASSUMED", "LAST", "OUTLETS", "Answered", "Matrix", "Outlet", "Sample", "matrix"]

#: How many tonnes each sample has, and emissions of purchased electricity and heat that are more, and less, than that.
TONNES: Final = Decimal(100)
_LARGE: Final = Decimal(1000)
_SMALL: Final = Decimal(40)


class Sample(StrEnum):
    """The units asked about: J-Credits by origin, and JCM credits."""

    RENEWABLE_ELECTRICITY = Origin.RENEWABLE_ELECTRICITY.value
    RENEWABLE_HEAT = Origin.RENEWABLE_HEAT.value
    ENERGY_SAVING = Origin.ENERGY_SAVING.value
    FOREST = Origin.FOREST.value
    INDUSTRIAL = Origin.INDUSTRIAL.value
    AGRICULTURE = Origin.AGRICULTURE.value
    WASTE = Origin.WASTE.value
    JCM = "jcm"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A way to use a credit: the purpose, and what is said of such a use."""

    id: str
    title: Text
    purpose: Purpose
    facts: Mapping[str, Any] = field(default_factory=dict)
    term: str | None = None
    """The number of the SHK report that the use has to change by its tonnes."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the rules say of one sample and one outlet."""

    sample: Sample
    outlet: Outlet
    verdict: Verdict
    capped: bool
    """Whether it counts only up to the emissions of the purchase it is set against."""
    outcomes: tuple[Outcome, ...]
    """The rules that decide against it, or that cannot be decided."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """All answers for the uses of one fiscal year."""

    period: FiscalYear
    as_of: date
    editions: tuple[tuple[Edition, str], ...]
    """Editions in force and what chose each."""
    outlets: tuple[Outlet, ...]
    answers: tuple[Answered, ...]
    """By outlet, and by sample within it."""
    left_out: tuple[Outlet, ...]
    """Outlets whose scheme has no edition for the year."""


_PROCURED: Final[Mapping[str, Any]] = {
    "as_renewable": True, "netted": False, "overseas_site": False, "mwh": 200, "mwh_from_registry": True,
    "self_generated": False, "own_generation": False, "contract_on": "2023-12-01", "contracted_on": "2023-12-01",
    "within_exempt_share": False, "re100_exempt": False, "original_offtaker": False,
}  # fmt: skip
_PERIODIC: Final[Mapping[str, Any]] = {"annexes": "stated", "creation_record": True, "weighting": 1}

OUTLETS: Final = (
    Outlet("shk-adjusted", Text("温対法　調整後温室効果ガス排出量からの控除", "SHK: deducted from the adjusted emissions"),
           Purpose.SHK, term="adjusted_exact_t"),
    Outlet("shk-basic", Text("温対法　基礎排出量への反映", "SHK: reflected in the basic emissions"), Purpose.SHK,
           term="basic_exact_t"),
    Outlet("shk-electricity", Text("温対法　電気に充てる区分", "SHK: in the class set against electricity"), Purpose.SHK,
           {"shk_class": "electricity"}, "el_rest_adjusted_t"),
    Outlet("shk-heat", Text("温対法　熱に充てる区分", "SHK: in the class set against heat"), Purpose.SHK,
           {"shk_class": "heat"}, "ht_rest_adjusted_t"),
    Outlet("shk-credit", Text("温対法　その他のクレジットの区分", "SHK: in the class of other credits"), Purpose.SHK,
           {"shk_class": "credit"}, "free_t"),
    Outlet("energy-joint", Text("省エネ法　共同省エネルギー事業", "Energy act: joint energy saving"), Purpose.ENERGY_ACT,
           {**_PERIODIC, "energy_route": "joint", "as_renewable": False}),
    Outlet("energy-non-fossil", Text("省エネ法　非化石エネルギーへの転換", "Energy act: shift to non-fossil energy"),
           Purpose.ENERGY_ACT, {**_PROCURED, **_PERIODIC, "energy_route": "non_fossil"}),
    Outlet("offset", Text("カーボン・オフセット", "Carbon offset"), Purpose.OFFSET),
    Outlet("cdp", Text("CDP　再エネ調達（スコープ2）", "CDP: renewable procurement (Scope 2)"), Purpose.CDP, _PROCURED),
    Outlet("cdp-disclosed", Text("CDP　クレジットとしての開示のみ", "CDP: disclosed as credits only"), Purpose.CDP,
           {**_PROCURED, "as_renewable": False}),
    Outlet("sbt", Text("SBT　再エネ調達", "SBT: renewable procurement"), Purpose.SBT, _PROCURED),
    Outlet("re100", Text("RE100　購入した電力", "RE100: purchased electricity"), Purpose.RE100, _PROCURED),
    Outlet("re100-own", Text("RE100　自家発電の電力", "RE100: self-generated electricity"), Purpose.RE100,
           {**_PROCURED, "self_generated": True, "own_generation": True}),
    Outlet("gx-ets", Text("GX-ETS", "GX-ETS"), Purpose.GX_ETS, {"as_renewable": False}),
    Outlet("corsia", Text("CORSIA", "CORSIA"), Purpose.CORSIA),
)  # fmt: skip


ASSUMED: Final[Mapping[str, Text]] = {
    "A62-04": Text(
        "承認された用途に国際的な緩和目的（CORSIAなど）が含まれるものに限り、使用できる可能性があります（本表は、含まれないものとして判定しています）。",
        "Only units whose authorised uses include international mitigation purposes (such as CORSIA) may come to be used; here they are taken not to include them.",
    ),
}
"""What is said, by rule, where a sample fails by what it is taken to be and not by its origin."""

#: How long the projects of the samples go on being credited: whether they still are is no question here.
_CREDITED: Final = 6
#: The last year whose samples can be written down.
LAST: Final = FiscalYear(LAST_DAY_YEAR - _CREDITED)


def matrix(
    engine: Engine, period: FiscalYear, progress: Callable[[int, int], None] = lambda done, total: None
) -> Matrix:
    """Judge every sample for every outlet of a fiscal year, once all its retirements can be complete."""
    settings = Settings(date(period.start + 2, 3, 31))
    editions: dict[str, tuple[Edition, str]] = {}
    answers: list[Answered] = []
    left_out: list[Outlet] = []
    for n, outlet in enumerate(OUTLETS):
        progress(n, len(OUTLETS))
        try:
            answers.extend(_row(engine, settings, period, outlet, editions))
        except NoEditionError:
            left_out.append(outlet)
    progress(len(OUTLETS), len(OUTLETS))
    asked = tuple(o for o in OUTLETS if o not in left_out)
    return Matrix(period, settings.as_of, tuple(editions.values()), asked, tuple(answers), tuple(left_out))


def _row(
    engine: Engine, settings: Settings, period: FiscalYear, outlet: Outlet, editions: dict[str, tuple[Edition, str]]
) -> list[Answered]:  # fmt: skip
    """One outlet: all samples in one claim, since nothing ties them together."""
    claim = _claim(period, outlet, tuple(Sample), _LARGE)
    case = Case(engine, claim, settings)
    judged = [(use, case.use_outcome(use).verdict) for use in case.world.rows["use"]]
    for scope in {id(s): s for use, _ in judged for s in case.scopes_of_use(use)}.values():
        editions[scope.made.edition.id] = (scope.made.edition, case.chosen[scope.made.edition.id])
    found = []
    for sample, (use, verdict) in zip(Sample, judged, strict=True):
        outcomes = [
            case.outcome(scope, rule, row) for scope, rule, row, _ in case.acting(use) if row is not None
        ]
        decided: Verdict = verdict
        capped = False
        if verdict is Verdict.PASS and outlet.term is not None:
            changed = _changed(engine, settings, period, outlet, sample, outlet.term, _LARGE)
            if changed is None:
                decided = Verdict.UNKNOWN
            elif changed != TONNES:
                decided = Verdict.FAIL
            else:
                total = outlet.term if outlet.term.endswith("exact_t") else "adjusted_exact_t"
                capped = _changed(engine, settings, period, outlet, sample, total, _SMALL) != TONNES
        deciding = tuple(o for o in outcomes if o.verdict is verdict and verdict is not Verdict.PASS)
        found.append(Answered(sample, outlet, decided, capped, deciding))
    return found


def _changed(
    engine: Engine, settings: Settings, period: FiscalYear, outlet: Outlet, sample: Sample, term: str, purchased: Decimal
) -> Decimal | None:  # fmt: skip
    """By how many tonnes a sample changes a number of a report with so much purchased energy; None: not known."""
    with_it, without = (
        _term(engine, settings, _claim(period, outlet, samples, purchased), term)
        for samples in ((sample,), ())
    )
    if None in (*with_it, *without) or with_it[0] != with_it[1]:
        return None
    return abs((with_it[0] or Decimal(0)) - (without[0] or Decimal(0)))


def _term(engine: Engine, settings: Settings, claim: Claim, term: str) -> Bounds:
    case = Case(engine, claim, settings)
    filing = case.world.rows["filing"][0]
    scope = case.filing_scope(filing)
    for use in case.world.rows["use"]:
        case.scopes_of_use(use)
    return case.derived_bounds(scope, filing, "filing", term)


# -- the samples -------------------------------------------------------------------------------------------------------

#: The field of the methodology of each sample.
_METHODS: Final[Mapping[Sample, str]] = {
    Sample.RENEWABLE_ELECTRICITY: "EN-R-002", Sample.RENEWABLE_HEAT: "EN-R-001", Sample.ENERGY_SAVING: "EN-S-001",
    Sample.FOREST: "FO-001", Sample.INDUSTRIAL: "IN-001", Sample.AGRICULTURE: "AG-005", Sample.WASTE: "WA-001",
    Sample.JCM: "VN_AM924",
}  # fmt: skip
_RENEWABLE: Final = {
    Sample.RENEWABLE_ELECTRICITY: RenewableKind.ELECTRICITY.value, Sample.RENEWABLE_HEAT: RenewableKind.HEAT.value,
}  # fmt: skip
_CLASSES: Final = {
    Sample.RENEWABLE_ELECTRICITY: ShkClass.ELECTRICITY.value, Sample.RENEWABLE_HEAT: ShkClass.HEAT.value,
}  # fmt: skip


def _claim(period: FiscalYear, outlet: Outlet, samples: Sequence[Sample], purchased: Decimal) -> Claim:
    """A claim that puts samples to an outlet, complete in everything else."""
    year = period.start
    sections: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("projects", "issuances", "credits", "retirements", "uses", "filings")
    }
    for n, sample in enumerate(samples, 1):
        for name, row in _sample(period, outlet, sample, n):
            sections[name].append(row)
    if outlet.purpose is Purpose.SHK:
        sections["filings"] = [_report(period, purchased)]
    return Claim.model_validate(
        {
            "claim": {
                "id": "sample", "stage": "published", "organisation": "us", "kind": "cancel_only",
                "boundary_code": "company", "period": {"from": f"{year}-04-01", "to": f"{year + 1}-03-31"},
                "published_on": f"{year + 1}-07-20", "complete_lists": "all",
            },
            "parties": [{"id": "us", "name": "株式会社サンプル", "corporate_number": "6999900000003"}],
            **sections,
        }
    )  # fmt: skip


def _sample(
    period: FiscalYear, outlet: Outlet, sample: Sample, n: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """One credit with its project, issuance, retirement and use."""
    year, jcm = period.start, sample is Sample.JCM
    mark = "" if jcm else "JCL-0000-"
    serials = {"first": f"{mark}{n}00001", "last": f"{mark}{n}00{int(TONNES)}"}
    vintage = {"from": f"{year - 1}-04-01", "to": f"{year}-03-31"}
    yield "projects", _project(year, sample, n)
    issuance: dict[str, Any] = {
        "id": f"I{n}", "project": f"P{n}", "monitored": vintage, "certification_number": f"SAMPLE-C-{n}",
        "decided_on": f"{year}-09-16", "mwh": 200, "total_t": TONNES,
    }  # fmt: skip
    credit: dict[str, Any] = {
        "id": f"C{n}", "project": f"P{n}", "issuance": f"I{n}", "vintage": vintage, "serials": serials,
        "quantity_t": TONNES, "unit_kind": "ex_post",
    }  # fmt: skip
    if jcm:
        issuance |= {"verified_t": 900, "total_t": 900, "japan_t": 600, "host_t": 300, "gov_t": 0}
        credit |= {
            "holder": "us", "from_government_share": False, "registry_side": "japan", "legal_basis": "act",
            "itmo": {"presented": False},
            "authorisation": {
                "status": "authorised", "party": "VN", "on": f"{year}-05-01", "reference": "SAMPLE-LOA",
                "uses": ["ndc", "other_purposes"], "adjustment": "committed",
            },
        }  # fmt: skip
    yield "issuances", issuance
    yield "credits", credit
    # GX-ETS settles in the winter after the SHK reports; both windows are those of the year after the fiscal year
    done = f"{year + 1}-12-15" if outlet.purpose is Purpose.GX_ETS else f"{year + 1}-05-19"
    yield "retirements", {
        "id": f"R{n}", "notice": f"SAMPLE-N-{n}", "registry": "JCM登録簿" if jcm else "J-クレジット登録簿システム",
        "document": "registry_extract" if jcm else "notice", "act": "retirement", "applied_on": done, "completed_on": done,
        "observed_on": done, "account": "us", "user": "us", "purpose": outlet.purpose.value,
        "purpose_detail": f"{year}年度の実績", "designation": "serial", "total_t": TONNES,
        "blocks": [{"credit": f"C{n}", "serials": serials, "quantity_t": TONNES}],
    }  # fmt: skip
    yield "uses", {
        "id": f"U{n}", "retirement": f"R{n}", "credit": f"C{n}", "purpose": outlet.purpose.value, "t": TONNES,
        "status": "retired", "in_reporting_boundary": True, "shk_class": _CLASSES.get(sample, ShkClass.CREDIT.value),
        "filed_on": f"{year + 1}-07-20",
        "scope": {"entity": "us", "boundary": "company", "period": str(period),
                  "days": {"from": f"{year}-04-01", "to": f"{year + 1}-03-31"}},
        **outlet.facts,
    }  # fmt: skip


def _project(year: int, sample: Sample, n: int) -> dict[str, Any]:
    project: dict[str, Any] = {
        "id": f"P{n}", "programme": "J-Credit", "reference": f"SAMPLE-{n}", "name": "見本", "host_country": "JP",
        "methodology": _METHODS[sample], "by_claimant": False, "same_site": False, "mitigation": "reduction",
        "safeguards_shown": True,
        "registered_on": f"{year - 2}-06-20", "crediting": {"from": f"{year - 2}-07-01", "to": f"{year + _CREDITED}-03-31"},
        "coal_co_fired": False, "commissioned_on": f"{year - 2}-04-01", "started_on": f"{year - 2}-04-01",
    }  # fmt: skip
    if sample is Sample.JCM:
        return project | {
            "programme": "JCM", "reference": "VN924", "host_country": "VN", "channel": "private", "subsidy_share": 0,
            "papers_at_hand": False, "jcm": {"methodology": _METHODS[sample]},
        }  # fmt: skip
    if sample is Sample.FOREST:
        project |= {
            "mitigation": "removal", "plan_in_force": True, "papers_through": f"{year + 2}-03-31", "post_monitoring": True,
            "reversal_uncompensated": False,
        }  # fmt: skip
    return project | {"origin": sample.value, "renewable": _RENEWABLE.get(sample, RenewableKind.NONE.value)}


def _report(period: FiscalYear, purchased: Decimal) -> dict[str, Any]:
    """An SHK report with fuel, and so much purchased electricity and heat each."""
    bought = {"figures": "tonnes", "t": purchased, "adjusted_t": purchased, "adjusted_by": "adjusted"}
    sources = [{"kind": "fuel", "t": 10_000}, {"kind": "electricity", **bought}, {"kind": "heat", **bought}]
    return {"scheme": "shk", "entity": "us", "period": str(period), "sources": sources}
