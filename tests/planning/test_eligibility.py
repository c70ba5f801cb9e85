"""Which credits may be used where: the same answers as block by block, and tonnes that nothing has drawn yet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from offsetcheck.engine.judge import Case, Engine, Settings
from offsetcheck.engine.overlaps import rows_overlap
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.models import (
    Claim,
    Credit,
    Evidence,
    Purpose,
    RetiredBlock,
    Retirement,
    Scope,
    SerialSpan,
    Status,
    Use,
)
from offsetcheck.facts.periods import FiscalYear
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, build_world
from offsetcheck.planning.eligibility import Hypotheses, eligibility, questions, stock
from offsetcheck.planning.holdings import read_holdings
from offsetcheck.planning.neighbours import neighbours
from offsetcheck.report.columns import width
from offsetcheck.report.eligibility import build_eligibility, eligibility_page
from offsetcheck.report.pages import page_csv, page_html, page_text, page_xlsx
from offsetcheck.rulebook.shipped import open_rulebook

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

FILE = Path(__file__).parents[2] / "fixtures/holdings/gx-participant.yaml"
AS_OF = date(2026, 11, 22)
SETTINGS = Settings(AS_OF)


@cache
def engine() -> Engine:
    return Engine(open_rulebook(None))


@cache
def participant() -> Claim:
    return read_holdings(FILE, AS_OF).claim


def asked(*purposes: Purpose, years: Sequence[int] = (2025, 2026)):
    return questions(engine().rulebook, [FiscalYear(year) for year in years], purposes)


def answered(claim: Claim, *purposes: Purpose, grouped: bool = True):
    found = eligibility(engine(), claim, asked(*purposes), SETTINGS, grouped=grouped)
    return {(a.item, a.question): (a.verdict, a.tonnes) for a in found.answers}


def with_credits(*credits: Credit, **parts: object) -> Claim:
    return participant().model_copy(update={"credits": credits, "retirements": None, "uses": None, **parts})


def block(name: str, first: int | None, t: str, of: str = "C1", **facts: object) -> Credit:
    """A block like one of the fixture's, with serials of its own."""
    like = next(c for c in participant().credits or () if c.id == of)
    span = None
    if first is not None:
        span = SerialSpan(first=f"JCL-0000-{first:06}", last=f"JCL-0000-{first + int(Decimal(t)) - 1:06}")
    return like.model_copy(update={"id": name, "serials": span, "quantity_t": Decimal(t), **facts})


BLOCKS = st.tuples(
    st.sampled_from(["C1", "C2", "C3", "C4", "C5"]),  # the kind
    st.one_of(st.none(), st.integers(1, 30).map(lambda n: n * 100)),  # the first serial; some overlap
    st.sampled_from(["60", "100", "150.5", "250"]),
    st.booleans(),  # with a unit kind
)


