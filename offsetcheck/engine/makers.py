"""Makers of the facts that the rule language cannot say: ranges and overlaps of serials (law 13), and carbon in wood."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from offsetcheck.engine.explain import open_question
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.models import Claim, Stage
from offsetcheck.facts.serials import Block, SerialRange, UniquenessScope, overlap_truth, parse_range
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.facts.world import ALL, ASSURED, Missing, Row, World, build_world
from offsetcheck.programmes.countries import alpha2
from offsetcheck.programmes.uniqueness import place, uniqueness


@dataclass(frozen=True, slots=True)
class RecordedUse:
    """Units that somebody has used or says to have used, from a ledger, a registry or another claim of the batch."""

    scope: UniquenessScope
    range: SerialRange | None
    registry: str | None
    notice: str | None
    party: Party | None
    claim: str
    stated_only: bool
    """True for what another claim merely states; false for a registry's or ledger's record."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The outside state a run is judged against: recorded uses, the ledger's head, and the hash of the batch."""

    records: tuple[RecordedUse, ...] = ()
    ledger_head: str | None = None
    batch_sha256: str | None = None


def make_facts(world: World, snapshot: Snapshot) -> None:
    """Set every computed fact of a claim's rows, per run, with what it waits for where it is unknown."""
    for run in (ALL, ASSURED):
        for row in (*world.rows["credit"], *world.rows["block"]):
            _serial_count(row, run)
        for credit in world.rows["credit"]:
            _shown_in_serials(credit, run)
        for block in world.rows["block"]:
            _inside_credit(block, run)
        for row in world.rows["stock"]:
            _uptake(row, run)
        _credit_overlaps(world, run)
        _retirement_overlaps(world, run)
        _record_overlaps(world, run, snapshot)


#: Programmes whose layout of serials is not public: a text is read as prefix and number, and another writing of the
#: prefix is no proof of another block.
OPAQUE = frozenset({"J-Credit", "JCM", "国内クレジット", "J-VER", "A6.4", "other"})


