"""A claim as typed tables: every fact settled over all its sources, once for all facts and once for the assured ones.

Settling follows laws 7 and 8: sources that disagree make a conflict, which is missing until someone chooses; evidence
that has expired supports nothing; a value below the profile's minimum is missing in the assured run. While a claim is
planned, facts about acts that have not happened are missing with the reason `not_yet` (design §8).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel

from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party, names_of_one, normal_name, same_party
from offsetcheck.facts.models import Claim, Evidence, FileState, Filing, FoundFile, Stage
from offsetcheck.facts.periods import FiscalYear, ReportingYear
from offsetcheck.facts.serials import same_serial
from offsetcheck.facts.vocabulary import LEVEL_NAMES, Fact, Group, Kind, Level, Owner, Profile, Reason
from offsetcheck.facts.vouching import told_apart, vouches

#: The two runs of law 7.
ALL, ASSURED = 0, 1

#: What was found where a document names a file that nobody can read beside the claim.
_NOT_THERE = (FileState.MISSING, FileState.OUTSIDE, FileState.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing: its address, its name in rules, why, and who can settle it."""

    address: str
    name: str
    owner: Owner
    reason: Reason
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One source of a fact's value."""

    value: Any
    level: str
    name: str
    """`claim` for the claim file itself, otherwise the document."""
    expired: bool = False
    chosen: bool = False
    page: str | None = None
    sha256: str | None = None
    """As stated with the evidence."""
    expires_on: date | None = None
    file: FoundFile | None = None
    """The document as found beside the claim; None where nobody looked."""
    vouched: bool = False
    """Whether somebody is named for it who is not the claimant."""
    by: str | None = None
    """Who is named for it."""

    @property
    def counts_as(self) -> str:
        """The level that counts (law 7): more than documented only where somebody vouches who is not the claimant.

        What rests on a document that was not found beside the claim is only stated. What somebody else has cross-checked,
        or read from a registry or a programme's clause, needs no file beside the claim.
        """
        there = self.file is not None and self.file.state not in _NOT_THERE
        if self.level in ("verified", "registry", "programme") and self.vouched:
            return self.level
        return "documented" if there and self.level != "stated" else "stated"

    @property
    def rank(self) -> Level:
        """How well this source supports the value."""
        return LEVEL_NAMES[self.counts_as]

    @property
    def altered(self) -> bool:
        """Whether the file is not the one that was stated: its hash differs."""
        found = self.file.sha256 if self.file is not None else None
        return found is not None and self.sha256 is not None and found != self.sha256.strip().lower()


@dataclass(frozen=True, slots=True)
class Cell:
    """A settled fact: its value per run, its level, its sources, and why it is missing where it is."""

    value: Any
    assured: Any
    level: str | None
    sources: tuple[Source, ...] = ()
    why: Reason | None = None
    why_assured: Reason | None = None


NOTHING = Cell(None, None, None)


class Assumed(Evidence):
    """What the program itself assumes of an act still to come, as if somebody had cross-checked it; no file says so."""