@pytest.mark.slow
@given(st.lists(BLOCKS, min_size=2, max_size=7), st.integers(0, 6), st.sampled_from([None, "40", "60"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_blocks_judged_together_get_the_answers_they_get_alone(drawn, partly, used):
    credits = [
        block(f"K{n}", first, t, kind, **({} if known else {"unit_kind": None}))
        for n, (kind, first, t, known) in enumerate(drawn)
    ]
    uses = None
    if used is not None:
        uses = (
            Use(id="U", credit=credits[partly % len(credits)].id, purpose=Purpose.OFFSET, t=Decimal(used)),
        )
    claim = with_credits(*credits, uses=uses)
    purposes = (Purpose.OFFSET, Purpose.GX_ETS)
    assert answered(claim, *purposes) == answered(claim, *purposes, grouped=False)


@given(st.lists(BLOCKS, min_size=2, max_size=6))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_block_judged_beside_its_neighbours_gets_the_verdict_it_gets_among_all(drawn):
    credits = [
        block(f"K{n}", first, t, kind, **({} if known else {"unit_kind": None}))
        for n, (kind, first, t, known) in enumerate(drawn)
    ]
    claim = with_credits(*credits)
    (question,) = asked(Purpose.GX_ETS, years=[2026])
    alone = {a.item: a.verdict for a in eligibility(engine(), claim, [question], SETTINGS).answers}
    folder = Hypotheses(engine(), claim, SETTINGS)
    case = Case(engine(), folder.claim(stock(claim, SETTINGS.as_of).items, [question]), SETTINGS)
    assert alone == {u.id: case.use_outcome(u).verdict for u in case.world.rows["use"]}


REFERENCES = st.sampled_from([None, "123", "0123", "JP-123", "124", "9"])
PROGRAMMES = st.sampled_from(["J-Credit", "JCM", "VCS", "other", None])
SERIALS = st.sampled_from(
    [None, ("1", "10"), ("5", "20"), ("JCL-0000-000001", "JCL-0000-000050"), ("jcl-0000-40", "jcl-0000-60"),
     ("100", "200")]
)  # fmt: skip


@given(st.lists(st.tuples(PROGRAMMES, REFERENCES, SERIALS), min_size=2, max_size=7))
@settings(max_examples=200, deadline=None)
def test_the_neighbours_looked_up_are_those_found_by_comparing_every_pair(drawn):
    known = {p.id: p for p in participant().projects or ()}
    projects = [
        known["P1"].model_copy(update={"id": f"Q{n}", "programme": programme, "reference": reference})
        for n, (programme, reference, _) in enumerate(drawn)
    ]
    credits = [
        block(f"K{n}", None, "10").model_copy(
            update={
                "project": f"Q{n}",
                "serials": None if span is None else SerialSpan(first=span[0], last=span[1]),
            }
        )
        for n, (_, _, span) in enumerate(drawn)
    ]
    claim = with_credits(*credits, projects=tuple(projects), issuances=None)
    found = neighbours(claim, AS_OF)
    rows = {r.id: r for r in build_world(claim, Profile.SELF_CHECK, AS_OF).rows["credit"]}
    for name, row in rows.items():
        truths = {rows_overlap(row, other, ALL) for key, other in rows.items() if key != name}
        assert bool(found[name].sure) is (True in truths)
        if True not in truths:
            assert bool(found[name].maybe) is (None in truths)


def test_many_blocks_of_one_kind_are_judged_once():
    claim = with_credits(*(block(f"K{n}", 1000 + 100 * n, "100") for n in range(50)))
    found = eligibility(engine(), claim, asked(Purpose.GX_ETS, years=[2026]), SETTINGS)
    assert set(found.alike.values()) == {"K0"}
    assert {a.tonnes for a in found.answers} == {(Decimal(100), Decimal(100))}


def test_overlapping_blocks_are_not_free_to_use():
    claim = with_credits(block("A", 1000, "100"), block("B", 1050, "100"), block("C", 5000, "100"))
    found = answered(claim, Purpose.GX_ETS)
    verdicts = {item: verdict for (item, _), (verdict, _) in found.items()}
    assert verdicts == {"A": Verdict.FAIL, "B": Verdict.FAIL, "C": Verdict.PASS}


def items(claim: Claim, purpose: Purpose | None = None):
    """What is left of each item: for some use, or for one purpose, as far as others may share it."""
    found = stock(claim, SETTINGS.as_of).items
    return {i.id: i.free if purpose is None else i.left(purpose)[0] for i in found}


def retired(blocks: tuple[RetiredBlock, ...], completed: bool = True):
    (given_,) = participant().retirements or ()
    return (
        given_.model_copy(
            update={"blocks": blocks, "completed_on": given_.completed_on if completed else None}
        ),
    )


def test_what_is_retired_but_not_used_stands_beside_what_is_held():
    parts = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),))
    claim = with_credits(block("A", 1000, "100"), retirements=parts)
    assert items(claim) == {"A": (70, 70), "R1.A": (30, 30)}


def test_one_retirement_serves_several_purposes_with_the_same_tonnes():
    parts = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),))
    uses = tuple(
        Use(id=f"U{n}", credit="A", retirement="R1", purpose=p, t=Decimal(t))
        for n, (p, t) in enumerate([(Purpose.OFFSET, 10), (Purpose.CDP, 25), (Purpose.OFFSET, 5)])
    )
    claim = with_credits(block("A", 1000, "100"), retirements=parts, uses=uses)
    assert items(claim) == {"A": (70, 70), "R1.A": (30, 30)}
    act = stock(claim, SETTINGS.as_of).items[-1]
    # what the others keep where they may not share: nothing, the smaller, the larger, both
    left = {p: [t[1] for t in act.left(p)] for p in (Purpose.SHK, Purpose.CDP, Purpose.OFFSET)}
    assert left == {Purpose.SHK: [30, 15, 5, 0], Purpose.CDP: [5, 0], Purpose.OFFSET: [15, 0]}


@pytest.mark.parametrize(
    ("quantity", "retired_t", "held", "rest"),
    [
        (None, "30", (0, None), (30, 30)),  # a block of unknown size
        ("100", None, (0, 100), (0, None)),  # a retirement of unknown size
    ],
)
def test_an_unknown_quantity_is_an_interval(quantity, retired_t, held, rest):
    credit = block("A", None, "100").model_copy(update={"quantity_t": quantity and Decimal(quantity)})
    parts = retired((RetiredBlock(credit="A", quantity_t=retired_t and Decimal(retired_t)),))
    assert items(with_credits(credit, retirements=parts)) == {"A": held, "R1.A": rest}


def source(fact: str, value: object, chosen: bool = False) -> Evidence:
    return Evidence(
        fact=fact,
        value=value,
        level="verified",
        by="一般財団法人オフセット検証センター（法人番号 3999900000006）",
        document="台帳",
        chosen=chosen,
    )


@pytest.mark.parametrize(("chosen", "free"), [(True, (10, 10)), (False, (0, 100))])
def test_what_a_use_takes_is_what_its_sources_settle(chosen, free):
    """A chosen source counts, and a conflict leaves the tonnes open (law 8)."""
    use = Use(id="U", credit="A", purpose=Purpose.OFFSET, t=Decimal(30), status=Status.HELD)
    claim = with_credits(block("A", 1000, "100"), uses=(use,)).model_copy(
        update={"evidence": (source("uses[U].t", Decimal(90), chosen),)}
    )
    assert items(claim) == {"A": free}


