"""The clause behind a finding, how sure its text is, and the readings of what is open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, assert_never

from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.report.model import BasisShown, Confirmation, ReadingResult
from offsetcheck.report.wording.figures import day, day_text, interval, tonnes
from offsetcheck.report.wording.phrasing import JAPANESE, in_brackets, listing, say
from offsetcheck.report.wording.values import fact_label
from offsetcheck.report.wording.words import Confidence, confidence_word, truth_word

__all__ = [
    "as_named",
    "basis_line",
    "basis_lines",
    "clause_enquiry",
    "clause_matter",
    "clause_named",
    "confidence_notes",
    "confirmation_sentence",
    "document_line",
    "reading_enquiry",
    "reading_matter",
    "readings_sentence",
    "short_bases",
    "use_enquiry",
    "use_matter",
]


def as_named(text: str, lang: Lang) -> str:
    """Return a name that exists in Japanese only, in quotation marks where the reader reads English."""
    if lang == "ja" or not JAPANESE.search(text):
        return text
    if edition := re.fullmatch(r"第([0-9]+)版", text):
        n = edition[1]
        end = {"1": "st", "2": "nd", "3": "rd"}.get(n[-1], "th") if n not in ("11", "12", "13") else "th"
        return f"{n}{end} edition"
    return f"“{text}”"


def basis_line(basis: BasisShown, lang: Lang) -> str:
    """Return document, edition, section and issuer in one line, with how well the clause is known."""
    return _cited(basis, lang) + in_brackets(listing([_issuer(basis, lang), _known(basis, lang)], lang), lang)


def basis_lines(bases: Sequence[BasisShown], lang: Lang) -> tuple[str, ...]:
    """Return each clause once in a line; where it is cited for several points, how well each of them is known.

    『解説』（環境省、公式の資料、一部原文未確認）
    """
    found: dict[tuple[str, str], list[BasisShown]] = {}
    for basis in bases:
        found.setdefault((_cited(basis, lang), _issuer(basis, lang)), []).append(basis)
    part = Text("一部{known}", "in part: {known}")
    lines = []
    for (title, issuer), same in found.items():
        best, *rest = dict.fromkeys(
            _known(b, lang) for b in sorted(same, key=lambda b: _SUREST.index(b.confidence))
        )
        said = [issuer, best, *(say(part, lang, known=known) for known in rest)]
        lines.append(title + in_brackets(listing(said, lang), lang))
    return tuple(lines)


_SUREST: Final[tuple[Confidence, ...]] = ("official", "confirmed_by_user", "secondary", "unconfirmed")


def _cited(basis: BasisShown, lang: Lang) -> str:
    """Document, edition and section."""
    title = _titled(basis, lang)
    if basis.section:
        title += f"{' ' if lang == 'ja' else ', '}{as_named(basis.section, lang)}"
    return title


def _known(basis: BasisShown, lang: Lang) -> str:
    """How well the clause is known; of a text seen only through what others wrote, that."""
    if basis.through_others and basis.confidence == "secondary":
        return say(Text("二次資料による", "from secondary sources"), lang)
    return confidence_word(basis.confidence, lang)


def document_line(basis: BasisShown, lang: Lang) -> str:
    """Return document, edition and issuer, for the list of sources."""
    return _titled(basis, lang) + in_brackets(_issuer(basis, lang), lang)


def _issuer(basis: BasisShown, lang: Lang) -> str:
    """Who issued the document, or that this is not known."""
    return basis.issuer or say(Text("発行者未確認", "publisher not known"), lang)


def short_bases(bases: Sequence[BasisShown], numbers: Sequence[int | None], lang: Lang) -> tuple[str, ...]:
    """Return each document once: its number, or title, with its sections; how well it is known where it is not official.

    `[1] 定義`, `[3]（二次資料）`, `[5]（一部原文未確認）`.
    """
    found: dict[str, tuple[list[str], list[Confidence]]] = {}
    for basis, n in zip(bases, numbers, strict=True):
        named = _titled(basis, lang) if n is None else f"[{n}]"
        sections, known = found.setdefault(named, ([], []))
        if basis.section:
            sections.append(as_named(basis.section, lang))
        known.append(basis.confidence)
    return tuple(
        named
        + (f" {listing(list(dict.fromkeys(sections)), lang)}" if sections else "")
        + _how_known(known, lang)
        for named, (sections, known) in found.items()
    )


def _how_known(known: Sequence[Confidence], lang: Lang) -> str:
    words = [confidence_word(name, lang) for name in dict.fromkeys(known) if name != "official"]
    if not words:
        return ""
    said = listing(words, lang)
    return in_brackets(
        say(Text("一部{said}", "in part: {said}"), lang, said=said) if "official" in known else said, lang
    )


def _titled(basis: BasisShown, lang: Lang) -> str:
    title = f"『{basis.title}』" if lang == "ja" and "『" not in basis.title else basis.title
    if basis.edition and basis.edition not in basis.title:
        title += f"{'' if lang == 'ja' else ', '}{as_named(basis.edition, lang)}"
    return title


def clause_named(basis: BasisShown, lang: Lang) -> str:
    """Return document, edition and section: what a letter names."""
    title = _titled(basis, lang)
    return (
        title + (f"「{basis.section}」" if lang == "ja" else f", {basis.section}") if basis.section else title
    )


def clause_enquiry(condition: str, sources: Sequence[str], lang: Lang) -> str:
    """Ask an authority what the clause behind a condition demands, and say what was looked at."""
    asked = say(
        Text(
            "「{condition}」について、現行の規定の内容と取扱い（求められるかどうか、例外の有無）をご教示ください。",
            "“{condition}”: is this what the rules in force ask for, and are there exceptions?",
        ),
        lang, condition=condition,
    )  # fmt: skip
    seen = say(
        Text("（当方で参照した資料：{sources}）", " (We looked at: {sources}.)"),
        lang, sources=("、" if lang == "ja" else "; ").join(dict.fromkeys(sources)),
    )  # fmt: skip
    return (asked.removesuffix("。") + seen + "。" if lang == "ja" else asked + seen) if sources else asked


def clause_matter(condition: str, lang: Lang) -> str:
    """The same for a step that says whom to ask."""
    return say(
        Text("「{condition}」が求められるかどうか", "“{condition}”: is this what the rules in force ask for, and are there exceptions?"),
        lang, condition=condition,
    )  # fmt: skip


def reading_enquiry(title: str, options: Sequence[str], lang: Lang) -> str:
    """Ask an authority which of the candidate readings of a clause holds."""
    return say(
        Text("{title}：{options}のいずれによるべきかをご教示ください。", "{title}: which of these applies: {options}?"),
        lang, title=title,
        options="".join(f"「{o}」" for o in options) if lang == "ja" else "; ".join(options),
    )  # fmt: skip


def reading_matter(title: str, options: Sequence[str], lang: Lang) -> str:
    """The same for a step that says whom to ask."""
    return say(
        Text("{title}（{options}のいずれによるべきか）", "which of these applies: {options}?"),
        lang, title=title,
        options="".join(f"「{o}」" for o in options) if lang == "ja" else "; ".join(options),
    )  # fmt: skip


def use_enquiry(use: str, lang: Lang) -> str:
    """Ask an authority what a use asks of credits."""
    return say(
        Text(
            "「{use}」にクレジットを使用できる条件を定めた規定と、その取扱いをご教示ください。",
            "Which clause says what credits may be used for “{use}”, and how is it applied?",
        ),
        lang, use=use,
    )  # fmt: skip


def use_matter(use: str, lang: Lang) -> str:
    """The same for a step that says whom to ask."""
    return say(
        Text(
            "「{use}」にクレジットを使用できる条件を定めた規定と、その取扱い",
            "Which clause says what credits may be used for “{use}”, and how is it applied?",
        ),
        lang, use=use,
    )  # fmt: skip


def confidence_notes(
    bases: Sequence[BasisShown], verdict: Verdict, lang: Lang, *, law_open: bool = True
) -> tuple[str | None, ...]:
    """Say, after the last clause of its kind, what the reader must know about clauses not read at their source.

    `law_open`: whether a clause, and not merely a fact, keeps what is to be confirmed from being decided.
    """
    last = {_kind_of(basis): n for n, basis in enumerate(bases)}
    return tuple(
        _confidence_note([other for other in bases if _kind_of(other) == kind], verdict, lang, law_open)
        if last[kind := _kind_of(basis)] == n
        else None
        for n, basis in enumerate(bases)
    )


def _kind_of(basis: BasisShown) -> tuple[str, str | None]:
    """What is told once: secondary sources together, unconfirmed texts by the day they were looked for."""
    return basis.confidence, basis.state_of if basis.confidence == "unconfirmed" else None


def _confidence_note(bases: Sequence[BasisShown], verdict: Verdict, lang: Lang, law_open: bool) -> str | None:
    match bases[0].confidence:
        case "official":
            return None
        case "secondary":
            return _second_hand(bases, lang)
        case "unconfirmed":
            state = day_text(bases[0].state_of, lang) if bases[0].state_of else None
            since = (
                say(
                    Text("（{state}時点の資料によります）", " (from a source as of {state})"),
                    lang,
                    state=state,
                )
                if state
                else ""
            )
            issuers = list(dict.fromkeys(b.ask for b in bases if b.ask))
            ask = (
                say(Text("（確認先：{issuer}）", " (to ask: {issuer})"), lang, issuer=listing(issuers, lang))
                if issuers
                else ""
            )
            if verdict is Verdict.UNKNOWN and not law_open:
                allows = not any(b.restricts for b in bases) and any(b.permits for b in bases)
                return say(_NOT_SEEN_ALLOWS if allows else _NOT_SEEN, lang, since=since)
            if verdict is Verdict.UNKNOWN:
                return say(
                    Text(
                        "本項目の根拠となる規定は、原文を確認できていません{since}。このため、満たしていない可能性はありますが「不適合」とは判定せず、「要確認」としています{ask}。",
                        "The text of this clause could not be confirmed{since}. It may not be met, but it is shown as “To be confirmed” rather than as not conforming{ask}.",
                    ),
                    lang, since=since, ask=ask,
                )  # fmt: skip
            return say(
                Text(
                    "本項目の根拠となる規定は、原文を確認できていません{since}。公表又は報告の前に（既に済んでいる場合は速やかに）、原文をご確認ください{ask}。",
                    "The text of this clause could not be confirmed{since}. Please read the original before you publish or report, or soon if you have already{ask}.",
                ),
                lang, since=since, ask=ask,
            )  # fmt: skip
        case "confirmed_by_user":
            return say(
                Text(
                    "本項目には、利用者が確認した値を用いています（「利用者による確認」をご覧ください）。本ツールの提供元が確認した値ではありません。",
                    "This item uses a value that the user confirmed (see “Confirmed by the user”); the makers of this program have not confirmed it.",
                ),
                lang,
            )
        case _:
            assert_never(bases[0].confidence)


_NOT_SEEN: Final = Text(
    "本項目を「要確認」としているのは、確認待ちの事項があるためです。なお、原文を確認できていない規定{since}のみに基づいて「不適合」と判定することはなく、満たさない場合も「要確認」とします。",
    "It is to be confirmed because of what it waits for. A clause whose text could not be confirmed{since} never decides against the claim by itself: where only that is not met, the item stays “To be confirmed”.",
)


_NOT_SEEN_ALLOWS: Final = Text(
    "本項目を「要確認」としているのは、確認待ちの事項があるためです。なお、原文を確認できていない規定{since}のみに基づいて「適合」と判定することはなく、該当する場合も「要確認」とします。",
    "It is to be confirmed because of what it waits for. A clause whose text could not be confirmed{since} never decides for the claim by itself: where it rests on that alone, the item stays “To be confirmed”.",
)


def _second_hand(bases: Sequence[BasisShown], lang: Lang) -> str:
    """Name the texts known only from what others say of them, and the secondary sources that say it."""
    originals = list(dict.fromkeys(_titled(b, lang) for b in bases if b.through_others))
    dated = list(dict.fromkeys((b.title, b.state_of) for b in bases if not b.through_others))
    if not dated and len({b.state_of for b in bases}) == 1:
        dated = [("", bases[0].state_of)]
    one = len(dated) == 1
    at = Text("、{state}時点", ", as of {state}") if one else Text("（{state}時点）", ", as of {state}")
    sources = ("、" if lang == "ja" else "; ").join(
        title + (say(at, lang, state=day_text(state, lang)) if state else "") for title, state in dated
    )
    if all(b.through_others for b in bases):
        text = Text(
            "本項目は、{of}の原文ではなく、これに関する解説（二次資料{source}）に基づいて判定しています。公表又は報告の前に（既に済んでいる場合は速やかに）、原文をご確認ください。",
            "This item rests on commentary on {of} (a secondary source{source}), not on its own text. Please read the original before you publish or report, or soon if you have already.",
        )
    elif originals:
        text = Text(
            "本項目は、{of}の原文ではなく二次資料（{source}）に基づいて判定しています。公表又は報告の前に（既に済んでいる場合は速やかに）、原文をご確認ください。",
            f"This item rests on {'a secondary source' if one else 'secondary sources'} ({{source}}), not on the text of {{of}}. Please read the original before you publish or report, or soon if you have already.",
        )
    else:
        text = Text(
            "本項目は、規定等の原文ではなく二次資料（{source}）に基づいて判定しています。公表又は報告の前に（既に済んでいる場合は速やかに）、原文をご確認ください。",
            f"This item rests on {'a secondary source' if one else 'secondary sources'} ({{source}}), not on the original text. Please read the original before you publish or report, or soon if you have already.",
        )
    return say(text, lang, of=_and_all(originals, lang), source=sources)


def _and_all(names: Sequence[str], lang: Lang) -> str:
    most, last = listing(names[:-1], lang), "".join(names[-1:])
    return f"{most}{'及び' if lang == 'ja' else ' and '}{last}" if most else last


def confirmation_sentence(confirmation: Confirmation, lang: Lang) -> str:
    """Say that a value is the user's, with who, when and where from."""
    where = (
        say(Text("、出典：{source}", ", source: {source}"), lang, source=confirmation.source)
        if confirmation.source
        else ""
    )
    return say(
        Text(
            "「{of}」には、利用者が確認した値（{value}）を用いています（確認者：{by}、確認日：{on}{where}）。本ツールの提供元が確認した値ではありません。",
            "“{of}” uses a value that the user confirmed ({value}; by {by} on {on}{where}). The makers of this program have not confirmed it.",
        ),
        lang, of=fact_label(confirmation.of, lang), value=confirmation.value, by=confirmation.by,
        on=day(confirmation.on, lang), where=where,
    )  # fmt: skip


