"""The Python back end and DuckDB give the same answer: on every expression and row, and on every claim.

Random typed trees over the whole language meet random rows with gaps, open and closed lists, missing references, huge
and negative numbers; whole random claims are judged under a rulebook with every construct, under one with several
editions and open readings, and under the rules that are shipped. The Python back end is the oracle.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offsetcheck.engine.batch import SUBJECTS as JUDGED
from offsetcheck.engine.batch import BatchEngine, Code
from offsetcheck.engine.judge import Settings
from offsetcheck.engine.semantics import Frame, compiled
from offsetcheck.engine.sql import Bounds, Context, Layout, Relation, quoted
from offsetcheck.engine.tables import Intake, Needs, TableError
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.claims import read_claim
from offsetcheck.facts.contradictions import contradictions_of
from offsetcheck.facts.identity import Party
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Kind, Profile
from offsetcheck.facts.world import ALL, ASSURED, Row, World, build_world
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.language import (
    BOOLEAN,
    NODE_TYPES,
    PARTY,
    TEXT,
    And,
    Compare,
    Const,
    In,
    ListCall,
    Node,
    Ref,
    TextTest,
    Type,
    walk,
)
from offsetcheck.rulebook.loader import load
from tests.engine.compact import compact
from tests.engine.lawkit import AS_OF as TODAY
from tests.engine.lawkit import answer, book, claim_from, rule
from tests.engine.relations import written
from tests.engine.rulebooks.editions import editions, many_readings
from tests.engine.trees import (
    AS_OF,
    FACTS,
    JUDGEMENTS,
    NO_CLAIM,
    NUMBERS,
    PARTIES,
    READINGS,
    SUBJECTS,
    Drawn,
    Scope,
    Seeded,
    random_derivations,
    random_tree,
    random_world,
)
from tests.engine.whole_claims import ClaimMaker, database_says, differences

#: Whole claims and pages, many times over: for `make test`.
pytestmark = pytest.mark.slow

SHIPPED = Path(__file__).parents[2] / "rules"
CLAIMS = sorted((Path(__file__).parents[2] / "fixtures" / "claims").glob("*.yaml"))
NEEDS = Needs(
    {t: frozenset(p) for t, p in FACTS.items()},
    JUDGEMENTS,
    tuple(t.plural for t in catalogue.tables().values()),
)


# -- expressions -----------------------------------------------------------------------------------------------------------


@dataclass
class Compared:
    """How many cases were compared, what came out of them, and where the back ends differ."""

    cases: int
    values: Counter[Any]
    differences: list[str]


def laid(worlds: Sequence[World], needs: Needs = NEEDS) -> tuple[duckdb.DuckDBPyConnection, Layout]:
    """Worlds in a database."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    intake = Intake(connection, needs)
    for world in worlds:
        intake.add(world)
    (layout,) = intake.layouts()
    return connection, layout


def compare(
    trees: Sequence[tuple[str, Node]],
    worlds: Sequence[World],
    derivations: Mapping[tuple[str, str], Node],
    choices: Mapping[str, str],
    needs: Needs = NEEDS,
) -> Compared:
    """Evaluate every tree on every row of its table, in both runs, by both back ends: one query per table."""
    found = Compared(0, Counter(), [])
    connection, layout = laid(worlds, needs)
    contexts = {
        run: Context(run, AS_OF, choices, derivations, {}, frozenset({"lifted"})) for run in (ALL, ASSURED)
    }
    scope = Scope(derivations, choices)
    with connection:
        for table in {t for t, _ in trees}:
            mine = [(n, node) for n, (t, node) in enumerate(trees) if t == table]
            rows = [row for world in worlds for row in world.rows[table]]
            if not rows:
                continue
            relation = Relation(layout, table)
            outputs = []
            for run, context in contexts.items():
                for n, node in mine:
                    value = relation.value(node, context)
                    if isinstance(value, Bounds):
                        outputs += [(f"{n}/{run}", value.low), (f"{n}/{run}/high", value.high)]
                    else:
                        outputs.append((f"{n}/{run}", relation.truth(node, context)))
            cursor = connection.execute(relation.select(outputs))
            names = [d[0] for d in cursor.description or ()]
            answers = {(r[0], r[1]): dict(zip(names, r, strict=True)) for r in cursor.fetchall()}
            assert len(answers) == len(rows)
            functions = [(n, node, compiled(node)) for n, node in mine]
            for row in rows:
                given_ = answers[(row.world.claim.id, row.id)]
                for n, node, function in functions:
                    for run in (ALL, ASSURED):
                        wanted = function(Frame(row, run, scope))
                        have = given_[f"{n}/{run}"]
                        if node.type.kind is Kind.NUMBER:
                            have = (have, given_[f"{n}/{run}/high"])
                            found.values["number" if None not in wanted else "interval"] += 1
                        else:
                            found.values[wanted] += 1
                        found.cases += 1
                        if wanted != have:
                            where = f"{row.world.claim.id} {row.address} run {run}"
                            found.differences.append(f"{where}: Python {wanted}, DuckDB {have}: {node}")
    return found