def test_what_a_source_alone_shows_to_be_retired_is_there():
    parts = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),), False)
    claim = with_credits(block("A", 1000, "100"), retirements=parts)
    done = source("retirements[R1].completed_on", date(2026, 4, 1))
    assert items(claim.model_copy(update={"evidence": (done,)})) == {"A": (70, 70), "R1.A": (30, 30)}


@pytest.mark.parametrize(
    ("coarse", "before", "after"),
    [
        ("a use without a block", {"A": (70, 100), "B": (70, 100)}, {"A": (70, 70), "B": (100, 100)}),
        ("a retired block without a credit", {"A": (70, 100), "B": (70, 100)}, {"A": (70, 70), "B": (100, 100), "R1.A": (30, 30)}),
        ("a retirement without blocks", {"A": (70, 100), "B": (70, 100)}, {"A": (70, 70), "B": (100, 100), "R1.A": (30, 30)}),
        ("a use without a retirement", {"A": (50, 70), "B": (100, 100), "R1.A": (10, 30)}, {"A": (70, 70), "B": (100, 100), "R1.A": (10, 10)}),
    ],
)  # fmt: skip
def test_tonnes_that_may_have_been_taken_are_not_promised_and_naming_them_only_narrows(coarse, before, after):
    thirty = Decimal(30)

    def holdings(named: bool) -> Claim:
        use = Use(id="U", purpose=Purpose.OFFSET, t=Decimal(20))
        blocks: tuple[RetiredBlock, ...] = (RetiredBlock(credit="A", quantity_t=thirty),)
        uses: tuple[Use, ...] = ()
        match coarse:
            case "a use without a block":
                held = use.model_copy(update={"t": thirty, "status": Status.HELD})
                uses, blocks = (held.model_copy(update={"credit": "A"}) if named else held,), ()
            case "a retired block without a credit":
                blocks = blocks if named else (RetiredBlock(quantity_t=thirty),)
            case "a retirement without blocks":
                blocks = blocks if named else ()
            case _:
                mine = use.model_copy(update={"credit": "A"})
                uses = (mine.model_copy(update={"retirement": "R1"}) if named else mine,)
        acts = None if coarse == "a use without a block" else retired(blocks)
        if acts and not blocks:
            acts = (acts[0].model_copy(update={"total_t": thirty}),)
        return with_credits(block("A", 1000, "100"), block("B", 5000, "100"), retirements=acts, uses=uses)

    assert items(holdings(False), Purpose.OFFSET) == before
    assert items(holdings(True), Purpose.OFFSET) == after


def test_a_retirement_still_to_be_completed_holds_its_tonnes_back():
    (act,) = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),))
    later = (act.model_copy(update={"completed_on": date(2026, 12, 15)}),)
    assert items(with_credits(block("A", 1000, "100"), retirements=later)) == {"A": (70, 70)}


def test_tonnes_of_a_retirement_whose_day_is_not_known_may_be_there_and_the_day_is_asked():
    credit = block("A", 341001, "100")
    (act,) = blocks_of((credit, 30))
    claim = with_credits(credit, retirements=(act.model_copy(update={"completed_on": None}),))
    assert items(claim) == {"A": (70, 70), "R1.A": (0, 30)}
    (question,) = asked(Purpose.GX_ETS, years=[2026])
    answers = {a.item: a for a in eligibility(engine(), claim, [question], SETTINGS).answers}
    assert answers["A"].verdict is Verdict.PASS
    assert answers["A"].tonnes == (Decimal(70), Decimal(70))
    assert answers["R1.A"].verdict is Verdict.UNKNOWN
    assert answers["R1.A"].tonnes == (Decimal(0), Decimal(30))
    assert "retirements[R1].completed_on" in {m.address for m in answers["R1.A"].missing}


def test_nothing_is_assumed_of_a_retirement_whose_day_is_not_known():
    """Done on the day of judgement it would come too late for the report of the year before; it may have come in time."""
    (act,) = blocks_of((block("A", 1000, "100"), 100))
    (question,) = asked(Purpose.SHK, years=[2025])

    def verdict(done: date | None) -> Verdict:
        days = {"applied_on": None, "completed_on": done, "observed_on": None}
        acts = (act.model_copy(update={"purpose": Purpose.SHK, **days}),)
        claim = with_credits(block("A", 1000, "100"), retirements=acts)
        answers = eligibility(engine(), claim, [question], SETTINGS).answers
        return next(a.verdict for a in answers if a.item == "R1.A")

    assert verdict(SETTINGS.as_of) is Verdict.FAIL
    assert verdict(None) is Verdict.UNKNOWN
    assert verdict(date(2026, 5, 20)) is not Verdict.FAIL


