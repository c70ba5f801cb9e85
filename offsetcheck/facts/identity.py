"""Whether two names or numbers mean the same party: three-valued, because different names prove nothing.

Both corporate numbers (法人番号) known: the numbers decide. Otherwise equal normalised legal names mean the same
party, and different names mean that it cannot be said. Equal names with different numbers are a contradiction in
the input; `contradictions` finds them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Final

from pydantic import BeforeValidator

from offsetcheck.facts.problems import Text, WrongValueError

__all__ = [
    "CORPORATE_FORMS",
    "JAPANESE",
    "NO_NAMES",
    "CorporateNumber",
    "NumberError",
    "Party",
    "contradictions",
    "corporate_number",
    "is_corporate_number",
    "names_of_one",
    "normal_name",
    "same_party",
]

_LONG_VOWEL_AS_HYPHEN: Final = re.compile(r"(?<=[0-9])\u30fc(?=[0-9])")


def _digits(number: Decimal) -> str:
    """A number as text, without the `.0` that spreadsheets add; 13 digits are exact even in a float."""
    whole = number.is_finite() and number.adjusted() < 13 and number == int(number)
    return str(int(number)) if whole else str(number)


def _check_digit(digits: str) -> str:
    """The first digit of a corporate number, from the other twelve: every second one from the right counts twice."""
    return str(9 - sum(int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits))) % 9)


def is_corporate_number(digits: str) -> bool:
    """Whether a text is the 13 digits of a corporate number, the first of which checks the others."""
    return bool(re.fullmatch(r"[0-9]{13}", digits)) and digits[0] == _check_digit(digits[1:])


class NumberError(WrongValueError):
    """A text that is no corporate number, and why, in both languages."""

    def __init__(self, shown: object, ja: str, en: str) -> None:
        """Hold why; what was found is shown beside it in Japanese."""
        super().__init__(
            Text(f"法人番号として読めません。{ja}", f"corporate number (法人番号): {shown!r} {en}")
        )


def corporate_number(value: object) -> str:
    """Check a corporate number (法人番号) and give it back as its 13 digits.

    Accepts text with hyphens, spaces and full-width digits, and whole numbers as a spreadsheet or YAML file
    gives them (the first digit is never zero, so none is lost). Errors: NumberError saying what is wrong.
    Source: the National Tax Agency's check digit, as implemented by python-stdnum (`stdnum.jp.cn`).
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise NumberError(value, "13桁の数字を引用符で囲んで書いてください。",
                          "is neither text nor a whole number; write its 13 digits as text")  # fmt: skip
    shown = value if isinstance(value, str) else _digits(Decimal(value))
    text = unicodedata.normalize("NFKC", shown).strip()
    if re.fullmatch(r"[Tt][0-9]{13}", text):
        raise NumberError(shown, "Tで始まる番号は、適格請求書発行事業者の登録番号です。法人の場合は、先頭のTを除いてください。",
                          "is an invoice registration number; leave out the T if the party is a corporation")  # fmt: skip
    if is_corporate_number(text):
        return text
    # Anything else is left to the library, which is slow to import: separators to take out, or what is wrong.
    from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
    from stdnum.jp import cn

    try:
        return str(cn.validate(_LONG_VOWEL_AS_HYPHEN.sub("-", text)))
    except InvalidLength:
        why = ("13桁ではありません。12桁の会社法人等番号は、法人番号とは別の番号です。",
               "does not have 13 digits; the 12-digit 会社法人等番号 is another number")  # fmt: skip
    except InvalidChecksum:
        why = ("先頭の1桁（検査用数字）が、残りの12桁と合いません。国税庁の法人番号公表サイトの番号と1桁ずつ照合してください。",
               "has a wrong check digit (the first one); compare it digit by digit with the publication site")  # fmt: skip
    except ValidationError:
        why = ("数字とハイフン以外の文字が含まれています。13桁の数字を書いてください。",
               "holds something other than digits and hyphens; write its 13 digits")  # fmt: skip
    raise NumberError(shown, *why)


CorporateNumber = Annotated[str, BeforeValidator(corporate_number)]
"""A pydantic field type: a corporate number, checked and kept as 13 digits."""

CORPORATE_FORMS: Final[dict[str, str]] = {
    "(株)": "株式会社",
    "(有)": "有限会社",
    "(同)": "合同会社",
    "(資)": "合資会社",
    "(名)": "合名会社",
    "(相)": "相互会社",
    "(一社)": "一般社団法人",
    "(一財)": "一般財団法人",
    "(公社)": "公益社団法人",
    "(公財)": "公益財団法人",
    "(社)": "社団法人",
    "(財)": "財団法人",
    "(医)": "医療法人",
    "(学)": "学校法人",
    "(宗)": "宗教法人",
    "(福)": "社会福祉法人",
    "(社福)": "社会福祉法人",
    "(特非)": "特定非営利活動法人",
    "npo法人": "特定非営利活動法人",
    "(独)": "独立行政法人",
    "(地独)": "地方独立行政法人",
    "(国研)": "国立研究開発法人",
    "(農)": "農事組合法人",
}
"""Abbreviated corporate forms, after NFKC and casefold, and the legal form each stands for.

Only what stands for exactly one form is here; (社) is not taken for 一般社団法人, nor (協) for any cooperative.
The characters ㈱ ㈲ ㈳ ㈶ ㈻ ㍿ become entries of this table, or the form itself, by NFKC.
"""

