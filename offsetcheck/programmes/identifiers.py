"""Serial numbers and other identifiers of the programmes, taken apart into frozen values and printed back whole.

Each layout is one entry of `LAYOUTS`: its pattern, how it is printed again, what its parts mean, and how well it is
established. `parse_identifier` reads a serial number of a programme, `parse_as` any identifier of a known layout,
`compare` holds the printed parts against what is declared beside them.

Where no layout is published (J-Credit, JCM and Article 6.4 serial numbers) the text is kept as it is, and its shape
alone is never held against anyone. Sources: rows of the registries' own exports; for the Article 6.2 identifiers the
common nomenclature as public code implements it; for J-Credit the number page of its homepage.
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

from offsetcheck.facts.models import Programme
from offsetcheck.facts.problems import Text, shortened
from offsetcheck.facts.serials import MAX_SERIAL, SerialRange, parse_serial_number
from offsetcheck.programmes.countries import alpha2

__all__ = [
    "AEF_UNDERLYING_REGISTRIES",
    "JCREDIT_KINDS",
    "JCREDIT_SYMBOLS",
    "LAYOUTS",
    "Agreement",
    "Basis",
    "Declared",
    "Identifier",
    "IdentifierError",
    "Layout",
    "LayoutSpec",
    "Part",
    "Vintage",
    "build",
    "compare",
    "disagreements",
    "parse_as",
    "parse_identifier",
    "shape_fits",
]


class Basis(StrEnum):
    """How well a layout is established."""

    REAL = "real"
    """Seen in rows of the registry itself."""
    PATTERN = "pattern"
    """Given as a pattern by public code for an official list; confirm before relying on it."""
    SINGLE = "single"
    """One example in a third party's text; the meaning of its parts is not known."""
    ILLUSTRATIVE = "illustrative"
    """An authority's sketch; never enforced."""
    UNKNOWN = "unknown"
    """No layout is published."""


class Layout(StrEnum):
    """The layouts known here; the values are stable names."""

    VERRA = "verra-vcu"
    GOLD_STANDARD = "gold-standard"
    KYOTO = "kyoto-unit"
    CDM_RANGE = "cdm-range"
    ACR = "acr"
    CAR = "car"
    ART = "art"
    CERCARBONO = "cercarbono"
    UNDP_OLDER = "undp-older"
    UNDP_NEWER = "undp-newer"
    ITMO_SKETCH = "itmo-sketch-2023"
    JCM_AUTHENTICATION = "jcm-authentication"
    OPAQUE = "opaque"
    JCM_PROJECT = "jcm-project"
    JCM_PIN = "jcm-pin"
    JCM_METHODOLOGY = "jcm-methodology"
    JCM_DOCUMENT = "jcm-document"
    COOPERATIVE_APPROACH = "cooperative-approach"
    AEF_PARTY = "aef-party"
    AEF_REGISTRY = "aef-registry"
    AEF_AUTHORISATION = "aef-authorisation"
    AEF_TIMEFRAME = "aef-timeframe"
    AEF_VERSION = "aef-version"
    JCREDIT_METHODOLOGY = "jcredit-methodology"
    JCREDIT_OLD_PROJECT = "jcredit-old-project"
    CDM_PROJECT = "cdm-project"
    UN_PLATFORM = "un-platform-cancellation"
    ARB_ISSUANCE = "arb-issuance"
    ISOMETRIC = "isometric"


class Part(StrEnum):
    """What of an identifier is compared with a declared value."""

    QUANTITY = "quantity"
    PROGRAMME = "programme"
    PROJECT = "project"
    PARTY = "party"
    VINTAGE = "vintage"


