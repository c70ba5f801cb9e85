"""No purpose lets pass what another refuses: units drawn twice, not retired, not certified, not authorised, not yet real.

Every use of a table of purposes and programmes passes as it stands. Each defect then changes one fact of it: the use passes no
more, or the reader refuses the claim. The few that pass all the same stand in `LAWFUL`, each with its reason.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from offsetcheck.engine.judge import Judged, Settings
from offsetcheck.engine.overlaps import RecordedUse, Snapshot
from offsetcheck.engine.serial_numbers import placement, uniqueness_scope
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.claims import claim_of
from offsetcheck.facts.documents import parse_document, read_document
from offsetcheck.facts.identity import Party
from offsetcheck.facts.problems import InputError
from tests.engine.test_attacks import CLAIMS, ENGINE

AS_OF = date(2027, 6, 1)
Data = dict[str, Any]
OTHERS = {"id": "them", "name": "株式会社別会社", "corporate_number": "5012345678902"}
BY = {"by": "株式会社第三者検証", "judged_on": "2026-04-01", "reason": "資料により確認"}
CERTIFIED = ("J-Credit", "JCM")
"""Programmes whose units come with the day they were decided on; of the others it is the day of issuance."""


# -- the uses ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A claim with the use that is looked at, and the rows it draws on."""

    claim: Data
    use: Data

    def row(self, table: str, id_: str) -> Data:
        """A row by its id."""
        found: Data = next(r for r in self.claim[table] if r["id"] == id_)
        return found

    @property
    def credit(self) -> Data:
        return self.row("credits", self.use["credit"])

    @property
    def retirement(self) -> Data:
        return self.row("retirements", self.use["retirement"])

    @property
    def issuance(self) -> Data:
        return self.row("issuances", self.credit["issuance"])

    @property
    def project(self) -> Data:
        return self.row("projects", self.credit["project"])

    @property
    def day(self) -> str:
        """The name of the day on which its programme decides on, or issues, its units."""
        return "decided_on" if self.project["programme"] in CERTIFIED else "issued_on"


def plain(name: str) -> Data:
    """A fixture as JSON would read it."""
    value = read_document(CLAIMS / f"{name}.yaml").value
    found: Data = json.loads(
        json.dumps(value, default=lambda v: v.isoformat() if isinstance(v, date) else float(v))
    )
    return found


def fixture(name: str, use: str) -> Case:
    """A use of a fixture."""
    claim = plain(name)
    return Case(claim, next(u for u in claim["uses"] if u["id"] == use))


def report(purpose: str, **use: Any) -> Case:
    """A J-Credit put to a report on energy or to an initiative."""
    case = fixture("clean-organisation", "U1")
    origin = "energy_saving" if use.get("energy_route") == "joint" else "renewable_electricity"
    case.project.update(origin=origin, renewable="electricity", coal_co_fired=False)
    if origin != "energy_saving":
        case.project.update(methodology="EN-R-002 太陽光発電設備の導入")
    case.issuance.update(mwh=300, total_t=149)
    case.retirement.update(purpose=purpose)
    case.use.update(purpose=purpose, netted=False, overseas_site=False, **use)
    return case


def renewable(purpose: str) -> Case:
    """A J-Credit reported as procurement of renewable energy."""
    return report(
        purpose, as_renewable=True, mwh=300, self_generated=False, contract_on="2025-04-01", within_exempt_share=True
    )  # fmt: skip


def jcm(purpose: str) -> Case:
    """JCM units put to a purpose."""
    case = fixture("one-run-two-filings", "U4")
    claim, use = case.claim, case.use
    claim.update(uses=[use], retirements=[case.retirement], filings=[])
    case.retirement.update(purpose=purpose)
    use.update(purpose=purpose)
    if purpose == "shk":
        use.update(shk_class="credit", in_reporting_boundary=True)
    elif purpose == "offset":
        claim["claim"].update(published_on="2027-03-01")
        claim["statements"][0].update(shown_on="2027-03-01")
    else:
        case.retirement.update(act="cancellation")
        case.credit["authorisation"].update(uses=["international_mitigation"])
        claim["judgements"] = {"corsia_eligible": {"value": True, **BY}}
    return case