def plain_id(text: str) -> str:
    """A number or name as registries are compared by: width, case, spaces and marks between do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def _programme(row: Row, run: int) -> str | None:
    credit = row if row.table == "credit" else row.links.get("credit")
    project = credit.links.get("project") if credit is not None else None
    programme: str | None = project.value("programme", run) if project is not None else None
    return programme


def _placed(row: Row, run: int) -> tuple[str, SerialRange] | None:
    """Prefix and range of a credit or block; None where an end is missing, contradicted, or of an unknown layout."""
    first, last = row.value("serials.first", run), row.value("serials.last", run)
    if first is None or last is None:
        return None
    programme = _programme(row, run)
    try:
        plain = parse_range(first, last)
        if programme in OPAQUE:
            return plain
        found = place(programme, first, last)
    except ValueError:
        return None
    if programme is None and found != plain:
        return None  # read one way or another by its programme, which is not known yet
    return found


def serial_range(row: Row, run: int) -> SerialRange | None:
    """The serial range of a credit or block, where both ends are known."""
    found = _placed(row, run)
    return None if found is None else found[1]


def _prefix(row: Row, run: int) -> str | None:
    found = _placed(row, run)
    return None if found is None else plain_id(found[0])


def uniqueness_scope(row: Row, run: int) -> UniquenessScope:
    """The scope within which a credit's or block's numbers are unique; None for a part that is not known."""
    credit = row if row.table == "credit" else row.links.get("credit")
    project = credit.links.get("project") if credit is not None else None
    programme = project.value("programme", run) if project is not None else None
    prefix = _prefix(row, run)
    if programme is None or project is None or credit is None:
        return UniquenessScope(None, "", prefix, None, None)
    needs = uniqueness(programme)
    parts = []
    if needs.project:
        reference = project.value("reference", run)
        parts.append(None if reference is None else plain_id(reference))
    if needs.party:
        country = project.value("host_country", run)
        parts.append(None if country is None else alpha2(country))
    owner = None if any(p is None for p in parts) else "/".join(str(p) for p in parts)
    vintage: str | None = ""
    if needs.vintage:
        start = credit.value("vintage.from", run)
        vintage = None if start is None else str(start.year)
    return UniquenessScope(programme, "", prefix, owner, vintage)


def _lacking(row: Row, run: int) -> tuple[Missing, ...]:
    """What would have to be known to place a block exactly."""
    found: list[Missing] = []
    for path in ("serials.first", "serials.last"):
        if row.value(path, run) is None:
            found.extend(row.missing(path, run))
    credit = row if row.table == "credit" else row.links.get("credit")
    if credit is None:
        return (*found, row.missing_link("credit"))
    project = credit.links.get("project")
    if project is None:
        return (*found, credit.missing_link("project"))
    programme = project.value("programme", run)
    if programme is None:
        return (*found, *project.missing("programme", run))
    needs = uniqueness(programme)
    for wanted, owner, path in (
        (needs.project, project, "reference"),
        (needs.party, project, "host_country"),
        (needs.vintage, credit, "vintage.from"),
    ):
        if wanted and owner.value(path, run) is None:
            found.extend(owner.missing(path, run))
    return tuple(found)


def _serial_count(row: Row, run: int) -> None:
    found = serial_range(row, run)
    if found is not None:
        row.set_computed("serial_count", run, Decimal(found.tonnes))
        return
    lacking = [
        m for p in ("serials.first", "serials.last") if row.value(p, run) is None for m in row.missing(p, run)
    ]
    row.set_computed("serial_count", run, None, tuple(lacking))


#: Programmes whose serials print more than a number, in a layout seen in the registry's own rows.
LAID = frozenset({"VCS", "Gold Standard", "ACR", "CAR", "ART TREES", "CDM"})
#: What serials may show, and where it is declared: on the credit or on its project.
_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "programme": ("project", ("programme",)),
    "project": ("project", ("reference",)),
    "country": ("project", ("host_country",)),
    "vintage": ("credit", ("vintage.from", "vintage.to")),
}


def _shown_in_serials(credit: Row, run: int) -> None:
    """Whether a credit's serials are written as its programme writes them, and deny nothing that is declared beside them.

    Only a layout seen in the registry's own rows can say so: an opaque text shows nothing and so denies nothing.
    """
    programme = _programme(credit, run)
    first, last = credit.value("serials.first", run), credit.value("serials.last", run)
    if programme in LAID and first is not None and last is not None:
        _compared(credit, run, programme, first, last)
        return
    laid = programme is None or programme in LAID
    lacking = _unplaced(credit, run) if laid else (_question(credit, "serials_fit"),)
    credit.set_computed("serials_fit", run, None, lacking)
    for part in _PARTS:
        credit.set_computed(f"shows_other.{part}", run, None if laid else False, lacking if laid else ())


def _unplaced(credit: Row, run: int) -> tuple[Missing, ...]:
    """What would show how a credit's serials are to be read: its programme, and the serials themselves."""
    project = credit.links.get("project")
    if project is None:
        return (credit.missing_link("project"),)
    if project.value("programme", run) is None:
        return project.missing("programme", run)
    ends = ("serials.first", "serials.last")
    return tuple(m for p in ends if credit.value(p, run) is None for m in credit.missing(p, run))


def _compared(credit: Row, run: int, programme: str, first: str, last: str) -> None:
    # The layouts are loaded where they are needed only: their patterns cost a check more time than all its rules.
    from offsetcheck.programmes.identifiers import Declared, Part, printed_block, serials_fit, shows_other

    project = credit.links["project"]
    assert project is not None
    fits = serials_fit(programme, first, last)
    credit.set_computed(
        "serials_fit", run, fits, () if fits is not None else (_question(credit, "serials_fit"),)
    )
    declared = Declared(
        programme, project.value("reference", run), project.value("host_country", run),
        credit.value("vintage.from", run), credit.value("vintage.to", run),
    )  # fmt: skip
    shown = printed_block(programme, first, last)
    parts = {
        "programme": Part.PROGRAMME,
        "project": Part.PROJECT,
        "country": Part.PARTY,
        "vintage": Part.VINTAGE,
    }
    for name, part in parts.items():
        path = f"shows_other.{name}"
        truth = shows_other(part, shown, declared)
        where, paths = _PARTS[name]
        row = project if where == "project" else credit
        lacking = [m for p in paths if row.value(p, run) is None for m in row.missing(p, run)]
        open_still = tuple(lacking) or (_question(credit, path),)
        credit.set_computed(path, run, truth, () if truth is not None else open_still)


