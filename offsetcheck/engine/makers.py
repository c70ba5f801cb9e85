"""Makers of the facts that the rule language cannot say: ranges and overlaps of serials (law 13), and carbon in wood."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from offsetcheck.engine.explain import open_question
from offsetcheck.engine.semantics import kleene_and, same_value
from offsetcheck.facts import catalogue
from offsetcheck.facts.contradictions import NO_OFFSET
from offsetcheck.facts.countries import alpha2
from offsetcheck.facts.identity import Party, same_party
from offsetcheck.facts.models import Claim, Stage
from offsetcheck.facts.serials import (
    BY_TOTAL,
    EX_POST,
    Block,
    SerialRange,
    UniquenessScope,
    overlap_truth,
    parse_range,
)
from offsetcheck.facts.vocabulary import Owner, Profile, Reason, exceeds
from offsetcheck.facts.world import ALL, ASSURED, Missing, Row, World, build_world
from offsetcheck.programmes.uniqueness import place, uniqueness


@dataclass(frozen=True, slots=True)
class RecordedUse:
    """Units that somebody has used or says to have used, from a ledger, a registry or another claim of the batch."""

    scope: UniquenessScope
    range: SerialRange | None
    registry: str | None
    notice: str | None
    party: Party | None
    claim: str
    stated_only: bool
    """True for what another claim merely states; false for a registry's or ledger's record."""
    sha256: str | None = None
    """The hash of the file that states it: another file may bear the same id."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The outside state a run is judged against: recorded uses, the ledger's head, and the hash of the batch."""

    records: tuple[RecordedUse, ...] = ()
    ledger_head: str | None = None
    batch_sha256: str | None = None


def make_facts(world: World, snapshot: Snapshot) -> None:
    """Set every computed fact of a claim's rows, per run, with what it waits for where it is unknown."""
    for run in (ALL, ASSURED):
        for row in (*world.rows["credit"], *world.rows["block"]):
            _serial_count(row, run)
        for credit in world.rows["credit"]:
            shown_in_serials(credit, run)
            _aef_written(credit, run)
            _drawn_twice(credit, run)
            _ex_ante(credit, run)
        for issuance in world.rows["issuance"]:
            _ahead(issuance, run)
        for block in world.rows["block"]:
            _inside_credit(block, run)
            _quantity_fits(block, run)
        for use in world.rows["use"]:
            _beyond_blocks(use, run)
            _user_other(use, use.links["retirement"], use.value("scope.entity", run), run)
        for act in world.rows["retirement"]:
            _user_other(act, act, world.claim.value("organisation", run), run)
        _more_than_claimed(world.claim, "publishes_more", "disclosure.stated_offset_t", run)
        for statement in world.rows["statement"]:
            _more_than_claimed(statement, "states_more", "stated_t", run)
        _is_public(world.claim, run)
        for row in world.rows["stock"]:
            _uptake(row, run)
        _credit_overlaps(world, run)
        _retirement_overlaps(world, run)
        _record_overlaps(world, run, snapshot)


#: Programmes whose layout of serials is not public: a text is read as prefix and number, and another writing of the
#: prefix is no proof of another block.
OPAQUE = frozenset({"J-Credit", "JCM", "国内クレジット", "J-VER", "A6.4", "other"})


#: Programmes of which it is only assumed that numbers run on within a host Party: without a printed prefix, equal numbers
#: of two projects or vintages may be other units, and a record names neither.
PARTY_ASSUMED = frozenset({"JCM", "A6.4"})
#: A long vowel mark between letters or digits is a hyphen, typed on a Japanese keyboard.
_TYPED_HYPHEN = re.compile(r"(?<=[0-9a-z])\s*ー+\s*(?=[0-9a-z])")


def _folded(text: str) -> str:
    return _TYPED_HYPHEN.sub("-", unicodedata.normalize("NFKC", text).casefold())


def plain_id(text: str) -> str:
    """A number or name as registries are compared by: width, case, spaces and marks between do not count."""
    return re.sub(r"[\W_]+", "", _folded(text))


def same_id(a: str, b: str) -> bool | None:
    """Whether two numbers, each written down by somebody, name one thing: True, False, or None where it may be.

    Numbers lose their zeros and are copied with or without what stands around them, so that the same last figures, or
    one text within the other, prove neither. Other figures in one layout (2025-001, 2026-001) are another number.
    """
    one, two = plain_id(a), plain_id(b)
    if one == two:
        return True
    figures, layouts = [], []
    for text in (_folded(a), _folded(b)):
        figures.append([n.lstrip("0") for n in re.findall(r"\d+", text)])
        layouts.append([plain_id(part) for part in re.split(r"\d+", text)])
    if figures[0] and figures[1] and figures[0][-1] == figures[1][-1]:
        return False if layouts[0] == layouts[1] and figures[0] != figures[1] else None
    return None if _within(one, two) or _within(two, one) else False


def _within(part: str, whole: str) -> bool:
    """Whether a text stands in another, figures being whole numbers: 1 does not stand in 12."""
    return bool(part) and re.search(rf"(?<!\d(?=\d)){re.escape(part)}(?!(?<=\d)\d)", whole) is not None


