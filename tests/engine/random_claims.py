"""Realistic random claims that become known step by step, for tests that more information never reverses an answer.

A claim is drawn whole first. Then a few of its parts (a value, a reference, a row, a proof, a judgement, the closing of
a list, the choice between two sources, an authority's answer) are told to appear only at a later step. So every later
step is a refinement of every earlier one, whatever was drawn, and the smallest counterexample is a short list of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from offsetcheck.engine.overlaps import RecordedUse, Snapshot
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party
from offsetcheck.facts.serials import UniquenessScope, parse_range
from offsetcheck.facts.vocabulary import Fact, Kind
from offsetcheck.rulebook.answers import Confirmed
from tests.engine.lawkit import answer, evidence, judgement

Path = tuple[Any, ...]
LAST = 2  # steps 0, 1 and 2

LISTS = (
    "statements",
    "emissions",
    "reductions",
    "projects",
    "issuances",
    "credits",
    "retirements",
    "uses",
    "filings",
)
TABLE = {t.plural: t.name for t in catalogue.tables().values()}
#: The lists that stand inside the rows of another: plural names, by the plural of the owner.
CHILDREN = {
    name: tuple(t.plural for t in catalogue.tables().values() if t.parent == TABLE[name]) for name in LISTS
}
#: Those drawn like any row; blocks follow what the retirement covers.
DRAWN = {name: tuple(c for c in children if c != "blocks") for name, children in CHILDREN.items()}
LINKS = {"project": "projects", "issuance": "issuances", "credit": "credits", "retirement": "retirements"}
#: What selects editions, or says what a row is: fixed from the start.
FIXED = {("claim", "stage"), ("claim", "publish_by"), ("claim", "published_on"), ("claim", "complete_lists"),
         ("filing", "scheme"), ("filing", "period"), ("use", "scope.period")}  # fmt: skip

US, THEM = Party("株式会社アクメ", "7010001008844"), Party("株式会社ベータ", "1010401010455")
OUR_NAMES = ("us", "株式会社アクメ", "㈱アクメ")
PARTIES = ["us", "us", "us", "株式会社アクメ", "㈱アクメ", "株式会社ベータ", "アクメ商事"]
#: Likely values first: an answer that is often given makes rules that are often decided.
VALUES: dict[str, Sequence[Any]] = {
    "claim.kind": ["organisation", "organisation", "event", "product_service"],
    "claim.degree": ["offset", "offset", "carbon_neutral"],
    "claim.claimed_t": [100, 100, 120, 60, 250],
    "claim.boundary": ["hq"],
    "statement.text": ["当社は100 t-CO2を埋め合わせました。", "実質ゼロ"],
    "statement.effect": ["partial_offset", "full_offset", "neutral", "zero"],
    "statement.language": ["ja", "ja", "en"],
    "statement.market": ["JP", "JP", "EU"],
    "emission.method": ["measured", "x"],
    "emission.t": [200, 100, 0, 12],
    "reduction.t": [0, 10],
    "registration.scheme": ["G", "H"],
    "project.programme": ["J-Credit", "J-Credit", "JCM", "VCS", "CDM", "A6.4", "not_a_credit"],
    "project.host_country": ["JP", "JP", "VN"],
    "project.mitigation": ["reduction", "reduction", "removal", "mixed"],
    "project.reference": ["P-1", "P-1", "P-2", "1340"],
    "project.legal_obligation": [False],  # what denies a certification is refused by the reader
    "project.methodology_withdrawn": [False],
    "issuance.total_t": [300, 300, 200, 100],  # J-Credits above it are refused by the reader
    "issuance.japan_t": [60, 40, 100],
    "issuance.host_t": [40, 60, 0],
    "issuance.gov_t": [50, 30, 20],
    "project.subsidy_share": [0, 0.3, 0.5, 0.6],
    "credit.unit_kind": ["ex_post", "ex_post", "ex_post", "ex_ante"],
    "credit.quantity_t": [100, 100, 50, 20],
    "credit.authorisation.party": ["VN", "KH"],
    "block.quantity_t": [100, 100, 50],
    "retirement.notice": ["N-1", "N-2", "N-3"],
    "retirement.registry": ["reg", "reg", "gold"],
    "retirement.document": ["notice", "notice", "invoice"],
    "retirement.act": ["retirement", "retirement", "cancellation"],
    "retirement.purpose": ["offset", "offset", "shk"],
    "retirement.designation": ["serial", "total"],
    "retirement.serials_listed": [True, True, True, False],
    "retirement.total_t": [100, 100, 50, 200],
    "use.purpose": ["offset", "offset", "offset", "shk", "gx-ets", "cdp", "re100", "omge"],
    "use.t": [100, 100, 60, 40, 20],
    "use.status": ["retired", "retired", "retired", "held", "forward"],
    "use.scope.boundary": ["hq", "hq", "plant"],
}
NUMBERS = [100, 100, 60, 0, 120, 40]
DATES: dict[str, Sequence[str]] = {
    "claim.period.from": ["2025-04-01", "2024-04-01"], "claim.period.to": ["2026-03-31", "2025-12-31"],
    "statement.shown_on": ["2026-06-30", "2026-05-01"],
    "project.registered_on": ["2020-04-01", "2010-04-01"], "project.crediting.from": ["2010-04-01"],
    "project.crediting.to": ["2028-03-31", "2012-03-31"], "project.papers_through": ["2026-03-31", "2025-06-30", "2024-06-30"],
    "issuance.monitored.from": ["2021-01-01", "2022-01-01"], "issuance.monitored.to": ["2024-12-31", "2023-12-31"],
    "project.validated_on": ["2010-03-01"], "issuance.verified_on": ["2025-03-01"],
    "issuance.decided_on": ["2025-03-10", "2026-06-02"], "issuance.issued_on": ["2025-03-20"],
    "credit.vintage.from": ["2021-04-01", "2022-01-01", "2020-01-01"], "credit.vintage.to": ["2023-06-30", "2024-12-31"],
    "credit.authorisation.on": ["2024-01-01"],
    "retirement.applied_on": ["2026-04-20", "2026-05-20"], "retirement.completed_on": ["2026-04-27", "2026-05-25", "2026-07-15", "2027-08-01"],
    "retirement.observed_on": ["2026-05-28", "2026-06-02"], "use.scope.days.from": ["2025-04-01"], "use.scope.days.to": ["2026-03-31", "2025-12-31"],
    "claim.target.next_step_on": ["2027-04-01"], "reduction.from": ["2024-04-01", "2026-04-01"],
}  # fmt: skip
#: The first three lie apart; each row takes its own of them to begin with.
SERIALS = [
    ("JP-1", "JP-100"), ("JP-101", "JP-200"), ("JP-201", "JP-300"), ("JP-51", "JP-150"), ("1", "100"), ("JP-1", "JP-50"), ("KH-1", "KH-100"),
    ("jp 1", "jp 100"), ("VCS-VER-1340-01012022-31122022-1", "VCS-VER-1340-01012022-31122022-100"),
    ("9-1-100-VCS-VCU-9-VER-VN-1-1340-01012022-31122022-0", "9-1-100-VCS-VCU-9-VER-VN-1-1340-01012022-31122022-0"),
    ("1 - 100", "1 - 100"), ("CDC_7_2022, 51-150", "CDC_7_2022, 51-150"), ("JP-1-100", "JP-1-100"),
]  # fmt: skip
#: Kinds of projects that different rules ask about.
PROJECTS: list[dict[str, Any]] = [
    {"programme": "J-Credit", "host_country": "JP", "mitigation": "reduction"},
    {"programme": "JCM", "host_country": "VN", "mitigation": "reduction"},
    {"programme": "J-Credit", "host_country": "JP", "mitigation": "removal"},
    {"programme": "JCM", "host_country": "VN", "mitigation": "mixed"},
    {"programme": "VCS", "host_country": "VN", "mitigation": "removal"},
]
#: Facts that are read even where no rule names them: by the makers of computed facts and by what links rows.
ALWAYS_READ = frozenset(
    ["claim.organisation", "project.programme", "project.reference", "project.host_country", "credit.vintage.from",
     "credit.serials.first", "credit.serials.last", "block.serials.first", "block.serials.last", "retirement.notice",
     "retirement.registry", "retirement.designation", "retirement.serials_listed", "retirement.total_t", "block.quantity_t",
     "credit.quantity_t", "use.purpose", "use.t", "use.scope.entity", "use.scope.boundary", "use.as_renewable"]
)  # fmt: skip
#: Facts of which each row has its own likely value.
EACH_ITS_OWN = {"retirement.notice"}
LEVELS = ["verified", "registry", "programme", "documented", "stated"]


def values_of(fact: Fact, years: Sequence[str]) -> Sequence[Any]:
    """What a fact may be, the likely first."""
    if fact.name in VALUES:
        return VALUES[fact.name]
    match fact.type.kind:
        case Kind.BOOLEAN:
            return [False, False, True] if fact.path in SELDOM else [True, True, True, False]
        case Kind.NUMBER:
            return NUMBERS if fact.type.scale else [1, 2, 3]
        case Kind.DATE:
            return DATES.get(fact.name, ["2026-04-01", "2025-04-01"])
        case Kind.PARTY:
            return PARTIES
        case Kind.YEAR:
            return years
        case Kind.LIST:
            return [[fact.type.members[0]], list(fact.type.members), list(fact.type.members[1:]), []]
        case _:
            return fact.type.members or ["a", "a", "b"]


SELDOM = {
    "overlaps",
    "same_output_certified",
    "reversal_uncompensated",
    "from_government_share",
    "below_threshold",
}


@dataclass(repr=False)
class Drawn:
    """A whole claim, and at which step each late part of it appears."""

    data: dict[str, Any]
    facts: dict[str, Fact]
    """The facts of its rows by address, for proofs."""
    closed: list[str] = field(default_factory=list)
    everything: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    snapshot: Snapshot = field(default_factory=Snapshot)
    firm: set[Path] = field(default_factory=set)
    """Values that stand against another source: a conflict is no refinement."""
    late: dict[Path, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"a claim whose late parts are {self.late}"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))  # the whole claim is printed only where it fails

    def parts(self) -> list[Path]:
        """Every part that may appear late."""
        found: list[Path] = []
        for leaf, _ in leaves(self.data):
            if (
                len(leaf) > 1
                and leaf[0] not in ("evidence", "judgements")
                and leaf not in self.firm
                and not self._fixed(leaf)
            ):
                found.append(leaf)
        for name in LISTS:
            for n, row in enumerate(self.data.get(name, ())):
                found.append((name, n))
                for child in CHILDREN[name]:
                    found += [(name, n, child, m) for m in range(len(row.get(child, ())))]
        found += [("parties", n) for n, p in enumerate(self.data.get("parties", ())) if "id" not in p]
        found += [
            ("evidence", n)
            for n, e in enumerate(self.data.get("evidence", ()))
            if ("evidence", n) not in self.firm
        ]
        found += [
            ("evidence", n, "chosen") for n, e in enumerate(self.data.get("evidence", ())) if e.get("chosen")
        ]
        found += [("judgements", name) for name in self.data.get("judgements", ())]
        found += [("closed", name) for name in self.closed]
        found += [("answer", name) for name in self.answers]
        return found

    def _fixed(self, leaf: Path) -> bool:
        if leaf[-1] == "id" or (
            leaf[0] == "parties" and leaf[-1] == "name" and "id" not in self.data["parties"][leaf[1]]
        ):
            return True
        table = "claim" if leaf[0] == "claim" else TABLE.get(leaf[0], "")
        path = ".".join(str(p) for p in leaf[1 if leaf[0] == "claim" else 2 :])
        return (table, path) in FIXED

    def step(self, *paths: Path) -> int:
        """When a part is there: not before any of its owners."""
        found = 0
        for path in paths:
            for n in range(1, len(path) + 1):
                found = max(found, self.late.get(path[:n], 0))
        return found

    def place(self, name: str, row_id: str) -> Path:
        """Where the row of an id stands."""
        for n, row in enumerate(self.data.get(name, ())):
            if row.get("id") == row_id:
                return (name, n)
        return (name, -1)

    def row_of(self, address: str) -> Path:
        """The path of the row that an address such as `projects[P1].registrations[g1].scheme` begins with."""
        if address.startswith("claim"):
            return ("claim",)
        name, _, rest = address.partition("[")
        row_id, _, rest = rest.partition("]")
        path = self.place(name, row_id)
        if "[" in rest:
            child, _, rest = rest[1:].partition("[")
            inner = rest.partition("]")[0]
            rows = self.data[name][path[1]][child]
            return (*path, child, next(n for n, r in enumerate(rows) if r["id"] == inner))
        return path

    def at(self, step: int) -> dict[str, Any]:
        """The claim as it is known at a step."""
        made: dict[str, Any] = {}
        for leaf, value in leaves(self.data):
            owners = [leaf]
            if leaf[-1] in LINKS and len(leaf) > 2 and isinstance(value, str):
                owners.append(self.place(LINKS[leaf[-1]], value))
            elif leaf[0] == "evidence":
                entry = self.data["evidence"][leaf[1]]
                owners.append(self.row_of(entry["fact"]))
                party = self.facts[entry["fact"]].type.kind is Kind.PARTY
                if (
                    party and entry["value"] in OUR_NAMES
                ):  # agrees only once it is known that we go by this name
                    owners.append(("parties", 0, "name"))
            elif leaf[0] == "judgements" and len(leaf) > 1 and "[" in leaf[1]:
                row_id = leaf[1].partition("[")[2].rstrip("]")
                owners += [p for p in (self.place(n, row_id) for n in LISTS) if p[1] >= 0]
            if self.step(*owners) <= step:
                put(made, leaf, value)
        closed = [name for name in self.closed if self.closes(name) <= step]
        if closed:
            made["claim"]["complete_lists"] = (
                "all" if self.everything and len(closed) == len(self.closed) else closed
            )
        whole: dict[str, Any] = squeezed(made)
        return whole

    def closes(self, name: str) -> int:
        """When a list is said to be complete: not before its last row has come."""
        found = self.late.get(("closed", name), 0)
        if name in self.data:
            return max([found, *(self.step((name, n)) for n in range(len(self.data.get(name, ()))))])
        owner = next(owner for owner, children in CHILDREN.items() if name in children)
        for n, row in enumerate(self.data.get(owner, ())):
            for m in range(len(row.get(name, ()))):
                found = max(found, self.late.get((owner, n, name, m), 0))
        return found

    def answered(self, step: int) -> tuple[Confirmed, ...]:
        """The authorities' answers known at a step."""
        return tuple(
            answer(of, value) for of, value in self.answers.items() if self.step(("answer", of)) <= step
        )


