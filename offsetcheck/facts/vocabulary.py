"""The words a fact is described with: its type, labels, unit, owner and the assurance asked of it."""

from __future__ import annotations

import re
import types
import typing
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, Union

from pydantic import BaseModel, BeforeValidator, Field, PlainSerializer
from pydantic_core import PydanticCustomError

from offsetcheck.facts.countries import alpha2
from offsetcheck.facts.identity import JAPANESE, NO_NAMES, folded
from offsetcheck.facts.methodologies import number_first
from offsetcheck.facts.periods import FiscalYear, ReportingYear


class Owner(StrEnum):
    """Who can settle an open question (law 6)."""

    CLAIMANT = "claimant"
    REGISTRY = "registry"
    REVIEWER = "reviewer"
    AUTHORITY = "authority"


class Reason(StrEnum):
    """Why a fact is missing (law 6)."""

    ABSENT = "absent"
    NOT_YET = "not_yet"
    BELOW_ASSURANCE = "below_assurance"
    EXPIRED = "expired"
    CONFLICT = "conflict"
    OPEN_LIST = "open_list"
    LAW_OPEN = "law_open"


class Level(IntEnum):
    """How well a value is supported (law 7); the last three names rank alike."""

    STATED = 1
    DOCUMENTED = 2
    VERIFIED = 3


#: The level names a file may write; `registry` and `programme` rank with `verified`.
LEVEL_NAMES: dict[str, Level] = {
    "stated": Level.STATED,
    "documented": Level.DOCUMENTED,
    "verified": Level.VERIFIED,
    "registry": Level.VERIFIED,
    "programme": Level.VERIFIED,
}


class Profile(StrEnum):
    """Which minimum of assurance a run asks for (law 7)."""

    SELF_CHECK = "self-check"
    CERTIFICATION = "certification"


