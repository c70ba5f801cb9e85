"""The items of rule files as they are written: their keys, the shapes of their values, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from offsetcheck.facts.documents import Document
from offsetcheck.facts.models import Programme, Purpose
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.vocabulary import FIRST_DAY_YEAR, LAST_DAY_YEAR, Owner, written_day
from offsetcheck.rulebook.book import (
    METHODOLOGY_CODE,
    Basis,
    Confidence,
    RuleText,
    SourceDocument,
    Variant,
)


class RulebookError(InputError):
    """The rulebook cannot be used as it stands; nothing of it is loaded."""


KEYS: dict[str, tuple[set[str], set[str]]] = {
    # item kind: (required, optional)
    "document": ({"document", "title", "read"}, {"issuer", "edition", "published", "url", "state_of", "note", "earlier", "ask"}),
    "edition": (
        {"edition", "authority", "title", "chosen_by", "purposes", "basis"},
        {"published", "effective_from", "effective_to", "transition_until", "years", "extends", "drops", "files"},
    ),
    "parameter": ({"parameter", "value", "title", "effective_from", "basis"}, {"unit", "effective_to"}),
    "criterion": ({"criterion", "property", "subject", "title", "text", "parts", "basis"}, set()),
    "binds": ({"binds", "programme", "basis"}, set()),
    "derives": ({"derives", "title", "value", "basis"}, {"unit", "labels"}),
    "id": (
        {"id", "implements", "subject", "title", "require", "severity", "basis", "message", "remedy", "examples", "since"},
        {"criterion", "purposes", "when", "let", "conditions", "show", "cases", "status", "replaced_by", "replaces", "echoes", "ask", "questions",
         "judged_on"},
    ),
    "field": ({"field", "form", "title", "value", "basis"}, {"table"}),
    "term": ({"term"}, set()),
    "phrase": ({"phrase", "title", "dated", "words", "effects", "question", "asks", "silent", "basis"}, {"degrees"}),
}  # fmt: skip
#: What shape a value has, by its key: the rest are plain values, or are checked where they are read.
_MAPPINGS = {
    "parts",
    "require",
    "let",
    "conditions",
    "show",
    "cases",
    "message",
    "years",
    "labels",
    "given",
    "lists",
    "echoes",
    "questions",
}
_TEXT_LISTS = {
    "purposes",
    "implements",
    "drops",
    "files",
    "restricts",
    "permits",
    "cited_for",
    "complete",
    "missing",
}
_OWN_CHECK = {
    "term", "programme", "title", "text", "remedy", "issuer", "ask", "note", "question", "derived", "carried_over", "earlier", "value", "basis", "examples",
    "words", "effects", "degrees", "asks", "silent", "form",
}  # fmt: skip
TEXT_LENGTH = 4000
_SHAPES = {
    "mapping": ("「名前: 値」の形で書いてください。", "lines of `name: value` are needed here"),
    "texts": ("文字の一覧 [a, b] で書いてください。", "a list of texts is needed here: [a, b]"),
    "rows": (
        "「- 名前: 値」の形の一覧で書いてください。",
        "a list of `- name: value` entries is needed here",
    ),
    "plain": ("文字か数値を一つ書いてください。", "one text or number is needed here"),
    "text": ("文字が必要です。数値などは引用符で囲んでください。", "a text is needed here: put it in quotes"),
    "long": (
        f"{TEXT_LENGTH}字以内で書いてください。",
        f"a text has at most {TEXT_LENGTH} characters: shorten it",
    ),
}
BASIS_KEYS = {
    "document", "section", "quote", "confidence", "restricts", "permits", "state_of", "note", "derived", "carried_over",
    "cited_for",
}  # fmt: skip
EXAMPLE_KEYS = {"given", "lists", "complete", "parties", "verdict", "conditions", "missing"}
#: Plain values that may be more than a text: an expression, a whole number, a verdict that is looked at by itself.
_NOT_TEXTS = {
    "when", "property", "verdict", "value", "since",
    "published", "effective_from", "effective_to", "transition_until", "state_of", "dated",
}  # fmt: skip
QUOTE_LENGTH = 60
#: To whom a remedy may lead: whom else it asks stands in the questions of the finding.
LED_TO = (Owner.REVIEWER,)
NAME = re.compile(r"[a-z][a-z0-9_]*")
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}")
#: Names that mean something else in an expression, or in a clause.
_TAKEN = {"as_of", "when", "true", "false", "null", "and", "or", "not", "in", "between"}


@dataclass
class Item:
    """One item of a rule file with where it stands."""

    kind: str
    data: dict[str, Any]
    document: Document
    path: tuple[str | int, ...]

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.document.positions.line(self.path)[0]


@dataclass
class Draft:
    """An edition while it is put together."""

    item: Item
    items: list[Item] = field(default_factory=list)


class Problems:
    """Collects what is wrong, so that all of it is reported at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(
        self, item: Item, path: tuple[str | int, ...], found: object, ja: str, en: str, code: str
    ) -> None:
        """Note what is wrong at a place within an item, and the mend, in both languages."""
        shown = "" if found is None else str(found)
        self.found.append(item.document.problem((*item.path, *path), shown, Text(ja, en), code))


