"""Load `rules/` whole or not at all: read, check and link every item, naming file, line and mend (law 12)."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from offsetcheck.facts import catalogue
from offsetcheck.facts.documents import Document, read_document
from offsetcheck.facts.models import Degree, Effect, Programme, Purpose
from offsetcheck.facts.periods import FiscalYear, parse_year
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.vocabulary import FIRST_DAY_YEAR, LAST_DAY_YEAR, Kind
from offsetcheck.rulebook.book import (
    METHODOLOGY_CODE,
    NEXT_YEAR,
    OPEN_OUTCOMES,
    Basis,
    Binding,
    Case,
    ChosenBy,
    Condition,
    Confidence,
    Criterion,
    Derivation,
    Edition,
    Example,
    Field,
    Parameter,
    Permission,
    Phrase,
    ReadingOption,
    ReadingSet,
    Rule,
    Rulebook,
    Severity,
    SourceDocument,
)
from offsetcheck.rulebook.combinations import MOST_COMBINATIONS, crowded
from offsetcheck.rulebook.confirmations import clause_points
from offsetcheck.rulebook.given import wrong_in
from offsetcheck.rulebook.language import (
    BOOLEAN,
    DATE,
    TEXT,
    And,
    Cap,
    Const,
    ListCall,
    Named,
    Node,
    Not,
    Or,
    Reading,
    Ref,
    Type,
    children,
    walk,
)
from offsetcheck.rulebook.parser import (
    ExpressionError,
    Vocabulary,
    kept_width,
    number_type,
    parse,
    parse_condition,
)
from offsetcheck.rulebook.sources import source_files


class RulebookError(InputError):
    """The rulebook cannot be used as it stands; nothing of it is loaded."""


_KEYS: dict[str, tuple[set[str], set[str]]] = {
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
        {"criterion", "purposes", "when", "let", "conditions", "show", "cases", "status", "replaced_by", "replaces", "echoes", "ask", "questions"},
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
#: Units of parameters that say how long something is.
_SPANS = ("days", "business days", "months", "years")
_BASIS_KEYS = {
    "document", "section", "quote", "confidence", "restricts", "permits", "state_of", "note", "derived", "carried_over",
    "cited_for",
}  # fmt: skip
_EXAMPLE_KEYS = {"given", "lists", "complete", "parties", "verdict", "conditions", "missing"}
_VERDICTS = ("pass", "fail", "unknown", "not_applicable")
_TERM_KEYS = {"programme", "concept", "ja", "en", "not"}
#: Plain values that may be more than a text: an expression, a whole number, a verdict that is looked at by itself.
_NOT_TEXTS = {
    "when", "property", "verdict", "value", "since",
    "published", "effective_from", "effective_to", "transition_until", "state_of", "dated",
}  # fmt: skip
QUOTE_LENGTH = 60
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,79}")
_CRITERION = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_RULE_ID = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*[a-z]?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_VERSION = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,2}")
_PLACE = re.compile(r"\{([^{}]*)\}")
_PARAMETER = re.compile(r"\$(\w+)")
#: The place of a message that the addressee of its rule is filled into.
ASK = "ask"
#: Names that mean something else in an expression, or in a clause.
_TAKEN = {"as_of", "when", "true", "false", "null", "and", "or", "not", "in", "between"}
#: The authority whose editions bind criteria; a binding elsewhere would never be read.
PROGRAMMES = "programmes"
#: What a rule may be on; what is true of emissions, blocks and registrations is asked through these.
RULE_SUBJECTS = ("claim", "statement", "project", "issuance", "credit", "retirement", "use", "filing")


@dataclass
class _Item:
    """One item of a rule file with where it stands."""

    kind: str
    data: dict[str, Any]
    document: Document
    path: tuple[str | int, ...]

    @property
    def line(self) -> int:
        return self.document.positions.line(self.path)[0]


@dataclass
class _Draft:
    """An edition while it is put together."""

    item: _Item
    items: list[_Item] = field(default_factory=list)


class _Problems:
    """Collects what is wrong, so that all of it is reported at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(
        self, item: _Item, path: tuple[str | int, ...], found: object, ja: str, en: str, code: str
    ) -> None:
        shown = "" if found is None else str(found)
        self.found.append(item.document.problem((*item.path, *path), shown, Text(ja, en), code))


