"""An authority's answer as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An authority's answer recorded by the user: an option of a reading, or that a clause stands as written."""

    of: str
    value: str
    by: str
    on: date
    document_sha256: str | None = None
    source: str | None = None
