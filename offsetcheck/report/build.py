"""Turn what the engine found into the one report object, in the reader's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from offsetcheck import __version__
from offsetcheck.engine.explain import FactSeen
from offsetcheck.engine.judge import ConditionOutcome, FilingOutcome, Judged, Outcome, Settings
from offsetcheck.engine.planned import applicant, applications, applied_for, drawn, purpose_for
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict, worst_first
from offsetcheck.facts import catalogue
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.models import (
    Authorisation,
    ClaimKind,
    Degree,
    Judgement,
    Programme,
    Purpose,
    Stage,
    Status,
)
from offsetcheck.facts.order import place
from offsetcheck.facts.periods import FiscalYear, add_months
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Kind, Owner, Reason
from offsetcheck.facts.world import ALL, Missing, Row, World, shown
from offsetcheck.report import wording
from offsetcheck.report.crosscheck import conflict_text, cross_check, lacks_a_copy, values_in_conflict
from offsetcheck.report.model import (
    Application,
    ApplicationHint,
    BasisShown,
    ClaimReport,
    ConditionResult,
    Confirmation,
    Criterion,
    EditionUsed,
    FactRead,
    FilingResult,
    Finding,
    InputRef,
    Interval,
    OpenQuestion,
    PhraseFound,
    Planning,
    PropertyRow,
    ReadingResult,
    Report,
    SnapshotRef,
    SubjectRef,
    Term,
    Tool,
    UseResult,
    WaitingOn,
)
from offsetcheck.report.model import Missing as MissingShown
from offsetcheck.report.phrases import contradictions
from offsetcheck.report.retiring import last_application, need_of, planned_tonnes, rounded_up
from offsetcheck.report.summary import balance, next_steps, unusable
from offsetcheck.report.totals import TermByTerm, how_sure, in_the_law
from offsetcheck.report.turns import in_turn
from offsetcheck.rulebook.book import (
    METHODOLOGY_CODE,
    NEXT_YEAR,
    Basis,
    Confidence,
    Derivation,
    Edition,
    Rule,
    Rulebook,
)
from offsetcheck.rulebook.language import Cap, Compare, Const, In, Named, Node, Not, Or, Ref, walk

_DEFAULT: dict[Verdict, Text] = {
    Verdict.PASS: Text(
        "この項目の条件を満たしていることを確認しました。", "The conditions of this item are met."
    ),
    Verdict.FAIL: Text("次の条件を満たしていません：{names}。", "These conditions are not met: {names}."),
    Verdict.UNKNOWN: Text(
        "次の条件を判定できていません：{names}。", "These conditions could not be decided: {names}."
    ),
    Verdict.NOT_APPLICABLE: Text("本項目は対象外です。", "This item does not apply."),
    Verdict.ERROR: Text(
        "プログラムの不具合により、本項目を判定できませんでした。本報告書を判定結果として使用しないでください。",
        "A fault of the program kept this item from being judged. Do not use this report as a result.",
    ),
}
_COMPLETED = Text("{day}完了", "completed {day}")
_JUDGED_ON = Text("判断の対象は、{act}です。", "To be judged: {act}.")
_JUDGED_IN_PART = Text(
    "判断の対象は、{act}のうち、本活用分{t}です。", "To be judged: the {t} of this use, out of {act}."
)
"""What a reviewer judges, for one who did not write the claim."""

#: A place of a text: the name of a fact, parameter or number; of a day, also a year later.
_PLACE = re.compile(r"\{([\w.$]+(?:\+1y)?)\}")
#: What a rule says of an offset, and of units that are only retired: nothing is set against emissions.
_RETIRED_ONLY = (
    ("オフセット量", "無効化量"),
    ("オフセットしたとの表示", "無効化したとの表示"),
    ("states an offset of", "states a retirement of"),
    ("state an offset", "state a retirement"),
)
#: What a message says of a retirement that was completed, and of one that is still planned.
_TO_COME = (
    ("までに無効化が完了したこと", "までに無効化が完了すること"),
    ("was completed by publication", "will be completed by publication"),
    ("were completed by publication", "will be completed by publication"),
)
#: What a remedy says of a claim that is not published yet.
_BEFORE_PUBLISHING = (("公表前に、", ""), (" before you publish", ""))
#: What a remedy says where something else may fail as well, and what it says where nothing does.
_NOTHING_ELSE = (
    ("無効化の未完了以外に不適合の所見がなければ、", ""),
    ("If nothing fails but that the retirement is not completed, complete it", "Complete the retirement"),
)
#: How much of a statement a remedy quotes.
_QUOTED: Final = 40
WHEN_OPEN: Final = Text(
    "本項目が対象となるかどうかを判定できていません。",
    "It could not be decided whether this item applies.",
)


def build_report(
    judged: Sequence[tuple[Judged, str]], rulebook: Rulebook, settings: Settings, lang: Lang
) -> Report:
    """Build the report of one run from what was judged and the names of the input files."""
    builder = Builder(rulebook, settings, lang)
    claims = tuple(builder.claim(j) for j, _ in judged)
    editions: dict[str, EditionUsed] = {}
    for one, _ in judged:
        for edition, chosen in one.editions:
            editions.setdefault(
                edition.id,
                EditionUsed(
                    edition=edition.id,
                    title=edition.title.in_(lang),
                    sha256=edition.sha256,
                    chosen_by=chosen,
                    issuer=next(
                        (
                            b.issuer
                            for b in (builder.basis(None, b) for b in edition.basis)
                            if b.issuer and b.by_authority
                        ),
                        None,
                    ),
                ),
            )
    counts = {
        v.value: 0
        for v in (Verdict.PASS, Verdict.FAIL, Verdict.UNKNOWN, Verdict.NOT_APPLICABLE, Verdict.ERROR)
    }
    for claim in claims:
        for finding in claim.findings:
            counts[finding.verdict.value] += 1
    used = {e.id for one, _ in judged for e, _ in one.editions}
    return Report(
        tool=Tool(name="offsetcheck", version=__version__),
        lang=lang,
        rulebook=tuple(editions.values()),
        rules_shipped=rulebook.shipped,
        criteria=tuple(
            Criterion(id=c.id, title=c.title.in_(lang), text=c.text.in_(lang))
            for e in rulebook.editions if e.id in used
            for c in sorted(e.criteria, key=lambda c: c.property)
        ),
        confirmations=tuple(
            Confirmation(of=c.of, value=c.value, document_sha256=c.document_sha256, by=c.by, on=c.on, source=c.source)
            for c in settings.confirmed
        ),
        as_of=settings.as_of,
        profile=settings.profile,
        input=tuple(InputRef(name=name, sha256=j.world.source.sha256) for j, name in judged),
        snapshot=SnapshotRef(ledger_head=settings.snapshot.ledger_head, batch_sha256=settings.snapshot.batch_sha256),
        claims=claims,
        counts=counts,
    )  # fmt: skip


def interval(bounds: Bounds) -> Interval:
    """A pair of bounds as the report prints it."""
    return Interval(at_least=bounds[0], at_most=bounds[1])


_LINKS: Final = {
    "use.retirement": Text(
        "この活用に充てる無効化の記録（無効化通知書の番号等）",
        "the record of the retirement put to the use (such as the number of its notice)",
    ),
    "credit.issuance": Text(
        "このクレジットの発行の記録（発行決定日等）",
        "the record of the issuance of the credit (such as the day it was decided)",
    ),
}
"""What is asked for where a row does not say which other row it belongs to."""


class Builder:
    """Builds the claims of one report."""

    def __init__(self, rulebook: Rulebook, settings: Settings, lang: Lang) -> None:
        self.rulebook = rulebook
        self.settings = settings
        self.lang = lang
        self.readings = {r.id: r for e in rulebook.editions for r in e.readings}
        self.confirmed = {c.of for c in settings.confirmed}
        self.called: dict[str, str] = {}
        """How the filings of the claim at hand are called, by id; the claim itself needs no name beside its facts."""
        self.kind: str | None = None
        """The kind of the claim at hand: what its tonnes are called depends on it."""
        self.world: World | None = None
        """The rows of the claim at hand: what facts are called depends on the programme of the credits."""
        self.derived = {
            (e.id, f"{d.table}.{d.name}"): d.title for e in rulebook.editions for d in e.derivations
        }
        self.parts = {
            f"{c.subject}.{p}": t for e in rulebook.editions for c in e.criteria for p, t in c.parts.items()
        }
        self.parts["use.valid"] = Text("活用が有効であること", "the use is valid")

    def say(self, text: Text) -> str:
        """A text in the report's language."""
        return text.in_(self.lang)

    def told(self, text: Text) -> str:
        """What a rule says of the claim at hand: one that only retires units offsets nothing."""
        said = self.say(text)
        if self.kind == ClaimKind.CANCEL_ONLY:
            said = _replaced(said, _RETIRED_ONLY)
        return said

    # -- claims --------------------------------------------------------------------------------------------------------

    def claim(self, judged: Judged) -> ClaimReport:
        """One claim with its findings, uses, filings and questions."""
        self.world, row = judged.world, judged.world.claim
        self.called = {f.id: self.filing_label(f) for f in judged.world.rows["filing"]} | {row.id: ""}
        to_judge = {
            m.address: o
            for o in judged.outcomes if "judged" in o.rule.remedies and _to_judge(o.missing)
            for m in o.missing
        }  # fmt: skip
        self.kind = self._plain(row, "kind")
        asked = sorted(judged.missing, key=lambda q: place(q[0].address))
        findings = tuple(self.finding(o) for o in sorted(judged.outcomes, key=_order))
        uses = tuple(
            UseResult(
                id=u.row.id, purpose=u.row.value("purpose", ALL) or "",
                period=self._plain(u.row, "scope.period") or u.row.value("scope.span", ALL),
                verdict=u.verdict, eligible_t=interval(u.eligible), rules=u.rules,
            )
            for u in judged.uses
        )  # fmt: skip
        lost = unusable(judged.world, findings)
        every = _once(
            one for q in asked for one in self.questions(judged.world, *q, to_judge.get(q[0].address))
        )
        questions = (
            *in_turn(judged.world, every, judged.outcomes, findings, uses, lost),
            *self.phrase_questions(judged),
        )
        in_vain = {q.fact for q in questions if q.moot and q.owner is Owner.REVIEWER}
        findings = tuple(
            f.model_copy(update={"remedy": wording.in_turn(f.remedy, (), self.lang, moot=True)})
            if f.remedy and f.missing and all(m.fact in in_vain for m in f.missing)
            else f
            for f in findings
        )
        if _only_unfinished(findings):
            findings = tuple(
                f.model_copy(update={"remedy": _replaced(f.remedy, _NOTHING_ELSE)}) if f.remedy else f
                for f in findings
            )
        planned = judged.world.stage is Stage.PLANNED
        checked = tuple(cross_check(judged.world, self.labelled))
        applications = tuple(self.applications(judged)) if planned else ()
        planning = self.planning(judged) if planned else None
        waiting = {
            o: sum(1 for q in questions if q.blocking and q.owner is o and not q.deferred) for o in Owner
        }
        first, last = row.value("period.from", ALL), row.value("period.to", ALL)
        return ClaimReport(
            claim=row.id,
            organisation=self._plain(row, "organisation"),
            kind=self._plain(row, "kind"),
            degree=self._plain(row, "degree"),
            boundary=self._plain(row, "boundary"),
            period=f"{first or '?'}/{last or '?'}" if first or last else None,
            stage=judged.world.stage.value,
            verdict=judged.verdict,
            if_retired=judged.if_retired,
            waiting_on=WaitingOn(**{o.value: n for o, n in waiting.items()}),
            findings=findings,
            properties=tuple(self.properties(judged)),
            tonnes={name: interval(bounds) for name, bounds in judged.tonnes.items()},
            filings=tuple(
                FilingResult(
                    id=f.row.id, scheme=f.row.value("scheme", ALL), entity=self._plain(f.row, "entity") or "",
                    period=self.period(f.row.value("scheme", ALL), f.row.value("period", ALL)),
                    edition=f.edition.id, verdict=f.verdict, terms=tuple(self.terms(f.edition, f.terms, self.unjudged(f, judged.outcomes), TermByTerm(f, self.basis, self.lang))),
                    totals=TermByTerm(f, self.basis, self.lang).shown(),
                    cap_t=_named(f.terms, "cap_t"), usable_t=_named(f.terms, "usable_t"), rules=f.rules,
                    unsure=self.unsure(f, findings), step=self._plain(f.row, "phase2.step"),
                )
                for f in judged.filings
            ),
            uses=uses,
            open_questions=questions,
            applications=applications,
            planning=planning,
            balance=balance(judged.world, judged.tonnes),
            next_steps=next_steps(
                judged.verdict, judged.if_retired, judged.world.stage, findings, questions, applications, planning, self.lang,
                self.settings.profile, filing_fails=any(f.verdict is Verdict.FAIL for f in judged.filings),
                unusable=lost,
                expired=[c.label for c in checked if c.result == "expired"],
                unjudged=[
                    (fact, self.filing_label(f.row), self._plain(f.row, "phase2.step"))
                    for f in judged.filings
                    for fact in dict.fromkeys(self.unjudged(f, judged.outcomes).values())
                ],
                you=wording.addressed(self._plain(row, "organisation")),
            ),
            cross_check=checked,
        )  # fmt: skip

    def planning(self, judged: Judged) -> Planning | None:
        """The need in whole credits, and the hint by which day to apply (design §8)."""
        need = need_of(judged.tonnes, judged.world.claim.value("degree", ALL) == Degree.CARBON_NEUTRAL)
        if need is None:
            return None
        last = last_application(judged.world, tuple(e for e, _ in judged.editions))
        hint = None
        if last is not None:
            hint = ApplicationHint(
                complete_by=judged.world.claim.value("publication_on", ALL), apply_by=last.apply_by, apply_until=last.until,
                processed_on=last.processed_on, past=last.apply_by < self.settings.as_of,
                basis=self.basis(None, last.parameter.basis[0]),
            )  # fmt: skip
        return Planning(
            need_t=interval(need), whole_t=rounded_up(need), planned_t=planned_tonnes(judged.world), hint=hint
        )

    def phrase_questions(self, judged: Judged) -> Iterable[OpenQuestion]:
        """The words of statements that contradict what is stated about them: asked, quoted, never decisive (design §8)."""
        world, degree = judged.world, judged.world.claim.value("degree", ALL)
        failing = [
            o.row
            for o in judged.outcomes
            if o.verdict is Verdict.FAIL and o.rule.severity.value == "blocking"
        ]
        for row in world.rows["statement"]:
            text, effect = row.value("text", ALL), row.value("effect", ALL)
            for hit in contradictions(text or "", effect, degree, self.rulebook.phrases):
                by_effect = effect is not None and effect not in hit.phrase.effects
                name, address = (
                    ("statement.effect", f"{row.address}.effect")
                    if by_effect
                    else ("claim.degree", "claim.degree")
                )
                document = self.rulebook.documents[hit.phrase.basis[0].document]
                yield OpenQuestion(
                    fact=address, label=self.labelled(name, address), owner=Owner.CLAIMANT, reason=Reason.CONFLICT,
                    findings=(), blocking=False,
                    phrase=PhraseFound(
                        phrase=hit.phrase.id, quote=hit.quote, excerpt=hit.excerpt, stated=str(effect if by_effect else degree),
                        question=self.say(hit.phrase.question), dated=hit.phrase.dated, source=self.say(document.title),
                        to_be_changed=not by_effect and any(f is row for f in failing),
                    ),
                )  # fmt: skip

    def applications(self, judged: Judged) -> Iterable[Application]:
        """One retirement application per act still to come, in whole tonnes (design §8)."""
        claim = judged.world.claim
        for uses in applications(judged.world):
            if all(u.value("purpose", ALL) is None for u in uses):
                continue
            act = uses[0].link("retirement")
            of_act = {
                path: act.value(path, ALL) if act is not None else None
                for path in ("registry", "purpose_detail", "account", "designation")
            }
            holder = of_act["account"]
            credits = dict.fromkeys(
                self.subject(c).label for u in uses if (c := u.link("credit")) is not None
            )
            yield Application(
                retirement=", ".join(u.id for u in uses),
                registry=of_act["registry"],
                credits=("、" if self.lang == "ja" else ", ").join(credits) or None,
                user=shown(user) if (user := applicant(uses)) is not None else None,
                purpose=purpose_for(uses),
                purpose_detail=of_act["purpose_detail"],
                quantity_t=applied_for(uses),
                scope=wording.listing(self._scope(uses), self.lang) or None,
                uses_t=drawn(uses),
                account=shown(holder) if holder is not None else None,
                by_others=holder is not None
                and same_party(holder, claim.value("organisation", ALL)) is not True,
                designation=None if of_act["designation"] is None else shown(of_act["designation"]),
            )

    def _scope(self, uses: Sequence[Row]) -> list[str]:
        """The entities, boundaries and periods of the uses of one application, in words."""
        claim = uses[0].world.claim
        code = self._plain(claim, "boundary_code")
        entities, boundaries, periods = (dict[str | None, None]() for _ in range(3))
        for use in uses:
            boundary, purpose = self._plain(use, "scope.boundary"), use.value("purpose", ALL)
            if boundary is not None and boundary == code:
                # a code is nothing to put into an application
                boundary = self._plain(claim, "boundary") or boundary
            year = self._plain(use, "scope.period") or self._plain(use, "scope.span")
            entities[self._plain(use, "scope.entity")] = None
            boundaries[boundary] = None
            periods[wording.used_for(year, purpose, self.lang) if year else None] = None
        return [part for part in (*entities, *boundaries, *periods) if part]

    @staticmethod
    def _plain(row: Row, path: str) -> str | None:
        value = row.value(path, ALL)
        return None if value is None else shown(value)

    def period(self, scheme: str, year: FiscalYear) -> str:
        """A filing's period as its scheme calls it."""
        return wording.scheme_year(scheme, year, self.lang)

    def unsure(self, filing: FilingOutcome, findings: Sequence[Finding]) -> str | None:
        """What is to be known of a filing whose verdict or figures rest on texts that nobody read."""
        named = TermByTerm(filing, self.basis, self.lang).shown()
        behind = [
            *(b for term in self.terms(filing.edition, filing.terms) for b in term.basis),
            *(b for total in named for b in (*total.rounding, *(b for t in total.terms for b in t.basis))),
            *(
                b
                for f in findings
                if f.edition == filing.edition.id and f.verdict is not Verdict.NOT_APPLICABLE
                for b in f.basis
            ),
        ]
        return wording.unsure_sentence({b.confidence for b in behind}, self.lang)

    def terms(
        self,
        edition: Edition,
        terms: Iterable[tuple[str, Bounds]],
        unjudged: Mapping[str, str] | None = None,
        judged: TermByTerm | None = None,
    ) -> Iterable[Term]:
        """The named numbers of a filing; `unjudged`: what those lack that nobody is asked for."""
        known = {d.name: d for d in edition.derivations if d.table == "filing"}
        for name, bounds in terms:
            behind = (known[name].basis, *in_the_law(known[name], edition))
            yield Term(
                name=name,
                label=self.say(known[name].title),
                value=interval(bounds),
                unit=wording.unit_word(known[name].unit or "", self.lang),
                unjudged=(unjudged or {}).get(name),
                basis=tuple(self.basis(None, b) for basis in behind for b in basis),
                confidence=how_sure(behind, self.lang),
                by_reading={text: interval(b) for text, b in judged.by_reading(name)} if judged else {},
            )

    def unjudged(self, filing: FilingOutcome, outcomes: Iterable[Outcome]) -> dict[str, str]:
        """The open numbers of a filing that lack a value no rule asks for, as none that rests on it applies."""
        known = {d.name: d for d in filing.edition.derivations if d.table == "filing"}
        asked: set[str] = set()
        passed_by: set[str] = set()
        for outcome in outcomes:
            if outcome.row is filing.row:
                read = {f for c in outcome.conditions for f in _lacking(c.condition.node, filing, known)}
                (passed_by if outcome.verdict is Verdict.NOT_APPLICABLE else asked).update(read)
        found = (
            (name, fact)
            for name, bounds in filing.terms
            if None in bounds
            for fact in _lacking(known[name].node, filing, known)
            if fact in passed_by - asked
        )
        return dict(found)

    def properties(self, judged: Judged) -> Iterable[PropertyRow]:
        """Each credit against the five properties."""
        criteria = [
            c.id for e in self.rulebook.editions for c in sorted(e.criteria, key=lambda c: c.property)
        ]
        for credit in judged.world.rows["credit"]:
            verdicts: dict[str, Verdict] = {}
            for criterion in criteria:
                found = [
                    o.verdict for o in judged.outcomes
                    if o.rule.criterion == criterion and o.row is credit and o.rule.severity.value == "blocking"
                ]  # fmt: skip
                if found:
                    verdicts[criterion] = min(found, key=worst_first)
            yield PropertyRow(credit=credit.id, label=self.subject(credit).label, verdicts=verdicts)

    # -- findings --------------------------------------------------------------------------------------------------------

    def finding(self, outcome: Outcome) -> Finding:
        """One rule's verdict with its message, remedy, questions and clauses."""
        rule = outcome.rule
        conditions = tuple(self.condition(rule, c) for c in outcome.conditions)
        return Finding(
            rule=rule.id,
            title=self.say(rule.title)
            if outcome.verdict is Verdict.NOT_APPLICABLE
            else self.told(rule.title),
            edition=outcome.edition.id,
            criterion=rule.criterion,
            subject=self.subject(outcome.row),
            verdict=outcome.verdict,
            severity=rule.severity.value,
            conditions=conditions,
            shown={name: interval(bounds) for name, bounds in outcome.shown},
            message=self.message(outcome),
            remedy=self.remedy(outcome),
            only_stated=outcome.only_stated,
            outside=outcome.outside,
            judge_on=outcome.ahead.day if outcome.ahead is not None else None,
            missing=tuple(
                MissingShown(
                    fact=m.address,
                    label=self.label(m),
                    owner=m.owner,
                    reason=m.reason,
                    ahead=_is_ahead(outcome.row.world, m),
                )
                for m in sorted(outcome.missing, key=lambda m: place(m.address))
            ),
            basis=tuple(self.basis(rule, b, rule.ask) for b in self._bases(outcome)),
        )

    def remedy(self, outcome: Outcome) -> str | None:
        """What to do about a failure, or about what stays unknown; nothing where support or the event itself is awaited."""
        if outcome.ahead is not None:
            labels = [self.fact_label(name, outcome.edition.id) for name in outcome.ahead.facts]
            return wording.judged_later(labels, outcome.ahead.day, self.lang)
        found = outcome.rule.remedies
        texts: Sequence[Text | None] = ()
        if outcome.verdict is Verdict.FAIL:
            texts = (_for_case(found, "fail", outcome) or _for_case(found, "unknown", outcome),)
        elif outcome.verdict is Verdict.UNKNOWN and not outcome.only_stated and not _later(outcome):
            own = _for_case(found, "unknown", outcome) is not found.get("unknown")
            if not own and (settled := self._settled_by(outcome)) is not None:
                return settled
            texts = self._open_remedies(outcome)
        said = dict.fromkeys(_filled(self.told(t), self._in_short(outcome)) for t in texts if t is not None)
        remedy = ("" if self.lang == "ja" else " ").join(said)
        if outcome.row.world.stage is Stage.PUBLISHED:
            remedy = _replaced(remedy, _BEFORE_PUBLISHING)
        return remedy or None

    def _settled_by(self, outcome: Outcome) -> str | None:
        """What alone settles a finding: the retirement that is still to be made, or a choice between values that differ."""
        if any(_to_be_retired(outcome.row.world, m) for m in outcome.missing) and all(
            m.owner is Owner.REVIEWER or _to_be_retired(outcome.row.world, m) for m in outcome.missing
        ):
            return wording.once_retired(self.lang)
        if not self._values_apart(outcome):
            return None
        world = outcome.row.world
        said = dict.fromkeys(
            wording.request(
                Owner.CLAIMANT if lacks_a_copy(world, m.address) else m.owner,
                m.reason,
                self.lang,
                m.address,
                self.settings.profile,
            )
            for m in outcome.missing
        )
        return ("" if self.lang == "ja" else " ").join(said) or None

    def _values_apart(self, outcome: Outcome) -> list[str]:
        """Which values differ, where a finding waits for nothing but a choice between such; one that rests on others says none."""
        said: dict[str, None] = {}
        read = {f.address for c in outcome.conditions for f in c.facts}
        if not read.issuperset(m.address for m in outcome.missing):
            return []
        for one in outcome.missing:
            values = values_in_conflict(outcome.row.world, one.address, self.lang)
            if one.reason is not Reason.CONFLICT or not values:
                return []
            said[wording.values_apart(self.label(one), values, self.lang)] = None
        return list(said)

    def _open_remedies(self, outcome: Outcome) -> Sequence[Text | None]:
        """What to do about what stays unknown, by why it does; by condition, where each that is open has its own."""
        found = outcome.rule.remedies
        waiting = [c.condition.name for c in outcome.conditions if c.truth is None]
        if (
            "law_open" in found
            and outcome.missing
            and all(m.reason is Reason.LAW_OPEN for m in outcome.missing)
        ):
            return (_for_case(found, "law_open", outcome),)
        unknown = _for_case(found, "unknown", outcome)
        if _is_open_whether(outcome):
            return (_for_case(found, "whether", outcome) or self._whether(outcome),)
        if "judged" in found and _to_judge(outcome.missing) and self._names_known(found["judged"], outcome):
            return (_for_case(found, "judged", outcome),)
        own = [_for_case(found, name, outcome) for name in waiting]
        return own if own and all(own) else (unknown,)

    def _whether(self, outcome: Outcome) -> Text:
        """What decides whether a rule applies at all."""
        labels = dict.fromkeys(self.label(m) for m in sorted(outcome.missing, key=lambda m: place(m.address)))
        said = wording.whether_applies(list(labels), self.lang)
        return Text(said, said)

    def _names_known(self, text: Text, outcome: Outcome) -> bool:
        """Whether all that a text names has a value."""
        value = self._values(outcome)
        return all(value(name) != wording.not_known(self.lang) for name in _PLACE.findall(self.say(text)))

    def _bases(self, outcome: Outcome) -> tuple[Basis, ...]:
        """The clauses of the conditions that decided: the rule's own, then those of the binding for the programme."""
        every = self._every_basis(outcome)
        wanted = {Verdict.FAIL: False, Verdict.UNKNOWN: None}
        if outcome.verdict not in wanted:
            return _about(outcome.row, every)
        decided = [c.condition for c in outcome.conditions if c.truth is wanted[outcome.verdict]]
        if not decided:  # it is open whether the rule applies at all
            return _about(outcome.row, every)
        names = {c.name for c in decided} | _words_of([c.text for c in decided], outcome.rule)
        if outcome.when_open:
            names.add("when")
        kept = tuple(
            b
            for b in every
            if not (b.restricts or b.permits) or names.intersection((*b.restricts, *b.permits))
        )
        return _about(outcome.row, kept or every, names)

    def _every_basis(self, outcome: Outcome) -> tuple[Basis, ...]:
        found = list(outcome.rule.basis)
        if outcome.rule.criterion and outcome.row.table == "credit":
            project = outcome.row.links.get("project")
            programme = project.value("programme", ALL) if project is not None else None
            for edition in self.rulebook.editions:
                for binding in edition.bindings:
                    if binding.criterion == outcome.rule.criterion and programme in binding.programmes:
                        found.extend(binding.basis)
        return tuple(found)

    def subject(self, row: Row) -> SubjectRef:
        """What a finding is about, in words."""
        name = ""
        if row.table == "filing":
            return SubjectRef(kind=row.table, id=row.id, label=self.filing_label(row))
        for path in ("name", "notice", "source", "measure", "text", "purpose"):
            if path in catalogue.tables()[row.table].facts and row.value(path, ALL) is not None:
                name = wording.value_text(f"{row.table}.{path}", shown(row.value(path, ALL)), self.lang)
                break
        if row.table == "credit":
            project = row.links.get("project")
            name = (
                shown(project.value("name", ALL))
                if project is not None and project.value("name", ALL)
                else ""
            )
        label = row.id if row.table == "claim" or name == row.id else f"{row.id} {name}".strip()
        return SubjectRef(kind=row.table, id=row.id, label=label)

    def named_in_full(self, row: Row) -> str:
        """A row by its id and name; an issuance, which has none, by its project and its number."""
        label = self.subject(row).label
        if row.table != "issuance":
            return label
        project = row.links.get("project")
        name = project.value("name", ALL) if project is not None else None
        number = row.value("certification_number", ALL)
        titled = wording.fact_label("issuance.certification_number", self.lang)
        parts = [] if name is None else [wording.shortened(shown(name), 30)]  # the number is to stay in sight
        if number is not None:
            parts.append(wording.headed(titled, shown(number), self.lang))
        return f"{label} {wording.listing(parts, self.lang)}".strip()

    def filing_label(self, filing: Row) -> str:
        """SHK制度 令和8年度報告（2025年度実績）, with its entity where another is called the same."""
        scheme, year = filing.value("scheme", ALL), filing.value("period", ALL)
        alike = [
            f
            for f in filing.world.rows["filing"]
            if (f.value("scheme", ALL), f.value("period", ALL)) == (scheme, year)
        ]
        whose = self._plain(filing, "entity") if len(alike) > 1 else None
        return wording.filing_called(scheme, self.period(scheme, year), whose or "", self.lang)

    def condition(self, rule: Rule, outcome: ConditionOutcome) -> ConditionResult:
        """One named condition with what it read."""
        named = Counter(f.name for f in outcome.facts)
        rows = Counter(table for table, _ in {_table_and_row(f.address) for f in outcome.facts})
        law_open = bool(outcome.missing) and all(m.reason is Reason.LAW_OPEN for m in outcome.missing)
        return ConditionResult(
            id=outcome.condition.name,
            title=self._title(outcome),
            truth="unknown" if outcome.truth is None else outcome.truth,
            expression=outcome.condition.text,
            facts={
                f.address: self.fact(
                    f, rule.edition, several=named[f.name] > 1 or rows[_table_and_row(f.address)[0]] > 1
                )
                for f in outcome.facts
            },
            readings=tuple(
                ReadingResult(
                    reading=reading, option=option, label=self.option(reading, option),
                    truth="unknown" if r.truth is None else r.truth,
                    values={n: interval(b) for n, b in r.shown},
                )
                for r in outcome.readings for reading, option in r.options
            ),
            applies=not (outcome.truth is True and _is_for_another_case(outcome)),
            law_open=law_open,
        )  # fmt: skip

    def option(self, reading: str, option: str) -> str:
        """The label of a candidate reading."""
        for one in self.readings[reading].options:
            if one.option == option:
                return self.say(one.label)
        return option

    def fact(self, seen: FactSeen, edition: str, several: bool = False) -> FactRead:
        """A fact as a condition read it."""
        value = seen.value
        text: str | None
        if (
            isinstance(value, tuple)
            and len(value) == 2
            and any(v is None or hasattr(v, "as_tuple") for v in value)
        ):
            low, high = value
            text = shown(low) if low is not None and low == high else None
            if text is None and low is not None and high is not None:
                text = f"{shown(low)}–{shown(high)}"
            elif text is None and low is not None:
                text = f"≥ {shown(low)}"
        else:
            text = None if value is None or seen.reason in (Reason.CONFLICT, Reason.NOT_YET) else shown(value)
        label = self.fact_label(seen.name, edition, seen.address)
        inside = re.findall(r"\[([^\]]+)\]", seen.address) if several else ()
        return FactRead(
            label=label + wording.in_brackets("/".join(inside), self.lang) if inside else label, value=text, level=seen.level,
            source=None if seen.source == "claim" else seen.source, reason=seen.reason,
        )  # fmt: skip

    def fact_label(self, name: str, edition: str = "", address: str = "") -> str:
        """The label of a stated or derived fact; `address` tells of which row it is."""
        if name == "claim.claimed_t":
            return wording.claimed_label(self.kind, self.lang)
        found = self.derived.get((edition, name)) or self.parts.get(name)
        if found is not None:
            return self.say(found)
        programme = None
        if self.world is not None and wording.is_called_by_programme(name):
            programme = _programme_of(self.world, _row_asked(self.world, address, ()))
        return wording.fact_label(name, self.lang, programme)

    def message(self, outcome: Outcome) -> str:
        """The author's sentences for the conditions that decided, with values filled in; else a plain default."""
        rule, verdict = outcome.rule, outcome.verdict
        if verdict is Verdict.ERROR:
            return self.say(_DEFAULT[verdict])
        wanted = {Verdict.FAIL: False, Verdict.UNKNOWN: None, Verdict.PASS: True}.get(verdict)
        decisive = (
            [c for c in outcome.conditions if c.truth is wanted]
            if verdict in (Verdict.FAIL, Verdict.UNKNOWN)
            else []
        )
        if verdict is Verdict.PASS:
            decisive = [c for c in outcome.conditions if "pass" in rule.messages.get(c.condition.name, {})]
        sentences: list[str] = self._values_apart(outcome) if verdict is Verdict.UNKNOWN else []
        if outcome.outside and Reason.EXPIRED not in [m.reason for m in outcome.missing]:
            return wording.outside_sentence(self.lang)
        if outcome.only_stated:
            return wording.only_stated_sentence(
                self.settings.profile, [m.reason for m in outcome.missing], self.lang
            )
        if verdict is Verdict.UNKNOWN and (_is_open_whether(outcome) or not decisive):
            whether = (_for_case(said, "whether", outcome) for said in rule.messages.values())
            return self.told(next((t for t in whether if t is not None), WHEN_OPEN))
        for one in decisive:
            if one.only_stated:
                continue
            if ahead := _judged_ahead(one, outcome):
                sentences.append(wording.judged_ahead_sentence(ahead, self.lang))
                continue
            said = rule.messages.get(one.condition.name, {})
            told = (_for_case(said, k, outcome) for k in self._told(one, outcome, said))
            for text in (t for t in told if t is not None):
                sentences.append(
                    _known(_filled(self._dated(self.told(text), outcome), self._values(outcome)))
                )
        stated = [self._title(c) for c in decisive if c.only_stated]
        if sentences and stated:
            sentences.append(wording.stated_conditions_sentence(stated, self.lang))
        if sentences:
            told_of = wording.told_together(sentences, self.lang)
            unsaid = self._list_not_filled_in(outcome)
            return told_of if unsaid is None else wording.not_filled_in(unsaid, told_of, self.lang)
        names = [self._title(c) for c in decisive]
        joined = ("、" if self.lang == "ja" else "; ").join(
            f"「{n}」" if self.lang == "ja" else n for n in names
        )
        return self.say(_DEFAULT[verdict]).replace("{names}", joined)

    def _list_not_filled_in(self, outcome: Outcome) -> str | None:
        """The one list of words that a finding waits for alone, by its label."""
        names = {m.name for m in outcome.missing if m.reason is Reason.ABSENT}
        if outcome.when_open or len(names) != 1 or any(m.name not in names for m in outcome.missing):
            return None
        table, _, path = (name := names.pop()).partition(".")
        facts = catalogue.tables()[table].facts if table in catalogue.tables() else {}
        return self.fact_label(name) if path in facts and facts[path].type.kind is Kind.LIST else None

    def _told(self, one: ConditionOutcome, outcome: Outcome, said: Mapping[str, Text]) -> Iterable[str]:
        """Which of a condition's messages are told: facts that are not known, and a clause that is open, each by its own."""
        verdict = outcome.verdict
        if verdict is not Verdict.UNKNOWN:
            return (verdict.value,)
        if "judged" in said and _to_judge(one.missing) and self._names_known(said["judged"], outcome):
            return ("judged",)
        law = bool(one.readings) or any(m.reason is Reason.LAW_OPEN for m in one.missing)
        if "law_open" not in said or not law:
            return (verdict.value,)
        if all(m.reason is Reason.LAW_OPEN and not _of_another(m, outcome.rule) for m in one.missing):
            return ("law_open",)
        # A clause that is not confirmed is of interest once the facts are against the case; of a reading, always.
        return (verdict.value, "law_open") if one.readings else (verdict.value,)

    def _dated(self, text: str, outcome: Outcome) -> str:
        """A sentence that calls the day of publication what the claim calls it while nothing is published."""
        value = self._values(outcome)
        day = "{claim.publication_on}"
        if value("claim.stage") == wording.enum_word(Stage.PUBLISHED, self.lang):
            return text
        text = text.replace(f"公表日（{day}）", f"公表の期限（{day}）")
        if value("claim.stage") != wording.enum_word(Stage.PLANNED, self.lang):
            return text
        for done, to_come in _TO_COME:
            text = text.replace(done, to_come)
        return text

    def _title(self, outcome: ConditionOutcome) -> str:
        return self.told(outcome.condition.title) if outcome.condition.title else outcome.condition.name

    def _in_short(self, outcome: Outcome) -> Callable[[str], str]:
        """The values for a remedy, which is a step to read at a glance: a statement is quoted by its beginning."""
        value = self._values(outcome)
        return lambda name: (
            wording.shortened(value(name), _QUOTED) if name == "statement.text" else value(name)
        )

    def _values(self, outcome: Outcome) -> Callable[[str], str]:
        numbers, days = dict(outcome.shown), dict(outcome.days)
        parameters = {p.name: p for p in outcome.edition.parameters}
        seen = {f.name: f for c in outcome.conditions for f in c.facts}

        def value(name: str) -> str:
            if name == "ask" and outcome.rule.ask is not None:
                return self.say(outcome.rule.ask)
            if name.startswith("$"):
                found = parameters.get(name[1:])
                return wording.value_text(name, shown(found.value.value), self.lang) if found else name
            if name in numbers:
                return wording.interval(interval(numbers[name]), self.lang)
            if name in days:
                return wording.day(days[name], self.lang)
            later = name.endswith(NEXT_YEAR)
            table, _, path = name.removesuffix(NEXT_YEAR).partition(".")
            row = self._reached(outcome.row, table)
            if row is not None and path in catalogue.tables().get(table, catalogue.tables()["claim"]).facts:
                plain = row.value(path, ALL)
                if isinstance(plain, FiscalYear) and outcome.edition.authority == "shk":
                    return plain.reported_in.label(self.lang)  # both years: they are taken for one another
                if plain is not None:
                    day = add_months(plain, 12) if later else plain
                    return wording.value_text(f"{table}.{path}", shown(day), self.lang)
            if name in seen and isinstance(seen[name].value, tuple):
                return wording.interval(
                    interval(seen[name].value), self.lang, wording.unit_of(name, self.lang)
                )
            return wording.not_known(self.lang)

        return value

    def _lifted(self, rule: Rule, basis: Basis) -> bool:
        """Whether the user has confirmed a clause of a rule, or of the bindings of its criterion: each under its own name."""
        owners = [(rule.id, rule.edition)]
        if basis not in rule.basis:
            owners = [
                (b.key, e.id)
                for e in self.rulebook.editions
                for b in e.bindings
                if b.criterion == rule.criterion and basis in b.basis
            ]
        names = (*basis.restricts, *basis.permits)
        return all(
            any({f"{item}.{n}", f"{item}.{n}@{edition}"} & self.confirmed for n in names)
            for item, edition in owners
        )

    def basis(self, rule: Rule | None, basis: Basis, ask: Text | None = None) -> BasisShown:
        """A clause behind a rule; `ask` is whom the rule says to ask about its clauses."""
        document = self.rulebook.documents[basis.document]
        lifted = rule is not None and self._lifted(rule, basis)
        state = basis.state_of or document.state_of
        asked = (
            ask
            or document.ask
            or (document.issuer if document.read not in ("secondary", "commentary") else None)
        )
        notes = [t.in_(self.lang) for t in (basis.note, basis.derived, basis.carried_over) if t is not None]
        return BasisShown(
            document=document.id,
            title=self.say(document.title),
            edition=document.edition,
            issuer=self.say(document.issuer) if document.issuer else None,
            section=basis.section,
            quote=basis.quote,
            url=document.url,
            confidence="confirmed_by_user"
            if lifted and basis.confidence is Confidence.UNCONFIRMED
            else basis.confidence.word,  # type: ignore[arg-type]
            # a day after that of judgement is the one on which the source was read, not that of its text
            state_of=state if state is None or state <= self.settings.as_of.isoformat() else None,
            note=("" if self.lang == "ja" else " ").join(notes) or None,
            restricts=basis.restricts,
            permits=basis.permits,
            by_authority=document.read not in ("secondary", "commentary"),
            through_others=document.read == "commentary",
            ask=self.say(asked) if asked is not None else None,
        )

    # -- questions -----------------------------------------------------------------------------------------------------

    def questions(
        self,
        world: World,
        missing: Missing,
        findings: tuple[str, ...],
        blocking: bool,
        judged: Outcome | None = None,
    ) -> Iterator[OpenQuestion]:
        """A missing fact; before a judgement, what may spare it: what its remedy names is looked up first.

        Before a reviewer compares documents, the claimant looks for a slip of the pen, and gets the copies.
        """
        own = self.question(world, missing, findings, blocking, judged)
        if missing.reason is Reason.CONFLICT and lacks_a_copy(world, missing.address):
            yield own.model_copy(update={"owner": Owner.CLAIMANT, "registry": None})
            yield own.model_copy(update={"after": (own.fact,), "spared": True})
            return
        later = () if own.first is None or judged is None else tuple(self._looked_up(judged))
        for one in later:
            asked = self.question(world, one, findings, blocking)
            yield asked.model_copy(update={"detail": own.detail, "first": own.first})
        yield (
            own.model_copy(update={"first": None, "after": tuple(m.address for m in later), "spared": True})
            if later
            else own
        )

    def _looked_up(self, outcome: Outcome) -> Iterator[Missing]:
        """The stated facts of which a remedy asks for a later value."""
        for name in dict.fromkeys(_PLACE.findall(self.say(outcome.rule.remedies["judged"]))):
            table, _, path = name.removesuffix(NEXT_YEAR).partition(".")
            row = self._reached(outcome.row, table)
            known = catalogue.tables()[table].facts if table in catalogue.tables() else {}
            if name.endswith(NEXT_YEAR) and row is not None and path in known:
                yield Missing(f"{row.address}.{path}", f"{table}.{path}", known[path].owner, Reason.ABSENT)

    @staticmethod
    def _reached(row: Row, table: str) -> Row | None:
        """The row of a table that a row leads to."""
        reached: Row | None = row
        for hop in catalogue.routes(row.table).get(table, ()) if table != row.table else ():
            reached = reached.link(hop) if reached is not None else None
        return reached

    def question(
        self,
        world: World,
        missing: Missing,
        findings: tuple[str, ...],
        blocking: bool,
        judged: Outcome | None = None,
    ) -> OpenQuestion:
        """A missing fact, with who can supply it; `judged`: a finding that lacks nothing but this judgement."""
        self.world = world
        label, detail = self.label(missing), self.detail(world, missing)
        first = None
        if judged is not None and self._names_known(judged.rule.remedies["judged"], judged):
            detail, first = self.message(judged), self.remedy(judged)
        about = _row_asked(world, missing.address, findings)
        of_registry = missing.owner is Owner.REGISTRY
        unknown = of_registry and _lacks_programme(world, about)
        registry = _programme_of(world, about) if of_registry and not unknown else None
        if detail is None and about is not None and about.table == "use" and missing.owner is Owner.REVIEWER:
            detail = self._use_judged(about)
        return OpenQuestion(
            fact=missing.address, label=label, owner=missing.owner, reason=missing.reason,
            detail=None if detail and detail in label else detail, findings=findings, blocking=blocking,
            about=None if about is None else self.named_in_full(about), first=first,
            ahead=_is_ahead(world, missing), judge_on=_day_ahead(world, missing),
            registry=registry, registry_name=_registry_named(world, registry) if registry is not None else None,
            number=self.number(about) if of_registry and about is not None else None, programme_first=unknown,
            reported_in=tuple(self._reported_in(world, about)) if of_registry and about is not None else (),
            enquiry=self._enquiry(missing.name.removeprefix("law.")) if missing.name.startswith("law.") else None,
            retired=_is_retired(world, missing), listed=_listed(world, missing),
        )  # fmt: skip

    def number(self, row: Row) -> str | None:
        """By what a registry finds a row, where its name does not say it.

        That is the number of the certification, the project or the notice; of a retirement still to come, whose it is and of how much.
        Units that have no number of their own are told from others of their project by their days and serials.
        """

        def told(one: Row, path: str) -> str | None:
            value = self._plain(one, path)
            if value is None:
                return None
            name = f"{one.table}.{path}"
            said = wording.value_text(name, value, self.lang)
            return wording.headed(wording.fact_label(name, self.lang), said, self.lang)

        if row.table == "retirement":
            if row.value("notice", ALL) is not None:
                return told(row, "notice")
            parts = [told(row, path) for path in ("user", "total_t", "account")]
            if row.world.stage is Stage.PLANNED and parts[1] is not None:
                parts[1] = wording.planned_quantity(shown(row.value("total_t", ALL)), self.lang)
            return wording.listing([p for p in parts if p is not None], self.lang) or None
        credit = row.links.get("credit") or row
        issuance = credit.links.get("issuance") or credit
        certified = told(issuance, "certification_number") if issuance.table == "issuance" else None
        if certified is not None:
            return None if issuance is row else certified
        project = issuance.links.get("project") or credit.links.get("project") or credit
        parts = [told(project, "reference") if project.table == "project" else None]
        if row is issuance and row.table == "issuance":
            decided = self._plain(row, "decided_on")
            parts.append(self._identified(row, "monitored", ("from", "to")))
            parts.append(self._titled("issuance.decided_on", decided) if decided else None)
        elif credit.table == "credit":
            parts.append(self._identified(credit, "vintage", ("from", "to")))
            parts.append(self._identified(credit, "serials", ("first", "last")))
        return wording.listing([p for p in parts if p is not None], self.lang) or None

    def _identified(self, row: Row, path: str, ends: tuple[str, str]) -> str | None:
        """From what to what a row runs: モニタリング期間：2024年4月1日から2025年3月31日まで."""
        first, last = (self._plain(row, f"{path}.{end}") for end in ends)
        if first is None or last is None:
            return None
        if path == "serials":
            between = "～" if self.lang == "ja" else " to "
            return self._titled("credit.serials", first if first == last else first + between + last)
        return self._titled(f"{row.table}.{path}", f"{first}/{last}")

    def _titled(self, name: str, value: str) -> str:
        titled = wording.identifier(name, self.lang) or name
        return wording.headed(titled, wording.period_text(value, self.lang), self.lang)

    def _reported_in(self, world: World, row: Row) -> Iterator[str]:
        """The reports that the credits behind a row are used in; none where some are used otherwise, as for an offset."""
        uses = [use for use in world.rows["use"] if row is use or row in _behind(use)]
        filed = [
            [f for f in world.rows["filing"] if f.value("scheme", ALL) == use.value("purpose", ALL)]
            for use in uses
        ]
        if all(filed):
            yield from dict.fromkeys(self.filing_label(f) for each in filed for f in each)

    def _use_judged(self, use: Row) -> str | None:
        """What a use is of, for one who judges it: J-クレジット 200 t-CO2、無効化 SAMPLE-0098、2026年5月14日完了.

        Where the act is of more than the use puts to its purpose, each is told with its tonnes.
        """
        retirement, credit = use.link("retirement"), use.link("credit")
        project = credit.link("project") if credit is not None else None
        programme, t = self._shown(project, "programme"), self._shown(use, "t")
        notice, whole = self._shown(retirement, "notice"), self._shown(retirement, "total_t")
        day, done = (retirement.value("completed_on", ALL) if retirement is not None else None), None
        if day is not None and day <= use.world.as_of:
            done = wording.say(_COMPLETED, self.lang, day=wording.day(day, self.lang))
        act = " ".join(one for one in (self._shown(retirement, "act"), notice) if one)
        in_part = bool(t and whole and act) and t != whole
        if in_part:
            act += wording.in_brackets(
                wording.listing([one for one in (whole, done) if one], self.lang), self.lang
            )
            parts = [programme, act]
        else:
            parts = [" ".join(one for one in (programme, t) if one), act, done]
        said = wording.listing([part for part in parts if part], self.lang)
        return (
            wording.say(_JUDGED_IN_PART if in_part else _JUDGED_ON, self.lang, act=said, t=t)
            if said
            else None
        )

    def _shown(self, row: Row | None, path: str) -> str | None:
        """A value as its reader would write it."""
        value = row.value(path, ALL) if row is not None else None
        if row is None or value is None:
            return None
        return wording.value_text(f"{row.table}.{path}", shown(value), self.lang)

    def detail(self, world: World, missing: Missing) -> str | None:
        """What differs, or what the law leaves open."""
        if missing.reason is Reason.CONFLICT and missing.name.startswith("judgement."):
            known = [j for j in _judgements(world, missing.address) if j.judged_on <= world.as_of]
            return wording.listing([self._judged(missing, j) for j in known], self.lang)
        if missing.reason is Reason.CONFLICT and (text := conflict_text(world, missing.address, self.lang)):
            return text
        if _is_ahead(world, missing):
            return self._dated_ahead(world, missing)
        if missing.reason is Reason.LAW_OPEN:
            name = missing.name.removeprefix("law.")
            if name in self.readings:
                options = [self.say(o.label) for o in self.readings[name].options]
                return ("／" if self.lang == "ja" else " / ").join(options)
            return None
        return missing.detail

    def _judged(self, missing: Missing, found: Judgement) -> str:
        """A recorded judgement: はい（○○、2026年6月12日）."""
        value = wording.value_text(missing.name, shown(found.value), self.lang)
        who = wording.listing([found.by, wording.day(found.judged_on, self.lang)], self.lang)
        return value + wording.in_brackets(who, self.lang)

    def _dated_ahead(self, world: World, missing: Missing) -> str:
        """What is stated with a day after the day of judgement: the day itself; of a judgement, who judged what and when."""
        if judged := _judgements(world, missing.address):
            return self._judged(missing, judged[-1])
        return wording.value_text(missing.name, shown(_stated(world, missing)), self.lang)

    def label(self, missing: Missing) -> str:
        """What is missing, in words, with the subject it is missing for."""
        if missing.reason is Reason.OPEN_LIST:
            name = missing.address.removeprefix("complete_lists[").removesuffix("]")
            listed = wording.subject_word(_table_of(name.rpartition(".")[2]), self.lang)
            where = "/".join(re.findall(r"\[([^\]]+)\]", name.rpartition(".")[0])) or name.rpartition(".")[0]
            text = (
                f"{listed}の一覧に漏れがないか"
                if self.lang == "ja"
                else f"whether the list is complete: {listed[:1].lower()}{listed[1:]}"
            )
            return (
                f"{text}（{where}）"
                if where and self.lang == "ja"
                else f"{text} ({where})"
                if where
                else text
            )
        if missing.name.startswith("law."):
            return self._law_label(missing.name.removeprefix("law."))
        return self.labelled(missing.name, missing.address)

    def labelled(self, name: str, address: str) -> str:
        """The label of a fact with the subject it is about: 数量（R1）."""
        label = self.fact_label(name, address=address)
        if label == name:
            label = self._link_label(name)
        named = [self.called.get(i, i) for i in re.findall(r"\[([^\]]+)\]", address)]
        inside = "/".join(name for name in named if name)
        nested = re.match(r"(\w+)\[([^\]]+)\]\.(\w+)\[([^\]]+)\]\.", address)
        if (
            nested
            and (part := _table_of(nested[3])) in catalogue.tables()
            and _table_of(nested[1]) != "filing"
        ):
            inside = wording.of_its_row(
                _table_of(nested[1]), nested[2], wording.part_called(part, nested[4], self.lang), self.lang
            )
        return label + wording.in_brackets(inside, self.lang) if inside else label

    def _link_label(self, name: str) -> str:
        table, _, link = name.partition(".")
        if table in catalogue.tables() and link in catalogue.tables()[table].links:
            if (known := _LINKS.get(name)) is not None:
                return self.say(known)
            target = wording.subject_word(catalogue.tables()[table].links[link].target, self.lang)
            here = wording.subject_word(table, self.lang)
            return f"{here}に対応する{target}" if self.lang == "ja" else f"the {target} behind the {here}"
        return name

    def _law_label(self, name: str) -> str:
        if name.startswith("purpose/"):
            use = wording.value_text("use.purpose", name.removeprefix("purpose/"), self.lang)
            return (
                f"この用途に使用できる条件の規定（本ツールには収録していません）：{use}"
                if self.lang == "ja"
                else f"what this use asks of credits (no rule of ours says it): {use}"
            )
        if name in self.readings:
            title = self.readings[name].title
            head = self.say(title) if title else name
            return f"規定の読み方：{head}" if self.lang == "ja" else f"reading of the clause: {head}"
        rule, condition = self._rule_of(name)
        about = name
        if rule is not None:
            about = self.say(rule.title).removesuffix("（参考）")
            one = self._condition_title(rule, condition)
            if one is not None and len(rule.conditions) > 1:
                about = f"「{about}」のうち「{one}」" if self.lang == "ja" else f"{about}: {one}"
        return f"根拠規定の確認：{about}" if self.lang == "ja" else f"confirmation of the clause: {about}"

    def _enquiry(self, name: str) -> str | None:
        """What to ask the authority about an open clause: as its rule says, else from the words of the condition."""
        if name.startswith("purpose/"):
            return wording.use_enquiry(
                wording.value_text("use.purpose", name.removeprefix("purpose/"), self.lang), self.lang
            )
        if name in self.readings:
            found = self.readings[name]
            title = self.say(found.title) if found.title else name
            return wording.reading_enquiry(title, [self.say(o.label) for o in found.options], self.lang)
        rule, condition = self._rule_of(name)
        if rule is None:
            return None
        title = self.say(rule.title).removesuffix("（参考）")
        if condition in rule.questions:
            return wording.headed(title, self.say(rule.questions[condition]), self.lang)
        own = [b for b in rule.basis if condition in b.restricts]
        unseen = own or [b for b in rule.basis if b.confidence is Confidence.UNCONFIRMED]
        sources = [wording.clause_named(self.basis(rule, b), self.lang) for b in unseen]
        asked = wording.clause_enquiry(self._condition_title(rule, condition) or title, sources, self.lang)
        return wording.headed(title, asked, self.lang)

    def _rule_of(self, name: str) -> tuple[Rule | None, str]:
        """The rule of an open clause, and which of its conditions."""
        rule_id, _, condition = name.partition(".")
        return next((r for r in self.rulebook.rules if r.id == rule_id), None), condition

    def _condition_title(self, rule: Rule, name: str) -> str | None:
        return next(
            (self.say(c.title) for c in rule.conditions if c.name == name and c.title is not None), None
        )


