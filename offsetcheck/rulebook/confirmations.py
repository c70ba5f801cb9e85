"""An authority's answers, recorded by the user: which clause or reading, what answer, from which document, by whom."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from offsetcheck.facts.documents import Document, parse_document, read_document
from offsetcheck.facts.problems import InputError, Problem, Text
from offsetcheck.facts.vocabulary import written_day
from offsetcheck.rulebook.answers import Confirmed
from offsetcheck.rulebook.language import Cap, walk

if TYPE_CHECKING:
    from offsetcheck.rulebook.book import Rulebook

#: The value that confirms an unconfirmed clause as the rule states it.
STANDS = "stands"
_KEYS = {"of", "value", "document_sha256", "by", "on", "source"}


def open_points(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """What can be confirmed: readings with their options, and capped conditions with the value `stands`."""
    readings = {r.id: tuple(o.option for o in r.options) for e in rulebook.editions for r in e.readings}
    return readings | dict.fromkeys(clause_points(rulebook), (STANDS,))


def clause_points(rulebook: Rulebook) -> tuple[str, ...]:
    """The names of the unconfirmed clauses: of conditions, `when`, permissions, bindings and criteria."""
    found: dict[str, None] = {}
    for edition in rulebook.editions:
        nodes = [
            n for r in edition.rules for n in (*(c.node for c in r.conditions), *([r.when] if r.when else []))
        ]
        nodes += [n for b in edition.bindings for _, n, _ in b.parts]
        found |= dict.fromkeys(part.name for n in nodes for part in walk(n) if isinstance(part, Cap))
        found |= dict.fromkeys(name for c in edition.criteria for name in c.weak.values())
    return tuple(found)


def read_confirmations(path: Path, rulebook: Rulebook, as_of: date = date.max) -> tuple[Confirmed, ...]:
    """Read a file of confirmations made by a day; raises InputError with every problem found."""
    return _confirmed(read_document(path), rulebook, as_of)


def _confirmed(document: Document, rulebook: Rulebook, as_of: date = date.max) -> tuple[Confirmed, ...]:
    entries = document.value
    if not isinstance(entries, list):
        raise InputError(
            document.problem(
                (),
                "",
                Text(
                    "各件を「- 」で始まる一覧の形で書いてください。",
                    "confirmations are a list of `- ` entries",
                ),
                "shape",
            )
        )
    points = open_points(rulebook)
    problems: list[Problem] = []
    found: list[Confirmed] = []
    for n, entry in enumerate(entries):
        one = _entry(document, n, entry, points, problems)
        if one is not None:
            if one.on > as_of:
                problems.append(
                    document.problem(
                        (n, "on"),
                        one.on.isoformat(),
                        Text(
                            f"判定基準日（{as_of}）より後の回答は使えません。日付を改めるか、判定基準日を改めてください。",
                            f"this was answered after the day of judgement ({as_of}): correct one of the two days",
                        ),
                        "not-yet",
                    )
                )
            if any(o.of == one.of and o.value != one.value for o in found):
                problems.append(
                    document.problem(
                        (n,),
                        one.of,
                        Text(
                            "同じ論点に異なる回答があります。有効な一つだけを残してください。",
                            "two answers to one point: keep the one that holds",
                        ),
                        "conflict",
                    )
                )
            found.append(one)
    if problems:
        raise InputError(problems)
    return tuple(found)


def _entry(
    document: Document, n: int, entry: Any, points: dict[str, tuple[str, ...]], problems: list[Problem]
) -> Confirmed | None:
    def bad(path: tuple[str | int, ...], found: object, ja: str, en: str) -> None:
        problems.append(
            document.problem((n, *path), "" if found is None else str(found), Text(ja, en), "confirmation")
        )

    before = len(problems)
    if not isinstance(entry, dict) or not {"of", "value", "by", "on", "document_sha256"} <= set(entry):
        bad(
            (),
            None,
            "of, value, by, on, document_sha256 が必要です。",
            "an entry has of, value, by, on and document_sha256",
        )
        return None
    for key in set(entry) - _KEYS:
        bad((key,), key, "この項目名はありません。", f"there is no such key: {', '.join(sorted(_KEYS))}")
    name, value = str(entry["of"]), str(entry["value"])
    if name not in points:
        bad(
            ("of",),
            name,
            "この名前の論点はありません。",
            f"nothing open has this name: {', '.join(sorted(points))}",
        )
    elif value not in points[name]:
        bad(
            ("value",),
            value,
            f"回答は {'、'.join(points[name])} のいずれかです。",
            f"the answer is one of {', '.join(points[name])}",
        )
    try:
        day = written_day(str(entry["on"]))
    except ValueError:
        bad(("on",), entry["on"], "日付は YYYY-MM-DD の形で書いてください。", "write the day as YYYY-MM-DD")
        return None
    if not str(entry["by"] or "").strip():
        bad(("by",), "", "所管当局に照会し、回答を記録した方の氏名又は部署名を書いてください。", "say who asked the authority and recorded the answer")  # fmt: skip
    if not re.fullmatch(r"[0-9a-f]{64}", str(entry["document_sha256"])):
        bad(("document_sha256",), entry["document_sha256"],
            "回答文書のSHA-256（16進数64桁）が必要です。offsetcheck rules confirm で記録すると計算されます。",
            "the SHA-256 of the answer's document is needed, 64 hexadecimal digits: `offsetcheck rules confirm` works it out")  # fmt: skip
    if len(problems) > before:
        return None
    source = entry.get("source")
    return Confirmed(
        name,
        value,
        str(entry["by"]),
        day,
        str(entry["document_sha256"]),
        None if source is None else str(source),
    )


def _stands(recorded: Confirmed) -> Text:
    """What an answer that stands against a new one rests on, and what to do."""
    ja, en = "", ""
    if recorded.source:
        ja, en = f"{recorded.source}、", f"{recorded.source}, "
    return Text(
        f"この論点には、すでに異なる回答（{recorded.value}）が記録されています（{ja}回答日 {recorded.on}、記録者 {recorded.by}、"
        f"回答文書のSHA-256 {recorded.document_sha256}）。新しい回答に改める場合は、--replace を付けて記録してください。",
        f"this is answered already, as {recorded.value} ({en}answered on {recorded.on}, recorded by {recorded.by}, document"
        f" with SHA-256 {recorded.document_sha256}): add --replace if the new answer takes its place",
    )


def with_confirmation(
    path: Path,
    rulebook: Rulebook,
    name: str,
    value: str,
    document: Path,
    by: str,
    on: date,
    source: str | None,
    *,
    replace: bool = False,
) -> str:
    """The text of a file of confirmations with one answer more; raises InputError where it could not be read again.

    Another value of what is answered already takes the place of that answer with `replace` alone (law 8).
    """
    points = open_points(rulebook)
    if name not in points:
        raise InputError(
            Problem(
                str(path),
                None,
                None,
                "",
                name,
                Text(
                    "この名前の論点はありません。", f"nothing open has this name: {', '.join(sorted(points))}"
                ),
                "confirmation",
            )
        )
    if value not in points[name]:
        raise InputError(
            Problem(
                str(path),
                None,
                None,
                "",
                value,
                Text(
                    f"回答は {'、'.join(points[name])} のいずれかです。",
                    f"the answer is one of {', '.join(points[name])}",
                ),
                "confirmation",
            )
        )
    digest = hashlib.sha256(document.read_bytes()).hexdigest()
    added = Confirmed(name, value, by, on, digest, source)
    known: tuple[Confirmed, ...] = ()
    if path.exists():
        recorded = read_document(path)
        known = _confirmed(recorded, rulebook)
        others = [(n, c) for n, c in enumerate(known) if c.of == name and c.value != value]
        if others and not replace:
            raise InputError(
                [recorded.problem((n, "value"), c.value, _stands(c), "conflict") for n, c in others]
            )
        known = tuple(c for c in known if c.of != name or not (replace or c == added))
    lines = ["# 所管当局の回答の記録（利用者によるもの） / answers of authorities, recorded by the user\n"]
    for one in (*known, added):
        fields = {
            "of": one.of,
            "value": one.value,
            "document_sha256": one.document_sha256,
            "by": one.by,
            "on": one.on.isoformat(),
        }
        if one.source:
            fields["source"] = one.source
        first = True
        for key, text in fields.items():
            lines.append(f"{'- ' if first else '  '}{key}: {json.dumps(text, ensure_ascii=False)}\n")
            first = False
    text = "".join(lines)
    _confirmed(parse_document(text.encode("utf-8", "surrogatepass"), str(path), "yaml"), rulebook)
    return text
