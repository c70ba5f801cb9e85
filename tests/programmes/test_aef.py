"""The agreed electronic format of Article 6.2: its columns, its words, and the rules that hold between its rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from offsetcheck.programmes.importers import format_of
from offsetcheck.programmes.importers.aef import CODES
from offsetcheck.programmes.importers.interface import Section
from tests.programmes.kit import SAMPLES, Result, as_claim, read, written

P, C, R = Section.PROJECTS, Section.CREDITS, Section.RETIREMENTS


def _rows(name: str) -> tuple[list[str], list[list[str]]]:
    with (SAMPLES / name).open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    return header, rows


ACTIONS, ACTED = _rows("aef-actions.csv")
HOLDINGS, HELD = _rows("aef-holdings.csv")
AUTHORIZATIONS = [
    "Authorization ID", "Date of authorization", "Cooperative approach ID", "Version of the authorization",
    "Authorized quantity", "Metric", "Purposes for authorization", "Authorized timeframe",
]  # fmt: skip
AUTHORIZED = ["THA 2025-014", "30/10/2025", "CA0001", "1", "", "GHG", "NDC and OP", "2021 - 2030"]


def action(kind: str = "Use", on: str = "2026-03-02", **changes: str) -> list[str]:
    row = dict(zip(ACTIONS, ACTED[0], strict=True)) | {
        "Action type": kind,
        "Action date": on,
        "Action subtype": "",
    }
    return list((row | _named(changes)).values())


def holding(**changes: str) -> list[str]:
    return list((dict(zip(HOLDINGS, HELD[0], strict=True)) | _named(changes)).values())


_NAMES = {
    "first": "First ID", "last": "Last ID", "t": "Quantity (t CO2 eq)", "units": "First unit ID", "to": "Last unit ID",
    "party": "First transferring participating Party ID", "registry": "Party ITMO registry ID", "vintage": "Vintage",
    "approach": "Cooperative approach ID", "auth": "Authorization ID", "metric": "Metric", "kind": "Mitigation type",
    "under": "Underlying unit registry ID", "subtype": "Action subtype",
}  # fmt: skip


def _named(changes: dict[str, str]) -> dict[str, str]:
    """Cells by short names; a quantity that fits where only the ends are given, and no underlying units."""
    found = {_NAMES[key]: value for key, value in changes.items()}
    if {"first", "last"} <= set(changes) and "t" not in changes:
        found["Quantity (t CO2 eq)"] = str(int(changes["last"]) - int(changes["first"]) + 1)
    if "first" in changes and "units" not in changes:
        found |= {"First unit ID": "NA", "Last unit ID": "NA"}
    return found


def submission(
    tmp_path: Path, *, authorised: Iterable[list[str]] = (AUTHORIZED,), actions: Iterable[list[str]] = (),
    held: Iterable[list[str]] = (), order: Sequence[int] = (0, 1, 2),
) -> Result:  # fmt: skip
    """A workbook as Parties submit it: a title above each table, empty columns between the groups."""
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks are read with openpyxl")
    book = openpyxl.Workbook()
    first = book.active
    first.title = "Table 1 Submission"
    for line in (["Table 1: Submission"], ["Party", "THA"], ["Version", "1.0"], ["Reported year", "2025"]):
        first.append(line)
    tables = (
        ("Table 2 Authorizations", AUTHORIZATIONS, authorised),
        ("Table 3 Actions", ACTIONS, actions),
        ("Table 4 Holdings", HOLDINGS, held),
    )
    for name, header, rows in (tables[n] for n in order):
        sheet = book.create_sheet(name)
        sheet.append([f"{name.replace(' ', ': ', 2).replace(': ', ' ', 1)}"])
        sheet.append([*header[:4], "", *header[4:]])
        for row in rows:
            sheet.append([*row[:4], "", *row[4:]])
    path = tmp_path / "aef.xlsx"
    book.save(path)
    return read(path, "aef")


def test_a_submission_becomes_credits_and_retirements(tmp_path: Path) -> None:
    result = submission(tmp_path, actions=ACTED, held=HELD)
    assert result.refusals == []
    assert result.tally.tables == ["authorizations", "actions", "holdings"]
    assert result.tally.read == 1 + 4 + 2
    assert [r.standing.value for r in result.records(C)] == [
        "cancelled",
        "retired",
        "cancelled",
        "held",
        "held",
    ]
    assert result.facts(C, 3) == {
        "vintage.from": date(2024, 1, 1),
        "vintage.to": date(2024, 12, 31),
        "serials.first": "CA0001-THA-2024-1",
        "serials.last": "CA0001-THA-2024-60",
        "quantity_t": 60,
        "authorisation.approach": "CA0001",
        "authorisation.status": "authorised",
        "authorisation.party": "TH",
        "authorisation.on": date(2025, 10, 30),
        "authorisation.reference": "THA 2025-014",
        "authorisation.uses": ("ndc", "other_purposes"),
        "itmo.aef": True,
        "itmo.registry": "THA01",
        "itmo.first_party": "THA",
    }
    assert result.facts(P, 3) == {"programme": "JCM", "host_country": "TH", "mitigation": "reduction"}
    assert result.facts(P, 4) == {"host_country": "TH", "mitigation": "removal"}  # no underlying registry: NA
    claim = as_claim(written(result, "aef"))
    assert [len(x or ()) for x in (claim.projects, claim.credits, claim.retirements)] == [5, 5, 3]


def test_what_was_used_names_its_act_and_purpose_where_the_format_does(tmp_path: Path) -> None:
    result = submission(tmp_path, actions=ACTED)
    found = [(result.facts(R, n).get("act"), result.facts(R, n).get("purpose")) for n in range(3)]
    assert found == [(None, "omge"), (None, "other"), ("voluntary_cancellation", None)]
    assert result.facts(R, 1)["completed_on"] == date(2026, 3, 2)


def test_a_transfer_leaves_the_block_to_the_holdings(tmp_path: Path) -> None:
    result = submission(tmp_path, actions=[action("Transfer")])
    assert (result.tally.parsed, result.records(C)) == (2, [])


def test_another_partys_submission_says_nothing_of_the_hosts_authorisation(tmp_path: Path) -> None:
    result = submission(tmp_path, held=[holding(registry="JPN01")])
    assert not [
        path
        for path in result.facts(C)
        if path.startswith("authorisation.") and path != "authorisation.approach"
    ]


def test_purposes_that_are_not_in_the_list_are_left_out(tmp_path: Path) -> None:
    result = submission(tmp_path, authorised=[[*AUTHORIZED[:6], "NDC, CORSIA", ""]], held=[holding()])
    assert result.facts(C)["authorisation.uses"] is None
    assert result.facts(C)["authorisation.status"] == "authorised"


def test_the_latest_version_of_an_authorisation_counts(tmp_path: Path) -> None:
    later = [*AUTHORIZED[:3], "2", *AUTHORIZED[4:6], "NDC", ""]
    assert submission(tmp_path, authorised=[later, AUTHORIZED], held=[holding()]).facts(C)[
        "authorisation.uses"
    ] == ("ndc",)
    twice = [*AUTHORIZED[:6], "NDC", ""]
    assert submission(tmp_path, authorised=[AUTHORIZED, twice]).refusals == [(4, "authorisation-twice")]
    assert submission(tmp_path, authorised=[AUTHORIZED, AUTHORIZED]).refusals == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"approach": "CA01"}, "layout"),
        ({"party": "TH"}, "layout"),
        ({"registry": "THA1"}, "layout"),
        ({"auth": "THA_2025"}, "layout"),
        ({"t": "59"}, "off-by-one"),
        ({"t": "61"}, "quantity-differs"),
        ({"t": "NA"}, "number"),
        ({"first": "60", "last": "1", "t": "60"}, "reversed"),
        ({"first": "CA0001-THA01-LAO-1-2024", "last": "CA0001-THA01-LAO-60-2024", "t": "60"}, "itmo-differs"),
        ({"first": "CA0001-THA01-THA-1-2023", "last": "CA0001-THA01-THA-60-2023", "t": "60"}, "itmo-differs"),
        ({"first": "", "t": "60"}, "empty-cell"),
        ({"vintage": "#REF!"}, "excel-error"),
    ],
)
def test_a_holding_that_cannot_be_what_its_columns_say_is_refused(
    tmp_path: Path, change: dict[str, str], code: str
) -> None:
    assert submission(tmp_path, held=[holding(**change)]).refusals == [(3, code)]


def test_an_action_outside_the_list_and_a_day_that_is_none_are_refused(tmp_path: Path) -> None:
    result = submission(tmp_path, actions=[action("Retirement"), action(on="2026-13-01"), action(on="soon")])
    assert result.refusals == [(3, "action"), (4, "date-unreal"), (5, "date")]


def test_whole_identifiers_are_read_as_serial_numbers_are(tmp_path: Path) -> None:
    row = holding(first="CA0001-THA01-THA-1,001-2024", last="CA0001-THA01-THA-1,060-2024", t="60")
    result = submission(tmp_path, held=[row])
    assert result.facts(C)["serials.last"] == "CA0001-THA01-THA-2024-1060"


def test_numbers_of_no_known_layout_are_left_out_and_kept_as_printed(tmp_path: Path) -> None:
    result = submission(tmp_path, held=[holding(first="first", t="60")])
    fact = result.fact(C, "serials.first")
    assert fact is not None
    assert (fact.raw, fact.value) == ("first – 60", None)


# --- the rules between rows, each with a pair that differs by one fact


@pytest.mark.parametrize(("last", "refused"), [("60", [(3, "block-consumed")]), ("59", [])])
def test_a_block_that_was_used_is_in_no_holding(tmp_path: Path, last: str, refused: list[object]) -> None:
    result = submission(
        tmp_path, actions=[action(first="60", last="90")], held=[holding(first="1", last=last)]
    )
    assert result.refusals == refused


@pytest.mark.parametrize(
    ("on", "refused"), [("2026-03-03", [(4, "block-consumed")]), ("2026-03-02", []), ("2026-03-01", [])]
)
def test_what_was_used_has_no_later_action(tmp_path: Path, on: str, refused: list[object]) -> None:
    rows = [action("Use", "2026-03-02", first="1", last="10"), action("Transfer", on, first="5", last="10")]
    assert submission(tmp_path, actions=rows).refusals == refused


def test_the_order_of_the_rows_hides_nothing(tmp_path: Path) -> None:
    rows = [action("Transfer", "2026-03-03", first="5", last="10"), action("Use", "2026-03-02", first="1", last="10")]  # fmt: skip
    result = submission(tmp_path, actions=rows, held=[holding(first="1", last="4")])
    assert result.refusals == [(4, "block-moved-on"), (3, "block-consumed")]  # neither account leaves it free


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_of_the_sheets_hides_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    """Authorisations stand behind the actions, or holdings before them: each is judged as in the order of the format."""
    result = submission(
        tmp_path,
        actions=[action("Use", first="1", last="10")],
        held=[holding(first="5", last="14"), holding(first="11", last="20")],
        order=order,
    )
    assert result.refusals == [(3, "block-consumed")]
    assert result.tally.tables == ["authorizations", "actions", "holdings"]
    assert [result.facts(C, n)["authorisation.status"] for n in range(2)] == ["authorised"] * 2
    assert result.tally.findings == []


@pytest.mark.parametrize(("first", "refused"), [("10", [(4, "block-consumed")]), ("11", [])])
def test_a_block_is_used_once(tmp_path: Path, first: str, refused: list[object]) -> None:
    rows = [action("Use", first="1", last="10"), action("Cancellation", first=first, last="20")]
    assert submission(tmp_path, actions=rows).refusals == refused


@pytest.mark.parametrize(("first", "refused"), [("60", [(4, "block-held-twice")]), ("61", [])])
def test_a_block_is_held_once(tmp_path: Path, first: str, refused: list[object]) -> None:
    rows = [holding(first="1", last="60"), holding(first=first, last="70")]
    assert submission(tmp_path, held=rows).refusals == refused


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"metric": "non-GHG"}, [(3, "block-changed")]),
        ({"kind": "Removals"}, [(3, "block-changed")]),
        ({}, []),
    ],
)
def test_a_block_keeps_its_metric_and_its_kind(
    tmp_path: Path, change: dict[str, str], refused: list[object]
) -> None:
    result = submission(
        tmp_path,
        actions=[action("First transfer", first="1", last="60")],
        held=[holding(first="1", last="60", **change)],
    )
    assert result.refusals == refused


@pytest.mark.parametrize("change", [{"vintage": "2025"}, {"approach": "CA0002"}, {"party": "LAO"}])
def test_numbers_that_come_again_under_another_heading_are_pointed_out_once(
    tmp_path: Path, change: dict[str, str]
) -> None:
    """Whether numbers restart is in no text that was read: so the rows stand, and their reader is told."""
    result = submission(
        tmp_path,
        actions=[action("First transfer", first="1", last="60")],
        held=[holding(first="1", last="30", **change), holding(first="31", last="60", **change)],
    )
    assert result.refusals == []
    codes = [finding.code for _, finding in result.tally.findings]
    assert codes.count("numbered-elsewhere") == 1


@pytest.mark.parametrize(
    ("units", "under", "refused"),
    [
        ("5060", "JCM", [(4, "underlying-shared")]),
        ("5061", "JCM", []),
        ("5060", "VCS", []),
    ],
)
def test_two_blocks_do_not_stand_on_one_underlying_unit(
    tmp_path: Path, units: str, under: str, refused: list[object]
) -> None:
    rows = [
        holding(first="1", last="60", units="5001", to="5060"),
        holding(first="61", last="70", units=units, to="5070", under=under),
    ]
    assert submission(tmp_path, held=rows).refusals == refused


@pytest.mark.parametrize("prefix", ["jcm-th-", "ＪＣＭ－ＴＨ－", "JCM TH "])
def test_underlying_units_and_itmos_are_the_same_however_their_prefix_is_written(
    tmp_path: Path, prefix: str
) -> None:
    rows = [
        holding(first="1", last="60", units="JCM-TH-1", to="JCM-TH-60"),
        holding(first="61", last="70", units=f"{prefix}60", to=f"{prefix}69"),
    ]
    assert submission(tmp_path, held=rows).refusals == [(4, "underlying-shared")]
    ends = [{"First ID": f"{p}1", "Last ID": f"{p}60", "First unit ID": "NA", "Last unit ID": "NA"} for p in ("JCM-TH-", prefix)]  # fmt: skip
    names = [dict(zip(HOLDINGS, HELD[0], strict=True)) | end for end in ends]
    assert submission(tmp_path, held=[list(n.values()) for n in names]).refusals == [(4, "block-held-twice")]


def test_one_block_may_come_in_several_actions_with_its_underlying_units(tmp_path: Path) -> None:
    rows = [action("First transfer", "2025-11-11"), action("Transfer", "2025-12-11")]
    assert submission(tmp_path, actions=rows, held=HELD).refusals == []


def test_two_notations_in_one_file_are_refused(tmp_path: Path) -> None:
    rows = [holding(), holding(first="CA0001-THA01-THA-70-2024", last="CA0001-THA01-THA-79-2024", t="10")]
    assert submission(tmp_path, held=rows).refusals == [(4, "notation")]


def test_an_authorisation_that_is_not_there_or_does_not_cover_the_vintage_is_pointed_out(
    tmp_path: Path,
) -> None:
    result = submission(
        tmp_path,
        authorised=[[*AUTHORIZED[:7], "2025 - 2030"]],
        held=[holding(), holding(first="61", last="70", auth="THA 1")],
    )
    assert [f.code for _, f in result.tally.findings] == ["outside-timeframe", "authorisation-unknown"]
    assert not [
        path
        for path in result.facts(C, 1)
        if path.startswith("authorisation.") and path != "authorisation.approach"
    ]


def test_rows_of_one_file_do_not_speak_to_those_of_the_next(tmp_path: Path) -> None:
    for _ in range(2):
        assert submission(tmp_path, actions=ACTED, held=HELD).refusals == []


def test_every_refusal_is_said_in_both_languages(tmp_path: Path) -> None:
    result = submission(tmp_path, held=[holding(), holding()])
    (problem,) = result.tally.refused
    assert "表4の行3" in problem.render("ja")
    assert "table 4, row 3" in problem.render("en")
    assert len(CODES) >= 9


@pytest.mark.slow
def test_ten_thousand_blocks_are_compared_in_seconds(tmp_path: Path) -> None:
    import time

    path = tmp_path / "many.csv"
    with path.open("w", encoding="utf-8", newline="") as text:
        out = csv.writer(text)
        out.writerow(HOLDINGS)
        for n in range(10_000):
            first = n * 60 + 1
            out.writerow(
                holding(first=str(first), last=str(first + 59), units=str(first), to=str(first + 59))
            )
    used = time.process_time()
    result = read(path, "aef")
    assert (result.refusals, result.tally.parsed) == ([], 10_000)
    assert time.process_time() - used < 20
    assert format_of("aef").source.ja
