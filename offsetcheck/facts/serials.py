"""Serial numbers as closed intervals: the one place where blocks of units are parsed, compared, cut and added.

One number is one unit, and one unit is 1 t-CO2e. Overlap is exact inside one `UniquenessScope`, the scope within
which a programme's numbers are unique, and three-valued where something is not known: `overlap_truth` says what
is meant, `find_overlaps` and `possible_overlaps` compute it for many blocks at once.

The serial layouts of J-Credit and JCM are not public, so no layout is checked: what stands before the last group
of digits is an opaque prefix. Programmes whose serials say more are taken apart by their own importers first.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final, Literal

from offsetcheck.facts.problems import Text, WrongValueError, shortened

__all__ = [
    "BY_TOTAL",
    "EX_POST",
    "MAX_SERIAL",
    "Block",
    "Overlap",
    "ParsedSerial",
    "SerialError",
    "SerialRange",
    "UniquenessScope",
    "find_overlaps",
    "merge",
    "overlap_truth",
    "parse_range",
    "parse_serial_number",
    "possible_overlaps",
    "read_block",
    "same_serial",
    "subtract",
    "total",
]

BY_TOTAL: Final = frozenset({"J-Credit", "国内クレジット", "J-VER"})
"""Programmes whose registry lets units be designated by total (総量指定), so that a notice may name no serials."""

EX_POST: Final = frozenset({"J-Credit", "JCM"})
"""Programmes that issue units for verified results only, so that nobody is asked whether there is one."""

MAX_SERIAL: Final = 10**30
"""The largest serial number accepted; no registry comes near it, and it fits DECIMAL(38, 0)."""

_MAX_DIGITS: Final = len(str(MAX_SERIAL))

_HYPHENS: Final = str.maketrans(
    dict.fromkeys("\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796", "-")
)
_LONG_VOWEL_AS_HYPHEN: Final = re.compile(r"(?<=[0-9A-Za-z])\u30fc")
_SPACED_HYPHEN: Final = re.compile(r"\s*-\s*")
_SPACES: Final = re.compile(r"\s+")
#: A space on one side of a hyphen, as a broken line leaves it; one on either side divides two numbers in some layouts.
_BROKEN_AT_HYPHEN: Final = re.compile(r"(?<! )- | -(?! )")
_TRAILING_DIGITS: Final = re.compile(r"[0-9]+\Z")
_SPREADSHEET_NUMBER: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?\Z")
_SCIENTIFIC: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?[Ee]\+[0-9]+\Z")
_GROUPS: Final = re.compile(r"[0-9]+")
#: What divides two numbers for the eye, standing behind the first.
_DIVIDED: Final = re.compile(
    r"[0-9][号番]?\s*(?:[~\u301c\u223c→至]|\.{2}|から|(?<![a-z])(?:to|through|thru)(?![a-z]))", re.IGNORECASE
)
_MARKS: Final = re.compile(r"[\W_]+")
#: A number right before the last one, or two numbers before a year.
_NUMBER_BEFORE: Final = re.compile(r"([0-9]+)(?:[\W_]|[号番])+\Z")
_TWO_BEFORE_YEAR: Final = re.compile(r"([0-9]+)-([0-9]+)-(?:19|20)[0-9]{2}\Z")


#: The number after which a letter is a digit mistyped: the letters O and I for 0 and 1.
_MISTAKABLE: Final = str.maketrans("OoIl", "0011")
_ENDS: Final = {"first": "最初", "last": "最後"}


class SerialError(WrongValueError):
    """Serial numbers that make no block."""

    code: Literal["negative", "huge", "reversed", "scientific", "no-number", "prefixes"]
    """Why not."""

    def __init__(
        self,
        code: Literal["negative", "huge", "reversed", "scientific", "no-number", "prefixes"],
        ja: str,
        en: str,
    ) -> None:
        """Hold what is said in both languages."""
        super().__init__(Text(ja, en))
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class SerialRange:
    """One contiguous block of serial numbers, both ends included.

    Unit: serial numbers, 0 to `MAX_SERIAL`. Errors: SerialError for reversed ends and for numbers outside the
    bounds, TypeError for anything but whole numbers. Ranges sort by first number, then by last.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        for name, number in (("first", self.first), ("last", self.last)):
            if isinstance(number, bool) or not isinstance(number, int):
                raise TypeError(
                    f"serial range: the {name} number must be a whole number (int), not {type(number).__name__}"
                )
            if number < 0:
                raise SerialError(
                    "negative",
                    f"{_ENDS[name]}の番号が負の数（{number}）です。通知書の記載と照合してください。",
                    f"serial range: the {name} number is {number}; serial numbers are not negative: "
                    "check the entry against the notice",
                )
            if number > MAX_SERIAL:
                raise SerialError(
                    "huge",
                    f"{_ENDS[name]}の番号が10の30乗を超えています。二つの番号がつながっていないかをご確認ください。",
                    f"serial range: the {name} number is greater than 10^30; "
                    "check whether two numbers were run together",
                )
        if self.first > self.last:
            raise SerialError(
                "reversed",
                f"最初の番号（{self.first}）が最後の番号（{self.last}）より大きくなっています。"
                "小さい方を最初の番号、大きい方を最後の番号として書いてください。",
                f"serial range: the first number {self.first} is greater than the last number {self.last}; "
                "write the smaller number as the first and the greater as the last",
            )

    @property
    def tonnes(self) -> int:
        """How much the block stands for, in t-CO2e: both ends count, one unit is one tonne."""
        return self.last - self.first + 1

    def overlap(self, other: SerialRange) -> SerialRange | None:
        """The numbers both blocks hold, or None where they share none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return SerialRange(first, last) if first <= last else None

    def split(self, at: int) -> tuple[SerialRange, SerialRange]:
        """Cut the block in two; `at` becomes the first number of the second part.

        Errors: ValueError where one part would be empty.
        """
        if not self.first < at <= self.last:
            raise ValueError(
                f"serial range {self} cannot be split at {at}: "
                f"give the first number of the second part, from {self.first + 1} to {self.last}"
                if self.first < self.last
                else f"serial range {self} holds one unit and cannot be split"
            )
        return SerialRange(self.first, at - 1), SerialRange(at, self.last)

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class ParsedSerial:
    """One serial number taken apart as far as its layout is known."""

    prefix: str
    """What stands before the number, normalised and otherwise opaque; letter case is kept. May be empty."""
    number: int | None
    """The last group of digits, or None where the text shows no usable number."""
    text: str
    """The text as it was written."""


def _normalise(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    text = _LONG_VOWEL_AS_HYPHEN.sub("-", text)
    return _SPACES.sub(" ", _SPACED_HYPHEN.sub("-", text.strip()))


def same_serial(a: str, b: str) -> bool:
    """Whether two texts are read as one serial number by every layout: width, kind of hyphen and letter case aside.

    A space counts: `JC-1 100` ends in the number 100, and `JC-1100` in 1100.
    """
    return _as_read(a) == _as_read(b)


def _as_read(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS)
    return _BROKEN_AT_HYPHEN.sub("-", _SPACES.sub(" ", plain.strip())).casefold()


def parse_serial_number(text: str) -> ParsedSerial:
    """Split a serial number into an opaque prefix and its last group of digits.

    Full-width characters, kinds of hyphen and spaces around hyphens are made alike first. What a spreadsheet
    makes of a plain number is undone where nothing is lost (`100,897`, `897975888.0`); a number in scientific
    notation, with a broken fraction or above `MAX_SERIAL` has `number` None. The shape alone is never an error.
    Source: no public layout exists for J-Credit and JCM; the forms are those seen in registry exports.
    """
    clean = _normalise(text)
    if _SCIENTIFIC.match(clean):
        return ParsedSerial(clean, None, text)
    prefix, digits = clean, ""
    if plain := _SPREADSHEET_NUMBER.match(clean):
        if not (plain[2] or "").strip("0"):
            prefix, digits = "", plain[1].replace(",", "")
    elif tail := _TRAILING_DIGITS.search(clean):
        prefix, digits = clean[: tail.start()], tail[0]
    significant = digits.lstrip("0")
    # The length is looked at first: int() refuses very long digit strings with a text of its own.
    if not digits or len(significant) > _MAX_DIGITS or int(significant or "0") > MAX_SERIAL:
        return ParsedSerial(clean, None, text)
    return ParsedSerial(prefix, int(significant or "0"), text)


def _numbered(name: str, text: str) -> tuple[str, int]:
    parsed = parse_serial_number(text)
    if parsed.number is not None:
        return parsed.prefix, parsed.number
    ja, en = f"{_ENDS[name]}の番号「{shortened(text)}」", f"serial numbers: the {name} serial {_shown(text)}"
    if _SCIENTIFIC.match(parsed.prefix):
        raise SerialError(
            "scientific",
            f"{ja}は指数表記で、桁が失われています。セルの書式を文字列にして、番号の全桁を入力してください。",
            f"{en} is in scientific notation, which loses digits; format the cell as text and enter the number in full",
        )
    if (tail := _TRAILING_DIGITS.search(parsed.prefix)) and len(tail[0].lstrip("0")) >= _MAX_DIGITS:
        raise SerialError(
            "huge",
            f"{ja}の数字が10の30乗を超えています。二つの番号がつながっていないかをご確認ください。",
            f"{en} is greater than 10^30; check whether two numbers were run together",
        )
    raise SerialError(
        "no-number",
        f"{ja}が数字で終わっていません。通知書の表示のとおり、番号の全体を書いてください。",
        f"{en} does not end in a whole number; write the whole serial number as the notice shows it",
    )


def _shown(text: str) -> str:
    return f"“{text if len(text) <= 60 else text[:60] + '…'}”"


def _apart(first: str, last: str, first_prefix: str, last_prefix: str) -> SerialError:
    """Why two serials that differ before the number make no block; a letter that may be a digit is pointed out."""
    shown = "と".join(f"「{shortened(p)}」" if p else "「（なし）」" for p in (first_prefix, last_prefix))
    prefixes = {parse_serial_number(t.translate(_MISTAKABLE)).prefix for t in (first, last)}
    ja, en = (
        ("数字の0と英字のO、数字の1と英字のI又はlの取り違えがないかをご確認ください。", "; look for a letter O, I or l in place of 0 or 1")
        if len(prefixes) == 1
        else ("一つのまとまりの番号であれば、どちらも省略せずに書いてください。別々のまとまりであれば、分けて書いてください。", "")
    )  # fmt: skip
    return SerialError(
        "prefixes",
        f"最初の番号と最後の番号で、末尾の数字より前の部分（{shown}）が異なります。{ja}",
        f"serial numbers: {_shown(first)} and {_shown(last)} differ before the number "
        f"({_shown(first_prefix)} and {_shown(last_prefix)}); a block has one prefix: "
        f"write both serial numbers in full, or enter two blocks{en}",
    )


@lru_cache(maxsize=4096)  # a block is compared with every other of its claim
def parse_range(first_text: str, last_text: str) -> tuple[str, SerialRange]:
    """Read the first and the last serial number of a block as one prefix and one range.

    Errors: SerialError, saying what to do, where a serial has no number or one above `MAX_SERIAL`, where the
    prefixes differ, and where the ends are reversed.
    """
    first_prefix, first = _numbered("first", first_text)
    last_prefix, last = _numbered("last", last_text)
    if first_prefix.casefold() != last_prefix.casefold():
        raise _apart(first_text, last_text, first_prefix, last_prefix)
    return first_prefix, SerialRange(first, last)


@lru_cache(maxsize=4096)
def read_block(first_text: str, last_text: str) -> tuple[str, SerialRange] | None:
    """Read the ends of a block as far as no layout is known: as `parse_range`, but None where the number may stand elsewhere.

    That is where both ends are one text that may itself be a range, and where two full serials differ in one number
    that is not the last. Errors: SerialError as `parse_range` raises it for ends that no layout could make one block.
    """
    try:
        found = parse_range(first_text, last_text)
    except SerialError:
        if _differ_inside(_normalise(first_text), _normalise(last_text)):
            return None
        raise
    prefix, numbers = found
    doubtful = prefix and numbers.tonnes == 1 and _may_be_range(prefix, _normalise(first_text))
    return None if doubtful else found


def _may_be_range(prefix: str, text: str) -> bool:
    """Whether one serial may show the first and the last number of a block, by the look of it alone."""
    if _DIVIDED.search(prefix) or _repeats(prefix.casefold()):
        return True
    before = _NUMBER_BEFORE.search(prefix)
    if before is not None and _ascending(before[1], text[len(prefix) :]):
        return True
    year = _TWO_BEFORE_YEAR.search(text)
    return year is not None and _ascending(year[1], year[2])


def _repeats(prefix: str) -> bool:
    """Whether what stands before a number stands behind it once more: `jcl-` and again `jcl-` in `jcl-7 / jcl-`."""
    for number in _GROUPS.finditer(prefix):
        begun, behind = prefix[: number.start()], prefix[number.end() :]
        if begun and behind.endswith(begun) and _MARKS.fullmatch(behind, 0, len(behind) - len(begun)):
            return True
    return False


def _ascending(first: str, last: str) -> bool:
    """Whether two groups of digits may be the ends of a range: in order, and padded to one width if at all."""
    padded = any(len(digits) > 1 and digits.startswith("0") for digits in (first, last))
    return (not padded or len(first) == len(last)) and _size(first) <= _size(last)


def _size(digits: str) -> tuple[int, str]:
    """By which digit strings of any length compare as numbers do."""
    significant = digits.lstrip("0")
    return len(significant), significant


def _differ_inside(first: str, last: str) -> bool:
    """Whether two full serials are alike but for one number, which one of them may print twice over as its own range."""
    if any(parse_serial_number(text).number is None for text in (first, last)):
        return False
    if _GROUPS.split(first.casefold()) != _GROUPS.split(last.casefold()):
        return False
    pairs = [(_size(a), _size(b)) for a, b in zip(_GROUPS.findall(first), _GROUPS.findall(last), strict=True)]
    unlike = [n for n, (a, b) in enumerate(pairs) if a != b]
    if not unlike or unlike[-1] - unlike[0] >= len(unlike):
        return False
    return len({pairs[n] for n in unlike}) == 1 and pairs[unlike[0]][0] < pairs[unlike[0]][1]


@dataclass(frozen=True, slots=True)
class UniquenessScope:
    """The scope within which a programme's serial numbers are unique.

    Each part is a text. None says that the part is not known; an empty text says that it is known to play no
    role (a serial without prefix, a programme that does not number by vintage). Errors: TypeError for other types.
    """

    programme: str | None
    registry: str | None
    prefix: str | None
    project_or_party: str | None
    """The project, or where the programme numbers by host country the Party (CDM restarts for each)."""
    vintage: str | None

    def __post_init__(self) -> None:
        for field in fields(self):
            part: object = getattr(self, field.name)
            if part is not None and not isinstance(part, str):
                raise TypeError(
                    f"uniqueness scope: {field.name} must be a text or None, not {type(part).__name__}: "
                    f"write {str(part)!r}"
                )

    @property
    def parts(self) -> tuple[str | None, ...]:
        """All parts in their fixed order."""
        return (self.programme, self.registry, self.prefix, self.project_or_party, self.vintage)

    @property
    def complete(self) -> bool:
        """Whether every part is known."""
        return None not in self.parts


@dataclass(frozen=True, slots=True)
class Block:
    """One record of a serial block: who is said to hold which numbers of which scope."""

    key: str
    """The record's name, unique among the blocks compared together."""
    scope: UniquenessScope
    range: SerialRange | None
    """None where the serial numbers are not known (total designation, 総量指定)."""
    holder: str | None
    """Carried along for the caller; it plays no part in the overlap."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two blocks that hold the same numbers."""

    left: str
    """Key of the block that sorts first by (first, last, key)."""
    right: str
    """Key of the other block."""
    at: SerialRange
    """The numbers both hold."""


