"""Importers: registry exports and public data sets, made projects, issuances, credits and retirements of a claim.

One format is one short module; `formats` finds it by name, `reading.outcomes` reads a file with it, and
`sections.Sections` writes what was read. `interface` says what a format is.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from offsetcheck.programmes.importers.interface import Format

__all__ = ["NAMES", "every_format", "format_of"]

_MODULES: Final = {
    "holdings": ("papers", "HOLDINGS"),
    "notices": ("papers", "NOTICES"),
    "jcredit-projects": ("jcredit_projects", "FORMAT"),
    "verra": ("verra", "FORMAT"),
    "gold-standard": ("gold_standard", "FORMAT"),
    "american-carbon-registry": ("acr", "FORMAT"),
    "climate-action-reserve": ("car", "FORMAT"),
    "art-trees": ("art", "FORMAT"),
    "cercarbono": ("cercarbono", "FORMAT"),
    "isometric": ("isometric", "FORMAT"),
    "arb": ("arb", "FORMAT"),
    "offsetsdb": ("offsetsdb", "FORMAT"),
    "cdm": ("cdm", "FORMAT"),
    "cad-trust": ("cadtrust", "FORMAT"),
    "aef": ("aef", "FORMAT"),
    "klima-mco2": ("klima", "FORMAT"),
    "vrod": ("vrod", "FORMAT"),
}

NAMES: Final = tuple(_MODULES)
"""The formats by name, in the order they are listed."""


def format_of(name: str) -> Format:
    """A format by its name. Errors: KeyError for an unknown one."""
    module, attribute = _MODULES[name]
    found: Format = getattr(import_module(f"{__name__}.{module}"), attribute)
    return found


def every_format() -> tuple[Format, ...]:
    """All formats."""
    return tuple(format_of(name) for name in NAMES)
