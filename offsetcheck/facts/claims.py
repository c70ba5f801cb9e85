"""Read a claim file: every mistake at once, with file, line, address, what was found and what to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Context, Decimal
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError

from offsetcheck.facts import catalogue, models
from offsetcheck.facts.contradictions import contradictions_of
from offsetcheck.facts.documents import Document, parse_document, read_document
from offsetcheck.facts.evidence_files import with_evidence_files
from offsetcheck.facts.identity import (
    NumberError,
    Party,
    contradictions,
    corporate_number,
    names_of_one,
    normal_name,
)
from offsetcheck.facts.models import Claim
from offsetcheck.facts.problems import InputError, Problem, Text, WrongValueError
from offsetcheck.facts.serials import SerialError, read_block
from offsetcheck.facts.vocabulary import Fact, Kind, Profile
from offsetcheck.facts.vouching import PARTY_ID
from offsetcheck.facts.world import activity_year, build_world, row_key

#: Facts that choose the editions: they stand in the claim itself, and a source can only support them (laws 2 and 11).
_SELECTING = frozenset(
    {
        "claim.published_on",
        "claim.publish_by",
        "use.purpose",
        "use.scope.period",
        "filing.period",
        "filing.scheme",
    }
)

_NOT_IN_ID = re.compile(r"[\[\]/\s]")
_NOT_IN_FILE_NAME = re.compile(r'^\.|\.$|[\\:*?"<>|]')
_LONGEST_ID = 80
#: The longest id of anything else: as long as a registry prints a serial, and no longer than a line or two.
_LONGEST_KEY = 400

#: The kinds of files, by the section that only they have.
_KINDS = {
    "claim": Text("取組ファイル", "a claim file"),
    "holdings": Text("保有ファイル", "a file of holdings"),
    "needs": Text("必要量のファイル", "a file of needs"),
}

_LISTS = (
    "parties",
    "statements",
    "emissions",
    "reductions",
    "projects",
    "issuances",
    "credits",
    "retirements",
    "uses",
    "filings",
)
_PARSED: dict[str, tuple[str, str]] = {
    "missing": ("必須の項目です。追加してください。", "this is needed: add it"),
    "extra_forbidden": ("この項目名はありません。綴りをご確認ください（項目の一覧は offsetcheck schema で見られます）。",
                        "there is no such field: check its spelling (`offsetcheck schema` lists all fields)"),
    "enum": ("使える値は {expected} です。", "write one of {expected}"),
    "literal_error": ("使える値は {expected} です。", "write one of {expected}"),
    "model_type": ("項目の集まり（key: value の形）が必要です。", "a group of `key: value` lines is needed here"),
    "model_attributes_type": ("項目の集まり（key: value の形）が必要です。", "a group of `key: value` lines is needed here"),
    "tuple_type": ("一覧（- で始まる行）が必要です。", "a list is needed here: start each entry with `- `"),
    "dict_type": ("項目の集まり（key: value の形）が必要です。", "a group of `key: value` lines is needed here"),
    "string_type": ("文字が必要です。引用符で囲んでください。", "a text is needed: put the value in quotes"),
    "number": ("数値だけを書いてください（単位や引用符は不要です）。", "a plain number is needed, without units or quotes"),
    "number-size": ("数値は10の15乗未満にしてください。", "the number must be smaller than 10^15"),
    "number-scale": ("小数は3桁（kg単位）までにしてください。", "at most three decimals are kept: write the tonnes to the kilogram"),
    "number-large": ("数値は10の{digits}乗未満にしてください。単位もご確認ください。", "the number must be smaller than 10^{digits}: check its unit too"),
    "negative": ("トン数に負の値は使えません。", "tonnes must not be negative"),
    "negative-price": ("価格に負の値は使えません。", "a price must not be negative"),
    "whole": ("整数を書いてください。", "a whole number is needed"),
    "date": ("日付を YYYY-MM-DD の形で書いてください。", "write the day as YYYY-MM-DD"),
    "date-unreal": ("{day}は実在しない日付です。実在する日付を YYYY-MM-DD の形で書いてください。", "there is no {day}: write a day that exists, as YYYY-MM-DD"),
    "latin": ("英文名称は、英字で書いてください（例：Sample Inc.）。", "write the English name in Latin letters, such as Sample Inc."),
    "date-year": ("1900年から2199年までの日付を YYYY-MM-DD の形で書いてください。", "write a day of the years 1900 to 2199, as YYYY-MM-DD"),
    "boolean": ("true または false を書いてください。", "write true or false"),
    "text": ("文字が必要です。引用符で囲んでください。", "a text is needed: put the value in quotes"),
    "country": ("国の略号（ISO 3166 の2文字、例：JP）又は国名を書いてください。", "write the country's code of ISO 3166, such as JP, or its name"),
    "code": ("文字や数字による略号が必要です。", "a code of letters and digits is needed"),
    "text-empty": ("空の文字は使えません。不明な場合は行ごと省いてください。", "the text is empty: leave the line out if the value is not known"),
}  # fmt: skip


def read_claim(path: Path) -> Claim:
    """Read and check one claim file (YAML or JSON), and look at the evidence beside it.

    Raises InputError with every problem found.
    """
    return with_evidence_files(claim_of(read_document(path)), path.parent)


def parse_claim(data: bytes, name: str = "claim.yaml") -> Claim:
    """Read and check a claim from bytes; raises InputError with every problem found."""
    return claim_of(parse_document(data, name))


def refuse_other_kind(document: Document, *wanted: str) -> None:
    """Raise one InputError, in place of one for each field, where a file is plainly of another kind.

    `wanted` are the sections of which one makes it a file of the kind asked for.
    """
    sections = document.value if isinstance(document.value, dict) else {}
    other = next((name for name in _KINDS if name in sections), None)
    if other is None or any(name in sections for name in wanted):
        return
    text = Text(
        f"このファイルは{_KINDS[wanted[0]].ja}ではありません（{other} の項目があります）。{wanted[0]} を記載したファイルを指定してください。",
        f"this is not {_KINDS[wanted[0]].en} but {_KINDS[other].en}: name a file with `{wanted[0]}:`",
    )
    raise InputError(document.problem((other,), "", text, "other-kind"))


def claim_of(document: Document) -> Claim:
    """Check a document as a claim; raises InputError with every problem found."""
    refuse_other_kind(document, "claim")
    if not isinstance(document.value, dict):
        raise InputError(
            document.problem(
                (),
                "",
                Text("ファイルの先頭に claim: の項目が必要です。", "the file needs a `claim:` section"),
                "shape",
            )
        )
    try:
        claim = Claim.model_validate({k: v for k, v in document.value.items() if k != "sha256"})
    except ValidationError as error:
        raise InputError(list(problems_of(document, error))) from None
    if "sha256" in document.value:
        raise InputError(
            document.problem(("sha256",), "sha256", Text(*_PARSED["extra_forbidden"]), "extra_forbidden")
        )
    claim = claim.model_copy(update={"sha256": document.sha256})
    problems = list(_Checks(document, claim).all())
    if problems:
        raise InputError(problems)
    claim = _typed_evidence(claim).with_document(document)
    # With all sources known, whatever their day; on the day of judgement the engine looks again.
    problems = contradictions_of(build_world(claim, Profile.SELF_CHECK, date.max), document)
    if problems:
        raise InputError(problems)
    return claim


def problems_of(
    document: Document, error: ValidationError, model: type[BaseModel] = Claim
) -> Iterator[Problem]:
    """What a model found wrong in a document, each with its place and how to mend it."""
    for entry in error.errors():
        kind = entry["type"]
        path = _place(document, entry["loc"], kind)
        found = entry["input"]
        context = entry.get("ctx") or {}
        if kind in _PARSED:
            ja, en = _PARSED[kind]
            expected = str(context.get("expected", ""))
            listed = "、".join(re.findall(r"'([^']*)'", expected))
            for name in ("digits", "day"):
                filled = str(context.get(name, ""))
                ja, en = (t.replace(f"{{{name}}}", filled) for t in (ja, en))
            text = _with_hint(
                Text(ja.replace("{expected}", listed), en.replace("{expected}", expected)), kind, path, found,
                model,
            )  # fmt: skip
        elif isinstance(why := context.get("error"), WrongValueError):
            text = why.text
        else:
            text = Text(
                "この項目に使える値ではありません。項目の書き方は offsetcheck schema で確認できます。",
                str(entry["msg"]),
            )
        shown = "" if kind == "missing" or isinstance(found, dict | list) else str(found)
        if kind == "extra_forbidden":
            shown = str(path[-1])
        yield document.problem(path, shown, text, kind)


def _with_hint(
    text: Text, kind: str, path: tuple[int | str, ...], found: object, model: type[BaseModel]
) -> Text:
    """A message with what was probably meant, where the value or the name gives it away."""
    if kind == "extra_forbidden" and found is None:
        return Text(
            text.ja + "{ } の中では半角のコンマが区切りになります。桁区切りのコンマは除き、コンマのある文字は引用符で囲んでください。",
            text.en + "; inside { } a comma separates: leave it out of numbers, and quote a text that has one",
        )  # fmt: skip
    named = kind == "extra_forbidden"
    meant = _meant_name(path, model) if named else _meant_value(kind, found)
    if meant is None or meant == str(path[-1] if named else found) or len(meant) > _LONGEST_HINT:
        return text
    return Text(f"{text.ja}「{meant}」ではありませんか。", f"{text.en}; did you mean {meant}?")


#: A hint is a number, a day or a name; longer than this, it is none that could be meant.
_LONGEST_HINT = 40
_AMOUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,3})?\s*(?:t(?:-?co2e?)?|トン)?", re.IGNORECASE)
_DAY = re.compile(r"(令和|平成|[rh]|(?=\d{4}))(元|\d{1,4})[年./-](\d{1,2})[月./-](\d{1,2})日?", re.IGNORECASE)
_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "": 0}
_OWN_COUNTRY = dict.fromkeys(("日本", "日本国", "japan", "jpn"), "JP")
_FLAGS = {
    **dict.fromkeys(("はい", "yes", "y", "on", "有", "有り", "あり", "○", "true"), "true"),
    **dict.fromkeys(("いいえ", "no", "n", "off", "無", "無し", "なし", "×", "false"), "false"),
}


def _meant_value(kind: str, found: object) -> str | None:
    """What a number, day or yes/no written as on paper would be in a claim file; None where it cannot be told."""
    plain = unicodedata.normalize("NFKC", str(found)).strip()
    if kind == "number" and (amount := _AMOUNT.fullmatch(plain)):
        return amount[1].replace(",", "") + (amount[2] or "")
    if kind == "date" and (day := _DAY.fullmatch(plain)):
        year = _ERAS[day[1].casefold()] + (1 if day[2] == "元" else int(day[2]))
        try:
            return date(year, int(day[3]), int(day[4])).isoformat()
        except ValueError:
            return None
    if kind == "country":
        code = _OWN_COUNTRY.get(plain.casefold(), plain.upper())
        return code if re.fullmatch("[A-Z]{2}", code) else None
    return _FLAGS.get(plain.casefold()) if kind == "boolean" else None


def _meant_name(path: tuple[int | str, ...], whole: type[BaseModel]) -> str | None:
    """The field of a model that a misspelt name at the end of a path comes closest to."""
    from difflib import get_close_matches

    model: type[BaseModel] | None = whole
    for step in path[:-1]:
        if model is not None and isinstance(step, str):
            model = _group(model, step)
    if model is None:
        return None
    names = [field.alias or name for name, field in model.model_fields.items() if not field.exclude]
    return next(iter(get_close_matches(str(path[-1]), names, n=1)), None)


def _group(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The model of a field that holds a group or a list of them."""
    fields = {field.alias or n: field for n, field in model.model_fields.items()}
    waiting = [fields[name].annotation] if name in fields else []
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, BaseModel):
            return one
        waiting.extend(get_args(one))
    return None


