"""What relations of claims state that cannot all be right: the contradictions of `facts/contradictions.py`, as SQL.

The rows of a table are looked at beside those that they lead to, by the names of the rule language. A relation without a
column says nothing of that fact, and what is not said contradicts nothing. What the program works out may be given instead of what it is worked
out from, and counts as well. Serial texts are not read here: a range is compared by `serial_count`, `quantity_fits` and
`inside_credit`, and a relation that gives the texts alone is not seen to deny its quantities.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from offsetcheck.engine.sql import column_name, quoted
from offsetcheck.facts import catalogue
from offsetcheck.facts.contradictions import ABROAD, NO_OFFSET, OF_EMISSIONS, ORDERED, SECURED
from offsetcheck.facts.methodologies import STORING
from offsetcheck.facts.models import (
    Authorisation,
    Designation,
    Effect,
    Limits,
    Origin,
    Programme,
    Purpose,
    Saying,
    UnitKind,
)
from offsetcheck.facts.serials import BY_TOTAL, EX_POST
from offsetcheck.facts.vocabulary import Kind

#: The times that are stated by their first and last days.
SPANS = (
    ("claim", "period"), ("project", "crediting"), ("issuance", "monitored"), ("credit", "vintage"), ("use", "scope.days"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Check:
    """Tests of the rows of a table, each with where and how a row that meets it is wrong.

    They name columns of the table and of those that its rows lead to. What holds of all of them stands apart, so that
    nothing is looked at where no column can meet a test.
    """

    rows: str
    where: str
    tests: Mapping[str, str]
    """By reason."""
    beside: str = ""
    """A join with what rows of other tables say together."""

    @property
    def condition(self) -> str:
        """What a row meets that is wrong in any way."""
        return f"({self.where}) AND ({' OR '.join(f'({t})' for t in self.tests.values())})"


def statements(as_of: date) -> Iterator[str]:
    """The statements that refuse every claim that contradicts itself, over the tables of `columns_read`."""
    for check in _checks(as_of):
        rows = _rows(check.rows, {table for table, _ in _columns(check.condition)})
        found = ", ".join(f"CASE WHEN {test} THEN {_at(reason)} END" for reason, test in check.tests.items())
        yield refusal(
            f"SELECT claim, found.place AS place, found.row AS row, found.reason AS reason FROM (SELECT {check.rows}.claim"
            f" AS claim, unnest([{found}]) AS found FROM {rows} {check.beside} WHERE {check.condition})"
        )
    yield _named_alike()


def refusal(rows: str) -> str:
    """The statement that refuses the claims of rows with a reason: the first row of each kind is named, the others counted."""
    more = "CASE WHEN count(DISTINCT row) > 1 THEN ' (and ' || (count(DISTINCT row) - 1) || ' rows more)' ELSE '' END"
    return (
        f"INSERT INTO refused SELECT claim, place || coalesce('[' || min(row) || ']', '') || reason || {more}"
        f" FROM ({rows}) WHERE claim IS NOT NULL AND reason IS NOT NULL GROUP BY claim, place, reason"
    )


def _at(reason: str) -> str:
    """A reason `table.fact: why` with the row of the table, which the claim's own facts need not name."""
    table = reason.partition(".")[0]
    row = "CAST(NULL AS VARCHAR)" if table == "claim" else f"{table}.id"
    return f"{{'place': {quoted(table)}, 'row': {row}, 'reason': {quoted(reason.removeprefix(table))}}}"


def _parties() -> Iterator[tuple[str, str]]:
    """The facts that name a party, each with its table."""
    for table in catalogue.tables().values():
        yield from ((table.name, path) for path, fact in table.facts.items() if fact.type.kind is Kind.PARTY)


def _named_alike() -> str:
    """The statement that refuses equal names with different corporate numbers in one claim (law 14)."""
    rows = []
    for table, path in _parties():
        row = "''" if table == "claim" else f"'[' || {table}.id || ']'"
        column = f"{table}.{column_name(path)}"
        rows.append(
            f"SELECT {table}.claim AS claim, {quoted(table)} || {row} || {quoted(f'.{path}')} AS place,"
            f" {column}__name AS name, {column}__number AS number FROM told_{table} AS {table}"
        )
    return (
        "INSERT INTO refused SELECT claim, arg_max(place, number || place) || ': equal names with different corporate numbers,"
        " ' || max(number) || ' here and ' || min(number) || ' at ' || arg_min(place, number || place) || ', check which is"
        f" right' FROM ({' UNION ALL '.join(rows)}) WHERE claim IS NOT NULL AND name IS NOT NULL AND number IS NOT NULL"
        " GROUP BY claim, name HAVING min(number) <> max(number)"
    )


