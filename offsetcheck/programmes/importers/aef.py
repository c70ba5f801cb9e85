"""The agreed electronic format (AEF) of Article 6.2: authorisations, actions and holdings of a Party's submission.

What is read becomes credits: blocks held on 31 December, and blocks used or cancelled, these with a retirement; a
transfer leaves the block where the holdings show it. The rows of one file must agree: a block keeps its metric and
kind, one that was used or cancelled is not there any more, no two ITMOs stand on one underlying unit. A row that
contradicts an earlier one is refused and names it.

The authorisation is the host Party's only where that Party reports: the ids of an authorisation are the reporter's,
and the registry an ITMO lies in is the reporter's. In another Party's submission the host's authorisation stays open.
So does the corresponding adjustment, which a biennial report shows. The format names no project: each block gets one.

Sources: public code that implements the format's second version (decision 6/CMA.4, the list of common nomenclatures of
17 February 2026) and public code that checks submissions. No official template of it was read, so a word outside the
lists is left out, and only what cannot be what its column says is refused. Table 1 (Submission) stands on its side and
is passed over, and so is table 5 (Authorized entities), which holds no units.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple, NoReturn

from offsetcheck.facts.countries import alpha2
from offsetcheck.facts.models import (
    Act,
    Authorisation,
    AuthorisedUse,
    Mitigation,
    NoticeDocument,
    Programme,
    Purpose,
)
from offsetcheck.facts.problems import Text
from offsetcheck.facts.references import plain_prefix
from offsetcheck.programmes.identifiers import IdentifierError, Layout, parse_as
from offsetcheck.programmes.importers import cells, facts
from offsetcheck.programmes.importers.interface import (
    BlockRecord,
    Fact,
    Finding,
    Format,
    Record,
    RefusalError,
    Row,
    Section,
    Standing,
    Table,
    Value,
)

__all__ = ["CODES", "FORMAT"]

_BLOCK: Final = (
    "Cooperative approach ID",
    "Authorization ID",
    "First transferring participating Party ID",
    "Party ITMO registry ID",
    "First ID",
    "Last ID",
    "Quantity (t CO2 eq)",
    "Vintage",
)
"""The columns by which a block of ITMOs is known, in tables 3 and 4."""
_NONE: Final = frozenset(("na", "n/a", "not applicable", "blank"))
"""What stands in a column that does not concern the row."""
_ACTIONS: Final = (
    "Authorization",
    "First transfer",
    "Transfer",
    "Acquisition",
    "Use",
    "Cancellation",
    "Voluntary Cancellation",
)
_CONSUMING: Final[dict[str, Standing]] = {
    "use": Standing.RETIRED,
    "cancellation": Standing.CANCELLED,
    "voluntary cancellation": Standing.CANCELLED,
}
_ACTS: Final[dict[str, Value]] = {"voluntary cancellation": Act.VOLUNTARY_CANCELLATION.value}
"""`Use` is a Party's towards its NDC or another's, `Cancellation` may be for any reason: neither names an act of ours."""
_PURPOSES: Final[dict[str, Value]] = {
    "mandatory cancellation to deliver omge": Purpose.OMGE.value,
    "voluntary cancellation to deliver omge": Purpose.OMGE.value,
}
_USES: Final[dict[str, Value]] = {
    "ndc": (AuthorisedUse.NDC.value,),
    "imp": (AuthorisedUse.INTERNATIONAL.value,),
    "op": (AuthorisedUse.OTHER.value,),
    "oimp": (AuthorisedUse.INTERNATIONAL.value, AuthorisedUse.OTHER.value),
    "ndc and imp": (AuthorisedUse.NDC.value, AuthorisedUse.INTERNATIONAL.value),
    "ndc and op": (AuthorisedUse.NDC.value, AuthorisedUse.OTHER.value),
    "ndc and oimp": (AuthorisedUse.NDC.value, AuthorisedUse.INTERNATIONAL.value, AuthorisedUse.OTHER.value),
}
_MITIGATION: Final[dict[str, Value]] = {
    "emission reductions": Mitigation.REDUCTION.value,
    "removals": Mitigation.REMOVAL.value,
    "emission reductions and removals": Mitigation.MIXED.value,
}
_REGISTRIES: Final[dict[str, Value]] = {
    "vcs": Programme.VCS.value,
    "gs": Programme.GOLD_STANDARD.value,
    "car": Programme.CAR.value,
    "acr": Programme.ACR.value,
    "art": Programme.ART.value,
    "jcm": Programme.JCM.value,
    **dict.fromkeys(("gcc", "cercarbono", "isometric", "isfl", "fcpf", "t-ver"), Programme.OTHER.value),
}
"""Underlying unit registries of the common nomenclature."""

_MESSAGES: Final[dict[str, Text]] = {
    "action": Text("行為の種類は {expected} のいずれかです。", "the action type is one of {expected}"),
    "itmo-differs": Text(
        "「{column}」の{printed}は、同じ行の{declared}と一致しません。提出国に確かめてください。",
        "{printed} in “{column}” does not agree with {declared} in the same row: ask the reporting Party",
    ),
    "block-consumed": Text(
        "このブロックは表{table}の行{row}で使用または取消しされており、その後の行為や保有はあり得ません（重なり：{shared}）。",
        "this block was used or cancelled in table {table}, row {row}: it can have no later action and be in no holding (shared: {shared})",
    ),
    "block-moved-on": Text(
        "このブロックには、使用または取消しより後の日付の行為があります（表{table}の行{row}、重なり：{shared}）。",
        "this block has an action dated after its use or cancellation (table {table}, row {row}, shared: {shared})",
    ),
    "block-held-twice": Text(
        "このブロックは表{table}の行{row}の保有と重なっています（重なり：{shared}）。",
        "this block overlaps the holding in table {table}, row {row} (shared: {shared})",
    ),
    "block-changed": Text(
        "同じブロックの「{column}」が、表{table}の行{row}では{before}です。途中で変わることはありません。",
        "“{column}” of the same block is {before} in table {table}, row {row}: it never changes",
    ),
    "numbered-elsewhere": Text(
        "番号{shared}は、表{table}の行{row}では{before}、この行では{now}のITMOです。番号の付け直しか誤りかを提出国に確かめてください。",
        "numbers {shared} are ITMOs of {before} in table {table}, row {row}, and of {now} here: other units where numbers "
        "restart, or a mistake; ask the reporting Party",
    ),
    "underlying-shared": Text(
        "元のクレジットの番号が、別のITMOのブロック（表{table}の行{row}）と重なっています（重なり：{shared}）。",
        "the underlying units overlap those of another block of ITMOs in table {table}, row {row} (shared: {shared})",
    ),
    "notation": Text(
        "このファイルのITMOの番号には二つの書き方があります。通し番号だけか、識別番号の全体かのどちらかにそろえてください。",
        "this file writes ITMOs in two ways: use serial numbers alone or whole identifiers throughout",
    ),
    "authorisation-twice": Text(
        "この承認番号の同じ版が表{table}の行{row}にあり、内容が異なります。",
        "the same version of this authorisation stands in table {table}, row {row}, and differs",
    ),
    "authorisation-unknown": Text(
        "承認番号{found}は、このファイルの表2にありません。", "authorisation {found} is not in table 2 of this file"
    ),
    "outside-timeframe": Text(
        "ヴィンテージ{vintage}は、承認された期間（{timeframe}）の外です。",
        "vintage {vintage} lies outside the authorised timeframe ({timeframe})",
    ),
}  # fmt: skip
CODES: Final = frozenset(_MESSAGES)
"""Every code this module reports, of refusals and findings."""


class _Place(NamedTuple):
    """A row of the submission."""

    table: int
    row: int


def _refuse(code: str, column: str, found: str, where: _Place | None = None, **values: object) -> NoReturn:
    """Refuse a row, naming the earlier one that it contradicts."""
    place = where._asdict() if where is not None else {}
    raise RefusalError(code, column, found, _MESSAGES[code].filled(column=column, **place, **values))


def _given(row: Row, column: str) -> str:
    """A cell, empty where it says that it does not apply."""
    text = row[column]
    return "" if cells.word(text) in _NONE else text


@dataclass(frozen=True, slots=True)
class _Authorisation:
    """One row of table 2."""

    where: _Place
    version: Decimal
    approach: str
    on: Fact | None
    uses: Fact
    timeframe: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A block of an earlier row: where it stood, and what is compared with it."""

    first: int
    last: int
    where: _Place
    kept: tuple[tuple[str, str], ...] = ()
    """What a block never changes, by column."""
    on: date | None = None
    itmos: tuple[str, int, int] | None = None
    """Of underlying units: the block of ITMOs that stands on them."""

    def shared(self, first: int, last: int) -> str:
        """The numbers in both, as text; empty where there are none."""
        one, two = max(self.first, first), min(self.last, last)
        return "" if one > two else str(one) if one == two else f"{one}–{two}"


