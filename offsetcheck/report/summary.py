"""What the first page says beside the verdict: the balance of tonnes and the next steps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Final, NamedTuple

from offsetcheck.engine.semantics import Bounds
from offsetcheck.engine.verdict import Verdict
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import ClaimKind, Stage
from offsetcheck.facts.problems import Lang, Text
from offsetcheck.facts.vocabulary import Owner, Profile, Reason
from offsetcheck.facts.world import ASSURED, World
from offsetcheck.report import columns
from offsetcheck.report import wording as w
from offsetcheck.report.asked import all_ask, whom_to_ask
from offsetcheck.report.model import (
    Application,
    Balance,
    CrossCheck,
    Finding,
    Interval,
    NextStep,
    OpenQuestion,
    Planning,
)
from offsetcheck.report.sentence import ROOM, asked_in_a_sentence

__all__ = ["MOST_STEPS", "Unusable", "address", "balance", "next_steps", "unusable"]

MOST_STEPS = 4
"""Three, and one that holds or counts the questions which those leave out."""
_FIRST = MOST_STEPS - 1
_DECIDING = ("claim", "statement")
_OTHER_THAN_CREDITS = (*_DECIDING, "filing")
"""What fails of these keeps no credit from counting for an offset."""


def balance(world: World, tonnes: Mapping[str, Bounds]) -> Balance | None:
    """From emissions without own measures to what is left uncompensated; None where the emissions are not worked out."""
    left, valid = tonnes.get("residual_t"), tonnes.get("valid_t")
    other = world.claim.value("kind", ASSURED) in (ClaimKind.ATTACHED_CREDIT, ClaimKind.CANCEL_ONLY)
    if left is None or valid is None or other:
        return None
    reduced = _reduced(world)
    return Balance(
        before_t=_interval(_plus(left[0], reduced[0]), _plus(left[1], reduced[1])),
        reduced_t=_interval(*reduced),
        left_t=_interval(*left),
        valid_t=_interval(*valid),
        uncovered_t=_interval(
            Decimal(0) if left[0] is None or valid[1] is None else max(Decimal(0), left[0] - valid[1]),
            None if left[1] is None else max(Decimal(0), left[1] - (valid[0] or Decimal(0))),
        ),
    )


def _reduced(world: World) -> Bounds:
    """The tonnes of the reduction measures: open above while the list is open or one has no number."""
    amounts = [row.value("t", ASSURED) for row in world.rows["reduction"]]
    low = sum((a for a in amounts if a is not None), Decimal(0))
    whole = world.claim.complete("reductions", ASSURED) and None not in amounts
    return low, low if whole else None


def _plus(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b


def _interval(low: Decimal | None, high: Decimal | None) -> Interval:
    return Interval(at_least=low, at_most=high)


# -- credits that cannot be used -------------------------------------------------------------------------------------------

#: Where a credit comes from, and what was authorised: no step of whoever holds it changes that.
_ORIGIN: Final = re.compile(r"(?:projects|issuances)\[|credits\[[^\]]+\]\.authorisation\.")


#: Under which programme a credit is decides which rules apply to it.
_PROGRAMME: Final = re.compile(r"projects\[[^\]]+\]\.programme")


class Unusable(NamedTuple):
    """What has to be replaced: the credits that fail by themselves, and the uses and retirements of nothing but those."""

    credits: frozenset[str]
    of_them: frozenset[str]
    """The uses and retirements, by address as the credits are."""

    def spares(self, finding: Finding) -> bool:
        """Whether replacing the credits does away with a failure: one of how they were, or were not, retired."""
        return address(finding) in self.of_them and not _of_origin(finding)


def unusable(world: World, findings: Iterable[Finding]) -> Unusable:
    """What fails whatever is done with it: completing its retirement would be in vain, and cannot be undone."""
    failing = {
        address(f)
        for f in findings
        if f.verdict is Verdict.FAIL and f.severity == "blocking" and _of_origin(f)
    }
    credits = {
        c.address
        for c in world.rows["credit"]
        if any(r is not None and r.address in failing for r in (c, c.link("project"), c.link("issuance")))
    }
    lost: dict[str, bool] = {}
    uses: set[str] = set()
    for use in world.rows["use"]:
        credit, retirement = use.link("credit"), use.link("retirement")
        gone = use.address in failing or (credit is not None and credit.address in credits)
        if gone:
            uses.add(use.address)
        if retirement is not None:
            lost[retirement.address] = gone and lost.get(retirement.address, True)
    return Unusable(frozenset(credits), frozenset(uses.union(r for r, gone in lost.items() if gone)))


def address(finding: Finding) -> str:
    """The address of what a finding is about."""
    if finding.subject.kind == "claim":
        return "claim"
    table = catalogue.tables().get(finding.subject.kind)
    return f"{table.plural if table else finding.subject.kind}[{finding.subject.id}]"


def _of_origin(finding: Finding) -> bool:
    """Whether it is about where a credit comes from or what was authorised, and not about how it was retired."""
    if finding.subject.kind not in ("project", "issuance", "credit", "use"):
        return False
    read = [fact for c in finding.conditions if c.truth is False for fact in c.facts]
    if finding.criterion is not None:
        return True
    return any(map(_ORIGIN.match, read)) and not any(a.startswith("retirements[") for a in read)


# -- next steps ------------------------------------------------------------------------------------------------------------


def next_steps(
    verdict: Verdict,
    if_retired: Verdict | None,
    stage: Stage,
    findings: Sequence[Finding],
    questions: Sequence[OpenQuestion],
    applications: Sequence[Application],
    planning: Planning | None,
    lang: Lang,
    profile: Profile = Profile.SELF_CHECK,
    filing_fails: bool = False,
    unusable: Unusable | None = None,
    checked: Sequence[CrossCheck] = (),
    unjudged: Sequence[tuple[str, str, str | None]] = (),
    you: str = w.YOU,
    below: Mapping[str, str] | None = None,
) -> tuple[NextStep, ...]:
    """The three things to do next, the most pressing first, each with who does it; what they do not ask is counted.

    `unusable`: what fails of the credits themselves comes first, and what replacing them spares is left out.
    `checked`: documents whose day has passed are asked for anew, even where the claim passes on what is stated.
    `unjudged`: what the verdicts on filings leave out, as it is not stated, with the filing and how far that has come.
    `below`: how a remedy is said below steps that ask for what it begins with.
    """
    gone = unusable or Unusable(frozenset(), frozenset())
    open_now = [
        q
        for q in questions
        if q.blocking
        and q.reason is not Reason.NOT_YET
        and not q.programme_first  # its answer says which registry to ask, and for what
        and not q.deferred
    ]
    asked = list(_asked_now(open_now, findings, profile, lang, checked))
    asked += _asked(
        [q for q in questions if q.blocking and q.after and not (q.spared or q.moot)], findings, profile, lang
    )
    steps = dict.fromkeys(
        _steps(
            verdict,
            if_retired,
            stage,
            findings,
            questions,
            applications,
            planning,
            lang,
            profile,
            filing_fails,
            gone,
            checked,
            unjudged,
            below or {},
            [one.step for one in asked],
        )
    )
    first = tuple(steps)[:_FIRST]
    rest = [one for one in asked if one.step in steps and one.step not in first]
    if len(rest) > 1:
        asked_besides = Counter(q.owner for one in rest for q in one.questions)
        asked_besides.update(
            q.owner for q in questions if q.blocking and q.programme_first and not q.deferred
        )
        counted = {owner: asked_besides[owner] for owner in Owner if asked_besides[owner]}
        return (*first, NextStep(owner=Owner.CLAIMANT, text=w.asked_besides(counted, lang, you)))
    return (*first, *(one.step for one in rest))


def _steps(
    verdict: Verdict,
    if_retired: Verdict | None,
    stage: Stage,
    findings: Sequence[Finding],
    questions: Sequence[OpenQuestion],
    applications: Sequence[Application],
    planning: Planning | None,
    lang: Lang,
    profile: Profile,
    filing_fails: bool,
    unusable: Unusable,
    checked: Sequence[CrossCheck],
    unjudged: Sequence[tuple[str, str, str | None]],
    below: Mapping[str, str],
    asked: Sequence[NextStep],
) -> Iterator[NextStep]:
    if verdict is Verdict.ERROR:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "不具合を解消した版で改めて判定し、それまで本報告書を使用しないでください。",
                "Have the claim judged again with a version in which the fault is mended; until then, do not use this report.",
            ),
            lang,
        )
    hopeless = stage is Stage.PLANNED and (
        verdict is Verdict.FAIL or if_retired in (Verdict.FAIL, Verdict.ERROR)
    )
    if hopeless:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "このまま無効化を申請せず、計画の内容をお見直しのうえ、改めて判定してください。無効化は後から変更できません。",
                "Do not apply yet: revise the plan and have the claim judged again. A retirement cannot be changed afterwards.",
            ),
            lang,
        )
    mended: set[str] = set()
    failing = [f for f in findings if f.verdict is Verdict.FAIL and f.severity == "blocking"]
    if verdict is Verdict.FAIL or filing_fails:
        for finding in sorted(failing, key=lambda f: (not _of_origin(f), f.subject.kind not in _DECIDING)):
            if unusable.spares(finding) or finding.judge_on is not None:
                continue
            if finding.remedy and finding.remedy not in mended:
                behind = [
                    f for f in failing if f.subject.kind not in _OTHER_THAN_CREDITS and not unusable.spares(f)
                ]
                above = bool(behind) and all(f.remedy in mended for f in behind)
                mended.add(finding.remedy)
                said = below.get(finding.remedy, finding.remedy) if above else finding.remedy
                yield NextStep(owner=Owner.CLAIMANT, text=said)
    days = [f.judge_on for f in failing if f.judge_on is not None]
    days += [q.judge_on for q in questions if q.blocking and q.judge_on is not None]
    days_first = stage is not Stage.PLANNED and verdict is Verdict.FAIL and bool(days) and not mended
    if days_first:  # nothing else makes it fail
        yield NextStep(owner=Owner.CLAIMANT, text=w.days_ahead(days, lang))
    asked = list(asked)
    if verdict is Verdict.UNKNOWN and stage is not Stage.PLANNED:
        # What fails for certain stays in sight, after what the claimant is to fill in first.
        own = len(list(takewhile(lambda step: step.owner is Owner.CLAIMANT, asked[: _FIRST - 1])))
        asked[own:own] = _advised(findings)
    if stage is Stage.PLANNED:
        yield from asked[:2]
        if not hopeless:
            yield from _planned(applications, planning, lang)
        yield from asked[2:]
    else:
        yield from asked
    waiting = [
        q
        for q in questions
        if q.blocking
        and q.reason is Reason.NOT_YET
        and q.judge_on is None
        and not (q.programme_first or q.deferred)
    ]
    only_days = bool(days) and not (mended or asked or waiting)
    if stage is not Stage.PLANNED:
        yield from (one.step for one in _asked(waiting, findings, profile, lang))
        if days and not days_first:
            yield NextStep(owner=Owner.CLAIMANT, text=w.days_ahead(days, lang))
    if verdict is Verdict.PASS:
        if expired := [c for c in checked if c.result == "expired"]:
            labels = [w.first_upper(c.label) for c in expired]
            said = w.expired_step_that_passes(labels, _day_passed(expired, lang), lang, profile)
            head = w.first_upper(w.say(w.Label.ADVISORY.value, lang))
            yield NextStep(owner=Owner.CLAIMANT, text=w.headed(head, said, lang))
        for fact, filing, step in unjudged:
            yield NextStep(owner=Owner.CLAIMANT, text=w.unjudged_step(fact, filing, lang, step))
        others = [f for f in failing if f.remedy not in mended]
        yield from _passed(stage, findings, questions, others, profile, lang)
    elif verdict in (Verdict.FAIL, Verdict.UNKNOWN) and stage is not Stage.PLANNED and not only_days:
        yield from _judged_again(profile, lang, mended=bool(mended))


def _judged_again(profile: Profile, lang: Lang, *, mended: bool) -> Iterator[NextStep]:
    """Ask for the next round; in a certification whoever reviews judges, and what is asked for is asked for already."""
    if profile is not Profile.CERTIFICATION:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "修正内容又は回答を記入のうえ、改めて判定してください。",
                "Enter the corrections and answers, and have the claim judged again.",
            ),
            lang,
        )
    elif mended:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "修正の内容をご提出ください。ご提出後に、改めて判定いたします。",
                "Please provide the corrections; the claim will then be judged again.",
            ),
            lang,
        )


def _day_passed(checked: Iterable[CrossCheck], lang: Lang) -> str | None:
    """The day on which what the documents show ceased to be shown, where it is the same for all."""
    ends = [[s.expires_on for s in c.sources if s.expired and s.expires_on is not None] for c in checked]
    last = {max(days) for days in ends if days}
    return w.day(last.pop(), lang) if len(last) == 1 else None


class _Asked(NamedTuple):
    """A step that asks questions, with those it asks."""

    step: NextStep
    questions: Sequence[OpenQuestion]


def _asked_now(
    questions: Sequence[OpenQuestion],
    findings: Sequence[Finding],
    profile: Profile,
    lang: Lang,
    checked: Sequence[CrossCheck],
) -> Iterator[_Asked]:
    """What can be answered now: papers that have expired, the programme, what spares a judgement, then the rest.

    Papers that have expired are asked of the claimant, who showed them, whoever knows what they show.
    """
    left = list(questions)
    for owner in (Owner.CLAIMANT, Owner.REGISTRY):
        if own := [q for q in left if q.reason is Reason.EXPIRED and q.owner is owner]:
            labels = list(dict.fromkeys(w.first_upper(q.label) for q in own))
            left = [q for q in left if q not in own]
            facts = {q.fact for q in own}
            day = _day_passed([c for c in checked if c.fact in facts], lang)
            said = w.expired_step(labels, day, lang, profile, recorded=owner is Owner.REGISTRY)
            yield _Asked(NextStep(owner=Owner.CLAIMANT, text=said), own)
    programmes = [q for q in left if _PROGRAMME.fullmatch(q.fact) and q.reason is Reason.ABSENT]
    if programmes:
        said = asked_in_a_sentence(programmes, findings, profile, lang, programme=True)
        left = [q for q in left if q not in programmes]
        yield _Asked(NextStep(owner=Owner.CLAIMANT, text=said), programmes)
    looked_up = [q for q in left if q.first is not None and q.owner is not Owner.REVIEWER]
    for text in dict.fromkeys(q.first for q in looked_up if q.first is not None):
        known = [q for q in looked_up if q.first == text]
        left = [q for q in left if q not in known]
        yield _Asked(NextStep(owner=known[0].owner, text=text), known)
    yield from _asked(left, findings, profile, lang)


def _asked(
    questions: Sequence[OpenQuestion],
    findings: Sequence[Finding],
    profile: Profile,
    lang: Lang,
    head: str | None = None,
) -> Iterator[_Asked]:
    """One step for each owner and request, below `head` if any: first what each owner holds most of, then the rest.

    What is stated with a day after that of judgement is for the company to have judged again, whoever stated it.
    """
    groups: dict[tuple[Owner, str], list[OpenQuestion]] = {}
    for question in questions:
        request = w.request(
            question.owner,
            question.reason,
            lang,
            question.fact,
            profile,
            ahead=question.ahead,
            retired=question.retired,
        )
        owner = Owner.CLAIMANT if question.ahead else question.owner
        groups.setdefault((owner, request), []).append(question)
    order = list(Owner)
    ranked = sorted(groups, key=lambda k: (order.index(k[0]), -len(groups[k])))
    first = list({owner: (owner, request) for owner, request in reversed(ranked)}.values())[::-1]
    told_already: Sequence[OpenQuestion] = ()
    copies = [q for q in questions if _asks_for_a_copy(q)]
    for owner, request in [*first, *(key for key in ranked if key not in first)]:
        whom = told = None
        if owner is Owner.AUTHORITY and groups[owner, request][0].reason is Reason.LAW_OPEN:
            each = [whom_to_ask(q.fact, q.findings, findings) for q in groups[owner, request]]
            whom = all_ask(each) or (w.authorities_word(lang) if any(each) else None)
            told = all_ask(each) or (w.each_authority(lang) if any(each) else None)
        asked = [q for q in groups[owner, request] if q not in told_already]
        if not asked:
            continue
        said = asked_in_a_sentence(asked, findings, profile, lang, whom=told, head=head)
        if copies and _asks_for_papers(asked[0]):
            both = w.with_copies(said, len(copies), lang)
            if columns.width(both) <= 2 * ROOM:
                said, asked = both, [*asked, *copies]
                told_already = copies
        yield _Asked(NextStep(owner=owner, text=said, whom=whom), asked)


_COPY: Final = re.compile(r"statements\[[^\]]+\]\.effect")


def _asks_for_papers(question: OpenQuestion) -> bool:
    """Whether the claimant is asked for a document that supports what is stated."""
    supported = question.owner is Owner.CLAIMANT and question.reason is Reason.BELOW_ASSURANCE
    return supported and not question.ahead and not _asks_for_a_copy(question)


def _asks_for_a_copy(question: OpenQuestion) -> bool:
    """Whether that document is the statement itself, as it is shown."""
    supported = question.owner is Owner.CLAIMANT and question.reason is Reason.BELOW_ASSURANCE
    return supported and not question.ahead and _COPY.fullmatch(question.fact) is not None


def _planned(
    applications: Sequence[Application], planning: Planning | None, lang: Lang
) -> Iterator[NextStep]:
    hint = planning.hint if planning is not None else None
    n = len(applications)
    if planning is not None and _too_few(planning):
        yield _step(
            Owner.CLAIMANT,
            Text(
                "計画している数量が必要量に足りません。申請前に数量をお見直しください。",
                "The tonnes planned are fewer than those needed. Revise the quantity before you apply.",
            ),
            lang,
        )
    if n:
        told = hint if hint is not None and not hint.past else None
        holders = dict.fromkeys(a.account for a in applications if a.account is not None and a.by_others)
        own = any(not a.by_others for a in applications)
        yield NextStep(owner=Owner.CLAIMANT, text=w.apply_step(n, told, list(holders), own, lang))
    yield _step(
        Owner.CLAIMANT,
        Text(
            "無効化通知書を受領したら、番号、無効化日等を記入し、公表前に改めて判定してください。",
            "When you hold the retirement notice, enter its number, date and the rest, and have the claim judged again before you publish.",
        ),
        lang,
    )


def _too_few(planning: Planning) -> bool:
    whole, planned = planning.whole_t.at_least, planning.planned_t
    return whole is not None and planned is not None and planned < whole


def _advised(findings: Sequence[Finding]) -> Iterator[NextStep]:
    """What to do about a failure that only advises."""
    for finding in findings:
        if finding.verdict is Verdict.FAIL and finding.severity == "advisory" and finding.remedy:
            yield NextStep(owner=Owner.CLAIMANT, text=finding.remedy)


def _passed(
    stage: Stage,
    findings: Sequence[Finding],
    questions: Sequence[OpenQuestion],
    failing: Sequence[Finding],
    profile: Profile,
    lang: Lang,
) -> Iterator[NextStep]:
    if failing:  # of what the claim stands without: its own advice would be to replace it
        yield NextStep(owner=Owner.CLAIMANT, text=w.fails_step([f.title for f in failing], lang))
    yield from _advised(findings)
    advisory = [
        q for q in questions if not (q.blocking or q.phrase is not None or q.programme_first or q.deferred)
    ]
    head = w.first_upper(w.say(w.Label.ADVISORY.value, lang))
    law = [q for q in advisory if q.owner is Owner.AUTHORITY and q.reason is Reason.LAW_OPEN]
    mended = _mended_or_asked(law[0], findings, lang, head) if len(law) == 1 else None
    rest = advisory if mended is None else [q for q in advisory if q is not law[0]]
    yield from (one.step for one in _asked(rest, findings, profile, lang, head))
    if mended is not None:
        yield mended
    if any(q.phrase is not None for q in questions):
        yield NextStep(owner=Owner.CLAIMANT, text=w.phrase_request(lang))
    if stage is not Stage.PUBLISHED:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "公表する文言に、対象、数量及びクレジットの内容が正しく示されているかをご確認ください。",
                "Check that the text to be published states the target, the tonnes and the credits correctly.",
            ),
            lang,
        )
    yield _step(
        Owner.CLAIMANT,
        Text(
            "無効化通知書その他の根拠資料を、本報告書とともに保管してください。",
            "Keep the retirement notice and the other evidence together with this report.",
        ),
        lang,
    )
    yield _step(
        Owner.CLAIMANT,
        Text(
            "対象、数量又は表示の内容を変更するときは、公表前に改めて判定してください。",
            "If the target, the tonnes or the wording change, have the claim judged again before you publish.",
        ),
        lang,
    )


def _mended_or_asked(
    question: OpenQuestion, findings: Sequence[Finding], lang: Lang, head: str
) -> NextStep | None:
    """What settles an item that only advises without an enquiry, then the enquiry; None where no finding names that."""
    name = question.findings[0] if len(question.findings) == 1 else None
    waiting = [f for f in findings if f"{f.rule} ({address(f)})" == name and f.remedy]
    whom = all_ask([whom_to_ask(question.fact, question.findings, findings)])
    if not waiting or whom is None:
        return None
    said = w.mended_or_asked(w.first_sentence(waiting[0].remedy or "", lang), whom, lang)
    return NextStep(owner=Owner.AUTHORITY, text=w.headed(head, said, lang), whom=whom)


def _step(owner: Owner, text: Text, lang: Lang, **values: object) -> NextStep:
    return NextStep(owner=owner, text=w.say(text, lang, **values))
