"""What `walkout doctor` says and how it ends, with stand-ins for what it looks at."""

import json
import socket
from pathlib import Path

import pytest
from rich.cells import cell_len

from walkout.browser import trial
from walkout.browser.find import Browser
from walkout.commands import doctor as module
from walkout.commands.doctor import Finding, as_data, can_rehearse, can_walk, doctor
from walkout.errors import CannotStartError, ExitCode
from walkout.profile.system_keyring import KeyringVault
from walkout.settings import settings

GOOD = Finding("Python", "ok", "3.11")
NO_WINDOW = Finding("Display", "warning", "there is none", "Use a desktop.", "walk")
NO_BROWSER = Finding("Browser", "failed", "none", "Install one.", "walk and dry run")
CHROME = Browser(Path("/opt/chrome"), "Google Chrome", "chrome")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Settings that name an empty folder as walkout's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WALKOUT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("WALKOUT_BROWSER", raising=False)
    settings.cache_clear()
    yield tmp_path / "data"
    settings.cache_clear()


def with_findings(monkeypatch, *findings: Finding) -> None:
    monkeypatch.setattr(module, "CHECKS", {finding.name: lambda finding=finding: finding for finding in findings})


@pytest.mark.parametrize(
    ("findings", "walk", "rehearse"),
    [((GOOD,), True, True), ((GOOD, NO_WINDOW), False, True), ((NO_WINDOW, NO_BROWSER), False, False)],
)
def test_exit_code_says_whether_a_walk_could_start(monkeypatch, capsys, findings, walk, rehearse):
    """The exit code is 0 only if a real walk could start; what still works is said."""
    with_findings(monkeypatch, *findings)
    code = doctor(install=False, json=False)
    assert (can_walk(findings), can_rehearse(findings)) == (walk, rehearse)
    assert code == (ExitCode.DONE if walk else ExitCode.CANNOT_START)
    verdict = capsys.readouterr().out.split("\n\n")[-1]
    assert ("walkout run" in verdict) == walk
    assert ("walkout dry-run" in verdict) == (rehearse and not walk)


def test_a_remedy_stands_under_its_line(monkeypatch, capsys):
    """The line of a check begins with its mark and name, and the remedy is on the next line."""
    with_findings(monkeypatch, GOOD, NO_WINDOW)
    doctor(install=False, json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["✓", "Python", "3.11"]
    assert lines[1].split() == ["!", "Display", "there", "is", "none"]
    assert lines[2].split() == ["→", "Use", "a", "desktop."]


def test_no_line_is_wider_than_80_columns(monkeypatch, capsys):
    """Long words, such as a path, are folded at 80 columns, however wide the terminal is."""
    monkeypatch.setenv("COLUMNS", "200")
    with_findings(monkeypatch, Finding("Folders", "failed", "/long" * 60, "words " * 60, "walk"))
    doctor(install=False, json=False)
    assert max(cell_len(line) for line in capsys.readouterr().out.splitlines()) <= 80


def test_words_in_brackets_are_printed_as_they_are(monkeypatch, capsys):
    """What a check found is never read as the terminal's markup."""
    with_findings(monkeypatch, Finding("Folders", "failed", "[red]/data[/red]", "", "walk"))
    doctor(install=False, json=False)
    assert "[red]/data[/red]" in capsys.readouterr().out


def test_json_holds_the_same(monkeypatch, capsys):
    """`--json` prints the findings and both verdicts as one line of JSON."""
    with_findings(monkeypatch, GOOD, NO_WINDOW)
    assert doctor(install=False, json=True) == ExitCode.CANNOT_START
    (line,) = capsys.readouterr().out.splitlines()
    data = json.loads(line)
    assert data == json.loads(json.dumps(as_data([GOOD, NO_WINDOW])))
    assert (data["can_walk"], data["can_dry_run"]) == (False, True)
    assert data["checks"][1]["remedy"] == "Use a desktop."


def test_a_browser_that_does_not_start_is_a_finding(folder, monkeypatch):
    """A check that ends in an error becomes a finding with its remedy, and the others still run."""

    def broken(browser, **_):
        raise CannotStartError("the browser does not start", where=str(browser.path), remedy="Look at it.")

    monkeypatch.setattr(module, "find_browser", lambda asked: CHROME)
    monkeypatch.setattr(trial, "try_browser", broken)
    monkeypatch.setattr(module, "CHECKS", {"Browser": module._browser, "Python": module._python})
    found = [module._checked(name, check) for name, check in module.CHECKS.items()]
    assert found[0] == Finding(
        "Browser", "failed", "/opt/chrome: the browser does not start", "Look at it.", "walk and dry run"
    )
    assert found[1].state == "ok"


def test_the_browser_of_the_settings_is_tried(folder, monkeypatch):
    """The browser that WALKOUT_BROWSER names is the one that is looked at."""
    asked = []
    monkeypatch.setenv("WALKOUT_BROWSER", "/opt/my/chrome")
    monkeypatch.setattr(module, "find_browser", lambda path: asked.append(path) or CHROME)
    monkeypatch.setattr(trial, "try_browser", lambda browser, **_: "131.0")
    settings.cache_clear()
    assert module._browser().words == "Google Chrome 131.0 starts (/opt/chrome)"
    assert asked == [Path("/opt/my/chrome")]


def test_no_display_stops_a_walk_only(monkeypatch):
    """Without a display a walk cannot start, and a dry run can."""
    monkeypatch.setattr(module, "has_display", lambda: False)
    assert (module._display().state, module._display().stops) == ("warning", "walk")


def test_a_display_that_does_not_answer_is_none(monkeypatch):
    """A DISPLAY at which no X server listens is told as such."""
    monkeypatch.setattr(module, "has_display", lambda: True)
    monkeypatch.setattr(module, "needs_display", lambda: True)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":98765")
    assert "no X server answers at DISPLAY=:98765" in module._display().words
    monkeypatch.setenv("DISPLAY", "far.example:0")
    assert module._display().state == "ok"


