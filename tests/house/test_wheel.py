"""The wheel is whole: installed away from the checkout it checks a claim with the rules it carries."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CLAIM = "clean-organisation.yaml"
CHECK = ["check", CLAIM, "--as-of", "2026-06-01", "--format", "json"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("wheel"),  # one build and one installation serve every test here
]


class Installed(NamedTuple):
    """One installation of the wheel, and a folder to work in."""

    command: Path
    package: Path
    work: Path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the installed command as a user would: nothing of the checkout in sight."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "OFFSETCHECK"))}
        environment |= {
            "HOME": str(self.work),
            "XDG_CACHE_HOME": str(self.work / "cache"),
            "LC_ALL": "C.UTF-8",
        }
        return subprocess.run(
            [self.command, *arguments],
            cwd=self.work,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def _do(*command: object, cwd: Path) -> None:
    """Run a step of the preparation; if it fails, its output is the message."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=540,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Build the wheel, and install it with its dependencies into an environment of its own."""
    home = tmp_path_factory.mktemp("wheel")
    _do(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", home / "dist", cwd=ROOT)
    (wheel,) = (home / "dist").glob("offsetcheck-*.whl")

    place = home / "environment"
    venv.create(place, with_pip=True)
    paths = sysconfig.get_paths("venv", {"base": str(place), "platbase": str(place)})
    scripts = Path(paths["scripts"])
    pip = [scripts / "python", "-m", "pip", "--disable-pip-version-check", "--no-input", "install"]
    _do(*pip, wheel, cwd=home)

    work = home / "work"
    work.mkdir()
    shutil.copy(ROOT / "fixtures" / "claims" / CLAIM, work)
    return Installed(scripts / "offsetcheck", Path(paths["purelib"]) / "offsetcheck", work)


def test_the_installed_tool_passes_a_clean_claim(installed: Installed) -> None:
    done = installed.run(*CHECK)
    assert done.returncode == 0, done.stdout + done.stderr
    (claim,) = json.loads(done.stdout)["claims"]
    assert claim["verdict"] == "pass"


def test_the_wheel_carries_every_file_of_the_rulebook(installed: Installed) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}

    assert files(ROOT / "rules"), "the checkout has no rules"
    assert files(ROOT / "rules") == files(installed.package / "_rules")


def test_the_wheel_carries_nothing_but_the_package_and_its_rules(installed: Installed) -> None:
    (record,) = installed.package.parent.glob("offsetcheck-*.dist-info/RECORD")
    tops = {line.split("/")[0] for line in record.read_text("utf-8").splitlines()}
    assert tops <= {"offsetcheck", record.parent.name, ".."}  # `..` is the command itself


def test_the_rules_judged_by_are_those_inside_the_package(installed: Installed) -> None:
    rules, hidden = installed.package / "_rules", installed.package / "_hidden"
    rules.rename(hidden)
    try:
        done = installed.run(*CHECK)
    finally:
        hidden.rename(rules)
    assert done.returncode == 4, done.stdout + done.stderr  # the rulebook is at fault