class IdentifierError(ValueError):
    """A text cannot be read as the identifier it should be."""

    text: Text
    """What is wrong and what to do, in both languages."""
    code: str
    """The kind of mistake, in kebab-case."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.text = _ERRORS[code].filled(
            **{k: shortened(v) if isinstance(v, str) else v for k, v in values.items()}
        )
        super().__init__(self.text.en)


_ERRORS: Final[dict[str, Text]] = {
    "empty": Text("識別番号が空です。登録簿の表示のとおりに記入してください", "the identifier is empty: enter it as the registry shows it"),
    "scientific": Text(
        "「{found}」は指数表記で、桁が失われています。セルの書式を文字列にして全桁を記入してください",
        "“{found}” is in scientific notation, which loses digits: format the cell as text and enter it in full",
    ),
    "layout": Text(
        "「{found}」は{name}の番号の形式ではありません（例：{example}）。登録簿の表示と見比べてください",
        "“{found}” is not written as {name} writes it (an example: {example}): compare it with the registry's page",
    ),
    "reversed": Text(
        "最初の番号{first}が最後の番号{last}より大きくなっています。小さい番号を先に記入してください",
        "the first number {first} is greater than the last number {last}: write the smaller one first",
    ),
    "huge": Text(
        "「{found}」の番号は10の30乗を超えます。二つの番号がつながっていないかを確かめてください",
        "a number in “{found}” is greater than 10^30: check whether two numbers were run together",
    ),
    "halves": Text(
        "「{found}」の前後の番号は、通し番号以外の部分が異なります。範囲を分けて記入してください",
        "the two serials of “{found}” differ in more than their number: enter two blocks",
    ),
    "vintage": Text(
        "「{found}」に含まれる日付 {value} は暦にないか、順序が逆です。登録簿の表示と見比べてください",
        "the date {value} in “{found}” is not in the calendar or its period is reversed: compare it with the registry's page",
    ),
    "no-numbers": Text(
        "「{found}」の形式は番号の範囲を持ちません", "the layout of “{found}” does not carry a range of numbers"
    ),
}  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class LayoutSpec:
    """One layout: how it is read, printed and understood."""

    name: str
    """What prints it, for messages."""
    pattern: re.Pattern[str]
    """The canonical form; its groups are the parts."""
    template: str
    """How the parts are printed again."""
    example: str
    basis: Basis
    source: str
    programme: Programme | None = None
    registry: str | None = None
    short: str = ""
    """How it is printed where the range is left out."""
    prefix: str = ""
    """The parts within which the numbers are unique."""
    project: str = ""
    """The name of the part that is the project."""
    party: str = ""
    """The name of the part that is the country."""
    vintage: tuple[str, ...] = ()
    """The names of the parts that are the vintage: a year, or a first and a last day as DDMMYYYY."""
    open: bool = False
    """Whether further parts may follow those that are named."""
    amend: Callable[[dict[str, str], str], dict[str, str]] | None = None
    """Checks and completes the parts once they are matched."""


_RANGE: Final = r"(?P<first>\d+) to (?P<last>\d+)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


def _kyoto(parts: dict[str, str], found: str) -> dict[str, str]:
    """Two full serials make a block where only their number differs."""
    again = {name: parts.pop(name, None) for name in ("party2", "unit2", "tail2")}
    tail = "-".join(parts[name] for name in ("commitment", "applicable", "activity", "project"))
    if "last" in parts and (again["party2"], again["unit2"], again["tail2"]) != (
        parts["party"],
        parts["unit"],
        tail,
    ):
        raise IdentifierError("halves", found=found)
    return parts


def _cercarbono(parts: dict[str, str], found: str) -> dict[str, str]:
    """The vintage is the one segment that reads as a year of this or the last century."""
    years = [s for s in parts["segments"].split("_") if re.fullmatch(r"(?:19|20)\d\d", s)]
    return {**parts, "vintage": years[-1]} if years else parts


def _timeframe(parts: dict[str, str], found: str) -> dict[str, str]:
    if parts["from"] > parts["to"]:
        raise IdentifierError("reversed", first=parts["from"], last=parts["to"])
    return parts


LAYOUTS: Final[Mapping[Layout, LayoutSpec]] = {
    Layout.VERRA: LayoutSpec(
        "Verra",
        _pattern(
            r"(?P<batch>\d+)-(?P<first>\d+)-(?P<last>\d+)-"
            r"(?P<unit>VCS-VCU(?=-\d+-VER-)|VCU(?=-\d+-(?:APX|MER)-))-(?P<account>\d+)-(?P<operator>APX|MER|VER)-"
            r"(?P<party>[A-Z]{2})-(?P<scope>\d+)-(?P<project>\d+)-(?P<from>\d{8})-(?P<to>\d{8})-(?P<certified>[01])"
        ),
        "{batch}-{first}-{last}-{unit}-{account}-{operator}-{party}-{scope}-{project}-{from}-{to}-{certified}",
        "19385-941467007-941467431-VCS-VCU-1507-VER-ET-14-1340-01012020-31122020-1",
        Basis.REAL,
        "Verra's exports, in three generations: VCU-nnn-APX, VCU-nnn-MER, VCS-VCU-nnn-VER. Numbers run on across "
        "batches, and began anew at 1 when Verra took the registry over: so the prefix holds operator, project and "
        "period, but neither the batch nor the last digit, which an additional certification may change.",
        Programme.VCS,
        "Verra",
        prefix="VCS-{operator}-{project}-{from}-{to}-",
        project="project",
        party="party",
        vintage=("from", "to"),
    ),
    Layout.GOLD_STANDARD: LayoutSpec(
        "Gold Standard",
        _pattern(
            r"GS(?P<series>\d+)-(?P<block>\d+)-(?P<party>[A-Z]{2})-GS(?P<project>\d+)-(?P<type>\d+)-"
            r"(?P<vintage>\d{4})-(?P<batch>\d+)-(?P<first>\d+)-(?P<last>\d+)"
        ),
        "GS{series}-{block}-{party}-GS{project}-{type}-{vintage}-{batch}-{first}-{last}",
        "GS1-1-KE-GS11603-16-2025-30256-110-5463",
        Basis.REAL,
        "Gold Standard's exports; numbers begin anew in each batch.",
        Programme.GOLD_STANDARD,
        "Gold Standard",
        prefix="GS{series}-{block}-{party}-GS{project}-{type}-{vintage}-{batch}-",
        project="project",
        party="party",
        vintage=("vintage",),
    ),
    Layout.KYOTO: LayoutSpec(
        "the Kyoto unit serials",
        _pattern(
            r"(?P<party>[A-Z]{2})-(?P<unit>\d)-(?P<first>\d+)-(?P<commitment>\d)-(?P<applicable>\d)-(?P<activity>\d)"
            r"-(?P<project>\d+)(?: - (?P<party2>[A-Z]{2})-(?P<unit2>\d)-(?P<last>\d+)-(?P<tail2>\d-\d-\d-\d+))?"
        ),
        "{party}-{unit}-{first}-{commitment}-{applicable}-{activity}-{project} - "
        "{party}-{unit}-{last}-{commitment}-{applicable}-{activity}-{project}",
        "RW-5-1463953-2-2-0-7014 - RW-5-1467609-2-2-0-7014",
        Basis.REAL,
        "CERs listed by Gold Standard: two full serials make a block. Numbers are those of the CDM registry, unique "
        "within the host Party; that the second part is the kind of unit (5 = CER) is not documented here.",
        Programme.CDM,
        "CDM",
        short="{party}-{unit}-{first}-{commitment}-{applicable}-{activity}-{project}",
        project="project",
        party="party",
        amend=_kyoto,
    ),
    Layout.CDM_RANGE: LayoutSpec(
        "the CDM registry",
        _pattern(r"(?P<first>\d+) - (?P<last>\d+)"),
        "{first} - {last}",
        "65142364 - 65147657",
        Basis.REAL,
        "The CDM registry's issuance and cancellation lists; numbers begin anew in each host Party.",
        Programme.CDM,
        "CDM",
    ),
    Layout.ACR: LayoutSpec(
        "ACR",
        _pattern(
            rf"ACR-(?P<party>[A-Z]{{2}})-(?P<project>\d+)-(?P<vintage>\d{{4}})-(?P<batch>\d+)-{_RANGE}"
        ),
        "ACR-{party}-{project}-{vintage}-{batch}-{first} to {last}",
        "ACR-FR-1129-2025-2917-30932 to 35143",
        Basis.REAL,
        "ACR's exports.",
        Programme.ACR,
        "ACR",
        prefix="ACR-{party}-{project}-{vintage}-{batch}-",
        project="project",
        party="party",
        vintage=("vintage",),
    ),
    Layout.CAR: LayoutSpec(
        "the Climate Action Reserve",
        _pattern(
            r"CAR-(?P<unit>\d+|ROC)-(?P<party>[A-Z]{2})-(?P<project>\d+)-(?P<type>\d+)-(?P<site>\d+)-"
            rf"(?P<state>[A-Z]{{2,4}})-(?P<vintage>\d{{4}})-(?P<batch>\d+)-{_RANGE}"
        ),
        "CAR-{unit}-{party}-{project}-{type}-{site}-{state}-{vintage}-{batch}-{first} to {last}",
        "CAR-1-US-1335-31-983-KS-2025-9205-1 to 5000",
        Basis.REAL,
        "The Reserve's exports; ROC marks registry offset credits on their way to a compliance programme.",
        Programme.CAR,
        "Climate Action Reserve",
        prefix="CAR-{unit}-{party}-{project}-{type}-{site}-{state}-{vintage}-{batch}-",
        project="project",
        party="party",
        vintage=("vintage",),
    ),
    Layout.ART: LayoutSpec(
        "the ART registry",
        _pattern(
            rf"(?P<standard>ART|FCPF)-(?P<party>[A-Z]{{2}})-(?P<project>\d+)-(?P<vintage>\d{{4}})-(?P<batch>\d+)-{_RANGE}"
        ),
        "{standard}-{party}-{project}-{vintage}-{batch}-{first} to {last}",
        "ART-GY-102-2021-11-2759599 to 2760598",
        Basis.REAL,
        "The ART registry's exports, which also hold units of the FCPF Carbon Fund: those are no TREES credits.",
        None,
        "ART",
        prefix="{standard}-{party}-{project}-{vintage}-{batch}-",
        project="project",
        party="party",
        vintage=("vintage",),
    ),
    Layout.CERCARBONO: LayoutSpec(
        "Cercarbono",
        _pattern(
            r"(?P<segments>CDC_(?P<project>\d+)(?:_[A-Z0-9]+)+)(?:, (?P<first>\d+)-(?P<last>\d+))?(?P<vintage>)"
        ),
        "{segments}, {first}-{last}",
        "CDC_1_1_1_321_14_1_2009, 4426-4971",
        Basis.REAL,
        "EcoRegistry's lists: the number of segments varies, the year may be missing, BF and BFC mark the buffer, and "
        "the range stands in columns of its own (written behind a comma here).",
        Programme.OTHER,
        "EcoRegistry",
        short="{segments}",
        prefix="{segments}-",
        project="project",
        vintage=("vintage",),
        amend=_cercarbono,
    ),
    Layout.UNDP_OLDER: LayoutSpec(
        "the older UNDP national registry",
        _pattern(
            r"(?P<party>[A-Z]{2})-ITMO-(?P<sector>\d{1,2})-(?P<project>\d+)-(?P<vintage>\d{4})-(?P<zero>\d+)-"
            r"(?P<first>\d+)-(?P<last>\d+)"
        ),
        "{party}-ITMO-{sector}-{project}-{vintage}-{zero}-{first}-{last}",
        "VU-ITMO-11-356-2022-0-27-35",
        Basis.REAL,
        "Documentation of the UNDP national registry: country, sector, programme, year, zero, start, end.",
        prefix="{party}-ITMO-{sector}-{project}-{vintage}-{zero}-",
        project="project",
        party="party",
        vintage=("vintage",),
    ),
    Layout.UNDP_NEWER: LayoutSpec(
        "the newer UNDP national registry",
        _pattern(
            r"(?P<credit>[A-Za-z0-9]+)-(?P<holder>[A-Z]{2,3})-(?P<party>[A-Z]{2,3})-(?P<project>[A-Za-z0-9]+)-"
            r"(?P<first>\d+)-(?P<last>\d+)-(?P<vintage>\d{4})"
        ),
        "{credit}-{holder}-{party}-{project}-{first}-{last}-{vintage}",
        "A1-VUT-VUT-356-27-35-2022",
        Basis.PATTERN,
        "Public code of the UNDP national registry; its separator can be configured, only the hyphen is read here.",
        prefix="{credit}-{holder}-{party}-{project}-{vintage}-",
        project="project",
        party="party",
        vintage=("vintage",),
    ),
    Layout.ITMO_SKETCH: LayoutSpec(
        "the secretariat's sketch of 2023",
        _pattern(
            r"(?P<approach>CA\d{3,4})-(?P<registry>[A-Z0-9]+)-(?P<party>[A-Z]{2,3})-(?P<first>\d+)-(?P<last>\d+)-"
            r"(?P<vintage>\d{4})(?P<more>(?:-[A-Za-z0-9]+)*)"
        ),
        "{approach}-{registry}-{party}-{first}-{last}-{vintage}{more}",
        "CA002-BK1-BK-1236500-1237500-2022",
        Basis.ILLUSTRATIVE,
        "An ITMO identifier holds at least approach, registry, first transferring Party, serial and vintage; the "
        "sketch carried further parts that were undecided, so it is never enforced.",
        prefix="{approach}-{registry}-{party}-{vintage}{more}-",
        party="party",
        vintage=("vintage",),
        open=True,
    ),
    Layout.JCM_AUTHENTICATION: LayoutSpec(
        "JCM",
        _pattern(
            r"JCM-(?P<from>[A-Z]{2})-(?P<to>[A-Z]{2})-(?P<year>\d{4})-(?P<group>\d+)-(?P<number>\d+)"
        ),
        "JCM-{from}-{to}-{year}-{group}-{number}",
        "JCM-TH-JP-2018-3026-01401",
        Basis.SINGLE,
        "One example in a third party's text. What the parts mean is not known, nor whether it is the 識別番号.",
        Programme.JCM,
    ),
    Layout.OPAQUE: LayoutSpec(
        "the registry",
        _pattern(r"(?P<text>(?s:.+))"),
        "{text}",
        "JCL-0000-120001 ～ JCL-0000-120149",
        Basis.UNKNOWN,
        "No layout of J-Credit, JCM or Article 6.4 serial numbers is published: the text is kept, not judged.",
    ),
    Layout.JCM_PROJECT: LayoutSpec(
        "JCM",
        _pattern(r"(?P<project>(?P<party>[A-Z]{2})\d{3})"),
        "{project}",
        "TH014",
        Basis.REAL,
        "JCM project pages: alpha-2 code and three digits.",
        Programme.JCM,
        project="project",
        party="party",
    ),
    Layout.JCM_PIN: LayoutSpec(
        "JCM",
        _pattern(r"(?P<party>[A-Z]{2})_PIN(?P<number>\d{3})"),
        "{party}_PIN{number}",
        "GE_PIN001",
        Basis.REAL,
        "JCM project idea notes (事業概要).",
        Programme.JCM,
        party="party",
    ),
    Layout.JCM_METHODOLOGY: LayoutSpec(
        "JCM",
        _pattern(r"(?P<party>[A-Z]{2})_(?P<stage>AM|PM)(?P<number>\d{3})"),
        "{party}_{stage}{number}",
        "VN_AM015",
        Basis.REAL,
        "JCM methodologies: AM approved, PM proposed. REDD+ methodologies may differ.",
        Programme.JCM,
        party="party",
    ),
    Layout.JCM_DOCUMENT: LayoutSpec(
        "JCM",
        _pattern(r"JCM_(?P<party>[A-Z]{2})_(?P<form>[A-Za-z_]+)_ver(?P<version>\d{2}\.\d)"),
        "JCM_{party}_{form}_ver{version}",
        "JCM_MN_F_Iss_Req_ver04.0",
        Basis.REAL,
        "Names of JCM forms and guidelines.",
        Programme.JCM,
        party="party",
    ),
    Layout.COOPERATIVE_APPROACH: LayoutSpec(
        "the Article 6 database",
        _pattern(r"CA(?P<number>\d{4})"),
        "CA{number}",
        "CA0001",
        Basis.PATTERN,
        "Common nomenclature; the numbers of the JCM approaches are not known.",
    ),
    Layout.AEF_PARTY: LayoutSpec(
        "the agreed electronic format",
        _pattern(r"(?P<party>[A-Z]{3})"),
        "{party}",
        "THA",
        Basis.REAL,
        "ISO 3166-1 alpha-3, and reserved codes such as EUE.",
        party="party",
    ),
    Layout.AEF_REGISTRY: LayoutSpec(
        "the agreed electronic format",
        _pattern(r"(?P<party>[A-Z]{3})(?P<number>\d{2})"),
        "{party}{number}",
        "JPN01",
        Basis.PATTERN,
        "Party ITMO registry id of the common nomenclature.",
        party="party",
    ),
    Layout.AEF_AUTHORISATION: LayoutSpec(
        "the agreed electronic format",
        _pattern(r"(?P<text>[A-Za-z0-9 -]+)"),
        "{text}",
        "THA 2025-014",
        Basis.PATTERN,
        "Assigned by the Party: letters, digits, spaces and hyphens.",
    ),
    Layout.AEF_TIMEFRAME: LayoutSpec(
        "the agreed electronic format",
        _pattern(r"(?P<from>\d{4}) - (?P<to>\d{4})"),
        "{from} - {to}",
        "2021 - 2030",
        Basis.PATTERN,
        "The authorised timeframe: two years.",
        amend=_timeframe,
    ),
    Layout.AEF_VERSION: LayoutSpec(
        "the agreed electronic format",
        _pattern(r"(?P<major>[1-9]\d*)\.(?P<minor>\d+)"),
        "{major}.{minor}",
        "1.0",
        Basis.PATTERN,
        "The version of a submission; the first is 1.0.",
    ),
    Layout.JCREDIT_METHODOLOGY: LayoutSpec(
        "J-Credit",
        _pattern(
            r"(?P<field>EN-[SR]|IN|AG|WA|FO)-(?P<number>\d{3})(?: Ver\. (?P<version>\d+\.\d+)(?P<more>(?:および\d+\.\d+)*))?"
        ),
        "{field}-{number} Ver. {version}{more}",
        "FO-001 Ver. 4.0",
        Basis.REAL,
        "The list of registered J-Credit projects; members of one project may follow two versions.",
        Programme.J_CREDIT,
        "J-Credit",
        short="{field}-{number}",
    ),
    Layout.JCREDIT_OLD_PROJECT: LayoutSpec(
        "the predecessors of J-Credit",
        _pattern(r"(?P<project>(?P<scheme>KCP|KC|JVR)\d+)"),
        "{project}",
        "KC0003",
        Basis.REAL,
        "The list of registered projects: KC and KCP 国内クレジット, JVR J-VER.",
        None,
        "J-Credit",
        project="project",
    ),
    Layout.CDM_PROJECT: LayoutSpec(
        "the CDM registry",
        _pattern(r"(?P<party>[A-Z]{2})-(?P<project>\d+)"),
        "{party}-{project}",
        "BR-2569",
        Basis.REAL,
        "Project identifiers of the CDM registry's cancellation lists.",
        Programme.CDM,
        "CDM",
        project="project",
        party="party",
    ),
    Layout.UN_PLATFORM: LayoutSpec(
        "the UN Carbon Offset Platform",
        _pattern(r"VC(?P<number>\d+)/(?P<year>\d{4})"),
        "VC{number}/{year}",
        "VC101/2019",
        Basis.REAL,
        "References of voluntary cancellations on the UN platform; they carry no serial numbers.",
        Programme.CDM,
    ),
    Layout.ARB_ISSUANCE: LayoutSpec(
        "the California Air Resources Board",
        _pattern(r"(?P<project>CA[A-Z]{2}\d+)-(?P<issuance>[A-Z]+\d*)"),
        "{project}-{issuance}",
        "CAOD1007-A",
        Basis.REAL,
        "ARB's issuance table: project and issuance, no serial numbers.",
        Programme.OTHER,
        "ARB",
        project="project",
    ),
    Layout.ISOMETRIC: LayoutSpec(
        "Isometric",
        _pattern(r"(?P<kind>iss|ret|prj|org|spl)_(?P<id>[0-9A-Z]{16})"),
        "{kind}_{id}",
        "iss_1KP6EDZ8K1S036PY",
        Basis.REAL,
        "Isometric's registry: ids and kilograms, no serial numbers.",
        Programme.OTHER,
        "Isometric",
    ),
}  # fmt: skip
"""Every layout known here."""

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

AEF_UNDERLYING_REGISTRIES: Final = frozenset(
    ("VCS", "GS", "CAR", "ACR", "ART", "GCC", "Cercarbono", "Isometric", "ISFL", "FCPF", "T-VER", "JCM")
)
"""Underlying unit registries that the common nomenclature of 2026-02-17 names, as public code lists them."""

JCREDIT_SYMBOLS: Final[dict[str, Programme | None]] = {
    "JC": Programme.J_CREDIT,
    "JCL": Programme.J_CREDIT,
    "KC": Programme.DOMESTIC_CREDIT,
    "KCP": Programme.DOMESTIC_CREDIT,
    "KCL": None,
    "JP": Programme.J_VER,
    "NIG": Programme.J_VER,
    "KOC": Programme.J_VER,
}
"""制度記号 and the scheme each stands for. JCL is usable for the Keidanren plan, NIG and KOC are the J-VER of Niigata
and Kochi. KCL stands on a broker's page where the official table has KCP: it is known, but not settled.
Sources: J-Credit homepage, number page (read in a copy of 2023); wastebox.net FAQ for NIG, KOC and KCL.
"""

JCREDIT_KINDS: Final = ("ER", "ERL", "FM", "KC", "KCP", "JRM", "KRM")
"""クレジット種別 as far as the number page could be read; the list may be longer."""

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
    parts = {name: part for name, part in found.groupdict().items() if part}
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
_PROJECT_NUMBER: Final = re.compile(r"(?:VCS|GS|GLD|ACR|CAR|ART|CDC-?|[A-Z]{2}-)?0*(\d+)", re.ASCII)


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
