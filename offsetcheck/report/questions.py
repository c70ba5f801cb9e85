"""Open questions in words: what is missing, who can settle it, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from offsetcheck.engine.judge import Outcome
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import (
    Judgement,
)
from offsetcheck.facts.problems import Text
from offsetcheck.facts.vocabulary import Owner, Reason
from offsetcheck.facts.world import ALL, Missing, Row, World, shown
from offsetcheck.report import wording
from offsetcheck.report.crosscheck import conflict_text, lacks_a_copy
from offsetcheck.report.findings import PLACE, FindingBuilder, is_ahead, is_retired, judgements, stated_value
from offsetcheck.report.model import (
    OpenQuestion,
)
from offsetcheck.report.naming import programme_of, projects_of, row_asked, stated_programme, table_of
from offsetcheck.rulebook.book import (
    NEXT_YEAR,
    Confidence,
    Variant,
)

_ANEW = {
    "claim.certification.label_beside": Text(
        "第三者認証のラベルの表示を認証対象に限るか（認証を改めて受ける場合）",
        "the certification label is to stand only beside what is certified (if the claim is certified anew)",
    ),
    "judgement.certified_quantity_ok": Text(
        "オフセット量が認証基準の範囲内かどうかの判断（認証を改めて受ける場合）",
        "whether the offset quantity is within the limits of the certification criteria (if the claim is certified anew)",
    ),
}
"""What is asked about a certification that has expired: it is to come, and may not."""
_COMPLETED = Text("{day}完了", "completed {day}")
_JUDGED_ON = Text("判断の対象は、{act}です。", "To be judged: {act}.")
_JUDGED_IN_PART = Text(
    "判断の対象は、{act}のうち、本活用分の{t}です。", "To be judged: the {t} of this use, out of the {act}."
)
"""What a reviewer judges, for one who did not write the claim."""
_SOME_ACT = Text("無効化等", "retirement or other act")
"""What was done with the units, where that is not stated."""


class QuestionBuilder(FindingBuilder):
    """Builds the open questions of the claim at hand."""

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
            told = {"detail": own.detail, "first": own.first, "looked_up": own.looked_up}
            yield asked.model_copy(update=told)
        yield (
            own.model_copy(
                update={
                    "first": None,
                    "looked_up": None,
                    "after": tuple(m.address for m in later),
                    "spared": True,
                }
            )
            if later
            else own
        )

    def _looked_up(self, outcome: Outcome) -> Iterator[Missing]:
        """The stated facts of which a remedy has a later value looked up."""
        asked = outcome.rule.remedies["judged"].variant(Variant.LOOKED_UP)
        for name in dict.fromkeys(PLACE.findall(self.say(asked))) if asked is not None else ():
            table, _, path = name.removesuffix(NEXT_YEAR).partition(".")
            row = self._reached(outcome.row, table)
            known = catalogue.tables()[table].facts if table in catalogue.tables() else {}
            if name.endswith(NEXT_YEAR) and row is not None and path in known:
                yield Missing(f"{row.address}.{path}", f"{table}.{path}", known[path].owner, Reason.ABSENT)

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
        if missing.name in _ANEW and _is_expired(world):
            label = self.say(_ANEW[missing.name])
        first = looked_up = None
        if judged is not None and self._names_known(judged.rule.remedies["judged"], judged):
            advice = self.advice(judged)
            detail, first, looked_up = self.message(judged), advice.text, advice.looked_up
        about = row_asked(world, missing.address, findings)
        of_registry = missing.owner is Owner.REGISTRY
        unknown = of_registry and _lacks_programme(world, about)
        registry = programme_of(world, about) if of_registry and not unknown else None
        if detail is None and about is not None and about.table == "use" and missing.owner is Owner.REVIEWER:
            detail = self._use_judged(about)
        enquiry, matter = self._enquiry(missing.name) or (None, None)
        return OpenQuestion(
            fact=missing.address, label=label, owner=missing.owner, reason=missing.reason,
            detail=None if detail and detail in label else detail, findings=findings, blocking=blocking,
            about=None if about is None else self.named_in_full(about), first=first,
            looked_up=looked_up,
            ahead=is_ahead(world, missing), judge_on=_day_ahead(world, missing),
            registry=registry, registry_name=_registry_named(world, registry) if registry is not None else None,
            number=self.number(about) if of_registry and about is not None else None, programme_first=unknown,
            reported_in=tuple(self._reported_in(world, about)) if of_registry and about is not None else (),
            enquiry=enquiry, matter=matter,
            retired=is_retired(world, missing), listed=_listed(world, missing),
        )  # fmt: skip

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
        """What a use is of, for one who judges it: J-クレジット200 t-CO2の無効化（SAMPLE-0098、2026年5月14日完了）.

        Where the act is of more than the use puts to its purpose, each is told with its tonnes.
        """
        retirement, credit = use.link("retirement"), use.link("credit")
        project = credit.link("project") if credit is not None else None
        programme = project.value("programme", ALL) if project is not None else None
        units = wording.units_of(programme, self.lang) if programme is not None else None
        t, whole = self._shown(use, "t"), self._shown(retirement, "total_t")
        act, notice = self._shown(retirement, "act"), self._shown(retirement, "notice")
        day, done = (retirement.value("completed_on", ALL) if retirement is not None else None), None
        if day is not None and day <= use.world.as_of:
            done = wording.say(_COMPLETED, self.lang, day=wording.day(day, self.lang))
        if act is None and (notice or done):
            act = self.say(_SOME_ACT)
        in_part = bool(t and whole and act) and t != whole
        of, each = (None, [notice, whole, done]) if in_part else (t, [notice, done])
        said = wording.act_on(act, of, units, self.lang)
        if not said:
            return None
        if told := [one for one in each if one]:
            said += wording.in_brackets(wording.listing(told, self.lang), self.lang)
        return wording.say(_JUDGED_IN_PART if in_part else _JUDGED_ON, self.lang, act=said, t=t)

    def _shown(self, row: Row | None, path: str) -> str | None:
        """A value as its reader would write it."""
        value = row.value(path, ALL) if row is not None else None
        if row is None or value is None:
            return None
        return wording.value_text(f"{row.table}.{path}", shown(value), self.lang)

    def detail(self, world: World, missing: Missing) -> str | None:
        """What differs, or what the law leaves open."""
        if missing.reason is Reason.CONFLICT and missing.name.startswith("judgement."):
            known = [j for j in judgements(world, missing.address) if j.judged_on <= world.as_of]
            return wording.listing([self._judged(missing, j) for j in known], self.lang)
        if missing.reason is Reason.CONFLICT and (text := conflict_text(world, missing.address, self.lang)):
            return text
        if is_ahead(world, missing):
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
        if judged := judgements(world, missing.address):
            return self._judged(missing, judged[-1])
        return wording.value_text(missing.name, shown(stated_value(world, missing)), self.lang)

    def _enquiry(self, missing: str) -> tuple[str, str] | None:
        """What to ask the authority about an open clause, and what that is about.

        Both are as its rule says, else from the words of the condition. None for what is no clause.
        """
        if not missing.startswith("law."):
            return None
        name = missing.removeprefix("law.")
        if name.startswith("purpose/"):
            use = wording.value_text("use.purpose", name.removeprefix("purpose/"), self.lang)
            return wording.use_enquiry(use, self.lang), wording.use_matter(use, self.lang)
        if name in self.readings:
            found = self.readings[name]
            title = self.say(found.title) if found.title else name
            options = [self.say(o.label) for o in found.options]
            return (
                wording.reading_enquiry(title, options, self.lang),
                wording.reading_matter(title, options, self.lang),
            )
        rule, condition = self._rule_of(name)
        if rule is None:
            return None
        title = self.say(rule.title).removesuffix("（参考）")
        if condition in rule.questions:
            question = rule.questions[condition]
            matter = question.variant(Variant.MATTER) or question
            return wording.headed(title, self.say(question), self.lang), self.say(matter)
        own = [b for b in rule.basis if condition in b.restricts]
        unseen = own or [b for b in rule.basis if b.confidence is Confidence.UNCONFIRMED]
        sources = [wording.clause_named(self.basis(rule, b), self.lang) for b in unseen]
        about = self._condition_title(rule, condition) or title
        asked = wording.clause_enquiry(about, sources, self.lang)
        return wording.headed(title, asked, self.lang), wording.clause_matter(about, self.lang)


def _lacks_programme(world: World, row: Row | None) -> bool:
    """Whether it is not stated under which programme the projects of a row are, or where it has none those of the claim."""
    projects = tuple(projects_of(world, row)) or tuple(world.rows["project"])
    return bool(projects) and all(stated_programme(p) is None for p in projects)


def _is_expired(world: World) -> bool:
    """Whether the certificate of the claim ends before what is claimed is published."""
    until = world.claim.value("certification.valid.to", ALL)
    published = world.claim.value("publication_on", ALL)
    return until is not None and published is not None and until < published


def _registry_named(world: World, programme: str) -> str | None:
    """What the retirements of credits of a programme call its registry, where they all call it the same."""
    found = {
        row.value("registry", ALL)
        for row in world.rows["retirement"]
        if programme_of(world, row) == programme
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
    rows = world.rows.get(table_of(plural), ())
    return sum(1 for row in rows if not within or (row.parent is not None and row.parent.address == within))


def _day_ahead(world: World, missing: Missing) -> date | None:
    """The day stated for what is ahead."""
    if not is_ahead(world, missing):
        return None
    if judged := judgements(world, missing.address):
        return max(j.judged_on for j in judged)
    stated = stated_value(world, missing)
    return stated if isinstance(stated, date) else None