def seeded(seed: int, *, trees: int, worlds: int, depth: int) -> tuple[Compared, list[Node]]:
    """A batch of random cases."""
    source = Seeded(seed)
    derivations = random_derivations(source, 2)
    drawn = []
    for _ in range(trees):
        table = source.pick(SUBJECTS)
        drawn.append((table, random_tree(source, table, derivations, depth)))
    rows = [random_world(source, f"c{n}", FACTS, JUDGEMENTS) for n in range(worlds)]
    choices = {name: source.pick(options) for name, options in READINGS.items()}
    return compare(drawn, rows, derivations, choices), [t for _, t in drawn] + list(derivations.values())


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[list[tuple[str, Node]], list[World], dict[str, str]]:
    """One tree and one or two claims, which hypothesis can shrink."""
    source = Drawn(draw)
    table = source.pick(SUBJECTS)
    tree = random_tree(source, table, {}, 3)
    worlds = [random_world(source, f"c{n}", FACTS, JUDGEMENTS) for n in range(source.whole(1, 2))]
    return [(table, tree)], worlds, {name: source.pick(options) for name, options in READINGS.items()}


@settings(max_examples=12)
@given(small_cases())
def test_one_tree_gives_one_answer(case: tuple[list[tuple[str, Node]], list[World], dict[str, str]]) -> None:
    trees, worlds, choices = case
    assert compare(trees, worlds, {}, choices).differences == []


def test_many_trees_give_one_answer() -> None:
    compared, _ = seeded(1, trees=30, worlds=40, depth=3)
    assert compared.differences == []
    assert compared.cases > 2000


@pytest.mark.slow
def test_two_hundred_thousand_expressions_on_rows_give_one_answer() -> None:
    cases, values, kinds = 0, Counter[Any](), Counter[str]()
    for seed in range(2, 10):
        compared, nodes = seeded(seed, trees=80, worlds=150, depth=4)
        assert compared.differences == []
        cases += compared.cases
        values += compared.values
        kinds.update(type(part).__name__ for node in nodes for part in walk(node))
    assert cases >= 200_000
    assert set(kinds) == set(NODE_TYPES)
    assert min(values[v] for v in (True, False, None, "number", "interval")) > cases // 100


def _entity_world(name: str, rows: Sequence[tuple[Any, bool | None]], *, complete: bool) -> World:
    """A claim whose uses have these entities, of which some surely belong to the list asked about."""
    world = World(NO_CLAIM, Profile.SELF_CHECK, AS_OF)
    world.rows = {t: [] for t in catalogue.tables()}
    world.rows["claim"].append(Row("claim", name, "claim", world))
    for n, (party, sure) in enumerate(rows):
        use = Row("use", f"U{n}", f"uses[U{n}]", world, links={"credit": None, "retirement": None})
        for run in (ALL, ASSURED):
            use.values[run].update({"scope.entity": party, "in_reporting_boundary": sure})
        world.rows["use"].append(use)
    if complete:
        world.claim.values[ALL]["complete_lists"] = "all"
    return world


@pytest.mark.parametrize(
    "parties",
    [
        [None, *PARTIES[:7], Party("不明", NUMBERS[2]), Party(None, None)],
        [None, *PARTIES[1:7], *PARTIES[-4:], Party("アクメ", None, also=frozenset({"ガンマ"}))],
    ],
    ids=["of one name", "of several names"],
)
def test_sameness_of_parties_as_printed_is_pairwise_sameness(parties: Sequence[Party | None]) -> None:
    """Every list of at most three rows, of parties that agree and differ in every way there is."""
    rows = [(p, sure) for p in parties for sure in (True, None)]
    every = [list(c) for size in range(4) for c in combinations_with_replacement(rows, size)]
    worlds = [_entity_world(f"c{n}", r, complete=n % 7 != 0) for n, r in enumerate(every)]
    value = Ref(PARTY, "use", "scope.entity")
    sure = Ref(BOOLEAN, "use", "in_reporting_boundary")
    tree = ListCall(BOOLEAN, "all_same", "use", "uses", None, value, sure)
    needs = Needs({"use": frozenset({"scope.entity", "in_reporting_boundary"})}, (), ("uses",))
    compared = compare([("claim", tree)], worlds, {}, {}, needs)
    assert compared.differences == []
    assert min(compared.values[v] for v in (True, False, None)) > 50