def a64(purpose: str) -> Case:
    """A6.4ERs put to a purpose."""
    case = fixture("product-a64-unauthorised", "U1")
    case.credit["authorisation"] = {
        "status": "authorised", "party": "BD", "on": "2026-05-01", "uses": ["international_mitigation", "other_purposes"],
        "adjustment": "committed", "limits": "kept",
    }  # fmt: skip
    case.project["a64"]["methodology"] = "mechanism"
    case.issuance["verified_t"] = 58000
    case.retirement.update(purpose=purpose)
    case.use.update(purpose=purpose)
    if purpose == "corsia":
        case.use["scope"] = {"entity": "us", "boundary": "air", "period": "FY2026"}
        case.claim["judgements"] = {"corsia_eligible": {"value": True, **BY}}
    return case


def contribution() -> Case:
    """A6.4ERs that are cancelled and compensate nothing."""
    case = a64("offset")
    case.claim["claim"].update(kind="cancel_only")
    return case


def voluntary(purpose: str) -> Case:
    """Units of a voluntary programme put to a purpose."""
    case = fixture("mixed-portfolio", "U2")
    case.project.update(
        additional=True,
        safeguards_shown=True,
        assessment=dict.fromkeys(("real", "accurate", "permanent", "unique", "safeguarded"), True),
    )
    case.issuance.update(verified_t=41250)
    case.retirement.update(purpose=purpose)
    case.use.update(purpose=purpose)
    eligible = "corsia_eligible" if purpose == "corsia" else "properties_ok"
    case.claim["judgements"] = {eligible: {"value": True, **BY}}
    if purpose == "corsia":
        case.credit["authorisation"] = {
            "status": "authorised", "party": "ID", "on": "2026-03-01", "uses": ["international_mitigation"],
            "adjustment": "committed", "limits": "kept",
        }  # fmt: skip
    return case


def class_b() -> Case:
    """Other eligible carbon credits of GX-ETS phase 1."""
    case = fixture("gx-phase1-settled", "U3")
    case.project.update(
        programme="other", mitigation="removal", removal_kind="daccs", gx={"family": "daccs", "approved": True, "international": True}
    )  # fmt: skip
    claim = case.claim
    claim["projects"].append({**case.row("projects", "P1"), "id": "P9"})
    claim["issuances"].append(
        {**case.issuance, "id": "I9", "project": "P9", "issued_on": "2025-10-01", "total_t": 18000}
    )
    case.credit.update(project="P9", issuance="I9", from_buffer=False, storage_term="permanent")
    case.row("projects", "P1").update(fixture("gx-phase1-settled", "U3").project)
    for key in ("gx", "removal_kind"):
        case.row("projects", "P1").pop(key)
    return case


USES: dict[str, Callable[[], Case]] = {
    "offset, J-Credit": lambda: fixture("clean-organisation", "U1"),
    "offset, JCM": lambda: jcm("offset"),
    "offset, A6.4": lambda: a64("offset"),
    "offset, VCS": lambda: voluntary("offset"),
    "contribution, J-Credit": lambda: fixture("cancel-only-contribution", "U1"),
    "contribution, A6.4": contribution,
    "shk, J-Credit": lambda: fixture("one-run-two-filings", "U2"),
    "shk, JCM": lambda: jcm("shk"),
    "gx-ets phase 1, J-Credit": lambda: fixture("gx-phase1-settled", "U3"),
    "gx-ets phase 1, JCM": lambda: fixture("gx-phase1-settled", "U4"),
    "gx-ets phase 1, others": class_b,
    "gx-ets phase 2, J-Credit": lambda: fixture("one-run-two-filings", "U3"),
    "gx-ets phase 2, JCM": lambda: fixture("one-run-two-filings", "U4"),
    "energy-act, joint": lambda: report(
        "energy-act", energy_route="joint", filed_on="2026-07-01", creation_record=True
    ),
    "energy-act, non-fossil": lambda: report("energy-act", energy_route="non_fossil", weighting=1),
    "cdp": lambda: renewable("cdp"),
    "sbt": lambda: renewable("sbt"),
    "re100": lambda: renewable("re100"),
    "corsia, A6.4": lambda: a64("corsia"),
    "corsia, JCM": lambda: jcm("corsia"),
    "corsia, VCS": lambda: voluntary("corsia"),
}


# -- the defects ---------------------------------------------------------------------------------------------------------------

