"""`walkout doctor`: what a walk needs of this machine, one line each, and the remedy where it lacks."""

import json as json_format
import os
import platform
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from walkout.browser.find import (
    Browser,
    find_browser,
    has_display,
    is_root,
    needs_display,
    sandbox_allowed,
    sandbox_hindrance,
    sandbox_in_rehearsal,
)
from walkout.errors import CannotStartError, ExitCode, WalkoutError
from walkout.settings import private_folder, settings
from walkout.words.speech import N_, _, _n

WIDTH = 80
ENOUGH_BYTES = 100 * 1024 * 1024
State = Literal["ok", "warning", "failed"]
MARKS: dict[State, tuple[str, str]] = {
    "ok": ("✓", "green"),
    "warning": ("!", "yellow"),
    "failed": ("✗", "red"),
}


@dataclass(frozen=True)
class Finding:
    """What one check found. stops: what cannot be done because of it (a dry run needs less than a walk)."""

    name: str
    state: State
    words: str
    remedy: str = ""
    stops: Literal["nothing", "walk", "walk and dry run"] = "nothing"


def doctor(install: bool, json: bool) -> int:
    """Check the machine and print what was found; `install` first brings a browser if there is none.

    Returns DONE, or CANNOT_START if a walk could not start here.
    """
    if install:
        _install()
    findings = [_checked(name, check) for name, check in CHECKS.items()]
    if json:
        print(json_format.dumps(as_data(findings), ensure_ascii=False))
    else:
        _show(findings)
    return ExitCode.DONE if can_walk(findings) else ExitCode.CANNOT_START


def can_walk(findings: Sequence[Finding]) -> bool:
    """Whether a real walk could start."""
    return all(finding.stops == "nothing" for finding in findings)


def can_rehearse(findings: Sequence[Finding]) -> bool:
    """Whether a dry run could start."""
    return all(finding.stops != "walk and dry run" for finding in findings)


def as_data(findings: Sequence[Finding]) -> dict[str, object]:
    """The findings as `--json` prints them."""
    return {
        "can_walk": can_walk(findings),
        "can_dry_run": can_rehearse(findings),
        "checks": [asdict(finding) for finding in findings],
    }


