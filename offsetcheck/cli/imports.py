"""The command `import`: registry exports and public data sets as sections of a claim."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from offsetcheck.cli.common import Exit, Lang, lang_option, output_option, quick_start, refuse, whole_file
from offsetcheck.cli.help import FILE, argument, command, option
from offsetcheck.cli.usage import Misused
from offsetcheck.facts.problems import Text
from offsetcheck.programmes.importers import NAMES

if TYPE_CHECKING:
    from offsetcheck.programmes.importers.interface import Format, Parsed
    from offsetcheck.programmes.importers.reading import Tally
    from offsetcheck.programmes.importers.sections import Sections
    from offsetcheck.programmes.importers.sources import Source

SHOWN = 50
"""So many refused rows, findings and unassigned words are written out; the rest is counted, with its rows."""


@command(
    "import",
    ja="""登録簿の書き出しや公開一覧を、取組ファイルの項目に変換します。

    ファイルの内容を、projects、issuances、credits 及び retirements の項目として、取組ファイルに貼り付けられる形で出力します。
    あわせて、読み取った行数、取り込めなかった行とその理由、認識できず空のままにした値を表示します。
    取り込めなかった行があるときは終了コードが2となりますが、読み取れた行は出力します。形式ごとの列は --columns で確認できます。

    ファイルの代わりにURLを指定すると、その一覧を取得します（offsetsdb に限ります）。そのほかに、外部との通信は行いません。""",
    epilog=Text(f"取り込める形式：{'、'.join(NAMES)}", f"Formats: {', '.join(NAMES)}."),
)
@argument("form", metavar=Text("形式", "FORMAT"), type=click.Choice(NAMES))
@argument("file", metavar=FILE, required=False)
@option(
    "--format",
    "style",
    type=click.Choice(["yaml", "json", "csv"]),
    default="yaml",
    show_default=True,
    help=Text("出力の形式。", "Format of the output."),
)
@output_option(
    Text(
        "出力を保存するファイル（省略時は画面に表示）。",
        "Write the sections to a file instead of the terminal.",
    )
)
@option(
    "--names/--no-names",
    default=None,
    help=Text(
        "口座保有者・利用者の名称及び目的を出力するかどうか（省略時は notices 及び holdings に限り出力）。",
        "Write the names of account holders, users and purposes (default: only for your own notices and holdings).",
    ),
)
@option(
    "--project",
    "wanted",
    multiple=True,
    metavar=Text("番号", "NUMBER"),
    help=Text(
        "この番号（又は出力中のid）のプロジェクトに関するものだけを出力します。複数回指定できます。",
        "Write only what belongs to this project, by its number or its id in the output; may be repeated.",
    ),
)
@option(
    "--refused",
    "listing",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=FILE,
    help=Text(
        "取り込めなかった行及び確認が必要な行をすべて書き出すCSVファイル。",
        "Write every refused row, and every row to look at, to a CSV file.",
    ),
)
@option(
    "--columns",
    is_flag=True,
    help=Text("形式の列を一覧で表示して終了します。", "List the columns of the format, and do nothing else."),
)
@lang_option
def import_command(
    form: str, file: str | None, style: Any, output: Path | None, names: bool | None, wanted: tuple[str, ...],
    listing: Path | None, columns: bool, lang: Lang,
) -> None:  # fmt: skip
    """Turn a registry's export into sections of a claim.

    What FILE holds is written as projects, issuances, credits and retirements, ready to paste; a summary says how many rows
    were read, which were refused and why, and what was not recognised and left out. With a refused row the exit code
    is 2, and what could be read is written all the same. `--columns` says what a format looks like.

    A URL in place of FILE is fetched (offsetsdb only); nothing else leaves this machine.
    """
    from offsetcheck.facts.problems import InputError
    from offsetcheck.programmes.importers import every_format, format_of
    from offsetcheck.programmes.importers.interface import Parsed, Refused
    from offsetcheck.programmes.importers.reading import Tally, outcomes
    from offsetcheck.programmes.importers.sections import Sections

    chosen = format_of(form)
    if columns:
        click.echo(_columns(chosen, lang))
        return
    if file is None:
        raise Misused(Text("ファイルを指定してください。", "Missing argument 'FILE'."))
    tally = Tally()
    choice = _Wanted(wanted)
    with quick_start(), Sections(chosen, style, names=names) as sections:
        try:
            with _opened(file, form) as source:
                for outcome in _with_progress(source, outcomes(source, chosen, tally, every_format())):
                    if isinstance(outcome, Parsed) and choice.takes(outcome):
                        sections.add(outcome)
                    elif isinstance(outcome, (Parsed, Refused)):
                        sections.leave(outcome)
                note = source.note
        except InputError as error:
            refuse(error, lang, Exit.USAGE)
        if missing := choice.missing():
            click.echo(_WORDS[lang]["missing"].format(what=_WORDS[lang]["sep"].join(missing)), err=True)
            sys.exit(Exit.USAGE)
        if listing is not None:
            _written_whole(listing, lambda out: _list_rows(out, tally, lang), lang, encoding="utf-8-sig")
        _write(sections, output, f"offsetcheck import {form}: {Path(file).name}", lang)
        said = _summary(Path(file).name, chosen, tally, sections, lang, listing)
    if note is not None:
        said.insert(1, f"  {note.in_(lang)}")
    click.echo("\n".join(said), err=True)
    sys.exit(Exit.USAGE if tally.refused_rows else Exit.PASS)


class _Wanted:
    """The projects asked for with `--project`; all where none is."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        from offsetcheck.facts.references import id_key

        self._key = id_key
        self._numbers = {id_key(number): number for number in numbers}
        self._seen: set[tuple[str, tuple[str, ...]]] = set()

    def takes(self, outcome: Parsed) -> bool:
        """Whether a row belongs to one of them: by the number printed, the number as read, or the id written."""
        if not self._numbers:
            return True
        found = False
        for record in outcome.records:
            if record.section.value == "projects":
                names = {self._key(record.id)}
                for fact in record.facts:
                    if fact.path == "reference":
                        names |= {self._key(fact.raw), self._key(str(fact.value))}
                met = names & self._numbers.keys()
                self._seen |= met
                found = found or bool(met)
        return found

    def missing(self) -> list[str]:
        """Those the file does not hold."""
        return [number for key, number in self._numbers.items() if key not in self._seen]