@dataclass(eq=False, slots=True)
class Row:
    """One row of a table, with its settled facts and its references."""

    table: str
    id: str
    address: str
    world: World
    cells: dict[str, Cell] = field(default_factory=dict)
    links: dict[str, Row | None] = field(default_factory=dict)
    values: tuple[dict[str, Any], dict[str, Any]] = field(default_factory=lambda: ({}, {}))
    computed_missing: tuple[dict[str, tuple[Missing, ...]], dict[str, tuple[Missing, ...]]] = field(
        default_factory=lambda: ({}, {})
    )
    parent: Row | None = None

    def value(self, path: str, run: int) -> Any:
        """The settled value of a fact in a run, or None."""
        return self.values[run].get(path)

    def link(self, name: str) -> Row | None:
        """The row that a reference names, or None where it is missing."""
        if name == "claim":
            return self.world.claim
        return self.links.get(name)

    def members(self, table: str) -> Sequence[Row]:
        """All rows of a table of the same claim."""
        return self.world.rows[table]

    def complete(self, name: str, run: int) -> bool:
        """Whether a list seen from this row is declared complete (law 3)."""
        declared = self.world.claim.values[run].get("complete_lists")
        if declared is None or (name == "blocks" and self.blocks_to_come()):
            return False
        return declared == "all" or name in declared or f"{self.address}.{name}" in declared

    def blocks_to_come(self) -> tuple[Missing, ...]:
        """The planned acts whose blocks are not there yet: of a retirement its own, of a claim those of any.

        Nobody can list the blocks of an act before it: that none is listed says nothing, whatever is said to be complete.
        """
        if self.world.stage is not Stage.PLANNED:
            return ()
        acts = [self] if self.table == "retirement" else self.world.rows["retirement"]
        begun = {id(block.parent) for block in self.world.rows["block"]}
        return tuple(
            missing
            for act in acts
            if id(act) not in begun and act.value("completed_on", ALL) is None
            for missing in act.missing("completed_on", ALL)
        )

    def judgement(self, name: str, run: int) -> bool | None:
        """A human judgement about this row, or about the whole claim; two that disagree are a conflict."""
        cell = self.judgement_cell(name)
        truth: bool | None = cell.value if run == ALL else cell.assured
        return truth

    def judgement_cell(self, name: str) -> Cell:
        """The settled judgement about this row."""
        found = [self.world.judgements[k] for k in (name, f"{name}[{self.id}]") if k in self.world.judgements]
        known = [c for c in found if c.value is not None]  # one that is still to come contradicts nothing
        if len({c.value for c in known}) > 1:
            sources = tuple(s for c in known for s in c.sources)
            return Cell(None, None, None, sources, Reason.CONFLICT, Reason.CONFLICT)
        # Those that agree count at the best of their levels, as the sources of a fact do.
        return next((c for c in known if c.assured is not None), next(iter(known or found), NOTHING))

    def set_computed(self, path: str, run: int, value: Any, missing: tuple[Missing, ...] = ()) -> None:
        """Set a fact that the program works out, with what it is waiting for where it is unknown."""
        self.values[run][path] = value
        self.computed_missing[run][path] = missing

    def missing(self, path: str, run: int) -> tuple[Missing, ...]:
        """What is missing where a fact of this row has no value in a run."""
        if path in self.computed_missing[run]:
            return self.computed_missing[run][path]
        fact = catalogue.tables()[self.table].facts[path]
        cell = self.cells.get(path, NOTHING)
        reason = (cell.why if run == ALL else cell.why_assured or cell.why) or Reason.ABSENT
        owner = Owner.REVIEWER if reason is Reason.CONFLICT else fact.owner
        asked = Missing(f"{self.address}.{path}", fact.name, owner, reason, conflict_detail(cell, reason))
        disputed = fact.name == "claim.organisation" and reason is Reason.CONFLICT
        return (asked, *(_number_of_claimant(self.world) if disputed else ()))

    def missing_link(self, name: str) -> Missing:
        """What is missing where a reference names no row."""
        reason = Reason.ABSENT
        if self.world.stage is Stage.PLANNED and name == "retirement":
            reason = Reason.NOT_YET
        return Missing(f"{self.address}.{name}", f"{self.table}.{name}", Owner.CLAIMANT, reason)

    def disputed(self, run: int, *paths: str) -> bool:
        """Whether sources disagree on a fact: it is missing then, and asked about, where another need not be (law 8)."""
        return any(
            self.value(p, run) is None and any(m.reason is Reason.CONFLICT for m in self.missing(p, run))
            for p in paths
        )

    def question(self, path: str) -> Missing:
        """A computed fact itself as a question, where no stated fact would decide it."""
        fact = catalogue.tables()[self.table].facts[path]
        return Missing(f"{self.address}.{path}", fact.name, fact.owner, Reason.ABSENT)


