"""Checks use a browser that runs elsewhere: by its debugging address, or at a Playwright server."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from walkout.browser.find import Browser, sandbox_in_rehearsal
from walkout.commands.check import Wanted, Where, check
from walkout.errors import CannotStartError, ExitCode

FLOW = Wanted(("meta/instagram-private",))
NO_SANDBOX = "--no-sandbox"


@pytest.fixture
def by_debugging(chromium: Browser, tmp_path: Path) -> Iterator[str]:
    """The address of a browser of its own, as one started with --remote-debugging-port tells it."""
    options = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={tmp_path}", "--no-first-run"]
    if not sandbox_in_rehearsal(chromium):
        options.append(NO_SANDBOX)
    with subprocess.Popen(
        [str(chromium.path), *options, "about:blank"], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        yield next(found[0] for line in process.stderr if (found := re.search(r"ws://\S+", line)))
        process.terminate()


@pytest.fixture
def by_server(chromium: Browser, tmp_path: Path) -> Iterator[str]:
    """The address of a Playwright server, which starts the browser."""
    config = tmp_path / "server.json"
    config.write_text(
        json.dumps({"executablePath": str(chromium.path), "chromiumSandbox": sandbox_in_rehearsal(chromium)}), "utf-8"
    )
    command = [sys.executable, "-m", "playwright", "launch-server", "--browser", "chromium", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield next(found[0] for line in process.stdout if (found := re.search(r"ws://\S+", line)))
        process.terminate()


def test_a_browser_at_its_debugging_address_is_used(by_debugging: str) -> None:
    """A check in a browser that was started by somebody else ends as one in a browser of its own."""
    assert check(FLOW, Where(connect=by_debugging), report=None, json=False) == ExitCode.DONE


def test_a_playwright_server_is_used(by_server: str) -> None:
    """A check at a Playwright server ends as one in a browser of its own, with two workers as well as with one."""
    assert check(FLOW, Where(connect=by_server), report=None, json=False) == ExitCode.DONE
    several = Wanted(("meta/instagram-private", "meta/facebook-old-posts"))
    assert check(several, Where(connect=by_server, workers=2), report=None, json=False) == ExitCode.DONE


def test_where_no_browser_answers_that_is_said() -> None:
    """An address at which nothing answers is named, with what belongs there."""
    with pytest.raises(CannotStartError, match=r"no browser answers at ws://127\.0\.0\.1:9/") as caught:
        check(FLOW, Where(connect="ws://127.0.0.1:9/"), report=None, json=False)
    assert "Playwright server" in caught.value.remedy