_WAYS: Final = {2: "二", 3: "三", 4: "四", 5: "五"}


def readings_sentence(readings: Sequence[ReadingResult], lang: Lang) -> str:
    """Say the result under each candidate reading, and that the authority decides."""
    shown = []
    for mark, reading in zip("ABCDEFGHIJ", readings, strict=False):
        values = listing([interval(value, lang) for value in reading.values.values()], lang)
        result = truth_word(reading.truth, lang)
        shown.append(
            say(
                Text("{mark}：{label}…{values}", "{mark}, {label}: {values}"),
                lang, mark=mark, label=reading.label, values=f"{values}{in_brackets(result, lang)}" if values else result,
            )
        )  # fmt: skip
    return say(
        Text(
            "規定の解釈が確定していないため、{n}通りの結果を示します。{shown}{gap}。いずれによるかは、所管当局にご確認ください。",
            "The reading of the clause is not settled, so {n} results are shown. {shown}{gap}. Please ask the authority which applies.",
        ),
        lang, n=_WAYS.get(len(readings), str(len(readings))) if lang == "ja" else len(readings),
        shown=listing(shown, lang) if lang == "ja" else "; ".join(shown), gap=_gap(readings, lang),
    )  # fmt: skip


def _gap(readings: Sequence[ReadingResult], lang: Lang) -> str:
    """Say by how much two readings differ, where each gives one exact number of the same name."""
    if len(readings) != 2 or any(len(reading.values) != 1 for reading in readings):
        return ""
    (first_name, first), (second_name, second) = (next(iter(reading.values.items())) for reading in readings)
    ends = (first.at_least, first.at_most, second.at_least, second.at_most)
    if first_name != second_name or any(end is None for end in ends):
        return ""
    one, other = first.at_least, second.at_least
    if one is None or other is None or one != first.at_most or other != second.at_most or one == other:
        return ""
    return say(Text("（差：{gap}）", " (difference: {gap})"), lang, gap=tonnes(abs(one - other)))
