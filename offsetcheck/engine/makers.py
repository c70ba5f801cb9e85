"""Makers of the facts that the rule language cannot say, each worked out before any rule runs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from offsetcheck.engine.draws import (
    beyond_blocks,
    drawn_twice,
    inside_credit,
    of_blocks,
    quantity_fits,
    spare,
)
from offsetcheck.engine.explain import number_of, open_list
from offsetcheck.engine.overlaps import Snapshot, credit_overlaps, record_overlaps, retirement_overlaps
from offsetcheck.engine.serial_numbers import (
    aef_written,
    count_serials,
    programme_of,
    project_of,
    shown_in_serials,
    unprogrammed,
)
from offsetcheck.engine.sharing import shared_units
from offsetcheck.facts import catalogue
from offsetcheck.facts.contradictions import measured_by_claim, unsettled
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.methodologies import field_of, numbers_in, stores
from offsetcheck.facts.models import Origin, Programme
from offsetcheck.facts.references import same_id
from offsetcheck.facts.serials import (
    EX_POST,
)
from offsetcheck.facts.vocabulary import Owner, Reason, exceeds
from offsetcheck.facts.world import ALL, ASSURED, Missing, Row, World


def make_facts(world: World, snapshot: Snapshot) -> None:
    """Set every computed fact of a claim's rows, per run, with what it waits for where it is unknown."""
    for run in (ALL, ASSURED):
        for row in (*world.rows["credit"], *world.rows["block"]):
            count_serials(row, run)
        for credit in world.rows["credit"]:
            shown_in_serials(credit, run)
            aef_written(credit, run)
            _ex_ante(credit, run)
        for project in world.rows["project"]:
            _by_number(project, run)
            _stores_carbon(project, run)
        for issuance in world.rows["issuance"]:
            _ahead(issuance, run)
        for block in world.rows["block"]:
            inside_credit(block, run)
            quantity_fits(block, run)
            spare(block, run)
        for use in world.rows["use"]:
            beyond_blocks(use, run)
            drawn_twice(use, run)
            for path in ("inside_credit", "quantity_fits"):
                of_blocks(use, path, run)
            drawn = use.links["credit"]
            units = (drawn, drawn.links["issuance"], drawn.links["project"]) if drawn is not None else ()
            _undisputed(use, (use, use.links["retirement"], *units), run)
        shared_units(world, run)
        _more_than_claimed(world.claim, "publishes_more", "disclosure.stated_offset_t", run)
        for statement in world.rows["statement"]:
            _more_than_claimed(statement, "states_more", "stated_t", run)
            _undisputed(statement, (statement,), run)
        _is_public(world.claim, run)
        for row in world.rows["stock"]:
            _uptake(row, run)
        _named_twice(world, run)
        for filing in world.rows["filing"]:
            _told_apart(filing, run)
        credit_overlaps(world, run)
        retirement_overlaps(world, run)
        record_overlaps(world, run, snapshot)


def _by_number(project: Row, run: int) -> None:
    """The field and the numbers of a methodology; a text without a number says nothing of either."""
    methodology = project.value("methodology", run)
    for path, found in (
        ("methodology_field", field_of(methodology)),
        ("methodology_numbers", numbers_in(methodology)),
    ):
        project.set_computed(path, run, found, () if found is not None else _unnumbered(project, run))


def _unnumbered(project: Row, run: int) -> tuple[Missing, ...]:
    """The question for a methodology whose number is not known."""
    if project.value("methodology", run) is None:
        return project.missing("methodology", run)
    return (Missing(f"{project.address}.methodology", "project.methodology", Owner.REGISTRY, Reason.ABSENT),)


