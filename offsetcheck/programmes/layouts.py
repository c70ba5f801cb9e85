"""The layouts of serial numbers and other identifiers: how each is written, what its parts mean, how sure we are.

One entry of `LAYOUTS` is one layout. Where none is published (J-Credit, JCM and Article 6.4 serial numbers) there is
`OPAQUE`, which takes any text. Sources: rows of the registries' own exports; for the Article 6.2 identifiers the common
nomenclature as public code implements it; for J-Credit the number page of its homepage.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from offsetcheck.facts.models import Programme
from offsetcheck.facts.problems import Text, shortened

__all__ = [
    "AEF_UNDERLYING_REGISTRIES",
    "JCREDIT_KINDS",
    "JCREDIT_SYMBOLS",
    "LAYOUTS",
    "Basis",
    "IdentifierError",
    "Layout",
    "LayoutSpec",
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
    AEF_ITMO = "aef-itmo"
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
    Layout.AEF_ITMO: LayoutSpec(
        "the agreed electronic format",
        _pattern(
            r"(?P<approach>CA\d{4})-(?P<registry>[A-Z]{3}\d{2})-(?P<party>[A-Z]{3})-"
            r"(?P<serial>\d{1,3}(?:,\d{3})+|\d+)-(?P<vintage>\d{4})"
        ),
        "{approach}-{registry}-{party}-{serial}-{vintage}",
        "CA0001-THA01-THA-1001-2025",
        Basis.PATTERN,
        "One ITMO, as public code that checks submissions expects it: the five elements of decision 6/CMA.4, annex I, "
        "paragraph 5. Submissions may give the serial number alone.",
        prefix="{approach}-{registry}-{party}-{vintage}-",
        party="party",
        vintage=("vintage",),
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
        "JCL-0000-120001 ~ JCL-0000-120149",
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
