"""Serial numbers and other identifiers of the programmes, taken apart into frozen values and printed back whole.

The layouts stand in `offsetcheck.programmes.layouts`. `parse_identifier` reads a serial number of a programme,
`parse_as` any identifier of a known layout, `compare` holds the printed parts against what is declared beside them.

Where no layout is published (J-Credit, JCM and Article 6.4 serial numbers) the text is kept as it is, and its shape
alone is never held against anyone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final

from offsetcheck.facts.countries import alpha2
from offsetcheck.facts.models import Programme
from offsetcheck.facts.problems import Text
from offsetcheck.facts.serials import MAX_SERIAL, SerialRange, parse_range, parse_serial_number
from offsetcheck.programmes.layouts import (
    JCREDIT_SYMBOLS,
    LAYOUTS,
    Basis,
    IdentifierError,
    Layout,
    LayoutSpec,
)

__all__ = [
    "Agreement",
    "Declared",
    "Identifier",
    "IdentifierError",
    "Layout",
    "Part",
    "Vintage",
    "build",
    "compare",
    "disagreements",
    "numbered_as",
    "parse_as",
    "parse_identifier",
    "printed_block",
    "range_layouts",
    "serials_fit",
    "shape_fits",
    "shows_other",
    "whole_block",
]


class Part(StrEnum):
    """What of an identifier is compared with a declared value."""

    QUANTITY = "quantity"
    PROGRAMME = "programme"
    PROJECT = "project"
    PARTY = "party"
    VINTAGE = "vintage"


@dataclass(frozen=True, slots=True)
class Vintage:
    """The vintage an identifier shows: a year, or a period to the day."""

    year: int | None
    """The year, where only a year is printed."""
    first: date | None
    """The first day, where days are printed."""
    last: date | None
    """The last day, where days are printed."""

    @property
    def days(self) -> tuple[date, date]:
        """First and last day; a year counts from 1 January to 31 December."""
        if self.first is not None and self.last is not None:
            return self.first, self.last
        assert self.year is not None
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def __str__(self) -> str:
        return str(self.year) if self.year is not None else f"{self.first}/{self.last}"


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier taken apart; printing it gives the text of the registry back."""

    layout: Layout
    programme: str | None
    """The programme of the units, in the words of the facts; None where the layout does not say."""
    registry: str | None
    """The registry that prints the layout."""
    project: str | None
    """The project's number as printed, without the registry's prefix."""
    party: str | None
    """The country as printed, mostly alpha-2."""
    vintage: Vintage | None
    first: int | None
    """The first serial number of the block."""
    last: int | None
    """The last serial number of the block."""
    parts: tuple[tuple[str, str], ...]
    """Every part the layout carries, by name, as printed."""
    prefix: str
    """The printed parts within which the numbers are unique; parts that may change later are left out."""

    @property
    def range(self) -> SerialRange | None:
        """The numbers of the block, where the identifier shows them."""
        return None if self.first is None or self.last is None else SerialRange(self.first, self.last)

    @property
    def tonnes(self) -> int | None:
        """How much the block stands for: both ends count, one unit is one t-CO2e."""
        return None if self.first is None or self.last is None else self.last - self.first + 1

    @property
    def serials(self) -> tuple[str, str] | None:
        """First and last serial number as the facts hold them: the prefix, and the number behind it."""
        if self.first is None or self.last is None:
            return None
        return f"{self.prefix}{self.first}", f"{self.prefix}{self.last}"

    @property
    def buffer(self) -> bool:
        """Whether the identifier itself marks buffer units, which back nobody's claim (Cercarbono's BF and BFC)."""
        return self.layout is Layout.CERCARBONO and bool(
            {"BF", "BFC"} & set(dict(self.parts)["segments"].split("_"))
        )

    @property
    def symbol(self) -> str | None:
        """The scheme symbol (制度記号) an opaque serial of Japan's schemes begins with, where it is a known one."""
        if self.layout is not Layout.OPAQUE:
            return None
        found = _SYMBOL.match(dict(self.parts)["text"])
        return found[0] if found and found[0] in JCREDIT_SYMBOLS else None

    def numbered(self, first: int, last: int) -> Identifier:
        """The same identifier with another range: a part of the block, or the range that stands in other columns.

        Errors: IdentifierError where the layout carries no range, or the ends are reversed.
        """
        spec = LAYOUTS[self.layout]
        if "first" not in spec.pattern.groupindex:
            raise IdentifierError("no-numbers", found=str(self))
        parts = {**dict(self.parts), "first": str(first), "last": str(last)}
        _check_range(first, last, str(self))
        return replace(self, first=first, last=last, parts=tuple(parts.items()))

    def __str__(self) -> str:
        return _printed(LAYOUTS[self.layout], dict(self.parts))


