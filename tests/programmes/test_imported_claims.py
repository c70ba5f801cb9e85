"""What is imported, put into a claim that is clean otherwise and judged: nothing passes that the registry shows used.

The claim is the clean sample; its projects, credits and retirements are those of a registry's file, and everything a
file cannot say is answered as favourably as it can be. So what keeps a use from passing is what the file shows; and
where that is changed, and only that, the same use passes.
"""

from __future__ import annotations

import copy
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from offsetcheck.engine.judge import Engine, Judged, Settings
from offsetcheck.engine.overlaps import batch_snapshot
from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.report.build import build_report
from offsetcheck.report.model import ClaimReport
from offsetcheck.rulebook.shipped import open_rulebook
from tests.programmes.kit import ROOT, SAMPLES, read, written

DATA = Path(os.environ.get("OFFSETCHECK_DATA", ROOT.parent / "shared" / "data"))
real_files = pytest.mark.skipif(
    not DATA.is_dir(), reason="the folder of real registry files is absent: set OFFSETCHECK_DATA to it"
)
AS_OF = date(2026, 6, 1)
Data = dict[str, Any]


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(open_rulebook(None))


@lru_cache(maxsize=1)
def _clean() -> Data:
    found: Data = yaml.safe_load(
        (ROOT / "fixtures/claims/clean-organisation.yaml").read_text(encoding="utf-8")
    )
    return found


def clean() -> Data:
    return copy.deepcopy(_clean())


@lru_cache(maxsize=8)
def _imported(path: Path, form: str) -> str:
    return written(read(path, form), form, "json")


def imported(path: Path, form: str) -> Data:
    """The sections of a file, as `offsetcheck import --format json --names` writes them."""
    found: Data = json.loads(_imported(path, form))
    return found


def judged(claim: Data) -> ClaimReport:
    """The report of one claim."""
    facts = parse_claim(json.dumps(claim, default=str).encode(), "claim.json")
    settings = Settings(AS_OF, Profile.SELF_CHECK, batch_snapshot([facts], Profile.SELF_CHECK, AS_OF), ())
    result: Judged = engine().judge(facts, settings)
    (report,) = build_report([(result, "claim.json")], engine().rulebook, settings, "en").claims
    return report


def verdicts(report: ClaimReport, verdict: str) -> dict[str, set[str]]:
    """The rules that have a verdict, and the subjects they have it on."""
    found: dict[str, set[str]] = {}
    for finding in report.findings:
        if finding.verdict.value == verdict:
            found.setdefault(finding.rule, set()).add(finding.subject.id)
    return found


# --- a credit that a registry shows as used


FAVOURABLE = {
    "mitigation": "reduction",
    "by_claimant": False,
    "third_party_verified": True,
    "additional": True,
    "assessment": dict.fromkeys(("real", "accurate", "permanent", "unique", "safeguarded"), True),
}
"""What no file says of a project, answered as well as it can be."""


def claim_on(sections: Data, retirement: Data) -> Data:
    """The clean claim, resting on one imported retirement and the credit, issuance and project behind it."""
    claim = clean()
    (block,) = retirement["blocks"]
    credit = next(c for c in sections["credits"] if c["id"] == block["credit"])
    project = next(p for p in sections["projects"] if p["id"] == credit["project"])
    issuance = next((i for i in sections.get("issuances", ()) if i["id"] == credit.get("issuance")), None)
    vintage = credit["vintage"]["to"]
    issuance = issuance or {
        "id": "I1",
        "project": project["id"],
        "issued_on": str(date.fromisoformat(vintage) + timedelta(90)),
    }
    issuance = {"total_t": 10**9} | issuance  # what a file of blocks does not say of the whole issuance
    tonnes = min(149, credit["quantity_t"])
    claim |= {
        "projects": [FAVOURABLE | project],
        "issuances": [issuance],
        "credits": [{"unit_kind": "ex_post", "issuance": issuance["id"]} | credit],
        "retirements": [retirement],
        "uses": [_clean()["uses"][0] | {"retirement": retirement["id"], "credit": credit["id"], "t": tonnes}],
        "judgements": {"properties_ok": {"value": True, "by": "us", "reason": "sample", "judged_on": AS_OF}},
    }  # fmt: skip
    return claim


OWN = {
    "user": "us",
    "account": "us",
    "purpose": "offset",
    "act": "retirement",
    "purpose_detail": "2025年度の本社及びサンプル工場の事業活動に伴う排出量のオフセット",
    "completed_on": "2026-04-27",
}
"""What the retirement would have to show to be the claimant's own, for this offset."""


def used_elsewhere(path: Path, form: str, project: str) -> Iterator[tuple[Data, Data]]:
    """The sections of a file, and each retirement of a project's units."""
    sections = imported(path, form)
    of = {c["id"] for c in sections["credits"] if c["project"] == project}
    for retirement in sections.get("retirements", ()):
        if {block["credit"] for block in retirement["blocks"]} <= of:
            yield sections, retirement