def test_units_that_may_be_retired_already_are_not_said_to_come_too_late():
    """A retirement that names no block, or that may yet be listed, may have been in time (laws 2 and 3)."""
    (act,) = retired((RetiredBlock(credit="A", quantity_t=Decimal(100)),))
    act = act.model_copy(update={"purpose": Purpose.SHK, "completed_on": date(2026, 5, 20)})
    (question,) = asked(Purpose.SHK, years=[2025])

    def held(claim: Claim, name: str = "A"):
        answers = eligibility(engine(), claim, [question], SETTINGS).answers
        return next(a for a in answers if a.item == name)

    credits = (block("A", 1000, "100"), block("B", None, "100", "C5"))
    nameless = act.model_copy(update={"blocks": (RetiredBlock(quantity_t=Decimal(100)),)})
    assert held(with_credits(*credits)).verdict is Verdict.FAIL
    claim = with_credits(*credits, retirements=(nameless,))
    assert (held(claim).verdict, held(claim).tonnes) == (Verdict.UNKNOWN, (0, 100))
    assert "retirements[R1].blocks[1].credit" in {m.address for m in held(claim).missing}
    assert held(claim, "B").verdict is Verdict.FAIL  # whenever it was retired
    header = claim.claim.model_copy(update={"complete_lists": ("uses", "blocks")})
    listless = with_credits(*credits).model_copy(update={"claim": header})
    assert held(listless).verdict is Verdict.UNKNOWN
    assert "complete_lists[retirements]" in {m.address for m in held(listless).missing}


def test_what_may_not_be_used_stays_so_when_nothing_is_left_of_it():
    (question,) = asked(Purpose.SHK, years=[2025])
    credit = block("A", 1000, "100")

    def verdict(t: int | None) -> Verdict:
        acts = retired((RetiredBlock(credit="A", quantity_t=t if t is None else Decimal(t)),))
        answers = eligibility(engine(), with_credits(credit, retirements=acts), [question], SETTINGS).answers
        return next(a.verdict for a in answers if a.item == "A")

    assert verdict(None) is Verdict.FAIL
    assert verdict(100) is Verdict.FAIL


def report(lang="ja"):
    found = eligibility(engine(), participant(), asked(*Purpose.__members__.values()), SETTINGS)
    return build_eligibility(
        found, engine().rulebook, SETTINGS, lang, [], "サンプル製鋼株式会社", ["SHK 2026年度"]
    )


def test_the_participant_sees_each_answer_with_its_clause():
    made = report()
    verdicts = {(a.item, a.question): a.verdict.value for a in made.answers}
    assert {i: verdicts[i, "gx-ets/FY2026"] for i in ("C1", "C2", "C4", "C5", "C6", "R1.C7")} == {
        "C1": "pass", "C2": "pass", "C4": "pass", "C5": "fail", "C6": "fail", "R1.C7": "pass",
    }  # fmt: skip
    assert verdicts["C7", "gx-ets/FY2026"] == "not_applicable"  # nothing is left of it
    assert verdicts["C8", "offset"] == "unknown"
    for reason in made.reasons:
        assert reason.finding.basis, reason.finding.rule
    failing = {i for r in made.reasons if r.finding.verdict is Verdict.FAIL for i in r.items}
    assert failing == {i for (i, _), v in verdicts.items() if v == "fail"}
    open_cells = {cell for u in made.unknowns for cell in u.cells}
    assert open_cells == {cell for cell, v in verdicts.items() if v == "unknown"}
    (cap,) = made.caps
    assert cap.left_t is not None
    assert (cap.left_t.at_least, cap.left_t.at_most) == (25000, 25000)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_writer_writes_the_same_answers(lang):
    page = eligibility_page(report(lang))
    text, html, csv = page_text(page), page_html(page), page_csv(page)
    for item in ("C1", "C5", "C8"):
        assert item in text
        assert item in html
        assert item in csv
    assert "SHK-ELG-01" in text
    assert "SHK-ELG-01" in html
    assert html.count("<h1>") == 1
    assert "<script" not in html
    book = load_workbook(BytesIO(page_xlsx(page)))
    matrix = list(book.worksheets[2].iter_rows(values_only=True))
    assert matrix[1][1] == 12000
    assert len(matrix) == 1 + 9


def test_a_long_list_is_drawn_together_for_people_and_kept_whole_for_spreadsheets():
    claim = with_credits(*(block(f"K{n}", 1000 + 100 * n, "100") for n in range(60)))
    found = eligibility(engine(), claim, asked(Purpose.GX_ETS, years=[2026]), SETTINGS)
    page = eligibility_page(build_eligibility(found, engine().rulebook, SETTINGS, "ja", [], None))
    matrix = page.sections[1]
    assert matrix.table is not None
    assert matrix.data is not None
    assert len(matrix.table.rows) == 1
    assert matrix.table.rows[0][2].text == "6,000"
    assert len(matrix.data.rows) == 60


def test_a_wide_matrix_stands_in_several_tables_in_a_terminal_and_breaks_no_number():
    found = eligibility(engine(), participant(), asked(*Purpose), SETTINGS)
    report = build_eligibility(found, engine().rulebook, SETTINGS, "ja", [], None)
    text = page_text(eligibility_page(report))
    lines = text.split("\n")
    assert sum(line.startswith("クレジット ") and "未使用の数量" in line for line in lines) > 1
    assert not [line for line in lines if re.search(r"\s[0-9～]+,$|～$|^\s*[0-9]{3}\s*$", line)]