# -- the text --------------------------------------------------------------------------------------------------------------


def _relation(table: str, *columns: str) -> Relation:
    from offsetcheck.engine.sql import Laid

    return Relation(Layout({table: Laid("t", frozenset(columns))}), table)


def test_comparing_stated_facts_prints_what_one_would_write_by_hand() -> None:
    tonnes = Type(Kind.NUMBER, 15, 3, False)
    node = Compare(BOOLEAN, ">=", Ref(tonnes, "issuance", "gov_t"), Ref(tonnes, "issuance", "japan_t"))
    relation = _relation("issuance", "gov_t", "japan_t")
    context = Context(ALL, AS_OF)
    assert relation.truth(node, context).text == '("gov_t" >= "japan_t")'
    assert relation.select([("met", relation.truth(node, context))]) == (
        'SELECT "claim", "id", ("gov_t" >= "japan_t") AS "met" FROM'
        ' (SELECT b."claim", b."id", b."gov_t", b."japan_t" FROM t AS b)'
    )


def test_the_words_of_a_rule_never_leave_their_quotes() -> None:
    hostile = "x'); DROP TABLE t; --"
    relation = _relation("retirement", "notice")
    context = Context(ALL, AS_OF)
    notice = Ref(TEXT, "retirement", "notice")
    for node in (
        Compare(BOOLEAN, "=", notice, Const(TEXT, hostile)),
        In(BOOLEAN, notice, (hostile, "{0}")),
        TextTest(BOOLEAN, notice, hostile),
    ):
        text = relation.truth(And(BOOLEAN, (node, node)), context).text
        assert "'x''); DROP TABLE t; --'" in text
        assert text.replace("''", "").count("'") % 2 == 0
    with pytest.raises(ValueError, match=r"U\+0000"):
        relation.truth(TextTest(BOOLEAN, notice, "a\0b"), context)


# -- whole claims ----------------------------------------------------------------------------------------------------------


DAYS = ["2026-05-30", "2026-06-05", "2026-06-30", "2023-12-01"]
YEARS = {"shk": ["FY2024", "FY2025", "FY2026", "FY2023"], "gx-ets": ["FY2025", "FY2026"]}


def judged_alike(rulebook: Rulebook, seeds: Sequence[int], amount: int, *answers: Any) -> int:
    """Judge random claims by both back ends, and say how many answers were compared."""
    engine = BatchEngine(rulebook, threads=2)
    compared = 0
    for seed in seeds:
        claims = list(ClaimMaker(seed, DAYS, YEARS).claims(amount))
        profile = Profile.CERTIFICATION if seed % 2 else Profile.SELF_CHECK
        number, found = differences(engine, claims, Settings(TODAY, profile, confirmed=tuple(answers)))
        assert found == []
        compared += number
    return compared


@pytest.mark.parametrize("seed", [1, 2])
def test_a_few_whole_claims_receive_the_same_verdicts(seed: int) -> None:
    assert judged_alike(compact(), [seed], 12) > 200


@pytest.mark.slow
def test_whole_claims_receive_the_same_verdicts_under_every_construct() -> None:
    assert judged_alike(compact(), range(10, 13), 50) > 4000


@pytest.mark.slow
def test_each_claim_is_judged_under_the_editions_it_selects() -> None:
    assert judged_alike(editions(), range(20, 22), 15) > 800


@pytest.mark.slow
def test_an_authoritys_answer_counts_alike() -> None:
    answers = [answer("GX-IN.covered", "exceeds"), answer("CLM-WEAK.small"), answer("USE-TIME.timely")]
    assert judged_alike(editions(), [31], 12, *answers) > 300


