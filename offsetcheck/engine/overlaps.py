"""What is taken twice: serials and notices that overlap within a claim, and against what others have used (law 13)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import product

from offsetcheck.engine.explain import number_of, open_list
from offsetcheck.engine.semantics import kleene_and, kleene_not, same_value
from offsetcheck.engine.serial_numbers import (
    OPAQUE,
    PARTY_ASSUMED,
    block_of,
    blocks_drawn,
    blocks_of,
    place_lacking,
    prefix_of,
    programme_of,
    serial_range,
    uniqueness_scope,
    unreadable,
    without_serials,
)
from offsetcheck.facts.contradictions import contradictions_between
from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.models import Claim, Programme, Stage
from offsetcheck.facts.problems import InputError
from offsetcheck.facts.references import plain_id, plain_prefix, same_id
from offsetcheck.facts.serials import (
    BY_TOTAL,
    Block,
    SerialRange,
    UniquenessScope,
    overlap_truth,
)
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, Missing, Row, World, build_world


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
    unread: bool = False
    """True where serials are stated that cannot be told as numbers: which units they are is open, not left out."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The outside state a run is judged against: recorded uses, the ledger's head, and the hash of the batch."""

    records: tuple[RecordedUse, ...] = ()
    ledger_head: str | None = None
    batch_sha256: str | None = None


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
        return None, open_list(credit, "uses", run)
    return drawn, ()


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
            self.missing = (row.question(path),)
        row.set_computed(path, run, self.truth, tuple(dict.fromkeys(self.missing)))
        if self.truth is True and run == ALL:
            row.world.notes[f"{row.address}.{path}"] = self.note


def _plain_scope(scope: UniquenessScope) -> UniquenessScope:
    """A scope as registries are compared by, whoever wrote it down."""
    prefix = None if scope.prefix is None else plain_prefix(scope.prefix)
    owner = None if scope.project_or_party is None else plain_id(scope.project_or_party)
    return replace(scope, prefix=prefix, project_or_party=owner)


def _overlap(a: Block, b: Block) -> bool | None:
    """Whether two blocks overlap; a prefix that only one of them shows may have been left out by the other."""
    named = a.scope.project_or_party, b.scope.project_or_party
    a, b = (replace(x, scope=_plain_scope(x.scope)) for x in (a, b))
    prefixes = a.scope.prefix, b.scope.prefix
    if a.scope.programme != b.scope.programme and (
        None in prefixes or (prefixes[0] and len(set(prefixes)) == 1)
    ):
        # One text under two programmes' names: a wrong name is likelier than two programmes that print alike.
        return False if a.range is not None and b.range is not None and not a.range.overlap(b.range) else None
    if named[0] and named[1] and same_id(named[0], named[1]) is None:
        a, b = (replace(x, scope=replace(x.scope, project_or_party=None)) for x in (a, b))
    unsure = (a.scope.prefix == "") != (b.scope.prefix == "")
    if a.scope.prefix != b.scope.prefix and all(
        x.scope.programme is None or x.scope.programme in OPAQUE for x in (a, b)
    ):
        unsure = True  # no layout is public: another prefix may be another writing of the same
    if unsure:
        a, b = (replace(x, scope=replace(x.scope, prefix=None)) for x in (a, b))
    return overlap_truth(a, b)


def rows_overlap(a: Row, b: Row, run: int) -> bool | None:
    """Whether two credits or blocks of one claim share a unit."""
    truth = _overlap(block_of(a, run), block_of(b, run))
    if (
        truth is True
        and programme_of(a, run) in OPAQUE
        and prefix_of(a, run) == ""
        and not _one_origin(a, b, run)
    ):
        return None  # that numbers run on across projects and vintages is assumed, and decides against no one
    return truth


def _one_origin(a: Row, b: Row, run: int) -> bool:
    """Whether two credits or blocks are surely of one project and vintage."""
    one, two = (r if r.table == "credit" else r.links["credit"] for r in (a, b))
    if one is None or two is None or one is two:
        return one is two and one is not None
    first, second = one.links["project"], two.links["project"]
    if first is None or second is None:
        return False
    references = first.value("reference", run), second.value("reference", run)
    years = one.value("vintage.from", run), two.value("vintage.from", run)
    if None in years or years[0].year != years[1].year:
        return False
    return first is second or (None not in references and same_id(*references) is True)


