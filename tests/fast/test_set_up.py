"""The set-up's files: the lock, the Makefile, set-up.sh, CI's script, and the page on exit codes."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from walkout.errors import ExitCode

ROOT = Path(__file__).parents[2]
TARGETS = {
    "demo",
    "words",
    "test",
    "fast",
    "grid",
    "mutate",
    "check",
    "set-up",
    "gallery",
    "lock",
    "bench",
    "clean",
    "help",
}


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def locked() -> dict[str, str]:
    """Names and versions that the lock pins."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text("requirements.lock"), re.MULTILINE))


def wanted() -> list[str]:
    project = tomllib.loads(text("pyproject.toml"))
    return [
        *project["project"]["dependencies"],
        *project["dependency-groups"]["dev"],
        *project["build-system"]["requires"],
    ]


def test_the_lock_names_no_host_and_no_path():
    """The lock holds names, versions, markers and hashes, so that it is the same behind every mirror."""
    kinds = (
        r"[a-z0-9-]+==[^\s/]+( ; [^/:]+)? \\",
        r"    --hash=sha256:[0-9a-f]{64}( \\)?",
        r"    #( via|  ) .*|    # via",
    )
    strange = [
        line
        for line in text("requirements.lock").splitlines()
        if line and not any(re.fullmatch(kind, line) for kind in kinds)
    ]
    assert strange == []
    assert "://" not in text("requirements.lock")


@pytest.mark.parametrize("requirement", wanted())
def test_the_lock_holds_what_the_project_asks_for(requirement):
    """Each package of pyproject.toml, the build backend too, is pinned at a version that fits."""
    found = re.match(r"([A-Za-z0-9.-]+)>=([0-9.]+)", requirement)
    assert found, f"{requirement} gives no least version"
    name, least = found[1].lower().replace(".", "-"), found[2]
    assert name in locked(), "run `make lock`"
    assert numbers(locked()[name]) >= numbers(least)