def test_a_display_that_answers_is_seen(tmp_path):
    """A socket at which something listens counts as an answer."""
    path = str(tmp_path / "X1")
    assert not module._listens(path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        assert module._listens(path)


def test_a_hindered_sandbox_stops_a_real_walk(folder, monkeypatch):
    """Where a setting of the system hinders the sandbox, no real walk may start, and it is named."""
    monkeypatch.setattr(module, "find_browser", lambda asked: CHROME)
    monkeypatch.setattr(module, "sandbox_hindrance", lambda browser: "user.max_user_namespaces=0")
    finding = module._sandbox()
    assert (finding.state, finding.stops) == ("failed", "walk")
    assert "user.max_user_namespaces=0" in finding.words


def test_the_folder_is_made_private(folder):
    """The folder is made for the person alone, and nothing is left in it."""
    assert module._folders().state == "ok"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_a_walk(folder, monkeypatch):
    """A folder that refuses files is a finding with its reason."""

    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(module.tempfile, "TemporaryFile", refuse)
    finding = module._folders()
    assert (finding.state, finding.stops) == ("failed", "walk")
    assert "Permission denied" in finding.words


def test_a_file_in_the_folder_s_place_is_told(folder):
    """A file where the folder should be is a finding, not a crash."""
    folder.write_text("in the way", "utf-8")
    assert module._checked("Folders", module._folders).state == "failed"


def test_an_almost_full_disk_is_told(folder, monkeypatch):
    """A disk with less than 100 MB free is a warning."""
    monkeypatch.setattr(module.shutil, "disk_usage", lambda path: type("Usage", (), {"free": 5_000_000})())
    assert module._folders().state == "warning"


def test_no_keyring_is_a_warning_with_the_other_choice(folder, monkeypatch):
    """Without a keyring the encrypted file is offered, and a walk can start all the same."""
    monkeypatch.setattr(KeyringVault, "usable", lambda self: False)
    finding = module._keyring()
    assert (finding.state, finding.stops) == ("warning", "nothing")
    assert "walkout profile set --store file" in finding.remedy


def test_a_keyring_or_an_encrypted_file_is_enough(folder, monkeypatch):
    """A keyring that can be used is named; where the profile is in an encrypted file, none is looked for."""
    monkeypatch.setattr(KeyringVault, "usable", lambda self: True)
    monkeypatch.setattr(KeyringVault, "place", "My Keyring")
    assert module._keyring() == Finding("Keyring", "ok", "My Keyring can keep your profile")
    monkeypatch.setattr(KeyringVault, "usable", lambda self: pytest.fail("the keyring was looked for"))
    folder.mkdir()
    settings().profile_file.write_text("{}", "utf-8")
    assert "encrypted file" in module._keyring().words


def test_a_flow_that_cannot_be_read_is_told(monkeypatch, tmp_path):
    """A shipped flow with a fault stops both a walk and a dry run, and the fault is told."""
    from walkout import shipped_files

    broken = tmp_path / "broken.yaml"
    broken.write_text("flow: meta/facebook\nstepps: []\n", "utf-8")
    monkeypatch.setattr(shipped_files, "flow_files", lambda: [broken])
    finding = module._checked("Flows", module._flows)
    assert (finding.state, finding.stops) == ("failed", "walk and dry run")
    assert "stepps" in finding.words


def test_no_flow_at_all_is_told(monkeypatch):
    """A walkout without flows says that it must be installed anew."""
    from walkout import shipped_files

    monkeypatch.setattr(shipped_files, "flow_files", list)
    assert module._flows().state == "failed"


def test_a_failed_installation_does_not_end_the_checks(monkeypatch, capsys):
    """`--install` that fails says why, and the checks run all the same."""
    from walkout.browser import install

    def fails(say):
        raise CannotStartError("no browser could be installed", remedy="Run this by hand.")

    monkeypatch.setattr(install, "install_browser", fails)
    with_findings(monkeypatch, NO_BROWSER)
    assert doctor(install=True, json=True) == ExitCode.CANNOT_START
    told = capsys.readouterr()
    assert "Run this by hand." in told.err
    assert json.loads(told.out)["checks"][0]["name"] == "Browser"
