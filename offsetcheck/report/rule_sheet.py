"""One rule on a page: what it asks, its clauses, and how sure we are of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report import wording
from offsetcheck.report.rule_docs import clause_line, purpose_word, severity_word
from offsetcheck.rulebook.book import Basis, Confidence, Rule, Rulebook

_W: Final[Mapping[str, Text]] = {
    "edition": Text("版", "edition"),
    "subject": Text("対象", "subject"),
    "purposes": Text("用途", "for"),
    "severity": Text("重要度", "severity"),
    "implements": Text("要件", "implements"),
    "when": Text("適用条件", "applies when"),
    "conditions": Text("条件", "conditions"),
    "lets": Text("定義", "definitions"),
    "clauses": Text("根拠", "clauses"),
    "remedy": Text("対応", "remedy"),
    "examples": Text("例", "examples"),
}


def rule_sheet(rule: Rule, rulebook: Rulebook, lang: Lang) -> str:
    """The text of `rules show`."""

    def said(word: str, text: str = "", about: str = "") -> str:
        return wording.headed(wording.say(_W[word], lang) + about, text, lang).rstrip()

    def sure(confidence: Confidence) -> str:
        return f"  [{wording.confidence_word(confidence.word, lang)}]"  # type: ignore[arg-type]  # a Confidence has only these words

    lines = [
        f"{rule.id}  {rule.title.in_(lang)}",
        f"  {said('edition', rule.edition)}",
        f"  {said('subject', wording.subject_word(rule.subject, lang))}",
        f"  {said('purposes', wording.listing([purpose_word(p, lang) for p in rule.purposes], lang))}",
        f"  {said('severity', severity_word(rule.severity, lang))}",
        f"  {said('implements', wording.listing(rule.implements, lang))}",
    ]
    if rule.when_text:
        lines.append(f"  {said('when', rule.when_text)}{sure(rule.when_confidence)}")
    if rule.lets:
        lines.append(f"  {said('lets')}")
        for let in rule.lets:
            lines.append(f"    {let.name}: {let.text}{sure(let.confidence) if let.confidence else ''}")
    lines.append(f"  {said('conditions')}")
    for condition in rule.conditions:
        title = f"  {condition.title.in_(lang)}" if condition.title else ""
        lines.append(f"    {condition.name}:{title}")
        lines.append(f"      {condition.text}{sure(condition.confidence)}")
    lines.append(f"  {said('clauses')}")
    lines.extend(f"    {_clause(b, rulebook, lang)}" for b in rule.basis)
    for verdict, remedy in rule.remedies.items():
        named = {c.name: c.title.in_(lang) if c.title else c.name for c in rule.conditions}
        what = wording.remedy_word(verdict, lang, named, {c.name: c.text for c in rule.cases})
        lines.append(f"  {said('remedy', remedy.in_(lang), wording.in_brackets(what, lang))}")
        for variant, text in remedy.variants:
            about = wording.in_brackets(wording.variant_word(what, variant, lang), lang)
            lines.append(f"  {said('remedy', text.in_(lang), about)}")
    lines.append(f"  {said('examples', wording.count(len(rule.examples), lang))}")
    return "\n".join(lines)


def _clause(basis: Basis, rulebook: Rulebook, lang: Lang) -> str:
    line = clause_line(basis, rulebook.documents[basis.document], lang)
    names = wording.listing((*basis.restricts, *basis.permits), lang)
    return f"{line} → {names}" if names else line