def _opened(file: str, form: str) -> Source:
    """The file, or the answer of the OffsetsDB API where a URL is given for it."""
    from offsetcheck.programmes.importers.sources import open_source

    if file.startswith(("https://", "http://")):
        from offsetcheck.programmes.importers.offsetsdb_api import open_url

        return open_url(file, form)
    return open_source(Path(file))


def _with_progress(source: Source, rows: Iterator[Any]) -> Iterator[Any]:
    """The same rows, with a bar on the terminal once they have taken a second."""
    if not sys.stderr.isatty():
        yield from rows
        return
    started = time.monotonic()
    for count, row in enumerate(rows):
        yield row
        if count % 500 == 0 and time.monotonic() - started > 1:
            break
    else:
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        total = None if source.progress() is None else 100
        task = bar.add_task(Path(source.name).name, total=total)
        for count, row in enumerate(rows):
            yield row
            if count % 500 == 0:
                bar.update(task, completed=int(100 * (source.progress() or 0)))


def _write(sections: Sections, output: Path | None, heading: str, lang: Lang) -> None:
    """Write the sections to a file, or to the terminal where none is named."""
    if output is not None:
        _written_whole(output, lambda out: sections.write(out, heading), lang)
        return
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    sections.write(out, heading)
    out.flush()
    out.detach()  # the terminal stays open


