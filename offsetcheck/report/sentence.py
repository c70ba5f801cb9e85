"""Open questions of one owner and request as one sentence, as long as the first page allows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Final, NamedTuple

from offsetcheck.facts import catalogue
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Profile, Reason
from offsetcheck.report import columns
from offsetcheck.report import wording as w
from offsetcheck.report.model import Finding, OpenQuestion

__all__ = ["ROOM", "asked_in_a_sentence"]

ROOM: Final = 78
"""How many Japanese characters of a step the first page shows."""
_NAMED: Final = 2
"""How many questions a step names."""
_KINDS_NAMED: Final = 3
"""How many kinds of rows a step names for those that it counts."""
_NAME_WIDTHS: Final = (48, 32, 26, 0)
"""How wide the name of a row may be: the first at which the sentence fits."""


class _Thing(NamedTuple):
    """What one question asks for, and the row that it is on."""

    it: str
    kind: str | None
    row: str
    name: str

    def where(self, width: int, lang: Lang) -> str:
        """The row as letters call it, its name cut to a width: プロジェクト P2（Sample Landfill…）."""
        if self.kind is None:
            return ""
        if self.kind == "party":
            return self.row
        if self.kind == "filing" and lang == "ja":
            return self.row if "報告" in self.row else f"{self.row}の報告"
        name = _cut(self.name, width) if self.name and width else ""
        if name:
            quoted = self.kind == "statement" and lang == "ja"
            name = f"「{name}」" if quoted else w.in_brackets(name, lang)
        return f"{w.subject_word(self.kind, lang)} {self.row}{name}"

    def with_row(self, lang: Lang) -> str:
        """What is asked for, with its row by its id."""
        return w.of_row(self.where(0, lang), self.it, lang) if self.kind is not None else self.it


def asked_in_a_sentence(
    questions: Sequence[OpenQuestion],
    findings: Sequence[Finding],
    profile: Profile,
    lang: Lang,
    *,
    whom: str | None = None,
    programme: bool = False,
    head: str | None = None,
) -> str:
    """What to do about questions of one owner that are answered alike; the first are named, the rest counted.

    `whom`: who of the authorities is to be asked. `programme`: they ask for the programme of credits. `head`: a word before it.
    """
    first, said = questions[0], ""
    for it, row in _variants(questions, findings, lang):
        said = w.step(
            first.owner, first.reason, lang, it, row, first.fact, profile,
            ahead=first.ahead, whom=whom, programme=programme, retired=first.retired,
        )  # fmt: skip
        if head is not None:
            said = w.headed(head, said, lang)
        if columns.width(said) <= 2 * ROOM:
            break
    return said


def _variants(
    questions: Sequence[OpenQuestion], findings: Sequence[Finding], lang: Lang
) -> Iterator[tuple[str, str | None]]:
    """What is asked and of which row, the fullest wording first: names are shortened before what is asked is."""
    every = [_thing(q, findings, lang) for q in questions]
    things = list(dict.fromkeys(every))
    rows = list(dict.fromkeys((t.kind, t.row) for t in things))
    asked = list(dict.fromkeys(t.it for t in things))
    some = list(product((_NAMED, 1), (False, True)))
    if len(rows) == 1:
        for most, bare in some:
            named = [_bare(it) if bare else it for it in asked[:most]]
            it = w.joined(named, len(asked) - len(named), lang)
            for width in _NAME_WIDTHS if things[0].kind else (0,):
                yield it, things[0].where(width, lang) or None
    elif len(asked) == 1 and len(things) <= _NAMED and None not in [kind for kind, _ in rows]:
        first, second = things
        other = second.row if second.kind == first.kind else second.where(0, lang)
        for it in (asked[0], _bare(asked[0])):
            yield it, w.rows_joined(first.where(0, lang), other, lang)
    else:
        for telling, (most, bare) in product((w.matters_of, w.listing, None), some):
            yield _of_several(things, most, lang, bare=bare, telling=telling), None


def _of_several(
    things: Sequence[_Thing],
    most: int,
    lang: Lang,
    *,
    bare: bool,
    telling: Callable[[Sequence[str], Lang], str] | None,
) -> str:
    """What is asked of several rows: the first things each with its row, the others counted.

    `telling`: how to say what those are about, where they would seem to be about the row named last.
    """
    named = [t._replace(it=_bare(t.it) if bare else t.it) for t in things[:most]]
    texts = [
        t.it if n and (t.kind, t.row) == (named[0].kind, named[0].row) and lang == "ja" else t.with_row(lang)
        for n, t in enumerate(named)
    ]
    others = things[len(named) :]
    about = _about(others, named[-1], lang)
    if telling is None or not about:
        return w.joined(texts, len(others), lang)
    return w.listing(
        [*texts, w.and_more(len(others), lang) + w.in_brackets(telling(about, lang), lang)], lang
    )


def _about(others: Sequence[_Thing], last: _Thing, lang: Lang) -> Sequence[str]:
    """What others are about; nothing where that is the row named last, or where no row was named."""
    rows = dict.fromkeys((t.kind, t.where(0, lang)) for t in others if t.kind is not None)
    if last.kind is None or all((t.kind, t.row) == (last.kind, last.row) for t in others):
        return ()
    if len(rows) == 1 and None not in [t.kind for t in others]:
        return [row for _, row in rows]
    kinds = Counter(t.kind for t in others if t.kind is not None)
    if len(kinds) > _KINDS_NAMED:
        most = max((kind for kind in kinds if kind != last.kind), key=lambda kind: kinds[kind])
        return [w.and_others(_word(most, lang), lang)]
    return [_word(kind, lang) for kind in kinds]


def _word(kind: str, lang: Lang) -> str:
    word = w.subject_word(kind, lang)
    return word if lang == "ja" else word.lower()


def _thing(question: OpenQuestion, findings: Sequence[Finding], lang: Lang) -> _Thing:
    if question.enquiry is not None:
        return _Thing(question.matter or question.enquiry, None, "", "")
    kind, row = _row(question, findings)
    label = question.label
    name = called = ""
    if kind is not None:
        about = question.about or ""
        called = about if kind == "filing" and about else row
        name = about.removeprefix(row).strip() if about.startswith(f"{row} ") else ""
        label = label.removesuffix(w.in_brackets(called, lang)).replace(w.of_its_row(kind, row, "", lang), "")
    return _Thing(
        w.filled_in(label, question.fact, question.owner, question.reason, lang), kind, called, name
    )


def _row(question: OpenQuestion, findings: Sequence[Finding]) -> tuple[str | None, str]:
    """The kind and id of the row that a question is on; a judgement is on the row of a finding that waits for it."""
    head, _, rest = question.fact.partition("[")
    row = rest.partition("]")[0]
    if question.reason is Reason.OPEN_LIST or not row:
        return None, ""
    if head.startswith("judgements."):
        on = [f.subject.kind for f in findings if f.subject.id == row and f.subject.kind != "claim"]
        return (on[0], row) if on else (None, "")
    return next(((t.name, row) for t in catalogue.tables().values() if t.plural == head), (None, ""))


def _bare(text: str) -> str:
    """Without what stands in brackets, which explains."""
    return re.sub(r"（[^（）]*）| \([^()]*\)", "", text) or text


def _cut(name: str, width: int) -> str:
    """A name cut to a width, between words where it has any."""
    if columns.width(name) <= width:
        return name
    kept = ""
    for mark in name:
        if columns.width(kept + mark) > width - 1:
            break
        kept += mark
    at = kept.rfind(" ")
    if at > len(kept) / 2 and name[len(kept)] != " ":
        kept = kept[:at]
    return kept.rstrip() + "…"
