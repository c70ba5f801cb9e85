"""Which blocks may share units with which: looked up by number, so that each block is judged beside those few only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any, Final

from offsetcheck.engine.overlaps import rows_overlap
from offsetcheck.engine.serial_numbers import LAID, OPAQUE, block_of, serial_range, shown_in_serials
from offsetcheck.facts.models import Claim
from offsetcheck.facts.references import plain_id, same_id
from offsetcheck.facts.serials import Block, find_overlaps
from offsetcheck.facts.vocabulary import Profile
from offsetcheck.facts.world import ALL, Row, build_world
from offsetcheck.programmes.uniqueness import uniqueness

__all__ = ["Seen", "neighbours", "same_numbers"]

#: So many others that surely, or maybe, share units are enough to show that a block does.
_MOST: Final = 3
#: So many others of a group are looked at for one that shares units.
_LOOKED_AT: Final = 64


@dataclass(slots=True)
class Seen:
    """What the serials of one block show."""

    tonnes: int | None = None
    """The units between its first and its last number; None where they cannot be counted."""
    shown: Hashable = None
    """What is written in them, of programmes whose layout is public."""
    sure: list[str] = field(default_factory=list)
    """Blocks that surely share units with it; a few stand for all."""
    maybe: list[str] = field(default_factory=list)
    """Blocks of which it cannot be said; a few stand for all."""

    @property
    def unsure(self) -> bool:
        """Whether some other block may be the same units."""
        return bool(self.maybe)


@dataclass(slots=True)
class _Group:
    """Blocks numbered in one scope, as far as it is known: those with numbers by their first, and those without."""

    placed: list[tuple[int, int, str]] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)
    """The last number of any block up to here."""
    unplaced: list[str] = field(default_factory=list)

    def close(self) -> None:
        self.placed.sort()
        most = -1
        for _, last, _ in self.placed:
            most = max(most, last)
            self.reach.append(most)

    def near(self, first: int, last: int) -> Iterable[str]:
        """The blocks whose numbers meet a range."""
        at = bisect_left(self.placed, (last + 1,)) - 1
        while at >= 0 and self.reach[at] >= first:
            if self.placed[at][1] >= first:
                yield self.placed[at][2]
            at -= 1

    def everyone(self) -> Iterable[str]:
        return chain(self.unplaced, (name for _, _, name in self.placed))


def _any(_name: str, _other: str) -> bool:
    return True


def neighbours(holdings: Claim, as_of: date, wanted: Callable[[str, str], bool] = _any) -> dict[str, Seen]:
    """For every block: what its serials show, and which others, of those `wanted` beside it, may be the same units."""
    rows = _rows(holdings, as_of)
    blocks: dict[str, Block] = {name: block_of(row, ALL) for name, row in rows.items()}
    seen = {name: Seen() for name in rows}
    names = {row.address: name for name, row in rows.items()}
    looked: dict[str, int] = {}
    for pair in find_overlaps(blocks.values()):
        for here, there in ((names[pair.left], names[pair.right]), (names[pair.right], names[pair.left])):
            if not wanted(here, there):
                continue
            looked[here] = looked.get(here, 0) + 1
            if len(seen[here].sure) < _MOST and looked[here] <= _LOOKED_AT:
                _note(seen[here], there, rows_overlap(rows[here], rows[there], ALL))
    groups: dict[tuple[str | None, str | None, str | None], _Group] = {}
    texts: dict[str, _Group] = {}  # one text under two programmes' names may be one block
    keys: dict[str, tuple[str | None, str | None, str | None]] = {}
    for name, block in blocks.items():
        held = blocks[name].range
        seen[name].tonnes = None if held is None else held.tonnes
        keys[name] = key = _key(block)
        group = groups.setdefault(key, _Group())
        if held is None:
            group.unplaced.append(name)
        else:
            group.placed.append((held.first, held.last, name))
            if block.scope.prefix:
                texts.setdefault(block.scope.prefix, _Group()).placed.append((held.first, held.last, name))
        programme = block.scope.programme
        if programme in LAID:
            shown_in_serials(rows[name], ALL)
            seen[name].shown = tuple(
                sorted((k, v) for k, v in rows[name].values[ALL].items() if _is_shown(k))
            )
    for group in (*groups.values(), *texts.values()):
        group.close()
    every, bare = (
        _by_programme(blocks),
        _by_programme({n: b for n, b in blocks.items() if b.scope.prefix is None}),
    )
    beside = _beside(list(groups))
    for name, row in rows.items():
        mine = seen[name]
        if mine.sure:
            continue
        held = blocks[name].range
        for key in beside[keys[name]]:
            near = () if held is None else groups[key].near(held.first, held.last)
            for other in islice((n for n in near if n != name and wanted(name, n)), _LOOKED_AT):
                if len(mine.sure) < _MOST:
                    _note(mine, other, rows_overlap(row, rows[other], ALL))
            unplaced = groups[key].everyone() if held is None else groups[key].unplaced
            for other in islice((n for n in unplaced if n != name and wanted(name, n)), _LOOKED_AT):
                if len(mine.maybe) >= _MOST or mine.sure:  # without numbers nothing is ever sure
                    break
                _note(mine, other, rows_overlap(row, rows[other], ALL))
        prefix, programme = blocks[name].scope.prefix, blocks[name].scope.programme
        if (
            not mine.sure and len(mine.maybe) < _MOST
        ):  # without numbers, a programme's name may be a wrong one
            for kind, members in (every if prefix is None else bare).items():
                others = (n for n in members if wanted(name, n))
                for other in islice(others, _MOST) if kind != programme else ():
                    _note(mine, other, rows_overlap(row, rows[other], ALL))
        if held is not None and prefix and not mine.sure:
            alike = (
                n
                for n in texts[prefix].near(held.first, held.last)
                if blocks[n].scope.programme != programme and wanted(name, n)
            )
            for other in islice(alike, _LOOKED_AT):
                _note(mine, other, rows_overlap(row, rows[other], ALL))
    for name, mine in seen.items():
        for other in mine.sure:  # what one of the two found, the other knows as well
            if not seen[other].sure and wanted(other, name):
                seen[other].sure.append(name)
    return seen


def same_numbers(holdings: Claim, names: Sequence[str], as_of: date) -> Iterator[tuple[str, str]]:
    """Each of some blocks with the others whose numbers meet its own, of a project that may be the same; a pair comes once."""
    rows = _rows(holdings, as_of)
    ranges = {name: held for name, row in rows.items() if (held := serial_range(row, ALL)) is not None}
    done: set[str] = set()
    for name in (n for n in names if n in ranges):
        done.add(name)
        for other in (o for o, held in ranges.items() if o not in done and ranges[name].overlap(held)):
            if (
                _of_one_project(rows[name], rows[other])
                and rows_overlap(rows[name], rows[other], ALL) is not False
            ):
                yield name, other


def _of_one_project(a: Row, b: Row) -> bool:
    """Whether two blocks are of one project, as far as is known."""
    one, two = (r.links["project"] for r in (a, b))
    if one is None or two is None or one is two:
        return True
    references = one.value("reference", ALL), two.value("reference", ALL)
    return None in references or same_id(*references) is not False


def _by_programme(blocks: Mapping[str, Block]) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for name, block in blocks.items():
        found.setdefault(block.scope.programme, []).append(name)
    return found


def _note(mine: Seen, other: str, truth: bool | None) -> None:
    if truth is True and other not in mine.sure:
        mine.sure.append(other)
    elif truth is None and other not in mine.maybe and len(mine.maybe) < _MOST:
        mine.maybe.append(other)


def _is_shown(path: str) -> bool:
    return path == "serials_fit" or path.startswith("shows_other.")


def _key(block: Block) -> tuple[str | None, str | None, str | None]:
    """Programme, owner and prefix, as far as they tell blocks apart; None for what is not known, or proves nothing."""
    scope = block.scope
    owner = None if scope.project_or_party is None else scope.project_or_party
    prefix = scope.prefix or None
    if scope.programme is None or scope.programme in OPAQUE:
        prefix = None
    return scope.programme, owner, prefix


def _beside(
    keys: Sequence[tuple[str | None, str | None, str | None]],
) -> dict[tuple[str | None, str | None, str | None], list[tuple[str | None, str | None, str | None]]]:
    """Per group, the groups whose blocks may be numbered in the same scope."""
    found: dict[Any, list[Any]] = {key: [key] for key in keys}
    by_programme: dict[str | None, list[Any]] = {}
    for key in keys:
        by_programme.setdefault(key[0], []).append(key)
    for programme, members in by_programme.items():
        others = (
            [k for k in keys if k[0] is None]
            if programme is not None
            else [k for k in keys if k[0] is not None]
        )
        for key in members:
            found[key].extend(o for o in others if o != key)
        loose = [k for k in members if k[1] is None or (k[2] is None and programme not in OPAQUE)]
        for key in loose:
            for other in members:
                if other != key and _may_be_one(key, other):
                    found[key].append(other)
                    if other not in loose:
                        found[other].append(key)
        if not uniqueness(programme or "").project:
            continue
        by_owner: dict[str, list[Any]] = {}
        for key in members:
            if key[1]:
                by_owner.setdefault(key[1], []).append(key)
        for one, two in _alike(sorted(by_owner)):
            for key in by_owner[one]:
                for other in by_owner[two]:
                    found[key].append(other)
                    found[other].append(key)
    return found


def _may_be_one(a: tuple[str | None, ...], b: tuple[str | None, ...]) -> bool:
    return all(x is None or y is None or x == y for x, y in zip(a[1:], b[1:], strict=True))


def _alike(owners: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Pairs of project numbers that may be one, differently written."""
    by_figures: dict[str, list[str]] = {}
    by_length: dict[int, list[str]] = {}
    for owner in owners:
        plain = plain_id(owner)
        figures = "".join(c if c.isdigit() else " " for c in plain).split()
        by_figures.setdefault(figures[-1].lstrip("0") if figures else plain, []).append(owner)
        by_length.setdefault(len(plain), []).append(owner)
    pairs: set[tuple[str, str]] = set()
    for members in by_figures.values():
        for n, one in enumerate(members):
            pairs.update((one, two) for two in members[n + 1 :] if same_id(one, two) is not False)
    plain_of = {owner: plain_id(owner) for owner in owners}
    lengths = sorted(by_length)
    for n, short in enumerate(lengths):
        for one in by_length[short]:
            for two in chain.from_iterable(by_length[longer] for longer in lengths[n + 1 :]):
                if plain_of[one] in plain_of[two] and same_id(one, two) is not False:
                    pairs.add((one, two))
    return sorted(pairs)


