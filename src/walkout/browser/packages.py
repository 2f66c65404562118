"""What a browser needs from the system's own packages: apt-get, dnf, pacman, zypper, Homebrew on macOS."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from walkout.browser.find import is_root
from walkout.words.speech import _, _n

SECONDS = 900
NO_QUESTIONS = ("env", "DEBIAN_FRONTEND=noninteractive")


@dataclass(frozen=True)
class Manager:
    """A package manager: its program, the words that refresh its lists and install, and the packages.

    browser: the browser's package. extras: what goes with it, where there is such a package.
    driver: what Playwright's driver needs.
    """

    program: str
    by_hand: str
    install: tuple[str, ...]
    browser: str
    driver: str
    refresh: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    as_root: bool = True


MANAGERS = (
    Manager(
        "apt-get",
        "sudo apt-get install",
        ("install", "-y", "-qq", "--no-install-recommends", "-oDPkg::Lock::Timeout=120"),
        "chromium",
        "libatomic1",
        ("update", "-qq"),
        # Debian keeps the helper that the sandbox needs, and any font at all, in packages of their own.
        ("chromium-sandbox", "fonts-liberation"),
    ),
    Manager("dnf", "sudo dnf install", ("install", "-y", "-q"), "chromium", "libatomic"),
    Manager("pacman", "sudo pacman -S", ("-S", "--noconfirm", "--needed"), "chromium", "gcc-libs"),
    Manager("zypper", "sudo zypper install", ("--non-interactive", "install"), "chromium", "libatomic1"),
)
# Homebrew's Chromium is not signed by Apple's rules, so macOS would refuse to open it.
HOMEBREW = Manager("brew", "brew install --cask", ("install", "--cask"), "google-chrome", driver="", as_root=False)


def package_manager(system: str = sys.platform) -> Manager | None:
    """The machine's package manager."""
    known = (HOMEBREW,) if system == "darwin" else MANAGERS if system.startswith("linux") else ()
    return next((manager for manager in known if shutil.which(manager.program)), None)


def as_root(say: Callable[[str], None]) -> tuple[str, ...] | None:
    """The words before a command that needs root; None where there is no way to become root.

    Without a terminal, sudo is used only where it asks for no password.
    """
    if is_root():
        return ()
    if not shutil.which("sudo"):
        return None
    if run(["sudo", "-n", "true"], seconds=10)[0] == 0:
        return ("sudo", "-n")
    if not sys.stdin.isatty():
        return None
    say(_("sudo may ask for your password now."))
    return ("sudo",) if subprocess.run(["sudo", "-v"], check=False).returncode == 0 else None


def install_packages(manager: Manager, packages: Sequence[str], say: Callable[[str], None]) -> str:
    """Install the first package, and with it those others that the system has.

    Empty when that went well, else the reason why not, in words.
    """
    prefix = as_root(say) if manager.as_root else ()
    if prefix is None:
        return _("that needs root; run `{command}`", command=f"{manager.by_hand} {packages[0]}")
    say(_("Installing {package} with {program} ...", package=packages[0], program=manager.program))
    before = (*prefix, *NO_QUESTIONS, manager.program)
    if manager.refresh:
        run([*before, *manager.refresh])
    if manager.program == "apt-get":
        hindrance = apt_hindrance(packages[0])
        if hindrance:
            return hindrance
        packages = [package for package in packages if _apt_record(package)]
    code, last = run([*before, *manager.install, *packages])
    return "" if code == 0 else f"{manager.program} failed: {last or f'code {code}'}"


def apt_hindrance(package: str) -> str:
    """Why apt-get cannot bring the browser: it has no such package, or only one that stands for a snap.

    Source: https://snapcraft.io/blog/chromium-in-ubuntu-deb-to-snap-transition
    """
    record = _apt_record(package)
    if not record:
        return _("apt-get knows no package {package}", package=package)
    needs = " ".join(line for line in record.splitlines() if line.startswith(("Depends:", "Pre-Depends:")))
    if "snapd" in needs:
        return _(
            "apt-get's {package} only stands for a snap, and a snap cannot open walkout's profile folder",
            package=package,
        )
    return ""


def _apt_record(package: str) -> str:
    code, output = run(["apt-cache", "show", "--no-all-versions", package], seconds=60, whole=True)
    return output if code == 0 else ""


def run(command: Sequence[str], *, seconds: float = SECONDS, whole: bool = False) -> tuple[int, str]:
    """The exit code and the last line (or the whole) of the output; 124 if it took too long."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return 124, _n("it took longer than {count} second", "it took longer than {count} seconds", int(seconds))
    except OSError as error:
        return 127, str(error)
    if whole:
        return done.returncode, done.stdout
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    return done.returncode, lines[-1] if lines else ""