@dataclass(frozen=True, slots=True)
class Directory:
    """Who is one by the names and numbers of the parties in a run: equal legal names, in either language (law 14)."""

    one: dict[str, str]
    """By each normalised name of a party with several, the one that stands for all."""
    numbers: dict[str, str]
    """Corporate numbers by the normalised legal name that stands."""

    def party(self, name: str, number: str | None = None) -> Party:
        """The party of a legal name, with its own number or the one known for the name."""
        normal = normal_name(name)
        standing = self.one.get(normal, normal)
        return Party(name, number or self.numbers.get(standing), self.one.get(normal))


@dataclass(eq=False, slots=True)
class World:
    """All tables of one claim."""

    source: Claim
    profile: Profile
    as_of: date
    rows: dict[str, list[Row]] = field(default_factory=dict)
    judgements: dict[str, Cell] = field(default_factory=dict)
    parties: dict[str, Party] = field(default_factory=dict)
    directories: dict[int, Directory] = field(default_factory=dict)
    """What is known of the parties, per run."""
    notes: dict[str, str] = field(default_factory=dict)
    """What a computed fact found, by address, such as the serials that overlap."""

    @property
    def claim(self) -> Row:
        """The claim's own row."""
        return self.rows["claim"][0]

    @property
    def stage(self) -> Stage:
        """How far the claim has come."""
        return self.source.claim.stage

    def called(self, name: str) -> Party:
        """The party of a legal name, with all that is known of that name."""
        return self.directories[ALL].party(name)

    def all_rows(self) -> Iterator[Row]:
        """Every row of every table."""
        for rows in self.rows.values():
            yield from rows


def conflict_detail(cell: Cell, reason: Reason) -> str | None:
    """The differing values with their sources, for a conflict."""
    if reason is not Reason.CONFLICT:
        return None
    return "; ".join(f"{shown(s.value)} ({s.name}, {s.counts_as})" for s in cell.sources)


def shown(value: Any) -> str:
    """A value as reports print it."""
    match value:
        case None:
            return "?"
        case bool():
            return "true" if value else "false"
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case FiscalYear() | ReportingYear():
            return str(value)
        case Party():
            return value.name or value.number or "?"
        case Enum():
            return str(value.value)
        case tuple():
            return ", ".join(shown(v) for v in value)
        case _:
            return str(value)


def settle(
    fact: Fact,
    stated: Any,
    evidence: Sequence[Source],
    profile: Profile,
    stage: Stage,
    as_of: date = date.max,
) -> Cell:
    """Settle one fact over all its sources (laws 7 and 8, design §8)."""
    sources = [Source(stated, "stated", "claim")] if stated is not None else []
    sources.extend(evidence)
    if not sources:
        waiting = fact.future and stage is Stage.PLANNED
        return Cell(
            None, None, None, (), Reason.NOT_YET if waiting else None, Reason.NOT_YET if waiting else None
        )
    chosen = [s for s in sources if s.chosen]
    deciding = chosen or sources
    apart = any(not same(fact, deciding[0].value, s.value) for s in deciding[1:])
    if apart or any(s.altered for s in deciding):
        return Cell(None, None, None, tuple(sources), Reason.CONFLICT, Reason.CONFLICT)
    value = next((s.value for s in deciding if getattr(s.value, "number", None)), deciding[0].value)
    ahead = isinstance(value, date) and value > as_of
    if fact.future and stage is Stage.PLANNED and (ahead or (fact.done and shown(value) not in fact.done)):
        return Cell(None, None, None, tuple(sources), Reason.NOT_YET, Reason.NOT_YET)
    agreeing = [s for s in sources if same(fact, s.value, value)]
    live = [s for s in agreeing if not s.expired and not s.altered]
    best = max(live, key=lambda s: s.rank, default=None)
    level = best.counts_as if best else None
    minimum = fact.minimum(profile)
    enough = [s for s in live if s.rank >= minimum]
    against = len(agreeing) < len(sources) or any(s.altered for s in sources)
    own_choice = bool(chosen) and not any(s.vouched for s in chosen) and against
    own_to_make = fact.name == "claim.stage"  # which no source shows better than the claimant knows
    if enough and own_choice and profile is Profile.CERTIFICATION and not own_to_make:
        # against what a source shows, the claimant's own choice is no more than its word
        return Cell(value, None, level, tuple(sources), None, Reason.CONFLICT)
    if enough:
        assured = _shown_as([s.value for s in enough]) if fact.type.kind is Kind.PARTY else value
        return Cell(value, assured, level, tuple(sources))
    expired = any(s.expired and s.rank >= minimum for s in agreeing)
    return Cell(
        value, None, level, tuple(sources), None, Reason.EXPIRED if expired else Reason.BELOW_ASSURANCE
    )