#: Which parts of a claim come late: of all kinds, or one kind that much hangs on.
THEMES: list[Callable[[Path], bool]] = [
    lambda p: True,
    lambda p: p[-1] in LINKS or p[0] == "closed",
    lambda p: p[0] in ("parties", "evidence") or p[-1] in ("organisation", "user", "entity"),
    lambda p: p[0] in ("retirements", "projects", "credits") and not isinstance(p[-1], int),
    lambda p: isinstance(p[-1], int) and p[0] != "evidence",
    lambda p: p[0] in ("answer", "judgements", "filings", "claim"),
    lambda p: p[0] == "uses" or p[-1] in ("status", "t", "total_t", "quantity_t"),
]


def leaves(value: Any, at: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a document with its path; a list of texts is one value, and so is an empty list or group."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*at, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for n, inner in enumerate(value):
            yield from leaves(inner, (*at, n))
    else:
        yield at, value


def put(made: Any, path: Path, value: Any) -> None:
    """Put a value where its path says; lists are kept as mappings by position until `squeezed`."""
    for key in path[:-1]:
        made = made.setdefault(key, {})
    made[path[-1]] = value


def squeezed(value: Any) -> Any:
    """Mappings by position as lists, without the gaps."""
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(k, int) for k in value):
        return [squeezed(value[k]) for k in sorted(value)]
    return {k: squeezed(v) for k, v in value.items()}


