"""Start a browser for a moment, without a window, to see whether it starts at all."""

from walkout.browser.driver import driver_trouble
from walkout.browser.find import Browser, sandbox_allowed, sandbox_hindrance
from walkout.errors import CannotStartError
from walkout.words.speech import N_, _

MISSING_LIBRARIES = "error while loading shared libraries"
NO_SANDBOX = "No usable sandbox"


class LibrariesMissingError(CannotStartError):
    """The browser is there, but not the system's libraries that it needs."""


def try_browser(browser: Browser, *, sandbox: bool | None = None, timeout_s: float = 30) -> str:
    """Start the browser and close it; its version, as it tells it itself.

    sandbox: whether Chromium's sandbox is on; None means what `sandbox_allowed` says.
    Raises LibrariesMissingError, CannotStartError.
    """
    trouble = driver_trouble()
    if trouble:
        # Playwright itself would only say that the connection was closed.
        raise _in_words(Browser(None, "Playwright's driver", "playwright"), trouble)
    # Imported here, as the import takes longer than everything else that the modules of this package do.
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            started = playwright.chromium.launch(
                executable_path=browser.path,
                channel=None if browser.path else "chromium",
                chromium_sandbox=sandbox_allowed() if sandbox is None else sandbox,
                timeout=timeout_s * 1000,
            )
            version = started.version
            started.close()
            return version
    except Error as error:
        raise _in_words(browser, error.message) from error


def _in_words(browser: Browser, message: str) -> CannotStartError:
    where = str(browser.path or browser.name)
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    first = next((line for line in lines if MISSING_LIBRARIES in line), (lines or [_("no reason given")])[0])
    if MISSING_LIBRARIES in message:
        return LibrariesMissingError(
            _(
                "it lacks a library of the system ({library})",
                library=first.partition(MISSING_LIBRARIES)[2].strip(" :"),
            ),
            where=where,
            remedy=_("`walkout doctor --install` installs them (it needs root, or sudo)."),
        )
    if NO_SANDBOX in message:
        hindrance = sandbox_hindrance(browser) or _("a setting of the system")
        return CannotStartError(
            _("the browser's sandbox cannot start ({hindrance})", hindrance=hindrance),
            where=where,
            remedy=_(SANDBOX_REMEDY),
        )
    return CannotStartError(_("the browser does not start: {first}", first=first), where=where, remedy=_(OTHER_REMEDY))


SANDBOX_REMEDY = N_(
    "Install Google Chrome from its maker's site: it brings the profile that its sandbox needs. Or allow "
    "unprivileged user namespaces, which weakens the system a little, until the next start of the machine: `sudo "
    "sysctl kernel.apparmor_restrict_unprivileged_userns=0`."
)
OTHER_REMEDY = N_("Start it by hand to see what it says, or name another one with `--browser PATH` or WALKOUT_BROWSER.")