def test_a_workbook_prints_as_wide_as_the_paper_and_shows_no_marks_of_its_own():
    found = eligibility(engine(), participant(), asked(Purpose.OFFSET, Purpose.GX_ETS), SETTINGS)
    page = eligibility_page(build_eligibility(found, engine().rulebook, SETTINGS, "ja", [], None))
    book = load_workbook(BytesIO(page_xlsx(page)))
    for sheet in book.worksheets:
        setup = sheet.sheet_properties.pageSetUpPr
        assert setup is not None
        assert setup.fitToPage
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert not [
        c
        for s in book.worksheets
        for r in s.iter_rows(values_only=True)
        for c in r
        if str(c).startswith("'－")
    ]


def test_a_finding_is_told_once_for_all_uses_and_in_a_spreadsheet_for_each():
    page = eligibility_page(report())
    why, undecided = (
        next(s for s in page.sections if s.title == t) for t in ("使用できない理由", "判定できていない項目")
    )
    assert why.table is not None
    first = why.table.rows[0]
    assert first[0].text == "SHK 令和8年度報告（2025年度実績）、SHK 令和9年度報告（2026年度実績）：C5、C6"
    assert "（GX2-01、REP-06）" in " ".join(row[2].text for row in why.table.rows)
    assert why.data is not None
    assert [row[0].text for row in why.data.rows if "SHK-ELG-01" in row[3].text] == [
        "SHK 令和8年度報告（2025年度実績）",
        "SHK 令和9年度報告（2026年度実績）",
    ]
    assert undecided.table is not None
    told = [(row[2].text, row[0].text) for row in undecided.table.rows]
    assert len(told) == len(set(told))
    assert sum("JC-REG-02" in text for text, _ in told) == 1
    assert [text for text, _ in told if "A62-01" in text and "A62-12" in text and "次の項目" in text]


def test_what_is_asked_of_several_blocks_or_together_stands_once():
    made = report()
    page = eligibility_page(made)
    supply = page.sections[-1]
    assert supply.table is not None
    assert supply.data is not None
    assert len(supply.data.rows) == len(made.unknowns)
    assert len(supply.table.rows) < len(made.unknowns) / 2
    asked = {row[0].text: row for row in supply.table.rows}
    route = asked["省エネ法での活用の方法"]
    assert (route[1].text, route[4].text) == ("C1、C2、C3、C4、C5、C6、C7（R1）、C8", "省エネ法")
    assert route[5].number == 33900
    owners = [row[2].text for row in supply.table.rows]
    known = ["貴社", "登録簿", "審査員"]  # last those who set what a report may hold
    assert owners == sorted(owners, key=lambda o: known.index(o) if o in known else len(known))


def test_what_a_report_to_cdp_and_its_like_may_hold_is_asked_of_those_reported_to():
    def asks(*purposes: Purpose) -> set[tuple[str, str]]:
        found = eligibility(engine(), participant(), asked(*purposes, years=(2025,)), SETTINGS)
        table = (
            eligibility_page(build_eligibility(found, engine().rulebook, SETTINGS, "ja", [], None))
            .sections[-1]
            .table
        )
        assert table is not None
        return {(r[2].text, r[3].text) for r in table.rows if "対象となるクレジット制度" in r[0].text}

    said = "にお問い合わせのうえ、回答を記録してください。"
    for purposes, whom in (
        ((Purpose.CDP, Purpose.SBT), "報告先（CDP、SBTi）"),
        ((Purpose.RE100, Purpose.ENERGY_ACT), "報告先（RE100）又は所管当局"),
        ((Purpose.ENERGY_ACT,), "所管当局"),
    ):
        assert asks(*purposes) == {(whom, whom + said)}


def test_what_is_left_under_a_cap_stands_beside_the_tonnes():
    table = eligibility_page(report()).sections[0].table
    assert table is not None
    assert table.titles[-1] == "上限の残り"
    left = {row[0].text: row[-1].text for row in table.rows}
    assert left["排出量取引制度（GX-ETS） 2026年度"] == "25,000"
    assert left["カーボン・オフセット"] == "—"


def test_rows_of_a_workbook_are_as_high_as_their_text():
    book = load_workbook(BytesIO(page_xlsx(eligibility_page(report()))))
    sheet = book["使用できない理由"]
    for at, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), 2):
        high = sheet.row_dimensions[at].height
        for letter, text in zip("ABCDEF", row, strict=True):
            assert high is not None
            assert high >= 15 * width(str(text)) / sheet.column_dimensions[letter].width, text


# -- sources -----------------------------------------------------------------------------------------------------------


def without_evidence(claim: Claim) -> Claim:
    return claim.model_copy(update={"evidence": None})


def jcm(name: str, first: int, t: int) -> Credit:
    span = SerialSpan(first=f"{first:06}", last=f"{first + t - 1:06}")
    return block(name, None, str(t), "C4", serials=span)


def shares(rest: int) -> Claim:
    """Three blocks of an issuance of which 3,600 t are free."""
    return with_credits(jcm("A", 620001, 1000), jcm("B", 621001, 2000), jcm("C", 623001, rest), filings=None)