# -- drawing -------------------------------------------------------------------------------------------------------------


class _Maker:
    """Builds a claim of likely values, then turns some of them into others or leaves them out.

    Everything is chosen by numbers taken round the choices there are, so that every smaller number is a choice too.
    """

    def __init__(self, draw: st.DrawFn, read: frozenset[str]) -> None:
        self.draw = draw
        self.read = read
        self.facts: dict[str, Fact] = {}
        self.places: list[tuple[dict[str, Any], tuple[str, ...], Sequence[Any]]] = []

    def pick(self, values: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(values))

    def numbers(self, parts: int, most: int, least: int = 0) -> list[tuple[int, ...]]:
        """Short lists of numbers, each for one turn of chance."""
        one = st.integers(0, 2**16)
        return self.draw(st.lists(st.tuples(*([one] * parts)), min_size=least, max_size=most))

    def row(self, table: str, address: str, number: int = 0) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for path, fact in catalogue.tables()[table].facts.items():
            if (
                fact.computed
                or fact.name not in self.read
                or (table, path) in FIXED
                or path.startswith(("serials.", "disclosure.", "scope.days."))
            ):
                continue
            values = values_of(fact, ())
            if not values:  # nothing known to draw for it: it stays missing
                continue
            self.facts[f"{address}.{path}"] = fact
            self.places.append((row, tuple(path.split(".")), values))
            put(
                row,
                tuple(path.split(".")),
                values[number % len(values)] if fact.name in EACH_ITS_OWN else values[0],
            )
        return row

    def serials(self, row: dict[str, Any], address: str, number: int) -> None:
        spans = [{"first": a, "last": b} for a, b in SERIALS]
        row["serials"] = spans[number % 3]
        self.places.append((row, ("serials",), spans))
        for end in ("first", "last"):
            self.facts[f"{address}.serials.{end}"] = catalogue.tables()["credit"].facts[f"serials.{end}"]

    def rows(self, name: str, letter: str, amounts: Sequence[int]) -> list[dict[str, Any]]:
        amount = self.pick(amounts)
        return [
            {"id": f"{letter}{n}", **self.row(TABLE[name], f"{name}[{letter}{n}]", n - 1)}
            for n in range(1, amount + 1)
        ]

    def vary(self) -> None:
        """Turn some values into others, and leave some out."""
        for place, choice in self.numbers(2, 40, self.pick([0, 4, 10, 20])):
            row, path, values = self.places[place % len(self.places)]
            held = row
            for key in path[:-1]:
                held = held.setdefault(key, {})
            others: list[Any] = [None, *dict.fromkeys(map(_frozen, values))]
            value = others[choice % len(others)]
            if value is None:
                held.pop(path[-1], None)
            else:
                held[path[-1]] = _thawed(value)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return ("span", *value.values())
    return ("list", *value) if isinstance(value, list) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"first": value[1], "last": value[2]} if value[0] == "span" else list(value[1:])
    return value