@pytest.mark.slow
def test_too_many_readings_are_the_same_error_and_claims_without_them_are_spared() -> None:
    engine = BatchEngine(many_readings(), threads=2)
    years = {"shk": ["FY2025"], "gx-ets": ["FY2025"], "energy-act": ["FY2025"]}
    maker = ClaimMaker(5, ["2026-06-30"], years)
    purposes = [["offset"], ["shk"], ["gx-ets"], ["shk", "gx-ets"], ["energy-act"], ["shk", "offset"]]
    claims: list[Claim] = []
    while (n := len(claims)) < 24:
        data = maker.data(f"C-{n}")
        schemes = {f["scheme"]: f for f in data["filings"] if f["scheme"] != "energy-act"}
        data["filings"] = list(schemes.values())  # one report a scheme: the year is the same throughout
        data["evidence"] = [e for e in data["evidence"] if not e["fact"].startswith("filings")]
        for m, use in enumerate(data["uses"]):
            use["purpose"] = purposes[n % 6][m % len(purposes[n % 6])]
            use["scope"] = {"period": "FY2025"}
            use["retirement"] = None
        data["evidence"] = [e for e in data["evidence"] if ".purpose" not in e["fact"]]
        with contextlib.suppress(InputError):  # a claim drawn at random may contradict itself
            claims.append(claim_from(data))
    _number, found = differences(engine, claims, Settings(TODAY))
    assert found == []
    with engine.of_claims(claims, Settings(TODAY)) as batch:
        verdicts = {Code(row["verdict"]).verdict for row in batch.rows("verdict_claim")}
    assert Verdict.ERROR in verdicts
    assert len(verdicts) > 1


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    try:
        return load(SHIPPED)
    except InputError as error:
        pytest.skip(f"the shipped rules do not load: {error.problems[0]}")


@pytest.mark.slow
def test_the_fixtures_receive_the_same_verdicts_under_the_shipped_rules(shipped: Rulebook) -> None:
    claims = [read_claim(path) for path in CLAIMS]
    for profile in Profile:
        number, found = differences(BatchEngine(shipped, threads=2), claims, Settings(TODAY, profile))
        assert found == []
        assert number > 20 * len(claims)


@pytest.mark.slow
def test_whole_claims_receive_the_same_verdicts_under_the_shipped_rules(shipped: Rulebook) -> None:
    assert judged_alike(shipped, range(40, 42), 30) > 2000


# -- relations -------------------------------------------------------------------------------------------------------------


def written_tables(
    engine: BatchEngine, claims: Sequence[Claim], settings_: Settings, folder: Path
) -> dict[str, Path]:
    """The tables of some claims as Parquet files, as another program would write them."""
    with engine.of_claims(claims, settings_) as batch:
        (layout,) = batch.layouts
        return written(batch.connection, layout, folder)


@pytest.mark.slow
@pytest.mark.parametrize("profile", list(Profile))
def test_relations_are_judged_as_the_claims_they_were_made_of(profile: Profile, tmp_path: Path) -> None:
    engine = BatchEngine(editions(), threads=2)
    claims = list(ClaimMaker(50, DAYS, YEARS).claims(9))
    chosen = Settings(TODAY, profile)
    tables = written_tables(engine, claims, chosen, tmp_path)
    with engine.of_claims(claims, chosen) as batch:
        wanted = database_says(batch)
    levels = dict.fromkeys(tables, "verified")
    with engine.of_tables(tables, chosen, levels=levels) as batch:
        assert database_says(batch) == wanted
    divided = BatchEngine(editions(), threads=2, rows_at_once=10, temp_directory=tmp_path)
    with divided.of_tables(tables, chosen, levels=levels) as batch:
        assert len(batch.layouts) > 1
        assert database_says(batch) == wanted
    with divided.of_claims(claims, chosen) as batch:
        assert len(batch.layouts) > 1
        assert database_says(batch) == wanted


def with_stated_days(tables: Mapping[str, Path], folder: Path) -> dict[str, Path]:
    """The same relations with the days of a scope as they are stated, instead of what is worked out from them."""
    own = ("scope__first_on", "scope__last_on", "scope__span")
    found = {**tables, "use": folder / "use-by-days.parquet"}
    with duckdb.connect() as connection:
        rows = connection.execute(f"DESCRIBE SELECT * FROM '{tables['use']}'").fetchall()
        given = [r[0] for r in rows]
        year = "scope__period IS NULL" if "scope__period" in given else "TRUE"
        assert "scope__span" in given
        days = [
            f"CASE WHEN {year} THEN CAST(split_part(scope__span, '/', {n}) AS DATE) END AS scope__days__{end}"
            for n, end in enumerate(("from", "to"), 1)
        ]
        kept = [c for c in given if c.removesuffix("__assured") not in own]
        connection.execute(
            f"COPY (SELECT {', '.join([*kept, *days])} FROM '{tables['use']}') TO '{found['use']}' (FORMAT parquet)"
        )
    return found


def all_stated(claim: Claim) -> Claim:
    """A claim that nothing but its own word stands behind, and whose judgements are its own."""
    judged = {n: j.model_copy(update={"by": "当社 環境部"}) for n, j in (claim.judgements or {}).items()}
    return claim.model_copy(update={"evidence": None, "judgements": judged or None})