def _may_share(rows: Sequence[Row], run: int) -> dict[Row, list[Row]]:
    """Of each row the others, in their order, that may hold units of its: ranges that lie apart never do, whatever else."""
    place = {row: n for n, row in enumerate(rows)}
    ranges = {row: found for row in rows if (found := serial_range(row, run)) is not None}
    unknown = [row for row in rows if row not in ranges]
    shared: dict[Row, set[Row]] = {row: set(unknown) if row in ranges else set(rows) for row in rows}
    reached: list[Row] = []  # those before in the order of their first number that go on to here
    for row in sorted(ranges, key=lambda row: ranges[row].first):
        reached = [other for other in reached if ranges[other].last >= ranges[row].first]
        for other in reached:
            shared[row].add(other)
            shared[other].add(row)
        reached.append(row)
    return {row: sorted(others - {row}, key=place.__getitem__) for row, others in shared.items()}


def _carried(world: World, link: str, run: int) -> tuple[set[int], tuple[Missing, ...]]:
    """The rows that uses lead to, and what would show whether a use leads to one more."""
    uses = world.rows["use"]
    lacking = [u.missing_link(link) for u in uses if u.links[link] is None]
    return {id(u.links[link]) for u in uses}, (*lacking, *open_list(world.claim, "uses", run))


def credit_overlaps(world: World, run: int) -> None:
    """Whether the serials of each credit overlap those of another that is used (OG-DBL-01a)."""
    credits = world.rows["credit"]
    blocks = {c.id: block_of(c, run) for c in credits}
    named = {c.id: _by_notice(c, run) for c in credits} if len(credits) > 1 else {}
    # A spare credit that no use carries double-counts nothing; while uses may yet be added, it may (law 9).
    carried, uncarried = _carried(world, "credit", run)
    near = _may_share(credits, run)
    for credit in credits:
        found = _Finding()
        for other in near[credit]:
            spare = id(other) not in carried
            if spare and not uncarried:
                continue
            truth = rows_overlap(credit, other, run)
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
                (*place_lacking(credit, run), *place_lacking(other, run), *asked),
                _at(blocks[credit.id], blocks[other.id], other.id),
            )
        found.close(credit, "overlaps_claim", run, open_list(world.claim, "credits", run))


def _at(a: Block, b: Block, name: str) -> str:
    overlap = a.range.overlap(b.range) if a.range and b.range else None
    return f"{name}: {overlap}" if overlap else name


def _drawn_from(world: World, retirement: Row, run: int) -> list[Row]:
    """The credits of which an act retired units that none of its blocks shows: some of their serials were taken."""
    shown = [b.links["credit"] for b in blocks_of(world, retirement) if serial_range(b, run) is not None]
    used = {id(u.links["credit"]) for u in world.rows["use"] if u.links["retirement"] is retirement}
    return [c for c in world.rows["credit"] if id(c) in used and all(c is not s for s in shown)]


def _may_be_drawn(world: World, act: Row, run: int) -> Iterator[tuple[Row | None, tuple[Missing, ...]]]:
    """The credits whose units an act may have retired with no block to show which, and what would rule them out.

    While uses may be added or tell no more than half of what they draw, that is any credit that the act may cover; a
    credit that is not listed yet is None.
    """
    drawn = _drawn_from(world, act, run)
    yield from ((credit, ()) for credit in drawn)
    uses = world.rows["use"]
    loose = [u.missing_link(n) for u in uses for n in ("credit", "retirement") if u.links[n] is None]
    open_still = (*loose, *open_list(world.claim, "uses", run))
    blocks = blocks_of(world, act)
    shown = [b.links["credit"] for b in blocks if serial_range(b, run) is not None]
    covered = [b.links["credit"] for b in blocks]
    anything = not blocks or None in covered
    if not open_still:
        return
    for credit in world.rows["credit"]:
        if credit not in drawn and credit not in shown and (anything or credit in covered):
            yield credit, open_still
    if anything and (unlisted := open_list(world.claim, "credits", run)):
        yield None, (*open_still, *unlisted)