Defect = Callable[[Case], object]
DEFECTS: dict[str, Defect] = {}
NOT_MEANT = "not meant"
"""What a defect says of a use that has no such fact."""


def defect(name: str, programmes: tuple[str, ...] = ()) -> Callable[[Defect], Defect]:
    """Add a defect, of some programmes or of all."""

    def add(change: Defect) -> Defect:
        def guarded(case: Case) -> object:
            if programmes and case.project.get("programme") not in programmes:
                return NOT_MEANT
            return change(case)

        DEFECTS[name] = guarded
        return change

    return add


def setting(name: str, table: str, programmes: tuple[str, ...] = (), **facts: Any) -> None:
    """A defect that is one fact of a row, or its lack (None)."""

    @defect(name, programmes)
    def change(case: Case) -> None:
        row = getattr(case, table)
        for path, value in facts.items():
            *steps, last = path.split("__")
            here = row
            for step in steps:
                here = here.setdefault(step, {})
            if value is None:
                here.pop(last, None)
            else:
                here[last] = value


def numbers(serials: Data, *, count: int | None = None, shift: int = 0) -> Data:
    """A serial range with another start or another count; Verra's ranges stand inside one text."""
    first = str(serials["first"])
    if "VCS" in first:
        parts = first.split("-")
        start = int(parts[1]) + shift
        parts[1:3] = [str(start), str(int(parts[2]) + shift if count is None else start + count - 1)]
        return {"first": "-".join(parts), "last": "-".join(parts)}
    found = re.search(r"\d+$", first)
    assert found
    start = int(found[0]) + shift
    last = int(re.search(r"\d+$", str(serials["last"]))[0]) + shift if count is None else start + count - 1  # type: ignore[index]
    head, width = first[: found.start()], len(found[0])
    return {"first": f"{head}{start:0{width}}", "last": f"{head}{last:0{width}}"}


def again(case: Case, table: str, row: Data, id_: str, **facts: Any) -> None:
    """One more row like another."""
    case.claim[table].append({**copy.deepcopy(row), "id": id_, **facts})


def idle(case: Case) -> str:
    """As much of another credit, on the same notice; its id."""
    credit, block = copy.deepcopy(case.credit), copy.deepcopy(case.retirement["blocks"][0])
    credit["id"] = block["credit"] = "C-I"
    block.pop("id", None)
    for row in (credit, block):
        if "serials" in row:
            row["serials"] = numbers(row["serials"], shift=10_000_000)
    case.claim["credits"].append(credit)
    case.retirement["blocks"].append(block)
    case.retirement["total_t"] += block["quantity_t"]
    for issued in {"verified_t", "total_t", "japan_t", "host_t", "gov_t"} & case.issuance.keys():
        case.issuance[issued] *= 2
    return "C-I"


@defect("the same serials once more, as another credit on another notice")
def _(case: Case) -> object:
    if "serials" not in case.credit:
        return NOT_MEANT
    again(case, "credits", case.credit, "C-X")
    again(case, "retirements", case.retirement, "R-X", notice="OTHER-1")
    case.claim["retirements"][-1]["blocks"][0]["credit"] = "C-X"
    again(case, "uses", case.use, "U-X", credit="C-X", retirement="R-X")
    return None


@defect("the same credit retired twice")
def _(case: Case) -> None:
    again(case, "retirements", case.retirement, "R-X", notice="OTHER-1")
    again(case, "uses", case.use, "U-X", retirement="R-X")


@defect("recorded as used by somebody else")
def _(case: Case) -> object:
    return "a record"


@defect("stated by another claim")
def _(case: Case) -> object:
    return "a statement"


@defect("more than the notice's total")
def _(case: Case) -> None:
    case.retirement["total_t"] = case.use["t"] - 1


@defect("more than the notice's total, by total")
def _(case: Case) -> None:
    case.retirement.update(total_t=case.use["t"] - 1, designation="total", blocks=[])


@defect("two uses of the whole notice")
def _(case: Case) -> None:
    again(case, "uses", case.use, "U-X")


@defect("a notice whose blocks do not add up to its total")
def _(case: Case) -> None:
    case.retirement["total_t"] = case.use["t"] + 50


@defect("more than the credit holds")
def _(case: Case) -> None:
    held = int(case.use["t"]) - 10
    case.credit["quantity_t"] = held
    if "serials" in case.credit:
        case.credit["serials"] = numbers(case.credit["serials"], count=held)


