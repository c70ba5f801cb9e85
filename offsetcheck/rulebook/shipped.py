"""Open the shipped rules, or a folder of rules, through a cache of the checked rulebook keyed by its hash."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

from offsetcheck import __version__
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.sources import source_files

_PACKAGE = Path(__file__).resolve().parent.parent


def shipped_folder() -> Path:
    """The rules inside the installed package, or those of the checkout the package runs from."""
    inside = _PACKAGE / "_rules"
    return inside if inside.is_dir() else _PACKAGE.parent / "rules"


def open_rulebook(folder: Path | None = None) -> Rulebook:
    """The checked rulebook of a folder (the shipped one by default); raises InputError where it cannot be used."""
    ours = shipped_folder()
    folder = ours if folder is None else folder
    rules = _digest(folder)
    rulebook = _read(folder, rules) if rules else None
    if rulebook is None:
        from offsetcheck.rulebook.loader import load

        rulebook = load(folder)
        _write(folder, rulebook)
    return replace(rulebook, shipped=folder == ours or rulebook.sha256 == _digest(ours))


def _digest(folder: Path) -> str | None:
    """The hash of the rule files as they stand, made as the loader makes it; None where one cannot be read."""
    if not folder.is_dir():
        return None
    digest = hashlib.sha256()
    try:
        for path in source_files(folder):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{content}\0".encode())
    except OSError:
        return None
    return digest.hexdigest()


def _key(folder: Path, rules: str) -> str:
    """What a cached rulebook depends on: its files and their folder's name, the version, the modules that check rules."""
    digest = hashlib.sha256(f"{__version__}\0{folder.name}\0{rules}\0".encode())
    for path in (*sorted((_PACKAGE / "rulebook").glob("*.py")), *sorted((_PACKAGE / "facts").glob("*.py"))):
        digest.update(path.read_bytes())
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


def _read(folder: Path, rules: str) -> Rulebook | None:
    """The cached rulebook of these files; None where there is none, or it is not as this user's program wrote it."""
    cache = _folder()
    if cache is None:
        return None
    try:
        file = cache / f"{_key(folder, rules)}.json"
        with file.open("rb") as opened:
            if hasattr(os, "geteuid") and os.fstat(opened.fileno()).st_uid != os.geteuid():
                return None
            checked, _, data = opened.read().partition(b"\n")
        if hashlib.sha256(data).hexdigest().encode() != checked:
            return None
        from offsetcheck.rulebook.codec import decode

        found = decode(data)
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return None
    return found if found.sha256 == rules else None


def _write(folder: Path, rulebook: Rulebook) -> None:
    """Keep a checked rulebook under the hash of what the loader read, which may be newer than what was looked for."""
    cache = _folder()
    if cache is None:
        return
    import tempfile

    from offsetcheck.rulebook.codec import encode

    data = encode(rulebook)
    try:
        target = cache / f"{_key(folder, rulebook.sha256)}.json"
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("wb", dir=cache, delete=False, suffix=".part") as part:
            part.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        Path(part.name).replace(target)
        for old in sorted(cache.glob("*.json"), key=lambda p: p.stat().st_mtime)[:-8]:
            old.unlink(missing_ok=True)
    except OSError:
        return  # a cache that cannot be written only costs time
