"""Open the shipped rules, or a folder of rules, through a cache of the checked rulebook keyed by its hash."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from offsetcheck import __version__
from offsetcheck.facts.problems import InputError
from offsetcheck.rulebook.book import Rulebook

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """The rules inside the installed package, or those of the checkout the package runs from."""
    inside = _PACKAGE / "_rules"
    return inside if inside.is_dir() else _PACKAGE.parent / "rules"


def open_rulebook(folder: Path | None = None) -> Rulebook:
    """The checked rulebook of a folder (the shipped one by default); raises RulebookError where it cannot be used."""
    folder = shipped_folder() if folder is None else folder
    from offsetcheck.rulebook.sources import source_files

    key = _key(source_files(folder), folder) if folder.is_dir() else None
    cached = _read(key) if key else None
    if cached is not None:
        return cached
    from offsetcheck.rulebook.loader import load

    rulebook = load(folder)
    if key:
        _write(key, rulebook)
    return rulebook


def _key(files: list[Path], folder: Path) -> str | None:
    """A hash over the rule files, the program's version and the modules that check rules; None where unreadable."""
    if not files:
        return None
    digest = hashlib.sha256(__version__.encode())
    checked_by = [*sorted((_PACKAGE / "rulebook").glob("*.py")), *sorted((_PACKAGE / "facts").glob("*.py"))]
    try:
        for path in checked_by:
            digest.update(path.read_bytes())
        for path in files:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    except OSError:
        return None
    return digest.hexdigest()


def _folder() -> Path | None:
    chosen = os.environ.get("OFFSETCHECK_CACHE")
    if chosen == "off":
        return None
    base = chosen or os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base) / "offsetcheck" if base else Path.home() / ".cache" / "offsetcheck"
    except RuntimeError:
        return None


def _read(key: str) -> Rulebook | None:
    folder = _folder()
    if folder is None:
        return None
    try:
        data: Any = json.loads((folder / f"{key}.json").read_bytes())
        from offsetcheck.rulebook.codec import decode

        found = decode(data)
    except (OSError, ValueError, KeyError, IndexError, TypeError, InputError):
        return None
    return found if isinstance(found, Rulebook) else None


def _write(key: str, rulebook: Rulebook) -> None:
    folder = _folder()
    if folder is None:
        return
    import tempfile

    from offsetcheck.rulebook.codec import encode

    text = json.dumps(encode(rulebook), ensure_ascii=False, separators=(",", ":"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=folder, delete=False, suffix=".part"
        ) as part:
            part.write(text)
        Path(part.name).replace(folder / f"{key}.json")
        for old in sorted(folder.glob("*.json"), key=lambda p: p.stat().st_mtime)[:-8]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a cache that cannot be written only costs time