@pytest.mark.parametrize(("rest", "verdict"), [(600, Verdict.PASS), (601, Verdict.FAIL)])
@pytest.mark.parametrize("chosen", [False, True])
def test_a_source_that_agrees_with_the_tonnes_of_one_block_says_nothing_of_the_sum(rest, verdict, chosen):
    claim = shares(rest)
    shown = claim.model_copy(update={"evidence": (source("credits[B].quantity_t", 2000, chosen),)})
    assert answered(shown, Purpose.OFFSET) == answered(claim, Purpose.OFFSET)
    assert {v for v, _ in answered(shown, Purpose.OFFSET).values()} == {verdict}


def test_blocks_of_two_issuances_alike_but_for_what_a_source_shows_are_judged_apart():
    """Of the second issuance a source shows that one block holds more than was stated: its others have no room left."""
    (fourth,) = (i for i in participant().issuances or () if i.id == "I4")
    twin = fourth.model_copy(update={"id": "I9"})
    others = [c.model_copy(update={"id": f"{c.id}9", "issuance": "I9"}) for c in shares(600).credits or ()]
    moved = [
        c.model_copy(update={"serials": SerialSpan(first=f"9{c.serials.first}", last=f"9{c.serials.last}")})
        for c in others
        if c.serials
    ]
    claim = with_credits(
        *(shares(600).credits or ()), *moved, issuances=(*(participant().issuances or ()), twin), filings=None,
        evidence=(source("credits[B9].quantity_t", 2001, True),),
    )  # fmt: skip
    found = {item: verdict for (item, _), (verdict, _) in answered(claim, Purpose.OFFSET).items()}
    assert {n: found[n] for n in ("A", "C", "A9", "C9")} == {
        "A": Verdict.PASS, "C": Verdict.PASS, "A9": Verdict.FAIL, "C9": Verdict.FAIL,
    }  # fmt: skip


#: A slip in the holdings, and the value that the reviewer chose in its place.
SLIPS: list[tuple[str, str, object]] = [
    ("credits", "A.serials.last", "JCL-0000-341101"),
    ("credits", "A.serials.first", "JCL-0000-340901"),
    ("credits", "A.quantity_t", Decimal(90)),
    ("credits", "B.serials.first", "JCL-0000-341050"),
    ("projects", "P1.programme", "JCM"),
    ("projects", "P1.mitigation", None),
    ("issuances", "I1.decided_on", date(2027, 9, 16)),
]


@pytest.mark.parametrize(("section", "fact", "slip"), SLIPS, ids=[f for _, f, _ in SLIPS])
def test_a_value_chosen_among_sources_counts_as_if_it_were_written(section, fact, slip):
    right = with_credits(block("A", 341001, "100"), block("B", 341101, "100"), block("C", 341201, "100"))
    name, _, path = fact.partition(".")

    def put(row, steps):
        step = {"from": "from_"}.get(steps[0], steps[0])
        value = put(getattr(row, step), steps[1:]) if steps[1:] else slip
        return row.model_copy(update={step: value})

    (value,) = (r for r in getattr(right, section) if r.id == name)
    for step in path.split("."):
        value = getattr(value, {"from": "from_"}.get(step, step))
    rows = tuple(put(r, path.split(".")) if r.id == name else r for r in getattr(right, section))
    mended = right.model_copy(
        update={section: rows, "evidence": (source(f"{section}[{name}].{path}", value, True),)}
    )
    assert answered(mended, Purpose.OFFSET, Purpose.SHK) == answered(right, Purpose.OFFSET, Purpose.SHK)
    assert answered(without_evidence(mended), Purpose.OFFSET, Purpose.SHK) != answered(
        right, Purpose.OFFSET, Purpose.SHK
    )


@pytest.mark.parametrize("written", [True, False], ids=["written", "shown by a source"])
def test_units_offered_twice_are_found_by_the_serials_that_count(written):
    claim = with_credits(block("A", 341101 if written else 341001, "100"), block("B", 341101, "100"))
    ends = ("first", "JCL-0000-341101"), ("last", "JCL-0000-341200")
    shown = tuple(source(f"credits[A].serials.{end}", text, True) for end, text in ends)
    found = answered(claim.model_copy(update={"evidence": None if written else shown}), Purpose.OFFSET)
    assert {item: verdict for (item, _), (verdict, _) in found.items()} == {
        "A": Verdict.FAIL, "B": Verdict.FAIL,
    }  # fmt: skip


@pytest.mark.parametrize("fact", ["uses[U].status", "retirements[R1].completed_on"])
@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 11, 22)])
def test_a_source_that_agrees_moves_no_tonnes(fact, day):
    """Also of what is still to come: units held, and a retirement planned for a later day."""
    parts = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),))
    use = Use(id="U", credit="A", purpose=Purpose.OFFSET, t=Decimal(20), status=Status.HELD)
    claim = with_credits(block("A", 1000, "100"), retirements=parts, uses=(use,))
    value: object = Status.HELD.value if "status" in fact else parts[0].completed_on
    shown = claim.model_copy(update={"evidence": (source(fact, value),)})
    assert stock(shown, day) == stock(claim, day)
    assert (len(stock(claim, day).items) == 2) is (day >= date(2026, 10, 19))