@defect("a quantity that is not the serial range")
def _(case: Case) -> object:
    if "serials" not in case.credit:
        return NOT_MEANT
    case.credit["quantity_t"] = case.use["t"] + 10
    return None


@defect("a block of fewer serials than tonnes")
def _(case: Case) -> object:
    block = case.retirement["blocks"][0]
    if "serials" not in block:
        return NOT_MEANT
    block["serials"] = numbers(block["serials"], count=10)
    return None


@defect("a block outside its credit")
def _(case: Case) -> object:
    block = case.retirement["blocks"][0]
    if "serials" not in block:
        return NOT_MEANT
    block["serials"] = numbers(block["serials"], shift=10_000_000)
    return None


@defect("a block of another credit")
def _(case: Case) -> None:
    block = case.retirement["blocks"][0]
    again(case, "credits", case.credit, "C-X")
    block["credit"] = "C-X"
    if "serials" in block:
        apart = numbers(block["serials"], shift=10_000_000)
        case.claim["credits"][-1]["serials"] = block["serials"] = apart


@defect("certified or issued after it was retired")
def _(case: Case) -> None:
    later = date.fromisoformat(case.retirement["completed_on"]) + timedelta(days=1)
    for day in {case.day, "issued_on"} & case.issuance.keys():
        case.issuance[day] = later.isoformat()


@defect("certified or issued after the day of judgement")
def _(case: Case) -> None:
    for day in {case.day, "issued_on"} & case.issuance.keys():
        case.issuance[day] = "2027-12-01"


@defect("no day of certification or issue")
def _(case: Case) -> None:
    for day in ("decided_on", "issued_on"):
        case.issuance.pop(day, None)


@defect("a vintage that begins after the certification or issue")
def _(case: Case) -> None:
    later = date.fromisoformat(case.issuance[case.day]) + timedelta(days=1)
    case.credit["vintage"] = {"from": later.isoformat(), "to": (later + timedelta(days=30)).isoformat()}
    case.issuance.pop("monitored")


@defect("a vintage still to come")
def _(case: Case) -> None:
    case.credit["vintage"] = {"from": "2027-04-01", "to": "2028-03-31"}
    case.issuance.pop("monitored")


for _purpose in ("corsia", "omge"):

    @defect(f"a notice for {_purpose}")
    def _(case: Case, purpose: str = _purpose) -> object:
        if case.use["purpose"] == purpose:
            return NOT_MEANT
        case.retirement["purpose"] = purpose
        return None

    @defect(f"the same tonnes put to {_purpose} as well")
    def _(case: Case, purpose: str = _purpose) -> object:
        if case.use["purpose"] == purpose:
            return NOT_MEANT
        again(case, "uses", case.use, "U-X", purpose=purpose)
        return None

    @defect(f"the same tonnes put to {_purpose} as well, beside idle units")
    def _(case: Case, purpose: str = _purpose) -> object:
        if case.use["purpose"] == purpose:
            return NOT_MEANT
        idle(case)
        again(case, "uses", case.use, "U-X", purpose=purpose)
        return None


@defect("retired for somebody else")
def _(case: Case) -> None:
    case.claim["parties"].append(OTHERS)
    case.retirement["user"] = "them"


@defect("used by somebody else than the user on the notice")
def _(case: Case) -> object:
    if case.use["purpose"] == "offset":
        return NOT_MEANT
    case.claim["parties"].append(OTHERS)
    case.use["scope"]["entity"] = "them"
    return None


@defect("moved here and not cancelled there")
def _(case: Case) -> None:
    moved = {
        "id": "G",
        "scheme": "GCC",
        "overlaps": False,
        "moved_here": True,
        "cancelled_t": 10,
        "reissued_t": 500,
    }
    case.project["registrations"] = [moved]


@defect("issued twice")
def _(case: Case) -> None:
    case.project["concerns"] = [{"id": "K", "kind": "issued_twice", "settled": False, "source": "登録簿"}]


@defect("more than was issued")
def _(case: Case) -> None:
    case.issuance["total_t"] = 1


