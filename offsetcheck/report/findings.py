"""Findings in words: what a rule found on a row, why, by which clauses, and what to do about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from offsetcheck.engine.explain import FactSeen
from offsetcheck.engine.judge import ConditionOutcome, Outcome
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import (
    Authorisation,
    Judgement,
    Programme,
    Purpose,
    Stage,
    Status,
)
from offsetcheck.facts.order import place
from offsetcheck.facts.periods import FiscalYear, add_months
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import Kind, Owner, Reason
from offsetcheck.facts.world import ALL, Missing, Row, World, shown
from offsetcheck.report import wording
from offsetcheck.report.crosscheck import lacks_a_copy, values_in_conflict
from offsetcheck.report.model import (
    ConditionResult,
    FactRead,
    Finding,
    ReadingResult,
)
from offsetcheck.report.model import Missing as MissingShown
from offsetcheck.report.naming import Namer, interval, projects_of, row_asked, stated_programme
from offsetcheck.rulebook.book import (
    METHODOLOGY_CODE,
    NEXT_YEAR,
    PUBLICATION,
    Basis,
    Rule,
    RuleText,
    Variant,
)
from offsetcheck.rulebook.language import Cap, Compare, Const, In, Named, Node, Not, Or, Ref

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
#: A place of a text: the name of a fact, parameter or number; of a day, also a year later.
PLACE = re.compile(r"\{([\w.$]+(?:\+1y)?)\}")
#: The day that the place of the day of publication names.
_PUBLISHED: Final = "claim.publication_on"
#: How much of a statement a remedy quotes.
_QUOTED: Final = 40

WHEN_OPEN: Final = Text(
    "本項目が対象となるかどうかを判定できていません。",
    "It could not be decided whether this item applies.",
)
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


class Advice(NamedTuple):
    """What to do about a finding."""

    text: str | None
    leads_to: Owner | None = None
    """To whom it leads in the end."""
    before_review: str | None = None
    """What of it comes before a reviewer is written to."""
    looked_up: str | None = None
    """What of it others are asked."""


class FindingBuilder(Namer):
    """Builds the findings of the claim at hand."""

    def finding(self, outcome: Outcome) -> Finding:
        """One rule's verdict with its message, remedy, questions and clauses."""
        rule, advice = outcome.rule, self.advice(outcome)
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
            remedy=advice.text,
            leads_to=advice.leads_to,
            before_review=advice.before_review,
            only_stated=outcome.only_stated,
            outside=outcome.outside,
            judge_on=outcome.ahead.day if outcome.ahead is not None else None,
            missing=tuple(
                MissingShown(
                    fact=m.address,
                    label=self.label(m),
                    owner=m.owner,
                    reason=m.reason,
                    ahead=is_ahead(outcome.row.world, m),
                )
                for m in sorted(outcome.missing, key=lambda m: place(m.address))
            ),
            basis=tuple(self.basis(rule, b, rule.ask) for b in self._bases(outcome)),
        )

    def remedy(self, outcome: Outcome, where: Variant | None = None) -> str | None:
        """What to do; `where`: beside what it is said, where the rule has other words for that."""
        return self.advice(outcome, where).text

    def fails_with(self, outcome: Outcome, wanted: Variant) -> bool:
        """Whether a rule has other words for what to do about a failure, which waits for no day."""
        text = _for_case(outcome.rule.remedies, "fail", outcome)
        failed = outcome.verdict is Verdict.FAIL and outcome.ahead is None
        return failed and text is not None and text.variant(wanted) is not None

    def advice(self, outcome: Outcome, where: Variant | None = None) -> Advice:
        """What to do about a failure, or about what stays unknown; nothing where support or the event itself is awaited."""
        if outcome.ahead is not None:
            labels = [self.fact_label(name, outcome.edition.id) for name in outcome.ahead.facts]
            return Advice(wording.judged_later(labels, outcome.ahead.day, self.lang))
        found = outcome.rule.remedies
        texts: Sequence[RuleText | None] = ()
        if outcome.verdict is Verdict.FAIL:
            texts = (_for_case(found, "fail", outcome) or _for_case(found, "unknown", outcome),)
        elif outcome.verdict is Verdict.UNKNOWN and not outcome.only_stated and not _later(outcome):
            own = _for_case(found, "unknown", outcome) is not found.get("unknown")
            if not own and (settled := self._settled_by(outcome)) is not None:
                return settled
            texts = self._open_remedies(outcome)
        written = [t for t in texts if t is not None]
        published = Variant.PUBLISHED if outcome.row.world.stage is Stage.PUBLISHED else None
        said = dict.fromkeys(
            _filled(self.told(_in_place(t, where, published)), self._in_short(outcome)) for t in written
        )
        parts: list[str | None] = []
        for variant in (Variant.BEFORE_REVIEW, Variant.LOOKED_UP):
            part = written[0].variant(variant) if len(said) == 1 else None
            parts.append(None if part is None else _filled(self.told(part), self._in_short(outcome)))
        return Advice(
            ("" if self.lang == "ja" else " ").join(said) or None,
            next((t.leads_to for t in written if t.leads_to is not None), None),
            *parts,
        )

    def _settled_by(self, outcome: Outcome) -> Advice | None:
        """What alone settles a finding: the retirement that is still to be made, or a choice between values that differ."""
        if any(_to_be_retired(outcome.row.world, m) for m in outcome.missing) and all(
            m.owner is Owner.REVIEWER or _to_be_retired(outcome.row.world, m) for m in outcome.missing
        ):
            return Advice(wording.once_retired(self.lang))
        if not self._values_apart(outcome):
            return None
        world = outcome.row.world
        profile = self.settings.profile
        asked = [(Owner.CLAIMANT if lacks_a_copy(world, m.address) else m.owner, m) for m in outcome.missing]
        said = dict.fromkeys(wording.request(o, m.reason, self.lang, m.address, profile) for o, m in asked)
        reviewed = any(wording.leads_to_a_reviewer(owner, profile) for owner, _ in asked)
        text = ("" if self.lang == "ja" else " ").join(said)
        return Advice(text, Owner.REVIEWER if reviewed else None) if text else None

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

    def _open_remedies(self, outcome: Outcome) -> Sequence[RuleText | None]:
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
        if (
            "judged" in found
            and for_a_reviewer(outcome.missing)
            and self._names_known(found["judged"], outcome)
        ):
            return (_for_case(found, "judged", outcome),)
        own = [_for_case(found, name, outcome) for name in waiting]
        return own if own and all(own) else (unknown,)

    def _whether(self, outcome: Outcome) -> RuleText:
        """What decides whether a rule applies at all."""
        labels = dict.fromkeys(self.label(m) for m in sorted(outcome.missing, key=lambda m: place(m.address)))
        said = wording.whether_applies(list(labels), self.lang)
        return RuleText(said, said)

    def _names_known(self, text: RuleText, outcome: Outcome) -> bool:
        """Whether all that a text names, or what is said in its place, has a value."""
        value = self._values(outcome)
        places = (name for one in text.every for name in PLACE.findall(self.say(one)))
        named = [_PUBLISHED if name == PUBLICATION else name for name in places]
        return all(value(name) != wording.not_known(self.lang) for name in named)

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
        planned = Variant.PLANNED if self._is_at(outcome, Stage.PLANNED) else None
        for one in decisive:
            if one.only_stated:
                continue
            if ahead := _judged_ahead(one, outcome):
                sentences.append(wording.judged_ahead_sentence(ahead, self.lang))
                continue
            said = rule.messages.get(one.condition.name, {})
            told = (_for_case(said, k, outcome) for k in self._told(one, outcome, said))
            for text in (t for t in told if t is not None):
                now = self.told(_in_place(text, planned))
                sentences.append(_known(_filled(now, self._values(outcome))))
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

    def _told(self, one: ConditionOutcome, outcome: Outcome, said: Mapping[str, RuleText]) -> Iterable[str]:
        """Which of a condition's messages are told: facts that are not known, and a clause that is open, each by its own."""
        verdict = outcome.verdict
        if verdict is not Verdict.UNKNOWN:
            return (verdict.value,)
        if "judged" in said and for_a_reviewer(one.missing) and self._names_known(said["judged"], outcome):
            return ("judged",)
        law = bool(one.readings) or any(m.reason is Reason.LAW_OPEN for m in one.missing)
        if "law_open" not in said or not law:
            return (verdict.value,)
        if all(m.reason is Reason.LAW_OPEN and not _of_another(m, outcome.rule) for m in one.missing):
            return ("law_open",)
        # A clause that is not confirmed is of interest once the facts are against the case; of a reading, always.
        return (verdict.value, "law_open") if one.readings else (verdict.value,)

    def _is_at(self, outcome: Outcome, stage: Stage) -> bool:
        """Whether the claim is known to have come as far as a stage, and no further."""
        claim = self._reached(outcome.row, "claim")
        return claim is not None and claim.value("stage", ALL) == stage

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
            if name == PUBLICATION:
                published = self._is_at(outcome, Stage.PUBLISHED)
                return wording.publication(value(_PUBLISHED), self.lang, published=published)
            if name.startswith("$"):
                found = parameters.get(name[1:])
                if found is not None and found.unit == "share" and isinstance(found.value.value, Decimal):
                    return wording.percent(found.value.value, self.lang)
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

    @staticmethod
    def _reached(row: Row, table: str) -> Row | None:
        """The row of a table that a row leads to."""
        reached: Row | None = row
        for hop in catalogue.routes(row.table).get(table, ()) if table != row.table else ():
            reached = reached.link(hop) if reached is not None else None
        return reached