def _once(questions: Iterable[OpenQuestion]) -> Iterable[OpenQuestion]:
    """Questions on the same fact as one: several credits may wait for what is looked up of their project."""
    found: dict[tuple[str, Reason, Owner], OpenQuestion] = {}
    for one in questions:
        if (same := found.get((one.fact, one.reason, one.owner))) is not None:
            both = tuple(dict.fromkeys((*same.findings, *one.findings)))
            one = same.model_copy(update={"findings": both, "blocking": same.blocking or one.blocking})
        found[one.fact, one.reason, one.owner] = one
    return found.values()


def _for_case(texts: Mapping[str, Text], key: str, outcome: Outcome) -> Text | None:
    """The text for the first case that holds and has its own, else for all cases."""
    own = (texts[name] for case in outcome.cases if (name := f"{key} {case}") in texts)
    return next(own, texts.get(key))


def _about(row: Row, clauses: Sequence[Basis], decided: Collection[str] = ()) -> tuple[Basis, ...]:
    """The clauses without those of another programme, methodology or purpose, unless nothing else is behind what they decide.

    `decided` are the names that matter, where the case was not let through; none where all do. A permission of
    another's clause is no reason to cite it there: it let nobody through.
    """
    projects = tuple(_projects_of(row.world, row))
    programmes = {p for p in map(_stated_programme, projects) if p is not None}
    methodologies = [p.value("methodology", ALL) for p in projects]
    carried = (
        u
        for u in row.world.rows["use"]
        if u is row or row in (u.links.get("retirement"), u.links.get("credit"))
    )
    purposes = {str(p) for u in carried if (p := u.value("purpose", ALL)) is not None}

    def fits(clause: Basis) -> bool:
        codes = tuple(c for c in clause.cited_for if METHODOLOGY_CODE.fullmatch(c))
        if codes and methodologies and all(m is not None and not m.startswith(codes) for m in methodologies):
            return False
        return all(
            not named or not stated or not named.isdisjoint(stated)
            for named, stated in (
                ({c for c in clause.cited_for if c in set(Programme)}, programmes),
                ({c for c in clause.cited_for if c in set(Purpose)}, purposes),
            )
        )

    def matters(clause: Basis) -> Iterable[str]:
        if not decided:
            return (*clause.restricts, *clause.permits)
        return decided_names.intersection((*clause.restricts, *(n for n in clause.permits if n == "when")))

    decided_names = frozenset(decided)
    behind = {name for c in clauses if fits(c) for name in (*c.restricts, *c.permits)}
    return tuple(c for c in clauses if fits(c) or not behind.issuperset(matters(c)))