def _inside_credit(block: Row, run: int) -> None:
    """Whether the units of a retired block are among those of the credit it is said to come from."""
    credit = block.links.get("credit")
    if credit is None:
        block.set_computed("inside_credit", run, None, (block.missing_link("credit"),))
        return
    mine, theirs = _placed(block, run), _placed(credit, run)
    if mine is None or theirs is None:
        ends = ("serials.first", "serials.last")
        lacking = [
            m for r in (block, credit) for p in ends if r.value(p, run) is None for m in r.missing(p, run)
        ]
        open_still = tuple(lacking) or _unplaced(credit, run) or (_question(block, "inside_credit"),)
        block.set_computed("inside_credit", run, None, open_still)
        return
    truth: bool | None = theirs[1].first <= mine[1].first and mine[1].last <= theirs[1].last
    if truth and plain_id(mine[0]) != plain_id(theirs[0]):
        opaque = _programme(credit, run) is None or _programme(credit, run) in OPAQUE
        truth = None if opaque or "" in (mine[0], theirs[0]) else False
    block.set_computed(
        "inside_credit", run, truth, () if truth is not None else (_question(block, "inside_credit"),)
    )


def _by_notice(credit: Row, run: int) -> tuple[bool | None, tuple[Missing, ...]]:
    """Whether a credit's units are known by notice and total alone: designated by total, and no serials at hand (law 13).

    A claim that says so and lists serials all the same is refused by the reader, so an answer never turns.
    """
    if credit.world.stage is Stage.PLANNED or serial_range(credit, run) is not None:
        return False, ()
    drawn = False
    lacking: list[Missing] = []
    for use in credit.world.rows["use"]:
        named, retirement = use.links["credit"], use.links["retirement"]
        if named is not None and named is not credit:
            continue
        drawn = True
        if named is None:
            lacking.append(use.missing_link("credit"))
        if retirement is None:
            lacking.append(use.missing_link("retirement"))
            continue
        how, listed = retirement.value("designation", run), retirement.value("serials_listed", run)
        if named is credit and (how == "serial" or listed is True):
            return False, ()
        for path, value in (("designation", how), ("serials_listed", listed)):
            if value is None:
                lacking.extend(retirement.missing(path, run))
    if lacking:
        return None, tuple(lacking)
    if drawn and not credit.complete("uses", run):
        return None, _open(credit, "uses", run)
    return drawn, ()


#: What a change of stock is multiplied from; the tonnes of carbon become CO2 by 44/12, the ratio of their masses.
_STOCK = ("volume_m3", "expansion", "root_ratio", "density", "carbon")
_MOST_UPTAKE = Decimal(10) ** 12


def _uptake(row: Row, run: int) -> None:
    """The change of stock in t-CO2: as stated, or worked out from its parts, whichever the row says it states."""
    figures = row.value("figures", run)
    needed = ("figures",) if figures is None else ("t",) if figures == "tonnes" else _STOCK
    lacking = tuple(m for p in needed if row.value(p, run) is None for m in row.missing(p, run))
    if lacking:
        row.set_computed("uptake_t", run, None, lacking)
        return
    if figures == "tonnes":
        uptake: Decimal = row.value("t", run)
    else:
        volume, expansion, root, density, carbon = (row.value(p, run) for p in _STOCK)
        uptake = (volume * expansion * (1 + root) * density * carbon * 44 / 12).quantize(Decimal("0.001"))
    if abs(uptake) >= _MOST_UPTAKE:  # more than any forest holds: a slip in one of the parts
        row.set_computed("uptake_t", run, None, (_question(row, needed[0]),))
        return
    row.set_computed("uptake_t", run, uptake)


def _open(row: Row, name: str, run: int) -> tuple[Missing, ...]:
    """The question whether a list is complete, where that is not said."""
    return () if row.complete(name, run) else (open_question(row, name),)


