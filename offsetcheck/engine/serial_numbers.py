"""What serials and identifiers say: the range of a row, where its numbers are unique, and what they show (law 13)."""

from __future__ import annotations

from decimal import Decimal

from offsetcheck.facts.countries import alpha2
from offsetcheck.facts.references import plain_prefix
from offsetcheck.facts.serials import (
    Block,
    SerialRange,
    UniquenessScope,
)
from offsetcheck.facts.world import Missing, Row, World
from offsetcheck.programmes.uniqueness import SILENT, place, uniqueness

#: Programmes whose layout of serials is not public, or need not be: another writing of the prefix is no proof of another
#: block.
OPAQUE = SILENT | {"other"}


#: Programmes of which it is only assumed that numbers run on within a host Party: without a printed prefix, equal numbers
#: of two projects or vintages may be other units, and a record names neither.
PARTY_ASSUMED = frozenset({"JCM", "A6.4"})


def programme_of(row: Row, run: int) -> str | None:
    """The programme of the credit that a credit or block is of."""
    credit = row if row.table == "credit" else row.links.get("credit")
    project = credit.links.get("project") if credit is not None else None
    programme: str | None = project.value("programme", run) if project is not None else None
    return programme


_ENDS = ("serials.first", "serials.last")


def placement(row: Row, run: int) -> tuple[str, SerialRange] | None:
    """Prefix and range of a credit or block; None where an end is missing, contradicted, or cannot be told as a number."""
    first, last = row.value("serials.first", run), row.value("serials.last", run)
    if first is None or last is None:
        return None
    try:
        return place(programme_of(row, run), first, last)
    except ValueError:
        return None


def unreadable(row: Row, run: int) -> bool:
    """Whether a credit or block states both ends, and which numbers they are cannot be told."""
    return all(row.value(path, run) is not None for path in _ENDS) and placement(row, run) is None


def serial_range(row: Row, run: int) -> SerialRange | None:
    """The serial range of a credit or block, where both ends are known."""
    found = placement(row, run)
    return None if found is None else found[1]


def prefix_of(row: Row, run: int) -> str | None:
    """What stands before the number, as registries are compared by."""
    found = placement(row, run)
    return None if found is None else plain_prefix(found[0])


def uniqueness_scope(row: Row, run: int) -> UniquenessScope:
    """The scope within which a credit's or block's numbers are unique; None for a part that is not known."""
    credit = row if row.table == "credit" else row.links.get("credit")
    project = credit.links.get("project") if credit is not None else None
    programme = project.value("programme", run) if project is not None else None
    prefix = prefix_of(row, run)
    if programme is None or project is None or credit is None:
        return UniquenessScope(None, "", prefix, None, None)
    needs = uniqueness(programme)
    parts = []
    if needs.project:
        reference = project.value("reference", run)
        parts.append(reference)
    if needs.party:
        country = project.value("host_country", run)
        parts.append(None if country is None else alpha2(country))
    owner = None if any(p is None for p in parts) else "/".join(str(p) for p in parts)
    vintage: str | None = ""
    if needs.vintage:
        start = credit.value("vintage.from", run)
        vintage = None if start is None else str(start.year)
    return UniquenessScope(programme, "", prefix, owner, vintage)


def place_lacking(row: Row, run: int) -> tuple[Missing, ...]:
    """What would have to be known to place a block exactly."""
    found: list[Missing] = []
    for path in _ENDS:
        if row.value(path, run) is None:
            found.extend(row.missing(path, run))
    credit = row if row.table == "credit" else row.links.get("credit")
    if credit is None:
        return (*found, row.missing_link("credit"))
    project = credit.links.get("project")
    if project is None:
        return (*found, credit.missing_link("project"))
    programme = project.value("programme", run)
    if programme is None:
        return (*found, *project.missing("programme", run))
    needs = uniqueness(programme)
    for wanted, owner, path in (
        (needs.project, project, "reference"),
        (needs.party, project, "host_country"),
        (needs.vintage, credit, "vintage.from"),
    ):
        if wanted and owner.value(path, run) is None:
            found.extend(owner.missing(path, run))
    if unreadable(row, run):
        found.append(row.question("serial_count"))
    return tuple(found)


def count_serials(row: Row, run: int) -> None:
    """The number of units in the serial range of a credit or block."""
    found = serial_range(row, run)
    if found is not None:
        row.set_computed("serial_count", run, Decimal(found.tonnes))
        return
    lacking = [m for p in _ENDS if row.value(p, run) is None for m in row.missing(p, run)]
    credit = row if row.table == "credit" else row.links.get("credit")
    if not lacking and credit is not None and programme_of(row, run) is None:
        lacking.extend(unplaced(credit, run))
    row.set_computed("serial_count", run, None, tuple(lacking) or (row.question("serial_count"),))


#: Programmes whose serials print more than a number, in a layout seen in the registry's own rows.
LAID = frozenset({"VCS", "Gold Standard", "ACR", "CAR", "ART TREES", "CDM"})


#: What serials may show, and where it is declared: on the credit or on its project.
_PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "programme": ("project", ("programme",)),
    "project": ("project", ("reference",)),
    "country": ("project", ("host_country",)),
    "vintage": ("credit", ("vintage.from", "vintage.to")),
}