def _stores_carbon(project: Row, run: int) -> None:
    """Whether a J-Credit project keeps carbon stored, by its methodology's number, or where that is not known by its origin.

    A methodology without a number says nothing of it. The reader refuses an origin that denies the number, so that an
    answer never turns.
    """
    programme = project.value("programme", run)
    methodology, origin = project.value("methodology", run), project.value("origin", run)
    if programme is None:
        project.set_computed("stores_carbon", run, None, project.missing("programme", run))
    elif programme != Programme.J_CREDIT.value:
        project.set_computed("stores_carbon", run, False)
    elif (kept := stores(methodology)) is not None:
        project.set_computed("stores_carbon", run, kept)
    elif origin is not None and Origin(origin).stores_nothing and not project.disputed(run, "methodology"):
        project.set_computed("stores_carbon", run, False)
    else:
        project.set_computed("stores_carbon", run, None, _unnumbered(project, run))


def _ex_ante(credit: Row, run: int) -> None:
    """Whether a unit stands for a result still to come; of a programme that issues for results only, nobody is asked.

    The reader refuses such units that are stated to be of these programmes, so that an answer never turns.
    """
    kind, programme = credit.value("unit_kind", run), programme_of(credit, run)
    if credit.disputed(run, "unit_kind"):
        credit.set_computed("ex_ante", run, None, credit.missing("unit_kind", run))
    elif kind is not None:
        credit.set_computed("ex_ante", run, kind == "ex_ante")
    elif programme in EX_POST:
        credit.set_computed("ex_ante", run, False)
    else:
        credit.set_computed("ex_ante", run, None, credit.missing("unit_kind", run))


def _ahead(issuance: Row, run: int) -> None:
    """Whether units were issued before the period they are issued for had ended, or it has not ended by now.

    Of a programme that issues for results only the period is not asked for: once the decision is past, so is the period.
    The reader refuses a period of these programmes that ends later, so that an answer never turns.
    """
    project = project_of(issuance)
    programme = project.value("programme", run) if project is not None else None
    secured = programme in EX_POST
    day = "decided_on" if secured else "issued_on"
    until, issued = issuance.value("monitored.to", run), issuance.value(day, run)
    as_of = issuance.world.as_of
    if until is not None and (
        until > as_of or (programme is not None and issued is not None and until > issued)
    ):
        issuance.set_computed("ahead", run, True)
        return
    lacking: list[Missing] = []
    if programme is None:
        lacking.extend(unprogrammed(issuance, run))
    if issued is None:
        lacking.extend(issuance.missing(day, run))
    asked = not (secured and issued is not None and issued <= as_of)
    if until is None and (asked or issuance.disputed(run, "monitored.to")):
        lacking.extend(issuance.missing("monitored.to", run))
    issuance.set_computed("ahead", run, None if lacking else False, tuple(lacking))


def _more_than_claimed(row: Row, path: str, stated: str, run: int) -> None:
    """Whether more is shown as compensated than is claimed, fractions of a credit aside.

    Where no quantity is stated none is asked for; the reader refuses one that exceeds the claim, so that an answer never turns.
    """
    shown, claimed = row.value(stated, run), row.world.claim.value("claimed_t", run)
    effect = row.value("effect", run) if row.table == "statement" else None
    measured = measured_by_claim(row, run)
    if measured is False:
        row.set_computed(path, run, False)
    elif claimed is None:
        row.set_computed(path, run, None, row.world.claim.missing("claimed_t", run))
    elif row.disputed(run, stated):
        row.set_computed(path, run, None, row.missing(stated, run))
    elif shown is not None and not exceeds(shown, claimed):
        row.set_computed(path, run, False)
    elif row.table == "statement" and effect is None:  # whatever its tonnes turn out to be
        row.set_computed(path, run, None, row.missing("effect", run))
    elif measured is None:
        row.set_computed(path, run, None, row.world.claim.missing("kind", run))
    elif shown is None:
        row.set_computed(path, run, False)
    else:
        row.set_computed(path, run, True)


def _undisputed(row: Row, beneath: Iterable[Row | None], run: int) -> None:
    """Whether nothing is open of what a row rests on without a rule that asks for it; never false (law 8)."""
    lacking = tuple(m for r in beneath if r is not None for m in unsettled(r, run))
    row.set_computed("undisputed", run, None if lacking else True, lacking)


