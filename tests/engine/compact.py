"""A compact rulebook that uses every construct of the language, for tests that judge whole claims."""

from __future__ import annotations

from functools import cache

from offsetcheck.rulebook.book import Rulebook
from tests.engine.lawkit import (
    Item,
    binds,
    book,
    clause,
    criterion,
    derives,
    edition,
    parameter,
    rule,
    scheme,
)

PARAMETERS = [
    parameter("late", 12), parameter("days", 30), parameter("keep", 120), parameter("papers", "06-30"),
    parameter("half", 0.5), parameter("weak", 200, "unconfirmed"), parameter("few", 2),
]  # fmt: skip

DERIVATIONS = [
    derives("claim.valid_t", "sum(uses.t, uses.purpose = 'offset' AND uses.valid)"),
    derives("claim.residual_t", "sum(emissions.t, emissions.included)"),
    derives("claim.net_t", "claim.residual_t - sum(reductions.t)"),
    derives(
        "claim.whole_t",
        {"readings": {"whole": "floor0($half * claim.valid_t)", "exact": "$half * claim.valid_t"}},
    ),
    derives(
        "issuance.base_t",
        {"readings": {"all": "issuance.total_t", "japan": "min2(issuance.total_t, issuance.japan_t)"}},
    ),
    derives("project.young", "project.registered_on + INTERVAL ($keep) MONTH > as_of"),
    derives("credit.over_t", "max2(0, sum(uses.t) - credit.quantity_t)"),
    derives("use.gap_t", "abs(use.t - credit.quantity_t)"),
]

CRITERIA = [
    criterion("permanence", "credit", "kept", "remedied"),
    criterion("uniqueness", "project", "alone"),
]

CLAIM_RULES = [
    rule("CLM-NEED", "claim", {"enough": "claim.valid_t >= claim.claimed_t"}, show={"short_t": "max2(0, claim.claimed_t - claim.valid_t)"}),
    rule("CLM-NET", "claim", {"covered": "claim.claimed_t <= claim.net_t OR claim.offset_base = 'baseline'"}),
    rule("CLM-HALF", "claim", {"half": "claim.whole_t >= $half * claim.claimed_t"}, severity="advisory"),
    rule("CLM-KNOWN", "claim", {
        "known": "any(emissions.included AND emissions.t > 0)", "all_methods": "all(NOT emissions.main OR length(emissions.method) > 3)",
        "none_left": "none(emissions.main AND NOT emissions.included) OR judgement.sources_ok",
    }),
    rule("CLM-COUNT", "claim", {"some": "count(statements) >= 1", "few": "count(uses.purpose = 'offset') <= $few + 3"}),
    rule("CLM-TEXT", "claim", {"told": "claim.disclosure.emissions = 'stated' AND claim.disclosure.credits = 'stated'", "one_language": "all_same(statements.language)"}),
    rule("CLM-PERIOD", "claim", {"year": "days_between(claim.period.from, claim.period.to) <= 366 AND year(claim.period.from) >= 2024",
         "day": "month(claim.period.to) = 3 AND day(claim.period.to) = 31"}, when="claim.kind IN ('organisation', 'event')"),
    rule("CLM-WEAK", "claim", {"small": "claim.claimed_t < $weak"}),
    rule("CLM-DEGREE", "claim", {"met": "claim.degree = 'offset' OR neutral"},
         let={"neutral": "claim.target.followed_up AND claim.target.plan = 'stated'"},
         basis=[clause(restricts=["met"]), clause("unconfirmed", permits=["neutral"])]),
    rule("CLM-WHEN", "claim", {"met": "claim.target.target = 'stated'"}, when="claim.degree = 'carbon_neutral'",
         basis=[clause("secondary", restricts=["met"]), clause("unconfirmed", permits=["when"])]),
    rule("STM-ZERO", "statement", {"effect": "statement.effect NOT IN ('zero', 'neutral') OR claim.degree = 'carbon_neutral'",
         "beside": "(statement.states_quantity AND statement.states_share) OR statement.grounds = 'other'"}),
    rule("STM-TEXT", "statement", {"starts": "starts_with(statement.text, '当社') OR statement.market <> 'JP'", "shown": "statement.shown_on >= claim.publication_on"}),
]  # fmt: skip