setting("no total on the notice", "retirement", total_t=None)
setting("no quantity", "credit", quantity_t=None)
setting("no vintage", "credit", vintage=None)
setting("a monitored period still to end", "issuance", monitored__to="2027-12-31")
setting("issued ex ante", "credit", unit_kind="ex_ante")
setting("promised for delivery", "use", status="forward")
setting("held", "use", status="held")
setting("status not known", "use", status=None)
setting("retired after the day of judgement", "retirement", completed_on="2027-06-15", observed_on=None)
setting("no day of retirement", "retirement", completed_on=None)
setting("cancelled by the registry", "retirement", act="administrative_cancellation")
setting("act not known", "retirement", act=None)
setting("an invoice for proof", "retirement", document="invoice")
setting("no proof", "retirement", document=None)
setting("no user on the notice", "retirement", user=None)
setting("no purpose on the notice", "retirement", purpose=None)
setting("no credit at all", "project", programme="not_a_credit", instrument="electricity_certificate")
setting("programme not known", "project", programme=None)
setting("a J-Credit from abroad", "project", ("J-Credit",), host_country="VN")
setting("serials of another project", "project", ("VCS",), reference="7777")
setting("from the government's share", "credit", ("JCM",), from_government_share=True)
setting("of an activity of the CDM", "project", ("A6.4",), a64__activity="cdm_only")


@defect("a buffer unit", ("VCS",))
def _(case: Case) -> None:
    case.project["mitigation"] = "removal"
    case.credit["from_buffer"] = True


@defect("a temporary unit", ("VCS",))
def _(case: Case) -> None:
    case.project["mitigation"] = "removal"
    case.credit["storage_term"] = "temporary"


ABROAD = ("JCM", "A6.4", "VCS")


def authorisation(name: str, **facts: Any) -> None:
    """A defect of the host's authorisation, of a use that states one."""

    @defect(name, ABROAD)
    def change(case: Case) -> object:
        if "authorisation" not in case.credit:
            return NOT_MEANT
        for path, value in facts.items():
            if value is None:
                case.credit["authorisation"].pop(path)
            else:
                case.credit["authorisation"][path] = value
        return None


authorisation("not authorised", status="not_authorised")
authorisation("revoked", status="revoked")
authorisation("authorisation not known", status=None)
authorisation("authorised after the day of judgement", on="2028-03-01")
authorisation("no day of authorisation", on=None)
authorisation("authorised by another country", party="BR", issued_by="other_party")
authorisation("limits of the authorisation exceeded", limits="exceeded")
authorisation("authorised for nothing", uses=[])
authorisation("authorised uses not known", uses=None)
authorisation("no corresponding adjustment", adjustment="not_applied")


@defect("not authorised, and nothing else known of it", ABROAD)
def _(case: Case) -> object:
    if "authorisation" not in case.credit:
        return NOT_MEANT
    case.credit["authorisation"] = {"status": "not_authorised"}
    return None


# -- what passes all the same ----------------------------------------------------------------------------------------------------

CANCELLED_ONLY = "what is only cancelled compensates nothing and needs no authorisation (OG-OVS-04)"
NOT_ASKED = "of other programmes no day of issuance is asked for an offset or GX-ETS: ID-06-OTHER informs"
SHEET = (
    "the sheet of an SHK report asks for no vintage and no purpose on a notice (law 2): SHK-RET-03 informs"
)
LAWFUL: dict[str, dict[str, str]] = {
    "contribution, A6.4": {name: CANCELLED_ONLY for name in DEFECTS if "authoris" in name}
    | dict.fromkeys(("revoked", "no corresponding adjustment"), CANCELLED_ONLY),
    "offset, VCS": dict.fromkeys(
        (
            "certified or issued after it was retired",
            "certified or issued after the day of judgement",
            "no day of certification or issue",
            "a monitored period still to end",
        ),
        NOT_ASKED,
    ),
    "gx-ets phase 1, others": dict.fromkeys(
        (
            "certified or issued after it was retired",
            "certified or issued after the day of judgement",
            "no day of certification or issue",
            "a vintage that begins after the certification or issue",
            "more than was issued",
        ),
        NOT_ASKED,
    ),
    "shk, J-Credit": dict.fromkeys(
        (
            "a vintage that begins after the certification or issue",
            "a vintage still to come",
            "no vintage",
            "no purpose on the notice",
        ),
        SHEET,
    ),
    "shk, JCM": dict.fromkeys(("no purpose on the notice",), SHEET),
}


# -- judging ---------------------------------------------------------------------------------------------------------------------


