"""Look a loaded rulebook over: what no example shows, what can never matter, what is worded or cited wrongly.

The loader refuses what is not well formed. This is about what is well formed and still wrong: a condition that nothing can
fail, a clause no example tries, a number of the law written into an expression, a word the scheme does not use.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any, Final

from offsetcheck.engine.examples import run_examples
from offsetcheck.engine.judge import Engine
from offsetcheck.engine.semantics import (
    UNBOUNDED,
    Bounds,
    Frame,
    Function,
    Truth,
    abs_bounds,
    add_bounds,
    compare_bounds,
    compiled,
    floor_bounds,
    kleene_and,
    kleene_not,
    kleene_or,
    max_bounds,
    min_bounds,
    multiply_bounds,
    negate_bounds,
)
from offsetcheck.facts import catalogue, models
from offsetcheck.facts.documents import Document, read_document
from offsetcheck.facts.problems import InputError, Lang, Text, shortened
from offsetcheck.facts.vocabulary import Kind, Owner
from offsetcheck.rulebook.book import (
    Condition,
    Confidence,
    Edition,
    JudgedOn,
    Rule,
    Rulebook,
    RuleText,
    Severity,
)
from offsetcheck.rulebook.items import programmes_of
from offsetcheck.rulebook.language import (
    And,
    Arith,
    Cap,
    Compare,
    Const,
    DateAdd,
    DatePart,
    Exists,
    In,
    LastDue,
    Length,
    ListCall,
    Named,
    Node,
    Not,
    Or,
    Reading,
    Ref,
    Switch,
    Unary,
    children,
    walk,
)
from offsetcheck.rulebook.sources import source_files

NOT_IMPLEMENTED: Final = "not-implemented.yaml"
MUTANTS_ALLOWED: Final = "mutants-allowed.yaml"

#: An id of the checklist of requirements: OG-CRED-09a, JC-M-AG005, NB-TYO.
REQUIREMENT_ID: Final = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+[a-z]?")

#: Numbers that are no number of the law wherever they stand, and why.
STRUCTURAL_NUMBERS: Final[Mapping[Decimal, str]] = {
    Decimal(0): "nothing at all, or the border between plus and minus",
    Decimal(1): "one whole, or a single row",
}

#: Hosts that show other people's documents; the authority's own address is cited, with a note that a copy was read.
UNOFFICIAL_HOSTS: Final = frozenset(
    {
        "krutar.com", "yellow-yellow.com", "immigration.kouhaku-st.com", "expydoc.com", "docs.google.com",
        "drive.google.com", "docplayer.net", "docslib.org", "scribd.com", "slideshare.net", "studylib.net", "vdocuments.mx",
        "web.archive.org", "archive.is", "archive.ph", "webcache.googleusercontent.com", "dropbox.com",
    }
)  # fmt: skip

_JAPANESE: Final = re.compile(r"[ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆]")
_JAPANESE_RUN: Final = re.compile(r"[ぁ-ゖァ-ヺー一-鿿㐀-䶿々〆・]+")
_LETTERS: Final = re.compile(r"[a-z]{2}")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
#: The day of publication under a name that it has only once something is published.
_DEADLINE: Final = "公表日（{claim.publication_on}）"
_ADDRESS: Final = re.compile(r"https?://([^/\s:?#]+)")
#: More combinations of the facts of one condition than this are not tried; nothing is then said about it.
_MOST_ASSIGNMENTS: Final = 20_000


# -- findings ------------------------------------------------------------------------------------------------------------


class LintLevel(StrEnum):
    """Whether a finding makes the rulebook unfit, or only asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class LintFinding:
    """One thing that is wrong with the rulebook: where it stands, what it is, and how to mend it."""

    level: LintLevel
    code: str
    """The kind of finding, in kebab-case: stable, and the same in every language."""
    file: str
    line: int
    where: str
    """The item, and the part of it: `OG-OFF-03.timely`."""
    wrong: Text
    mend: Text

    def render(self, lang: Lang) -> str:
        """The finding as one line: `rules/…/claim.yaml:12 OG-OFF-03.timely: error: what → mend [code]`."""
        word = _LEVELS[self.level].in_(lang)
        wrong, mend = self.wrong.in_(lang), self.mend.in_(lang)
        return f"{self.file}:{self.line} {self.where}: {word}: {wrong} → {mend} [{self.code}]"


_LEVELS: Final = {LintLevel.ERROR: Text("誤り", "error"), LintLevel.WARNING: Text("注意", "warning")}


@dataclass(frozen=True, slots=True)
class _Kind:
    level: LintLevel
    wrong: Text
    mend: Text


def _error(wrong: tuple[str, str], mend: tuple[str, str]) -> _Kind:
    return _Kind(LintLevel.ERROR, Text(*wrong), Text(*mend))


def _warning(wrong: tuple[str, str], mend: tuple[str, str]) -> _Kind:
    return _Kind(LintLevel.WARNING, Text(*wrong), Text(*mend))