class Kind(StrEnum):
    """The type families of the expression language."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    LIST = "list"
    PARTY = "party"
    YEAR = "year"


#: The most digits before the point of a stated number; it keeps every product of two facts inside 38 digits.
NUMBER_DIGITS = 15
TONNES_LIMIT = Decimal(10) ** NUMBER_DIGITS
TONNES_SCALE = 3


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTRY = re.compile("[A-Z]{2}")
#: The years in which a stated day may lie.
FIRST_DAY_YEAR, LAST_DAY_YEAR = 1900, 2199


def _exact_number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number", "a plain number is needed, without units or quotes")
    number = Decimal(value)
    if not number.is_finite() or abs(number) >= TONNES_LIMIT:
        raise PydanticCustomError("number-size", "the number must be smaller than 10^15")
    if number != number.quantize(Decimal(1).scaleb(-TONNES_SCALE)):
        raise PydanticCustomError(
            "number-scale", "at most three decimals are kept: write the tonnes to the kilogram"
        )
    return number


def _exact_tonnes(value: object) -> Decimal:
    number = _exact_number(value)
    if number < 0:
        raise PydanticCustomError("negative", "tonnes must not be negative")
    return number


def _exact_price(value: object) -> Decimal:
    number = _exact_number(value)
    if number < 0:
        raise PydanticCustomError("negative-price", "a price must not be negative")
    return number


def _bounded(digits: int) -> BeforeValidator:
    """A reader of numbers that are not negative and have at most so many digits before the point."""

    def read(value: object) -> Decimal:
        number = _exact_tonnes(value)
        if number >= Decimal(10) ** digits:
            raise PydanticCustomError(
                "number-large", "the number must be smaller than 10^{digits}", {"digits": digits}
            )
        return number

    return BeforeValidator(read)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole", "a whole number is needed")
    if abs(value) >= 10**15:
        raise PydanticCustomError("number-size", "the number must be smaller than 10^15")
    return value


def written_day(text: str) -> date:
    """The day that a text names as YYYY-MM-DD; raises ValueError for any other form, weeks and figures alone among them."""
    if not _DAY.fullmatch(text):
        raise ValueError("the day is written as YYYY-MM-DD")
    return date.fromisoformat(text)


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            day = written_day(value)
        except ValueError:
            raise PydanticCustomError(
                "date-unreal", "there is no {day}: write a day that exists, as YYYY-MM-DD", {"day": value}
            ) from None
        # Outside these years a slip of the keyboard is likelier, and inside them no rule leaves the calendar.
        if not FIRST_DAY_YEAR <= day.year <= LAST_DAY_YEAR:
            raise PydanticCustomError("date-year", "the year lies between 1900 and 2199")
        return day
    raise PydanticCustomError("date", "write the day as YYYY-MM-DD")


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise PydanticCustomError("boolean", "write true or false")
    return value


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str):
        raise PydanticCustomError("text", "a text is needed: put the value in quotes")
    if not value.strip():
        raise PydanticCustomError(
            "text-empty", "the text is empty: leave the line out if the value is not known"
        )
    return value


def _latin(value: object) -> str:
    text = _text(value)
    if JAPANESE.search(text):
        raise PydanticCustomError(
            "latin", "a name in Latin letters is needed, such as Sample Works Co., Ltd."
        )
    return text


def _code(value: object) -> str:
    code = folded(_text(value))
    if not code:
        raise PydanticCustomError("code", "a code of letters and digits is needed")
    return code


#: What stands where a number is still to come: two of them are not one number, and none of them is another's.
_NO_NUMBERS = NO_NAMES | {"未着", "未発行", "発行待ち", "確認中", "申請中", "手続中", "取得中"}


def is_placeholder(text: str) -> bool:
    """Whether a text says that there is no number, or holds none."""
    plain = folded(text).strip("()[]")
    return plain in _NO_NUMBERS or not any(c.isalnum() for c in plain)


def _number_of_thing(value: object) -> str:
    text = _text(value)
    if is_placeholder(text):
        raise PydanticCustomError("placeholder", "a number is needed, or nothing where it is not known")
    return text


def _reference(value: object) -> str:
    return unicodedata.normalize("NFKC", _number_of_thing(value)).strip()


def _methodology(value: object) -> str:
    return number_first(unicodedata.normalize("NFKC", _text(value)).strip())


def _country(value: object) -> str:
    text = _text(value)
    code = alpha2(text) or alpha2(text.upper())
    if code is None:
        raise PydanticCustomError(
            "country", "a code of ISO 3166 is needed, such as JP, or the country's name"
        )
    return code


def _serial(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _plain(number: Decimal) -> str:
    return format(number, "f")


def exceeds(shown: Decimal, claimed: Decimal) -> bool:
    """Whether more tonnes are shown than claimed; a fraction that was rounded up to whole credits is no excess."""
    return shown > claimed.to_integral_value(ROUND_CEILING)


Number = Annotated[Decimal, BeforeValidator(_exact_number), PlainSerializer(_plain, when_used="json")]
Tonnes = Annotated[Decimal, BeforeValidator(_exact_tonnes), PlainSerializer(_plain, when_used="json")]
Price = Annotated[Decimal, BeforeValidator(_exact_price), PlainSerializer(_plain, when_used="json")]
Whole = Annotated[int, BeforeValidator(_whole)]


@dataclass(frozen=True, slots=True)
class _Digits:
    """Marks a number that is not negative with its most digits before the point: products of few digits stay exact."""

    count: int


#: Tonnes of one line of a sheet, an amount of energy, and a factor: small enough that their products can be added up.
LineTonnes = Annotated[Decimal, _bounded(12), PlainSerializer(_plain, when_used="json"), _Digits(12)]
Quantity = Annotated[Decimal, _bounded(9), PlainSerializer(_plain, when_used="json"), _Digits(9)]
Factor = Annotated[Decimal, _bounded(3), PlainSerializer(_plain, when_used="json"), _Digits(3)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_text)]


@dataclass(frozen=True, slots=True)
class _Form:
    """Marks a text that is kept in one form, however it was written."""

    name: str


Code = Annotated[str, BeforeValidator(_code), _Form("code")]
"""A short code of the author's own, without regard to width, case and spaces: HQ and ｈｑ name the same boundary."""
LatinName = Annotated[str, BeforeValidator(_latin), _Form("latin")]
"""A name in another script than Japanese."""
Country = Annotated[str, BeforeValidator(_country), _Form("country")]
"""A country by its ISO 3166 alpha-2 code, whether it was written as a code or as a name."""
NumberOfThing = Annotated[str, BeforeValidator(_number_of_thing), _Form("number")]
"""A number or code as a document prints it; a word that there is none yet is refused."""
Reference = Annotated[str, BeforeValidator(_reference), _Form("reference")]
"""A number or code of a programme, without regard to the width of its characters."""
Methodology = Annotated[str, BeforeValidator(_methodology), _Form("methodology")]
"""A methodology, a J-Credit number first and in its one spelling: 森林経営活動（fo-001） begins with FO-001."""
Serial = Annotated[str, BeforeValidator(_serial), _Form("serial")]
#: The reader of each form of text.
TEXT_FORMS: dict[str, Any] = {
    "": Text,
    "code": Code,
    "country": Country,
    "latin": LatinName,
    "methodology": Methodology,
    "number": NumberOfThing,
    "reference": Reference,
    "serial": Serial,
}
_READERS: dict[str, Callable[[object], str]] = {
    "": _text,
    "code": _code,
    "country": _country,
    "latin": _latin,
    "methodology": _methodology,
    "number": _number_of_thing,
    "reference": _reference,
    "serial": _serial,
}