_ABBREVIATED: Final = "|".join(sorted(map(re.escape, CORPORATE_FORMS), key=len, reverse=True))
_FORM_BEFORE: Final = re.compile(f"\\A(?:{_ABBREVIATED})")
_FORM_AFTER: Final = re.compile(f"(?:{_ABBREVIATED})\\Z")
_FORMS: Final = frozenset(CORPORATE_FORMS.values())

#: Kana and kanji: a name that holds none is in another script.
JAPANESE: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

NO_NAMES: Final = frozenset(
    [
        "不明",
        "未定",
        "なし",
        "無し",
        "無",
        "該当なし",
        "非公開",
        "非公表",
        "匿名",
        "n/a",
        "na",
        "none",
        "null",
        "unknown",
        "anonymous",
        "tbd",
        "notapplicable",
        "notavailable",
        "notdetermined",
    ]
)
"""What stands in name columns where there is no name; two of them are not one party."""


def folded(text: str) -> str:
    """NFKC, casefold, no white space, no invisible format characters; repeated until nothing changes."""
    while True:
        folded = unicodedata.normalize("NFKC", text).casefold()
        kept = "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")
        if kept == text:
            return kept
        text = kept


def normal_name(text: str) -> str:
    """The form of a legal name in which equal names mean the same party; empty where the text holds no name.

    NFKC, white space out, casefold, and an abbreviated corporate form at either end written in full at its own
    end: 株式会社アクメ and アクメ株式会社 are different legal names. Variant kanji (髙 and 高) are left as they
    are: they prove neither sameness nor difference. Dashes, 不明, n/a and a corporate form alone are no name.
    """
    name = _FORM_BEFORE.sub(lambda found: CORPORATE_FORMS[found[0]], folded(text))
    name = _FORM_AFTER.sub(lambda found: CORPORATE_FORMS[found[0]], name)
    if name.strip("()[]") in NO_NAMES or name in _FORMS or not any(c.isalnum() for c in name):
        return ""
    return name


@dataclass(frozen=True, slots=True)
class Party:
    """A party as one source states it; bodies without a corporate number exist.

    Errors: ValueError where the number is not a corporate number.
    """

    name: str | None
    """The name as written, or None where it is not stated."""
    number: str | None
    """The corporate number, kept as 13 digits, or None where it is not known."""
    known_as: str | None = field(default=None, repr=False, compare=False)
    """The name that stands for all by which the party is known, where it goes by more than one (law 14)."""
    unproved: bool = field(default=False, repr=False, compare=False)
    """Whether a number is stated that does not reach the profile's minimum, so that it is not known here (law 7)."""
    also: frozenset[str] = field(default=frozenset(), repr=False)
    """The normalised names by which further sources show it, where nothing assured makes them one with its own (law 7)."""
    normal: str | None = field(init=False, repr=False, compare=False)
    """The normalised name, or None where there is no name to compare."""

    def __post_init__(self) -> None:
        if self.number is not None:
            object.__setattr__(self, "number", corporate_number(self.number))
        name = self.name if self.known_as is None else self.known_as
        object.__setattr__(self, "normal", (normal_name(name) or None) if name is not None else None)

    @property
    def names(self) -> frozenset[str]:
        """Every normalised name that it bears."""
        return self.also if self.normal is None else self.also | {self.normal}


def same_party(a: Party | None, b: Party | None) -> bool | None:
    """Whether two parties are one: True, False, or None where it cannot be said.

    Equal numbers: True whatever the names. Different numbers: False, but None where the names are equal, which is
    a contradiction for `contradictions` to report. A number missing: True for equal normalised names, else None. Of a
    party that bears several names each counts.
    """
    if a is None or b is None:
        return None
    if a.also or b.also:
        named_alike = not a.names.isdisjoint(b.names)
    else:
        named_alike = a.normal is not None and a.normal == b.normal
    if a.number is not None and b.number is not None:
        if a.number == b.number:
            return True
        return None if named_alike else False
    return True if named_alike else None


def names_of_one(parties: Iterable[Collection[str]]) -> dict[str, str]:
    """For each normalised name of parties with several, one that stands for all of the party: equal names mean one party."""
    standing: dict[str, str] = {}
    for names in parties:
        own = [n for n in map(normal_name, names) if n]
        for name in own[1:]:
            first, other = standing.get(own[0], own[0]), standing.get(name, name)
            standing.update({n: first for n, s in standing.items() if s == other})
            standing.update({own[0]: first, name: first, other: first})
    return standing


def contradictions(parties: Iterable[Party]) -> list[tuple[Party, Party]]:
    """Pairs of parties with equal normalised names and different corporate numbers: an input error.

    Each name and two of its numbers make one pair, shown by the first party seen with each, in input order.
    """
    by_name: defaultdict[str, dict[str, Party]] = defaultdict(dict)
    for party in parties:
        if party.normal is not None and party.number is not None:
            by_name[party.normal].setdefault(party.number, party)
    return [pair for numbers in by_name.values() for pair in combinations(numbers.values(), 2)]
