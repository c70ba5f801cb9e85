"""One rule on a page: what it asks, its clauses, and how sure we are of each."""

from __future__ import annotations

from typing import Final, assert_never

from offsetcheck.facts.models import Purpose
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report import wording
from offsetcheck.rulebook.book import Basis, Confidence, Rule, Rulebook, Severity

_SEVERITIES: Final = {
    Severity.BLOCKING: Text("必須", "blocking"),
    Severity.ADVISORY: Text("参考", "advisory"),
}


def rule_sheet(rule: Rule, rulebook: Rulebook, lang: Lang) -> str:
    """The text of `rules show`."""
    words = {
        "ja": ("版", "対象", "重要度", "要件", "適用条件", "条件", "定義", "根拠", "対応", "例", "用途"),
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
            "for",
        ),
    }[lang]
    purposes = [wording.enum_text(Purpose, p, lang) or p for p in rule.purposes]
    colon = "：" if lang == "ja" else ":"
    lines = [
        f"{rule.id}  {rule.title.in_(lang)}",
        f"  {wording.headed(words[0], rule.edition, lang)}",
        f"  {wording.headed(words[1], wording.subject_word(rule.subject, lang), lang)}",
        f"  {wording.headed(words[10], wording.listing(purposes, lang), lang)}",
        f"  {wording.headed(words[2], _SEVERITIES[rule.severity].in_(lang), lang)}",
        f"  {wording.headed(words[3], wording.listing(rule.implements, lang), lang)}",
    ]
    if rule.when_text:
        applies = f"{rule.when_text}  [{_sure(rule.when_confidence, lang)}]"
        lines.append(f"  {wording.headed(words[4], applies, lang)}")
    if rule.lets:
        lines.append(f"  {words[6]}{colon}")
        for let in rule.lets:
            sure = f"  [{_sure(let.confidence, lang)}]" if let.confidence else ""
            lines.append(f"    {let.name}: {let.text}{sure}")
    lines.append(f"  {words[5]}{colon}")
    for condition in rule.conditions:
        title = f"  {condition.title.in_(lang)}" if condition.title else ""
        lines.append(f"    {condition.name}:{title}")
        lines.append(f"      {condition.text}  [{_sure(condition.confidence, lang)}]")
    lines.append(f"  {words[7]}{colon}")
    lines.extend(f"    {_clause(b, rulebook, lang)}" for b in rule.basis)
    for verdict, remedy in rule.remedies.items():
        named = {c.name: c.title.in_(lang) if c.title else c.name for c in rule.conditions}
        about = wording.in_brackets(wording.remedy_word(verdict, lang, named), lang)
        lines.append(f"  {wording.headed(words[8] + about, remedy.in_(lang), lang)}")
    lines.append(f"  {wording.headed(words[9], str(len(rule.examples)), lang)}")
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
