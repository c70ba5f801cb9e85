"""Writes what was imported as the sections of a claim: projects, issuances, credits, retirements.

Projects and issuances are put together from all rows that speak of them; where two rows disagree on a fact, it is
left out (law 8). A retirement of several rows has their sum as its total only if all of them are written. Credits and
retirements of one row go straight to a temporary file, so that a large export needs little memory.
Units that can back no claim (buffer, expired, exported) are left out and counted, and so are names, unless asked for.
"""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from typing import IO, Any, Final, Literal, TypeAlias

from offsetcheck.facts.identity import folded, normal_name
from offsetcheck.facts.problems import shortened
from offsetcheck.facts.references import id_key
from offsetcheck.programmes.importers.cells import identity
from offsetcheck.programmes.importers.interface import (
    PERSONAL,
    BlockRecord,
    Fact,
    Format,
    Parsed,
    Record,
    Refused,
    Section,
    Standing,
    Value,
)

__all__ = ["STYLES", "Sections", "Style", "cell"]

Style: TypeAlias = Literal["yaml", "json", "csv"]
STYLES: Final[tuple[Style, ...]] = ("yaml", "json", "csv")
"""The notations the sections can be written in."""

_IN_MEMORY: Final = 4 * 1024 * 1024
"""So much of a section is held before it goes to a temporary file."""


@dataclass(slots=True)
class _Merged:
    """One project, issuance or retirement, put together from several rows."""

    id: str
    project: str | None
    facts: dict[str, Fact]
    blocks: list[BlockRecord] = field(default_factory=list)
    disputed: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)
    """The last records added: most rows repeat one that the importer made once."""