def stated_differences(rulebook: Rulebook, claims: Sequence[Claim], folder: Path) -> tuple[int, list[Any]]:
    """How relations that are only stated are judged by a certification otherwise than their claims; by days and by worked-out days.

    What the program works out comes as columns here, and without a column for the assured run it stays open there. So a verdict
    may wait where the claim itself decides; with such columns the two are equal (the test of relations above).
    """
    engine = BatchEngine(rulebook, threads=2)
    strict = Settings(TODAY, Profile.CERTIFICATION)
    tables = written_tables(engine, claims, Settings(TODAY), folder)
    with engine.of_claims(claims, strict) as batch:
        wanted = database_says(batch)
    found = []
    for relations in (tables, with_stated_days(tables, folder)):
        with engine.of_tables(relations, strict, levels={}) as batch:
            said = database_says(batch)
        found += [
            (k, wanted.get(k), said.get(k))
            for k in wanted.keys() | said.keys()
            if wanted.get(k) != said.get(k)
        ]
    waiting = [d for d in found if d[2] is Verdict.UNKNOWN and d[1] is not None]
    assert len(waiting) < len(wanted) / 20
    return len(wanted), [d for d in found if d not in waiting]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [70, 71, 72])
def test_relations_that_are_only_stated_are_certified_as_the_claims_they_were_made_of(
    seed: int, tmp_path: Path
) -> None:
    claims = [
        one
        for one in map(all_stated, ClaimMaker(seed, DAYS, YEARS).claims(12))
        # what only other sources disputed may contradict itself without them, in columns that no rule here reads
        if not contradictions_of(build_world(one, Profile.CERTIFICATION, TODAY))
    ]
    number, found = stated_differences(editions(), claims, tmp_path)
    assert found == []
    assert number > 200


@pytest.mark.slow
def test_the_fixtures_as_relations_that_are_only_stated_are_certified_alike(
    shipped: Rulebook, tmp_path: Path
) -> None:
    number, found = stated_differences(shipped, [all_stated(read_claim(p)) for p in CLAIMS], tmp_path)
    assert found == []
    assert number > 20 * len(CLAIMS)


def test_relations_of_a_connection_are_judged_by_name() -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE claims AS SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by, 100 AS claimed_t"
    )
    connection.execute(
        "CREATE TABLE uses AS SELECT 'C' AS claim, 'U' || i AS id, 'offset' AS purpose, 60::DECIMAL(9, 1) AS t,"
        " 2025 AS scope__period, 'held' AS status FROM range(3) r(i)"
    )
    engine = BatchEngine(many_readings(), connection=connection)
    with engine.of_tables({"claim": "claims", "use": "uses"}, Settings(TODAY)) as batch:
        counted = batch.summary()
        assert counted.uses[Verdict.FAIL] == 3
        assert counted.rules[("guideline/one", "CLM-NEED")][Verdict.UNKNOWN] == 1
        assert [r["eligible__hi"] for r in batch.rows("verdict_use")] == [0, 0, 0]
    connection.close()


def test_a_relation_that_gives_the_text_of_a_methodology_says_its_field_and_numbers() -> None:
    """As a claim does: a text without a number says nothing, and what is only stated is not known for a certification."""
    texts = ["en-s-001 ボイラーの導入", "EN-R-002", "AG-004", "AG-001、AG-004", "ボイラーの導入", None]
    rulebook = book(
        rule("R-1", "project", {"field": "project.methodology_field = 'EN-S'", "biochar": "NOT has(project.methodology_numbers, 'AG-004')"})
    )  # fmt: skip
    wanted = ["pass", "fail", "fail", "fail", "unknown", "unknown"]
    for profile, found in ((Profile.SELF_CHECK, wanted), (Profile.CERTIFICATION, ["unknown", *wanted[1:]])):
        connection = duckdb.connect()
        connection.execute(
            "CREATE TABLE my_claim AS SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by"
        )
        connection.execute(
            "CREATE TABLE my_project AS SELECT 'C' AS claim, 'P' || n AS id, 'J-Credit' AS programme, t AS methodology"
            " FROM (SELECT unnest(range(6)) AS n, unnest($1::VARCHAR[]) AS t)",
            [texts],
        )
        engine = BatchEngine(rulebook, connection=connection)
        tables = {"claim": "my_claim", "project": "my_project"}
        with engine.of_tables(tables, Settings(TODAY, profile)) as batch:
            rows = sorted(batch.rows("verdict_project"), key=lambda r: r["id"])
            assert [Code(r["R-1@guideline/one"]).verdict.value for r in rows] == found
        connection.close()


