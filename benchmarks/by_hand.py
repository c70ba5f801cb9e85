"""The measured rules as someone would write them in DuckDB by hand: over credits, and over whole claims."""

from __future__ import annotations

from pathlib import Path

from benchmarks.rules import CREDIT_RULES, LINKED_RULES

#: The columns that the rules on credits read.
CREDIT_COLUMNS = (
    "quantity_t", "serial_count", "overlaps_claim", "unit_kind", "vintage__from", "vintage__to",
    "authorisation__status", "authorisation__on", "authorisation__adjustment", "ccp_label", "from_government_share",
)  # fmt: skip


def scan(credit: Path) -> str:
    """Nothing but a look at every value of the columns."""
    return f"SELECT {', '.join(f'count({c})' for c in CREDIT_COLUMNS)} FROM read_parquet('{credit}')"


def _counts(condition: str, when: str | None) -> list[str]:
    """Pass, fail and not applicable; what is left is unknown."""
    if when is None:
        return [f"count_if({condition})", f"count_if(NOT ({condition}))", "0"]
    return [
        f"count_if(({when}) AND ({condition}))",
        f"count_if(({when}) AND NOT ({condition}))",
        f"count_if(NOT ({when}))",
    ]


def credit_rules(credit: Path) -> str:
    """Counts for each rule on credits: pass, fail, not applicable; then how many credits there are."""
    sums = [s for r in CREDIT_RULES for s in _counts(r.sql, r.when[1] if r.when else None)]
    return f"SELECT {', '.join(sums)}, count(*) FROM read_parquet('{credit}')"


def whole_claims(tables: dict[str, Path]) -> list[str]:
    """Counts for each rule on its own rows, then for the claims (pass, fail), whose sum is an interval."""
    t = {name: f"read_parquet('{path}')" for name, path in tables.items()}
    linked = {name: condition for name, _, _, condition in LINKED_RULES}
    credit = " AND ".join(
        f"({r.sql})" if r.when is None else f"(NOT ({r.when[1]}) OR ({r.sql}))" for r in CREDIT_RULES
    )
    rest = " AND ".join(f"({c})" for c in linked.values())

    def count(names: tuple[str, ...], source: str) -> str:
        sums = [s for n in names for s in _counts(linked[n], None)]
        return f"SELECT {', '.join(sums)}, count(*) FROM {source}"

    return [
        credit_rules(tables["credit"]),
        count(("B-11",), f"{t['use']} AS u"),
        count(("B-12", "B-13"), f"{t['retirement']} AS r JOIN {t['claim']} AS c ON c.claim = r.claim"),
        count(("B-14",), f"{t['issuance']} AS i"),
        count(("B-15",), f"{t['project']} AS p"),
        f"""
        WITH good AS (SELECT claim, id, project, issuance, {credit} AS good FROM {t["credit"]}),
        used AS (
            SELECT u.claim, u.t, k.good AND {rest} AS valid
            FROM {t["use"]} AS u JOIN {t["claim"]} AS c ON c.claim = u.claim
            LEFT JOIN {t["retirement"]} AS r ON r.claim = u.claim AND r.id = u.retirement
            LEFT JOIN good AS k ON k.claim = u.claim AND k.id = u.credit
            LEFT JOIN {t["issuance"]} AS i ON i.claim = k.claim AND i.id = k.issuance
            LEFT JOIN {t["project"]} AS p ON p.claim = k.claim AND p.id = k.project
        ),
        summed AS (
            SELECT claim, count_if(valid IS TRUE) AS passing, count_if(valid IS NULL) AS open,
                count_if(NOT valid) AS failing,
                sum(CASE WHEN valid THEN COALESCE(t, 0) ELSE 0 END) AS low,
                CASE WHEN count_if((valid IS NOT FALSE) AND t IS NULL) = 0
                     THEN sum(CASE WHEN valid IS FALSE THEN 0 ELSE t END) END AS high
            FROM used GROUP BY claim
        )
        SELECT count_if(low >= claimed_t), count_if(high < claimed_t), 0, count(*), sum(passing), sum(failing), sum(open)
        FROM {t["claim"]} AS c JOIN summed USING (claim)
        """,
    ]
