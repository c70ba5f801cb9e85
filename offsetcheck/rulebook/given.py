"""What the example of a rule may give: facts, lists, links, parties and open names that exist, with values of their type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from offsetcheck.facts import catalogue, models
from offsetcheck.facts.claims import evidence_value
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import Kind
from offsetcheck.rulebook.language import Type

#: One row of each of these stands in every example, under this id; rows of a list are L1, L2, …
STANDING = {
    "claim": "example",
    "project": "P1",
    "issuance": "I1",
    "credit": "C1",
    "retirement": "R1",
    "use": "U1",
}
_OWN_ROW = ("statement", "filing")
_ADDRESS = re.compile(r"([a-z_]+)(?:\[[^\]]*\])?\.(.+)")

Wrong = tuple[tuple[str | int, ...], object, Text]


def wrong_in(
    example: Mapping[str, Any], subject: str, derived: Mapping[tuple[str, str], Type | None], named: set[str]
) -> Iterator[Wrong]:
    """What an example gives that does not exist, with its place below the example.

    `derived` holds the type of every derived value (None: not known), `named` the clauses and readings that can be
    open, as `law.…`.
    """
    lists: Mapping[str, Any] = example.get("lists") or {}
    known = {t.plural: t for t in catalogue.tables().values() if t.name != "claim"}
    there = {*STANDING, *(known[p].name for p in lists if p in known)} | ({subject} & {*_OWN_ROW})
    for name, value in (example.get("given") or {}).items():
        wrong = _given(name, value, there, derived)
        if wrong is not None:
            yield ("given", name), *wrong
    ids = {known[p].name: {f"L{n}" for n, _ in enumerate(rows, 1)} for p, rows in lists.items() if p in known}
    for plural, rows in lists.items():
        if plural not in known:
            text = Text(
                f"「{plural}」という一覧はありません。",
                f"there is no list `{plural}`: {', '.join(sorted(known))}",
            )
            yield ("lists", plural), plural, text
            continue
        table = known[plural]
        for n, row in enumerate(rows):
            for path, value in row.items():
                wrong = (
                    _linked(table.links[path].target, value, ids)
                    if path in table.links
                    else _valued(table.name, path, value, derived)
                )
                if wrong is not None:
                    yield ("lists", plural, n, path), *wrong
    closed = (*known, "all")
    for name in example.get("complete") or ():
        if name not in closed:
            text = Text(
                f"「{name}」という一覧はありません。",
                f"there is no list `{name}` to be complete: {', '.join(sorted(closed))}",
            )
            yield ("complete",), name, text
    for n, party in enumerate(example.get("parties") or ()):
        yield from _party(n, party)
    for name in example.get("missing") or ():
        plain = f"law.{name[4:-1]}" if name.startswith("law[") and name.endswith("]") else name
        if plain not in named and not _can_be_missing(name, derived):
            text = Text(
                f"「{name}」という事実や根拠はありません。",
                f"there is no fact or clause `{name}` to be missing",
            )
            yield ("missing",), name, text
    for name, value in (example.get("conditions") or {}).items():
        if value not in (True, False, "unknown", None) or isinstance(value, int) is not isinstance(
            value, bool
        ):
            yield ("conditions", name), value, Text("true、false、unknown のいずれかです。", "a condition is true, false or unknown")  # fmt: skip


def _given(
    name: str, value: Any, there: set[str], derived: Mapping[tuple[str, str], Type | None]
) -> tuple[object, Text] | None:
    table, _, path = name.partition(".")
    if name == "as_of":
        return _of_type(catalogue.tables()["claim"].facts["publication_on"], value)
    if table == "judgement":
        if path not in catalogue.judgements():
            known = ", ".join(sorted(catalogue.judgements()))
            return name, Text(
                f"「{path}」という判断はありません。", f"there is no judgement `{path}`: {known}"
            )
        return _of_type(catalogue.judgements()[path], value)
    if table not in there:
        return name, Text(
            f"この例には「{table}」がありません。",
            f"there is no subject `{table}` in this example: {', '.join(sorted(there))}",
        )
    return _valued(table, path, value, derived)


def _valued(
    table: str, path: str, value: Any, derived: Mapping[tuple[str, str], Type | None]
) -> tuple[object, Text] | None:
    """What is wrong with a value of a fact or a derived value of a row."""
    fact = catalogue.tables()[table].facts.get(path)
    if fact is not None:
        return _of_type(fact, value)
    if (table, path) not in derived:
        return path, Text(
            f"{table} に「{path}」という事実や導出値はありません。",
            f"{table} has neither a fact nor a derived value `{path}`",
        )
    kind = derived[(table, path)]
    if value in ("unknown", None):
        return None
    if kind is not None and kind.kind is Kind.BOOLEAN:
        if not isinstance(value, bool):
            return value, Text(
                "true、false、unknown のいずれかです。", "this derived value is true, false or unknown"
            )
    elif kind is not None and not _is_interval(value):
        return value, Text(
            "数値か [下限, 上限] を書いてください。",
            "this derived value is a number, or an interval [low, high]",
        )
    return None


def _is_interval(value: Any) -> bool:
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2 or not all(
        e is None or (isinstance(e, int | Decimal) and not isinstance(e, bool)) for e in ends
    ):
        return False
    return None in ends or ends[0] <= ends[1]


def _of_type(fact: Any, value: Any) -> tuple[object, Text] | None:
    try:
        evidence_value(fact, value)
    except (ValueError, TypeError) as error:
        said = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        return value, Text(
            f"{fact.ja}の値として正しくありません（{said}）。", f"this is no value of {fact.name}: {said}"
        )
    return None


def _linked(target: str, value: Any, ids: Mapping[str, set[str]]) -> tuple[object, Text] | None:
    known = {*ids.get(target, ()), *({STANDING[target]} if target in STANDING else ())}
    if value is None or (isinstance(value, str) and value in known):
        return None
    return value, Text(
        f"この例にそのidの {target} はありません。",
        f"this example has no {target} of that id: {', '.join(sorted(known)) or 'none'}",
    )


def _party(n: int, party: Mapping[str, Any]) -> Iterator[Wrong]:
    try:
        models.Party.model_validate(party)
    except ValidationError as error:
        for one in error.errors():
            at = one["loc"][0] if one["loc"] else "name"
            text = Text(
                f"当事者の「{at}」が正しくありません（{one['msg']}）。",
                f"`{at}` of this party is not right: {one['msg']}",
            )
            yield ("parties", n, str(at)), one["input"] if isinstance(one["input"], str) else None, text
    if not isinstance(party.get("name"), str):
        yield ("parties", n), None, Text("当事者には名称（name）が必要です。", "a party has a `name`")


def _can_be_missing(name: str, derived: Mapping[tuple[str, str], Type | None]) -> bool:
    """Whether a name or an address (`uses[L1].t`) is one of a fact, a link, a judgement or a derived value."""
    found = _ADDRESS.fullmatch(name)
    if found is None:
        return False
    root, path = found[1], found[2]
    if root in ("judgement", "judgements"):
        return path in catalogue.judgements()
    for table in catalogue.tables().values():
        if root in (table.name, table.plural):
            return path in table.facts or path in table.links or (table.name, path) in derived
    return False