class _Apart:
    """Blocks none of which overlap, to be asked for those that meet another."""

    __slots__ = ("_blocks", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._blocks: list[_Kept] = []

    def meeting(self, first: int, last: int) -> list[_Kept]:
        """The blocks that have a number from first to last, in their order."""
        end = bisect_right(self._starts, last)
        start = end
        while start and self._blocks[start - 1].last >= first:
            start -= 1
        return self._blocks[start:end]

    def add(self, block: _Kept) -> None:
        """Keep a block; what it shares with earlier ones stays theirs."""
        free = block.first
        for met in (*self.meeting(block.first, block.last), None):
            end = block.last if met is None else met.first - 1
            if free <= end:
                place = bisect_right(self._starts, free)
                self._starts.insert(place, free)
                self._blocks.insert(place, replace(block, first=free, last=end))
            if met is not None:
                free = met.last + 1


@dataclass(slots=True)
class _Scope:
    """The rows seen so far of one scope of numbers: approach, first transferring Party, vintage, originating registry."""

    consumed: _Apart = field(default_factory=_Apart)
    held: _Apart = field(default_factory=_Apart)
    moves: dict[tuple[int, int], _Kept] = field(default_factory=dict)
    """Other actions, one for each block: the last by its day."""
    described: _Apart = field(default_factory=_Apart)
    """Every block that was seen, to compare metric and kind with."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of ITMOs as a row shows it."""

    where: _Place
    approach: str
    party: str
    registry: str
    year: tuple[date, date] | None
    prefix: str
    numbers: tuple[int, int] | None
    whole: bool
    tonnes: Decimal
    underlying: str
    kept: tuple[tuple[str, str], ...]

    @property
    def scope(self) -> str:
        """What its numbers are unique within, as prefixes are compared."""
        return plain_prefix(self.prefix)

    @property
    def ends(self) -> tuple[str, str] | None:
        """First and last serial as a claim holds them."""
        return self.numbers and (f"{self.prefix}{self.numbers[0]}", f"{self.prefix}{self.numbers[1]}")


class _Submission:
    """One file: its rows are judged by those before them."""

    def __init__(self) -> None:
        self._authorisations: dict[str, list[_Authorisation]] = {}
        self._scopes: dict[str, _Scope] = {}
        self._underlying: dict[tuple[str, str], _Apart] = {}
        self._numbers: dict[str, _Apart] = {}
        """The numbers of each registry, whatever they stand under."""
        self._noted: set[tuple[str, str]] = set()
        self._whole: bool | None = None
        """Whether ITMOs are written as whole identifiers, or as serial numbers alone."""

    def tables(self) -> tuple[Table, ...]:
        """The tables that read this file, in the order in which their rows are judged."""
        return (
            Table(
                "authorizations",
                ("Authorization ID", "Date of authorization", "Purposes for authorization"),
                self._authorisation,
            ),
            Table("actions", (*_BLOCK, "Action date", "Action type"), self._action),
            Table("holdings", _BLOCK, self._holding, without=("Action date", "Action type")),
        )

    # --- table 2

    def _authorisation(self, row: Row) -> Iterable[Record]:
        name = _written(row, "Authorization ID", Layout.AEF_AUTHORISATION)
        approach = _written(row, "Cooperative approach ID", Layout.COOPERATIVE_APPROACH)
        on = facts.the_day("authorisation.on", row["Date of authorization"], "dmy")
        if on is not None and on.value is None:
            row.refuse_day("Date of authorization", "dmy")
        timeframe = None
        if _given(row, "Authorized timeframe"):
            parts = dict(_identified(row, "Authorized timeframe", Layout.AEF_TIMEFRAME))
            timeframe = int(parts["from"]), int(parts["to"])
        raw = row.need("Purposes for authorization")
        known = _Authorisation(
            _Place(2, row.number),
            row.number_of("Version of the authorization") or Decimal(1),
            approach,
            on,
            Fact("authorisation.uses", raw, _USES.get(cells.word(raw))),
            timeframe,
        )
        versions = self._authorisations.setdefault(name, [])
        for other in versions:
            if (other.version, other.approach) == (known.version, approach) and (
                other.on,
                other.uses.value,
                other.timeframe,
            ) != (known.on, known.uses.value, known.timeframe):
                _refuse("authorisation-twice", "Authorization ID", name, other.where)
        versions.append(known)
        return ()

    def _authorised(self, row: Row, block: _Block) -> tuple[Fact, ...]:
        """The host Party's authorisation of a block, where this file is the host's and holds it."""
        name = _written(row, "Authorization ID", Layout.AEF_AUTHORISATION)
        versions = [a for a in self._authorisations.get(name, ()) if a.approach == block.approach]
        if not versions:
            if self._authorisations:
                _note(row, "authorisation-unknown", found=name)
            return ()
        latest = max(versions, key=lambda a: a.version)
        year = block.year[0].year if block.year else None
        if latest.timeframe and year and not latest.timeframe[0] <= year <= latest.timeframe[1]:
            _note(row, "outside-timeframe", vintage=year, timeframe="{} - {}".format(*latest.timeframe))
        if block.registry[:3] != block.party:
            return ()
        return facts.given(
            Fact("authorisation.status", name, Authorisation.AUTHORISED.value),
            Fact("authorisation.party", block.party, alpha2(block.party)),
            latest.on,
            Fact("authorisation.reference", name, name),
            latest.uses,
        )

    # --- tables 3 and 4

    def _action(self, row: Row) -> Iterable[Record]:
        kind = cells.word(row.need("Action type"))
        if kind not in map(cells.word, _ACTIONS):
            _refuse("action", "Action type", row["Action type"], expected=", ".join(_ACTIONS))
        on = facts.the_day("completed_on", row.need("Action date"), "dmy")
        if on is None or not isinstance(on.value, date):
            row.refuse_day("Action date", "dmy")
        block = _block(row, 3)
        standing = _CONSUMING.get(kind)
        consumed = self._consumed(block, on.value if standing is not None else None)
        self._agrees(row, block)
        self._in_time(row, block, on.value, consumed, consuming=standing is not None)
        self._stands_on(row, block)
        if standing is None:
            return
        authorised = self._authorised(row, block)
        home, credit = _credit(row, block, standing, authorised)
        yield home
        yield credit
        first, last = block.ends or (None, None)
        subtype = cells.word(_given(row, "Action subtype"))
        purpose: Fact | None = Fact("purpose", row["Action subtype"], _PURPOSES[subtype]) if subtype in _PURPOSES else None  # fmt: skip
        if purpose is None and kind == "use":
            purpose = Fact("purpose", row["Action type"], Purpose.OTHER.value)
        yield Record(
            Section.RETIREMENTS,
            cells.identity("R", credit.id),
            facts.given(
                Fact("registry", block.registry, block.registry),
                Fact("document", "", NoticeDocument.REGISTRY_EXTRACT.value),
                facts.choice("act", row["Action type"], _ACTS),
                on,
                facts.text("user", _given(row, "Using/cancelling authorized entity ID")),
                purpose,
                facts.text(
                    "purpose_detail",
                    _given(row, "Purpose for which the ITMO has been used towards or cancelled for OIMP"),
                ),
                Fact("designation", row["First ID"], "serial") if block.ends else None,
                Fact("total_t", row["Quantity (t CO2 eq)"], block.tonnes),
            ),
            blocks=(BlockRecord(credit.id, first, last, block.tonnes),),
        )

    def _holding(self, row: Row) -> Iterable[Record]:
        block = _block(row, 4)
        self._agrees(row, block)
        if block.numbers is not None:
            scope = self._scope(block)
            for used in scope.consumed.meeting(*block.numbers):
                _refuse("block-consumed", "First ID", row["First ID"], used.where, shared=used.shared(*block.numbers))  # fmt: skip
            for held in scope.held.meeting(*block.numbers):
                _refuse("block-held-twice", "First ID", row["First ID"], held.where, shared=held.shared(*block.numbers))  # fmt: skip
            scope.held.add(_Kept(*block.numbers, block.where, block.kept))
        self._stands_on(row, block)
        return _credit(row, block, Standing.HELD, self._authorised(row, block))

    def _scope(self, block: _Block) -> _Scope:
        return self._scopes.setdefault(block.scope, _Scope())

    def _agrees(self, row: Row, block: _Block) -> None:
        """A block is written as the rows before it are, and keeps its metric and kind."""
        if block.numbers is None:
            return
        if self._whole not in (None, block.whole):
            _refuse("notation", "First ID", row["First ID"])
        self._whole = block.whole
        described = self._scope(block).described
        for other in described.meeting(*block.numbers):
            for (column, before), (_, now) in zip(other.kept, block.kept, strict=True):
                if cells.word(before) != cells.word(now):
                    _refuse("block-changed", column, now, other.where, before=before)
        described.add(_Kept(*block.numbers, block.where, block.kept))
        if not block.whole:
            self._numbered_elsewhere(row, block)

    def _numbered_elsewhere(self, row: Row, block: _Block) -> None:
        """Note once that numbers of one registry come again under another approach, Party or vintage.

        They are other units where numbers restart, which no text says; else the block changed what it never changes.
        """
        assert block.numbers is not None
        numbers = self._numbers.setdefault(block.registry, _Apart())
        for other in numbers.meeting(*block.numbers):
            prefix = other.itmos[0] if other.itmos else ""
            if plain_prefix(prefix) != block.scope and (prefix, block.prefix) not in self._noted:
                self._noted |= {(prefix, block.prefix), (block.prefix, prefix)}
                _note(
                    row, "numbered-elsewhere", shared=other.shared(*block.numbers), before=prefix.rstrip("-"),
                    now=block.prefix.rstrip("-"), **other.where._asdict(),
                )  # fmt: skip
        numbers.add(_Kept(*block.numbers, block.where, itmos=(block.prefix, *block.numbers)))

    def _consumed(self, block: _Block, on: date | None) -> list[_Kept]:
        """The uses and cancellations of the block so far; with a day, this row is kept as one of them.

        It is kept also where it is refused afterwards: of two accounts of one block, neither leaves it free.
        """
        if block.numbers is None:
            return []
        consumed = self._scope(block).consumed
        found = consumed.meeting(*block.numbers)
        if on is not None:
            consumed.add(_Kept(*block.numbers, block.where, block.kept, on))
        return found

    def _in_time(self, row: Row, block: _Block, on: date, consumed: list[_Kept], *, consuming: bool) -> None:
        """What was used or cancelled has no later action, and is used or cancelled once."""
        if block.numbers is None:
            return
        moves = self._scope(block).moves
        for used in consumed:
            if consuming or (used.on is not None and used.on < on):
                _refuse("block-consumed", "First ID", row["First ID"], used.where, shared=used.shared(*block.numbers))  # fmt: skip
        if not consuming:
            before = moves.get(block.numbers)
            if before is None or before.on is None or before.on < on:
                moves[block.numbers] = _Kept(*block.numbers, block.where, block.kept, on)
            return
        for move in moves.values():
            if move.on is not None and move.on > on and (shared := move.shared(*block.numbers)):
                _refuse("block-moved-on", "Action date", str(on), move.where, shared=shared)

    def _stands_on(self, row: Row, block: _Block) -> None:
        """No underlying unit stands behind two blocks of ITMOs; the same block may come again."""
        if not block.underlying or block.numbers is None:
            return
        first, last = _given(row, "First unit ID"), _given(row, "Last unit ID")
        if not first or not last:
            return
        prefix, units = _range(row, "First unit ID", "Last unit ID")
        if units is None:
            return
        stands = self._underlying.setdefault((cells.word(block.underlying), plain_prefix(prefix)), _Apart())
        start, end = block.numbers
        for met in stands.meeting(*units):
            scope, one, two = met.itmos or ("", 0, 0)
            if not (scope == block.scope and one <= end and start <= two):
                _refuse("underlying-shared", "First unit ID", first, met.where, shared=met.shared(*units))
        stands.add(_Kept(*units, block.where, itmos=(block.scope, start, end)))


def _note(line: Row, code: str, **values: object) -> None:
    line.findings.append(Finding(code, _MESSAGES[code].filled(**values)))


def _identified(row: Row, column: str, layout: Layout) -> tuple[tuple[str, str], ...]:
    text = row.need(column)
    try:
        return parse_as(layout, text).parts
    except IdentifierError as error:
        raise RefusalError(error.code, column, text, error.text) from None


def _written(row: Row, column: str, layout: Layout) -> str:
    """A cell that must have the layout of the common nomenclature, as the nomenclature prints it."""
    text = row.need(column)
    try:
        return str(parse_as(layout, text))
    except IdentifierError as error:
        raise RefusalError(error.code, column, text, error.text) from None


def _range(row: Row, first: str, last: str) -> tuple[str, tuple[int, int] | None]:
    """The numbers of a block of two cells, and what is printed before them; None where the cells are no numbers."""
    from offsetcheck.facts.serials import SerialError, parse_range

    try:
        prefix, found = parse_range(_whole(row[first]), _whole(row[last]))
    except SerialError as error:
        if error.code == "reversed":
            row.refuse("reversed", first, f"{row[first]} – {row[last]}")
        return "", None
    return prefix, (found.first, found.last)


def _whole(text: str) -> str:
    """A number without its thousands separators or a spreadsheet's decimal nought; another text as it is."""
    try:
        number = cells.number(text)
    except cells.NumberError:
        return text
    return str(int(number)) if number == number.to_integral_value() and number >= 0 else text


def _block(row: Row, table: int) -> _Block:
    """The block of a row, its parts checked against each other."""
    approach = _written(row, "Cooperative approach ID", Layout.COOPERATIVE_APPROACH)
    _written(row, "Authorization ID", Layout.AEF_AUTHORISATION)
    party = _written(row, "First transferring participating Party ID", Layout.AEF_PARTY)
    registry = _written(row, "Party ITMO registry ID", Layout.AEF_REGISTRY)
    tonnes = row.tonnes("Quantity (t CO2 eq)")
    year = cells.year(row.need("Vintage"))
    metric = row["Metric"]
    printed = str(year[0].year) if year else ""
    prefix, numbers, whole = _numbers(row, (approach, party, printed))
    if numbers is not None and cells.word(metric) != "non-ghg":
        held = numbers[1] - numbers[0] + 1
        if held != tonnes:
            code = "off-by-one" if held == tonnes + 1 else "quantity-differs"
            row.refuse(code, "Quantity (t CO2 eq)", row["Quantity (t CO2 eq)"], range=held, quantity=format(tonnes, "f"))  # fmt: skip
    return _Block(
        _Place(table, row.number),
        approach,
        party,
        registry,
        year,
        prefix,
        numbers,
        whole,
        tonnes,
        _given(row, "Underlying unit registry ID"),
        (("Metric", metric), ("Mitigation type", row["Mitigation type"])),
    )


def _numbers(row: Row, elements: tuple[str, str, str]) -> tuple[str, tuple[int, int] | None, bool]:
    """The range of a block of ITMOs: serial numbers alone, or whole identifiers, which must repeat the columns."""
    approach, party, year = elements
    row.need("First ID")
    row.need("Last ID")
    ends: list[tuple[str, int]] = []
    for column in ("First ID", "Last ID"):
        try:
            parts = dict(parse_as(Layout.AEF_ITMO, row[column]).parts)
        except IdentifierError:
            ends = []
            break
        for part, declared in (("approach", approach), ("party", party), ("vintage", year)):
            if parts[part] != declared:
                _refuse("itmo-differs", column, row[column], printed=parts[part], declared=declared)
        ends.append(
            (f"{approach}-{parts['registry']}-{party}-{year}-", int(parts["serial"].replace(",", "")))
        )
    if ends:
        (before, first), (after, last) = ends
        if before != after or last < first:
            row.refuse("reversed", "First ID", f"{row['First ID']} – {row['Last ID']}")
        return before, (first, last), True
    prefix, numbers = _range(row, "First ID", "Last ID")
    return f"{approach}-{party}-{year}-{prefix}", numbers, False


def _credit(
    row: Row, block: _Block, standing: Standing, authorised: tuple[Fact, ...]
) -> tuple[Record, Record]:
    """The block as a credit, and the project behind it, of which the format says a little."""
    raw = f"{row['First ID']} – {row['Last ID']}"
    first, last = block.ends or (None, None)
    name = cells.identity("ITMO", f"{first}-{block.numbers[1]}" if block.numbers else f"{block.prefix}{raw}")
    home = Record(
        Section.PROJECTS,
        cells.identity("P", name),
        facts.given(
            facts.choice("programme", block.underlying, _REGISTRIES),
            facts.country("host_country", block.party),
            facts.choice("mitigation", row["Mitigation type"], _MITIGATION),
        ),
    )
    credit = Record(
        Section.CREDITS,
        name,
        facts.given(
            *facts.span("vintage", row["Vintage"], block.year),
            Fact("serials.first", raw, first),
            Fact("serials.last", raw, last),
            Fact("quantity_t", row["Quantity (t CO2 eq)"], block.tonnes),
            Fact("authorisation.approach", block.approach, block.approach),
            *authorised,
            Fact("itmo.aef", "", True),
            Fact("itmo.registry", block.registry, block.registry),
            Fact("itmo.first_party", block.party, block.party),
        ),
        home.id,
        standing=standing,
    )
    return home, credit


FORMAT = Format(
    "aef",
    Text("パリ協定6条2項の合意された電子様式（AEF）：承認・行為・保有の表", "agreed electronic format of Article 6.2 (AEF): authorizations, actions, holdings"),
    _Submission().tables(),
    Text(
        "決定6/CMA.4の様式を実装した公開コードと、2026年2月17日の共通用語集によります。公式の様式の原本は確認できていません。",
        "public code that implements the format of decision 6/CMA.4 and the common nomenclatures of 17 February 2026; the official template was not read",
    ),
    fresh=lambda: _Submission().tables(),
    ordered=True,
)  # fmt: skip
