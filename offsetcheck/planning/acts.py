"""Which acts already made bear on each other: looked up by notice, number and credit, so that each is judged beside those few only.

The rules compare an act with every other of a claim. Those found here stand for the rest: what they show of an act,
whether it is taken twice or may be, all others would show as well.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from offsetcheck.facts.models import Claim, Credit, Designation, RetiredBlock, Retirement, Status, Use
from offsetcheck.facts.references import id_key, may_be_one, plain_id
from offsetcheck.facts.world import Row
from offsetcheck.planning.neighbours import neighbours
from offsetcheck.planning.settled import open_lists

__all__ = ["Acts"]

#: So many acts, or uses, of which it cannot be said whether they take the same units are enough to show that some may.
_MOST: Final = 3
#: So many entries of one notice that differ are looked at, and so many acts that surely share a unit.
_ALIKE: Final = 8
#: So many acts on one block are counted, the largest first, where together they take more than it holds.
_DRAWING: Final = 32


class Acts:
    """The acts of some holdings, each with those that may take what it takes."""

    def __init__(self, holdings: Claim, lists: Row, as_of: date) -> None:
        """Index settled holdings; `lists` says which of their lists are complete."""
        self.holdings, self.as_of = holdings, as_of
        self.acts = {r.id: r for r in holdings.retirements or ()}
        self._place = {name: n for n, name in enumerate(self.acts)}
        self._quantity = {c.id: c.quantity_t for c in holdings.credits or ()}
        self._uses: dict[str, list[Use]] = {name: [] for name in self.acts}
        self._of_credit: dict[str, list[Use]] = {}
        """Uses by the block they name, whichever act they are of."""
        for use in holdings.uses or ():
            if use.retirement in self._uses:
                self._uses[use.retirement].append(use)
            if use.credit is not None:
                self._of_credit.setdefault(use.credit, []).append(use)
        self._credits = {name: self._drawn(act) for name, act in self.acts.items()}
        self._drawing: dict[str, list[str]] = {}
        """Acts by the block they draw on."""
        for name, credits in self._credits.items():
            for credit in credits:
                self._drawing.setdefault(credit, []).append(name)
        self._overdrawn: dict[str, list[str]] = {}
        self._placed: set[str] = set()
        """Acts of which serials show the units."""
        self._serials = self._by_serials()
        self._notices = self._by_notice()
        self._few = sorted(self.acts, key=self._placed.__contains__)[: _MOST + 1]
        """Some acts, first those that no serials show: where they show two, no notice is asked for."""
        self._blocks = self._by_block()
        self._anyone = tuple(self._loose(lists))

    def beside(self, act: str) -> list[str]:
        """The acts that an act already made is judged beside, in the order of the holdings."""
        if act not in self.acts:
            return []
        found = dict.fromkeys((*self._like(act), *self._serials.get(act, ()), *self._anyone))
        for credit in self._credits[act]:
            found.update(dict.fromkeys(self._over(credit)))
            for use in self.uses_beside(credit):
                if use.retirement in self.acts:
                    found[use.retirement] = None
        found.pop(act, None)
        return sorted(found, key=self._place.__getitem__)

    def uses_beside(self, credit: str) -> list[Use]:
        """A few uses of other blocks that may be the same units as one that an act draws on."""
        others = self._blocks.get(credit, ())
        return [u for other in others for u in self._of_credit[other][:_ALIKE]]

    def planned(self, credit: str) -> list[Use]:
        """The uses planned with what is left of a block, where together with its acts they take more than there is."""
        held = [
            u for u in self._of_credit.get(credit, ()) if u.retirement is None and u.status == Status.HELD
        ]
        return held if held and self._beyond(credit) is not False else []

    def entries(self) -> Iterator[list[str]]:
        """The acts that surely stand on one notice, where they are entered more than once."""
        found: dict[Hashable, list[str]] = {}
        for name in self.acts:
            found.setdefault(self._notice(name), []).append(name)
        yield from (names for names in found.values() if len(names) > 1)

    # -- by notice -----------------------------------------------------------------------------------------------------

    def _notice(self, name: str) -> Hashable:
        """What is the same for the acts that surely stand on one notice, and differs for all others."""
        act = self.acts[name]
        if act.notice is None or act.registry is None:
            return name
        return id_key(act.notice), plain_id(act.registry)

    def _by_notice(self) -> dict[str, list[str]]:
        """Some acts by the text of their notice number: two of each kind of entry."""
        entries: dict[str, dict[Hashable, list[str]]] = {}
        for name, act in self.acts.items():
            if act.notice is not None:
                known = name in self._placed, _by_total(act), bool(self._uses[name])
                borne = (act.registry, act.act, act.completed_on, act.user, act.purpose, *known)
                entries.setdefault(act.notice, {}).setdefault(borne, []).append(name)
        some = {
            text: [name for names in islice(kinds.values(), _ALIKE) for name in names[:2]]
            for text, kinds in entries.items()
        }
        return {
            text: [*some[text], *(name for other in others for name in some[other])]
            for text, others in may_be_one(entries, _MOST).items()
        }

    def _like(self, name: str) -> Sequence[str]:
        """Some acts whose notice may be that of an act; of one without a number, any."""
        notice = self.acts[name].notice
        return self._few if notice is None else self._notices[notice]

    # -- by serials ----------------------------------------------------------------------------------------------------

    def _by_serials(self) -> dict[str, list[str]]:
        """Some acts by one whose units may be theirs, by the numbers of their blocks."""
        credits = {c.id: c for c in self.holdings.credits or ()}
        rows: list[Credit] = []
        of: dict[str, str] = {}
        for name, act in self.acts.items():
            for n, block in enumerate(act.blocks or ()):
                if not _numbered(block) and _by_total(act):
                    continue  # known by its notice and total alone
                row = credits.get(block.credit or "", Credit(id="-"))
                rows.append(row.model_copy(update={"id": f"{name}\n{n}", "serials": block.serials}))
                of[rows[-1].id] = name
        notices = {name: self._notice(name) for name in self.acts}

        def on_one(a: str, b: str) -> bool:
            return notices[of[a]] == notices[of[b]] and of[a] != of[b]

        def on_two(a: str, b: str) -> bool:
            return notices[of[a]] != notices[of[b]]

        blocks = self.holdings.model_copy(update={"credits": tuple(rows)})
        # Entries of one act overlap one another, and show nothing of other acts.
        seen = [neighbours(blocks, self.as_of, wanted) for wanted in (on_one, on_two)]
        bare = {of[row.id] for row in rows if seen[0][row.id].tonnes is None}
        self._placed = set(of.values()) - bare
        found: dict[str, list[str]] = {}
        for row in rows:
            others = (of[n] for by in seen for n in (*by[row.id].sure, *by[row.id].maybe))
            found.setdefault(of[row.id], []).extend(others)
        return found

    def _by_block(self) -> dict[str, list[str]]:
        """By a block that an act draws on, a few others that are used and may be the same units."""
        rows = [c for c in self.holdings.credits or () if c.id in self._of_credit or c.id in self._drawing]
        seen = neighbours(
            self.holdings.model_copy(update={"credits": tuple(rows)}),
            self.as_of,
            lambda _, other: other in self._of_credit,
        )
        return {name: [*seen[name].sure, *seen[name].maybe] for name in self._drawing}

    # -- by block ------------------------------------------------------------------------------------------------------

    def _drawn(self, act: Retirement) -> list[str]:
        """The blocks that an act is said to draw on."""
        named = (*(b.credit for b in act.blocks or ()), *(u.credit for u in self._uses[act.id]))
        return [credit for credit in dict.fromkeys(named) if credit is not None]

    def _taken(self, act: str, credit: str) -> tuple[Decimal, bool]:
        """What an act takes of a block, by what it lists or by what uses draw, and whether that is all that it may take."""
        amounts = [b.quantity_t for b in self.acts[act].blocks or () if b.credit == credit]
        drawn: dict[Any, Decimal] = {}
        whole = None not in amounts
        for use in (u for u in self._uses[act] if u.credit in (credit, None)):
            whole = whole and None not in (use.t, use.purpose, use.credit)
            drawn[use.purpose] = drawn.get(use.purpose, Decimal(0)) + (use.t or 0)
        named = sum((t for t in amounts if t is not None), Decimal(0))
        return max((named, *drawn.values())), whole

    def _of_acts(self, credit: str) -> dict[str, tuple[Decimal, bool]]:
        """What each act takes of a block."""
        return {act: self._taken(act, credit) for act in self._drawing.get(credit, ())}

    def _beyond(self, credit: str) -> bool | None:
        """Whether the acts on a block, and uses of it that name none, take more than it holds."""
        taken = list(self._of_acts(credit).values())
        loose = (u for u in self._of_credit.get(credit, ()) if u.retirement not in self.acts)
        taken.extend((u.t or Decimal(0), u.t is not None) for u in loose)
        held = self._quantity.get(credit)
        if held is None:
            return None
        over = sum((t for t, _ in taken), Decimal(0)) > held
        return True if over else False if all(whole for _, whole in taken) else None

    def _over(self, credit: str) -> list[str]:
        """The acts on a block that show that more of it is taken than it holds, or may be."""
        if credit not in self._overdrawn:
            taken = self._of_acts(credit)
            found = [act for act, (_, whole) in taken.items() if not whole][: _MOST + 1]
            if self._beyond(credit):
                found += sorted(taken, key=lambda act: -taken[act][0])[:_DRAWING]
            self._overdrawn[credit] = found
        return self._overdrawn[credit]

    def _loose(self, lists: Row) -> Iterator[str]:
        """Acts that may bear on any other: what they took is not said, or on which notice."""
        ways: tuple[Callable[[Retirement], bool], ...] = (
            lambda act: act.notice is None and act.id not in self._placed,
            lambda act: act.notice is None,
            lambda act: open_lists(lists, "blocks", f"retirements[{act.id}]") is not None,
            lambda act: any(b.credit is None for b in act.blocks or ()),
            lambda act: any(u.credit is None for u in self._uses[act.id]),
        )
        for way in ways:
            yield from islice((name for name, act in self.acts.items() if way(act)), _MOST + 1)


def _numbered(block: RetiredBlock) -> bool:
    span = block.serials
    return span is not None and span.first is not None and span.last is not None


def _by_total(act: Retirement) -> bool:
    """Whether an act named its units by total, and no serials are at hand."""
    return act.designation == Designation.TOTAL and act.serials_listed is False