@dataclass(slots=True)
class _Finding:
    """An OR over possible overlaps, with what keeps it open."""

    truth: bool | None = False
    missing: tuple[Missing, ...] = ()
    note: str = ""

    def add(self, truth: bool | None, missing: Sequence[Missing], note: str) -> None:
        if truth is True:
            self.truth, self.missing = True, ()
            self.note = f"{self.note}; {note}" if self.note else note
        elif truth is None and self.truth is not True:
            self.truth = None
            self.missing = (*self.missing, *missing)

    def close(self, row: Row, path: str, run: int, unlisted: Sequence[Missing] = ()) -> None:
        """Settle the fact; where lists are open, what is not listed may yet overlap."""
        if self.truth is False and unlisted:
            self.truth, self.missing = None, tuple(unlisted)
        if self.truth is None and not self.missing:  # such as a prefix that one of two blocks leaves out
            self.missing = (_question(row, path),)
        row.set_computed(path, run, self.truth, tuple(dict.fromkeys(self.missing)))
        if self.truth is True and run == ALL:
            row.world.notes[f"{row.address}.{path}"] = self.note


def _question(row: Row, path: str) -> Missing:
    """The fact itself as a question, where no stated fact would decide it."""
    fact = catalogue.tables()[row.table].facts[path]
    return Missing(f"{row.address}.{path}", fact.name, fact.owner, Reason.ABSENT)


def _plain_scope(scope: UniquenessScope) -> UniquenessScope:
    """A scope as registries are compared by, whoever wrote it down."""
    prefix, owner = (None if t is None else plain_id(t) for t in (scope.prefix, scope.project_or_party))
    return replace(scope, prefix=prefix, project_or_party=owner)


def _overlap(a: Block, b: Block) -> bool | None:
    """Whether two blocks overlap; a prefix that only one of them shows may have been left out by the other."""
    a, b = (replace(x, scope=_plain_scope(x.scope)) for x in (a, b))
    unsure = (a.scope.prefix == "") != (b.scope.prefix == "")
    if a.scope.prefix != b.scope.prefix and all(
        x.scope.programme is None or x.scope.programme in OPAQUE for x in (a, b)
    ):
        unsure = True  # no layout is public: another prefix may be another writing of the same
    if unsure:
        a, b = (replace(x, scope=replace(x.scope, prefix=None)) for x in (a, b))
    return overlap_truth(a, b)


def block_of(row: Row, run: int) -> Block:
    """A credit or retired block as a record of serials."""
    return Block(row.address, uniqueness_scope(row, run), serial_range(row, run), None)


def _credit_overlaps(world: World, run: int) -> None:
    credits = world.rows["credit"]
    blocks = {c.id: block_of(c, run) for c in credits}
    named = {c.id: _by_notice(c, run) for c in credits} if len(credits) > 1 else {}
    # A spare credit that no use carries double-counts nothing; while uses may yet be added, it may (law 9).
    uses = world.rows["use"]
    carried = {id(u.links["credit"]) for u in uses}
    uncarried = [u.missing_link("credit") for u in uses if u.links["credit"] is None]
    uncarried.extend(_open(world.claim, "uses", run))
    for credit in credits:
        found = _Finding()
        for other in credits:
            spare = id(other) not in carried
            if other is credit or (spare and not uncarried):
                continue
            truth = _overlap(blocks[credit.id], blocks[other.id])
            asked: list[Missing] = []
            if (
                truth is None
            ):  # what notice and total identify is compared by notice (OG-DBL-01), not by serials
                for apart, missing in (named[credit.id], named[other.id]):
                    truth = False if apart is True else truth
                    asked.extend(missing)
            if spare and truth is True:
                found.add(None, uncarried, "")
                continue
            found.add(
                truth,
                (*_lacking(credit, run), *_lacking(other, run), *asked),
                _at(blocks[credit.id], blocks[other.id], other.id),
            )
        found.close(credit, "overlaps_claim", run, _open(world.claim, "credits", run))


def _at(a: Block, b: Block, name: str) -> str:
    overlap = a.range.overlap(b.range) if a.range and b.range else None
    return f"{name}: {overlap}" if overlap else name


