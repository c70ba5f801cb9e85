"""Verdicts and how they combine (laws 1, 7 and 9)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import assert_never


class Verdict(StrEnum):
    """適合 / 不適合 / 要確認 / 対象外 / 判定不能."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


def rule_verdict(when: bool | None, require: bool | None) -> Verdict:
    """The verdict of a rule in one run: out of scope, unknown scope, or the AND of its conditions (law 1)."""
    if when is False:
        return Verdict.NOT_APPLICABLE
    if when is None:
        return Verdict.UNKNOWN
    return verdict_of(require)


def verdict_of(truth: bool | None) -> Verdict:
    """A truth as a verdict."""
    if truth is None:
        return Verdict.UNKNOWN
    return Verdict.PASS if truth else Verdict.FAIL


def merge_runs(all_facts: Verdict, assured: Verdict) -> Verdict:
    """One verdict of the two runs of law 7: an admission counts at any level, a boast does not."""
    if Verdict.ERROR in (all_facts, assured):
        return Verdict.ERROR
    if all_facts is Verdict.FAIL:
        return Verdict.FAIL
    return assured if assured in (Verdict.PASS, Verdict.NOT_APPLICABLE) else Verdict.UNKNOWN


def merge_truths(all_facts: bool | None, assured: bool | None) -> bool | None:
    """One truth of the two runs of law 7."""
    if all_facts is False:
        return False
    return True if assured is True else None


def agree(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on which all readings agree, or unknown (law 5)."""
    found = set(verdicts)
    if Verdict.ERROR in found:
        return Verdict.ERROR
    return found.pop() if len(found) == 1 else Verdict.UNKNOWN


def worst_first(verdict: Verdict) -> int:
    """The order in which findings are read: errors, failures, unknowns, passes, not applicable."""
    match verdict:
        case Verdict.ERROR:
            return 0
        case Verdict.FAIL:
            return 1
        case Verdict.UNKNOWN:
            return 2
        case Verdict.PASS:
            return 3
        case Verdict.NOT_APPLICABLE:
            return 4
        case _:
            assert_never(verdict)