def judged(case: Case, snapshot: Snapshot | None = None, as_of: date = AS_OF) -> Judged:
    """A claim read and judged."""
    claim = claim_of(parse_document(json.dumps(case.claim).encode(), "claim.json"))
    return ENGINE.judge(claim, Settings(as_of, snapshot=snapshot or Snapshot()))


def verdict(case: Case, snapshot: Snapshot | None = None, as_of: date = AS_OF) -> Verdict:
    """The verdict of the use that is looked at."""
    return next(u.verdict for u in judged(case, snapshot, as_of).uses if u.row.id == case.use["id"])


def by_another(case: Case, *, stated_only: bool) -> Snapshot:
    """The same units, used by somebody else."""
    use = next(u.row for u in judged(case).uses if u.row.id == case.use["id"])
    credit, act = use.link("credit"), case.retirement
    assert credit is not None
    placed = placement(credit, 0)
    party = Party(OTHERS["name"], OTHERS["corporate_number"])
    record = RecordedUse(
        uniqueness_scope(credit, 0), placed and placed[1], act["registry"], act["notice"], party, "C-9", stated_only
    )  # fmt: skip
    return Snapshot(records=(record,))


def outcome(use: str, name: str) -> str:
    """What becomes of a use with a defect: its verdict, refused, or that the defect is not meant for it."""
    case = USES[use]()
    said = DEFECTS[name](case)
    if said == NOT_MEANT:
        return NOT_MEANT
    snapshot = by_another(case, stated_only=said == "a statement") if said is not None else None
    try:
        return verdict(case, snapshot).value
    except InputError:
        return "refused"


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
def test_the_use_of_every_purpose_passes_as_it_stands(use: str) -> None:
    assert verdict(USES[use]()) is Verdict.PASS


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
def test_no_purpose_lets_a_defect_pass_but_for_a_reason_of_law(use: str) -> None:
    """One that passes no more is taken out of `LAWFUL`."""
    passing = {name for name in DEFECTS if outcome(use, name) == "pass"}
    assert passing == LAWFUL.get(use, {}).keys()


# -- once passed, each beside a neighbour that differs by one fact -----------------------------------------------------------------


def change(use: str, name: str) -> Case:
    """A use with one defect."""
    case = USES[use]()
    assert DEFECTS[name](case) is None
    return case


@pytest.mark.slow
@pytest.mark.parametrize("use", ["corsia, A6.4", "corsia, VCS"])
@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("the same serials once more, as another credit on another notice", "OG-DBL-01"),
        ("more than the notice's total", "DUP-07-T-AIR"),
        ("a block outside its credit", "ID-02-BLOCKS"),
        ("the same tonnes put to omge as well", "OG-DBL-01d"),
    ],
)
def test_a_corsia_obligation_is_met_once_with_what_was_retired(use: str, name: str, rule: str) -> None:
    """Two notices over one serial block once met two years of the obligation."""
    result = judged(change(use, name))
    assert {u.verdict for u in result.uses if u.row.value("purpose", 0) == "corsia"} == {Verdict.FAIL}
    assert rule in {o.rule.id for o in result.outcomes if o.verdict is Verdict.FAIL}
    assert verdict(USES[use]()) is Verdict.PASS


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("not authorised", Verdict.FAIL),
        ("revoked", Verdict.UNKNOWN),
        ("limits of the authorisation exceeded", Verdict.FAIL),
        ("authorised after the day of judgement", Verdict.FAIL),
    ],
)
@pytest.mark.parametrize("kind", ["organisation", "cancel_only"])
def test_a_corsia_obligation_is_met_with_units_whose_host_authorised_them(
    name: str, found: Verdict, kind: str
) -> None:
    """Whatever else the claim says of them."""
    case = change("corsia, A6.4", name)
    case.claim["claim"].update(kind=kind)
    assert verdict(case) is found


