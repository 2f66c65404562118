"""The Chromium that Playwright has downloaded, looked for in its folders without starting Playwright.

The folders and the mark of a whole download are those of https://playwright.dev/python/docs/browsers.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from walkout.browser.driver import driver_folder

WHOLE = "INSTALLATION_COMPLETE"


def downloaded_chromium(system: str = sys.platform) -> str | None:
    """The version of the Chromium that belongs to the installed Playwright; None if it is not here whole."""
    folder = driver_folder()
    entry = _chromium_entry(folder / "package") if folder else None
    if folder is None or entry is None:
        return None
    revisions = {entry["revision"], *entry.get("revisionOverrides", {}).values()}
    downloads = _folder(folder / "package", system)
    marks = [mark for revision in revisions for mark in downloads.glob(f"chromium*-{revision}/{WHOLE}")]
    whole = any(not mark.parent.name.startswith("chromium_headless") for mark in marks)
    return str(entry.get("browserVersion", "")) if whole else None


def _chromium_entry(package: Path) -> dict[str, Any] | None:
    try:
        known = json.loads((package / "browsers.json").read_text("utf-8"))["browsers"]
        return next((entry for entry in known if entry["name"] == "chromium" and "revision" in entry), None)
    except (OSError, ValueError, KeyError):
        return None


def _folder(package: Path, system: str) -> Path:
    """The folder of all of Playwright's downloads."""
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named == "0":
        return package / ".local-browsers"
    if named:
        return Path(named)
    if system == "darwin":
        return Path.home() / "Library" / "Caches" / "ms-playwright"
    if system == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"
