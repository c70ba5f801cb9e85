"""One claim: how long a cold `check` takes beside importing three libraries, and judging alone in a warm process."""

from __future__ import annotations

import importlib
from pathlib import Path

from benchmarks.common import Ended, Figures, Options, process, spread, timed
from benchmarks.rules import AS_OF

CLAIM = Path(__file__).resolve().parent.parent / "fixtures" / "claims" / "clean-organisation.yaml"
CHECK = ["-c", "from offsetcheck.cli.main import main; main()", "check", str(CLAIM), "--as-of", str(AS_OF)]
COMMANDS = {
    "import": ["-c", "import pydantic, click, yaml"],
    "text": [*CHECK, "--format", "text"],
    "json": [*CHECK, "--format", "json"],
}


def measure(options: Options) -> list[Figures]:
    for command in COMMANDS.values():
        process(command)  # compiled files and the checked rulebook are there
    ended = dict(zip(COMMANDS, _in_turns(options.starts), strict=True))
    cpu = {name: spread([e.cpu for e in found]) for name, found in ended.items()}
    wall = {name: spread([e.wall for e in found]) for name, found in ended.items()}
    ratio = {n: round(cpu[n]["min"] / cpu["import"]["min"], 2) for n in ("text", "json")}
    middle = {n: round(cpu[n]["median"] / cpu["import"]["median"], 2) for n in ("text", "json")}
    line = (
        f"check, cold: text {ratio['text']}x, json {ratio['json']}x the CPU time of `import pydantic, click, yaml`"
        f" (median {middle['text']}x, {middle['json']}x; {cpu['text']['min'] * 1e3:.0f} ms CPU)"
    )
    values = {"cpu_s": cpu, "wall_s": wall, "cpu_ratio_of_min": ratio, "cpu_ratio_of_median": middle}
    return [Figures("cold", line, values), _warm(options)]


def _in_turns(starts: int) -> list[list[Ended]]:
    found: list[list[Ended]] = [[] for _ in COMMANDS]
    for _ in range(starts):
        for into, command in zip(found, COMMANDS.values(), strict=True):
            into.append(process(command))
    return found


def _warm(options: Options) -> Figures:
    """Read, judge and report the same claim again and again in one process."""
    load = importlib.import_module
    engine_module, build = load("offsetcheck.engine.judge"), load("offsetcheck.report.build")
    claims, write = load("offsetcheck.facts.claims"), load("offsetcheck.report.text").write_text
    rulebook = load("offsetcheck.rulebook.shipped").open_rulebook()
    engine, settings = engine_module.Engine(rulebook), engine_module.Settings(AS_OF)

    def judge() -> object:
        return engine.judge(claim, settings)

    def report() -> object:
        return build.build_report([(judge(), CLAIM.name)], rulebook, settings, "ja")

    claim = claims.read_claim(CLAIM)
    write(report(), color=False)
    judged, reported, whole = timed(
        judge, report, lambda: write(report(), color=False), repeats=max(15, options.repeats)
    )
    values = {
        "rules": len(rulebook.rules), "judge_s": spread(judged), "judge_and_report_s": spread(reported),
        "with_text_s": spread(whole),
    }  # fmt: skip
    line = (
        f"check, warm: judge {min(judged) * 1e3:.1f} ms, judge and report {min(reported) * 1e3:.1f} ms,"
        f" with text {min(whole) * 1e3:.1f} ms ({len(rulebook.rules)} rules)"
    )
    return Figures("warm", line, values)