def _rows(holdings: Claim, as_of: date) -> dict[str, Row]:
    """The blocks as rows that hold what their numbers are read with, and nothing else."""
    world = build_world(
        holdings.model_copy(
            update=dict.fromkeys(("projects", "issuances", "credits", "retirements", "uses", "filings", "evidence", "statements", "emissions", "reductions"))
        ),
        Profile.SELF_CHECK,
        as_of,
    )  # fmt: skip
    projects: dict[str, Row] = {}
    for project in holdings.projects or ():
        row = Row("project", project.id, f"projects[{project.id}]", world)
        for path in ("programme", "reference", "host_country"):
            value = getattr(project, path)
            if value is not None:
                row.values[ALL][path] = str(getattr(value, "value", value))
        projects[project.id] = row
    found: dict[str, Row] = {}
    for credit in holdings.credits or ():
        row = Row("credit", credit.id, f"credits[{credit.id}]", world)
        row.links["project"] = projects.get(credit.project or "")
        values = row.values[ALL]
        if credit.serials is not None:
            values.update(
                {f"serials.{end}": v for end in ("first", "last") if (v := getattr(credit.serials, end))}
            )
        if credit.vintage is not None:
            values.update(
                {f"vintage.{n.rstrip('_')}": v for n in ("from_", "to") if (v := getattr(credit.vintage, n))}
            )
        found[credit.id] = row
    return found