def overlap_truth(a: Block, b: Block) -> bool | None:
    """Whether two blocks share a unit: True surely, False surely not, None if it cannot be said.

    This is the reference: the two searches below are proved equal to it by test. It is monotone: filling in a
    missing part or range never turns True into False or False into True. The holders play no part.
    """
    for part, other in zip(a.scope.parts, b.scope.parts, strict=True):
        if part is not None and other is not None and part != other:
            return False
    if a.range is not None and b.range is not None and a.range.overlap(b.range) is None:
        return False  # in one scope they are disjoint, and in two they are too
    if a.range is None or b.range is None or not (a.scope.complete and b.scope.complete):
        return None
    return True


def find_overlaps(blocks: Iterable[Block]) -> tuple[Overlap, ...]:
    """All pairs of blocks that surely overlap, each once: those whose `overlap_truth` is True.

    One sweep per scope: O(n log n + k) for n blocks and k pairs. The order of the answer does not depend on the
    order of the blocks. Errors: ValueError where two blocks have the same key.
    """
    groups: defaultdict[tuple[str | None, ...], list[Block]] = defaultdict(list)
    for block in _with_own_keys(blocks):
        if block.range is not None and block.scope.complete:
            groups[block.scope.parts].append(block)
    return tuple(
        Overlap(left.key, right.key, at)
        for parts in sorted(groups, key=lambda parts: tuple(part or "" for part in parts))
        for left, right, at in _meeting(groups[parts], None)
    )