def _blocks_of(world: World, retirement: Row) -> list[Row]:
    return [b for b in world.rows["block"] if b.parent is retirement]


def _retirement_overlaps(world: World, run: int) -> None:
    """By serial where units were named by serial, by notice where they were named by total (law 13)."""
    retirements = world.rows["retirement"]
    unlisted = [
        *_open(world.claim, "retirements", run),
        *(m for r in retirements if r.value("designation", run) != "total" for m in _open(r, "blocks", run)),
    ]
    for here in retirements:
        found = _Finding()
        mine = _blocks_of(world, here)
        for n, a in enumerate(mine):
            for b in mine[:n]:
                if here.value("designation", run) != "total":
                    truth = _by_designation(here, here, _overlap(block_of(a, run), block_of(b, run)), run)
                    found.add(
                        truth,
                        _open_questions(here, here, (a, b), run),
                        _at(block_of(a, run), block_of(b, run), b.id),
                    )
        for other in retirements:
            if other is here:
                continue
            truth, missing, note = _pair(world, here, other, run)
            found.add(truth, missing, note)
        found.close(here, "overlaps_claim", run, unlisted)


def _by_designation(a: Row, b: Row, serials: bool | None, run: int) -> bool | None:
    """A serial overlap counts where both acts named serials; while that is not stated it stays open."""
    named = (a.value("designation", run), b.value("designation", run))
    if serials is True and named != ("serial", "serial"):
        return None
    return serials


def _open_questions(a: Row, b: Row, blocks: Sequence[Row], run: int) -> tuple[Missing, ...]:
    found: list[Missing] = []
    for row in dict.fromkeys((a, b)):
        if row.value("designation", run) is None:
            found.extend(row.missing("designation", run))
    for block in blocks:
        found.extend(_lacking(block, run))
    return tuple(dict.fromkeys(found))


def _same_notice(a: Row, b: Row, run: int) -> bool | None:
    return _notices(
        (a.value("notice", run), a.value("registry", run)), (b.value("notice", run), b.value("registry", run))
    )