def _is_public(claim: Row, run: int) -> None:
    """Whether the day of publication has come; a later one is no answer yet."""
    day = claim.value("published_on", run)
    if day is not None and day <= claim.world.as_of:
        claim.set_computed("is_public", run, True)
        return
    fact = catalogue.tables()["claim"].facts["published_on"]
    waits = (Missing(f"{claim.address}.published_on", fact.name, fact.owner, Reason.NOT_YET),)
    claim.set_computed(
        "is_public", run, None, waits if day is not None else claim.missing("published_on", run)
    )


def _told_apart(filing: Row, run: int) -> None:
    """Whether no other report under the scheme for the year may be of the same entity: each has a cap of its own.

    Over a complete list alone (law 3), and never false: the reader refuses two reports of one entity.
    """
    lacking = list(open_list(filing.world.claim, "filings", run))
    for other in filing.world.rows["filing"]:
        if other is filing or any(other.value(p, ALL) != filing.value(p, ALL) for p in ("scheme", "period")):
            continue
        both = filing.value("entity", run), other.value("entity", run)
        if same_party(*both) is False:
            continue
        for row, entity in zip((filing, other), both, strict=True):
            lacking.extend(row.missing("entity", run) if entity is None else number_of(entity))
        lacking = lacking or [filing.question("told_apart")]
    filing.set_computed("told_apart", run, None if lacking else True, tuple(dict.fromkeys(lacking)))


def _named_twice(world: World, run: int) -> None:
    """Whether another certificate of the claim's reports has the kind and number of one: it may be one, used in parts.

    While reports or certificates may yet be added, none is surely the only one of its number (law 3).
    """
    certificates = world.rows["certificate"]
    named: dict[Row, list[Row]] = {row: [] for row in certificates}
    lacking: dict[Row, list[Missing]] = {row: [] for row in certificates}
    for pair in combinations(certificates, 2):
        kinds, numbers = ([row.value(path, run) for row in pair] for path in ("kind", "number"))
        alike = None if None in numbers else same_id(*numbers)
        if alike is False or (None not in kinds and kinds[0] != kinds[1]):
            continue
        asked = [
            m
            for row in pair
            for p in ("kind", "number")
            if row.value(p, run) is None
            for m in row.missing(p, run)
        ]
        for row, other in (pair, pair[::-1]):
            if alike and None not in kinds:
                named[row].append(other)
            else:
                lacking[row].extend(asked or (row.question("named_twice"),))
    unlisted = [m for filing in world.rows["filing"] for m in open_list(filing, "certificates", run)]
    unlisted.extend(open_list(world.claim, "filings", run))
    for row in certificates:
        missing = () if named[row] else tuple(dict.fromkeys((*lacking[row], *unlisted)))
        row.set_computed("named_twice", run, True if named[row] else None if missing else False, missing)
        if named[row] and run == ALL:
            world.notes[f"{row.address}.named_twice"] = ", ".join(other.address for other in named[row])


#: What a change of stock is multiplied from; the tonnes of carbon become CO2 by 44/12, the ratio of their masses.
_STOCK = ("volume_m3", "expansion", "root_ratio", "density", "carbon")


_MOST_UPTAKE = Decimal(10) ** 12


def _uptake(row: Row, run: int) -> None:
    """The change of stock in t-CO2: as stated, or worked out from its parts, whichever the row says it states."""
    figures = row.value("figures", run)
    needed = ("figures",) if figures is None else ("t",) if figures == "tonnes" else _STOCK
    lacking = tuple(m for p in needed if row.value(p, run) is None for m in row.missing(p, run))
    if lacking:
        row.set_computed("uptake_t", run, None, lacking)
        return
    if figures == "tonnes":
        uptake: Decimal = row.value("t", run)
    else:
        volume, expansion, root, density, carbon = (row.value(p, run) for p in _STOCK)
        uptake = volume * expansion * (1 + root) * density * carbon * 44 / 12
    if abs(uptake) >= _MOST_UPTAKE:  # more than any forest holds: a slip in one of the parts
        row.set_computed("uptake_t", run, None, (row.question(needed[0]),))
        return
    row.set_computed("uptake_t", run, uptake if figures == "tonnes" else uptake.quantize(Decimal("0.001")))