@st.composite
def drawn_claims(
    draw: st.DrawFn,
    *,
    read: frozenset[str],
    years: Mapping[str, Sequence[str]],
    options: Mapping[str, Sequence[str]],
) -> Drawn:
    """A whole claim with some late parts.

    `read` are the facts that the rules read, `years` those in force per scheme, `options` the open points of the law.
    """
    make = _Maker(draw, read | ALWAYS_READ)
    stage = make.pick(["ready", "published", "planned"])
    head = {"id": "C-1", "stage": stage, **make.row("claim", "claim")}
    head.pop("published_on", None)
    data: dict[str, Any] = {"claim": head, "disclosure": {}}
    for path, fact in catalogue.tables()["claim"].facts.items():
        if path.startswith("disclosure.") and fact.name in make.read:
            values = values_of(fact, ())
            data["disclosure"][path.partition(".")[2]] = values[0]
            make.places.append((data["disclosure"], (path.partition(".")[2],), values))
            make.facts[f"claim.{path}"] = fact
    data["parties"] = [{"id": "us", "name": US.name, "corporate_number": US.number}]
    make.places += [
        (data["parties"][0], ("corporate_number",), [US.number]),
        (data["parties"][0], ("name",), [US.name]),
    ]
    if make.pick([True, False]):
        data["parties"].append({"name": THEM.name, "corporate_number": THEM.number})
    for name, letter, amounts in (
        ("statements", "S", [1, 0, 2]), ("emissions", "E", [1, 2]), ("reductions", "D", [1, 0]), ("projects", "P", [1, 2]),
    ):  # fmt: skip
        data[name] = make.rows(name, letter, amounts)
    for project in data["projects"]:
        project.update(make.pick(PROJECTS))
        _children(make, "projects", project)
    data["issuances"] = make.rows("issuances", "I", [1, 2])
    for n, row in enumerate(data["issuances"]):
        row["project"] = data["projects"][n % len(data["projects"])]["id"]
        _children(make, "issuances", row)
    blocks = make.pick([1, 2, 3])
    data["credits"] = make.rows("credits", "K", [blocks])
    for n, row in enumerate(data["credits"]):
        issuance = data["issuances"][n % len(data["issuances"])]
        row.update({"project": issuance["project"], "issuance": issuance["id"]})
        make.serials(row, f"credits[{row['id']}]", n)
        _children(make, "credits", row)
    data["retirements"] = make.rows("retirements", "R", [blocks, blocks, 0, 1])
    data["uses"] = make.rows("uses", "U", [blocks, blocks, 1, 3])
    for n, row in enumerate(data["uses"]):
        row["credit"] = data["credits"][n % len(data["credits"])]["id"]
        if data["retirements"]:
            row["retirement"] = data["retirements"][n % len(data["retirements"])]["id"]
    for row in data["retirements"]:
        at = f"retirements[{row['id']}]"
        covered = list(dict.fromkeys(u["credit"] for u in data["uses"] if u["retirement"] == row["id"]))
        covered += make.pick([[], [], covered, [data["credits"][-1]["id"]]])
        row["blocks"] = []
        for m, credit in enumerate(make.pick([covered, covered, []]), 1):
            block = {"id": f"b{m}", **make.row("block", f"{at}.blocks[b{m}]"), "credit": credit}
            make.serials(block, f"{at}.blocks[b{m}]", int(credit[1:]) - 1)
            row["blocks"].append(block)
    data["filings"] = []
    for n in range(make.pick([0, 1, 2])):
        scheme = make.pick(sorted(years))
        fixed = {"scheme": scheme, "period": make.pick(years[scheme])}
        data["filings"].append({"id": f"F{n}", **make.row("filing", f"filings[F{n}]"), **fixed})
    make.vary()
    head.pop("publish_by", None)
    head["published_on" if stage == "published" else "publish_by"] = make.pick(["2026-06-30", "2026-05-30"])
    _uses(make, data, years)
    data["judgements"] = _judgements(make, data)
    drawn = Drawn(data, make.facts, snapshot=_records(make))
    _prove(make, drawn)
    everything = [*LISTS, "parties", *(child for children in CHILDREN.values() for child in children)]
    if make.pick([True, False]):
        drawn.closed, drawn.everything = everything, make.pick([True, False])
    else:
        drawn.closed = [everything[n % len(everything)] for (n,) in make.numbers(1, len(everything))]
        drawn.closed = sorted(set(drawn.closed))
    points = sorted(options)
    for which, value in make.numbers(2, 4) if points else ():
        of = points[which % len(points)]
        drawn.answers[of] = options[of][value % len(options[of])]
    theme = make.pick(THEMES)
    parts = [p for p in drawn.parts() if theme(p)] or drawn.parts()
    for which, step in make.numbers(2, 60, make.pick([1, 3, 10, 40])):
        drawn.late[parts[which % len(parts)]] = 1 + step % LAST
    return drawn


