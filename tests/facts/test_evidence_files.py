"""Documents beside a claim are read, hashed and compared; nothing outside its folder is ever opened."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from offsetcheck.facts.claims import parse_claim
from offsetcheck.facts.evidence_files import find_file, with_evidence_files
from offsetcheck.facts.models import Claim, FileState, FoundFile
from offsetcheck.facts.vocabulary import Profile, Reason
from offsetcheck.facts.world import ALL, Cell, build_world

CLAIM = """\
claim: {{id: c, stage: published, published_on: 2026-05-20, claimed_t: 13, organisation: "株式会社サンプル 9999900000000"}}
emissions: [{{id: E1, t: 12.4}}]
evidence:
{evidence}
"""


def claim(*evidence: str) -> Claim:
    lines = "\n".join(f'  - {{fact: "emissions[E1].t", {entry}}}' for entry in evidence)
    return parse_claim(CLAIM.format(evidence=lines).encode())


def cell(found: Claim) -> Cell:
    world = build_world(found, Profile.CERTIFICATION, date(2026, 6, 1))
    return world.rows["emission"][0].cells["t"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "claim"
    home.mkdir()
    (home / "bill.pdf").write_bytes(b"bill")
    (tmp_path / "secret.pdf").write_bytes(b"secret")
    return home


DIGEST = hashlib.sha256(b"bill").hexdigest()


def test_a_file_beside_the_claim_is_hashed(folder):
    assert find_file(folder, "bill.pdf") == FoundFile(FileState.FOUND, DIGEST)


def test_a_file_in_a_folder_below_is_found_whichever_slash_is_written(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "x.csv").write_bytes(b"bill")
    assert find_file(folder, "sub/x.csv").sha256 == DIGEST
    assert find_file(folder, "sub\\x.csv").sha256 == DIGEST


def test_a_name_is_found_however_its_accents_are_composed(folder):
    name = "無効化通知書（ガス）.pdf"
    (folder / unicodedata.normalize("NFD", name)).write_bytes(b"bill")
    assert find_file(folder, unicodedata.normalize("NFC", name)).sha256 == DIGEST


@pytest.mark.parametrize(
    "name",
    [
        "../secret.pdf",
        "sub/../../secret.pdf",
        "..\\secret.pdf",
        "/etc/hostname",
        "../nothing.pdf",
        "/nothing",
    ],
)
def test_nothing_outside_the_folder_is_opened(folder, name, monkeypatch):
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("a file was opened"))
    assert find_file(folder, name) == FoundFile(FileState.OUTSIDE)


def test_a_link_that_leads_outside_is_not_followed(folder):
    (folder / "link.pdf").symlink_to(folder.parent / "secret.pdf")
    (folder / "up").symlink_to(folder.parent)
    assert find_file(folder, "link.pdf") == FoundFile(FileState.OUTSIDE)
    assert find_file(folder, "up/secret.pdf") == FoundFile(FileState.OUTSIDE)


def test_a_claim_folder_that_is_itself_a_link_is_fine(folder, tmp_path):
    (tmp_path / "alias").symlink_to(folder)
    assert find_file(tmp_path / "alias", "bill.pdf").sha256 == DIGEST


@pytest.mark.parametrize("name", ["nothing.pdf", "a" * 5000, "a\0b", "bill.pdf/x"])
def test_what_is_not_there_is_missing(folder, name):
    assert find_file(folder, name) == FoundFile(FileState.MISSING)


def test_what_is_no_regular_file_is_not_read(folder):
    os.mkfifo(folder / "pipe.pdf")
    (folder / "sub.pdf").mkdir()
    assert find_file(folder, "pipe.pdf") == FoundFile(FileState.UNREADABLE)
    assert find_file(folder, "sub.pdf") == FoundFile(FileState.UNREADABLE)
    assert find_file(folder, ".") == FoundFile(FileState.UNREADABLE)


def test_a_file_too_large_is_not_read(folder):
    assert find_file(folder, "bill.pdf", most=3) == FoundFile(FileState.TOO_LARGE)
    assert find_file(folder, "bill.pdf", most=4).state is FileState.FOUND


def test_a_title_is_not_looked_for_as_a_file(folder):
    found = with_evidence_files(claim("value: 12.4, level: documented, document: 無効化通知書"), folder)
    assert found.files == {}


@pytest.mark.parametrize(
    ("document", "state"), [("nothing.pdf", FileState.MISSING), ("../bill.pdf", FileState.OUTSIDE)]
)
def test_a_document_that_is_not_there_to_be_read_leaves_the_fact_stated_only(folder, document, state):
    found = with_evidence_files(claim(f"value: 12.4, level: documented, document: {document}"), folder)
    assert found.files == {document: FoundFile(state)}
    assert (cell(found).value, cell(found).level) == (Decimal("12.4"), "stated")
    assert (cell(found).assured, cell(found).why_assured) == (None, Reason.BELOW_ASSURANCE)


def test_a_file_that_is_there_documents_the_fact(folder):
    found = with_evidence_files(claim("value: 12.4, level: documented, document: bill.pdf"), folder)
    assert (cell(found).assured, cell(found).level) == (Decimal("12.4"), "documented")


@pytest.mark.parametrize(
    "support",
    [
        "level: verified, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）",
        "level: registry, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）, document: 登録簿の保有残高の出力",
    ],
)
def test_what_somebody_checked_or_the_registry_says_needs_no_file(folder, support):
    found = with_evidence_files(claim(f"value: 12.4, {support}"), folder)
    assert cell(found).assured == Decimal("12.4")


def test_naming_the_document_takes_nothing_back_from_what_somebody_checked(folder):
    """The file need not lie beside the claim: who has checked it vouches for it (law 2)."""
    found = with_evidence_files(
        claim(
            "value: 12.4, level: verified, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）, document: nothing.pdf"
        ),
        folder,
    )
    assert (cell(found).level, cell(found).assured) == ("verified", Decimal("12.4"))


def test_a_document_that_nobody_looked_for_leaves_the_fact_stated_only(folder):
    found = claim("value: 12.4, level: documented, document: nothing.pdf")
    assert cell(found).level == "stated"


@pytest.mark.parametrize("written", [DIGEST, DIGEST.upper()])
def test_the_hash_stated_is_compared(folder, written):
    found = with_evidence_files(
        claim(f'value: 12.4, level: documented, document: bill.pdf, sha256: "{written}"'), folder
    )
    assert not cell(found).sources[1].altered
    assert cell(found).why is None


def test_a_file_that_is_not_the_one_stated_is_a_conflict_until_settled(folder):
    wrong = f'value: 12.4, level: registry, document: bill.pdf, sha256: "{"0" * 64}"'
    found = with_evidence_files(claim(wrong), folder)
    assert (cell(found).value, cell(found).why, cell(found).why_assured) == (
        None,
        Reason.CONFLICT,
        Reason.CONFLICT,
    )
    settled = with_evidence_files(
        claim(
            wrong,
            "value: 12.4, level: verified, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）, chosen: true",
        ),
        folder,
    )
    assert cell(settled).why is None
    assert (cell(settled).level, cell(settled).assured) == ("verified", Decimal("12.4")), (
        "an altered file supports nothing"
    )


def test_choosing_the_altered_file_settles_nothing(folder):
    found = with_evidence_files(
        claim(
            f'value: 12.4, level: documented, document: bill.pdf, by: 一般財団法人オフセット検証センター（法人番号 3999900000006）, chosen: true, sha256: "{"0" * 64}"'
        ),
        folder,
    )
    assert cell(found).why is Reason.CONFLICT


def test_where_nobody_looked_nothing_is_altered():
    plain = claim(f'value: 12.4, level: documented, document: bill.pdf, sha256: "{"0" * 64}"')
    assert cell(plain).why is None
    assert plain.files == {}


def test_files_cannot_be_written_into_a_claim():
    from offsetcheck.facts.problems import InputError

    with pytest.raises(InputError):
        parse_claim(b"claim: {id: c, stage: planned, publish_by: 2026-05-20}\n_files: {}\n")
    with pytest.raises(InputError):
        parse_claim(b"claim: {id: c, stage: planned, publish_by: 2026-05-20}\nfiles: {}\n")


def test_files_are_no_part_of_a_claim_as_written(folder):
    found: Any = with_evidence_files(claim("value: 12.4, level: documented, document: bill.pdf"), folder)
    assert "bill" not in found.model_dump_json(exclude={"evidence"})
    assert (
        build_world(found, Profile.SELF_CHECK, date(2026, 6, 1)).rows["emission"][0].value("t", ALL)
        is not None
    )