_OF_PROGRAMME: Final[dict[str, tuple[Layout, ...]]] = {
    Programme.VCS: (Layout.VERRA,),
    Programme.GOLD_STANDARD: (Layout.GOLD_STANDARD, Layout.KYOTO),
    Programme.CDM: (Layout.CDM_RANGE, Layout.KYOTO),
    Programme.ACR: (Layout.ACR,),
    Programme.CAR: (Layout.CAR,),
    Programme.ART: (Layout.ART,),
    Programme.OTHER: (
        Layout.CERCARBONO, Layout.ART, Layout.UNDP_OLDER, Layout.UNDP_NEWER, Layout.ITMO_SKETCH, Layout.VERRA,
        Layout.GOLD_STANDARD, Layout.ACR, Layout.CAR, Layout.KYOTO,
    ),
    Programme.JCM: (Layout.JCM_AUTHENTICATION,),
    Programme.ARTICLE_6_4: (),
    Programme.J_CREDIT: (),
    Programme.DOMESTIC_CREDIT: (),
    Programme.J_VER: (),
    Programme.NOT_A_CREDIT: (),
}  # fmt: skip
_ANY: Final = (
    Layout.VERRA, Layout.GOLD_STANDARD, Layout.ACR, Layout.CAR, Layout.ART, Layout.CERCARBONO, Layout.KYOTO,
    Layout.UNDP_OLDER, Layout.JCM_AUTHENTICATION, Layout.CDM_RANGE,
)  # fmt: skip

_ENFORCED: Final = frozenset({Programme.VCS, Programme.GOLD_STANDARD, Programme.ACR, Programme.CAR})
"""Programmes whose layout is established well enough that another shape is wrong (ID-03)."""

_SYMBOL: Final = re.compile(r"[A-Z]{2,3}(?![A-Za-z])")
_HYPHENS: Final = str.maketrans(
    dict.fromkeys("\u00ad\u02d7\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u2796", "-")
)
_WAVES: Final = str.maketrans(dict.fromkeys("\u301c\uff5e\u223c", "~"))
_LONG_VOWEL_AS_HYPHEN: Final = re.compile(r"(?<=[0-9A-Za-z])\u30fc(?=[0-9A-Za-z])")
_SPACES: Final = re.compile(r"\s+")
_SPACED_HYPHEN: Final = re.compile(r" ?- ?")
_SCIENTIFIC: Final = re.compile(r"\d+(?:\.\d+)?[Ee]\+\d+", re.ASCII)
_CELL_NUMBER: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?", re.ASCII)
_BETWEEN: Final = re.compile(r" ?(?:~|から|(?<=[\d ])[Tt][Oo](?= )) ?| - ")
_DIGITS: Final = len(str(MAX_SERIAL))


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_HYPHENS).translate(_WAVES)
    text = _LONG_VOWEL_AS_HYPHEN.sub("-", text)
    return _SPACES.sub(" ", text.strip())


def _plain_number(text: str) -> str:
    """Undo what a spreadsheet makes of a whole number (`100,897`, `897975888.0`)."""
    found = _CELL_NUMBER.fullmatch(text)
    return found[1].replace(",", "") if found else text


