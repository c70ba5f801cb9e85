"""What is wrong with a command line is said in the language asked for, and the exit code stays 2."""

from __future__ import annotations

import errno
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from offsetcheck.cli import common
from offsetcheck.cli.main import main

CLAIM = str(Path(__file__).parents[2] / "fixtures" / "claims" / "clean-organisation.yaml")
TABLE = [
    (["check", CLAIM, "--as-of", "1.6.2026"], "--as-of：日付は YYYY-MM-DD の形（例：2026-06-01）で指定"),
    (["check", CLAIM, "--as-of", "20260601"], "--as-of：日付は YYYY-MM-DD の形"),
    (["check", CLAIM, "--as-of", "20260201-9"], "--as-of：日付は YYYY-MM-DD の形"),
    (["check", CLAIM, "--as-of", "2026020101"], "--as-of：日付は YYYY-MM-DD の形"),
    (["check", CLAIM, "--as-of", "2026-W06-7"], "--as-of：日付は YYYY-MM-DD の形"),
    (["check", CLAIM, "--as-of", "2026-06-31"], "--as-of：2026-06-31は実在しない日付です。"),
    (["check", CLAIM, "--as-of", "3026-06-01"], "までの日付を指定してください。"),
    (["check", CLAIM, "--profile", "best"], "--profile に「best」は指定できません。使える値は self-check、certification です。"),
    (["check", CLAIM, "--format", "pdf"], "--format に「pdf」は指定できません。使える値は text、"),
    (["check", CLAIM, "--reply-by", "soon"], "--reply-by：日付は"),
    (["check", CLAIM, "--reply-by", "2026-12-25"], "--reply-by は --format letter とともに"),
    (["check", CLAIM, "--formt", "md"], "「--formt」というオプションはありません。「--format」ではありませんか。"),
    (["check", CLAIM, "--as-of"], "--as-of の値を指定してください。"),
    (["check", CLAIM, "-o", "."], "--output：「.」はフォルダです。ファイルを指定してください。"),
    (["check"], "取組ファイルを指定してください。"),
    (["chekc", CLAIM], "「chekc」というコマンドはありません。"),
    (["matrix", "--period", "2026"], "--period：年度の種類が分かりません。2026年度の活動（対象年度）であれば FY2026、"),
    (["matrix", "--period", "last"], "--period：年度として読めません。対象年度は FY2025 又は 2025年度、"),
    (["matrix", "x.yaml"], "指定できない値があります：x.yaml。"),
    (["statement", CLAIM, "x.yaml"], "指定できない値があります：x.yaml。取組ファイルは1件だけ指定してください。空白を含む名前は、"),
    (["plan", CLAIM, CLAIM, "x.yaml"], "保有ファイル及び必要量ファイルは1件ずつ指定してください。"),
    (["shk"], "取組ファイルを指定してください。"),
    (["shk", "--template", CLAIM], "は既にあります。別の名前を指定してください。"),
    (["import", "verra"], "ファイルを指定してください。"),
    (["eligible"], "保有ファイルを指定してください。"),
    (["plan", CLAIM], "必要量ファイルを指定してください。"),
    (["import", "atlantis", "x.csv"], "形式に「atlantis」は指定できません。使える値は "),
    (["rules", "shwo"], "「shwo」というコマンドはありません。"),
    (["rules", "confirm", "x", "y"], "--document を指定してください。"),
    (["rules", "confirm", "x", "y", "--document", "no.pdf"], "--document：「no.pdf」が見つかりません。"),
]  # fmt: skip


def run(arguments: list[str], **more: str) -> Result:
    return CliRunner().invoke(main, arguments, env={"LC_ALL": "C.UTF-8", **more})


@pytest.mark.parametrize(("arguments", "said"), TABLE)
def test_an_error_of_the_command_line_is_japanese_where_the_language_is(arguments, said):
    result = run(arguments, LC_ALL="ja_JP.UTF-8")
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.startswith("使い方：") or "使い方" not in result.stderr
    english = re.sub(
        r"offsetcheck \w+( \w+)?|[A-Z]+|--?[a-z-]+|「[^」]*」|[\w/.-]+\.(yaml|csv|pdf)", "", result.stderr
    )
    assert not re.search(r"Error|Usage|Missing|Invalid|Try|such", english)


@pytest.mark.parametrize(("arguments", "said"), TABLE)
def test_the_same_in_english_is_as_it_was(arguments, said):
    result = run(arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert not re.search("[ぁ-ん]", result.stderr)


@pytest.mark.parametrize(
    ("arguments", "japanese"),
    [
        (["check", "--lang", "ja"], True),
        (["check", "--lang=ja", "--formt"], True),
        (["check", "--profile", "best", "--lang", "ja", CLAIM], True),
        (["check", "--lang", "en"], False),
        (["check", "--lang", "ja", "--", "--lang", "en"], True),
        (["--lang", "ja", "chekc"], True),
        (["--lang", "en", "check"], False),
        (["rules", "--lang", "ja", "show"], True),
    ],
)
@pytest.mark.parametrize("locale", ["C.UTF-8", "ja_JP.UTF-8"])
def test_the_language_is_known_whatever_else_is_wrong(arguments, japanese, locale, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run(arguments, LC_ALL=locale)
    assert result.exit_code == 2
    assert bool(re.search("[ぁ-ん]", result.stderr)) is japanese


def test_an_unknown_language_is_refused_in_that_of_the_locale():
    assert (
        "--lang に「de」は指定できません。使える値は ja、en です。"
        in run(["check", CLAIM, "--lang", "de"], LC_ALL="ja_JP.UTF-8").stderr
    )
    assert "is not one of" in run(["check", CLAIM, "--lang", "de"]).stderr


def test_no_command_at_all_shows_the_help_in_either_language():
    for locale, usage in (("C.UTF-8", "Usage: "), ("ja_JP.UTF-8", "使い方：")):
        assert (done := run([], LC_ALL=locale)).output.startswith(usage)
        assert "エラー" not in done.output


@pytest.mark.parametrize("name", ["ja", "en"])
def test_a_file_named_like_a_language_asks_for_none(name):
    said = {locale: run(["check", name], LC_ALL=locale).stderr for locale in ("C.UTF-8", "ja_JP.UTF-8")}
    assert not re.search("[ぁ-ん]", said["C.UTF-8"])
    assert re.search("[ぁ-ん]", said["ja_JP.UTF-8"])


def test_the_language_may_stand_before_the_command(tmp_path):
    file = str(tmp_path / "x.yaml")
    assert "を作成しました" in run(["--lang", "ja", "init", file]).output


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOENT, "ファイル又はフォルダがありません"),
        (errno.EACCES, "アクセスする権限がありません"),
        (errno.EISDIR, "フォルダの名前です"),
        (errno.ENOSPC, "空き容量がありません"),
        (errno.EXDEV, "EXDEV"),
    ],
)
def test_why_a_file_cannot_be_written_is_said_in_japanese_or_by_its_code(code, said, tmp_path, monkeypatch):
    def refused(*_: object) -> None:
        raise OSError(code, "No words of ours")

    monkeypatch.setattr(common, "_placed", refused)
    result = run(["init", str(tmp_path / "x.yaml"), "--lang", "ja"])
    assert result.exit_code == 2
    assert f"に書き込めません（{said}）。" in result.stderr
    assert "No words of ours" not in result.stderr