def _children(make: _Maker, owner: str, row: dict[str, Any]) -> None:
    """The lists inside a row, each with no row, one or two."""
    for child in DRAWN[owner]:
        ids = [f"{child}{n}" for n in range(1, make.pick([0, 0, 1, 2]) + 1)]
        at = f"{owner}[{row['id']}].{child}"
        row[child] = [{"id": i, **make.row(TABLE[child], f"{at}[{i}]", n)} for n, i in enumerate(ids, 1)]


def _uses(make: _Maker, data: Mapping[str, Any], years: Mapping[str, Sequence[str]]) -> None:
    """The period or days of the scope of each use."""
    for row in data["uses"]:
        make.facts.pop(
            f"uses[{row['id']}].purpose", None
        )  # proof of another purpose would choose another edition
        scheme = row.get("purpose") if row.get("purpose") in years else None
        scope = row.setdefault("scope", {})
        if scheme:
            scope["period"] = make.pick(years[scheme])
        elif make.pick([True, True, False]):
            scope["period"] = make.pick(["FY2025", "FY2024"])
        else:
            scope["days"] = {"from": "2025-04-01", "to": make.pick(["2026-03-31", "2025-12-31"])}


def _judgements(make: _Maker, data: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    rows = {
        "late_ok": "uses",
        "overlap_settled": "retirements",
        "user_ok": "retirements",
        "cancellation_ok": "retirements",
    }
    names = sorted(catalogue.judgements())
    for which, value, row in make.numbers(3, 4):
        name = names[which % len(names)]
        listed = data.get(rows.get(name, ""), ())
        key = f"{name}[{listed[row % len(listed)]['id']}]" if listed and row % 2 else name
        if not any(k.partition("[")[0] == name for k in found):
            found[key] = judgement(value % 3 != 2)
    return found


def _prove(make: _Maker, drawn: Drawn) -> None:
    """Proofs that agree, that fill a gap, and that stand against what is stated."""
    stated = dict(leaves(drawn.data))
    addresses = sorted(drawn.facts)
    addresses += 6 * [a for a in addresses if drawn.facts[a].type.kind is Kind.PARTY]
    turns = [(n, 0, 0, 0) for n in range(len(drawn.facts))] if make.pick([False, False, True]) else []
    found: list[dict[str, Any]] = []
    disputed: set[str] = set()
    for which, how, value, level in [*turns, *make.numbers(4, 30, make.pick([0, 2, 8, 20]))]:
        address = addresses[which % len(addresses)]
        fact = drawn.facts[address]
        under = () if fact.path.startswith("disclosure.") else drawn.row_of(address)
        known = stated.get((*under, *fact.path.split(".")))
        values = values_of(fact, ())
        others = [v for v in values if v != known]
        if address in disputed or (
            known is None and (fact.path.startswith("serials.") or (turns and how == 0))
        ):
            continue
        against = how % 4 == 3 and bool(others) and known is not None and not fact.path.startswith("serials.")
        if against or known is None:
            disputed.add(address)
        shown = (
            others[value % len(others)]
            if against
            else values[value % len(values)]
            if known is None
            else known
        )
        if (
            fact.type.kind is Kind.PARTY
            and known in OUR_NAMES
            and not against
            and "name" in drawn.data["parties"][0]
        ):
            shown = OUR_NAMES[value % len(OUR_NAMES)]  # another way of writing the same party agrees with it
        entry = evidence(address, shown, LEVELS[level % len(LEVELS)])
        if how % 8 == 2:
            entry["expires_on"] = ["2026-05-31", "2026-06-01"][value % 2]
        if against:
            drawn.firm |= {
                (*under, *fact.path.split(".")),
                *(("evidence", n) for n, e in enumerate(found) if e["fact"] == address),
            }
            drawn.firm.add(("evidence", len(found)))
            if value % 2:
                entry["chosen"] = True
        found.append(entry)
    if found:
        drawn.data["evidence"] = found


def _records(make: _Maker) -> Snapshot:
    """What others have used or say to have used, known from the start."""
    parties = [THEM, US, Party("アクメ商事", None), Party("アクメ商事", US.number), None]
    owners = ["P-1", "P-2", "VN", "", None]
    records = []
    for n, (party, stated, kind, span, programme, owner) in enumerate(make.numbers(6, 3)):
        whose = parties[party % len(parties)]
        notice = ["N-1", None, "N-9"][span % 3] if kind % 3 else ["N-1", "N-9", None][span % 3]
        if kind % 3:
            prefix, numbers = parse_range(*SERIALS[span // 3 % len(SERIALS)])
            programmes = ("J-Credit", "JCM", "VCS", None)
            scope = UniquenessScope(programmes[programme % 4], "", prefix, owners[owner % len(owners)], "")
            records.append(RecordedUse(scope, numbers, "reg", notice, whose, f"other-{n}", bool(stated % 2)))
        else:
            nowhere = UniquenessScope(None, "", None, None, None)
            records.append(RecordedUse(nowhere, None, "reg", notice, whose, f"other-{n}", bool(stated % 2)))
    return Snapshot(tuple(records))