def _tables(connection: duckdb.DuckDBPyConnection, **texts: str) -> dict[str, str]:
    for name, text in texts.items():
        connection.execute(f"CREATE OR REPLACE TABLE my_{name} AS {text}")
    return {name: f"my_{name}" for name in texts}


CLAIM = "SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by, 'all' AS complete_lists"
BAD_ROWS = {
    "negative": {"use": "SELECT 'C' AS claim, 'U' AS id, -1.5 AS t"},
    "not a value": {"use": "SELECT 'C' AS claim, 'U' AS id, 'golf' AS purpose"},
    "too long": {"use": "SELECT 'C' AS claim, 'U' AS id, 1.2345 AS t"},
    "too long a number": {"use": "SELECT 'C' AS claim, 'U' AS id, 1000000000000000 AS t"},
    "one id": {"use": "SELECT 'C' AS claim, 'U' AS id UNION ALL SELECT 'C', 'U'"},
    "no known claim": {"use": "SELECT 'D' AS claim, 'U' AS id"},
    "names no row": {"use": "SELECT 'C' AS claim, 'U' AS id, 'X' AS credit"},
    "no likely day": {"retirement": "SELECT 'C' AS claim, 'R' AS id, DATE '0026-05-01' AS completed_on"},
    "no fiscal year": {"use": "SELECT 'C' AS claim, 'U' AS id, 'RY2026' AS scope__period"},
    "without an id": {"use": "SELECT 'C' AS claim, CAST(NULL AS VARCHAR) AS id"},
    "day of publication": {"claim": "SELECT 'C' AS claim, 'ready' AS stage, DATE '2019-01-01' AS publish_by"},
    "stage: missing": {"claim": "SELECT 'C' AS claim, CAST(NULL AS VARCHAR) AS stage, DATE '2026-06-30' AS publish_by"},
    "not published_on": {"claim": "SELECT 'C' AS claim, 'planned' AS stage, DATE '2026-07-30' AS published_on"},
    "has its day, add it": {"claim": "SELECT 'C' AS claim, 'published' AS stage, CAST(NULL AS DATE) AS published_on, DATE '2026-06-30' AS publish_by"},
    "add published_on": {"claim": "SELECT 'C' AS claim, 'published' AS stage, DATE '2026-06-30' AS publish_by"},
    "statement[S].text: empty, write NULL": {"statement": "SELECT 'C' AS claim, 'S' AS id, '\u3000 ' AS text"},
    "use[U0].t: negative (and 2 rows more)": {"use": "SELECT 'C' AS claim, 'U' || i AS id, -1 AS t FROM range(3) r(i)"},
    "use[U].scope__entity__number: corporate number": {"use": "SELECT 'C' AS claim, 'U' AS id, '7010001008845' AS scope__entity__number"},
    "use[U].scope__entity__number: empty": {"use": "SELECT 'C' AS claim, 'U' AS id, '' AS scope__entity__number"},
    "use[U].scope__entity: empty": {"use": "SELECT 'C' AS claim, 'U' AS id, '' AS scope__entity"},
    "project[P].host_country: a code of ISO 3166": {"project": "SELECT 'C' AS claim, 'P' AS id, 'Atlantis' AS host_country"},
    "credit[K].project: the issuance belongs to another project": {
        "credit": "SELECT 'C' AS claim, 'K' AS id, 'I' AS issuance, 'P' AS project",
        "issuance": "SELECT 'C' AS claim, 'I' AS id, 'Q' AS project",
        "project": "SELECT 'C' AS claim, unnest(['P', 'Q']) AS id"},
    "credit[K].vintage.to: before the first day": {
        "credit": "SELECT 'C' AS claim, 'K' AS id, DATE '2025-10-01' AS vintage__from, DATE '2025-09-30' AS vintage__to"},
    "use[U].scope.entity: equal names with different corporate numbers, 7010001008844 here and 1010401010455 at claim.organisation": {
        "claim": "SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by, '(株)アクメ' AS organisation, '1010401010455' AS organisation__number",
        "use": "SELECT 'C' AS claim, 'U' AS id, '株式会社アクメ' AS scope__entity, '7010001008844' AS scope__entity__number"},
    "year of a use": {"use": "SELECT 'C' AS claim, 'U' AS id, 'shk' AS purpose, 2019 AS scope__period"},
    "year of a filing": {"filing": "SELECT 'C' AS claim, 'F' AS id, 'shk' AS scheme, 2019 AS period"},
}  # fmt: skip


