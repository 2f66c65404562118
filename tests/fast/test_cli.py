"""The command line: help with examples, exit codes, and errors in plain words without personal values."""

import io
import subprocess
import sys
from importlib.metadata import version

import pytest
import typer.main
from typer.testing import CliRunner

from walkout import cli
from walkout.errors import CannotActError, ExitCode, LedgerError, WalkoutError

SECRET = "erika.mustermann@example.org"


def commands() -> list[tuple[str, ...]]:
    """Every command, with its group."""
    group = typer.main.get_command(cli.app)
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found += [(name, sub) for sub in inner] if inner else [(name,)]
    return found


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs `walkout` in this process: exit code, output, errors."""

    def running(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["walkout", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        told = capsys.readouterr()
        code = ended.value.code
        return (0 if code is None else int(code)), told.out, told.err

    return running


def test_there_are_the_commands_that_the_readme_names():
    """A command that goes away, or comes, is noticed."""
    assert set(commands()) == {
        *(
            (name,)
            for name in ("home", "run", "dry-run", "list", "show", "status", "doctor", "lint", "schema", "explain")
        ),
        *((name,) for name in ("home", "policy", "check", "heal", "import", "new", "record")),
        *(("profile", name) for name in ("set", "show", "forget")),
        *(("evidence", name) for name in ("add", "list", "remove")),
        ("words", "check"),
    }


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_has_an_example_that_is_of_that_command(run, words):
    """Each command's help ends well and shows an example that begins with the command itself."""
    code, out, _ = run(*words, "--help")
    assert code == 0
    flat = " ".join(out.split())
    assert f"Example: walkout {' '.join(words)}" in flat
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_the_example_can_be_parsed(words):
    """What an example shows are options and arguments that the command has."""
    command = typer.main.get_command(cli.app)
    for word in words:
        command = command.commands[word]
    example = command.epilog.removeprefix("Example: walkout ").split(" > ")[0].split()
    assert tuple(example[: len(words)]) == words
    command.make_context(words[-1], example[len(words) :], resilient_parsing=False)


def test_the_help_of_all_names_each_command(run):
    """`walkout --help` and `walkout` alone name what there is."""
    code, out, _ = run("--help")
    assert code == 0
    for name, *_rest in commands():
        assert f" {name} " in out
    assert run()[1] or run()[2]


def test_version(run):
    """`--version` tells the installed version and nothing else."""
    assert run("--version")[:2] == (0, f"walkout {version('walkout')}\n")


@pytest.mark.parametrize(
    "words", [("nonsense",), ("run",), ("dry-run", "meta/facebook", "--nonsense"), ("dry-run", "x", "--slow", "-1")]
)
def test_words_that_do_not_fit_are_usage(run, words):
    """An unknown command or option, a missing argument or a value out of range ends with 2 and says so on stderr."""
    code, _, err = run(*words)
    assert code == ExitCode.USAGE
    assert err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "meta/nothing"), ExitCode.BAD_FLOW),
        (("run", "meta/facebook", "--browser", "chrome", "--attach", "http://127.0.0.1:1"), ExitCode.USAGE),
        (("dry-run", "meta/facebook", "--variant", "nonsense"), ExitCode.USAGE),
        (("explain", "nowhere.html", "link:right-to-object"), ExitCode.USAGE),
        (("explain", "https://example.org/", "link:rigt-to-object"), ExitCode.USAGE),
        (("explain", "https://example.org/", "thing:email"), ExitCode.USAGE),
    ],
)
def test_an_error_ends_with_its_code_and_its_remedy(run, words, code):
    """What can be told in plain words is told on stderr, without a traceback, and the exit code is that of its kind."""
    found, out, err = run(*words)
    assert found == code
    assert err.startswith("walkout: ")
    assert "Traceback" not in err
    assert not out


@pytest.mark.parametrize("error", [LedgerError, CannotActError, WalkoutError])
def test_each_error_has_its_own_code(run, monkeypatch, error):
    """The code is the error's class's own."""

    def fail(*_):
        raise error("something happened", where="here", remedy="Do something.")

    monkeypatch.setattr("walkout.commands.status.status", fail)
    code, _, err = run("status")
    assert code == error.exit_code
    assert err == "walkout: here: something happened\nDo something.\n"