def _shown_as(parties: Sequence[Party]) -> Party:
    """The party that sources show which reach the minimum, by every name that they give it (law 7).

    They agree, but what makes their names one may not be assured itself. So none stands for the others, no order of sources
    matters, and one source more takes nothing away.
    """
    if len(parties) == 1:
        return parties[0]
    names = sorted({(normal_name(p.name or ""), p.name or "") for p in parties}, key=lambda n: (not n[0], n))
    number = next((p.number for p in parties if p.number is not None), None)
    return Party(names[0][1], number, also=frozenset(n for n, _ in names if n))


def same(fact: Fact, a: Any, b: Any) -> bool:
    """Whether two values of a fact are the same, as settling sees them."""
    if fact.type.kind is Kind.PARTY:
        return bool(a == b) or same_party(a, b) is True  # law 14: however each source writes it
    if fact.type.kind is Kind.LIST and isinstance(a, tuple) and isinstance(b, tuple):
        return sorted(map(str, a)) == sorted(map(str, b))
    if fact.type.form == "serial":
        return same_serial(a, b)
    if fact.name in ("party.name", "party.name_en"):
        return bool(a == b) or normal_name(a) == normal_name(b) != ""  # law 14 again: ㈱ and 株式会社
    return bool(a == b)


def _number_of_claimant(world: World) -> Iterator[Missing]:
    """The number of the stated claimant, where it is not known: whoever settles who claims has to be told from it (law 6)."""
    named = world.source.claim.organisation
    if named is not None and not told_apart(world.source, named, world.as_of):
        place = f"parties[{named}].corporate_number"
        yield Missing(place, "party.corporate_number", Owner.CLAIMANT, Reason.ABSENT, named)


def build_world(claim: Claim, profile: Profile, as_of: date) -> World:
    """Lay a checked claim out as tables; references must have been checked by the reader."""
    world = World(claim, profile, as_of)
    evidence: dict[str, list[Source]] = {}
    vouched = {by: vouches(claim, by, as_of) for by in {e.by for e in claim.evidence or ()}}
    for entry in claim.evidence or ():
        if (
            entry.dated is None or entry.dated <= as_of
        ):  # a later document is not yet known on the day of judgement
            evidence.setdefault(entry.fact, []).append(_source(entry, as_of, claim, vouched[entry.by]))
    for table in catalogue.tables().values():
        world.rows[table.name] = []
    for index, party in enumerate(claim.parties or ()):
        row_id = row_key(party, index)
        _add(world, "party", party, row_id, f"parties[{row_id}]", evidence, None)
    _know_parties(world, claim)
    _add(world, "claim", claim.claim, claim.claim.id, "claim", evidence, None)
    _cells(world, world.claim, "claim", claim.disclosure, "disclosure.", evidence)
    for name in (
        "statement",
        "emission",
        "reduction",
        "project",
        "issuance",
        "credit",
        "retirement",
        "use",
        "filing",
    ):
        plural = catalogue.tables()[name].plural
        items = getattr(claim, plural) or ()
        for index, item in enumerate(items):
            row_id = row_key(item, index, items)
            row = _add(world, name, item, row_id, f"{plural}[{row_id}]", evidence, None)
            for child in (c for c in catalogue.tables().values() if c.parent == name):
                for n, inner in enumerate(getattr(item, child.plural) or ()):
                    inner_id = row_key(inner, n)
                    _add(
                        world,
                        child.name,
                        inner,
                        f"{row_id}/{inner_id}",
                        f"{row.address}.{child.plural}[{inner_id}]",
                        evidence,
                        row,
                    )
    _unprove_parties(world)
    _link(world)
    for name, judgement in (claim.judgements or {}).items():
        source = Source(
            judgement.value, "verified", judgement.by, vouched=vouches(claim, judgement.by, as_of)
        )
        if judgement.judged_on > as_of:  # judged after the day of judgement: not yet known then
            world.judgements[name] = Cell(None, None, None, (source,), Reason.NOT_YET, Reason.NOT_YET)
            continue
        level = source.counts_as
        if profile is Profile.SELF_CHECK or level == "verified":
            world.judgements[name] = Cell(judgement.value, judgement.value, level, (source,))
        else:  # the claimant reviews a claim of its own in a self-check alone
            why = Reason.BELOW_ASSURANCE
            world.judgements[name] = Cell(judgement.value, None, level, (source,), None, why)
    day = "published_on" if claim.claim.published_on is not None else "publish_by"
    for run in (ALL, ASSURED):
        published = world.claim.value(day, run)
        lacking = () if published is not None else world.claim.missing(day, run)
        world.claim.set_computed("publication_on", run, published, lacking)
    return world