def kept_text(form: str, text: str) -> str:
    """A text as facts of a form keep it; raises ValueError that says what is needed where it is none."""
    return _READERS[form](text)


@dataclass(frozen=True, slots=True)
class FactType:
    """The type of a fact: its family, its enum members, its digits after the point, and whether it may be negative."""

    kind: Kind
    members: tuple[str, ...] = ()
    scale: int = 0
    signed: bool = True
    item: Kind | None = None
    digits: int = NUMBER_DIGITS
    """The most digits before the point of a stated number."""
    form: str = ""
    """The form in which a text is kept, by its name in `TEXT_FORMS`."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the vocabulary: where it stands, what it is called, who owns it, and what is asked of it."""

    table: str
    path: str
    type: FactType
    ja: str
    en: str
    owner: Owner
    certify: Level
    unit: str | None = None
    future: bool = False
    done: tuple[str, ...] = ()
    computed: bool = False
    papers: bool = False
    """Whether it is shown by papers of the project or the host, or by publications, rather than by an entry of the registry."""

    @property
    def name(self) -> str:
        """The name rules write: `credit.vintage.from`."""
        return f"{self.table}.{self.path}"

    def label(self, lang: str) -> str:
        """The label in the reader's language."""
        return self.ja if lang == "ja" else self.en

    def minimum(self, profile: Profile) -> Level:
        """The level a profile asks of this fact (law 7)."""
        return Level.STATED if profile is Profile.SELF_CHECK else self.certify


def fact(
    ja: str,
    en: str,
    *,
    owner: Owner = Owner.CLAIMANT,
    certify: Level | None = None,
    unit: str | None = None,
    future: bool = False,
    done: tuple[str, ...] = (),
    alias: str | None = None,
    papers: bool = False,
) -> Any:
    """Describe a fact as a pydantic field that may be missing.

    `future` marks a fact about an act that has not happened while a claim is planned; `done` names the values that
    say the act has happened (or can never happen) even then. `papers` marks what is shown by papers of the project or
    the host country, or by publications of the programme, rather than by an entry of the registry.
    """
    level = certify or (Level.VERIFIED if owner is Owner.REGISTRY else Level.DOCUMENTED)
    extra: dict[str, Any] = {"owner": owner.value, "certify": level.name.lower()}
    if unit:
        extra["unit"] = unit
    if future:
        extra["future"] = True
        extra["done"] = list(done)
    if papers:
        extra["papers"] = True
    return Field(default=None, title=ja, description=en, json_schema_extra=extra, alias=alias)


def group(ja: str, en: str) -> Any:
    """Describe a group of facts whose label stands before those of its members."""
    return Field(default=None, title=ja, description=en)


class Group(BaseModel):
    """A group of facts inside a subject, such as a period."""

    model_config = {"extra": "forbid", "frozen": True, "populate_by_name": True, "defer_build": True}


class Subject(BaseModel):
    """A subject of the strata: every field is a fact that may be missing, or a key."""

    model_config = {"extra": "forbid", "frozen": True, "populate_by_name": True, "defer_build": True}


@dataclass(frozen=True, slots=True)
class _PartyMark:
    """Marks a text as a reference to a party of the claim, by id or by name."""