@pytest.mark.parametrize("reason", BAD_ROWS)
def test_a_bad_row_refuses_its_claim(reason: str) -> None:
    connection = duckdb.connect()
    tables = _tables(connection, **{"claim": CLAIM, **BAD_ROWS[reason]})
    with BatchEngine(compact(), connection=connection).of_tables(tables, Settings(TODAY)) as batch:
        refused = list(batch.rows("refused"))
        assert any(reason in row["reason"] for row in refused), refused
        assert batch.summary().claims[Verdict.ERROR] == len({r["claim"] for r in refused})
        assert Code.ERROR in [row["verdict"] for row in batch.rows("verdict_claim")]
    connection.close()


BAD_TABLES = {
    "no such table": {"uses": "SELECT 'C' AS claim, 'U' AS id"},
    "did you mean quantity_t": {"credit": "SELECT 'C' AS claim, 'K' AS id, 1 AS quantity"},
    "make it DECIMAL": {"use": "SELECT 'C' AS claim, 'U' AS id, 1.5::DOUBLE AS t"},
    "make it DATE": {"retirement": "SELECT 'C' AS claim, 'R' AS id, TIMESTAMP '2026-01-01' AS completed_on"},
    "add the column": {"use": "SELECT 'C' AS claim"},
    "hangs on its stage": {"claim": "SELECT 'C' AS claim, DATE '2026-06-30' AS publish_by"},
}  # fmt: skip


@pytest.mark.parametrize("mend", BAD_TABLES)
def test_a_table_of_another_shape_is_refused_with_the_mend(mend: str) -> None:
    connection = duckdb.connect()
    tables = _tables(connection, **{"claim": CLAIM, **BAD_TABLES[mend]})
    with pytest.raises(TableError) as caught:
        BatchEngine(compact(), connection=connection).of_tables(tables, Settings(TODAY))
    assert mend in caught.value.problems[0].expected.en
    with pytest.raises(TableError):
        BatchEngine(compact(), connection=connection).of_tables({}, Settings(TODAY))
    connection.close()


def test_a_partys_number_means_the_same_however_it_is_written() -> None:
    """As in a claim: with hyphens or wide digits, and of two names alike."""
    rulebook = book(
        rule("USE-WHO", "use", {"own": "use.scope.entity = claim.organisation"}),
        rule("USE-AT", "use", {"there": "use.scope.boundary = claim.boundary_code"}),
    )
    connection = duckdb.connect()
    uses = {"a": "７０１０-0010-08844", "b": "7010001008844", "c": "1010401010455", "d": None}
    rows = ", ".join(f"('{k}', {'NULL' if n is None else quoted(n)})" for k, n in uses.items())
    tables = _tables(
        connection,
        claim="SELECT 'C' AS claim, 'ready' AS stage, DATE '2026-06-30' AS publish_by, '株式会社アクメ' AS organisation,"
        " '7010001008844' AS organisation__number, 'ＨＱ' AS boundary_code",
        use=f"SELECT 'C' AS claim, k AS id, 'offset' AS purpose, 'Acme ' || k AS scope__entity, n AS scope__entity__number,"
        f" 'hq' AS scope__boundary FROM (VALUES {rows}) v(k, n)",
    )
    with BatchEngine(rulebook, connection=connection).of_tables(tables, Settings(TODAY)) as batch:
        found = {(rule, row): v for _, row, _, rule, v in batch.verdicts("use")}
    connection.close()
    said = {"a": Verdict.PASS, "b": Verdict.PASS, "c": Verdict.FAIL, "d": Verdict.UNKNOWN}
    assert found == {("USE-WHO", k): v for k, v in said.items()} | {("USE-AT", k): Verdict.PASS for k in said}


def test_reports_are_told_apart_by_numbers_however_they_are_written() -> None:
    connection = duckdb.connect()
    number = "CASE i WHEN 0 THEN '6999900000003' WHEN 1 THEN '5-9999-0000-0004' END"
    tables = _tables(
        connection,
        claim=CLAIM,
        filing="SELECT 'C' AS claim, 'F' || i AS id, 'shk' AS scheme, 2025 AS period, 'N' || i AS entity,"
        f" {number} AS entity__number FROM range(2) r(i)",
    )
    same = {**tables, "filing": "my_same"}
    connection.execute(
        "CREATE TABLE my_same AS SELECT * REPLACE ('6-9999-0000-0003' AS entity__number) FROM my_filing WHERE id = 'F1'"
        " UNION ALL SELECT * FROM my_filing WHERE id = 'F0'"
    )
    engine = BatchEngine(editions(), connection=connection)
    with engine.of_tables(tables, Settings(TODAY)) as batch:
        assert [r[0] for r in batch.connection.execute("SELECT told_apart FROM laid_filing").fetchall()] == [
            True
        ] * 2
    with engine.of_tables(same, Settings(TODAY)) as batch:
        assert [r["reason"] for r in batch.rows("refused")] == [
            "filing[F0]: two reports of one entity for one year"
        ]
    connection.close()


