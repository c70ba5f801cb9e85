"""Whom to ask about a clause that is open: as its rule or document says, not merely an authority."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from offsetcheck.report.model import Finding

__all__ = ["all_ask", "whom_to_ask"]


def whom_to_ask(fact: str, waiting: Sequence[str], findings: Iterable[Finding]) -> tuple[str, ...]:
    """Whom to ask about an open clause such as law[OG-CRED-07.still_usable]; `waiting` names the findings that wait for it.

    Whom the basis of its own condition says to ask, else its rule; first about a text that was not seen.
    """
    rules = {name.partition(" ")[0] for name in waiting}
    named = re.match(r"law\[([^.\]]+)\.", fact)
    cited = [f for f in findings if f.rule in rules or (named is not None and f.rule == named[1])]
    own_rule = [f for f in cited if named is not None and f.rule == named[1]] or cited
    condition = fact.rpartition(".")[2].rstrip("]")
    bases = [b for f in own_rule for b in f.basis]
    for some in ([b for b in bases if condition in (*b.restricts, *b.permits)], bases):
        asked = [b for b in some if b.ask]
        if names := [b.ask for b in asked if b.confidence == "unconfirmed"] or [b.ask for b in asked]:
            return tuple(dict.fromkeys(name for name in names if name))
    return ()


def all_ask(each: Iterable[tuple[str, ...]]) -> str | None:
    """The one that all of several questions go to; None where they go to different ones, or nobody is named."""
    found = set(each)
    if len(found) != 1:
        return None
    names = found.pop()
    return names[0] if len(names) == 1 else None