def _notices(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> bool | None:
    """Whether two notices are one; a registry's name is free text, so another name is no proof of another registry."""
    if a[0] is None or b[0] is None:
        return None
    if plain_id(a[0]) != plain_id(b[0]):
        return False
    if a[1] is None or b[1] is None or plain_id(a[1]) != plain_id(b[1]):
        return None
    return True


def _pair(world: World, a: Row, b: Row, run: int) -> tuple[bool | None, tuple[Missing, ...], str]:
    """Whether two retirements take the same units: the same notice twice, or overlapping named serials."""
    notice = _same_notice(a, b, run)
    if notice is True:
        return True, (), f"{b.id}: {a.value('notice', run)}"
    lacking: list[Missing] = []
    if notice is None:
        lacking = [
            m
            for r in (a, b)
            for p in ("notice", "registry")
            if r.value(p, run) is None
            for m in r.missing(p, run)
        ] or [_question(a, "registry")]
    by_total = "total" in (a.value("designation", run), b.value("designation", run))
    if by_total:
        return notice, tuple(lacking), b.id
    truth: bool | None = False
    note = b.id
    for left in _blocks_of(world, a):
        for right in _blocks_of(world, b):
            one, two = block_of(left, run), block_of(right, run)
            serials = _by_designation(a, b, _overlap(one, two), run)
            if serials is True:
                return True, (), _at(one, two, b.id)
            if serials is None:
                truth = None
                lacking.extend(_open_questions(a, b, (left, right), run))
    for one_act in (a, b):
        if not _blocks_of(world, one_act) and not one_act.complete("blocks", run):
            truth = None
            lacking.extend((*_open_questions(a, b, (), run), *_open(one_act, "blocks", run)))
    return (None if notice is None or truth is None else False), tuple(dict.fromkeys(lacking)), note


def _record_overlaps(world: World, run: int, snapshot: Snapshot) -> None:
    """Against what others have used: a record decides, a mere statement asks the reviewer."""
    claimant = world.claim.value("organisation", run)
    records = [r for r in snapshot.records if r.claim != world.claim.id]
    for row in world.rows["retirement"]:
        for path, wanted in (("overlaps_record", False), ("overlaps_statement", True)):
            found = _Finding()
            for record in records:
                own = None if wanted else same_party(record.party, claimant)
                if record.stated_only is not wanted or own is True:
                    continue
                truth, missing, note = _against(world, row, record, run)
                if truth is True and not wanted and own is None:  # only another party's record fails (law 13)
                    truth, missing = None, _whose(world, row, run)
                found.add(truth, missing, note)
            found.close(row, path, run)


def _whose(world: World, row: Row, run: int) -> tuple[Missing, ...]:
    """What would show whether a record that overlaps is the claimant's own."""
    claimant = world.claim.value("organisation", run)
    if claimant is None:
        return world.claim.missing("organisation", run)
    if claimant.number is None:
        name = claimant.name or "?"
        place = f"parties[{name}].corporate_number"
        return (Missing(place, "party.corporate_number", Owner.CLAIMANT, Reason.ABSENT, name),)
    return (_question(row, "overlaps_record"),)


def _against(
    world: World, row: Row, record: RecordedUse, run: int
) -> tuple[bool | None, tuple[Missing, ...], str]:
    mine = row.value("notice", run), row.value("registry", run)
    same = _notices(mine, (record.notice, record.registry))
    if same is True:
        return True, (), str(record.notice)
    by_total = row.value("designation", run) == "total"
    wanted = [m for p in ("notice", "registry") if row.value(p, run) is None for m in row.missing(p, run)]
    if record.notice is not None and same is None and not wanted:
        wanted = [_question(row, "registry")]
    if record.range is None or by_total:
        # What another states without a notice stands against nothing; what we lack ourselves stays open.
        open_still = same is None and bool(wanted) and (record.notice is not None or record.range is None)
        return (None if open_still else False), tuple(wanted) if open_still else (), ""
    theirs = Block("record", record.scope, record.range, None)
    truth: bool | None = False
    lacking: list[Missing] = []
    for block in _blocks_of(world, row):
        own = block_of(block, run)
        overlap = _overlap(own, theirs)
        if overlap is True and row.value("designation", run) is None:  # by total, no serial would count
            overlap = None
            lacking.extend(row.missing("designation", run))
        if overlap is True:
            return True, (), str(own.range.overlap(theirs.range)) if own.range and theirs.range else ""
        if overlap is None:
            truth = None
            lacking.extend(_lacking(block, run))
    if truth is False and not row.complete("blocks", run):
        truth, lacking = None, [*_open(row, "blocks", run)]
    if same is None and record.notice is not None:  # the notice may yet turn out to be the same
        truth, lacking = None, [*lacking, *wanted]
    return truth, tuple(lacking), ""


def batch_snapshot(claims: Sequence[Claim], profile: Profile, as_of: date) -> Snapshot:
    """The claims of one run as each other's outside state: what the others state, by hash of them all."""
    if len(claims) < 2:
        return Snapshot()
    records = tuple(r for c in claims for r in recorded_uses(build_world(c, profile, as_of)))
    digest = hashlib.sha256("".join(sorted(c.sha256 for c in claims)).encode()).hexdigest()
    return Snapshot(records, None, digest)


def recorded_uses(world: World) -> tuple[RecordedUse, ...]:
    """What this claim states to have retired, for the other claims of a batch."""
    party = world.claim.value("organisation", ALL)
    found = []
    for retirement in world.rows["retirement"]:
        registry, notice = retirement.value("registry", ALL), retirement.value("notice", ALL)
        blocks = _blocks_of(world, retirement)
        if retirement.value("designation", ALL) == "total" or not blocks:
            found.append(
                RecordedUse(
                    UniquenessScope(None, "", None, None, None),
                    None,
                    registry,
                    notice,
                    party,
                    world.claim.id,
                    True,
                )
            )
            continue
        for block in blocks:
            found.append(
                RecordedUse(
                    uniqueness_scope(block, ALL),
                    serial_range(block, ALL),
                    registry,
                    notice,
                    party,
                    world.claim.id,
                    True,
                )
            )
    return tuple(found)