def _candidates(layout: Layout, text: str) -> list[str]:
    """Ways in which a text may mean the canonical form of a layout: other separators, spaces, letter case."""
    halves = [h.strip() for h in _BETWEEN.split(text, maxsplit=1)]
    tight = _SPACED_HYPHEN.sub("-", text)
    match layout:
        case Layout.CDM_RANGE:
            # Thousands separators and a `.0` survive a spreadsheet; a hyphen without spaces divides too.
            ends = halves if len(halves) == 2 else text.split("-")
            return [" - ".join(_plain_number(end.strip()) for end in ends)] if len(ends) == 2 else []
        case Layout.ACR | Layout.CAR | Layout.ART:
            if len(halves) != 2:
                return []
            first, last = (_SPACED_HYPHEN.sub("-", half.upper()) for half in halves)
            head = first.rpartition("-")[0] + "-"
            return [f"{first} to {last.removeprefix(head)}"]
        case Layout.KYOTO:
            upper = tight.upper()
            if len(halves) == 2:
                return [" - ".join(_SPACED_HYPHEN.sub("-", half.upper()) for half in halves)]
            middle = re.fullmatch(r"(.+\d)-([A-Z]{2}-\d-.+)", upper)
            return [f"{middle[1]} - {middle[2]}"] if middle else [upper]
        case Layout.CERCARBONO:
            found = re.fullmatch(r"(CDC_[A-Z0-9_]+)(?:[ ,:#]+(\d+) ?[-~] ?(\d+))?", text.upper(), re.ASCII)
            if not found:
                return []
            return [f"{found[1]}, {found[2]}-{found[3]}" if found[2] else found[1]]
        case Layout.JCREDIT_METHODOLOGY:
            found = re.fullmatch(
                r"([A-Z]{2}(?:-[A-Z])?-\d{3})\s*(?:ver\s*\.?\s*(\d+\.\d+)((?:\s*(?:および|及び|、|,)\s*\d+\.\d+)*))?",
                tight,
                re.ASCII | re.IGNORECASE,
            )
            if not found:
                return []
            more = "".join(f"および{v}" for v in re.findall(r"\d+\.\d+", found[3] or ""))
            return [f"{found[1].upper()} Ver. {found[2]}{more}" if found[2] else found[1].upper()]
        case Layout.AEF_TIMEFRAME:
            return [_SPACED_HYPHEN.sub(" - ", text.replace("~", "-"))]
        case Layout.JCM_DOCUMENT | Layout.ISOMETRIC | Layout.AEF_AUTHORISATION | Layout.OPAQUE:
            return [text]
        case _:
            return [text, tight, tight.upper()]


def _printed(spec: LayoutSpec, parts: Mapping[str, str]) -> str:
    whole = "last" in parts if "last" in spec.pattern.groupindex else "version" in parts
    return (spec.short if spec.short and not whole else spec.template).format(**{"more": "", **parts})


@lru_cache(maxsize=8192)
def _day(digits: str) -> date | None:
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def _check_range(first: int, last: int, found: str) -> None:
    if first > MAX_SERIAL or last > MAX_SERIAL:
        raise IdentifierError("huge", found=found)
    if first > last:
        raise IdentifierError("reversed", first=first, last=last)


def _number(digits: str, found: str) -> int:
    # The length is looked at first: int() refuses very long digit strings with a text of its own.
    if len(digits.lstrip("0")) > _DIGITS:
        raise IdentifierError("huge", found=found)
    return int(digits)


@lru_cache(maxsize=8192)
def _days(first: str, last: str, found: str) -> Vintage:
    """The period of two printed days; `found` is what the message shows, and empty where there is none to show."""
    one, two = _day(first), _day(last)
    if one is None or two is None or two < one:
        raise IdentifierError("vintage", found=found, value=first if one is None else last)
    return Vintage(None, one, two)


@lru_cache(maxsize=512)
def _year(digits: str) -> Vintage | None:
    year = int(digits)
    return Vintage(year, None, None) if 1980 <= year <= 2199 else None


def _vintage(spec: LayoutSpec, parts: Mapping[str, str], found: str) -> Vintage | None:
    if not spec.vintage:
        return None
    if len(spec.vintage) == 2:
        first, last = spec.vintage
        try:
            return _days(parts[first], parts[last], "")
        except IdentifierError:
            return _days(parts[first], parts[last], found)
    printed = parts.get(spec.vintage[0])
    if printed is None:
        return None
    vintage = _year(printed)
    if vintage is None:
        raise IdentifierError("vintage", found=found, value=printed)
    return vintage


