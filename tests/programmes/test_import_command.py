"""The command `import`: sections on the terminal or in a file, a summary beside them, and an exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from offsetcheck.cli import imports
from offsetcheck.cli.imports import import_command
from offsetcheck.facts.problems import InputError
from offsetcheck.programmes.importers import NAMES
from tests.programmes.kit import SAMPLES, as_claim

HEAD = "制度,プロジェクト番号,数量"


def run(*arguments: str | Path, lang: str = "en") -> Result:
    return CliRunner().invoke(import_command, [*map(str, arguments), "--lang", lang], catch_exceptions=False)


def test_a_file_becomes_sections_and_a_summary() -> None:
    result = run("notices", SAMPLES / "notices.csv")
    assert result.exit_code == 0
    assert len(as_claim(result.stdout).retirements or ()) == 3
    assert "rows read 4 (parsed 4, refused 0)" in result.stderr
    assert "written credits 4, projects 3, issuances 2, retirements 3" in result.stderr


def test_the_summary_is_japanese_where_it_is_asked_for() -> None:
    result = run("verra", SAMPLES / "verra-transactions.csv", lang="ja")
    assert "読み取った行 6（取り込み 6・不可 0）" in result.stderr
    assert "行7: 識別番号の国はCD、記載はRwandaです" in result.stderr
    assert "--names を付けてください" in result.stderr


def test_a_bad_row_is_listed_and_the_exit_code_says_so(tmp_path: Path) -> None:
    path = tmp_path / "holdings.csv"
    path.write_text(f"{HEAD}\nJCM,TH014,5\nJCM,TH014,many\nJCM,TH014,7\n", encoding="utf-8")
    result = run("holdings", path, "-o", tmp_path / "out.yaml")
    assert result.exit_code == 2
    assert "rows read 3 (parsed 2, refused 1)" in result.stderr
    assert "holdings.csv:3 [3] 数量: many → this is no number" in result.stderr
    claim = as_claim((tmp_path / "out.yaml").read_text(encoding="utf-8"))
    assert len(claim.credits or ()) == 2  # what could be read is there


def test_many_bad_rows_are_counted_with_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "holdings.csv"
    bad = "\n".join(["JCM,TH014,many"] * 60)
    path.write_text(f"{HEAD}\n{bad}\nJCM,TH014,5\nJCM,TH014,x\n", encoding="utf-8")
    result = run("holdings", path)
    assert "11 more (rows 52–61, 63)" in result.stderr


def test_one_project_is_taken_out_of_a_list(tmp_path: Path) -> None:
    whole = run("verra", SAMPLES / "verra-transactions.csv", "--format", "json")
    one = run("verra", SAMPLES / "verra-transactions.csv", "--format", "json", "--project", "4150")
    assert one.exit_code == 0
    sections = json.loads(one.stdout)
    assert [p["reference"] for p in sections["projects"]] == ["4150"]
    assert (
        len(sections["credits"])
        == len(sections["retirements"])
        == 1
        < len(json.loads(whole.stdout)["credits"])
    )
    assert "rows read 6" in one.stderr  # the whole file is read and counted
    by_id = run("jcredit-projects", SAMPLES / "jcredit-projects.csv", "--project", "JCP-114")
    by_number = run("jcredit-projects", SAMPLES / "jcredit-projects.csv", "--project", "114(プログラム型)")
    assert by_id.stdout == by_number.stdout
    assert by_id.stdout.count("programme:") == 1


def test_a_project_asked_for_is_taken_whole_however_its_rows_write_its_number(tmp_path: Path) -> None:
    path = tmp_path / "h.csv"
    rows = ("JCM,TH014,5", "JCM,ＴＨ－０１４,7", "JCM,TH01-4,9", "JCM,TH015,11")
    path.write_text("\n".join(("制度,プロジェクト番号,数量", *rows, "")), encoding="utf-8")
    for asked in ("TH014", "th-014", "JCM-TH014"):
        result = run("holdings", path, "--format", "json", "--project", asked)
        assert [c["quantity_t"] for c in json.loads(result.stdout)["credits"]] == [5, 7]


NOTICE = "通知番号,手続,制度,プロジェクト番号,形態,クレジット認証番号,数量"
PARTS = ("N1,無効化,J-クレジット,123,通常型,A-1,100", "N1,無効化,J-クレジット,124,通常型,A-2,49")


def retirements(
    path: Path, *rows: str, project: str = "", lang: str = "en"
) -> tuple[dict[str, object], Result]:
    """What `import notices` says each notice covers in all, None where it is left open."""
    path.write_text("\n".join((NOTICE, *rows, "")), encoding="utf-8")
    only = ("--project", project) if project else ()
    result = run("notices", path, "--format", "json", *only, lang=lang)
    return {r["id"]: r.get("total_t") for r in json.loads(result.stdout)["retirements"]}, result


def test_a_notice_of_which_one_project_is_taken_keeps_its_total_open(tmp_path: Path) -> None:
    path = tmp_path / "n.csv"
    assert retirements(path, *PARTS)[0] == {"R-N1": 149}
    other = "N2,無効化,J-クレジット,123,通常型,A-1,7"
    totals, result = retirements(path, *PARTS, other, project="123")
    assert totals == {"R-N1": None, "R-N2": 7}
    assert result.exit_code == 0
    assert (
        "not every row of these notices was written, so their total_t is left open: R-N1. " in result.stderr
    )
    said = retirements(path, *PARTS, project="123", lang="ja")[1].stderr
    assert "total_t を空のままにしました：R-N1。" in said
    assert "通知書に記載された合計" in said


def test_a_notice_that_leaves_no_row_out_keeps_its_total(tmp_path: Path) -> None:
    result = retirements(tmp_path / "n.csv", *PARTS)[1]
    assert "total_t" not in result.stderr
    totals, result = retirements(tmp_path / "n.csv", PARTS[0], PARTS[1].replace("N1", "N2"), project="123")
    assert totals == {"R-N1": 100}
    assert "total_t" not in result.stderr  # R-N2 is not written: nothing is open that anybody sees


def test_a_notice_with_a_refused_row_keeps_its_total_open(tmp_path: Path) -> None:
    other = "N2,無効化,J-クレジット,123,通常型,A-1,7"
    totals, result = retirements(tmp_path / "n.csv", PARTS[0], f"{PARTS[1]}t", other)
    assert totals == {"R-N1": None, "R-N2": 7}
    assert result.exit_code == 2
    assert "left open: R-N1. " in result.stderr
    assert retirements(tmp_path / "n.csv", f"{PARTS[1]}t", *PARTS)[0] == {"R-N1": None}  # in whatever order


@pytest.mark.parametrize(
    "row",
    [
        ",無効化,J-クレジット,124,通常型,A-2,49",
        "#REF!,無効化,J-クレジット,124,通常型,A-2,49",
        "N3,無効化,J-クレジット,124,通常型,A-2,1,049",
    ],
    ids=["no-number", "excel-error", "shifted"],
)
def test_a_refused_row_of_no_known_notice_keeps_every_total_open(tmp_path: Path, row: str) -> None:
    other = "N2,無効化,J-クレジット,123,通常型,A-1,7"
    totals, result = retirements(tmp_path / "n.csv", PARTS[0], row, other)
    assert totals == {"R-N1": None, "R-N2": None}
    assert "left open: R-N1, R-N2. " in result.stderr


def test_a_refused_row_whose_notice_is_written_twice_and_differently_keeps_every_total_open(
    tmp_path: Path,
) -> None:
    path = tmp_path / "n.csv"
    rows = [f"{row},N1" for row in PARTS]
    path.write_text("\n".join((f"{NOTICE},通知番号", f"{rows[0]}", f"{PARTS[1]}t,N9", "")), encoding="utf-8")
    (one,) = json.loads(run("notices", path, "--format", "json").stdout)["retirements"]
    assert "total_t" not in one
    path.write_text(
        "\n".join((f"{NOTICE},通知番号", rows[0], f"{PARTS[1].replace('N1', 'N9')},N1", "")), encoding="utf-8"
    )
    (one,) = json.loads(run("notices", path, "--format", "json").stdout)["retirements"]
    assert "total_t" not in one


def test_a_project_that_is_not_there_is_said_and_nothing_written(tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    result = run(
        "verra", SAMPLES / "verra-transactions.csv", "--project", "4150", "--project", "7", "-o", out
    )
    assert result.exit_code == 2
    assert "the file holds no project 7" in result.stderr
    assert not out.exists()
    assert result.stdout == ""


def test_refused_rows_and_rows_to_look_at_go_to_a_list(tmp_path: Path) -> None:
    path = tmp_path / "holdings.csv"
    bad = "\n".join(["JCM,TH014,=1+1"] * 60)
    path.write_text(f"{HEAD}\n{bad}\nJCM,TH014,5\n", encoding="utf-8")
    listing = tmp_path / "rows.csv"
    result = run("holdings", path, "--refused", listing, lang="ja")
    assert result.exit_code == 2
    assert "すべての行は" in result.stderr
    text = listing.read_text(encoding="utf-8")
    assert text.startswith("\ufeff区分,シート,行,項目,値,理由")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [int(row["行"]) for row in rows] == list(range(2, 62))
    assert {(row["区分"], row["項目"], row["値"]) for row in rows} == {("取り込み不可", "数量", "'=1+1")}
    found = run("verra", SAMPLES / "verra-transactions.csv", "--refused", listing)
    assert found.exit_code == 0
    assert "to look at,,7,,,the identifier shows the country CD" in listing.read_text(
        encoding="utf-8"
    ).replace('"', "")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_unreadable_file_writes_nothing(tmp_path: Path, lang: str) -> None:
    result = run("cdm", tmp_path / "none.xlsx", "-o", tmp_path / "out.yaml", lang=lang)
    assert result.exit_code == 2
    assert "none.xlsx" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_file_of_another_format_is_refused() -> None:
    result = run("gold-standard", SAMPLES / "verra-transactions.csv")
    assert result.exit_code == 2
    assert "it looks like verra" in result.stderr
    assert result.stdout == ""


def test_json_and_csv() -> None:
    whole = json.loads(run("holdings", SAMPLES / "holdings.csv", "--format", "json").stdout)
    assert list(whole) == ["projects", "issuances", "credits"]
    rows = list(csv.DictReader(io.StringIO(run("holdings", SAMPLES / "holdings.csv", "--format", "csv").stdout)))  # fmt: skip
    assert {"projects", "issuances", "credits"} == {row["section"] for row in rows}
    assert {"JCL-0000-120001"} == {r["serials.first"] for r in rows if r["quantity_t"] == "149"}


def test_names_are_written_when_asked_for() -> None:
    assert "Organisation" not in run("verra", SAMPLES / "verra-transactions.csv").stdout
    assert "Organisation" in run("verra", SAMPLES / "verra-transactions.csv", "--names").stdout
    assert "サンプル商会" in run("notices", SAMPLES / "notices.csv").stdout
    assert "サンプル商会" not in run("notices", SAMPLES / "notices.csv", "--no-names").stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_format_lists_its_columns(name: str) -> None:
    for lang in ("ja", "en"):
        result = run(name, "--columns", lang=lang)
        assert result.exit_code == 0
        assert len(result.stdout.splitlines()) > 2


def test_our_own_layouts_say_that_they_are_ours() -> None:
    said = run("notices", "--columns", lang="ja").stdout
    assert "無効化通知書の書式は公表されていません" in said
    assert "通知番号 / notice: 必須" in said


def test_a_file_is_needed_and_a_format_known() -> None:
    assert run("verra").exit_code == 2
    assert "Missing argument 'FILE'" in run("verra").stderr
    assert run("registry-of-atlantis", "x").exit_code == 2


def test_an_output_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    result = run("holdings", SAMPLES / "holdings.csv", "-o", tmp_path / "no" / "out.yaml")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_nothing_is_fetched_for_a_file_format() -> None:
    result = run("verra", "https://registry.invalid/list.csv")
    assert result.exit_code == 2
    assert "only offsetsdb is fetched from a URL" in result.stderr


def test_an_old_file_stays_whole_when_reading_fails(tmp_path: Path) -> None:
    out = tmp_path / "out.yaml"
    out.write_text("old", encoding="utf-8")
    assert run("cdm", tmp_path / "none.xlsx", "-o", out).exit_code == 2
    assert out.read_text(encoding="utf-8") == "old"


def test_shift_jis_is_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv"
    path.write_bytes((SAMPLES / "notices.csv").read_text(encoding="utf-8").encode("cp932"))
    result = run("notices", path, lang="ja")
    assert result.exit_code == 0
    assert "Shift_JIS" in result.stderr
    assert "サンプル商会" in result.stdout


def test_the_command_loads_no_importer_until_it_runs() -> None:
    program = "import sys, offsetcheck.cli.imports; print([m for m in sys.modules if 'importers.' in m or m == 'requests'])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "[]"


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_appears_only_after_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    from offsetcheck.programmes.importers.sources import open_source

    def shown(seconds: float) -> tuple[list[int], str]:
        screen = _Terminal()
        clock = iter([0.0, *[seconds] * 100])
        monkeypatch.setattr(sys, "stderr", screen)
        monkeypatch.setattr("offsetcheck.cli.imports.time.monotonic", lambda: next(clock, seconds))
        with open_source(SAMPLES / "holdings.csv") as source:
            rows = list(imports._with_progress(source, iter(range(1200))))
        monkeypatch.undo()
        return rows, screen.getvalue()

    quick, silent = shown(0.5)
    slow, bar = shown(2.0)
    assert list(range(1200)) == quick == slow
    assert silent == ""
    assert "holdings.csv" in bar


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_seconds_and_little_memory(tmp_path: Path) -> None:
    """A million rows must take well under a minute on a quiet machine: here a tenth, with room for a busy one."""
    import resource

    path = tmp_path / "big.csv"
    header, row = (SAMPLES / "klima-mco2.csv").read_text(encoding="utf-8").splitlines()[:2]
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{header}\n")
        for n in range(100_000):
            first = 50 * n + 1
            serial = f"7059-{first}-{first + 49}-VCU-005-APX-BR-14-1686-01072014-31122014-1"
            file.write(row.replace("7059-367676034-367676083-VCU-005-APX-BR-14-1686-01072014-31122014-1", serial) + "\n")  # fmt: skip
    used = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = run("klima-mco2", path, "-o", tmp_path / "out.yaml")
    assert "rows read 100,000 (parsed 100,000, refused 0)" in result.stderr
    assert time.process_time() - used < 25
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB


def test_the_error_of_a_workbook_names_its_sheet(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="workbooks are read with openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "保有"
    for row in (HEAD.split(","), ["JCM", "TH014", 5], ["JCM", "TH014", "#REF!"]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    result = run("holdings", tmp_path / "a.xlsx")
    assert result.exit_code == 2
    assert "保有!A3" in result.stderr
    assert "spreadsheet's error value" in result.stderr


def test_a_whole_folder_of_samples_imports_into_one_claim_each(tmp_path: Path) -> None:
    for path in sorted(SAMPLES.glob("*.csv")):
        out = tmp_path / f"{path.stem}.yaml"
        form = next(f for stem, f in _STEMS if path.name.startswith(stem))
        assert run(form, path, "-o", out).exit_code == 0
        try:
            as_claim(out.read_text(encoding="utf-8"))
        except InputError as error:
            pytest.fail(f"{path.name}: {error}")
    shutil.rmtree(tmp_path)


_STEMS = (
    ("verra", "verra"), ("gold-standard", "gold-standard"), ("acr", "american-carbon-registry"),
    ("car", "climate-action-reserve"), ("art", "art-trees"), ("arb", "arb"), ("cercarbono", "cercarbono"),
    ("isometric", "isometric"), ("klima", "klima-mco2"), ("jcredit", "jcredit-projects"), ("holdings", "holdings"),
    ("notices", "notices"), ("aef", "aef"),
)  # fmt: skip
