"""Claims written as relations, as another program would write them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from offsetcheck.engine.judge import Settings
from offsetcheck.engine.makers import make_facts
from offsetcheck.engine.sql import Layout
from offsetcheck.engine.tables import Intake, Needs
from offsetcheck.facts import catalogue
from offsetcheck.facts.models import Claim
from offsetcheck.facts.world import build_world

#: Every fact of the vocabulary, whether or not a rule reads it.
EVERYTHING = Needs(
    {t.name: frozenset(t.facts) for t in catalogue.tables().values()},
    (),
    tuple(t.plural for t in catalogue.tables().values()),
)


def written(connection: duckdb.DuckDBPyConnection, layout: Layout, folder: Path) -> dict[str, Path]:
    """Tables as Parquet files; a party's name goes by the name of the fact."""
    found = {}
    for name, table in layout.tables.items():
        if table.source is None:
            continue
        links = catalogue.tables()[name].links
        columns = [f'"{key}"' for key in ("claim", *(["id"] if name != "claim" else []), *links)]
        for column in sorted(table.columns - set(links) - {"chosen_on"}):
            path = column.removesuffix("__assured").replace("__", ".")
            known = catalogue.tables()[name].facts
            party = path.removesuffix(".name") in known and path.endswith(".name") and path not in known
            columns.append(f'"{column}" AS "{column.replace("__name", "", 1)}"' if party else f'"{column}"')
        found[name] = folder / f"{name}.parquet"
        connection.execute(
            f"COPY (SELECT {', '.join(columns)} FROM {table.source}) TO '{found[name]}' (FORMAT parquet)"
        )
    return found


def whole_tables(claims: Iterable[Claim], settings: Settings, folder: Path) -> dict[str, Path]:
    """Every fact of claims as Parquet files, of those that contradict themselves, too."""
    with duckdb.connect() as connection:
        intake = Intake(connection, EVERYTHING)
        for claim in claims:
            world = build_world(claim, settings.profile, settings.as_of)
            make_facts(world, settings.snapshot)
            intake.add(world)
        (layout,) = intake.layouts()
        return written(connection, layout, folder)