def _know_parties(world: World, claim: Claim) -> None:
    """The parties by id and by name; whoever goes by an equal legal name is the same, and so has its number (law 14)."""
    # Until its name is known a party goes by its id, as a text that names it does where it is not listed.
    entries = [
        (item.id, row.value("name", ALL) or item.id or "", row)
        for item, row in zip(claim.parties or (), world.rows["party"], strict=True)
    ]
    for run in (ALL, ASSURED):
        one = names_of_one(
            (name, english) for _, name, row in entries if (english := row.value("name_en", run)) is not None
        )
        numbers: dict[str, set[str]] = {}
        for _, name, row in entries:
            number, normal = row.value("corporate_number", run), normal_name(name)
            if normal and number is not None:
                numbers.setdefault(one.get(normal, normal), set()).add(number)
        known = {name: next(iter(found)) for name, found in numbers.items() if len(found) == 1}
        world.directories[run] = Directory(one, known)
    for party_id, name, row in entries:
        for key in (party_id, name):
            if key:
                number = row.value("corporate_number", ALL)
                world.parties[key] = world.directories[ALL].party(name, number)


def _unprove_parties(world: World) -> None:
    """In the assured run a party has the number and the names that are supported as the profile asks (law 7).

    A stated number makes no two names one, and nor does a stated name in English: a party bears the names by which
    sources show it that count themselves, and has the number of any of them.
    """
    assured = world.directories[ASSURED]
    for row in world.all_rows():
        for path, value in row.values[ASSURED].items():
            if isinstance(value, Party) and value.name is not None:
                proved = assured.party(value.name)
                others = [assured.party(name) for name in sorted(value.also)]
                number = next((p.number for p in (proved, *others) if p.number is not None), None)
                row.values[ASSURED][path] = replace(
                    proved,
                    number=number,
                    unproved=value.number is not None and number is None,
                    also=frozenset(p.normal for p in others if p.normal is not None) - {proved.normal},
                )


def row_key(item: Any, index: int, rows: Sequence[Any] = ()) -> str:
    """The key of a row: its id where it has one, else its place in the list, counted from 1.

    A report goes by its scheme and year; of several without an id among `rows`, where it stands, those after the first
    are counted.
    """
    if getattr(item, "id", None):
        return str(item.id)
    if isinstance(item, Filing):
        report = (item.scheme, activity_year(item.period))
        alike = sum(not r.id and (r.scheme, activity_year(r.period)) == report for r in rows[:index])
        return "/".join(map(str, (*report, alike + 1) if alike else report))
    return str(index + 1)


def activity_year(year: FiscalYear | ReportingYear) -> FiscalYear:
    """The fiscal year of activity behind either kind of year."""
    return year if isinstance(year, FiscalYear) else year.activity


def _source(entry: Evidence, as_of: date, claim: Claim, vouched: bool) -> Source:
    expired = entry.expires_on is not None and entry.expires_on < as_of
    return Source(
        entry.value, entry.level, entry.document or entry.by or "evidence", expired, entry.chosen,
        None if entry.page is None else str(entry.page), entry.sha256, entry.expires_on,
        claim.files.get(entry.document or ""), vouched or isinstance(entry, Assumed), entry.by,
    )  # fmt: skip