@pytest.mark.parametrize(
    ("loose_t", "low", "verdict", "asked"),
    [
        (100, 0, Verdict.UNKNOWN, ["retirements[R1].blocks[1].credit"]),
        (99, 1, Verdict.PASS, []),
    ],
)
def test_where_nothing_may_be_left_it_is_unknown_whether_it_may_be_used(loose_t, low, verdict, asked):
    """Naming the credit of a retired block settles it: then nothing is left, and nothing that passed is taken back."""
    credit = block("A", 1000, "100")
    now = questions(engine().rulebook, [FiscalYear(2026)], [Purpose.GX_ETS])
    claim = with_credits(credit, retirements=retired((RetiredBlock(quantity_t=Decimal(loose_t)),)))
    (answer,) = eligibility(engine(), claim, now, SETTINGS).answers
    assert (answer.tonnes[0], answer.verdict) == (low, verdict)
    assert [m.address for m in answer.missing] == asked
    page = build_eligibility(
        eligibility(engine(), claim, now, SETTINGS), engine().rulebook, SETTINGS, "ja", [], None
    )
    assert [u.asked.fact for u in page.unknowns] == asked
    named = with_credits(credit, retirements=retired((RetiredBlock(credit="A", quantity_t=Decimal(100)),)))
    first, *_ = eligibility(engine(), named, now, SETTINGS).answers
    assert first.verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("fact", ["user", "act", "total_t", "purpose"])
def test_what_is_missing_of_a_retirement_already_made_is_asked(fact: str) -> None:
    """It is not filled in as for one still to be made."""
    (act,) = participant().retirements or ()
    claim = participant().model_copy(update={"retirements": (act.model_copy(update={fact: None}),)})
    (question,) = asked(Purpose.GX_ETS, years=[2026])
    for holdings, verdict in ((participant(), Verdict.PASS), (claim, Verdict.UNKNOWN)):
        found = eligibility(engine(), holdings, [question], SETTINGS).answers
        answer = next(a for a in found if a.item == "R1.C7")
        assert answer.verdict is verdict
        missing = {m.address for m in answer.missing}
        assert (f"retirements[R1].{fact}" in missing) is (verdict is Verdict.UNKNOWN)


# -- how many tonnes it is turns on what is open -----------------------------------------------------------------------


def drawn_on(t: int, credit: str | None = None) -> Use:
    """A use of tonnes of the retirement that stands in the holdings."""
    return Use(
        id="U1", retirement="R1", credit=credit, purpose=Purpose.GX_ETS, t=Decimal(t), status=Status.RETIRED,
        scope=Scope(entity="us", boundary="direct", period=FiscalYear(2026)),
    )  # fmt: skip


def blocks_of(*parts: tuple[Credit, int]) -> tuple[Retirement, ...]:
    """The retirement of the first tonnes of some blocks."""
    blocks = []
    for credit, t in parts:
        assert credit.serials is not None
        first = int(str(credit.serials.first)[-6:])
        span = SerialSpan(first=credit.serials.first, last=f"JCL-0000-{first + t - 1:06}")
        blocks.append(RetiredBlock(credit=credit.id, serials=span, quantity_t=Decimal(t)))
    (act,) = retired(tuple(blocks))
    return (act.model_copy(update={"total_t": Decimal(sum(t for _, t in parts))}),)


@pytest.mark.parametrize(
    ("parts", "loose_t", "before", "after"),
    [
        ([("A", 100)], 40, {"R1.A": (Verdict.UNKNOWN, (0, 100))}, {"R1.A": (Verdict.PASS, (60, 60))}),
        ([("A", 100)], 100, {"R1.A": (Verdict.UNKNOWN, (0, 100))}, {}),
        (
            [("A", 100), ("B", 50)], 20,
            {"R1.A": (Verdict.UNKNOWN, (0, 100)), "R1.B": (Verdict.UNKNOWN, (0, 50))},
            {"R1.A": (Verdict.PASS, (80, 80)), "R1.B": (Verdict.PASS, (50, 50))},
        ),
    ],
)  # fmt: skip
def test_a_use_that_names_no_block_never_bars_the_tonnes_that_are_left_beside_it(
    parts: list[tuple[str, int]], loose_t: int, before: dict[str, object], after: dict[str, object]
) -> None:
    """Saying which block it takes settles what was open, and takes nothing back (law 2)."""
    (question,) = asked(Purpose.GX_ETS, years=[2026])
    credits = {"A": block("A", 341001, "200"), "B": block("B", 342001, "200")}
    acts = blocks_of(*((credits[name], t) for name, t in parts))

    def found(credit: str | None):
        uses = (drawn_on(loose_t, credit),)
        claim = with_credits(*credits.values(), retirements=acts, uses=uses)
        return eligibility(engine(), claim, [question], SETTINGS)

    def of_act(credit: str | None):
        return {a.item: (a.verdict, a.tonnes) for a in found(credit).answers if a.item.startswith("R1.")}

    assert of_act(None) == before
    assert of_act("A") == after
    for answer in found(None).answers:
        if answer.item.startswith("R1."):
            assert "uses[U1].credit" in {m.address for m in answer.missing}