#: What tells the cases apart that a condition may be for.
_CASES: Final = frozenset(
    (
        "claim.kind",
        "claim.degree",
        "project.programme",
        "project.mitigation",
        "project.channel",
        "use.purpose",
    )
)


def _replaced(text: str, parts: Iterable[tuple[str, str]]) -> str:
    """A text with parts of it said otherwise."""
    for before, after in parts:
        text = text.replace(before, after)
    return text


def _only_unfinished(findings: Iterable[Finding]) -> bool:
    """Whether all that fails is that credits are held, and what says so of the claim: completing their retirement mends it."""
    failing = [f for f in findings if f.verdict is Verdict.FAIL]
    others = [
        f for f in failing if not any(before in (f.remedy or "") for before, _ in _NOTHING_ELSE)
    ]  # fmt: skip
    return len(others) < len(failing) and all(
        re.fullmatch(r"uses\[[^\]]+\]\.status", fact)
        for f in others for c in f.conditions if c.truth is False for fact in c.facts
    )  # fmt: skip


def _table_and_row(address: str) -> tuple[str, str]:
    """The table an address is in, and its row there: (uses, U1) of `uses[U1].purpose`."""
    table, _, rest = address.partition("[")
    return table, rest.partition("]")[0]


def _is_for_another_case(outcome: ConditionOutcome) -> bool:
    """Whether a condition lets the case at hand through: `claim.kind = 'cancel_only' OR …`."""
    node = outcome.condition.node
    while isinstance(node, Named | Cap):
        node = node.item
    seen = {f.name: shown(f.value) for f in outcome.facts if f.value is not None}
    cases = node.items if isinstance(node, Or) else ()
    return any(
        _tells_case(item, seen) is True or _is_of_what_was_not_given(item, seen) for item in cases or (node,)
    )


