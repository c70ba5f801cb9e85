"""A file of needs is told from files of other kinds, and its mistakes are told as its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from offsetcheck.cli.main import main
from offsetcheck.facts.problems import InputError
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.needs import read_needs

FIXTURES = Path(__file__).parents[2] / "fixtures"
HOLDINGS = FIXTURES / "holdings/gx-participant.yaml"
NEEDS = HOLDINGS.with_name("gx-needs.yaml")
CLAIM = FIXTURES / "claims/clean-organisation.yaml"
DAY = "2026-11-22"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (HOLDINGS, CLAIM, "必要量のファイルではありません（claim の項目があります）。needs を記載した"),
        (HOLDINGS, HOLDINGS, "必要量のファイルではありません（holdings の項目があります）。needs を記載した"),
        (NEEDS, NEEDS, "保有ファイルではありません（needs の項目があります）。holdings を記載した"),
    ],
)
def test_a_file_of_another_kind_is_named_once_and_no_field_of_it(first, second, said):
    told = CliRunner().invoke(main, ["plan", str(first), str(second), "--as-of", DAY, "--lang", "ja"])
    assert told.exit_code == 2
    (line,) = told.stderr.splitlines()
    assert f"このファイルは{said}ファイルを指定してください。" in line


def test_holdings_given_as_a_claim_are_named_once():
    told = CliRunner().invoke(main, ["check", str(HOLDINGS), "--as-of", DAY, "--lang", "ja"])
    assert told.exit_code == 2
    (line,) = told.stderr.splitlines()
    assert "取組ファイルではありません（holdings の項目があります）" in line


def test_a_misspelt_field_of_needs_is_told_as_one_of_needs(tmp_path):
    needs = tmp_path / "needs.yaml"
    needs.write_text(
        "needs:\n  - {id: N, purpose: offset, period: FY2026, tones: 5, by: 2027-01-01, claim: x}\n", "utf-8"
    )
    with pytest.raises(InputError) as caught:
        read_needs(needs, read_holdings(HOLDINGS, date.fromisoformat(DAY)).claim, date.fromisoformat(DAY))
    said = {p.found: p.expected.ja for p in caught.value.problems}
    assert "「tonnes」ではありませんか" in said["tones"]
    assert "ではありませんか" not in said["claim"]


# -- what is offered is neither held nor retired, nor offered twice ----------------------------------------------------

OFFER = "  - {{id: {id}, price_jpy: 100, tonnes: 100, {units}}}\n"
RANGE = "serials: {{first: '{first}', last: '{last}'}}"


def like(block: str, first: str, last: str) -> str:
    return f"like: {block}, " + RANGE.format(first=first, last=last)


def described(reference: str, first: str, last: str, programme: str = "J-Credit") -> str:
    """Units described by a project and a credit of their own."""
    return (
        f"project: {{programme: {programme}, reference: '{reference}', host_country: JP}}, "
        f"credit: {{{RANGE.format(first=first, last=last)}}}"
    )


def refused(folder: Path, *offers: str) -> list[tuple[str, int | None, str]]:
    """The problems of offers o1, o2, ...: where, in which line, and in which words."""
    needs = folder / "needs.yaml"
    rows = "".join(OFFER.format(id=f"o{n}", units=units) for n, units in enumerate(offers, 1))
    needs.write_text(
        f"needs:\n  - {{id: N, purpose: offset, period: FY2026, tonnes: 5, by: 2027-01-01}}\noffers:\n{rows}",
        "utf-8",
    )
    day = date.fromisoformat(DAY)
    try:
        read_needs(needs, read_holdings(HOLDINGS, day).claim, day)
    except InputError as error:
        return [(p.path, p.line, p.expected.en) for p in error.problems]
    return []


def test_an_offer_of_units_that_are_held_is_refused_where_it_stands(tmp_path):
    ((path, line, said),) = refused(tmp_path, like("C1", "JCL-0000-352901", "JCL-0000-353100"))
    assert (path, line) == ("offers[0].serials", 4)
    assert said.startswith("these serials overlap those of C1, which is held")
    assert not refused(tmp_path, like("C1", "JCL-0000-900001", "JCL-0000-900100"))


def test_an_offer_of_units_that_are_retired_is_refused(tmp_path):
    first, last = retired_numbers()
    ((path, _, said),) = refused(tmp_path, like("C7", first, last))
    assert path == "offers[0].serials"
    assert "C7" in said or "R1" in said


def retired_numbers() -> tuple[str, str]:
    (act,) = read_holdings(HOLDINGS, date.fromisoformat(DAY)).claim.retirements or ()
    (block,) = act.blocks or ()
    assert block.serials is not None
    return str(block.serials.first), str(block.serials.last)


def test_units_of_a_retirement_whose_block_is_not_among_the_credits_are_refused(tmp_path):
    first, last = retired_numbers()
    claim = read_holdings(HOLDINGS, date.fromisoformat(DAY)).claim
    credits = tuple(
        c.model_copy(update={"serials": None}) if c.id == "C7" else c for c in claim.credits or ()
    )
    needs = tmp_path / "needs.yaml"
    offer = OFFER.format(id="o", units=like("C7", first, last))
    needs.write_text(
        f"needs:\n  - {{id: N, purpose: offset, period: FY2026, tonnes: 5, by: 2027-01-01}}\noffers:\n{offer}",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_needs(needs, claim.model_copy(update={"credits": credits}), date.fromisoformat(DAY))
    (problem,) = caught.value.problems
    assert problem.expected.en.startswith("these serials overlap those of units that R1 retired")


def test_one_lot_offered_twice_is_refused_and_two_lots_are_not(tmp_path):
    lot, other = ("JCL-0000-900001", "JCL-0000-900100"), ("JCL-0000-900101", "JCL-0000-900200")
    ((path, line, said),) = refused(tmp_path, like("C1", *lot), like("C1", lot[1], other[1]))
    assert (path, line) == ("offers[0].serials", 4)
    assert "overlap those of the offer o2" in said
    assert not refused(tmp_path, like("C1", *lot), like("C1", *other))


def test_units_described_anew_are_compared_as_well_where_their_project_may_be_the_same(tmp_path):
    lot = ("620001", "620100")  # numbers of C4, a JCM credit that shows no prefix
    assert refused(tmp_path, like("C4", *lot))
    ((path, _, _),) = refused(tmp_path, described_as_c4(*lot))
    assert path == "offers[0].credit.serials"
    assert not refused(tmp_path, described("SAMPLE-OTHER-7", *lot, programme="JCM"))


def described_as_c4(first: str, last: str) -> str:
    claim = read_holdings(HOLDINGS, date.fromisoformat(DAY)).claim
    (block,) = (c for c in claim.credits or () if c.id == "C4")
    (project,) = (p for p in claim.projects or () if p.id == block.project)
    return (
        f"project: {{programme: JCM, reference: '{project.reference}', host_country: {project.host_country}}}, "
        f"credit: {{{RANGE.format(first=first, last=last)}}}"
    )