CREDIT_RULES = [
    rule("PRJ-ALONE", "project", {"alone": "alone", "none": "none(registrations.overlaps)"}),
    rule("PRJ-REG", "project", {"certified": "all(registrations.overlaps = registrations.same_output_certified) OR any(registrations.scheme = 'G')"}, severity="advisory"),
    rule("PRJ-YOUNG", "project", {"young": "project.young"}, when="project.mitigation <> 'reduction'"),
    rule("PRJ-SHARE", "project", {"share": "project.subsidy_share * 2 <= 1"}, when="project.programme = 'JCM' AND project.host_country <> 'JP'"),
    rule("ISS-SHARE", "issuance", {"share": "issuance.gov_t >= $half * issuance.base_t"}, when="project.programme = 'JCM'"),
    rule("ISS-SUM", "issuance", {"sum": "issuance.japan_t + issuance.host_t = issuance.total_t"}, severity="advisory"),
    rule("CRD-PERM", "credit", {"kept": "kept", "remedied": "remedied"}, criterion="permanence", when="project.mitigation IN ('removal', 'mixed')"),
    rule("CRD-SER", "credit", {"count": "credit.serial_count = credit.quantity_t", "once": "NOT credit.overlaps_claim"}),
    rule("CRD-ITMO", "credit", {"authorised": "has(credit.authorisation.uses, 'ndc') OR credit.authorisation.status = 'authorised'",
         "party": "credit.authorisation.party = project.host_country"}, when="project.host_country <> 'JP'"),
    rule("CRD-VIN", "credit", {"later": "credit.vintage.from >= DATE '2021-01-01'", "inside": "credit.vintage.to BETWEEN issuance.monitored.from AND issuance.monitored.to"}),
    rule("CRD-OVER", "credit", {"within": "credit.over_t = 0"}),
    rule("RET-ONE", "retirement", {"user": "all_same(uses.scope.entity)", "scope": "all_same(uses.scope.span)", "purpose": "all_same(uses.purpose)",
         "claimant": "same_party(retirement.user, claim.organisation) OR judgement.user_ok"}),
    rule("RET-DRAW", "retirement", {"within": "sum(uses.t) <= retirement.total_t", "blocks": "sum(blocks.quantity_t) = retirement.total_t OR retirement.designation = 'total'"}),
    rule("RET-DBL", "retirement", {"here": "NOT retirement.overlaps_claim", "there": "NOT retirement.overlaps_record",
         "said": "NOT retirement.overlaps_statement OR judgement.overlap_settled"}),
    rule("RET-ACT", "retirement", {"act": "retirement.act = 'retirement' OR judgement.cancellation_ok", "seen": "retirement.observed_on <= as_of",
         "order": "retirement.applied_on <= retirement.completed_on"}),
    rule("USE-TIME", "use", {"timely": "retirement.completed_on <= claim.publication_on OR late"},
         let={"late": "retirement.completed_on <= add_months(claim.period.to, $late) AND judgement.late_ok"},
         basis=[clause("unconfirmed", restricts=["timely"]), clause(permits=["late"])]),
    rule("USE-LATE", "use", {"soon": "retirement.completed_on <= add_days(claim.period.to, $days) OR grace"},
         let={"grace": "retirement.completed_on - INTERVAL 1 YEAR <= claim.period.to"},
         basis=[clause(restricts=["soon"]), clause("unconfirmed", permits=["grace"])]),
    rule("USE-DONE", "use", {"retired": "use.status = 'retired'", "named": "exists(retirement)"}),
    rule("USE-GAP", "use", {"near": "use.gap_t <= 100"}),
]  # fmt: skip

PROGRAMMES = [
    edition("programmes/one", purposes=["offset"]),
    *PARAMETERS,
    binds("permanence", "J-Credit",
          kept="as_of > add_months(project.crediting.to, $keep) OR (project.plan_in_force AND project.papers_through >= last_due($papers, as_of))",
          remedied="project.reversal_remedy"),
    binds("permanence", "JCM", "unconfirmed", kept="NOT project.reversal_uncompensated"),
    binds("uniqueness", "J-Credit", "secondary", alone="project.host_country = 'JP'"),
    {**binds("uniqueness", "JCM", alone="project.additional"),
     "basis": [clause(restricts=["alone"]), clause("unconfirmed", permits=["alone"])]},
    rule("PGM-EXPOST", "credit", {"real": "credit.unit_kind = 'ex_post'"}, purposes=["offset", "shk", "gx-ets"]),
]  # fmt: skip

SHK = [
    scheme("shk/one", "shk", last="FY2024"),
    *PARAMETERS,
    derives("filing.used_t", "sum(uses.t, uses.purpose = 'shk' AND uses.valid AND uses.scope.period = filing.period AND same_party(uses.scope.entity, filing.entity))"),
    derives("filing.after_t", "max2(0, filing.terms.direct_t - filing.used_t)"),
    rule("SHK-TIME", "use", {"window": "retirement.completed_on BETWEEN fy_first(use.scope.period) AND add_months(fy_last(use.scope.period), $late)"}),
    rule("SHK-OWN", "use", {"inside": "use.in_reporting_boundary"}),
    rule("SHK-CAP", "filing", {"cap": "filing.used_t <= filing.terms.direct_t"}, show={"excess_t": "max2(0, filing.used_t - filing.terms.direct_t)"}),
    rule("SHK-WHO", "filing", {"who": "filing.entity = claim.organisation"}, when="filing.terms.direct_minus1_t > 0"),
]  # fmt: skip

SHK_NEXT: list[Item] = [{**scheme("shk/two", "shk", "FY2025"), "extends": "shk/one", "drops": ["SHK-WHO"]}]

GX = [
    scheme("gx-ets/one", "gx-ets"),
    *PARAMETERS,
    derives("filing.credits_t", "sum(uses.t, uses.purpose = 'gx-ets' AND uses.valid)"),
    rule("GX-CAP", "filing", {"cap": "filing.credits_t <= cap"},
         let={"cap": {"readings": {"whole": "floor0($half * filing.terms.direct_t)", "exact": "$half * filing.terms.direct_t"}}},
         when="filing.terms.direct_minus1_t >= 50"),
    rule("GX-IN", "filing", {"covered": "covered"}, severity="advisory",
         let={"covered": {"readings": {"reaches": "filing.terms.direct_t >= 100", "exceeds": "filing.terms.direct_t > 100"}}}),
    rule("GX-WHEN", "filing", {"entity": "filing.entity = claim.organisation"}, let={"line": {"readings": {"low": "60", "high": "100"}}},
         when="filing.terms.direct_t >= line"),
]  # fmt: skip


@cache
def compact() -> Rulebook:
    """The rulebook, loaded once."""
    return book(
        *PARAMETERS, *DERIVATIONS, *CRITERIA, *CLAIM_RULES, *CREDIT_RULES,
        more={"programmes": PROGRAMMES, "shk": SHK, "shk-next": SHK_NEXT, "gx": GX},
    )  # fmt: skip