def assert_not_free(path: Path, form: str, project: str, verdict: str) -> int:
    """Every retired block of the project: not passed, and by the purpose or the user that the registry shows."""
    count = 0
    for sections, retirement in used_elsewhere(path, form, project):
        claim = claim_on(sections, retirement)
        report = judged(claim)
        (use,) = report.uses
        assert use.verdict.value == verdict, retirement["id"]
        assert report.verdict.value != "pass"
        assert report.tonnes["valid_t"].at_least == 0
        if verdict == "fail":
            assert verdicts(report, "fail")["OG-OFF-05"] == {retirement["id"]}
        else:
            assert {"OG-OFF-04", "OG-OFF-05"} <= set(verdicts(report, "unknown"))
        # The proof that it is this and nothing else: the same units, retired by the claimant for the offset, pass.
        claim["retirements"] = [retirement | OWN]
        (own,) = judged(claim).uses
        assert own.verdict.value == "pass", verdicts(judged(claim), "unknown") | verdicts(
            judged(claim), "fail"
        )
        count += 1
    return count


SAMPLE_CASES = [
    ("verra-transactions.csv", "verra", "VCS4150", "fail", 1),
    ("art-cancellations.csv", "art-trees", "ART102", "fail", 1),
    ("art-retirements.csv", "art-trees", "ART130", "unknown", 1),
]


@pytest.mark.slow
@pytest.mark.parametrize(("file", "form", "project", "verdict", "count"), SAMPLE_CASES)
def test_units_of_the_samples_used_elsewhere_are_no_free_offsets(
    file: str, form: str, project: str, verdict: str, count: int
) -> None:
    assert count == assert_not_free(SAMPLES / file, form, project, verdict)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "form", "project", "verdict", "count"),
    [
        ("verra/transactions.csv", "verra", "VCS4150", "fail", 16),
        ("art-trees/cancellations.csv", "art-trees", "ART102", "fail", 3),
        ("art-trees/retirements.csv", "art-trees", "ART130", "unknown", 4),
        ("art-trees/retirements.csv", "art-trees", "ART126", "unknown", 1),
    ],
    ids=["verra-4150-omge", "airlines-corsia", "fcpf-cote-d-ivoire", "fcpf-costa-rica"],
)
@real_files
def test_real_units_used_elsewhere_are_no_free_offsets(
    file: str, form: str, project: str, verdict: str, count: int
) -> None:
    assert count == assert_not_free(DATA / "offsetsdb_tests" / file, form, project, verdict)


@pytest.mark.slow
@pytest.mark.parametrize(("file", "form", "project"), [case[:3] for case in SAMPLE_CASES])
def test_retiring_again_what_is_retired_already_fails_as_a_double_use(
    file: str, form: str, project: str
) -> None:
    for sections, retirement in used_elsewhere(SAMPLES / file, form, project):
        claim = claim_on(sections, retirement)
        claim["retirements"].append(retirement | OWN | {"id": "R-own"})
        claim["uses"][0]["retirement"] = "R-own"
        report = judged(claim)
        failing = verdicts(report, "fail")
        assert failing["OG-DBL-01"] == {claim["uses"][0]["id"]}
        assert failing["OG-DBL-01-SPARE"] == {retirement["id"]}
        assert [use.verdict.value for use in report.uses] == ["fail"]


# --- projects of the J-Credit list


def jcredit_claims(path: Path) -> Iterator[tuple[Data, Data]]:
    """Each J-Credit project of the list, and the clean claim resting on it; units of its last year at most."""
    for project in imported(path, "jcredit-projects")["projects"]:
        if project["programme"] != "J-Credit":
            continue
        claim = clean()
        end = min(date.fromisoformat(project.get("crediting", {}).get("to", "2024-09-30")), date(2024, 9, 30))
        year = {"from": end - timedelta(364), "to": end}
        claim["projects"] = [project | {"by_claimant": False}]
        claim["issuances"][0] |= {"project": project["id"], "monitored": year}
        claim["credits"][0] |= {"project": project["id"], "vintage": year}
        yield project, claim


KNOWN = {
    "registered_on": "2023-09-12",  # decides whether the environmental and social care of April 2023 applies
    "plan_in_force": True,  # a forest: the plan is kept, and the yearly papers are in
    "papers_through": "2026-06-30",
    "post_monitoring": True,  # other stores: monitored on
    "reversal_uncompensated": False,
    "reversal_remedy": True,
}
"""What the list does not say and the criteria of permanence and of care ask for, answered as their clauses want it."""


def assert_nothing_unjustified(path: Path) -> Counter[str]:
    """No project of the list fails or cannot be judged; what is open is only what it does not say."""
    counts: Counter[str] = Counter()
    for project, claim in jcredit_claims(path):
        report = judged(claim)
        assert not {"fail", "error"} & {f.verdict.value for f in report.findings}, project["id"]
        removal = "OG-CRED-03" in verdicts(report, "unknown")
        assert removal == (project["mitigation"] != "reduction"), project["id"]
        counts["projects"] += 1
        counts["removals"] += removal
        claim["projects"][0] |= KNOWN
        answered = judged(claim)
        assert answered.verdict.value == "pass", (project["id"], verdicts(answered, "unknown"))
    return counts


@pytest.mark.slow
def test_jcredit_projects_of_the_sample_fail_for_nothing_the_list_does_not_say() -> None:
    assert assert_nothing_unjustified(SAMPLES / "jcredit-projects.csv") == {"projects": 7, "removals": 2}


@real_files
@pytest.mark.slow
def test_the_612_jcredit_rows_fail_for_nothing_the_list_does_not_say() -> None:
    """612 rows are 578 projects: one with several methodologies has several rows."""
    counts = assert_nothing_unjustified(DATA / "jcredit" / "jcredit_registration_list_all_2024-06.csv")
    assert counts == {"projects": 578, "removals": 124}