def _is_of_what_was_not_given(node: Node, seen: Mapping[str, str]) -> bool:
    """Whether a condition asks that an authorisation was not revoked, where none was given."""
    match node:
        case Compare(op="<>", left=Ref(name=name), right=Const(value=Authorisation.REVOKED)):
            return seen.get(name) == Authorisation.NOT_AUTHORISED
    return False


def _tells_case(node: Node, seen: Mapping[str, str]) -> bool | None:
    """Whether the case is one that a part of a condition names; None where it is about anything else."""
    match node:
        case Named(item=item):
            return _tells_case(item, seen)
        case Not(item=item):
            found = _tells_case(item, seen)
            return None if found is None else not found
        case In(item=Ref() as ref, values=values) if ref.name in _CASES and ref.name in seen:
            return seen[ref.name] in values
        case Compare(op="=" | "<>" as op, left=Ref() as ref, right=Const(value=str() as value)):
            if ref.name in _CASES and ref.name in seen:
                return (seen[ref.name] == value) is (op == "=")
    return None


def _programme_of(world: World, row: Row | None) -> str | None:
    """The crediting programme whose registry knows a row: that of its project, else the only one of the claim."""
    found = {_stated_programme(project) for project in _projects_of(world, row)}
    if not found - {None}:
        found = {_stated_programme(project) for project in world.rows["project"]}
    return found.pop() if len(found) == 1 else None


