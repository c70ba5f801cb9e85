"""Thousands of whole random claims from a seed, and the comparison of what both back ends say about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from offsetcheck.engine.batch import Batch, BatchEngine, Code
from offsetcheck.engine.judge import Judged, Settings
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.vocabulary import Fact, Kind
from offsetcheck.rulebook.book import NoEditionError
from tests.engine.lawkit import claim_from, evidence, judgement
from tests.engine.random_claims import (
    DRAWN,
    FIXED,
    LEVELS,
    LISTS,
    PROJECTS,
    SERIALS,
    TABLE,
    put,
    values_of,
)
from tests.engine.trees import Seeded

SCHEMES = {"shk": ["FY2024", "FY2025"], "gx-ets": ["FY2025", "FY2026"]}
AMOUNTS = {
    "statements": 2, "emissions": 3, "reductions": 2, "projects": 2, "issuances": 2, "credits": 3, "retirements": 3,
    "uses": 4, "filings": 2,
}  # fmt: skip


class ClaimMaker:
    """Makes claims of mostly likely values, with gaps, proofs, conflicts and open lists."""

    def __init__(
        self,
        seed: int,
        published: Sequence[str],
        years: Mapping[str, Sequence[str]] = SCHEMES,
    ) -> None:
        self.source = Seeded(seed)
        self.published = published
        self.years = years
        self.stated: dict[str, tuple[Any, Any]] = {}
        self.gaps = self.likely = 0

    def claims(self, amount: int) -> Iterator[Claim]:
        """So many claims that the reader accepts."""
        made = 0
        while made < amount:
            try:
                yield claim_from(self.data(f"C-{made + 1:04}"))
            except InputError:
                continue
            made += 1

    def data(self, name: str) -> dict[str, Any]:
        """The content of one claim file."""
        pick, chance = self.source.pick, self.source.chance
        self.gaps, self.likely = pick([0, 0, 2, 10, 40]), pick([60, 85, 95])
        self.stated = {}
        stage = pick(["ready", "published", "planned"])
        head = {"id": name, "stage": stage, **self.row("claim", "claim")}
        head.pop("published_on", None)
        head.pop("publish_by", None)
        head["published_on" if stage == "published" else "publish_by"] = pick(self.published)
        data: dict[str, Any] = {"claim": head, "disclosure": {}, "parties": [
            {"id": "us", "name": "株式会社アクメ", "corporate_number": "7010001008844"},
            *([{"name": "株式会社ベータ", "corporate_number": "1010401010455"}] if chance(50) else []),
        ]}  # fmt: skip
        for path, fact in catalogue.tables()["claim"].facts.items():
            if path.startswith("disclosure.") and not chance(self.gaps):
                data["disclosure"][path.partition(".")[2]] = self._value(fact)
        for listed in LISTS:
            data[listed] = [
                {
                    "id": f"{listed[0].upper()}{n}",
                    **self.row(TABLE[listed], f"{listed}[{listed[0].upper()}{n}]"),
                }
                for n in range(1, self.source.whole(chance(85), AMOUNTS[listed]) + 1)
            ]
        self._link(data)
        if closed := pick(["all", "all", "some", "none"]):
            names = [t.plural for t in catalogue.tables().values() if t.name != "claim"]
            names += [f"retirements[{r['id']}].blocks" for r in data["retirements"]]
            if closed == "all":
                head["complete_lists"] = "all"
            elif closed == "some":
                head["complete_lists"] = [n for n in names if chance(60)]
        self._judge(data)
        self._prove(data)
        return data

    def row(self, table: str, address: str) -> dict[str, Any]:
        """A row of facts, most of them likely ones."""
        made: dict[str, Any] = {}
        for path, fact in catalogue.tables()[table].facts.items():
            skipped = ("serials.", "disclosure.", "scope.days.", "scope.period")
            if fact.computed or (table, path) in FIXED or path.startswith(skipped):
                continue
            if self.source.chance(self.gaps):
                continue
            value = self._value(fact)
            put(made, tuple(path.split(".")), value)
            self.stated[f"{address}.{path}"] = (fact, value)
        return made

    def _value(self, fact: Fact) -> Any:
        """A value of a fact, mostly the likeliest."""
        values = values_of(fact, ["FY2024", "FY2025"])
        return values[0] if self.source.chance(self.likely) else self.source.pick(values)

    def _serials(self, row: dict[str, Any]) -> None:
        if not self.source.chance(self.gaps):
            first, last = self.source.pick(SERIALS)
            row["serials"] = {"first": first, "last": last}

    def _children(self, owner: str, row: dict[str, Any]) -> None:
        for child in DRAWN[owner]:
            if self.source.chance(60):
                at = f"{owner}[{row['id']}].{child}"
                row[child] = [
                    {"id": f"{child}{n}", **self.row(TABLE[child], f"{at}[{child}{n}]")}
                    for n in range(self.source.whole(0, 2))
                ]

    def _link(self, data: dict[str, Any]) -> None:
        pick, chance = self.source.pick, self.source.chance

        def target(listed: str) -> str | None:
            rows = data[listed]
            return pick(rows)["id"] if rows and not chance(min(self.gaps, 25)) else None

        for row in data["projects"]:
            if chance(70):
                row.update(pick(PROJECTS))
            self._children("projects", row)
        for row in data["issuances"]:
            row["project"] = target("projects")
            self._children("issuances", row)
        issued = {i["id"]: i["project"] for i in data["issuances"]}
        for row in data["credits"]:
            row["issuance"] = target("issuances")
            row["project"] = issued.get(row["issuance"]) if chance(50) else None
            if row["issuance"] is None:
                row["project"] = target("projects")
            self._serials(row)
            self._children("credits", row)
        for row in data["retirements"]:
            row["blocks"] = []
            for n in range(self.source.whole(0, 2)):
                block = {"id": f"b{n}", **self.row("block", f"retirements[{row['id']}].blocks[b{n}]")}
                block["credit"] = target("credits")
                self._serials(block)
                row["blocks"].append(block)
        for row in data["uses"]:
            row["credit"], row["retirement"] = target("credits"), target("retirements")
            scope = row.setdefault("scope", {})
            if row.get("purpose") in self.years:
                scope["period"] = pick(self.years[row["purpose"]])
            elif chance(60):
                scope["period"] = pick(["FY2025", "FY2024"])
            elif chance(60):
                scope["days"] = {"from": "2025-04-01", "to": pick(["2026-03-31", "2025-12-31"])}
        for row in data["filings"]:
            row["scheme"] = pick(sorted(self.years))
            row["period"] = pick(self.years[row["scheme"]])

    def _judge(self, data: dict[str, Any]) -> None:
        rows = [r["id"] for n in ("uses", "retirements", "credits") for r in data[n]]
        data["judgements"] = {}
        for name in catalogue.judgements():
            if self.source.chance(25):
                key = f"{name}[{self.source.pick(rows)}]" if rows and self.source.chance(50) else name
                data["judgements"][key] = judgement(self.source.chance(70))
                if self.source.chance(15):  # not yet judged on the day of judgement
                    data["judgements"][key]["judged_on"] = "2026-06-15"
                if self.source.chance(10):
                    data["judgements"][name] = judgement(self.source.chance(70))

    def _prove(self, data: dict[str, Any]) -> None:
        proven = self.source.pick([0, 30, 95])
        data["evidence"] = []
        for address, (fact, value) in self.stated.items():
            if not self.source.chance(proven):
                continue
            if self.source.chance(4) and fact.name != "use.purpose" and fact.type.kind is not Kind.LIST:
                value = self.source.pick(values_of(fact, ["FY2024", "FY2025"]))
            entry = evidence(address, value, self.source.pick(["verified", "verified", *LEVELS]))
            if self.source.chance(5):
                entry["expires_on"] = self.source.pick(["2026-05-31", "2026-06-01"])
            if self.source.chance(20):
                entry["chosen"] = True
            data["evidence"].append(entry)


# -- comparing ---------------------------------------------------------------------------------------------------------------


def python_says(judged: Judged) -> dict[tuple[str, ...], Any]:
    """What the Python back end says about a claim, by what it is about."""
    claim = judged.world.claim.id
    found: dict[tuple[str, ...], Any] = {("claim", claim): judged.verdict}
    for o in judged.outcomes:
        found[("rule", claim, o.row.table, o.row.id, o.edition.id, o.rule.id)] = o.verdict
    for u in judged.uses:
        found[("use", claim, u.row.id)] = (u.verdict, *u.eligible)
    for f in judged.filings:
        found[("filing", claim, f.row.id)] = f.verdict
        for name, bounds in f.terms:
            found[("term", claim, f.row.id, name)] = bounds
    for name, bounds in judged.tonnes.items():
        if name != "claimed_t" and not name.endswith("_all_t"):
            found[("total", claim, name)] = bounds
    return found


def database_says(batch: Batch) -> dict[tuple[str, ...], Any]:
    """What the columnar back end says, in the same words; missing where a row has no such number."""
    found: dict[tuple[str, ...], Any] = {}
    for subject in ("claim", "statement", "project", "issuance", "credit", "retirement", "use", "filing"):
        for claim, row_id, edition, rule, verdict in batch.verdicts(subject):
            found[("rule", claim, subject, row_id, edition, rule)] = verdict
    for row in batch.rows("verdict_claim"):
        claim = row["claim"]
        found[("claim", claim)] = Code(row["verdict"]).verdict
        for name in (n.removesuffix("__lo") for n in row if n.endswith("__lo")):
            found[("total", claim, name)] = (row[f"{name}__lo"], row[f"{name}__hi"])
    for row in batch.rows("verdict_use"):
        bounds = (row["eligible__lo"], row["eligible__hi"])
        found[("use", row["claim"], row["id"])] = (Code(row["verdict"]).verdict, *bounds)
    for row in batch.rows("verdict_filing"):
        found[("filing", row["claim"], row["id"])] = Code(row["verdict"]).verdict
        for name in (n.removesuffix("__lo") for n in row if n.endswith("__lo")):
            found[("term", row["claim"], row["id"], name)] = (row[f"{name}__lo"], row[f"{name}__hi"])
    return found


def differences(engine: BatchEngine, claims: Sequence[Claim], settings: Settings) -> tuple[int, list[str]]:
    """How many answers were compared, and those on which the back ends differ."""
    with engine.of_claims(claims, settings) as batch:
        database = database_says(batch)
        counted = batch.summary()
        refused = {row["claim"] for row in batch.rows("refused")}
    python: dict[tuple[str, ...], Any] = {}
    outside = set()
    for claim in claims:
        try:
            python.update(python_says(engine.engine.judge(claim, settings)))
        except NoEditionError:
            outside.add(claim.claim.id)
            python[("claim", claim.claim.id)] = Verdict.ERROR
    found = [
        f"{key}: Python {value}, DuckDB {database.get(key)}"
        for key, value in python.items()
        if database.get(key) != value
    ]
    for key, value in database.items():
        if key not in python and key[0] in ("claim", "rule", "use", "filing"):
            found.append(f"{key}: Python nothing, DuckDB {value}")
    if refused != outside:
        found.append(f"refused: Python {sorted(outside)}, DuckDB {sorted(refused)}")
    found.extend(_miscounted(database, counted))
    return len(python), found


def _miscounted(database: Mapping[tuple[str, ...], Any], counted: Any) -> Iterator[str]:
    """Where the summary is not the count of the verdicts."""
    rules: dict[tuple[str, str], dict[Verdict, int]] = {}
    whole: dict[str, dict[Verdict, int]] = {"claim": {}, "use": {}, "filing": {}}
    for key, value in database.items():
        if key[0] == "rule":
            counts = rules.setdefault((key[4], key[5]), {})
            counts[value] = counts.get(value, 0) + 1
        elif key[0] in whole:
            verdict = value[0] if key[0] == "use" else value
            whole[key[0]][verdict] = whole[key[0]].get(verdict, 0) + 1
    for rule, counts in counted.rules.items():
        if {v: n for v, n in counts.items() if n} != rules.get(rule, {}):
            yield f"{rule}: counted {counts}, judged {rules.get(rule, {})}"
    for name, counts in (("claim", counted.claims), ("use", counted.uses), ("filing", counted.filings)):
        if {v: n for v, n in counts.items() if n} != whole[name]:
            yield f"{name}: counted {counts}, judged {whole[name]}"
    missing = rules.keys() - counted.rules.keys()
    if missing:
        yield f"not counted: {missing}"
