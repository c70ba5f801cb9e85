"""The changelog is for users: it says what changed, in which edition, and which periods that touches."""

import datetime
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PARTS = {"Engine", "Rulebook"}


def _sections() -> list[tuple[str, str]]:
    """Each version's heading and its text, from top to bottom."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    pieces = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return list(zip(pieces[1::2], pieces[2::2], strict=True))


def _entries(text: str) -> list[str]:
    """The bullets of a text, continued lines joined."""
    return re.findall(r"^- (.+)$", re.sub(r"\n {2,}", " ", text), re.MULTILINE)


def test_unreleased_is_on_top() -> None:
    assert _sections()[0][0] == "[Unreleased]"


def test_releases_are_dated_and_the_newest_comes_first() -> None:
    dates = []
    for heading, _ in _sections()[1:]:
        found = re.fullmatch(r"\[\d+\.\d+\.\d+\] - (\d{4}-\d{2}-\d{2})", heading)
        assert found, f"write `## [1.2.3] - 2026-06-01`, not `## {heading}`"
        dates.append(datetime.date.fromisoformat(found[1]))
    assert dates == sorted(dates, reverse=True)


def test_the_version_of_the_package_is_accounted_for() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        version = tomllib.load(file)["project"]["version"]
    (_, unreleased), *releases = _sections()
    assert _entries(unreleased) or any(heading.startswith(f"[{version}]") for heading, _ in releases)


def test_changes_stand_under_engine_or_rulebook() -> None:
    for heading, text in _sections():
        assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= PARTS, heading


def test_a_change_of_the_rulebook_names_its_edition_and_the_periods_it_touches() -> None:
    for heading, text in _sections():
        _, _, rulebook = text.partition("### Rulebook\n")
        for entry in _entries(rulebook.partition("\n### ")[0]):
            assert re.match(r"`[a-z0-9/-]+`", entry), f"{heading}: begin with the edition: {entry}"
            assert "Impacted periods: " in entry, f"{heading}: say which periods are touched: {entry}"