def _lacks_programme(world: World, row: Row | None) -> bool:
    """Whether it is not stated under which programme the projects of a row are, or where it has none those of the claim."""
    projects = tuple(_projects_of(world, row)) or tuple(world.rows["project"])
    return bool(projects) and all(_stated_programme(p) is None for p in projects)


def _registry_named(world: World, programme: str) -> str | None:
    """What the retirements of credits of a programme call its registry, where they all call it the same."""
    found = {
        row.value("registry", ALL)
        for row in world.rows["retirement"]
        if _programme_of(world, row) == programme
    }
    names = [shown(name) for name in found if name is not None]
    return names[0] if len(names) == 1 else None


def _behind(row: Row) -> Iterator[Row]:
    """The rows that a row leads to."""
    for link in row.links.values():
        if link is not None:
            yield link
            yield from _behind(link)


def _listed(world: World, missing: Missing) -> int | None:
    """How many rows a list holds that may not be complete."""
    if missing.reason is not Reason.OPEN_LIST:
        return None
    name = missing.address.removeprefix("complete_lists[").removesuffix("]")
    within, _, plural = name.rpartition(".")
    rows = world.rows.get(_table_of(plural), ())
    return sum(1 for row in rows if not within or (row.parent is not None and row.parent.address == within))


def _stated_programme(project: Row) -> str | None:
    value = project.value("programme", ALL)
    return None if value is None else str(shown(value))