_KINDS: Final[Mapping[str, _Kind]] = {
    "never-false": _warning(
        ("この条件は満たされるか要確認となるだけで、不適合になることがありません",
         "this condition can never be false: it is met or stays open"),
        ("証拠を求めるだけの条件でなければ、比べる値を見直すか、条件を外してください",
         "unless it only asks for evidence, compare with a stated value such as 'not_stated', or take it out"),
    ),
    "never-true": _error(
        ("この条件が満たされることはありません", "this condition can never be true"),
        ("比べる値と AND / OR を見直してください", "look at the values compared and at AND / OR"),
    ),
    "no-false-example": _error(
        ("この条件を満たさない例がありません", "no example fails this condition"),
        ("適用条件を満たし、この条件だけを満たさない例を加え、conditions にも false と書いてください",
         "add an example in scope that breaks this condition alone, with `conditions: {{{name}: false}}`"),
    ),
    "no-open-example": _error(
        ("未確認の根拠による条件について、満たさない場合の例がありません",
         "no example fails this condition, whose clause is unconfirmed"),
        ("事実がこの条件に反する例を加え、要確認となること（conditions: unknown）を書いてください",
         "add an example whose facts break it, with `verdict: unknown` and `conditions: {{{name}: unknown}}`"),
    ),
    "no-pass-example": _error(
        ("適合となる例がありません", "no example passes"),
        ("verdict: pass の例を加えてください", "add an example with `verdict: pass`"),
    ),
    "no-fail-example": _error(
        ("不適合となる例がありません", "no example fails"),
        ("verdict: fail の例を加えてください", "add an example with `verdict: fail`"),
    ),
    "no-unknown-example": _error(
        ("要確認となる例がありません", "no example is left unknown"),
        ("verdict: unknown の例を加え、missing に待っている事実を書いてください",
         "add an example with `verdict: unknown`, and name under `missing` what it waits for"),
    ),
    "unexercised-binding": _error(
        ("この要素の真偽が定まる例がありません", "no example decides this part"),
        ("この性質のルールに project.programme: {name} の例を加えてください",
         "add an example with `project.programme: {name}` to a rule on this criterion"),
    ),
    "literal-number": _error(
        ("式の中に数値 {found} が直接書かれています", "the number {found} is written into the expression"),
        ("日付と根拠のある parameter を定め、$名前 で用いてください", "declare a dated, cited parameter and write $its_name"),
    ),
    "literal-date": _error(
        ("式の中に日付 {found} が直接書かれています", "the day {found} is written into the expression"),
        ("日付と根拠のある parameter を定め、$名前 で用いてください", "declare a dated, cited parameter and write $its_name"),
    ),
    "no-words": _error(
        ("{found} の日本語と英語の説明がありません", "{found} has no words in Japanese and English"),
        ("conditions（読み方は labels）に {{ja: …, en: …}} を書いてください",
         "write `{{ja: …, en: …}}` under `conditions` (for readings, under `labels`)"),
    ),
    "not-japanese": _error(
        ("日本語の文に日本語の文字がありません（{found}）", "the Japanese text has no Japanese in it ({found})"),
        ("日本語で書いてください", "write it in Japanese"),
    ),
    "not-english": _warning(
        ("英語の文に用語集にない日本語があります（{found}）", "the English text has Japanese in it that is no official term ({found})"),
        ("英語で書くか、正式な用語をそのまま示してください", "write it in English, or quote the official term as it stands"),
    ),
    "term": _error(
        ("「{found}」は正式な用語ではありません", "“{found}” is not the official term"),
        ("「{name}」を用いてください", "write 「{name}」"),
    ),
    "no-message": _error(
        ("不適合のときの文がありません", "there is no message for a failure"),
        ("message.{name}.fail に {{ja: …, en: …}} を書いてください", "write `message.{name}.fail: {{ja: …, en: …}}`"),
    ),
    "no-unknown-message": _error(
        ("要確認のときの文がありません", "there is no message for what is left unknown"),
        ("message.{name}.unknown に {{ja: …, en: …}} を書いてください", "write `message.{name}.unknown: {{ja: …, en: …}}`"),
    ),
    "publication-day": _error(
        ("「公表日」は、公表までは期限です", "until something is published this day is a deadline, and the text calls it publication"),
        ("公表日（{{claim.publication_on}}）に代えて {{publication}} と書いてください",
         "write {{publication}} in place of 公表日（{{claim.publication_on}}）"),
    ),
    "leads-to": _error(
        ("対応が審査員に触れていますが、leads_to がありません（又はその逆です）",
         "the remedy speaks of a reviewer and `leads_to` does not, or the other way round"),
        ("審査員の判断等に至る対応には leads_to: reviewer を書き、そうでなければ外してください",
         "write `leads_to: reviewer` where the remedy ends with a reviewer, or take it out"),
    ),
    "same-variant": _error(
        ("variants の「{found}」が、もとの文と同じです", "the variant `{found}` says the same as the text itself"),
        ("その場合の文に改めるか、外してください", "write what is said there, or take it out"),
    ),
    "judged-on": _error(
        ("judged_on: criteria のルールに criterion があります", "a rule on a criterion says `judged_on: criteria`"),
        ("criterion か judged_on のどちらかを外してください", "take out either: what it lacks itself comes first anyway"),
    ),
    "quote-form": _error(
        ("引用が NFKC で正規化されていません（{found}）", "the quote is not NFKC-normalised ({found})"),
        ("「{name}」と書いてください", "write 「{name}」"),
    ),
    "no-echo": _error(
        ("echoes の「{found}」という条件はありません", "`echoes`: {found} is no condition of a rule"),
        ("RULE-ID.条件 の形で書いてください", "write it as RULE-ID.condition"),
    ),
    "requirement-id": _error(
        ("要件のid「{found}」の形が正しくありません", "“{found}” is not the id of a requirement"),
        ("OG-CRED-03 の形で書いてください", "write it like OG-CRED-03"),
    ),
    "no-requirement": _error(
        ("実装する要件が書かれていません", "it implements no requirement"),
        ("implements に要件のidを書いてください", "name the requirement's id under `implements`"),
    ),
    "not-implemented": _error(
        ("{found}", "{found}"),
        ("「- {{id: OG-X-01, reason: {{ja: …, en: …}}}}」の形で書いてください",
         "write `- {{id: OG-X-01, reason: {{ja: …, en: …}}}}`"),
    ),
    "implemented-after-all": _error(
        ("{found} はルール {name} が実装しています", "{found} is implemented by {name}"),
        (f"{NOT_IMPLEMENTED} から外してください", f"take it out of {NOT_IMPLEMENTED}"),
    ),
    "mutants-allowed": _error(
        ("{found}", "{found}"),
        ("「- {{mutant: OG-X-01.条件, change: …, reason: …}}」の形で書いてください",
         "write `- {{mutant: OG-X-01.condition, change: …, reason: …}}`"),
    ),
    "files-not-named": _error(
        ("版のファイルの一覧がなく、失われても気付けません", "the edition does not name its files: one that is lost would go unnoticed"),
        ("files: [{found}] と書いてください", "write `files: [{found}]`"),
    ),
    "unused-document": _warning(
        ("どの項目からも引用されていません", "nothing cites this document"),
        ("引用するか、一覧から外してください", "cite it, or take it off the list"),
    ),
    "unused-let": _warning(
        ("let「{found}」はどの条件にも用いられていません", "no condition uses the let `{found}`"),
        ("条件で用いるか、外してください", "use it in a condition, or take it out"),
    ),
    "unofficial-host": _error(
        ("{found} は発行元のサイトではありません", "{found} is not the authority's own site"),
        ("発行元のアドレスを書き、写しで読んだことを note に書いてください",
         "give the authority's own address and note that a copy was read"),
    ),
}  # fmt: skip

