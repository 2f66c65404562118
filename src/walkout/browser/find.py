"""Which browser a walk opens: the person's own if there is one, else the Chromium that Playwright downloads.

Nothing here starts a browser or imports Playwright; it only looks at files. See docs/decisions/0002.
"""

import os
import plistlib
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from walkout.browser.downloaded import downloaded_chromium
from walkout.errors import CannotStartError
from walkout.words.speech import N_, _

Kind = Literal["chrome", "edge", "chromium", "playwright"]
INSTALL = N_("`walkout doctor --install` installs one; `--browser PATH` names one that lies elsewhere.")
FLATPAKS = Path("/var/lib/flatpak/exports/bin")
USERNS_SWITCHES = (
    ("kernel/apparmor_restrict_unprivileged_userns", "1"),
    ("kernel/unprivileged_userns_clone", "0"),
    ("user/max_user_namespaces", "0"),
)


@dataclass(frozen=True)
class Browser:
    """A browser that a walk can open.

    path: its program; None means Playwright's own Chromium, which Playwright finds itself.
    version: as its files tell it (`131.0.6778.85`); None where only the running browser knows.
    """

    path: Path | None
    name: str
    kind: Kind
    version: str | None = None


@dataclass(frozen=True)
class _Product:
    """Where one browser lies: programs on the PATH, macOS bundles, folders below Windows' program folders."""

    kind: Kind
    name: str
    programs: tuple[str, ...]
    bundle: str
    windows: tuple[str, ...]


PRODUCTS = (
    _Product(
        "chrome",
        "Google Chrome",
        ("google-chrome", "google-chrome-stable", "/opt/google/chrome/chrome"),
        "Google Chrome",
        ("Google", "Chrome", "Application", "chrome.exe"),
    ),
    _Product(
        "edge",
        "Microsoft Edge",
        ("microsoft-edge", "microsoft-edge-stable", "/opt/microsoft/msedge/msedge"),
        "Microsoft Edge",
        ("Microsoft", "Edge", "Application", "msedge.exe"),
    ),
    _Product(
        "chromium",
        "Chromium",
        ("chromium", "chromium-browser"),
        "Chromium",
        ("Chromium", "Application", "chrome.exe"),
    ),
)


def lean_browser(asked: str | Path | None = None) -> Browser:
    """A browser for work without a window: Chromium's headless shell, which is the same engine without a desktop's
    browser around it and takes half as long; else the one of `find_browser`.

    Raises CannotStartError.
    """
    shell = shutil.which("chromium-headless-shell") if asked is None else None
    return Browser(Path(shell), "Chromium", "chromium") if shell else find_browser(asked)


def find_browser(asked: str | Path | None = None) -> Browser:
    """The browser to open: the one asked for, else Chrome, Edge, Chromium, else Playwright's own.

    asked: a path, a program on the PATH, or `chrome`, `edge`, `chromium`, `playwright`.
    Raises CannotStartError where there is none.
    """
    if asked:
        return _asked_for(str(asked))
    for browser in installed_browsers():
        return browser
    confined = confined_browsers()
    if not confined:
        raise CannotStartError(_("no browser was found: neither Chrome, Edge nor Chromium"), remedy=_(INSTALL))
    raise CannotStartError(
        _(
            "the only browser here, {confined}, is kept in a {confinement} package and cannot open the folder in "
            "which walkout keeps your login",
            confined=confined[0],
            confinement=confinement(confined[0]),
        ),
        remedy=_(INSTALL),
    )


def installed_browsers(system: str = sys.platform) -> Iterator[Browser]:
    """Every browser that a walk can open, the preferred one first."""
    for product in PRODUCTS:
        for path in _places(product, system):
            if _is_program(path) and not confinement(path):
                yield Browser(path, product.name, product.kind, _written_version(path, system))
                break
    version = downloaded_chromium(system)
    if version is not None:
        yield Browser(None, "Playwright's Chromium", "playwright", version or None)


def confined_browsers(system: str = sys.platform) -> list[Path]:
    """Browsers in a snap or flatpak, which cannot open walkout's profile folder: none is chosen unasked."""
    found = [
        path for product in PRODUCTS for path in _places(product, system) if _is_program(path) and confinement(path)
    ]
    flatpaks = (FLATPAKS, Path.home() / ".local/share/flatpak/exports/bin")
    names = ("com.google.Chrome", "org.chromium.Chromium", "com.microsoft.Edge")
    found += [folder / name for folder in flatpaks for name in names if _is_program(folder / name)]
    return [path for path in found if confinement(path)]