def load(folder: Path) -> Rulebook:
    """Load every YAML file under a folder into a checked rulebook; raises RulebookError with every problem found."""
    return _Loader(folder).load()


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems = _Problems()
        self.documents: dict[str, SourceDocument] = {}
        self.parts: dict[tuple[str, str], str] = {}
        self.criteria: dict[str, _Item] = {}
        self.readings: list[tuple[str, _Item, tuple[str | int, ...]]] = []
        """Every reading with the place that names it."""
        self.candidates: dict[str, tuple[dict[str, str], bool]] = {}
        """The candidates of every reading where it is met first, by name, and whether their place alone names them."""
        self.alternatives: list[tuple[_Item, tuple[str | int, ...], str, tuple[str, str]]] = []
        """Where a part of a criterion is one of several alternatives: its name there, and the part."""
        self.terms: list[_Item] = []
        self.phrases: list[_Item] = []

    # -- reading ---------------------------------------------------------------------------------------------------

    def load(self) -> Rulebook:
        files = source_files(self.folder) if self.folder.is_dir() else []
        if not files:
            raise RulebookError(
                Problem(
                    str(self.folder), None, None, "", "",
                    Text("ルールのファイルが見つかりません。--rules でルールのフォルダを指定してください。",
                         "no rule files were found: name the folder of the rules with --rules"),
                    "no-rules",
                )
            )  # fmt: skip
        drafts: dict[str, _Draft] = {}
        loose: list[tuple[Path, _Item]] = []
        broken: list[Problem] = []
        digest = hashlib.sha256()
        for file in files:
            name = file.relative_to(self.folder).as_posix()
            try:
                document = read_document(file)
            except InputError as error:
                broken.extend(replace(p, file=f"{self.folder.name}/{name}") for p in error.problems)
                continue
            digest.update(f"{name}\0{document.sha256}\0".encode())
            document = Document(
                document.value,
                document.positions,
                document.sha256,
                f"{self.folder.name}/{name}",
                document.format,
                document.bom,
            )
            for item in self._items(document):
                if item.kind == "document":
                    self._document(item)
                elif item.kind == "term":
                    self.terms.append(item)
                elif item.kind == "phrase":
                    self.phrases.append(item)
                elif item.kind == "edition":
                    edition_id = str(item.data.get("edition"))
                    if edition_id in drafts:
                        self.problems.add(
                            item,
                            ("edition",),
                            edition_id,
                            "版のidが重複しています。",
                            "this edition id is used twice: give each edition its own",
                            "duplicate-id",
                        )
                        continue
                    drafts[edition_id] = _Draft(item)
                    loose.append((file.parent, item))
                else:
                    loose.append((file.parent, item))
        if broken:  # what names something in a file that cannot be read is not wrong for that
            raise RulebookError([*broken, *self.problems.found])
        self._assign(drafts, loose)
        self._check_files(drafts, files)
        editions = self._build(drafts)
        phrases = self._phrases()
        self._check_terms({str(d.item.data["authority"]) for d in drafts.values()})
        if self.problems.found:
            raise RulebookError(dict.fromkeys(self.problems.found))  # an inherited item is met twice
        return Rulebook(tuple(editions), self.documents, digest.hexdigest(), phrases)

    def _items(self, document: Document) -> Iterable[_Item]:
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
            item = _Item(str(kind), data if isinstance(data, dict) else {}, document, (index,))
            if kind not in _KEYS:
                self.problems.add(
                    item,
                    (),
                    kind,
                    "項目の最初のキーが正しくありません。",
                    f"the first key of an item says what it is: {', '.join(_KEYS)}",
                    "unknown-item",
                )
                continue
            required, optional = _KEYS[str(kind)]
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

    def _shaped(self, item: _Item) -> bool:
        """Whether every value of an item has the shape its key asks for; what has not would mislead all that follows."""
        before = len(self.problems.found)
        for key, value in item.data.items():
            self._shape(item, (key,), key, value)
            if key == "basis" and isinstance(value, list):
                for n, entry in enumerate(value):
                    for inner, part in entry.items() if isinstance(entry, dict) else ():
                        if inner in _BASIS_KEYS:
                            self._shape(item, (key, n, inner), inner, part)
            if key == "examples" and isinstance(value, list):
                for n, entry in enumerate(value):
                    for inner, part in entry.items() if isinstance(entry, dict) else ():
                        if inner not in _EXAMPLE_KEYS:
                            continue
                        self._shape(item, (key, n, inner), inner, part)
                        for m, row in (
                            enumerate(part.values()) if inner == "lists" and isinstance(part, dict) else ()
                        ):
                            if not isinstance(row, list) or not all(isinstance(r, dict) for r in row):
                                self._misshapen(item, (key, n, inner, list(part)[m]), row, "rows")
            if key == "message" and isinstance(value, dict):
                for inner, part in value.items():
                    if not isinstance(part, dict | None):
                        self._misshapen(item, (key, inner), part, "mapping")
        return len(self.problems.found) == before

    def _shape(self, item: _Item, path: tuple[str | int, ...], key: str, value: object) -> None:
        if value is None:
            if len(path) == 1 and key in _KEYS[item.kind][0]:
                self.problems.add(
                    item, path, key, f"「{key}」が必要です。", f"`{key}` is missing: add it", "missing-key"
                )
        elif key in _MAPPINGS or (len(path) > 1 and path[0] == "examples" and key == "conditions"):
            if not isinstance(value, dict):
                self._misshapen(item, path, value, "mapping")
        elif key == "parties":
            if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
                self._misshapen(item, path, value, "rows")
        elif key in _TEXT_LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                self._misshapen(item, path, value, "texts")
        elif key not in _OWN_CHECK and isinstance(value, list | dict):
            self._misshapen(item, path, value, "plain")
        elif key not in _OWN_CHECK | _NOT_TEXTS and not (isinstance(value, str) and value.strip()):
            self._misshapen(item, path, value, "text")
        if isinstance(value, str) and len(value) > TEXT_LENGTH:
            self._misshapen(item, path, value, "long")

    def _misshapen(self, item: _Item, path: tuple[str | int, ...], value: object, wanted: str) -> None:
        ja, en = _SHAPES[wanted]
        self.problems.add(item, path, value if isinstance(value, str | int) else None, ja, en, "shape")

    def _assign(self, drafts: dict[str, _Draft], loose: list[tuple[Path, _Item]]) -> None:
        """Give every item to the edition of its folder."""
        homes: dict[Path, _Draft] = {}
        for folder, item in loose:
            if item.kind == "edition":
                if folder in homes:
                    self.problems.add(
                        item,
                        ("edition",),
                        item.data["edition"],
                        "一つのフォルダには版を一つだけ置いてください。",
                        "this folder has another edition already: give each edition its own folder",
                        "two-editions",
                    )
                homes[folder] = drafts[str(item.data["edition"])]
        for folder, item in loose:
            if item.kind == "edition":
                continue
            home = homes.get(folder)
            if home is None:
                self.problems.add(
                    item,
                    (),
                    item.kind,
                    "このフォルダには edition.yaml がありません。",
                    "this folder has no edition: add an edition.yaml beside it",
                    "no-edition",
                )
                continue
            home.items.append(item)

    def _check_files(self, drafts: dict[str, _Draft], files: list[Path]) -> None:
        """An edition that names its files has these and no others: one lost on the way would be rules lost (law 12)."""
        names = [f.relative_to(self.folder).as_posix() for f in files]
        for draft in drafts.values():
            item = draft.item
            if item.data.get("files") is None:
                continue
            home, _, own = item.document.name.removeprefix(f"{self.folder.name}/").rpartition("/")
            beside = {n.rpartition("/")[2] for n in names if n.rpartition("/")[0] == home} - {own}
            listed = [str(n) for n in item.data["files"]]
            for index, name in enumerate(listed):
                if name not in beside:
                    self.problems.add(
                        item,
                        ("files", index),
                        name,
                        "この版のファイルが見つかりません。ファイルを戻すか、一覧から除いてください。",
                        "this file of the edition is not there: put it back, or take it from the list",
                        "file-missing",
                    )
                elif name in listed[:index]:
                    self.problems.add(
                        item,
                        ("files", index),
                        name,
                        "同じファイルが二度書かれています。",
                        "this file is named twice: leave one out",
                        "file-twice",
                    )
            for name in sorted(beside - set(listed)):
                self.problems.add(
                    item,
                    ("files",),
                    name,
                    "一覧にないファイルがあります。files に加えるか、フォルダから取り除いてください。",
                    "this file is not in the list: add it to `files`, or take it out of the folder",
                    "file-not-listed",
                )

    # -- small pieces ------------------------------------------------------------------------------------------------

    def _text(
        self, item: _Item, path: tuple[str | int, ...], value: object, *, needed: bool = True
    ) -> Text | None:
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
                self._misshapen(item, (*path, lang), words, "long")
        return Text(value["ja"], value["en"])

    def _named(self, item: _Item, path: tuple[str | int, ...], name: str, pattern: re.Pattern[str]) -> None:
        """Refuse a name that cannot be written where names are written, or that means something else there."""
        if not pattern.fullmatch(name) or (pattern is _NAME and name in _TAKEN):
            self.problems.add(
                item,
                path,
                name,
                "この名前は使えません。英小文字・数字・_ の名前（idは英字・数字・. _ / -）にしてください。",
                "this cannot be a name: use lower-case letters, digits and _ (for an id: letters, digits and . _ / -)",
                "name",
            )

    def _day(self, item: _Item, key: str) -> date | None:
        return self._day_at(item, (key,), item.data.get(key))

    def _day_at(self, item: _Item, path: tuple[str | int, ...], value: object) -> date | None:
        if value is None:
            return None
        try:
            if not isinstance(value, str) or len(value) != 10 or not value.replace("-", "").isdigit():
                raise ValueError
            day = date.fromisoformat(value)
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

    def _ends_before(self, item: _Item, key: str, first: date | None, last: date | None) -> None:
        if first is not None and last is not None and last < first:
            self.problems.add(
                item, (key,), last, "始まりより前の日付です。", "this day lies before the first day: correct one of the two",
                "reversed",
            )  # fmt: skip

    def _check_terms(self, authorities: set[str]) -> None:
        """A term names its programme, what it means in both languages, and the words that must not stand for it."""
        known = {"all", *authorities, *(p.value for p in Programme)}
        for item in self.terms:
            term = item.data["term"]
            if (
                not isinstance(term, dict)
                or set(term) != _TERM_KEYS
                or not all(isinstance(v, str) and v.strip() for k, v in term.items() if k != "not")
                or not isinstance(term["not"], list)
                or not all(isinstance(v, str) and v.strip() for v in term["not"])
            ):
                self.problems.add(
                    item,
                    ("term",),
                    None,
                    "用語は programme、concept、ja、en と、用いない語の一覧 not からなります。",
                    f"a term has the keys {', '.join(sorted(_TERM_KEYS))}; `not` lists the words that must not stand for it",
                    "value",
                )
            elif term["programme"].lower() not in {k.lower() for k in known}:
                self.problems.add(
                    item,
                    ("term", "programme"),
                    term["programme"],
                    "制度名が正しくありません。",
                    f"programme is one of {', '.join(sorted(known))}",
                    "value",
                )

    def _document(self, item: _Item) -> None:
        data = item.data
        key = str(data["document"])
        self._named(item, ("document",), key, _KEY)
        for day in ("published", "state_of"):
            self._day(item, day)
        if key in self.documents:
            self.problems.add(
                item,
                ("document",),
                key,
                "文書名が重複しています。",
                "this document name is used twice: merge the two",
                "duplicate-id",
            )
        if data["read"] not in ("original", "summary", "copy", "secondary", "commentary", "not_seen"):
            self.problems.add(
                item,
                ("read",),
                data["read"],
                "read の値が正しくありません。",
                "read is original, summary, copy, secondary, commentary or not_seen",
                "value",
            )
        url = data.get("url")
        if url is not None and not re.fullmatch(r"https?://[\w-]+(?:\.[\w-]+)+(?:[:/?#]\S*)?", str(url)):
            self.problems.add(
                item,
                ("url",),
                url,
                "URL は https:// で始めてください。",
                "an address starts with https://",
                "value",
            )
        self.documents[key] = SourceDocument(
            key,
            self._text(item, ("title",), data["title"]) or Text("?", "?"),
            self._text(item, ("issuer",), data.get("issuer"), needed=False),
            _maybe(data.get("edition")),
            _maybe(data.get("published")),
            _maybe(url),
            str(data["read"]),
            _maybe(data.get("state_of")),
            self._text(item, ("note",), data.get("note"), needed=False),
            self._text(item, ("earlier",), data.get("earlier"), needed=False),
            self._text(item, ("ask",), data.get("ask"), needed=False),
        )

    def _phrases(self) -> tuple[Phrase, ...]:
        seen: set[str] = set()
        for item in self.phrases:
            name = str(item.data["phrase"])
            self._named(item, ("phrase",), name, _KEY)
            if name in seen:
                self.problems.add(
                    item,
                    ("phrase",),
                    name,
                    "語句の名前が重複しています。",
                    "this name is used twice: give each list of words its own",
                    "duplicate-id",
                )
            seen.add(name)
        return tuple(self._phrase(item) for item in self.phrases)

    def _phrase(self, item: _Item) -> Phrase:
        data = item.data
        members = {"effects": {e.value for e in Effect}, "degrees": {d.value for d in Degree}}
        found: dict[str, tuple[str, ...]] = {}
        for key in ("words", "effects", "degrees", "asks", "silent"):
            value = data.get(key, [])
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                self.problems.add(
                    item,
                    (key,),
                    None,
                    "文字の一覧 [a, b] で書いてください。",
                    "write a list of texts: [a, b]",
                    "value",
                )
                value = []
            elif key in ("words", "asks") and not value:
                self.problems.add(
                    item, (key,), None, "一つ以上書いてください。", "write at least one", "value"
                )
            for one in value:
                if key == "words" and not any(c.isalnum() for c in one):
                    self.problems.add(
                        item, (key,), one, "文字のない語句は、どこにでも見つかります。",
                        "words without a letter would be found everywhere", "value",
                    )  # fmt: skip
                if key in members and one not in members[key]:
                    self.problems.add(
                        item,
                        (key,),
                        one,
                        f"「{one}」という値はありません。",
                        f"`{one}` is not one of {', '.join(sorted(members[key]))}",
                        "value",
                    )
            found[key] = tuple(value)
        return Phrase(
            str(data["phrase"]), self._text(item, ("title",), data["title"]) or Text("?", "?"), self._day(item, "dated"),
            found["words"], found["effects"], found["degrees"],
            self._text(item, ("question",), data["question"]) or Text("?", "?"), found["asks"], found["silent"],
            self._basis(item, set(), set()),
        )  # fmt: skip

    def _basis(self, item: _Item, conditions: set[str], permissions: set[str]) -> tuple[Basis, ...]:
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
                if key not in _BASIS_KEYS:
                    self.problems.add(
                        item,
                        (*path, key),
                        key,
                        f"「{key}」というキーはありません。",
                        f"there is no key `{key}` in a clause: {', '.join(sorted(_BASIS_KEYS))}",
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
            self._day_at(item, (*path, "state_of"), entry.get("state_of"))
            quote = _maybe(entry.get("quote"))
            if quote and max(len(quote), len(unicodedata.normalize("NFKC", quote))) > QUOTE_LENGTH:
                self.problems.add(
                    item,
                    (*path, "quote"),
                    quote,
                    f"引用は{QUOTE_LENGTH}字以内にしてください。",
                    f"a quote has at most {QUOTE_LENGTH} characters: shorten it",
                    "quote",
                )
            restricts = self._names(item, (*path, "restricts"), entry.get("restricts"), conditions)
            permits = self._names(item, (*path, "permits"), entry.get("permits"), permissions)
            kinds = {p.value for p in (*Programme, *Purpose)} - {Programme.OTHER.value}
            named = entry.get("cited_for")
            listed = named if isinstance(named, list) else ()
            kinds.update(n for n in listed if isinstance(n, str) and METHODOLOGY_CODE.fullmatch(n))
            cited_for = self._names(item, (*path, "cited_for"), entry.get("cited_for"), kinds)
            found.append(
                Basis(
                    str(entry["document"]), confidence, _maybe(entry.get("section")), quote, restricts, permits,
                    _maybe(entry.get("state_of")),
                    self._text(item, (*path, "note"), entry.get("note"), needed=False),
                    self._text(item, (*path, "derived"), entry.get("derived"), needed=False),
                    self._text(item, (*path, "carried_over"), entry.get("carried_over"), needed=False), cited_for,
                )
            )  # fmt: skip
        return tuple(found)

    def _names(
        self, item: _Item, path: tuple[str | int, ...], value: object, known: set[str]
    ) -> tuple[str, ...]:
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

    # -- editions ----------------------------------------------------------------------------------------------------

    def _build(self, drafts: dict[str, _Draft]) -> list[Edition]:
        for draft in drafts.values():
            for item in draft.items:
                if item.kind == "criterion":
                    self._known_criterion(item, draft.item)
        for draft in drafts.values():
            self._inherit(draft, drafts, set())
        self.rewritten = _rewritten(drafts)
        editions = [e for e in (self._edition(d) for d in drafts.values()) if e is not None]
        self._check_dates(editions, drafts)
        self._check_authorities(editions, drafts)
        self._check_ids(editions, drafts)
        self._check_claim_values(editions, drafts)
        self._check_readings(editions)
        self._check_combinations(editions)
        self._check_alternatives(editions)
        self._check_withdrawn(editions, drafts)
        self._check_examples(editions, drafts)
        return editions

    def _known_criterion(self, item: _Item, home: _Item) -> None:
        """A criterion is one in every edition: a second one of its name has its subject and parts, and no other has them."""
        name, subject = str(item.data["criterion"]), str(item.data["subject"])
        if not _CRITERION.fullmatch(
            name
        ):  # as a rule or a binding is named: an answer on one would settle the other as well
            self.problems.add(
                item,
                ("criterion",),
                name,
                "性質の名前は、英小文字・数字・_・- で書いてください。",
                "a criterion is named in lower-case letters, digits, _ and -, so that no rule or binding bears its name",
                "name",
            )
        if subject not in catalogue.tables():
            self.problems.add(
                item,
                ("subject",),
                subject,
                "subject が正しくありません。",
                f"subject is one of {', '.join(catalogue.tables())}",
                "value",
            )
            return
        if home.data.get("chosen_by") == ChosenBy.FISCAL_YEAR:
            self.problems.add(
                item,
                ("criterion",),
                name,
                "年度で選ばれる版に性質は置けません。公表日で選ばれる版に置いてください。",
                "the criteria of a claim are those in force on the day of publication: move this to an edition that is chosen by it",
                "criterion",
            )
        first = self.criteria.setdefault(name, item)
        if first.data["subject"] != subject or set(first.data["parts"]) != set(item.data["parts"]):
            self.problems.add(
                item,
                ("criterion",),
                name,
                "同じ名前の性質の subject または parts が他の版と異なります。",
                "another edition gives this criterion another subject or other parts: give it a name of its own",
                "duplicate-id",
            )
        for part in item.data["parts"]:
            self._named(item, ("parts", part), part, _NAME)
            taken = self.parts.setdefault((subject, part), name) != name
            if taken or part in catalogue.tables()[subject].facts:
                self.problems.add(
                    item,
                    ("parts", part),
                    part,
                    "同じ名前の要素または事実があります。",
                    "another criterion has a part, or the subject a fact, of this name: choose another",
                    "duplicate-id",
                )

    def _check_withdrawn(self, editions: list[Edition], drafts: dict[str, _Draft]) -> None:
        """A withdrawn rule says which one stands in its place, and only such a rule does."""
        known = {r.id: r for e in editions for r in e.rules}
        for item in (i for d in drafts.values() for i in d.items if i.kind == "id"):
            by = item.data.get("replaced_by")
            withdrawn = item.data.get("status") == "withdrawn"
            successor = known.get(str(by))
            for key in ("replaced_by", "replaces"):
                other = item.data.get(key)
                if other is not None and (other not in known or other == item.data["id"]):
                    self.problems.add(
                        item,
                        (key,),
                        other,
                        "このidのルールはありません。",
                        "there is no other rule of this id",
                        "unknown-name",
                    )
            if withdrawn and by is None:
                self.problems.add(
                    item,
                    ("status",),
                    "withdrawn",
                    "廃止したルールには後継（replaced_by）が必要です。",
                    "a withdrawn rule names its successor: add `replaced_by`",
                    "missing-key",
                )
            elif by is not None and (
                not withdrawn or (successor is not None and successor.status != "active")
            ):
                self.problems.add(
                    item,
                    ("replaced_by",),
                    by,
                    "廃止したルール（status: withdrawn）の、廃止されていない後継を書いてください。",
                    "a rule with `status: withdrawn` names a successor that is active",
                    "value",
                )

    def _check_examples(self, editions: list[Edition], drafts: dict[str, _Draft]) -> None:
        """What examples give exists and has the right type: values of any edition, for editions are judged together."""
        derived: dict[tuple[str, str], Type | None] = dict.fromkeys(self.parts, BOOLEAN)
        derived[("use", "valid")] = BOOLEAN
        named: set[str] = {f"law.{r.id}" for e in editions for r in e.readings}
        for item in (i for d in drafts.values() for i in d.items):
            if item.kind == "derives":
                table, _, name = str(item.data["derives"]).partition(".")
                derived.setdefault((table, name), None)
            elif item.kind == "id":
                parts = [n for k in ("require", "let") for n in item.data.get(k) or {}]
                named |= {f"law.{item.data['id']}.{n}" for n in (*parts, "when")}
            elif item.kind in ("binds", "criterion"):
                asked = set(item.data.get("parts") or item.data)
                named |= {f"law.{_item_key(item)[1]}.{n}" for n in asked} | {f"law.{n}" for n in asked}
        for edition in editions:
            derived.update({d.key: d.node.type for d in edition.derivations})
        checked: set[int] = set()
        for item in (i for d in drafts.values() for i in d.items):
            if item.kind != "id" or item.data["subject"] not in RULE_SUBJECTS or id(item) in checked:
                continue
            checked.add(id(item))
            for n, entry in enumerate(
                item.data["examples"] if isinstance(item.data["examples"], list) else ()
            ):
                if not isinstance(entry, dict):
                    continue
                for path, found, text in wrong_in(entry, str(item.data["subject"]), derived, named):
                    self.problems.add(item, ("examples", n, *path), found, text.ja, text.en, "example")

    def _inherit(self, draft: _Draft, drafts: dict[str, _Draft], seen: set[str]) -> None:
        base_id = draft.item.data.get("extends")
        if base_id is None and draft.item.data.get("drops"):
            self.problems.add(
                draft.item,
                ("drops",),
                None,
                "引き継ぎ元（extends）がありません。",
                "there is nothing to drop from: name the edition under `extends`",
                "unknown-edition",
            )
        if base_id is None or draft.item.data.get("_inherited"):
            return
        if base_id not in drafts or base_id in seen or base_id == draft.item.data["edition"]:
            self.problems.add(
                draft.item,
                ("extends",),
                base_id,
                "引き継ぎ元の版がありません。",
                "there is no such edition to extend",
                "unknown-edition",
            )
            return
        base = drafts[str(base_id)]
        self._inherit(base, drafts, {*seen, str(draft.item.data["edition"])})
        own = {_item_key(i) for i in draft.items}
        drops = draft.item.data.get("drops") or []
        for name in drops:
            kinds = {i.kind for i in base.items if _item_key(i)[1] == name}
            if not kinds:
                self.problems.add(
                    draft.item,
                    ("drops",),
                    name,
                    "引き継ぎ元の版にない名前です。",
                    "the extended edition has no such item to drop",
                    "unknown-name",
                )
            elif len(kinds) > 1:
                self.problems.add(
                    draft.item,
                    ("drops",),
                    name,
                    f"引き継ぎ元の版には、この名前の項目が複数あります（{'、'.join(sorted(kinds))}）。一方の名前を変えてください。",
                    f"the extended edition has a {' and a '.join(sorted(kinds))} of this name, and both would go: rename one of them",
                    "duplicate-id",
                )
        draft.items = [
            i for i in base.items if _item_key(i) not in own and _item_key(i)[1] not in drops
        ] + draft.items
        draft.item.data["_inherited"] = True

    def _edition(self, draft: _Draft) -> Edition | None:
        item, data = draft.item, draft.item.data
        title = self._text(item, ("title",), data["title"]) or Text("?", "?")
        try:
            chosen_by = ChosenBy(str(data["chosen_by"]))
        except ValueError:
            self.problems.add(
                item,
                ("chosen_by",),
                data["chosen_by"],
                "chosen_by は publication か fiscal_year です。",
                "chosen_by is publication or fiscal_year",
                "value",
            )
            return None
        first = last = None
        self._named(item, ("edition",), str(data["edition"]), _KEY)
        self._named(item, ("authority",), str(data["authority"]), _KEY)
        own = (
            ("effective_from", "effective_to", "transition_until")
            if chosen_by is ChosenBy.FISCAL_YEAR
            else ("years",)
        )
        for other in own:
            if data.get(other) is not None:
                self.problems.add(
                    item,
                    (other,),
                    None,
                    f"chosen_by が {chosen_by.value} の版に {other} は書けません。",
                    f"`{other}` says nothing for an edition that is chosen by {chosen_by.value}: leave it out",
                    "value",
                )
        if chosen_by is ChosenBy.FISCAL_YEAR:
            if data["authority"] not in {p.value for p in Purpose}:
                self.problems.add(
                    item,
                    ("authority",),
                    data["authority"],
                    "年度で選ばれる版の authority は、活用の目的の名前です。",
                    f"an edition chosen by fiscal year would never be: its authority is one of {', '.join(p.value for p in Purpose)}",
                    "value",
                )
            years = data.get("years")
            if not isinstance(years, dict) or years.get("from") is None or set(years) - {"from", "to"}:
                self.problems.add(
                    item,
                    ("years",),
                    None,
                    "対象年度 years: {from: FY2025, to: FY2025} が必要です。",
                    "say which years: `years: {from: FY2025, to: FY2025}`",
                    "missing-key",
                )
            else:
                first = self._year(item, ("years", "from"), years["from"])
                last = self._year(item, ("years", "to"), years.get("to"))
        elif data.get("effective_from") is None:
            self.problems.add(
                item,
                ("effective_from",),
                None,
                "effective_from が必要です。",
                "`effective_from` is missing: add the first day in force",
                "missing-key",
            )
        days = [self._day(item, k) for k in ("effective_from", "effective_to", "transition_until")]
        self._ends_before(item, "transition_until", days[0], days[2])
        span = (days[0], days[1])
        if first is not None:
            span = (date(first.start, 4, 1), date(last.start + 1, 3, 31) if last is not None else None)
        purposes = tuple(str(p) for p in data["purposes"] or ())
        self._check_purposes(item, ("purposes",), purposes)
        if chosen_by is ChosenBy.FISCAL_YEAR:
            self._check_of_authority(item, purposes, str(data["authority"]))
        basis = self._basis(item, set(), set())
        seen: dict[tuple[str, str], _Item] = {}
        for one in draft.items:
            key = _item_key(one)
            if key in seen:
                self.problems.add(
                    one,
                    (),
                    key[1],
                    "同じ版に同じ名前の項目が二つあります。",
                    f"`{key[1]}` stands twice in this edition, first at {seen[key].document.name}:{seen[key].line}",
                    "duplicate-id",
                )
            seen[key] = one
        builder = _EditionBuilder(self, data, purposes, chosen_by, span)
        builder.build(draft.items)
        canonical = json.dumps(
            [_plain(i.data) for i in (item, *draft.items)], ensure_ascii=False, sort_keys=True
        )
        return Edition(
            str(data["edition"]), str(data["authority"]), title, chosen_by, self._day(item, "published"),
            self._day(item, "effective_from"), self._day(item, "effective_to"), self._day(item, "transition_until"),
            first, last, purposes, basis, hashlib.sha256(canonical.encode()).hexdigest(),
            tuple(builder.parameters.values()), tuple(builder.criteria), tuple(builder.bindings),
            tuple(builder.derivations), tuple(builder.rules), tuple(builder.readings),
            tuple(builder.fields),
        )  # fmt: skip

    def _year(self, item: _Item, path: tuple[str | int, ...], value: object) -> FiscalYear | None:
        if value is None:
            return None
        try:
            year = parse_year(value)
            if (
                not FIRST_DAY_YEAR
                <= (year if isinstance(year, FiscalYear) else year.activity).start
                < LAST_DAY_YEAR
            ):
                raise ValueError("this year is out of range: write it as FY2025")
        except ValueError as error:
            self.problems.add(item, path, value, "年度は FY2025 の形で書いてください。", str(error), "year")
            return None
        return year if isinstance(year, FiscalYear) else year.activity

    def _check_purposes(self, item: _Item, path: tuple[str | int, ...], purposes: tuple[str, ...]) -> None:
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

    def _check_of_authority(self, item: _Item, purposes: tuple[str, ...], authority: str) -> None:
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

    def _check_dates(self, editions: list[Edition], drafts: dict[str, _Draft]) -> None:
        """Refuse gaps and overlaps between the editions of one authority (law 11)."""
        by_authority: dict[str, list[Edition]] = {}
        for edition in editions:
            by_authority.setdefault(edition.authority, []).append(edition)
        for group in by_authority.values():

            def span(e: Edition) -> tuple[Any, Any, Callable[[Any], Any]]:
                if e.chosen_by is ChosenBy.FISCAL_YEAR:
                    return e.first_year, e.last_year, lambda y: FiscalYear(y.start + 1)
                return e.effective_from, e.effective_to, lambda d: d + timedelta(days=1)

            if len({e.chosen_by for e in group}) > 1:
                self.problems.add(
                    drafts[group[0].id].item,
                    ("chosen_by",),
                    None,
                    "同じ発行元の版は同じ方法で選ばれる必要があります。",
                    "all editions of one authority are chosen the same way",
                    "value",
                )
                continue
            for e in group:
                if None not in span(e)[:2] and span(e)[1] < span(e)[0]:
                    self.problems.add(
                        drafts[e.id].item,
                        ("edition",),
                        e.id,
                        "適用の終わりが始まりより前です。",
                        "it ends before it begins: correct the last day or year",
                        "reversed",
                    )
            ordered = sorted((e for e in group if span(e)[0] is not None), key=lambda e: span(e)[0])
            for before, after in pairwise(ordered):
                end, next_of = span(before)[1], span(before)[2]
                item = drafts[after.id].item
                if end is None or end >= span(after)[0]:
                    self.problems.add(
                        item,
                        ("edition",),
                        after.id,
                        f"{before.id} と期間が重なっています。",
                        f"it overlaps {before.id}: end that edition before this one begins",
                        "overlap",
                    )
                elif next_of(end) != span(after)[0]:
                    self.problems.add(
                        item,
                        ("edition",),
                        after.id,
                        f"{before.id} との間に空白の期間があります。",
                        f"there is a gap after {before.id}: close it, or say which edition covers it",
                        "gap",
                    )

    def _check_authorities(self, editions: list[Edition], drafts: dict[str, _Draft]) -> None:
        """Refuse an authority that differs from another only in its letters' case: its editions would all be in force beside."""
        first: dict[str, str] = {}
        for edition in editions:
            known = first.setdefault(edition.authority.casefold(), edition.authority)
            if known != edition.authority:
                self.problems.add(
                    drafts[edition.id].item,
                    ("authority",),
                    edition.authority,
                    f"{known} と大文字・小文字だけが異なります。同じ発行元なら、同じ名前で書いてください。",
                    f"this differs from {known} in upper and lower case alone: write one authority in one way",
                    "name",
                )

    def _check_readings(self, editions: list[Edition]) -> None:
        """Refuse a reading that has the name of an unconfirmed clause: an answer on one would settle the other as well."""
        if self.problems.found:  # what is not whole cannot be joined
            return
        clauses = clause_points(Rulebook(tuple(editions), self.documents, ""))
        for name, item, path in self.readings:
            if name in clauses:
                self.problems.add(
                    item,
                    path,
                    name,
                    "未確認の条項と同じ名前の読み方です。by: で別の名前を付けてください。",
                    f"{name} is the name of an unconfirmed clause: give the reading its own name with `by`",
                    "readings",
                )

    def _check_combinations(self, editions: list[Edition]) -> None:
        """Refuse more open readings behind one verdict than it is judged under: it could only be an error."""
        if self.problems.found:  # what is not whole cannot be joined
            return
        for number, names in crowded(Rulebook(tuple(editions), self.documents, "")):
            item, path = next((item, path) for name, item, path in self.readings if name in names)
            self.problems.add(
                item,
                path,
                ", ".join(names),
                f"一つの判定にかかる読み方の組合せが{number}通りあります。{MOST_COMBINATIONS}通りまでにしてください。同じ問いの読み方は、by: で一つの名前にまとめられます。",
                f"one verdict may hang on these readings together, which are {number} combinations, and {MOST_COMBINATIONS} are the most"
                " that are tried: let those that ask the same share one name with `by`, or have fewer",
                "readings",
            )

    def _check_alternatives(self, editions: list[Edition]) -> None:
        """Refuse a part of a criterion as an alternative where a clause behind it is unconfirmed: its true would decide (law 5)."""
        subjects = {c.id: c.subject for e in editions for c in e.criteria}
        weak = {(c.subject, part) for e in editions for c in e.criteria for part in c.weak}
        for binding in (b for e in editions for b in e.bindings if b.criterion in subjects):
            permitted = {part for b in binding.basis for part in b.permits}
            weak |= {
                (subjects[binding.criterion], part)
                for part, node, _ in binding.parts
                if isinstance(node, Cap) and part not in permitted
            }
        for item, path, name, part in self.alternatives:
            if part in weak:
                self.problems.add(
                    item,
                    path,
                    name,
                    "根拠が未確認の性質の要素は、OR の選択肢にはできません。AND で求めるか、制度との結び付き（binds）の中で選択肢にしてください。",
                    f"{name} rests on a criterion or binding that is unconfirmed, and as an alternative its true would decide "
                    "for somebody: ask for it by itself or with AND, or make the alternative within the binding",
                    "alternative",
                )

    def _check_claim_values(self, editions: list[Edition], drafts: dict[str, _Draft]) -> None:
        """Refuse a derived value of the claim under two authorities: both are in force beside, and its name says one (law 8)."""
        owners: dict[str, Edition] = {}
        for edition in (e for e in editions if e.chosen_by is ChosenBy.PUBLICATION):
            for name in (f"{d.table}.{d.name}" for d in edition.derivations if d.table == "claim"):
                first = owners.setdefault(name, edition)
                if first.authority == edition.authority:
                    continue
                draft = drafts[edition.id]
                written = [i for i in draft.items if i.kind == "derives" and i.data["derives"] == name]
                taken_over = [id(i) for i in drafts[first.id].items]
                own = next((i for i in written if id(i) not in taken_over), None)
                self.problems.add(
                    own or draft.item,
                    ("derives",) if own is not None else ("edition",),
                    name,
                    f"{first.authority} にも導出値 {name} があります。別の名前にしてください。",
                    f"{first.authority} derives {name} too, and both are in force together: choose another name",
                    "duplicate-id",
                )

    def _check_ids(self, editions: list[Edition], drafts: dict[str, _Draft]) -> None:
        owners: dict[str, str] = {}
        spelled: dict[str, str] = {}
        named: dict[str, str] = {}
        for edition in editions:
            alike = named.setdefault(edition.id.casefold(), edition.id)
            if alike != edition.id:
                self.problems.add(
                    drafts[edition.id].item,
                    ("edition",),
                    edition.id,
                    f"{alike} と大文字・小文字だけが異なります。別の名前にしてください。",
                    f"this differs from {alike} in upper and lower case alone: give each edition its own id",
                    "name",
                )
        for edition in editions:
            for rule in edition.rules:
                alike = spelled.setdefault(rule.id.casefold(), rule.id)
                if alike != rule.id:
                    self.problems.found.append(
                        Problem(
                            rule.file,
                            rule.line,
                            None,
                            rule.id,
                            rule.id,
                            Text(
                                f"{alike} と大文字・小文字だけが異なります。別のidにしてください。",
                                f"this differs from {alike} in upper and lower case alone: give each rule its own id",
                            ),
                            "name",
                        )
                    )
                other = owners.setdefault(rule.id, edition.authority)
                if other != edition.authority:
                    self.problems.found.append(
                        Problem(
                            rule.file,
                            rule.line,
                            None,
                            rule.id,
                            rule.id,
                            Text(
                                "ルールのidが他の発行元でも使われています。",
                                f"this rule id is used by {other} too: ids are never reused",
                            ),
                            "duplicate-id",
                        )
                    )
        options: dict[str, tuple[Edition, set[str]]] = {}
        for edition in editions:
            for reading in edition.readings:
                own = {o.option for o in reading.options}
                first, known = options.setdefault(reading.id, (edition, own))
                if first.authority != edition.authority:  # what one of them answers is no answer of the other
                    self.problems.add(
                        drafts[edition.id].item,
                        ("edition",),
                        reading.id,
                        f"{first.authority} にも同じ名前の読み方があります。by: で別の名前を付けてください。",
                        f"{first.authority} has a reading {reading.id} too: give it its own name with `by`",
                        "readings",
                    )
                elif own != known:
                    self.problems.add(
                        drafts[edition.id].item,
                        ("edition",),
                        reading.id,
                        f"{first.id} と候補名が異なる読み方です。by: で別の名前を付けてください。",
                        f"reading {reading.id} has other option names in {first.id}: give it its own name with `by`",
                        "readings",
                    )


def _rewritten(drafts: Mapping[str, _Draft]) -> frozenset[str]:
    """The rules, bindings and criteria that do not say the same in all editions that have them, by the same clauses.

    An answer on one text, or with one number of the law in it, or on one clause, is none on another.
    """
    first: dict[tuple[str, str], str] = {}
    found = set()
    for draft in drafts.values():
        numbers = {i.data["parameter"]: i.data["value"] for i in draft.items if i.kind == "parameter"}
        for item in draft.items:
            if item.kind == "id":
                said = {part: item.data.get(part) for part in ("when", "let", "require")}
            elif item.kind == "binds":
                said = {part: text for part, text in item.data.items() if part not in _KEYS["binds"][0]}
            elif item.kind == "criterion":
                said = {part: item.data[part] for part in ("text", "parts")}
            else:
                continue
            name, text = _item_key(item)[1], json.dumps(_plain(said), sort_keys=True)
            read = {p: _plain(numbers.get(p)) for p in _PARAMETER.findall(text)}
            text += json.dumps(read, sort_keys=True)
            cited = json.dumps(_plain(_unconfirmed(item)), sort_keys=True)
            if first.setdefault((name, "text"), text) != text:
                found.add(name)
            if cited != "[]" and first.setdefault((name, "cited"), cited) != cited:
                found.add(name)
    return frozenset(found)


def _unconfirmed(item: _Item) -> list[dict[str, Any]]:
    """Which unconfirmed clauses an item cites, and for which of its names."""
    entries = item.data["basis"] if isinstance(item.data["basis"], list) else []
    return [
        {key: entry.get(key) for key in ("document", "section", "restricts", "permits")}
        for entry in entries
        if isinstance(entry, dict) and entry.get("confidence") == Confidence.UNCONFIRMED.word
    ]


class _EditionBuilder:
    """Builds the parts of one edition, in the order in which they may name each other."""

    def __init__(
        self, loader: _Loader, edition: Mapping[str, Any], purposes: tuple[str, ...], chosen_by: ChosenBy,
        span: tuple[date | None, date | None],
    ) -> None:  # fmt: skip
        self.loader = loader
        self.authority = str(edition["authority"])
        self.span = span
        """The first and the last day in force."""
        self.by_year = chosen_by is ChosenBy.FISCAL_YEAR
        self.unjudged = ("filing",) if chosen_by is ChosenBy.PUBLICATION else ("claim", "statement")
        self.problems = loader.problems
        self.edition = str(edition["edition"])
        self.purposes = purposes
        self.parameters: dict[str, Parameter] = {}
        self.criteria: list[Criterion] = []
        self.bindings: list[Binding] = []
        self.derivations: list[Derivation] = []
        self.rules: list[Rule] = []
        self.readings: list[ReadingSet] = []
        self.fields: list[Field] = []
        self.derived: dict[tuple[str, str], Type] = {("use", "valid"): BOOLEAN}
        self.confidences: dict[tuple[str, str], Confidence] = {}
        self.after_uses: set[tuple[str, str]] = {("use", "valid")}
        """Derived values that are known only once the uses are judged."""
        self.on_criteria = {key: frozenset({key}) for key in loader.parts}
        """The parts of criteria, and the derived values that rest on them, with the parts that each rests on."""
        for key in loader.parts:
            self.derived[key] = BOOLEAN
        self.bound: dict[tuple[str, str], _Item] = {}
        """The binding of a criterion for a programme."""

    def _point(self, item: _Item, name: str) -> str:
        """The name by which an unconfirmed clause is confirmed: that of the edition, too, where another has another text."""
        named = _item_key(item)[1]
        return f"{named}.{name}" + (f"@{self.edition}" if named in self.loader.rewritten else "")

    def build(self, items: list[_Item]) -> None:
        for item in items:
            if item.kind == "parameter":
                self._parameter(item)
        for item in items:
            if item.kind == "criterion":
                self._criterion(item)
        for item in items:
            if item.kind == "binds":
                self._binding(item)
        self._derive([i for i in items if i.kind == "derives"])
        for item in items:
            if item.kind == "field":
                self._field(item)
        for item in items:
            if item.kind == "id":
                self._rule(item)

    # -- expressions -------------------------------------------------------------------------------------------------

    def _vocabulary(
        self, table: str, names: dict[str, Node] | None = None, stratum: int | None = None
    ) -> Vocabulary:
        return Vocabulary(
            table, {p.name: p.value for p in self.parameters.values()}, self.derived, names or {}, stratum
        )

    def _expression(
        self,
        item: _Item,
        path: tuple[str | int, ...],
        text: object,
        vocabulary: Vocabulary,
        *,
        condition: bool,
    ) -> Node | None:
        try:
            return (parse_condition if condition else parse)(text, vocabulary)
        except ExpressionError as error:
            self.problems.add(
                item, path, text, f"条件式を直してください（{error}）。", str(error), "expression"
            )
            return None

    def _strength(
        self, basis: tuple[Basis, ...], attribute: str, name: str, node: Node | None
    ) -> Confidence | None:
        """The strongest clause for a name, weakened by the parameters and derived values the expression uses."""
        named = [b.confidence for b in basis if name in getattr(b, attribute)]
        return self._weakened(max(named), node) if named else None

    def _weakened(self, strength: Confidence, node: Node | None) -> Confidence:
        """A strength no greater than that of any parameter or derived value behind an expression."""
        for part in walk(node) if node is not None else ():
            if isinstance(part, Const) and part.name in self.parameters:
                strength = min(strength, self.parameters[part.name].confidence)
            elif isinstance(part, Ref) and part.derived:
                strength = min(strength, self.confidences.get((part.table, part.path), strength))
        return strength

    def _rests_on_uses(self, node: Node) -> bool:
        """Whether a value is known only once the uses are judged, directly or through what it is derived from."""
        return any(
            isinstance(part, Ref) and part.derived and (part.table, part.path) in self.after_uses
            for part in walk(node)
        )

    def _criteria_in(self, node: Node) -> list[str]:
        """What an expression reads of criteria, directly or through derived values."""
        return [p.name for p in walk(node) if isinstance(p, Ref) and (p.table, p.path) in self.on_criteria]

    def _parts_behind(self, node: Node) -> frozenset[tuple[str, str]]:
        """The parts of criteria that an expression rests on."""
        none: frozenset[tuple[str, str]] = frozenset()
        keys = [(p.table, p.path) for p in walk(node) if isinstance(p, Ref)]
        return none.union(*(self.on_criteria.get(key, none) for key in keys))

    def _turned(self, node: Node) -> list[str]:
        """What a condition reads of criteria anywhere but where true can only help it, and false only harm it."""
        match node:
            case Ref():
                return []
            case And() | Or():
                return [name for one in node.items for name in self._turned(one)]
            case Named() | Cap():
                return self._turned(node.item)
            case Reading():
                return [name for _, one in node.options for name in self._turned(one)]
            case ListCall(function="any" | "all") if node.condition is not None:
                return self._turned(node.condition)
            case _:
                return self._criteria_in(node)

    def _check_upright(self, item: _Item, path: tuple[str | int, ...], node: Node) -> None:
        """Refuse a condition in which the unconfirmed clause behind a part would decide: only its false is made unknown."""
        for name in dict.fromkeys(self._turned(node)):
            self.problems.add(
                item,
                path,
                name,
                "性質の要素は、NOT・比較・none・all_same・集計の中では使えません。そのまま、または AND・OR・any・all で書き、反対の内容が必要なら別の要素を設けてください。",
                f"{name} rests on a criterion, whose clauses may be unconfirmed: let it stand as it is, joined by AND, OR, any or all "
                "alone, and give the criterion a part that says the opposite where that is needed",
                "criterion",
            )

    def _check_apart(self, item: _Item, path: tuple[str | int, ...], node: Node) -> None:
        """Refuse an exemption or a permission by a criterion: an unconfirmed clause behind it would decide for somebody."""
        for name in dict.fromkeys(self._criteria_in(node)):
            self.problems.add(
                item,
                path,
                name,
                "性質の要素は、when と許容（let）では使えません。require に書くか、事実そのものを書いてください。",
                f"{name} rests on a criterion, which neither exempts nor permits: read it in `require`, or write the facts themselves here",
                "criterion",
            )

    def _check_alternatives(self, item: _Item, path: tuple[str | int, ...], node: Node) -> None:
        """Refuse a relief that nobody has confirmed as an alternative: only its false would be made unknown (law 5)."""
        for ref in dict.fromkeys(_alternatives(node)):
            key = (ref.table, ref.path)
            if self.confidences.get(key) is Confidence.UNCONFIRMED:
                self.problems.add(
                    item,
                    path,
                    ref.name,
                    "根拠が未確認の導出値は、OR の選択肢にはできません。許容（let）に書き、permits で根拠を示してください。",
                    f"{ref.name} is unconfirmed, and as an alternative its true would decide for somebody: "
                    "make it a `let`, and name the clause that permits it",
                    "alternative",
                )
            for part in self.on_criteria.get(key, ()):
                self.loader.alternatives.append((item, path, ref.name, part))

    # -- items -------------------------------------------------------------------------------------------------------

    def _parameter(self, item: _Item) -> None:
        data, name = item.data, str(item.data["parameter"])
        value = data["value"]
        self.loader._named(item, ("parameter",), name, _NAME)
        if isinstance(value, dict):
            table = self._table(item, value)
            if table is None:
                return
            value = table
        is_day = data.get("unit") == "date"
        if (
            isinstance(value, bool)
            or not isinstance(value, int | Decimal | str)
            or value == ""
            or (is_day and not isinstance(value, str))
        ):
            self.problems.add(
                item,
                ("value",),
                value,
                "値は数値か文字で書いてください。",
                "a parameter is a number or a text",
                "value",
            )
            return
        if isinstance(value, str) and is_day:
            day = self.loader._day(item, "value")
            if day is None:
                return
            const = Const(DATE, day, name)
        elif isinstance(value, str):
            const = Const(TEXT, value, name)
        else:
            number = Decimal(value)
            try:
                const = Const(kept_width(number_type(number)), number, name)
            except ExpressionError as error:
                self.problems.add(
                    item, ("value",), value, f"数値の桁が多すぎます（{error}）。", str(error), "value"
                )
                return
            if number < 0 and data.get("unit") in _SPANS:
                self.problems.add(
                    item,
                    ("value",),
                    value,
                    "期間を表す値は0以上にしてください。前の日を求めるときは、式の中で引いてください。",
                    "a span of time is not negative: write how long it is, and take it off in the expression",
                    "value",
                )
        first, last = self.loader._day(item, "effective_from"), self.loader._day(item, "effective_to")
        self.loader._ends_before(item, "effective_to", first, last)
        if first is not None and self.span[0] is not None and first > self.span[0]:
            self.problems.add(
                item,
                ("effective_from",),
                first,
                "版の適用開始より後の日付です。それまでの日にもこの値が使われてしまいます。",
                f"{self.edition} is in force before this day and would use the value: give it the earlier day, or an edition of its own",
                "validity",
            )
        if last is not None and (self.span[1] is None or last < self.span[1]):
            self.problems.add(
                item,
                ("effective_to",),
                last,
                "版の適用終了より前の日付です。その後の日にもこの値が使われてしまいます。",
                f"{self.edition} is in force after this day and would still use the value: end the edition on it too",
                "validity",
            )
        basis = self.loader._basis(item, set(), set())
        confidence = max((b.confidence for b in basis), default=Confidence.UNCONFIRMED)
        title = self.loader._text(item, ("title",), data["title"]) or Text("?", "?")
        self.parameters[name] = Parameter(name, const, _maybe(data.get("unit")), title, confidence, basis)

    def _table(self, item: _Item, value: dict[Any, Any]) -> str | None:
        """A list of codes, each with the day since when it counts, as the text that `listed` and `coded` read."""
        for code, since in value.items():
            try:
                if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z0-9-]+", code):
                    raise ValueError
                if not isinstance(since, str) or not _DAY.fullmatch(since):  # nor a day of a week, 2025-W01-1
                    raise ValueError
                date.fromisoformat(since)
            except ValueError:
                self.problems.add(
                    item,
                    ("value", code),
                    since,
                    "「略号: YYYY-MM-DD」の形で書いてください。",
                    "write each entry as `CODE: YYYY-MM-DD`",
                    "value",
                )
                return None
        return ", ".join(f"{code} {since}" for code, since in value.items())

    def _criterion(self, item: _Item) -> None:
        data = item.data
        if data["subject"] not in catalogue.tables():
            return
        parts = data["parts"] if isinstance(data["parts"], dict) else {}
        number = data["property"]
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= 5:
            self.problems.add(
                item, ("property",), number, "性質の番号を整数（1～5）で書いてください。",
                "a property has a whole number, from 1 to 5", "value",
            )  # fmt: skip
            return
        basis = self.loader._basis(item, set(parts), set())
        # The strongest clause for a part counts; a clause that names none stands for all.
        strengths = {
            part: max(
                (b.confidence for b in basis if part in b.restricts or not b.restricts),
                default=Confidence.UNCONFIRMED,
            )
            for part in map(str, parts)
        }
        weak = {p: self._point(item, p) for p, s in strengths.items() if s is Confidence.UNCONFIRMED}
        self.criteria.append(
            Criterion(
                str(data["criterion"]), number, str(data["subject"]),
                self.loader._text(item, ("title",), data["title"]) or Text("?", "?"),
                self.loader._text(item, ("text",), data["text"]) or Text("?", "?"),
                {str(k): self.loader._text(item, ("parts", k), v) or Text("?", "?") for k, v in parts.items()},
                basis, weak,
            )
        )  # fmt: skip

    def _binding(self, item: _Item) -> None:
        data = item.data
        criterion = self.loader.criteria.get(str(data["binds"]))
        if criterion is None:
            self.problems.add(
                item,
                ("binds",),
                data["binds"],
                "この名前の性質（criterion）はありません。",
                f"there is no such criterion: {', '.join(self.loader.criteria)}",
                "unknown-name",
            )
            return
        if self.authority != PROGRAMMES:
            self.problems.add(
                item,
                ("binds",),
                data["binds"],
                f"この版では使われません。authority が {PROGRAMMES} の版に置いてください。",
                f"a binding is read in the editions of {PROGRAMMES} alone: move it there",
                "value",
            )
        programmes = programmes_of(data)
        for programme in programmes:
            first = self.bound.setdefault((str(data["binds"]), programme), item)
            if first is not item or programmes.count(programme) > 1:
                self.problems.add(
                    item,
                    ("programme",),
                    programme,
                    "この制度には同じ性質が二度結び付けられています。",
                    f"`{data['binds']}` is bound twice for this programme, first at {first.document.name}:{first.line}",
                    "duplicate-id",
                )
        if not programmes or not set(programmes) <= {p.value for p in Programme}:
            self.problems.add(
                item,
                ("programme",),
                data["programme"],
                "制度名が正しくありません。",
                f"programme is one of {', '.join(p.value for p in Programme)}",
                "value",
            )
            return
        table = str(criterion.data["subject"])
        parts = set(criterion.data["parts"])
        for key in set(data) - {"binds", "programme", "basis"} - parts:
            self.problems.add(
                item,
                (key,),
                key,
                f"「{key}」はこの性質の要素ではありません。",
                f"`{key}` is not a part of {data['binds']}: {', '.join(sorted(parts))}",
                "unknown-key",
            )
        basis = self.loader._basis(item, parts, parts)
        built = []
        vocabulary = Vocabulary(
            table, {p.name: p.value for p in self.parameters.values()},
            {k: t for k, t in self.derived.items() if catalogue.STRATUM[k[0]] < catalogue.STRATUM[table]}, {},
        )  # fmt: skip
        for part in criterion.data["parts"]:
            if part not in data:
                continue  # a part that is not bound is unknown for the programme
            node = self._expression(item, (part,), data[part], vocabulary, condition=True)
            if node is None:
                continue
            self._check_upright(item, (part,), node)
            restricts = self._strength(basis, "restricts", part, node)
            permits = self._strength(basis, "permits", part, node)
            if permits is None:
                self._check_alternatives(item, (part,), node)
            if restricts is None and permits is None:
                self.problems.add(
                    item,
                    ("basis",),
                    part,
                    f"「{part}」の根拠がありません。",
                    f"no clause restricts `{part}`: name it under `restricts`",
                    "citation",
                )
            if restricts is Confidence.UNCONFIRMED:
                node = Cap(BOOLEAN, node, False, self._point(item, part))
            if permits is Confidence.UNCONFIRMED:
                node = Cap(BOOLEAN, node, True, self._point(item, part))
            built.append((part, node, str(data[part])))
        self.bindings.append(Binding(str(data["binds"]), programmes, tuple(built), basis))

    def _derive(self, items: list[_Item]) -> None:
        """Derivations in the order in which they need each other; a cycle or an upward read is refused."""
        waiting = []
        for item in items:
            table, _, name = str(item.data["derives"]).partition(".")
            if table not in catalogue.tables() or not name:
                self.problems.add(
                    item,
                    ("derives",),
                    item.data["derives"],
                    "「表.名前」の形で書いてください。",
                    f"write table.name, with a table of {', '.join(catalogue.tables())}",
                    "value",
                )
                continue
            if not all(_NAME.fullmatch(step) for step in name.split(".")):
                self.loader._named(item, ("derives",), "", _NAME)
                continue
            if name in catalogue.tables()[table].facts or (table, name) in self.derived:
                self.problems.add(
                    item,
                    ("derives",),
                    item.data["derives"],
                    "同じ名前の事実または性質の要素があります。",
                    "a stated fact or a part of a criterion has this name: choose another",
                    "duplicate-id",
                )
                continue
            waiting.append((item, table, name))
        progress = True
        while waiting and progress:
            progress = False
            for entry in list(waiting):
                item, table, name = entry
                others = {f"{t}.{n}" for _, t, n in waiting if (t, n) != (table, name)}
                if any(_mentions(item.data["value"], o) for o in others):
                    continue
                waiting.remove(entry)
                progress = True
                self._derivation(item, table, name)
        for item, _, _ in waiting:
            self.problems.add(
                item,
                ("derives",),
                item.data["derives"],
                "導出値が互いに参照し合っています。",
                "these derived values need each other in a circle: break it",
                "cycle",
            )

    def _derivation(self, item: _Item, table: str, name: str) -> None:
        stratum = catalogue.STRATUM[table]
        derived = {k: t for k, t in self.derived.items() if catalogue.STRATUM[k[0]] <= stratum}
        vocabulary = Vocabulary(
            table, {p.name: p.value for p in self.parameters.values()}, derived, {}, stratum
        )
        value = item.data["value"]
        labels = item.data.get("labels")
        if labels is not None and (not isinstance(value, dict) or "labels" in value):
            self.problems.add(
                item,
                ("labels",),
                None,
                "labels は読み方の候補だけに、一度だけ書いてください。",
                "labels name the candidates of readings, and stand there once",
                "readings",
            )
        if isinstance(value, dict):
            node = self._reading(item, ("value",), f"{table}.{name}", value, vocabulary, labels)
        else:
            node = self._expression(item, ("value",), value, vocabulary, condition=False)
        basis = self.loader._basis(item, set(), set())
        own = max((b.confidence for b in basis), default=Confidence.UNCONFIRMED)
        if node is None:
            return
        if node.type.kind not in (Kind.NUMBER, Kind.BOOLEAN):
            self.problems.add(
                item,
                ("value",),
                value,
                "導出値は数値か真偽です。",
                f"a derived value is a number or a condition, this is a {node.type}",
                "expression",
            )
            return
        if stratum <= catalogue.STRATUM["use"] and self._rests_on_uses(node):
            self.problems.add(
                item,
                ("value",),
                value,
                "use.valid はこの段階では使えません。",
                "use.valid is known only after the uses: derive this on claim, filing or statement",
                "stratum",
            )
        self.derived[(table, name)] = node.type
        self.confidences[(table, name)] = self._weakened(own, node)
        if self._rests_on_uses(node):
            self.after_uses.add((table, name))
        if node.type.kind is Kind.BOOLEAN:
            self._check_upright(item, ("value",), node)
            if (
                own is not Confidence.UNCONFIRMED
            ):  # what is unconfirmed as a whole is refused where it is an alternative
                self._check_alternatives(item, ("value",), node)
        if self._criteria_in(node):
            self.on_criteria[(table, name)] = self._parts_behind(node)
        title = self.loader._text(item, ("title",), item.data["title"]) or Text("?", "?")
        text = json.dumps(_plain(value), ensure_ascii=False) if isinstance(value, dict) else str(value)
        self.derivations.append(
            Derivation(table, name, node, text, title, _maybe(item.data.get("unit")), basis)
        )

    def _field(self, item: _Item) -> None:
        """A field of a form: what is written into it must be a number derived for the filing."""
        table, _, name = str(item.data["value"]).partition(".")
        derived = self.derived.get((table, name))
        if table != "filing" or derived is None or derived.kind is not Kind.NUMBER:
            known = ", ".join(f"filing.{d.name}" for d in self.derivations if d.table == "filing")
            self.problems.add(
                item,
                ("value",),
                item.data["value"],
                "この版で報告について導出される数値の名前を書いてください。",
                f"write a number that this edition derives for a filing: {known}",
                "value",
            )
        found = self.loader._text(item, ("form",), item.data["form"]) or Text("?", "?")
        title = self.loader._text(item, ("title",), item.data["title"]) or Text("?", "?")
        self.fields.append(
            Field(
                str(item.data["field"]), found, _maybe(item.data.get("table")), title, name,
                self.loader._basis(item, set(), set()),
            )
        )  # fmt: skip

    def _reading(
        self,
        item: _Item,
        path: tuple[str | int, ...],
        name: str,
        value: dict[str, Any],
        vocabulary: Vocabulary,
        labels: object = None,
    ) -> Node | None:
        allowed = {"readings", "labels", "by", "owner", "title"}
        for key in set(value) - allowed:
            self.problems.add(
                item,
                (*path, key),
                key,
                f"「{key}」というキーはありません。",
                f"there is no key `{key}` beside readings: {', '.join(sorted(allowed))}",
                "unknown-key",
            )
        options = value.get("readings")
        by_place = isinstance(options, list)
        if isinstance(options, list):
            options = {chr(ord("A") + i): o for i, o in enumerate(options)}
        if not isinstance(options, dict) or len(options) < 2:
            self.problems.add(
                item,
                path,
                None,
                "読み方の候補を二つ以上書いてください。",
                "readings needs at least two candidates",
                "readings",
            )
            return None
        if value.get("owner", "authority") != "authority":
            self.problems.add(
                item,
                (*path, "owner"),
                value["owner"],
                "法令の読み方を決めるのは所管当局です。",
                "an open reading is settled by the authority",
                "value",
            )
        at = (*path, "labels") if "labels" in value else ("labels",)
        labels = value.get("labels", labels)
        if not isinstance(labels, dict | None):
            self.loader._misshapen(item, at, labels, "mapping")
            labels = None
        for option in set(labels or ()) - set(options):
            self.problems.add(
                item,
                (*at, option),
                option,
                "この名前の候補はありません。",
                f"there is no candidate `{option}`: {', '.join(options)}",
                "unknown-name",
            )
        for option in options:
            self.loader._named(item, (*path, "readings", option), option, _KEY)
        nodes = []
        shown = []
        for option, text in options.items():
            node = self._expression(item, (*path, "readings", option), text, vocabulary, condition=False)
            if node is None:
                return None
            nodes.append((str(option), node))
            label = labels.get(option) if isinstance(labels, dict) else None
            title = self.loader._text(item, (*at, option), label, needed=False) or Text(
                f"{option}：{text}", f"{option}: {text}"
            )
            shown.append(ReadingOption(str(option), str(text), title))
        kinds = {n.type.kind for _, n in nodes}
        if len(kinds) != 1:
            self.problems.add(
                item,
                path,
                None,
                "候補の型がそろっていません。",
                "all candidates must be of one type",
                "readings",
            )
            return None
        reading_id = value.get("by", name)
        if not isinstance(reading_id, str) or not _KEY.fullmatch(reading_id):
            self.loader._misshapen(item, (*path, "by"), reading_id, "text")
            return None
        self.loader.readings.append((reading_id, item, (*path, "by") if "by" in value else path))
        texts = {o.option: o.text for o in shown}
        first, placed = self.loader.candidates.setdefault(reading_id, (texts, by_place))
        if (by_place or placed) and set(texts) == set(first) and texts != first:
            self.problems.add(
                item,
                (*path, "readings"),
                reading_id,
                "同じ読み方の候補が、別の箇所と異なります。候補に名前のない一覧では、順序を含めて同じにするか、候補に名前を付けてください。",
                f"reading {reading_id} has other candidates elsewhere, and here A, B, … are named by their place alone: give "
                "the candidates names of their own, or write the same list in the same order",
                "readings",
            )
        if all(r.id != reading_id for r in self.readings):
            self.readings.append(
                ReadingSet(
                    reading_id,
                    self.loader._text(item, (*path, "title"), value.get("title"), needed=False),
                    tuple(shown),
                )
            )
        elif {o.option for r in self.readings if r.id == reading_id for o in r.options} != {
            o for o, _ in nodes
        }:
            self.problems.add(
                item,
                path,
                reading_id,
                "同じ読み方の候補名がそろっていません。",
                f"reading {reading_id} has other option names elsewhere",
                "readings",
            )
        kind = nodes[0][1].type
        if kind.kind is Kind.NUMBER:
            types = [n.type for _, n in nodes]
            kind = Type(
                Kind.NUMBER,
                max(t.digits for t in types),
                max(t.scale for t in types),
                any(t.signed for t in types),
            )
        return Reading(kind, reading_id, tuple(nodes))

    def _rule(self, item: _Item) -> None:
        data = item.data
        rule_id = str(data["id"])
        subject = str(data["subject"])
        if subject not in RULE_SUBJECTS:
            self.problems.add(
                item,
                ("subject",),
                subject,
                "このsubjectにはルールを置けません。",
                f"a rule is on one of {', '.join(RULE_SUBJECTS)}: ask about the rows of a list with any, all, none",
                "value",
            )
            return
        if subject in self.unjudged:
            self.problems.add(
                item,
                ("subject",),
                subject,
                "この版は、このsubjectのルールの判定に使われません。",
                f"a rule on a {subject} is never judged in an edition that is chosen this way: move it to one that is",
                "value",
            )
        if not _RULE_ID.fullmatch(rule_id):
            self.problems.add(
                item,
                ("id",),
                rule_id,
                "idは OG-CRED-03 のように英大文字と数字で書いてください。",
                "a rule id is upper-case, such as OG-CRED-03",
                "value",
            )
        since = data["since"]
        if not isinstance(since, str | Decimal) or not _VERSION.fullmatch(str(since)):
            self.problems.add(
                item,
                ("since",),
                since,
                'ルールを加えた版番号を "0.1" の形で書いてください。',
                'write the version of the program that brought the rule, such as "0.1"',
                "value",
            )
        raw_require = data["require"]
        if not isinstance(raw_require, dict) or not raw_require:
            self.problems.add(
                item,
                ("require",),
                None,
                "require に名前付きの条件を一つ以上書いてください。",
                "`require` maps names to conditions: write at least one",
                "value",
            )
            return
        raw_let = data.get("let") or {}
        names: dict[str, Node] = {
            part: Ref(BOOLEAN, table, part, catalogue.routes(subject)[table], True)
            for (table, part), _ in self.loader.parts.items()
            if table in catalogue.routes(subject)
        }
        raw_show, raw_cases = data.get("show") or {}, data.get("cases") or {}
        for key, written in (
            ("require", raw_require),
            ("let", raw_let),
            ("show", raw_show),
            ("cases", raw_cases),
        ):
            for name in written:
                self.loader._named(item, (key, name), name, _NAME)
                if key == "let" and name in names:
                    self.problems.add(
                        item,
                        (key, name),
                        name,
                        "同じ名前の性質の要素があります。",
                        "a part of a criterion has this name: choose another",
                        "duplicate-id",
                    )
        permissions = set(raw_let) | {"when"}
        basis = self.loader._basis(item, set(raw_require), permissions)
        before = len(self.readings)
        lets: list[Permission] = []
        for name, text in raw_let.items():
            vocabulary = self._vocabulary(subject, names)
            if isinstance(text, dict):
                node = self._reading(item, ("let", name), f"{rule_id}.{name}", text, vocabulary)
            else:
                node = self._expression(item, ("let", name), text, vocabulary, condition=False)
            if node is None:
                continue
            confidence = self._strength(basis, "permits", name, node)
            if node.type.kind is Kind.BOOLEAN:
                self._check_apart(item, ("let", name), node)
                if confidence is None:
                    self.problems.add(
                        item,
                        ("let", name),
                        name,
                        f"許容「{name}」の根拠がありません。",
                        f"no clause permits `{name}`: name it under `permits`, or write it into the condition",
                        "citation",
                    )
                elif confidence is Confidence.UNCONFIRMED:
                    if name in raw_require:  # an authority's answer on one would settle the other as well
                        self.problems.add(
                            item,
                            ("let", name),
                            name,
                            "同じ名前の条件があります。",
                            "a condition of this rule has this name: choose another",
                            "duplicate-id",
                        )
                    node = Cap(BOOLEAN, node, True, self._point(item, name))
            names[name] = node
            lets.append(Permission(name, text if isinstance(text, str) else str(_plain(text)), confidence))
        when, when_confidence = None, Confidence.OFFICIAL
        if data.get("when") is not None:
            when = self._expression(
                item, ("when",), data["when"], self._vocabulary(subject, names), condition=True
            )
            if when is not None:
                self._check_apart(item, ("when",), when)
            named = self._strength(basis, "permits", "when", when)
            when_confidence = named or self._weakened(
                max((b.confidence for b in basis), default=Confidence.UNCONFIRMED), when
            )
            if when is not None and any(isinstance(n, Cap) for n in walk(when)):
                when_confidence = (
                    Confidence.UNCONFIRMED
                )  # a permission that nobody has confirmed exempts nobody
            if when is not None and when_confidence is Confidence.UNCONFIRMED:
                when = Cap(BOOLEAN, when, False, self._point(item, "when"))
        conditions = []
        titles = data.get("conditions") or {}
        for name in titles:
            if name not in raw_require:
                self.problems.add(
                    item,
                    ("conditions", name),
                    name,
                    "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule",
                    "unknown-name",
                )
        for name, text in raw_require.items():
            node = self._expression(
                item, ("require", name), text, self._vocabulary(subject, names), condition=True
            )
            if node is None:
                continue
            self._check_upright(item, ("require", name), node)
            self._check_alternatives(item, ("require", name), node)
            confidence = self._strength(basis, "restricts", name, node)
            if confidence is None:
                self.problems.add(
                    item,
                    ("require", name),
                    name,
                    f"条件「{name}」の根拠がありません。",
                    f"no clause restricts `{name}`: name it under `restricts` of a clause",
                    "citation",
                )
                confidence = Confidence.UNCONFIRMED
            if confidence is Confidence.UNCONFIRMED:
                node = Cap(BOOLEAN, node, False, self._point(item, name))
            conditions.append(
                Condition(
                    name,
                    node,
                    str(text),
                    self.loader._text(item, ("conditions", name), titles.get(name), needed=False),
                    confidence,
                )
            )
        shows = []
        for name, text in raw_show.items():
            node = self._expression(
                item, ("show", name), text, self._vocabulary(subject, names), condition=False
            )
            if node is not None:
                if node.type.kind not in (Kind.NUMBER, Kind.DATE):
                    self.problems.add(
                        item,
                        ("show", name),
                        text,
                        "show には数値か日付を書いてください。",
                        "show prints numbers and days",
                        "expression",
                    )
                else:
                    shows.append((str(name), node))
        cases = []
        for name, text in raw_cases.items():
            node = self._expression(
                item, ("cases", name), text, self._vocabulary(subject, names), condition=True
            )
            if node is not None:
                cases.append(Case(str(name), node, str(text)))
        for node in (
            [c.node for c in conditions]
            + [n for _, n in shows]
            + [c.node for c in cases]
            + ([when] if when is not None else [])
        ):
            if subject not in ("claim", "filing", "statement") and self._rests_on_uses(node):
                self.problems.add(
                    item,
                    ("require",),
                    rule_id,
                    "use.valid はこのルールの判定結果から導かれるため、ここでは使えません。",
                    "use.valid rests on this rule: only claim, filing and statement rules may read it",
                    "stratum",
                )
        purposes = (
            tuple(str(p) for p in data["purposes"]) if data.get("purposes") is not None else self.purposes
        )
        self.loader._check_purposes(item, ("purposes",), purposes)
        if data.get("purposes") is not None and self.by_year:
            self.loader._check_of_authority(item, purposes, self.authority)
        try:
            severity = Severity(str(data["severity"]))
        except ValueError:
            self.problems.add(
                item,
                ("severity",),
                data["severity"],
                "severity は blocking か advisory です。",
                "severity is blocking or advisory",
                "value",
            )
            severity = Severity.BLOCKING
        criterion = _maybe(data.get("criterion"))
        if criterion is not None and criterion not in self.loader.criteria:
            self.problems.add(
                item,
                ("criterion",),
                criterion,
                "この名前の性質（criterion）はありません。",
                f"there is no such criterion: {', '.join(self.loader.criteria)}",
                "unknown-name",
            )
        places = self._places(item, subject, conditions, raw_require, shows)
        status = str(data.get("status", "active"))
        if status not in ("active", "withdrawn"):
            self.problems.add(
                item,
                ("status",),
                status,
                "status は active か withdrawn です。",
                "status is active or withdrawn",
                "value",
            )
        self.rules.append(
            Rule(
                rule_id, self.edition, tuple(str(i) for i in data["implements"] or ()), criterion, subject, purposes,
                self.loader._text(item, ("title",), data["title"]) or Text("?", "?"),
                when, _maybe(data.get("when")), when_confidence, tuple(lets), tuple(conditions), tuple(shows), tuple(cases),
                severity, basis, self._messages(item, set(raw_require), places), self._remedies(item, conditions, places),
                self._echoes(item, set(raw_require)),
                self.loader._text(item, ("ask",), data.get("ask"), needed=False), self._questions(item, set(raw_require)),
                self._examples(item, set(raw_require)), str(since), status, _maybe(data.get("replaced_by")),
                tuple(r.id for r in self.readings[before:]), item.document.name, item.line,
            )
        )  # fmt: skip

    def _places(
        self,
        item: _Item,
        subject: str,
        conditions: list[Condition],
        written: Mapping[str, Any],
        shows: list[tuple[str, Node]],
    ) -> set[str] | None:
        """What a message may name: facts within reach, parameters, shown numbers, derived values that a condition reads,
        and, where the rule says so, whom to ask.

        None where a condition cannot be read: what it would have read is not known.
        """
        if len(conditions) < len(written):
            return None
        known = {f"${name}" for name in self.parameters} | {name for name, _ in shows}
        known |= {ASK} if item.data.get(ASK) is not None else set()
        for table in catalogue.routes(subject):
            facts = catalogue.tables()[table].facts
            known |= {f"{table}.{path}" for path in facts}
            known |= {f"{table}.{p}{NEXT_YEAR}" for p, f in facts.items() if f.type.kind is Kind.DATE}
        return known | {p.name for c in conditions for p in walk(c.node) if isinstance(p, Ref) and p.derived}

    def _messages(
        self, item: _Item, conditions: set[str], places: set[str] | None
    ) -> dict[str, dict[str, Text]]:
        raw = item.data["message"]
        found: dict[str, dict[str, Text]] = {}
        if not isinstance(raw, dict):
            self.problems.add(
                item,
                ("message",),
                None,
                "条件ごとに {fail: {ja, en}, unknown: {ja, en}} を書いてください。",
                "write messages per condition: {name: {fail: {ja, en}, unknown: {ja, en}}}",
                "value",
            )
            return found
        for name, outcomes in raw.items():
            if name not in conditions:
                self.problems.add(
                    item,
                    ("message", name),
                    name,
                    "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule: {', '.join(sorted(conditions))}",
                    "unknown-name",
                )
                continue
            for outcome, text in (outcomes or {}).items():
                if self._case_of(item, ("message", name, outcome), outcome, outcomes):
                    continue
                if str(outcome).partition(" ")[0] not in ("pass", "fail", *OPEN_OUTCOMES):
                    self.problems.add(
                        item,
                        ("message", name, outcome),
                        outcome,
                        f"pass, fail, {', '.join(OPEN_OUTCOMES)} のいずれかです。",
                        f"a message is for pass, fail, {', '.join(OPEN_OUTCOMES)}",
                        "value",
                    )
                    continue
                written = self.loader._text(item, ("message", name, outcome), text)
                if written is not None:
                    found.setdefault(str(name), {})[str(outcome)] = written
                    self._filled(item, ("message", name, outcome), written, places)
        return found

    def _case_of(
        self, item: _Item, where: tuple[str, ...], outcome: object, others: Mapping[str, object]
    ) -> bool:
        """Tell of a text for a case, such as `fail late`, whose case or plain twin is not written; whether it did."""
        plain, apart, case = str(outcome).partition(" ")
        if not apart or (case in (item.data.get("cases") or {}) and plain in others):
            return False
        self.problems.add(
            item,
            where,
            outcome,
            f"「{case}」を cases に、ほかの場合の文を「{plain}」に書いてください。",
            f"write `{case}` under `cases`, and the text for all other cases under `{plain}`",
            "unknown-name",
        )
        return True

    def _filled(self, item: _Item, where: tuple[str, ...], written: Text, places: set[str] | None) -> None:
        """Tell of places in a text that nothing would fill."""
        for lang, sentence in (("ja", written.ja), ("en", written.en)):
            for place in _strange_places(sentence, places) if places is not None else ():
                self.problems.add(
                    item,
                    (*where, lang),
                    place,
                    "この対象から読める事実（導出値は条件が読むもの）、$parameter、show の名前を書いてください。",
                    f"{place} names no fact this subject reaches (a derived one only where a condition "
                    "reads it), no $parameter and no number of `show`",
                    "placeholder",
                )

    def _remedies(
        self, item: _Item, conditions: Sequence[Condition], places: set[str] | None
    ) -> dict[str, Text]:
        """What to do, by verdict, or by the conditions that alone stay unknown.

        One text alone is for a failure, or where nothing can fail for what stays unknown.
        """
        raw = item.data["remedy"]
        if not isinstance(raw, dict) or not set(raw) & {"fail", "unknown"}:
            text = self.loader._text(item, ("remedy",), raw)
            fails = any(c.confidence is not Confidence.UNCONFIRMED for c in conditions)
            return {} if text is None else {"fail" if fails else "unknown": text}
        found: dict[str, Text] = {}
        names = [c.name for c in conditions]
        for verdict, text in raw.items():
            if self._case_of(item, ("remedy", verdict), verdict, raw):
                continue
            if str(verdict).partition(" ")[0] not in ("fail", *OPEN_OUTCOMES, *names):
                self.problems.add(
                    item,
                    ("remedy", verdict),
                    verdict,
                    f"fail, {', '.join(OPEN_OUTCOMES)} のいずれかか、条件の名前です。",
                    f"a remedy is for fail, {', '.join(OPEN_OUTCOMES)}, or for a condition by its name",
                    "value",
                )
            elif (written := self.loader._text(item, ("remedy", verdict), text)) is not None:
                found[str(verdict)] = written
                self._filled(item, ("remedy", str(verdict)), written, places)
        return found

    def _questions(self, item: _Item, conditions: set[str]) -> dict[str, Text]:
        """What to ask an authority where the clause behind a condition is open, by condition."""
        found: dict[str, Text] = {}
        for name, text in (item.data.get("questions") or {}).items():
            if name not in conditions:
                self.problems.add(
                    item, ("questions", name), name, "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule: {', '.join(sorted(conditions))}", "unknown-name",
                )  # fmt: skip
            elif (written := self.loader._text(item, ("questions", name), text)) is not None:
                found[str(name)] = written
        return found

    def _echoes(self, item: _Item, conditions: set[str]) -> dict[str, tuple[str, ...]]:
        """What another rule asks as well, by condition: one `rule.condition`, or several."""
        found: dict[str, tuple[str, ...]] = {}
        for name, others in (item.data.get("echoes") or {}).items():
            if others is None:
                continue
            if name not in conditions:
                self.problems.add(
                    item, ("echoes", name), name, "この名前の条件はありません。",
                    f"`{name}` is not a condition of this rule: {', '.join(sorted(conditions))}", "unknown-name",
                )  # fmt: skip
            found[str(name)] = tuple(map(str, others if isinstance(others, list) else [others]))
        return found

    def _examples(self, item: _Item, conditions: set[str]) -> tuple[Example, ...]:
        raw = item.data["examples"]
        if not isinstance(raw, list) or not raw:
            self.problems.add(
                item,
                ("examples",),
                None,
                "例を少なくとも適合・不適合・要確認の三つ書いてください。",
                "an example is missing: write at least one pass, one fail and one unknown",
                "example",
            )
            return ()
        found = []
        for n, entry in enumerate(raw):
            path: tuple[str | int, ...] = ("examples", n)
            if not isinstance(entry, dict) or "verdict" not in entry:
                self.problems.add(
                    item,
                    path,
                    None,
                    "given と verdict を書いてください。",
                    "an example has `given` and `verdict`",
                    "example",
                )
                continue
            for key in set(entry) - _EXAMPLE_KEYS:
                self.problems.add(
                    item,
                    (*path, key),
                    key,
                    f"「{key}」というキーはありません。",
                    f"there is no key `{key}` in an example: {', '.join(sorted(_EXAMPLE_KEYS))}",
                    "unknown-key",
                )
            if entry["verdict"] not in _VERDICTS:
                self.problems.add(
                    item,
                    (*path, "verdict"),
                    entry["verdict"],
                    "verdict の値が正しくありません。",
                    f"verdict is one of {', '.join(_VERDICTS)}",
                    "value",
                )
            for name in entry.get("conditions") or {}:
                if name not in conditions:
                    self.problems.add(
                        item,
                        (*path, "conditions", name),
                        name,
                        "この名前の条件はありません。",
                        f"`{name}` is not a condition of this rule",
                        "unknown-name",
                    )
            found.append(
                Example(
                    dict(entry.get("given") or {}), {str(k): list(v or []) for k, v in (entry.get("lists") or {}).items()},
                    tuple(entry.get("complete") or ()),
                    tuple({k: v for k, v in p.items() if v is not None} for p in entry.get("parties") or ()),
                    str(entry["verdict"]),
                    {k: v for k, v in (entry.get("conditions") or {}).items() if v is not None},
                    tuple(entry.get("missing") or ()),
                    item.document.positions.line((*item.path, *path))[0],
                )
            )  # fmt: skip
        return tuple(found)