#: Every kind of finding there is.
CODES: Final = tuple(_KINDS)


# -- where things stand ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SourceItem:
    """One item of a rule file, with the file it stands in."""

    kind: str
    key: str
    data: Mapping[str, Any]
    document: Document
    index: int
    file: str

    def line(self, *path: str | int) -> int:
        """The line of a part of the item, or of its nearest known ancestor."""
        return self.document.positions.line((self.index, *path))[0]


class Sources:
    """The rule files of a folder as written, to say where each expression stands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.items: list[SourceItem] = []
        self.homes: dict[Path, str] = {}
        self._of_edition: dict[str, dict[tuple[str, str], SourceItem]] = {}
        self._extends: dict[str, str] = {}
        loose: list[tuple[Path, SourceItem]] = []
        for path in source_files(folder):
            document = read_document(path)
            name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
            for index, data in enumerate(document.value if isinstance(document.value, list) else ()):
                if not isinstance(data, dict) or not data:
                    continue
                kind = next(iter(data))
                key = f"{data[kind]}/{'+'.join(programmes_of(data))}" if kind == "binds" else str(data[kind])
                item = SourceItem(kind, key, data, document, index, name)
                self.items.append(item)
                loose.append((path.parent, item))
                if kind == "edition":
                    self.homes[path.parent] = key
                    if data.get("extends") is not None:
                        self._extends[key] = str(data["extends"])
        for home, item in loose:
            if home in self.homes:
                self._of_edition.setdefault(self.homes[home], {})[(item.kind, item.key)] = item

    def find(self, kind: str, key: str, edition: str) -> SourceItem | None:
        """An item of an edition, or of the one it extends."""
        at: str | None = edition
        while at is not None:
            found = self._of_edition.get(at, {}).get((kind, key))
            if found is not None:
                return found
            at = self._extends.get(at)
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """One expression of the rulebook: whose it is, what it is there for, and where it stands."""

    kind: str
    """`rule`, `binding` or `derivation`."""
    item: str
    """`OG-OFF-03`, `permanence/JCM` or `claim.valid_t`."""
    role: str
    """`when`, `let`, `condition`, `show`, `part` or `value`."""
    name: str
    node: Node
    edition: str
    file: str
    line: int

    @property
    def where(self) -> str:
        """The item and the part, as findings name them."""
        return self.item if self.role == "value" else f"{self.item}.{self.name}"


def lets_of(rule: Rule) -> dict[str, Node]:
    """The trees of the `let`s that a rule uses, by name."""
    names = {let.name for let in rule.lets}
    found: dict[str, Node] = {}
    for root in (
        rule.when,
        *(c.node for c in rule.conditions),
        *(n for _, n in rule.shows),
        *(c.node for c in rule.cases),
    ):
        for part in walk(root) if root is not None else ():
            if isinstance(part, Named) and part.name in names:
                found.setdefault(part.name, part.item)
    return {let.name: found[let.name] for let in rule.lets if let.name in found}


def parts_of(rulebook: Rulebook, sources: Sources) -> list[Part]:
    """Every expression of the rulebook once, in the order of the files; what an edition takes over is not repeated."""
    found: dict[tuple[str, int, str, Node], Part] = {}

    def add(part: Part) -> None:
        place = (part.file, part.line, part.where, part.node)
        own = f"{part.edition}/" in part.file  # its own edition's examples are written for it
        if own or place not in found:
            found[place] = part

    for edition in rulebook.editions:
        for binding in edition.bindings:
            key = binding.key
            item = sources.find("binds", key, edition.id)
            for name, node, _ in binding.parts:
                if item is not None:
                    add(Part("binding", key, "part", name, node, edition.id, item.file, item.line(name)))
        for derivation in edition.derivations:
            key = f"{derivation.table}.{derivation.name}"
            item = sources.find("derives", key, edition.id)
            if item is not None:
                add(Part("derivation", key, "value", derivation.name, derivation.node, edition.id, item.file,
                         item.line("value")))  # fmt: skip
        for rule in edition.rules:
            item = sources.find("id", rule.id, edition.id)
            if item is not None:
                for part in _parts_of_rule(rule, item, edition.id):
                    add(part)
    return list(found.values())


def _parts_of_rule(rule: Rule, item: SourceItem, edition: str) -> Iterator[Part]:
    def part(role: str, name: str, node: Node, *path: str) -> Part:
        return Part("rule", rule.id, role, name, node, edition, item.file, item.line(*path))

    if rule.when is not None:
        yield part("when", "when", rule.when, "when")
    for name, node in lets_of(rule).items():
        yield part("let", name, node, "let", name)
    for condition in rule.conditions:
        yield part("condition", condition.name, condition.node, "require", condition.name)
    for name, node in rule.shows:
        yield part("show", name, node, "show", name)


# -- what a condition can be -----------------------------------------------------------------------------------------------

_BOTH: Final = frozenset({True, False})


def reachable(node: Node) -> frozenset[bool]:
    """The truths a condition can take once every fact is known, whatever the clause's confidence.

    Sound in one direction: a truth that is left out can never come. Facts of few values are tried one by one and
    comparisons of the same values are kept consistent; everything else is taken as free.
    """
    atoms: dict[Node, tuple[Any, ...]] = {}
    skeleton = _skeleton(node, atoms)
    keys = list(atoms)
    size = 1
    for key in keys:
        size *= len(atoms[key])
    if size > _MOST_ASSIGNMENTS:
        return _BOTH
    found: set[bool] = set()
    for values in product(*(atoms[k] for k in keys)):
        given = dict(zip(keys, values, strict=True))
        if not _consistent(given):
            continue
        truth = skeleton(given)
        if truth is not None:
            found.add(truth)
        if len(found) == 2:
            break
    return frozenset(found)


def _consistent(given: Mapping[Node, Any]) -> bool:
    """Of two values one is at least the other: `a >= b` and `b >= a` are not both false."""
    return not any(
        isinstance(k, Compare)
        and k.op == ">="
        and value is False
        and given.get(Compare(k.type, ">=", k.right, k.left)) is False
        for k, value in given.items()
    )


_Skeleton = Any  # a function of the atoms' values: Callable[[Mapping[Node, Any]], Truth]


def _skeleton(node: Node, atoms: dict[Node, tuple[Any, ...]]) -> _Skeleton:
    """The condition as a function of its atoms; the atoms and the values they can take are collected on the way."""
    match node:
        case Named() | Cap():
            return _skeleton(node.item, atoms)
        case And():
            parts = [_skeleton(i, atoms) for i in node.items]
            return lambda g: kleene_and(p(g) for p in parts)
        case Or():
            parts = [_skeleton(i, atoms) for i in node.items]
            return lambda g: kleene_or(p(g) for p in parts)
        case Not():
            item = _skeleton(node.item, atoms)
            return lambda g: kleene_not(item(g))
        case Compare():
            return _compared(node, atoms)
        case In():
            members = _members(node.item)
            if members:
                atoms[node.item] = members
                return lambda g: g[node.item] in node.values
        case _:
            pass
    atoms[node] = tuple(sorted(_alone(node), reverse=True))
    return lambda g: g[node]


def _compared(node: Compare, atoms: dict[Node, tuple[Any, ...]]) -> _Skeleton:
    left, right, op = node.left, node.right, node.op
    for ref, literal in ((left, right), (right, left)):
        members = _members(ref)
        if members and isinstance(literal, Const) and isinstance(literal.value, str):
            wanted, same = literal.value, op == "="
            atoms[ref] = members
            return lambda g: (g[ref] == wanted) is same
    if op in ("=", "<>"):
        key: Node = Compare(node.type, "=", left, right)
        atoms[key] = tuple(sorted(_alone(key), reverse=True))
        return (lambda g: g[key]) if op == "=" else (lambda g: not g[key])
    # a < b is not (a >= b); a <= b is b >= a; a > b is not (b >= a): one kind of atom for all four
    turned = op in ("<=", ">")
    key = Compare(node.type, ">=", right, left) if turned else Compare(node.type, ">=", left, right)
    atoms[key] = tuple(sorted(_alone(key), reverse=True))
    return (lambda g: g[key]) if op in (">=", "<=") else (lambda g: not g[key])


def _members(node: Node) -> tuple[str, ...]:
    """The values of an enum fact."""
    if isinstance(node, Ref) and not node.derived and node.table != "judgement":
        fact = catalogue.tables()[node.table].facts.get(node.path)
        if fact is not None and node.type.kind is Kind.TEXT:
            return fact.type.members
    return ()


def _alone(node: Node) -> frozenset[bool]:
    """The truths of one part by itself."""
    match node:
        case Const():
            return frozenset({bool(node.value)})
        case Exists():
            return frozenset({True})
        case Compare():
            if node.left == node.right:
                return frozenset({node.op in ("=", ">=", "<=")})
            if node.left.type.kind is not Kind.NUMBER:
                return _BOTH
            truth = compare_bounds(node.op, span(node.left), span(node.right))
            return _BOTH if truth is None else frozenset({truth})
        case ListCall() if node.condition is not None and node.function in ("any", "all", "none"):
            inner = reachable(node.condition)
            if node.function == "all":
                return frozenset({True} | ({False} & inner))
            hit = frozenset({True} & inner)
            return (
                frozenset({False}) | hit
                if node.function == "any"
                else frozenset({True} | {not t for t in hit})
            )
        case Switch():
            return frozenset().union(*(reachable(n) for _, n in node.cases)) if node.cases else _BOTH
        case Reading():
            return frozenset().union(*(reachable(n) for _, n in node.options))
        case _:
            return _BOTH


def span(node: Node) -> Bounds:
    """The numbers an expression can be, by its type alone."""
    match node:
        case Const():
            return (node.value, node.value) if isinstance(node.value, Decimal) else UNBOUNDED
        case Named():
            return span(node.item)
        case Length():
            return Decimal(1), None  # a stated text is never empty: the readers refuse one
        case DatePart():
            edges = {"month": 12, "day": 31}
            if node.part == "days":
                return UNBOUNDED
            return Decimal(1), Decimal(edges[node.part]) if node.part in edges else None
        case Arith():
            return _span_of_sum(node)
        case Unary():
            inner = span(node.item)
            return {"-": negate_bounds, "abs": abs_bounds, "floor0": floor_bounds}[node.op](inner)
        case Reading():
            spans = [span(n) for _, n in node.options]
            lows, highs = [s[0] for s in spans], [s[1] for s in spans]
            return (
                None if None in lows else min(v for v in lows if v is not None),
                None if None in highs else max(v for v in highs if v is not None),
            )
        case _:
            return UNBOUNDED if node.type.signed else (Decimal(0), None)


def _span_of_sum(node: Arith) -> Bounds:
    left, right = span(node.left), span(node.right)
    match node.op:
        case "+":
            return add_bounds(left, right)
        case "-":
            return add_bounds(left, negate_bounds(right))
        case "min2":
            return min_bounds(left, right)
        case "max2":
            return max_bounds(left, right)
        case _:
            found = multiply_bounds(left, right)
            both = left[0] is not None and left[0] >= 0 and right[0] is not None and right[0] >= 0
            return (Decimal(0), None) if found == UNBOUNDED and both else found


# -- what the examples show ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Shown:
    """What the examples bring about: the raw truths of conditions in scope, and of the parts bound per programme."""

    conditions: dict[tuple[str, str, str], set[Truth]] = field(default_factory=dict)
    """By edition, rule and condition, before any cap."""
    parts: dict[tuple[str, str, str], set[Truth]] = field(default_factory=dict)
    """By subject, part and programme, before any cap."""


class _Watching(Engine):
    """An engine that notes what each example brings about while it is judged."""

    def __init__(self, rulebook: Rulebook) -> None:
        super().__init__(rulebook)
        self.shown = Shown()
        self.rule = ""
        """The rule whose examples are being judged: what others do beneath them shows nothing about themselves."""
        self._watched: set[int] = set()

    def compile(self, edition: Edition, in_force: Iterable[Edition]) -> Any:
        """The functions of an edition, each noting what it sees."""
        made = super().compile(edition, in_force)
        if id(made) not in self._watched:
            self._watched.add(id(made))
            for key, (node, function) in list(made.derived.items()):
                inner = node
                while isinstance(inner, Cap):
                    inner = inner.item
                if isinstance(inner, Switch):
                    made.derived[key] = (node, self._part(key, inner, function))
            for rule in made.rules:
                for n, condition in enumerate(rule.rule.conditions):
                    name = (edition.id, rule.rule.id, condition.name)
                    rule.conditions[n] = self._condition(name, condition, rule.when, rule.conditions[n])
        return made

    def _condition(
        self, name: tuple[str, str, str], condition: Condition, when: Function | None, function: Function
    ) -> Function:
        raw = compiled(condition.node.item) if isinstance(condition.node, Cap) else function
        seen = self.shown.conditions.setdefault(name, set())

        def watched(frame: Frame) -> Truth:
            if self.rule == name[1] and (when is None or when(frame) is True):
                seen.add(raw(frame))
            truth: Truth = function(frame)
            return truth

        return watched

    def _part(self, key: tuple[str, str], node: Switch, function: Function) -> Function:
        programme_of = compiled(node.key)
        raw = {p: compiled(n.item if isinstance(n, Cap) else n) for p, n in node.cases}

        def watched(frame: Frame) -> Any:
            programme = programme_of(frame)
            if programme in raw:
                self.shown.parts.setdefault((*key, programme), set()).add(raw[programme](frame))
            return function(frame)

        return watched


def watch(rulebook: Rulebook) -> Shown:
    """Run every example and note what it brings about."""
    engine = _Watching(rulebook)
    for rule in dict.fromkeys(r.id for r in rulebook.rules):
        engine.rule = rule
        for _ in run_examples(engine, rule):
            pass
    return engine.shown


# -- the lists beside the rules ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AllowedMutant:
    """A change that makes no difference, listed with the reason why no example can notice it."""

    mutant: str
    change: str
    reason: str
    line: int


def _list_file(path: Path) -> Document | None:
    return read_document(path) if path.is_file() else None


def read_not_implemented(folder: Path) -> tuple[dict[str, Text], list[LintFinding]]:
    """Requirements that no rule implements, with the reason; and what is wrong with the list."""
    document = _list_file(folder / NOT_IMPLEMENTED)
    found: dict[str, Text] = {}
    wrong: list[LintFinding] = []
    if document is None:
        return found, wrong
    name = f"{folder.name}/{NOT_IMPLEMENTED}"

    def add(index: int, where: str, ja: str, en: str) -> None:
        line = document.positions.line((index,))[0]
        mend = _KINDS["not-implemented"].mend.filled()
        wrong.append(LintFinding(LintLevel.ERROR, "not-implemented", name, line, where, Text(ja, en), mend))

    for index, entry in _entries(document):
        data = entry if isinstance(entry, dict) else {}
        key, reason = str(data.get("id", "?")), data.get("reason")
        if set(data) != {"id", "reason"} or not _is_text(reason):
            add(
                index,
                key,
                "id と reason（日本語と英語）が必要です",
                "an entry has an id and a reason in both languages",
            )
        elif not REQUIREMENT_ID.fullmatch(key):
            add(
                index,
                key,
                f"要件のid「{key}」の形が正しくありません",
                f"“{key}” is not the id of a requirement",
            )
        elif key in found:
            add(index, key, f"{key} が二度あります", f"{key} stands there twice")
        else:
            found[key] = Text(data["reason"]["ja"], data["reason"]["en"])
    return found, wrong


def read_allowed_mutants(folder: Path) -> tuple[list[AllowedMutant], list[LintFinding]]:
    """Mutants that no example can notice, with the reason; and what is wrong with the list."""
    document = _list_file(folder / MUTANTS_ALLOWED)
    found: list[AllowedMutant] = []
    wrong: list[LintFinding] = []
    if document is None:
        return found, wrong
    for index, entry in _entries(document):
        data = entry if isinstance(entry, dict) else {}
        line = document.positions.line((index,))[0]
        if set(data) != {"mutant", "change", "reason"} or not all(
            isinstance(v, str) and v.strip() for v in data.values()
        ):
            text = Text("mutant、change、reason が必要です", "an entry has a mutant, a change and a reason")
            mend = _KINDS["mutants-allowed"].mend.filled()
            wrong.append(
                LintFinding(LintLevel.ERROR, "mutants-allowed", f"{folder.name}/{MUTANTS_ALLOWED}", line,
                            str(data.get("mutant", "?")), text, mend)
            )  # fmt: skip
        else:
            found.append(AllowedMutant(data["mutant"], data["change"], data["reason"], line))
    return found, wrong


def _entries(document: Document) -> Iterable[tuple[int, Any]]:
    return enumerate(document.value if isinstance(document.value, list) else [document.value])


def _is_text(value: object) -> bool:
    return (
        isinstance(value, dict)
        and set(value) == {"ja", "en"}
        and all(isinstance(v, str) and v.strip() for v in value.values())
    )


# -- the linter --------------------------------------------------------------------------------------------------------------


def lint(rulebook: Rulebook, folder: Path) -> list[LintFinding]:
    """Everything that is wrong with a rulebook that loads, in the order of its files."""
    return _Linter(rulebook, folder).run()


class _Linter:
    """One look at one rulebook."""

    def __init__(self, rulebook: Rulebook, folder: Path) -> None:
        self.rulebook = rulebook
        self.folder = folder
        self.sources = Sources(folder)
        self.parts = parts_of(rulebook, self.sources)
        self.found: dict[LintFinding, None] = {}

    def add(
        self,
        code: str,
        item: SourceItem,
        path: Sequence[str | int],
        where: str,
        found: str = "",
        name: str = "",
    ) -> None:
        """Note a finding on a part of an item."""
        self._add(code, item.file, item.line(*path), where, found, name)

    def _add(self, code: str, file: str, line: int, where: str, found: str = "", name: str = "") -> None:
        kind = _KINDS[code]
        wrong = kind.wrong.filled(found=found, name=name)
        self.found[
            LintFinding(kind.level, code, file, line, where, wrong, kind.mend.filled(found=found, name=name))
        ] = None

    def run(self) -> list[LintFinding]:
        """All checks."""
        self._conditions()
        self._examples()
        self._files()
        self._literals()
        self._unused()
        self._messages()
        self._in_place()
        self._requirements()
        self._words()
        self._terms()
        self._clauses()
        self._hosts()
        return sorted(self.found, key=lambda f: (f.file, f.line, f.where, f.code, f.wrong.en))

    # -- conditions and examples ---------------------------------------------------------------------------------------

    def _conditions(self) -> None:
        """Conditions that nothing can fail or meet, and conditions no example fails."""
        shown = watch(self.rulebook)
        rules = {(r.edition, r.id): r for r in self.rulebook.rules}
        for part in self.parts:
            if part.node.type.kind is not Kind.BOOLEAN or part.role in ("let", "show", "value"):
                continue
            if part.kind == "rule" and rules[(part.edition, part.item)].status != "active":
                continue
            truths = reachable(part.node)
            for truth, code in ((False, "never-false"), (True, "never-true")):
                if truths == frozenset({not truth}):
                    self._add(code, part.file, part.line, part.where)
            if part.role == "condition" and False in truths:
                seen = shown.conditions.get((part.edition, part.item, part.name), set())
                if False not in seen:
                    code = "no-open-example" if isinstance(part.node, Cap) else "no-false-example"
                    self._add(code, part.file, part.line, part.where, name=part.name)
        subjects = {c.id: c.subject for e in self.rulebook.editions for c in e.criteria}
        for part in self.parts:
            if part.role == "part":
                criterion, _, programme = part.item.partition("/")
                seen = set().union(
                    *(
                        shown.parts.get((subjects[criterion], part.name, p), set())
                        for p in programme.split("+")
                    )
                )
                if not seen & {True, False}:
                    self._add("unexercised-binding", part.file, part.line, part.where, name=programme)

    def _examples(self) -> None:
        """A pass, a fail and an unknown for every rule; no fail where no condition can decide against anyone."""
        for rule, item in self._rules():
            verdicts = {e.verdict for e in rule.examples}
            fails = any(_can_fail(c) for c in rule.conditions)
            for verdict in ("pass", "fail", "unknown"):
                if verdict not in verdicts and (verdict != "fail" or fails):
                    self.add(f"no-{verdict}-example", item, ("examples",), rule.id)

    def _rules(self) -> Iterator[tuple[Rule, SourceItem]]:
        for rule in self.rulebook.rules:
            item = self.sources.find("id", rule.id, rule.edition)
            if rule.status == "active" and item is not None:
                yield rule, item

    # -- files ---------------------------------------------------------------------------------------------------------

    def _files(self) -> None:
        """An edition of several files names them, so that the loader misses one that is lost."""
        for item in self.sources.items:
            if item.kind != "edition" or "files" in item.data:
                continue
            home = item.file.rpartition("/")[0]
            beside = {i.file for i in self.sources.items if i.file.rpartition("/")[0] == home} - {item.file}
            if beside:
                names = ", ".join(sorted(f.rpartition("/")[2] for f in beside))
                self.add("files-not-named", item, (), item.key, names)

    # -- literals and leftovers ----------------------------------------------------------------------------------------

    def _literals(self) -> None:
        """Numbers and days of the law stand in dated, cited parameters, never in an expression."""
        for part in self.parts:
            for value in _literals(part.node):
                if isinstance(value, Decimal):
                    if value not in STRUCTURAL_NUMBERS:
                        self._add("literal-number", part.file, part.line, part.where, format(value, "f"))
                else:
                    self._add("literal-date", part.file, part.line, part.where, str(value))

    def _unused(self) -> None:
        """Documents nobody cites, and lets nobody uses."""
        cited = {str(c.get("document")) for i in self.sources.items for c in _clauses(i)}
        for item in self.sources.items:
            if item.kind == "document" and item.key not in cited:
                self.add("unused-document", item, (), item.key)
        for rule, item in self._rules():
            used_lets = lets_of(rule)
            for let in rule.lets:
                if let.name not in used_lets:
                    self.add("unused-let", item, ("let", let.name), rule.id, let.name)

    # -- messages ------------------------------------------------------------------------------------------------------

    def _messages(self) -> None:
        """Every condition that can fail or stay open says so in words; one that another rule speaks for names it."""
        for rule, item in self._rules():
            for condition in rule.conditions:
                where = f"{rule.id}.{condition.name}"
                said = rule.messages.get(condition.name, {})
                if rule.severity is Severity.BLOCKING:
                    message = ("message", condition.name)
                    if _can_fail(condition) and "fail" not in said:
                        self.add("no-message", item, message, where, name=condition.name)
                    if "unknown" not in said:
                        self.add("no-unknown-message", item, message, where, name=condition.name)
        known = {
            f"{rule.id}.{c.name}" for e in self.rulebook.editions for rule in e.rules for c in rule.conditions
        }
        for rule, item in self._rules():
            for name, others in rule.echoes.items():
                for other in others:
                    if other not in known:
                        self.add("no-echo", item, ("echoes", name), f"{rule.id}.{name}", other)

    def _in_place(self) -> None:
        """What the report does with a text is told by its keys: they and its words agree."""
        for rule, item in self._rules():
            if rule.judged_on is JudgedOn.CRITERIA and rule.criterion is not None:
                self.add("judged-on", item, ("judged_on",), rule.id)
            for path, text in _texts_of(rule):
                where = f"{rule.id}.{'.'.join(path)}"
                if any(_DEADLINE in one.ja for one in text.every):
                    self.add("publication-day", item, path, where)
                for name, other in text.variants:
                    if (text.ja, text.en) == (other.ja, other.en):
                        self.add("same-variant", item, (*path, "variants", name.value), where, name.value)
                spoken = "審査員" in text.ja and "reviewer" in text.en.lower()
                if path[0] == "remedy" and spoken is not (text.leads_to is Owner.REVIEWER):
                    self.add("leads-to", item, path, where)

    # -- ids -----------------------------------------------------------------------------------------------------------

    def _requirements(self) -> None:
        """Ids of requirements are well formed, and none is both implemented and said not to be."""
        listed, wrong = read_not_implemented(self.folder)
        self.found.update(dict.fromkeys(wrong))
        self.found.update(dict.fromkeys(read_allowed_mutants(self.folder)[1]))
        by: dict[str, list[str]] = {}
        for rule, item in self._rules():
            if not rule.implements:
                self.add("no-requirement", item, ("implements",), rule.id)
            for n, requirement in enumerate(rule.implements):
                by.setdefault(requirement, []).append(rule.id)
                if not REQUIREMENT_ID.fullmatch(requirement):
                    self.add("requirement-id", item, ("implements", n), rule.id, requirement)
        document = _list_file(self.folder / NOT_IMPLEMENTED)
        if document is None:
            return
        for index, entry in _entries(document):
            key = str(entry.get("id")) if isinstance(entry, dict) else ""
            if key in listed and key in by:
                line = document.positions.line((index,))[0]
                file = f"{self.folder.name}/{NOT_IMPLEMENTED}"
                rules = ", ".join(dict.fromkeys(by[key]))
                self._add("implemented-after-all", file, line, key, key, rules)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _words(self) -> None:
        """Conditions and readings have words; Japanese is in Japanese, English in English."""
        official = {str(t["ja"]) for t in self._term_list()} | {p.value for p in models.Programme}
        for rule, item in self._rules():
            for condition in rule.conditions:
                if condition.title is None:
                    self.add(
                        "no-words",
                        item,
                        ("require", condition.name),
                        f"{rule.id}.{condition.name}",
                        condition.name,
                    )
        for edition in self.rulebook.editions:
            for reading in edition.readings:
                bare = [o.option for o in reading.options if o.label.ja == f"{o.option}：{o.text}"]
                place = self._reading_place(reading.id, edition.id)
                if place is not None:
                    for option in bare:
                        self.add("no-words", place[0], place[1], reading.id, option)
        for item in self.sources.items:
            names = item.kind == "document"
            for path, text in _texts(item.data, ()):
                if names and path[0] in ("title", "issuer"):
                    continue
                if not _JAPANESE.search(text["ja"]) and _LETTERS.search(_PLACEHOLDER.sub("", text["ja"])):
                    self.add("not-japanese", item, (*path, "ja"), _place(item, path), shortened(text["ja"]))
                strange = [r for r in _JAPANESE_RUN.findall(text["en"]) if r.strip("・") not in official]
                if strange:
                    self.add("not-english", item, (*path, "en"), _place(item, path), strange[0])

    def _reading_place(self, reading: str, edition: str) -> tuple[SourceItem, _Path] | None:
        """Where the candidates of a reading are first written."""
        for item in self.sources.items:
            known = self.sources.find(item.kind, item.key, edition)
            for path, value in _readings(item.data, ()) if known is item else ():
                own = item.key if item.kind == "derives" else f"{item.key}.{path[-1]}"
                if value.get("by", own) == reading:
                    return item, path
        return None

    def _term_list(self) -> list[Mapping[str, Any]]:
        return [
            i.data["term"]
            for i in self.sources.items
            if i.kind == "term" and isinstance(i.data["term"], dict)
        ]

    def _terms(self) -> None:
        """Japanese texts use the official terms of the programme they speak of."""
        terms = self._term_list()
        for item in self.sources.items:
            about = {"all"} | self._programmes(item)
            for path, text in _texts(item.data, ()):
                if item.kind == "document" and path[0] in ("title", "issuer"):
                    continue
                for term in terms:
                    if str(term.get("programme")).lower() not in about:
                        continue
                    for word in term.get("not") or ():
                        if _stands(str(word), text["ja"], str(term["ja"])):
                            self.add(
                                "term", item, (*path, "ja"), _place(item, path), str(word), str(term["ja"])
                            )

    def _programmes(self, item: SourceItem) -> set[str]:
        """What an item speaks of: its authority, the programme it binds, the one its scope is pinned to."""
        home = next((e for d, e in self.sources.homes.items() if self._in(item, d)), None)
        edition = next((e for e in self.rulebook.editions if e.id == home), None)
        if edition is None:
            return set()
        found = {edition.authority.lower()}
        if item.kind == "binds":
            found.update(p.lower() for p in programmes_of(item.data))
        for rule in edition.rules if item.kind == "id" else ():
            if rule.id == item.key and rule.when is not None:
                found |= {p.lower() for p in _pinned(rule.when)}
        return found

    def _in(self, item: SourceItem, home: Path) -> bool:
        return (
            item.file.rpartition("/")[0] == f"{self.folder.name}/{home.relative_to(self.folder).as_posix()}"
        )

    # -- clauses ---------------------------------------------------------------------------------------------------------

    def _clauses(self) -> None:
        """Quotes are in one form, so that they can be found again."""
        for item in self.sources.items:
            for n, clause in enumerate(_clauses(item)):
                quote = clause.get("quote")
                if not isinstance(quote, str):
                    continue
                normal = unicodedata.normalize("NFKC", quote)
                if normal != quote:
                    self.add("quote-form", item, ("basis", n, "quote"), item.key, quote, normal)

    def _hosts(self) -> None:
        """Only the authority's own address is linked."""
        for item in self.sources.items:
            for path, text in _strings(item.data, ()):
                for host in _ADDRESS.findall(text):
                    name = host.lower().rpartition("@")[2]
                    if any(name == h or name.endswith(f".{h}") for h in UNOFFICIAL_HOSTS):
                        self.add("unofficial-host", item, path, item.key, name)