_ART_PROGRAMMES: Final = {"ART": Programme.ART, "FCPF": Programme.OTHER}
_OLD_SCHEMES: Final = {
    "KC": Programme.DOMESTIC_CREDIT,
    "KCP": Programme.DOMESTIC_CREDIT,
    "JVR": Programme.J_VER,
}


def _programme(layout: Layout, spec: LayoutSpec, parts: Mapping[str, str]) -> str | None:
    if layout is Layout.ART:
        return _ART_PROGRAMMES[parts["standard"]].value
    if layout is Layout.JCREDIT_OLD_PROJECT:
        return _OLD_SCHEMES[parts["scheme"]].value
    return spec.programme and spec.programme.value


def _taken_apart(layout: Layout, found: re.Match[str]) -> Identifier:
    spec = LAYOUTS[layout]
    text = found[0]
    parts = found.groupdict()
    if not all(parts.values()):
        parts = {name: part for name, part in parts.items() if part}
    if spec.amend is not None:
        parts = spec.amend(parts, text)
    first = last = None
    if (digits := parts.get("first")) is not None:
        first = last = _number(digits, text)  # one full serial is one unit
        if (digits := parts.get("last")) is not None:
            last = _number(digits, text)
        _check_range(first, last, text)
    return Identifier(
        layout,
        _programme(layout, spec, parts),
        spec.registry,
        parts.get(spec.project),
        parts.get(spec.party),
        _vintage(spec, parts, text),
        first,
        last,
        tuple(parts.items()),
        spec.prefix.format_map(parts if "more" in parts or not spec.open else {**parts, "more": ""}),
    )


def parse_as(layout: Layout, text: str) -> Identifier:
    """Read a text as an identifier of one layout, forgiving width, spaces, kinds of hyphen and letter case.

    Errors: IdentifierError, saying what to do.
    """
    if layout is Layout.OPAQUE:
        return _opaque(text, None)
    spec = LAYOUTS[layout]
    if found := spec.pattern.fullmatch(text):
        return _taken_apart(layout, found)
    clean = _clean(text)
    if not clean:
        raise IdentifierError("empty")
    for candidate in _candidates(layout, clean):
        if found := spec.pattern.fullmatch(candidate):
            return _taken_apart(layout, found)
    if _SCIENTIFIC.search(clean):
        raise IdentifierError("scientific", found=text)
    raise IdentifierError("layout", found=text, name=spec.name, example=spec.example)


def parse_identifier(text: str, programme: str | None = None) -> Identifier:
    """Read a serial number, or a block of them, of a programme; without one, of any programme that prints a layout.

    Where the programme's layout is not established, or the text fits none, the answer is an opaque identifier: its
    shape says nothing. Errors: IdentifierError for an empty text, reversed or huge numbers, digits lost to scientific
    notation, and for a text that is not in the established layout of VCS, Gold Standard, ACR or CAR.
    """
    layouts = _ANY if programme is None else _OF_PROGRAMME.get(programme, ())
    for layout in layouts:
        if found := LAYOUTS[layout].pattern.fullmatch(text):
            return _taken_apart(layout, found)
    clean = _clean(text)
    if not clean:
        raise IdentifierError("empty")
    for layout in layouts:
        for candidate in _candidates(layout, clean):
            if found := LAYOUTS[layout].pattern.fullmatch(candidate):
                return _taken_apart(layout, found)
    if _SCIENTIFIC.search(clean):
        raise IdentifierError("scientific", found=text)
    if programme in _ENFORCED:
        spec = LAYOUTS[layouts[0]]
        raise IdentifierError("layout", found=text, name=spec.name, example=spec.example)
    return _opaque(clean, programme)