@pytest.mark.slow
@pytest.mark.parametrize("use", ["energy-act, joint", "energy-act, non-fossil", "cdp", "sbt", "re100"])
@pytest.mark.parametrize(
    ("name", "rule", "found"),
    [
        ("a block of fewer serials than tonnes", "ID-02-BLOCKS", Verdict.FAIL),
        ("a block outside its credit", "ID-02-BLOCKS", Verdict.FAIL),
        ("certified or issued after it was retired", "JC-VVB-02", Verdict.FAIL),
        ("no day of certification or issue", "ID-06", Verdict.UNKNOWN),
        ("a vintage still to come", "ID-05-AFTER", Verdict.FAIL),
    ],
)
def test_a_report_uses_what_its_notice_shows_and_what_was_certified(
    use: str, name: str, rule: str, found: Verdict
) -> None:
    """149 t were once reported from a notice over 50 serials."""
    case = change(use, name)
    assert verdict(case) is found
    assert rule in {o.rule.id for o in judged(case).outcomes if o.verdict is found}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gx-phase1-settled", "one-run-two-filings"])
@pytest.mark.parametrize("status", ["not_authorised", "revoked", None])
def test_a_denied_authorisation_does_no_better_under_gx_ets_than_a_missing_one(
    name: str, status: str | None
) -> None:
    """Neither the use nor the report is met; with the authorisation both are."""

    def found(state: str | None) -> set[Verdict]:
        case = fixture(name, "U4")
        case.credit["authorisation"]["status"] = state
        if state is None:
            case.credit["authorisation"].pop("status")
        result = judged(case)
        use = next(u.verdict for u in result.uses if u.row.id == "U4")
        return {use, *(f.verdict for f in result.filings if f.row.value("scheme", 0) == "gx-ets")}

    assert found("authorised") == {Verdict.PASS}
    assert found(status) == {Verdict.UNKNOWN}


def stray(case: Case, programme: str, purpose: str) -> None:
    """One tonne of another programme named on the same notice."""
    case.claim["projects"].append({"id": "P-X", "programme": programme, "reference": "X1"})
    unit = {"serials": {"first": "900001", "last": "900001"}, "quantity_t": 1}
    case.claim["credits"].append({"id": "C-X", "project": "P-X", **unit})
    case.retirement["blocks"].append({"credit": "C-X", **unit})
    case.retirement["total_t"] += 1
    again(case, "uses", case.use, "U-X", purpose=purpose, credit="C-X", t=1)
    case.claim["uses"][-1]["scope"]["boundary"] = "elsewhere"


@pytest.mark.slow
@pytest.mark.parametrize("with_stray", [False, True])
@pytest.mark.parametrize(("boundary", "found"), [("plant", Verdict.FAIL), ("本社及び工場", Verdict.PASS)])
def test_a_stray_use_lifts_no_rule_of_the_notice_it_names(
    boundary: str, found: Verdict, with_stray: bool
) -> None:
    """A JCM credit named on a J-Credit's notice made two scopes of it pass, and does not make one scope fail."""
    case = renewable("cdp")
    again(case, "uses", case.use, "U-2", purpose="re100")
    case.claim["uses"][-1]["scope"]["boundary"] = boundary
    if with_stray:
        stray(case, "JCM", "shk")
    result = judged(case)
    assert {u.verdict for u in result.uses if u.row.id != "U-X"} == {found}
    assert ("DUP-01" in {o.rule.id for o in result.outcomes if o.verdict is Verdict.FAIL}) is (
        found is Verdict.FAIL
    )


@pytest.mark.parametrize(("boundary", "found"), [("event", Verdict.FAIL), ("本社及び工場", Verdict.PASS)])
def test_a_stray_use_lifts_no_rule_of_an_offset_s_notice(boundary: str, found: Verdict) -> None:
    """Nor does one of a voluntary programme let a J-Credit's notice serve two scopes of an offset."""
    case = fixture("clean-organisation", "U1")
    case.use["t"] = 100
    again(case, "uses", case.use, "U-2", t=40)
    case.claim["uses"][-1]["scope"]["boundary"] = boundary
    stray(case, "VCS", "offset")
    outcomes = [o for o in judged(case).outcomes if o.rule.id == "OG-DBL-02"]
    assert {o.verdict for o in outcomes} == {found}


@pytest.mark.slow
def test_two_entities_do_not_share_a_j_credit_s_notice_under_gx_ets() -> None:
    case = fixture("one-run-two-filings", "U3")
    case.use["t"] = 17000
    again(case, "uses", case.use, "U-X", t=1000)
    assert verdict(case) is Verdict.PASS
    case.claim["parties"].append(OTHERS)
    case.claim["uses"][-1]["scope"]["entity"] = "them"
    assert verdict(case) is Verdict.FAIL


