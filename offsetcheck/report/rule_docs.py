"""The rulebook as one Markdown page, and the table of requirements: both written from what is loaded, the same each time."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from offsetcheck.engine.lint import lets_of, read_not_implemented
from offsetcheck.engine.mutate import RECORD
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import models
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.world import shown
from offsetcheck.report import wording
from offsetcheck.report.markdown_writer import escape_markdown
from offsetcheck.report.model import BasisShown
from offsetcheck.rulebook.book import (
    Basis,
    Binding,
    ChosenBy,
    Confidence,
    Criterion,
    Derivation,
    Edition,
    Parameter,
    Rule,
    Rulebook,
    Severity,
    SourceDocument,
)
from offsetcheck.rulebook.language import Named, Reading, walk

_W: Final[Mapping[str, Text]] = {
    "title": Text("ルールブック", "The rulebook"),
    "traceability": Text("要件とルールの対応表", "Requirements and the rules that implement them"),
    "generated": Text(
        "このページは収録しているルールから自動で作成されています。",
        "This page is generated from the rules as they are shipped.",
    ),
    "figures": Text("概数", "Figures"),
    "what": Text("項目", "what"),
    "number": Text("数", "number"),
    "rules": Text("ルール", "rules"),
    "withdrawn": Text("廃止したルール", "withdrawn rules"),
    "editions": Text("版", "editions"),
    "requirements": Text("対応する要件", "requirements implemented"),
    "left_out": Text("対応しない要件（理由あり）", "requirements left out, with a reason"),
    "examples": Text("例", "examples"),
    "documents": Text("引用する文書", "documents cited"),
    "clauses_of": Text("根拠（{confidence}）", "clauses, {confidence}"),
    "conditions_of": Text("条件（{confidence}）", "conditions, {confidence}"),
    "mutation": Text(
        "式に加えた小さな変更を、例により検出できた割合",
        "small changes of the expressions that an example notices",
    ),
    "mutation_old": Text("（別の状態のルールによる値）", " (taken on another state of the rules)"),
    "edition": Text("版", "edition"),
    "taken_over": Text("{edition} から引き継ぐルール", "rules taken over from {edition}"),
    "from": Text("適用", "in force"),
    "on": Text("対象", "on"),
    "purposes": Text("用途", "for"),
    "severity": Text("重要度", "severity"),
    "implements": Text("要件", "implements"),
    "ask": Text("確認先", "to ask"),
    "echoes": Text("同じことを問う条件", "asks the same as"),
    "criterion": Text("性質", "criterion"),
    "since": Text("収録", "since"),
    "status": Text("状態", "status"),
    "replaced": Text("廃止（後継：{by}）", "withdrawn, replaced by {by}"),
    "gone": Text("廃止", "withdrawn"),
    "when": Text("適用条件", "applies when"),
    "always": Text("常に適用", "always"),
    "lets": Text("定義", "definitions"),
    "conditions": Text("条件", "conditions"),
    "name": Text("名前", "name"),
    "words": Text("内容", "in words"),
    "expression": Text("式", "expression"),
    "confidence": Text("確度", "confidence"),
    "clauses": Text("根拠", "clauses"),
    "remedy": Text("対応", "remedy"),
    "readings": Text("読み方の候補", "candidate readings"),
    "parameters": Text("数値と日付", "Numbers and days of the law"),
    "value": Text("値", "value"),
    "unit": Text("単位", "unit"),
    "derived": Text("導出値", "Derived values"),
    "properties": Text("クレジットの性質", "Properties of credits"),
    "property": Text("性質{n}：{title}", "Property {n}: {title}"),
    "per_programme": Text("制度ごとの内容", "What it means per programme"),
    "programme": Text("制度", "programme"),
    "language": Text("式の言語", "The language of expressions"),
    "written": Text("書き方", "written"),
    "meaning": Text("意味", "meaning"),
    "not_allowed": Text("使えないもの", "Not allowed, and what to write instead"),
    "instead": Text("代わりの書き方", "instead"),
    "requirement": Text("要件", "requirement"),
    "by": Text("対応するルール、又は対応しない理由", "rules, or why there is none"),
    "as_of": Text("、{day}時点", ", as of {day}"),
    "none": Text("—", "—"),
}

_SEVERITIES: Final[Mapping[Severity, Text]] = {
    Severity.BLOCKING: Text("必須", "blocking"),
    Severity.ADVISORY: Text("参考", "advisory"),
}

#: Units that a rulebook writes in English; the others are the same in both languages.
_UNITS: Final[Mapping[str, Text]] = {
    "date": Text("日付", "date"),
    "days": Text("日", "days"),
    "business days": Text("営業日", "business days"),
    "months": Text("か月", "months"),
    "years": Text("年", "years"),
    "month and day": Text("月日", "month and day"),
    "weekday": Text("曜日", "weekday"),
    "time of day": Text("時刻", "time of day"),
    "share": Text("割合", "share"),
}

#: What an expression may hold, with an example that parses, and what it means.
LANGUAGE: Final[tuple[tuple[str, Text], ...]] = (
    ("AND, OR, NOT", Text("三値の論理。未確認の事実は偽にも真にもなりません", "three-valued: what is missing is neither true nor false")),
    ("= <> < <= > >=", Text("同じ種類の値の比較。日付は日付とだけ比べます", "values of one kind are compared; a date with a date only")),
    ("BETWEEN a AND b", Text("両端を含む範囲", "a range with both ends")),
    ("IN ('a', 'b'), NOT IN", Text("文字の一覧のいずれか。区分の値は実在するものに限ります", "one of some literals; an enum literal must be a member")),
    ("+ - *", Text("正確な計算。積の一方は事実、数値又は parameter です", "exact, in intervals; one factor is a stated fact, a literal or a parameter")),
    ("min2(a, b), max2(a, b), abs(a), floor0(a)", Text("小さい方、大きい方、絶対値、整数への切捨て", "the smaller, the larger, the magnitude, down to whole units")),
    ("DATE '2025-04-01', as_of", Text("日付と、判定基準日。現在の時刻は使えません", "a day, and the day of judgement; there is no clock")),
    ("add_months(d, n), add_days(d, n), d + INTERVAL ($n) MONTH", Text("日付の移動。2月29日の12か月後は2月28日です", "a day moved; 29 February + 12 months = 28 February")),
    ("year(d), month(d), day(d), days_between(a, b)", Text("日付の年・月・日、日数", "parts of a day, the days between two")),
    ("fy_first(y), fy_last(y)", Text("年度の初日（4月1日）と末日（3月31日）", "the first (1 April) and last day (31 March) of a fiscal year")),
    ("last_due($mm_dd, d)", Text("ある日より前の、最も近い毎年の期日", "the latest yearly due day before a day")),
    ("length(t), starts_with(t, 'p'), has(list, 'v')", Text("文字数、先頭の文字、一覧に含まれる値", "characters of a text, its beginning, a value of a list fact")),
    ("listed($codes, t, d)", Text("一覧の略号であり、その日に数えられること", "a code of a dated list that counts on the day")),
    ("coded($codes, t, other, '_X')", Text("一覧の略号であり、もう一方の文字がその略号と続く文字で始まること", "a code of a list, with which another text begins")),
    ("same_party(a, b)", Text("法人番号が同じか。名称の違いだけでは別の法人とは判定しません", "by corporate number; different names alone are no proof of difference")),
    ("any(c), all(c), none(c)", Text("一覧の行について。一覧がすべてでない限り、any は偽、all と none は真になりません", "over a list: false for any, true for all and none, only where the list is complete")),
    ("sum(t, c), count(c), all_same(v, c)", Text("一覧の合計・件数・一致。一覧がすべてでない限り、上限はありません", "over a list: no upper bound unless it is complete")),
    ("exists(retirement)", Text("参照先が示されているか。偽にはなりません", "whether the reference is given; never false")),
    ("$parameter", Text("日付と根拠のある数値。式に数値を直接書くことはできません", "a dated, cited number or day; the law's numbers are never literals")),
)  # fmt: skip

#: What is refused, and what is written instead.
REFUSED: Final[tuple[tuple[str, str], ...]] = (
    ("a / b >= k", "a >= k * b"),
    ("CASE WHEN c THEN a ELSE b END", "(c AND a) OR (NOT c AND b)"),
    ("IS NULL, COALESCE, ifnull", "'not_stated'"),
    ("greatest, least", "max2, min2"),
    ("LIKE, ~", "starts_with(t, 'p')"),
    ("current_date, now()", "as_of"),
    ("SELECT …", "any, all, none, sum, count"),
)


def rule_docs(rulebook: Rulebook, folder: Path, lang: Lang) -> str:
    """Every edition, rule, criterion, parameter and derived value of a rulebook as Markdown."""
    return _finished(_Page(rulebook, folder, lang).rulebook_lines())


def traceability_table(rulebook: Rulebook, folder: Path, lang: Lang) -> str:
    """Each requirement with the rules that implement it, or the reason why none does."""
    return _finished(_Page(rulebook, folder, lang).traceability_lines())


def _finished(lines: Iterable[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """Writes a rulebook in one language."""

    rulebook: Rulebook
    folder: Path
    lang: Lang

    # -- small pieces ----------------------------------------------------------------------------------------------

    def w(self, word: str, **values: object) -> str:
        return escape_markdown(wording.say(_W[word], self.lang, **values))

    def say(self, text: Text | None) -> str:
        return "" if text is None else escape_markdown(text.in_(self.lang))

    def sure(self, confidence: Confidence) -> str:
        return escape_markdown(_sure(confidence, self.lang))

    def headed(self, head: str, text: str) -> str:
        return wording.headed(head, text, self.lang)

    def listing(self, items: Iterable[str]) -> str:
        return wording.listing(list(items), self.lang)

    def in_brackets(self, text: str) -> str:
        return wording.in_brackets(text, self.lang)

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
        rows = list(rows)
        if not rows:
            return
        yield ""
        yield f"| {' | '.join(self.w(h) for h in heads)} |"
        yield f"|{'---|' * len(heads)}"
        for row in rows:
            yield f"| {' | '.join(cell or ' ' for cell in row)} |"
        yield ""

    # -- the rulebook ----------------------------------------------------------------------------------------------

    def rulebook_lines(self) -> Iterator[str]:
        """The whole page."""
        yield f"# {self.w('title')}"
        yield ""
        yield self.w("generated")
        yield ""
        yield f"## {self.w('figures')}"
        yield from self.table(("what", "number"), self.figures())
        written: dict[tuple[str, int], str] = {}
        for edition in self.rulebook.editions:
            yield from self.edition(edition, written)
        yield from self.language()

    def figures(self) -> Iterator[tuple[str, str]]:
        """The statistics at the head of the page."""
        rules = {(r.file, r.line): r for r in self.rulebook.rules}.values()  # what is taken over counts once
        active = [r for r in rules if r.status == "active"]
        yield self.w("rules"), str(len({r.id for r in active}))
        gone = {r.id for r in rules} - {r.id for r in active}
        if gone:
            yield self.w("withdrawn"), str(len(gone))
        yield self.w("editions"), str(len(self.rulebook.editions))
        yield self.w("requirements"), str(len({i for r in active for i in r.implements}))
        listed = read_not_implemented(self.folder)[0]
        if listed:
            yield self.w("left_out"), str(len(listed))
        yield self.w("examples"), str(sum(len(r.examples) for r in active))
        yield self.w("documents"), str(len({b.document for b in _bases(self.rulebook)}))
        clauses = Counter(b.confidence for b in _bases(self.rulebook))
        conditions = Counter(c.confidence for r in active for c in r.conditions)
        for word, counts in (("clauses_of", clauses), ("conditions_of", conditions)):
            for confidence in (Confidence.OFFICIAL, Confidence.SECONDARY, Confidence.UNCONFIRMED):
                yield self.w(word, confidence=_sure(confidence, self.lang)), str(counts[confidence])
        mutation = self.mutation()
        if mutation is not None:
            yield self.w("mutation"), mutation

    def mutation(self) -> str | None:
        """The recorded figure of mutation testing, and whether it was taken on these rules."""
        try:
            record: Any = json.loads((self.folder / RECORD).read_text(encoding="utf-8"))
            figure, killed, survived = record["figure"], int(record["killed"]), int(record["survived"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        old = "" if record.get("rulebook_sha256") == self.rulebook.sha256 else self.w("mutation_old")
        return f"{escape_markdown(str(figure))} % ({killed} / {killed + survived}){old}"

    def edition(self, edition: Edition, written: dict[tuple[str, int], str]) -> Iterator[str]:
        """One edition: its rules first, then what they are built from."""
        yield f"## {self.say(edition.title)}"
        yield ""
        yield f"`{edition.id}` {self.headed(self.w('from'), escape_markdown(_in_force(edition, self.lang)))}"
        yield ""
        yield from self.clauses(edition.basis)
        taken: dict[str, list[str]] = {}
        for rule in edition.rules:
            first = written.setdefault((rule.file, rule.line), edition.id)
            if first == edition.id:
                yield from self.rule(rule)
            else:
                taken.setdefault(first, []).append(rule.id)
        for first, ids in taken.items():
            yield self.headed(self.w("taken_over", edition=first), self.listing(map(escape_markdown, ids)))
            yield ""
        yield from self.parameters(edition)
        yield from self.derivations(edition)
        yield from self.criteria(edition)
        yield from self.bindings(edition)

    def rule(self, rule: Rule) -> Iterator[str]:
        """One rule."""
        yield f"### {escape_markdown(rule.id)} {self.say(rule.title)}"
        yield ""
        for word, text in self.about(rule):
            yield f"- {self.headed(self.w(word), text)}"
        yield ""
        lets = [
            (f"`{let.name}`", _code(let.text), self.sure(let.confidence) if let.confidence else "")
            for let in rule.lets
        ]
        if lets:
            yield f"**{self.w('lets')}**"
            yield from self.table(("name", "expression", "confidence"), lets)
        yield f"**{self.w('conditions')}**"
        yield from self.table(
            ("name", "words", "expression", "confidence"),
            (
                (f"`{c.name}`", self.say(c.title), _code(c.text), self.sure(c.confidence))
                for c in rule.conditions
            ),
        )
        yield from self.readings(rule)
        yield f"**{self.w('clauses')}**"
        yield ""
        yield from self.clauses(rule.basis)
        for verdict, remedy in rule.remedies.items():
            words = {c.name: self.say(c.title) if c.title else c.name for c in rule.conditions}
            cases = {c.name: _code(c.text) for c in rule.cases}
            what = wording.remedy_word(verdict, self.lang, words, cases)
            yield self.headed(f"**{self.w('remedy')}**{self.in_brackets(what)}", self.say(remedy))
            yield ""
            for variant, other in remedy.variants:
                about = self.in_brackets(wording.variant_word(what, variant, self.lang))
                yield self.headed(f"**{self.w('remedy')}**{about}", self.say(other))
                yield ""

    def about(self, rule: Rule) -> Iterator[tuple[str, str]]:
        """The facts about a rule, one a line."""
        yield "on", escape_markdown(wording.subject_word(rule.subject, self.lang))
        yield "purposes", self.listing(self.purpose(p) for p in rule.purposes)
        yield "severity", severity_word(rule.severity, self.lang)
        yield "implements", self.listing(map(escape_markdown, rule.implements))
        if rule.criterion:
            yield "criterion", f"`{rule.criterion}`"
        if rule.echoes:
            others = dict.fromkeys(o for os in rule.echoes.values() for o in os)
            yield "echoes", self.listing(f"`{o}`" for o in others)
        if rule.ask is not None:
            yield "ask", escape_markdown(self.say(rule.ask))
        if rule.when_text:
            yield "when", _code(rule.when_text) + self.in_brackets(self.sure(rule.when_confidence))
        counts = Counter(e.verdict for e in rule.examples)
        verdicts = ("pass", "fail", "unknown", "not_applicable")
        gap = "" if self.lang == "ja" else " "
        words = [
            f"{self.verdict(v)}{gap}{wording.count(counts[v], self.lang)}" for v in verdicts if counts[v]
        ]
        yield "examples", wording.count(len(rule.examples), self.lang) + self.in_brackets(self.listing(words))
        yield "since", escape_markdown(rule.since)
        if rule.status != "active":
            by = rule.replaced_by
            yield "status", self.w("replaced", by=by) if by else self.w("gone")

    def purpose(self, purpose: str) -> str:
        return escape_markdown(purpose_word(purpose, self.lang))

    def unit(self, unit: str | None) -> str:
        if unit is None:
            return ""
        return escape_markdown(
            wording.say(_UNITS[unit], self.lang) if unit in _UNITS else wording.unit_word(unit, self.lang)
        )

    def verdict(self, verdict: str) -> str:

        return escape_markdown(wording.verdict_word(Verdict(verdict), self.lang))

    def readings(self, rule: Rule) -> Iterator[str]:
        """The open readings that the rule's own definitions hang on."""
        sets = {r.id: r for e in self.rulebook.editions if e.id == rule.edition for r in e.readings}
        used = dict.fromkeys(
            part.id
            for tree in (*lets_of(rule).values(), *(c.node for c in rule.conditions))
            for node in walk(tree)
            for part in [node.item if isinstance(node, Named) else node]
            if isinstance(part, Reading)
        )
        for name in used:
            title = self.say(sets[name].title)
            head = f"**{self.w('readings')}** `{name}`"
            yield self.headed(head, title) if title else head
            yield ""
            for option in sets[name].options:
                text = self.say(option.label) + self.in_brackets(_code(option.text))
                yield f"- {self.headed(f'`{option.option}`', text)}"
            yield ""

    def clauses(self, basis: Sequence[Basis]) -> Iterator[str]:
        """Each clause: document, edition, section, issuer, how sure, quote, and for what."""
        for one in basis:
            document = self.rulebook.documents[one.document]
            line = f"- {escape_markdown(clause_line(one, document, self.lang))}"
            day = one.state_of or document.state_of
            if day:
                line += self.w("as_of", day=wording.day_text(day, self.lang))
            names = self.listing(f"`{n}`" for n in (*one.restricts, *one.permits))
            line += f" → {names}" if names else ""
            notes = [
                self.say(t)
                for t in (one.note, one.derived, document.earlier, one.carried_over)
                if t is not None
            ]
            head, gap = ("　", "") if self.lang == "ja" else (". ", " ")
            yield f"{line}{head}{gap.join(notes)}" if notes else line
        yield ""

    def parameters(self, edition: Edition) -> Iterator[str]:
        """The dated, cited numbers and days."""
        if not edition.parameters:
            return
        yield f"### {self.w('parameters')}{self.in_brackets(f'`{edition.id}`')}"
        yield from self.table(
            ("name", "value", "unit", "words", "confidence"),
            (
                (f"`${p.name}`", escape_markdown(wording.day_text(shown(p.value.value), self.lang)), self.unit(p.unit),
                 self.say(p.title), self.sure(p.confidence))
                for p in edition.parameters
            ),
        )  # fmt: skip

    def derivations(self, edition: Edition) -> Iterator[str]:
        """The values worked out."""
        if not edition.derivations:
            return
        yield f"### {self.w('derived')}{self.in_brackets(f'`{edition.id}`')}"
        yield from self.table(
            ("name", "words", "unit", "expression"),
            (
                (f"`{d.table}.{d.name}`", self.say(d.title), self.unit(d.unit), _code(d.text))
                for d in edition.derivations
            ),
        )

    def criteria(self, edition: Edition) -> Iterator[str]:
        """The properties of credits, each with its parts."""
        if edition.criteria:
            yield f"### {self.w('properties')}"
            yield ""
        for criterion in edition.criteria:
            yield from self.criterion(criterion)

    def criterion(self, criterion: Criterion) -> Iterator[str]:
        title = criterion.title.in_(self.lang)
        yield f"#### {self.w('property', n=criterion.property, title=title)}{self.in_brackets(f'`{criterion.id}`')}"
        yield ""
        yield self.say(criterion.text)
        yield from self.table(
            ("name", "words"), ((f"`{name}`", self.say(text)) for name, text in criterion.parts.items())
        )
        yield from self.clauses(criterion.basis)

    def bindings(self, edition: Edition) -> Iterator[str]:
        """What the properties mean for each programme."""
        groups: dict[str, list[Binding]] = {}
        for binding in edition.bindings:
            groups.setdefault(binding.criterion, []).append(binding)
        if groups:
            yield f"### {self.w('per_programme')}"
            yield ""
        for criterion, group in groups.items():
            yield f"#### `{criterion}`"
            yield from self.table(
                ("programme", "name", "expression", "confidence"),
                (
                    (
                        escape_markdown(self.listing(b.programmes)),
                        f"`{name}`",
                        _code(text),
                        self.sure(_strength(b, name)),
                    )
                    for b in group
                    for name, _, text in b.parts
                ),
            )

    def language(self) -> Iterator[str]:
        """The language of expressions."""
        yield f"## {self.w('language')}"
        yield from self.table(("written", "meaning"), ((_code(e), self.say(t)) for e, t in LANGUAGE))
        yield f"### {self.w('not_allowed')}"
        yield from self.table(("written", "instead"), ((_code(a), _code(b)) for a, b in REFUSED))

    # -- requirements ----------------------------------------------------------------------------------------------

    def traceability_lines(self) -> Iterator[str]:
        """The table of requirements."""
        by: dict[str, list[str]] = {}
        for rule in self.rulebook.rules:
            if rule.status == "active":
                for requirement in rule.implements:
                    by.setdefault(requirement, []).append(rule.id)
        listed = read_not_implemented(self.folder)[0]
        yield f"# {self.w('traceability')}"
        yield ""
        yield self.w("generated")
        yield from self.table(
            ("what", "number"),
            ((self.w("requirements"), str(len(by))), (self.w("left_out"), str(len(set(listed) - set(by))))),
        )
        yield from self.table(
            ("requirement", "by"),
            (
                (
                    escape_markdown(key),
                    self.listing(map(escape_markdown, dict.fromkeys(by[key])))
                    if key in by
                    else self.say(listed[key]),
                )
                for key in sorted({*by, *listed}, key=_in_order)
            ),
        )


