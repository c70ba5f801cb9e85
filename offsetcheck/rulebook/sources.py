"""Which files a rulebook is read from."""

from __future__ import annotations

from pathlib import Path


def source_files(folder: Path) -> list[Path]:
    """The rule files under a folder, in a fixed order."""
    return sorted(p for p in folder.rglob("*.yaml") if p.name != "not-implemented.yaml")