class Sections:
    """Collects records and writes them; a context manager."""

    left_out: Counter[Standing]
    """Credits left out because units of that standing back no claim."""
    names_left_out: int
    """Facts left out because they may hold the name of a person."""
    conflicts: Counter[tuple[Section, str]]
    """Facts left out because rows disagree on them."""
    partial: list[str]
    """Retirements written without their total, because not every row of theirs was."""

    def __init__(self, form: Format, style: Style, *, names: bool | None = None) -> None:
        self._form = form
        self._style = style
        self._names = form.names if names is None else names
        self._merged: dict[Section, dict[tuple[str, str], _Merged]] = {section: {} for section in Section}
        self._used: dict[str, int] = {}
        self._columns: dict[str, int] = {
            name: n for n, name in enumerate(("section", "id", "project", "issuance"))
        }
        self._files: dict[Section, IO[str]] = {}
        self.left_out = Counter()
        self.names_left_out = 0
        self.conflicts = Counter()
        self.partial = []
        self._short: set[tuple[str, str | None]] = set()
        self._all_short = False
        self.written: Counter[Section] = Counter()

    def __enter__(self) -> Sections:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def add(self, outcome: Parsed) -> None:
        """Take the records of one row."""
        renamed: dict[str, str | None] = {}
        for record in outcome.records:
            match record.section:
                case Section.PROJECTS | Section.ISSUANCES:
                    self._merge(record)
                case Section.CREDITS:
                    if record.standing.usable:
                        renamed[record.id] = self._own_id(record.id)
                        self._stream(record, renamed[record.id] or record.id, ())
                    else:
                        renamed[record.id] = None
                        self.left_out[record.standing] += 1
                case Section.RETIREMENTS:
                    self._retirement(record, renamed)

    def leave(self, outcome: Parsed | Refused) -> None:
        """Take note of a row that is not written: nothing is known of the total of the retirement it belongs to."""
        if self._form.joins is None:
            return
        if isinstance(outcome, Parsed):
            for record in outcome.records:
                if record.section is Section.RETIREMENTS:
                    self._short.add((record.id, record.apart))
        elif outcome.retirement is None:
            self._all_short = True
        else:
            self._short.add((outcome.retirement, None))  # of which programme is not known

    def _retirement(self, record: Record, renamed: dict[str, str | None]) -> None:
        blocks = tuple(
            block if name is block.credit else block._replace(credit=name)
            for block in record.blocks
            if (name := renamed.get(block.credit, block.credit)) is not None
        )
        if record.blocks and not blocks:
            return
        if self._form.joins is not None:
            merged = self._merge(record, but="total_t")
            merged.blocks.extend(blocks)
        else:
            self._stream(record, self._own_id(record.id), blocks)

    def _own_id(self, wanted: str) -> str:
        """An id nobody else has: the same block twice in a file is two records, for the check to find."""
        seen = self._used.get(wanted, 0) + 1
        name = wanted if seen == 1 else f"{wanted}.{seen}"
        while seen > 1 and name in self._used:  # another record's own
            seen += 1
            name = f"{wanted}.{seen}"
        self._used[wanted] = seen
        self._used.setdefault(name, 1)
        return name

    def _merge(self, record: Record, but: str = "") -> _Merged:
        key = record.id, record.apart
        known = self._merged[record.section].get(key)
        if known is None:
            facts = {fact.path: fact for fact in record.facts if fact.path != but}
            known = _Merged(record.id, record.project, facts)
            known.records.append(record)
            self._merged[record.section][key] = known
            return known
        if record is known.records[-1] or any(record is earlier for earlier in known.records):
            return known
        known.records = [*known.records[-3:], record]
        for fact in record.facts:
            if fact.path == but:
                continue
            before = known.facts.get(fact.path)
            if before is None:
                known.facts[fact.path] = fact
            elif fact.path in known.disputed or _alike(fact.path, before.value, fact.value):
                continue
            elif (before.raw == "") != (fact.raw == ""):  # what nobody printed denies nothing
                known.facts[fact.path] = before if before.raw else fact
            elif (
                fact.path in self._form.listed
                and isinstance(before.value, str)
                and isinstance(fact.value, str)
            ):
                parts = dict.fromkeys((*before.value.split("、"), fact.value))
                known.facts[fact.path] = Fact(fact.path, before.raw, "、".join(parts))
            else:
                known.disputed.add(fact.path)
                self.conflicts[record.section, fact.path] += 1
                known.facts[fact.path] = Fact(fact.path, f"{before.raw} / {fact.raw}", None)
        return known

    def _stream(self, record: Record, name: str, blocks: tuple[BlockRecord, ...]) -> None:
        self._put(record.section, name, record.project, record.issuance, record.facts, blocks)

    def _file(self, section: Section) -> IO[str]:
        """The temporary file of a section."""
        file = self._files.get(section)
        if file is None:
            file = tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed on leaving
            self._files[section] = file
        return file

    def _put(
        self, section: Section, name: str, project: str | None, issuance: str | None, facts: Iterable[Fact],
        blocks: Iterable[BlockRecord],
    ) -> None:  # fmt: skip
        """Write one record."""
        file = self._file(section)
        paths = ["id"]
        values: list[Value] = [name]
        unread: list[str] = []
        if project is not None:
            paths.append("project")
            values.append(project)
        if issuance is not None:
            paths.append("issuance")
            values.append(issuance)
        for path, raw, value in facts:
            if value is None:
                unread.append(_unread(path, raw))
            elif path in PERSONAL and not self._names:
                self.names_left_out += 1
            else:
                paths.append(path)
                values.append(value)
        self.written[section] += 1
        if self._style == "csv":
            self._put_rows(file, section, paths, values, tuple(blocks), unread)
            return
        scalars = _YAML if self._style == "yaml" else _JSON
        inner = ", ".join([_block(block, self._style) for block in blocks])
        template = _template(tuple(paths), bool(inner), self._style)
        texts = [scalars[value.__class__](value) for value in values]
        if inner:
            texts.append(inner)
        line = template % tuple(texts)
        if self._style == "json":
            file.write(f"{',' if self.written[section] > 1 else ''}\n    {line}")
        else:
            note = f"  # not recognised: {'; '.join(unread)}" if unread else ""
            file.write(f"  - {line}{note}\n")

    def _put_rows(
        self, file: IO[str], section: Section, paths: list[str], values: list[Value], blocks: tuple[BlockRecord, ...],
        unread: list[str],
    ) -> None:  # fmt: skip
        """Write one record as rows of a spreadsheet, one per block."""
        writer = csv.writer(file)
        for block in blocks or (None,):
            cells = {"section": section.value, **{p: cell(v) for p, v in zip(paths, values, strict=True)}}
            if block is not None:
                for part, value in (
                    ("blocks.credit", block.credit),
                    ("blocks.serials.first", block.first),
                    ("blocks.serials.last", block.last),
                    ("blocks.quantity_t", block.quantity),
                ):
                    if value is not None:
                        cells[part] = cell(value)
            if unread:
                cells["not_recognised"] = "; ".join(unread)
            row = [""] * max(len(self._columns), 1)
            for path, text in cells.items():
                place = self._columns.setdefault(path, len(self._columns))
                if place >= len(row):
                    row.extend([""] * (place + 1 - len(row)))
                row[place] = text
            writer.writerow(row)

    def write(self, out: IO[str], heading: str) -> None:
        """Write all sections; `heading` is said above them where the notation has comments."""
        self._finish()
        if self._style == "csv":
            columns = sorted(self._columns, key=lambda name: self._columns[name])
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            for section in Section:
                if (file := self._files.get(section)) is not None:
                    file.seek(0)
                    for row in csv.reader(file):
                        writer.writerow([*row, *[""] * (len(columns) - len(row))])
            return
        if self._style == "yaml":
            out.writelines(f"# {line}\n" for line in heading.splitlines())
        for n, (section, file) in enumerate((s, self._files[s]) for s in Section if s in self._files):
            file.seek(0)
            if self._style == "yaml":
                out.write(f"{section.value}:\n")
                _copy(file, out)
            else:
                out.write(f'{"{" if n == 0 else ","}\n  "{section.value}": [')
                _copy(file, out)
                out.write("\n  ]")
        if self._style == "json":
            out.write("\n}\n" if self._files else "{}\n")

    def _in_order(self, section: Section, one: _Merged) -> None:
        """Leave two days open that come from different rows and are not in order: a period's, and those of an act."""
        pairs = [(f"{path}.from", f"{path}.to", path) for path in ("monitored", "crediting")]
        for begin, finish, path in (*pairs, ("applied_on", "completed_on", "applied_on")):
            first, last = one.facts.get(begin), one.facts.get(finish)
            start, end = first and first.value, last and last.value
            if first and last and isinstance(start, date) and isinstance(end, date) and end < start:
                self.conflicts[section, path] += 1
                one.facts[begin] = first._replace(value=None)
                one.facts[finish] = last._replace(value=None)

    def _finish(self) -> None:
        """Write what was put together."""
        for section, merged in self._merged.items():
            names = _named(merged)
            for key, one in merged.items():
                self._in_order(section, one)
                facts = list(one.facts.values())
                if one.blocks and (self._all_short or not self._short.isdisjoint((key, (one.id, None)))):
                    self.partial.append(names[key])
                elif one.blocks and all(block.quantity is not None for block in one.blocks):
                    total = sum((block.quantity or Decimal(0) for block in one.blocks), Decimal(0))
                    facts.append(Fact("total_t", "", total))
                heads = list(dict.fromkeys(fact.path.partition(".")[0] for fact in facts))
                facts.sort(key=lambda fact: heads.index(fact.path.partition(".")[0]))
                self._put(section, names[key], one.project, None, facts, one.blocks)
            merged.clear()