def columns_read() -> dict[str, list[str]]:
    """The columns that the statements read, of a table `told_…` for each table."""
    found: dict[str, set[str]] = {}
    for check in _checks(date.max):
        for table, column in _columns(f"{check.condition} {check.beside}"):
            found.setdefault(table, set()).add(column)
    for table, path in _parties():
        found.setdefault(table, set()).update(f"{column_name(path)}__{part}" for part in ("name", "number"))
    return {t: sorted(c - {"claim", "id", *catalogue.tables()[t].links}) for t, c in found.items()}


def _columns(text: str) -> list[tuple[str, str]]:
    """The columns that a text names, each with its table."""
    return re.findall(rf"\b({'|'.join(catalogue.tables())})\.(\w+)", text)


def _rows(table: str, named: Collection[str]) -> str:
    """The rows of a table, with those that they lead to among the tables named, as far as there are such rows."""
    joins = {}
    for target, links in catalogue.routes(table).items():
        here = table
        for link in links if target in named else ():
            there = catalogue.tables()[here].links[link].target if link != "claim" else link
            on = f"{there}.claim = {here}.claim AND {there}.id = {here}.{link}"
            joins[there] = f"LEFT JOIN told_{there} AS {there} ON {on}"
            here = there
    return " ".join([f"told_{table} AS {table}", *joins.values()])


def _checks(as_of: date) -> Iterator[_Check]:
    yield from _serials()
    yield from _results()
    yield from _denials(as_of)
    yield from _texts()
    yield from _written_twice()
    yield _Check("retirement", "TRUE", {
        "retirement.applied_on: after the retirement was completed": "retirement.applied_on > retirement.completed_on",
    })  # fmt: skip
    yield _Check("credit", _programme(Programme.JCM), {
        "credit.authorisation.limits: what exceeds them is not authorised":
            f"credit.authorisation__limits = {quoted(Limits.EXCEEDED)}"
            f" AND credit.authorisation__status = {quoted(Authorisation.AUTHORISED)}",
    })  # fmt: skip
    yield _Check("use", f"use.purpose = {quoted(Purpose.SHK)}", {
        "retirement.purpose: what is used up abroad cannot be reported under SHK":
            f"retirement.purpose IN ({', '.join(map(quoted, ABROAD))})",
    })  # fmt: skip
    yield _Check("use", "use.scope__period IS NOT NULL", {
        "use.scope.days: not the days of the year of the scope":
            "use.scope__days__from <> make_date(use.scope__period, 4, 1)"
            " OR use.scope__days__to <> make_date(use.scope__period + 1, 3, 31)",
    })  # fmt: skip


def _written_twice() -> Iterator[_Check]:
    """What is written in two places, and the two ends of a time."""
    yield _Check("credit", "TRUE", {
        "credit.project: the issuance belongs to another project, write one of the two": "credit.project <> issuance.project",
    })  # fmt: skip
    for table, path in SPANS:
        first, last = (f"{table}.{column_name(path)}__{end}" for end in ("from", "to"))
        yield _Check(
            table,
            "TRUE",
            {f"{table}.{path}.to: before the first day, correct one of the two": f"{last} < {first}"},
        )


def _serials() -> Iterator[_Check]:
    """Serials of units whose retirement leaves them unknown, and quantities beyond what holds them."""
    by_total = f"retirement.designation = {quoted(Designation.TOTAL)} AND {_programme(*BY_TOTAL)}"
    for table, serials in (("use", "credit"), ("block", "block")):
        both = f"{serials}.serials__first IS NOT NULL AND {serials}.serials__last IS NOT NULL"
        yield _Check(table, "NOT retirement.serials_listed", {
            f"{serials}.serials: given, though the retirement says that none are at hand":
                f"({both}) OR {serials}.serial_count IS NOT NULL",
        })  # fmt: skip
    yield _Check("use", by_total, {
        "credit.quantity_t: more than the serial range holds": "credit.quantity_t > credit.serial_count",
    })  # fmt: skip
    yield _Check("block", by_total, {
        "block.serials: not as many as the quantity beside them":
            "NOT block.quantity_fits OR block.serial_count <> block.quantity_t",
        "block.serials: outside those of the credit": "NOT block.inside_credit",
    })  # fmt: skip
    yield _Check("issuance", _programme(*BY_TOTAL), {
        "issuance.total_t: less than its credits add up to": "held.t > issuance.total_t",
    }, "JOIN (SELECT credit.claim, credit.issuance, sum(credit.quantity_t) AS t FROM told_credit AS credit GROUP BY ALL)"
       " AS held ON held.claim = issuance.claim AND held.issuance = issuance.id")  # fmt: skip


