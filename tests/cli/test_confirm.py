"""An authority's answer is recorded so that it can be read again, or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from offsetcheck.cli.main import main
from offsetcheck.facts.problems import InputError
from offsetcheck.rulebook.confirmations import open_points, read_confirmations
from offsetcheck.rulebook.shipped import open_rulebook

NAME, OPTIONS = next((n, o) for n, o in open_points(open_rulebook()).items() if len(o) > 1)


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "answer.pdf"
    path.write_bytes(b"")
    return path


def confirmed(
    answer: Path, output: Path, *more: str, by: str = "法務部", value: str = OPTIONS[0], lang: str = "ja",
    on: str = "2026-06-01",
) -> Result:  # fmt: skip
    return CliRunner().invoke(
        main,
        ["rules", "confirm", NAME, value, "--document", str(answer), "--by", by, "--on", on, "-o", str(output),
         "--lang", lang, *more],
    )  # fmt: skip


@pytest.mark.slow
def test_an_answer_is_recorded_with_the_hash_of_its_document(answer, tmp_path):
    output = tmp_path / "confirmations.yaml"
    assert confirmed(answer, output).exit_code == 0
    (one,) = read_confirmations(output, open_rulebook())
    assert (one.of, one.value, one.by) == (NAME, OPTIONS[0], "法務部")
    assert one.document_sha256 == hashlib.sha256(answer.read_bytes()).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("day", ["2026-05-01", "2026-07-01"])
def test_another_answer_is_refused_whatever_its_day_until_it_is_asked_to_replace_the_first(
    answer, tmp_path, lang, day
):
    output, other = tmp_path / "confirmations.yaml", tmp_path / "other.pdf"
    other.write_bytes(b"another answer")
    assert confirmed(answer, output).exit_code == 0
    before = output.read_bytes()
    result = confirmed(other, output, value=OPTIONS[1], by="環境部", on=day, lang=lang)
    assert (result.exit_code, output.read_bytes()) == (2, before)
    first = hashlib.sha256(answer.read_bytes()).hexdigest()
    said = result.stderr.replace("\n", "")
    assert all(part in said for part in (OPTIONS[0], "2026-06-01", first, "法務部", "--replace", "[0].value"))
    assert confirmed(other, output, "--replace", value=OPTIONS[1], by="環境部", on=day).exit_code == 0
    (one,) = read_confirmations(output, open_rulebook())
    assert (one.value, one.by) == (OPTIONS[1], "環境部")


@pytest.mark.slow
def test_the_same_answer_from_another_document_stands_beside_the_first(answer, tmp_path):
    output, other = tmp_path / "confirmations.yaml", tmp_path / "other.pdf"
    other.write_bytes(b"the same answer once more")
    for document in (answer, other, other):
        assert confirmed(document, output).exit_code == 0
    recorded = read_confirmations(output, open_rulebook())
    assert [c.value for c in recorded] == [OPTIONS[0]] * 2
    assert len({c.document_sha256 for c in recorded}) == 2
    assert confirmed(answer, output, "--replace").exit_code == 0
    assert len(read_confirmations(output, open_rulebook())) == 1


@pytest.mark.parametrize(("lang", "said"), [("ja", "に書き込めません"), ("en", "cannot be written")])
def test_a_place_that_cannot_be_written_is_named(answer, tmp_path, lang, said):
    result = confirmed(answer, tmp_path / "nowhere" / "confirmations.yaml", lang=lang)
    assert (result.exit_code, said in result.stderr) == (2, True)


@pytest.mark.parametrize(("lang", "said"), [("ja", "入力のファイルです"), ("en", "is read by this command")])
def test_the_answer_is_never_written_over_its_own_document(answer, lang, said):
    before = answer.read_bytes()
    result = confirmed(answer, answer, lang=lang)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert answer.read_bytes() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("法務部\t1", None),
        ("法務部\x07", "見えない制御文字です。削除してください"),
        ("法務部\udcff", "UTF-8"),
        ("  ", "氏名又は部署名を書いてください"),
    ],
)
def test_a_name_that_could_not_be_read_again_is_refused_and_nothing_is_written(answer, tmp_path, by, said):
    output = tmp_path / "confirmations.yaml"
    result = confirmed(answer, output, by=by)
    assert (result.exit_code, output.exists()) == ((0, True) if said is None else (2, False)), result.output
    assert said is None or said in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir() if p not in (answer, output)) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("digest", "said"), [("a" * 64, None), ("a" * 63, "64"), ("A" * 64, "64"), ("see the mail", "64")]
)
def test_an_answer_rests_on_a_document_whose_hash_is_given(tmp_path, digest, said):
    file = tmp_path / "confirmed.yaml"
    file.write_text(
        f"- {{of: {NAME}, value: {OPTIONS[0]}, document_sha256: {digest}, by: 法務部, on: 2026-06-01}}\n",
        encoding="utf-8",
    )
    if said is None:
        assert len(read_confirmations(file, open_rulebook())) == 1
        return
    with pytest.raises(InputError) as caught:
        read_confirmations(file, open_rulebook())
    assert [p.path for p in caught.value.problems] == ["[0].document_sha256"]
    assert said in caught.value.problems[0].expected.ja


@pytest.mark.slow
@pytest.mark.parametrize("day", ["20260601", "20260201-9", "2026-W06-7", "2026-06-31"])
def test_the_day_of_an_answer_is_written_in_one_form(tmp_path, day):
    file = tmp_path / "confirmed.yaml"
    file.write_text(
        f"- {{of: {NAME}, value: {OPTIONS[0]}, document_sha256: {'a' * 64}, by: 法務部, on: {day}}}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read_confirmations(file, open_rulebook())
    assert [p.path for p in caught.value.problems] == ["[0].on"]
    assert "YYYY-MM-DD" in caught.value.problems[0].expected.ja