def possible_overlaps(blocks: Iterable[Block]) -> tuple[tuple[str, str], ...]:
    """All pairs of keys that may overlap because something is missing: those whose `overlap_truth` is None.

    Each pair is given once, lesser key first, the pairs sorted. O(m n log n + k log k) for n blocks, k pairs and m
    pairs of ways in which a scope is incomplete (few in practice). Beware that k itself grows with the square of
    the blocks about which little is known. Errors: ValueError where two blocks have the same key.
    """
    by_known: defaultdict[tuple[int, ...], list[Block]] = defaultdict(list)
    for block in _with_own_keys(blocks):
        by_known[tuple(i for i, part in enumerate(block.scope.parts) if part is not None)].append(block)
    kinds = sorted(by_known)
    found: list[tuple[str, str]] = []
    for i, known in enumerate(kinds):
        for group in _grouped(by_known[known], known).values():
            found += _unsure_within(group, complete=group[0].scope.complete)
        for other_known in kinds[i + 1 :]:
            common = tuple(part for part in known if part in other_known)
            others = _grouped(by_known[other_known], common)
            for parts, group in _grouped(by_known[known], common).items():
                found += _unsure_between(group, others.get(parts, []))
    return tuple(sorted((a, b) if a < b else (b, a) for a, b in found))


