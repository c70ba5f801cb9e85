"""One rule on a page: what it asks, its clauses, and how sure we are of each."""

from __future__ import annotations

from typing import assert_never

from offsetcheck.facts.problems import Lang
from offsetcheck.report import wording
from offsetcheck.rulebook.book import Basis, Confidence, Rule, Rulebook


def rule_sheet(rule: Rule, rulebook: Rulebook, lang: Lang) -> str:
    """The text of `rules show`."""
    words = {
        "ja": ("版", "対象", "重要度", "要件", "適用条件", "条件", "定義", "根拠", "対応", "例"),
        "en": (
            "edition",
            "subject",
            "severity",
            "implements",
            "applies when",
            "conditions",
            "definitions",
            "clauses",
            "remedy",
            "examples",
        ),
    }[lang]
    lines = [
        f"{rule.id}  {rule.title.in_(lang)}",
        f"  {words[0]}: {rule.edition}",
        f"  {words[1]}: {wording.subject_word(rule.subject, lang)} ({', '.join(rule.purposes)})",
        f"  {words[2]}: {rule.severity.value}",
        f"  {words[3]}: {', '.join(rule.implements)}",
    ]
    if rule.when_text:
        lines.append(f"  {words[4]}: {rule.when_text}  [{_sure(rule.when_confidence, lang)}]")
    if rule.lets:
        lines.append(f"  {words[6]}:")
        for let in rule.lets:
            sure = f"  [{_sure(let.confidence, lang)}]" if let.confidence else ""
            lines.append(f"    {let.name}: {let.text}{sure}")
    lines.append(f"  {words[5]}:")
    for condition in rule.conditions:
        title = f"  {condition.title.in_(lang)}" if condition.title else ""
        lines.append(f"    {condition.name}:{title}")
        lines.append(f"      {condition.text}  [{_sure(condition.confidence, lang)}]")
    lines.append(f"  {words[7]}:")
    lines.extend(f"    {_clause(b, rulebook, lang)}" for b in rule.basis)
    for verdict, remedy in rule.remedies.items():
        named = {c.name: c.title.in_(lang) if c.title else c.name for c in rule.conditions}
        about = wording.in_brackets(wording.remedy_word(verdict, lang, named), lang)
        lines.append(f"  {words[8]}{about}: {remedy.in_(lang)}")
    lines.append(f"  {words[9]}: {len(rule.examples)}")
    return "\n".join(lines)


def _clause(basis: Basis, rulebook: Rulebook, lang: Lang) -> str:
    document = rulebook.documents[basis.document]
    parts = [document.title.in_(lang), document.edition or "", basis.section or ""]
    head = " ".join(p for p in parts if p)
    quote = f"「{basis.quote}」" if basis.quote else ""
    sure = _sure(basis.confidence, lang)
    names = ", ".join((*basis.restricts, *basis.permits))
    return f"{head}{quote} [{sure}]{f' → {names}' if names else ''}"


def _sure(confidence: Confidence, lang: Lang) -> str:
    match confidence:
        case Confidence.OFFICIAL:
            return wording.confidence_word("official", lang)
        case Confidence.SECONDARY:
            return wording.confidence_word("secondary", lang)
        case Confidence.UNCONFIRMED:
            return wording.confidence_word("unconfirmed", lang)
        case Confidence.CONFIRMED_BY_USER:
            return wording.confidence_word("confirmed_by_user", lang)
        case _:
            assert_never(confidence)