def _place(document: Document, steps: tuple[int | str, ...], kind: str) -> tuple[int | str, ...]:
    """The steps that stand in the document; the models add the names of the types they tried."""
    held: Any = document.value
    found: list[int | str] = []
    for n, step in enumerate(steps):
        there = step in held if isinstance(held, dict) else isinstance(held, list) and isinstance(step, int)
        if there:
            held = held[step]
        if there or (kind == "missing" and n == len(steps) - 1):
            found.append(step)
    return tuple(found)


class _Checks:
    """What the models alone cannot see: ids, references, dates that choose editions, addresses, identity."""

    def __init__(self, document: Document, claim: Claim) -> None:
        self.document = document
        self.claim = claim
        self.ids: dict[str, set[str]] = {}
        self.facts: dict[str, Fact] = {}

    def problem(self, path: tuple[str | int, ...], found: object, ja: str, en: str, code: str) -> Problem:
        return self.document.problem(path, "" if found is None else str(found), Text(ja, en), code)

    def all(self) -> Iterator[Problem]:
        self._collect()
        yield from self._duplicates()
        yield from self._references()
        yield from self._dates()
        yield from self._serials()
        yield from self._parties()
        yield from self._lists()
        yield from self._judgements()
        yield from self._evidence()

    def _rows(self, name: str) -> Iterable[tuple[int, Any]]:
        return enumerate(getattr(self.claim, name) or ())

    def _key(self, name: str, index: int, item: Any) -> str:
        return row_key(item, index, getattr(self.claim, name) or ())

    def _collect(self) -> None:
        for fact in catalogue.tables()["claim"].facts.values():
            if not fact.computed:
                self.facts[f"claim.{fact.path}"] = fact
        for name in _LISTS:
            table = next(t for t in catalogue.tables().values() if t.plural == name)
            self.ids[table.name] = set()
            for index, item in self._rows(name):
                key = self._key(name, index, item)
                self.ids[table.name].add(key)
                address = f"{name}[{key}]"
                for fact in table.facts.values():
                    if not fact.computed:
                        self.facts[f"{address}.{fact.path}"] = fact
                for child in (t for t in catalogue.tables().values() if t.parent == table.name):
                    for n, inner in enumerate(getattr(item, child.plural) or ()):
                        for fact in child.facts.values():
                            if not fact.computed:
                                self.facts[f"{address}.{child.plural}[{row_key(inner, n)}].{fact.path}"] = (
                                    fact
                                )

    def _duplicates(self) -> Iterator[Problem]:
        for name in _LISTS:
            seen: dict[str, int] = {}
            for index, item in self._rows(name):
                key = self._key(name, index, item)
                if key in seen:
                    yield self.problem((name, index), key, f"idが重複しています（{seen[key] + 1}件目と同じです）。別のidにしてください。",
                                       f"this id is used by entry {seen[key] + 1} too: give each its own", "duplicate-id")  # fmt: skip
                seen[key] = index
                if getattr(item, "id", None):
                    yield from self._id((name, index, "id"), item.id, party=name == "parties")
                yield from self._inner_ids(name, index, item)
        yield from self._id(("claim", "id"), self.claim.claim.id, file=True)

    def _inner_ids(self, name: str, index: int, item: Any) -> Iterator[Problem]:
        """The ids of the rows inside a row, such as the blocks of a retirement."""
        table = next(t for t in catalogue.tables().values() if t.plural == name)
        for child in (t for t in catalogue.tables().values() if t.parent == table.name):
            seen: dict[str, int] = {}
            for n, inner in enumerate(getattr(item, child.plural) or ()):
                key = row_key(inner, n)
                if key in seen:
                    yield self.problem((name, index, child.plural, n), key, f"idが重複しています（{seen[key] + 1}件目と同じです）。別のidにしてください。",
                                       f"this id is used by entry {seen[key] + 1} too: give each its own", "duplicate-id")  # fmt: skip
                seen[key] = n
                if inner.id:
                    yield from self._id((name, index, child.plural, n, "id"), inner.id)

    def _id(
        self, path: tuple[str | int, ...], key: str, *, file: bool = False, party: bool = False
    ) -> Iterator[Problem]:
        """Ids stand in addresses and reports; that of the claim names files, too, and that of a party is no name."""
        hidden = file and any(unicodedata.category(c).startswith("C") for c in key)
        if hidden or _NOT_IN_ID.search(key):
            yield self.problem(path, key, "idには空白・改行・制御文字・[ ]・/ を使わないでください。",
                               "an id has no spaces, line breaks, control characters, brackets or slashes", "id")  # fmt: skip
        elif party and not PARTY_ID.fullmatch(key):
            yield self.problem(path, key, "関係者のidは、半角の英数字と - _ . で書いてください。名称は name に記載します。",
                               "the id of a party is letters, digits and - _ . only; its name goes to `name`", "id")  # fmt: skip
        elif not file and len(key) > _LONGEST_KEY:
            yield self.problem(path, key, f"idは{_LONGEST_KEY}文字以内にしてください。",
                               f"an id has at most {_LONGEST_KEY} characters: shorten it", "id")  # fmt: skip
        elif file and (_NOT_IN_FILE_NAME.search(key) or len(key) > _LONGEST_ID):
            yield self.problem(path, key,
                               f"取組のidはファイル名にも用いるため、先頭のピリオド、末尾のピリオド、\\ : * ? \" < > | を使わず、{_LONGEST_ID}文字以内にしてください。",
                               f"a claim's id names files, too: no full stop at either end, none of \\ : * ? \" < > |, at most {_LONGEST_ID} characters", "id")  # fmt: skip

    def _references(self) -> Iterator[Problem]:
        for name in _LISTS:
            table = next(t for t in catalogue.tables().values() if t.plural == name)
            for index, item in self._rows(name):
                for field, link in table.links.items():
                    yield from self._reference((name, index, field), getattr(item, field, None), link.target)
                for n, block in enumerate(getattr(item, "blocks", None) or ()):
                    yield from self._reference((name, index, "blocks", n, "credit"), block.credit, "credit")
        declared = self.claim.claim.complete_lists or ()
        blocks = {  # an open list may have a block for it yet (law 3)
            r.id: [b.credit for b in r.blocks or ()]
            for r in self.claim.retirements or ()
            if declared == "all" or "blocks" in declared or f"retirements[{r.id}].blocks" in declared
        }
        for index, use in self._rows("uses"):
            named = blocks.get(use.retirement or "", [])
            if use.credit is not None and named and None not in named and use.credit not in named:
                yield self.problem(("uses", index, "credit"), use.credit,
                                   f"無効化 {use.retirement} の内訳にこのクレジットがありません（内訳：{'、'.join(map(str, named))}）。",
                                   f"retirement {use.retirement} does not cover this credit (it covers {', '.join(map(str, named))}): add the block or correct the credit", "contradiction")  # fmt: skip
        issuances = {i.id: i for i in self.claim.issuances or ()}
        for index, credit in self._rows("credits"):
            issuance = issuances.get(credit.issuance or "")
            if issuance and credit.project and issuance.project and issuance.project != credit.project:
                yield self.problem(("credits", index, "project"), credit.project,
                                   f"発行 {issuance.id} のプロジェクト（{issuance.project}）と異なります。",
                                   f"issuance {issuance.id} belongs to project {issuance.project}: write one of the two", "contradiction")  # fmt: skip

    def _reference(self, path: tuple[str | int, ...], value: str | None, target: str) -> Iterator[Problem]:
        if value is not None and value not in self.ids[target]:
            known = ", ".join(sorted(self.ids[target])) or "—"
            plural = catalogue.tables()[target].plural
            yield self.problem(path, value, f"このidは {plural} に登録されていません（登録済み：{known}）。",
                               f"there is no such id in {plural} (there are: {known})", "unknown-id")  # fmt: skip

    def _dates(self) -> Iterator[Problem]:
        facts = self.claim.claim
        if facts.published_on is None and facts.publish_by is None:
            yield self.problem(("claim",), None, "公表日 published_on、公表前の場合は公表の期限 publish_by が必要です（適用する版を決めるためです）。",
                               "published_on is needed, or before publication publish_by: it chooses the edition", "missing-date")  # fmt: skip
        if facts.stage is models.Stage.PUBLISHED and facts.published_on is None:
            yield self.problem(("claim", "stage"), facts.stage.value, "公表済みの場合は公表日 published_on を書いてください。",
                               "a published claim has its day: add published_on", "missing-date")  # fmt: skip
        if facts.stage is not models.Stage.PUBLISHED and facts.published_on is not None:
            yield self.problem(("claim", "published_on"), facts.published_on, "公表前の段階では published_on ではなく publish_by を書いてください。",
                               "before publication write publish_by, not published_on", "contradiction")  # fmt: skip
        for path, span in self._spans():
            first, last = getattr(span, "from_", None), getattr(span, "to", None)
            if first is not None and last is not None and last < first:
                yield self.problem((*path, "to"), last, f"終了日が開始日（{first}）より前です。", f"the last day is before the first ({first})", "reversed")  # fmt: skip
        for index, use in self._rows("uses"):
            scope = use.scope
            if use.purpose in (models.Purpose.SHK, models.Purpose.GX_ETS, models.Purpose.GX_LEAGUE) and (
                scope is None or scope.period is None
            ):
                yield self.problem(("uses", index), use.id, "この用途には対象年度 scope.period が必要です（適用する版を決めるためです）。",
                                   "this purpose needs scope.period: it chooses the edition", "missing-date")  # fmt: skip

    def _spans(self) -> Iterator[tuple[tuple[str | int, ...], Any]]:
        if self.claim.claim.period is not None:
            yield ("claim", "period"), self.claim.claim.period
        for name, fields in (
            ("projects", ("crediting",)),
            ("issuances", ("monitored",)),
            ("credits", ("vintage",)),
        ):
            for index, item in self._rows(name):
                for field in fields:
                    if getattr(item, field) is not None:
                        yield (name, index, field), getattr(item, field)
        for index, use in self._rows("uses"):
            if use.scope is not None and use.scope.days is not None:
                yield ("uses", index, "scope", "days"), use.scope.days

    def _serials(self) -> Iterator[Problem]:
        places: list[tuple[tuple[str | int, ...], Any]] = [
            (("credits", i, "serials"), c.serials) for i, c in self._rows("credits")
        ]
        places += [
            (("retirements", i, "blocks", n, "serials"), b.serials)
            for i, r in self._rows("retirements")
            for n, b in enumerate(r.blocks or ())
        ]
        for path, span in places:
            if span is None or span.first is None or span.last is None:
                continue
            try:
                read_block(span.first, span.last)
            except SerialError as error:
                yield self.document.problem(
                    (*path, "last"), f"{span.first} – {span.last}", error.text, "serials"
                )

    def _parties(self) -> Iterator[Problem]:
        known = self._known_parties()
        for a, b in contradictions(known):
            ours, theirs = known[a], known[b]
            if ours == theirs and len(ours) == 1:
                continue  # two sources of one party's number are a conflict (law 8)
            index = next(n for n in reversed(theirs) if ours != [n])
            yield self.problem(("parties", index), b.name, f"同じ名称で法人番号が異なります（{a.number} と {b.number}）。どちらかをご確認ください。",
                               f"equal names with different corporate numbers ({a.number} and {b.number}): check which is right", "identity")  # fmt: skip
        ids = [p.id for p in self.claim.parties or () if p.id]
        yield from self._ids_that_are_names()
        yield from self._party_names(ids)
        for index, party in enumerate(self.claim.parties or ()):
            if party.id is None and party.name is None:
                yield self.problem(
                    ("parties", index),
                    None,
                    "id または name が必要です。",
                    "a party needs an id or a name",
                    "missing",
                )
            if party.name and party.name in ids and party.name != party.id:
                yield self.problem(("parties", index, "name"), party.name, "他の関係者のidと同じ名称です。idを変えてください。",
                                   "another party has this as its id: change the id", "identity")  # fmt: skip

    def _known_parties(self) -> dict[Party, list[int]]:
        """Every name with every number of the parties, by the claim and its evidence, and the entries that have it."""
        known: dict[Party, list[int]] = {}
        parties = list(enumerate(self.claim.parties or ()))
        one = names_of_one(self._named(party, index) for index, party in parties)
        for index, party in parties:
            for name in self._named(party, index):
                for stated in self._values(party, index, "corporate_number"):
                    try:
                        number = corporate_number(stated)
                    except ValueError:
                        continue  # said of the evidence itself
                    rows = known.setdefault(Party(name, number, one.get(normal_name(name))), [])
                    if index not in rows[-1:]:
                        rows.append(index)
        return known

    def _values(self, party: models.Party, index: int, path: str) -> list[str]:
        """A fact of a party by every source of it."""
        address = f"parties[{row_key(party, index)}].{path}"
        found = [getattr(party, path), *(e.value for e in self.claim.evidence or () if e.fact == address)]
        return [str(v) for v in found if v is not None]

    def _named(self, party: models.Party, index: int) -> list[str]:
        """The names of a party, in Japanese and in English, by every source of them."""
        return [*self._values(party, index, "name"), *self._values(party, index, "name_en")]

    def _ids_that_are_names(self) -> Iterator[Problem]:
        """An id that is somebody else's name would turn texts that name the one into references to the other."""
        entries = [
            (party, {normal_name(n) for n in self._named(party, index)})
            for index, party in enumerate(self.claim.parties or ())
        ]
        for index, (party, _) in enumerate(entries):
            if party.id is None:
                continue
            if any(normal_name(party.id) in names for n, (_, names) in enumerate(entries) if n != index):
                yield self.problem(("parties", index, "id"), party.id, "他の関係者の名称と同じidです。別のidにしてください。",
                                   "this id is another party's name: choose another id", "identity")  # fmt: skip

    def _party_names(self, ids: list[str]) -> Iterator[Problem]:
        """A name written almost as an id is: a row added later must not turn the name into a reference."""
        plain = {normal_name(i): i for i in ids}
        for index, one in enumerate(ids):
            if plain[normal_name(one)] != one:
                yield self.problem(("parties", index, "id"), one, "表記だけが異なるidが二つあります。一つにまとめてください。",
                                   "two ids differ in writing only: keep one", "identity")  # fmt: skip
        places: list[tuple[tuple[str | int, ...], str | None]] = [
            (("claim", "organisation"), self.claim.claim.organisation)
        ]
        places += [(("credits", n, "holder"), c.holder) for n, c in self._rows("credits")]
        places += [
            (("retirements", n, f), getattr(r, f))
            for n, r in self._rows("retirements")
            for f in ("account", "user")
        ]
        places += [
            (("uses", n, "scope", "entity"), u.scope.entity)
            for n, u in self._rows("uses")
            if u.scope is not None
        ]
        places += [(("filings", n, "entity"), f.entity) for n, f in self._rows("filings")]
        places += [
            (("evidence", n, "value"), str(e.value))
            for n, e in self._rows("evidence")
            if e.fact in self.facts and self.facts[e.fact].type.kind is Kind.PARTY
        ]
        for path, named in places:
            if named is not None and named not in ids and normal_name(named) in plain:
                yield self.problem(path, named, f"関係者のid「{plain[normal_name(named)]}」と表記だけが異なります。idのとおりに書いてください。",
                                   f"this differs from the party id {plain[normal_name(named)]} in writing only: write the id", "identity")  # fmt: skip

    def _lists(self) -> Iterator[Problem]:
        declared = self.claim.claim.complete_lists
        if declared is None or declared == "all":
            return
        known = {t.plural for t in catalogue.tables().values() if t.name != "claim"}
        for n, name in enumerate(declared):
            match = re.fullmatch(r"(\w+)\[([^\]]+)\]\.(\w+)", name)
            owner = next((t for t in catalogue.tables().values() if match and t.plural == match[1]), None)
            child = owner and any(
                t.parent == owner.name and match and t.plural == match[3] for t in catalogue.tables().values()
            )
            if name not in known and not (
                match and owner and child and match[2] in self.ids.get(owner.name, ())
            ):
                yield self.problem(
                    ("claim", "complete_lists", n),
                    name,
                    "この名前の一覧はありません。",
                    f"there is no such list: all, or {', '.join(sorted(known))}",
                    "unknown-list",
                )

    def _judgements(self) -> Iterator[Problem]:
        every = {i for ids in self.ids.values() for i in ids} | {self.claim.claim.id}
        for name in self.claim.judgements or {}:
            match = re.fullmatch(r"(\w+)(?:\[([^\]]+)\])?", name)
            if match is None or match[1] not in catalogue.judgements():
                yield self.problem(
                    ("judgements", name),
                    name,
                    "この名前の判断はありません。",
                    f"there is no such judgement: {', '.join(catalogue.judgements())}",
                    "unknown-judgement",
                )
            elif match[2] is not None and match[2] not in every:
                yield self.problem(
                    ("judgements", name),
                    match[2],
                    "このidの対象はありません。",
                    "no subject has this id",
                    "unknown-id",
                )

    def _evidence(self) -> Iterator[Problem]:
        for index, entry in self._rows("evidence"):
            fact = self.facts.get(entry.fact)
            if fact is not None and fact.name in _SELECTING and not _agrees(self.claim, fact, entry):
                yield self.problem(
                    ("evidence", index, "value"),
                    entry.value,
                    "この項目は適用する版を決めるため、資料の値が異なる場合は、取組の記載そのものを改めてください。",
                    "this fact chooses the edition: where a source shows another value, correct the claim itself",
                    "selects-edition",
                )
                continue
            if fact is None:
                yield self.problem(("evidence", index, "fact"), entry.fact, "この番地の項目はありません（例：credits[C1].vintage.from）。",
                                   "no fact has this address (an example: credits[C1].vintage.from)", "unknown-address")  # fmt: skip
                continue
            yield from self._support(index, entry)
            try:
                evidence_value(fact, entry.value)
            except NumberError as error:
                yield self.problem(
                    ("evidence", index, "value"), entry.value, error.text.ja, error.text.en, "value"
                )
            except (ValidationError, ValueError):
                yield self.problem(
                    ("evidence", index, "value"),
                    entry.value,
                    f"この項目の値として読めません（{fact.ja}）。",
                    f"this is not a value of {fact.name}",
                    "value",
                )

    def _support(self, index: int, entry: models.Evidence) -> Iterator[Problem]:
        """A level rests on something: on who checked it, or on the export, ledger or clause it was read from (law 7)."""
        if entry.level == "verified" and entry.by is None:
            yield self.problem(("evidence", index, "level"), entry.level, "照合済みとする資料には、照合した者（by）を書いてください。",
                               "say who has cross-checked it: add `by`, or lower the level", "no-support")  # fmt: skip
        if entry.chosen and entry.by is None:
            yield self.problem(("evidence", index, "chosen"), "true", "採用する値を選んだ者（by）を書いてください。",
                               "say who has chosen this value: add `by`", "no-support")  # fmt: skip
        if entry.level in ("registry", "programme") and entry.document is None:
            yield self.problem(("evidence", index, "level"), entry.level,
                               "登録簿の出力・台帳、又は制度の条項の名称（document）を書いてください。",
                               "name the registry export, the ledger or the programme's clause it rests on: add `document`, or lower the level", "no-support")  # fmt: skip