def _opaque(text: str, programme: str | None) -> Identifier:
    """Keep a text whose layout is not known; a range is read only where two serials are visibly divided."""
    clean = _clean(text)
    if not clean:
        raise IdentifierError("empty")
    first = last = None
    halves = [h.strip() for h in _BETWEEN.split(clean, maxsplit=1)]
    prefix = parse_serial_number(halves[0]).prefix
    if len(halves) == 2:
        one, two = (parse_serial_number(half) for half in halves)
        if two.prefix in ("", one.prefix) and one.number is not None and two.number is not None:
            first, last = one.number, two.number
            _check_range(first, last, clean)
    return Identifier(
        Layout.OPAQUE, programme, None, None, None, None, first, last, (("text", clean),), prefix
    )


def build(layout: Layout, **parts: str) -> Identifier:
    """Make an identifier of a layout from its parts.

    Errors: KeyError for a part that the layout needs, IdentifierError where the parts do not fit it.
    """
    return parse_as(layout, _printed(LAYOUTS[layout], parts))


def shape_fits(text: str, programme: str) -> bool | None:
    """Whether a serial number has the shape of its programme; None where no established layout could tell (ID-03)."""
    try:
        found = parse_identifier(text, programme)
    except IdentifierError:
        return False if programme in _ENFORCED else None
    return True if LAYOUTS[found.layout].basis is Basis.REAL else None


@lru_cache(maxsize=64)
def range_layouts(programme: str | None) -> tuple[Layout, ...]:
    """The layouts that show a range and were seen in a registry's own rows: a programme's, or those of any."""
    layouts = _ANY if programme is None else _OF_PROGRAMME.get(programme, ())
    return tuple(
        x for x in layouts if LAYOUTS[x].basis is Basis.REAL and "first" in LAYOUTS[x].pattern.groupindex
    )


def whole_block(layouts: tuple[Layout, ...], first: str, last: str) -> Identifier | None:
    """What two ends, each written in full, show together: each the text of the whole block, or each that of one unit.

    None where the texts are in none of the layouts. Errors: IdentifierError where they are, and yet make no block.
    """
    for layout in layouts:
        try:
            one = parse_as(layout, first)
            return _joined(one, one if last == first else parse_as(layout, last))
        except IdentifierError as error:
            if error.code not in _ELSEWHERE:
                raise
    return None


_ELSEWHERE: Final = frozenset({"layout", "scientific", "empty"})
"""Mistakes by which a text is not in a layout at all."""


def _joined(one: Identifier, two: Identifier) -> Identifier:
    """Two identifiers of one layout as one block."""
    numbers, others = one.range, two.range
    if numbers is None or others is None:
        raise IdentifierError("no-numbers", found=str(one))
    if (one.prefix or _but_numbers(one)) != (two.prefix or _but_numbers(two)):
        raise IdentifierError("halves", found=f"{one} – {two}")
    if numbers == others:
        return one
    if numbers.tonnes != 1 or others.tonnes != 1:
        raise IdentifierError("halves", found=f"{one} – {two}")
    return one.numbered(numbers.first, others.last)


def _but_numbers(identifier: Identifier) -> tuple[tuple[str, str], ...]:
    return tuple(part for part in identifier.parts if part[0] not in ("first", "last"))


def numbered_as(layout: Layout, prefix: str, numbers: SerialRange) -> Identifier | None:
    """A block as the facts hold it, prefix and numbers, in a layout; None where they are not of it."""
    spec, prefix = LAYOUTS[layout], prefix.upper()
    if layout is Layout.VERRA:
        return _verra(prefix, numbers)
    head, mark, tail = spec.template.partition("{first}")
    if layout is Layout.CERCARBONO and prefix.endswith("-"):
        shown = prefix.removesuffix("-") + ", "  # the range stands in columns of its own
    elif mark and prefix and head == spec.prefix:
        shown = prefix
    else:
        return None
    try:
        return parse_as(layout, shown + (mark + tail).format(first=numbers.first, last=numbers.last))
    except IdentifierError:
        return None


def _verra(prefix: str, numbers: SerialRange) -> Identifier | None:
    found = _VERRA_PREFIX.fullmatch(prefix)
    if found is None:
        return None
    try:
        period = _days(found["from"], found["to"], prefix)
    except IdentifierError:
        return None
    spec = LAYOUTS[Layout.VERRA]
    return Identifier(
        Layout.VERRA, _programme(Layout.VERRA, spec, {}), spec.registry, found["project"], None, period,
        numbers.first, numbers.last, tuple(found.groupdict().items()), prefix,
    )  # fmt: skip