def _add(
    world: World,
    table: str,
    item: BaseModel,
    row_id: str,
    address: str,
    evidence: dict[str, list[Source]],
    parent: Row | None,
) -> Row:
    row = Row(table, row_id, address, world, parent=parent)
    _cells(world, row, table, item, "", evidence)
    world.rows[table].append(row)
    for name in catalogue.tables()[table].links:
        target = (
            parent.id
            if parent is not None and catalogue.tables()[table].links[name].target == parent.table
            else getattr(item, name, None)
        )
        row.cells[f"@{name}"] = Cell(target, target, "stated")
    return row


def _cells(
    world: World, row: Row, table: str, item: BaseModel | None, prefix: str, evidence: dict[str, list[Source]]
) -> None:
    for path, fact in catalogue.tables()[table].facts.items():
        if fact.computed or not path.startswith(prefix) or (not prefix and path.startswith("disclosure.")):
            continue
        stated = convert(world, fact, _dig(item, path.removeprefix(prefix)))
        found = [
            replace(s, value=convert(world, fact, s.value)) for s in evidence.get(f"{row.address}.{path}", ())
        ]
        if stated is None and not found:
            if fact.future and world.stage is Stage.PLANNED:
                row.cells[path] = settle(fact, None, (), world.profile, world.stage)
            continue
        cell = settle(fact, stated, found, world.profile, world.stage, world.as_of)
        row.cells[path] = cell
        if cell.value is not None:
            row.values[ALL][path] = cell.value
        if cell.assured is not None:
            row.values[ASSURED][path] = cell.assured


def _dig(item: BaseModel | None, path: str) -> Any:
    value: Any = item
    for part in path.split("."):
        if value is None:
            return None
        if not isinstance(value, Group) and not isinstance(value, BaseModel):
            return None
        value = getattr(value, "from_" if part == "from" else part, None)
    return value


def convert(world: World, fact: Fact, value: Any) -> Any:
    """A model's value as the tables hold it: enums as text, parties resolved, years as years of activity."""
    if value is None:
        return None
    match fact.type.kind:
        case Kind.PARTY:
            if isinstance(value, Party):
                return value
            return world.parties.get(str(value)) or world.called(str(value))
        case Kind.YEAR:
            return activity_year(value)
        case Kind.NUMBER:
            return Decimal(value)
        case Kind.TEXT:
            return str(value.value) if isinstance(value, Enum) else str(value)
        case Kind.LIST:
            return (
                value
                if isinstance(value, str)
                else tuple(str(v.value) if isinstance(v, Enum) else v for v in value)
            )
        case _:
            return value


def _link(world: World) -> None:
    index = {t: {r.id: r for r in rows} for t, rows in world.rows.items()}
    for row in world.all_rows():
        for name, link in catalogue.tables()[row.table].links.items():
            target = row.cells.pop(f"@{name}").value
            row.links[name] = (
                row.parent
                if row.parent is not None and link.target == row.parent.table
                else index[link.target].get(str(target))
                if target
                else None
            )
    for row in world.rows["credit"]:
        issuance = row.links["issuance"]
        if row.links["project"] is None and issuance is not None:
            row.links["project"] = issuance.links["project"]
    for row in world.rows["use"]:
        for run in (ALL, ASSURED):
            year = row.value("scope.period", run)
            first, last = row.value("scope.days.from", run), row.value("scope.days.to", run)
            if year is not None:
                first, last = year.first_day, year.last_day  # a year and its days are one scope
            span = f"{first}/{last}" if first and last else None
            lacking = Missing(
                f"{row.address}.scope.period", "use.scope.period", Owner.CLAIMANT, Reason.ABSENT
            )
            row.set_computed("scope.span", run, span, () if span else (lacking,))
            row.set_computed("scope.first_on", run, first, () if first else (lacking,))
            row.set_computed("scope.last_on", run, last, () if last else (lacking,))
