"""The cache of the checked rulebook is used for the files it was made of, as the program wrote it, or not at all."""

from __future__ import annotations

import copy
import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from offsetcheck.engine.judge import Engine, Settings
from offsetcheck.facts.claims import read_claim
from offsetcheck.facts.problems import InputError, Lang
from offsetcheck.report.build import build_report
from offsetcheck.report.html import write_html
from offsetcheck.report.markdown_writer import write_markdown
from offsetcheck.report.text import write_text
from offsetcheck.rulebook import loader
from offsetcheck.rulebook.book import Rulebook
from offsetcheck.rulebook.shipped import open_rulebook, shipped_folder
from tests.engine.lawkit import written
from tests.rulebook.whole_book import WHOLE


@pytest.fixture
def rules(tmp_path, monkeypatch):
    monkeypatch.setenv("OFFSETCHECK_CACHE", str(tmp_path / "cache"))
    return written(tmp_path / "rules", WHOLE)


@pytest.fixture
def loads(monkeypatch):
    """The folders that are read from their YAML."""
    seen: list[Path] = []
    load = loader.load

    def noted(folder: Path) -> Rulebook:
        seen.append(folder)
        return load(folder)

    monkeypatch.setattr(loader, "load", noted)
    return seen


def cached(tmp_path: Path) -> Path:
    (file,) = (tmp_path / "cache" / "offsetcheck").glob("*.json")
    return file


def test_the_second_time_the_same_rulebook_comes_from_the_cache(rules, loads):
    first = open_rulebook(rules)
    second = open_rulebook(rules)
    assert len(loads) == 1
    assert second == first
    assert [e.verdict for e in second.rules[0].examples] == ["pass", "unknown", "unknown"]


@pytest.mark.slow
@pytest.mark.parametrize("change", ["edited", "added", "removed", "renamed"])
def test_any_change_of_the_files_is_read_anew(rules, loads, change):
    open_rulebook(rules)
    file = rules / "reference" / "words.yaml"
    if change == "edited":
        file.write_text(file.read_text(encoding="utf-8").replace("実質ゼロ", "実質零"), encoding="utf-8")
    elif change == "added":
        (rules / "reference" / "more.yaml").write_text('[{"document": "x"}]')
        with pytest.raises(InputError):
            open_rulebook(rules)
        return
    elif change == "removed":
        file.unlink()
    else:
        file.rename(file.with_name("terms.yaml"))
    open_rulebook(rules)
    assert len(loads) == 2


def test_a_folder_of_another_name_has_its_own_place_names(rules, loads):
    open_rulebook(rules)
    other = rules.rename(rules.with_name("ours"))
    assert open_rulebook(other).rules[0].file.startswith("ours/")
    assert len(loads) == 2


def test_a_cache_that_was_touched_is_not_used(rules, loads, tmp_path):
    sound = open_rulebook(rules)
    file = cached(tmp_path)
    whole = file.read_bytes()
    for torn in (whole[:-20], b"", whole.replace(b"0.5", b"0.9", 1), whole.replace(b"OG-1", b"OG-7"), b"{}"):
        assert torn != whole
        file.write_bytes(torn)
        before = len(loads)
        assert open_rulebook(rules) == sound
        assert len(loads) == before + 1


def test_a_cache_of_other_rules_under_this_name_is_not_used(rules, loads, tmp_path):
    sound = open_rulebook(rules)
    file = cached(tmp_path)
    files = copy.deepcopy(WHOLE)
    files["guideline/all.yaml"][1]["value"] = 0.9
    open_rulebook(written(tmp_path / "other", files))
    (other,) = set((tmp_path / "cache" / "offsetcheck").glob("*.json")) - {file}
    file.write_bytes(other.read_bytes())
    assert open_rulebook(rules) == sound
    assert len(loads) == 3


def test_a_sound_hash_over_something_else_is_not_used(rules, loads, tmp_path):
    sound = open_rulebook(rules)
    for data in (b"[[],5]\n[[],[]]", b"[[],[99]]\n", b"nothing"):
        cached(tmp_path).write_bytes(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
        assert open_rulebook(rules) == sound
    assert len(loads) == 4


def test_files_that_change_while_they_are_read_are_kept_under_what_was_read(rules, monkeypatch):
    file = rules / "guideline" / "all.yaml"
    before = file.read_text(encoding="utf-8")
    load = loader.load

    def slow(folder: Path) -> Rulebook:
        file.write_text(before.replace("0.5", "0.9"), encoding="utf-8")
        return load(folder)

    monkeypatch.setattr(loader, "load", slow)
    assert share(open_rulebook(rules)) == "0.9"
    monkeypatch.setattr(loader, "load", load)
    file.write_text(before, encoding="utf-8")
    assert share(open_rulebook(rules)) == "0.5"


def share(book: Rulebook) -> str:
    return str(book.editions[0].parameters[0].value.value)


def test_a_cache_of_another_user_is_not_used(rules, loads, monkeypatch):
    open_rulebook(rules)
    if not hasattr(os, "geteuid"):
        pytest.skip("this system does not say whose a file is")
    monkeypatch.setattr(os, "geteuid", lambda: 4321)
    open_rulebook(rules)
    assert len(loads) == 2


@pytest.mark.slow
def test_rules_are_the_shipped_ones_file_for_file_or_the_report_says_whose_they_are(tmp_path):
    copied = Path(shutil.copytree(shipped_folder(), tmp_path / "mine"))
    assert open_rulebook().shipped
    assert open_rulebook(copied).shipped
    offset = copied / "guideline" / "2024-03" / "offset.yaml"
    offset.write_text(offset.read_text("utf-8") + "\n# a note of our own\n", encoding="utf-8")
    own = open_rulebook(copied)
    assert not own.shipped
    claim = read_claim(Path(__file__).parents[2] / "fixtures" / "claims" / "clean-organisation.yaml")
    settings = Settings(date(2026, 6, 1))
    judged = Engine(own).judge(claim, settings)
    told: dict[Lang, str] = {"ja": "利用者が指定したルール", "en": "rules that the user has named"}
    for lang, said in told.items():
        report = build_report([(judged, "claim.yaml")], own, settings, lang)
        ours = build_report([(judged, "claim.yaml")], open_rulebook(), settings, lang)
        assert not report.rules_shipped
        for write in (write_text, write_markdown, write_html):
            flat = " ".join(write(report).split())
            assert said in (flat if lang == "en" else flat.replace(" ", ""))
            assert said not in write(ours)
