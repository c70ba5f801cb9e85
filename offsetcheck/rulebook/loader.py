"""Load `rules/` whole or not at all: read, check and link every item, naming file, line and mend (law 12)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from offsetcheck.facts import catalogue
from offsetcheck.facts.documents import Document, read_document
from offsetcheck.facts.models import Degree, Effect, Programme, Purpose
from offsetcheck.facts.periods import FiscalYear, parse_year
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.vocabulary import FIRST_DAY_YEAR, LAST_DAY_YEAR
from offsetcheck.rulebook.book import (
    ChosenBy,
    Confidence,
    Edition,
    Phrase,
    Rulebook,
    SourceDocument,
)
from offsetcheck.rulebook.consistency import check_editions
from offsetcheck.rulebook.edition_builder import CRITERION_SUBJECTS, Common, EditionBuilder
from offsetcheck.rulebook.items import (
    KEY,
    KEYS,
    NAME,
    Draft,
    Item,
    ItemReader,
    RulebookError,
    item_key,
    maybe,
    plain,
)
from offsetcheck.rulebook.sources import source_files

_TERM_KEYS = {"programme", "concept", "ja", "en", "not"}
_CRITERION = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_PARAMETER = re.compile(r"\$(\w+)")


def load(folder: Path) -> Rulebook:
    """Load every YAML file under a folder into a checked rulebook; raises RulebookError with every problem found."""
    return _Loader(folder).load()


class _Loader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.read = ItemReader()
        self.problems = self.read.problems
        self.common = Common(self.read)
        self.terms: list[Item] = []
        self.phrases: list[Item] = []

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
        drafts: dict[str, Draft] = {}
        loose: list[tuple[Path, Item]] = []
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
            for item in self.read.items(document):
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
                    drafts[edition_id] = Draft(item)
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
        return Rulebook(tuple(editions), self.read.documents, digest.hexdigest(), phrases)

    def _assign(self, drafts: dict[str, Draft], loose: list[tuple[Path, Item]]) -> None:
        """Give every item to the edition of its folder."""
        homes: dict[Path, Draft] = {}
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

    def _check_files(self, drafts: dict[str, Draft], files: list[Path]) -> None:
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

    def _document(self, item: Item) -> None:
        data = item.data
        key = str(data["document"])
        self.read.named(item, ("document",), key, KEY)
        for day in ("published", "state_of"):
            self.read.day(item, day)
        if key in self.read.documents:
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
        self.read.documents[key] = SourceDocument(
            key,
            self.read.text(item, ("title",), data["title"]) or Text("?", "?"),
            self.read.text(item, ("issuer",), data.get("issuer"), needed=False),
            maybe(data.get("edition")),
            maybe(data.get("published")),
            maybe(url),
            str(data["read"]),
            maybe(data.get("state_of")),
            self.read.text(item, ("note",), data.get("note"), needed=False),
            self.read.text(item, ("earlier",), data.get("earlier"), needed=False),
            self.read.text(item, ("ask",), data.get("ask"), needed=False),
        )

    def _phrases(self) -> tuple[Phrase, ...]:
        seen: set[str] = set()
        for item in self.phrases:
            name = str(item.data["phrase"])
            self.read.named(item, ("phrase",), name, KEY)
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

    def _phrase(self, item: Item) -> Phrase:
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
            str(data["phrase"]), self.read.text(item, ("title",), data["title"]) or Text("?", "?"), self.read.day(item, "dated"),
            found["words"], found["effects"], found["degrees"],
            self.read.text(item, ("question",), data["question"]) or Text("?", "?"), found["asks"], found["silent"],
            self.read.basis(item, set(), set()),
        )  # fmt: skip

    def _build(self, drafts: dict[str, Draft]) -> list[Edition]:
        for draft in drafts.values():
            for item in draft.items:
                if item.kind == "criterion":
                    self._known_criterion(item, draft.item)
        for draft in drafts.values():
            self._inherit(draft, drafts, set())
        self.common.rewritten = _rewritten(drafts)
        editions = [e for e in (self._edition(d) for d in drafts.values()) if e is not None]
        check_editions(self.common, editions, drafts)
        return editions

    def _known_criterion(self, item: Item, home: Item) -> None:
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
        if subject not in CRITERION_SUBJECTS:
            self.problems.add(
                item,
                ("subject",),
                subject,
                "このsubjectに性質は置けません。性質は、プロジェクトとその制度のクレジットに関わる対象に置きます。",
                f"a criterion is bound by the programme of a project, to which its subject leads: one of {', '.join(CRITERION_SUBJECTS)}",
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
        first = self.common.criteria.setdefault(name, item)
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
            self.read.named(item, ("parts", part), part, NAME)
            self.common.parts.setdefault((subject, part), name)
            # On whatever subject: a rule writes a part by its name alone.
            taken = any(p == part and other != name for (_, p), other in self.common.parts.items())
            verdict = (subject, part) == ("use", "valid")  # what conditions read as the use's own verdict
            if taken or verdict or part in catalogue.tables()[subject].facts:
                self.problems.add(
                    item,
                    ("parts", part),
                    part,
                    "同じ名前の要素または事実があります。別の名前にしてください。",
                    "another criterion has a part, or the subject a fact, of this name: choose another",
                    "duplicate-id",
                )

    def _inherit(self, draft: Draft, drafts: dict[str, Draft], seen: set[str]) -> None:
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
        own = {item_key(i) for i in draft.items}
        drops = draft.item.data.get("drops") or []
        for name in drops:
            kinds = {i.kind for i in base.items if item_key(i)[1] == name}
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
            i for i in base.items if item_key(i) not in own and item_key(i)[1] not in drops
        ] + draft.items
        draft.item.data["_inherited"] = True

    def _edition(self, draft: Draft) -> Edition | None:
        item, data = draft.item, draft.item.data
        title = self.read.text(item, ("title",), data["title"]) or Text("?", "?")
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
        self.read.named(item, ("edition",), str(data["edition"]), KEY)
        self.read.named(item, ("authority",), str(data["authority"]), KEY)
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
                if "to" in years and years["to"] is None:
                    self.read.left_empty(item, ("years", "to"), "years.to")
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
        days = [self.read.day(item, k) for k in ("effective_from", "effective_to", "transition_until")]
        self.read.ends_before(item, "transition_until", days[0], days[2])
        span = (days[0], days[1])
        if first is not None:
            span = (date(first.start, 4, 1), date(last.start + 1, 3, 31) if last is not None else None)
        purposes = tuple(str(p) for p in data["purposes"] or ())
        self.read.check_purposes(item, ("purposes",), purposes)
        if chosen_by is ChosenBy.FISCAL_YEAR:
            self.read.check_of_authority(item, purposes, str(data["authority"]))
        basis = self.read.basis(item, set(), set())
        seen: dict[tuple[str, str], Item] = {}
        for one in draft.items:
            key = item_key(one)
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
        builder = EditionBuilder(self.common, data, purposes, chosen_by, span)
        builder.build(draft.items)
        canonical = json.dumps(
            [plain(i.data) for i in (item, *draft.items)], ensure_ascii=False, sort_keys=True
        )
        return Edition(
            str(data["edition"]), str(data["authority"]), title, chosen_by, self.read.day(item, "published"),
            self.read.day(item, "effective_from"), self.read.day(item, "effective_to"), self.read.day(item, "transition_until"),
            first, last, purposes, basis, hashlib.sha256(canonical.encode()).hexdigest(),
            tuple(builder.parameters.values()), tuple(builder.criteria), tuple(builder.bindings),
            tuple(builder.derivations), tuple(builder.rules), tuple(builder.readings),
            tuple(builder.fields),
        )  # fmt: skip

    def _year(self, item: Item, path: tuple[str | int, ...], value: object) -> FiscalYear | None:
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


def _rewritten(drafts: Mapping[str, Draft]) -> frozenset[str]:
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
                said = {part: text for part, text in item.data.items() if part not in KEYS["binds"][0]}
            elif item.kind == "criterion":
                said = {part: item.data[part] for part in ("text", "parts")}
            else:
                continue
            name, text = item_key(item)[1], json.dumps(plain(said), sort_keys=True)
            read = {p: plain(numbers.get(p)) for p in _PARAMETER.findall(text)}
            text += json.dumps(read, sort_keys=True)
            cited = json.dumps(plain(_unconfirmed(item)), sort_keys=True)
            if first.setdefault((name, "text"), text) != text:
                found.add(name)
            if cited != "[]" and first.setdefault((name, "cited"), cited) != cited:
                found.add(name)
    return frozenset(found)


def _unconfirmed(item: Item) -> list[dict[str, Any]]:
    """Which unconfirmed clauses an item cites, and for which of its names."""
    entries = item.data["basis"] if isinstance(item.data["basis"], list) else []
    return [
        {key: entry.get(key) for key in ("document", "section", "restricts", "permits")}
        for entry in entries
        if isinstance(entry, dict) and entry.get("confidence") == Confidence.UNCONFIRMED.word
    ]
