"""Which files a rulebook is read from."""

from __future__ import annotations

from pathlib import Path

#: Lists that stand beside the rules and are none of them.
LISTS = ("not-implemented.yaml", "mutants-allowed.yaml")


def source_files(folder: Path) -> list[Path]:
    """The rule files under a folder, in a fixed order."""
    return sorted(p for p in folder.rglob("*.yaml") if p.name not in LISTS)