def _projects_of(world: World, row: Row | None) -> Iterable[Row]:
    """The projects that a row leads to; those of the credits used where it is a retirement."""
    if row is None:
        return
    if row.table == "project":
        yield row
    for target in ("project", "credit", "issuance"):
        yield from _projects_of(world, row.links.get(target))
    if row.table == "retirement":
        for other in (*world.rows["block"], *world.rows["use"]):
            if other.links.get("retirement") is row:
                yield from _projects_of(world, other.links.get("credit"))


def _lacking(node: Node, filing: FilingOutcome, known: Mapping[str, Derivation]) -> Iterator[str]:
    """The values of a filing that a tree rests on and that are not stated."""
    for part in walk(node):
        if not isinstance(part, Ref) or part.table != "filing" or part.hops:
            continue
        if part.derived:
            yield from _lacking(known[part.path].node, filing, known) if part.path in known else ()
        elif filing.row.value(part.path, ALL) is None:
            yield part.name


def _row_asked(world: World, address: str, findings: Sequence[str]) -> Row | None:
    """The row that a missing fact belongs to, or that a judgement is about; None for the claim as a whole."""
    rows = [r for r in world.all_rows() if r.table != "claim"]
    judged = re.fullmatch(r"judgements\.\w+\[(.+)\]", address)
    if judged is None:
        return next((r for r in rows if address.startswith(f"{r.address}.")), None)
    alike = [r for r in rows if r.id == judged[1]]
    waiting = [r for r in alike if any(f.endswith(f" ({r.address})") for f in findings)]
    return next(iter(waiting or alike), None)