def retirement_overlaps(world: World, run: int) -> None:
    """By serial wherever serials are stated, and by notice: without serials that is the identity (law 13).

    One act entered twice, of which no use carries the second, double-counts nothing; while uses may yet be added, it may
    (law 9). Two acts on the same units are one too many, whoever uses the second. Of a use the units count that it draws
    on: what is taken twice beside them bears on other uses.
    """
    retirements = world.rows["retirement"]
    carried, uncarried = _carried(world, "retirement", run)
    unlisted = [
        *open_list(world.claim, "retirements", run),
        *(
            m
            for r in retirements
            if without_serials(r, run)[0] is not True
            for m in open_list(r, "blocks", run)
        ),
    ]
    near = _may_share(world.rows["block"], run)
    spare = _Spare(carried, uncarried)
    for here in retirements:
        found = _taken_twice(here, dict.fromkeys(blocks_of(world, here), ()), near, spare, run)
        found.close(here, "overlaps_claim", run, unlisted)

    def of_use(use: Row, act: Row) -> _Finding:
        return _taken_twice(act, blocks_drawn(use, act), near, spare, run)

    _per_use(world, "overlaps_claim", run, of_use, unlisted)


#: What a notice bears, by which two entries tell of one act or of two.
_BORNE = ("act", "completed_on", "user", "purpose")


@dataclass(frozen=True, slots=True)
class _Spare:
    """The retirements that uses lead to, by identity, and what would show that a use leads to one more."""

    carried: set[int]
    open_still: tuple[Missing, ...]


def _taken_twice(
    here: Row,
    drawn: Mapping[Row, tuple[Missing, ...]],
    near: Mapping[Row, Sequence[Row]],
    spare: _Spare,
    run: int,
) -> _Finding:
    """Whether some blocks of an act share a unit with another block of it, or the act with another one."""
    found = _Finding()
    seen: set[Row] = set()
    for a in blocks_of(here.world, here):
        seen.add(a)
        for b in (b for b in near[a] if b in seen and (a in drawn or b in drawn)):
            truth, missing = _blocks_overlap((here, a), (here, b), run)
            unsure = () if () in (drawn.get(a), drawn.get(b)) else (*drawn.get(a, ()), *drawn.get(b, ()))
            if unsure and truth is True:
                truth, missing = None, unsure
            found.add(truth, missing, _at(block_of(a, run), block_of(b, run), b.id))
    for other in here.world.rows["retirement"]:
        if other is here:
            continue
        truth, missing, note = _pair(here, other, drawn, near, run)
        if truth is True and id(other) not in spare.carried:
            same = same_act(here, other, run)
            if same is True:
                left = spare.open_still
                truth, missing, note = (None, left, "") if left else (False, (), "")
            elif same is None:
                asked = act_lacking((here, other), run)
                truth, missing, note = None, tuple(asked) or (here.question("overlaps_claim"),), ""
        found.add(truth, missing, note)
    return found


def _per_use(
    world: World,
    path: str,
    run: int,
    of_use: Callable[[Row, Row], _Finding],
    unlisted: Sequence[Missing] = (),
) -> None:
    """Settle a finding on each use: none where the whole act has none; once for those that draw alike."""
    known: dict[tuple[Row, Row | None], _Finding] = {}
    for use in world.rows["use"]:
        act, credit = use.links["retirement"], use.links["credit"]
        if act is None:
            use.set_computed(path, run, None, (use.missing_link("retirement"),))
        elif act.value(path, run) is False:
            use.set_computed(path, run, False)
        else:
            if credit is None or (act, credit) not in known:
                known[act, credit] = of_use(use, act)
            replace(known[act, credit]).close(use, path, run, unlisted)


def _blocks_overlap(
    a: tuple[Row, Row], b: tuple[Row, Row], run: int
) -> tuple[bool | None, tuple[Missing, ...]]:
    """Whether two blocks, each of an act, share a unit; what no serials can be had of is compared by notice."""
    truth = rows_overlap(a[1], b[1], run)
    if truth is not None:
        return truth, ()
    lacking = [*place_lacking(a[1], run), *place_lacking(b[1], run)]
    for act, block in (a, b):
        if serial_range(block, run) is None:
            apart, missing = without_serials(act, run)
            if apart:
                return False, ()
            lacking.extend(missing)
    return None, tuple(dict.fromkeys(lacking))


