"""`walkout check` and `walkout heal` as commands: codes, report, JSON, and heals that are walked first."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import walkout.commands.heal
from walkout.browser.find import Browser
from walkout.browser.session import rehearsal_browser
from walkout.commands.baseline import write_baseline
from walkout.commands.check import Wanted, Where, check
from walkout.commands.heal import heal
from walkout.drift.baseline import baseline_file, load_baseline
from walkout.errors import BadFlowError, ExitCode
from walkout.flow.load import load_flow

LINK = re.compile(r'<a role="link"[^>]*data-t="right-to-object">right to object</a>')
ELSEWHERE = '<a role="link" tabindex="0" class="n" href="https://www.facebook.com/help/contact/6359191084165019">{}</a>'


@pytest.fixture
def command(chromium: Browser, own: Path) -> Callable[..., int]:
    """The command itself, on the copies."""

    def made(name: str = "check", **more: object) -> int:
        site, path = own / "meta" / "facebook-eu-2024", str(own / "facebook.yaml")
        if name == "heal":
            given = {
                "variant": None,
                "language": "en",
                "ways": ("notification",),
                "accept_found": True,
                "json": False,
                **more,
            }
            return heal(path, site=site, browser=chromium.path, **given)
        return check(Wanted((path,), site=site), Where(chromium.path), **{"report": None, "json": False, **more})

    return made


def test_the_codes_tell_same_moved_and_needs_a_person(change, command, capsys):
    """The exit code is that of the gravest verdict, and the lines name page and target."""
    assert command() == ExitCode.DONE
    change("form.html", lambda text: text.replace('name="email" class="xjbqb8w x1i10hfl"', 'name="mail" class="n"'))
    assert command() == ExitCode.MOVED
    assert "form: field:email: moved: id or name “email” is “mail” now" in " ".join(capsys.readouterr().out.split())
    change("notice.html", lambda text: LINK.sub("right to object", text))
    assert command() == ExitCode.NEEDS_PERSON


def test_the_report_shows_before_and_now(change, command, own, chromium):
    """The report is one file with pictures before and now, which asks for nothing else, and opens in a browser."""
    file = load_flow(own / "facebook.yaml")
    write_baseline(file, own / "meta" / "facebook-eu-2024", "en", ("notification",), chromium)
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    report = own / "report.html"
    command(report=report)
    with rehearsal_browser(chromium) as running:
        page = running.new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(report.as_uri())
        shown = page.locator("section").first.inner_text()
        assert "found by its record alone" in shown
        assert page.get_by_alt_text(re.compile("^Before: .*right-to-object")).count() == 1
        sizes = page.eval_on_selector_all("img", "images => images.map(one => one.naturalWidth)")
        assert len(sizes) >= 2
        assert all(size > 100 for size in sizes)
        assert [one for one in asked if not one.startswith(("file:", "data:"))] == []


def test_machines_can_read_it(command, capsys):
    """`--json` tells verdicts, pages and targets, and nothing else is printed."""
    command(json=True)
    (told,) = json.loads(capsys.readouterr().out)
    assert told["verdict"] == "same"
    assert told["ways"][0]["pages"][1]["targets"][0] == {
        "target": "link:right-to-object",
        "state": "same",
        "by_record": False,
        "changes": [],
        "could_be": [],
    }


def test_a_heal_is_walked_and_saved(change, command, own, capsys):
    """The new words come into the flow and its comments stay; the next check finds nothing moved."""
    before = (own / "facebook.yaml").read_text("utf-8")
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    assert command("heal") == ExitCode.DONE
    after = (own / "facebook.yaml").read_text("utf-8")
    assert 'words: ["tell us that you disagree"]' in after
    assert [line for line in before.splitlines() if "#" in line] == [line for line in after.splitlines() if "#" in line]
    assert "the healed flow was walked to its end" in capsys.readouterr().out
    assert command() == ExitCode.DONE


def test_a_heal_that_does_not_work_is_not_saved(change, command, own):
    """Where the healed flow does not come to its end, neither flow nor baseline is touched."""
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    change("received.html", lambda text: re.sub(r"<main.*</main>", "<main><p>Hello.</p></main>", text, flags=re.DOTALL))
    files = [own / "facebook.yaml", baseline_file(own / "facebook.yaml")]
    before = [file.read_bytes() for file in files]
    with pytest.raises(BadFlowError, match="nothing was saved"):
        command("heal")
    assert [file.read_bytes() for file in files] == before


def test_a_heal_is_for_the_baseline_that_it_was_made_from(change, command, own, monkeypatch):
    """A baseline that has changed since the check refuses the heal."""
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    real = walkout.commands.heal.healed_text

    def meanwhile(*given):
        file = baseline_file(own / "facebook.yaml")
        file.write_text(file.read_text("utf-8").replace('"right to object"', '"Right to object"'), "utf-8")
        return real(*given)

    monkeypatch.setattr(walkout.commands.heal, "healed_text", meanwhile)
    with pytest.raises(BadFlowError, match="changed since the check"):
        command("heal")


def test_what_sends_is_not_healed_without_a_person(change, command, own, capsys):
    """`--accept-found` leaves a drifted sending step to the person."""
    change("form.html", lambda text: text.replace('data-t="submit">Submit', ">Submit request"))
    before = load_baseline(baseline_file(own / "facebook.yaml"), "meta/facebook")
    assert command("heal", ways=("form",)) == ExitCode.MOVED
    assert "only a person can accept this" in capsys.readouterr().out
    assert load_baseline(baseline_file(own / "facebook.yaml"), "meta/facebook") == before


def test_many_are_checked_side_by_side(chromium, capsys):
    """Two workers check several flows, each tells its verdict, and the order is that of the flows."""
    wanted = Wanted(("meta/facebook-old-posts", "meta/instagram-private", "meta/facebook-limit-past-posts"))
    code = check(wanted, Where(chromium.path, workers=2), report=None, json=True)
    told = json.loads(capsys.readouterr().out)
    assert [one["flow"] for one in told] == list(wanted.flows)
    assert {one["verdict"] for one in told} == {"same"}
    assert code == ExitCode.DONE


def test_each_proposal_is_accepted_or_refused_by_itself(change, command, own, monkeypatch, capsys):
    """At a terminal each proposal is asked about: what is accepted is saved, what is refused is not proposed again."""
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    change("form.html", lambda text: text.replace('name="email"', 'name="email" placeholder="Your address"'))
    answers = iter(["yes", "yes", "no"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: next(answers))
    assert command("heal", accept_found=False) == ExitCode.MOVED
    assert 'words: ["tell us that you disagree"]' in (own / "facebook.yaml").read_text("utf-8")
    capsys.readouterr()
    assert command("heal", accept_found=False) == ExitCode.DONE
    assert "Nothing to heal" in capsys.readouterr().out


def test_a_flow_that_cannot_be_written_is_told(change, command, own, monkeypatch):
    """Where the healed flow cannot be written, that is said with the remedy, and the baseline stays as it was."""
    change("notice.html", lambda text: LINK.sub(ELSEWHERE.format("tell us that you disagree"), text))
    before = baseline_file(own / "facebook.yaml").read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(walkout.commands.heal, "write_private", full)
    with pytest.raises(BadFlowError, match="cannot be written") as caught:
        command("heal")
    assert "a folder of your own" in caught.value.remedy
    assert baseline_file(own / "facebook.yaml").read_bytes() == before