@pytest.mark.parametrize("purpose", ["omge", "other"])
def test_a_purpose_that_no_rule_judges_is_never_met(purpose: str) -> None:
    case = voluntary("corsia")
    case.use["purpose"] = case.retirement["purpose"] = purpose
    assert verdict(case) is Verdict.UNKNOWN


def failing(case: Case) -> set[str]:
    """The blocking rules that fail."""
    return {
        o.rule.id
        for o in judged(case).outcomes
        if o.verdict is Verdict.FAIL and o.rule.severity == "blocking"
    }


@pytest.mark.slow
@pytest.mark.parametrize("use", USES)
def test_a_use_beside_idle_units_of_its_notice_passes_as_it_stands(use: str) -> None:
    """But where no serials tell two credits apart."""
    case = USES[use]()
    idle(case)
    assert verdict(case) is (Verdict.PASS if "serials" in case.credit else Verdict.UNKNOWN)


@pytest.mark.slow
@pytest.mark.parametrize("with_idle", [False, True])
def test_two_scopes_do_not_share_the_same_units_whatever_lies_beside_them(with_idle: bool) -> None:
    """Idle units of a JCM notice once let an offset and an SHK report draw on the same tonnes for two scopes."""
    case = jcm("offset")
    if with_idle:
        idle(case)
    again(case, "uses", case.use, "U-X", purpose="shk", shk_class="credit", in_reporting_boundary=True)
    assert verdict(case) is Verdict.UNKNOWN  # whether one scope may share them is not known (OG-DBL-02)
    case.claim["uses"][-1]["scope"]["boundary"] = "plant"
    assert verdict(case) is Verdict.FAIL
    assert "OG-DBL-02" in failing(case)
    case.claim["uses"][-1]["credit"] = idle(case) if not with_idle else "C-I"
    assert verdict(case) is Verdict.PASS


@pytest.mark.slow
@pytest.mark.parametrize("with_idle", [False, True])
@pytest.mark.parametrize(("put", "wanted"), [("re100", Verdict.FAIL), ("energy-act", Verdict.PASS)])
def test_an_offset_and_procurement_do_not_share_the_same_units(
    put: str, wanted: Verdict, with_idle: bool
) -> None:
    case = fixture("clean-organisation", "U1")
    if with_idle:
        idle(case)
    again(case, "uses", case.use, "U-X", purpose=put)
    assert verdict(case) is wanted
    assert ("OG-DBL-05" in failing(case)) is (wanted is Verdict.FAIL)


@pytest.mark.parametrize("put", ["shk", "energy-act"])
def test_units_of_another_credit_put_to_omge_leave_alone_what_others_share(put: str) -> None:
    """An offset and a report share their units as J-Credits may; only the sum of all three exceeds the notice."""
    case = fixture("clean-organisation", "U1")
    again(case, "uses", case.use, "U-2", purpose=put)
    again(case, "uses", case.use, "U-X", purpose="omge", credit=idle(case))
    assert verdict(case) is Verdict.PASS
    case.claim["uses"][-1]["credit"] = case.use["credit"]
    assert verdict(case) is Verdict.FAIL


def test_a_report_that_shares_its_units_with_corsia_lowers_no_offset_of_others() -> None:
    """One notice over two credits: what is wrong with the second is no matter of the first (law 9)."""
    case = fixture("clean-organisation", "U1")
    other = idle(case)
    again(case, "uses", case.use, "U-2", purpose="shk", credit=other)
    again(case, "uses", case.use, "U-X", purpose="corsia", credit=other)
    found = {u.row.id: u.verdict for u in judged(case).uses}
    assert (found["U1"], found["U-2"]) == (Verdict.PASS, Verdict.FAIL)
    assert judged(case).verdict is Verdict.PASS


def test_units_by_total_are_shared_as_little_as_those_of_blocks() -> None:
    case = fixture("clean-organisation", "U1")
    idle(case)
    for credit in case.claim["credits"]:
        credit.pop("serials")
    case.retirement.update(designation="total", serials_listed=False)
    case.retirement.pop("blocks")
    assert verdict(case) is Verdict.PASS
    again(case, "uses", case.use, "U-X", purpose="omge")
    assert verdict(case) is Verdict.FAIL
    assert "OG-DBL-01d" in failing(case)