def _checked(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except WalkoutError as error:
        words = f"{error.where}: {error.what}" if error.where else error.what
        return Finding(name, "failed", words, error.remedy, "walk and dry run")


def _install() -> None:
    from walkout.browser.install import install_browser

    try:
        install_browser(lambda line: print(line, file=sys.stderr, flush=True))
    except WalkoutError as error:
        print(error, file=sys.stderr)


def _python() -> Finding:
    return Finding("Python", "ok", platform.python_version())


def _browser() -> Finding:
    # The trial imports Playwright, which only this command and those that walk should pay for.
    from walkout.browser.trial import try_browser

    browser = _found()
    version = try_browser(browser, sandbox=sandbox_in_rehearsal(browser))
    if browser.path:
        words = _("{name} {version} starts ({path})", name=browser.name, version=version, path=browser.path)
    else:
        words = _("{name} {version} starts", name=browser.name, version=version)
    return Finding("Browser", "ok", words)


def _found() -> Browser:
    return find_browser(settings().browser)


def _display() -> Finding:
    remedy = _("Run this on a desktop. `walkout dry-run` needs no display.")
    if not has_display():
        return Finding("Display", "warning", _("there is none, so no window can be opened"), remedy, "walk")
    if not _x_server_answers(os.environ.get("DISPLAY", "")) and not os.environ.get("WAYLAND_DISPLAY"):
        words = _("no X server answers at DISPLAY={display}", display=os.environ["DISPLAY"])
        return Finding("Display", "warning", words, remedy, "walk")
    return Finding("Display", "ok", _("a window can be opened"))


def _x_server_answers(display: str) -> bool:
    """False only if `display` is of this machine (`:1`, `:1.0`) and nothing listens at its sockets."""
    if not needs_display() or not display.startswith(":"):
        return True
    address = f"/tmp/.X11-unix/X{display[1:].split('.')[0]}"  # noqa: S108  where X servers listen
    return any(_listens(place) for place in (address, f"\0{address}"))


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as asking:
        try:
            asking.connect(address)
        except OSError:
            return False
        return True


def _sandbox() -> Finding:
    try:
        browser = _found()
    except CannotStartError:
        return Finding("Sandbox", "warning", _("not looked at, as there is no browser"))
    hindrance = sandbox_hindrance(browser)
    if hindrance:
        from walkout.browser.trial import SANDBOX_REMEDY

        words = _("{name} cannot start its sandbox ({hindrance})", name=browser.name, hindrance=hindrance)
        return Finding("Sandbox", "failed", words, _(SANDBOX_REMEDY), "walk")
    if sandbox_allowed():
        return Finding("Sandbox", "ok", _("on"))
    if is_root():
        remedy = _("Run walkout as an ordinary user for a real walk.")
        return Finding("Sandbox", "warning", _("off, as Chromium has none for root"), remedy)
    return Finding("Sandbox", "warning", _("off"))


def _keyring() -> Finding:
    from walkout.profile.system_keyring import KeyringVault

    file = settings().profile_file
    if file.exists():
        return Finding("Keyring", "ok", _("not needed: your profile is in an encrypted file ({file})", file=file))
    keyring = KeyringVault()
    if keyring.usable():
        return Finding("Keyring", "ok", _("{place} can keep your profile", place=keyring.place))
    remedy = _("`walkout profile set --store file` keeps it in an encrypted file instead.")
    return Finding("Keyring", "warning", _("the system has none that could keep your profile"), remedy)


def _folders() -> Finding:
    folder = private_folder(settings().data_dir)
    free = shutil.disk_usage(folder).free
    trouble = _write_trouble(folder)
    if trouble:
        remedy = _("Free or repair the folder, or name another one by WALKOUT_DATA_DIR.")
        return Finding(
            "Folders",
            "failed",
            _("{folder} cannot be written ({why})", folder=folder, why=trouble),
            remedy,
            "walk",
        )
    if free < ENOUGH_BYTES:
        remedy = _("Free some space: the receipt of a walk needs a few MB, the browser's profile more.")
        return Finding("Folders", "warning", _("the disk of {folder} is almost full", folder=folder), remedy)
    return Finding("Folders", "ok", _("{folder} can be written, and is yours alone", folder=folder))


def _write_trouble(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"walkout")
    except OSError as error:
        return error.strerror or type(error).__name__
    return ""


def _flows() -> Finding:
    from walkout.flow.load import load_flow
    from walkout.shipped_files import flow_files

    names = [load_flow(path).flow.flow for path in flow_files()]
    if names:
        return Finding(
            "Flows",
            "ok",
            _n(
                "{count} can be read: {names}",
                "{count} can be read: {names}",
                len(names),
                names=", ".join(names),
            ),
        )
    remedy = _("Install walkout anew: its flows are missing.")
    return Finding("Flows", "failed", _("none came with this walkout"), remedy, "walk and dry run")


def _show(findings: Sequence[Finding]) -> None:
    console = Console(highlight=False)
    table = Table.grid(padding=(0, 1))
    for finding in findings:
        mark, colour = MARKS[finding.state]
        table.add_row(Text(mark, colour), Text(_(finding.name), "bold"), Text(finding.words, overflow="fold"))
        if finding.remedy:
            table.add_row("", "", Text(f"→ {finding.remedy}", overflow="fold"))
    width = min(WIDTH, console.width)
    console.print(table, width=width)
    console.print(Text(f"\n{_verdict(findings)}"), width=width)


def _verdict(findings: Sequence[Finding]) -> str:
    if can_walk(findings):
        return _("A walk can start here: walkout run meta/facebook")
    if can_rehearse(findings):
        return _("A real walk cannot start here, but a dry run can: walkout dry-run meta/facebook")
    return _("Neither a walk nor a dry run can start here. The lines with → say what to do.")


CHECKS: dict[str, Callable[[], Finding]] = {
    "Python": _python,
    N_("Browser"): _browser,
    N_("Display"): _display,
    N_("Sandbox"): _sandbox,
    N_("Keyring"): _keyring,
    N_("Folders"): _folders,
    N_("Flows"): _flows,
}