def _in_order(requirement: str) -> tuple[tuple[int, int, str], ...]:
    """Ids in reading order: OG-OFF-2 before OG-OFF-10."""
    pieces = re.findall(r"\d+|\D+", requirement)
    return tuple((0, int(p), "") if p.isdigit() else (1, 0, p) for p in pieces)


def _sure(confidence: Confidence, lang: Lang) -> str:
    return wording.confidence_word(confidence.word, lang)  # type: ignore[arg-type]  # a Confidence has only these words


def _strength(binding: Binding, part: str) -> Confidence:
    """The strongest clause for a part of a binding."""
    named = [b.confidence for b in binding.basis if part in (*b.restricts, *b.permits)]
    return max(named, default=Confidence.UNCONFIRMED)


def _in_force(edition: Edition, lang: Lang) -> str:
    """From when to when an edition applies: 2024年3月6日から, or 2024-03-06 –."""
    first: object
    last: object
    if edition.chosen_by is ChosenBy.FISCAL_YEAR:
        first, last = edition.first_year, edition.last_year
        ends = [y.label(lang) if y is not None else "" for y in (edition.first_year, edition.last_year)]
    else:
        first, last = edition.effective_from, edition.effective_to
        ends = [
            wording.day(d, lang) if d is not None else ""
            for d in (edition.effective_from, edition.effective_to)
        ]
    if lang == "en":
        return f"{first}" if first == last else f"{first} – {last or ''}".rstrip()
    if first == last:
        return ends[0]
    return f"{ends[0]}から" + (f"{ends[1]}まで" if ends[1] else "")