def printed_block(programme: str, first: str, last: str) -> Identifier | None:
    """What the first and the last serial of a block show together, in an established layout of the programme.

    Both may be the registry's text for the whole block, two full serials, or the prefix with a number behind it, as
    `Identifier.serials` gives them. None where the texts are in no layout that was seen in the registry's own rows.
    """
    layouts = range_layouts(programme)
    try:
        if (whole := whole_block(layouts, first, last)) is not None:
            return whole
        prefix, numbers = parse_range(first, last)
    except ValueError:
        return None
    return next((x for layout in layouts if (x := numbered_as(layout, prefix, numbers)) is not None), None)


_VERRA_PREFIX: Final = re.compile(
    r"VCS-(?P<operator>APX|MER|VER)-(?P<project>\d+)-(?P<from>\d{8})-(?P<to>\d{8})-", re.ASCII
)


def serials_fit(programme: str, first: str, last: str) -> bool | None:
    """Whether a block's serials have the shape of their programme (ID-03).

    None where no established layout could tell, and for bare numbers, which leave out what the registry prints around
    them without contradicting it.
    """
    if programme not in _ENFORCED:
        return None
    if printed_block(programme, first, last) is not None:
        return True
    bare = all(parse_serial_number(text).prefix == "" for text in (first, last))
    return None if bare else False


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared beside an identifier, by a claim or by the other columns of an export."""

    programme: str | None = None
    project: str | None = None
    """The project's number, with or without the registry's prefix."""
    party: str | None = None
    """The country, by code or name."""
    vintage_from: date | None = None
    vintage_to: date | None = None
    quantity: Decimal | int | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One part of an identifier held against what is declared."""

    part: Part
    printed: str
    """What the identifier shows; empty where it does not carry the part."""
    declared: str
    """What is declared; empty where it is not."""
    agrees: bool | None
    """None where one side is missing or cannot be compared."""

    @property
    def text(self) -> Text:
        """A sentence on the outcome."""
        return _AGREEMENTS[self.agrees].filled(
            part=_PARTS[self.part].ja, part_en=_PARTS[self.part].en, printed=self.printed or "—", declared=self.declared or "—"
        )  # fmt: skip


_PARTS: Final = {
    Part.QUANTITY: Text("数量", "quantity"),
    Part.PROGRAMME: Text("制度", "programme"),
    Part.PROJECT: Text("プロジェクト番号", "project"),
    Part.PARTY: Text("国", "country"),
    Part.VINTAGE: Text("ヴィンテージ", "vintage"),
}
_AGREEMENTS: Final[dict[bool | None, Text]] = {
    True: Text(
        "識別番号の{part}（{printed}）は記載（{declared}）と一致します",
        "the {part_en} in the identifier ({printed}) agrees with the one declared ({declared})",
    ),
    False: Text(
        "識別番号の{part}は{printed}、記載は{declared}です。どちらが正しいかを登録簿で確かめてください",
        "the identifier shows the {part_en} {printed}, declared is {declared}: check with the registry which is right",
    ),
    None: Text(
        "識別番号の{part}（{printed}）と記載（{declared}）は比べられません",
        "the {part_en} in the identifier ({printed}) and the one declared ({declared}) cannot be compared",
    ),
}
_PROJECT_NUMBER: Final = re.compile(
    r"(?:(?:VCS|GS|GLD|ACR|CAR|ART|CDC|CDM)[ -]?|[A-Z]{2}-)?0*(\d+)", re.ASCII
)


@lru_cache(maxsize=8192)
def _project_number(text: str) -> str | None:
    found = _PROJECT_NUMBER.fullmatch(text.strip())
    return found[1] if found else None


def compare(identifier: Identifier, declared: Declared) -> tuple[Agreement, ...]:
    """Hold every part that identifier and declaration may share against each other: quantity, programme, project,
    country, vintage, in this order (ID-02, ID-04).

    A vintage year agrees where it lies in the declared period; printed days must be the declared ones.
    """
    return tuple(_agreement(part, held(identifier, declared), identifier, declared) for part, held in _HELD)