def _for_case(texts: Mapping[str, RuleText], key: str, outcome: Outcome) -> RuleText | None:
    """The text for the first case that holds and has its own, else for all cases."""
    own = (texts[name] for case in outcome.cases if (name := f"{key} {case}") in texts)
    return next(own, texts.get(key))


def _in_place(text: RuleText, *wanted: Variant | None) -> Text:
    """What is said in place of a text: the first of some variants that it has, else the text itself."""
    found = (text.variant(one) for one in wanted if one is not None)
    return next((one for one in found if one is not None), text)


def _about(row: Row, clauses: Sequence[Basis], decided: Collection[str] = ()) -> tuple[Basis, ...]:
    """The clauses without those of another programme, methodology or purpose, unless nothing else is behind what they decide.

    `decided` are the names that matter, where the case was not let through; none where all do. A permission of
    another's clause is no reason to cite it there: it let nobody through.
    """
    projects = tuple(projects_of(row.world, row))
    programmes = {p for p in map(stated_programme, projects) if p is not None}
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


def is_ahead(world: World, missing: Missing) -> bool:
    """Whether what counts as not done yet is stated, with a day after that of judgement."""
    if missing.reason is not Reason.NOT_YET:
        return False
    if judgements(world, missing.address):
        return True  # nothing but its day keeps a judgement from counting yet
    return stated_value(world, missing) is not None