def make(*words: str) -> str:
    """What make prints, by itself: not as a part of the make that may run these tests."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


def numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def test_the_lock_holds_nothing_that_nobody_asked_for():
    """Each package of the lock is asked for by the project, or by another package of the lock."""
    entries = re.split(r"^(?=[a-z0-9-]+==)", text("requirements.lock"), flags=re.MULTILINE)[1:]
    known = {*locked(), "walkout (pyproject.toml)", "walkout (pyproject.toml:dev)"}
    for entry in entries:
        askers = re.findall(r"^    #(?: via|  ) (.+)$", entry, re.MULTILINE)
        assert askers, entry
        assert set(askers) <= known, entry


def test_help_lists_every_target():
    """`make help` lists each target with what it does, and each target that it lists is there."""
    shown = make("help")
    assert {line.split()[1] for line in shown.splitlines() if line.startswith("make ")} == TARGETS
    assert all(len(line.split(maxsplit=2)) == 3 and len(line) <= 100 for line in shown.splitlines())


@pytest.mark.parametrize(
    ("target", "steps"),
    [
        ("demo", ["./set-up.sh", "walkout dry-run meta/facebook"]),
        (
            "test",
            [
                "./set-up.sh --tests",
                "ruff check",
                "ruff format --check",
                "mypy",
                "lint-imports",
                "tests/fast",
            ],
        ),
        ("fast", ["./set-up.sh --no-browser", "tests/fast"]),
    ],
)
def test_targets_set_up_first(target, steps):
    """A target sets up what it needs, and then does its steps in order."""
    planned = make("-n", target)
    places = [planned.find(step) for step in steps]
    assert -1 not in places, planned
    assert places == sorted(places)


def test_make_test_runs_the_tests_of_every_folder():
    """The two runs of pytest take tests/fast and all the rest, and no test is left out by a name."""
    planned = make("-n", "test")
    runs = [line.split("pytest", 1)[1] for line in planned.splitlines() if "-m pytest" in line]
    assert [re.sub(r"-n \d+|--dist \w+", "", run).split() for run in runs] == [
        ["tests/fast"],
        ["tests", "--ignore=tests/fast"],
    ]


def test_ci_runs_what_a_person_runs():
    """CI's script stops at the first failure and calls `make test`, nothing else."""
    lines = [line for line in text(".ci/run").splitlines() if line and not line.startswith("#")]
    assert lines == ["set -eu", 'cd "$(dirname "$0")/.."', "make test </dev/null"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert os.access(ROOT / "set-up.sh", os.X_OK)


def test_every_exit_code_is_documented():
    """docs/exit-codes.md lists each exit code with its number, and no other."""
    rows = re.findall(r"^\| (\d+) \| ([A-Z_]+) \| (.{20,}) \|$", text("docs/exit-codes.md"), re.MULTILINE)
    assert {name: int(number) for number, name, _ in rows} == {code.name: int(code) for code in ExitCode}


@pytest.fixture
def copy(tmp_path):
    """A folder with the set-up's files, and a PATH with little more than a shell's own tools."""
    for name in ("set-up.sh", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "cat", "cksum", "dirname", "uname", "id", "env", "rm", "mkdir", "chmod"):
        (tools / name).symlink_to(shutil.which(name))
    return tmp_path


def stand_in(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def set_up(folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "./set-up.sh", *options],
        cwd=folder,
        env={"PATH": str(folder / "bin"), **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


# A Python that knows its version, can make a virtual environment, and writes down what it is asked to do.
PYTHON = """
case "$*" in
    *version_info*"< (3, 11)"*) exit {old} ;;
    "-c import ensurepip, venv") exit {bare} ;;
    *python%d*) echo python3.11 ;;
    "-m venv --clear .venv")
        mkdir -p .venv/bin
        cat bin/python3 >.venv/bin/python
        chmod 755 .venv/bin/python ;;
esac
echo "$*" >>did
[ "$2" != pip ] || exit {pip}
"""


def python(folder: Path, *, old: int = 0, bare: int = 0, pip: int = 0) -> None:
    stand_in(folder / "bin" / "python3", PYTHON.format(old=old, bare=bare, pip=pip))


def did(folder: Path) -> list[str]:
    return (folder / "did").read_text("utf-8").splitlines() if (folder / "did").exists() else []


def test_set_up_says_where_to_get_a_python(copy):
    """Without a Python of 3.11 or later the set-up stops with code 8, and says how to get one."""
    python(copy, old=1)
    done = set_up(copy)
    assert done.returncode == ExitCode.CANNOT_START
    assert "Python 3.11 or later" in done.stderr
    assert "apt-get install python3" in done.stderr


def test_set_up_says_which_package_debian_keeps_apart(copy):
    """Where a Python lacks ensurepip and no package can be installed, the package is named."""
    python(copy, bare=1)
    done = set_up(copy)
    assert done.returncode == ExitCode.CANNOT_START
    assert "sudo apt-get install python3.11-venv" in done.stderr


def test_set_up_installs_the_lock_by_its_hashes(copy):
    """The packages come from the lock by their hashes, then walkout itself alone, then a browser."""
    python(copy)
    assert set_up(copy).returncode == 0
    pip = [line for line in did(copy) if line.startswith("-m pip install")]
    assert "--require-hashes --requirement requirements.lock" in pip[0]
    assert "--no-deps --no-build-isolation --editable ." in pip[1]
    assert did(copy)[-1] == "-m walkout.browser.install"


def test_set_up_does_nothing_twice(copy):
    """The second time no package is installed; after a change of the lock they are."""
    python(copy)
    set_up(copy)
    (copy / "did").unlink()
    set_up(copy, "--no-browser")
    assert did(copy) == ["-c import walkout"]
    with (copy / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    set_up(copy, "--no-browser")
    assert any("--require-hashes" in line for line in did(copy))


def test_a_broken_set_up_is_not_taken_for_done(copy):
    """After a failure of pip the set-up ends with code 8, and tries again the next time."""
    python(copy, pip=1)
    done = set_up(copy, "--no-browser")
    assert done.returncode == ExitCode.CANNOT_START
    assert "pip could not install" in done.stderr
    python(copy)
    assert set_up(copy, "--no-browser").returncode == 0
    assert any("--require-hashes" in line for line in did(copy))


def test_ci_does_not_go_on_without_a_window(copy):
    """Without Xvfb the tests with a window are skipped with a word; in CI the set-up stops instead."""
    python(copy)
    stand_in(copy / "bin" / "uname", "echo Linux")
    assert "will be skipped" in set_up(copy, "--no-browser", "--tests").stdout
    done = set_up(copy, "--no-browser", "--tests", CI="true")
    assert done.returncode == ExitCode.CANNOT_START
    assert "xvfb xdotool" in done.stderr


def test_an_unknown_option_is_refused(copy):
    """A mistyped option changes nothing."""
    python(copy)
    assert set_up(copy, "--test").returncode == ExitCode.CANNOT_START
    assert did(copy) == []