def _results() -> Iterator[_Check]:
    """What denies the result that units are issued for, or that it is carbon kept stored."""
    yield _Check("credit", _programme(*EX_POST), {
        "credit.unit_kind: the programme issues units for verified results only":
            f"credit.unit_kind = {quoted(UnitKind.EX_ANTE)} OR credit.ex_ante",
    })  # fmt: skip
    yield _Check("issuance", _programme(*EX_POST), {
        "issuance.monitored.to: after the issuance was decided": "issuance.monitored__to > issuance.decided_on",
    })  # fmt: skip
    stored = " OR ".join(f"contains(project.methodology, {quoted(s)})" for s in STORING)
    yield _Check("project", f"{_programme(Programme.J_CREDIT)} AND ({stored} OR project.stores_carbon)", {
        "project.origin: not where credits of this methodology come from":
            f"project.origin IN {_in(o for o in Origin if o.stores_nothing)}",
    })  # fmt: skip


def _denials(as_of: date) -> Iterator[_Check]:
    """What a programme secured by certifying or issuing, denied beside it."""
    done = f"(issuance.decided_on <= DATE '{as_of}' OR issuance.issued_on <= DATE '{as_of}')"
    beside = "denies an issuance that is certified or issued"
    for programmes in dict.fromkeys(p for p, _, _ in SECURED):
        yield _Check("issuance", f"{done} AND {_programme(*programmes)}", {
            f"project.{path}: {beside}": f"{'' if denial else 'NOT '}project.{column_name(path)}"
            for among, path, denial in SECURED if among == programmes
        })  # fmt: skip
    yield _Check("issuance", f"{done} AND {_programme(Programme.J_CREDIT)}", {
        f"issuance.verifier_registered: {beside}": "NOT issuance.verifier_registered",
        **{f"{day}: after {bound}, which {beside}": f"{day} > {bound}" for day, bound in ORDERED},
    })  # fmt: skip


def _texts() -> Iterator[_Check]:
    """What is shown as compensated: more than is claimed, or before it was."""
    offset = f"statement.effect NOT IN {_in(NO_OFFSET)}"
    contribution = quoted(Effect.CONTRIBUTION.value)
    measured = f"({offset} OR (statement.effect = {contribution} AND claim.kind NOT IN {_in(OF_EMISSIONS)}))"
    yield _Check("claim", "TRUE", {
        "claim.disclosure.stated_offset_t: more than is claimed":
            "claim.disclosure__stated_offset_t > ceil(claim.claimed_t) OR claim.publishes_more",
    })  # fmt: skip
    yield _Check("statement", "TRUE", {
        "statement.stated_t: more than is claimed":
            f"({measured} AND statement.stated_t > ceil(claim.claimed_t)) OR statement.states_more",
    })  # fmt: skip
    # As in `facts/contradictions.py`: over every use, and against what may have been retired by the day of the text.
    words = f"NOT list_contains(statement.says, {quoted(Saying.PLANNED)})"
    by_then = "coalesce(taken.day <= statement.shown_on, TRUE)"
    yield _Check("statement", f"{offset} AND claim.complete__uses AND {words}", {
        "statement.shown_on: before the retirement and before the publication":
            "statement.shown_on < claim.publication_on AND drawn.later AND"
            " (drawn.by_then = 0 OR drawn.known AND drawn.t < least(claim.claimed_t, statement.stated_t))",
    }, "JOIN (SELECT statement.claim, statement.id, bool_or(taken.is_offset AND taken.day > statement.shown_on) AS later,"
       f" count(*) FILTER ({by_then}) AS by_then, bool_and(taken.t IS NOT NULL) FILTER ({by_then}) AS known,"
       f" sum(taken.t) FILTER ({by_then}) AS t FROM told_statement AS statement JOIN (SELECT use.claim, use.t,"
       f" use.purpose IS NOT NULL AS is_offset, retirement.completed_on AS day FROM {_rows('use', {'retirement'})}"
       f" WHERE coalesce(use.purpose = {quoted(Purpose.OFFSET)}, TRUE)) AS taken ON taken.claim = statement.claim"
       " GROUP BY ALL) AS drawn ON drawn.claim = statement.claim AND drawn.id = statement.id")  # fmt: skip


def _programme(*programmes: str) -> str:
    return f"project.programme IN {_in(programmes)}"


def _in(values: Iterable[str]) -> str:
    return f"({', '.join(quoted(v) for v in sorted(values))})"