@pytest.mark.parametrize("table", ["claim", "credit"])
def test_a_judgement_that_is_only_stated_is_the_claimants_own(table: str) -> None:
    """A certification asks who judged: the level of the relation says so, or a column of its own (law 7)."""
    connection = duckdb.connect()
    name = {"claim": "judgement__late_ok", "credit": "judged__late_ok"}[table]
    rows = {"claim": CLAIM, "credit": "SELECT 'C' AS claim, 'K' AS id"}
    rulebook = book(rule("CRD-J", "credit", "judgement.late_ok"))
    rows[table] += f", TRUE AS {name}"
    tables = _tables(connection, **rows)
    connection.execute(f"CREATE TABLE my_own AS SELECT *, TRUE AS {name}__assured FROM {tables[table]}")
    wanted = {
        (Profile.SELF_CHECK, "stated", False): Verdict.PASS,
        (Profile.CERTIFICATION, "stated", False): Verdict.UNKNOWN,
        (Profile.CERTIFICATION, "documented", False): Verdict.UNKNOWN,
        (Profile.CERTIFICATION, "verified", False): Verdict.PASS,
        (Profile.CERTIFICATION, "stated", True): Verdict.PASS,
    }
    for (profile, level, own), verdict in wanted.items():
        named = {**tables, **({table: "my_own"} if own else {})}
        engine = BatchEngine(rulebook, connection=connection)
        with engine.of_tables(named, Settings(TODAY, profile), levels={table: level}) as batch:
            assert [v for *_, v in batch.verdicts("credit")] == [verdict]
    connection.close()


def test_a_level_below_the_minimum_is_missing_in_the_assured_run() -> None:
    connection = duckdb.connect()
    tables = _tables(
        connection,
        claim=CLAIM,
        credit="SELECT 'C' AS claim, 'K' AS id, 'ex_post' AS unit_kind UNION ALL SELECT 'C', 'L', 'ex_ante'",
    )
    engine = BatchEngine(compact(), connection=connection)
    wanted = {
        (Profile.SELF_CHECK, "stated"): (Verdict.PASS, Verdict.FAIL),
        (Profile.CERTIFICATION, "stated"): (Verdict.UNKNOWN, Verdict.FAIL),
        (Profile.CERTIFICATION, "registry"): (Verdict.PASS, Verdict.FAIL),
    }
    for (profile, level), verdicts in wanted.items():
        with engine.of_tables(tables, Settings(TODAY, profile), levels={"credit": level}) as batch:
            found = {row: v for _, row, _, rule, v in batch.verdicts("credit") if rule == "PGM-EXPOST"}
            assert (found["K"], found["L"]) == verdicts
    connection.close()


def test_what_is_still_planned_has_not_happened() -> None:
    connection = duckdb.connect()
    tables = _tables(
        connection,
        claim="SELECT 'C' AS claim, DATE '2026-06-30' AS publish_by, 'planned' AS stage UNION ALL SELECT 'D', DATE '2026-06-30', 'ready'",
        retirement="SELECT c AS claim, 'R' AS id, DATE '2026-05-01' AS applied_on, DATE '2026-07-01' AS completed_on, DATE '2026-07-01' AS observed_on FROM (VALUES ('C'), ('D')) v(c)",
    )  # fmt: skip
    with BatchEngine(compact(), connection=connection).of_tables(tables, Settings(TODAY)) as batch:
        found = {claim: v for claim, _, _, rule, v in batch.verdicts("retirement") if rule == "RET-ACT"}
        assert found == {"C": Verdict.UNKNOWN, "D": Verdict.FAIL}
    connection.close()


def test_verdicts_are_written_as_one_file_a_table(tmp_path: Path) -> None:
    engine = BatchEngine(compact(), memory_limit="1GB", temp_directory=tmp_path / "spill")
    claims = list(ClaimMaker(60, ["2026-06-30"], YEARS).claims(5))
    with engine.of_claims(claims, Settings(date(2026, 6, 1))) as batch:
        batch.write(tmp_path / "out")
        written = {p.stem for p in (tmp_path / "out").iterdir()}
        assert written <= {*(f"verdict_{s}" for s in JUDGED), "refused"}
        assert "verdict_claim" in written
    with duckdb.connect() as connection:
        query = f"SELECT claim, verdict FROM '{tmp_path}/out/verdict_claim.parquet' ORDER BY claim"
        assert [r[0] for r in connection.execute(query).fetchall()] == sorted(c.claim.id for c in claims)