def _with_own_keys(blocks: Iterable[Block]) -> list[Block]:
    rows = list(blocks)
    seen: set[str] = set()
    for block in rows:
        if block.key in seen:
            raise ValueError(
                f"serial blocks: two blocks have the key {block.key!r}; give each record its own key"
            )
        seen.add(block.key)
    return rows


def _grouped(blocks: Iterable[Block], by: Sequence[int]) -> dict[tuple[str | None, ...], list[Block]]:
    groups: defaultdict[tuple[str | None, ...], list[Block]] = defaultdict(list)
    for block in blocks:
        parts = block.scope.parts
        groups[tuple(parts[i] for i in by)].append(block)
    return groups


def _unsure_within(group: list[Block], *, complete: bool) -> Iterator[tuple[str, str]]:
    """Unsure pairs among blocks of one known scope; in a complete one known ranges leave no doubt."""
    placed = [block for block in group if block.range is not None]
    unplaced = [block for block in group if block.range is None]
    if not complete:
        yield from ((a.key, b.key) for a, b, _ in _meeting(placed, None))
    for i, a in enumerate(unplaced):
        yield from ((a.key, b.key) for b in placed)
        yield from ((a.key, b.key) for b in unplaced[i + 1 :])


def _unsure_between(group: list[Block], others: list[Block]) -> Iterator[tuple[str, str]]:
    """Unsure pairs across two groups whose scopes are compatible and not both complete."""
    placed = [block for block in group if block.range is not None]
    other_placed = [block for block in others if block.range is not None]
    yield from ((a.key, b.key) for a, b, _ in _meeting(placed, other_placed))
    for a in group:
        for b in others:
            if a.range is None or b.range is None:
                yield a.key, b.key