def act_lacking(acts: Sequence[Row], run: int) -> list[Missing]:
    """What would show whether entries tell of one act."""
    return [*_notice_lacking(acts, run, ("notice", "registry", *_BORNE)), *_serials_lacking(acts, run)]


def _same_notice(a: Row, b: Row, run: int) -> bool | None:
    one, other = ((row.value("notice", run), row.value("registry", run)) for row in (a, b))
    same = _notices(one, other)
    open_for_good = same is None and None not in (*one, *other)
    return False if open_for_good and _of_two(_registries(a, run), _registries(b, run)) else same


def _of_two(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Whether what some registries keep surely is nothing that others keep: no notice is of two."""
    return one is not None and other is not None and one.isdisjoint(other)


def _registries(act: Row, run: int) -> frozenset[str] | None:
    """The registries that keep the units which an act covers or may cover; None while it may be any, or covers none for sure."""
    world = act.world
    if not (act.complete("blocks", run) and world.claim.complete("uses", run)):
        return None
    uses = [u for u in world.rows["use"] if u.links["retirement"] in (None, act)]
    covering = (*blocks_of(world, act), *uses)
    if all(row.table == "use" and row.links["retirement"] is None for row in covering):
        return None
    credits = {row.links["credit"] for row in covering}
    named = [None if credit is None else _registry(programme_of(credit, run)) for credit in credits]
    known = frozenset(r for r in named if r is not None)
    return None if None in named else known


def _registry(programme: str | None) -> str | None:
    """The registry that keeps a programme's units, by one of its programmes, where the programme tells it."""
    if programme == Programme.OTHER:
        return None
    return Programme.J_CREDIT.value if programme in BY_TOTAL else programme


def same_act(a: Row, b: Row, run: int) -> bool | None:
    """Whether two entries tell of one act: on one notice, alike in all that a notice bears, and not on units that lie apart."""
    told = _same_notice(a, b, run), *(same_value(a.value(p, run), b.value(p, run)) for p in _BORNE)
    return kleene_and((*told, _of_one_identity(a, b, run))) if False not in told else False


def _notices(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> bool | None:
    """Whether two notices are one; the names of registries are free text, so another name is no proof of another registry."""
    if a[0] is None or b[0] is None:
        return None
    same = same_id(a[0], b[0])
    if same is not True:
        return same
    if a[1] is None or b[1] is None or plain_id(a[1]) != plain_id(b[1]):
        return None
    return True


def _pair(
    a: Row, b: Row, drawn: Mapping[Row, tuple[Missing, ...]], near: Mapping[Row, Sequence[Row]], run: int
) -> tuple[bool | None, tuple[Missing, ...], str]:
    """Whether some blocks of an act are taken by another as well: by serial, or without serials by the notice (law 13)."""
    notice = _same_notice(a, b, run)
    truth: bool | None = False
    lacking: list[Missing] = []
    if notice is not False and not all(_placed(act, run) for act in (a, b)):
        if notice is True and any(_unplaced(act, run) for act in (a, b)):
            return True, (), f"{b.id}: {a.value('notice', run)}"
        truth = None
        lacking = (
            _notice_lacking((a, b), run) or _serials_lacking((a, b), run) or [a.question("overlaps_claim")]
        )
    for left, unsure in drawn.items():
        for right in (block for block in near[left] if block.parent is b):
            serials, missing = _blocks_overlap((a, left), (b, right), run)
            if serials is True and unsure:
                serials, missing = None, unsure
            if serials is True:
                return True, (), _at(block_of(left, run), block_of(right, run), b.id)
            if serials is None:
                truth = None
                lacking.extend(missing)
    apart = [without_serials(act, run) for act in (a, b)]
    if not any(known is True for known, _ in apart):
        for act, (_, missing) in zip((a, b), apart, strict=True):
            if not act.complete("blocks", run):
                truth = None
                lacking.extend((*open_list(act, "blocks", run), *missing))
    return truth, tuple(dict.fromkeys(lacking)), b.id


def _placed(act: Row, run: int) -> bool:
    """Whether serials show which units an act took: then they are its identity, and no notice is (law 13)."""
    blocks = blocks_of(act.world, act)
    return (
        bool(blocks) and act.complete("blocks", run) and all(serial_range(b, run) is not None for b in blocks)
    )


def _unplaced(act: Row, run: int) -> bool:
    """Whether no serials will ever show which units an act took, so that its notice is its identity (law 13)."""
    nothing_listed = act.complete("blocks", run) and not blocks_of(act.world, act)
    return nothing_listed or without_serials(act, run)[0] is True


def _of_one_identity(a: Row, b: Row, run: int) -> bool | None:
    """Whether the notice may tell of two acts whether they are one: not where serials lie apart, nor before these are known."""
    if all(_placed(act, run) for act in (a, b)):
        pairs = product(blocks_of(a.world, a), blocks_of(b.world, b))
        apart = kleene_and(kleene_not(rows_overlap(one, other, run)) for one, other in pairs)
        return kleene_not(apart)
    return True if any(_unplaced(act, run) for act in (a, b)) else None


def _serials_lacking(acts: Sequence[Row], run: int) -> list[Missing]:
    """What would show which units acts took, or that no serials of them are at hand."""
    found: list[Missing] = []
    for act in acts:
        if _placed(act, run):
            continue
        found.extend(open_list(act, "blocks", run))
        for block in blocks_of(act.world, act):
            found.extend(place_lacking(block, run) if serial_range(block, run) is None else ())
        found.extend(without_serials(act, run)[1])
    return found


def _notice_lacking(
    acts: Sequence[Row], run: int, paths: Sequence[str] = ("notice", "registry")
) -> list[Missing]:
    """What would show which notice an act stands on."""
    return [m for r in acts for p in paths if r.value(p, run) is None for m in r.missing(p, run)]


def record_overlaps(world: World, run: int, snapshot: Snapshot) -> None:
    """Against what others have used: a record decides, a mere statement asks the reviewer.

    A record of the claimant's own under another claim may be the same use renamed or a second one: it asks as well.
    """
    for act in world.rows["retirement"]:
        blocks = dict.fromkeys(blocks_of(world, act), ())
        recorded, said = _on_record(act, act, blocks, snapshot, run)
        recorded.close(act, "overlaps_record", run)
        said.close(act, "overlaps_statement", run)

    @cache
    def of_use(use: Row, act: Row) -> tuple[_Finding, _Finding]:
        return _on_record(use, act, blocks_drawn(use, act), snapshot, run)

    _per_use(world, "overlaps_record", run, lambda use, act: of_use(use, act)[0])
    _per_use(world, "overlaps_statement", run, lambda use, act: of_use(use, act)[1])


def _on_record(
    row: Row, act: Row, drawn: Mapping[Row, tuple[Missing, ...]], snapshot: Snapshot, run: int
) -> tuple[_Finding, _Finding]:
    """Whether what a use, or a whole act, takes of an act stands in another's record, and in what another states."""
    claimant = row.world.claim.value("organisation", run)
    recorded, said = _Finding(), _Finding()
    for record in snapshot.records:
        ours = same_party(_as_read(record.party, row.world, run), claimant)
        earlier = record.claim == row.world.claim.id
        if earlier and (ours is True or (record.stated_only and ours is None)):
            continue  # a claim never conflicts with its own record
        truth, missing, note = _against(row, act, drawn, record, run)
        if record.stated_only or ours is True:
            said.add(truth, missing, note)
        elif ours is False:
            recorded.add(truth, missing, note)
        elif truth is not False:  # only another party's record fails (law 13)
            asked = missing if truth is None else _whose(row, run)
            recorded.add(None, asked, note)
            if not earlier:
                said.add(None, asked, note)
    return recorded, said


def _as_read(party: Party | None, world: World, run: int) -> Party | None:
    """A recorded party as the claim's own names are read: by its number, and by every name that the claim knows it by."""
    if party is None or not party.name:
        return party
    read = world.directories[run].party(party.name, party.number)
    return replace(read, also=party.names)


def _whose(row: Row, run: int) -> tuple[Missing, ...]:
    """What would show whether a record that overlaps is the claimant's own."""
    claimant = row.world.claim.value("organisation", run)
    if claimant is None:
        return row.world.claim.missing("organisation", run)
    return tuple(number_of(claimant)) or (row.question("overlaps_record"),)


def _against(
    row: Row, act: Row, drawn: Mapping[Row, tuple[Missing, ...]], record: RecordedUse, run: int
) -> tuple[bool | None, tuple[Missing, ...], str]:
    mine = act.value("notice", run), act.value("registry", run)
    noticed = record.notice, record.registry
    same = _notices(mine, noticed)
    if same is True:
        return True, (), str(record.notice)
    wanted = _notice_lacking((act,), run)
    if same is None and None not in (*mine, *noticed):  # open for good: registries tell, and serials (law 13)
        registry = _registry(record.scope.programme)
        elsewhere = registry is not None and _of_two(_registries(act, run), frozenset({registry}))
        same = False if elsewhere or (record.range is not None and _placed(act, run)) else None
    if record.range is None and not record.unread:
        # What another states without a notice stands against nothing; what we lack ourselves stays open.
        open_still = same is None and (record.notice is not None or bool(wanted))
        return (None if open_still else False), tuple(wanted) if open_still else (), ""
    truth: bool | None = False
    lacking: list[Missing] = []
    theirs = Block("record", record.scope, record.range, None)
    apart, missing = without_serials(act, run)
    for block, loose in drawn.items():
        own = block_of(block, run)
        overlap = _overlap(own, theirs)
        if overlap is True and own.scope.programme in PARTY_ASSUMED and prefix_of(block, run) == "":
            overlap = None
        if overlap is True and loose:
            truth = None
            lacking.extend(loose)
        elif overlap is True:
            return True, (), _at(own, theirs, "record")
        if overlap is None and not (apart and own.range is None):
            truth = None
            lacking.extend((*place_lacking(block, run), *(missing if own.range is None else ())))
    named = row.links["credit"] if row is not act else None
    for credit, unsure in _may_be_drawn(row.world, act, run):  # which of its units were retired is not shown
        if named is not None and credit is not named:
            continue
        placed = credit is not None and serial_range(credit, run) is not None
        if apart and (unsure or not placed):
            continue  # the reader refuses serials of units that are said to have none at hand, but for planned acts
        if credit is None or _overlap(block_of(credit, run), theirs) is not False:
            truth = None
            asked = () if credit is None else place_lacking(credit, run)
            lacking.extend(
                (*open_list(act, "blocks", run), *missing, *unsure, *asked, act.question("serials_listed"))
            )
    if truth is False and not apart and not act.complete("blocks", run):
        truth, lacking = None, [*open_list(act, "blocks", run), *missing]
    if same is None and record.notice is not None:  # the notice may yet turn out to be the same
        truth, lacking = None, [*lacking, *wanted]
    return truth, tuple(lacking), ""


def batch_snapshot(claims: Sequence[Claim], profile: Profile, as_of: date) -> Snapshot:
    """The claims of one run as each other's outside state: what the others state, by hash of them all.

    By its id a claim knows what it states itself. Errors: InputError where two claims have one id, or one report.
    """
    if len(claims) < 2:
        return Snapshot()
    worlds = [build_world(c, profile, as_of) for c in claims]
    if problems := contradictions_between(worlds):
        raise InputError(problems)
    records = tuple(r for world in worlds for r in recorded_uses(world))
    digest = hashlib.sha256("".join(sorted(c.sha256 for c in claims)).encode()).hexdigest()
    return Snapshot(records, None, digest)


def recorded_uses(world: World) -> tuple[RecordedUse, ...]:
    """What this claim states to have retired, or to use with no act named yet, for the other claims of a batch."""
    party = world.claim.value("organisation", ALL)
    nowhere = UniquenessScope(None, "", None, None, None)
    found: list[RecordedUse] = []

    def record(row: Row | None, registry: str | None, notice: str | None) -> None:
        scope, taken = (
            (nowhere, None) if row is None else (uniqueness_scope(row, ALL), serial_range(row, ALL))
        )
        unread = row is not None and unreadable(row, ALL)
        found.append(RecordedUse(scope, taken, registry, notice, party, world.claim.id, True, unread))

    for act in world.rows["retirement"]:
        rows = [*blocks_of(world, act), *_drawn_from(world, act, ALL)]
        for row in rows or (None,):
            record(row, act.value("registry", ALL), act.value("notice", ALL))
    promised = [u.links["credit"] for u in world.rows["use"] if u.links["retirement"] is None]
    for credit in dict.fromkeys(c for c in promised if c is not None):
        record(credit, None, None)
    return tuple(found)