def _agrees(claim: Claim, fact: Fact, entry: models.Evidence) -> bool:
    """Whether a source shows what the claim itself states for an edition-choosing fact, in whatever spelling."""
    if fact.table == "claim":
        stated: Any = getattr(claim.claim, fact.path)
    else:
        key = entry.fact.partition("[")[2].partition("]")[0]
        rows: Sequence[Any] = (claim.uses if fact.table == "use" else claim.filings) or ()
        stated = next((r for n, r in enumerate(rows) if row_key(r, n, rows) == key), None)
        for part in fact.path.split("."):
            stated = getattr(stated, part, None)
    try:
        shown = evidence_value(fact, entry.value)
    except (ValidationError, ValueError):
        return False
    if fact.type.kind is Kind.YEAR and stated is not None:
        return bool(activity_year(shown) == activity_year(stated))
    return stated is not None and str(shown) == str(stated)


_ADAPTERS: dict[tuple[Kind, str], TypeAdapter[Any]] = {}


def _counted(fact: Fact, value: Any) -> Decimal:
    """A count that the program works out, which may be greater than any number that is stated."""
    number = Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
    if number is None or not number.is_finite() or not 0 <= number < Decimal(10) ** fact.type.digits:
        raise ValueError(f"not a number from 0 that is smaller than 10^{fact.type.digits}")
    step = Decimal(1).scaleb(-fact.type.scale)
    if number != number.quantize(step, context=Context(prec=fact.type.digits + fact.type.scale)):
        raise ValueError(f"more than {fact.type.scale} decimals")
    return number


