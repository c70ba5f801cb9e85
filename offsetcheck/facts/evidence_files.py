"""Look at the documents of the evidence that lie beside a claim, and work out their hashes ourselves (law 7).

Only regular files inside the claim's own folder are opened, however a document is written: an absolute path, `..` or a
link that leads outside is said to be outside. A document that names no file, such as 「無効化通知書」, is left alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import unicodedata
from pathlib import Path
from typing import Final

from offsetcheck.facts.models import Claim, Evidence, FileState, FoundFile

__all__ = ["MOST_BYTES", "find_file", "with_evidence_files"]

MOST_BYTES: Final = 200 * 1024 * 1024
"""Larger files are not read."""
_CHUNK: Final = 1024 * 1024

_LOOKS_LIKE_A_FILE: Final = re.compile(
    r"(?i)\.(?:pdf|xlsx?|csv|tsv|docx?|pptx?|jpe?g|png|tiff?|heic|zip|txt|xml|json|html?|eml|msg)\Z"
)


def with_evidence_files(claim: Claim, folder: Path) -> Claim:
    """Return the claim with every document of its evidence that is, or should be, a file in the folder."""
    found: dict[str, FoundFile] = {}
    for entry in claim.evidence or ():
        if entry.document is None or entry.document in found:
            continue
        file = find_file(folder, entry.document)
        if file.state is not FileState.MISSING or _names_a_file(entry):
            found[entry.document] = file
    return claim.with_files(found) if found else claim


def find_file(folder: Path, name: str, most: int = MOST_BYTES) -> FoundFile:
    """Return what stands in the folder under a name; nothing outside the folder is ever opened."""
    if "\0" in name:
        return FoundFile(FileState.MISSING)
    try:
        home = folder.resolve(strict=True)
    except (OSError, RuntimeError):
        return FoundFile(FileState.MISSING)
    for spelled in _spellings(name):
        try:
            path = (home / spelled).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            continue
        if not path.is_relative_to(home):
            return FoundFile(FileState.OUTSIDE)
        return _hashed(path, most)
    outside = Path(name).is_absolute() or ".." in Path(name.replace("\\", "/")).parts
    return FoundFile(FileState.OUTSIDE if outside else FileState.MISSING)


def _names_a_file(entry: Evidence) -> bool:
    """Whether the document is meant as a file rather than as a title."""
    return entry.sha256 is not None or bool(_LOOKS_LIKE_A_FILE.search(entry.document or ""))


def _spellings(name: str) -> dict[str, None]:
    """The name as written, and as other systems write it: with `/`, and with its accents composed or apart."""
    plain = (name, name.replace("\\", "/"))
    return dict.fromkeys(
        unicodedata.normalize(form, one) if form else one for one in plain for form in (None, "NFC", "NFD")
    )


def _hashed(path: Path, most: int) -> FoundFile:
    """The hash of a regular file of a size that can be read."""
    try:
        # O_NONBLOCK: opening a named pipe must not wait for a writer
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return FoundFile(FileState.UNREADABLE)
    try:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            return FoundFile(FileState.UNREADABLE)
        digest, size = hashlib.sha256(), 0
        while about.st_size <= most and size <= most and (part := os.read(handle, _CHUNK)):
            digest.update(part)
            size += len(part)
        if about.st_size > most or size > most:
            return FoundFile(FileState.TOO_LARGE)
        return FoundFile(FileState.FOUND, digest.hexdigest())
    except OSError:
        return FoundFile(FileState.UNREADABLE)
    finally:
        os.close(handle)
