"""Turn what the engine found into the one report object, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from offsetcheck import __version__
from offsetcheck.engine.judge import FilingOutcome, Judged, Outcome, Settings
from offsetcheck.engine.planned import applicant, applications, applied_for, drawn, purpose_for
from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict, worst_first
from offsetcheck.facts.identity import same_party
from offsetcheck.facts.models import (
    Degree,
    Stage,
)
from offsetcheck.facts.order import place
from offsetcheck.facts.problems import Lang
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.facts.world import ALL, Row, shown
from offsetcheck.report import wording
from offsetcheck.report.crosscheck import cross_check
from offsetcheck.report.findings import for_a_reviewer
from offsetcheck.report.model import (
    Application,
    ApplicationHint,
    ClaimReport,
    Confirmation,
    Criterion,
    EditionUsed,
    FilingResult,
    Finding,
    InputRef,
    Interval,
    OpenQuestion,
    PhraseFound,
    Planning,
    PropertyRow,
    Report,
    SnapshotRef,
    Term,
    Tool,
    UseResult,
    WaitingOn,
)
from offsetcheck.report.naming import interval
from offsetcheck.report.phrases import contradictions
from offsetcheck.report.questions import QuestionBuilder
from offsetcheck.report.retiring import last_application, need_of, planned_tonnes, rounded_up
from offsetcheck.report.summary import balance, next_steps, unusable
from offsetcheck.report.totals import TermByTerm, how_sure, in_the_law
from offsetcheck.report.turns import in_turn
from offsetcheck.rulebook.book import (
    Derivation,
    Edition,
    Rulebook,
    Variant,
)
from offsetcheck.rulebook.language import Node, Ref, walk


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


class Builder(QuestionBuilder):
    """Builds the claims of one report."""

    def claim(self, judged: Judged) -> ClaimReport:
        """One claim with its findings, uses, filings and questions."""
        self.world, row = judged.world, judged.world.claim
        self.called = {f.id: self.filing_label(f) for f in judged.world.rows["filing"]} | {row.id: ""}
        to_judge = {
            m.address: o
            for o in judged.outcomes if "judged" in o.rule.remedies and for_a_reviewer(o.missing)
            for m in o.missing
        }  # fmt: skip
        self.kind = self._plain(row, "kind")
        asked = sorted(judged.missing, key=lambda q: place(q[0].address))
        outcomes = sorted(judged.outcomes, key=_order)
        findings = tuple(self.finding(o) for o in outcomes)
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
        unfinished = [self.fails_with(o, Variant.ONLY_UNRETIRED) for o in outcomes]
        if _only_unfinished(findings, unfinished):
            findings = tuple(
                f.model_copy(update={"remedy": self.remedy(o, Variant.ONLY_UNRETIRED)}) if alone else f
                for f, o, alone in zip(findings, outcomes, unfinished, strict=True)
            )
        below = {
            f.remedy: self.remedy(o, Variant.MENDED_ABOVE) or f.remedy
            for f, o in zip(findings, outcomes, strict=True)
            if f.remedy is not None and self.fails_with(o, Variant.MENDED_ABOVE)
        }
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
                checked=checked,
                below=below,
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
            effect = row.value("effect", ALL)
            hits = [
                hit
                for text in _wordings(row)
                for hit in contradictions(text, effect, degree, self.rulebook.phrases)
            ]
            for hit in {(h.phrase.id, h.quote): h for h in reversed(hits)}.values():
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


def _once(questions: Iterable[OpenQuestion]) -> Iterable[OpenQuestion]:
    """Questions on the same fact as one: several credits may wait for what is looked up of their project."""
    found: dict[tuple[str, Reason, Owner], OpenQuestion] = {}
    for one in questions:
        if (same := found.get((one.fact, one.reason, one.owner))) is not None:
            both = tuple(dict.fromkeys((*same.findings, *one.findings)))
            one = same.model_copy(update={"findings": both, "blocking": same.blocking or one.blocking})
        found[one.fact, one.reason, one.owner] = one
    return found.values()


def _wordings(statement: Row) -> tuple[str, ...]:
    """The words of a statement, each that a source shows where they differ: what any of them says is asked about."""
    cell = statement.cells.get("text")
    return tuple(dict.fromkeys(str(s.value) for s in cell.sources)) if cell is not None else ()


def _only_unfinished(findings: Iterable[Finding], unfinished: Sequence[bool]) -> bool:
    """Whether all that fails is that credits are held, and what says so of the claim: completing their retirement mends it.

    `unfinished`: of each finding, whether it says so.
    """
    others = [
        f
        for f, says_so in zip(findings, unfinished, strict=True)
        if f.verdict is Verdict.FAIL and not says_so
    ]
    return any(unfinished) and all(
        re.fullmatch(r"uses\[[^\]]+\]\.status", fact)
        for f in others for c in f.conditions if c.truth is False for fact in c.facts
    )  # fmt: skip


def _lacking(node: Node, filing: FilingOutcome, known: Mapping[str, Derivation]) -> Iterator[str]:
    """The values of a filing that a tree rests on and that are not stated."""
    for part in walk(node):
        if not isinstance(part, Ref) or part.table != "filing" or part.hops:
            continue
        if part.derived:
            yield from _lacking(known[part.path].node, filing, known) if part.path in known else ()
        elif filing.row.value(part.path, ALL) is None:
            yield part.name


def _order(outcome: Outcome) -> tuple[int, int, str, str]:
    severity = 0 if outcome.rule.severity.value == "blocking" else 1
    return worst_first(outcome.verdict), severity, outcome.rule.id, outcome.row.address


def _named(terms: Iterable[tuple[str, Bounds]], name: str) -> Interval | None:
    return next((interval(b) for n, b in terms if n == name), None)
