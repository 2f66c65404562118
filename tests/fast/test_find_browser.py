"""Finding a browser, seeing what hinders it, and bringing one, without starting any."""

import json
import plistlib
import stat
import sys
from pathlib import Path

import pytest

from walkout.browser import downloaded, find, install, packages
from walkout.browser.find import (
    Browser,
    confinement,
    find_browser,
    installed_browsers,
    lean_browser,
    sandbox_hindrance,
)
from walkout.errors import CannotStartError

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="the stand-ins lie where Linux has its programs")


def program(path: Path, text: str = "#!/bin/sh\nexit 0\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bin_folder(tmp_path, monkeypatch):
    """An empty PATH, an empty home, and no download of Playwright's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(find, "FLATPAKS", tmp_path / "flatpaks")
    monkeypatch.setattr(find, "PRODUCTS", tuple(_without_fixed_places(product) for product in find.PRODUCTS))
    return folder


def _without_fixed_places(product):
    programs = tuple(name for name in product.programs if "/" not in name)
    return type(product)(product.kind, product.name, programs, product.bundle, product.windows)


def download(tmp_path: Path, monkeypatch, *, whole: bool = True, folder: str = "chromium-77") -> None:
    """A driver that knows revision 77, and a download of it."""
    driver = tmp_path / "driver"
    (driver / "package").mkdir(parents=True)
    entry = {"name": "chromium", "revision": "77", "browserVersion": "130.0.1.2"}
    (driver / "package" / "browsers.json").write_text(json.dumps({"browsers": [entry]}), "utf-8")
    monkeypatch.setattr(downloaded, "driver_folder", lambda: driver)
    place = tmp_path / "downloads" / folder
    place.mkdir(parents=True)
    if whole:
        (place / "INSTALLATION_COMPLETE").touch()


@on_linux
def test_prefers_chrome_to_edge_to_chromium(bin_folder):
    """Of several installed browsers Chrome is taken, without it Edge, without that Chromium."""
    paths = [program(bin_folder / name) for name in ("google-chrome", "microsoft-edge", "chromium")]
    kinds = []
    for path in paths:
        kinds.append(find_browser_on("linux").kind)
        path.unlink()
    assert kinds == ["chrome", "edge", "chromium"]


def find_browser_on(system: str) -> Browser:
    return next(iter(installed_browsers(system)))


@on_linux
def test_an_installed_browser_comes_before_the_download(bin_folder, tmp_path, monkeypatch):
    """Playwright's Chromium is taken only where no other browser is installed."""
    download(tmp_path, monkeypatch)
    assert find_browser_on("linux") == Browser(None, "Playwright's Chromium", "playwright", "130.0.1.2")
    path = program(bin_folder / "chromium")
    assert find_browser_on("linux").path == path


@pytest.mark.parametrize(
    ("whole", "folder"), [(False, "chromium-77"), (True, "chromium-76"), (True, "chromium_headless_shell-77")]
)
def test_half_a_download_is_none(bin_folder, tmp_path, monkeypatch, whole, folder):
    """A download that was broken off, is of another version, or has no window is not taken for a browser."""
    download(tmp_path, monkeypatch, whole=whole, folder=folder)
    assert list(installed_browsers("linux")) == []


def test_no_browser_says_what_to_do(bin_folder):
    """Where no browser is found, the error has the exit code 8 and names the command that installs one."""
    with pytest.raises(CannotStartError, match="no browser was found") as caught:
        find_browser()
    assert caught.value.exit_code == 8
    assert "walkout doctor --install" in caught.value.remedy


@on_linux
def test_the_browser_asked_for_is_taken(bin_folder):
    """A path that is asked for wins over installed browsers, and its kind is read from its name."""
    program(bin_folder / "google-chrome")
    asked = program(bin_folder.parent / "elsewhere" / "msedge")
    assert find_browser(str(asked)) == Browser(asked, "Microsoft Edge", "edge", None)


@on_linux
def test_a_kind_can_be_asked_for(bin_folder):
    """`edge` takes Edge, though Chrome is installed too."""
    program(bin_folder / "google-chrome")
    path = program(bin_folder / "microsoft-edge")
    assert find_browser("edge").path == path


@on_linux
def test_the_browser_asked_for_is_never_replaced(bin_folder):
    """A browser that was asked for and cannot be had is an error, though another is installed."""
    program(bin_folder / "google-chrome")
    text = bin_folder.parent / "notes.txt"
    text.write_text("no program", "utf-8")
    for asked, words in (
        ("/nowhere/chrome", "does not exist"),
        (text, "cannot be started"),
        ("edge", "not installed"),
    ):
        with pytest.raises(CannotStartError, match=words) as caught:
            find_browser(asked)
        assert caught.value.remedy


@on_linux
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('#!/bin/sh\nexec /snap/bin/chromium "$@"\n', "snap"),
        ("#!/bin/sh\nexec flatpak run org.chromium.Chromium\n", "flatpak"),
    ],
)
def test_a_wrapped_browser_is_passed_over(bin_folder, tmp_path, monkeypatch, text, kind):
    """A browser in a snap or flatpak is not chosen, the error says why, and it is used if it is asked for."""
    wrapper = program(bin_folder / "chromium", text)
    assert confinement(wrapper) == kind
    with pytest.raises(CannotStartError, match=f"{kind} package"):
        find_browser()
    assert find_browser(wrapper).name == f"Chromium ({kind})"
    download(tmp_path, monkeypatch)
    assert find_browser().kind == "playwright"