def _texts_of(rule: Rule) -> Iterator[tuple[tuple[str, ...], RuleText]]:
    """The messages, remedies and questions of a rule, each with its place in the item."""
    for name, said in rule.messages.items():
        yield from ((("message", name, outcome), text) for outcome, text in said.items())
    yield from ((("remedy", outcome), text) for outcome, text in rule.remedies.items())
    yield from ((("questions", name), text) for name, text in rule.questions.items())


def _can_fail(condition: Condition) -> bool:
    """Whether a condition can decide against anyone: an unconfirmed clause never does (law 5)."""
    return condition.confidence is not Confidence.UNCONFIRMED and False in reachable(condition.node)


def _literals(node: Node) -> Iterator[Decimal | date | str]:
    """The numbers and days written into an expression; the `let`s it names are looked at by themselves."""
    stack: list[Node] = [node]
    while stack:
        top = stack.pop()
        match top:
            case Named():
                continue
            case Const() if top.name is None and isinstance(top.value, Decimal):
                yield abs(top.value)
            case Const() if top.name is None and isinstance(top.value, date):
                yield top.value
            case DateAdd():
                stack.append(top.item)
                amount = top.amount.item if isinstance(top.amount, Unary) else top.amount
                # n YEAR is written as n * 12 months by the parser: the twelve is not the author's
                stack.append(amount.left if isinstance(amount, Arith) else amount)
                continue
            case LastDue() if isinstance(top.day, Const) and top.day.name is None:
                yield str(top.day.value)
            case _:
                pass
        stack.extend(children(top))


