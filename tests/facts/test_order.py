"""Missing facts stand in one order on every page."""

from __future__ import annotations

import random

from offsetcheck.facts.order import natural, place


def test_facts_stand_by_subject_as_in_a_claim_file_start_before_end_and_rows_as_people_count():
    wanted = [
        "claim.period.from",
        "claim.period.to",
        "claim.published_on",
        "parties[Example].corporate_number",
        "projects[P1].registered_on",
        "projects[P3].programme",
        "projects[P10].programme",
        "issuances[I1].monitored.from",
        "issuances[I1].monitored.to",
        "credits[C1].issuance",
        "credits[C1].vintage.from",
        "credits[C1].vintage.to",
        "credits[C1].quantity_t",
        "credits[C2].vintage.from",
        "retirements[R1].completed_on",
        "retirements[R1].total_t",
        "retirements[R1].blocks[1].quantity_t",
        "retirements[R1].blocks[2].quantity_t",
        "retirements[R2].notice",
        "uses[U1].scope.period",
        "filings[shk/FY2025].entity",
        "complete_lists[statements]",
        "complete_lists[uses]",
        "judgements.user_ok[R1]",
        "judgements.late_ok[U1]",
        "law[OG-CRED-07.still_usable]",
    ]
    mixed = random.Random(7).sample(wanted, len(wanted))
    assert sorted(mixed, key=place) == wanted


def test_clauses_keep_the_order_of_the_rules_that_ask_about_them():
    assert place("law[b.x]") == place("law[a.x]")


def test_identifiers_are_sorted_as_people_count():
    assert sorted(["P10", "P3", "P1", "A"], key=natural) == ["A", "P1", "P3", "P10"]