@on_linux
def test_an_ordinary_launcher_script_is_no_wrapper(tmp_path):
    """Debian's launcher, a shell script as well, is not taken for a snap."""
    assert confinement(program(tmp_path / "chromium", "#!/bin/sh\nexec /usr/lib/chromium/chromium\n")) == ""


@on_linux
def test_finds_a_bundle_in_the_home_on_macos(bin_folder, tmp_path):
    """On macOS a bundle in ~/Applications is found, with the version of its Info.plist."""
    contents = tmp_path / "home" / "Applications" / "Google Chrome.app" / "Contents"
    path = program(contents / "MacOS" / "Google Chrome")
    (contents / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "131.0.1.2"}))
    assert find_browser_on("darwin") == Browser(path, "Google Chrome", "chrome", "131.0.1.2")


@on_linux
def test_finds_the_newest_version_on_windows(bin_folder, tmp_path, monkeypatch):
    """On Windows the program folders are looked through, and the newest folder there is the version."""
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path / "Programs"))
    folder = tmp_path / "Programs" / "Microsoft" / "Edge" / "Application"
    path = program(folder / "msedge.exe")
    for version in ("99.0.1.2", "131.0.1.2"):
        (folder / version).mkdir()
    assert find_browser_on("win32") == Browser(path, "Microsoft Edge", "edge", "131.0.1.2")


@on_linux
def test_looking_starts_no_program(bin_folder, tmp_path):
    """To find a browser, no program is started."""
    mark = tmp_path / "started"
    program(bin_folder / "google-chrome", f"#!/bin/sh\ntouch {mark}\n")
    find_browser()
    assert not mark.exists()


@pytest.mark.parametrize(
    ("root", "system", "on"), [(True, "linux", False), (False, "linux", True), (True, "darwin", True)]
)
def test_only_root_on_linux_goes_without_sandbox(monkeypatch, root, system, on):
    """The sandbox is on for everyone but root on Linux."""
    monkeypatch.setattr(find, "is_root", lambda: root)
    assert find.sandbox_allowed(system) is on


