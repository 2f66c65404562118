"""The driver, a program of Playwright's that speaks to browsers, looked at without importing Playwright."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path


def driver_folder() -> Path | None:
    """The folder `driver` of the installed Playwright."""
    spec = find_spec("playwright")
    return Path(spec.origin).parent / "driver" if spec and spec.origin else None


def driver_trouble() -> str:
    """Why the driver does not start, in its own words; empty where it starts.

    Its Node.js needs the library libatomic, which a fresh Debian or Fedora has not.
    """
    folder = driver_folder()
    if folder is None:
        return "Playwright is not installed"
    node = os.environ.get("PLAYWRIGHT_NODEJS_PATH") or folder / ("node.exe" if sys.platform == "win32" else "node")
    try:
        done = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = (done.stderr or done.stdout).strip().splitlines()
    return "" if done.returncode == 0 else (said[0] if said else f"it ended with code {done.returncode}")
