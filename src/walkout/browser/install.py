"""Bring a browser onto the machine: Playwright's Chromium, else one from the system's packages.

`python -m walkout.browser.install` does that for the set-up. See docs/decisions/0002.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from walkout.browser.driver import driver_trouble
from walkout.browser.find import Browser, find_browser, sandbox_hindrance, sandbox_in_rehearsal
from walkout.browser.packages import as_root, install_packages, package_manager, run
from walkout.browser.trial import SANDBOX_REMEDY, LibrariesMissingError, try_browser
from walkout.errors import CannotStartError
from walkout.words.speech import _, _n

Say = Callable[[str], None]
QUIET_SECONDS = 120.0
CONNECTION_MS = "15000"


def install_browser(say: Say) -> Browser:
    """The browser that is there, or one that is installed now. `say` is told each step in a line.

    Raises CannotStartError, with the commands to run by hand, where no way led to a browser.
    """
    _ready_driver(say)
    try:
        browser = find_browser()
    except CannotStartError as error:
        say(f"{error.what[0].upper()}{error.what[1:]}.")
    else:
        return _ready(browser, say) if browser.kind == "playwright" else browser
    failures = []
    for name, way in ((_("Playwright's download"), _download), (_("the system's packages"), _from_packages)):
        try:
            browser = way(say)
        except CannotStartError as error:
            failures.append(f"- {name}: {error.what}")
            say(failures[-1])
        else:
            say(_("{name} is installed.", name=browser.name))
            return browser
    raise CannotStartError("\n".join([_("no browser could be installed:"), *failures]), remedy=_by_hand())


def _ready_driver(say: Say) -> None:
    """Install the library that Playwright's driver needs, if it lacks it. Raises CannotStartError."""
    trouble = driver_trouble()
    if not trouble:
        return
    failure = _("Playwright's driver does not start: {trouble}", trouble=trouble)
    manager = package_manager()
    if manager is None or not manager.driver or "libatomic" not in trouble:
        again = f"{sys.executable} -m pip install --force-reinstall --no-deps playwright"
        raise CannotStartError(failure, remedy=_("Install it anew: {command}", command=again))
    say(_("Playwright's driver lacks the library libatomic."))
    reason = install_packages(manager, [manager.driver], say)
    if reason:
        raise CannotStartError(f"{failure}\n{reason}")
    trouble = driver_trouble()
    if trouble:
        raise CannotStartError(_("Playwright's driver does not start: {trouble}", trouble=trouble))


def _download(say: Say) -> Browser:
    say(_("Downloading Playwright's Chromium (about 300 MB) ..."))
    _playwright_install(say)
    return _ready(find_browser("playwright"), say)


def _ready(browser: Browser, say: Say) -> Browser:
    """Playwright's Chromium with the system's libraries that it needs. Raises CannotStartError."""
    hindrance = sandbox_hindrance(browser)
    if hindrance:
        say(
            _(
                "The sandbox of {name} cannot start here ({why}). {remedy}",
                name=browser.name,
                why=hindrance,
                remedy=_(SANDBOX_REMEDY),
            )
        )
    sandbox = sandbox_in_rehearsal(browser)
    try:
        try_browser(browser, sandbox=sandbox)
    except LibrariesMissingError:
        _install_libraries(say)
        try_browser(browser, sandbox=sandbox)
    return browser


def _install_libraries(say: Say) -> None:
    command = [sys.executable, "-m", "playwright", "install-deps", "chromium"]
    prefix = as_root(say)
    if prefix is None:
        raise CannotStartError(_("it lacks libraries of the system; run `sudo {command}`", command=" ".join(command)))
    say(_("Installing the libraries that it needs ..."))
    code, last = run([*prefix, *command])
    if code != 0:
        raise CannotStartError(_("its libraries could not be installed: {last}", last=last))


def _from_packages(say: Say) -> Browser:
    manager = package_manager()
    if manager is None:
        raise CannotStartError(_("none of apt-get, dnf, pacman, zypper and brew is here"))
    reason = install_packages(manager, [manager.browser, *manager.extras], say)
    if reason:
        raise CannotStartError(reason)
    browser = find_browser()
    try_browser(browser)
    return browser


def _playwright_install(say: Say) -> None:
    """Run Playwright's own download, and end it where it shows no progress. Raises CannotStartError."""
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    environment = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": CONNECTION_MS, **os.environ}
    reason, code, stalled = _watched(command, environment, say)
    if stalled:
        raise CannotStartError(
            _n(
                "no progress for {count} second, so it was ended",
                "no progress for {count} seconds, so it was ended",
                int(QUIET_SECONDS),
            )
        )
    if code != 0:
        raise CannotStartError(reason or _("it ended with code {code}", code=code))


def _watched(command: Sequence[str], environment: dict[str, str], say: Say) -> tuple[str, int, bool]:
    """Run a command: the line that tells best what went wrong, its exit code, and whether it had stalled."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    stalled = threading.Event()
    telling = ""

    def end() -> None:
        stalled.set()
        _end(process)

    watch = threading.Timer(QUIET_SECONDS, end)
    watch.start()
    try:
        for line in process.stdout or ():
            if "%" in line:
                watch.cancel()
                watch = threading.Timer(QUIET_SECONDS, end)
                watch.start()
                say(line.strip())
            elif line.startswith("Error: "):
                telling = telling or line.removeprefix("Error: ").strip()
        return telling, process.wait(), stalled.is_set()
    finally:
        watch.cancel()
        _end(process)


def _end(process: subprocess.Popen[str]) -> None:
    """End the command with all that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _by_hand() -> str:
    manager = package_manager()
    lines = [
        _("With a connection to the internet: {command}", command=f"{sys.executable} -m playwright install chromium")
    ]
    if manager:
        lines.append(_("From the system's packages: {command}", command=f"{manager.by_hand} {manager.browser}"))
    lines.append(_("Or install Google Chrome from its maker's site, https://www.google.com/chrome/."))
    return "\n".join(lines)


def main() -> int:
    """Install a browser if there is none, and say what is done. The exit code is that of `walkout doctor`."""
    try:
        install_browser(lambda line: print(line, flush=True))
    except CannotStartError as error:
        print(error, file=sys.stderr)
        return int(error.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main())