def disagreements(identifier: Identifier, declared: Declared) -> tuple[Agreement, ...]:
    """The parts on which identifier and declaration surely disagree: those of `compare` that are False."""
    return tuple(
        [
            _agreement(part, False, identifier, declared)
            for part, held in _HELD
            if held(identifier, declared) is False
        ]
    )


def shows_other(part: Part, identifier: Identifier | None, declared: Declared) -> bool | None:
    """Whether the serials show another value of a part than the one declared; what they do not print denies nothing."""
    if identifier is None or _PRINTED[part](identifier) is None:
        return False
    agrees = next(held for at, held in _HELD if at is part)(identifier, declared)
    return None if agrees is None else not agrees


def _agreement(part: Part, agrees: bool | None, identifier: Identifier, declared: Declared) -> Agreement:
    """The outcome with both sides as texts; only made where somebody reads it."""
    printed: object
    stated: object
    match part:
        case Part.QUANTITY:
            printed, stated = identifier.tonnes, declared.quantity
        case Part.PROGRAMME:
            printed, stated = _own_programme(identifier), declared.programme
        case Part.PROJECT:
            printed, stated = identifier.project, declared.project
        case Part.PARTY:
            printed, stated = identifier.party, declared.party
        case Part.VINTAGE:
            first, last = declared.vintage_from, declared.vintage_to
            printed = identifier.vintage
            stated = None if first is None and last is None else f"{first or '…'}/{last or '…'}"
    return Agreement(part, _text(printed), _text(stated), agrees)


def _text(value: object) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _own_programme(identifier: Identifier) -> str | None:
    """The programme an identifier itself shows; an opaque one does by its scheme symbol only."""
    if identifier.layout is not Layout.OPAQUE:
        return identifier.programme
    symbol = identifier.symbol
    named = JCREDIT_SYMBOLS[symbol] if symbol is not None else None
    return named.value if named is not None else None


def _quantity(identifier: Identifier, declared: Declared) -> bool | None:
    first, last, stated = identifier.first, identifier.last, declared.quantity
    return None if first is None or last is None or stated is None else last - first + 1 == stated


def _same_programme(identifier: Identifier, declared: Declared) -> bool | None:
    stated, printed = declared.programme, _own_programme(identifier)
    return None if printed is None or stated is None else printed == stated


def _project(identifier: Identifier, declared: Declared) -> bool | None:
    printed, stated = identifier.project, declared.project
    if printed is None or stated is None:
        return None
    if printed == stated:
        return True
    one, two = _project_number(printed), _project_number(stated)
    return None if one is None or two is None else one == two


def _party(identifier: Identifier, declared: Declared) -> bool | None:
    printed, stated = identifier.party, declared.party
    if printed is None or stated is None:
        return None
    one, two = alpha2(printed), alpha2(stated)
    return None if one is None or two is None else one == two


def _period(identifier: Identifier, declared: Declared) -> bool | None:
    vintage, first, last = identifier.vintage, declared.vintage_from, declared.vintage_to
    if vintage is None:
        return None
    year = vintage.year
    if year is not None:
        apart = (first is not None and first.year > year) or (last is not None and last.year < year)
    else:
        apart = (first is not None and first != vintage.first) or (last is not None and last != vintage.last)
    return False if apart else True if first is not None and last is not None else None


_HELD: Final[tuple[tuple[Part, Callable[[Identifier, Declared], bool | None]], ...]] = (
    (Part.QUANTITY, _quantity),
    (Part.PROGRAMME, _same_programme),
    (Part.PROJECT, _project),
    (Part.PARTY, _party),
    (Part.VINTAGE, _period),
)
_PRINTED: Final[dict[Part, Callable[[Identifier], object]]] = {
    Part.QUANTITY: lambda i: i.tonnes,
    Part.PROGRAMME: _own_programme,
    Part.PROJECT: lambda i: i.project,
    Part.PARTY: lambda i: i.party,
    Part.VINTAGE: lambda i: i.vintage,
}
