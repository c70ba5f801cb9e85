"""What a claim states that cannot all be right, on settled facts: refused, so that an answer never turns (law 2).

Some facts are not asked for, since a programme secures them or nobody need state them: the answer stands without them. A
stated one that would turn that answer is refused instead, with its place and what to correct. The settled facts are
looked at, as the rules see them: every source with its type, sources of a later day left out, and no word where sources
disagree (then the fact is missing, and asked about).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.methodologies import stores
from offsetcheck.facts.models import (
    Authorisation,
    ClaimKind,
    Designation,
    Effect,
    Limits,
    Origin,
    Programme,
    Purpose,
    Saying,
    UnitKind,
)
from offsetcheck.facts.problems import Problem, Text
from offsetcheck.facts.serials import BY_TOTAL, EX_POST, SerialRange, read_block
from offsetcheck.facts.vocabulary import exceeds
from offsetcheck.facts.world import ALL, Missing, Row, World

if TYPE_CHECKING:
    from offsetcheck.facts.documents import Document

#: What a retirement is for where its units count for no report at home.
ABROAD = (Purpose.CORSIA.value, Purpose.OMGE.value)
#: What a text may convey without saying that emissions were compensated.
NO_OFFSET = frozenset({Effect.CONTRIBUTION.value, Effect.NONE.value})
OF_EMISSIONS = frozenset(
    {ClaimKind.ORGANISATION.value, ClaimKind.PRODUCT_SERVICE.value, ClaimKind.EVENT.value}
)
"""The kinds of claim that compensate emissions of their own scope."""


_ISSUING = frozenset({Programme.J_CREDIT.value, Programme.JCM.value, Programme.ARTICLE_6_4.value})
_J_CREDIT = frozenset({Programme.J_CREDIT.value})
#: What programmes secure by certifying or issuing, so that no rule asks for it, and the answer that denies it.
SECURED: tuple[tuple[frozenset[str], str, bool], ...] = (
    (_ISSUING, "third_party_verified", False),
    (_ISSUING, "additional", False),
    (_ISSUING, "safeguards_shown", False),
    *((_ISSUING, f"assessment.{p}", False) for p in ("real", "accurate", "permanent", "unique", "safeguarded")),
    (_J_CREDIT, "legal_obligation", True),
    (_J_CREDIT, "methodology_withdrawn", True),
    (_J_CREDIT, "registration_threshold_met", False),
)  # fmt: skip
#: Days up to the certification of a J-Credit, each with the day that it never comes after.
ORDERED = (
    ("project.validated_on", "project.registered_on"),
    ("issuance.verified_on", "issuance.decided_on"),
    ("project.registered_on", "issuance.decided_on"),
)
#: What of a row is refused where it denies the rest, and is asked of nobody otherwise, with the programmes it is for.
#: Where its sources disagree it is known of none of them that they deny nothing, so whatever rests on the row waits (law 8).
_GUARDED: dict[str, tuple[tuple[frozenset[str] | None, str], ...]] = {
    "project": (
        *((programmes, path) for programmes, path, _ in SECURED),
        (_J_CREDIT, "origin"), (_J_CREDIT, "methodology"), (_J_CREDIT, "validated_on"), (_J_CREDIT, "registered_on"),
    ),
    "issuance": (
        (frozenset(BY_TOTAL), "total_t"), (_J_CREDIT, "verifier_registered"),
        (_J_CREDIT, "verified_on"), (_J_CREDIT, "decided_on"), (frozenset(EX_POST), "monitored.to"),
    ),
    "credit": (
        (None, "serials.first"), (None, "serials.last"), (frozenset({Programme.JCM.value}), "authorisation.limits"),
        (frozenset(EX_POST), "unit_kind"),
    ),
    "retirement": ((None, "applied_on"), (None, "serials_listed"), (None, "purpose")),
    "use": ((None, "scope.days.from"), (None, "scope.days.to")),
    "statement": ((None, "shown_on"), (None, "says")),
}  # fmt: skip


def measured_by_claim(row: Row, run: int) -> bool | None:
    """Whether the tonnes that a row shows are those that the claim claims, so that they may not exceed them.

    Beside an offset of emissions a contribution is another matter; of a claim that only retires or attaches units it is all
    there is. None where the kind of claim would tell; a text of which it is not known what it conveys is measured.
    """
    effect = row.value("effect", run) if row.table == "statement" else None
    if effect != Effect.CONTRIBUTION.value:
        return effect != Effect.NONE.value
    kind = row.world.claim.value("kind", run)
    return None if kind is None else kind not in OF_EMISSIONS


def unsettled(row: Row, run: int) -> tuple[Missing, ...]:
    """What the reader guards of a row and cannot, as its sources disagree; each is a question of its own."""
    if row.table == "statement" and (_is_announcement(row, run) or row.value("effect", run) in NO_OFFSET):
        return ()
    programme = row.value("programme", run) if row.table == "project" else _programme(row, run)
    guarded = [
        (row, path)
        for programmes, path in _GUARDED[row.table]
        if programmes is None or programme is None or programme in programmes
    ]
    if row.table == "issuance" and programme in (None, *BY_TOTAL):
        held = (c for c in row.members("credit") if c.links["issuance"] is row)  # a use draws on them or not
        guarded += [(credit, "quantity_t") for credit in held]
    return tuple(m for at, path in guarded if at.disputed(run, path) for m in at.missing(path, run))


def contradictions_of(world: World, document: Document | None = None) -> list[Problem]:
    """Every contradiction of a claim, in the order of its kinds; lines are named where the document is at hand."""
    return list(_Contradictions(world, document).all())


def contradictions_between(worlds: Sequence[World]) -> list[Problem]:
    """What two claims of one run cannot both state: one id, by which each knows its own, and one report (laws 9 and 13).

    A report whose uses stand in two claims would be held to its caps by the uses of each alone.
    """
    found: list[Problem] = []
    for n, world in enumerate(worlds):
        own = _Contradictions(world, world.source.document)
        for other in worlds[:n]:
            name = _file_of(other)
            if other.claim.id == world.claim.id:
                found.append(own.problem(world.claim, ("id",), world.claim.id,
                                         f"{name} と同じidです。取組ごとに別のidを付けてください。",
                                         f"{name} has this id too: give each claim its own", "duplicate-id"))  # fmt: skip
            found.extend(
                own.problem(filing, (), _report_of(filing),
                            f"{name} にも記載されている報告です（制度・事業者・年度が同じです）。一つの取組ファイルにまとめてください。",
                            f"{name} states this report too (the same entity, scheme and year): state it in one claim", "duplicate-filing")
                for filing in world.rows["filing"]
                if any(_one_report(filing, theirs) for theirs in other.rows["filing"])
            )  # fmt: skip
    return found


class _Contradictions:
    def __init__(self, world: World, document: Document | None) -> None:
        self.world = world
        self.document = document

    def problem(
        self, row: Row, inner: tuple[str, ...], found: object, ja: str, en: str, code: str = "contradiction"
    ) -> Problem:
        """A problem at a part of a row."""
        if self.document is None:
            address = ".".join((row.address, *inner))
            name = self.world.source.claim.id
            return Problem(name, None, None, address, str(found), Text(ja, en), code)
        outside = inner[:1] == ("disclosure",)  # a section of its own
        path: tuple[str | int, ...] = inner if outside else (*_path(self.world, row), *inner)
        return self.document.problem(path, str(found), Text(ja, en), code)

    def all(self) -> Iterator[Problem]:
        yield from self._unlisted()
        yield from self._beyond_range()
        yield from self._beyond_issuance()
        yield from self._by_total()
        yield from self._hidden_storage()
        yield from self._ex_post()
        yield from self._overstated()
        yield from self._done_before()
        yield from self._shown_before()
        yield from self._beyond_limits()
        yield from self._used_abroad()
        yield from self._two_scopes()
        yield from self._filed_twice()
        yield from self._denied()

    # -- serials and quantities ------------------------------------------------------------------------------------------

    def _unlisted(self) -> Iterator[Problem]:
        """Serials of units whose retirement is said to leave them unknown."""
        unlisted = [r for r in self.world.rows["retirement"] if r.value("serials_listed", ALL) is False]
        for credit in self.world.rows["credit"]:
            drawn = [
                act
                for u in self.world.rows["use"]
                for act in unlisted
                if u.links["credit"] is credit and u.links["retirement"] is act
            ]
            if drawn and _has_serials(credit):
                named = drawn[0].id
                yield self.problem(credit, ("serials",), credit.id,
                                   f"無効化 {named} はシリアル番号の一覧がない（serials_listed: false）とされていますが、シリアル番号が記載されています。無効化した分の番号が分かる場合は serials_listed を改め、分からない場合はこの欄を省いてください。",
                                   f"retirement {named} says that no serials are at hand (serials_listed: false), yet here they are: correct serials_listed, or leave the serials out where they are not those of the retired units")  # fmt: skip
        for block in self.world.rows["block"]:
            if block.parent in unlisted and _has_serials(block):
                assert block.parent is not None
                yield self.problem(block, ("serials",), block.parent.id,
                                   "シリアル番号の一覧がない（serials_listed: false）とされていますが、内訳にシリアル番号が記載されています。serials_listed を改めてください。",
                                   "no serials are said to be at hand (serials_listed: false), yet here they are: correct serials_listed")  # fmt: skip

    def _beyond_range(self) -> Iterator[Problem]:
        """A quantity above the range beside it, of units retired by total: with serials retired, a rule compares the two."""
        for credit in self.world.rows["credit"]:
            quantity, numbers = credit.value("quantity_t", ALL), _range(credit)
            drawn = any(
                u.links["credit"] is credit and _designated_by_total(u.links["retirement"])
                for u in self.world.rows["use"]
            )
            if (
                drawn
                and quantity is not None
                and numbers is not None
                and numbers.tonnes < quantity
                and _programme(credit) in BY_TOTAL
            ):
                yield self.problem(credit, ("quantity_t",), quantity,
                                   f"シリアル番号の範囲（{numbers.tonnes:,}個）より多い数量です。番号が連続していない場合は範囲ごとにクレジットを分け、無効化した分の番号が分からない場合はシリアル番号の欄を省いてください。",
                                   f"this is more than the serial range holds ({numbers.tonnes:,}): where the numbers do not run on, list each block as a credit; where those retired are not known, leave the serials out")  # fmt: skip

    def _beyond_issuance(self) -> Iterator[Problem]:
        """Credits of one certification that hold more than it is said to have issued."""
        for issuance in self.world.rows["issuance"]:
            if _programme(issuance) not in BY_TOTAL:  # the schemes that secure what their certifications say
                continue
            total = issuance.value("total_t", ALL)
            held = [
                c.value("quantity_t", ALL)
                for c in self.world.rows["credit"]
                if c.links["issuance"] is issuance
            ]
            least = sum((t for t in held if t is not None), Decimal(0))
            if total is not None and least > total:
                yield self.problem(issuance, ("total_t",), total,
                                   f"この発行に属するクレジットの数量の合計（{least:,}）が発行総量を超えています。いずれかの数量を改めるか、別の発行に属するクレジットを分けてください。",
                                   f"the credits of this issuance add up to {least:,}, which is more than it issued: correct a figure, or list credits of another issuance under that one")  # fmt: skip

    def _by_total(self) -> Iterator[Problem]:
        """Serials stated for units designated by total that deny what stands beside them; by total none are asked for."""
        for block in self.world.rows["block"]:
            credit, mine = block.links["credit"], _range(block)
            if (
                credit is None
                or mine is None
                or not _designated_by_total(block.parent)
                or _programme(credit) not in BY_TOTAL
            ):
                continue
            t, whole = block.value("quantity_t", ALL), _range(credit)
            if t is not None and t != mine.tonnes:
                yield self.problem(block, ("serials",), mine,
                                   f"シリアル番号の範囲に含まれる番号の個数（{mine.tonnes}）が、内訳の数量（{t}）と一致しません。無効化通知書により改めてください。総量指定でシリアル番号が分からない場合は、この欄を省いてください。",
                                   f"these serials are {mine.tonnes} units, yet the quantity beside them is {t}: correct them from the notice, or leave the serials out where units designated by total have none")  # fmt: skip
            if whole is not None and not (whole.first <= mine.first and mine.last <= whole.last):
                yield self.problem(block, ("serials",), mine,
                                   f"シリアル番号が、クレジット {credit.id} の範囲（{whole}）の外にあります。無効化通知書により改めてください。総量指定でシリアル番号が分からない場合は、この欄を省いてください。",
                                   f"these serials lie outside those of credit {credit.id} ({whole}): correct them from the notice, or leave the serials out where units designated by total have none")  # fmt: skip

    def _hidden_storage(self) -> Iterator[Problem]:
        """J-Credits whose methodology stores carbon and whose origin is said not to; either of the two answers for both."""
        for project in self.world.rows["project"]:
            methodology, origin = project.value("methodology", ALL), project.value("origin", ALL)
            if (
                project.value("programme", ALL) == Programme.J_CREDIT.value
                and origin is not None
                and Origin(origin).stores_nothing
                and stores(methodology)
            ):
                yield self.problem(project, ("origin",), origin,
                                   f"森林（FO）及びバイオ炭（AG-004）の方法論（{methodology}）によるクレジットの由来ではありません。登録簿により、由来又は方法論を改めてください。",
                                   f"credits of a forest (FO) or biochar (AG-004) methodology ({methodology}) do not come from this: correct the origin or the methodology from the registry")  # fmt: skip

    # -- results, texts and authorisations --------------------------------------------------------------------------

    def _ex_post(self) -> Iterator[Problem]:
        """What denies the result that a programme issues its units for; whether there is one is not asked of it."""
        for credit in self.world.rows["credit"]:
            programme = _programme(credit)
            if credit.value("unit_kind", ALL) == UnitKind.EX_ANTE.value and programme in EX_POST:
                yield self.problem(credit, ("unit_kind",), UnitKind.EX_ANTE.value,
                                   f"{programme} のクレジットは実績に基づいて発行されるため、見込みに基づく発行（ex_ante）ではありません。登録簿により、制度又は発行の区分を改めてください。",
                                   f"{programme} issues units for verified results, never ex ante: correct the programme or the kind of unit from the registry")  # fmt: skip
        for issuance in self.world.rows["issuance"]:
            until, day = issuance.value("monitored.to", ALL), issuance.value("decided_on", ALL)
            if until is not None and day is not None and until > day and _programme(issuance) in EX_POST:
                yield self.problem(issuance, ("monitored", "to"), until,
                                   f"モニタリング期間の終了日が、発行決定日（{day}）より後です。発行は、モニタリング及び検証の後に決定されます。登録簿により改めてください。",
                                   f"the monitored period ends after the issuance was decided ({day}); monitoring and verification come first: correct the days from the registry")  # fmt: skip

    def _overstated(self) -> Iterator[Problem]:
        """Quantities shown as compensated that exceed the tonnes claimed; none is asked for."""
        claim = self.world.claim
        claimed = claim.value("claimed_t", ALL)
        shown: list[tuple[Row, tuple[str, ...], Decimal | None]] = [
            (row, ("stated_t",), row.value("stated_t", ALL))
            for row in self.world.rows["statement"]
            if row.value("effect", ALL) is not None and measured_by_claim(row, ALL) is True
        ]
        published = claim.value("disclosure.stated_offset_t", ALL)
        shown.append((claim, ("disclosure", "stated_offset_t"), published))
        for row, inner, t in shown:
            if t is not None and claimed is not None and exceeds(t, claimed):
                yield self.problem(row, inner, t,
                                   f"示した数量が、主張するオフセット量（{claimed}）を超えています。いずれかを改めてください。",
                                   f"more is shown than the {claimed} claimed: correct one of the two")  # fmt: skip

    def _done_before(self) -> Iterator[Problem]:
        """A retirement completed before it was applied for; the day of the application is asked of nobody."""
        for act in self.world.rows["retirement"]:
            applied, done = act.value("applied_on", ALL), act.value("completed_on", ALL)
            if applied is not None and done is not None and applied > done:
                yield self.problem(act, ("applied_on",), applied,
                                   f"無効化の申請日が、完了日（{done}）より後です。無効化通知書及び申請の控えにより改めてください。",
                                   f"the retirement was completed ({done}) before it was applied for: correct the days from the notice and the application")  # fmt: skip

    def _shown_before(self) -> Iterator[Problem]:
        """Texts shown before what they speak of was retired, which do not announce it; where that is not known, it is asked."""
        published = self.world.claim.value("publication_on", ALL)
        for row in self.world.rows["statement"]:
            last, shown = _retired_after(row), row.value("shown_on", ALL)
            if last is not None and row.value("says", ALL) is not None and not _is_announcement(row):
                yield self.problem(row, ("shown_on",), shown,
                                   f"無効化の完了日（{last}）及び公表日（{published}）より前の表示です。最初に表示した日を公表日とするか、表示日を改めてください。",
                                   f"the text was shown before the retirement ({last}) and before the publication ({published}): the first day it was shown is the day of publication; correct one of the two")  # fmt: skip

    def _beyond_limits(self) -> Iterator[Problem]:
        """JCM units said to be authorised and yet beyond the limits of it: which of the two holds is not asked otherwise."""
        for credit in self.world.rows["credit"]:
            if (
                credit.value("authorisation.status", ALL) == Authorisation.AUTHORISED.value
                and credit.value("authorisation.limits", ALL) == Limits.EXCEEDED.value
                and _programme(credit) == Programme.JCM.value
            ):
                yield self.problem(credit, ("authorisation", "limits"), Limits.EXCEEDED.value,
                                   "承認の条件の範囲を超えた分は承認されていません。超えた分を別のクレジットとして分け、承認（status）を not_authorised としてください。",
                                   "what exceeds the limits of an authorisation is not authorised: list it as a credit of its own, with the status not_authorised")  # fmt: skip

    def _used_abroad(self) -> Iterator[Problem]:
        """Units retired for CORSIA or for the world's mitigation, and reported under SHK as well.

        Other reports are asked for the purpose on the notice and fail by a rule; an SHK sheet has no room for it.
        """
        for use in self.world.rows["use"]:
            act = use.links["retirement"]
            if act is None or use.value("purpose", ALL) != Purpose.SHK.value:
                continue
            purpose = act.value("purpose", ALL)
            if purpose in ABROAD:
                yield self.problem(act, ("purpose",), purpose,
                                   f"この用途で無効化したクレジットを、SHK制度の報告（活用 {use.id}）に重ねて用いることはできません。無効化通知書の用途を確認し、用途又は活用のどちらかを改めてください。",
                                   f"units retired for this purpose cannot be reported under SHK as well (use {use.id}): check the purpose on the notice, and correct the purpose or the use")  # fmt: skip

    def _two_scopes(self) -> Iterator[Problem]:
        """A use for one year and for other days: a year and its days are one scope."""
        for use in self.world.rows["use"]:
            year = use.value("scope.period", ALL)
            if year is None:
                continue
            for path, day in (("scope.days.from", year.first_day), ("scope.days.to", year.last_day)):
                other = use.value(path, ALL)
                if other is not None and other != day:
                    yield self.problem(use, ("scope", "days"), other,
                                       f"活用範囲の対象年度（{year.first_day}から{year.last_day}まで）と異なる日です。対象年度か、この日のいずれかを改めてください。",
                                       f"this is not a day at an end of the year of the scope ({year.first_day} to {year.last_day}): correct the year or this day")  # fmt: skip

    def _filed_twice(self) -> Iterator[Problem]:
        """One entity files one report a year under a scheme: a second one would draw on a cap of its own."""
        filings = self.world.rows["filing"]
        for index, filing in enumerate(filings):
            for n, other in enumerate(filings[:index], 1):
                if _one_report(filing, other):
                    yield self.problem(filing, (), _report_of(filing),
                                       f"{n}件目と同じ制度・事業者・年度の報告です。一つの報告にまとめてください。",
                                       f"entry {n} is the report of the same entity under the same scheme for the same year: keep one", "duplicate-filing")  # fmt: skip

    def _denied(self) -> Iterator[Problem]:
        """What a programme secured by certifying, denied beside the certification; without it the rules would say so."""
        for issuance in self.world.rows["issuance"]:
            project, programme = issuance.links["project"], _programme(issuance)
            days = [d for p in ("decided_on", "issued_on") if (d := issuance.value(p, ALL)) is not None]
            if project is None or programme is None or not any(d <= self.world.as_of for d in days):
                continue
            for programmes, path, denial in SECURED:
                if programme in programmes and project.value(path, ALL) is denial:
                    yield self._not_secured(project, path, denial, issuance.id)
            if programme != Programme.J_CREDIT.value:
                continue
            if issuance.value("verifier_registered", ALL) is False:
                yield self._not_secured(issuance, "verifier_registered", False, issuance.id)
            rows = {"project": project, "issuance": issuance}
            for (table, path), (bounding, bound) in ((d.split("."), b.split(".")) for d, b in ORDERED):
                day, after = rows[table].value(path, ALL), rows[bounding].value(bound, ALL)
                if day is not None and after is not None and day > after:
                    yield self._not_secured(rows[table], path, day, issuance.id)

    def _not_secured(self, row: Row, path: str, found: object, issuance: str) -> Problem:
        fact = catalogue.tables()[row.table].facts[path]
        ja, en = {True: ("はい", "yes"), False: ("いいえ", "no")}.get(found, (str(found), str(found)))  # type: ignore[call-overload]
        return self.problem(row, tuple(path.split(".")), found,
                            f"発行 {issuance} は認証又は発行済みとされていますが、「{fact.ja}」が「{ja}」と記載されており、両立しません。登録簿又は制度事務局にご確認のうえ、いずれかを改めてください。",
                            f"issuance {issuance} is said to be certified or issued, which “{fact.en}”: {en} denies: ask the registry or the programme, and correct one of them")  # fmt: skip


def _report_of(filing: Row) -> str:
    """The scheme and the year of a report."""
    return f"{filing.value('scheme', ALL)} {filing.value('period', ALL)}"


def _one_report(filing: Row, other: Row) -> bool:
    """Whether two entries are surely one report: of one entity, under one scheme, for one year."""
    (scheme, year, entity), theirs = (
        tuple(row.value(p, ALL) for p in ("scheme", "period", "entity")) for row in (filing, other)
    )
    return (scheme, year) == theirs[:2] and same_party(entity, theirs[2]) is True


def _file_of(world: World) -> str:
    """The file of a claim, as its reader knows it, or its id where there is none."""
    document = world.source.document
    return world.claim.id if document is None else Path(document.name).name


def _path(world: World, row: Row) -> tuple[str | int, ...]:
    """Where a row stands in the document."""
    if row.table == "claim":
        return ("claim",)
    if row.parent is not None:
        inner = [r for r in world.rows[row.table] if r.parent is row.parent]
        return (*_path(world, row.parent), f"{row.table}s", inner.index(row))
    return (row.address.partition("[")[0], world.rows[row.table].index(row))


def _programme(row: Row | None, run: int = ALL) -> str | None:
    """The programme of a credit's or an issuance's project."""
    project = row.links.get("project") if row is not None else None
    programme: str | None = project.value("programme", run) if project is not None else None
    return programme


def _is_announcement(statement: Row, run: int = ALL) -> bool:
    """Whether a text says that the retirement is still to come, so that it may be shown before it."""
    return Saying.PLANNED.value in (statement.value("says", run) or ())


def _retired_after(statement: Row) -> date | None:
    """The last day of the retirement where a text speaks of it before, and before the publication it is held against.

    A text that was true on its day stays so, whatever is retired later. So every use has to be listed, and those that
    may have been retired by that day have to hold less than is claimed, or than the text itself says.
    """
    claim = statement.world.claim
    published, claimed = claim.value("publication_on", ALL), claim.value("claimed_t", ALL)
    shown, effect = statement.value("shown_on", ALL), statement.value("effect", ALL)
    if published is None or shown is None or effect is None or effect in NO_OFFSET:
        return None
    if shown >= published or not claim.complete("uses", ALL):
        return None
    drawn = [
        (_day_of(use), use.value("t", ALL), use.value("purpose", ALL) is not None)
        for use in statement.members("use")
        if use.value("purpose", ALL) in (None, Purpose.OFFSET.value)
    ]
    later = [day for day, _, offset in drawn if offset and day is not None and day > shown]
    by_then = [t for day, t, _ in drawn if day is None or day <= shown]
    said = [t for t in (claimed, statement.value("stated_t", ALL)) if t is not None]
    short = None not in by_then and bool(said) and sum(t for t in by_then if t is not None) < min(said)
    return max(later) if later and (not by_then or short) else None


def _day_of(use: Row) -> date | None:
    """The day of the retirement that a use draws on."""
    act = use.links["retirement"]
    day: date | None = act.value("completed_on", ALL) if act is not None else None
    return day


def _designated_by_total(act: Row | None) -> bool:
    return act is not None and act.value("designation", ALL) == Designation.TOTAL.value


def _has_serials(row: Row) -> bool:
    """Whether both ends are stated, by the claim or by any source."""
    return all(f"serials.{end}" in row.cells for end in ("first", "last"))


def _range(row: Row) -> SerialRange | None:
    """The serials of a credit or block as one range, where both ends are known and can be read."""
    first, last = row.value("serials.first", ALL), row.value("serials.last", ALL)
    if first is None or last is None:
        return None
    try:
        found = read_block(first, last)
    except ValueError:
        return None
    return None if found is None else found[1]