def _written_whole(path: Path, write: Callable[[IO[str]], None], lang: Lang, encoding: str = "utf-8") -> None:
    """Write whole or not at all."""
    with whole_file(path, lang) as file:
        out = io.TextIOWrapper(file, encoding=encoding, newline="\n")
        write(out)
        out.flush()
        out.detach()


def _list_rows(out: IO[str], tally: Tally, lang: Lang) -> None:
    """Every refused row and every row to look at, as a spreadsheet."""
    import csv

    from offsetcheck.programmes.importers.sections import cell

    words = _WORDS[lang]
    writer = csv.writer(out)
    writer.writerow(words[name] for name in ("kind", "sheet", "number", "column", "found", "reason"))
    for row, problem in zip(tally.refused_rows, tally.refused, strict=True):
        column = problem.path.partition("] ")[2]
        said = problem.expected.in_(lang)
        writer.writerow(
            (words["is_refused"], problem.sheet or "", row, cell(column), cell(problem.found), said)
        )
    for row, finding in tally.findings:
        writer.writerow((words["is_finding"], "", row, "", "", finding.text.in_(lang)))


def _columns(form: Format, lang: Lang) -> str:
    """The columns of a layout of our own, or those by which the tables of a format are recognised."""
    lines = [form.title.in_(lang), form.source.in_(lang)]
    for column in form.columns:
        needed = ("必須 " if lang == "ja" else "needed ") if column.needed else ""
        lines.append(f"  {column.name} / {column.english}: {needed}{column.what.in_(lang)}")
    if not form.columns:
        for table in form.tables:
            lines.append(f"  {table.name}: {', '.join(table.needs)}")
    return "\n".join(lines)


_WORDS = {
    "ja": {
        "rows": "読み取った行 {read}（取り込み {parsed}・不可 {refused}）",
        "over": "データでない行 {over}",
        "title": "表題", "header": "見出し", "total": "合計", "note": "注記",
        "written": "出力 {written}",
        "nothing": "出力する行はありません。",
        "refused": "取り込めなかった行：",
        "findings": "確認が必要な行：",
        "row": "行{row}",
        "unassigned": "認識できず割り当てなかった値（該当項目は空のままです）：",
        "conflicts": "行の間で値が一致せず、空のままにした項目：{what}",
        "partial": "通知書の一部の行を出力していないため、total_t を空のままにしました：{what}。通知書のすべての行を取り込むか、不足しているクレジットと内訳（blocks）を補った上で、通知書に記載された合計を total_t に記入してください。",
        "left_out": "取組に使えないため出力しなかったクレジット：{what}",
        "buffer": "バッファー", "expired": "期限切れ", "exported": "他登録簿へ移転",
        "names": "口座保有者・利用者等の名称を出力していません（{count}件）。必要な場合は --names を付けてください。",
        "more": "ほか{count}件（行 {rows}）",
        "more_words": "ほか{count}種類",
        "more_ids": "ほか{count}件",
        "missing": "このファイルにないプロジェクトです：{what}。番号を確かめてください。何も出力していません。",
        "all_rows": "すべての行は {file} にあります。",
        "kind": "区分", "sheet": "シート", "number": "行", "column": "項目", "found": "値", "reason": "理由",
        "is_refused": "取り込み不可", "is_finding": "要確認",
        "sep": "・",
    },
    "en": {
        "rows": "rows read {read} (parsed {parsed}, refused {refused})",
        "over": "rows without data {over}",
        "title": "title", "header": "header", "total": "total", "note": "note",
        "written": "written {written}",
        "nothing": "nothing to write",
        "refused": "rows that could not be read:",
        "findings": "rows to look at:",
        "row": "row {row}",
        "unassigned": "values not recognised and left out:",
        "conflicts": "left out because rows disagree: {what}",
        "partial": "not every row of these notices was written, so their total_t is left open: {what}. Import every row of the notice, or add the missing credits and blocks and then write the total that the notice states into total_t.",
        "left_out": "credits left out because they can back no claim: {what}",
        "buffer": "buffer", "expired": "expired", "exported": "exported",
        "names": "names of account holders and users are left out ({count}); add --names to write them.",
        "more": "{count} more (rows {rows})",
        "more_words": "{count} more",
        "more_ids": "{count} more",
        "missing": "the file holds no project {what}: check the number. Nothing was written.",
        "all_rows": "every row is in {file}.",
        "kind": "kind", "sheet": "sheet", "number": "row", "column": "column", "found": "value", "reason": "reason",
        "is_refused": "refused", "is_finding": "to look at",
        "sep": ", ",
    },
}  # fmt: skip


