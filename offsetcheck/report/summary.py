"""What the first page says beside the verdict: the balance of tonnes and the next steps."""

from __future__ import annotations

import re
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
from offsetcheck.report import wording as w
from offsetcheck.report.asked import all_ask, whom_to_ask
from offsetcheck.report.model import (
    Application,
    Balance,
    Finding,
    Interval,
    NextStep,
    OpenQuestion,
    Planning,
)
from offsetcheck.report.sentence import asked_in_a_sentence

__all__ = ["MOST_STEPS", "Unusable", "balance", "next_steps", "unusable"]

MOST_STEPS = 3
_DECIDING = ("claim", "statement")


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
        return _address(finding) in self.of_them and not _of_origin(finding)

    def answers(self, question: OpenQuestion) -> bool:
        """Whether replacing the credits does away with a question: nothing but their own findings waits for it."""
        on = [name.partition(" (")[2].removesuffix(")") for name in question.findings]
        return bool(on) and all(one in self.credits or one in self.of_them for one in on)


def unusable(world: World, findings: Iterable[Finding]) -> Unusable:
    """What fails whatever is done with it: completing its retirement would be in vain, and cannot be undone."""
    failing = {
        _address(f)
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


def _address(finding: Finding) -> str:
    return f"{catalogue.tables()[finding.subject.kind].plural}[{finding.subject.id}]"


def _of_origin(finding: Finding) -> bool:
    """Whether it is about where a credit comes from or what was authorised, and not about how it was retired."""
    if finding.subject.kind not in ("project", "issuance", "credit", "use"):
        return False
    read = [address for c in finding.conditions if c.truth is False for address in c.facts]
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
    expired: Sequence[str] = (),
) -> tuple[NextStep, ...]:
    """The three things to do next, the most pressing first, each with who does it.

    `unusable`: what fails of the credits themselves comes first, and what replacing them spares is left out.
    `expired`: what only documents show whose day has passed; a claim that passes on what is stated asks for no others.
    """
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
            unusable or Unusable(frozenset(), frozenset()),
            expired,
        )
    )
    return tuple(steps)[:MOST_STEPS]


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
    expired: Sequence[str],
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
                mended.add(finding.remedy)
                yield NextStep(owner=Owner.CLAIMANT, text=finding.remedy)
    open_now = [
        q for q in questions if q.blocking and q.reason is not Reason.NOT_YET and not unusable.answers(q)
    ]
    days = [f.judge_on for f in failing if f.judge_on is not None]
    days += [q.judge_on for q in questions if q.blocking and q.judge_on is not None]
    days_first = stage is not Stage.PLANNED and verdict is Verdict.FAIL and bool(days) and not mended
    if days_first:  # nothing else makes it fail
        yield NextStep(owner=Owner.CLAIMANT, text=w.days_ahead(days, lang))
    looked_up = dict.fromkeys(q.first for q in open_now if q.first is not None)
    programmes = [q for q in open_now if _PROGRAMME.fullmatch(q.fact) and q.reason is Reason.ABSENT]
    asked = [
        NextStep(owner=Owner.CLAIMANT, text=text)
        for text in (
            *(
                [asked_in_a_sentence(programmes, findings, profile, lang, programme=True)]
                if programmes
                else ()
            ),
            *looked_up,
        )
    ]
    told = (*programmes, *(q for q in open_now if q.first is not None and q.owner is not Owner.REVIEWER))
    asked += _asked([q for q in open_now if q not in told], findings, profile, lang)
    if verdict is Verdict.UNKNOWN and stage is not Stage.PLANNED:
        # What fails for certain stays in sight, after what the claimant is to fill in first.
        own = len(list(takewhile(lambda step: step.owner is Owner.CLAIMANT, asked[: MOST_STEPS - 1])))
        asked[own:own] = _advised(findings)
    if stage is Stage.PLANNED:
        yield from asked[:2]
        if not hopeless:
            yield from _planned(applications, planning, lang)
        yield from asked[2:]
    else:
        yield from asked
    waiting = [q for q in questions if q.blocking and q.reason is Reason.NOT_YET and q.judge_on is None]
    only_days = bool(days) and not (mended or asked or waiting)
    if stage is not Stage.PLANNED:
        yield from _asked(waiting, findings, profile, lang)
        if days and not days_first:
            yield NextStep(owner=Owner.CLAIMANT, text=w.days_ahead(days, lang))
    if verdict is Verdict.PASS:
        if expired:
            labels = [w.first_upper(label) for label in expired]
            yield NextStep(owner=Owner.CLAIMANT, text=w.expired_step(labels, lang))
        others = [f for f in failing if f.remedy not in mended]
        yield from _passed(stage, findings, questions, others, profile, lang)
    elif verdict in (Verdict.FAIL, Verdict.UNKNOWN) and stage is not Stage.PLANNED and not only_days:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "修正内容又は回答を記入のうえ、改めて判定してください。",
                "Enter the corrections and answers, and have the claim judged again.",
            ),
            lang,
        )


def _asked(
    questions: Iterable[OpenQuestion],
    findings: Sequence[Finding],
    profile: Profile,
    lang: Lang,
    head: str | None = None,
) -> Iterator[NextStep]:
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
    for owner, request in [*first, *(key for key in ranked if key not in first)]:
        whom = told = None
        if owner is Owner.AUTHORITY and groups[owner, request][0].reason is Reason.LAW_OPEN:
            each = [whom_to_ask(q.fact, q.findings, findings) for q in groups[owner, request]]
            whom = all_ask(each) or (w.authorities_word(lang) if any(each) else None)
            told = all_ask(each) or (w.each_authority(lang) if any(each) else None)
        said = asked_in_a_sentence(groups[owner, request], findings, profile, lang, whom=told, head=head)
        yield NextStep(owner=owner, text=said, whom=whom)


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
    if n and hint is not None and not hint.past:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "記入内容を確認のうえ、{day}の{time}までを目安に無効化を申請してください（申請{n}件）。",
                "Check the entries and apply for the retirement, as a guide by {time} on {day} (applications: {n}).",
            ),
            lang, n=n, day=w.weekday_text(hint.apply_by, lang), time=hint.apply_until,
        )  # fmt: skip
    elif n:
        yield _step(
            Owner.CLAIMANT,
            Text(
                "記入内容を確認のうえ、無効化を申請してください（申請{n}件）。手続後の修正はできません。",
                "Check the entries and apply for the retirement (applications: {n}); nothing can be corrected afterwards.",
            ),
            lang, n=n,
        )  # fmt: skip
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
    advisory = [q for q in questions if not q.blocking and q.phrase is None]
    head = w.first_upper(w.say(w.Label.ADVISORY.value, lang))
    yield from _asked(advisory, findings, profile, lang, head)
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


def _step(owner: Owner, text: Text, lang: Lang, **values: object) -> NextStep:
    return NextStep(owner=owner, text=w.say(text, lang, **values))