def test_a_use_for_another_purpose_leaves_the_tonnes_a_range_that_may_be_used():
    (question,) = asked(Purpose.GX_ETS, years=[2026])
    other = drawn_on(40).model_copy(update={"purpose": Purpose.CDP})
    credit = block("A", 341001, "200")
    claim = with_credits(credit, retirements=blocks_of((credit, 100)), uses=(other,))
    answers = {a.item: a for a in eligibility(engine(), claim, [question], SETTINGS).answers}
    assert answers["R1.A"].tonnes == (Decimal(60), Decimal(100))
    assert answers["R1.A"].verdict is Verdict.PASS


def listed(*names: str, **parts: object) -> Claim:
    """Holdings of which only some lists are said to be complete."""
    claim = with_credits(block("A", 341001, "100"), block("B", 342001, "100"), **parts)
    return claim.model_copy(
        update={"claim": claim.claim.model_copy(update={"complete_lists": names or None})}
    )


@pytest.mark.parametrize(
    ("complete", "total_t", "free"),
    [
        ((), 30, {"A": (0, 70), "B": (0, 100), "R1.A": (0, 30)}),
        (("retirements", "blocks"), 30, {"A": (0, 70), "B": (0, 100), "R1.A": (0, 30)}),
        (("uses", "blocks"), 30, {"A": (0, 70), "B": (0, 100), "R1.A": (30, 30)}),
        (("uses", "retirements"), 30, {"A": (70, 70), "B": (100, 100), "R1.A": (30, 30)}),
        (("uses", "retirements"), 50, {"A": (50, 70), "B": (80, 100), "R1.A": (30, 50)}),
        (("uses", "retirements"), None, {"A": (0, 70), "B": (0, 100), "R1.A": (30, 100)}),
        (("uses", "retirements", "blocks"), None, {"A": (70, 70), "B": (100, 100), "R1.A": (30, 30)}),
        (("uses", "retirements", "retirements[R1].blocks"), 50, {"A": (70, 70), "B": (100, 100), "R1.A": (30, 30)}),
    ],
)  # fmt: skip
def test_what_is_left_is_certain_only_as_far_as_the_lists_are_complete(complete, total_t, free):
    """Law 3: another retirement, block or use may yet be added to a list that is not said to be complete."""
    (act,) = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),))
    acts = (act.model_copy(update={"total_t": total_t and Decimal(total_t)}),)
    assert items(listed(*complete, retirements=acts)) == free


def test_a_block_added_to_an_open_list_moves_no_tonnes_outside_their_range():
    (act,) = retired((RetiredBlock(credit="A", quantity_t=Decimal(30)),))
    act = act.model_copy(update={"total_t": Decimal(50)})
    more = act.model_copy(
        update={"blocks": (*(act.blocks or ()), RetiredBlock(credit="B", quantity_t=Decimal(20)))}
    )
    before, after = (items(listed("uses", "retirements", retirements=(a,))) for a in (act, more))
    for name, (low, high) in before.items():
        assert low <= after[name][0] <= after[name][1] <= high


def test_a_source_may_say_which_lists_are_complete():
    claim = listed("uses")
    assert items(claim)["A"] == (0, 100)
    said = source("claim.complete_lists", "all", True)
    assert items(claim.model_copy(update={"evidence": (said,)}))["A"] == (100, 100)


def test_open_lists_are_asked_about_once_and_blocks_alike_are_still_judged_once():
    blocks = [block(f"K{n}", 1000 + 100 * n, "100") for n in range(20)]
    claim = with_credits(*blocks)
    header = claim.claim.model_copy(update={"complete_lists": None})
    claim = claim.model_copy(update={"claim": header})
    found = eligibility(engine(), claim, asked(Purpose.GX_ETS, years=[2026]), SETTINGS)
    assert set(found.alike.values()) == {"K0"}
    assert {(a.verdict, a.tonnes) for a in found.answers} == {(Verdict.UNKNOWN, (Decimal(0), Decimal(100)))}
    page = eligibility_page(build_eligibility(found, engine().rulebook, SETTINGS, "ja", [], None))
    assert sum("一覧に漏れがない" in note for note in page.notes) == 1


def test_what_a_retirement_has_left_is_judged_beside_the_uses_that_may_be_its_own():
    """A use for another report that names no retirement may be of this one, which then serves two (law 2)."""
    (question,) = asked(Purpose.GX_ETS, years=[2026])
    credit = block("A", 341001, "200")
    other = drawn_on(40, "A").model_copy(update={"purpose": Purpose.SHK})

    def found(act: str | None):
        use = other.model_copy(update={"retirement": act})
        claim = with_credits(credit, retirements=blocks_of((credit, 100)), uses=(use,))
        answers = eligibility(engine(), claim, [question], SETTINGS).answers
        return next(a for a in answers if a.item == "R1.A")

    assert found("R1").verdict is not Verdict.PASS
    assert found(None).verdict is Verdict.UNKNOWN
    assert "uses[U1].retirement" in {m.address for m in found(None).missing}