def evidence_value(fact: Fact, value: Any) -> Any:
    """An evidence value read with the type of its fact; raises ValueError or ValidationError."""
    from offsetcheck.facts import vocabulary

    kinds: dict[Kind, Any] = {
        Kind.BOOLEAN: vocabulary.Flag,
        Kind.NUMBER: vocabulary.Number if fact.type.signed else vocabulary.Tonnes,
        Kind.DATE: vocabulary.Day,
        Kind.TEXT: vocabulary.TEXT_FORMS[fact.type.form],
        Kind.PARTY: vocabulary.Text,
        Kind.YEAR: models.Year,
    }
    if fact.path == "corporate_number":
        return corporate_number(value)
    if fact.type.kind is Kind.LIST:
        if value == "all" and fact.path == "complete_lists":
            return value
        if not isinstance(value, list | tuple) or any(
            fact.type.members and str(v) not in fact.type.members for v in value
        ):
            raise ValueError(f"not a list of {', '.join(fact.type.members)}")
        return tuple(str(v) for v in value)
    if fact.type.kind is Kind.NUMBER:
        if fact.type.digits > vocabulary.NUMBER_DIGITS:
            return _counted(fact, value)
        number = TypeAdapter(kinds[Kind.NUMBER]).validate_python(value)
        if abs(number) >= Decimal(10) ** fact.type.digits:
            raise ValueError(f"not smaller than 10^{fact.type.digits}")
        return number
    key = (fact.type.kind, fact.type.form)
    if key not in _ADAPTERS:
        _ADAPTERS[key] = TypeAdapter(kinds[fact.type.kind])
    read = _ADAPTERS[key].validate_python(value)
    if fact.type.members and read not in fact.type.members:
        raise ValueError(f"not one of {', '.join(fact.type.members)}")
    return read


def _typed_evidence(claim: Claim) -> Claim:
    """Give every evidence value the type of its fact."""
    if not claim.evidence:
        return claim
    facts = _Checks(Document(None, None, "", "", "yaml", False), claim)  # type: ignore[arg-type]
    facts._collect()
    typed = tuple(
        e.model_copy(update={"value": evidence_value(facts.facts[e.fact], e.value)}) for e in claim.evidence
    )
    return claim.model_copy(update={"evidence": typed})