def shown_in_serials(credit: Row, run: int) -> None:
    """Whether a credit's serials are written as its programme writes them, and deny nothing that is declared beside them.

    Only a layout seen in the registry's own rows can say so: an opaque text shows nothing and so denies nothing.
    """
    programme = programme_of(credit, run)
    first, last = credit.value("serials.first", run), credit.value("serials.last", run)
    if programme in LAID and first is not None and last is not None:
        _compared(credit, run, programme, first, last)
        return
    laid = programme is None or programme in LAID
    lacking = unplaced(credit, run) if laid else (credit.question("serials_fit"),)
    credit.set_computed("serials_fit", run, None, lacking)
    for part in _PARTS:
        credit.set_computed(f"shows_other.{part}", run, None if laid else False, lacking if laid else ())


def unplaced(credit: Row, run: int) -> tuple[Missing, ...]:
    """What would show how a credit's serials are to be read: its programme, and the serials themselves."""
    project = credit.links.get("project")
    if project is None:
        return (credit.missing_link("project"),)
    if project.value("programme", run) is None:
        return project.missing("programme", run)
    return tuple(m for p in _ENDS if credit.value(p, run) is None for m in credit.missing(p, run))


def _compared(credit: Row, run: int, programme: str, first: str, last: str) -> None:
    # The layouts are loaded where they are needed only: their patterns cost a check more time than all its rules.
    from offsetcheck.programmes.identifiers import Declared, Part, printed_block, serials_fit, shows_other

    project = credit.links["project"]
    assert project is not None
    fits = serials_fit(programme, first, last)
    credit.set_computed(
        "serials_fit", run, fits, () if fits is not None else (credit.question("serials_fit"),)
    )
    declared = Declared(
        programme, project.value("reference", run), project.value("host_country", run),
        credit.value("vintage.from", run), credit.value("vintage.to", run),
    )  # fmt: skip
    shown = printed_block(programme, first, last)
    parts = {
        "programme": Part.PROGRAMME,
        "project": Part.PROJECT,
        "country": Part.PARTY,
        "vintage": Part.VINTAGE,
    }
    for name, part in parts.items():
        path = f"shows_other.{name}"
        truth = shows_other(part, shown, declared)
        where, paths = _PARTS[name]
        row = project if where == "project" else credit
        lacking = [m for p in paths if row.value(p, run) is None for m in row.missing(p, run)]
        open_still = tuple(lacking) or (credit.question(path),)
        credit.set_computed(path, run, truth, () if truth is not None else open_still)


#: The entries of the agreed electronic format that have a form, and the layout of each.
_AEF_ENTRIES = {
    "approach": ("authorisation.approach", "COOPERATIVE_APPROACH"),
    "party": ("itmo.first_party", "AEF_PARTY"),
    "registry": ("itmo.registry", "AEF_REGISTRY"),
    "version": ("itmo.aef_version", "AEF_VERSION"),
}


def aef_written(credit: Row, run: int) -> None:
    """Whether entries of the agreed electronic format are written in the form of its common nomenclature."""
    for name, (path, layout) in _AEF_ENTRIES.items():
        text = credit.value(path, run)
        if text is None:
            credit.set_computed(f"aef_written.{name}", run, None, credit.missing(path, run))
            continue
        # Loaded where it is needed only, as above.
        from offsetcheck.programmes.identifiers import IdentifierError, Layout, parse_as

        try:
            parse_as(Layout[layout], text)
        except IdentifierError:
            credit.set_computed(f"aef_written.{name}", run, False)
        else:
            credit.set_computed(f"aef_written.{name}", run, True)


def project_of(row: Row) -> Row | None:
    """The project of a credit or an issuance."""
    return row.links.get("project")


def unprogrammed(row: Row, run: int) -> tuple[Missing, ...]:
    """What would show a credit's or an issuance's programme."""
    project = project_of(row)
    return (row.missing_link("project"),) if project is None else project.missing("programme", run)


def block_of(row: Row, run: int) -> Block:
    """A credit or retired block as a record of serials."""
    return Block(row.address, uniqueness_scope(row, run), serial_range(row, run), None)


def blocks_of(world: World, retirement: Row) -> list[Row]:
    """The blocks of a retirement."""
    return [b for b in world.rows["block"] if b.parent is retirement]


def blocks_drawn(use: Row, act: Row) -> dict[Row, tuple[Missing, ...]]:
    """The blocks of an act that a use of it draws on, or may draw on, and what leaves that open: others bear on other uses."""
    credit = use.links["credit"]
    found: dict[Row, tuple[Missing, ...]] = {}
    for block in blocks_of(use.world, act):
        named = block.links["credit"]
        if None not in (named, credit) and named is not credit:
            continue
        unsure = [row.missing_link("credit") for row in (use, block) if row.links["credit"] is None]
        found[block] = tuple(unsure)
    return found


def without_serials(act: Row, run: int) -> tuple[bool | None, tuple[Missing, ...]]:
    """Whether an act named its units by total and no serials are at hand, so that its notice is their identity.

    A claim that says so and lists serials all the same is refused by the reader, so an answer never turns.
    """
    how, listed = act.value("designation", run), act.value("serials_listed", run)
    if how == "serial" or listed is True:
        return False, ()
    if how == "total" and listed is False:
        return True, ()
    stated = (("designation", how), ("serials_listed", listed))
    return None, tuple(m for path, value in stated if value is None for m in act.missing(path, run))