def severity_word(severity: Severity, lang: Lang) -> str:
    """How much a rule weighs: 必須, 参考."""
    return wording.say(_SEVERITIES[severity], lang)


def purpose_word(purpose: str, lang: Lang) -> str:
    """What a rule is asked for: カーボン・オフセット."""
    return wording.enum_text(models.Purpose, purpose, lang) or purpose


def clause_line(basis: Basis, document: SourceDocument, lang: Lang) -> str:
    """A clause as the reports cite it, document, edition, section, issuer and how sure, with the words quoted."""
    cited = BasisShown(
        document=document.id,
        title=document.title.in_(lang),
        edition=document.edition,
        issuer=document.issuer.in_(lang) if document.issuer else None,
        section=basis.section,
        quote=basis.quote,
        url=document.url,
        confidence=basis.confidence.word,  # type: ignore[arg-type]  # a Confidence has only these words
        through_others=document.read == "commentary",
    )
    return wording.basis_line(cited, lang) + (
        f"{'' if lang == 'ja' else ' '}「{basis.quote}」" if basis.quote else ""
    )


def _bases(rulebook: Rulebook) -> Iterator[Basis]:
    """Every clause behind anything, once for each item it stands behind; what an edition takes over counts once."""
    seen: set[tuple[str, tuple[Basis, ...]]] = set()
    for edition in rulebook.editions:
        yield from edition.basis
        items = (
            edition.parameters, edition.criteria, edition.bindings, edition.derivations, edition.rules,
        )  # fmt: skip
        for group in items:
            for one in group:
                key = (f"{type(one).__name__} {_name(one)}", one.basis)
                if key not in seen:
                    seen.add(key)
                    yield from one.basis


def _name(item: object) -> str:
    """What tells an item from the others of its kind."""
    match item:
        case Binding():
            return item.key
        case Derivation():
            return f"{item.table}.{item.name}"
        case Parameter():
            return item.name
        case Rule() | Criterion():
            return item.id
        case _:
            raise TypeError(f"no name for {type(item).__name__}")


def _code(text: str) -> str:
    """An expression as code in a table: one line, and a bar that does not end the cell."""
    plain = re.sub(r"\s+", " ", text).strip()
    return f"`{plain}`".replace("|", "\\|")


__all__ = ["LANGUAGE", "REFUSED", "clause_line", "rule_docs", "traceability_table"]