def _summary(
    file: str, form: Format, tally: Tally, sections: Sections, lang: Lang, listing: Path | None
) -> list[str]:  # fmt: skip
    """What was read, what was refused and why, and what was left out."""
    words = _WORDS[lang]
    sep = words["sep"]
    lines = [f"{file}: {form.name} ({', '.join(dict.fromkeys(tally.tables))})"]
    lines.append(
        "  "
        + words["rows"].format(
            read=f"{tally.read:,}", parsed=f"{tally.parsed:,}", refused=f"{len(tally.refused_rows):,}"
        )
    )
    if tally.passed_over:
        over = sep.join(f"{words[why.value]} {count}" for why, count in sorted(tally.passed_over.items()))
        lines.append("  " + words["over"].format(over=over))
    written = sep.join(
        f"{section.value} {sections.written[section]:,}" for section in sections.written if sections.written[section]
    )  # fmt: skip
    lines.append("  " + (words["written"].format(written=written) if written else words["nothing"]))
    if tally.refused:
        lines.append("  " + words["refused"])
        lines.extend(f"    {problem.render(lang)}" for problem in tally.refused[:SHOWN])
        lines.extend(_more(tally.refused_rows[SHOWN:], words))
    if tally.findings:
        lines.append("  " + words["findings"])
        lines.extend(
            f"    {words['row'].format(row=row)}: {finding.text.in_(lang)}" for row, finding in tally.findings[:SHOWN]
        )  # fmt: skip
        lines.extend(_more([row for row, _ in tally.findings[SHOWN:]], words))
    if listing is not None:
        lines.append("  " + words["all_rows"].format(file=listing))
    if tally.unassigned:
        lines.append("  " + words["unassigned"])
        common = tally.unassigned.most_common()
        lines.extend(
            f"    {section.value}.{path}: {raw} ×{count}" for (section, path, raw), count in common[:SHOWN]
        )
        if len(common) > SHOWN:
            lines.append("    " + words["more_words"].format(count=len(common) - SHOWN))
    if sections.conflicts:
        what = sep.join(
            f"{section.value}.{path} ×{count}" for (section, path), count in sections.conflicts.items()
        )
        lines.append("  " + words["conflicts"].format(what=what))
    if sections.partial:
        shown, rest = sections.partial[:SHOWN], len(sections.partial[SHOWN:])
        more = [words["more_ids"].format(count=rest)] if rest else []
        lines.append("  " + words["partial"].format(what=sep.join([*shown, *more])))
    if sections.left_out:
        what = sep.join(f"{words[standing.value]} {count:,}" for standing, count in sections.left_out.items())
        lines.append("  " + words["left_out"].format(what=what))
    if sections.names_left_out:
        lines.append("  " + words["names"].format(count=f"{sections.names_left_out:,}"))
    return lines


def _more(rows: list[int], words: dict[str, str]) -> list[str]:
    """The rows that are not written out, as runs: 12, 15–19."""
    if not rows:
        return []
    runs: list[list[int]] = []
    for row in sorted(set(rows)):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    shown = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return ["    " + words["more"].format(count=len(rows), rows=shown)]