def _pinned(when: Node) -> Iterator[str]:
    """The programme that a scope is pinned to: `project.programme = 'JCM' AND …`."""
    match when:
        case Cap() | Named():
            yield from _pinned(when.item)
        case And():
            for item in when.items:
                yield from _pinned(item)
        case Compare() if (
            when.op == "=" and isinstance(when.left, Ref) and when.left.name == "project.programme"
        ):
            if isinstance(when.right, Const):
                yield str(when.right.value)
        case _:
            return


def _stands(word: str, text: str, official: str) -> bool:
    """Whether a word stands in a text other than as a piece of the official term."""
    return word in (text.replace(official, "\0") if word in official else text)


def _clauses(item: SourceItem) -> list[Mapping[str, Any]]:
    clauses = item.data.get("basis")
    return [c if isinstance(c, dict) else {} for c in clauses] if isinstance(clauses, list) else []


_Path = tuple[str | int, ...]


def _texts(value: Any, path: _Path) -> Iterator[tuple[_Path, dict[str, str]]]:
    """Every text in two languages below a value."""
    if _is_text(value):
        yield path, value
    else:
        for key, inner in _inside(value):
            yield from _texts(inner, (*path, key))


def _strings(value: Any, path: _Path) -> Iterator[tuple[_Path, str]]:
    if isinstance(value, str):
        yield path, value
    for key, inner in _inside(value):
        yield from _strings(inner, (*path, key))


def _readings(value: Any, path: _Path) -> Iterator[tuple[_Path, Mapping[str, Any]]]:
    """Every set of candidate readings below a value."""
    if isinstance(value, dict) and "readings" in value:
        yield path, value
    for key, inner in _inside(value):
        yield from _readings(inner, (*path, key))


def _inside(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _place(item: SourceItem, path: _Path) -> str:
    return ".".join([item.key, *(str(p) for p in path)])


__all__ = [
    "CODES", "AllowedMutant", "InputError", "LintFinding", "LintLevel", "Part", "Shown", "SourceItem", "Sources", "lets_of",
    "lint", "parts_of", "reachable", "read_allowed_mutants", "read_not_implemented", "span", "watch",
]  # fmt: skip
