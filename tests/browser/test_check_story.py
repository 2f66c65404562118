"""The story of a change, from the baseline to the heal, as docs/upkeep.md tells it."""

from pathlib import Path

from walkout.browser.find import Browser
from walkout.commands.baseline import write_baseline
from walkout.commands.check import Wanted, Where, check
from walkout.commands.heal import heal
from walkout.drift.baseline import baseline_file
from walkout.dryrun.rehearse import fixture_of
from walkout.errors import ExitCode
from walkout.flow.load import find_flow, load_flow


def test_a_site_becomes_another_and_the_flow_follows(chromium: Browser, own: Path, monkeypatch, capsys) -> None:
    """The form of 2024 becomes that of 2025: the check tells the new and the missing pages, a person accepts the heals
    one by one, and the next check finds everything as it was."""
    path = own / "facebook.yaml"
    baseline_file(path).unlink()
    write_baseline(load_flow(path), fixture_of("meta/facebook", "eu-2024"), "en", ("notification",), chromium)
    wanted = Wanted((str(path),), variants=("eu-2025",), ways=("notification",), against="eu-2024")
    report = own / "moved.html"
    assert check(wanted, Where(chromium.path), report=report, json=False) == ExitCode.NEEDS_PERSON
    told = " ".join(capsys.readouterr().out.split())
    assert "notice-with-button: this page was not on this way before" in told
    assert "form-without-country: this page was not on this way before" in told
    assert "form: this page was there before, and was not met" in told
    assert "notice: this page was there before, and was not met" in told
    assert report.stat().st_size > 10_000
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "yes")
    healed = heal(
        str(path),
        variant="eu-2025",
        site=None,
        language="en",
        ways=("notification",),
        against="eu-2024",
        accept_found=False,
        browser=str(chromium.path),
        json=False,
    )
    assert healed == ExitCode.DONE
    assert "the healed flow was walked to its end" in capsys.readouterr().out
    assert check(wanted, Where(chromium.path), report=None, json=False) == ExitCode.DONE
    assert path.read_text("utf-8") == find_flow("meta/facebook").read_text("utf-8")