@pytest.mark.promise(6)
def test_an_error_of_its_own_shows_no_text_which_may_hold_values(run, monkeypatch):
    """An unexpected exception ends with 1 and tells its kind and place, never its text."""
    monkeypatch.delenv("WALKOUT_DEBUG", raising=False)

    def fail(*_):
        raise ValueError(f"cannot use {SECRET}")

    monkeypatch.setattr("walkout.commands.status.status", fail)
    code, out, err = run("status")
    assert code == ExitCode.BUG
    assert SECRET not in out + err
    assert "ValueError" in err
    assert "test_cli.py" in err


def test_an_interrupt_has_its_own_code(run, monkeypatch):
    """Ctrl-C ends with 130, wherever it comes."""

    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("walkout.commands.status.status", fail)
    assert run("status")[0] == ExitCode.INTERRUPTED


def test_a_reader_that_leaves_early_is_no_fault(run):
    """`walkout schema | head -n 1` ends quietly."""
    code = f"{sys.executable} -c 'from walkout.cli import main; main()' schema | head -n 1"
    ended = subprocess.run(["bash", "-c", code], capture_output=True, text=True, check=False)
    assert ended.stdout == "{\n"
    assert "Traceback" not in ended.stderr
    assert "error of walkout's own" not in ended.stderr


def test_help_imports_nothing_heavy():
    """`walkout --help` is quick because commands are imported only when they are called."""
    code = (
        "import sys; from typer.testing import CliRunner; from walkout.cli import app; "
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0; "
        "print([name for name in ('playwright', 'pydantic', 'babel', 'keyring', 'ruamel', 'cryptography', 'jinja2') "
        "if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


def test_every_exit_code_is_different():
    """A script can tell the ends apart."""
    assert len({int(code) for code in ExitCode}) == len(ExitCode)


class TestCommandsThatOnlyRead:
    """list, show, lint, schema: they need no browser, no profile and no network."""

    @pytest.fixture
    def invoke(self, monkeypatch, tmp_path):
        monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
        monkeypatch.chdir(tmp_path)
        return lambda *words: CliRunner().invoke(cli.app, list(words))

    def test_list(self, invoke):
        """Each flow stands there with its ways in and fixtures, in at most 80 columns; as data with --json."""
        import json

        shown = invoke("list")
        assert shown.exit_code == 0
        assert "meta/facebook" in shown.stdout
        assert max(map(len, shown.stdout.splitlines())) <= 80
        told = {one["flow"]: one for one in json.loads(invoke("list", "--json").stdout)}
        assert told["meta/facebook"]["ways"] == ["notification", "policy", "settings", "form-2025", "form"]
        assert {one["variant"] for one in told["meta/instagram"]["fixtures"]}

    @pytest.mark.promise(8)
    def test_show(self, invoke):
        """What a flow may touch: its origins, what is typed into which field, and the page that sends."""
        shown = invoke("show", "meta/facebook").stdout
        for words in (
            "https://www.facebook.com",
            "your email into field:email",
            "Sends, after you have read it",
            ": form",
        ):
            assert words in shown

    @pytest.mark.promise(8)
    def test_show_takes_a_strangers_words_as_words(self, invoke, tmp_path):
        """Markup in a flow's words is no markup."""
        from walkout.flow.load import find_flow

        text = find_flow("meta/facebook").read_text("utf-8")
        path = tmp_path / "sly.yaml"
        path.write_text(
            text.replace("click: {link: ai-notification}", "click: {link: {words: ['[/bold] [red]x']}}"), "utf-8"
        )
        shown = invoke("show", str(path))
        assert shown.exit_code == 0
        assert "[/bold] [red]x" in shown.stdout

    def test_lint(self, invoke, tmp_path):
        """Without names the shipped flows are checked; a finding has file and line, and ends with its code."""
        assert invoke("lint").exit_code == 0
        path = tmp_path / "bad.yaml"
        path.write_text("flow: a/b\n", "utf-8")
        shown = invoke("lint", str(path))
        assert shown.exit_code == ExitCode.BAD_FLOW
        assert f"{path}:1: " in shown.stdout
        assert "1 with findings" in shown.stdout

    def test_they_make_no_folder(self, invoke, tmp_path):
        """Reading commands leave nothing behind."""
        for words in (("list",), ("show", "meta/facebook"), ("lint",), ("schema",)):
            assert invoke(*words).exit_code == 0
        assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(("words", "written"), [("✓ “é” …", b'+ "e" .'), ("Ελ", b"??"), ("a – b · c", b"a - b - c")])
def test_output_without_unicode_is_no_error(words, written, monkeypatch):
    """Where the output cannot write a mark or a letter, it writes one that is like it and as wide; nothing breaks."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(cli, "app", lambda: print(words))
    cli.main()
    out.flush()
    assert out.buffer.getvalue().strip() == written