def _is_ahead(world: World, missing: Missing) -> bool:
    """Whether what counts as not done yet is stated, with a day after that of judgement."""
    if missing.reason is not Reason.NOT_YET:
        return False
    if _judgements(world, missing.address):
        return True  # nothing but its day keeps a judgement from counting yet
    return _stated(world, missing) is not None


def _stated(world: World, missing: Missing) -> object:
    """What is stated of a fact that counts as missing; None where nothing is."""
    row = _row_asked(world, missing.address, ()) or world.claim
    path = missing.address.removeprefix(f"{row.address}.")
    return row.value(path, ALL) if path in catalogue.tables()[row.table].facts else None


def _day_ahead(world: World, missing: Missing) -> date | None:
    """The day stated for what is ahead."""
    if not _is_ahead(world, missing):
        return None
    if judged := _judgements(world, missing.address):
        return max(j.judged_on for j in judged)
    stated = _stated(world, missing)
    return stated if isinstance(stated, date) else None


def _judgements(world: World, address: str) -> list[Judgement]:
    """What is recorded at the address of a judgement: for the claim as a whole, then for the row it is on."""
    name = re.fullmatch(r"judgements\.((\w+)\[.+\])", address)
    recorded = world.source.judgements or {}
    return [recorded[key] for key in (name[2], name[1]) if key in recorded] if name else []