PartyName = Annotated[str, BeforeValidator(_text), _PartyMark()]


def _strip_optional(annotation: Any) -> Any:
    if typing.get_origin(annotation) in (Union, types.UnionType):
        rest = [a for a in typing.get_args(annotation) if a is not type(None)]
        return rest[0] if len(rest) == 1 else Union[tuple(rest)]  # noqa: UP007 - built at run time
    return annotation


def _fact_type(annotation: Any) -> FactType | None:
    """Read the fact type off a field's annotation; None for keys, lists of rows and the like."""
    annotation = _strip_optional(annotation)
    base = annotation
    negative = True
    if typing.get_origin(annotation) is Annotated:
        base = typing.get_args(annotation)[0]
        if any(isinstance(m, _PartyMark) for m in typing.get_args(annotation)[1:]):
            return FactType(Kind.PARTY)
        negative = not any(
            isinstance(m, BeforeValidator) and m.func in (_exact_tonnes, _exact_price)
            for m in typing.get_args(annotation)[1:]
        )
        for mark in typing.get_args(annotation)[1:]:
            if isinstance(mark, _Form):
                return FactType(Kind.TEXT, form=mark.name)
            if isinstance(mark, _Digits):
                return FactType(Kind.NUMBER, scale=TONNES_SCALE, signed=False, digits=mark.count)
    if typing.get_origin(base) in (Union, types.UnionType):
        parts = set(typing.get_args(base))
        if parts <= {FiscalYear, ReportingYear}:
            return FactType(Kind.YEAR)
        lists = [p for p in typing.get_args(base) if typing.get_origin(p) is tuple]
        return _fact_type(lists[0]) if lists else None
    if typing.get_origin(base) is tuple:
        item = _fact_type(typing.get_args(base)[0])
        return FactType(Kind.LIST, members=item.members, item=item.kind) if item else None
    if not isinstance(base, type):
        return None
    if base is bool:
        return FactType(Kind.BOOLEAN)
    if base in (FiscalYear, ReportingYear):
        return FactType(Kind.YEAR)
    if issubclass(base, Enum):
        return FactType(Kind.TEXT, members=tuple(str(m.value) for m in base))
    if base is Decimal:
        return FactType(Kind.NUMBER, scale=TONNES_SCALE, signed=negative)
    if base is int:
        return FactType(Kind.NUMBER, scale=0)
    if base is date:
        return FactType(Kind.DATE)
    if base is str:
        return FactType(Kind.TEXT)
    return None


def facts_of(
    table: str, model: type[BaseModel], prefix: str = "", label: tuple[str, str] = ("", "")
) -> dict[str, Fact]:
    """List the facts of a model by path, groups flattened with dots."""
    found: dict[str, Fact] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        path = f"{prefix}{key}"
        annotation = info.annotation
        if info.metadata:
            annotation = Annotated[(annotation, *info.metadata)]  # type: ignore[assignment]
        bare = _strip_optional(info.annotation)
        if isinstance(bare, type) and issubclass(bare, Group):
            inner = (f"{info.title}の", f"{info.description}, ") if info.title else ("", "")
            found.update(facts_of(table, bare, f"{path}.", inner))
            continue
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or "owner" not in extra:
            continue
        kind = _fact_type(annotation)
        if kind is None:
            continue
        found[path] = Fact(
            table=table,
            path=path,
            type=kind,
            ja=label[0] + (info.title or path),
            en=label[1] + (info.description or path),
            owner=Owner(str(extra["owner"])),
            certify=Level[str(extra["certify"]).upper()],
            unit=str(extra["unit"]) if "unit" in extra else None,
            future=bool(extra.get("future")),
            done=tuple(str(d) for d in typing.cast("list[Any]", extra.get("done") or [])),
            papers=bool(extra.get("papers")),
        )
    return found


@dataclass(frozen=True)
class Link:
    """A reference from one table to another: `credit.project` names a row of `project`."""

    table: str
    field: str
    target: str


@dataclass(frozen=True)
class Table:
    """One subject as a table: its facts by path, its links, and the list of the claim it is read from."""

    name: str
    plural: str
    facts: dict[str, Fact]
    links: dict[str, Link] = field(default_factory=dict)
    parent: str | None = None