class ItemReader:
    """Reads the items of rule files and their values, and tells what is wrong with them."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.documents: dict[str, SourceDocument] = {}

    def items(self, document: Document) -> Iterable[Item]:
        """The items of a file that have all their keys, each value of the shape its key asks for."""
        if not isinstance(document.value, list) or not document.value:
            self.problems.found.append(
                document.problem(
                    (),
                    "",
                    Text(
                        "ルールのファイルは「- 」で始まる項目の一覧です。",
                        "a rule file is a list of items that start with `- `",
                    ),
                    "not-a-list",
                )
            )
            return
        for index, data in enumerate(document.value):
            kind = next(iter(data), None) if isinstance(data, dict) else None
            item = Item(str(kind), data if isinstance(data, dict) else {}, document, (index,))
            if kind not in KEYS:
                self.problems.add(
                    item,
                    (),
                    kind,
                    "項目の最初のキーが正しくありません。",
                    f"the first key of an item says what it is: {', '.join(KEYS)}",
                    "unknown-item",
                )
                continue
            required, optional = KEYS[str(kind)]
            for key in item.data:
                if key not in required | optional and kind != "binds":
                    self.problems.add(
                        item,
                        (key,),
                        key,
                        f"「{key}」というキーはありません。",
                        f"there is no key `{key}` in this item: {', '.join(sorted(required | optional))}",
                        "unknown-key",
                    )
            for key in sorted(required - set(item.data)):
                self.problems.add(
                    item, (), key, f"「{key}」が必要です。", f"`{key}` is missing: add it", "missing-key"
                )
            if required <= set(item.data) and self._shaped(item):
                yield item

    def _shaped(self, item: Item) -> bool:
        """Whether every value of an item has the shape its key asks for; what has not would mislead all that follows."""
        before = len(self.problems.found)
        for key, value in item.data.items():
            self._shape(item, (key,), key, value)
            if key == "basis" and isinstance(value, list):
                for n, entry in enumerate(value):
                    for inner, part in entry.items() if isinstance(entry, dict) else ():
                        if inner in BASIS_KEYS:
                            self._shape(item, (key, n, inner), inner, part)
            if key == "examples" and isinstance(value, list):
                for n, entry in enumerate(value):
                    for inner, part in entry.items() if isinstance(entry, dict) else ():
                        if inner not in EXAMPLE_KEYS:
                            continue
                        self._shape(item, (key, n, inner), inner, part)
                        for m, row in (
                            enumerate(part.values()) if inner == "lists" and isinstance(part, dict) else ()
                        ):
                            if not isinstance(row, list) or not all(isinstance(r, dict) for r in row):
                                self.misshapen(item, (key, n, inner, list(part)[m]), row, "rows")
            if key == "message" and isinstance(value, dict):
                for inner, part in value.items():
                    if not isinstance(part, dict | None):
                        self.misshapen(item, (key, inner), part, "mapping")
        return len(self.problems.found) == before

    def _shape(self, item: Item, path: tuple[str | int, ...], key: str, value: object) -> None:
        if value is None:
            if len(path) == 1 and key in KEYS[item.kind][0]:
                self.problems.add(
                    item, path, key, f"「{key}」が必要です。", f"`{key}` is missing: add it", "missing-key"
                )
            else:
                self.left_empty(item, path, key)
        elif key in _MAPPINGS or (len(path) > 1 and path[0] == "examples" and key == "conditions"):
            if not isinstance(value, dict):
                self.misshapen(item, path, value, "mapping")
        elif key == "parties":
            if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
                self.misshapen(item, path, value, "rows")
        elif key in _TEXT_LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                self.misshapen(item, path, value, "texts")
        elif key not in _OWN_CHECK and isinstance(value, list | dict):
            self.misshapen(item, path, value, "plain")
        elif key not in _OWN_CHECK | _NOT_TEXTS and not (isinstance(value, str) and value.strip()):
            self.misshapen(item, path, value, "text")
        if isinstance(value, str) and len(value) > TEXT_LENGTH:
            self.misshapen(item, path, value, "long")

    def left_empty(self, item: Item, path: tuple[str | int, ...], key: str) -> None:
        """Refuse a key without a value: whoever has not finished writing a limit has not said that there is none."""
        self.problems.add(
            item,
            path,
            key,
            f"「{key}」の値がありません。値を書くか、キーごと削除してください。",
            f"`{key}` is empty: write its value, or leave the key out",
            "empty",
        )

    def misshapen(self, item: Item, path: tuple[str | int, ...], value: object, wanted: str) -> None:
        """Tell that a value has not the shape that is wanted there."""
        ja, en = _SHAPES[wanted]
        self.problems.add(item, path, value if isinstance(value, str | int) else None, ja, en, "shape")

    def text(
        self, item: Item, path: tuple[str | int, ...], value: object, *, needed: bool = True
    ) -> Text | None:
        """A text in both languages."""
        if value is None and not needed:
            return None
        if (
            not isinstance(value, dict)
            or set(value) != {"ja", "en"}
            or not all(isinstance(v, str) and v.strip() for v in value.values())
        ):
            self.problems.add(
                item,
                path,
                value if isinstance(value, str) else None,
                "日本語と英語の両方を {ja: …, en: …} の形で書いてください。",
                "write both languages: {ja: …, en: …}",
                "translation",
            )
            return Text("?", "?") if needed else None
        for lang, words in value.items():
            if len(words) > TEXT_LENGTH:
                self.misshapen(item, (*path, lang), words, "long")
        return Text(value["ja"], value["en"])

    def rule_text(
        self,
        item: Item,
        path: tuple[str | int, ...],
        value: object,
        *,
        variants: Collection[Variant],
        needed: Collection[Variant] = (),
        leads: bool = False,
    ) -> RuleText | None:
        """A text of a rule with what is said in its place elsewhere, and, where that is asked, to whom it leads."""
        parts = value if isinstance(value, dict) else {}
        own = {"variants"} | ({"leads_to"} if leads else set())
        text = self.text(item, path, {k: v for k, v in parts.items() if k not in own} if parts else value)
        written = parts.get("variants")
        if written is not None and not isinstance(written, dict):
            self.misshapen(item, (*path, "variants"), written, "mapping")
            return None
        found: list[tuple[Variant, Text]] = []
        for name, other in (written or {}).items():
            at = (*path, "variants", name)
            if name not in {v.value for v in variants}:
                known = ", ".join(v.value for v in Variant if v in variants)
                self.problems.add(
                    item, at, name, f"この文の variants に書けるのは {known or '（なし）'} です。",
                    f"this text has no variant of this name: {known or 'it has none'}", "unknown-key",
                )  # fmt: skip
            elif (said := self.text(item, at, other)) is not None:
                found.append((Variant(name), said))
        for missing in (v for v in needed if v not in dict(found)):
            self.problems.add(
                item, path, missing.value, f"variants に「{missing.value}」が必要です。",
                f"write `{missing.value}: {{ja: …, en: …}}` under its `variants`", "missing-key",
            )  # fmt: skip
        leading = parts.get("leads_to") if leads else None
        if leading is not None and (not isinstance(leading, str) or leading not in LED_TO):
            self.problems.add(
                item, (*path, "leads_to"), leading, f"leads_to は {', '.join(LED_TO)} です。",
                f"a remedy leads to one of: {', '.join(LED_TO)}", "value",
            )  # fmt: skip
            leading = None
        return None if text is None else RuleText(
            text.ja, text.en, tuple(found), None if leading is None else Owner(leading)
        )  # fmt: skip

    def named(self, item: Item, path: tuple[str | int, ...], name: str, pattern: re.Pattern[str]) -> None:
        """Refuse a name that cannot be written where names are written, or that means something else there."""
        if not pattern.fullmatch(name) or (pattern is NAME and name in _TAKEN):
            self.problems.add(
                item,
                path,
                name,
                "この名前は使えません。英小文字・数字・_ の名前（idは英字・数字・. _ / -）にしてください。",
                "this cannot be a name: use lower-case letters, digits and _ (for an id: letters, digits and . _ / -)",
                "name",
            )

    def day(self, item: Item, key: str) -> date | None:
        """The day under a key of an item."""
        return self.day_at(item, (key,), item.data.get(key))

    def day_at(self, item: Item, path: tuple[str | int, ...], value: object) -> date | None:
        """A day, or None where it is missing or is none."""
        if value is None:
            return None
        try:
            if not isinstance(value, str):
                raise ValueError
            day = written_day(value)
            if not FIRST_DAY_YEAR <= day.year <= LAST_DAY_YEAR:
                raise ValueError
        except ValueError:
            self.problems.add(
                item,
                path,
                value,
                "日付は YYYY-MM-DD の形で書いてください。",
                "write the day as YYYY-MM-DD",
                "date",
            )
            return None
        return day

    def ends_before(self, item: Item, key: str, first: date | None, last: date | None) -> None:
        """Tell of a last day that lies before the first."""
        if first is not None and last is not None and last < first:
            self.problems.add(
                item, (key,), last, "始まりより前の日付です。", "this day lies before the first day: correct one of the two",
                "reversed",
            )  # fmt: skip

    def names(
        self, item: Item, path: tuple[str | int, ...], value: object, known: set[str]
    ) -> tuple[str, ...]:
        """A list of names, all of them known."""
        if value is None:
            return ()
        if not isinstance(value, list):
            self.problems.add(
                item,
                path,
                value,
                "名前の一覧 [a, b] で書いてください。",
                "write a list of names: [a, b]",
                "value",
            )
            return ()
        for name in value:
            if name not in known:
                self.problems.add(
                    item,
                    path,
                    name,
                    f"「{name}」という名前はこの項目にありません。",
                    f"`{name}` is not a name of this item: {', '.join(sorted(known)) or 'none'}",
                    "unknown-name",
                )
        return tuple(str(v) for v in value)

    def basis(self, item: Item, conditions: set[str], permissions: set[str]) -> tuple[Basis, ...]:
        """Read the clauses of an item; the names they restrict and permit must exist."""
        raw = item.data["basis"]
        if not isinstance(raw, list) or not raw:
            self.problems.add(
                item,
                ("basis",),
                None,
                "根拠となる文書を一つ以上書いてください。",
                "a citation is missing: list at least one clause under `basis`",
                "citation",
            )
            return ()
        found = []
        for n, entry in enumerate(raw):
            path: tuple[str | int, ...] = ("basis", n)
            if (
                not isinstance(entry, dict)
                or entry.get("document") is None
                or entry.get("confidence") is None
            ):
                self.problems.add(
                    item,
                    path,
                    None,
                    "document と confidence が必要です。",
                    "a clause names its `document` and its `confidence`",
                    "citation",
                )
                continue
            for key in entry:
                if key not in BASIS_KEYS:
                    self.problems.add(
                        item,
                        (*path, key),
                        key,
                        f"「{key}」というキーはありません。",
                        f"there is no key `{key}` in a clause: {', '.join(sorted(BASIS_KEYS))}",
                        "unknown-key",
                    )
            if entry["document"] not in self.documents:
                self.problems.add(
                    item,
                    (*path, "document"),
                    entry["document"],
                    "documents.yaml にない文書です。",
                    "this document is not in documents.yaml: add it there",
                    "unknown-document",
                )
            try:
                confidence = Confidence[str(entry["confidence"]).upper()]
            except KeyError:
                confidence = Confidence.UNCONFIRMED
            if confidence is Confidence.CONFIRMED_BY_USER or str(entry["confidence"]) not in [
                c.word for c in Confidence
            ]:
                self.problems.add(
                    item,
                    (*path, "confidence"),
                    entry["confidence"],
                    "confidence は official, secondary, unconfirmed のいずれかです。",
                    "confidence is official, secondary or unconfirmed",
                    "value",
                )
            cited = self.documents.get(str(entry["document"]))
            sure = confidence is not Confidence.UNCONFIRMED
            if cited is not None and cited.earlier is not None and sure and entry.get("carried_over") is None:
                self.problems.add(
                    item,
                    (*path, "confidence"),
                    entry["confidence"],
                    "以前の版の文書です。今も当てはまる理由を carried_over に書くか、confidence を unconfirmed にしてください。",
                    "this document is of an earlier edition: say in `carried_over` why its text still holds, or make the clause unconfirmed",
                    "earlier-edition",
                )
            self.day_at(item, (*path, "state_of"), entry.get("state_of"))
            quote = maybe(entry.get("quote"))
            if quote and max(len(quote), len(unicodedata.normalize("NFKC", quote))) > QUOTE_LENGTH:
                self.problems.add(
                    item,
                    (*path, "quote"),
                    quote,
                    f"引用は{QUOTE_LENGTH}字以内にしてください。",
                    f"a quote has at most {QUOTE_LENGTH} characters: shorten it",
                    "quote",
                )
            restricts = self.names(item, (*path, "restricts"), entry.get("restricts"), conditions)
            permits = self.names(item, (*path, "permits"), entry.get("permits"), permissions)
            kinds = {p.value for p in (*Programme, *Purpose)} - {Programme.OTHER.value}
            named = entry.get("cited_for")
            listed = named if isinstance(named, list) else ()
            kinds.update(n for n in listed if isinstance(n, str) and METHODOLOGY_CODE.fullmatch(n))
            cited_for = self.names(item, (*path, "cited_for"), entry.get("cited_for"), kinds)
            found.append(
                Basis(
                    str(entry["document"]), confidence, maybe(entry.get("section")), quote, restricts, permits,
                    maybe(entry.get("state_of")),
                    self.text(item, (*path, "note"), entry.get("note"), needed=False),
                    self.text(item, (*path, "derived"), entry.get("derived"), needed=False),
                    self.text(item, (*path, "carried_over"), entry.get("carried_over"), needed=False), cited_for,
                )
            )  # fmt: skip
        return tuple(found)

    def check_purposes(self, item: Item, path: tuple[str | int, ...], purposes: tuple[str, ...]) -> None:
        """Tell of purposes that there are not, and of none at all."""
        if not purposes:
            self.problems.add(
                item,
                path,
                None,
                "活用の目的を一つ以上書いてください。",
                "rules without a purpose act on nothing: write at least one",
                "value",
            )
        for purpose in purposes:
            if purpose not in {p.value for p in Purpose}:
                self.problems.add(
                    item,
                    path,
                    purpose,
                    "活用の目的の名前が正しくありません。",
                    f"`{purpose}` is not a purpose: {', '.join(p.value for p in Purpose)}",
                    "value",
                )

    def check_of_authority(self, item: Item, purposes: tuple[str, ...], authority: str) -> None:
        """An edition chosen by fiscal year is looked up for the uses of its authority: for another it is never."""
        if purposes and set(purposes) != {authority}:
            self.problems.add(
                item,
                ("purposes",),
                ", ".join(purposes),
                f"年度で選ばれる版は、authority と同じ目的の活用だけを判定します。purposes: [{authority}] と書いてください。",
                "an edition chosen by fiscal year is never judged for other uses than those of its authority: "
                f"write `purposes: [{authority}]`",
                "value",
            )


def programmes_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The programmes that a binding is for: one, or a list of several alike."""
    named = data.get("programme")
    return tuple(str(p) for p in named) if isinstance(named, list) else (str(named),)


def item_key(item: Item) -> tuple[str, str]:
    """What kind an item is of, and the name that it has among them."""
    if item.kind == "binds":
        return "binds", f"{item.data['binds']}/{'+'.join(programmes_of(item.data))}"
    return item.kind, str(item.data[item.kind])


def maybe(value: object) -> str | None:
    """A value as a text, where there is one."""
    return None if value is None else str(value)


def plain(value: Any) -> Any:
    """A value as JSON can write it, so that two texts of it can be compared."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items() if k != "_inherited"}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)