def _programme(row: Row, run: int) -> str | None:
    credit = row if row.table == "credit" else row.links.get("credit")
    project = credit.links.get("project") if credit is not None else None
    programme: str | None = project.value("programme", run) if project is not None else None
    return programme


def _placed(row: Row, run: int) -> tuple[str, SerialRange] | None:
    """Prefix and range of a credit or block; None where an end is missing, contradicted, or of an unknown layout."""
    first, last = row.value("serials.first", run), row.value("serials.last", run)
    if first is None or last is None:
        return None
    programme = _programme(row, run)
    try:
        plain = parse_range(first, last)
        if programme in OPAQUE:
            return plain
        found = place(programme, first, last)
    except ValueError:
        return None
    if programme is None and found != plain:
        return None  # read one way or another by its programme, which is not known yet
    return found


def serial_range(row: Row, run: int) -> SerialRange | None:
    """The serial range of a credit or block, where both ends are known."""
    found = _placed(row, run)
    return None if found is None else found[1]


def _prefix(row: Row, run: int) -> str | None:
    found = _placed(row, run)
    return None if found is None else plain_id(found[0])


def uniqueness_scope(row: Row, run: int) -> UniquenessScope:
    """The scope within which a credit's or block's numbers are unique; None for a part that is not known."""
    credit = row if row.table == "credit" else row.links.get("credit")
    project = credit.links.get("project") if credit is not None else None
    programme = project.value("programme", run) if project is not None else None
    prefix = _prefix(row, run)
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


def _lacking(row: Row, run: int) -> tuple[Missing, ...]:
    """What would have to be known to place a block exactly."""
    found: list[Missing] = []
    for path in ("serials.first", "serials.last"):
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
    return tuple(found)


def _serial_count(row: Row, run: int) -> None:
    found = serial_range(row, run)
    if found is not None:
        row.set_computed("serial_count", run, Decimal(found.tonnes))
        return
    lacking = [
        m for p in ("serials.first", "serials.last") if row.value(p, run) is None for m in row.missing(p, run)
    ]
    row.set_computed("serial_count", run, None, tuple(lacking))


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
    programme = _programme(credit, run)
    first, last = credit.value("serials.first", run), credit.value("serials.last", run)
    if programme in LAID and first is not None and last is not None:
        _compared(credit, run, programme, first, last)
        return
    laid = programme is None or programme in LAID
    lacking = _unplaced(credit, run) if laid else (_question(credit, "serials_fit"),)
    credit.set_computed("serials_fit", run, None, lacking)
    for part in _PARTS:
        credit.set_computed(f"shows_other.{part}", run, None if laid else False, lacking if laid else ())


def _unplaced(credit: Row, run: int) -> tuple[Missing, ...]:
    """What would show how a credit's serials are to be read: its programme, and the serials themselves."""
    project = credit.links.get("project")
    if project is None:
        return (credit.missing_link("project"),)
    if project.value("programme", run) is None:
        return project.missing("programme", run)
    ends = ("serials.first", "serials.last")
    return tuple(m for p in ends if credit.value(p, run) is None for m in credit.missing(p, run))