def confinement(path: Path) -> Literal["snap", "flatpak", ""]:
    """Whether a program is a wrapper that starts a browser inside a snap or flatpak."""
    real = path.resolve()
    if "flatpak" in real.parts:
        return "flatpak"
    if real.name == "snap" or "snap" in path.parts[:2]:
        return "snap"
    try:
        with real.open("rb") as program:
            start = program.read(4096)
    except OSError:
        return ""
    if not start.startswith(b"#!"):
        return ""
    return "snap" if b"/snap/bin" in start else "flatpak" if b"flatpak run" in start else ""


def is_root() -> bool:
    """Whether the user is root, for whom Chromium's sandbox does not work."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def needs_display(system: str = sys.platform) -> bool:
    """Whether a window needs a display to be named in the environment, as on Linux."""
    return system not in ("darwin", "win32", "cygwin")


def has_display(system: str = sys.platform) -> bool:
    """Whether a window can be shown."""
    return not needs_display(system) or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def sandbox_allowed(system: str = sys.platform) -> bool:
    """Whether Chromium's sandbox is on: always, but for root on Linux, where Chromium refuses it."""
    return not (system.startswith("linux") and is_root())


def sandbox_hindrance(browser: Browser, switches: Path = Path("/proc/sys")) -> str:
    """The kernel setting (`kernel.…=1`) that keeps the browser's sandbox from starting, or nothing.

    Chrome, Edge and a distribution's Chromium bring a helper or an AppArmor profile; Playwright's has none.
    Source: docs/security/apparmor-userns-restrictions.md of Chromium.
    """
    if browser.kind != "playwright" or not sandbox_allowed():
        return ""
    for name, hindering in USERNS_SWITCHES:
        try:
            value = (switches / name).read_text("ascii").strip()
        except OSError:
            continue
        if value == hindering:
            return f"{name.replace('/', '.')}={value}"
    return ""


def sandbox_in_rehearsal(browser: Browser) -> bool:
    """Whether the sandbox is on in a dry run. It opens no page but walkout's own, so it can do without."""
    return sandbox_allowed() and not sandbox_hindrance(browser)


def _asked_for(asked: str) -> Browser:
    for browser in installed_browsers():
        if asked == browser.kind:
            return browser
    if asked in ("chrome", "edge", "playwright"):
        raise CannotStartError(_("the browser asked for, {asked}, is not installed", asked=asked), remedy=_(INSTALL))
    path = Path(shutil.which(asked) or Path(asked).expanduser())
    remedy = _("Give --browser (or WALKOUT_BROWSER) the path of Chrome, Edge or Chromium, or leave it out.")
    if path.is_dir() and path.suffix == ".app":
        path = path / "Contents" / "MacOS" / path.stem
    if not path.exists():
        raise CannotStartError(_("the browser asked for does not exist"), where=str(path), remedy=remedy)
    if not _is_program(path):
        raise CannotStartError(_("the browser asked for cannot be started"), where=str(path), remedy=remedy)
    product = _product_of(path)
    wrapped = confinement(path)
    name = f"{product.name} ({wrapped})" if wrapped else product.name
    return Browser(path.absolute(), name, product.kind, _written_version(path, sys.platform))


def _product_of(path: Path) -> _Product:
    """Which product a program is, by its name; Chromium where the name does not tell."""
    named = f"{path.name} {path.resolve()}".lower()
    chrome, edge, chromium = PRODUCTS
    if "edge" in named:
        return edge
    return chrome if "google" in named else chromium


def _places(product: _Product, system: str) -> Iterator[Path]:
    """Where a product's program would lie on that system."""
    if system == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield folder / f"{product.bundle}.app" / "Contents" / "MacOS" / product.bundle
    elif system == "win32":
        for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
            if os.environ.get(variable):
                yield Path(os.environ[variable]).joinpath(*product.windows)
    else:
        found = (shutil.which(program) for program in product.programs)
        yield from (Path(path) for path in found if path)


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _written_version(path: Path, system: str) -> str | None:
    """The version told beside the program: in the bundle's Info.plist (macOS), by a folder (Windows)."""
    try:
        if system == "darwin":
            with (path.parents[1] / "Info.plist").open("rb") as plist:
                version = plistlib.load(plist).get("CFBundleShortVersionString")
                return version if isinstance(version, str) else None
        if system == "win32":
            numbers = [folder.name for folder in path.parent.iterdir() if re.fullmatch(r"\d+(\.\d+){3}", folder.name)]
            return max(numbers, key=lambda number: [int(part) for part in number.split(".")], default=None)
    except (OSError, plistlib.InvalidFileException):
        return None
    return None