@pytest.mark.parametrize(
    ("variables", "shown"), [({}, False), ({"DISPLAY": ":1"}, True), ({"WAYLAND_DISPLAY": "w"}, True)]
)
def test_a_display_is_named_on_linux_only(monkeypatch, variables, shown):
    """On Linux one of two variables names the display; macOS and Windows need none."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert find.has_display("linux") is shown
    assert find.has_display("darwin")
    assert find.has_display("win32")


def test_tells_which_setting_hinders_the_sandbox(tmp_path, monkeypatch):
    """Ubuntu's limit on user namespaces hinders Playwright's Chromium, not an installed Chrome."""
    monkeypatch.setattr(find, "is_root", lambda: False)
    own, chrome = Browser(None, "own", "playwright"), Browser(Path("/c"), "Google Chrome", "chrome")
    assert sandbox_hindrance(own, tmp_path) == ""
    (tmp_path / "kernel").mkdir()
    switch = tmp_path / "kernel" / "apparmor_restrict_unprivileged_userns"
    switch.write_text("1\n", "ascii")
    assert sandbox_hindrance(own, tmp_path) == "kernel.apparmor_restrict_unprivileged_userns=1"
    assert sandbox_hindrance(chrome, tmp_path) == ""
    switch.write_text("0\n", "ascii")
    assert sandbox_hindrance(own, tmp_path) == ""


def python_that(path: Path, script: str, monkeypatch) -> None:
    """A stand-in for the Python that `-m playwright install` is run with."""
    monkeypatch.setattr(install.sys, "executable", str(program(path, f"#!/bin/sh\n{script}\n")))


@pytest.fixture
def bare_machine(bin_folder, monkeypatch):
    """A machine without a browser and without package manager, whose driver starts."""
    monkeypatch.setattr(install, "driver_trouble", lambda: "")
    return bin_folder


@on_linux
def test_every_way_that_failed_is_told(bare_machine, tmp_path, monkeypatch):
    """Where neither download nor package works, the error tells both reasons and the commands to run."""
    python_that(tmp_path / "python", "echo 'Error: no such host'; exit 1", monkeypatch)
    said = []
    with pytest.raises(CannotStartError) as caught:
        install.install_browser(said.append)
    assert "Playwright's download: no such host" in caught.value.what
    assert "the system's packages: none of apt-get" in caught.value.what
    assert "-m playwright install chromium" in caught.value.remedy
    assert any("Downloading" in line for line in said)


@on_linux
def test_a_download_that_hangs_is_ended(bare_machine, tmp_path, monkeypatch):
    """A download without progress is ended, with everything that it started."""
    monkeypatch.setattr(install, "QUIET_SECONDS", 0.2)
    monkeypatch.setenv("PATH", f"{bare_machine}:/usr/bin:/bin")
    monkeypatch.setattr(install, "find_browser", find_none)
    monkeypatch.setattr(install, "package_manager", lambda: None)
    python_that(tmp_path / "python", "sleep 600 & wait", monkeypatch)
    with pytest.raises(CannotStartError, match="no progress for 0 seconds, so it was ended"):
        install.install_browser(lambda line: None)


def find_none(asked=None):
    raise CannotStartError("no browser was found")


@on_linux
def test_packages_are_the_second_way(bare_machine, tmp_path, monkeypatch):
    """Where the download fails, the package manager is asked, and the browser that it brought is returned."""
    python_that(tmp_path / "python", "exit 1", monkeypatch)
    monkeypatch.setattr(packages, "is_root", lambda: True)
    monkeypatch.setattr(install, "try_browser", lambda browser: "1.0")
    browser = bare_machine / "chromium"
    program(bare_machine / "env", '#!/bin/sh\nshift\nexec "$@"\n')
    lines = (
        "#!/bin/sh",
        '[ "$1" = install ] || exit 1',
        f"echo '#!/bin/sh' > {browser}",
        f"/bin/chmod 755 {browser}",
    )
    program(bare_machine / "dnf", "\n".join(lines))
    monkeypatch.setattr(install, "package_manager", lambda: packages.package_manager("linux"))
    assert install.install_browser(lambda line: None) == Browser(browser, "Chromium", "chromium")
    assert browser.stat().st_mode & stat.S_IXUSR


@on_linux
def test_a_package_that_stands_for_a_snap_is_not_installed(bin_folder, monkeypatch):
    """Ubuntu's stand-in for its snap is told as such, and apt-get install is not run."""
    monkeypatch.setattr(packages, "is_root", lambda: True)
    program(bin_folder / "apt-cache", "#!/bin/sh\necho 'Package: chromium'\necho 'Pre-Depends: debconf, snapd'\n")
    ran = bin_folder.parent / "ran"
    program(bin_folder / "env", f'#!/bin/sh\necho "$@" >> {ran}\n')
    program(bin_folder / "apt-get")
    manager = packages.package_manager("linux")
    assert manager is not None
    assert "only stands for a snap" in packages.install_packages(manager, ["chromium"], lambda line: None)
    assert "update" in ran.read_text("utf-8")
    assert " install " not in ran.read_text("utf-8")


@on_linux
def test_without_root_the_command_is_told(bin_folder, monkeypatch):
    """Where there is no way to become root, nothing is run, and the command for the person is told."""
    monkeypatch.setattr(packages, "is_root", lambda: False)
    program(bin_folder / "apt-get")
    manager = packages.package_manager("linux")
    assert manager is not None
    assert "sudo apt-get install chromium" in packages.install_packages(manager, ["chromium"], lambda line: None)


@on_linux
def test_the_driver_s_library_is_brought_first(bare_machine, monkeypatch):
    """A driver without libatomic gets it from the system's packages, before a browser is looked for."""
    troubles = iter(["node: error while loading shared libraries: libatomic.so.1: cannot open", ""])
    monkeypatch.setattr(install, "driver_trouble", lambda: next(troubles))
    asked = []
    monkeypatch.setattr(install, "install_packages", lambda manager, names, say: asked.extend(names) or "")
    program(bare_machine / "apt-get")
    monkeypatch.setattr(install, "package_manager", lambda: packages.package_manager("linux"))
    program(bare_machine / "google-chrome")
    assert install.install_browser(lambda line: None).kind == "chrome"
    assert asked == ["libatomic1"]


def test_a_driver_that_cannot_be_helped_stops(bare_machine, monkeypatch):
    """A driver that fails for another reason is an error with that reason."""
    monkeypatch.setattr(install, "driver_trouble", lambda: "Exec format error")
    with pytest.raises(CannotStartError, match="driver does not start: Exec format error"):
        install.install_browser(lambda line: None)


def test_work_without_a_window_takes_the_headless_shell(tmp_path, monkeypatch):
    """Where the headless shell is installed it is taken, unless a browser was asked for."""
    shell, other = tmp_path / "chromium-headless-shell", tmp_path / "mine"
    for program in (shell, other):
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert lean_browser().path == shell
    assert lean_browser(other).path == other