_PARTIES: Final = frozenset(("user", "account"))
_NUMBERS: Final = frozenset(("notice", "registry", "reference", "methodology", "certification_number"))


def _alike(path: str, one: Value | None, other: Value | None) -> bool:
    """Whether two rows say the same of a fact, whatever their spelling: a name as parties, a number as numbers are compared."""
    if one == other or not isinstance(one, str) or not isinstance(other, str):
        return one == other
    if path in _PARTIES and normal_name(one) == normal_name(other) != "":
        return True
    return id_key(one) == id_key(other) if path in _NUMBERS else folded(one) == folded(other)


def _named(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """An id for each record: its own, and with what tells it apart where several share one."""
    keys = list(keys)
    shared = Counter(name for name, _ in keys)
    taken = set(shared)
    names: dict[tuple[str, str], str] = {}
    for name, apart in keys:
        own = name
        if shared[name] > 1:
            own = identity(name, apart)
            while own in taken:
                own += ".2"
            taken.add(own)
        names[name, apart] = own
    return names


@lru_cache(maxsize=4096)
def _unread(path: str, raw: str) -> str:
    """What stood where nothing was recognised, on one line."""
    return f"{path} {json.dumps(shortened(raw), ensure_ascii=False)}"


def _copy(file: IO[str], out: IO[str]) -> None:
    while chunk := file.read(1 << 20):
        out.write(chunk)


@lru_cache(maxsize=1024)
def _template(paths: tuple[str, ...], blocks: bool, style: Style) -> str:
    """The record as a text with a place for each value: paths with one head stand together."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        head, _, rest = path.partition(".")
        groups.setdefault(head, []).append(rest)
    if list(paths) != list(_flattened(groups)):
        raise AssertionError(f"the parts of a group must stand together: {paths}")
    key = (lambda name: name) if style == "yaml" else (lambda name: f'"{name}"')
    entries = [
        f"{key(head)}: %s"
        if rests == [""]
        else f"{key(head)}: {{{', '.join(f'{key(rest)}: %s' for rest in rests)}}}"
        for head, rests in groups.items()
    ]
    if blocks:
        entries.append(f"{key('blocks')}: [%s]")
    return f"{{{', '.join(entries)}}}"


def _flattened(groups: dict[str, list[str]]) -> Iterator[str]:
    for head, rests in groups.items():
        for rest in rests:
            yield f"{head}.{rest}" if rest else head


def _block(block: BlockRecord, style: Style) -> str:
    paths = ["credit"]
    values: list[Value] = [block.credit]
    if block.first is not None and block.last is not None:
        paths += ["serials.first", "serials.last"]
        values += [block.first, block.last]
    if block.quantity is not None:
        paths.append("quantity_t")
        values.append(block.quantity)
    scalars = _YAML if style == "yaml" else _JSON
    return _template(tuple(paths), False, style) % tuple(
        [scalars[value.__class__](value) for value in values]
    )


_RESERVED: Final = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n", "nan", "inf"))
_UNSEEN: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def _quoted(text: str) -> str:
    quoted = encode_basestring(text)
    if text.isprintable():
        return quoted
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _yaml_text(text: str) -> str:
    """A word without quotes where no reader of YAML could take it for anything but text."""
    plain = text.isascii() and text.replace("-", "_").isidentifier() and text[0].isalpha() and text[-1] != "-"
    return text if plain and text.lower() not in _RESERVED and len(text) > 1 else _quoted(text)


def _number(value: Decimal) -> str:
    return format(value, "f")


_YAML: Final[dict[type, Callable[[Any], str]]] = {
    str: _yaml_text,
    Decimal: _number,
    date: date.isoformat,
    bool: lambda value: "true" if value else "false",
    tuple: lambda value: f"[{', '.join(map(_yaml_text, value))}]",
}
_JSON: Final[dict[type, Callable[[Any], str]]] = {
    **_YAML,
    str: _quoted,
    date: lambda value: f'"{value.isoformat()}"',
    tuple: lambda value: f"[{', '.join(map(_quoted, value))}]",
}


def cell(value: Value) -> str:
    """A value for a spreadsheet; a text that one would take for a formula is kept from being one."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(value)