def _compared(credit: Row, run: int, programme: str, first: str, last: str) -> None:
    # The layouts are loaded where they are needed only: their patterns cost a check more time than all its rules.
    from offsetcheck.programmes.identifiers import Declared, Part, printed_block, serials_fit, shows_other

    project = credit.links["project"]
    assert project is not None
    fits = serials_fit(programme, first, last)
    credit.set_computed(
        "serials_fit", run, fits, () if fits is not None else (_question(credit, "serials_fit"),)
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
        open_still = tuple(lacking) or (_question(credit, path),)
        credit.set_computed(path, run, truth, () if truth is not None else open_still)


#: The entries of the agreed electronic format that have a form, and the layout of each.
_AEF_ENTRIES = {
    "approach": ("authorisation.approach", "COOPERATIVE_APPROACH"),
    "party": ("itmo.first_party", "AEF_PARTY"),
    "registry": ("itmo.registry", "AEF_REGISTRY"),
    "version": ("itmo.aef_version", "AEF_VERSION"),
}


def _aef_written(credit: Row, run: int) -> None:
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


def _disputed(row: Row, run: int, *paths: str) -> bool:
    """Whether sources disagree on a fact: it is missing then, and asked about, where another need not be (law 8)."""
    return any(
        row.value(p, run) is None and any(m.reason is Reason.CONFLICT for m in row.missing(p, run))
        for p in paths
    )


def _project(row: Row) -> Row | None:
    """The project of a credit or an issuance."""
    return row.links.get("project")


def _unprogrammed(row: Row, run: int) -> tuple[Missing, ...]:
    """What would show a credit's or an issuance's programme."""
    project = _project(row)
    return (row.missing_link("project"),) if project is None else project.missing("programme", run)


def _ex_ante(credit: Row, run: int) -> None:
    """Whether a unit stands for a result still to come; of a programme that issues for results only, nobody is asked.

    The reader refuses such units that are stated to be of these programmes, so that an answer never turns.
    """
    kind, programme = credit.value("unit_kind", run), _programme(credit, run)
    if _disputed(credit, run, "unit_kind"):
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
    project = _project(issuance)
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
        lacking.extend(_unprogrammed(issuance, run))
    if issued is None:
        lacking.extend(issuance.missing(day, run))
    asked = not (secured and issued is not None and issued <= as_of)
    if until is None and (asked or _disputed(issuance, run, "monitored.to")):
        lacking.extend(issuance.missing("monitored.to", run))
    issuance.set_computed("ahead", run, None if lacking else False, tuple(lacking))


def _user_other(row: Row, act: Row | None, body: Party | None, run: int) -> None:
    """Whether a notice surely names somebody else as user: two corporate numbers, and they differ.

    The reader refuses a notice that does so beside the body's own account, so that an account's answer never turns.
    """
    user = act.value("user", run) if act is not None else None
    if act is not None and _disputed(act, run, "user"):
        row.set_computed("user_other", run, None, act.missing("user", run))
        return
    row.set_computed("user_other", run, same_party(user, body) is False)


def _more_than_claimed(row: Row, path: str, stated: str, run: int) -> None:
    """Whether more is shown as compensated than is claimed, fractions of a credit aside.

    Where no quantity is stated none is asked for; the reader refuses one that exceeds the claim, so that an answer never turns.
    """
    shown, claimed = row.value(stated, run), row.world.claim.value("claimed_t", run)
    effect = row.value("effect", run) if row.table == "statement" else None
    if row.table == "statement" and effect in NO_OFFSET:
        row.set_computed(path, run, False)
    elif claimed is None:
        row.set_computed(path, run, None, row.world.claim.missing("claimed_t", run))
    elif _disputed(row, run, stated):
        row.set_computed(path, run, None, row.missing(stated, run))
    elif shown is None or not exceeds(shown, claimed):
        row.set_computed(path, run, False)
    elif row.table == "statement" and effect is None:
        row.set_computed(path, run, None, row.missing("effect", run))
    else:
        row.set_computed(path, run, True)


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


def _by_total(block: Row, run: int) -> bool | None:
    """Whether a block's units were designated by total, in a programme that knows it."""
    act = block.parent
    how, programme = (act.value("designation", run) if act is not None else None), _programme(block, run)
    if how == "serial" or (programme is not None and programme not in BY_TOTAL):
        return False
    return None if how is None or programme is None else True


def _inside_credit(block: Row, run: int) -> None:
    """Whether the units of a retired block are among those of the credit it is said to come from.

    Of units designated by total no serials are asked for; serials that lie outside all the same are another matter,
    and the reader refuses those that a total is stated beside, so that an answer never turns.
    """
    credit = block.links.get("credit")
    if credit is None:
        block.set_computed("inside_credit", run, None, (block.missing_link("credit"),))
        return
    mine, theirs = _placed(block, run), _placed(credit, run)
    apart = mine is not None and theirs is not None and not _within_range(mine[1], theirs[1])
    disputed = any(_disputed(r, run, "serials.first", "serials.last") for r in (block, credit))
    if not apart and not disputed and _by_total(block, run):
        block.set_computed("inside_credit", run, True)
        return
    if mine is None or theirs is None:
        ends = ("serials.first", "serials.last")
        lacking = [
            m for r in (block, credit) for p in ends if r.value(p, run) is None for m in r.missing(p, run)
        ]
        open_still = tuple(lacking) or _unplaced(credit, run) or (_question(block, "inside_credit"),)
        block.set_computed("inside_credit", run, None, open_still)
        return
    truth: bool | None = not apart
    if truth and plain_id(mine[0]) != plain_id(theirs[0]):
        opaque = _programme(credit, run) is None or _programme(credit, run) in OPAQUE
        truth = None if opaque or "" in (mine[0], theirs[0]) else False
    block.set_computed(
        "inside_credit", run, truth, () if truth is not None else (_question(block, "inside_credit"),)
    )


def _within_range(part: SerialRange, whole: SerialRange) -> bool:
    return whole.first <= part.first and part.last <= whole.last


def _quantity_fits(block: Row, run: int) -> None:
    """Whether a block's quantity is that of its serials; of units designated by total none need be at hand."""
    quantity, found = block.value("quantity_t", run), serial_range(block, run)
    if quantity is not None and found is not None:
        block.set_computed("quantity_fits", run, quantity == found.tonnes)
        return
    if _by_total(block, run) and not _disputed(block, run, "serials.first", "serials.last", "quantity_t"):
        block.set_computed("quantity_fits", run, True)
        return
    lacking = [
        m
        for p in ("quantity_t", "serials.first", "serials.last")
        if block.value(p, run) is None
        for m in block.missing(p, run)
    ]
    open_still = tuple(lacking) or (_question(block, "quantity_fits"),)
    block.set_computed("quantity_fits", run, None, open_still)


def _beyond_blocks(use: Row, run: int) -> None:
    """Whether the uses of one purpose draw more of a credit than their retirement's blocks hold of it.

    A block that is still to be listed only raises what there is, and a use that is only what is drawn: so more is drawn
    for sure only over complete blocks, and enough is there for sure only over complete uses.
    """
    act, credit, purpose = use.links["retirement"], use.links["credit"], use.value("purpose", run)
    lacking = [use.missing_link(n) for n in ("retirement", "credit") if use.links[n] is None]
    lacking.extend(use.missing("purpose", run) if purpose is None else ())
    if act is None or credit is None or purpose is None:
        use.set_computed("beyond_blocks", run, None, tuple(lacking))
        return
    blocks = _blocks_of(use.world, act)
    if not blocks and (act.value("designation", run) != "serial"):
        _beyond_no_blocks(use, act, credit, run)
        return
    held, held_open = _held(act, credit, blocks, run)
    drawn, drawn_open = _drawn(act, credit, purpose, run)
    if held[1] is not None and drawn[0] > held[1]:
        use.set_computed("beyond_blocks", run, True)
    elif drawn[1] is not None and drawn[1] <= held[0]:
        use.set_computed("beyond_blocks", run, False)
    else:
        use.set_computed("beyond_blocks", run, None, tuple(dict.fromkeys((*held_open, *drawn_open))))


def _beyond_no_blocks(use: Row, act: Row, credit: Row, run: int) -> None:
    """The same where no block is listed: by total, the notice and its total are all there is (law 13)."""
    lacking = list(_open(act, "blocks", run))
    if act.value("designation", run) is None:
        lacking.extend(act.missing("designation", run))
    programme = _programme(credit, run)
    if programme is None:
        lacking.extend(_unplaced(credit, run))
    if lacking:
        use.set_computed("beyond_blocks", run, None, tuple(lacking))
    elif programme in BY_TOTAL:
        use.set_computed("beyond_blocks", run, False)
    else:
        use.set_computed("beyond_blocks", run, None, (_question(use, "beyond_blocks"),))


def _held(
    act: Row, credit: Row, blocks: Sequence[Row], run: int
) -> tuple[tuple[Decimal, Decimal | None], list[Missing]]:
    """At least and at most what a retirement's blocks hold of a credit, and what leaves the two apart."""
    least, loose = Decimal(0), Decimal(0)
    bounded = act.complete("blocks", run)
    lacking = list(_open(act, "blocks", run))
    for block in blocks:
        named, t = block.links["credit"], block.value("quantity_t", run)
        if named is not None and named is not credit:
            continue
        if named is None:
            lacking.append(block.missing_link("credit"))
        if t is None:
            lacking.extend(block.missing("quantity_t", run))
            bounded = False
        elif named is None:
            loose += t
        else:
            least += t
    return (least, least + loose if bounded else None), lacking


def _drawn(
    act: Row, credit: Row, purpose: str, run: int
) -> tuple[tuple[Decimal, Decimal | None], list[Missing]]:
    """At least and at most what is drawn of a credit from a retirement for one purpose, and what leaves the two apart."""
    least, loose = Decimal(0), Decimal(0)
    bounded = act.complete("uses", run)
    lacking = list(_open(act, "uses", run))
    for use in act.world.rows["use"]:
        links = {n: use.links[n] for n in ("retirement", "credit")}
        put, t = use.value("purpose", run), use.value("t", run)
        other = links["retirement"] not in (None, act) or links["credit"] not in (None, credit)
        if other or put not in (None, purpose):
            continue
        unsure = [use.missing_link(n) for n, row in links.items() if row is None]
        unsure.extend(use.missing("purpose", run) if put is None else ())
        lacking.extend(unsure)
        if t is None:
            lacking.extend(use.missing("t", run))
            bounded = False
        elif unsure:
            loose += t
        else:
            least += t
    return (least, least + loose if bounded else None), lacking


def _by_notice(credit: Row, run: int) -> tuple[bool | None, tuple[Missing, ...]]:
    """Whether a credit's units are known by notice and total alone: designated by total, and no serials at hand (law 13).

    A claim that says so and lists serials all the same is refused by the reader, so an answer never turns.
    """
    if credit.world.stage is Stage.PLANNED or serial_range(credit, run) is not None:
        return False, ()
    drawn = False
    lacking: list[Missing] = []
    for use in credit.world.rows["use"]:
        named, retirement = use.links["credit"], use.links["retirement"]
        if named is not None and named is not credit:
            continue
        drawn = True
        if named is None:
            lacking.append(use.missing_link("credit"))
        if retirement is None:
            lacking.append(use.missing_link("retirement"))
            continue
        how, listed = retirement.value("designation", run), retirement.value("serials_listed", run)
        if named is credit and (how == "serial" or listed is True):
            return False, ()
        for path, value in (("designation", how), ("serials_listed", listed)):
            if value is None:
                lacking.extend(retirement.missing(path, run))
    if lacking:
        return None, tuple(lacking)
    if drawn and not credit.complete("uses", run):
        return None, _open(credit, "uses", run)
    return drawn, ()


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
        uptake = (volume * expansion * (1 + root) * density * carbon * 44 / 12).quantize(Decimal("0.001"))
    if abs(uptake) >= _MOST_UPTAKE:  # more than any forest holds: a slip in one of the parts
        row.set_computed("uptake_t", run, None, (_question(row, needed[0]),))
        return
    row.set_computed("uptake_t", run, uptake)


def _open(row: Row, name: str, run: int) -> tuple[Missing, ...]:
    """The question whether a list is complete, where that is not said."""
    return () if row.complete(name, run) else (open_question(row, name),)


def _drawn_twice(credit: Row, run: int) -> None:
    """Whether the retirements of a credit together draw more than it holds.

    One retirement may serve several purposes with the same tonnes, and so draws the most that any of them takes; two
    retirements never share a tonne.
    """
    held = credit.value("quantity_t", run)
    lacking = list(credit.missing("quantity_t", run)) if held is None else []
    drawn: dict[tuple[Row, object], Decimal] = {}
    bounded = True
    loose = Decimal(0)
    for use in credit.world.rows["use"]:
        named, act = use.links["credit"], use.links["retirement"]
        if named is not None and named is not credit:
            continue
        t, purpose = use.value("t", run), use.value("purpose", run)
        if named is None:
            lacking.append(use.missing_link("credit"))
        if act is None:
            lacking.append(use.missing_link("retirement"))
        for path, value in (("t", t), ("purpose", purpose)):
            if value is None:
                lacking.extend(use.missing(path, run))
        if t is None:
            bounded = False
        elif named is None or act is None or purpose is None:
            loose += t  # at most as much again; at least nothing, as another purpose may share the tonnes
        else:
            drawn[act, purpose] = drawn.get((act, purpose), Decimal(0)) + t
    acts: dict[Row, Decimal] = {}
    for (act, _), t in drawn.items():
        acts[act] = max(acts.get(act, Decimal(0)), t)
    beside, doubts = _drawn_beside(credit, acts, run)
    least = sum(acts.values(), Decimal(0)) + beside[0]
    if held is not None and least > held:
        credit.set_computed("drawn_twice", run, True)
        return
    lacking.extend((*_open(credit, "uses", run), *doubts))
    most = None if beside[1] is None else sum(acts.values(), Decimal(0)) + beside[1] + loose
    bounded = bounded and credit.complete("uses", run)
    if held is not None and bounded and most is not None and most <= held:
        credit.set_computed("drawn_twice", run, False)
        return
    credit.set_computed("drawn_twice", run, None, tuple(dict.fromkeys(lacking)))


def _drawn_beside(
    credit: Row, carried: Mapping[Row, Decimal], run: int
) -> tuple[tuple[Decimal, Decimal | None], tuple[Missing, ...]]:
    """What acts took of a credit by their blocks, beside what uses draw of it: at least and at most.

    One act entered twice took its tonnes once. Acts that are not listed, or do not list their blocks, may have taken more.
    """
    low, high = Decimal(0), Decimal(0)
    asked: list[Missing] = list(_open(credit.world.claim, "retirements", run))
    for act in credit.world.rows["retirement"]:
        blocks = [b for b in _blocks_of(credit.world, act) if b.links["credit"] is credit]
        unnamed = [b for b in _blocks_of(credit.world, act) if b.links["credit"] is None]
        asked.extend(_open(act, "blocks", run))
        asked.extend(b.missing_link("credit") for b in unnamed)
        again = [] if act in carried else [_same_act(act, other, run) for other in carried]
        amounts = [block.value("quantity_t", run) for block in blocks]
        for block, t in zip(blocks, amounts, strict=True):
            asked.extend(block.missing("quantity_t", run) if t is None else ())
        more = sum((t for t in amounts if t is not None), Decimal(0)) - carried.get(act, Decimal(0))
        if True not in again and more > 0:
            high += more
            low += Decimal(0) if None in again else more
    return (low, None if asked else high), tuple(asked)


@dataclass(slots=True)
class _Finding:
    """An OR over possible overlaps, with what keeps it open."""

    truth: bool | None = False
    missing: tuple[Missing, ...] = ()
    note: str = ""

    def add(self, truth: bool | None, missing: Sequence[Missing], note: str) -> None:
        if truth is True:
            self.truth, self.missing = True, ()
            self.note = f"{self.note}; {note}" if self.note else note
        elif truth is None and self.truth is not True:
            self.truth = None
            self.missing = (*self.missing, *missing)

    def close(self, row: Row, path: str, run: int, unlisted: Sequence[Missing] = ()) -> None:
        """Settle the fact; where lists are open, what is not listed may yet overlap."""
        if self.truth is False and unlisted:
            self.truth, self.missing = None, tuple(unlisted)
        if self.truth is None and not self.missing:  # such as a prefix that one of two blocks leaves out
            self.missing = (_question(row, path),)
        row.set_computed(path, run, self.truth, tuple(dict.fromkeys(self.missing)))
        if self.truth is True and run == ALL:
            row.world.notes[f"{row.address}.{path}"] = self.note


def _question(row: Row, path: str) -> Missing:
    """The fact itself as a question, where no stated fact would decide it."""
    fact = catalogue.tables()[row.table].facts[path]
    return Missing(f"{row.address}.{path}", fact.name, fact.owner, Reason.ABSENT)


def _plain_scope(scope: UniquenessScope) -> UniquenessScope:
    """A scope as registries are compared by, whoever wrote it down."""
    prefix, owner = (None if t is None else plain_id(t) for t in (scope.prefix, scope.project_or_party))
    return replace(scope, prefix=prefix, project_or_party=owner)


def _overlap(a: Block, b: Block) -> bool | None:
    """Whether two blocks overlap; a prefix that only one of them shows may have been left out by the other."""
    named = a.scope.project_or_party, b.scope.project_or_party
    a, b = (replace(x, scope=_plain_scope(x.scope)) for x in (a, b))
    if a.scope.programme != b.scope.programme and a.scope.prefix and a.scope.prefix == b.scope.prefix:
        # One text under two programmes' names: a wrong name is likelier than two programmes that print alike.
        return False if a.range is not None and b.range is not None and not a.range.overlap(b.range) else None
    if named[0] is not None and named[1] is not None and same_id(named[0], named[1]) is None:
        a, b = (replace(x, scope=replace(x.scope, project_or_party=None)) for x in (a, b))
    unsure = (a.scope.prefix == "") != (b.scope.prefix == "")
    if a.scope.prefix != b.scope.prefix and all(
        x.scope.programme is None or x.scope.programme in OPAQUE for x in (a, b)
    ):
        unsure = True  # no layout is public: another prefix may be another writing of the same
    if unsure:
        a, b = (replace(x, scope=replace(x.scope, prefix=None)) for x in (a, b))
    return overlap_truth(a, b)


def rows_overlap(a: Row, b: Row, run: int) -> bool | None:
    """Whether two credits or blocks of one claim share a unit."""
    truth = _overlap(block_of(a, run), block_of(b, run))
    if (
        truth is True
        and _programme(a, run) in OPAQUE
        and _prefix(a, run) == ""
        and not _one_origin(a, b, run)
    ):
        return None  # that numbers run on across projects and vintages is assumed, and decides against no one
    return truth


def _one_origin(a: Row, b: Row, run: int) -> bool:
    """Whether two credits or blocks are surely of one project and vintage."""
    one, two = (r if r.table == "credit" else r.links["credit"] for r in (a, b))
    if one is None or two is None or one is two:
        return one is two and one is not None
    first, second = one.links["project"], two.links["project"]
    if first is None or second is None:
        return False
    references = first.value("reference", run), second.value("reference", run)
    years = one.value("vintage.from", run), two.value("vintage.from", run)
    if None in years or years[0].year != years[1].year:
        return False
    return first is second or (None not in references and same_id(*references) is True)


def block_of(row: Row, run: int) -> Block:
    """A credit or retired block as a record of serials."""
    return Block(row.address, uniqueness_scope(row, run), serial_range(row, run), None)


def _carried(world: World, link: str, run: int) -> tuple[set[int], tuple[Missing, ...]]:
    """The rows that uses lead to, and what would show whether a use leads to one more."""
    uses = world.rows["use"]
    lacking = [u.missing_link(link) for u in uses if u.links[link] is None]
    return {id(u.links[link]) for u in uses}, (*lacking, *_open(world.claim, "uses", run))


def _credit_overlaps(world: World, run: int) -> None:
    credits = world.rows["credit"]
    blocks = {c.id: block_of(c, run) for c in credits}
    named = {c.id: _by_notice(c, run) for c in credits} if len(credits) > 1 else {}
    # A spare credit that no use carries double-counts nothing; while uses may yet be added, it may (law 9).
    carried, uncarried = _carried(world, "credit", run)
    for credit in credits:
        found = _Finding()
        for other in credits:
            spare = id(other) not in carried
            if other is credit or (spare and not uncarried):
                continue
            truth = rows_overlap(credit, other, run)
            asked: list[Missing] = []
            if (
                truth is None
            ):  # what notice and total identify is compared by notice (OG-DBL-01), not by serials
                for apart, missing in (named[credit.id], named[other.id]):
                    truth = False if apart is True else truth
                    asked.extend(missing)
            if spare and truth is True:
                found.add(None, uncarried, "")
                continue
            found.add(
                truth,
                (*_lacking(credit, run), *_lacking(other, run), *asked),
                _at(blocks[credit.id], blocks[other.id], other.id),
            )
        found.close(credit, "overlaps_claim", run, _open(world.claim, "credits", run))


def _at(a: Block, b: Block, name: str) -> str:
    overlap = a.range.overlap(b.range) if a.range and b.range else None
    return f"{name}: {overlap}" if overlap else name


def _blocks_of(world: World, retirement: Row) -> list[Row]:
    return [b for b in world.rows["block"] if b.parent is retirement]


def _drawn_from(world: World, retirement: Row, run: int) -> list[Row]:
    """The credits of which an act retired units that none of its blocks shows: some of their serials were taken."""
    shown = [b.links["credit"] for b in _blocks_of(world, retirement) if serial_range(b, run) is not None]
    used = {id(u.links["credit"]) for u in world.rows["use"] if u.links["retirement"] is retirement}
    return [c for c in world.rows["credit"] if id(c) in used and all(c is not s for s in shown)]


def _retirement_overlaps(world: World, run: int) -> None:
    """By serial wherever serials are stated, and by notice: without serials that is the identity (law 13).

    One act entered twice, of which no use carries the second, double-counts nothing; while uses may yet be added, it may
    (law 9). Two acts on the same units are one too many, whoever uses the second.
    """
    retirements = world.rows["retirement"]
    carried, uncarried = _carried(world, "retirement", run)
    unlisted = [
        *_open(world.claim, "retirements", run),
        *(m for r in retirements if _without_serials(r, run)[0] is not True for m in _open(r, "blocks", run)),
    ]
    for here in retirements:
        found = _Finding()
        mine = _blocks_of(world, here)
        for n, a in enumerate(mine):
            for b in mine[:n]:
                truth, missing = _blocks_overlap((here, a), (here, b), run)
                found.add(truth, missing, _at(block_of(a, run), block_of(b, run), b.id))
        for other in retirements:
            if other is here:
                continue
            truth, missing, note = _pair(world, here, other, run)
            if truth is True and id(other) not in carried:
                same = _same_act(here, other, run)
                if same is True:
                    truth, missing, note = (None, uncarried, "") if uncarried else (False, (), "")
                elif same is None:
                    asked = _notice_lacking(
                        (here, other), run, ("notice", "registry", "act", "completed_on", "user", "purpose")
                    )
                    truth, missing, note = None, tuple(asked) or (_question(here, "overlaps_claim"),), ""
            found.add(truth, missing, note)
        found.close(here, "overlaps_claim", run, unlisted)


def _without_serials(act: Row, run: int) -> tuple[bool | None, tuple[Missing, ...]]:
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


def _blocks_overlap(
    a: tuple[Row, Row], b: tuple[Row, Row], run: int
) -> tuple[bool | None, tuple[Missing, ...]]:
    """Whether two blocks, each of an act, share a unit; what no serials can be had of is compared by notice."""
    truth = rows_overlap(a[1], b[1], run)
    if truth is not None:
        return truth, ()
    lacking = [*_lacking(a[1], run), *_lacking(b[1], run)]
    for act, block in (a, b):
        if serial_range(block, run) is None:
            apart, missing = _without_serials(act, run)
            if apart:
                return False, ()
            lacking.extend(missing)
    return None, tuple(dict.fromkeys(lacking))


def _same_notice(a: Row, b: Row, run: int) -> bool | None:
    return _notices(
        (a.value("notice", run), a.value("registry", run)), (b.value("notice", run), b.value("registry", run))
    )


def _same_act(a: Row, b: Row, run: int) -> bool | None:
    """Whether two entries tell of one act: on one notice, and alike in all that a notice bears."""
    borne = ("act", "completed_on", "user", "purpose")
    return kleene_and(
        [
            _same_notice(a, b, run),
            *(same_value(a.value(path, run), b.value(path, run)) for path in borne),
        ]
    )


def _notices(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> bool | None:
    """Whether two notices are one; the names of registries are free text, so another name is no proof of another registry."""
    if a[0] is None or b[0] is None:
        return None
    same = same_id(a[0], b[0])
    if same is not True:
        return same
    if a[1] is None or b[1] is None or plain_id(a[1]) != plain_id(b[1]):
        return None
    return True


def _pair(world: World, a: Row, b: Row, run: int) -> tuple[bool | None, tuple[Missing, ...], str]:
    """Whether two retirements take the same units: the same notice twice, or overlapping named serials."""
    notice = _same_notice(a, b, run)
    if notice is True:
        return True, (), f"{b.id}: {a.value('notice', run)}"
    truth: bool | None = False
    lacking: list[Missing] = []
    if notice is None:
        truth, lacking = None, _notice_lacking((a, b), run) or [_question(a, "overlaps_claim")]
    for left in _blocks_of(world, a):
        for right in _blocks_of(world, b):
            serials, missing = _blocks_overlap((a, left), (b, right), run)
            if serials is True:
                return True, (), _at(block_of(left, run), block_of(right, run), b.id)
            if serials is None:
                truth = None
                lacking.extend(missing)
    apart = [_without_serials(act, run) for act in (a, b)]
    if not any(known is True for known, _ in apart):
        for act, (_, missing) in zip((a, b), apart, strict=True):
            if not act.complete("blocks", run):
                truth = None
                lacking.extend((*_open(act, "blocks", run), *missing))
    return truth, tuple(dict.fromkeys(lacking)), b.id


def _notice_lacking(
    acts: Sequence[Row], run: int, paths: Sequence[str] = ("notice", "registry")
) -> list[Missing]:
    """What would show which notice an act stands on."""
    return [m for r in acts for p in paths if r.value(p, run) is None for m in r.missing(p, run)]


def _record_overlaps(world: World, run: int, snapshot: Snapshot) -> None:
    """Against what others have used: a record decides, a mere statement asks the reviewer.

    A record of the claimant's own under another claim may be the same use renamed or a second one: it asks as well.
    """
    claimant = world.claim.value("organisation", run)
    for row in world.rows["retirement"]:
        recorded, said = _Finding(), _Finding()
        for record in snapshot.records:
            ours = same_party(record.party, claimant)
            earlier = record.claim == world.claim.id
            own_file = record.stated_only and record.sha256 in (None, world.source.sha256)
            if earlier and (ours is True or (own_file and ours is None)):
                continue  # a claim never conflicts with its own record
            truth, missing, note = _against(world, row, record, run)
            if record.stated_only or ours is True:
                said.add(truth, missing, note)
            elif ours is False:
                recorded.add(truth, missing, note)
            elif truth is not False:  # only another party's record fails (law 13)
                asked = missing if truth is None else _whose(world, row, run)
                recorded.add(None, asked, note)
                if not earlier:
                    said.add(None, asked, note)
        recorded.close(row, "overlaps_record", run)
        said.close(row, "overlaps_statement", run)


def _whose(world: World, row: Row, run: int) -> tuple[Missing, ...]:
    """What would show whether a record that overlaps is the claimant's own."""
    claimant = world.claim.value("organisation", run)
    if claimant is None:
        return world.claim.missing("organisation", run)
    if claimant.number is None:
        name = claimant.name or "?"
        place = f"parties[{name}].corporate_number"
        return (Missing(place, "party.corporate_number", Owner.CLAIMANT, Reason.ABSENT, name),)
    return (_question(row, "overlaps_record"),)


def _against(
    world: World, row: Row, record: RecordedUse, run: int
) -> tuple[bool | None, tuple[Missing, ...], str]:
    mine = row.value("notice", run), row.value("registry", run)
    same = _notices(mine, (record.notice, record.registry))
    if same is True:
        return True, (), str(record.notice)
    wanted = _notice_lacking((row,), run)
    if record.range is None:
        # What another states without a notice stands against nothing; what we lack ourselves stays open.
        open_still = same is None and (record.notice is not None or bool(wanted))
        return (None if open_still else False), tuple(wanted) if open_still else (), ""
    truth: bool | None = False
    lacking: list[Missing] = []
    theirs = Block("record", record.scope, record.range, None)
    apart, missing = _without_serials(row, run)
    for block in _blocks_of(world, row):
        own = block_of(block, run)
        overlap = _overlap(own, theirs)
        if overlap is True and own.scope.programme in PARTY_ASSUMED and _prefix(block, run) == "":
            overlap = None
        if overlap is True:
            return True, (), _at(own, theirs, "record")
        if overlap is None and not (apart and own.range is None):
            truth = None
            lacking.extend((*_lacking(block, run), *(missing if own.range is None else ())))
    for credit in _drawn_from(
        world, row, run
    ):  # which of its units were retired is not shown: some may be these
        if serial_range(credit, run) is not None and _overlap(block_of(credit, run), theirs) is not False:
            truth = None
            lacking.extend((*_open(row, "blocks", run), *missing, _question(row, "serials_listed")))
    if truth is False and not apart and not row.complete("blocks", run):
        truth, lacking = None, [*_open(row, "blocks", run), *missing]
    if same is None and record.notice is not None:  # the notice may yet turn out to be the same
        truth, lacking = None, [*lacking, *wanted]
    return truth, tuple(lacking), ""


def batch_snapshot(claims: Sequence[Claim], profile: Profile, as_of: date) -> Snapshot:
    """The claims of one run as each other's outside state: what the others state, by hash of them all."""
    if len(claims) < 2:
        return Snapshot()
    records = tuple(r for c in claims for r in recorded_uses(build_world(c, profile, as_of)))
    digest = hashlib.sha256("".join(sorted(c.sha256 for c in claims)).encode()).hexdigest()
    return Snapshot(records, None, digest)


def recorded_uses(world: World) -> tuple[RecordedUse, ...]:
    """What this claim states to have retired, for the other claims of a batch."""
    party = world.claim.value("organisation", ALL)
    nowhere = UniquenessScope(None, "", None, None, None)
    found = []
    for act in world.rows["retirement"]:
        rows = [*_blocks_of(world, act), *_drawn_from(world, act, ALL)]
        for scope, taken in [(uniqueness_scope(r, ALL), serial_range(r, ALL)) for r in rows] or [
            (nowhere, None)
        ]:
            found.append(
                RecordedUse(
                    scope,
                    taken,
                    act.value("registry", ALL),
                    act.value("notice", ALL),
                    party,
                    world.claim.id,
                    True,
                    world.source.sha256,
                )
            )
    return tuple(found)