def _judged_ahead(one: ConditionOutcome, outcome: Outcome) -> list[date]:
    """The days of the judgements that a condition waits for alone, each after that of judgement."""
    world = outcome.row.world
    if any(m.reason is not Reason.NOT_YET or not _judgements(world, m.address) for m in one.missing):
        return []
    return sorted({j.judged_on for m in one.missing for j in _judgements(world, m.address)})


def _of_another(missing: Missing, rule: Rule) -> bool:
    """Whether an open clause is that of another rule, on whose verdict this one rests."""
    name, others = missing.name.removeprefix("law."), r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\."
    return re.match(others, name) is not None and not name.startswith(f"{rule.id}.")


def _is_open_whether(outcome: Outcome) -> bool:
    """Whether it is open that a rule applies at all, so that what it asks is of interest only later.

    As long as nothing but support is missing, what is stated says that it applies.
    """
    unsupported = (Reason.BELOW_ASSURANCE, Reason.EXPIRED)
    waiting = any(c.truth is None for c in outcome.conditions)
    return outcome.when_open and not (waiting and all(m.reason in unsupported for m in outcome.missing))


def _to_judge(missing: Sequence[Missing]) -> bool:
    """Whether nothing but a reviewer's judgement is missing."""
    return bool(missing) and all(m.owner is Owner.REVIEWER and m.reason is Reason.ABSENT for m in missing)


def _is_retired(world: World, missing: Missing) -> bool | None:
    """Whether the retirement whose record is missing is made, as far as that is stated; None for any other fact."""
    if missing.name != "use.retirement":
        return None
    use = _row_asked(world, missing.address, ())
    status = use.value("status", ALL) if use is not None else None
    if status is not None:
        return bool(status == Status.RETIRED)
    return {Stage.PLANNED: False, Stage.READY: True}.get(world.stage)


def _to_be_retired(world: World, missing: Missing) -> bool:
    """Whether what is missing is the record of a retirement that is not made."""
    return _is_retired(world, missing) is False


def _later(outcome: Outcome) -> bool:
    """Whether it waits for nothing but acts that are still to come."""
    return bool(outcome.missing) and all(m.reason is Reason.NOT_YET for m in outcome.missing)


def _words_of(texts: Iterable[str], rule: Rule) -> set[str]:
    """The names in the texts of conditions: parts of a criterion, and `let`s with the names inside those."""
    lets = {let.name: let.text for let in rule.lets}
    found: set[str] = set()
    waiting = list(texts)
    while waiting:
        for name in set(re.findall(r"(?<![.$\w])[a-z_]\w*(?!\w*[.(])", waiting.pop())) - found:
            found.add(name)
            if name in lets:
                waiting.append(lets[name])
    return found


def _table_of(plural: str) -> str:
    return next((t.name for t in catalogue.tables().values() if t.plural == plural), plural)


def _order(outcome: Outcome) -> tuple[int, int, str, str]:
    severity = 0 if outcome.rule.severity.value == "blocking" else 1
    return worst_first(outcome.verdict), severity, outcome.rule.id, outcome.row.address


def _named(terms: Iterable[tuple[str, Bounds]], name: str) -> Interval | None:
    return next((interval(b) for n, b in terms if n == name), None)


def _known(text: str) -> str:
    """A sentence without brackets that would only say that a value is not known, and of two such values at once."""
    bare = re.sub(
        r"（(?:未確認|未確定)(?:～(?:未確認|未確定))?）| \(not known(?: yet)?(?: to not known)?\)", "", text
    )
    return re.sub(r"([^。、]+)は(未確認|未確定)、([^。、]+)は\2です。", r"\1及び\3は、いずれも\2です。", bare)


def _filled(text: str, value: Callable[[str], str]) -> str:
    """Fill `{fact.name}`, `{$parameter}` and `{shown_number}` into an author's sentence."""
    return _PLACE.sub(lambda m: value(m[1]), text)