def stated_value(world: World, missing: Missing) -> object:
    """What is stated of a fact that counts as missing; None where nothing is."""
    row = row_asked(world, missing.address, ()) or world.claim
    path = missing.address.removeprefix(f"{row.address}.")
    return row.value(path, ALL) if path in catalogue.tables()[row.table].facts else None


def judgements(world: World, address: str) -> list[Judgement]:
    """What is recorded at the address of a judgement: for the claim as a whole, then for the row it is on."""
    name = re.fullmatch(r"judgements\.((\w+)\[.+\])", address)
    recorded = world.source.judgements or {}
    return [recorded[key] for key in (name[2], name[1]) if key in recorded] if name else []


def _judged_ahead(one: ConditionOutcome, outcome: Outcome) -> list[date]:
    """The days of the judgements that a condition waits for alone, each after that of judgement."""
    world = outcome.row.world
    if any(m.reason is not Reason.NOT_YET or not judgements(world, m.address) for m in one.missing):
        return []
    return sorted({j.judged_on for m in one.missing for j in judgements(world, m.address)})


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


def for_a_reviewer(missing: Sequence[Missing]) -> bool:
    """Whether nothing but a reviewer's judgement is missing."""
    return bool(missing) and all(m.owner is Owner.REVIEWER and m.reason is Reason.ABSENT for m in missing)


def is_retired(world: World, missing: Missing) -> bool | None:
    """Whether the retirement whose record is missing is made, as far as that is stated; None for any other fact."""
    if missing.name != "use.retirement":
        return None
    use = row_asked(world, missing.address, ())
    status = use.value("status", ALL) if use is not None else None
    if status is not None:
        return bool(status == Status.RETIRED)
    return {Stage.PLANNED: False, Stage.READY: True}.get(world.stage)


def _to_be_retired(world: World, missing: Missing) -> bool:
    """Whether what is missing is the record of a retirement that is not made."""
    return is_retired(world, missing) is False


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


def _known(text: str) -> str:
    """A sentence without brackets that would only say that a value is not known, and of two such values at once."""
    bare = re.sub(
        r"（(?:未確認|未確定)(?:～(?:未確認|未確定))?）| \(not known(?: yet)?(?: to not known)?\)", "", text
    )
    return re.sub(r"([^。、]+)は(未確認|未確定)、([^。、]+)は\2です。", r"\1及び\3は、いずれも\2です。", bare)


def _filled(text: str, value: Callable[[str], str]) -> str:
    """Fill `{fact.name}`, `{$parameter}` and `{shown_number}` into an author's sentence."""
    return PLACE.sub(lambda m: value(m[1]), text)