def _alternatives(node: Node, negated: bool = False, beside: bool = False) -> Iterator[Ref]:
    """The derived values of which a condition asks this or that, in an OR or a negated AND; permissions are capped by themselves."""
    match node:
        case Ref():
            if beside and node.derived:
                yield node
            return
        case Cap(against=True):
            return
        case Not():
            negated = not negated
        case And() | Or():
            beside = beside or (len(node.items) > 1 and isinstance(node, And) is negated)
        case Named() | Cap() | Reading() | ListCall(function="any" | "all"):
            pass
        case _:  # in a comparison, a sum or a count, true may help as well as false
            beside = beside or any(isinstance(p, And | Or) for p in walk(node))
    for one in children(node):
        yield from _alternatives(one, negated, beside)


def _strange_places(sentence: str, known: set[str]) -> Iterator[str]:
    """The places of a message that nothing would fill, and braces that make no place."""
    for place in _PLACE.finditer(sentence):
        if place[1] not in known:
            yield place[0]
    rest = _PLACE.sub("", sentence)
    yield from (brace for brace in "{}" if brace in rest)


def programmes_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The programmes that a binding is for: one, or a list of several alike."""
    named = data.get("programme")
    return tuple(str(p) for p in named) if isinstance(named, list) else (str(named),)


def _item_key(item: _Item) -> tuple[str, str]:
    if item.kind == "binds":
        return "binds", f"{item.data['binds']}/{'+'.join(programmes_of(item.data))}"
    return item.kind, str(item.data[item.kind])


def _maybe(value: object) -> str | None:
    return None if value is None else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items() if k != "_inherited"}
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def _mentions(value: object, name: str) -> bool:
    if isinstance(value, dict):
        return any(_mentions(v, name) for v in value.values())
    if isinstance(value, list):
        return any(_mentions(v, name) for v in value)
    plural = catalogue.tables()[name.partition(".")[0]].plural
    # Behind a dot as well: a row is reached through others, as in `uses.retirement.name`.
    pattern = rf"(?<!\w)(?:{re.escape(name)}|{re.escape(plural + '.' + name.partition('.')[2])})(?![\w.])"
    return isinstance(value, str) and re.search(pattern, value) is not None