def _meeting(blocks: list[Block], others: list[Block] | None) -> Iterator[tuple[Block, Block, SerialRange]]:
    """Sweep over known ranges: pairs that meet, within `blocks`, or across to `others` where given."""
    within = others is None
    rows = [
        (block.range.first, block.range.last, block.key, side, block)
        for side, part in enumerate((blocks, others or []))
        for block in part
        if block.range is not None
    ]
    rows.sort(key=lambda row: row[:3])
    open_blocks: tuple[list[tuple[int, str, Block]], ...] = ([], [])  # heaps by last number, one per side
    for first, last, key, side, block in rows:
        facing = open_blocks[side if within else 1 - side]
        while facing and facing[0][0] < first:
            heapq.heappop(facing)
        for other_last, _, other in facing:
            yield other, block, SerialRange(first, min(last, other_last))
        heapq.heappush(open_blocks[side], (last, key, block))


def merge(ranges: Iterable[SerialRange]) -> tuple[SerialRange, ...]:
    """The same numbers as the fewest ranges, ascending: overlapping and adjoining ranges become one."""
    merged: list[SerialRange] = []
    for block in sorted(ranges):
        if merged and block.first <= merged[-1].last + 1:
            merged[-1] = SerialRange(merged[-1].first, max(merged[-1].last, block.last))
        else:
            merged.append(block)
    return tuple(merged)


def subtract(ranges: Iterable[SerialRange], taken: Iterable[SerialRange]) -> tuple[SerialRange, ...]:
    """The numbers of `ranges` that `taken` does not hold, as the fewest ranges, ascending."""
    gone = merge(taken)
    left: list[SerialRange] = []
    i = 0
    for block in merge(ranges):
        first = block.first
        while i < len(gone) and gone[i].last < first:
            i += 1
        j = i
        while j < len(gone) and gone[j].first <= block.last:
            if first < gone[j].first:
                left.append(SerialRange(first, gone[j].first - 1))
            first = gone[j].last + 1
            j += 1
        if first <= block.last:
            left.append(SerialRange(first, block.last))
        i = max(i, j - 1)
    return tuple(left)


def total(ranges: Iterable[SerialRange]) -> int:
    """How much the ranges stand for together, in t-CO2e; a number in several ranges counts once."""
    return sum(block.tonnes for block in merge(ranges))
